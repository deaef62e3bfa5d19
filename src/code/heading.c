/* heading.c: what headlines leave out, before their verbs are looked for: the 'and' between two who act, the 'were' of
 * those who suffer, the place before a colon that is no part of the sentence. */
#include "code/code_impl.h"

static bool tag_is(const msdx_unit *u, int32_t t, const char *tag)
{
    return strcmp(u->tok[t].tag, tag) == 0;
}

bool msdx_may_act(const struct msdx_coder *c, int32_t t)
{
    const struct msdx_word *w = &c->word[t];
    bool role = w->agent && w->agent->is_head && w->agent->kind <= MSDX_AGENT_BODY;
    return msdx_is_noun(c->u, t) && (role || (w->name && w->name_end == t + 1));
}

/* First token of the noun phrase that ends at t. */
static int32_t phrase_start(const msdx_unit *u, int32_t t, int32_t start)
{
    static const char *const inside[] = {"NN", "NNS", "NNP", "NNPS", "JJ", "CD", "DT", "PRP$", "POS", "HYPH", NULL};
    while (t > start && msdx_is_any(u->tok[t - 1].tag, inside)) t--;
    return t;
}

/* What of the phrase [from, head) hangs outside it goes to its head. */
static void gather(msdx_unit *u, int32_t from, int32_t head)
{
    for (int32_t t = from; t < head; t++) {
        int32_t h = u->tok[t].head;
        if (h >= from && h <= head && h != t) continue;
        u->tok[t].head = head;
        if (msdx_is_noun(u, t)) u->tok[t].rel = MSDX_REL_COMPOUND;
    }
}

static void hang(msdx_unit *u, int32_t t, int32_t head, msdx_rel rel)
{
    u->tok[t].head = head;
    u->tok[t].rel = rel;
}

/* 'Burundi: Rebels attack a post', 'FALLUJAH: The premier imposed a curfew': the place is no part of what is told. */
int32_t msdx_repair_dateline(struct msdx_coder *c, int32_t start, int32_t end)
{
    msdx_unit *u = c->u;
    const struct msdx_word *w = &c->word[start];
    int32_t colon = w->name ? w->name_end : end, place = start, first = -1;
    if (colon + 1 >= end || !msdx_tok_lower_is(u, colon, ":")) return start;
    for (int32_t t = start; t < colon; t++)
        if (u->tok[t].head < start || u->tok[t].head >= colon) place = t;
    if (!w->place && !msdx_word_name(w, MSDX_SENSE_PLACE) && !msdx_word_name(w, MSDX_SENSE_CAPITAL) &&
        !msdx_names_place(c, place))
        return start;
    for (int32_t t = colon + 1; t < end && first < 0; t++)
        if (u->tok[t].head == place && u->tok[t].upos != MSDX_PUNCT) first = t;
    int32_t g = u->tok[place].head;
    bool subject = g > colon && (u->tok[place].rel == MSDX_REL_NSUBJ || u->tok[place].rel == MSDX_REL_NSUBJ_PASS);
    if (first < 0 || (g >= 0 && !(subject && msdx_is_noun(u, first)))) return colon + 1;
    hang(u, first, g, g < 0 ? MSDX_REL_ROOT : (msdx_rel)u->tok[place].rel);
    int32_t verb = msdx_child(u, place, MSDX_REL_ACL); /* 'Germany: neo-Nazi sentenced' */
    hang(u, place, g >= 0 ? g : verb > first ? verb : first, MSDX_REL_DEP);
    for (int32_t t = colon; t < end; t++)
        if (u->tok[t].head == place) u->tok[t].head = first;
    return colon + 1;
}

