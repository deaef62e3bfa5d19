/* acled.c: the 31 columns of ACLED's export (CSV with a head). Its events are
 * political violence, demonstrations and strategic developments: what we code
 * beside these (statements, talks, aid ...) it does not have, and it is not written.
 * actor1 and actor2 have no direction there; several actors go into assoc_actor_1. */
#include "write/export_impl.h"

static const char *const columns[] = {
    "event_id_cnty", "event_date",     "year",     "time_precision", "disorder_type",
    "event_type",    "sub_event_type", "actor1",   "assoc_actor_1",  "inter1",
    "actor2",        "assoc_actor_2",  "inter2",   "interaction",    "civilian_targeting",
    "iso",           "region",         "country",  "admin1",         "admin2",
    "admin3",        "location",       "latitude", "longitude",      "geo_precision",
    "source",        "source_scale",   "notes",    "fatalities",     "tags",
    "timestamp"};

static void head(msdx_export *x, msdx_buf *buf)
{
    (void)x;
    msdx_column_names(buf, columns, sizeof columns / sizeof *columns, ',');
}

/* ---- who ---- */

/* ACLED's kinds of actor. */
enum { NOBODY = 0, STATE, REBELS, POLITICAL_MILITIA, IDENTITY_MILITIA, RIOTERS, PROTESTERS, CIVILIANS, OTHERS };

static bool one_of(const char *list, const char *code)
{
    for (; code && *list; list += 4)
        if (strncmp(list, code, 3) == 0) return true;
    return false;
}

static const char *country_of(const msdx_out *o)
{
    const msd_claim *c = o->c;
    if (c->where.present && c->where.country) return c->where.country;
    if (c->n_recipient && msdx_state_of(o, c->recipients[0].country)) return c->recipients[0].country;
    if (c->n_actor && msdx_state_of(o, c->actors[0].country)) return c->actors[0].country;
    return NULL;
}

/* A state's forces outside their own country count among the others. */
static int inter_of(const msdx_out *o, const msd_entity *e)
{
    const char *here = country_of(o);
    if (!e) return NOBODY;
    if (one_of("GOV MIL COP SPY JUD LEG ", e->sector))
        return msdx_state_of(o, e->country) && (!here || strcmp(here, e->country) == 0) ? STATE : OTHERS;
    if (one_of("REB ", e->sector)) return REBELS;
    if (one_of("PRM UAF CRM ", e->sector)) return POLITICAL_MILITIA;
    if (!e->sector && e->country && !msdx_state_of(o, e->country)) return OTHERS;
    return CIVILIANS;
}

static bool is_armed(const msd_entity *e)
{
    return e && one_of("GOV MIL COP SPY REB PRM UAF CRM ", e->sector);
}

/* ---- what ---- */

struct type {
    const char *disorder, *event, *sub;
};

#define VIOLENCE "Political violence"
#define REMOTE VIOLENCE, "Explosions/Remote violence"
#define CIVILIAN VIOLENCE, "Violence against civilians"
#define STRATEGIC "Strategic developments", "Strategic developments"
#define DEMONSTRATIONS "Demonstrations"

/* An event and mode (NULL: any other) of ours. */
static const struct row {
    const char *event, *mode;
    struct type type;
} types[] = {{"ASSAULT", "aerial", {REMOTE, "Air/drone strike"}},
             {"ASSAULT", "drone", {REMOTE, "Air/drone strike"}},
             {"ASSAULT", "heavy-weapons", {REMOTE, "Shelling/artillery/missile attack"}},
             {"ASSAULT", "explosives", {REMOTE, "Remote explosive/landmine/IED"}},
             {"ASSAULT", "suicide-attack", {REMOTE, "Suicide bomb"}},
             {"ASSAULT", "unconventional", {REMOTE, "Chemical weapon"}},
             {"ASSAULT", "abduct", {CIVILIAN, "Abduction/forced disappearance"}},
             {"ASSAULT", "sexual", {CIVILIAN, "Sexual violence"}},
             {"ASSAULT", "destroy", {STRATEGIC, "Looting/property destruction"}},
             {"ASSAULT", "crowd-control", {DEMONSTRATIONS, "Protests", "Protest with intervention"}},
             {"ASSAULT", NULL, {CIVILIAN, "Attack"}},
             {"PROTEST", "riot", {DEMONSTRATIONS, "Riots", "Violent demonstration"}},
             {"PROTEST", "vandalize", {DEMONSTRATIONS, "Riots", "Violent demonstration"}},
             {"PROTEST", NULL, {DEMONSTRATIONS, "Protests", "Peaceful protest"}},
             {"COERCE", "arrest", {STRATEGIC, "Arrests"}},
             {"COERCE", "seize", {STRATEGIC, "Looting/property destruction"}},
             {"AGREE", NULL, {STRATEGIC, "Agreement"}},
             {"MOBILIZE", NULL, {STRATEGIC, "Other"}},
             {"RETREAT", "disarm", {STRATEGIC, "Disrupted weapons use"}},
             {"RETREAT", "ceasefire", {STRATEGIC, "Agreement"}},
             {"RETREAT", "withdraw", {STRATEGIC, "Other"}}};

