/* person.c: spellings of one name made alike.
 *
 * Two keys of different strength, as in phonetic matching since Soundex (Knuth, The Art of Computer Programming 3,
 * chapter 6): the consonants in coarse classes find candidates, and an edit distance (Wagner and Fischer 1974) over
 * the folded words, where vowels are cheap, decides. */
#include <utf8proc.h>

#include "base/hash.h"
#include "know/person.h"

/* Ali Hassan and Hassan Ali are two men: only long words are known in another order. */
enum { TEXT_BYTES = 200, TURNED_LETTERS = 10, TELLING_LETTERS = 10 };

static const char *const title[] = {
    "gen",        "general",   "maj",    "major",      "lt",        "lieutenant", "col",     "colonel",
    "brig",       "brigadier", "adm",    "capt",       "captain",   "admiral",    "dr",      "mr",
    "mrs",        "ms",        "sir",    "dame",       "lord",      "sheikh",     "sheik",   "shaikh",
    "prof",       "sen",       "rep",    "gov",        "pres",      "hon",        "un",      "us",
    "king",       "queen",     "prime",  "emir",       "president", "minister",   "foreign", "premier",
    "chancellor", "marshal",   "sultan", "ambassador", "senator",   "prince",     "mullah",  "ayatollah",
    "secretary",  "haji",      "hajj",   "daw",        "imam",      "pope",       "chief",   "crown"};
/* They come and go, are joined or stand apart. */
static const char *const particle[] = {"al",  "el",  "as",   "ar",   "ad",    "ash", "at", "az",  "an", "bin",
                                       "ibn", "ben", "bint", "ould", "ul",    "ud",  "ur", "uz",  "de", "da",
                                       "do",  "dos", "das",  "del",  "della", "di",  "du", "la",  "le", "las",
                                       "los", "van", "von",  "der",  "den",   "ter", "zu", "zum", "y",  "e"};
/* Given names of more spellings than the rules make alike, folded; the first is what all become. */
static const char *const same_name[][7] = {
    {"mohamed", "muhamad", "muhamed", "mohamad", "mahamat", "mohamet", "mohamud"},
    {"ahmed", "ahmad"},
    {"husen", "husin", "huseein"},
    {"hasan", "hasen"},
    {"iusuf", "iusef", "iusif", "iosef"},
    {"omar", "umar", "omer"},
    {"osman", "otman", "utman", "usman"},
    {"ibrahim", "ebrahim"},
    {"mahmud", "mahmod"},
    {"kaled", "kalid"},
    {"sale", "sali", "sala"},
    {"said", "sed", "sead"},
    {"naser", "nasir", "nasr"},
    {"fesal", "fasil", "fasal", "fesel"},
    {"mustafa", "mostafa"},
    {"tarik", "tarek", "tareg"},
    {"nuri", "nori"},
    {"ismail", "ismel", "esmail", "ismaeel"},
    {"suleman", "soliman", "suliman", "solomon"},
    {"alekse", "aleksi", "aleksei"},
    {"aleksander", "aleksandr", "aleksandar"},
    {"ievgeni", "evgeni", "eugeni"},
    {"abdula", "abdala", "abdola", "abdela"},
};

static const struct {
    const char *from, *to;
    size_t used;
} fold_rule[] = {{"tch", "c", 3}, {"sch", "s", 3}, {"dzh", "j", 3}, {"kh", "k", 2}, {"gh", "g", 2}, {"dh", "d", 2},
                 {"th", "t", 2},  {"ph", "f", 2},  {"ck", "k", 2},  {"dj", "j", 2}, {"sh", "s", 2}, {"ch", "c", 2},
                 {"ts", "s", 2},  {"tz", "s", 2},  {"ou", "u", 2},  {"oo", "u", 2}, {"ee", "i", 2}, {"ei", "e", 2},
                 {"ey", "e", 2},  {"ai", "e", 2},  {"ay", "e", 2},  {"ae", "e", 2}, {"oe", "o", 2}, {"ue", "u", 2},
                 {"ce", "s", 1},  {"ci", "s", 1},  {"c", "k", 1},   {"q", "k", 1},  {"w", "v", 1},  {"x", "ks", 1},
                 {"y", "i", 1}};

static bool is_in(const char *w, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(w, list[i]) == 0) return true;
    return false;
}
#define IS_IN(w, list) is_in(w, list, sizeof(list) / sizeof *(list))

