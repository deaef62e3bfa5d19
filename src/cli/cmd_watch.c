/* cmd_watch.c: `masudi watch`: feeds and folders polled, watches fired, alerts delivered and looked after. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "api/api.h"
#include "base/map.h"
#include "cli/keep.h"
#include "watch/times.h"
#include "watch/watch.h"

static const msdx_cli_opt opt[] = {
    {"store", 0, MSDX_OPT_TEXT, "WHERE", "the store: a file, or postgresql://...; made when it is not there"},
    {"once", 0, MSDX_OPT_FLAG, NULL, "every feed and folder once, deliver what there is, then end"},
    {"for", 0, MSDX_OPT_TEXT, "TIME", "end after 30s, 15m, 6h, 2d"},
    {"out", 0, MSDX_OPT_WORD, "jsonl|text|json|none",
     "form of alerts on standard output: text on a terminal, jsonl in a pipe; status: text or json"},
    {"state", 0, MSDX_OPT_WORD, "new|seen|acknowledged|dismissed", "alerts: those of this state"},
    {"watch", 0, MSDX_OPT_TEXT, "ID", "alerts: those of this watch"},
    {"limit", 0, MSDX_OPT_NUMBER, "N", "alerts: at most so many, the newest"},
    MSDX_CLI_MODEL,
    {"knowledge", 0, MSDX_OPT_LIST, "DIR", "a folder of knowledge that adds to or overrides ours"},
    {"quiet", 0, MSDX_OPT_FLAG, NULL, "no words about what goes wrong and no summary"},
    MSDX_CLI_END};

static volatile sig_atomic_t stopped;

static void stop(int sig)
{
    (void)sig;
    stopped = 1;
}

/* ---- alerts on standard output ---- */

struct shown {
    const msdx_cli_args *args;
    const msd_engine *engine;
    msdx_store *store;
    enum { JSONL, TEXT, NONE } form;
    bool quiet;
};

static void set_form(struct shown *s)
{
    const char *form = msdx_cli_get(s->args, "out");
    if (!form) form = isatty(STDOUT_FILENO) ? "text" : "jsonl";
    s->form = strcmp(form, "text") == 0 ? TEXT : strcmp(form, "none") == 0 ? NONE : JSONL;
}

/* Words from outside: nothing that a terminal would obey. */
static void defuse(msdx_buf *text)
{
    for (size_t i = 0; i < text->n; i++) {
        unsigned char c = (unsigned char)text->p[i];
        bool c1 = c == 0xC2 && i + 1 < text->n && (unsigned char)text->p[i + 1] < 0xA0;
        if ((c < ' ' && c != '\n') || c == 0x7F || c1) text->p[i] = ' ';
        if (c1) text->p[i + 1] = ' ';
    }
}

static msd_status print(void *ctx, const msdx_alert *alert, msd_error *err)
{
    struct shown *s = ctx;
    msdx_buf text = MSDX_BUF_INIT((size_t)1 << 28);
    char made[24];
    msdx_time_iso(alert->made, made);
    if (s->form == JSONL) {
        /* the state is what may have changed since the alert was made */
        msdx_buf_add(&text, alert->body.p, alert->body.n ? alert->body.n - 1 : 0);
        msdx_buf_addf(&text, ",\"state\":\"%s\"}\n", alert->state);
    } else if (s->form == TEXT) {
        msdx_buf_addf(&text, "%s %s [%s] %s\n", made, alert->key, alert->watch, alert->title);
        msdx_write_alert_text(&text, alert);
        defuse(&text);
    }
    msd_status st = text.failed ? msdx_err_nomem(err) : MSD_OK;
    if (st == MSD_OK && ((text.n && fwrite(text.p, 1, text.n, stdout) != text.n) || fflush(stdout) != 0))
        st = msdx_err(err, MSD_EIO, 0, "the output: %s", strerror(errno));
    msdx_buf_clear(&text);
    return st;
}

static void say(void *ctx, const char *line)
{
    const struct shown *s = ctx;
    if (!s->quiet) fprintf(stderr, "masudi watch: %s\n", line);
}

/* ---- the configuration ---- */

static int read_config(msdx_watch_config **out, const msdx_cli_args *args, const char *path, unsigned flags)
{
    msdx_map map;
    msd_error err = {0};
    msdx_buf problems = MSDX_BUF_INIT(1 << 20);
    *out = NULL;
    msd_status st = msdx_map_file(&map, path, &err);
    if (st != MSD_OK) return msdx_cli_fail(args, &err);
    st = msdx_watch_config_read(out, (msdx_str){map.p, map.n}, path, flags, &problems, &err);
    msdx_map_close(&map);
    if (problems.n) fwrite(problems.p, 1, problems.n, stderr);
    msdx_buf_clear(&problems);
    if (st == MSD_OK) return MSDX_EXIT_OK;
    return st == MSD_EFORMAT ? MSDX_EXIT_REFUSED : msdx_cli_fail(args, &err);
}

