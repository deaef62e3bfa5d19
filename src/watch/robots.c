/* robots.c: RFC 9309. Groups that name the robot are one; without such the groups of `*`; without these all is allowed.
 * Of the rules that fit a path the longest decides, of two of one length the one that allows. Paths and rules are
 * compared with their %-escapes undone where those stand for plain characters. */
#include "watch/robots.h"

#include <stdio.h>

struct rule {
    const char *pattern;
    uint32_t n_byte;
    bool allow;
};

struct msdx_robots {
    msdx_arena arena;
    msdx_buf rule; /* of struct rule */
    unsigned delay;
};

/* Where reading is in the file. */
struct reader {
    msdx_robots *r;
    const char *robot;
    bool named;     /* a group of our own was seen: those of `*` no longer count */
    bool in_agents; /* the last line named a robot */
    bool ours, any; /* the group is for us, for all */
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_word(msdx_str a, const char *b)
{
    if (a.n != strlen(b)) return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b[i])) return false;
    return true;
}

/* "Masudi/1.0" as "Masudi": what a name is made of (RFC 9309, 2.2.1). */
static msdx_str product(msdx_str s)
{
    size_t n = 0;
    while (n < s.n &&
           ((s.p[n] >= 'a' && s.p[n] <= 'z') || (s.p[n] >= 'A' && s.p[n] <= 'Z') || s.p[n] == '-' || s.p[n] == '_'))
        n++;
    return (msdx_str){s.p, n};
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

static bool is_plain(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._~", c) != NULL;
}

/* One form for all spellings: escapes of plain characters undone, other bytes outside ASCII escaped, hex in capitals. */
static void put_normal(msdx_buf *out, msdx_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        int h = c == '%' && i + 2 < s.n ? hex(s.p[i + 1]) : -1, l = h >= 0 ? hex(s.p[i + 2]) : -1;
        if (l >= 0 && h * 16 + l && is_plain(h * 16 + l))
            msdx_buf_addc(out, (char)(h * 16 + l));
        else if (l >= 0)
            msdx_buf_addf(out, "%%%02X", (unsigned)(h * 16 + l));
        else if (c >= 0x80 || c < 0x21)
            msdx_buf_addf(out, "%%%02X", c);
        else
            msdx_buf_addc(out, (char)c);
        if (l >= 0) i += 2;
    }
}

static void add_rule(msdx_robots *r, msdx_str pattern, bool allow)
{
    msdx_buf normal = MSDX_BUF_INIT((size_t)1 << 20);
    put_normal(&normal, pattern);
    struct rule rule = {msdx_arena_strndup(&r->arena, normal.p ? normal.p : "", normal.n), (uint32_t)normal.n, allow};
    if (normal.n || normal.failed) msdx_buf_add(&r->rule, &rule, sizeof rule);
    if (normal.failed) r->rule.failed = true;
    msdx_buf_clear(&normal);
}

static void take_agent(struct reader *at, msdx_str value)
{
    if (!at->in_agents) at->ours = at->any = false;
    at->in_agents = true;
    bool us = same_word(product(value), at->robot);
    if (us && !at->named) { /* what `*` said so far is void */
        at->named = true;
        at->r->rule.n = 0;
        at->r->delay = 0;
    }
    at->ours |= us;
    at->any |= msdx_str_is(value, "*");
}

static void take_delay(msdx_robots *r, msdx_str value)
{
    unsigned n = 0;
    for (size_t i = 0; i < value.n && value.p[i] >= '0' && value.p[i] <= '9' && n < 100000; i++)
        n = n * 10 + (unsigned)(value.p[i] - '0');
    r->delay = n;
}

