/* message.c: alerts as people and programs read them: lines of text, a mail, RSS 2.0, JSON Feed 1.1. */
#include <jansson.h>
#include <stdio.h>

#include "watch/sign.h"
#include "watch/times.h"
#include "watch/watch.h"
#include "write/json.h"

/* ---- lines ---- */

static const char *string_at(const json_t *object, const char *key)
{
    const char *s = json_string_value(json_object_get(object, key));
    return s ? s : "";
}

/* With a space behind, if there are any. */
static void put_names(msdx_buf *out, const json_t *claim, const char *key)
{
    const json_t *list = json_object_get(claim, key);
    size_t n = json_array_size(list);
    for (size_t i = 0; i < n; i++) {
        const json_t *e = json_array_get(list, i);
        const char *name = string_at(e, "name");
        msdx_buf_addf(out, "%s%s", *name ? name : string_at(e, "text"), i + 1 < n ? ", " : " ");
    }
}

static void put_claim(msdx_buf *out, const json_t *claim)
{
    const json_t *doc = json_object_get(claim, "doc"), *where = json_object_get(claim, "where");
    const char *mode = string_at(claim, "mode"), *day = string_at(json_object_get(claim, "when"), "start");
    if (!*day) day = string_at(doc, "date");
    if (*day) msdx_buf_addf(out, "%.10s ", day);
    put_names(out, claim, "actors");
    msdx_buf_addf(out, "%s%s%s ", string_at(claim, "event"), *mode ? "-" : "", mode);
    put_names(out, claim, "recipients");
    msdx_buf_addf(out, "(%s)", string_at(claim, "status"));
    if (*string_at(where, "name")) msdx_buf_addf(out, " in %s", string_at(where, "name"));
    msdx_buf_addf(out, ": %s\n", string_at(json_object_get(claim, "sentence"), "text"));
    const char *source = string_at(doc, "publisher"), *url = string_at(doc, "url");
    if (*source || *url) msdx_buf_addf(out, "  %s%s%s\n", source, *source && *url ? ", " : "", url);
}

static json_t *claims_of(const msdx_alert *alert, json_t **root, msdx_buf *out)
{
    json_error_t why;
    *root = json_loadb(alert->body.p ? alert->body.p : "", alert->body.n, 0, &why);
    /* where memory runs out at the very beginning, jansson says nothing at all */
    if (!*root && (!*why.text || json_error_code(&why) == json_error_out_of_memory)) out->failed = true;
    return json_object_get(*root, "claims");
}

void msdx_write_alert_text(msdx_buf *out, const msdx_alert *alert)
{
    json_t *root;
    const json_t *claims = claims_of(alert, &root, out);
    size_t n = json_array_size(claims);
    json_int_t count = json_integer_value(json_object_get(root, "count"));
    for (size_t i = 0; i < n; i++) put_claim(out, json_array_get(claims, i));
    if ((size_t)count > n) msdx_buf_addf(out, "... and %lld more\n", (long long)count - (long long)n);
    json_decref(root);
}

/* The address of the article, of an alert about one alone; "" */
static void put_link(msdx_buf *out, const msdx_alert *alert)
{
    json_t *root;
    const json_t *claims = claims_of(alert, &root, out);
    const char *first = "";
    bool one = true;
    for (size_t i = 0; i < json_array_size(claims); i++) {
        const char *url = string_at(json_object_get(json_array_get(claims, i), "doc"), "url");
        if (i == 0) first = url;
        one &= strcmp(first, url) == 0;
    }
    if (one) msdx_buf_adds(out, first);
    json_decref(root);
}

/* ---- messages of chat services ---- */

/* Title and lines, at most `most` bytes. slack: &, < and > are its marks. */
static void put_message(msdx_buf *out, const msdx_alert *alert, bool slack, size_t most)
{
    msdx_buf text = MSDX_BUF_INIT((size_t)1 << 28);
    msdx_buf_addf(&text, "[%s] %s\n", alert->watch, alert->title);
    msdx_write_alert_text(&text, alert);
    size_t n = text.n > most ? most : text.n;
    while (n && n < text.n && ((unsigned char)text.p[n] & 0xC0) == 0x80) n--;
    for (size_t i = 0; i < n; i++) {
        char c = text.p[i];
        const char *mark = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : NULL;
        if (slack && mark)
            msdx_buf_adds(out, mark);
        else
            msdx_buf_addc(out, c);
    }
    if (n < text.n) msdx_buf_adds(out, " ...");
    if (text.failed) out->failed = true;
    msdx_buf_clear(&text);
}

