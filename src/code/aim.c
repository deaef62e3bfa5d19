/* aim.c: to whom an act is done when no path of its frame gives anybody: what is
 * condemned or turned down, or the other country in which one acts. */
#include "code/code_impl.h"

enum { DEPTH_MAX = 4 };

static bool event_is(const msdx_frame *f, const char *const *list)
{
    return msdx_is_any(f->event, list);
}

/* ---- what is condemned or turned down ---- */

/* Is the object part of what states the act ('opened an inquiry'), not what the act is about? */
static bool object_states_act(const msdx_frame *f)
{
    for (size_t i = 0; i < f->n_cond; i++)
        if (!f->cond[i].negated && f->cond[i].path.n == 1 && f->cond[i].path.step[0].kind == MSDX_STEP_OBJECT)
            return true;
    return false;
}

static int32_t first_of(struct msdx_coder *c, int32_t t, const msdx_path *path)
{
    int32_t got[MSDX_MEMBERS_MAX];
    return msdx_path_eval(c, t, path, got, MSDX_MEMBERS_MAX) ? got[0] : -1;
}

/* A thing or an event without an owner that anybody knows: the mention alone says against what. */
static void aim_at_thing(struct msdx_coder *c, int32_t t, const msdx_frame *f, bool verb, struct msdx_filled *out)
{
    static const char *const about[] = {"ACCUSE", "REJECT", NULL};
    static const msdx_path into = {1, {{MSDX_STEP_PREP, "into"}}}, of = {1, {{MSDX_STEP_PREP, "of"}}};
    if (!event_is(f, about)) return;
    int32_t thing = verb && !(object_states_act(f) && strcmp(f->event, "ACCUSE") == 0) ? msdx_object(c, t) : -1;
    for (size_t p = 0; p < f->recipient.n && thing < 0; p++) thing = first_of(c, t, &f->recipient.item[p]);
    if (thing < 0) thing = first_of(c, t, &into);
    if (thing < 0 && !verb) thing = first_of(c, t, &of);
    if (thing < 0 || !msdx_is_noun(c->u, thing) || c->u->tok[thing].ent) return;
    int32_t owner = msdx_owner(c, thing);
    msdx_fill(out, owner >= 0 ? owner : msdx_counted(c->u, thing));
}

/* ---- another country ---- */

static bool leads_to_place(const char *prep)
{
    static const char *const list[] = {"in",     "to",   "into", "inside", "across", "at",      "near", "for",
                                       "around", "from", "on",   "along",  "of",     "towards", "over", NULL};
    return msdx_is_any(prep, list);
}

static bool is_abroad(struct msdx_coder *c, int32_t t, const struct msdx_filled *actor)
{
    const struct msdx_np *np = msdx_mention(c, t);
    if (!np->is_place || !np->who.country || !msdx_know_state(c->know, np->who.country)) return false;
    for (uint32_t i = 0; i < actor->n; i++) {
        const char *own = msdx_mention(c, actor->tok[i])->who.country;
        if (!own || strcmp(own, np->who.country) == 0) return false;
    }
    return actor->n > 0;
}

static int32_t place_abroad(struct msdx_coder *c, int32_t t, const struct msdx_filled *actor, int depth)
{
    const msdx_unit *u = c->u;
    int32_t deeper = -1;
    MSDX_EACH_CHILD (u, t, k) {
        msdx_rel rel = u->tok[k].rel;
        char prep[48];
        if (rel == MSDX_REL_OBL || rel == MSDX_REL_NMOD) {
            msdx_prep_of(u, k, prep, sizeof prep);
            if (leads_to_place(prep) && is_abroad(c, k, actor)) return k;
            if (!leads_to_place(prep)) continue;
        } else if (rel != MSDX_REL_OBJ && rel != MSDX_REL_XCOMP && !(rel == MSDX_REL_CCOMP && k > t) &&
                   !(rel == MSDX_REL_ADVCL && msdx_is_infinitive(u, k))) {
            continue;
        }
        if (deeper < 0 && depth < DEPTH_MAX) deeper = place_abroad(c, k, actor, depth + 1);
    }
    return deeper;
}