void msdx_join_actors(struct msdx_coder *c, int32_t v, int32_t start)
{
    msdx_unit *u = c->u;
    int32_t b = v - 1, from_b, a, from_a;
    static const char *const finite[] = {"VBP", "VB", "VBD", NULL};
    if (b <= start + 1 || !msdx_is_any(u->tok[v].tag, finite) || !msdx_may_act(c, b)) return;
    from_b = phrase_start(u, b, start);
    a = from_b - 2;
    if (a < start || !msdx_tok_lower_is(u, a + 1, ",") || !msdx_may_act(c, a)) return;
    from_a = phrase_start(u, a, start);
    if (from_a > start && u->tok[from_a - 1].upos != MSDX_SCONJ && !tag_is(u, from_a - 1, "IN")) return;
    int32_t g = u->tok[v].head;
    if (g >= from_a && g <= b) { /* the verb hung on one of them, or on what they hang on */
        while (g >= from_a && g <= b) {
            u->tok[v].rel = u->tok[g].rel;
            g = u->tok[g].head;
        }
        u->tok[v].head = g;
    }
    if (g == v) return;
    hang(u, a, v, MSDX_REL_NSUBJ);
    hang(u, b, a, MSDX_REL_CONJ);
    hang(u, a + 1, b, MSDX_REL_PUNCT);
    gather(u, from_a, a);
    gather(u, from_b, b);
    for (int32_t t = from_a - 1; t >= start && t >= from_a - 1; t--) /* 'as' */
        if (u->tok[t].head >= from_a && u->tok[t].head <= b) hang(u, t, v, MSDX_REL_MARK);
    if (tag_is(u, v, "VB")) u->tok[v].tag = "VBP";
}

/* 'Mayor killed in Lima', 'Three civilians shot dead at a crossing': they did nothing. */
static void make_suffered(struct msdx_coder *c, int32_t v)
{
    static const char *const also[] = {"attack",    "bomb",   "raid", "target", "besiege", "ban",      "sack",
                                       "extradite", "hack",   "loot", "torch",  "oust",    "indict",   "charge",
                                       "poison",    "beat",   "fine", "summon", "hang",    "evacuate", "tear-gas",
                                       "gas",       "tase",   "whip", "flog",   "teargas", "blockade", "disperse",
                                       "exile",     "pardon", NULL};
    msdx_unit *u = c->u;
    int32_t s = msdx_child(u, v, MSDX_REL_NSUBJ);
    bool listed = false;
    for (size_t i = 0; also[i]; i++) listed |= msdx_tok_lemma_is(u, v, also[i]);
    if (s < 0 || s > v || (!tag_is(u, v, "VBD") && !tag_is(u, v, "VBN"))) return;
    if (!listed && !msdx_needs_object(u, v)) return;
    MSDX_EACH_CHILD (u, v, k) {
        msdx_rel rel = (msdx_rel)u->tok[k].rel;
        if (rel == MSDX_REL_OBJ || rel == MSDX_REL_IOBJ || rel == MSDX_REL_CCOMP || rel == MSDX_REL_AUX) return;
        if (rel == MSDX_REL_CONJ && msdx_child(u, k, MSDX_REL_OBJ) >= 0) return;
        if (rel == MSDX_REL_OBL &&
            (msdx_tok_lower_is(u, msdx_child(u, k, MSDX_REL_CASE), "at") ||
             msdx_tok_lower_is(u, msdx_child(u, k, MSDX_REL_CASE), "into")) &&
            msdx_child(u, v, MSDX_REL_XCOMP) < 0 && msdx_tok_lemma_is(u, v, "shoot"))
            return; /* 'shot at the patrol' */
    }
    u->tok[s].rel = MSDX_REL_NSUBJ_PASS;
    u->tok[v].tag = "VBN";
}

