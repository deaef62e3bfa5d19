/* timewords.c: the words of time expressions, numbers, and on which side of the
 * document's date a clause lies. */
#include <stdlib.h>

#include "code/times_impl.h"

enum { TENSE_FAR = 12 };

struct entry {
    const char *word;
    uint8_t cls;
    int16_t n;
};
/* Sorted. */
static const struct entry table[] = {
    {"a", W_ARTICLE, 1},
    {"additional", W_WORD, 0},
    {"afternoon", W_PART, 1},
    {"ago", W_BACK, 1},
    {"an", W_ARTICLE, 1},
    {"apr", W_MONTH, 4},
    {"april", W_MONTH, 4},
    {"aug", W_MONTH, 8},
    {"august", W_MONTH, 8},
    {"autumn", W_SEASON, 2},
    {"before", W_BACK, 2},
    {"centuries", W_UNITS, 10},
    {"century", W_UNIT, 10},
    {"christmas", W_WORD, 0},
    {"coming", W_SHIFT, 1},
    {"comparable", W_WORD, 0},
    {"current", W_REF, 0},
    {"currently", W_REF, 0},
    {"daily", W_SET, 3},
    {"dawn", W_PART, 0},
    {"day", W_UNIT, 3},
    {"days", W_UNITS, 3},
    {"dec", W_MONTH, 12},
    {"decade", W_UNIT, 9},
    {"decades", W_UNITS, 9},
    {"december", W_MONTH, 12},
    {"dusk", W_PART, 2},
    {"each", W_EACH, 0},
    {"earlier", W_BACK, 2},
    {"early", W_EDGE, 0},
    {"eight", W_NUMBER, 8},
    {"eighteen", W_NUMBER, 18},
    {"eighth", W_ORDINAL, 8},
    {"eighty", W_NUMBER, 80},
    {"election", W_WORD, 0},
    {"eleven", W_NUMBER, 11},
    {"eleventh", W_ORDINAL, 11},
    {"evening", W_PART, 2},
    {"every", W_EACH, 0},
    {"fall", W_SEASON, 2},
    {"feb", W_MONTH, 2},
    {"february", W_MONTH, 2},
    {"few", W_VAGUE, 0},
    {"fifteen", W_NUMBER, 15},
    {"fifteenth", W_ORDINAL, 15},
    {"fifth", W_ORDINAL, 5},
    {"fifty", W_NUMBER, 50},
    {"first", W_ORDINAL, 1},
    {"fiscal", W_WORD, 0},
    {"five", W_NUMBER, 5},
    {"following", W_SHIFT, 2},
    {"forty", W_NUMBER, 40},
    {"four", W_NUMBER, 4},
    {"fourteen", W_NUMBER, 14},
    {"fourth", W_ORDINAL, 4},
    {"fri", W_WEEKDAY, 4},
    {"friday", W_WEEKDAY, 4},
    {"full", W_WORD, 0},
    {"future", W_WORD, 0},
    {"half", W_WORD, 0},
    {"halloween", W_WORD, 0},
    {"hour", W_UNIT, 2},
    {"hourly", W_SET, 2},
    {"hours", W_UNITS, 2},
    {"hundred", W_NUMBER, 100},
    {"in", W_WORD, 0},
    {"jan", W_MONTH, 1},
    {"january", W_MONTH, 1},
    {"jul", W_MONTH, 7},
    {"july", W_MONTH, 7},
    {"jun", W_MONTH, 6},
    {"june", W_MONTH, 6},
    {"last", W_SHIFT, -1},
    {"late", W_EDGE, 2},
    {"later", W_ON, 1},
    {"latest", W_WORD, 0},
    {"many", W_VAGUE, 0},
    {"mar", W_MONTH, 3},
    {"march", W_MONTH, 3},
    {"may", W_MONTH, 5},
    {"mid", W_EDGE, 1},
    {"midday", W_PART, 12},
    {"midnight", W_PART, 24},
    {"minute", W_UNIT, 1},
    {"minutes", W_UNITS, 1},
    {"mon", W_WEEKDAY, 0},
    {"monday", W_WEEKDAY, 0},
    {"month", W_UNIT, 6},
    {"monthly", W_SET, 6},
    {"months", W_UNITS, 6},
    {"more", W_WORD, 0},
    {"morning", W_PART, 0},
    {"near", W_WORD, 0},
    {"new", W_WORD, 0},
    {"next", W_SHIFT, 1},
    {"night", W_PART, 3},
    {"nine", W_NUMBER, 9},
    {"nineteen", W_NUMBER, 19},
    {"ninety", W_NUMBER, 90},
    {"ninth", W_ORDINAL, 9},
    {"noon", W_PART, 12},
    {"nov", W_MONTH, 11},
    {"november", W_MONTH, 11},
    {"now", W_REF, 0},
    {"oct", W_MONTH, 10},
    {"october", W_MONTH, 10},
    {"of", W_WORD, 0},
    {"one", W_NUMBER, 1},
    {"overnight", W_DAY, 4},
    {"past", W_SHIFT, -2},
    {"period", W_WORD, 0},
    {"previous", W_SHIFT, -3},
    {"quarter", W_UNIT, 7},
    {"quarters", W_UNITS, 7},
    {"recent", W_REF, 1},
    {"recently", W_REF, 1},
    {"same", W_WORD, 0},
    {"sat", W_WEEKDAY, 5},
    {"saturday", W_WEEKDAY, 5},
    {"second", W_ORDINAL, 2},
    {"seconds", W_UNITS, 0},
    {"sep", W_MONTH, 9},
    {"sept", W_MONTH, 9},
    {"september", W_MONTH, 9},
    {"seven", W_NUMBER, 7},
    {"seventeen", W_NUMBER, 17},
    {"seventh", W_ORDINAL, 7},
    {"seventy", W_NUMBER, 70},
    {"several", W_VAGUE, 0},
    {"six", W_NUMBER, 6},
    {"sixteen", W_NUMBER, 16},
    {"sixth", W_ORDINAL, 6},
    {"sixty", W_NUMBER, 60},
    {"soon", W_REF, 2},
    {"spring", W_SEASON, 0},
    {"summer", W_SEASON, 1},
    {"sun", W_WEEKDAY, 6},
    {"sunday", W_WEEKDAY, 6},
    {"ten", W_NUMBER, 10},
    {"tenth", W_ORDINAL, 10},
    {"thanksgiving", W_WORD, 0},
    {"that", W_SHIFT, 4},
    {"the", W_ARTICLE, 0},
    {"these", W_WORD, 0},
    {"third", W_ORDINAL, 3},
    {"thirteen", W_NUMBER, 13},
    {"thirty", W_NUMBER, 30},
    {"this", W_SHIFT, 0},
    {"thousand", W_NUMBER, 1000},
    {"three", W_NUMBER, 3},
    {"thu", W_WEEKDAY, 3},
    {"thur", W_WEEKDAY, 3},
    {"thurs", W_WEEKDAY, 3},
    {"thursday", W_WEEKDAY, 3},
    {"today", W_DAY, 0},
    {"tomorrow", W_DAY, 1},
    {"tonight", W_DAY, 3},
    {"tue", W_WEEKDAY, 1},
    {"tues", W_WEEKDAY, 1},
    {"tuesday", W_WEEKDAY, 1},
    {"twelfth", W_ORDINAL, 12},
    {"twelve", W_NUMBER, 12},
    {"twentieth", W_ORDINAL, 20},
    {"twenty", W_NUMBER, 20},
    {"two", W_NUMBER, 2},
    {"wed", W_WEEKDAY, 2},
    {"wednesday", W_WEEKDAY, 2},
    {"week", W_UNIT, 4},
    {"weekend", W_UNIT, 5},
    {"weekly", W_SET, 4},
    {"weeks", W_UNITS, 4},
    {"winter", W_SEASON, 3},
    {"year", W_UNIT, 8},
    {"yearly", W_SET, 8},
    {"years", W_UNITS, 8},
    {"yesterday", W_DAY, -1},
};

