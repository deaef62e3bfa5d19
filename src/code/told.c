/* told.c: when and where a violent or other act on the ground happened, where
 * nothing that hangs on its own word says so: the day told in the same breath
 * ('ten people were killed when, on Friday, …'), and what the next sentences
 * tell of it ('The attack took place in Baquba on Sunday.'). */
#include "code/status_impl.h"
#include "code/times.h"

enum { AFTER = 2, FAR = 24 };

/* How little a place may weigh where it is the only thing to go by (scene.c); 0 is as likely as not. */
static const double LIKELY = -1.5;

bool msdx_happens_on_the_ground(const char *event)
{
    static const char *const list[] = {"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID"};
    for (size_t i = 0; event && i < sizeof list / sizeof *list; i++)
        if (strcmp(event, list[i]) == 0) return true;
    return false;
}

int32_t msdx_telling(const msdx_unit *u, int32_t t)
{
    for (int i = 0; i < 64 && u->tok[t].head >= 0; i++) {
        msdx_rel rel = (msdx_rel)u->tok[t].rel;
        if (rel == MSDX_REL_CCOMP || rel == MSDX_REL_PARATAXIS || rel == MSDX_REL_LIST) return t;
        t = u->tok[t].head;
    }
    return t;
}

/* Steps between two words of a tree. */
static int steps(const msdx_unit *u, int32_t a, int32_t b)
{
    int up = 0;
    for (int32_t x = a; x >= 0 && up < FAR; x = u->tok[x].head, up++) {
        int down = 0;
        for (int32_t y = b; y >= 0 && down < FAR; y = u->tok[y].head, down++)
            if (x == y) return up + down;
    }
    return FAR * 2;
}

/* The topmost token of a time expression. */
static int32_t head_of(const msdx_unit *u, const struct msdx_time *t)
{
    for (int32_t k = t->b - 1; k > t->a; k--)
        if (u->tok[k].head < t->a || u->tok[k].head >= t->b) return k;
    return t->a;
}

/* The same past '; one soldier died', which is told by nobody else. */
static int32_t scene_of(struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    int32_t top = msdx_telling(u, t), g = u->tok[top].head;
    bool beside = g >= 0 && u->tok[top].rel == MSDX_REL_PARATAXIS && !msdx_says(c, g) && !msdx_says(c, top);
    return beside ? msdx_telling(u, g) : top;
}

static const struct msdx_time *day_nearest(struct msdx_coder *c, int32_t trigger, int32_t sent)
{
    const msdx_unit *u = c->u;
    const struct msdx_time *best = NULL;
    int least = FAR, top = scene_of(c, trigger);
    if (msdx_is_apart(u, trigger)) return NULL;
    for (uint32_t i = 0; i < c->n_time; i++) {
        const struct msdx_time *t = &c->time[i];
        if (!t->dated || t->precision > MSD_DATE_WEEK || u->tok[t->a].sent != sent) continue;
        int32_t head = head_of(u, t);
        if (scene_of(c, head) != top || u->tok[head].rel == MSDX_REL_NMOD_POSS) continue;
        int far = steps(u, head, trigger);
        if (far < least) least = far, best = t;
    }
    return best;
}

/* Does a clause of its own verb, in the past or present, stand between the words at t and those above? */
static bool is_within_clause(const msdx_unit *u, int32_t t, int32_t above)
{
    for (; t >= 0 && !msdx_hangs_on(u, above, t); t = u->tok[t].head) {
        const char *tag = u->tok[t].tag;
        if (strcmp(tag, "VBD") == 0 || strcmp(tag, "VBZ") == 0 || strcmp(tag, "VBP") == 0) return true;
        if (msdx_is_verb(u, t) && msdx_child(u, t, MSDX_REL_AUX) >= 0) return true;
    }
    return false;
}

/* 'froze the assets of firms tied to him last June': the one time of the sentence, hung too low. */
static const struct msdx_time *only_time(struct msdx_coder *c, int32_t trigger, int32_t sent)
{
    const msdx_unit *u = c->u;
    const struct msdx_time *only = NULL;
    if (!msdx_is_verb(u, trigger) || msdx_is_apart(u, trigger)) return NULL;
    for (uint32_t i = 0; i < c->n_time; i++) {
        if (u->tok[c->time[i].a].sent != sent || !c->time[i].dated) continue;
        if (only) return NULL;
        only = &c->time[i];
    }
    int32_t head = only && only->a > trigger ? head_of(u, only) : -1;
    bool here = head >= 0 && msdx_hangs_on(u, head, trigger) && u->tok[head].rel != MSDX_REL_NMOD_POSS;
    return here && !is_within_clause(u, head, trigger) ? only : NULL;
}

