/* test_kernels.c: every table of kernels against sums in double precision, at all
 * small sizes, with inputs and outputs that end at an unreadable page, so that an
 * over-read faults at once. */
#include <sys/mman.h>
#include <unistd.h>

#include "parse/nn/kernels/kernels.h"
#include "test.h"

enum { SIZE_MAX_TEST = 67, ROW_MAX = 20, N_FLOAT = 1 << 16, IN_MAX = 576, OUT_MAX = 50, MANY_ROWS = 150 };

/* ---- memory that ends at a guard page ---- */

static char *guard[4];
static size_t page;

static float *at_guard(size_t which, size_t n)
{
    size_t room = N_FLOAT * sizeof(float);
    if (!guard[which]) {
        page = (size_t)sysconf(_SC_PAGESIZE);
        char *p = mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (p == MAP_FAILED || mprotect(p + room, page, PROT_NONE)) exit(1);
        guard[which] = p;
    }
    return (float *)(void *)(guard[which] + room) - n;
}

static uint32_t seed;
static float noise(void)
{
    seed = seed * 1664525U + 1013904223U;
    return (float)(int32_t)seed / 2147483648.0F;
}

static void fill(float *p, size_t n)
{
    for (size_t i = 0; i < n; i++) p[i] = noise();
}

static bool near(float got, double want)
{
    return fabs((double)got - want) <= 1e-5 * (1 + fabs(want));
}

/* ---- products ---- */

static double product(const float *w, const float *x, size_t n, float b)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (double)w[i] * (double)x[i];
    return sum + (double)b;
}

static bool check_rows(const float *w, const float *b, const float *x, size_t ld_x, const float *y, size_t n_in,
                       size_t n_out, size_t n_piece, size_t n_row)
{
    size_t pieces = n_piece ? n_piece : 1;
    for (size_t r = 0; r < n_row; r++)
        for (size_t o = 0; o < n_out; o++) {
            double best = -INFINITY;
            for (size_t p = 0; p < pieces; p++) {
                size_t at = o * pieces + p;
                double v = product(w + at * n_in, x + r * ld_x, n_in, b[at]);
                if (v > best) best = v;
            }
            if (!near(y[r * n_out + o], best)) return false;
        }
    return true;
}

static void run(const msdx_kernels *k, const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y)
{
    (m->n_piece ? k->maxout : k->linear)(m, x, ld_x, n_row, y, m->n_out);
}

static bool alone_the_same(const msdx_kernels *k, const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row,
                           const float *y)
{
    float alone[SIZE_MAX_TEST];
    for (size_t r = 0; r < n_row; r++) {
        run(k, m, x + r * ld_x, ld_x, 1, alone);
        if (memcmp(alone, y + r * m->n_out, m->n_out * sizeof *y) != 0) return false;
    }
    return true;
}

/* One size: agrees with doubles, and each row alone gives the bytes that it has in the batch. */
static void check_product(const msdx_kernels *k, size_t n_in, size_t n_out, size_t n_piece, size_t n_row)
{
    size_t n_w = n_out * (n_piece ? n_piece : 1), ld_x = n_in > 3 ? n_in - 3 : n_in; /* rows overlap, as windows do */
    float *w = at_guard(0, n_w * n_in), *b = at_guard(1, n_w);
    size_t n_x = ld_x * (n_row - 1) + n_in, n_y = n_row * n_out;
    msdx_matrix m;
    fill(w, n_w * n_in);
    fill(b, n_w);
    CHECK_INT(msdx_matrix_init_as(&m, k, MSDX_FLOAT, w, b, n_out, n_piece, n_in, NULL), MSD_OK);
    float *x = at_guard(2, n_x), *y = at_guard(3, n_y);
    fill(x, n_x);
    run(k, &m, x, ld_x, n_row, y);
    CHECK(check_rows(w, b, x, ld_x, y, n_in, n_out, n_piece, n_row));
    CHECK(alone_the_same(k, &m, x, ld_x, n_row, y));
    msdx_matrix_clear(&m);
}

