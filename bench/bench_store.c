/* bench_store.c [CLAIMS [FILE]]: how fast a store takes claims in and answers.
 * Makes documents of five claims each between 200 countries, the frequent ones
 * far more often, over twenty years; then asks for pairs of countries in a
 * month, through the same calls as `masudi db query`. One JSON line a
 * measurement; the file is taken away afterwards unless it was named, and a named one that is there is asked
 * without being made again. Default: 200,000 claims. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../test/store_doc.h"
#include "store/store.h"

enum { RUNS = 15, A_DOCUMENT = 5, BURST = 256, N_COUNTRY = 200, N_MONTH = 240 };

static uint64_t seed = 20200506;
static char country[N_COUNTRY][4];

/* xorshift64* (Vigna 2016): the same documents on every machine. */
static uint32_t draw(uint32_t below)
{
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (uint32_t)((seed * UINT64_C(2685821657736338717) >> 33) % below);
}

/* The few first are drawn most: the cube of an even draw, so that the first pair of two has 0.7 % of all. */
static uint32_t draw_country(void)
{
    uint64_t d = draw(1 << 16);
    return (uint32_t)(d * d * d * N_COUNTRY >> 48);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void vary(msd_doc *doc)
{
    uint32_t month = draw(N_MONTH), day = draw(28) + 1;
    for (uint32_t i = 0; i < doc->n_claim; i++) {
        msd_claim *c = &doc->claim[i];
        msd_entity *actor = (msd_entity *)(uintptr_t)c->actors, *recipient = (msd_entity *)(uintptr_t)c->recipients;
        actor->country = actor->entity = country[draw_country()];
        actor->name = actor->country;
        if (c->n_recipient) recipient->country = recipient->entity = recipient->name = country[draw_country()];
        snprintf(c->when.start, sizeof c->when.start, "%04u-%02u-%02u", 2000 + month / 12 % 100, month % 12 + 1,
                 day % 100);
        memcpy(c->when.end, c->when.start, sizeof c->when.end);
    }
}

static msd_status fill(msdx_store *s, size_t n_claim, msd_error *err)
{
    msdx_store_change change;
    for (size_t k = 0; k * A_DOCUMENT < n_claim;) {
        MSD_TRY(msdx_store_begin(s, err));
        for (size_t i = 0; i < BURST && k * A_DOCUMENT < n_claim; i++, k++) {
            msd_doc *doc = store_doc((unsigned)k, 0, A_DOCUMENT);
            if (!doc) return MSD_ENOMEM;
            vary(doc);
            msd_status st = msdx_store_put(s, doc, doc->n_claim, 0, &change, err);
            msdx_doc_free(doc);
            MSD_TRY(st);
        }
        MSD_TRY(msdx_store_commit(s, err));
    }
    return MSD_OK;
}

static msd_status count(void *ctx, msdx_str line, msd_error *err)
{
    (void)line, (void)err;
    ++*(size_t *)ctx;
    return MSD_OK;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static msd_status ask(msdx_store *s, const char *what, int first, size_t n_stored, msd_error *err)
{
    double ms[RUNS];
    size_t n = 0;
    for (int i = 0; i < RUNS; i++) { /* another month each time: nothing is warm */
        char day[16];
        msdx_filter f = {0};
        const char *actor = country[first], *recipient = country[first + 1], *text[] = {"number7* cafe"};
        snprintf(day, sizeof day, "%04d-%02d", 2001 + i, i % 12 + 1);
        n = 0;
        msd_status st = msdx_filter_actor(&f, &actor, 1, err);
        if (st == MSD_OK && strcmp(what, "actor and month") != 0) st = msdx_filter_recipient(&f, &recipient, 1, err);
        if (st == MSD_OK && strcmp(what, "pair, month and words") == 0) st = msdx_filter_text(&f, text, 1, err);
        if (st == MSD_OK) st = msdx_filter_dates(&f, day, day, err);
        double begun = now();
        if (st == MSD_OK) st = msdx_store_query(s, &f, 0, 0, count, &n, err);
        ms[i] = (now() - begun) * 1e3;
        msdx_filter_clear(&f);
        MSD_TRY(st);
    }
    qsort(ms, RUNS, sizeof *ms, by_size);
    printf(
        "{\"bench\":\"store\",\"what\":\"%s\",\"rank\":%d,\"claims\":%zu,\"found\":%zu,\"ms\":%.1f,\"quickest\":%.1f,"
        "\"slowest\":%.1f}\n",
        what, first, n_stored, n, ms[RUNS / 2], ms[0], ms[RUNS - 1]);
    fflush(stdout);
    return MSD_OK;
}

static msd_status run(const char *path, size_t n, msd_error *err)
{
    msdx_store *s;
    const msdx_store_run who = {.coder = "bench"};
    bool there = access(path, R_OK) == 0;
    MSD_TRY(msdx_store_open(&s, path, MSDX_STORE_CREATE, err));
    double begun = now();
    msd_status st = there ? MSD_OK : msdx_store_set_run(s, &who, err);
    if (st == MSD_OK && !there) st = fill(s, n, err);
    double took = now() - begun;
    msdx_store_close(s);
    if (st != MSD_OK) return st;
    FILE *f = fopen(path, "rb");
    if (f && fseek(f, 0, SEEK_END) == 0 && !there)
        printf("{\"bench\":\"store\",\"what\":\"insert\",\"claims\":%zu,\"seconds\":%.1f,\"claims_a_second\":%.0f,"
               "\"bytes_a_claim\":%.0f}\n",
               n, took, (double)n / took, (double)ftell(f) / (double)n);
    if (f) fclose(f);
    fflush(stdout);
    MSD_TRY(msdx_store_open(&s, path, MSDX_STORE_READ, err));
    st = ask(s, "pair and month", 0, n, err);
    if (st == MSD_OK) st = ask(s, "pair and month", 40, n, err);
    if (st == MSD_OK) st = ask(s, "actor and month", 40, n, err);
    if (st == MSD_OK) st = ask(s, "pair, month and words", 0, n, err);
    msdx_store_close(s);
    return st;
}

int main(int argc, char **argv)
{
    static const char *const tail[] = {"", "-wal", "-shm"};
    char path[256], one[300];
    msd_error err = {0};
    size_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 200000;
    for (int i = 0; i < N_COUNTRY; i++)
        snprintf(country[i], sizeof country[i], "%c%c%c", 'A' + i / 26, 'A' + i % 26, 'Q' + i % 7);
    snprintf(path, sizeof path, "%s/bench_store.%d.db", MSD_BUILD_DIR, (int)getpid());
    if (argc > 2) snprintf(path, sizeof path, "%s", argv[2]);
    msd_status st = run(path, n, &err);
    if (st != MSD_OK) fprintf(stderr, "bench_store: %s\n", err.msg);
    for (int i = 0; argc < 3 && i < 3; i++) {
        snprintf(one, sizeof one, "%s%s", path, tail[i]);
        unlink(one);
    }
    return st != MSD_OK;
}