/* Is t an event told again ('The attack', 'The incident', 'It') and v what says that it took place? */
static bool tells_again(const struct msdx_coder *c, int32_t v)
{
    static const char *const happen[] = {"occur", "happen", "take",  "come", "begin",
                                         "start", "erupt",  "break", "be",   NULL};
    static const char *const event[] = {
        "attack",  "incident",  "blast",      "explosion", "bombing", "shooting",  "violence", "clash",   "raid",
        "killing", "fighting",  "assault",    "strike",    "ambush",  "massacre",  "murder",   "protest", "march",
        "arrest",  "abduction", "kidnapping", "shelling",  "battle",  "airstrike", "bomb",     "event",   NULL};
    const msdx_unit *u = c->u;
    bool happens = false, known = false;
    for (size_t i = 0; happen[i]; i++) happens |= msdx_tok_lemma_is(u, v, happen[i]);
    int32_t s = happens ? msdx_child(u, v, MSDX_REL_NSUBJ) : -1;
    if (s < 0) return false;
    for (size_t i = 0; event[i]; i++) known |= msdx_tok_lemma_is(u, s, event[i]);
    MSDX_EACH_CHILD (u, s, k)
        if (known && (msdx_tok_lower_is(u, k, "the") || msdx_tok_lower_is(u, k, "this"))) return true;
    return false;
}

static void from_next_sentences(struct msdx_coder *c, const struct msdx_draft *d, msd_when *when, msd_where *where)
{
    const msdx_unit *u = c->u;
    for (int32_t s = d->sent + 1; s <= d->sent + AFTER && s < (int32_t)u->n_sent; s++) {
        if (msdx_begins_paragraph(c, s)) return;
        for (int32_t t = (int32_t)u->sent[s].tok_start; t < (int32_t)u->sent[s].tok_end; t++) {
            int32_t place;
            if (!msdx_is_verb(u, t) || !tells_again(c, t)) continue;
            if (when->precision == MSD_DATE_UNKNOWN) msdx_code_when(c, t, when);
            if (!where->present && msdx_scene(c, t, &place, 1, NULL)) (void)msdx_take_place(c, place, where);
        }
    }
}

/* A state by its bare name is rather somebody than a place: only 'in Peru' is where. */
static bool may_be_place(const struct msdx_coder *c, const struct msdx_draft *d, int32_t t)
{
    static const char *const where[] = {"in", "across", "inside", "throughout", "of", "near", NULL};
    const char *name = NULL, *country = NULL;
    msd_place_precision precision = MSD_PLACE_CITY;
    int32_t prep = msdx_child(c->u, t, MSDX_REL_CASE);
    bool in = false;
    if (msdx_is_party(c, d, t) || msdx_is_of_source(c->u, &d->how, t)) return false;
    msdx_place_at(c, t, &name, &country, &precision);
    for (size_t i = 0; prep >= 0 && where[i]; i++) in |= msdx_tok_lower_is(c->u, prep, where[i]);
    return !name || precision != MSD_PLACE_COUNTRY || in;
}

/* 'the city', told in the same breath, where no name is. */
static int32_t place_described(const struct msdx_coder *c, const struct msdx_draft *d)
{
    enum { NEAR = 5 };
    const msdx_unit *u = c->u;
    int32_t best = -1, top = msdx_telling(u, d->trigger);
    int least = NEAR;
    for (int32_t t = (int32_t)u->sent[d->sent].tok_start; t < (int32_t)u->sent[d->sent].tok_end; t++) {
        if (!c->word[t].is_there || msdx_telling(u, t) != top || msdx_is_of_source(u, &d->how, t)) continue;
        int far = steps(u, t, d->trigger);
        if (far < least) least = far, best = t;
    }
    return best;
}

void msdx_code_told(struct msdx_coder *c, const struct msdx_draft *d, msd_when *when, msd_where *where)
{
    bool on_the_ground = msdx_happens_on_the_ground(d->frame->event);
    if (when->precision == MSD_DATE_UNKNOWN) {
        const struct msdx_time *t = on_the_ground ? day_nearest(c, d->trigger, d->sent) : NULL;
        if (!t) t = only_time(c, d->trigger, d->sent);
        if (t) msdx_put_when(c, t, when);
    }
    if (!on_the_ground) return;
    bool looked = where->present || strcmp(d->frame->event, "RETREAT") == 0 || strcmp(d->frame->event, "AID") == 0;
    int32_t place = looked ? -1 : msdx_scene_likely(c, d->trigger, LIKELY);
    if (place >= 0 && may_be_place(c, d, place)) (void)msdx_take_place(c, place, where);
    int32_t there = looked ? -1 : place_described(c, d);
    if (there >= 0 && !where->present) (void)msdx_take_place(c, there, where);
    bool finer = !where->present || where->precision == MSD_PLACE_COUNTRY;
    if (when->precision != MSD_DATE_UNKNOWN && !finer) return;
    msd_where later = finer ? (msd_where){0} : *where;
    from_next_sentences(c, d, when, &later);
    if (finer && later.present && (!where->present || later.precision != MSD_PLACE_COUNTRY)) *where = later;
}
