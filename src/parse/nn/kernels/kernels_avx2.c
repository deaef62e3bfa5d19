/* kernels_avx2.c: eight floats at a time. */
#if defined(__AVX2__) && defined(__FMA__)
#include "parse/nn/kernels/vec_avx2.h"

#include "parse/nn/kernels/kernels_simd.h"

const msdx_kernels msdx_kernels_avx2 = {"avx2", LANE, linear, maxout, norm, sum_max, MSDX_FLOAT, NULL};
#else
typedef int no_avx2_here; /* ISO C forbids an empty file */
#endif
