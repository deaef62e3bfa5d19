/* test_nn.c: the layers against slow, obvious versions of themselves in double
 * precision, on a small random model; and what a broken model is refused for. */
#include "nets_pack.h"
#include "test.h"

static msdx_pack *pack;
static void *bytes;

static void open_small(uint32_t seed, bool decorated)
{
    size_t n;
    msd_error err;
    bytes = nets_bytes(seed, decorated, &n);
    CHECK_INT(msdx_pack_open_bytes(&pack, bytes, n, "small", MSDX_MODEL_KIND, MSDX_MODEL_VERSION, &err), MSD_OK);
}

static void close_small(void)
{
    msdx_pack_close(pack);
    msdx_free(bytes);
}

/* ---- the hash ---- */

static void test_nn__hash_is_thincs(void)
{
    /* thinc.api.NumpyOps().hash(ids, 8), thinc 8.3.11 */
    static const uint64_t id[] = {0, 1, 0x334bb15f85addd2e};
    static const uint32_t want[][4] = {{0, 0, 0, 0},
                                       {0x453bd91c, 0x85fa7376, 0x67d9c5aa, 0x48f7ad31},
                                       {0xd4a040c4, 0xd8403ece, 0x3ef06126, 0x44605e36}};
    for (size_t i = 0; i < sizeof id / sizeof *id; i++) {
        uint32_t key[4];
        msdx_hash_keys(id[i], 8, key);
        for (int k = 0; k < 4; k++) CHECK_INT(key[k], want[i][k]);
    }
}

/* ---- tok2vec, slowly ---- */

static const float *floats(const char *prefix, const char *name)
{
    char full[64];
    msdx_section s = {0};
    snprintf(full, sizeof full, "%s/%s", prefix, name);
    CHECK(msdx_pack_find(pack, full, &s));
    return s.data;
}

/* One row: maxout of n_in values, layer norm. */
static void slow_block(const char *prefix, const char *name, size_t width, size_t n_piece, size_t n_in, const double *x,
                       double *y)
{
    char part[4][64];
    static const char letter[] = "WbGB";
    for (int i = 0; i < 4; i++) snprintf(part[i], sizeof part[i], "%s/%c", name, letter[i]);
    const float *w = floats(prefix, part[0]), *b = floats(prefix, part[1]);
    const float *gain = floats(prefix, part[2]), *bias = floats(prefix, part[3]);
    double mean = 0, var = 0;
    for (size_t o = 0; o < width; o++) {
        y[o] = -INFINITY;
        for (size_t p = 0; p < n_piece; p++) {
            double v = (double)b[o * n_piece + p];
            for (size_t i = 0; i < n_in; i++) v += (double)w[(o * n_piece + p) * n_in + i] * x[i];
            if (v > y[o]) y[o] = v;
        }
        mean += y[o] / (double)width;
    }
    for (size_t o = 0; o < width; o++) var += (y[o] - mean) * (y[o] - mean) / (double)width;
    for (size_t o = 0; o < width; o++) y[o] = (y[o] - mean) / sqrt(var + 1e-8) * (double)gain[o] + (double)bias[o];
}

static void slow_static(const msdx_embed *e, uint64_t id, size_t width, double *x)
{
    for (size_t c = 0; c < width; c++) x[c] = 0;
    for (size_t i = 0; i < e->n_key; i++)
        for (size_t c = 0; e->key[i] == id && c < width; c++) x[c] = (double)e->table[e->row[i] * width + c];
}

static void slow_embed(const msdx_tok2vec *t, const uint64_t *feat, double *x)
{
    for (size_t e = 0; e < t->n_embed; e++) {
        uint32_t key[4];
        if (t->embed[e].key) {
            slow_static(&t->embed[e], feat[t->embed[e].attr], t->width, x + e * t->width);
            continue;
        }
        msdx_hash_keys(feat[t->embed[e].attr], t->embed[e].seed, key);
        for (size_t c = 0; c < t->width; c++) {
            x[e * t->width + c] = 0;
            for (int k = 0; k < 4; k++)
                x[e * t->width + c] += (double)t->embed[e].table[key[k] % t->embed[e].n_row * t->width + c];
        }
    }
}

