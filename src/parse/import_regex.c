/* import_regex.c: Python's re syntax (docs.python.org/3.11/library/re.html) into
 * PCRE2's. The two agree on much; what differs is written out: \uXXXX escapes,
 * what \w, \d and \s hold (Python's str methods, not Unicode's White_Space), the
 * inline flag u, `[` inside a class, and \v, which is a class in PCRE2.
 *
 * PCRE2 as it is built everywhere links its code with 16 bits, and the French
 * exceptions are a pattern of 1.4 MB: hundreds of words before and after the same
 * class of some 500 ranges. In a pattern so large a long class is written once, with
 * what says how often it repeats, as a group of its own, and called by number. */
#include "parse/import.h"

enum { DEPTH_MAX = 60, LARGE = 1 << 16, CLASS_LONG = 32, CLASSES_MAX = 100 };

struct reader {
    const char *begin, *p, *end;
    msdx_buf *out;
    const char *name;
    msd_error *err;
    msdx_buf *classes; /* the long classes, each in its group; NULL: every class stays where it is */
    struct {
        size_t at, n; /* bytes of classes */
    } class[CLASSES_MAX];
    size_t n_class;
    bool behind; /* inside a look-behind, which calls no groups */
};

static const char word_set[] = "\\p{L}\\p{N}_";
static const char digit_set[] = "\\p{Nd}";
static const char space_set[] = "\\x09-\\x0d\\x1c-\\x20\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}"
                                "\\x{202f}\\x{205f}\\x{3000}";

static msd_status unsupported(struct reader *r, const char *what)
{
    size_t at = (size_t)(r->p - r->begin);
    return msdx_err(r->err, MSD_EUNSUPPORTED, at, "%s: byte %zu of the pattern: %s", r->name, at, what);
}

static bool at(const struct reader *r, char c)
{
    return r->p < r->end && *r->p == c;
}

static bool looking_at(const struct reader *r, const char *s)
{
    size_t n = strlen(s);
    return (size_t)(r->end - r->p) >= n && memcmp(r->p, s, n) == 0;
}

