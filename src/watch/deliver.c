/* deliver.c: alerts out of the outbox to where they go. What is sent is marked as done only after the other side has
 * taken it, so that after an end at any point it is sent again, with the same key; one at a time to each, the oldest
 * first. Who is away is asked again after longer and longer pauses; what one refuses (4xx) waits by itself. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "watch/sign.h"
#include "watch/watch_impl.h"

enum {
    PAUSE = 5 * MSDX_SECOND,
    PAUSE_REFUSED = MSDX_MINUTE,
    PAUSE_MOST = MSDX_HOUR,
    ANSWER_MOST = 1 << 16,
    FEED_ITEMS = 100
};

static void finish(msdx_sink_run *s, msd_status st, const msd_error *err)
{
    s->busy = false;
    if (st != MSD_OK) msdx_watch_fail(s->w, st, err);
}

/* n alerts have got there. */
static void well(msdx_sink_run *s, uint64_t n)
{
    if (*s->error) msdx_watch_say(s->w, "%s: well again", s->sink->id);
    *s->error = 0;
    s->n_fail = 0;
    s->next = 0;
    s->w->count->n_delivered += n;
}

static void delivered(msdx_sink_run *s)
{
    msd_error err;
    msd_status st = msdx_watch_outbox_done(s->w->store, s->entry.id, msdx_clock_now(&s->w->clock), &err);
    well(s, 1);
    finish(s, st, &err);
}

/* alone: the other side refuses this one, and may take others. */
static void undelivered(msdx_sink_run *s, const char *why, bool alone, int64_t wait_ms)
{
    msd_error err;
    msdx_watch *w = s->w;
    int64_t now = msdx_clock_now(&w->clock), most = w->c->settings.give_up_ms;
    int64_t wait = alone ? msdx_backoff(PAUSE_REFUSED, PAUSE_MOST, s->entry.tries, msdx_chance(&w->chance))
                         : msdx_backoff(PAUSE, PAUSE_MOST, s->n_fail++, msdx_chance(&w->chance));
    if (wait < wait_ms) wait = wait_ms;
    bool give_up = now + wait - s->entry.alert.made > most;
    w->count->n_undelivered++;
    if (give_up || strncmp(why, s->error, sizeof s->error - 1) != 0) {
        char pause[24];
        msdx_duration_write(wait, pause);
        msdx_watch_say(w, "%s: alert %s: %s; %s%s", s->sink->id, s->entry.alert.key, why,
                       give_up ? "given up (masudi watch retry)" : "again in ", give_up ? "" : pause);
        snprintf(s->error, sizeof s->error, "%s", why);
    }
    if (!alone) s->next = now + wait;
    finish(s, msdx_watch_outbox_failed(w->store, s->entry.id, give_up ? 0 : now + wait, why, &err), &err);
}

/* ---- over the network ---- */

static void answered(void *ctx, msdx_answer *a)
{
    msdx_sink_run *s = ctx;
    char why[256];
    int64_t wait = msdx_retry_after(a->retry_after, msdx_clock_now(&s->w->clock));
    bool mail = s->sink->kind == MSDX_SINK_MAIL, good = a->ok || (a->too_big && !mail);
    if (good && (mail || (a->status >= 200 && a->status < 300))) {
        delivered(s);
    } else if (!good) {
        bool refused = mail && a->status >= 500 && a->status < 600;
        undelivered(s, a->error, refused, -1);
    } else {
        bool later = a->status == 408 || a->status == 425 || a->status == 429 || a->status >= 500;
        snprintf(why, sizeof why, "HTTP status %ld", a->status);
        undelivered(s, why, !later, wait);
    }
}

static void start(msdx_sink_run *s, const msdx_request *r)
{
    msd_error err;
    s->busy = true;
    msd_status st = msdx_fetch_start(s->w->fetch, r, answered, s, &err);
    if (st != MSD_OK) finish(s, st, &err);
}

/* As Standard Webhooks has it (webhook-id, -timestamp, -signature), and Idempotency-Key for those who look there. */
static void post(msdx_sink_run *s)
{
    char id[64], key[64], stamp[64];
    int64_t seconds = msdx_clock_now(&s->w->clock) / 1000;
    msd_error err;
    msdx_buf sign = MSDX_BUF_INIT(1 << 12), body = MSDX_BUF_INIT((size_t)1 << 28);
    msdx_write_hook(&body, s->sink->form, &s->entry.alert);
    snprintf(id, sizeof id, "webhook-id: %.40s", s->entry.key);
    snprintf(key, sizeof key, "Idempotency-Key: %.40s", s->entry.key);
    snprintf(stamp, sizeof stamp, "webhook-timestamp: %lld", (long long)seconds);
    msdx_buf_adds(&sign, "webhook-signature: ");
    if (s->sink->secret)
        msdx_sign(&sign, msdx_str_of(s->sink->secret), s->entry.key, seconds, (msdx_str){body.p, body.n});
    const char *header[] = {
        "Content-Type: application/json", id, key, stamp, s->sink->secret ? msdx_buf_cstr(&sign) : NULL, NULL};
    const msdx_request r = {.url = s->sink->url,
                            .header = header,
                            .post = body.p,
                            .n_post = body.n,
                            .most = ANSWER_MOST,
                            .timeout_ms = s->w->c->settings.timeout_ms};
    if (sign.failed || body.failed)
        finish(s, msdx_err_nomem(&err), &err);
    else
        start(s, &r);
    msdx_buf_clear(&body);
    msdx_buf_clear(&sign);
}

