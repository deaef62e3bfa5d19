/* fetch.h: transfers over the network, many at a time, with limits: libcurl underneath.
 *
 * Redirects are not followed here: whoever asked decides about each step.
 *
 * Threads: all of it belongs to one thread. */
#ifndef MSDX_WATCH_FETCH_H
#define MSDX_WATCH_FETCH_H
#include "watch/config.h"

typedef struct msdx_fetch msdx_fetch;

typedef struct msdx_answer {
    bool ok;                                        /* there was an answer, whatever its status; a mail: it was taken */
    bool too_big;                                   /* over the limit of size */
    bool denied;                                    /* the address may not be reached */
    long status;                                    /* HTTP's, SMTP's last; 0 */
    msdx_buf body;                                  /* unpacked; may be taken over: leave an empty one */
    char *etag, *modified, *retry_after, *location; /* NULL: the answer has none */
    char error[200];                                /* when not ok */
} msdx_answer;

typedef void (*msdx_fetched)(void *ctx, msdx_answer *answer);

typedef struct msdx_request {
    const char *url;
    const char *const *header; /* "Name: value"; NULL ends; NULL: none */
    const char *post;          /* a body to post, or a mail; NULL: get */
    size_t n_post;
    const char *accept;
    size_t most; /* bytes of the answer */
    int64_t timeout_ms;
    bool public_only;            /* only addresses that are public or allowed */
    bool part;                   /* what has come within `most` is of use though there is more */
    const msdx_watch_sink *mail; /* this is a mail to it; NULL */
} msdx_request;

MSD_MUST_CHECK msd_status msdx_fetch_new(msdx_fetch **out, const msdx_watch_settings *settings, msd_error *err);
void msdx_fetch_free(msdx_fetch *fetch); /* what is under way is dropped, nobody is told; NULL is fine */
/* Everything given is copied. `done` is called from msdx_fetch_run. */
MSD_MUST_CHECK msd_status msdx_fetch_start(msdx_fetch *fetch, const msdx_request *request, msdx_fetched done, void *ctx,
                                           msd_error *err);
size_t msdx_fetch_n(const msdx_fetch *fetch); /* under way */
/* Do what can be done now, then wait until there is more, at most wait_ms, or until extra_fd (-1: none) can be read. */
MSD_MUST_CHECK msd_status msdx_fetch_run(msdx_fetch *fetch, int wait_ms, int extra_fd, msd_error *err);
#endif
