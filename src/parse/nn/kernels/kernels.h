/* kernels.h: the few loops over floats in which nearly all of the time goes.
 *
 * kernels_ref.c defines their meaning; each other file is one instruction set
 * and agrees with it: the float ones within rounding, the integer ones within
 * MSDX_INT16_NEAR and MSDX_INT8_NEAR. One table of functions is chosen when a
 * model is opened. In every table a row's result depends on that row alone: its
 * sums run over k in ascending order whatever the number of rows, so that batches
 * of any size give the same bytes.
 *
 * Weights are packed once into panels. A panel holds `n_piece` (matrix of a
 * maxout) or MSDX_PANEL_VEC (plain matrix) groups of `n_lane` outputs:
 *     w[panel][k][group][lane],  b[panel][group][lane]
 * In a maxout the groups are the pieces of the same n_lane outputs, so that the
 * maximum is taken in registers; in a plain matrix they are outputs in a row.
 * Columns past the last output hold zeros. The layout (two dozen columns kept in
 * registers against a few rows) follows Goto and van de Geijn, "Anatomy of
 * high-performance matrix multiplication" (2008).
 *
 * The integer kernels (kernels_int.h) keep large matrices as small integers:
 *     q[panel][part][step][group][lane][per],  scale[panel][part][group][lane]
 * A part is a stretch of inputs that share a scale: a word of the window, where
 * the matrix is one of a window, so that a word is rounded once for all its
 * places. A step is the `per` inputs that one 32-bit lane multiplies at once. */
#ifndef MSDX_KERNELS_H
#define MSDX_KERNELS_H
#include "base/err.h"

enum { MSDX_PANEL_VEC = 3 };

/* How a table keeps a large matrix. */
typedef enum msdx_number { MSDX_FLOAT = 0, MSDX_INT16, MSDX_INT8 } msdx_number;

/* How far an integer product may be from the float one, as a share of the sum over parts of its number of inputs times
 * the greatest |x| times the greatest |w| in it: each factor is rounded by half a step at most (kernels_int.h). */
#define MSDX_INT16_NEAR 4e-4
#define MSDX_INT8_NEAR 1e-2

typedef struct msdx_matrix {
    size_t n_in, n_out;    /* n_out counts a maxout's outputs, not its pieces */
    size_t n_piece;        /* 0: a plain matrix */
    size_t n_panel, n_col; /* n_col: floats of one k in a panel */
    float *w, *b;          /* one allocation, 64-byte aligned; w NULL where q is */

    /* Integers: */
    msdx_number number;
    size_t part, n_part; /* inputs that share a scale (the last part may be shorter), and how many such */
    size_t n_step;       /* of a part */
    void *q;             /* in b's allocation, as are the next two */
    float *scale;
    int32_t *offset; /* MSDX_INT8: -128 times the sum of q over a part, [panel][part][n_col] */
} msdx_matrix;

typedef struct msdx_kernels {
    const char *name;
    size_t n_lane;

    /* y[r][o] = (sum over k of x[r][k] * w[o][k]) + b[o], for r < n_row; row strides ld_x, ld_y in floats.
     * Rows of x may overlap (a window over words is its rows side by side). y must not overlap x. */
    void (*linear)(const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y);

    /* The same with n_piece sums an output, of which the greatest is kept. */
    void (*maxout)(const msdx_matrix *m, const float *x, size_t ld_x, size_t n_row, float *y, size_t ld_y);

    /* y[r] = (x[r] - mean) / sqrt(biased variance + 1e-8) * gain + bias, plus add[r] unless add is NULL.
     * All with row stride n_col; y may be x. */
    void (*norm)(const float *x, const float *add, const float *gain, const float *bias, size_t n_row, size_t n_col,
                 float *y);

    /* y[o] = greatest over p of (row[0][p*n_out+o] + row[1][...] + ... in that order) + bias[p*n_out+o];
     * bias NULL adds nothing. n_row >= 1, n_piece >= 1. */
    void (*sum_max)(const float *const *row, size_t n_row, const float *bias, size_t n_out, size_t n_piece, float *y);

    msdx_number number;
    const struct msdx_kernels *finer; /* decides what is nearly a tie by this one, and multiplies what is seldom
                                       * multiplied (nn.h); NULL: this one does all */
} msdx_kernels;

/* Only the plain ones are there on every machine. */
extern const msdx_kernels msdx_kernels_ref, msdx_kernels_sse2, msdx_kernels_avx2, msdx_kernels_avx512,
    msdx_kernels_neon, msdx_kernels_int16_ref, msdx_kernels_int8_ref, msdx_kernels_int16_avx, msdx_kernels_int16_avx512,
    msdx_kernels_int8_avx, msdx_kernels_int8_avx512;

/* The fastest table this machine can run; with `exact` the fastest of those that multiply floats. MASUDI_KERNEL names
 * another (doc/kernels.md); `exact` then refuses one of integers.
 * Fails MSD_EUSAGE when that is unknown or cannot run here. */
MSD_MUST_CHECK msd_status msdx_kernels_choose(const msdx_kernels **out, bool exact, msd_error *err);
/* Table i of those that this machine can run, the plain one first; NULL past the last. For tests. */
const msdx_kernels *msdx_kernels_nth(size_t i);

/* Pack w[n_out * max(1, n_piece)][n_in] and b (NULL: zeros), pieces of an output next to each other.
 * n_piece 0 makes a plain matrix. Small matrices stay floats in every table: they cost little, and the scores that
 * decide come out of them. Needs weights that are finite. Fails MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_matrix_init(msdx_matrix *m, const msdx_kernels *k, const float *w, const float *b,
                                           size_t n_out, size_t n_piece, size_t n_in, msd_error *err);
/* The same as `number`, whatever the size: floats, or what k has, where n_in is not over MSDX_INT_IN_MAX. For tests. */
enum { MSDX_INT_IN_MAX = 4096 };
MSD_MUST_CHECK msd_status msdx_matrix_init_as(msdx_matrix *m, const msdx_kernels *k, msdx_number number, const float *w,
                                              const float *b, size_t n_out, size_t n_piece, size_t n_in,
                                              msd_error *err);
void msdx_matrix_clear(msdx_matrix *m);
#endif
