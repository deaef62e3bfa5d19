/* db_review.c: `masudi db review`: say of a claim what a reader finds, or print what was said. */
#include <stdlib.h>

#include "cli/cmd_db.h"
#include "store/review.h"

enum { WITH_MOST = 1000 };

static msd_status print_line(void *ctx, msdx_str line, msd_error *err)
{
    (void)ctx;
    if (fwrite(line.p, 1, line.n, stdout) == line.n) return MSD_OK;
    return msdx_err(err, MSD_EIO, 0, "standard output: cannot be written");
}

static int list(const msdx_cli_args *args)
{
    msdx_store *store;
    msd_error err = {0};
    int rc = msdx_db_open(&store, args, MSDX_STORE_READ);
    if (rc != MSDX_EXIT_OK) return rc;
    msd_status st = msdx_review_list(store, 0, msdx_cli_number(args, "limit", 0), print_line, NULL, &err);
    msdx_store_close(store);
    return st == MSD_OK ? MSDX_EXIT_OK : msdx_cli_fail(args, &err);
}

static bool kind_of(const char *word, msdx_review_kind *kind)
{
    for (int i = 0; i < MSDX_N_REVIEW_KIND; i++) {
        *kind = (msdx_review_kind)i;
        if (strcmp(word, msdx_review_kind_name(*kind)) == 0) return true;
    }
    return false;
}

static const char *reviewer(const msdx_cli_args *args)
{
    const char *who = msdx_cli_get(args, "who");
    if (!who) who = getenv("LOGNAME");
    return who ? who : getenv("USER");
}

static msd_status add(const msdx_cli_args *args, const msdx_review *review, int64_t *id, msd_error *err)
{
    char path[4096];
    msdx_know *know;
    msdx_store *store;
    MSD_TRY(msdx_cli_find_knowledge(NULL, path, err));
    MSD_TRY(msdx_know_open(&know, path, err));
    msd_status st = msdx_store_open(&store, msdx_cli_get(args, "store"), MSDX_STORE_WRITE, err);
    if (st == MSD_OK) st = msdx_review_add(store, know, review, id, err);
    msdx_store_close(store);
    msdx_know_close(know);
    return st;
}

int msdx_db_review(const msdx_cli_args *args, const char *const *word, size_t n)
{
    msd_error err = {0};
    int64_t id;
    msdx_review r = {.who = reviewer(args), .note = msdx_cli_get(args, "note")};
    const char *change = msdx_cli_get(args, "change");
    if (n == 0) return list(args);
    if (!kind_of(word[0], &r.kind)) return msdx_cli_usage(args, "review: reject, correct, restore, merge or split");
    if (n == 1) return msdx_cli_usage(args, "review %s takes the id of a claim", word[0]);
    bool several = r.kind == MSDX_REVIEW_MERGE || r.kind == MSDX_REVIEW_SPLIT;
    if (n > 2 && !several) return msdx_cli_usage(args, "review %s takes the id of one claim", word[0]);
    if (n - 2 > WITH_MOST) return msdx_cli_usage(args, "over %d claims", WITH_MOST);
    if ((r.kind == MSDX_REVIEW_CORRECT) != (change != NULL))
        return msdx_cli_usage(args, "review correct, and it alone, takes --change '{\"status\": \"denied\"}'");
    if (!msdx_cli_get(args, "store")) return msdx_cli_usage(args, "which store? give --store FILE");
    r.claim = word[1];
    r.with = word + 2;
    r.n_with = n - 2;
    if (change) r.change = msdx_str_of(change);
    msd_status st = add(args, &r, &id, &err);
    if (st == MSD_OK) printf("%lld\n", (long long)id);
    return st == MSD_OK       ? MSDX_EXIT_OK
           : st == MSD_EUSAGE ? (msdx_cli_fail(args, &err), MSDX_EXIT_REFUSED)
                              : msdx_cli_fail(args, &err);
}
