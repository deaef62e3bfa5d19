/* tokenizer_split.c: text into pieces, as spacy/tokenizer.pyx does it: runs of
 * space and of anything else; an exception for the whole run; else prefixes and
 * suffixes cut off in turn, then an exception, a URL, or infixes in what is left.
 * Last, exceptions that affixes could have cut are looked for over all pieces.
 *
 * Every step is linear in the text, so that 50 MB without a space end in time:
 *   - rules are looked up only in strings no longer than the longest rule;
 *   - a suffix is searched in the last few code points, where one can be;
 *   - the URL pattern, which can backtrack, is not tried on more than URL_MAX
 *     bytes, nor the pattern of whole tokens, which is tried after each affix, on
 *     more than TOKEN_MAX. The trainer has no such limits: longer chunks may be
 *     cut differently.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/hash.h"
#include "parse/tokenizer_impl.h"

enum {
    URL_MAX = 10000,
    TOKEN_MAX = 200,
    WORD_MAX = 64,      /* bytes; longer words and chunks are not worth remembering */
    CACHE_MAX = 1 << 14 /* words, and chunks; above it new ones are not remembered */
};

/* ---- tables ---- */

uint64_t msdx_table_hash(msdx_str key)
{
    return msdx_murmur64a(key.p, key.n, 0);
}

const void *msdx_table_find(const msdx_table *t, msdx_str key, uint64_t hash)
{
    if (t->n_slot == 0) return NULL;
    for (size_t i = hash & (t->n_slot - 1); t->slot[i].key.p; i = (i + 1) & (t->n_slot - 1))
        if (t->slot[i].hash == hash && msdx_str_eq(t->slot[i].key, key)) return t->slot[i].value;
    return NULL;
}

static void table_put(msdx_table *t, struct msdx_slot s)
{
    size_t i = s.hash & (t->n_slot - 1);
    while (t->slot[i].key.p) i = (i + 1) & (t->n_slot - 1);
    t->slot[i] = s;
}

bool msdx_table_add(msdx_table *t, msdx_str key, uint64_t hash, const void *value)
{
    if (t->n >= t->n_slot / 4 * 3) {
        msdx_table grown = {NULL, t->n_slot ? t->n_slot * 2 : 1024, t->n};
        grown.slot = msdx_calloc(grown.n_slot, sizeof *grown.slot);
        if (!grown.slot) return false;
        for (size_t i = 0; i < t->n_slot; i++)
            if (t->slot[i].key.p) table_put(&grown, t->slot[i]);
        msdx_free(t->slot);
        *t = grown;
    }
    table_put(t, (struct msdx_slot){hash, key, value});
    t->n++;
    return true;
}

/* ---- pieces ---- */

static bool piece_room(msdx_tokenizer_work *w, msdx_piece **list, size_t n, size_t *room)
{
    if (n < *room) return true;
    size_t want = *room ? *room * 2 : 1024;
    msdx_piece *grown = msdx_realloc(*list, want, sizeof *grown);
    if (!grown) {
        w->failed = true;
        return false;
    }
    *list = grown;
    *room = want;
    return true;
}

/* The next piece begins where the last one and its space end. */
static void push(msdx_tokenizer_work *w, const msdx_lexeme *lex, uint64_t norm)
{
    if (!lex || !piece_room(w, &w->piece, w->n_piece, &w->piece_room)) return;
    uint32_t start = 0;
    if (w->n_piece) {
        const msdx_piece *last = &w->piece[w->n_piece - 1];
        start = last->start + (uint32_t)last->lex->text.n + last->space;
    }
    w->piece[w->n_piece++] = (msdx_piece){lex, norm, start, false};
    if (lex->rule >= 0) w->phrases = true;
}

static void push_split(msdx_tokenizer_work *w, const msdx_split *split)
{
    for (size_t i = 0; i < split->n; i++) push(w, split->piece[i].lex, split->piece[i].norm);
}

