/* tar.c: POSIX tar (ustar, pax) and GNU's, member by member, from a stream. */
#include <stdio.h>

#include "read/formats/formats_impl.h"

enum { BLOCK = 512, NAME_MOST = 4096 };

struct tar {
    msdx_frame base;
    msdx_stream *in;
    bool ended;
    uint64_t left, pad; /* of the member at hand: bytes not read yet, and what fills its last block */
    size_t n_member;
    char long_name[NAME_MOST]; /* given before the header that it belongs to */
};

struct member_stream {
    msdx_stream base;
    struct tar *tar;
};

/* Exactly n bytes; *got fewer at the end of the file. */
static msd_status read_exact(struct tar *t, char *to, size_t n, size_t *got, msd_error *err)
{
    *got = 0;
    while (*got < n) {
        size_t part;
        MSD_TRY(t->in->read(t->in, to + *got, n - *got, &part, err));
        if (part == 0) return MSD_OK;
        *got += part;
    }
    return MSD_OK;
}

static msd_status broken_off(struct tar *t, msd_error *err)
{
    t->ended = true;
    return msdx_err(err, MSD_EFORMAT, t->n_member ? t->n_member : 1, "broken off: the tar file ends inside a member");
}

static msd_status skip(struct tar *t, msd_error *err)
{
    char block[BLOCK * 8];
    uint64_t n = t->left + t->pad;
    t->left = t->pad = 0;
    while (n) {
        size_t part = n < sizeof block ? (size_t)n : sizeof block, got;
        MSD_TRY(read_exact(t, block, part, &got, err));
        if (got < part) return broken_off(t, err);
        n -= part;
    }
    return MSD_OK;
}

static msd_status read_member(msdx_stream *s, char *to, size_t room, size_t *n, msd_error *err)
{
    struct tar *t = ((struct member_stream *)s)->tar;
    *n = 0;
    if (t->left == 0) return MSD_OK;
    MSD_TRY(t->in->read(t->in, to, t->left < room ? (size_t)t->left : room, n, err));
    if (*n == 0) {
        t->left = t->pad = 0;
        return broken_off(t, err);
    }
    t->left -= *n;
    return MSD_OK;
}

static void close_member(msdx_stream *s)
{
    msdx_free(s);
}

/* ---- headers ---- */

/* Octal digits, or GNU's big-endian number with the top bit set. */
static bool number(const char *p, size_t n, uint64_t *out)
{
    *out = 0;
    if ((unsigned char)p[0] & 0x80) {
        for (size_t i = 0; i < n; i++) {
            if (*out >> 55) return false;
            *out = *out << 8 | (i ? (unsigned char)p[i] : (unsigned char)p[i] & 0x7F);
        }
        return true;
    }
    size_t i = 0;
    while (i < n && p[i] == ' ') i++;
    for (; i < n && p[i] >= '0' && p[i] <= '7'; i++) *out = *out << 3 | (uint64_t)(p[i] - '0');
    return i == n || p[i] == 0 || p[i] == ' ';
}

static bool sum_is_right(const char *h)
{
    uint64_t said, sum = 0;
    for (int i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? ' ' : (unsigned char)h[i];
    return number(h + 148, 8, &said) && said == sum;
}

static char *name_of(struct tar *t, const char *h)
{
    char name[NAME_MOST];
    if (t->long_name[0])
        snprintf(name, sizeof name, "%s", t->long_name);
    else if (memcmp(h + 257, "ustar", 6) == 0 && h[345])
        snprintf(name, sizeof name, "%.155s/%.100s", h + 345, h);
    else
        snprintf(name, sizeof name, "%.100s", h);
    t->long_name[0] = 0;
    return msdx_strdup(name);
}

/* A name that is longer than a header has room for: GNU's 'L', or "path" of a pax header. */
static msd_status take_long_name(struct tar *t, char type, msd_error *err)
{
    char text[NAME_MOST] = "";
    size_t got, n = t->left < sizeof text - 1 ? (size_t)t->left : sizeof text - 1;
    MSD_TRY(read_exact(t, text, n, &got, err));
    if (got < n) return broken_off(t, err);
    t->left -= n;
    if (type == 'L') {
        snprintf(t->long_name, sizeof t->long_name, "%s", text);
    } else {
        const char *path = msdx_find(text, n, " path=");
        size_t m = path ? strcspn(path + 6, "\n") : 0;
        if (m) snprintf(t->long_name, sizeof t->long_name, "%.*s", (int)m, path + 6);
    }
    return skip(t, err);
}

static bool is_zero(const char *h)
{
    for (int i = 0; i < BLOCK; i++)
        if (h[i]) return false;
    return true;
}

static msd_status give(struct tar *t, const char *h, msdx_member *member, msd_error *err)
{
    struct member_stream *s = msdx_malloc(sizeof *s);
    member->name = name_of(t, h);
    if (!s || !member->name) {
        msdx_free(s);
        return msdx_err_nomem(err);
    }
    s->base = (msdx_stream){read_member, close_member};
    s->tar = t;
    member->stream = &s->base;
    return MSD_OK;
}

/* What the makers of archives leave in them. */
static bool is_litter(const char *name)
{
    const char *slash = strrchr(name, '/'), *last = slash ? slash + 1 : name;
    return strncmp(last, "._", 2) == 0 || strcmp(last, ".DS_Store") == 0;
}

static msd_status next_tar(msdx_frame *base, msdx_record *rec, msdx_member *member, msd_error *err)
{
    struct tar *t = (struct tar *)base;
    char h[BLOCK];
    size_t got;
    (void)rec;
    if (t->ended) return MSD_OK;
    while (!t->ended) {
        msd_status st = skip(t, err);
        if (st == MSD_OK) st = read_exact(t, h, BLOCK, &got, err);
        t->ended |= st != MSD_OK;
        MSD_TRY(st);
        if (got == 0 || (got == BLOCK && is_zero(h))) break;
        if (got < BLOCK) return broken_off(t, err);
        uint64_t size;
        if (!sum_is_right(h) || !number(h + 124, 12, &size) || size > UINT64_MAX / 4) {
            t->ended = true;
            return msdx_err(err, MSD_EFORMAT, t->n_member + 1, "no tar header where one should be");
        }
        t->left = size;
        t->pad = (BLOCK - size % BLOCK) % BLOCK;
        char type = h[156];
        if (type == 'L' || type == 'x') {
            MSD_TRY(take_long_name(t, type, err));
            continue;
        }
        bool file = type == '0' || type == 0 || type == '7';
        if (file) t->n_member++;
        if (!file) t->long_name[0] = 0;
        if (file) MSD_TRY(give(t, h, member, err));
        if (member->stream && is_litter(member->name)) {
            msdx_stream_close(member->stream);
            msdx_free(member->name);
            *member = (msdx_member){0};
        }
        if (member->stream) return MSD_OK;
    }
    t->ended = true;
    return t->n_member ? MSD_OK : msdx_err(err, MSD_EFORMAT, ++t->n_member, "no file in it");
}

static void close_tar(msdx_frame *base)
{
    struct tar *t = (struct tar *)base;
    msdx_stream_close(t->in);
    msdx_free(t);
}

msd_status msdx_open_tar(msdx_frame **out, msdx_stream *in, const msdx_source_options *o, msd_error *err)
{
    struct tar *t = msdx_calloc(1, sizeof *t);
    *out = NULL;
    if (!t) {
        msdx_stream_close(in);
        return msdx_err_nomem(err);
    }
    t->base = (msdx_frame){next_tar, close_tar, o};
    t->in = in;
    *out = &t->base;
    return MSD_OK;
}
