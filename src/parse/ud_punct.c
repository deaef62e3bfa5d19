/* ud_punct.c: where punctuation hangs (https://universaldependencies.org/u/dep/punct.html,
 * as the English Web Treebank applies it): final marks on the root, quotes and
 * brackets on what they enclose, all other marks on the phrase that they set off. */
#include "parse/ud_impl.h"

enum { MAX_OPEN = 32 };

#define FINAL_MARKS " . ? ! ... \xE2\x80\xA6 .. !! ?? ?! !? .... "
#define OPENING " ( [ { \xE2\x80\x9C \xE2\x80\x98 \xC2\xAB `` "
#define CLOSING " ) ] } \xE2\x80\x9D \xE2\x80\x99 \xC2\xBB '' "

static bool is_punct(const ud_sent *s, int32_t i)
{
    return s->node[i].rel == MSDX_REL_PUNCT && s->node[i].first < 0;
}

static bool is_word(const ud_sent *s, int32_t i)
{
    return !s->tok[i].is_space && !is_punct(s, i);
}

/* left and right: the edges of each word's phrase, punctuation apart. */
static void find_edges(ud_sent *s)
{
    int32_t n = msdx_ud_post_order(s);
    for (int32_t k = 0; k < n; k++) {
        int32_t i = s->order[k];
        s->left[i] = s->right[i] = i;
        for (int32_t c = s->node[i].first; c >= 0; c = s->node[c].next) {
            if (is_punct(s, c)) continue;
            if (s->left[c] < s->left[i]) s->left[i] = s->left[c];
            if (s->right[c] > s->right[i]) s->right[i] = s->right[c];
        }
    }
}

static int32_t word_after(const ud_sent *s, int32_t i)
{
    for (i++; i < s->end && !is_word(s, i); i++) {
    }
    return i < s->end ? i : -1;
}

static int32_t word_before(const ud_sent *s, int32_t i)
{
    for (i--; i >= s->start && !is_word(s, i); i--) {
    }
    return i >= s->start ? i : -1;
}

static int32_t root_of(const ud_sent *s, int32_t i)
{
    while (s->node[i].head >= 0) i = s->node[i].head;
    return i;
}

/* The widest phrase that begins at i. */
static int32_t phrase_from(const ud_sent *s, int32_t i)
{
    int32_t x = i;
    while (s->node[x].head >= 0 && s->left[s->node[x].head] == i) x = s->node[x].head;
    return x;
}

/* The phrase that begins (or ends) right beside the mark at i and hangs on a word at its other side goes with it;
 * else the smallest phrase around. */
static int32_t set_off(const ud_sent *s, int32_t i, int32_t before, int32_t after)
{
    int32_t x = phrase_from(s, after), y = before;
    while (s->node[y].head >= 0 && s->right[s->node[y].head] == before) y = s->node[y].head;
    if (s->left[x] == after && s->node[x].head >= 0 && s->node[x].head < i) return x;
    if (s->right[y] == before && s->node[y].head > i) return y;
    while (s->right[y] < i && s->node[y].head >= 0) y = s->node[y].head;
    return y;
}

/* The word between a and b through which they hang on the rest; with several, the one nearest to the root. */
static int32_t head_between(const ud_sent *s, int32_t a, int32_t b)
{
    int32_t best = -1, best_depth = 0;
    for (int32_t i = a + 1; i < b; i++) {
        if (!is_word(s, i)) continue;
        int32_t h = s->node[i].head, depth = 0;
        if (h > a && h < b) continue;
        for (; h >= 0; h = s->node[h].head) depth++;
        if (best < 0 || depth < best_depth) {
            best = i;
            best_depth = depth;
        }
    }
    return best;
}

static bool is_straight_quote(const ud_sent *s, int32_t i)
{
    return ud_any(s, i, " \" ' ");
}

/* Does the mark close the one that is open? */
static bool closes(const ud_sent *s, int32_t open, int32_t i)
{
    if (is_straight_quote(s, i)) return msdx_str_eq(s->tok[open].lower, s->tok[i].lower);
    return ud_any(s, i, CLOSING) && !is_straight_quote(s, open);
}

static void pairs(ud_sent *s)
{
    int32_t open[MAX_OPEN], n = 0;
    for (int32_t i = s->start; i < s->end; i++) {
        if (s->tok[i].is_space || !is_punct(s, i)) continue;
        int32_t k = n;
        while (k > 0 && !closes(s, open[k - 1], i)) k--;
        if (k > 0) {
            n = k - 1;
            int32_t head = head_between(s, open[n], i);
            if (head < 0) continue;
            msdx_ud_attach(s, open[n], head);
            msdx_ud_attach(s, i, head);
        } else if (n < MAX_OPEN && (is_straight_quote(s, i) || ud_any(s, i, OPENING))) {
            open[n++] = i;
        }
    }
}

static int32_t head_of(const ud_sent *s, int32_t i)
{
    int32_t after = word_after(s, i), before = word_before(s, i);
    if (after < 0 || (before < 0 && ud_any(s, i, FINAL_MARKS))) return root_of(s, i);
    return before < 0 ? phrase_from(s, after) : set_off(s, i, before, after);
}

void msdx_ud_punctuation(ud_sent *s)
{
    find_edges(s);
    for (int32_t i = s->start; i < s->end; i++) {
        if (s->tok[i].is_space || !is_punct(s, i) || s->node[i].head < 0) continue;
        msdx_ud_attach(s, i, head_of(s, i));
    }
    pairs(s);
}
