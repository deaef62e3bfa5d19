/* status.c: whether it happened, how surely, and who says so, for any word of a
 * tree: by walking up from the word and letting each class word on the way
 * (knowledge/classes) act on what hangs below it. */
#include "code/code_impl.h"

enum { STEPS_MAX = 40, QUOTE_BACK = 500 };

/* What stands around one word: auxiliaries, negation, adverbs. */
struct modality {
    int32_t aux; /* the auxiliary that gave the effect; -1 */
    bool negated, has_effect, is_would, can;
    msd_claim_status effect;
    msd_hedge hedge;
    bool conditional_clause; /* opened by 'if' and its kind */
    bool nothing;
};

/* ---- one word's surroundings ---- */

static void take_class(struct modality *m, const msdx_class *cl)
{
    if (!cl) return;
    if (cl->is_nothing) m->nothing = true;
    if (cl->hedge) m->hedge = cl->hedge;
    if (!cl->has_effect) return;
    if (cl->effect == MSD_NEGATED) {
        m->negated = !m->negated;
        return;
    }
    m->has_effect = true;
    m->effect = cl->effect;
}

static void modality_of_child(struct msdx_coder *c, int32_t t, int32_t k, struct modality *m)
{
    const msdx_unit *u = c->u;
    uint32_t i = 0;
    switch (u->tok[k].rel) {
    case MSDX_REL_AUX:
    case MSDX_REL_AUX_PASS:
        m->is_would |= msdx_tok_lower_is(u, k, "would") || msdx_tok_lower_is(u, k, "'d");
        m->can |= msdx_tok_lower_is(u, k, "can") || msdx_tok_lower_is(u, k, "could");
        take_class(m, msdx_class_of(c, k, MSDX_SENSE_CLASS_AUXILIARY, &i));
        if (i) m->aux = k;
        break;
    case MSDX_REL_ADVMOD:
        if (msdx_tok_lower_is(u, k, "only") || k > t + 4) break;
        take_class(m, msdx_class_of(c, k, MSDX_SENSE_CLASS_ADVERB, &i));
        /* 'not yet', 'no longer': the negation may hang on the adverb */
        MSDX_EACH_CHILD (u, k, kk)
            if (u->tok[kk].rel == MSDX_REL_ADVMOD && kk < k &&
                (msdx_tok_lower_is(u, kk, "no") || msdx_tok_lower_is(u, kk, "not")))
                m->negated = true;
        break;
    case MSDX_REL_DET: take_class(m, msdx_class_of(c, k, MSDX_SENSE_CLASS_DETERMINER, &i)); break;
    case MSDX_REL_AMOD:
    case MSDX_REL_COMPOUND:
        if (!msdx_is_noun(u, t)) break;
        take_class(m, msdx_class_of(c, k, MSDX_SENSE_CLASS_ADJECTIVE, &i));
        /* 'a possible embassy closure': the adjective hangs on the noun before */
        MSDX_EACH_CHILD (u, k, kk)
            if (u->tok[k].rel == MSDX_REL_COMPOUND && u->tok[kk].rel == MSDX_REL_AMOD) {
                i = 0;
                take_class(m, msdx_class_of(c, kk, MSDX_SENSE_CLASS_ADJECTIVE, &i));
            }
        break;
    case MSDX_REL_NSUBJ:
    case MSDX_REL_NSUBJ_PASS:
    case MSDX_REL_OBJ: {
        /* 'no group has claimed', 'none of them attacked' */
        int32_t det = msdx_child(u, k, MSDX_REL_DET);
        if (u->tok[k].rel != MSDX_REL_OBJ && ((det >= 0 && msdx_tok_lower_is(u, det, "no")) ||
                                              msdx_tok_lower_is(u, k, "nobody") || msdx_tok_lower_is(u, k, "none")))
            m->negated = true;
        break;
    }
    case MSDX_REL_CC_PRECONJ:
    case MSDX_REL_CC: m->negated |= msdx_tok_lower_is(u, k, "neither") || msdx_tok_lower_is(u, k, "nor"); break;
    default: break;
    }
}

