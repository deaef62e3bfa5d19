/* links.c: what the claims of a document are to one another. A claim's link names what the other is to it: its content
 * ('threatened to close'), its condition, its consequence, its purpose, its cause, a response to it. */
#include "code/code_impl.h"

uint32_t msdx_root_draft(const struct msdx_coder *c, uint32_t i)
{
    while (c->draft[i].same_as >= 0) i = (uint32_t)c->draft[i].same_as;
    return i;
}

/* The draft with this trigger near draft i and not i itself, or -1. */
static int32_t draft_at(const struct msdx_coder *c, uint32_t i, int32_t trigger)
{
    uint32_t from, to;
    if (trigger < 0) return -1;
    msdx_drafts_near(c, i, &from, &to);
    for (uint32_t k = from; k < to; k++)
        if (k != i && c->draft[k].trigger == trigger && !c->draft[k].dropped) return (int32_t)msdx_root_draft(c, k);
    return -1;
}

/* The claim of the main clause that m stands in, near draft i: its own, or the one it is the operator of. */
static int32_t draft_in_clause(const struct msdx_coder *c, uint32_t i, int32_t m)
{
    uint32_t from, to;
    int32_t own = draft_at(c, i, m);
    if (own >= 0 || m < 0) return own;
    msdx_drafts_near(c, i, &from, &to);
    for (uint32_t k = from; k < to; k++)
        if (k != i && !c->draft[k].dropped &&
            (c->draft[k].how.operator_tok == m || c->u->tok[c->draft[k].trigger].head == m))
            return (int32_t)msdx_root_draft(c, k);
    return -1;
}

/* A list of n things with room for one more. Room doubles: it is full when n is a power of two. Lists are our own, const
 * for the caller alone. */
void *msdx_grown(msdx_arena *a, const void *list, size_t n, size_t size)
{
    if (n & (n - 1)) return (void *)(uintptr_t)list;
    void *more = msdx_arena_alloc(a, n ? n * 2 : 1, size);
    if (more && n) memcpy(more, list, n * size);
    return more;
}

/* Is the draft's event told before, in a paragraph that is over or in the title? */
static bool is_told_again(const struct msdx_coder *c, const struct msdx_draft *d, const msd_claim *claim)
{
    return claim->sentence < (c->is_title ? -1 : 0) || (!c->is_title && c->para[claim->sentence] < c->para[d->sent]);
}

static void add_link(struct msdx_coder *c, int32_t from_draft, msd_link_kind kind, int32_t to_draft)
{
    if (from_draft < 0 || to_draft < 0) return;
    uint32_t from = c->draft[from_draft].claim, to = c->draft[to_draft].claim;
    msd_claim *claim = &c->doc->claim[from];
    if (from == to || is_told_again(c, &c->draft[from_draft], claim)) return;
    for (size_t i = 0; i < claim->n_link; i++)
        if (claim->links[i].claim == to) return;
    msd_link *list = msdx_grown(&c->doc->arena, claim->links, claim->n_link, sizeof *list);
    if (!list) return;
    list[claim->n_link].kind = kind;
    list[claim->n_link].claim = to;
    claim->links = list;
    claim->n_link++;
}

/* ---- reasons, by the word that gives them ---- */

struct reason_word {
    const char *word;
    msd_link_kind kind;
};

static bool find_reason(const struct reason_word *list, size_t n, const char *word, msd_link_kind *kind)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].word, word) == 0) {
            *kind = list[i].kind;
            return true;
        }
    return false;
}

#define FIND(list, word, kind) find_reason(list, sizeof list / sizeof *list, word, kind)

/* Openings of a clause or a phrase that is the reason, or to which the main clause is the response. */
static const struct reason_word openings[] = {{"because", MSD_LINK_CAUSE},
                                              {"because of", MSD_LINK_CAUSE},
                                              {"due to", MSD_LINK_CAUSE},
                                              {"owing to", MSD_LINK_CAUSE},
                                              {"thanks to", MSD_LINK_CAUSE},
                                              {"as a result of", MSD_LINK_CAUSE},
                                              {"on account of", MSD_LINK_CAUSE},
                                              {"over", MSD_LINK_CAUSE},
                                              {"in response to", MSD_LINK_RESPONSE},
                                              {"in retaliation for", MSD_LINK_RESPONSE},
                                              {"in revenge for", MSD_LINK_RESPONSE},
                                              {"in protest at", MSD_LINK_CAUSE},
                                              {"in protest against", MSD_LINK_CAUSE}};

/* Nouns that do the same with a phrase below them: 'in response to the shelling'. */
static const struct reason_word nouns[] = {
    {"response", MSD_LINK_RESPONSE},  {"retaliation", MSD_LINK_RESPONSE}, {"reprisal", MSD_LINK_RESPONSE},
    {"revenge", MSD_LINK_RESPONSE},   {"reaction", MSD_LINK_RESPONSE},    {"answer", MSD_LINK_RESPONSE},
    {"vengeance", MSD_LINK_RESPONSE}, {"result", MSD_LINK_CAUSE},         {"consequence", MSD_LINK_CAUSE},
    {"protest", MSD_LINK_CAUSE},      {"punishment", MSD_LINK_RESPONSE}};

/* Verbs between a cause and what it led to. */
static const char *const leads_to[] = {"lead",   "cause",  "trigger", "spark", "prompt", "provoke",
                                       "result", "ignite", "unleash", "fuel",  "force",  "bring"};
static const char *const answers[] = {"retaliate", "respond", "avenge", "react"};

static bool is_one_of(const msdx_unit *u, int32_t t, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (msdx_tok_lemma_is(u, t, list[i])) return true;
    return false;
}

