/* warc.c: WARC 1.0 and 1.1 (ISO 28500), as the CC-News crawl lays them out, and ARC 1.
 *
 * One record is held at a time. Pages (responses, resources) become records that are
 * opened later; text that a crawl has extracted already (conversion) is taken as it is;
 * feeds and the like are read as if they were files. What describes the crawl
 * (warcinfo, request, metadata, revisit) is no news and passed over. The place told is
 * the number of the record, from 1. */
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "read/formats/formats_impl.h"

enum { CHUNK = 64 * 1024, LINE_MOST = 16 * 1024, HEADERS_MOST = 1 << 20 };

struct warc {
    msdx_frame base;
    msdx_stream *in;
    bool arc, ended, lost; /* lost: looking for where the next record begins */
    bool eof;
    msd_error last;                 /* kept until what there was is given; code MSD_OK: none */
    size_t n_record, n_news, at, n; /* n_news: records that were given or refused */
    msdx_buf line, block;
    char chunk[CHUNK];
};

/* What is known of a record before its block. */
struct capture {
    char type[24], media[96], charset[40];
    msdx_buf url, id;
    uint64_t length;
    bool http;
};

/* ---- bytes ---- */

static msd_status fill(struct warc *w, msd_error *err)
{
    if (w->at < w->n || w->eof) return MSD_OK;
    w->at = w->n = 0;
    MSD_TRY(w->in->read(w->in, w->chunk, CHUNK, &w->n, err));
    w->eof = w->n == 0;
    return MSD_OK;
}

/* A line without its end, cut at LINE_MOST; *any false at the end of the file. */
static msd_status read_line(struct warc *w, bool *any, msd_error *err)
{
    msdx_buf_reset(&w->line);
    *any = false;
    for (;;) {
        MSD_TRY(fill(w, err));
        if (w->at == w->n) break;
        *any = true;
        char c = w->chunk[w->at++];
        if (c == '\n') break;
        if (w->line.n < LINE_MOST) msdx_buf_addc(&w->line, c);
    }
    if (w->line.n && w->line.p[w->line.n - 1] == '\r') w->line.n--;
    return w->line.failed ? msdx_err_nomem(err) : MSD_OK;
}

/* n bytes into out, or nowhere when that is NULL; *got fewer only at the end of the file. */
static msd_status read_block(struct warc *w, uint64_t n, msdx_buf *out, uint64_t *got, msd_error *err)
{
    *got = 0;
    while (*got < n) {
        MSD_TRY(fill(w, err));
        if (w->at == w->n) return MSD_OK;
        size_t part = w->n - w->at;
        if (part > n - *got) part = (size_t)(n - *got);
        if (out) msdx_buf_add(out, w->chunk + w->at, part);
        w->at += part;
        *got += part;
    }
    return out && out->failed ? msdx_err_nomem(err) : MSD_OK;
}

/* ---- headers ---- */

/* Is it the header called so? Its value. */
static bool header(msdx_str line, const char *name, msdx_str *value)
{
    size_t n = strlen(name);
    if (line.n <= n || line.p[n] != ':' || strncasecmp(line.p, name, n) != 0) return false;
    *value = msdx_str_trim((msdx_str){line.p + n + 1, line.n - n - 1});
    return true;
}

static void copy(char *to, size_t room, msdx_str s)
{
    size_t n = s.n < room - 1 ? s.n : room - 1;
    memcpy(to, s.p, n);
    to[n] = 0;
}

/* "text/html; charset=utf-8" */
static void set_media(struct capture *c, msdx_str value)
{
    const char *semi = value.n ? memchr(value.p, ';', value.n) : NULL;
    msdx_str media = {value.p, semi ? (size_t)(semi - value.p) : value.n};
    copy(c->media, sizeof c->media, msdx_str_trim(media));
    const char *charset = msdx_findi(value.p, value.n, "charset=");
    if (!charset) return;
    charset += 8;
    msdx_str name = {charset, value.n - (size_t)(charset - value.p)};
    while (name.n && (*name.p == '"' || *name.p == '\'')) name.p++, name.n--;
    size_t n = 0;
    while (n < name.n && !strchr("\"' ;,", name.p[n])) n++;
    copy(c->charset, sizeof c->charset, (msdx_str){name.p, n});
}

