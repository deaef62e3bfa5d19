/* modality.c: what stands around one word: its auxiliaries, its negation and that of its arguments, adverbs, and what
 * kind of clause it heads. */
#include "code/status_impl.h"

static void take_class(struct msdx_modality *m, const msdx_class *cl)
{
    if (!cl) return;
    if (cl->is_nothing) m->nothing = true;
    if (cl->hedge) m->hedge = cl->hedge;
    if (!cl->has_effect) return;
    if (cl->effect == MSD_NEGATED) {
        m->negated = !m->negated;
        if (!m->rule) m->rule = cl->rule;
        return;
    }
    m->has_effect = true;
    m->effect = cl->effect;
    m->rule = cl->rule;
}

/* 'not yet', 'no longer': the negation may hang on the adverb. */
static bool adverb_is_negated(const msdx_unit *u, int32_t adverb)
{
    MSDX_EACH_CHILD (u, adverb, k)
        if (u->tok[k].rel == MSDX_REL_ADVMOD && k < adverb &&
            (msdx_tok_lower_is(u, k, "no") || msdx_tok_lower_is(u, k, "not")))
            return true;
    return false;
}

/* 'no group has claimed', 'none of them attacked', 'nothing came of', 'neither Jordan nor Egypt accepted' */
static bool is_nobody(const msdx_unit *u, int32_t t)
{
    static const char *const word[] = {"nobody", "none", "nothing", "no-one", "neither"};
    MSDX_EACH_CHILD (u, t, k)
        if (u->tok[k].rel == MSDX_REL_CC_PRECONJ && msdx_tok_lower_is(u, k, "neither")) return true;
    int32_t det = msdx_child(u, t, MSDX_REL_DET);
    if (det >= 0 && (msdx_tok_lower_is(u, det, "no") || msdx_tok_lower_is(u, det, "neither"))) return true;
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (msdx_tok_lower_is(u, t, word[i])) return true;
    return false;
}

/* 'not just', 'not only': more than that, not less. */
static bool is_not_only(const msdx_unit *u, int32_t k)
{
    static const char *const more[] = {"only", "just", "merely", "simply", "solely"};
    if (!msdx_tok_lower_is(u, k, "not") || k + 1 >= (int32_t)u->n_tok) return false;
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (msdx_tok_lower_is(u, k + 1, more[i])) return true;
    return false;
}

static void auxiliary(struct msdx_coder *c, int32_t k, struct msdx_modality *m)
{
    const msdx_unit *u = c->u;
    uint32_t i = 0;
    m->is_would |= msdx_tok_lower_is(u, k, "would") || msdx_tok_lower_is(u, k, "'d");
    m->need |= msdx_tok_lower_is(u, k, "need");
    m->can |= msdx_tok_lower_is(u, k, "can") || msdx_tok_lower_is(u, k, "could") || msdx_tok_lower_is(u, k, "ca");
    const msdx_class *cl = msdx_class_of(c, k, MSDX_SENSE_CLASS_AUXILIARY, &i);
    take_class(m, cl);
    if (cl) m->aux = k;
}

static void modifier(struct msdx_coder *c, int32_t t, int32_t k, struct msdx_modality *m)
{
    const msdx_unit *u = c->u;
    uint32_t i = 0;
    if (!msdx_is_noun(u, t)) return;
    const msdx_class *cl = msdx_class_of(c, k, MSDX_SENSE_CLASS_ADJECTIVE, &i);
    /* 'false claims' were made, 'a reluctant withdrawal' too */
    if (!cl || !cl->has_effect || cl->effect != MSD_NEGATED) take_class(m, cl);
    /* 'a possible embassy closure': the adjective hangs on the noun before */
    if (u->tok[k].rel != MSDX_REL_COMPOUND) return;
    MSDX_EACH_CHILD (u, k, kk)
        if (u->tok[kk].rel == MSDX_REL_AMOD) {
            i = 0;
            take_class(m, msdx_class_of(c, kk, MSDX_SENSE_CLASS_ADJECTIVE, &i));
        }
}

/* 'stayed away rather than meet him' */
static bool is_rather_than(const msdx_unit *u, int32_t t, int32_t k)
{
    return k < t && msdx_tok_lower_is(u, k, "rather") && msdx_tok_lower_is(u, k + 1, "than");
}

