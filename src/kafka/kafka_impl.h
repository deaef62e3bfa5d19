/* kafka_impl.h: what the files of this folder share where librdkafka is there. */
#ifndef MSDX_KAFKA_IMPL_H
#define MSDX_KAFKA_IMPL_H
#include <pthread.h>

#include "base/mem.h"
#include "kafka/kafka.h"
#include "kafka/late_rdkafka.h"

typedef struct msdx_kafka_place {
    int32_t partition;
    int64_t offset;
} msdx_kafka_place;

struct msdx_kafka {
    msdx_kafka_options o;
    rd_kafka_t *in, *out;
    rd_kafka_message_t *held; /* what ready saw and next is to give */

    pthread_mutex_t lock; /* over all down to `counts` */
    pthread_cond_t landed;
    msdx_kafka_place *flying; /* a ring: read and not done, in the order of reading */
    size_t first, n_flying, room;
    rd_kafka_topic_partition_list_t *done; /* by partition the offset to go on from */
    bool uncommitted;                      /* `done` has moved since the last commit */
    msd_error failure;                     /* why it cannot go on; code MSD_OK: it can */
    msdx_kafka_counts counts;

    pthread_mutex_t commit_lock; /* one commit at a time; never taken with `lock` held */
    int64_t committed_ms;

    /* The reading thread's own. */
    rd_kafka_topic_partition_list_t *given, *ended; /* partitions that are ours; of these, those read to the end */
    rd_kafka_topic_partition_list_t *revoked;       /* to be given back; NULL: none */
    bool lost, joined, closing;
};

/* Both sides from their properties. Fails MSD_EUSAGE, MSD_EIO (the file), MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_kafka_conf(const msdx_kafka *k, rd_kafka_conf_t **in, rd_kafka_conf_t **out,
                                          msd_error *err);
/* The callback of rd_kafka_conf_set_rebalance_cb. */
void msdx_kafka_rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t *list, void *ctx);
/* Give back what was asked back, once what was read of it is done. */
MSD_MUST_CHECK msd_status msdx_kafka_give_back(msdx_kafka *k, msd_error *err);

void msdx_kafka_say(msdx_kafka *k, const char *what, const char *why);
void msdx_kafka_set_failure(msdx_kafka *k, const char *what, const char *why);
MSD_MUST_CHECK msd_status msdx_kafka_failure(msdx_kafka *k, msd_error *err);
int64_t msdx_kafka_now_ms(void);
#endif
