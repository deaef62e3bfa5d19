/* tokenizer_impl.h: what tokenizer.c (opening, tokens out) and tokenizer_split.c
 * (text into pieces) share. */
#ifndef MSDX_TOKENIZER_IMPL_H
#define MSDX_TOKENIZER_IMPL_H
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "parse/lex.h"

enum msdx_pattern { MSDX_RE_PREFIX, MSDX_RE_SUFFIX, MSDX_RE_INFIX, MSDX_RE_TOKEN, MSDX_RE_URL, MSDX_N_RE };

/* A token in the making. */
typedef struct msdx_piece {
    const msdx_lexeme *lex;
    uint64_t norm;  /* id of the norm an exception gave; 0: the word's own */
    uint32_t start; /* byte in the text */
    bool space;     /* one space was swallowed after it */
} msdx_piece;

/* Strings to things; open addressing, grows up to a limit. */
struct msdx_slot {
    uint64_t hash;
    msdx_str key; /* p NULL: free */
    const void *value;
};
typedef struct msdx_table {
    struct msdx_slot *slot;
    size_t n_slot, n; /* n_slot is a power of two, or 0 */
} msdx_table;

/* An exception: its string and the tokens that stand for it. Also a chunk in a worker's cache. */
typedef struct msdx_split {
    const msdx_piece *piece;
    size_t n;
} msdx_split;

/* An exception that affixes can cut, as the words it falls into: found again over the finished tokens. */
typedef struct msdx_phrase {
    const uint64_t *orth;
    size_t n;
} msdx_phrase;

struct msdx_tokenizer {
    pcre2_code *re[MSDX_N_RE]; /* NULL: there is none */
    size_t suffix_window;      /* code points; 0: no bound */
    bool heuristics;
    msdx_norms norms;
    msdx_table rule;          /* of msdx_split */
    size_t rule_max;          /* bytes of the longest rule */
    msdx_lexeme *rule_lexeme; /* the words of all rules */
    size_t n_rule_lexeme;
    msdx_phrase *phrase; /* sorted by first word */
    size_t n_phrase;
    msdx_arena arena;
};

struct msdx_match {
    uint32_t start, end; /* pieces */
};

struct msdx_tokenizer_work {
    const msdx_tokenizer *t;
    bool use_rules; /* false only while the rules themselves are opened */
    pcre2_general_context *memory;
    pcre2_match_data *match;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    msdx_arena cache; /* what chunk and lexeme point to; forgotten when full */
    msdx_table chunk, lexeme;
    msdx_piece *piece, *suffix, *spare;
    size_t n_piece, piece_room, n_suffix, suffix_room, spare_room;
    const char *text;
    msdx_arena *scratch; /* of this run */
    bool phrases;        /* some word begins a phrase */
    bool cache_full;     /* start it anew before the next run */
    bool failed;         /* out of memory */
};

const void *msdx_table_find(const msdx_table *t, msdx_str key, uint64_t hash);
/* key must live as long as the table. false: out of memory. */
bool msdx_table_add(msdx_table *t, msdx_str key, uint64_t hash, const void *value);
uint64_t msdx_table_hash(msdx_str key);

/* Does the pattern match in s from byte `from` on? Bytes of the match into *start and *end. */
bool msdx_re_search(msdx_tokenizer_work *w, enum msdx_pattern re, msdx_str s, size_t from, uint32_t option,
                    size_t *start, size_t *end);

/* Text into w->piece; w->failed when memory ran out. */
void msdx_split_text(msdx_tokenizer_work *w, msdx_str text);
/* The phrases over w->piece. */
void msdx_split_phrases(msdx_tokenizer_work *w);
/* First phrase that begins with this word, or -1. */
int32_t msdx_phrase_first(const msdx_tokenizer *t, uint64_t orth);
#endif
