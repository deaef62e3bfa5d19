/* newsml.c: IPTC's XML: NITF, NewsML-G2 and NewsML 1.2; and Factiva's. */
#include "read/formats/xml_impl.h"

/* ---- NITF ---- */

static bool is_aside(const xmlNode *n, void *ctx)
{
    (void)ctx;
    return msdx_is(n, "body.head") || msdx_is(n, "body.end") || msdx_is(n, "head") || msdx_is(n, "style");
}

void msdx_nitf_parts(const xmlNode *nitf, msdx_made *d)
{
    const xmlNode *head = msdx_el_below(nitf, "body.head"), *body = msdx_el_below(nitf, "body.content");
    msdx_blocks b = {.out = &d->text, .skip = is_aside};
    msdx_made_node(d, MSDX_FIELD_TITLE, msdx_el_below(head ? head : nitf, "hl1"));
    msdx_made_node(d, MSDX_FIELD_TITLE, msdx_el_below(head ? head : nitf, "hedline"));
    if (d->text.n) return;
    msdx_put_blocks(&b, body ? body : msdx_el_below(nitf, "body"));
    msdx_tidy(&d->text);
    if (!d->text.n) msdx_put_blocks(&b, msdx_el_below(head, "abstract"));
}

static void set_attr(msdx_made *d, int field, const xmlNode *n, const char *name)
{
    msdx_made_set(d, field, msdx_str_of(msdx_attr(n, name)));
}

msd_status msdx_nitf_item(const xmlNode *nitf, msdx_made *d, const msdx_source_options *o, msd_error *err)
{
    const xmlNode *docdata = msdx_el_below(nitf, "docdata"), *release = msdx_el_below(docdata, "date.release");
    const char *status = msdx_attr(docdata, "management-status"), *at = msdx_attr(release, "norm");
    char iso[MSDX_DATE_ROOM];
    MSD_TRY(msdx_check_status(msdx_str_of(status), d->line, err));
    if (at && msdx_date_read(msdx_str_of(at), iso)) MSD_TRY(msdx_check_embargo(msdx_str_of(at), d->line, o, err));
    set_attr(d, MSDX_FIELD_ID, msdx_el_below(docdata, "doc-id"), "id-string");
    set_attr(d, MSDX_FIELD_DATE, msdx_el_below(docdata, "date.issue"), "norm");
    set_attr(d, MSDX_FIELD_DATE, release, "norm");
    set_attr(d, MSDX_FIELD_DATE, msdx_el_below(nitf, "pubdata"), "date.publication");
    set_attr(d, MSDX_FIELD_DATE, msdx_el_below(nitf, "story.date"), "norm");
    msdx_made_node(d, MSDX_FIELD_PUBLISHER, msdx_el_below(nitf, "distributor"));
    set_attr(d, MSDX_FIELD_PUBLISHER, msdx_el_below(docdata, "doc.copyright"), "holder");
    set_attr(d, MSDX_FIELD_PUBLISHER, msdx_el_below(docdata, "doc-id"), "regsrc");
    set_attr(d, MSDX_FIELD_PUBLISHER, msdx_el_below(nitf, "pubdata"), "name");
    set_attr(d, MSDX_FIELD_LANGUAGE, nitf, "lang");
    set_attr(d, MSDX_FIELD_LANGUAGE, nitf, "baselang");
    msdx_nitf_parts(nitf, d);
    msdx_made_node(d, MSDX_FIELD_TITLE, msdx_el(msdx_el_below(nitf, "head"), "title"));
    return MSD_OK;
}

/* ---- what items hold ---- */

/* The text of an element with XML, HTML as text, or plain text, when it is longer than what is there. */
static void keep_longest(msdx_made *d, const xmlNode *content)
{
    msdx_made one;
    bool elements = false;
    const xmlNode *nitf = msdx_is(content, "nitf") ? content : msdx_el_below(content, "nitf");
    msdx_made_init(&one, d->text.ceiling);
    for (const xmlNode *c = content->children; c; c = c->next) elements |= c->type == XML_ELEMENT_NODE;
    if (nitf) {
        msdx_nitf_parts(nitf, &one);
    } else if (elements) {
        const xmlNode *body = msdx_el_below(content, "body");
        msdx_blocks b = {.out = &one.text, .skip = is_aside};
        msdx_put_blocks(&b, body ? body : content);
    } else {
        msdx_buf raw = MSDX_BUF_INIT(SIZE_MAX / 2);
        msdx_put_text(&raw, content);
        msdx_put_fragment(&one.text, (msdx_str){raw.p, raw.n});
        msdx_buf_clear(&raw);
    }
    msdx_tidy(&one.text);
    if (one.text.n > d->text.n || one.text.failed) {
        msdx_buf swap = d->text;
        d->text = one.text;
        one.text = swap;
    }
    msdx_made_set(d, MSDX_FIELD_TITLE, (msdx_str){one.field[MSDX_FIELD_TITLE].p, one.field[MSDX_FIELD_TITLE].n});
    msdx_made_clear(&one);
}