/* ---- words ---- */

static int by_word(const void *key, const void *entry)
{
    const msdx_str *s = key;
    const char *word = ((const struct entry *)entry)->word;
    int first = (unsigned char)s->p[0] - (unsigned char)word[0]; /* asked of every word: most differ in it */
    if (first) return first;
    size_t len = strlen(word);
    int order = memcmp(s->p, word, s->n < len ? s->n : len);
    return order ? order : (s->n > len) - (s->n < len);
}

void msdx_time_classify(const msdx_unit *u, struct word *w)
{
    msdx_str s = w->s;
    bool dot = s.n > 1 && s.p[s.n - 1] == '.';
    if (dot) s.n--;
    const struct entry *e = s.n ? bsearch(&s, table, sizeof table / sizeof *table, sizeof *table, by_word) : NULL;
    if (!e) return;
    const msdx_tok *tk = &u->tok[w->tok];
    bool abbreviated =
        (e->cls == W_MONTH && s.n < 5 && e->n != 5 && e->n != 6 && e->n != 7) || (e->cls == W_WEEKDAY && s.n < 6);
    bool odd_name = e->cls == W_MONTH && (e->n == 3 || e->n == 5) && tk->upos != MSDX_PROPN;
    if (abbreviated && !dot && !(tk->ent && strcmp(tk->ent, "DATE") == 0)) return;
    if (odd_name && !(tk->ent && strcmp(tk->ent, "DATE") == 0)) return;
    if (e->cls == W_REF && e->n == 0 && tk->upos == MSDX_SCONJ) return;
    w->cls = e->cls;
    w->n = e->n;
}

