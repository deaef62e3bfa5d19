/* retell.c: an event that a later sentence tells again: 'The blast killed nine' after
 * 'A bomb went off', the same act between the same parties further down. Within a
 * paragraph the later telling adds its victims to the claim; a later paragraph only
 * adds a mention, so that no claim changes by what is added to the end of a text. */
#include "code/times.h"

enum { BACK_SENTENCES = 3, BACK_DRAFTS = 64 };

static bool is_definite(const msdx_unit *u, int32_t noun)
{
    int32_t det = msdx_child(u, noun, MSDX_REL_DET);
    return det >= 0 &&
           (msdx_tok_lower_is(u, det, "the") || msdx_tok_lower_is(u, det, "that") || msdx_tok_lower_is(u, det, "this"));
}

/* The noun by which a draft refers to what was told before: its trigger, or its verb's subject ('the blast killed'). */
static int32_t told_noun(struct msdx_coder *c, const struct msdx_draft *d)
{
    const msdx_unit *u = c->u;
    int32_t t = d->trigger;
    if (msdx_is_verb(u, t)) t = msdx_subject(c, t);
    if (t < 0 || !msdx_is_noun(u, t) || !is_definite(u, t)) return -1;
    static const char *const word[] = {"attack",  "blast",    "explosion", "bombing",   "strike",   "raid",
                                       "assault", "shelling", "ambush",    "airstrike", "shooting", "bombardment",
                                       "clash",   "fighting", "incident",  "violence",  "massacre", "killing"};
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (msdx_tok_lemma_is(u, t, word[i])) return t;
    return -1;
}

static bool happened(const struct msdx_draft *d)
{
    return d->how.status == MSD_ACTUAL && !d->dropped && d->same_as < 0 && strcmp(d->frame->event, "ASSAULT") == 0;
}

/* 'both sides called the meeting useful' after 'the envoy met rebels': b names the talks of a, and nobody else. */
static bool is_meeting_again(struct msdx_coder *c, const struct msdx_draft *a, const struct msdx_draft *b)
{
    static const char *const word[] = {"meeting", "talk", "summit", "conversation", "negotiation", "discussion"};
    const msdx_unit *u = c->u;
    bool talks = false;
    if (a->dropped || a->same_as >= 0 || b->dropped || b->same_as >= 0 || a->trigger >= b->trigger) return false;
    if (strcmp(a->frame->event, "CONSULT") != 0 || strcmp(b->frame->event, "CONSULT") != 0) return false;
    if (a->how.status != b->how.status || b->sent - a->sent > 1 || !is_definite(u, b->trigger)) return false;
    for (size_t i = 0; i < sizeof word / sizeof *word; i++) talks |= msdx_tok_lemma_is(u, b->trigger, word[i]);
    bool both =
        b->n_actor == 1 && (msdx_tok_lemma_is(u, b->actor[0], "side") || msdx_tok_lemma_is(u, b->actor[0], "both"));
    return talks && (both || msdx_all_in(b, b->actor, b->n_actor, a, a->actor, a->n_actor));
}

/* May draft b be the telling again, by a definite noun, of a? */
static bool tells_again(struct msdx_coder *c, const struct msdx_draft *a, const struct msdx_draft *b)
{
    if (a->sent >= b->sent || b->sent - a->sent > BACK_SENTENCES || !happened(a)) return false;
    if (b->how.hedge > a->how.hedge)
        return false; /* 'blamed the opposition for the attack' is an allegation of its own */
    if (!msdx_mode_fits(a->frame, b->frame) && !msdx_is_verb(c->u, b->trigger)) return false;
    if (!msdx_is_verb(c->u, b->trigger) &&
        !msdx_all_in(b, b->recipient, b->n_recipient, a, a->recipient, a->n_recipient))
        return false; /* 'the killing of the general' is another deed than the rockets fired for it */
    return !b->n_actor || !a->n_actor || msdx_all_in(b, b->actor, b->n_actor, a, a->actor, a->n_actor);
}

