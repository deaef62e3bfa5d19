/* test_formats.c: every format that documents come in, by small samples of our own. */
#include <stdio.h>
#include <zlib.h>
#include <zstd.h>

#include "base/err.h"
#include "read/formats/formats.h"
#include "test.h"

static char out[1 << 16];

static void put(const char *fmt, const char *s)
{
    size_t n = strlen(out);
    snprintf(out + n, sizeof out - n, fmt, s ? s : "-");
}

static void put_doc(const msdx_record *rec)
{
    msdx_opened opened;
    msd_error err = {0};
    if (msdx_record_open(rec, &opened, &err) != MSD_OK) {
        put("!%s\n", err.msg);
        return;
    }
    const msd_input *in = &opened.in;
    put("%s|", in->id);
    put("%s|", in->date);
    put("%s|", in->title);
    put("%s|", in->url);
    put("%s|", in->publisher);
    put("%s|", in->language);
    char *text = malloc(in->n_byte + 1);
    if (!text) exit(2);
    memcpy(text, in->text, in->n_byte);
    text[in->n_byte] = 0;
    for (char *p = text; *p; p++)
        if (*p == '\n') *p = '/';
    put("%s\n", text);
    free(text);
    msdx_opened_close(&opened);
}

/* A document a line: id|date|title|url|publisher|language|text, "/" for new lines; refusals as !PART:LINE MESSAGE. */
static const char *read_stream(msdx_stream *stream, const msdx_source_options *o, const char *name)
{
    msdx_source *source;
    msd_error err = {0};
    char line[32];
    out[0] = 0;
    if (msdx_source_over(&source, stream, name, o, &err) != MSD_OK) {
        put("!%s\n", err.msg);
        return out;
    }
    for (int i = 0; i < 200; i++) {
        msdx_record rec;
        err = (msd_error){0};
        msd_status st = msdx_source_next(source, &rec, &err);
        if (st == MSD_OK && !rec.bytes) break;
        if (rec.name) put("[%s]", rec.name);
        if (st == MSD_OK) put_doc(&rec);
        snprintf(line, sizeof line, "!%zu ", err.pos);
        if (st != MSD_OK) put("%s", line), put("%s\n", err.msg);
        msdx_record_clear(&rec);
    }
    msdx_source_close(source);
    return out;
}

static const char *read_bytes(const void *bytes, size_t n, const msdx_source_options *o, const char *name)
{
    msdx_stream *stream;
    if (msdx_stream_open_bytes(&stream, bytes, n, NULL) != MSD_OK) exit(2);
    return read_stream(stream, o, name);
}

static const msdx_source_options any = {.max_document = 1 << 20, .now = 1600000000}; /* 2020-09-13 */

static const char *read_text(const char *text)
{
    return read_bytes(text, strlen(text), &any, "");
}

static bool says(const char *got, const char *words)
{
    if (strstr(got, words)) return true;
    fprintf(stderr, "no '%s' in: %s\n", words, got);
    return false;
}

/* ---- feeds ---- */

static void test_feed__rss(void)
{
    CHECK_STR(
        read_text(
            "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
            " xmlns:media='http://search.yahoo.com/mrss/'><channel><title>The Daily</title>"
            "<link>https://d.example/</link><language>en-GB</language><image><title>Logo</title></image>"
            "<item><title>Troops &amp;amp; tanks</title><media:title>no</media:title><link>/a/1</link>"
            "<guid isPermaLink='false'>x1</guid><pubDate>Mon, 28 Sep 2020 10:15:00 +0200</pubDate>"
            "<description>Short.</description>"
            "<content:encoded><![CDATA[<p>Troops left.</p><p>They &nbsp;went home.</p>]]></content:encoded></item>"
            "<item><title>Second</title><guid>https://d.example/2</guid><pubDate>soon</pubDate></item>"
            "<item><guid isPermaLink='false'>x1</guid><description>Third & last &eacute; &unknown; x</description>"
            "</item></channel></rss>"),
        "x1|2020-09-28T08:15:00Z|Troops & tanks|https://d.example/a/1|The Daily|en-GB|Troops left.//They went home.\n"
        "https://d.example/2|-|Second|https://d.example/2|The Daily|en-GB|\n"
        "x1#3|-|-|-|The Daily|en-GB|Third & last \xC3\xA9 &unknown; x\n");
}

