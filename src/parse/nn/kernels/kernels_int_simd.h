/* kernels_int_simd.h: products of large matrices in small integers (kernels_int.h), compiled
 * once for each instruction set and size of integer, after kernels_simd.h, whose vectors it
 * shares. The including file defines beside those
 *   NUMBER, NUM, X_MAX, X_ZERO  msdx_number; its type for inputs, their greatest and their zero
 *   IVEC                        a vector of LANE 32-bit sums
 *   ivec_load(p) ivec_zero() ivec_set1(i)
 *   ivec_dot(acc, x, w)         acc + the products of PER inputs and PER weights a lane
 *   ivec_float(a)               its lanes as floats
 *   vec_abs(a) vec_most(a)      magnitudes; the greatest lane
 *   vec_put(to, a)              LANE floats, rounded to the nearest even, plus X_ZERO, as NUM
 * Integer sums are exact in any order, and a part's scale hangs on its inputs alone, so here
 * too a row's result is its own. */
#include "parse/nn/kernels/kernels_int.h"

enum { N_NUM = 1 << 14, ROW_MOST = 64, PER = NUMBER == MSDX_INT8 ? 4 : 2 };

/* Some rows of x, rounded. Where rows overlap by whole parts, as those of a window do, a part is rounded once. */
typedef struct rounded {
    _Alignas(64) NUM x[N_NUM];
    float step[N_NUM / 32];
    size_t ld, row; /* integers of a part; parts from one row to the next */
} rounded;

static float round_part(const float *x, size_t n, size_t n_room, NUM *to)
{
    size_t n_whole = n / LANE * LANE;
    VEC most = vec_zero();
    for (size_t c = 0; c < n_whole; c += LANE) most = vec_max(most, vec_abs(vec_loadu(x + c)));
    float greatest = vec_most(most);
    for (size_t c = n_whole; c < n; c++) greatest = fmaxf(greatest, fabsf(x[c]));
    float scale = greatest > MSDX_INT_LEAST ? X_MAX / greatest : 0;
    for (size_t c = 0; c < n_whole; c += LANE) vec_put(to + c, vec_mul(vec_loadu(x + c), vec_set1(scale)));
    for (size_t c = n_whole; c < n; c++) to[c] = (NUM)(lrintf(x[c] * scale) + X_ZERO);
    for (size_t c = n; c < n_room; c++) to[c] = 0;
    return greatest / X_MAX;
}

static size_t n_row_at_once(const msdx_matrix *m, bool is_window)
{
    size_t n_part = N_NUM / (m->n_step * PER), n = is_window ? n_part - (m->n_part - 1) : n_part / m->n_part;
    if (n > ROW_MOST) return ROW_MOST;
    return n > N_BLOCK_ROW ? n / N_BLOCK_ROW * N_BLOCK_ROW : n;
}

static void round_rows(const msdx_matrix *m, bool is_window, const float *x, size_t ld_x, size_t n_row, rounded *to)
{
    size_t n = is_window ? n_row + m->n_part - 1 : n_row * m->n_part;
    to->ld = m->n_step * PER;
    to->row = is_window ? 1 : m->n_part;
    for (size_t i = 0; i < n; i++) {
        size_t row = i / to->row, part = is_window ? 0 : i % m->n_part, first = part * m->part;
        size_t n_in = m->n_in - first < m->part ? m->n_in - first : m->part;
        to->step[i] = round_part(x + row * ld_x + first, n_in, to->ld, to->x + i * to->ld);
    }
}

/* The sums of one part: acc[r][v] over the part's steps; n_row and n_vec are constants after inlining. */
INLINE void dot_part(const msdx_matrix *m, const NUM *w, const int32_t *offset, const rounded *x, size_t at, int n_row,
                     int n_vec, IVEC acc[N_BLOCK_ROW][MSDX_PANEL_VEC])
{
    const NUM *from = x->x + at * x->ld;
    size_t ld = x->row * x->ld;
#pragma GCC unroll 8
    for (int r = 0; r < n_row; r++)
#pragma GCC unroll 3
        for (int v = 0; v < n_vec; v++)
            acc[r][v] = NUMBER == MSDX_INT8 ? ivec_load(offset + (size_t)v * LANE) : ivec_zero();
    for (size_t s = 0; s < m->n_step; s++) {
        IVEC col[MSDX_PANEL_VEC];
#pragma GCC unroll 3
        for (int v = 0; v < n_vec; v++) col[v] = ivec_load(w + (s * m->n_col + (size_t)v * LANE) * PER);
#pragma GCC unroll 8
        for (int r = 0; r < n_row; r++) {
            int32_t some;
            memcpy(&some, from + (size_t)r * ld + s * PER, sizeof some);
            IVEC in = ivec_set1(some);
#pragma GCC unroll 3
            for (int v = 0; v < n_vec; v++) acc[r][v] = ivec_dot(acc[r][v], in, col[v]);
        }
    }
}

