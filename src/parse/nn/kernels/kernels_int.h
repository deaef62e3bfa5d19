/* kernels_int.h: numbers that packing and the integer kernels agree on.
 *
 * A part of the inputs is rounded to steps of its greatest magnitude, and so is each
 * column of the weights of that part; the sum of their products is exact in 32 bits and
 * is then scaled back. MSDX_INT16: x in +-8191 (the weights' step leaves the sum room,
 * pack.c). MSDX_INT8: x in +-127, stored with 128 added, since the instruction multiplies
 * unsigned by signed; `offset` takes the 128 out again. */
#ifndef MSDX_KERNELS_INT_H
#define MSDX_KERNELS_INT_H
#include "parse/nn/kernels/kernels.h"

#define MSDX_INT_LEAST 1e-30F /* a part without a greater number is all zeros */
enum { MSDX_INT16_X_MAX = 8191, MSDX_INT8_X_MAX = 127, MSDX_INT8_ZERO = 128 };

/* Inputs that a 32-bit lane multiplies at once. */
static inline size_t msdx_int_per(msdx_number number)
{
    return number == MSDX_INT8 ? 4 : 2;
}
#endif
