/* parquet.c: Apache Parquet (format 2.10, parquet.thrift): row groups, each column in one page, plain and packed with
 * zlib's gzip, and a footer in Thrift's compact protocol. */
#include <zlib.h>

#include "write/export_impl.h"

enum { ROWS = 1 << 16, BYTES = 1 << 25, PAGE_BYTES = 1 << 30 };
/* enumerations of parquet.thrift */
enum { INT32 = 1, INT64 = 2, DOUBLE = 5, BYTE_ARRAY = 6 };
enum { OPTIONAL = 1, CONVERTED_UTF8 = 0, CONVERTED_DATE = 6, PLAIN = 0, RLE = 3, GZIP = 2 };

/* ---- Thrift's compact protocol ---- */
enum { T_I32 = 5, T_I64 = 6, T_BINARY = 8, T_LIST = 9, T_STRUCT = 12, DEPTH = 8 };

typedef struct thrift {
    msdx_buf *buf;
    int last[DEPTH], depth; /* the number of the last field, by depth */
} thrift;

static void put_varint(msdx_buf *buf, uint64_t v)
{
    for (; v >= 0x80; v >>= 7) msdx_buf_addc(buf, (char)(v | 0x80));
    msdx_buf_addc(buf, (char)v);
}

static void begin_field(thrift *t, int number, int type)
{
    msdx_buf_addc(t->buf, (char)((number - t->last[t->depth]) << 4 | type));
    t->last[t->depth] = number;
}

static void put_whole(msdx_buf *buf, int64_t v)
{
    put_varint(buf, (uint64_t)v << 1 ^ (uint64_t)(v >> 63));
}

static void put_int(thrift *t, int number, int type, int64_t v)
{
    begin_field(t, number, type);
    put_whole(t->buf, v);
}

static void put_text(msdx_buf *buf, const char *s)
{
    put_varint(buf, strlen(s));
    msdx_buf_adds(buf, s);
}

static void begin_list(thrift *t, int number, int type, uint32_t n)
{
    begin_field(t, number, T_LIST);
    if (n < 15) {
        msdx_buf_addc(t->buf, (char)(n << 4 | (unsigned)type));
    } else {
        msdx_buf_addc(t->buf, (char)(0xF0 | type));
        put_varint(t->buf, n);
    }
}

/* An element of a list, or a field before which begin_field stands. */
static void begin_struct(thrift *t)
{
    t->last[++t->depth] = 0;
}

static void end_struct(thrift *t)
{
    msdx_buf_addc(t->buf, 0);
    t->depth--;
}

/* ---- pages ---- */

static unsigned physical(msdx_value_type type)
{
    static const unsigned of[] = {BYTE_ARRAY, INT64, DOUBLE, INT32};
    return of[type];
}

static bool is_valid(const msdx_column *k, size_t row)
{
    return !k->valid.failed && (k->valid.p[row / 8] >> row % 8 & 1);
}

static uint32_t end_of(const msdx_column *k, size_t row)
{
    uint32_t n = 0;
    for (unsigned i = 0; i < 4; i++) n |= (uint32_t)(unsigned char)k->end.p[row * 4 + i] << 8 * i;
    return n;
}

/* Whether there is a value: one run of bits, which is how they stand already. Then the values that there are. */
static void put_values(const msdx_column *k, size_t n_row, msdx_buf *to)
{
    unsigned width = k->type == MSDX_VALUE_DATE ? 4 : 8;
    msdx_buf run = MSDX_BUF_INIT(16);
    put_varint(&run, (uint64_t)k->valid.n << 1 | 1);
    msdx_put_le(to, run.n + k->valid.n, 4);
    msdx_buf_add(to, run.p, run.n);
    msdx_buf_add(to, k->valid.p, k->valid.n);
    if (run.failed) to->failed = true;
    msdx_buf_clear(&run);
    for (size_t i = 0; i < n_row && !k->end.failed && !k->data.failed; i++) {
        if (!is_valid(k, i)) continue;
        if (k->type != MSDX_VALUE_TEXT) {
            msdx_buf_add(to, k->data.p + i * width, width);
            continue;
        }
        uint32_t start = i ? end_of(k, i - 1) : 0, end = end_of(k, i);
        msdx_put_le(to, end - start, 4);
        msdx_buf_add(to, k->data.p + start, end - start);
    }
}

