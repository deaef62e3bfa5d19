/* test_watch.c: the parts of watching that need no server: addresses, waits, signatures, the configuration, messages. */
#include "test.h"

#include <arpa/inet.h>
#include <jansson.h>
#include <netinet/in.h>
#include <unistd.h>

#include "base/mem.h"
#include "watch/sign.h"
#include "watch/times.h"
#include "watch/watch.h"

/* ---- addresses ---- */

static void check_public(const char *address, bool want)
{
    msdx_net net;
    bool right = msdx_net_read(address, &net) && msdx_net_is_public(&net) == want;
    if (!right) fprintf(stderr, "%s:\n", address);
    CHECK(right);
}

static void test_watch__public_addresses(void)
{
    static const char *const yes[] = {"8.8.8.8",      "1.1.1.1",          "172.15.0.1",      "172.32.0.1",
                                      "100.63.0.1",   "100.128.0.1",      "192.169.0.1",     "2606:4700:4700::1111",
                                      "2a00:1450::1", "64:ff9b::808:808", "2002:808:808::1", "::ffff:8.8.8.8"};
    static const char *const no[] = {"127.0.0.1",
                                     "127.255.255.254",
                                     "0.0.0.0",
                                     "10.1.2.3",
                                     "172.16.0.1",
                                     "172.31.255.255",
                                     "192.168.0.1",
                                     "169.254.169.254",
                                     "100.64.0.1",
                                     "192.0.2.7",
                                     "198.18.0.1",
                                     "203.0.113.9",
                                     "224.0.0.1",
                                     "255.255.255.255",
                                     "::",
                                     "::1",
                                     "fe80::1",
                                     "fc00::1",
                                     "fd12::1",
                                     "ff02::1",
                                     "2001:db8::1",
                                     "::ffff:127.0.0.1",
                                     "::ffff:10.0.0.1",
                                     "::127.0.0.1",
                                     "64:ff9b::a00:1",
                                     "64:ff9b:1::1",
                                     "2002:a00:1::",
                                     "2002:7f00:1::1",
                                     "::ffff:169.254.0.1",
                                     "100::1"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) check_public(yes[i], true);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) check_public(no[i], false);
}

static void test_watch__networks(void)
{
    msdx_net net, addr;
    CHECK(msdx_net_read("10.0.0.0/8", &net) && msdx_net_read("10.255.0.1", &addr) && msdx_net_has(&net, &addr));
    CHECK(msdx_net_may(&addr, &net, 1) && !msdx_net_may(&addr, NULL, 0));
    CHECK(msdx_net_read("11.0.0.1", &addr) && !msdx_net_has(&net, &addr));
    CHECK(msdx_net_read("10.0.0.0/9", &net) && msdx_net_read("10.128.0.1", &addr) && !msdx_net_has(&net, &addr));
    CHECK(msdx_net_read("fd00::/8", &net) && msdx_net_read("fdff::1", &addr) && msdx_net_has(&net, &addr));
    CHECK(msdx_net_read("::ffff:10.0.0.1", &addr) && msdx_net_read("10.0.0.1", &net) && msdx_net_has(&net, &addr));
    static const char *const none[] = {"",     "/",      "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "10.0.0.0/8x",
                                       "host", "::/129", "1.2.3.4/-1"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) CHECK(!msdx_net_read(none[i], &net));
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    CHECK(inet_pton(AF_INET, "127.0.0.1", &v4.sin_addr) == 1);
    CHECK(msdx_net_of((const struct sockaddr *)(const void *)&v4, &addr) && !msdx_net_is_public(&addr));
    const struct sockaddr other = {.sa_family = AF_UNIX};
    CHECK(!msdx_net_of(&other, &addr));
}

static void check_join(const char *base, const char *link, const char *want)
{
    char *got = msdx_url_join(base, link);
    if (want)
        CHECK_STR(got, want);
    else
        CHECK(!got);
    msdx_free(got);
}

