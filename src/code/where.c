/* where.c: the place that a text gives an event, with its precision: what hangs
 * on the trigger, then on its parties, never a mere mention elsewhere. */
#include "code/places.h"

const msdx_place *msdx_place_at(const struct msdx_coder *c, int32_t t, const char **name, const char **country,
                                msd_place_precision *precision)
{
    const struct msdx_word *w = &c->word[t];
    const msdx_sense *s;
    *name = NULL;
    if (w->place) {
        *name = w->place->name;
        *country = w->place->country;
        *precision = w->place->precision;
        return w->place;
    }
    if ((s = msdx_word_name(w, MSDX_SENSE_PLACE))) {
        const msdx_place *p = msdx_know_place(c->know, s->index);
        *name = p->name;
        *country = p->country;
        *precision = p->precision;
        return p;
    }
    if ((s = msdx_word_name(w, MSDX_SENSE_CAPITAL))) {
        *country = msdx_know_actor(c->know, s->index)->country;
        *precision = MSD_PLACE_CITY;
        msd_span span = msdx_unit_span(c->u, w->name_start, w->name_end - 1);
        *name = msdx_unit_words(c->u, span.start_byte, span.end_byte);
        return NULL;
    }
    if ((s = msdx_word_name(w, MSDX_SENSE_NAME))) {
        const msdx_actor *a = msdx_know_actor(c->know, s->index);
        if (a->type != MSDX_ACTOR_STATE) return NULL;
        *name = a->name;
        *country = a->country;
        *precision = MSD_PLACE_COUNTRY;
        return msdx_know_country(c->know, a->country);
    }
    return NULL;
}

/* Does t end what the model calls one name, of which a known name is the beginning ('Borno' in 'Borno state')? */
static bool is_rest_of_name(const struct msdx_coder *c, int32_t t)
{
    while (t > 0 && c->u->tok[t].ent_iob == MSDX_IN)
        if (c->word[--t].name) return true;
    return false;
}

bool msdx_names_place(const struct msdx_coder *c, int32_t t)
{
    const char *name = NULL, *country = NULL;
    msd_place_precision precision = MSD_PLACE_COUNTRY;
    msdx_place_at(c, t, &name, &country, &precision);
    if (name || c->word[t].site_end) return true;
    return msdx_is_place_type(c->u->tok[t].ent) && !is_rest_of_name(c, t);
}

/* What lies between a site and the place that it is in: 'hospital in the north of', ','. */
static bool leads_to_place(const msdx_unit *u, int32_t t)
{
    static const char *const list[] = {"in",   "of",    ",",          "near",    "outside",  "on",  "the", "(", "at",
                                       "just", "local", "government", "council", "township", "lga", "'s",  NULL};
    for (size_t i = 0; list[i]; i++)
        if (msdx_tok_lower_is(u, t, list[i])) return true;
    return u->tok[t].upos == MSDX_ADJ || msdx_is_site_noun(u, t) || msdx_tok_lemma_is(u, t, "north") ||
           msdx_tok_lemma_is(u, t, "south") || msdx_tok_lemma_is(u, t, "east") || msdx_tok_lemma_is(u, t, "west");
}

/* A word of the same sentence whose place is where the site [a, b) lies or that it is near: the next that is named
 * with it, else the nearest before; -1. */
static int32_t around_site(const struct msdx_coder *c, int32_t a, int32_t b)
{
    enum { FAR = 8 };
    const msdx_unit *u = c->u;
    const char *name = NULL, *country = NULL;
    msd_place_precision precision;
    int32_t end = (int32_t)u->sent[u->tok[a].sent].tok_end, start = (int32_t)u->sent[u->tok[a].sent].tok_start;
    for (int32_t t = b; t < end && t < b + FAR; t++) {
        msdx_place_at(c, t, &name, &country, &precision);
        if (name) return t;
        if (!leads_to_place(u, t) && !c->word[t].site_end) break;
    }
    for (int32_t t = a - 1; t >= start; t--) {
        msdx_place_at(c, t, &name, &country, &precision);
        if (name && country) return t;
        if (c->word[t].name && msdx_word_name(&c->word[t], MSDX_SENSE_ADJECTIVE)) return t;
    }
    return -1;
}