static void modality_of_child(struct msdx_coder *c, int32_t t, int32_t k, struct msdx_modality *m)
{
    const msdx_unit *u = c->u;
    uint32_t i = 0;
    switch (u->tok[k].rel) {
    case MSDX_REL_AUX:
    case MSDX_REL_AUX_PASS: auxiliary(c, k, m); break;
    case MSDX_REL_ADVMOD:
        if (msdx_tok_lower_is(u, k, "only") || k > t + 4 || is_not_only(u, k)) break;
        take_class(m, msdx_class_of(c, k, MSDX_SENSE_CLASS_ADVERB, &i));
        m->negated |= adverb_is_negated(u, k);
        m->later |= msdx_tok_lower_is(u, k, "later") || msdx_tok_lower_is(u, k, "eventually") ||
                    msdx_tok_lower_is(u, k, "subsequently");
        break;
    case MSDX_REL_DET: take_class(m, msdx_class_of(c, k, MSDX_SENSE_CLASS_DETERMINER, &i)); break;
    case MSDX_REL_AMOD:
    case MSDX_REL_COMPOUND: modifier(c, t, k, m); break;
    case MSDX_REL_NSUBJ: /* 'there is no window' says what is so */
        m->negated |= is_nobody(u, k) && (msdx_child(u, t, MSDX_REL_EXPL) < 0 || c->word[k].is_event_noun);
        break;
    case MSDX_REL_NSUBJ_PASS: m->negated |= is_nobody(u, k); break;
    case MSDX_REL_OBJ: m->negated |= is_nobody(u, k) && msdx_child(u, k, MSDX_REL_DET) < 0; break; /* 'released none' */
    case MSDX_REL_CC_PRECONJ:
    case MSDX_REL_CC:
        m->negated |= msdx_tok_lower_is(u, k, "neither") || msdx_tok_lower_is(u, k, "nor") || is_rather_than(u, t, k);
        break;
    default: break;
    }
}

bool msdx_is_inverted_condition(const msdx_unit *u, int32_t t)
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

bool msdx_is_past(const msdx_unit *u, int32_t t)
{
    if (strcmp(u->tok[t].tag, "VBD") == 0) return true;
    bool past = false, modal = false;
    MSDX_EACH_CHILD (u, t, k) {
        msdx_rel rel = u->tok[k].rel;
        if (rel != MSDX_REL_AUX && rel != MSDX_REL_AUX_PASS && rel != MSDX_REL_COP) continue;
        modal |= strcmp(u->tok[k].tag, "MD") == 0;
        past |= strcmp(u->tok[k].tag, "VBD") == 0 || msdx_tok_lemma_is(u, k, "have");
    }
    return past && !modal;
}

static bool ends_in_question(const msdx_unit *u, int32_t t)
{
    for (int32_t k = t + 1; k < (int32_t)u->sent[u->tok[t].sent].tok_end; k++) {
        msdx_str w = msdx_tok_text(u, k);
        if (msdx_str_is(w, "?")) return true;
        if (msdx_str_is(w, ".") || msdx_str_is(w, ";")) return false;
    }
    return false;
}

/* 'Did Israel attack the base?' asks whether; 'Why did Israel attack?' takes it for granted. */
static bool is_open_question(const msdx_unit *u, int32_t t)
{
    msdx_rel rel = u->tok[t].rel;
    if (rel != MSDX_REL_ROOT && rel != MSDX_REL_CCOMP && rel != MSDX_REL_PARATAXIS) return false;
    int32_t aux = -1, subject = -1;
    MSDX_EACH_CHILD (u, t, k) {
        msdx_rel r = u->tok[k].rel;
        const char *tag = u->tok[k].tag;
        if (tag[0] == 'W') return false;
        if (aux < 0 && (r == MSDX_REL_AUX || r == MSDX_REL_AUX_PASS || r == MSDX_REL_COP)) aux = k;
        if (r == MSDX_REL_NSUBJ || r == MSDX_REL_NSUBJ_PASS) subject = k;
    }
    return aux >= 0 && subject > aux && ends_in_question(u, t);
}

/* 'Release the hostages': an order, or a plea. */
bool msdx_is_imperative(const msdx_unit *u, int32_t t)
{
    int32_t before = msdx_left_edge(u, t); /* it opens its sentence, or what somebody is quoted as saying */
    while (before < t && u->tok[before].upos == MSDX_PUNCT) before++;
    before--;
    if (before >= 0 && u->tok[before].sent == u->tok[t].sent &&
        (u->tok[before].upos != MSDX_PUNCT || msdx_str_is(msdx_tok_text(u, before), ",")))
        return false;
    msdx_rel rel = u->tok[t].rel;
    if (strcmp(u->tok[t].tag, "VB") != 0 ||
        (rel != MSDX_REL_ROOT && rel != MSDX_REL_PARATAXIS && rel != MSDX_REL_CCOMP))
        return false;
    MSDX_EACH_CHILD (u, t, k) {
        msdx_rel r = u->tok[k].rel;
        if (r == MSDX_REL_AUX || r == MSDX_REL_NSUBJ || r == MSDX_REL_NSUBJ_PASS || r == MSDX_REL_COP ||
            r == MSDX_REL_AUX_PASS || strcmp(u->tok[k].tag, "TO") == 0 || strcmp(u->tok[k].tag, "MD") == 0)
            return r == MSDX_REL_AUX && msdx_tok_lower_is(u, k, "do");
        if (r == MSDX_REL_MARK) return false;
    }
    return rel != MSDX_REL_CCOMP || u->tok[t].head > t;
}

