/* store.h: documents and their claims, kept.
 *
 * A store is a database that holds every document once by its id, each text it
 * was given under that id as a revision, and each claim with the run (program,
 * model, knowledge) that made it. Nothing is deleted: what a later text or a
 * later run no longer says is marked superseded. The same document coded the
 * same way again changes nothing.
 *
 * Threads: a handle belongs to one thread at a time. Any number of handles,
 * in any number of programs, may be open on one store.
 *
 * Errors, all with one line that names the store: MSD_EIO (not there, locked,
 * read-only, full), MSD_EFORMAT (not a store, damaged), MSD_EUNSUPPORTED (made
 * by a newer program). */
#ifndef MSDX_STORE_H
#define MSDX_STORE_H
#include "doc/doc.h"
#include "write/write.h"

typedef struct msdx_store msdx_store;

enum { MSDX_STORE_READ = 0, MSDX_STORE_WRITE = 1, MSDX_STORE_CREATE = 3 };

/* `where`: a database file, or postgresql://... An older store is brought up to date first. *out is NULL on failure. */
MSD_MUST_CHECK msd_status msdx_store_open(msdx_store **out, const char *where, unsigned mode, msd_error *err);
void msdx_store_close(msdx_store *store); /* what is not committed is lost; NULL is fine */

/* ---- writing ---- */

/* Who codes: every row says which. Strings are copied; NULL is "". */
typedef struct msdx_store_run {
    const char *coder, *model, *knowledge, *options;
    const char *licence, *attribution; /* of the sources whose documents come now; NULL: not known */
} msdx_store_run;
MSD_MUST_CHECK msd_status msdx_store_set_run(msdx_store *store, const msdx_store_run *run, msd_error *err);

enum {
    MSDX_STORE_NO_TEXT = 1, /* keep no sentence and no title, of the text its hash alone */
    MSDX_STORE_PLAIN = 2,   /* it came as plain text: its title was found in it */
    MSDX_STORE_CLAIMS = 4   /* claims alone, without the document's text (import) */
};

typedef enum msdx_store_did {
    MSDX_STORE_SAME = 0, /* nothing to do */
    MSDX_STORE_NEW,
    MSDX_STORE_REVISED, /* another text under this id */
    MSDX_STORE_RECODED  /* the same text, other versions */
} msdx_store_did;

typedef struct msdx_store_change {
    msdx_store_did did;
    uint32_t n_added, n_superseded; /* claims */
} msdx_store_change;

/*
 * Between begin and commit, puts are one: all of them stay or none. After any
 * failure roll back; begin and the puts may then be tried again.
 */
MSD_MUST_CHECK msd_status msdx_store_begin(msdx_store *store, msd_error *err);
MSD_MUST_CHECK msd_status msdx_store_commit(msdx_store *store, msd_error *err);
void msdx_store_rollback(msdx_store *store);
/* The first n_claim claims of doc are stored; links may point at further ones. */
MSD_MUST_CHECK msd_status msdx_store_put(msdx_store *store, const msd_doc *doc, uint32_t n_claim, unsigned flags,
                                         msdx_store_change *change, msd_error *err);
/* Is this document here as it is, coded by this run's versions? */
MSD_MUST_CHECK msd_status msdx_store_knows(msdx_store *store, const msd_doc *doc, unsigned flags, bool *yes,
                                           msd_error *err);

/* ---- reading ---- */

enum { MSDX_STORE_SUPERSEDED = 1 /* also what no longer holds */ };

typedef msd_status (*msdx_store_line)(void *ctx, msdx_str line, msd_error *err);

/*
 * Claims that pass the filter, each as the JSON line that `code` wrote, in the
 * order in which their documents first came. At most `limit`; 0: all.
 */
MSD_MUST_CHECK msd_status msdx_store_query(msdx_store *store, const msdx_filter *filter, unsigned flags, uint64_t limit,
                                           msdx_store_line each, void *ctx, msd_error *err);

/* A stretch of the claims that pass and hold. */
typedef struct msdx_store_page {
    uint64_t limit;          /* the most it may have; not 0 */
    bool newest;             /* what was stored last comes first */
    int64_t document, place; /* it begins after this claim; document 0: at the beginning. Left at the last one given */
    uint64_t n;              /* given */
    bool more;               /* there are further ones */
} msdx_store_page;
MSD_MUST_CHECK msd_status msdx_store_query_page(msdx_store *store, const msdx_filter *filter, msdx_store_page *page,
                                                msdx_store_line each, void *ctx, msd_error *err);

/* A stored document, as `code` would be given it. */
typedef struct msdx_store_doc {
    msd_input in; /* in.text NULL: not kept */
    bool plain;
    const char *licence, *attribution;
    const char *model, *knowledge, *coder, *options; /* what its claims stand for */
    int64_t key;                                     /* documents come in the order of these */
} msdx_store_doc;
typedef msd_status (*msdx_store_each_doc)(void *ctx, const msdx_store_doc *doc, msd_error *err);
enum { MSDX_STORE_STALE = 1 /* only those with a text that the run set by msdx_store_set_run would code anew */ };
/* Documents as they are now, from the one past the key `after` on; at most `limit`, 0: all. */
MSD_MUST_CHECK msd_status msdx_store_documents(msdx_store *store, unsigned flags, int64_t after, uint64_t limit,
                                               msdx_store_each_doc each, void *ctx, msd_error *err);
