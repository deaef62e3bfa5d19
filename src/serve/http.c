/* http.c: from a request to its answer. libmicrohttpd speaks HTTP; here is what may be asked, by whom, and what every
 * answer carries. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "serve/serve_impl.h"

enum {
    LOOPS = 2,
    CONNECTIONS = 1000,
    CONNECTIONS_OF_ONE = 200,
    MEMORY_A_CONNECTION = 1 << 15,
    IDLE_SECONDS = 30,
    PIECE = 1 << 15
};
static const size_t ANSWER_MOST = (size_t)1 << 28;

static const char policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                             "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
                             "frame-ancestors 'none'";

/* ---- problems ---- */

static const char *title_of(unsigned status)
{
    switch (status) {
    case 400: return "Bad request";
    case 401: return "A token is needed";
    case 403: return "Not allowed";
    case 404: return "Not found";
    case 405: return "Method not allowed";
    case 413: return "Too large";
    case 415: return "Unsupported media type";
    case 421: return "Misdirected request";
    case 422: return "Cannot be coded";
    case 429: return "Too many requests";
    case 503: return "Not now";
    default: return "Something went wrong";
    }
}

void msdx_put_why(msdx_json *j, const char *key, const char *why)
{
    msdx_buf text = MSDX_BUF_INIT(1 << 12);
    for (size_t n = strlen(why); n;) {
        size_t good = msdx_utf8_check(why, n), take = good < n ? good + 1 : n;
        msdx_buf_add(&text, why, good);
        why += take;
        n -= take;
    }
    msdx_json_put_str(j, key, msdx_buf_cstr(&text));
    msdx_buf_clear(&text);
}

void msdx_put_problem(msdx_request *r, unsigned status, const char *detail)
{
    msdx_json j = {.buf = &r->out};
    msdx_buf_reset(&r->out);
    r->status = status;
    r->type = "application/problem+json";
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "type", "about:blank");
    msdx_json_put_str(&j, "title", title_of(status));
    msdx_json_put_int(&j, "status", status);
    if (detail) msdx_put_why(&j, "detail", detail);
    msdx_json_close(&j, '}');
    msdx_buf_addc(&r->out, '\n');
}

msd_status msdx_serve_problem(msdx_request *r, unsigned status, msd_error *err, const char *why)
{
    r->status = status;
    return msdx_err(err, MSD_EUSAGE, 0, "%s", why);
}

/* What a failure is to the client. What went wrong on our side is told to whoever runs the server, not to the world: a
 * text that is none is the client's, a store that is none is ours. */
static void put_failure(msdx_request *r, msd_status st, const msd_error *err)
{
    bool of_text = (st == MSD_EUTF8 || st == MSD_EFORMAT) && (r->route->scope & MSDX_SCOPE_CODE);
    unsigned status = r->status >= 400    ? r->status
                      : st == MSD_EUSAGE  ? 400
                      : st == MSD_ETOOBIG ? 413
                      : of_text           ? 422
                                          : 500;
    bool ours = status >= 500;
    if (ours) fprintf(stderr, "masudi serve: %s: %s\n", r->route->path, err->msg);
    msdx_put_problem(r, status, ours ? "the store or the coder failed; its keeper has been told" : err->msg);
}

/* ---- headers ---- */

const char *msdx_header(const msdx_request *r, const char *name)
{
    return MHD_lookup_connection_value(r->conn, MHD_HEADER_KIND, name);
}

const char *msdx_query(const msdx_request *r, const char *name)
{
    const char *v = MHD_lookup_connection_value(r->conn, MHD_GET_ARGUMENT_KIND, name);
    return v && *v ? v : NULL;
}

bool msdx_wants_lines(const msdx_request *r)
{
    const char *accept = msdx_header(r, MHD_HTTP_HEADER_ACCEPT);
    return accept && strstr(accept, "application/x-ndjson");
}

bool msdx_is_type(const msdx_request *r, const char *type)
{
    const char *given = msdx_header(r, MHD_HTTP_HEADER_CONTENT_TYPE);
    size_t n = given ? strcspn(given, "; ") : 0;
    return n == strlen(type) && strncasecmp(given, type, n) == 0;
}

