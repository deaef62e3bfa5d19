/* test_kernels.c: every table of kernels against sums in double precision, at all
 * small sizes, with inputs and outputs that end at an unreadable page, so that an
 * over-read faults at once. */
#include <sys/mman.h>
#include <unistd.h>

#include "parse/nn/kernels/kernels.h"
#include "test.h"

enum { SIZE_MAX_TEST = 67, ROW_MAX = 20, N_FLOAT = 1 << 16 };

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

/* One size: agrees with doubles, and each row alone gives the bytes that it has in the batch. */
static void check_product(const msdx_kernels *k, size_t n_in, size_t n_out, size_t n_piece, size_t n_row)
{
    size_t n_w = n_out * (n_piece ? n_piece : 1), ld_x = n_in > 3 ? n_in - 3 : n_in; /* rows overlap, as windows do */
    float *w = at_guard(0, n_w * n_in), *b = at_guard(1, n_w);
    size_t n_x = ld_x * (n_row - 1) + n_in, n_y = n_row * n_out;
    msdx_matrix m;
    fill(w, n_w * n_in);
    fill(b, n_w);
    CHECK_INT(msdx_matrix_init(&m, k, w, b, n_out, n_piece, n_in, NULL), MSD_OK);
    float *x = at_guard(2, n_x), *y = at_guard(3, n_y), alone[SIZE_MAX_TEST];
    fill(x, n_x);
    (n_piece ? k->maxout : k->linear)(&m, x, ld_x, n_row, y, n_out);
    bool same = true;
    CHECK(check_rows(w, b, x, ld_x, y, n_in, n_out, n_piece, n_row));
    for (size_t r = 0; r < n_row; r++) {
        (n_piece ? k->maxout : k->linear)(&m, x + r * ld_x, ld_x, 1, alone, n_out);
        same = same && memcmp(alone, y + r * n_out, n_out * sizeof *y) == 0;
    }
    CHECK(same);
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
    CHECK_INT(msdx_kernels_choose(&k, &err), MSD_OK);
    CHECK(k == &msdx_kernels_ref);
    setenv("MASUDI_KERNEL", "abacus", 1);
    CHECK_INT(msdx_kernels_choose(&k, &err), MSD_EUSAGE);
    CHECK_STR(err.msg, "MASUDI_KERNEL: no kernel 'abacus' on this machine");
    unsetenv("MASUDI_KERNEL");
    CHECK_INT(msdx_kernels_choose(&k, &err), MSD_OK);
    size_t n = 0;
    while (msdx_kernels_nth(n)) n++;
    CHECK(k == msdx_kernels_nth(n - 1));
}

int main(void)
{
    RUN(test_kernels__products_agree_with_doubles);
    RUN(test_kernels__norm_agrees_with_doubles);
    RUN(test_kernels__sum_max_agrees_with_doubles);
    RUN(test_kernels__environment_picks_the_table);
    return test_end();
}
