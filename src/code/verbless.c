/* verbless.c: sentences of prose whose one verb was taken for a participle or a noun ('The cardinal interceded with the
 * junta', 'Widows of the dead plan to march'): a noun was left for the head of all. */
#include "code/code_impl.h"

static bool is_finite(const msdx_unit *u, int32_t t)
{
    static const char *const tags[] = {"VBD", "VBZ", "VBP", "MD", NULL};
    return u->tok[t].upos == MSDX_AUX || msdx_is_any(u->tok[t].tag, tags);
}

/* Prose without a finite verb. */
static bool is_verbless(const msdx_unit *u, int32_t start, int32_t end)
{
    int32_t last = end - 1;
    while (last > start && u->tok[last].is_space) last--;
    if (!msdx_tok_lower_is(u, last, ".")) return false;
    for (int32_t t = start; t < end; t++)
        if (is_finite(u, t)) return false;
    return true;
}

/* The noun that heads a sentence which ends in a full stop and has no finite verb, or -1. */
static int32_t lone_root(const msdx_unit *u, int32_t start, int32_t end)
{
    int32_t root = -1;
    if (!is_verbless(u, start, end)) return -1;
    for (int32_t t = start; t < end && root < 0; t++)
        if (u->tok[t].head < 0 && !u->tok[t].is_space) root = t;
    return root >= 0 && msdx_is_noun(u, root) ? root : -1;
}

/* Has a frame of the verb somebody for its object: 'killed' alone is then a passive, whatever stands behind? */
static bool is_transitive(const struct msdx_coder *c, int32_t v)
{
    for (const msdx_sense *s = NULL; (s = msdx_word_sense(&c->word[v], MSDX_SENSE_VERB, s));) {
        const msdx_frame *f = msdx_know_frame(c->know, s->index);
        const msdx_paths *to = &f->recipient;
        if (to->n == 0 && f->mutual) continue;
        if (to->n == 0) return true;
        if (to->item[0].step[0].kind == MSDX_STEP_OBJECT || to->item[0].step[0].kind == MSDX_STEP_IOBJECT) return true;
    }
    return false;
}

/* 'pressed for', 'pushed for': with this preposition no passive; 'conferred by telephone', 'headed for': nearly never. */
static bool is_no_passive(const msdx_unit *u, int32_t v)
{
    static const char *const asks[] = {"press", "push", "lobby", "appeal", "call", "plead", NULL};
    static const char *const alone[] = {
        "confer", "head",    "brawl",  "intercede", "march", "rally", "converge", "gather", "assemble", "congregate",
        "clash",  "convene", "embark", "squat",     "riot",  "flock", "swarm",    "trek",   "parade",   NULL};
    bool to_get = msdx_tok_lower_is(u, v + 1, "for");
    for (size_t i = 0; to_get && asks[i]; i++)
        if (msdx_tok_lemma_is(u, v, asks[i])) return true;
    for (size_t i = 0; alone[i]; i++)
        if (msdx_tok_lemma_is(u, v, alone[i])) return true;
    return false;
}

static void make_main(msdx_unit *u, int32_t subject, int32_t v, int32_t end)
{
    for (int32_t k = v + 1; k < end; k++)
        if (u->tok[k].head == subject) u->tok[k].head = v;
    u->tok[v].head = -1;
    u->tok[v].rel = MSDX_REL_ROOT;
    u->tok[v].upos = MSDX_VERB;
    u->tok[subject].head = v;
    u->tok[subject].rel = MSDX_REL_NSUBJ;
}

