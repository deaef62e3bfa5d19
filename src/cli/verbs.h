/* verbs.h: the one list of verbs, in the order in which help prints them. */
#ifndef MSDX_VERBS_H
#define MSDX_VERBS_H
#include "cli/cli.h"

#define MSDX_VERBS(X) X(code) X(read) X(relate) X(parse) X(explain) X(know) X(model) X(db) X(watch) X(serve) X(schema)

#define MSDX_VERB_DECLARE(name) extern const msdx_cli_verb msdx_verb_##name;
MSDX_VERBS(MSDX_VERB_DECLARE)
#undef MSDX_VERB_DECLARE
#endif
