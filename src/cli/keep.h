/* keep.h: coded documents into a store, in bursts. What a burst holds is told to
 * the user only once it is committed. */
#ifndef MSDX_KEEP_H
#define MSDX_KEEP_H
#include "cli/cli.h"
#include "doc/doc.h"
#include "store/store.h"

typedef struct msdx_keep msdx_keep;

typedef struct msdx_keep_counts {
    uint64_t n_new, n_revised, n_recoded, n_same, n_added, n_superseded;
} msdx_keep_counts;

/*
 * The store of --store, made when not there, for documents coded by this engine. NULL
 * without --store. `burst`: documents to a commit at most.
 */
MSD_MUST_CHECK msd_status msdx_keep_open(msdx_keep **out, const msdx_cli_args *args, const msd_engine *engine,
                                         size_t burst, msd_error *err);
void msdx_keep_close(msdx_keep *keep); /* what is pending is dropped */

/* Is the document there, coded by this engine? From any thread. */
MSD_MUST_CHECK msd_status msdx_keep_knows(msdx_keep *keep, const msd_doc *doc, bool *yes, msd_error *err);
/* Takes the document. *due: it is time to commit. */
MSD_MUST_CHECK msd_status msdx_keep_add(msdx_keep *keep, msd_doc *doc, bool plain, bool *due, msd_error *err);
void msdx_keep_count_known(msdx_keep *keep); /* one that is there and was not coded again */
MSD_MUST_CHECK msd_status msdx_keep_commit(msdx_keep *keep, msd_error *err);
const msdx_keep_counts *msdx_keep_count(const msdx_keep *keep);

/* The versions of this engine and these options, into store. */
MSD_MUST_CHECK msd_status msdx_keep_set_run(msdx_store *store, const msdx_cli_args *args, const msd_engine *engine,
                                            msd_error *err);
/* The same of documents with another licence and credit than the options give; NULL: not known. */
MSD_MUST_CHECK msd_status msdx_keep_set_run_of(msdx_store *store, const msdx_cli_args *args, const msd_engine *engine,
                                               const char *licence, const char *credit, msd_error *err);
#endif
