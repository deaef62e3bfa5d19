/* watch_impl.h: what the files of watch/ share; seen only inside this folder. */
#ifndef MSDX_WATCH_IMPL_H
#define MSDX_WATCH_IMPL_H
#include "read/formats/formats.h"
#include "watch/fetch.h"
#include "watch/robots.h"
#include "watch/times.h"
#include "watch/watch.h"

typedef struct msdx_watch msdx_watch;
typedef struct msdx_host msdx_host;
typedef struct msdx_job msdx_job;

/* An item whose page is still to be had. */
typedef struct msdx_page msdx_page;
struct msdx_page {
    msdx_page *next;
    msdx_arena arena; /* of what it points to */
    msd_input in;     /* as the feed has it */
    const char *item;
    char hash[33];
};

/* A feed or a folder, as it stands. */
typedef struct msdx_watched {
    msdx_watch *w;
    const msdx_watch_feed *feed;
    enum { MSDX_IDLE = 0, MSDX_READY, MSDX_ASKING, MSDX_READING } state;
    int64_t next;      /* idle: when it is due */
    uint32_t n_polled; /* since the start */
    /* feeds */
    msdx_host *host; /* ready: whose turn it waits for */
    char *url;       /* where this poll has come to */
    unsigned n_hop;
    char *etag, *modified, *body; /* of the last answer that was read to its end */
    int64_t polled, ok;
    int64_t whole; /* when an answer was last read in full */
    bool refused;  /* something in it was refused, and may be taken another time: an embargo ends */
    uint32_t n_fail;
    char error[256];   /* the last one that was said */
    uint32_t refusals; /* checksum of what was last said of refused items */
    bool dirty;        /* to be written to the store when there is occasion */
    msdx_page *page;   /* in the order of the feed */
    size_t n_page;
    bool on_page; /* the transfer is the first page's */
    /* folders */
    char **file; /* names that wait to be read, msdx_malloc each */
    size_t n_file, room;
    int notify;      /* inotify's number, -1: none */
    unsigned n_open; /* jobs of it */
} msdx_watched;

/* An input that is being read: an answer, or a file. */
struct msdx_job {
    msdx_job *next;
    msdx_watched *from;
    msdx_source *source; /* NULL: not open yet */
    msdx_buf body;       /* of an answer */
    char *name;          /* of a file, inside its folder */
    char *etag, *modified, *hash;
    msdx_page *page; /* the answer is its; NULL */
    uint64_t n_item, n_refused;
    msdx_buf seen; /* of an answer: its items so far, see intake.c */
    msdx_buf said;
};

typedef struct msdx_sink_run {
    msdx_watch *w;
    const msdx_watch_sink *sink;
    bool busy, look;   /* look: the outbox may hold something for it */
    int64_t next;      /* not before then */
    uint32_t n_fail;   /* in a row */
    msdx_arena arena;  /* of entry */
    msdx_outbox entry; /* what is under way */
    char error[256];
} msdx_sink_run;

typedef struct msdx_rule_run {
    const msdx_watch_rule *rule;
    int64_t last; /* when its last alert was made; 0: none */
    bool pending; /* there are hits to look at */
} msdx_rule_run;

struct msdx_watch {
    const msdx_watch_options *o;
    const msdx_watch_config *c;
    msdx_store *store;
    msdx_watch_counts *count;
    msdx_clock clock;
    msdx_fetch *fetch;
    uint32_t chance;
    msdx_watched *watched;
    msdx_host *host;
    size_t n_host;
    msdx_job *job, *last_job;
    msdx_sink_run *sink;
    msdx_rule_run *rule;
    int notify_fd; /* -1: none */
    int64_t flushed;
    const char *licence, *credit; /* of the run that is set */
    bool run_set;
    msd_status st; /* why it has to end */
    msd_error err;
};

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void msdx_watch_say(msdx_watch *w, const char *fmt, ...);
/* What ends the run; the first counts. */
void msdx_watch_fail(msdx_watch *w, msd_status st, const msd_error *err);
/* Between begin and commit; what fails ends the run. */
typedef msd_status (*msdx_watch_change)(msdx_watch *w, void *ctx, msd_error *err);
void msdx_watch_within(msdx_watch *w, msdx_watch_change change, void *ctx);

/* poll.c */
void msdx_poll_start(msdx_watch *w, int64_t now);
int64_t msdx_poll_next(const msdx_watch *w); /* when it has something to do again; INT64_MAX: not by itself */
/* Its answer was read: well, or not (why). Sets its state; the caller stores it. */
void msdx_poll_read(msdx_watched *f, const msdx_job *job, const char *why);
/* The first page was read, or has to do without. */
void msdx_poll_read_page(msdx_watched *f);
msd_status msdx_poll_keep(msdx_watched *f, msd_error *err); /* into the store */
void msdx_poll_shift(msdx_watch *w, int64_t by_ms);         /* the clock was set */
void msdx_poll_free(msdx_watch *w);

/* page.c */
bool msdx_page_is_wanted(const msdx_watched *f, const msd_input *in);
MSD_MUST_CHECK msd_status msdx_page_add(msdx_watched *f, const msd_input *in, const char *item, const char hash[33],
                                        msd_error *err);
msdx_page *msdx_page_take(msdx_watched *f); /* the first */
void msdx_page_say(const msdx_watched *f, const msdx_page *page, const char *why);
void msdx_page_free(msdx_page *page);

/* folder.c */
void msdx_folder_open(msdx_watch *w);
void msdx_folder_start(msdx_watch *w, int64_t now);
void msdx_folder_notified(msdx_watch *w);
bool msdx_folder_waits(const msdx_watch *w); /* are there files to be read? */
/* Size and time of a file, as what its item is known by. False: it is not there. */
bool msdx_folder_stamp(const msdx_watched *f, const char *name, char out[64]);
void msdx_folder_close(msdx_watch *w);

/* intake.c */
void msdx_intake_add(msdx_watch *w, msdx_job *job);
void msdx_intake_step(msdx_watch *w);
void msdx_job_free(msdx_job *job);

/* alert.c; between begin and commit */
MSD_MUST_CHECK msd_status msdx_alert_match(msdx_watch *w, const msdx_watched *from, const msd_doc *doc, msd_error *err);
MSD_MUST_CHECK msd_status msdx_alert_fire(msdx_watch *w, int64_t now, msd_error *err);
int64_t msdx_alert_next(const msdx_watch *w);

/* deliver.c */
void msdx_deliver_start(msdx_watch *w, int64_t now);
int64_t msdx_deliver_next(const msdx_watch *w);
#endif
