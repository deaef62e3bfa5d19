/* merge.c: one event told by several words is one claim: 'shelled the town,
 * killing three', 'an attack killed five', the same act again further down. */
#include "code/code_impl.h"

enum { NEAR = 64 }; /* how far apart two drafts of one sentence are compared: a page of them must not cost its square */

static bool str_same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static int32_t meant(const struct msdx_coder *c, int32_t t)
{
    for (int i = 0; i < 4 && c->np[t].antecedent >= 0; i++) t = c->np[t].antecedent;
    return t;
}

static bool same_entity(struct msdx_coder *ca, int32_t a, struct msdx_coder *cb, int32_t b)
{
    if (ca == cb && meant(ca, a) == meant(cb, b)) return true;
    const msd_entity *x = &msdx_mention(ca, a)->who, *y = &msdx_mention(cb, b)->who;
    if (x->entity && y->entity)
        return strcmp(x->entity, y->entity) == 0 && (!x->sector || !y->sector || str_same(x->sector, y->sector));
    bool country = (!x->country && !y->country) || str_same(x->country, y->country);
    bool sector = (!x->sector && !y->sector) || str_same(x->sector, y->sector);
    bool known = x->country && x->sector;
    bool word = msdx_str_eq(ca->u->tok[a].lemma, cb->u->tok[b].lemma);
    return country && sector && (word || (known && (x->entity || y->entity)));
}

bool msdx_all_in(const struct msdx_draft *a, const int32_t *ta, uint32_t na, const struct msdx_draft *b,
                 const int32_t *tb, uint32_t nb)
{
    struct msdx_coder *ca = (struct msdx_coder *)a->coder, *cb = (struct msdx_coder *)b->coder;
    for (uint32_t i = 0; i < na; i++) {
        bool found = false;
        for (uint32_t k = 0; k < nb && !found; k++) found = same_entity(ca, ta[i], cb, tb[k]);
        if (!found) return false;
    }
    return true;
}

bool msdx_mode_fits(const msdx_frame *a, const msdx_frame *b)
{
    return !a->mode || !b->mode || strcmp(a->mode, b->mode) == 0;
}

/* Does one word govern the other closely? */
static bool adjacent(const msdx_unit *u, int32_t a, int32_t b)
{
    for (int32_t t = b, i = 0; t >= 0 && i < 3; t = u->tok[t].head, i++)
        if (t == a) return true;
    for (int32_t t = a, i = 0; t >= 0 && i < 3; t = u->tok[t].head, i++)
        if (t == b) return true;
    return u->tok[a].head >= 0 && u->tok[a].head == u->tok[b].head;
}

static void add_members(int32_t *to, uint32_t *n, const int32_t *from, uint32_t n_from)
{
    for (uint32_t i = 0; i < n_from; i++) {
        bool there = false;
        for (uint32_t k = 0; k < *n; k++) there |= to[k] == from[i];
        if (!there && *n < MSDX_MEMBERS_MAX) to[(*n)++] = from[i];
    }
}

static bool is_result(const msdx_unit *u, int32_t main, int32_t result)
{
    if (u->tok[main].head == result && (u->tok[main].rel == MSDX_REL_NSUBJ || u->tok[main].rel == MSDX_REL_OBL_AGENT))
        return true; /* 'the raid killed three' */
    /* 'Two were killed when their car hit a mine' */
    int32_t when = msdx_child(u, result, MSDX_REL_MARK);
    if (when < 0) when = msdx_child(u, result, MSDX_REL_ADVMOD);
    if (u->tok[result].rel == MSDX_REL_ADVCL && u->tok[result].head == main && msdx_is_passive(u, main) &&
        msdx_tok_lower_is(u, when, "when"))
        return true;
    int32_t bomb = u->tok[main].head; /* 'a bomb planted in a bin wounded five' */
    if (u->tok[main].rel == MSDX_REL_ACL && strcmp(u->tok[main].tag, "VBN") == 0 && bomb < main &&
        u->tok[bomb].head == result && u->tok[bomb].rel == MSDX_REL_NSUBJ)
        return true;
    int32_t e = u->tok[result].head, who = msdx_child(u, result, MSDX_REL_NSUBJ); /* 'launched an attack that killed' */
    if (e >= 0 && u->tok[result].rel == MSDX_REL_ACL_RELCL && !msdx_is_verb(u, e) &&
        (e == main || (u->tok[e].head == main && u->tok[e].rel == MSDX_REL_OBJ)) && who >= 0 &&
        msdx_is_relative_pronoun(u, who))
        return true;
    int32_t first = msdx_first_conjunct(u, result); /* 'killing three and wounding ten' */
    return u->tok[first].head == main && u->tok[first].rel == MSDX_REL_ADVCL && strcmp(u->tok[result].tag, "VBG") == 0;
}

