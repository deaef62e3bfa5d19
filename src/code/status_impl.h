/* status_impl.h: what modality.c, operator.c, status.c, spoken.c, source.c and attribution.c share.
 *
 * modality.c     what stands around one word: auxiliaries, negation, adverbs, the kind of its clause
 * operator.c     what a governing word makes of its content
 * status.c       up the tree from a word, step by step
 * gerund.c       deeds in the -ing form: done, or only spoken of
 * spoken.c       what is only spoken of, by constructions that no class lists
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
    bool need;   /* 'need not' */
    bool unreal; /* 'would have killed' */
    bool later;  /* 'would later': told from afterwards */
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

/* ---- operator.c ---- */
/* Where the way up from a word stands. */
struct msdx_walk {
    int32_t word; /* where it began */
    int32_t cur;
    bool frozen;  /* the status is settled; sources and 'nothing' still count */
    bool clausal; /* what carries the status at cur is a clause or stands for one */
    int32_t said; /* the verb by which the last source says it; -1 */
};
/* What a word or a kind of clause makes of the status. why: a class's rule or the name of a construction; tok: the word. */
void msdx_apply(struct msdx_coder *c, struct msdx_judgement *j, msd_claim_status effect, const char *why, int32_t tok);
/* A word's own modality; `reported` turns a 'would' into a future seen from the past. */
void msdx_apply_modality(struct msdx_coder *c, struct msdx_judgement *j, const struct msdx_modality *m, int32_t tok,
                         bool reported);
/* Which class of g has the current word as its content; NULL: none. */
const msdx_class *msdx_class_over(struct msdx_coder *c, int32_t g, int32_t cur);
/* 'blamed rebels for the attack': hung on the object g, and yet what the verb above speaks of. */
const msdx_class *msdx_class_over_object(struct msdx_coder *c, int32_t g, int32_t cur);
void msdx_apply_operator(struct msdx_coder *c, const msdx_class *cl, int32_t g, struct msdx_walk *w,
                         struct msdx_judgement *j);
bool msdx_has_yet_to(const msdx_unit *u, int32_t g);
bool msdx_has_condition(struct msdx_coder *c, int32_t t);
/* MSD_DENIED, MSD_NEGATED or MSD_POSSIBLE where g does away with the report, the plan or the bar that cur names; else
 * MSD_ACTUAL. */
msd_claim_status msdx_does_away(struct msdx_coder *c, int32_t g, int32_t cur);
void msdx_apply_rejection(struct msdx_coder *c, int32_t g, msd_claim_status effect, struct msdx_walk *w,
                          struct msdx_judgement *j);
/* 'are to meet', 'is going to', 'used to': the name of the construction, or NULL. */
const char *msdx_periphrasis(const msdx_unit *u, int32_t g, int32_t cur, msd_claim_status *effect);
/* The adjective that says of g's subject what it is: 'remains possible', 'proved false'; -1: none. */
int32_t msdx_raised_predicate(const msdx_unit *u, int32_t g);
int32_t msdx_noun_of_infinitive(struct msdx_coder *c, int32_t g, int32_t cur);
bool msdx_is_denied_case(struct msdx_coder *c, int32_t g);

/* ---- gerund.c ---- */
/* What g makes of the deed cur that is told in the -ing form: 'talked of recalling', 'weapons for bombing'; MSD_ACTUAL: it
 * was done, or g says nothing of it. */
msd_claim_status msdx_of_gerund(struct msdx_coder *c, int32_t g, int32_t cur);
/* 'suggested banning them', which says nothing of what is so. */
bool msdx_is_bare_proposal(const msdx_unit *u, int32_t g, int32_t cur);

/* ---- spoken.c ---- */
/* 'how to stop the war' */
bool msdx_is_wh_infinitive(const msdx_unit *u, int32_t t);
bool msdx_is_of_a_kind(const struct msdx_coder *c, int32_t t);
bool msdx_is_of_duty(const struct msdx_coder *c, int32_t t);
/* What g makes of cur without being of a class: 'talked of recalling', 'a path to a truce', 'the plan includes'; else
 * MSD_ACTUAL. why: the name of the construction. */
msd_claim_status msdx_only_spoken_of(struct msdx_coder *c, int32_t g, int32_t cur, const char **why);
/* A release, a withdrawal, a truce: what is mostly talked of before it comes. */
bool msdx_is_sought(const struct msdx_coder *c, int32_t t);
/* 'backs the withdrawal': verb g is for the object cur, or for `word` beside it, which has not come yet. */
bool msdx_is_favoured(const struct msdx_coder *c, int32_t g, int32_t cur, int32_t word);
/* 'dropped the charges', 'his conviction was overturned', 'the ceasefire is over': it was, and is no more. */
bool msdx_is_no_more(const struct msdx_coder *c, int32_t g, int32_t cur);
/* 'announced strikes': the verb by which a deed to come is announced. */
bool msdx_announces_deed(const struct msdx_coder *c, int32_t t);
/* What the subject of a predicate makes of it: 'the aim is the release of', 'its priority was freeing'; else
 * MSD_ACTUAL. */
msd_claim_status msdx_predicate_of_wish(struct msdx_coder *c, int32_t cur);
/* 'would respond to an attack', but not 'would be delayed after an attack', 'may have died in an attack'. */
bool msdx_is_met_with(const struct msdx_coder *c, int32_t g, int32_t cur);
/* 'everyone who attacks', 'all foreigners who are convicted' */
bool msdx_is_whoever(const msdx_unit *u, int32_t g, int32_t cur);
/* 'supplying arms to a war is always bad': nobody's deed. */
bool msdx_is_saying(const msdx_unit *u, int32_t g, int32_t cur);
bool msdx_is_instance_of(const msdx_unit *u, int32_t g, int32_t cur);
/* 'the visit next week', 'will see a school before chairing a meeting' */
bool msdx_is_yet_to_come(struct msdx_coder *c, int32_t t);
/* 'once the troops leave', 'before he leaves': a time that is yet to come. mark: the words that open the clause. */
bool msdx_is_future_time(struct msdx_coder *c, int32_t cur, int32_t g, const char *mark);

/* ---- status.c ---- */
/* Told by somebody in the past: 'said it would' looks ahead, 'says it would' supposes. */
bool msdx_is_reported(struct msdx_coder *c, int32_t t);

/* ---- source.c ---- */
void msdx_add_source(struct msdx_coder *c, struct msdx_judgement *j, int32_t tok, msd_source_kind kind,
                     const char *rule);
/* Who holds what class cl at g says: the subject, the possessor, …; -1: not told. */
int32_t msdx_holder_of(struct msdx_coder *c, const msdx_class *cl, int32_t g);
/* 'according to X', and 'X said' set beside the clause of t. */
void msdx_sources_beside(struct msdx_coder *c, int32_t t, struct msdx_judgement *j);
bool msdx_is_no_teller(struct msdx_coder *c, int32_t t);
/* 'The paper, quoting an official, said': whoever the holder found by the last step quotes, put inside it. */
void msdx_sources_quoted(struct msdx_coder *c, int32_t holder, struct msdx_judgement *j);
/* The class by which g says something, NULL: none. */
const msdx_class *msdx_says(struct msdx_coder *c, int32_t g);

/* ---- attribution.c ---- */
/* Whoever a quotation or a headline around t speaks for, put as the outermost source. */
void msdx_sources_around(struct msdx_coder *c, int32_t t, struct msdx_judgement *j);
bool msdx_in_quotes(struct msdx_coder *c, int32_t t);
#endif
