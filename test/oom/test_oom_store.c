/* test_oom_store.c: each of our allocations fails once while claims are read from
 * their lines, stored and asked for; the call says so, nothing leaks, and the
 * store takes the same document afterwards. */
#include "test.h"

#include <unistd.h>

#include "store/store.h"
#include "store_doc.h"

static char path[300];
static msd_error err;

static msd_status add_line(void *ctx, msdx_str line, msd_error *e)
{
    (void)e;
    msdx_buf_add(ctx, line.p, line.n);
    return ((msdx_buf *)ctx)->failed ? MSD_ENOMEM : MSD_OK;
}

static msd_status use(const msdx_buf *in, msdx_buf *out)
{
    msdx_store *s = NULL;
    msdx_lines *lines = NULL;
    msd_doc *doc = NULL;
    msdx_store_change change;
    msdx_filter f = {0};
    uint32_t n;
    bool taken;
    const msdx_store_run run = {.coder = "test", .licence = "own"};
    const char *const text[] = {"cafe"}, *const actor[] = {"ECU,PER,COL,BRA,CHL"};
    msd_status st = msdx_store_open(&s, path, MSDX_STORE_CREATE, &err);
    if (st == MSD_OK) st = msdx_store_set_run(s, &run, &err);
    if (st == MSD_OK) st = msdx_lines_new(&lines, &err);
    for (size_t i = 0; st == MSD_OK && i < in->n;) {
        const char *end = memchr(in->p + i, '\n', in->n - i);
        size_t len = (size_t)(end - (in->p + i)) + 1;
        st = msdx_lines_add(lines, (msdx_str){in->p + i, len}, &taken, &err);
        i += len;
    }
    if (st == MSD_OK) st = msdx_lines_take(lines, &doc, &n, &err);
    if (st == MSD_OK) st = msdx_store_begin(s, &err);
    if (st == MSD_OK) st = msdx_store_put(s, doc, n, MSDX_STORE_CLAIMS, &change, &err);
    if (st == MSD_OK) st = msdx_store_commit(s, &err);
    if (st != MSD_OK && s) msdx_store_rollback(s);
    if (st == MSD_OK) st = msdx_filter_text(&f, text, 1, &err);
    if (st == MSD_OK) st = msdx_filter_actor(&f, actor, 1, &err);
    if (st == MSD_OK) st = msdx_store_query(s, &f, 0, 0, add_line, out, &err);
    msdx_filter_clear(&f);
    msdx_doc_free(doc);
    msdx_lines_free(lines);
    msdx_store_close(s);
    return st;
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

static void test_store__each_allocation_fails_once(void)
{
    msdx_buf in = MSDX_BUF_INIT(1 << 20);
    msd_doc *doc = store_doc(3, 0, 3);
    for (uint32_t i = 0; i < doc->n_claim; i++) msdx_write_jsonl(&in, doc, &doc->claim[i]);
    msdx_doc_free(doc);
    size_t n = 0;
    for (;; n++) {
        msdx_buf out = MSDX_BUF_INIT(1 << 20);
        forget();
        msdx_fail_after(n);
        msd_status st = use(&in, &out);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        if (hit) {
            CHECK_INT(st, MSD_ENOMEM);
            if (st == MSD_OK) fprintf(stderr, "allocation %zu\n", n);
            msdx_buf_reset(&out);
            out.failed = false;
            CHECK_INT(use(&in, &out), MSD_OK);
        }
        CHECK(out.n == in.n && memcmp(out.p, in.p, in.n) == 0);
        msdx_buf_clear(&out);
        if (!hit) break;
    }
    printf("%zu allocations\n", n);
    CHECK(n > 60);
    msdx_buf_clear(&in);
    forget();
}

int main(void)
{
    snprintf(path, sizeof path, "%s/test_oom_store.%d.db", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : MSD_BUILD_DIR,
             (int)getpid());
    RUN(test_store__each_allocation_fails_once);
    return test_end();
}