bool msdx_is_asked(const msdx_unit *u, int32_t t)
{
    return msdx_is_infinitive(u, t) || (u->tok[t].rel == MSDX_REL_CCOMP && msdx_is_imperative(u, t));
}

/* 'troops to be sent home' */
static bool is_to_be(const msdx_unit *u, int32_t t)
{
    int32_t aux = msdx_child(u, t, MSDX_REL_AUX_PASS), mark = msdx_child(u, t, MSDX_REL_MARK);
    return aux >= 0 && mark >= 0 && strcmp(u->tok[aux].tag, "VB") == 0 && strcmp(u->tok[mark].tag, "TO") == 0;
}

/* 'is due in Paris on Friday for talks' */
static bool is_due(const msdx_unit *u, int32_t t)
{
    if (u->tok[t].rel == MSDX_REL_COP && u->tok[t].head >= 0) t = u->tok[t].head;
    return u->tok[t].upos == MSDX_ADJ && msdx_tok_lower_is(u, t, "due");
}

static void clause_kind(struct msdx_coder *c, int32_t t, struct msdx_modality *m)
{
    const msdx_unit *u = c->u;
    char prep[48];
    msdx_prep_of(u, t, prep, sizeof prep);
    int32_t g = u->tok[t].head;
    if (g >= 0 && g < t && u->tok[g].upos == MSDX_ADV && prep[0] &&
        u->tok[g].lower.n + strlen(prep) + 2 < sizeof prep) {
        size_t n = u->tok[g].lower.n; /* 'stopped short of', with 'of' hung on the adverb */
        memmove(prep + n + 1, prep, strlen(prep) + 1);
        memcpy(prep, u->tok[g].lower.p, n);
        prep[n] = ' ';
    }
    const msdx_class *cl = msdx_phrase_class(c, prep, MSDX_SENSE_CLASS_MARKER);
    if (!cl) cl = msdx_phrase_class(c, prep, MSDX_SENSE_CLASS_PREPOSITION);
    if (cl && cl->has_effect && cl->effect == MSD_CONDITIONAL) m->conditional_clause = true;
    if (cl && !cl->has_source) take_class(m, cl);
    if (!m->has_effect && is_due(u, t)) {
        m->has_effect = true;
        m->effect = MSD_PLANNED;
        m->rule = "clause:due";
    }
    if (!msdx_is_verb(u, t)) return;
    if (is_open_question(u, t)) {
        m->has_effect = m->is_question = true;
        m->negated = false;
        m->effect = MSD_POSSIBLE;
        m->rule = "clause:question";
    } else if (msdx_is_imperative(u, t) && !m->has_effect) {
        m->has_effect = m->is_order = true;
        m->effect = MSD_REQUESTED;
        m->rule = "clause:imperative";
    } else if (u->tok[t].rel == MSDX_REL_ROOT && (msdx_is_infinitive(u, t) || is_to_be(u, t)) && !m->has_effect) {
        m->has_effect = true; /* 'Israel to release prisoners', 'troops to be sent' */
        m->effect = MSD_PLANNED;
        m->rule = "clause:to-infinitive";
    }
}

/* 'should have arrested him' says that they did not, 'must have fled' that they seem to have. */
static void perfect(const msdx_unit *u, int32_t t, struct msdx_modality *m)
{
    bool have = false;
    if (m->aux < 0 || !m->has_effect) return;
    MSDX_EACH_CHILD (u, t, k)
        have |= k > m->aux && u->tok[k].rel == MSDX_REL_AUX && msdx_tok_lemma_is(u, k, "have") &&
                strcmp(u->tok[k].tag, "VB") == 0;
    m->unreal = have && m->is_would;
    if (!have || m->effect != MSD_REQUESTED) return;
    m->has_effect = false;
    if (msdx_tok_lower_is(u, m->aux, "must"))
        m->hedge = MSD_HEDGE_APPARENT;
    else
        m->negated = !m->negated;
}

struct msdx_modality msdx_modality_of(struct msdx_coder *c, int32_t t)
{
    struct msdx_modality m = {.aux = -1};
    if (msdx_is_verb(c->u, t) && msdx_is_inverted_condition(c->u, t)) {
        m.conditional_clause = m.has_effect = true;
        m.effect = MSD_CONDITIONAL;
        m.rule = "clause:inverted-condition";
        return m;
    }
    MSDX_EACH_CHILD (c->u, t, k) modality_of_child(c, t, k, &m);
    perfect(c->u, t, &m);
    clause_kind(c, t, &m);
    return m;
}
