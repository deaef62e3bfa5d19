/* cmd_serve.c: `masudi serve`: the store and the coder for a browser, until it is told to stop. */
#include <limits.h>
#include <signal.h>

#include "base/flow.h"
#include "cli/verbs.h"
#include "serve/serve.h"

enum { PORT = 8321, BODY_MOST = 4 << 20, THREADS_LEAST = 4, RATE_ELSEWHERE = 50 };

static const msdx_cli_opt opt[] = {
    {"store", 0, MSDX_OPT_TEXT, "WHERE",
     "the store to show: a file, or postgresql://...; without it texts can be coded"},
    {"listen", 0, MSDX_OPT_TEXT, "ADDRESS",
     "where to listen (default 127.0.0.1); beyond this machine --tokens is needed"},
    {"port", 'p', MSDX_OPT_NUMBER, "N", "the port (default 8321); 0 is one that is free, and is told"},
    {"tokens", 0, MSDX_OPT_TEXT, "FILE", "who may ask: a line each, TOKEN and its scopes, read, code and review"},
    {"host", 0, MSDX_OPT_LIST, "NAME", "a name that this server is called by, beside localhost and addresses"},
    {"rate", 0, MSDX_OPT_NUMBER, "N",
     "requests a second of one client (default 50 beyond this machine, else no limit)"},
    {"max-document", 0, MSDX_OPT_SIZE, "SIZE", "refuse bodies over this many bytes (default 4M)"},
    MSDX_CLI_JOBS,
    MSDX_CLI_MODEL,
    {"knowledge", 0, MSDX_OPT_LIST, "DIR", "a folder of knowledge that adds to or overrides ours"},
    {"quiet", 0, MSDX_OPT_FLAG, NULL, "do not tell the address"},
    MSDX_CLI_END};

static msdx_serve_options options_of(const msdx_cli_args *args, const msd_engine *engine)
{
    msdx_serve_options o = {.listen = msdx_cli_get(args, "listen"), .engine = engine};
    if (!o.listen) o.listen = "127.0.0.1";
    o.port = (uint16_t)msdx_cli_number(args, "port", PORT);
    o.store = msdx_cli_get(args, "store");
    o.tokens = msdx_cli_get(args, "tokens");
    o.n_host = msdx_cli_list(args, "host", &o.host);
    o.n_thread = msdx_flow_n_worker(msdx_cli_number(args, "jobs", 0));
    if (o.n_thread < THREADS_LEAST) o.n_thread = THREADS_LEAST;
    o.max_body = (size_t)msdx_cli_number(args, "max-document", BODY_MOST);
    uint64_t rate = msdx_cli_number(args, "rate", msdx_serve_is_loopback(o.listen) ? 0 : RATE_ELSEWHERE);
    o.rate = rate < UINT_MAX ? (unsigned)rate : UINT_MAX;
    return o;
}

static void tell(const msdx_serve_options *o, const msdx_serve *serve)
{
    bool v6 = strchr(o->listen, ':') != NULL;
    printf("http://%s%s%s:%u/\n", v6 ? "[" : "", o->listen, v6 ? "]" : "", (unsigned)msdx_serve_port(serve));
    fflush(stdout);
}

static int run(const msdx_cli_args *args)
{
    const char *const *file;
    msd_engine *engine = NULL;
    const msd_options plain = MSD_OPTIONS_INIT;
    msdx_serve *serve = NULL;
    msd_error err = {0};
    sigset_t ends;
    int got;
    if (msdx_cli_files(args, &file)) return msdx_cli_usage(args, "'%.60s': it takes options alone", file[0]);
    if (msdx_cli_number(args, "port", PORT) > UINT16_MAX) return msdx_cli_usage(args, "a port is at most 65535");
    /* The threads to come are not to be interrupted; this one waits for the word to stop. */
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    signal(SIGPIPE, SIG_IGN); /* whoever reads what we say of failures may go */
    msd_status st = msdx_cli_open_engine(&engine, args, &plain, &err);
    msdx_serve_options o = options_of(args, engine);
    if (st == MSD_OK) st = msdx_serve_start(&serve, &o, &err);
    if (st == MSD_OK && !msdx_cli_flag(args, "quiet")) tell(&o, serve);
    if (st == MSD_OK) sigwait(&ends, &got);
    msdx_serve_stop(serve);
    msd_engine_close(engine);
    return st == MSD_OK ? MSDX_EXIT_OK : msdx_cli_fail(args, &err);
}

const msdx_cli_verb msdx_verb_serve = {
    "serve",
    "show a store and code texts in the browser",
    "[--store FILE] [OPTIONS]",
    "Prints its address and answers there until it is told to stop (SIGINT, SIGTERM). The page and the interface "
    "under\n"
    "/api (doc/openapi.yaml) call nobody else. What is coded there is told back and not kept.",
    opt,
    run};
