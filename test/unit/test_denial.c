/* test_denial.c: inputs made to take long. Each shape is read to its end at two sizes, the second FACTOR times the
 * first: what that takes may grow with the size, not with its square. A shape is a head, a unit as often as it takes,
 * and a tail. Also: what must be refused is, at once. Coding needs the model and the knowledge. */
#include <time.h>

#include "base/err.h"
#include "base/mem.h"
#include "claim_laws.h"
#include "engine.h"
#include "know/peer.h"
#include "read/formats/formats.h"
#include "watch/robots.h"

/* Sanitizers have costs of their own: under them every shape is read, and the clock is left alone. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SMALL = 1 << 14, TIMED = 0 };
#else
enum { SMALL = 1 << 16, TIMED = 1 };
#endif
enum { FACTOR = 4, SLACK = 2, TRIES = 3 };
static const double LEAST_S = 0.02; /* below this a clock says little */

typedef struct shape {
    const char *name, *head, *unit, *tail;
    msdx_read_kind kind;
} shape;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static msdx_buf make(const shape *s, size_t n)
{
    msdx_buf b = MSDX_BUF_INIT((size_t)1 << 28);
    msdx_buf_adds(&b, s->head);
    while (b.n < n) {
        size_t before = b.n;
        msdx_buf_adds(&b, s->unit);
        for (size_t i = before; i < b.n; i++) /* "#" is a number that grows */
            if (b.p[i] == '#') {
                char number[24];
                int k = snprintf(number, sizeof number, "%zu", before);
                b.n = i;
                msdx_buf_add(&b, number, (size_t)k);
                msdx_buf_adds(&b, strchr(s->unit, '#') + 1);
                break;
            }
    }
    msdx_buf_adds(&b, s->tail);
    (void)msdx_buf_cstr(&b);
    CHECK(!b.failed);
    return b;
}

/* ---- reading ---- */

static void read_all(const shape *s, msdx_buf *b)
{
    const msdx_source_options o = {.kind = s->kind, .max_document = (size_t)16 << 20, .now = 1600000000};
    msdx_source *source;
    msdx_stream *stream;
    CHECK_INT(msdx_stream_open_bytes(&stream, b->p, b->n, NULL), MSD_OK);
    if (msdx_source_over(&source, stream, "", &o, NULL) != MSD_OK) return;
    for (;;) {
        msdx_record rec;
        msdx_opened opened;
        msd_doc *doc;
        msd_error err;
        msd_status st = msdx_source_next(source, &rec, &err);
        bool end = st == MSD_OK && !rec.bytes;
        if (st == MSD_OK && rec.bytes && msdx_record_open(&rec, &opened, NULL) == MSD_OK) {
            if (msdx_doc_make(&doc, &opened.in, MSDX_DOC_PLAIN, NULL, NULL) == MSD_OK) msdx_doc_free(doc);
            msdx_opened_close(&opened);
        }
        msdx_record_clear(&rec);
        if (end) break;
    }
    msdx_source_close(source);
}

static double time_of(const shape *s, size_t n, void (*use)(const shape *s, msdx_buf *b))
{
    msdx_buf b = make(s, n);
    double began = now();
    use(s, &b);
    double took = now() - began;
    msdx_buf_clear(&b);
    return took;
}

/* The best of a few tries: others have the machine too. */
static void check_linear(const shape *s, size_t small, void (*use)(const shape *s, msdx_buf *b))
{
    double best = 1e9, a = 0, c = 0;
    if (!TIMED) {
        (void)time_of(s, small, use);
        return;
    }
    for (int i = 0; i < TRIES && best > SLACK; i++) {
        a = time_of(s, small, use);
        c = time_of(s, small * FACTOR, use);
        double ratio = c / ((a > LEAST_S / FACTOR ? a : LEAST_S / FACTOR) * FACTOR);
        if (ratio < best) best = ratio;
    }
    if (getenv("MASUDI_DENIAL") || best > SLACK)
        printf("%-24s %8.1f ns/byte, %d times: %8.1f ns/byte\n", s->name, a / (double)small * 1e9, (int)FACTOR,
               c / (double)(small * FACTOR) * 1e9);
    CHECK(best <= SLACK);
}