static bool whole_number(msdx_str s, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || *out > UINT64_MAX / 16) return false;
        *out = *out * 10 + (uint64_t)(s.p[i] - '0');
    }
    return s.n > 0;
}

/* Without the angle brackets that old tools put around it. */
static msdx_str bare(msdx_str s)
{
    if (s.n >= 2 && s.p[0] == '<' && s.p[s.n - 1] == '>') s = (msdx_str){s.p + 1, s.n - 2};
    return s;
}

static msd_status refuse(struct warc *w, msd_status st, msd_error *err, const char *what)
{
    return msdx_err(err, st, w->n_record, "%s", what);
}

/* After the version line: the headers, up to the blank line. */
static msd_status warc_headers(struct warc *w, struct capture *c, msd_error *err)
{
    bool any, has_length = false;
    size_t total = 0;
    for (;;) {
        msdx_str v;
        MSD_TRY(read_line(w, &any, err));
        msdx_str line = {w->line.p, w->line.n};
        if (!any) return w->ended = true, refuse(w, MSD_EFORMAT, err, "broken off inside the record's headers");
        if (!line.n) break;
        if ((total += line.n) > HEADERS_MOST) return w->lost = true, refuse(w, MSD_EFORMAT, err, "headers without end");
        if (header(line, "WARC-Type", &v)) copy(c->type, sizeof c->type, v);
        if (header(line, "WARC-Target-URI", &v)) msdx_put_folded(&c->url, bare(v));
        if (header(line, "WARC-Record-ID", &v)) msdx_put_folded(&c->id, bare(v));
        if (header(line, "Content-Type", &v)) set_media(c, v);
        if (header(line, "Content-Length", &v)) has_length = whole_number(v, &c->length);
    }
    c->http = msdx_startsi(msdx_str_of(c->media), "application/http");
    if (has_length) return MSD_OK;
    w->lost = true;
    return refuse(w, MSD_EFORMAT, err, "no Content-Length, or one that is no number");
}

/* "http://example.com/ 192.0.2.1 20140216050221 text/html 1591": the address may hold spaces. */
static bool arc_header(msdx_str line, struct capture *c)
{
    msdx_str part[4];
    size_t end = line.n;
    for (int i = 3; i >= 0; i--) {
        size_t start = end;
        while (start > 0 && line.p[start - 1] != ' ') start--;
        if (start == 0) return false;
        part[i] = (msdx_str){line.p + start, end - start};
        end = start - 1;
    }
    bool date = part[1].n >= 8;
    for (size_t i = 0; i < part[1].n; i++) date &= part[1].p[i] >= '0' && part[1].p[i] <= '9';
    if (!date || !msdx_find(line.p, end, "://")) return false;
    msdx_put_folded(&c->url, (msdx_str){line.p, end});
    set_media(c, part[2]);
    c->http = msdx_startsi((msdx_str){c->url.p, c->url.n}, "http");
    copy(c->type, sizeof c->type,
         msdx_str_of(msdx_startsi((msdx_str){c->url.p, c->url.n}, "filedesc:") ? "warcinfo" : "response"));
    if (!whole_number(part[3], &c->length)) c->length = UINT64_MAX;
    return true;
}

