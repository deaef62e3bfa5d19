/* ud_label.c: the labels that no pass decided, one by one, by label, tag and head. */
#include "parse/ud_impl.h"

// clang-format off
static const uint8_t plain[N_DEP] = {
    [D_NONE] = MSDX_REL_DEP,           [D_ROOT] = MSDX_REL_PARATAXIS,     [D_ACL] = MSDX_REL_ACL,
    [D_ACOMP] = MSDX_REL_XCOMP,        [D_ADVCL] = MSDX_REL_ADVCL,        [D_ADVMOD] = MSDX_REL_ADVMOD,
    [D_AGENT] = MSDX_REL_OBL_AGENT,    [D_AMOD] = MSDX_REL_AMOD,          [D_APPOS] = MSDX_REL_APPOS,
    [D_ATTR] = MSDX_REL_XCOMP,         [D_AUX] = MSDX_REL_AUX,            [D_AUXPASS] = MSDX_REL_AUX_PASS,
    [D_CASE] = MSDX_REL_CASE,          [D_CC] = MSDX_REL_CC,              [D_CCOMP] = MSDX_REL_CCOMP,
    [D_COMPOUND] = MSDX_REL_COMPOUND,  [D_CONJ] = MSDX_REL_CONJ,          [D_CSUBJ] = MSDX_REL_CSUBJ,
    [D_CSUBJPASS] = MSDX_REL_CSUBJ_PASS, [D_DATIVE] = MSDX_REL_IOBJ,      [D_DEP] = MSDX_REL_DEP,
    [D_DET] = MSDX_REL_DET,            [D_DOBJ] = MSDX_REL_OBJ,           [D_EXPL] = MSDX_REL_EXPL,
    [D_INTJ] = MSDX_REL_DISCOURSE,     [D_MARK] = MSDX_REL_MARK,          [D_META] = MSDX_REL_DISCOURSE,
    [D_NEG] = MSDX_REL_ADVMOD,         [D_NMOD] = MSDX_REL_NMOD,          [D_NPADVMOD] = MSDX_REL_OBL_UNMARKED,
    [D_NSUBJ] = MSDX_REL_NSUBJ,        [D_NSUBJPASS] = MSDX_REL_NSUBJ_PASS, [D_NUMMOD] = MSDX_REL_NUMMOD,
    [D_OPRD] = MSDX_REL_XCOMP,         [D_PARATAXIS] = MSDX_REL_PARATAXIS, [D_PCOMP] = MSDX_REL_ADVCL,
    [D_POBJ] = MSDX_REL_OBL,           [D_POSS] = MSDX_REL_NMOD_POSS,     [D_PRECONJ] = MSDX_REL_CC_PRECONJ,
    [D_PREDET] = MSDX_REL_DET_PREDET,  [D_PREP] = MSDX_REL_OBL,           [D_PRT] = MSDX_REL_COMPOUND_PRT,
    [D_PUNCT] = MSDX_REL_PUNCT,        [D_QUANTMOD] = MSDX_REL_ADVMOD,    [D_RELCL] = MSDX_REL_ACL_RELCL,
    [D_XCOMP] = MSDX_REL_XCOMP,
};
// clang-format on

static bool is_nominal_head(const ud_sent *s, int32_t head)
{
    return head >= 0 && msdx_ud_is_nominal(s, head);
}

/* A noun-like modifier without a preposition. */
static uint8_t noun_modifier(const ud_sent *s, int32_t i)
{
    int32_t h = s->node[i].head;
    if (s->node[i].tag == T_CD) return MSDX_REL_NUMMOD;
    if (s->node[i].tag == T_JJ) return MSDX_REL_AMOD;
    if (i < h && ud_is_noun_tag(s->node[i].tag)) return MSDX_REL_COMPOUND;
    return is_nominal_head(s, h) ? MSDX_REL_NMOD : MSDX_REL_OBL;
}

static bool has_object(const ud_sent *s, int32_t verb)
{
    for (int32_t c = s->node[verb].first; c >= 0; c = s->node[c].next)
        if (s->node[c].rel == MSDX_REL_OBJ || s->node[c].dep == D_DOBJ || s->node[c].dep == D_AUXPASS) return true;
    return false;
}

/* "at least", "after all", "as such", "in there": one of the two is a preposition all the same. */
static uint8_t adverb(ud_sent *s, int32_t i)
{
    int32_t h = s->node[i].head;
    if (h != i + 1 || !ud_any(s, i, " at after in for by of as around from over under ")) return MSDX_REL_ADVMOD;
    if (!ud_any(s, h, " least most best worst all first last such there here once now ")) return MSDX_REL_ADVMOD;
    if (!s->node[h].rel && s->node[h].dep == D_ADVMOD)
        s->node[h].rel = is_nominal_head(s, s->node[h].head) ? MSDX_REL_NMOD : MSDX_REL_OBL;
    return MSDX_REL_CASE;
}

