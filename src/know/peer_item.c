/* peer_item.c: one pattern, or one phrase of a synonym set, cut into its items. */
#include "know/peer_impl.h"

msdx_peer_items msdx_peer_keep(msdx_peer *peer, const msdx_peer_item *item, uint32_t n)
{
    msdx_peer_item *copy = MSDX_NEW(&peer->arena, msdx_peer_item, n);
    if (copy && n) memcpy(copy, item, n * sizeof *copy);
    return (msdx_peer_items){copy, copy ? n : 0};
}

/* ---- synonym sets by name ---- */

static msdx_peer_synset_entry *set_at(msdx_peer *peer, uint32_t i)
{
    return (msdx_peer_synset_entry *)(void *)peer->synset.p + i;
}

uint32_t msdx_peer_set_index(msdx_peer *peer, msdx_str name)
{
    msdx_str s;
    while (name.n && name.p[name.n - 1] == '_') name.n--;
    if (!msdx_peer_lower(peer, name, &s)) return 0;
    uint32_t n = (uint32_t)(peer->synset.n / sizeof(msdx_peer_synset_entry));
    for (uint32_t i = 0; i < n; i++)
        if (msdx_str_is(s, set_at(peer, i)->name)) return i;
    msdx_peer_synset_entry e = {.name = msdx_peer_copy(peer, s), .rule = msdx_peer_rule(peer)};
    msdx_peer_push(&peer->synset, &e, sizeof e);
    return n;
}

/* ---- items ---- */

static void put_item(struct msdx_peer_scan *out, msdx_peer_item item)
{
    if (out->n < MSDX_PEER_ITEMS_MAX)
        out->item[out->n++] = item;
    else
        out->full = true;
}

static bool is_mark(char c)
{
    return strchr("*$+^%", c) != NULL;
}

static void put_words(msdx_peer *peer, msdx_str text, bool stems, struct msdx_peer_scan *out)
{
    struct msdx_peer_words w;
    if (!msdx_peer_cut(peer, text, stems, &w)) return;
    for (uint32_t i = 0; i < w.n; i++) {
        uint8_t flags = w.flags[i] | (i + 1 < w.n ? MSDX_PEER_TIGHT : 0);
        put_item(out, (msdx_peer_item){MSDX_PEER_WORD, flags, w.word[i], 0});
    }
}

static void put_mark(struct msdx_peer_scan *out, char mark)
{
    static const uint8_t kind[] = {MSDX_PEER_SOURCE, MSDX_PEER_TARGET, MSDX_PEER_SKIP, MSDX_PEER_COMPOUND};
    if (mark == '*') {
        out->two_stars |= out->star != MSDX_PEER_ITEMS_MAX;
        if (out->star == MSDX_PEER_ITEMS_MAX) out->star = out->n;
    } else {
        put_item(out, (msdx_peer_item){kind[strchr("$+^%", mark) - "$+^%"], 0, NULL, 0});
    }
}

static msdx_str alternative(msdx_str *rest)
{
    const char *bar = memchr(rest->p, '|', rest->n);
    msdx_str one = {rest->p, bar ? (size_t)(bar - rest->p) : rest->n};
    rest->p += one.n + (bar != NULL);
    rest->n -= one.n + (bar != NULL);
    return msdx_str_trim(one);
}

/* { A | B }: a synonym set without a name. */
static bool put_either(msdx_peer *peer, msdx_str inside, bool stems, struct msdx_peer_scan *out)
{
    msdx_peer_items phrase[MSDX_PEER_ITEMS_MAX];
    uint32_t n = 0;
    while (inside.n) {
        msdx_str one = alternative(&inside);
        struct msdx_peer_scan *part = MSDX_NEW(&peer->arena, struct msdx_peer_scan, 1);
        if (!part || !one.n) continue;
        if (n == MSDX_PEER_ITEMS_MAX || !msdx_peer_read_items(peer, one, stems, false, part)) return false;
        phrase[n++] = msdx_peer_keep(peer, part->item, part->n);
    }
    if (n == 0) return false;
    msdx_peer_items *list = MSDX_NEW(&peer->arena, msdx_peer_items, n);
    if (!list) return false;
    memcpy(list, phrase, n * sizeof *list);
    msdx_peer_synset_entry e = {.name = "", .phrase = list, .n = n, .defined = true};
    put_item(out, (msdx_peer_item){MSDX_PEER_SYNSET, 0, NULL, (uint32_t)(peer->synset.n / sizeof e)});
    msdx_peer_push(&peer->synset, &e, sizeof e);
    return true;
}

