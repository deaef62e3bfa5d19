/* store_impl.h: what the files of the store share. */
#ifndef MSDX_STORE_IMPL_H
#define MSDX_STORE_IMPL_H
#include "base/hash.h"
#include "store/sql.h"
#include "store/store.h"

/* ---- schema.c ---- */

int msdx_schema_version(void); /* the newest */
/* *current: nothing to do. Fails as msdx_store_open does. */
MSD_MUST_CHECK msd_status msdx_schema_check(msdx_sql *db, const char *where, bool *current, msd_error *err);
MSD_MUST_CHECK msd_status msdx_schema_migrate(msdx_sql *db, const char *where, msd_error *err);

/* ---- store.c ---- */

/* The statements of put.c, prepared once each. */
/* clang-format off */
enum {
    MSDX_RUN_FIND = 0, MSDX_RUN_ADD, MSDX_DOC_FIND, MSDX_DOC_ADD, MSDX_SOURCE_FIND, MSDX_SOURCE_ADD,
    MSDX_SOURCE_SET, MSDX_BODY_FIND, MSDX_BODY_ADD, MSDX_REV_ADD, MSDX_REV_END, MSDX_REV_CODED, MSDX_SENT_FIND,
    MSDX_SENT_ADD, MSDX_WORDS_ADD, MSDX_PLACE_FIND, MSDX_PLACE_ADD, MSDX_BOX_ADD, MSDX_CLAIM_LIST, MSDX_CLAIM_ADD,
    MSDX_CLAIM_END, MSDX_CLAIM_ORDER, MSDX_ENTITY_FIND, MSDX_ENTITY_ADD, MSDX_PART_ADD, MSDX_LINK_ADD,
    MSDX_DYAD_ADD, MSDX_N_STMT
};
/* clang-format on */

struct msdx_store {
    msdx_sql *db;
    const msdx_sql_driver *sql;
    char where[1024]; /* for messages: without a password */
    msdx_sql_stmt *stmt[MSDX_N_STMT];
    char *coder, *model, *knowledge, *options, *licence, *attribution;
    int64_t run;    /* 0: not looked up, or not there yet */
    bool ended;     /* in this transaction something was superseded */
    msdx_buf body;  /* a claim's JSON as it is put */
    msdx_buf words; /* folded words */
};

/* The statement of that number, ready to start. */
MSD_MUST_CHECK msd_status msdx_store_stmt(msdx_store *store, int which, msdx_sql_stmt **out, msd_error *err);
extern const char *const msdx_store_sql_text[MSDX_N_STMT]; /* put.c; NULL: the dialect's */

/* A statement of one's own, prepared, run over all its rows, finished. */
typedef msd_status (*msdx_store_row)(void *ctx, msdx_sql_stmt *row, msd_error *err);
MSD_MUST_CHECK msd_status msdx_store_rows(msdx_store *store, const char *sql, const msdx_sql_arg *arg, size_t n,
                                          msdx_store_row each, void *ctx, msd_error *err);

/* The same of rows that are few: the store may be asked for other things meanwhile. */
MSD_MUST_CHECK msd_status msdx_store_few(msdx_store *store, const char *sql, const msdx_sql_arg *arg, size_t n,
                                         msdx_store_row each, void *ctx, msd_error *err);
/* The same without rows: *id (may be NULL) becomes the first one's first number, 0 without one. */
MSD_MUST_CHECK msd_status msdx_store_do(msdx_store *store, const char *sql, const msdx_sql_arg *arg, size_t n,
                                        int64_t *id, msd_error *err);

/* The same of claims (c) that pass a filter: `before` ends in a condition, `after` may order them. */
MSD_MUST_CHECK msd_status msdx_store_chosen(msdx_store *store, const msdx_filter *filter, const char *before,
                                            const char *after, msdx_store_row each, void *ctx, msd_error *err);

/* A row of the table of claims as its JSON line. */
MSD_MUST_CHECK msd_status msdx_store_claim_line(msdx_store *store, int64_t claim, msdx_store_line each, void *ctx,
                                                msd_error *err);

/* ---- put.c ---- */

/* The first claim of doc, a document that is there, as that place of it, by that run. */
MSD_MUST_CHECK msd_status msdx_store_put_claim(msdx_store *store, const msd_doc *doc, int64_t place, int64_t run,
                                               msd_error *err);
/* Number of the run set by msdx_store_set_run, added when it is not there. */
MSD_MUST_CHECK msd_status msdx_store_need_run(msdx_store *store, msd_error *err);

/* ---- review.c ---- */

/* What people said of this document's claims, after they were coded. */
MSD_MUST_CHECK msd_status msdx_review_apply(msdx_store *store, int64_t document, msd_error *err);

/* ---- story_review.c ---- */

/* Groups of claims (group[i]: the place of one of i's group, which is called by it) as people's merges and splits leave
 * them. uid: the claims' ids, each once. */
MSD_MUST_CHECK msd_status msdx_story_review(msdx_store *store, const char *const *uid, size_t n, uint32_t *group,
                                            msd_error *err);

/* Text of a column, "" for NULL, borrowed until the next step. */
msdx_str msdx_store_text(msdx_sql_stmt *row, int column);
void msdx_store_now(char out[24]); /* UTC, ISO 8601 */
#endif
