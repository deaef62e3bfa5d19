/* sites.c: names of places that no list has: villages, quarters, camps, roads,
 * hospitals. The words around a name say that it is one: what kind of place it
 * is ('the village of', '… district'), where something is ('near'), what is done
 * to it ('shelled'), or the places that it is listed with. */
#include <stdlib.h>

#include "code/places.h"

struct run {
    int32_t a, b; /* tokens, half-open */
};

static bool lower_in(const msdx_unit *u, int32_t t, const char *const *list)
{
    for (; *list; list++)
        if (msdx_tok_lower_is(u, t, *list)) return true;
    return false;
}

static bool lemma_in(const msdx_unit *u, int32_t t, const char *const *list)
{
    for (; *list; list++)
        if (msdx_tok_lemma_is(u, t, *list)) return true;
    return false;
}

/* Sorted. */
static const char *const site_noun[] = {
    "academy",      "airbase",      "airfield",      "airport",    "area",        "avenue",      "axis",
    "barracks",     "base",         "bay",           "bazaar",     "beach",       "borough",     "boulevard",
    "bridge",       "cafe",         "camp",          "canton",     "canyon",      "capital",     "castle",
    "cathedral",    "cemetery",     "checkpoint",    "church",     "citadel",     "city",        "clinic",
    "coast",        "college",      "commune",       "community",  "compound",    "countryside", "county",
    "creek",        "crossing",     "crossroads",    "dam",        "delta",       "department",  "desert",
    "district",     "division",     "enclave",       "environs",   "factory",     "farm",        "field",
    "forest",       "fort",         "front",         "gate",       "gorge",       "governorate", "gulf",
    "hamlet",       "harbor",       "harbour",       "highway",    "hill",        "hospital",    "hostel",
    "hotel",        "island",       "junction",      "lake",       "lane",        "lga",         "locality",
    "mall",         "market",       "marsh",         "mine",       "monastery",   "mosque",      "mountain",
    "municipality", "neighborhood", "neighbourhood", "nightclub",  "oasis",       "oblast",      "oilfield",
    "outpost",      "outskirts",    "palace",        "parish",     "park",        "pass",        "peak",
    "peninsula",    "plain",        "plant",         "plaza",      "port",        "prefecture",  "prison",
    "province",     "quarter",      "raion",         "refinery",   "region",      "restaurant",  "ridge",
    "river",        "road",         "roundabout",    "school",     "section",     "sector",      "settlement",
    "shrine",       "slum",         "spring",        "square",     "stadium",     "state",       "station",
    "strait",       "street",       "strip",         "stronghold", "subdivision", "suburb",      "suburbs",
    "temple",       "territory",    "town",          "township",   "tunnel",      "university",  "valley",
    "village",      "ward",         "waterway",
};

static int by_word(const void *key, const void *word)
{
    const msdx_str *s = key;
    const char *w = *(const char *const *)word;
    int order = strncmp(s->p, w, s->n);
    return order ? order : -(w[s->n] != 0);
}

bool msdx_is_site_noun(const msdx_unit *u, int32_t t)
{
    const msdx_tok *tk = &u->tok[t];
    if (tk->lemma.n && bsearch(&tk->lemma, site_noun, sizeof site_noun / sizeof *site_noun, sizeof *site_noun, by_word))
        return true;
    return tk->lower.n &&
           bsearch(&tk->lower, site_noun, sizeof site_noun / sizeof *site_noun, sizeof *site_noun, by_word);
}

/* Nouns that a mere organisation has as well: a place only where something is said to be there. */
static bool is_body_noun(const msdx_unit *u, int32_t t)
{
    static const char *const list[] = {"university", "college", "division", "department", "front", "state", "community",
                                       "section",    "sector",  "church",   "academy",    "base",  NULL};
    return lemma_in(u, t, list);
}

static bool is_glue(const msdx_unit *u, int32_t t)
{
    static const char *const list[] = {"-", "'", "\xE2\x80\x99", "\xE2\x80\x98", "`", "\xE2\x80\x93", NULL};
    return t > 0 && t + 1 < (int32_t)u->n_tok && !u->tok[t].space && !u->tok[t - 1].space && lower_in(u, t, list);
}

