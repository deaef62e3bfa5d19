/* bench_code.c: words a second of processor time, text to claims and text to trees,
 * one thread, through the public API. Input: the files given, else examples/crisis.txt;
 * of a .jsonl file the "text", "title" and "date" of every line. One JSON line a
 * measurement: the median of RUNS timed runs (a .jsonl file's: RUNS_MANY) after a
 * warm-up, and the spread between the quickest and the slowest. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/str.h"
#include "masudi.h"

enum { RUNS = 15, RUNS_MANY = 7, TEXTS_MAX = 1 << 16 };

static struct {
    msd_input in[TEXTS_MAX];
    json_t *line[TEXTS_MAX]; /* holds the strings of in; NULL: a plain text's */
    size_t n;
    char hash[33];
} texts;

typedef msd_status (*stage)(msd_worker *worker, const msd_input *in, msd_doc **out, msd_error *err);

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
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

static msd_status run_all(msd_worker *worker, stage run, size_t *n_claim, msd_error *err)
{
    *n_claim = 0;
    for (size_t i = 0; i < texts.n; i++) {
        msd_doc *doc;
        msd_status st = run(worker, &texts.in[i], &doc, err);
        if (st != MSD_OK) return st;
        *n_claim += msd_doc_n_claim(doc);
        msd_doc_free(doc);
    }
    return MSD_OK;
}

struct timing {
    const char *what;
    stage run;
    double seconds[RUNS];
    size_t n_claim;
};

static void print_timing(const char *path, struct timing *t, int n_run, size_t n_word)
{
    const char *commit = getenv("MSD_COMMIT"), *machine = getenv("MSD_MACHINE");
    qsort(t->seconds, (size_t)n_run, sizeof *t->seconds, by_size);
    printf("{\"bench\": \"%s\", \"input\": \"%s\", \"hash\": \"%s\", \"texts\": %zu, \"words\": %zu, \"claims\": %zu, "
           "\"runs\": %d, \"words_per_second\": %.0f, \"slowest\": %.0f, \"quickest\": %.0f, \"compiler\": \"%s\", "
           "\"commit\": \"%s\", \"machine\": \"%s\"}\n",
           t->what, path, texts.hash, texts.n, n_word, t->n_claim, n_run, (double)n_word / t->seconds[n_run / 2],
           (double)n_word / t->seconds[n_run - 1], (double)n_word / t->seconds[0], __VERSION__,
           commit ? commit : "unknown", machine ? machine : "unknown");
}

/* In turns, so that whatever else the machine does slows both. */
static msd_status measure(msd_worker *worker, const char *path, struct timing *t, size_t n, msd_error *err)
{
    size_t n_word = 0;
    int n_run = texts.n > 1 ? RUNS_MANY : RUNS, n_warm = texts.n > 1 ? 1 : 3; /* caches, and the words remembered */
    for (size_t i = 0; i < texts.n; i++) n_word += count_words(texts.in[i].text, texts.in[i].n_byte);
    for (int i = -n_warm; i < n_run; i++)
        for (size_t k = 0; k < n; k++) {
            double start = now();
            msd_status st = run_all(worker, t[k].run, &t[k].n_claim, err);
            if (st != MSD_OK) return st;
            if (i >= 0) t[k].seconds[i] = now() - start;
        }
    for (size_t k = 0; k < n; k++) print_timing(path, &t[k], n_run, n_word);
    return MSD_OK;
}

static void take_line(const char *line, size_t n)
{
    json_t *json = json_loadb(line, n, 0, NULL);
    const json_t *text = json_object_get(json, "text");
    if (!json_is_string(text) || texts.n == TEXTS_MAX) {
        json_decref(json);
        return;
    }
    texts.line[texts.n] = json;
    texts.in[texts.n++] = (msd_input){.text = json_string_value(text),
                                      .n_byte = json_string_length(text),
                                      .title = json_string_value(json_object_get(json, "title")),
                                      .date = json_string_value(json_object_get(json, "date"))};
}

static void take_texts(const char *path, const msdx_buf *file)
{
    size_t n = strlen(path);
    texts.n = 0;
    msdx_hash_hex(file->p, file->n, texts.hash);
    if (n < 6 || strcmp(path + n - 6, ".jsonl") != 0) {
        texts.in[texts.n++] = (msd_input){.text = file->p, .n_byte = file->n, .date = "2026-03-03"};
        return;
    }
    for (size_t a = 0, b; a < file->n; a = b + 1) {
        const char *end = memchr(file->p + a, '\n', file->n - a);
        b = end ? (size_t)(end - file->p) : file->n;
        take_line(file->p + a, b - a);
    }
}

static void drop_texts(void)
{
    for (size_t i = 0; i < texts.n; i++) {
        json_decref(texts.line[i]);
        texts.line[i] = NULL;
    }
    texts.n = 0;
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
            take_texts(argv[i], &text);
            struct timing timing[2] = {{.what = "parse", .run = msd_parse}, {.what = "code", .run = msd_code}};
            st = measure(worker, argv[i], timing, 2, &err);
            drop_texts();
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
