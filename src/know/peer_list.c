/* peer_list.c: the plain lists: discards, issues, settings, and PETRARCH2's codes as numbers. */
#include "know/peer_impl.h"

/* ---- discards: a phrase a line; '+' before it throws the whole story out ---- */

struct discard {
    bool story;
};

bool msdx_peer_read_discards(msdx_peer *peer, void *state, msdx_peer_line line)
{
    struct msdx_peer_words w;
    msdx_str text = line.text;
    (void)state;
    if (!text.p) return true;
    struct discard d = {text.p[0] == '+'};
    if (d.story) text = (msdx_str){text.p + 1, text.n - 1};
    if (memchr(text.p, '\t', text.n)) return msdx_peer_refuse(peer, "a table's row, no phrase");
    if (!msdx_peer_cut(peer, text, false, &w))
        return msdx_peer_refuse(peer, "no phrase, or over %d words", MSDX_PEER_WORDS_MAX);
    for (uint32_t i = 0; i + 1 < w.n; i++) w.flags[i] |= MSDX_PEER_TIGHT;
    msdx_peer_add_phrase(peer, MSDX_PEER_DISCARD, &w, (uint32_t)(peer->discard.n / sizeof d));
    msdx_peer_push(&peer->discard, &d, sizeof d);
    return true;
}

bool msdx_peer_discards_story(const msdx_peer *peer, uint32_t index)
{
    return ((const struct discard *)(const void *)peer->discard.p)[index].story;
}

/* ---- issues: read so that a file's faults are seen; claims have contexts in their place ---- */

bool msdx_peer_read_issues(msdx_peer *peer, void *state, msdx_peer_line line)
{
    msdx_str text = line.text, inside;
    bool *open = state;
    if (!text.p) return !*open || msdx_peer_refuse(peer, "no </ISSUE> at the end");
    if (text.p[0] == '<') {
        bool end = text.n >= 2 && text.p[1] == '/';
        if (end != *open) return msdx_peer_refuse(peer, end ? "</ISSUE> without <ISSUE>" : "<ISSUE> inside another");
        *open = !end;
        return true;
    }
    if (text.p[0] == '~') return true; /* what is not meant */
    if (!msdx_peer_bracket(&text, &inside)) return msdx_peer_refuse(peer, "no code in [ ]");
    return inside.n > 0 || msdx_peer_refuse(peer, "an empty code");
}

/* ---- settings: of PETR_config.ini only what changes which events there are ---- */

bool msdx_peer_read_settings(msdx_peer *peer, void *state, msdx_peer_line line)
{
    msdx_str s;
    (void)state;
    if (!line.text.p) return true;
    if (!msdx_peer_lower(peer, line.text, &s)) return false;
    if (s.n && s.p[0] == '[') return true;
    const char *equals = memchr(s.p, '=', s.n);
    if (!equals) return msdx_peer_refuse(peer, "a setting is written NAME = VALUE");
    msdx_str key = msdx_str_trim((msdx_str){s.p, (size_t)(equals - s.p)}),
             value = msdx_str_trim((msdx_str){equals + 1, s.n - (size_t)(equals + 1 - s.p)});
    if (msdx_str_is(key, "require_dyad")) {
        peer->any_dyad = msdx_str_is(value, "false") || msdx_str_is(value, "0") || msdx_str_is(value, "no");
        return true;
    }
    return msdx_peer_refuse(peer, "the setting %.*s is not used", (int)key.n, key.p);
}

bool msdx_peer_needs_dyad(const msdx_peer *peer)
{
    return !peer->any_dyad;
}

/* ---- codes as numbers: 012:0x100C, 121:-0xFFFF+0x0070 ---- */

static int32_t hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A sum of numbers; false when it is none. */
static bool read_sum(msdx_str s, int32_t *out)
{
    int32_t sum = 0;
    s = msdx_str_trim(s);
    if (s.n == 0) return false;
    for (size_t i = 0; i < s.n;) {
        int32_t sign = 1, part = 0;
        if (s.p[i] == '-' || s.p[i] == '+') sign = s.p[i++] == '-' ? -1 : 1;
        if (i + 2 <= s.n && s.p[i] == '0' && s.p[i + 1 < s.n ? i + 1 : i] == 'x') i += 2;
        size_t start = i;
        while (i < s.n && hex_digit(s.p[i]) >= 0 && i - start < 6) part = part * 16 + hex_digit(s.p[i++]);
        if (i == start || (i < s.n && s.p[i] != '-' && s.p[i] != '+')) return false;
        if (sum > 1 << 26 || sum < -(1 << 26)) return false;
        sum += sign * part;
    }
    *out = sum;
    return true;
}

bool msdx_peer_read_codes(msdx_peer *peer, void *state, msdx_peer_line line)
{
    msdx_str text = line.text;
    msdx_peer_num num = {0};
    (void)state;
    if (!text.p) return true;
    const char *colon = memchr(text.p, ':', text.n);
    msdx_str code = msdx_str_trim((msdx_str){text.p, colon ? (size_t)(colon - text.p) : 0});
    if (!code.n || !read_sum((msdx_str){colon + 1, text.n - (size_t)(colon + 1 - text.p)}, &num.number))
        return msdx_peer_refuse(peer, "a code is written CODE:0xNUMBER, or a sum of such numbers");
    num.code = msdx_peer_copy(peer, code);
    msdx_peer_push(&peer->number, &num, sizeof num);
    return true;
}

int32_t msdx_peer_number(const msdx_peer *peer, const char *code)
{
    const msdx_peer_num *list = (const void *)peer->number.p;
    for (size_t i = 0; i < peer->number.n / sizeof *list; i++)
        if (strcmp(list[i].code, code) == 0) return list[i].number;
    return 0;
}

const char *msdx_peer_code_of(const msdx_peer *peer, int32_t number)
{
    const msdx_peer_num *list = (const void *)peer->number.p;
    for (size_t i = 0; number && i < peer->number.n / sizeof *list; i++)
        if (list[i].number == number) return list[i].code;
    return NULL;
}