/* 'Blast outside mosque kills 12', where the preposition was taken for a modifier of the mosque. */
static void repair_preposition(msdx_unit *u, int32_t t)
{
    int32_t n = u->tok[t].head, p = t - 1;
    if (!tag_is(u, t, "IN") || u->tok[t].rel != MSDX_REL_AMOD || n <= t || p < 0 || !msdx_is_noun(u, p)) return;
    if (u->tok[p].head != n || u->tok[p].rel != MSDX_REL_COMPOUND) return;
    hang(u, p, u->tok[n].head, (msdx_rel)u->tok[n].rel);
    hang(u, n, p, MSDX_REL_NMOD);
    u->tok[t].rel = MSDX_REL_CASE;
}

/* 'block highway, demand talks with Lima': what the first verb does, and the second, taken for a noun in a row of objects
 * or for the first word of another object. */
void msdx_repair_second_verb(struct msdx_coder *c, int32_t t, int32_t end)
{
    msdx_unit *u = c->u;
    if (t + 1 >= end || !msdx_is_noun(u, t) || !msdx_tok_lower_is(u, t - 1, ",") || !msdx_is_noun(u, t + 1)) return;
    bool compound = u->tok[t].rel == MSDX_REL_COMPOUND;
    int32_t obj = compound ? u->tok[t].head : t + 1, joined = compound ? obj : t, o = u->tok[joined].head;
    while (!compound && obj + 1 < end && msdx_is_noun(u, obj + 1)) obj++;
    if (obj <= t || o < 0) return;
    if (compound && (u->tok[joined].rel == MSDX_REL_OBJ || u->tok[joined].rel == MSDX_REL_DEP))
        o = msdx_child(u, o, MSDX_REL_OBJ);
    else if (u->tok[joined].rel != MSDX_REL_CONJ)
        return;
    int32_t v = o >= 0 && o < t ? u->tok[o].head : -1;
    if (v < 0 || !msdx_is_verb(u, v) || u->tok[o].rel != MSDX_REL_OBJ || v > o || msdx_child(u, v, MSDX_REL_NSUBJ) < 0)
        return;
    bool plural = tag_is(u, v, "VBP"), s_form = u->tok[t].lower.p[u->tok[t].lower.n - 1] == 's';
    if (plural == s_form || (!plural && !tag_is(u, v, "VBZ"))) return;
    if (!msdx_word_sense(&c->word[t], MSDX_SENSE_VERB, NULL)) return;
    hang(u, t, v, MSDX_REL_CONJ);
    u->tok[t].upos = MSDX_VERB;
    u->tok[t].tag = plural ? "VBP" : "VBZ";
    hang(u, obj, t, MSDX_REL_OBJ);
    gather(u, t + 1, obj);
}

void msdx_repair_heading(struct msdx_coder *c, int32_t start, int32_t end)
{
    for (int32_t t = start + 1; t < end; t++) repair_preposition(c->u, t);
    for (int32_t t = start + 1; t < end; t++)
        if (c->u->tok[t].tag[0] == 'V') msdx_join_actors(c, t, start);
    msdx_relink(c->u, (int32_t)c->u->sent[c->u->tok[start].sent].tok_start, end);
    for (int32_t t = start + 1; t < end; t++)
        if (c->u->tok[t].tag[0] == 'V') make_suffered(c, t);
    msdx_relink(c->u, (int32_t)c->u->sent[c->u->tok[start].sent].tok_start, end);
}

/* 'It was Iran that attacked the ship', where the clause was taken for a subject: Iran did. */
void msdx_repair_cleft(msdx_unit *u, int32_t t)
{
    int32_t n = u->tok[t].head, who = msdx_child(u, t, MSDX_REL_NSUBJ);
    if (u->tok[t].rel != MSDX_REL_CSUBJ || n < 0 || n > t || who < 0 || !msdx_is_relative_pronoun(u, who)) return;
    if (msdx_is_noun(u, n) && msdx_child(u, n, MSDX_REL_COP) >= 0 &&
        msdx_tok_lower_is(u, msdx_child(u, n, MSDX_REL_EXPL), "it"))
        u->tok[t].rel = MSDX_REL_ACL_RELCL;
}
