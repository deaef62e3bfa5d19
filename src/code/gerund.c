/* gerund.c: deeds told in the -ing form behind a preposition, a verb or a noun: which of them were done ('jailed for
 * bombing', 'praise for freeing'), and which are only spoken of ('weapons for bombing', 'suggested bombing'). */
#include "code/status_impl.h"

static bool lemma_is_any(const msdx_unit *u, int32_t t, const char *const *list)
{
    for (; *list; list++)
        if (msdx_tok_lemma_is(u, t, *list)) return true;
    return false;
}

/* What a verb, an adjective or a noun makes of the deed behind its preposition; no preposition: an object. What is not
 * here was done: 'arrested for', 'ended by'. */
static const struct {
    const char *prep;
    msd_claim_status effect;
    const char *const word[20];
} GERUND[] = {
    {"of", MSD_CONSIDERED, {"talk", "speak", "think", "dream", NULL}},
    {"of",
     MSD_POSSIBLE,
     {"mean", "way", "method", "importance", "cost", "legality", "wisdom", "task", "job", "difficulty", "right",
      "feasibility", "benefit", "advantage", "capable", "ability", NULL}},
    {"about",
     MSD_CONSIDERED,
     {"talk", "speak", "think", "dream", "fantasize", "muse", "tweet", "joke", "write", "post", "ask", "debate", "fret",
      "worry", "boast", "caution", NULL}},
    {"with", MSD_REQUESTED, {"task", "entrust", NULL}},
    {"on",
     MSD_PLANNED,
     {"insist", "focus", "plan", "work", "concentrate", "count", "bank", "bet", "vote", "intent", "bent", NULL}},
    {"at", MSD_CONSIDERED, {"hint", "aim", NULL}},
    {"at", MSD_POSSIBLE, {"good", "bad", "adept", "skilled", "expert", NULL}},
    {"in",
     MSD_POSSIBLE,
     {"train", "skilled", "expert", "specialise", "specialize", "interest", "interested", "experienced", "expertise",
      NULL}},
    {"to", MSD_PLANNED, {"dedicate", "devote", "commit", "look", NULL}},
    {"to", MSD_POSSIBLE, {"object", "amount", "come", "close", "near", "averse", "opposed", "alternative", NULL}},
    {"against", MSD_NEGATED, {"decide", "vote", "rule", NULL}},
    {"against", MSD_POSSIBLE, {"be", "warn", "advise", "counsel", "argue", "speak", "urge", NULL}},
    {"", MSD_CONSIDERED, {"suggest", "propose", "contemplate", "discuss", "recommend", "advocate", NULL}},
    {"",
     MSD_POSSIBLE,
     {"mean", "involve", "entail", "require", "justify", "warrant", "support", "back", "favour", "favor", "oppose",
      "resist", NULL}},
};

/* 'weeks away from capturing' */
static bool is_away_from(const msdx_unit *u, int32_t cur, const char *prep)
{
    if (strcmp(prep, "from") != 0 && strcmp(prep, "away from") != 0) return false;
    for (int32_t k = cur - 1; k > 0 && k > cur - 4; k--)
        if (msdx_tok_lower_is(u, k, "away")) return u->tok[k].sent == u->tok[cur].sent;
    return false;
}

/* 'an arsenal for bombing', 'no appetite for investigating': what a thing is for, or nobody's deed. Blame and reward follow
 * deeds, an event ('trial for bombing') has its cause, and people are praised for what they did. */
