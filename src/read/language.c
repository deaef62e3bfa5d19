/* language.c: English or not, by letters and by the commonest words. This only
 * has to keep other languages out, not to name every one of them. */
#include "read/read.h"

struct language {
    const char *code;
    const char *words; /* parted and surrounded by spaces */
};

/* Function words; those that two languages share weigh on both sides and cancel out. */
static const struct language languages[] = {
    {"en", " the of and to in a is that for on was with as it by at from be has have are his were said an which not "
           "will who had its but they their this been after or would more he she also than about up into "},
    {"es", " de la que el en y los del las por con una para su al lo como se un no es fue este ha son sus pero "
           "m\xC3\xA1s sobre entre tambi\xC3\xA9n desde hasta est\xC3\xA1 "},
    {"fr", " de la le et les des en un une du dans que pour qui par sur au plus ne se pas avec il ce est sont aux ses "
           "a d'un cette \xC3\xA9t\xC3\xA9 mais ont leur apr\xC3\xA8s "},
    {"de", " der die und in den von zu das mit sich des auf f\xC3\xBCr ist im dem nicht ein eine als auch es an werden "
           "aus er hat dass sie nach wird bei einer um am sind noch wie einem \xC3\xBC"
           "ber "},
    {"it", " di e il la che in un per del non una con si da sono i le dei alla nel della ha al gli pi\xC3\xB9 anche "
           "come stato era dal delle \xC3\xA8 "},
    {"pt", " de a o que e do da em um para com n\xC3\xA3o uma os no se na por mais as dos como mas foi ao das sua seu "
           "tamb\xC3\xA9m pelo pela at\xC3\xA9 s\xC3\xA3o \xC3\xA9 "},
    {"nl", " de van een het en in is dat op te zijn met voor niet aan er om door ook als bij naar uit dan maar hij nog "
           "wordt werd heeft "},
    {"sv", " och att det i en som p\xC3\xA5 \xC3\xA4r av f\xC3\xB6r den till har med de inte om ett han var vid "
           "fr\xC3\xA5n kan efter "},
    {"id",
     " yang dan di dengan untuk dari pada ini itu dalam tidak akan oleh adalah ke telah mereka sebagai karena juga "},
    {"tr", " ve bir bu da de i\xC3\xA7in ile olarak olan daha gibi sonra kadar ise ancak g\xC3\xB6re \xC3\xA7ok "},
    {"pl", " w i na z do nie \xC5\xBC"
           "e jest si\xC4\x99 o jak przez po dla od za oraz kt\xC3\xB3ry by\xC5\x82 "},
    {"ro", " \xC8\x99i de \xC3\xAEn la cu a pe din care nu pentru este un o au mai fost s\xC4\x83 c\xC4\x83 "}};
enum { N_LANGUAGE = sizeof languages / sizeof *languages, LOOK_BYTE = 8192 };

bool msdx_language_is_english(const char *language)
{
    if (!language) return true;
    char low[8] = {0};
    for (size_t i = 0; i < sizeof low - 1 && language[i]; i++) low[i] = (char)(language[i] | 0x20);
    if (strncmp(low, "english", 7) == 0) return true;
    if (low[0] != 'e' || low[1] != 'n') return false;
    const char *rest = language + 2 + (low[2] == 'g');
    return *rest == 0 || *rest == '-' || *rest == '_';
}

/* Letters of a text by script. */
struct scripts {
    size_t latin, accented, other, cyrillic, arabic, han, kana, hangul, hebrew, devanagari, greek;
};

static void count_letter(struct scripts *s, int32_t cp)
{
    if (cp < 0x250 || (cp >= 0x1E00 && cp < 0x1F00)) {
        s->latin += (cp | 0x20) >= 'a' && ((cp | 0x20) <= 'z' || cp >= 0xC0);
        s->accented += cp >= 0xC0;
        return;
    }
    if (cp >= 0x2000 && cp < 0x2C00) return; /* punctuation and signs */
    size_t *n = cp >= 0x400 && cp < 0x530     ? &s->cyrillic
                : cp >= 0x600 && cp < 0x780   ? &s->arabic
                : cp >= 0x4E00 && cp < 0xA000 ? &s->han
                : cp >= 0x3040 && cp < 0x3100 ? &s->kana
                : cp >= 0xAC00 && cp < 0xD7B0 ? &s->hangul
                : cp >= 0x590 && cp < 0x600   ? &s->hebrew
                : cp >= 0x900 && cp < 0x980   ? &s->devanagari
                : cp >= 0x370 && cp < 0x400   ? &s->greek
                                              : NULL;
    if (n) ++*n;
    s->other++;
}

