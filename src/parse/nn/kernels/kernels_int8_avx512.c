/* kernels_int8_avx512.c: large products in integers of 8 bits, by AVX-512 VNNI; the rest as kernels_avx512.c. */
#if defined(__AVX512BW__) && defined(__AVX512VNNI__)
#include "parse/nn/kernels/vec_avx512.h"

#include "parse/nn/kernels/kernels_int.h"
#include "parse/nn/kernels/kernels_simd.h"

#define NUMBER MSDX_INT8
#define NUM uint8_t
#define X_MAX MSDX_INT8_X_MAX
#define X_ZERO MSDX_INT8_ZERO

/* The instruction itself: with its intrinsic GCC 12 moves every sum to another register and back. */
static inline __m512i ivec_dot(__m512i acc, __m512i x, __m512i w)
{
    __asm__("vpdpbusd %2, %1, %0" : "+v"(acc) : "v"(x), "v"(w));
    return acc;
}

static inline void vec_put(uint8_t *to, __m512 a)
{
    __m512i i = _mm512_add_epi32(_mm512_cvtps_epi32(a), _mm512_set1_epi32(MSDX_INT8_ZERO));
    _mm_storeu_si128((__m128i *)(void *)to, _mm512_cvtepi32_epi8(i));
}

#include "parse/nn/kernels/kernels_int_simd.h"

const msdx_kernels msdx_kernels_int8_avx512 = {"int8-avx512", LANE,    linear_int, maxout_int,
                                               norm,          sum_max, NUMBER,     &msdx_kernels_int16_avx512};
#else
typedef int no_avx512_vnni_here; /* ISO C forbids an empty file */
#endif