static size_t plus(size_t a, size_t b)
{
    return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

static bool hex(struct reader *r, int n, int32_t *cp)
{
    uint32_t v = 0;
    if (r->end - r->p < n) return false;
    for (int i = 0; i < n; i++) {
        char c = *r->p++;
        int d = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
        if (d < 0) return false;
        v = v << 4 | (uint32_t)d;
    }
    *cp = (int32_t)v;
    return v <= 0x10FFFF && (v < 0xD800 || v > 0xDFFF);
}

/* One character, so that it means itself inside and outside a class. */
static void put_char(struct reader *r, int32_t cp)
{
    bool plain =
        cp >= 0x80 || cp == '_' || cp == ' ' || (cp >= '0' && cp <= '9') || ((cp | 32) >= 'a' && (cp | 32) <= 'z');
    char u[4];
    if (cp < 0x20 || cp == 0x7F || (cp >= 0x80 && cp < 0xA0)) {
        msdx_buf_addf(r->out, "\\x{%x}", (unsigned)cp);
        return;
    }
    if (!plain) msdx_buf_addc(r->out, '\\');
    msdx_buf_add(r->out, u, msdx_utf8_put(cp, u));
}

/* After a backslash: a character into *cp, or a set (\w \d \s and their opposites) into *set, with *not. */
static msd_status read_escape(struct reader *r, int32_t *cp, const char **set, bool * not )
{
    size_t used;
    *set = NULL;
    *not = false;
    if (r->p == r->end) return unsupported(r, "ends in a backslash");
    char c = *r->p;
    if (c == 'u' || c == 'U' || c == 'x') {
        r->p++;
        return hex(r, c == 'x' ? 2 : c == 'u' ? 4 : 8, cp) ? MSD_OK : unsupported(r, "not a code point");
    }
    static const char names[] = "abfnrtv", values[] = "\a\b\f\n\r\t\v";
    const char *found = strchr(names, c);
    *set = c == 'w' || c == 'W' ? word_set : c == 'd' || c == 'D' ? digit_set : c == 's' || c == 'S' ? space_set : NULL;
    *not = c == 'W' || c == 'D' || c == 'S';
    if (found && c)
        *cp = values[found - names];
    else if (*set)
        *cp = 0;
    else if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'))
        return unsupported(r, "an escape unknown here");
    else if ((*cp = msdx_utf8_get(r->p, (size_t)(r->end - r->p), &used)) < 0)
        return unsupported(r, "not UTF-8");
    else
        r->p += used - 1;
    r->p++;
    return MSD_OK;
}

static msd_status read_char(struct reader *r, int32_t *cp, const char **set, bool * not )
{
    size_t used;
    *set = NULL;
    *not = false;
    if (at(r, '\\')) {
        r->p++;
        return read_escape(r, cp, set, not );
    }
    *cp = msdx_utf8_get(r->p, (size_t)(r->end - r->p), &used);
    if (*cp < 0) return unsupported(r, "not UTF-8");
    r->p += used;
    return MSD_OK;
}

/* One member of a class: a character, a set, or a range. */
static msd_status read_member(struct reader *r)
{
    int32_t low, high;
    const char *set;
    bool not ;
    MSD_TRY(read_char(r, &low, &set, &not ));
    if (not ) return unsupported(r, "an opposite set inside a class");
    if (set) {
        msdx_buf_adds(r->out, set);
        return MSD_OK;
    }
    put_char(r, low);
    if (!at(r, '-') || r->end - r->p < 2 || r->p[1] == ']') return MSD_OK;
    r->p++;
    MSD_TRY(read_char(r, &high, &set, &not ));
    if (set || high < low) return unsupported(r, "a bad range");
    msdx_buf_addc(r->out, '-');
    put_char(r, high);
    return MSD_OK;
}

static msd_status read_class(struct reader *r)
{
    r->p++;
    msdx_buf_addc(r->out, '[');
    if (at(r, '^')) {
        r->p++;
        msdx_buf_addc(r->out, '^');
    }
    for (bool first = true; first || !at(r, ']'); first = false) {
        if (r->p == r->end) return unsupported(r, "a class without its end");
        MSD_TRY(read_member(r));
    }
    r->p++;
    msdx_buf_addc(r->out, ']');
    return MSD_OK;
}

static bool digits(struct reader *r, size_t *out)
{
    const char *start = r->p;
    *out = 0;
    while (r->p < r->end && *r->p >= '0' && *r->p <= '9' && *out < 100000) *out = *out * 10 + (size_t)(*r->p++ - '0');
    return r->p > start;
}

/* {m} {m,} {,n} {m,n}; else false with nothing read: then the brace is a plain character. */
static bool read_braces(struct reader *r, size_t *most)
{
    const char *start = r->p;
    size_t least = 0;
    r->p++;
    bool low = digits(r, &least), comma = at(r, ','), high = false;
    *most = least;
    if (comma) {
        r->p++;
        high = digits(r, most);
        if (!high) *most = SIZE_MAX;
    }
    if (!at(r, '}') || (!low && !high)) {
        r->p = start;
        return false;
    }
    r->p++;
    msdx_buf_addf(r->out, "{%zu", least);
    if (comma) msdx_buf_addc(r->out, ',');
    if (high) msdx_buf_addf(r->out, "%zu", *most);
    msdx_buf_addc(r->out, '}');
    return true;
}

/* How often what stands before may repeat. */
static size_t read_quantifier(struct reader *r)
{
    size_t most = 1;
    if (at(r, '{')) {
        if (!read_braces(r, &most)) return 1;
    } else if (at(r, '*') || at(r, '+') || at(r, '?')) {
        most = *r->p == '?' ? 1 : SIZE_MAX;
        msdx_buf_addc(r->out, *r->p++);
    } else {
        return 1;
    }
    if (at(r, '?') || at(r, '+')) msdx_buf_addc(r->out, *r->p++); /* lazy or possessive */
    return most;
}

static msd_status read_either(struct reader *r, size_t *width, int depth);

static msd_status read_group(struct reader *r, size_t *width, int depth)
{
    static const char *const open[] = {"(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>"};
    const char *found = NULL;
    bool behind = r->behind;
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (looking_at(r, open[i])) found = open[i];
    if (!found && looking_at(r, "(?")) return unsupported(r, "a group of an unknown kind");
    if (depth >= DEPTH_MAX) return unsupported(r, "nested too deeply");
    r->behind |= found && strchr(found, '<');
    msdx_buf_adds(r->out, found ? found : "(?:"); /* nobody asks for what a group matched */
    r->p += found ? strlen(found) : 1;
    MSD_TRY(read_either(r, width, depth + 1));
    if (!at(r, ')')) return unsupported(r, "a group without its end");
    r->p++;
    msdx_buf_addc(r->out, ')');
    r->behind = behind;
    if (found && strpbrk(found, "=!")) *width = 0;
    return MSD_OK;
}

static msd_status read_atom(struct reader *r, size_t *width, int depth)
{
    int32_t cp;
    const char *set;
    bool not ;
    char c = *r->p;
    *width = 1;
    if (c == '[') return read_class(r);
    if (c == '(') {
        *width = 0;
        return read_group(r, width, depth);
    }
    if (c == '*' || c == '+' || c == '?') return unsupported(r, "nothing to repeat");
    if (c == '^' || c == '$' || c == '.') {
        *width = c == '.';
        msdx_buf_addc(r->out, c);
        r->p++;
        return MSD_OK;
    }
    if (c == '\\' && r->end - r->p > 1 && strchr("AZbB", r->p[1])) {
        *width = 0;
        msdx_buf_adds(r->out, r->p[1] == 'A' ? "\\A" : r->p[1] == 'Z' ? "\\z" : r->p[1] == 'b' ? "\\b" : "\\B");
        r->p += 2;
        return MSD_OK;
    }
    MSD_TRY(read_char(r, &cp, &set, &not ));
    if (set)
        msdx_buf_addf(r->out, "[%s%s]", not ? "^" : "", set);
    else
        put_char(r, cp);
    return MSD_OK;
}

/* The long class that was written from `from` on, as a call of the one that stands among the classes. */
static void share_class(struct reader *r, size_t from)
{
    size_t n = r->out->n - from, i = 0;
    if (!r->classes || r->behind || r->out->failed || r->classes->failed || n < CLASS_LONG) return;
    const char *text = r->out->p + from;
    while (i < r->n_class && (r->class[i].n != n || memcmp(r->classes->p + r->class[i].at, text, n) != 0)) i++;
    if (i == CLASSES_MAX) return;
    if (i == r->n_class) {
        msdx_buf_addc(r->classes, '(');
        r->class[r->n_class].at = r->classes->n;
        r->class[r->n_class++].n = n;
        msdx_buf_add(r->classes, text, n);
        msdx_buf_addc(r->classes, ')');
    }
    r->out->n = from;
    msdx_buf_addf(r->out, "(?%zu)", i + 1);
}

static msd_status read_sequence(struct reader *r, size_t *width, int depth)
{
    *width = 0;
    while (r->p < r->end && *r->p != '|' && *r->p != ')') {
        size_t one, most, total, from = r->out->n;
        bool class = *r->p == '[';
        MSD_TRY(read_atom(r, &one, depth));
        most = read_quantifier(r);
        if (class) share_class(r, from);
        if (one == 0 || most == 0)
            total = 0;
        else if (one == SIZE_MAX || most == SIZE_MAX || !msdx_mul(one, most, &total))
            total = SIZE_MAX;
        *width = plus(*width, total);
    }
    return MSD_OK;
}

static msd_status read_either(struct reader *r, size_t *width, int depth)
{
    *width = 0;
    for (;;) {
        const char *start = r->p;
        size_t one;
        MSD_TRY(read_sequence(r, &one, depth));
        if (depth == 0 && msdx_str_is((msdx_str){start, (size_t)(r->p - start)}, "\\.\\.+$")) one = 2;
        if (one > *width) *width = one;
        if (!at(r, '|')) return MSD_OK;
        msdx_buf_addc(r->out, *r->p++);
    }
}

/* What stands before the pattern: u is Python's default for strings, i holds for all of it. */
static void read_flags(struct reader *r)
{
    if (looking_at(r, "(?u)")) {
        r->p += 4;
    } else if (looking_at(r, "(?i)") || looking_at(r, "(?iu)") || looking_at(r, "(?ui)")) {
        r->p = (const char *)memchr(r->p, ')', (size_t)(r->end - r->p)) + 1;
        msdx_buf_adds(r->out, "(?i)");
    }
}

/* The pattern into body and its long classes into another buffer, then both into out. */
static msd_status translate_large(struct reader *r, msdx_buf *body, size_t *width)
{
    msdx_buf classes = MSDX_BUF_INIT(body->ceiling), *out = r->out;
    r->classes = &classes;
    r->out = body;
    msd_status st = read_either(r, width, 0);
    r->out = out;
    if (st == MSD_OK && classes.n) {
        msdx_buf_adds(out, "(?(DEFINE)");
        msdx_buf_add(out, classes.p, classes.n);
        msdx_buf_addc(out, ')');
    }
    if (st == MSD_OK) msdx_buf_add(out, body->p, body->n);
    out->failed = out->failed || classes.failed || body->failed;
    msdx_buf_clear(&classes);
    return st;
}

msd_status msdx_regex_translate(msdx_str re, const char *name, msdx_buf *out, size_t *width, msd_error *err)
{
    struct reader r = {.begin = re.p, .p = re.p, .end = re.p + re.n, .out = out, .name = name, .err = err};
    msdx_buf body = MSDX_BUF_INIT(out->ceiling);
    read_flags(&r);
    msd_status st = re.n > LARGE ? translate_large(&r, &body, width) : read_either(&r, width, 0);
    msdx_buf_clear(&body);
    MSD_TRY(st);
    if (r.p < r.end) return unsupported(&r, "a parenthesis too many");
    return out->failed ? msdx_err_nomem(err) : MSD_OK;
}
