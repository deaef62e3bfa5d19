/* gazetteer.c: names of the gazetteer in a text. Its names are also words,
 * surnames and parts of longer names, so a name counts as a place only where the
 * name finder, a preposition or the size of the place speaks for it, and never
 * where our own files have a name. */
#include <stdlib.h>

#include "code/places.h"

enum { WORDS_MAX = 5, LARGE = 100000, HUGE_CITY = 1000000, SHORT_LETTERS = 4 };

static bool in_list(msdx_str s, const char *const *list)
{
    for (; *list; list++)
        if (msdx_spells(s, *list)) return true;
    return false;
}

/* ---- names of the model ---- */

/* The name of the name finder that covers t, as [a, b); false: none. */
static bool ent_at(const msdx_unit *u, int32_t t, int32_t *a, int32_t *b)
{
    if (!u->tok[t].ent) return false;
    *a = t;
    while (*a > 0 && u->tok[*a].ent_iob == MSDX_IN) --*a;
    *b = t + 1;
    while (*b < (int32_t)u->n_tok && u->tok[*b].ent_iob == MSDX_IN) ++*b;
    return true;
}

bool msdx_is_place_type(const char *ent)
{
    return ent && (strcmp(ent, "GPE") == 0 || strcmp(ent, "LOC") == 0 || strcmp(ent, "FAC") == 0);
}

static bool is_number_type(const char *ent)
{
    static const char *const list[] = {"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", NULL};
    return in_list(msdx_str_of(ent), list);
}

bool msdx_begins_upper(const msdx_unit *u, int32_t t)
{
    msdx_str w = msdx_tok_text(u, t);
    unsigned char first = w.n ? (unsigned char)w.p[0] : 0;
    return (first >= 'A' && first <= 'Z') || (first >= 0xC3 && !msdx_str_eq(w, u->tok[t].lower));
}

/* ---- looking up ---- */

/* 'Clay, Grant and Swift counties' */
static bool is_in_list_of_counties(const msdx_unit *u, int32_t t)
{
    enum { LIST_MAX = 40 };
    for (int32_t end = t + LIST_MAX; t < end && t < (int32_t)u->n_tok; t++) {
        if (msdx_tok_lower_is(u, t, "counties")) return true;
        bool joint = msdx_tok_lower_is(u, t, ",") || msdx_tok_lower_is(u, t, "and");
        if (!joint && (u->tok[t].is_space || !msdx_begins_upper(u, t))) return false;
    }
    return false;
}

static const uint32_t *senses_of(const struct msdx_coder *c, int32_t a, int32_t b, size_t *n)
{
    char key[MSDX_GAZ_KEY_ROOM], county[MSDX_GAZ_KEY_ROOM];
    static const char kind[] = " County";
    uint32_t from = c->u->tok[a].span.start_byte, to = c->u->tok[b - 1].span.end_byte;
    *n = 0;
    if (to - from + sizeof kind >= MSDX_GAZ_KEY_ROOM) return NULL;
    if (is_in_list_of_counties(c->u, b)) {
        memcpy(county, c->u->text + from, to - from);
        memcpy(county + (to - from), kind, sizeof kind);
        const uint32_t *sense =
            msdx_gazetteer_find(c->know, (msdx_str){key, msdx_gazetteer_key(msdx_str_of(county), key)}, n);
        if (sense) return sense;
    }
    size_t n_key = msdx_gazetteer_key((msdx_str){c->u->text + from, to - from}, key);
    /* 'the North' is no town of Cameroon's: a bare direction names whatever the text is about; nor is 'Police' Poland's. */
    static const char *const no_town[] = {"north",   "south",   "east",   "west",   "northern", "southern",
                                          "eastern", "western", "centre", "center", "central",  "upper",
                                          "lower",   "twin",    "police", NULL};
    *n = 0;
    if (msdx_is_any(key, no_town)) return NULL;
    return msdx_gazetteer_find(c->know, (msdx_str){key, n_key}, n);
}

