/* strings.c: small things that the readers of formats share. */
#include <strings.h>

#include "read/formats/formats_impl.h"

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Bytes of white space at p: ASCII, or a no-break space. */
static size_t space_at(const char *p, size_t n)
{
    if (is_space(*p)) return 1;
    return n >= 2 && (unsigned char)p[0] == 0xC2 && (unsigned char)p[1] == 0xA0 ? 2 : 0;
}

void msdx_put_folded(msdx_buf *out, msdx_str s)
{
    bool gap = false, any = false;
    for (size_t i = 0; i < s.n;) {
        size_t space = space_at(s.p + i, s.n - i);
        if (space) {
            gap = any;
            i += space;
            continue;
        }
        if (gap) msdx_buf_addc(out, ' ');
        gap = false;
        any = true;
        msdx_buf_addc(out, s.p[i++]);
    }
}

bool msdx_str_isi(msdx_str a, const char *b)
{
    return a.n == strlen(b) && strncasecmp(a.p, b, a.n) == 0;
}

bool msdx_starts(msdx_str s, const char *with)
{
    size_t n = strlen(with);
    return s.n >= n && memcmp(s.p, with, n) == 0;
}

bool msdx_startsi(msdx_str s, const char *with)
{
    size_t n = strlen(with);
    return s.n >= n && strncasecmp(s.p, with, n) == 0;
}

const char *msdx_find(const char *p, size_t n, const char *what)
{
    return n ? memmem(p, n, what, strlen(what)) : NULL;
}

const char *msdx_findi(const char *p, size_t n, const char *what)
{
    size_t m = strlen(what);
    for (size_t i = 0; i + m <= n; i++)
        if ((p[i] == what[0] || (p[i] | 0x20) == what[0]) && strncasecmp(p + i, what, m) == 0) return p + i;
    return NULL;
}

msdx_str msdx_line(msdx_str *rest)
{
    const char *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    msdx_str line = {rest->p, end ? (size_t)(end - rest->p) : rest->n};
    *rest = end ? (msdx_str){end + 1, rest->n - line.n - 1} : (msdx_str){NULL, 0};
    if (line.n && line.p[line.n - 1] == '\r') line.n--;
    return line;
}

char *msdx_name_copy(msdx_str s)
{
    char *p = msdx_malloc(s.n + 1);
    if (!p) return NULL;
    if (s.n) memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return p;
}

void msdx_tidy(msdx_buf *b)
{
    size_t to = 0, n_newline = 2; /* as after a blank line: none at the start */
    bool gap = false;
    for (size_t i = 0; i < b->n; i++) {
        char c = b->p[i];
        if (c == '\n') {
            gap = false;
            if (n_newline < 2) b->p[to++] = '\n';
            n_newline++;
        } else if (is_space(c)) {
            gap = n_newline == 0;
        } else {
            if (gap) b->p[to++] = ' ';
            gap = false;
            n_newline = 0;
            b->p[to++] = c;
        }
    }
    while (to && is_space(b->p[to - 1])) to--;
    b->n = to;
}
