/* transition.h: the two transition systems, trees and names, decoded greedily.
 *
 * At each step the best valid class is taken, the first of equals. Validity is
 * copied in meaning from spacy/pipeline/_parser_internals/{arc_eager,ner}.pyx,
 * the states from _state.pxd. Both systems end by themselves: while the stack or
 * the buffer holds a word some class is valid. */
#ifndef MSDX_TRANSITION_H
#define MSDX_TRANSITION_H
#include "parse/nn/nn.h"

#define MSDX_NO_LABEL UINT32_MAX

/* The classes of a system in the order of the network's outputs. */
typedef struct msdx_moves {
    size_t n_class, n_label;
    const uint32_t *class; /* n_class x 2: action, label or MSDX_NO_LABEL; in the pack */
    const char **label;    /* n_label different strings, in the pack */
    const uint32_t *parts; /* n_label x 2: label without decoration, label of the head it names or MSDX_NO_LABEL */
    uint32_t root;         /* label "ROOT"; MSDX_NO_LABEL when there is none */
} msdx_moves;

/* Sections PREFIX/labels (NUL-separated), PREFIX/classes, PREFIX/parts. Classes' actions are below n_action. */
MSD_MUST_CHECK msd_status msdx_moves_open(msdx_moves *m, const msdx_pack *pack, const char *prefix, size_t n_class,
                                          size_t n_action, msd_error *err);
void msdx_moves_close(msdx_moves *m);
/* The strings of a NUL-separated blob as a new array of pointers into it. Fails MSD_EFORMAT when they are not n > 0,
 * or n is 0 and there is none. */
MSD_MUST_CHECK msd_status msdx_strings_open(const char ***out, size_t *n, const msdx_pack *pack, const char *name,
                                            msd_error *err);

typedef struct msdx_scorer {
    msdx_statenet net;
    msdx_moves moves;
} msdx_scorer;

/* ---- trees (arc_eager.c) ---- */
enum { MSDX_ARC_SHIFT, MSDX_ARC_REDUCE, MSDX_ARC_LEFT, MSDX_ARC_RIGHT, MSDX_ARC_BREAK, MSDX_N_ARC };

/* Arrays of n_tok for one text at a time; grown, never shrunk. */
typedef struct msdx_arc_work {
    msdx_statenet_work *net;
    size_t room;
    int32_t *block; /* what all below point into */
    int32_t *stack, *rebuffer, *head, *label, *last_left, *last_right, *prev;
    uint8_t *flag;
} msdx_arc_work;

MSD_MUST_CHECK msd_status msdx_arc_open(msdx_scorer *s, const msdx_pack *pack, const char *prefix, size_t n_in,
                                        const msdx_kernels *k, msd_error *err);
MSD_MUST_CHECK msd_status msdx_arc_work_init(msdx_arc_work *w, const msdx_scorer *s, msd_error *err);
void msdx_arc_work_clear(msdx_arc_work *w);
/*
 * The tree and the sentences of a unit.
 * Needs  row: n_tok rows after net.linear; tok[].is_space; tok[].sent_start where the caller knows of starts.
 * Gives  tok[].native_head native_dep sent_start sent, unit->sent n_sent (in the unit's arena).
 */
MSD_MUST_CHECK msd_status msdx_arc_run(const msdx_scorer *s, msdx_arc_work *w, const float *row, msdx_unit *unit,
                                       msd_error *err);

/* ---- trees that cross (nonproj.c) ---- */
typedef struct msdx_tree {
    size_t n;
    int32_t *head; /* a root's is itself */
    int32_t *label;
    int32_t *left, *right;         /* edges of each token's subtree, as far as they have been settled */
    int32_t *first, *next, *queue; /* scratch */
    uint8_t *start;                /* 1 where a sentence starts */
} msdx_tree;

/* Edges and sentence starts from the heads (set_children_from_heads in spacy/tokens/doc.pyx). */
void msdx_tree_settle(msdx_tree *t);
/* Undo the decoration "label||head" (spacy/pipeline/_parser_internals/nonproj.pyx); settle the tree before and after. */
void msdx_tree_deprojectivize(msdx_tree *t, const msdx_moves *m, const msdx_tok *tok);

/* ---- names (names.c) ---- */
enum { MSDX_NAME_MISSING, MSDX_NAME_BEGIN, MSDX_NAME_IN, MSDX_NAME_LAST, MSDX_NAME_UNIT, MSDX_NAME_OUT, MSDX_N_NAME };

MSD_MUST_CHECK msd_status msdx_names_open(msdx_scorer *s, const msdx_pack *pack, const char *prefix, size_t n_in,
                                          const msdx_kernels *k, msd_error *err);
/*
 * The names of a unit.
 * Needs  row: n_tok rows after net.linear; tok[].is_space, and sent_start as the parser has set it.
 * Gives  tok[].ent ent_iob, unit->ent n_ent (in the unit's arena).
 */
MSD_MUST_CHECK msd_status msdx_names_run(const msdx_scorer *s, msdx_statenet_work *w, const float *row, msdx_unit *unit,
                                         msd_error *err);

void msdx_scorer_close(msdx_scorer *s);
#endif
