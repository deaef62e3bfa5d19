/* lex_unicode.c: CPython's str methods over valid UTF-8; the rules are those of
 * Objects/unicodeobject.c, the character facts those of unicode_tables.c. */
#include "parse/lex.h"
#include "parse/unicode_tables.h"

enum { CAPITAL_SIGMA = 0x3A3, SMALL_SIGMA = 0x3C3, FINAL_SIGMA = 0x3C2, DOTTED_I = 0x130, DOT_ABOVE = 0x307 };

unsigned msdx_uc_flags(int32_t cp)
{
    unsigned lo = 0, hi = msdx_n_flag_run;
    while (hi - lo > 1) {
        unsigned mid = lo + (hi - lo) / 2;
        if (msdx_flag_runs[mid].start <= (uint32_t)cp)
            lo = mid;
        else
            hi = mid;
    }
    return msdx_flag_runs[lo].flags;
}

int32_t msdx_uc_lower(int32_t cp)
{
    uint32_t u = (uint32_t)cp;
    unsigned lo = 0, hi = msdx_n_lower_run;
    if (u < 0x80) return u >= 'A' && u <= 'Z' ? cp + 32 : cp;
    if (u == CAPITAL_SIGMA) return SMALL_SIGMA;
    while (lo < hi) {
        unsigned mid = lo + (hi - lo) / 2;
        if (msdx_lower_runs[mid].last < u)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == msdx_n_lower_run) return cp;
    const msdx_lower_run *r = &msdx_lower_runs[lo];
    return u >= r->first && (u - r->first) % r->step == 0 ? cp + r->delta : cp;
}

/* The code point that ends before byte i, and where it starts. */
static int32_t before(msdx_str s, size_t i, size_t *start)
{
    size_t used;
    do i--;
    while (i > 0 && ((unsigned char)s.p[i] & 0xC0) == 0x80);
    *start = i;
    return msdx_utf8_get(s.p + i, s.n - i, &used);
}

/* Is the sigma at bytes [i, end) the last letter of a word? A cased letter before it, none after it,
 * case-ignorable characters not counted (Unicode 3.13, Final_Sigma). */
static bool is_final(msdx_str s, size_t i, size_t end)
{
    unsigned f = MSDX_UC_IGNORABLE;
    size_t used;
    while (i > 0 && (f & MSDX_UC_IGNORABLE)) f = msdx_uc_flags(before(s, i, &i));
    if (!(f & MSDX_UC_CASED)) return false;
    f = MSDX_UC_IGNORABLE;
    for (; end < s.n && (f & MSDX_UC_IGNORABLE); end += used)
        f = msdx_uc_flags(msdx_utf8_get(s.p + end, s.n - end, &used));
    return !(f & MSDX_UC_CASED);
}

size_t msdx_py_lower(msdx_str s, char *out)
{
    size_t n = 0, used;
    for (size_t i = 0; i < s.n; i += used) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x80) {
            out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
            used = 1;
            continue;
        }
        int32_t cp = msdx_utf8_get(s.p + i, s.n - i, &used);
        int32_t low = msdx_uc_lower(cp);
        if (cp == CAPITAL_SIGMA && is_final(s, i, i + used)) low = FINAL_SIGMA;
        n += msdx_utf8_put(low, out + n);
        if (cp == DOTTED_I) n += msdx_utf8_put(DOT_ABOVE, out + n);
    }
    return n;
}

bool msdx_py_all(msdx_str s, unsigned flag)
{
    size_t used;
    for (size_t i = 0; i < s.n; i += used)
        if (!(msdx_uc_flags(msdx_utf8_get(s.p + i, s.n - i, &used)) & flag)) return false;
    return s.n > 0;
}

static bool all_cased(msdx_str s, unsigned want, unsigned never)
{
    bool some = false;
    size_t used;
    for (size_t i = 0; i < s.n; i += used) {
        unsigned f = msdx_uc_flags(msdx_utf8_get(s.p + i, s.n - i, &used));
        if (f & never) return false;
        if (f & want) some = true;
    }
    return some;
}

bool msdx_py_isupper(msdx_str s)
{
    return all_cased(s, MSDX_UC_UPPER, MSDX_UC_LOWER | MSDX_UC_TITLE);
}

bool msdx_py_islower(msdx_str s)
{
    return all_cased(s, MSDX_UC_LOWER, MSDX_UC_UPPER | MSDX_UC_TITLE);
}

bool msdx_py_istitle(msdx_str s)
{
    bool some = false, after_cased = false;
    size_t used;
    for (size_t i = 0; i < s.n; i += used) {
        unsigned f = msdx_uc_flags(msdx_utf8_get(s.p + i, s.n - i, &used));
        bool big = (f & (MSDX_UC_UPPER | MSDX_UC_TITLE)) != 0, small = (f & MSDX_UC_LOWER) != 0;
        if ((big && after_cased) || (small && !after_cased)) return false;
        after_cased = big || small;
        some = some || after_cased;
    }
    return some;
}
