/* operator.c: what a governing word makes of its content: the effect of its class (knowledge/classes), with its own
 * negation, tense and modality taken in, and the constructions that no class lists. */
#include "code/status_impl.h"

static msd_claim_status combine(msd_claim_status s, msd_claim_status effect)
{
    bool soft = s == MSD_ACTUAL || s == MSD_PLANNED || s == MSD_POSSIBLE || s == MSD_HISTORICAL;
    switch (effect) {
    case MSD_NEGATED: return s == MSD_NEGATED ? MSD_ACTUAL : soft || s == MSD_ATTEMPTED ? MSD_NEGATED : s;
    case MSD_DENIED: return soft || s == MSD_ATTEMPTED ? MSD_DENIED : s;
    case MSD_PLANNED:
    case MSD_HISTORICAL:
    case MSD_ATTEMPTED: return s == MSD_ACTUAL || (effect == MSD_ATTEMPTED && s == MSD_PLANNED) ? effect : s;
    case MSD_POSSIBLE: return s == MSD_ACTUAL || s == MSD_PLANNED || s == MSD_HISTORICAL ? MSD_POSSIBLE : s;
    case MSD_CONDITIONAL: return soft ? MSD_CONDITIONAL : s;
    case MSD_CONSIDERED: return soft || s == MSD_CONDITIONAL || s == MSD_NEGATED ? MSD_CONSIDERED : s;
    case MSD_THREATENED: return soft || s == MSD_CONDITIONAL ? MSD_THREATENED : s;
    case MSD_REQUESTED:
        return soft || s == MSD_CONDITIONAL || s == MSD_CONSIDERED || s == MSD_ATTEMPTED ? MSD_REQUESTED : s;
    default: return s;
    }
}

/* An operator that is itself negated: 'has not ruled out', 'does not plan'. */
static msd_claim_status under_negation(msd_claim_status effect)
{
    switch (effect) {
    case MSD_NEGATED: return MSD_POSSIBLE;
    case MSD_DENIED:
    case MSD_ACTUAL: return MSD_ACTUAL; /* 'did not know that they had attacked': it stands either way */
    case MSD_REQUESTED:
    case MSD_THREATENED: return MSD_POSSIBLE;
    default: return MSD_NEGATED;
    }
}

/* What a word or a kind of clause makes of the status. why: a class's rule or the name of a construction; tok: the word. */
void msdx_apply(struct msdx_coder *c, struct msdx_judgement *j, msd_claim_status effect, const char *why, int32_t tok)
{
    msd_claim_status before = j->status;
    j->status = combine(before, effect);
    if (effect != MSD_ACTUAL) j->direct = true;
    if (j->status != before) j->rule = why;
    if (!c->trace || !j->told || (j->status == before && effect != MSD_ACTUAL)) return;
    msdx_str w = msdx_tok_text(c->u, tok);
    msdx_trace(c, "    status %s: '%.*s', %s\n", msd_claim_status_name(j->status), (int)w.n, w.p, why ? why : "");
}

/* The word's own modality; `reported` turns a 'would' into a future seen from the past. */
void msdx_apply_modality(struct msdx_coder *c, struct msdx_judgement *j, const struct msdx_modality *m, int32_t tok,
                         bool reported)
{
    if (m->hedge && !j->hedge) j->hedge = m->hedge;
    if (m->nothing) {
        j->drop = true;
        j->drop_why = "its modifier says that it is no event";
    }
    if (m->has_effect) {
        msd_claim_status e = m->effect;
        if (m->is_would && reported && !m->unreal && e == MSD_CONDITIONAL) e = MSD_PLANNED;
        if (m->is_would && m->later && !m->negated) e = MSD_ACTUAL; /* told from afterwards */
        if (m->negated && (e == MSD_PLANNED || m->need || e == MSD_CONDITIONAL || (e == MSD_POSSIBLE && m->can)))
            e = MSD_NEGATED;
        msdx_apply(c, j, e, m->rule, m->aux >= 0 ? m->aux : tok);
    } else if (m->negated) {
        msdx_apply(c, j, MSD_NEGATED, m->rule ? m->rule : "clause:negation", tok);
    }
}