/* "a few feet", "a million years": the article is the noun's. */
static uint8_t article(ud_sent *s, int32_t i)
{
    int32_t number = s->node[i].head, noun = number >= 0 ? s->node[number].head : -1;
    if (noun > number && number > i && msdx_ud_is_nominal(s, noun)) msdx_ud_attach(s, i, noun);
    return MSDX_REL_DET;
}

/* "Chapter Two", "Team 2": a number after its noun is part of the name. */
static uint8_t number(const ud_sent *s, int32_t i)
{
    int32_t h = s->node[i].head;
    return h >= 0 && i == h + 1 && ud_is_noun_tag(s->node[h].tag) ? MSDX_REL_FLAT : MSDX_REL_NUMMOD;
}

/* "the word itself", "15 each" are no appositions. */
static uint8_t apposition(const ud_sent *s, int32_t i)
{
    return ud_any(s, i, " itself himself herself themselves myself yourself ourselves each all both ")
               ? MSDX_REL_NMOD_UNMARKED
               : MSDX_REL_APPOS;
}

/* A noun phrase taken for an adverbial is the object of a verb that has none, unless it tells time or measure. */
static uint8_t adverbial(const ud_sent *s, int32_t i)
{
    const ud_node *n = &s->node[i];
    if (is_nominal_head(s, n->head)) return MSDX_REL_NMOD_UNMARKED;
    bool name = n->tag == T_NNP || n->tag == T_NNPS || n->tag == T_PRP;
    if (name && n->head >= 0 && i > n->head && ud_is_verb_tag(s->node[n->head].tag) && !s->tok[i].ent &&
        !has_object(s, n->head))
        return MSDX_REL_OBJ;
    return MSDX_REL_OBL_UNMARKED;
}

/* A preposition without an object: stranded in a clause, an adverb, or a number taken for one. */
static uint8_t bare_preposition(const ud_sent *s, int32_t i)
{
    uint8_t tag = s->node[i].tag;
    if (tag == T_RP || tag == T_RB) return MSDX_REL_ADVMOD;
    return tag == T_CD && is_nominal_head(s, s->node[i].head) ? MSDX_REL_NMOD : MSDX_REL_OBL;
}

/* Adjectives that the tagger calls names in names; in UD they stay adjectives. From the amod of EWT's NNP tokens. */
// clang-format off
#define NAME_ADJECTIVES                                                                                                  \
    " united new national islamic supreme middle international white blue grand federal royal central big global "       \
    "republican red northern medical western religious green executive southern second revolutionary naval little high " \
    "good first basic atomic arctic presidential natural independent holy great general financial eastern electoral "    \
    "democratic christian arab muslim social strategic public olympic premium dark roman black regional american "        \
    "british canadian iraqi egyptian iranian indian palestinian czech russian chinese french german european african "    \
    "asian israeli turkish japanese korean pakistani afghan syrian ukrainian mediterranean nuclear economic political "   \
    "constitutional annual old young digital "
// clang-format on

static uint8_t compound(const ud_sent *s, int32_t i)
{
    uint8_t tag = s->node[i].tag;
    if ((tag == T_NNP || tag == T_NNPS) && s->node[i].head > i && ud_any(s, i, NAME_ADJECTIVES)) return MSDX_REL_AMOD;
    return MSDX_REL_COMPOUND;
}

static uint8_t label(ud_sent *s, int32_t i)
{
    const ud_node *n = &s->node[i];
    switch (n->dep) {
    case D_AUX: return n->tag == T_TO ? MSDX_REL_MARK : MSDX_REL_AUX;
    case D_COMPOUND: return compound(s, i);
    case D_NMOD: return noun_modifier(s, i);
    case D_NPADVMOD: return adverbial(s, i);
    case D_PREP: return bare_preposition(s, i);
    case D_ADVMOD:
    case D_QUANTMOD: return n->tag == T_DT ? article(s, i) : adverb(s, i);
    case D_NUMMOD: return number(s, i);
    case D_APPOS: return apposition(s, i);
    case D_DEP: return s->tok[i].upos == MSDX_PUNCT ? MSDX_REL_PUNCT : MSDX_REL_DEP;
    case D_RELCL: return is_nominal_head(s, n->head) ? MSDX_REL_ACL_RELCL : MSDX_REL_ADVCL;
    case D_POBJ: return is_nominal_head(s, n->head) ? MSDX_REL_NMOD : MSDX_REL_OBL;
    default: return plain[n->dep];
    }
}

void msdx_ud_labels(ud_sent *s)
{
    for (int32_t i = s->start; i < s->end; i++)
        if (!s->tok[i].is_space && !s->node[i].rel) s->node[i].rel = label(s, i);
}
