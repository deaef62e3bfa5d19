/* kernels_neon.c: four floats at a time, with fused multiply-add, as every 64-bit ARM can. A
 * block of 8 rows by 12 columns takes 24 of the 32 registers for its sums. */
#if defined(__aarch64__)
#include <arm_neon.h>

#define VEC float32x4_t
#define vec_zero() vdupq_n_f32(0)
#define vec_load vld1q_f32
#define vec_loadu vld1q_f32
#define vec_storeu vst1q_f32
#define vec_set1 vdupq_n_f32
#define vec_add vaddq_f32
#define vec_sub vsubq_f32
#define vec_mul vmulq_f32
#define vec_max vmaxq_f32
#define vec_fma(a, b, c) vfmaq_f32(c, a, b)
#define vec_total vaddvq_f32
enum { LANE = 4, N_BLOCK_ROW = 8 };

#include "parse/nn/kernels/kernels_simd.h"

const msdx_kernels msdx_kernels_neon = {"neon", LANE, linear, maxout, norm, sum_max, MSDX_FLOAT, NULL};
#else
typedef int no_neon_here; /* ISO C forbids an empty file */
#endif
