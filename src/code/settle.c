/* settle.c: which of the places of one name is meant: the one that the text puts
 * beside it, else the one that fits best to the other places and countries of
 * the document so far, to their neighbourhood, and to its own size. One name has
 * one meaning in what is settled together.
 *
 * The weights were set by hand on the half of LGL, TR-News, GeoVirus and
 * GeoWebNews that bench/quality reads; see doc/places.md. */
#include <math.h>
#include <stdlib.h>

#include "code/places.h"

/* ---- the setting ---- */

void msdx_setting_country(struct msdx_setting *s, const char *code, double weight)
{
    uint32_t i = 0;
    if (!code || strlen(code) != 3) return;
    while (i < s->n_country && strcmp(s->country[i].code, code) != 0) i++;
    if (i == MSDX_WEIGHTS_MAX) return;
    if (i == s->n_country) {
        memcpy(s->country[i].code, code, 4);
        s->country[s->n_country++].weight = 0;
    }
    s->country[i].weight += weight;
    s->total += weight;
}

const char *msdx_setting_most(const struct msdx_coder *c)
{
    const struct msdx_setting *s = c->setting ? c->setting : c->body ? c->body->setting : NULL;
    for (uint32_t i = 0; s && i < s->n_country; i++)
        if (s->country[i].weight > 0.6 * s->total) {
            const msdx_actor *state = msdx_know_state(c->know, s->country[i].code);
            return state ? state->country : NULL; /* which lives longer than the setting */
        }
    return NULL;
}

static double country_weight(const struct msdx_setting *s, const char *code)
{
    for (uint32_t i = 0; i < s->n_country; i++)
        if (strcmp(s->country[i].code, code) == 0) return s->country[i].weight;
    return 0;
}

static void add_region(struct msdx_setting *s, uint32_t place, double weight)
{
    uint32_t i = 0;
    while (i < s->n_region && s->region[i].place != place) i++;
    if (i == MSDX_WEIGHTS_MAX) return;
    if (i == s->n_region) {
        s->region[i].place = place;
        s->region[s->n_region++].weight = 0;
    }
    s->region[i].weight += weight;
}

static double region_weight(const struct msdx_setting *s, uint32_t place)
{
    for (uint32_t i = 0; i < s->n_region; i++)
        if (s->region[i].place == place) return s->region[i].weight;
    return 0;
}

static void add_point(struct msdx_setting *s, double latitude, double longitude)
{
    if (s->n_point == MSDX_WEIGHTS_MAX) return;
    s->point[s->n_point].latitude = latitude;
    s->point[s->n_point++].longitude = longitude;
}

void msdx_setting_place(const msdx_know *know, struct msdx_setting *s, uint32_t place, double weight)
{
    msdx_gaz_place p;
    if (!msdx_gazetteer_get(know, place, &p)) return;
    msdx_setting_country(s, p.country, weight);
    if (p.kind == MSDX_GAZ_REGION) add_region(s, place, weight);
    if (p.region) add_region(s, p.region - 1, weight);
    if (p.has_point && p.kind != MSDX_GAZ_REGION) add_point(s, p.latitude, p.longitude);
}

/* On a sphere, by the haversine formula. */
double msdx_kilometres(double a_lat, double a_lon, double b_lat, double b_lon)
{
    const double degree = 3.14159265358979 / 180;
    double dy = sin((a_lat - b_lat) * degree / 2), dx = sin((a_lon - b_lon) * degree / 2);
    double h = dy * dy + cos(a_lat * degree) * cos(b_lat * degree) * dx * dx;
    return 12742 * asin(h < 1 ? sqrt(h) : 1);
}

/* ---- one candidate ---- */

static double nearness(const struct msdx_setting *s, const msdx_gaz_place *p)
{
    static const double FAR = 4; /* degrees: more than the 400 km that count */
    double best = 1e9;
    for (uint32_t i = 0; i < s->n_point && p->has_point; i++) {
        if (fabs(s->point[i].latitude - p->latitude) > FAR) continue;
        double d = msdx_kilometres(s->point[i].latitude, s->point[i].longitude, p->latitude, p->longitude);
        /* Not the place itself, put there by an earlier round. */
        if (d > 0.5 && d < best) best = d;
    }
    return best < 60 ? 1.2 : best < 150 ? 1.0 : best < 400 ? 0.3 : 0;
}

/* What a name itself has put into the setting in an earlier round, to be left out when it is judged again. */
struct self {
    msdx_gaz_place place;
    double weight;
};

