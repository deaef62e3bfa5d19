/* there.c: which place a description means: 'in the capital', 'outside the city', 'the region'. The capital is that of
 * the country that the text is set in; a city, town or region is the nearest of its kind named before, one in that
 * country first. Only what says no name of its own refers back. */
#include "code/places.h"

enum { BACK_TOKENS = 600 };

enum thing { NO_PLACE = 0, CAPITAL, CITY, TOWN, REGION }; /* TOWN: or less; no capital is meant */

static enum thing thing_of(const msdx_unit *u, int32_t t)
{
    static const struct {
        const char *word;
        enum thing thing;
    } table[] = {{"capital", CAPITAL},    {"city", CITY},       {"town", TOWN},        {"village", TOWN},
                 {"port", CITY},          {"region", REGION},   {"province", REGION},  {"state", REGION},
                 {"governorate", REGION}, {"district", REGION}, {"prefecture", REGION}};
    if (strcmp(u->tok[t].tag, "NN") != 0) return NO_PLACE;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (msdx_tok_lower_is(u, t, table[i].word)) return table[i].thing;
    return NO_PLACE;
}

/* 'the besieged city' is still the one told of; 'the eastern city', 'the city of', 'its capital' may be another. */
static bool refers_back(const struct msdx_coder *c, int32_t t)
{
    static const char *const same[] = {"besieged", "same", "whole", "entire", "devastated", "troubled", NULL};
    const msdx_unit *u = c->u;
    bool definite = false;
    if (c->word[t].name || c->word[t].place || c->word[t].site_end || u->tok[t].ent) return false;
    if (t + 1 < (int32_t)u->n_tok && (c->word[t + 1].name || u->tok[t + 1].upos == MSDX_PROPN)) return false;
    MSDX_EACH_CHILD (u, t, k) {
        bool known = false;
        switch ((msdx_rel)u->tok[k].rel) {
        case MSDX_REL_DET:
            definite |=
                msdx_tok_lower_is(u, k, "the") || msdx_tok_lower_is(u, k, "this") || msdx_tok_lower_is(u, k, "that");
            break;
        case MSDX_REL_CASE:
        case MSDX_REL_PUNCT: break;
        case MSDX_REL_AMOD:
            for (size_t i = 0; same[i]; i++) known |= msdx_tok_lower_is(u, k, same[i]);
            if (!known) return false;
            break;
        default: return false;
        }
    }
    return definite;
}

/* It stands where something is, or is what is entered, shelled, left. */
static bool stands_as_place(const msdx_unit *u, int32_t t)
{
    static const char *const where[] = {"in",     "at",   "into",   "outside", "near", "around",     "across",
                                        "inside", "from", "within", "through", "to",   "throughout", NULL};
    int32_t prep = msdx_child(u, t, MSDX_REL_CASE);
    if (u->tok[t].rel == MSDX_REL_OBJ || u->tok[t].rel == MSDX_REL_NSUBJ_PASS) return true;
    if (u->tok[t].rel != MSDX_REL_OBL && u->tok[t].rel != MSDX_REL_NMOD) return false;
    for (size_t i = 0; prep >= 0 && where[i]; i++)
        if (msdx_tok_lower_is(u, prep, where[i])) return true;
    return false;
}

static const msdx_place *place_of(const struct msdx_coder *c, int32_t t, bool *is_capital)
{
    const struct msdx_word *w = &c->word[t];
    const msdx_sense *s = msdx_word_name(w, MSDX_SENSE_CAPITAL), *p = msdx_word_name(w, MSDX_SENSE_PLACE);
    *is_capital = s != NULL;
    if (w->place) return w->place;
    if (p) return msdx_know_place(c->know, p->index);
    return s ? msdx_capital_of(c, s->index) : NULL;
}

static bool is_of_kind(enum thing thing, const msdx_place *p, bool is_capital)
{
    switch (thing) {
    case CAPITAL: return is_capital;
    case CITY:
    case TOWN:
        return (p->precision == MSD_PLACE_CITY || p->precision == MSD_PLACE_POINT) && (thing == CITY || !is_capital);
    case REGION: return p->precision == MSD_PLACE_ADMIN1;
    default: return false;
    }
}

static const msdx_place *nearest(const struct msdx_coder *c, int32_t t, enum thing thing, const char *country)
{
    for (int32_t k = t - 1; k >= 0 && t - k < BACK_TOKENS; k--) {
        bool is_capital;
        if (!c->word[k].name || c->word[k].name_end != k + 1) continue;
        const msdx_place *p = place_of(c, k, &is_capital);
        if (p && is_of_kind(thing, p, is_capital) && (!country || (p->country && strcmp(p->country, country) == 0)))
            return p;
    }
    return NULL;
}

void msdx_code_there(struct msdx_coder *c)
{
    const msdx_unit *u = c->u;
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++) {
        enum thing thing = thing_of(u, t);
        if (!thing || !refers_back(c, t) || !stands_as_place(u, t)) continue;
        const char *home = msdx_context_country(c, u->tok[t].sent);
        const msdx_place *p = nearest(c, t, thing, home);
        if (!p && thing == CAPITAL && home) p = msdx_capital_of_country(c, home);
        if (!p && thing != CAPITAL) p = nearest(c, t, thing, NULL);
        c->word[t].place = p;
        c->word[t].is_there = p != NULL;
    }
}
