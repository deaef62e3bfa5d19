/* doc.h: the one record that each stage fills.
 *
 * A document (msd_doc) has two units of text: body and title. Each unit goes
 * through read -> parse -> code by itself; claims are kept in the document.
 *
 *   stage              needs                      sets (in msdx_unit)
 *   read   paragraphs  text                       text, para
 *   parse  tokenizer   text                       tok[].span space norm is_space
 *   parse  tagger      tok                        tok[].tag
 *   parse  parser      tok                        tok[].native_dep native_head, sent (tok[].sent)
 *   parse  ruler       tag, native_dep            tok[].upos morph (and some lemmas)
 *   parse  lemmatizer  upos, morph                tok[].lemma
 *   parse  ner         tok, sent                  tok[].ent ent_iob, ent
 *   parse  ud          native_*, tag              tok[].rel head first_child next_sib
 *   code               all of it                  msd_doc.claim
 *
 * Threads: a document belongs to one thread. */
#ifndef MSDX_DOC_H
#define MSDX_DOC_H
#include "base/err.h"
#include "base/str.h"

/* Universal part-of-speech tags, in UD's own order of the alphabet; 0 is none. */
typedef enum msdx_upos {
    MSDX_UPOS_NONE = 0,
    /* clang-format off */
    MSDX_ADJ, MSDX_ADP, MSDX_ADV, MSDX_AUX, MSDX_CCONJ, MSDX_DET, MSDX_INTJ, MSDX_NOUN, MSDX_NUM,
    MSDX_PART, MSDX_PRON, MSDX_PROPN, MSDX_PUNCT, MSDX_SCONJ, MSDX_SYM, MSDX_VERB, MSDX_X,
    MSDX_SPACE,
    /* clang-format on */
    MSDX_N_UPOS
} msdx_upos;

/* Universal Dependencies relations with the English subtypes that we produce; 0 is none (space tokens). */
/* clang-format off */
#define MSDX_RELS(X)                                                                                          \
    X(ROOT, "root") X(ACL, "acl") X(ACL_RELCL, "acl:relcl") X(ADVCL, "advcl") X(ADVMOD, "advmod")             \
    X(AMOD, "amod") X(APPOS, "appos") X(AUX, "aux") X(AUX_PASS, "aux:pass") X(CASE, "case") X(CC, "cc")       \
    X(CC_PRECONJ, "cc:preconj") X(CCOMP, "ccomp") X(COMPOUND, "compound") X(COMPOUND_PRT, "compound:prt")     \
    X(CONJ, "conj") X(COP, "cop") X(CSUBJ, "csubj") X(CSUBJ_PASS, "csubj:pass") X(DEP, "dep") X(DET, "det")   \
    X(DET_PREDET, "det:predet") X(DISCOURSE, "discourse") X(DISLOCATED, "dislocated") X(EXPL, "expl")         \
    X(FIXED, "fixed") X(FLAT, "flat") X(GOESWITH, "goeswith") X(IOBJ, "iobj") X(LIST, "list")                 \
    X(MARK, "mark") X(NMOD, "nmod") X(NMOD_DESC, "nmod:desc") X(NMOD_POSS, "nmod:poss")                       \
    X(NMOD_UNMARKED, "nmod:unmarked") X(NSUBJ, "nsubj") X(NSUBJ_PASS, "nsubj:pass") X(NUMMOD, "nummod")       \
    X(OBJ, "obj") X(OBL, "obl") X(OBL_AGENT, "obl:agent") X(OBL_UNMARKED, "obl:unmarked")                     \
    X(ORPHAN, "orphan") X(PARATAXIS, "parataxis") X(PUNCT, "punct") X(REPARANDUM, "reparandum")               \
    X(VOCATIVE, "vocative") X(XCOMP, "xcomp")

typedef enum msdx_rel {
    MSDX_REL_NONE = 0,
#define MSDX_REL_ENUM(id, name) MSDX_REL_##id,
    MSDX_RELS(MSDX_REL_ENUM)
#undef MSDX_REL_ENUM
    MSDX_N_REL
} msdx_rel;
/* clang-format on */