/* The longest name of the gazetteer that begins at t; gives the token after it, or t. */
static int32_t match(const struct msdx_coder *c, int32_t t, int32_t most, const uint32_t **sense, size_t *n)
{
    const msdx_unit *u = c->u;
    int32_t end = t + 1;
    if (!msdx_begins_upper(u, t)) return t;
    while (end < (int32_t)u->n_tok && end - t < most && u->tok[end].sent == u->tok[t].sent) end++;
    for (; end > t; end--) {
        if (u->tok[end - 1].is_space || (end - 1 > t && !msdx_begins_upper(u, end - 1))) continue;
        if (u->tok[end - 1].upos == MSDX_PUNCT) continue;
        if ((*sense = senses_of(c, t, end, n))) return end;
    }
    return t;
}

/* ---- is it a place? ---- */

static bool locative_before(const msdx_unit *u, int32_t t)
{
    static const char *const preps[] = {"in",     "at",     "near",   "outside", "around",  "across",  "inside",
                                        "from",   "to",     "into",   "toward",  "towards", "via",     "throughout",
                                        "around", "beyond", "within", "of",      "between", "through", NULL};
    return t > 0 && u->tok[t - 1].sent == u->tok[t].sent && in_list(u->tok[t - 1].lower, preps);
}

/* Does the name stand in a longer person's name elsewhere ('Marino' after 'Dan Marino')? */
static bool is_somebodys(const msdx_unit *u, int32_t a, int32_t b)
{
    msdx_str w = {u->text + u->tok[a].span.start_byte, u->tok[b - 1].span.end_byte - u->tok[a].span.start_byte};
    for (uint32_t i = 0; i < u->n_ent; i++) {
        const msdx_ent *e = &u->ent[i];
        if (e->end - e->start < 2 || strcmp(e->type, "PERSON") != 0) continue;
        for (int32_t t = e->start; t < e->end; t++)
            if (msdx_str_eq(msdx_tok_text(u, t), w)) return true;
    }
    return false;
}

/* What may stand in the model's name beside the place's own: 'Borno State', 'Alexandria, La.', 'eastern Aleppo'. */
static bool is_frame_of_name(const msdx_unit *u, int32_t a, int32_t b, int32_t ent_a, int32_t ent_b)
{
    static const char *const generic[] = {"state",      "province", "governorate",   "region", "county",
                                          "district",   "city",     "oblast",        "town",   "village",
                                          "prefecture", "'s",       "\xE2\x80\x99s", NULL};
    bool comma = b < ent_b && (msdx_str_is(u->tok[b].lower, ",") || msdx_str_is(u->tok[b].lower, "("));
    for (int32_t t = ent_a; t < a; t++)
        if (msdx_begins_upper(u, t) && !msdx_str_is(u->tok[t].lower, "the") &&
            !(t == a - 1 && msdx_str_is(u->tok[t].lower, ",")))
            return ent_a < a && msdx_str_is(u->tok[a - 1].lower, ",");
    for (int32_t t = b; t < ent_b && !comma; t++)
        if (!in_list(u->tok[t].lower, generic)) return false;
    return true;
}

static bool touches_name(const msdx_unit *u, int32_t a, int32_t b)
{
    bool before = a > 0 && u->tok[a - 1].sent == u->tok[a].sent && u->tok[a - 1].upos == MSDX_PROPN;
    bool after = b < (int32_t)u->n_tok && u->tok[b].sent == u->tok[a].sent && u->tok[b].upos == MSDX_PROPN;
    return before || after;
}

/* Nothing says that it is a place, and nothing that it is not. */
static bool is_maybe(const struct msdx_coder *c, int32_t a, int32_t b)
{
    const msdx_unit *u = c->u;
    int32_t ent_a = a, ent_b = b;
    bool in_ent = ent_at(u, a, &ent_a, &ent_b);
    if (u->tok[a].upos != MSDX_PROPN || u->tok[b - 1].upos != MSDX_PROPN || is_somebodys(u, a, b)) return false;
    return in_ent ? ent_a == a && ent_b == b && !is_number_type(u->tok[a].ent) : !touches_name(u, a, b);
}

/* Neither is_maybe nor is_sure has a place that begins otherwise. */
static bool may_begin(const msdx_unit *u, int32_t a)
{
    return u->tok[a].upos == MSDX_PROPN || msdx_is_place_type(u->tok[a].ent);
}