static msdx_sense_kind class_kind(const msdx_unit *u, int32_t g)
{
    if (msdx_is_verb(u, g) || u->tok[g].upos == MSDX_AUX) return MSDX_SENSE_CLASS_VERB;
    return u->tok[g].upos == MSDX_ADJ ? MSDX_SENSE_CLASS_ADJECTIVE : MSDX_SENSE_CLASS_NOUN;
}

/* Which class of g has the current word as its content? A class with an effect or a source goes before a bare one. */
const msdx_class *msdx_class_over(struct msdx_coder *c, int32_t g, int32_t cur)
{
    msdx_sense_kind kinds[2] = {class_kind(c->u, g), MSDX_SENSE_CLASS_VERB};
    /* 'is concerned', 'were set to': participles tagged as verbs, adjectives tagged as participles */
    if (kinds[0] == MSDX_SENSE_CLASS_VERB) kinds[1] = MSDX_SENSE_CLASS_ADJECTIVE;
    for (int k = 0; k < 2; k++) {
        uint32_t i = 0;
        const msdx_class *cl, *plain = NULL, *strong = NULL;
        while ((cl = msdx_class_of(c, g, kinds[k], &i))) {
            /* 'official', 'police' only tell what kind of source they are */
            bool kind_only = kinds[k] == MSDX_SENSE_CLASS_NOUN && cl->has_source &&
                             cl->source != MSD_SOURCE_STATEMENT && !cl->has_effect && !cl->hedge && !cl->content.n;
            if (cl->light || kind_only || !msdx_is_content(c, cl, g, cur)) continue;
            bool exact = cl->content.n && cl->content.item[0].step[0].kind == MSDX_STEP_INFINITIVE;
            if (exact) return cl; /* 'forgot to', whatever 'forgot that' means */
            if ((cl->has_effect || cl->is_nothing) && !strong) strong = cl;
            if (!plain) plain = cl;
        }
        if (strong || plain) return strong ? strong : plain;
    }
    return NULL;
}

/* 'has yet to impose' */
bool msdx_has_yet_to(const msdx_unit *u, int32_t g)
{
    if (!msdx_tok_lemma_is(u, g, "have") && !msdx_tok_lemma_is(u, g, "be")) return false;
    MSDX_EACH_CHILD (u, g, k)
        if (u->tok[k].rel == MSDX_REL_ADVMOD && msdx_tok_lower_is(u, k, "yet")) return true;
    return false;
}

/* 'If X, Y will': the main clause holds only under the condition. */
bool msdx_has_condition(struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    char prep[48];
    if (u->tok[t].rel == MSDX_REL_PARATAXIS && msdx_is_inverted_condition(u, u->tok[t].head)) return true;
    MSDX_EACH_CHILD (u, t, k) {
        msdx_rel rel = u->tok[k].rel;
        int32_t clause = rel == MSDX_REL_ADVMOD ? msdx_child(u, k, MSDX_REL_ADVCL) : k; /* 'as long as' */
        if (clause < 0 || (clause == k && rel != MSDX_REL_ADVCL && rel != MSDX_REL_OBL && rel != MSDX_REL_CCOMP))
            continue;
        if (msdx_modality_of(c, clause).conditional_clause) return true;
        msdx_prep_of(u, k, prep, sizeof prep);
        if (rel == MSDX_REL_OBL && k < t && strcmp(prep, "without") == 0)
            return true; /* 'Without a truce, they will' */
    }
    return false;
}

/* '"Are they going to attack?" she asked' asks for nothing to be done. */
static bool is_question_told(struct msdx_coder *c, const msdx_class *cl, int32_t g, int32_t cur)
{
    return cl->has_effect && cl->effect == MSD_REQUESTED && msdx_in_quotes(c, cur) && !msdx_in_quotes(c, g) &&
           !msdx_is_infinitive(c->u, cur);
}

