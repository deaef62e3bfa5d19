#include "watch/fetch.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "watch/late_curl.h"

struct msdx_fetch {
    const msdx_watch_settings *settings;
    CURLM *multi;
    struct transfer *first;
    size_t n;
    char agent[256];
};

struct transfer {
    struct transfer *next, *before;
    msdx_fetch *fetch;
    CURL *easy;
    struct curl_slist *header, *to;
    char *post; /* a copy */
    size_t n_post, n_sent;
    bool public_only, encoded;
    bool proxied; /* names are looked up elsewhere */
    msdx_answer answer;
    msdx_fetched done;
    void *ctx;
    char error[CURL_ERROR_SIZE];
};

/* ---- which addresses ---- */

static bool may(struct transfer *t, const struct sockaddr *sa)
{
    const msdx_watch_settings *s = t->fetch->settings;
    msdx_net net;
    if (!t->public_only) return true;
    if (t->proxied) return !t->answer.denied; /* the address is the proxy's own */
    if (msdx_net_of(sa, &net) && msdx_net_may(&net, s->allow, s->n_allow)) return true;
    t->answer.denied = true;
    return false;
}

/* A socket is opened: by what the name has become, so that no name can lead elsewhere. */
static curl_socket_t open_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *address)
{
    (void)purpose;
    if (!may(ctx, &address->addr)) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* The connection that is used, whoever opened it. */
static int before_request(void *ctx, char *remote, char *local, int remote_port, int local_port)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    (void)local, (void)remote_port, (void)local_port;
    bool is_v4 = inet_pton(AF_INET, remote, &v4.sin_addr) == 1;
    if (!is_v4 && inet_pton(AF_INET6, remote, &v6.sin6_addr) != 1) return CURL_PREREQFUNC_OK; /* a proxy's by name */
    const struct sockaddr *sa = is_v4 ? (const void *)&v4 : (const void *)&v6;
    return may(ctx, sa) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

/* ---- what comes and goes ---- */

static size_t take_body(char *p, size_t size, size_t n, void *ctx)
{
    struct transfer *t = ctx;
    (void)size;
    msdx_buf_add(&t->answer.body, p, n);
    if (!t->answer.body.failed) return n;
    t->answer.too_big = true;
    return 0;
}

static size_t give_post(char *p, size_t size, size_t n, void *ctx)
{
    struct transfer *t = ctx;
    size_t rest = t->n_post - t->n_sent, take = size * n < rest ? size * n : rest;
    memcpy(p, t->post + t->n_sent, take);
    t->n_sent += take;
    return take;
}

static void set_header(char **to, const char *line, size_t n, const char *name)
{
    size_t n_name = strlen(name);
    if (n <= n_name || strncasecmp(line, name, n_name) != 0 || line[n_name] != ':') return;
    msdx_str value = msdx_str_trim((msdx_str){line + n_name + 1, n - n_name - 1});
    if (value.n > 2000) return;
    msdx_free(*to);
    *to = msdx_malloc(value.n + 1);
    if (!*to) return;
    memcpy(*to, value.p, value.n);
    (*to)[value.n] = 0;
}

static void forget_headers(msdx_answer *a)
{
    char **field[] = {&a->etag, &a->modified, &a->retry_after, &a->location};
    for (size_t i = 0; i < 4; i++) {
        msdx_free(*field[i]);
        *field[i] = NULL;
    }
}

static size_t take_header(char *p, size_t size, size_t n, void *ctx)
{
    struct transfer *t = ctx;
    msdx_answer *a = &t->answer;
    char *encoding = NULL;
    (void)size;
    if (n > 5 && memcmp(p, "HTTP/", 5) == 0) forget_headers(a); /* what came before was no final answer */
    set_header(&a->etag, p, n, "ETag");
    set_header(&a->modified, p, n, "Last-Modified");
    set_header(&a->retry_after, p, n, "Retry-After");
    set_header(&a->location, p, n, "Location");
    set_header(&encoding, p, n, "Content-Encoding");
    if (encoding) t->encoded = true;
    msdx_free(encoding);
    return n;
}

/* ---- one transfer ---- */

static void unlink_transfer(struct transfer *t)
{
    if (t->before)
        t->before->next = t->next;
    else
        t->fetch->first = t->next;
    if (t->next) t->next->before = t->before;
    t->fetch->n--;
}

static void free_transfer(struct transfer *t)
{
    curl_easy_cleanup(t->easy);
    curl_slist_free_all(t->header);
    curl_slist_free_all(t->to);
    forget_headers(&t->answer);
    msdx_buf_clear(&t->answer.body);
    msdx_free(t->post);
    msdx_free(t);
}

static bool add_line(struct curl_slist **list, const char *line)
{
    struct curl_slist *more = curl_slist_append(*list, line);
    if (more) *list = more;
    return more != NULL;
}

static void set_limits(struct transfer *t, const msdx_request *r)
{
    curl_easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(t->easy, CURLOPT_TIMEOUT_MS, (long)r->timeout_ms);
    curl_easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)(r->timeout_ms < 15000 ? r->timeout_ms : 15000));
    curl_easy_setopt(t->easy, CURLOPT_FOLLOWLOCATION, 0L);
    if (!r->part) curl_easy_setopt(t->easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)r->most);
    curl_easy_setopt(t->easy, CURLOPT_PROTOCOLS_STR, r->mail ? "smtp,smtps" : "http,https");
    curl_easy_setopt(t->easy, CURLOPT_PROXY, t->fetch->settings->proxy && !r->mail ? t->fetch->settings->proxy : "");
    curl_easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->error);
    curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
    curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
    /* libcurl asks again at once, past our pauses, when a kept connection turns out to be closed */
    curl_easy_setopt(t->easy, CURLOPT_FORBID_REUSE, r->public_only ? 1L : 0L);
    if (!r->public_only) return;
    t->public_only = true;
    t->proxied = t->fetch->settings->proxy != NULL;
    curl_easy_setopt(t->easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(t->easy, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_PREREQFUNCTION, before_request);
    curl_easy_setopt(t->easy, CURLOPT_PREREQDATA, t);
}

