/* status.c: whether it happened, how surely, and who says so, for any word of a
 * tree: by walking up from the word and letting each class word on the way
 * (knowledge/classes) act on what hangs below it. */
#include "code/status_impl.h"

enum { STEPS_MAX = 40 };

/* ---- combining ---- */

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
static void apply(struct msdx_coder *c, struct msdx_judgement *j, msd_claim_status effect, const char *why, int32_t tok)
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
static void apply_modality(struct msdx_coder *c, struct msdx_judgement *j, const struct msdx_modality *m, int32_t tok,
                           bool reported)
{
    if (m->hedge && !j->hedge) j->hedge = m->hedge;
    if (m->nothing) {
        j->drop = true;
        j->drop_why = "its modifier says that it is no event";
    }
    if (m->has_effect) {
        msd_claim_status e = m->effect;
        if (m->is_would && reported && e == MSD_CONDITIONAL) e = MSD_PLANNED;
        if (m->is_would && m->later && !m->negated) e = MSD_ACTUAL; /* told from afterwards */
        if (m->negated && (e == MSD_PLANNED || e == MSD_CONDITIONAL || (e == MSD_POSSIBLE && m->can))) e = MSD_NEGATED;
        apply(c, j, e, m->rule, m->aux >= 0 ? m->aux : tok);
    } else if (m->negated) {
        apply(c, j, MSD_NEGATED, m->rule ? m->rule : "clause:negation", tok);
    }
}

/* ---- the walk ---- */

/* 'In the novel, a soldier shoots': set inside something that reports nothing, which drops it; 'in a hypothetical case':
 * inside what may be. A museum is also a place. */
static bool is_set_in_nothing(struct msdx_coder *c, int32_t t, struct msdx_judgement *j)
{
    const msdx_unit *u = c->u;
    MSDX_EACH_CHILD (u, t, k) {
        char prep[48];
        if (u->tok[k].rel != MSDX_REL_OBL) continue;
        msdx_prep_of(u, k, prep, sizeof prep);
        if (strcmp(prep, "in") != 0 && strcmp(prep, "during") != 0) continue;
        if (c->word[k].agent && c->word[k].agent->kind == MSDX_AGENT_PLACE) continue;
        uint32_t i = 0;
        const msdx_class *cl;
        while ((cl = msdx_class_of(c, k, MSDX_SENSE_CLASS_NOUN, &i)))
            if (cl->is_nothing) return true;
        int32_t how = msdx_child(u, k, MSDX_REL_AMOD);
        i = 0;
        while (how >= 0 && (cl = msdx_class_of(c, how, MSDX_SENSE_CLASS_ADJECTIVE, &i)))
            if (cl->has_effect && cl->effect == MSD_POSSIBLE && !c->word[k].is_event_noun)
                apply(c, j, MSD_POSSIBLE, cl->rule, k);
    }
    return false;
}

struct walk {
    int32_t cur;
    bool frozen;  /* the status is settled; sources and 'nothing' still count */
    bool clausal; /* what carries the status at cur is a clause or stands for one */
};

static bool subject_is_nothing(struct msdx_coder *c, int32_t g)
{
    int32_t s = msdx_is_verb(c->u, g) ? msdx_surface_subject(c, g) : -1;
    uint32_t i = 0;
    const msdx_class *cl;
    while (s >= 0 && (cl = msdx_class_of(c, s, MSDX_SENSE_CLASS_NOUN, &i)))
        if (cl->is_nothing) return true;
    return false;
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
        const msdx_class *cl, *plain = NULL;
        while ((cl = msdx_class_of(c, g, kinds[k], &i))) {
            /* 'official', 'police' only tell what kind of source they are */
            bool kind_only =
                kinds[k] == MSDX_SENSE_CLASS_NOUN && cl->has_source && !cl->has_effect && !cl->hedge && !cl->content.n;
            if (cl->light || kind_only || !msdx_is_content(c, cl, g, cur)) continue;
            if (cl->has_effect || cl->is_nothing) return cl;
            if (!plain) plain = cl;
        }
        if (plain) return plain;
    }
    return NULL;
}

