/* import_config.c: config.cfg, which is INI (Python's configparser) with JSON
 * values. A value that is one reference, ${section:key} or ${section.key}, is
 * followed, as the package's own loader does. */
#include "parse/import.h"

enum { FOLLOW_MAX = 8 };

static msdx_str next_line(msdx_str *rest)
{
    const char *nl = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    msdx_str line = {rest->p, nl ? (size_t)(nl - rest->p) : rest->n};
    size_t used = nl ? line.n + 1 : line.n;
    rest->p += used;
    rest->n -= used;
    return line;
}

static bool is_comment(msdx_str line)
{
    return line.n > 0 && (line.p[0] == '#' || line.p[0] == ';');
}

/* From the text after `key =` to the end of the last indented line that follows. */
static msdx_str value_at(msdx_str first, msdx_str rest)
{
    const char *end = first.p + first.n;
    while (rest.n && (rest.p[0] == ' ' || rest.p[0] == '\t')) {
        msdx_str line = next_line(&rest);
        end = line.p + line.n;
    }
    return msdx_str_trim((msdx_str){first.p, (size_t)(end - first.p)});
}

static bool find(msdx_str text, msdx_str section, msdx_str key, msdx_str *out)
{
    bool inside = false;
    while (text.n) {
        msdx_str line = next_line(&text), bare = msdx_str_trim(line);
        if (bare.n == 0 || is_comment(bare)) continue;
        if (line.p[0] == '[' && bare.p[bare.n - 1] == ']') {
            inside = msdx_str_eq((msdx_str){bare.p + 1, bare.n - 2}, section);
            continue;
        }
        const char *eq = inside ? memchr(line.p, '=', line.n) : NULL;
        if (!eq || line.p[0] == ' ' || line.p[0] == '\t') continue;
        if (!msdx_str_eq(msdx_str_trim((msdx_str){line.p, (size_t)(eq - line.p)}), key)) continue;
        *out = value_at((msdx_str){eq + 1, (size_t)(line.p + line.n - eq - 1)}, text);
        return true;
    }
    return false;
}

/* "${a.b:c}" or "${a.b.c}" into its two parts. */
static bool reference(msdx_str value, msdx_str *section, msdx_str *key)
{
    if (value.n < 5 || value.p[0] != '$' || value.p[1] != '{' || value.p[value.n - 1] != '}') return false;
    msdx_str inner = {value.p + 2, value.n - 3};
    const char *cut = memchr(inner.p, ':', inner.n);
    if (!cut) cut = memrchr(inner.p, '.', inner.n);
    if (!cut) return false;
    *section = (msdx_str){inner.p, (size_t)(cut - inner.p)};
    *key = (msdx_str){cut + 1, (size_t)(inner.p + inner.n - cut - 1)};
    return true;
}

const char *msdx_import_config(msdx_import *im, const char *section, const char *key)
{
    msdx_str text, value, s = msdx_str_of(section), k = msdx_str_of(key);
    if (msdx_import_bytes(im, "config.cfg", &text, NULL) != MSD_OK) return NULL;
    for (int i = 0; i < FOLLOW_MAX; i++) {
        if (!find(text, s, k, &value)) return NULL;
        if (!reference(value, &s, &k)) return msdx_arena_strndup(msdx_import_arena(im), value.p, value.n);
    }
    return NULL;
}
