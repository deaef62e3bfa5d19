/* charset.c: bytes of any charset as UTF-8.
 *
 * A name is taken as browsers take it (WHATWG Encoding Standard): iso-8859-1 and
 * us-ascii are windows-1252. Two quirks of real files are met: what is called
 * Latin but is UTF-8 throughout is read as UTF-8, and a byte that is no UTF-8 in
 * a file that should be is read as windows-1252, one by one, so that a
 * single bad byte does not spoil the rest. */
#include <errno.h>
#include <iconv.h>
#include <strings.h>

#include "read/formats/formats_impl.h"

/* 0x80 to 0x9F of windows-1252; 0 where it has none. */
static const uint16_t high[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                  0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                  0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                  0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static size_t put_1252(unsigned char c, char out[4])
{
    int32_t cp = c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c;
    return msdx_utf8_put(cp ? cp : 0xFFFD, out);
}

static bool is_latin(const char *name)
{
    static const char *const latin[] = {"iso-8859-1", "iso8859-1",  "latin1",       "latin-1", "us-ascii", "ascii",
                                        "cp1252",     "iso_8859-1", "windows-1252", "cp-1252", "x-cp1252", "ansi"};
    for (size_t i = 0; i < sizeof latin / sizeof *latin; i++)
        if (strcasecmp(name, latin[i]) == 0) return true;
    return false;
}

static bool is_utf8_name(const char *name)
{
    return strcasecmp(name, "utf-8") == 0 || strcasecmp(name, "utf8") == 0;
}

/* Has the head bytes outside ASCII, all of them in good UTF-8? It may end inside a character. */
static bool is_utf8_throughout(const char *p, size_t n)
{
    size_t bad = msdx_utf8_check(p, n), i = 0;
    while (i < n && !((unsigned char)p[i] & 0x80)) i++;
    return i < bad && bad + 3 >= n;
}

/* The value that follows `key` = in s, up to a quote, space, > or ;. */
static bool value_after(msdx_str s, const char *key, char name[40])
{
    const char *at = msdx_findi(s.p, s.n, key);
    if (!at) return false;
    const char *p = at + strlen(key), *end = s.p + s.n;
    while (p < end && (*p == ' ' || *p == '=' || *p == '"' || *p == '\'')) p++;
    size_t n = 0;
    while (p + n < end && n < 39 && !strchr(" \t\r\n\"'>;/?", p[n])) n++;
    if (n == 0 || n >= 39) return false;
    memcpy(name, p, n);
    name[n] = 0;
    return true;
}

bool msdx_charset_declared(const char *p, size_t n, char name[40])
{
    enum { HEAD = 8192 };
    if (n > HEAD) n = HEAD;
    const char *xml = msdx_find(p, n < 256 ? n : 256, "<?xml"),
               *end = xml ? msdx_find(xml, n - (size_t)(xml - p), "?>") : NULL;
    if (end && value_after((msdx_str){xml, (size_t)(end - xml)}, "encoding", name)) return true;
    const char *meta = p;
    while ((meta = msdx_findi(meta, n - (size_t)(meta - p), "<meta"))) {
        size_t left = n - (size_t)(meta - p);
        const char *close = memchr(meta, '>', left);
        if (!close) return false;
        if (value_after((msdx_str){meta, (size_t)(close - meta)}, "charset", name)) return true;
        meta = close;
    }
    return false;
}

/* ---- a converter, fed piece by piece ---- */

struct convert {
    iconv_t cd;
    bool by_iconv, latin;
};

/* By the byte order mark, then the name given, then the head; *skip: bytes of the mark. */
static void convert_init(struct convert *c, const char *head, size_t n, const char *charset, size_t *skip)
{
    char name[40] = "";
    *c = (struct convert){.cd = (iconv_t)-1};
    *skip = 0;
    if (n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0) {
        *skip = 3;
        return;
    }
    if (n >= 2 && (memcmp(head, "\xFF\xFE", 2) == 0 || memcmp(head, "\xFE\xFF", 2) == 0)) {
        *skip = 2;
        charset = head[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE";
    } else {
        if (!charset && msdx_charset_declared(head, n, name)) charset = name;
        if (!charset || is_utf8_name(charset) || strncasecmp(charset, "utf-16", 6) == 0) return;
        c->latin = is_latin(charset) && !is_utf8_throughout(head, n);
        if (is_latin(charset)) return;
        if (is_utf8_throughout(head, n) && strncasecmp(charset, "iso-2022", 8) != 0) return;
    }
    c->cd = iconv_open("UTF-8", charset);
    c->by_iconv = c->cd != (iconv_t)-1;
}

static void convert_end(struct convert *c)
{
    if (c->by_iconv) iconv_close(c->cd);
}

static size_t through_iconv(struct convert *c, const char *p, size_t n, bool last, msdx_buf *out)
{
    char room[4096], *in = (char *)(uintptr_t)p;
    size_t left = n;
    while (left) {
        char *to = room;
        size_t free_byte = sizeof room;
        size_t rc = iconv(c->cd, &in, &left, &to, &free_byte);
        int code = errno;
        msdx_buf_add(out, room, sizeof room - free_byte);
        if (rc != (size_t)-1 || code == E2BIG) continue;
        if (code == EINVAL && !last) break;
        msdx_buf_adds(out, "\xEF\xBF\xBD");
        in++;
        left--;
    }
    return n - left;
}

/* Gives how many bytes are used up; fewer than n only when a character goes on in the next piece. */
static size_t convert(struct convert *c, const char *p, size_t n, bool last, msdx_buf *out)
{
    char one[4];
    if (c->by_iconv) return through_iconv(c, p, n, last, out);
    size_t i = 0;
    while (i < n) {
        size_t good = c->latin ? 0 : msdx_utf8_check(p + i, n - i);
        msdx_buf_add(out, p + i, good);
        i += good;
        if (i == n) break;
        if (!c->latin && !last && n - i < 4 && (unsigned char)p[i] >= 0xC2) break;
        msdx_buf_add(out, one, put_1252((unsigned char)p[i++], one));
    }
    return i;
}

void msdx_decode(msdx_buf *out, const char *p, size_t n, const char *charset)
{
    struct convert c;
    size_t skip;
    if (n == 0) return;
    convert_init(&c, p, n, charset, &skip);
    convert(&c, p + skip, n - skip, true, out);
    convert_end(&c);
}

/* ---- as a stream ---- */

struct decode {
    msdx_stream base;
    msdx_stream *in;
    struct convert c;
    size_t n_kept, at; /* at: what of out is given */
    bool eof;
    msdx_buf out;
    char buf[32 * 1024];
};

/* XML 1.0, Char: of the controls only tab and the ends of lines; and neither U+FFFE nor U+FFFF. */
static void blank_controls(msdx_buf *b)
{
    for (size_t i = 0; i < b->n; i++) {
        unsigned char ch = (unsigned char)b->p[i];
        if (ch < 0x20 && ch != '\t' && ch != '\n' && ch != '\r') b->p[i] = ' ';
        if (ch == 0xEF && i + 2 < b->n && (unsigned char)b->p[i + 1] == 0xBF && (unsigned char)b->p[i + 2] >= 0xBE)
            b->p[i + 2] = (char)0xBD;
    }
}

static msd_status decode_more(struct decode *d, msd_error *err)
{
    size_t n;
    MSD_TRY(d->in->read(d->in, d->buf + d->n_kept, sizeof d->buf - d->n_kept, &n, err));
    d->eof = n == 0;
    n += d->n_kept;
    msdx_buf_reset(&d->out);
    d->at = 0;
    size_t used = convert(&d->c, d->buf, n, d->eof, &d->out);
    d->n_kept = n - used;
    memmove(d->buf, d->buf + used, d->n_kept);
    blank_controls(&d->out);
    return d->out.failed ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status read_decode(msdx_stream *s, char *to, size_t room, size_t *n, msd_error *err)
{
    struct decode *d = (struct decode *)s;
    *n = 0;
    while (d->at == d->out.n && !d->eof) MSD_TRY(decode_more(d, err));
    *n = d->out.n - d->at < room ? d->out.n - d->at : room;
    if (*n) memcpy(to, d->out.p + d->at, *n);
    d->at += *n;
    return MSD_OK;
}

static void close_decode(msdx_stream *s)
{
    struct decode *d = (struct decode *)s;
    convert_end(&d->c);
    msdx_buf_clear(&d->out);
    msdx_stream_close(d->in);
    msdx_free(d);
}

msd_status msdx_stream_decode(msdx_stream **out, msdx_stream *in, const char *charset, msd_error *err)
{
    const char *head;
    size_t n, skip, used;
    msdx_stream *peeked;
    *out = NULL;
    MSD_TRY(msdx_stream_peek(&peeked, in, &head, &n, err));
    struct decode *d = msdx_malloc(sizeof *d);
    if (!d) {
        msdx_stream_close(peeked);
        return msdx_err_nomem(err);
    }
    d->base = (msdx_stream){read_decode, close_decode};
    d->in = peeked;
    d->n_kept = d->at = 0;
    d->eof = false;
    d->out = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    convert_init(&d->c, head, n, charset, &skip);
    if (skip && peeked->read(peeked, d->buf, skip, &used, NULL) != MSD_OK) skip = 0;
    *out = &d->base;
    return MSD_OK;
}
