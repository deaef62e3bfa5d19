/* batch.h: the rows of a table as documents. */
#ifndef MSDX_BATCH_H
#define MSDX_BATCH_H
#include "api/mention.h"

enum {
    MSDX_BATCH_TEXT = 0,
    MSDX_BATCH_ID,
    MSDX_BATCH_DATE,
    MSDX_BATCH_TITLE,
    MSDX_BATCH_URL,
    MSDX_BATCH_PUBLISHER,
    MSDX_BATCH_LANGUAGE,
    MSDX_N_BATCH_FIELD,
    MSDX_BATCH_ACTOR = MSDX_N_BATCH_FIELD,
    MSDX_BATCH_RECIPIENT,
    MSDX_N_BATCH
};

typedef struct msdx_batch {
    msdx_arena arena;
    msdx_cells column[MSDX_N_BATCH_FIELD];
    msdx_mentions actor, recipient;
    const uint8_t *valid; /* of the rows themselves; NULL: all of them are there */
    int64_t from, n;
} msdx_batch;

/* Borrows schema and array. Fails MSD_EUSAGE, MSD_EFORMAT, MSD_ENOMEM; to be cleared all the same. */
MSD_MUST_CHECK msd_status msdx_batch_open(msdx_batch *out, const struct ArrowSchema *schema,
                                          const struct ArrowArray *array, const msd_arrow_options *opt, msd_error *err);
void msdx_batch_clear(msdx_batch *batch);
/* Row i as a document; the text lies where it lay, the rest is in the arena. Fails MSD_EFORMAT, MSD_EUTF8, MSD_ETOOBIG,
 * MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_batch_input(const msdx_batch *batch, int64_t i, msdx_arena *arena, msd_input *out,
                                           msd_error *err);
/* The pair of row i. Fails as above. */
MSD_MUST_CHECK msd_status msdx_batch_pair(const msdx_batch *batch, int64_t i, msdx_arena *arena, msd_pair *out,
                                          msd_error *err);
/* Bytes of the text of row i, as far as that can be told at once. */
size_t msdx_batch_bytes(const msdx_batch *batch, int64_t i);
#endif
