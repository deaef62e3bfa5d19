/* spoken.c: constructions by which a deed is only spoken of, and that no class of words lists: 'how to end the war',
 * 'tasked with shelling', 'the aim is the release', 'a path to a truce', 'disorder such as protests', 'before he leaves'. */
#include "code/status_impl.h"

static bool lemma_is_any(const msdx_unit *u, int32_t t, const char *const *list)
{
    for (; *list; list++)
        if (msdx_tok_lemma_is(u, t, *list)) return true;
    return false;
}

static bool tag_is(const msdx_unit *u, int32_t t, const char *tag)
{
    return strcmp(u->tok[t].tag, tag) == 0;
}

/* 'how to stop the war', 'whom to arrest' */
bool msdx_is_wh_infinitive(const msdx_unit *u, int32_t t)
{
    if (!msdx_is_infinitive(u, t)) return false;
    int32_t to = -1;
    MSDX_EACH_CHILD (u, t, k)
        if (k < t && tag_is(u, k, "TO")) to = k;
    return to > 0 && u->tok[to - 1].sent == u->tok[t].sent && u->tok[to - 1].tag[0] == 'W' &&
           !msdx_tok_lower_is(u, to - 1, "that");
}

/* Plural, and nothing says whose or which: 'strikes', 'attacks targeting peacekeepers'. */
static bool is_bare_kind(const struct msdx_coder *c, int32_t n)
{
    const msdx_unit *u = c->u;
    if (!tag_is(u, n, "NNS")) return false;
    MSDX_EACH_CHILD (u, n, k) {
        msdx_rel rel = u->tok[k].rel;
        if (rel == MSDX_REL_DET || rel == MSDX_REL_NMOD_POSS || rel == MSDX_REL_NUMMOD || rel == MSDX_REL_ACL_RELCL)
            return false;
        bool modifies = k < n && (rel == MSDX_REL_AMOD || rel == MSDX_REL_COMPOUND);
        if (modifies && (c->word[k].name || u->tok[k].upos == MSDX_PROPN || !tag_is(u, k, "NN"))) return false;
        if (rel == MSDX_REL_NMOD && msdx_names_place(c, msdx_counted(u, k))) return false;
    }
    return true;
}

/* 'Attacks on peacekeepers are a crime', 'violate the law' */
static bool is_judged(const msdx_unit *u, int32_t g)
{
    static const char *const what[] = {"crime",       "violation", "breach", "unacceptable", "illegal",  "wrong",
                                       "intolerable", "violate",   "breach", "contravene",   "unlawful", "offence",
                                       "offense",     NULL};
    int32_t cop = msdx_child(u, g, MSDX_REL_COP);
    bool present = cop >= 0 ? tag_is(u, cop, "VBP") : tag_is(u, g, "VBP");
    return present && lemma_is_any(u, g, what);
}

/* 'Strikes could bring small gains', 'attacks on hospitals may be war crimes': what a kind of deed can do, and no deed. */
bool msdx_is_of_a_kind(const struct msdx_coder *c, int32_t t)
{
    static const char *const may[] = {"can", "could", "may", "might"};
    const msdx_unit *u = c->u;
    bool doing = u->tok[t].rel == MSDX_REL_ACL && tag_is(u, t, "VBG");
    int32_t n = doing ? u->tok[t].head : t, g = n >= 0 ? u->tok[n].head : -1;
    if (g < 0 || !msdx_is_noun(u, n) || (u->tok[n].rel != MSDX_REL_NSUBJ && u->tok[n].rel != MSDX_REL_NSUBJ_PASS))
        return false;
    bool able = false;
    MSDX_EACH_CHILD (u, g, k) {
        if (u->tok[k].rel != MSDX_REL_AUX) continue;
        if (msdx_tok_lower_is(u, k, "have")) return false; /* 'may have been carried out' */
        for (size_t i = 0; i < sizeof may / sizeof *may; i++) able |= msdx_tok_lower_is(u, k, may[i]);
    }
    if (is_judged(u, g)) able = true;
    bool says_what = msdx_child(u, g, MSDX_REL_OBJ) >= 0 || msdx_child(u, g, MSDX_REL_COP) >= 0;
    return able && says_what && msdx_light_verb(c, n) < 0 && is_bare_kind(c, n);
}

