/* prep.c: what hangs on a word by a preposition. A greedy parser hangs such phrases
 * now on the verb, now on its object, and takes particles for prepositions. */
#include "code/code_impl.h"

static bool tag_is(const msdx_unit *u, int32_t t, const char *tag)
{
    return strcmp(u->tok[t].tag, tag) == 0;
}

/* 'when', 'once' opening a clause: the parser has them as its adverbs. */
static bool opens_time(const msdx_unit *u, int32_t t, int32_t k)
{
    return u->tok[t].rel == MSDX_REL_ADVCL && u->tok[k].rel == MSDX_REL_ADVMOD && k < t &&
           (msdx_tok_lower_is(u, k, "when") || msdx_tok_lower_is(u, k, "once") || msdx_tok_lower_is(u, k, "whenever"));
}

void msdx_prep_of(const msdx_unit *u, int32_t t, char *out, size_t room)
{
    size_t n = 0;
    bool clause = msdx_child(u, t, MSDX_REL_COP) >= 0; /* 'of being behind them' opens with 'of' */
    out[0] = 0;
    MSDX_EACH_CHILD (u, t, k) {
        msdx_rel rel = u->tok[k].rel;
        if ((rel != MSDX_REL_CASE || clause) && rel != MSDX_REL_MARK && !opens_time(u, t, k)) continue;
        if (k > t || tag_is(u, k, "TO") || tag_is(u, k, "POS")) {
            if (rel == MSDX_REL_MARK || k > t) continue;
        }
        for (int32_t part = k; part >= 0; part = msdx_child(u, part, MSDX_REL_FIXED)) {
            msdx_str w = u->tok[part].lower;
            if (n + w.n + 2 > room) return;
            if (n) out[n++] = ' ';
            memcpy(out + n, w.p, w.n);
            n += w.n;
            out[n] = 0;
        }
    }
}

/* Does the preposition of k begin with the particle of the verb it hangs on: 'walked out | of the hall'? */
static bool opens_with_particle(const msdx_unit *u, int32_t k)
{
    char got[48];
    int32_t v = u->tok[k].head, p = msdx_child(u, k, MSDX_REL_CASE);
    if (p < 0 || v < 0 || p != v + 1 || p > k || !msdx_is_verb(u, v)) return false;
    msdx_prep_of(u, k, got, sizeof got);
    if (strcmp(got, "in front of") == 0) return false;
    return strchr(got, ' ') != NULL && msdx_may_be_particle(u, p);
}

/* 'sent back to sea', 'fired across into Lebanon': the preposition that a direction stands before. */
static const char *behind_direction(const char *prep)
{
    static const char *const direction[] = {"back ", "away ", "across ", "over ", "down ", "up "};
    for (size_t i = 0; i < sizeof direction / sizeof *direction; i++) {
        size_t n = strlen(direction[i]);
        if (strncmp(prep, direction[i], n) == 0) return prep + n;
    }
    return prep;
}

static bool prep_matches(const msdx_unit *u, int32_t k, const char *prep)
{
    char got[48];
    msdx_rel rel = u->tok[k].rel;
    if (rel != MSDX_REL_OBL && rel != MSDX_REL_NMOD && rel != MSDX_REL_OBL_AGENT && rel != MSDX_REL_ADVCL &&
        rel != MSDX_REL_ACL && rel != MSDX_REL_NMOD_POSS)
        return false;
    if (rel == MSDX_REL_OBL_AGENT) return strcmp(prep, "by") == 0;
    msdx_prep_of(u, k, got, sizeof got);
    if (strcmp(got, "out of") == 0 && strcmp(prep, "from") == 0) return true; /* 'pulled out of Chad' */
    if (strcmp(got, prep) == 0 || strcmp(behind_direction(got), prep) == 0) return true;
    return (opens_with_particle(u, k) && strcmp(strrchr(got, ' ') + 1, prep) == 0);
}

static uint32_t prep_children(const msdx_unit *u, int32_t t, const char *prep, int32_t *out, uint32_t n, uint32_t room)
{
    MSDX_EACH_CHILD (u, t, k)
        if (prep_matches(u, k, prep)) n = msdx_put_tok(out, n, room, k);
    /* 'used batons and tear gas against students': the phrase behind a list hangs on its last */
    if (n == 0 && !msdx_is_verb(u, t))
        MSDX_EACH_CHILD (u, t, last)
            if (last > t && u->tok[last].rel == MSDX_REL_CONJ && !msdx_is_verb(u, last))
                MSDX_EACH_CHILD (u, last, k)
                    if (prep_matches(u, k, prep)) n = msdx_put_tok(out, n, room, k);
    return n;
}

/* 'lifted the ban on parties', where 'on parties' hangs on the verb: the phrase right behind its object. */
static uint32_t prep_behind(const msdx_unit *u, int32_t t, const char *prep, int32_t *out, uint32_t room)
{
    int32_t v = u->tok[t].head, next = -1;
    if (u->tok[t].rel != MSDX_REL_OBJ || v < 0) return 0;
    MSDX_EACH_CHILD (u, v, k)
        if (k > t && (next < 0 || k < next) && u->tok[k].rel != MSDX_REL_PUNCT) next = k;
    return next >= 0 && u->tok[next].rel == MSDX_REL_OBL && prep_matches(u, next, prep)
               ? msdx_put_tok(out, 0, room, next)
               : 0;
}

