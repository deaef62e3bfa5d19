/* bench_code.c: words a second, text to claims and text to trees, one thread,
 * through the public API. Input: the files given, else examples/crisis.txt.
 * One JSON line a measurement: the median of RUNS timed runs after a warm-up,
 * and the spread between the quickest and the slowest. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/str.h"
#include "masudi.h"

enum { RUNS = 15 };

typedef msd_status (*stage)(msd_worker *worker, const msd_input *in, msd_doc **out, msd_error *err);

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

/* Words as `wc -w` counts them. */
static size_t count_words(const char *s, size_t n)
{
    size_t words = 0;
    for (size_t i = 0; i < n; i++) words += (i == 0 || strchr(" \t\r\n", s[i - 1])) && !strchr(" \t\r\n", s[i]);
    return words;
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

static msd_status measure(msd_worker *worker, const msd_input *in, const char *path, const char *what, stage run,
                          msd_error *err)
{
    double seconds[RUNS];
    size_t n_word = count_words(in->text, in->n_byte), n_claim = 0;
    char hash[33];
    for (int i = -3; i < RUNS; i++) { /* the first three warm caches and the word cache */
        msd_doc *doc;
        double start = now();
        msd_status st = run(worker, in, &doc, err);
        if (st != MSD_OK) return st;
        if (i >= 0) seconds[i] = now() - start;
        n_claim = msd_doc_n_claim(doc);
        msd_doc_free(doc);
    }
    qsort(seconds, RUNS, sizeof *seconds, by_size);
    msdx_hash_hex(in->text, in->n_byte, hash);
    const char *commit = getenv("MSD_COMMIT"), *machine = getenv("MSD_MACHINE");
    printf("{\"bench\": \"%s\", \"input\": \"%s\", \"hash\": \"%s\", \"words\": %zu, \"claims\": %zu, \"runs\": %d, "
           "\"words_per_second\": %.0f, \"slowest\": %.0f, \"quickest\": %.0f, \"compiler\": \"%s\", "
           "\"commit\": \"%s\", \"machine\": \"%s\"}\n",
           what, path, hash, n_word, n_claim, RUNS, (double)n_word / seconds[RUNS / 2],
           (double)n_word / seconds[RUNS - 1], (double)n_word / seconds[0], __VERSION__, commit ? commit : "unknown",
           machine ? machine : "unknown");
    return MSD_OK;
}

int main(int argc, char **argv)
{
    msd_options opt = {.knowledge = getenv("MASUDI_KNOWLEDGE")};
    msd_engine *engine = NULL;
    msd_worker *worker = NULL;
    msd_error err = {0};
    char *standard[] = {argv[0], MSD_SOURCE_DIR "/examples/crisis.txt"};
    msd_status st = msd_engine_open(&engine, &opt, &err);
    if (st == MSD_OK) st = msd_worker_new(&worker, engine, &err);
    if (argc < 2) {
        argv = standard;
        argc = 2;
    }
    for (int i = 1; st == MSD_OK && i < argc; i++) {
        msdx_buf text = MSDX_BUF_INIT(MSD_TEXT_MAX);
        if (read_file(argv[i], &text)) {
            msd_input in = {.text = text.p, .n_byte = text.n, .date = "2026-03-03"};
            st = measure(worker, &in, argv[i], "parse", msd_parse, &err);
            if (st == MSD_OK) st = measure(worker, &in, argv[i], "code", msd_code, &err);
        } else {
            st = MSD_EIO;
            snprintf(err.msg, sizeof err.msg, "%.200s cannot be read", argv[i]);
        }
        msdx_buf_clear(&text);
    }
    if (st != MSD_OK) fprintf(stderr, "bench_code: %s\n", err.msg);
    msd_worker_free(worker);
    msd_engine_close(engine);
    return st != MSD_OK;
}