/* An object of no number, name or article: 'fraud', 'offenders'. */
static bool is_bare_object(const struct msdx_coder *c, int32_t v)
{
    const msdx_unit *u = c->u;
    int32_t o = msdx_child(u, v, MSDX_REL_OBJ);
    if (o < 0 || !msdx_is_noun(u, o) || u->tok[o].upos == MSDX_PROPN || c->word[o].name) return false;
    MSDX_EACH_CHILD (u, o, k) {
        msdx_rel rel = u->tok[k].rel;
        if (rel == MSDX_REL_DET || rel == MSDX_REL_NMOD_POSS || rel == MSDX_REL_NUMMOD) return false;
        if (c->word[k].name || u->tok[k].upos == MSDX_PROPN) return false;
    }
    return true;
}

static bool is_present_tense(const msdx_unit *u, int32_t v)
{
    return tag_is(u, v, "VBZ") || tag_is(u, v, "VBP");
}

/* 'the unit that investigates fraud', 'enforces the law and prosecutes offenders': what a body is there for. */
bool msdx_is_of_duty(const struct msdx_coder *c, int32_t t)
{
    static const char *const body[] = {"unit",        "department", "agency",   "body",       "office",
                                       "branch",      "division",   "squad",    "section",    "bureau",
                                       "directorate", "panel",      "ministry", "commission", "team",
                                       "service",     "committee",  "court",    "charity",    NULL};
    static const char *const duty[] = {"oversee",    "enforce",    "regulate", "supervise", "handle",
                                       "manage",     "administer", "deal",     "advise",    "specialise",
                                       "specialize", "train",      NULL};
    const msdx_unit *u = c->u;
    int32_t g = u->tok[t].head;
    if (!msdx_is_verb(u, t) || !is_present_tense(u, t) || !is_bare_object(c, t)) return false;
    if (g >= 0 && u->tok[t].rel == MSDX_REL_ACL_RELCL && lemma_is_any(u, g, body)) return true;
    if (g >= 0 && u->tok[t].rel == MSDX_REL_CONJ && lemma_is_any(u, g, duty) && is_present_tense(u, g)) return true;
    MSDX_EACH_CHILD (u, t, k)
        if (u->tok[k].rel == MSDX_REL_CONJ && lemma_is_any(u, k, duty) && is_present_tense(u, k)) return true;
    return false;
}

/* Do frames make nothing but these events of noun t? */
static bool is_of_events(const struct msdx_coder *c, int32_t t, const char *const *event)
{
    bool is = false;
    if (!msdx_is_noun(c->u, t)) return false;
    for (size_t i = 0; i < c->word[t].n_lemma; i++) {
        if (c->word[t].lemma[i].kind != MSDX_SENSE_NOUN) continue;
        if (!msdx_is_any(msdx_know_frame(c->know, c->word[t].lemma[i].index)->event, event)) return false;
        is = true;
    }
    return is;
}

/* Most of the frames of 'release' let go; one tells of gas. */
bool msdx_is_sought(const struct msdx_coder *c, int32_t t)
{
    int retreats = 0, others = 0;
    for (size_t i = 0; msdx_is_noun(c->u, t) && i < c->word[t].n_lemma; i++) {
        if (c->word[t].lemma[i].kind != MSDX_SENSE_NOUN) continue;
        bool is = strcmp(msdx_know_frame(c->know, c->word[t].lemma[i].index)->event, "RETREAT") == 0;
        retreats += is;
        others += !is;
    }
    return retreats > others;
}

