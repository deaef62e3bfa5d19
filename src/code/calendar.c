/* calendar.c: days, weeks, months and years as numbers and as ISO 8601. */
#include <stdio.h>

#include "code/times.h"

/* Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
int64_t msdx_days_of(int64_t y, int m, int d)
{
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

struct msdx_civil msdx_civil_of(int64_t days)
{
    struct msdx_civil c;
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097, doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    c.d = (int)(doy - (153 * mp + 2) / 5 + 1);
    c.m = (int)(mp < 10 ? mp + 3 : mp - 9);
    c.y = yoe + era * 400 + (c.m <= 2);
    return c;
}

int64_t msdx_month_start(int64_t y, int m)
{
    while (m < 1) m += 12, y--;
    while (m > 12) m -= 12, y++;
    return msdx_days_of(y, m, 1);
}

int msdx_month_length(int64_t y, int m)
{
    return (int)(msdx_month_start(y, m + 1) - msdx_month_start(y, m));
}

/* Monday is 0; 1970-01-01 was a Thursday. */
int msdx_weekday_of(int64_t days)
{
    return (int)(((days % 7) + 7 + 3) % 7);
}

bool msdx_parse_iso(const char *s, int64_t *days)
{
    int y, m, d;
    if (!s || sscanf(s, "%4d-%2d-%2d", &y, &m, &d) != 3 || y < 0 || m < 1 || m > 12 || d < 1 || d > 31) return false;
    *days = msdx_days_of(y, m, d);
    return true;
}

bool msdx_put_iso(int64_t days, char out[11])
{
    if (days < msdx_days_of(0, 1, 1) || days > msdx_days_of(9999, 12, 31)) return false;
    struct msdx_civil c = msdx_civil_of(days);
    char buf[32];
    int n = snprintf(buf, sizeof buf, "%04d-%02d-%02d", (int)c.y, c.m, c.d);
    if (n != 10) return false;
    memcpy(out, buf, 11);
    return true;
}

/* The ISO week that a day is in, and the year that this week is counted in. */
int msdx_iso_week(int64_t days, int64_t *year)
{
    int64_t thursday = days - msdx_weekday_of(days) + 3;
    *year = msdx_civil_of(thursday).y;
    return (int)((thursday - msdx_days_of(*year, 1, 1)) / 7) + 1;
}

/* The nth weekday of a month. */
int64_t msdx_nth_weekday(int64_t y, int m, int weekday, int n)
{
    int64_t first = msdx_days_of(y, m, 1);
    return first + (weekday - msdx_weekday_of(first) + 7) % 7 + 7 * (n - 1);
}