/* Armed against armed is a battle; a signed agreement (CAMEO 057) alone is ACLED's Agreement. */
static const struct type *type_of(const msdx_out *o)
{
    static const struct type battle = {VIOLENCE, "Battles", "Armed clash"};
    const msd_claim *c = o->c;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        const struct row *t = &types[i];
        if (strcmp(t->event, c->event) != 0 || (t->mode && (!c->mode || strcmp(t->mode, c->mode) != 0))) continue;
        if (strcmp(t->event, "AGREE") == 0 && strncmp(c->cameo, "057", 3) != 0) return NULL;
        bool fought = strcmp(t->event, "ASSAULT") == 0 && !t->mode;
        const msd_entity *other = c->n_recipient ? c->recipients : c->n_actor > 1 ? c->actors + 1 : NULL;
        return fought && c->n_actor && is_armed(c->actors) && is_armed(other) ? &battle : &t->type;
    }
    return NULL;
}

static bool is_demonstration(const struct type *t)
{
    return strcmp(t->disorder, DEMONSTRATIONS) == 0;
}

/* ---- cells ---- */

static void next(const msdx_out *o, msdx_str s)
{
    msdx_buf_addc(o->buf, ',');
    msdx_cell_csv(o->buf, s);
}

static void next_of(const msdx_out *o, const char *s)
{
    next(o, msdx_str_of(s));
}

static void with_country(const msdx_out *o, msdx_buf *b, const char *what, const char *between, const char *country)
{
    const char *name = msdx_country_name(o, country);
    msdx_buf_adds(b, what);
    if (name) msdx_buf_addf(b, "%s%s%s", between, name, *between == ' ' && between[1] == '(' ? ")" : "");
}

/* As ACLED calls them: "Military Forces of Iraq", "Civilians (Iraq)", else their own name. */
static void put_actor(const msdx_out *o, const msd_entity *e)
{
    msdx_buf b = MSDX_BUF_INIT(1 << 16);
    if (!e) {
        next(o, MSDX_STR(""));
        return;
    }
    if (one_of("MIL ", e->sector) && msdx_state_of(o, e->country))
        with_country(o, &b, "Military Forces", " of ", e->country);
    else if (one_of("COP ", e->sector) && msdx_state_of(o, e->country))
        with_country(o, &b, "Police Forces", " of ", e->country);
    else if (one_of("GOV ", e->sector) && msdx_state_of(o, e->country))
        with_country(o, &b, "Government", " of ", e->country);
    else if (one_of("UAF ", e->sector) && !e->name)
        with_country(o, &b, "Unidentified Armed Group", " (", e->country ? e->country : country_of(o));
    else if (inter_of(o, e) == CIVILIANS && !e->name)
        with_country(o, &b, "Civilians", " (", e->country ? e->country : country_of(o));
    else {
        msdx_str s = msdx_entity_label(o->u, e);
        msdx_buf_add(&b, s.p, s.n);
    }
    if (b.failed) o->buf->failed = true;
    next(o, (msdx_str){b.p, b.failed ? 0 : b.n});
    msdx_buf_clear(&b);
}

/* The others of a side, joined with "; ". */
static void put_rest(const msdx_out *o, const msd_entity *e, size_t from, size_t n)
{
    msdx_buf b = MSDX_BUF_INIT(1 << 20);
    for (size_t i = from; i < n; i++) {
        msdx_str s = msdx_entity_label(o->u, &e[i]);
        if (i > from) msdx_buf_adds(&b, "; ");
        msdx_buf_add(&b, s.p, s.n);
    }
    if (b.failed) o->buf->failed = true;
    next(o, (msdx_str){b.p, b.failed ? 0 : b.n});
    msdx_buf_clear(&b);
}