/* ---- what a blow struck ---- */

/* 'Air strikes and shelling hit the camp': whom the verb's object names, the nouns before it struck. */
static void aim_at_struck(struct msdx_coder *c, int32_t t, const msdx_frame *f, struct msdx_filled *out)
{
    int32_t s = msdx_first_conjunct(c->u, t), v = s >= 0 ? c->u->tok[s].head : -1;
    if (strcmp(f->event, "ASSAULT") != 0 || v < 0 || c->u->tok[s].rel != MSDX_REL_NSUBJ || !msdx_is_verb(c->u, v))
        return;
    bool strikes = false;
    for (const msdx_sense *sense = NULL; (sense = msdx_word_sense(&c->word[v], MSDX_SENSE_VERB, sense));)
        strikes |= strcmp(msdx_know_frame(c->know, sense->index)->event, "ASSAULT") == 0;
    int32_t obj = strikes ? msdx_object(c, v) : -1, member[MSDX_MEMBERS_MAX];
    uint32_t n = obj >= 0 ? msdx_members(c->u, obj, member, MSDX_MEMBERS_MAX) : 0;
    for (uint32_t i = 0; i < n; i++) msdx_add_recipient(c, member[i], f, true, out);
}

/* 'turned back a boat carrying 60 migrants': what is done to the boat is done to those in it. */
int32_t msdx_aboard(struct msdx_coder *c, int32_t t)
{
    static const char *const holds[] = {"carry", "transport", "ferry", "pack", "load", "crowd", "bring", "take"};
    const msdx_unit *u = c->u;
    const struct msdx_np *np = msdx_mention(c, t);
    if (!np->is_agent || np->kind == MSDX_AGENT_PERSON || np->kind == MSDX_AGENT_BODY) return t;
    MSDX_EACH_CHILD (u, t, k) {
        bool held = false;
        for (size_t i = 0; i < sizeof holds / sizeof *holds; i++) held |= msdx_tok_lemma_is(u, k, holds[i]);
        if (!held || u->tok[k].rel != MSDX_REL_ACL || k < t) continue;
        int32_t who = strcmp(u->tok[k].tag, "VBG") == 0 ? msdx_child(u, k, MSDX_REL_OBJ) : -1;
        MSDX_EACH_CHILD (u, k, m)
            if (who < 0 && msdx_tok_lower_is(u, msdx_child(u, m, MSDX_REL_CASE), "with")) who = m;
        who = who >= 0 ? msdx_counted(u, who) : -1;
        if (who >= 0 && msdx_mention(c, who)->is_agent && msdx_mention(c, who)->kind <= MSDX_AGENT_BODY) return who;
    }
    return t;
}

void msdx_aim(struct msdx_coder *c, int32_t t, const msdx_frame *frame, bool verb, const struct msdx_filled *actor,
              struct msdx_filled *out)
{
    static const char *const abroad[] = {"AGREE",   "SUPPORT",   "AID",     "MOBILIZE", "RETREAT",
                                         "CONCEDE", "COOPERATE", "CONSULT", NULL};
    static const char *const sent_there[] = {"AID", "MOBILIZE", NULL};
    aim_at_thing(c, t, frame, verb, out);
    if (!verb) aim_at_struck(c, t, frame, out);
    /* Two who agree or sign do it with each other, wherever they meet. */
    if (out->n || !event_is(frame, abroad) || frame->mutual || (actor->n > 1 && !event_is(frame, sent_there))) return;
    int32_t at = verb ? t : msdx_light_verb(c, t), place = place_abroad(c, t, actor, 0);
    if (place < 0 && at >= 0 && at != t) place = place_abroad(c, at, actor, 0);
    msdx_fill(out, place);
}
