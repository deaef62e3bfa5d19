/* fuzz_serve.c: any bytes as what a client sends to `masudi serve`, over a real connection, on a small store.
 * Laws: whatever comes is answered or hung up on within the time that the fuzzer allows; an answer is HTTP with a
 * known status, none of them says that we failed; a body that is JSON is well-formed UTF-8. Where the request asks to
 * keep the connection, further answers follow and are held to the same. */
#include <arpa/inet.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>

#include "../test/store_doc.h"
#include "installed.h"
#include "serve/serve.h"
#include "store/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MOST = 1 << 14, ANSWER_MOST = 1 << 22 };

static char path[64], answer[ANSWER_MOST + 1];
static msd_engine *engine;
static msdx_serve *server;

static void must(bool held, const char *what, const char *p, size_t n)
{
    if (held) return;
    fprintf(stderr, "broken law: %s\n%.*s\n", what, (int)(n < 4000 ? n : 4000), p);
    abort();
}

static void sweep(void)
{
    static const char *const tail[] = {"", "-wal", "-shm"};
    char one[80];
    for (int i = 0; i < 3; i++) {
        snprintf(one, sizeof one, "%s%s", path, tail[i]);
        unlink(one);
    }
}

static void done(void)
{
    msdx_serve_stop(server);
    msd_engine_close(engine);
    sweep();
}

/* A store of a few documents and their stories. */
static void fill(void)
{
    msdx_store *s;
    msdx_store_change change;
    msdx_store_stories stories;
    const msdx_store_run run = {.coder = "fuzz", .licence = "own"};
    sweep();
    if (msdx_store_open(&s, path, MSDX_STORE_CREATE, NULL) != MSD_OK || msdx_store_set_run(s, &run, NULL) != MSD_OK ||
        msdx_store_begin(s, NULL) != MSD_OK)
        abort();
    for (unsigned k = 0; k < 12; k++) {
        msd_doc *doc = store_doc(k, 0, 1 + k % 3);
        if (!doc || msdx_store_put(s, doc, doc->n_claim, 0, &change, NULL) != MSD_OK) abort();
        msdx_doc_free(doc);
    }
    if (msdx_store_commit(s, NULL) != MSD_OK || msdx_store_make_stories(s, &stories, NULL) != MSD_OK) abort();
    msdx_store_close(s);
}

static void start(void)
{
    msd_error err = {0};
    signal(SIGPIPE, SIG_IGN);
    snprintf(path, sizeof path, "%s/masudi-fuzz-serve.%d", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp",
             (int)getpid());
    engine = installed_engine();
    fill();
    const msdx_serve_options o = {
        .listen = "127.0.0.1", .store = path, .engine = engine, .n_thread = 2, .max_body = 1 << 13};
    if (msdx_serve_start(&server, &o, &err) != MSD_OK) {
        fprintf(stderr, "%s\n", err.msg);
        abort();
    }
    atexit(done);
}

/* ---- one connection ---- */

static int reach(void)
{
    const struct linger at_once = {1, 0}; /* no port is left waiting behind each run */
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(msdx_serve_port(server))};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof a) != 0) abort();
    (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    return fd;
}

/* Bytes that come within so many milliseconds, added to the answer; 0: none, the connection has ended, or is full. */
static size_t hear(int fd, size_t got, int wait_ms)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    if (got == ANSWER_MOST || poll(&p, 1, wait_ms) <= 0) return 0;
    ssize_t k = recv(fd, answer + got, ANSWER_MOST - got, 0);
    return k > 0 ? (size_t)k : 0;
}

/* A request that has its end is answered soon; one that has none is ended by hanging up our side of it. The time
 * allowed to the first is long enough for all but the slowest answers, which then come to nobody. */
static size_t ask(const uint8_t *data, size_t n)
{
    enum { WAIT_MS = 40, LONG_MS = 400, MORE_MS = 1 };
    size_t got = 0, k;
    int fd = reach();
    for (size_t sent = 0; sent < n;) {
        ssize_t once = send(fd, data + sent, n - sent, MSG_NOSIGNAL);
        if (once <= 0) break;
        sent += (size_t)once;
    }
    if ((k = hear(fd, 0, WAIT_MS)) == 0) {
        shutdown(fd, SHUT_WR);
        k = hear(fd, 0, LONG_MS);
    }
    for (; k; k = hear(fd, got, MORE_MS)) got += k;
    close(fd);
    answer[got] = 0;
    return got;
}

/* ---- its answers ---- */

static bool has(const char *head, size_t n, const char *line)
{
    return memmem(head, n, line, strlen(line)) != NULL;
}

static void check_json(const char *p, size_t n)
{
    json_error_t why;
    must(msdx_utf8_check(p, n) == n, "a body is UTF-8", p, n);
    json_t *v = json_loadb(p, n, JSON_DECODE_ANY, &why);
    must(v != NULL, why.text, p, n);
    json_decref(v);
}

/* How many bytes this answer has; 0: no telling where it ends, or it has not all come. */
static size_t check_answer(const char *p, size_t n, bool whole)
{
    const char *end = memmem(p, n, "\r\n\r\n", 4);
    must(n > 12 && memcmp(p, "HTTP/1.", 7) == 0 && p[8] == ' ' && end, "an answer is HTTP", p, n);
    long status = strtol(p + 9, NULL, 10);
    must(status >= 100 && status < 506 && status != 500, "the status says that the client erred, if any", p, n);
    size_t n_head = (size_t)(end - p) + 2;
    if (status == 100) return n_head + 2;
    if (!has(p, n_head, "Content-Security-Policy: "))
        return 0; /* libmicrohttpd's own; of some it sends the head twice */
    const char *length = memmem(p, n_head, "\r\nContent-Length: ", 18);
    if (!length) return 0;
    size_t n_body = strtoull(length + 18, NULL, 10), room = n - n_head - 2;
    bool json = has(p, n_head, "application/json\r\n") || has(p, n_head, "application/problem+json\r\n");
    if (json && n_body && n_body <= room && whole) check_json(end + 4, n_body);
    return n_body <= room ? n_head + 2 + n_body : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (!server) start();
    if (n == 0 || n > MOST) return 0;
    size_t got = ask(data, n), at = 0;
    bool body = n < 4 || memcmp(data, "HEAD", 4) != 0;
    while (at < got && got < ANSWER_MOST) {
        size_t one = check_answer(answer + at, got - at, body && at == 0);
        if (!one || !body) break;
        at += one;
    }
    return 0;
}