#define RSS "<rss version='2.0'><channel><title>t</title>"
static const shape reading[] = {
    {"html divs", "<html><body>", "<div>", "x", MSDX_READ_HTML},
    {"html bold", "<html><body><p>", "<b>", "x", MSDX_READ_HTML},
    {"html links", "<html><body>", "<a href='/x#'>a</a> ", "", MSDX_READ_HTML},
    {"html paragraphs", "<html><body>", "<p>It rained on Monday.", "", MSDX_READ_HTML},
    {"html tables", "<html><body>", "<table><tr><td>", "x", MSDX_READ_HTML},
    {"html lists", "<html><body>", "<ul><li>a", "x", MSDX_READ_HTML},
    {"html attributes", "<html><body><p ", "a#=1 ", ">x", MSDX_READ_HTML},
    {"html same attribute", "<html><body><p ", "a=1 ", ">x", MSDX_READ_HTML},
    {"html less", "<html><body>", "<", "x", MSDX_READ_HTML},
    {"html ampersands", "<html><body><p>", "&", "x", MSDX_READ_HTML},
    {"html references", "<html><body><p>", "&amp;&#65;", "x", MSDX_READ_HTML},
    {"html comments", "<html><body>", "<!--", "x", MSDX_READ_HTML},
    {"html closed comments", "<html><body>", "<!-- a -->", "x", MSDX_READ_HTML},
    {"html scripts", "<html><body>", "<script>", "x", MSDX_READ_HTML},
    {"html end tags", "<html><body>", "</p></b></div>", "x", MSDX_READ_HTML},
    {"html forms", "<html><body>", "<form><select><option>", "x", MSDX_READ_HTML},
    {"html meta", "<html><head>", "<meta name='a#' content='b'>", "<body>x", MSDX_READ_HTML},
    {"html same meta", "<html><head>", "<meta property='og:title' content='b'>", "<body>x", MSDX_READ_HTML},
    {"html json-ld", "<html><head><script type='application/ld+json'>", "[", "</script><body>x", MSDX_READ_HTML},
    {"html json-ld keys", "<html><head><script type='application/ld+json'>{", "\"a#\":{", "</script>", MSDX_READ_HTML},
    {"html many json-ld", "<html><head>", "<script type='application/ld+json'>{\"@type\":\"NewsArticle\"}</script>",
     "<body>x", MSDX_READ_HTML},
    {"html classes", "<html><body>", "<div class='article body content'><p>One.</p>", "", MSDX_READ_HTML},
    {"html headings", "<html><body>", "<h1>Rain falls</h1>", "", MSDX_READ_HTML},
    {"html breaks", "<html><body>", "a<br>", "", MSDX_READ_HTML},
    {"html pre", "<html><body><pre>", "a\n", "", MSDX_READ_HTML},
    {"html titles", "<html><head>", "<title>a</title>", "", MSDX_READ_HTML},
    {"html doctype", "", "<!DOCTYPE html [", "", MSDX_READ_HTML},
    {"rss items", RSS, "<item><title>a#</title><description>b</description></item>", "</channel></rss>",
     MSDX_READ_FEED},
    {"rss same items", RSS, "<item><guid>a</guid><description>b</description></item>", "", MSDX_READ_FEED},
    {"rss deep", RSS "<item><description>", "<b>", "x", MSDX_READ_FEED},
    {"rss escaped markup", RSS "<item><description>", "&lt;div&gt;", "x</description></item>", MSDX_READ_FEED},
    {"rss attributes", RSS "<item ", "a#='1' ", ">", MSDX_READ_FEED},
    {"rss namespaces", RSS "<item ", "xmlns:a#='u' ", ">", MSDX_READ_FEED},
    {"rss nested namespaces", RSS, "<a xmlns:a#='u'>", "", MSDX_READ_FEED},
    {"rss cdata", RSS "<item><description><![CDATA[", "]]", "]]></description></item>", MSDX_READ_FEED},
    {"rss many cdata", RSS "<item><description>", "<![CDATA[a]]>", "</description></item>", MSDX_READ_FEED},
    {"rss entities", "<!DOCTYPE rss [", "<!ENTITY a# 'b'>",
     "]><rss><channel><item><title>&a0;</title></item></channel></rss>", MSDX_READ_FEED},
    {"rss references", "<!DOCTYPE rss [<!ENTITY a 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'>]>" RSS "<item><description>", "&a;",
     "</description></item></channel></rss>", MSDX_READ_FEED},
    {"rss comments", RSS, "<!-- a -->", "", MSDX_READ_FEED},
    {"rss instructions", RSS, "<?a b?>", "", MSDX_READ_FEED},
    {"rss unknown", RSS, "<x/>", "", MSDX_READ_FEED},
    {"rss text", RSS "<item><description>", "a ", "</description></item>", MSDX_READ_FEED},
    {"rss in items", RSS, "<item>", "", MSDX_READ_FEED},
    {"atom links", "<feed xmlns='http://www.w3.org/2005/Atom'><entry>", "<link href='a#'/>", "</entry></feed>",
     MSDX_READ_FEED},
    {"sitemap", "<urlset>", "<url><loc>http://x/#</loc></url>", "</urlset>", MSDX_READ_SITEMAP},
    {"json lists", "{\"text\":", "[", "", MSDX_READ_JSONL},
    {"json objects", "", "{\"a\":", "", MSDX_READ_JSONL},
    {"json keys", "{\"text\":\"x\"", ",\"a#\":1", "}", MSDX_READ_JSONL},
    {"json same key", "{\"text\":\"x\"", ",\"a\":1", "}", MSDX_READ_JSONL},
    {"json digits", "{\"text\":\"x\",\"a\":", "1", "}", MSDX_READ_JSONL},
    {"json escapes", "{\"text\":\"", "\\u0041\\n", "\"}", MSDX_READ_JSONL},
    {"json lines", "", "{\"text\":\"a\",\"id\":#}\n", "", MSDX_READ_JSONL},
    {"json bad lines", "", "{\n", "", MSDX_READ_JSONL},
    {"json feed", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{}",
     ",{\"content_text\":\"a\",\"id\":\"#\"}", "]}", MSDX_READ_FEED},
    {"ninjs deep", "{\"uri\":\"a\",\"body_text\":\"x\",\"renditions\":", "{\"a\":", "", MSDX_READ_NINJS},
    {"ninjs assoc", "{\"uri\":\"a\",\"body_text\":\"x\",\"associations\":{\"b\":1", ",\"a#\":{\"uri\":\"b\"}", "}}",
     MSDX_READ_NINJS},
    {"csv rows", "text,id\n", "a,#\n", "", MSDX_READ_CSV},
    {"csv quotes", "text,id\n\"", "\"\"", "\",1\n", MSDX_READ_CSV},
    {"csv open quotes", "text,id\n", "\"a\n", "", MSDX_READ_CSV},
    {"csv columns", "text", ",a", "\nx\n", MSDX_READ_CSV},
    {"csv cells", "text,id\n", ",", "\n", MSDX_READ_CSV},
    {"csv blank lines", "text,id\n", "\n", "", MSDX_READ_CSV},
    {"csv quote in cell", "text,id\n", "a\"b,", "\n", MSDX_READ_CSV},
    {"tsv cells", "text\tid\n", "a\t", "\n", MSDX_READ_TSV},
    {"text letters", "", "a", "", MSDX_READ_TEXT},
    {"text blanks", "", " ", "", MSDX_READ_TEXT},
    {"text lines", "", "\n", "", MSDX_READ_TEXT},
    {"text short lines", "", "a\n", "", MSDX_READ_TEXT},
    {"text wrapped", "", "The council met on the Monday before the feast and spoke of rain\n", "", MSDX_READ_TEXT},
    {"text indents", "", "\n  a", "", MSDX_READ_TEXT},
    {"text dateline", "", "ROME, ", "", MSDX_READ_TEXT},
    {"text dashes", "ROME ", "- ", "", MSDX_READ_TEXT},
    {"text brackets", "ROME (", "(", "", MSDX_READ_TEXT},
    {"text marks", "", "\xCC\x81", "", MSDX_READ_TEXT},
    {"text capitals", "", "POLICE IN ROME, ", "", MSDX_READ_TEXT},
    {"wire", "", "\x01\nROME, May 3 - a\n\x03\n", "", MSDX_READ_WIRE},
    {"wire starts", "", "\x01", "", MSDX_READ_WIRE},
    {"lexisnexis", "", "1 of 2 DOCUMENTS\n\nT\n\nBody\n\nLENGTH: 3 words\n\n", "", MSDX_READ_LEXISNEXIS},
    {"lexisnexis lengths", "1 of 1 DOCUMENTS\n", "LENGTH: 3 words\n", "", MSDX_READ_LEXISNEXIS},
    {"lexisnexis bodies", "T\n", "Body\n", "End of Document\n", MSDX_READ_LEXISNEXIS},
    {"factiva", "", "HD a\nLP b\nTD c\nAN A#\n\nDocument A\n\n", "", MSDX_READ_FACTIVA},
    {"factiva fields", "", "TD\n", "", MSDX_READ_FACTIVA},
    {"warc headers", "WARC/1.0\r\n", "A: b\r\n", "\r\n", MSDX_READ_WARC},
    {"warc records", "", "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n", "", MSDX_READ_WARC},
    {"warc versions", "", "WARC/1.0\r\n", "", MSDX_READ_WARC},
    {"warc lines", "", "a\r\n", "", MSDX_READ_WARC},
    {"newsml deep", "<newsItem>", "<contentSet><inlineXML>", "x", MSDX_READ_NEWSML},
    {"newsml subjects", "<newsItem><contentMeta>", "<subject qcode='a:#'><name>b</name></subject>",
     "</contentMeta></newsItem>", MSDX_READ_NEWSML},
    {"nitf paragraphs", "<nitf><body><body.content>", "<p>a</p>", "</body.content></body></nitf>", MSDX_READ_NITF},
};

