/* long_ago.c: what a text tells of years ago. An event is of its own time where it has one; else a past one is of the time
 * of the clauses that it stands in, and so is an event noun: 'In 2013 homes burned after police arrested a man' tells an
 * arrest of 2013. */
#include "code/status_impl.h"
#include "code/times.h"

/* 'since 1996': from then to the day of the text, which nobody tells us here. */
static bool goes_on_since(const msdx_unit *u, int32_t trigger, const msd_when *w)
{
    static const char word[] = "since ";
    size_t n = sizeof word - 1;
    uint32_t start = u->tok[u->sent[u->tok[trigger].sent].tok_start].span.start_byte;
    const char *sentence = u->text + start;
    const char *at = w->text ? memmem(sentence, u->n_byte - start, w->text, strlen(w->text)) : NULL;
    return at && (size_t)(at - sentence) >= n && memcmp(at - n, word, n) == 0;
}

static bool is_span_of_years(const msdx_unit *u, int32_t n)
{
    static const char *const span[] = {"years", "decade", "decades", "century", "centuries", "generation"};
    for (size_t i = 0; i < sizeof span / sizeof *span; i++)
        if (msdx_tok_lower_is(u, n, span[i])) return true;
    return false;
}

/* 'ten years after rebels attacked the hotel', '20 years since the coup' */
static bool is_years_away(const msdx_unit *u, int32_t t)
{
    char mark[48];
    msdx_prep_of(u, t, mark, sizeof mark);
    if (strcmp(mark, "after") != 0 && strcmp(mark, "since") != 0) return false;
    MSDX_EACH_CHILD (u, t, k)
        if (k < t && is_span_of_years(u, k)) return true;
    int32_t g = u->tok[t].head;
    return g >= 0 && g < t && is_span_of_years(u, g);
}

/* 'captured the hills in the 1967 war': the year is the war's name. */
static bool is_of_old_war(const msdx_unit *u, int32_t t)
{
    static const char *const name[] = {"war", "conflict", "uprising", "revolution", "coup", "invasion", NULL};
    MSDX_EACH_CHILD (u, t, k) {
        bool war = false;
        for (size_t i = 0; name[i]; i++) war |= msdx_tok_lemma_is(u, k, name[i]);
        if (!war || (u->tok[k].rel != MSDX_REL_OBL && u->tok[k].rel != MSDX_REL_NMOD)) continue;
        MSDX_EACH_CHILD (u, k, y)
            if (u->tok[y].lower.n == 4 && u->tok[y].lower.p[0] == '1' &&
                (u->tok[y].lower.p[1] != '9' || u->tok[y].lower.p[2] < '8'))
                return true;
    }
    return false;
}

/* 'in a 2016 interview', 'during the 2012 campaign': a year that stands for the whole clause. */
static bool of_a_dated_occasion(struct msdx_coder *c, int32_t v, msd_when *out)
{
    static const char *const mark[] = {"in", "during", "at", "throughout", "amid"};
    const msdx_unit *u = c->u;
    MSDX_EACH_CHILD (u, v, k) {
        char prep[48];
        bool at = false;
        if (u->tok[k].rel != MSDX_REL_OBL || !msdx_is_noun(u, k)) continue;
        msdx_prep_of(u, k, prep, sizeof prep);
        for (size_t i = 0; i < sizeof mark / sizeof *mark; i++) at |= strcmp(prep, mark[i]) == 0;
        if (at && msdx_when_beside(c, k, out)) return true;
    }
    return false;
}

/* Told as past, or a noun: 'attacked', 'had attacked', 'was attacked', 'attacking' beside what is past. */
static bool is_told_past(const msdx_unit *u, int32_t t)
{
    if (!msdx_is_verb(u, t)) return msdx_is_noun(u, t);
    msdx_rel rel = (msdx_rel)u->tok[t].rel;
    bool aside = rel == MSDX_REL_ADVCL || rel == MSDX_REL_ACL || rel == MSDX_REL_XCOMP;
    MSDX_EACH_CHILD (u, t, k) /* 'has attacked' may be of now */
        if (msdx_tok_lower_is(u, k, "has") || msdx_tok_lower_is(u, k, "have") || strcmp(u->tok[k].tag, "MD") == 0)
            return false;
    if (strcmp(u->tok[t].tag, "VBD") == 0) return true;
    if (strcmp(u->tok[t].tag, "VBN") == 0) return aside || msdx_is_past(u, t);
    return aside && strcmp(u->tok[t].tag, "VBG") == 0;
}

