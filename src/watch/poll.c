/* poll.c: which feed is asked when: one request to a host at a time, with a gap between, robots.txt first, redirects
 * step by step under the same rules, longer and longer pauses for what fails. */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "watch/watch_impl.h"

enum { HOSTS_MOST = 4096, ROBOTS_MS = MSDX_ONE_DAY, PAUSE_MOST = 12 * MSDX_HOUR, DELAY_MOST = 5 * MSDX_MINUTE };
enum { CHUNK_MOST = 1 << 14 }; /* bytes that libcurl gives at once: the ones over a limit are lost as a whole */

static const char robot[] = "masudi";
static const char accept_feed[] =
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, */*;q=0.5";

static const char accept_page[] = "text/html, application/xhtml+xml, */*;q=0.5";

struct msdx_host {
    msdx_host *next;
    msdx_watch *w;
    char *origin; /* "https://example.org:8080", small letters */
    int64_t free; /* no request before then */
    bool busy;
    msdx_watched *first; /* who has waited longest, while looking for whom to serve */
    msdx_robots *robots;
    int64_t robots_until; /* they are known till then; 0: not yet */
    char *robots_url;     /* where asking for them has come to */
    unsigned n_hop, n_fail;
    char robots_error[160]; /* "": they could be had */
};

static void set_text(char **to, const char *s)
{
    msdx_free(*to);
    *to = s ? msdx_strdup(s) : NULL;
}

/* ---- hosts ---- */

static void free_host(msdx_host *h)
{
    msdx_robots_free(h->robots);
    msdx_free(h->origin);
    msdx_free(h->robots_url);
    msdx_free(h);
}

static bool is_waited_for(const msdx_watch *w, const msdx_host *h)
{
    for (size_t i = 0; i < w->c->n_feed; i++)
        if (w->watched[i].host == h) return true;
    return false;
}

/* Redirects may lead to ever new hosts: those that nobody waits for are forgotten. */
static void forget_hosts(msdx_watch *w)
{
    for (msdx_host **at = &w->host; *at;) {
        msdx_host *h = *at;
        if (h->busy || is_waited_for(w, h)) {
            at = &h->next;
            continue;
        }
        *at = h->next;
        free_host(h);
        w->n_host--;
    }
}

static msdx_host *host_of(msdx_watch *w, const msdx_url *url)
{
    char origin[300];
    int n = snprintf(origin, sizeof origin, "%s://%.*s", url->secure ? "https" : "http",
                     (int)(url->host.n < 260 ? url->host.n : 260), url->host.p);
    for (int i = 0; i < n; i++)
        if (origin[i] >= 'A' && origin[i] <= 'Z') origin[i] = (char)(origin[i] - 'A' + 'a');
    for (msdx_host *h = w->host; h; h = h->next)
        if (strcmp(h->origin, origin) == 0) return h;
    if (w->n_host >= HOSTS_MOST) forget_hosts(w);
    msdx_host *h = msdx_calloc(1, sizeof *h);
    if (!h) return NULL;
    h->origin = msdx_strdup(origin);
    if (!h->origin) {
        msdx_free(h);
        return NULL;
    }
    h->w = w;
    h->next = w->host;
    w->host = h;
    w->n_host++;
    return h;
}

static int64_t gap(const msdx_host *h)
{
    int64_t asked = (int64_t)msdx_robots_delay(h->robots) * 1000, ours = h->w->c->settings.gap_ms;
    if (asked > DELAY_MOST) asked = DELAY_MOST;
    return asked > ours ? asked : ours;
}

static void set_free(msdx_host *h, int64_t at)
{
    h->busy = false;
    if (at > h->free) h->free = at;
}

/* ---- how a poll ends ---- */

static void to_idle(msdx_watched *f, int64_t next)
{
    f->state = MSDX_IDLE;
    f->host = NULL;
    f->next = next;
    f->n_polled++;
    f->dirty = true;
}

