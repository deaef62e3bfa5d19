/* code.h: claims of a parsed document.
 *
 * Needs  everything that parse sets, in body and title (doc/doc.h).
 * Gives  doc->claim, n_claim, in the document's arena, in text order.
 * Threads: a msdx_code_work belongs to one thread; msdx_know is shared. */
#ifndef MSDX_CODE_H
#define MSDX_CODE_H
#include "doc/doc.h"
#include "know/know.h"

typedef struct msdx_code_work msdx_code_work;
MSD_MUST_CHECK msd_status msdx_code_work_new(msdx_code_work **out, const msdx_know *know, msd_error *err);
void msdx_code_work_free(msdx_code_work *work);

MSD_MUST_CHECK msd_status msdx_code_run(const msdx_know *know, msdx_code_work *work, msd_doc *doc, msd_error *err);

/* The same, with a trace for people: the tree, the mentions with why, every frame tried, why each claim came out or
 * why none did. */
MSD_MUST_CHECK msd_status msdx_code_explain(const msdx_know *know, msdx_code_work *work, msd_doc *doc, msdx_buf *trace,
                                            msd_error *err);
#endif