static int check(const msdx_cli_args *args, const char *const *file, size_t n)
{
    int rc = MSDX_EXIT_OK;
    if (n == 0) return msdx_cli_usage(args, "which configuration is to be checked?");
    for (size_t i = 0; i < n; i++) {
        msdx_watch_config *c;
        int got = read_config(&c, args, file[i], 0);
        if (got != MSDX_EXIT_OK) rc = got;
        if (c)
            printf("%s: %zu feeds and folders, %zu watches, %zu deliveries\n", file[i], c->n_feed, c->n_rule,
                   c->n_sink - 1);
        msdx_watch_config_free(c);
    }
    return rc;
}

/* ---- what is in the store ---- */

static int open_store(msdx_store **out, const msdx_cli_args *args, unsigned mode)
{
    msd_error err = {0};
    const char *where = msdx_cli_get(args, "store");
    *out = NULL;
    if (!where) return msdx_cli_usage(args, "which store? give --store FILE");
    return msdx_store_open(out, where, mode, &err) == MSD_OK ? MSDX_EXIT_OK : msdx_cli_fail(args, &err);
}

static int alerts(const msdx_cli_args *args)
{
    struct shown s = {.args = args};
    msd_error err = {0};
    int rc = open_store(&s.store, args, MSDX_STORE_READ);
    if (rc != MSDX_EXIT_OK) return rc;
    set_form(&s);
    if (msdx_watch_alerts(s.store, msdx_cli_get(args, "watch"), msdx_cli_get(args, "state"), NULL,
                          msdx_cli_number(args, "limit", 0), print, &s, &err) != MSD_OK)
        rc = msdx_cli_fail(args, &err);
    msdx_store_close(s.store);
    return rc;
}

static int mark(const msdx_cli_args *args, const char *const *word, size_t n)
{
    msdx_store *store;
    msd_error err = {0};
    size_t state = 0;
    if (n < 2) return msdx_cli_usage(args, "mark takes a state (new, seen, acknowledged, dismissed) and alerts");
    while (state < 4 && strcmp(msdx_alert_state[state], word[0]) != 0) state++;
    if (state == 4) return msdx_cli_usage(args, "'%.60s' is none of new, seen, acknowledged, dismissed", word[0]);
    int rc = open_store(&store, args, MSDX_STORE_WRITE);
    for (size_t i = 1; i < n && store; i++) {
        bool found = false;
        if (msdx_watch_alert_mark(store, word[i], word[0], (int64_t)time(NULL) * 1000, &found, &err) != MSD_OK)
            rc = msdx_cli_fail(args, &err);
        else if (!found) {
            fprintf(stderr, "masudi watch: there is no alert '%.60s'\n", word[i]);
            rc = MSDX_EXIT_REFUSED;
        }
    }
    msdx_store_close(store);
    return rc;
}

static int status(const msdx_cli_args *args)
{
    msdx_store *store;
    msd_error err = {0};
    const char *form = msdx_cli_get(args, "out");
    msdx_buf out = MSDX_BUF_INIT((size_t)1 << 28);
    int rc = open_store(&store, args, MSDX_STORE_READ);
    if (rc != MSDX_EXIT_OK) return rc;
    if (msdx_watch_status(store, form && strncmp(form, "json", 4) == 0, &out, &err) == MSD_OK)
        fwrite(out.p ? out.p : "", 1, out.n, stdout);
    else
        rc = msdx_cli_fail(args, &err);
    msdx_buf_clear(&out);
    msdx_store_close(store);
    return rc;
}

static int retry(const msdx_cli_args *args)
{
    msdx_store *store;
    msd_error err = {0};
    uint64_t n = 0;
    int rc = open_store(&store, args, MSDX_STORE_WRITE);
    if (rc != MSDX_EXIT_OK) return rc;
    if (msdx_watch_outbox_retry(store, &n, &err) == MSD_OK)
        fprintf(stderr, "masudi watch: %llu deliveries are tried again\n", (unsigned long long)n);
    else
        rc = msdx_cli_fail(args, &err);
    msdx_store_close(store);
    return rc;
}

/* ---- the run ---- */

static msd_status set_run(void *ctx, const char *licence, const char *credit, msd_error *err)
{
    const struct shown *s = ctx;
    return msdx_keep_set_run_of(s->store, s->args, s->engine, licence, credit, err);
}

