/* peer_tree.c: PETRARCH2's patterns and verbs within verbs, over our trees.
 *
 * A word of a pattern is the head of a phrase that hangs on the verb, { } a whole noun phrase, ( ) a prepositional
 * one. What a verb says of another one is their sum, by the peer's table of codes as numbers, or what a rule
 * '~ a (a b ATTACK) SAY = a b 015' makes of the two. */
#include "code/peer_impl.h"

enum { CHILDREN_MAX = 32, TREE_DEPTH_MAX = 8 };

/* ---- patterns ---- */

struct tree {
    const struct msdx_peer_run *r;
    int32_t verb;
    int32_t nominal; /* the noun phrase matched last, for what hangs on it */
    struct msdx_peer_found found;
};

static int32_t word_of(const struct msdx_peer_run *r, int32_t tok)
{
    int32_t i = tok - (int32_t)r->tok_start;
    return tok < 0 || i < 0 || tok > r->text[r->n - 1].tok ? -1 : r->at[i];
}

static bool agrees(const struct tree *t, const msdx_peer_item *item, int32_t tok)
{
    int32_t w = word_of(t->r, tok);
    if (w < 0) return false;
    if (item->kind == MSDX_PEER_SYNSET) return msdx_peer_set_ends(t->r, item->synset, (uint32_t)w);
    return item->kind == MSDX_PEER_WORD && msdx_peer_word_agrees(t->r, (uint32_t)w, item);
}

static int32_t np_at(const struct msdx_peer_run *r, int32_t tok)
{
    int32_t w = word_of(r, tok);
    return w < 0 ? -1 : r->text[w].np;
}

static bool is_named(const struct msdx_peer_np *np)
{
    for (uint32_t i = 0; i < np->n_who; i++)
        if (np->who[i].actor) return true;
    return false;
}

/* Items [i, end) in the noun phrase of head `tok`: the last is its head, the others stand in it. */
static bool np_agrees(struct tree *t, const msdx_peer_items *p, uint32_t i, uint32_t end, int32_t tok)
{
    const msdx_peer_item *last = &p->item[end - 1];
    uint32_t n_item = end - i;
    int32_t np = np_at(t->r, tok);
    if (last->kind == MSDX_PEER_SOURCE) t->found.source = np;
    if (last->kind == MSDX_PEER_TARGET) t->found.target = np;
    if (last->kind == MSDX_PEER_SOURCE || last->kind == MSDX_PEER_TARGET) return np >= 0;
    if (last->kind != MSDX_PEER_SKIP && !agrees(t, last, tok)) return false;
    for (; i + 1 < end; i++) {
        bool any = false;
        for (uint32_t w = 0; np >= 0 && w < t->r->n; w++)
            any |= t->r->text[w].np == np && agrees(t, &p->item[i], t->r->text[w].tok);
        if (!any) return false;
    }
    t->nominal = tok;
    if (np >= 0 && t->r->np[np].end - t->r->np[np].start <= n_item && !is_named(&t->r->np[np])) t->found.used = np;
    return true;
}

static bool is_nominal_rel(msdx_rel rel)
{
    return rel == MSDX_REL_OBL || rel == MSDX_REL_OBL_AGENT || rel == MSDX_REL_NMOD;
}

static bool has_prep(const struct tree *t, int32_t tok, const msdx_peer_item *prep)
{
    MSDX_EACH_CHILD (t->r->c->u, tok, k) {
        msdx_rel rel = t->r->c->u->tok[k].rel;
        if ((rel == MSDX_REL_CASE || rel == MSDX_REL_MARK) && agrees(t, prep, k)) return true;
    }
    return false;
}

static bool pp_under(struct tree *t, const msdx_peer_items *p, uint32_t i, uint32_t end, int32_t head)
{
    const msdx_unit *u = t->r->c->u;
    if (head < 0) return false;
    MSDX_EACH_CHILD (u, head, k) {
        msdx_rel rel = u->tok[k].rel;
        bool particle = rel == MSDX_REL_COMPOUND_PRT || rel == MSDX_REL_ADVMOD;
        if (end == i + 1 && particle && agrees(t, &p->item[i], k)) return true;
        bool clause = rel == MSDX_REL_XCOMP || rel == MSDX_REL_ADVCL;
        if ((!is_nominal_rel(rel) && !clause) || !has_prep(t, k, &p->item[i])) continue;
        if (end == i + 1 || np_agrees(t, p, i + 1, end, k)) return true;
    }
    return false;
}

