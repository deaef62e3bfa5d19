/* test_kafka.c: `masudi code --kafka` against brokers: those of librdkafka's mock, or with MASUDI_TEST_KAFKA=HOST:PORT
 * a real one (`make test-kafka`). What comes out is held against what `masudi code` prints for the same articles. */
#include "kafka/kafka.h"
#include "test.h"

#if !defined(MSDX_HAVE_RDKAFKA) || defined(__SANITIZE_THREAD__)
int main(void)
{
    SKIP("no librdkafka; or its threads, those of C11, which this sanitizer does not know");
}
#else
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PARTITIONS = 3, ARGS = 32, WAIT_MS = 60000 };

extern char **environ;

static rd_kafka_t *maker, *mock_owner;
static rd_kafka_mock_cluster_t *mock; /* NULL: a real broker */
static char brokers[256], tmp[64], masudi[512];
static int serial, n_article = 480;

/* ---- lines ---- */

struct line {
    char *text, *key;
    int32_t partition;
};
struct lines {
    struct line at[8192];
    size_t n;
};

static void lines_clear(struct lines *l)
{
    for (size_t i = 0; i < l->n; i++) {
        free(l->at[i].text);
        free(l->at[i].key);
    }
    l->n = 0;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(((const struct line *)a)->text, ((const struct line *)b)->text);
}

static void lines_sort(struct lines *l)
{
    qsort(l->at, l->n, sizeof *l->at, by_text);
}

/* Each once; gives how many were there more than once. */
static size_t lines_once(struct lines *l)
{
    size_t n = 0, all = l->n;
    lines_sort(l);
    for (size_t i = 0; i < all; i++) {
        if (n && strcmp(l->at[n - 1].text, l->at[i].text) == 0) {
            free(l->at[i].text);
            free(l->at[i].key);
        } else {
            l->at[n++] = l->at[i];
        }
    }
    l->n = n;
    return all - n;
}

static bool lines_same(const struct lines *a, const struct lines *b)
{
    bool same = a->n == b->n && a->n > 0;
    for (size_t i = 0; same && i < a->n; i++) same = strcmp(a->at[i].text, b->at[i].text) == 0;
    if (!same) fprintf(stderr, "%zu lines, and %zu\n", a->n, b->n);
    return same;
}

/* ---- topics ---- */

static void make_real(const char *topic)
{
    char why[256];
    rd_kafka_NewTopic_t *t = rd_kafka_NewTopic_new(topic, PARTITIONS, 1, why, sizeof why);
    rd_kafka_queue_t *q = rd_kafka_queue_new(maker);
    rd_kafka_CreateTopics(maker, &t, 1, NULL, q);
    rd_kafka_event_t *e = rd_kafka_queue_poll(q, WAIT_MS);
    CHECK(e && rd_kafka_event_error(e) == 0);
    if (e) rd_kafka_event_destroy(e);
    rd_kafka_queue_destroy(q);
    rd_kafka_NewTopic_destroy(t);
}

/* A topic that nobody has used yet; out has room for 64. */
static void topic_make(char *out, const char *what)
{
    snprintf(out, 64, "%s-%ld-%d", what, (long)getpid(), serial++);
    if (mock)
        CHECK(rd_kafka_mock_topic_create(mock, out, PARTITIONS, 1) == 0);
    else
        make_real(out);
}

static void produce(const char *topic, const char *value)
{
    CHECK(rd_kafka_producev(maker, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_VALUE((void *)(uintptr_t)value, strlen(value)),
                            RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END) == 0);
    rd_kafka_poll(maker, 0);
}

static void article(int i, char *out, size_t room)
{
    int n = snprintf(out, room, "{\"id\":\"d%d\",\"date\":\"2021-03-%02d\",\"text\":\"", i, i % 28 + 1);
    for (int k = 0; k <= i % 4; k++)
        n += snprintf(out + n, room - (size_t)n,
                      "Soldiers of battalion %d shelled the port of Aden, killing %d sailors. Peru threatened to "
                      "expel the ambassador of Chile. ",
                      i, k + 2);
    snprintf(out + n, room - (size_t)n, "\"}");
}

static void produce_articles(const char *topic, int from, int to)
{
    char value[2048];
    for (int i = from; i < to; i++) {
        article(i, value, sizeof value);
        produce(topic, value);
    }
    CHECK(rd_kafka_flush(maker, WAIT_MS) == 0);
}

