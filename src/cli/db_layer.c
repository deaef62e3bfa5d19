/* db_layer.c: `masudi db import --in FORM` and `export --layer NAME`: rows of other data sets. */
#include <errno.h>
#include <sys/stat.h>

#include "base/map.h"
#include "cli/cmd_db.h"
#include "store/layer.h"

struct counts {
    uint64_t n_row, n_refused, n_file, n_known;
};

/* The line at `from`, with its end. */
static msdx_str line_at(msdx_str bytes, size_t from)
{
    const char *end = memchr(bytes.p + from, '\n', bytes.n - from);
    return (msdx_str){bytes.p + from, end ? (size_t)(end - bytes.p) + 1 - from : bytes.n - from};
}

static msdx_str without_end(msdx_str line)
{
    while (line.n && (line.p[line.n - 1] == '\n' || line.p[line.n - 1] == '\r')) line.n--;
    return line;
}

static msd_status put_rows(msdx_layer *layer, const msdx_layer_file *file, struct counts *count, msd_error *err)
{
    msdx_str line;
    int64_t n = file->head.n ? 2 : 1;
    for (size_t at = file->head.n; at < file->bytes.n; at += line.n, n++) {
        msdx_layer_row row;
        msd_error why = {0};
        line = line_at(file->bytes, at);
        msd_status st = memchr(line.p, 0, line.n) ? msdx_err(&why, MSD_EFORMAT, 0, "a NUL byte")
                                                  : msdx_layer_read(file->form, without_end(line), &row, &why);
        if (st == MSD_OK) MSD_TRY(msdx_layer_put(layer, n, line, &row, err));
        count->n_row += st == MSD_OK;
        count->n_refused += st != MSD_OK;
        if (st != MSD_OK) fprintf(stderr, "%s:%lld: %s\n", file->name, (long long)n, why.msg);
    }
    return MSD_OK;
}

static msd_status import_file(msdx_store *store, const msdx_cli_args *args, const char *path, struct counts *count,
                              msd_error *err)
{
    msdx_map map;
    msdx_layer *l = NULL;
    bool known = false;
    const char *form = msdx_cli_get(args, "in"), *layer = msdx_cli_get(args, "layer");
    MSD_TRY(msdx_map_file(&map, path, err));
    msdx_layer_file file = {.name = path, .bytes = {map.p ? map.p : "", map.n}};
    msdx_str first = line_at(file.bytes, 0);
    if (!form) form = msdx_layer_guess(without_end(first));
    msd_status st = form ? MSD_OK : msdx_err(err, MSD_EFORMAT, 0, "%s: none of %s", path, MSDX_LAYER_NAMES);
    file.form = form;
    file.layer = layer ? layer : form;
    if (form && msdx_layer_head(form, without_end(first))) file.head = first;
    if (st == MSD_OK) st = msdx_layer_open(&l, store, &file, &known, err);
    if (st == MSD_OK && l) st = put_rows(l, &file, count, err);
    msdx_layer_close(l);
    msdx_map_close(&map);
    count->n_file++;
    count->n_known += known;
    return st;
}

bool msdx_db_is_layer(const char *path)
{
    msdx_map map;
    msd_error err;
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || msdx_map_file(&map, path, &err) != MSD_OK) return false;
    msdx_str bytes = {map.p ? map.p : "", map.n};
    bool yes = msdx_layer_guess(without_end(line_at(bytes, 0))) != NULL;
    msdx_map_close(&map);
    return yes;
}

int msdx_db_import_layer(const msdx_cli_args *args, const char *const *file, size_t n_file)
{
    const char *where = msdx_cli_get(args, "store");
    struct counts count = {0};
    msdx_store *store = NULL;
    msd_error err = {0};
    if (!where) return msdx_cli_usage(args, "which store? give --store FILE");
    if (n_file == 0) return msdx_cli_usage(args, "import takes files");
    msd_status st = msdx_store_open(&store, where, MSDX_STORE_CREATE, &err);
    if (st == MSD_OK) st = msdx_store_begin(store, &err);
    for (size_t i = 0; st == MSD_OK && i < n_file; i++) st = import_file(store, args, file[i], &count, &err);
    if (st == MSD_OK) st = msdx_store_commit(store, &err);
    if (st != MSD_OK && store) msdx_store_rollback(store);
    msdx_store_close(store);
    if (st != MSD_OK) return msdx_cli_fail(args, &err);
    if (!msdx_cli_flag(args, "quiet"))
        fprintf(stderr, "masudi db: %llu files, %llu of them there already, %llu rows added, %llu refused\n",
                (unsigned long long)count.n_file, (unsigned long long)count.n_known, (unsigned long long)count.n_row,
                (unsigned long long)count.n_refused);
    return count.n_refused ? MSDX_EXIT_REFUSED : MSDX_EXIT_OK;
}

static msd_status put_line(void *ctx, msdx_str line, msd_error *err)
{
    if (fwrite(line.p, 1, line.n, ctx) == line.n) return MSD_OK;
    return msdx_err(err, MSD_EIO, 0, "the output: %s", strerror(errno));
}

int msdx_db_export_layer(const msdx_cli_args *args, msdx_store *store)
{
    const char *path = msdx_cli_get(args, "output"), *layer = msdx_cli_get(args, "layer");
    msd_error err = {0};
    FILE *f = path ? fopen(path, "wb") : stdout;
    msd_status st = f ? msdx_layer_lines(store, layer, msdx_cli_get(args, "out"), put_line, f, &err)
                      : msdx_err(&err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    if (f && path && fclose(f) != 0 && st == MSD_OK) st = msdx_err(&err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    return st == MSD_OK ? MSDX_EXIT_OK : msdx_cli_fail(args, &err);
}
