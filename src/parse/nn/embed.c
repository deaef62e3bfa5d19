/* embed.c: what hangs on a word alone: its embedding, and its share of the first block.
 *
 * The first block is linear in its window before the maximum is taken, so a word's
 * products with each place of the window can be computed once for a distinct word and
 * the block becomes a sum of 2 * window + 1 rows. News repeats its words: about four
 * words in five are found in a table of a few thousand (sets of WAY, the least recently
 * used gives way). A value is the same bytes wherever it comes from, since a row's
 * products depend on that row alone. */
#include "base/mem.h"
#include "parse/nn/nn.h"

enum { TILE = MSDX_TILE, WAY = 4, N_KEY = 4, N_ENTRY_MAX = 1 << 14 };
static const size_t cache_byte = (size_t)5 << 20;

typedef struct entry {
    uint64_t id[MSDX_EMBED_MAX]; /* the first n_embed are used */
    uint32_t used;               /* when, in words; 0: free */
    uint32_t miss;               /* 1 + its number among the tile's misses while its value is not there yet */
} entry;

struct msdx_words {
    size_t n_set, n_value; /* a value: embedding, then products [place][piece][output] */
    uint32_t clock;
    entry *entry;        /* n_set x WAY */
    float *value;        /* n_set x WAY x n_value */
    float *fresh;        /* TILE x n_value: the misses of this tile */
    float *wide, *mixed; /* TILE x n_embed * width, TILE x width: inputs and outputs of mix */
    uint32_t miss_entry[TILE];
    uint32_t want_row[TILE], want_miss[TILE]; /* rows of the tile that wait for misses */
    size_t n_miss, n_want;
};

msd_status msdx_words_new(msdx_words **out, const msdx_tok2vec *t, msd_error *err)
{
    *out = NULL;
    msdx_words *w = msdx_calloc(1, sizeof *w);
    if (!w) return msdx_err_nomem(err);
    w->n_value = t->width + t->first.n_out;
    size_t n_set = cache_byte / (WAY * w->n_value * sizeof(float));
    w->n_set = n_set = n_set < 1 ? 1 : n_set < N_ENTRY_MAX / WAY ? n_set : N_ENTRY_MAX / WAY;
    w->entry = msdx_calloc(n_set * WAY, sizeof *w->entry);
    w->value = msdx_calloc(n_set * WAY * w->n_value, sizeof *w->value);
    w->fresh = msdx_calloc(TILE * w->n_value, sizeof *w->fresh);
    w->wide = msdx_calloc(TILE * t->n_embed * t->width, sizeof *w->wide);
    w->mixed = msdx_calloc(TILE * t->width, sizeof *w->mixed);
    if (!w->entry || !w->value || !w->fresh || !w->wide || !w->mixed) {
        msdx_words_free(w);
        return msdx_err_nomem(err);
    }
    *out = w;
    return MSD_OK;
}

void msdx_words_free(msdx_words *w)
{
    if (!w) return;
    msdx_free(w->entry);
    msdx_free(w->value);
    msdx_free(w->fresh);
    msdx_free(w->wide);
    msdx_free(w->mixed);
    msdx_free(w);
}

size_t msdx_words_n_value(const msdx_words *w)
{
    return w->n_value;
}

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

/* The static vector of one word; zeros where there is none. */
static void find_static(const msdx_embed *em, uint64_t id, size_t width, float *out)
{
    size_t lo = 0, hi = em->n_key;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (em->key[mid] < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < em->n_key && em->key[lo] == id)
        memcpy(out, em->table + em->row[lo] * width, width * sizeof *out);
    else
        memset(out, 0, width * sizeof *out);
}

/* Concatenated embeddings of one word: the input of mix. Its rows lie anywhere in tables larger than a cache, so all are
 * asked for before the first is used. */
static void look_up(const msdx_tok2vec *t, const uint64_t *id, float *wide)
{
    enum { LINE = 64 / sizeof *wide };
    const float *row[MSDX_EMBED_MAX][N_KEY];
    for (size_t e = 0; e < t->n_embed; e++) {
        const msdx_embed *em = &t->embed[e];
        uint32_t key[N_KEY];
        if (em->key) continue;
        msdx_hash_keys(id[e], em->seed, key);
        for (size_t i = 0; i < N_KEY; i++) {
            row[e][i] = em->table + key[i] % em->n_row * t->width;
            for (size_t c = 0; c < t->width; c += LINE) __builtin_prefetch(row[e][i] + c);
        }
    }
    for (size_t e = 0; e < t->n_embed; e++) {
        if (t->embed[e].key)
            find_static(&t->embed[e], id[e], t->width, wide + e * t->width);
        else
            t->k->sum_max(row[e], N_KEY, NULL, t->width, 1, wide + e * t->width);
    }
}