/* The digits at the start of a word; how many of them. */
size_t msdx_time_digits(msdx_str s, int64_t *n)
{
    size_t i = 0;
    *n = 0;
    for (; i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] == ',' && i)) && *n < 100000000; i++)
        if (s.p[i] != ',') *n = *n * 10 + (s.p[i] - '0');
    return i;
}

bool msdx_time_is_number(const struct finder *f, int i, int64_t *n)
{
    int64_t value;
    if (i < 0 || i >= f->n) return false;
    size_t len = msdx_time_digits(f->w[i].s, &value);
    if (!len || len != f->w[i].s.n) return false;
    *n = value;
    return true;
}

/* 1 to 31, '3rd', 'third'; 0 when it is none. */
int msdx_time_day_number(const struct finder *f, int i)
{
    int64_t n;
    if (i < 0 || i >= f->n) return 0;
    if (f->w[i].cls == W_ORDINAL) return f->w[i].n;
    size_t len = msdx_time_digits(f->w[i].s, &n);
    if (!len || n < 1 || n > 31 || len > 2) return 0;
    msdx_str rest = {f->w[i].s.p + len, f->w[i].s.n - len};
    bool suffix =
        msdx_str_is(rest, "st") || msdx_str_is(rest, "nd") || msdx_str_is(rest, "rd") || msdx_str_is(rest, "th");
    return !rest.n || suffix || msdx_str_is(rest, ".") ? (int)n : 0;
}

/* A year of four digits, or in words ('nineteen ninety-seven'); how many words it takes. */
int msdx_time_year_at(const struct finder *f, int i, int64_t *year)
{
    int64_t n;
    if (msdx_time_is_number(f, i, &n) && f->w[i].s.n == 4 && n >= 1000 && n < 2200) return *year = n, 1;
    if (is(f, i, "nineteen") && cls(f, i + 1) == W_NUMBER && f->w[i + 1].n >= 10 && f->w[i + 1].n < 100) {
        *year = 1900 + f->w[i + 1].n;
        if (cls(f, i + 2) != W_NUMBER || f->w[i + 2].n > 9 || f->w[i + 1].n < 20) return 2;
        *year += f->w[i + 2].n;
        return 3;
    }
    if (is(f, i, "two") && is(f, i + 1, "thousand") && is(f, i - 1, "year")) return *year = 2000, 2;
    return 0;
}