static bool is_gap(char c)
{
    return c == ' ' || c == '_' || c == '\t';
}

/* One piece up to a gap or a mark of its own. */
static size_t piece(msdx_str text, size_t i)
{
    size_t k = i;
    while (k < text.n && !is_gap(text.p[k]) && !strchr("{}()", text.p[k]) && !(k > i && text.p[k] == '*')) k++;
    return k > i ? k : i + 1;
}

static bool put_piece(msdx_peer *peer, msdx_str text, bool stems, struct msdx_peer_scan *out)
{
    if (text.n == 1 && is_mark(text.p[0])) {
        put_mark(out, text.p[0]);
    } else if (text.p[0] == '&') {
        uint32_t set = msdx_peer_set_index(peer, (msdx_str){text.p + 1, text.n - 1});
        put_item(out, (msdx_peer_item){MSDX_PEER_SYNSET, 0, NULL, set});
    } else if (text.p[0] == '*' || text.p[0] == '%') {
        return false;
    } else {
        put_words(peer, text, stems, out);
    }
    return true;
}

/* The joint after a piece: '_' and nothing else makes what follows stand at once; with a space after it, it only ends
 * a TABARI stem. */
static size_t joint(msdx_str text, size_t i, bool *tight, bool *stop)
{
    bool space = false, bar = false;
    for (; i < text.n && is_gap(text.p[i]); i++) {
        space |= text.p[i] != '_';
        bar |= text.p[i] == '_';
    }
    *tight = bar && !space;
    *stop = bar;
    return i;
}

static uint8_t change_group(uint8_t group, char c)
{
    if (c == '{') return group | MSDX_PEER_IN_NP;
    if (c == '}') return group & (uint8_t)~MSDX_PEER_IN_NP;
    return c == '(' ? MSDX_PEER_IN_PP : 0;
}

bool msdx_peer_read_items(msdx_peer *peer, msdx_str text, bool stems, bool pattern, struct msdx_peer_scan *out)
{
    bool tight, stop;
    uint8_t group = 0, opens = 0; /* of PETRARCH2's { } and ( ) */
    out->star = MSDX_PEER_ITEMS_MAX;
    for (size_t i = joint(text, 0, &tight, &stop); i < text.n;) {
        uint32_t before = out->n;
        size_t end;
        if (text.p[i] == '{' && stems) {
            const char *close = memchr(text.p + i, '}', text.n - i);
            if (!close) return false;
            end = (size_t)(close - text.p) + 1;
            if (!put_either(peer, (msdx_str){text.p + i + 1, end - i - 2}, stems, out)) return false;
        } else if (strchr("{}()", text.p[i])) {
            end = i + 1;
            group = change_group(group, text.p[i]);
            if (text.p[i] == '{' || text.p[i] == '(') opens = MSDX_PEER_OPENS;
        } else {
            end = piece(text, i);
            if (!put_piece(peer, (msdx_str){text.p + i, end - i}, stems, out)) return false;
        }
        i = joint(text, end, &tight, &stop);
        if (out->n == before) {
            if (tight && pattern && out->star == out->n) put_item(out, (msdx_peer_item){0, MSDX_PEER_TIGHT, NULL, 0});
            continue;
        }
        for (uint32_t k = before; k < out->n; k++) out->item[k].flags |= group;
        out->item[before].flags |= opens;
        opens = 0;
        msdx_peer_item *last = &out->item[out->n - 1];
        if (tight) last->flags |= MSDX_PEER_TIGHT;
        if (stop) last->flags &= (uint8_t)~MSDX_PEER_STEM;
    }
    return !out->full && !out->two_stars;
}
