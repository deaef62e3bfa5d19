/* peer_phrase.c: words and phrases of peers' dictionaries, and finding them in a text. */
#include <stdlib.h>

#include "know/peer_impl.h"

bool msdx_peer_bracket(msdx_str *rest, msdx_str *inside)
{
    const char *open = rest->n ? memchr(rest->p, '[', rest->n) : NULL;
    const char *end = open ? memchr(open, ']', rest->n - (size_t)(open - rest->p)) : NULL;
    if (!end) return false;
    *inside = msdx_str_trim((msdx_str){open + 1, (size_t)(end - open) - 1});
    rest->n -= (size_t)(end + 1 - rest->p);
    rest->p = end + 1;
    return true;
}

/* ---- cutting ---- */

static bool is_part(char c)
{
    return c == ' ' || c == '_' || c == '\t' || c == '-';
}

static bool put_word(msdx_peer *peer, msdx_str w, struct msdx_peer_words *out)
{
    while (w.n && (w.p[0] == '"' || w.p[0] == '(' || w.p[0] == ',')) w.p++, w.n--;
    while (w.n && (w.p[w.n - 1] == '.' || w.p[w.n - 1] == ',' || w.p[w.n - 1] == '"' || w.p[w.n - 1] == ')' ||
                   w.p[w.n - 1] == '\''))
        w.n--;
    if (w.n > 2 && memcmp(w.p + w.n - 2, "'s", 2) == 0) w.n -= 2;
    if (w.n == 0) return true;
    if (w.n > 3 && memcmp(w.p + w.n - 3, "n't", 3) == 0) {
        if (!put_word(peer, (msdx_str){w.p, w.n - 3}, out)) return false;
        if (out->n) out->flags[out->n - 1] = MSDX_PEER_TIGHT;
        w = (msdx_str){w.p + w.n - 3, 3};
    }
    if (out->n >= MSDX_PEER_WORDS_MAX) return false;
    out->word[out->n] = msdx_peer_copy(peer, w);
    out->flags[out->n++] = 0;
    return true;
}

/* '_' and '-' alone between two words: the second follows the first at once. */
bool msdx_peer_cut(msdx_peer *peer, msdx_str phrase, bool stems, struct msdx_peer_words *out)
{
    msdx_str s;
    out->n = 0;
    if (!msdx_peer_lower(peer, phrase, &s)) return false;
    for (size_t i = 0; i < s.n;) {
        size_t start = i;
        bool space = false, stop = false;
        while (i < s.n && !is_part(s.p[i])) i++;
        uint32_t before = out->n;
        if (!put_word(peer, (msdx_str){s.p + start, i - start}, out)) return false;
        while (i < s.n && is_part(s.p[i])) {
            space |= s.p[i] == ' ' || s.p[i] == '\t';
            stop |= s.p[i] == '_' || s.p[i] == '-';
            i++;
        }
        if (out->n == before) continue;
        if (stop && !space) out->flags[out->n - 1] |= MSDX_PEER_TIGHT;
        if (stems && !stop) out->flags[out->n - 1] |= MSDX_PEER_STEM;
    }
    if (out->n) out->flags[out->n - 1] &= (uint8_t)~MSDX_PEER_TIGHT;
    return out->n > 0;
}

void msdx_peer_add_phrase(msdx_peer *peer, msdx_peer_table table, const struct msdx_peer_words *w, uint32_t index)
{
    const char **word = MSDX_NEW(&peer->arena, const char *, w->n);
    uint8_t *flags = MSDX_NEW(&peer->arena, uint8_t, w->n);
    if (!word || !flags) return;
    memcpy(word, w->word, w->n * sizeof *word);
    memcpy(flags, w->flags, w->n);
    msdx_peer_phrase p = {word, flags, w->n, index};
    if (flags[0] & MSDX_PEER_STEM) peer->phrase_stems = true;
    msdx_peer_push(&peer->phrase[table], &p, sizeof p);
}

/* ---- order ---- */

static size_t n_letter(const msdx_peer_phrase *p)
{
    size_t n = 0;
    for (uint32_t i = 0; i < p->n; i++) n += strlen(p->word[i]);
    return n;
}

/* By first word; under one the longest first; of two the same, the later entry of the files. */
static int by_word(const void *a, const void *b)
{
    const msdx_peer_phrase *x = a, *y = b;
    int c = strcmp(x->word[0], y->word[0]);
    if (c) return c;
    if (x->n != y->n) return x->n > y->n ? -1 : 1;
    size_t nx = n_letter(x), ny = n_letter(y);
    if (nx != ny) return nx > ny ? -1 : 1;
    return (x->index < y->index) - (x->index > y->index);
}

void msdx_peer_sort_phrases(msdx_peer *peer)
{
    for (int t = 0; t < MSDX_PEER_N_TABLE; t++) {
        msdx_buf *b = &peer->phrase[t];
        if (b->n) qsort(b->p, b->n / sizeof(msdx_peer_phrase), sizeof(msdx_peer_phrase), by_word);
    }
}

/* ---- finding ---- */

bool msdx_peer_word_is(const char *text, const char *word, uint8_t flags)
{
    if (!(flags & MSDX_PEER_STEM)) return strcmp(text, word) == 0;
    return strncmp(text, word, strlen(word)) == 0;
}

static bool fits(const msdx_peer_phrase *p, const char *const *word, size_t n, size_t at, size_t *end)
{
    if (!msdx_peer_word_is(word[at], p->word[0], p->flags[0])) return false;
    size_t k = at + 1;
    for (uint32_t i = 1; i < p->n; i++) {
        bool tight = p->flags[i - 1] & MSDX_PEER_TIGHT;
        while (k < n && !msdx_peer_word_is(word[k], p->word[i], p->flags[i])) {
            if (tight) return false;
            k++;
        }
        if (k++ >= n) return false;
    }
    *end = k;
    return true;
}

static size_t first_at(const msdx_peer_phrase *list, size_t n, const char *word, size_t n_byte)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = strncmp(list[mid].word[0], word, n_byte);
        if (c == 0 && list[mid].word[0][n_byte]) c = 1;
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const msdx_peer_phrase *msdx_peer_find(const msdx_peer *peer, msdx_peer_table table, const char *const *word, size_t n,
                                       size_t at, size_t *end)
{
    const msdx_peer_phrase *list = (const void *)peer->phrase[table].p, *best = NULL;
    size_t n_list = peer->phrase[table].n / sizeof *list, len = strlen(word[at]);
    for (size_t k = len; k > 0; k--) {
        for (size_t i = first_at(list, n_list, word[at], k); i < n_list; i++) {
            if (strncmp(list[i].word[0], word[at], k) != 0 || list[i].word[0][k]) break;
            if ((best && best->n >= list[i].n) || !fits(&list[i], word, n, at, end)) continue;
            best = &list[i];
            break;
        }
        if (!peer->phrase_stems) break;
    }
    return best;
}