/* A place that no list has is told with the country, and the region and point, of the one it stands with. */
static const msdx_place *borrow(const struct msdx_coder *c, int32_t a, int32_t b, const char **country,
                                msd_place_precision *precision)
{
    const char *name = NULL;
    int32_t t = around_site(c, a, b);
    *precision = MSD_PLACE_CITY;
    *country = msdx_sentence_country(c, c->u->tok[a].sent, true, -1);
    if (!*country) *country = msdx_context_country(c, c->u->tok[a].sent);
    if (t < 0) return NULL;
    const msdx_place *p = msdx_place_at(c, t, &name, country, precision);
    const msdx_sense *s = name ? NULL : msdx_word_name(&c->word[t], MSDX_SENSE_ADJECTIVE);
    if (s) *country = msdx_know_actor(c->know, s->index)->country;
    bool within = p && *precision != MSD_PLACE_COUNTRY;
    if (!within) *precision = MSD_PLACE_CITY; /* what it is, though we know no point of it */
    return within ? p : NULL;
}

bool msdx_take_place(struct msdx_coder *c, int32_t t, msd_where *out)
{
    const char *name = NULL, *country = NULL;
    msd_place_precision precision = MSD_PLACE_COUNTRY;
    const msdx_place *p = msdx_place_at(c, t, &name, &country, &precision);
    const struct msdx_word *w = &c->word[t];
    if (!msdx_names_place(c, t)) return false;
    out->present = true;
    int32_t a = w->name ? w->name_start : t, b = w->name ? w->name_end - 1 : t;
    if (!w->name && w->site_end)
        a = w->site_start, b = w->site_end - 1;
    else if (!w->name)
        while (a > 0 && c->u->tok[a].ent_iob == MSDX_IN && !c->word[a - 1].name) a--;
    if (a < b && msdx_tok_lower_is(c->u, a, "the")) a++;
    out->span = msdx_unit_span(c->u, a, b);
    out->text = msdx_unit_words(c->u, out->span.start_byte, out->span.end_byte);
    out->name = name ? name : out->text;
    out->country = country;
    if (!name) p = borrow(c, a, b + 1, &out->country, &precision);
    out->precision = precision;
    if (p) {
        out->admin1 = p->admin1;
        out->has_point = p->has_point;
        out->latitude = p->latitude;
        out->longitude = p->longitude;
        out->geonames = name ? p->geonames : 0;
    }
    return true;
}

/* ---- a name that is given ---- */

/* 'African', 'European': the place of ours without the ending. */
static const msdx_place *continent_of(const struct msdx_coder *c, int32_t t)
{
    msdx_str w = msdx_tok_text(c->u, t);
    for (size_t cut = 1; cut < 3 && w.n > 4 && (w.p[w.n - 1] | 32) == 'n'; cut++) {
        size_t n = 0;
        const msdx_sense *s = msdx_know_find(c->know, MSDX_SPACE_NAME, (msdx_str){w.p, w.n - cut}, &n);
        for (size_t i = 0; i < n; i++)
            if (s[i].kind == MSDX_SENSE_PLACE) return msdx_know_place(c->know, s[i].index);
    }
    return NULL;
}

static const msdx_place *demonym_at(const struct msdx_coder *c, int32_t t, const char **country)
{
    const struct msdx_word *w = &c->word[t];
    const msdx_sense *s = msdx_word_name(w, MSDX_SENSE_ADJECTIVE);
    if (!s) s = msdx_word_name(w, MSDX_SENSE_PEOPLE);
    if (!s) s = msdx_word_name(w, MSDX_SENSE_NAME);
    if (!s || !msdx_know_actor(c->know, s->index)->country) return continent_of(c, t);
    const char *code = msdx_know_actor(c->know, s->index)->country;
    const msdx_place *p = msdx_know_country(c->know, code);
    if (p) *country = code;
    size_t n = 0;
    if (!p && strcmp(code, "EUR") == 0) s = msdx_know_find(c->know, MSDX_SPACE_NAME, MSDX_STR("Europe"), &n);
    for (size_t i = 0; !p && i < n; i++)
        if (s[i].kind == MSDX_SENSE_PLACE) p = msdx_know_place(c->know, s[i].index);
    return p ? p : continent_of(c, t);
}

