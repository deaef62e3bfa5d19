/* nets_pack.h: a small model of random weights, in memory, for the tests of the networks. Its layers have unlike and
 * odd sizes, so that a mixed-up dimension shows. */
#ifndef MSDX_NETS_PACK_H
#define MSDX_NETS_PACK_H
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "parse/transition.h"

static uint32_t nets_seed = 1;

static inline uint32_t nets_random(void)
{
    nets_seed = nets_seed * 1664525U + 1013904223U;
    return nets_seed >> 8;
}

/* A section to leave out, or to make one shorter; NULL: none. */
static const char *nets_skip, *nets_cut;

static inline void nets_add(msdx_pack_writer *w, const char *prefix, const char *name, msdx_pack_type type, size_t dim0,
                            size_t dim1, const void *data)
{
    char full[64];
    snprintf(full, sizeof full, "%s/%s", prefix, name);
    if (nets_skip && strcmp(nets_skip, full) == 0) return;
    if (nets_cut && strcmp(nets_cut, full) == 0) dim0--;
    msdx_pack_add(w, full, type, dim0, dim1, data);
}

static inline void nets_floats(msdx_pack_writer *w, const char *prefix, const char *name, size_t dim0, size_t dim1)
{
    float f[4096];
    for (size_t i = 0; i < dim0 * (dim1 ? dim1 : 1); i++) f[i] = (float)(nets_random() % 2001) / 1000.0F - 1.0F;
    nets_add(w, prefix, name, MSDX_PACK_F32, dim0, dim1, f);
}

