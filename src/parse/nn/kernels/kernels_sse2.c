/* kernels_sse2.c: four floats at a time, as every x86-64 can. A block of 4 rows by 12
 * columns takes 12 of the 16 registers for its sums. */
#if defined(__SSE2__)
#include <emmintrin.h>

#define VEC __m128
#define vec_zero _mm_setzero_ps
#define vec_load _mm_load_ps
#define vec_loadu _mm_loadu_ps
#define vec_storeu _mm_storeu_ps
#define vec_set1 _mm_set1_ps
#define vec_add _mm_add_ps
#define vec_sub _mm_sub_ps
#define vec_mul _mm_mul_ps
#define vec_max _mm_max_ps
#define vec_fma(a, b, c) _mm_add_ps(_mm_mul_ps(a, b), c)
enum { LANE = 4, N_BLOCK_ROW = 4 };

static inline float vec_total(__m128 a)
{
    __m128 s = _mm_add_ps(a, _mm_movehl_ps(a, a));
    return _mm_cvtss_f32(_mm_add_ss(s, _mm_shuffle_ps(s, s, 1)));
}

#include "parse/nn/kernels/kernels_simd.h"

const msdx_kernels msdx_kernels_sse2 = {"sse2", LANE, linear, maxout, norm, sum_max, MSDX_FLOAT, NULL};
#else
typedef int no_sse2_here; /* ISO C forbids an empty file */
#endif