/* What stands behind the colon of a code: "stat:usable". */
static msdx_str code_of(const char *qcode)
{
    const char *colon = qcode ? strchr(qcode, ':') : NULL;
    return msdx_str_of(colon ? colon + 1 : qcode);
}

/* A name, or a literal, or a code. */
static void set_party(msdx_made *d, const xmlNode *n)
{
    if (!n) return;
    msdx_made_node(d, MSDX_FIELD_PUBLISHER, msdx_el(n, "name"));
    set_attr(d, MSDX_FIELD_PUBLISHER, n, "literal");
    msdx_made_set(d, MSDX_FIELD_PUBLISHER, code_of(msdx_attr(n, "qcode")));
}

/* ---- NewsML-G2 ---- */

/* May it be used? status, embargo, class. */
static msd_status check_g2(const xmlNode *item, const msdx_made *d, const msdx_source_options *o, msd_error *err)
{
    static const char *const textless[] = {"picture", "photo", "video", "audio", "graphic", "animation", NULL};
    const xmlNode *meta = msdx_el(item, "itemMeta"), *embargo = msdx_el(meta, "embargoed");
    msdx_str class = code_of(msdx_attr(msdx_el(meta, "itemClass"), "qcode"));
    if (!msdx_is(item, "newsItem"))
        return msdx_err(err, MSD_EUNSUPPORTED, d->line,
                        "a %s: it refers to news or describes things, and holds no text", msdx_name(item));
    MSD_TRY(msdx_check_status(code_of(msdx_attr(msdx_el(meta, "pubStatus"), "qcode")), d->line, err));
    if (embargo) {
        msdx_buf until = MSDX_BUF_INIT(1 << 12);
        msdx_put_text(&until, embargo);
        msd_status st = msdx_check_embargo((msdx_str){until.p, until.n}, d->line, o, err);
        msdx_buf_clear(&until);
        MSD_TRY(st);
    }
    for (const char *const *name = textless; *name; name++)
        if (msdx_str_is(class, *name))
            return msdx_err(err, MSD_EUNSUPPORTED, d->line, "no text: an item of class %s", *name);
    return MSD_OK;
}

/* The first headline that is no subheadline. */
static const xmlNode *headline(const xmlNode *meta)
{
    for (const xmlNode *c = meta ? meta->children : NULL; c; c = c->next) {
        const char *role = msdx_attr(c, "role");
        if (msdx_is(c, "headline") && (!role || !msdx_findi(role, strlen(role), "sub"))) return c;
    }
    return msdx_el(meta, "headline");
}

static void g2_content(const xmlNode *set, msdx_made *d)
{
    for (const xmlNode *c = set ? set->children : NULL; c; c = c->next) {
        bool events = msdx_el(c, "events") != NULL;
        if ((msdx_is(c, "inlineXML") && !events) || msdx_is(c, "inlineData")) keep_longest(d, c);
    }
}

msd_status msdx_newsml_item(const xmlNode *item, msdx_made *d, const msdx_source_options *o, msd_error *err)
{
    const xmlNode *meta = msdx_el(item, "itemMeta"), *content = msdx_el(item, "contentMeta");
    MSD_TRY(check_g2(item, d, o, err));
    set_attr(d, MSDX_FIELD_ID, item, "guid");
    msdx_made_node(d, MSDX_FIELD_DATE, msdx_el(meta, "versionCreated"));
    msdx_made_node(d, MSDX_FIELD_DATE, msdx_el(meta, "firstCreated"));
    msdx_made_node(d, MSDX_FIELD_DATE, msdx_el(content, "contentModified"));
    msdx_made_node(d, MSDX_FIELD_DATE, msdx_el(content, "contentCreated"));
    msdx_made_node(d, MSDX_FIELD_TITLE, headline(content));
    g2_content(msdx_el(item, "contentSet"), d);
    if (!d->text.n) {
        for (const xmlNode *c = content ? content->children : NULL; c; c = c->next)
            if (msdx_is(c, "description")) keep_longest(d, c);
    }
    msdx_made_node(d, MSDX_FIELD_TITLE, msdx_el(meta, "title"));
    if (!d->text.n && !d->field[MSDX_FIELD_TITLE].n && msdx_el_below(item, "events"))
        return msdx_err(err, MSD_EUNSUPPORTED, d->line, "no text: a list of events to come");
    set_party(d, msdx_el(meta, "provider"));
    set_party(d, msdx_el(content, "infoSource"));
    set_attr(d, MSDX_FIELD_LANGUAGE, msdx_el(content, "language"), "tag");
    set_attr(d, MSDX_FIELD_LANGUAGE, item, "lang");
    return MSD_OK;
}

/* ---- NewsML 1.2 ---- */

static msd_status check_newsml1(const xmlNode *item, const msdx_made *d, const msdx_source_options *o, msd_error *err)
{
    const xmlNode *management = msdx_el(item, "NewsManagement"), *change = msdx_el(management, "StatusWillChange");
    const char *status = msdx_attr(msdx_el(management, "Status"), "FormalName");
    const xmlNode *until = msdx_el(change, "DateAndTime");
    if (status && msdx_str_isi(msdx_str_of(status), "embargoed") && until) {
        msdx_buf text = MSDX_BUF_INIT(1 << 12);
        msdx_put_text(&text, until);
        msd_status st = msdx_check_embargo((msdx_str){text.p, text.n}, d->line, o, err);
        msdx_buf_clear(&text);
        return st;
    }
    return msdx_check_status(msdx_str_of(status), d->line, err);
}

