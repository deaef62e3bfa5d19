/* layer.h: rows of other event data sets, told apart into the fields that they share. */
#ifndef MSDX_LAYER_H
#define MSDX_LAYER_H
#include "base/err.h"
#include "base/str.h"

#define MSDX_LAYER_NAMES "gdelt1|gdelt2|gdelt2-mentions|icews|polecat|phoenix"

/* Parts of the line that was given. What the row does not say has no bytes. */
typedef struct msdx_layer_row {
    msdx_str number; /* the data set's own */
    char day[11];    /* ISO; "" unknown */
    msdx_str actor, recipient, code, country, place, address;
    bool has_goldstein, has_point;
    double goldstein, latitude, longitude;
} msdx_layer_row;

/* Is there a reader of this form? */
bool msdx_layer_is(const char *form);
/* The form that this first line of a file has; NULL when it has none. */
const char *msdx_layer_guess(msdx_str line);
/* Is this first line of a file a head of columns? */
bool msdx_layer_head(const char *form, msdx_str line);
/* A line without its end. Fails MSD_EFORMAT: it has not the data set's columns, or one is not what it must be. */
MSD_MUST_CHECK msd_status msdx_layer_read(const char *form, msdx_str line, msdx_layer_row *out, msd_error *err);
#endif
