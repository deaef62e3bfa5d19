/* defined.c: names that the text itself explains, against what they mean elsewhere: 'the Palestinian Central Council
 * (PCC)' is no gang of Brazil's, 'Dome' after 'Dome Petroleum Ltd' no town of Ghana's, and 'the Socialist Party' of a
 * text on Portugal not that of another country. Short forms in brackets are told by their initials, after Schwartz and
 * Hearst, 'A simple algorithm for identifying abbreviation definitions in biomedical text' (2003). */
#include "code/code_impl.h"

enum { SHORT_MIN = 2, SHORT_MAX = 8, PHRASE_TOKENS = 14 };

/* ---- short forms in brackets ---- */

static bool is_short_form(msdx_str w)
{
    if (w.n < SHORT_MIN || w.n > SHORT_MAX) return false;
    for (size_t i = 0; i < w.n; i++)
        if (w.p[i] < 'A' || w.p[i] > 'Z') return false;
    return true;
}

static char upper(char ch)
{
    return ch >= 'a' && ch <= 'z' ? (char)(ch & ~32) : ch;
}

/* The first word of the phrase that ends before token `end` and whose initials are these; words in small letters may be
 * passed over. -1: none. */
static int32_t phrase_of(const msdx_unit *u, int32_t end, msdx_str initials)
{
    size_t left = initials.n;
    int32_t t = end - 1;
    for (; t >= 0 && left > 0 && end - t <= PHRASE_TOKENS && u->tok[t].sent == u->tok[end].sent; t--) {
        msdx_str w = msdx_tok_text(u, t);
        if (!w.n || u->tok[t].upos == MSDX_PUNCT || u->tok[t].is_space) continue;
        if (upper(w.p[0]) == initials.p[left - 1]) {
            left--;
        } else if (w.p[0] >= 'A' && w.p[0] <= 'Z') {
            return -1;
        }
    }
    return left == 0 ? t + 1 : -1;
}

/* Has the actor's own name one of the longer words of the phrase? Then it is who we take it for. */
static bool shares_word(const struct msdx_coder *c, const msdx_actor *a, int32_t from, int32_t end)
{
    enum { LONG_WORD = 4 };
    for (int32_t t = from; t < end; t++) {
        msdx_str w = msdx_tok_text(c->u, t);
        for (const char *p = a->name; w.n >= LONG_WORD && *p; p++)
            if (strncasecmp(p, w.p, w.n) == 0) return true;
    }
    return false;
}

static bool is_whole_name(const struct msdx_word *w, int32_t from, int32_t end)
{
    return w->name && w->name_start <= from + 1 && w->name_end == end;
}

/* Is the actor's name one of other words with the same initials ('Palestinian Authority' for 'Patriotic Alternative')? */
static bool is_spelt_out(const struct msdx_coder *c, const msdx_actor *a, msdx_str initials, int32_t from, int32_t end)
{
    size_t n = 0;
    for (const char *p = a->name; *p; p++) {
        bool begins = (p == a->name || p[-1] == ' ') && *p >= 'A' && *p <= 'Z';
        if (begins && (n == initials.n || *p != initials.p[n++])) return false;
    }
    return n == initials.n && !shares_word(c, a, from, end);
}

/* Does the phrase name another country than the actor's? */
static bool is_of_another(const struct msdx_coder *c, const msdx_actor *a, int32_t from, int32_t end)
{
    if (!a->country || !msdx_know_state(c->know, a->country)) return false;
    for (int32_t t = from; t < end; t++) {
        const msdx_sense *s = c->word[t].name;
        if (!s || s->kind == MSDX_SENSE_PLACE || s->kind == MSDX_SENSE_GAZETTEER) continue;
        const msdx_actor *b = msdx_know_actor(c->know, s->index);
        if (b->type == MSDX_ACTOR_STATE && b->country && strcmp(b->country, a->country) != 0) return true;
    }
    return false;
}

/* From that paragraph on let every `initials` of the text mean what the words [from, end) mean. */
static void define(struct msdx_coder *c, int32_t t, int32_t from, int32_t end)
{
    const struct msdx_word *meant = &c->word[end - 1];
    const msdx_sense *s = msdx_word_name(&c->word[t], MSDX_SENSE_NAME);
    const msdx_actor *a = s ? msdx_know_actor(c->know, s->index) : NULL;
    bool whole = is_whole_name(meant, from, end);
    msdx_str word = msdx_tok_text(c->u, t);
    if (a && !whole && !is_spelt_out(c, a, word, from, end) && !is_of_another(c, a, from, end)) return;
    for (int32_t k = 0; k < (int32_t)c->u->n_tok; k++) {
        struct msdx_word *w = &c->word[k];
        if (!msdx_str_eq(msdx_tok_text(c->u, k), word) || !msdx_is_known_at(c, t, k)) continue;
        if (w->name && w->name_end - w->name_start > 1) continue;
        w->name = whole ? meant->name : NULL;
        w->n_name = whole ? meant->n_name : 0;
        w->name_start = whole ? k : 0;
        w->name_end = whole ? k + 1 : 0;
        w->is_defined = true;
    }
}

