/* kernels_avx512.c: sixteen floats at a time. */
#if defined(__AVX512F__)
#include "parse/nn/kernels/vec_avx512.h"

#include "parse/nn/kernels/kernels_simd.h"

const msdx_kernels msdx_kernels_avx512 = {"avx512", LANE, linear, maxout, norm, sum_max, MSDX_FLOAT, NULL};
#else
typedef int no_avx512_here; /* ISO C forbids an empty file */
#endif