/* A proxy looks up names; what is no name is judged here. */
static void judge(struct transfer *t, const char *url)
{
    const msdx_watch_settings *s = t->fetch->settings;
    msdx_net net;
    t->answer.denied = t->proxied && msdx_url_net(url, &net) && !msdx_net_may(&net, s->allow, s->n_allow);
}

static bool set_http(struct transfer *t, const msdx_request *r)
{
    char accept[256];
    bool good = true;
    for (size_t i = 0; r->header && r->header[i]; i++) good &= add_line(&t->header, r->header[i]);
    snprintf(accept, sizeof accept, "Accept: %.200s", r->accept ? r->accept : "*/*");
    good &= add_line(&t->header, accept);
    curl_easy_setopt(t->easy, CURLOPT_USERAGENT, t->fetch->agent);
    curl_easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(t->easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    if (r->post) {
        good &= add_line(&t->header, "Expect:");
        curl_easy_setopt(t->easy, CURLOPT_POST, 1L);
        curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, t->post);
        curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)t->n_post);
    }
    curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->header);
    return good;
}

static bool set_mail(struct transfer *t, const msdx_watch_sink *m)
{
    bool good = true;
    for (size_t i = 0; i < m->n_to; i++) good &= add_line(&t->to, m->to[i]);
    curl_easy_setopt(t->easy, CURLOPT_MAIL_FROM, m->from);
    curl_easy_setopt(t->easy, CURLOPT_MAIL_RCPT, t->to);
    if (m->user) curl_easy_setopt(t->easy, CURLOPT_USERNAME, m->user);
    if (m->password) curl_easy_setopt(t->easy, CURLOPT_PASSWORD, m->password);
    curl_easy_setopt(t->easy, CURLOPT_USE_SSL,
                     (long)(m->tls == MSDX_TLS_ALWAYS ? CURLUSESSL_ALL
                            : m->tls == MSDX_TLS_NONE ? CURLUSESSL_NONE
                                                      : CURLUSESSL_TRY));
    curl_easy_setopt(t->easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(t->easy, CURLOPT_READFUNCTION, give_post);
    curl_easy_setopt(t->easy, CURLOPT_READDATA, t);
    return good;
}

static bool set_up(struct transfer *t, const msdx_request *r)
{
    t->easy = curl_easy_init();
    t->post = r->post ? msdx_malloc(r->n_post + 1) : NULL;
    if (!t->easy || (r->post && !t->post)) return false;
    if (r->post) memcpy(t->post, r->post, r->n_post);
    t->n_post = r->n_post;
    t->answer.body = (msdx_buf)MSDX_BUF_INIT(r->most);
    set_limits(t, r);
    judge(t, r->url);
    bool good = r->mail ? set_mail(t, r->mail) : set_http(t, r);
    return good && curl_easy_setopt(t->easy, CURLOPT_URL, r->url) == CURLE_OK;
}

msd_status msdx_fetch_start(msdx_fetch *fetch, const msdx_request *request, msdx_fetched done, void *ctx,
                            msd_error *err)
{
    struct transfer *t = msdx_calloc(1, sizeof *t);
    if (!t) return msdx_err_nomem(err);
    t->fetch = fetch;
    t->done = done;
    t->ctx = ctx;
    if (!set_up(t, request) || curl_multi_add_handle(fetch->multi, t->easy) != CURLM_OK) {
        free_transfer(t);
        return msdx_err_nomem(err);
    }
    t->next = fetch->first;
    if (t->next) t->next->before = t;
    fetch->first = t;
    fetch->n++;
    return MSD_OK;
}

size_t msdx_fetch_n(const msdx_fetch *fetch)
{
    return fetch->n;
}

/* ---- its end ---- */

/* Packed bytes that grow beyond the limit, and how far they had come. */
static void tell_too_big(struct transfer *t)
{
    curl_off_t raw = 0;
    size_t most = t->answer.body.ceiling;
    curl_easy_getinfo(t->easy, CURLINFO_SIZE_DOWNLOAD_T, &raw);
    if (t->encoded && raw > 0 && (size_t)raw < most / 20)
        snprintf(t->answer.error, sizeof t->answer.error, "a bomb: %lld packed bytes grow beyond %zu", (long long)raw,
                 most);
    else
        snprintf(t->answer.error, sizeof t->answer.error, "over the limit of %zu bytes", most);
}

static void tell(struct transfer *t, CURLcode code)
{
    msdx_answer *a = &t->answer;
    char *remote = NULL;
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &a->status);
    a->ok = code == CURLE_OK;
    if (code == CURLE_FILESIZE_EXCEEDED) a->too_big = true;
    if (a->too_big) {
        a->ok = false;
        tell_too_big(t);
    } else if (a->denied) {
        a->ok = false;
        curl_easy_getinfo(t->easy, CURLINFO_PRIMARY_IP, &remote);
        snprintf(a->error, sizeof a->error,
                 "its address is not public%s%.60s (what is private has to be allowed in settings)",
                 remote && *remote ? ": " : "", remote ? remote : "");
    } else if (!a->ok) {
        snprintf(a->error, sizeof a->error, "%.190s", *t->error ? t->error : curl_easy_strerror(code));
    }
}