/* 'told them to leave', 'said to leave at once'; 'are said to have left' is a report. */
static bool is_told_to(const msdx_unit *u, int32_t g, int32_t cur)
{
    if (!msdx_is_infinitive(u, cur) || !msdx_is_clause_rel(u->tok[cur].rel)) return false;
    return msdx_tok_lemma_is(u, g, "tell") || (msdx_tok_lemma_is(u, g, "say") && !msdx_is_passive(u, g));
}

/* 'wants to visit': he who wants it would do it; 'wants them to leave', 'wants to see them leave' asks. */
static bool is_own_wish(const msdx_unit *u, int32_t g, int32_t cur)
{
    return msdx_tok_lemma_is(u, g, "want") && u->tok[cur].rel == MSDX_REL_XCOMP && msdx_is_infinitive(u, cur) &&
           msdx_child(u, g, MSDX_REL_OBJ) < 0 && msdx_child(u, cur, MSDX_REL_NSUBJ) < 0 &&
           !msdx_tok_lemma_is(u, cur, "see");
}

/* 'concern over the arrests', 'worried about his abduction': what is spoken of as known has happened. */
static bool is_taken_as_known(const msdx_unit *u, int32_t cur, const char *prep)
{
    if (!msdx_is_noun(u, cur) || (strcmp(prep, "about") != 0 && strcmp(prep, "over") != 0)) return false;
    int32_t det = msdx_child(u, cur, MSDX_REL_DET);
    return msdx_child(u, cur, MSDX_REL_NMOD_POSS) >= 0 ||
           (det >= 0 && (msdx_tok_lower_is(u, det, "the") || msdx_tok_lower_is(u, det, "this") ||
                         msdx_tok_lower_is(u, det, "that") || msdx_tok_lower_is(u, det, "these")));
}

/* 'allowed', 'managed to persuade', and 'stood by, allowing' */
static bool is_past_here(const msdx_unit *u, int32_t g)
{
    static const char *const managed[] = {"manage", "succeed", "help"};
    int32_t over = u->tok[g].rel == MSDX_REL_XCOMP || u->tok[g].rel == MSDX_REL_ADVCL ? u->tok[g].head : -1;
    for (size_t i = 0; over >= 0 && i < sizeof managed / sizeof *managed; i++)
        if (msdx_tok_lemma_is(u, over, managed[i]) && msdx_is_past(u, over)) return true;
    int32_t main = strcmp(u->tok[g].tag, "VBG") == 0 && u->tok[g].rel == MSDX_REL_ADVCL ? u->tok[g].head : g;
    return msdx_is_past(u, main);
}

/* 'confirm or deny' */
static bool is_confirmed_or(const msdx_unit *u, int32_t g)
{
    return u->tok[g].rel == MSDX_REL_CONJ && msdx_tok_lemma_is(u, u->tok[g].head, "confirm");
}

/* 'agreed that it was late', 'decided that he is guilty': no plan is told in such a tense. */
static bool is_of_what_is(const msdx_unit *u, const msdx_class *cl, int32_t cur)
{
    bool vital = u->tok[cur].rel == MSDX_REL_CSUBJ && cl->effect == MSD_REQUESTED; /* 'important that they freed him' */
    if (!cl->has_effect || (cl->effect != MSD_PLANNED && cl->effect != MSD_CONSIDERED && !vital)) return false;
    if ((u->tok[cur].rel != MSDX_REL_CCOMP && !vital) || msdx_is_infinitive(u, cur)) return false;
    int32_t verb = msdx_is_verb(u, cur) ? cur : -1;
    MSDX_EACH_CHILD (u, cur, k) {
        msdx_rel rel = u->tok[k].rel;
        if (strcmp(u->tok[k].tag, "MD") == 0) return false;
        if (rel == MSDX_REL_COP || rel == MSDX_REL_AUX || rel == MSDX_REL_AUX_PASS) verb = k;
    }
    if (verb >= 0 && vital) return strcmp(u->tok[verb].tag, "VBD") == 0;
    return verb >= 0 && (strcmp(u->tok[verb].tag, "VBD") == 0 || strcmp(u->tok[verb].tag, "VBZ") == 0 ||
                         (strcmp(u->tok[verb].tag, "VBP") == 0 && verb != cur));
}