static bool is_vowel(char ch)
{
    return ch && strchr("aeiou", ch) != NULL;
}

/* ---- letters ---- */

/* The Latin small letters of a code point without its marks, appended; false for other scripts. */
static bool put_letters(int32_t cp, char *out, size_t *n)
{
    static const struct {
        int32_t cp;
        const char *as;
    } whole[] = {{0xF8, "o"},   {0x142, "l"}, {0x111, "d"}, {0x131, "i"}, {0xE6, "ae"},
                 {0x153, "oe"}, {0xF0, "d"},  {0xFE, "th"}, {0x259, "a"}};
    utf8proc_int32_t part[8];
    int bound = 0;
    utf8proc_ssize_t k = utf8proc_decompose_char(
        cp, part, 8, (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD), &bound);
    for (utf8proc_ssize_t i = 0; i < k && i < 8; i++) {
        const char *as = NULL;
        for (size_t j = 0; j < sizeof whole / sizeof *whole; j++)
            if (whole[j].cp == part[i]) as = whole[j].as;
        if (!as && (part[i] < 'a' || part[i] > 'z')) return false;
        if (as)
            while (*as) out[(*n)++] = *as++;
        else
            out[(*n)++] = (char)part[i];
    }
    return k >= 0;
}

/* Small letters, blanks, hyphens and commas; 0 where there is anything else. */
static size_t plain(msdx_str text, char out[TEXT_BYTES])
{
    size_t n = 0, used = 1;
    for (size_t i = 0; i < text.n; i += used) {
        int32_t cp = msdx_utf8_get(text.p + i, text.n - i, &used);
        if (n + 24 > TEXT_BYTES) return 0;
        if (cp == '\'' || cp == '`' || cp == 0x2018 || cp == 0x2019 || cp == 0x2BC || cp == 0x2BF) continue;
        if (cp == ' ' || cp == '\t' || cp == '.' || cp == 0xA0)
            out[n++] = ' ';
        else if (cp == '-' || cp == ',')
            out[n++] = (char)cp;
        else if (cp < 0 || !put_letters(cp, out, &n))
            return 0;
    }
    return n;
}

/* What transliterations mix up, one way; doubled letters once, no h at the end. */
static void fold(const char *w, char out[MSDX_PERSON_BYTES])
{
    size_t n = 0;
    for (size_t used; *w; w += used) {
        char one[2] = {*w, 0};
        const char *to = one;
        used = 1;
        for (size_t k = 0; k < sizeof fold_rule / sizeof *fold_rule && to == one; k++)
            if (strncmp(w, fold_rule[k].from, strlen(fold_rule[k].from)) == 0) {
                to = fold_rule[k].to;
                used = fold_rule[k].used;
            }
        for (; *to && n + 1 < MSDX_PERSON_BYTES; to++)
            if (n == 0 || out[n - 1] != *to) out[n++] = *to;
    }
    if (n > 2 && out[n - 1] == 'h') n--;
    out[n] = 0;
    for (size_t i = 0; i < sizeof same_name / sizeof *same_name; i++)
        for (size_t j = 1; j < 7 && same_name[i][j]; j++)
            if (strcmp(out, same_name[i][j]) == 0) {
                memcpy(out, same_name[i][0], strlen(same_name[i][0]) + 1);
                return;
            }
}

/* ---- words ---- */

/* 'abd' waits for what follows. */
static bool put_word(msdx_person *m, const char *w, bool joins)
{
    char folded[MSDX_PERSON_BYTES];
    if (strlen(w) >= MSDX_PERSON_BYTES / 2) return false;
    fold(w, folded);
    if (m->n && strcmp(m->word[m->n - 1], "abd") == 0) {
        memcpy(m->word[m->n - 1] + 3, folded, strlen(folded) + 1);
        return true;
    }
    if (m->n == MSDX_PERSON_WORDS) return false;
    memcpy(m->word[m->n], folded, MSDX_PERSON_BYTES);
    m->joins[m->n++] = joins;
    return true;
}