static void test_denial__reading_is_linear(void)
{
    for (size_t i = 0; i < sizeof reading / sizeof *reading; i++) check_linear(&reading[i], SMALL, read_all);
}

/* ---- rules of robots, names of dictionaries ---- */

static void ask_robots(const shape *s, msdx_buf *b)
{
    msdx_robots *r;
    static char path[SMALL + 2];
    (void)s;
    memset(path, 'a', SMALL);
    path[0] = '/';
    if (msdx_robots_read(&r, (msdx_str){b->p, b->n}, "masudi", NULL) != MSD_OK) return;
    (void)msdx_robots_allow(r, (msdx_str){path, SMALL / 64});
    msdx_robots_free(r);
}

static void test_denial__robots(void)
{
    static const shape robots[] = {{"robots stars", "User-agent: *\nDisallow: /", "a*", "b\n", 0},
                                   {"robots rules", "User-agent: *\n", "Disallow: /a*a*a*b\n", "", 0},
                                   {"robots groups", "", "User-agent: x#\nDisallow: /\n", "", 0},
                                   {"robots agents", "", "User-agent: masudi\n", "Disallow: /\n", 0}};
    for (size_t i = 0; i < sizeof robots / sizeof *robots; i++) check_linear(&robots[i], SMALL, ask_robots);
}

