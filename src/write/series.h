/* series.h: how many events a day, week or month, by pair of countries or place, and whether a
 * period has more of them than those before it let expect. doc/series.md has the formula.
 *
 * Threads: a series belongs to one thread at a time. */
#ifndef MSDX_SERIES_H
#define MSDX_SERIES_H
#include "write/write.h"

typedef struct msdx_series msdx_series;

typedef enum msdx_series_by {
    MSDX_BY_DYAD = 0,
    MSDX_BY_PLACE,
    MSDX_BY_COUNTRY,
    MSDX_BY_EVENT,
    MSDX_N_BY
} msdx_series_by;
typedef enum msdx_period { MSDX_DAY = 0, MSDX_WEEK, MSDX_MONTH } msdx_period;

/* One period of one series. */
typedef struct msdx_series_point {
    const char *key; /* "IRQ>IRN", "Kirkuk (IRQ)", "IRQ", "PROTEST" */
    char start[11];  /* the period's first day */
    uint64_t n;
    double intensity, goldstein; /* means; 0 of none */
    bool has_baseline;
    double baseline; /* mean of the periods before, as many as there are of the window */
    double surprise; /* -log10 of the chance of so many or more; 0 under the least count */
} msdx_series_point;

MSD_MUST_CHECK msd_status msdx_series_new(msdx_series **out, msdx_series_by by, msdx_period period, msd_error *err);
void msdx_series_free(msdx_series *s); /* NULL is fine */
/* *dated: it has a day; without one it counts nowhere. */
MSD_MUST_CHECK msd_status msdx_series_add(msdx_series *s, const msd_doc *doc, const msd_claim *claim, bool *dated,
                                          msd_error *err);
/* The points of all series, each from its first period to the last of all, with the empty ones between. */
void msdx_series_csv(msdx_series *s, msdx_buf *buf);
void msdx_series_json(msdx_series *s, msdx_buf *buf, bool lines); /* lines: an object a line; else one array of them */
/* For people: a line a series, the most frequent first, with its course in blocks. */
void msdx_series_table(msdx_series *s, msdx_buf *buf, unsigned width);
/* The chance of n or more in a period after `periods` of them had `sum` in all. */
double msdx_series_tail(uint64_t n, uint64_t sum, unsigned periods);
#endif