static bool is_name_word(const struct msdx_coder *c, int32_t t)
{
    const msdx_tok *tk = &c->u->tok[t];
    if (tk->is_space || c->word[t].name || !msdx_begins_upper(c->u, t)) return false;
    return tk->upos == MSDX_PROPN || tk->upos == MSDX_NOUN || tk->upos == MSDX_ADJ || tk->upos == MSDX_X ||
           tk->upos == MSDX_VERB;
}

/* 'al' of 'al-Husseiniya' */
static bool is_article(const struct msdx_coder *c, int32_t t)
{
    static const char *const list[] = {"al", "el", "an", "ar", "as", "at", "az", "ash", "ad", "es", "ul", NULL};
    return t + 2 < (int32_t)c->u->n_tok && lower_in(c->u, t, list) && is_glue(c->u, t + 1) && is_name_word(c, t + 2);
}

static int32_t run_end(const struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    int32_t end = is_article(c, t) ? t + 3 : t + 1;
    while (end < (int32_t)u->n_tok && u->tok[end].sent == u->tok[t].sent) {
        bool ends_ent = u->tok[end - 1].ent && u->tok[end].ent_iob == MSDX_BEGIN;
        if ((is_name_word(c, end) && !ends_ent) || (is_article(c, end) && u->tok[end - 1].space))
            end++;
        else if (is_glue(u, end) && !c->word[end + 1].name)
            end += 2;
        else if (u->tok[end].ent_iob == MSDX_IN && !c->word[end].name && msdx_is_place_type(u->tok[end].ent))
            end++;
        else
            break;
    }
    return end;
}

static const char *ent_of(const msdx_unit *u, struct run r)
{
    for (int32_t t = r.a; t < r.b; t++)
        if (u->tok[t].ent) return u->tok[t].ent;
    return NULL;
}

static bool has_proper(const msdx_unit *u, struct run r)
{
    for (int32_t t = r.a; t < r.b; t++)
        if (u->tok[t].upos == MSDX_PROPN) return true;
    return false;
}

static bool ent_is(const char *ent, const char *const *list)
{
    for (; ent && *list; list++)
        if (strcmp(ent, *list) == 0) return true;
    return false;
}

/* Short, and not in capitals throughout as an organisation's initials are. */
static bool is_mere_name(const msdx_unit *u, struct run r)
{
    msdx_str w = msdx_tok_text(u, r.a);
    return r.b - r.a < 6 && !(w.n > 1 && r.b == r.a + 1 && w.p[1] >= 'A' && w.p[1] <= 'Z');
}

/* 'village of X', 'near X', 'shelled X' */
static bool words_before(const msdx_unit *u, struct run r, const char *ent)
{
    static const char *const people[] = {"PERSON", NULL}, *const bodies[] = {"PERSON", "ORG", "NORP", NULL};
    static const char *const inside[] = {"in", "near", "outside", "inside", "around", NULL};
    static const char *const there[] = {"at", "from", "to", "into", "across", "towards", "toward", "via", NULL};
    static const char *const done[] = {"enter",     "shell",   "bomb",   "bombard",    "liberate",
                                       "overrun",   "besiege", "retake", "raid",       "storm",
                                       "recapture", "reach",   "invade", "bombarding", NULL};
    int32_t p = r.a - 1, first = (int32_t)u->sent[u->tok[r.a].sent].tok_start;
    while (p >= first && (msdx_tok_lower_is(u, p, "the") || u->tok[p].is_space)) p--;
    if (p < first) return false;
    if (msdx_tok_lower_is(u, p, "of") && p > first && msdx_is_site_noun(u, p - 1) && !is_body_noun(u, p - 1))
        return true;
    bool bare = p == r.a - 1;
    if (lower_in(u, p, inside)) return bare ? !ent_is(ent, bodies + 2) && is_mere_name(u, r) : ent == NULL;
    if (lower_in(u, p, there)) return bare && !ent_is(ent, bodies);
    return bare && lemma_in(u, p, done) && !ent_is(ent, people) && !ent_is(ent, bodies + 1);
}