static void take(struct lines *out, const rd_kafka_message_t *m)
{
    if (out->n == sizeof out->at / sizeof *out->at) return;
    out->at[out->n].partition = m->partition;
    out->at[out->n].text = strndup(m->payload ? m->payload : "", m->len);
    out->at[out->n++].key = strndup(m->key ? m->key : "", m->key_len);
}

static pid_t victim; /* to be killed in the midst of consume */

/* All that the topic has; with `least`, wait until it has so much. */
static void consume(const char *topic, struct lines *out, size_t least)
{
    char why[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", brokers, why, sizeof why);
    rd_kafka_conf_set(conf, "group.id", "looker", why, sizeof why);
    rd_kafka_conf_set(conf, "enable.partition.eof", "true", why, sizeof why);
    rd_kafka_conf_set(conf, "enable.auto.commit", "false", why, sizeof why);
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof why);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(PARTITIONS);
    for (int i = 0; i < PARTITIONS; i++)
        rd_kafka_topic_partition_list_add(list, topic, i)->offset = RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_assign(rk, list);
    rd_kafka_topic_partition_list_destroy(list);
    time_t end = time(NULL) + WAIT_MS / 1000;
    bool ended[PARTITIONS] = {false};
    for (int n_end = 0; (n_end < PARTITIONS || out->n < least) && time(NULL) < end;) {
        rd_kafka_message_t *m = rd_kafka_consumer_poll(rk, 200);
        if (!m) continue;
        if (m->err == 0) take(out, m);
        if (victim && out->n >= 30) {
            kill(victim, SIGKILL);
            victim = 0;
        }
        if (m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF && !ended[m->partition]) {
            ended[m->partition] = true;
            n_end++;
        }
        rd_kafka_message_destroy(m);
    }
    rd_kafka_consumer_close(rk);
    rd_kafka_destroy(rk);
}

/* ---- the program ---- */

static const char *in_tmp(const char *name, char out[128])
{
    snprintf(out, 128, "%s/%s", tmp, name);
    return out;
}

/* The file of --kafka-config, with `more` lines. */
static void configure(const char *more)
{
    char path[128];
    FILE *f = fopen(in_tmp("config", path), "w");
    fprintf(f, "# for tests\nsession.timeout.ms = 6000\nheartbeat.interval.ms=500\n\n%s", more);
    fclose(f);
}

/* Standard error goes into a file of that name. */
static pid_t start(const char *err_name, const char *in, const char *out, const char *group, const char *const *more)
{
    char config[128], err_path[128];
    const char *arg[ARGS] = {masudi,        "code", "--kafka", brokers, "--topic",        in,
                             "--out-topic", out,    "--group", group,   "--kafka-config", in_tmp("config", config),
                             "-j",          "2"};
    int n = 14;
    for (; more && *more; more++) arg[n++] = *more;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 2, in_tmp(err_name, err_path), 01101, 0600); /* create, truncate, write */
    pid_t pid = -1;
    CHECK(posix_spawn(&pid, masudi, &files, NULL, (char *const *)(uintptr_t)arg, environ) == 0);
    posix_spawn_file_actions_destroy(&files);
    return pid;
}