/* Abdelaziz, Abdul Aziz and Abd al-Aziz are one; Abdullah is a name of its own. */
static bool put_name(msdx_person *m, const char *w, bool joins)
{
    size_t n = strlen(w), cut = n > 3 ? 4 : 3;
    if (strncmp(w, "abd", 3) != 0 || (n > 3 && !is_vowel(w[3]))) return put_word(m, w, joins);
    if (n > cut && (w[cut] == 'u' || w[cut] == 'l')) cut++;
    if (n > cut + 1 && w[cut] == w[cut + 1]) cut++; /* Abdurrahman */
    if (n <= cut || (w[cut] == 'r' && n == cut + 1)) return put_word(m, "abd", joins);
    if (n < cut + 4) return put_word(m, w, joins);
    return put_word(m, "abd", joins) && put_word(m, w + cut, false);
}

static void turn(msdx_person *m, size_t by)
{
    msdx_person was = *m;
    for (size_t i = 0; i < m->n; i++) {
        memcpy(m->word[i], was.word[(i + by) % m->n], MSDX_PERSON_BYTES);
        m->joins[i] = was.joins[(i + by) % m->n];
    }
}

/* Titles count only before the name, particles not as its first word: Ben Bella, but al-Kadhimi. */
static bool read_words(msdx_str text, msdx_person *m)
{
    char t[TEXT_BYTES], w[TEXT_BYTES];
    size_t n = plain(text, t), comma = 0;
    *m = (msdx_person){.n = 0};
    for (size_t i = 0; i < n;) {
        size_t k = 0;
        bool joins = i > 0 && t[i - 1] == '-' && m->n > 0;
        while (i < n && t[i] != ' ' && t[i] != '-' && t[i] != ',') w[k++] = t[i++];
        w[k] = 0;
        bool article = strcmp(w, "al") == 0 || strcmp(w, "el") == 0;
        bool skip = k < 2 || (m->n == 0 && IS_IN(w, title)) || (comma && m->n == comma && IS_IN(w, title)) ||
                    ((m->n > 0 || article) && IS_IN(w, particle));
        if (!skip && !put_name(m, w, joins)) return false;
        if (i < n && t[i] == ',') {
            if (comma) return false;
            comma = m->n;
        }
        i++;
    }
    if (comma && comma < m->n) turn(m, comma);
    return m->n >= 2;
}

/* Word i + 1 onto word i. */
static bool join(msdx_person *m, size_t i)
{
    size_t a = strlen(m->word[i]), b = strlen(m->word[i + 1]);
    if (a + b >= MSDX_PERSON_BYTES) return false;
    memcpy(m->word[i] + a, m->word[i + 1], b + 1);
    m->n--;
    for (size_t k = i + 1; k < m->n; k++) {
        memcpy(m->word[k], m->word[k + 1], MSDX_PERSON_BYTES);
        m->joins[k] = m->joins[k + 1];
    }
    return true;
}

size_t msdx_person_read(msdx_str text, bool asked, msdx_person *form)
{
    size_t n = 1;
    bool hyphen = false;
    if (!read_words(text, form)) return 0;
    for (size_t i = 0; i < form->n; i++) hyphen |= form->joins[i];
    if (hyphen) {
        form[n] = form[0];
        for (size_t i = 1; i < form[n].n;)
            if (!form[n].joins[i] || !join(&form[n], i - 1)) i++;
        n += form[n].n >= 2;
    }
    for (size_t i = 0; i < 2 && asked && !hyphen && form->n == 3; i++) {
        form[n] = form[0];
        n += join(&form[n], i);
    }
    return n;
}

/* A part of a name that is short is many people's. */
static bool tells(const msdx_person *m, unsigned pick)
{
    size_t letters = 0;
    for (size_t i = 0; i < m->n; i++) letters += pick >> i & 1 ? strlen(m->word[i]) : 0;
    return letters >= TELLING_LETTERS;
}

size_t msdx_person_picks(const msdx_person *m, unsigned *pick)
{
    static const unsigned of3[] = {5, 3, 0}, of4[] = {7, 11, 13, 3, 5, 9, 0}, of5[] = {17, 5, 3, 0};
    static const unsigned *const by_count[] = {of3, of4, of5};
    size_t n = 0;
    pick[n++] = (1u << m->n) - 1;
    if (m->n < 3 || m->n > 5) return n;
    for (const unsigned *p = by_count[m->n - 3]; *p; p++)
        if (tells(m, *p)) pick[n++] = *p;
    return n;
}

/* ---- keys ---- */

