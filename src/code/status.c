/* status.c: whether it happened, how surely, and who says so, for any word of a
 * tree: by walking up from the word and letting each class word on the way
 * (knowledge/classes) act on what hangs below it. */
#include "code/status_impl.h"

enum { STEPS_MAX = 40 };

/* ---- the walk ---- */

/* 'raids, part of an exercise', 'as part of a drill' */
static bool is_part_of_nothing(struct msdx_coder *c, int32_t k)
{
    int32_t whole = msdx_tok_lemma_is(c->u, k, "part") ? msdx_child(c->u, k, MSDX_REL_NMOD) : -1;
    static const char *const drill[] = {"exercise", "drill", "manoeuvre", "maneuver"};
    uint32_t i = 0;
    const msdx_class *cl;
    for (size_t d = 0; whole >= 0 && d < sizeof drill / sizeof *drill; d++)
        if (msdx_tok_lemma_is(c->u, whole, drill[d])) return true;
    while (whole >= 0 && (cl = msdx_class_of(c, whole, MSDX_SENSE_CLASS_NOUN, &i)))
        if (cl->is_nothing) return true;
    return false;
}

/* 'In the novel, a soldier shoots': set inside something that reports nothing, which drops it; 'in a hypothetical case':
 * inside what may be. A museum is also a place. */
static bool is_set_in_nothing(struct msdx_coder *c, int32_t t, struct msdx_judgement *j)
{
    const msdx_unit *u = c->u;
    MSDX_EACH_CHILD (u, t, k) {
        char prep[48];
        if (is_part_of_nothing(c, k)) return true;
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
                msdx_apply(c, j, MSD_POSSIBLE, cl->rule, k);
    }
    return false;
}

static bool subject_is_nothing(struct msdx_coder *c, int32_t g)
{
    int32_t s = msdx_is_verb(c->u, g) ? msdx_surface_subject(c, g) : -1;
    uint32_t i = 0;
    const msdx_class *cl;
    /* 'The statue was pulled down': something was done to the thing itself */
    static const char *const things[] = {"statue", "monument", "plaque", "memorial", "museum", NULL};
    for (size_t k = 0; s >= 0 && things[k] && msdx_is_passive(c->u, g); k++)
        if (msdx_tok_lemma_is(c->u, s, things[k])) return false;
    while (s >= 0 && (cl = msdx_class_of(c, s, MSDX_SENSE_CLASS_NOUN, &i)))
        if (cl->is_nothing) return true;
    return false;
}

static bool is_present(const msdx_unit *u, int32_t t)
{
    return t >= 0 && (strcmp(u->tok[t].tag, "VBZ") == 0 || strcmp(u->tok[t].tag, "VBP") == 0);
}

