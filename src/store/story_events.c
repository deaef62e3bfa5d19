/* story_events.c: claims and mentions of one occurrence.
 *
 * Two may tell of one occurrence when they say the same kind of thing and their days are not more than one apart. How
 * likely that is follows from whom they name, where, and how alike the texts and sentences are that they stand in;
 * average link over this makes the groups, so that no chain of neighbours grows into a story without end. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "store/story_impl.h"

/* Likeness in millionths, as between texts. */
enum {
    LEAST = MSDX_STORY_LEAST_CLAIM,
    DAYS_APART = MSDX_STORY_DAYS_MEET / 2, /* a morning paper tells of the day before */
    SENTENCES_APART = 3,                   /* in one text, codes alone */
    SAME_TEXT = 200000,                    /* what one text says twice, against what two alike texts say */
    OF_TEXT = 60,                          /* of a hundred parts of likeness: the texts'; the rest is the sentences' */
    SPEECH = 30,                           /* of a hundred parts of the sentences' likeness */
    SAME_PARTIES = 100000,
    CODE_IS_WIDE = 3,
    CODES_ALONE = 300000 /* no words to go by: the same parties, or the same passage */
};

static bool share_party(const msdx_story_item *a, const msdx_story_item *b, bool *all)
{
    uint32_t i = 0, k = 0, both = 0;
    while (i < a->n_party && k < b->n_party) {
        int c = strcmp(a->party[i], b->party[k]);
        both += c == 0;
        i += c <= 0;
        k += c >= 0;
    }
    *all = both == a->n_party && both == b->n_party && both;
    return both > 0;
}

static bool days_meet(const msdx_story_item *a, const msdx_story_item *b)
{
    if (a->day_from == MSDX_STORY_NO_DAY || b->day_from == MSDX_STORY_NO_DAY) return true;
    return a->day_from <= b->day_to + DAYS_APART && b->day_from <= a->day_to + DAYS_APART;
}

static bool is_speech(const msdx_story_item *it, const char *kind) /* it is told that something was said */
{
    return !*it->code && strcmp(kind, "=say") == 0;
}

/* Do they say the same kind of thing? Codes decide where both have one. */
static bool same_what(const msdx_story_item *x, const char *kind_x, const msdx_story_item *y, const char *kind_y)
{
    if (*x->code || *y->code) return strcmp(x->code, y->code) == 0;
    return strcmp(kind_x, kind_y) == 0;
}

uint32_t msdx_story_like(const msdx_story_item *x, const char *kind_x, const msdx_story_item *y, const char *kind_y,
                         uint32_t texts)
{
    bool all, any = share_party(x, y, &all), same_text = x->text == y->text;
    if (!same_what(x, kind_x, y, kind_y) || !days_meet(x, y)) return 0;
    if (!x->vec || !y->vec) {
        int32_t apart = x->sentence > y->sentence ? x->sentence - y->sentence : y->sentence - x->sentence;
        return all || (same_text && (any || apart <= SENTENCES_APART)) ? CODES_ALONE : 0;
    }
    uint64_t near = msdx_story_vec_like(x->vec, y->vec), sum = (same_text ? SAME_TEXT : texts) * (uint64_t)OF_TEXT;
    sum = (sum + near * (100 - OF_TEXT)) / 100;
    if (is_speech(x, kind_x) && is_speech(y, kind_y))
        sum = near * SPEECH / 100; /* much is said of one thing: its own words count */
    if (all && x->day_from != MSDX_STORY_NO_DAY && y->day_from != MSDX_STORY_NO_DAY) sum += SAME_PARTIES;
    if (!any && x->n_party && y->n_party) sum = *x->code ? 0 : sum / 3;
    if (*x->place && *y->place && strcmp(x->place, y->place) != 0) sum /= 2;
    if (strcmp(kind_x, kind_y) != 0) sum = sum * 3 / 4;
    if (*x->code) sum /= CODE_IS_WIDE; /* other words are the same event: more has to agree */
    return sum > 1000000 ? 1000000 : (uint32_t)sum;
}

bool msdx_story_party_key(const msdx_story_item *it, uint64_t *key)
{
    if (it->day_from == MSDX_STORY_NO_DAY || it->n_party == 0 || it->day_to > it->day_from + DAYS_APART) return false;
    *key = msdx_murmur64a(it->code, strlen(it->code), 3);
    for (uint32_t k = 0; k < it->n_party; k++) *key = msdx_murmur64a(it->party[k], strlen(it->party[k]), *key);
    return true;
}

struct grouper {
    const msdx_story_item *item;
    const msdx_story_words *words;
    char (*kind)[32];
    struct msdx_story_edges edges;
};

/* ---- which pairs to look at ---- */

/* An item under one of its keys: its text, or what it says of whom. */
struct entry {
    uint64_t key;
    int32_t day; /* its first; NO_DAY comes first */
    uint32_t item;
};

