/* story_part.h: the rules of stories in steps that each see a part of the texts, so that many machines can do what one
 * would with all of them: msdx_story_events gives the same groups.
 *
 * A text with its claims is packed into bytes that travel ("a part"). Two texts are compared where they meet: under
 * one of their telling words. Claims of texts that are not alike meet under what they say of whom. Pairs that are
 * alike come out as edges between claims; those decide. */
#ifndef MSDX_STORY_PART_H
#define MSDX_STORY_PART_H
#include "store/story.h"

enum { MSDX_STORY_ID = 16 }; /* bytes of a claim's id */

/* A claim as it travels. */
typedef struct msdx_story_claim {
    uint8_t id[MSDX_STORY_ID];
    char kind[32];
    msdx_story_item item; /* without key; vec is &vec, or NULL */
    msdx_story_vec vec;
} msdx_story_claim;

typedef struct msdx_story_part {
    uint64_t text;       /* a number of its own, by its name */
    const uint32_t *key; /* the telling words that it is found by, sorted */
    size_t n_key;
    msdx_story_vec vec;
    msdx_story_claim *claim;
    size_t n_claim;
} msdx_story_part;

/* Alike claims. */
typedef struct msdx_story_pair {
    uint8_t a[MSDX_STORY_ID], b[MSDX_STORY_ID];
    uint32_t like;
} msdx_story_pair;

typedef struct msdx_story_pairs {
    msdx_story_pair *at; /* msdx_free */
    size_t n, room;
} msdx_story_pairs;

/*
 * A claim from its line as `code` prints it. What it points to lives in the arena.
 * Fails MSD_EFORMAT (not such a line), MSD_ENOMEM.
 */
MSD_MUST_CHECK msd_status msdx_story_claim_read(msdx_story_claim *out, const msdx_story_words *words, msdx_str json,
                                                bool text_known, msdx_arena *arena, msd_error *err);

/* The part with only its claims from `from` up to `to`. */
void msdx_story_pack(msdx_buf *out, const msdx_story_part *part, size_t from, size_t to);
/* What was packed; texts that are compared have different rows. Fails MSD_EFORMAT, MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_story_unpack(msdx_story_part *out, msdx_str bytes, uint32_t row, msdx_arena *arena,
                                            msd_error *err);

/* Pairs of claims within one text. */
MSD_MUST_CHECK msd_status msdx_story_pairs_within(const msdx_story_part *part, msdx_story_pairs *out, msd_error *err);
/* Of texts that met under this word: nothing when they met under another before. */
MSD_MUST_CHECK msd_status msdx_story_pairs_of_texts(const msdx_story_part *a, const msdx_story_part *b, uint32_t key,
                                                    msdx_story_pairs *out, msd_error *err);
/* Of claims (each the only one of its part) that met by what they say: nothing when their texts meet. */
MSD_MUST_CHECK msd_status msdx_story_pairs_of_parties(const msdx_story_part *a, const msdx_story_part *b,
                                                      msdx_story_pairs *out, msd_error *err);
#endif