bool msdx_is_reported(struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    for (int32_t k = t, depth = 0; k >= 0 && depth < 8; k = u->tok[k].head, depth++)
        if (u->tok[k].rel == MSDX_REL_CCOMP || u->tok[k].rel == MSDX_REL_PARATAXIS)
            return !is_present(u, u->tok[k].head);
    MSDX_EACH_CHILD (u, t, k)
        if (u->tok[k].rel == MSDX_REL_PARATAXIS) return !is_present(u, k);
    return false;
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

/* 'The fighting may worsen', 'the truce did not hold', 'the attack will not go unpunished': said of what is there. */
static bool is_of_what_is(const msdx_unit *u, int32_t g)
{
    static const char *const verb[] = {"hold",    "last",     "stay",      "remain",  "worsen",
                                       "grow",    "surge",    "rage",      "mount",   "spread",
                                       "subside", "escalate", "intensify", "persist", "continue"};
    for (size_t i = 0; i < sizeof verb / sizeof *verb; i++)
        if (msdx_tok_lemma_is(u, g, verb[i])) return true;
    return msdx_tok_lemma_is(u, g, "go") && msdx_particle(u, g) < 0 && msdx_child(u, g, MSDX_REL_XCOMP) >= 0;
}

/* 'a strike', 'any attack', 'strikes': what nobody has told of yet. */
static bool is_indefinite(const msdx_unit *u, int32_t t)
{
    int32_t det = msdx_child(u, t, MSDX_REL_DET);
    if (det < 0 && strcmp(u->tok[t].tag, "NNS") == 0 && u->tok[t].first_child < 0) return true;
    return det >= 0 && (msdx_tok_lower_is(u, det, "a") || msdx_tok_lower_is(u, det, "an") ||
                        msdx_tok_lower_is(u, det, "any") || msdx_tok_lower_is(u, det, "another"));
}

/* 'The attack failed': it was tried; talks that failed were held. */
static bool is_attempt_failing(const msdx_unit *u, int32_t t, int32_t g)
{
    static const char *const act[] = {"attack",   "assault", "coup",      "raid",      "takeover",
                                      "invasion", "putsch",  "offensive", "ambush",    "rescue",
                                      "mutiny",   "bombing", "hijack",    "hijacking", "kidnapping"};
    bool tries = false;
    for (size_t i = 0; i < sizeof act / sizeof *act; i++) tries |= msdx_tok_lemma_is(u, t, act[i]);
    return tries && msdx_tok_lemma_is(u, g, "fail") && msdx_child(u, g, MSDX_REL_XCOMP) < 0 &&
           msdx_child(u, g, MSDX_REL_OBJ) < 0;
}

/* What verb g, whose subject the event is, says of whether it happens: all that it says where it tells just that ('talks
 * will take place'), what it says of the future where the event is new to us ('a strike could paralyse the port'), else
 * nothing ('the backing never wavered'). */
static struct msdx_modality modality_of_subject(struct msdx_coder *c, int32_t g, const struct msdx_walk *w,
                                                struct msdx_modality m)
{
    const msdx_unit *u = c->u;
    bool tells = msdx_says_it_occurs(c, g) && !is_of_what_is(u, g);
    if (tells || (is_indefinite(u, w->cur) && !m.negated)) return m;
    m.negated = m.has_effect = false;
    return m;
}

static bool brings_about(const msdx_unit *u, int32_t g)
{
    static const char *const verb[] = {"force", "secure", "achieve", "ensure",    "obtain", "hasten",
                                       "speed", "broker", "arrange", "negotiate", "enforce"};
    for (size_t i = 0; i < sizeof verb / sizeof *verb; i++)
        if (msdx_tok_lemma_is(u, g, verb[i])) return true;
    return false;
}

/* A nominal event as an argument of an ordinary word. */
static void step_nominal(struct msdx_coder *c, int32_t g, struct msdx_walk *w, struct msdx_judgement *j)
{
    const msdx_unit *u = c->u;
    msdx_rel rel = u->tok[w->cur].rel;
    struct msdx_modality m = msdx_modality_of(c, g);
    if (!w->frozen && rel == MSDX_REL_NSUBJ && is_attempt_failing(u, w->cur, g))
        msdx_apply(c, j, MSD_ATTEMPTED, "clause:attempt-failed", g);
    bool supposed = rel == MSDX_REL_CSUBJ || is_indefinite(u, w->cur); /* 'an attack would be a disaster' */
    if (!w->frozen && m.is_would && supposed && msdx_child(u, g, MSDX_REL_COP) >= 0)
        msdx_apply(c, j, MSD_CONDITIONAL, m.rule, g);
    int32_t det = msdx_child(u, w->cur, MSDX_REL_DET);
    bool subject = rel == MSDX_REL_NSUBJ || rel == MSDX_REL_NSUBJ_PASS;
    if (subject && det >= 0 && msdx_tok_lower_is(u, det, "no")) m.negated = false; /* counted already */
    if (!w->frozen && msdx_is_verb(u, g)) {
        bool carried = msdx_light_verb(c, w->cur) == g && !ends_things(c, g);  /* 'a round of talks will be held' */
        if (carried && m.has_effect && m.negated && m.effect == MSD_PLANNED) { /* 'will not begin talks' */
            j->will_not = true;
            j->modal_tok = m.aux;
        }
        if (rel == MSDX_REL_NSUBJ && m.is_would && has_outcome(u, g)) {
            msdx_apply(c, j, MSD_CONDITIONAL, m.rule, g);
            w->frozen = true;
            w->cur = g;
            return;
        }
        bool alone = !is_transitive(c, g) || msdx_says_it_occurs(c, g); /* 'took place' */
        if (carried || (rel == MSDX_REL_NSUBJ && alone && !m.nothing)) {
            if (!carried) m = modality_of_subject(c, g, w, m);
            msdx_apply_modality(c, j, &m, g, msdx_is_reported(c, g));
            w->clausal = true;
            w->cur = g;
            return;
        }
        bool unsure = msdx_is_infinitive(u, g) || strcmp(u->tok[g].tag, "VBG") == 0;
        if (rel == MSDX_REL_OBJ && unsure && (msdx_is_sought(c, w->cur) || brings_about(u, g))) {
            w->clausal = true; /* 'an effort to forge a truce', 'tasked with forcing the withdrawal': as real as that */
            w->cur = g;
            return;
        }
        bool core = rel == MSDX_REL_NSUBJ || rel == MSDX_REL_OBJ; /* 'the closure would mean an end to relations' */
        if (core && m.is_would && !msdx_is_reported(c, g)) msdx_apply(c, j, MSD_CONDITIONAL, m.rule, g);
        bool agent = rel == MSDX_REL_NSUBJ || rel == MSDX_REL_OBL_AGENT; /* 'a strike could paralyse the port' */
        bool about = msdx_is_met_with(c, g, w->cur);                     /* 'would respond to an attack' */
        bool open = m.effect == MSD_POSSIBLE || m.effect == MSD_CONDITIONAL;
        if (m.has_effect && !m.negated && is_indefinite(u, w->cur) &&
            ((agent && !m.is_would) || (about && open && !msdx_is_reported(c, g))))
            msdx_apply(c, j, m.effect, m.rule, g);
    }
    w->frozen = true;
    w->cur = g;
}

/* 'too weak to attack' */
static bool is_too_much(const msdx_unit *u, int32_t g)
{
    if (u->tok[g].upos != MSDX_ADJ) return false;
    MSDX_EACH_CHILD (u, g, k)
        if (u->tok[k].rel == MSDX_REL_ADVMOD && msdx_tok_lower_is(u, k, "too")) return true;
    return false;
}

/* 'entered the town only to be attacked' */
static bool is_outcome(const msdx_unit *u, int32_t t)
{
    for (int32_t k = t - 1; k > 0 && k >= t - 4; k--)
        if (strcmp(u->tok[k].tag, "TO") == 0) return msdx_tok_lower_is(u, k - 1, "only");
    return false;
}

/* 'Closing the embassy, Peru would …' is no more done than the rest; 'Rebuking Lima, Peru would …' and 'Having closed it'
 * are. */
static bool is_deed(const struct msdx_coder *c, int32_t cur)
{
    static const char *const word[] = {"ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN", "AGREE", "CONSULT", NULL};
    const msdx_sense *s = msdx_word_sense(&c->word[cur], MSDX_SENSE_VERB, NULL);
    if (!s || msdx_child(c->u, cur, MSDX_REL_AUX) >= 0) return false;
    return !msdx_is_any(msdx_know_frame(c->know, s->index)->event, word);
}

/* 'may attack, killing', 'answered by expelling': a participle that tells what the main verb's deed comes to shares its
 * modality; 'will expel him, accusing him of' is said today. */
static bool shares_modality(struct msdx_coder *c, int32_t cur, int32_t g, const char *mark)
{
    if (strcmp(c->u->tok[cur].tag, "VBG") != 0) return false;
    if (strcmp(mark, "on") == 0 && msdx_tok_lemma_is(c->u, g, "go")) return true; /* 'will go on helping' */
    if (strcmp(mark, "including") == 0) return true; /* 'actions that they can take, including writing to' */
    if (strcmp(mark, "with") == 0 && has_outcome(c->u, g)) return true; /* 'may end with the army seizing power' */
    if (!mark[0] && cur < g && is_deed(c, cur)) return true;
    return strcmp(mark, "by") == 0 || (!mark[0] && cur > g && !msdx_says(c, cur));
}

/* 'were outside parliament to protest', 'blocked the road to protest': who has done that has protested. */
static bool is_protest_in_deed(struct msdx_coder *c, int32_t cur, int32_t g)
{
    static const char *const verb[] = {"protest", "demonstrate", "picket"};
    bool protests = false;
    for (size_t i = 0; i < sizeof verb / sizeof *verb; i++) protests |= msdx_tok_lemma_is(c->u, cur, verb[i]);
    bool past = msdx_is_past(c->u, g) || strcmp(c->u->tok[g].tag, "VBN") == 0; /* as 'gathered' is often tagged */
    if (!protests || !past) return false;
    struct msdx_modality m = msdx_modality_of(c, g);
    return !m.negated && !m.has_effect;
}

static void step_advcl(struct msdx_coder *c, int32_t g, struct msdx_walk *w, struct msdx_judgement *j, int32_t t)
{
    const msdx_unit *u = c->u;
    if (!w->frozen) {
        struct msdx_modality own = msdx_modality_of(c, w->cur);
        char mark[48];
        msdx_prep_of(u, w->cur, mark, sizeof mark);
        w->frozen = true;
        if (own.conditional_clause) {
            j->status = j->status == MSD_NEGATED ? MSD_CONDITIONAL : j->status; /* 'if they do not withdraw' */
            msdx_apply(c, j, MSD_CONDITIONAL, own.rule, w->cur);
            j->condition_of = g;
        } else if (strstr(mark, "whether")) { /* 'is split over whether to send' */
            msdx_apply(c, j, MSD_POSSIBLE, "clause:whether", w->cur);
        } else if (msdx_is_infinitive(u, w->cur) && !is_outcome(u, w->cur) && !is_protest_in_deed(c, w->cur, g)) {
            msdx_apply(c, j, is_too_much(u, g) ? MSD_NEGATED : MSD_PLANNED, "clause:purpose", w->cur);
            if (w->cur == t) j->purpose_of = g;
        } else if (shares_modality(c, w->cur, g, mark)) {
            struct msdx_modality m = msdx_modality_of(c, g);
            if (!mark[0]) m.negated = false; /* 'did not step in, letting them burn it' */
            msdx_apply_modality(c, j, &m, g, msdx_is_reported(c, g));
            w->frozen = false;
        } else if (msdx_is_future_time(c, w->cur, g, mark)) {
            bool once = strcmp(mark, "once") == 0;
            msdx_apply(c, j, once ? MSD_CONDITIONAL : MSD_PLANNED, "clause:time-to-come", w->cur);
            if (once) j->condition_of = g;
        }
    }
    w->cur = g;
}

static void step_conj(struct msdx_coder *c, int32_t g, struct msdx_walk *w, struct msdx_judgement *j, int32_t t)
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
        bool nor = msdx_tok_lower_is(u, msdx_child(u, w->cur, MSDX_REL_CC), "nor"); /* counted already */
        if (!verb || nor) m.negated = false;
        if (!verb && msdx_child(u, w->cur, MSDX_REL_AMOD) >= 0) m.has_effect = false;
        bool base = strcmp(u->tok[w->cur].tag, "VB") == 0 || strcmp(u->tok[w->cur].tag, "VBN") == 0;
        /* 'would gather and lay down': no present tense, whatever the tagger says */
        const char *tag = u->tok[w->cur].tag;
        bool alike = msdx_str_eq(u->tok[w->cur].lower, u->tok[w->cur].lemma) || msdx_tok_lower_is(u, w->cur, "lay");
        base |= (strcmp(tag, "VBP") == 0 || (alike && strcmp(tag, "VBD") == 0)) && m.aux >= 0 &&
                strcmp(u->tok[m.aux].tag, "MD") == 0;
        if (verb && !base) m.has_effect = m.negated = false;
        msdx_apply_modality(c, j, &m, g, msdx_is_reported(c, g));
        if (w->cur == t && m.has_effect && m.negated && m.effect == MSD_PLANNED) { /* 'will not meet or support' */
            j->will_not = true;
            j->modal_tok = t;
        }
    }
    w->cur = g;
}