static int by_key(const void *x, const void *y)
{
    const struct entry *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

static bool look(struct grouper *g, uint32_t a, uint32_t b, uint32_t texts)
{
    uint32_t l = msdx_story_like(&g->item[a], g->kind[a], &g->item[b], g->kind[b], texts);
    return l == 0 || msdx_story_add_edge(&g->edges, a, b, l);
}

static uint32_t texts_like(const struct grouper *g, uint32_t a, uint32_t b)
{
    return g->words ? msdx_story_words_like(g->words, g->item[a].text, g->item[b].text) : 0;
}

/* Pairs of one text, and of texts that are alike. */
static bool look_at_texts(struct grouper *g, struct entry *e, size_t n, const struct msdx_story_edges *alike)
{
    for (uint32_t i = 0; i < n; i++) e[i] = (struct entry){g->item[i].text, 0, i};
    if (n) qsort(e, n, sizeof *e, by_key);
    size_t n_text = n ? (size_t)e[n - 1].key + 1 : 0;
    for (size_t k = 0; k < alike->n; k++) n_text = alike->at[k].b + 1u > n_text ? alike->at[k].b + 1u : n_text;
    size_t *start = msdx_calloc(n_text + 2, sizeof *start);
    bool ok = start != NULL;
    for (size_t i = 0; ok && i < n; i++) start[e[i].key + 1]++;
    for (size_t i = 0; ok && i < n_text; i++) start[i + 1] += start[i];
    for (size_t i = 0; ok && i < n; i++)
        for (size_t k = i + 1; ok && k < n && e[k].key == e[i].key; k++) ok = look(g, e[i].item, e[k].item, 0);
    for (size_t m = 0; ok && m < alike->n; m++) {
        const msdx_story_edge *t = &alike->at[m];
        for (size_t i = start[t->a]; ok && i < start[t->a + 1]; i++)
            for (size_t k = start[t->b]; ok && k < start[t->b + 1]; k++) ok = look(g, e[i].item, e[k].item, t->like);
    }
    msdx_free(start);
    return ok;
}

/* Pairs of different texts that say the same of the same parties, their days next to each other. Those of texts that
 * are alike have been looked at. */
static bool look_at_parties(struct grouper *g, struct entry *e, size_t n)
{
    size_t m = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t key;
        if (msdx_story_party_key(&g->item[i], &key)) e[m++] = (struct entry){key, g->item[i].day_from, i};
    }
    if (m) qsort(e, m, sizeof *e, by_key);
    for (size_t i = 0; i < m; i++)
        for (size_t k = i + 1; k < m && e[k].key == e[i].key && e[k].day <= e[i].day + MSDX_STORY_DAYS_MEET; k++) {
            uint32_t a = e[i].item, b = e[k].item, texts = texts_like(g, a, b);
            if (g->item[a].text == g->item[b].text || texts >= MSDX_STORY_LEAST_EDGE) continue;
            if (!look(g, a, b, texts)) return false;
        }
    return true;
}

/* One edge a pair. */
static int by_pair(const void *x, const void *y)
{
    const msdx_story_edge *a = x, *b = y;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    if (a->b != b->b) return a->b < b->b ? -1 : 1;
    return a->like > b->like ? -1 : a->like < b->like;
}

static void once(struct msdx_story_edges *e)
{
    size_t n = 0;
    if (e->n) qsort(e->at, e->n, sizeof *e->at, by_pair);
    for (size_t i = 0; i < e->n; i++)
        if (!n || e->at[i].a != e->at[n - 1].a || e->at[i].b != e->at[n - 1].b) e->at[n++] = e->at[i];
    e->n = n;
}

msd_status msdx_story_events(const msdx_story_item *item, size_t n, const msdx_story_words *words, uint32_t *group,
                             msd_error *err)
{
    struct grouper g = {.item = item, .words = words};
    struct msdx_story_edges alike = {0};
    struct entry *e = msdx_malloc((n + 1) * sizeof *e);
    const char **key = msdx_malloc((n + 1) * sizeof *key);
    uint32_t *rank = msdx_malloc((n + 1) * sizeof *rank);
    g.kind = msdx_malloc((n + 1) * sizeof *g.kind);
    msd_status st = e && key && rank && g.kind ? MSD_OK : msdx_err_nomem(err);
    for (size_t i = 0; st == MSD_OK && i < n; i++) {
        key[i] = item[i].key;
        msdx_story_kind(item[i].word, g.kind[i]);
    }
    if (st == MSD_OK) st = msdx_story_rank(key, n, rank, err);
    if (st == MSD_OK && words) st = msdx_story_alike(words, &alike, err);
    if (st == MSD_OK && (!look_at_texts(&g, e, n, &alike) || !look_at_parties(&g, e, n))) st = msdx_err_nomem(err);
    once(&g.edges);
    if (st == MSD_OK) st = msdx_story_link(g.edges.at, g.edges.n, rank, n, LEAST, group, err);
    msdx_free(alike.at);
    msdx_free(g.edges.at);
    msdx_free(g.kind);
    msdx_free(rank);
    msdx_free(key);
    msdx_free(e);
    return st;
}
