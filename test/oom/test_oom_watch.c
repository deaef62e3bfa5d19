/* test_oom_watch.c: each of our allocations fails once while a configuration and a robots.txt are read, a message is
 * written, and a watch with a folder runs on a store; the call says so, and nothing leaks. */
#include "test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "watch/robots.h"
#include "watch/sign.h"
#include "watch/watch.h"

static char folder[64];
static msd_error err;

/* Run it with the n-th allocation failing, for each n there is. */
static void each_fails(msd_status (*use)(void))
{
    size_t n = 0;
    for (;; n++) {
        msdx_fail_after(n);
        msd_status st = use();
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        if (!hit) {
            CHECK_INT(st, MSD_OK);
            break;
        }
        if (st != MSD_ENOMEM) fprintf(stderr, "allocation %zu: %s\n", n, err.msg);
        CHECK_INT(st, MSD_ENOMEM);
    }
    CHECK(n > 3);
}

static msd_status config(void)
{
    static const char text[] =
        "settings\n allow 10.0.0.0/8\nfeed a\n url http://x/\nrss r\n path o\nwebhook h\n url http://y/\n"
        "mail m\n server smtp://z\n from a@b\n to c@d | e@f\nwatch w\n event ASSAULT | PROTEST\n country PER | ECU\n"
        " actor IRNMIL\n place Lima\n text bomb*\n feed a\n deliver r | h | m\nwatch v\n status actual\n";
    msdx_watch_config *c;
    msdx_buf problems = MSDX_BUF_INIT(1 << 16);
    msd_status st = msdx_watch_config_read(&c, msdx_str_of(text), "c", 0, &problems, &err);
    if (st == MSD_EFORMAT) fprintf(stderr, "%s", msdx_buf_cstr(&problems));
    msdx_watch_config_free(c);
    msdx_buf_clear(&problems);
    return st;
}

static msd_status robots(void)
{
    msdx_robots *r;
    msd_status st =
        msdx_robots_read(&r, MSDX_STR("User-agent: *\nDisallow: /a\nDisallow: /b*c\nAllow: /a/b\n"), "masudi", &err);
    msdx_robots_free(r);
    return st;
}

/* No memory to compare with: not allowed, rather than what a site did not want. */
static void test_watch__robots_without_memory(void)
{
    msdx_robots *r;
    CHECK(msdx_robots_read(&r, MSDX_STR("User-agent: *\nDisallow: /b\n"), "masudi", NULL) == MSD_OK);
    msdx_fail_after(0);
    CHECK(!msdx_robots_allow(r, MSDX_STR("/b")));
    msdx_fail_after(SIZE_MAX);
    CHECK(msdx_robots_allow(r, MSDX_STR("/a")));
    msdx_robots_free(r);
}

static msd_status messages(void)
{
    static const char body[] =
        "{\"count\":1,\"claims\":[{\"doc\":{\"url\":\"http://x/\"},\"sentence\":{\"text\":\"Peru <x>\"},"
        "\"event\":\"SANCTION\",\"status\":\"actual\",\"actors\":[{\"name\":\"Peru\"}]}]}";
    const char *to[] = {"a@x"};
    const msdx_alert alert = {
        .key = "k", .watch = "w", .kind = "match", .title = "T \xC3\xA9", .body = {body, sizeof body - 1}};
    const msdx_watch_sink sink = {.from = "m@x", .to = to, .n_to = 1};
    const msdx_feed_file file = {NULL, NULL, &alert, 1};
    msdx_buf out = MSDX_BUF_INIT(1 << 20), sign = MSDX_BUF_INIT(1 << 12);
    msdx_write_rss(&out, &file);
    msdx_write_jsonfeed(&out, &file);
    msdx_write_mail(&out, &sink, &alert, "k", 0);
    for (int form = MSDX_HOOK_JSON; form <= MSDX_HOOK_TEAMS; form++)
        msdx_write_hook(&out, (msdx_hook_form)form, &alert);
    msdx_sign(&sign, MSDX_STR("whsec_Zm9v"), "id", 7, alert.body);
    msd_status st = out.failed || sign.failed ? MSD_ENOMEM : MSD_OK;
    msdx_buf_clear(&out);
    msdx_buf_clear(&sign);
    return st;
}

/* ---- a run: a feed that is refused by its address, a folder with nothing in it ---- */

static msd_status set_run(void *ctx, const char *licence, const char *credit, msd_error *e)
{
    const msdx_store_run run = {.coder = "test", .licence = licence, .attribution = credit};
    return msdx_store_set_run(ctx, &run, e);
}
static void say(void *ctx, const char *line)
{
    (void)ctx, (void)line;
}
static msd_status print(void *ctx, const msdx_alert *alert, msd_error *e)
{
    (void)ctx, (void)alert, (void)e;
    return MSD_OK;
}

static msd_status once(void)
{
    char text[256], path[128];
    msdx_watch_config *c = NULL;
    msdx_store *s = NULL;
    msdx_watch_counts counts;
    msdx_buf problems = MSDX_BUF_INIT(1 << 16);
    snprintf(text, sizeof text,
             "settings\n gap 1ms\nfeed f\n url http://127.0.0.1:9/x\nfolder d\n path %s/in\nwatch w\n event ASSAULT\n "
             "deliver stdout\n",
             folder);
    snprintf(path, sizeof path, "%s/s.db", folder);
    msd_status st = msdx_watch_config_read(&c, msdx_str_of(text), "c", 0, &problems, &err);
    if (st == MSD_OK) st = msdx_store_open(&s, path, MSDX_STORE_CREATE, &err);
    const msdx_watch_options o = {
        .config = c, .store = s, .once = true, .set_run = set_run, .say = say, .print = print, .ctx = s};
    if (st == MSD_OK) st = msdx_watch_run(&o, &counts, &err);
    if (st == MSD_OK) CHECK_INT(counts.n_failed, 1);
    msdx_store_close(s);
    msdx_watch_config_free(c);
    msdx_buf_clear(&problems);
    return st;
}

static void test_watch__configuration(void)
{
    each_fails(config);
}
static void test_watch__robots(void)
{
    each_fails(robots);
}
static void test_watch__messages(void)
{
    each_fails(messages);
}

/* Some memory it can do without: no crash, no leak, and well again afterwards. */
static void test_watch__run(void)
{
    for (size_t n = 0, hit = 1; hit; n++) {
        msdx_fail_after(n);
        msd_status st = once();
        hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK(st == MSD_OK || (hit && st == MSD_ENOMEM));
        if (st != MSD_OK && st != MSD_ENOMEM) fprintf(stderr, "allocation %zu: %d %s\n", n, (int)st, err.msg);
    }
    CHECK_INT(once(), MSD_OK);
}

int main(void)
{
    char path[128];
    snprintf(folder, sizeof folder, "/tmp/test_oom_watch_XXXXXX");
    if (!mkdtemp(folder)) return 2;
    snprintf(path, sizeof path, "%s/in", folder);
    if (mkdir(path, 0700) != 0) return 2;
    RUN(test_watch__configuration);
    RUN(test_watch__robots);
    RUN(test_watch__robots_without_memory);
    RUN(test_watch__messages);
    RUN(test_watch__run);
    rmdir(path);
    static const char *const file[] = {"s.db", "s.db-wal", "s.db-shm"};
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, file[i]);
        unlink(path);
    }
    rmdir(folder);
    return test_end();
}
