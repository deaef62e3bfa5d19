/* api.h: the public functions in the steps that the program needs one by one. */
#ifndef MSDX_API_H
#define MSDX_API_H
#include "doc/doc.h"
#include "know/know.h"

/* Is the model one of English? No other gives claims. */
bool msdx_api_is_english(const msd_engine *engine);
/* Will this document be coded? False: it is in a language without a model, or the model is not of English, in which the
 * frames are: it gets no claims. */
bool msdx_api_can_code(const msd_engine *engine, const msd_doc *doc);

/* Short names of the model and the knowledge, with their checksums, for stored rows. */
void msdx_api_versions(const msd_engine *engine, char model[128], char knowledge[32]);

/* The kernels that its networks run on. */
const char *msdx_api_kernel(const msd_engine *engine);

/* What it codes with; the engine's. */
const msdx_know *msdx_api_know(const msd_engine *engine);

/*
 * Parse and code documents that msdx_doc_make made, in one batch; those that cannot be
 * coded are passed over. Fails MSD_ENOMEM: none of them is of use then.
 */
MSD_MUST_CHECK msd_status msdx_api_code(msd_worker *worker, msd_doc *const *doc, size_t n, msd_error *err);
/* The same of documents made MSDX_DOC_EXACT, without coding. */
MSD_MUST_CHECK msd_status msdx_api_parse(msd_worker *worker, msd_doc *const *doc, size_t n, msd_error *err);

/* A worker of the engine's own, an idle one if there is one, for any thread. Fails MSD_ENOMEM; *out is NULL then. */
MSD_MUST_CHECK msd_status msdx_api_borrow(msd_engine *engine, msd_worker **out, msd_error *err);
void msdx_api_give_back(msd_engine *engine, msd_worker *worker); /* NULL is fine */
#endif