static bool is_use_of_a_thing(const struct msdx_coder *c, int32_t cur)
{
    static const char *const known[] = {"praise",    "criticism",  "credit",       "thanks",
                                        "gratitude", "blame",      "reason",       "motive",
                                        "cause",     "punishment", "penalty",      "sentence",
                                        "fine",      "prize",      "award",        "responsibility",
                                        "apology",   "conviction", "revenge",      "retaliation",
                                        "record",    "fame",       "compensation", "reputation",
                                        "medal",     "trial",      "guilt",        "retribution",
                                        "reprisal",  "arrest",     "condemnation", "rebuke",
                                        "censure",   "pardon",     "excuse",       "prison",
                                        "jail",      "life",       "year",         "month",
                                        "custody",   "anger",      "fire",         "flak",
                                        "contempt",  "warrant",    "charge",       "indictment",
                                        "suspicion", "case",       "behalf",       "amnesty",
                                        "respect",   "admiration", "acclaim",      "honour",
                                        "honor",     "notoriety",  "liability",    "debt",
                                        "bar",       "court",      "dollar",       "justification",
                                        NULL};
    static const char *const wanted[] = {"support", "backing", "campaign", "preference", "push", NULL};
    const msdx_unit *u = c->u;
    int32_t n = u->tok[cur].head, before = msdx_left_edge(u, cur) - 1;
    if (n >= 0 && !msdx_is_noun(u, n) && before > n && msdx_is_noun(u, before)) n = before; /* 'has weapons for' */
    if (n < 0 || !msdx_is_noun(u, n) || u->tok[n].upos == MSDX_PROPN) return false;
    if (lemma_is_any(u, n, wanted)) return true;
    if (c->word[n].is_event_noun) return false;
    return !c->word[n].agent && !c->word[n].name && !lemma_is_any(u, n, known) && u->tok[n].rel != MSDX_REL_NSUBJ_PASS;
}

/* 'its main objective: capturing the chief', 'committed to one thing, bombing them' */
static bool names_the_aim(const msdx_unit *u, int32_t cur)
{
    static const char *const aim[] = {"objective", "goal",   "aim",      "purpose", "task",   "mission",
                                      "thing",     "option", "priority", "plan",    "demand", NULL};
    int32_t mark = msdx_left_edge(u, cur), n;
    if (mark < cur && u->tok[mark].upos == MSDX_PUNCT) mark++;
    n = mark - 2;
    return mark == cur && n >= 0 && u->tok[n].sent == u->tok[cur].sent && u->tok[n + 1].upos == MSDX_PUNCT &&
           lemma_is_any(u, n, aim);
}

msd_claim_status msdx_of_gerund(struct msdx_coder *c, int32_t g, int32_t cur)
{
    static const char *const taken[] = {"see", "regard", "view", "perceive", "describe", "interpret", NULL};
    const msdx_unit *u = c->u;
    char prep[48];
    if (strcmp(u->tok[cur].tag, "VBG") != 0 || msdx_tok_lemma_is(u, cur, "have") ||
        msdx_child(u, cur, MSDX_REL_NSUBJ) >= 0 || msdx_child(u, cur, MSDX_REL_AUX) >= 0)
        return MSD_ACTUAL; /* 'spoke about having seen', 'about Iran supplying' */
    msdx_prep_of(u, cur, prep, sizeof prep);
    if (strcmp(prep, "as") == 0 && lemma_is_any(u, g, taken)) { /* 'may be seen as siding' */
        struct msdx_modality m = msdx_modality_of(c, g);
        return m.has_effect && !m.negated ? MSD_POSSIBLE : MSD_ACTUAL;
    }
    if (is_away_from(u, cur, prep) || (!prep[0] && names_the_aim(u, cur))) return MSD_PLANNED;
    if (strcmp(prep, "toward") == 0 || strcmp(prep, "towards") == 0) return MSD_PLANNED;
    if (strcmp(prep, "than") == 0 || strcmp(prep, "other than") == 0) return MSD_POSSIBLE;
    if (!prep[0] && u->tok[cur].rel != MSDX_REL_XCOMP && u->tok[cur].rel != MSDX_REL_CCOMP) return MSD_ACTUAL;
    for (size_t i = 0; i < sizeof GERUND / sizeof *GERUND; i++)
        if (strcmp(prep, GERUND[i].prep) == 0 && lemma_is_any(u, g, GERUND[i].word)) return GERUND[i].effect;
    return strcmp(prep, "for") == 0 && is_use_of_a_thing(c, cur) ? MSD_POSSIBLE : MSD_ACTUAL;
}

bool msdx_is_bare_proposal(const msdx_unit *u, int32_t g, int32_t cur)
{
    return msdx_tok_lemma_is(u, g, "suggest") && u->tok[cur].rel == MSDX_REL_XCOMP &&
           strcmp(u->tok[cur].tag, "VBG") == 0;
}
