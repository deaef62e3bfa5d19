/* section.c: named arrays of the pack, each checked for its exact shape. */
#include <stdio.h>

#include "parse/nn/nn.h"

enum { NAME_MAX_BYTE = 48 };

static void join(char out[NAME_MAX_BYTE], const char *prefix, const char *name)
{
    snprintf(out, NAME_MAX_BYTE, "%s/%s", prefix, name);
}

/* Neither infinite nor no number: by their bits, so that the loop is of vectors. */
static bool all_finite(const float *w, size_t n)
{
    uint32_t bad = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, &w[i], sizeof bits);
        bad |= (bits & 0x7F800000U) == 0x7F800000U;
    }
    return !bad;
}

msd_status msdx_nn_section(const msdx_pack *pack, const char *prefix, const char *name, msdx_pack_type type,
                           size_t dim0, size_t dim1, const void **data, msd_error *err)
{
    char full[NAME_MAX_BYTE];
    msdx_section s;
    join(full, prefix, name);
    MSD_TRY(msdx_pack_get(pack, full, type, dim1 ? 2 : 1, &s, err));
    if (s.dim[0] != dim0 || (dim1 && s.dim[1] != dim1))
        return msdx_err(err, MSD_EFORMAT, 0, "%s: %s is %llu x %llu, not %zu x %zu", msdx_pack_path(pack), full,
                        (unsigned long long)s.dim[0], (unsigned long long)(dim1 ? s.dim[1] : 1), dim0,
                        dim1 ? dim1 : (size_t)1);
    if (type == MSDX_PACK_F32 && !all_finite(s.data, s.n_byte / sizeof(float)))
        return msdx_err(err, MSD_EFORMAT, 0, "%s: %s has a weight that is no finite number", msdx_pack_path(pack),
                        full);
    *data = s.data;
    return MSD_OK;
}

msd_status msdx_nn_shape(const msdx_pack *pack, const char *prefix, size_t n, uint32_t *shape, msd_error *err)
{
    const void *p;
    MSD_TRY(msdx_nn_section(pack, prefix, "shape", MSDX_PACK_U32, n, 0, &p, err));
    memcpy(shape, p, n * sizeof *shape);
    for (size_t i = 0; i < n; i++)
        if (shape[i] > MSDX_NN_DIM_MAX)
            return msdx_err(err, MSD_EFORMAT, 0, "%s: %s/shape: number %zu is %u, over %d", msdx_pack_path(pack),
                            prefix, i, (unsigned)shape[i], MSDX_NN_DIM_MAX);
    return MSD_OK;
}

bool msdx_nn_has(const msdx_pack *pack, const char *prefix, const char *name)
{
    char full[NAME_MAX_BYTE];
    join(full, prefix, name);
    return msdx_pack_find(pack, full, NULL);
}

msd_status msdx_nn_matrix(const msdx_pack *pack, const msdx_kernels *k, const char *prefix, const char *name,
                          size_t n_out, size_t n_piece, size_t n_in, msdx_matrix *out, msd_error *err)
{
    char part[NAME_MAX_BYTE];
    const void *w, *b;
    size_t n = n_out * (n_piece ? n_piece : 1);
    join(part, name, "W");
    MSD_TRY(msdx_nn_section(pack, prefix, part, MSDX_PACK_F32, n, n_in, &w, err));
    join(part, name, "b");
    MSD_TRY(msdx_nn_section(pack, prefix, part, MSDX_PACK_F32, n, 0, &b, err));
    return msdx_matrix_init(out, k, w, b, n_out, n_piece, n_in, err);
}
