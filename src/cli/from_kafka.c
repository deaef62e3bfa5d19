#include "cli/from_kafka.h"

#include <signal.h>

#include "cli/coding.h"
#include "kafka/kafka.h"

struct stream {
    const msdx_cli_args *args;
    msdx_kafka *kafka;
    size_t max;
    msdx_buf line, key;
    msd_status st; /* why it could not go on */
    msd_error err;
};

static volatile sig_atomic_t stopped;

/* The second time ends it at once: what is under way is read again by the next. */
static void stop(int sig)
{
    stopped = 1;
    signal(sig, SIG_DFL);
}

static void say(void *ctx, const char *line)
{
    (void)ctx;
    fprintf(stderr, "masudi code: %s\n", line);
}

static msd_status open_stream(void *ctx, const msdx_cli_args *args, const msd_engine *engine, uint64_t *total,
                              msd_error *err)
{
    struct stream *s = ctx;
    (void)engine, (void)total;
    const char *group = msdx_cli_get(args, "group");
    const msdx_kafka_options o = {.brokers = msdx_cli_get(args, "kafka"),
                                  .topic = msdx_cli_get(args, "topic"),
                                  .out_topic = msdx_cli_get(args, "out-topic"),
                                  .group = group ? group : "masudi",
                                  .dead_topic = msdx_cli_get(args, "dead-topic"),
                                  .config = msdx_cli_get(args, "kafka-config"),
                                  .once = msdx_cli_flag(args, "once"),
                                  .stop = &stopped,
                                  .say = say};
    return msdx_kafka_open(&s->kafka, &o, err);
}

static msd_status check(const struct stream *s, const msdx_kafka_message *m, msd_error *err)
{
    if (m->empty) return msdx_err(err, MSD_EFORMAT, 0, "a message without a value");
    if (m->n_byte > s->max) return msdx_err(err, MSD_ETOOBIG, 0, "over %zu bytes", s->max);
    return MSD_OK;
}

/* A refusal tells where the message stands: "TOPIC/PARTITION@OFFSET". */
static bool next(void *ctx, msdx_cli_item *item, bool *plain)
{
    struct stream *s = ctx;
    msdx_kafka_message m;
    char where[64];
    *item = (msdx_cli_item){.path = msdx_cli_get(s->args, "topic")};
    *plain = false;
    s->st = msdx_kafka_next(s->kafka, &m, &s->err);
    if (s->st != MSD_OK || !m.bytes) return false;
    snprintf(where, sizeof where, "%d@%lld", (int)m.partition, (long long)m.offset);
    item->rec = (msdx_record){.bytes = m.bytes, .n_byte = m.n_byte, .kind = MSDX_READ_JSONL, .line = 1};
    item->rec.name = msdx_strdup(where);
    item->st = item->rec.name ? check(s, &m, &item->err) : msdx_err_nomem(&item->err);
    return true;
}

static bool ready(void *ctx)
{
    return msdx_kafka_ready(((struct stream *)ctx)->kafka);
}

static msd_status put_claim(struct stream *s, const msd_doc *doc, const msd_claim *claim, msd_error *err)
{
    msdx_buf_reset(&s->line);
    msdx_buf_reset(&s->key);
    msdx_write_jsonl(&s->line, doc, claim);
    msdx_kafka_key(&s->key, claim);
    if (s->line.failed || s->key.failed) return msdx_err_nomem(err);
    return msdx_kafka_put(s->kafka, (msdx_str){s->key.p, s->key.n}, (msdx_str){s->line.p, s->line.n - 1}, claim->id,
                          err);
}

static msd_status refuse(struct stream *s, const msdx_cli_item *item, msd_error *err)
{
    char from[320];
    snprintf(from, sizeof from, "%s/%s", item->path, item->rec.name ? item->rec.name : "");
    return msdx_kafka_refuse(s->kafka, (msdx_str){item->rec.bytes, item->rec.n_byte}, item->err.msg, from, err);
}

static msd_status put(void *ctx, msdx_cli_item *item, const msd_doc *doc, const msdx_filter *filter, msd_error *err)
{
    struct stream *s = ctx;
    if (!doc) return refuse(s, item, err);
    for (uint32_t i = 0; i < doc->n_claim; i++)
        if (msdx_filter_pass(filter, doc, &doc->claim[i])) MSD_TRY(put_claim(s, doc, &doc->claim[i], err));
    return MSD_OK;
}

static msd_status done(void *ctx, size_t n, bool handled, msd_error *err)
{
    struct stream *s = ctx;
    msdx_kafka_done(s->kafka, n, handled);
    return handled ? msdx_kafka_commit_due(s->kafka, err) : MSD_OK;
}

static msd_status end(void *ctx, msd_error *err)
{
    struct stream *s = ctx;
    msdx_kafka_counts c;
    if (s->st != MSD_OK) {
        *err = s->err;
        return s->st;
    }
    MSD_TRY(msdx_kafka_commit(s->kafka, err));
    msdx_kafka_count(s->kafka, &c);
    if (!msdx_cli_flag(s->args, "quiet"))
        fprintf(stderr, "masudi code: %llu messages read, %llu delivered, %llu too big, %llu to the dead topic\n",
                (unsigned long long)c.n_read, (unsigned long long)c.n_delivered, (unsigned long long)c.n_too_big,
                (unsigned long long)c.n_dead);
    return MSD_OK;
}

bool msdx_from_kafka_asked(const msdx_cli_args *args)
{
    static const char *const name[] = {"kafka", "topic", "out-topic", "group", "dead-topic", "kafka-config"};
    for (size_t i = 0; i < sizeof name / sizeof *name; i++)
        if (msdx_cli_get(args, name[i])) return true;
    return msdx_cli_flag(args, "once");
}

static int check_options(const msdx_cli_args *args)
{
    static const char *const needed[] = {"kafka", "topic", "out-topic"};
    const char *const *file, *in = msdx_cli_get(args, "in"), *out = msdx_cli_get(args, "out");
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!msdx_cli_get(args, needed[i])) return msdx_cli_usage(args, "--%s is needed to read from Kafka", needed[i]);
    if (msdx_cli_files(args, &file)) return msdx_cli_usage(args, "--kafka takes no file");
    if (in && strcmp(in, "jsonl") != 0) return msdx_cli_usage(args, "--kafka takes JSON objects alone: --in jsonl");
    if (out && strcmp(out, "jsonl") != 0) return msdx_cli_usage(args, "--kafka gives JSON objects alone: --out jsonl");
    if (strcmp(msdx_cli_get(args, "topic"), msdx_cli_get(args, "out-topic")) == 0)
        return msdx_cli_usage(args, "--topic and --out-topic are the same");
    return MSDX_EXIT_OK;
}

int msdx_from_kafka_run(const msdx_cli_args *args)
{
    struct stream s = {.args = args, .max = msdx_cli_number(args, "max-document", MSDX_MAX_DOCUMENT)};
    const msdx_coding_source source = {
        .ctx = &s, .open = open_stream, .next = next, .end = end, .ready = ready, .put = put, .done = done};
    int rc = check_options(args);
    if (rc != MSDX_EXIT_OK) return rc;
    s.line = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    s.key = (msdx_buf)MSDX_BUF_INIT(1 << 20);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, stop);
    signal(SIGTERM, stop);
    rc = msdx_coding_run(args, &source);
    msdx_kafka_close(s.kafka);
    msdx_buf_clear(&s.line);
    msdx_buf_clear(&s.key);
    return rc;
}