/* A preposition that few verbs take for a particle and that nothing but the agent follows: 'called on by'. */
static bool is_left_behind(const msdx_unit *u, int32_t p)
{
    static const char *const list[] = {"at", "on", "upon", "for", "to", "with", "against", "into", "about"};
    if (p + 1 < (int32_t)u->n_tok && u->tok[p + 1].upos != MSDX_PUNCT && !msdx_tok_lower_is(u, p + 1, "by"))
        return false; /* 'turned on fleeing monks' */
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (msdx_tok_lower_is(u, p, list[i])) return true;
    return false;
}

/* 'was set upon': a verb of two words that has an object. */
static bool takes_object(const struct msdx_coder *c, int32_t v, int32_t p)
{
    int32_t tok[2] = {v, p};
    size_t n = 0;
    const msdx_sense *s = msdx_lemma_phrase(c, tok, 2, &n);
    for (size_t i = 0; s && i < n; i++) {
        if (s[i].kind != MSDX_SENSE_VERB) continue;
        const msdx_paths *to = &msdx_know_frame(c->know, s[i].index)->recipient;
        if (to->n == 0 || to->item[0].step[0].kind == MSDX_STEP_OBJECT) return true;
    }
    return false;
}

/* 'was called for by deputies', 'is being looked into': what the preposition left behind speaks of is the subject. NULL: any
 * preposition, for sure: a particle ('called off') may be meant where the parser does not say so. */
bool msdx_is_stranded(const struct msdx_coder *c, int32_t v, const char *prep)
{
    const msdx_unit *u = c->u;
    if (!msdx_is_passive(u, v)) return false;
    MSDX_EACH_CHILD (u, v, k) {
        if (k != v + 1 || u->tok[k].first_child >= 0) continue;
        if (prep) return msdx_tok_lower_is(u, k, prep);
        return u->tok[k].rel == MSDX_REL_OBL ||
               (u->tok[k].rel == MSDX_REL_COMPOUND_PRT && is_left_behind(u, k) && !takes_object(c, v, k));
    }
    return false;
}

/* 'is under fire from the press': the tree has 'fire' for the head, and its 'be' stands alone. */
static uint32_t beside_copula(const msdx_unit *u, int32_t be, const char *prep, int32_t *out, uint32_t room)
{
    int32_t noun = u->tok[be].head, of = noun >= 0 && msdx_is_noun(u, noun) ? msdx_child(u, noun, MSDX_REL_CASE) : -1;
    if (noun < 0) return 0;
    if (of > be && msdx_tok_lower_is(u, of, prep)) return msdx_put_tok(out, 0, room, noun);
    return prep_children(u, noun, prep, out, 0, room);
}

/* 'protests against the government of Chad': Chad has the government, not the protests. */
static bool owns_what_follows(const msdx_unit *u, int32_t t, const char *prep)
{
    static const char *const aimed[] = {"against", "over", "at",   "for",  "to",        "about",
                                        "with",    "by",   "like", "from", "including", NULL};
    static const char *const cause[] = {"support", "solidarity", "defence", "defense",      "honour",
                                        "honor",   "memory",     "favour",  "favor",        "celebration",
                                        "protest", "pursuit",    "search",  "condemnation", "commemoration"};
    char own[48];
    /* 'a hospital run by nuns', with 'run' taken for a noun */
    if (strcmp(prep, "by") == 0) return msdx_child(u, t, MSDX_REL_OBL_AGENT) >= 0;
    if (strcmp(prep, "of") != 0) return false;
    msdx_prep_of(u, t, own, sizeof own);
    for (size_t i = 0; strcmp(own, "in") == 0 && i < sizeof cause / sizeof *cause; i++)
        if (msdx_tok_lemma_is(u, t, cause[i])) return true; /* 'a march in support of the miners' is not theirs */
    return msdx_is_any(own, aimed);
}

/* 'blamed the raid on Chad': the raid was not on Chad; but 'blamed Chad's raid on the camp' was. */
static bool is_blamed_on(const msdx_unit *u, int32_t t, const char *prep)
{
    int32_t g = u->tok[t].head;
    bool bare = u->tok[t].rel == MSDX_REL_OBJ && msdx_child(u, t, MSDX_REL_NMOD_POSS) < 0;
    return strcmp(prep, "on") == 0 && bare && g >= 0 && msdx_tok_lemma_is(u, g, "blame");
}

/* 'a campaign of cleansing by Serbs against Kosovars', 'a wave of arrests by the junta': who does it and to whom hang on the
 * word before that counts or groups the deed, or on one another. */