static void add_headers(const msdx_request *r, struct MHD_Response *answer)
{
    static const char *const header[][2] = {{"Content-Security-Policy", policy},
                                            {"X-Content-Type-Options", "nosniff"},
                                            {"Referrer-Policy", "no-referrer"},
                                            {"Cross-Origin-Opener-Policy", "same-origin"},
                                            {"Cross-Origin-Resource-Policy", "same-origin"},
                                            {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
                                            {"Vary", "Accept, Accept-Encoding, Authorization"}};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        (void)MHD_add_response_header(answer, header[i][0], header[i][1]);
    (void)MHD_add_response_header(answer, MHD_HTTP_HEADER_CONTENT_TYPE, r->type);
    (void)MHD_add_response_header(answer, MHD_HTTP_HEADER_CACHE_CONTROL, r->asset ? "no-cache" : "private, no-cache");
    if (r->gzip && r->status == 200) (void)MHD_add_response_header(answer, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    if (r->status == 401) (void)MHD_add_response_header(answer, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer");
    if (r->status == 429) (void)MHD_add_response_header(answer, MHD_HTTP_HEADER_RETRY_AFTER, "1");
    if (r->status == 405 && r->route) (void)MHD_add_response_header(answer, MHD_HTTP_HEADER_ALLOW, r->route->method);
}

/* ---- answers ---- */

/* The next piece is made apart, and then handed on. */
static ssize_t read_more(void *ctx, uint64_t pos, char *to, size_t most)
{
    msdx_request *r = ctx;
    (void)pos;
    if (r->out.n == 0 && !r->worked)
        return msdx_jobs_add(r->serve->jobs, r, true) ? 0 : MHD_CONTENT_READER_END_WITH_ERROR;
    r->worked = false;
    if (r->broken) return MHD_CONTENT_READER_END_WITH_ERROR;
    if (r->out.n == 0) return MHD_CONTENT_READER_END_OF_STREAM;
    size_t n = r->out.n < most ? r->out.n : most;
    memcpy(to, r->out.p, n);
    memmove(r->out.p, r->out.p + n, r->out.n - n);
    r->out.n -= n;
    return (ssize_t)n;
}

static void make_piece(msdx_request *r)
{
    msd_error err = {0};
    msd_status st = r->more(r->more_state, r, &r->out, &err);
    r->broken = st != MSD_OK || r->out.failed;
    if (r->broken) fprintf(stderr, "masudi serve: %s: %s\n", r->route->path, st != MSD_OK ? err.msg : "out of memory");
}

static enum MHD_Result send_pieces(msdx_request *r)
{
    struct MHD_Response *answer = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE, read_more, r, NULL);
    if (!answer) return MHD_NO;
    add_headers(r, answer);
    enum MHD_Result ok = MHD_queue_response(r->conn, r->status, answer);
    MHD_destroy_response(answer);
    return ok;
}

static enum MHD_Result send_whole(msdx_request *r)
{
    char tag[40] = "", *bytes;
    size_t n = r->out.n;
    if (r->out.failed) {
        msdx_buf_clear(&r->out);
        r->out = (msdx_buf)MSDX_BUF_INIT(ANSWER_MOST);
        msdx_put_problem(r, 503, "there is not enough memory for this answer");
        n = r->out.n;
    }
    bool tagged = r->status == 200 && r->route && strcmp(r->route->method, "GET") == 0;
    if (tagged) {
        snprintf(tag, sizeof tag, "\"%016llx\"", (unsigned long long)msdx_murmur64a(r->out.p, n, 5));
        const char *known = msdx_header(r, MHD_HTTP_HEADER_IF_NONE_MATCH);
        if (known && strstr(known, tag)) {
            r->status = 304;
            n = 0;
        }
    }
    bytes = msdx_malloc(n + 1);
    if (!bytes) return MHD_NO;
    if (n) memcpy(bytes, r->out.p, n);
    struct MHD_Response *answer = MHD_create_response_from_buffer_with_free_callback(n, bytes, msdx_free);
    if (!answer) {
        msdx_free(bytes);
        return MHD_NO;
    }
    add_headers(r, answer);
    if (tagged) (void)MHD_add_response_header(answer, MHD_HTTP_HEADER_ETAG, tag);
    enum MHD_Result ok = MHD_queue_response(r->conn, r->status, answer);
    MHD_destroy_response(answer);
    return ok;
}

static enum MHD_Result send_answer(msdx_request *r)
{
    msdx_conns_mark(r->serve->conns, r->conn, MSDX_WAITS_ANSWER);
    if (!r->type) r->type = r->route && r->route->type ? r->route->type : "application/json";
    if (!r->status) r->status = 200;
    return r->more ? send_pieces(r) : send_whole(r);
}

static enum MHD_Result refuse(msdx_request *r, unsigned status, const char *why)
{
    msdx_put_problem(r, status, why);
    return send_answer(r);
}

/* ---- what a request may be ---- */

static bool fits(const msdx_route *route, const char *path, const char **rest)
{
    size_t n = strlen(route->path);
    *rest = NULL;
    if (route->path[n - 1] != '*') return strcmp(route->path, path) == 0;
    if (strncmp(route->path, path, n - 1) != 0 || !path[n - 1]) return false;
    *rest = path + n - 1;
    return true;
}

/* The route; its method may be another: *other is then set. */
static const msdx_route *find_route(msdx_request *r, const char *method, const msdx_route **other)
{
    const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
    *other = NULL;
    for (size_t i = 0; i < msdx_n_route; i++) {
        if (!fits(&msdx_routes[i], r->path, &r->rest)) continue;
        if (strcmp(msdx_routes[i].method, wanted) == 0) return &msdx_routes[i];
        *other = &msdx_routes[i];
    }
    return NULL;
}

struct known_query {
    const msdx_route *route;
    const char *stranger;
    bool garbled; /* a value is no UTF-8 */
};

static enum MHD_Result know_query(void *ctx, enum MHD_ValueKind kind, const char *key, const char *value)
{
    struct known_query *k = ctx;
    (void)kind;
    if (value && value[msdx_utf8_check(value, strlen(value))]) k->garbled = true;
    for (const char *const *q = k->route->query; q && *q; q++)
        if (strcmp(*q, key) == 0) return MHD_YES;
    for (const char *const *q = msdx_choosing; (k->route->is & MSDX_CHOOSES) && *q; q++)
        if (strcmp(*q, key) == 0) return MHD_YES;
    k->stranger = key;
    return MHD_NO;
}

static bool within_rate(msdx_request *r)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(r->conn, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *a = info ? info->client_addr : NULL;
    if (a && a->sa_family == AF_INET)
        return msdx_guard_rate(r->serve->guard, &((const struct sockaddr_in *)(const void *)a)->sin_addr, 4,
                               msdx_now());
    if (a && a->sa_family == AF_INET6) /* whoever has one address of a network of 64 bits has them all */
        return msdx_guard_rate(r->serve->guard, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr, 8,
                               msdx_now());
    return true;
}

/* NULL: it may go on. Else the problem's status, and why. */
static const char *look_over(msdx_request *r, const char *method, unsigned *status)
{
    const msdx_route *other;
    const char *host = msdx_header(r, MHD_HTTP_HEADER_HOST), *length = msdx_header(r, MHD_HTTP_HEADER_CONTENT_LENGTH);
    struct known_query k = {0};
    *status = 421;
    if (!msdx_guard_host(r->serve->guard, host)) return "this server is not known by that name: see --host";
    *status = 403;
    if (!msdx_guard_origin(msdx_header(r, MHD_HTTP_HEADER_ORIGIN), host)) return "pages of other sites may not ask";
    *status = 429;
    if (!within_rate(r)) return "too many requests";
    k.route = r->route = find_route(r, method, &other);
    *status = other ? 405 : 404;
    if (!r->route) r->route = other;
    if (!k.route) return other ? "this is asked with another method" : "there is nothing here by that name";
    unsigned scopes = msdx_guard_scopes(r->serve->guard, msdx_header(r, MHD_HTTP_HEADER_AUTHORIZATION));
    *status = scopes ? 403 : 401;
    if ((r->route->scope & scopes) != r->route->scope)
        return scopes ? "the token does not allow this" : "give a token: Authorization: Bearer TOKEN";
    *status = 400;
    MHD_get_connection_values(r->conn, MHD_GET_ARGUMENT_KIND, know_query, &k);
    if (k.stranger) return "a parameter that this does not take";
    if (k.garbled || r->path[msdx_utf8_check(r->path, strlen(r->path))]) return "what is asked for is no UTF-8";
    *status = 413;
    if (length && (strlen(length) > 12 || strtoull(length, NULL, 10) > r->serve->o.max_body))
        return "the body is too large";
    return NULL;
}

/* ---- one request ---- */

/* *found: the answer stands as it was. */
static msd_status look_up(msdx_request *r, bool *found, msd_error *err)
{
    msdx_store *store;
    MSD_TRY(msdx_pool_store(r->serve->pool, &store, err));
    msd_status st = msdx_store_state(store, r->state, err);
    msdx_pool_store_back(r->serve->pool, store, st == MSD_OK);
    *found = st == MSD_OK && msdx_cache_get(r->serve->cache, r->key, r->state, &r->out);
    return st;
}

static bool is_cached(const msdx_request *r)
{
    return (r->route->is & MSDX_CACHED) && !msdx_wants_lines(r);
}

static msd_status make_answer(msdx_request *r, msd_error *err)
{
    double began = msdx_now();
    MSD_TRY(r->route->handler(r, err));
    if (is_cached(r) && !r->out.failed && (r->status == 0 || r->status == 200))
        msdx_cache_put(r->serve->cache, r->key, r->state, &r->out, msdx_now() - began);
    return MSD_OK;
}

static void put_answer(msdx_request *r)
{
    msd_error err = {0};
    msd_status st = make_answer(r, &err);
    if (st == MSD_ENOMEM)
        msdx_put_problem(r, 503, "there is not enough memory for this now");
    else if (st != MSD_OK)
        put_failure(r, st, &err);
}

/* Does the answer stand as it was? If not, and it takes long, it goes to the line of what does. */
static void do_look_up(msdx_request *r)
{
    msd_error err = {0};
    bool found = false;
    r->looked_up = true;
    msd_status st = look_up(r, &found, &err);
    if (st != MSD_OK)
        put_failure(r, st, &err);
    else if (!found && (r->route->is & MSDX_HEAVY))
        r->is_heavy = true;
    else if (!found)
        put_answer(r);
}

/* On a thread for jobs. The answer may have come with another's while this one waited. */
static void do_job(msdx_request *r)
{
    r->is_heavy = false;
    if (r->more)
        make_piece(r);
    else if (is_cached(r) && !r->looked_up)
        do_look_up(r);
    else if (!is_cached(r) || !msdx_cache_get(r->serve->cache, r->key, r->state, &r->out))
        put_answer(r);
    r->worked = !r->is_heavy;
}

/* Who may not read is told at once that the server is there; only what the store holds takes time to count. */
static bool is_strangers_health(const msdx_request *r)
{
    const char *token = msdx_header(r, MHD_HTTP_HEADER_AUTHORIZATION);
    return r->route->handler == msdx_get_health && !(msdx_guard_scopes(r->serve->guard, token) & MSDX_SCOPE_READ);
}

static enum MHD_Result answer(msdx_request *r)
{
    bool needs_store = r->route->scope & (MSDX_SCOPE_READ | MSDX_SCOPE_REVIEW);
    if (r->worked) {
        r->worked = false;
        return send_answer(r);
    }
    if (needs_store && !r->serve->o.store)
        return refuse(r, 404, "this server has no store: start it with --store FILE");
    if ((r->route->is & MSDX_AT_ONCE) || is_strangers_health(r)) {
        put_answer(r);
        return send_answer(r);
    }
    msdx_conns_mark(r->serve->conns, r->conn, MSDX_WAITS_ANSWER); /* the body is there: now it is we who take time */
    /* Not even what is known already is looked for here: a database that hangs would hold up everybody. */
    if (msdx_jobs_add(r->serve->jobs, r, (r->route->is & MSDX_HEAVY) && !is_cached(r))) return MHD_YES;
    return refuse(r, 503, "the server is being stopped");
}

static enum MHD_Result add_query(void *ctx, enum MHD_ValueKind kind, const char *key, const char *value)
{
    msdx_buf *out = ctx;
    (void)kind;
    /* with its length: a value may hold what parts it from the next */
    msdx_buf_addf(out, "&%s=%zu:%s", key, value ? strlen(value) : 0, value ? value : "");
    return MHD_YES;
}

static void request_free(msdx_request *r)
{
    if (r->more_free) r->more_free(r->more_state);
    msdx_buf_clear(&r->out);
    msdx_buf_clear(&r->body);
    msdx_free(r->path);
    msdx_free(r->key);
    msdx_free(r);
}

static msdx_request *request_new(msdx_serve *s, struct MHD_Connection *conn, const char *path)
{
    msdx_request *r = msdx_calloc(1, sizeof *r);
    msdx_buf key = MSDX_BUF_INIT(1 << 16);
    if (!r) return NULL;
    r->serve = s;
    r->conn = conn;
    r->out = (msdx_buf)MSDX_BUF_INIT(ANSWER_MOST);
    r->body = (msdx_buf)MSDX_BUF_INIT(s->o.max_body);
    msdx_buf_adds(&key, path);
    MHD_get_connection_values(conn, MHD_GET_ARGUMENT_KIND, add_query, &key);
    r->path = msdx_strdup(path);
    r->key = key.failed ? NULL : msdx_strdup(msdx_buf_cstr(&key));
    msdx_buf_clear(&key);
    if (r->path && r->key) return r;
    request_free(r);
    return NULL;
}

static void on_end(void *ctx, struct MHD_Connection *conn, void **slot, enum MHD_RequestTerminationCode why)
{
    msdx_serve *s = ctx;
    msdx_request *r = *slot;
    (void)why;
    msdx_conns_mark(s->conns, conn, MSDX_WAITS_HEADER);
    if (!r) return;
    request_free(r);
    *slot = NULL;
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *conn, const char *path, const char *method,
                                  const char *version, const char *data, size_t *n_data, void **slot)
{
    msdx_serve *s = ctx;
    msdx_request *r = *slot;
    unsigned status;
    (void)version;
    if (!r) {
        *slot = r = request_new(s, conn, path);
        if (!r) return MHD_NO;
        msdx_conns_mark(s->conns, conn, MSDX_WAITS_BODY);
        const char *why = look_over(r, method, &status);
        return why ? refuse(r, status, why) : MHD_YES;
    }
    if (*n_data) {
        msdx_buf_add(&r->body, data, *n_data);
        *n_data = 0;
        return MHD_YES;
    }
    if (r->body.failed) return refuse(r, 413, "the body is too large");
    return answer(r);
}

/* ---- the daemon ---- */

static bool address_of(const msdx_serve_options *o, struct sockaddr_storage *out)
{
    struct sockaddr_in *v4 = (struct sockaddr_in *)out;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, o->listen, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(o->port);
        return true;
    }
    if (inet_pton(AF_INET6, o->listen, &v6->sin6_addr) != 1) return false;
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(o->port);
    return true;
}

static msd_status listen_on(msdx_serve *s, msd_error *err)
{
    struct sockaddr_storage a;
    if (!address_of(&s->o, &a)) return msdx_err(err, MSD_EUSAGE, 0, "'%.60s' is no address", s->o.listen);
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | (a.ss_family == AF_INET6 ? MHD_USE_IPv6 : 0);
    /* On loopback all may come by one proxy. */
    unsigned of_one = msdx_serve_is_loopback(s->o.listen) ? 0 : CONNECTIONS_OF_ONE;
    MSD_TRY(msdx_mhd_open(err));
    errno = 0;
    s->daemon = MHD_start_daemon(
        flags, s->o.port, NULL, NULL, on_request, s, MHD_OPTION_SOCK_ADDR, &a, MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned)LOOPS, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT, of_one,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_A_CONNECTION, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)IDLE_SECONDS, MHD_OPTION_NOTIFY_COMPLETED, on_end, s, MHD_OPTION_NOTIFY_CONNECTION, msdx_conns_notify,
        s->conns, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u, MHD_OPTION_END);
    if (s->daemon) return MSD_OK;
    return msdx_err(err, MSD_EIO, 0, "%s, port %u: %s", s->o.listen, (unsigned)s->o.port,
                    errno ? strerror(errno) : "cannot listen there");
}