static const msdx_lexeme *make_lexeme(msdx_tokenizer_work *w, msdx_str text, bool keep, uint64_t hash)
{
    msdx_arena *a = keep ? &w->cache : w->scratch;
    msdx_lexeme *lex = MSDX_NEW(a, msdx_lexeme, 1);
    if (keep) text.p = msdx_arena_strndup(a, text.p, text.n);
    if (!lex || !text.p || !msdx_lexeme_make(lex, text, &w->t->norms, a) ||
        (keep && !msdx_table_add(&w->lexeme, text, hash, lex))) {
        w->failed = true;
        return NULL;
    }
    lex->rule = msdx_phrase_first(w->t, lex->feat[MSDX_ATTR_ORTH]);
    return lex;
}

static const msdx_lexeme *lexeme_of(msdx_tokenizer_work *w, msdx_str text)
{
    if (text.n > WORD_MAX) return make_lexeme(w, text, false, 0);
    uint64_t hash = msdx_table_hash(text);
    const msdx_lexeme *lex = msdx_table_find(&w->lexeme, text, hash);
    return lex ? lex : make_lexeme(w, text, w->lexeme.n < CACHE_MAX, hash);
}

static void push_word(msdx_tokenizer_work *w, msdx_str text)
{
    push(w, lexeme_of(w, text), 0);
}

/* ---- one chunk ---- */

static const msdx_split *rule_of(const msdx_tokenizer_work *w, msdx_str s)
{
    if (!w->use_rules || s.n == 0 || s.n > w->t->rule_max) return NULL;
    return msdx_table_find(&w->t->rule, s, msdx_table_hash(s));
}

bool msdx_re_search(msdx_tokenizer_work *w, enum msdx_pattern re, msdx_str s, size_t from, uint32_t option,
                    size_t *start, size_t *end)
{
    if (!w->t->re[re]) return false;
    /* An error (a limit reached) counts as no match. */
    if (pcre2_match(w->t->re[re], (PCRE2_SPTR)s.p, s.n, from, PCRE2_NO_UTF_CHECK | option, w->match, w->context) < 0)
        return false;
    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(w->match);
    *start = v[0];
    *end = v[1];
    return *start <= *end;
}

static size_t prefix_size(msdx_tokenizer_work *w, msdx_str s)
{
    size_t start, end;
    return msdx_re_search(w, MSDX_RE_PREFIX, s, 0, 0, &start, &end) ? end - start : 0;
}

/* Only the last suffix_window code points (and one more: `$` also matches before a final newline) can hold
 * one. Where the match begins at the very edge it may be part of a longer run: search it all. */
static size_t suffix_size(msdx_tokenizer_work *w, msdx_str s)
{
    size_t start, end, from = w->t->suffix_window ? s.n : 0;
    for (size_t i = 0; from > 0 && i <= w->t->suffix_window; i++) do
            from--;
        while (from > 0 && ((unsigned char)s.p[from] & 0xC0) == 0x80);
    if (!msdx_re_search(w, MSDX_RE_SUFFIX, s, from, 0, &start, &end)) return 0;
    if (from > 0 && start == from && !msdx_re_search(w, MSDX_RE_SUFFIX, s, 0, 0, &start, &end)) return 0;
    return end - start;
}

static msdx_str cut(msdx_str s, size_t front, size_t back)
{
    return (msdx_str){s.p + front, s.n - front - back};
}

static void push_suffix(msdx_tokenizer_work *w, msdx_str text)
{
    if (piece_room(w, &w->suffix, w->n_suffix, &w->suffix_room))
        w->suffix[w->n_suffix++] = (msdx_piece){.lex = lexeme_of(w, text)};
}

static bool is_token(msdx_tokenizer_work *w, msdx_str s)
{
    size_t start, end;
    return s.n <= TOKEN_MAX && msdx_re_search(w, MSDX_RE_TOKEN, s, 0, 0, &start, &end);
}

/* Prefixes go out at once, suffixes onto the stack; what is left comes back. */
static msdx_str split_affixes(msdx_tokenizer_work *w, msdx_str s)
{
    size_t last = 0;
    while (s.n && s.n != last && !w->failed) {
        if (is_token(w, s) || rule_of(w, s)) break;
        last = s.n;
        size_t pre = prefix_size(w, s);
        msdx_str minus_pre = cut(s, pre, 0);
        if (pre && rule_of(w, minus_pre)) {
            push_word(w, cut(s, 0, s.n - pre));
            return minus_pre;
        }
        size_t suf = suffix_size(w, minus_pre);
        if (suf && rule_of(w, cut(s, 0, suf))) { /* with the prefix still on */
            push_suffix(w, cut(s, s.n - suf, 0));
            return cut(s, 0, suf);
        }
        if (pre) push_word(w, cut(s, 0, s.n - pre));
        if (suf) push_suffix(w, cut(s, s.n - suf, 0));
        s = cut(s, pre, suf);
    }
    return s;
}