/* 'The law provides that': it says so; 'provided that' it does. */
static bool is_law_saying(const msdx_unit *u, int32_t g)
{
    return msdx_tok_lemma_is(u, g, "provide") && msdx_child(u, g, MSDX_REL_NSUBJ) >= 0;
}

/* What class cl at g makes of its content, with g's own negation and tense taken in. */
static void apply_effect(struct msdx_coder *c, const msdx_class *cl, int32_t g, const struct msdx_modality *m,
                         struct msdx_walk *w, struct msdx_judgement *j)
{
    const msdx_unit *u = c->u;
    bool neg = m->negated || (msdx_has_yet_to(u, g) && u->tok[w->cur].rel == MSDX_REL_XCOMP);
    bool clause = msdx_is_verb(u, w->cur) || msdx_is_clause_rel(u->tok[w->cur].rel);
    /* 'warned them to leave' asks; 'warned that it would strike' threatens */
    bool asks = cl->has_effect && cl->effect == MSD_THREATENED && msdx_child(u, g, MSDX_REL_OBJ) >= 0 &&
                msdx_is_infinitive(u, w->cur);
    char mark[48];
    msdx_prep_of(u, w->cur, mark, sizeof mark);
    if (cl->has_effect && cl->effect == MSD_POSSIBLE && is_taken_as_known(u, w->cur, mark))
        msdx_apply(c, j, MSD_ACTUAL, cl->rule, g);
    else if (cl->has_effect && cl->effect == MSD_DENIED && is_confirmed_or(u, g))
        msdx_apply(c, j, MSD_POSSIBLE, cl->rule, g);
    else if (cl->has_effect && cl->effect == MSD_CONSIDERED && !neg)
        msdx_apply(c, j, MSD_CONSIDERED, cl->rule, g); /* 'is weighing whether to expel' */
    else if (strstr(mark, "whether") || (strcmp(mark, "if") == 0 && u->tok[w->cur].rel == MSDX_REL_CCOMP))
        msdx_apply(c, j, MSD_POSSIBLE, "clause:whether", w->cur); /* 'has not decided whether to retaliate' */
    else if (is_of_what_is(u, cl, w->cur) || is_law_saying(u, g))
        msdx_apply(c, j, neg ? MSD_POSSIBLE : MSD_ACTUAL, cl->rule, g);
    else if (is_own_wish(u, g, w->cur))
        msdx_apply(c, j, neg ? MSD_POSSIBLE : MSD_PLANNED, cl->rule, g);
    else if (asks || is_told_to(u, g, w->cur))
        msdx_apply(c, j, MSD_REQUESTED, cl->rule, g);
    else if (is_question_told(c, cl, g, w->cur))
        msdx_apply(c, j, MSD_ACTUAL, cl->rule, g);
    else if (neg && cl->has_negated)
        msdx_apply(c, j, cl->negated, cl->rule, g);
    else if (neg && cl->has_effect)
        msdx_apply(c, j, under_negation(cl->effect), cl->rule, g);
    else if (cl->has_past && !neg && !m->has_effect && is_past_here(u, g))
        msdx_apply(c, j, cl->past, cl->rule, g);
    else if (cl->has_effect && cl->effect == MSD_PLANNED && cl->has_source && msdx_has_condition(c, w->cur))
        msdx_apply(c, j, MSD_CONDITIONAL, cl->rule, g); /* 'vowed to attack if' */
    else if (cl->has_effect)
        msdx_apply(c, j, cl->effect, cl->rule, g);
    else if (neg && clause && !cl->is_nothing)
        msdx_apply(c, j, cl->has_source ? MSD_POSSIBLE : MSD_NEGATED, cl->rule, g);
    /* 'Is Iran planning to attack?', 'Suppose rebels attack' */
    if (m->is_question || (m->is_order && cl->hedge == MSD_HEDGE_SUSPECTED)) msdx_apply(c, j, MSD_POSSIBLE, m->rule, g);
}