/* 'Should Russia invade, NATO will respond': a condition by word order. */
static bool is_inverted_condition(const msdx_unit *u, int32_t t)
{
    int32_t aux = -1, subject = -1, g = u->tok[t].head;
    MSDX_EACH_CHILD (u, t, k) {
        if (aux < 0 && (u->tok[k].rel == MSDX_REL_AUX || u->tok[k].rel == MSDX_REL_COP)) aux = k;
        if (u->tok[k].rel == MSDX_REL_NSUBJ || u->tok[k].rel == MSDX_REL_NSUBJ_PASS) subject = k;
    }
    int32_t beside = msdx_child(u, t, MSDX_REL_PARATAXIS); /* the main clause, when the parser set it beside */
    if (aux < 0 || subject < aux || (g <= t && beside < subject) || u->tok[t].rel == MSDX_REL_CONJ) return false;
    return msdx_tok_lower_is(u, aux, "should") || msdx_tok_lower_is(u, aux, "had") || msdx_tok_lower_is(u, aux, "were");
}

static struct modality modality_of(struct msdx_coder *c, int32_t t)
{
    struct modality m = {.aux = -1};
    if (msdx_is_verb(c->u, t) && is_inverted_condition(c->u, t)) {
        m.conditional_clause = m.has_effect = true;
        m.effect = MSD_CONDITIONAL;
        return m;
    }
    MSDX_EACH_CHILD (c->u, t, k) modality_of_child(c, t, k, &m);
    char prep[48];
    msdx_prep_of(c->u, t, prep, sizeof prep);
    const msdx_class *cl = msdx_phrase_class(c, prep, MSDX_SENSE_CLASS_MARKER);
    if (!cl) cl = msdx_phrase_class(c, prep, MSDX_SENSE_CLASS_PREPOSITION);
    if (cl && cl->has_effect && cl->effect == MSD_CONDITIONAL) m.conditional_clause = true;
    if (cl && !cl->has_source) take_class(&m, cl);
    return m;
}

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

static void apply(struct msdx_judgement *j, msd_claim_status effect)
{
    j->status = combine(j->status, effect);
    if (effect != MSD_ACTUAL) j->direct = true;
}

/* The word's own modality; `reported` turns a 'would' into a future seen from the past. */
static void apply_modality(struct msdx_judgement *j, const struct modality *m, bool reported)
{
    if (m->hedge && !j->hedge) j->hedge = m->hedge;
    if (m->nothing) {
        j->drop = true;
        j->drop_why = "its modifier says that it is no event";
    }
    if (m->has_effect) {
        msd_claim_status e = m->effect;
        if (m->is_would && reported && e == MSD_CONDITIONAL) e = MSD_PLANNED;
        if (m->negated && (e == MSD_PLANNED || e == MSD_CONDITIONAL || (e == MSD_POSSIBLE && m->can))) e = MSD_NEGATED;
        apply(j, e);
    } else if (m->negated) {
        apply(j, MSD_NEGATED);
    }
}

/* ---- sources ---- */

static bool in_quotes(const msdx_unit *u, int32_t t)
{
    int open = 0;
    int32_t k = (int32_t)u->sent[u->tok[t].sent].tok_start;
    for (k = t - k > QUOTE_BACK ? t - QUOTE_BACK : k; k < t; k++) {
        msdx_str w = msdx_tok_text(u, k);
        if (msdx_str_is(w, "\"") || (msdx_str_is(w, "'") && strcmp(u->tok[k].tag, "POS") != 0)) open = !open;
        if (msdx_str_is(w, "\xE2\x80\x9C") || msdx_str_is(w, "\xE2\x80\x98") || msdx_str_is(w, "``")) open = 1;
        if (msdx_str_is(w, "\xE2\x80\x9D") || msdx_str_is(w, "''")) open = 0;
    }
    return open;
}

static void add_source(struct msdx_coder *c, struct msdx_judgement *j, int32_t tok, msd_source_kind kind)
{
    if (tok < 0 || j->n_source == MSDX_SOURCES_MAX) return;
    for (uint32_t i = 0; i < j->n_source; i++)
        if (j->source[i].tok == tok) return;
    uint32_t i = 0;
    const msdx_class *own;
    /* 'sources', 'a report', 'officials' say themselves what kind they are. */
    while ((own = msdx_class_of(c, msdx_counted(c->u, tok), MSDX_SENSE_CLASS_NOUN, &i)))
        if (own->has_source && kind == MSD_SOURCE_STATEMENT) kind = own->source;
    j->source[j->n_source].tok = tok;
    j->source[j->n_source++].kind = kind;
}

