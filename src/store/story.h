/* story.h: which texts and which claims tell of the same thing. Pure rules over
 * what they are given, without a database: each element has a key of its own, and
 * the same elements in any order give the same groups.
 *
 * Groups come as numbers: group[i] is the place of that member of i's group
 * whose key is the smallest. All fail with MSD_ENOMEM alone. */
#ifndef MSDX_STORY_H
#define MSDX_STORY_H
#include "base/err.h"
#include "base/str.h"

/* The rules' number: another one may group otherwise. */
enum { MSDX_STORY_RULES = 1 };

/* ---- texts ---- */

typedef struct msdx_story_text {
    const char *key;      /* no two have the same */
    msdx_str title, body; /* UTF-8; "" for none */
} msdx_story_text;

/* Copies, cut or lightly edited ones included: their runs of three words are mostly the same. */
MSD_MUST_CHECK msd_status msdx_story_copies(const msdx_story_text *text, size_t n, uint32_t *group, msd_error *err);

/* The words of each text, weighed by how rare they are among these texts. */
typedef struct msdx_story_term {
    uint32_t term;
    float weight; /* the squares of a text's weights sum to 1 */
} msdx_story_term;
typedef struct msdx_story_vec {
    msdx_story_term *at; /* by term */
    size_t n;
} msdx_story_vec;
typedef struct msdx_story_words msdx_story_words;
MSD_MUST_CHECK msd_status msdx_story_words_new(msdx_story_words **out, const msdx_story_text *text, size_t n,
                                               msd_error *err);
void msdx_story_words_free(msdx_story_words *words);
/* Words without texts: so many texts there are, and in[i] of them have the word hash[i] (sorted), over lists that stay
 * the caller's. */
MSD_MUST_CHECK msd_status msdx_story_words_over(msdx_story_words **out, size_t n_text, const uint64_t *hash,
                                                const uint32_t *in, size_t n_term, msd_error *err);
/* The words of a text, each once, sorted: yours, msdx_free. */
MSD_MUST_CHECK msd_status msdx_story_terms(const msdx_story_text *text, uint64_t **out, size_t *n, msd_error *err);
/* A text weighed like these. */
MSD_MUST_CHECK msd_status msdx_story_words_text(const msdx_story_words *words, const msdx_story_text *text,
                                                msdx_story_vec *out, msd_error *err);
/* How alike two texts are, 0 to 1000000. */
uint32_t msdx_story_words_like(const msdx_story_words *words, size_t a, size_t b);
/* A further piece of text (a sentence) weighed like these texts; what it says at `skip` is left out. */
MSD_MUST_CHECK msd_status msdx_story_words_of(const msdx_story_words *words, msdx_str piece, msdx_str skip,
                                              msdx_story_vec *out, msd_error *err);
void msdx_story_vec_clear(msdx_story_vec *vec);
uint32_t msdx_story_vec_like(const msdx_story_vec *a, const msdx_story_vec *b);

/* A text's heaviest words that another has as well, heaviest first, by which alike ones are found. */
enum {
    MSDX_STORY_TELLING = 32,
    MSDX_STORY_COMMON = 300,       /* a word that is telling in more texts finds none */
    MSDX_STORY_LEAST_EDGE = 25000, /* texts less alike are not alike */
};
MSD_MUST_CHECK msd_status msdx_story_telling(const msdx_story_words *words, const msdx_story_vec *vec,
                                             uint32_t out[MSDX_STORY_TELLING], size_t *n, msd_error *err);

/* Reports of one occurrence, by different hands: their telling words are alike. */
MSD_MUST_CHECK msd_status msdx_story_reports(const msdx_story_words *words, uint32_t *group, msd_error *err);

/* ---- claims ---- */

enum { MSDX_STORY_NO_DAY = INT32_MIN };

/* One claim, or one mention of an event: what is not known is left empty. */
typedef struct msdx_story_item {
    const char *key;          /* no two have the same */
    const char *code;         /* what: an event's code; "" for none */
    const char *word;         /* what: the word that states it, or its lemma; "" for none */
    uint32_t text;            /* of which text, by place in `words`, or by a number of its own */
    int32_t sentence;         /* of that text */
    int32_t day_from, day_to; /* days since some day; MSDX_STORY_NO_DAY */
    const char *const *party; /* who and to whom, whichever way round; sorted by strcmp, each once */
    uint32_t n_party;
    const char *place;         /* "" for none */
    const msdx_story_vec *vec; /* the words around it, or NULL */
} msdx_story_item;

enum {
    MSDX_STORY_LEAST_CLAIM = 65000, /* groups less alike on average are not joined */
    MSDX_STORY_DAYS_MEET = 2 /* items that say the same of the same parties are compared up to so many days apart */
};
/* How alike two items are, 0 to 1000000, being of texts so alike; each with the kind of its word. */
uint32_t msdx_story_like(const msdx_story_item *x, const char *kind_x, const msdx_story_item *y, const char *kind_y,
                         uint32_t texts);
/* What an item says of whom, as one number; false: it does not say enough to be found by that. */
bool msdx_story_party_key(const msdx_story_item *item, uint64_t *key);

/* What an item is made of, from what a claim says. Days since 1970 of "2020-09-14..."; NO_DAY for less than a day. */
int32_t msdx_story_day(const char *date);
/* Set both days, from a claim's, where the second may be missing. */
void msdx_story_set_days(msdx_story_item *item, const char *from, const char *to);
/* One more party, as accounts agree on it: the country, with the sector when it is not the government; else who it is.
 * Strings live in the arena, see its failed flag; what is not known is "". */
void msdx_story_add_party(msdx_arena *arena, msdx_story_item *item, const char *country, const char *sector,
                          const char *name);
/* A story's id, from that of the claim that names it. */
void msdx_story_id(const char *claim, char out[33]);

/* Items that tell of one occurrence. words: of the texts that items are of, or NULL. */
MSD_MUST_CHECK msd_status msdx_story_events(const msdx_story_item *item, size_t n, const msdx_story_words *words,
                                            uint32_t *group, msd_error *err);

/* A name for the kind of happening that a word states: words that report one happening as news do have one name.
 * Writes at most 31 bytes. */
void msdx_story_kind(const char *word, char out[32]);

/* ---- what the rules share ---- */

typedef struct msdx_story_edge {
    uint32_t a, b;
    uint32_t like; /* 1 to 1000000 */
} msdx_story_edge;

/*
 * Average link: the two groups whose members are most alike on average are
 * joined, until none are alike by `least`. Pairs without an edge are not alike
 * at all. rank[i]: the place of i's key among all keys; it decides ties.
 */
MSD_MUST_CHECK msd_status msdx_story_link(const msdx_story_edge *edge, size_t n_edge, const uint32_t *rank, size_t n,
                                          uint32_t least, uint32_t *group, msd_error *err);
/* rank[i]: the place of key(i) among all keys in the order of strcmp. */
MSD_MUST_CHECK msd_status msdx_story_rank(const char *const *key, size_t n, uint32_t *rank, msd_error *err);
#endif