static void test_feed__rdf_and_old_charsets(void)
{
    CHECK_STR(
        read_text(
            "<?xml version='1.0' encoding='ISO-8859-1'?><rdf:RDF xmlns='http://purl.org/rss/1.0/'"
            " xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
            "<channel rdf:about='u'><title>Zeitung</title><items/></channel>"
            "<item rdf:about='https://z.example/1'><title>Gr\xFC\xDF"
            "e \x80</title><dc:date>2020-09-28</dc:date>"
            "</item></rdf:RDF>"),
        "-|2020-09-28|Gr\xC3\xBC\xC3\x9F"
        "e \xE2\x82\xAC|https://z.example/1|Zeitung|-|\n");
    /* UTF-8 that is called Latin, and Latin that is called nothing */
    CHECK(says(
        read_text("<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><item><title>caf\xC3\xA9</title></item>"
                  "</channel></rss>"),
        "caf\xC3\xA9|"));
    CHECK(says(read_text("<rss><channel><item><title>caf\xE9 x</title></item></channel></rss>"), "caf\xC3\xA9 x|"));
}

static void test_feed__atom(void)
{
    CHECK_STR(
        read_text(
            "\n<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='fr'><title type='html'>Le &lt;b>Jour&lt;/b></title>"
            "<link rel='self' href='https://j.example/feed/all.xml'/><link href='/'/>"
            "<entry><id>urn:1</id><title>Une</title><link rel='edit' href='/no'/><link href='../un'/>"
            "<updated>2020-09-29T00:00:00Z</updated><published>2020-09-28T00:00:00Z</published>"
            "<summary>Court.</summary><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Long"
            " texte.</p><p>Fin.</p></div></content></entry></feed>"),
        "urn:1|2020-09-28T00:00:00Z|Une|https://j.example/un|Le Jour|fr|Long texte.//Fin.\n");
}

static void test_feed__json(void)
{
    CHECK_STR(
        read_text(
            "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"J\",\"feed_url\":\"https://j.example/f\","
            "\"items\":[{\"id\":7,\"url\":\"a\",\"title\":\"T\",\"content_html\":\"<p>One.<p>Two.\","
            "\"date_published\":\"2020-09-28T10:15:00Z\"},{\"id\":\"8\"}]}"),
        "7|2020-09-28T10:15:00Z|T|https://j.example/a|J|-|One.//Two.\n!1 neither a title nor a text\n");
}

static void test_feed__broken(void)
{
    const char *got = read_text("<rss><channel><item><title>Whole</title></item>\n<item><title>Half");
    CHECK(says(got, "|Whole|"));
    CHECK(says(got, "!2 broken off: the XML ends before its elements do"));
    CHECK(!strstr(got, "|Half|"));
    got = read_text("<rss><channel><title>F</title><item><title>A</item><item><title>B</title></item></channel></rss>");
    CHECK(says(got, "|A|-|F|"));
    CHECK(says(got, "|B|-|F|"));
    CHECK(says(got, "!1 not well-formed XML: Opening and ending tag mismatch"));
    CHECK(says(read_text("<rss><channel></channel></rss>"), "!1 no item in it"));
    CHECK(says(read_text("<?xml version='1.0'?><invoice/>"), "<invoice>, which is no kind of news"));
    CHECK(says(read_text("<sitemapindex/>"), "an index of sitemaps"));
}

static void test_feed__entities_do_not_grow(void)
{
    const char *got =
        read_text("<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>"
                  "<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY ok 'fine'>]>"
                  "<rss><channel><item><title>x &b; &f; &ok; y</title></item></channel></rss>");
    CHECK(says(got, "|x fine y|"));
}

static void test_sitemap(void)
{
    CHECK_STR(
        read_text("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
                  " xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
                  "<url><loc>https://d.example/1</loc><news:news><news:publication><news:name>The Daily</news:name>"
                  "<news:language>en</news:language></news:publication><news:publication_date>2020-09-28"
                  "</news:publication_date><news:title>Troops leave</news:title></news:news></url>"
                  "<url><loc>https://d.example/2</loc></url></urlset>"),
        "-|2020-09-28|Troops leave|https://d.example/1|The Daily|en|\n"
        "!1 no news: an address alone (https://d.example/2)\n");
}

/* ---- agencies ---- */

static void test_nitf(void)
{
    CHECK_STR(
        read_text(
            "<nitf><head><title>File name</title><docdata management-status='usable'><doc-id id-string='n1'"
            " regsrc='WIRE'/><date.issue norm='20200928T101500+0200'/></docdata></head><body><body.head><hedline>"
            "<hl1>Troops leave</hl1></hedline><abstract>Short.</abstract></body.head><body.content>"
            "<p>Troops left <br/>the town.</p><media><media-caption>A tank.</media-caption></media><p>They went.</p>"
            "</body.content><body.end>end</body.end></body></nitf>"),
        "n1|2020-09-28T08:15:00Z|Troops leave|-|WIRE|-|Troops left/the town.//They went.\n");
    CHECK(says(read_text("<nitf><head><docdata management-status='canceled'/></head><body/></nitf>"),
               "not for publication: its status is canceled"));
    CHECK(says(read_text("<nitf><head><docdata><date.release norm='20300101T000000Z'/></docdata></head><body/></nitf>"),
               "embargoed until 2030-01-01T00:00:00Z"));
}

