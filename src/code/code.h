/* code.h: claims of a parsed document.
 *
 * Needs  everything that parse sets, in body and title (doc/doc.h).
 * Gives  doc->claim, n_claim, in the document's arena: the title's first, then sentence by sentence.
 * Threads: a msdx_code_work belongs to one thread; msdx_know is shared. */
#ifndef MSDX_CODE_H
#define MSDX_CODE_H
#include "doc/doc.h"
#include "know/know.h"

typedef struct msdx_code_work msdx_code_work;
MSD_MUST_CHECK msd_status msdx_code_work_new(msdx_code_work **out, const msdx_know *know, msd_error *err);
void msdx_code_work_free(msdx_code_work *work);
void msdx_code_work_without(msdx_code_work *work, msd_without without);

MSD_MUST_CHECK msd_status msdx_code_run(const msdx_know *know, msdx_code_work *work, msd_doc *doc, msd_error *err);

/* The same, with a trace for people: the tree, the mentions with why, every frame tried, why each claim came out or
 * why none did. */
MSD_MUST_CHECK msd_status msdx_code_explain(const msdx_know *know, msdx_code_work *work, msd_doc *doc, msdx_buf *trace,
                                            msd_error *err);
/* Every place that the body names, in text order, in the document's arena. Sets no claims. */
MSD_MUST_CHECK msd_status msdx_code_places(const msdx_know *know, msdx_code_work *work, msd_doc *doc, msd_where **out,
                                           size_t *n, msd_error *err);
typedef enum msdx_time_kind { MSDX_TIME_DATE, MSDX_TIME_TIME, MSDX_TIME_DURATION, MSDX_TIME_SET } msdx_time_kind;
/* A time expression with its value as in TIMEX3. */
typedef struct msdx_told_time {
    msd_span span;
    const char *text, *value;
    msdx_time_kind kind;
    char start[11], end[11]; /* ISO dates; empty where it is no date */
    msd_date_precision precision;
} msdx_told_time;
const char *msdx_time_kind_name(msdx_time_kind kind); /* "DATE" */
/* Every time expression of the body, in text order, in the document's arena. Sets no claims. */
MSD_MUST_CHECK msd_status msdx_code_told_times(const msdx_know *know, msdx_code_work *work, msd_doc *doc,
                                               msdx_told_time **out, size_t *n, msd_error *err);
/* Which places these names mean, each [start, end) in code points of the body, in order: the caller knows that they name
 * places. One that no list has is told with the point of what it lies in or near. out has room for n. */
MSD_MUST_CHECK msd_status msdx_code_given_places(const msdx_know *know, msdx_code_work *work, msd_doc *doc,
                                                 const uint32_t (*span_cp)[2], size_t n, msd_where *out,
                                                 msd_error *err);
/* What the text says of what one word of the body states: whether it happened and how surely, who says so, where, when,
 * and who does it to whom. The functions are those that the coder calls at triggers, for any word. */
typedef struct msdx_word_status {
    msd_claim_status status;
    msd_hedge hedge;
    uint32_t n_source, n_place;
    msd_span source[4]; /* who says so, outermost first */
    msd_where place[4];
    msd_when when;
    msd_span subject, object; /* logical ones; empty where there is none */
    bool reports_nothing;
    const char *rule; /* the class of the word that decided, "file:name"; NULL: its own auxiliaries, or none */
} msdx_word_status;
/* Judge the tokens that hold these code points of the body; where `whole` (NULL: nowhere), all that the clause of the token
 * states, its own auxiliaries and negation included: of 'they fear that he may not sign' that he may not. Fails MSD_ENOMEM;
 * a place that is in no token is actual. */
MSD_MUST_CHECK msd_status msdx_code_judge(const msdx_know *know, msdx_code_work *work, msd_doc *doc,
                                          const uint32_t *at_cp, const bool *whole, size_t n, msdx_word_status *out,
                                          msd_error *err);
/* For the training of scene_weights.c: what each place of the sentence is weighed by, as JSON. */
MSD_MUST_CHECK msd_status msdx_code_scene(const msdx_know *know, msdx_code_work *work, msd_doc *doc, uint32_t at_cp,
                                          msdx_buf *out, msd_error *err);

/* The event of a pair of mentions of the body; see msd_relate. */
MSD_MUST_CHECK msd_status msdx_code_relate(const msdx_know *know, msdx_code_work *work, msd_doc *doc,
                                           const msd_pair *pair, msd_relation *out, msd_error *err);
#endif