static void end_transfer(CURL *easy, CURLcode code)
{
    struct transfer *t = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &t);
    curl_multi_remove_handle(t->fetch->multi, easy);
    unlink_transfer(t);
    tell(t, code);
    t->done(t->ctx, &t->answer);
    free_transfer(t);
}

msd_status msdx_fetch_run(msdx_fetch *fetch, int wait_ms, int extra_fd, msd_error *err)
{
    int running, left;
    struct curl_waitfd extra = {.fd = extra_fd, .events = CURL_WAIT_POLLIN};
    CURLMcode code = curl_multi_perform(fetch->multi, &running);
    bool ended = false;
    for (CURLMsg *m; code == CURLM_OK && (m = curl_multi_info_read(fetch->multi, &left)) != NULL;) {
        if (m->msg != CURLMSG_DONE) continue;
        end_transfer(m->easy_handle, m->data.result);
        ended = true;
    }
    if (code == CURLM_OK && !ended && wait_ms > 0)
        code = curl_multi_poll(fetch->multi, extra_fd >= 0 ? &extra : NULL, extra_fd >= 0 ? 1 : 0, wait_ms, NULL);
    return code == CURLM_OK ? MSD_OK : msdx_err(err, MSD_EIO, 0, "the network: %s", curl_multi_strerror(code));
}

msd_status msdx_fetch_new(msdx_fetch **out, const msdx_watch_settings *settings, msd_error *err)
{
    static bool begun; /* libcurl's own state of the process, set up before any thread is */
    *out = NULL;
    MSD_TRY(msdx_curl_open(err));
    if (!begun && curl_global_init(CURL_GLOBAL_DEFAULT) != 0) return msdx_err_nomem(err);
    begun = true;
    msdx_fetch *f = msdx_calloc(1, sizeof *f);
    if (!f) return msdx_err_nomem(err);
    f->settings = settings;
    f->multi = curl_multi_init();
    snprintf(f->agent, sizeof f->agent, "masudi/%s%s%.200s%s", MSD_VERSION, settings->agent ? " (" : "",
             settings->agent ? settings->agent : "", settings->agent ? ")" : "");
    if (!f->multi) {
        msdx_free(f);
        return msdx_err_nomem(err);
    }
    *out = f;
    return MSD_OK;
}

void msdx_fetch_free(msdx_fetch *fetch)
{
    if (!fetch) return;
    while (fetch->first) {
        struct transfer *t = fetch->first;
        curl_multi_remove_handle(fetch->multi, t->easy);
        unlink_transfer(t);
        free_transfer(t);
    }
    curl_multi_cleanup(fetch->multi);
    msdx_free(fetch);
}
