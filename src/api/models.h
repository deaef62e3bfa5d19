/* models.h: which model reads a text. The first one reads all; where there is a folder of models, a text in another
 * language goes to the one named after it, LANGUAGE.model, which is opened when the first such text comes.
 *
 * Threads: msdx_models may be shared by any number of them; msdx_readers belong to one. */
#ifndef MSDX_MODELS_H
#define MSDX_MODELS_H
#include "parse/parse.h"

typedef struct msdx_models msdx_models;
typedef struct msdx_readers msdx_readers; /* a thread's scratch memory for each of the models that it has met */

/*
 * path: a model, which reads all texts, or, with beside, the first of those in its folder; or a folder of models, in
 * which en.model is the first.
 * Fails  MSD_EIO, MSD_EFORMAT, MSD_ENOMEM; *out is NULL then.
 */
MSD_MUST_CHECK msd_status msdx_models_open(msdx_models **out, const char *path, bool beside, msdx_arithmetic arithmetic,
                                           msd_error *err);
void msdx_models_close(msdx_models *models); /* NULL is fine; after its readers and what they have read */
const msdx_parser *msdx_models_first(const msdx_models *models);

enum { MSDX_LANGUAGE_ROOM = 4 };
/* The language that a document is said to be in, else the one that its words tell, as a file is named after it: "es" of
 * es-MX, spa and Spanish. */
void msdx_models_language(const msd_doc *doc, char code[MSDX_LANGUAGE_ROOM]);

MSD_MUST_CHECK msd_status msdx_readers_new(msdx_readers **out, msdx_models *models, msd_error *err);
void msdx_readers_free(msdx_readers *readers); /* NULL is fine */

/* A model and a thread's memory for it. */
typedef struct msdx_reader {
    const msdx_parser *parser;
    msdx_parse_work *work;
} msdx_reader;
msdx_reader msdx_readers_first(const msdx_readers *readers);
/* The one for a document. Fails MSD_EUNSUPPORTED: there is no model of its language; MSD_EFORMAT: there is
 * one, and it is broken; MSD_EIO, MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_readers_pick(msdx_readers *readers, const msd_doc *doc, msdx_reader *out,
                                            msd_error *err);
/* Parse documents, bodies and titles, all of one model in one batch. doc[i] is passed over when pick[i].parser is NULL.
 * Fails as msdx_parse_run does: none of them is of use then. */
MSD_MUST_CHECK msd_status msdx_readers_run(msdx_readers *readers, const msdx_reader *pick, msd_doc *const *doc,
                                           size_t n, msd_error *err);
#endif
