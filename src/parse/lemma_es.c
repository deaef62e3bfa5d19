/* lemma_es.c: the Spanish lemmatizer (spacy/lang/es/lemmatizer.py, release 3.8.7): a word's features pick a list of
 * endings; what they give is looked for among known forms, with and without what vowels do in Spanish conjugation;
 * nothing known: the first form made. Verbs with pronouns on them ("dárselo") fall apart into both.
 *
 * The original collects all forms and takes the first; here each step stops at the first. A word longer than any of
 * the language is its own lemma. */
#include "parse/lemma_impl.h"

enum { ROOM = 256, WORD_MAX = 100, PRONOUN_MAX = 4 };

typedef struct word {
    const msdx_lemmatizer *l;
    const msdx_lemma_pos *known; /* forms of this tag */
    const char *morph;
    bool no_person; /* "PronType=Prs" does not count */
} word;

typedef struct form {
    char p[ROOM];
    size_t n;
} form;

static msdx_str of(const form *f)
{
    return (msdx_str){f->p, f->n};
}
static void put(form *f, msdx_str s)
{
    f->n = s.n < ROOM ? s.n : ROOM;
    memcpy(f->p, s.p, f->n);
}

/* ---- features ---- */

/* Is "Field=Value" a feature? One field may have several values, with commas. */
static bool has(const word *w, const char *feature)
{
    const char *eq = strchr(feature, '=');
    size_t n_field = eq ? (size_t)(eq + 1 - feature) : 0, n_value = eq ? strlen(eq + 1) : 0;
    if (!eq || (w->no_person && strcmp(feature, "PronType=Prs") == 0)) return false;
    for (const char *p = w->morph; p && *p; p = strchr(p, '|')) {
        p += *p == '|';
        if (strncmp(p, feature, n_field) != 0) continue;
        for (const char *v = p + n_field;; v++) {
            size_t n = strcspn(v, ",|");
            if (n == n_value && memcmp(v, eq + 1, n) == 0) return true;
            v += n;
            if (*v != ',') return false;
        }
    }
    return false;
}

static msdx_lemma_group group_at(const msdx_lemmatizer *l, size_t i)
{
    return (msdx_lemma_group){l->rule + 4 * (size_t)l->group[2 * i], l->group[2 * i + 1]};
}

/* The rules of the first group all of whose features the word has; none: an empty list. */
static msdx_lemma_group select_rules(const word *w, uint8_t upos)
{
    const msdx_lemmatizer *l = w->l;
    for (size_t i = 0; i < l->n_select; i++) {
        const uint32_t *row = l->select + MSDX_LEMMA_SELECT * i;
        bool all = row[0] == upos;
        for (uint32_t k = 0; all && k < row[3]; k++) all = has(w, l->text + l->feature[row[2] + k]);
        if (all) return group_at(l, row[1]);
    }
    return (msdx_lemma_group){NULL, 0};
}

/* ---- strings ---- */

static bool is_known(const word *w, const form *f)
{
    return msdx_lemma_find(w->l, w->known, of(f)).p != NULL;
}

static msdx_str old_of(const msdx_lemmatizer *l, const uint32_t *rule)
{
    return (msdx_str){l->text + rule[0], rule[1]};
}
static msdx_str young_of(const msdx_lemmatizer *l, const uint32_t *rule)
{
    return (msdx_str){l->text + rule[2], rule[3]};
}

/* Put the new string for the old one at byte `at`; false: it does not stand there. */
static bool replace_at(const msdx_lemmatizer *l, const uint32_t *rule, form *f, size_t at)
{
    msdx_str old = old_of(l, rule), young = young_of(l, rule);
    if (old.n == 0 || old.n > f->n - at || memcmp(f->p + at, old.p, old.n) != 0 || f->n + young.n - old.n > ROOM)
        return false;
    memmove(f->p + at + young.n, f->p + at + old.n, f->n - at - old.n);
    memcpy(f->p + at, young.p, young.n);
    f->n += young.n - old.n;
    return true;
}

static void replace_all(const msdx_lemmatizer *l, const uint32_t *rule, form *f)
{
    for (size_t at = 0; at < f->n;) at += replace_at(l, rule, f, at) ? rule[3] : 1;
}

/* The new string of the rule whose old one is the word; p NULL: there is none. */
static msdx_str fixed(const word *w, size_t named, msdx_str s)
{
    msdx_lemma_group g = group_at(w->l, named);
    for (uint32_t k = 0; k < g.n_rule; k++)
        if (msdx_str_eq(old_of(w->l, g.rule + 4 * (size_t)k), s)) return young_of(w->l, g.rule + 4 * (size_t)k);
    return (msdx_str){NULL, 0};
}

/* ---- nouns and adjectives, determiners and pronouns, numbers ---- */

