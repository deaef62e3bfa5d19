/* stream.c: streams over streams: a look ahead, gzip, zstd, and bytes in memory.
 *
 * gzip is RFC 1952, any number of members (a WARC has one for each record), zstd
 * RFC 8878, any number of frames. What expands more than BOMB_RATIO times is taken
 * for an archive bomb once it has given BOMB_LEAST bytes: DEFLATE reaches 1032,
 * news 4 to 10. */
#include <zlib.h>
#include <zstd.h>

#include "read/formats/formats_impl.h"

enum { BOMB_RATIO = 200, IN_ROOM = 64 * 1024 };
#define BOMB_LEAST ((uint64_t)32 << 20)

bool msdx_is_bomb(uint64_t n_in, uint64_t n_out)
{
    return n_out > BOMB_LEAST && n_out / BOMB_RATIO > n_in;
}

static msd_status bomb(uint64_t n_in, msd_error *err)
{
    return msdx_err(err, MSD_EFORMAT, 1, "an archive bomb: %llu bytes expand more than %d times",
                    (unsigned long long)n_in, (int)BOMB_RATIO);
}

/* ---- bytes in memory ---- */

struct bytes {
    msdx_stream base;
    const char *p;
    size_t n;
    char *own; /* or NULL */
};

static msd_status read_bytes(msdx_stream *s, char *to, size_t room, size_t *n, msd_error *err)
{
    struct bytes *b = (struct bytes *)s;
    (void)err;
    *n = b->n < room ? b->n : room;
    if (*n == 0) return MSD_OK;
    memcpy(to, b->p, *n);
    b->p += *n;
    b->n -= *n;
    return MSD_OK;
}

static void close_bytes(msdx_stream *s)
{
    msdx_free(((struct bytes *)s)->own);
    msdx_free(s);
}

msd_status msdx_stream_open_bytes(msdx_stream **out, const void *p, size_t n, msd_error *err)
{
    struct bytes *b = msdx_malloc(sizeof *b);
    *out = NULL;
    if (!b) return msdx_err_nomem(err);
    *b = (struct bytes){{read_bytes, close_bytes}, p, n, NULL};
    *out = &b->base;
    return MSD_OK;
}

msd_status msdx_stream_open_buf(msdx_stream **out, msdx_buf *buf, msd_error *err)
{
    msd_status st = msdx_stream_open_bytes(out, buf->p, buf->n, err);
    if (st != MSD_OK) {
        msdx_buf_clear(buf);
        return st;
    }
    ((struct bytes *)*out)->own = buf->p;
    *buf = (msdx_buf){0};
    return MSD_OK;
}

/* ---- a look ahead ---- */

struct peek {
    msdx_stream base;
    msdx_stream *in;
    size_t at, n;
    msd_error err; /* what ended the looking */
    char head[MSDX_PEEK];
};

static msd_status read_peek(msdx_stream *s, char *to, size_t room, size_t *n, msd_error *err)
{
    struct peek *p = (struct peek *)s;
    if (p->at == p->n) {
        if (p->err.code == MSD_OK) return p->in->read(p->in, to, room, n, err);
        *n = 0;
        if (err) *err = p->err;
        return p->err.code;
    }
    *n = p->n - p->at < room ? p->n - p->at : room;
    memcpy(to, p->head + p->at, *n);
    p->at += *n;
    return MSD_OK;
}

static void close_peek(msdx_stream *s)
{
    struct peek *p = (struct peek *)s;
    msdx_stream_close(p->in);
    msdx_free(p);
}

/* Lines of JSON may come slowly through a pipe: the first object is enough. Where it ends hangs on the bytes alone, not
 * on the pieces that they come in, so what an input is taken for does not either. */
struct first_object {
    size_t at; /* bytes looked at */
    size_t depth;
    bool quoted, escaped, other; /* other: the bytes do not begin with an object */
};