/* 'is going to', 'used to': two words that stand for an auxiliary. */
static bool step_periphrasis(struct msdx_coder *c, int32_t g, struct msdx_walk *w, struct msdx_judgement *j)
{
    const msdx_unit *u = c->u;
    msd_claim_status effect;
    if (w->frozen || (u->tok[w->cur].rel != MSDX_REL_XCOMP && u->tok[g].upos != MSDX_AUX)) return false;
    const char *why = msdx_periphrasis(u, g, w->cur, &effect);
    if (!why) return false;
    struct msdx_modality m = msdx_modality_of(c, g);
    if (effect == MSD_CONDITIONAL) j->condition_of = u->tok[g].head;
    if (m.negated) switch (effect) {
        case MSD_NEGATED: effect = MSD_ACTUAL; break;     /* 'does not remain to be told' */
        case MSD_REQUESTED: effect = MSD_POSSIBLE; break; /* 'does not have to' */
        case MSD_PLANNED:
        case MSD_HISTORICAL: effect = MSD_NEGATED; break; /* 'did not use to' */
        default: break;
        }
    if (effect == MSD_REQUESTED && m.has_effect && m.effect == MSD_CONDITIONAL) effect = MSD_CONDITIONAL;
    msdx_apply(c, j, effect, why, g);
    if (m.is_question) msdx_apply(c, j, MSD_POSSIBLE, m.rule, g);
    w->frozen = effect == MSD_CONDITIONAL;
    w->cur = g;
    return true;
}

