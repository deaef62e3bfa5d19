/* when.c: the day, week, month or year that a text gives an event. Relative
 * words are counted from the document's date; without one they stay words. */
#include <stdio.h>
#include <stdlib.h>

#include "code/code_impl.h"

/* Days since 1970-01-01 of a civil date, and back (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
static int64_t days_of(int64_t y, int m, int d)
{
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void civil_of(int64_t days, int64_t *y, int *m, int *d)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097, doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *d = (int)(doy - (153 * mp + 2) / 5 + 1);
    *m = (int)(mp < 10 ? mp + 3 : mp - 9);
    *y = yoe + era * 400 + (*m <= 2);
}

static bool parse_iso(const char *s, int64_t *days)
{
    int y, m, d;
    if (!s || sscanf(s, "%4d-%2d-%2d", &y, &m, &d) != 3 || m < 1 || m > 12 || d < 1 || d > 31) return false;
    *days = days_of(y, m, d);
    return true;
}

static void put_iso(int64_t days, char out[11])
{
    int64_t y;
    int m, d;
    civil_of(days, &y, &m, &d);
    out[0] = (char)('0' + y / 1000 % 10), out[1] = (char)('0' + y / 100 % 10);
    out[2] = (char)('0' + y / 10 % 10), out[3] = (char)('0' + y % 10);
    out[4] = out[7] = '-';
    out[5] = (char)('0' + m / 10), out[6] = (char)('0' + m % 10);
    out[8] = (char)('0' + d / 10), out[9] = (char)('0' + d % 10);
    out[10] = 0;
}

static void put_range(msd_when *w, int64_t from, int64_t to, msd_date_precision p)
{
    if (from < days_of(0, 1, 1) || to > days_of(9999, 12, 31)) return; /* the words are all there is to say */
    put_iso(from, w->start);
    put_iso(to, w->end);
    w->precision = p;
}

static void put_month(msd_when *w, int64_t y, int m)
{
    while (m < 1) m += 12, y--;
    while (m > 12) m -= 12, y++;
    put_range(w, days_of(y, m, 1), (m == 12 ? days_of(y + 1, 1, 1) : days_of(y, m + 1, 1)) - 1, MSD_DATE_MONTH);
}

static int index_of(msdx_str w, const char *const *list, int n, size_t least)
{
    if (w.n && w.p[w.n - 1] == '.') w.n--;
    for (int i = 0; i < n; i++) {
        size_t len = strlen(list[i]);
        if (w.n >= least && w.n <= len && memcmp(list[i], w.p, w.n) == 0 && (w.n == len || w.n <= 4)) return i;
    }
    return -1;
}

static int month_of(const msdx_unit *u, int32_t t)
{
    static const char *const month[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};
    if (u->tok[t].upos != MSDX_PROPN && u->tok[t].upos != MSDX_NOUN && !u->tok[t].ent) return -1;
    return index_of(u->tok[t].lower, month, 12, 3);
}

