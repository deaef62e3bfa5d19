/* times.c: the time expressions of a text. Words are cut at hyphens as well
 * ('third-quarter', '8-month-old'), looked up in one table, and read left to
 * right by small patterns, the longest first. What is relative is counted from
 * the document's date or, for 'later', 'that day', from the date last told; the
 * tense of the clause says on which side of it a bare month or weekday lies. */
#include <stdio.h>

#include "code/times_impl.h"

/* ---- patterns: each reads from word i on and gives the word after what it read, or i ---- */

/* The year of a month that is told without one. */
static int64_t guess_year(const struct finder *f, int i, int month, int day)
{
    struct msdx_civil now = msdx_civil_of(f->now);
    int side = msdx_time_tense(f, i);
    if (side < 0) return month > now.m ? now.y - 1 : now.y;
    if (side > 0) return month < now.m ? now.y + 1 : now.y;
    int64_t best = now.y, most = INT64_MAX;
    for (int64_t y = now.y - 1; y <= now.y + 1; y++) {
        int64_t d = msdx_days_of(y, month, day ? day : 15) - f->now;
        d = d < 0 ? -d : 2 * d; /* news looks back */
        if (d < most) most = d, best = y;
    }
    return best;
}

static void put_month_day(const struct finder *f, struct msdx_time *t, int i, int64_t year, int month, int day)
{
    if (year < 0 && !f->dated) {
        if (day)
            snprintf(t->value, sizeof t->value, "XXXX-%02d-%02d", month, day);
        else
            snprintf(t->value, sizeof t->value, "XXXX-%02d", month);
        return;
    }
    if (year < 0) year = guess_year(f, i, month, day);
    if (day && day <= msdx_month_length(year, month))
        msdx_time_put_day(t, msdx_days_of(year, month, day));
    else
        msdx_time_put_month(t, year, month);
}

/* ', 1998', 'of 1998', 'last year', 'this year' after a month. */
static int year_after(const struct finder *f, int k, int64_t *year)
{
    int n, at = k + (is(f, k, ",") || is(f, k, "of") || is(f, k, "in"));
    if ((n = msdx_time_year_at(f, at, year))) return at + n;
    at = k + (is(f, k, "of"));
    if (cls(f, at) == W_SHIFT && f->w[at].n >= -1 && f->w[at].n <= 1 && is(f, at + 1, "year") && f->dated) {
        *year = msdx_time_year_of(f->now) + f->w[at].n;
        return at + 2;
    }
    *year = -1;
    return k;
}

static int read_month(struct finder *f, int i, struct msdx_time *t)
{
    int64_t year = -1;
    int k = i, shift = 9, day = 0;
    if (cls(f, k) == W_WEEKDAY && cls(f, k + 1) != W_ORDINAL) k += 1 + is(f, k + 1, ",");
    if (cls(f, k) == W_SHIFT && f->w[k].n >= -1 && f->w[k].n <= 1) shift = f->w[k++].n;
    if (cls(f, k) == W_ARTICLE && f->w[k].n == 0 && msdx_time_day_number(f, k + 1)) k++;
    bool first = msdx_time_day_number(f, k) && cls(f, k + 1 + is(f, k + 1, "of")) == W_MONTH && !f->w[k].glued;
    if (first) day = msdx_time_day_number(f, k), k += 1 + is(f, k + 1, "of");
    if (cls(f, k) == W_EDGE && cls(f, k + 1) == W_MONTH) k++;
    if (cls(f, k) != W_MONTH) return i;
    int month = f->w[k].n, at = k++;
    if (!first && msdx_time_day_number(f, k) && f->w[k].s.n < 5) day = msdx_time_day_number(f, k), k++;
    int end = year_after(f, k, &year);
    if (shift != 9 && f->dated) {
        struct msdx_civil now = msdx_civil_of(f->now);
        year = now.y + (shift < 0 ? -(month >= now.m) : shift > 0 ? month <= now.m : 0);
    }
    put_month_day(f, t, at, year, month, day);
    return end;
}