static int end_of(pid_t pid)
{
    int status = 0;
    if (pid <= 0 || waitpid(pid, &status, 0) != pid) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int code_once(const char *err_name, const char *in, const char *out, const char *group)
{
    static const char *const once[] = {"--once", NULL};
    return end_of(start(err_name, in, out, group, once));
}

static bool told(const char *err_name, const char *words)
{
    char path[128], text[16384];
    FILE *f = fopen(in_tmp(err_name, path), "r");
    size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
    if (f) fclose(f);
    text[n] = 0;
    if (strstr(text, words)) return true;
    fprintf(stderr, "%s: %s\n", err_name, text);
    return false;
}

/* What `masudi code` prints for these articles. */
static void expected(int from, int to, struct lines *out)
{
    char path[128], command[1024];
    char *line = NULL;
    size_t room = 0;
    FILE *f = fopen(in_tmp("in.jsonl", path), "w");
    for (int i = from; i < to; i++) {
        char value[2048];
        article(i, value, sizeof value);
        fprintf(f, "%s\n", value);
    }
    fclose(f);
    snprintf(command, sizeof command, "'%s' code --quiet --out jsonl '%s'", masudi, path);
    f = popen(command, "r");
    while (getline(&line, &room, f) > 0) {
        line[strcspn(line, "\n")] = 0;
        out->at[out->n].key = strdup("");
        out->at[out->n++].text = strdup(line);
    }
    free(line);
    CHECK_INT(pclose(f), 0);
    lines_sort(out);
}

static struct lines got, want;

static void check_all(const char *topic, int to, size_t *n_double)
{
    lines_clear(&got);
    lines_clear(&want);
    expected(0, to, &want);
    consume(topic, &got, want.n);
    *n_double = lines_once(&got);
    CHECK(lines_same(&got, &want));
}

/* Doubles do not count. */
static void wait_for_all(const char *topic, int to)
{
    time_t end = time(NULL) + WAIT_MS / 1000;
    lines_clear(&want);
    expected(0, to, &want);
    do {
        lines_clear(&got);
        consume(topic, &got, want.n);
        lines_once(&got);
    } while (got.n < want.n && time(NULL) < end);
}

/* How many messages of the topic the group has behind it: the next member starts there. */
static void check_committed(const char *topic, const char *group, int64_t want_n)
{
    char why[256];
    int64_t n = 0;
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", brokers, why, sizeof why);
    rd_kafka_conf_set(conf, "group.id", group, why, sizeof why);
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof why);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(PARTITIONS);
    for (int i = 0; i < PARTITIONS; i++) rd_kafka_topic_partition_list_add(list, topic, i);
    CHECK(rd_kafka_committed(rk, list, WAIT_MS) == 0);
    for (int i = 0; i < PARTITIONS; i++) n += list->elems[i].offset > 0 ? list->elems[i].offset : 0;
    CHECK_INT(n, want_n);
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_destroy(rk);
}

/* ---- tests ---- */

static void test_kafka__a_key_is_the_event(void)
{
    static const msd_entity one[] = {{.country = "PER", .sector = "GOV"}}, two[] = {{.name = "Vale"}};
    const msd_claim claim[] = {{.event = "ASSAULT", .actors = one, .n_actor = 1, .recipients = two, .n_recipient = 1},
                               {.event = "ASSAULT", .actors = two, .n_actor = 1},
                               {.event = "ASSAULT", .where = {.present = true, .name = "Lima"}}};
    for (size_t i = 0; i < sizeof claim / sizeof *claim; i++) {
        msdx_buf buf = MSDX_BUF_INIT(4096);
        msdx_kafka_key(&buf, &claim[i]);
        CHECK_STR(msdx_buf_cstr(&buf), "ASSAULT");
        msdx_buf_clear(&buf);
    }
}

static void test_kafka__same_lines_as_the_command(void)
{
    char in[64], out[64];
    size_t n_double;
    topic_make(in, "in");
    topic_make(out, "out");
    produce_articles(in, 0, 60);
    CHECK_INT(code_once("once", in, out, "g-once"), 0);
    CHECK(told("once", "60 messages read"));
    check_all(out, 60, &n_double);
    CHECK_INT(n_double, 0);
    for (size_t i = 0; i < got.n; i++) {
        bool threat = strstr(got.at[i].text, "\"event\":\"THREATEN\"") != NULL;
        if (threat) CHECK_STR(got.at[i].key, "THREATEN");
        for (size_t k = 0; k < i; k++)
            if (strcmp(got.at[k].key, got.at[i].key) == 0) CHECK_INT(got.at[k].partition, got.at[i].partition);
    }
    check_committed(in, "g-once", 60);
}