#define G2(meta, content) \
    "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='g1' xml:lang='en'><itemMeta><itemClass " \
    "qcode='ninat:text'/>" \
    "<provider qcode='nprov:WIRE'/><versionCreated>2020-09-28T10:15:00Z</versionCreated>" meta "</itemMeta>" \
    "<contentMeta><headline role='hld:subHeadline'>Sub</headline><headline>Troops leave</headline></contentMeta>" \
    "<contentSet>" content "</contentSet></newsItem>"

static void test_newsml_g2(void)
{
    CHECK_STR(
        read_text(G2("<pubStatus qcode='stat:usable'/>",
                     "<inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'><head>"
                     "<title>no</title></head><body><p>Troops left.</p><p>They went.</p></body></html></inlineXML>")),
        "g1|2020-09-28T10:15:00Z|Troops leave|-|WIRE|en|Troops left.//They went.\n");
    CHECK(says(read_text(G2("<pubStatus qcode='stat:withheld'/>", "")), "its status is withheld"));
    CHECK(
        says(read_text(G2("<embargoed>2020-09-14T00:00:00Z</embargoed>", "")), "embargoed until 2020-09-14T00:00:00Z"));
    CHECK(says(read_text(G2("<embargoed/>", "")), "embargoed until further notice"));
    CHECK(says(read_text(G2("<embargoed>2020-09-01T00:00:00Z</embargoed>", "<inlineData>Now.</inlineData>")), "|Now."));
    CHECK(says(
        read_text("<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet><packageItem/><newsItem><itemMeta>"
                  "<itemClass qcode='ninat:picture'/></itemMeta></newsItem></itemSet></newsMessage>"),
        "!1 a packageItem: it refers to news or describes things, and holds no text\n!1 no text: an item of class "
        "picture"));
}

#define NEWSML1(status) \
    "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>w.example</ProviderId><PublicIdentifier>p1" \
    "</PublicIdentifier></NewsIdentifier></Identification><NewsManagement><FirstCreated>20200928T101500+0000</" \
    "FirstCreated>" status \
    "</NewsManagement><NewsComponent><NewsLines><HeadLine>Troops leave</HeadLine></NewsLines><DescriptiveMetadata>" \
    "<Language FormalName='en'/></DescriptiveMetadata><ContentItem><MediaType " \
    "FormalName='Text'/><DataContent><p>Troops left." \
    "</p></DataContent></ContentItem><ContentItem><MediaType " \
    "FormalName='Photo'/><DataContent>abcdefghijklmnopqrstuvwxyz" \
    "</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"

static void test_newsml_1_2(void)
{
    CHECK_STR(read_text(NEWSML1("<Status FormalName='Usable'/>")),
              "p1|2020-09-28T10:15:00Z|Troops leave|-|w.example|en|Troops left.\n");
    CHECK(says(read_text(NEWSML1("<Status FormalName='Canceled'/>")), "its status is canceled"));
    CHECK(says(read_text(NEWSML1("<Status FormalName='Embargoed'/><StatusWillChange><FutureStatus FormalName='Usable'/>"
                                 "<DateAndTime>20301231T000000Z</DateAndTime></StatusWillChange>")),
               "embargoed until 2030-12-31"));
}

static void test_ninjs(void)
{
    CHECK_STR(
        read_text(
            "{\"uri\":\"https://w.example/n1\",\"type\":\"text\",\"versioncreated\":\"2020-09-28T12:15:00+02:00\","
            "\"pubstatus\":\"usable\",\"language\":\"en\",\"headlines\":[{\"role\":\"main\",\"value\":\"Troops "
            "leave\"}],"
            "\"copyrightholder\":\"Wire\",\"bodies\":[{\"contenttype\":\"text/html\",\"value\":\"<p>Troops "
            "left.</p>\"}]}"),
        "https://w.example/n1|2020-09-28T10:15:00Z|Troops leave|https://w.example/n1|Wire|en|Troops left.\n");
    CHECK(says(read_text("{\"uri\":\"u\",\"pubstatus\":\"canceled\",\"body_text\":\"x\"}"), "its status is canceled"));
    CHECK(says(read_text("{\"uri\":\"u\",\"versioncreated\":\"2020-01-01\",\"embargoed\":\"2030-01-01T00:00:00Z\"}"),
               "embargoed"));
    CHECK_STR(
        read_text("{\"uri\":\"urn:3\",\"versionCreated\":\"2020-09-28T10:15:00Z\",\"headlines\":[{\"value\":\"T\"}],"
                  "\"bodies\":[{\"contentType\":\"text/plain\",\"value\":\"Troops left.\"}]}"),
        "urn:3|2020-09-28T10:15:00Z|T|-|-|-|Troops left.\n");
    CHECK(says(read_text("{\"uri\":\"u\",\"pubstatus\":\"maybe\",\"body_text\":\"x\"}"), "'maybe'"));
    CHECK(says(read_text("{\"uri\":\"u\",\"pubstatus\":\"usable\",\"bodies\":[{\"role\":\"x\"}]}"),
               "an entry without a value"));
    CHECK(says(read_text("{\"body_text\":\"x\"}"), "no uri"));
    CHECK(says(read_text("{\"uri\":\"u\",\"type\":\"poem\",\"body_text\":\"x\"}"), "'poem'"));
    CHECK(says(read_text("{\"uri\":\"u\",\"type\":\"picture\",\"versioncreated\":\"2020-01-01\"}"),
               "an item of type picture"));
    CHECK(says(read_text("{\"uri\":\"u\",\n\"body_text\":\"x\",,}"), "!2 not JSON"));
}

