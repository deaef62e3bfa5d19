/* pack.c: weights laid out for a table of kernels (kernels.h), once, when a model is opened. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "parse/nn/kernels/kernels.h"
#include "parse/nn/kernels/kernels_int.h"

enum { SMALL = 1 << 14 /* weights */, PART_MOST = 128 };

/* Where output o, piece p goes: panel, and column in it. */
static size_t column_of(const msdx_matrix *m, size_t lane, size_t o, size_t p, size_t *panel)
{
    size_t per_panel = m->n_piece ? lane : lane * MSDX_PANEL_VEC;
    *panel = o / per_panel;
    return m->n_piece ? p * lane + o % lane : o % per_panel;
}

/* ---- floats ---- */

static msd_status room_float(msdx_matrix *m, msd_error *err)
{
    size_t n_w, n_byte;
    if (!msdx_mul(m->n_panel * m->n_col, m->n_in + 1, &n_w) || !msdx_mul(n_w, sizeof(float), &n_byte))
        return msdx_err_nomem(err);
    m->w = msdx_malloc_aligned(n_byte);
    if (!m->w) return msdx_err_nomem(err);
    m->b = m->w + m->n_panel * m->n_col * m->n_in;
    return MSD_OK;
}

static void put_float(msdx_matrix *m, const float *row, size_t panel, size_t col)
{
    float *to = m->w + panel * m->n_in * m->n_col + col;
    for (size_t i = 0; i < m->n_in; i++) to[i * m->n_col] = row[i];
}

/* ---- integers ---- */

/* A word of a window where the inputs are such: the greatest stretch of a size that suits which divides them. */
static size_t part_of(size_t n_in)
{
    enum { LEAST = 32, OTHERWISE = 96 };
    if (n_in <= PART_MOST) return n_in;
    for (size_t n = PART_MOST; n >= LEAST; n--)
        if (n_in % n == 0) return n;
    return OTHERWISE;
}

static msd_status room_int(msdx_matrix *m, msd_error *err)
{
    size_t per = msdx_int_per(m->number), cols = m->n_panel * m->n_col, n_q, n_byte;
    m->part = part_of(m->n_in);
    m->n_part = (m->n_in + m->part - 1) / m->part;
    m->n_step = (m->part + per - 1) / per;
    /* A step of a column is 32 bits, as are bias, scale and offset. */
    if (!msdx_mul(cols, m->n_part * m->n_step + 2 * m->n_part + 1, &n_q) || !msdx_mul(n_q, sizeof(int32_t), &n_byte))
        return msdx_err_nomem(err);
    m->b = msdx_malloc_aligned(n_byte);
    if (!m->b) return msdx_err_nomem(err);
    m->scale = m->b + cols;
    m->offset = (int32_t *)(void *)(m->scale + cols * m->n_part);
    m->q = m->offset + cols * m->n_part;
    return MSD_OK;
}

/* The size of a weight's step. For MSDX_INT16 such that no sum of a part can pass 32 bits, whatever the inputs. */
static float step_of(msdx_number number, const float *w, size_t n)
{
    double sum = 0, most = 0;
    for (size_t i = 0; i < n; i++) {
        double x = fabs((double)w[i]);
        sum += x;
        most = x > most ? x : most;
    }
    if (number == MSDX_INT8) return (float)(most / 127);
    double room = (double)INT32_MAX / MSDX_INT16_X_MAX - (double)n; /* rounding adds up to a half to each */
    return (float)(fmax(sum / room, most / INT16_MAX) * (1 + 1e-6));
}

/* Weights in steps, to the nearest integer, and their sum. What is added and taken away leaves a float no bits below
 * one, so that the processor rounds as lrintf does; the loop, free of calls, is of vectors. */
static int32_t round_part(const float *w, size_t n, float step, int32_t *v)
{
    const float whole = 12582912.0f; /* 1.5 * 2^23; no magnitude here passes 2^15 */
    int32_t sum = 0;
    for (size_t i = 0; i < n; i++) sum += v[i] = (int32_t)((w[i] / step + whole) - whole);
    return sum;
}

/* One column of a part: the inputs of a step side by side, a step every `stride`. */
static void spread_8(int8_t *to, size_t stride, const int32_t *v, size_t n)
{
    enum { PER = 4 };
    for (size_t i = 0; i < n; i++) to[i / PER * stride + i % PER] = (int8_t)v[i];
}

static void spread_16(int16_t *to, size_t stride, const int32_t *v, size_t n)
{
    enum { PER = 2 };
    for (size_t i = 0; i < n; i++) to[i / PER * stride + i % PER] = (int16_t)v[i];
}

static void put_int(msdx_matrix *m, const float *row, size_t panel, size_t col)
{
    size_t per = msdx_int_per(m->number);
    int32_t v[PART_MOST];
    for (size_t p = 0; p < m->n_part; p++) {
        size_t first = p * m->part, n = m->n_in - first < m->part ? m->n_in - first : m->part;
        size_t at = (panel * m->n_part + p) * m->n_col + col;
        size_t to = ((panel * m->n_part + p) * m->n_step * m->n_col + col) * per, stride = m->n_col * per;
        float step = step_of(m->number, row + first, n);
        m->scale[at] = step;
        if (step < FLT_MIN) continue; /* as good as zeros, which the room is; smaller steps are not exact */
        m->offset[at] = -MSDX_INT8_ZERO * round_part(row + first, n, step, v);
        if (m->number == MSDX_INT8)
            spread_8((int8_t *)m->q + to, stride, v, n);
        else
            spread_16((int16_t *)m->q + to, stride, v, n);
    }
}

/* ---- either ---- */

msd_status msdx_matrix_init_as(msdx_matrix *m, const msdx_kernels *k, msdx_number number, const float *w,
                               const float *b, size_t n_out, size_t n_piece, size_t n_in, msd_error *err)
{
    size_t lane = k->n_lane, pieces = n_piece ? n_piece : 1;
    *m = (msdx_matrix){.n_in = n_in, .n_out = n_out, .n_piece = n_piece};
    m->number = n_in <= MSDX_INT_IN_MAX ? number : MSDX_FLOAT;
    m->n_col = lane * (n_piece ? n_piece : MSDX_PANEL_VEC);
    m->n_panel = n_piece ? (n_out + lane - 1) / lane : (n_out + m->n_col - 1) / m->n_col;
    MSD_TRY(m->number == MSDX_FLOAT ? room_float(m, err) : room_int(m, err));
    for (size_t o = 0; o < n_out; o++)
        for (size_t p = 0; p < pieces; p++) {
            size_t panel, col = column_of(m, lane, o, p, &panel), row = o * pieces + p;
            (m->number == MSDX_FLOAT ? put_float : put_int)(m, w + row * n_in, panel, col);
            if (b) m->b[panel * m->n_col + col] = b[row];
        }
    return MSD_OK;
}

msd_status msdx_matrix_init(msdx_matrix *m, const msdx_kernels *k, const float *w, const float *b, size_t n_out,
                            size_t n_piece, size_t n_in, msd_error *err)
{
    bool small = n_in * n_out * (n_piece ? n_piece : 1) < SMALL;
    return msdx_matrix_init_as(m, k, small ? MSDX_FLOAT : k->number, w, b, n_out, n_piece, n_in, err);
}

void msdx_matrix_clear(msdx_matrix *m)
{
    msdx_free(m->w ? (void *)m->w : (void *)m->b);
    *m = (msdx_matrix){0};
}