/* Whether it has ended among the first N bytes; then o->at is its length. */
static bool object_ended(struct first_object *o, const char *p, size_t n)
{
    for (; o->at < n && !o->other; o->at++) {
        const char c = p[o->at];
        if (o->depth == 0)
            o->depth = c == '{', o->other = c != '{' && c != ' ' && (c < '\t' || c > '\r');
        else if (o->escaped)
            o->escaped = false;
        else if (c == '"')
            o->quoted = !o->quoted;
        else if (o->quoted)
            o->escaped = c == '\\';
        else if (c == '{')
            o->depth++;
        else if (c == '}' && --o->depth == 0) {
            o->at++;
            return true;
        }
    }
    return false;
}

msd_status msdx_stream_peek(msdx_stream **out, msdx_stream *in, const char **head, size_t *n, msd_error *err)
{
    struct peek *p = msdx_malloc(sizeof *p);
    *out = NULL;
    if (!p) {
        msdx_stream_close(in);
        return msdx_err_nomem(err);
    }
    p->base = (msdx_stream){read_peek, close_peek};
    p->in = in;
    p->at = p->n = 0;
    p->err = (msd_error){0};
    struct first_object object = {0};
    bool whole = false;
    while (p->n < MSDX_PEEK && !whole) {
        size_t got = 0;
        msd_status st = in->read(in, p->head + p->n, MSDX_PEEK - p->n, &got, &p->err);
        p->err.code = st;
        if (st != MSD_OK || got == 0) break;
        p->n += got;
        whole = object_ended(&object, p->head, p->n);
    }
    if (p->n == 0 && p->err.code != MSD_OK) {
        msd_status st = p->err.code;
        if (err) *err = p->err;
        close_peek(&p->base);
        return st;
    }
    *out = &p->base;
    *head = p->head;
    *n = whole ? object.at : p->n;
    return MSD_OK;
}

/* ---- gzip ---- */

struct packed {
    msdx_stream base;
    msdx_stream *in;
    z_stream z;
    ZSTD_DCtx *zstd;
    bool eof, between, broken; /* between: no member or frame is begun */
    uint64_t n_in, n_out;
    size_t at, n;
    char buf[IN_ROOM];
};

static msd_status refill(struct packed *g, msd_error *err)
{
    if (g->at < g->n || g->eof) return MSD_OK;
    g->at = g->n = 0;
    MSD_TRY(g->in->read(g->in, g->buf, IN_ROOM, &g->n, err));
    g->n_in += g->n;
    g->eof = g->n == 0;
    return MSD_OK;
}

static msd_status broken(struct packed *g, const char *how, msd_error *err)
{
    g->broken = true;
    return msdx_err(err, MSD_EFORMAT, 1, "%s after %llu bytes", how, (unsigned long long)g->n_out);
}

/* What follows the last member may be zeros (tape blocks), but no other bytes. */
static msd_status next_member(struct packed *g, msd_error *err)
{
    while (g->at < g->n && g->buf[g->at] == 0) g->at++;
    if (g->at == g->n) return MSD_OK;
    if ((unsigned char)g->buf[g->at] != 0x1F) return broken(g, "bytes that are no gzip follow", err);
    if (inflateReset2(&g->z, 15 + 16) != Z_OK) return msdx_err_nomem(err);
    g->between = false;
    return MSD_OK;
}

static msd_status inflate_some(struct packed *g, char *to, size_t room, size_t *n, msd_error *err)
{
    g->z.next_in = (unsigned char *)g->buf + g->at;
    g->z.avail_in = (unsigned)(g->n - g->at);
    g->z.next_out = (unsigned char *)to;
    g->z.avail_out = room > 1u << 30 ? 1u << 30 : (unsigned)room;
    unsigned before = g->z.avail_out;
    int rc = inflate(&g->z, Z_NO_FLUSH);
    g->at = g->n - g->z.avail_in;
    *n = before - g->z.avail_out;
    g->n_out += *n;
    if (rc == Z_STREAM_END) g->between = true;
    if (rc == Z_MEM_ERROR) return msdx_err_nomem(err);
    if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR) {
        if (*n == 0) return broken(g, "broken gzip", err);
        g->broken = true; /* what came out first is given first */
    }
    return MSD_OK;
}

