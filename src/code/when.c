/* when.c: the day, week, month or year that a text gives an event: the time
 * expression that hangs on its word, on what it is done to, or on the word that
 * carries it. Nothing told is nothing known: never the document's own date. */
#include "code/times.h"

static bool is_time_rel(msdx_rel rel)
{
    switch (rel) {
    case MSDX_REL_OBL:
    case MSDX_REL_OBL_UNMARKED:
    case MSDX_REL_NMOD:
    case MSDX_REL_NMOD_UNMARKED:
    case MSDX_REL_NMOD_POSS:
    case MSDX_REL_ADVMOD:
    case MSDX_REL_COMPOUND:
    case MSDX_REL_AMOD: return true;
    default: return false;
    }
}

static const struct msdx_time *time_at(const struct msdx_coder *c, int32_t t)
{
    const struct msdx_time *time = c->word[t].time ? &c->time[c->word[t].time - 1] : NULL;
    return time && time->dated ? time : NULL;
}

/* The dated expression that k is, or that 'the night of', 'the end of' it names. */
static const struct msdx_time *time_of_phrase(const struct msdx_coder *c, int32_t k)
{
    static const char *const around[] = {"night", "morning", "afternoon", "evening", "day",  "end",  "beginning",
                                         "start", "middle",  "hour",      "course",  "dawn", "week", "o'clock"};
    const msdx_unit *u = c->u;
    const struct msdx_time *time = time_at(c, k);
    bool part = false;
    if (time && msdx_tok_lemma_is(u, k, "day")) /* 'on this day in 1944' is a day of then */
        MSDX_EACH_CHILD (u, k, m)
            if (time_at(c, m) && time_at(c, m) != time && u->tok[m].rel == MSDX_REL_NMOD) return time_at(c, m);
    for (size_t i = 0; !time && i < sizeof around / sizeof *around; i++) part |= msdx_tok_lemma_is(u, k, around[i]);
    if (!part && u->tok[k].upos != MSDX_NUM) return time;
    MSDX_EACH_CHILD (u, k, m)
        if (!time && is_time_rel((msdx_rel)u->tok[m].rel)) time = time_at(c, m);
    return time;
}

static void put(struct msdx_coder *c, int32_t a, int32_t b, int64_t from, int64_t to, msd_date_precision p,
                msd_when *out)
{
    msd_span span = msdx_unit_span(c->u, a, b - 1);
    if (!msdx_put_iso(from, out->start) || !msdx_put_iso(to, out->end)) return;
    out->precision = p;
    out->text = msdx_unit_words(c->u, span.start_byte, span.end_byte);
}

static bool lower_in(const msdx_unit *u, int32_t t, const char *const *list)
{
    for (; t >= 0 && t < (int32_t)u->n_tok && *list; list++)
        if (msdx_tok_lower_is(u, t, *list)) return true;
    return false;
}

/* 'from Monday to Friday', 'between 3 May and 7 May', 'since Monday' */
void msdx_put_when(struct msdx_coder *c, const struct msdx_time *t, msd_when *out)
{
    static const char *const opens[] = {"from", "between", NULL}, *const since[] = {"since", NULL};
    static const char *const goes_on[] = {"to", "and", "until", "till", "through", "-", "\xE2\x80\x93", NULL};
    const msdx_unit *u = c->u;
    const struct msdx_time *last = c->time + c->n_time - 1, *a = t, *b = t;
    int64_t now;
    if (t < last && t[1].dated && lower_in(u, t[1].a - 1, goes_on) && t[1].a - t->b <= 2) b = t + 1;
    if (t > c->time && t[-1].dated && lower_in(u, t->a - 1, goes_on) && t->a - t[-1].b <= 2) a = t - 1;
    if (a != b && lower_in(u, a->a - 1, opens) && a->from <= b->to)
        put(c, a->a, b->b, a->from, b->to, a->precision > b->precision ? a->precision : b->precision, out);
    else if (lower_in(u, t->a - 1, since) && msdx_parse_iso(c->doc->date, &now) && t->from <= now)
        put(c, t->a, t->b, t->from, now, t->precision, out);
    else
        put(c, t->a, t->b, t->from, t->to, t->precision, out);
}

/* 'the 2018 siege': a year before one event, or before events of which it is told which ('the 2019 raids'; but '2000
 * arrests' are so many). */
static bool year_before(struct msdx_coder *c, int32_t t, msd_when *out)
{
    const msdx_unit *u = c->u;
    int32_t k = msdx_is_noun(u, t) ? msdx_child(u, t, MSDX_REL_NUMMOD) : -1;
    bool which = msdx_child(u, t, MSDX_REL_DET) >= 0 || msdx_child(u, t, MSDX_REL_NMOD_POSS) >= 0;
    if (k < 0 || k > t || u->tok[k].lower.n != 4 || (!which && strcmp(u->tok[t].tag, "NNS") == 0)) return false;
    for (size_t i = 0; i < 4; i++)
        if (u->tok[k].lower.p[i] < '0' || u->tok[k].lower.p[i] > '9') return false;
    int64_t y = msdx_number_at(u, k);
    if (y < 1800 || y > 2099) return false;
    put(c, k, k + 1, msdx_days_of(y, 1, 1), msdx_days_of(y, 12, 31), MSD_DATE_YEAR, out);
    return true;
}

static bool when_at(struct msdx_coder *c, int32_t t, msd_when *out)
{
    const msdx_unit *u = c->u;
    MSDX_EACH_CHILD (u, t, k) {
        if (!is_time_rel((msdx_rel)u->tok[k].rel)) continue;
        const struct msdx_time *time = time_of_phrase(c, k);
        if (time) msdx_put_when(c, time, out);
        if (out->precision != MSD_DATE_UNKNOWN) return true;
    }
    return false;
}