static inline int nets_by_key(const void *a, const void *b)
{
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

/* Vectors for every other one of nets_unit's words, three words a row. */
static inline void nets_static(msdx_pack_writer *w, const char *prefix, size_t width)
{
    enum { N_KEY = 30, N_ROW = N_KEY / 3 };
    uint64_t key[N_KEY];
    uint32_t row[N_KEY];
    for (uint32_t i = 0; i < N_KEY; i++) key[i] = (2 * (uint64_t)i + 1) * 0x9e3779b97f4a7c15ULL >> MSDX_ATTR_ORTH;
    qsort(key, N_KEY, sizeof *key, nets_by_key);
    for (uint32_t i = 0; i < N_KEY; i++) row[i] = i % N_ROW;
    nets_floats(w, prefix, "static", N_ROW, width);
    nets_add(w, "vocab", "vector_key", MSDX_PACK_U64, N_KEY, 0, key);
    nets_add(w, "vocab", "vector_row", MSDX_PACK_U32, N_KEY, 0, row);
}

static inline void nets_tower(msdx_pack_writer *w, const char *prefix, const uint32_t shape[6], const char *attrs,
                              size_t n_attrs, bool with_static)
{
    size_t width = shape[0];
    uint32_t seed[4] = {8, 9, 10, 11};
    char name[64];
    nets_add(w, prefix, "shape", MSDX_PACK_U32, 6, 0, shape);
    nets_add(w, prefix, "attrs", MSDX_PACK_BYTES, n_attrs, 0, attrs);
    nets_add(w, prefix, "seeds", MSDX_PACK_U32, shape[1], 0, seed);
    for (uint32_t i = 0; i < shape[1]; i++) {
        snprintf(name, sizeof name, "embed/%u", i);
        nets_floats(w, prefix, name, 20 + i * 7, width);
    }
    for (uint32_t i = 0; i <= shape[3]; i++) {
        size_t n_piece = shape[i ? 5 : 2], n_in = (i ? 2 * shape[4] + 1 : shape[1] + with_static) * width;
        static const char *const part[] = {"W", "b", "G", "B"};
        for (size_t p = 0; p < 4; p++) {
            if (i)
                snprintf(name, sizeof name, "block/%u/%s", i - 1, part[p]);
            else
                snprintf(name, sizeof name, "mix/%s", part[p]);
            nets_floats(w, prefix, name, p < 2 ? width * n_piece : width, p ? 0 : n_in);
        }
    }
    if (with_static) nets_static(w, prefix, width);
}

static inline void nets_scorer(msdx_pack_writer *w, const char *prefix, const uint32_t shape[6], size_t n_in,
                               const uint32_t *class, const char *labels, size_t n_labels, const uint32_t *parts,
                               size_t n_label)
{
    size_t n_product = shape[2] * shape[3];
    nets_add(w, prefix, "shape", MSDX_PACK_U32, 6, 0, shape);
    nets_floats(w, prefix, "linear/W", shape[0], n_in);
    nets_floats(w, prefix, "linear/b", shape[0], 0);
    nets_floats(w, prefix, "lower/W", shape[1] * n_product, shape[0]);
    nets_floats(w, prefix, "lower/b", n_product, 0);
    nets_floats(w, prefix, "lower/pad", shape[1], n_product);
    if (shape[5]) nets_floats(w, prefix, "upper/W", shape[4], shape[2]);
    if (shape[5]) nets_floats(w, prefix, "upper/b", shape[4], 0);
    nets_add(w, prefix, "labels", MSDX_PACK_BYTES, n_labels, 0, labels);
    nets_add(w, prefix, "classes", MSDX_PACK_U32, shape[4], 2, class);
    nets_add(w, prefix, "parts", MSDX_PACK_U32, n_label, 2, parts);
}

/* The pack's bytes, to be freed with msdx_free. decorated: some arcs have labels "x||a". */
static inline void *nets_bytes(uint32_t seed, bool decorated, size_t *n)
{
    static const uint32_t shared[6] = {11, 2, 3, 2, 1, 3}, own[6] = {9, 1, 2, 1, 2, 4};
    static const uint32_t arc[6] = {10, 8, 7, 2, 8, 1}, name[6] = {6, 3, 9, 3, 9, 0};
    static const char tags[] = "NN\0VB\0IN\0_SP", arcs[] = "a\0b\0c||a\0ROOT\0c", names[] = "X\0Y";
    static const uint32_t arc_class[] = {MSDX_ARC_SHIFT,  MSDX_NO_LABEL,
                                         MSDX_ARC_REDUCE, MSDX_NO_LABEL,
                                         MSDX_ARC_LEFT,   0,
                                         MSDX_ARC_LEFT,   1,
                                         MSDX_ARC_RIGHT,  0,
                                         MSDX_ARC_RIGHT,  1,
                                         MSDX_ARC_RIGHT,  2,
                                         MSDX_ARC_BREAK,  3};
    static const uint32_t name_class[] = {MSDX_NAME_BEGIN, 0,
                                          MSDX_NAME_BEGIN, 1,
                                          MSDX_NAME_IN,    0,
                                          MSDX_NAME_IN,    1,
                                          MSDX_NAME_LAST,  0,
                                          MSDX_NAME_LAST,  1,
                                          MSDX_NAME_UNIT,  0,
                                          MSDX_NAME_UNIT,  MSDX_NO_LABEL,
                                          MSDX_NAME_OUT,   MSDX_NO_LABEL};
    const uint32_t arc_part[] = {0, MSDX_NO_LABEL, 1, MSDX_NO_LABEL, decorated ? 4 : 2, decorated ? 0 : MSDX_NO_LABEL,
                                 3, MSDX_NO_LABEL, 4, MSDX_NO_LABEL};
    static const uint32_t name_part[] = {0, MSDX_NO_LABEL, 1, MSDX_NO_LABEL};
    msdx_pack_writer *w;
    void *p = NULL;
    nets_seed = seed;
    if (msdx_pack_writer_new(&w, MSDX_MODEL_KIND, MSDX_MODEL_VERSION, NULL) != MSD_OK) exit(1);
    nets_tower(w, "tok2vec", shared, "NORM\0SHAPE", 11, false);
    nets_tower(w, "ner/tok2vec", own, "PREFIX", 7, true);
    nets_add(w, "tagger", "labels", MSDX_PACK_BYTES, sizeof tags, 0, tags);
    nets_floats(w, "tagger", "output/W", 4, shared[0]);
    nets_floats(w, "tagger", "output/b", 4, 0);
    nets_scorer(w, "parser", arc, shared[0], arc_class, arcs, sizeof arcs, arc_part, 5);
    nets_scorer(w, "ner", name, own[0], name_class, names, sizeof names, name_part, 2);
    if (msdx_pack_write_bytes(w, &p, n, NULL) != MSD_OK) exit(1);
    msdx_pack_writer_free(w);
    return p;
}

/* A unit of n random words in the arena: few distinct ids, some spaces, some preset starts. */
static inline uint64_t *nets_unit(msdx_unit *u, msdx_arena *a, uint32_t n, uint32_t n_distinct)
{
    *u = (msdx_unit){.arena = a, .text = "", .parsed = "", .n_tok = n};
    u->tok = MSDX_NEW(a, msdx_tok, n);
    uint64_t *feat = MSDX_NEW(a, uint64_t, (size_t)n * MSDX_N_ATTR);
    if (msdx_arena_failed(a)) exit(1);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t word = nets_random() % n_distinct;
        for (int f = 0; f < MSDX_N_ATTR; f++)
            feat[(size_t)i * MSDX_N_ATTR + (size_t)f] = (word + 1) * 0x9e3779b97f4a7c15ULL >> f;
        u->tok[i].is_space = nets_random() % 12 == 0;
        u->tok[i].sent_start = nets_random() % 16 == 0;
    }
    return feat;
}
#endif