/* All rows of one text, with its padding, layer by layer; rows [pad, pad + n) are the words. */
static double *slow_rows(const msdx_tok2vec *t, const char *prefix, const uint64_t *feat, size_t n)
{
    size_t width = t->width, win = t->window, pad = t->n_block * win, n_row = n + 2 * pad;
    double *x = calloc((n_row + 2 * win) * width, sizeof *x), *y = calloc((n_row + 2 * win) * width, sizeof *y);
    double *wide = calloc(t->n_embed * width, sizeof *wide);
    if (!x || !y || !wide) exit(1);
    for (size_t i = 0; i < n; i++) {
        slow_embed(t, feat + i * MSDX_N_ATTR, wide);
        slow_block(prefix, "mix", width, t->mix.maxout.n_piece, t->n_embed * width, wide, x + (win + pad + i) * width);
    }
    for (size_t l = 0; l < t->n_block; l++) {
        char name[32];
        snprintf(name, sizeof name, "block/%zu", l);
        for (size_t i = 0; i < n_row; i++) {
            double *to = y + (win + i) * width;
            slow_block(prefix, name, width, t->block[l].maxout.n_piece, (2 * win + 1) * width, x + i * width, to);
            for (size_t c = 0; c < width; c++) to[c] += x[(win + i) * width + c];
        }
        memcpy(x, y, (n_row + 2 * win) * width * sizeof *x);
    }
    memmove(x, x + (win + pad) * width, n * width * sizeof *x);
    free(y);
    free(wide);
    return x;
}

typedef struct rows {
    float *p;
    size_t width, n;
} rows;

static void keep_rows(void *ctx, const float *row, size_t first_word, size_t n_word)
{
    rows *r = ctx;
    CHECK_INT(first_word, r->n);
    memcpy(r->p + first_word * r->width, row, n_word * r->width * sizeof *row);
    r->n += n_word;
}

static bool rows_agree(const float *got, const double *want, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fabs((double)got[i] - want[i]) > 2e-3 * (1 + fabs(want[i]))) return false;
    return true;
}

/* Some words of a text made again: single ones, neighbours, the first and the last, more than go together. */
static bool again_the_same(const msdx_tok2vec *t, msdx_tok2vec_work *w, const uint64_t *feat, size_t n_tok,
                           const float *row)
{
    enum { MOST = 3 * MSDX_AGAIN };
    static const uint32_t apart[] = {1, 2, 5, 40};
    for (size_t a = 0; a < sizeof apart / sizeof *apart; a++) {
        int32_t tok[MOST];
        size_t n = 0;
        bool same = true;
        for (size_t at = 0; at < n_tok && n < MOST; at += 1 + nets_random() % apart[a]) tok[n++] = (int32_t)at;
        if (n_tok && tok[n - 1] != (int32_t)n_tok - 1) tok[n == MOST ? n - 1 : n++] = (int32_t)n_tok - 1;
        float *got = calloc(n + 1, t->width * sizeof *got);
        if (!got) exit(1);
        msdx_tok2vec_again(t, w, feat, n_tok, tok, n, got);
        for (size_t i = 0; i < n; i++)
            same = same && !memcmp(got + i * t->width, row + (size_t)tok[i] * t->width, t->width * sizeof *got);
        free(got);
        if (!same) return false;
    }
    return true;
}