#define IS_ONE(u, t, list) is_one_of(u, t, list, sizeof list / sizeof *list)

/* Draft i stands in a reason: link it with the claim of the clause at m. */
static void link_reason(struct msdx_coder *c, uint32_t i, int32_t m, msd_link_kind kind)
{
    int32_t main = draft_in_clause(c, i, m), own = (int32_t)msdx_root_draft(c, i);
    if (kind == MSD_LINK_CAUSE)
        add_link(c, main, kind, own);
    else
        add_link(c, own, kind, main);
}

static bool reason_at(struct msdx_coder *c, uint32_t i, int32_t cur)
{
    const msdx_unit *u = c->u;
    msdx_rel rel = u->tok[cur].rel;
    int32_t g = u->tok[cur].head;
    msd_link_kind kind;
    char prep[48];
    if (g < 0 || (rel != MSDX_REL_ADVCL && rel != MSDX_REL_OBL && rel != MSDX_REL_NMOD && rel != MSDX_REL_ACL &&
                  rel != MSDX_REL_OBJ))
        return false;
    msdx_prep_of(u, cur, prep, sizeof prep);
    if (rel != MSDX_REL_OBJ && FIND(openings, prep, &kind)) {
        link_reason(c, i, g, kind);
        return true;
    }
    if (msdx_is_verb(u, g) && IS_ONE(u, g, answers) &&
        (strcmp(prep, "for") == 0 || strcmp(prep, "to") == 0 || !prep[0])) {
        link_reason(c, i, g, MSD_LINK_RESPONSE);
        return true;
    }
    char noun[32];
    if (rel != MSDX_REL_NMOD || !msdx_is_noun(u, g) || u->tok[g].lemma.n >= sizeof noun) return false;
    memcpy(noun, u->tok[g].lemma.p, u->tok[g].lemma.n);
    noun[u->tok[g].lemma.n] = 0;
    msdx_prep_of(u, g, prep, sizeof prep);
    if (u->tok[g].head < 0 || (strcmp(prep, "in") != 0 && strcmp(prep, "as") != 0) || !FIND(nouns, noun, &kind))
        return false;
    link_reason(c, i, u->tok[g].head, kind);
    return true;
}

/* 'because', 'in response to' somewhere above draft i. */
static void link_up(struct msdx_coder *c, uint32_t i)
{
    int32_t cur = c->draft[i].trigger;
    for (int step = 0; step < 3 && cur >= 0; step++) {
        if (reason_at(c, i, cur)) return;
        msdx_rel rel = c->u->tok[cur].rel;
        if (rel != MSDX_REL_OBJ && rel != MSDX_REL_NSUBJ && rel != MSDX_REL_NSUBJ_PASS && rel != MSDX_REL_CONJ &&
            rel != MSDX_REL_XCOMP)
            return;
        cur = c->u->tok[cur].head;
    }
}

/* 'The shelling led to protests', 'was prompted by', and what an event does as a subject: 'closing it would end'. */
static void link_consequence(struct msdx_coder *c, uint32_t i)
{
    const msdx_unit *u = c->u;
    int32_t t = c->draft[i].trigger, g = u->tok[t].head, subject = -1;
    msdx_rel rel = u->tok[t].rel;
    bool below = g >= 0 && msdx_is_verb(u, g) && IS_ONE(u, g, leads_to) &&
                 (rel == MSDX_REL_OBJ || rel == MSDX_REL_OBL || rel == MSDX_REL_XCOMP || rel == MSDX_REL_CCOMP ||
                  rel == MSDX_REL_NSUBJ_PASS);
    if (below)
        subject = msdx_subject(c, g);
    else if (msdx_is_verb(u, t))
        subject = msdx_child(u, t, MSDX_REL_CSUBJ) >= 0 ? msdx_child(u, t, MSDX_REL_CSUBJ) : msdx_subject(c, t);
    if (subject >= 0 && subject != t)
        add_link(c, draft_at(c, i, subject), MSD_LINK_CONSEQUENCE, (int32_t)msdx_root_draft(c, i));
}

/* 'rejected calls for talks', 'the demand was turned down', 'its refusal of the request': the answer to what was asked. */
static void link_answer(struct msdx_coder *c, uint32_t i)
{
    const msdx_unit *u = c->u;
    const struct msdx_draft *d = &c->draft[i];
    msdx_rel rel = u->tok[d->trigger].rel;
    bool object = rel == MSDX_REL_OBJ || rel == MSDX_REL_NSUBJ_PASS || rel == MSDX_REL_NMOD;
    if (strcmp(d->frame->event, "REQUEST") != 0 || !object) return;
    int32_t answer = draft_at(c, i, u->tok[d->trigger].head);
    if (answer < 0 || strcmp(c->draft[answer].frame->event, "REJECT") != 0) return;
    add_link(c, (int32_t)msdx_root_draft(c, i), MSD_LINK_RESPONSE, answer);
}

void msdx_link_drafts(struct msdx_coder *c)
{
    for (uint32_t i = 0; i < c->n_draft; i++) {
        const struct msdx_draft *d = &c->draft[i];
        if (d->dropped) continue;
        int32_t own = (int32_t)msdx_root_draft(c, i), modal = draft_at(c, i, d->how.modal_tok);
        add_link(c, modal >= 0 ? modal : draft_at(c, i, d->how.operator_tok), MSD_LINK_CONTENT, own);
        add_link(c, draft_in_clause(c, i, d->how.condition_of), MSD_LINK_CONDITION, own);
        add_link(c, draft_in_clause(c, i, d->how.purpose_of), MSD_LINK_PURPOSE, own);
        link_up(c, i);
        link_consequence(c, i);
        link_answer(c, i);
    }
}
