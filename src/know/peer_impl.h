/* peer_impl.h: what the readers of peers' dictionaries share.
 *
 * peer.c        files, their kinds, lines; opening and lookups
 * peer_phrase.c words and phrases
 * peer_actor.c  actors, agents
 * peer_item.c   patterns and phrases of synonym sets, cut into items
 * peer_verb.c   verbs, patterns, synonym sets
 * peer_list.c   discards, issues, settings, codes as numbers */
#ifndef MSDX_PEER_IMPL_H
#define MSDX_PEER_IMPL_H
#include "know/peer.h"

enum { MSDX_PEER_WORDS_MAX = 48 };

typedef struct msdx_peer_synset_entry {
    const char *name, *rule; /* rule: where it was named first */
    const msdx_peer_items *phrase;
    uint32_t n;
    bool defined;
} msdx_peer_synset_entry;

typedef struct msdx_peer_num {
    const char *code;
    int32_t number;
} msdx_peer_num;

struct msdx_peer {
    msdx_arena arena;
    /* arrays in buffers while reading and after */
    msdx_buf file, actor, agent, discard, verb, synset, rewrite, number;
    msdx_buf phrase[MSDX_PEER_N_TABLE];
    msdx_buf scratch; /* the normal form of one phrase */
    bool has_stems, any_dyad, phrase_stems;
    bool failed; /* memory ran out where no buffer or arena remembers it */
    /* the file being read */
    msdx_buf *report;
    msdx_peer_file *now;
    uint32_t line;
    const char *dir_name;
    msdx_peer_dialect dialect; /* of the verbs */
};

/* One line of the file being read, without comments; indent: white space stood before it. */
typedef struct msdx_peer_line {
    msdx_str text;
    bool indent;
} msdx_peer_line;

/* A reader of one kind of file: called for each line that holds something, then once with text.p NULL at the end. */
typedef bool (*msdx_peer_reader)(msdx_peer *peer, void *state, msdx_peer_line line);

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
bool msdx_peer_refuse(msdx_peer *peer, const char *fmt, ...); /* gives false */
const char *msdx_peer_copy(msdx_peer *peer, msdx_str s);
const char *msdx_peer_rule(msdx_peer *peer);
void msdx_peer_push(msdx_buf *buf, const void *p, size_t n);
bool msdx_peer_lower(msdx_peer *peer, msdx_str s, msdx_str *out); /* into scratch; false: memory */

/* ---- peer_phrase.c ---- */
struct msdx_peer_words {
    const char *word[MSDX_PEER_WORDS_MAX];
    uint8_t flags[MSDX_PEER_WORDS_MAX];
    uint32_t n;
};
/* Cut a phrase; stems: words not ended by '_' are beginnings. False when it has no word or too many (not reported). */
bool msdx_peer_cut(msdx_peer *peer, msdx_str phrase, bool stems, struct msdx_peer_words *out);
void msdx_peer_add_phrase(msdx_peer *peer, msdx_peer_table table, const struct msdx_peer_words *w, uint32_t index);
void msdx_peer_sort_phrases(msdx_peer *peer);
/* The inside of the first [..] of *rest, which becomes what follows; false: none. */
bool msdx_peer_bracket(msdx_str *rest, msdx_str *inside);

/* ---- peer_item.c ---- */
enum { MSDX_PEER_ITEMS_MAX = 64 };
struct msdx_peer_scan {
    msdx_peer_item item[MSDX_PEER_ITEMS_MAX];
    uint32_t n, star; /* star: how many stand before the verb; MSDX_PEER_ITEMS_MAX: no '*' yet */
    bool two_stars, full;
};
msdx_peer_items msdx_peer_keep(msdx_peer *peer, const msdx_peer_item *item, uint32_t n);
/* The synonym set of a name, made when there is none yet. */
uint32_t msdx_peer_set_index(msdx_peer *peer, msdx_str name);
/* stems: TABARI's way; pattern: '*' may stand in it. False when it is none. */
bool msdx_peer_read_items(msdx_peer *peer, msdx_str text, bool stems, bool pattern, struct msdx_peer_scan *out);

/* ---- readers; *state is zeroed memory of MSDX_PEER_STATE bytes ---- */
enum { MSDX_PEER_STATE = 4096 };
bool msdx_peer_read_actors(msdx_peer *peer, void *state, msdx_peer_line line);
bool msdx_peer_read_agents(msdx_peer *peer, void *state, msdx_peer_line line);
bool msdx_peer_read_verbs(msdx_peer *peer, void *state, msdx_peer_line line);
bool msdx_peer_read_discards(msdx_peer *peer, void *state, msdx_peer_line line);
bool msdx_peer_read_issues(msdx_peer *peer, void *state, msdx_peer_line line);
bool msdx_peer_read_settings(msdx_peer *peer, void *state, msdx_peer_line line);
bool msdx_peer_read_codes(msdx_peer *peer, void *state, msdx_peer_line line);
void msdx_peer_finish_verbs(msdx_peer *peer);

/* peer_gz.c: what is in a gzip file; NULL when all went well, else what is wrong with it. */
const char *msdx_peer_unpack(msdx_str in, msdx_buf *out);
#endif