bool msdx_when_beside(struct msdx_coder *c, int32_t t, msd_when *out)
{
    memset(out, 0, sizeof *out);
    return year_before(c, t, out) || when_at(c, t, out);
}

/* 'forced the resignation of': what it brings about is of its own time. */
static bool brings_about(const msdx_unit *u, int32_t v)
{
    static const char *const verb[] = {"force", "cause", "trigger", "spark", "prompt", "provoke", "ignite", "unleash"};
    for (size_t i = 0; i < sizeof verb / sizeof *verb; i++)
        if (msdx_tok_lemma_is(u, v, verb[i])) return true;
    return false;
}

/* The word whose time is that of t as well; -1: none. */
static int32_t carrier(const struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    int32_t v = msdx_is_verb(u, t) ? -1 : msdx_light_verb(c, t), g = u->tok[t].head;
    if (v >= 0 || g < 0) return v;
    switch ((msdx_rel)u->tok[t].rel) {
    case MSDX_REL_OBJ: return brings_about(u, g) ? g : -1;
    case MSDX_REL_XCOMP:
    case MSDX_REL_CONJ: return g;
    case MSDX_REL_ADVCL: return strcmp(u->tok[t].tag, "VBG") == 0 ? g : -1;
    case MSDX_REL_NSUBJ:
    case MSDX_REL_NSUBJ_PASS: return msdx_is_verb(u, t) ? -1 : g;
    default: return -1;
    }
}

/* ---- 'two days after Iran attacked' ---- */

/* The unit of time that stands before the 'after' or 'before' of the words at t; -1: there is none. *way: -1 when t was
 * earlier than the clause it hangs on. */
static int32_t gap_before(const msdx_unit *u, int32_t t, int *way)
{
    static const char *const units[] = {"day", "week", "month", "year", NULL};
    MSDX_EACH_CHILD (u, t, k) {
        bool unit = false;
        if (k + 1 >= (int32_t)u->n_tok || k > t) continue;
        for (size_t i = 0; units[i]; i++) unit |= msdx_tok_lemma_is(u, k, units[i]);
        *way = msdx_tok_lower_is(u, k + 1, "after") ? -1 : msdx_tok_lower_is(u, k + 1, "before") ? 1 : 0;
        if (unit && *way) return k;
    }
    return -1;
}

bool msdx_is_apart(const msdx_unit *u, int32_t t)
{
    int way;
    return gap_before(u, t, &way) >= 0;
}

/* How many of the unit: 'two days', 'a day', 'the day'; -1: it does not say ('days after'). */
static int64_t how_many(const msdx_unit *u, int32_t unit)
{
    int32_t n = msdx_child(u, unit, MSDX_REL_NUMMOD), det = msdx_child(u, unit, MSDX_REL_DET);
    if (n >= 0) return msdx_number_at(u, n);
    bool one = det >= 0 && strcmp(u->tok[unit].tag, "NN") == 0 && msdx_left_edge(u, unit) == det;
    return one ? 1 : -1;
}

static bool when_apart(struct msdx_coder *c, int32_t t, msd_when *out)
{
    const msdx_unit *u = c->u;
    int way;
    int64_t from, to;
    int32_t unit = gap_before(u, t, &way), main = u->tok[t].head;
    int64_t n = unit >= 0 ? how_many(u, unit) : -1;
    if (n < 0 || n > 400 || main < 0) return unit >= 0;
    msd_when of_main;
    msdx_code_when(c, main, &of_main);
    if (!msdx_parse_iso(of_main.start, &from) || !msdx_parse_iso(of_main.end, &to)) return true;
    bool weeks = msdx_tok_lemma_is(u, unit, "week"), months = msdx_tok_lemma_is(u, unit, "month"),
         years = msdx_tok_lemma_is(u, unit, "year");
    n *= way;
    if (months || years) {
        struct msdx_civil at = msdx_civil_of(from);
        from = months ? msdx_month_start(at.y, at.m + (int)n) : msdx_days_of(at.y + n, 1, 1);
        at = msdx_civil_of(from);
        to = months ? from + msdx_month_length(at.y, at.m) - 1 : msdx_days_of(at.y, 12, 31);
    } else {
        from += weeks ? n * 7 : n;
        to += weeks ? n * 7 : n;
    }
    msd_date_precision p = years ? MSD_DATE_YEAR : months ? MSD_DATE_MONTH : weeks ? MSD_DATE_WEEK : MSD_DATE_DAY;
    if (p < of_main.precision) p = of_main.precision;
    put(c, msdx_left_edge(u, unit), unit + 2, from, to, p, out);
    return true;
}

void msdx_code_when(struct msdx_coder *c, int32_t trigger, msd_when *out)
{
    enum { CARRIED = 4 };
    const msdx_unit *u = c->u;
    memset(out, 0, sizeof *out);
    if (trigger >= 0 && when_apart(c, trigger, out)) return;
    for (int i = 0; trigger >= 0 && i < CARRIED && c->n_time; i++, trigger = carrier(c, trigger)) {
        if (msdx_when_beside(c, trigger, out)) return;
        MSDX_EACH_CHILD (u, trigger, k) /* dates attach to the object as well */
            if ((u->tok[k].rel == MSDX_REL_OBJ || u->tok[k].rel == MSDX_REL_OBL) && when_at(c, k, out)) return;
    }
}
