/* fold.c: case folding and accents by utf8proc (Unicode, UAX 44 and CaseFolding.txt). */
#include "write/fold.h"

#include <utf8proc.h>

enum { PARTS = 8 };

static bool is_word(int32_t cp)
{
    if (cp < 0x80) return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
    utf8proc_category_t c = utf8proc_category(cp);
    return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) ||
           (c >= UTF8PROC_CATEGORY_MN && c <= UTF8PROC_CATEGORY_NO);
}

/* A code point's folded form, without marks; gives the number of bytes, at most 4 * PARTS. */
static size_t fold(int32_t cp, char *out)
{
    utf8proc_int32_t part[PARTS];
    int bound = 0;
    size_t n = 0;
    if (cp < 0x80) {
        *out = (char)(cp >= 'A' && cp <= 'Z' ? cp - 'A' + 'a' : cp);
        return 1;
    }
    utf8proc_ssize_t k = utf8proc_decompose_char(
        cp, part, PARTS, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &bound);
    for (utf8proc_ssize_t i = 0; i < k && i < PARTS; i++)
        if (is_word(part[i])) n += msdx_utf8_put(part[i], out + n);
    return n;
}

void msdx_fold_words(msdx_buf *out, msdx_str text, bool stars)
{
    char piece[4 * PARTS];
    size_t in_word = 0, start = out->n;
    for (size_t i = 0; i < text.n;) {
        size_t used;
        int32_t cp = msdx_utf8_get(text.p + i, text.n - i, &used);
        i += used;
        if (cp < 0 || !is_word(cp)) {
            if (stars && cp == '*' && in_word) msdx_buf_addc(out, '*');
            in_word = 0;
            continue;
        }
        size_t n = fold(cp, piece);
        if (n == 0) continue;
        if (in_word == 0 && out->n > start) msdx_buf_addc(out, ' ');
        if (in_word + n <= MSDX_FOLD_WORD_MOST) msdx_buf_add(out, piece, n);
        in_word += n;
    }
}

static bool stands(msdx_str word, msdx_str words)
{
    bool begins = word.n && word.p[word.n - 1] == '*';
    if (begins) word.n--;
    for (size_t i = 0; i < words.n;) {
        size_t end = i;
        while (end < words.n && words.p[end] != ' ') end++;
        size_t n = end - i;
        if ((begins ? n >= word.n : n == word.n) && memcmp(words.p + i, word.p, word.n) == 0) return true;
        i = end + 1;
    }
    return false;
}

bool msdx_fold_match(msdx_str query, msdx_str words)
{
    for (size_t i = 0; i < query.n;) {
        size_t end = i;
        while (end < query.n && query.p[end] != ' ') end++;
        if (!stands((msdx_str){query.p + i, end - i}, words)) return false;
        i = end + 1;
    }
    return true;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool msdx_fold_same(const char *a, const char *b)
{
    while (*a && lower(*a) == lower(*b)) a++, b++;
    return lower(*a) == lower(*b);
}
