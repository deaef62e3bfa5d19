/* know_shape.c: in how many ways the examples of a frame show it. */
#include <stdlib.h>

#include "cli/cmd_know.h"
#include "doc/doc.h"

/* The word of the trigger that the others hang on, or the verb that a lone auxiliary serves. NULL: none. */
static const msdx_tok *trigger_head(const msd_doc *doc, const msd_claim *c)
{
    const msdx_unit *u = &doc->body;
    for (uint32_t t = 0; t < u->n_tok; t++) {
        const msdx_tok *tok = &u->tok[t];
        if (tok->span.start_byte < c->trigger.start_byte || tok->span.start_byte >= c->trigger.end_byte) continue;
        const msdx_tok *head = tok->head >= 0 ? &u->tok[tok->head] : tok;
        if (head == tok) return tok;
        bool within = head->span.start_byte >= c->trigger.start_byte && head->span.start_byte < c->trigger.end_byte;
        if (!within) return tok->rel == MSDX_REL_AUX ? head : tok;
    }
    return NULL;
}

uint32_t msdx_shape_of(const msdx_example *x, const msd_doc *doc)
{
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++) {
        const msd_claim *c = msd_doc_claim(doc, i);
        if (!c->rule || strcmp(c->rule, x->rule) != 0) continue;
        uint32_t side = !c->n_actor ? 0 : c->actors[0].span.start_byte < c->trigger.start_byte ? 1 : 2;
        const msdx_tok *tok = trigger_head(doc, c);
        if (tok)
            return 1 + side + 3u * (tok->rel + 256u * (unsigned char)tok->tag[0] + 65536u * (unsigned char)tok->tag[2]);
    }
    return 0;
}

static int by_rule(const void *a, const void *b)
{
    const msdx_shape *x = a, *y = b;
    int d = strcmp(x->rule, y->rule);
    if (d) return d;
    return x->shape < y->shape ? -1 : x->shape > y->shape;
}

size_t msdx_shapes_thin(msdx_shapes *s, bool list)
{
    size_t n = 0;
    if (s->n) qsort(s->item, s->n, sizeof *s->item, by_rule);
    for (size_t from = 0, to; from < s->n; from = to) {
        uint32_t n_shape = 0;
        for (to = from; to < s->n && strcmp(s->item[to].rule, s->item[from].rule) == 0; to++)
            n_shape += to == from || s->item[to].shape != s->item[to - 1].shape;
        n_shape -= s->item[from].shape == 0; /* examples that other frames of the event answer for show nothing */
        n += n_shape < 3;
        if (list && n_shape < 3) fprintf(stderr, "%u shapes: frame %s\n", (unsigned)n_shape, s->item[from].rule);
    }
    return n;
}