/* A store that cannot be opened is told at once, not at the first request; an older one is brought up to date. */
static msd_status try_store(msdx_serve *s, msd_error *err)
{
    msdx_store *store;
    if (!s->o.store) return MSD_OK;
    MSD_TRY(msdx_pool_store(s->pool, &store, err));
    msdx_pool_store_back(s->pool, store, true);
    return MSD_OK;
}

static msd_status start(msdx_serve *s, msd_error *err)
{
    MSD_TRY(msdx_guard_new(&s->guard, &s->o, err));
    MSD_TRY(msdx_conns_new(&s->conns, err));
    MSD_TRY(msdx_pool_new(&s->pool, &s->o, err));
    MSD_TRY(msdx_cache_new(&s->cache, err));
    MSD_TRY(try_store(s, err));
    MSD_TRY(msdx_jobs_new(&s->jobs, s->o.n_thread, do_job, err));
    return listen_on(s, err);
}

msd_status msdx_serve_start(msdx_serve **out, const msdx_serve_options *options, msd_error *err)
{
    msdx_serve *s = msdx_calloc(1, sizeof *s);
    *out = NULL;
    if (!s) return msdx_err_nomem(err);
    s->o = *options;
    s->since = time(NULL);
    msd_status st = start(s, err);
    if (st == MSD_OK)
        *out = s;
    else
        msdx_serve_stop(s);
    return st;
}

uint16_t msdx_serve_port(const msdx_serve *serve)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(serve->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : serve->o.port;
}

void msdx_serve_stop(msdx_serve *serve)
{
    if (!serve) return;
    msdx_jobs_stop(serve->jobs);
    if (serve->daemon) MHD_stop_daemon(serve->daemon);
    msdx_jobs_free(serve->jobs);
    msdx_conns_free(serve->conns);
    msdx_pool_free(serve->pool);
    msdx_cache_free(serve->cache);
    msdx_guard_free(serve->guard);
    msdx_free(serve);
}
