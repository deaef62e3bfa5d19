/* choose.h: the options that say which claims are wanted; the same names in every verb. */
#ifndef MSDX_CHOOSE_H
#define MSDX_CHOOSE_H
#include "cli/cli.h"
#include "write/write.h"

/* clang-format off */
#define MSDX_CLI_CHOOSE \
    {"event", 0, MSDX_OPT_LIST, "EVENT", \
     "keep only these: ASSAULT, or SANCTION-expel with a mode; commas part several"}, \
    {"mode", 0, MSDX_OPT_LIST, "MODE", "keep only these modes, such as demo; commas part several"}, \
    {"status", 0, MSDX_OPT_LIST, "STATUS", "keep only these: actual, threatened ...; commas part several"}, \
    {"country", 0, MSDX_OPT_LIST, "CODE", "keep what one of these acts in, receives or is the place of (alpha-3)"}, \
    {"actor", 0, MSDX_OPT_LIST, "WHO", \
     "keep what these do: a country (IRN), a sector (GOV), a code (IRNGOV), a name, or none"}, \
    {"recipient", 0, MSDX_OPT_LIST, "WHO", "keep what is done to these"}, \
    {"attribution", 0, MSDX_OPT_LIST, "WHO", \
     "keep what these say; also quote, statement, document, media, official, unnamed, none"}, \
    {"place", 0, MSDX_OPT_LIST, "PLACE", \
     "keep what is placed there: a name, a GeoNames number, or a box SOUTH,WEST,NORTH,EAST"}, \
    {"text", 0, MSDX_OPT_LIST, "WORDS", "keep what is told by a sentence with all these words; word* for a beginning"}, \
    {"from", 0, MSDX_OPT_TEXT, "DATE", "keep what happened on this ISO date or later"}, \
    {"to", 0, MSDX_OPT_TEXT, "DATE", "keep what happened on this ISO date or earlier"}
/* clang-format on */

/* Fails MSD_EUSAGE. To be freed with msdx_filter_clear either way. */
MSD_MUST_CHECK msd_status msdx_cli_choose(msdx_filter *filter, const msdx_cli_args *args, msd_error *err);

/* Fails MSD_EUSAGE: the form is no text, and standard output a terminal. */
MSD_MUST_CHECK msd_status msdx_cli_no_terminal(const char *form, msd_error *err);

/* Columns for a table: --width, else COLUMNS, else the terminal's. */
unsigned msdx_cli_width(const msdx_cli_args *args);
#endif