static void each_product(const msdx_kernels *k)
{
    static const size_t piece[] = {0, 1, 2, 3, 4, 5, 7};
    for (size_t n_out = 1; n_out <= SIZE_MAX_TEST; n_out++)
        for (size_t p = 0; p < sizeof piece / sizeof *piece; p++)
            check_product(k, 1 + (n_out * 29 + p * 11) % SIZE_MAX_TEST, n_out, piece[p], 1 + (n_out * 7 + p) % ROW_MAX);
    for (size_t n_in = 1; n_in <= SIZE_MAX_TEST; n_in++) check_product(k, n_in, 24, 3, 1 + n_in % ROW_MAX);
    for (size_t n_row = 1; n_row <= ROW_MAX; n_row++) {
        check_product(k, 13, 50, 3, n_row);
        check_product(k, 13, 50, 0, n_row);
    }
}

static void test_kernels__products_agree_with_doubles(void)
{
    for (size_t i = 0; msdx_kernels_nth(i); i++) {
        seed = 1;
        each_product(msdx_kernels_nth(i));
    }
}

/* ---- products in small integers ---- */

/* The sum over parts of how many inputs they have times the greatest of x and of w in them. */
static double size_of(const msdx_matrix *m, const float *w, const float *x)
{
    double size = 0;
    for (size_t first = 0; first < m->n_in; first += m->part) {
        size_t end = first + m->part < m->n_in ? first + m->part : m->n_in;
        double most_w = 0, most_x = 0;
        for (size_t i = first; i < end; i++) {
            most_w = fmax(most_w, fabs((double)w[i]));
            most_x = fmax(most_x, fabs((double)x[i]));
        }
        size += (double)(end - first) * most_w * most_x;
    }
    return size;
}

static bool near_doubles(const msdx_matrix *m, const float *w, const float *b, const float *x, size_t ld_x,
                         const float *y, size_t n_row)
{
    size_t pieces = m->n_piece ? m->n_piece : 1;
    double share = m->number == MSDX_INT8 ? MSDX_INT8_NEAR : MSDX_INT16_NEAR;
    for (size_t r = 0; r < n_row; r++)
        for (size_t o = 0; o < m->n_out; o++) {
            double best = -INFINITY, size = 0;
            for (size_t p = 0; p < pieces; p++) {
                const float *row = w + (o * pieces + p) * m->n_in;
                best = fmax(best, product(row, x + r * ld_x, m->n_in, b[o * pieces + p]));
                size = fmax(size, size_of(m, row, x + r * ld_x));
            }
            if (fabs((double)y[r * m->n_out + o] - best) > share * size + 1e-5) return false;
        }
    return true;
}

/* One size: the plain version is near doubles; the fast one, whose integer sums are the same, is near the plain one. */
static void check_integers(const msdx_kernels *k, size_t n_in, size_t ld_x, size_t n_out, size_t n_piece, size_t n_row)
{
    const msdx_kernels *plain = k->number == MSDX_INT8 ? &msdx_kernels_int8_ref : &msdx_kernels_int16_ref;
    size_t n_w = n_out * (n_piece ? n_piece : 1), n_y = n_row * n_out;
    float *w = at_guard(0, n_w * n_in), *b = at_guard(1, n_w), *x = at_guard(2, ld_x * (n_row - 1) + n_in);
    float *y = at_guard(3, n_y);
    static float want[MANY_ROWS * SIZE_MAX_TEST];
    msdx_matrix m, m_plain;
    fill(w, n_w * n_in);
    fill(b, n_w);
    fill(x, ld_x * (n_row - 1) + n_in);
    CHECK_INT(msdx_matrix_init_as(&m, k, k->number, w, b, n_out, n_piece, n_in, NULL), MSD_OK);
    CHECK_INT(msdx_matrix_init_as(&m_plain, plain, k->number, w, b, n_out, n_piece, n_in, NULL), MSD_OK);
    run(plain, &m_plain, x, ld_x, n_row, want);
    run(k, &m, x, ld_x, n_row, y);
    CHECK(near_doubles(&m, w, b, x, ld_x, want, n_row));
    bool same = true;
    for (size_t i = 0; i < n_y; i++) same = same && near(y[i], (double)want[i]);
    CHECK(same);
    CHECK(alone_the_same(k, &m, x, ld_x, n_row, y));
    msdx_matrix_clear(&m);
    msdx_matrix_clear(&m_plain);
}