static const char *by_script(const struct scripts *s)
{
    const struct {
        size_t n;
        const char *code;
    } one[] = {{s->arabic, "ar"}, {s->cyrillic, "ru"}, {s->kana * 3, "ja"},   {s->han, "zh"},
               {s->hangul, "ko"}, {s->hebrew, "he"},   {s->devanagari, "hi"}, {s->greek, "el"}};
    size_t best = 0;
    for (size_t i = 1; i < sizeof one / sizeof *one; i++)
        if (one[i].n > one[best].n) best = i;
    return one[best].n * 2 >= s->other ? one[best].code : "und";
}

/* Words of one language: how many, and which (a bit each, by where they stand in the list). */
struct hits {
    size_t n;
    uint64_t which;
};

/* Most words are in no list: which lists could hold one is kept by a small hash of its length and three letters. */
enum { N_SLOT = 1024, WORD_ROOM = 24 };
struct lists {
    uint16_t maybe[N_SLOT]; /* a bit for each language */
};

static size_t slot_of(const char *word, size_t n)
{
    const unsigned char *w = (const unsigned char *)word;
    return ((size_t)w[0] * 7 + (size_t)w[n / 2] * 61 + (size_t)w[n - 1] * 257 + n * 19) % N_SLOT;
}

static void lists_init(struct lists *lists)
{
    *lists = (struct lists){{0}};
    for (size_t k = 0; k < N_LANGUAGE; k++)
        for (const char *at = languages[k].words + 1; *at;) {
            size_t n = strcspn(at, " ");
            lists->maybe[slot_of(at, n)] |= (uint16_t)(1U << k);
            at += n + 1;
        }
}

static void count_word(const struct lists *lists, struct hits hits[N_LANGUAGE], const char *word, size_t n)
{
    char key[WORD_ROOM];
    if (n == 0 || n + 3 > sizeof key) return;
    key[0] = ' ';
    for (size_t i = 0; i < n; i++) key[i + 1] = (char)(word[i] >= 'A' && word[i] <= 'Z' ? word[i] | 0x20 : word[i]);
    key[n + 1] = ' ';
    key[n + 2] = 0;
    unsigned maybe = lists->maybe[slot_of(key + 1, n)];
    for (size_t k = 0; maybe; k++, maybe >>= 1) {
        const char *at = maybe & 1 ? strstr(languages[k].words, key) : NULL;
        if (!at) continue;
        hits[k].n++;
        hits[k].which |= UINT64_C(1) << (size_t)(at - languages[k].words) / 2 % 64;
    }
}

static bool is_word_byte(char c)
{
    return (unsigned char)c >= 0x80 || c == '\'' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static const char *by_words(const struct hits *hits, size_t n_word, const struct scripts *s)
{
    size_t best = 0;
    for (size_t k = 1; k < N_LANGUAGE; k++)
        if (hits[k].n > hits[best].n) best = k;
    /* English unless another language is clearly ahead, with words of several kinds: a headline may hold no function
     * word at all, and a table says "no" in every row. */
    bool many = __builtin_popcountll(hits[best].which) >= (n_word < 12 ? 3 : 4);
    if (best && many && hits[best].n * 2 > hits[0].n * 3 && hits[best].n * 12 > n_word) return languages[best].code;
    return s->accented * 20 > s->latin && hits[0].n * 40 < n_word && n_word > 10 ? "und" : "en";
}

const char *msdx_language_guess(msdx_str text)
{
    struct scripts s = {0};
    struct hits hits[N_LANGUAGE] = {0};
    size_t n = text.n < LOOK_BYTE ? text.n : LOOK_BYTE, used, n_word = 0;
    for (size_t i = 0; i < n; i += used) {
        int32_t cp = msdx_utf8_get(text.p + i, text.n - i, &used);
        if (cp >= 0) count_letter(&s, cp);
    }
    if (s.other > s.latin) return by_script(&s);
    struct lists lists;
    lists_init(&lists);
    for (size_t i = 0; i < n;) {
        size_t start = i;
        while (i < n && is_word_byte(text.p[i])) i++;
        count_word(&lists, hits, text.p + start, i - start);
        n_word += i > start;
        if (i < n) i++;
    }
    return by_words(hits, n_word, &s);
}
