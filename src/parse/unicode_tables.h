/* unicode_tables.h: the tables of unicode_tables.c, which tools/gen_unicode.py
 * makes; lex.h has the functions over them. */
#ifndef MSDX_UNICODE_TABLES_H
#define MSDX_UNICODE_TABLES_H
#include <stdint.h>

typedef struct msdx_flag_run {
    uint32_t start; /* code point; the run ends where the next one starts */
    uint16_t flags; /* MSDX_UC_ of lex.h */
} msdx_flag_run;

typedef struct msdx_lower_run {
    uint32_t first, last, step; /* every step-th code point, both ends included */
    int32_t delta;              /* add this */
} msdx_lower_run;

extern const msdx_flag_run msdx_flag_runs[];
extern const unsigned msdx_n_flag_run;
extern const msdx_lower_run msdx_lower_runs[];
extern const unsigned msdx_n_lower_run;
#endif