static int read_iso(struct finder *f, int i, struct msdx_time *t)
{
    int64_t day, m, d, y;
    char text[16] = "";
    msdx_str s = i < f->n ? f->w[i].s : MSDX_STR("");
    if (s.n == 4 && i + 2 < f->n && f->w[i + 1].glued && f->w[i + 2].glued && f->w[i + 1].s.n == 2) {
        msd_span at = msdx_unit_span(f->u, f->w[i].tok, f->w[i + 2].tok);
        if (at.end_byte - at.start_byte != 10) return i;
        memcpy(text, f->u->text + at.start_byte, 10);
        if (!msdx_parse_iso(text, &day)) return i;
        msdx_time_put_day(t, day);
        return i + 3;
    }
    if (s.n < 6 || s.n > 10) return i;
    size_t a = msdx_time_digits(s, &m);
    if (!a || a > 2 || a >= s.n || s.p[a] != '/') return i;
    size_t b = msdx_time_digits((msdx_str){s.p + a + 1, s.n - a - 1}, &d);
    if (!b || b > 2 || a + b + 1 >= s.n || s.p[a + b + 1] != '/') return i;
    size_t n = msdx_time_digits((msdx_str){s.p + a + b + 2, s.n - a - b - 2}, &y);
    if (a + b + n + 2 != s.n || m < 1 || m > 12 || d < 1 || d > 31 || (n != 2 && n != 4)) return i;
    msdx_time_put_day(t, msdx_days_of(n == 4 ? y : y < 50 ? 2000 + y : 1900 + y, (int)m, (int)d));
    return i + 1;
}

static int read_weekday(struct finder *f, int i, struct msdx_time *t)
{
    int k = i, shift = 9;
    if (cls(f, k) == W_ARTICLE && f->w[k].n == 0) k++;
    if (k == i && is(f, k, "following")) return i; /* 'following Friday prayers' */
    while (cls(f, k) == W_SHIFT || (cls(f, k) == W_EDGE && cls(f, k + 1) == W_WEEKDAY) || is(f, k, "earlier")) {
        if (cls(f, k) == W_SHIFT) shift = f->w[k].n;
        k++;
    }
    if (cls(f, k) == W_PART && cls(f, k + 1) == W_WEEKDAY && f->w[k].n >= 12) k++; /* 'noon Friday' */
    if (cls(f, k) != W_WEEKDAY) return i;
    int day = f->w[k].n, part = k > i && cls(f, k - 1) == W_PART ? f->w[k - 1].n : -1;
    if (f->dated) {
        int back = (msdx_weekday_of(f->now) - day + 7) % 7;
        int64_t at = f->now - back;
        bool ahead = shift == 1 || (shift == 9 && msdx_time_tense(f, k) > 0);
        if (shift == -1 || shift == -3) at = f->now - (back ? back : 7);
        if (ahead) at = f->now + (back ? 7 - back : shift == 1 ? 7 : 0);
        if (shift == 2)
            at = msdx_time_anchor(f, U_DAY) + 1 + (day - msdx_weekday_of(msdx_time_anchor(f, U_DAY) + 1) + 7) % 7;
        msdx_time_put_day(t, at);
    } else {
        snprintf(t->value, sizeof t->value, "XXXX-WXX-%d", day + 1);
    }
    if (cls(f, k + 1) == W_PART && f->w[k + 1].n < 4) part = f->w[++k].n;
    if (part >= 0) msdx_time_put_part(t, part);
    return k + 1;
}

/* 'today', 'yesterday morning', 'last night', 'this morning', 'overnight' */
static int read_day(struct finder *f, int i, struct msdx_time *t)
{
    int k = i;
    if ((is(f, k, "earlier") || is(f, k, "later") || cls(f, k) == W_EDGE) && k + 1 < f->n) k++;
    bool shifted = cls(f, k) == W_SHIFT && cls(f, k + 1) == W_PART && f->w[k + 1].n < 4;
    if (cls(f, k) != W_DAY && !shifted) return i;
    if (!f->dated && !shifted) {
        msdx_time_put_ref(t, f->w[k].n == 1 ? 2 : f->w[k].n == 0 ? 0 : 1);
        return k + 1;
    }
    if (shifted) {
        int shift = f->w[k].n;
        if (f->dated)
            msdx_time_put_day(t, shift == 2   ? msdx_time_anchor(f, U_DAY) + 1
                                 : shift == 4 ? msdx_time_anchor(f, U_DAY)
                                              : f->now + (shift < 0 ? -1 : shift));
        msdx_time_put_part(t, f->w[k + 1].n);
        return k + 2;
    }
    int n = f->w[k].n;
    msdx_time_put_day(t, f->now + (n == 1 ? 1 : n == -1 || n == 4 ? -1 : 0));
    if (n >= 3) msdx_time_put_part(t, 3);
    if (n == 4) t->to = f->now; /* 'overnight' ends in the morning */
    if (n < 3 && cls(f, k + 1) == W_PART && f->w[k + 1].n < 4) msdx_time_put_part(t, f->w[++k].n);
    return k + 1;
}