/* Texts of all lengths around a tile in one batch, each as if it were alone; twice, the second time from the cache. */
static void check_tower(const char *prefix, const msdx_kernels *k)
{
    static const uint32_t length[] = {0, 1, 2, 3, 0, 9, 250, 256, 257, 600, 1, 0};
    enum { N = sizeof length / sizeof *length };
    msdx_arena a = MSDX_ARENA_INIT;
    msdx_tok2vec t;
    msdx_tok2vec_work *w;
    msdx_unit unit[N];
    uint64_t *feat[N];
    size_t total = 0;
    CHECK_INT(msdx_tok2vec_open(&t, pack, prefix, k, NULL), MSD_OK);
    CHECK_INT(msdx_tok2vec_work_new(&w, &t, NULL), MSD_OK);
    for (size_t i = 0; i < N; i++) feat[i] = nets_unit(&unit[i], &a, length[i], 90), total += length[i];
    rows r = {MSDX_NEW(&a, float, total *t.width), t.width, 0};
    for (int again = 0; again < 2; again++) {
        r.n = 0;
        msdx_tok2vec_run(&t, w, feat, length, N, keep_rows, &r);
        CHECK_INT(r.n, total);
        for (size_t i = 0, at = 0; i < N; at += length[i++]) {
            double *want = slow_rows(&t, prefix, feat[i], length[i]);
            CHECK(rows_agree(r.p + at * t.width, want, length[i] * t.width));
            free(want);
            rows alone = {MSDX_NEW(&a, float, (size_t)length[i] * t.width + 1), t.width, 0};
            msdx_tok2vec_run(&t, w, &feat[i], &length[i], 1, keep_rows, &alone);
            CHECK(memcmp(alone.p, r.p + at * t.width, length[i] * t.width * sizeof(float)) == 0);
            CHECK(again_the_same(&t, w, feat[i], length[i], alone.p));
        }
    }
    msdx_tok2vec_work_free(w);
    msdx_tok2vec_close(&t);
    msdx_arena_clear(&a);
}

static void test_nn__rows_are_those_of_a_slow_tower(void)
{
    open_small(7, false);
    for (size_t i = 0; msdx_kernels_nth(i); i++) {
        check_tower("tok2vec", msdx_kernels_nth(i));
        check_tower("ner/tok2vec", msdx_kernels_nth(i));
    }
    close_small();
}

/* ---- scores, slowly ---- */

static double slow_hidden(const msdx_statenet *s, const char *prefix, const float *row, const int32_t *id, size_t h)
{
    const float *w = floats(prefix, "lower/W"), *b = floats(prefix, "lower/b"), *pad = floats(prefix, "lower/pad");
    double best = -INFINITY;
    for (size_t p = 0; p < s->n_piece; p++) {
        size_t at = h * s->n_piece + p;
        double v = (double)b[at];
        for (size_t i = 0; i < s->n_slot; i++) {
            size_t out = i * s->n_product + at;
            if (id[i] < 0) v += (double)pad[out];
            for (size_t c = 0; id[i] >= 0 && c < s->n_token; c++)
                v += (double)w[out * s->n_token + c] * (double)row[(size_t)id[i] * s->n_token + c];
        }
        if (v > best) best = v;
    }
    return best;
}

static bool score_agrees(const msdx_statenet *s, const char *prefix, const float *row, const int32_t *id,
                         const float *score)
{
    for (size_t c = 0; c < s->n_class; c++) {
        double want = s->has_upper ? (double)floats(prefix, "upper/b")[c] : slow_hidden(s, prefix, row, id, c);
        for (size_t h = 0; s->has_upper && h < s->n_hidden; h++)
            want += (double)floats(prefix, "upper/W")[c * s->n_hidden + h] * slow_hidden(s, prefix, row, id, h);
        if (fabs((double)score[c] - want) > 1e-4 * (1 + fabs(want))) return false;
    }
    return true;
}

/* Rows made again: here the same rows, but for a constant that shows who made them. */
typedef struct same_rows {
    const float *row;
    size_t width;
    float more;
    int32_t n_asked;
} same_rows;

static void give_again(void *ctx, const int32_t *tok, size_t n, float *row)
{
    same_rows *r = ctx;
    r->n_asked += (int32_t)n;
    for (size_t i = 0; i < n; i++) {
        CHECK(i == 0 || tok[i - 1] < tok[i]);
        for (size_t c = 0; c < r->width; c++) row[i * r->width + c] = r->row[(size_t)tok[i] * r->width + c] + r->more;
    }
}

/* A second look at a state sees the rows made again; a table that has no finer one sees what it saw. */
static bool again_agrees(const msdx_statenet *s, msdx_statenet_work *w, const char *prefix, const same_rows *again,
                         const int32_t *id, size_t n_tok)
{
    float *row = calloc(n_tok, s->n_token * sizeof *row);
    if (!row) exit(1);
    for (size_t i = 0; i < n_tok * s->n_token; i++) row[i] = again->row[i] + (s->k->finer ? again->more : 0);
    bool ok = score_agrees(s, prefix, row, id, msdx_statenet_score_again(s, w, id));
    free(row);
    return ok;
}