/* actor1 to interaction. Who demonstrates is "Protesters (Iraq)" or "Rioters (Iraq)", and who they are beside it. */
static void put_sides(const msdx_out *o, const struct type *t)
{
    const msd_claim *c = o->c;
    bool riot = strcmp(t->event, "Riots") == 0, crowd = is_demonstration(t) && strcmp(c->event, "PROTEST") == 0;
    const msd_entity *second = crowd ? NULL : c->n_recipient ? c->recipients : NULL;
    int one = crowd ? riot ? RIOTERS : PROTESTERS : inter_of(o, c->n_actor ? c->actors : NULL);
    int two = inter_of(o, second);
    if (crowd) {
        msdx_buf b = MSDX_BUF_INIT(1 << 16);
        with_country(o, &b, riot ? "Rioters" : "Protesters", " (", country_of(o));
        if (b.failed) o->buf->failed = true;
        next(o, (msdx_str){b.p, b.failed ? 0 : b.n});
        msdx_buf_clear(&b);
    } else {
        put_actor(o, c->n_actor ? c->actors : NULL);
    }
    put_rest(o, c->actors, crowd ? 0 : 1, c->n_actor);
    msdx_buf_addf(o->buf, ",%d", one);
    put_actor(o, second);
    put_rest(o, c->recipients, 1, second ? c->n_recipient : 0);
    int low = one < two && one ? one : two ? two : one, high = one + two - low;
    if (!one || !two) high = 0;
    msdx_buf_addf(o->buf, ",%d,%d", two, low * 10 + high);
}

/* civilian_targeting to geo_precision. */
static void put_place(const msdx_out *o, const struct type *t)
{
    static const int precision[] = {1, 1, 3, 3};
    const msd_where *w = &o->c->where;
    const msd_entity *hit = o->c->n_recipient ? o->c->recipients : NULL;
    const msdx_actor *state = msdx_state_of(o, country_of(o));
    bool civilians = strcmp(t->disorder, VIOLENCE) == 0 && hit && inter_of(o, hit) == CIVILIANS;
    const char *name = w->name ? w->name : w->text;
    next_of(o, civilians ? "Civilian targeting" : "");
    next_of(o, state && state->isonum ? state->isonum + strspn(state->isonum, "0") : "");
    next_of(o, "");
    next_of(o, state ? state->name : "");
    next_of(o, !w->present ? "" : w->precision == MSD_PLACE_ADMIN1 ? name : w->admin1);
    msdx_buf_adds(o->buf, ",,");
    next_of(o, w->present ? name : "");
    msdx_buf_addc(o->buf, ',');
    if (w->present && w->has_point) msdx_cell_num(o->buf, 'f', 4, w->latitude);
    msdx_buf_addc(o->buf, ',');
    if (w->present && w->has_point) msdx_cell_num(o->buf, 'f', 4, w->longitude);
    msdx_buf_addc(o->buf, ',');
    if (w->present) msdx_buf_addf(o->buf, "%d", precision[w->precision]);
}

/* Seconds since 1970 of a day (Howard Hinnant, days_from_civil). */
static int64_t seconds_of(const char *day)
{
    int64_t y = 0;
    unsigned m = 0, d = 0;
    for (int i = 0; i < 4; i++) y = y * 10 + (day[i] - '0');
    m = (unsigned)(day[5] - '0') * 10 + (unsigned)(day[6] - '0');
    d = (unsigned)(day[8] - '0') * 10 + (unsigned)(day[9] - '0');
    y -= m <= 2;
    int64_t era = y / 400;
    unsigned yoe = (unsigned)(y - era * 400), doy = (153 * (m + (m > 2 ? -3u : 9u)) + 2) / 5 + d - 1;
    unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return (era * 146097 + (int64_t)doe - 719468) * 86400;
}

/* source to timestamp. */
static void put_rest_of(const msdx_out *o, const struct type *t)
{
    const msd_magnitude *m = &o->c->magnitude;
    const char *d = o->doc->date;
    next_of(o, o->doc->publisher);
    next_of(o, "");
    next(o, msdx_sentence_text(o));
    msdx_buf_addf(o->buf, ",%lld,", (long long)(m->dead > 0 ? m->dead : 0));
    if (is_demonstration(t) && m->participants >= 0)
        msdx_buf_addf(o->buf, "crowd size=about %lld", (long long)m->participants);
    else if (is_demonstration(t))
        msdx_buf_adds(o->buf, "crowd size=no report");
    msdx_buf_addc(o->buf, ',');
    if (d && strnlen(d, 10) == 10) msdx_buf_addf(o->buf, "%lld", (long long)seconds_of(d));
    msdx_buf_addc(o->buf, '\n');
}

static void row(const msdx_out *o)
{
    static const int precision[] = {[MSD_DATE_UNKNOWN] = 3, [MSD_DATE_DAY] = 1, 2, 3, 3};
    const struct type *t = type_of(o);
    const char *country = country_of(o);
    if (!t) return;
    msdx_buf_addf(o->buf, "%s%llu", country ? country : "", (unsigned long long)msdx_claim_number(o->c, 0, 0));
    next_of(o, o->date);
    msdx_buf_addf(o->buf, ",%.4s,%d,%s,%s,%s", o->date, precision[o->c->when.precision], t->disorder, t->event, t->sub);
    put_sides(o, t);
    put_place(o, t);
    put_rest_of(o, t);
}

const msdx_export_form msdx_export_acled = {"acled", head, row, NULL, false};
