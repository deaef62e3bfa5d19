/* csv.h: rows of separated values out of bytes that are all there (RFC 4180: fields may stand in double quotes, in
 * which a quote is doubled and lines may end). Each row comes with its bytes as they stand.
 *
 * Threads: a msdx_csv belongs to one thread at a time. */
#ifndef MSDX_CSV_H
#define MSDX_CSV_H
#include "base/err.h"
#include "base/str.h"

enum { MSDX_CSV_COLUMNS = 256, MSDX_CSV_PLAIN = 0, MSDX_CSV_QUOTED = 1 };

typedef struct msdx_csv {
    msdx_str bytes; /* borrowed */
    size_t at, line;
    char part;
    bool quoted; /* do quotes count? */
    msdx_buf text;
    size_t end[MSDX_CSV_COLUMNS]; /* where each field ends in text */
} msdx_csv;

typedef struct msdx_csv_row {
    msdx_str raw;                    /* with the line's end */
    size_t line;                     /* where it starts, from 1 */
    unsigned n;                      /* fields; those past MSDX_CSV_COLUMNS are counted and not kept */
    msdx_str cell[MSDX_CSV_COLUMNS]; /* until the next row */
} msdx_csv_row;

/* The sign out of , ; tab | that the first line has most of, outside quotes. */
char msdx_csv_part(msdx_str bytes);
/* `part` 0: found out. A byte-order mark before the first row is passed over. */
void msdx_csv_open(msdx_csv *csv, msdx_str bytes, char part, unsigned flags);
void msdx_csv_close(msdx_csv *csv);
/* *more false: there is none. Fails MSD_EFORMAT (a quote that is never closed: row->raw is all that is left, and
 * nothing follows), MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_csv_next(msdx_csv *csv, msdx_csv_row *row, bool *more, msd_error *err);
#endif
