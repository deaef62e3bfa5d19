#include "cli/keep.h"

#include <dirent.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "api/api.h"
#include "base/hash.h"
#include "base/map.h"
#include "read/read.h"

enum { PENDING_MOST = 512, COMMIT_MS = 500, DEPTH_MOST = 8 };

struct msdx_keep {
    msdx_store *writer, *reader; /* reader: for knows, under the lock */
    pthread_mutex_t lock;
    unsigned flags;
    size_t burst, n;
    struct {
        msd_doc *doc;
        unsigned flags;
    } pending[PENDING_MOST];
    struct timespec committed;
    msdx_keep_counts count;
};

/* ---- a folder's content as one number ---- */

static msd_status hash_file(const char *path, char hex[33], msd_error *err)
{
    msdx_map map;
    MSD_TRY(msdx_map_file(&map, path, err));
    msdx_hash_hex(map.p, map.n, hex);
    msdx_map_close(&map);
    return MSD_OK;
}

static int visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static msd_status hash_tree(msdx_buf *sum, const char *path, int depth, msd_error *err)
{
    struct stat st;
    struct dirent **list;
    char hex[33] = "", sub[4096];
    if (stat(path, &st) != 0 || depth > DEPTH_MOST) return MSD_OK;
    if (!S_ISDIR(st.st_mode)) {
        if (st.st_size > 0) MSD_TRY(hash_file(path, hex, err));
        msdx_buf_addf(sum, "%s\n", hex);
        return MSD_OK;
    }
    int n = scandir(path, &list, visible, alphasort);
    msd_status rc = MSD_OK;
    for (int i = 0; i < n; i++) {
        snprintf(sub, sizeof sub, "%s/%s", path, list[i]->d_name);
        msdx_buf_addf(sum, "%s ", list[i]->d_name);
        if (rc == MSD_OK) rc = hash_tree(sum, sub, depth + 1, err);
        free(list[i]);
    }
    if (n >= 0) free(list);
    return rc;
}

/* What beside model and knowledge bears on the claims, as words. */
static msd_status name_options(msdx_buf *out, const msdx_cli_args *args, msd_error *err)
{
    const char *dictionaries = msdx_cli_has(args, "dictionaries") ? msdx_cli_get(args, "dictionaries") : NULL,
               *calibration = msdx_cli_has(args, "calibration") ? msdx_cli_get(args, "calibration") : NULL;
    msdx_buf sum = MSDX_BUF_INIT((size_t)1 << 24);
    msdx_map map;
    char hex[33];
    if (msdx_cli_has(args, "exact") && msdx_cli_flag(args, "exact")) msdx_buf_adds(out, "exact");
    if (calibration) {
        MSD_TRY(msdx_map_file(&map, calibration, err));
        msdx_hash_hex(map.p ? map.p : "", map.n, hex);
        msdx_map_close(&map);
        msdx_buf_addf(out, "%scalibration %s", out->n ? " " : "", hex);
    }
    if (!dictionaries) return MSD_OK;
    msd_status st = hash_tree(&sum, dictionaries, 0, err);
    msdx_hash_hex(sum.p ? sum.p : "", sum.n, hex);
    msdx_buf_clear(&sum);
    msdx_buf_addf(out, "%sdictionaries %s", out->n ? " " : "", hex);
    return st;
}

msd_status msdx_keep_set_run_of(msdx_store *store, const msdx_cli_args *args, const msd_engine *engine,
                                const char *licence, const char *credit, msd_error *err)
{
    char model[128], knowledge[32];
    msdx_buf options = MSDX_BUF_INIT(4096);
    msdx_api_versions(engine, model, knowledge);
    msdx_store_run run = {.coder = "masudi " MSD_VERSION, .model = model, .knowledge = knowledge};
    run.licence = licence;
    run.attribution = credit;
    msd_status st = name_options(&options, args, err);
    run.options = msdx_buf_cstr(&options);
    if (st == MSD_OK) st = msdx_store_set_run(store, &run, err);
    msdx_buf_clear(&options);
    return st;
}

msd_status msdx_keep_set_run(msdx_store *store, const msdx_cli_args *args, const msd_engine *engine, msd_error *err)
{
    return msdx_keep_set_run_of(store, args, engine, msdx_cli_get(args, "licence"), msdx_cli_get(args, "credit"), err);
}

/* ---- opening ---- */

