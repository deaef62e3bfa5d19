/* hyphen.c: words that the tokenizer cuts at a hyphen after a prefix ('ex-mayor', 'vice-president', 're-arrested',
 * 'pro-democracy'). The tagger then gives the hyphen the tag of a word and the parser makes two or three
 * dependents of one: here they are one word again, its last part the head. */
#include "code/code_impl.h"

/* Is t a hyphen between two words without a space that was not taken for one? */
static bool is_cut(const msdx_unit *u, int32_t t)
{
    if (t <= 0 || t + 1 >= (int32_t)u->n_tok || !msdx_tok_lower_is(u, t, "-") || u->tok[t].upos == MSDX_PUNCT)
        return false;
    const char *tag = u->tok[t].tag;
    if (strcmp(tag, "HYPH") == 0 || strcmp(tag, ":") == 0 || u->tok[t - 1].is_space || u->tok[t + 1].is_space)
        return false;
    return !u->tok[t - 1].space && !u->tok[t].space && u->tok[t - 1].sent == u->tok[t + 1].sent;
}

/* Where the word hung: the part whose head stands outside of it and of all that hangs on it, the first before the last;
 * -1 where there is none. */
static int32_t outermost(const msdx_unit *u, int32_t first, int32_t last)
{
    for (int32_t t = first; t <= last; t++) {
        bool inside = false;
        for (int32_t k = first; k <= last; k++) inside |= msdx_hangs_on(u, u->tok[t].head, k);
        if (!inside) return t;
    }
    return -1;
}

/* 'was re-elected': what was a copula beside an adjective is the auxiliary of a passive. */
static void mend_passive(msdx_unit *u, int32_t v)
{
    bool be = false;
    for (int32_t k = (int32_t)u->sent[u->tok[v].sent].tok_start; k < v; k++)
        if (u->tok[k].head == v && u->tok[k].rel == MSDX_REL_COP) {
            u->tok[k].rel = MSDX_REL_AUX_PASS;
            be = true;
        }
    if (!be) return;
    u->tok[v].tag = "VBN";
    for (int32_t k = (int32_t)u->sent[u->tok[v].sent].tok_start; k < v; k++)
        if (u->tok[k].head == v && u->tok[k].rel == MSDX_REL_NSUBJ) u->tok[k].rel = MSDX_REL_NSUBJ_PASS;
}

static void join(struct msdx_coder *c, int32_t hyphen)
{
    msdx_unit *u = c->u;
    int32_t first = hyphen - 1, last = hyphen + 1, from = outermost(u, first, last);
    if (from < 0) return;
    const msd_sentence *sent = &u->sent[u->tok[last].sent];
    u->tok[last].rel = u->tok[from].rel;
    u->tok[last].head = u->tok[from].head;
    for (int32_t k = (int32_t)sent->tok_start; k < (int32_t)sent->tok_end; k++)
        if ((u->tok[k].head == first || u->tok[k].head == hyphen) && k != last) u->tok[k].head = last;
    u->tok[first].head = u->tok[hyphen].head = last;
    u->tok[first].rel = msdx_is_verb(u, last) ? MSDX_REL_ADVMOD : MSDX_REL_COMPOUND;
    u->tok[hyphen].rel = MSDX_REL_PUNCT;
    u->tok[hyphen].upos = MSDX_PUNCT;
    u->tok[hyphen].tag = "HYPH";
    if (u->tok[first].upos == MSDX_VERB) u->tok[first].upos = MSDX_ADV;
    if (u->tok[first].tag[0] == 'V') u->tok[first].tag = "RB";
    if (msdx_is_verb(u, last)) mend_passive(u, last);
}

/* ---- verbs of two parts: 'test-fired', 'carpet-bombed' ---- */

static bool is_nominal(const msdx_unit *u, int32_t t)
{
    return u->tok[t].upos == MSDX_NOUN || u->tok[t].upos == MSDX_PROPN || u->tok[t].upos == MSDX_PRON;
}

/* The noun that v, a word after a hyphen, was taken to modify, where v must be a verb with that noun as its object: a
 * determiner or number stands between ('test-fired two missiles'), or v is finite and the sentence has no other verb. */
static int32_t object_of_modifier(const msdx_unit *u, int32_t v)
{
    const msdx_tok *tk = &u->tok[v];
    int32_t n = tk->head;
    if (tk->rel != MSDX_REL_AMOD || tk->tag[0] != 'V' || n <= v || !is_nominal(u, n)) return -1;
    const char *next = u->tok[v + 1].tag;
    bool parted = v + 1 < n && (strcmp(next, "DT") == 0 || strcmp(next, "CD") == 0 || strcmp(next, "PRP$") == 0);
    bool alone = strcmp(tk->tag, "VBD") == 0 && u->tok[n].rel == MSDX_REL_ROOT;
    return parted || alone ? n : -1;
}