/* 'had no choice but to arrest them': they did. */
static bool step_no_choice(struct msdx_coder *c, int32_t g, struct msdx_walk *w, struct msdx_judgement *j)
{
    static const char *const noun[] = {"choice", "option", "alternative"};
    const msdx_unit *u = c->u;
    bool choice = false;
    for (size_t i = 0; i < sizeof noun / sizeof *noun; i++) choice |= msdx_tok_lemma_is(u, g, noun[i]);
    char mark[48];
    msdx_prep_of(u, w->cur, mark, sizeof mark);
    int32_t v = u->tok[g].head;
    if (!choice || v < 0 || (strncmp(mark, "but", 3) != 0 && strncmp(mark, "except", 6) != 0)) return false;
    if (!w->frozen) {
        struct msdx_modality m = msdx_modality_of(c, v);
        m.negated = false;
        msdx_apply_modality(c, j, &m, v, msdx_is_reported(c, v));
    }
    w->cur = v;
    return true;
}

/* 'would like to thank them' thanks them. */
static bool is_said_politely(const msdx_unit *u, int32_t g, int32_t cur)
{
    static const char *const verb[] = {"thank",   "congratulate", "apologise", "apologize",   "condemn",
                                       "commend", "express",      "reiterate", "acknowledge", "welcome",
                                       "extend",  "emphasise",    "stress",    "emphasize"};
    bool says = false;
    for (size_t i = 0; i < sizeof verb / sizeof *verb; i++) says |= msdx_tok_lemma_is(u, cur, verb[i]);
    return says && msdx_tok_lemma_is(u, g, "like") && msdx_is_infinitive(u, cur);
}