static void test_wire(void)
{
    CHECK_STR(read_text("\x01"
                        "ab0012 4 i 99 dpa 001\r\n\r\nTopic/\r\n\x02LEAD\r\nTroops leave\r\nthe town =\r\n\r\n"
                        "   Town (dpa) - Troops left\r\nthe town.\r\n\r\n   They went.\r\n\x03"
                        "281015 sep 20\r\n"
                        "\x01"
                        "ab0013 4 i\r\nbroken\r\n"),
              "ab0012|-|Troops leave the town|-|dpa|-|Town (dpa) - Troops left/the town.//They went.\n"
              "!13 broken off: a wire header without its text\n");
}

/* ---- tables ---- */

static const char *read_table(const char *text, msdx_read_kind kind, const char *columns)
{
    msdx_source_options o = any;
    o.kind = kind;
    o.columns = columns;
    return read_bytes(text, strlen(text), &o, "");
}

static void test_table(void)
{
    CHECK_STR(read_text("id,Date,Title,Text\n1,28.09.2020,\"A \"\"b\"\"\",\"One,\ntwo.\"\n\n2,,C,Three\n"),
              "1|2020-09-28|A \"b\"|-|-|-|One,/two.\n2|-|C|-|-|-|Three\n");
    CHECK_STR(read_text("id\ttext\n1\tOne \"two\"\n2\n"), "1|-|-|-|-|-|One \"two\"\n!3 1 columns, not 2\n");
    CHECK_STR(read_table("Body;Published\nOne;2020-09-28\n", MSDX_READ_CSV, "text=Body,date=Published"),
              "-|2020-09-28|-|-|-|-|One\n");
    CHECK_STR(read_table("One\t2020-09-28\n", MSDX_READ_TSV, "text=1,date=2"), "-|2020-09-28|-|-|-|-|One\n");
    CHECK_STR(read_table("a,b\n1,2\n", MSDX_READ_CSV, NULL),
              "!1 no column has a name that is known: say which is what, --columns text=NAME,date=NAME\n");
    CHECK(says(read_table("a,b\n1,2\n", MSDX_READ_CSV, "text=c"), "no column is called 'c'"));
    CHECK(says(read_table("a,b\n1,2\n", MSDX_READ_CSV, "words=a"), "no FIELD=COLUMN"));
    CHECK(says(read_text("id,text\n1,\"never closed\n"), "!2 broken off: a quote is opened"));
}

/* ---- exports ---- */

static void test_lexisnexis(void)
{
    CHECK_STR(
        read_text(
            "\n   1 of 2 DOCUMENTS\n\n\n   The Daily (Town)\n\n  September 28, 2020 Monday\n   Late Edition\n\n"
            "Troops leave\nthe town\n\nBYLINE: A. Writer\n\nLENGTH: 12 words\n\n\nTroops left the town on Monday.\n\n"
            "They went.\n\nLOAD-DATE: September 28, 2020\n\nLANGUAGE: ENGLISH\n\n\n   Copyright 2020\n\n"
            "   2 of 2 DOCUMENTS\n\nThe Daily\n\nSeptember 29, 2020\n\nSecond\n\nLENGTH: 1 words\n\nText.\n"),
        "-|2020-09-28|Troops leave the town|-|The Daily (Town)|en|Troops left the town on Monday.//They went.\n"
        "-|2020-09-29|Second|-|The Daily|-|Text.\n");
    CHECK_STR(read_text("Cover page\n\nTroops leave\n\nThe Daily\n\nSeptember 28, 2020 Monday\n\nCopyright 2020 All "
                        "Rights Reserved\n\n"
                        "Section: NEWS\n\nLength: 12 words\n\nBody\n\nTroops left.\n\nThey went.\n\nClassification\n\n"
                        "Language: ENGLISH\n\nLoad-Date: September 28, 2020\n\nEnd of Document\n\n"),
              "-|2020-09-28|Troops leave|-|The Daily|en|Troops left.//They went.\n");
    CHECK(says(
        read_text(
            "<html><!-- LXNComment 1 --><body><p>3 of 9 DOCUMENTS</p><br><div><p>The Daily</p></div><div><p>May 1, 2020"
            "</p></div><div><p>Head</p></div><div><p>LENGTH: 2 words</p></div><div><p>Two words.</p></div></body>"),
        "-|2020-05-01|Head|-|The Daily|-|Two words."));
}

