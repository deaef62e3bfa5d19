/* ud_coord.c: coordination (conjuncts hang on the first, conjunctions on the
 * conjunct that follows). */
#include "parse/ud_impl.h"

/* The conjunct that a conjunction or comma at i leads to: the next conj among the children of its head. */
static int32_t next_conjunct(const ud_sent *s, int32_t i)
{
    for (int32_t c = s->node[i].next; c >= 0; c = s->node[c].next)
        if (s->node[c].dep == D_CONJ && !s->node[c].rel) return c;
    return -1;
}

static void conjunctions(ud_sent *s)
{
    for (int32_t i = s->start; i < s->end; i++) {
        if (s->tok[i].is_space || s->node[i].dep != D_CC || s->node[i].rel || s->node[i].head < 0) continue;
        int32_t to = i > s->node[i].head ? next_conjunct(s, i) : -1;
        if (to >= 0) msdx_ud_attach(s, i, to);
    }
}

static void chains(ud_sent *s)
{
    for (int32_t i = s->start; i < s->end; i++) {
        if (s->tok[i].is_space || s->node[i].dep != D_CONJ || s->node[i].rel) continue;
        int32_t first = s->node[i].head;
        while (first >= 0 && s->node[first].dep == D_CONJ && !s->node[first].rel && s->node[first].head >= 0)
            first = s->node[first].head;
        if (first >= 0) msdx_ud_attach(s, i, first);
    }
}

void msdx_ud_coordination(ud_sent *s)
{
    conjunctions(s);
    chains(s);
}