static bool pp_agrees(struct tree *t, const msdx_peer_items *p, uint32_t i, uint32_t end)
{
    const msdx_unit *u = t->r->c->u;
    if (pp_under(t, p, i, end, t->nominal) || pp_under(t, p, i, end, t->verb)) return true;
    MSDX_EACH_CHILD (u, t->verb, k)
        if ((u->tok[k].rel == MSDX_REL_OBJ || u->tok[k].rel == MSDX_REL_OBL) && pp_under(t, p, i, end, k)) return true;
    return false;
}

static bool is_before_rel(msdx_rel rel)
{
    return rel == MSDX_REL_NSUBJ || rel == MSDX_REL_NSUBJ_PASS || rel == MSDX_REL_AUX || rel == MSDX_REL_ADVMOD ||
           rel == MSDX_REL_AUX_PASS;
}

static bool is_after_rel(msdx_rel rel, bool passive)
{
    return rel == MSDX_REL_OBJ || rel == MSDX_REL_IOBJ || rel == MSDX_REL_OBL_UNMARKED ||
           rel == MSDX_REL_COMPOUND_PRT || rel == MSDX_REL_ADVMOD || rel == MSDX_REL_OBL ||
           (passive && rel == MSDX_REL_NSUBJ_PASS);
}

/* A phrase without a preposition that hangs on the verb, on this side of it. */
static bool phrase_agrees(struct tree *t, const msdx_peer_items *p, uint32_t i, uint32_t end, bool before)
{
    const msdx_unit *u = t->r->c->u;
    bool passive = msdx_is_passive(u, t->verb);
    MSDX_EACH_CHILD (u, t->verb, k) {
        msdx_rel rel = u->tok[k].rel;
        if (!before && rel == MSDX_REL_XCOMP && agrees(t, &p->item[i], msdx_child(u, k, MSDX_REL_MARK)))
            return true; /* TO */
        bool actor = before && passive && rel == MSDX_REL_OBL_AGENT;
        if (before ? !is_before_rel(rel) && !actor : !is_after_rel(rel, passive)) continue;
        if (rel == MSDX_REL_OBL && p->item[i].kind != MSDX_PEER_WORD && p->item[i].kind != MSDX_PEER_SYNSET) continue;
        if (np_agrees(t, p, i, end, k)) return true;
    }
    if (!before && passive && msdx_object(t->r->c, t->verb) >= 0 &&
        np_agrees(t, p, i, end, msdx_object(t->r->c, t->verb)))
        return true;
    if (before && p->item[i].kind == MSDX_PEER_COMPOUND) {
        int32_t np = np_at(t->r, msdx_surface_subject(t->r->c, t->verb));
        if (np < 0 || t->r->np[np].n_group < 2) return false;
        t->found.source = t->found.target = t->r->np[np].first;
        t->found.mutual = true;
        return true;
    }
    return false;
}

/* The end of the group that begins at i. */
static uint32_t group_end(const msdx_peer_items *p, uint32_t i)
{
    uint8_t kind = p->item[i].flags & (MSDX_PEER_IN_PP | MSDX_PEER_IN_NP);
    uint32_t end = i + 1;
    bool pp = kind & MSDX_PEER_IN_PP;
    while (end < p->n && kind && (p->item[end].flags & (pp ? MSDX_PEER_IN_PP : MSDX_PEER_IN_NP)) &&
           (!(p->item[end].flags & MSDX_PEER_OPENS) || (pp && (p->item[end].flags & MSDX_PEER_IN_NP))))
        end++;
    if (!kind) /* words of one hyphened word stand together */
        while (end < p->n && (p->item[end - 1].flags & MSDX_PEER_TIGHT)) end++;
    return end;
}

