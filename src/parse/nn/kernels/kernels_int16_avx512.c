/* kernels_int16_avx512.c: large products in integers of 16 bits, by AVX-512 VNNI; the rest as kernels_avx512.c. */
#if defined(__AVX512BW__) && defined(__AVX512VNNI__)
#include "parse/nn/kernels/vec_avx512.h"

#include "parse/nn/kernels/kernels_int.h"
#include "parse/nn/kernels/kernels_simd.h"

#define NUMBER MSDX_INT16
#define NUM int16_t
#define X_MAX MSDX_INT16_X_MAX
#define X_ZERO 0

/* The instruction itself: with its intrinsic GCC 12 moves every sum to another register and back. */
static inline __m512i ivec_dot(__m512i acc, __m512i x, __m512i w)
{
    __asm__("vpdpwssd %2, %1, %0" : "+v"(acc) : "v"(x), "v"(w));
    return acc;
}

static inline void vec_put(int16_t *to, __m512 a)
{
    _mm256_storeu_si256((__m256i *)(void *)to, _mm512_cvtsepi32_epi16(_mm512_cvtps_epi32(a)));
}

#include "parse/nn/kernels/kernels_int_simd.h"

const msdx_kernels msdx_kernels_int16_avx512 = {"int16-avx512", LANE,    linear_int, maxout_int,
                                                norm,           sum_max, NUMBER,     NULL};
#else
typedef int no_avx512_vnni_here; /* ISO C forbids an empty file */
#endif
