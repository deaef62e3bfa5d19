/* config.h: what to watch, whom to tell: a text file in the form of the knowledge files (doc/watch.md).
 *
 * Threads: a configuration is read-only once read. */
#ifndef MSDX_WATCH_CONFIG_H
#define MSDX_WATCH_CONFIG_H
#include "read/read.h"
#include "watch/net.h"
#include "write/write.h"

typedef struct msdx_watch_settings {
    const char *agent;   /* added to our name in requests, such as an address to write to; NULL */
    const char *proxy;   /* NULL: none */
    int64_t every_ms;    /* between two polls of a feed that says nothing else */
    int64_t timeout_ms;  /* for a whole transfer */
    int64_t gap_ms;      /* between two requests to a host */
    int64_t give_up_ms;  /* after which a delivery is tried no more */
    size_t size;         /* bytes of an answer, unpacked */
    unsigned parallel;   /* transfers at a time */
    unsigned n_redirect; /* that are followed */
    bool robots;         /* robots.txt counts */
    msdx_net *allow;     /* networks that may be reached though they are not public */
    size_t n_allow;
} msdx_watch_settings;

/* Where items come from. */
typedef struct msdx_watch_feed {
    const char *id;
    const char *url;  /* of a feed; else NULL */
    const char *path; /* of a folder; else NULL */
    const char *name; /* of a folder: a pattern that its files' names fit; NULL: all */
    int64_t every_ms;
    msdx_read_kind kind;                    /* ANY: by content */
    const char *columns, *licence, *credit; /* NULL: not given */
    bool pages;                             /* of a feed: items are the pages that they lead to */
} msdx_watch_feed;

typedef enum msdx_sink_kind {
    MSDX_SINK_STDOUT = 0,
    MSDX_SINK_WEBHOOK,
    MSDX_SINK_MAIL,
    MSDX_SINK_RSS,
    MSDX_SINK_JSONFEED
} msdx_sink_kind;

/* What a webhook is posted: the alert itself, or what such a service shows as a message. */
typedef enum msdx_hook_form { MSDX_HOOK_JSON = 0, MSDX_HOOK_SLACK, MSDX_HOOK_DISCORD, MSDX_HOOK_TEAMS } msdx_hook_form;

enum { MSDX_TLS_TRY = 0, MSDX_TLS_NONE, MSDX_TLS_ALWAYS };

/* Who is told. */
typedef struct msdx_watch_sink {
    const char *id;
    msdx_sink_kind kind;
    const char *url;    /* webhook: where to; mail: smtp://HOST:PORT */
    const char *secret; /* webhook; NULL: not signed */
    msdx_hook_form form;
    const char *path;                   /* RSS, JSON Feed: the file */
    const char *link;                   /* RSS, JSON Feed: where it can be read, or NULL */
    const char *title;                  /* or NULL */
    const char *from, *user, *password; /* mail; user and password may be NULL */
    const char **to;
    size_t n_to;
    int tls;
} msdx_watch_sink;

/* What to look out for. */
typedef struct msdx_watch_rule {
    const char *id, *title; /* title may be NULL */
    msdx_filter filter;
    const char **feed; /* only what comes from these; none: from all */
    size_t n_feed;
    uint32_t threshold; /* so many claims ... */
    int64_t window_ms;  /* ... within this; 0: no threshold */
    double surprise;    /* of the claims of `days` days; 0: none */
    unsigned days;      /* 1, 7 or 30 */
    int64_t mute_ms;    /* after an alert; 0: none */
    uint32_t *sink;     /* by place in the configuration's */
    size_t n_sink;
} msdx_watch_rule;

typedef struct msdx_watch_config {
    msdx_arena arena;
    msdx_watch_settings settings;
    msdx_watch_feed *feed;
    size_t n_feed;
    msdx_watch_rule *rule;
    size_t n_rule;
    msdx_watch_sink *sink; /* the first is standard output */
    size_t n_sink;
} msdx_watch_config;

/*
 * Read a configuration. All that is wrong with it goes into problems, a line each: `NAME:LINE: what`.
 * Fails MSD_EFORMAT when there is any, MSD_ENOMEM; *out is NULL then.
 * flags: MSDX_CONFIG_SECRETS reads the files and the environment that secrets stand in.
 */
enum { MSDX_CONFIG_SECRETS = 1 };
MSD_MUST_CHECK msd_status msdx_watch_config_read(msdx_watch_config **out, msdx_str text, const char *name,
                                                 unsigned flags, msdx_buf *problems, msd_error *err);
void msdx_watch_config_free(msdx_watch_config *config); /* NULL is fine */
#endif