/* States that walk forward and reach far back, also beyond the products that are kept. */
static void check_scores(const char *prefix, size_t n_in, const msdx_kernels *k)
{
    enum { N_TOK = 2000 };
    msdx_statenet s;
    msdx_statenet_work *w;
    CHECK_INT(msdx_statenet_open(&s, pack, prefix, n_in, k, NULL), MSD_OK);
    CHECK_INT(msdx_statenet_work_new(&w, &s, NULL), MSD_OK);
    float *row = calloc((size_t)N_TOK * s.n_token, sizeof *row);
    if (!row) exit(1);
    for (size_t i = 0; i < (size_t)N_TOK * s.n_token; i++) row[i] = (float)(nets_random() % 1000) / 500.0F - 1.0F;
    same_rows again = {.row = row, .width = s.n_token, .more = 0.25F};
    msdx_statenet_start(w, row, N_TOK);
    msdx_statenet_use(w, give_again, &again);
    for (int32_t at = 0; at < N_TOK; at += 1 + (int32_t)(nets_random() % 40)) {
        int32_t id[16];
        for (size_t i = 0; i < s.n_slot; i++) {
            uint32_t back = nets_random() % 4 ? nets_random() % 20 : nets_random() % N_TOK;
            id[i] = at - (int32_t)back;
            if (id[i] < 0) id[i] = -1;
        }
        id[nets_random() % s.n_slot] = at;
        CHECK(score_agrees(&s, prefix, row, id, msdx_statenet_score(&s, w, id)));
        CHECK(again_agrees(&s, w, prefix, &again, id, N_TOK));
    }
    CHECK_INT(again.n_asked > 0, k->finer != NULL);
    CHECK_INT(s.near > 0, k->finer != NULL);
    free(row);
    msdx_statenet_work_free(w);
    msdx_statenet_close(&s);
}

static void test_nn__scores_are_those_of_slow_sums(void)
{
    open_small(8, false);
    for (size_t i = 0; msdx_kernels_nth(i); i++) {
        check_scores("parser", 11, msdx_kernels_nth(i));
        check_scores("ner", 9, msdx_kernels_nth(i));
    }
    close_small();
}

/* ---- broken models ---- */

static void check_refused(const char *section)
{
    msd_error err = {0};
    msdx_nets *nets;
    open_small(1, false);
    CHECK_INT(msdx_nets_open(&nets, pack, false, &err), MSD_EFORMAT);
    CHECK(nets == NULL);
    if (!strstr(err.msg, section) || !strstr(err.msg, "small")) CHECK_STR(err.msg, section);
    close_small();
}

static void test_nn__missing_or_short_sections_are_named(void)
{
    char name[128][64];
    size_t n;
    open_small(1, false);
    n = msdx_pack_n_section(pack);
    CHECK(n > 40 && n <= 128);
    for (size_t i = 0; i < n && i < 128; i++) {
        msdx_section s;
        msdx_pack_section(pack, i, &s);
        snprintf(name[i], sizeof name[i], "%s", s.name);
    }
    close_small();
    for (size_t i = 0; i < n && i < 128; i++) {
        nets_cut = name[i];
        /* A table of embeddings may have any number of rows. */
        if (!strstr(name[i], "embed/"))
            check_refused(strcmp(name[i], "vocab/vector_key") ? name[i] : "vocab/vector_row");
        nets_cut = NULL;
        nets_skip = name[i];
        /* Without ner/tok2vec/shape, names would listen to the shared rows, and the next size is the wrong one; so is
         * the next without ner/tok2vec/static. */
        check_refused(strcmp(name[i], "ner/tok2vec/shape") == 0    ? "ner/linear/W"
                      : strcmp(name[i], "ner/tok2vec/static") == 0 ? "ner/tok2vec/mix/W"
                                                                   : name[i]);
        nets_skip = NULL;
    }
}