static bool tells_victims(const msdx_unit *u, int32_t t)
{
    static const char *const verb[] = {"kill", "wound", "injure", "hurt", "die", "maim"};
    for (size_t i = 0; i < sizeof verb / sizeof *verb; i++)
        if (msdx_tok_lemma_is(u, t, verb[i])) return true;
    return false;
}

/* '77 people were killed and 70 wounded': one act. */
static bool are_victims_told(const msdx_unit *u, int32_t a, int32_t b)
{
    return u->tok[b].head == a && u->tok[b].rel == MSDX_REL_CONJ && tells_victims(u, a) && tells_victims(u, b);
}

/* Within a sentence: may b be taken into a? */
static bool same_telling(struct msdx_coder *c, const struct msdx_draft *a, const struct msdx_draft *b)
{
    const msdx_unit *u = c->u;
    if (strcmp(a->frame->event, b->frame->event) != 0 || a->how.status != b->how.status) return false;
    /* 'held talks with X, who is on a visit' are two; 'attended a meeting' is one */
    bool direct = u->tok[a->trigger].head == b->trigger || u->tok[b->trigger].head == a->trigger;
    if (a->frame->mutual != b->frame->mutual && !direct) return false;
    if (a->of_modal && b->of_modal) return false; /* 'will not meet them or release the prisoners' refuses twice */
    bool actors = !a->n_actor || !b->n_actor || msdx_all_in(b, b->actor, b->n_actor, a, a->actor, a->n_actor);
    if (!actors) return false;
    if (is_result(u, a->trigger, b->trigger) || is_result(u, b->trigger, a->trigger)) return true;
    if (are_victims_told(u, a->trigger, b->trigger)) return true;
    bool nominal = !msdx_is_verb(u, a->trigger) || !msdx_is_verb(u, b->trigger);
    if (!msdx_mode_fits(a->frame, b->frame) && !nominal)
        return false; /* 'expelled two and recalled its envoy' are two */
    bool recipients = !a->n_recipient || !b->n_recipient ||
                      msdx_all_in(b, b->recipient, b->n_recipient, a, a->recipient, a->n_recipient);
    if (!recipients) return false;
    bool shares = (a->n_actor && b->n_actor) || (a->n_recipient && b->n_recipient);
    bool listed = u->tok[a->trigger].rel == MSDX_REL_CONJ ||
                  u->tok[b->trigger].rel == MSDX_REL_CONJ; /* 'an attack and a kidnapping' */
    if (adjacent(u, a->trigger, b->trigger)) return shares || (!listed && (!b->n_actor || !a->n_actor));
    /* 'fired rockets into Israel since the raid that killed 1,200 Israelis': that it befell the same is not enough */
    bool befell = !a->n_actor != !b->n_actor && msdx_is_verb(u, a->trigger) && msdx_is_verb(u, b->trigger) &&
                  !msdx_str_eq(u->tok[a->trigger].lemma, u->tok[b->trigger].lemma);
    return shares && !befell && msdx_mode_fits(a->frame, b->frame);
}

