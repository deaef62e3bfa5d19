/* kafka.c: reading the one topic, writing the other, and the offsets between them. */
#include <stdio.h>
#include <time.h>

#include "kafka/kafka_impl.h"

enum { POLL_MS = 100, COMMIT_MS = 500, REACH_MS = 15000, FLUSH_MS = 1000, LAST_FLUSHES = 30, WORD = 200 };

int64_t msdx_kafka_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool is_stopped(const msdx_kafka *k)
{
    return k->o.stop && *k->o.stop;
}

/* ---- what goes wrong ---- */

void msdx_kafka_say(msdx_kafka *k, const char *what, const char *why)
{
    char line[2 * WORD + 8];
    snprintf(line, sizeof line, "%.*s: %.*s", WORD, what, WORD - 1, why);
    if (k->o.say) k->o.say(k->o.ctx, line);
}

void msdx_kafka_set_failure(msdx_kafka *k, const char *what, const char *why)
{
    pthread_mutex_lock(&k->lock);
    if (k->failure.code == MSD_OK) msdx_err(&k->failure, MSD_EIO, 0, "%.80s: %.160s", what, why);
    pthread_mutex_unlock(&k->lock);
}

msd_status msdx_kafka_failure(msdx_kafka *k, msd_error *err)
{
    pthread_mutex_lock(&k->lock);
    msd_status st = k->failure.code;
    if (st != MSD_OK && err) *err = k->failure;
    pthread_mutex_unlock(&k->lock);
    return st;
}

/* librdkafka tries again by itself whatever is not fatal. */
static void on_error(rd_kafka_t *rk, int code, const char *reason, void *ctx)
{
    msdx_kafka *k = ctx;
    char why[WORD];
    if (code != RD_KAFKA_RESP_ERR__FATAL) {
        msdx_kafka_say(k, rd_kafka_err2str((rd_kafka_resp_err_t)code), reason);
        return;
    }
    rd_kafka_resp_err_t fatal = rd_kafka_fatal_error(rk, why, sizeof why);
    msdx_kafka_set_failure(k, rd_kafka_err2str(fatal), why);
}

static void on_log(const rd_kafka_t *rk, int level, const char *where, const char *text)
{
    (void)rk, (void)level, (void)where, (void)text; /* on_error has what matters of it */
}

/* A message has arrived, or never will. */
static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m, void *ctx)
{
    msdx_kafka *k = ctx;
    (void)rk;
    pthread_mutex_lock(&k->lock);
    k->counts.n_delivered += m->err == 0;
    k->counts.n_too_big += m->err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;
    pthread_mutex_unlock(&k->lock);
    if (m->err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE)
        msdx_kafka_say(k, rd_kafka_topic_name(m->rkt), rd_kafka_err2str(m->err));
    else if (m->err)
        msdx_kafka_set_failure(k, rd_kafka_topic_name(m->rkt), rd_kafka_err2str(m->err));
}

/* ---- opening ---- */

static msd_status make(rd_kafka_t **out, rd_kafka_type_t type, rd_kafka_conf_t *conf, msdx_kafka *k, msd_error *err)
{
    char why[WORD];
    rd_kafka_conf_set_opaque(conf, k);
    rd_kafka_conf_set_error_cb(conf, on_error);
    rd_kafka_conf_set_log_cb(conf, on_log);
    if (type == RD_KAFKA_CONSUMER)
        rd_kafka_conf_set_rebalance_cb(conf, msdx_kafka_rebalance);
    else
        rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    *out = rd_kafka_new(type, conf, why, sizeof why);
    if (*out) return MSD_OK;
    rd_kafka_conf_destroy(conf);
    return msdx_err(err, MSD_EUSAGE, 0, "%s", why);
}

/* A topic that is being made has no leader at first, and a broker that is being started does not answer. */
static bool may_pass(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART || code == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE ||
           code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__TIMED_OUT;
}

