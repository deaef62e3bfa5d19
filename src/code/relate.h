/* relate.h: the event of a given pair of mentions.
 *
 * Every word of the pair's sentence that may state an event is a candidate. It has a weight (how likely it is what joins
 * the two, a log-linear model over the MSDX_N_JOIN numbers below) and an answer (score.h); the pair's answer is the
 * weighted mean of the candidates' answers. Both models are trained by bench/train_score.py. */
#ifndef MSDX_CODE_RELATE_H
#define MSDX_CODE_RELATE_H
#include "code/score.h"

enum { MSDX_CANDIDATES_MAX = 64 };

/* One mention of the pair: its tokens, half-open, and the one that the tree takes it by. */
struct msdx_side {
    int32_t start, end, head; /* head -1: not found */
};

/* What speaks for a candidate's being the word that joins the pair. */
enum msdx_join {
    MSDX_JOIN_CLAIM = 0,      /* the coder made a claim here */
    MSDX_JOIN_ACTOR,          /* whose actor is the first */
    MSDX_JOIN_RECIPIENT,      /* whose recipient is the second */
    MSDX_JOIN_BOTH,           /* both */
    MSDX_JOIN_REVERSED,       /* the second acts on the first */
    MSDX_JOIN_ACTOR_NEAR,     /* its actor is of the first's country, or part of its phrase */
    MSDX_JOIN_RECIPIENT_NEAR, /* its recipient of the second's */
    MSDX_JOIN_PATH,           /* it stands on the path between them */
    MSDX_JOIN_TOP,            /* it is the path's highest word */
    MSDX_JOIN_STEPS,          /* steps down from the highest, over 4 */
    MSDX_JOIN_SUBJECT,        /* its subject is the first */
    MSDX_JOIN_OBJECT,         /* its object is the second */
    MSDX_JOIN_OBLIQUE,        /* the second hangs on it by a preposition */
    MSDX_JOIN_CONTENT,        /* it is the content of another claim */
    MSDX_JOIN_OPERATOR,       /* another claim is its content */
    MSDX_JOIN_VERB,
    MSDX_JOIN_EVENT,   /* how likely it states any event */
    MSDX_JOIN_SURE,    /* how likely its best answer is */
    MSDX_JOIN_BETWEEN, /* it stands between the two mentions */
    MSDX_JOIN_INSIDE,  /* it stands inside one of the mentions */
    MSDX_JOIN_DROPPED, /* a claim that was dropped or taken into another */
    MSDX_JOIN_ROOT,    /* the sentence's root */
    MSDX_JOIN_REPORTS, /* it says, reports or believes something */
    MSDX_N_JOIN
};

struct msdx_candidate {
    int32_t tok;
    const struct msdx_draft *draft; /* NULL: none */
    msd_claim_status status;
    bool is_purpose; /* what another act is for: 'sent food to help' */
    struct msdx_features seen;
    double answer[MSDX_N_ANSWER];
    double join[MSDX_N_JOIN];
};

/* ---- relate_find.c ---- */
/* Find both mentions: word for word, else loosely; of several places those that stand nearest to each other. */
void msdx_find_pair(const struct msdx_coder *c, const msd_pair *pair, struct msdx_side side[2]);

/* ---- relate.c ---- */
/* The candidates of a coded unit, first the drafts' words; their answers and what joins them. */
uint32_t msdx_candidates(struct msdx_coder *c, const struct msdx_side side[2], struct msdx_candidate *list,
                         uint32_t room);

/* ---- score.c ---- */
/* How surely the answer of a pair is right: of these candidates with these weights, `by` (NULL: there are none) gave
 * it. */
double msdx_relate_confidence(const struct msdx_coder *c, const struct msdx_candidate *list, uint32_t n,
                              const double *weight, const struct msdx_candidate *by, const double scores[MSDX_N_EVENT]);
#endif