static void take_line(struct reader *at, msdx_str line)
{
    const char *hash = line.n ? memchr(line.p, '#', line.n) : NULL;
    if (hash) line.n = (size_t)(hash - line.p);
    const char *colon = line.n ? memchr(line.p, ':', line.n) : NULL;
    if (!colon) return;
    msdx_str key = msdx_str_trim((msdx_str){line.p, (size_t)(colon - line.p)});
    msdx_str value = msdx_str_trim((msdx_str){colon + 1, (size_t)(line.p + line.n - colon - 1)});
    if (same_word(key, "user-agent")) {
        take_agent(at, value);
        return;
    }
    bool counts = at->ours || (at->any && !at->named), allow = same_word(key, "allow");
    if (!allow && !same_word(key, "disallow") && !same_word(key, "crawl-delay")) return; /* Sitemap parts no group */
    at->in_agents = false;
    if (!counts) return;
    if (same_word(key, "crawl-delay"))
        take_delay(at->r, value);
    else
        add_rule(at->r, value, allow);
}

msd_status msdx_robots_read(msdx_robots **out, msdx_str text, const char *robot, msd_error *err)
{
    msdx_robots *r = *out = msdx_calloc(1, sizeof *r);
    if (!r) return msdx_err_nomem(err);
    r->rule = (msdx_buf)MSDX_BUF_INIT((size_t)64 << 20);
    struct reader at = {.r = r, .robot = robot};
    if (text.n > MSDX_ROBOTS_MOST) text.n = MSDX_ROBOTS_MOST;
    if (text.n >= 3 && memcmp(text.p, "\xEF\xBB\xBF", 3) == 0) text.p += 3, text.n -= 3;
    for (size_t from = 0, i = 0; i <= text.n && text.n; i++) {
        if (i < text.n && text.p[i] != '\n' && text.p[i] != '\r') continue;
        take_line(&at, (msdx_str){text.p + from, i - from});
        from = i + 1;
    }
    if (!r->rule.failed && !r->arena.failed) return MSD_OK;
    msdx_robots_free(r);
    *out = NULL;
    return msdx_err_nomem(err);
}

void msdx_robots_free(msdx_robots *robots)
{
    if (!robots) return;
    msdx_arena_clear(&robots->arena);
    msdx_buf_clear(&robots->rule);
    msdx_free(robots);
}

/* Does the pattern (`*` for anything, `$` at its end for the path's) fit the path from its beginning? Greedy with one
 * place to come back to, so that the work is at most the product of the two lengths. */
static bool fits(const char *pattern, size_t n_pattern, msdx_str path)
{
    bool whole = n_pattern && pattern[n_pattern - 1] == '$';
    size_t n = n_pattern - whole, p = 0, s = 0, star = SIZE_MAX, back = 0;
    for (;;) {
        if (p == n && (!whole || s == path.n)) return true;
        if (p < n && pattern[p] == '*') {
            star = p++;
            back = s;
        } else if (p < n && s < path.n && pattern[p] == path.p[s]) {
            p++;
            s++;
        } else if (star != SIZE_MAX && back < path.n) {
            p = star + 1;
            s = ++back;
        } else {
            return false;
        }
    }
}

bool msdx_robots_allow(const msdx_robots *robots, msdx_str path)
{
    size_t n = robots ? robots->rule.n / sizeof(struct rule) : 0, longest = 0;
    const struct rule *rule = n ? (const struct rule *)(const void *)robots->rule.p : NULL;
    msdx_buf normal = MSDX_BUF_INIT((size_t)1 << 20);
    bool allow = true;
    if (!n || msdx_str_is(path, "/robots.txt")) return true;
    put_normal(&normal, path);
    for (size_t i = 0; i < n; i++) {
        if (rule[i].n_byte < longest || (rule[i].n_byte == longest && !rule[i].allow && longest)) continue;
        if (!fits(rule[i].pattern, rule[i].n_byte, (msdx_str){normal.p ? normal.p : "", normal.n})) continue;
        longest = rule[i].n_byte;
        allow = rule[i].allow;
    }
    if (normal.failed) allow = false;
    msdx_buf_clear(&normal);
    return allow;
}

unsigned msdx_robots_delay(const msdx_robots *robots)
{
    return robots ? robots->delay : 0;
}