/* All topics have to be there, or to be made by the broker, before anything is read. */
static msd_status reach(msdx_kafka *k, const char *topic, msd_error *err)
{
    const rd_kafka_metadata_t *meta = NULL;
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
    rd_kafka_topic_t *t = rd_kafka_topic_new(k->out, topic, NULL);
    int64_t end = msdx_kafka_now_ms() + REACH_MS;
    if (!t) return msdx_err(err, MSD_EUSAGE, 0, "'%.100s' is no name of a topic", topic);
    do {
        code = rd_kafka_metadata(k->out, 0, t, &meta, POLL_MS * 10);
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
            code = meta->topic_cnt == 1 ? meta->topics[0].err : RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
            rd_kafka_metadata_destroy(meta);
        }
    } while (may_pass(code) && !is_stopped(k) && msdx_kafka_now_ms() < end);
    rd_kafka_topic_destroy(t);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR || is_stopped(k)) return MSD_OK;
    return msdx_err(err, MSD_EIO, 0, "%.80s, topic %.80s: %s", k->o.brokers, topic, rd_kafka_err2str(code));
}

static msd_status subscribe(msdx_kafka *k, msd_error *err)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, k->o.topic, RD_KAFKA_PARTITION_UA);
    rd_kafka_poll_set_consumer(k->in);
    rd_kafka_resp_err_t code = rd_kafka_subscribe(k->in, list);
    rd_kafka_topic_partition_list_destroy(list);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return MSD_OK;
    return msdx_err(err, MSD_EUSAGE, 0, "%.100s: %s", k->o.topic, rd_kafka_err2str(code));
}

static msd_status open_both(msdx_kafka *k, msd_error *err)
{
    rd_kafka_conf_t *in, *out;
    MSD_TRY(msdx_kafka_conf(k, &in, &out, err));
    msd_status st = make(&k->out, RD_KAFKA_PRODUCER, out, k, err);
    if (st == MSD_OK)
        st = make(&k->in, RD_KAFKA_CONSUMER, in, k, err);
    else
        rd_kafka_conf_destroy(in);
    if (st == MSD_OK) st = reach(k, k->o.topic, err);
    if (st == MSD_OK) st = reach(k, k->o.out_topic, err);
    if (st == MSD_OK && k->o.dead_topic) st = reach(k, k->o.dead_topic, err);
    return st == MSD_OK ? subscribe(k, err) : st;
}

msd_status msdx_kafka_open(msdx_kafka **out, const msdx_kafka_options *options, msd_error *err)
{
    *out = NULL;
    MSD_TRY(msdx_rdkafka_open(err));
    msdx_kafka *k = msdx_calloc(1, sizeof *k);
    if (!k) return msdx_err_nomem(err);
    k->o = *options;
    pthread_mutex_init(&k->lock, NULL);
    pthread_mutex_init(&k->commit_lock, NULL);
    pthread_cond_init(&k->landed, NULL);
    k->given = rd_kafka_topic_partition_list_new(8);
    k->ended = rd_kafka_topic_partition_list_new(8);
    k->done = rd_kafka_topic_partition_list_new(8);
    k->committed_ms = msdx_kafka_now_ms();
    msd_status st = open_both(k, err);
    if (st != MSD_OK) {
        msdx_kafka_close(k);
        return st;
    }
    *out = k;
    return MSD_OK;
}

