/* serve.h: a store and the coder over HTTP: a JSON interface (doc/openapi.yaml) and the page.
 *
 * Threads: msdx_serve_start gives at once; requests are answered by threads of
 * its own until msdx_serve_stop. What is fetched never changes the store. */
#ifndef MSDX_SERVE_H
#define MSDX_SERVE_H
#include "base/err.h"

typedef struct msdx_serve msdx_serve;

typedef struct msdx_serve_options {
    const char *listen; /* an IPv4 or IPv6 address; "127.0.0.1" */
    uint16_t port;      /* 0: one that is free */
    const char *store;  /* NULL: only what needs none */
    const msd_engine *engine;
    const char *tokens;      /* a file of tokens and their scopes; needed beyond loopback */
    const char *const *host; /* names that it is called by, beside addresses of this machine's own */
    size_t n_host;
    unsigned n_thread;
    size_t max_body; /* bytes */
    unsigned rate;   /* requests a second of one client; 0: as many as it likes */
} msdx_serve_options;

/* *out is NULL on failure: MSD_EUSAGE (beyond loopback without tokens), MSD_EIO (address, port, store), MSD_EFORMAT. */
MSD_MUST_CHECK msd_status msdx_serve_start(msdx_serve **out, const msdx_serve_options *options, msd_error *err);
bool msdx_serve_is_loopback(const char *address); /* can it be reached from this machine alone? */
uint16_t msdx_serve_port(const msdx_serve *serve);
void msdx_serve_stop(msdx_serve *serve); /* what is being answered is finished first; NULL is fine */
#endif
