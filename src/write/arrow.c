/* arrow.c: an Arrow IPC stream (Apache Arrow columnar format 1.5, "IPC Streaming Format"): a message with the schema,
 * one for each batch of rows, and an end. A message's head is a FlatBuffer (Message.fbs, Schema.fbs); what is written
 * of FlatBuffers here is tables, vectors and strings, each before what it points to. */
#include "write/export_impl.h"

enum { ROWS = 1 << 14, BYTES = 1 << 24, HEAD_BYTES = 1 << 24 };
enum { VERSION_5 = 4, MESSAGE_SCHEMA = 1, MESSAGE_RECORD_BATCH = 3 };
enum { TYPE_INT = 2, TYPE_FLOAT = 3, TYPE_TEXT = 5, TYPE_DATE = 8, FLOAT_DOUBLE = 2 };

/* ---- FlatBuffers ---- */

/* A field of a table, by its number there; size 0: it is not given. What points elsewhere has size 4. */
typedef struct slot {
    unsigned size;
    uint64_t value;
} slot;

static void pad(msdx_buf *b, size_t to, size_t ahead)
{
    while (!b->failed && (b->n + ahead) % to) msdx_buf_addc(b, 0);
}

static void set(msdx_buf *b, size_t at, uint64_t v, unsigned n_byte)
{
    for (unsigned i = 0; i < n_byte && !b->failed; i++) b->p[at + i] = (char)(v >> 8 * i);
}

/* What stands at `at` points to what comes next. */
static void point(msdx_buf *b, size_t at, size_t to)
{
    set(b, at, to - at, 4);
}

/* at[i]: where field i is, to be pointed from. */
static size_t put_table(msdx_buf *b, const slot *field, unsigned n, size_t *at)
{
    unsigned offset[8] = {0}, used = 4;
    for (unsigned size = 8; size; size /= 2)
        for (unsigned i = 0; i < n; i++) {
            if (field[i].size != size) continue;
            used = (used + size - 1) / size * size;
            offset[i] = used;
            used += size;
        }
    size_t n_vtable = 4 + 2 * (size_t)n;
    pad(b, 8, n_vtable);
    msdx_put_le(b, n_vtable, 2);
    msdx_put_le(b, used, 2);
    for (unsigned i = 0; i < n; i++) msdx_put_le(b, offset[i], 2);
    size_t table = b->n;
    msdx_put_le(b, n_vtable, 4); /* the vtable is so far before */
    for (unsigned i = 4; i < used; i++) msdx_buf_addc(b, 0);
    for (unsigned i = 0; i < n; i++) {
        set(b, table + offset[i], field[i].value, field[i].size);
        if (at) at[i] = table + offset[i];
    }
    return table;
}

static size_t put_string(msdx_buf *b, const char *s)
{
    pad(b, 4, 0);
    size_t at = b->n;
    msdx_put_le(b, strlen(s), 4);
    msdx_buf_add(b, s, strlen(s) + 1);
    return at;
}

/* n things to be pointed from: the first stands four bytes after. */
static size_t put_vector(msdx_buf *b, size_t n)
{
    pad(b, 4, 0);
    size_t at = b->n;
    msdx_put_le(b, n, 4);
    for (size_t i = 0; i < n; i++) msdx_put_le(b, 0, 4);
    return at;
}

/* ---- messages ---- */

/* Up to the table in it, which comes next; `body` bytes follow. */
static void begin_message(msdx_buf *b, unsigned kind, uint64_t body, size_t *header)
{
    const slot field[] = {{2, VERSION_5}, {1, kind}, {4, 0}, {8, body}};
    size_t at[4];
    msdx_put_le(b, 0, 4);
    point(b, 0, put_table(b, field, 4, at));
    *header = at[2];
}

static void end_message(msdx_buf *to, msdx_buf *b)
{
    pad(b, 8, 0);
    if (b->failed) to->failed = true;
    msdx_put_le(to, 0xFFFFFFFF, 4);
    msdx_put_le(to, b->n, 4);
    msdx_buf_add(to, b->p, b->n);
    msdx_buf_clear(b);
}

static void put_type(msdx_buf *b, msdx_value_type type, size_t from)
{
    const slot whole[] = {{4, 64}, {1, 1}}, real[] = {{2, FLOAT_DOUBLE}}, day[] = {{2, 0}};
    size_t at = type == MSDX_VALUE_INT    ? put_table(b, whole, 2, NULL)
                : type == MSDX_VALUE_REAL ? put_table(b, real, 1, NULL)
                : type == MSDX_VALUE_DATE ? put_table(b, day, 1, NULL)
                                          : put_table(b, NULL, 0, NULL);
    point(b, from, at);
}

static void put_field(msdx_buf *b, const msdx_column *k, size_t from)
{
    static const unsigned type[] = {TYPE_TEXT, TYPE_INT, TYPE_FLOAT, TYPE_DATE};
    const slot field[] = {{4, 0}, {1, 1}, {1, type[k->type]}, {4, 0}, {0, 0}, {4, 0}}; /* may be null */
    size_t at[6];
    point(b, from, put_table(b, field, 6, at));
    point(b, at[0], put_string(b, k->name));
    put_type(b, k->type, at[3]);
    point(b, at[5], put_vector(b, 0));
}

