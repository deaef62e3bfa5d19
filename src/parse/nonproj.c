/* nonproj.c: sentences from a tree, and pseudo-projective decorations undone
 * (Nivre and Nilsson 2005, the HEAD scheme). Edges are settled by the passes that
 * spaCy makes, no fewer and no more: in a tree that crosses, the sentence starts
 * and the words that a search can reach hang on how far they got. */
#include "parse/transition.h"

enum { N_PASS = 12 }; /* spaCy gives up after its counter, from 0, has passed 10 */

static void widen(msdx_tree *t, int32_t child)
{
    int32_t head = t->head[child];
    if (t->left[child] < t->left[head]) t->left[head] = t->left[child];
    if (t->right[child] > t->right[head]) t->right[head] = t->right[child];
}

static void mark_starts(msdx_tree *t)
{
    if (t->n) memset(t->start, 0, t->n);
    for (size_t i = 0; i < t->n; i++)
        if (t->head[i] == (int32_t)i) t->start[t->left[i]] = 1;
}

/* Is every head inside its sentence, as spaCy tests it: the text's last word is not looked at, and a head may be the
 * next sentence's first word. */
static bool heads_inside(const msdx_tree *t)
{
    int32_t from = 0;
    for (int32_t i = 0; i < (int32_t)t->n; i++) {
        if (!(i > 0 && t->start[i]) && i != (int32_t)t->n - 1) continue;
        for (int32_t j = from; j < i; j++)
            if (t->head[j] < from || t->head[j] > i) return false;
        from = i;
    }
    return true;
}

void msdx_tree_settle(msdx_tree *t)
{
    for (size_t i = 0; i < t->n; i++) t->left[i] = t->right[i] = (int32_t)i;
    for (int pass = 0; pass < N_PASS; pass++) {
        for (size_t i = 0; i < t->n; i++) widen(t, (int32_t)i);
        for (size_t i = t->n; i-- > 0;) widen(t, (int32_t)i);
        mark_starts(t);
        if (heads_inside(t)) break;
    }
}

/* ---- decorations ---- */

/* Children of each word in text order, as linked lists. */
static void list_children(msdx_tree *t)
{
    for (size_t i = 0; i < t->n; i++) t->first[i] = -1;
    for (size_t i = t->n; i-- > 0;) {
        int32_t head = t->head[i];
        if (head == (int32_t)i) continue;
        t->next[i] = t->first[head];
        t->first[head] = (int32_t)i;
    }
}

static void move_child(msdx_tree *t, int32_t child, int32_t to)
{
    int32_t *link = &t->first[t->head[child]];
    while (*link != child) link = &t->next[*link];
    *link = t->next[child];
    for (link = &t->first[to]; *link >= 0 && *link < child;) link = &t->next[*link];
    t->next[child] = *link;
    *link = child;
    t->head[child] = to;
}

/* Breadth first from the word's head, over children inside the head's settled edges: the first with this label. */
static int32_t find_head(const msdx_tree *t, int32_t word, int32_t label, const msdx_tok *tok)
{
    size_t n_queue = 1;
    t->queue[0] = t->head[word];
    for (size_t i = 0; i < n_queue; i++) {
        int32_t at = t->queue[i];
        for (int32_t c = t->first[at]; c >= 0; c = t->next[c]) {
            if (c == word || tok[c].is_space || c < t->left[at] || c > t->right[at]) continue;
            if (t->label[c] == label) return c;
            if (n_queue < t->n) t->queue[n_queue++] = c;
        }
    }
    return t->head[word];
}

void msdx_tree_deprojectivize(msdx_tree *t, const msdx_moves *m, const msdx_tok *tok)
{
    bool listed = false;
    for (int32_t i = 0; i < (int32_t)t->n; i++) {
        const uint32_t *part = m->parts + 2 * (size_t)t->label[i];
        if (part[1] == MSDX_NO_LABEL) continue;
        if (!listed) list_children(t);
        listed = true;
        /* a root stays one: what could be found for it hangs below it, and would close a ring */
        int32_t head = t->head[i] == i ? i : find_head(t, i, (int32_t)part[1], tok);
        if (head != t->head[i]) move_child(t, i, head);
        t->label[i] = (int32_t)part[0];
    }
    if (listed) msdx_tree_settle(t);
}
