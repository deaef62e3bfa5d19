/* objects.c: what stands behind a verb, where the parser joins two things or parts one: two objects taken for one noun
 * ('denied the Kurds passports'), what somebody had done ('had his rival arrested'), and a clause that tells what an
 * attack did, hung on the place it was made on. */
#include "code/code_impl.h"

/* ---- two objects ---- */

/* Does a frame of the verb have somebody to whom something is given or refused? */
static bool takes_two(const struct msdx_coder *c, int32_t v)
{
    for (const msdx_sense *s = NULL; (s = msdx_word_sense(&c->word[v], MSDX_SENSE_VERB, s));)
        if (msdx_know_frame(c->know, s->index)->gate.takes_two) return true;
    return false;
}

static bool is_people(const struct msdx_coder *c, int32_t t)
{
    const msdx_agent *agent = c->word[t].agent;
    const char *tag = c->u->tok[t].tag;
    if (agent) return agent->is_head && agent->kind <= MSDX_AGENT_BODY;
    return strcmp(tag, "NNPS") == 0 && msdx_word_name(&c->word[t], MSDX_SENSE_PEOPLE);
}

/* Where the noun phrase of the first object ends inside the compound before `thing`, or -1: its last word is several
 * people, or one person with an adjective or article behind. */
static int32_t first_of_two(const struct msdx_coder *c, int32_t thing)
{
    const msdx_unit *u = c->u;
    for (int32_t k = thing - 1; k >= 0 && u->tok[k].sent == u->tok[thing].sent; k--) {
        msdx_rel rel = u->tok[k].rel;
        if (u->tok[k].head != thing || (rel != MSDX_REL_COMPOUND && rel != MSDX_REL_NMOD_UNMARKED)) continue;
        const char *tag = u->tok[k].tag;
        bool several = strcmp(tag, "NNS") == 0 || strcmp(tag, "NNPS") == 0;
        bool parted = u->tok[k + 1].upos == MSDX_ADJ || u->tok[k + 1].upos == MSDX_DET;
        if (is_people(c, k) && (several || parted)) return k;
    }
    return -1;
}

/* 'denied the Bidoon citizenship', 'refused the party registration': what is not counted has no article of its own, so the
 * article is of whoever stands between. */
static int32_t first_by_article(const struct msdx_coder *c, int32_t thing)
{
    static const char *const mass[] = {"citizenship", "nationality", "asylum",  "registration",  "entry",
                                       "access",      "passage",     "refuge",  "accreditation", "permission",
                                       "recognition", "bail",        "amnesty", "clemency",      "membership"};
    const msdx_unit *u = c->u;
    int32_t k = thing - 1, the = msdx_child(u, thing, MSDX_REL_DET);
    bool is = false;
    for (size_t i = 0; i < sizeof mass / sizeof *mass; i++) is |= msdx_tok_lower_is(u, thing, mass[i]);
    if (!is || the < 0 || the >= k || !msdx_tok_lower_is(u, the, "the") || u->tok[k].head != thing) return -1;
    if (u->tok[k].rel != MSDX_REL_COMPOUND) return -1;
    bool name = u->tok[k].upos == MSDX_PROPN && !msdx_word_name(&c->word[k], MSDX_SENSE_ADJECTIVE);
    const msdx_agent *agent = c->word[k].agent; /* but 'refused the jailed editor access to his lawyer' is a hardship */
    return name || (agent && agent->is_head && agent->kind == MSDX_AGENT_BODY) ? k : -1;
}

static void part_objects(struct msdx_coder *c, int32_t v)
{
    msdx_unit *u = c->u;
    int32_t obj = msdx_child(u, v, MSDX_REL_OBJ), second = -1;
    if (obj < v || msdx_child(u, v, MSDX_REL_IOBJ) >= 0 || !takes_two(c, v)) return;
    MSDX_EACH_CHILD (u, v, k)
        if (k > obj && u->tok[k].rel == MSDX_REL_OBJ && second < 0) second = k;
    if (second >= 0) { /* 'refused [the envoy] [a visa]', side by side */
        bool beside = msdx_left_edge(u, second) == msdx_right_edge(u, obj) + 1 && !is_people(c, second);
        if (beside && (is_people(c, obj) || c->word[obj].name)) u->tok[obj].rel = MSDX_REL_IOBJ;
        return;
    }
    int32_t who = is_people(c, obj) ? -1 : first_of_two(c, obj);
    if (who < v && !is_people(c, obj)) who = first_by_article(c, obj);
    if (who < v) return;
    u->tok[who].head = v;
    u->tok[who].rel = MSDX_REL_IOBJ;
    for (int32_t k = v + 1; k < who; k++)
        if (u->tok[k].head == obj) u->tok[k].head = who;
}