static bool is_force(const struct msdx_coder *c, int32_t t)
{
    static const char *const event[] = {"COERCE", "SANCTION", "ASSAULT", "MOBILIZE", "PROTEST", NULL};
    return is_of_events(c, t, event);
}

/* 'a crackdown', 'sanctions': nothing says that it is known. */
static bool is_some(const struct msdx_coder *c, int32_t t)
{
    int32_t det = msdx_child(c->u, t, MSDX_REL_DET);
    return is_force(c, t) && msdx_child(c->u, t, MSDX_REL_NMOD_POSS) < 0 &&
           (det < 0 ? tag_is(c->u, t, "NNS") : msdx_tok_lower_is(c->u, det, "a") || msdx_tok_lower_is(c->u, det, "an"));
}

bool msdx_is_favoured(const struct msdx_coder *c, int32_t g, int32_t cur, int32_t word)
{
    static const char *const backs[] = {"back", "support", "favour", "favor", "advocate", "champion", NULL};
    return c->u->tok[cur].rel == MSDX_REL_OBJ && lemma_is_any(c->u, g, backs) &&
           (msdx_is_sought(c, word) || is_some(c, word));
}

/* 'a strike', 'the deployment', 'talks', whose day is set before they come; a mobilisation is ordered by telling of it. */
static bool is_arranged(const struct msdx_coder *c, int32_t t)
{
    static const char *const event[] = {"PROTEST", "MOBILIZE", "CONSULT", NULL};
    static const char *const order[] = {"mobilisation", "mobilization", "launch", NULL};
    if (!msdx_is_noun(c->u, t) || lemma_is_any(c->u, t, order)) return false;
    int32_t which = msdx_child(c->u, t, MSDX_REL_ACL_RELCL); /* 'announced a strike that began on Monday' */
    if (which >= 0 && msdx_is_past(c->u, which)) return false;
    for (size_t i = 0; i < c->word[t].n_lemma; i++)
        if (c->word[t].lemma[i].kind == MSDX_SENSE_NOUN &&
            msdx_is_any(msdx_know_frame(c->know, c->word[t].lemma[i].index)->event, event))
            return true;
    return false;
}

static bool announces(const msdx_unit *u, int32_t g)
{
    static const char *const verb[] = {"announce", "schedule", "pencil", "advertise", NULL};
    return lemma_is_any(u, g, verb);
}

/* 'announced strikes', 'announced the deployment of': a day is named for it. */
static bool is_announced(const struct msdx_coder *c, int32_t g, int32_t cur)
{
    msdx_rel rel = (msdx_rel)c->u->tok[cur].rel;
    return announces(c->u, g) && (rel == MSDX_REL_OBJ || rel == MSDX_REL_NSUBJ_PASS) && is_arranged(c, cur);
}

bool msdx_announces_deed(const struct msdx_coder *c, int32_t t)
{
    if (!msdx_is_verb(c->u, t) || !announces(c->u, t)) return false;
    int32_t what = msdx_child(c->u, t, MSDX_REL_OBJ);
    if (what < 0) what = msdx_child(c->u, t, MSDX_REL_NSUBJ_PASS);
    return what >= 0 && is_arranged(c, what);
}

bool msdx_is_no_more(const struct msdx_coder *c, int32_t g, int32_t cur)
{
    static const char *const undo[] = {"drop",    "overturn", "quash",      "vacate",  "annul",
                                       "void",    "nullify",  "dismiss",    "rescind", "reverse",
                                       "commute", "withdraw", "invalidate", "scrap",   NULL};
    static const char *const verdict[] = {"charge",      "conviction", "sentence",   "indictment",  "verdict",
                                          "case",        "accusation", "lawsuit",    "suit",        "complaint",
                                          "impeachment", "warrant",    "allegation", "prosecution", NULL};
    const msdx_unit *u = c->u;
    msdx_rel rel = (msdx_rel)u->tok[cur].rel;
    if (rel == MSDX_REL_NSUBJ && msdx_tok_lower_is(u, g, "over") && msdx_child(u, g, MSDX_REL_COP) >= 0)
        return msdx_is_sought(c, cur);
    return (rel == MSDX_REL_OBJ || rel == MSDX_REL_NSUBJ_PASS) && lemma_is_any(u, g, undo) &&
           lemma_is_any(u, cur, verdict);
}