/* Slack's incoming webhooks (and Mattermost's); Discord's, where nobody is to be called by name; Teams' workflows, which
 * take adaptive cards. The limits are theirs: 2,000 characters, 28 KB. */
void msdx_write_hook(msdx_buf *out, msdx_hook_form form, const msdx_alert *alert)
{
    msdx_buf text = MSDX_BUF_INIT((size_t)1 << 20);
    msdx_json j = {.buf = out};
    if (form == MSDX_HOOK_JSON) {
        msdx_buf_add(out, alert->body.p, alert->body.n);
        return;
    }
    put_message(&text, alert, form == MSDX_HOOK_SLACK, form == MSDX_HOOK_DISCORD ? 1900 : 3500);
    if (form == MSDX_HOOK_TEAMS)
        msdx_buf_adds(out, "{\"type\":\"message\",\"attachments\":[{\"contentType\":"
                           "\"application/vnd.microsoft.card.adaptive\",\"content\":{\"type\":\"AdaptiveCard\","
                           "\"version\":\"1.2\",\"body\":[{\"type\":\"TextBlock\",\"wrap\":true,\"text\":");
    else
        msdx_buf_adds(out,
                      form == MSDX_HOOK_SLACK ? "{\"text\":" : "{\"allowed_mentions\":{\"parse\":[]},\"content\":");
    msdx_json_str(&j, msdx_buf_cstr(&text));
    msdx_buf_adds(out, form == MSDX_HOOK_TEAMS ? "}]}}]}" : "}");
    if (text.failed) out->failed = true;
    msdx_buf_clear(&text);
}

/* ---- mail ---- */

/* A header's words: as they are when plain, else as encoded words (RFC 2047) of at most 75 characters. */
static void put_words(msdx_buf *out, const char *s)
{
    size_t n = strlen(s), at = 0;
    bool plain = n < 200;
    for (size_t i = 0; i < n; i++) plain &= (unsigned char)s[i] >= ' ' && (unsigned char)s[i] < 0x7F;
    if (plain && !strstr(s, "=?")) {
        msdx_buf_adds(out, s);
        return;
    }
    while (at < n) {
        size_t take = n - at < 42 ? n - at : 42;
        while (take > 1 && at + take < n && ((unsigned char)s[at + take] & 0xC0) == 0x80) take--;
        msdx_buf_adds(out, at ? "\r\n =?utf-8?B?" : "=?utf-8?B?");
        msdx_base64_add(out, s + at, take, 0);
        msdx_buf_adds(out, "?=");
        at += take;
    }
}

void msdx_write_mail(msdx_buf *out, const msdx_watch_sink *sink, const msdx_alert *alert, const char *key,
                     int64_t now_ms)
{
    char date[40];
    msdx_buf subject = MSDX_BUF_INIT(1 << 16), text = MSDX_BUF_INIT((size_t)1 << 28);
    const char *domain = strchr(sink->from, '@');
    msdx_time_mail(now_ms, date);
    msdx_buf_addf(&subject, "[%s] %s", alert->watch, alert->title);
    msdx_buf_addf(out, "Date: %s\r\nFrom: <%s>\r\n", date, sink->from);
    for (size_t i = 0; i < sink->n_to; i++) msdx_buf_addf(out, "%s<%s>", i ? ",\r\n " : "To: ", sink->to[i]);
    msdx_buf_addf(out, "\r\nMessage-ID: <%s%s>\r\nSubject: ", key, domain ? domain : "@masudi");
    put_words(out, msdx_buf_cstr(&subject));
    msdx_buf_adds(out, "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
                       "charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    msdx_buf_addf(&text, "%s\n\n", alert->title);
    msdx_write_alert_text(&text, alert);
    msdx_buf_addf(&text, "\nmasudi watch %s, alert %s\n", alert->watch, alert->key);
    if (text.n) msdx_base64_add(out, text.p, text.n, 76);
    msdx_buf_adds(out, "\r\n");
    if (text.failed || subject.failed) out->failed = true;
    msdx_buf_clear(&text);
    msdx_buf_clear(&subject);
}

/* ---- feeds ---- */

/* What XML 1.0 may hold, with its own marks escaped. */
static void put_xml(msdx_buf *out, const char *s)
{
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '&')
            msdx_buf_adds(out, "&amp;");
        else if (c == '<')
            msdx_buf_adds(out, "&lt;");
        else if (c == '>')
            msdx_buf_adds(out, "&gt;");
        else if (c >= ' ' || c == '\n' || c == '\t')
            msdx_buf_addc(out, (char)c);
    }
}