/* 'Handarat' before 'Refugee Camp' */
static bool follows_place(const struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    return t > 0 && u->tok[t - 1].sent == u->tok[t].sent && c->word[t - 1].name_end == t &&
           (c->word[t - 1].place || msdx_word_name(&c->word[t - 1], MSDX_SENSE_PLACE));
}

/* 'X district', 'Kindi Hospital' */
static bool words_after(const struct msdx_coder *c, struct run r, const char *ent)
{
    const msdx_unit *u = c->u;
    static const char *const people[] = {"PERSON", "NORP", NULL};
    int32_t last = r.b - 1;
    bool longer = last > r.a || follows_place(c, r.a);
    if (longer && !ent_is(ent, people) && msdx_is_site_noun(u, last))
        return !is_body_noun(u, last) || msdx_is_place_type(ent);
    if (r.b >= (int32_t)u->n_tok || u->tok[r.b].sent != u->tok[r.a].sent || u->tok[r.b].upos != MSDX_NOUN) return false;
    return msdx_is_site_noun(u, r.b) && !is_body_noun(u, r.b) && !ent_is(ent, people + 1);
}

/* ', X' and 'and X' after a place of the same list, and 'three villages: X'. */
static bool is_listed(const struct msdx_coder *c, struct run r, const char *ent)
{
    static const char *const joint[] = {",", "and", "or", ":", "--", "-", "\xE2\x80\x93", "\xE2\x80\x94", "like", NULL};
    static const char *const bodies[] = {"ORG", "NORP", NULL}, *const person[] = {"PERSON", NULL};
    const msdx_unit *u = c->u;
    int32_t p = r.a - 1, head = r.b - 1;
    while (p >= 0 && u->tok[p].sent == u->tok[r.a].sent && (lower_in(u, p, joint) || u->tok[p].is_space)) p--;
    if (p < 0 || p == r.a - 1 || u->tok[p].sent != u->tok[r.a].sent) return false;
    if (msdx_is_site_noun(u, p) && u->tok[p].upos == MSDX_NOUN && u->tok[p].tag[0] == 'N' && u->tok[p].tag[2] == 'S')
        return !ent_is(ent, bodies); /* 'captured two towns, X and Y' */
    bool site = c->word[p].site_end != 0, conj = u->tok[head].rel == MSDX_REL_CONJ || u->tok[r.a].rel == MSDX_REL_CONJ;
    if (!conj || ent_is(ent, bodies)) return false;
    return site || (c->word[p].place && !ent_is(ent, person));
}

static bool is_site(const struct msdx_coder *c, struct run r)
{
    static const char *const never[] = {"DATE", "TIME",     "CARDINAL", "ORDINAL",     "MONEY",   "PERCENT", "QUANTITY",
                                        "LAW",  "LANGUAGE", "EVENT",    "WORK_OF_ART", "PRODUCT", NULL};
    const msdx_unit *u = c->u;
    const char *ent = ent_of(u, r);
    if (msdx_tok_lower_is(u, r.a, "a.m.") || msdx_tok_lower_is(u, r.a, "p.m.")) return false;
    if (r.b == r.a + 1 && msdx_is_site_noun(u, r.a)) return false; /* 'District' of 'District Two' */
    if (msdx_is_place_type(ent)) return true;
    if (!has_proper(u, r) || ent_is(ent, never)) return false;
    return words_before(u, r, ent) || words_after(c, r, ent) || is_listed(c, r, ent);
}

static void mark(struct msdx_coder *c, struct run r)
{
    int32_t from = r.a;
    if (follows_place(c, r.a) && msdx_is_site_noun(c->u, r.b - 1)) r.a = c->word[r.a - 1].name_start;
    for (int32_t t = from; t < r.b; t++) {
        c->word[t].site_start = r.a;
        c->word[t].site_end = r.b;
    }
}

