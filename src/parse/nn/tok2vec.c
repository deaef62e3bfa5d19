#include "parse/nn/nn.h"

#include <stdio.h>

#include "base/mem.h"

enum {
    TILE = MSDX_TILE,
    N_CACHE = 1 << 13, /* distinct words whose embedding is kept, a power of two */
    N_KEY = 4,
    EMBED_MAX = 16,
    ID_MAX = EMBED_MAX
};

/* ---- opening ---- */

static msd_status open_norm(const msdx_pack *pack, const char *prefix, const char *name, size_t width, msdx_block *b,
                            msd_error *err)
{
    char part[48];
    const void *p;
    snprintf(part, sizeof part, "%s/G", name);
    MSD_TRY(msdx_nn_section(pack, prefix, part, MSDX_PACK_F32, width, 0, &p, err));
    b->gain = p;
    snprintf(part, sizeof part, "%s/B", name);
    MSD_TRY(msdx_nn_section(pack, prefix, part, MSDX_PACK_F32, width, 0, &p, err));
    b->bias = p;
    return MSD_OK;
}

static msd_status open_block(msdx_tok2vec *t, const msdx_pack *pack, const char *prefix, const char *name,
                             size_t n_piece, size_t n_in, msdx_block *b, msd_error *err)
{
    MSD_TRY(msdx_nn_matrix(pack, t->k, prefix, name, t->width, n_piece, n_in, &b->maxout, err));
    return open_norm(pack, prefix, name, t->width, b, err);
}

static msd_status open_embed(msdx_tok2vec *t, const msdx_pack *pack, const char *prefix, msd_error *err)
{
    char name[48];
    const void *seed;
    msdx_section s;
    snprintf(name, sizeof name, "%s/attrs", prefix);
    MSD_TRY(msdx_pack_get(pack, name, MSDX_PACK_BYTES, 0, &s, err));
    MSD_TRY(msdx_nn_section(pack, prefix, "seeds", MSDX_PACK_U32, t->n_embed, 0, &seed, err));
    const char *at = s.data, *end = at + s.n_byte;
    for (size_t i = 0; i < t->n_embed; i++) {
        msdx_embed *e = &t->embed[i];
        const char *nul = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;
        if (!nul || !msdx_attr_of(at, &e->attr))
            return msdx_err(err, MSD_EFORMAT, 0, "%s: %s: attribute %zu is not one we know", msdx_pack_path(pack), name,
                            i);
        at = nul + 1;
        memcpy(&e->seed, (const char *)seed + i * sizeof e->seed, sizeof e->seed);
        char table[48];
        msdx_section rows;
        snprintf(table, sizeof table, "%s/embed/%zu", prefix, i);
        MSD_TRY(msdx_pack_get(pack, table, MSDX_PACK_F32, 2, &rows, err));
        if (rows.dim[0] < 1 || rows.dim[0] > UINT32_MAX || rows.dim[1] != t->width)
            return msdx_err(err, MSD_EFORMAT, 0, "%s: %s is %llu x %llu, not rows of %zu", msdx_pack_path(pack), table,
                            (unsigned long long)rows.dim[0], (unsigned long long)rows.dim[1], t->width);
        e->n_row = rows.dim[0];
        e->table = rows.data;
    }
    return MSD_OK;
}

