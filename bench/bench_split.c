/* bench_split.c: where the time of text to claims goes, one thread: the parse, the look-up of names, role nouns,
 * frames' words and places (code.c's read_unit: lexicon, gazetteer, sites, repairs, topics, times), and the rest.
 * Input: the files given, else examples/crisis.txt. One JSON line a file; medians of RUNS timed runs. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "api/install.h"
#include "code/code_impl.h"
#include "masudi.h"

enum { RUNS = 15, WARM = 3, N_STAGE = 3 };

struct bench {
    msd_worker *worker;
    msdx_know *know; /* our own: the engine's is its own */
    msdx_code_work *work;
};

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

static bool read_file(const char *path, msdx_buf *text)
{
    char block[1 << 16];
    size_t n;
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    while ((n = fread(block, 1, sizeof block, f)) > 0) msdx_buf_add(text, block, n);
    fclose(f);
    return !text->failed;
}

/* Seconds of: parse; look-up; look-up and the coding after it. */
static msd_status once(const struct bench *b, const msd_input *in, double seconds[N_STAGE], msd_error *err)
{
    struct msdx_coder *list[2];
    uint32_t n;
    msd_doc *doc;
    double start = now();
    MSD_TRY(msd_parse(b->worker, in, &doc, err));
    double parsed = now();
    msd_status st = msdx_coder_open(b->know, b->work, doc, list, &n, err);
    double found = now();
    if (st == MSD_OK) st = msdx_code_run(b->know, b->work, doc, err);
    seconds[0] = parsed - start;
    seconds[1] = found - parsed;
    seconds[2] = now() - found;
    msd_doc_free(doc);
    return st;
}

static msd_status measure(const struct bench *b, const msd_input *in, const char *path, msd_error *err)
{
    double seconds[N_STAGE][RUNS], run[N_STAGE];
    for (int i = -WARM; i < RUNS; i++) {
        MSD_TRY(once(b, in, run, err));
        for (int k = 0; i >= 0 && k < N_STAGE; k++) seconds[k][i] = run[k];
    }
    for (int k = 0; k < N_STAGE; k++) qsort(seconds[k], RUNS, sizeof(double), by_size);
    double parse = seconds[0][RUNS / 2], look_up = seconds[1][RUNS / 2], code = seconds[2][RUNS / 2];
    printf("{\"bench\": \"split\", \"input\": \"%s\", \"bytes\": %zu, \"runs\": %d, \"parse_ms\": %.3f, "
           "\"look_up_ms\": %.3f, \"rest_ms\": %.3f, \"look_up_share_of_parse\": %.4f}\n",
           path, in->n_byte, RUNS, parse * 1e3, look_up * 1e3, (code - look_up) * 1e3, look_up / parse);
    return MSD_OK;
}

static msd_status open_all(struct bench *b, msd_engine **engine, msd_error *err)
{
    char path[MSDX_PATH_ROOM];
    msd_options opt = {.knowledge = getenv("MASUDI_KNOWLEDGE")};
    MSD_TRY(msd_engine_open(engine, &opt, err));
    MSD_TRY(msd_worker_new(&b->worker, *engine, err));
    MSD_TRY(msdx_install_find(MSDX_INSTALL_KNOWLEDGE, opt.knowledge, NULL, path, err));
    MSD_TRY(msdx_know_open(&b->know, path, err));
    return msdx_code_work_new(&b->work, b->know, err);
}

int main(int argc, char **argv)
{
    struct bench b = {NULL, NULL, NULL};
    msd_engine *engine = NULL;
    msd_error err = {0};
    char *standard[] = {argv[0], MSD_SOURCE_DIR "/examples/crisis.txt"};
    msd_status st = open_all(&b, &engine, &err);
    if (argc < 2) {
        argv = standard;
        argc = 2;
    }
    for (int i = 1; st == MSD_OK && i < argc; i++) {
        msdx_buf text = MSDX_BUF_INIT(MSD_TEXT_MAX);
        st = MSD_EIO;
        if (read_file(argv[i], &text)) {
            msd_input in = {.text = text.p, .n_byte = text.n, .date = "2026-03-03"};
            st = measure(&b, &in, argv[i], &err);
        } else {
            snprintf(err.msg, sizeof err.msg, "%.200s cannot be read", argv[i]);
        }
        msdx_buf_clear(&text);
    }
    if (st != MSD_OK) fprintf(stderr, "bench_split: %s\n", err.msg);
    msdx_code_work_free(b.work);
    msdx_know_close(b.know);
    msd_worker_free(b.worker);
    msd_engine_close(engine);
    return st != MSD_OK;
}