static void test_watch__web_addresses(void)
{
    msdx_url u;
    CHECK(msdx_url_read("HTTPS://me:pass@News.example:8080/a/b?c=d#e", &u) && u.secure);
    CHECK(msdx_str_is(u.host, "News.example:8080") && msdx_str_is(u.path, "/a/b?c=d"));
    CHECK(msdx_url_read("http://news.example", &u) && !u.secure && msdx_str_is(u.path, "/"));
    static const char *const none[] = {"",     "ftp://x/",    "http://",      "http:///a",         "http://:80/",
                                       "//x/", "http://a b/", "http://a\\b/", "file:///etc/passwd"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) CHECK(!msdx_url_read(none[i], &u));
    check_join("http://a.example/b/c?d", "../e", "http://a.example/e");
    check_join("http://a.example/b/c", "//other.example/x", "http://other.example/x");
    check_join("http://a.example/b/c", "?q", "http://a.example/b/c?q");
    check_join("http://a.example/b", "https://b.example/", "https://b.example/");
    msdx_net net;
    static const char *const number[] = {"http://127.0.0.2/", "http://2130706434:80/x",     "http://127.2/",
                                         "http://0x7f.2/",    "http://[::ffff:127.0.0.2]/", "http://me@127.0.0.2/"};
    for (size_t i = 0; i < sizeof number / sizeof *number; i++)
        CHECK(msdx_url_net(number[i], &net) && !msdx_net_is_public(&net) && net.addr[15] == 2);
    CHECK(!msdx_url_net("http://news.example/127.0.0.1", &net) && !msdx_url_net("http://1.2.3.4.example/", &net));
    check_join("http://a.example/b", "http://2130706433/", "http://127.0.0.1/");
}

/* ---- times ---- */

static void check_duration(const char *s, int64_t want)
{
    int64_t ms;
    CHECK(msdx_duration_read(msdx_str_of(s), &ms) == (want > 0));
    CHECK_INT(ms, want);
}

static void test_watch__durations(void)
{
    check_duration("500ms", 500);
    check_duration("30s", 30000);
    check_duration("15m", 900000);
    check_duration("2d", 2 * (int64_t)MSDX_ONE_DAY);
    static const char *const none[] = {"",      "0s",   "5", "s", "5 s", "-1s", "5w", "99999999999999999999d",
                                       "4000d", "1h30m"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) check_duration(none[i], 0);
    char out[24];
    msdx_duration_write(90 * MSDX_MINUTE, out);
    CHECK_STR(out, "1h30m");
    msdx_duration_write(INT64_MAX, out);
    CHECK_STR(out, "3650d");
    msdx_duration_write(7, out);
    CHECK_STR(out, "7ms");
}

/* Never shorter than half of what doubles, never longer than it or the most; and spread all over that. */
static void test_watch__backoff(void)
{
    uint32_t chance = 1;
    int64_t least = INT64_MAX, longest = 0;
    for (unsigned n = 0; n < 70; n++) {
        int64_t full = n < 12 ? (int64_t)1000 << n : 3600000;
        if (full > 3600000) full = 3600000;
        for (int i = 0; i < 200; i++) {
            int64_t got = msdx_backoff(1000, 3600000, n, msdx_chance(&chance));
            CHECK(got >= full / 2 && got <= full);
            if (n != 3) continue;
            least = got < least ? got : least;
            longest = got > longest ? got : longest;
        }
    }
    CHECK(least < 4200 && longest > 7800);
    CHECK(msdx_backoff(5000, 1000, 0, 0) <= 1000);
    for (int i = 0; i < 200; i++) {
        int64_t got = msdx_spread(1000, msdx_chance(&chance));
        CHECK(got >= 900 && got <= 1100);
    }
}

