/* peer.h: other coders' dictionaries: PETRARCH's, PETRARCH2's and TABARI's files of actors, agents, verbs, discards and
 * issues, read as they are.
 *
 * What a line means stands in doc/peer-dictionaries.md. A line is read, or refused and reported by file and line; a
 * refused line never stops the rest. Words are kept in lower case, cut where our tokenizer cuts (hyphens, "n't").
 * Threads: a msdx_peer is read-only after open and may be shared. Strings are borrowed from it. */
#ifndef MSDX_PEER_H
#define MSDX_PEER_H
#include "base/err.h"
#include "base/str.h"

typedef struct msdx_peer msdx_peer;

typedef enum msdx_peer_kind {
    MSDX_PEER_OTHER = 0, /* no dictionary: passed over */
    MSDX_PEER_ACTORS,
    MSDX_PEER_AGENTS,
    MSDX_PEER_VERBS,
    MSDX_PEER_DISCARDS,
    MSDX_PEER_ISSUES,
    MSDX_PEER_SETTINGS, /* PETR_config.ini */
    MSDX_PEER_CODES,    /* PETRARCH2's table of codes as numbers that can be added */
    MSDX_N_PEER_KIND
} msdx_peer_kind;
const char *msdx_peer_kind_name(msdx_peer_kind kind);

/* How verbs and patterns are written. */
typedef enum msdx_peer_dialect {
    MSDX_PEER_PETRARCH = 0, /* blocks under '---', words as they stand */
    MSDX_PEER_PETRARCH2,    /* blocks under '---', { } and ( ) for phrases */
    MSDX_PEER_TABARI        /* one verb a block, words are beginnings of words unless '_' ends them */
} msdx_peer_dialect;

typedef struct msdx_peer_file {
    const char *name; /* without its folder */
    msdx_peer_kind kind;
    msdx_peer_dialect dialect;
    uint32_t n_line, n_entry, n_idle, n_refused; /* lines; of them entries, blank or comment, refused */
} msdx_peer_file;

/* Read the files of a folder (not of folders in it), or one file. Refused lines go to `report` (may be NULL), one line
 * each, "file:line: why". Fails MSD_EIO when nothing could be read, MSD_EFORMAT when no dictionary was found. */
MSD_MUST_CHECK msd_status msdx_peer_open(msdx_peer **out, const char *path, msdx_buf *report, msd_error *err);
/* The same over bytes (tests, fuzzing); kind MSDX_PEER_OTHER: told from name and content. */
MSD_MUST_CHECK msd_status msdx_peer_open_bytes(msdx_peer **out, const void *p, size_t n, const char *name,
                                               msdx_buf *report, msd_error *err);
void msdx_peer_close(msdx_peer *peer); /* NULL is fine */
size_t msdx_peer_n_file(const msdx_peer *peer);
const msdx_peer_file *msdx_peer_file_at(const msdx_peer *peer, size_t i);

/* ---- phrases ---- */
enum {
    MSDX_PEER_TIGHT = 1, /* the next word follows at once */
    MSDX_PEER_STEM = 2,  /* the word is a beginning */
    MSDX_PEER_OPENS = 4, /* first item of a group */
    MSDX_PEER_IN_NP = 8, /* in { } of PETRARCH2 */
    MSDX_PEER_IN_PP = 16 /* in ( ) */
};
typedef struct msdx_peer_phrase {
    const char *const *word;
    const uint8_t *flags; /* by word */
    uint32_t n;
    uint32_t index; /* of the actor, agent or discard */
} msdx_peer_phrase;

typedef enum msdx_peer_table {
    MSDX_PEER_ACTOR = 0,
    MSDX_PEER_AGENT,
    MSDX_PEER_DISCARD,
    MSDX_PEER_N_TABLE
} msdx_peer_table;

/* Does a word of a text agree with a word of a dictionary? */
bool msdx_peer_word_is(const char *text, const char *word, uint8_t flags);
/* The longest phrase that begins at word[at]; *end is past its last word. Words between open words are passed over. */
const msdx_peer_phrase *msdx_peer_find(const msdx_peer *peer, msdx_peer_table table, const char *const *word, size_t n,
                                       size_t at, size_t *end);