/* Rule k of a list on the word; same: also when nothing comes of it. False: there is no form. */
static bool make(const word *w, const msdx_lemma_group *g, uint32_t k, msdx_str s, bool same, form *out)
{
    out->n = msdx_lemma_apply(w->l, g->rule + 4 * (size_t)k, s, out->p, ROOM);
    if (out->n && !msdx_str_eq(of(out), s)) return true;
    if (same) put(out, s);
    return same;
}

/* A plural that lost an accent: each vowel of the forms in turn without it. */
static bool plain_vowel(const word *w, const msdx_lemma_group *g, msdx_str s, form *out)
{
    msdx_lemma_group accents = group_at(w->l, MSDX_LEMMA_ACCENTS);
    form made;
    if (!has(w, "Number=Plur")) return false;
    for (uint32_t k = 0; k < g->n_rule; k++) {
        if (!make(w, g, k, s, false, &made) || (made.p[made.n - 1] != 'n' && made.p[made.n - 1] != 's')) continue;
        for (uint32_t a = 0; a < accents.n_rule; a++) {
            *out = made;
            replace_all(w->l, accents.rule + 4 * (size_t)a, out);
            if (is_known(w, out)) return true;
        }
    }
    return false;
}

static void nominal(const word *w, uint8_t upos, msdx_str s, form *out)
{
    msdx_lemma_group g = select_rules(w, upos);
    for (uint32_t k = 0; k < g.n_rule; k++)
        if (make(w, &g, k, s, false, out) && is_known(w, out)) return;
    if (plain_vowel(w, &g, s, out)) return;
    for (uint32_t k = 0; k < g.n_rule; k++)
        if (make(w, &g, k, s, false, out)) return;
    put(out, s);
}

static void pronominal(const word *w, bool pronoun, msdx_str s, form *out)
{
    msdx_lemma_group g = group_at(w->l, MSDX_LEMMA_GENERAL);
    msdx_str f = fixed(w, pronoun ? MSDX_LEMMA_PRON : MSDX_LEMMA_DET, s);
    if (!f.p) f = fixed(w, MSDX_LEMMA_FIXED, s);
    if (f.p) {
        put(out, f);
        return;
    }
    for (uint32_t k = 0; k < g.n_rule; k++)
        if (make(w, &g, k, s, !pronoun, out) && is_known(w, out)) return;
    put(out, s);
    if (is_known(w, out)) return;
    for (uint32_t k = 0; k < g.n_rule; k++)
        if (make(w, &g, k, s, !pronoun, out)) return;
    put(out, s);
}

/* "1.234,5" is 1234.5: points that part thousands go, the comma becomes a point. */
static void number(const word *w, msdx_str s, form *out)
{
    msdx_str f = fixed(w, MSDX_LEMMA_NUM, s);
    const char *comma = memchr(s.p, ',', s.n);
    size_t n = comma ? (size_t)(comma - s.p) : s.n;
    bool thousands = n >= 4 && s.p[n - 4] == '.';
    for (size_t i = 1; thousands && i <= 3; i++) thousands = s.p[n - i] >= '0' && s.p[n - i] <= '9';
    if (f.p) {
        put(out, f);
        return;
    }
    out->n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '.' || !thousands) out->p[out->n++] = s.p[i] == ',' ? '.' : s.p[i];
}

/* ---- verbs ---- */

/* "puede" is of "poder": a vowel, or a pair of them, turned back gives a known form. */
static bool turn_vowel(const word *w, const form *made, form *out)
{
    msdx_lemma_group one = group_at(w->l, MSDX_LEMMA_VOWEL_1), two = group_at(w->l, MSDX_LEMMA_VOWEL_2);
    for (uint32_t k = 0; k < one.n_rule; k++)
        for (size_t at = 0; at < made->n; at++) {
            *out = *made;
            if (replace_at(w->l, one.rule + 4 * (size_t)k, out, at) && is_known(w, out)) return true;
        }
    for (uint32_t k = 0; k < two.n_rule; k++) {
        bool done = false;
        *out = *made;
        for (size_t at = 0; at < out->n && !done; at++) done = replace_at(w->l, two.rule + 4 * (size_t)k, out, at);
        if (done && is_known(w, out)) return true;
    }
    return false;
}

static void verb(const word *w, msdx_str s, form *out)
{
    msdx_lemma_group g = select_rules(w, MSDX_VERB);
    form made;
    for (uint32_t k = 0; k < g.n_rule; k++)
        if (make(w, &g, k, s, false, out) && is_known(w, out)) return;
    for (uint32_t k = 0; k < g.n_rule; k++)
        if (make(w, &g, k, s, false, &made) && turn_vowel(w, &made, out)) return;
    for (uint32_t k = 0; k < g.n_rule; k++)
        if (make(w, &g, k, s, false, out)) return;
    put(out, s);
}