/* The text of a document as it is now, at the end of `out`; nothing where it is not kept. */
MSD_MUST_CHECK msd_status msdx_store_body(msdx_store *store, const char *id, msdx_buf *out, msd_error *err);
/* The document of that name as it is now; *found false: there is none. */
MSD_MUST_CHECK msd_status msdx_store_document(msdx_store *store, const char *name, bool *found,
                                              msdx_store_each_doc each, void *ctx, msd_error *err);
/* How many documents another run coded: with their text, and without. */
MSD_MUST_CHECK msd_status msdx_store_count_stale(msdx_store *store, uint64_t *n, uint64_t *n_no_text, msd_error *err);

/* A result of a reader's own SQL. kind: as in sql.h. */
typedef struct msdx_store_cell {
    enum { MSDX_CELL_NULL = 0, MSDX_CELL_INT, MSDX_CELL_REAL, MSDX_CELL_TEXT } kind;
    int64_t i;
    double d;
    msdx_str s; /* set for all kinds but NULL */
} msdx_store_cell;
typedef struct msdx_store_sql_out {
    void *ctx;
    msd_status (*head)(void *ctx, const char *const *name, size_t n, msd_error *err);
    msd_status (*row)(void *ctx, const msdx_store_cell *cell, size_t n, msd_error *err);
} msdx_store_sql_out;
/* One statement that only reads. Fails MSD_EUSAGE when it is none, or would write. */
MSD_MUST_CHECK msd_status msdx_store_sql(msdx_store *store, const char *sql, const msdx_store_sql_out *out,
                                         msd_error *err);

/* ---- what a page shows: JSON values into out ---- */

/* [{key, n}]: claims that pass by event, mode, status, quad, month, day, place, actor, recipient (countries), claimant,
 * attribution (kinds) or publisher; the most frequent first, months and days in their order. */
MSD_MUST_CHECK msd_status msdx_store_count(msdx_store *store, const msdx_filter *filter, const char *by, uint64_t limit,
                                           msdx_buf *out, msd_error *err);
/* GeoJSON features of the places of claims that pass, with how many there are of each quad class. */
MSD_MUST_CHECK msd_status msdx_store_places(msdx_store *store, const msdx_filter *filter, uint64_t limit, msdx_buf *out,
                                            msd_error *err);
/* [{actor, recipient, n, intensity, conflict}] of countries. */
MSD_MUST_CHECK msd_status msdx_store_pairs(msdx_store *store, const msdx_filter *filter, uint64_t limit, msdx_buf *out,
                                           msd_error *err);
/* How many claims there are, those that no longer hold counted in. */
MSD_MUST_CHECK msd_status msdx_store_size(msdx_store *store, uint64_t *n, msd_error *err);
/* A word that is another once anything in the store has changed. */
MSD_MUST_CHECK msd_status msdx_store_state(msdx_store *store, char out[96], msd_error *err);

/* ---- stories: claims of one occurrence (doc/stories.md) ---- */

typedef struct msdx_store_stories {
    bool current; /* nothing had changed since they were last made: nothing was done */
    uint64_t n_story, n_claim, n_document, n_copy, n_change; /* n_story: also those of one claim */
} msdx_store_stories;
/* Make the stories of all claims that hold, or find that they are current. In a transaction of its own. */
MSD_MUST_CHECK msd_status msdx_store_make_stories(msdx_store *store, msdx_store_stories *did, msd_error *err);
/* Are they? */
MSD_MUST_CHECK msd_status msdx_store_stories_current(msdx_store *store, bool *yes, msd_error *err);
/* Stories with a claim that passes, each as a line, those of most documents first; `least` documents or more. */
MSD_MUST_CHECK msd_status msdx_store_list_stories(msdx_store *store, const msdx_filter *filter, uint64_t least,
                                                  uint64_t limit, bool json, msdx_buf *out, msd_error *err);
/* One story: what became of it, how its accounts differ, and the accounts. Fails MSD_EUSAGE when there never was one. */
MSD_MUST_CHECK msd_status msdx_store_story(msdx_store *store, const char *id, bool json, msdx_buf *out, msd_error *err);

/* ---- looking after it ---- */

/* Counts, versions, sources, as JSON (json) or lines for people. */
MSD_MUST_CHECK msd_status msdx_store_stats(msdx_store *store, bool json, msdx_buf *out, msd_error *err);
/* One line for each fault; none: sound. */
MSD_MUST_CHECK msd_status msdx_store_check(msdx_store *store, msdx_buf *report, size_t *n_fault, msd_error *err);
/* What became of a document or a claim, by id, as JSON lines. Fails MSD_EUSAGE when there is none. */
MSD_MUST_CHECK msd_status msdx_store_history(msdx_store *store, const char *id, msdx_buf *out, msd_error *err);
/* One line a source: who it is, how many documents, licence, attribution. */
MSD_MUST_CHECK msd_status msdx_store_sources(msdx_store *store, msdx_buf *out, msd_error *err);

/* ---- JSON lines back into documents ---- */

/*
 * Claims of one document out of their JSON lines: a msd_doc that every writer takes,
 * without text but for the sentences. Lines of another document are refused (false in *taken).
 */
typedef struct msdx_lines msdx_lines;
MSD_MUST_CHECK msd_status msdx_lines_new(msdx_lines **out, msd_error *err);
void msdx_lines_free(msdx_lines *lines);
MSD_MUST_CHECK msd_status msdx_lines_add(msdx_lines *lines, msdx_str line, bool *taken, msd_error *err);
/* What was added, and how many of its claims are whole (the rest are link targets with an id alone); then empty.
 * To be freed with msdx_doc_free. NULL when nothing was added. */
MSD_MUST_CHECK msd_status msdx_lines_take(msdx_lines *lines, msd_doc **doc, uint32_t *n_claim, msd_error *err);
#endif