static void test_kafka__bad_messages_are_told_and_kept(void)
{
    static const char *const more[] = {"--once", "--max-document", "1K", "--dead-topic", NULL, NULL};
    const char *args[6];
    char in[64], out[64], dead[64], big[4096];
    memcpy(args, more, sizeof args);
    topic_make(in, "in");
    topic_make(out, "out");
    topic_make(dead, "dead");
    args[4] = dead;
    memset(big, 'x', sizeof big - 1);
    big[sizeof big - 1] = 0;
    produce(in, "{\"id\":");
    produce(in, big);
    CHECK(rd_kafka_producev(maker, RD_KAFKA_V_TOPIC(in), RD_KAFKA_V_KEY("k", 1), RD_KAFKA_V_END) == 0);
    produce_articles(in, 0, 1);
    CHECK_INT(end_of(start("bad", in, out, "g-bad", args)), 1);
    CHECK(told("bad", "1 documents, "));
    CHECK(told("bad", "3 refused"));
    CHECK(told("bad", "a message without a value"));
    CHECK(told("bad", "over 1024 bytes"));
    CHECK(told("bad", "@0:"));
    lines_clear(&got);
    consume(dead, &got, 3);
    lines_sort(&got);
    CHECK_INT(got.n, 3);
    CHECK(got.n == 3 && strcmp(got.at[1].text, big) == 0 && strcmp(got.at[2].text, "{\"id\":") == 0);
    check_committed(in, "g-bad", 4);
}

/* Nothing is lost, and what comes twice is the same line, so that its id tells. */
static void test_kafka__killed_in_mid_stream(void)
{
    char in[64], out[64];
    size_t n_double;
    topic_make(in, "in");
    topic_make(out, "out");
    produce_articles(in, 0, n_article);
    pid_t pid = victim = start("killed", in, out, "g-kill", NULL);
    lines_clear(&got);
    consume(out, &got, 31);
    produce_articles(in, n_article, n_article * 3 / 2);
    CHECK_INT(end_of(pid), 128 + SIGKILL);
    lines_clear(&want);
    expected(0, n_article * 3 / 2, &want);
    lines_once(&got);
    CHECK(got.n < want.n);
    CHECK_INT(code_once("after", in, out, "g-kill"), 0);
    check_all(out, n_article * 3 / 2, &n_double);
    printf("killed: %zu of %zu lines came twice\n", n_double, got.n);
}

static void test_kafka__ends_cleanly_when_told_to(void)
{
    char in[64], out[64];
    size_t n_double;
    topic_make(in, "in");
    topic_make(out, "out");
    produce_articles(in, 0, n_article / 2);
    pid_t pid = start("told", in, out, "g-term", NULL);
    lines_clear(&got);
    consume(out, &got, 30);
    time_t then = time(NULL);
    kill(pid, SIGTERM);
    CHECK_INT(end_of(pid), 0);
    CHECK(time(NULL) - then <= 10);
    CHECK(told("told", "documents, "));
    CHECK_INT(code_once("rest", in, out, "g-term"), 0);
    check_all(out, n_article / 2, &n_double);
    CHECK_INT(n_double, 0);
}

/* A second member comes while the first reads: partitions change hands without a double. The mock takes no commit of a
 * group that is being joined, as brokers do. */
static void test_kafka__two_members_share(void)
{
    char in[64], out[64];
    size_t n_double;
    topic_make(in, "in");
    topic_make(out, "out");
    pid_t one = start("one", in, out, "g-two", NULL);
    produce_articles(in, 0, n_article / 3);
    lines_clear(&got);
    consume(out, &got, 30);
    pid_t two = start("two", in, out, "g-two", NULL);
    for (int i = n_article / 3; i < n_article; i += n_article / 12) {
        produce_articles(in, i, i + n_article / 12 < n_article ? i + n_article / 12 : n_article);
        usleep(400000);
    }
    wait_for_all(out, n_article);
    kill(one, SIGTERM);
    CHECK_INT(end_of(one), 0);
    kill(two, SIGTERM);
    CHECK_INT(end_of(two), 0);
    check_all(out, n_article, &n_double);
    if (mock) return;
    CHECK_INT(n_double, 0);
    check_committed(in, "g-two", n_article);
}

/* Errors that pass are borne. */
static void test_kafka__passing_errors(void)
{
    char in[64], out[64];
    size_t n_double;
    if (!mock) return;
    topic_make(in, "in");
    topic_make(out, "out");
    produce_articles(in, 0, 30);
    /* One request at a time: librdkafka takes the success of a later batch for that of the one before, as a broker that
       minds the order of numbers would have it. The mock does not mind them. */
    configure("max.in.flight.requests.per.connection=1\n");
    rd_kafka_mock_push_request_errors(mock, 0 /* Produce */, 3, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
                                      RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS);
    CHECK_INT(code_once("passing", in, out, "g-pass"), 0);
    configure("");
    check_all(out, 30, &n_double);
}