/* 'rewards for information leading to the capture' */
static bool is_looked_for(const msdx_unit *u, int32_t g, int32_t cur)
{
    static const char *const clue[] = {"information", "tip", "intelligence", "detail", NULL};
    int32_t n = u->tok[g].head;
    return u->tok[cur].rel == MSDX_REL_OBL && msdx_tok_lemma_is(u, g, "lead") && tag_is(u, g, "VBG") &&
           u->tok[g].rel == MSDX_REL_ACL && n >= 0 && lemma_is_any(u, n, clue);
}

/* 'a week of strikes', 'a wave of arrests': as real as the whole. */
static bool is_measured(const msdx_unit *u, int32_t g, int32_t cur)
{
    static const char *const measure[] = {"week",   "day",    "month",  "series", "wave",  "spate", "round",
                                          "string", "number", "couple", "hour",   "spell", "slew",  NULL};
    char prep[48];
    if (u->tok[cur].rel != MSDX_REL_NMOD || !lemma_is_any(u, g, measure)) return false;
    msdx_prep_of(u, cur, prep, sizeof prep);
    return strcmp(prep, "of") == 0;
}

/* 'a path to a truce', 'negotiations for a truce', 'worked toward the release'; 'will pay in exchange for the release' */
static msd_claim_status of_sought(struct msdx_coder *c, int32_t g, int32_t cur)
{
    static const char *const known[] = {"praise", "criticism", "credit", "thanks", "gratitude",      "blame",
                                        "reason", "motive",    "cause",  "date",   "responsibility", NULL};
    static const char *const price[] = {"exchange", "return", NULL};
    char prep[48];
    msdx_rel rel = (msdx_rel)c->u->tok[cur].rel;
    if ((rel != MSDX_REL_NMOD && rel != MSDX_REL_OBL) || !msdx_is_sought(c, cur)) return MSD_ACTUAL;
    msdx_prep_of(c->u, cur, prep, sizeof prep);
    if (strcmp(prep, "toward") == 0 || strcmp(prep, "towards") == 0) return MSD_POSSIBLE;
    if (strcmp(prep, "for") != 0 || rel != MSDX_REL_NMOD || !msdx_is_noun(c->u, g) || c->word[g].is_event_noun)
        return MSD_ACTUAL;
    int32_t v = c->u->tok[g].head;
    if (lemma_is_any(c->u, g, price)) return v >= 0 && msdx_modality_of(c, v).has_effect ? MSD_CONDITIONAL : MSD_ACTUAL;
    return lemma_is_any(c->u, g, known) ? MSD_ACTUAL : MSD_POSSIBLE;
}

/* What a noun's classes make of what it stands for, as far as that has not come about; else MSD_ACTUAL. */
static msd_claim_status wish_in(struct msdx_coder *c, int32_t noun)
{
    uint32_t i = 0;
    const msdx_class *cl;
    while (noun >= 0 && (cl = msdx_class_of(c, noun, MSDX_SENSE_CLASS_NOUN, &i)))
        if (cl->has_effect && (cl->effect == MSD_PLANNED || cl->effect == MSD_CONSIDERED ||
                               cl->effect == MSD_REQUESTED || cl->effect == MSD_POSSIBLE))
            return cl->effect;
    return MSD_ACTUAL;
}