static bool is_sure(const struct msdx_coder *c, int32_t a, int32_t b, uint32_t population)
{
    const msdx_unit *u = c->u;
    int32_t ent_a = a, ent_b = b;
    bool in_ent = ent_at(u, a, &ent_a, &ent_b);
    msdx_str w = {NULL, u->tok[b - 1].span.end_byte - u->tok[a].span.start_byte};
    if (w.n < SHORT_LETTERS && population < HUGE_CITY) return false;
    if (in_ent && msdx_is_place_type(u->tok[a].ent))
        return b <= ent_b && is_frame_of_name(u, a, b, ent_a, ent_b) &&
               (population >= LARGE || locative_before(u, a) || !is_somebodys(u, a, b));
    if (u->tok[a].upos != MSDX_PROPN || u->tok[b - 1].upos != MSDX_PROPN) return false;
    if (in_ent && (ent_a != a || ent_b != b)) return false;
    if (!in_ent && touches_name(u, a, b)) return false;
    bool locative = locative_before(u, a);
    if (!in_ent) return locative || population >= LARGE;
    if (strcmp(u->tok[a].ent, "PERSON") == 0)
        return b - a == 1 && !is_somebodys(u, a, b) && (locative || population >= LARGE);
    return strcmp(u->tok[a].ent, "ORG") == 0 && locative;
}

/* ---- what stands beside ---- */

/* Is `place` in the region, district or country that `where` is? */
static bool lies_in(const msdx_gaz_place *place, uint32_t where)
{
    return place->region == where + 1 || place->district == where + 1;
}

/* The candidate of the spot that lies in one of the senses, or in the country; a place + 1, or 0. The larger first. */
static uint32_t candidate_in(const msdx_know *know, const struct msdx_spot *spot, const uint32_t *region,
                             size_t n_region, const char *country)
{
    uint32_t best = 0, most = 0;
    for (size_t i = 0; i < spot->n_sense; i++) {
        msdx_gaz_place p;
        if (spot->sense[i] & MSDX_GAZ_BESIDE || !msdx_gazetteer_get(know, spot->sense[i] >> 2, &p)) continue;
        bool fits = country && strcmp(p.country, country) == 0;
        for (size_t k = 0; k < n_region && !fits; k++) fits = lies_in(&p, region[k] >> 2);
        if (!fits || (best && p.population <= most)) continue;
        best = (spot->sense[i] >> 2) + 1;
        most = p.population;
    }
    return best;
}

static const char *state_at(const struct msdx_coder *c, int32_t t)
{
    const msdx_sense *s = c->word[t].name_start == t ? msdx_word_name(&c->word[t], MSDX_SENSE_NAME) : NULL;
    const msdx_actor *a = s ? msdx_know_actor(c->know, s->index) : NULL;
    return a && a->type == MSDX_ACTOR_STATE ? a->country : NULL;
}

/* A sense of a region or district that the place lies in; + 1. */
static uint32_t region_of(const msdx_know *know, uint32_t place, const uint32_t *sense, size_t n)
{
    msdx_gaz_place p;
    if (!place || !msdx_gazetteer_get(know, place - 1, &p)) return 0;
    for (size_t i = 0; i < n; i++)
        if (lies_in(&p, sense[i] >> 2)) return (sense[i] >> 2) + 1;
    return 0;
}

/* The country of the region, district or state that is named at t, to which the text ties a smaller place; NULL: none,
 * or several have it. */
static const char *country_at(const struct msdx_coder *c, int32_t t)
{
    const msdx_sense *s = c->word[t].name_start == t ? msdx_word_name(&c->word[t], MSDX_SENSE_PLACE) : NULL;
    if (s && msdx_know_place(c->know, s->index)->precision >= MSD_PLACE_ADMIN1)
        return msdx_know_place(c->know, s->index)->country;
    return state_at(c, t);
}

/* Past 'village', 'local government area' and the like. */
static int32_t past_kind(const msdx_unit *u, int32_t t)
{
    static const char *const words[] = {"local", "government", "council", "border", "township", "lga", NULL};
    int32_t end = (int32_t)u->n_tok;
    for (int i = 0; i < 4 && t < end && (in_list(u->tok[t].lower, words) || msdx_is_site_noun(u, t)); i++) t++;
    return t;
}

