/* db_series.c: `masudi db series`: how many events a period, by dyad or place. */
#include <errno.h>
#include <unistd.h>

#include "cli/choose.h"
#include "cli/cmd_db.h"
#include "read/read.h"
#include "write/series.h"

struct run {
    msdx_series *series;
    msdx_lines *lines;
    bool every; /* status */
    uint64_t n, n_undated;
};

static msd_status take_line(void *ctx, msdx_str line, msd_error *err)
{
    struct run *r = ctx;
    msd_doc *doc;
    uint32_t n_claim;
    bool taken, dated = true;
    MSD_TRY(msdx_lines_add(r->lines, line, &taken, err));
    MSD_TRY(msdx_lines_take(r->lines, &doc, &n_claim, err));
    msd_status st = MSD_OK;
    if (r->every || doc->claim->status == MSD_ACTUAL) {
        st = msdx_series_add(r->series, doc, doc->claim, &dated, err);
        r->n++;
        r->n_undated += !dated;
    }
    msdx_doc_free(doc);
    return st;
}

/* MSDX_N_BY: none of these. */
static msdx_series_by by_of(const char *word)
{
    static const char *const by[MSDX_N_BY] = {"dyad", "place", "country", "event"};
    int i = 0;
    while (word && i < MSDX_N_BY && strcmp(by[i], word) != 0) i++;
    return (msdx_series_by)i;
}

static msd_status write_out(struct run *r, const msdx_cli_args *args, msd_error *err)
{
    const char *form = msdx_cli_get(args, "out"), *path = msdx_cli_get(args, "output");
    msdx_buf buf = MSDX_BUF_INIT(SIZE_MAX / 2);
    FILE *f = path ? fopen(path, "w") : stdout;
    if (!f) return msdx_err(err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    if (!form) form = !path && isatty(STDOUT_FILENO) ? "table" : "csv";
    if (strcmp(form, "table") == 0)
        msdx_series_table(r->series, &buf, msdx_cli_width(args));
    else if (strncmp(form, "json", 4) == 0)
        msdx_series_json(r->series, &buf, form[4] != 0);
    else
        msdx_series_csv(r->series, &buf);
    msd_status st = buf.failed ? msdx_err_nomem(err) : MSD_OK;
    if (st == MSD_OK && buf.n && fwrite(buf.p, 1, buf.n, f) != buf.n)
        st = msdx_err(err, MSD_EIO, 0, "the output: %s", strerror(errno));
    if (path && fclose(f) != 0 && st == MSD_OK) st = msdx_err(err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    msdx_buf_clear(&buf);
    return st;
}

static msd_status series(struct run *r, msdx_store *store, const msdx_filter *filter, const msdx_cli_args *args,
                         msd_error *err)
{
    const char *each = msdx_cli_get(args, "each");
    msdx_period period = !each || strcmp(each, "month") == 0 ? MSDX_MONTH
                         : strcmp(each, "week") == 0         ? MSDX_WEEK
                                                             : MSDX_DAY;
    MSD_TRY(msdx_series_new(&r->series, by_of(msdx_cli_get(args, "by")), period, err));
    MSD_TRY(msdx_lines_new(&r->lines, err));
    MSD_TRY(msdx_store_query(store, filter, 0, 0, take_line, r, err));
    return write_out(r, args, err);
}

int msdx_db_series(const msdx_cli_args *args)
{
    struct run r = {0};
    msdx_filter filter = {0};
    msdx_store *store = NULL;
    msd_error err = {0};
    const char *form = msdx_cli_get(args, "out");
    if (form && strcmp(form, "csv") != 0 && strncmp(form, "json", 4) != 0 && strcmp(form, "table") != 0)
        return msdx_cli_usage(args, "a series is csv, json or a table, not %.20s", form);
    if (by_of(msdx_cli_get(args, "by")) == MSDX_N_BY)
        return msdx_cli_usage(args, "a series is by dyad, place, country or event");
    msd_status st = msdx_cli_choose(&filter, args, &err);
    int rc = st == MSD_OK ? msdx_db_open(&store, args, MSDX_STORE_READ) : MSDX_EXIT_OK;
    filter.doc = msdx_cli_get(args, "document");
    r.every = msdx_cli_flag(args, "all-status") || filter.status;
    if (st == MSD_OK && rc == MSDX_EXIT_OK) st = series(&r, store, &filter, args, &err);
    if (st == MSD_OK && rc == MSDX_EXIT_OK && !msdx_cli_flag(args, "quiet"))
        fprintf(stderr, "masudi db: %llu claims, %llu of them without a day\n", (unsigned long long)r.n,
                (unsigned long long)r.n_undated);
    msdx_series_free(r.series);
    msdx_lines_free(r.lines);
    msdx_store_close(store);
    msdx_filter_clear(&filter);
    return st == MSD_OK ? rc : msdx_cli_fail(args, &err);
}