void msdx_take_into(struct msdx_draft *a, struct msdx_draft *b, uint32_t index_a)
{
    add_members(a->actor, &a->n_actor, b->actor, a->n_actor ? 0 : b->n_actor);
    add_members(a->recipient, &a->n_recipient, b->recipient, b->n_recipient); /* the camp, and who was killed in it */
    if (!a->frame->mode && b->frame->mode) a->frame = b->frame;
    if (!a->how.hedge) a->how.hedge = b->how.hedge;
    if (!a->how.n_source && b->how.n_source) {
        memcpy(a->how.source, b->how.source, sizeof a->how.source);
        a->how.n_source = b->how.n_source;
    }
    b->same_as = (int32_t)index_a;
}

/* 'ordered the arrest of', 'pledged support for': the verb's frame tells all that its noun would, by the same people. */
static bool is_whole(const struct msdx_draft *verb, const struct msdx_draft *noun)
{
    msd_claim_status s = noun->how.status;
    if (strcmp(verb->frame->event, noun->frame->event) != 0) return false;
    if (s != MSD_ACTUAL && s != MSD_PLANNED && s != MSD_REQUESTED) return false;
    return msdx_all_in(noun, noun->actor, noun->n_actor, verb, verb->actor, verb->n_actor);
}

/* 'suspend aid', 'lift sanctions': the noun made the verb's frame fit, and is no event of its own beside it. */
static bool is_used_up(const msdx_unit *u, const struct msdx_draft *verb, const struct msdx_draft *noun)
{
    msdx_rel rel = u->tok[noun->trigger].rel;
    bool takes_back = strcmp(verb->frame->event, "SANCTION") == 0 || strcmp(verb->frame->event, "RETREAT") == 0;
    takes_back |= is_whole(verb, noun);
    if (!takes_back || verb->same_as >= 0 || noun->how.status == MSD_NEGATED) return false;
    if (u->tok[noun->trigger].head != verb->trigger || (rel != MSDX_REL_OBJ && rel != MSDX_REL_NSUBJ_PASS))
        return false;
    for (size_t i = 0; i < verb->frame->n_cond; i++) {
        const msdx_cond *cond = &verb->frame->cond[i];
        if (cond->negated || cond->path.n != 1 || cond->path.step[0].kind != MSDX_STEP_OBJECT) continue;
        for (size_t w = 0; w < cond->words.n; w++) {
            const char *last = strrchr(cond->words.item[w], ' ');
            if (msdx_tok_lemma_is(u, noun->trigger, last ? last + 1 : cond->words.item[w])) return true;
        }
    }
    return false;
}

void msdx_drafts_near(const struct msdx_coder *c, uint32_t i, uint32_t *from, uint32_t *to)
{
    for (*from = i; *from > 0 && i - *from < NEAR && c->draft[*from - 1].sent == c->draft[i].sent; (*from)--) {
    }
    for (*to = i + 1; *to < c->n_draft && *to - i < NEAR && c->draft[*to].sent == c->draft[i].sent; (*to)++) {
    }
}

static void drop_used_up(struct msdx_coder *c, uint32_t i)
{
    uint32_t from, to;
    msdx_drafts_near(c, i, &from, &to);
    for (uint32_t k = from; k < to; k++)
        if (!c->draft[i].dropped && c->draft[k].same_as < 0 && is_used_up(c->u, &c->draft[i], &c->draft[k])) {
            for (uint32_t m = from; m < to; m++) /* and what was taken into it */
                c->draft[m].dropped |= m == k || c->draft[m].same_as == (int32_t)k;
        }
}

/* Take into draft i the later ones that tell the same. */
static void merge_later(struct msdx_coder *c, uint32_t i)
{
    uint32_t from, to;
    struct msdx_draft *a = &c->draft[i];
    msdx_drafts_near(c, i, &from, &to);
    if (a->same_as >= 0 || a->dropped) return;
    for (uint32_t k = i + 1; k < to; k++) {
        struct msdx_draft *b = &c->draft[k];
        if (b->same_as >= 0 || b->dropped) continue;
        if (same_telling(c, a, b) || (same_telling(c, b, a) && adjacent(c->u, a->trigger, b->trigger)))
            msdx_take_into(a, b, i);
    }
}