const char *msdx_rel_name(msdx_rel rel);   /* "nsubj:pass"; "" for none */
msdx_rel msdx_rel_of(msdx_str name);       /* MSDX_REL_NONE when unknown */
const char *msdx_upos_name(msdx_upos pos); /* "NOUN"; "" for none */
msdx_upos msdx_upos_of(msdx_str name);

enum { MSDX_OUT = 0, MSDX_BEGIN = 'B', MSDX_IN = 'I' };

typedef struct msdx_tok {
    msd_span span;
    msdx_str lemma;         /* unit's arena or the model's */
    msdx_str lower;         /* lower-cased text (Python lower()); unit's arena or text */
    const char *tag;        /* fine tag (Penn), the model's string; "" before the tagger */
    const char *morph;      /* "Number=Sing|..." or ""; the model's string */
    const char *native_dep; /* the model's own label */
    const char *ent;        /* name type such as "GPE"; NULL outside names */
    int32_t native_head;    /* token index; itself for a root, as the model has it */
    int32_t head;           /* UD head: token index, -1 for roots and for space tokens */
    int32_t first_child;    /* UD children left to right: first_child, then next_sib of each; -1 ends */
    int32_t next_sib;
    int32_t sent;    /* index into unit->sent */
    uint8_t upos;    /* msdx_upos */
    uint8_t rel;     /* msdx_rel */
    uint8_t ent_iob; /* MSDX_OUT, MSDX_BEGIN, MSDX_IN */
    bool space;      /* exactly one space was swallowed after it */
    bool is_space;
    bool sent_start; /* set by the tokenizer for the first word, then by the parser */
} msdx_tok;

/* Coding a sentence costs the square of its length, so no sentence of a coded text is longer. */
enum { MSDX_SENT_MAX = 512 };

/* A name: tokens [start, end). */
typedef struct msdx_ent {
    int32_t start, end;
    const char *type;
} msdx_ent;

/* A paragraph of the text as a range of bytes; datelines and headings are marked, not removed. */
typedef enum msdx_para_kind { MSDX_PARA_TEXT = 0, MSDX_PARA_HEADING } msdx_para_kind;
typedef struct msdx_para {
    uint32_t start_byte, end_byte;
    msdx_para_kind kind;
} msdx_para;

typedef struct msdx_unit {
    msdx_arena *arena;  /* the document's */
    const char *text;   /* valid UTF-8 without NUL; NUL-terminated unless it is borrowed (MSDX_DOC_BORROW) */
    const char *parsed; /* same length: what the tokenizer sees. Equal to text, or, for coding, with the single
                         * newlines of hard-wrapped lines turned into spaces; offsets are the same */
    uint32_t n_byte;
    uint32_t skip_byte; /* up to here a title or dateline: its tokens are taken out after parsing, before coding */
    msdx_para *para;    /* each is parsed as a text of its own; NULL when the whole is one piece */
    uint32_t n_para;
    uint32_t sent_max;               /* the most words of a sentence, for coding; 0: as long as the parser makes them */
    uint32_t raised_from, raised_to; /* bytes without capitals, which were given some in parsed; set by truecase */
    uint32_t n_cut;                  /* sentences that were cut for being longer; set by parse */
    msdx_tok *tok;
    uint32_t n_tok;
    msd_sentence *sent;
    uint32_t n_sent;
    msdx_ent *ent;
    uint32_t n_ent;
} msdx_unit;

struct msd_doc {
    msdx_arena arena; /* owns everything below but engine strings */
    msdx_unit body, title;
    bool has_title;
    msd_sentence title_sentence;                        /* the title as one; set by api */
    const char *id, *date, *url, *publisher, *language; /* NULL where unknown; id always set by read */
    const char *dateline_place;                         /* words of the dateline, or NULL */
    msd_span dateline_span;
    msd_claim *claim;
    uint32_t n_claim;
};

msdx_str msdx_tok_text(const msdx_unit *u, int32_t tok); /* the token's own characters, in text */
/* Copy text between two bytes, white space runs folded to one space, NUL-terminated, in the unit's arena. */
const char *msdx_unit_words(const msdx_unit *u, uint32_t start_byte, uint32_t end_byte);
/* The span from token a to token b, both included. */
msd_span msdx_unit_span(const msdx_unit *u, int32_t a, int32_t b);
/* Fill first_child and next_sib from head. */
void msdx_unit_link_children(msdx_unit *u);
#endif
