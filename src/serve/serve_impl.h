/* serve_impl.h: what the files of the server share. */
#ifndef MSDX_SERVE_IMPL_H
#define MSDX_SERVE_IMPL_H
#include <jansson.h>
#include <pthread.h>
#include <time.h>

#include "serve/late_mhd.h"
#include "serve/serve.h"
#include "store/store.h"
#include "write/json.h"

/* ---- guard.c: who may ask, and how often ---- */

enum { MSDX_SCOPE_READ = 1, MSDX_SCOPE_CODE = 2, MSDX_SCOPE_REVIEW = 4 };

typedef struct msdx_guard msdx_guard;
MSD_MUST_CHECK msd_status msdx_guard_new(msdx_guard **out, const msdx_serve_options *o, msd_error *err);
void msdx_guard_free(msdx_guard *g);
/* Scopes of the token in this Authorization header (may be NULL); all of them where no tokens are asked for; 0: none. */
unsigned msdx_guard_scopes(const msdx_guard *g, const char *authorization);
bool msdx_guard_asks(const msdx_guard *g); /* are tokens asked for? */
/* Is this Host header one of ours? Names of strangers that lead here are how a page elsewhere would reach us. */
bool msdx_guard_host(const msdx_guard *g, const char *host);
/* Does this Origin header (NULL: none) name the same host? */
bool msdx_guard_origin(const char *origin, const char *host);
/* May this client ask once more now? Its address as bytes. */
bool msdx_guard_rate(msdx_guard *g, const void *address, size_t n, double now);

/* ---- conns.c: connections that dawdle ---- */

typedef struct msdx_conns msdx_conns;
MSD_MUST_CHECK msd_status msdx_conns_new(msdx_conns **out, msd_error *err);
void msdx_conns_free(msdx_conns *w);
void msdx_conns_notify(void *conns, struct MHD_Connection *conn, void **slot, enum MHD_ConnectionNotificationCode code);
/* What the connection waits for from now on. */
typedef enum msdx_waits { MSDX_WAITS_HEADER = 0, MSDX_WAITS_BODY, MSDX_WAITS_ANSWER } msdx_waits;
void msdx_conns_mark(msdx_conns *w, struct MHD_Connection *conn, msdx_waits waits);
double msdx_now(void); /* seconds, of a clock that never goes back */

/* ---- pool.c: handles that belong to one thread at a time ---- */

typedef struct msdx_pool msdx_pool;
MSD_MUST_CHECK msd_status msdx_pool_new(msdx_pool **out, const msdx_serve_options *o, msd_error *err);
void msdx_pool_free(msdx_pool *p);
MSD_MUST_CHECK msd_status msdx_pool_store(msdx_pool *p, msdx_store **out, msd_error *err);
void msdx_pool_store_back(msdx_pool *p, msdx_store *store, bool sound); /* not sound: all are closed that wait here */
MSD_MUST_CHECK msd_status msdx_pool_worker(msdx_pool *p, msd_worker **out, msd_error *err);
void msdx_pool_worker_back(msdx_pool *p, msd_worker *worker);

/* ---- cache.c: answers that stand until the store changes ---- */

typedef struct msdx_cache msdx_cache;
MSD_MUST_CHECK msd_status msdx_cache_new(msdx_cache **out, msd_error *err);
void msdx_cache_free(msdx_cache *c);
/* Adds the answer to out; false: not there, or of another state. */
bool msdx_cache_get(msdx_cache *c, const char *key, const char *state, msdx_buf *out);
/* seconds: what it took to make. */
void msdx_cache_put(msdx_cache *c, const char *key, const char *state, const msdx_buf *answer, double seconds);

/* ---- jobs.c: work apart from the loops that speak HTTP ---- */

typedef struct msdx_request msdx_request;
typedef struct msdx_jobs msdx_jobs;
typedef void (*msdx_job)(msdx_request *r);
MSD_MUST_CHECK msd_status msdx_jobs_new(msdx_jobs **out, size_t n_thread, msdx_job job, msd_error *err);
/* Suspends the connection until its turn has come and the work is done; work that sets r->is_heavy is done again in the
 * line of what takes long. false: no more is taken. */
MSD_MUST_CHECK bool msdx_jobs_add(msdx_jobs *jobs, msdx_request *r, bool heavy);
void msdx_jobs_stop(msdx_jobs *jobs); /* what waits is done first */
void msdx_jobs_free(msdx_jobs *jobs);

/* ---- a request and its answer ---- */

struct msdx_serve {
    msdx_serve_options o;
    struct MHD_Daemon *daemon;
    msdx_guard *guard;
    msdx_conns *conns;
    msdx_pool *pool;
    msdx_cache *cache;
    msdx_jobs *jobs;
    time_t since;
};

/* Gives the next bytes of a long answer: added to out; none at the end. */
typedef msd_status (*msdx_more)(void *state, msdx_request *r, msdx_buf *out, msd_error *err);

