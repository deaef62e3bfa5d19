/* flow.h: jobs through a ring: filled in order by one thread, worked on by many,
 * drained in order. What comes out does not depend on the number of workers. */
#ifndef MSDX_FLOW_H
#define MSDX_FLOW_H
#include "base/err.h"

typedef struct msdx_flow {
    void *ctx;
    void *jobs; /* n_slot jobs of job_byte bytes each; a job is used again once it is drained */
    size_t n_slot, job_byte;
    bool (*fill)(void *ctx, void *job);                  /* false: there is no more */
    void (*work)(void *ctx, unsigned worker, void *job); /* worker: 0 to n_worker - 1, one thread each */
    void (*drain)(void *ctx, void *job);                 /* one at a time, in the order of filling */
} msdx_flow;

/* How many workers `--jobs N` means: 0 is one a core that this process may use; never over 256. */
unsigned msdx_flow_n_worker(uint64_t jobs);

/* Until fill gives false and all is drained. Fails MSD_ENOMEM when no thread could be had. */
MSD_MUST_CHECK msd_status msdx_flow_run(const msdx_flow *flow, unsigned n_worker, msd_error *err);
#endif
