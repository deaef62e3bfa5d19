/* sample.h: claims drawn at random, and what markers say of them. doc/proof.md says what for. */
#ifndef MSDX_STORE_SAMPLE_H
#define MSDX_STORE_SAMPLE_H
#include "store/store.h"
#include "write/sheet.h"

typedef struct msdx_sample {
    const char
        *by; /* "event", "status", "country", "place", "month", "year": in equal shares; NULL: each claim alike */
    uint64_t seed, size;
} msdx_sample;

/* A drawn claim, borrowed for the call. */
typedef struct msdx_drawn {
    const msd_doc *doc; /* with it as its first claim */
    msdx_str line;      /* as JSON, with its newline */
    const char *stratum;
    uint64_t n_stratum; /* claims that it was drawn from */
    msdx_str text;      /* the document's; n 0: not kept */
} msdx_drawn;
typedef msd_status (*msdx_each_drawn)(void *ctx, const msdx_drawn *drawn, msd_error *err);

/* In the order in which they are to be marked. *n_of: from how many they were drawn. Fails MSD_EUSAGE: by what? */
MSD_MUST_CHECK msd_status msdx_store_sample(msdx_store *store, const msdx_filter *filter, const msdx_sample *how,
                                            msdx_each_drawn each, void *ctx, uint64_t *n_of, msd_error *err);

/* ---- marks: added, never changed; of a marker's marks of one slot the last holds ---- */

/* What one marker says of a claim: "1", "0", "?" or NULL, by slot. */
typedef struct msdx_marks {
    const char *marker, *mark[MSDX_N_SLOT];
} msdx_marks;

/* NULL: nothing is said of the slot; "": what was said is taken back. One transaction. Fails MSD_EUSAGE: no such claim,
 * no marker, no mark. */
MSD_MUST_CHECK msd_status msdx_store_mark(msdx_store *store, const char *claim, const msdx_marks *marks,
                                          msd_error *err);
/* What each marker says of a claim, by marker; borrowed for the call. */
typedef msd_status (*msdx_each_marks)(void *ctx, const msdx_marks *marks, msd_error *err);
MSD_MUST_CHECK msd_status msdx_store_marks(msdx_store *store, const char *claim, msdx_each_marks each, void *ctx,
                                           msd_error *err);
#endif
