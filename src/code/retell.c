/* retell.c: an event that a later sentence tells again: 'The blast killed nine' after
 * 'A bomb went off', the same act between the same parties further down. Within a
 * paragraph the later telling adds its victims to the claim; a later paragraph only
 * adds a mention, so that no claim changes by what is added to the end of a text. */
#include "code/code_impl.h"

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

static bool has_blank_line(const msdx_unit *u, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i + 1 < to; i++)
        if (u->text[i] == '\n' && u->text[i + 1] == '\n') return true;
    return false;
}

static bool happened(const struct msdx_draft *d)
{
    return d->how.status == MSD_ACTUAL && !d->dropped && d->same_as < 0 && strcmp(d->frame->event, "ASSAULT") == 0;
}

/* May draft b be the telling again, by a definite noun, of a? */
static bool tells_again(struct msdx_coder *c, const struct msdx_draft *a, const struct msdx_draft *b)
{
    if (a->sent >= b->sent || b->sent - a->sent > BACK_SENTENCES || !happened(a)) return false;
    if (!msdx_mode_fits(a->frame, b->frame) && !msdx_is_verb(c->u, b->trigger)) return false;
    return !b->n_actor || !a->n_actor || msdx_all_in(b, b->actor, b->n_actor, a, a->actor, a->n_actor);
}

void msdx_merge_retold(struct msdx_coder *c)
{
    const msdx_unit *u = c->u;
    for (uint32_t k = 1; k < c->n_draft; k++) {
        struct msdx_draft *b = &c->draft[k];
        if (!happened(b) || told_noun(c, b) < 0) continue;
        for (uint32_t i = k; i > 0 && k - i < BACK_DRAFTS; i--) {
            struct msdx_draft *a = &c->draft[i - 1];
            if (b->sent - a->sent > BACK_SENTENCES) break;
            if (!tells_again(c, a, b)) continue;
            if (!has_blank_line(u, u->tok[a->trigger].span.start_byte, u->tok[b->trigger].span.start_byte)) {
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