static bool side_agrees(struct tree *t, const msdx_peer_items *p, bool before)
{
    for (uint32_t i = 0; i < p->n;) {
        if (p->item[i].kind == 0) {
            i++;
            continue;
        }
        uint32_t end = group_end(p, i);
        bool pp = p->item[i].flags & MSDX_PEER_IN_PP;
        if (pp ? !pp_agrees(t, p, i, end) : !phrase_agrees(t, p, i, end, before)) return false;
        i = end;
    }
    return true;
}

bool msdx_peer_tree_match(const struct msdx_peer_run *r, const msdx_peer_pattern *p, int32_t verb,
                          struct msdx_peer_found *found)
{
    struct tree t = {.r = r, .verb = verb, .nominal = -1, .found = MSDX_PEER_FOUND_NONE};
    if (!side_agrees(&t, &p->after, false) || !side_agrees(&t, &p->before, true)) return false;
    *found = t.found;
    return true;
}

/* ---- codes that add up ---- */

bool msdx_peer_is_negated(const struct msdx_peer_run *r, int32_t verb)
{
    MSDX_EACH_CHILD (r->c->u, verb, k)
        if (msdx_tok_lemma_is(r->c->u, k, "not") || msdx_tok_lower_is(r->c->u, k, "n't") ||
            msdx_tok_lower_is(r->c->u, k, "never"))
            return true;
    return false;
}

/* 0xB002 is refined from 0xB000: each leading part of a number stands for what it begins. */
static bool begins(int32_t whole, int32_t part)
{
    if (whole < 0 || part <= 0) return whole == part;
    for (int32_t mask = 0x1; mask <= 0x1000; mask *= 16)
        if (whole - whole % mask == part) return true;
    return false;
}

static int32_t number_of_verb(const struct msdx_peer_run *r, const char *verb)
{
    size_t n;
    const msdx_peer_verb *list = msdx_peer_verbs(r->peer, verb, strlen(verb), &n);
    return n && list[0].code ? msdx_peer_number(r->peer, list[0].code) : 0;
}

/* a = the outer source, b another: 'a' wants the inner source to be the outer one, '_' none, '.' somebody else. */
static bool rule_fits(const struct msdx_peer_run *r, const msdx_peer_rewrite *rule, int32_t outer, int32_t inner,
                      enum msdx_peer_inner who)
{
    int32_t want_outer = number_of_verb(r, rule->outer), want_inner = number_of_verb(r, rule->inner);
    bool any = strcmp(rule->inner, "q") == 0;
    if (!begins(outer, want_outer) || (!any && !begins(inner, want_inner))) return false;
    if (rule->inner_source == rule->outer_source) return who == MSDX_PEER_INNER_SAME;
    if (rule->inner_source == '_') return who == MSDX_PEER_INNER_NONE;
    return who == MSDX_PEER_INNER_OTHER;
}

bool msdx_peer_sum(const struct msdx_peer_run *r, const char *outer, const char *inner, bool negated,
                   enum msdx_peer_inner who, struct msdx_peer_sum *out)
{
    size_t n;
    const msdx_peer_rewrite *rule = msdx_peer_rewrites(r->peer, &n);
    int32_t p = msdx_peer_number(r->peer, outer), q = msdx_peer_number(r->peer, inner);
    if (negated) q -= MSDX_PEER_NOT;
    *out = (struct msdx_peer_sum){.code = NULL};
    for (size_t i = 0; i < n; i++) {
        if (!rule_fits(r, &rule[i], p, q, who)) continue;
        out->code = strcmp(rule[i].code, "q") == 0 ? (negated ? msdx_peer_code_of(r->peer, q) : inner) : rule[i].code;
        out->inner_is_target = rule[i].target == rule[i].inner_source;
        out->rule = rule[i].rule;
        if (out->code) return true;
    }
    if (who != MSDX_PEER_INNER_OTHER) {
        out->code = msdx_peer_code_of(r->peer, p + q);
        if (!out->code) out->code = negated ? msdx_peer_code_of(r->peer, q) : inner;
        return out->code != NULL;
    }
    if (!p || q / 0x1000) return false;
    out->code = msdx_peer_code_of(r->peer, p + q);
    if (!out->code) out->code = outer;
    out->inner_is_target = true;
    return true;
}
