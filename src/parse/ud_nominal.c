/* ud_nominal.c: inside noun phrases: amounts of money, dates, person names and titles. */
#include "parse/ud_impl.h"

// clang-format off
#define MONTHS                                                                                                       \
    " january february march april may june july august september october november december jan jan. feb feb. mar "  \
    "mar. apr apr. jun jun. jul jul. aug aug. sep sep. sept sept. oct oct. nov nov. dec dec. "
// clang-format on

static bool is_currency(const ud_sent *s, int32_t i)
{
    msdx_str w = s->tok[i].lower;
    if (!w.n || (w.p[w.n - 1] != '$' && (unsigned char)w.p[0] < 0x80)) return false;
    return s->node[i].tag == T_MONEY || ud_any(s, i, " $ \xC2\xA3 \xE2\x82\xAC \xC2\xA5 us$ c$ a$ hk$ ");
}

/* "$" -quantmod-> ... "million": the sign heads the amount, the number is its nummod. */
static void money(ud_sent *s, int32_t i)
{
    int32_t number = s->node[i].head;
    uint8_t dep = s->node[i].dep;
    if (number <= i || s->node[number].tag != T_CD) return;
    if (dep != D_QUANTMOD && dep != D_NMOD && dep != D_COMPOUND && dep != D_DEP && dep != D_NUMMOD) return;
    msdx_ud_replace(s, number, i);
    for (int32_t c = s->node[number].first, next; c >= 0; c = next) {
        next = s->node[c].next;
        if (c < i || c > number) msdx_ud_attach(s, c, i);
    }
    msdx_ud_attach(s, number, i);
    s->node[number].dep = D_NUMMOD;
    s->node[number].rel = MSDX_REL_NUMMOD;
    if (s->node[i].dep == D_NUMMOD) s->node[i].dep = D_COMPOUND;
}

/* The value of a token of one to four digits (ordinals too: "12th"), else -1. */
static int number_value(const ud_sent *s, int32_t i)
{
    msdx_str w = s->tok[i].lower;
    int value = 0;
    size_t k = 0;
    while (k < w.n && k < 5 && w.p[k] >= '0' && w.p[k] <= '9') value = value * 10 + (w.p[k++] - '0');
    if (k == 0 || k > 4) return -1;
    msdx_str rest = {w.p + k, w.n - k};
    return rest.n == 0 || msdx_ud_in_list(rest, " st nd rd th ") ? value : -1;
}

/* "Sept. 10, 2002": the day heads a date, month and year are its nmod:unmarked; without a day the month does. */
static void date(ud_sent *s, int32_t month)
{
    int32_t day = -1, year = -1;
    if (s->node[month].first < 0 || !ud_is_noun_tag(s->node[month].tag) || !ud_any(s, month, MONTHS)) return;
    for (int32_t c = s->node[month].first; c >= 0; c = s->node[c].next) {
        int value = number_value(s, c);
        if (value >= 1 && value <= 31 && (c == month + 1 || c == month - 1) && day < 0)
            day = c;
        else if (value >= 1000 && value <= 2100 && c > month && c <= month + 3)
            year = c;
    }
    if (year >= 0) s->node[year].rel = MSDX_REL_NMOD_UNMARKED;
    if (day < 0) return;
    msdx_ud_replace(s, month, day);
    msdx_ud_move_children(s, month, day);
    msdx_ud_attach(s, month, day);
    s->node[month].rel = MSDX_REL_NMOD_UNMARKED;
}

void msdx_ud_numbers(ud_sent *s)
{
    for (int32_t i = s->start; i < s->end; i++) {
        if (s->tok[i].is_space) continue;
        if (is_currency(s, i))
            money(s, i);
        else
            date(s, i);
    }
}

static bool in_person(const ud_sent *s, int32_t i)
{
    return s->tok[i].ent && strcmp(s->tok[i].ent, "PERSON") == 0;
}