int32_t msdx_grouped_under(const msdx_unit *u, int32_t t)
{
    static const char *const group[] = {"campaign", "wave",     "series", "string",  "spate",    "act",
                                        "policy",   "pattern",  "case",   "round",   "bout",     "rash",
                                        "flurry",   "incident", "year",   "decade",  "month",    "week",
                                        "day",      "spree",    "orgy",   "barrage", "outbreak", "reign"};
    int32_t g = u->tok[t].head;
    if (u->tok[t].rel != MSDX_REL_NMOD || g < 0 || g > t) return -1;
    if (!msdx_tok_lower_is(u, msdx_child(u, t, MSDX_REL_CASE), "of")) return -1;
    for (size_t i = 0; i < sizeof group / sizeof *group; i++)
        if (msdx_tok_lemma_is(u, g, group[i])) return g;
    return -1;
}

static uint32_t prep_of_group(const struct msdx_coder *c, int32_t t, const char *prep, int32_t *out, uint32_t room)
{
    static const char *const role[] = {"by", "against", "on", "at", NULL};
    const msdx_unit *u = c->u;
    int32_t g = msdx_is_any(prep, role) ? msdx_grouped_under(u, t) : -1;
    uint32_t n = g >= 0 ? prep_children(u, g, prep, out, 0, room) : 0;
    if (g < 0 || n) return n;
    MSDX_EACH_CHILD (u, g, k) /* 'by Serbs against Kosovars', hung on the Serbs */
        if (n == 0 && k > t && msdx_tok_lower_is(u, msdx_child(u, k, MSDX_REL_CASE), "by"))
            n = prep_children(u, k, prep, out, 0, room);
    return n;
}

/* Prepositional phrases attach badly: look on the word, then on its object (verbs), or its light verb, and at the
 * other objects of prepositions before ('from a school in Zamfara'). */
uint32_t msdx_step_prep(struct msdx_coder *c, int32_t t, const char *prep, bool first, int32_t *out, uint32_t room)
{
    const msdx_unit *u = c->u;
    if (is_blamed_on(u, t, prep)) return 0;
    uint32_t n = prep_children(u, t, prep, out, 0, room);
    if (n) return n;
    if (u->tok[t].rel == MSDX_REL_COP && first) return beside_copula(u, t, prep, out, room);
    if (msdx_is_verb(u, t) && msdx_is_stranded(c, t, prep))
        return msdx_put_tok(out, n, room, msdx_surface_subject(c, t));
    if (!first && !msdx_is_verb(u, t)) return prep_behind(u, t, prep, out, room);
    if (msdx_is_verb(u, t)) {
        int32_t obj = msdx_object(c, t);
        bool own = obj >= 0 && u->tok[obj].rel != MSDX_REL_NSUBJ;
        if (own && c->word[obj].is_event_noun && strcmp(prep, "by") == 0 && msdx_child(u, t, MSDX_REL_NSUBJ) >= 0)
            return 0; /* 'mocked the retreat by the council': the retreat was the council's */
        if (own) n = prep_children(u, obj, prep, out, 0, room);
        if (own && n == 0) /* 'used weapons of mass destruction against' */
            MSDX_EACH_CHILD (u, obj, k)
                if (n == 0 && k > obj && u->tok[k].rel == MSDX_REL_NMOD) n = prep_children(u, k, prep, out, 0, room);
        MSDX_EACH_CHILD (u, t, k)
            if (n == 0 && (u->tok[k].rel == MSDX_REL_OBL || u->tok[k].rel == MSDX_REL_ADVMOD))
                n = prep_children(u, k, prep, out, 0, room); /* 'pushed migrants back into Bosnia' */
        return n;
    }
    int32_t light = msdx_light_verb(c, t);
    bool answered = light >= 0 && strcmp(prep, "by") == 0 && msdx_undoes(c, light); /* 'a plea was rejected by' */
    if (light >= 0 && !answered) n = prep_children(u, light, prep, out, 0, room);
    /* 'attack in the Green Zone on the embassy' */
    MSDX_EACH_CHILD (u, t, k)
        if (n == 0 && u->tok[k].rel == MSDX_REL_NMOD && !owns_what_follows(u, k, prep))
            n = prep_children(u, k, prep, out, 0, room);
    if (n == 0) n = prep_of_group(c, t, prep, out, room);
    /* 'held talks in Paris with': the verb that governs the noun */
    int32_t g = u->tok[t].head;
    /* 'the strike killed men from Oslo' */
    bool of_object = strcmp(prep, "from") == 0 && g >= 0 && msdx_child(u, g, MSDX_REL_OBJ) >= 0;
    bool subject = u->tok[t].rel == MSDX_REL_NSUBJ && !of_object;
    if (n == 0 && g >= 0 && msdx_is_verb(u, g) && (u->tok[t].rel == MSDX_REL_OBJ || subject))
        MSDX_EACH_CHILD (u, g, k)
            if (u->tok[k].rel == MSDX_REL_OBL && k > t && prep_matches(u, k, prep) && !opens_with_particle(u, k))
                n = msdx_put_tok(out, n, room, k); /* but 'if rallies get out of hand' */
    return n;
}