static bool same_ids(const uint64_t *a, const uint64_t *b, size_t n)
{
    uint64_t diff = 0;
    for (size_t i = 0; i < n; i++) diff |= a[i] ^ b[i];
    return diff == 0;
}

/* The entry of these ids, or the one that gives way to them. */
static entry *find_entry(msdx_words *w, const uint64_t *id, size_t n, bool *found)
{
    uint64_t h = 0;
    for (size_t e = 0; e < n; e++) {
        h = (h ^ id[e]) * 0x9e3779b97f4a7c15ULL;
        h ^= h >> 29;
    }
    entry *set = w->entry + (h >> 32) % w->n_set * WAY, *oldest = set;
    for (entry *e = set; e < set + WAY; e++) {
        if (e->used && same_ids(e->id, id, n)) {
            *found = true;
            return e;
        }
        if (e->used < oldest->used) oldest = e;
    }
    *found = false;
    return oldest;
}

void msdx_words_get(const msdx_tok2vec *t, msdx_words *w, const uint64_t *feat, size_t r, const float **row)
{
    uint64_t id[MSDX_EMBED_MAX];
    bool found;
    for (size_t e = 0; e < t->n_embed; e++) id[e] = feat[t->embed[e].attr];
    entry *e = find_entry(w, id, t->n_embed, &found);
    size_t at = (size_t)(e - w->entry);
    if (!found) {
        memcpy(e->id, id, t->n_embed * sizeof *id);
        look_up(t, id, w->wide + w->n_miss * t->n_embed * t->width);
        w->miss_entry[w->n_miss++] = (uint32_t)at;
        e->miss = (uint32_t)w->n_miss;
    }
    if (++w->clock == 0) w->clock = 1; /* after four thousand million words: old entries look new for a while */
    e->used = w->clock;
    if (e->miss) {
        w->want_row[w->n_want] = (uint32_t)r;
        w->want_miss[w->n_want++] = e->miss - 1;
    } else {
        row[r] = w->value + at * w->n_value;
    }
}

void msdx_words_finish(const msdx_tok2vec *t, msdx_words *w, const float **row)
{
    size_t width = t->width, n_wide = t->n_embed * width;
    t->fine->maxout(&t->mix.maxout, w->wide, n_wide, w->n_miss, w->mixed, width);
    t->k->norm(w->mixed, NULL, t->mix.gain, t->mix.bias, w->n_miss, width, w->mixed);
    for (size_t i = 0; i < w->n_miss; i++)
        memcpy(w->fresh + i * w->n_value, w->mixed + i * width, width * sizeof *w->mixed);
    t->fine->linear(&t->first, w->mixed, width, w->n_miss, w->fresh + width, w->n_value);
    for (size_t i = 0; i < w->n_want; i++) row[w->want_row[i]] = w->fresh + w->want_miss[i] * w->n_value;
}

void msdx_words_first(const msdx_tok2vec *t, const float *const *value, float *out)
{
    const float *part[2 * MSDX_WINDOW_MAX + 1];
    size_t width = t->width, n_part = 2 * t->window + 1, n_piece = t->first.n_out / n_part / width;
    for (size_t i = 0; i < n_part; i++) part[i] = value[i] + width + i * n_piece * width;
    t->fine->sum_max(part, n_part, t->first_bias, width, n_piece, out);
}

void msdx_words_keep(msdx_words *w)
{
    for (size_t i = 0; i < w->n_miss; i++) {
        entry *e = &w->entry[w->miss_entry[i]];
        if (e->miss != i + 1) continue; /* another word of this tile took its place */
        memcpy(w->value + w->miss_entry[i] * w->n_value, w->fresh + i * w->n_value, w->n_value * sizeof *w->value);
        e->miss = 0;
    }
    w->n_miss = w->n_want = 0;
}