/* 'clashes are a possibility', 'an attack on one is an attack on all': what may come, or a saying. */
static bool is_of_what_may_be(struct msdx_coder *c, int32_t g, int32_t cur)
{
    static const char *const chance[] = {"possibility", "prospect", "option", "likelihood",
                                         "eventuality", "risk",     NULL};
    const msdx_unit *u = c->u;
    int32_t cop = msdx_child(u, g, MSDX_REL_COP), det = msdx_child(u, cur, MSDX_REL_DET);
    int32_t is = u->tok[cur].rel == MSDX_REL_NSUBJ ? msdx_raised_predicate(u, g) : -1;
    if (is >= 0 && lemma_is_any(u, is, chance)) return true; /* 'an attack remains a possibility' */
    if (u->tok[cur].rel != MSDX_REL_NSUBJ || cop < 0 || tag_is(u, cop, "VBD") || !msdx_is_noun(u, g)) return false;
    if (lemma_is_any(u, g, chance)) return true;
    bool same = msdx_str_eq(u->tok[g].lemma, u->tok[cur].lemma), bare = tag_is(u, cur, "NNS") && det < 0;
    return same && c->word[cur].is_event_noun &&
           (bare || (det >= 0 && (msdx_tok_lower_is(u, det, "a") || msdx_tok_lower_is(u, det, "an"))));
}

msd_claim_status msdx_predicate_of_wish(struct msdx_coder *c, int32_t cur)
{
    const msdx_unit *u = c->u;
    int32_t s = msdx_child(u, cur, MSDX_REL_NSUBJ), cop = msdx_child(u, cur, MSDX_REL_COP);
    bool gerund = tag_is(u, cur, "VBG");
    if (s >= 0 && is_of_what_may_be(c, cur, s)) return MSD_POSSIBLE;
    if (cop < 0 && gerund) cop = msdx_child(u, cur, MSDX_REL_AUX); /* 'its priority is freeing' */
    bool deed = msdx_is_sought(c, cur) || gerund || msdx_is_infinitive(u, cur);
    if (cop < 0 || s < 0 || !deed || !msdx_tok_lemma_is(u, cop, "be")) return MSD_ACTUAL;
    return c->word[s].is_event_noun ? MSD_ACTUAL : wish_in(c, s); /* 'talks are starting' */
}

/* 'the release is a condition', 'the plan includes the release', 'under the plan, including a withdrawal' */
static msd_claim_status of_plan(struct msdx_coder *c, int32_t g, int32_t cur)
{
    static const char *const holds[] = {"include",  "involve", "contain", "comprise", "foresee",
                                        "envisage", "entail",  "provide", NULL};
    const msdx_unit *u = c->u;
    msdx_rel rel = (msdx_rel)u->tok[cur].rel;
    if (rel == MSDX_REL_NSUBJ && msdx_child(u, g, MSDX_REL_COP) >= 0 && msdx_is_sought(c, cur) && msdx_is_noun(u, g)) {
        msd_claim_status e = wish_in(c, g);
        return e == MSD_REQUESTED || e == MSD_CONSIDERED || msdx_tok_lemma_is(u, g, "goal") ? e : MSD_ACTUAL;
    }
    if (!msdx_is_verb(u, g) || !lemma_is_any(u, g, holds)) return MSD_ACTUAL;
    bool content = rel == MSDX_REL_OBJ;
    if (rel == MSDX_REL_OBL && msdx_tok_lemma_is(u, g, "provide")) {
        char prep[48];
        msdx_prep_of(u, cur, prep, sizeof prep);
        content = strcmp(prep, "for") == 0;
    }
    int32_t s = msdx_child(u, g, MSDX_REL_NSUBJ);
    if (s < 0 && u->tok[g].rel == MSDX_REL_ACL && tag_is(u, g, "VBG")) s = u->tok[g].head; /* 'a deal including' */
    if (s < 0 && u->tok[g].rel == MSDX_REL_ACL_RELCL) s = u->tok[g].head;
    if (!content || s < 0) return MSD_ACTUAL;
    static const char *const talks[] = {"talk", "negotiation", "discussion", "agenda", "resolution", "bill", "term",
                                        "deal", "agreement",   "accord",     "pact",   "phase",      "step", NULL};
    return !msdx_is_sought(c, cur) && wish_in(c, s) == MSD_ACTUAL ? MSD_ACTUAL
           : lemma_is_any(u, s, talks)                            ? MSD_PLANNED
                                                                  : wish_in(c, s);
}