static int weekday_of(const msdx_unit *u, int32_t t)
{
    static const char *const day[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    msdx_str w = u->tok[t].lower;
    if (w.n < 6) return -1;
    return index_of(w, day, 7, 6);
}

static int64_t year_of(const msdx_unit *u, int32_t t)
{
    msdx_str w = msdx_tok_text(u, t);
    if (w.n != 4) return -1;
    int64_t y = 0;
    for (size_t i = 0; i < 4; i++) {
        if (w.p[i] < '0' || w.p[i] > '9') return -1;
        y = y * 10 + (w.p[i] - '0');
    }
    return y >= 1000 && y <= 2199 ? y : -1;
}

/* -1 last, 0 this, 1 next, 2 none of them */
static int shift_word(const msdx_unit *u, int32_t t)
{
    static const struct {
        const char *word;
        int shift;
    } table[] = {{"last", -1}, {"past", -1},  {"previous", -1}, {"this", 0},
                 {"next", 1},  {"coming", 1}, {"following", 1}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (msdx_tok_lower_is(u, t, table[i].word)) return table[i].shift;
    return 2;
}

struct phrase {
    int32_t from, to; /* tokens, half-open */
    int month, weekday, day, shift;
    int64_t year, number;
    int unit; /* 0 none, 1 day, 2 week, 3 month, 4 year, 5 decade */
    bool ago, today, yesterday, tomorrow;
};

static int unit_of(const msdx_unit *u, int32_t t)
{
    static const char *const unit[] = {"day", "week", "month", "year", "decade", "century"};
    for (int i = 0; i < 6; i++)
        if (msdx_tok_lemma_is(u, t, unit[i])) return i < 5 ? i + 1 : 5;
    return 0;
}

static void read_word(const msdx_unit *u, int32_t t, struct phrase *p)
{
    int m = month_of(u, t), wd = weekday_of(u, t), shift = shift_word(u, t);
    int64_t y = year_of(u, t), n = msdx_number_at(u, t);
    if (m >= 0) p->month = m + 1;
    if (wd >= 0) p->weekday = wd + 1;
    if (y > 0)
        p->year = y;
    else if (n > 0 && n < 32 && p->unit == 0)
        p->day = (int)n, p->number = n;
    else if (n > 0)
        p->number = n;
    if (shift != 2) p->shift = shift;
    if (unit_of(u, t)) p->unit = unit_of(u, t);
    p->ago |= msdx_tok_lower_is(u, t, "ago") || msdx_tok_lower_is(u, t, "earlier");
    p->today |= msdx_tok_lower_is(u, t, "today") || msdx_tok_lower_is(u, t, "tonight");
    p->yesterday |= msdx_tok_lower_is(u, t, "yesterday") || msdx_tok_lower_is(u, t, "overnight");
    p->tomorrow |= msdx_tok_lower_is(u, t, "tomorrow");
}

static struct phrase read_phrase(const msdx_unit *u, int32_t from, int32_t to)
{
    struct phrase p = {.from = from, .to = to, .shift = 2, .year = -1};
    for (int32_t t = from; t < to; t++) read_word(u, t, &p);
    return p;
}

static void resolve_relative(const struct phrase *p, int64_t now, bool future, msd_when *w)
{
    int64_t y;
    int m, d, shift = p->shift == 2 ? 0 : p->shift;
    civil_of(now, &y, &m, &d);
    int today = (int)(((now % 7) + 7 + 3) % 7); /* 1970-01-01 was a Thursday; Monday is 0 */
    if (p->weekday) {
        int back = (today - (p->weekday - 1) + 7) % 7;
        int64_t day = future || shift == 1 ? now + (back ? 7 - back : 0) : now - back;
        put_range(w, day, day, MSD_DATE_DAY);
    } else if (p->today || p->yesterday || p->tomorrow) {
        int64_t day = now + (p->tomorrow ? 1 : 0) - (p->yesterday ? 1 : 0);
        put_range(w, day, day, MSD_DATE_DAY);
    } else if (p->unit && (p->ago || p->shift != 2)) {
        int64_t n = p->ago ? -(p->number > 0 ? p->number : 1) : shift;
        if (p->unit == 1)
            put_range(w, now + n, now + n, MSD_DATE_DAY);
        else if (p->unit == 2)
            put_range(w, now - today + 7 * n, now - today + 7 * n + 6, MSD_DATE_WEEK);
        else if (p->unit == 3)
            put_month(w, y + n / 12, m + (int)(n % 12));
        else {
            int64_t year = y + n * (p->unit == 5 ? 10 : 1);
            put_range(w, days_of(year, 1, 1), days_of(year, 12, 31), MSD_DATE_YEAR);
        }
    }
}

static void resolve(struct msdx_coder *c, const struct phrase *p, bool future, msd_when *w)
{
    int64_t now = 0, y = 0;
    int m = 0, d = 0;
    bool dated = parse_iso(c->doc->date, &now);
    if (dated) civil_of(now, &y, &m, &d);
    if (p->month) {
        int64_t year = p->year;
        if (year < 0 && dated) {
            year = y + (p->shift == 2 ? 0 : p->shift);
            /* A month ahead of the publication date, told as past, is last year's. */
            if (p->shift == 2 && !future && p->month > m) year--;
            if (p->shift == 2 && future && p->month < m) year++;
        }
        if (year < 0) return;
        if (p->day && p->day <= days_of(year, p->month + 1, 1) - days_of(year, p->month, 1))
            put_range(w, days_of(year, p->month, p->day), days_of(year, p->month, p->day), MSD_DATE_DAY);
        else
            put_month(w, year, p->month);
    } else if (p->year > 0 && !p->unit) {
        put_range(w, days_of(p->year, 1, 1), days_of(p->year, 12, 31), MSD_DATE_YEAR);
    } else if (dated) {
        resolve_relative(p, now, future, w);
    }
}

/* Is the word t the head of a date phrase? Gives its tokens. */
static bool date_phrase(const msdx_unit *u, int32_t t, int32_t *from, int32_t *to)
{
    const char *ent = u->tok[t].ent;
    bool date = ent && (strcmp(ent, "DATE") == 0 || strcmp(ent, "TIME") == 0);
    if (!date && month_of(u, t) < 0 && weekday_of(u, t) < 0 && !(year_of(u, t) > 0 && u->tok[t].upos == MSDX_NUM))
        return false;
    *from = t;
    *to = t + 1;
    if (date) {
        while (*from > 0 && u->tok[*from].ent_iob == MSDX_IN) (*from)--;
        while (*to < (int32_t)u->n_tok && u->tok[*to].ent_iob == MSDX_IN) (*to)++;
    }
    return true;
}

static bool is_future(const msdx_unit *u, int32_t t)
{
    MSDX_EACH_CHILD (u, t, k)
        if (msdx_tok_lower_is(u, k, "will") || msdx_tok_lower_is(u, k, "would") || msdx_tok_lower_is(u, k, "to"))
            return true;
    return false;
}

static bool when_at(struct msdx_coder *c, int32_t t, bool future, msd_when *out)
{
    const msdx_unit *u = c->u;
    MSDX_EACH_CHILD (u, t, k) {
        msdx_rel rel = u->tok[k].rel;
        int32_t from, to;
        if (rel != MSDX_REL_OBL && rel != MSDX_REL_OBL_UNMARKED && rel != MSDX_REL_NMOD && rel != MSDX_REL_ADVMOD &&
            rel != MSDX_REL_NMOD_UNMARKED && rel != MSDX_REL_COMPOUND && rel != MSDX_REL_NMOD_POSS &&
            rel != MSDX_REL_AMOD)
            continue;
        if (!date_phrase(u, k, &from, &to)) continue;
        char prep[48];
        msdx_prep_of(u, k, prep, sizeof prep);
        bool ahead =
            future || strcmp(prep, "by") == 0 || strcmp(prep, "until") == 0; /* 'if they do not leave by Friday' */
        struct phrase p = read_phrase(u, from, to);
        msd_span span = msdx_unit_span(u, from, to - 1);
        out->text = msdx_unit_words(u, span.start_byte, span.end_byte);
        resolve(c, &p, ahead, out);
        if (out->precision != MSD_DATE_UNKNOWN) return true;
    }
    return false;
}

void msdx_code_when(struct msdx_coder *c, int32_t trigger, msd_when *out)
{
    const msdx_unit *u = c->u;
    memset(out, 0, sizeof *out);
    if (when_at(c, trigger, is_future(u, trigger), out)) return;
    MSDX_EACH_CHILD (u, trigger, k) /* dates attach to the object as well */
        if ((u->tok[k].rel == MSDX_REL_OBJ || u->tok[k].rel == MSDX_REL_OBL) &&
            when_at(c, k, is_future(u, trigger), out))
            return;
    int32_t v = msdx_is_verb(u, trigger) ? -1 : msdx_light_verb(c, trigger);
    int32_t g = u->tok[trigger].head;
    if (v < 0 && g >= 0 &&
        (u->tok[trigger].rel == MSDX_REL_XCOMP || u->tok[trigger].rel == MSDX_REL_CONJ ||
         (u->tok[trigger].rel == MSDX_REL_ADVCL && strcmp(u->tok[trigger].tag, "VBG") == 0) ||
         (u->tok[trigger].rel == MSDX_REL_NSUBJ && !msdx_is_verb(u, trigger))))
        v = g;
    if (v >= 0) (void)when_at(c, v, is_future(u, v), out);
}

bool msdx_is_long_ago(struct msdx_coder *c, int32_t trigger)
{
    msd_when w;
    int64_t end, now;
    msdx_code_when(c, trigger, &w);
    if (!parse_iso(w.end, &end) || !parse_iso(c->doc->date, &now)) return false;
    return end < now - 366;
}
