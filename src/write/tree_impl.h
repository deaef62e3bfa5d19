/* tree_impl.h: the nodes of a tree of columns. */
#ifndef MSDX_TREE_IMPL_H
#define MSDX_TREE_IMPL_H
#include "write/tree.h"

enum { MSDX_TREE_DEPTH = 12 };

/* A column. Of a list, the one child is what it lists; of an object, the children are its fields. */
typedef struct msdx_node {
    const char *name;
    msdx_form form;
    bool nullable;
    struct msdx_node *child;
    size_t n_child;
    size_t next;               /* the field that is likely to come next */
    msdx_buf valid, end, data; /* a bit a row, where it may be null; where each text or list ends, 32 bits, after a 0;
                                * texts, or 64-bit values */
    size_t n, n_null;
} msdx_node;

struct msdx_tree {
    msdx_sink sink; /* first: it is the tree */
    msdx_arena arena;
    msdx_node root;
    msdx_node *at[MSDX_TREE_DEPTH]; /* the objects and lists that are open */
    size_t depth;
    msdx_node *target; /* the field whose key was last */
    bool too_big;
};

static inline bool msdx_node_is_list(const msdx_node *k)
{
    return k->form == MSDX_STRINGS || k->form == MSDX_OBJECTS;
}
#endif
