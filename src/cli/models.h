/* models.h: which model reads a text. One is the default, and what `--model` names is for all texts; else a text in
 * another language goes to the model of that name beside it, LANGUAGE.model, opened when the first such text comes.
 *
 * Threads: msdx_cli_model_for may be called by all workers at once; a worker's number is its own. */
#ifndef MSDX_MODELS_H
#define MSDX_MODELS_H
#include "cli/cli.h"
#include "parse/parse.h"

typedef struct msdx_cli_models msdx_cli_models;

/* Options --model and --exact. The default model is opened, and its work for each worker. */
MSD_MUST_CHECK msd_status msdx_cli_models_open(msdx_cli_models **out, const msdx_cli_args *args, unsigned n_worker,
                                               msd_error *err);
void msdx_cli_models_close(msdx_cli_models *m);

typedef struct msdx_cli_reader {
    const msdx_parser *parser;
    msdx_parse_work *work;
} msdx_cli_reader;
/* The model for a document, by the language it is said to be in, else by its words. In a language without a model the
 * default one reads it, and the document is counted. Fails MSD_EFORMAT, MSD_ENOMEM when a model cannot be opened. */
MSD_MUST_CHECK msd_status msdx_cli_model_for(msdx_cli_models *m, const msd_doc *doc, unsigned worker,
                                             msdx_cli_reader *out, msd_error *err);

/* One line on standard error of the documents that had no model of their own; nothing when there are none. */
void msdx_cli_models_tell(const msdx_cli_models *m, const char *verb);
#endif