struct msdx_request {
    msdx_serve *serve;
    struct MHD_Connection *conn;
    char *path, *key; /* key: with what was asked, for the cache */
    const char *rest; /* what stands for * in the route; in path */
    const struct msdx_route *route;
    msdx_buf body, out;
    unsigned status;  /* 200 unless set */
    const char *type; /* the route's unless set */
    char state[96];   /* the store's, once looked up */
    msdx_more more;   /* set: the answer comes in pieces */
    void *more_state;
    void (*more_free)(void *state);
    bool worked;        /* the answer, or its next piece, is there */
    bool looked_up;     /* it was asked whether the answer is known; `state` is set */
    bool is_heavy;      /* a job found that it takes long: it waits once more */
    bool broken;        /* the next piece cannot be had */
    msdx_request *next; /* in the line of jobs */
    bool asset, gzip;   /* part of the page; its bytes are gzip's */
};

typedef msd_status (*msdx_handler)(msdx_request *r, msd_error *err);

enum {
    MSDX_CHOOSES = 1, /* it takes the parameters that choose claims */
    MSDX_CACHED = 2,  /* the same until the store changes */
    MSDX_HEAVY = 4,   /* it may take long */
    MSDX_AT_ONCE = 8  /* it takes no time */
};

typedef struct msdx_route {
    const char *method, *path; /* a last part "*" stands for anything */
    unsigned scope;            /* what a token must allow; 0: nothing */
    msdx_handler handler;
    const char *const *query; /* parameters that it takes beside; NULL ends, or is none */
    unsigned is;
    const char *type; /* NULL: application/json */
} msdx_route;

extern const msdx_route msdx_routes[];
extern const size_t msdx_n_route;

/* The first value of a parameter; NULL: not given. */
const char *msdx_query(const msdx_request *r, const char *name);
/* A whole number within bounds; MSD_EUSAGE otherwise. */
MSD_MUST_CHECK msd_status msdx_query_number(const msdx_request *r, const char *name, uint64_t otherwise, uint64_t most,
                                            uint64_t *out, msd_error *err);
/* One of these words by its number, the first when it is not given; MSD_EUSAGE otherwise. */
MSD_MUST_CHECK msd_status msdx_query_one_of(const msdx_request *r, const char *name, const char *const *word, int n,
                                            int *out, msd_error *err);
/* The parameters that choose claims, as in `db query`. To be freed with msdx_filter_clear either way. */
MSD_MUST_CHECK msd_status msdx_query_filter(const msdx_request *r, msdx_filter *f, msd_error *err);
extern const char *const msdx_choosing[]; /* their names; NULL ends */
const char *msdx_header(const msdx_request *r, const char *name);
/* Does the client want lines of JSON as they come? */
bool msdx_wants_lines(const msdx_request *r);
/* A status of the 4xx, and why. */
msd_status msdx_serve_problem(msdx_request *r, unsigned status, msd_error *err, const char *why);
/* Why something failed: of words that were cut within a character no part of it is left. */
void msdx_put_why(msdx_json *j, const char *key, const char *why);
/* The answer so far is replaced by a problem document (RFC 9457). */
void msdx_put_problem(msdx_request *r, unsigned status, const char *detail);

/* Is this the media type of the body? */
bool msdx_is_type(const msdx_request *r, const char *type);
/* The body as a JSON object, to be given back with json_decref. */
MSD_MUST_CHECK msd_status msdx_read_object(msdx_request *r, json_t **out, msd_error *err);
/* Opens the answer's store and its choice of claims, and closes both. */
typedef msd_status (*msdx_asked)(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err);
msd_status msdx_with_store(msdx_request *r, msdx_asked what, msd_error *err);
/* Lines of JSON as the items of a list. */
void msdx_put_lines(msdx_request *r, const msdx_buf *lines);

/* ---- handlers ---- */

msd_status msdx_get_health(msdx_request *r, msd_error *err);
msd_status msdx_post_code(msdx_request *r, msd_error *err);
msd_status msdx_post_relate(msdx_request *r, msd_error *err);
msd_status msdx_get_claims(msdx_request *r, msd_error *err);
msd_status msdx_get_claim(msdx_request *r, msd_error *err);
msd_status msdx_get_document(msdx_request *r, msd_error *err);
msd_status msdx_get_stories(msdx_request *r, msd_error *err);
msd_status msdx_get_story(msdx_request *r, msd_error *err);
msd_status msdx_get_counts(msdx_request *r, msd_error *err);
msd_status msdx_get_places(msdx_request *r, msd_error *err);
msd_status msdx_get_network(msdx_request *r, msd_error *err);
msd_status msdx_get_series(msdx_request *r, msd_error *err);
msd_status msdx_get_reviews(msdx_request *r, msd_error *err);
msd_status msdx_post_review(msdx_request *r, msd_error *err);
msd_status msdx_get_sample(msdx_request *r, msd_error *err);
msd_status msdx_post_mark(msdx_request *r, msd_error *err);
msd_status msdx_get_audit(msdx_request *r, msd_error *err);
msd_status msdx_get_alerts(msdx_request *r, msd_error *err);
msd_status msdx_post_alert(msdx_request *r, msd_error *err);
msd_status msdx_get_watches(msdx_request *r, msd_error *err);
msd_status msdx_get_schema(msdx_request *r, msd_error *err);
msd_status msdx_get_asset(msdx_request *r, msd_error *err);
#endif
