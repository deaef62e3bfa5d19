/* db_sample.c: `masudi db sample`: claims drawn at random, as a sheet to be marked. */
#include <errno.h>
#include <stdint.h>

#include "cli/choose.h"
#include "cli/cmd_db.h"
#include "store/sample.h"

enum { SIZE_DEFAULT = 200 };

struct sheet {
    msdx_buf drawn_by, out;
    uint64_t n, n_of;
};

static msd_status put_claim(void *ctx, const msdx_drawn *d, msd_error *err)
{
    struct sheet *s = ctx;
    const msdx_sheet_row row = {
        .stratum = d->stratum, .n_stratum = d->n_stratum, .text = d->text, .drawn_by = msdx_buf_cstr(&s->drawn_by)};
    msdx_sheet_put(&s->out, d->doc, d->doc->claim, &row);
    s->n++;
    return s->out.failed ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status write_sheet(struct sheet *s, const char *path, msd_error *err)
{
    FILE *f = path ? fopen(path, "wx") : stdout;
    if (!f && errno == EEXIST) return msdx_err(err, MSD_EUSAGE, 0, "%s is there already: a sheet may hold marks", path);
    if (!f) return msdx_err(err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    bool good = fwrite(s->out.p, 1, s->out.n, f) == s->out.n;
    if (path ? fclose(f) != 0 : fflush(f) != 0) good = false;
    return good ? MSD_OK : msdx_err(err, MSD_EIO, 0, "%s: %s", path ? path : "the output", strerror(errno));
}

static msd_status draw(const msdx_cli_args *args, msdx_store *store, const msdx_filter *filter, const msdx_sample *how,
                       struct sheet *s, msd_error *err)
{
    MSD_TRY(msdx_db_made_by(args, store, &s->drawn_by, err));
    msdx_sheet_head(&s->out);
    MSD_TRY(msdx_store_sample(store, filter, how, put_claim, s, &s->n_of, err));
    MSD_TRY(write_sheet(s, msdx_cli_get(args, "output"), err));
    if (!msdx_cli_flag(args, "quiet"))
        fprintf(stderr, "masudi db: %llu of %llu claims drawn with seed %llu\n", (unsigned long long)s->n,
                (unsigned long long)s->n_of, (unsigned long long)how->seed);
    return MSD_OK;
}

int msdx_db_sample(const msdx_cli_args *args)
{
    const char *form = msdx_cli_get(args, "out");
    const msdx_sample how = {.by = msdx_cli_get(args, "by"),
                             .seed = msdx_cli_number(args, "seed", 1),
                             .size = msdx_cli_number(args, "size", SIZE_DEFAULT)};
    struct sheet s = {.drawn_by = MSDX_BUF_INIT(1 << 20), .out = MSDX_BUF_INIT(SIZE_MAX / 2)};
    msdx_store *store = NULL;
    msdx_filter filter = {0};
    msd_error err = {0};
    if (form && strcmp(form, "csv") != 0) return msdx_cli_usage(args, "a sheet is csv, not %.20s", form);
    msd_status st = msdx_cli_choose(&filter, args, &err);
    int rc = st == MSD_OK ? msdx_db_open(&store, args, MSDX_STORE_READ) : MSDX_EXIT_OK;
    filter.doc = msdx_cli_get(args, "document");
    if (st == MSD_OK && rc == MSDX_EXIT_OK) st = draw(args, store, &filter, &how, &s, &err);
    msdx_buf_clear(&s.drawn_by);
    msdx_buf_clear(&s.out);
    msdx_store_close(store);
    msdx_filter_clear(&filter);
    return st == MSD_OK ? rc : msdx_cli_fail(args, &err);
}