static void put_about(const msdx_export *x, msdx_buf *b, size_t from)
{
    const slot field[] = {{4, 0}, {4, 0}};
    const char *name, *value;
    size_t n = 0, at[2];
    for (size_t i = 0; (name = msdx_about_field(x, i, &value)) != NULL; i++) n += value != NULL;
    size_t vector = put_vector(b, n), k = 0;
    point(b, from, vector);
    for (size_t i = 0; (name = msdx_about_field(x, i, &value)) != NULL; i++) {
        msdx_buf key = MSDX_BUF_INIT(100);
        if (!value) continue;
        msdx_buf_addf(&key, "masudi.%s", name);
        point(b, vector + 4 + 4 * k++, put_table(b, field, 2, at));
        point(b, at[0], put_string(b, msdx_buf_cstr(&key)));
        point(b, at[1], put_string(b, value));
        if (key.failed) b->failed = true;
        msdx_buf_clear(&key);
    }
}

static void head(msdx_export *x, msdx_buf *buf)
{
    const msdx_columns *c = &x->columns;
    const slot schema[] = {{0, 0}, {4, 0}, {4, 0}};
    msdx_buf b = MSDX_BUF_INIT(HEAD_BYTES);
    size_t from, at[3];
    begin_message(&b, MESSAGE_SCHEMA, 0, &from);
    point(&b, from, put_table(&b, schema, 3, at));
    size_t vector = put_vector(&b, c->n_column);
    point(&b, at[1], vector);
    for (size_t i = 0; i < c->n_column; i++) put_field(&b, &c->column[i], vector + 4 + 4 * i);
    put_about(x, &b, at[2]);
    end_message(buf, &b);
}

/* ---- rows ---- */

static uint64_t padded(uint64_t n)
{
    return (n + 7) / 8 * 8;
}

/* A buffer of the body: where it is and how long, in the head; or the bytes. */
static void put_part(msdx_buf *b, uint64_t n, uint64_t *at)
{
    msdx_put_le(b, *at, 8);
    msdx_put_le(b, n, 8);
    *at += padded(n);
}

static size_t body_bytes(const msdx_columns *c)
{
    uint64_t n = 0;
    for (size_t i = 0; i < c->n_column; i++) {
        const msdx_column *k = &c->column[i];
        n += padded(k->valid.n) + padded(k->data.n);
        if (k->type == MSDX_VALUE_TEXT) n += padded(k->end.n + 4);
    }
    return n;
}

static void put_body(const msdx_columns *c, msdx_buf *buf)
{
    size_t start = buf->n;
    for (size_t i = 0; i < c->n_column; i++) {
        const msdx_column *k = &c->column[i];
        msdx_buf_add(buf, k->valid.p, k->valid.n);
        while (!buf->failed && (buf->n - start) % 8) msdx_buf_addc(buf, 0);
        if (k->type == MSDX_VALUE_TEXT) {
            msdx_put_le(buf, 0, 4); /* where the first begins */
            msdx_buf_add(buf, k->end.p, k->end.n);
            while (!buf->failed && (buf->n - start) % 8) msdx_buf_addc(buf, 0);
        }
        msdx_buf_add(buf, k->data.p, k->data.n);
        while (!buf->failed && (buf->n - start) % 8) msdx_buf_addc(buf, 0);
    }
}

static void put_batch(msdx_columns *c, msdx_buf *buf)
{
    const slot batch[] = {{8, c->n_row}, {4, 0}, {4, 0}};
    msdx_buf b = MSDX_BUF_INIT(HEAD_BYTES);
    size_t from, at[3], n_buffer = 0;
    uint64_t offset = 0;
    begin_message(&b, MESSAGE_RECORD_BATCH, body_bytes(c), &from);
    point(&b, from, put_table(&b, batch, 3, at));
    pad(&b, 8, 4);
    point(&b, at[1], b.n);
    msdx_put_le(&b, c->n_column, 4);
    for (size_t i = 0; i < c->n_column; i++) {
        msdx_put_le(&b, c->n_row, 8);
        msdx_put_le(&b, c->column[i].n_null, 8);
        n_buffer += c->column[i].type == MSDX_VALUE_TEXT ? 3 : 2;
    }
    pad(&b, 8, 4);
    point(&b, at[2], b.n);
    msdx_put_le(&b, n_buffer, 4);
    for (size_t i = 0; i < c->n_column; i++) {
        const msdx_column *k = &c->column[i];
        put_part(&b, k->valid.n, &offset);
        if (k->type == MSDX_VALUE_TEXT) put_part(&b, k->end.n + 4, &offset);
        put_part(&b, k->data.n, &offset);
    }
    end_message(buf, &b);
    put_body(c, buf);
    if (msdx_columns_failed(c)) buf->failed = true;
    msdx_columns_reset(c);
}

static void row(const msdx_out *o)
{
    msdx_columns *c = &o->x->columns;
    msdx_columns_row(c, o);
    if (c->n_row >= ROWS || c->n_byte >= BYTES) put_batch(c, o->buf);
}

static void tail(msdx_export *x, msdx_buf *buf)
{
    if (x->columns.n_row) put_batch(&x->columns, buf);
    msdx_put_le(buf, 0xFFFFFFFF, 4);
    msdx_put_le(buf, 0, 4);
}

const msdx_export_form msdx_export_arrow = {"arrow", head, row, tail, true};