static double others_country(const struct msdx_setting *s, const msdx_gaz_place *p, const struct self *self)
{
    double w = country_weight(s, p->country);
    if (self->weight > 0 && strcmp(self->place.country, p->country) == 0) w -= self->weight;
    return w > 0.01 ? w : 0;
}

static double others_region(const struct msdx_setting *s, const msdx_gaz_place *p, const struct self *self)
{
    double w = p->region ? region_weight(s, p->region - 1) : 0;
    if (p->region && self->weight > 0 && self->place.region == p->region) w -= self->weight;
    return w > 0.01 ? w : 0;
}

static double score(const struct msdx_setting *s, const msdx_gaz_place *p, uint32_t flags, const struct self *self)
{
    static const double kind[MSDX_N_GAZ_KIND] = {0, -0.7, -1.0};
    double v = 0.62 * log10((double)p->population + 10) + kind[p->kind];
    if (flags & MSDX_GAZ_ALTERNATE) v -= 1.25;
    double country = others_country(s, p, self), total = s->total - self->weight;
    if (country > 0 && total > 0) v += 1.17 + 2 * (country < total ? country / total : 1);
    double region = others_region(s, p, self);
    if (region > 0) v += region < 0.86 ? 1 + region / 3 : 1.28;
    return v + nearness(s, p);
}

static bool fits_own(const struct msdx_spot *spot, const msdx_gaz_place *p)
{
    if (!spot->country || strcmp(spot->country, p->country) != 0) return false;
    if (!spot->own) return p->kind == MSDX_GAZ_CITY;
    return spot->own->precision == (p->kind == MSDX_GAZ_CITY ? MSD_PLACE_CITY : MSD_PLACE_ADMIN1);
}

bool msdx_is_own_place(const struct msdx_spot *spot, const msdx_gaz_place *p)
{
    enum { SAME_KM = 100 };
    if (!spot->own || !spot->country || strcmp(spot->country, p->country) != 0) return false;
    if ((spot->own->precision <= MSD_PLACE_CITY) != (p->kind == MSDX_GAZ_CITY))
        return false; /* the state of New York */
    return p->kind != MSDX_GAZ_CITY || !p->has_point || !spot->own->has_point ||
           msdx_kilometres(spot->own->latitude, spot->own->longitude, p->latitude, p->longitude) < SAME_KM;
}

/* How much better a place must fit than one of the country of our own entry of the name, than that entry itself, and than
 * a region that is spoken of as one. */
static const double OWN_BONUS = 2, SAME_BONUS = 0.7, REGION_BONUS = 4;

/* 'Georgia' is the state of ours unless the document speaks of places in the other one, and of nothing in ours. */
static uint32_t other_region(const msdx_know *know, const struct msdx_spot *spot, const struct msdx_setting *s)
{
    for (size_t i = 0; i < spot->n_sense; i++) {
        msdx_gaz_place p;
        uint32_t place = spot->sense[i] >> 2;
        if (spot->sense[i] & MSDX_GAZ_BESIDE || !msdx_gazetteer_get(know, place, &p)) continue;
        if (p.kind != MSDX_GAZ_REGION || country_weight(s, spot->country) >= 0.01) continue;
        if (region_weight(s, place) >= 0.5 || country_weight(s, p.country) >= 0.8 * s->total + 0.5) return place + 1;
    }
    return 0;
}

static uint32_t best_of(const msdx_know *know, const struct msdx_spot *spot, const struct msdx_setting *s,
                        const struct self *self)
{
    if (spot->state) return other_region(know, spot, s);
    uint32_t best = 0;
    bool own = false;
    double most = spot->country ? -1 : -1e9;
    for (size_t i = 0; i < spot->n_sense; i++) {
        msdx_gaz_place p;
        uint32_t flags = spot->sense[i] & 3, place = spot->sense[i] >> 2;
        if ((flags & MSDX_GAZ_BESIDE && !spot->given) || !msdx_gazetteer_get(know, place, &p)) continue;
        if (*spot->within && strcmp(spot->within, p.country) != 0) continue;
        bool fits = fits_own(spot, &p);
        bool spoken_of = spot->region && p.kind == MSDX_GAZ_REGION;
        double v = score(s, &p, flags, self) + (spoken_of ? REGION_BONUS : 0) + (fits ? OWN_BONUS : 0) +
                   (fits && msdx_is_own_place(spot, &p) ? SAME_BONUS : 0);
        own = own || fits;
        if (v <= most) continue;
        most = v;
        best = place + 1;
    }
    /* What our own files have and the gazetteer has not keeps its name. */
    return spot->country && !own ? 0 : best;
}