static void *take(void *ctx, unsigned n, unsigned size)
{
    (void)ctx;
    return msdx_calloc(n, size);
}

static void give(void *ctx, void *p)
{
    (void)ctx;
    msdx_free(p);
}

static void pack(const msdx_buf *from, msdx_buf *to)
{
    z_stream z = {.zalloc = take, .zfree = give};
    char piece[1 << 14];
    int rc = deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    if (rc != Z_OK) {
        to->failed = true;
        return;
    }
    z.next_in = (Bytef *)from->p;
    z.avail_in = (uInt)from->n;
    while (rc == Z_OK) {
        z.next_out = (Bytef *)piece;
        z.avail_out = sizeof piece;
        rc = deflate(&z, Z_FINISH);
        msdx_buf_add(to, piece, sizeof piece - z.avail_out);
    }
    if (rc != Z_STREAM_END) to->failed = true;
    deflateEnd(&z);
}

static void put_page_head(msdx_buf *buf, size_t n_row, size_t n_plain, size_t n_packed)
{
    thrift t = {.buf = buf};
    put_int(&t, 1, T_I32, 0); /* a data page */
    put_int(&t, 2, T_I32, (int64_t)n_plain);
    put_int(&t, 3, T_I32, (int64_t)n_packed);
    begin_field(&t, 5, T_STRUCT);
    begin_struct(&t);
    put_int(&t, 1, T_I32, (int64_t)n_row);
    put_int(&t, 2, T_I32, PLAIN);
    put_int(&t, 3, T_I32, RLE);
    put_int(&t, 4, T_I32, RLE);
    end_struct(&t);
    msdx_buf_addc(buf, 0);
}

/* What the footer says of a column in a row group. */
static void put_chunk(thrift *t, const msdx_column *k, uint64_t at, size_t n_row, size_t n_plain, size_t n_packed)
{
    begin_struct(t);
    put_int(t, 2, T_I64, (int64_t)at);
    begin_field(t, 3, T_STRUCT);
    begin_struct(t);
    put_int(t, 1, T_I32, physical(k->type));
    begin_list(t, 2, T_I32, 2);
    put_whole(t->buf, PLAIN);
    put_whole(t->buf, RLE);
    begin_list(t, 3, T_BINARY, 1);
    put_text(t->buf, k->name);
    put_int(t, 4, T_I32, GZIP);
    put_int(t, 5, T_I64, (int64_t)n_row);
    put_int(t, 6, T_I64, (int64_t)n_plain);
    put_int(t, 7, T_I64, (int64_t)n_packed);
    put_int(t, 9, T_I64, (int64_t)at);
    begin_field(t, 12, T_STRUCT);
    begin_struct(t);
    put_int(t, 3, T_I64, (int64_t)k->n_null);
    end_struct(t);
    end_struct(t);
    end_struct(t);
}

static size_t put_column(msdx_columns *c, const msdx_column *k, thrift *t, msdx_buf *buf)
{
    msdx_buf plain = MSDX_BUF_INIT(PAGE_BYTES), packed = MSDX_BUF_INIT(PAGE_BYTES);
    size_t start = buf->n;
    put_values(k, c->n_row, &plain);
    if (!plain.failed) pack(&plain, &packed);
    put_page_head(buf, c->n_row, plain.n, packed.n);
    size_t n_head = buf->n - start, n_plain = n_head + plain.n;
    msdx_buf_add(buf, packed.p, packed.n);
    if (plain.failed || packed.failed) buf->failed = true;
    put_chunk(t, k, c->n_written, c->n_row, n_plain, buf->n - start);
    c->n_written += buf->n - start;
    msdx_buf_clear(&plain);
    msdx_buf_clear(&packed);
    return n_plain;
}