/* Empty for the next use; that it could not hold what it had is kept in out. */
static void reuse(msdx_buf *text, msdx_buf *out)
{
    out->failed |= text->failed;
    msdx_buf_reset(text);
}

static void put_element(msdx_buf *out, const char *name, const char *value)
{
    msdx_buf_addf(out, "<%s>", name);
    put_xml(out, value);
    msdx_buf_addf(out, "</%s>\n", name);
}

void msdx_write_rss(msdx_buf *out, const msdx_feed_file *file)
{
    const char *title = file->title ? file->title : "Masudi";
    msdx_buf text = MSDX_BUF_INIT((size_t)1 << 28);
    msdx_buf_adds(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel>\n");
    put_element(out, "title", title);
    put_element(out, "link", file->link ? file->link : "");
    put_element(out, "description", "Alerts of masudi watch");
    for (size_t i = 0; i < file->n; i++) {
        const msdx_alert *a = &file->alert[i];
        char date[40];
        msdx_time_mail(a->made, date);
        msdx_buf_adds(out, "<item>\n");
        put_element(out, "title", a->title);
        reuse(&text, out);
        put_link(&text, a);
        if (text.n) put_element(out, "link", msdx_buf_cstr(&text));
        msdx_buf_addf(out, "<guid isPermaLink=\"false\">%s</guid>\n", a->key);
        put_element(out, "pubDate", date);
        put_element(out, "category", a->watch);
        reuse(&text, out);
        msdx_write_alert_text(&text, a);
        put_element(out, "description", msdx_buf_cstr(&text));
        msdx_buf_adds(out, "</item>\n");
    }
    msdx_buf_adds(out, "</channel></rss>\n");
    if (text.failed) out->failed = true;
    msdx_buf_clear(&text);
}

static void put_json_item(msdx_json *j, const msdx_alert *a, msdx_buf *text)
{
    char date[24];
    msdx_time_iso(a->made, date);
    msdx_json_open(j, '{');
    msdx_json_put_str(j, "id", a->key);
    msdx_json_put_str(j, "title", a->title);
    reuse(text, j->buf);
    put_link(text, a);
    if (text->n) msdx_json_put_str(j, "url", msdx_buf_cstr(text));
    reuse(text, j->buf);
    msdx_write_alert_text(text, a);
    msdx_json_put_str(j, "content_text", msdx_buf_cstr(text));
    msdx_json_put_str(j, "date_published", date);
    msdx_json_key(j, "tags");
    msdx_json_open(j, '[');
    msdx_json_str(j, a->watch);
    msdx_json_close(j, ']');
    msdx_json_key(j, "_masudi");
    msdx_buf_add(j->buf, a->body.p, a->body.n);
    j->comma = true;
    msdx_json_close(j, '}');
}

void msdx_write_jsonfeed(msdx_buf *out, const msdx_feed_file *file)
{
    msdx_buf text = MSDX_BUF_INIT((size_t)1 << 28);
    msdx_json j = {.buf = out};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "version", "https://jsonfeed.org/version/1.1");
    msdx_json_put_str(&j, "title", file->title ? file->title : "Masudi");
    if (file->link) msdx_json_put_str(&j, "feed_url", file->link);
    msdx_json_key(&j, "items");
    msdx_json_open(&j, '[');
    for (size_t i = 0; i < file->n; i++) put_json_item(&j, &file->alert[i], &text);
    msdx_json_close(&j, ']');
    msdx_json_close(&j, '}');
    msdx_buf_addc(out, '\n');
    if (text.failed) out->failed = true;
    msdx_buf_clear(&text);
}
