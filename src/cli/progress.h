/* progress.h: how far long work is: a bar on a terminal, a line now and then in a pipe. */
#ifndef MSDX_PROGRESS_H
#define MSDX_PROGRESS_H
#include <time.h>

#include "cli/cli.h"

typedef struct msdx_progress {
    bool on, terminal;
    struct timespec begun, told;
} msdx_progress;

/* On by --progress; else, without --quiet, when standard error is a terminal and standard output is not in its way. */
void msdx_progress_begin(msdx_progress *p, const msdx_cli_args *args, bool out_is_silent);
/*
 * Tell, if it is time to. done of total (0: not known) says how far: the rate and the time
 * left are made of it. `documents` and `claims` are counts to be told.
 */
void msdx_progress_tell(msdx_progress *p, double done, double total, uint64_t documents, uint64_t claims);
void msdx_progress_end(msdx_progress *p); /* wipe the bar */
double msdx_progress_seconds(const msdx_progress *p);
#endif
