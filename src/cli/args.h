/* args.h: reading the command line against a verb's table; main.c and args.c only. */
#ifndef MSDX_ARGS_H
#define MSDX_ARGS_H
#include "cli/cli.h"

/* Parse argv after the verb. Fails MSD_EUSAGE, MSD_ENOMEM; *out is NULL then. */
MSD_MUST_CHECK msd_status msdx_cli_parse(msdx_cli_args **out, const msdx_cli_verb *verb, int argc, char **argv,
                                         msd_error *err);
void msdx_cli_args_free(msdx_cli_args *args);
bool msdx_cli_wants_help(const msdx_cli_args *args);
void msdx_cli_help(FILE *f, const msdx_cli_verb *verb);
#endif
