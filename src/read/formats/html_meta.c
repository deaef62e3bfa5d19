/* html_meta.c: what a page says of itself: JSON-LD (schema.org), OpenGraph and other
 * <meta>, <time>, <html lang>, <link rel=canonical>, and the date in its address. */
#include <jansson.h>
#include <strings.h>

#include "read/formats/html_impl.h"

/* ---- JSON-LD ---- */

static bool is_article(const json_t *type)
{
    static const char *const known[] = {"NewsArticle",
                                        "Article",
                                        "ReportageNewsArticle",
                                        "BlogPosting",
                                        "LiveBlogPosting",
                                        "AnalysisNewsArticle",
                                        "OpinionNewsArticle",
                                        "BackgroundNewsArticle",
                                        "ReviewNewsArticle",
                                        "AskPublicNewsArticle",
                                        "TechArticle",
                                        "ScholarlyArticle",
                                        "Report",
                                        "SocialMediaPosting",
                                        "Review"};
    size_t i;
    json_t *one;
    json_array_foreach((json_t *)(uintptr_t)type, i, one)
    {
        if (is_article(one)) return true;
    }
    for (i = 0; json_is_string(type) && i < sizeof known / sizeof *known; i++)
        if (strcmp(json_string_value(type), known[i]) == 0) return true;
    return false;
}

static msdx_str string_of(const json_t *v)
{
    return (msdx_str){json_string_value(v), json_string_length(v)};
}

static void take_article(const json_t *o, msdx_made *d, msdx_buf *body)
{
    const json_t *publisher = json_object_get(o, "publisher");
    const char *keys[] = {"datePublished", "dateCreated", "uploadDate"};
    msdx_buf title = MSDX_BUF_INIT(1 << 16);
    msdx_str headline = string_of(json_object_get(o, "headline"));
    if (headline.n) msdx_put_fragment(&title, headline);
    msdx_made_set(d, MSDX_FIELD_TITLE, (msdx_str){title.p, title.n});
    msdx_buf_clear(&title);
    for (size_t i = 0; i < 3; i++) msdx_made_set(d, MSDX_FIELD_DATE, string_of(json_object_get(o, keys[i])));
    if (json_is_array(publisher)) publisher = json_array_get(publisher, 0);
    msdx_made_set(d, MSDX_FIELD_PUBLISHER, string_of(json_object_get(publisher, "name")));
    msdx_made_set(d, MSDX_FIELD_LANGUAGE, string_of(json_object_get(o, "inLanguage")));
    msdx_str text = string_of(json_object_get(o, "articleBody"));
    if (text.n > body->n) {
        msdx_buf_reset(body);
        msdx_put_fragment(body, text);
    }
}

/* The first article anywhere in it: lists, @graph, mainEntity. */
static void find_article(const json_t *v, msdx_made *d, msdx_buf *body, int depth)
{
    enum { DEPTH_MOST = 6 };
    static const char *const inner[] = {"@graph",          "mainEntity", "mainEntityOfPage",
                                        "itemListElement", "item",       "hasPart"};
    size_t i;
    json_t *one;
    if (depth > DEPTH_MOST) return;
    json_array_foreach((json_t *)(uintptr_t)v, i, one) find_article(one, d, body, depth + 1);
    if (!json_is_object(v)) return;
    if (is_article(json_object_get(v, "@type"))) {
        take_article(v, d, body);
        return;
    }
    for (i = 0; i < 3; i++) find_article(json_object_get(v, inner[i]), d, body, depth + 1);
}

/* Pages hold line ends inside strings, comments around the object, and commas too many. */
static json_t *load_lenient(msdx_buf *raw)
{
    size_t from = 0, to = raw->n;
    for (size_t i = 0; i < raw->n; i++)
        if ((unsigned char)raw->p[i] < ' ') raw->p[i] = ' ';
    while (from < to && raw->p[from] != '{' && raw->p[from] != '[') from++;
    while (to > from && raw->p[to - 1] != '}' && raw->p[to - 1] != ']') to--;
    return to > from ? json_loadb(raw->p + from, to - from, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, NULL) : NULL;
}

static void read_json_ld(const xmlNode *script, msdx_made *d, msdx_buf *body)
{
    msdx_buf raw = MSDX_BUF_INIT((size_t)4 << 20);
    msdx_put_text(&raw, script);
    json_t *v = raw.n ? load_lenient(&raw) : NULL;
    if (v) find_article(v, d, body, 0);
    json_decref(v);
    msdx_buf_clear(&raw);
}

