/* nn.h: the layers of the published pipeline over plain float arrays.
 *
 * tok2vec turns words into rows; statenet scores the moves of a transition
 * system from those rows. Both compute what thinc 8.3 computes at prediction:
 *   hashembed   sum of four rows of a table, picked by a hash of the id
 *   maxout      greatest of n_piece linear outputs
 *   layernorm   (x - mean) / sqrt(var + 1e-8) * G + b, biased variance
 *   residual(expand_window >> maxout >> layernorm)
 * Threads: the nets are read-only once open; a work belongs to one thread. */
#ifndef MSDX_NN_H
#define MSDX_NN_H
#include <math.h>

#include "parse/nn/kernels/kernels.h"
#include "parse/parse_impl.h"

/* ---- sections of the pack, shared by the readers here ---- */

/* Section PREFIX/NAME, of shape dim0 x dim1 (dim1 0: one-dimensional), of finite numbers. */
MSD_MUST_CHECK msd_status msdx_nn_section(const msdx_pack *pack, const char *prefix, const char *name,
                                          msdx_pack_type type, size_t dim0, size_t dim1, const void **data,
                                          msd_error *err);
/* PREFIX/shape: n numbers, none over MSDX_NN_DIM_MAX, so that products of three cannot overflow. */
enum { MSDX_NN_DIM_MAX = 65536 };
MSD_MUST_CHECK msd_status msdx_nn_shape(const msdx_pack *pack, const char *prefix, size_t n, uint32_t *shape,
                                        msd_error *err);
bool msdx_nn_has(const msdx_pack *pack, const char *prefix, const char *name);
/* PREFIX/NAME/W and PREFIX/NAME/b, packed for the kernels. */
MSD_MUST_CHECK msd_status msdx_nn_matrix(const msdx_pack *pack, const msdx_kernels *k, const char *prefix,
                                         const char *name, size_t n_out, size_t n_piece, size_t n_in, msdx_matrix *out,
                                         msd_error *err);

/* ---- tok2vec ---- */
enum { MSDX_EMBED_MAX = 16, MSDX_WINDOW_MAX = 16, MSDX_REACH_MAX = 96 /* words that a row sees to a side */ };

/* Rows picked by a hash of the id; or, where key is set, the row that stands for the id, none for other ids. */
typedef struct msdx_embed {
    msdx_attr attr;
    uint32_t seed;
    size_t n_row;
    const float *table;  /* n_row x width, in the pack */
    const uint64_t *key; /* n_key ids, ascending; NULL: by hash */
    const uint32_t *row; /* n_key numbers of rows */
    size_t n_key;
} msdx_embed;

typedef struct msdx_block {
    msdx_matrix maxout, finer; /* finer: the same weights for the finer kernels, where there are such */
    const float *gain, *bias;  /* width, in the pack */
} msdx_block;

typedef struct msdx_tok2vec {
    const msdx_kernels *k;
    const msdx_kernels *fine; /* k->finer, or k: for what is kept of distinct words, and for rows made again */
    size_t width, window, n_embed, n_block;
    msdx_embed *embed;
    msdx_block mix;    /* concatenated embeddings to width */
    msdx_block *block; /* n_block residual blocks over 2 * window + 1 rows */
    msdx_matrix first; /* the first block's weights as products of one word (embed.c), */
    float *first_bias; /* and its bias, pieces apart */
} msdx_tok2vec;

/* Sections PREFIX/shape (width, attributes, pieces of mix, blocks, window, pieces of blocks), PREFIX/attrs, PREFIX/seeds,
 * PREFIX/embed/I, perhaps PREFIX/static with vocab/vector_key and vocab/vector_row (the last embedding then), PREFIX/mix/{W,b,G,B}, PREFIX/block/I/{W,b,G,B}. */
MSD_MUST_CHECK msd_status msdx_tok2vec_open(msdx_tok2vec *t, const msdx_pack *pack, const char *prefix,
                                            const msdx_kernels *k, msd_error *err);
void msdx_tok2vec_close(msdx_tok2vec *t);

/* Rows of one tile of words, in order: word first .. first + n_word of the batch, n_word <= MSDX_TILE. */
enum { MSDX_TILE = 256 }; /* rows in flight: small enough for the second-level cache */
typedef void msdx_rows_fn(void *ctx, const float *row, size_t first_word, size_t n_word);

typedef struct msdx_tok2vec_work msdx_tok2vec_work;
MSD_MUST_CHECK msd_status msdx_tok2vec_work_new(msdx_tok2vec_work **out, const msdx_tok2vec *t, msd_error *err);
void msdx_tok2vec_work_free(msdx_tok2vec_work *w);
/*
 * Rows of all words of a batch of texts, handed to fn tile by tile.
 * Needs  feat[u]: n_tok[u] rows of MSDX_N_ATTR ids.
 * Memory is the work's own, whatever the length of the texts. A word's row depends on its own text alone.
 */
void msdx_tok2vec_run(const msdx_tok2vec *t, msdx_tok2vec_work *w, uint64_t *const *feat, const uint32_t *n_tok,
                      size_t n_text, msdx_rows_fn *fn, void *ctx);

/*
 * Rows of n words of one text made again (again.c), as the finer kernels alone would make them: the same bytes.
 * Needs  tok: ascending, different. May be called from fn, above.
 */
