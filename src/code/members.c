/* members.c: how many parties a nominal is: its conjuncts, the names that share one
 * noun ('Indian and Pakistani troops'), those named after it, and past words that
 * only count ('dozens of mayors') to what is counted. */
#include "code/code_impl.h"

uint32_t msdx_put_tok(int32_t *out, uint32_t n, uint32_t room, int32_t t)
{
    for (uint32_t i = 0; i < n; i++)
        if (out[i] == t) return n;
    if (t >= 0 && n < room) out[n++] = t;
    return n;
}

static bool has_prep(const msdx_unit *u, int32_t t, const char *prep)
{
    char got[48];
    msdx_prep_of(u, t, got, sizeof got);
    return strcmp(got, prep) == 0;
}

/* ---- one noun for several ---- */

static bool is_named(const msdx_unit *u, int32_t t)
{
    const char *ent = u->tok[t].ent;
    return ent && (strcmp(ent, "GPE") == 0 || strcmp(ent, "NORP") == 0 || strcmp(ent, "ORG") == 0);
}

/* The first conjunct of a named modifier, or -1. bare: a name will do that the model gives no kind. */
static int32_t named_conjunct(const msdx_unit *u, int32_t k, bool bare)
{
    MSDX_EACH_CHILD (u, k, m)
        if (u->tok[m].rel == MSDX_REL_CONJ && (is_named(u, m) || (bare && u->tok[m].upos == MSDX_PROPN))) return m;
    return -1;
}

int32_t msdx_shared_by(const msdx_unit *u, int32_t head)
{
    const char *tag = u->tok[head].tag;
    if (strcmp(tag, "NNS") != 0 && strcmp(tag, "NNPS") != 0) return -1;
    MSDX_EACH_CHILD (u, head, k) {
        msdx_rel rel = u->tok[k].rel;
        bool before = k < head && (rel == MSDX_REL_AMOD || rel == MSDX_REL_COMPOUND || rel == MSDX_REL_NMOD_POSS ||
                                   rel == MSDX_REL_NMOD || rel == MSDX_REL_NMOD_UNMARKED);
        char prep[32] = "";
        if (k > head && rel == MSDX_REL_NMOD) msdx_prep_of(u, k, prep, sizeof prep);
        bool after = strcmp(prep, "of") == 0 || strcmp(prep, "from") == 0;
        bool named = is_named(u, k) || (after && u->tok[k].upos == MSDX_PROPN);
        if ((before || after) && named && named_conjunct(u, k, after) > k) return k;
    }
    return -1;
}

int32_t msdx_shared_last(const msdx_unit *u, int32_t first)
{
    int32_t last = -1;
    MSDX_EACH_CHILD (u, first, m)
        if (u->tok[m].rel == MSDX_REL_CONJ) last = m;
    return last;
}

/* 'Indian and Pakistani troops', 'the armies of Chad and Niger': as many parties as names share the noun. The noun
 * itself stands for the last of those before it, and for the first of those after it. */
static uint32_t put_sharers(const msdx_unit *u, int32_t head, int32_t *out, uint32_t n, uint32_t room)
{
    int32_t first = msdx_shared_by(u, head), last = first >= 0 ? msdx_shared_last(u, first) : -1;
    if (first < 0) return msdx_put_tok(out, n, room, head);
    n = msdx_put_tok(out, n, room, first < head ? first : head);
    MSDX_EACH_CHILD (u, first, m)
        if (u->tok[m].rel == MSDX_REL_CONJ && !(first < head && m == last)) n = msdx_put_tok(out, n, room, m);
    return first < head ? msdx_put_tok(out, n, room, head) : n;
}

/* 'the two generals, Burhan and Hemedti': those who are named after it, or -1. */
static int32_t named_after(const msdx_unit *u, int32_t t)
{
    int32_t k = msdx_child(u, t, MSDX_REL_APPOS);
    bool plural = strcmp(u->tok[t].tag, "NNS") == 0 && u->tok[t].upos == MSDX_NOUN;
    return plural && k > t && u->tok[k].upos == MSDX_PROPN && msdx_child(u, k, MSDX_REL_CONJ) > k ? k : -1;
}

uint32_t msdx_members(const msdx_unit *u, int32_t t, int32_t *out, uint32_t room)
{
    if (named_after(u, t) >= 0) t = named_after(u, t);
    uint32_t n = put_sharers(u, t, out, 0, room);
    MSDX_EACH_CHILD (u, t, k)
        if (u->tok[k].rel == MSDX_REL_CONJ && !msdx_is_verb(u, k)) n = put_sharers(u, k, out, n, room);
    /* 'the minister Ana Rocha and her colleague': hung on the name */
    int32_t name = msdx_child(u, t, MSDX_REL_APPOS);
    if (name == t + 1)
        MSDX_EACH_CHILD (u, name, k)
            if (u->tok[k].rel == MSDX_REL_CONJ && !msdx_is_verb(u, k)) n = msdx_put_tok(out, n, room, k);
    return n;
}

int32_t msdx_noun_shared(const msdx_unit *u, int32_t t)
{
    int32_t first = msdx_first_conjunct(u, t), head = first >= 0 ? u->tok[first].head : -1;
    if (head < 0 || u->tok[t].upos == MSDX_NOUN || msdx_shared_by(u, head) != first) return -1;
    return head;
}

/* Closed class: nouns that only count what follows in an 'of' phrase. */
static const char *const quantity[] = {
    "dozen",  "hundred", "thousand", "million", "score",     "number",  "ten",   "majority", "handful", "pair",
    "couple", "lot",     "some",     "many",    "most",      "several", "one",   "two",      "three",   "all",
    "group",  "crowd",   "wave",     "series",  "part",      "half",    "few",   "none",     "member",  "batch",
    "kind",   "type",    "outskirt", "suburb",  "network",   "string",  "spate", "round",    "much",    "bulk",
    "rest",   "swathe",  "swath",    "stretch", "remainder", "section", "sea",   "throng",   "horde",   "cluster"};

static bool is_quantity(const msdx_unit *u, int32_t t)
{
    msdx_str w = u->tok[t].lemma;
    for (size_t i = 0; w.n && i < sizeof quantity / sizeof *quantity; i++)
        if (quantity[i][0] == w.p[0] && msdx_str_is(w, quantity[i])) return true;
    return false;
}

bool msdx_is_people_count(const msdx_unit *u, int32_t t)
{
    static const char *const people[] = {"thousand", "hundred", "dozen", "ten",   "million",
                                         "other",    "many",    "some",  "those", "several"};
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        if (msdx_tok_lemma_is(u, t, people[i])) return true;
    return u->tok[t].upos == MSDX_NUM && msdx_child(u, t, MSDX_REL_NMOD) < 0;
}

int32_t msdx_counted(const msdx_unit *u, int32_t t)
{
    for (int depth = 0; depth < 3; depth++) {
        bool sum = u->tok[t].upos == MSDX_NUM || u->tok[t].upos == MSDX_SYM; /* '$200 million in aid' */
        int32_t next = -1;
        MSDX_EACH_CHILD (u, t, k)
            if (next < 0 && u->tok[k].rel == MSDX_REL_NMOD && (has_prep(u, k, "of") || (sum && has_prep(u, k, "in"))))
                next = k;
        bool one = msdx_tok_lemma_is(u, t, "member") && strcmp(u->tok[t].tag, "NN") == 0; /* 'a member of the party' */
        if (next < 0 || one || (!sum && !is_quantity(u, t))) return t;
        t = next;
    }
    return t;
}
