/* statenet.c: scores of the moves of a transition system.
 *
 * The hidden layer is linear in the concatenation of a few tokens, so the product of
 * each token with each slot's weights is computed once, many tokens at a time, and a
 * state costs a sum of rows (spacy/ml/parser_model.pyx, _precomputable_affine.py). A
 * token takes a few kilobytes, so only the products of the last N_BLOCK * BLOCK tokens
 * are kept; a token from further back, which a state rarely needs, is computed again:
 * the same bytes, since a row's product depends on that row alone.
 *
 * Where the kernels are coarse, scores that come out nearly equal are looked at a second
 * time: the rows of the state's few tokens are made again by the finer kernels, which
 * multiply here in any case: what is kept of a token serves many states. */
#include "base/mem.h"
#include "parse/nn/nn.h"

enum { BLOCK = 32, N_BLOCK = 8, SLOT_MAX = 16, N_AGAIN = 32 /* tokens whose second products are kept */ };
_Static_assert((int)SLOT_MAX <= (int)MSDX_AGAIN, "a state's tokens go together");

/* Put pieces apart: to[p][o] from from[o][p], n_in floats each. */
static void part_pieces(float *to, const float *from, size_t n_out, size_t n_piece, size_t n_in)
{
    for (size_t o = 0; o < n_out; o++)
        for (size_t p = 0; p < n_piece; p++)
            memcpy(to + (p * n_out + o) * n_in, from + (o * n_piece + p) * n_in, n_in * sizeof *to);
}

static msd_status open_lower(msdx_statenet *s, const msdx_pack *pack, const char *prefix, msd_error *err)
{
    const void *w, *b, *pad;
    size_t n = s->n_slot * s->n_product;
    MSD_TRY(msdx_nn_section(pack, prefix, "lower/W", MSDX_PACK_F32, n, s->n_token, &w, err));
    MSD_TRY(msdx_nn_section(pack, prefix, "lower/b", MSDX_PACK_F32, s->n_product, 0, &b, err));
    MSD_TRY(msdx_nn_section(pack, prefix, "lower/pad", MSDX_PACK_F32, s->n_slot, s->n_product, &pad, err));
    s->pad = msdx_calloc(n, sizeof *s->pad);
    s->bias = msdx_calloc(s->n_product, sizeof *s->bias);
    float *parted = msdx_calloc(n * s->n_token, sizeof *parted);
    if (!s->pad || !s->bias || !parted) {
        msdx_free(parted);
        return msdx_err_nomem(err);
    }
    part_pieces(s->bias, b, s->n_hidden, s->n_piece, 1);
    for (size_t i = 0; i < s->n_slot; i++) {
        size_t at = i * s->n_product;
        part_pieces(s->pad + at, (const float *)pad + at, s->n_hidden, s->n_piece, 1);
        part_pieces(parted + at * s->n_token, (const float *)w + at * s->n_token, s->n_hidden, s->n_piece, s->n_token);
    }
    msd_status st = msdx_matrix_init(&s->lower, s->fine, parted, NULL, n, 0, s->n_token, err);
    msdx_free(parted);
    return st;
}

static msd_status open_all(msdx_statenet *s, const msdx_pack *pack, const char *prefix, msd_error *err)
{
    enum { N_TOKEN, N_SLOT, N_HIDDEN, N_PIECE, N_CLASS, HAS_UPPER, N_SHAPE };
    uint32_t shape[N_SHAPE];
    MSD_TRY(msdx_nn_shape(pack, prefix, N_SHAPE, shape, err));
    s->n_token = shape[N_TOKEN];
    s->n_slot = shape[N_SLOT];
    s->n_hidden = shape[N_HIDDEN];
    s->n_piece = shape[N_PIECE];
    s->n_class = shape[N_CLASS];
    s->has_upper = shape[HAS_UPPER] != 0;
    s->n_product = s->n_hidden * s->n_piece;
    if (!s->n_token || s->n_token > 4096 || !s->n_slot || s->n_slot > SLOT_MAX || !s->n_hidden || s->n_hidden > 4096 ||
        !s->n_piece || s->n_piece > 16 || !s->n_class || (!s->has_upper && s->n_class != s->n_hidden))
        return msdx_err(err, MSD_EFORMAT, 0, "%s: %s/shape: a number is out of range", msdx_pack_path(pack), prefix);
    MSD_TRY(msdx_nn_matrix(pack, s->k, prefix, "linear", s->n_token, 0, s->n_in, &s->linear, err));
    MSD_TRY(open_lower(s, pack, prefix, err));
    if (s->has_upper) MSD_TRY(msdx_nn_matrix(pack, s->k, prefix, "upper", s->n_class, 0, s->n_hidden, &s->upper, err));
    return MSD_OK;
}

