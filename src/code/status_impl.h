/* status_impl.h: what modality.c, status.c, source.c and attribution.c share.
 *
 * modality.c     what stands around one word: auxiliaries, negation, adverbs, the kind of its clause
 * status.c       up the tree from a word: what each governing word makes of it
 * source.c       who says so, by the word that says it
 * attribution.c  quotations over several sentences, headlines: who says so without a word beside it */
#ifndef MSDX_STATUS_IMPL_H
#define MSDX_STATUS_IMPL_H
#include "code/code_impl.h"

struct msdx_modality {
    int32_t aux; /* the auxiliary that gave the effect; -1 */
    bool negated, has_effect, is_would, can;
    msd_claim_status effect;
    msd_hedge hedge;
    bool later; /* 'would later': told from afterwards */
    bool is_question, is_order;
    bool conditional_clause; /* opened by 'if' and its kind */
    bool nothing;
    const char *rule; /* the class that gave the effect, else the negation; NULL */
};

/* ---- modality.c ---- */
struct msdx_modality msdx_modality_of(struct msdx_coder *c, int32_t t);
/* 'Should Russia invade, NATO will respond': a condition by word order. */
bool msdx_is_inverted_condition(const msdx_unit *u, int32_t t);
/* Said of what has been: 'allowed', 'had allowed', 'was able'. */
bool msdx_is_past(const msdx_unit *u, int32_t t);

/* ---- status.c ---- */
/* Which class of g has the current word as its content; NULL: none. */
const msdx_class *msdx_class_over(struct msdx_coder *c, int32_t g, int32_t cur);
/* ---- source.c ---- */
void msdx_add_source(struct msdx_coder *c, struct msdx_judgement *j, int32_t tok, msd_source_kind kind,
                     const char *rule);
/* Who holds what class cl at g says: the subject, the possessor, …; -1: not told. */
int32_t msdx_holder_of(struct msdx_coder *c, const msdx_class *cl, int32_t g);
/* 'according to X', and 'X said' set beside the clause of t. */
void msdx_sources_beside(struct msdx_coder *c, int32_t t, struct msdx_judgement *j);
/* The class by which g says something, NULL: none. */
const msdx_class *msdx_says(struct msdx_coder *c, int32_t g);

/* ---- attribution.c ---- */
/* Whoever a quotation or a headline around t speaks for, put as the outermost source. */
void msdx_sources_around(struct msdx_coder *c, int32_t t, struct msdx_judgement *j);
bool msdx_in_quotes(struct msdx_coder *c, int32_t t);
#endif