static void tell(const struct shown *s, const msdx_watch_counts *c)
{
    if (s->quiet) return;
    fprintf(stderr,
            "masudi watch: %llu requests, %llu unchanged, %llu failed; %llu items, %llu known, %llu refused; %llu "
            "documents new, %llu revised, %llu claims; %llu alerts, %llu delivered, %llu tries in vain\n",
            (unsigned long long)c->n_request, (unsigned long long)c->n_unchanged, (unsigned long long)c->n_failed,
            (unsigned long long)c->n_item, (unsigned long long)c->n_known, (unsigned long long)c->n_refused,
            (unsigned long long)c->n_new, (unsigned long long)c->n_revised, (unsigned long long)c->n_claim,
            (unsigned long long)c->n_alert, (unsigned long long)c->n_delivered, (unsigned long long)c->n_undelivered);
}

static msd_status open_engine(msd_engine **engine, msd_worker **worker, const msdx_cli_args *args, msd_error *err)
{
    msd_options o = MSD_OPTIONS_INIT;
    MSD_TRY(msdx_cli_open_engine(engine, args, &o, err));
    return msd_worker_new(worker, *engine, err);
}

static int watch(const msdx_cli_args *args, const msdx_watch_config *config, int64_t for_ms)
{
    struct shown s = {.args = args, .quiet = msdx_cli_flag(args, "quiet")};
    msd_engine *engine = NULL;
    msd_worker *worker = NULL;
    msd_error err = {0};
    msdx_watch_counts counts = {0};
    set_form(&s);
    msd_status st = open_engine(&engine, &worker, args, &err);
    s.engine = engine;
    if (st == MSD_OK) st = msdx_store_open(&s.store, msdx_cli_get(args, "store"), MSDX_STORE_CREATE, &err);
    const msdx_watch_options o = {.config = config,
                                  .store = s.store,
                                  .worker = worker,
                                  .clock = getenv("MASUDI_WATCH_CLOCK"),
                                  .once = msdx_cli_flag(args, "once"),
                                  .for_ms = for_ms,
                                  .stop = &stopped,
                                  .set_run = set_run,
                                  .say = say,
                                  .print = print,
                                  .ctx = &s};
    if (st == MSD_OK) st = msdx_watch_run(&o, &counts, &err);
    int rc = MSDX_EXIT_OK;
    if (st != MSD_OK)
        rc = msdx_cli_fail(args, &err);
    else if (o.once && (counts.n_failed || counts.n_refused))
        rc = MSDX_EXIT_REFUSED;
    if (st == MSD_OK) tell(&s, &counts);
    msd_worker_free(worker);
    msd_engine_close(engine);
    msdx_store_close(s.store);
    return rc;
}

static int run(const msdx_cli_args *args)
{
    const char *const *word, *length = msdx_cli_get(args, "for");
    size_t n = msdx_cli_files(args, &word);
    int64_t for_ms = 0;
    if (n == 0) return msdx_cli_usage(args, "give a configuration, or say check, alerts, mark, status or retry");
    if (strcmp(word[0], "check") == 0) return check(args, word + 1, n - 1);
    if (strcmp(word[0], "mark") == 0) return mark(args, word + 1, n - 1);
    if (n > 1) return msdx_cli_usage(args, "'%.60s' after '%.60s'", word[1], word[0]);
    if (strcmp(word[0], "alerts") == 0) return alerts(args);
    if (strcmp(word[0], "status") == 0) return status(args);
    if (strcmp(word[0], "retry") == 0) return retry(args);
    if (!msdx_cli_get(args, "store")) return msdx_cli_usage(args, "which store? give --store FILE");
    if (length && !msdx_duration_read(msdx_str_of(length), &for_ms))
        return msdx_cli_usage(args, "--for takes a time such as 30s, 15m, 6h, 2d, not '%.60s'", length);
    msdx_watch_config *config;
    int rc = read_config(&config, args, word[0], MSDX_CONFIG_SECRETS);
    if (rc != MSDX_EXIT_OK) return rc;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, stop);
    signal(SIGTERM, stop);
    rc = watch(args, config, for_ms);
    msdx_watch_config_free(config);
    return rc;
}

const msdx_cli_verb msdx_verb_watch = {
    "watch",
    "poll feeds and folders, tell what is looked out for",
    "CONFIG --store WHERE [OPTIONS] | check CONFIG | alerts | status | mark STATE ALERT... | retry",
    "CONFIG is a text file that names feeds, folders, watches and whom to tell (doc/watch.md). What is new is coded "
    "and\n"
    "stored; claims that a watch looks out for become alerts, which are kept in the store and delivered at least "
    "once.\n"
    "check tells what is wrong with a configuration. alerts prints them, the newest first; mark gives them a state:\n"
    "new, seen, acknowledged, dismissed. status tells how feeds, watches and deliveries stand; retry takes up "
    "deliveries\n"
    "that were given up. With --once the exit status is 1 when a feed failed or something was refused.",
    opt,
    run};