/* ---- coding ---- */

static void code_all(const shape *s, msdx_buf *b)
{
    (void)s;
    msd_doc *doc = coded_bytes(NULL, b->p, b->n);
    msd_doc_free(doc);
}

static const shape coding[] = {
    {"quotes", "", "He said: \"", "war.\"", 0},
    {"curly quotes", "", "She told us, \xE2\x80\x9Cthey said, \xE2\x80\x98", "war.", 0},
    {"closed quotes", "", "\"Peru attacked Chile,\" he said. ", "", 0},
    {"said that", "", "Peru said that ", "Chile attacked Mali.", 0},
    {"conditions", "", "if Peru attacks Chile, ", "Mali will send aid.", 0},
    {"unless", "", "Peru will attack Chile unless ", "it rains.", 0},
    {"brackets", "", "(", "Peru attacked Chile.", 0},
    {"urls", "", "http://a.b/c?", " Peru.", 0},
    {"stops", "", "a.", " Peru.", 0},
    {"apostrophes", "", "'", " Peru.", 0},
    {"hyphens", "", "a-", " Peru.", 0},
    {"figures", "", "1,", " Peru.", 0},
    {"emoticons", "", ":-)", " Peru.", 0},
    {"dates", "", "3 May 2024, ", "Peru.", 0},
    {"numbers", "", "hundred thousand ", "people died.", 0},
    {"names", "", "Ban Ki Moon ", "met Peru.", 0},
    {"towns", "", "Paris, Texas, ", "Peru attacked.", 0},
    {"paragraphs", "", "Peru attacked Chile.\n\n", "", 0},
    {"negations", "", "Peru did not deny that ", "Chile attacked.", 0},
    {"relatives", "", "Peru, which attacked ", "Chile.", 0},
    {"possessives", "", "Peru's president's ", "aide died.", 0},
};

static void test_denial__coding_is_linear(void)
{
    if (!engine_open()) {
        printf("coding: skipped: no model or knowledge; `make data` makes them\n");
        return;
    }
    code_all(NULL, &(msdx_buf){.p = (char *)(uintptr_t) "Rain.", .n = 5}); /* what is made at first use */
    for (size_t i = 0; i < sizeof coding / sizeof *coding; i++) check_linear(&coding[i], SMALL / 16, code_all);
    engine_close();
}

int main(void)
{
    RUN(test_denial__reading_is_linear);
    RUN(test_denial__robots);
    RUN(test_denial__coding_is_linear);
    return test_end();
}
