/* refs.c: references in XML as feeds write them: a stream that makes them good.
 *
 *   AT&T          AT&amp;T
 *   caf&eacute;   the letter itself: HTML's names are not XML's
 *   &nonsense;    &amp;nonsense;
 *
 * libxml2 reads over such faults, but passes over every reference after the first of
 * them. CDATA, comments and instructions stay as they are, and so does a file that
 * declares entities of its own. */
#include "read/formats/xml_impl.h"

enum { NAME_MOST = 32, LOOK = NAME_MOST + 3 }; /* LOOK: what must be seen to judge a place; "<![CDATA[" is shorter */

struct refs {
    msdx_stream base;
    msdx_stream *in;
    const char *until; /* what ends the part that stays as it is; NULL: in none */
    bool as_it_is, eof;
    size_t n_kept, at; /* at: what of out is given */
    msdx_buf out;
    char buf[16 * 1024];
};

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.' || (unsigned char)c >= 0x80;
}

/* "&#8217;", "&#x2019;": its length, 0 when it is none. */
static size_t number_ref(const char *p, size_t n)
{
    size_t i = 2;
    bool hex = i < n && (p[i] == 'x' || p[i] == 'X');
    i += hex;
    size_t start = i;
    uint32_t v = 0;
    for (; i < n && i < start + 7; i++) {
        int d = p[i] >= '0' && p[i] <= '9'                            ? p[i] - '0'
                : hex && (p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'f' ? (p[i] | 0x20) - 'a' + 10
                                                                      : -1;
        if (d < 0) break;
        v = v * (hex ? 16 : 10) + (uint32_t)d;
    }
    bool good = i > start && i < n && p[i] == ';' && v < 0x110000 && (v >= 0x20 || v == 9 || v == 10 || v == 13) &&
                (v < 0xD800 || v > 0xDFFF) && v != 0xFFFE && v != 0xFFFF;
    return good ? i + 1 : 0;
}

/* At an ampersand: puts what it means, gives how much is used up. */
static size_t put_ref(struct refs *r, const char *p, size_t n)
{
    static const char *const xml[] = {"amp", "lt", "gt", "quot", "apos"};
    char name[NAME_MOST + 1], utf8[4];
    size_t m = n > 1 && p[1] == '#' ? number_ref(p, n) : 0, i = 0;
    if (m) {
        msdx_buf_add(&r->out, p, m);
        return m;
    }
    while (i < NAME_MOST && 1 + i < n && is_word(p[1 + i])) name[i] = p[1 + i], i++;
    name[i] = 0;
    bool ref = i > 0 && 1 + i < n && p[1 + i] == ';';
    for (size_t k = 0; ref && k < sizeof xml / sizeof *xml; k++)
        if (strcmp(name, xml[k]) == 0) {
            msdx_buf_add(&r->out, p, i + 2);
            return i + 2;
        }
    const htmlEntityDesc *known = ref ? htmlEntityLookup((const xmlChar *)name) : NULL;
    if (known) {
        msdx_buf_add(&r->out, utf8, msdx_utf8_put((int32_t)known->value, utf8));
        return i + 2;
    }
    msdx_buf_adds(&r->out, "&amp;");
    return 1;
}

/* What stays as it is from here on. */
static const char *verbatim(const char *p, size_t n)
{
    msdx_str s = {p, n};
    return msdx_starts(s, "<![CDATA[") ? "]]>" : msdx_starts(s, "<!--") ? "-->" : msdx_starts(s, "<?") ? "?>" : NULL;
}

/* Gives how much of it is used up. */
static size_t run(struct refs *r, const char *p, size_t n)
{
    size_t i = 0, end = r->eof ? n : n < LOOK ? 0 : n - LOOK;
    while (i < end) {
        if (r->until) {
            const char *stop = msdx_find(p + i, n - i, r->until);
            size_t m = stop ? (size_t)(stop - p) - i : r->eof ? n - i : end - i;
            msdx_buf_add(&r->out, p + i, m);
            i += m;
            if (!stop) continue;
            msdx_buf_adds(&r->out, r->until);
            i += strlen(r->until);
            r->until = NULL;
        } else if (p[i] == '&') {
            i += put_ref(r, p + i, n - i);
        } else {
            if (p[i] == '<') r->until = verbatim(p + i, n - i);
            msdx_buf_addc(&r->out, p[i++]);
        }
    }
    return i;
}

static msd_status more(struct refs *r, msd_error *err)
{
    size_t n;
    MSD_TRY(r->in->read(r->in, r->buf + r->n_kept, sizeof r->buf - r->n_kept, &n, err));
    r->eof = n == 0;
    n += r->n_kept;
    msdx_buf_reset(&r->out);
    r->at = 0;
    size_t used = n;
    if (r->as_it_is)
        msdx_buf_add(&r->out, r->buf, n);
    else
        used = run(r, r->buf, n);
    r->n_kept = n - used;
    memmove(r->buf, r->buf + used, r->n_kept);
    return r->out.failed ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status read_refs(msdx_stream *s, char *to, size_t room, size_t *n, msd_error *err)
{
    struct refs *r = (struct refs *)s;
    *n = 0;
    while (r->at == r->out.n && !r->eof) MSD_TRY(more(r, err));
    *n = r->out.n - r->at < room ? r->out.n - r->at : room;
    if (*n) memcpy(to, r->out.p + r->at, *n);
    r->at += *n;
    return MSD_OK;
}

static void close_refs(msdx_stream *s)
{
    struct refs *r = (struct refs *)s;
    msdx_buf_clear(&r->out);
    msdx_stream_close(r->in);
    msdx_free(r);
}

msd_status msdx_stream_refs(msdx_stream **out, msdx_stream *in, msd_error *err)
{
    const char *head;
    size_t n;
    *out = NULL;
    MSD_TRY(msdx_stream_peek(&in, in, &head, &n, err));
    struct refs *r = msdx_malloc(sizeof *r);
    if (!r) {
        msdx_stream_close(in);
        return msdx_err_nomem(err);
    }
    r->base = (msdx_stream){read_refs, close_refs};
    r->in = in;
    r->until = NULL;
    r->as_it_is = msdx_find(head, n, "<!ENTITY") != NULL;
    r->eof = false;
    r->n_kept = r->at = 0;
    r->out = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    *out = &r->base;
    return MSD_OK;
}
