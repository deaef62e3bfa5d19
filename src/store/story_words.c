/* story_words.c: what a text is about, as weights of its words (tf-idf: Spärck Jones 1972; the logarithm of the count
 * as in Salton and Buckley 1988), and reports of one occurrence by them. Names and numbers weigh double, the title's
 * words count three times, and what stands far down in a long text does not count: a report says at its head what
 * happened. */
#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "store/story_impl.h"
#include "write/fold.h"

enum {
    HEAD_WORDS = 300,
    TITLE_TIMES = 3,
    STEM = 6, /* bytes of a word that count: inflections become one */
    TELLING = MSDX_STORY_TELLING,
    COMMON = MSDX_STORY_COMMON,
    LEAST_EDGE = MSDX_STORY_LEAST_EDGE,
    REPORT_EDGE = 60000, /* far below what joins reports: it only makes the sums long */
    LEAST_REPORT = 145000
};
static const double name_times = 2.0;

/* Words that say nothing of what a text is about; sorted. */
static const char *const stop[] = {
    "a",    "about", "after", "all",   "also",  "an",    "and",  "are",  "as",    "at",  "be",   "been", "but",
    "by",   "can",   "could", "do",    "for",   "from",  "had",  "has",  "have",  "he",  "her",  "him",  "his",
    "how",  "i",     "if",    "in",    "into",  "is",    "it",   "its",  "just",  "me",  "more", "my",   "new",
    "no",   "not",   "of",    "on",    "one",   "or",    "our",  "out",  "over",  "s",   "said", "she",  "so",
    "than", "that",  "the",   "their", "them",  "there", "they", "this", "to",    "up",  "us",   "very", "was",
    "we",   "were",  "what",  "when",  "which", "who",   "will", "with", "would", "you", "your"};

static int by_word(const void *key, const void *at)
{
    return strcmp(key, *(const char *const *)at);
}

/* A word of one text. */
struct seen {
    uint64_t hash;
    uint32_t times;
    bool name; /* a name or number */
};

struct list {
    struct seen *at;
    size_t n, room;
};

struct msdx_story_words {
    size_t n; /* texts */
    msdx_story_vec *vec;
    const uint64_t *hash; /* of each term, sorted: a term is its place here */
    const uint32_t *in;   /* texts with it */
    size_t n_term;
    uint64_t *own_hash; /* what is freed: NULL where the lists are another's */
    uint32_t *own_in;
    uint32_t *rank;
};

static bool add_seen(struct list *l, uint64_t hash, uint32_t times, bool name)
{
    if (l->n == l->room) {
        size_t room = l->room ? l->room * 2 : 256;
        struct seen *more = msdx_realloc(l->at, room, sizeof *more);
        if (!more) return false;
        l->at = more;
        l->room = room;
    }
    l->at[l->n++] = (struct seen){hash, times, name};
    return true;
}

static bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* A capital in running text: the words before it have not just ended a sentence. */
static bool is_name(msdx_str text, size_t at)
{
    char c = text.p[at];
    if (c >= '0' && c <= '9') return true;
    if (c < 'A' || c > 'Z' || at < 2) return false;
    char before = text.p[at - 2];
    return text.p[at - 1] == ' ' &&
           ((before >= 'a' && before <= 'z') || before == ',' || (before >= 'A' && before <= 'Z'));
}

/* The hash of a word's beginning; 0 for one that says nothing. */
static uint64_t word_hash(msdx_buf *buf, msdx_str word)
{
    msdx_buf_reset(buf);
    msdx_fold_words(buf, word, false);
    const char *key = msdx_buf_cstr(buf);
    if (buf->n < 2 || bsearch(key, stop, sizeof stop / sizeof *stop, sizeof *stop, by_word)) return 0;
    return msdx_murmur64a(key, buf->n < STEM ? buf->n : STEM, 1) | 1;
}

static bool read_words(struct list *l, msdx_str text, uint32_t times, bool names, size_t most)
{
    msdx_buf buf = MSDX_BUF_INIT((size_t)1 << 30);
    bool ok = true;
    for (size_t i = 0, n = 0; ok && i < text.n && n < most;) {
        size_t start = i;
        while (i < text.n && is_word_byte(text.p[i])) i++;
        if (i == start) {
            i++;
            continue;
        }
        n++;
        uint64_t hash = word_hash(&buf, (msdx_str){text.p + start, i - start});
        ok = !buf.failed && (!hash || add_seen(l, hash, times, names && is_name(text, start)));
    }
    msdx_buf_clear(&buf);
    return ok;
}

