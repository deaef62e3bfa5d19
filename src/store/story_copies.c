/* story_copies.c: near-identical texts. MinHash over runs of three words (Broder 1997, "On the resemblance and
 * containment of documents") with banding finds who might be alike; the share of runs in common, counted, decides. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "store/story.h"
#include "write/fold.h"

enum {
    RUN = 3,    /* words */
    BANDS = 64, /* of two minima each: of pairs with a fifth of their runs in common, 93 in 100 meet */
    PER_BAND = 2,
    N_HASH = BANDS * PER_BAND,
    SHORT = 20 /* runs below which a text must be all but the same to be a part of another */
};
/* Two texts are copies when so much of both together is in both, */
static const double least_alike = 0.5;
/* or so much of the smaller is in the greater: a text cut short, or with paragraphs of its own. */
static const double least_within = 0.8;

struct runs {
    uint64_t *at; /* sorted, each once */
    size_t n;
};

struct band {
    uint64_t hash;
    uint32_t text;
};

static uint64_t mix(uint64_t x) /* splitmix64 (Steele and others 2014) */
{
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

static int by_number(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

/* The runs of a text's folded words; of fewer words than a run has, all of them as one. */
static bool make_runs(struct runs *out, msdx_buf *words, msdx_str text)
{
    uint64_t last[RUN] = {0};
    size_t n_word = 0, n = 0;
    msdx_buf_reset(words);
    msdx_fold_words(words, text, false);
    if (words->failed) return false;
    out->at = msdx_malloc((words->n / 2 + 2) * sizeof *out->at);
    if (!out->at) return false;
    for (size_t i = 0; i < words->n; n_word++) {
        const char *end = memchr(words->p + i, ' ', words->n - i);
        size_t len = end ? (size_t)(end - words->p) - i : words->n - i;
        memmove(last, last + 1, (RUN - 1) * sizeof *last);
        last[RUN - 1] = msdx_murmur64a(words->p + i, len, 1);
        if (n_word + 1 >= RUN) out->at[n++] = mix(last[0] + 3 * mix(last[1] + 5 * mix(last[2])));
        i += len + 1;
    }
    if (n == 0 && n_word) out->at[n++] = mix(last[RUN - 1] + 7 * last[RUN - 2]);
    if (n) qsort(out->at, n, sizeof *out->at, by_number);
    for (size_t i = 0; i < n; i++)
        if (!i || out->at[i] != out->at[out->n - 1]) out->at[out->n++] = out->at[i];
    return true;
}

static bool copies(const struct runs *a, const struct runs *b)
{
    size_t i = 0, k = 0, both = 0, less = a->n < b->n ? a->n : b->n;
    while (i < a->n && k < b->n) {
        bool same = a->at[i] == b->at[k], step = a->at[i] < b->at[k];
        both += same;
        i += same || step;
        k += same || !step;
    }
    if (both == 0) return false;
    if ((double)both >= least_alike * (double)(a->n + b->n - both)) return true;
    return less >= SHORT && (double)both >= least_within * (double)less;
}

static int by_hash(const void *x, const void *y)
{
    const struct band *a = x, *b = y;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return a->text < b->text ? -1 : a->text > b->text;
}

static uint32_t root(uint32_t *up, uint32_t i)
{
    for (; up[i] != i; i = up[i]) up[i] = up[up[i]];
    return i;
}

static void sketch(const struct runs *r, uint32_t *min)
{
    for (int k = 0; k < N_HASH; k++) {
        uint64_t by = mix((uint64_t)k) | 1;
        uint32_t least = UINT32_MAX;
        for (size_t i = 0; i < r->n; i++) {
            uint32_t h = (uint32_t)((r->at[i] * by) >> 32);
            if (h < least) least = h;
        }
        min[k] = least;
    }
}

/* Those that meet in a band are compared, each with the rest, unless joined already. */
static void try_band(struct band *band, size_t n, const struct runs *runs, uint32_t *up)
{
    qsort(band, n, sizeof *band, by_hash);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n && band[k].hash == band[i].hash; k++) {
            uint32_t a = root(up, band[i].text), b = root(up, band[k].text);
            if (a == b || !copies(&runs[band[i].text], &runs[band[k].text])) continue;
            up[a < b ? b : a] = a < b ? a : b;
        }
}

static bool group_runs(const struct runs *runs, size_t n, uint32_t *up)
{
    uint32_t *min = msdx_malloc((n + 1) * N_HASH * sizeof *min);
    struct band *band = msdx_malloc((n + 1) * sizeof *band);
    bool ok = min && band;
    for (size_t i = 0; ok && i < n; i++) sketch(&runs[i], min + i * N_HASH);
    for (int b = 0; ok && b < BANDS; b++) {
        size_t m = 0;
        for (uint32_t i = 0; i < n; i++) {
            const uint32_t *of = min + (size_t)i * N_HASH + (size_t)b * PER_BAND;
            if (runs[i].n) band[m++] = (struct band){mix(((uint64_t)of[0] << 32 | of[1]) + (uint64_t)b), i};
        }
        try_band(band, m, runs, up);
    }
    msdx_free(min);
    msdx_free(band);
    return ok;
}

/* Roots are any member: each group's name becomes its member of the smallest key. */
static msd_status name_groups(const msdx_story_text *text, size_t n, uint32_t *up, uint32_t *group, msd_error *err)
{
    const char **key = msdx_malloc((n + 1) * sizeof *key);
    uint32_t *rank = msdx_malloc((n + 1) * sizeof *rank), *best = msdx_malloc((n + 1) * sizeof *best);
    msd_status st = key && rank && best ? MSD_OK : msdx_err_nomem(err);
    for (size_t i = 0; st == MSD_OK && i < n; i++) key[i] = text[i].key;
    if (st == MSD_OK) st = msdx_story_rank(key, n, rank, err);
    for (uint32_t i = 0; st == MSD_OK && i < n; i++) best[i] = i;
    for (uint32_t i = 0; st == MSD_OK && i < n; i++) {
        uint32_t r = root(up, i);
        if (rank[i] < rank[best[r]]) best[r] = i;
    }
    for (uint32_t i = 0; st == MSD_OK && i < n; i++) group[i] = best[root(up, i)];
    msdx_free(key);
    msdx_free(rank);
    msdx_free(best);
    return st;
}

msd_status msdx_story_copies(const msdx_story_text *text, size_t n, uint32_t *group, msd_error *err)
{
    msdx_buf words = MSDX_BUF_INIT((size_t)1 << 30);
    struct runs *runs = msdx_calloc(n + 1, sizeof *runs);
    uint32_t *up = msdx_malloc((n + 1) * sizeof *up);
    bool ok = runs && up;
    for (uint32_t i = 0; ok && i < n; i++) {
        up[i] = i;
        ok = make_runs(&runs[i], &words, text[i].body);
    }
    ok = ok && group_runs(runs, n, up);
    msd_status st = ok ? name_groups(text, n, up, group, err) : msdx_err_nomem(err);
    for (size_t i = 0; runs && i < n; i++) msdx_free(runs[i].at);
    msdx_free(runs);
    msdx_free(up);
    msdx_buf_clear(&words);
    return st;
}