/* ---- what is had done ---- */

/* 'had the editor jailed': who has it done does it; but 'had two men killed' may tell of a loss. */
static void join_causative(struct msdx_coder *c, int32_t have)
{
    static const char *const done[] = {"arrest", "jail",   "imprison", "detain",     "execute", "hang",
                                       "deport", "expel",  "evict",    "torture",    "flog",    "whip",
                                       "beat",   "poison", "murder",   "assassinate"};
    msdx_unit *u = c->u;
    int32_t obj = msdx_child(u, have, MSDX_REL_OBJ), s = msdx_child(u, have, MSDX_REL_NSUBJ), v = -1;
    if (obj < have || s < 0 || s > have || u->tok[have].rel == MSDX_REL_AUX) return;
    for (int32_t k = obj + 1; k <= obj + 2 && k < (int32_t)u->n_tok && v < 0; k++)
        if (strcmp(u->tok[k].tag, "VBN") == 0 && (u->tok[k].head == obj || u->tok[k].head == have)) v = k;
    if (v < 0 || msdx_child(u, v, MSDX_REL_OBL_AGENT) >= 0) return;
    for (size_t i = 0; i < sizeof done / sizeof *done; i++) {
        if (!msdx_tok_lemma_is(u, v, done[i])) continue;
        u->tok[v].head = u->tok[have].head;
        u->tok[v].rel = u->tok[have].rel;
        for (int32_t k = (int32_t)u->sent[u->tok[v].sent].tok_start; k < (int32_t)u->sent[u->tok[v].sent].tok_end; k++)
            if (u->tok[k].head == have) u->tok[k].head = v;
        u->tok[have].head = v;
        u->tok[have].rel = MSDX_REL_AUX;
        return;
    }
}

/* ---- what is set alight ---- */

/* 'set two huts alight', where 'alight' was taken for the object and the huts for a part of it. */
static void repair_alight(msdx_unit *u, int32_t t)
{
    static const char *const burning[] = {"ablaze", "alight", "aflame", "afire", NULL};
    int32_t noun = t - 1, v = u->tok[t].head;
    bool so = false;
    for (size_t i = 0; burning[i]; i++) so |= msdx_tok_lower_is(u, t, burning[i]);
    while (v >= 0 && v > t) v = u->tok[v].head;
    if (!so || v < 0 || v >= noun || !msdx_is_noun(u, noun)) return;
    if (!msdx_is_verb(u, v)) { /* hung on its own noun */
        v = u->tok[v].head;
        if (v < 0 || v >= noun || !msdx_is_verb(u, v)) return;
    }
    for (int32_t k = v + 1; k < noun; k++)
        if (u->tok[k].head == t) u->tok[k].head = noun;
    if (u->tok[noun].head == t || u->tok[noun].head == v) {
        u->tok[noun].head = v;
        u->tok[noun].rel = u->tok[noun].rel == MSDX_REL_NSUBJ_PASS ? MSDX_REL_NSUBJ_PASS : MSDX_REL_OBJ;
    }
    u->tok[t].head = v;
    u->tok[t].rel = MSDX_REL_XCOMP;
    u->tok[t].upos = MSDX_ADJ;
    u->tok[t].tag = "JJ";
}

/* ---- what an attack did ---- */

static bool can_do(const struct msdx_coder *c, int32_t t)
{
    const msdx_agent *agent = c->word[t].agent;
    const char *ent = c->u->tok[t].ent;
    if (ent && strcmp(ent, "PERSON") == 0) return false; /* whoever has a name is no 'that' */
    if (agent) return agent->is_head && agent->kind <= MSDX_AGENT_BODY;
    return c->word[t].name != NULL && !c->word[t].place;
}