/* Our own entry of the place that [t, end) names; NULL: none. */
static const msdx_place *own_place(const struct msdx_coder *c, int32_t t, int32_t end)
{
    const struct msdx_word *w = &c->word[t];
    const msdx_sense *s = w->name_start == t && w->name_end == end ? msdx_word_name(w, MSDX_SENSE_PLACE) : NULL;
    return s ? msdx_know_place(c->know, s->index) : NULL;
}

/* The name at t as the region or country of the spot's place; gives the token after it, or t where no name begins. */
static int32_t beside_at(const struct msdx_coder *c, int32_t t, struct msdx_spot *spot, struct msdx_spot *region)
{
    const msdx_unit *u = c->u;
    int32_t next = t;
    for (int32_t end = t + 3 < (int32_t)u->n_tok ? t + 3 : (int32_t)u->n_tok; end > t && !spot->beside; end--) {
        size_t n;
        if (u->tok[end - 1].upos == MSDX_PUNCT) continue;
        const uint32_t *sense = senses_of(c, t, end, &n);
        if (sense && next == t) next = end;
        if (sense) spot->beside = candidate_in(c->know, spot, sense, n, NULL);
        if (spot->beside)
            *region = (struct msdx_spot){.start = t,
                                         .end = next = end,
                                         .sense = sense,
                                         .n_sense = n,
                                         .own = own_place(c, t, end),
                                         .beside = region_of(c->know, spot->beside, sense, n),
                                         .sure = true};
        if (region->own) region->country = region->own->country;
    }
    const char *country = spot->beside ? NULL : country_at(c, t);
    if (country) spot->beside = candidate_in(c->know, spot, NULL, 0, country);
    if (country && !spot->beside && strlen(country) == 3) memcpy(spot->within, country, 4);
    if (next == t && c->word[t].name_start == t && c->word[t].name) next = c->word[t].name_end;
    return next > t ? next : t + 1;
}

/* 'Paris, Texas', 'Paris (Texas)', 'Paris in Texas', 'Mosul, Iraq', 'Kaga local government area of Borno State'. The
 * region, if it stands next, is then settled as well. Where no place of the name lies there, it is none of them. */
static void look_beside(const struct msdx_coder *c, struct msdx_spot *spot, struct msdx_spot *region)
{
    enum { HOPS = 3 };
    static const char *const joint[] = {",", "(", "in", "of", NULL};
    const msdx_unit *u = c->u;
    int32_t t = spot->end;
    for (int hop = 0; hop < HOPS && !spot->beside && !*spot->within; hop++) {
        struct msdx_spot here = {0};
        int32_t kind = past_kind(u, t), at = kind + 1;
        if (at >= (int32_t)u->n_tok || u->tok[at].sent != u->tok[spot->start].sent) return;
        if (!in_list(u->tok[kind].lower, joint) || (kind == t && msdx_tok_lower_is(u, kind, "of"))) return;
        if (at + 1 < (int32_t)u->n_tok && msdx_tok_lower_is(u, at, "the")) at++;
        if (!msdx_begins_upper(u, at)) return;
        t = beside_at(c, at, spot, &here);
        if (hop == 0 && kind == spot->end) *region = here;
    }
}

/* ---- collecting ---- */

struct collect {
    struct msdx_coder *c;
    msdx_buf spot;
    struct msdx_setting *setting;
};

static uint32_t largest(const msdx_know *know, const uint32_t *sense, size_t n)
{
    uint32_t most = 0;
    for (size_t i = 0; i < n; i++) {
        msdx_gaz_place p;
        if (!(sense[i] & MSDX_GAZ_BESIDE) && msdx_gazetteer_get(know, sense[i] >> 2, &p) && p.population > most)
            most = p.population;
    }
    return most;
}

static bool has_region(const msdx_know *know, const struct msdx_spot *spot)
{
    for (size_t i = 0; i < spot->n_sense; i++) {
        msdx_gaz_place p;
        bool region = !(spot->sense[i] & 3) && msdx_gazetteer_get(know, spot->sense[i] >> 2, &p) &&
                      p.kind == MSDX_GAZ_REGION && p.population >= LARGE && strcmp(p.country, spot->country) != 0;
        if (region) return true;
    }
    return false;
}

