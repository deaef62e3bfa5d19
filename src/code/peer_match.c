/* peer_match.c: one pattern against the words before and after a verb.
 *
 * The words of a pattern are found in order with anything between them, or at once after '_'. '$' and '+' take the
 * next noun phrase with somebody in it, '^' passes one over, '%' takes a coordination. Before the verb all goes
 * backwards from it, as in PETRARCH's upper sequence. */
#include "code/peer_impl.h"

enum { DEPTH_MAX = 48, SET_DEPTH_MAX = 4, STEPS_MAX = 4000 };

struct matcher {
    const struct msdx_peer_run *r;
    const msdx_peer_items *items;
    int dir;
    int64_t limit; /* one past the last word in this direction */
    bool loose;    /* dictionary forms agree too */
    uint32_t steps;
    struct msdx_peer_found found;
};

static bool word_agrees(const struct matcher *m, int64_t at, const msdx_peer_item *item)
{
    const struct msdx_peer_text *t = &m->r->text[at];
    if (msdx_peer_word_is(t->word, item->word, item->flags)) return true;
    if (strcmp(t->word, "n't") == 0 && strcmp(item->word, "not") == 0) return true;
    return m->loose && strcmp(t->lemma, item->word) == 0;
}

static bool set_fits(const struct matcher *m, uint32_t set, int64_t at, int64_t end, int depth, int64_t *past);

/* A phrase of a set from word `at`; *past is after its last word. */
static bool phrase_fits(const struct matcher *m, const msdx_peer_items *phrase, int64_t at, int64_t end, int depth,
                        int64_t *past)
{
    int64_t k = at;
    for (uint32_t i = 0; i < phrase->n; i++) {
        const msdx_peer_item *item = &phrase->item[i];
        bool tight = i == 0 || (phrase->item[i - 1].flags & MSDX_PEER_TIGHT);
        for (;; k++) {
            if (k >= end) return false;
            if (item->kind == MSDX_PEER_WORD
                    ? word_agrees(m, k, item)
                    : item->kind == MSDX_PEER_SYNSET && set_fits(m, item->synset, k, end, depth + 1, past))
                break;
            if (tight) return false;
        }
        k = item->kind == MSDX_PEER_WORD ? k + 1 : *past;
    }
    *past = k;
    return phrase->n > 0;
}

static bool set_fits(const struct matcher *m, uint32_t set, int64_t at, int64_t end, int depth, int64_t *past)
{
    size_t n;
    const msdx_peer_items *list = msdx_peer_synset(m->r->peer, set, &n);
    for (size_t i = 0; depth < SET_DEPTH_MAX && i < n; i++)
        if (phrase_fits(m, &list[i], at, end, depth, past)) return true;
    return false;
}

/* The words an item covers when it stands at `at`, seen in the direction of the search: *next is the word to go on
 * with. Backwards a phrase has to end at `at`. */
static bool item_fits(const struct matcher *m, const msdx_peer_item *item, int64_t at, int64_t *next)
{
    int64_t past;
    if (item->kind == MSDX_PEER_WORD) {
        *next = at + m->dir;
        return word_agrees(m, at, item);
    }
    if (m->dir > 0) {
        if (!set_fits(m, item->synset, at, m->limit, 0, &past)) return false;
        *next = past;
        return true;
    }
    for (int64_t from = at; from > m->limit && from > at - 6; from--)
        if (set_fits(m, item->synset, from, at + 1, 0, &past) && past == at + 1) {
            *next = from - 1;
            return true;
        }
    return false;
}

static bool go_on(struct matcher *m, uint32_t i, int64_t at, bool tight, int32_t last_np);

static const msdx_peer_item *nth(const struct matcher *m, uint32_t i)
{
    return &m->items->item[m->dir > 0 ? i : m->items->n - 1 - i];
}

/* Is what follows (in this direction) item i tied to it? */
static bool tied(const struct matcher *m, uint32_t i)
{
    if (m->dir > 0) return nth(m, i)->flags & MSDX_PEER_TIGHT;
    return i + 1 < m->items->n && (nth(m, i + 1)->flags & MSDX_PEER_TIGHT);
}

static int64_t edge(const struct matcher *m, const struct msdx_peer_np *np)
{
    return m->dir > 0 ? (int64_t)np->end : (int64_t)np->start - 1;
}