static void each_integer_product(const msdx_kernels *k)
{
    static const size_t piece[] = {0, 1, 2, 3, 4, 5, 7}, wide[] = {96, 131, 192, 250, 288, 300, 576};
    for (size_t n_in = 1; n_in <= SIZE_MAX_TEST; n_in++)
        for (size_t p = 0; p < sizeof piece / sizeof *piece; p++)
            check_integers(k, n_in, n_in, 1 + (n_in * 29 + p * 11) % SIZE_MAX_TEST, piece[p],
                           1 + (n_in * 7 + p) % ROW_MAX);
    for (size_t n_out = 1; n_out <= SIZE_MAX_TEST; n_out++) check_integers(k, 40, 37, n_out, n_out % 4, 3);
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        for (size_t n_row = 1; n_row <= ROW_MAX; n_row++) check_integers(k, wide[i], wide[i], 17, n_row % 4, n_row);
    check_integers(k, 288, 96, 17, 3, MANY_ROWS); /* a window of three words: more rows than are rounded at once */
    check_integers(k, 288, 96, 50, 0, MANY_ROWS);
    check_integers(k, IN_MAX, IN_MAX, OUT_MAX, 2, MANY_ROWS / 2);
}

static void test_kernels__integer_products_agree(void)
{
    for (size_t i = 0; msdx_kernels_nth(i); i++) {
        seed = 1;
        if (msdx_kernels_nth(i)->number != MSDX_FLOAT) each_integer_product(msdx_kernels_nth(i));
    }
}

/* Weights and inputs at their greatest, all of one sign: the sum of a part comes nearest to 32 bits. */
static void test_kernels__integer_sums_have_room(void)
{
    enum { N_IN = 128, N_OUT = 16 };
    float w[N_OUT * N_IN], x[N_IN], y[N_OUT];
    for (size_t i = 0; i < N_OUT * N_IN; i++) w[i] = i / N_IN % 2 ? -3.0F : 3.0F;
    for (size_t i = 0; i < N_IN; i++) x[i] = 7.0F;
    for (size_t i = 0; msdx_kernels_nth(i); i++) {
        const msdx_kernels *k = msdx_kernels_nth(i);
        msdx_matrix m;
        CHECK_INT(msdx_matrix_init_as(&m, k, k->number, w, NULL, N_OUT, 0, N_IN, NULL), MSD_OK);
        k->linear(&m, x, N_IN, 1, y, N_OUT);
        for (size_t o = 0; o < N_OUT; o++) CHECK(fabsf(y[o] - (o % 2 ? -2688.0F : 2688.0F)) < 0.5F);
        msdx_matrix_clear(&m);
    }
}

/* Nothing but zeros, and numbers too small to be told from them. */
static void test_kernels__integer_products_of_nothing(void)
{
    enum { N_IN = 64, N_OUT = 20 };
    float w[N_OUT * N_IN], b[N_OUT], x[2 * N_IN] = {0}, y[2 * N_OUT];
    fill(w, N_OUT * N_IN);
    fill(b, N_OUT);
    for (size_t i = 0; i < N_IN; i++) x[N_IN + i] = 1e-38F;
    for (size_t i = 0; msdx_kernels_nth(i); i++) {
        const msdx_kernels *k = msdx_kernels_nth(i);
        msdx_matrix m;
        CHECK_INT(msdx_matrix_init_as(&m, k, k->number, w, b, N_OUT, 0, N_IN, NULL), MSD_OK);
        k->linear(&m, x, N_IN, 2, y, N_OUT);
        for (size_t o = 0; o < 2 * N_OUT; o++) CHECK(y[o] == b[o % N_OUT]);
        msdx_matrix_clear(&m);
    }
}