typedef struct msdx_peer_code {
    const char *code;
    uint32_t from, to; /* 20010131; 0 open */
} msdx_peer_code;
typedef struct msdx_peer_actor {
    const char *name; /* as the file has it, with spaces */
    const msdx_peer_code *code;
    uint32_t n_code;
    const char *rule; /* "file:line" */
} msdx_peer_actor;
const msdx_peer_actor *msdx_peer_actor_at(const msdx_peer *peer, uint32_t index);
/* The code on a day (20010131; 0 unknown): the first dated one that fits, else the last undated one; NULL: none. */
const char *msdx_peer_actor_code(const msdx_peer_actor *actor, uint32_t day);

typedef struct msdx_peer_agent {
    const char *code; /* without '~' */
    bool is_prefix;   /* [NGO~]: put before the actor's code */
} msdx_peer_agent;
const msdx_peer_agent *msdx_peer_agent_at(const msdx_peer *peer, uint32_t index);
bool msdx_peer_discards_story(const msdx_peer *peer, uint32_t index); /* else only its sentence */

/* ---- verbs ---- */
typedef enum msdx_peer_item_kind {
    MSDX_PEER_WORD = 1,
    MSDX_PEER_SYNSET,
    MSDX_PEER_SOURCE,  /* $ */
    MSDX_PEER_TARGET,  /* + */
    MSDX_PEER_SKIP,    /* ^ */
    MSDX_PEER_COMPOUND /* % */
} msdx_peer_item_kind;
typedef struct msdx_peer_item {
    uint8_t kind, flags; /* flags: TIGHT towards the next item, or the verb */
    const char *word;    /* WORD */
    uint32_t synset;     /* SYNSET */
} msdx_peer_item;
typedef struct msdx_peer_items {
    const msdx_peer_item *item;
    uint32_t n;
} msdx_peer_items;
typedef struct msdx_peer_pattern {
    msdx_peer_items before, after;
    const char *code, *reverse; /* reverse: of the same event told from the other side, or NULL. code "---": none; with
                                 * a reverse all the same ([:030]): source and target are turned round */
    uint32_t order;             /* in its file */
    const char *rule;
} msdx_peer_pattern;
typedef struct msdx_peer_verb {
    msdx_peer_items phrase;     /* WORD items only */
    uint32_t main;              /* which of them is the verb */
    const char *code, *reverse; /* of the verb alone; NULL: none */
    const char *name;           /* of its block */
    const char *rule;
    const msdx_peer_pattern *pattern; /* the most specific first */
    uint32_t n_pattern;
    msdx_peer_dialect dialect;
} msdx_peer_verb;
/* The verbs whose main word is this, longest first; NULL and *n 0: none. For stems ask with shorter words too. */
const msdx_peer_verb *msdx_peer_verbs(const msdx_peer *peer, const char *word, size_t n_byte, size_t *n);
bool msdx_peer_has_stems(const msdx_peer *peer); /* some verbs are written in TABARI's way */
/* The phrases of a synonym set; items may be sets again. */
const msdx_peer_items *msdx_peer_synset(const msdx_peer *peer, uint32_t synset, size_t *n);

/* ---- PETRARCH2's rules over two verbs: ~ a (a b ATTACK) SAY = a b 015 ---- */
typedef struct msdx_peer_rewrite {
    char outer_source;               /* a */
    char inner_source, inner_target; /* a, b, '.' anything, '_' nothing */
    const char *inner, *outer;       /* verb blocks; inner may be "q": any */
    char source, target;
    const char *code; /* "q": the inner one */
    const char *rule;
} msdx_peer_rewrite;
const msdx_peer_rewrite *msdx_peer_rewrites(const msdx_peer *peer, size_t *n);
/* A code as a number that can be added (0: unknown), and back (NULL: no code has it). Less MSDX_PEER_NOT it is the code
 * of not doing it. */
enum { MSDX_PEER_NOT = 0xFFFF };
int32_t msdx_peer_number(const msdx_peer *peer, const char *code);
const char *msdx_peer_code_of(const msdx_peer *peer, int32_t number);

/* ---- settings ---- */
bool msdx_peer_needs_dyad(
    const msdx_peer *peer); /* require_dyad: only events with a code on both sides (the default) */
#endif