static void test_watch__retry_after(void)
{
    const int64_t now = INT64_C(1772445600000); /* Mon, 02 Mar 2026 10:00:00 GMT */
    CHECK_INT(msdx_retry_after("120", now), 120000);
    CHECK_INT(msdx_retry_after("0", now), 0);
    CHECK_INT(msdx_retry_after("999999999999999999999999", now), MSDX_ONE_DAY);
    CHECK_INT(msdx_retry_after("Mon, 02 Mar 2026 10:01:00 GMT", now), 60000);
    CHECK_INT(msdx_retry_after("Mon, 02 Mar 2020 10:01:00 GMT", now), 0);
    CHECK_INT(msdx_retry_after("Mon, 02 Mar 2099 10:01:00 GMT", now), MSDX_ONE_DAY);
    CHECK_INT(msdx_retry_after("soon", now), -1);
    CHECK_INT(msdx_retry_after("-5", now), -1);
    CHECK_INT(msdx_retry_after("", now), -1);
    CHECK_INT(msdx_retry_after(NULL, now), -1);
    char out[40];
    msdx_time_mail(now, out);
    CHECK_STR(out, "Mon, 02 Mar 2026 10:00:00 +0000");
}

static void test_watch__made_clock(void)
{
    char path[] = "/tmp/test_watch_XXXXXX", text[64] = "";
    int fd = mkstemp(path);
    msdx_clock clock;
    msd_error err;
    CHECK(fd >= 0 && write(fd, "1772445600000\n", 14) == 14);
    CHECK(msdx_clock_open(&clock, path, &err) == MSD_OK && msdx_clock_is_made(&clock));
    int64_t at = msdx_clock_now(&clock);
    CHECK(at >= INT64_C(1772445600000) && at < INT64_C(1772445600000) + 10000);
    msdx_clock_jump(&clock, at + MSDX_HOUR);
    CHECK(msdx_clock_now(&clock) >= at + MSDX_HOUR);
    msdx_clock_jump(&clock, at); /* never back */
    CHECK(msdx_clock_now(&clock) >= at + MSDX_HOUR);
    CHECK(pread(fd, text, sizeof text - 1, 0) == 21 && strtoll(text, NULL, 10) >= at + MSDX_HOUR);
    msdx_clock_close(&clock);
    CHECK(ftruncate(fd, 0) == 0 && msdx_clock_open(&clock, path, &err) == MSD_EFORMAT);
    close(fd);
    unlink(path);
    CHECK(msdx_clock_open(&clock, path, &err) == MSD_EIO);
}

static void test_watch__clock_that_was_set(void)
{
    msdx_clock clock;
    CHECK(msdx_clock_open(&clock, NULL, NULL) == MSD_OK && !msdx_clock_is_made(&clock));
    CHECK_INT(msdx_clock_follow(&clock), 0);
    int64_t now = msdx_clock_now(&clock);
    clock.base_ms -= MSDX_HOUR; /* as if the computer's had been set on by an hour */
    int64_t by = msdx_clock_follow(&clock);
    CHECK(by > MSDX_HOUR - MSDX_MINUTE && by < MSDX_HOUR + MSDX_MINUTE && msdx_clock_now(&clock) >= now);
    CHECK_INT(msdx_clock_follow(&clock), 0);
    msdx_clock_close(&clock);
}

/* ---- signatures ---- */

static void check_hex(const uint8_t got[32], const char *want)
{
    char hex[65];
    for (size_t i = 0; i < 32; i++) snprintf(hex + 2 * i, 3, "%02x", got[i]);
    CHECK_STR(hex, want);
}

