/* special.c: events that no single verb or noun states: what somebody will not or
 * must do, who is behind it. */
#include "code/code_impl.h"

/* ---- auxiliaries that state an event of their own ---- */

static const msdx_frame *frame_of_phrase(const struct msdx_coder *c, const char *phrase)
{
    size_t n;
    const msdx_sense *s = msdx_know_find(c->know, MSDX_SPACE_LEMMA, msdx_str_of(phrase), &n);
    for (size_t i = 0; i < n; i++)
        if (s[i].kind == MSDX_SENSE_VERB) return msdx_know_frame(c->know, s[i].index);
    return NULL;
}

static bool is_cooperative(const msdx_frame *f)
{
    return strcmp(f->quad, "verbal-cooperation") == 0 || strcmp(f->quad, "material-cooperation") == 0;
}

static void put_modal(struct msdx_coder *c, int32_t aux, const msdx_frame *f, const struct msdx_filled *actor,
                      const struct msdx_filled *recipient, const struct msdx_judgement *inner)
{
    /* 'will not attend the meeting': of two words of what is refused one refusal */
    for (uint32_t i = 0; i < c->n_draft; i++)
        if (c->draft[i].of_modal && c->draft[i].trigger == aux && strcmp(c->draft[i].frame->event, f->event) == 0)
            return;
    struct msdx_draft *d = msdx_new_draft(c);
    if (!d) return;
    d->trigger = d->trigger_start = aux;
    d->sent = c->u->tok[aux].sent;
    d->frame = f;
    memcpy(d->actor, actor->tok, sizeof d->actor);
    memcpy(d->recipient, recipient->tok, sizeof d->recipient);
    d->n_actor = actor->n;
    d->n_recipient = recipient->n;
    d->how = *inner;
    d->how.status = MSD_ACTUAL;
    d->how.operator_tok = d->how.modal_tok = d->how.condition_of = d->how.purpose_of = -1;
    d->same_as = -1;
    d->of_modal = true;
    d->coder = c;
    msdx_trace(c, "    claim: %s actual by %s\n", f->event, f->rule);
}

/* 'half of the voters think that he should': what people believe asks nothing of anybody. */
static bool is_believed(const msdx_unit *u, int32_t v)
{
    static const char *const belief[] = {"think", "believe", "feel", "hope", "suppose", "wonder", "show", "doubt"};
    msdx_rel rel = u->tok[v].rel;
    if ((rel != MSDX_REL_CCOMP && rel != MSDX_REL_PARATAXIS) || u->tok[v].head < 0) return false;
    for (size_t i = 0; i < sizeof belief / sizeof *belief; i++)
        if (msdx_tok_lemma_is(u, u->tok[v].head, belief[i])) return true;
    return false;
}

/* 'would not discuss his pay', 'fear that the army will not defend them': silence, and what others expect. */
static bool refuses_nothing(const msdx_unit *u, int32_t trigger)
{
    int32_t above = u->tok[trigger].head;
    bool feared = above >= 0 && u->tok[trigger].rel == MSDX_REL_CCOMP && msdx_tok_lemma_is(u, above, "fear");
    return feared || is_believed(u, trigger) || msdx_tok_lemma_is(u, trigger, "discuss");
}

/* A demand is made of states and of those with power or arms, not of parents and patients. */
static bool is_political(struct msdx_coder *c, const struct msdx_filled *f)
{
    static const char *const private_sector[] = {"CVL", "MED", "SOC", "EDU", "AGR", "BUS"};
    for (uint32_t i = 0; i < f->n; i++) {
        const msd_entity *who = &msdx_mention(c, f->tok[i])->who;
        bool is_private = !who->sector;
        for (size_t k = 0; who->sector && k < sizeof private_sector / sizeof *private_sector; k++)
            is_private |= strcmp(who->sector, private_sector[k]) == 0;
        if (who->entity || !is_private) return true;
    }
    return false;
}