/* A word whose content its holder wants, plans or refuses tells nothing of it. */
static int wish_of(msd_claim_status effect)
{
    switch (effect) {
    case MSD_THREATENED: return MSDX_THREATENS;
    case MSD_REQUESTED:
    case MSD_PLANNED:
    case MSD_CONSIDERED:
    case MSD_NEGATED: return MSDX_WISHES;
    default: return MSDX_TELLS;
    }
}

void msdx_apply_operator(struct msdx_coder *c, const msdx_class *cl, int32_t g, struct msdx_walk *w,
                         struct msdx_judgement *j)
{
    struct msdx_modality m = msdx_modality_of(c, g);
    if (cl->is_nothing && m.is_order) { /* 'Imagine that rebels attack' */
        if (!w->frozen) msdx_apply(c, j, MSD_POSSIBLE, cl->rule, g);
    } else if (cl->is_nothing) {
        j->drop = true;
        j->drop_why = cl->rule;
    }
    if (cl->has_effect && cl->effect == MSD_NEGATED && w->said == w->cur && j->n_source) {
        j->n_source--; /* 'declined to say whether' */
        if (!w->frozen) msdx_apply(c, j, MSD_POSSIBLE, cl->rule, g);
        w->said = -1;
        return;
    }
    /* 'do not think that they had': that they had not is as they see it */
    bool hedges = !m.negated || (cl->has_negated && cl->negated == MSD_NEGATED);
    if (cl->hedge && !w->frozen && !j->hedge && hedges && !m.is_order) j->hedge = cl->hedge;
    if (cl->has_source && !(m.negated && !cl->has_effect && !cl->has_negated)) {
        int32_t holder = msdx_holder_of(c, cl, g);
        uint32_t n = j->n_source;
        /* 'an attack is likely', 'evidence suggests': nobody */
        if (holder == w->cur || (holder >= 0 && msdx_is_no_teller(c, holder))) holder = -1;
        if (holder >= 0)
            msdx_add_source(c, j, holder, msdx_in_quotes(c, w->word) ? MSD_SOURCE_QUOTE : cl->source, cl->rule);
        if (j->n_source > n) msdx_sources_quoted(c, holder, j);
        if (j->n_source == n + 1 && cl->has_effect && !is_question_told(c, cl, g, w->cur))
            j->source[n].as = wish_of(cl->effect);
        if (j->n_source == n + 1 && is_told_to(c->u, g, w->cur)) j->source[n].as = MSDX_WISHES;
        w->said = j->n_source > n && !cl->has_effect ? g : -1;
        if (holder < 0 && !j->hedge && !w->frozen && !cl->has_effect && !m.is_order && !is_told_to(c->u, g, w->cur))
            j->hedge = MSD_HEDGE_REPORTED;
    }
    if (w->frozen) return;
    if (j->operator_tok < 0) j->operator_tok = g;
    apply_effect(c, cl, g, &m, w, j);
    if (m.hedge && !j->hedge) j->hedge = m.hedge;
    /* What the operator's own modality adds: 'may force', 'would allow', 'if it threatens'. A future or possible
     * report or threat says nothing new of its content. */
    bool factive = cl->has_effect && cl->effect == MSD_ACTUAL;
    bool ahead = m.is_would && !m.unreal && m.effect == MSD_CONDITIONAL && msdx_is_reported(c, g);
    if (m.has_effect && !cl->has_source && !factive && j->status == MSD_ACTUAL)
        msdx_apply(c, j, ahead ? MSD_PLANNED : m.effect, m.rule, g);
    if (m.conditional_clause && j->status == MSD_ACTUAL) msdx_apply(c, j, MSD_CONDITIONAL, m.rule, g);
    w->clausal = true;
    /* 'wants an end to the shelling', 'fears the aftermath of the raid': whatever is wanted of it, it was there */
    bool known = c->u->tok[w->cur].rel == MSDX_REL_CCOMP && !msdx_is_infinitive(c->u, w->cur); /* 'wants to know why' */
    if (factive && !m.negated && (known || msdx_is_noun(c->u, g))) w->frozen = true;
}

/* 'rejected claims that', 'dismissed the accusation', 'broke its promise to': what is done away with is a report, or a
 * plan, a demand, or what stands in the way. MSD_DENIED, MSD_NEGATED, MSD_POSSIBLE; MSD_ACTUAL: none of them. */