static void test_factiva(void)
{
    CHECK_STR(
        read_text("HD  Troops leave\nBY  A. Writer\nWC  12 words\nPD  28 September 2020\nET  10:15\nSN  The Daily\nLA  "
                  "English\n"
                  "LP \nTroops left.\n\nTD \nThey went.\nIN the town.\n\nAN \nDocument ABC0000020200928eg9s00001\n\n"),
        "ABC0000020200928eg9s00001|2020-09-28T10:15:00|Troops leave|-|The Daily|en|Troops left.//They went./IN the "
        "town.\n");
    CHECK_STR(
        read_text(
            "<html><head><title>Factiva</title></head><body><div class='article enArticle'><table>"
            "<tr><td><b>HD</b>&nbsp;</td><td><b>Troops leave</b></td></tr><tr><td><b>PD</b></td><td>28 September 2020"
            "</td></tr><tr><td><b>SN</b></td><td>The Daily</td></tr><tr><td><b>LP</b></td><td><p>HD is no code "
            "here.</p>"
            "</td></tr><tr><td><b>AN</b></td><td>Document X1</td></tr></table></div></body></html>"),
        "X1|2020-09-28|Troops leave|-|The Daily|-|HD is no code here.\n");
    CHECK_STR(
        read_text("<?xml version='1.0'?><PPSResponse><ppsarticle><article><accessionNo>X2</accessionNo><baseLanguage>EN"
                  "</baseLanguage><headline><paragraph>Troops "
                  "<hlt>leave</hlt></paragraph></headline><leadParagraph><paragraph>"
                  "Troops left.</paragraph></leadParagraph><publicationDate><date>2020-09-28</date></publicationDate>"
                  "<sourceName>The Daily</sourceName><tailParagraphs><paragraph>They went.</paragraph></tailParagraphs>"
                  "</article></ppsarticle></PPSResponse>"),
        "X2|2020-09-28|Troops leave|-|The Daily|EN|Troops left.//They went.\n");
}

/* ---- pages ---- */

static void test_html(void)
{
    CHECK_STR(
        read_text(
            "<!doctype html><html lang=en><head><title>Troops leave - The Daily</title><meta property=og:site_name"
            " content='The Daily'><link rel=canonical href='https://d.example/2020/09/28/troops'>"
            "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"no\"},{\"@type\":"
            "[\"NewsArticle\"],\"headline\":\"Troops "
            "leave\",\"datePublished\":\"2020-09-28T10:15:00+02:00\"}]}</script>"
            "</head><body><nav><ul><li><a href=/>Home</a><li><a href=/w>World</a></ul></nav><h1>Troops leave</h1>"
            "<div class='article-body'><p>Troops left the town on Monday, said people who live there.</p>"
            "<figure><figcaption>A tank stands in a street of the town.</figcaption></figure>"
            "<p class='byline'>By A. Writer</p><p>Read more: another story</p>"
            "<p>They went home after three months, and the streets were quiet, a man said.</p></div>"
            "<div class='related-stories'><a href=/1>One more story that is about something else</a></div>"
            "<footer>All rights reserved, in a long sentence that nobody reads at all.</footer></body></html>"),
        "-|2020-09-28T08:15:00Z|Troops leave|https://d.example/2020/09/28/troops|The Daily|en|"
        "Troops left the town on Monday, said people who live there.//"
        "They went home after three months, and the streets were quiet, a man said.\n");
    /* what the page says of itself goes before a guess that has nothing of it */
    CHECK(says(
        read_text(
            "<html><script type='application/ld+json'>{\"@type\":\"Article\",\"articleBody\":\"Troops left the town on"
            " Monday, said people who live there. They went home after three months, and the streets were quiet, a man"
            " said. Nobody knew where they had gone, and nobody asked, for the war had gone on long enough for all.\"}"
            "</script><body><div><p>This site uses small files that your browser keeps, so that it knows you again, "
            "and so"
            " that those who pay for it know you as well. You may say no to that, here, at any time you "
            "like.</p></div>"),
        "|Troops left the town on Monday"));
    CHECK(says(read_text("<html><body><p>Short.</p></body></html>"), "|Short."));
    CHECK(says(read_text("<html><meta charset=windows-1251><title>\xCF\xF0\xE8</title><p>x"),
               "\xD0\x9F\xD1\x80\xD0\xB8"));
}

