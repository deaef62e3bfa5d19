/* kafka.h: articles from one topic of Kafka, what they claim into another.
 *
 *   in topic --next--> articles ~~> claims --put--> out topic
 *                          \                            |  delivered
 *                           \---refuse--> dead topic    v
 *   group's offsets <---------------commit----------- done
 *
 * At least once: the offset of an article is committed only after every claim
 * of it is delivered, so a coder that is killed leaves nothing out; what was
 * under way then comes again, with the same ids.
 *
 * This part needs librdkafka; without it msdx_kafka_open says so.
 *
 * Threads: next and ready are one thread's; put, refuse and done are another's
 * or the same; commit is anybody's. */
#ifndef MSDX_KAFKA_H
#define MSDX_KAFKA_H
#include <signal.h>

#include "doc/doc.h"

typedef struct msdx_kafka msdx_kafka;

typedef struct msdx_kafka_options {
    const char *brokers; /* HOST:PORT,... */
    const char *topic, *out_topic, *group;
    const char *dead_topic;                   /* for what is refused; NULL: nowhere */
    const char *config;                       /* a file of librdkafka's properties, NAME=VALUE a line; NULL: none */
    bool once;                                /* end when all has been read that is there */
    const volatile sig_atomic_t *stop;        /* end when it is not 0 */
    void (*say)(void *ctx, const char *line); /* what went wrong and is borne; from any thread */
    void *ctx;
} msdx_kafka_options;

typedef struct msdx_kafka_message {
    char *bytes; /* NUL-terminated, the caller's (msdx_free); NULL: there is no more */
    size_t n_byte;
    bool empty; /* it has no value at all */
    int32_t partition;
    int64_t offset;
} msdx_kafka_message;

typedef struct msdx_kafka_counts {
    uint64_t n_read, n_delivered, n_too_big, n_dead, n_commit;
} msdx_kafka_counts;

/*
 * Join the group. options and their strings are borrowed until close.
 * Fails  MSD_EIO (no broker answers), MSD_EUSAGE (a property that is none, or is ours to set),
 *        MSD_EUNSUPPORTED (built without librdkafka), MSD_ENOMEM.
 */
MSD_MUST_CHECK msd_status msdx_kafka_open(msdx_kafka **out, const msdx_kafka_options *options, msd_error *err);
/* Leaves the group; what is not committed is read again by the next. NULL is fine. */
void msdx_kafka_close(msdx_kafka *kafka);

/* Waits for the next message. Fails MSD_EIO when it cannot go on, MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_kafka_next(msdx_kafka *kafka, msdx_kafka_message *message, msd_error *err);
/* Is another message at hand, without waiting? */
bool msdx_kafka_ready(msdx_kafka *kafka);

/* A claim's line under its key, on its way. Waits while too many are. Fails MSD_EIO, MSD_ETOOBIG, MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_kafka_put(msdx_kafka *kafka, msdx_str key, msdx_str value, const char *id,
                                         msd_error *err);
/* What was refused, into the dead topic if there is one, with the reason and where it came from as headers. */
MSD_MUST_CHECK msd_status msdx_kafka_refuse(msdx_kafka *kafka, msdx_str bytes, const char *reason, const char *from,
                                            msd_error *err);
/* The next n messages, in the order of reading, are seen to; not `handled`: they are to come again. */
void msdx_kafka_done(msdx_kafka *kafka, size_t n, bool handled);
/* All that was put is delivered, and what is done committed, when this returns. Fails MSD_EIO, MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_kafka_commit(msdx_kafka *kafka, msd_error *err);
/* The same when the last time is half a second ago. */
MSD_MUST_CHECK msd_status msdx_kafka_commit_due(msdx_kafka *kafka, msd_error *err);

void msdx_kafka_count(msdx_kafka *kafka, msdx_kafka_counts *counts);

/*
 * The key of a claim: its event, "ASSAULT". The rules of stories (store/story_events.c) never put claims of two events
 * into one story, and that is all they rule out for good: who names no party may be one with any, and average link
 * goes from day to day. So claims that can ever be one story have one key, and with a finer one some had not.
 */
void msdx_kafka_key(msdx_buf *out, const msd_claim *claim);
#endif
