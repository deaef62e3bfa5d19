/* feed.c: items of RSS 0.9x, 1.0 (RDF) and 2.0 and of Atom, and of news sitemaps. */
#include "read/formats/xml_impl.h"

/* A child of the item's own vocabulary: <title> and not <media:title>. */
static xmlNode *own(const xmlNode *item, const char *name)
{
    for (xmlNode *c = item->children; c; c = c->next)
        if (msdx_is(c, name) && strcmp(msdx_ns(c), msdx_ns(item)) == 0) return c;
    return NULL;
}

/* An element's words: its text, itself HTML or not, as one run. */
static void put_words(msdx_buf *out, const xmlNode *n)
{
    msdx_buf raw = MSDX_BUF_INIT(1 << 20), text = MSDX_BUF_INIT(1 << 20);
    if (n) {
        msdx_put_text(&raw, n);
        msdx_put_fragment(&text, (msdx_str){raw.p, raw.n});
        msdx_put_folded(out, (msdx_str){text.p, text.n});
    }
    msdx_buf_clear(&raw);
    msdx_buf_clear(&text);
}

/* ---- the feed itself ---- */

static void set_once(msdx_buf *field, const char *value)
{
    if (!field->n && value) msdx_put_folded(field, msdx_str_of(value));
}

void msdx_feed_head_take(msdx_feed_head *head, const xmlNode *n)
{
    msdx_buf text = MSDX_BUF_INIT(1 << 16);
    const char *href = msdx_attr(n, "href"), *rel = msdx_attr(n, "rel");
    if (msdx_is(n, "title") && !head->title.n && strstr(msdx_ns(n), "mrss") == NULL) put_words(&head->title, n);
    if (!msdx_is(n, "feed") && !msdx_is(n, "channel")) msdx_put_text(&text, n);
    if (msdx_is(n, "language")) set_once(&head->language, msdx_buf_cstr(&text));
    if (msdx_is(n, "link") && href && rel && strcmp(rel, "self") == 0) set_once(&head->self, href);
    if (msdx_is(n, "link") && href && (!rel || strcmp(rel, "alternate") == 0)) set_once(&head->link, href);
    if (msdx_is(n, "link") && !href) set_once(&head->link, msdx_buf_cstr(&text));
    if (msdx_is(n, "feed") || msdx_is(n, "channel")) {
        set_once(&head->language, msdx_attr(n, "lang"));
        set_once(&head->self, msdx_attr(n, "base"));
    }
    msdx_buf_clear(&text);
}

/* ---- one item ---- */

/* What relative links are relative to: xml:base in force, then where the feed lies, then what it is about. */
static void put_base(msdx_buf *out, const xmlNode *item, msdx_feed_head *head)
{
    const char *feed = head->self.n ? msdx_buf_cstr(&head->self) : msdx_buf_cstr(&head->link);
    xmlChar *own_base = xmlNodeGetBase(item->doc, item);
    if (own_base && *own_base)
        msdx_put_url(out, (const char *)own_base, feed);
    else
        msdx_buf_adds(out, feed);
    xmlFree(own_base);
}

static const char *atom_link(const xmlNode *item)
{
    for (const xmlNode *c = item->children; c; c = c->next) {
        const char *rel = msdx_attr(c, "rel"), *href = msdx_attr(c, "href");
        if (msdx_is(c, "link") && href && *href && (!rel || strcmp(rel, "alternate") == 0)) return href;
    }
    return NULL;
}

static bool is_address(msdx_str s)
{
    return msdx_startsi(s, "http://") || msdx_startsi(s, "https://");
}

static void set_link(msdx_made *d, const xmlNode *item, msdx_feed_head *head)
{
    msdx_buf text = MSDX_BUF_INIT(1 << 16), base = MSDX_BUF_INIT(1 << 16);
    const xmlNode *guid = own(item, "guid"), *link = own(item, "link");
    const char *href = atom_link(item), *permanent = msdx_attr(guid, "isPermaLink");
    msdx_put_text(&text, link);
    msdx_str s = msdx_str_trim((msdx_str){text.p, text.n});
    if (!s.n && !href && guid && (!permanent || strcmp(permanent, "false") != 0)) {
        msdx_put_text(&text, guid);
        if (!is_address(msdx_str_trim((msdx_str){text.p, text.n}))) msdx_buf_reset(&text);
    } else if (!s.n && href) {
        msdx_buf_reset(&text);
        msdx_buf_adds(&text, href);
    }
    if (!text.n && msdx_attr(item, "about")) msdx_buf_adds(&text, msdx_attr(item, "about"));
    put_base(&base, item, head);
    if (text.n) msdx_put_url(&d->field[MSDX_FIELD_URL], msdx_buf_cstr(&text), msdx_buf_cstr(&base));
    msdx_buf_clear(&text);
    msdx_buf_clear(&base);
}

