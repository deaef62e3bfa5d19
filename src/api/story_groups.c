/* story_groups.c: from edges between claims to groups. Groups are joined by average link, and an average is no more than
 * the greatest of what it is of: so claims that no chain of edges ties, each as alike as groups must be to be joined,
 * are never in one group. Each such component can be grouped by itself. */
#include <stdlib.h>

#include "base/mem.h"
#include "store/story_part.h"

enum { ID = MSDX_STORY_ID };

/* The claims at the ends of edges, each once, sorted. */
struct ends {
    uint8_t (*id)[ID];
    size_t n;
};

static int by_id(const void *x, const void *y)
{
    return memcmp(x, y, ID);
}

static uint32_t place(const struct ends *e, const uint8_t *id)
{
    const uint8_t(*found)[ID] = bsearch(id, e->id, e->n, ID, by_id);
    return (uint32_t)(found - (const uint8_t(*)[ID])e->id);
}

static bool counts(const uint32_t *like, size_t i, uint32_t least)
{
    return !like || like[i] >= least;
}

static bool find_ends(struct ends *e, const uint8_t *a, const uint8_t *b, const uint32_t *like, size_t n,
                      uint32_t least)
{
    size_t all = 0;
    e->n = 0;
    e->id = msdx_calloc(2 * n + 1, ID);
    if (!e->id) return false;
    for (size_t i = 0; i < n; i++) {
        if (!counts(like, i, least)) continue;
        memcpy(e->id[all++], a + i * ID, ID);
        memcpy(e->id[all++], b + i * ID, ID);
    }
    if (all) qsort(e->id, all, ID, by_id);
    for (size_t i = 0; i < all; i++)
        if (!e->n || memcmp(e->id[i], e->id[e->n - 1], ID) != 0) memmove(e->id[e->n++], e->id[i], ID);
    return true;
}

/* For each end, and its group by place, the ids of both. */
static msd_status give(const struct ends *e, const uint32_t *group, msd_bytes *claim, msd_bytes *of, msd_error *err)
{
    uint8_t(*id)[ID] = msdx_calloc(e->n + 1, ID), (*to)[ID] = msdx_calloc(e->n + 1, ID);
    if (!id || !to) {
        msdx_free(id);
        msdx_free(to);
        return msdx_err_nomem(err);
    }
    for (size_t i = 0; i < e->n; i++) {
        memcpy(id[i], e->id[i], ID);
        memcpy(to[i], e->id[group[i]], ID);
    }
    *claim = (msd_bytes){id, e->n * ID};
    *of = (msd_bytes){to, e->n * ID};
    return MSD_OK;
}

static uint32_t root(uint32_t *up, uint32_t i)
{
    for (; up[i] != i; i = up[i]) up[i] = up[up[i]];
    return i;
}

msd_status msd_story_roots(const void *a, const void *b, const uint32_t *like, size_t n, msd_bytes *claim,
                           msd_bytes *roots, msd_error *err)
{
    const uint8_t *from = a, *to = b;
    struct ends e;
    *claim = *roots = (msd_bytes){0};
    bool ok = find_ends(&e, from, to, like, n, MSDX_STORY_LEAST_CLAIM);
    uint32_t *up = ok ? msdx_malloc((e.n + 1) * sizeof *up) : NULL;
    for (uint32_t i = 0; up && i < e.n; i++) up[i] = i;
    for (size_t i = 0; up && i < n; i++) {
        if (!counts(like, i, MSDX_STORY_LEAST_CLAIM)) continue;
        uint32_t x = root(up, place(&e, from + i * ID)), y = root(up, place(&e, to + i * ID));
        up[x < y ? y : x] = x < y ? x : y;
    }
    for (uint32_t i = 0; up && i < e.n; i++) up[i] = root(up, i);
    msd_status st = up ? give(&e, up, claim, roots, err) : msdx_err_nomem(err);
    msdx_free(up);
    msdx_free(e.id);
    return st;
}

msd_status msd_story_group(const void *a, const void *b, const uint32_t *like, size_t n, msd_bytes *claim,
                           msd_bytes *group, msd_error *err)
{
    const uint8_t *from = a, *to = b;
    struct ends e;
    *claim = *group = (msd_bytes){0};
    bool ok = find_ends(&e, from, to, NULL, n, 0);
    msdx_story_edge *edge = ok ? msdx_calloc(n + 1, sizeof *edge) : NULL;
    uint32_t *rank = ok ? msdx_calloc(e.n + 1, sizeof *rank) : NULL, *of = ok ? msdx_calloc(e.n + 1, sizeof *of) : NULL;
    msd_status st = edge && rank && of ? MSD_OK : msdx_err_nomem(err);
    for (uint32_t i = 0; st == MSD_OK && i < e.n; i++) rank[i] = i; /* they are sorted */
    for (size_t i = 0; st == MSD_OK && i < n; i++)
        edge[i] = (msdx_story_edge){place(&e, from + i * ID), place(&e, to + i * ID), like[i]};
    if (st == MSD_OK) st = msdx_story_link(edge, n, rank, e.n, MSDX_STORY_LEAST_CLAIM, of, err);
    if (st == MSD_OK) st = give(&e, of, claim, group, err);
    msdx_free(edge);
    msdx_free(rank);
    msdx_free(of);
    msdx_free(e.id);
    return st;
}