/* ---- crawls ---- */

#define RECORD(type, uri, media, n, block) \
    "WARC/1.0\r\nWARC-Type: " type "\r\nWARC-Target-URI: " uri \
    "\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: " media "\r\nContent-Length: " n "\r\n\r\n" block "\r\n\r\n"

static void test_warc(void)
{
    const char *warc = RECORD("warcinfo", "x", "application/warc-fields", "2", "a\n")
        RECORD("response", "https://d.example/1", "application/http; msgtype=response", "100",
               "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: "
               "chunked\r\n\r\n11\r\n<html><p>Troops.<\r\n0\r\n\r\n")
            RECORD("response", "https://d.example/2", "application/http", "28", "HTTP/1.1 404 Not Found\r\n\r\n??")
                RECORD("conversion", "https://d.example/3", "text/plain", "12",
                       "Plain words.") RECORD("resource", "https://d.example/4", "image/png", "3", "PNG")
                    RECORD("resource", "https://d.example/f", "text/xml", "60",
                           "<rss><channel><item><title>T</title></item></channel></rss> ")
                        RECORD("response", "https://d.example/5", "application/http", "9999", "HTTP/1.1 200 OK\r\n");
    const char *got = read_text(warc);
    CHECK(says(got, "urn:uuid:1|-|-|https://d.example/1|d.example|-|Troops."));
    CHECK(says(got, "!3 HTTP status 404: no page"));
    CHECK(says(got, "|https://d.example/3|-|-|Plain words."));
    CHECK(says(got, "!5 image/png: no text"));
    CHECK(says(got, "[https://d.example/f]-|-|T|"));
    CHECK(says(got, "!7 broken off: "));
    CHECK(says(read_text("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\n"), "!1 no Content-Length"));
    CHECK(says(read_text("filedesc://x.arc 0.0.0.0 20200928101500 text/plain 4\n1 0\n\n"
                         "http://d.example/a b 192.0.2.1 20200928101500 text/html 47\n"
                         "HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>Arc.\n"),
               "|http://d.example/a b|"));
}

/* ---- what is packed ---- */

static size_t gzip(const char *text, size_t n, unsigned char *to, size_t room)
{
    z_stream z = {0};
    if (deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) != Z_OK) exit(2);
    z.next_in = (unsigned char *)(uintptr_t)text;
    z.avail_in = (unsigned)n;
    z.next_out = to;
    z.avail_out = (unsigned)room;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END) exit(2);
    deflateEnd(&z);
    return z.total_out;
}

static void test_packed(void)
{
    static unsigned char packed[1 << 20];
    const char *line = "{\"id\":\"1\",\"text\":\"One.\"}\n";
    size_t n = gzip(line, strlen(line), packed, sizeof packed);
    n += gzip(line, strlen(line), packed + n, sizeof packed - n);
    CHECK_STR(read_bytes(packed, n, &any, "x.gz"), "1|-|-|-|-|-|One.\n1|-|-|-|-|-|One.\n");
    CHECK(says(read_bytes(packed, n - 6, &any, "x.gz"), "!3 broken off: the gzip file ends after"));
    packed[30] ^= 0x55;
    CHECK(says(read_bytes(packed, n, &any, "x.gz"), "!"));
    n = ZSTD_compress(packed, sizeof packed, line, strlen(line), 3);
    CHECK_STR(read_bytes(packed, n, &any, "x.zst"), "1|-|-|-|-|-|One.\n");
    CHECK(says(read_bytes(packed, n - 3, &any, "x.zst"), "broken off: the zstd file ends"));
}