static bool is_reported(struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    for (int32_t k = t, depth = 0; k >= 0 && depth < 8; k = u->tok[k].head, depth++)
        if (u->tok[k].rel == MSDX_REL_CCOMP || u->tok[k].rel == MSDX_REL_PARATAXIS) return true;
    MSDX_EACH_CHILD (u, t, k)
        if (u->tok[k].rel == MSDX_REL_PARATAXIS) return true;
    return false;
}

/* 'has yet to impose' */
static bool has_yet_to(const msdx_unit *u, int32_t g)
{
    if (!msdx_tok_lemma_is(u, g, "have") && !msdx_tok_lemma_is(u, g, "be")) return false;
    MSDX_EACH_CHILD (u, g, k)
        if (u->tok[k].rel == MSDX_REL_ADVMOD && msdx_tok_lower_is(u, k, "yet")) return true;
    return false;
}

/* What class cl at g makes of its content, with g's own negation and tense taken in. */
static void apply_effect(struct msdx_coder *c, const msdx_class *cl, int32_t g, const struct msdx_modality *m,
                         struct walk *w, struct msdx_judgement *j)
{
    const msdx_unit *u = c->u;
    bool neg = m->negated || (has_yet_to(u, g) && u->tok[w->cur].rel == MSDX_REL_XCOMP);
    bool clause = msdx_is_verb(u, w->cur) || msdx_is_clause_rel(u->tok[w->cur].rel);
    /* 'warned them to leave' asks; 'warned that it would strike' threatens */
    bool asks = cl->has_effect && cl->effect == MSD_THREATENED && msdx_child(u, g, MSDX_REL_OBJ) >= 0 &&
                msdx_is_infinitive(u, w->cur);
    char mark[48];
    msdx_prep_of(u, w->cur, mark, sizeof mark);
    if (cl->has_effect && cl->effect == MSD_CONSIDERED && !neg)
        apply(c, j, MSD_CONSIDERED, cl->rule, g); /* 'is weighing whether to expel' */
    else if (strncmp(mark, "whether", 7) == 0 || (strcmp(mark, "if") == 0 && u->tok[w->cur].rel == MSDX_REL_CCOMP))
        apply(c, j, MSD_POSSIBLE, "clause:whether", w->cur); /* 'has not decided whether to retaliate' */
    else if (asks)
        apply(c, j, MSD_REQUESTED, cl->rule, g);
    else if (neg && cl->has_negated)
        apply(c, j, cl->negated, cl->rule, g);
    else if (neg && cl->has_effect)
        apply(c, j, under_negation(cl->effect), cl->rule, g);
    else if (cl->has_past && !neg && !m->has_effect && msdx_is_past(u, g))
        apply(c, j, cl->past, cl->rule, g);
    else if (cl->has_effect)
        apply(c, j, cl->effect, cl->rule, g);
    else if (neg && clause)
        apply(c, j, cl->has_source ? MSD_POSSIBLE : MSD_NEGATED, cl->rule, g);
    /* 'Is Iran planning to attack?', 'Suppose rebels attack' */
    if (m->is_question || (m->is_order && cl->hedge == MSD_HEDGE_SUSPECTED)) apply(c, j, MSD_POSSIBLE, m->rule, g);
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

static void apply_operator(struct msdx_coder *c, const msdx_class *cl, int32_t g, struct walk *w,
                           struct msdx_judgement *j)
{
    struct msdx_modality m = msdx_modality_of(c, g);
    if (cl->is_nothing) {
        j->drop = true;
        j->drop_why = cl->rule;
    }
    if (cl->hedge && !w->frozen && !j->hedge && !m.negated && !m.is_order) j->hedge = cl->hedge;
    if (cl->has_source && !(m.negated && !cl->has_effect && !cl->has_negated)) {
        int32_t holder = msdx_holder_of(c, cl, g);
        uint32_t n = j->n_source;
        if (holder == w->cur) holder = -1; /* 'an attack is likely' */
        if (holder >= 0)
            msdx_add_source(c, j, holder, msdx_in_quotes(c, w->cur) ? MSD_SOURCE_QUOTE : cl->source, cl->rule);
        if (j->n_source > n && cl->has_effect) j->source[n].as = wish_of(cl->effect);
        if (holder < 0 && !j->hedge && !w->frozen && !cl->has_effect && !m.is_order) j->hedge = MSD_HEDGE_REPORTED;
    }
    if (w->frozen) return;
    if (j->operator_tok < 0) j->operator_tok = g;
    apply_effect(c, cl, g, &m, w, j);
    if (m.hedge && !j->hedge) j->hedge = m.hedge;
    /* What the operator's own modality adds: 'may force', 'would allow', 'if it threatens'. A future or possible
     * report or threat says nothing new of its content. */
    if (m.has_effect && !cl->has_source && j->status == MSD_ACTUAL) apply(c, j, m.effect, m.rule, g);
    if (m.conditional_clause && j->status == MSD_ACTUAL) apply(c, j, MSD_CONDITIONAL, m.rule, g);
    w->clausal = true;
}

static bool is_transitive(const struct msdx_coder *c, int32_t g)
{
    return msdx_child(c->u, g, MSDX_REL_OBJ) >= 0;
}

/* 'stop the fighting': what is stopped was there, whatever becomes of the stopping. */
static bool ends_things(struct msdx_coder *c, int32_t g)
{
    uint32_t i = 0;
    const msdx_class *cl;
    while ((cl = msdx_class_of(c, g, MSDX_SENSE_CLASS_VERB, &i)))
        if (cl->has_effect && cl->effect == MSD_NEGATED) return true;
    return false;
}

/* 'An attack would lead to war': said of what comes of it. */
static bool has_outcome(const msdx_unit *u, int32_t g)
{
    static const char *const verb[] = {"lead", "result", "end", "mean", "amount"};
    for (size_t i = 0; i < sizeof verb / sizeof *verb; i++)
        if (msdx_tok_lemma_is(u, g, verb[i])) return true;
    return false;
}

/* A nominal event as an argument of an ordinary word. */
static void step_nominal(struct msdx_coder *c, int32_t g, struct walk *w, struct msdx_judgement *j, int32_t t)
{
    const msdx_unit *u = c->u;
    msdx_rel rel = u->tok[w->cur].rel;
    struct msdx_modality m = msdx_modality_of(c, g);
    int32_t det = msdx_child(u, w->cur, MSDX_REL_DET);
    if (rel == MSDX_REL_NSUBJ && det >= 0 && msdx_tok_lower_is(u, det, "no")) m.negated = false; /* counted already */
    if (!w->frozen && msdx_is_verb(u, g)) {
        bool carried = w->cur == t && msdx_light_verb(c, t) == g && !ends_things(c, g);
        if (carried && m.has_effect && m.negated && m.effect == MSD_PLANNED) { /* 'will not begin talks' */
            j->will_not = true;
            j->modal_tok = m.aux;
        }
        if (rel == MSDX_REL_NSUBJ && m.is_would && has_outcome(u, g)) {
            apply(c, j, MSD_CONDITIONAL, m.rule, g);
            w->frozen = true;
            w->cur = g;
            return;
        }
        if (carried || (rel == MSDX_REL_NSUBJ && !is_transitive(c, g) && !m.nothing)) {
            apply_modality(c, j, &m, g, is_reported(c, g));
            w->clausal = true;
            w->cur = g;
            return;
        }
        bool core = rel == MSDX_REL_NSUBJ || rel == MSDX_REL_OBJ; /* 'the closure would mean an end to relations' */
        if (core && m.is_would && !is_reported(c, g)) apply(c, j, MSD_CONDITIONAL, m.rule, g);
    }
    w->frozen = true;
    w->cur = g;
}

/* 'too weak to attack' */
static bool is_too_much(const msdx_unit *u, int32_t g)
{
    MSDX_EACH_CHILD (u, g, k)
        if (u->tok[k].rel == MSDX_REL_ADVMOD && msdx_tok_lower_is(u, k, "too")) return true;
    return false;
}

/* 'when', 'once', 'after' and a present tense, beside what is yet to come: yet to come as well. */
static bool is_future_time(struct msdx_coder *c, int32_t cur, int32_t g, const char *mark)
{
    static const char *const word[] = {"when", "once", "after", "as soon as", "before", "while", "until", "the moment"};
    const char *tag = c->u->tok[cur].tag;
    bool temporal = false, past = msdx_is_past(c->u, cur) || strcmp(tag, "VBD") == 0;
    for (size_t i = 0; i < sizeof word / sizeof *word; i++) temporal |= strcmp(mark, word[i]) == 0;
    MSDX_EACH_CHILD (c->u, cur, k)
        if (msdx_tok_lower_is(c->u, k, "has") || msdx_tok_lower_is(c->u, k, "have")) past = false;
    if (!temporal || past) return false;
    struct msdx_modality m = msdx_modality_of(c, g);
    return m.has_effect && (m.effect == MSD_PLANNED || m.effect == MSD_CONDITIONAL || m.effect == MSD_REQUESTED);
}

static void step_advcl(struct msdx_coder *c, int32_t g, struct walk *w, struct msdx_judgement *j, int32_t t)
{
    const msdx_unit *u = c->u;
    if (!w->frozen) {
        struct msdx_modality own = msdx_modality_of(c, w->cur);
        char mark[48];
        msdx_prep_of(u, w->cur, mark, sizeof mark);
        w->frozen = true;
        if (own.conditional_clause) {
            j->status = j->status == MSD_NEGATED ? MSD_CONDITIONAL : j->status; /* 'if they do not withdraw' */
            apply(c, j, MSD_CONDITIONAL, own.rule, w->cur);
            j->condition_of = g;
        } else if (msdx_is_infinitive(u, w->cur)) {
            apply(c, j, is_too_much(u, g) ? MSD_NEGATED : MSD_PLANNED, "clause:purpose", w->cur);
            if (w->cur == t) j->purpose_of = g;
        } else if (!mark[0] && w->cur > g && strcmp(u->tok[w->cur].tag, "VBG") == 0) {
            /* 'may attack, killing': a participle shares the main verb's modality */
            struct msdx_modality m = msdx_modality_of(c, g);
            apply_modality(c, j, &m, g, is_reported(c, g));
            w->frozen = false;
        } else if (is_future_time(c, w->cur, g, mark)) {
            bool once = strcmp(mark, "once") == 0;
            apply(c, j, once ? MSD_CONDITIONAL : MSD_PLANNED, "clause:time-to-come", w->cur);
            if (once) j->condition_of = g;
        }
    }
    w->cur = g;
}

static void step_conj(struct msdx_coder *c, int32_t g, struct walk *w, struct msdx_judgement *j, int32_t t)
{
    const msdx_unit *u = c->u;
    bool own = false;
    MSDX_EACH_CHILD (u, w->cur, k) {
        msdx_rel rel = u->tok[k].rel;
        own |= rel == MSDX_REL_MARK || rel == MSDX_REL_AUX || rel == MSDX_REL_NSUBJ || rel == MSDX_REL_NSUBJ_PASS ||
               rel == MSDX_REL_AUX_PASS;
    }
    if (!own && !w->frozen) {
        struct msdx_modality m = msdx_modality_of(c, g);
        bool verb = msdx_is_verb(u, g);
        /* An adjective or determiner reaches over both nouns; an adverb or a negation over the first verb alone unless
         * its auxiliary is shared ('did not attack or kill'). */
        if (!verb) m.negated = false;
        if (!verb && msdx_child(u, w->cur, MSDX_REL_AMOD) >= 0) m.has_effect = false;
        if (verb && strcmp(u->tok[w->cur].tag, "VB") != 0 && strcmp(u->tok[w->cur].tag, "VBN") != 0)
            m.has_effect = m.negated = false;
        apply_modality(c, j, &m, g, is_reported(c, g));
        if (w->cur == t && m.has_effect && m.negated && m.effect == MSD_PLANNED) { /* 'will not meet or support' */
            j->will_not = true;
            j->modal_tok = t;
        }
    }
    w->cur = g;
}

/* 'rejected claims that', 'dismissed the accusation': what is rejected is a report. */
static bool denies_report(struct msdx_coder *c, int32_t g, int32_t cur)
{
    uint32_t i = 0, n = 0;
    const msdx_class *cl;
    bool denies = false, report = false;
    if (!msdx_is_verb(c->u, g) || !msdx_is_noun(c->u, cur)) return false;
    msdx_rel rel = c->u->tok[cur].rel;
    if (rel != MSDX_REL_OBJ && rel != MSDX_REL_NSUBJ_PASS) return false;
    while ((cl = msdx_class_of(c, g, MSDX_SENSE_CLASS_VERB, &i)))
        denies |= cl->has_source && cl->has_effect && (cl->effect == MSD_DENIED || cl->effect == MSD_NEGATED);
    while ((cl = msdx_class_of(c, cur, MSDX_SENSE_CLASS_NOUN, &n)))
        report |= (cl->has_source && !cl->has_effect && cl->source == MSD_SOURCE_STATEMENT) || cl->hedge;
    return denies && report;
}

static void apply_rejection(struct msdx_coder *c, int32_t g, struct walk *w, struct msdx_judgement *j)
{
    uint32_t i = 0;
    const msdx_class *cl = msdx_class_of(c, g, MSDX_SENSE_CLASS_VERB, &i);
    while (cl && !cl->has_source) cl = msdx_class_of(c, g, MSDX_SENSE_CLASS_VERB, &i);
    if (!cl) return;
    msdx_add_source(c, j, msdx_holder_of(c, cl, g), cl->source, "clause:rejected-report");
    if (w->frozen) return;
    struct msdx_modality m = msdx_modality_of(c, g);
    if (!m.negated) apply(c, j, MSD_DENIED, "clause:rejected-report", g);
}

/* 'blamed rebels for the attack': hung on the object, and yet what the verb speaks of. */
static const msdx_class *class_over_object(struct msdx_coder *c, int32_t g, int32_t cur)
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
static const char *periphrasis(const msdx_unit *u, int32_t g, int32_t cur, msd_claim_status *effect)
{
    if (!msdx_is_infinitive(u, cur)) return NULL;
    int32_t subject = msdx_child(u, g, MSDX_REL_NSUBJ);
    if (u->tok[g].upos == MSDX_AUX && msdx_tok_lemma_is(u, g, "be") && msdx_child(u, g, MSDX_REL_EXPL) < 0) {
        *effect = subject > g && msdx_tok_lower_is(u, g, "were") ? MSD_CONDITIONAL : MSD_PLANNED;
        return "clause:is-to";
    }
    if (msdx_tok_lower_is(u, g, "going") && msdx_child(u, g, MSDX_REL_AUX) >= 0) {
        *effect = MSD_PLANNED;
        return "clause:going-to";
    }
    if (msdx_tok_lower_is(u, g, "used") && msdx_child(u, g, MSDX_REL_OBJ) < 0 && !msdx_is_passive(u, g)) {
        *effect = MSD_HISTORICAL;
        return "clause:used-to";
    }
    return NULL;
}

/* 'It is not the case that', which the parser takes for a relative clause. */
static bool is_denied_case(struct msdx_coder *c, int32_t g)
{
    return msdx_tok_lemma_is(c->u, g, "case") && msdx_child(c->u, g, MSDX_REL_COP) >= 0 &&
           msdx_modality_of(c, g).negated;
}

static void step_up(struct msdx_coder *c, int32_t g, struct walk *w, struct msdx_judgement *j, int32_t t)
{
    const msdx_unit *u = c->u;
    msdx_rel rel = u->tok[w->cur].rel;
    const msdx_class *cl;
    if (rel == MSDX_REL_CONJ) {
        step_conj(c, g, w, j, t);
        return;
    }
    msd_claim_status effect;
    const char *why = w->frozen ? NULL : periphrasis(u, g, w->cur, &effect);
    if (why) {
        struct msdx_modality m = msdx_modality_of(c, g);
        if (effect == MSD_CONDITIONAL) j->condition_of = u->tok[g].head;
        apply(c, j, m.negated && effect == MSD_PLANNED ? MSD_NEGATED : effect, why, g);
        if (m.is_question) apply(c, j, MSD_POSSIBLE, m.rule, g);
        w->frozen = effect == MSD_CONDITIONAL;
        w->cur = g;
        return;
    }
    if ((cl = msdx_class_over(c, g, w->cur))) {
        apply_operator(c, cl, g, w, j);
        w->cur = g;
        return;
    }
    if ((cl = class_over_object(c, g, w->cur))) {
        w->cur = u->tok[g].head;
        apply_operator(c, cl, w->cur, w, j);
        return;
    }
    if (denies_report(c, g, w->cur)) {
        apply_rejection(c, g, w, j);
        w->cur = g;
        return;
    }
    switch (rel) {
    case MSDX_REL_XCOMP:
    case MSDX_REL_CCOMP:
        if (!w->frozen && msdx_is_inverted_condition(u, w->cur)) {
            apply(c, j, MSD_CONDITIONAL, "clause:inverted-condition", w->cur);
            j->condition_of = g;
            w->frozen = true;
        }
        if (!w->frozen) {
            struct msdx_modality m = msdx_modality_of(c, g);
            if (has_yet_to(u, g) || (msdx_is_infinitive(u, w->cur) && is_too_much(u, g))) m.negated = true;
            if (rel == MSDX_REL_CCOMP) m.has_effect = false;
            if (rel == MSDX_REL_CCOMP && m.negated)
                apply(c, j, MSD_POSSIBLE, "clause:negated-report", g);
            else
                apply_modality(c, j, &m, g, true);
        }
        w->cur = g;
        break;
    case MSDX_REL_ADVCL: step_advcl(c, g, w, j, t); break;
    case MSDX_REL_ACL:
        if (!w->frozen && msdx_is_infinitive(u, w->cur))
            apply(c, j, MSD_POSSIBLE, "clause:infinitive-of-a-noun", w->cur);
        w->frozen = true;
        w->cur = g;
        break;
    case MSDX_REL_ACL_RELCL:
        if (!w->frozen && is_denied_case(c, g)) apply(c, j, MSD_NEGATED, "clause:not-the-case", g);
        w->frozen = true;
        w->cur = g;
        break;
    default: step_nominal(c, g, w, j, t);
    }
}

/* 'If X, Y will': the main clause holds only under the condition. */
static bool has_condition(struct msdx_coder *c, int32_t t)
{
    if (c->u->tok[t].rel == MSDX_REL_PARATAXIS && msdx_is_inverted_condition(c->u, c->u->tok[t].head)) return true;
    MSDX_EACH_CHILD (c->u, t, k) {
        if (c->u->tok[k].rel != MSDX_REL_ADVCL && c->u->tok[k].rel != MSDX_REL_OBL &&
            c->u->tok[k].rel != MSDX_REL_CCOMP)
            continue;
        struct msdx_modality m = msdx_modality_of(c, k);
        if (m.conditional_clause) return true;
    }
    return false;
}

static void reverse_sources(struct msdx_judgement *j)
{
    for (uint32_t a = 0; a < j->n_source / 2; a++) {
        uint32_t b = j->n_source - 1 - a;
        struct msdx_teller told = j->source[a];
        j->source[a] = j->source[b];
        j->source[b] = told;
    }
}

/* 'during World War II', 'in colonial times': whole phrases that a class lists. */
static const msdx_class *phrase_beside(struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    MSDX_EACH_CHILD (u, t, k) {
        bool adverb = u->tok[k].rel == MSDX_REL_ADVMOD; /* 'decades ago' */
        if (!adverb && u->tok[k].rel != MSDX_REL_OBL && u->tok[k].rel != MSDX_REL_NMOD) continue;
        int32_t a = msdx_left_edge(u, k), b = msdx_right_edge(u, k);
        while (b > k && u->tok[b].upos == MSDX_PUNCT) b--;
        char phrase[96];
        size_t n = 0;
        if (b - a > 6) continue;
        for (int32_t i = a; i <= b && n + u->tok[i].lower.n + 2 < sizeof phrase; i++) {
            if (n) phrase[n++] = ' ';
            memcpy(phrase + n, u->tok[i].lower.p, u->tok[i].lower.n);
            n += u->tok[i].lower.n;
        }
        phrase[n] = 0;
        const msdx_class *cl =
            msdx_phrase_class(c, phrase, adverb ? MSDX_SENSE_CLASS_ADVERB : MSDX_SENSE_CLASS_PREPOSITION);
        if (cl && cl->has_effect && (!adverb || cl->effect == MSD_HISTORICAL)) return cl;
    }
    return NULL;
}

static void judge_own(struct msdx_coder *c, int32_t t, struct msdx_judgement *out)
{
    struct msdx_modality m = msdx_modality_of(c, t);
    if (m.conditional_clause && c->u->tok[t].head >= 0)
        m.has_effect = false; /* said again, with what it is a condition of, on the way up */
    apply_modality(c, out, &m, t, is_reported(c, t));
    if (m.has_effect) out->modal_tok = m.aux;
    out->will_not = m.has_effect && m.negated && m.effect == MSD_PLANNED;
    if (msdx_is_verb(c->u, t) && has_condition(c, t) && (out->status == MSD_PLANNED || out->status == MSD_POSSIBLE))
        apply(c, out, MSD_CONDITIONAL, "clause:under-a-condition", t);
    const msdx_class *phrase = phrase_beside(c, t);
    if (phrase) apply(c, out, phrase->effect, phrase->rule, t);
    const msdx_class *topic = c->topic[c->u->tok[t].sent];
    if (topic) {
        out->drop = true;
        out->drop_why = topic->rule;
    }
}

void msdx_judge(struct msdx_coder *c, int32_t t, struct msdx_judgement *out)
{
    memset(out, 0, sizeof *out);
    out->told = c->trace != NULL;
    out->operator_tok = out->condition_of = out->purpose_of = out->modal_tok = -1;
    judge_own(c, t, out);
    struct walk w = {.cur = t};
    int32_t light = msdx_is_verb(c->u, t) ? -1 : msdx_light_verb(c, t);
    if (light >= 0 && c->u->tok[light].head == t) {
        /* 'the attack carried out by': the light verb hangs below */
        struct msdx_modality m = msdx_modality_of(c, light);
        apply_modality(c, out, &m, light, false);
    }
    for (int step = 0; step < STEPS_MAX; step++) {
        msdx_sources_beside(c, w.cur, out);
        if (subject_is_nothing(c, w.cur) || (!w.frozen && is_set_in_nothing(c, w.cur, out))) {
            out->drop = true;
            out->drop_why = "it is told of in what reports no event";
        }
        int32_t g = c->u->tok[w.cur].head;
        if (g < 0) break;
        step_up(c, g, &w, out, t);
    }
    if (out->status == MSD_ACTUAL && msdx_is_long_ago(c, t)) apply(c, out, MSD_HISTORICAL, "clause:long-ago", t);
    msdx_sources_around(c, t, out);
    reverse_sources(out);
}
