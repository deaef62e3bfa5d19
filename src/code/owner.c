/* owner.c: whose a thing or a deed is, by the words around it. */
#include "code/code_impl.h"

/* What such a noun is of has suffered it. */
static bool is_suffered(const msdx_unit *u, int32_t t)
{
    static const char *const deed[] = {
        "killing",   "murder",    "assassination", "massacre", "kidnapping",  "abduction", "arrest",     "detention",
        "execution", "slaughter", "torture",       "rape",     "bombing",     "shelling",  "slaying",    "shooting",
        "stabbing",  "beheading", "poisoning",     "beating",  "persecution", "invasion",  "annexation", "harassment"};
    for (size_t i = 0; i < sizeof deed / sizeof *deed; i++)
        if (msdx_tok_lemma_is(u, t, deed[i])) return true;
    return false;
}

/* 'the bishop's assassination', 'Nasrallah's killing': whom the possessive names has not killed, unless somebody else is
 * said to be killed; -1. */
int32_t msdx_whose_death(struct msdx_coder *c, int32_t t)
{
    static const char *const deed[] = {"killing", "murder",   "assassination", "execution", "beheading",
                                       "slaying", "lynching", "kidnapping",    "abduction"};
    const msdx_unit *u = c->u;
    int32_t who = strcmp(u->tok[t].tag, "NN") == 0 ? msdx_child(u, t, MSDX_REL_NMOD_POSS) : -1;
    bool death = false;
    for (size_t i = 0; i < sizeof deed / sizeof *deed; i++) death |= msdx_tok_lemma_is(u, t, deed[i]);
    if (!death || who < 0) return -1;
    MSDX_EACH_CHILD (u, t, k)
        if (k > t && msdx_tok_lower_is(u, msdx_child(u, k, MSDX_REL_CASE), "of")) return -1;
    const struct msdx_np *np = msdx_mention(c, who);
    bool killer = np->who.sector && strcmp(np->who.sector, "UAF") == 0;
    bool town = np->is_place && !np->is_agent && !np->who.entity && !np->is_capital && u->tok[who].upos == MSDX_PROPN;
    return (np->is_person && !np->is_plural && !killer) || town ? who : -1;
}

/* Verbs that say of a thing what others think of it or do with it, not who made it. */
static bool is_only_met_with(const msdx_unit *u, int32_t v)
{
    static const char *const verb[] = {"recognise", "recognize", "attend", "condemn", "reject", "criticise",
                                       "criticize", "accept",    "use",    "see",     "share",  "oppose",
                                       "support",   "back",      "need",   "hit",     "face"};
    for (size_t i = 0; i < sizeof verb / sizeof *verb; i++)
        if (msdx_tok_lemma_is(u, v, verb[i])) return true;
    return false;
}

/* Whose is it? 'Iran's proposal', 'the Iranian plan', 'the government of Chad': a known possessor, or -1. */
int32_t msdx_owner(struct msdx_coder *c, int32_t t)
{
    static const msdx_step poss = {MSDX_STEP_POSS, NULL}, adj = {MSDX_STEP_ADJ, NULL}, by = {MSDX_STEP_PREP, "by"},
                           of = {MSDX_STEP_PREP, "of"}, from = {MSDX_STEP_PREP, "from"};
    const msdx_path path[] = {{1, {by}}, {1, {poss}}, {1, {adj}}, {1, {of}}, {1, {from}}};
    size_t n_path = c->word[t].is_event_noun ? 5 : 4; /* 'a request from the court' */
    for (size_t p = 0; p < n_path; p++) {
        if (p == 3 && is_suffered(c->u, t)) continue; /* 'the murder of six monks' is not theirs */
        int32_t got[MSDX_MEMBERS_MAX];
        uint32_t n = msdx_path_eval(c, t, &path[p], got, MSDX_MEMBERS_MAX);
        for (uint32_t i = 0; i < n; i++) {
            int32_t counted = msdx_counted(c->u, got[i]);
            const struct msdx_np *np = msdx_mention(c, counted);
            bool somebody = np->who.country || np->who.entity || np->is_named || np->is_person;
            if (np->known && somebody && np->kind <= MSDX_AGENT_BODY && !c->word[counted].is_event_noun) return counted;
        }
    }
    /* 'an appeal filed by the union', but not 'a treaty recognised by both' */
    MSDX_EACH_CHILD (c->u, t, k) {
        bool made = c->u->tok[k].rel == MSDX_REL_ACL && msdx_is_passive(c->u, k) && !is_only_met_with(c->u, k);
        int32_t who = made ? msdx_subject(c, k) : -1;
        if (who >= 0 && msdx_mention(c, who)->known) return who;
    }
    return -1;
}