static void step_complement(struct msdx_coder *c, int32_t g, struct msdx_walk *w, struct msdx_judgement *j)
{
    const msdx_unit *u = c->u;
    bool finite = u->tok[w->cur].rel == MSDX_REL_CCOMP;
    if (!w->frozen && msdx_is_inverted_condition(u, w->cur)) {
        msdx_apply(c, j, MSD_CONDITIONAL, "clause:inverted-condition", w->cur);
        j->condition_of = g;
        w->frozen = true;
    }
    if (!w->frozen) {
        struct msdx_modality m = msdx_modality_of(c, g);
        if (msdx_has_yet_to(u, g) || (msdx_is_infinitive(u, w->cur) && is_too_much(u, g))) m.negated = true;
        if (finite || (m.is_would && is_said_politely(u, g, w->cur))) m.has_effect = false;
        if (finite && m.negated)
            msdx_apply(c, j, MSD_POSSIBLE, "clause:negated-report", g);
        else
            msdx_apply_modality(c, j, &m, g, true);
    }
    w->cur = g;
}

/* 'hitting the base could help': what might be done. */
static void step_subject_clause(struct msdx_coder *c, int32_t g, struct msdx_walk *w, struct msdx_judgement *j)
{
    struct msdx_modality m = msdx_modality_of(c, g);
    if (!w->frozen && m.has_effect && (m.effect == MSD_POSSIBLE || m.effect == MSD_CONDITIONAL || m.is_would))
        msdx_apply(c, j, MSD_CONDITIONAL, m.rule, g);
    else if (!w->frozen && msdx_is_saying(c->u, g, w->cur))
        msdx_apply(c, j, MSD_POSSIBLE, "clause:saying", g);
    w->frozen = true;
    w->cur = g;
}

static bool is_conjunct(const msdx_unit *u, int32_t t, int32_t of)
{
    return u->tok[t].rel == MSDX_REL_CONJ && u->tok[t].head == of;
}

/* What no class tells (spoken.c). */
static bool step_spoken_of(struct msdx_coder *c, int32_t g, struct msdx_walk *w, struct msdx_judgement *j)
{
    const char *why;
    /* 'backs aid, a truce and the release': the last of what is backed, by the word that was asked for */
    int32_t of = is_conjunct(c->u, w->word, w->cur) ? w->word : w->cur;
    msd_claim_status effect = msdx_is_favoured(c, g, w->cur, of) ? MSD_POSSIBLE : MSD_ACTUAL;
    why = "clause:favoured";
    if (effect == MSD_ACTUAL) effect = msdx_only_spoken_of(c, g, w->cur, &why);
    if (effect == MSD_ACTUAL && !msdx_is_instance_of(c->u, g, w->cur)) return false;
    msdx_apply(c, j, effect, why, g);
    w->cur = g;
    return true;
}

