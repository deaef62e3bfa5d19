/* variant.c: the names of bodies as other papers write them: JetBlue as Jetblue,
 * ING Group as Ing Group, Procter & Gamble as Procter and Gamble, Ford Motor Company as Ford Motor. */
#include "know/compile_impl.h"

static bool is_upper(char ch)
{
    return ch >= 'A' && ch <= 'Z';
}

/* A capital behind a small letter, or several in a name of several words; a bare abbreviation (WHO, ARM) has no other
 * form, since that may be a word. */
static bool is_mixed(msdx_str s)
{
    bool inner = false, small = false, several = false;
    for (size_t i = 0; i < s.n; i++) {
        small |= (s.p[i] >= 'a' && s.p[i] <= 'z');
        several |= s.p[i] == ' ';
        inner |= i > 0 && is_upper(s.p[i]) && s.p[i - 1] != ' ' && s.p[i - 1] != '-' && s.p[i - 1] != '.' &&
                 s.p[i - 1] != '\'';
    }
    return inner && (small || several);
}

static bool put_titled(msdx_str s, msdx_buf *out)
{
    if (!is_mixed(s)) return false;
    for (size_t i = 0; i < s.n; i++) {
        bool first = i == 0 || strchr(" -.'&/", s.p[i - 1]);
        bool mac = i >= 2 && s.p[i - 1] == 'c' && s.p[i - 2] == 'M';
        char ch = s.p[i];
        if (first && ch >= 'a' && ch <= 'z' && i == 0) ch = (char)(ch & ~0x20);
        msdx_buf_addc(out, !first && !mac && is_upper(ch) ? (char)(ch | 0x20) : ch);
    }
    return !out->failed && !msdx_str_eq((msdx_str){out->p, out->n}, s);
}

/* Every `from` as `to`. */
static bool put_joined(msdx_str s, const char *from, const char *to, msdx_buf *out)
{
    size_t n = strlen(from);
    bool any = false;
    for (size_t i = 0; i < s.n;) {
        if (s.n - i > n && memcmp(s.p + i, from, n) == 0) {
            msdx_buf_adds(out, to);
            i += n;
            any = true;
        } else {
            msdx_buf_addc(out, s.p[i++]);
        }
    }
    return any && !out->failed;
}

static bool ends_in(msdx_str s, const char *tail)
{
    size_t n = strlen(tail);
    return s.n > n && memcmp(s.p + s.n - n, tail, n) == 0;
}

/* Ford Motor Company as Ford Motor: without the word that says that it is a firm, where two others are left; but a
 * publisher without it would be its newspaper. */
static bool put_bare(msdx_str s, msdx_buf *out)
{
    static const char *const firm[] = {" Company", " Corporation", " Corp", " Corp.",    " Inc",
                                       " Inc.",    " plc",         " Ltd",  " Holdings", " Limited"};
    static const char *const paper[] = {" Times", " Post", " Journal", " News", " Herald", " Tribune"};
    for (size_t i = 0; i < sizeof firm / sizeof *firm; i++) {
        if (!ends_in(s, firm[i])) continue;
        s.n -= strlen(firm[i]);
        for (size_t k = 0; k < sizeof paper / sizeof *paper; k++)
            if (ends_in(s, paper[k])) return false;
        if (!memchr(s.p, ' ', s.n)) return false;
        msdx_buf_add(out, s.p, s.n);
        return !out->failed;
    }
    return false;
}

bool msdx_name_form(msdx_name_variant form, msdx_str name, msdx_buf *out)
{
    switch (form) {
    case MSDX_NAME_TITLED: return put_titled(name, out);
    case MSDX_NAME_BARE: return put_bare(name, out);
    case MSDX_NAME_AND: return put_joined(name, " & ", " and ", out);
    default: return put_joined(name, " and ", " & ", out);
    }
}