static void mail(msdx_sink_run *s)
{
    msd_error err;
    msdx_buf text = MSDX_BUF_INIT((size_t)1 << 28);
    msdx_write_mail(&text, s->sink, &s->entry.alert, s->entry.key, msdx_clock_now(&s->w->clock));
    const msdx_request r = {.url = s->sink->url,
                            .post = text.p,
                            .n_post = text.n,
                            .most = ANSWER_MOST,
                            .timeout_ms = s->w->c->settings.timeout_ms,
                            .mail = s->sink};
    if (text.failed)
        finish(s, msdx_err_nomem(&err), &err);
    else
        start(s, &r);
    msdx_buf_clear(&text);
}

/* ---- files and standard output ---- */

struct listed {
    msdx_arena arena;
    msdx_alert alert[FEED_ITEMS];
    size_t n;
};

static const char *copy(msdx_arena *arena, const char *s)
{
    return msdx_arena_strndup(arena, s ? s : "", s ? strlen(s) : 0);
}

static msd_status list(void *ctx, const msdx_alert *alert, msd_error *err)
{
    struct listed *l = ctx;
    msdx_alert *a = &l->alert[l->n++];
    *a = *alert;
    a->key = copy(&l->arena, alert->key);
    a->watch = copy(&l->arena, alert->watch);
    a->kind = copy(&l->arena, alert->kind);
    a->title = copy(&l->arena, alert->title);
    a->body.p = msdx_arena_strndup(&l->arena, alert->body.p, alert->body.n);
    return l->arena.failed ? msdx_err_nomem(err) : MSD_OK;
}

/* Through another file, so that a reader sees the old one or the new one. */
static bool replace(const char *path, const msdx_buf *text, char why[256])
{
    char part[4096];
    snprintf(part, sizeof part, "%.4000s.part", path);
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool good = fd >= 0;
    for (size_t at = 0; good && at < text->n;) {
        ssize_t n = write(fd, text->p + at, text->n - at);
        good = n > 0 || (n < 0 && errno == EINTR);
        if (n > 0) at += (size_t)n;
    }
    good = good && fsync(fd) == 0;
    if (!good) snprintf(why, 256, "%.180s: %s", part, strerror(errno));
    if (fd >= 0) close(fd);
    if (good && rename(part, path) != 0) {
        snprintf(why, 256, "%.180s: %s", path, strerror(errno));
        good = false;
    }
    if (!good && fd >= 0) unlink(part);
    return good;
}

/* A file holds all that is listed in it at once. */
static void all_delivered(msdx_sink_run *s, int64_t newest)
{
    msd_error err;
    uint64_t n = 0;
    msd_status st =
        msdx_watch_outbox_all_done(s->w->store, s->sink->id, newest, msdx_clock_now(&s->w->clock), &n, &err);
    if (st == MSD_OK) well(s, n);
    finish(s, st, &err);
}

static void write_feed(msdx_sink_run *s)
{
    msd_error err;
    char why[256] = "";
    struct listed *l = msdx_calloc(1, sizeof *l);
    msdx_buf text = MSDX_BUF_INIT((size_t)1 << 28);
    msd_status st =
        !l ? msdx_err_nomem(&err) : msdx_watch_alerts(s->w->store, NULL, NULL, s->sink->id, FEED_ITEMS, list, l, &err);
    if (st == MSD_OK) {
        const msdx_feed_file file = {s->sink->title, s->sink->link, l->alert, l->n};
        if (s->sink->kind == MSDX_SINK_RSS)
            msdx_write_rss(&text, &file);
        else
            msdx_write_jsonfeed(&text, &file);
        if (text.failed) st = msdx_err_nomem(&err);
    }
    if (st != MSD_OK)
        finish(s, st, &err);
    else if (replace(s->sink->path, &text, why))
        all_delivered(s, l->n ? l->alert[0].id : 0);
    else
        undelivered(s, why, false, -1);
    if (l) msdx_arena_clear(&l->arena);
    msdx_free(l);
    msdx_buf_clear(&text);
}

static void print(msdx_sink_run *s)
{
    msd_error err = {0};
    if (s->w->o->print(s->w->o->ctx, &s->entry.alert, &err) == MSD_OK) {
        delivered(s);
        return;
    }
    msdx_watch_fail(s->w, MSD_EIO, &err); /* whoever reads it has gone */
}

/* ---- turns ---- */

static void serve(msdx_sink_run *s, int64_t now)
{
    msd_error err;
    bool found;
    msdx_arena_reset(&s->arena);
    msd_status st = msdx_watch_outbox_first(s->w->store, s->sink->id, &s->arena, &s->entry, &found, &err);
    if (st != MSD_OK || !found) {
        s->look = false;
        finish(s, st, &err);
    } else if (s->entry.next > now && s->entry.tries) {
        s->next = s->entry.next;
    } else {
        switch (s->sink->kind) {
        case MSDX_SINK_WEBHOOK: post(s); break;
        case MSDX_SINK_MAIL: mail(s); break;
        case MSDX_SINK_STDOUT: print(s); break;
        default: write_feed(s); break;
        }
    }
}

void msdx_deliver_start(msdx_watch *w, int64_t now)
{
    for (size_t i = 0; i < w->c->n_sink; i++) {
        msdx_sink_run *s = &w->sink[i];
        while (s->look && !s->busy && now >= s->next && w->st == MSD_OK) serve(s, now);
    }
}

int64_t msdx_deliver_next(const msdx_watch *w)
{
    int64_t next = INT64_MAX;
    for (size_t i = 0; i < w->c->n_sink; i++) {
        const msdx_sink_run *s = &w->sink[i];
        if (s->look && !s->busy && s->next < next) next = s->next;
    }
    return next;
}