/* ---- <meta> ---- */

static const struct {
    const char *name;
    int field;
} meta_name[] = {{"og:title", MSDX_FIELD_TITLE},
                 {"article:published_time", MSDX_FIELD_DATE},
                 {"og:article:published_time", MSDX_FIELD_DATE},
                 {"og:published_time", MSDX_FIELD_DATE},
                 {"datePublished", MSDX_FIELD_DATE},
                 {"article.published", MSDX_FIELD_DATE},
                 {"parsely-pub-date", MSDX_FIELD_DATE},
                 {"sailthru.date", MSDX_FIELD_DATE},
                 {"publish-date", MSDX_FIELD_DATE},
                 {"publishdate", MSDX_FIELD_DATE},
                 {"publication_date", MSDX_FIELD_DATE},
                 {"pubdate", MSDX_FIELD_DATE},
                 {"OriginalPublicationDate", MSDX_FIELD_DATE},
                 {"article_date_original", MSDX_FIELD_DATE},
                 {"ptime", MSDX_FIELD_DATE},
                 {"cXenseParse:recs:publishtime", MSDX_FIELD_DATE},
                 {"DC.date.issued", MSDX_FIELD_DATE},
                 {"dcterms.created", MSDX_FIELD_DATE},
                 {"dcterms.date", MSDX_FIELD_DATE},
                 {"DC.date", MSDX_FIELD_DATE},
                 {"date", MSDX_FIELD_DATE},
                 {"og:site_name", MSDX_FIELD_PUBLISHER},
                 {"DC.publisher", MSDX_FIELD_PUBLISHER},
                 {"application-name", MSDX_FIELD_PUBLISHER},
                 {"article:publisher_name", MSDX_FIELD_PUBLISHER},
                 {"twitter:title", MSDX_FIELD_TITLE},
                 {"DC.title", MSDX_FIELD_TITLE},
                 {"og:url", MSDX_FIELD_URL}};

static bool is_meta(const xmlNode *n, const char *name)
{
    static const char *const key[] = {"property", "name", "itemprop"};
    for (size_t i = 0; i < sizeof key / sizeof *key; i++) {
        const char *value = msdx_attr(n, key[i]);
        if (value && strcasecmp(value, name) == 0) return true;
    }
    return false;
}

/* In the table's order: the first name that some <meta> has with a good value wins. */
static void read_metas(xmlNode *const *meta, size_t n, msdx_made *d)
{
    for (size_t k = 0; k < sizeof meta_name / sizeof *meta_name; k++)
        for (size_t i = 0; i < n && !d->field[meta_name[k].field].n; i++) {
            const char *content = msdx_attr(meta[i], "content");
            if (content && is_meta(meta[i], meta_name[k].name))
                msdx_made_set(d, meta_name[k].field, msdx_str_of(content));
        }
}

/* ---- elements ---- */

static void read_time(const xmlNode *n, msdx_made *d)
{
    const char *at = msdx_attr(n, "datetime");
    if (!at) at = msdx_attr(n, "content");
    if (at) msdx_made_set(d, MSDX_FIELD_DATE, msdx_str_of(at));
    msdx_made_node(d, MSDX_FIELD_DATE, n);
}

static bool is_published(const xmlNode *n)
{
    const char *prop = msdx_attr(n, "itemprop");
    return (prop && strcmp(prop, "datePublished") == 0) || (msdx_is(n, "time") && msdx_attr(n, "pubdate"));
}

/* /2019/11/18/ or /2019-11-18 in the address. */
static void date_of_url(msdx_made *d)
{
    const char *url = msdx_buf_cstr(&d->field[MSDX_FIELD_URL]);
    for (const char *p = strchr(url, '/'); p; p = strchr(p + 1, '/')) {
        char day[11];
        if (strlen(p) < 11) break;
        memcpy(day, p + 1, 10);
        day[10] = 0;
        bool year = day[0] == '1' || day[0] == '2';
        if (year && (day[4] == '/' || day[4] == '-') && day[7] == day[4] && (!p[11] || strchr("/-_.", p[11])))
            msdx_made_set(d, MSDX_FIELD_DATE, msdx_str_of(day));
    }
}

