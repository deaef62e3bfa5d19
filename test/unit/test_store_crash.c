/* test_store_crash.c: a writer killed at 200 random moments, and one whose file
 * may grow no more: what it was told is committed is there, whole and once, and
 * going on from the start makes up for the rest. */
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/store.h"
#include "store_doc.h"

enum { N_DOC = 4000, BURST = 7, N_KILL = 200, MOST_US = 60 * 1000 };

static char path[300];
static msd_error err;

static msdx_store *open_store(unsigned mode)
{
    msdx_store *s;
    const msdx_store_run run = {.coder = "test", .model = "m", .knowledge = "k"};
    if (msdx_store_open(&s, path, mode, &err) != MSD_OK) return NULL;
    CHECK_INT(msdx_store_set_run(s, &run, &err), MSD_OK);
    return s;
}

/* Claims that document k has: none for some. */
static unsigned n_claim(unsigned k)
{
    return k % 4;
}

static msd_status put_burst(msdx_store *s, unsigned from, unsigned version, unsigned *n_new)
{
    MSD_TRY(msdx_store_begin(s, &err));
    for (unsigned k = from; k < from + BURST; k++) {
        msdx_store_change change;
        msd_doc *doc = store_doc(k, version, n_claim(k));
        msd_status st = doc ? msdx_store_put(s, doc, doc->n_claim, 0, &change, &err) : MSD_ENOMEM;
        msdx_doc_free(doc);
        if (st != MSD_OK) return st;
        *n_new += change.did == MSDX_STORE_NEW;
    }
    return msdx_store_commit(s, &err);
}

/* Put documents from the first on, and tell after each commit how many are there. */
static void write_on(int to, unsigned version)
{
    unsigned n_new = 0;
    msdx_store *s = open_store(MSDX_STORE_CREATE);
    if (!s) _exit(9);
    for (unsigned k = 0; k + BURST <= N_DOC; k += BURST) {
        unsigned n = k + BURST;
        if (put_burst(s, k, version, &n_new) != MSD_OK) _exit(8);
        if (write(to, &n, sizeof n) != sizeof n) _exit(7);
    }
    msdx_store_close(s);
    _exit(0);
}

static msd_status add_line(void *ctx, msdx_str line, msd_error *e)
{
    (void)e;
    msdx_buf_add(ctx, line.p, line.n);
    return MSD_OK;
}

/* The store is sound, holds what was told, each document whole, and none twice. */
static void check_store(unsigned n_told, unsigned version)
{
    static const msdx_filter all;
    msdx_buf got = MSDX_BUF_INIT(1 << 28), want = MSDX_BUF_INIT(1 << 28), report = MSDX_BUF_INIT(1 << 20);
    size_t n_fault = 1;
    msdx_store *s = open_store(MSDX_STORE_WRITE);
    CHECK(s != NULL);
    if (!s) {
        fprintf(stderr, "%s\n", err.msg);
        return;
    }
    CHECK_INT(msdx_store_query(s, &all, 0, 0, add_line, &got, &err), MSD_OK);
    for (unsigned k = 0; k < N_DOC && want.n < got.n; k++) {
        msd_doc *doc = store_doc(k, version, n_claim(k));
        for (uint32_t i = 0; i < doc->n_claim; i++) msdx_write_jsonl(&want, doc, &doc->claim[i]);
        msdx_doc_free(doc);
        if (want.n >= got.n) CHECK(k + 4 >= n_told);
    }
    if (n_told > 4) CHECK(got.n > 0);
    CHECK_INT(got.n, want.n);
    CHECK(got.n == want.n && (got.n == 0 || memcmp(got.p, want.p, got.n) == 0));
    CHECK_INT(msdx_store_check(s, &report, &n_fault, &err), MSD_OK);
    CHECK_INT(n_fault, 0);
    if (n_fault) fprintf(stderr, "%s", msdx_buf_cstr(&report));
    msdx_store_close(s);
    msdx_buf_clear(&got);
    msdx_buf_clear(&want);
    msdx_buf_clear(&report);
}

static void forget(void)
{
    static const char *const tail[] = {"", "-wal", "-shm"};
    char one[320];
    for (int i = 0; i < 3; i++) {
        snprintf(one, sizeof one, "%s%s", path, tail[i]);
        unlink(one);
    }
}

