/* where.c: the place that a text gives an event, with its precision: what hangs
 * on the trigger, then on its parties, never a mere mention elsewhere. */
#include "code/code_impl.h"

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

bool msdx_take_place(struct msdx_coder *c, int32_t t, msd_where *out)
{
    const char *name = NULL, *country = NULL;
    msd_place_precision precision = MSD_PLACE_COUNTRY;
    const msdx_place *p = msdx_place_at(c, t, &name, &country, &precision);
    const struct msdx_word *w = &c->word[t];
    const char *ent = c->u->tok[t].ent;
    if (!name && !(ent && (strcmp(ent, "GPE") == 0 || strcmp(ent, "LOC") == 0 || strcmp(ent, "FAC") == 0)))
        return false;
    if (!name && is_rest_of_name(c, t)) return false;
    out->present = true;
    int32_t a = w->name ? w->name_start : t, b = w->name ? w->name_end - 1 : t;
    if (!w->name)
        while (a > 0 && c->u->tok[a].ent_iob == MSDX_IN && !c->word[a - 1].name) a--;
    if (a < b && msdx_tok_lower_is(c->u, a, "the")) a++;
    out->span = msdx_unit_span(c->u, a, b);
    out->text = msdx_unit_words(c->u, out->span.start_byte, out->span.end_byte);
    out->name = name ? name : out->text;
    out->country = country;
    out->precision = name ? precision : MSD_PLACE_CITY;
    if (p) {
        out->admin1 = p->admin1;
        out->has_point = p->has_point;
        out->latitude = p->latitude;
        out->longitude = p->longitude;
        out->geonames = p->geonames;
    }
    return true;
}

static bool is_place_prep(const char *prep)
{
    static const char *const list[] = {
        "in",  "at",   "near",       "outside", "on",         "around",   "across",   "inside",  "from",   "of",
        "off", "over", "outside of", "along",   "throughout", "south of", "north of", "east of", "west of"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strcmp(prep, list[i]) == 0) return true;
    return false;
}

/* Whoever is attacked or seized is where it happens; whoever is asked or accused need not be. */
static bool happens_on_the_ground(const msdx_frame *f)
{
    static const char *const list[] = {"ASSAULT", "COERCE", "PROTEST", "MOBILIZE"};
    for (size_t i = 0; f && i < sizeof list / sizeof *list; i++)
        if (strcmp(f->event, list[i]) == 0) return true;
    return false;
}

/* Whoever is asked or accused is no place of the act, though his name is one. */
static bool is_party(const struct msdx_draft *d, int32_t t)
{
    for (uint32_t i = 0; i < d->n_actor; i++)
        if (d->actor[i] == t) return true;
    for (uint32_t i = 0; i < d->n_recipient; i++)
        if (d->recipient[i] == t && !happens_on_the_ground(d->frame)) return true;
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
        if (here && (inside || !is_party(d, k)) && (!np->is_agent || np->kind == MSDX_AGENT_PLACE)) {
            if (msdx_take_place(c, k, out)) return true;
            /* 'Zamfara state', 'the city of Goma' */
            MSDX_EACH_CHILD (u, k, m)
                if (u->tok[m].rel == MSDX_REL_COMPOUND && c->word[m].name && msdx_take_place(c, m, out)) return true;
        }
        if (depth > 0 && place_under(c, d, k, depth - 1, true, out)) return true;
    }
    return false;
}

static bool place_of_party(struct msdx_coder *c, const struct msdx_draft *d, int32_t t, msd_where *out)
{
    const struct msdx_np *np = msdx_mention(c, t);
    if (place_under(c, d, t, 2, np->kind == MSDX_AGENT_PLACE || np->is_place, out)) return true;
    /* 'the outskirts of Kharkiv' */
    msdx_rel rel = c->u->tok[t].rel;
    bool itself = rel == MSDX_REL_OBJ || rel == MSDX_REL_OBL || rel == MSDX_REL_NMOD || rel == MSDX_REL_NSUBJ_PASS ||
                  rel == MSDX_REL_CONJ;
    return itself && np->is_place && !np->is_agent && np->antecedent < 0 && msdx_take_place(c, t, out);
}

void msdx_code_where(struct msdx_coder *c, const struct msdx_draft *d, msd_where *out)
{
    const msdx_unit *u = c->u;
    memset(out, 0, sizeof *out);
    if (place_under(c, d, d->trigger, 2, false, out)) return;
    int32_t obj = msdx_is_verb(u, d->trigger) ? msdx_child(u, d->trigger, MSDX_REL_OBJ) : -1;
    if (obj >= 0 && place_under(c, d, obj, 1, false, out)) return;
    int32_t light = msdx_is_verb(u, d->trigger) ? -1 : msdx_light_verb(c, d->trigger);
    if (light >= 0 && place_under(c, d, light, 1, false, out)) return;
    for (uint32_t i = 0; i < d->n_recipient && happens_on_the_ground(d->frame); i++)
        if (place_of_party(c, d, d->recipient[i], out)) return;
    for (uint32_t i = 0; i < d->n_actor; i++)
        if (place_under(c, d, d->actor[i], 1, false, out)) return;
    /* 'a strike on a school in Gaza killed ten' */
    int32_t s = msdx_is_verb(u, d->trigger) ? msdx_subject(c, d->trigger) : -1;
    if (s >= 0 && c->word[s].is_event_noun && place_under(c, d, s, 2, false, out)) return;
    /* a place of the clause that governs: 'met … in Baghdad to discuss' */
    int32_t g = u->tok[d->trigger].head;
    msdx_rel rel = u->tok[d->trigger].rel;
    if (g >= 0 && (rel == MSDX_REL_XCOMP || rel == MSDX_REL_CONJ || rel == MSDX_REL_ADVCL || rel == MSDX_REL_NSUBJ ||
                   rel == MSDX_REL_OBJ))
        (void)place_under(c, d, g, 1, false, out);
}