/* The last noun before `first` that hangs on `a` or `b`: who does it. */
static int32_t doer_before(const msdx_unit *u, int32_t from, int32_t first, int32_t a, int32_t b)
{
    for (int32_t k = first - 1; k >= from; k--)
        if (is_nominal(u, k) && (u->tok[k].head == a || u->tok[k].head == b) && u->tok[k].rel != MSDX_REL_OBL &&
            u->tok[k].rel != MSDX_REL_NMOD)
            return k;
    return -1;
}

/* 'Pyongyang test-fired two missiles', read as missiles that were test-fired. */
static bool make_verb(msdx_unit *u, int32_t from, int32_t first, int32_t v)
{
    int32_t n = object_of_modifier(u, v), s = n >= 0 ? doer_before(u, from, first, n, v) : -1;
    if (s < 0) return false;
    msdx_rel rel = (msdx_rel)u->tok[n].rel;
    for (int32_t k = from; k < first; k++)
        if (k != s && (u->tok[k].head == n || u->tok[k].head == v)) u->tok[k].head = s;
    u->tok[v].head = u->tok[n].head;
    u->tok[v].rel = rel == MSDX_REL_NSUBJ || rel == MSDX_REL_NSUBJ_PASS ? MSDX_REL_CCOMP : rel;
    u->tok[v].upos = MSDX_VERB;
    u->tok[v].tag = "VBD";
    u->tok[n].head = u->tok[s].head = v;
    u->tok[n].rel = MSDX_REL_OBJ;
    u->tok[s].rel = MSDX_REL_NSUBJ;
    return true;
}

/* 'Israel carpet-bombed the camp', where the doer was taken for a time or for what it was done to. */
static bool mend_doer(msdx_unit *u, int32_t from, int32_t first, int32_t v)
{
    bool object = false;
    for (int32_t k = from; k < (int32_t)u->n_tok && u->tok[k].sent == u->tok[v].sent; k++) {
        if (u->tok[k].head != v) continue;
        object |= u->tok[k].rel == MSDX_REL_OBJ;
        if (u->tok[k].rel == MSDX_REL_NSUBJ || u->tok[k].rel == MSDX_REL_AUX_PASS) return false;
    }
    int32_t s = object && u->tok[v].tag[0] == 'V' ? doer_before(u, from, first, v, v) : -1;
    if (s < 0 || (u->tok[s].rel != MSDX_REL_OBL_UNMARKED && u->tok[s].rel != MSDX_REL_NSUBJ_PASS)) return false;
    if (u->tok[s].ent && (strcmp(u->tok[s].ent, "DATE") == 0 || strcmp(u->tok[s].ent, "TIME") == 0)) return false;
    u->tok[s].rel = MSDX_REL_NSUBJ;
    return true;
}

/* 'Bolivia re-established ties', where the verb was taken for an adjective. */
static bool make_again(struct msdx_coder *c, int32_t from, int32_t first, int32_t v)
{
    msdx_unit *u = c->u;
    int32_t end = (int32_t)u->sent[u->tok[v].sent].tok_end, subject = -1;
    bool object = false;
    if (!msdx_tok_lower_is(u, first, "re") || u->tok[v].tag[0] == 'V') return false;
    for (int32_t k = from; k < end; k++) {
        if (u->tok[k].head != v) continue;
        object |= k > v && u->tok[k].rel == MSDX_REL_OBJ;
        if (k < first && is_nominal(u, k)) subject = k;
    }
    if (!object || subject < 0 || !msdx_take_verb(c, v)) return false;
    u->tok[v].upos = MSDX_VERB;
    u->tok[v].tag = "VBD";
    u->tok[subject].rel = MSDX_REL_NSUBJ;
    return true;
}

void msdx_repair_hyphens(struct msdx_coder *c, int32_t sent)
{
    msdx_unit *u = c->u;
    int32_t from = (int32_t)u->sent[sent].tok_start, end = (int32_t)u->sent[sent].tok_end;
    for (int32_t t = from + 1; t + 1 < end; t++) {
        if (is_cut(u, t) && !(c->word[t - 1].name && c->word[t - 1].name_end > t)) join(c, t); /* not 'al-Bashir' */
        if (strcmp(u->tok[t].tag, "HYPH") != 0 || u->tok[t - 1].head != t + 1 || t - 1 == from) continue;
        if (make_verb(u, from, t - 1, t + 1) || make_again(c, from, t - 1, t + 1) || mend_doer(u, from, t - 1, t + 1))
            msdx_relink(u, from, end);
    }
}