/* 'could lead to rebels attacking it', 'may end with the army seizing power': as open as what it comes of. */
static msd_claim_status of_outcome(struct msdx_coder *c, int32_t g, int32_t cur)
{
    static const char *const leads[] = {"lead", "result", "end", "culminate", NULL};
    const msdx_unit *u = c->u;
    int32_t v = u->tok[g].head;
    if (u->tok[cur].rel != MSDX_REL_ACL || !tag_is(u, cur, "VBG") || u->tok[g].rel != MSDX_REL_OBL || v < 0)
        return MSD_ACTUAL;
    if (!lemma_is_any(u, v, leads)) return MSD_ACTUAL;
    struct msdx_modality m = msdx_modality_of(c, v);
    return m.has_effect && !m.negated ? m.effect : MSD_ACTUAL;
}

msd_claim_status msdx_only_spoken_of(struct msdx_coder *c, int32_t g, int32_t cur, const char **why)
{
    msd_claim_status e = msdx_of_gerund(c, g, cur);
    *why = "clause:deed-spoken-of";
    if (e != MSD_ACTUAL) return e;
    *why = "clause:sought";
    e = of_sought(c, g, cur);
    if (e != MSD_ACTUAL) return e;
    *why = "clause:what-is-wished";
    if (msdx_tok_lemma_is(c->u, g, "be") &&
        c->u->tok[cur].rel == MSDX_REL_CCOMP) { /* 'their demand is that it leaves' */
        e = wish_in(c, msdx_child(c->u, g, MSDX_REL_NSUBJ));
        if (e != MSD_ACTUAL) return e;
    }
    *why = "clause:announced";
    if (is_announced(c, g, cur)) return MSD_PLANNED;
    *why = "clause:looked-for";
    if (is_looked_for(c->u, g, cur)) return MSD_POSSIBLE;
    *why = "clause:may-be";
    if (is_of_what_may_be(c, g, cur)) return MSD_POSSIBLE;
    *why = "clause:outcome";
    e = of_outcome(c, g, cur);
    if (e != MSD_ACTUAL) return e;
    *why = "clause:part-of-a-plan";
    return of_plan(c, g, cur);
}

bool msdx_is_met_with(const struct msdx_coder *c, int32_t g, int32_t cur)
{
    static const char *const with[] = {"to", "with", "against", "of", "for", "from", NULL};
    char prep[48];
    msdx_rel rel = (msdx_rel)c->u->tok[cur].rel;
    MSDX_EACH_CHILD (c->u, g, k)
        if (c->u->tok[k].rel == MSDX_REL_AUX && msdx_tok_lemma_is(c->u, k, "have")) return false;
    if (rel == MSDX_REL_OBJ) return true;
    msdx_prep_of(c->u, cur, prep, sizeof prep);
    return rel == MSDX_REL_OBL && msdx_is_any(prep, with);
}

/* In the simple present: 'attacks', 'are convicted', and neither 'has attacked' nor 'are attacking'. */
static bool is_plain_present(const msdx_unit *u, int32_t v)
{
    bool finite = tag_is(u, v, "VBZ") || tag_is(u, v, "VBP");
    MSDX_EACH_CHILD (u, v, k) {
        if (u->tok[k].rel != MSDX_REL_AUX && u->tok[k].rel != MSDX_REL_AUX_PASS) continue;
        if (msdx_tok_lemma_is(u, k, "have") || tag_is(u, v, "VBG") || tag_is(u, k, "VBD") || tag_is(u, k, "VBN"))
            return false;
        finite |= u->tok[k].rel == MSDX_REL_AUX_PASS && (tag_is(u, k, "VBZ") || tag_is(u, k, "VBP"));
    }
    return finite;
}