static int by_seen(const void *x, const void *y)
{
    const struct seen *a = x, *b = y;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

/* Each word once, by hash. */
static void fold_seen(struct list *l)
{
    size_t n = 0;
    if (l->n) qsort(l->at, l->n, sizeof *l->at, by_seen);
    for (size_t i = 0; i < l->n; i++) {
        if (n && l->at[n - 1].hash == l->at[i].hash) {
            l->at[n - 1].times += l->at[i].times;
            l->at[n - 1].name |= l->at[i].name;
        } else {
            l->at[n++] = l->at[i];
        }
    }
    l->n = n;
}

static int by_hash(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

/* All words of all texts, each once, and in how many texts each is. */
static bool make_terms(msdx_story_words *w, const struct list *list)
{
    size_t n = 0, k = 0;
    for (size_t i = 0; i < w->n; i++) n += list[i].n;
    uint64_t *hash = w->own_hash = msdx_malloc((n + 1) * sizeof *hash);
    if (!hash) return false;
    for (size_t i = 0; i < w->n; i++)
        for (size_t m = 0; m < list[i].n; m++) hash[k++] = list[i].at[m].hash;
    if (n) qsort(hash, n, sizeof *hash, by_hash);
    for (size_t i = 0; i < n; i++)
        if (!i || hash[i] != hash[i - 1]) w->n_term++;
    uint32_t *in = w->own_in = msdx_calloc(w->n_term + 1, sizeof *in);
    if (!in) return false;
    k = 0;
    for (size_t i = 0; i < n; i++) {
        if (i && hash[i] == hash[k - 1])
            in[k - 1]++;
        else
            hash[k] = hash[i], in[k++] = 1;
    }
    w->hash = hash;
    w->in = in;
    return true;
}

/* The place of a word among all, or n_term. */
static size_t find_term(const msdx_story_words *w, uint64_t hash)
{
    const uint64_t *at = w->n_term ? bsearch(&hash, w->hash, w->n_term, sizeof *w->hash, by_hash) : NULL;
    return at ? (size_t)(at - w->hash) : w->n_term;
}

static bool make_vec(const msdx_story_words *w, const struct list *l, msdx_story_vec *out)
{
    double sum = 0;
    *out = (msdx_story_vec){msdx_malloc((l->n + 1) * sizeof *out->at), 0};
    if (!out->at) return false;
    for (size_t i = 0; i < l->n; i++) {
        size_t term = find_term(w, l->at[i].hash);
        if (term == w->n_term) continue;
        double weight = (1 + log(l->at[i].times)) * (l->at[i].name ? name_times : 1) *
                        log(((double)w->n + 1) / (w->in[term] + 0.5));
        if (weight <= 0) continue;
        sum += weight * weight;
        out->at[out->n++] = (msdx_story_term){(uint32_t)term, (float)weight};
    }
    for (size_t i = 0; i < out->n; i++) out->at[i].weight = (float)(out->at[i].weight / sqrt(sum));
    return true;
}

/* A text's words, each once. */
static bool read_text(struct list *l, const msdx_story_text *text)
{
    bool ok =
        read_words(l, text->title, TITLE_TIMES, false, HEAD_WORDS) && read_words(l, text->body, 1, true, HEAD_WORDS);
    fold_seen(l);
    return ok;
}

msd_status msdx_story_words_new(msdx_story_words **out, const msdx_story_text *text, size_t n, msd_error *err)
{
    struct list *list = msdx_calloc(n + 1, sizeof *list);
    const char **key = msdx_malloc((n + 1) * sizeof *key);
    msdx_story_words *w = msdx_calloc(1, sizeof *w);
    *out = NULL;
    bool ok = list && key && w;
    if (ok) {
        w->n = n;
        w->vec = msdx_calloc(n + 1, sizeof *w->vec);
        w->rank = msdx_malloc((n + 1) * sizeof *w->rank);
        ok = w->vec && w->rank;
    }
    for (size_t i = 0; ok && i < n; i++) {
        key[i] = text[i].key;
        ok = read_text(&list[i], &text[i]);
    }
    ok = ok && msdx_story_rank(key, n, w->rank, err) == MSD_OK && make_terms(w, list);
    for (size_t i = 0; ok && i < n; i++) ok = make_vec(w, &list[i], &w->vec[i]);
    for (size_t i = 0; list && i < n; i++) msdx_free(list[i].at);
    msdx_free(list);
    msdx_free(key);
    if (!ok) {
        msdx_story_words_free(w);
        return msdx_err_nomem(err);
    }
    *out = w;
    return MSD_OK;
}

void msdx_story_words_free(msdx_story_words *words)
{
    if (!words) return;
    for (size_t i = 0; words->vec && i < words->n; i++) msdx_story_vec_clear(&words->vec[i]);
    msdx_free(words->vec);
    msdx_free(words->own_hash);
    msdx_free(words->own_in);
    msdx_free(words->rank);
    msdx_free(words);
}

msd_status msdx_story_words_over(msdx_story_words **out, size_t n_text, const uint64_t *hash, const uint32_t *in,
                                 size_t n_term, msd_error *err)
{
    msdx_story_words *w = *out = msdx_calloc(1, sizeof *w);
    if (!w) return msdx_err_nomem(err);
    *w = (msdx_story_words){.n = n_text, .hash = hash, .in = in, .n_term = n_term};
    return MSD_OK;
}

msd_status msdx_story_terms(const msdx_story_text *text, uint64_t **out, size_t *n, msd_error *err)
{
    struct list l = {0};
    *out = NULL;
    *n = 0;
    bool ok = read_text(&l, text) && (*out = msdx_malloc((l.n + 1) * sizeof **out)) != NULL;
    for (; ok && *n < l.n; ++*n) (*out)[*n] = l.at[*n].hash;
    msdx_free(l.at);
    return ok ? MSD_OK : msdx_err_nomem(err);
}

msd_status msdx_story_words_text(const msdx_story_words *words, const msdx_story_text *text, msdx_story_vec *out,
                                 msd_error *err)
{
    struct list l = {0};
    *out = (msdx_story_vec){0};
    bool ok = read_text(&l, text) && make_vec(words, &l, out);
    msdx_free(l.at);
    return ok ? MSD_OK : msdx_err_nomem(err);
}

void msdx_story_vec_clear(msdx_story_vec *vec)
{
    msdx_free(vec->at);
    *vec = (msdx_story_vec){0};
}

msd_status msdx_story_words_of(const msdx_story_words *words, msdx_str piece, msdx_str skip, msdx_story_vec *out,
                               msd_error *err)
{
    struct list l = {0}, left = {0};
    *out = (msdx_story_vec){0};
    bool ok = read_words(&l, piece, 1, true, SIZE_MAX) && read_words(&left, skip, 1, false, SIZE_MAX);
    fold_seen(&l);
    for (size_t i = 0, n = l.n; ok && i < left.n; i++, n = l.n) {
        l.n = 0;
        for (size_t k = 0; k < n; k++)
            if (l.at[k].hash != left.at[i].hash) l.at[l.n++] = l.at[k];
    }
    for (size_t i = 0; i < l.n; i++) l.at[i].times = 1;
    ok = ok && make_vec(words, &l, out);
    msdx_free(l.at);
    msdx_free(left.at);
    return ok ? MSD_OK : msdx_err_nomem(err);
}

uint32_t msdx_story_vec_like(const msdx_story_vec *a, const msdx_story_vec *b)
{
    double sum = 0;
    for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
        if (a->at[i].term == b->at[k].term)
            sum += (double)a->at[i++].weight * b->at[k++].weight;
        else if (a->at[i].term < b->at[k].term)
            i++;
        else
            k++;
    }
    return sum >= 1 ? 1000000 : (uint32_t)(sum * 1000000 + 0.5);
}

uint32_t msdx_story_words_like(const msdx_story_words *words, size_t a, size_t b)
{
    return msdx_story_vec_like(&words->vec[a], &words->vec[b]);
}

/* ---- which texts are alike ---- */

struct telling {
    uint32_t term, text;
};

static int by_weight(const void *x, const void *y)
{
    const msdx_story_term *a = x, *b = y;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    return a->term < b->term ? -1 : a->term > b->term;
}

static int by_term(const void *x, const void *y)
{
    const struct telling *a = x, *b = y;
    if (a->term != b->term) return a->term < b->term ? -1 : 1;
    return a->text < b->text ? -1 : a->text > b->text;
}

msd_status msdx_story_telling(const msdx_story_words *w, const msdx_story_vec *vec, uint32_t out[MSDX_STORY_TELLING],
                              size_t *n, msd_error *err)
{
    msdx_story_term *sorted = msdx_malloc((vec->n + 1) * sizeof *sorted);
    *n = 0;
    if (!sorted) return msdx_err_nomem(err);
    if (vec->n) memcpy(sorted, vec->at, vec->n * sizeof *sorted);
    if (vec->n) qsort(sorted, vec->n, sizeof *sorted, by_weight);
    for (size_t k = 0; k < vec->n && *n < TELLING; k++)
        if (w->in[sorted[k].term] >= 2) out[(*n)++] = sorted[k].term; /* in no other text: it finds none */
    msdx_free(sorted);
    return MSD_OK;
}

/* The heaviest words of each text. */
static bool list_telling(const msdx_story_words *w, struct telling *out, size_t *n)
{
    uint32_t term[TELLING];
    *n = 0;
    for (size_t i = 0; i < w->n; i++) {
        size_t m;
        if (msdx_story_telling(w, &w->vec[i], term, &m, NULL) != MSD_OK) return false;
        for (size_t k = 0; k < m; k++) out[(*n)++] = (struct telling){term[k], (uint32_t)i};
    }
    if (*n) qsort(out, *n, sizeof *out, by_term);
    return true;
}

static bool add_edge(struct msdx_story_edges *e, msdx_story_edge edge)
{
    if (e->n == e->room) {
        size_t room = e->room ? e->room * 2 : 1024;
        msdx_story_edge *more = msdx_realloc(e->at, room, sizeof *more);
        if (!more) return false;
        e->at = more;
        e->room = room;
    }
    e->at[e->n++] = edge;
    return true;
}

bool msdx_story_add_edge(struct msdx_story_edges *e, uint32_t a, uint32_t b, uint32_t like)
{
    return add_edge(e, (msdx_story_edge){a < b ? a : b, a < b ? b : a, like});
}

/* Each text with the later ones that have a telling word of it. met[b] == a + 1: the pair has been seen. */
static bool meet(const msdx_story_words *w, const struct telling *t, size_t n, struct msdx_story_edges *out)
{
    size_t *start = msdx_calloc(w->n_term + 2, sizeof *start), *of = msdx_malloc((w->n + 2) * sizeof *of);
    uint32_t *met = msdx_calloc(w->n + 1, sizeof *met), *term = msdx_malloc((n + 1) * sizeof *term);
    bool ok = start && of && met && term;
    for (size_t i = 0; ok && i < n; i++) start[t[i].term + 1]++;
    for (size_t i = 0; ok && i < w->n_term; i++) start[i + 1] += start[i];
    for (size_t i = 0; ok && i <= w->n + 1; i++) of[i] = 0;
    for (size_t i = 0; ok && i < n; i++) of[t[i].text + 1]++;
    for (size_t i = 0; ok && i < w->n; i++) of[i + 1] += of[i];
    for (size_t i = 0; ok && i < n; i++) term[of[t[i].text]++] = t[i].term; /* of[i] is now the end of text i */
    for (uint32_t a = 0; ok && a < w->n; a++)
        for (size_t i = a ? of[a - 1] : 0; ok && i < of[a]; i++) {
            size_t from = start[term[i]], to = start[term[i] + 1];
            for (size_t k = from; ok && to - from <= COMMON && k < to; k++) {
                uint32_t b = t[k].text;
                if (b <= a || met[b] == a + 1) continue;
                met[b] = a + 1;
                uint32_t like = msdx_story_words_like(w, a, b);
                if (like >= LEAST_EDGE) ok = msdx_story_add_edge(out, a, b, like);
            }
        }
    msdx_free(start);
    msdx_free(of);
    msdx_free(met);
    msdx_free(term);
    return ok;
}

msd_status msdx_story_alike(const msdx_story_words *words, struct msdx_story_edges *out, msd_error *err)
{
    size_t n = 0;
    struct telling *t = msdx_malloc((words->n * TELLING + 1) * sizeof *t);
    *out = (struct msdx_story_edges){0};
    bool ok = t && list_telling(words, t, &n) && meet(words, t, n, out);
    msdx_free(t);
    return ok ? MSD_OK : msdx_err_nomem(err);
}

msd_status msdx_story_reports(const msdx_story_words *words, uint32_t *group, msd_error *err)
{
    struct msdx_story_edges e;
    size_t n = 0;
    msd_status st = msdx_story_alike(words, &e, err);
    for (size_t i = 0; st == MSD_OK && i < e.n; i++)
        if (e.at[i].like >= REPORT_EDGE) e.at[n++] = e.at[i];
    e.n = n;
    if (st == MSD_OK) st = msdx_story_link(e.at, e.n, words->rank, words->n, LEAST_REPORT, group, err);
    msdx_free(e.at);
    return st;
}