/* sum[r][v] = the scaled products of n_row rows from `row` on with n_vec vectors of columns from `col` on. */
INLINE void dot_parts(const msdx_matrix *m, size_t panel, size_t col, const rounded *x, size_t row, int n_row,
                      int n_vec, float sum[N_BLOCK_ROW][MSDX_PANEL_VEC][LANE])
{
#pragma GCC unroll 3
    for (int v = 0; v < n_vec; v++) {
        VEC bias = vec_load(m->b + panel * m->n_col + col + (size_t)v * LANE);
        for (int r = 0; r < n_row; r++) vec_storeu(sum[r][v], bias);
    }
    for (size_t p = 0; p < m->n_part; p++) {
        size_t first = (panel * m->n_part + p) * m->n_col, at = row * x->row + p;
        const NUM *w = (const NUM *)m->q + (first * m->n_step + col) * PER;
        IVEC acc[N_BLOCK_ROW][MSDX_PANEL_VEC];
        dot_part(m, w, m->offset + first + col, x, at, n_row, n_vec, acc);
#pragma GCC unroll 8
        for (int r = 0; r < n_row; r++)
#pragma GCC unroll 3
            for (int v = 0; v < n_vec; v++) {
                VEC scale = vec_mul(vec_load(m->scale + first + col + (size_t)v * LANE),
                                    vec_set1(x->step[at + (size_t)r * x->row]));
                vec_storeu(sum[r][v], vec_fma(ivec_float(acc[r][v]), scale, vec_load(sum[r][v])));
            }
    }
}

INLINE void linear_rows_int(const msdx_matrix *m, size_t panel, const rounded *x, size_t row, int n_row, float *y,
                            size_t ld_y)
{
    _Alignas(64) float sum[N_BLOCK_ROW][MSDX_PANEL_VEC][LANE];
    dot_parts(m, panel, 0, x, row, n_row, MSDX_PANEL_VEC, sum);
#pragma GCC unroll 3
    for (int v = 0; v < MSDX_PANEL_VEC; v++) {
        size_t o = panel * m->n_col + (size_t)v * LANE;
        if (o >= m->n_out) break;
        for (int r = 0; r < n_row; r++) store_part(y + (row + (size_t)r) * ld_y + o, vec_load(sum[r][v]), m->n_out - o);
    }
}

INLINE void maxout_rows_int(const msdx_matrix *m, size_t panel, size_t piece, const rounded *x, size_t row, int n_row,
                            int n_vec, float *y, size_t ld_y)
{
    _Alignas(64) float sum[N_BLOCK_ROW][MSDX_PANEL_VEC][LANE];
    size_t o = panel * LANE, n = m->n_out - o < LANE ? m->n_out - o : LANE;
    dot_parts(m, panel, piece * LANE, x, row, n_row, n_vec, sum);
    for (int r = 0; r < n_row; r++) {
        float *to = y + (row + (size_t)r) * ld_y + o;
        VEC best = vec_load(sum[r][0]);
#pragma GCC unroll 2
        for (int v = 1; v < n_vec; v++) best = vec_max(best, vec_load(sum[r][v]));
        if (piece) {
            float was[LANE] = {0};
            memcpy(was, to, n * sizeof *was);
            best = vec_max(best, vec_loadu(was));
        }
        store_part(to, best, n);
    }
}

INLINE void maxout_panel_int(const msdx_matrix *m, size_t panel, size_t piece, const rounded *x, size_t n_row,
                             int n_vec, float *y, size_t ld_y)
{
    size_t r = 0;
    for (; r + N_BLOCK_ROW <= n_row; r += N_BLOCK_ROW)
        maxout_rows_int(m, panel, piece, x, r, N_BLOCK_ROW, n_vec, y, ld_y);
    for (; r < n_row; r++) maxout_rows_int(m, panel, piece, x, r, 1, n_vec, y, ld_y);
}

static void maxout_some(const msdx_matrix *m, const rounded *x, size_t n_row, float *y, size_t ld_y)
{
    for (size_t panel = 0; panel < m->n_panel; panel++) {
        size_t piece = 0;
        for (; piece + 3 <= m->n_piece; piece += 3) maxout_panel_int(m, panel, piece, x, n_row, 3, y, ld_y);
        for (; piece + 2 <= m->n_piece; piece += 2) maxout_panel_int(m, panel, piece, x, n_row, 2, y, ld_y);
        for (; piece < m->n_piece; piece++) maxout_panel_int(m, panel, piece, x, n_row, 1, y, ld_y);
    }
}

static void linear_some(const msdx_matrix *m, const rounded *x, size_t n_row, float *y, size_t ld_y)
{
    for (size_t panel = 0; panel < m->n_panel; panel++) {
        size_t r = 0;
        for (; r + N_BLOCK_ROW <= n_row; r += N_BLOCK_ROW) linear_rows_int(m, panel, x, r, N_BLOCK_ROW, y, ld_y);
        for (; r < n_row; r++) linear_rows_int(m, panel, x, r, 1, y, ld_y);
    }
}

/* Either product: a chunk of rows is rounded, then goes past all panels. */
INLINE void product_int(const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y)
{
    rounded some;
    bool is_window = ld_x == m->part && m->part * m->n_part == m->n_in;
    size_t n_most = n_row_at_once(m, is_window);
    for (size_t r = 0; r < n_row; r += n_most) {
        size_t n = n_row - r < n_most ? n_row - r : n_most;
        round_rows(m, is_window, x + r * ld_x, ld_x, n, &some);
        (m->n_piece ? maxout_some : linear_some)(m, &some, n, y + r * ld_y, ld_y);
    }
}

static void linear_int(const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y)
{
    if (m->number == NUMBER)
        product_int(m, x, ld_x, n_row, y, ld_y);
    else
        linear(m, x, ld_x, n_row, y, ld_y);
}

static void maxout_int(const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y)
{
    if (m->number == NUMBER)
        product_int(m, x, ld_x, n_row, y, ld_y);
    else
        maxout(m, x, ld_x, n_row, y, ld_y);
}