msd_status msdx_statenet_open(msdx_statenet *s, const msdx_pack *pack, const char *prefix, size_t n_in,
                              const msdx_kernels *k, msd_error *err)
{
    *s = (msdx_statenet){.k = k, .fine = k->finer ? k->finer : k, .n_in = n_in, .near = msdx_near(k)};
    msd_status st = open_all(s, pack, prefix, err);
    if (st != MSD_OK) msdx_statenet_close(s);
    return st;
}

void msdx_statenet_close(msdx_statenet *s)
{
    msdx_matrix_clear(&s->linear);
    msdx_matrix_clear(&s->lower);
    msdx_matrix_clear(&s->upper);
    msdx_free(s->pad);
    msdx_free(s->bias);
    *s = (msdx_statenet){0};
}

struct msdx_statenet_work {
    const float *row; /* n_tok x n_token, the caller's */
    size_t n_tok;
    int64_t block[N_BLOCK]; /* which block each place holds; -1: none */
    int64_t last_block;     /* the furthest computed so far */
    float *product;         /* N_BLOCK x BLOCK x n_slot x n_product */
    float *again;           /* n_slot x n_slot x n_product: a token from further back, for each slot */
    float *hidden, *score;

    /* The second look: */
    msdx_again_fn *fn;
    void *ctx;
    int32_t again_tok[N_AGAIN]; /* which token's products each place of again_kept holds; -1: none */
    float *again_row;           /* SLOT_MAX x n_token */
    float *again_kept;          /* N_AGAIN x n_slot x n_product: token t at t % N_AGAIN */
    float *again_slot;          /* n_slot x n_product: of the state at hand */
};

msd_status msdx_statenet_work_new(msdx_statenet_work **out, const msdx_statenet *s, msd_error *err)
{
    size_t n = s->n_slot * s->n_product;
    *out = NULL;
    msdx_statenet_work *w = msdx_calloc(1, sizeof *w);
    if (!w) return msdx_err_nomem(err);
    w->product = msdx_calloc((size_t)N_BLOCK * BLOCK * n, sizeof *w->product);
    w->again = msdx_calloc(s->n_slot * n, sizeof *w->again);
    w->hidden = msdx_calloc(s->n_hidden, sizeof *w->hidden);
    w->score = msdx_calloc(s->n_class, sizeof *w->score);
    bool ok = w->product && w->again && w->hidden && w->score;
    if (s->fine != s->k) {
        w->again_row = msdx_calloc(SLOT_MAX * s->n_token, sizeof *w->again_row);
        w->again_kept = msdx_calloc(N_AGAIN * n, sizeof *w->again_kept);
        w->again_slot = msdx_calloc(n, sizeof *w->again_slot);
        ok = ok && w->again_row && w->again_kept && w->again_slot;
    }
    if (!ok) {
        msdx_statenet_work_free(w);
        return msdx_err_nomem(err);
    }
    *out = w;
    return MSD_OK;
}

void msdx_statenet_work_free(msdx_statenet_work *w)
{
    if (!w) return;
    msdx_free(w->product);
    msdx_free(w->again);
    msdx_free(w->hidden);
    msdx_free(w->score);
    msdx_free(w->again_row);
    msdx_free(w->again_kept);
    msdx_free(w->again_slot);
    msdx_free(w);
}

void msdx_statenet_start(msdx_statenet_work *w, const float *row, size_t n_tok)
{
    w->row = row;
    w->n_tok = n_tok;
    w->last_block = -1;
    for (size_t i = 0; i < N_BLOCK; i++) w->block[i] = -1;
    for (size_t i = 0; i < N_AGAIN; i++) w->again_tok[i] = -1;
}

void msdx_statenet_use(msdx_statenet_work *w, msdx_again_fn *fn, void *ctx)
{
    w->fn = fn;
    w->ctx = ctx;
}