/* A ZIP file of one member that is packed: its local head, its table of contents, its end (APPNOTE 6.3). */
static size_t zip_of(const char *text, size_t n_text, unsigned char *to)
{
    enum { LOCAL = 30, ENTRY = 46, NAME = 1 };
    z_stream z = {0};
    if (deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) exit(2);
    z.next_in = (unsigned char *)(uintptr_t)text;
    z.avail_in = (unsigned)n_text;
    z.next_out = to + LOCAL + NAME;
    z.avail_out = 1 << 19;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END) exit(2);
    const uint32_t n = (uint32_t)z.total_out, whole = (uint32_t)n_text;
    deflateEnd(&z);
    const uint32_t crc = (uint32_t)crc32(0, (const unsigned char *)text, (unsigned)n_text);
    const uint16_t method = 8, name = NAME;
    const uint32_t entry_at = LOCAL + NAME + n, n_entry = ENTRY + NAME;
    memset(to, 0, LOCAL);
    memcpy(to, "PK\3\4\24", 5);
    memcpy(to + 8, &method, 2), memcpy(to + 14, &crc, 4), memcpy(to + 18, &n, 4), memcpy(to + 22, &whole, 4);
    memcpy(to + 26, &name, 2);
    to[LOCAL] = 'x';
    unsigned char *entry = to + entry_at, *end = entry + n_entry;
    memset(entry, 0, n_entry + 22);
    memcpy(entry, "PK\1\2\24\0\24", 7);
    memcpy(entry + 10, &method, 2), memcpy(entry + 16, &crc, 4), memcpy(entry + 20, &n, 4);
    memcpy(entry + 24, &whole, 4), memcpy(entry + 28, &name, 2);
    entry[ENTRY] = 'x';
    memcpy(end, "PK\5\6", 4);
    end[8] = end[10] = 1;
    memcpy(end + 12, &n_entry, 4), memcpy(end + 16, &entry_at, 4);
    return (size_t)(end + 22 - to);
}

static void test_packed__bomb(void)
{
    enum { BIG = 48 << 20 };
    static unsigned char packed[1 << 20];
    char *zeros = malloc(BIG);
    if (!zeros) exit(2);
    memset(zeros, '\n', BIG);
    size_t n = gzip(zeros, BIG, packed, sizeof packed);
    msdx_source_options o = any;
    o.kind = MSDX_READ_JSONL;
    CHECK(says(read_bytes(packed, n, &o, "x.gz"), "an archive bomb"));
    n = ZSTD_compress(packed, sizeof packed, zeros, BIG, 3);
    CHECK(says(read_bytes(packed, n, &o, "x.zst"), "an archive bomb"));
    n = zip_of(zeros, BIG, packed);
    CHECK(says(read_bytes(packed, n, &o, "x.zip"), "an archive bomb"));
    n = zip_of("Troops left.\n", 13, packed);
    CHECK(says(read_bytes(packed, n, &any, "x.zip"), "|Troops left."));
    free(zeros);
}

/* gzip in gzip in gzip is read; a fourth layer is refused, and the end comes. */
static void test_packed__layers(void)
{
    static unsigned char packed[2][4096];
    const char *line = "{\"text\":\"One.\"}\n";
    size_t n = gzip(line, strlen(line), packed[0], sizeof packed[0]);
    for (int layer = 2; layer <= 4; layer++) {
        const unsigned char *from = packed[layer % 2];
        n = gzip((const char *)from, n, packed[(layer + 1) % 2], sizeof packed[0]);
        const char *got = read_bytes(packed[(layer + 1) % 2], n, &any, "x.gz");
        CHECK(says(got, layer < 4 ? "|One." : "packed more than 3 times over"));
    }
}

/* A member of N bytes, in whole blocks. */
static size_t tar_of(char *to, const char *name, const char *text, size_t n)
{
    unsigned sum = 0;
    const size_t room = 512 + (n + 511) / 512 * 512;
    memset(to, 0, room);
    snprintf(to, 100, "%s", name);
    memcpy(to + 100, "0000644", 8);
    snprintf(to + 124, 12, "%011o", (unsigned)n);
    memcpy(to + 257,
           "ustar\0"
           "00",
           8);
    to[156] = '0';
    memset(to + 148, ' ', 8);
    for (int i = 0; i < 512; i++) sum += (unsigned char)to[i];
    snprintf(to + 148, 8, "%06o", sum);
    memcpy(to + 512, text, n);
    return room;
}

static size_t tar_member(char *to, const char *name, const char *text)
{
    return tar_of(to, name, text, strlen(text));
}

static void test_tar(void)
{
    static char tar[8192];
    size_t n = tar_member(tar, "a/one.jsonl", "{\"text\":\"One.\"}\nbad\n");
    n += tar_member(tar + n, "._junk", "x");
    n += tar_member(tar + n, "two.html", "<html><p>Two.</html>");
    memset(tar + n, 0, 1024);
    CHECK_STR(
        read_bytes(tar, n + 1024, &any, "x.tar"),
        "[a/one.jsonl]-|-|-|-|-|-|One.\n[a/one.jsonl]!not JSON: invalid token at byte 3\n[two.html]-|-|-|-|-|-|Two.\n");
    CHECK(says(read_bytes(tar, 600, &any, "x.tar"), "broken off"));
    tar[3] ^= 1;
    CHECK(says(read_bytes(tar, n, &any, "x.tar"), "no tar header where one should be"));
}

