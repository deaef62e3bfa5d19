/* peer_impl.h: what the files of the peers' matcher share.
 *
 * peer_code.c   sentences, discards, claims
 * peer_noun.c   noun phrases and the codes of who stands in them
 * peer_match.c  patterns before and after a verb
 * peer_tree.c   PETRARCH2's patterns, and verbs within verbs
 * peer_event.c  verbs, source and target, events */
#ifndef MSDX_CODE_PEER_IMPL_H
#define MSDX_CODE_PEER_IMPL_H
#include "code/code_impl.h"
#include "code/peer_code.h"

enum { MSDX_PEER_WHO_MAX = 16, MSDX_PEER_EVENTS_MAX = 64 };

/* One word of a sentence as the dictionaries see it. */
struct msdx_peer_text {
    const char *word, *lemma;
    int32_t tok;
    int32_t np;  /* the noun phrase it stands in, or -1 */
    bool joined; /* a hyphen ties it to the next word: 'military-ruled' */
    bool hidden; /* in a clause between commas that PETRARCH takes out */
    bool comma;  /* a comma that ends what stands before a verb follows it */
};

/* Somebody in a noun phrase. */
struct msdx_peer_who {
    const char *code; /* "---" nobody known */
    const msdx_peer_actor *actor;
};

/* A noun phrase, or one member of a coordination. */
struct msdx_peer_np {
    int32_t head;           /* token */
    uint32_t start, end;    /* words, half-open */
    int32_t first, n_group; /* the first member of its coordination; how many (1: none) */
    uint32_t whole_end;     /* with what it took in from phrases after it */
    struct msdx_peer_who who[MSDX_PEER_WHO_MAX];
    uint32_t n_who;
    bool coded; /* somebody known */
    bool taken; /* it is part of what stands before it: 'activists in Arnor' */
    bool agent_only;
};

struct msdx_peer_run {
    const msdx_peer *peer;
    struct msdx_coder *c;
    uint32_t day; /* 20010131; 0 unknown */
    struct msdx_peer_text *text;
    const char **word; /* the same words, for phrases */
    uint32_t n;
    int32_t *at; /* by token of the sentence: its word, or -1 */
    uint32_t tok_start;
    struct msdx_peer_np *np;
    int32_t n_np;
    bool failed; /* memory ran out where no arena remembers it */
};

/* What a pattern found. */
struct msdx_peer_found {
    int32_t source, target; /* noun phrases, or -1 */
    bool mutual;            /* '%': the coordination is both */
    int32_t used;           /* a noun phrase that is a word of the pattern through and through, or -1 */
};
#define MSDX_PEER_FOUND_NONE \
    { \
        -1, -1, false, -1 \
    }

struct msdx_peer_event {
    uint32_t verb, verb_end; /* words */
    const char *code, *rule;
    struct msdx_peer_who source[MSDX_PEER_WHO_MAX], target[MSDX_PEER_WHO_MAX];
    int32_t source_np[MSDX_PEER_WHO_MAX], target_np[MSDX_PEER_WHO_MAX];
    uint32_t n_source, n_target;
};

/* ---- peer_noun.c ---- */
void msdx_peer_nouns(struct msdx_peer_run *r);
/* The noun phrase that a nominal heads, or the coded one nearest under it; -1: none. */
int32_t msdx_peer_np_of(const struct msdx_peer_run *r, int32_t head);

/* ---- peer_match.c ---- */
/* Does p fit around the verb's words [start, end), with words from `low` before and up to `high` after it? */
bool msdx_peer_match(const struct msdx_peer_run *r, const msdx_peer_pattern *p, bool loose, uint32_t low,
                     uint32_t start, uint32_t end, uint32_t high, struct msdx_peer_found *found);

bool msdx_peer_word_agrees(const struct msdx_peer_run *r, uint32_t w,
                           const msdx_peer_item *item);                           /* or its dictionary form */
bool msdx_peer_set_ends(const struct msdx_peer_run *r, uint32_t set, uint32_t w); /* a phrase of the set ends at w */

/* ---- peer_tree.c ---- */
bool msdx_peer_tree_match(const struct msdx_peer_run *r, const msdx_peer_pattern *p, int32_t verb,
                          struct msdx_peer_found *found);
bool msdx_peer_is_negated(const struct msdx_peer_run *r, int32_t verb);
/* Who does what an outer verb speaks of: its own subject, nobody said ('to attack'), somebody else. */
enum msdx_peer_inner { MSDX_PEER_INNER_NONE = 0, MSDX_PEER_INNER_SAME, MSDX_PEER_INNER_OTHER };
struct msdx_peer_sum {
    const char *code, *rule; /* rule NULL: of no rule over two verbs */
    bool inner_is_target;    /* the target is who does the inner one */
};
bool msdx_peer_sum(const struct msdx_peer_run *r, const char *outer, const char *inner, bool negated,
                   enum msdx_peer_inner who, struct msdx_peer_sum *out);

/* ---- peer_event.c ---- */
bool msdx_peer_reads_trees(const msdx_peer *peer); /* its verbs are written in PETRARCH2's way */
uint32_t msdx_peer_events(struct msdx_peer_run *r, struct msdx_peer_event *out, uint32_t room);
#endif