static bool is_text(const xmlNode *content)
{
    const char *media = msdx_attr(msdx_el(content, "MediaType"), "FormalName");
    const char *mime = msdx_attr(msdx_el(content, "MimeType"), "FormalName");
    const char *format = msdx_attr(msdx_el(content, "Format"), "FormalName");
    if (media && !msdx_str_isi(msdx_str_of(media), "text")) return false;
    if (format && msdx_str_isi(msdx_str_of(format), "css")) return false;
    return !mime || (strncmp(mime, "text/", 5) == 0 && strcmp(mime, "text/css") != 0) || strstr(mime, "xml") != NULL;
}

static void newsml1_contents(const xmlNode *item, msdx_made *d)
{
    for (xmlNode *c = item->children; c; c = msdx_next_in(item, c)) {
        if (!msdx_is(c, "ContentItem") || !is_text(c)) continue;
        xmlNode *data = msdx_el(c, "DataContent");
        const char *role = msdx_attr(msdx_el(c->parent, "Role"), "FormalName");
        bool aside =
            role && (msdx_str_isi(msdx_str_of(role), "stylesheet") || msdx_str_isi(msdx_str_of(role), "caption"));
        if (data && !aside) keep_longest(d, data);
    }
}

msd_status msdx_newsml1_item(const xmlNode *item, msdx_made *d, const msdx_source_options *o, msd_error *err)
{
    const xmlNode *id = msdx_el_below(item, "NewsIdentifier"), *management = msdx_el(item, "NewsManagement");
    MSD_TRY(check_newsml1(item, d, o, err));
    msdx_made_node(d, MSDX_FIELD_ID, msdx_el(id, "PublicIdentifier"));
    msdx_made_node(d, MSDX_FIELD_DATE, msdx_el(management, "ThisRevisionCreated"));
    msdx_made_node(d, MSDX_FIELD_DATE, msdx_el(management, "FirstCreated"));
    msdx_made_node(d, MSDX_FIELD_DATE, msdx_el(id, "DateId"));
    msdx_made_node(d, MSDX_FIELD_TITLE, msdx_el_below(item, "HeadLine"));
    set_attr(d, MSDX_FIELD_PUBLISHER, msdx_el_below(msdx_el_below(item, "Provider"), "Party"), "FormalName");
    msdx_made_node(d, MSDX_FIELD_PUBLISHER, msdx_el(id, "ProviderId"));
    set_attr(d, MSDX_FIELD_LANGUAGE, msdx_el_below(item, "Language"), "FormalName");
    set_attr(d, MSDX_FIELD_LANGUAGE, item, "lang");
    newsml1_contents(item, d);
    if (!d->text.n && !d->field[MSDX_FIELD_TITLE].n) return msdx_err(err, MSD_EUNSUPPORTED, d->line, "no text in it");
    return MSD_OK;
}

/* ---- Factiva's XML ---- */

static void put_paragraphs(msdx_made *d, const xmlNode *n)
{
    for (const xmlNode *c = n ? n->children : NULL; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE) continue;
        msdx_buf one = MSDX_BUF_INIT(d->text.ceiling);
        msdx_put_text(&one, c);
        if (d->text.n) msdx_buf_adds(&d->text, "\n\n");
        msdx_put_folded(&d->text, (msdx_str){one.p, one.n});
        msdx_buf_clear(&one);
    }
}

msd_status msdx_factiva_item(const xmlNode *item, msdx_made *d, msd_error *err)
{
    const xmlNode *article = msdx_is(item, "article") ? item : msdx_el(item, "article");
    const xmlNode *date = msdx_el(article, "publicationDate");
    if (!article) return msdx_err(err, MSD_EFORMAT, d->line, "no article in it");
    msdx_made_node(d, MSDX_FIELD_ID, msdx_el(article, "accessionNo"));
    msdx_made_node(d, MSDX_FIELD_TITLE, msdx_el(article, "headline"));
    msdx_made_node(d, MSDX_FIELD_DATE, msdx_el(date, "dateTime"));
    msdx_made_node(d, MSDX_FIELD_DATE, msdx_el(date, "date"));
    msdx_made_node(d, MSDX_FIELD_DATE, date);
    msdx_made_node(d, MSDX_FIELD_PUBLISHER, msdx_el(article, "sourceName"));
    msdx_made_node(d, MSDX_FIELD_PUBLISHER, msdx_el(article, "publisherName"));
    msdx_made_node(d, MSDX_FIELD_LANGUAGE, msdx_el(article, "baseLanguage"));
    put_paragraphs(d, msdx_el(article, "leadParagraph"));
    put_paragraphs(d, msdx_el(article, "tailParagraphs"));
    return MSD_OK;
}
