/* review.h: what people say of claims: this one is no event, that one is to read otherwise, these are of one occurrence.
 *
 * A review is added and never changed; what holds is what all reviews of a claim, in their order, make of what the coder
 * said. A rejected claim is superseded, a corrected one superseded by its correction; the coder's own stays in the history, and
 * when a document is coded anew its reviews are applied again. */
#ifndef MSDX_STORE_REVIEW_H
#define MSDX_STORE_REVIEW_H
#include "know/know.h"
#include "store/store.h"

typedef enum msdx_review_kind {
    MSDX_REVIEW_REJECT = 0, /* it does not hold */
    MSDX_REVIEW_CORRECT,    /* it holds otherwise: `change` */
    MSDX_REVIEW_RESTORE,    /* it holds as the coder had it */
    MSDX_REVIEW_MERGE,      /* it and those of `with` are of one occurrence, and all that is told of either */
    MSDX_REVIEW_SPLIT,      /* it and those of `with` are of another occurrence than what they stand with */
    MSDX_N_REVIEW_KIND
} msdx_review_kind;
const char *msdx_review_kind_name(msdx_review_kind kind); /* "reject", ... */

typedef struct msdx_review {
    msdx_review_kind kind;
    const char *claim, *who; /* a claim's id; the reviewer's name */
    const char *note;        /* may be NULL */
    /* MSDX_REVIEW_CORRECT: a merge patch (RFC 7396) of the claim as it stands now: event, mode, status, hedge, cameo, contexts,
     * actors, recipients, where, when, magnitude. What follows from a code is filled in. */
    msdx_str change;
    const char *const *with; /* other claims' ids */
    size_t n_with;
} msdx_review;

/* One transaction. *id: the review's number. Fails MSD_EUSAGE, naming what is wrong with the review. Stories are not made
 * anew: msdx_store_make_stories sees that they must be. */
MSD_MUST_CHECK msd_status msdx_review_add(msdx_store *store, const msdx_know *know, const msdx_review *review,
                                          int64_t *id, msd_error *err);

/* Reviews after number `after`, in their order, each as a JSON line with the claim as it was coded and as it holds now
 * (null: not): what a coder can be trained and tested on. At most `limit`; 0: all. */
MSD_MUST_CHECK msd_status msdx_review_list(msdx_store *store, int64_t after, uint64_t limit, msdx_store_line each,
                                           void *ctx, msd_error *err);
#endif
