/* bench_kernels.c: where the time of a parse goes, with each kernel, and how near its products come to what this core
 * can do. Input: JSON Lines with "text" in the files given, else examples/crisis.txt; batches as `masudi parse` makes
 * them. One JSON line a kernel (MASUDI_KERNEL: that one): words a second in processor time, nanoseconds a word by stage
 * (the least of RUNS runs each), multiply-adds a word, counted as the networks run, and the share of the peak that the
 * products reach; the peak is what a loop of nothing but the kernel's own instruction does, with sums enough to hide
 * its latency. The plain kernels are left out, but for one that is named. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "parse/nn/kernels/kernels.h"
#include "parse/parse.h"
#include "parse/parse_impl.h"

enum { RUNS = 3, BATCH_DOCS = 32, BATCH_BYTES = 16 * 1024, SOME_ROWS = 8 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- the peak ---- */

#if defined(__x86_64__)
#define TWELVE(X) X("1") X("2") X("3") X("4") X("5") X("6") X("7") X("8") X("9") X("10") X("11") X("12")
#define USED \
    "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12"
#define SPIN(start, body, end) __asm__ volatile(start "1:\n" body "dec %0\n jnz 1b\n" end : "+r"(n) : : USED)
#define ZERO(i) "vxorps %%xmm" i ", %%xmm" i ", %%xmm" i "\n"
#define ZERO_SSE(i) "xorps %%xmm" i ", %%xmm" i "\n"
#define SSE2(i) "mulps %%xmm0, %%xmm" i "\n addps %%xmm0, %%xmm" i "\n"
#define AVX2(i) "vfmadd231ps %%ymm0, %%ymm0, %%ymm" i "\n"
#define AVX512(i) "vfmadd231ps %%zmm0, %%zmm0, %%zmm" i "\n"
#define INT16_AVX(i) "%{vex%} vpdpwssd %%ymm0, %%ymm0, %%ymm" i "\n"
#define INT16_AVX512(i) "vpdpwssd %%zmm0, %%zmm0, %%zmm" i "\n"
#define INT8_AVX(i) "%{vex%} vpdpbusd %%ymm0, %%ymm0, %%ymm" i "\n"
#define INT8_AVX512(i) "vpdpbusd %%zmm0, %%zmm0, %%zmm" i "\n"
#define AVX_SPIN(one) SPIN(ZERO("0") TWELVE(ZERO), TWELVE(one), "vzeroupper\n")

static void spin_sse2(size_t n)
{
    SPIN(ZERO_SSE("0") TWELVE(ZERO_SSE), TWELVE(SSE2), "");
}
static void spin_avx2(size_t n)
{
    AVX_SPIN(AVX2);
}
static void spin_avx512(size_t n)
{
    AVX_SPIN(AVX512);
}
static void spin_int16_avx(size_t n)
{
    AVX_SPIN(INT16_AVX);
}
static void spin_int16_avx512(size_t n)
{
    AVX_SPIN(INT16_AVX512);
}
static void spin_int8_avx(size_t n)
{
    AVX_SPIN(INT8_AVX);
}
static void spin_int8_avx512(size_t n)
{
    AVX_SPIN(INT8_AVX512);
}

static const struct spin {
    const char *kernel;
    void (*run)(size_t n);
    double n_multiply; /* multiply-adds of one of the twelve */
} spins[] = {{"sse2", spin_sse2, 4},
             {"avx2", spin_avx2, 8},
             {"avx512", spin_avx512, 16},
             {"int16-avx", spin_int16_avx, 16},
             {"int16-avx512", spin_int16_avx512, 32},
             {"int8-avx", spin_int8_avx, 32},
             {"int8-avx512", spin_int8_avx512, 64}};
enum { N_SPIN = sizeof spins / sizeof *spins };
#else
static const struct spin {
    const char *kernel;
    void (*run)(size_t n);
    double n_multiply;
} spins[1];
enum { N_SPIN = 0 };
#endif

/* Multiply-adds a second; 0 where we have no such loop. */
static double peak_of(const char *kernel)
{
    enum { N = 1000000, TRIES = 7 };
    double best = 0;
    for (size_t i = 0; i < N_SPIN; i++)
        for (int t = 0; strcmp(spins[i].kernel, kernel) == 0 && t < TRIES; t++) {
            double start = now();
            spins[i].run(N);
            double rate = 12.0 * N * spins[i].n_multiply / (now() - start);
            if (rate > best) best = rate;
        }
    return best;
}

/* ---- counting kernels: those at hand, with what they did ---- */

static const msdx_kernels *real;
static msdx_kernels counting, counting_finer; /* the table at hand, and the one that decides its near ties */
static double n_multiply, n_timed, product_seconds, norm_seconds;