/* 'New York state', 'the New York governor', 'the New York border' */
static bool is_spoken_of_as_region(const msdx_unit *u, int32_t end)
{
    static const char *const list[] = {"state",     "governor", "gov.",    "legislature",
                                       "lawmakers", "border",   "senator", NULL};
    return end < (int32_t)u->n_tok && in_list(u->tok[end].lower, list);
}

/* With the region that stands beside it, which is then passed over. */
static int32_t add_spot(struct collect *k, struct msdx_spot *spot)
{
    spot->region = is_spoken_of_as_region(k->c->u, spot->end);
    struct msdx_spot region = {0};
    spot->beside = 0;
    spot->within[0] = 0;
    look_beside(k->c, spot, &region);
    msdx_buf_add(&k->spot, spot, sizeof *spot);
    if (!region.end || !region.beside) return spot->end;
    msdx_buf_add(&k->spot, &region, sizeof region);
    return region.end;
}

/* A name of our own files: what it says of the setting, and, of a town or region, a spot. */
static int32_t own_name(struct collect *k, int32_t t)
{
    struct msdx_coder *c = k->c;
    const struct msdx_word *w = &c->word[t];
    struct msdx_spot spot = {.start = t, .end = w->name_end, .sure = true};
    const msdx_sense *place = msdx_word_name(w, MSDX_SENSE_PLACE), *capital = msdx_word_name(w, MSDX_SENSE_CAPITAL);
    if (place) {
        spot.own = msdx_know_place(c->know, place->index);
        spot.country = spot.own->country;
    } else if (w->name->kind <= MSDX_SENSE_CAPITAL) {
        spot.country = msdx_know_actor(c->know, w->name->index)->country;
    }
    if (!msdx_know_state(c->know, spot.country)) return spot.end;
    spot.sense = senses_of(c, t, spot.end, &spot.n_sense);
    bool of_town = place || capital;
    if (spot.own && spot.own->precision != MSD_PLACE_CITY && spot.own->precision != MSD_PLACE_ADMIN1) of_town = false;
    spot.state = !of_town && state_at(c, t) && has_region(c->know, &spot);
    if (!spot.sense || (!of_town && !spot.state)) {
        msdx_setting_country(k->setting, spot.country, 1);
        return spot.end;
    }
    return add_spot(k, &spot);
}

/* Names of ours inside [a, b) give way only to a longer name that the name finder has as a place. */
static bool may_cover(const struct msdx_coder *c, int32_t a, int32_t b)
{
    int32_t ent_a = 0, ent_b = 0;
    for (int32_t t = a; t < b; t++) {
        const struct msdx_word *w = &c->word[t];
        if (!w->name) continue;
        if (w->name_start < a || w->name_end > b || w->name_end - w->name_start == b - a) return false;
        if (!ent_at(c->u, a, &ent_a, &ent_b) || ent_a != a || ent_b != b || !msdx_is_place_type(c->u->tok[a].ent))
            return false;
    }
    return true;
}

/* ---- names that are given ---- */

/* A word that stands in a name beside the one that lists have: 'downtown', 'northern', 's, 'County'. */
static bool is_beside_name(const msdx_unit *u, int32_t t)
{
    static const char *const list[] = {
        "the",       "'s",        "\xE2\x80\x99s", "northern",  "southern", "eastern", "western", "central", "downtown",
        "greater",   "upper",     "lower",         "inner",     "old",      "north",   "south",   "east",    "west",
        "northeast", "northwest", "southeast",     "southwest", "mid",      "-",       ",",       ".",       NULL};
    return in_list(u->tok[t].lower, list) || msdx_is_site_noun(u, t);
}

/* A name of ours of exactly [a, b), also one that stands in a longer one. */
static const msdx_sense *own_senses(const struct msdx_coder *c, int32_t a, int32_t b, size_t *n)
{
    const struct msdx_word *w = &c->word[a];
    msd_span at = msdx_unit_span(c->u, a, b - 1);
    if (w->name && w->name_start == a && w->name_end == b) return *n = w->n_name, w->name;
    return msdx_know_find(c->know, MSDX_SPACE_NAME, (msdx_str){c->u->text + at.start_byte, at.end_byte - at.start_byte},
                          n);
}

