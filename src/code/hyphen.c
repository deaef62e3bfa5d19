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

void msdx_repair_hyphens(struct msdx_coder *c, int32_t sent)
{
    const msdx_unit *u = c->u;
    for (int32_t t = (int32_t)u->sent[sent].tok_start + 1; t + 1 < (int32_t)u->sent[sent].tok_end; t++)
        if (is_cut(u, t) && !(c->word[t - 1].name && c->word[t - 1].name_end > t)) join(c, t); /* not 'al-Bashir' */
}