static void put_group(msdx_columns *c, msdx_buf *buf)
{
    thrift t = {.buf = &c->groups};
    size_t n_byte = 0;
    begin_struct(&t);
    begin_list(&t, 1, T_STRUCT, (uint32_t)c->n_column);
    for (size_t i = 0; i < c->n_column; i++) n_byte += put_column(c, &c->column[i], &t, buf);
    put_int(&t, 2, T_I64, (int64_t)n_byte);
    put_int(&t, 3, T_I64, (int64_t)c->n_row);
    end_struct(&t);
    c->n_group++;
    if (msdx_columns_failed(c)) buf->failed = true;
    msdx_columns_reset(c);
}

/* ---- the footer ---- */

static void put_schema_element(thrift *t, const msdx_column *k)
{
    begin_struct(t);
    put_int(t, 1, T_I32, physical(k->type));
    put_int(t, 3, T_I32, OPTIONAL);
    begin_field(t, 4, T_BINARY);
    put_text(t->buf, k->name);
    bool text = k->type == MSDX_VALUE_TEXT;
    if (text || k->type == MSDX_VALUE_DATE) {
        put_int(t, 6, T_I32, text ? CONVERTED_UTF8 : CONVERTED_DATE);
        begin_field(t, 10, T_STRUCT);
        begin_struct(t);
        begin_field(t, text ? 1 : 6, T_STRUCT); /* LogicalType.STRING or .DATE, which have no fields */
        begin_struct(t);
        end_struct(t);
        end_struct(t);
    }
    end_struct(t);
}

static void put_about(thrift *t, const msdx_export *x)
{
    const char *name, *value;
    uint32_t n = 0;
    for (size_t i = 0; (name = msdx_about_field(x, i, &value)) != NULL; i++) n += value != NULL;
    begin_list(t, 5, T_STRUCT, n);
    for (size_t i = 0; (name = msdx_about_field(x, i, &value)) != NULL; i++) {
        if (!value) continue;
        begin_struct(t);
        begin_field(t, 1, T_BINARY);
        put_varint(t->buf, strlen("masudi.") + strlen(name));
        msdx_buf_addf(t->buf, "masudi.%s", name);
        begin_field(t, 2, T_BINARY);
        put_text(t->buf, value);
        end_struct(t);
    }
}

static void head(msdx_export *x, msdx_buf *buf)
{
    msdx_buf_adds(buf, "PAR1");
    x->columns.n_written = 4;
}

static void row(const msdx_out *o)
{
    msdx_columns *c = &o->x->columns;
    msdx_columns_row(c, o);
    if (c->n_row >= ROWS || c->n_byte >= BYTES) put_group(c, o->buf);
}

static void tail(msdx_export *x, msdx_buf *buf)
{
    msdx_columns *c = &x->columns;
    if (c->n_row) put_group(c, buf);
    thrift t = {.buf = buf};
    size_t start = buf->n;
    put_int(&t, 1, T_I32, 2);
    begin_list(&t, 2, T_STRUCT, (uint32_t)c->n_column + 1);
    begin_struct(&t);
    begin_field(&t, 4, T_BINARY);
    put_text(buf, "masudi");
    put_int(&t, 5, T_I32, (int64_t)c->n_column);
    end_struct(&t);
    for (size_t i = 0; i < c->n_column; i++) put_schema_element(&t, &c->column[i]);
    put_int(&t, 3, T_I64, (int64_t)c->n_all);
    begin_list(&t, 4, T_STRUCT, c->n_group);
    msdx_buf_add(buf, c->groups.p, c->groups.n);
    put_about(&t, x);
    begin_field(&t, 6, T_BINARY);
    put_text(buf, "Masudi version " MSD_VERSION);
    msdx_buf_addc(buf, 0);
    msdx_put_le(buf, buf->n - start, 4);
    msdx_buf_adds(buf, "PAR1");
    if (c->groups.failed) buf->failed = true;
}

const msdx_export_form msdx_export_parquet = {"parquet", head, row, tail, true};