static void find_short_forms(struct msdx_coder *c)
{
    const msdx_unit *u = c->u;
    for (int32_t t = 2; t + 1 < (int32_t)u->n_tok; t++) {
        msdx_str w = msdx_tok_text(u, t);
        if (!is_short_form(w) || !msdx_tok_lower_is(u, t - 1, "(") || !msdx_tok_lower_is(u, t + 1, ")")) continue;
        if (c->word[t].is_defined) continue;
        int32_t from = phrase_of(u, t - 1, w);
        if (from >= 0) define(c, t, from, t - 1);
    }
}

/* ---- firms by their first word ---- */

static bool ends_firm(const msdx_unit *u, int32_t t)
{
    static const char *const tail[] = {"inc", "inc.", "corp",    "corp.",     "co",    "co.",  "ltd", "ltd.",
                                       "plc", "llc",  "company", "petroleum", "group", "bros", NULL};
    for (size_t i = 0; tail[i]; i++)
        if (msdx_tok_lower_is(u, t, tail[i])) return true;
    return false;
}

/* No list of towns is asked for the first word of a firm's name that stands alone. */
static void find_firms(struct msdx_coder *c)
{
    const msdx_unit *u = c->u;
    for (uint32_t i = 0; i < u->n_ent; i++) {
        const msdx_ent *e = &u->ent[i];
        if (e->end - e->start < 2 || strcmp(e->type, "ORG") != 0 || !ends_firm(u, e->end - 1)) continue;
        msdx_str first = msdx_tok_text(u, e->start);
        if (first.n < 3 || c->word[e->start].name || c->word[e->start].is_defined) continue;
        for (int32_t t = 0; t < (int32_t)u->n_tok; t++)
            if (!c->word[t].name && msdx_str_eq(msdx_tok_text(u, t), first) && msdx_is_known_at(c, e->start, t))
                c->word[t].is_defined = true;
    }
}

void msdx_code_defined(struct msdx_coder *c)
{
    find_short_forms(c);
    find_firms(c);
}

/* ---- parties that many countries have ---- */

/* Words that say what a party is for, and not where. */
static bool is_plain_party(const struct msdx_coder *c, const struct msdx_word *w)
{
    for (int32_t t = w->name_start; t < w->name_end; t++)
        if (!msdx_is_listed(c, MSDX_LIST_PARTY_WORD, t, t + 1)) return false;
    return true;
}

/* The paragraph in which the text first names the country by anything but such a party; INT32_MAX: none does. */
static int32_t told_of_country(const struct msdx_coder *c, const char *country)
{
    for (int32_t t = 0; t < (int32_t)c->u->n_tok; t++) {
        const struct msdx_word *w = &c->word[t];
        int32_t para = c->para[c->u->tok[t].sent];
        if (w->place && strcmp(w->place->country, country) == 0) return para;
        if (!w->name || w->name_start != t || w->name->kind == MSDX_SENSE_GAZETTEER) continue;
        if (w->name->kind == MSDX_SENSE_PLACE) {
            const char *there = msdx_know_place(c->know, w->name->index)->country;
            if (there && strcmp(there, country) == 0) return para;
            continue;
        }
        const msdx_actor *a = msdx_know_actor(c->know, w->name->index);
        if (!a->country || strcmp(a->country, country) != 0) continue;
        if (a->type != MSDX_ACTOR_PARTY || !is_plain_party(c, w)) return para;
    }
    return INT32_MAX;
}

bool msdx_is_anothers_party(struct msdx_coder *c, int32_t t)
{
    struct msdx_word *w = &c->word[t];
    const msdx_sense *s = msdx_word_name(w, MSDX_SENSE_NAME);
    const msdx_actor *a = s ? msdx_know_actor(c->know, s->index) : NULL;
    if (!a || a->type != MSDX_ACTOR_PARTY || !a->country || !is_plain_party(c, w)) return false;
    const char *here = msdx_context_country(c, c->u->tok[t].sent);
    if (!here || strcmp(here, a->country) == 0) return false;
    uint32_t i = 0;
    while (i < c->n_told && strcmp(c->told[i].country, a->country) != 0) i++;
    if (i == c->n_told) {
        if (i == MSDX_TOLD_MAX) return false;
        c->told[c->n_told].country = a->country;
        c->told[c->n_told++].para = told_of_country(c->body ? c->body : c, a->country);
    }
    /* A title knows what the body's first paragraph says. */
    return c->told[i].para > (c->body ? 0 : c->para[c->u->tok[t].sent]);
}