/* Weights near the smallest of floats, whose step none can tell exactly: none is told as more than it is. */
static void test_kernels__integer_products_of_the_smallest(void)
{
    enum { N_IN = 128, N_OUT = 16 };
    float w[N_OUT * N_IN], x[N_IN], y[N_OUT];
    for (size_t i = 0; i < N_OUT * N_IN; i++) w[i] = 6e-41F;
    for (size_t i = 0; i < N_IN; i++) x[i] = 1;
    for (size_t i = 0; msdx_kernels_nth(i); i++) {
        const msdx_kernels *k = msdx_kernels_nth(i);
        msdx_matrix m;
        CHECK_INT(msdx_matrix_init_as(&m, k, k->number, w, NULL, N_OUT, 0, N_IN, NULL), MSD_OK);
        k->linear(&m, x, N_IN, 1, y, N_OUT);
        for (size_t o = 0; o < N_OUT; o++) CHECK(y[o] >= 0 && y[o] < 1e-38F);
        msdx_matrix_clear(&m);
    }
}

/* ---- layer norm ---- */

static bool norm_agrees(const float *x, const float *add, const float *gain, const float *bias, size_t n_row, size_t n,
                        const float *y)
{
    for (size_t r = 0; r < n_row; r++) {
        double mean = 0, var = 0;
        for (size_t c = 0; c < n; c++) mean += (double)x[r * n + c] / (double)n;
        for (size_t c = 0; c < n; c++) var += pow((double)x[r * n + c] - mean, 2) / (double)n;
        for (size_t c = 0; c < n; c++) {
            double want = ((double)x[r * n + c] - mean) / sqrt(var + 1e-8) * (double)gain[c] + (double)bias[c];
            if (add) want += (double)add[r * n + c];
            if (fabs((double)y[r * n + c] - want) > 1e-4 * (1 + fabs(want))) return false;
        }
    }
    return true;
}

static void test_kernels__norm_agrees_with_doubles(void)
{
    enum { N_ROW = 3 };
    for (size_t i = 0; msdx_kernels_nth(i); i++)
        for (size_t n = 1; n <= SIZE_MAX_TEST; n++) {
            float *x = at_guard(0, N_ROW * n), *add = at_guard(1, N_ROW * n), *y = at_guard(2, N_ROW * n);
            float *gain = at_guard(3, 2 * n), *bias = gain + n;
            fill(x, N_ROW * n);
            fill(add, N_ROW * n);
            fill(gain, 2 * n);
            msdx_kernels_nth(i)->norm(x, add, gain, bias, N_ROW, n, y);
            CHECK(norm_agrees(x, add, gain, bias, N_ROW, n, y));
            msdx_kernels_nth(i)->norm(x, NULL, gain, bias, N_ROW, n, y);
            CHECK(norm_agrees(x, NULL, gain, bias, N_ROW, n, y));
            memcpy(add, x, N_ROW * n * sizeof *x);
            msdx_kernels_nth(i)->norm(x, NULL, gain, bias, N_ROW, n, x); /* in place */
            CHECK(memcmp(x, y, N_ROW * n * sizeof *x) == 0);
        }
}

/* ---- sums of rows ---- */

