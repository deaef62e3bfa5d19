/* participle.c: past participles that were taken for what somebody did. Who is killed or held has done nothing, and a verb
 * that needs an object has none where its word is a participle: 'a woman shot dead at a rally', 'strangled and then
 * dismembered'. */
#include "code/code_impl.h"

bool msdx_needs_object(const msdx_unit *u, int32_t t)
{
    static const char *const verb[] = {
        "kill",        "wound",     "injure",  "shoot",    "stab",     "murder",   "abduct",   "kidnap",
        "assassinate", "behead",    "torture", "massacre", "mutilate", "detain",   "arrest",   "dismember",
        "decapitate",  "slaughter", "execute", "capture",  "strangle", "imprison", "lynch",    "slay",
        "jail",        "rape",      "deport",  "expel",    "evict",    "displace", "seize",    "ambush",
        "burn",        "destroy",   "rescue",  "release",  "free",     "suspend",  "sentence", "convict"};
    for (size_t i = 0; i < sizeof verb / sizeof *verb; i++)
        if (msdx_tok_lemma_is(u, t, verb[i])) return true;
    return false;
}

/* 'shot at the patrol', 'charged into the crowd' are done by whoever stands before. */
static bool may_be_suffered(const msdx_unit *u, int32_t t)
{
    static const char *const active[] = {"at", "into", "through", "towards", "toward", "from", "past"};
    if (strcmp(u->tok[t].tag, "VBD") != 0 || !msdx_needs_object(u, t)) return false;
    MSDX_EACH_CHILD (u, t, k) {
        msdx_rel rel = (msdx_rel)u->tok[k].rel;
        if (rel == MSDX_REL_OBJ || rel == MSDX_REL_IOBJ || rel == MSDX_REL_CCOMP || rel == MSDX_REL_AUX) return false;
        if (rel == MSDX_REL_CONJ && msdx_child(u, k, MSDX_REL_OBJ) >= 0) return false; /* 'killed and ate ten' */
        if (rel == MSDX_REL_XCOMP) return true;                                        /* 'shot dead at a rally' */
        int32_t prep = rel == MSDX_REL_OBL ? msdx_child(u, k, MSDX_REL_CASE) : -1;
        for (size_t i = 0; prep >= 0 && i < sizeof active / sizeof *active; i++)
            if (msdx_tok_lower_is(u, prep, active[i]) && !msdx_tok_lemma_is(u, t, "kill")) return false;
    }
    return true;
}

/* Does the verb stand right behind the noun and its name? */
static bool is_right_behind(const msdx_unit *u, int32_t t, int32_t noun)
{
    return noun >= 0 && noun < t &&
           (t - 1 == noun || (u->tok[t - 1].head == noun && u->tok[t - 1].rel == MSDX_REL_FLAT));
}

/* The verb that has an auxiliary and no subject of its own, because its subject was given to the participle at t; -1. */
static int32_t main_verb(const msdx_unit *u, int32_t t)
{
    int32_t end = (int32_t)u->sent[u->tok[t].sent].tok_end;
    for (int32_t w = t + 1; w < end; w++) {
        bool aside = u->tok[w].head == u->tok[t].head && u->tok[w].rel == u->tok[t].rel && u->tok[t].head >= 0;
        bool under = u->tok[w].head == t && (u->tok[w].rel == MSDX_REL_CCOMP || u->tok[w].rel == MSDX_REL_PARATAXIS ||
                                             u->tok[w].rel == MSDX_REL_DEP || u->tok[w].rel == MSDX_REL_ADVCL);
        if ((!aside && !under && u->tok[t].head != w) || !msdx_is_verb(u, w)) continue;
        if (msdx_child(u, w, MSDX_REL_NSUBJ) >= 0 || msdx_child(u, w, MSDX_REL_NSUBJ_PASS) >= 0) return -1;
        if (msdx_child(u, w, MSDX_REL_CC) >= 0 || msdx_child(u, w, MSDX_REL_MARK) >= 0) return -1;
        int32_t aux = msdx_child(u, w, MSDX_REL_AUX_PASS);
        if (aux < 0) aux = msdx_child(u, w, MSDX_REL_AUX);
        return aux > t ? w : -1;
    }
    return -1;
}

