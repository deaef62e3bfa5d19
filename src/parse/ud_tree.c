/* ud_tree.c: the changeable tree under the conversion to Universal Dependencies. */
#include "parse/ud_impl.h"

static void unlink_node(ud_sent *s, int32_t i)
{
    ud_node *n = &s->node[i];
    if (n->head < 0) return;
    ud_node *h = &s->node[n->head];
    if (n->prev >= 0)
        s->node[n->prev].next = n->next;
    else
        h->first = n->next;
    if (n->next >= 0)
        s->node[n->next].prev = n->prev;
    else
        h->last = n->prev;
    n->head = n->prev = n->next = -1;
}

/* Put i before sibling `at` (-1: last) under head. */
static void link_before(ud_sent *s, int32_t i, int32_t head, int32_t at)
{
    ud_node *n = &s->node[i], *h = &s->node[head];
    n->head = head;
    n->next = at;
    n->prev = at >= 0 ? s->node[at].prev : h->last;
    if (n->prev >= 0)
        s->node[n->prev].next = i;
    else
        h->first = i;
    if (at >= 0)
        s->node[at].prev = i;
    else
        h->last = i;
}

void msdx_ud_attach(ud_sent *s, int32_t child, int32_t head)
{
    if (child == head || s->node[child].head == head) return;
    unlink_node(s, child);
    int32_t at = -1; /* from the right: most children come in text order */
    for (int32_t c = s->node[head].last; c >= 0 && c > child; c = s->node[c].prev) at = c;
    link_before(s, child, head, at);
}

void msdx_ud_replace(ud_sent *s, int32_t old, int32_t young)
{
    ud_node *o = &s->node[old], *y = &s->node[young];
    int32_t head = o->head;
    unlink_node(s, young);
    unlink_node(s, old);
    if (head >= 0) msdx_ud_attach(s, young, head);
    y->dep = o->dep;
    y->rel = o->rel;
    o->dep = D_DEP; /* what old was, young is now */
    o->rel = 0;
}

void msdx_ud_move_children(ud_sent *s, int32_t from, int32_t to)
{
    for (int32_t c = s->node[from].first, next; c >= 0; c = next) {
        next = s->node[c].next;
        if (c != to) msdx_ud_attach(s, c, to);
    }
}

/* Children before their head, without recursion: trees can be as deep as a sentence is long. */
int32_t msdx_ud_post_order(ud_sent *s)
{
    int32_t n = 0;
    for (int32_t root = s->start; root < s->end; root++) {
        if (s->node[root].head >= 0 || s->tok[root].is_space) continue;
        int32_t i = root;
        while (s->node[i].first >= 0) i = s->node[i].first;
        for (;;) {
            s->order[n++] = i;
            if (i == root) break;
            if (s->node[i].next < 0) {
                i = s->node[i].head;
                continue;
            }
            i = s->node[i].next;
            while (s->node[i].first >= 0) i = s->node[i].first;
        }
    }
    return n;
}

int32_t msdx_ud_child(const ud_sent *s, int32_t head, ud_dep dep)
{
    for (int32_t c = s->node[head].first; c >= 0; c = s->node[c].next)
        if (s->node[c].dep == dep && !s->node[c].rel) return c;
    return -1;
}

int32_t msdx_ud_left_edge(const ud_sent *s, int32_t i)
{
    while (s->node[i].first >= 0 && s->node[i].first < i) i = s->node[i].first;
    return i;
}

int32_t msdx_ud_right_edge(const ud_sent *s, int32_t i)
{
    while (s->node[i].last > i) i = s->node[i].last;
    return i;
}

bool msdx_ud_in_list(msdx_str word, const char *list)
{
    char want[40]; /* no list has a longer word */
    if (!word.n || word.n > sizeof want - 3) return false;
    want[0] = want[word.n + 1] = ' ';
    memcpy(want + 1, word.p, word.n);
    want[word.n + 2] = 0;
    return strstr(list, want) != NULL;
}

bool msdx_ud_is_nominal(const ud_sent *s, int32_t i)
{
    switch (s->node[i].tag) {
    case T_NN:
    case T_NNS:
    case T_NNP:
    case T_NNPS:
    case T_PRP:
    case T_CD:
    case T_MONEY:
    case T_WP:
    case T_EX:
    case T_DT:
    case T_FW: return true;
    default:
        return s->tok[i].upos == MSDX_NOUN || s->tok[i].upos == MSDX_PRON || s->tok[i].upos == MSDX_PROPN ||
               s->tok[i].upos == MSDX_NUM || s->tok[i].upos == MSDX_SYM;
    }
}

bool msdx_ud_is_clause(const ud_sent *s, int32_t i)
{
    if (ud_is_verb_tag(s->node[i].tag)) return true;
    for (int32_t c = s->node[i].first; c >= 0; c = s->node[c].next) switch (s->node[c].dep) {
        case D_NSUBJ:
        case D_NSUBJPASS:
        case D_AUX:
        case D_AUXPASS:
        case D_CSUBJ:
        case D_EXPL: return true;
        default: break;
        }
    return false;
}

bool msdx_ud_is_be(const ud_sent *s, int32_t i)
{
    uint8_t tag = s->node[i].tag;
    if (!ud_is_verb_tag(tag) || tag == T_MD) return false;
    return ud_any(s, i, " be is are was were been being am 's 're 'm \xE2\x80\x99s \xE2\x80\x99re \xE2\x80\x99m ai ");
}
