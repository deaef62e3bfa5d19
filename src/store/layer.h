/* layer.h: rows of other event data sets in the store, for comparison: what was imported
 * comes out byte for byte. */
#ifndef MSDX_STORE_LAYER_H
#define MSDX_STORE_LAYER_H
#include "read/layer.h"
#include "store/store.h"

typedef struct msdx_layer msdx_layer;

typedef struct msdx_layer_file {
    const char *layer, *form, *name;
    msdx_str bytes; /* the whole file: the same again is known by it */
    msdx_str head;  /* its head of columns with the line's end; n 0: none */
} msdx_layer_file;

/* Between begin and commit. *known: this file is there already, and *out is NULL. */
MSD_MUST_CHECK msd_status msdx_layer_open(msdx_layer **out, msdx_store *store, const msdx_layer_file *file, bool *known,
                                          msd_error *err);
void msdx_layer_close(msdx_layer *layer); /* NULL is fine */
/* Line n of the file with its end, and what it says. */
MSD_MUST_CHECK msd_status msdx_layer_put(msdx_layer *layer, int64_t n, msdx_str line, const msdx_layer_row *row,
                                         msd_error *err);
/* All lines of a layer, of one form (NULL: any), with their ends, in the order in which they came. `layer` NULL: of
 * all layers. Fails MSD_EUSAGE when there is no line. */
MSD_MUST_CHECK msd_status msdx_layer_lines(msdx_store *store, const char *layer, const char *form, msdx_store_line each,
                                           void *ctx, msd_error *err);
/* All layers of another store that this one lacks. Between begin and commit of `to`. *n_row grows. */
MSD_MUST_CHECK msd_status msdx_layer_copy(msdx_store *to, msdx_store *from, uint64_t *n_row, msd_error *err);
/* Does the store hold rows of this form and no document of its own? */
MSD_MUST_CHECK msd_status msdx_layer_alone(msdx_store *store, const char *form, bool *yes, msd_error *err);
#endif
