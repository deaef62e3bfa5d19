/* ruler.h: the columns of the attribute ruler's tables, for its importer and its run time. */
#ifndef MSDX_RULER_H
#define MSDX_RULER_H
#include "parse/parse_impl.h"

enum { MSDX_RULER_MAX_TOK = 8 };

/* ruler/pattern */
enum {
    MSDX_RULER_RULE = 0,
    MSDX_RULER_FIRST_COND,
    MSDX_RULER_N_COND,
    MSDX_RULER_N_TOK,
    MSDX_RULER_TARGET,
    MSDX_RULER_UPOS,
    MSDX_RULER_MORPH,
    MSDX_RULER_LEMMA,
    MSDX_RULER_NEW_TAG,
    MSDX_RULER_NEW_DEP,
    MSDX_RULER_PATTERN /* how many columns */
};

/* ruler/cond */
enum {
    MSDX_RULER_TOKEN = 0,
    MSDX_RULER_ATTR,
    MSDX_RULER_NEGATE,
    MSDX_RULER_FIRST_VALUE,
    MSDX_RULER_N_VALUE,
    MSDX_RULER_COND /* how many columns */
};

/* MSDX_RULER_ATTR */
enum {
    MSDX_RULER_TAG = 0,
    MSDX_RULER_LOWER,
    MSDX_RULER_ORTH,
    MSDX_RULER_DEP,
    MSDX_RULER_IS_SPACE,
    MSDX_RULER_POS,
    MSDX_RULER_N_ATTR
};
#endif
