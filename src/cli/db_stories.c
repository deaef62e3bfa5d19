/* db_stories.c: `masudi db stories`: make the stories if they are not current, list them, or tell one. */
#include <errno.h>
#include <unistd.h>

#include "cli/choose.h"
#include "cli/cmd_db.h"

static bool as_json(const msdx_cli_args *args)
{
    const char *form = msdx_cli_get(args, "out");
    return form ? strncmp(form, "json", 4) == 0 : msdx_cli_get(args, "output") || !isatty(STDOUT_FILENO);
}

/* A store that cannot be written is told as it is. */
static msd_status make(const msdx_cli_args *args, msd_error *err)
{
    msdx_store *store;
    msdx_store_stories did = {.current = true};
    const char *where = msdx_cli_get(args, "store");
    bool current = false;
    MSD_TRY(msdx_store_open(&store, where, MSDX_STORE_READ, err));
    msd_status st = msdx_store_stories_current(store, &current, err);
    msdx_store_close(store);
    if (st != MSD_OK || current) return st;
    MSD_TRY(msdx_store_open(&store, where, MSDX_STORE_WRITE, err));
    st = msdx_store_make_stories(store, &did, err);
    msdx_store_close(store);
    if (st == MSD_OK && !did.current && !msdx_cli_flag(args, "quiet"))
        fprintf(stderr, "masudi db: %llu claims of %llu documents (%llu copies) are %llu stories; %llu changed\n",
                (unsigned long long)did.n_claim, (unsigned long long)did.n_document, (unsigned long long)did.n_copy,
                (unsigned long long)did.n_story, (unsigned long long)did.n_change);
    return st;
}

static msd_status tell(const msdx_cli_args *args, const char *id, const msdx_filter *filter, msdx_buf *out,
                       msd_error *err)
{
    msdx_store *store;
    MSD_TRY(make(args, err));
    MSD_TRY(msdx_store_open(&store, msdx_cli_get(args, "store"), MSDX_STORE_READ, err));
    msd_status st = id ? msdx_store_story(store, id, as_json(args), out, err)
                       : msdx_store_list_stories(store, filter, msdx_cli_number(args, "least", 1),
                                                 msdx_cli_number(args, "limit", 0), as_json(args), out, err);
    msdx_store_close(store);
    return st;
}

static msd_status put_out(const msdx_cli_args *args, const msdx_buf *out, msd_error *err)
{
    const char *path = msdx_cli_get(args, "output");
    FILE *f = path ? fopen(path, "w") : stdout;
    bool ok = f && fwrite(out->p, 1, out->n, f) == out->n;
    if (f && path && fclose(f) != 0) ok = false;
    return ok ? MSD_OK : msdx_err(err, MSD_EIO, 0, "%s: %s", path ? path : "the output", strerror(errno));
}

int msdx_db_stories(const msdx_cli_args *args, const char *const *id, size_t n)
{
    msdx_filter filter = {0};
    msd_error err = {0};
    msdx_buf out = MSDX_BUF_INIT((size_t)1 << 31);
    if (!msdx_cli_get(args, "store")) return msdx_cli_usage(args, "which store? give --store FILE");
    if (n > 1) return msdx_cli_usage(args, "stories takes the id of one story, or none");
    const char *form = msdx_cli_get(args, "out");
    if (form && strcmp(form, "csv") == 0) return msdx_cli_usage(args, "stories come as table or jsonl");
    msd_status st = msdx_cli_choose(&filter, args, &err);
    if (st == MSD_OK) st = tell(args, n ? id[0] : NULL, &filter, &out, &err);
    if (st == MSD_OK && out.n) st = put_out(args, &out, &err);
    msdx_buf_clear(&out);
    msdx_filter_clear(&filter);
    if (st == MSD_OK) return MSDX_EXIT_OK;
    int rc = msdx_cli_fail(args, &err);
    return st == MSD_EUSAGE && n ? MSDX_EXIT_REFUSED : rc;
}