/* Python's finditer: an empty match may not follow at the place of an empty match. */
static void push_infixes(msdx_tokenizer_work *w, msdx_str s)
{
    size_t done = 0, from = 0, start, end;
    uint32_t option = 0;
    while (from <= s.n && !w->failed && msdx_re_search(w, MSDX_RE_INFIX, s, from, option, &start, &end)) {
        from = end;
        option = start == end ? PCRE2_NOTEMPTY_ATSTART : 0;
        if (start == 0) continue;
        if (start != done) push_word(w, (msdx_str){s.p + done, start - done});
        if (start != end) push_word(w, (msdx_str){s.p + start, end - start});
        done = end;
    }
    if (done < s.n) push_word(w, cut(s, done, 0));
}

static const msdx_split *chunk_of(const msdx_tokenizer_work *w, msdx_str s)
{
    return s.n <= WORD_MAX ? msdx_table_find(&w->chunk, s, msdx_table_hash(s)) : NULL;
}

static void push_rest(msdx_tokenizer_work *w, msdx_str s)
{
    const msdx_split *known;
    size_t start, end;
    if (s.n == 0) return;
    if ((known = rule_of(w, s)) || (known = chunk_of(w, s)))
        push_split(w, known);
    else if (is_token(w, s) || (s.n <= URL_MAX && msdx_re_search(w, MSDX_RE_URL, s, 0, 0, &start, &end)))
        push_word(w, s);
    else
        push_infixes(w, s);
}

static void remember(msdx_tokenizer_work *w, msdx_str s, size_t first)
{
    size_t n = w->n_piece - first;
    msdx_split *split = MSDX_NEW(&w->cache, msdx_split, 1);
    msdx_piece *piece = MSDX_NEW(&w->cache, msdx_piece, n);
    msdx_str key = {msdx_arena_strndup(&w->cache, s.p, s.n), s.n};
    if (msdx_arena_failed(&w->cache)) {
        w->failed = true;
        return;
    }
    memcpy(piece, w->piece + first, n * sizeof *piece);
    *split = (msdx_split){piece, n};
    if (!msdx_table_add(&w->chunk, key, msdx_table_hash(s), split)) w->failed = true;
}

static void split_chunk(msdx_tokenizer_work *w, msdx_str s)
{
    const msdx_split *known;
    if ((known = rule_of(w, s)) || (known = chunk_of(w, s))) {
        push_split(w, known);
        return;
    }
    size_t first = w->n_piece;
    /* A chunk over the cache's limit refers to words of this run alone, and must not be remembered either. */
    bool full = w->chunk.n >= CACHE_MAX || w->lexeme.n + WORD_MAX >= CACHE_MAX;
    bool keep = s.n <= WORD_MAX && !full;
    if (full) w->cache_full = true;
    w->n_suffix = 0;
    push_rest(w, split_affixes(w, s));
    while (w->n_suffix > 0 && !w->failed) push(w, w->suffix[--w->n_suffix].lex, 0);
    if (keep && !w->failed) remember(w, s, first);
}

/* ---- a text ---- */

void msdx_split_text(msdx_tokenizer_work *w, msdx_str text)
{
    size_t start = 0, used;
    bool in_space = false;
    w->n_piece = 0;
    w->phrases = false;
    for (size_t i = 0; i < text.n && !w->failed; i += used) {
        unsigned char c = (unsigned char)text.p[i];
        bool space = c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31);
        used = 1;
        if (c >= 0x80) space = msdx_uc_flags(msdx_utf8_get(text.p + i, text.n - i, &used)) & MSDX_UC_SPACE;
        if (i == 0) in_space = space;
        if (space == in_space) continue;
        if (start < i) split_chunk(w, (msdx_str){text.p + start, i - start});
        start = i;
        if (c == ' ' && w->n_piece) { /* swallowed; it opens a run of space, so a word came before it */
            w->piece[w->n_piece - 1].space = true;
            start = i + 1;
        }
        in_space = space;
    }
    if (start < text.n && !w->failed) split_chunk(w, cut(text, start, 0));
}