void msdx_kafka_close(msdx_kafka *k)
{
    if (!k) return;
    k->closing = true;
    if (k->held) rd_kafka_message_destroy(k->held);
    if (k->revoked) {
        rd_kafka_assign(k->in, NULL);
        rd_kafka_topic_partition_list_destroy(k->revoked);
    }
    if (k->in) {
        rd_kafka_consumer_close(k->in);
        rd_kafka_destroy(k->in);
    }
    if (k->out) {
        rd_kafka_purge(k->out, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        rd_kafka_destroy(k->out);
    }
    rd_kafka_topic_partition_list_destroy(k->given);
    rd_kafka_topic_partition_list_destroy(k->ended);
    rd_kafka_topic_partition_list_destroy(k->done);
    pthread_cond_destroy(&k->landed);
    pthread_mutex_destroy(&k->commit_lock);
    pthread_mutex_destroy(&k->lock);
    msdx_free(k->flying);
    msdx_free(k);
}

/* ---- reading ---- */

/* Room for one more in the ring; the lock is held. */
static msd_status grow(msdx_kafka *k, msd_error *err)
{
    if (k->n_flying < k->room) return MSD_OK;
    size_t room = k->room ? k->room * 2 : 256;
    msdx_kafka_place *p = msdx_calloc(room, sizeof *p);
    if (!p) return msdx_err_nomem(err);
    for (size_t i = 0; i < k->n_flying; i++) p[i] = k->flying[(k->first + i) % k->room];
    msdx_free(k->flying);
    k->flying = p;
    k->first = 0;
    k->room = room;
    return MSD_OK;
}

static msd_status take(msdx_kafka *k, const rd_kafka_message_t *m, msdx_kafka_message *message, msd_error *err)
{
    *message = (msdx_kafka_message){
        .n_byte = m->len, .empty = m->payload == NULL, .partition = m->partition, .offset = m->offset};
    message->bytes = msdx_malloc(m->len + 1);
    if (!message->bytes) return msdx_err_nomem(err);
    if (m->len) memcpy(message->bytes, m->payload, m->len);
    message->bytes[m->len] = 0;
    pthread_mutex_lock(&k->lock);
    msd_status st = grow(k, err);
    if (st == MSD_OK) {
        k->flying[(k->first + k->n_flying++) % k->room] = (msdx_kafka_place){m->partition, m->offset};
        k->counts.n_read++;
    }
    pthread_mutex_unlock(&k->lock);
    if (st == MSD_OK) return MSD_OK;
    msdx_free(message->bytes);
    message->bytes = NULL;
    return st;
}

/* What a poll gives that is no message. */
static void note(msdx_kafka *k, const rd_kafka_message_t *m)
{
    const char *why = m->payload ? rd_kafka_message_errstr(m) : rd_kafka_err2str(m->err);
    if (m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        const char *topic = rd_kafka_topic_name(m->rkt);
        if (!rd_kafka_topic_partition_list_find(k->ended, topic, m->partition))
            rd_kafka_topic_partition_list_add(k->ended, topic, m->partition);
    } else if (m->err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
               m->err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED ||
               m->err == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED) {
        msdx_kafka_set_failure(k, k->o.topic, why);
    } else {
        msdx_kafka_say(k, k->o.topic, why);
    }
}

/* NULL, or a message. */
static rd_kafka_message_t *poll_in(msdx_kafka *k, int wait_ms)
{
    rd_kafka_message_t *m = rd_kafka_consumer_poll(k->in, wait_ms);
    if (!m || m->err == RD_KAFKA_RESP_ERR_NO_ERROR) return m;
    note(k, m);
    rd_kafka_message_destroy(m);
    return NULL;
}

static bool all_read(const msdx_kafka *k)
{
    return k->o.once && k->joined && k->ended->cnt >= k->given->cnt;
}

msd_status msdx_kafka_next(msdx_kafka *k, msdx_kafka_message *message, msd_error *err)
{
    *message = (msdx_kafka_message){0};
    for (;;) {
        rd_kafka_message_t *m = k->held;
        k->held = NULL;
        if (!m && k->revoked) MSD_TRY(msdx_kafka_give_back(k, err));
        if (!m && (is_stopped(k) || all_read(k))) return MSD_OK;
        if (!m) MSD_TRY(msdx_kafka_failure(k, err));
        if (!m) m = poll_in(k, POLL_MS);
        if (m) {
            msd_status st = take(k, m, message, err);
            rd_kafka_message_destroy(m);
            return st;
        }
        rd_kafka_poll(k->out, 0);
        MSD_TRY(msdx_kafka_commit_due(k, err));
    }
}

bool msdx_kafka_ready(msdx_kafka *k)
{
    if (!k->held && !k->revoked && !is_stopped(k)) k->held = poll_in(k, 0);
    return k->held != NULL;
}

/* ---- writing ---- */

static msd_status post(msdx_kafka *k, const char *topic, msdx_str key, msdx_str value, const char *const header[4],
                       msd_error *err)
{
    rd_kafka_resp_err_t code;
    for (;;) {
        MSD_TRY(msdx_kafka_failure(k, err));
        rd_kafka_headers_t *h = rd_kafka_headers_new(2);
        for (int i = 0; i < 4; i += 2)
            if (header[i]) rd_kafka_header_add(h, header[i], -1, header[i + 1], -1);
        code = rd_kafka_producev(k->out, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_KEY(key.p, key.n),
                                 RD_KAFKA_V_VALUE((void *)(uintptr_t)value.p, value.n), RD_KAFKA_V_HEADERS(h),
                                 RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR) rd_kafka_headers_destroy(h);
        if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL) break;
        rd_kafka_poll(k->out, POLL_MS);
    }
    rd_kafka_poll(k->out, 0);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return MSD_OK;
    bool big = code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;
    return msdx_err(err, big ? MSD_ETOOBIG : MSD_EIO, 0, "%.80s: %s", topic, rd_kafka_err2str(code));
}

