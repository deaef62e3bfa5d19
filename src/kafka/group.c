/* group.c: which partitions are ours. Partitions that go to another member of the
 * group are given back only when all that was read of them is done and committed,
 * so that the other does not code it a second time. */
#include "kafka/kafka_impl.h"

static bool cooperates(rd_kafka_t *rk)
{
    const char *protocol = rd_kafka_rebalance_protocol(rk);
    return protocol && strcmp(protocol, "COOPERATIVE") == 0;
}

static void judge(msdx_kafka *k, rd_kafka_error_t *error)
{
    if (!error) return;
    msdx_kafka_say(k, "partitions", rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
}

static void drop(rd_kafka_topic_partition_list_t *from, const rd_kafka_topic_partition_list_t *list)
{
    for (int i = 0; i < list->cnt; i++)
        rd_kafka_topic_partition_list_del(from, list->elems[i].topic, list->elems[i].partition);
}

static void take(msdx_kafka *k, rd_kafka_t *rk, const rd_kafka_topic_partition_list_t *list)
{
    if (cooperates(rk))
        judge(k, rd_kafka_incremental_assign(rk, list));
    else
        rd_kafka_assign(rk, list);
    for (int i = 0; i < list->cnt; i++)
        rd_kafka_topic_partition_list_add(k->given, list->elems[i].topic, list->elems[i].partition);
    k->joined = true;
}

static void let_go(msdx_kafka *k, rd_kafka_t *rk, const rd_kafka_topic_partition_list_t *list)
{
    if (cooperates(rk))
        judge(k, rd_kafka_incremental_unassign(rk, list));
    else
        rd_kafka_assign(rk, NULL);
    drop(k->given, list);
    drop(k->ended, list);
    pthread_mutex_lock(&k->lock);
    drop(k->done, list);
    pthread_mutex_unlock(&k->lock);
}

/* Runs inside a poll of the reading thread; what has to wait for other threads is left to msdx_kafka_give_back. */
void msdx_kafka_rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t *list, void *ctx)
{
    msdx_kafka *k = ctx;
    if (code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        take(k, rk, list);
    } else if (code == RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS && !k->closing) {
        k->lost = rd_kafka_assignment_lost(rk);
        k->revoked = rd_kafka_topic_partition_list_copy(list);
    } else {
        if (code != RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS) msdx_kafka_say(k, "group", rd_kafka_err2str(code));
        let_go(k, rk, list);
    }
}

msd_status msdx_kafka_give_back(msdx_kafka *k, msd_error *err)
{
    pthread_mutex_lock(&k->lock);
    while (k->n_flying) pthread_cond_wait(&k->landed, &k->lock);
    pthread_mutex_unlock(&k->lock);
    msd_status st = k->lost ? MSD_OK : msdx_kafka_commit(k, err);
    let_go(k, k->in, k->revoked);
    rd_kafka_topic_partition_list_destroy(k->revoked);
    k->revoked = NULL;
    return st;
}
