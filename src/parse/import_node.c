/* import_node.c: MessagePack (msgpack.org, spec of 2017) as a tree, with the
 * arrays of msgpack-numpy: a map whose key "nd" is true holds "type", "shape"
 * and "data". Read here and not by a library because counts in a hostile file
 * must be checked against the bytes that are left before memory is taken. */
#include "parse/import.h"

enum { DEPTH_MAX = 32 };
static const size_t node_max = (size_t)8 << 20; /* far above any package's; some 700 MB */

struct reader {
    const unsigned char *p, *end, *begin;
    msdx_arena *arena;
    size_t n_node;
    const char *name;
    msd_error *err;
};

static msd_status bad(struct reader *r, const char *what)
{
    return msdx_err(r->err, MSD_EFORMAT, (size_t)(r->p - r->begin), "%s: byte %zu: %s", r->name,
                    (size_t)(r->p - r->begin), what);
}

static bool take(struct reader *r, int n, uint64_t *out)
{
    if (r->end - r->p < n) return false;
    *out = 0;
    for (int i = 0; i < n; i++) *out = *out << 8 | *r->p++;
    return true;
}

static msd_status read_node(struct reader *r, msdx_node *out, int depth);

static msd_status read_bytes(struct reader *r, msdx_node *out, msdx_node_type type, uint64_t n)
{
    if (n > (uint64_t)(r->end - r->p)) return bad(r, "a string runs past the end");
    out->type = type;
    out->v.s = (msdx_str){(const char *)r->p, (size_t)n};
    r->p += n;
    return MSD_OK;
}

/* The description of an array, as msgpack-numpy writes it, into *out. */
static msd_status make_array(struct reader *r, const msdx_node *map, msdx_node *out)
{
    const msdx_node *type = msdx_node_find(map, "type"), *shape = msdx_node_find(map, "shape");
    const msdx_node *data = msdx_node_find(map, "data");
    if (!type || type->type != MSDX_N_STR || type->v.s.n < 3 || type->v.s.n >= sizeof out->v.nd.dtype || !data ||
        (data->type != MSDX_N_BIN && data->type != MSDX_N_STR))
        return bad(r, "an array without a plain type or data");
    if (type->v.s.p[0] != '<' && type->v.s.p[0] != '|') return bad(r, "an array that is not little-endian");
    size_t total = 0, n_dim = shape && shape->type == MSDX_N_ARRAY ? shape->v.a.n : 0;
    for (size_t i = 2; i < type->v.s.n; i++) {
        if (type->v.s.p[i] < '0' || type->v.s.p[i] > '9') return bad(r, "an array of an unknown type");
        total = total * 10 + (size_t)(type->v.s.p[i] - '0');
    }
    if (n_dim > 4) return bad(r, "an array of more than four dimensions");
    msdx_node nd = {.type = MSDX_N_NDARRAY};
    nd.v.nd.n_dim = (uint32_t)n_dim;
    nd.v.nd.data = data->v.s;
    memcpy(nd.v.nd.dtype, type->v.s.p, type->v.s.n);
    for (size_t i = 0; i < n_dim; i++) {
        bool ok;
        int64_t d = msdx_node_int(&shape->v.a.item[i], &ok);
        if (!ok || d < 0 || !msdx_mul(total, (size_t)d, &total)) return bad(r, "an array with an impossible shape");
        nd.v.nd.dim[i] = (uint64_t)d;
    }
    if (total != data->v.s.n) return bad(r, "an array whose shape and data disagree");
    *out = nd;
    return MSD_OK;
}

static msd_status read_items(struct reader *r, msdx_node *out, msdx_node_type type, uint64_t n, int depth)
{
    uint64_t n_item = type == MSDX_N_MAP ? n * 2 : n; /* n < 2^32 */
    if (depth >= DEPTH_MAX) return bad(r, "nested too deeply");
    if (n_item > (uint64_t)(r->end - r->p)) return bad(r, "a list runs past the end");
    if (n_item > node_max - r->n_node) return bad(r, "too many values");
    r->n_node += n_item;
    msdx_node *item = MSDX_NEW(r->arena, msdx_node, n_item);
    if (!item) return msdx_err_nomem(r->err);
    out->type = type;
    out->v.a.item = item;
    out->v.a.n = n;
    for (uint64_t i = 0; i < n_item; i++) MSD_TRY(read_node(r, &item[i], depth + 1));
    if (type == MSDX_N_MAP) {
        const msdx_node *nd = msdx_node_find(out, "nd");
        if (nd && nd->type == MSDX_N_BOOL) {
            const msdx_node map = *out;
            return make_array(r, &map, out);
        }
    }
    return MSD_OK;
}

static msd_status read_float(struct reader *r, msdx_node *out, int n_byte)
{
    uint64_t u;
    if (!take(r, n_byte, &u)) return bad(r, "a number runs past the end");
    out->type = MSDX_N_FLOAT;
    if (n_byte == 4) {
        uint32_t half = (uint32_t)u;
        float f;
        memcpy(&f, &half, sizeof f);
        out->v.f = f;
    } else {
        memcpy(&out->v.f, &u, sizeof out->v.f);
    }
    return MSD_OK;
}

