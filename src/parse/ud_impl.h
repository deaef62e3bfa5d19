/* ud_impl.h: what the files of the conversion to Universal Dependencies share.
 *
 * A unit is converted sentence by sentence in a tree that can be changed in
 * place: nodes with doubly linked children in text order. `dep` is the model's
 * label as long as nothing was decided; `rel` is the decision. doc/ud-conversion.md
 * says what becomes what. */
#ifndef MSDX_UD_IMPL_H
#define MSDX_UD_IMPL_H
#include "parse/parse_impl.h"

// clang-format off
/* ClearNLP-style labels, as the English pipelines have them; sorted by name. */
#define UD_DEPS(X)                                                                                           \
    X(ROOT, "ROOT") X(ACL, "acl") X(ACOMP, "acomp") X(ADVCL, "advcl") X(ADVMOD, "advmod") X(AGENT, "agent")  \
    X(AMOD, "amod") X(APPOS, "appos") X(ATTR, "attr") X(AUX, "aux") X(AUXPASS, "auxpass") X(CASE, "case")    \
    X(CC, "cc") X(CCOMP, "ccomp") X(COMPOUND, "compound") X(CONJ, "conj") X(CSUBJ, "csubj")                  \
    X(CSUBJPASS, "csubjpass") X(DATIVE, "dative") X(DEP, "dep") X(DET, "det") X(DOBJ, "dobj")                \
    X(EXPL, "expl") X(INTJ, "intj") X(MARK, "mark") X(META, "meta") X(NEG, "neg") X(NMOD, "nmod")            \
    X(NPADVMOD, "npadvmod") X(NSUBJ, "nsubj") X(NSUBJPASS, "nsubjpass") X(NUMMOD, "nummod") X(OPRD, "oprd")  \
    X(PARATAXIS, "parataxis") X(PCOMP, "pcomp") X(POBJ, "pobj") X(POSS, "poss") X(PRECONJ, "preconj")        \
    X(PREDET, "predet") X(PREP, "prep") X(PRT, "prt") X(PUNCT, "punct") X(QUANTMOD, "quantmod")              \
    X(RELCL, "relcl") X(XCOMP, "xcomp")
// clang-format on

typedef enum ud_dep {
    D_NONE = 0,
#define UD_DEP_ENUM(id, name) D_##id,
    UD_DEPS(UD_DEP_ENUM)
#undef UD_DEP_ENUM
        N_DEP
} ud_dep;

// clang-format off
/* Penn tags, as far as the conversion asks for them; sorted by name. */
#define UD_TAGS(X)                                                                                        \
    X(MONEY, "$") X(CC, "CC") X(CD, "CD") X(DT, "DT") X(EX, "EX") X(FW, "FW") X(IN, "IN") X(JJ, "JJ")     \
    X(JJR, "JJR") X(JJS, "JJS") X(MD, "MD") X(NN, "NN") X(NNP, "NNP") X(NNPS, "NNPS") X(NNS, "NNS")       \
    X(PDT, "PDT") X(POS, "POS") X(PRP, "PRP") X(PRPS, "PRP$") X(RB, "RB") X(RBR, "RBR") X(RBS, "RBS")     \
    X(RP, "RP") X(TO, "TO") X(UH, "UH") X(VB, "VB") X(VBD, "VBD") X(VBG, "VBG") X(VBN, "VBN")             \
    X(VBP, "VBP") X(VBZ, "VBZ") X(WDT, "WDT") X(WP, "WP") X(WPS, "WP$") X(WRB, "WRB")
// clang-format on

typedef enum ud_tag {
    T_NONE = 0,
#define UD_TAG_ENUM(id, name) T_##id,
    UD_TAGS(UD_TAG_ENUM)
#undef UD_TAG_ENUM
        N_TAG
} ud_tag;

typedef struct ud_node {
    int32_t head;                    /* -1: root of its sentence, or not in the tree (space) */
    int32_t first, last, prev, next; /* children and siblings in text order; -1 ends */
    uint8_t dep;                     /* ud_dep */
    uint8_t rel;                     /* msdx_rel; 0 as long as undecided */
    uint8_t tag;                     /* ud_tag */
} ud_node;

typedef struct ud_sent {
    const msdx_unit *unit;
    const msdx_tok *tok;
    ud_node *node;  /* by token of the unit */
    int32_t *order; /* scratch, each one a token of the unit: post-order, and edges of phrases */
    int32_t *left, *right;
    int32_t start, end; /* tokens [start, end) */
} ud_sent;

/* ---- the tree (ud_tree.c) ---- */
void msdx_ud_attach(ud_sent *s, int32_t child, int32_t head);
/* `young` takes the place of `old` under old's head, with its dep and rel; old hangs nowhere then. young was below old. */
void msdx_ud_replace(ud_sent *s, int32_t old, int32_t young);
void msdx_ud_move_children(ud_sent *s, int32_t from, int32_t to);  /* all but `to` itself */
int32_t msdx_ud_post_order(ud_sent *s);                            /* fills s->order; how many */
int32_t msdx_ud_child(const ud_sent *s, int32_t head, ud_dep dep); /* the first with this undecided label, or -1 */
int32_t msdx_ud_left_edge(const ud_sent *s, int32_t i);
int32_t msdx_ud_right_edge(const ud_sent *s, int32_t i);
bool msdx_ud_in_list(msdx_str word, const char *list); /* list: words parted by single spaces, with one at both ends */

static inline bool ud_word(const ud_sent *s, int32_t i, const char *word)
{
    return msdx_str_is(s->tok[i].lower, word);
}
static inline bool ud_any(const ud_sent *s, int32_t i, const char *list)
{
    return msdx_ud_in_list(s->tok[i].lower, list);
}
static inline bool ud_is_verb_tag(uint8_t tag)
{
    return tag == T_MD || (tag >= T_VB && tag <= T_VBZ);
}
static inline bool ud_is_noun_tag(uint8_t tag)
{
    return tag >= T_NN && tag <= T_NNS;
}
bool msdx_ud_is_nominal(const ud_sent *s, int32_t i); /* noun, pronoun, number, symbol */
bool msdx_ud_is_clause(const ud_sent *s, int32_t i);  /* a verb, or something with a subject or an auxiliary */
bool msdx_ud_is_be(const ud_sent *s, int32_t i);

/* ---- passes, in this order ---- */
void msdx_ud_numbers(ud_sent *s);      /* money, dates (ud_nominal.c) */
void msdx_ud_names(ud_sent *s);        /* person names become flat, titles nmod:desc (ud_nominal.c) */
void msdx_ud_prepositions(ud_sent *s); /* prep + pobj to case (ud_case.c) */
void msdx_ud_clauses(ud_sent *s);      /* ccomp or xcomp, expletives (ud_clause.c) */
void msdx_ud_copulas(ud_sent *s);      /* the predicate becomes the head (ud_clause.c) */
void msdx_ud_coordination(ud_sent *s); /* ud_coord.c */
void msdx_ud_fixed(ud_sent *s);        /* multiword function words (ud_case.c) */
void msdx_ud_labels(ud_sent *s);       /* what is left, by itself (ud_label.c) */
void msdx_ud_punctuation(ud_sent *s);  /* ud_punct.c */
#endif
