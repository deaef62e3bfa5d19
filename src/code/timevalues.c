/* timevalues.c: what a time expression says, as TIMEX3 writes it and as first and
 * last day. */
#include <stdio.h>

#include "code/times_impl.h"

struct msdx_time msdx_time_none(void)
{
    return (struct msdx_time){.kind = MSDX_TIME_DATE};
}

static void span_of(struct msdx_time *t, int64_t from, int64_t to, msd_date_precision p)
{
    if (from < msdx_days_of(0, 1, 1) || to > msdx_days_of(9999, 12, 31)) return; /* the words are all there is to say */
    t->dated = true;
    t->from = from;
    t->to = to;
    t->precision = p;
}

void msdx_time_put_day(struct msdx_time *t, int64_t day)
{
    span_of(t, day, day, MSD_DATE_DAY);
    if (t->dated) (void)msdx_put_iso(day, t->value);
}

bool msdx_time_sane(int64_t y)
{
    return y >= 0 && y <= 9999;
}

void msdx_time_put_month(struct msdx_time *t, int64_t y, int m)
{
    int64_t from = msdx_month_start(y, m);
    struct msdx_civil c = msdx_civil_of(from);
    if (!msdx_time_sane(c.y)) return;
    snprintf(t->value, sizeof t->value, "%04d-%02d", (int)c.y, c.m);
    span_of(t, from, msdx_month_start(c.y, c.m + 1) - 1, MSD_DATE_MONTH);
}

void msdx_time_put_quarter(struct msdx_time *t, int64_t y, int q)
{
    while (q < 1) q += 4, y--;
    while (q > 4) q -= 4, y++;
    if (!msdx_time_sane(y)) return;
    snprintf(t->value, sizeof t->value, "%04d-Q%d", (int)y, q);
    span_of(t, msdx_month_start(y, 3 * q - 2), msdx_month_start(y, 3 * q + 1) - 1, MSD_DATE_MONTH);
}

void msdx_time_put_years(struct msdx_time *t, int64_t from, int64_t to)
{
    if (!msdx_time_sane(from) || !msdx_time_sane(to)) return;
    if (from == to) snprintf(t->value, sizeof t->value, "%04d", (int)from);
    span_of(t, msdx_days_of(from, 1, 1), msdx_days_of(to, 12, 31), MSD_DATE_YEAR);
}

void msdx_time_put_week(struct msdx_time *t, int64_t day, bool weekend)
{
    int64_t year, monday = day - msdx_weekday_of(day);
    int week = msdx_iso_week(day, &year);
    if (!msdx_time_sane(year)) return;
    snprintf(t->value, sizeof t->value, "%04d-W%02d%s", (int)year, week, weekend ? "-WE" : "");
    span_of(t, monday + (weekend ? 5 : 0), monday + 6, weekend ? MSD_DATE_DAY : MSD_DATE_WEEK);
}

void msdx_time_put_season(struct msdx_time *t, int64_t y, int season)
{
    static const char *const name[] = {"SP", "SU", "FA", "WI"};
    static const int first[] = {3, 6, 9, 12};
    if (!msdx_time_sane(y)) return;
    snprintf(t->value, sizeof t->value, "%04d-%s", (int)y, name[season]);
    span_of(t, msdx_month_start(y, first[season]), msdx_month_start(y, first[season] + 3) - 1, MSD_DATE_MONTH);
}

void msdx_time_put_decade(struct msdx_time *t, int64_t first_year)
{
    if (!msdx_time_sane(first_year)) return;
    snprintf(t->value, sizeof t->value, "%03d", (int)(first_year / 10));
    span_of(t, msdx_days_of(first_year, 1, 1), msdx_days_of(first_year + 9, 12, 31), MSD_DATE_YEAR);
}

void msdx_time_put_ref(struct msdx_time *t, int ref)
{
    static const char *const name[] = {"PRESENT_REF", "PAST_REF", "FUTURE_REF"};
    snprintf(t->value, sizeof t->value, "%s", name[ref]);
}

void msdx_time_put_duration(struct msdx_time *t, int64_t n, int unit)
{
    static const char letter[] = {'S', 'M', 'H', 'D', 'W', 'D', 'M', 'M', 'Y', 'Y', 'Y'};
    static const int times[] = {1, 1, 1, 1, 1, 2, 1, 3, 1, 10, 100};
    char number[12] = "X";
    if (n > 0 && n < 1000000) snprintf(number, sizeof number, "%d", (int)n * times[unit]);
    t->kind = MSDX_TIME_DURATION;
    snprintf(t->value, sizeof t->value, "P%s%s%c", unit <= U_HOUR ? "T" : "", number, letter[unit]);
}

int64_t msdx_time_year_of(int64_t day)
{
    return msdx_civil_of(day).y;
}

/* `n` units from the day `at`, as coarse as the unit. */
void msdx_time_put_away(struct msdx_time *t, int64_t at, int64_t n, int unit)
{
    struct msdx_civil c = msdx_civil_of(at);
    if (n > 20000 || n < -20000) return;
    switch (unit) {
    case U_DAY: msdx_time_put_day(t, at + n); break;
    case U_WEEK: msdx_time_put_week(t, at + 7 * n, false); break;
    case U_WEEKEND: msdx_time_put_week(t, at + 7 * n, true); break;
    case U_MONTH: msdx_time_put_month(t, c.y + n / 12, c.m + (int)(n % 12)); break;
    case U_QUARTER: msdx_time_put_quarter(t, c.y + n / 4, (c.m + 2) / 3 + (int)(n % 4)); break;
    case U_YEAR: msdx_time_put_years(t, c.y + n, c.y + n); break;
    case U_DECADE: msdx_time_put_decade(t, (c.y / 10 + n) * 10); break;
    case U_CENTURY: msdx_time_put_years(t, (c.y / 100 + n) * 100, (c.y / 100 + n) * 100 + 99); break;
    default: msdx_time_put_day(t, at); break; /* hours away are the same day, as far as we tell */
    }
}

/* From where 'later' counts: the date last told, where that is as fine as the unit. */
int64_t msdx_time_anchor(const struct finder *f, int unit)
{
    static const msd_date_precision finest[] = {MSD_DATE_DAY,  MSD_DATE_DAY,  MSD_DATE_DAY,   MSD_DATE_DAY,
                                                MSD_DATE_WEEK, MSD_DATE_WEEK, MSD_DATE_MONTH, MSD_DATE_MONTH,
                                                MSD_DATE_YEAR, MSD_DATE_YEAR, MSD_DATE_YEAR};
    return f->told_as != MSD_DATE_UNKNOWN && f->told_as <= finest[unit] ? f->told : f->now;
}

void msdx_time_put_part(struct msdx_time *t, int part)
{
    static const char *const name[] = {"MO", "AF", "EV", "NI"};
    size_t n = strlen(t->value);
    if (n != 10) return;
    t->kind = MSDX_TIME_TIME;
    if (part < 4)
        snprintf(t->value + n, sizeof t->value - n, "T%s", name[part]);
    else
        snprintf(t->value + n, sizeof t->value - n, "T%u:00", (unsigned)(unsigned char)part);
}