/* Let [a, b) have these senses, though a longer name covers it. */
static void set_name(struct msdx_coder *c, int32_t a, int32_t b, const msdx_sense *sense, size_t n)
{
    for (int32_t t = a; t < b; t++) {
        c->word[t].name = sense;
        c->word[t].n_name = (uint32_t)n;
        c->word[t].name_start = a;
        c->word[t].name_end = b;
    }
}

/* A place or a state, not somebody or a firm of that name. */
static bool has_place(const struct msdx_coder *c, const msdx_sense *sense, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const msdx_actor *a = sense[i].kind <= MSDX_SENSE_SEAT ? msdx_know_actor(c->know, sense[i].index) : NULL;
        if (a ? a->type != MSDX_ACTOR_PERSON && a->type != MSDX_ACTOR_COMPANY : sense[i].kind == MSDX_SENSE_PLACE)
            return true;
    }
    return false;
}

/* Our own entry or the gazetteer's of exactly [a, b). *own: ours, and no spot is needed. */
static bool look_up_given(struct collect *k, int32_t a, int32_t b, struct msdx_spot *spot, bool *own)
{
    size_t n = 0;
    const msdx_sense *sense = own_senses(k->c, a, b, &n);
    *spot = (struct msdx_spot){.start = a, .end = b, .sure = true, .given = true};
    spot->sense = senses_of(k->c, a, b, &spot->n_sense);
    *own = n && (has_place(k->c, sense, n) || (!spot->sense && sense[0].kind <= MSDX_SENSE_PLACE));
    if (*own) set_name(k->c, a, b, sense, n);
    return *own || spot->sense;
}

/* Given [a, b), the whole of it or what is left without the words that only go with a name. */
static int32_t collect_given(struct collect *k, int32_t a, int32_t b)
{
    struct msdx_spot spot;
    struct msdx_coder *c = k->c;
    for (int32_t from = a; from < b; from++) {
        for (int32_t to = b; to > from; to--) {
            bool own;
            if (look_up_given(k, from, to, &spot, &own)) {
                int32_t end = own ? own_name(k, from) : add_spot(k, &spot);
                return end > b ? end : b; /* with the region beside it */
            }
            if (!is_beside_name(c->u, to - 1)) break;
        }
        if (!is_beside_name(c->u, from)) break;
    }
    return b;
}

static const struct msdx_given *given_at(const struct msdx_coder *c, int32_t t)
{
    for (uint32_t i = 0; i < c->n_given; i++)
        if (c->given[i].a == t && c->given[i].b > t) return &c->given[i];
    return NULL;
}

/* ---- collecting, one after another ---- */

/* 'R-Fla.', 'D-Calif.': the state of a member of Congress. */
static bool is_of_legislator(const msdx_unit *u, int32_t t)
{
    static const char *const party[] = {"r", "d", "i", "rep", "dem", NULL};
    return t >= 2 && u->tok[t].sent == u->tok[t - 2].sent && msdx_tok_lower_is(u, t - 1, "-") &&
           in_list(u->tok[t - 2].lower, party) && msdx_begins_upper(u, t);
}

static int32_t add_beside(struct collect *k, const struct msdx_spot *spot)
{
    msdx_buf_add(&k->spot, spot, sizeof *spot);
    return spot->end;
}