/* 'Four people died and thirty were injured': victims of nobody, at no time or place of their own, counted. */
static bool counts_victims(struct msdx_coder *c, const struct msdx_draft *b)
{
    static const char *const verb[] = {"kill", "wound", "injure", "hurt", "die", "perish"};
    const msdx_unit *u = c->u;
    bool known = false;
    msd_where where;
    msd_magnitude n;
    if (!happened(b) || b->n_actor || !msdx_is_verb(u, b->trigger) || told_noun(c, b) >= 0) return false;
    for (size_t i = 0; i < sizeof verb / sizeof *verb; i++) known |= msdx_tok_lemma_is(u, b->trigger, verb[i]);
    if (!known || msdx_child(u, b->trigger, MSDX_REL_ADVCL) >= 0) return false;
    msdx_code_count(c, b, &n);
    if (n.dead < 0 && n.injured < 0) return false;
    for (uint32_t i = 0; i < c->n_time; i++)
        if (u->tok[c->time[i].a].sent == b->sent) return false; /* 'in the past day' */
    msdx_code_where(c, b, &where);
    return !where.present;
}

/* The attack that the sentence before told, if it told one alone and no victims of it. */
static int32_t attack_before(struct msdx_coder *c, uint32_t k)
{
    const struct msdx_draft *b = &c->draft[k];
    int32_t found = -1;
    for (uint32_t i = k; i > 0 && b->sent - c->draft[i - 1].sent <= 1; i--) {
        const struct msdx_draft *a = &c->draft[i - 1];
        if (a->sent == b->sent || !happened(a)) continue;
        msd_magnitude n;
        msdx_code_count(c, a, &n);
        if (found >= 0 || n.dead >= 0 || n.injured >= 0) return -1;
        found = (int32_t)i - 1;
    }
    return found;
}

static void merge_meetings(struct msdx_coder *c)
{
    for (uint32_t k = 1; k < c->n_draft; k++)
        for (uint32_t i = k; i > 0 && c->draft[k].sent - c->draft[i - 1].sent <= 1; i--) {
            struct msdx_draft *a = &c->draft[i - 1], *b = &c->draft[k];
            bool apart = a->sent != b->sent && msdx_begins_paragraph(c, b->sent);
            if (!apart && is_meeting_again(c, a, b)) b->same_as = (int32_t)i - 1;
        }
}

/* 'Gunmen threw grenades into a bar. Four people died.' */
static void merge_victims(struct msdx_coder *c)
{
    for (uint32_t k = 1; k < c->n_draft; k++) {
        struct msdx_draft *b = &c->draft[k];
        if (msdx_begins_paragraph(c, b->sent) || !counts_victims(c, b)) continue;
        int32_t a = attack_before(c, k);
        if (a < 0) continue;
        struct msdx_judgement told = c->draft[a].how;
        uint32_t n = c->draft[a].n_recipient;
        msdx_take_into(&c->draft[a], b, (uint32_t)a);
        c->draft[a].how = told;
        if (n) c->draft[a].n_recipient = n; /* whom it struck is told; the victims are counted */
    }
}

void msdx_merge_retold(struct msdx_coder *c)
{
    merge_victims(c);
    merge_meetings(c);
    for (uint32_t k = 1; k < c->n_draft; k++) {
        struct msdx_draft *b = &c->draft[k];
        if (!happened(b) || told_noun(c, b) < 0) continue;
        for (uint32_t i = k; i > 0 && k - i < BACK_DRAFTS; i--) {
            struct msdx_draft *a = &c->draft[i - 1];
            if (b->sent - a->sent > BACK_SENTENCES) break;
            if (!tells_again(c, a, b)) continue;
            if (c->para[a->sent] == c->para[b->sent]) {
                struct msdx_judgement told = a->how; /* what the article tells itself is not his who adds to it */
                msdx_take_into(a, b, i - 1);
                a->how = told;
            }
            break; /* the nearest one or none */
        }
    }
}