/* The product of token tok with the weights of one slot. */
static const float *product_of(const msdx_statenet *s, msdx_statenet_work *w, size_t tok, size_t slot)
{
    size_t n = s->n_slot * s->n_product, place = tok / BLOCK % N_BLOCK, first = tok / BLOCK * BLOCK;
    int64_t block = (int64_t)(tok / BLOCK);
    float *at = w->product + place * BLOCK * n;
    if (w->block[place] != block) {
        if (block <= w->last_block) {
            at = w->again + slot * n;
            s->fine->linear(&s->lower, w->row + tok * s->n_token, s->n_token, 1, at, n);
            return at + slot * s->n_product;
        }
        size_t n_row = w->n_tok - first < BLOCK ? w->n_tok - first : BLOCK;
        s->fine->linear(&s->lower, w->row + first * s->n_token, s->n_token, n_row, at, n);
        w->block[place] = w->last_block = block;
    }
    return at + (tok - first) * n + slot * s->n_product;
}

/* From each slot's product to the scores. */
static const float *score_of(const msdx_statenet *s, msdx_statenet_work *w, const float *const *row)
{
    s->k->sum_max(row, s->n_slot, s->bias, s->n_hidden, s->n_piece, w->hidden);
    if (!s->has_upper) return w->hidden;
    s->k->linear(&s->upper, w->hidden, s->n_hidden, 1, w->score, s->n_class);
    return w->score;
}

const float *msdx_statenet_score(const msdx_statenet *s, msdx_statenet_work *w, const int32_t *slot_tok)
{
    const float *row[SLOT_MAX];
    int32_t furthest = -1;
    for (size_t i = 0; i < s->n_slot; i++)
        if (slot_tok[i] > furthest) furthest = slot_tok[i];
    /* The furthest token first: its block may take the place of one that another slot would point into. */
    if (furthest >= 0) product_of(s, w, (size_t)furthest, 0);
    for (size_t i = 0; i < s->n_slot; i++)
        row[i] = slot_tok[i] < 0 ? s->pad + i * s->n_product : product_of(s, w, (size_t)slot_tok[i], i);
    return score_of(s, w, row);
}

/* ---- a second look ---- */

static bool is_kept(const msdx_statenet_work *w, int32_t tok)
{
    return w->again_tok[tok % N_AGAIN] == tok;
}

/* The state's tokens whose products are not kept, ascending; how many. */
static size_t not_kept(const msdx_statenet *s, const msdx_statenet_work *w, const int32_t *slot_tok, int32_t *tok)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n_slot; i++) {
        size_t at = n;
        if (slot_tok[i] < 0 || is_kept(w, slot_tok[i])) continue;
        while (at > 0 && tok[at - 1] > slot_tok[i]) at--;
        if (at > 0 && tok[at - 1] == slot_tok[i]) continue;
        memmove(tok + at + 1, tok + at, (n++ - at) * sizeof *tok);
        tok[at] = slot_tok[i];
    }
    return n;
}

/* A token's products, for those slots that hold it. */
static void fill_slots(const msdx_statenet *s, msdx_statenet_work *w, const int32_t *slot_tok, int32_t tok,
                       const float *product)
{
    size_t n = s->n_product;
    for (size_t i = 0; i < s->n_slot; i++)
        if (slot_tok[i] == tok) memcpy(w->again_slot + i * n, product + i * n, n * sizeof *product);
}

const float *msdx_statenet_score_again(const msdx_statenet *s, msdx_statenet_work *w, const int32_t *slot_tok)
{
    const float *row[SLOT_MAX];
    int32_t tok[SLOT_MAX];
    size_t n_product = s->n_slot * s->n_product;
    if (!w->fn || s->fine == s->k) return msdx_statenet_score(s, w, slot_tok);
    size_t n = not_kept(s, w, slot_tok, tok);
    for (size_t i = 0; i < s->n_slot; i++)
        if (slot_tok[i] >= 0 && is_kept(w, slot_tok[i]))
            fill_slots(s, w, slot_tok, slot_tok[i], w->again_kept + (size_t)slot_tok[i] % N_AGAIN * n_product);
    if (n) {
        w->fn(w->ctx, tok, n, w->again_row);
        s->fine->linear(&s->lower, w->again_row, s->n_token, n, w->again, n_product);
    }
    for (size_t i = 0; i < n; i++) {
        size_t place = (size_t)tok[i] % N_AGAIN;
        fill_slots(s, w, slot_tok, tok[i], w->again + i * n_product);
        memcpy(w->again_kept + place * n_product, w->again + i * n_product, n_product * sizeof *w->again);
        w->again_tok[place] = tok[i];
    }
    for (size_t i = 0; i < s->n_slot; i++) row[i] = (slot_tok[i] < 0 ? s->pad : w->again_slot) + i * s->n_product;
    return score_of(s, w, row);
}