static void test_watch__signature(void)
{
    uint8_t out[32];
    /* FIPS 180-2, appendix B, and its million letters */
    msdx_sha256(MSDX_STR(""), out);
    check_hex(out, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    msdx_sha256(MSDX_STR("abc"), out);
    check_hex(out, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    msdx_sha256(MSDX_STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), out);
    check_hex(out, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    char *million = msdx_malloc(1000000);
    if (million) memset(million, 'a', 1000000);
    if (million) msdx_sha256((msdx_str){million, 1000000}, out);
    check_hex(out, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    msdx_free(million);
    /* RFC 4231, cases 2 and 6 */
    msdx_hmac_sha256(MSDX_STR("Jefe"), MSDX_STR("what do ya want for nothing?"), out);
    check_hex(out, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    char key[131];
    memset(key, 0xAA, sizeof key);
    msdx_hmac_sha256((msdx_str){key, sizeof key}, MSDX_STR("Test Using Larger Than Block-Size Key - Hash Key First"),
                     out);
    check_hex(out, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    /* the example of the Standard Webhooks specification's libraries */
    msdx_buf sign = MSDX_BUF_INIT(1 << 12);
    msdx_sign(&sign, MSDX_STR("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
              MSDX_STR("{\"test\": 2432232314}"));
    CHECK_STR(msdx_buf_cstr(&sign), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    msdx_buf_clear(&sign);
}

static void test_watch__base64(void)
{
    static const char *const plain[] = {"", "f", "fo", "foo", "foob", "fooba", "foobar"}; /* RFC 4648, 10 */
    static const char *const coded[] = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
    for (size_t i = 0; i < 7; i++) {
        msdx_buf out = MSDX_BUF_INIT(1 << 10), back = MSDX_BUF_INIT(1 << 10);
        msdx_base64_add(&out, plain[i], strlen(plain[i]), 0);
        CHECK_STR(msdx_buf_cstr(&out), coded[i]);
        CHECK(msdx_base64_read(&back, msdx_str_of(coded[i])));
        CHECK_STR(msdx_buf_cstr(&back), plain[i]);
        msdx_buf_clear(&out);
        msdx_buf_clear(&back);
    }
    msdx_buf out = MSDX_BUF_INIT(1 << 10);
    CHECK(!msdx_base64_read(&out, MSDX_STR("Zm9v!")) && !msdx_base64_read(&out, MSDX_STR("Z")));
    msdx_buf_reset(&out);
    msdx_base64_add(&out, "foobarfoobar", 12, 8);
    CHECK_STR(msdx_buf_cstr(&out), "Zm9vYmFy\r\nZm9vYmFy");
    msdx_buf_clear(&out);
}

/* ---- the configuration ---- */

static const char whole[] =
    "# what the desk looks out for\n"
    "settings\n  agent desk@news.example\n  every 5m\n  gap 1s\n  size 4M\n  parallel 8\n  allow 10.0.0.0/8 | "
    "fd00::/8\n"
    "  robots no\n"
    "feed wire   # the wire\n  url https://wire.example/rss#top\n  every 1m\n  licence CC BY 4.0\n"
    "folder drop\n  path /var/spool/news\n  in jsonl\n"
    "webhook chat\n  url https://chat.example/hook\n"
    "mail desk\n  server smtp://mail.example:587\n  from m@news.example\n  to a@news.example | b@news.example\n  tls "
    "always\n"
    "rss out\n  path /srv/out.rss\n  title Desk | Abroad\n"
    "watch border\n  title Clashes at the border\n  event ASSAULT | THREATEN\n  country PER | ECU\n  status actual\n"
    "  threshold 5 in 1d\n  mute 6h\n  feed wire | drop\n  deliver chat | desk | out | stdout\n"
    "watch odd\n  event PROTEST\n  surprise 2.5 a week\n  deliver stdout\n";

static void test_watch__configuration(void)
{
    msdx_watch_config *c;
    msd_error err = {0};
    msdx_buf problems = MSDX_BUF_INIT(1 << 16);
    CHECK(msdx_watch_config_read(&c, msdx_str_of(whole), "c", 0, &problems, &err) == MSD_OK);
    CHECK_STR(msdx_buf_cstr(&problems), "");
    msdx_buf_clear(&problems);
    if (!c) return;
    CHECK(c->settings.every_ms == 5 * MSDX_MINUTE && c->settings.size == 4 << 20 && c->settings.n_allow == 2);
    CHECK(!c->settings.robots && c->settings.parallel == 8 && c->settings.timeout_ms == 30 * MSDX_SECOND);
    CHECK_INT(c->n_feed, 2);
    CHECK_STR(c->feed[0].url, "https://wire.example/rss#top");
    CHECK(c->feed[0].every_ms == MSDX_MINUTE && c->feed[1].every_ms == 10 * MSDX_SECOND);
    CHECK(!c->feed[1].url && c->feed[1].kind == MSDX_READ_JSONL);
    CHECK_INT(c->n_sink, 4); /* with standard output */
    CHECK_STR(c->sink[3].title, "Desk | Abroad");
    CHECK(c->sink[2].n_to == 2 && c->sink[2].tls == MSDX_TLS_ALWAYS);
    CHECK_INT(c->n_rule, 2);
    CHECK(c->rule[0].threshold == 5 && c->rule[0].window_ms == MSDX_ONE_DAY && c->rule[0].mute_ms == 6 * MSDX_HOUR);
    CHECK(c->rule[0].n_sink == 4 && c->rule[0].sink[3] == 0 && c->rule[0].n_feed == 2);
    CHECK(c->rule[1].surprise == 2.5 && c->rule[1].days == 7);
    msdx_watch_config_free(c);
}

/* What is wrong, and the line that says so. */
static void test_watch__configuration_faults(void)
{
    static const struct {
        const char *text, *want;
    } fault[] = {
        {"", "c:0: no feed and no folder"},
        {"feeds a\n", "c:1: unknown kind 'feeds'"},
        {" url x\n", "c:1: field 'url' before any entry"},
        {"feed\n", "c:1: write 'feed ID'"},
        {"feed a b\n", "c:1: write 'feed ID'"},
        {"settings all\n", "c:1: settings takes no name"},
        {"settings\nsettings\n", "c:2: there is a settings"},
        {"feed a\n", "c:1: feed a has no url"},
        {"feed a\n url ftp://x/\n", "c:2: 'ftp://x/' is no address"},
        {"feed a\n url http://x/\nfolder a\n path p\n", "c:3: there is a folder a already"},
        {"feed a\n url http://x/\n url http://y/\n", "c:3: url stands twice"},
        {"feed a\n url http://x/\n evry 5m\n", "c:3: a feed has no field 'evry'"},
        {"feed a\n url http://x/\n every 5\n", "c:3: '5' is no time"},
        {"feed a\n url http://x/\n in pdf\n", "c:3: 'pdf' is no kind of input"},
        {"settings\n size 0\n", "c:2: '0' is no size"},
        {"settings\n parallel 0\n", "parallel"},
        {"settings\n allow 10.0.0.0/40\n", "c:2: '10.0.0.0/40' is no network"},
        {"settings\n robots maybe\n", "c:2: 'maybe' is neither"},
        {"watch w\n event ASAULT\n", "c:2: "},
        {"watch w\n deliver chat\n", "c:2: there is no webhook, mail, rss or jsonfeed 'chat'"},
        {"watch w\n feed wire\n", "no feed or folder 'wire'"},
        {"watch w\n threshold many\n", "c:2: 'many' is no threshold"},
        {"watch w\n threshold 0 in 1d\n", "c:2: a threshold of 0"},
        {"watch w\n surprise 2 a year\n", "c:2: '2 a year' is no surprise"},
        {"watch w\n threshold 2 in 1d\n surprise 2 a day\n", "both a threshold and a surprise"},
        {"webhook h\n form irc\n", "c:2: 'irc' is none of json, slack, discord, teams"},
        {"webhook stdout\n url http://x/\n", "c:1: there is a webhook stdout already"},
        {"mail m\n from a\n", "c:2: 'a' is no address of mail"},
        {"mail m\n from <a@b>\n", "c:2: '<a@b>' is no address of mail"},
        {"mail m\n server mail.example\n", "c:2: 'mail.example' is no mail server"},
        {"feed a\n url\n", "c:2: url without a value"},
        {"watch w\n country PER || ECU\n", "c:2: an empty value of country"},
        {"feed \xFF\n", "c:1: a line that is too long, or no UTF-8 text"},
    };
    for (size_t i = 0; i < sizeof fault / sizeof *fault; i++) {
        msdx_watch_config *c;
        msdx_buf problems = MSDX_BUF_INIT(1 << 16);
        CHECK(msdx_watch_config_read(&c, msdx_str_of(fault[i].text), "c", 0, &problems, NULL) == MSD_EFORMAT && !c);
        bool told = strstr(msdx_buf_cstr(&problems), fault[i].want) != NULL;
        if (!told) fprintf(stderr, "'%s' is not in '%s'\n", fault[i].want, msdx_buf_cstr(&problems));
        CHECK(told);
        msdx_buf_clear(&problems);
    }
}

static void test_watch__secrets(void)
{
    static const char text[] = "feed a\n url http://x/\nwebhook h\n url http://y/\n secret-env MASUDI_TEST_SECRET\n";
    msdx_watch_config *c;
    msdx_buf problems = MSDX_BUF_INIT(1 << 16);
    unsetenv("MASUDI_TEST_SECRET");
    CHECK(msdx_watch_config_read(&c, msdx_str_of(text), "c", 0, &problems, NULL) == MSD_OK);
    msdx_watch_config_free(c);
    CHECK(msdx_watch_config_read(&c, msdx_str_of(text), "c", MSDX_CONFIG_SECRETS, &problems, NULL) == MSD_EFORMAT);
    setenv("MASUDI_TEST_SECRET", "open sesame", 1);
    CHECK(msdx_watch_config_read(&c, msdx_str_of(text), "c", MSDX_CONFIG_SECRETS, &problems, NULL) == MSD_OK);
    if (c) CHECK_STR(c->sink[1].secret, "open sesame");
    msdx_watch_config_free(c);
    msdx_buf_clear(&problems);
}

/* ---- messages ---- */

static const char body[] = "{\"count\":3,\"claims\":[{\"doc\":{\"date\":\"2026-03-02T10:00:00Z\",\"publisher\":"
                           "\"Wire\",\"url\":\"https://w.example/a?b&c\"},"
                           "\"sentence\":{\"text\":\"Peru <expelled> the "
                           "envoy.\"},\"event\":\"SANCTION\",\"mode\":\"expel\",\"status\":\"actual\","
                           "\"actors\":[{\"name\":\"Peru\"}],\"recipients\":[{\"name\":null,\"text\":\"the "
                           "envoy\"}],\"where\":{\"name\":\"Lima\"}}]}";

static void test_watch__messages(void)
{
    const msdx_alert alert = {.key = "k",
                              .watch = "w",
                              .kind = "match",
                              .state = "new",
                              .title = "Envoy & \xC3\xA9"
                                       "migr\xC3\xA9",
                              .made = INT64_C(1772445600000),
                              .body = {body, sizeof body - 1}};
    const char *to[] = {"a@x.example", "b@x.example"};
    const msdx_watch_sink sink = {.from = "m@x.example", .to = to, .n_to = 2};
    const msdx_feed_file file = {"T", NULL, &alert, 1};
    msdx_buf out = MSDX_BUF_INIT(1 << 16);
    msdx_write_alert_text(&out, &alert);
    CHECK_STR(msdx_buf_cstr(&out),
              "2026-03-02 Peru SANCTION-expel the envoy (actual) in Lima: Peru <expelled> the envoy.\n"
              "  Wire, https://w.example/a?b&c\n... and 2 more\n");
    msdx_buf_reset(&out);
    msdx_write_rss(&out, &file);
    CHECK(strstr(msdx_buf_cstr(&out), "<title>Envoy &amp; \xC3\xA9migr\xC3\xA9</title>") != NULL);
    CHECK(strstr(msdx_buf_cstr(&out), "<link>https://w.example/a?b&amp;c</link>") != NULL);
    CHECK(strstr(msdx_buf_cstr(&out), "&lt;expelled&gt;") != NULL);
    msdx_buf_reset(&out);
    msdx_write_mail(&out, &sink, &alert, "key", alert.made);
    CHECK(strstr(msdx_buf_cstr(&out), "Message-ID: <key@x.example>\r\n") != NULL);
    CHECK(strstr(msdx_buf_cstr(&out), "To: <a@x.example>,\r\n <b@x.example>\r\n") != NULL);
    CHECK(strstr(msdx_buf_cstr(&out), "Subject: =?utf-8?B?W3ddIEVudm95ICYgw6ltaWdyw6k=?=\r\n") != NULL);
    for (const char *p = msdx_buf_cstr(&out), *end; (end = strstr(p, "\r\n")) != NULL; p = end + 2)
        CHECK(end - p < 80 && !memchr(p, '\n', (size_t)(end - p)));
    msdx_buf_clear(&out);
}

static void check_hook(msdx_hook_form form, const msdx_alert *alert, const char *want)
{
    msdx_buf out = MSDX_BUF_INIT(1 << 20);
    msdx_write_hook(&out, form, alert);
    json_t *root = json_loads(msdx_buf_cstr(&out), 0, NULL);
    CHECK(root != NULL);
    if (!strstr(msdx_buf_cstr(&out), want)) fprintf(stderr, "'%s' is not in %s\n", want, msdx_buf_cstr(&out));
    CHECK(strstr(msdx_buf_cstr(&out), want) != NULL);
    json_decref(root);
    msdx_buf_clear(&out);
}

static void test_watch__forms_of_webhooks(void)
{
    char title[4000];
    for (size_t i = 0; i < sizeof title - 1; i++) title[i] = i % 2 ? '\xA9' : '\xC3';
    title[sizeof title - 2] = 0;
    msdx_alert alert = {.key = "k", .watch = "w", .title = "Envoy & co", .body = {body, sizeof body - 1}};
    check_hook(MSDX_HOOK_JSON, &alert, body);
    check_hook(MSDX_HOOK_SLACK, &alert, "{\"text\":\"[w] Envoy &amp; co\\n2026-03-02 Peru SANCTION-expel");
    check_hook(MSDX_HOOK_DISCORD, &alert, "\"content\":\"[w] Envoy & co\\n");
    check_hook(MSDX_HOOK_TEAMS, &alert, "\"text\":\"[w] Envoy & co\\n");
    alert.title = title; /* cut between characters */
    check_hook(MSDX_HOOK_DISCORD, &alert, "\xC3\xA9 ...\"");
}

static void test_watch__surprise(void)
{
    double expected;
    const uint64_t few[] = {2, 2, 2}, steady[] = {2, 1, 3, 2, 2, 2, 1, 3, 0, 0};
    CHECK(msdx_watch_surprise(50, few, 3, &expected) == 0); /* too short a past */
    CHECK(msdx_watch_surprise(2, steady, 10, &expected) == 0 && fabs(expected - 2) < 1e-9);
    double five = msdx_watch_surprise(5, steady, 10, &expected), fifty = msdx_watch_surprise(50, steady, 10, &expected);
    CHECK(five > 0.3 && five < 2 && fifty > 8 && fifty <= 15);
}

int main(void)
{
    RUN(test_watch__public_addresses);
    RUN(test_watch__networks);
    RUN(test_watch__web_addresses);
    RUN(test_watch__durations);
    RUN(test_watch__backoff);
    RUN(test_watch__retry_after);
    RUN(test_watch__made_clock);
    RUN(test_watch__clock_that_was_set);
    RUN(test_watch__signature);
    RUN(test_watch__base64);
    RUN(test_watch__configuration);
    RUN(test_watch__configuration_faults);
    RUN(test_watch__secrets);
    RUN(test_watch__messages);
    RUN(test_watch__forms_of_webhooks);
    RUN(test_watch__surprise);
    return test_end();
}
