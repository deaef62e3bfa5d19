/* json.c: JSON Feed 1.0 and 1.1, and ninjs 1 to 3: one object, several one after another, or an array of them. */
#include <jansson.h>
#include <strings.h>

#include "read/formats/xml_impl.h"

struct json_frame {
    msdx_frame base;
    msdx_buf all;
    size_t at, line; /* bytes of all that are used, and the line there */
    json_t *top;     /* the object or array at hand */
    size_t n_given;  /* of its items */
    bool ended, any;
    msdx_made made;
};

/* ninjs 3 writes versionCreated where 1 and 2 have versioncreated. */
static json_t *get(const json_t *o, const char *key)
{
    const char *name;
    json_t *value = json_object_get(o, key);
    if (value) return value;
    json_object_foreach((json_t *)(uintptr_t)o, name, value)
    {
        if (strcasecmp(name, key) == 0) return value;
    }
    return NULL;
}

static const char *text_of(const json_t *o, const char *key)
{
    const json_t *v = get(o, key);
    return json_string_length(v) ? json_string_value(v) : NULL;
}

static void set(msdx_made *d, int field, const json_t *o, const char *key)
{
    msdx_made_set(d, field, msdx_str_of(text_of(o, key)));
}

static void put_longest(msdx_made *d, const char *text, bool html)
{
    msdx_buf one = MSDX_BUF_INIT(d->text.ceiling);
    if (!text) return;
    if (html)
        msdx_put_fragment(&one, msdx_str_of(text));
    else
        msdx_buf_adds(&one, text);
    msdx_tidy(&one);
    if (one.n > d->text.n || one.failed) {
        msdx_buf swap = d->text;
        d->text = one;
        one = swap;
    }
    msdx_buf_clear(&one);
}

/* ---- JSON Feed ---- */

static bool is_feed(const json_t *o)
{
    const char *version = text_of(o, "version");
    return version && strstr(version, "jsonfeed.org/version/");
}

static msd_status feed_item(const json_t *feed, const json_t *item, msdx_made *d, msd_error *err)
{
    if (!json_is_object(item)) return msdx_err(err, MSD_EFORMAT, d->line, "an item that is no object");
    const json_t *id = json_object_get(item, "id");
    if (json_is_integer(id))
        msdx_buf_addf(&d->field[MSDX_FIELD_ID], "%lld", (long long)json_integer_value(id));
    else
        set(d, MSDX_FIELD_ID, item, "id");
    set(d, MSDX_FIELD_TITLE, item, "title");
    set(d, MSDX_FIELD_DATE, item, "date_published");
    set(d, MSDX_FIELD_DATE, item, "date_modified");
    const char *url = text_of(item, "url"), *base = text_of(feed, "feed_url");
    if (!base) base = text_of(feed, "home_page_url");
    if (!url) url = text_of(item, "external_url");
    if (url) msdx_put_url(&d->field[MSDX_FIELD_URL], url, base);
    set(d, MSDX_FIELD_PUBLISHER, feed, "title");
    set(d, MSDX_FIELD_LANGUAGE, item, "language");
    set(d, MSDX_FIELD_LANGUAGE, feed, "language");
    put_longest(d, text_of(item, "content_html"), true);
    put_longest(d, text_of(item, "content_text"), false);
    if (!d->text.n) put_longest(d, text_of(item, "summary"), false);
    return MSD_OK;
}

/* ---- ninjs ---- */

/* headlines, bodies and descriptions are arrays of objects, each with a value. */
static msd_status check_values(const json_t *o, size_t line, msd_error *err)
{
    static const char *const lists[] = {"headlines", "bodies", "descriptions"};
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        size_t i;
        json_t *entry;
        json_array_foreach(get(o, lists[k]), i, entry)
        {
            if (!json_is_object(entry) || !json_is_string(json_object_get(entry, "value")))
                return msdx_err(err, MSD_EFORMAT, line, "%s has an entry without a value", lists[k]);
        }
    }
    return MSD_OK;
}

