/* column.c: claims turned into columns, as Arrow and Parquet have them: a bit for each row that says whether there is
 * a value, little-endian values, texts one after the other with where each ends. */
#include "write/export_impl.h"

enum { COLUMN_BYTES = 1 << 30 };

static unsigned width(msdx_value_type type)
{
    return type == MSDX_VALUE_DATE ? 4 : 8;
}

void msdx_put_le(msdx_buf *buf, uint64_t v, unsigned n_byte)
{
    char s[8];
    for (unsigned i = 0; i < n_byte; i++) s[i] = (char)(v >> 8 * i);
    msdx_buf_add(buf, s, n_byte);
}

bool msdx_columns_init(msdx_columns *c)
{
    msdx_value_type type;
    *c = (msdx_columns){.text = MSDX_BUF_INIT(COLUMN_BYTES), .groups = MSDX_BUF_INIT(COLUMN_BYTES)};
    while (msdx_write_column(c->n_column, &type)) c->n_column++;
    c->column = msdx_calloc(c->n_column, sizeof *c->column);
    for (size_t i = 0; c->column && i < c->n_column; i++) {
        msdx_column *k = &c->column[i];
        k->name = msdx_write_column(i, &k->type);
        k->valid = k->end = k->data = (msdx_buf)MSDX_BUF_INIT(COLUMN_BYTES);
    }
    if (c->column) msdx_columns_reset(c);
    return c->column != NULL;
}

void msdx_columns_clear(msdx_columns *c)
{
    for (size_t i = 0; c->column && i < c->n_column; i++) {
        msdx_buf_clear(&c->column[i].valid);
        msdx_buf_clear(&c->column[i].end);
        msdx_buf_clear(&c->column[i].data);
    }
    msdx_free(c->column);
    msdx_buf_clear(&c->text);
    msdx_buf_clear(&c->groups);
}

void msdx_columns_reset(msdx_columns *c)
{
    for (size_t i = 0; i < c->n_column; i++) {
        msdx_column *k = &c->column[i];
        msdx_buf_reset(&k->valid);
        msdx_buf_reset(&k->end);
        msdx_buf_reset(&k->data);
        k->n_null = 0;
    }
    c->n_row = c->n_byte = 0;
}

bool msdx_columns_failed(const msdx_columns *c)
{
    bool failed = c->failed || c->groups.failed;
    for (size_t i = 0; i < c->n_column; i++)
        failed |= c->column[i].valid.failed || c->column[i].end.failed || c->column[i].data.failed;
    return failed;
}

static void put_value(msdx_column *k, size_t row, bool has, const msdx_value *v)
{
    uint64_t bits = (uint64_t)v->whole;
    if (row % 8 == 0) msdx_buf_addc(&k->valid, 0);
    if (has && !k->valid.failed) k->valid.p[row / 8] |= (char)(1 << row % 8);
    k->n_null += !has;
    if (k->type == MSDX_VALUE_TEXT) {
        if (has) msdx_buf_add(&k->data, v->text.p, v->text.n);
        msdx_put_le(&k->end, k->data.n, 4);
        return;
    }
    if (k->type == MSDX_VALUE_REAL) memcpy(&bits, &v->real, sizeof bits);
    msdx_put_le(&k->data, has ? bits : 0, width(k->type));
}

void msdx_columns_row(msdx_columns *c, const msdx_out *o)
{
    for (size_t i = 0; i < c->n_column; i++) {
        msdx_value v;
        bool has = msdx_write_value(&c->text, o->doc, o->c, i, &v);
        put_value(&c->column[i], c->n_row, has, &v);
        c->failed |= c->text.failed;
        c->n_byte += v.text.n + 8;
    }
    c->n_row++;
    c->n_all++;
}

const char *msdx_about_field(const msdx_export *x, size_t i, const char **value)
{
    static const char *const name[] = {"version", "model", "knowledge", "command", "licence", "citation"};
    const msdx_export_about *a = &x->about;
    const char *const all[] = {MSD_VERSION, a->model, a->knowledge, a->command, a->licence, a->credit};
    if (i >= sizeof name / sizeof *name) return NULL;
    *value = all[i] && *all[i] ? all[i] : NULL;
    return name[i];
}
