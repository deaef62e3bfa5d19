/* parse.h: words, sentences, tags, lemmas, trees and names of a unit of text.
 *
 * Threads: a msdx_parser is read-only after open and may be shared; a msdx_parse_work
 * belongs to one thread. */
#ifndef MSDX_PARSE_H
#define MSDX_PARSE_H
#include "base/pack.h"
#include "doc/doc.h"

#define MSDX_MODEL_KIND "model"
#define MSDX_MODEL_VERSION 1

typedef struct msdx_parser msdx_parser;
typedef struct msdx_parse_work msdx_parse_work;

/* What the networks multiply: the fastest that this machine has (its integer kernels, where it has them), or the model's
 * own floats. */
typedef enum msdx_arithmetic { MSDX_FASTEST = 0, MSDX_EXACT } msdx_arithmetic;

/* Open a model pack. Every size and index is checked here, so that use needs no checks. */
MSD_MUST_CHECK msd_status msdx_parser_open(msdx_parser **out, const char *path, msd_error *err);
MSD_MUST_CHECK msd_status msdx_parser_open_as(msdx_parser **out, const char *path, msdx_arithmetic arithmetic,
                                              msd_error *err);
void msdx_parser_close(msdx_parser *parser);
const msdx_pack *msdx_parser_pack(const msdx_parser *parser);
const char *msdx_parser_language(const msdx_parser *parser); /* "en": what the package says of itself */
const char *msdx_parser_kernel(const msdx_parser *parser);   /* the kernels it runs on */
/* The kernels that a parser opened so would run on. Fails MSD_EUSAGE when MASUDI_KERNEL names none that can run here. */
MSD_MUST_CHECK msd_status msdx_parse_kernel(msdx_arithmetic arithmetic, const char **name, msd_error *err);

MSD_MUST_CHECK msd_status msdx_parse_work_new(msdx_parse_work **out, const msdx_parser *parser, msd_error *err);
void msdx_parse_work_free(msdx_parse_work *work);

/*
 * Parse units, each a text of its own, in one batch.
 * Needs  unit->arena, text, parsed, n_byte; para when each paragraph is to be parsed as a text of its own
 *        (the white space between paragraphs then gives no tokens); NULL: the whole is one.
 * Gives  everything that doc.h says parse sets, in the unit's arena.
 * Fails  MSD_ENOMEM; MSD_ETOOBIG over MSD_TEXT_MAX.
 */
MSD_MUST_CHECK msd_status msdx_parse_run(const msdx_parser *parser, msdx_parse_work *work, msdx_unit *const *unit,
                                         size_t n_unit, msd_error *err);

/* What a model says of itself, for people: name, version, licence, components with their labels, sizes. */
MSD_MUST_CHECK msd_status msdx_model_info(const msdx_pack *pack, msdx_buf *out, msd_error *err);

/* Before msdx_parse_run, for coding: give English that is set in capitals, or without any, ordinary case in unit->parsed;
 * unit->text is as it was. */
MSD_MUST_CHECK msd_status msdx_parser_truecase(const msdx_parser *parser, msdx_unit *unit, msd_error *err);

/* CoNLL-U of one unit into buf. native: the model's own labels, heads and space tokens. */
void msdx_conllu_write(msdx_buf *buf, const msdx_unit *unit, const char *doc_id, bool native);
#endif
