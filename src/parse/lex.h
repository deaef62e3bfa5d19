/* lex.h: what the networks see of a word: string ids, norm, prefix, suffix,
 * shape. All of it is Python's and spaCy's behaviour, kept to the letter
 * (spacy/strings.pyx, spacy/lang/lex_attrs.py, CPython 3.11's str methods).
 * Threads: everything here is read-only. */
#ifndef MSDX_LEX_H
#define MSDX_LEX_H
#include "parse/parse_impl.h"

/* ---- Python's str methods (lex_unicode.c) ---- */
enum {
    MSDX_UC_ALPHA = 1,       /* isalpha */
    MSDX_UC_UPPER = 2,       /* isupper of the one character */
    MSDX_UC_LOWER = 4,       /* islower of the one character */
    MSDX_UC_TITLE = 8,       /* category Lt */
    MSDX_UC_DIGIT = 16,      /* isdigit */
    MSDX_UC_SPACE = 32,      /* isspace */
    MSDX_UC_CASED = 64,      /* for the final sigma: cased and not case-ignorable */
    MSDX_UC_IGNORABLE = 128, /* for the final sigma: case-ignorable */
    MSDX_UC_PUNCT = 256      /* category P* */
};
unsigned msdx_uc_flags(int32_t cp);
int32_t msdx_uc_lower(int32_t cp); /* one to one; U+0130 gives 'i', without the dot that lower() adds */

/* s.lower() into out, which has MSDX_LOWER_ROOM(s.n) bytes; gives the count. s is valid UTF-8. */
#define MSDX_LOWER_ROOM(n) ((n) + (n) / 2 + 1)
size_t msdx_py_lower(msdx_str s, char *out);
/* s is not empty and each character has the flag: isalpha, isdigit, isspace of a string. */
bool msdx_py_all(msdx_str s, unsigned flag);
bool msdx_py_isupper(msdx_str s); /* some cased character, all of those upper case */
bool msdx_py_islower(msdx_str s);
bool msdx_py_istitle(msdx_str s);

/* ---- names with a fixed number (lex_symbols.c) ---- */
typedef struct msdx_symbol {
    char name[32];
    uint16_t id;
} msdx_symbol;
extern const msdx_symbol msdx_symbols[];
extern const unsigned msdx_n_symbol;

/* ---- words ---- */

/* Norms by the id of the exact string: the package's table and the base norms, merged at import. */
typedef struct msdx_norms {
    const uint64_t *key; /* ascending */
    const uint64_t *id;  /* of the norm */
    size_t n;
} msdx_norms;
/* Sections "vocab/norm_key" and "vocab/norm_id". Fails MSD_EFORMAT. Borrows the pack. */
MSD_MUST_CHECK msd_status msdx_norms_open(msdx_norms *out, const msdx_pack *pack, msd_error *err);

typedef struct msdx_lexeme {
    uint64_t feat[MSDX_N_ATTR]; /* SPACY is the token's affair and 0 here */
    msdx_str text;              /* where the lexeme was made from: its maker's */
    msdx_str lower;             /* the same bytes as text, or the arena's */
    uint32_t n_cp;
    int32_t rule; /* the tokenizer's: first of the exceptions that begin with this word, or -1 */
} msdx_lexeme;
static inline bool msdx_lexeme_is_space(const msdx_lexeme *l)
{
    return l->feat[MSDX_ATTR_IS_SPACE] != 0;
}

/* Fill *out for a word (not empty, valid UTF-8). lower goes to the arena when it differs; false: out of memory. */
bool msdx_lexeme_make(msdx_lexeme *out, msdx_str text, const msdx_norms *norms, msdx_arena *arena);
#endif