static bool sum_agrees(const float *const *row, size_t n_row, const float *bias, size_t n, size_t n_piece,
                       const float *y)
{
    for (size_t o = 0; o < n; o++) {
        double best = -INFINITY;
        for (size_t p = 0; p < n_piece; p++) {
            double v = bias ? (double)bias[p * n + o] : 0;
            for (size_t r = 0; r < n_row; r++) v += (double)row[r][p * n + o];
            if (v > best) best = v;
        }
        if (!near(y[o], best)) return false;
    }
    return true;
}

static void test_kernels__sum_max_agrees_with_doubles(void)
{
    enum { N_ROW = 8, N_PIECE = 3 };
    for (size_t i = 0; msdx_kernels_nth(i); i++)
        for (size_t n = 1; n <= SIZE_MAX_TEST; n++)
            for (size_t n_piece = 1; n_piece <= N_PIECE; n_piece++) {
                size_t len = n * n_piece;
                const float *row[N_ROW];
                float *all = at_guard(0, N_ROW * len), *bias = at_guard(1, len), *y = at_guard(2, n);
                fill(all, N_ROW * len);
                fill(bias, len);
                for (size_t r = 0; r < N_ROW; r++) row[r] = all + (N_ROW - 1 - r) * len;
                size_t n_row = 1 + n % N_ROW;
                msdx_kernels_nth(i)->sum_max(row, n_row, bias, n, n_piece, y);
                CHECK(sum_agrees(row, n_row, bias, n, n_piece, y));
                msdx_kernels_nth(i)->sum_max(row, n_row, NULL, n, n_piece, y);
                CHECK(sum_agrees(row, n_row, NULL, n, n_piece, y));
            }
}

/* ---- choice ---- */

static void test_kernels__environment_picks_the_table(void)
{
    const msdx_kernels *k;
    msd_error err;
    setenv("MASUDI_KERNEL", "ref", 1);
    CHECK_INT(msdx_kernels_choose(&k, false, &err), MSD_OK);
    CHECK(k == &msdx_kernels_ref);
    setenv("MASUDI_KERNEL", "abacus", 1);
    CHECK_INT(msdx_kernels_choose(&k, false, &err), MSD_EUSAGE);
    CHECK_STR(err.msg, "MASUDI_KERNEL: no kernel 'abacus' on this machine");
    setenv("MASUDI_KERNEL", "int16-ref", 1);
    CHECK_INT(msdx_kernels_choose(&k, false, &err), MSD_OK);
    CHECK(k == &msdx_kernels_int16_ref);
    CHECK_INT(msdx_kernels_choose(&k, true, &err), MSD_EUSAGE);
    CHECK_STR(err.msg, "MASUDI_KERNEL: no kernel 'int16-ref' of floats on this machine");
    unsetenv("MASUDI_KERNEL");
}

/* Without a word the fastest but those of eight bits; exactly, the fastest of floats. */
static void test_kernels__fastest_is_chosen(void)
{
    const msdx_kernels *k, *fastest = NULL, *exact = NULL;
    msd_error err;
    for (size_t i = 0; (k = msdx_kernels_nth(i)); i++) {
        if (k->number == MSDX_FLOAT) exact = k;
        if (k->number != MSDX_INT8 && k != &msdx_kernels_int16_ref) fastest = k;
    }
    CHECK_INT(msdx_kernels_choose(&k, false, &err), MSD_OK);
    CHECK(k == fastest);
    CHECK_INT(msdx_kernels_choose(&k, true, &err), MSD_OK);
    CHECK(k == exact);
}

int main(void)
{
    RUN(test_kernels__products_agree_with_doubles);
    RUN(test_kernels__integer_products_agree);
    RUN(test_kernels__integer_sums_have_room);
    RUN(test_kernels__integer_products_of_nothing);
    RUN(test_kernels__integer_products_of_the_smallest);
    RUN(test_kernels__norm_agrees_with_doubles);
    RUN(test_kernels__sum_max_agrees_with_doubles);
    RUN(test_kernels__environment_picks_the_table);
    RUN(test_kernels__fastest_is_chosen);
    return test_end();
}
