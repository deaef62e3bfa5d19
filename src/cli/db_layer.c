/* db_layer.c: `masudi db import --in FORM` and `export --layer NAME`: rows of other data sets. */
#include <errno.h>
#include <sys/stat.h>

#include "base/map.h"
#include "cli/cmd_db.h"
#include "cli/unpack.h"
#include "store/layer.h"

struct counts {
    uint64_t n_row, n_refused, n_stray, n_file, n_known;
};

/* A head that the store cannot hold as text goes in as a row that says nothing. */
static msd_status put_head(msdx_layer *layer, msdx_layer_file *file, msdx_str head, msd_error *err)
{
    const msdx_layer_row none = {.stray = true};
    return file->head.n || !head.n ? MSD_OK : msdx_layer_put(layer, 0, head, &none, err);
}

static msd_status put_rows(msdx_layer *layer, msdx_layer_reader *reader, const msdx_layer_file *file,
                           struct counts *count, msd_error *err)
{
    int64_t n = 0;
    for (;;) {
        msdx_layer_item item;
        msd_error why = {0};
        msd_status st = msdx_layer_reader_next(reader, &item, &why);
        if (st == MSD_ENOMEM) return msdx_err_nomem(err);
        if (!item.raw.n) return MSD_OK;
        if (st == MSD_OK && memchr(item.raw.p, 0, item.raw.n)) st = msdx_err(&why, MSD_EFORMAT, 0, "a NUL byte");
        n = (int64_t)item.line > n ? (int64_t)item.line : n + 1;
        if (st == MSD_OK) MSD_TRY(msdx_layer_put(layer, n, item.raw, &item.row, err));
        count->n_row += st == MSD_OK && !item.row.stray;
        count->n_stray += st == MSD_OK && item.row.stray;
        count->n_refused += st != MSD_OK;
        if (st != MSD_OK) fprintf(stderr, "%s:%zu: %s\n", file->name, item.line, why.msg);
    }
}

static msd_status import_rows(msdx_store *store, msdx_layer_reader *reader, msdx_layer_file *file, struct counts *count,
                              msd_error *err)
{
    msdx_layer *l = NULL;
    bool known = false;
    msdx_str head = msdx_layer_reader_head(reader);
    if (msdx_utf8_check(head.p, head.n) == head.n && !memchr(head.p, 0, head.n)) file->head = head;
    msd_status st = msdx_layer_open(&l, store, file, &known, err);
    if (st == MSD_OK && l) st = put_head(l, file, head, err);
    if (st == MSD_OK && l) st = put_rows(l, reader, file, count, err);
    msdx_layer_close(l);
    count->n_file++;
    count->n_known += known;
    return st;
}

#define UNPACKED_MOST ((size_t)4 << 30)

static msd_status import_bytes(msdx_store *store, const msdx_cli_args *args, const char *path, msdx_str bytes,
                               struct counts *count, msd_error *err)
{
    msdx_layer_reader *reader;
    msd_error why = {0};
    const char *form = msdx_cli_get(args, "in"), *layer = msdx_cli_get(args, "layer");
    if (!form) form = msdx_layer_guess(bytes);
    if (!form) return msdx_err(err, MSD_EFORMAT, 0, "%s: none of %s", path, MSDX_LAYER_NAMES);
    msd_status st = msdx_layer_reader_new(&reader, form, bytes, &why);
    if (st != MSD_OK) return msdx_err(err, st, 0, "%.100s: %.100s", path, why.msg);
    msdx_layer_file file = {.layer = layer ? layer : form, .form = form, .name = path, .bytes = bytes};
    st = import_rows(store, reader, &file, count, err);
    msdx_layer_reader_free(reader);
    return st;
}

static msd_status import_file(msdx_store *store, const msdx_cli_args *args, const char *path, struct counts *count,
                              msd_error *err)
{
    msdx_map map;
    msdx_buf room = MSDX_BUF_INIT(UNPACKED_MOST);
    msdx_str bytes;
    msd_error why = {0};
    MSD_TRY(msdx_map_file(&map, path, err));
    msd_status st = msdx_cli_unpack((msdx_str){map.p ? map.p : "", map.n}, &room, &bytes, &why);
    if (st != MSD_OK)
        st = msdx_err(err, st, 0, "%.100s: %.100s", path, why.msg);
    else
        st = import_bytes(store, args, path, bytes, count, err);
    msdx_buf_clear(&room);
    msdx_map_close(&map);
    return st;
}

bool msdx_db_is_layer(const char *path)
{
    msdx_map map;
    msdx_buf room = MSDX_BUF_INIT(UNPACKED_MOST);
    msdx_str bytes;
    msd_error err;
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || msdx_map_file(&map, path, &err) != MSD_OK) return false;
    bool yes = msdx_cli_unpack((msdx_str){map.p ? map.p : "", map.n}, &room, &bytes, &err) == MSD_OK &&
               msdx_layer_guess(bytes) != NULL;
    msdx_buf_clear(&room);
    msdx_map_close(&map);
    return yes;
}

static void tell(const struct counts *c)
{
    fprintf(stderr, "masudi db: %llu files, %llu of them there already, %llu rows added, %llu refused",
            (unsigned long long)c->n_file, (unsigned long long)c->n_known, (unsigned long long)c->n_row,
            (unsigned long long)c->n_refused);
    if (c->n_stray) fprintf(stderr, ", %llu lines that are no rows", (unsigned long long)c->n_stray);
    fputc('\n', stderr);
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
    if (!msdx_cli_flag(args, "quiet")) tell(&count);
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