static msd_status open_stores(msdx_keep *k, const msdx_cli_args *args, const msd_engine *engine, msd_error *err)
{
    const char *where = msdx_cli_get(args, "store");
    MSD_TRY(msdx_store_open(&k->writer, where, MSDX_STORE_CREATE, err));
    MSD_TRY(msdx_keep_set_run(k->writer, args, engine, err));
    MSD_TRY(msdx_store_open(&k->reader, where, MSDX_STORE_READ, err));
    return msdx_keep_set_run(k->reader, args, engine, err);
}

msd_status msdx_keep_open(msdx_keep **out, const msdx_cli_args *args, const msd_engine *engine, size_t burst,
                          msd_error *err)
{
    *out = NULL;
    if (!msdx_cli_get(args, "store")) return MSD_OK;
    msdx_keep *k = msdx_calloc(1, sizeof *k);
    if (!k) return msdx_err_nomem(err);
    pthread_mutex_init(&k->lock, NULL);
    k->burst = burst < PENDING_MOST ? burst : PENDING_MOST;
    k->flags = msdx_cli_flag(args, "no-text") ? MSDX_STORE_NO_TEXT : 0;
    clock_gettime(CLOCK_MONOTONIC, &k->committed);
    msd_status st = open_stores(k, args, engine, err);
    if (st != MSD_OK) {
        msdx_keep_close(k);
        return st;
    }
    *out = k;
    return MSD_OK;
}

static void drop(msdx_keep *k)
{
    for (size_t i = 0; i < k->n; i++) msdx_doc_free(k->pending[i].doc);
    k->n = 0;
}

void msdx_keep_close(msdx_keep *keep)
{
    if (!keep) return;
    drop(keep);
    msdx_store_close(keep->reader);
    msdx_store_close(keep->writer);
    pthread_mutex_destroy(&keep->lock);
    msdx_free(keep);
}

/* ---- documents ---- */

msd_status msdx_keep_knows(msdx_keep *keep, const msd_doc *doc, bool *yes, msd_error *err)
{
    pthread_mutex_lock(&keep->lock);
    msd_status st = msdx_store_knows(keep->reader, doc, keep->flags, yes, err);
    pthread_mutex_unlock(&keep->lock);
    return st;
}

void msdx_keep_count_known(msdx_keep *keep)
{
    keep->count.n_same++;
}

msd_status msdx_keep_add(msdx_keep *keep, msd_doc *doc, bool plain, bool *due, msd_error *err)
{
    struct timespec now;
    if (keep->n == PENDING_MOST) MSD_TRY(msdx_keep_commit(keep, err));
    keep->pending[keep->n].doc = doc;
    keep->pending[keep->n++].flags = keep->flags | (plain ? MSDX_STORE_PLAIN : 0);
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t ms =
        (int64_t)(now.tv_sec - keep->committed.tv_sec) * 1000 + (now.tv_nsec - keep->committed.tv_nsec) / 1000000;
    *due = keep->n >= keep->burst || ms >= COMMIT_MS;
    return MSD_OK;
}

static void add_change(msdx_keep_counts *c, const msdx_store_change *change)
{
    c->n_new += change->did == MSDX_STORE_NEW;
    c->n_revised += change->did == MSDX_STORE_REVISED;
    c->n_recoded += change->did == MSDX_STORE_RECODED;
    c->n_same += change->did == MSDX_STORE_SAME;
    c->n_added += change->n_added;
    c->n_superseded += change->n_superseded;
}

static msd_status put_all(msdx_keep *k, msdx_keep_counts *count, msd_error *err)
{
    MSD_TRY(msdx_store_begin(k->writer, err));
    for (size_t i = 0; i < k->n; i++) {
        msdx_store_change change;
        const msd_doc *doc = k->pending[i].doc;
        MSD_TRY(msdx_store_put(k->writer, doc, doc->n_claim, k->pending[i].flags, &change, err));
        add_change(count, &change);
    }
    return msdx_store_commit(k->writer, err);
}

msd_status msdx_keep_commit(msdx_keep *keep, msd_error *err)
{
    msdx_keep_counts count = keep->count;
    if (keep->n == 0) return MSD_OK;
    msd_status st = put_all(keep, &count, err);
    if (st != MSD_OK) {
        msdx_store_rollback(keep->writer);
        return st;
    }
    keep->count = count;
    drop(keep);
    clock_gettime(CLOCK_MONOTONIC, &keep->committed);
    return MSD_OK;
}

const msdx_keep_counts *msdx_keep_count(const msdx_keep *keep)
{
    return &keep->count;
}
