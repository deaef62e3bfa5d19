/* watch.c: the loop: who is due is asked, what has come is coded, what it gives is told; then it waits for the first
 * thing that will be due, or that the network or a folder has to say. */
#include "watch/watch.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "watch/watch_impl.h"

enum { LOCKED_MS = 5 * MSDX_SECOND, LOCKED_TRIES = 30, WAIT_MOST = 1000, FLUSH_MS = 5 * MSDX_MINUTE };

void msdx_watch_say(msdx_watch *w, const char *fmt, ...)
{
    char text[1024];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    for (char *p = text; *p; p++) { /* words from outside: nothing that a terminal would obey */
        bool c1 = (unsigned char)*p == 0xC2 && (unsigned char)p[1] >= 0x80 && (unsigned char)p[1] < 0xA0;
        if ((unsigned char)*p < ' ' || *p == 0x7F || c1) *p = ' ';
        if (c1) p[1] = ' ';
    }
    w->o->say(w->o->ctx, text);
}

void msdx_watch_fail(msdx_watch *w, msd_status st, const msd_error *err)
{
    if (w->st != MSD_OK) return;
    w->st = st;
    w->err = *err;
}

/* The store itself waits for another writer for a while, and then says that it is locked: who makes stories or imports
 * may take longer than that. What fails at once is no lock. */
static msd_status begin(msdx_watch *w, msd_error *err)
{
    for (int i = 0;; i++) {
        int64_t before = msdx_clock_now(&w->clock);
        msd_status st = msdx_store_begin(w->store, err);
        bool waited = msdx_clock_now(&w->clock) - before > LOCKED_MS;
        if (st == MSD_OK || !waited || i == LOCKED_TRIES || (w->o->stop && *w->o->stop)) return st;
        if (i == 0) msdx_watch_say(w, "%s; waiting", err->msg);
    }
}

void msdx_watch_within(msdx_watch *w, msdx_watch_change change, void *ctx)
{
    msd_error err = {0};
    if (w->st != MSD_OK) return;
    msd_status st = begin(w, &err);
    if (st == MSD_OK) st = change(w, ctx, &err);
    if (st == MSD_OK) st = msdx_store_commit(w->store, &err);
    if (st == MSD_OK) return;
    msdx_store_rollback(w->store);
    msdx_watch_fail(w, st, &err);
}

/* ---- what the last run left ---- */

static char *copy_of(const char *s)
{
    return s ? msdx_strdup(s) : NULL;
}

static msd_status load_feed(msdx_watch *w, msdx_watched *f, int64_t now, msd_error *err)
{
    msdx_arena arena = MSDX_ARENA_INIT;
    msdx_feed_state state;
    const char *where = f->feed->url ? f->feed->url : f->feed->path;
    msd_status st = msdx_watch_feed_get(w->store, f->feed->id, where, &arena, &state, err);
    f->w = w;
    f->next = now;
    if (st == MSD_OK && state.url && f->feed->url) {
        f->etag = copy_of(state.etag);
        f->modified = copy_of(state.modified);
        f->body = copy_of(state.body);
        f->polled = state.polled;
        f->ok = state.ok;
        f->n_fail = state.n_fail;
        if (state.error) snprintf(f->error, sizeof f->error, "%s", state.error);
        if (state.n_fail && state.next > now && !w->o->once) f->next = state.next;
    }
    msdx_arena_clear(&arena);
    return st;
}

static msd_status load_all(msdx_watch *w, msd_error *err)
{
    int64_t now = msdx_clock_now(&w->clock);
    for (size_t i = 0; i < w->c->n_feed; i++) {
        w->watched[i].feed = &w->c->feed[i];
        MSD_TRY(load_feed(w, &w->watched[i], now, err));
    }
    for (size_t i = 0; i < w->c->n_sink; i++)
        w->sink[i] = (msdx_sink_run){.w = w, .sink = &w->c->sink[i], .look = true};
    for (size_t i = 0; i < w->c->n_rule; i++) {
        w->rule[i] = (msdx_rule_run){.rule = &w->c->rule[i], .pending = true};
        MSD_TRY(msdx_watch_alert_last(w->store, w->c->rule[i].id, &w->rule[i].last, err));
    }
    return MSD_OK;
}

static msd_status open_all(msdx_watch *w, msd_error *err)
{
    const msdx_watch_config *c = w->c;
    w->notify_fd = -1;
    MSD_TRY(msdx_clock_open(&w->clock, w->o->clock, err));
    w->chance = (uint32_t)msdx_clock_now(&w->clock) ^ (uint32_t)getpid() * 2654435761u;
    if (msdx_clock_is_made(&w->clock)) w->chance = 1;
    if (!w->chance) w->chance = 1;
    w->watched = msdx_calloc(c->n_feed + 1, sizeof *w->watched);
    w->sink = msdx_calloc(c->n_sink + 1, sizeof *w->sink);
    w->rule = msdx_calloc(c->n_rule + 1, sizeof *w->rule);
    if (!w->watched || !w->sink || !w->rule) return msdx_err_nomem(err);
    MSD_TRY(msdx_fetch_new(&w->fetch, &c->settings, err));
    MSD_TRY(load_all(w, err));
    msdx_folder_open(w);
    return MSD_OK;
}