/* ---- phrases ---- */

int32_t msdx_phrase_first(const msdx_tokenizer *t, uint64_t orth)
{
    size_t lo = 0, hi = t->n_phrase;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (t->phrase[mid].orth[0] < orth)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < t->n_phrase && t->phrase[lo].orth[0] == orth ? (int32_t)lo : -1;
}

static bool phrase_at(const msdx_tokenizer_work *w, const msdx_phrase *p, size_t i)
{
    if (p->n > w->n_piece - i) return false;
    for (size_t k = 0; k < p->n; k++)
        if (w->piece[i + k].lex->feat[MSDX_ATTR_ORTH] != p->orth[k]) return false;
    return true;
}

/* Counts the phrases; writes them where m is not NULL. */
static size_t find_phrases(const msdx_tokenizer_work *w, struct msdx_match *m)
{
    const msdx_tokenizer *t = w->t;
    size_t n = 0;
    for (size_t i = 0; i < w->n_piece; i++) {
        int32_t first = w->piece[i].lex->rule;
        if (first < 0) continue;
        for (size_t k = (size_t)first; k < t->n_phrase && t->phrase[k].orth[0] == t->phrase[first].orth[0]; k++) {
            if (!phrase_at(w, &t->phrase[k], i)) continue;
            if (m) m[n] = (struct msdx_match){(uint32_t)i, (uint32_t)(i + t->phrase[k].n)};
            n++;
        }
    }
    return n;
}

static int longest_first(const void *a, const void *b)
{
    const struct msdx_match *x = a, *y = b;
    uint32_t nx = x->end - x->start, ny = y->end - y->start;
    if (nx != ny) return nx > ny ? -1 : 1;
    return (x->start > y->start) - (x->start < y->start);
}

/* Longest first, then earliest; end_of[start] is set for those that touch no earlier one. Rejected ones
 * bar their words too, as in the original. */
static bool choose_phrases(msdx_tokenizer_work *w, uint32_t *end_of)
{
    size_t n = find_phrases(w, NULL);
    if (n == 0) return false;
    struct msdx_match *m = MSDX_NEW(w->scratch, struct msdx_match, n);
    bool *seen = MSDX_NEW(w->scratch, bool, w->n_piece);
    if (!m || !seen) {
        w->failed = true;
        return false;
    }
    find_phrases(w, m);
    qsort(m, n, sizeof *m, longest_first);
    for (size_t i = 0; i < n; i++) {
        if (!seen[m[i].start] && !seen[m[i].end - 1]) end_of[m[i].start] = m[i].end;
        for (uint32_t k = m[i].start; k < m[i].end; k++) seen[k] = true;
    }
    return true;
}

void msdx_split_phrases(msdx_tokenizer_work *w)
{
    if (!w->phrases || w->failed) return;
    uint32_t *end_of = MSDX_NEW(w->scratch, uint32_t, w->n_piece);
    if (!end_of) w->failed = true;
    if (!end_of || !choose_phrases(w, end_of)) return;
    /* From the old list into a new one. */
    msdx_piece *old = w->piece;
    size_t n_old = w->n_piece, old_room = w->piece_room;
    w->piece = w->spare;
    w->piece_room = w->spare_room;
    w->n_piece = 0;
    for (size_t i = 0; i < n_old && !w->failed;) {
        size_t end = end_of[i] ? end_of[i] : i + 1;
        msdx_str text = {w->text + old[i].start, old[end - 1].start + old[end - 1].lex->text.n - old[i].start};
        const msdx_split *rule = end_of[i] ? rule_of(w, text) : NULL;
        size_t first = w->n_piece;
        if (rule) push_split(w, rule);
        for (size_t k = i; k < end && !rule; k++) {
            push(w, old[k].lex, old[k].norm);
            if (!w->failed) w->piece[w->n_piece - 1].space = old[k].space;
        }
        if (w->n_piece > first) w->piece[w->n_piece - 1].space = old[end - 1].space;
        assert(w->failed || w->piece[first].start == old[i].start);
        i = end;
    }
    w->spare = old;
    w->spare_room = old_room;
}
