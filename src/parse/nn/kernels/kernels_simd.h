/* kernels_simd.h: the kernels over vectors of some width, compiled once for each
 * instruction set. The including file defines
 *   VEC, LANE             a vector type and its number of floats
 *   N_BLOCK_ROW           rows that a block keeps in registers (3 * N_BLOCK_ROW sums)
 *   vec_zero vec_load vec_loadu vec_storeu vec_set1 vec_add vec_sub vec_mul vec_max
 *   vec_fma(a, b, c)      a * b + c, rounded once
 *   vec_total(a)          the sum of a's floats
 * and then its table of functions. Every sum over k runs upwards in one register
 * lane, in a block of any height, so a row's result is its own. */
#include <math.h>
#include <string.h>

#include "parse/nn/kernels/kernels.h"

#define INLINE static inline __attribute__((always_inline))

/* acc[r][v] = sum over k of x[r][k] * w[k][v]; n_row and n_vec are constants after inlining. */
INLINE void dot_block(const float *w, size_t ld_w, const float *x, size_t ld_x, size_t n_in, int n_row, int n_vec,
                      VEC acc[N_BLOCK_ROW][MSDX_PANEL_VEC])
{
#pragma GCC unroll 8
    for (int r = 0; r < n_row; r++)
#pragma GCC unroll 3
        for (int v = 0; v < n_vec; v++) acc[r][v] = vec_zero();
    for (size_t k = 0; k < n_in; k++) {
        VEC col[MSDX_PANEL_VEC];
#pragma GCC unroll 3
        for (int v = 0; v < n_vec; v++) col[v] = vec_load(w + k * ld_w + (size_t)v * LANE);
#pragma GCC unroll 8
        for (int r = 0; r < n_row; r++) {
            VEC at = vec_set1(x[(size_t)r * ld_x + k]);
#pragma GCC unroll 3
            for (int v = 0; v < n_vec; v++) acc[r][v] = vec_fma(at, col[v], acc[r][v]);
        }
    }
}

/* Store the first n floats of a, at most LANE. */
INLINE void store_part(float *to, VEC a, size_t n)
{
    if (n >= LANE) {
        vec_storeu(to, a);
    } else {
        float part[LANE];
        vec_storeu(part, a);
        memcpy(to, part, n * sizeof *part);
    }
}

INLINE void linear_rows(const msdx_matrix *m, size_t panel, const float *x, size_t ld_x, int n_row, float *y,
                        size_t ld_y)
{
    VEC acc[N_BLOCK_ROW][MSDX_PANEL_VEC];
    size_t first = panel * m->n_col;
    dot_block(m->w + first * m->n_in, LANE * MSDX_PANEL_VEC, x, ld_x, m->n_in, n_row, MSDX_PANEL_VEC, acc);
#pragma GCC unroll 3
    for (int v = 0; v < MSDX_PANEL_VEC; v++) {
        size_t at = first + (size_t)v * LANE;
        if (at >= m->n_out) break;
        VEC bias = vec_load(m->b + at);
#pragma GCC unroll 8
        for (int r = 0; r < n_row; r++) store_part(y + (size_t)r * ld_y + at, vec_add(acc[r][v], bias), m->n_out - at);
    }
}

/* One row against eight vectors of columns at a time, of whatever panels: enough independent sums to hide the latency of
 * a multiply-add. Past the last output a sum is computed twice. */
static void linear_one(const msdx_matrix *m, const float *x, float *y)
{
    enum { N = 8 };
    size_t n_vec = (m->n_out + LANE - 1) / LANE;
    for (size_t first = 0; first < n_vec; first += N) {
        VEC acc[N];
        const float *w[N];
        for (size_t v = 0; v < N; v++) {
            size_t at = first + v < n_vec ? first + v : first;
            w[v] = m->w + at / MSDX_PANEL_VEC * m->n_col * m->n_in + at % MSDX_PANEL_VEC * LANE;
        }
#pragma GCC unroll 8
        for (int v = 0; v < N; v++) acc[v] = vec_zero();
        for (size_t k = 0; k < m->n_in; k++) {
            VEC at = vec_set1(x[k]);
#pragma GCC unroll 8
            for (int v = 0; v < N; v++) acc[v] = vec_fma(at, vec_load(w[v] + k * m->n_col), acc[v]);
        }
#pragma GCC unroll 8
        for (int v = 0; v < N; v++) {
            size_t o = (first + (size_t)v) * LANE;
            if (o < m->n_out) store_part(y + o, vec_add(acc[v], vec_load(m->b + o)), m->n_out - o);
        }
    }
}

static void linear(const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y)
{
    if (n_row == 1) {
        linear_one(m, x, y);
        return;
    }
    for (size_t panel = 0; panel < m->n_panel; panel++) {
        size_t r = 0;
        for (; r + N_BLOCK_ROW <= n_row; r += N_BLOCK_ROW)
            linear_rows(m, panel, x + r * ld_x, ld_x, N_BLOCK_ROW, y + r * ld_y, ld_y);
        for (; r + 2 <= n_row; r += 2) linear_rows(m, panel, x + r * ld_x, ld_x, 2, y + r * ld_y, ld_y);
        for (; r < n_row; r++) linear_rows(m, panel, x + r * ld_x, ld_x, 1, y + r * ld_y, ld_y);
    }
}