/* The token to go on from. */
static int32_t collect_at(struct collect *k, int32_t t)
{
    struct msdx_coder *c = k->c;
    const struct msdx_given *given = given_at(c, t);
    if (given) return collect_given(k, given->a, given->b);
    const struct msdx_word *w = &c->word[t];
    struct msdx_spot spot = {.start = t};
    if (w->is_defined && !w->name && !locative_before(c->u, t)) return t + 1;
    if (is_of_legislator(c->u, t)) {
        spot = (struct msdx_spot){.start = t, .end = t + 1, .sure = true, .given = true, .within = "USA"};
        spot.sense = senses_of(c, t, t + 1, &spot.n_sense);
        if (spot.sense && !w->name) return add_beside(k, &spot);
    }
    for (int32_t most = may_begin(c->u, t) ? WORDS_MAX : 0; most > 0; most = spot.end - t - 1) {
        spot.end = match(c, t, most, &spot.sense, &spot.n_sense);
        if (spot.end == t) break;
        if (!may_cover(c, t, spot.end)) continue;
        uint32_t population = largest(c->know, spot.sense, spot.n_sense);
        look_beside(c, &spot, &(struct msdx_spot){0});
        spot.sure = is_sure(c, t, spot.end, spot.beside ? HUGE_CITY : population);
        spot.maybe = !spot.sure && is_maybe(c, t, spot.end);
        if (spot.sure || spot.maybe) return add_spot(k, &spot);
    }
    if (!w->name || w->name_start != t) return t + 1;
    return own_name(k, t);
}

/* ---- into the words ---- */

static const msdx_place *as_place(struct msdx_coder *c, const struct msdx_spot *spot)
{
    static const msd_place_precision precision[MSDX_N_GAZ_KIND] = {MSD_PLACE_CITY, MSD_PLACE_ADMIN1, MSD_PLACE_ADMIN1};
    msdx_gaz_place p, in;
    msdx_place *out = MSDX_NEW(&c->doc->arena, msdx_place, 1);
    if (!out || !msdx_gazetteer_get(c->know, spot->chosen - 1, &p)) return NULL;
    bool ours = msdx_is_own_place(spot, &p);
    *out = (msdx_place){.name = ours ? spot->own->name : p.name,
                        .country = msdx_arena_strndup(&c->doc->arena, p.country, 3),
                        .has_point = p.has_point,
                        .latitude = p.latitude,
                        .longitude = p.longitude,
                        .geonames = p.geonames,
                        .population = p.population,
                        .precision = precision[p.kind]};
    if (p.region && msdx_gazetteer_get(c->know, p.region - 1, &in)) out->admin1 = in.name;
    if (ours && spot->own->admin1) out->admin1 = spot->own->admin1;
    if (ours && spot->own->has_point) {
        out->has_point = true;
        out->latitude = spot->own->latitude;
        out->longitude = spot->own->longitude;
    }
    return out;
}

static void put(struct msdx_coder *c, const struct msdx_spot *spot)
{
    const msdx_place *place = spot->sure && spot->chosen ? as_place(c, spot) : NULL;
    if (!place || !place->country) return;
    bool ours = spot->country && strcmp(spot->country, place->country) == 0;
    msdx_sense *sense = ours ? NULL : MSDX_NEW(c->scratch, msdx_sense, 1);
    if (sense) sense->kind = MSDX_SENSE_GAZETTEER;
    for (int32_t t = spot->start; t < spot->end; t++) {
        struct msdx_word *w = &c->word[t];
        w->place = place;
        if (!sense) continue;
        w->name = sense;
        w->n_name = 1;
        w->name_start = spot->start;
        w->name_end = spot->end;
    }
}

/* ---- the dateline ---- */

/* Where the dateline puts it, such as 'BAGHDAD' or 'ALEXANDRIA, La.'. */
static void from_dateline(struct collect *k)
{
    char key[MSDX_GAZ_KEY_ROOM];
    const struct msdx_coder *c = k->c;
    msdx_str words = msdx_str_of(c->doc->dateline_place);
    const char *comma = words.p ? memchr(words.p, ',', words.n) : NULL;
    struct msdx_spot spot = {0};
    if (!words.p) return;
    msdx_str town = {words.p, comma ? (size_t)(comma - words.p) : words.n};
    size_t n = msdx_gazetteer_key(town, key), n_region = 0;
    spot.sense = msdx_gazetteer_find(c->know, (msdx_str){key, n}, &spot.n_sense);
    if (!spot.sense) return;
    if (comma) {
        n = msdx_gazetteer_key((msdx_str){comma + 1, (size_t)(words.p + words.n - comma - 1)}, key);
        const uint32_t *region = msdx_gazetteer_find(c->know, (msdx_str){key, n}, &n_region);
        spot.beside = region ? candidate_in(c->know, &spot, region, n_region, NULL) : 0;
    }
    if (!spot.beside && spot.sense[0] & MSDX_GAZ_BESIDE) return;
    k->setting->dateline = spot.beside ? spot.beside : (spot.sense[0] >> 2) + 1;
    msdx_setting_place(c->know, k->setting, k->setting->dateline - 1, 3);
}

