/* test_robots.c: which paths a robots.txt lets us fetch. The examples of RFC 9309 (sections 2.2.2, 2.2.3, 5.1, 5.2) and
 * what real files do beside it. */
#include "test.h"

#include "base/mem.h"
#include "watch/robots.h"

static bool may(const char *text, const char *path)
{
    msdx_robots *r;
    if (msdx_robots_read(&r, msdx_str_of(text), "masudi", NULL) != MSD_OK) return false;
    bool yes = msdx_robots_allow(r, msdx_str_of(path));
    msdx_robots_free(r);
    return yes;
}

static unsigned delay(const char *text)
{
    msdx_robots *r;
    if (msdx_robots_read(&r, msdx_str_of(text), "masudi", NULL) != MSD_OK) return 0;
    unsigned s = msdx_robots_delay(r);
    msdx_robots_free(r);
    return s;
}

static void test_robots__groups(void)
{
    CHECK(may("", "/a"));
    CHECK(may("Disallow: /", "/a")); /* of no group */
    CHECK(!may("User-agent: *\nDisallow: /", "/a"));
    CHECK(may("User-agent: *\nDisallow:", "/a"));
    CHECK(may("User-agent: *\nDisallow: /\n\nUser-agent: Masudi\nDisallow: /b", "/a"));
    CHECK(may("User-agent: masudi/2.0\nDisallow: /b\n\nUser-agent: *\nDisallow: /", "/a"));
    CHECK(!may("User-agent: MASUDI\nDisallow: /a\n\nUser-agent: *\nAllow: /", "/a"));
    CHECK(may("User-agent: masudibot\nDisallow: /", "/a"));
    /* several names of one group, several groups of one name */
    CHECK(!may("User-agent: other\nUser-agent: masudi\nDisallow: /a", "/a"));
    const char *two =
        "User-agent: masudi\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: masudi\nDisallow: /b";
    CHECK(!may(two, "/a") && !may(two, "/b") && may(two, "/c"));
    /* what stands between names and rules does not part them; lines of any ending; a mark at the beginning */
    CHECK(!may("User-agent: masudi\nSitemap: https://x.example/s.xml\nDisallow: /a", "/a"));
    CHECK(!may("\xEF\xBB\xBFUser-agent: *\r\nDisallow: /a\r\n", "/a"));
    CHECK(!may("user-AGENT : * # all\rDISALLOW: /a # no", "/a"));
    CHECK(may("User-agent: *\nDisallow: /", "/robots.txt"));
}

static void test_robots__longest_rule(void)
{
    /* RFC 9309, 5.2 */
    const char *longest = "User-Agent: masudi\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif";
    CHECK(may(longest, "/example/page/"));
    CHECK(!may(longest, "/example/page/disallowed.gif"));
    CHECK(may("User-agent: *\nDisallow: /a\nAllow: /a", "/a/b"));
    CHECK(may("User-agent: *\nAllow: /a\nDisallow: /a", "/a/b"));
    CHECK(!may("User-agent: *\nAllow: /\nDisallow: /a", "/a"));
    CHECK(may("User-agent: *\nDisallow: /a/", "/a"));
    CHECK(may("User-agent: *\nDisallow: /A", "/a")); /* case counts */
}

static void test_robots__patterns(void)
{
    /* RFC 9309, 5.1 */
    const char *simple = "User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/";
    CHECK(!may(simple, "/a/b.gif") && may(simple, "/b.gif?x") && !may(simple, "/example/x"));
    CHECK(may(simple, "/publications/") && may(simple, "/"));
    CHECK(!may("User-agent: *\nDisallow: /*/private/*.xml$", "/a/b/private/c/d.xml"));
    CHECK(may("User-agent: *\nDisallow: /*/private/*.xml$", "/a/b/private/c/d.xml/"));
    CHECK(!may("User-agent: *\nDisallow: /*", "/a"));
    CHECK(!may("User-agent: *\nDisallow: /a$", "/a") && may("User-agent: *\nDisallow: /a$", "/ab"));
    CHECK(!may("User-agent: *\nDisallow: /?s=", "/?s=peru"));
    /* spellings of one path: RFC 9309, 2.2.2 */
    CHECK(!may("User-agent: *\nDisallow: /foo/bar/\xE3\x83\x84", "/foo/bar/%E3%83%84"));
    CHECK(!may("User-agent: *\nDisallow: /foo/bar/%e3%83%84", "/foo/bar/%E3%83%84"));
    CHECK(!may("User-agent: *\nDisallow: /foo/bar/%62%61%7A", "/foo/bar/baz"));
    CHECK(may("User-agent: *\nDisallow: /a%2Fb", "/a/b"));
}

static void test_robots__delay(void)
{
    CHECK_INT(delay("User-agent: *\nCrawl-delay: 10"), 10);
    CHECK_INT(delay("User-agent: x\nCrawl-delay: 10"), 0);
    CHECK_INT(delay("User-agent: *\nCrawl-delay: 10\nUser-agent: masudi\nDisallow: /b"), 0);
    CHECK_INT(delay("User-agent: *\nCrawl-delay: x"), 0);
    CHECK(delay("User-agent: *\nCrawl-delay: 99999999999999999999") < 10000000);
}

/* What would take a careless matcher forever. */
static void test_robots__stars(void)
{
    msdx_buf text = MSDX_BUF_INIT(1 << 20), path = MSDX_BUF_INIT(1 << 20);
    msdx_buf_adds(&text, "User-agent: *\nDisallow: /");
    for (int i = 0; i < 1000; i++) msdx_buf_adds(&text, "*a");
    msdx_buf_adds(&text, "b$");
    msdx_buf_addc(&path, '/');
    for (int i = 0; i < 3000; i++) msdx_buf_addc(&path, 'a');
    CHECK(may(msdx_buf_cstr(&text), msdx_buf_cstr(&path)));
    msdx_buf_clear(&text);
    msdx_buf_clear(&path);
}

int main(void)
{
    RUN(test_robots__groups);
    RUN(test_robots__longest_rule);
    RUN(test_robots__patterns);
    RUN(test_robots__delay);
    RUN(test_robots__stars);
    return test_end();
}