/* What makes a document invalid that we would have to guess at: the schema's required and typed members. */
static msd_status check_ninjs(const json_t *o, size_t line, msd_error *err)
{
    static const char *const type[] = {"text",        "audio",     "video",      "picture",  "graphic",
                                       "composite",   "component", "event",      "planning", "package",
                                       "application", "article",   "collection", "news"};
    static const char *const lists[] = {"headlines", "bodies", "descriptions", "subject", "subjects",
                                        "place",     "places", "person",       "people",  "infosources"};
    const json_t *uri = get(o, "uri"), *kind = get(o, "type");
    bool known = !kind;
    if (!json_is_string(uri) || !json_string_length(uri))
        return msdx_err(err, MSD_EFORMAT, line, uri ? "the uri is no string" : "no uri");
    for (size_t i = 0; i < sizeof type / sizeof *type; i++)
        known |= json_is_string(kind) && strcmp(json_string_value(kind), type[i]) == 0;
    if (!known)
        return msdx_err(err, MSD_EFORMAT, line, "its type is '%.40s', none that ninjs has",
                        json_is_string(kind) ? json_string_value(kind) : "no string");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const json_t *list = get(o, lists[i]);
        if (list && !json_is_array(list)) return msdx_err(err, MSD_EFORMAT, line, "%s is no array", lists[i]);
    }
    MSD_TRY(check_values(o, line, err));
    const char *status = text_of(o, "pubstatus");
    if (status && strcmp(status, "usable") != 0 && msdx_check_status(msdx_str_of(status), line, err) == MSD_OK)
        return msdx_err(err, MSD_EFORMAT, line, "its pubstatus is '%.40s', none that ninjs has", status);
    char iso[MSDX_DATE_ROOM];
    const json_t *created = get(o, "versioncreated");
    if (created && (!json_is_string(created) || !msdx_date_read(msdx_str_of(json_string_value(created)), iso)))
        return msdx_err(err, MSD_EFORMAT, line, "versioncreated is no date");
    return MSD_OK;
}

/* body_xhtml and its kin (1.x): members whose names begin so. */
static void put_members(msdx_made *d, const json_t *o, const char *prefix)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)o, key, value)
    {
        if (strncmp(key, prefix, strlen(prefix)) == 0 && json_is_string(value))
            put_longest(d, json_string_value(value),
                        strcmp(key, "body_text") != 0 && strcmp(key, "description_text") != 0);
    }
}

/* bodies, descriptions (2 and 3): arrays of objects with a value. */
static void put_values(msdx_made *d, const json_t *list)
{
    size_t i;
    json_t *entry;
    json_array_foreach((json_t *)(uintptr_t)list, i, entry)
    {
        const char *type = text_of(entry, "contenttype");
        bool plain = type && strncmp(type, "text/plain", 10) == 0;
        bool html = !type || strncmp(type, "text/html", 9) == 0 || strstr(type, "xhtml") != NULL;
        if (plain || html) put_longest(d, text_of(entry, "value"), html);
    }
}

static void set_headline(msdx_made *d, const json_t *o)
{
    size_t i;
    json_t *entry;
    set(d, MSDX_FIELD_TITLE, o, "headline");
    json_array_foreach(get(o, "headlines"), i, entry)
    {
        const char *role = text_of(entry, "role");
        if (!role || strcmp(role, "main") == 0) set(d, MSDX_FIELD_TITLE, entry, "value");
    }
    json_array_foreach(get(o, "headlines"), i, entry) set(d, MSDX_FIELD_TITLE, entry, "value");
    set(d, MSDX_FIELD_TITLE, o, "title");
    set(d, MSDX_FIELD_TITLE, o, "name");
}

static msd_status ninjs_item(const json_t *o, msdx_made *d, const msdx_source_options *opt, msd_error *err)
{
    const char *type = text_of(o, "type"), *uri = text_of(o, "uri");
    const json_t *embargo = get(o, "embargoed");
    MSD_TRY(check_ninjs(o, d->line, err));
    MSD_TRY(msdx_check_status(msdx_str_of(text_of(o, "pubstatus")), d->line, err));
    if (embargo && !json_is_null(embargo))
        MSD_TRY(msdx_check_embargo(msdx_str_of(json_string_value(embargo)), d->line, opt, err));
    if (type && (strcmp(type, "picture") == 0 || strcmp(type, "graphic") == 0 || strcmp(type, "video") == 0 ||
                 strcmp(type, "audio") == 0 || strcmp(type, "component") == 0))
        return msdx_err(err, MSD_EUNSUPPORTED, d->line, "no text: an item of type %s", type);
    set(d, MSDX_FIELD_ID, o, "uri");
    set(d, MSDX_FIELD_DATE, o, "versioncreated");
    set(d, MSDX_FIELD_DATE, o, "firstcreated");
    set(d, MSDX_FIELD_DATE, o, "contentcreated");
    set_headline(d, o);
    set(d, MSDX_FIELD_URL, o, "standardurl");
    if (uri && (strncmp(uri, "http://", 7) == 0 || strncmp(uri, "https://", 8) == 0)) set(d, MSDX_FIELD_URL, o, "uri");
    set(d, MSDX_FIELD_PUBLISHER, o, "copyrightholder");
    set(d, MSDX_FIELD_PUBLISHER, json_array_get(get(o, "infosources"), 0), "name");
    set(d, MSDX_FIELD_PUBLISHER, json_array_get(get(o, "infosource"), 0), "name");
    set(d, MSDX_FIELD_LANGUAGE, o, "language");
    put_members(d, o, "body_");
    put_values(d, get(o, "bodies"));
    if (!d->text.n) put_members(d, o, "description_");
    if (!d->text.n) put_values(d, get(o, "descriptions"));
    if (!d->text.n && (get(o, "associations") || get(o, "items")) && !d->field[MSDX_FIELD_TITLE].n)
        return msdx_err(err, MSD_EUNSUPPORTED, d->line, "a collection: it refers to news and holds no text");
    return MSD_OK;
}