bool msdx_dateline_place(struct msdx_coder *c, msd_where *out)
{
    size_t n = 0;
    *out = (msd_where){.present = true, .span = c->doc->dateline_span, .text = c->doc->dateline_place};
    if (!out->text) return false;
    struct msdx_spot spot = {.sure = true, .chosen = c->setting ? c->setting->dateline : 0};
    const msdx_place *p = spot.chosen ? as_place(c, &spot) : NULL;
    const msdx_sense *own = msdx_know_find(c->know, MSDX_SPACE_NAME, msdx_str_of(out->text), &n);
    for (size_t i = 0; i < n && !p; i++)
        if (own[i].kind == MSDX_SENSE_PLACE) p = msdx_know_place(c->know, own[i].index);
    out->name = p ? p->name : out->text;
    out->precision = p ? p->precision : MSD_PLACE_CITY;
    if (!p) return true;
    out->country = p->country;
    out->admin1 = p->admin1;
    out->has_point = p->has_point;
    out->latitude = p->latitude;
    out->longitude = p->longitude;
    out->geonames = p->geonames;
    return true;
}

/* Of the names of a paragraph, those from spot `first` on, settle which places are meant; with them, of those before, as
 * many as REACH leaves room for: a book must not cost its square. */
static void settle_paragraph(struct collect *k, size_t first)
{
    enum { REACH = 256 };
    struct msdx_coder *c = k->c;
    const struct msdx_spot *spot = (const struct msdx_spot *)(const void *)k->spot.p;
    size_t n = k->spot.failed ? 0 : k->spot.n / sizeof *spot, from = n > REACH ? n - REACH : 0;
    if (from > first) from = first;
    struct msdx_spot *now = MSDX_NEW(c->scratch, struct msdx_spot, n - from);
    if (!now || first >= n) return;
    memcpy(now, spot + from, (n - from) * sizeof *now);
    msdx_settle(c, now, n - from, c->setting);
    for (size_t i = first; i < n; i++) put(c, &now[i - from]);
}

/* A paragraph is settled by what stands before its end, so that what is added to a text changes nothing in it. */
static void settle_paragraphs(struct collect *k)
{
    enum { TITLE_READS = 3 };
    struct msdx_coder *c = k->c;
    const msdx_unit *u = c->u;
    for (int32_t t = 0, end; t < (int32_t)u->n_tok; t = end) {
        int32_t para = c->para[u->tok[t].sent];
        size_t first = k->spot.n / sizeof(struct msdx_spot);
        for (end = t; end < (int32_t)u->n_tok && c->para[u->tok[end].sent] == para;) end++;
        for (int32_t i = t; i < end;) i = u->tok[i].is_space ? i + 1 : collect_at(k, i);
        *c->setting = *k->setting;
        settle_paragraph(k, first);
        if (u->tok[t].sent < TITLE_READS) *c->opening = *c->setting;
    }
}

void msdx_code_gazetteer(struct msdx_coder *c)
{
    struct collect k = {.c = c, .spot = MSDX_BUF_INIT((size_t)1 << 30)};
    if (!msdx_gazetteer_n(c->know)) return;
    k.setting = MSDX_NEW(c->scratch, struct msdx_setting, 1);
    c->setting = MSDX_NEW(c->scratch, struct msdx_setting, 1);
    c->opening = MSDX_NEW(c->scratch, struct msdx_setting, 1);
    if (!k.setting || !c->setting || !c->opening) return;
    if (c->body && c->body->opening) *k.setting = *c->setting = *c->body->opening;
    if (!c->body) from_dateline(&k);
    *c->setting = *c->opening = *k.setting;
    settle_paragraphs(&k);
    if (k.spot.failed) c->scratch->failed = true;
    msdx_buf_clear(&k.spot);
}
