/* again.c: rows of a few words of a text, made a second time by the finer kernels.
 *
 * A row hangs on those around it of the level below. So a few words want a few stretches
 * of rows of each level, fewer the higher; what is kept of distinct words, which the finer
 * kernels have made in the first place, stands at the bottom. The windows of a level are
 * brought together for one product, since the weights, which have given way in the cache
 * to those of the coarse kernels, cost more than the copies. */
#include "base/mem.h"
#include "parse/nn/nn.h"

struct msdx_again {
    size_t n_group; /* words made at once */
    size_t *n;      /* rows of each level, [n_block + 1] */
    int32_t **at;   /* their places in the text, ascending; before it and after it is padding */
    int32_t *place; /* what at points into */
    const float **value;
    float *block;            /* one allocation for the floats below */
    float *row, *kept, *tmp; /* rows of a level; those of them that are added to the next; what a block makes */
    float *window;           /* windows of a level, side by side */
    float *zero;             /* the value of a padding row */
};

msd_status msdx_again_new(msdx_again **out, const msdx_tok2vec *t, msd_error *err)
{
    size_t see = 1 + 2 * t->n_block * t->window, n_value = t->width + t->first.n_out;
    size_t n_group = MSDX_TILE / see < MSDX_AGAIN ? MSDX_TILE / see : MSDX_AGAIN, n = n_group * see;
    *out = NULL;
    msdx_again *a = msdx_calloc(1, sizeof *a);
    if (!a) return msdx_err_nomem(err);
    a->n_group = n_group;
    a->n = msdx_calloc(t->n_block + 1, sizeof *a->n);
    a->at = msdx_calloc(t->n_block + 1, sizeof *a->at);
    a->place = msdx_calloc((t->n_block + 1) * n, sizeof *a->place);
    a->value = msdx_calloc(n, sizeof *a->value);
    a->block = msdx_calloc(n * t->width * (3 + 2 * t->window + 1) + n_value, sizeof *a->block);
    if (!a->n || !a->at || !a->place || !a->value || !a->block) {
        msdx_again_free(a);
        return msdx_err_nomem(err);
    }
    for (size_t l = 0; l <= t->n_block; l++) a->at[l] = a->place + l * n;
    a->row = a->block;
    a->kept = a->row + n * t->width;
    a->tmp = a->kept + n * t->width;
    a->window = a->tmp + n * t->width;
    a->zero = a->window + n * t->width * (2 * t->window + 1);
    *out = a;
    return MSD_OK;
}

void msdx_again_free(msdx_again *a)
{
    if (!a) return;
    msdx_free(a->n);
    msdx_free(a->at);
    msdx_free(a->place);
    msdx_free((void *)a->value);
    msdx_free(a->block);
    msdx_free(a);
}

/* The places that these see in the level below. */
static size_t places_below(const int32_t *at, size_t n, int32_t window, int32_t *below)
{
    size_t n_below = 0;
    for (size_t i = 0; i < n; i++)
        for (int32_t p = at[i] - window; p <= at[i] + window; p++)
            if (!n_below || p > below[n_below - 1]) below[n_below++] = p;
    return n_below;
}

/* The values of the words at the bottom's places, and of the padding around them. */
static void get_values(const msdx_tok2vec *t, msdx_again *a, msdx_words *words, const uint64_t *feat, size_t n_tok)
{
    for (size_t r = 0; r < a->n[0]; r++) {
        int32_t at = a->at[0][r];
        a->value[r] = a->zero;
        if (at >= 0 && (size_t)at < n_tok) msdx_words_get(t, words, feat + (size_t)at * MSDX_N_ATTR, r, a->value);
    }
    msdx_words_finish(t, words, a->value);
    for (size_t r = 0; r < a->n[0]; r++) memcpy(a->row + r * t->width, a->value[r], t->width * sizeof *a->row);
}

/* Rows of level l + 1 from those of level l. A window's rows lie side by side, since all of them are wanted. */
static void run_block(const msdx_tok2vec *t, msdx_again *a, size_t l)
{
    const msdx_block *b = &t->block[l];
    size_t width = t->width, n_in = (2 * t->window + 1) * width, n = a->n[l + 1], from = 0;
    for (size_t i = 0; i < n; i++) {
        while (a->at[l][from] != a->at[l + 1][i] - (int32_t)t->window) from++;
        memcpy(a->kept + i * width, a->row + (from + t->window) * width, width * sizeof *a->kept);
        if (l == 0)
            msdx_words_first(t, a->value + from, a->tmp + i * width);
        else
            memcpy(a->window + i * n_in, a->row + from * width, n_in * sizeof *a->window);
    }
    if (l > 0) t->fine->maxout(t->fine == t->k ? &b->maxout : &b->finer, a->window, n_in, n, a->tmp, width);
    t->fine->norm(a->tmp, a->kept, b->gain, b->bias, n, width, a->row);
}

void msdx_again_run(const msdx_tok2vec *t, msdx_again *a, msdx_words *words, const uint64_t *feat, size_t n_tok,
                    const int32_t *tok, size_t n, float *out)
{
    for (size_t first = 0; first < n; first += a->n_group) {
        size_t top = t->n_block, n_now = n - first < a->n_group ? n - first : a->n_group;
        memcpy(a->at[top], tok + first, n_now * sizeof *tok);
        a->n[top] = n_now;
        for (size_t l = top; l > 0; l--)
            a->n[l - 1] = places_below(a->at[l], a->n[l], (int32_t)t->window, a->at[l - 1]);
        get_values(t, a, words, feat, n_tok);
        for (size_t l = 0; l < top; l++) run_block(t, a, l);
        msdx_words_keep(words);
        memcpy(out + first * t->width, a->row, n_now * t->width * sizeof *out);
    }
}
