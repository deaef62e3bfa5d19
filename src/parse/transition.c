#include "parse/transition.h"

#include <stdio.h>

#include "base/mem.h"

enum { SECTION_NAME = 48, N_STRING_MAX = 1 << 20 };

msd_status msdx_strings_open(const char ***out, size_t *n, const msdx_pack *pack, const char *name, msd_error *err)
{
    msdx_section s;
    size_t count = 0;
    *out = NULL;
    MSD_TRY(msdx_pack_get(pack, name, MSDX_PACK_BYTES, 0, &s, err));
    const char *p = s.data, *end = p + s.n_byte;
    for (size_t i = 0; i < s.n_byte; i++) count += p[i] == 0;
    if (!count || end[-1] || count > N_STRING_MAX)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: %s is not a list of strings", msdx_pack_path(pack), name);
    if (msdx_utf8_check(p, s.n_byte) != s.n_byte)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: %s is not UTF-8", msdx_pack_path(pack), name);
    const char **list = msdx_calloc(count, sizeof *list);
    if (!list) return msdx_err_nomem(err);
    for (size_t i = 0; i < count; i++, p += strlen(p) + 1) list[i] = p;
    *out = list;
    *n = count;
    return MSD_OK;
}

static msd_status bad(const msdx_pack *pack, const char *prefix, const char *what, size_t i, msd_error *err)
{
    return msdx_err(err, MSD_EFORMAT, 0, "%s: %s/%s: entry %zu is out of range", msdx_pack_path(pack), prefix, what, i);
}

static msd_status check_moves(msdx_moves *m, const msdx_pack *pack, const char *prefix, size_t n_action, msd_error *err)
{
    const void *p;
    MSD_TRY(msdx_nn_section(pack, prefix, "classes", MSDX_PACK_U32, m->n_class, 2, &p, err));
    m->class = p;
    for (size_t i = 0; i < m->n_class; i++)
        if (m->class[2 * i] >= n_action || (m->class[2 * i + 1] >= m->n_label && m->class[2 * i + 1] != MSDX_NO_LABEL))
            return bad(pack, prefix, "classes", i, err);
    MSD_TRY(msdx_nn_section(pack, prefix, "parts", MSDX_PACK_U32, m->n_label, 2, &p, err));
    m->parts = p;
    for (size_t i = 0; i < m->n_label; i++) {
        if (m->parts[2 * i] >= m->n_label ||
            (m->parts[2 * i + 1] >= m->n_label && m->parts[2 * i + 1] != MSDX_NO_LABEL))
            return bad(pack, prefix, "parts", i, err);
        if (strcmp(m->label[i], "ROOT") == 0) m->root = (uint32_t)i;
    }
    return MSD_OK;
}

msd_status msdx_moves_open(msdx_moves *m, const msdx_pack *pack, const char *prefix, size_t n_class, size_t n_action,
                           msd_error *err)
{
    char name[SECTION_NAME];
    *m = (msdx_moves){.n_class = n_class, .root = MSDX_NO_LABEL};
    snprintf(name, sizeof name, "%s/labels", prefix);
    MSD_TRY(msdx_strings_open(&m->label, &m->n_label, pack, name, err));
    msd_status st = check_moves(m, pack, prefix, n_action, err);
    if (st != MSD_OK) msdx_moves_close(m);
    return st;
}

void msdx_moves_close(msdx_moves *m)
{
    msdx_free((void *)m->label);
    *m = (msdx_moves){0};
}

void msdx_scorer_close(msdx_scorer *s)
{
    msdx_moves_close(&s->moves);
    msdx_statenet_close(&s->net);
}