static msd_status open_all(msdx_tok2vec *t, const msdx_pack *pack, const char *prefix, msd_error *err)
{
    enum { WIDTH, N_EMBED, MIX_PIECE, N_BLOCK, WINDOW, BLOCK_PIECE, N_SHAPE };
    uint32_t shape[N_SHAPE];
    MSD_TRY(msdx_nn_shape(pack, prefix, N_SHAPE, shape, err));
    t->width = shape[WIDTH];
    t->n_embed = shape[N_EMBED];
    t->n_block = shape[N_BLOCK];
    t->window = shape[WINDOW];
    if (!t->width || t->width > 4096 || !t->n_embed || t->n_embed > EMBED_MAX || !shape[MIX_PIECE] ||
        shape[MIX_PIECE] > 64 || t->n_block > 64 || !t->window || t->window > 16 || !shape[BLOCK_PIECE] ||
        shape[BLOCK_PIECE] > 64)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: %s/shape: a number is out of range", msdx_pack_path(pack), prefix);
    t->embed = msdx_calloc(t->n_embed, sizeof *t->embed);
    t->block = msdx_calloc(t->n_block + 1, sizeof *t->block);
    if (!t->embed || !t->block) return msdx_err_nomem(err);
    MSD_TRY(open_embed(t, pack, prefix, err));
    MSD_TRY(open_block(t, pack, prefix, "mix", shape[MIX_PIECE], t->n_embed * t->width, &t->mix, err));
    for (size_t i = 0; i < t->n_block; i++) {
        char name[32];
        snprintf(name, sizeof name, "block/%zu", i);
        MSD_TRY(
            open_block(t, pack, prefix, name, shape[BLOCK_PIECE], (2 * t->window + 1) * t->width, &t->block[i], err));
    }
    return MSD_OK;
}

msd_status msdx_tok2vec_open(msdx_tok2vec *t, const msdx_pack *pack, const char *prefix, const msdx_kernels *k,
                             msd_error *err)
{
    *t = (msdx_tok2vec){.k = k};
    msd_status st = open_all(t, pack, prefix, err);
    if (st != MSD_OK) msdx_tok2vec_close(t);
    return st;
}

void msdx_tok2vec_close(msdx_tok2vec *t)
{
    for (size_t i = 0; t->block && i < t->n_block; i++) msdx_matrix_clear(&t->block[i].maxout);
    msdx_matrix_clear(&t->mix.maxout);
    msdx_free(t->block);
    msdx_free(t->embed);
    *t = (msdx_tok2vec){0};
}

/* ---- work ---- */

/* The embedding of a word hangs on its ids alone, and news repeats its words: each distinct tuple of ids is computed
 * once and kept in a direct-mapped table. */
typedef struct cache_key {
    uint64_t id[ID_MAX]; /* the first n_embed are used */
    uint32_t miss;       /* 1 + its number among the tile's misses while it is being computed; 0: value is there */
    bool used;
} cache_key;

struct msdx_tok2vec_work {
    void *block;                              /* one allocation for all below */
    float **level;                            /* [n_block + 1] rows: 2 * window carried over, then TILE */
    float *tmp;                               /* TILE x width */
    float *wide;                              /* TILE x n_embed * width: inputs of mix */
    float *fresh;                             /* TILE x width: outputs of mix */
    float *out;                               /* TILE x width: rows of words, without the padding between them */
    cache_key *key;                           /* N_CACHE */
    float *value;                             /* N_CACHE x width */
    uint32_t miss_slot[TILE];                 /* cache slot of the i-th miss */
    uint32_t want_row[TILE], want_miss[TILE]; /* rows of the tile to be filled from misses */
    size_t n_miss, n_want;
};

static size_t floats_of(const msdx_tok2vec *t)
{
    size_t w = t->width;
    return (t->n_block + 1) * (2 * t->window + TILE) * w + TILE * w * (3 + t->n_embed) + (size_t)N_CACHE * w;
}

msd_status msdx_tok2vec_work_new(msdx_tok2vec_work **out, const msdx_tok2vec *t, msd_error *err)
{
    size_t w = t->width, n_level = t->n_block + 1, ld = (2 * t->window + TILE) * w;
    *out = NULL;
    msdx_tok2vec_work *work = msdx_calloc(1, sizeof *work);
    if (!work) return msdx_err_nomem(err);
    work->level = msdx_calloc(n_level, sizeof *work->level);
    work->key = msdx_calloc(N_CACHE, sizeof *work->key);
    float *f = work->block = msdx_calloc(floats_of(t), sizeof(float));
    if (!work->level || !work->key || !f) {
        msdx_tok2vec_work_free(work);
        return msdx_err_nomem(err);
    }
    for (size_t l = 0; l < n_level; l++, f += ld) work->level[l] = f;
    work->tmp = f;
    work->fresh = work->tmp + TILE * w;
    work->out = work->fresh + TILE * w;
    work->wide = work->out + TILE * w;
    work->value = work->wide + TILE * w * t->n_embed;
    *out = work;
    return MSD_OK;
}