msd_status msdx_kafka_put(msdx_kafka *k, msdx_str key, msdx_str value, const char *id, msd_error *err)
{
    const char *const header[4] = {"id", id};
    return post(k, k->o.out_topic, key, value, header, err);
}

msd_status msdx_kafka_refuse(msdx_kafka *k, msdx_str bytes, const char *reason, const char *from, msd_error *err)
{
    const char *const header[4] = {"error", reason, "from", from};
    if (!k->o.dead_topic) return MSD_OK;
    MSD_TRY(post(k, k->o.dead_topic, (msdx_str){NULL, 0}, bytes, header, err));
    pthread_mutex_lock(&k->lock);
    k->counts.n_dead++;
    pthread_mutex_unlock(&k->lock);
    return MSD_OK;
}

/* ---- offsets ---- */

static void set_done(msdx_kafka *k, const msdx_kafka_place *at)
{
    rd_kafka_topic_partition_t *p = rd_kafka_topic_partition_list_find(k->done, k->o.topic, at->partition);
    if (!p) p = rd_kafka_topic_partition_list_add(k->done, k->o.topic, at->partition);
    p->offset = at->offset + 1;
    k->uncommitted = true;
}

void msdx_kafka_done(msdx_kafka *k, size_t n, bool handled)
{
    pthread_mutex_lock(&k->lock);
    for (; n && k->n_flying; n--, k->n_flying--) {
        if (handled) set_done(k, &k->flying[k->first]);
        k->first = (k->first + 1) % k->room;
    }
    pthread_cond_signal(&k->landed);
    pthread_mutex_unlock(&k->lock);
}

/* Until all that was put has been delivered, or has failed to be; when told to stop, not much longer. */
static msd_status deliver(msdx_kafka *k, msd_error *err)
{
    for (int late = 0; rd_kafka_flush(k->out, FLUSH_MS) != RD_KAFKA_RESP_ERR_NO_ERROR;) {
        late += is_stopped(k);
        MSD_TRY(msdx_kafka_failure(k, err));
        if (late == LAST_FLUSHES)
            return msdx_err(err, MSD_EIO, 0, "%.80s: %d messages are not delivered", k->o.brokers,
                            rd_kafka_outq_len(k->out));
    }
    return msdx_kafka_failure(k, err);
}

/* Of another member now, or soon: it starts from the last commit, and what was done since comes twice. */
static msd_status commit_list(msdx_kafka *k, const rd_kafka_topic_partition_list_t *list, msd_error *err)
{
    MSD_TRY(deliver(k, err));
    rd_kafka_resp_err_t code = rd_kafka_commit(k->in, list, 0);
    pthread_mutex_lock(&k->lock);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR)
        k->counts.n_commit++;
    else
        k->uncommitted = true;
    pthread_mutex_unlock(&k->lock);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) msdx_kafka_say(k, "commit", rd_kafka_err2str(code));
    return MSD_OK;
}

/* commit_lock is held. */
static msd_status commit(msdx_kafka *k, msd_error *err)
{
    rd_kafka_topic_partition_list_t *list = NULL;
    pthread_mutex_lock(&k->lock);
    if (k->uncommitted && k->done->cnt) list = rd_kafka_topic_partition_list_copy(k->done);
    k->uncommitted = false;
    pthread_mutex_unlock(&k->lock);
    msd_status st = list ? commit_list(k, list, err) : MSD_OK;
    if (list) rd_kafka_topic_partition_list_destroy(list);
    k->committed_ms = msdx_kafka_now_ms();
    return st;
}

msd_status msdx_kafka_commit(msdx_kafka *k, msd_error *err)
{
    pthread_mutex_lock(&k->commit_lock);
    msd_status st = commit(k, err);
    pthread_mutex_unlock(&k->commit_lock);
    return st;
}

msd_status msdx_kafka_commit_due(msdx_kafka *k, msd_error *err)
{
    msd_status st = MSD_OK;
    if (pthread_mutex_trylock(&k->commit_lock) != 0) return MSD_OK; /* somebody is at it */
    if (msdx_kafka_now_ms() - k->committed_ms >= COMMIT_MS) st = commit(k, err);
    pthread_mutex_unlock(&k->commit_lock);
    return st;
}

void msdx_kafka_count(msdx_kafka *k, msdx_kafka_counts *counts)
{
    pthread_mutex_lock(&k->lock);
    *counts = k->counts;
    pthread_mutex_unlock(&k->lock);
}
