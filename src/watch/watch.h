/* watch.h: feeds and folders polled, what is new coded and stored, watches fired, alerts delivered.
 *
 *   feeds ---poll.c---> answers --+--intake.c--> documents, claims, hits ---alert.c---> alerts, outbox
 *   folders -folder.c-> files ----+              (one transaction of the store)                |
 *                                                     webhooks, mail, files <---deliver.c------+
 *
 * Threads: all of it is one thread's; the store is its own too. */
#ifndef MSDX_WATCH_H
#define MSDX_WATCH_H
#include <signal.h>

#include "store/watch.h"
#include "watch/config.h"

typedef struct msdx_watch_options {
    const msdx_watch_config *config;
    msdx_store *store; /* open for writing */
    msd_worker *worker;
    const char *clock;                 /* a file with a made clock, for tests; NULL */
    bool once;                         /* every feed and folder once, then end */
    int64_t for_ms;                    /* end after that; 0: never */
    const volatile sig_atomic_t *stop; /* end when it is not 0; NULL */
    /* Sets the store's run for documents of this licence and credit (NULL: none). */
    msd_status (*set_run)(void *ctx, const char *licence, const char *credit, msd_error *err);
    void (*say)(void *ctx, const char *line); /* what went wrong, what is better again; no newline */
    /* Standard output: an alert, told for good when it returns MSD_OK. */
    msd_status (*print)(void *ctx, const msdx_alert *alert, msd_error *err);
    void *ctx;
} msdx_watch_options;

typedef struct msdx_watch_counts {
    uint64_t n_request, n_unchanged, n_failed;    /* of feeds; failed: also robots and refused addresses */
    uint64_t n_item, n_known, n_refused;          /* of what was read */
    uint64_t n_new, n_revised, n_claim;           /* stored */
    uint64_t n_alert, n_delivered, n_undelivered; /* undelivered: tries that failed */
} msdx_watch_counts;

/*
 * Watch until told to stop. What befalls a feed, a file or a delivery is said and gone round.
 * Fails when the store does, on a configured clock that is none, or MSD_ENOMEM.
 */
MSD_MUST_CHECK msd_status msdx_watch_run(const msdx_watch_options *options, msdx_watch_counts *counts, msd_error *err);

/* ---- single steps, for tests ---- */

/* The alerts as a feed: RSS 2.0, or JSON Feed 1.1. The newest first. */
typedef struct msdx_feed_file {
    const char *title, *link; /* may be NULL */
    const msdx_alert *alert;
    size_t n;
} msdx_feed_file;
void msdx_write_rss(msdx_buf *out, const msdx_feed_file *file);
void msdx_write_jsonfeed(msdx_buf *out, const msdx_feed_file *file);
/* A mail about an alert, whole, with CRLF; `key` makes its Message-ID. */
void msdx_write_mail(msdx_buf *out, const msdx_watch_sink *sink, const msdx_alert *alert, const char *key,
                     int64_t now_ms);
/* What a webhook of that form is posted. */
void msdx_write_hook(msdx_buf *out, msdx_hook_form form, const msdx_alert *alert);
/* An alert for people, a line for each claim: "2026-03-02 Peru SANCTION-expel (threatened): words of the sentence". */
void msdx_write_alert_text(msdx_buf *out, const msdx_alert *alert);
/* How surprising n claims are after sums of the periods before, the latest first; as `masudi db series` has it. */
double msdx_watch_surprise(uint64_t n, const uint64_t *before, size_t n_before, double *expected);
#endif
