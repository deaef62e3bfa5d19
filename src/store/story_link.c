/* story_link.c: groups by average link over a sparse graph (UPGMA: Sokal and Michener 1958; Müllner 2011 for the
 * order of merges). Likeness is a whole number, so that sums, and with them every decision, do not depend on the order
 * in which pairs came. */
#include <stdlib.h>

#include "base/mem.h"
#include "store/story.h"

struct near {
    uint32_t group;
    uint64_t sum; /* of likeness over the pairs of both groups */
};

struct cluster {
    struct near *near; /* by group */
    uint32_t n, room;
    uint32_t size; /* members; 0: joined to another */
    uint32_t into; /* that other, else itself */
    uint32_t age;  /* merges seen: an older candidate is void */
};

struct candidate {
    double mean;
    uint32_t a, b, age_a, age_b; /* a < b */
};

struct linker {
    struct cluster *c;
    struct candidate *heap;
    size_t n_heap, room;
    double least;
};

/* ---- candidates, best first ---- */

static bool before(const struct candidate *x, const struct candidate *y)
{
    if (x->mean != y->mean) return x->mean > y->mean;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static bool push(struct linker *l, uint32_t a, uint32_t b, uint64_t sum)
{
    struct candidate new = {.mean = (double)sum / ((double)l->c[a].size * l->c[b].size)};
    if (new.mean < l->least) return true;
    new.a = a < b ? a : b;
    new.b = a < b ? b : a;
    new.age_a = l->c[new.a].age;
    new.age_b = l->c[new.b].age;
    if (l->n_heap == l->room) {
        size_t room = l->room ? l->room * 2 : 1024;
        struct candidate *more = msdx_realloc(l->heap, room, sizeof *more);
        if (!more) return false;
        l->heap = more;
        l->room = room;
    }
    size_t i = l->n_heap++;
    for (; i && before(&new, &l->heap[(i - 1) / 2]); i = (i - 1) / 2) l->heap[i] = l->heap[(i - 1) / 2];
    l->heap[i] = new;
    return true;
}

static struct candidate pop(struct linker *l)
{
    struct candidate top = l->heap[0], last = l->heap[--l->n_heap];
    size_t i = 0;
    for (size_t k; (k = 2 * i + 1) < l->n_heap; i = k) {
        if (k + 1 < l->n_heap && before(&l->heap[k + 1], &l->heap[k])) k++;
        if (!before(&l->heap[k], &last)) break;
        l->heap[i] = l->heap[k];
    }
    if (l->n_heap) l->heap[i] = last;
    return top;
}

/* ---- neighbours ---- */

/* Where `group` is among the neighbours, or would be. */
static uint32_t seek(const struct cluster *c, uint32_t group)
{
    uint32_t from = 0, to = c->n;
    while (from < to) {
        uint32_t mid = from + (to - from) / 2;
        if (c->near[mid].group < group)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

/* Group b has become part of a: say so to a neighbour, whose list has a, b, or both. */
static void rename_near(struct cluster *c, uint32_t a, uint32_t b)
{
    uint32_t at = seek(c, b);
    if (at == c->n || c->near[at].group != b) return;
    struct near moved = {a, c->near[at].sum};
    memmove(c->near + at, c->near + at + 1, (c->n - at - 1) * sizeof *c->near);
    c->n--;
    at = seek(c, a);
    if (at < c->n && c->near[at].group == a) {
        c->near[at].sum += moved.sum;
        return;
    }
    memmove(c->near + at + 1, c->near + at, (c->n - at) * sizeof *c->near);
    c->near[at] = moved;
    c->n++;
}

static bool join_near(struct cluster *x, const struct cluster *y, uint32_t a, uint32_t b)
{
    uint32_t i = 0, k = 0, n = 0;
    struct near *all = msdx_malloc(((size_t)x->n + y->n + 1) * sizeof *all);
    if (!all) return false;
    while (i < x->n || k < y->n) {
        struct near next;
        if (k == y->n || (i < x->n && x->near[i].group < y->near[k].group)) {
            next = x->near[i++];
        } else if (i == x->n || y->near[k].group < x->near[i].group) {
            next = y->near[k++];
        } else {
            next = x->near[i++];
            next.sum += y->near[k++].sum;
        }
        if (next.group != a && next.group != b) all[n++] = next;
    }
    msdx_free(x->near);
    x->near = all;
    x->n = n;
    return true;
}

static bool merge(struct linker *l, uint32_t a, uint32_t b)
{
    struct cluster *x = &l->c[a], *y = &l->c[b];
    if (!join_near(x, y, a, b)) return false;
    x->size += y->size;
    x->age++;
    y->size = 0;
    y->into = a;
    msdx_free(y->near);
    y->near = NULL;
    for (uint32_t i = 0; i < x->n; i++) {
        rename_near(&l->c[x->near[i].group], a, b);
        if (!push(l, a, x->near[i].group, x->near[i].sum)) return false;
    }
    return true;
}

static bool run(struct linker *l)
{
    while (l->n_heap) {
        struct candidate top = pop(l);
        const struct cluster *a = &l->c[top.a], *b = &l->c[top.b];
        if (!a->size || !b->size || a->age != top.age_a || b->age != top.age_b) continue;
        if (!merge(l, top.a, top.b)) return false;
    }
    return true;
}

/* ---- in and out ---- */

static bool add_near(struct cluster *c, uint32_t group, uint32_t like)
{
    if (c->n == c->room) {
        uint32_t room = c->room ? c->room * 2 : 4;
        struct near *more = msdx_realloc(c->near, room, sizeof *more);
        if (!more) return false;
        c->near = more;
        c->room = room;
    }
    c->near[c->n++] = (struct near){group, like};
    return true;
}

static int by_group(const void *x, const void *y)
{
    const struct near *a = x, *b = y;
    return a->group < b->group ? -1 : a->group > b->group;
}

/* Clusters are numbered by rank, so that numbers decide ties. */
static bool fill(struct linker *l, const msdx_story_edge *edge, size_t n_edge, const uint32_t *rank, size_t n)
{
    for (size_t i = 0; i < n; i++) l->c[i] = (struct cluster){.size = 1, .into = (uint32_t)i};
    for (size_t i = 0; i < n_edge; i++) {
        uint32_t a = rank[edge[i].a], b = rank[edge[i].b];
        if (!add_near(&l->c[a], b, edge[i].like) || !add_near(&l->c[b], a, edge[i].like)) return false;
    }
    for (size_t i = 0; i < n; i++)
        if (l->c[i].n) qsort(l->c[i].near, l->c[i].n, sizeof *l->c[i].near, by_group);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < l->c[i].n; k++)
            if (l->c[i].near[k].group > i && !push(l, i, l->c[i].near[k].group, l->c[i].near[k].sum)) return false;
    return true;
}

msd_status msdx_story_link(const msdx_story_edge *edge, size_t n_edge, const uint32_t *rank, size_t n, uint32_t least,
                           uint32_t *group, msd_error *err)
{
    struct linker l = {.least = least};
    uint32_t *of_rank = msdx_malloc((n + 1) * sizeof *of_rank);
    l.c = msdx_calloc(n + 1, sizeof *l.c);
    bool ok = of_rank && l.c && fill(&l, edge, n_edge, rank, n) && run(&l);
    for (size_t i = 0; ok && i < n; i++) of_rank[rank[i]] = (uint32_t)i;
    for (size_t i = 0; ok && i < n; i++) {
        uint32_t c = rank[i];
        while (l.c[c].into != c) c = l.c[c].into;
        group[i] = of_rank[c]; /* the smaller number took in the greater: c is the smallest of its group */
    }
    for (size_t i = 0; l.c && i < n; i++) msdx_free(l.c[i].near);
    msdx_free(l.c);
    msdx_free(l.heap);
    msdx_free(of_rank);
    return ok ? MSD_OK : msdx_err_nomem(err);
}

struct keyed {
    const char *key;
    uint32_t at;
};

static int by_key(const void *x, const void *y)
{
    const struct keyed *a = x, *b = y;
    int c = strcmp(a->key, b->key);
    return c ? c : a->at < b->at ? -1 : a->at > b->at;
}

msd_status msdx_story_rank(const char *const *key, size_t n, uint32_t *rank, msd_error *err)
{
    struct keyed *all = msdx_malloc((n + 1) * sizeof *all);
    if (!all) return msdx_err_nomem(err);
    for (size_t i = 0; i < n; i++) all[i] = (struct keyed){key[i], (uint32_t)i};
    qsort(all, n, sizeof *all, by_key);
    for (size_t i = 0; i < n; i++) rank[all[i].at] = (uint32_t)i;
    msdx_free(all);
    return MSD_OK;
}