static bool np_step(struct matcher *m, uint32_t i, int32_t k, int64_t at)
{
    const struct msdx_peer_np *np = &m->r->np[k];
    const msdx_peer_item *item = nth(m, i);
    struct msdx_peer_found before = m->found;
    int64_t next = edge(m, np), near = m->dir > 0 ? (int64_t)np->start : (int64_t)np->end - 1;
    if (item->kind == MSDX_PEER_SOURCE) m->found.source = k;
    if (item->kind == MSDX_PEER_TARGET) m->found.target = k;
    if (item->kind == MSDX_PEER_COMPOUND) {
        if (np->n_group < 2) return false;
        m->found.target = np->first;
        m->found.mutual = m->dir < 0;
        if (m->dir < 0) m->found.source = np->first;
        for (int32_t g = np->first; g < m->r->n_np; g++)
            if (m->r->np[g].first == np->first && m->dir > 0) next = m->r->np[g].end;
        if (m->dir < 0) next = (int64_t)m->r->np[np->first].start - 1;
    }
    if (go_on(m, i + 1, next, tied(m, i), k)) return true;
    /* words of the phrase itself may be part of the pattern: '+ PARTY' */
    if (item->kind != MSDX_PEER_SKIP && item->kind != MSDX_PEER_COMPOUND) {
        int64_t inside = m->dir > 0 ? (at > near ? at : near) : (at < near ? at : near);
        if (go_on(m, i + 1, inside, false, k)) return true;
    }
    m->found = before;
    return false;
}

/* '$', '+', '^', '%': the noun phrases on from `at`, those with somebody in them first. */
static bool np_fits(struct matcher *m, uint32_t i, int64_t at, bool tight, int32_t last_np)
{
    bool wants_coded = nth(m, i)->kind == MSDX_PEER_SOURCE || nth(m, i)->kind == MSDX_PEER_TARGET;
    for (int pass = wants_coded ? 0 : 1; pass < 2; pass++) {
        int32_t seen = last_np;
        for (int64_t k = at; k != m->limit; k += m->dir) {
            int32_t np = m->r->text[k].np;
            if (np < 0 && tight) break;
            if (np < 0 || np == seen || np == last_np) continue;
            seen = np;
            bool coded = m->r->np[np].coded && !m->r->np[np].taken;
            if (wants_coded && coded != (pass == 0)) continue;
            if (np_step(m, i, np, at)) return true;
            if (tight || !wants_coded) break;
        }
    }
    return false;
}

static bool go_on(struct matcher *m, uint32_t i, int64_t at, bool tight, int32_t last_np)
{
    if (i >= m->items->n) return true;
    if (++m->steps > STEPS_MAX || i > DEPTH_MAX) return false;
    const msdx_peer_item *item = nth(m, i);
    if (item->kind == 0) return go_on(m, i + 1, at, true, last_np);
    if (item->kind != MSDX_PEER_WORD && item->kind != MSDX_PEER_SYNSET) return np_fits(m, i, at, tight, last_np);
    for (int64_t k = at; m->dir > 0 ? k < m->limit : k > m->limit; k += m->dir) {
        int64_t next;
        if (!m->r->text[k].hidden && item_fits(m, item, k, &next) && go_on(m, i + 1, next, tied(m, i), last_np))
            return true;
        if (tight && !m->r->text[k].hidden) return false;
    }
    return false;
}

bool msdx_peer_match(const struct msdx_peer_run *r, const msdx_peer_pattern *p, bool loose, uint32_t low,
                     uint32_t start, uint32_t end, uint32_t high, struct msdx_peer_found *found)
{
    struct matcher m = {
        .r = r, .items = &p->after, .dir = 1, .limit = high, .loose = loose, .found = MSDX_PEER_FOUND_NONE};
    if (end > high || low > start) return false;
    if (p->after.n && !go_on(&m, 0, end, false, -1)) return false;
    struct matcher up = {
        .r = r, .items = &p->before, .dir = -1, .limit = (int64_t)low - 1, .loose = loose, .found = m.found};
    bool tight = p->before.n && (p->before.item[p->before.n - 1].flags & MSDX_PEER_TIGHT);
    if (p->before.n && !go_on(&up, 0, (int64_t)start - 1, tight, -1)) return false;
    *found = up.found;
    return true;
}

bool msdx_peer_word_agrees(const struct msdx_peer_run *r, uint32_t w, const msdx_peer_item *item)
{
    struct matcher m = {.r = r, .dir = 1, .limit = r->n, .loose = true};
    return word_agrees(&m, w, item);
}

bool msdx_peer_set_ends(const struct msdx_peer_run *r, uint32_t set, uint32_t w)
{
    struct matcher m = {.r = r, .dir = -1, .limit = -1, .loose = true};
    msdx_peer_item item = {MSDX_PEER_SYNSET, 0, NULL, set};
    int64_t next;
    return item_fits(&m, &item, w, &next);
}
