#include "parse/nn/kernels/kernels.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

typedef struct choice {
    const msdx_kernels *table;
    bool (*can_run)(void);
} choice;

static bool always(void)
{
    return true;
}

#if defined(__x86_64__)
static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
static bool has_avx512(void)
{
    return has_avx2() && __builtin_cpu_supports("avx512f");
}

static const choice choices[] = {
    {&msdx_kernels_ref, always}, {&msdx_kernels_avx2, has_avx2}, {&msdx_kernels_avx512, has_avx512}};
#else
static const choice choices[] = {{&msdx_kernels_ref, always}};
#endif
enum { N_CHOICE = sizeof choices / sizeof choices[0] };

const msdx_kernels *msdx_kernels_nth(size_t i)
{
    for (size_t c = 0; c < N_CHOICE; c++)
        if (choices[c].can_run() && i-- == 0) return choices[c].table;
    return NULL;
}

msd_status msdx_kernels_choose(const msdx_kernels **out, msd_error *err)
{
    const char *want = getenv("MASUDI_KERNEL");
    bool any = !want || !*want;
    *out = NULL;
    for (size_t c = 0; c < N_CHOICE; c++)
        if (choices[c].can_run() && (any || strcmp(want, choices[c].table->name) == 0)) *out = choices[c].table;
    if (!*out) return msdx_err(err, MSD_EUSAGE, 0, "MASUDI_KERNEL: no kernel '%s' on this machine", want);
    return MSD_OK;
}

/* Where output o, piece p goes: panel, and column in it. */
static size_t column_of(const msdx_matrix *m, size_t lane, size_t o, size_t p, size_t *panel)
{
    size_t per_panel = m->n_piece ? lane : lane * MSDX_PANEL_VEC;
    *panel = o / per_panel;
    return m->n_piece ? p * lane + o % lane : o % per_panel;
}

msd_status msdx_matrix_init(msdx_matrix *m, const msdx_kernels *k, const float *w, const float *b, size_t n_out,
                            size_t n_piece, size_t n_in, msd_error *err)
{
    size_t lane = k->n_lane, pieces = n_piece ? n_piece : 1, n_w, n_byte;
    *m = (msdx_matrix){.n_in = n_in, .n_out = n_out, .n_piece = n_piece};
    m->n_col = lane * (n_piece ? n_piece : MSDX_PANEL_VEC);
    m->n_panel = n_piece ? (n_out + lane - 1) / lane : (n_out + m->n_col - 1) / m->n_col;
    if (!msdx_mul(m->n_panel * m->n_col, n_in + 1, &n_w) || !msdx_mul(n_w, sizeof(float), &n_byte))
        return msdx_err_nomem(err);
    m->w = msdx_malloc_aligned(n_byte);
    if (!m->w) return msdx_err_nomem(err);
    m->b = m->w + m->n_panel * m->n_col * n_in;
    for (size_t o = 0; o < n_out; o++)
        for (size_t p = 0; p < pieces; p++) {
            const float *row = w + (o * pieces + p) * n_in;
            size_t panel, col = column_of(m, lane, o, p, &panel);
            float *to = m->w + panel * n_in * m->n_col + col;
            for (size_t i = 0; i < n_in; i++) to[i * m->n_col] = row[i];
            if (b) m->b[panel * m->n_col + col] = b[o * pieces + p];
        }
    return MSD_OK;
}

void msdx_matrix_clear(msdx_matrix *m)
{
    msdx_free(m->w);
    *m = (msdx_matrix){0};
}
