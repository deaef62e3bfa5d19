/* bench_nets.c: words a second through the networks alone, one thread, from ids
 * to tags, trees and names, with each kernel this machine can run.
 * Input: a dump of tools/dump_reference.py in MASUDI_NETS_REFERENCE, else the
 * stored words of the unit test. Texts go in batches of BATCH, in order.
 * One JSON line a kernel (MASUDI_KERNEL: for that one): the median of RUNS runs
 * after a warm-up, and the spread. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "parse/nn/kernels/kernels.h"
#include "parse/parse_impl.h"

enum { RUNS = 11, BATCH = 16 };

typedef struct texts {
    msdx_arena arena, out;
    msdx_unit *unit, **ref;
    uint64_t **feat;
    size_t n, room, n_word;
} texts;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool add_text(texts *t, FILE *f, uint32_t n)
{
    int preset, space;
    if (t->n == t->room) return false;
    msdx_unit *u = &t->unit[t->n];
    *u = (msdx_unit){.arena = &t->out, .text = "", .parsed = "", .n_tok = n};
    u->tok = MSDX_NEW(&t->arena, msdx_tok, n);
    uint64_t *feat = t->feat[t->n] = MSDX_NEW(&t->arena, uint64_t, (size_t)n * MSDX_N_ATTR);
    if (msdx_arena_failed(&t->arena)) return false;
    for (uint32_t i = 0; i < n; i++) {
        for (int a = 0; a < MSDX_N_ATTR; a++)
            if (fscanf(f, "%" SCNx64, feat++) != 1) return false;
        if (fscanf(f, "%d %d%*[^\n]", &preset, &space) != 2) return false;
        u->tok[i].is_space = space;
    }
    t->ref[t->n++] = u;
    t->n_word += n;
    return true;
}

static bool read_texts(texts *t, const char *path)
{
    unsigned n;
    FILE *f = fopen(path, "r");
    if (!f) return false;
    t->room = 100000;
    t->unit = MSDX_NEW(&t->arena, msdx_unit, t->room);
    t->ref = MSDX_NEW(&t->arena, msdx_unit *, t->room);
    t->feat = MSDX_NEW(&t->arena, uint64_t *, t->room);
    bool ok = !msdx_arena_failed(&t->arena);
    while (ok && fscanf(f, " text %u", &n) == 1) ok = add_text(t, f, n);
    fclose(f);
    return ok && t->n > 0;
}

static msd_status run_all(const msdx_nets *nets, msdx_nets_work *work, texts *t, msd_error *err)
{
    for (size_t i = 0; i < t->n; i++)
        for (uint32_t j = 0; j < t->unit[i].n_tok; j++) t->unit[i].tok[j].sent_start = false;
    for (size_t at = 0; at < t->n; at += BATCH) {
        size_t n = t->n - at < BATCH ? t->n - at : BATCH;
        msd_status st = msdx_nets_run(nets, work, t->ref + at, t->feat + at, n, err);
        if (st != MSD_OK) return st;
        msdx_arena_reset(&t->out);
    }
    return MSD_OK;
}

static msd_status measure(const msdx_pack *pack, const char *kernel, texts *t, const char *path, msd_error *err)
{
    const char *commit = getenv("MSD_COMMIT"), *machine = getenv("MSD_MACHINE");
    double seconds[RUNS];
    msdx_nets *nets;
    msdx_nets_work *work = NULL;
    setenv("MASUDI_KERNEL", kernel, 1);
    msd_status st = msdx_nets_open(&nets, pack, false, err);
    if (st == MSD_OK) st = msdx_nets_work_new(&work, nets, err);
    for (int i = -1; st == MSD_OK && i < RUNS; i++) {
        double start = now();
        st = run_all(nets, work, t, err);
        if (i >= 0) seconds[i] = now() - start;
    }
    msdx_nets_work_free(work);
    msdx_nets_close(nets);
    if (st != MSD_OK) return st;
    qsort(seconds, RUNS, sizeof *seconds, by_size);
    double word = (double)t->n_word;
    printf("{\"bench\": \"nets\", \"kernel\": \"%s\", \"input\": \"%s\", \"words\": %zu, \"texts\": %zu, \"runs\": %d, "
           "\"words_per_second\": %.0f, \"slowest\": %.0f, \"quickest\": %.0f, \"machine\": \"%s\", \"compiler\": "
           "\"%s\", \"commit\": \"%s\"}\n",
           kernel, path, t->n_word, t->n, RUNS, word / seconds[RUNS / 2], word / seconds[RUNS - 1], word / seconds[0],
           machine ? machine : "unknown", __VERSION__, commit ? commit : "unknown");
    return MSD_OK;
}

int main(void)
{
    const char *model = getenv("MASUDI_MODEL"), *path = getenv("MASUDI_NETS_REFERENCE");
    char *only = getenv("MASUDI_KERNEL") ? msdx_strdup(getenv("MASUDI_KERNEL")) : NULL;
    texts t = {0};
    msd_error err = {0};
    msdx_pack *pack = NULL;
    if (!model) model = "build/share/masudi/en.model";
    if (!path) path = "test/unit/data/nets.reference";
    msd_status st = msdx_pack_open(&pack, model, MSDX_MODEL_KIND, MSDX_MODEL_VERSION, &err);
    if (st == MSD_OK && !read_texts(&t, path)) st = msdx_err(&err, MSD_EIO, 0, "%s: not a dump of words", path);
    for (size_t i = 0; st == MSD_OK && msdx_kernels_nth(i); i++)
        if (!only || strcmp(only, msdx_kernels_nth(i)->name) == 0)
            st = measure(pack, msdx_kernels_nth(i)->name, &t, path, &err);
    if (st != MSD_OK) fprintf(stderr, "bench_nets: %s\n", err.msg);
    msdx_pack_close(pack);
    msdx_free(only);
    msdx_arena_clear(&t.arena);
    msdx_arena_clear(&t.out);
    return st != MSD_OK;
}
