/* kernels_ref.c: the plain version, which defines the meaning of each kernel and
 * serves every machine that has no faster one. Not made for speed beyond inner
 * loops that a compiler can vectorize without reordering sums. */
#include <math.h>
#include <string.h>

#include "parse/nn/kernels/kernels.h"

enum { LANE = 8 };

/* acc[c] = sum over k of x[k] * w[k][c], for LANE columns of a panel of stride ld. */
static void dot_lane(const float *w, size_t ld, const float *x, size_t n_in, float acc[LANE])
{
    float sum[LANE] = {0};
    for (size_t k = 0; k < n_in; k++)
        for (size_t c = 0; c < LANE; c++) sum[c] += x[k] * w[k * ld + c];
    memcpy(acc, sum, sizeof sum);
}

static void linear(const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y)
{
    float acc[LANE];
    for (size_t o = 0; o < m->n_out; o += LANE) {
        size_t panel = o / m->n_col, n = m->n_out - o < LANE ? m->n_out - o : LANE;
        const float *w = m->w + panel * m->n_col * m->n_in + o % m->n_col;
        for (size_t r = 0; r < n_row; r++) {
            dot_lane(w, m->n_col, x + r * ld_x, m->n_in, acc);
            for (size_t c = 0; c < n; c++) y[r * ld_y + o + c] = acc[c] + m->b[o + c];
        }
    }
}

static void maxout(const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y)
{
    float acc[LANE];
    for (size_t panel = 0; panel < m->n_panel; panel++) {
        size_t first = panel * LANE, n = m->n_out - first < LANE ? m->n_out - first : LANE;
        const float *w = m->w + panel * m->n_in * m->n_col, *b = m->b + panel * m->n_col;
        for (size_t r = 0; r < n_row; r++)
            for (size_t p = 0; p < m->n_piece; p++) {
                dot_lane(w + p * LANE, m->n_col, x + r * ld_x, m->n_in, acc);
                float *to = y + r * ld_y + first;
                for (size_t c = 0; c < n; c++) {
                    float v = acc[c] + b[p * LANE + c];
                    if (p == 0 || v > to[c]) to[c] = v;
                }
            }
    }
}

static void norm(const float *x, const float *add, const float *gain, const float *bias, size_t n_row, size_t n_col,
                 float *y)
{
    for (size_t r = 0; r < n_row; r++) {
        const float *in = x + r * n_col;
        float sum = 0, var = 0;
        for (size_t c = 0; c < n_col; c++) sum += in[c];
        float mean = sum / (float)n_col;
        for (size_t c = 0; c < n_col; c++) var += (in[c] - mean) * (in[c] - mean);
        float scale = 1.0F / sqrtf(var / (float)n_col + 1e-8F);
        for (size_t c = 0; c < n_col; c++) {
            float v = (in[c] - mean) * scale * gain[c] + bias[c];
            y[r * n_col + c] = add ? add[r * n_col + c] + v : v;
        }
    }
}

static void sum_max(const float *const *row, size_t n_row, const float *bias, size_t n_out, size_t n_piece, float *y)
{
    for (size_t o = 0; o < n_out; o++)
        for (size_t p = 0; p < n_piece; p++) {
            size_t at = p * n_out + o;
            float v = row[0][at];
            for (size_t r = 1; r < n_row; r++) v += row[r][at];
            if (bias) v += bias[at];
            if (p == 0 || v > y[o]) y[o] = v;
        }
}

const msdx_kernels msdx_kernels_ref = {"ref", LANE, linear, maxout, norm, sum_max, MSDX_FLOAT, NULL};
