/* know_look.c: what the compiled files show without a parser: names that several actors share, frames without an example,
 * codes that nothing gives, and texts that are nearly the same. */
#include <stdlib.h>

#include "base/hash.h"
#include "cli/cmd_know.h"

static size_t count_shared(const msdx_know *know, bool list)
{
    msdx_str phrase;
    const msdx_sense *sense;
    size_t n, n_shared = 0;
    for (size_t i = 0; msdx_know_phrase(know, MSDX_SPACE_NAME, i, &phrase, &sense, &n); i++) {
        uint32_t n_actor = 0;
        for (size_t k = 0; k < n; k++) n_actor += sense[k].kind == MSDX_SENSE_NAME;
        if (n_actor < 2) continue;
        n_shared++;
        if (!list) continue;
        fprintf(stderr, "shared name '%.*s':", (int)phrase.n, phrase.p);
        for (size_t k = 0; k < n; k++)
            if (sense[k].kind == MSDX_SENSE_NAME) fprintf(stderr, " %s", msdx_know_actor(know, sense[k].index)->id);
        fputc('\n', stderr);
    }
    return n_shared;
}

static size_t count_unproven(const msdx_know *know, bool list)
{
    const msdx_frame *f;
    const msdx_example *x;
    size_t n = 0;
    for (uint32_t i = 0; (f = msdx_know_frame(know, i)); i++) {
        bool has = false;
        for (size_t k = 0; !has && (x = msdx_know_example(know, k)); k++)
            has = x->kind == MSDX_EXAMPLE && strcmp(x->rule, f->rule) == 0;
        n += !has;
        if (!has && list) fprintf(stderr, "no example: frame %s\n", f->rule);
    }
    return n;
}

static size_t count_unreached(const msdx_know *know, const msdx_reach *reach, bool list)
{
    char room[128];
    msdx_term t;
    size_t n = 0;
    for (uint32_t i = 0; msdx_know_term(know, reach->system, i, &t); i++) {
        if (msdx_know_reached(know, reach->system, i)) continue;
        if (list && !n) fprintf(stderr, "no %s gives these %s:", reach->by, reach->many);
        if (list) fprintf(stderr, " %s", msdx_term_name(&t, reach->system, room));
        n++;
    }
    if (list && n) fputc('\n', stderr);
    return n;
}

/* ---- texts that are nearly the same ---- */

enum { WORDS_MAX = 64 };

/* The different words of a text, as sorted hashes. */
struct bag {
    uint32_t n;
    uint64_t word[WORDS_MAX];
};

static int by_hash(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void fill_bag(struct bag *bag, const char *text)
{
    char word[64];
    size_t n = 0;
    bag->n = 0;
    for (const char *p = text;; p++) {
        char low = *p >= 'A' && *p <= 'Z' ? (char)(*p | 32) : *p;
        bool inside = (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9') || (unsigned char)low >= 0x80;
        if (inside && n < sizeof word) word[n++] = low;
        if (!inside && n && bag->n < WORDS_MAX) bag->word[bag->n++] = msdx_murmur64a(word, n, 0);
        if (!inside) n = 0;
        if (!*p) break;
    }
    if (bag->n) qsort(bag->word, bag->n, sizeof *bag->word, by_hash);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < bag->n; i++)
        if (!kept || bag->word[kept - 1] != bag->word[i]) bag->word[kept++] = bag->word[i];
    bag->n = kept;
}

/* At least four fifths of the words of both together stand in both: the Jaccard index. */
static bool is_alike(const struct bag *a, const struct bag *b)
{
    uint32_t both = 0;
    for (uint32_t i = 0, k = 0; i < a->n && k < b->n;) {
        both += a->word[i] == b->word[k];
        uint64_t x = a->word[i], y = b->word[k];
        i += x <= y;
        k += y <= x;
    }
    return both && 5 * both >= 4 * (a->n + b->n - both);
}

struct posting {
    uint64_t word;
    uint32_t bag;
};

static int by_word(const void *a, const void *b)
{
    const struct posting *x = a, *y = b;
    if (x->word != y->word) return x->word < y->word ? -1 : 1;
    return x->bag < y->bag ? -1 : x->bag > y->bag;
}

/* Texts are compared where they share a word that few have: of two that are alike, one such word is in both, unless
 * every word of theirs is common. */
static size_t compare(const msdx_know *know, const struct bag *bag, const struct posting *post, size_t n_post,
                      uint32_t *twin)
{
    enum { COMMON = 200 };
    size_t n = 0;
    for (size_t from = 0, to; from < n_post; from = to) {
        for (to = from; to < n_post && post[to].word == post[from].word;) to++;
        for (size_t i = from; to - from <= COMMON && i < to; i++)
            for (size_t k = from; k < i; k++) {
                uint32_t a = post[k].bag, b = post[i].bag;
                if (twin[b] || !is_alike(&bag[a], &bag[b])) continue;
                const msdx_example *x = msdx_know_example(know, a), *y = msdx_know_example(know, b);
                twin[b] = a + 1;
                n++;
                printf("%s:%u: nearly the same as %s:%u: %s\n", y->file, (unsigned)y->line, x->file, (unsigned)x->line,
                       y->text);
            }
    }
    return n;
}

static msd_status count_alike(const msdx_know *know, size_t *n_alike, msd_error *err)
{
    size_t n = msdx_know_n_example(know), n_post = 0;
    struct bag *bag = msdx_calloc(n + 1, sizeof *bag);
    uint32_t *twin = msdx_calloc(n + 1, sizeof *twin);
    struct posting *post = msdx_calloc(n * WORDS_MAX + 1, sizeof *post);
    msd_status st = bag && twin && post ? MSD_OK : msdx_err_nomem(err);
    for (size_t i = 0; st == MSD_OK && i < n; i++) {
        fill_bag(&bag[i], msdx_know_example(know, i)->text);
        for (uint32_t w = 0; w < bag[i].n; w++) post[n_post++] = (struct posting){bag[i].word[w], (uint32_t)i};
    }
    if (st == MSD_OK && n_post) {
        qsort(post, n_post, sizeof *post, by_word);
        *n_alike = compare(know, bag, post, n_post, twin);
    }
    msdx_free(bag);
    msdx_free(twin);
    msdx_free(post);
    return st;
}

msd_status msdx_know_look_at(const msdx_know *know, bool list, msdx_know_look *out, msd_error *err)
{
    out->n_shared = count_shared(know, list);
    out->n_unproven = count_unproven(know, list);
    for (int i = 0; i < MSDX_N_REACH; i++) out->n_unreached[i] = count_unreached(know, &msdx_reach_of[i], list);
    return count_alike(know, &out->n_alike, err);
}