/* A number in digits or words; -1 for 'several', 'a few'. How many words it takes. */
int msdx_time_number_at(const struct finder *f, int i, int64_t *n)
{
    if (msdx_time_is_number(f, i, n)) return 1;
    if (is(f, i, "a") && is(f, i + 1, "couple")) return *n = 2, is(f, i + 2, "of") ? 3 : 2;
    if (is(f, i, "couple")) return *n = 2, is(f, i + 1, "of") ? 2 : 1;
    if (is(f, i, "a") && cls(f, i + 1) == W_VAGUE) return *n = -1, 2;
    if (cls(f, i) == W_VAGUE) return *n = -1, 1;
    if (cls(f, i) == W_ARTICLE && f->w[i].n == 1) {
        *n = 1;
        if (cls(f, i + 1) != W_NUMBER || f->w[i + 1].n < 100) return 1;
        return *n = f->w[i + 1].n, 2;
    }
    if (cls(f, i) != W_NUMBER) return 0;
    int k = i;
    *n = f->w[k++].n;
    if (*n >= 20 && *n < 100 && cls(f, k) == W_NUMBER && f->w[k].n < 10) *n += f->w[k++].n;
    while (cls(f, k) == W_NUMBER && f->w[k].n >= 100 && *n < 100000) *n *= f->w[k++].n;
    return k - i;
}

/* ---- which side of the document's date ---- */

static bool lemma_in(const msdx_unit *u, int32_t t, const char *const *list)
{
    for (; *list; list++)
        if (msdx_tok_lemma_is(u, t, *list)) return true;
    return false;
}

static bool has_child_of(const msdx_unit *u, int32_t v, const char *const *list)
{
    MSDX_EACH_CHILD (u, v, kid)
        for (const char *const *a = list; *a && kid < v; a++)
            if (msdx_tok_lower_is(u, kid, *a)) return true;
    return false;
}

/* The verb, or the word of a plan, over the word. */
static int32_t governor(const msdx_unit *u, int32_t t, const char *const *plan)
{
    for (int k = 0; t >= 0 && k < TENSE_FAR; k++, t = u->tok[t].head)
        if (msdx_is_verb(u, t) || lemma_in(u, t, plan)) return t;
    return -1;
}

/* 1 ahead, -1 behind, 0 not told: by the verb over the word, and by what opens the phrase. */
int msdx_time_tense(const struct finder *f, int i)
{
    static const char *const plan[] = {"schedule", "set", "plan", "expect", "due", "slate", "mature", "payable", NULL};
    static const char *const aux[] = {"will", "'ll", "wo", "shall", "would", "may", "might", NULL};
    static const char *const to[] = {"to", NULL}, *const had[] = {"had", "has", "have", NULL};
    static const char *const limit[] = {"by", "until", "till", NULL}, *const moved[] = {"extend", "postpone", "delay",
                                                                                        NULL};
    const msdx_unit *u = f->u;
    int32_t t = f->w[i].tok, v = governor(u, t, plan);
    if (u->tok[t].rel == MSDX_REL_NMOD_POSS) return -1; /* 'Wednesday's ruling' */
    if (is(f, i - 1, "as") && (is(f, i - 2, "soon") || is(f, i - 2, "early"))) return 1;
    if (v < 0) return 0;
    bool past = strcmp(u->tok[v].tag, "VBD") == 0, done = strcmp(u->tok[v].tag, "VBN") == 0;
    if (any(f, i - 1, limit)) return has_child_of(u, v, had) ? -1 : 1;
    if (lemma_in(u, v, moved) && (is(f, i - 1, "to"))) return 1;
    if (lemma_in(u, v, plan) && !past) return 1;
    if (has_child_of(u, v, aux)) return 1;
    if (has_child_of(u, v, to)) return u->tok[v].rel == MSDX_REL_XCOMP || u->tok[v].rel == MSDX_REL_CCOMP;
    return past || done ? -1 : 0;
}
