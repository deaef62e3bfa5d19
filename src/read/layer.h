/* layer.h: rows of other event data sets, told apart into the fields that they share.
 *
 * A file is cut into rows that hold all its bytes: its head and then the bytes of each row, one after the other, are the
 * file again. A row may be a line, a row of CSV over several lines, a JSON object however it is laid out, or an element
 * of XML.
 *
 * Threads: a reader belongs to one thread at a time. */
#ifndef MSDX_LAYER_H
#define MSDX_LAYER_H
#include "base/err.h"
#include "base/str.h"

#define MSDX_LAYER_NAMES "gdelt1|gdelt2|gdelt2-mentions|icews|polecat|phoenix|plover|acled|ucdp-ged|pitf|cameoxml"

/* What the row does not say has no bytes. */
typedef struct msdx_layer_row {
    bool stray;      /* no row: a head, or nothing, among the rows */
    msdx_str number; /* the data set's own */
    char day[11];    /* ISO; "" unknown */
    msdx_str actor, recipient, code, country, place, address;
    bool has_goldstein, has_point;
    double goldstein, latitude, longitude;
} msdx_layer_row;

/* Is there a reader of this form? */
bool msdx_layer_is(const char *form);
/* The form of a file that begins with these bytes; NULL when it is none of them. Some 64 KiB are enough. */
const char *msdx_layer_guess(msdx_str bytes);

typedef struct msdx_layer_reader msdx_layer_reader;

/* A row as it stands in the file; strings until the next. */
typedef struct msdx_layer_item {
    msdx_str raw; /* n 0: the end */
    size_t line;  /* where it starts, from 1 */
    msdx_layer_row row;
} msdx_layer_item;

/* Over bytes that outlive it. Fails MSD_EUSAGE (no such form), MSD_EFORMAT (not of this form), MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_layer_reader_new(msdx_layer_reader **out, const char *form, msdx_str bytes,
                                                msd_error *err);
void msdx_layer_reader_free(msdx_layer_reader *reader); /* NULL is fine */
/* What stands before the first row: names of columns, a whole file without a row. */
msdx_str msdx_layer_reader_head(const msdx_layer_reader *reader);
/* Fails MSD_EFORMAT: the row has not what the data set's rows have; item->raw and line are set, and reading can go on.
 * MSD_ENOMEM: it cannot. */
MSD_MUST_CHECK msd_status msdx_layer_reader_next(msdx_layer_reader *reader, msdx_layer_item *item, msd_error *err);
#endif
