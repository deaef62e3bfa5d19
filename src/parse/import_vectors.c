/* import_vectors.c: the static word vectors of a package, behind the layer that narrows them.
 *
 * A network with static vectors (spacy/ml/staticvectors.py) looks a word's own string up, multiplies its vector by a
 * learned matrix W and puts the product beside the hash embeddings; a word without a vector gives zeros. The product
 * hangs on the row alone, so it is computed here, once for each row:
 *   PREFIX/static      F32 [rows, width]  vectors x W transposed
 *   vocab/vector_key   U64 [n]            ids of the words that have a vector, ascending
 *   vocab/vector_row   U32 [n]            their rows; many words share one in a pruned table
 * vocab/vectors is one array in NumPy's own format (numpy.lib.format, version 1), vocab/key2row MessagePack. */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "parse/import_networks.h"

enum { MAGIC = 8, HEADER = 10, ROWS_MAX = 1 << 24, WIDTH_MAX = 4096 };

struct array {
    size_t n_row, width;
    const char *data; /* n_row x width floats, at any alignment */
};

static msd_status bad(msdx_import *im, const char *member, const char *what, msd_error *err)
{
    return msdx_err(err, MSD_EFORMAT, 0, "%s: %s: %s", msdx_import_name(im), member, what);
}

/* The two numbers after "'shape': (" in the header; the rest of it must say little-endian floats by rows. */
static bool read_shape(msdx_str header, size_t shape[2])
{
    char text[256], *end;
    if (header.n >= sizeof text) return false;
    memcpy(text, header.p, header.n);
    text[header.n] = 0;
    const char *at = strstr(text, "'shape': (");
    if (!at || !strstr(text, "'descr': '<f4'") || !strstr(text, "'fortran_order': False")) return false;
    shape[0] = strtoul(at + 10, &end, 10);
    if (*end != ',') return false;
    shape[1] = strtoul(end + 1, &end, 10);
    return *end == ')' && shape[0] > 0 && shape[0] <= ROWS_MAX && shape[1] > 0 && shape[1] <= WIDTH_MAX;
}

static msd_status read_array(msdx_import *im, struct array *out, msd_error *err)
{
    static const char member[] = "vocab/vectors", magic[] = "\x93NUMPY\x01";
    msdx_str file;
    size_t shape[2];
    MSD_TRY(msdx_import_bytes(im, member, &file, err));
    if (file.n < HEADER || memcmp(file.p, magic, MAGIC - 1) != 0)
        return bad(im, member, "not an array of NumPy, version 1", err);
    size_t n = (size_t)(unsigned char)file.p[MAGIC] | (size_t)(unsigned char)file.p[MAGIC + 1] << 8;
    if (n > file.n - HEADER || !read_shape((msdx_str){file.p + HEADER, n}, shape))
        return bad(im, member, "not rows of 32-bit floats", err);
    if (file.n - HEADER - n != shape[0] * shape[1] * sizeof(float))
        return bad(im, member, "its shape and its size disagree", err);
    *out = (struct array){shape[0], shape[1], file.p + HEADER + n};
    return MSD_OK;
}

struct pair {
    uint64_t key;
    uint32_t row;
};