/* Bytes of the pronoun that ends a word, the longest that fits; 0: none. */
static size_t ends_in_pronoun(msdx_str s)
{
    static const char *const pronoun[] = {"nos", "los", "las", "les", "me", "te", "se", "la", "le", "lo", "os"};
    for (size_t i = 0; i < sizeof pronoun / sizeof *pronoun; i++) {
        size_t n = strlen(pronoun[i]);
        if (s.n >= n && memcmp(s.p + s.n - n, pronoun[i], n) == 0) return n;
    }
    return 0;
}

static void add_pronoun(const word *w, msdx_str s, form *out)
{
    form one;
    msdx_str exc = msdx_lemma_exception(w->l, &w->l->pos[MSDX_PRON], s);
    if (exc.p)
        put(&one, exc);
    else
        pronominal(w, true, s, &one);
    if (out->n + 1 + one.n > ROOM) return;
    out->p[out->n++] = ' ';
    memcpy(out->p + out->n, one.p, one.n);
    out->n += one.n;
}

static void verb_with_pronouns(const word *with, msdx_str s, form *out)
{
    word w = *with;
    msdx_lemma_group accents = group_at(w.l, MSDX_LEMMA_ACCENTS);
    msdx_str pronoun[PRONOUN_MAX];
    size_t n_pronoun = 0, n;
    form bare;
    while (n_pronoun < PRONOUN_MAX && (n = ends_in_pronoun(s)) > 0) {
        s.n -= n;
        pronoun[n_pronoun++] = (msdx_str){s.p + s.n, n};
    }
    put(&bare, s);
    for (uint32_t a = 0; a < accents.n_rule; a++) replace_all(w.l, accents.rule + 4 * (size_t)a, &bare);
    msdx_str exc = msdx_lemma_exception(w.l, &w.l->pos[MSDX_VERB], of(&bare));
    w.no_person = true;
    if (exc.p)
        put(out, exc);
    else
        verb(&w, of(&bare), out);
    w.no_person = false;
    if (n_pronoun == 0 && out->n < ROOM) out->p[out->n++] = ' '; /* as the original joins nothing */
    while (n_pronoun > 0) add_pronoun(&w, pronoun[--n_pronoun], out);
}

/* ---- a token ---- */

static bool by_rules(const word *w, uint8_t upos, msdx_str s, form *out)
{
    msdx_str f;
    switch (upos) {
    case MSDX_ADJ:
    case MSDX_NOUN: nominal(w, upos, s, out); return true;
    case MSDX_ADV:
        f = fixed(w, MSDX_LEMMA_ADVERBS, s);
        put(out, f.p ? f : s);
        return true;
    case MSDX_DET:
    case MSDX_PRON: pronominal(w, upos == MSDX_PRON, s, out); return true;
    case MSDX_NUM: number(w, s, out); return true;
    case MSDX_AUX:
    case MSDX_VERB:
        if (has(w, "PronType=Prs"))
            verb_with_pronouns(w, s, out);
        else
            verb(w, s, out);
        return true;
    default: return false;
    }
}

static msd_status lemmatize(const msdx_lemmatizer *l, msdx_unit *unit, uint32_t i, msd_error *err)
{
    msdx_tok *tok = &unit->tok[i];
    const msdx_lemma_pos *own = &l->pos[tok->upos];
    word w = {.l = l, .known = tok->upos == MSDX_AUX ? &l->pos[MSDX_VERB] : own, .morph = tok->morph ? tok->morph : ""};
    form made;
    tok->lemma = tok->lower;
    if (tok->upos == MSDX_UPOS_NONE || tok->upos == MSDX_SPACE || tok->lower.n > WORD_MAX) return MSD_OK;
    msdx_str exc = msdx_lemma_exception(l, own, tok->lower);
    bool starts = tok->sent >= 0 && (uint32_t)tok->sent < unit->n_sent && unit->sent[tok->sent].tok_start == i;
    if (exc.p) {
        tok->lemma = exc;
    } else if (by_rules(&w, tok->upos, tok->lower, &made)) {
        if (msdx_str_eq(of(&made), tok->lower)) return MSD_OK;
        tok->lemma = (msdx_str){msdx_arena_strndup(unit->arena, made.p, made.n), made.n};
        if (!tok->lemma.p) return msdx_err_nomem(err);
    } else if (!starts || tok->upos == MSDX_PROPN) {
        tok->lemma = msdx_tok_text(unit, (int32_t)i);
    }
    return MSD_OK;
}

msd_status msdx_lemma_spanish(const msdx_lemmatizer *l, msdx_unit *unit, msd_error *err)
{
    for (uint32_t i = 0; i < unit->n_tok; i++)
        if (!unit->tok[i].lemma.n) MSD_TRY(lemmatize(l, unit, i, err));
    return MSD_OK;
}