/* Who publishes it, when nothing else says so: the site. */
static void host_of_url(msdx_made *d)
{
    const char *url = msdx_buf_cstr(&d->field[MSDX_FIELD_URL]), *at = strstr(url, "://");
    if (!at) return;
    at += strncmp(at + 3, "www.", 4) == 0 ? 7 : 3;
    msdx_made_set(d, MSDX_FIELD_PUBLISHER, (msdx_str){at, strcspn(at, "/:?#")});
}

/* "Headline - The Paper": without the paper. */
static void cut_site(msdx_buf *title, const msdx_buf *site)
{
    static const char *const part[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: "};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        size_t m = strlen(part[i]) + site->n;
        if (!site->n || title->n <= m) continue;
        const char *tail = title->p + title->n - m;
        if (memcmp(tail, part[i], strlen(part[i])) == 0 && strncasecmp(tail + strlen(part[i]), site->p, site->n) == 0)
            title->n -= m;
    }
}

static void set_language(const xmlNode *root, msdx_made *d)
{
    const char *lang = msdx_attr(root, "lang");
    msdx_made_set(d, MSDX_FIELD_LANGUAGE, msdx_str_of(lang));
}

enum { METAS_MOST = 256 };

struct found {
    xmlNode *meta[METAS_MOST];
    size_t n_meta;
    const xmlNode *title, *h1, *time, *published, *canonical, *dated;
};

/* A short text below the headline that is named as a date and is one. */
static bool is_dated(const xmlNode *n)
{
    enum { DATE_MOST = 80 };
    static const char *const name[] = {"date", "time", "publish", "posted"};
    const char *class = msdx_attr(n, "class");
    char iso[MSDX_DATE_ROOM];
    bool named = false;
    for (size_t i = 0; class && i < sizeof name / sizeof *name; i++)
        named |= msdx_findi(class, strlen(class), name[i]) != NULL;
    if (!named) return false;
    msdx_buf text = MSDX_BUF_INIT(1 << 12);
    msdx_put_text(&text, n);
    msdx_str s = msdx_str_trim((msdx_str){text.p, text.n});
    bool date = s.n && s.n < DATE_MOST && msdx_date_read(s, iso);
    msdx_buf_clear(&text);
    return date;
}

static void look(const xmlNode *root, struct found *f, msdx_made *d, msdx_buf *body)
{
    for (xmlNode *n = root->children; n; n = msdx_next_in(root, n)) {
        if (n->type != XML_ELEMENT_NODE) continue;
        const char *rel = msdx_attr(n, "rel"), *type = msdx_attr(n, "type");
        if (msdx_is(n, "meta") && f->n_meta < METAS_MOST) f->meta[f->n_meta++] = n;
        if (msdx_is(n, "script") && type && strcasecmp(type, "application/ld+json") == 0) read_json_ld(n, d, body);
        if (msdx_is(n, "link") && rel && strcasecmp(rel, "canonical") == 0 && !f->canonical) f->canonical = n;
        if (msdx_is(n, "title") && !f->title) f->title = n;
        if (msdx_is(n, "h1") && !f->h1) f->h1 = n;
        if (msdx_is(n, "time") && !f->time) f->time = n;
        if (!f->published && is_published(n)) f->published = n;
        if (!f->dated && f->h1 && is_dated(n)) f->dated = n;
    }
}

void msdx_html_meta(const xmlNode *root, msdx_made *d, msdx_buf *body)
{
    struct found f = {.n_meta = 0};
    look(root, &f, d, body);
    const char *canonical = msdx_attr(f.canonical, "href");
    if (canonical && strstr(canonical, "://")) msdx_made_set(d, MSDX_FIELD_URL, msdx_str_of(canonical));
    if (f.published) read_time(f.published, d);
    read_metas(f.meta, f.n_meta, d);
    if (f.time) read_time(f.time, d);
    date_of_url(d);
    msdx_made_node(d, MSDX_FIELD_DATE, f.dated);
    msdx_made_node(d, MSDX_FIELD_TITLE, f.h1);
    msdx_made_node(d, MSDX_FIELD_TITLE, f.title);
    cut_site(&d->field[MSDX_FIELD_TITLE], &d->field[MSDX_FIELD_PUBLISHER]);
    set_language(root, d);
    host_of_url(d);
}
