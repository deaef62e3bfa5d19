/* coding.h: the run of `masudi code`, over files or over documents from elsewhere. */
#ifndef MSDX_CODING_H
#define MSDX_CODING_H
#include "cli/input.h"
#include "write/write.h"

typedef struct msdx_coding_source {
    void *ctx;
    /* Once the engine is open. *total: how many documents there are, for the progress bar. */
    msd_status (*open)(void *ctx, const msdx_cli_args *args, const msd_engine *engine, uint64_t *total, msd_error *err);
    /* The next document; false at the end, or when it cannot go on. *plain: its title is to be found in its text. */
    bool (*next)(void *ctx, msdx_cli_item *item, bool *plain);
    msd_status (*end)(void *ctx, msd_error *err); /* why it could not go on */

    /* The rest is for a stream that takes the claims back; all or none of it is there. */
    bool (*ready)(void *ctx); /* would next give a document at once? Else what is read goes on without more */
    /* The lines of a document's claims; `doc` NULL: it was refused. In the order of reading. Refuses by item->st. */
    msd_status (*put)(void *ctx, msdx_cli_item *item, const msd_doc *doc, const msdx_filter *filter, msd_error *err);
    /* The next n documents are seen to; not `handled`: the run has failed before. */
    msd_status (*done)(void *ctx, size_t n, bool handled, msd_error *err);
} msdx_coding_source;

/* The options of `code`, for a verb that runs it. */
extern const msdx_cli_opt msdx_coding_opt[];

/* NULL: the files of args. Gives the exit status. */
int msdx_coding_run(const msdx_cli_args *args, const msdx_coding_source *source);
#endif