bool msdx_is_whoever(const msdx_unit *u, int32_t g, int32_t cur)
{
    static const char *const who[] = {"whoever", "everyone", "everybody", NULL};
    static const char *const which[] = {"all", "every", "each", "whichever", NULL};
    int32_t det = msdx_child(u, g, MSDX_REL_DET);
    if (!is_plain_present(u, cur)) return false;
    return lemma_is_any(u, g, who) || (det >= 0 && lemma_is_any(u, det, which));
}

bool msdx_is_saying(const msdx_unit *u, int32_t g, int32_t cur)
{
    int32_t cop = msdx_child(u, g, MSDX_REL_COP);
    return cop >= 0 && tag_is(u, cop, "VBZ") && tag_is(u, cur, "VBG") && msdx_child(u, cur, MSDX_REL_NSUBJ) < 0 &&
           msdx_child(u, cur, MSDX_REL_AUX) < 0;
}

/* 'disorder such as protests': as real as what it is an instance of. */
bool msdx_is_instance_of(const msdx_unit *u, int32_t g, int32_t cur)
{
    char prep[48];
    if (u->tok[cur].rel != MSDX_REL_NMOD || !msdx_is_noun(u, g)) return false;
    if (is_measured(u, g, cur)) return true;
    msdx_prep_of(u, cur, prep, sizeof prep);
    return strcmp(prep, "such as") == 0 || strcmp(prep, "including") == 0;
}

/* 'when', 'once', 'after' and a present tense, beside what is yet to come: yet to come as well; 'before he leaves'
 * always is. */
bool msdx_is_future_time(struct msdx_coder *c, int32_t cur, int32_t g, const char *mark)
{
    static const char *const word[] = {"when", "once", "after", "as soon as", "before", "while", "until", "the moment"};
    const char *tag = c->u->tok[cur].tag;
    bool temporal = false, past = msdx_is_past(c->u, cur) || strcmp(tag, "VBD") == 0;
    for (size_t i = 0; i < sizeof word / sizeof *word; i++) temporal |= strcmp(mark, word[i]) == 0;
    MSDX_EACH_CHILD (c->u, cur, k)
        if (msdx_tok_lower_is(c->u, k, "has") || msdx_tok_lower_is(c->u, k, "have")) past = false;
    if (!temporal || past) return false;
    bool present = is_plain_present(c->u, cur);
    bool finite = strcmp(c->u->tok[g].tag, "VBZ") == 0; /* 'breaks out before police arrive', told of today */
    if (present && !finite && (strcmp(mark, "before") == 0 || strcmp(mark, "until") == 0)) return true;
    if (present && strcmp(mark, "when") == 0 && msdx_is_infinitive(c->u, g) && c->u->tok[g].rel == MSDX_REL_XCOMP)
        return true; /* 'expects them to sign it when they meet' */
    struct msdx_modality m = msdx_modality_of(c, g);
    return m.has_effect && (m.effect == MSD_PLANNED || m.effect == MSD_CONDITIONAL || m.effect == MSD_REQUESTED ||
                            (m.effect == MSD_POSSIBLE && present && strcmp(mark, "while") != 0));
}

/* 'will', 'is to', and 'insists on … before': what is waited for. */
static bool is_to_come(struct msdx_coder *c, int32_t g)
{
    static const char *const waits[] = {"insist", "demand", "want", "wait", "need", "require", "await", "expect", NULL};
    const msdx_unit *u = c->u;
    struct msdx_modality m = msdx_modality_of(c, g);
    msd_claim_status effect;
    int32_t over = u->tok[g].rel == MSDX_REL_XCOMP ? u->tok[g].head : -1;
    if (over >= 0 && msdx_periphrasis(u, over, g, &effect) && effect == MSD_PLANNED) return !msdx_is_past(u, over);
    if (lemma_is_any(u, g, waits) && !msdx_is_past(u, g)) return true;
    return m.has_effect && (m.effect == MSD_PLANNED || m.effect == MSD_CONDITIONAL);
}