/* The place of a token inside [a, b), of a nationality too. */
static const msdx_place *place_inside(const struct msdx_coder *c, int32_t a, int32_t b, const char **country,
                                      msd_place_precision *precision)
{
    const char *name = NULL;
    const msdx_place *p = NULL;
    for (int32_t t = a; t < b && !p; t++) p = msdx_place_at(c, t, &name, country, precision);
    for (int32_t t = a; t < b && !p; t++)
        if ((p = demonym_at(c, t, country))) *precision = MSD_PLACE_COUNTRY;
    return p;
}

/* The place named nearest before in the document, else after: a town or region with a point. */
static const msdx_place *near_in_text(const struct msdx_coder *c, int32_t at, const char **country,
                                      msd_place_precision *precision)
{
    const char *name = NULL;
    for (int step = -1; step <= 1; step += 2)
        for (int32_t t = at + step; t >= 0 && t < (int32_t)c->u->n_tok; t += step) {
            const msdx_place *p = msdx_place_at(c, t, &name, country, precision);
            if (p && p->has_point && *precision != MSD_PLACE_COUNTRY) return p;
        }
    return NULL;
}

bool msdx_take_given(struct msdx_coder *c, int32_t a, int32_t b, msd_where *out)
{
    msd_place_precision precision = MSD_PLACE_COUNTRY;
    const char *country = NULL;
    const msdx_place *p = place_inside(c, a, b, &country, &precision), *itself = p;
    if (!p) p = borrow(c, a, b, &country, &precision);
    if (!p) p = near_in_text(c, a, &country, &precision);
    if (!p) p = msdx_know_country(c->know, country = msdx_setting_most(c));
    *out = (msd_where){.present = true, .span = msdx_unit_span(c->u, a, b - 1), .country = country};
    out->text = msdx_unit_words(c->u, out->span.start_byte, out->span.end_byte);
    out->name = itself ? itself->name : out->text;
    out->precision = precision;
    if (!p) return false;
    out->admin1 = p->admin1;
    out->has_point = p->has_point;
    out->latitude = p->latitude;
    out->longitude = p->longitude;
    out->geonames = itself ? p->geonames : 0;
    return true;
}

/* ---- the place of a claim ---- */

static bool is_place_prep(const char *prep)
{
    static const char *const list[] = {
        "in",  "at",   "near",       "outside", "on",         "around",   "across",   "inside",  "from",   "of",
        "off", "over", "outside of", "along",   "throughout", "south of", "north of", "east of", "west of"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strcmp(prep, list[i]) == 0) return true;
    return false;
}

/* A state that acts, is asked or accused is no place of the act, though its name is one. */
bool msdx_is_party(const struct msdx_coder *c, const struct msdx_draft *d, int32_t t)
{
    const struct msdx_word *w = &c->word[t];
    int32_t a = w->name ? w->name_start : t, b = w->name ? w->name_end : t + 1;
    for (uint32_t i = 0; i < d->n_actor; i++)
        if (d->actor[i] >= a && d->actor[i] < b) return true;
    for (uint32_t i = 0; i < d->n_recipient; i++)
        if (d->recipient[i] >= a && d->recipient[i] < b &&
            !msdx_happens_on_the_ground(d->frame ? d->frame->event : NULL))
            return true;
    return false;
}

