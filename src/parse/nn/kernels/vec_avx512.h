/* vec_avx512.h: kernels_simd.h's vectors as sixteen floats. A block of 8 rows by 48 columns
 * takes 24 of the 32 registers for its sums. */
#include <immintrin.h>

#define VEC __m512
#define vec_zero _mm512_setzero_ps
#define vec_load _mm512_load_ps
#define vec_loadu _mm512_loadu_ps
#define vec_storeu _mm512_storeu_ps
#define vec_set1 _mm512_set1_ps
#define vec_add _mm512_add_ps
#define vec_sub _mm512_sub_ps
#define vec_mul _mm512_mul_ps
#define vec_max _mm512_max_ps
#define vec_fma _mm512_fmadd_ps
#define vec_total _mm512_reduce_add_ps

/* For the kernels in integers. */
#define IVEC __m512i
#define ivec_load(p) _mm512_load_si512((const void *)(p))
#define ivec_zero _mm512_setzero_si512
#define ivec_set1 _mm512_set1_epi32
#define ivec_float _mm512_cvtepi32_ps
#define vec_abs _mm512_abs_ps
#define vec_most _mm512_reduce_max_ps

enum { LANE = 16, N_BLOCK_ROW = 8 };