/* Single rows are counted and not timed: the clock would cost more than they do. */
static void counted(void (*run)(const msdx_matrix *, const float *, size_t, size_t, float *, size_t),
                    const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y)
{
    double n = (double)(m->n_in * m->n_out * (m->n_piece ? m->n_piece : 1)) * (double)n_row;
    n_multiply += n;
    if (n_row < SOME_ROWS) {
        run(m, x, ld_x, n_row, y, ld_y);
        return;
    }
    double start = now();
    run(m, x, ld_x, n_row, y, ld_y);
    product_seconds += now() - start;
    n_timed += n;
}

static const msdx_kernels *real_of(const msdx_matrix *m)
{
    return real->finer && m->number == real->finer->number ? real->finer : real;
}

static void linear(const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y)
{
    counted(real_of(m)->linear, m, x, ld_x, n_row, y, ld_y);
}

static void maxout(const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y)
{
    counted(real_of(m)->maxout, m, x, ld_x, n_row, y, ld_y);
}

static void norm(const float *x, const float *add, const float *gain, const float *bias, size_t n_row, size_t n_col,
                 float *y)
{
    double start = now();
    real->norm(x, add, gain, bias, n_row, n_col, y);
    norm_seconds += now() - start;
}

static msdx_kernels count_in(const msdx_kernels *k)
{
    msdx_kernels with = *k;
    with.linear = linear;
    with.maxout = maxout;
    with.norm = norm;
    return with;
}

/* ---- texts ---- */

typedef struct texts {
    char **text;
    size_t n;
} texts;

static bool add_text(texts *t, const char *s)
{
    char **grown = realloc((void *)t->text, (t->n + 1) * sizeof *grown);
    if (!grown) return false;
    t->text = grown;
    t->text[t->n] = strdup(s);
    return t->text[t->n++] != NULL;
}

static bool read_texts(texts *t, const char *path, bool lines)
{
    char *line = NULL;
    size_t room = 0;
    bool ok = true;
    FILE *f = fopen(path, "r");
    if (!f) return false;
    while (ok && getdelim(&line, &room, lines ? '\n' : EOF, f) > 0) {
        json_t *json = lines ? json_loads(line, 0, NULL) : NULL;
        const char *s = lines ? json_string_value(json_object_get(json, "text")) : line;
        ok = s && add_text(t, s);
        json_decref(json);
    }
    free(line);
    fclose(f);
    return ok;
}

/* ---- a parse, stage by stage ---- */

typedef struct stages {
    double token, nets, product, norm, rest, n_word, n_multiply, rate; /* seconds; rate: of timed products */
} stages;

typedef struct model {
    msdx_tokenizer *tokenizer;
    msdx_tokenizer_work *tokenizer_work;
    msdx_nets *nets;
    msdx_nets_work *nets_work;
    msdx_ruler *ruler;
    msdx_lemmatizer *lemmatizer;
    msdx_arena doc, scratch;
} model;

static msd_status finish(const model *m, msdx_unit *unit, msdx_arena *scratch, msd_error *err)
{
    MSD_TRY(msdx_ruler_run(m->ruler, unit, err));
    MSD_TRY(msdx_lemmatizer_run(m->lemmatizer, unit, err));
    msdx_arena_reset(scratch);
    return msdx_ud_run(unit, scratch, err);
}

static msd_status run_batch(model *m, char *const *text, size_t n, stages *s, msd_error *err)
{
    msdx_unit unit[BATCH_DOCS], *list[BATCH_DOCS];
    uint64_t *feat[BATCH_DOCS];
    double start = now();
    for (size_t i = 0; i < n; i++) {
        unit[i] = (msdx_unit){.arena = &m->doc, .text = text[i], .parsed = text[i]};
        unit[i].n_byte = (uint32_t)strlen(text[i]);
        list[i] = &unit[i];
        MSD_TRY(msdx_tokenizer_run(m->tokenizer, m->tokenizer_work, list[i], &m->scratch, &feat[i], err));
        s->n_word += unit[i].n_tok;
    }
    double tokens = now();
    MSD_TRY(msdx_nets_run(m->nets, m->nets_work, list, feat, n, err));
    double nets = now();
    for (size_t i = 0; i < n; i++) MSD_TRY(finish(m, list[i], &m->scratch, err));
    s->token += tokens - start;
    s->nets += nets - tokens;
    s->rest += now() - nets;
    msdx_arena_reset(&m->doc);
    msdx_arena_reset(&m->scratch);
    return MSD_OK;
}

static msd_status run_all(model *m, const texts *t, stages *s, msd_error *err)
{
    *s = (stages){0};
    n_multiply = n_timed = product_seconds = norm_seconds = 0;
    for (size_t at = 0, n; at < t->n; at += n) {
        size_t n_byte = 0;
        for (n = 0; at + n < t->n && n < BATCH_DOCS && n_byte < BATCH_BYTES; n++) n_byte += strlen(t->text[at + n]);
        MSD_TRY(run_batch(m, t->text + at, n, s, err));
    }
    s->product = product_seconds;
    s->norm = norm_seconds;
    s->n_multiply = n_multiply;
    s->rate = n_timed / product_seconds;
    return MSD_OK;
}