/* Once a place, a place wherever it stands alone as a name, from that paragraph on. */
static void spread(struct msdx_coder *c, struct run r, const struct run *site, size_t n)
{
    const msdx_unit *u = c->u;
    msd_span at = msdx_unit_span(u, r.a, r.b - 1);
    for (size_t i = 0; i < n; i++) {
        msd_span of = msdx_unit_span(u, site[i].a, site[i].b - 1);
        uint32_t len = at.end_byte - at.start_byte;
        if (!msdx_is_known_at(c, site[i].a, r.a)) continue;
        if (len == of.end_byte - of.start_byte && memcmp(u->text + at.start_byte, u->text + of.start_byte, len) == 0) {
            mark(c, r);
            return;
        }
    }
}

/* ---- 'the Somali capital' ---- */

/* The place of ours that is a country's capital; state: only as this actor's, or any. */
static const msdx_place *capital_at(const struct msdx_coder *c, const char *country, const uint32_t *state)
{
    const msdx_place *p;
    for (uint32_t i = 0; country && (p = msdx_know_place(c->know, i)); i++) {
        size_t n = 0;
        if (!p->country || strcmp(p->country, country) != 0 || p->precision != MSD_PLACE_CITY) continue;
        const msdx_sense *s = msdx_know_find(c->know, MSDX_SPACE_NAME, msdx_str_of(p->name), &n);
        for (size_t k = 0; k < n; k++)
            if (s[k].kind == MSDX_SENSE_CAPITAL && (!state || s[k].index == *state)) return p;
    }
    return NULL;
}

const msdx_place *msdx_capital_of(const struct msdx_coder *c, uint32_t state)
{
    return capital_at(c, msdx_know_actor(c->know, state)->country, &state);
}

const msdx_place *msdx_capital_of_country(const struct msdx_coder *c, const char *country)
{
    return capital_at(c, country, NULL);
}

/* 'the Somali capital', 'Kenya's capital', 'the capital of Libya', where it is not named. */
static void mark_capital(struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    if (!msdx_tok_lower_is(u, t, "capital") || c->word[t].place || c->word[t].name) return;
    bool named = t + 1 < (int32_t)u->n_tok &&
                 (c->word[t + 1].name ||
                  (msdx_tok_lower_is(u, t + 1, ",") && t + 2 < (int32_t)u->n_tok && c->word[t + 2].place));
    if (named) return;
    MSDX_EACH_CHILD (u, t, k) {
        bool whose = u->tok[k].rel == MSDX_REL_AMOD || u->tok[k].rel == MSDX_REL_NMOD_POSS ||
                     u->tok[k].rel == MSDX_REL_COMPOUND || u->tok[k].rel == MSDX_REL_NMOD;
        const msdx_sense *s = whose ? msdx_word_name(&c->word[k], MSDX_SENSE_ADJECTIVE) : NULL;
        if (whose && !s) s = msdx_word_name(&c->word[k], MSDX_SENSE_NAME);
        if (!s || msdx_know_actor(c->know, s->index)->type != MSDX_ACTOR_STATE) continue;
        c->word[t].place = msdx_capital_of(c, s->index);
        return;
    }
}

void msdx_code_sites(struct msdx_coder *c)
{
    enum { REMEMBERED = 64 };
    const msdx_unit *u = c->u;
    struct run site[REMEMBERED];
    size_t n = 0;
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++) mark_capital(c, t);
    for (int pass = 0; pass < (n ? 2 : 1); pass++)
        for (int32_t t = 0, end; t < (int32_t)u->n_tok; t = end) {
            end = t + 1;
            if (c->word[t].name || c->word[t].site_end || (!is_name_word(c, t) && !is_article(c, t))) continue;
            struct run r = {t, end = run_end(c, t)};
            if (pass) {
                spread(c, r, site, n);
            } else if (is_site(c, r)) {
                mark(c, r);
                if (n < REMEMBERED && has_proper(u, r)) site[n++] = r;
            }
        }
}