static int32_t holder_of(struct msdx_coder *c, const msdx_class *cl, int32_t g)
{
    int32_t got[MSDX_MEMBERS_MAX];
    for (size_t p = 0; p < cl->holder.n; p++)
        if (msdx_path_eval(c, g, &cl->holder.item[p], got, MSDX_MEMBERS_MAX)) return got[0];
    if (cl->holder.n) return -1;
    if (msdx_is_verb(c->u, g) || msdx_child(c->u, g, MSDX_REL_COP) >= 0) {
        int32_t s = msdx_subject(c, g);
        return s >= 0 && !msdx_tok_lower_is(c->u, s, "it") ? s : s >= 0 && c->u->tok[s].rel != MSDX_REL_EXPL ? s : -1;
    }
    static const msdx_step by = {MSDX_STEP_PREP, "by"}, of = {MSDX_STEP_PREP, "from"}, poss = {MSDX_STEP_POSS, NULL},
                           adj = {MSDX_STEP_ADJ, NULL};
    const msdx_path path[] = {{1, {poss}}, {1, {by}}, {1, {of}}, {1, {adj}}};
    for (size_t p = 0; p < sizeof path / sizeof *path; p++)
        if (msdx_path_eval(c, g, &path[p], got, MSDX_MEMBERS_MAX)) return got[0];
    if (cl->source != MSD_SOURCE_STATEMENT) return g; /* 'a report', 'the newspaper' speak themselves */
    /* 'claimed responsibility for': who does what the noun is the object of */
    int32_t v = c->u->tok[g].head;
    if (v < 0 || c->u->tok[g].rel != MSDX_REL_OBJ || !msdx_is_verb(c->u, v)) return -1;
    int32_t s = msdx_subject(c, v), det = s >= 0 ? msdx_child(c->u, s, MSDX_REL_DET) : -1;
    return det >= 0 && msdx_tok_lower_is(c->u, det, "no") ? -1 : s;
}

/* 'according to X', and 'X said' set beside the clause. */
static void sources_beside(struct msdx_coder *c, int32_t t, struct msdx_judgement *j)
{
    const msdx_unit *u = c->u;
    MSDX_EACH_CHILD (u, t, k) {
        char prep[48];
        if (u->tok[k].rel == MSDX_REL_OBL || u->tok[k].rel == MSDX_REL_NMOD) {
            msdx_prep_of(u, k, prep, sizeof prep);
            const msdx_class *cl = msdx_phrase_class(c, prep, MSDX_SENSE_CLASS_PREPOSITION);
            if (cl && cl->has_source) add_source(c, j, k, cl->source);
            continue;
        }
        if (u->tok[k].rel != MSDX_REL_PARATAXIS && u->tok[k].rel != MSDX_REL_ADVCL) continue;
        uint32_t i = 0;
        const msdx_class *cl;
        char mark[48];
        msdx_prep_of(u, k, mark, sizeof mark);
        if (u->tok[k].rel == MSDX_REL_ADVCL && strcmp(mark, "as") != 0) continue;
        while ((cl = msdx_class_of(c, k, MSDX_SENSE_CLASS_VERB, &i)))
            if (cl->has_source && !cl->has_effect && msdx_child(u, k, MSDX_REL_CCOMP) < 0) {
                add_source(c, j, holder_of(c, cl, k), in_quotes(u, t) ? MSD_SOURCE_QUOTE : cl->source);
                break;
            }
    }
}

/* ---- the walk ---- */

/* 'In the novel, a soldier shoots': set inside something that reports nothing. A museum is also a place. */
static bool is_set_in_nothing(struct msdx_coder *c, int32_t t)
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
static const msdx_class *class_over(struct msdx_coder *c, int32_t g, int32_t cur)
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