/* 'says a woman shot dead at a rally was hit by its troops', read as if she had shot. */
static void repair_main(msdx_unit *u, int32_t t)
{
    int32_t s = msdx_child(u, t, MSDX_REL_NSUBJ), w = is_right_behind(u, t, s) ? main_verb(u, t) : -1;
    if (w < 0) return;
    if (u->tok[w].head == t) {
        u->tok[w].head = u->tok[t].head;
        u->tok[w].rel = u->tok[t].rel;
    }
    u->tok[s].head = w;
    u->tok[s].rel = msdx_child(u, w, MSDX_REL_AUX_PASS) >= 0 ? MSDX_REL_NSUBJ_PASS : MSDX_REL_NSUBJ;
    u->tok[t].head = s;
    u->tok[t].rel = MSDX_REL_ACL;
    u->tok[t].tag = "VBN";
}

static void repair_participle(msdx_unit *u, int32_t t)
{
    int32_t g = u->tok[t].head;
    if (g < 0 && u->tok[t].rel != MSDX_REL_ROOT) return;
    if (u->tok[t].rel == MSDX_REL_ACL) {
        if (is_right_behind(u, t, g)) u->tok[t].tag = "VBN"; /* 'the boy killed in the strike' */
        return;
    }
    bool bare = msdx_child(u, t, MSDX_REL_NSUBJ) < 0 && msdx_child(u, t, MSDX_REL_NSUBJ_PASS) < 0;
    if (u->tok[t].rel == MSDX_REL_CONJ && bare && g >= 0 && msdx_is_verb(u, g)) {
        if (msdx_is_passive(u, g)) u->tok[t].tag = "VBN"; /* 'was strangled and then dismembered' */
        return;
    }
    int32_t s = msdx_child(u, t, MSDX_REL_NSUBJ), dead = msdx_child(u, t, MSDX_REL_XCOMP);
    if (s >= 0 && s < t && msdx_tok_lower_is(u, dead, "dead") &&
        main_verb(u, t) < 0) { /* 'six shot dead at a market' */
        u->tok[s].rel = MSDX_REL_NSUBJ_PASS;
        u->tok[t].tag = "VBN";
        return;
    }
    repair_main(u, t);
}

/* 'Police found a farmer beheaded', with the farmer taken for who did it. */
static void repair_found(msdx_unit *u, int32_t t)
{
    int32_t v = u->tok[t].head, s = msdx_child(u, t, MSDX_REL_NSUBJ);
    if (u->tok[t].rel != MSDX_REL_CCOMP || !msdx_tok_lower_is(u, v, "found") || s < v || !is_right_behind(u, t, s))
        return;
    if (!msdx_needs_object(u, t) || msdx_child(u, t, MSDX_REL_OBJ) >= 0 || msdx_child(u, t, MSDX_REL_AUX) >= 0) return;
    if (msdx_child(u, t, MSDX_REL_MARK) >= 0) return;
    u->tok[t].tag = "VBN";
    u->tok[s].rel = MSDX_REL_NSUBJ_PASS;
}

/* The verb or predicate of the clause behind t, which has none of its own subjects; -1. */
static int32_t clause_behind(const msdx_unit *u, int32_t t)
{
    if (msdx_child(u, t, MSDX_REL_ADVCL) < 0 && msdx_child(u, t, MSDX_REL_CCOMP) < 0) return u->tok[t].head;
    int32_t w = msdx_child(u, t, MSDX_REL_ADVCL);
    return w >= 0 ? w : msdx_child(u, t, MSDX_REL_CCOMP);
}