/* ---- the file ---- */

static msd_status load(struct json_frame *f, msd_error *err)
{
    json_error_t je;
    const char *p = f->all.p;
    while (f->at < f->all.n && strchr(" \t\r\n,\x1E", p[f->at])) f->line += p[f->at++] == '\n';
    f->n_given = 0;
    if (f->at >= f->all.n) return MSD_OK;
    f->top = json_loadb(p + f->at, f->all.n - f->at, JSON_DISABLE_EOF_CHECK, &je);
    if (!f->top) {
        const char *near = strstr(je.text, " near ");
        int n = near ? (int)(near - je.text) : (int)strcspn(je.text, "\n");
        f->ended = true;
        return msdx_err(err, MSD_EFORMAT, f->line + (je.line > 0 ? (size_t)je.line - 1 : 0), "not JSON: %.*s", n,
                        je.text);
    }
    size_t used = je.position > 0 ? (size_t)je.position : f->all.n - f->at;
    for (size_t i = 0; i < used; i++) f->line += p[f->at + i] == '\n';
    f->at += used;
    return MSD_OK;
}

/* The next item of what is loaded, NULL when all are given. */
static const json_t *next_item(struct json_frame *f)
{
    const json_t *list = json_is_array(f->top) ? f->top : is_feed(f->top) ? json_object_get(f->top, "items") : NULL;
    if (list) return json_array_get(list, f->n_given++);
    return f->n_given++ == 0 ? f->top : NULL;
}

static msd_status give(struct json_frame *f, const json_t *item, msdx_record *rec, msd_error *err)
{
    msdx_made_reset(&f->made);
    f->made.line = f->line;
    f->any = true;
    if (!json_is_object(item)) return msdx_err(err, MSD_EFORMAT, f->line, "an item that is no object");
    if (f->base.o->kind == MSDX_READ_FEED && !is_feed(f->top))
        return msdx_err(err, MSD_EFORMAT, f->line, "JSON, but no JSON Feed");
    MSD_TRY(is_feed(f->top) ? feed_item(f->top, item, &f->made, err) : ninjs_item(item, &f->made, f->base.o, err));
    return msdx_made_give(&f->made, rec, f->base.o, err);
}

static msd_status next_json(msdx_frame *base, msdx_record *rec, msdx_member *member, msd_error *err)
{
    struct json_frame *f = (struct json_frame *)base;
    (void)member;
    while (!f->ended) {
        if (!f->top) {
            MSD_TRY(load(f, err));
            f->ended = !f->top;
            if (f->ended && !f->any) return msdx_err(err, MSD_EFORMAT, f->line, MSDX_NO_ITEM);
            continue;
        }
        const json_t *item = next_item(f);
        if (item) return give(f, item, rec, err);
        json_decref(f->top);
        f->top = NULL;
    }
    return MSD_OK;
}

static void close_json(msdx_frame *base)
{
    struct json_frame *f = (struct json_frame *)base;
    json_decref(f->top);
    msdx_buf_clear(&f->all);
    msdx_made_clear(&f->made);
    msdx_free(f);
}

msd_status msdx_open_json(msdx_frame **out, msdx_stream *in, const msdx_source_options *o, msd_error *err)
{
    enum { MARKUP = 4 };
    struct json_frame *f = msdx_calloc(1, sizeof *f);
    msdx_buf raw = MSDX_BUF_INIT(SIZE_MAX / 2);
    *out = NULL;
    if (!f) {
        msdx_stream_close(in);
        return msdx_err_nomem(err);
    }
    f->base = (msdx_frame){next_json, close_json, o};
    f->line = 1;
    f->all = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    msdx_made_init(&f->made, o->max_document);
    msd_status st = msdx_stream_all(in, o->max_document * MARKUP, &raw, err);
    msdx_stream_close(in);
    if (st == MSD_OK) msdx_decode(&f->all, raw.p, raw.n, NULL);
    if (st == MSD_OK && (msdx_buf_cstr(&f->all), f->all.failed)) st = msdx_err_nomem(err);
    msdx_buf_clear(&raw);
    if (st != MSD_OK) {
        close_json(&f->base);
        return st;
    }
    *out = &f->base;
    return MSD_OK;
}
