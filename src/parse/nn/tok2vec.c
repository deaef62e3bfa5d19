#include "parse/nn/nn.h"

#include <stdio.h>

#include "base/mem.h"

enum { TILE = MSDX_TILE, AHEAD = 2 };

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
    if (t->fine != t->k) MSD_TRY(msdx_nn_matrix(pack, t->fine, prefix, name, t->width, n_piece, n_in, &b->finer, err));
    return open_norm(pack, prefix, name, t->width, b, err);
}

static msd_status open_embed(msdx_tok2vec *t, const msdx_pack *pack, const char *prefix, size_t n, msd_error *err)
{
    char name[48];
    const void *seed;
    msdx_section s;
    snprintf(name, sizeof name, "%s/attrs", prefix);
    MSD_TRY(msdx_pack_get(pack, name, MSDX_PACK_BYTES, 0, &s, err));
    MSD_TRY(msdx_nn_section(pack, prefix, "seeds", MSDX_PACK_U32, n, 0, &seed, err));
    const char *at = s.data, *end = at + s.n_byte;
    for (size_t i = 0; i < n; i++) {
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

/* The static vectors: a row for each word that has one. */
static msd_status open_static(msdx_tok2vec *t, const msdx_pack *pack, const char *prefix, msdx_embed *e, msd_error *err)
{
    char name[48];
    msdx_section rows, key;
    const void *row;
    snprintf(name, sizeof name, "%s/static", prefix);
    MSD_TRY(msdx_pack_get(pack, name, MSDX_PACK_F32, 2, &rows, err));
    MSD_TRY(msdx_pack_get(pack, "vocab/vector_key", MSDX_PACK_U64, 1, &key, err));
    MSD_TRY(msdx_nn_section(pack, "vocab", "vector_row", MSDX_PACK_U32, key.dim[0], 0, &row, err));
    *e = (msdx_embed){.attr = MSDX_ATTR_ORTH,
                      .n_row = rows.dim[0],
                      .table = rows.data,
                      .key = key.data,
                      .row = row,
                      .n_key = key.dim[0]};
    bool ok = rows.dim[1] == t->width && e->key;
    for (size_t i = 0; ok && i < e->n_key; i++) ok = e->row[i] < e->n_row && (i == 0 || e->key[i - 1] < e->key[i]);
    return ok ? MSD_OK
              : msdx_err(err, MSD_EFORMAT, 0, "%s: %s and vocab/vector_key: rows and words do not fit together",
                         msdx_pack_path(pack), name);
}

/* The first block's weights as products of one word: [place in the window][piece][output]. */
static msd_status open_first(msdx_tok2vec *t, const msdx_pack *pack, const char *prefix, size_t n_piece, msd_error *err)
{
    size_t width = t->width, n_part = 2 * t->window + 1, n_out = n_part * n_piece * width;
    const void *w, *b;
    MSD_TRY(msdx_nn_section(pack, prefix, "block/0/W", MSDX_PACK_F32, width * n_piece, n_part * width, &w, err));
    MSD_TRY(msdx_nn_section(pack, prefix, "block/0/b", MSDX_PACK_F32, width * n_piece, 0, &b, err));
    t->first_bias = msdx_calloc(width * n_piece, sizeof *t->first_bias);
    float *parted = msdx_calloc(n_out * width, sizeof *parted);
    if (!t->first_bias || !parted) {
        msdx_free(parted);
        return msdx_err_nomem(err);
    }
    for (size_t o = 0; o < width; o++)
        for (size_t p = 0; p < n_piece; p++) {
            size_t row = o * n_piece + p;
            t->first_bias[p * width + o] = ((const float *)b)[row];
            for (size_t i = 0; i < n_part; i++)
                memcpy(parted + ((i * n_piece + p) * width + o) * width, (const float *)w + (row * n_part + i) * width,
                       width * sizeof *parted);
        }
    msd_status st = msdx_matrix_init(&t->first, t->fine, parted, NULL, n_out, 0, width, err);
    msdx_free(parted);
    return st;
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
    if (!t->width || t->width > 4096 || !t->n_embed || t->n_embed >= MSDX_EMBED_MAX || !shape[MIX_PIECE] ||
        shape[MIX_PIECE] > 64 || !t->n_block || t->n_block > 64 || !t->window || t->window > MSDX_WINDOW_MAX ||
        t->n_block * t->window > MSDX_REACH_MAX || !shape[BLOCK_PIECE] || shape[BLOCK_PIECE] > 64)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: %s/shape: a number is out of range", msdx_pack_path(pack), prefix);
    if (msdx_nn_has(pack, prefix, "static")) t->n_embed++;
    t->embed = msdx_calloc(t->n_embed, sizeof *t->embed);
    t->block = msdx_calloc(t->n_block + 1, sizeof *t->block);
    if (!t->embed || !t->block) return msdx_err_nomem(err);
    MSD_TRY(open_embed(t, pack, prefix, shape[N_EMBED], err));
    if (t->n_embed > shape[N_EMBED]) MSD_TRY(open_static(t, pack, prefix, &t->embed[shape[N_EMBED]], err));
    MSD_TRY(msdx_nn_matrix(pack, t->fine, prefix, "mix", t->width, shape[MIX_PIECE], t->n_embed * t->width,
                           &t->mix.maxout, err));
    MSD_TRY(open_norm(pack, prefix, "mix", t->width, &t->mix, err));
    MSD_TRY(open_norm(pack, prefix, "block/0", t->width, &t->block[0], err));
    for (size_t i = 1; i < t->n_block; i++) {
        char name[32];
        snprintf(name, sizeof name, "block/%zu", i);
        MSD_TRY(
            open_block(t, pack, prefix, name, shape[BLOCK_PIECE], (2 * t->window + 1) * t->width, &t->block[i], err));
    }
    return open_first(t, pack, prefix, shape[BLOCK_PIECE], err);
}

msd_status msdx_tok2vec_open(msdx_tok2vec *t, const msdx_pack *pack, const char *prefix, const msdx_kernels *k,
                             msd_error *err)
{
    *t = (msdx_tok2vec){.k = k, .fine = k->finer ? k->finer : k};
    msd_status st = open_all(t, pack, prefix, err);
    if (st != MSD_OK) msdx_tok2vec_close(t);
    return st;
}

void msdx_tok2vec_close(msdx_tok2vec *t)
{
    for (size_t i = 0; t->block && i < t->n_block; i++) {
        msdx_matrix_clear(&t->block[i].maxout);
        msdx_matrix_clear(&t->block[i].finer);
    }
    msdx_matrix_clear(&t->mix.maxout);
    msdx_matrix_clear(&t->first);
    msdx_free(t->first_bias);
    msdx_free(t->block);
    msdx_free(t->embed);
    *t = (msdx_tok2vec){0};
}

/* ---- work ---- */

struct msdx_tok2vec_work {
    msdx_words *words;
    void *block;       /* one allocation for the floats below */
    float **level;     /* [n_block + 1] rows: 2 * window carried over, then TILE */
    float *tmp;        /* TILE x width */
    float *out;        /* TILE x width: rows of words, without the padding between them */
    float *carried;    /* 2 * window values of words, carried over to the next tile */
    float *zero;       /* the value of a padding row */
    const float **row; /* 2 * window + TILE: the values of the rows of level 0 */
    msdx_again *again;
};

msd_status msdx_tok2vec_work_new(msdx_tok2vec_work **out, const msdx_tok2vec *t, msd_error *err)
{
    size_t w = t->width, n_level = t->n_block + 1, carry = 2 * t->window, ld = (carry + TILE) * w;
    size_t n_value = w + t->first.n_out;
    *out = NULL;
    msdx_tok2vec_work *work = msdx_calloc(1, sizeof *work);
    if (!work) return msdx_err_nomem(err);
    msd_status st = msdx_words_new(&work->words, t, err);
    work->level = msdx_calloc(n_level, sizeof *work->level);
    work->row = msdx_calloc(carry + TILE, sizeof *work->row);
    float *f = work->block = msdx_calloc(n_level * ld + 2 * TILE * w + (carry + 1) * n_value, sizeof(float));
    if (st == MSD_OK) st = msdx_again_new(&work->again, t, err);
    if (st != MSD_OK || !work->level || !work->row || !f) {
        msdx_tok2vec_work_free(work);
        return msdx_err_nomem(err);
    }
    for (size_t l = 0; l < n_level; l++, f += ld) work->level[l] = f;
    work->tmp = f;
    work->out = work->tmp + TILE * w;
    work->carried = work->out + TILE * w;
    work->zero = work->carried + carry * n_value;
    *out = work;
    return MSD_OK;
}

void msdx_tok2vec_work_free(msdx_tok2vec_work *w)
{
    if (!w) return;
    msdx_words_free(w->words);
    msdx_free(w->level);
    msdx_free((void *)w->row);
    msdx_again_free(w->again);
    msdx_free(w->block);
    msdx_free(w);
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

/* Values of words lie anywhere in a table larger than the second-level cache: ask for them a few rows ahead. */
static inline void fetch(const float *p, size_t n)
{
    enum { LINE = 64 / sizeof *p };
    for (size_t i = 0; i < n; i += LINE) __builtin_prefetch(p + i);
}

/* The first block, as sums of what each word of the window gives. */
static void run_first(const msdx_tok2vec *t, const float **row, size_t n_row, float *out)
{
    size_t width = t->width, n_part = 2 * t->window + 1, n_piece = t->first.n_out / n_part / width;
    for (size_t r = 0; r < n_row; r++) {
        if (r + AHEAD < n_row)
            for (size_t i = 0; i < n_part; i++)
                fetch(row[r + i + AHEAD] + width + i * n_piece * width, n_piece * width);
        msdx_words_first(t, row + r, out + r * width);
    }
}

static void run_blocks(const msdx_tok2vec *t, msdx_tok2vec_work *w, size_t n_row)
{
    size_t width = t->width, carry = 2 * t->window;
    for (size_t l = 0; l < t->n_block; l++) {
        const msdx_block *b = &t->block[l];
        float *in = w->level[l], *to = w->level[l + 1] + carry * width;
        if (l == 0)
            run_first(t, w->row, n_row, w->tmp);
        else
            t->k->maxout(&b->maxout, in, width, n_row, w->tmp, width);
        t->k->norm(w->tmp, in + t->window * width, b->gain, b->bias, n_row, width, to);
        memmove(in, in + n_row * width, carry * width * sizeof *in);
    }
}

/* Take the values of the last rows along, before the table may give their places to other words. */
static void carry_values(const msdx_tok2vec *t, msdx_tok2vec_work *w, size_t n_row)
{
    size_t n_value = msdx_words_n_value(w->words);
    for (size_t i = 0; i < 2 * t->window; i++) {
        memmove(w->carried + i * n_value, w->row[i + n_row], n_value * sizeof(float));
        w->row[i] = w->carried + i * n_value;
    }
}

static void fill_tile(const msdx_tok2vec *t, msdx_tok2vec_work *w, uint64_t *const *feat, const uint32_t *n_tok,
                      size_t n_text, cursor *in, size_t n_row)
{
    size_t carry = 2 * t->window, pad = t->n_block * t->window, text, tok;
    for (size_t r = carry; r < carry + n_row; r++) {
        while (!in->pad_left && in->text < n_text && !n_tok[in->text]) in->text++;
        if (step(in, n_tok, pad, &text, &tok))
            msdx_words_get(t, w->words, feat[text] + tok * MSDX_N_ATTR, r, w->row);
        else
            w->row[r] = w->zero;
    }
    msdx_words_finish(t, w->words, w->row);
    for (size_t r = carry; r < carry + n_row; r++)
        memcpy(w->level[0] + r * t->width, w->row[r], t->width * sizeof(float));
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
    for (size_t i = 0; i < carry; i++) w->row[i] = w->zero;
    while (n_left) {
        size_t n_row = n_left < TILE ? n_left : TILE, n_word = 0, text, tok;
        const float *top = w->level[t->n_block] + carry * width;
        fill_tile(t, w, feat, n_tok, n_text, &in, n_row);
        run_blocks(t, w, n_row);
        carry_values(t, w, n_row);
        msdx_words_keep(w->words);
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

void msdx_tok2vec_again(const msdx_tok2vec *t, msdx_tok2vec_work *w, const uint64_t *feat, size_t n_tok,
                        const int32_t *tok, size_t n, float *out)
{
    msdx_again_run(t, w->again, w->words, feat, n_tok, tok, n, out);
}
