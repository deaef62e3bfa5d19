/* score_table.h: the weights of the score; score_table.c is made by bench/train_score.py.
 *
 * Weights and vectors are written as characters, one a number: (character - MSDX_SCORE_ZERO) * scale. They are given out
 * with the program and not with the knowledge, since their meaning hangs on the features that score_feature.c makes. */
#ifndef MSDX_CODE_SCORE_TABLE_H
#define MSDX_CODE_SCORE_TABLE_H
#include <stdint.h>

enum { MSDX_SCORE_ZERO = 80, MSDX_VECTOR_DIM = 48, MSDX_N_CONFIDENCE = 16 };

/* Features by hash, sorted; 17 weights each (the 16 events and none). */
extern const uint32_t msdx_score_n_feature;
extern const uint32_t msdx_score_feature[];
extern const char msdx_score_weight[];
extern const double msdx_score_scale;
/* Words by hash (as the features, of the form alone), sorted; MSDX_VECTOR_DIM numbers each. */
extern const uint32_t msdx_score_n_word;
extern const uint32_t msdx_score_word[];
extern const char msdx_score_vector[];
/* [slot][dim][answer] */
extern const float msdx_score_meaning[];
/* relate.h: what a candidate's weight is made of */
extern const double msdx_join_weight[];
/* Of a relation's confidence. */
extern const double msdx_relate_confidence_weight[MSDX_N_CONFIDENCE];
/* Of a claim's (doubt_table.c, made by bench/train_doubt.py): features by hash, sorted, one weight each; and its signs. */
extern const uint32_t msdx_doubt_n_feature;
extern const uint32_t msdx_doubt_feature[];
extern const char msdx_doubt_weight[];
extern const double msdx_doubt_scale;
extern const double msdx_doubt_sign[MSDX_N_CONFIDENCE];
#endif
