/* layer.c: rows of other event data sets beside the claims, each as its line was, so that what
 * was imported comes out again byte for byte. A line that is no UTF-8 is kept as if it were
 * Latin-1, which every byte is, and turned back. */
#include "store/layer.h"

#include <stdio.h>

#include "store/store_impl.h"

struct msdx_layer {
    msdx_store *store;
    msdx_sql_stmt *add;
    int64_t file;
    msdx_buf text;
};

/* hash: of the file's bytes */
static msd_status open_known(msdx_layer **out, msdx_store *store, const msdx_layer_file *file, const char *hash,
                             bool *known, msd_error *err)
{
    int64_t id = 0;
    *out = NULL;
    const msdx_sql_arg arg[] = {msdx_sql_str(msdx_str_of(file->layer)), msdx_sql_str(msdx_str_of(file->form)),
                                msdx_sql_str(msdx_str_of(hash)), msdx_sql_str(msdx_str_of(file->name)),
                                msdx_sql_str((msdx_str){file->head.p ? file->head.p : "", file->head.n})};
    const msdx_sql_arg key[] = {arg[0], arg[2]};
    static const char find[] = "SELECT id FROM layer_file WHERE layer = ?1 AND hash = ?2";
    MSD_TRY(msdx_store_do(store, find, key, 2, &id, err));
    *known = id != 0;
    if (*known) return MSD_OK;
    MSD_TRY(msdx_store_do(store, "INSERT INTO layer_file (layer, form, hash, name, head) VALUES (?1, ?2, ?3, ?4, ?5)",
                          arg, 5, NULL, err));
    MSD_TRY(msdx_store_do(store, find, key, 2, &id, err));
    msdx_layer *l = msdx_calloc(1, sizeof *l);
    if (!l) return msdx_err_nomem(err);
    *l = (msdx_layer){.store = store, .file = id, .text = MSDX_BUF_INIT((size_t)1 << 28)};
    msd_status st = store->sql->prepare(store->db,
                                        "INSERT INTO layer_row (file, n, number, day, actor, recipient, cameo, "
                                        "goldstein, country, place, latitude, longitude, url, latin, body) VALUES (?1, "
                                        "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                                        false, &l->add, err);
    if (st != MSD_OK) {
        msdx_layer_close(l);
        return st;
    }
    *out = l;
    return MSD_OK;
}

msd_status msdx_layer_open(msdx_layer **out, msdx_store *store, const msdx_layer_file *file, bool *known,
                           msd_error *err)
{
    char hash[33];
    msdx_hash_hex(file->bytes.p, file->bytes.n, hash);
    return open_known(out, store, file, hash, known, err);
}

void msdx_layer_close(msdx_layer *layer)
{
    if (!layer) return;
    if (layer->add) layer->store->sql->finish(layer->add);
    msdx_buf_clear(&layer->text);
    msdx_free(layer);
}

/* Each byte as the code point of its number. */
static msdx_str as_latin(msdx_buf *to, msdx_str s)
{
    char out[4];
    msdx_buf_reset(to);
    for (size_t i = 0; i < s.n; i++) msdx_buf_add(to, out, msdx_utf8_put((unsigned char)s.p[i], out));
    return (msdx_str){to->p, to->n};
}

/* A field of a line; none where it is empty, or not UTF-8. */
static msdx_sql_arg field(msdx_str s)
{
    bool good = s.n && msdx_utf8_check(s.p, s.n) == s.n;
    return msdx_sql_str((msdx_str){good ? s.p : NULL, good ? s.n : 0});
}

static msdx_sql_arg real(bool has, double d)
{
    return has ? msdx_sql_real(d) : msdx_sql_str((msdx_str){NULL, 0});
}

msd_status msdx_layer_put(msdx_layer *layer, int64_t n, msdx_str line, const msdx_layer_row *r, msd_error *err)
{
    bool row, latin = msdx_utf8_check(line.p, line.n) != line.n;
    msdx_str body = latin ? as_latin(&layer->text, line) : line;
    if (layer->text.failed) return msdx_err_nomem(err);
    const msdx_sql_arg arg[] = {msdx_sql_int(layer->file),
                                msdx_sql_int(n),
                                field(r->number),
                                field(msdx_str_of(r->day)),
                                field(r->actor),
                                field(r->recipient),
                                field(r->code),
                                real(r->has_goldstein, r->goldstein),
                                field(r->country),
                                field(r->place),
                                real(r->has_point, r->latitude),
                                real(r->has_point, r->longitude),
                                field(r->address),
                                msdx_sql_int(latin),
                                msdx_sql_str(body)};
    msd_status st = msdx_sql_first(layer->add, arg, sizeof arg / sizeof *arg, &row, err);
    layer->store->sql->stop(layer->add);
    return st;
}

/* ---- out again ---- */

struct export
{
    msdx_store_line each;
    void *ctx;
    int64_t file;  /* 0: none yet */
    char head[33]; /* the hash of the head that stands before what is written */
    bool open;     /* the last line has no end */
    msdx_buf text;
};

static void unlatin(msdx_buf *to, msdx_str s)
{
    for (size_t i = 0, used; i < s.n; i += used) msdx_buf_addc(to, (char)msdx_utf8_get(s.p + i, s.n - i, &used));
}

/* The head of the first file stands before all, that of another where it is another head. A file whose last line has
 * no end gets one where a further file follows. */
static void begin_file(struct export *x, msdx_str head)
{
    char hash[33];
    msdx_hash_hex(head.p ? head.p : "", head.n, hash);
    if (x->open) msdx_buf_addc(&x->text, '\n');
    if (strcmp(hash, x->head) != 0) msdx_buf_add(&x->text, head.p, head.n);
    memcpy(x->head, hash, sizeof hash);
}

static msd_status give_row(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct export *x = ctx;
    const msdx_sql_driver *sql = row->db->driver;
    int64_t file = sql->get_int(row, 0);
    msdx_str head = msdx_store_text(row, 3), body = msdx_store_text(row, 2);
    msdx_buf_reset(&x->text);
    if (file != x->file) begin_file(x, head);
    x->file = file;
    if (sql->get_int(row, 1))
        unlatin(&x->text, body);
    else
        msdx_buf_add(&x->text, body.p, body.n);
    if (x->text.failed) return msdx_err_nomem(err);
    if (x->text.n) x->open = x->text.p[x->text.n - 1] != '\n';
    return x->each(x->ctx, (msdx_str){x->text.p, x->text.n}, err);
}

msd_status msdx_layer_lines(msdx_store *store, const char *layer, const char *form, msdx_store_line each, void *ctx,
                            msd_error *err)
{
    struct export x = {.each = each, .ctx = ctx, .text = MSDX_BUF_INIT((size_t)1 << 28)};
    char sql[300];
    msdx_sql_arg arg[2];
    size_t n = 0;
    if (layer) arg[n++] = msdx_sql_str(msdx_str_of(layer));
    if (form) arg[n++] = msdx_sql_str(msdx_str_of(form));
    snprintf(
        sql, sizeof sql,
        "SELECT f.id, r.latin, r.body, f.head FROM layer_file f LEFT JOIN layer_row r ON r.file = f.id%s%s%s ORDER BY "
        "f.id, r.n",
        layer ? " WHERE f.layer = ?1" : "",
        !form   ? ""
        : layer ? " AND f.form = "
                : " WHERE f.form = ",
        !form   ? ""
        : layer ? "?2"
                : "?1");
    msd_status st = msdx_store_rows(store, sql, arg, n, give_row, &x, err);
    if (st == MSD_OK && !x.file)
        st = msdx_err(err, MSD_EUSAGE, 0, "there is no layer '%.60s'", layer ? layer : form ? form : "");
    msdx_buf_clear(&x.text);
    return st;
}

msd_status msdx_layer_alone(msdx_store *store, const char *form, bool *yes, msd_error *err)
{
    int64_t n = 0;
    const msdx_sql_arg arg[] = {msdx_sql_str(msdx_str_of(form))};
    MSD_TRY(msdx_store_do(store,
                          "SELECT count(*) FROM layer_file WHERE form = ?1 AND NOT EXISTS (SELECT 1 FROM document)",
                          arg, 1, &n, err));
    *yes = n != 0;
    return MSD_OK;
}

/* ---- from one store into another ---- */

enum { ROW_COLUMNS = 14 };

struct copy {
    msdx_store *to, *from;
    msdx_layer *layer; /* of the file at hand */
    uint64_t n_row;
};

static msdx_sql_arg same_value(msdx_sql_stmt *row, int column)
{
    const msdx_sql_driver *sql = row->db->driver;
    switch (sql->kind(row, column)) {
    case MSDX_SQL_INT: return msdx_sql_int(sql->get_int(row, column));
    case MSDX_SQL_REAL: return msdx_sql_real(sql->get_real(row, column));
    default: return msdx_sql_str(sql->get_text(row, column));
    }
}

static msd_status copy_row(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct copy *c = ctx;
    msdx_sql_arg arg[1 + ROW_COLUMNS] = {msdx_sql_int(c->layer->file)};
    bool more;
    for (int i = 0; i < ROW_COLUMNS; i++) arg[1 + i] = same_value(row, i);
    msd_status st = msdx_sql_first(c->layer->add, arg, 1 + ROW_COLUMNS, &more, err);
    c->to->sql->stop(c->layer->add);
    c->n_row++;
    return st;
}

static msd_status copy_file(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct copy *c = ctx;
    msdx_buf text = MSDX_BUF_INIT((size_t)1 << 28);
    size_t at[5];
    bool known = false;
    for (int i = 0; i < 5; i++) {
        msdx_str s = msdx_store_text(row, 1 + i);
        at[i] = text.n;
        msdx_buf_add(&text, s.p, s.n);
        msdx_buf_addc(&text, 0);
    }
    if (text.failed) {
        msdx_buf_clear(&text);
        return msdx_err_nomem(err);
    }
    const msdx_layer_file file = {.layer = text.p + at[0],
                                  .form = text.p + at[1],
                                  .name = text.p + at[3],
                                  .head = {text.p + at[4], text.n - at[4] - 1}};
    const msdx_sql_arg id[] = {msdx_sql_int(row->db->driver->get_int(row, 0))};
    msd_status st = open_known(&c->layer, c->to, &file, text.p + at[2], &known, err);
    if (st == MSD_OK && !known)
        st = msdx_store_rows(c->from,
                             "SELECT n, number, day, actor, recipient, cameo, goldstein, country, place, latitude, "
                             "longitude, url, latin, body FROM layer_row WHERE file = ?1 ORDER BY n",
                             id, 1, copy_row, c, err);
    msdx_layer_close(c->layer);
    c->layer = NULL;
    msdx_buf_clear(&text);
    return st;
}

msd_status msdx_layer_copy(msdx_store *to, msdx_store *from, uint64_t *n_row, msd_error *err)
{
    struct copy c = {.to = to, .from = from};
    msd_status st = msdx_store_few(from, "SELECT id, layer, form, hash, name, head FROM layer_file ORDER BY id", NULL,
                                   0, copy_file, &c, err);
    *n_row += c.n_row;
    return st;
}
