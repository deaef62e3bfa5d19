/* vec_avx2.h: kernels_simd.h's vectors as eight floats, with fused multiply-add. A block of
 * 4 rows by 24 columns takes 12 of the 16 registers for its sums. */
#include <immintrin.h>

#define VEC __m256
#define vec_zero _mm256_setzero_ps
#define vec_load _mm256_load_ps
#define vec_loadu _mm256_loadu_ps
#define vec_storeu _mm256_storeu_ps
#define vec_set1 _mm256_set1_ps
#define vec_add _mm256_add_ps
#define vec_sub _mm256_sub_ps
#define vec_mul _mm256_mul_ps
#define vec_max _mm256_max_ps
#define vec_fma _mm256_fmadd_ps

/* For the kernels in integers. */
#define IVEC __m256i
#define ivec_load(p) _mm256_load_si256((const __m256i *)(const void *)(p))
#define ivec_zero _mm256_setzero_si256
#define ivec_set1 _mm256_set1_epi32
#define ivec_float _mm256_cvtepi32_ps
#define vec_abs(a) _mm256_andnot_ps(_mm256_set1_ps(-0.0F), a)

enum { LANE = 8, N_BLOCK_ROW = 4 };

static inline float vec_total(__m256 a)
{
    __m128 s = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
    s = _mm_add_ps(s, _mm_movehl_ps(s, s));
    return _mm_cvtss_f32(_mm_add_ss(s, _mm_movehdup_ps(s)));
}

static inline float vec_most(__m256 a)
{
    __m128 s = _mm_max_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
    s = _mm_max_ps(s, _mm_movehl_ps(s, s));
    return _mm_cvtss_f32(_mm_max_ss(s, _mm_movehdup_ps(s)));
}
