/* kernels_int16_avx.c: large products in integers of 16 bits, by AVX-VNNI; the rest as kernels_avx2.c. */
#if defined(__AVXVNNI__)
#include "parse/nn/kernels/vec_avx2.h"

#include "parse/nn/kernels/kernels_int.h"
#include "parse/nn/kernels/kernels_simd.h"

#define NUMBER MSDX_INT16
#define NUM int16_t
#define X_MAX MSDX_INT16_X_MAX
#define X_ZERO 0

/* The instruction itself: with its intrinsic GCC 12 moves every sum to another register and back. */
static inline __m256i ivec_dot(__m256i acc, __m256i x, __m256i w)
{
    __asm__("%{vex%} vpdpwssd %2, %1, %0" : "+x"(acc) : "x"(x), "x"(w));
    return acc;
}

static inline void vec_put(int16_t *to, __m256 a)
{
    __m256i i = _mm256_cvtps_epi32(a);
    _mm_storeu_si128((__m128i *)(void *)to, _mm_packs_epi32(_mm256_castsi256_si128(i), _mm256_extracti128_si256(i, 1)));
}

#include "parse/nn/kernels/kernels_int_simd.h"

const msdx_kernels msdx_kernels_int16_avx = {"int16-avx", LANE, linear_int, maxout_int, norm, sum_max, NUMBER, NULL};
#else
typedef int no_avx_vnni_here; /* ISO C forbids an empty file */
#endif