/* '10:35 a.m.', '6 p.m. EST', with the day that follows */
static int read_clock(struct finder *f, int i, struct msdx_time *t)
{
    static const char *const half[] = {"a.m.", "p.m.", "am", "pm", "a.m", "p.m", NULL};
    static const char *const zone[] = {"est", "edt", "gmt", "local", "time", "pst", "utc", ",", "on", NULL};
    int64_t hour, minute = -1;
    msdx_str s = i < f->n ? f->w[i].s : MSDX_STR("");
    size_t n = msdx_time_digits(s, &hour);
    if (!n || n > 2 || hour > 23 || !any(f, i + 1, half)) return i;
    if (n < s.n) {
        if ((s.p[n] != ':' && s.p[n] != '.') || msdx_time_digits((msdx_str){s.p + n + 1, s.n - n - 1}, &minute) != 2)
            return i;
        if (minute > 59) return i;
    }
    bool pm = f->w[i + 1].s.p[0] == 'p';
    hour = pm && hour < 12 ? hour + 12 : !pm && hour == 12 ? 0 : hour;
    int k = i + 2, end = k;
    if (is(f, k, "(")) /* '(1600 GMT)' */
        for (int m = k + 1; m < k + 5; m++)
            if (is(f, m, ")")) k = m + 1;
    while (any(f, k, zone)) k++;
    struct msdx_time day = msdx_time_none();
    for (int tries = 0; tries < 4 && end == i + 2; tries++) {
        int m = tries == 0 ? read_month(f, k, &day) : tries == 1 ? read_weekday(f, k, &day) : read_day(f, k, &day);
        if (m > k) end = m;
    }
    if (strlen(day.value) < 10 && f->dated) msdx_time_put_day(&day, f->in_sentence ? f->told : f->now);
    *t = day;
    if (strlen(t->value) < 10) return i;
    snprintf(t->value + 10, sizeof t->value - 10, "T%02d:%02d", (int)hour, minute < 0 ? 0 : (int)minute);
    t->kind = MSDX_TIME_TIME;
    return end;
}

/* 'the third quarter of 1998', 'third-quarter', 'this year's third quarter' */
static int read_quarter(struct finder *f, int i, struct msdx_time *t)
{
    int64_t year = -1;
    int k = i, n;
    if (cls(f, k) == W_ARTICLE && f->w[k].n == 0) k++;
    if (is(f, k, "fiscal")) k++;
    if (cls(f, k) == W_SHIFT && f->w[k].n >= -1 && f->w[k].n <= 1 && is(f, k + 1, "year") && is(f, k + 2, "'s") &&
        f->dated)
        year = msdx_time_year_of(f->now) + f->w[k].n, k += 3;
    else if ((n = msdx_time_year_at(f, k, &year)) && cls(f, k + n) == W_ORDINAL)
        k += n;
    if (is(f, k, "fiscal")) k++;
    int q = cls(f, k) == W_ORDINAL ? f->w[k].n : 0;
    if (q < 1 || q > 4 || !is(f, k + 1, "quarter")) return i;
    int end = year < 0 ? year_after(f, k + 2, &year) : k + 2;
    bool plain = year < 0;
    if (plain && !f->dated) {
        snprintf(t->value, sizeof t->value, "XXXX-Q%d", q);
        return k + 2;
    }
    if (plain) {
        struct msdx_civil now = msdx_civil_of(f->now);
        int current = (now.m + 2) / 3;
        year = now.y - (q > current + 1 || (q > current && msdx_time_tense(f, k) < 0));
        if (!f->quarter) f->quarter = q, f->quarter_year = year;
    }
    msdx_time_put_quarter(t, year, q);
    return end;
}