/* The consonants in classes, the first vowel as a. */
static size_t skeleton(const char *w, char out[MSDX_PERSON_BYTES])
{
    static const char from[] = "czgjvy", to[] = "sskkfa";
    size_t n = 0;
    for (size_t i = 0; w[i]; i++) {
        const char *at = strchr(from, w[i]);
        char ch = at ? to[at - from] : w[i];
        if (is_vowel(ch) || ch == 'h') {
            if (i > 0) continue;
            ch = ch == 'h' ? 'h' : 'a';
        }
        if (n == 0 || out[n - 1] != ch) out[n++] = ch;
    }
    out[n] = 0;
    return n;
}

/* The picked words' numbers, ordered by their skeletons. */
static size_t order(const msdx_person *m, unsigned pick, char skel[][MSDX_PERSON_BYTES], size_t *at)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++) {
        if (!(pick >> i & 1)) continue;
        skeleton(m->word[i], skel[i]);
        size_t k = n++;
        for (; k > 0 && strcmp(skel[at[k - 1]], skel[i]) > 0; k--) at[k] = at[k - 1];
        at[k] = i;
    }
    return n;
}

uint32_t msdx_person_hash(const msdx_person *m, unsigned pick)
{
    char skel[MSDX_PERSON_WORDS][MSDX_PERSON_BYTES], all[MSDX_PERSON_WORDS * MSDX_PERSON_BYTES];
    size_t at[MSDX_PERSON_WORDS], n = order(m, pick, skel, at), k = 0;
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(skel[at[i]]);
        memcpy(all + k, skel[at[i]], len);
        k += len;
        all[k++] = ' ';
    }
    return (uint32_t)(msdx_murmur64a(all, k, 3) >> 32);
}

static uint32_t weight(char ch)
{
    return is_vowel(ch) || ch == 'h' ? 1 : 2;
}

static uint32_t change(char a, char b)
{
    static const char *const near[] = {"sz", "cs", "gk", "jg", "fv", "cj", "td", "bp"};
    if (a == b) return 0;
    if (weight(a) == 1 && weight(b) == 1) return 1;
    for (size_t i = 0; i < sizeof near / sizeof *near; i++)
        if ((near[i][0] == a && near[i][1] == b) || (near[i][0] == b && near[i][1] == a)) return 1;
    return 2;
}

static uint32_t edits(const char *a, const char *b)
{
    uint32_t row[MSDX_PERSON_BYTES + 1] = {0};
    for (size_t j = 0; b[j]; j++) row[j + 1] = row[j] + weight(b[j]);
    for (size_t i = 0; a[i]; i++) {
        uint32_t corner = row[0];
        row[0] += weight(a[i]);
        for (size_t j = 0; b[j]; j++) {
            uint32_t best = corner + change(a[i], b[j]);
            if (row[j + 1] + weight(a[i]) < best) best = row[j + 1] + weight(a[i]);
            if (row[j] + weight(b[j]) < best) best = row[j] + weight(b[j]);
            corner = row[j + 1];
            row[j + 1] = best;
        }
    }
    return row[strlen(b)];
}

uint32_t msdx_person_distance(const msdx_person *a, unsigned pick_a, const msdx_person *b, unsigned pick_b)
{
    char skel_a[MSDX_PERSON_WORDS][MSDX_PERSON_BYTES], skel_b[MSDX_PERSON_WORDS][MSDX_PERSON_BYTES];
    size_t at_a[MSDX_PERSON_WORDS], at_b[MSDX_PERSON_WORDS];
    size_t n = order(a, pick_a, skel_a, at_a), letters = 0;
    if (order(b, pick_b, skel_b, at_b) != n) return UINT32_MAX;
    uint32_t sum = 0;
    bool in_order = true;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++) in_order &= (at_a[k] < at_a[i]) == (at_b[k] < at_b[i]);
        const char *x = a->word[at_a[i]], *y = b->word[at_b[i]];
        size_t len = strlen(x) > strlen(y) ? strlen(x) : strlen(y);
        uint32_t d = edits(x, y);
        if (d > len / 3) return UINT32_MAX;
        letters += len;
        sum += d;
    }
    if (!in_order && (sum > 0 || letters < TURNED_LETTERS)) return UINT32_MAX;
    return sum > letters / 4 ? UINT32_MAX : sum;
}