/* A place among the prepositional phrases under t, the nearest first, down to `depth`. */
static bool place_under(struct msdx_coder *c, const struct msdx_draft *d, int32_t t, int depth, bool from_of,
                        msd_where *out)
{
    const msdx_unit *u = c->u;
    MSDX_EACH_CHILD (u, t, k) {
        char prep[48];
        if (u->tok[k].rel != MSDX_REL_OBL && u->tok[k].rel != MSDX_REL_NMOD && u->tok[k].rel != MSDX_REL_OBL_UNMARKED)
            continue;
        msdx_prep_of(u, k, prep, sizeof prep);
        if (!is_place_prep(prep)) continue;
        const struct msdx_np *np = msdx_mention(c, k);
        bool here = from_of || (strcmp(prep, "of") != 0 && strcmp(prep, "from") != 0);
        bool inside = strcmp(prep, "in") == 0 || strcmp(prep, "at") == 0; /* 'its embassy in Iraq' */
        if (here && (inside || !msdx_is_party(c, d, k)) && (!np->is_agent || np->kind == MSDX_AGENT_PLACE)) {
            if (msdx_take_place(c, k, out)) return true;
            /* 'Zamfara state', 'the city of Goma' */
            MSDX_EACH_CHILD (u, k, m)
                if (u->tok[m].rel == MSDX_REL_COMPOUND && c->word[m].name && msdx_take_place(c, m, out)) return true;
        }
        if (depth > 0 && place_under(c, d, k, depth - 1, true, out)) return true;
    }
    return false;
}

/* The place of what is done in words, or to things: what hangs on the word itself, its object, its actors. */
static bool place_of_words(struct msdx_coder *c, const struct msdx_draft *d, msd_where *out)
{
    const msdx_unit *u = c->u;
    if (place_under(c, d, d->trigger, 2, false, out)) return true;
    int32_t obj = msdx_is_verb(u, d->trigger) ? msdx_child(u, d->trigger, MSDX_REL_OBJ) : -1;
    if (obj >= 0 && place_under(c, d, obj, 1, false, out)) return true;
    bool visit = d->frame && d->frame->mode && strcmp(d->frame->mode, "visit") == 0;
    for (uint32_t i = 0; visit && i < d->n_recipient; i++) /* 'travelled to Niamey': it is there */
        if (msdx_mention(c, d->recipient[i])->is_place && msdx_take_place(c, d->recipient[i], out)) return true;
    int32_t light = msdx_is_verb(u, d->trigger) ? -1 : msdx_light_verb(c, d->trigger);
    if (light >= 0 && place_under(c, d, light, 1, false, out)) return true;
    for (uint32_t i = 0; i < d->n_actor; i++)
        if (place_under(c, d, d->actor[i], 1, false, out)) return true;
    /* a place of the clause that governs: 'met … in Baghdad to discuss' */
    int32_t g = u->tok[d->trigger].head;
    msdx_rel rel = u->tok[d->trigger].rel;
    return g >= 0 &&
           (rel == MSDX_REL_XCOMP || rel == MSDX_REL_CONJ || rel == MSDX_REL_ADVCL || rel == MSDX_REL_NSUBJ ||
            rel == MSDX_REL_OBJ) &&
           place_under(c, d, g, 1, false, out);
}

/* 'Officials in Quito said': where it is told is not where it is. */
bool msdx_is_of_source(const msdx_unit *u, const struct msdx_judgement *how, int32_t t)
{
    for (; t >= 0; t = u->tok[t].head)
        for (uint32_t i = 0; i < how->n_source; i++)
            if (how->source[i].tok == t) return true;
    return false;
}

uint32_t msdx_places_of(struct msdx_coder *c, int32_t t, const struct msdx_judgement *how, int32_t *out, uint32_t room)
{
    uint32_t n = msdx_scene(c, t, out, room, NULL), kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!msdx_is_of_source(c->u, how, out[i])) out[kept++] = out[i];
    return kept;
}

void msdx_code_where(struct msdx_coder *c, const struct msdx_draft *d, msd_where *out)
{
    enum { PLACES = 4 };
    int32_t place[PLACES];
    memset(out, 0, sizeof *out);
    if (!msdx_happens_on_the_ground(d->frame ? d->frame->event : NULL) && place_of_words(c, d, out)) return;
    uint32_t n = msdx_happens_on_the_ground(d->frame ? d->frame->event : NULL)
                     ? msdx_places_of(c, d->trigger, &d->how, place, PLACES)
                     : 0;
    for (uint32_t i = 0; i < n && !out->present; i++)
        if (!msdx_is_party(c, d, place[i])) (void)msdx_take_place(c, place[i], out);
}