static unsigned told(int from)
{
    unsigned n = 0, last = 0;
    while (read(from, &n, sizeof n) == sizeof n) last = n;
    return last;
}

/* Gives how many documents were told; *status is the writer's. */
static unsigned run_writer(unsigned wait_us, unsigned version, rlim_t most, int *status)
{
    int fd[2];
    CHECK(pipe(fd) == 0);
    fcntl(fd[1], F_SETPIPE_SZ, 1 << 16);
    pid_t pid = fork();
    if (pid == 0) {
        struct rlimit limit = {most, most};
        close(fd[0]);
        signal(SIGXFSZ, SIG_IGN);
        if (most) setrlimit(RLIMIT_FSIZE, &limit);
        write_on(fd[1], version);
    }
    close(fd[1]);
    if (wait_us) {
        usleep(wait_us);
        kill(pid, SIGKILL);
    }
    unsigned n = told(fd[0]);
    close(fd[0]);
    CHECK(waitpid(pid, status, 0) == pid);
    return n;
}

static void test_store__killed_at_random_moments(void)
{
    unsigned n_seen = 0, most = 0, n_killed = 0;
    forget();
    srand(20200506);
    for (int i = 0; i < N_KILL; i++) {
        int status;
        unsigned n = run_writer(200 + (unsigned)rand() % MOST_US, 0, 0, &status);
        n_killed += WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
        most = n > most ? n : most;
        n_seen += n > 0;
        if (n || access(path, R_OK) == 0) check_store(most, 0);
        if (i % 20 == 19) { /* and from nothing */
            forget();
            most = 0;
        }
    }
    printf("%u killed, %u of them after a commit\n", n_killed, n_seen);
    CHECK(n_killed > N_KILL * 3 / 4 && n_seen > N_KILL / 4);
    int status;
    run_writer(0, 0, 0, &status);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    check_store(N_DOC - BURST, 0);
}

/* No room, wherever it ends: the writer says so, and what it told stays. */
static void test_store__full(void)
{
    for (rlim_t most = 16 * 1024; most < 3 * 1024 * 1024; most = most * 3 / 2) {
        int status;
        forget();
        unsigned n = run_writer(0, 0, most, &status);
        CHECK(WIFEXITED(status) && (WEXITSTATUS(status) == 8 || WEXITSTATUS(status) == 9));
        if (n == 0 && access(path, R_OK) != 0) continue;
        check_store(n, 0);
    }
    int status;
    unsigned n = run_writer(0, 0, 0, &status); /* room again */
    CHECK(n > N_DOC - 2 * BURST && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    check_store(n, 0);
}

static void test_store__full_is_one_line(void)
{
    struct rlimit limit = {256 * 1024, RLIM_INFINITY}, before;
    unsigned n_new = 0, k = 0;
    msd_status st = MSD_OK;
    forget();
    msdx_store *s = open_store(MSDX_STORE_CREATE);
    getrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    for (; st == MSD_OK && k < N_DOC; k += BURST) st = put_burst(s, k, 0, &n_new);
    setrlimit(RLIMIT_FSIZE, &before);
    CHECK_INT(st, MSD_EIO);
    if (!strstr(err.msg, "no room left")) fprintf(stderr, "%s\n", err.msg);
    CHECK(strstr(err.msg, "no room left") != NULL && !strchr(err.msg, '\n'));
    msdx_store_rollback(s);
    CHECK_INT(put_burst(s, k - BURST, 0, &n_new), MSD_OK); /* the same handle goes on */
    msdx_store_close(s);
    check_store(k, 0);
}

int main(void)
{
    char dir[256];
    /* what a killed process leaves does not depend on the disk; memory is quicker */
    const char *in = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : MSD_BUILD_DIR;
    snprintf(dir, sizeof dir, "%s/test_crash.%d", in, (int)getpid());
    CHECK(mkdir(dir, 0777) == 0);
    snprintf(path, sizeof path, "%s/store.db", dir);
    RUN(test_store__killed_at_random_moments);
    RUN(test_store__full);
    RUN(test_store__full_is_one_line);
    forget();
    rmdir(dir);
    return test_end();
}