/* What cannot be delivered is not committed. */
static void test_kafka__what_is_not_delivered_comes_again(void)
{
    char in[64], out[64];
    size_t n_double;
    if (!mock) return;
    topic_make(in, "in");
    topic_make(out, "out");
    produce_articles(in, 0, 30);
    rd_kafka_mock_push_request_errors(mock, 0 /* Produce */, 3, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
                                      RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
                                      RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    CHECK_INT(code_once("refused", in, out, "g-refused"), 3);
    check_committed(in, "g-refused", 0);
    rd_kafka_mock_clear_request_errors(mock, 0);
    CHECK_INT(code_once("healed", in, out, "g-refused"), 0);
    check_all(out, 30, &n_double);
}

static void test_kafka__wrong_use(void)
{
    char command[1400];
    static const char *const wrong[] = {"--kafka localhost:1 --topic a",
                                        "--topic a",
                                        "--once",
                                        "--kafka localhost:1 --topic a --out-topic a",
                                        "--kafka localhost:1 --topic a --out-topic b --out csv",
                                        "--kafka localhost:1 --topic a --out-topic b file"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        snprintf(command, sizeof command, "'%s' code %s >/dev/null 2>&1", masudi, wrong[i]);
        int status = system(command);
        CHECK_INT(WEXITSTATUS(status), 2);
    }
    static const char *const property[] = {"group.id=x", "no.such.property=1", "words"};
    for (size_t i = 0; i < sizeof property / sizeof *property; i++) {
        snprintf(command, sizeof command,
                 "echo '%s' >'%s/wrong'; '%s' code --kafka localhost:1 --topic a --out-topic b --kafka-config "
                 "'%s/wrong' 2>&1 | grep -q \"wrong:1: \"",
                 property[i], tmp, masudi, tmp);
        CHECK_INT(system(command), 0);
    }
}

/* ---- the brokers ---- */

static void open_brokers(void)
{
    char why[256];
    const char *real = getenv("MASUDI_TEST_KAFKA");
    if (real) {
        snprintf(brokers, sizeof brokers, "%s", real);
    } else {
        rd_kafka_conf_t *quiet = rd_kafka_conf_new();
        rd_kafka_conf_set(quiet, "log_level", "3", why, sizeof why);
        mock_owner = rd_kafka_new(RD_KAFKA_PRODUCER, quiet, why, sizeof why);
        mock = rd_kafka_mock_cluster_new(mock_owner, 1);
        snprintf(brokers, sizeof brokers, "%s", rd_kafka_mock_cluster_bootstraps(mock));
    }
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", brokers, why, sizeof why);
    maker = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof why);
    configure("");
}

int main(void)
{
    char command[700];
    snprintf(masudi, sizeof masudi, "%s/masudi", MSD_BUILD_DIR);
    snprintf(command, sizeof command, "echo x | '%s' code >/dev/null 2>&1", masudi);
    if (access(masudi, X_OK) != 0 || WEXITSTATUS(system(command)) == 3) SKIP("no program, model or knowledge");
    snprintf(tmp, sizeof tmp, "/tmp/test_kafka.XXXXXX");
    if (!mkdtemp(tmp)) SKIP("no folder for temporary files");
    open_brokers();
    if (mock) n_article = 160; /* every test run has this one */
    RUN(test_kafka__a_key_is_the_event);
    RUN(test_kafka__same_lines_as_the_command);
    RUN(test_kafka__bad_messages_are_told_and_kept);
    RUN(test_kafka__killed_in_mid_stream);
    RUN(test_kafka__ends_cleanly_when_told_to);
    RUN(test_kafka__two_members_share);
    RUN(test_kafka__passing_errors);
    RUN(test_kafka__what_is_not_delivered_comes_again);
    RUN(test_kafka__wrong_use);
    lines_clear(&got);
    lines_clear(&want);
    rd_kafka_destroy(maker);
    if (mock) rd_kafka_mock_cluster_destroy(mock);
    if (mock_owner) rd_kafka_destroy(mock_owner);
    snprintf(command, sizeof command, "rm -rf '%s'", tmp);
    CHECK_INT(system(command), 0);
    return test_end();
}
#endif