static msd_status keep_state(msdx_watch *w, void *ctx, msd_error *err)
{
    (void)w;
    return msdx_poll_keep(ctx, err);
}

static void succeed(msdx_watched *f)
{
    int64_t now = msdx_clock_now(&f->w->clock);
    if (*f->error) msdx_watch_say(f->w, "feed %s: well again", f->feed->id);
    *f->error = 0;
    f->n_fail = 0;
    f->ok = now;
    to_idle(f, now + msdx_spread(f->feed->every_ms, msdx_chance(&f->w->chance)));
}

/* wait_ms: what the server asks for; -1: nothing. */
static void set_failed(msdx_watched *f, const char *why, int64_t wait_ms)
{
    char pause[24];
    int64_t now = msdx_clock_now(&f->w->clock), most = f->feed->every_ms > PAUSE_MOST ? f->feed->every_ms : PAUSE_MOST;
    int64_t wait = msdx_backoff(f->feed->every_ms, most, f->n_fail, msdx_chance(&f->w->chance));
    if (wait < wait_ms) wait = wait_ms;
    f->w->count->n_failed++;
    f->n_fail++;
    msdx_duration_write(wait, pause);
    if (f->w->o->once || strncmp(f->error, why, sizeof f->error - 1) != 0) {
        msdx_watch_say(f->w, "feed %s: %s; again in %s", f->feed->id, why, pause);
        snprintf(f->error, sizeof f->error, "%s", why);
    }
    to_idle(f, now + wait);
}

static void begin_reading(msdx_watched *f, msdx_answer *a);

static void fail(msdx_watched *f, const char *why, int64_t wait_ms)
{
    if (f->on_page) {
        msdx_page_say(f, f->page, why);
        begin_reading(f, NULL);
        return;
    }
    set_failed(f, why, wait_ms);
    msdx_watch_within(f->w, keep_state, f);
}

static bool go_to(msdx_watched *f, const char *address);

/* Pages wait for their host as feeds do, behind those that are waiting already. */
static void end_or_next_page(msdx_watched *f)
{
    f->on_page = f->page != NULL;
    f->n_hop = 0;
    f->next = msdx_clock_now(&f->w->clock);
    if (!f->page)
        succeed(f);
    else if (!go_to(f, f->page->in.url))
        fail(f, "no address", -1);
}

void msdx_poll_read(msdx_watched *f, const msdx_job *job, const char *why)
{
    if (why) {
        set_failed(f, why, -1);
        return;
    }
    set_text(&f->etag, job->etag);
    set_text(&f->modified, job->modified);
    set_text(&f->body, job->hash);
    f->refused = job->n_refused > 0;
    f->whole = msdx_clock_now(&f->w->clock);
    end_or_next_page(f);
}

void msdx_poll_read_page(msdx_watched *f)
{
    end_or_next_page(f);
}

/* What was refused is looked at again now and then though nothing has changed. */
static void forget_answer(msdx_watched *f, int64_t now)
{
    if (!f->refused || now < f->whole + MSDX_HOUR) return;
    set_text(&f->etag, NULL);
    set_text(&f->modified, NULL);
    set_text(&f->body, NULL);
}

msd_status msdx_poll_keep(msdx_watched *f, msd_error *err)
{
    bool again = f->refused || f->page; /* by the next run, which knows of no pages and not when it was read */
    const msdx_feed_state state = {.url = f->feed->url ? f->feed->url : f->feed->path,
                                   .etag = again ? NULL : f->etag,
                                   .modified = again ? NULL : f->modified,
                                   .body = again ? NULL : f->body,
                                   .polled = f->polled,
                                   .ok = f->ok,
                                   .next = f->next,
                                   .n_fail = f->n_fail,
                                   .error = *f->error ? f->error : NULL};
    f->dirty = false;
    return msdx_watch_feed_set(f->w->store, f->feed->id, &state, err);
}

/* ---- answers ---- */

