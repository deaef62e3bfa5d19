/* parse_impl.h: what the files of parse/ share and nobody else sees.
 * Each component: open from the pack (checked there), run over units, close. */
#ifndef MSDX_PARSE_IMPL_H
#define MSDX_PARSE_IMPL_H
#include "parse/parse.h"

/* ---- lexical features and tokenizer (lex.c, tokenizer.c) ---- */

/* Attributes that a hash embedding can read; names as in the package's config. */
typedef enum msdx_attr {
    MSDX_ATTR_NORM = 0,
    MSDX_ATTR_PREFIX,
    MSDX_ATTR_SUFFIX,
    MSDX_ATTR_SHAPE,
    MSDX_ATTR_SPACY,
    MSDX_ATTR_IS_SPACE,
    MSDX_ATTR_ORTH,
    MSDX_ATTR_LOWER,
    MSDX_N_ATTR
} msdx_attr;
bool msdx_attr_of(const char *name, msdx_attr *out);

/* The 64-bit ids the networks eat, one row a token: feat[tok * MSDX_N_ATTR + attr]. */
typedef struct msdx_tokenizer msdx_tokenizer;
MSD_MUST_CHECK msd_status msdx_tokenizer_open(msdx_tokenizer **out, const msdx_pack *pack, msd_error *err);
void msdx_tokenizer_close(msdx_tokenizer *t);
typedef struct msdx_tokenizer_work msdx_tokenizer_work; /* PCRE2 match data, lexeme cache; one thread */
MSD_MUST_CHECK msd_status msdx_tokenizer_work_new(msdx_tokenizer_work **out, const msdx_tokenizer *t, msd_error *err);
void msdx_tokenizer_work_free(msdx_tokenizer_work *w);
/* Sets unit->tok, n_tok (span, lower, space, is_space; sent_start of the first) in the unit's arena, and *feat, an array
 * of n_tok * MSDX_N_ATTR ids in `scratch`. */
MSD_MUST_CHECK msd_status msdx_tokenizer_run(const msdx_tokenizer *t, msdx_tokenizer_work *w, msdx_unit *unit,
                                             msdx_arena *scratch, uint64_t **feat, msd_error *err);
/* A string's id as the trainer has it (symbol table first, else murmur64a seed 1; "" is 0). */
uint64_t msdx_string_id(msdx_str s);

/* ---- networks (nn/): tok2vec, tagger, parser, names ---- */
typedef struct msdx_nets msdx_nets;
typedef struct msdx_nets_work msdx_nets_work;
/* exact: floats alone, no integer kernel. */
MSD_MUST_CHECK msd_status msdx_nets_open(msdx_nets **out, const msdx_pack *pack, bool exact, msd_error *err);
/* On these kernels, whatever this machine has. For measuring. */
struct msdx_kernels;
MSD_MUST_CHECK msd_status msdx_nets_open_on(msdx_nets **out, const msdx_pack *pack, const struct msdx_kernels *k,
                                            msd_error *err);
void msdx_nets_close(msdx_nets *n);
const char *msdx_nets_kernel(const msdx_nets *n);
MSD_MUST_CHECK msd_status msdx_nets_work_new(msdx_nets_work **out, const msdx_nets *n, msd_error *err);
void msdx_nets_work_free(msdx_nets_work *w);
/* Tags, native heads and labels (deprojectivized), sentences, names, of a batch; feat[i] belongs to unit[i]. */
MSD_MUST_CHECK msd_status msdx_nets_run(const msdx_nets *n, msdx_nets_work *w, msdx_unit *const *unit,
                                        uint64_t *const *feat, size_t n_unit, msd_error *err);

/* ---- attribute ruler and lemmatizer (ruler.c, lemma.c) ---- */
typedef struct msdx_ruler msdx_ruler;
MSD_MUST_CHECK msd_status msdx_ruler_open(msdx_ruler **out, const msdx_pack *pack, msd_error *err);
void msdx_ruler_close(msdx_ruler *r);
MSD_MUST_CHECK msd_status msdx_ruler_run(const msdx_ruler *r, msdx_unit *unit, msd_error *err);

typedef struct msdx_lemmatizer msdx_lemmatizer;
MSD_MUST_CHECK msd_status msdx_lemmatizer_open(msdx_lemmatizer **out, const msdx_pack *pack, msd_error *err);
void msdx_lemmatizer_close(msdx_lemmatizer *l);
MSD_MUST_CHECK msd_status msdx_lemmatizer_run(const msdx_lemmatizer *l, msdx_unit *unit, msd_error *err);

/* Is this, in lower case, a form of a word that the tables have? */
bool msdx_lemmatizer_knows(const msdx_lemmatizer *l, msdx_str word);
/* Give paragraphs in capitals ordinary case, in unit->parsed (truecase.c). */
MSD_MUST_CHECK msd_status msdx_truecase_run(const msdx_lemmatizer *l, msdx_unit *unit, msd_error *err);

/* ---- paragraphs (paragraph.c) ---- */
/* What is parsed of some units: each paragraph as a text of its own; a unit without paragraphs is its own part. */
typedef struct msdx_parts {
    msdx_unit *const *whole;
    msdx_unit **part; /* those of the first unit, then those of the second, ... */
    size_t n_whole, n_part;
} msdx_parts;
/* The parts themselves lie in `arena`, what parse sets of them in the units' arenas. */
MSD_MUST_CHECK msd_status msdx_parts_cut(msdx_parts *out, msdx_unit *const *unit, size_t n_unit, msdx_arena *arena,
                                         msd_error *err);
/* Once the parts are parsed: the same of the units, in their own bytes, tokens and sentences. */
MSD_MUST_CHECK msd_status msdx_parts_join(const msdx_parts *parts, msd_error *err);

/* ---- to Universal Dependencies (ud.c) ---- */
/* What it needs of `scratch` is of no use afterwards. */
MSD_MUST_CHECK msd_status msdx_ud_run(msdx_unit *unit, msdx_arena *scratch, msd_error *err);
/* The same where it is known whether the labels are UD already; msdx_ud_run looks at those of the unit. */
MSD_MUST_CHECK msd_status msdx_ud_run_as(msdx_unit *unit, bool is_ud, msdx_arena *scratch, msd_error *err);
bool msdx_ud_is_ud(const char *const *label, size_t n);
#endif