/* 'will see a school before chairing a meeting': what comes after what is to come. */
static bool is_after_what_comes(struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    char prep[48];
    for (int i = 0; i < 5 && u->tok[t].head >= 0; i++, t = u->tok[t].head) {
        msdx_rel rel = (msdx_rel)u->tok[t].rel;
        if (rel == MSDX_REL_CCOMP || rel == MSDX_REL_CONJ || rel == MSDX_REL_ACL_RELCL) return false;
        msdx_prep_of(u, t, prep, sizeof prep);
        static const char *const when[] = {"before", "until", "ahead of", "upon", "pending", NULL};
        if (msdx_is_any(prep, when)) return msdx_is_verb(u, u->tok[t].head) && is_to_come(c, u->tok[t].head);
    }
    return false;
}

/* 'the visit to Wajir next week', 'the ministers meet tomorrow' */
static bool is_next_week(const struct msdx_coder *c, int32_t t)
{
    static const char *const when[] = {"week",      "month",   "year",     "monday",  "tuesday", "wednesday",
                                       "thursday",  "friday",  "saturday", "sunday",  "january", "february",
                                       "march",     "april",   "may",      "june",    "july",    "august",
                                       "september", "october", "november", "december"};
    const msdx_unit *u = c->u;
    const char *tag = u->tok[t].tag;
    bool present = strcmp(tag, "VBZ") == 0 || strcmp(tag, "VBP") == 0;
    if (!msdx_is_noun(u, t) && !present) return false;
    int32_t of = msdx_child(u, t, MSDX_REL_NMOD_POSS); /* 'next week's meeting', 'tomorrow's vote' */
    if (of >= 0 &&
        (msdx_tok_lower_is(u, of, "tomorrow") || msdx_tok_lower_is(u, msdx_child(u, of, MSDX_REL_AMOD), "next")))
        return true;
    for (int32_t k = t + 1; k < t + 9 && k + 1 < (int32_t)u->n_tok && u->tok[k].sent == u->tok[t].sent; k++) {
        if (u->tok[k].upos == MSDX_PUNCT || msdx_is_verb(u, k) || u->tok[k].upos == MSDX_SCONJ) return false;
        if (msdx_tok_lower_is(u, k, "tomorrow")) return true;
        if (!msdx_tok_lower_is(u, k, "next")) continue;
        for (size_t i = 0; i < sizeof when / sizeof *when; i++)
            if (msdx_tok_lower_is(u, k + 1, when[i])) return true;
    }
    return false;
}

/* 'The talks will deal with fish', 'at its next meeting': who meets does so at a time agreed on. 'The visit will be
 * remembered' tells of one that was. */
static bool is_encounter_to_come(const struct msdx_coder *c, int32_t t)
{
    static const char *const encounter[] = {"meeting",     "talk",  "summit",     "visit",   "conference",
                                            "session",     "trip",  "tour",       "hearing", "consultation",
                                            "negotiation", "round", "referendum", "ballot",  NULL};
    const msdx_unit *u = c->u;
    if (!msdx_is_noun(u, t) || !lemma_is_any(u, t, encounter)) return false;
    int32_t g = u->tok[t].head;
    if (g < 0) return false;
    MSDX_EACH_CHILD (u, t, k)
        if (u->tok[k].rel == MSDX_REL_AMOD && msdx_tok_lower_is(u, k, "next"))
            return !msdx_is_past(u, msdx_is_verb(u, g) || u->tok[g].head < 0 ? g : u->tok[g].head);
    if (u->tok[t].rel != MSDX_REL_NSUBJ) return false;
    MSDX_EACH_CHILD (u, g, k)
        if (u->tok[k].rel == MSDX_REL_AUX && msdx_tok_lower_is(u, k, "will")) return true;
    return false;
}

bool msdx_is_yet_to_come(struct msdx_coder *c, int32_t t)
{
    return is_next_week(c, t) || is_after_what_comes(c, t) || is_encounter_to_come(c, t);
}
