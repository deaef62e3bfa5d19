/* spelling.c: full names under other spellings. Every way to write the name is made and looked up, at most TRIES. */
#include "know/spelling.h"

enum { NAME_WORDS = 6, WORD_BYTES = 40, SPELLINGS = 7, TRIES = 128 };

/* Given names as newspapers spell them; a line is one name. */
static const char *const same_name[][SPELLINGS] = {
    {"Mohammed", "Mohamed", "Mohammad", "Muhammad", "Muhammed", "Mohamad"},
    {"Ahmed", "Ahmad"},
    {"Abdel", "Abdul", "Abd"},
    {"Abdullah", "Abdallah", "Abdulla", "Abdalla"},
    {"Hussein", "Hussain", "Husain", "Husayn"},
    {"Hassan", "Hasan"},
    {"Youssef", "Yusuf", "Yousef", "Yousuf", "Yusef"},
    {"Omar", "Umar"},
    {"Osman", "Othman", "Uthman"},
    {"Ibrahim", "Ebrahim"},
    {"Mahmoud", "Mahmud"},
    {"Khaled", "Khalid"},
    {"Saleh", "Salih"},
    {"Saeed", "Said"},
    {"Nasser", "Nasir", "Naser"},
    {"Faisal", "Feisal", "Faysal"},
    {"Mustafa", "Mostafa", "Moustafa", "Mustapha", "Moustapha"},
    {"Tariq", "Tareq", "Tarek", "Tarik"},
    {"Fouad", "Fuad"},
    {"Nouri", "Nuri"},
    {"Moussa", "Musa"},
    {"Ismail", "Ismael", "Esmail"},
    {"Suleiman", "Sulaiman", "Soliman", "Suleyman"},
    {"Rashid", "Rachid"},
    {"Karim", "Kareem"},
    {"Ould", "ould"},
    {"bin", "Bin", "ibn", "ben"},
    {"Sergei", "Sergey"},
    {"Alexei", "Aleksei", "Alexey", "Aleksey"},
    {"Alexander", "Aleksandr", "Aleksander"},
    {"Dmitry", "Dmitri", "Dmitriy"},
    {"Yuri", "Yury", "Yuriy"},
    {"Andrei", "Andrey", "Andriy"},
    {"Nikolai", "Nikolay"},
    {"Valery", "Valeriy"},
    {"Anatoly", "Anatoliy"},
    {"Vitaly", "Vitaliy"},
    {"Gennady", "Gennadiy"},
    {"Yevgeny", "Evgeny", "Yevgeniy", "Evgeniy"},
};
static const char *const title[] = {
    "gen",        "general", "maj",       "major",     "lt",     "lieutenant", "col",
    "colonel",    "brig",    "brigadier", "adm",       "capt",   "admiral",    "dr",
    "mr",         "mrs",     "ms",        "sir",       "sheikh", "sheik",      "prof",
    "sen",        "rep",     "gov",       "pres",      "hon",    "un",         "president",
    "ambassador", "senator", "prince",    "ayatollah", "mullah", "king",       "secretary-general"};

typedef struct name {
    char word[NAME_WORDS][WORD_BYTES];
    const char *other[NAME_WORDS][SPELLINGS]; /* further spellings; ends with NULL */
    size_t n;
} name;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_title(msdx_str w)
{
    if (w.n && w.p[w.n - 1] == '.') w.n--;
    for (size_t i = 0; i < sizeof title / sizeof *title; i++) {
        size_t k = 0;
        while (k < w.n && title[i][k] && (w.p[k] | 0x20) == (title[i][k] | 0x20)) k++;
        if (k == w.n && !title[i][k]) return true;
    }
    return false;
}

/* The article itself, or what begins with it and a hyphen. */
static bool is_article(const char *w, size_t n)
{
    return n >= 2 && memchr("aAeE", w[0], 4) && w[1] == 'l' && (n == 2 || w[2] == '-');
}

