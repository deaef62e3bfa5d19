/* fronted.c: the participle that opens a sentence ('Rebuking Colombo for the arrests, Ottawa cut its visas'). With its
 * capital the tagger takes it for a name, and the parser hangs it, or what stands behind it, on whatever comes after. */
#include "code/code_impl.h"

struct opening {
    int32_t v, comma;      /* the participle; the comma before the main clause */
    int32_t main, subject; /* the main clause's verb and who acts in it */
    int32_t end;           /* of the sentence */
};

static bool is_finite(const msdx_unit *u, int32_t t)
{
    static const char *const tags[] = {"VBD", "VBZ", "VBP", NULL};
    if (!msdx_is_verb(u, t) && u->tok[t].upos != MSDX_AUX) return false;
    return msdx_is_any(u->tok[t].tag, tags) || msdx_child(u, t, MSDX_REL_AUX) >= 0 ||
           msdx_child(u, t, MSDX_REL_COP) >= 0;
}

/* 'Demanding a vote from Kagame, the opposition marched', where the opposition was taken for another word for Kagame. */
static int32_t told_beside(const msdx_unit *u, int32_t comma, int32_t main)
{
    for (int32_t s = main - 1; s > comma; s--)
        if (msdx_is_noun(u, s) && u->tok[s].rel == MSDX_REL_APPOS && u->tok[s].head < comma) return s;
    return -1;
}

/* The main clause behind the first comma that has one right behind it: a subject and its finite verb. */
static bool find_main(const msdx_unit *u, struct opening *o)
{
    for (int32_t p = o->v + 2; p + 2 < o->end; p++) {
        if (!msdx_tok_lower_is(u, p, ",")) continue;
        for (int32_t m = p + 2; m < o->end && !msdx_tok_lower_is(u, m, ","); m++) {
            if (!is_finite(u, m)) continue;
            int32_t s = msdx_child(u, m, MSDX_REL_NSUBJ);
            if (s < 0 || s < p) s = msdx_child(u, m, MSDX_REL_NSUBJ_PASS);
            MSDX_EACH_CHILD (u, m, k)
                if (k > p && k < m && (u->tok[k].rel == MSDX_REL_NSUBJ || u->tok[k].rel == MSDX_REL_NSUBJ_PASS)) s = k;
            if (s < 0) s = told_beside(u, p, m);
            if (s <= p || s > m || msdx_is_relative_pronoun(u, s)) break;
            *o = (struct opening){o->v, p, m, s, o->end};
            return true;
        }
    }
    return false;
}

static bool ends_in_ing(const msdx_unit *u, int32_t t)
{
    msdx_str w = u->tok[t].lower;
    return w.n > 5 && memcmp(w.p + w.n - 3, "ing", 3) == 0;
}

/* Is t the subject of the main verb or of another behind the comma: 'Fighting in Sudan, ..., has spread'? */
static bool is_subject(const msdx_unit *u, int32_t t)
{
    return u->tok[t].rel == MSDX_REL_NSUBJ || u->tok[t].rel == MSDX_REL_NSUBJ_PASS;
}

static bool opens_noun_phrase(const msdx_unit *u, int32_t t)
{
    static const char *const tags[] = {"DT", "NN", "NNS", "NNP", "NNPS", "JJ", "CD", "PRP", "PRP$", "VBN", NULL};
    return msdx_is_any(u->tok[t].tag, tags);
}

/* The head of the noun phrase that opens at t, before `end`. */
static int32_t phrase_head(const msdx_unit *u, int32_t t, int32_t end)
{
    static const char *const inside[] = {"DT", "NN",  "NNS",  "NNP", "NNPS", "JJ",
                                         "CD", "POS", "PRP$", "VBN", "HYPH", NULL};
    int32_t head = -1;
    for (; t < end && (msdx_is_any(u->tok[t].tag, inside) || strcmp(u->tok[t].tag, "PRP") == 0); t++)
        if (msdx_is_noun(u, t) || u->tok[t].upos == MSDX_PRON) head = t;
    return head;
}