/* The next record's headers; *found false at the end. */
static msd_status next_header(struct warc *w, struct capture *c, bool *found, msd_error *err)
{
    bool any;
    *found = false;
    for (;;) {
        MSD_TRY(read_line(w, &any, err));
        msdx_str line = {w->line.p, w->line.n};
        if (!any) return MSD_OK;
        if (!msdx_str_trim(line).n) continue;
        if (msdx_starts(line, "filedesc://")) w->arc = true;
        bool begins = w->arc ? arc_header(line, c) : msdx_starts(line, "WARC/");
        if (!begins && w->lost) continue;
        w->n_record++;
        w->lost = !begins;
        if (!begins) return refuse(w, MSD_EFORMAT, err, "no record begins where one should");
        *found = true;
        if (!w->arc) return warc_headers(w, c, err);
        w->lost = c->length == UINT64_MAX;
        return w->lost ? refuse(w, MSD_EFORMAT, err, "a length that is no number") : MSD_OK;
    }
}

/* ---- HTTP ---- */

/* Chunks (RFC 9112, 7.1) put together in place; what is not chunked after all is left. */
static size_t unchunk(char *p, size_t n)
{
    size_t at = 0, to = 0;
    for (;;) {
        char *end = NULL;
        size_t i = at;
        uint64_t size = 0;
        for (; i < n && i - at < 16; i++) {
            int d = p[i] >= '0' && p[i] <= '9'                     ? p[i] - '0'
                    : (p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'f' ? (p[i] | 0x20) - 'a' + 10
                                                                   : -1;
            if (d < 0) break;
            size = size * 16 + (uint64_t)d;
        }
        end = i < n ? memchr(p + i, '\n', n - i < 256 ? n - i : 256) : NULL;
        if (i == at || !end) break;
        size_t start = (size_t)(end - p) + 1;
        if (size == 0) return to;
        if (size > n - start) size = n - start;
        memmove(p + to, p + start, (size_t)size);
        to += (size_t)size;
        at = start + (size_t)size;
        while (at < n && (p[at] == '\r' || p[at] == '\n')) at++;
    }
    if (to == 0) return n; /* said to be chunked, and is not */
    memmove(p + to, p + at, n - at);
    return to + n - at;
}

struct http {
    int status;
    bool chunked, gzip;
    char coding[24];
    size_t body; /* where it starts */
};

static bool read_http(msdx_str block, struct http *h, struct capture *c)
{
    msdx_str rest = block, v;
    msdx_str line = msdx_line(&rest);
    if (!msdx_starts(line, "HTTP/") && !msdx_starts(line, "ICY")) return false;
    const char *space = line.n ? memchr(line.p, ' ', line.n) : NULL;
    h->status = space ? (int)strtol(space, NULL, 10) : 0;
    c->media[0] = c->charset[0] = 0;
    while (rest.p) {
        line = msdx_line(&rest);
        if (!line.n) break;
        if (header(line, "Content-Type", &v)) set_media(c, v);
        if (header(line, "Transfer-Encoding", &v)) h->chunked = msdx_findi(v.p, v.n, "chunked") != NULL;
        if (header(line, "Content-Encoding", &v)) copy(h->coding, sizeof h->coding, v);
    }
    h->body = rest.p ? (size_t)(rest.p - block.p) : block.n;
    return true;
}

/* Undo the codings of a body, in block. */
static msd_status decode_body(struct warc *w, const struct http *h, msd_error *err)
{
    msdx_buf *b = &w->block;
    size_t n = b->n - h->body;
    memmove(b->p, b->p + h->body, n);
    b->n = h->chunked ? unchunk(b->p, n) : n;
    bool packed = b->n >= 3 && memcmp(b->p, "\x1F\x8B\x08", 3) == 0;
    if (!packed && (strcasecmp(h->coding, "br") == 0 || strcasecmp(h->coding, "zstd") == 0 ||
                    strcasecmp(h->coding, "compress") == 0))
        return msdx_err(err, MSD_EUNSUPPORTED, w->n_record, "packed with %s", h->coding);
    if (!packed) return MSD_OK;
    msdx_stream *bytes, *plain;
    msdx_buf out = MSDX_BUF_INIT(SIZE_MAX / 2);
    MSD_TRY(msdx_stream_open_bytes(&bytes, b->p, b->n, err));
    MSD_TRY(msdx_stream_gunzip(&plain, bytes, err));
    msd_status st = msdx_stream_all(plain, w->base.o->max_document, &out, err);
    msdx_stream_close(plain);
    if (st != MSD_OK && out.n && st == MSD_EFORMAT) st = MSD_OK; /* broken off: what is there is there */
    if (st == MSD_OK) {
        msdx_buf swap = *b;
        *b = out;
        out = swap;
    } else if (err) {
        err->pos = w->n_record;
    }
    msdx_buf_clear(&out);
    return st;
}

/* ---- what a record gives ---- */

static msd_status give_text(struct warc *w, struct capture *c, msdx_record *rec, msd_error *err)
{
    msdx_made d;
    msdx_made_init(&d, w->base.o->max_document);
    d.line = w->n_record;
    msdx_made_set(&d, MSDX_FIELD_ID, (msdx_str){c->id.p, c->id.n});
    msdx_made_set(&d, MSDX_FIELD_URL, (msdx_str){c->url.p, c->url.n});
    msdx_decode(&d.text, w->block.p, w->block.n, c->charset[0] ? c->charset : NULL);
    for (size_t i = 0; i < d.text.n; i++)
        if (!d.text.p[i]) d.text.p[i] = ' ';
    msd_status st = msdx_made_give(&d, rec, w->base.o, err);
    msdx_made_clear(&d);
    return st;
}

static msd_status give(struct warc *w, struct capture *c, msdx_record *rec, msdx_member *member, msd_error *err)
{
    msdx_buf *b = &w->block;
    const char *media = c->media;
    bool html = strcasecmp(media, "text/html") == 0 || strcasecmp(media, "application/xhtml+xml") == 0;
    bool plain = strcasecmp(media, "text/plain") == 0;
    bool structured = strstr(media, "xml") || strstr(media, "json");
    msdx_read_kind kind = msdx_detect(b->p ? b->p : "", b->n, "");
    if (kind == MSDX_READ_HTML) html = true;
    if (!msdx_str_trim((msdx_str){b->p, b->n}).n) return refuse(w, MSD_EFORMAT, err, "an empty page");
    if (html)
        return msdx_html_record(rec, (msdx_str){b->p, b->n}, msdx_buf_cstr(&c->url), c->charset[0] ? c->charset : NULL,
                                msdx_buf_cstr(&c->id), w->n_record, err);
    if (kind == MSDX_READ_XML || kind == MSDX_READ_FEED || kind == MSDX_READ_NINJS) {
        member->name = msdx_name_copy((msdx_str){c->url.p, c->url.n});
        return msdx_stream_open_buf(&member->stream, b, err);
    }
    if (plain) return give_text(w, c, rec, err);
    return msdx_err(err, MSD_EUNSUPPORTED, w->n_record, "%s: %s", media[0] ? media : "no Content-Type",
                    structured ? "no news that is known" : "no text");
}

/* What is said when all records have been given. */
static msd_status take_last(struct warc *w, msd_error *err)
{
    msd_status st = w->last.code;
    if (st != MSD_OK && err) *err = w->last;
    w->last.code = MSD_OK;
    return st;
}

/* Hold what is news, pass over what is not. */
static msd_status take(struct warc *w, struct capture *c, msdx_record *rec, msdx_member *member, msd_error *err)
{
    bool wanted =
        strcmp(c->type, "response") == 0 || strcmp(c->type, "resource") == 0 || strcmp(c->type, "conversion") == 0;
    bool meta = msdx_startsi((msdx_str){c->url.p, c->url.n}, "metadata:") ||
                msdx_startsi((msdx_str){c->url.p, c->url.n}, "dns:");
    bool fits = c->length <= (uint64_t)w->base.o->max_document + HEADERS_MOST;
    uint64_t got;
    struct http h = {0};
    wanted &= !meta;
    msdx_buf_reset(&w->block);
    MSD_TRY(read_block(w, c->length, wanted && fits ? &w->block : NULL, &got, err));
    if (got < c->length) {
        w->ended = true;
        msdx_err(&w->last, MSD_EFORMAT, w->n_record, "broken off: %llu of %llu bytes", (unsigned long long)got,
                 (unsigned long long)c->length);
        bool whole = wanted && fits && msdx_findi(w->block.p, w->block.n, "</html>"); /* only its length is wrong */
        if (!whole) return take_last(w, err);
    }
    if (!wanted) return MSD_OK;
    w->n_news++;
    if (!fits)
        return msdx_err(err, MSD_ETOOBIG, w->n_record, "over %zu bytes, the most that --max-document allows",
                        w->base.o->max_document);
    if (c->http || msdx_starts((msdx_str){w->block.p, w->block.n}, "HTTP/")) {
        if (!read_http((msdx_str){w->block.p, w->block.n}, &h, c))
            return refuse(w, MSD_EFORMAT, err, "a response that does not begin with an HTTP status");
        if (h.status < 200 || h.status > 299)
            return msdx_err(err, MSD_EUNSUPPORTED, w->n_record, "HTTP status %d: no page", h.status);
        MSD_TRY(decode_body(w, &h, err));
    }
    if (w->block.n > w->base.o->max_document)
        return msdx_err(err, MSD_ETOOBIG, w->n_record, "over %zu bytes, the most that --max-document allows",
                        w->base.o->max_document);
    return give(w, c, rec, member, err);
}

static msd_status step(struct warc *w, struct capture *c, msdx_record *rec, msdx_member *member, msd_error *err)
{
    bool found;
    msd_status st = next_header(w, c, &found, err);
    if (st == MSD_OK && !found) {
        w->ended = true;
        if (w->n_news) return MSD_OK;
        return msdx_err(err, MSD_EFORMAT, w->n_record ? w->n_record : 1, "%s in it",
                        w->n_record ? "no page" : "no record");
    }
    return st == MSD_OK ? take(w, c, rec, member, err) : st;
}

static msd_status next_warc(msdx_frame *base, msdx_record *rec, msdx_member *member, msd_error *err)
{
    struct warc *w = (struct warc *)base;
    msd_status st = w->ended ? take_last(w, err) : MSD_OK;
    while (st == MSD_OK && !w->ended && !rec->bytes && !member->stream) {
        struct capture c = {.url = MSDX_BUF_INIT(LINE_MOST + 64), .id = MSDX_BUF_INIT(LINE_MOST)};
        size_t before = w->n_record;
        msd_error mine = {0};
        st = step(w, &c, rec, member, &mine);
        /* what the stream failed with is the end of the file */
        if (st == MSD_EIO || st == MSD_ENOMEM || (st == MSD_EFORMAT && w->n_record == before && !w->ended)) {
            w->ended = true;
            mine.pos = w->n_record + 1;
        } else if (st == MSD_EFORMAT && mine.pos == 1 && w->n_record > 1) {
            w->ended = true;
            mine.pos = w->n_record;
        }
        w->n_news += st != MSD_OK;
        if (st != MSD_OK && err) *err = mine;
        msdx_buf_clear(&c.url);
        msdx_buf_clear(&c.id);
    }
    return st;
}

static void close_warc(msdx_frame *base)
{
    struct warc *w = (struct warc *)base;
    msdx_stream_close(w->in);
    msdx_buf_clear(&w->line);
    msdx_buf_clear(&w->block);
    msdx_free(w);
}

msd_status msdx_open_warc(msdx_frame **out, msdx_stream *in, const msdx_source_options *o, msd_error *err)
{
    struct warc *w = msdx_calloc(1, sizeof *w);
    *out = NULL;
    if (!w) {
        msdx_stream_close(in);
        return msdx_err_nomem(err);
    }
    w->base = (msdx_frame){next_warc, close_warc, o};
    w->in = in;
    w->line = (msdx_buf)MSDX_BUF_INIT(LINE_MOST + 2);
    w->block = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    *out = &w->base;
    return MSD_OK;
}