/* 'The ministers conferred by telephone': the form in -ed is no participle. */
static bool take_past(struct msdx_coder *c, int32_t root, int32_t end)
{
    msdx_unit *u = c->u;
    int32_t v = -1;
    for (int32_t k = root + 1; k < end && v < 0; k++) /* 'Envoys from five nations gathered' */
        if (u->tok[k].rel == MSDX_REL_ACL && strcmp(u->tok[k].tag, "VBN") == 0 &&
            (u->tok[k].head == root || (u->tok[k].head == k - 1 && u->tok[k - 1].head == root && is_no_passive(u, k) &&
                                        c->word[root].agent && c->word[root].agent->is_head)))
            v = k;
    if (v < 0 || v + 1 >= end || msdx_child(u, v, MSDX_REL_OBJ) >= 0) return false;
    msdx_str w = u->tok[v].lower;
    if (w.n < 4 || memcmp(w.p + w.n - 2, "ed", 2) != 0 || !msdx_word_sense(&c->word[v], MSDX_SENSE_VERB, NULL))
        return false;
    if (!is_no_passive(u, v) && is_transitive(c, v)) return false;
    int32_t by = msdx_child(u, v, MSDX_REL_OBL_AGENT);
    if (by >= 0) u->tok[by].rel = MSDX_REL_OBL;
    make_main(u, root, v, end);
    u->tok[v].tag = "VBD";
    return true;
}

/* 'Widows of the dead miners plan to march': several, and before an infinitive a noun that is a verb. */
static bool take_present(struct msdx_coder *c, int32_t root, int32_t end)
{
    msdx_unit *u = c->u;
    if (strcmp(u->tok[root].tag, "NNS") != 0) return false;
    for (int32_t t = root + 2; t + 2 < end; t++) {
        const char *tag = u->tok[t].tag;
        if (strcmp(tag, "NN") != 0 || strcmp(u->tok[t + 1].tag, "TO") != 0 || strcmp(u->tok[t + 2].tag, "VB") != 0)
            continue;
        int32_t held = u->tok[t].head, before = t - 1;
        if (u->tok[t + 2].head != t || strcmp(u->tok[before].tag, "NNS") != 0 || !msdx_hangs_on(u, t, root))
            return false;
        if (!msdx_word_sense(&c->word[t], MSDX_SENSE_VERB, NULL) &&
            !msdx_word_sense(&c->word[t], MSDX_SENSE_CLASS_VERB, NULL))
            return false;
        /* what was part of its noun phrase goes with the plural before it, and that where it hung */
        u->tok[before].head = held;
        u->tok[before].rel = u->tok[t].rel;
        for (int32_t k = root + 1; k < before; k++)
            if (u->tok[k].head == t) u->tok[k].head = before;
        make_main(u, root, t, end);
        u->tok[t].tag = "VBP";
        u->tok[t + 2].rel = MSDX_REL_XCOMP;
        return true;
    }
    return false;
}

/* The last noun of the phrase that opens at t, or -1. */
static int32_t phrase_end(const msdx_unit *u, int32_t t, int32_t end)
{
    static const char *const inside[] = {"DT", "NN", "NNS", "NNP", "NNPS", "JJ", "CD", "PRP$", "HYPH", NULL};
    int32_t last = -1;
    for (; t < end && msdx_is_any(u->tok[t].tag, inside); t++)
        if (msdx_is_noun(u, t)) last = t;
    return last;
}

/* 'Rebels near Bunia extort bribes from traders': several, where they are, and a noun that is a verb before its object. */
static bool take_plain(struct msdx_coder *c, int32_t root, int32_t start, int32_t end)
{
    static const char *const place[] = {"IN", "DT", "NN", "NNP", "NNPS", "JJ", "HYPH", NULL};
    msdx_unit *u = c->u;
    if (strcmp(u->tok[root].tag, "NNS") != 0 || strcmp(u->tok[root + 1].tag, "IN") != 0) return false;
    if (msdx_tok_lower_is(u, root + 1, "of") || msdx_tok_lower_is(u, root + 1, "by")) return false;
    for (int32_t t = root + 3; t + 1 < end && msdx_is_any(u->tok[t - 1].tag, place); t++) {
        int32_t at = t - 1, obj = phrase_end(u, t + 1, end);
        if (strcmp(u->tok[t].tag, "NN") != 0 || !msdx_is_noun(u, at) || obj < 0) continue;
        if (!msdx_word_sense(&c->word[t], MSDX_SENSE_VERB, NULL) || !msdx_str_eq(u->tok[t].lower, u->tok[t].lemma))
            continue;
        for (int32_t k = start; k < end; k++) { /* the place hangs on who is there, the object's words on the object */
            int32_t h = u->tok[k].head;
            if (k == root || k == t || k == at || k == obj) continue;
            if (k > root && k < at && (h >= t || h == root)) u->tok[k].head = at;
            if (k > t && k < obj && (h <= t || h > obj)) u->tok[k].head = obj;
            if (k > obj && h <= obj) {
                u->tok[k].head = t;
                if (u->tok[k].rel == MSDX_REL_NMOD) u->tok[k].rel = MSDX_REL_OBL;
            }
        }
        u->tok[at].head = root;
        u->tok[at].rel = MSDX_REL_NMOD;
        u->tok[obj].head = t;
        u->tok[obj].rel = MSDX_REL_OBJ;
        make_main(u, root, t, end);
        u->tok[t].tag = "VBP";
        return true;
    }
    return false;
}

