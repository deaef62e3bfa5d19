/* times.h: the time expressions of a text, with the value that TIMEX3 gives them (ISO 8601 extended: 1998-W09, 1989-Q3,
 * 1997-FA, P3M, PRESENT_REF) and, where they are dates, their first and last day. */
#ifndef MSDX_CODE_TIMES_H
#define MSDX_CODE_TIMES_H
#include "code/code_impl.h"

/* ---- calendar.c: days are counted from 1970-01-01 ---- */
struct msdx_civil {
    int64_t y;
    int m, d;
};
int64_t msdx_days_of(int64_t y, int m, int d);
struct msdx_civil msdx_civil_of(int64_t days);
int64_t msdx_month_start(int64_t y, int m); /* m may lie outside 1 to 12 */
int msdx_month_length(int64_t y, int m);
int msdx_weekday_of(int64_t days); /* Monday is 0 */
bool msdx_parse_iso(const char *s, int64_t *days);
bool msdx_put_iso(int64_t days, char out[11]); /* false outside the years 0 to 9999 */
int msdx_iso_week(int64_t days, int64_t *year);
int64_t msdx_nth_weekday(int64_t y, int m, int weekday, int n);

/* ---- times.c ---- */
struct msdx_time {
    int32_t a, b; /* tokens, half-open */
    msdx_time_kind kind;
    char value[24];
    bool dated; /* from and to hold */
    int64_t from, to;
    msd_date_precision precision;
};
/* Fill c->time and word[].time. */
void msdx_code_times(struct msdx_coder *c);

/* ---- when.c ---- */
/* As an event's days, with the other end of the interval that it opens or closes. */
void msdx_put_when(struct msdx_coder *c, const struct msdx_time *t, msd_when *out);
/* What hangs on the word t itself: 'on Monday', 'the 2018 siege'; false: nothing does. */
bool msdx_when_beside(struct msdx_coder *c, int32_t t, msd_when *out);
/* 'two days after …': does what t states have a time of its own, so far from that of its main clause? */
bool msdx_is_apart(const msdx_unit *u, int32_t t);
#endif