/* 'will never negotiate', 'will not lift the ban': a refusal of a cooperative act. */
void msdx_code_will_not(struct msdx_coder *c, const struct msdx_draft *inner)
{
    const msdx_frame *f = frame_of_phrase(c, "will not");
    if (!f || !inner->how.will_not || inner->how.modal_tok < 0) return;
    if (!is_cooperative(inner->frame) || !inner->n_actor || refuses_nothing(c->u, inner->trigger)) return;
    struct msdx_draft copy = *inner; /* the list may move when it grows */
    struct msdx_filled actor = {.n = copy.n_actor}, recipient = {.n = copy.n_recipient};
    memcpy(actor.tok, copy.actor, sizeof actor.tok);
    bool supposed = msdx_tok_lower_is(c->u, inner->how.modal_tok, "would"); /* as it may be, of others */
    if (supposed && !is_political(c, &actor)) return;
    memcpy(recipient.tok, copy.recipient, sizeof recipient.tok);
    if (copy.frame->mutual) { /* who refuses is the subject; the others are refused */
        int32_t v = msdx_is_verb(c->u, copy.trigger) ? copy.trigger : msdx_light_verb(c, copy.trigger);
        int32_t s = v >= 0 ? msdx_subject(c, v) : -1;
        for (uint32_t i = 0; i < actor.n; i++)
            if (s >= 0 && actor.tok[i] != s) msdx_fill(&recipient, actor.tok[i]);
        if (s >= 0) {
            actor.n = 0;
            msdx_add_actor(c, s, &actor);
        }
    }
    uint32_t at = c->n_draft - 1;
    put_modal(c, copy.how.modal_tok, f, &actor, &recipient, &copy.how);
    if (c->n_draft != at + 2) return;
    c->draft[at] = c->draft[at + 1]; /* who refuses comes before what is refused */
    c->draft[at + 1] = copy;
}

/* 'should be the exception', 'should know': nobody can be asked for what is no act; 'must be ready to go' is one. */
static bool is_state_of_things(const msdx_unit *u, int32_t v)
{
    static const char *const states[] = {"be",   "know",  "feel",    "seem", "remember", "win",  "lose",
                                         "like", "enjoy", "deserve", "fear", "matter",   "worry"};
    if (msdx_child(u, v, MSDX_REL_COP) >= 0)
        return !msdx_tok_lemma_is(u, v, "ready") && !msdx_tok_lemma_is(u, v, "prepared") &&
               !msdx_tok_lemma_is(u, v, "willing");
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (msdx_tok_lemma_is(u, v, states[i])) return true;
    return false;
}

/* 'whether it should apply', 'how they should vote': asked about, not asked for. */
static bool is_asked_about(const msdx_unit *u, int32_t v)
{
    MSDX_EACH_CHILD (u, v, k) {
        bool how = u->tok[k].rel == MSDX_REL_ADVMOD && u->tok[k].tag[0] == 'W';
        if (msdx_tok_lower_is(u, k, "whether") || (how && k < v)) return true;
    }
    return false;
}

/* 'the economy should grow', 'the law should help exporters': what is expected of things, not asked of anybody. */
static bool is_expected(struct msdx_coder *c, int32_t s)
{
    const struct msdx_np *np = msdx_mention(c, s);
    bool somebody = np->is_pronoun || np->is_named || np->antecedent >= 0 || np->is_person ||
                    (np->is_agent && (np->kind <= MSDX_AGENT_BODY || np->kind == MSDX_AGENT_PLACE));
    return msdx_is_noun(c->u, s) && c->u->tok[s].upos != MSDX_PROPN && !somebody;
}

/* 'should be seen as', 'must be noted': what is to be thought, not done. */
static bool is_to_be_thought(const msdx_unit *u, int32_t v)
{
    static const char *const thought[] = {"see",       "consider", "regard",   "view",    "take",       "treat",
                                          "note",      "identify", "remember", "place",   "understand", "recognise",
                                          "recognize", "pursue",   "expect",   "measure", "judge",      "interpret"};
    for (size_t i = 0; i < sizeof thought / sizeof *thought; i++)
        if (msdx_tok_lemma_is(u, v, thought[i])) return true;
    return false;
}

/* A head of state or minister who says what his own country must do asks nobody. */
static bool asks_himself(struct msdx_coder *c, const struct msdx_filled *actor, const struct msdx_filled *recipient)
{
    if (actor->n != 1 || recipient->n != 1) return false;
    const msd_entity *who = &msdx_mention(c, actor->tok[0])->who, *whom = &msdx_mention(c, recipient->tok[0])->who;
    bool rules = who->sector && strcmp(who->sector, "GOV") == 0 && who->country;
    bool state = whom->entity && whom->country && strcmp(whom->entity, whom->country) == 0;
    return rules && state && strcmp(who->country, whom->country) == 0;
}