/* Put a number into a section of the pack's own bytes: nothing may be trusted that stands there. */
static void check_number(const char *section, size_t at, uint32_t value)
{
    msdx_section s;
    msd_error err;
    msdx_nets *nets;
    open_small(1, false);
    CHECK(msdx_pack_find(pack, section, &s));
    memcpy((char *)bytes + ((const char *)s.data - (char *)bytes) + at * sizeof value, &value, sizeof value);
    CHECK_INT(msdx_nets_open(&nets, pack, false, &err), MSD_EFORMAT);
    msdx_nets_close(nets);
    close_small();
}

/* Tables of embeddings are used where they lie, and not looked through: a number there is no index. */
static void test_nn__weights_are_finite(void)
{
    static const uint32_t not_finite[] = {0x7FC00000, 0xFFC00000, 0x7F800000, 0xFF800000};
    char name[128][64];
    size_t n = 0;
    open_small(1, false);
    for (size_t i = 0; i < msdx_pack_n_section(pack) && n < 128; i++) {
        msdx_section section;
        msdx_pack_section(pack, i, &section);
        bool table = strstr(section.name, "embed/") || strstr(section.name, "static");
        if (section.type == MSDX_PACK_F32 && !table) snprintf(name[n++], sizeof name[0], "%s", section.name);
    }
    close_small();
    CHECK(n > 20);
    for (size_t i = 0; i < n; i++) check_number(name[i], 1, not_finite[i % 4]);
}

static void test_nn__numbers_out_of_range_are_refused(void)
{
    static const char *const shape[] = {"tok2vec/shape", "ner/tok2vec/shape", "parser/shape", "ner/shape"};
    for (size_t s = 0; s < 4; s++)
        for (size_t i = 0; i < 6; i++) {
            bool flag = s > 1 && i == 5; /* 1 or 0 */
            if (!flag) check_number(shape[s], i, UINT32_MAX);
            if (!flag) check_number(shape[s], i, 0);
        }
    check_number("parser/classes", 4, MSDX_N_ARC);
    check_number("parser/classes", 5, 5);
    check_number("parser/classes", 5, MSDX_NO_LABEL);
    check_number("parser/parts", 0, 5);
    check_number("parser/parts", 1, 5);
    check_number("parser/labels", 0, 0x61616161); /* fewer strings */
    check_number("ner/classes", 0, MSDX_N_NAME);
    check_number("ner/labels", 0, 0x80808080);
    check_number("tok2vec/attrs", 0, 0x41414141);
    check_number("vocab/vector_row", 3, 10); /* there are rows 0 to 9 */
    check_number("vocab/vector_key", 1, UINT32_MAX);
}

/* ---- out of memory ---- */

static msd_status run_once(msdx_unit *unit, uint64_t *feat)
{
    msdx_nets *nets;
    msdx_nets_work *work = NULL;
    msd_status st = msdx_nets_open(&nets, pack, false, NULL);
    if (st == MSD_OK) st = msdx_nets_work_new(&work, nets, NULL);
    if (st == MSD_OK) st = msdx_nets_run(nets, work, &unit, &feat, 1, NULL);
    msdx_nets_work_free(work);
    msdx_nets_close(nets);
    return st;
}

static void test_nn__every_failed_allocation_is_reported(void)
{
    msdx_arena a = MSDX_ARENA_INIT, out = MSDX_ARENA_INIT;
    msdx_unit unit;
    open_small(3, true);
    uint64_t *feat = nets_unit(&unit, &a, 40, 9);
    unit.arena = &out;
    for (size_t n = 0; n < 1000; n++) {
        msdx_fail_after(n);
        msd_status st = run_once(&unit, feat);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        msdx_arena_clear(&out);
        CHECK_INT(st, hit ? MSD_ENOMEM : MSD_OK);
        if (!hit) break;
    }
    msdx_arena_clear(&a);
    close_small();
}

int main(void)
{
    unsetenv("MASUDI_KERNEL");
    RUN(test_nn__hash_is_thincs);
    RUN(test_nn__rows_are_those_of_a_slow_tower);
    RUN(test_nn__scores_are_those_of_slow_sums);
    RUN(test_nn__missing_or_short_sections_are_named);
    RUN(test_nn__weights_are_finite);
    RUN(test_nn__numbers_out_of_range_are_refused);
    RUN(test_nn__every_failed_allocation_is_reported);
    return test_end();
}