/* ---- a past form taken for an adjective or a participle before its object ---- */

/* Past forms without an ending that the tagger takes for something else, and their dictionary forms. */
static const char *const past_of[][2] = {
    {"froze", "freeze"},        {"retook", "retake"}, {"overran", "overrun"},     {"withheld", "withhold"},
    {"overthrew", "overthrow"}, {"shot", "shoot"},    {"forgave", "forgive"},     {"forbade", "forbid"},
    {"withdrew", "withdraw"},   {"sank", "sink"},     {"undertook", "undertake"}, {"upheld", "uphold"},
};

static bool take_lemma(struct msdx_coder *c, int32_t t)
{
    msdx_tok *tok = &c->u->tok[t];
    size_t n = 0;
    for (size_t i = 0; i < sizeof past_of / sizeof *past_of; i++) {
        if (!msdx_tok_lower_is(c->u, t, past_of[i][0])) continue;
        tok->lemma = msdx_str_of(past_of[i][1]);
        c->word[t].lemma = msdx_lemma_phrase(c, &t, 1, &n);
        c->word[t].n_lemma = (uint32_t)n;
        return msdx_word_sense(&c->word[t], MSDX_SENSE_VERB, NULL) != NULL;
    }
    if (tok->lower.n < 5 || memcmp(tok->lower.p + tok->lower.n - 2, "ed", 2) != 0) return false;
    if (tok->tag[0] == 'V' && msdx_word_sense(&c->word[t], MSDX_SENSE_VERB, NULL)) return true;
    return msdx_take_verb(c, t);
}

/* Does [start, end) read as one noun phrase, or several joined, of somebody who may act? */
static bool is_actor_phrase(const struct msdx_coder *c, int32_t start, int32_t end)
{
    static const char *const inside[] = {"DT", "NN",   "NNS", "NNP", "NNPS", "JJ",
                                         "CD", "PRP$", "POS", "CC",  "HYPH", NULL};
    const struct msdx_word *last = &c->word[end - 1];
    if (!msdx_is_noun(c->u, end - 1)) return false;
    for (int32_t t = start; t < end; t++)
        if (!msdx_is_any(c->u->tok[t].tag, inside)) return false;
    bool role = last->agent && last->agent->is_head && last->agent->kind <= MSDX_AGENT_BODY;
    role |= msdx_tok_lemma_is(c->u, end - 1, "man") || msdx_tok_lemma_is(c->u, end - 1, "woman");
    return role || (last->name && last->name_end == end);
}

/* The head of the phrase [start, end) of somebody who may act, with where he is behind it ('Two men on a motorcycle') or
 * not; -1: none. *place: where the phrase behind it opens, or end. */
static int32_t actor_of_phrase(const struct msdx_coder *c, int32_t start, int32_t end, int32_t *place)
{
    static const char *const where[] = {"in", "on", "at", "near", "from", "outside", "across"};
    *place = end;
    if (is_actor_phrase(c, start, end)) return end - 1;
    for (int32_t p = start + 1; p + 1 < end; p++) {
        bool opens = false;
        for (size_t i = 0; i < sizeof where / sizeof *where; i++) opens |= msdx_tok_lower_is(c->u, p, where[i]);
        if (!opens) continue;
        *place = p;
        return is_actor_phrase(c, start, p) && phrase_end(c->u, p + 1, end) == end - 1 ? p - 1 : -1;
    }
    return -1;
}