enum { MSDX_AGAIN = 16 }; /* words that go together well */
void msdx_tok2vec_again(const msdx_tok2vec *t, msdx_tok2vec_work *w, const uint64_t *feat, size_t n_tok,
                        const int32_t *tok, size_t n, float *out);

/* thinc's hash of an id: four keys. For tests too. */
void msdx_hash_keys(uint64_t id, uint32_t seed, uint32_t key[4]);

/* The values of words, for tok2vec.c: the embedding, then the products with the first block's weights. For each tile:
 * get for its words, finish, use the values, keep. Values are the table's own and stand until keep. */
typedef struct msdx_words msdx_words;
MSD_MUST_CHECK msd_status msdx_words_new(msdx_words **out, const msdx_tok2vec *t, msd_error *err);
void msdx_words_free(msdx_words *w);
size_t msdx_words_n_value(const msdx_words *w); /* floats of a value */
/* Ask for the value of the word whose ids are feat; it is in row[r] now or after finish. At most MSDX_TILE a tile. */
void msdx_words_get(const msdx_tok2vec *t, msdx_words *w, const uint64_t *feat, size_t r, const float **row);
void msdx_words_finish(const msdx_tok2vec *t, msdx_words *w, const float **row);
void msdx_words_keep(msdx_words *w);
/* One row of the first block, before its norm, from the values of its window. */
void msdx_words_first(const msdx_tok2vec *t, const float *const *value, float *out);

/* What tok2vec.c makes rows again with. */
typedef struct msdx_again msdx_again;
MSD_MUST_CHECK msd_status msdx_again_new(msdx_again **out, const msdx_tok2vec *t, msd_error *err);
void msdx_again_free(msdx_again *a);
void msdx_again_run(const msdx_tok2vec *t, msdx_again *a, msdx_words *words, const uint64_t *feat, size_t n_tok,
                    const int32_t *tok, size_t n, float *out);

/* ---- transition scores ---- */
typedef struct msdx_statenet {
    const msdx_kernels *k, *fine; /* as in msdx_tok2vec; fine for lower */
    size_t n_in;                  /* width of tok2vec's rows */
    size_t n_token;               /* width after `linear` */
    size_t n_slot, n_hidden, n_piece, n_class;
    size_t n_product; /* floats of one slot: n_hidden * n_piece */
    bool has_upper;
    msdx_matrix linear; /* n_in -> n_token */
    msdx_matrix lower;  /* n_token -> n_slot * n_product, pieces apart: [slot][piece][hidden] */
    msdx_matrix upper;  /* n_hidden -> n_class */
    float *pad, *bias;  /* [slot][piece][hidden], [piece][hidden] */
    float near;         /* scores that are not this far apart want a second look; 0: they never do */
} msdx_statenet;

/* Sections PREFIX/shape (tokens' width, slots, hidden, pieces, classes, 1 if an upper layer), PREFIX/linear/{W,b},
 * PREFIX/lower/{W,b,pad}, PREFIX/upper/{W,b}. */
MSD_MUST_CHECK msd_status msdx_statenet_open(msdx_statenet *s, const msdx_pack *pack, const char *prefix, size_t n_in,
                                             const msdx_kernels *k, msd_error *err);
void msdx_statenet_close(msdx_statenet *s);

typedef struct msdx_statenet_work msdx_statenet_work;
MSD_MUST_CHECK msd_status msdx_statenet_work_new(msdx_statenet_work **out, const msdx_statenet *s, msd_error *err);
void msdx_statenet_work_free(msdx_statenet_work *w);
/* Start a text: its n_tok rows after `linear`, borrowed until the next start. */
void msdx_statenet_start(msdx_statenet_work *w, const float *row, size_t n_tok);
/* Scores of the n_class classes for a state whose slots hold these tokens, -1 for none. Valid until the next call. */
const float *msdx_statenet_score(const msdx_statenet *s, msdx_statenet_work *w, const int32_t *slot_tok);

/* Makes rows of n words of the text at hand again, ascending, after `linear`; n <= MSDX_AGAIN. */
typedef void msdx_again_fn(void *ctx, const int32_t *tok, size_t n, float *row);
/* Who makes rows again. Without it a second look sees what the first saw. */
void msdx_statenet_use(msdx_statenet_work *w, msdx_again_fn *fn, void *ctx);
/* The same scores, looked at a second time: as the finer kernels alone would give them. */
const float *msdx_statenet_score_again(const msdx_statenet *s, msdx_statenet_work *w, const int32_t *slot_tok);

/* ---- the greatest of some scores ----
 *
 * Scores are differences of logarithms of odds. Those of 8 bits are off by 0.02 (standard deviation, between two
 * classes); where the best is nearer to the next than MSDX_NEAR, the rows that they come from are made again by the
 * finer kernels, which decide. */
#define MSDX_NEAR 0.05F

static inline float msdx_near(const msdx_kernels *k)
{
    return k->finer ? MSDX_NEAR : 0;
}

/* The first of the greatest that were seen, and the next below it or beside it. */
typedef struct msdx_best {
    size_t at;
    float first, second;
} msdx_best;

static inline msdx_best msdx_best_none(size_t at)
{
    return (msdx_best){.at = at, .first = -INFINITY, .second = -INFINITY};
}

static inline void msdx_best_see(msdx_best *best, size_t at, float score)
{
    if (!(score > best->second)) return;
    if (score > best->first) {
        best->second = best->first;
        best->first = score;
        best->at = at;
    } else {
        best->second = score;
    }
}
#endif
