/* kernels.c: which table of kernels is used. */
#include "parse/nn/kernels/kernels.h"

#include <stdlib.h>
#include <string.h>

/* Slowest first. Integers of eight bits are the fastest and cost accuracy (doc/kernels.md): only by name. */
typedef struct choice {
    const msdx_kernels *table;
    bool (*can_run)(void);
    bool by_name_only;
} choice;

static bool always(void)
{
    return true;
}

#if defined(__x86_64__)
#include <cpuid.h>

static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
static bool has_avx512(void)
{
    return has_avx2() && __builtin_cpu_supports("avx512f");
}
static bool has_avx_vnni(void)
{
    unsigned a, b, c, d; /* clang 14 has no word for it: leaf 7, subleaf 1, EAX bit 4 */
    return has_avx2() && __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a >> 4 & 1);
}
static bool has_avx512_vnni(void)
{
    return has_avx512() && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vnni");
}

static const choice choices[] = {{&msdx_kernels_ref, always, false},
                                 {&msdx_kernels_int16_ref, always, true},
                                 {&msdx_kernels_int8_ref, always, true},
                                 {&msdx_kernels_sse2, always, false},
                                 {&msdx_kernels_avx2, has_avx2, false},
                                 {&msdx_kernels_int16_avx, has_avx_vnni, false},
                                 {&msdx_kernels_int8_avx, has_avx_vnni, true},
                                 {&msdx_kernels_avx512, has_avx512, false},
                                 {&msdx_kernels_int16_avx512, has_avx512_vnni, false},
                                 {&msdx_kernels_int8_avx512, has_avx512_vnni, true}};
#elif defined(__aarch64__)
static const choice choices[] = {{&msdx_kernels_ref, always, false},
                                 {&msdx_kernels_int16_ref, always, true},
                                 {&msdx_kernels_int8_ref, always, true},
                                 {&msdx_kernels_neon, always, false}};
#else
static const choice choices[] = {{&msdx_kernels_ref, always, false},
                                 {&msdx_kernels_int16_ref, always, true},
                                 {&msdx_kernels_int8_ref, always, true}};
#endif
enum { N_CHOICE = sizeof choices / sizeof choices[0] };

const msdx_kernels *msdx_kernels_nth(size_t i)
{
    for (size_t c = 0; c < N_CHOICE; c++)
        if (choices[c].can_run() && i-- == 0) return choices[c].table;
    return NULL;
}

msd_status msdx_kernels_choose(const msdx_kernels **out, bool exact, msd_error *err)
{
    const char *want = getenv("MASUDI_KERNEL");
    bool any = !want || !*want;
    *out = NULL;
    for (size_t c = 0; c < N_CHOICE; c++) {
        const msdx_kernels *k = choices[c].table;
        if (!choices[c].can_run() || (exact && k->number != MSDX_FLOAT)) continue;
        if (any ? !choices[c].by_name_only : strcmp(want, k->name) == 0) *out = k;
    }
    if (!*out)
        return msdx_err(err, MSD_EUSAGE, 0, "MASUDI_KERNEL: no kernel '%.40s'%s on this machine", want,
                        exact ? " of floats" : "");
    return MSD_OK;
}