/* 'the EU must mediate, the minister said': the minister asks it of the EU. */
void msdx_code_must(struct msdx_coder *c, int32_t aux)
{
    const msdx_unit *u = c->u;
    if (u->tok[aux].rel != MSDX_REL_AUX || u->tok[aux].head < 0) return;
    int32_t subject = msdx_child(u, u->tok[aux].head, MSDX_REL_NSUBJ);
    if (subject > aux) return;               /* 'should they attack': a condition or a question */
    MSDX_EACH_CHILD (u, u->tok[aux].head, k) /* 'should have attacked' asks for nothing */
        if (k > aux && u->tok[k].rel == MSDX_REL_AUX && msdx_tok_lower_is(u, k, "have")) return;
    uint32_t i = 0;
    const msdx_class *cl = msdx_class_of(c, aux, MSDX_SENSE_CLASS_AUXILIARY, &i);
    const msdx_frame *f = cl && cl->has_effect && cl->effect == MSD_REQUESTED ? frame_of_phrase(c, "must") : NULL;
    int32_t v = u->tok[aux].head, s = msdx_surface_subject(c, v), speaker = msdx_speaker(c, v);
    if (!f || s < 0 || speaker < 0) return;
    struct msdx_filled actor = {0}, recipient = {0};
    msdx_add_actor(c, speaker, &actor);
    msdx_add_recipient(c, s, f, false, &recipient);
    msdx_remove_shared(c, &recipient, &actor);
    struct msdx_judgement j;
    msdx_judge(c, v, &j);
    if (is_asked_about(u, v) || strcmp(u->tok[v].tag, "VBG") == 0) return; /* 'should be getting help' */
    if (is_expected(c, s) && !msdx_is_passive(u, v)) return;
    if (is_state_of_things(u, v) || (is_believed(u, v) && !is_political(c, &actor))) return;
    if (!msdx_any_known(c, &actor) || !is_political(c, &recipient) || j.drop || j.condition_of >= 0) return;
    if (asks_himself(c, &actor, &recipient)) return;
    if (j.n_source) j.n_source--; /* the innermost source is the one who asks */
    if (msdx_is_passive(u, v)) {  /* 'the rebels must not be armed' asks nothing of the rebels */
        if (!msdx_word_sense(&c->word[v], MSDX_SENSE_VERB, NULL) || is_to_be_thought(u, v)) return;
        if (!is_political(c, &actor)) return;
        recipient.n = 0;
    }
    put_modal(c, aux, f, &actor, &recipient, &j);
}

/* The event that 'it', 'them' means in 'is behind them': the nearest one told before. */
static const struct msdx_draft *event_before(const struct msdx_coder *c, int32_t t)
{
    for (uint32_t i = c->n_draft; i > 0; i--) {
        const struct msdx_draft *d = &c->draft[i - 1];
        if (d->trigger < t && !msdx_is_verb(c->u, d->trigger) && msdx_is_physical(d->frame->event)) return d;
        if (c->u->tok[t].sent - d->sent > 2) break;
    }
    return NULL;
}

/* 'X is behind the attacks', 'suspected of being behind them': X did it. */
void msdx_code_behind(struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    if (u->tok[t].upos != MSDX_PRON || !msdx_tok_lower_is(u, msdx_child(u, t, MSDX_REL_CASE), "behind")) return;
    int32_t be = u->tok[t].rel == MSDX_REL_OBL ? u->tok[t].head : t;
    if (be < 0 || !(msdx_tok_lemma_is(u, be, "be") || msdx_child(u, t, MSDX_REL_COP) >= 0)) return;
    const struct msdx_draft *told = event_before(c, t);
    int32_t who = msdx_surface_subject(c, be);
    if (!told || who < 0) return;
    struct msdx_draft copy = *told;
    struct msdx_filled actor = {0};
    int32_t member[MSDX_MEMBERS_MAX];
    uint32_t n = msdx_members(u, who, member, MSDX_MEMBERS_MAX);
    for (uint32_t i = 0; i < n; i++) msdx_add_actor(c, member[i], &actor);
    struct msdx_draft *d = actor.n ? msdx_new_draft(c) : NULL;
    if (!d) return;
    *d = copy;
    d->trigger = d->trigger_start = t;
    d->sent = u->tok[t].sent;
    memcpy(d->actor, actor.tok, sizeof d->actor);
    d->n_actor = actor.n;
    msdx_judge(c, be, &d->how);
    d->same_as = -1;
    msdx_trace(c, "    claim: %s %s, whose actor is said to be behind it\n", d->frame->event,
               msd_claim_status_name(d->how.status));
}