/* 'the latest quarter', 'a year-earlier', 'the year-ago period' in a text that reports a quarter */
static int read_reported(struct finder *f, int i, struct msdx_time *t)
{
    int k = i, back = 0;
    if (cls(f, k) == W_ARTICLE) k++;
    if (is(f, k, "comparable")) k++;
    if (is(f, k, "latest") && (is(f, k + 1, "quarter") || is(f, k + 1, "period"))) {
        k += 2;
    } else if (is(f, k, "quarter") && k > i && f->w[i].n == 0) {
        k += 1;
    } else if (is(f, k, "year") && (is(f, k + 1, "ago") || is(f, k + 1, "earlier"))) {
        back = 1;
        k += 2;
        if (is(f, k, "quarter") || is(f, k, "period")) k++;
    } else {
        return i;
    }
    if (!f->quarter && (!back || !f->dated)) return i;
    if (f->quarter)
        msdx_time_put_quarter(t, f->quarter_year - back, f->quarter);
    else
        msdx_time_put_years(t, msdx_time_year_of(f->now) - 1, msdx_time_year_of(f->now) - 1);
    return k;
}

static int read_season(struct finder *f, int i, struct msdx_time *t)
{
    int64_t year = -1;
    int k = i, shift = 9;
    if (cls(f, k) == W_ARTICLE && f->w[k].n == 0) k++;
    if (cls(f, k) == W_SHIFT && f->w[k].n <= 1) shift = f->w[k++].n;
    if (cls(f, k) == W_SHIFT && shift == 0) k++; /* 'this past spring' */
    if (cls(f, k) == W_EDGE && cls(f, k + 1) == W_SEASON) k++;
    if (cls(f, k) != W_SEASON) return i;
    bool word = f->w[k].s.n == 4 || f->w[k].s.n == 6; /* 'fall', 'spring' are other words as well */
    int end = year_after(f, k + 1, &year);
    if (word && shift == 9 && year < 0 && !is(f, i - 1, "in") && !is(f, i - 1, "until")) return i;
    if (year < 0 && shift == 9 && k == i && !is(f, i - 1, "in")) return i;
    if (year < 0 && !f->dated) return i;
    if (year < 0) {
        struct msdx_civil now = msdx_civil_of(f->now);
        int first = 3 * f->w[k].n + 3;
        year = now.y + (shift == -1 ? -(first + 2 >= now.m) : shift == 1 ? first <= now.m : 0);
        if (shift == 9 && msdx_time_tense(f, k) < 0 && first > now.m) year--;
    }
    msdx_time_put_season(t, year, f->w[k].n);
    return end;
}