/* 'ten years ago', 'decades ago' beside what is told as past: long ago whenever that was written. */
static bool is_years_ago(const msdx_unit *u, int32_t t)
{
    if (!is_told_past(u, t)) return false;
    MSDX_EACH_CHILD (u, t, k) {
        bool ago = msdx_tok_lower_is(u, k, "ago"), since = false;
        for (int32_t i = t; ago && i < k; i++) since |= msdx_tok_lower_is(u, i, "since");
        if (ago && !since)
            MSDX_EACH_CHILD (u, k, n)
                if (n < k && is_span_of_years(u, n)) return true;
    }
    return false;
}

/* 'when the Hungarians rose in 1956, he refused': both are of that year. */
static bool when_of_clause_below(struct msdx_coder *c, int32_t t, msd_when *out)
{
    const msdx_unit *u = c->u;
    MSDX_EACH_CHILD (u, t, k) {
        if (u->tok[k].rel != MSDX_REL_ADVCL || k > t || !is_told_past(u, k)) continue;
        bool meanwhile = false;
        MSDX_EACH_CHILD (u, k, w) meanwhile |= msdx_tok_lower_is(u, w, "when") || msdx_tok_lower_is(u, w, "as");
        if (meanwhile && msdx_when_beside(c, k, out)) return true;
    }
    return false;
}

/* The time of the nearest clause above t that has one; false when none has, or one of now stands between. */
static bool when_of_clause_above(struct msdx_coder *c, int32_t t, msd_when *out)
{
    enum { STEPS = 8 };
    const msdx_unit *u = c->u;
    if (!is_told_past(u, t)) return false;
    if (msdx_is_verb(u, t) && (of_a_dated_occasion(c, t, out) || when_of_clause_below(c, t, out))) return true;
    for (int step = 0; step < STEPS && u->tok[t].head >= 0; step++) {
        int32_t g = u->tok[t].head;
        const struct msdx_time *at = c->word[g].time ? &c->time[c->word[g].time - 1] : NULL;
        if (u->tok[t].rel == MSDX_REL_ACL_RELCL && at && at->dated) { /* 'in 2013, when crowds marched' */
            out->precision = at->precision; /* 'since 2013, when': the day itself, not what has gone on since */
            return msdx_put_iso(at->from, out->start) && msdx_put_iso(at->to, out->end);
        }
        t = g;
        if (!msdx_is_verb(u, t)) continue;
        if (!is_told_past(u, t)) return false;
        if (msdx_when_beside(c, t, out) || of_a_dated_occasion(c, t, out)) return true;
    }
    return false;
}

/* A text without a date is taken to be of this century's news: what it dates before then was history when it was written. */
static const char UNDATED_SINCE[] = "2000-01-01";

/* 'in 2013' beside what is told as past; but 'in 2030' may be to come. */
static bool is_year_gone(const msdx_unit *u, const struct msdx_time *t)
{
    int32_t v = u->tok[t->a].head;
    return t->a > 0 && msdx_tok_lower_is(u, t->a - 1, "in") && v >= 0 && strcmp(u->tok[v].tag, "VBD") == 0;
}

/* The last day that a text without a date names as gone, or by day or month: it was written then or later. */
static bool last_day_named(const struct msdx_coder *c, int64_t *day)
{
    bool any = false;
    for (uint32_t i = 0; i < c->n_time; i++) {
        const struct msdx_time *t = &c->time[i];
        if (!t->dated || (t->precision == MSD_DATE_YEAR && !is_year_gone(c->u, t)) || (any && t->to <= *day)) continue;
        *day = t->precision == MSD_DATE_YEAR ? t->from : t->to;
        any = true;
    }
    return any;
}

static bool is_long_gone(struct msdx_coder *c, int32_t trigger, const msd_when *w)
{
    enum { YEAR = 366 };
    int64_t end, now;
    if (!msdx_parse_iso(w->end, &end)) return false;
    if (c->doc->date) return msdx_parse_iso(c->doc->date, &now) && end < now - YEAR;
    if (goes_on_since(c->u, trigger, w)) return false;
    return strcmp(w->end, UNDATED_SINCE) < 0 || (last_day_named(c, &now) && end < now - 2 * YEAR);
}

bool msdx_is_long_ago(struct msdx_coder *c, int32_t trigger)
{
    msd_when w;
    if (is_years_away(c->u, trigger) || is_years_ago(c->u, trigger) || is_of_old_war(c->u, trigger)) return true;
    msdx_code_when(c, trigger, &w);
    if (w.precision == MSD_DATE_UNKNOWN && !when_of_clause_above(c, trigger, &w)) return false;
    return is_long_gone(c, trigger, &w);
}