/* The n_vec <= MSDX_PANEL_VEC pieces that start at `piece`; later groups are compared with what y holds. */
INLINE void maxout_rows(const msdx_matrix *m, size_t panel, size_t piece, const float *x, size_t ld_x, int n_row,
                        int n_vec, float *y, size_t ld_y)
{
    VEC acc[N_BLOCK_ROW][MSDX_PANEL_VEC];
    const float *w = m->w + panel * m->n_col * m->n_in + piece * LANE, *b = m->b + panel * m->n_col + piece * LANE;
    size_t o = panel * LANE, n = m->n_out - o < LANE ? m->n_out - o : LANE;
    dot_block(w, m->n_col, x, ld_x, m->n_in, n_row, n_vec, acc);
#pragma GCC unroll 8
    for (int r = 0; r < n_row; r++) {
        float *to = y + (size_t)r * ld_y + o;
        VEC best = vec_add(acc[r][0], vec_load(b));
#pragma GCC unroll 2
        for (int v = 1; v < n_vec; v++) best = vec_max(best, vec_add(acc[r][v], vec_load(b + (size_t)v * LANE)));
        if (piece) {
            float was[LANE] = {0};
            memcpy(was, to, n * sizeof *was);
            best = vec_max(best, vec_loadu(was));
        }
        store_part(to, best, n);
    }
}

INLINE void maxout_panel(const msdx_matrix *m, size_t panel, size_t piece, const float *x, size_t ld_x, size_t n_row,
                         int n_vec, float *y, size_t ld_y)
{
    size_t r = 0;
    for (; r + N_BLOCK_ROW <= n_row; r += N_BLOCK_ROW)
        maxout_rows(m, panel, piece, x + r * ld_x, ld_x, N_BLOCK_ROW, n_vec, y + r * ld_y, ld_y);
    for (; r + 2 <= n_row; r += 2) maxout_rows(m, panel, piece, x + r * ld_x, ld_x, 2, n_vec, y + r * ld_y, ld_y);
    for (; r < n_row; r++) maxout_rows(m, panel, piece, x + r * ld_x, ld_x, 1, n_vec, y + r * ld_y, ld_y);
}

static void maxout(const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y)
{
    for (size_t panel = 0; panel < m->n_panel; panel++) {
        size_t piece = 0;
        for (; piece + 3 <= m->n_piece; piece += 3) maxout_panel(m, panel, piece, x, ld_x, n_row, 3, y, ld_y);
        for (; piece + 2 <= m->n_piece; piece += 2) maxout_panel(m, panel, piece, x, ld_x, n_row, 2, y, ld_y);
        for (; piece < m->n_piece; piece++) maxout_panel(m, panel, piece, x, ld_x, n_row, 1, y, ld_y);
    }
}

static void norm(const float *x, const float *add, const float *gain, const float *bias, size_t n_row, size_t n_col,
                 float *y)
{
    size_t n_whole = n_col / LANE * LANE;
    for (size_t r = 0; r < n_row; r++, x += n_col, y += n_col) {
        VEC acc = vec_zero();
        for (size_t c = 0; c < n_whole; c += LANE) acc = vec_add(acc, vec_loadu(x + c));
        float sum = vec_total(acc), var;
        for (size_t c = n_whole; c < n_col; c++) sum += x[c];
        float mean = sum / (float)n_col;
        VEC mean_v = vec_set1(mean);
        acc = vec_zero();
        for (size_t c = 0; c < n_whole; c += LANE) {
            VEC d = vec_sub(vec_loadu(x + c), mean_v);
            acc = vec_fma(d, d, acc);
        }
        var = vec_total(acc);
        for (size_t c = n_whole; c < n_col; c++) var += (x[c] - mean) * (x[c] - mean);
        float scale = 1.0F / sqrtf(var / (float)n_col + 1e-8F);
        VEC scale_v = vec_set1(scale);
        for (size_t c = 0; c < n_whole; c += LANE) {
            VEC v = vec_mul(vec_sub(vec_loadu(x + c), mean_v), scale_v);
            v = vec_fma(v, vec_loadu(gain + c), vec_loadu(bias + c));
            vec_storeu(y + c, add ? vec_add(vec_loadu(add + r * n_col + c), v) : v);
        }
        for (size_t c = n_whole; c < n_col; c++) {
            float v = (x[c] - mean) * scale * gain[c] + bias[c];
            y[c] = add ? add[r * n_col + c] + v : v;
        }
    }
}

static void sum_max(const float *const *row, size_t n_row, const float *bias, size_t n_out, size_t n_piece, float *y)
{
    size_t o = 0;
    for (; o + LANE <= n_out; o += LANE)
        for (size_t p = 0; p < n_piece; p++) {
            size_t at = p * n_out + o;
            VEC v = vec_loadu(row[0] + at);
            for (size_t r = 1; r < n_row; r++) v = vec_add(v, vec_loadu(row[r] + at));
            if (bias) v = vec_add(v, vec_loadu(bias + at));
            vec_storeu(y + o, p ? vec_max(vec_loadu(y + o), v) : v);
        }
    for (; o < n_out; o++)
        for (size_t p = 0; p < n_piece; p++) {
            size_t at = p * n_out + o;
            float v = row[0][at];
            for (size_t r = 1; r < n_row; r++) v += row[r][at];
            if (bias) v += bias[at];
            if (p == 0 || v > y[o]) y[o] = v;
        }
}
