#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

msdx_str msdx_str_trim(msdx_str s)
{
    while (s.n && is_blank(s.p[0])) s.p++, s.n--;
    while (s.n && is_blank(s.p[s.n - 1])) s.n--;
    return s;
}

int32_t msdx_utf8_get(const char *s, size_t n, size_t *n_used)
{
    const unsigned char *u = (const unsigned char *)s;
    *n_used = 1;
    if (u[0] < 0x80) return u[0];
    int len = u[0] >= 0xF0 && u[0] <= 0xF4 ? 4 : u[0] >= 0xE0 && u[0] < 0xF0 ? 3 : u[0] >= 0xC2 && u[0] < 0xE0 ? 2 : 0;
    if (len == 0 || n < (size_t)len) return -1;
    int32_t cp = u[0] & (0x7F >> len);
    for (int i = 1; i < len; i++) {
        if ((u[i] & 0xC0) != 0x80) return -1;
        cp = cp << 6 | (u[i] & 0x3F);
    }
    static const int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (cp < least[len] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) return -1;
    *n_used = (size_t)len;
    return cp;
}

size_t msdx_utf8_put(int32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t msdx_utf8_check(const char *s, size_t n)
{
    const uint64_t high = 0x8080808080808080;
    size_t i = 0, used;
    uint64_t eight, many[4];
    while (i < n) {
        if (n - i >= sizeof many &&
            (memcpy(many, s + i, sizeof many), !((many[0] | many[1] | many[2] | many[3]) & high))) {
            i += sizeof many;
            continue;
        }
        if (n - i >= sizeof eight && (memcpy(&eight, s + i, sizeof eight), !(eight & high))) { /* most text is ASCII */
            i += sizeof eight;
            continue;
        }
        if ((unsigned char)s[i] < 0x80) {
            i++;
            continue;
        }
        if (msdx_utf8_get(s + i, n - i, &used) < 0) return i;
        i += used;
    }
    return n;
}

size_t msdx_utf8_count(const char *s, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += ((unsigned char)s[i] & 0xC0) != 0x80;
    return count;
}

static bool buf_room(msdx_buf *b, size_t more)
{
    if (b->failed) return false;
    if (more > b->ceiling || b->n > b->ceiling - more) {
        b->failed = true;
        return false;
    }
    size_t want = b->n + more + 1; /* one for the NUL of msdx_buf_cstr */
    if (want <= b->room) return true;
    size_t room = b->room < 256 ? 256 : b->room * 2;
    if (room < want) room = want;
    char *p = msdx_realloc(b->p, room, 1);
    if (!p) {
        b->failed = true;
        return false;
    }
    b->p = p;
    b->room = room;
    return true;
}

void msdx_buf_add(msdx_buf *b, const void *p, size_t n)
{
    if (!buf_room(b, n)) return;
    if (n) memcpy(b->p + b->n, p, n);
    b->n += n;
}

void msdx_buf_adds(msdx_buf *b, const char *s)
{
    msdx_buf_add(b, s, strlen(s));
}

void msdx_buf_addc(msdx_buf *b, char c)
{
    msdx_buf_add(b, &c, 1);
}

void msdx_buf_addf(msdx_buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n >= 0 && buf_room(b, (size_t)n)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

const char *msdx_buf_cstr(msdx_buf *b)
{
    if (b->failed || !b->p) return "";
    b->p[b->n] = 0;
    return b->p;
}

void msdx_buf_reset(msdx_buf *b)
{
    b->n = 0;
    b->failed = false;
}

void msdx_buf_clear(msdx_buf *b)
{
    msdx_free(b->p);
    b->p = NULL;
    b->n = b->room = 0;
    b->failed = false;
}