/* Every other token of [a, b) hangs inside it, and one, the head, outside: gives that one, else -1. */
static int32_t head_of_range(const ud_sent *s, int32_t a, int32_t b)
{
    int32_t top = -1;
    for (int32_t i = a; i < b; i++) {
        if (s->tok[i].is_space) return -1;
        int32_t h = s->node[i].head;
        if (h >= a && h < b) continue;
        if (top >= 0) return -1;
        top = i;
    }
    return top;
}

/* A name's first token becomes its head, the others are flat. */
static void make_flat(ud_sent *s, int32_t a, int32_t b)
{
    int32_t top = head_of_range(s, a, b);
    if (top < 0 || s->node[top].rel) return;
    if (top != a) {
        msdx_ud_replace(s, top, a);
        msdx_ud_attach(s, top, a);
    }
    for (int32_t i = a + 1; i < b; i++) {
        msdx_ud_move_children(s, i, a);
        msdx_ud_attach(s, i, a);
        s->node[i].rel = s->node[i].dep == D_PUNCT ? MSDX_REL_PUNCT : MSDX_REL_FLAT;
    }
}

/* "President" before a person's name describes it: nmod:desc. So does a common noun before any name. */
static void titles(ud_sent *s, int32_t name)
{
    for (int32_t c = s->node[name].first; c >= 0 && c < name; c = s->node[c].next)
        if (s->node[c].dep == D_COMPOUND && !s->node[c].rel && ud_is_noun_tag(s->node[c].tag) && !in_person(s, c))
            s->node[c].rel = MSDX_REL_NMOD_DESC;
}

static bool is_name_word(const ud_sent *s, int32_t i)
{
    uint8_t tag = s->node[i].tag;
    return tag == T_NNP || tag == T_NNPS || tag == T_FW || s->node[i].dep == D_PUNCT || s->node[i].dep == D_COMPOUND;
}

/* "Henry II": the numeral is flat. */
static void regnal(ud_sent *s, int32_t i)
{
    int32_t name = i - 1;
    if (s->node[i].first < 0 || !ud_any(s, i, " i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii ") ||
        name < s->start)
        return;
    if (s->node[name].tag != T_NNP || s->node[name].head != i || s->node[name].dep != D_COMPOUND) return;
    make_flat(s, name, i + 1);
}

/* "al-Qaeda": a name of the article and what follows. */
static void arabic_article(ud_sent *s, int32_t i)
{
    int32_t name = i + 2;
    if (name >= s->end || s->node[i].head != name || !ud_any(s, i, " al el ") || !ud_word(s, i + 1, "-") ||
        s->tok[name].is_space)
        return;
    if (s->node[name].tag == T_NNP || s->node[name].tag == T_NNPS) make_flat(s, i, name + 1);
}

void msdx_ud_names(ud_sent *s)
{
    for (int32_t i = s->start, b; i < s->end; i = b) {
        b = i + 1;
        if (!in_person(s, i)) {
            if (s->tok[i].is_space) continue;
            regnal(s, i);
            arabic_article(s, i);
            /* Place names in other languages: "San Diego", "Hong Kong" */
            if (b < s->end && s->node[i].head == b && s->node[i].dep == D_COMPOUND && s->node[b].tag == T_NNP &&
                ud_any(s, i,
                       " san santa los las el hong sri abu tel buenos rio sao s\xC3\xA3o puerto costa phnom addis "
                       "kuala la st. ") &&
                s->tok[i].ent && s->tok[b].ent)
                make_flat(s, i, b + 1);
            continue;
        }
        while (b < s->end && in_person(s, b) && s->tok[b].ent_iob == MSDX_IN) b++;
        int32_t a = i, end = b;
        while (end > a + 1 && (s->node[end - 1].tag == T_POS || !is_name_word(s, end - 1))) end--;
        for (int32_t k = a; k < end; k++)
            if (!is_name_word(s, k)) end = a;
        if (end > a + 1) make_flat(s, a, end);
        if (end > a) titles(s, a);
    }
}