/* 'anyone who attacks', 'any aircraft entering our airspace': nobody has yet. */
static bool is_any_at_all(const msdx_unit *u, int32_t t)
{
    return msdx_tok_lower_is(u, t, "anyone") || msdx_tok_lower_is(u, t, "anybody") ||
           msdx_tok_lower_is(u, msdx_child(u, t, MSDX_REL_DET), "any");
}

/* 'the first minister to visit', 'the only ones to condemn it', 'two more to fall': who has. */
static bool is_one_of_a_row(const msdx_unit *u, int32_t g)
{
    static const char *const row[] = {"first", "last", "only", "latest", "second",
                                      "third", "next", "sole", "fourth", "fifth"};
    MSDX_EACH_CHILD (u, g, k) {
        if (u->tok[k].rel == MSDX_REL_NUMMOD || strcmp(u->tok[k].tag, "JJS") == 0) return true;
        for (size_t i = 0; i < sizeof row / sizeof *row; i++)
            if (msdx_tok_lower_is(u, k, row[i])) return true;
    }
    return strcmp(u->tok[g].tag, "CD") == 0 || msdx_tok_lower_is(u, g, "first");
}

/* A clause that hangs on the noun g: 'the decision to attack', 'anyone who attacks'. */
static void step_noun_clause(struct msdx_coder *c, int32_t g, struct msdx_walk *w, struct msdx_judgement *j)
{
    const msdx_unit *u = c->u;
    bool relative = u->tok[w->cur].rel == MSDX_REL_ACL_RELCL;
    if (!w->frozen && msdx_is_infinitive(u, w->cur) && !is_one_of_a_row(u, g)) /* 'in no position to attack' */
        msdx_apply(c, j, MSD_POSSIBLE, "clause:infinitive-of-a-noun", w->cur);
    if (!w->frozen && (is_any_at_all(u, g) || (relative && msdx_is_whoever(u, g, w->cur))))
        msdx_apply(c, j, MSD_CONDITIONAL, "clause:anyone-who", g);
    if (relative && !w->frozen && msdx_tok_lower_is(u, g, "event")) /* 'in the event that' */
        msdx_apply(c, j, MSD_CONDITIONAL, "clause:in-the-event", g);
    if (relative && !w->frozen && msdx_is_denied_case(c, g)) msdx_apply(c, j, MSD_NEGATED, "clause:not-the-case", g);
    w->frozen = true;
    w->cur = g;
}

