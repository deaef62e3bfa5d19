/* str.h: borrowed byte strings with a length, UTF-8, and a growing buffer. */
#ifndef MSDX_STR_H
#define MSDX_STR_H
#include <string.h>

#include "base/arena.h"

typedef struct msdx_str {
    const char *p;
    size_t n; /* bytes */
} msdx_str;
#define MSDX_STR(lit) ((msdx_str){(lit), sizeof(lit) - 1})

static inline msdx_str msdx_str_of(const char *s)
{
    return (msdx_str){s, s ? strlen(s) : 0};
}
static inline bool msdx_str_eq(msdx_str a, msdx_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
static inline bool msdx_str_is(msdx_str a, const char *b)
{
    return msdx_str_eq(a, msdx_str_of(b));
}
msdx_str msdx_str_trim(msdx_str s); /* ASCII white space off both ends */

/* ---- UTF-8 ---- */

/* The code point at s[0..n); *n_used bytes long. Malformed: -1 and 1 byte. n >= 1. */
int32_t msdx_utf8_get(const char *s, size_t n, size_t *n_used);
/* Write cp to out (room for 4), gives the byte count. cp is a scalar value. */
size_t msdx_utf8_put(int32_t cp, char out[4]);
/* First byte that is not well-formed UTF-8 (or n when all is). NUL is well-formed here. */
size_t msdx_utf8_check(const char *s, size_t n);
size_t msdx_utf8_count(const char *s, size_t n); /* code points of valid UTF-8 */

/* ---- a growing byte buffer, born with its ceiling ---- */
typedef struct msdx_buf {
    char *p;
    size_t n, room, ceiling;
    bool failed; /* sticky: out of memory or over the ceiling */
} msdx_buf;
#define MSDX_BUF_INIT(max) \
    { \
        NULL, 0, 0, (max), false \
    }

void msdx_buf_add(msdx_buf *b, const void *p, size_t n);
void msdx_buf_adds(msdx_buf *b, const char *s);
void msdx_buf_addc(msdx_buf *b, char c);
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void msdx_buf_addf(msdx_buf *b, const char *fmt, ...);
const char *msdx_buf_cstr(msdx_buf *b); /* NUL-terminated; "" when empty or failed */
void msdx_buf_reset(msdx_buf *b);       /* keep memory */
void msdx_buf_clear(msdx_buf *b);       /* free */
#endif
