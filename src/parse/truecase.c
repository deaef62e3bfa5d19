/* truecase.c: text set in capitals, as old wires and headlines are, given the case
 * that the model was trained on. Words that the lemmatizer's tables know become
 * lower case, acronyms stay, the rest are taken for names. A text without a single
 * capital is given them in the same way, as far as it goes on without one: what follows
 * a paragraph changes nothing in it. Same length, so that offsets agree; unit->text
 * keeps what was written. */
#include "parse/parse_impl.h"

enum { LETTERS_MIN = 24, SMALL_MIN = 60, WORD_MAX = 40 };

/* Words that no table of lemmas holds. */
static const char *const function_word[] = {
    "a",      "about", "after", "against", "all",     "also",  "although", "among",  "an",      "and",     "any",
    "are",    "as",    "at",    "be",      "because", "been",  "before",   "being",  "between", "both",    "but",
    "by",     "can",   "could", "did",     "do",      "does",  "during",   "each",   "for",     "from",    "had",
    "has",    "have",  "he",    "her",     "him",     "his",   "how",      "if",     "in",      "into",    "is",
    "it",     "its",   "may",   "might",   "more",    "most",  "must",     "my",     "no",      "nor",     "not",
    "of",     "off",   "on",    "or",      "other",   "our",   "out",      "over",   "s",       "shall",   "she",
    "should", "since", "so",    "some",    "such",    "t",     "than",     "that",   "the",     "their",   "them",
    "then",   "there", "these", "they",    "this",    "those", "through",  "to",     "toward",  "towards", "under",
    "until",  "up",    "upon",  "us",      "was",     "we",    "were",     "what",   "when",    "where",   "which",
    "while",  "who",   "whom",  "whose",   "why",     "will",  "with",     "within", "without", "would",   "you",
    "your"};

static bool is_function_word(msdx_str w)
{
    for (size_t i = 0; i < sizeof function_word / sizeof *function_word; i++)
        if (msdx_str_is(w, function_word[i])) return true;
    return false;
}

static bool is_capital(const char *s, size_t i)
{
    return (s[i] >= 'A' && s[i] <= 'Z') ||
           ((unsigned char)s[i] == 0xC3 && (unsigned char)s[i + 1] >= 0x80 && (unsigned char)s[i + 1] <= 0x9E);
}

static bool is_small(const char *s, size_t i)
{
    return (s[i] >= 'a' && s[i] <= 'z') || ((unsigned char)s[i] == 0xC3 && (unsigned char)s[i + 1] >= 0xA0);
}

/* Four letters in five are capitals, and there are enough of them to tell. */
static bool is_shouting(const char *s, size_t from, size_t to)
{
    size_t capital = 0, small = 0;
    for (size_t i = from; i < to; i++) {
        capital += is_capital(s, i);
        small += is_small(s, i);
    }
    return capital + small >= LETTERS_MIN && capital > 4 * small;
}

/* What a text has had up to here. */
typedef struct so_far {
    size_t at, small;
    bool capital;
} so_far;

/* No capital at all, in a text that up to here is long enough to have had one. */
static bool is_whispering(const char *s, size_t end, so_far *f)
{
    for (; f->at < end && !f->capital; f->at++) {
        f->capital = is_capital(s, f->at);
        f->small += is_small(s, f->at);
    }
    return !f->capital && f->small >= SMALL_MIN;
}

static bool is_word_byte(const char *s, size_t i)
{
    return is_capital(s, i) || is_small(s, i) || (unsigned char)s[i] >= 0x80;
}

static void lower(char *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (s[i] >= 'A' && s[i] <= 'Z') s[i] = (char)(s[i] | 32);
        /* U+00C0 to U+00DE but the multiplication sign: the second byte of two, 0x20 apart */
        bool latin =
            i > from && (unsigned char)s[i - 1] == 0xC3 && (unsigned char)s[i] <= 0x9E && (unsigned char)s[i] != 0x97;
        if (latin && (unsigned char)s[i] >= 0x80) s[i] = (char)((unsigned char)s[i] + 0x20);
    }
}

static void raise(char *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c >= 'a' && c <= 'z') s[i] = (char)(c & ~32);
        /* U+00E0 to U+00FE but the division sign */
        if (i > from && (unsigned char)s[i - 1] == 0xC3 && c >= 0xA0 && c <= 0xBE && c != 0xB7) s[i] = (char)(c - 0x20);
    }
}

static bool has_vowel(msdx_str w)
{
    for (size_t i = 0; i < w.n; i++)
        if (strchr("aeiouy", w.p[i])) return true;
    return false;
}

/* How much of the word keeps its capital, or gets one: 0 none, 1 the first letter, all of it. */
static size_t capitals_of(const msdx_lemmatizer *l, const char *s, size_t from, size_t to, bool starts, bool shouting)
{
    char word[WORD_MAX];
    size_t n = to - from;
    if (n > WORD_MAX) return starts;
    if (n == 1 && (s[to] == '.' || (s[from] | 32) == 'i')) return n; /* 'U.S.', initials */
    memcpy(word, s + from, n);
    lower(word, 0, n);
    msdx_str w = {word, n};
    if (is_function_word(w) || msdx_lemmatizer_knows(l, w)) return starts;
    return (n <= 4 && shouting) || !has_vowel(w) ? n : 1;
}

static void recase(const msdx_lemmatizer *l, char *s, size_t from, size_t to, bool shouting)
{
    bool starts = true;
    for (size_t i = from; i < to;) {
        if (!is_word_byte(s, i)) {
            /* a full stop, and not one inside 'U.S.', ends a sentence */
            if ((s[i] == '.' && i + 1 < to && s[i + 1] == ' ' && i >= from + 2 && is_word_byte(s, i - 2)) ||
                s[i] == '!' || s[i] == '?')
                starts = true;
            i++;
            continue;
        }
        size_t end = i;
        while (end < to && is_word_byte(s, end)) end++;
        size_t keep = capitals_of(l, s, i, end, starts, shouting);
        if (keep && (unsigned char)s[i] == 0xC3 && keep < end - i) keep = 2;
        lower(s, i + keep, end);
        if (!shouting) raise(s, i, i + keep);
        starts = false;
        i = end;
    }
}

msd_status msdx_truecase_run(const msdx_lemmatizer *l, msdx_unit *u, msd_error *err)
{
    msdx_para whole = {0, u->n_byte, MSDX_PARA_TEXT};
    const msdx_para *para = u->para ? u->para : &whole;
    size_t n_para = u->para ? u->n_para : 1;
    char *own = NULL;
    so_far f = {0, 0, false};
    for (size_t p = 0; p < n_para; p++) {
        uint32_t start = para[p].start_byte, end = para[p].end_byte;
        bool whispering = is_whispering(u->parsed, end, &f);
        if (!whispering && !is_shouting(u->parsed, start, end)) continue;
        if (!own && !(own = msdx_arena_strndup(u->arena, u->parsed, u->n_byte))) return msdx_err_nomem(err);
        recase(l, own, start, end, !whispering);
        if (!whispering) continue;
        if (!u->raised_to) u->raised_from = start;
        u->raised_to = end;
    }
    if (own) u->parsed = own;
    return MSD_OK;
}