static void step_up(struct msdx_coder *c, int32_t g, struct msdx_walk *w, struct msdx_judgement *j, int32_t t)
{
    const msdx_unit *u = c->u;
    msdx_rel rel = u->tok[w->cur].rel;
    const msdx_class *cl;
    if (rel == MSDX_REL_CONJ) {
        step_conj(c, g, w, j, t);
        return;
    }
    if (step_periphrasis(c, g, w, j) || step_no_choice(c, g, w, j)) return;
    int32_t noun = rel == MSDX_REL_ADVCL ? msdx_noun_of_infinitive(c, g, w->cur) : -1;
    if (noun >= 0) { /* 'ignored calls to withdraw' */
        msdx_apply_operator(c, msdx_class_over(c, noun, w->cur), noun, w, j);
        w->cur = noun;
        return;
    }
    int32_t predicate = rel == MSDX_REL_NSUBJ ? msdx_raised_predicate(u, g) : -1;
    if (predicate >= 0 && (cl = msdx_class_over(c, predicate, w->cur))) { /* 'a coup remains possible' */
        msdx_apply_operator(c, cl, predicate, w, j);
        w->cur = g;
        return;
    }
    if (w->cur == t && !w->frozen && msdx_is_no_more(c, g, t)) {
        msdx_apply(c, j, MSD_HISTORICAL, "clause:no-more", g);
        w->frozen = true;
        w->cur = g;
        return;
    }
    msd_claim_status effect = msdx_does_away(c, g, w->cur);
    if (w->cur == t && effect != MSD_ACTUAL) {    /* the claim that is denied was made, the request rejected too */
        if (effect == MSD_POSSIBLE && !w->frozen) /* but the ban that is lifted is none any more */
            msdx_apply(c, j, MSD_NEGATED, "clause:bar-lifted", g);
        w->frozen = true;
        w->cur = g;
        return;
    }
    if (effect != MSD_ACTUAL) {
        msdx_apply_rejection(c, g, effect, w, j);
        w->cur = g;
        return;
    }
    cl = msdx_class_over(c, g, w->cur);
    bool says_nothing =
        !cl || (!cl->has_effect && !cl->has_source && !cl->is_nothing) || msdx_is_bare_proposal(u, g, w->cur);
    if (!w->frozen && says_nothing && step_spoken_of(c, g, w, j)) return;
    if (cl) {
        msdx_apply_operator(c, cl, g, w, j);
        w->cur = g;
        return;
    }
    if (w->cur == t && !w->frozen && msdx_refuses(c, g, t)) {
        msdx_apply(c, j, msdx_modality_of(c, g).negated ? MSD_POSSIBLE : MSD_NEGATED, "clause:refused", g);
        w->frozen = true;
        w->cur = g;
        return;
    }
    if ((cl = msdx_class_over_object(c, g, w->cur))) {
        w->cur = u->tok[g].head;
        msdx_apply_operator(c, cl, w->cur, w, j);
        return;
    }
    switch (rel) {
    case MSDX_REL_XCOMP:
    case MSDX_REL_CCOMP: step_complement(c, g, w, j); break;
    case MSDX_REL_CSUBJ: step_subject_clause(c, g, w, j); break;
    case MSDX_REL_ADVCL: step_advcl(c, g, w, j, t); break;
    case MSDX_REL_ACL:
    case MSDX_REL_ACL_RELCL: step_noun_clause(c, g, w, j); break;
    default: step_nominal(c, g, w, j);
    }
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

/* 'made no demands', 'took no prisoners'; but to have no money or to want no part is what is so. */
static bool has_no_object(const struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    if (!msdx_is_verb(u, t)) return false;
    bool is_state = msdx_tok_lemma_is(u, t, "have") || msdx_tok_lemma_is(u, t, "want");
    int32_t of = u->tok[t].rel == MSDX_REL_ACL && msdx_is_passive(u, t) ? u->tok[t].head : -1;
    int32_t no = of >= 0 ? msdx_child(u, of, MSDX_REL_DET) : -1;
    if (no >= 0 && msdx_tok_lower_is(u, no, "no")) return true; /* 'no fines imposed on the firm' */
    MSDX_EACH_CHILD (u, t, k) {
        if (u->tok[k].rel != MSDX_REL_OBJ && u->tok[k].rel != MSDX_REL_NSUBJ_PASS) continue;
        int32_t det = msdx_child(u, k, MSDX_REL_DET);
        if (det >= 0 && det < k && msdx_tok_lower_is(u, det, "no"))
            return u->tok[k].rel == MSDX_REL_OBJ && (!is_state || c->word[k].is_event_noun);
    }
    return false;
}

/* 'was no man', asked of the 'was': to be no man is what is so. */
static bool is_no_such(const struct msdx_coder *c, int32_t t)
{
    int32_t det = msdx_is_noun(c->u, t) && !c->word[t].is_event_noun ? msdx_child(c->u, t, MSDX_REL_DET) : -1;
    return det >= 0 && msdx_tok_lower_is(c->u, det, "no");
}

/* 'Portugal said it would not', 'Peru would not, its president said': told by whoever is to do it. */
static bool is_own_word(struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    int32_t g = u->tok[t].head, s = msdx_surface_subject(c, t);
    if (g < 0 || s < 0 || u->tok[t].rel != MSDX_REL_CCOMP || !msdx_says(c, g) || msdx_has_condition(c, t)) return false;
    const struct msdx_np *np = msdx_mention(c, s);
    int32_t speaker = msdx_surface_subject(c, g),
            whose = speaker >= 0 ? msdx_child(u, speaker, MSDX_REL_NMOD_POSS) : -1;
    if (whose >= 0 && msdx_mention(c, whose)->is_pronoun && msdx_mention(c, whose)->antecedent == s) return true;
    return np->is_pronoun && np->antecedent >= 0 && np->antecedent == speaker;
}

/* 'The rebels would not leave the town.' */
static bool is_told_plainly(struct msdx_coder *c, int32_t t, const struct msdx_modality *m)
{
    const msdx_unit *u = c->u;
    int32_t s = msdx_surface_subject(c, t);
    return u->tok[t].rel == MSDX_REL_ROOT && msdx_is_verb(u, t) && !m->unreal && s >= 0 && s < t && m->aux > s &&
           !msdx_has_condition(c, t);
}

static void judge_own(struct msdx_coder *c, int32_t t, bool copula, struct msdx_judgement *out)
{
    struct msdx_modality m = msdx_modality_of(c, t);
    if (copula && is_no_such(c, t)) m.negated = false;
    if (m.conditional_clause && c->u->tok[t].head >= 0)
        m.has_effect = false; /* said again, with what it is a condition of, on the way up */
    if (m.is_would && m.negated && msdx_has_condition(c, t)) m.negated = false; /* 'would not have … if' */
    if (has_no_object(c, t)) m.negated = !m.negated;
    msdx_apply_modality(c, out, &m, t, msdx_is_reported(c, t));
    if (m.has_effect) out->modal_tok = m.aux;
    bool would_not = m.is_would && (is_own_word(c, t) || is_told_plainly(c, t, &m));
    out->will_not = m.has_effect && m.negated && (m.effect == MSD_PLANNED || would_not);
    if (msdx_is_verb(c->u, t) && msdx_has_condition(c, t) &&
        (out->status == MSD_PLANNED || out->status == MSD_POSSIBLE))
        msdx_apply(c, out, MSD_CONDITIONAL, "clause:under-a-condition", t);
    if (msdx_announces_deed(c, t)) msdx_apply(c, out, MSD_PLANNED, "clause:announced", t);
    if (msdx_is_wh_infinitive(c->u, t)) msdx_apply(c, out, MSD_POSSIBLE, "clause:how-to", t);
    const msdx_class *phrase = phrase_beside(c, t);
    if (phrase) msdx_apply(c, out, phrase->effect, phrase->rule, t);
    const msdx_class *topic = c->topic[c->u->tok[t].sent];
    if (topic) {
        out->drop = true;
        out->drop_why = topic->rule;
    }
}

static void judge(struct msdx_coder *c, int32_t t, bool whole, struct msdx_judgement *out)
{
    /* What an auxiliary or a copula is asked for is what its predicate says: 'did not find that they are many'. */
    msdx_rel rel = c->u->tok[t].rel;
    if ((rel == MSDX_REL_COP || rel == MSDX_REL_AUX || rel == MSDX_REL_AUX_PASS) && c->u->tok[t].head >= 0)
        t = c->u->tok[t].head;
    memset(out, 0, sizeof *out);
    out->told = c->trace != NULL;
    out->operator_tok = out->condition_of = out->purpose_of = out->modal_tok = -1;
    if (!whole) judge_own(c, t, rel == MSDX_REL_COP, out);
    struct msdx_walk w = {.word = t, .cur = t, .said = -1};
    int32_t light = msdx_is_verb(c->u, t) ? -1 : msdx_light_verb(c, t);
    if (light >= 0 && c->u->tok[light].head == t) {
        /* 'the attack carried out by': the light verb hangs below */
        struct msdx_modality m = msdx_modality_of(c, light);
        msdx_apply_modality(c, out, &m, light, false);
    }
    for (int step = 0; step < STEPS_MAX; step++) {
        msdx_sources_beside(c, w.cur, out);
        if (subject_is_nothing(c, w.cur) || (!w.frozen && is_set_in_nothing(c, w.cur, out))) {
            out->drop = true;
            out->drop_why = "it is told of in what reports no event";
        }
        msd_claim_status wish = w.frozen ? MSD_ACTUAL : msdx_predicate_of_wish(c, w.cur);
        if (wish != MSD_ACTUAL) msdx_apply(c, out, wish, "clause:what-is-wished", w.cur);
        int32_t g = c->u->tok[w.cur].head;
        if (g < 0) break;
        step_up(c, g, &w, out, t);
    }
    if (out->status == MSD_ACTUAL && !out->direct && msdx_is_yet_to_come(c, t))
        msdx_apply(c, out, MSD_PLANNED, "clause:time-to-come", t);
    if (msdx_is_of_a_kind(c, t)) {
        out->drop = true;
        out->drop_why = "a kind of deed is told of, and none";
    }
    if (msdx_is_of_duty(c, t)) {
        out->drop = true;
        out->drop_why = "what somebody is there to do is told of";
    }
    if (out->status == MSD_ACTUAL && msdx_is_long_ago(c, t)) msdx_apply(c, out, MSD_HISTORICAL, "clause:long-ago", t);
    msdx_sources_around(c, t, out);
    reverse_sources(out);
}

void msdx_judge(struct msdx_coder *c, int32_t t, struct msdx_judgement *out)
{
    judge(c, t, false, out);
}

void msdx_judge_whole(struct msdx_coder *c, int32_t t, struct msdx_judgement *out)
{
    judge(c, t, true, out);
}