static int by_key(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

static msd_status read_pairs(msdx_import *im, const msdx_node *map, size_t n_row, struct pair *pair, msd_error *err)
{
    for (size_t i = 0; i < map->v.a.n; i++) {
        const msdx_node *key = &map->v.a.item[2 * i];
        bool ok;
        int64_t row = msdx_node_int(key + 1, &ok);
        if (key->type != MSDX_N_UINT || !ok || row < 0 || (uint64_t)row >= n_row)
            return bad(im, "vocab/key2row", "not ids with rows of vocab/vectors", err);
        pair[i] = (struct pair){key->v.u, (uint32_t)row};
    }
    return MSD_OK;
}

msd_status msdx_import_vector_keys(msdx_import *im, msdx_pack_writer *w, msd_error *err)
{
    struct array v = {0};
    const msdx_node *map;
    if (!msdx_import_has(im, "vocab/key2row")) return MSD_OK;
    MSD_TRY(msdx_import_node(im, "vocab/key2row", &map, err));
    if (map->type != MSDX_N_MAP) return bad(im, "vocab/key2row", "not a table", err);
    if (map->v.a.n == 0) return MSD_OK;
    MSD_TRY(read_array(im, &v, err));
    msdx_arena *a = msdx_import_arena(im);
    size_t n = map->v.a.n;
    struct pair *pair = MSDX_NEW(a, struct pair, n);
    uint64_t *key = MSDX_NEW(a, uint64_t, n);
    uint32_t *row = MSDX_NEW(a, uint32_t, n);
    if (msdx_arena_failed(a)) return msdx_err_nomem(err);
    MSD_TRY(read_pairs(im, map, v.n_row, pair, err));
    qsort(pair, n, sizeof *pair, by_key);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && pair[i].key == pair[i - 1].key) return bad(im, "vocab/key2row", "an id is there twice", err);
        key[i] = pair[i].key;
        row[i] = pair[i].row;
    }
    msdx_pack_add(w, "vocab/vector_key", MSDX_PACK_U64, n, 0, key);
    msdx_pack_add(w, "vocab/vector_row", MSDX_PACK_U32, n, 0, row);
    return MSD_OK;
}

/* One row of the table: the vector times each row of the matrix. */
static void multiply(const char *vector, const float *matrix, size_t n_in, size_t n_out, float *out)
{
    float in[WIDTH_MAX];
    memcpy(in, vector, n_in * sizeof *in);
    for (size_t o = 0; o < n_out; o++) {
        double sum = 0;
        for (size_t i = 0; i < n_in; i++) sum += (double)in[i] * (double)matrix[o * n_in + i];
        out[o] = (float)sum;
    }
}

/* Plain settings only: another mode looks vectors up by pieces of words, another attribute by another string. */
static msd_status check_settings(msdx_import *im, msd_error *err)
{
    static const char member[] = "vocab/vectors.cfg";
    msdx_str text;
    if (!msdx_import_has(im, member)) return MSD_OK;
    MSD_TRY(msdx_import_bytes(im, member, &text, err));
    bool plain = memmem(text.p, text.n, "\"default\"", 9) && !memmem(text.p, text.n, "\"attr\"", 6);
    return plain ? MSD_OK
                 : msdx_err(err, MSD_EUNSUPPORTED, 0, "%s: %s: only vectors of whole words, by their own string",
                            msdx_import_name(im), member);
}

msd_status msdx_import_vectors(msdx_import *im, msdx_pack_writer *w, const char *prefix, const msdx_node *matrix,
                               msd_error *err)
{
    struct array v = {0};
    char name[48];
    size_t n_out = matrix->v.nd.dim[0], n_in = matrix->v.nd.dim[1], n_float;
    MSD_TRY(check_settings(im, err));
    MSD_TRY(read_array(im, &v, err));
    if (n_in != v.width) return bad(im, "vocab/vectors", "not as wide as the network's static_vectors", err);
    float *weight = msdx_calloc(n_out, n_in * sizeof *weight);
    float *table = msdx_mul(v.n_row, n_out, &n_float) ? msdx_calloc(n_float, sizeof *table) : NULL;
    if (!weight || !table) {
        msdx_free(weight);
        msdx_free(table);
        return msdx_err_nomem(err);
    }
    memcpy(weight, matrix->v.nd.data.p, matrix->v.nd.data.n);
    for (size_t i = 0; i < v.n_row; i++)
        multiply(v.data + i * n_in * sizeof(float), weight, n_in, n_out, table + i * n_out);
    snprintf(name, sizeof name, "%s/static", prefix);
    msdx_pack_add(w, name, MSDX_PACK_F32, v.n_row, n_out, table);
    msdx_free(weight);
    msdx_free(table);
    return MSD_OK;
}