static msd_status read_gzip(msdx_stream *s, char *to, size_t room, size_t *n, msd_error *err)
{
    struct packed *g = (struct packed *)s;
    *n = 0;
    if (g->broken) return broken(g, "broken gzip", err);
    while (*n == 0) {
        MSD_TRY(refill(g, err));
        if (g->between && g->at < g->n) MSD_TRY(next_member(g, err));
        if (g->at == g->n && g->eof) return g->between ? MSD_OK : broken(g, "broken off: the gzip file ends", err);
        if (g->at < g->n) MSD_TRY(inflate_some(g, to, room, n, err));
        if (msdx_is_bomb(g->n_in, g->n_out)) return bomb(g->n_in, err);
    }
    return MSD_OK;
}

static void close_gzip(msdx_stream *s)
{
    struct packed *g = (struct packed *)s;
    inflateEnd(&g->z);
    msdx_stream_close(g->in);
    msdx_free(g);
}

msd_status msdx_stream_gunzip(msdx_stream **out, msdx_stream *in, msd_error *err)
{
    struct packed *g = msdx_calloc(1, sizeof *g);
    *out = NULL;
    if (!g || inflateInit2(&g->z, 15 + 16) != Z_OK) {
        msdx_free(g);
        msdx_stream_close(in);
        return msdx_err_nomem(err);
    }
    g->base = (msdx_stream){read_gzip, close_gzip};
    g->in = in;
    g->between = true;
    *out = &g->base;
    return MSD_OK;
}

/* ---- zstd ---- */

static msd_status read_zstd(msdx_stream *s, char *to, size_t room, size_t *n, msd_error *err)
{
    struct packed *g = (struct packed *)s;
    *n = 0;
    if (g->broken) return broken(g, "broken zstd", err);
    while (*n == 0) {
        MSD_TRY(refill(g, err));
        if (g->at == g->n && g->eof) return g->between ? MSD_OK : broken(g, "broken off: the zstd file ends", err);
        ZSTD_inBuffer in = {g->buf, g->n, g->at};
        ZSTD_outBuffer to_buf = {to, room, 0};
        size_t rc = ZSTD_decompressStream(g->zstd, &to_buf, &in);
        if (ZSTD_isError(rc)) return broken(g, "broken zstd", err);
        g->between = rc == 0;
        g->at = in.pos;
        *n = to_buf.pos;
        g->n_out += *n;
        if (msdx_is_bomb(g->n_in, g->n_out)) return bomb(g->n_in, err);
    }
    return MSD_OK;
}

static void close_zstd(msdx_stream *s)
{
    struct packed *g = (struct packed *)s;
    ZSTD_freeDCtx(g->zstd);
    msdx_stream_close(g->in);
    msdx_free(g);
}

msd_status msdx_stream_unzstd(msdx_stream **out, msdx_stream *in, msd_error *err)
{
    enum { WINDOW_LOG = 27 }; /* 128 MiB: what zstd itself takes without being asked */
    struct packed *g = msdx_calloc(1, sizeof *g);
    *out = NULL;
    if (g) g->zstd = ZSTD_createDCtx();
    if (!g || !g->zstd) {
        msdx_free(g);
        msdx_stream_close(in);
        return msdx_err_nomem(err);
    }
    (void)ZSTD_DCtx_setParameter(g->zstd, ZSTD_d_windowLogMax, WINDOW_LOG);
    g->base = (msdx_stream){read_zstd, close_zstd};
    g->in = in;
    g->between = true;
    *out = &g->base;
    return MSD_OK;
}

/* ---- all of it ---- */

msd_status msdx_stream_all(msdx_stream *in, size_t max, msdx_buf *out, msd_error *err)
{
    char chunk[16 * 1024];
    for (;;) {
        size_t n;
        MSD_TRY(in->read(in, chunk, sizeof chunk, &n, err));
        if (n == 0) break;
        if (n > max - out->n)
            return msdx_err(err, MSD_ETOOBIG, 1, "over %zu bytes, the most that --max-document allows", max);
        msdx_buf_add(out, chunk, n);
        if (out->failed) return msdx_err_nomem(err);
    }
    if (msdx_buf_cstr(out), !out->p) msdx_buf_adds(out, "");
    return out->failed || !out->p ? msdx_err_nomem(err) : MSD_OK;
}