/* 'the 1980s', 'mid-1990s', 'the nineties', '20th century' */
static int read_decade(struct finder *f, int i, struct msdx_time *t)
{
    int64_t n;
    int k = i;
    if (cls(f, k) == W_ARTICLE && f->w[k].n == 0) k++;
    if (cls(f, k) == W_EDGE) k++;
    if (k >= f->n) return i;
    msdx_str s = f->w[k].s;
    size_t skip = s.n && s.p[0] == '\'' ? 1 : s.n > 3 && memcmp(s.p, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
    size_t len = msdx_time_digits((msdx_str){s.p + skip, s.n - skip}, &n);
    if ((len == 4 || (len == 2 && n >= 20)) && len + skip + 1 == s.n && s.p[s.n - 1] == 's' && n % 10 == 0) {
        msdx_time_put_decade(t, len == 2 ? 1900 + n : n);
        return k + 1;
    }
    if (len == 2 && len + 2 == s.n && is(f, k + 1, "century")) {
        msdx_time_put_years(t, 100 * (n - 1), 100 * (n - 1) + 99);
        snprintf(t->value, sizeof t->value, "%02d", (int)(n - 1));
        return k + 2;
    }
    return i;
}

static int read_year(struct finder *f, int i, struct msdx_time *t)
{
    static const char *const before[] = {"in",     "since",   "by",     "until",   "from",   "of",    "during",
                                         "for",    "to",      "the",    "between", "before", "after", "and",
                                         "fiscal", "through", "till",   "year",    "post",   "pre",   "early",
                                         "late",   "mid",     "around", "about",   NULL};
    int64_t year;
    int k = i;
    if (is(f, k, "the") && is(f, k + 1, "year")) k += 2;
    if (is(f, k, "fiscal")) k++;
    if (cls(f, k) == W_EDGE) k++;
    int n = msdx_time_year_at(f, k, &year);
    if (!n) return i;
    const msdx_tok *tk = &f->u->tok[f->w[k].tok];
    bool date = tk->ent && strcmp(tk->ent, "DATE") == 0;
    bool counts = k + n < f->n && f->u->tok[f->w[k + n].tok].tag[0] == 'N' && tk->rel == MSDX_REL_NUMMOD && !date;
    if (year < 1500 && !date) return i;
    if (counts || (!date && !any(f, k - 1, before))) return i;
    if (cls(f, k + n) == W_UNITS) return i;
    msdx_time_put_years(t, year, year);
    return k + n;
}

/* 'last week', 'this year', 'the past decade', 'earlier this month', 'that day', 'the weekend' */
static int read_shifted(struct finder *f, int i, struct msdx_time *t)
{
    int k = i;
    if (is(f, k, "earlier") || is(f, k, "later") || (cls(f, k) == W_EDGE && cls(f, k + 1) == W_SHIFT)) k++;
    if (k > i && is(f, k, "in")) k++;
    bool the = cls(f, k) == W_ARTICLE && f->w[k].n == 0;
    if (the) k++;
    int shift = 9;
    if (cls(f, k) == W_SHIFT) shift = f->w[k++].n;
    if (shift == 0 && cls(f, k) == W_SHIFT) shift = f->w[k++].n;
    if (is(f, k, "same")) shift = 4, k++;
    if (is(f, k, "current")) shift = 0, k++;
    if (is(f, k, "fiscal")) k++;
    if (cls(f, k) != W_UNIT || (shift == 9 && !the)) return i;
    int unit = f->w[k].n;
    if (shift == 9 && unit != U_WEEKEND &&
        (k > i + 1 ? unit < U_DAY : unit != U_YEAR && unit != U_WEEK && unit != U_MONTH))
        return i;
    if (unit < U_DAY) return i;
    if (!f->dated) return i;
    int end = k + 1;
    if (shift == -2) {
        msdx_time_put_duration(t, 1, unit);
    } else if (shift == 2 || shift == 4 || shift == -3) {
        msdx_time_put_away(t, msdx_time_anchor(f, unit), shift == 2 ? 1 : shift == 4 ? 0 : -1, unit);
    } else if (unit == U_WEEKEND) {
        bool gone = msdx_weekday_of(f->now) < 5 && (shift == 9 ? msdx_time_tense(f, k) <= 0 : false);
        msdx_time_put_week(t, f->now + 7 * (shift == 9 ? -(int)gone : shift), true);
    } else if (shift == -1 && unit == U_DECADE) {
        msdx_time_put_duration(t, 1, unit);
    } else {
        msdx_time_put_away(t, f->now, shift == 9 ? 0 : shift, unit);
    }
    return end;
}

/* 'three days ago', 'a week later', 'six months', 'two-year', 'the last three months', '8-month-old' */
static int read_amount(struct finder *f, int i, struct msdx_time *t)
{
    int64_t n = -1;
    int k = i, used;
    bool the = is(f, k, "the");
    if (the) k++;
    if (cls(f, k) == W_SHIFT || (the && is(f, k, "first"))) k++;
    bool ahead = k > i && is(f, k - 1, "coming");
    used = msdx_time_number_at(f, k, &n);
    k += used;
    if (ahead && !used) return i;
    if (is(f, k, "more") || is(f, k, "full") || is(f, k, "additional")) k++;
    if (cls(f, k) != W_UNIT && cls(f, k) != W_UNITS) return i;
    if (!used && (cls(f, k) != W_UNITS || (the && k < i + 2) || cls(f, k) == W_UNIT)) return i;
    if (f->w[k].n == U_WEEKEND) return i;
    int unit = f->w[k].n, end = k + 1;
    bool vague = n < 0;
    if (is(f, end, "and") && is(f, end + 1, "a") && is(f, end + 2, "half")) end += 3;
    if (is(f, end, "old") && f->w[end].glued) {
        if (unit == U_YEAR) return i; /* somebody's age */
        end++;
    }
    int back = cls(f, end) == W_BACK ? f->w[end].n : 0;
    bool on = cls(f, end) == W_ON;
    if (is(f, end, "before") && end + 1 < f->n && f->u->tok[f->w[end].tok].upos != MSDX_ADV) back = 0;
    if (!back && !on) {
        msdx_time_put_duration(t, vague ? -1 : n, unit);
        return end;
    }
    if (vague || !f->dated) {
        msdx_time_put_ref(t, on ? 2 : 1);
        return end + 1;
    }
    msdx_time_put_away(t, back == 1 ? f->now : msdx_time_anchor(f, unit), on ? n : -n, unit);
    return end + 1;
}

/* 'each year', 'every Monday', 'daily' */
static int read_set(struct finder *f, int i, struct msdx_time *t)
{
    int k = i + 1;
    if (cls(f, i) == W_SET) {
        msdx_time_put_duration(t, 1, f->w[i].n);
        t->kind = MSDX_TIME_SET;
        return k;
    }
    if (cls(f, i) != W_EACH) return i;
    if (cls(f, k) == W_UNIT)
        msdx_time_put_duration(t, 1, f->w[k].n);
    else if (cls(f, k) == W_WEEKDAY)
        snprintf(t->value, sizeof t->value, "XXXX-WXX-%d", f->w[k].n + 1);
    else if (cls(f, k) == W_MONTH)
        snprintf(t->value, sizeof t->value, "XXXX-%02d", f->w[k].n);
    else
        return i;
    t->kind = MSDX_TIME_SET;
    return k + 1;
}

/* Days with a name of their own. */
static int read_feast(struct finder *f, int i, struct msdx_time *t)
{
    struct msdx_civil now = msdx_civil_of(f->now);
    int shift = cls(f, i) == W_SHIFT && f->w[i].n <= 1 ? f->w[i].n : 0, k = i + (cls(f, i) == W_SHIFT), m = 0, d = 0;
    if (!f->dated) return i;
    if (is(f, k, "thanksgiving"))
        m = 11, d = 0;
    else if (is(f, k, "christmas"))
        m = 12, d = is(f, k + 1, "eve") ? 24 : 25;
    else if (is(f, k, "halloween"))
        m = 10, d = 31;
    else if (is(f, k, "new") && is(f, k + 1, "year") && is(f, k + 2, "'s"))
        m = is(f, k + 3, "eve") ? 12 : 1, d = m == 12 ? 31 : 1, k += 2;
    else if (is(f, k, "election") && is(f, k + 1, "day"))
        m = 11, d = -1;
    else
        return i;
    int64_t year = guess_year(f, k, m, d > 0 ? d : 24);
    if (shift < 0) year = now.y - (m >= now.m);
    int end = k + 1 + (is(f, k + 1, "day") || is(f, k + 1, "eve"));
    msdx_time_put_day(t, d > 0    ? msdx_days_of(year, m, d)
                         : d == 0 ? msdx_nth_weekday(year, m, 3, 4)
                                  : msdx_nth_weekday(year, m, 0, 1) + 1);
    return end;
}

/* 'now', 'recent years', 'the future', 'year-end' */
static int read_ref(struct finder *f, int i, struct msdx_time *t)
{
    int k = i + (cls(f, i) == W_ARTICLE && f->w[i].n == 0);
    if (is(f, k, "year") && is(f, k + 1, "end") && f->dated) {
        msdx_time_put_day(t, msdx_days_of(msdx_time_year_of(f->now), 12, 31));
        return k + 2;
    }
    if (is(f, k, "near")) k++;
    if (is(f, k, "future") && f->u->tok[f->w[k].tok].upos == MSDX_NOUN) return msdx_time_put_ref(t, 2), k + 1;
    if (k > i && is(f, k, "past") && f->u->tok[f->w[k].tok].upos == MSDX_NOUN) return msdx_time_put_ref(t, 1), k + 1;
    if (is(f, i, "these") && is(f, i + 1, "days")) return msdx_time_put_ref(t, 0), i + 2;
    if ((is(f, i, "coming") || is(f, i, "past")) && cls(f, i + 1) == W_UNITS)
        return msdx_time_put_ref(t, is(f, i, "past") ? 1 : 2), i + 2;
    if (cls(f, i) != W_REF) return i;
    msdx_time_put_ref(t, f->w[i].n);
    return i + 1 + (cls(f, i + 1) == W_UNITS);
}

/* ---- a sentence ---- */

typedef int reader(struct finder *f, int i, struct msdx_time *t);

static void keep(struct finder *f, struct msdx_time *t, int i, int end)
{
    t->a = f->w[i].tok;
    t->b = f->w[end - 1].tok + 1;
    if (t->dated) {
        f->told = t->from;
        f->told_as = t->precision;
        f->in_sentence = t->precision == MSD_DATE_DAY;
    }
    msdx_buf_add(&f->found, t, sizeof *t);
}

/* No expression begins with a word that is in no list, unless it is a number or what is cut from one ('90s). */
static bool may_begin(const struct word *w)
{
    unsigned char first = (unsigned char)w->s.p[0];
    return w->cls != W_NONE || (first >= '0' && first <= '9') || first == '\'' || first == 0xE2;
}

static int read_at(struct finder *f, int i)
{
    static reader *const all[] = {read_clock,    read_iso,     read_month,   read_feast, read_set,
                                  read_reported, read_quarter, read_weekday, read_day,   read_season,
                                  read_decade,   read_amount,  read_shifted, read_year,  read_ref};
    if (!may_begin(&f->w[i])) return i + 1;
    for (size_t r = 0; r < sizeof all / sizeof *all; r++) {
        struct msdx_time t = msdx_time_none();
        int end = all[r](f, i, &t);
        if (end <= i || end > f->n || !*t.value) continue;
        keep(f, &t, i, end);
        return end;
    }
    return i + 1;
}

static bool is_hyphen(const msdx_unit *u, int32_t t)
{
    return msdx_tok_lower_is(u, t, "-") || msdx_tok_lower_is(u, t, "\xE2\x80\x93");
}

/* A token as words, cut at its hyphens. */
static void split(struct finder *f, int32_t t, bool glued)
{
    msdx_str s = f->u->tok[t].lower;
    while (s.n) {
        const char *dash = memchr(s.p, '-', s.n);
        size_t n = dash ? (size_t)(dash - s.p) : s.n;
        struct word *w = &f->w[f->n];
        *w = (struct word){.s = {s.p, n}, .tok = t, .glued = glued};
        if (n) {
            msdx_time_classify(f->u, w);
            f->n++;
        }
        glued = true;
        s.p += n + (dash != NULL);
        s.n -= n + (dash != NULL);
    }
}

static size_t pieces_of(const msdx_unit *u, int32_t t)
{
    msdx_str s = u->tok[t].lower;
    size_t n = 1;
    for (size_t i = 0; i < s.n; i++) n += s.p[i] == '-';
    return n;
}

static void read_sentence(struct finder *f, const msd_sentence *s)
{
    bool glued = false;
    f->in_sentence = false;
    f->n = 0;
    for (int32_t t = (int32_t)s->tok_start; t < (int32_t)s->tok_end; t++) {
        if (f->u->tok[t].is_space) continue;
        if (is_hyphen(f->u, t) && f->n) {
            glued = true;
            continue;
        }
        split(f, t, glued);
        glued = false;
    }
    for (int i = 0; i < f->n;) i = read_at(f, i);
}

void msdx_code_times(struct msdx_coder *c)
{
    struct finder f = {.c = c, .u = c->u, .found = MSDX_BUF_INIT((size_t)1 << 28)};
    size_t most = 0;
    f.dated = msdx_parse_iso(c->doc->date, &f.now);
    for (uint32_t s = 0; s < c->u->n_sent; s++) {
        size_t n = 1;
        for (uint32_t t = c->u->sent[s].tok_start; t < c->u->sent[s].tok_end; t++) n += pieces_of(c->u, (int32_t)t);
        if (n > most) most = n;
    }
    f.w = MSDX_NEW(c->scratch, struct word, most + 1);
    for (uint32_t s = 0; f.w && s < c->u->n_sent; s++) read_sentence(&f, &c->u->sent[s]);
    c->n_time = 0;
    c->time = f.found.n ? MSDX_NEW(c->scratch, struct msdx_time, f.found.n / sizeof(struct msdx_time)) : NULL;
    if (c->time) {
        memcpy(c->time, f.found.p, f.found.n);
        c->n_time = (uint32_t)(f.found.n / sizeof(struct msdx_time));
    }
    for (uint32_t i = 0; i < c->n_time; i++)
        for (int32_t t = c->time[i].a; t < c->time[i].b; t++) c->word[t].time = i + 1;
    if (f.found.failed) c->scratch->failed = true;
    msdx_buf_clear(&f.found);
}