static void test_tar__in_tar(void)
{
    enum { ROOM = 1 << 15 };
    static char tar[2][ROOM];
    size_t n = tar_member(tar[0], "t.txt", "Troops left.\n");
    memset(tar[0] + n, 0, 1024), n += 1024;
    int at = 0;
    for (int depth = 2; depth <= 9; depth++, at = !at) {
        size_t m = tar_of(tar[!at], "inner.tar", tar[at], n);
        memset(tar[!at] + m, 0, 1024);
        n = m + 1024;
        const char *got = read_bytes(tar[!at], n, &any, "x.tar");
        CHECK(says(got, depth < 8 ? "|Troops left." : "archives inside archives, more than 8"));
    }
}

/* ---- telling them apart ---- */

/* A stream of three bytes at a time. */
struct slow {
    msdx_stream base;
    const char *p;
    size_t n;
};

static msd_status read_slow(msdx_stream *s, char *to, size_t room, size_t *n, msd_error *err)
{
    struct slow *d = (struct slow *)s;
    (void)err;
    *n = d->n < 3 ? d->n : 3;
    if (*n > room) *n = room;
    memcpy(to, d->p, *n);
    d->p += *n;
    d->n -= *n;
    return MSD_OK;
}

static void close_slow(msdx_stream *s)
{
    (void)s;
}

/* What an input is taken for hangs on its first object, however its bytes come. */
static void test_detect__in_pieces(void)
{
    static const char *const texts[] = {
        "{\"id\":\"1\",\"text\":\"One.\"}\n{\"id\":\"2\",\"text\":\"They said \\\"pubStatus\\\".\",\"pubStatus\":1}\n",
        "{\"uri\":\"u\",\"place\":[{\"name\":\"Oslo\"}],\n\"type\":\"text\",\"body_text\":\"One.\"}\n",
        "{\"text\":\"{ \\\\\",\n\"id\":\"a}\"}\n",
        "{\"uri\":\"u\",\xE1\n}\n\"body_text\":\"One.\"",
    };
    static char whole[sizeof out];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct slow s = {{read_slow, close_slow}, texts[i], strlen(texts[i])};
        snprintf(whole, sizeof whole, "%s", read_text(texts[i]));
        CHECK_STR(read_stream(&s.base, &any, ""), whole);
        if (i == 0) CHECK(says(whole, "1|-|-|-|-|-|One.\n2|"));
        if (i == 1) CHECK(says(whole, "u|-|-|-|-|-|One."));
    }
}

static void test_detect__plain_text_stays_plain_text(void)
{
    CHECK(says(read_text("<unnamed> said so.\n"), "|<unnamed> said so."));
    CHECK(says(read_text("Body and content, a text with commas,\nand lines.\n"), "|Body and content"));
    CHECK(says(read_text("[TEXT] Troops left.\n"), "|[TEXT]"));
    CHECK(says(read_text("< 5 people came.\n"), "|< 5"));
}

static void test_detect__kind_that_was_said(void)
{
    msdx_source_options o = any;
    o.kind = MSDX_READ_NITF;
    CHECK(says(read_bytes("<rss/>", 6, &o, ""), "<rss>, which is no nitf"));
    for (int i = 1; i < MSDX_N_READ_KIND; i++) {
        const char *name = msdx_read_kind_name((msdx_read_kind)i);
        if (name) CHECK_INT(msdx_read_kind_of(name), i);
        /* nothing at all, as any kind, is refused and no crash */
        o.kind = (msdx_read_kind)i;
        if (name) CHECK(strchr(read_bytes("", 0, &o, ""), '!') != NULL);
    }
    CHECK_INT(msdx_read_kind_of("nonsense"), MSDX_READ_ANY);
}

int main(void)
{
    RUN(test_feed__rss);
    RUN(test_feed__rdf_and_old_charsets);
    RUN(test_feed__atom);
    RUN(test_feed__json);
    RUN(test_feed__broken);
    RUN(test_feed__entities_do_not_grow);
    RUN(test_sitemap);
    RUN(test_nitf);
    RUN(test_newsml_g2);
    RUN(test_newsml_1_2);
    RUN(test_ninjs);
    RUN(test_wire);
    RUN(test_table);
    RUN(test_lexisnexis);
    RUN(test_factiva);
    RUN(test_html);
    RUN(test_warc);
    RUN(test_packed);
    RUN(test_packed__bomb);
    RUN(test_packed__layers);
    RUN(test_tar);
    RUN(test_tar__in_tar);
    RUN(test_detect__in_pieces);
    RUN(test_detect__plain_text_stays_plain_text);
    RUN(test_detect__kind_that_was_said);
    return test_end();
}