/* Across sentences: the same act between the same named parties, or a definite noun for it with none but those. */
bool msdx_same_event(const struct msdx_draft *a, const struct msdx_draft *b)
{
    struct msdx_coder *c = (struct msdx_coder *)b->coder;
    if (strcmp(a->frame->event, b->frame->event) != 0 || !msdx_mode_fits(a->frame, b->frame) ||
        a->how.status != b->how.status || !a->n_actor)
        return false;
    bool known = msdx_all_in(b, b->actor, b->n_actor, a, a->actor, a->n_actor) &&
                 msdx_all_in(b, b->recipient, b->n_recipient, a, a->recipient, a->n_recipient);
    if (!known) return false;
    if (a->coder == b->coder && (b->n_actor || b->n_recipient) && told_noun(c, b) == b->trigger) return true;
    if (a->n_actor != b->n_actor || a->n_recipient != b->n_recipient) return false;
    return a->n_recipient || a->frame->mutual;
}

/* ---- what a headline tells and the first sentences tell in full ---- */

/* May they be the same party, the one named shorter than the other? */
static bool may_be_same(struct msdx_coder *ca, int32_t a, struct msdx_coder *cb, int32_t b)
{
    const struct msdx_np *na = msdx_mention(ca, a), *nb = msdx_mention(cb, b);
    const msd_entity *x = &na->who, *y = &nb->who;
    if (x->country && y->country && strcmp(x->country, y->country) != 0) return false;
    if (msdx_str_eq(ca->u->tok[a].lemma, cb->u->tok[b].lemma)) return true;
    bool same_country = x->country && y->country;
    if (same_country && (na->is_place || nb->is_place)) return true; /* 'Turkey', 'Turkish police' */
    if (!x->sector || !y->sector) return same_country || msdx_is_people_count(ca->u, a);
    return strcmp(x->sector, y->sector) == 0;
}

/* Does each of the headline's parties stand in the body? None of them is no contradiction. */
static bool all_may_be(const struct msdx_draft *a, const int32_t *ta, uint32_t na, const struct msdx_draft *b,
                       const int32_t *tb, uint32_t nb)
{
    for (uint32_t i = 0; i < na; i++) {
        bool found = nb == 0 && msdx_is_people_count(a->coder->u, ta[i]);
        for (uint32_t k = 0; k < nb && !found; k++)
            found = may_be_same((struct msdx_coder *)a->coder, ta[i], (struct msdx_coder *)b->coder, tb[k]);
        if (!found) return false;
    }
    return true;
}

static bool told_in_full(const struct msdx_draft *title, const struct msdx_draft *body)
{
    if (strcmp(title->frame->event, body->frame->event) != 0 || title->how.status != body->how.status) return false;
    if (!title->n_actor && !title->n_recipient) return false;
    if (title->n_actor && title->n_recipient && !body->n_actor) return false;
    return msdx_mode_fits(title->frame, body->frame) &&
           all_may_be(title, title->actor, title->n_actor, body, body->actor, body->n_actor) &&
           all_may_be(title, title->recipient, title->n_recipient, body, body->recipient, body->n_recipient);
}

void msdx_retell_title(struct msdx_coder *title, const struct msdx_coder *body)
{
    for (uint32_t i = 0; i < title->n_draft; i++) {
        struct msdx_draft *d = &title->draft[i];
        for (uint32_t k = 0; k < body->n_draft && !d->dropped && d->same_as < 0 && !d->in_body; k++) {
            const struct msdx_draft *b = &body->draft[k];
            if (b->sent >= BACK_SENTENCES) break;
            if (!b->dropped && b->same_as < 0 && told_in_full(d, b)) d->in_body = k + 1;
        }
    }
}