/* 'gunned down the prosecutor': is the word behind v its particle? */
static bool has_particle(const msdx_unit *u, int32_t v, int32_t end)
{
    static const char *const list[] = {"down", "up", "off", "out"};
    static const char *const opens[] = {"DT", "PRP$", "CD", NULL};
    bool so = false;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) so |= msdx_tok_lower_is(u, v + 1, list[i]);
    return so && v + 3 < end && msdx_is_any(u->tok[v + 2].tag, opens);
}

/* 'The EU suspended talks with Ankara', 'The army retook the town': no verb in the sentence but this, and after the
 * form in -ed its object without anything between: a participle would have 'by', 'in' or a full stop there. */
static bool take_active(struct msdx_coder *c, int32_t start, int32_t end)
{
    msdx_unit *u = c->u;
    while (start < end && u->tok[start].is_space) start++;
    for (int32_t t = start + 1; t + 2 < end; t++) {
        static const char *const tags[] = {"JJ", "VBN", "VB", NULL};
        int32_t place, who = msdx_is_any(u->tok[t].tag, tags) ? actor_of_phrase(c, start, t, &place) : -1;
        if (who < 0) continue;
        int32_t particle = has_particle(u, t, end) ? t + 1 : -1;
        int32_t object = phrase_end(u, particle >= 0 ? t + 2 : t + 1, end);
        if (object < 0 || (!(particle >= 0 && u->tok[t].tag[0] == 'V') && !take_lemma(c, t))) continue;
        int32_t first = msdx_first_conjunct(u, who); /* 'Moscow and Tbilisi restored relations' */
        struct msdx_clause cl = {first >= start && first < t ? first : who, t, object, start, object + 1};
        msdx_build_clause(c, &cl);
        for (int32_t k = place; k < t; k++) {
            u->tok[k].head = k == t - 1 ? who : t - 1;
            u->tok[k].rel = k == t - 1 ? MSDX_REL_NMOD : k == place ? MSDX_REL_CASE : u->tok[k].rel;
        }
        if (particle >= 0) {
            u->tok[particle].head = t;
            u->tok[particle].rel = MSDX_REL_COMPOUND_PRT;
        }
        u->tok[t].tag = "VBD";
        return true;
    }
    return false;
}

/* 'gather outside parliament', where 'outside' was taken for an adjective. */
static void repair_outside(msdx_unit *u, int32_t t)
{
    int32_t noun = u->tok[t].head;
    if (u->tok[t].rel != MSDX_REL_AMOD || noun < t || u->tok[noun].rel != MSDX_REL_OBJ || u->tok[noun].head != t - 1)
        return;
    if (!msdx_tok_lower_is(u, t, "outside") && !msdx_tok_lower_is(u, t, "inside")) return;
    u->tok[t].rel = MSDX_REL_CASE;
    u->tok[t].tag = "IN";
    u->tok[t].upos = MSDX_ADP;
    u->tok[noun].rel = MSDX_REL_OBL;
}

void msdx_repair_verbless(struct msdx_coder *c, int32_t sent)
{
    msdx_unit *u = c->u;
    int32_t start = (int32_t)u->sent[sent].tok_start, end = (int32_t)u->sent[sent].tok_end;
    for (int32_t t = start + 1; t < end; t++) repair_outside(u, t);
    if (is_verbless(u, start, end) && take_active(c, start, end)) {
        msdx_relink(u, start, end);
        return;
    }
    int32_t root = lone_root(u, start, end);
    if (root < 0 || root + 3 >= end) return;
    if (take_past(c, root, end) || take_present(c, root, end) || take_plain(c, root, start, end))
        msdx_relink(u, start, end);
}
