/* score.h: how likely a word of a tree states which event, and what a pair's words say of them.
 *
 * score_feature.c  what is to be seen at one word: features by their hash, and words whose meaning counts
 * score.c          a log-linear model over them: 16 events and "no event"; the confidence of a claim
 * score_table.c    its weights and the words' vectors, made by bench/train_score.py
 * relate_find.c    where two given mentions stand; relate.c the event of such a pair
 *
 * Inside code/, but for the program that prints training data (tools/score_features.c). */
#ifndef MSDX_CODE_SCORE_H
#define MSDX_CODE_SCORE_H
#include "code/code_impl.h"
#include "code/score_table.h"

enum { MSDX_N_EVENT = 16, MSDX_NO_EVENT = 16, MSDX_N_ANSWER = 17, MSDX_FEATURES_MAX = 120 };

/* Words of which not only the form counts but the meaning, by what they are to the trigger. */
typedef enum msdx_slot {
    MSDX_SLOT_SELF = 0,
    MSDX_SLOT_OBJECT,
    MSDX_SLOT_CARRIER, /* light verb, infinitive or clause that completes it, or what governs it */
    MSDX_SLOT_SUBJECT,
    MSDX_SLOT_OBLIQUE,
    MSDX_N_SLOT
} msdx_slot;

/* Groups of features: the trainer leaves some out to see what the others are worth. */
typedef enum msdx_feature_group {
    MSDX_GROUP_TREE = 0, /* words and tree */
    MSDX_GROUP_FRAME,    /* frames that fit, with their conditions and roles */
    MSDX_GROUP_SENSE,    /* frames that the word can state, fit or not */
    MSDX_N_GROUP
} msdx_feature_group;

struct msdx_features {
    uint32_t hash[MSDX_FEATURES_MAX];
    uint8_t group[MSDX_FEATURES_MAX];
    uint32_t n;
    int32_t slot[MSDX_N_SLOT]; /* token, or -1 */
    const msdx_frame *best;    /* of the frames that fit, or the first that the word can state; NULL */
    bool fits;
};

extern const char *const msdx_event_name[MSDX_N_EVENT]; /* in the order of the ontology */
int msdx_event_index(const char *event);                /* -1: none */

/* Everything to be seen at t. `chosen`: the frame that the coder took there, or NULL. */
void msdx_score_features(struct msdx_coder *c, int32_t t, const msdx_frame *chosen, struct msdx_features *out);

/* The feature that is the word itself: in the table when training has seen it. */
uint32_t msdx_score_word_feature(const struct msdx_coder *c, int32_t t);

/* Probabilities of the 16 events and of none, in this order; `bare`: as if there were no frames, may be NULL. */
void msdx_score_answer(const struct msdx_coder *c, const struct msdx_features *f, double p[MSDX_N_ANSWER],
                       double bare[MSDX_N_ANSWER]);

/* What a claim's confidence is made of: MSDX_N_CONFIDENCE numbers, the first always 1. */
void msdx_claim_signs(struct msdx_coder *c, const struct msdx_draft *d, const struct msdx_features *seen,
                      double out[MSDX_N_CONFIDENCE]);
/* What is told as having happened and gets less confidence than this is no claim. */
extern const double msdx_reject_below;
/* 0 to 1. */
double msdx_claim_confidence(struct msdx_coder *c, const struct msdx_draft *d);

/* What is to be seen of a claim as a whole, for the model that tells what readers call right from what they do not. */
enum { MSDX_DOUBTS_MAX = 400, MSDX_DOUBTS_ROOM = 1024 };
struct msdx_doubts {
    uint32_t hash[MSDX_DOUBTS_MAX]; /* each once, in the order found */
    uint32_t n;
    uint32_t room[MSDX_DOUBTS_ROOM]; /* which there are: open addressing; 0: free */
};
/* `seen`: what the word itself shows (msdx_score_features with the claim's frame). */
void msdx_doubt_features(struct msdx_coder *c, const struct msdx_draft *d, const struct msdx_features *seen,
                         struct msdx_doubts *out);

/* The vector of a dictionary form, MSDX_VECTOR_DIM numbers; NULL when the word is not among those that have one. */
const char *msdx_word_vector(msdx_str lemma);

#endif