static void apply_operator(struct msdx_coder *c, const msdx_class *cl, int32_t g, struct walk *w,
                           struct msdx_judgement *j)
{
    struct modality m = modality_of(c, g);
    if (cl->is_nothing) {
        j->drop = true;
        j->drop_why = cl->rule;
    }
    if (cl->hedge && !w->frozen && !j->hedge && !m.negated) j->hedge = cl->hedge;
    if (cl->has_source && !(m.negated && !cl->has_effect)) {
        int32_t holder = holder_of(c, cl, g);
        if (holder >= 0)
            add_source(c, j, holder, in_quotes(c->u, w->cur) ? MSD_SOURCE_QUOTE : cl->source);
        else if (!j->hedge && !w->frozen)
            j->hedge = MSD_HEDGE_REPORTED;
    }
    if (w->frozen) return;
    if (cl->has_effect) j->rule = cl->rule;
    if (j->operator_tok < 0) j->operator_tok = g;
    bool neg = m.negated || (m.has_effect && m.effect == MSD_NEGATED);
    /* 'warned them to leave' asks; 'warned that it would strike' threatens */
    bool asks = cl->has_effect && cl->effect == MSD_THREATENED && msdx_child(c->u, g, MSDX_REL_OBJ) >= 0 &&
                msdx_is_infinitive(c->u, w->cur);
    char mark[48];
    msdx_prep_of(c->u, w->cur, mark, sizeof mark);
    if (strncmp(mark, "whether", 7) == 0)
        apply(j, MSD_POSSIBLE); /* 'has not decided whether to retaliate' */
    else if (asks)
        apply(j, MSD_REQUESTED);
    else if (cl->has_effect)
        apply(j, neg ? under_negation(cl->effect) : cl->effect);
    else if (neg && msdx_is_verb(c->u, w->cur) && !cl->has_source)
        apply(j, MSD_NEGATED);
    else if (neg && msdx_is_verb(c->u, w->cur))
        apply(j, MSD_POSSIBLE);
    if (m.hedge && !j->hedge) j->hedge = m.hedge;
    /* What the operator's own modality adds: 'may force', 'would allow', 'if it threatens'. A future or possible
     * report or threat says nothing new of its content. */
    if (m.has_effect && !cl->has_source && j->status == MSD_ACTUAL) apply(j, m.effect);
    if (m.conditional_clause && j->status == MSD_ACTUAL) apply(j, MSD_CONDITIONAL);
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

/* A nominal event as an argument of an ordinary word. */
static void step_nominal(struct msdx_coder *c, int32_t g, struct walk *w, struct msdx_judgement *j, int32_t t)
{
    const msdx_unit *u = c->u;
    msdx_rel rel = u->tok[w->cur].rel;
    struct modality m = modality_of(c, g);
    int32_t det = msdx_child(u, w->cur, MSDX_REL_DET);
    if (rel == MSDX_REL_NSUBJ && det >= 0 && msdx_tok_lower_is(u, det, "no")) m.negated = false; /* counted already */
    if (!w->frozen && msdx_is_verb(u, g)) {
        bool carried = w->cur == t && msdx_light_verb(c, t) == g && !ends_things(c, g);
        if (carried && m.has_effect && m.negated && m.effect == MSD_PLANNED) { /* 'will not begin talks' */
            j->will_not = true;
            j->modal_tok = m.aux;
        }
        if (carried || (rel == MSDX_REL_NSUBJ && !is_transitive(c, g) && !m.nothing)) {
            apply_modality(j, &m, is_reported(c, g));
            w->clausal = true;
            w->cur = g;
            return;
        }
        bool core = rel == MSDX_REL_NSUBJ || rel == MSDX_REL_OBJ; /* 'the closure would mean an end to relations' */
        if (core && m.is_would && !is_reported(c, g)) apply(j, MSD_CONDITIONAL);
    }
    w->frozen = true;
    w->cur = g;
}

static void step_advcl(struct msdx_coder *c, int32_t g, struct walk *w, struct msdx_judgement *j, int32_t t)
{
    const msdx_unit *u = c->u;
    if (!w->frozen) {
        struct modality own = modality_of(c, w->cur);
        char mark[48];
        msdx_prep_of(u, w->cur, mark, sizeof mark);
        if (own.conditional_clause) {
            j->status = j->status == MSD_NEGATED ? MSD_CONDITIONAL : j->status; /* 'if they do not withdraw' */
            apply(j, MSD_CONDITIONAL);
            j->condition_of = g;
            w->frozen = true;
        } else if (msdx_is_infinitive(u, w->cur)) {
            apply(j, MSD_PLANNED);
            if (w->cur == t) j->purpose_of = g;
            w->frozen = true;
        } else if (!mark[0] && w->cur > g && strcmp(u->tok[w->cur].tag, "VBG") == 0) {
            /* 'may attack, killing': a participle shares the main verb's modality */
            struct modality m = modality_of(c, g);
            apply_modality(j, &m, is_reported(c, g));
        } else {
            w->frozen = true;
        }
    }
    w->cur = g;
}

static void step_conj(struct msdx_coder *c, int32_t g, struct walk *w, struct msdx_judgement *j)
{
    const msdx_unit *u = c->u;
    bool own = false;
    MSDX_EACH_CHILD (u, w->cur, k) {
        msdx_rel rel = u->tok[k].rel;
        own |= rel == MSDX_REL_MARK || rel == MSDX_REL_AUX || rel == MSDX_REL_NSUBJ || rel == MSDX_REL_NSUBJ_PASS ||
               rel == MSDX_REL_AUX_PASS;
    }
    if (!own && !w->frozen) {
        struct modality m = modality_of(c, g);
        bool verb = msdx_is_verb(u, g);
        /* An adjective or determiner reaches over both nouns; an adverb or a negation over the first verb alone unless
         * its auxiliary is shared ('did not attack or kill'). */
        if (!verb) m.negated = false;
        if (!verb && msdx_child(u, w->cur, MSDX_REL_AMOD) >= 0) m.has_effect = false;
        if (verb && strcmp(u->tok[w->cur].tag, "VB") != 0 && strcmp(u->tok[w->cur].tag, "VBN") != 0)
            m.has_effect = m.negated = false;
        apply_modality(j, &m, is_reported(c, g));
    }
    w->cur = g;
}

/* 'has yet to impose' */
static bool has_yet_to(const msdx_unit *u, int32_t g)
{
    if (!msdx_tok_lemma_is(u, g, "have") && !msdx_tok_lemma_is(u, g, "be")) return false;
    MSDX_EACH_CHILD (u, g, k)
        if (u->tok[k].rel == MSDX_REL_ADVMOD && msdx_tok_lower_is(u, k, "yet")) return true;
    return false;
}

static void step_up(struct msdx_coder *c, int32_t g, struct walk *w, struct msdx_judgement *j, int32_t t)
{
    const msdx_unit *u = c->u;
    msdx_rel rel = u->tok[w->cur].rel;
    const msdx_class *cl;
    if (rel == MSDX_REL_CONJ) {
        step_conj(c, g, w, j);
        return;
    }
    if ((cl = class_over(c, g, w->cur))) {
        apply_operator(c, cl, g, w, j);
        w->cur = g;
        return;
    }
    switch (rel) {
    case MSDX_REL_XCOMP:
    case MSDX_REL_CCOMP:
        if (!w->frozen && is_inverted_condition(u, w->cur)) {
            apply(j, MSD_CONDITIONAL);
            j->condition_of = g;
            w->frozen = true;
        }
        if (!w->frozen) {
            struct modality m = modality_of(c, g);
            if (has_yet_to(u, g)) m.negated = true;
            if (rel == MSDX_REL_CCOMP) m.has_effect = false;
            apply_modality(j, &m, true);
            if (rel == MSDX_REL_CCOMP && m.negated) j->status = MSD_POSSIBLE;
        }
        w->cur = g;
        break;
    case MSDX_REL_ADVCL: step_advcl(c, g, w, j, t); break;
    case MSDX_REL_ACL:
        if (!w->frozen && msdx_is_infinitive(u, w->cur)) apply(j, MSD_POSSIBLE);
        w->frozen = true;
        w->cur = g;
        break;
    case MSDX_REL_ACL_RELCL:
        w->frozen = true;
        w->cur = g;
        break;
    default: step_nominal(c, g, w, j, t);
    }
}

/* 'If X, Y will': the main clause holds only under the condition. */
static bool has_condition(struct msdx_coder *c, int32_t t)
{
    if (c->u->tok[t].rel == MSDX_REL_PARATAXIS && is_inverted_condition(c->u, c->u->tok[t].head)) return true;
    MSDX_EACH_CHILD (c->u, t, k) {
        if (c->u->tok[k].rel != MSDX_REL_ADVCL && c->u->tok[k].rel != MSDX_REL_OBL &&
            c->u->tok[k].rel != MSDX_REL_CCOMP)
            continue;
        struct modality m = modality_of(c, k);
        if (m.conditional_clause) return true;
    }
    return false;
}

static void reverse_sources(struct msdx_judgement *j)
{
    for (uint32_t a = 0; a < j->n_source / 2; a++) {
        uint32_t b = j->n_source - 1 - a;
        int32_t tok = j->source[a].tok;
        msd_source_kind kind = j->source[a].kind;
        j->source[a] = j->source[b];
        j->source[b].tok = tok;
        j->source[b].kind = kind;
    }
}

/* 'during World War II', 'in colonial times': whole phrases that a class lists. */
static const msdx_class *phrase_beside(struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    MSDX_EACH_CHILD (u, t, k) {
        if (u->tok[k].rel != MSDX_REL_OBL && u->tok[k].rel != MSDX_REL_NMOD) continue;
        int32_t a = msdx_left_edge(u, k), b = msdx_right_edge(u, k);
        char phrase[96];
        size_t n = 0;
        if (b - a > 6) continue;
        for (int32_t i = a; i <= b && n + u->tok[i].lower.n + 2 < sizeof phrase; i++) {
            if (n) phrase[n++] = ' ';
            memcpy(phrase + n, u->tok[i].lower.p, u->tok[i].lower.n);
            n += u->tok[i].lower.n;
        }
        phrase[n] = 0;
        const msdx_class *cl = msdx_phrase_class(c, phrase, MSDX_SENSE_CLASS_PREPOSITION);
        if (cl && cl->has_effect) return cl;
    }
    return NULL;
}

static void judge_own(struct msdx_coder *c, int32_t t, struct msdx_judgement *out)
{
    struct modality m = modality_of(c, t);
    if (m.conditional_clause && c->u->tok[t].head >= 0)
        m.has_effect = false; /* said again, with what it is a condition of, on the way up */
    apply_modality(out, &m, is_reported(c, t));
    if (m.has_effect) out->modal_tok = m.aux;
    out->will_not = m.has_effect && m.negated && m.effect == MSD_PLANNED;
    if (msdx_is_verb(c->u, t) && has_condition(c, t) && (out->status == MSD_PLANNED || out->status == MSD_POSSIBLE))
        out->status = MSD_CONDITIONAL;
    const msdx_class *phrase = phrase_beside(c, t);
    if (phrase) apply(out, phrase->effect);
    const msdx_class *topic = c->topic[c->u->tok[t].sent];
    if (topic) {
        out->drop = true;
        out->drop_why = topic->rule;
    }
}

void msdx_judge(struct msdx_coder *c, int32_t t, struct msdx_judgement *out)
{
    memset(out, 0, sizeof *out);
    out->operator_tok = out->condition_of = out->purpose_of = out->modal_tok = -1;
    judge_own(c, t, out);
    struct walk w = {.cur = t};
    int32_t light = msdx_is_verb(c->u, t) ? -1 : msdx_light_verb(c, t);
    if (light >= 0 && c->u->tok[light].head == t) {
        /* 'the attack carried out by': the light verb hangs below */
        struct modality m = modality_of(c, light);
        apply_modality(out, &m, false);
    }
    for (int step = 0; step < STEPS_MAX; step++) {
        sources_beside(c, w.cur, out);
        if (subject_is_nothing(c, w.cur) || is_set_in_nothing(c, w.cur)) {
            out->drop = true;
            out->drop_why = "it is told of in what reports no event";
        }
        int32_t g = c->u->tok[w.cur].head;
        if (g < 0) break;
        step_up(c, g, &w, out, t);
    }
    if (out->status == MSD_ACTUAL && msdx_is_long_ago(c, t)) out->status = MSD_HISTORICAL;
    reverse_sources(out);
}

int32_t msdx_speaker(struct msdx_coder *c, int32_t t)
{
    struct msdx_judgement j;
    memset(&j, 0, sizeof j);
    j.operator_tok = -1;
    const msdx_unit *u = c->u;
    for (int32_t cur = t, step = 0; cur >= 0 && step < STEPS_MAX; cur = u->tok[cur].head, step++) {
        sources_beside(c, cur, &j);
        if (j.n_source) return j.source[0].tok;
        int32_t g = u->tok[cur].head;
        const msdx_class *cl = g >= 0 ? class_over(c, g, cur) : NULL;
        if (cl && cl->has_source) return holder_of(c, cl, g);
    }
    return -1;
}