msd_claim_status msdx_does_away(struct msdx_coder *c, int32_t g, int32_t cur)
{
    uint32_t i = 0, n = 0;
    const msdx_class *cl;
    bool denies = false, report = false, plan = false, bar = false;
    if (!msdx_is_verb(c->u, g) || !msdx_is_noun(c->u, cur)) return MSD_ACTUAL;
    msdx_rel rel = c->u->tok[cur].rel;
    if (rel != MSDX_REL_OBJ && rel != MSDX_REL_NSUBJ_PASS) return MSD_ACTUAL;
    if (msdx_refuses(c, g, cur)) return MSD_ACTUAL; /* 'ruled out talks' does away with no talk of anything */
    while ((cl = msdx_class_of(c, g, MSDX_SENSE_CLASS_VERB, &i)))
        denies |= cl->has_effect && (cl->effect == MSD_DENIED || cl->effect == MSD_NEGATED);
    while (denies && (cl = msdx_class_of(c, cur, MSDX_SENSE_CLASS_NOUN, &n))) {
        report |= (cl->has_source && !cl->has_effect && cl->source == MSD_SOURCE_STATEMENT) || cl->hedge;
        plan |= cl->has_effect &&
                (cl->effect == MSD_PLANNED || cl->effect == MSD_CONSIDERED || cl->effect == MSD_REQUESTED);
        bar |= cl->has_effect && cl->effect == MSD_NEGATED;
    }
    return bar ? MSD_POSSIBLE : plan ? MSD_NEGATED : report ? MSD_DENIED : MSD_ACTUAL;
}

void msdx_apply_rejection(struct msdx_coder *c, int32_t g, msd_claim_status effect, struct msdx_walk *w,
                          struct msdx_judgement *j)
{
    uint32_t i = 0;
    const msdx_class *cl = msdx_class_of(c, g, MSDX_SENSE_CLASS_VERB, &i);
    while (cl && !cl->has_source) cl = msdx_class_of(c, g, MSDX_SENSE_CLASS_VERB, &i);
    if (cl && effect == MSD_DENIED)
        msdx_add_source(c, j, msdx_holder_of(c, cl, g), cl->source, "clause:rejected-report");
    if (w->frozen || msdx_modality_of(c, g).negated) return;
    if (effect != MSD_DENIED)
        j->status = MSD_ACTUAL; /* what was planned or asked for is not to be, what was barred may */
    msdx_apply(c, j, effect,
               effect == MSD_NEGATED    ? "clause:plan-undone"
               : effect == MSD_POSSIBLE ? "clause:bar-lifted"
                                        : "clause:rejected-report",
               g);
}

/* 'blamed rebels for the attack': hung on the object, and yet what the verb speaks of. */
const msdx_class *msdx_class_over_object(struct msdx_coder *c, int32_t g, int32_t cur)
{
    const msdx_unit *u = c->u;
    int32_t v = u->tok[g].head;
    if (u->tok[cur].rel != MSDX_REL_NMOD || v < 0 || !msdx_is_verb(u, v)) return NULL;
    if (u->tok[g].rel != MSDX_REL_OBJ && u->tok[g].rel != MSDX_REL_NSUBJ_PASS) return NULL;
    char prep[48];
    msdx_prep_of(u, cur, prep, sizeof prep);
    uint32_t i = 0;
    const msdx_class *cl;
    while ((cl = msdx_class_of(c, v, MSDX_SENSE_CLASS_VERB, &i)))
        for (size_t p = 0; p < cl->content.n; p++)
            if (cl->content.item[p].n == 1 && cl->content.item[p].step[0].kind == MSDX_STEP_PREP && !cl->light &&
                strcmp(cl->content.item[p].step[0].prep, prep) == 0)
                return cl;
    return NULL;
}