static msd_status read_number(struct reader *r, msdx_node *out, int n_byte, bool is_signed)
{
    uint64_t u;
    if (!take(r, n_byte, &u)) return bad(r, "a number runs past the end");
    if (is_signed) {
        uint64_t sign = (uint64_t)1 << (8 * n_byte - 1);
        out->type = MSDX_N_INT;
        out->v.i = (int64_t)((u ^ sign) - sign);
    } else {
        out->type = MSDX_N_UINT;
        out->v.u = u;
    }
    return MSD_OK;
}

/* Types whose first byte is 0xC0 to 0xDF. */
static msd_status read_long(struct reader *r, msdx_node *out, unsigned c, int depth)
{
    uint64_t n = 0;
    if (c == 0xC0) return out->type = MSDX_N_NIL, MSD_OK;
    if (c == 0xC2 || c == 0xC3) return out->type = MSDX_N_BOOL, out->v.b = c == 0xC3, MSD_OK;
    if (c == 0xCA || c == 0xCB) return read_float(r, out, c == 0xCA ? 4 : 8);
    if (c >= 0xCC && c <= 0xCF) return read_number(r, out, 1 << (c - 0xCC), false);
    if (c >= 0xD0 && c <= 0xD3) return read_number(r, out, 1 << (c - 0xD0), true);
    if (c >= 0xC4 && c <= 0xC6) {
        if (!take(r, 1 << (c - 0xC4), &n)) return bad(r, "cut short");
        return read_bytes(r, out, MSDX_N_BIN, n);
    }
    if (c >= 0xD9 && c <= 0xDB) {
        if (!take(r, 1 << (c - 0xD9), &n)) return bad(r, "cut short");
        return read_bytes(r, out, MSDX_N_STR, n);
    }
    if (c >= 0xDC && c <= 0xDF) {
        if (!take(r, c & 1 ? 4 : 2, &n)) return bad(r, "cut short");
        return read_items(r, out, c < 0xDE ? MSDX_N_ARRAY : MSDX_N_MAP, n, depth);
    }
    return bad(r, "an extension type");
}

static msd_status read_node(struct reader *r, msdx_node *out, int depth)
{
    if (r->p == r->end) return bad(r, "cut short");
    unsigned c = *r->p++;
    if (c < 0x80) return out->type = MSDX_N_UINT, out->v.u = c, MSD_OK;
    if (c >= 0xE0) return out->type = MSDX_N_INT, out->v.i = (int)c - 256, MSD_OK;
    if (c < 0x90) return read_items(r, out, MSDX_N_MAP, c & 15, depth);
    if (c < 0xA0) return read_items(r, out, MSDX_N_ARRAY, c & 15, depth);
    if (c < 0xC0) return read_bytes(r, out, MSDX_N_STR, c & 31);
    return read_long(r, out, c, depth);
}

msd_status msdx_node_read(msdx_arena *a, msdx_str bytes, const char *name, const msdx_node **out, msd_error *err)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    struct reader r = {p, p + bytes.n, p, a, 0, name, err};
    *out = NULL;
    msdx_node *node = MSDX_NEW(a, msdx_node, 1);
    if (!node) return msdx_err_nomem(err);
    MSD_TRY(read_node(&r, node, 0));
    if (r.p != r.end) return bad(&r, "more bytes than one value");
    *out = node;
    return MSD_OK;
}

msd_status msdx_import_node(msdx_import *im, const char *member, const msdx_node **out, msd_error *err)
{
    msdx_str bytes;
    *out = NULL;
    MSD_TRY(msdx_import_bytes(im, member, &bytes, err));
    return msdx_node_read(msdx_import_arena(im), bytes, member, out, err);
}

const msdx_node *msdx_node_find(const msdx_node *map, const char *key)
{
    if (!map || map->type != MSDX_N_MAP) return NULL;
    for (size_t i = 0; i < map->v.a.n; i++) {
        const msdx_node *k = &map->v.a.item[2 * i];
        if ((k->type == MSDX_N_STR || k->type == MSDX_N_BIN) && msdx_str_is(k->v.s, key)) return k + 1;
    }
    return NULL;
}

const msdx_node *msdx_node_find_uint(const msdx_node *map, uint64_t key)
{
    if (!map || map->type != MSDX_N_MAP) return NULL;
    for (size_t i = 0; i < map->v.a.n; i++) {
        const msdx_node *k = &map->v.a.item[2 * i];
        if ((k->type == MSDX_N_UINT && k->v.u == key) || (k->type == MSDX_N_INT && (uint64_t)k->v.i == key))
            return k + 1;
    }
    return NULL;
}

int64_t msdx_node_int(const msdx_node *n, bool *ok)
{
    *ok = n && (n->type == MSDX_N_INT || (n->type == MSDX_N_UINT && n->v.u <= INT64_MAX));
    return !*ok ? 0 : n->type == MSDX_N_INT ? n->v.i : (int64_t)n->v.u;
}
