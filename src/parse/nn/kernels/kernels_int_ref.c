/* kernels_int_ref.c: the plain version of products in small integers (kernels_int.h), which defines
 * their meaning. Not made for speed: the integer kernels are tested against it, and it gives their
 * results on a machine that has none of them. */
#include <math.h>

#include "parse/nn/kernels/kernels_int.h"

enum { LANE = 8, PART_LEAST = 32 };

typedef struct rounded {
    int32_t x[MSDX_INT_IN_MAX];
    float step[MSDX_INT_IN_MAX / PART_LEAST + 1];
} rounded;

static void round_row(const msdx_matrix *m, const float *x, rounded *to)
{
    float x_max = m->number == MSDX_INT8 ? MSDX_INT8_X_MAX : MSDX_INT16_X_MAX;
    for (size_t p = 0; p < m->n_part; p++) {
        size_t first = p * m->part, end = first + m->part < m->n_in ? first + m->part : m->n_in;
        float greatest = 0;
        for (size_t i = first; i < end; i++) greatest = fmaxf(greatest, fabsf(x[i]));
        float scale = greatest > MSDX_INT_LEAST ? x_max / greatest : 0;
        for (size_t i = first; i < end; i++) to->x[i] = (int32_t)lrintf(x[i] * scale);
        to->step[p] = greatest / x_max;
    }
}

static int32_t weight(const msdx_matrix *m, size_t panel, size_t part, size_t i, size_t col)
{
    size_t per = msdx_int_per(m->number);
    size_t at = (((panel * m->n_part + part) * m->n_step + i / per) * m->n_col + col) * per + i % per;
    return m->number == MSDX_INT8 ? ((const int8_t *)m->q)[at] : ((const int16_t *)m->q)[at];
}

static float dot(const msdx_matrix *m, size_t panel, size_t col, const rounded *x)
{
    float y = m->b[panel * m->n_col + col];
    for (size_t p = 0; p < m->n_part; p++) {
        size_t first = p * m->part, n = m->n_in - first < m->part ? m->n_in - first : m->part;
        int64_t sum = 0;
        for (size_t i = 0; i < n; i++) sum += (int64_t)x->x[first + i] * weight(m, panel, p, i, col);
        y += (float)sum * (m->scale[(panel * m->n_part + p) * m->n_col + col] * x->step[p]);
    }
    return y;
}

static void product(const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y)
{
    rounded row;
    for (size_t r = 0; r < n_row; r++) {
        round_row(m, x + r * ld_x, &row);
        for (size_t o = 0; o < m->n_out; o++) {
            size_t wide = m->n_piece ? LANE : m->n_col, panel = o / wide, col = o % wide;
            float best = dot(m, panel, col, &row);
            for (size_t p = 1; p < m->n_piece; p++) best = fmaxf(best, dot(m, panel, p * LANE + col, &row));
            y[r * ld_y + o] = best;
        }
    }
}

static void linear(const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y)
{
    (m->number == MSDX_FLOAT ? msdx_kernels_ref.linear : product)(m, x, ld_x, n_row, y, ld_y);
}

static void maxout(const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y)
{
    (m->number == MSDX_FLOAT ? msdx_kernels_ref.maxout : product)(m, x, ld_x, n_row, y, ld_y);
}

static void norm(const float *x, const float *add, const float *gain, const float *bias, size_t n_row, size_t n_col,
                 float *y)
{
    msdx_kernels_ref.norm(x, add, gain, bias, n_row, n_col, y);
}

static void sum_max(const float *const *row, size_t n_row, const float *bias, size_t n_out, size_t n_piece, float *y)
{
    msdx_kernels_ref.sum_max(row, n_row, bias, n_out, n_piece, y);
}

const msdx_kernels msdx_kernels_int16_ref = {"int16-ref", LANE, linear, maxout, norm, sum_max, MSDX_INT16, NULL};
const msdx_kernels msdx_kernels_int8_ref = {"int8-ref", LANE,    linear,    maxout,
                                            norm,       sum_max, MSDX_INT8, &msdx_kernels_int16_ref};