static void close_all(msdx_watch *w)
{
    msdx_fetch_free(w->fetch);
    while (w->job) {
        msdx_job *job = w->job;
        w->job = job->next;
        msdx_job_free(job);
    }
    msdx_folder_close(w);
    msdx_poll_free(w);
    for (size_t i = 0; w->sink && i < w->c->n_sink; i++) msdx_arena_clear(&w->sink[i].arena);
    msdx_free(w->watched);
    msdx_free(w->sink);
    msdx_free(w->rule);
    msdx_clock_close(&w->clock);
}

/* ---- the loop ---- */

/* Mutes end and windows close without anything coming. */
static msd_status fire_due(msdx_watch *w, void *ctx, msd_error *err)
{
    return msdx_alert_fire(w, *(const int64_t *)ctx, err);
}

/* How feeds stand is stored with what they bring; of those that bring nothing now and then. */
static msd_status flush(msdx_watch *w, void *ctx, msd_error *err)
{
    (void)ctx;
    for (size_t i = 0; i < w->c->n_feed; i++)
        if (w->watched[i].dirty) MSD_TRY(msdx_poll_keep(&w->watched[i], err));
    return MSD_OK;
}

static bool is_dirty(const msdx_watch *w)
{
    for (size_t i = 0; i < w->c->n_feed; i++)
        if (w->watched[i].dirty) return true;
    return false;
}

static void begin_due(msdx_watch *w, int64_t now)
{
    msdx_deliver_start(w, now);
    msdx_poll_start(w, now);
    msdx_folder_start(w, now);
    if (now >= msdx_alert_next(w)) msdx_watch_within(w, fire_due, &now);
    if (now < w->flushed + FLUSH_MS) return;
    w->flushed = now;
    if (is_dirty(w)) msdx_watch_within(w, flush, NULL);
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t next_due(const msdx_watch *w)
{
    int64_t next = least(msdx_poll_next(w), msdx_deliver_next(w));
    next = least(next, msdx_alert_next(w));
    for (size_t i = 0; i < w->c->n_feed; i++)
        if (w->watched[i].feed->path && !w->o->once) next = least(next, w->watched[i].next);
    return next;
}

/* --once: is all done that can be done now? */
static bool is_done(const msdx_watch *w, int64_t now)
{
    return !w->job && !msdx_fetch_n(w->fetch) && !msdx_folder_waits(w) && msdx_poll_next(w) == INT64_MAX &&
           msdx_deliver_next(w) > now;
}

/* Wait for what comes first: the network, a folder, or a time. */
static msd_status wait_for(msdx_watch *w, int64_t end, msd_error *err)
{
    int64_t now = msdx_clock_now(&w->clock), due = least(next_due(w), end), wait = due - now;
    bool idle = !w->job && !msdx_fetch_n(w->fetch);
    if (idle && due > now && msdx_clock_is_made(&w->clock)) {
        msdx_clock_jump(&w->clock, due);
        wait = 0;
    }
    if (w->job || wait < 0) wait = 0;
    MSD_TRY(msdx_fetch_run(w->fetch, (int)least(wait, WAIT_MOST), w->notify_fd, err));
    msdx_folder_notified(w);
    return MSD_OK;
}

/* The clock was set, or the machine slept without counting: what waits goes on waiting as long as it would have. */
static int64_t follow_clock(msdx_watch *w)
{
    int64_t by = msdx_clock_follow(&w->clock);
    if (!by) return 0;
    msdx_poll_shift(w, by);
    for (size_t i = 0; i < w->c->n_sink; i++)
        if (w->sink[i].next) w->sink[i].next += by;
    for (size_t i = 0; i < w->c->n_rule; i++)
        if (w->rule[i].last && by < 0) w->rule[i].last += by; /* set on: a mute ends by the clock */
    w->flushed += by;
    return by;
}

static msd_status run(msdx_watch *w, msd_error *err)
{
    int64_t start = msdx_clock_now(&w->clock), end = w->o->for_ms ? start + w->o->for_ms : INT64_MAX;
    w->flushed = start;
    for (;;) {
        int64_t by = follow_clock(w), now = msdx_clock_now(&w->clock);
        if (end != INT64_MAX) end += by;
        if ((w->o->stop && *w->o->stop) || now >= end) break;
        begin_due(w, now);
        msdx_intake_step(w);
        if (w->st != MSD_OK) break;
        if (w->o->once && is_done(w, msdx_clock_now(&w->clock))) break;
        MSD_TRY(wait_for(w, end, err));
    }
    if (w->st == MSD_OK && is_dirty(w)) msdx_watch_within(w, flush, NULL);
    if (w->st != MSD_OK && err) *err = w->err;
    return w->st;
}

msd_status msdx_watch_run(const msdx_watch_options *options, msdx_watch_counts *counts, msd_error *err)
{
    msdx_watch w = {.o = options, .c = options->config, .store = options->store, .count = counts};
    *counts = (msdx_watch_counts){0};
    w.clock.fd = -1;
    msd_status st = open_all(&w, err);
    if (st == MSD_OK) st = run(&w, err);
    close_all(&w);
    return st;
}