/* ---- all of a document ---- */

static int by_sense(const void *a, const void *b)
{
    const struct msdx_spot *x = *(struct msdx_spot *const *)a, *y = *(struct msdx_spot *const *)b;
    if (x->sense != y->sense) return (uintptr_t)x->sense < (uintptr_t)y->sense ? -1 : 1;
    return (x->start > y->start) - (x->start < y->start);
}

/* Spots [0, n) have one name: those with something beside them speak for the others. */
static void settle_beside(struct msdx_spot *const *spot, size_t n)
{
    const struct msdx_spot *first = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!spot[i]->beside) continue;
        spot[i]->chosen = spot[i]->beside;
        spot[i]->sure = true;
        if (!first) first = spot[i];
    }
    for (size_t i = 0; first && i < n; i++)
        if (!spot[i]->chosen) spot[i]->chosen = first->chosen;
}

static void settle_group(struct msdx_coder *c, struct msdx_spot *const *spot, size_t n, const struct msdx_setting *s,
                         double said)
{
    struct self self = {.weight = said};
    if (!spot[0]->chosen || !msdx_gazetteer_get(c->know, spot[0]->chosen - 1, &self.place)) self.weight = 0;
    uint32_t best = best_of(c->know, spot[0], s, &self);
    for (size_t i = 0; i < n; i++) spot[i]->chosen = best;
}

/* Where the text puts one of the name, it puts all. */
static void spread_within(struct msdx_spot *const *spot, size_t n)
{
    const char *within = "";
    for (size_t i = 0; i < n && !*within; i++) within = spot[i]->within;
    char code[4];
    memcpy(code, within, sizeof code);
    for (size_t i = 0; *code && i < n; i++) memcpy(spot[i]->within, code, sizeof code);
}

/* Once a place, a place throughout. */
static bool spread_sure(struct msdx_spot *const *spot, size_t n)
{
    bool sure = false;
    for (size_t i = 0; i < n; i++) sure = sure || spot[i]->sure;
    for (size_t i = 0; i < n; i++) spot[i]->sure = sure && (spot[i]->sure || spot[i]->maybe);
    return sure;
}

static size_t group_end(struct msdx_spot *const *spot, size_t i, size_t n)
{
    size_t end = i + 1;
    while (end < n && spot[end]->sense == spot[i]->sense) end++;
    return end;
}

void msdx_settle(struct msdx_coder *c, struct msdx_spot *spot, size_t n, struct msdx_setting *s)
{
    struct msdx_spot **list = MSDX_NEW(c->scratch, struct msdx_spot *, n + 1);
    bool *fixed = MSDX_NEW(c->scratch, bool, n + 1), *any = MSDX_NEW(c->scratch, bool, n + 1);
    double *said = MSDX_NEW(c->scratch, double, n + 1); /* by the first of a name */
    if (!list || !fixed || !any || !said) return;
    for (size_t i = 0; i < n; i++) list[i] = &spot[i];
    if (n) qsort(list, n, sizeof *list, by_sense);
    for (size_t i = 0, end; i < n; i = end) {
        end = group_end(list, i, n);
        settle_beside(list + i, end - i);
        spread_within(list + i, end - i);
        any[i] = spread_sure(list + i, end - i);
        fixed[i] = list[i]->chosen != 0;
        if (fixed[i] && any[i]) msdx_setting_place(c->know, s, list[i]->chosen - 1, 0.74);
    }
    /* Names of one place only, then, with what they say, the others; and once more with what these say. */
    for (int round = 0; round < 3; round++) {
        struct msdx_setting before = *s;
        for (size_t i = 0, end; i < n; i = end) {
            end = group_end(list, i, n);
            if (fixed[i] || !list[i]->sense || (round == 0 && (list[i]->n_sense > 1 || list[i]->state))) continue;
            settle_group(c, list + i, end - i, &before, said[i]);
            if (round == 0) fixed[i] = true;
            if (!any[i] || round == 2 || !list[i]->chosen) continue;
            said[i] = round == 0 ? 1 : 0.7;
            msdx_setting_place(c->know, s, list[i]->chosen - 1, said[i]);
        }
    }
}