/* An answer to be read: taken over. NULL: a page's item without it. */
static void begin_reading(msdx_watched *f, msdx_answer *a)
{
    char hash[33] = "";
    msdx_job *job = msdx_calloc(1, sizeof *job);
    if (!job) {
        msd_error err;
        msdx_watch_fail(f->w, msdx_err_nomem(&err), &err);
        return;
    }
    job->from = f;
    if (a) {
        msdx_hash_hex(a->body.p ? a->body.p : "", a->body.n, hash);
        job->body = a->body;
        job->etag = a->etag;
        job->modified = a->modified;
        a->body = (msdx_buf)MSDX_BUF_INIT(0);
        a->etag = a->modified = NULL;
    }
    job->hash = msdx_strdup(hash);
    if (f->on_page) job->page = msdx_page_take(f);
    f->state = MSDX_READING;
    msdx_intake_add(f->w, job);
}

/* The same answer again, from a server without validators? */
static bool is_same(const msdx_watched *f, const msdx_answer *a)
{
    char hash[33];
    msdx_hash_hex(a->body.p ? a->body.p : "", a->body.n, hash);
    return !f->on_page && f->body && strcmp(f->body, hash) == 0;
}

static bool is_redirect(long status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static bool go_to(msdx_watched *f, const char *address)
{
    msdx_url url;
    if (!msdx_url_read(address, &url)) return false;
    set_text(&f->url, address);
    f->host = f->url ? host_of(f->w, &url) : NULL;
    f->state = MSDX_READY;
    return f->host != NULL;
}

static void redirect(msdx_watched *f, const msdx_answer *a)
{
    char why[200];
    char *to = a->location ? msdx_url_join(f->url, a->location) : NULL;
    if (!to || strncmp(to, "http", 4) != 0) {
        snprintf(why, sizeof why, "HTTP status %ld that leads nowhere: %.120s", a->status, to ? to : "no address");
        fail(f, why, -1);
    } else if (f->n_hop >= f->w->c->settings.n_redirect) {
        snprintf(why, sizeof why, "over %u redirects, at last to %.120s", f->w->c->settings.n_redirect, to);
        fail(f, why, -1);
    } else {
        f->n_hop++;
        if (!go_to(f, to)) fail(f, "a redirect to no address", -1);
    }
    msdx_free(to);
}

static void answered(void *ctx, msdx_answer *a)
{
    msdx_watched *f = ctx;
    char why[256];
    int64_t now = msdx_clock_now(&f->w->clock), wait = msdx_retry_after(a->retry_after, now);
    set_free(f->host, now + gap(f->host));
    if (!a->ok) {
        fail(f, a->error, -1);
    } else if (!f->on_page && (a->status == 304 || (a->status == 200 && is_same(f, a)))) {
        f->w->count->n_unchanged++;
        succeed(f);
    } else if (is_redirect(a->status)) {
        redirect(f, a);
    } else if (a->status == 200) {
        begin_reading(f, a);
    } else {
        bool busy = a->status == 429 || a->status == 503;
        if (busy && wait > 0) set_free(f->host, now + wait);
        snprintf(why, sizeof why, "HTTP status %ld", a->status);
        fail(f, why, busy ? wait : -1);
    }
}

static void ask(msdx_watched *f)
{
    char *line[3] = {NULL, NULL, NULL};
    size_t n = 0;
    msdx_buf text = MSDX_BUF_INIT(1 << 16);
    msd_error err;
    forget_answer(f, msdx_clock_now(&f->w->clock));
    if (f->etag && !f->on_page) msdx_buf_addf(&text, "If-None-Match: %s", f->etag);
    if (text.n) line[n++] = msdx_strdup(msdx_buf_cstr(&text));
    msdx_buf_reset(&text);
    if (f->modified && !f->on_page) msdx_buf_addf(&text, "If-Modified-Since: %s", f->modified);
    if (text.n) line[n++] = msdx_strdup(msdx_buf_cstr(&text));
    const msdx_request r = {.url = f->url,
                            .header = (const char *const *)line,
                            .accept = f->on_page ? accept_page : accept_feed,
                            .most = f->w->c->settings.size,
                            .timeout_ms = f->w->c->settings.timeout_ms,
                            .public_only = true};
    f->state = MSDX_ASKING;
    f->host->busy = true;
    f->polled = msdx_clock_now(&f->w->clock);
    f->w->count->n_request++;
    msd_status st = msdx_fetch_start(f->w->fetch, &r, answered, f, &err);
    if (st != MSD_OK) msdx_watch_fail(f->w, st, &err);
    msdx_buf_clear(&text);
    msdx_free(line[0]);
    msdx_free(line[1]);
}

/* ---- robots.txt ---- */

static void ask_robots(msdx_host *h);

/* It says nothing: all may be fetched (RFC 9309, 2.3.1.3: 4xx). Or it cannot be had, and nothing may (2.3.1.4). */
static void set_robots(msdx_host *h, msdx_str text, const char *unreachable, int64_t wait)
{
    msd_error err;
    int64_t now = msdx_clock_now(&h->w->clock);
    msdx_robots_free(h->robots);
    h->robots = NULL;
    snprintf(h->robots_error, sizeof h->robots_error, "%s", unreachable ? unreachable : "");
    if (unreachable) {
        int64_t pause = msdx_backoff(MSDX_MINUTE, PAUSE_MOST, h->n_fail++, msdx_chance(&h->w->chance));
        h->robots_until = now + (wait > pause ? wait : pause);
        return;
    }
    h->n_fail = 0;
    h->robots_until = now + ROBOTS_MS;
    msd_status st = msdx_robots_read(&h->robots, text, robot, &err);
    if (st != MSD_OK) msdx_watch_fail(h->w, st, &err);
}

static void redirect_robots(msdx_host *h, const msdx_answer *a)
{
    char *to = a->location ? msdx_url_join(h->robots_url, a->location) : NULL;
    msdx_free(h->robots_url);
    h->robots_url = to;
    if (to && strncmp(to, "http", 4) == 0 && h->n_hop++ < 5)
        ask_robots(h);
    else
        set_robots(h, MSDX_STR(""), NULL, -1); /* over five: as if there were none (2.3.1.2) */
}

static void answered_robots(void *ctx, msdx_answer *a)
{
    msdx_host *h = ctx;
    char why[160];
    int64_t now = msdx_clock_now(&h->w->clock), wait = msdx_retry_after(a->retry_after, now);
    set_free(h, now + gap(h));
    if (a->ok)
        snprintf(why, sizeof why, "HTTP status %ld", a->status);
    else
        snprintf(why, sizeof why, "%.150s", a->error);
    if (a->too_big) /* what came before the limit counts (2.5) */
        set_robots(h, (msdx_str){a->body.p ? a->body.p : "", a->body.n}, NULL, -1);
    else if (!a->ok)
        set_robots(h, MSDX_STR(""), why, -1);
    else if (is_redirect(a->status))
        redirect_robots(h, a);
    else if (a->status == 200)
        set_robots(h, (msdx_str){a->body.p ? a->body.p : "", a->body.n}, NULL, -1);
    else if (a->status == 429 || a->status >= 500)
        set_robots(h, MSDX_STR(""), why, wait);
    else
        set_robots(h, MSDX_STR(""), NULL, -1);
}

static void ask_robots(msdx_host *h)
{
    msd_error err;
    const msdx_request r = {.url = h->robots_url,
                            .accept = "text/plain",
                            .most = MSDX_ROBOTS_MOST + CHUNK_MOST,
                            .timeout_ms = h->w->c->settings.timeout_ms,
                            .public_only = true,
                            .part = true};
    h->busy = true;
    h->w->count->n_request++;
    msd_status st = msdx_fetch_start(h->w->fetch, &r, answered_robots, h, &err);
    if (st != MSD_OK) msdx_watch_fail(h->w, st, &err);
}

static void begin_robots(msdx_host *h)
{
    char url[320];
    snprintf(url, sizeof url, "%.300s/robots.txt", h->origin);
    set_text(&h->robots_url, url);
    h->n_hop = 0;
    if (h->robots_url) ask_robots(h);
}

/* ---- turns ---- */

/* The host is free and this feed is next: ask, or say why not. */
static void serve(msdx_watched *f, int64_t now)
{
    msdx_host *h = f->host;
    msdx_url url;
    char why[256];
    if (!f->w->c->settings.robots) {
        ask(f);
    } else if (now >= h->robots_until) {
        begin_robots(h);
    } else if (*h->robots_error) {
        snprintf(why, sizeof why, "robots.txt cannot be had: %s", h->robots_error);
        fail(f, why, h->robots_until - now);
    } else if (!msdx_url_read(f->url, &url) || !msdx_robots_allow(h->robots, url.path)) {
        snprintf(why, sizeof why, "robots.txt does not let us fetch %.150s", f->url);
        fail(f, why, ROBOTS_MS / 2);
    } else {
        ask(f);
    }
}

static void become_due(msdx_watched *f)
{
    f->n_hop = 0;
    if (!go_to(f, f->feed->url)) fail(f, "no address", -1);
}

/* With --once nobody waits for long: a host that wants to be left alone for an hour is told as a failure. */
static bool is_too_late(const msdx_watch *w, const msdx_host *h, int64_t now)
{
    return w->o->once && !h->busy && h->free > now + MSDX_MINUTE;
}

void msdx_poll_start(msdx_watch *w, int64_t now)
{
    for (msdx_host *h = w->host; h; h = h->next) h->first = NULL;
    for (size_t i = 0; i < w->c->n_feed; i++) {
        msdx_watched *f = &w->watched[i];
        bool due = f->state == MSDX_IDLE && now >= f->next && !(w->o->once && f->n_polled);
        if (!f->feed->url) continue;
        if (due) become_due(f);
        if (f->state == MSDX_READY && is_too_late(w, f->host, now))
            fail(f, "its host wants to be left alone", f->host->free - now);
        if (f->state != MSDX_READY) continue;
        if (!f->host->first || f->next < f->host->first->next) f->host->first = f;
    }
    for (msdx_host *h = w->host; h; h = h->next) {
        if (!h->first || h->busy || now < h->free || msdx_fetch_n(w->fetch) >= w->c->settings.parallel) continue;
        serve(h->first, now);
    }
}

int64_t msdx_poll_next(const msdx_watch *w)
{
    int64_t next = INT64_MAX;
    bool full = msdx_fetch_n(w->fetch) >= w->c->settings.parallel; /* then the end of a transfer is waited for */
    for (size_t i = 0; i < w->c->n_feed; i++) {
        const msdx_watched *f = &w->watched[i];
        int64_t at = INT64_MAX;
        if (!f->feed->url) continue;
        if (f->state == MSDX_IDLE && !(w->o->once && f->n_polled)) at = f->next;
        if (f->state == MSDX_READY && !f->host->busy && !full) at = f->host->free;
        if (at < next) next = at;
    }
    return next;
}

void msdx_poll_shift(msdx_watch *w, int64_t by_ms)
{
    for (msdx_host *h = w->host; h; h = h->next) {
        h->free += by_ms;
        if (h->robots_until) h->robots_until += by_ms;
    }
    for (size_t i = 0; i < w->c->n_feed; i++) {
        w->watched[i].next += by_ms;
        w->watched[i].whole += by_ms;
    }
}

void msdx_poll_free(msdx_watch *w)
{
    while (w->host) {
        msdx_host *h = w->host;
        w->host = h->next;
        free_host(h);
    }
    for (size_t i = 0; w->watched && i < w->c->n_feed; i++) {
        msdx_watched *f = &w->watched[i];
        msdx_free(f->url);
        msdx_free(f->etag);
        msdx_free(f->modified);
        msdx_free(f->body);
        while (f->page) msdx_page_free(msdx_page_take(f));
    }
}