/* 'A judge found shot in Tijuana had received threats': what was found was taken for a subject. */
static void repair_found_subject(msdx_unit *u, int32_t t)
{
    int32_t found = t - 1, noun = found - 1;
    if (noun < 0 || !msdx_tok_lower_is(u, found, "found") || !msdx_needs_object(u, t) || !msdx_is_noun(u, noun)) return;
    if (u->tok[t].tag[0] != 'V' || msdx_child(u, t, MSDX_REL_OBJ) >= 0 || msdx_child(u, t, MSDX_REL_AUX) >= 0) return;
    bool under = u->tok[found].head == t && u->tok[found].rel == MSDX_REL_NSUBJ && u->tok[noun].head == found;
    bool over = u->tok[found].head == noun && u->tok[t].rel == MSDX_REL_NSUBJ;
    int32_t w = under || over ? clause_behind(u, t) : -1;
    if (w <= t) return;
    bool copula = msdx_child(u, w, MSDX_REL_COP) >= 0, passive = msdx_child(u, w, MSDX_REL_AUX_PASS) >= 0;
    if (!copula && !msdx_is_verb(u, w)) return;
    if (u->tok[w].head == t) {
        u->tok[w].head = u->tok[t].head;
        u->tok[w].rel = u->tok[t].rel;
    }
    u->tok[noun].head = w;
    u->tok[noun].rel = passive ? MSDX_REL_NSUBJ_PASS : MSDX_REL_NSUBJ;
    u->tok[found].head = noun;
    u->tok[t].head = found;
    u->tok[found].rel = MSDX_REL_ACL;
    u->tok[t].rel = MSDX_REL_XCOMP;
    u->tok[found].tag = u->tok[t].tag = "VBN";
}

void msdx_repair_participles(struct msdx_coder *c)
{
    for (int32_t t = 1; t < (int32_t)c->u->n_tok; t++) {
        if (c->u->tok[t].tag[0] != 'V') continue;
        repair_found(c->u, t);
        repair_found_subject(c->u, t);
        if (may_be_suffered(c->u, t)) repair_participle(c->u, t);
    }
}

/* ---- who did it, beside such words ---- */

/* 'killed in air strikes and shelling by the army': a gerund beside nouns, hung on the verb, is not done by the dead. */
bool msdx_is_deed_in_list(const msdx_unit *u, int32_t v)
{
    int32_t g = u->tok[v].head;
    if (strcmp(u->tok[v].tag, "VBG") != 0 || g < 0 || strcmp(u->tok[g].tag, "VBG") == 0 || !msdx_is_passive(u, g))
        return false;
    int32_t cc = msdx_child(u, v, MSDX_REL_CC), edge = msdx_left_edge(u, v);
    return msdx_child(u, v, MSDX_REL_OBJ) < 0 && cc == edge && edge > 0 && msdx_is_noun(u, edge - 1);
}

/* 'was destroyed by shelling': by what was done, not by the thing destroyed. */
bool msdx_is_means(const msdx_unit *u, int32_t v)
{
    char mark[32];
    if (strcmp(u->tok[v].tag, "VBG") != 0 || !msdx_is_passive(u, u->tok[v].head)) return false;
    msdx_prep_of(u, v, mark, sizeof mark);
    return strcmp(mark, "by") == 0;
}

/* 'troops, who were looking for the rebels, fired': the verb behind the relative clause was hung on a noun in it. */
int32_t msdx_subject_of_finite(const msdx_unit *u, int32_t v)
{
    int32_t g = u->tok[v].head;
    if (v == 0 || strcmp(u->tok[v - 1].tag, ",") != 0) return g;
    for (int32_t t = g; t >= 0; t = u->tok[t].head) {
        if (u->tok[t].rel == MSDX_REL_ACL_RELCL && u->tok[t].head >= 0) return u->tok[t].head;
        if (!msdx_is_noun(u, t)) break;
    }
    return g;
}

/* 'by shelling', where the deed was taken for a verb. */
bool msdx_is_deed(const struct msdx_coder *c, int32_t t)
{
    return strcmp(c->u->tok[t].tag, "VBG") == 0 && c->u->tok[t].rel == MSDX_REL_ADVCL &&
           msdx_word_sense(&c->word[t], MSDX_SENSE_VERB, NULL) && msdx_is_means(c->u, t);
}