void msdx_tok2vec_work_free(msdx_tok2vec_work *w)
{
    if (!w) return;
    msdx_free(w->level);
    msdx_free(w->key);
    msdx_free(w->block);
    msdx_free(w);
}

/* ---- embedding ---- */

/* MurmurHash3 x86_128 as thinc has it for one 64-bit value: the tail of the 64-bit variant, seed in both halves
 * (thinc/backends/numpy_ops.pyx, MurmurHash3_x86_128_uint64). */
void msdx_hash_keys(uint64_t id, uint32_t seed, uint32_t key[4])
{
    uint64_t h1 = id * 0x87c37b91114253d5ULL, h2 = (uint64_t)seed ^ 8;
    h1 = (h1 << 31) | (h1 >> 33);
    h1 *= 0x4cf5ad432745937fULL;
    h1 ^= (uint64_t)seed ^ 8;
    h1 += h2;
    h2 += h1;
    uint64_t *half[2] = {&h1, &h2};
    for (int i = 0; i < 2; i++) {
        uint64_t h = *half[i];
        h ^= h >> 33;
        h *= 0xff51afd7ed558ccdULL;
        h ^= h >> 33;
        h *= 0xc4ceb9fe1a85ec53ULL;
        h ^= h >> 33;
        *half[i] = h;
    }
    h1 += h2;
    h2 += h1;
    key[0] = (uint32_t)h1;
    key[1] = (uint32_t)(h1 >> 32);
    key[2] = (uint32_t)h2;
    key[3] = (uint32_t)(h2 >> 32);
}

/* Concatenated embeddings of one word: the input of mix. */
static void look_up(const msdx_tok2vec *t, const uint64_t *id, float *wide)
{
    for (size_t e = 0; e < t->n_embed; e++) {
        const msdx_embed *em = &t->embed[e];
        const float *row[N_KEY];
        uint32_t key[N_KEY];
        msdx_hash_keys(id[e], em->seed, key);
        for (size_t i = 0; i < N_KEY; i++) row[i] = em->table + key[i] % em->n_row * t->width;
        t->k->sum_max(row, N_KEY, NULL, t->width, 1, wide + e * t->width);
    }
}

static bool same_ids(const uint64_t *a, const uint64_t *b, size_t n)
{
    uint64_t diff = 0;
    for (size_t i = 0; i < n; i++) diff |= a[i] ^ b[i];
    return diff == 0;
}

/* Put the word's embedding into row r of the tile, now or when the tile's misses are computed. */
static void embed_word(const msdx_tok2vec *t, msdx_tok2vec_work *w, const uint64_t *feat, size_t r, float *tile)
{
    uint64_t id[ID_MAX], h = 0;
    for (size_t e = 0; e < t->n_embed; e++) {
        id[e] = feat[t->embed[e].attr];
        h = (h ^ id[e]) * 0x9e3779b97f4a7c15ULL;
        h ^= h >> 29;
    }
    size_t slot = (h >> 32) & (N_CACHE - 1);
    cache_key *key = &w->key[slot];
    if (!key->used || !same_ids(key->id, id, t->n_embed)) {
        memcpy(key->id, id, t->n_embed * sizeof *id);
        key->used = true;
        look_up(t, id, w->wide + w->n_miss * t->n_embed * t->width);
        w->miss_slot[w->n_miss++] = (uint32_t)slot;
        key->miss = (uint32_t)w->n_miss;
    }
    if (key->miss) {
        w->want_row[w->n_want] = (uint32_t)r;
        w->want_miss[w->n_want++] = key->miss - 1;
    } else {
        memcpy(tile + r * t->width, w->value + slot * t->width, t->width * sizeof *tile);
    }
}