/* Whoever is promised, refused or threatened something is the one the content speaks of; who is asked for something
 * is the one who is to do it. */
static void inherit_recipients(struct msdx_coder *c)
{
    static const char *const from_content[] = {"AGREE", "REJECT", "THREATEN", "CONCEDE"};
    for (uint32_t i = 0; i < c->n_draft; i++) {
        const struct msdx_draft *content = &c->draft[i];
        uint32_t from, to;
        msdx_drafts_near(c, i, &from, &to);
        for (uint32_t k = from; k < to; k++) {
            struct msdx_draft *op = &c->draft[k];
            if (op->trigger != content->how.operator_tok || op->n_recipient || op->frame->mutual || k == i) continue;
            bool takes = false, asks = strcmp(op->frame->event, "REQUEST") == 0;
            for (size_t e = 0; e < sizeof from_content / sizeof *from_content; e++)
                takes |= strcmp(op->frame->event, from_content[e]) == 0;
            const int32_t *list = asks || content->frame->mutual ? content->actor : content->recipient;
            uint32_t n = asks || content->frame->mutual ? content->n_actor : content->n_recipient;
            for (uint32_t m = 0; (takes || asks) && m < n; m++) {
                bool own = false;
                for (uint32_t a = 0; a < op->n_actor; a++) own |= same_entity(c, op->actor[a], c, list[m]);
                if (!own) add_members(op->recipient, &op->n_recipient, &list[m], 1);
            }
        }
    }
}

/* 'The president warned that police would shoot': forces of no named country serve the state that speaks of them. */
static bool serves(const msd_entity *force, const msd_entity *state)
{
    static const char *const forces[] = {"COP", "MIL", "SPY", NULL}, *const states[] = {"GOV", "COP", "MIL", "SPY",
                                                                                        NULL};
    return !force->country && force->sector && state->sector && msdx_is_any(force->sector, forces) &&
           msdx_is_any(state->sector, states);
}

static bool same_side(struct msdx_coder *c, const struct msdx_draft *a, const struct msdx_draft *b)
{
    for (uint32_t i = 0; i < a->n_actor; i++)
        for (uint32_t k = 0; k < b->n_actor; k++) {
            const msd_entity *x = &msdx_mention(c, a->actor[i])->who, *y = &msdx_mention(c, b->actor[k])->who;
            if (same_entity(c, a->actor[i], c, b->actor[k]) || str_same(x->country, y->country) || serves(y, x))
                return true;
        }
    return a->n_actor == 0 || b->n_actor == 0;
}

/* Who warns that another may attack threatens nobody, and 'promised not to attack' is no threat. */
static void settle_threats(struct msdx_coder *c)
{
    for (uint32_t i = 0; i < c->n_draft; i++) {
        struct msdx_draft *content = &c->draft[i];
        uint32_t from, to;
        msdx_drafts_near(c, i, &from, &to);
        for (uint32_t k = from; k < to; k++) {
            struct msdx_draft *threat = &c->draft[k];
            if (k == i || threat->trigger != content->how.operator_tok || strcmp(threat->frame->event, "THREATEN") != 0)
                continue;
            if (content->how.status == MSD_REQUESTED) continue; /* 'warned them to leave' */
            bool other = !same_side(c, threat, content);
            if (other && content->how.status == MSD_THREATENED) content->how.status = MSD_POSSIBLE;
            if (!other && content->how.status == MSD_CONDITIONAL) content->how.status = MSD_THREATENED;
            threat->dropped |= other || content->how.status == MSD_NEGATED;
        }
    }
}

void msdx_merge_sentences(struct msdx_coder *c)
{
    settle_threats(c);
    inherit_recipients(c);
    for (uint32_t i = 0; i < c->n_draft; i++) merge_later(c, i);
    for (uint32_t i = 0; i < c->n_draft; i++) drop_used_up(c, i);
    msdx_merge_retold(c);
}