/* 'an attack on the barracks that killed nine': the attack did. */
static void lift_result(struct msdx_coder *c, int32_t v)
{
    static const char *const result[] = {"kill",    "wound",  "injure", "maim",    "leave",
                                         "destroy", "damage", "claim",  "displace"};
    enum { UP = 4 };
    msdx_unit *u = c->u;
    int32_t at = u->tok[v].head, s = msdx_child(u, v, MSDX_REL_NSUBJ);
    bool does = false;
    for (size_t i = 0; i < sizeof result / sizeof *result; i++) does |= msdx_tok_lemma_is(u, v, result[i]);
    if (!does || at < 0 || s < 0 || s > v || !msdx_is_relative_pronoun(u, s) || can_do(c, at)) return;
    if (msdx_tok_lower_is(u, s, "who")) return;
    if (c->word[at].is_event_noun) return;
    for (int32_t e = u->tok[at].head, i = 0; e >= 0 && e < at && i < UP; e = u->tok[e].head, i++) {
        if (!msdx_is_noun(u, e)) return;
        if (!c->word[e].is_event_noun) continue;
        u->tok[v].head = e;
        return;
    }
}

/* 'Ballot stuffing by officials', 'vote buying was rife': a noun that names what is done, with its object before it. */
static void name_of_doing(msdx_unit *u, int32_t t)
{
    int32_t noun = t - 1;
    if (strcmp(u->tok[t].tag, "VBG") != 0 || !msdx_is_noun(u, noun) || msdx_child(u, t, MSDX_REL_OBJ) >= 0) return;
    if (u->tok[noun].head == t && u->tok[noun].rel == MSDX_REL_COMPOUND &&
        (u->tok[t].rel == MSDX_REL_NSUBJ || u->tok[t].rel == MSDX_REL_NSUBJ_PASS || u->tok[t].rel == MSDX_REL_OBJ)) {
        u->tok[t].upos = MSDX_NOUN;
        u->tok[t].tag = "NN";
        return;
    }
    if (u->tok[t].rel != MSDX_REL_ACL || u->tok[t].head != noun ||
        !msdx_tok_lower_is(u, t + 1 < (int32_t)u->n_tok ? t + 1 : t, "by"))
        return;
    u->tok[t].head = u->tok[noun].head;
    u->tok[t].rel = u->tok[noun].rel;
    for (int32_t k = (int32_t)u->sent[u->tok[t].sent].tok_start; k < (int32_t)u->sent[u->tok[t].sent].tok_end; k++) {
        if (u->tok[k].head == noun && k != t) u->tok[k].head = t;
        if (u->tok[k].head == t && u->tok[k].rel == MSDX_REL_OBL) u->tok[k].rel = MSDX_REL_NMOD;
    }
    u->tok[noun].head = t;
    u->tok[noun].rel = MSDX_REL_COMPOUND;
    u->tok[t].upos = MSDX_NOUN;
    u->tok[t].tag = "NN";
}

/* 'endured shelling by both armies', 'survived bombing': nobody endures doing something; what is endured is named. */
static void name_of_undergone(struct msdx_coder *c, int32_t t)
{
    msdx_unit *u = c->u;
    int32_t v = u->tok[t].head;
    if (u->tok[t].rel != MSDX_REL_XCOMP || strcmp(u->tok[t].tag, "VBG") != 0 || v != t - 1) return;
    if (!msdx_undergoes(u, v) || msdx_child(u, t, MSDX_REL_OBJ) >= 0) return;
    u->tok[t].rel = MSDX_REL_OBJ;
    u->tok[t].upos = MSDX_NOUN;
    u->tok[t].tag = "NN";
    u->tok[t].lemma = u->tok[t].lower;
    MSDX_EACH_CHILD (u, t, k)
        if (u->tok[k].rel == MSDX_REL_OBL || u->tok[k].rel == MSDX_REL_OBL_AGENT) u->tok[k].rel = MSDX_REL_NMOD;
    size_t n = 0;
    c->word[t].lemma = msdx_lemma_phrase(c, &t, 1, &n);
    c->word[t].n_lemma = (uint32_t)n;
    c->word[t].is_event_noun = msdx_word_sense(&c->word[t], MSDX_SENSE_NOUN, NULL) != NULL;
}

void msdx_repair_objects(struct msdx_coder *c)
{
    msdx_unit *u = c->u;
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++) {
        if (t > 1) repair_alight(u, t);
        if (t > 0) name_of_doing(u, t);
        if (t > 0) name_of_undergone(c, t);
        if (!msdx_is_verb(u, t)) continue;
        if (msdx_tok_lemma_is(u, t, "have")) join_causative(c, t);
        if (u->tok[t].rel == MSDX_REL_ACL_RELCL) lift_result(c, t);
        part_objects(c, t);
    }
}