/* What of the fronted words hung outside them hangs on the participle: its object, or a phrase of its own. */
static void gather(msdx_unit *u, const struct opening *o, int32_t object)
{
    for (int32_t t = o->v + 1; t < o->comma; t++) {
        int32_t h = u->tok[t].head;
        if (t == object) continue;
        bool inside = h >= o->v && h < o->comma;
        if (inside && h != o->v) continue;
        if (object >= 0 && t < object) {
            u->tok[t].head = object;
            if (msdx_is_noun(u, t)) u->tok[t].rel = MSDX_REL_COMPOUND;
        } else if (!inside || u->tok[t].rel == MSDX_REL_NMOD) {
            u->tok[t].head = o->v;
            bool by = msdx_tok_lower_is(u, msdx_child(u, t, MSDX_REL_CASE), "by");
            if (msdx_is_noun(u, t)) u->tok[t].rel = by ? MSDX_REL_OBL_AGENT : MSDX_REL_OBL;
        }
    }
}

static void rebuild(msdx_unit *u, const struct opening *o)
{
    int32_t object = -1;
    if (opens_noun_phrase(u, o->v + 1)) object = phrase_head(u, o->v + 1, o->comma);
    bool below = msdx_hangs_on(u, o->main, o->subject); /* 'called' hung on the president who did */
    int32_t top = o->main;                              /* whatever of the main clause hung in front leaves it */
    while (!below && u->tok[top].head > o->comma) top = u->tok[top].head;
    if (below || (u->tok[top].head >= 0 && u->tok[top].head < o->comma)) {
        u->tok[top].head = -1;
        u->tok[top].rel = MSDX_REL_ROOT;
    }
    if (u->tok[o->subject].head != o->main) {
        u->tok[o->subject].head = o->main;
        u->tok[o->subject].rel = MSDX_REL_NSUBJ;
    }
    if (object >= 0) {
        /* what hung on the object for being the subject of all */
        for (int32_t t = o->comma; t < o->end; t++)
            if (u->tok[t].head == object || u->tok[t].head == o->v) u->tok[t].head = o->main == t ? -1 : o->main;
        u->tok[object].head = o->v;
        u->tok[object].rel = MSDX_REL_OBJ;
    }
    gather(u, o, object);
    u->tok[o->v].head = o->main;
    u->tok[o->v].rel = MSDX_REL_ADVCL;
}

void msdx_repair_fronted(struct msdx_coder *c, int32_t sent)
{
    msdx_unit *u = c->u;
    int32_t start = (int32_t)u->sent[sent].tok_start, end = (int32_t)u->sent[sent].tok_end;
    while (start < end && (u->tok[start].is_space || u->tok[start].upos == MSDX_PUNCT)) start++;
    struct opening o = {.v = start, .end = end};
    if (start + 4 > end || is_subject(u, start) || msdx_tok_lower_is(u, start + 1, "of")) return;
    if (u->tok[start].upos == MSDX_AUX || msdx_tok_lower_is(u, start, "having")) return;
    if (u->tok[start].rel == MSDX_REL_CASE) return; /* 'According to', 'Following' */
    bool done = strcmp(u->tok[start].tag, "VBN") == 0, doing = strcmp(u->tok[start].tag, "VBG") == 0;
    if (!done && !doing && (!msdx_is_noun(u, start) || c->word[start].name_end > start + 1)) return;
    if (!find_main(u, &o)) return;
    if ((done || doing) && u->tok[start].rel == MSDX_REL_ADVCL && u->tok[start].head == o.main) return;
    if (!done && !doing) {
        if (!ends_in_ing(u, start) || !msdx_take_verb(c, start)) return;
        u->tok[start].upos = MSDX_VERB;
        u->tok[start].tag = "VBG";
    }
    rebuild(u, &o);
    msdx_relink(u, start, end);
}