/* A word, or the two sides of its hyphen; false when the name is too long to be one. */
static bool add_word(name *m, msdx_str w)
{
    bool joins = m->n && strlen(m->word[m->n - 1]) == 2 && is_article(m->word[m->n - 1], 2);
    if (joins && w.n + 4 <= WORD_BYTES) { /* al Haq */
        memcpy(m->word[m->n - 1] + 2, "-", 1);
        memcpy(m->word[m->n - 1] + 3, w.p, w.n);
        m->word[m->n - 1][3 + w.n] = 0;
        return true;
    }
    size_t cut = 1;
    while (cut + 1 < w.n && w.p[cut] != '-') cut++;
    if (cut + 1 < w.n && !is_article(w.p, w.n))
        return add_word(m, (msdx_str){w.p, cut}) && add_word(m, (msdx_str){w.p + cut + 1, w.n - cut - 1});
    if (!w.n || w.n >= WORD_BYTES || m->n == NAME_WORDS) return false;
    memcpy(m->word[m->n], w.p, w.n);
    m->word[m->n++][w.n] = 0;
    return true;
}

static void turn(name *m, size_t by)
{
    name was = *m;
    for (size_t i = 0; i < m->n; i++) memcpy(m->word[i], was.word[(i + by) % m->n], WORD_BYTES);
}

static bool split(name *m, msdx_str t)
{
    size_t comma = 0;
    bool titles = true;
    for (size_t i = 0; i < t.n;) {
        while (i < t.n && is_blank(t.p[i])) i++;
        size_t start = i;
        while (i < t.n && !is_blank(t.p[i]) && t.p[i] != ',') i++;
        msdx_str w = {t.p + start, i - start};
        titles = titles && is_title(w);
        if (!titles && w.n && !add_word(m, w)) return false;
        if (i < t.n && t.p[i] == ',') {
            if (comma || !m->n) return false;
            comma = m->n;
            titles = true;
            i++;
        }
    }
    if (m->n < 2 || comma == m->n) return false;
    if (comma) turn(m, comma);
    return true;
}

static void find_others(name *m)
{
    for (size_t i = 0; i < m->n; i++) {
        const char *w = m->word[i];
        memset(m->other[i], 0, sizeof m->other[i]);
        m->other[i][0] = w;
        if (strlen(w) > 4 && is_article(w, strlen(w))) m->other[i][1] = w + 3;
        for (size_t k = 0; k < sizeof same_name / sizeof *same_name; k++)
            for (size_t j = 0; j < SPELLINGS && same_name[k][j]; j++)
                if (strcmp(same_name[k][j], w) == 0) memcpy(m->other[i], same_name[k], sizeof m->other[i]);
    }
}

static const msdx_sense *person(const msdx_know *know, const char *phrase, size_t n_phrase, size_t *n)
{
    const msdx_sense *s = msdx_know_find(know, MSDX_SPACE_NAME, (msdx_str){phrase, n_phrase}, n);
    for (size_t i = 0; s && i < *n; i++)
        if (s[i].kind == MSDX_SENSE_NAME && msdx_know_actor(know, s[i].index)->type == MSDX_ACTOR_PERSON) return s;
    return NULL;
}

/* Every choice of one spelling a word, counted up like the digits of a number. */
static const msdx_sense *try_all(const msdx_know *know, const name *m, size_t *n)
{
    size_t digit[NAME_WORDS] = {0};
    for (int tries = 0; tries < TRIES; tries++) {
        char phrase[NAME_WORDS * (WORD_BYTES + 1)];
        size_t at = 0;
        for (size_t i = 0; i < m->n; i++) {
            const char *w = m->other[i][digit[i]];
            size_t k = strlen(w);
            if (i) phrase[at++] = ' ';
            memcpy(phrase + at, w, k);
            at += k;
        }
        const msdx_sense *s = person(know, phrase, at, n);
        if (s) return s;
        size_t i = 0;
        while (i < m->n && (digit[i] + 1 == SPELLINGS || !m->other[i][digit[i] + 1])) digit[i++] = 0;
        if (i == m->n) return NULL;
        digit[i]++;
    }
    return NULL;
}

const msdx_sense *msdx_know_person(const msdx_know *know, msdx_str text, size_t *n)
{
    name m = {.n = 0};
    *n = 0;
    if (!split(&m, text)) return NULL;
    size_t by[3] = {0, m.n - 1, 2 % m.n}; /* as it stands, family name moved to the front, to the end */
    for (size_t i = 0; i < 3; i++) {
        turn(&m, by[i]);
        find_others(&m);
        const msdx_sense *s = try_all(know, &m, n);
        if (s) return s;
    }
    *n = 0;
    return NULL;
}
