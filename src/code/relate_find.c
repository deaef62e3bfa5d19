/* relate_find.c: where the two mentions of a pair stand in the text. */
#include <ctype.h>

#include "code/relate.h"

enum { PLACES_MAX = 12, WORDS_MAX = 24 };

struct places {
    struct msdx_side at[PLACES_MAX];
    uint32_t n;
};

/* The token that the tree takes a phrase by: the first nominal whose head stands outside it. */
static int32_t head_of(const msdx_unit *u, int32_t start, int32_t end)
{
    int32_t any = -1, nominal = -1;
    for (int32_t t = start; t < end; t++) {
        if (u->tok[t].is_space || u->tok[t].upos == MSDX_PUNCT) continue;
        int32_t h = u->tok[t].head;
        if (h >= start && h < end) continue;
        bool noun = msdx_is_noun(u, t) || u->tok[t].upos == MSDX_PRON || u->tok[t].upos == MSDX_NUM;
        if (noun && nominal < 0) nominal = t;
        if (any < 0) any = t;
    }
    return nominal >= 0 ? nominal : any >= 0 ? any : start;
}

static void add_place(const msdx_unit *u, struct places *p, int32_t start, int32_t end)
{
    if (start < 0 || start >= end || p->n == PLACES_MAX) return;
    for (uint32_t i = 0; i < p->n; i++)
        if (p->at[i].start == start && p->at[i].end == end) return;
    p->at[p->n++] = (struct msdx_side){start, end, head_of(u, start, end)};
}

/* The tokens that touch these bytes. */
static void add_bytes(const msdx_unit *u, struct places *p, uint32_t start_byte, uint32_t end_byte)
{
    int32_t first = -1, last = -1;
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++) {
        if (u->tok[t].is_space || u->tok[t].span.end_byte <= start_byte || u->tok[t].span.start_byte >= end_byte)
            continue;
        if (first < 0) first = t;
        last = t;
    }
    if (first >= 0) add_place(u, p, first, last + 1);
}

static bool is_edge(const msdx_unit *u, size_t byte)
{
    return byte == 0 || byte >= u->n_byte || !isalnum((unsigned char)u->text[byte]) ||
           !isalnum((unsigned char)u->text[byte - 1]);
}

static void find_exact(const msdx_unit *u, msdx_str words, struct places *p)
{
    for (size_t i = 0; words.n && i + words.n <= u->n_byte; i++) {
        if (u->text[i] != words.p[0] || memcmp(u->text + i, words.p, words.n) != 0) continue;
        if (is_edge(u, i) && is_edge(u, i + words.n)) add_bytes(u, p, (uint32_t)i, (uint32_t)(i + words.n));
    }
}

/* ---- loosely: the stretch of text that has most of the mention's words ---- */

static size_t split(msdx_str words, char lower[WORDS_MAX][32])
{
    size_t n = 0, k = 0;
    for (size_t i = 0; i <= words.n && n < WORDS_MAX; i++) {
        unsigned char ch = i < words.n ? (unsigned char)words.p[i] : ' ';
        if (isalnum(ch) || ch >= 0x80) {
            if (k < 31) lower[n][k++] = (char)tolower(ch);
        } else if (k) {
            lower[n][k] = 0;
            n +=
                !(k == 1 || strcmp(lower[n], "the") == 0 || strcmp(lower[n], "of") == 0 || strcmp(lower[n], "an") == 0);
            k = 0;
        }
    }
    return n;
}

/* 3 the same word, 1 the same beginning ('Iranian' for 'Iran'), 0 neither. */
static int likeness(const msdx_unit *u, int32_t t, const char *word)
{
    msdx_str w = u->tok[t].lower;
    size_t n = strlen(word), same = 0;
    if (w.n == n && memcmp(w.p, word, n) == 0) return 3;
    while (same < n && same < w.n && w.p[same] == word[same]) same++;
    return same >= 4 ? 1 : 0;
}

static void find_loose(const msdx_unit *u, msdx_str words, struct places *p)
{
    char word[WORDS_MAX][32];
    size_t n_word = split(words, word);
    int best = 0;
    for (int32_t from = 0; from < (int32_t)u->n_tok; from++) {
        int sum = 0;
        bool used[WORDS_MAX] = {false};
        for (int32_t t = from; t < (int32_t)u->n_tok && t < from + (int32_t)n_word + 2; t++) {
            int most = 0;
            size_t which = 0;
            for (size_t k = 0; k < n_word; k++) {
                int like = used[k] ? 0 : likeness(u, t, word[k]);
                if (like > most) most = like, which = k;
            }
            if (most == 0 || u->tok[t].sent != u->tok[from].sent) {
                if (t == from) break; /* a stretch begins with a word of its own */
                continue;
            }
            used[which] = true;
            sum += most;
            if (sum > best) {
                best = sum;
                p->n = 0;
            }
            if (sum == best) add_place(u, p, from, t + 1);
        }
    }
}

static void find_places(const struct msdx_coder *c, const msd_mention_ref *ref, struct places *p)
{
    const msdx_unit *u = c->u;
    p->n = 0;
    if (!ref->text) {
        int32_t first = -1, last = -1;
        for (int32_t t = 0; t < (int32_t)u->n_tok; t++) {
            if (u->tok[t].is_space || u->tok[t].span.end_cp <= ref->start_cp || u->tok[t].span.start_cp >= ref->end_cp)
                continue;
            if (first < 0) first = t;
            last = t;
        }
        if (first >= 0) add_place(u, p, first, last + 1);
        return;
    }
    msdx_str words = msdx_str_of(ref->text);
    while (words.n && isspace((unsigned char)words.p[0])) words.p++, words.n--;
    while (words.n && isspace((unsigned char)words.p[words.n - 1])) words.n--;
    find_exact(u, words, p);
    if (p->n == 0) find_loose(u, words, p);
}

/* How far two places are apart; the same place is no pair. */
static long apart(const msdx_unit *u, const struct msdx_side *a, const struct msdx_side *b)
{
    bool overlap = a->start < b->end && b->start < a->end;
    long d = a->head > b->head ? a->head - b->head : b->head - a->head;
    if (overlap) d += a->head == b->head ? 20000 : 200;
    if (u->tok[a->head].sent != u->tok[b->head].sent) d += 1000;
    return d;
}

void msdx_find_pair(const struct msdx_coder *c, const msd_pair *pair, struct msdx_side side[2])
{
    struct places a, b;
    long best = -1;
    find_places(c, &pair->actor, &a);
    find_places(c, &pair->recipient, &b);
    side[0] = a.n ? a.at[0] : (struct msdx_side){-1, -1, -1};
    side[1] = b.n ? b.at[0] : (struct msdx_side){-1, -1, -1};
    for (uint32_t i = 0; i < a.n; i++)
        for (uint32_t k = 0; k < b.n; k++) {
            long d = apart(c->u, &a.at[i], &b.at[k]);
            if (best >= 0 && d >= best) continue;
            best = d;
            side[0] = a.at[i];
            side[1] = b.at[k];
        }
}
