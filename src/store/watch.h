/* watch.h: what `masudi watch` keeps: how feeds stand, which items were read, which claims a watch hit, the
 * alerts of that, and to whom they are still to be delivered.
 *
 * Names of feeds, watches and sinks are those of the configuration. Times are milliseconds since 1970. What changes
 * the store stands between msdx_store_begin and msdx_store_commit, but for msdx_watch_outbox_*, which are each a
 * transaction of their own. */
#ifndef MSDX_STORE_WATCH_H
#define MSDX_STORE_WATCH_H
#include "store/store.h"

/* ---- feeds ---- */

typedef struct msdx_feed_state {
    const char *url;             /* what the rest is about: another address forgets it */
    const char *etag, *modified; /* of the last answer; NULL: it had none */
    const char *body;            /* hash of the last answer; NULL */
    int64_t polled, ok;          /* the last time it was asked, and answered well; 0: never */
    int64_t next;                /* not before then */
    uint32_t n_fail;             /* failures in a row */
    const char *error;           /* the last one, NULL after a success */
} msdx_feed_state;

/* Strings are copied into arena. All zero when the feed is not known, or had another address. */
MSD_MUST_CHECK msd_status msdx_watch_feed_get(msdx_store *store, const char *feed, const char *url, msdx_arena *arena,
                                              msdx_feed_state *state, msd_error *err);
MSD_MUST_CHECK msd_status msdx_watch_feed_set(msdx_store *store, const char *feed, const msdx_feed_state *state,
                                              msd_error *err);

/* Was this item of the feed read as it is now? */
MSD_MUST_CHECK msd_status msdx_watch_item_known(msdx_store *store, const char *feed, const char *item, const char *hash,
                                                bool *yes, msd_error *err);
MSD_MUST_CHECK msd_status msdx_watch_item_set(msdx_store *store, const char *feed, const char *item, const char *hash,
                                              msd_error *err);

/* ---- hits: claims that a watch looks out for ---- */

typedef struct msdx_watch_hit {
    const char *key; /* the same claim told again has the same */
    const char *document, *day;
    int64_t arrived, id;
    msdx_str line; /* the claim as JSON, with its newline */
} msdx_watch_hit;

/* *added: it is new to this watch. */
MSD_MUST_CHECK msd_status msdx_watch_hit_add(msdx_store *store, const char *watch, const msdx_watch_hit *hit,
                                             bool *added, msd_error *err);
/* Hits that are in no alert yet and came after `after`, in the order in which they came; borrowed for the call. */
typedef msd_status (*msdx_watch_each_hit)(void *ctx, const msdx_watch_hit *hit, msd_error *err);
MSD_MUST_CHECK msd_status msdx_watch_hits(msdx_store *store, const char *watch, int64_t after, msdx_watch_each_hit each,
                                          void *ctx, msd_error *err);
/* Hits in no alert that came at or before `before` are no longer waited for. */
MSD_MUST_CHECK msd_status msdx_watch_hits_drop(msdx_store *store, const char *watch, int64_t before, msd_error *err);
/* Claims that pass the filter and are of the days from `from` to before `to` ("2020-09-28"), by day; a day may
 * come several times. */
typedef void (*msdx_watch_each_day)(void *ctx, const char *day, uint64_t n);
MSD_MUST_CHECK msd_status msdx_watch_count_days(msdx_store *store, const msdx_filter *filter, const char *from,
                                                const char *to, msdx_watch_each_day each, void *ctx, msd_error *err);

/* ---- alerts ---- */

/* "new", "seen", "acknowledged", "dismissed". */
extern const char *const msdx_alert_state[4];

typedef struct msdx_alert {
    const char *key, *watch, *kind, *state, *title;
    int64_t made, changed;
    msdx_str body; /* the alert as JSON, without a newline */
    int64_t id;
} msdx_alert;

/* A new alert of these hits, to be delivered to these sinks. *added false: there is one of that key. */
MSD_MUST_CHECK msd_status msdx_watch_alert_add(msdx_store *store, const msdx_alert *alert, const int64_t *hit,
                                               size_t n_hit, const char *const *sink, size_t n_sink, bool *added,
                                               msd_error *err);
/* When the watch's last alert was made; 0: it has none. */
MSD_MUST_CHECK msd_status msdx_watch_alert_last(msdx_store *store, const char *watch, int64_t *made, msd_error *err);
/* The newest first; watch, state, sink NULL: any. sink: those that go there. At most limit, 0: all. */
typedef msd_status (*msdx_watch_each_alert)(void *ctx, const msdx_alert *alert, msd_error *err);
MSD_MUST_CHECK msd_status msdx_watch_alerts(msdx_store *store, const char *watch, const char *state, const char *sink,
                                            uint64_t limit, msdx_watch_each_alert each, void *ctx, msd_error *err);
/* *found: there is such an alert. A transaction of its own. */
MSD_MUST_CHECK msd_status msdx_watch_alert_mark(msdx_store *store, const char *key, const char *state, int64_t now,
                                                bool *found, msd_error *err);

/* ---- the outbox: each alert to each sink, until it is there ---- */

typedef struct msdx_outbox {
    int64_t id;
    const char *key; /* of the alert and the sink together: the same at every try */
    uint32_t tries;
    int64_t next;     /* not before then */
    msdx_alert alert; /* all of it */
} msdx_outbox;

/* What is to be delivered to that sink first: the one that may go soonest, of these the oldest. *found false: nothing.
 * Strings are copied into arena. */
MSD_MUST_CHECK msd_status msdx_watch_outbox_first(msdx_store *store, const char *sink, msdx_arena *arena,
                                                  msdx_outbox *out, bool *found, msd_error *err);
MSD_MUST_CHECK msd_status msdx_watch_outbox_done(msdx_store *store, int64_t id, int64_t now, msd_error *err);
/* All that is open for that sink, of alerts up to that one. *n: how many. */
MSD_MUST_CHECK msd_status msdx_watch_outbox_all_done(msdx_store *store, const char *sink, int64_t alert, int64_t now,
                                                     uint64_t *n, msd_error *err);
/* It failed and is tried again at `next`; next 0: never. */
MSD_MUST_CHECK msd_status msdx_watch_outbox_failed(msdx_store *store, int64_t id, int64_t next, const char *error,
                                                   msd_error *err);
/* What was given up is tried again. *n: how many. */
MSD_MUST_CHECK msd_status msdx_watch_outbox_retry(msdx_store *store, uint64_t *n, msd_error *err);

/* How feeds, watches and deliveries stand: lines for people, or JSON. */
MSD_MUST_CHECK msd_status msdx_watch_status(msdx_store *store, bool json, msdx_buf *out, msd_error *err);
#endif