/* Compute the tile's misses in one product, fill the rows that wait for them, keep the values. */
static void embed_misses(const msdx_tok2vec *t, msdx_tok2vec_work *w, float *tile)
{
    size_t width = t->width, n_wide = t->n_embed * width;
    t->k->maxout(&t->mix.maxout, w->wide, n_wide, w->n_miss, w->fresh, width);
    t->k->norm(w->fresh, NULL, t->mix.gain, t->mix.bias, w->n_miss, width, w->fresh);
    for (size_t i = 0; i < w->n_want; i++)
        memcpy(tile + w->want_row[i] * width, w->fresh + w->want_miss[i] * width, width * sizeof *tile);
    for (size_t i = 0; i < w->n_miss; i++) {
        cache_key *key = &w->key[w->miss_slot[i]];
        if (key->miss != i + 1) continue; /* pushed out by another word of this tile */
        memcpy(w->value + w->miss_slot[i] * width, w->fresh + i * width, width * sizeof *tile);
        key->miss = 0;
    }
    w->n_miss = w->n_want = 0;
}

/* ---- the stream of rows ----
 *
 * The batch is one stream: `pad` zero rows before, between and after the texts, pad = n_block * window, as thinc's
 * with_array(pad) lays it out. The zero rows pass through all blocks, are not reset, and are seen by edge words; pad is
 * what the blocks reach, so no text sees another. A block needs `window` rows to each side, so each level of the tower
 * lags its input by `window` rows and carries the last 2 * window over to the next tile: long texts cost no more
 * memory than short ones, and no row is computed twice. Rows before the stream's first are zeros that no word sees. */
typedef struct cursor {
    size_t text, tok, pad_left;
} cursor;

/* Step to the next row: true when it is a word (text, tok before the step). */
static bool step(cursor *c, const uint32_t *n_tok, size_t pad, size_t *text, size_t *tok)
{
    if (c->pad_left) {
        c->pad_left--;
        return false;
    }
    *text = c->text;
    *tok = c->tok++;
    if (c->tok == n_tok[c->text]) {
        c->text++;
        c->tok = 0;
        c->pad_left = pad;
    }
    return true;
}

static void run_blocks(const msdx_tok2vec *t, msdx_tok2vec_work *w, size_t n_row)
{
    size_t width = t->width, carry = 2 * t->window;
    for (size_t l = 0; l < t->n_block; l++) {
        const msdx_block *b = &t->block[l];
        float *in = w->level[l], *to = w->level[l + 1] + carry * width;
        t->k->maxout(&b->maxout, in, width, n_row, w->tmp, width);
        t->k->norm(w->tmp, in + t->window * width, b->gain, b->bias, n_row, width, to);
        memmove(in, in + n_row * width, carry * width * sizeof *in);
    }
}

void msdx_tok2vec_run(const msdx_tok2vec *t, msdx_tok2vec_work *w, uint64_t *const *feat, const uint32_t *n_tok,
                      size_t n_text, msdx_rows_fn *fn, void *ctx)
{
    size_t width = t->width, carry = 2 * t->window, pad = t->n_block * t->window, n_left = pad, first_word = 0;
    cursor in = {.pad_left = pad}, out = {.pad_left = 2 * pad}; /* the rows come out pad rows late */
    for (size_t u = 0; u < n_text; u++)
        if (n_tok[u]) n_left += n_tok[u] + pad;
    if (n_left == pad) return;
    for (size_t l = 0; l <= t->n_block; l++) memset(w->level[l], 0, carry * width * sizeof(float));
    while (n_left) {
        size_t n_row = n_left < TILE ? n_left : TILE, n_word = 0, text, tok;
        float *tile = w->level[0] + carry * width, *top = w->level[t->n_block] + carry * width;
        for (size_t r = 0; r < n_row; r++) {
            while (!in.pad_left && in.text < n_text && !n_tok[in.text]) in.text++;
            if (step(&in, n_tok, pad, &text, &tok))
                embed_word(t, w, feat[text] + tok * MSDX_N_ATTR, r, tile);
            else
                memset(tile + r * width, 0, width * sizeof *tile);
        }
        embed_misses(t, w, tile);
        run_blocks(t, w, n_row);
        for (size_t r = 0; r < n_row; r++) {
            while (!out.pad_left && out.text < n_text && !n_tok[out.text]) out.text++;
            if (step(&out, n_tok, pad, &text, &tok))
                memcpy(w->out + n_word++ * width, top + r * width, width * sizeof *top);
        }
        if (n_word) fn(ctx, w->out, first_word, n_word);
        first_word += n_word;
        n_left -= n_row;
    }
}