/* 'The leaders are to meet', 'is going to attack': scheduled; 'used to shell': once. NULL: neither. */
const char *msdx_periphrasis(const msdx_unit *u, int32_t g, int32_t cur, msd_claim_status *effect)
{
    bool perfect = false;
    const char *tag = u->tok[cur].tag; /* 'was to have met', 'is going to be meeting' */
    MSDX_EACH_CHILD (u, cur, k)
        perfect |= strcmp(u->tok[k].tag, "TO") == 0 && (strcmp(tag, "VBN") == 0 || strcmp(tag, "VBG") == 0);
    if (!perfect && !msdx_is_infinitive(u, cur)) return NULL;
    int32_t subject = msdx_child(u, g, MSDX_REL_NSUBJ);
    if (u->tok[g].upos == MSDX_AUX && msdx_tok_lemma_is(u, g, "be") && msdx_child(u, g, MSDX_REL_EXPL) < 0) {
        *effect = subject > g && msdx_tok_lower_is(u, g, "were") ? MSD_CONDITIONAL : MSD_PLANNED;
        return "clause:is-to";
    }
    if (msdx_tok_lower_is(u, g, "going") && msdx_child(u, g, MSDX_REL_AUX) >= 0) {
        *effect = MSD_PLANNED;
        return "clause:going-to";
    }
    bool must = msdx_tok_lemma_is(u, g, "have") && !msdx_tok_lower_is(u, g, "had") &&
                !msdx_tok_lower_is(u, g, "having") && msdx_child(u, g, MSDX_REL_OBJ) < 0 && !msdx_has_yet_to(u, g);
    if (must || (msdx_tok_lower_is(u, g, "got") && msdx_child(u, g, MSDX_REL_AUX) >= 0)) {
        *effect = MSD_REQUESTED;
        return "clause:has-to";
    }
    if (msdx_tok_lower_is(u, g, "supposed") && msdx_is_passive(u, g)) {
        *effect = MSD_PLANNED;
        return "clause:supposed-to";
    }
    if (msdx_tok_lemma_is(u, g, "remain") && msdx_is_passive(u, cur)) { /* 'remains to be told' */
        *effect = msdx_tok_lemma_is(u, cur, "see") ? MSD_POSSIBLE : MSD_NEGATED;
        return "clause:remains-to";
    }
    if (msdx_tok_lower_is(u, g, "used") && msdx_child(u, g, MSDX_REL_OBJ) < 0 && !msdx_is_passive(u, g)) {
        *effect = MSD_HISTORICAL;
        return "clause:used-to";
    }
    return NULL;
}

int32_t msdx_raised_predicate(const msdx_unit *u, int32_t g)
{
    static const char *const verb[] = {"remain", "look", "seem", "appear", "become", "prove", "stay", "sound"};
    bool raises = false;
    for (size_t i = 0; i < sizeof verb / sizeof *verb; i++) raises |= msdx_tok_lemma_is(u, g, verb[i]);
    int32_t a = raises ? msdx_child(u, g, MSDX_REL_XCOMP) : -1;
    return a >= 0 && (u->tok[a].upos == MSDX_ADJ || msdx_is_noun(u, a)) ? a : -1;
}

/* An infinitive that the parser hung on the verb as a purpose, though the object before it is a plan, a call, an offer
 * to do it: that object, or -1. */
int32_t msdx_noun_of_infinitive(struct msdx_coder *c, int32_t g, int32_t cur)
{
    const msdx_unit *u = c->u;
    int32_t noun = msdx_child(u, g, MSDX_REL_OBJ);
    bool gerund = strcmp(u->tok[cur].tag, "VBG") == 0; /* 'its veto on Sweden joining' */
    if (noun < 0 || !(gerund || msdx_is_infinitive(u, cur)) || noun > cur ||
        msdx_left_edge(u, cur) - msdx_right_edge(u, noun) > 1)
        return -1;
    const msdx_class *cl = msdx_class_over(c, noun, cur);
    if (!cl || !cl->has_effect) return -1;
    return noun;
}

/* 'It is not the case that', which the parser takes for a relative clause. */
bool msdx_is_denied_case(struct msdx_coder *c, int32_t g)
{
    return msdx_tok_lemma_is(c->u, g, "case") && msdx_child(c->u, g, MSDX_REL_COP) >= 0 &&
           msdx_modality_of(c, g).negated;
}