static void set_date(msdx_made *d, const xmlNode *item)
{
    static const char *const name[] = {"pubDate", "published", "issued",  "date",     "created",
                                       "pubdate", "PubDate",   "updated", "modified", NULL};
    for (const char *const *n = name; *n && !d->field[MSDX_FIELD_DATE].n; n++)
        for (const xmlNode *c = item->children; c; c = c->next)
            if (msdx_is(c, *n)) msdx_made_node(d, MSDX_FIELD_DATE, c);
}

/* An element that holds text, HTML as text, or XHTML as elements. */
static void put_content(msdx_buf *out, const xmlNode *n)
{
    msdx_buf raw = MSDX_BUF_INIT(SIZE_MAX / 2);
    bool elements = false;
    for (const xmlNode *c = n->children; c; c = c->next) elements |= c->type == XML_ELEMENT_NODE;
    if (elements) {
        msdx_blocks b = {.out = out};
        msdx_put_blocks(&b, n);
        return;
    }
    msdx_put_text(&raw, n);
    msdx_put_fragment(out, (msdx_str){raw.p, raw.n});
    msdx_buf_clear(&raw);
}

/* The longest of what the item gives as its text: feeds hold the whole of it, a summary, or dots. */
static void set_text(msdx_made *d, const xmlNode *item)
{
    static const char *const name[] = {"encoded", "content", "description", "summary", NULL};
    msdx_buf one = MSDX_BUF_INIT(d->text.ceiling);
    for (const char *const *n = name; *n; n++)
        for (const xmlNode *c = item->children; c; c = c->next) {
            bool media = strstr(msdx_ns(c), "mrss") || strstr(msdx_ns(c), "itunes");
            if (!msdx_is(c, *n) || media) continue;
            msdx_buf_reset(&one);
            put_content(&one, c);
            msdx_tidy(&one);
            if (one.n <= d->text.n && !one.failed) continue;
            msdx_buf swap = d->text;
            d->text = one;
            one = swap;
        }
    msdx_buf_clear(&one);
}

msd_status msdx_feed_item(const xmlNode *item, const msdx_feed_head *given, msdx_made *d, const msdx_source_options *o,
                          msd_error *err)
{
    msdx_feed_head head = *given;
    const xmlNode *title = own(item, "title"), *id = own(item, "guid");
    (void)o, (void)err;
    if (!id) id = own(item, "id");
    if (!title) title = msdx_el(item, "title");
    put_words(&d->field[MSDX_FIELD_TITLE], title);
    msdx_made_node(d, MSDX_FIELD_ID, id);
    set_link(d, item, &head);
    set_date(d, item);
    msdx_made_node(d, MSDX_FIELD_PUBLISHER, msdx_el(item, "publisher"));
    msdx_made_set(d, MSDX_FIELD_PUBLISHER, (msdx_str){head.title.p, head.title.n});
    msdx_made_node(d, MSDX_FIELD_LANGUAGE, msdx_el(item, "language"));
    const char *lang = msdx_attr(item, "lang");
    msdx_made_set(d, MSDX_FIELD_LANGUAGE, msdx_str_of(lang));
    msdx_made_set(d, MSDX_FIELD_LANGUAGE, (msdx_str){head.language.p, head.language.n});
    set_text(d, item);
    return MSD_OK;
}

/* Google's news sitemap: an address with what the news at it is called. */
msd_status msdx_sitemap_item(const xmlNode *url, msdx_made *d, msd_error *err)
{
    const xmlNode *news = msdx_el(url, "news"), *publication = msdx_el(news, "publication");
    msdx_made_node(d, MSDX_FIELD_URL, msdx_el(url, "loc"));
    if (!news)
        return msdx_err(err, MSD_EUNSUPPORTED, d->line, "no news: an address alone (%.150s)",
                        msdx_buf_cstr(&d->field[MSDX_FIELD_URL]));
    msdx_made_node(d, MSDX_FIELD_TITLE, msdx_el(news, "title"));
    msdx_made_node(d, MSDX_FIELD_DATE, msdx_el(news, "publication_date"));
    msdx_made_node(d, MSDX_FIELD_PUBLISHER, msdx_el(publication, "name"));
    msdx_made_node(d, MSDX_FIELD_LANGUAGE, msdx_el(publication, "language"));
    return MSD_OK;
}