static void keep_least(double *least, double now_seen, bool first)
{
    if (first || now_seen < *least) *least = now_seen;
}

static msd_status measure(model *m, const msdx_pack *pack, const texts *t, msd_error *err)
{
    stages least = {0}, s;
    counting = count_in(real);
    if (real->finer) {
        counting_finer = count_in(real->finer);
        counting.finer = &counting_finer;
    }
    msd_status st = msdx_nets_open_on(&m->nets, pack, &counting, err);
    if (st == MSD_OK) st = msdx_nets_work_new(&m->nets_work, m->nets, err);
    for (int i = -1; st == MSD_OK && i < RUNS; i++) { /* the first warms up */
        st = run_all(m, t, &s, err);
        keep_least(&least.token, s.token, i <= 0);
        keep_least(&least.nets, s.nets, i <= 0);
        keep_least(&least.product, s.product, i <= 0);
        keep_least(&least.norm, s.norm, i <= 0);
        keep_least(&least.rest, s.rest, i <= 0);
        if (i <= 0 || s.rate > least.rate) least.rate = s.rate;
    }
    msdx_nets_work_free(m->nets_work);
    msdx_nets_close(m->nets);
    if (st != MSD_OK) return st;
    const char *commit = getenv("MSD_COMMIT"), *machine = getenv("MSD_MACHINE");
    double peak = peak_of(real->name), ns = 1e9 / s.n_word, all = least.token + least.nets + least.rest;
    printf("{\"bench\": \"kernels\", \"kernel\": \"%s\", \"texts\": %zu, \"words\": %.0f, \"words_per_second\": %.0f, "
           "\"ns_a_word\": {\"tokenizer\": %.0f, \"networks\": %.0f, \"of which products\": %.0f, \"of which norms\": "
           "%.0f, "
           "\"ruler, lemmas, conversion\": %.0f}, \"multiply_adds_a_word\": %.0f, \"products_G_a_second\": %.1f, "
           "\"peak_G_a_second\": %.1f, \"share_of_peak\": %.2f, \"machine\": \"%s\", \"compiler\": \"%s\", "
           "\"commit\": \"%s\"}\n",
           real->name, t->n, s.n_word, s.n_word / all, least.token * ns, least.nets * ns, least.product * ns,
           least.norm * ns, least.rest * ns, s.n_multiply / s.n_word, least.rate * 1e-9, peak * 1e-9,
           peak > 0 ? least.rate / peak : 0, machine ? machine : "unknown", __VERSION__, commit ? commit : "unknown");
    fflush(stdout);
    return MSD_OK;
}

static bool is_wanted(const msdx_kernels *k)
{
    const char *only = getenv("MASUDI_KERNEL");
    return only && *only ? strcmp(only, k->name) == 0 : !strstr(k->name, "ref");
}

int main(int argc, char **argv)
{
    const char *path = getenv("MASUDI_MODEL");
    texts t = {0};
    model m = {0};
    msd_error err = {0};
    msdx_pack *pack = NULL;
    if (!path) path = "build/share/masudi/en.model";
    bool ok = argc > 1 || read_texts(&t, MSD_SOURCE_DIR "/examples/crisis.txt", false);
    for (int i = 1; ok && i < argc; i++) ok = read_texts(&t, argv[i], true);
    if (!ok || t.n == 0) {
        fprintf(stderr, "bench_kernels: no texts\n");
        return 1;
    }
    msd_status st = msdx_pack_open(&pack, path, MSDX_MODEL_KIND, MSDX_MODEL_VERSION, &err);
    if (st == MSD_OK) st = msdx_tokenizer_open(&m.tokenizer, pack, &err);
    if (st == MSD_OK) st = msdx_tokenizer_work_new(&m.tokenizer_work, m.tokenizer, &err);
    if (st == MSD_OK) st = msdx_ruler_open(&m.ruler, pack, &err);
    if (st == MSD_OK) st = msdx_lemmatizer_open(&m.lemmatizer, pack, &err);
    for (size_t i = 0; st == MSD_OK && (real = msdx_kernels_nth(i)); i++)
        if (is_wanted(real)) st = measure(&m, pack, &t, &err);
    if (st != MSD_OK) fprintf(stderr, "bench_kernels: %s\n", err.msg);
    msdx_lemmatizer_close(m.lemmatizer);
    msdx_ruler_close(m.ruler);
    msdx_tokenizer_work_free(m.tokenizer_work);
    msdx_tokenizer_close(m.tokenizer);
    msdx_pack_close(pack);
    msdx_arena_clear(&m.doc);
    msdx_arena_clear(&m.scratch);
    for (size_t i = 0; i < t.n; i++) free(t.text[i]);
    free((void *)t.text);
    return st != MSD_OK;
}
