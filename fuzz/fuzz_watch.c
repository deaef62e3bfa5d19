/* fuzz_watch.c: any bytes as a configuration of `masudi watch`: it is read, or refused with a line that says why. */
#include <stdlib.h>

#include "watch/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n > 1 << 16) return 0;
    msdx_watch_config *c;
    msdx_buf problems = MSDX_BUF_INIT((size_t)1 << 24);
    msd_status st = msdx_watch_config_read(&c, (msdx_str){(const char *)data, n}, "fuzz", 0, &problems, NULL);
    if ((st == MSD_EFORMAT) != (problems.n > 0) || (st == MSD_OK) != (c != NULL)) abort();
    for (size_t i = 0; c && i < c->n_rule; i++)
        for (size_t k = 0; k < c->rule[i].n_sink; k++)
            if (c->rule[i].sink[k] >= c->n_sink) abort();
    msdx_watch_config_free(c);
    msdx_buf_clear(&problems);
    return 0;
}
