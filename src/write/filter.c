/* filter.c: which claims are wanted; the same names in `code` and in the store's queries. */
#include <stdlib.h>

#include "write/fold.h"
#include "write/write.h"

static const char *const event_name[] = {"AGREE",    "CONSULT",  "SUPPORT", "CONCEDE", "COOPERATE", "AID",
                                         "RETREAT",  "REQUEST",  "ACCUSE",  "REJECT",  "THREATEN",  "PROTEST",
                                         "SANCTION", "MOBILIZE", "COERCE",  "ASSAULT"};

/* Cut values at commas into f->arena. */
static msd_status cut(msdx_filter *f, const char *const *value, size_t n, const char ***out, size_t *n_out,
                      msd_error *err)
{
    size_t most = 0;
    for (size_t i = 0; i < n; i++)
        for (const char *p = value[i]; p; p = strchr(p, ','), p = p ? p + 1 : NULL) most++;
    *n_out = 0;
    *out = MSDX_NEW(&f->arena, const char *, most);
    for (size_t i = 0; *out && i < n; i++)
        for (const char *p = value[i]; p;) {
            size_t len = strcspn(p, ",");
            if (len) (*out)[(*n_out)++] = msdx_arena_strndup(&f->arena, p, len);
            p = p[len] ? p + len + 1 : NULL;
        }
    return f->arena.failed ? msdx_err_nomem(err) : MSD_OK;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool same(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (upper(a[i]) != upper(b[i])) return false;
    return true;
}

msd_status msdx_filter_event(msdx_filter *f, const char *const *value, size_t n, msd_error *err)
{
    MSD_TRY(cut(f, value, n, &f->event, &f->n_event, err));
    for (size_t i = 0; i < f->n_event; i++) {
        size_t len = strcspn(f->event[i], "-"), k = 0;
        while (k < sizeof event_name / sizeof *event_name &&
               (strlen(event_name[k]) != len || !same(event_name[k], f->event[i], len)))
            k++;
        if (k == sizeof event_name / sizeof *event_name)
            return msdx_err(err, MSD_EUSAGE, 0, "'%.60s' is no PLOVER event", f->event[i]);
    }
    return MSD_OK;
}

msd_status msdx_filter_status(msdx_filter *f, const char *const *value, size_t n, msd_error *err)
{
    const char **name;
    size_t n_name;
    MSD_TRY(cut(f, value, n, &name, &n_name, err));
    for (size_t i = 0; i < n_name; i++) {
        int k = 0;
        while (k < MSD_N_CLAIM_STATUS && strcmp(msd_claim_status_name((msd_claim_status)k), name[i]) != 0) k++;
        if (k == MSD_N_CLAIM_STATUS) return msdx_err(err, MSD_EUSAGE, 0, "'%.60s' is no status", name[i]);
        f->status |= UINT32_C(1) << k;
    }
    return MSD_OK;
}

msd_status msdx_filter_country(msdx_filter *f, const char *const *value, size_t n, msd_error *err)
{
    MSD_TRY(cut(f, value, n, &f->country, &f->n_country, err));
    for (size_t i = 0; i < f->n_country; i++)
        if (strlen(f->country[i]) != 3)
            return msdx_err(err, MSD_EUSAGE, 0, "'%.60s' is no code of three letters", f->country[i]);
    return MSD_OK;
}

/* "2020", "2020-09" or "2020-09-28". */
static bool is_date(const char *s)
{
    static const char form[] = "0000-00-00";
    size_t n = strlen(s);
    if (n != 4 && n != 7 && n != 10) return false;
    for (size_t i = 0; i < n; i++)
        if (form[i] == '-' ? s[i] != '-' : s[i] < '0' || s[i] > '9') return false;
    return true;
}

msd_status msdx_filter_dates(msdx_filter *f, const char *from, const char *to, msd_error *err)
{
    if (from && !is_date(from)) return msdx_err(err, MSD_EUSAGE, 0, "'%.60s' is no ISO date", from);
    if (to && !is_date(to)) return msdx_err(err, MSD_EUSAGE, 0, "'%.60s' is no ISO date", to);
    f->from = from;
    f->to = to;
    return MSD_OK;
}

msd_status msdx_filter_mode(msdx_filter *f, const char *const *value, size_t n, msd_error *err)
{
    return cut(f, value, n, &f->mode, &f->n_mode, err);
}

/* ---- parties ---- */

static bool is_sector(const char *s)
{
    static const char list[] = "GOV MIL COP SPY JUD LEG PTY OPP REB PRM UAF UNK CRM CVL ELI EDU JRN MED REL BUS LAB "
                               "AGR REF SOC PRE";
    const char *at = strstr(list, s);
    return at && strlen(s) == 3;
}

static bool three_capitals(const char *s)
{
    return strlen(s) == 3 && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

static bool is_source_kind(const char *s)
{
    for (int k = 0; k < MSD_N_SOURCE_KIND; k++)
        if (strcmp(msd_source_kind_name((msd_source_kind)k), s) == 0) return true;
    return false;
}

static msd_status parties(msdx_filter *f, const char *const *value, size_t n, bool speaks, msdx_filter_party **out,
                          size_t *n_out, msd_error *err)
{
    const char **name;
    MSD_TRY(cut(f, value, n, &name, n_out, err));
    *out = MSDX_NEW(&f->arena, msdx_filter_party, *n_out + 1);
    if (!*out) return msdx_err_nomem(err);
    for (size_t i = 0; i < *n_out; i++) {
        msdx_filter_party *p = &(*out)[i];
        p->value = name[i];
        p->kind = strcmp(name[i], "none") == 0        ? MSDX_PARTY_NONE
                  : speaks && is_source_kind(name[i]) ? MSDX_PARTY_KIND
                  : !three_capitals(name[i])          ? MSDX_PARTY_NAME
                  : is_sector(name[i])                ? MSDX_PARTY_SECTOR
                                                      : MSDX_PARTY_COUNTRY;
    }
    return MSD_OK;
}

msd_status msdx_filter_actor(msdx_filter *f, const char *const *value, size_t n, msd_error *err)
{
    return parties(f, value, n, false, &f->actor, &f->n_actor, err);
}

msd_status msdx_filter_recipient(msdx_filter *f, const char *const *value, size_t n, msd_error *err)
{
    return parties(f, value, n, false, &f->recipient, &f->n_recipient, err);
}

msd_status msdx_filter_attribution(msdx_filter *f, const char *const *value, size_t n, msd_error *err)
{
    return parties(f, value, n, true, &f->attribution, &f->n_attribution, err);
}

/* ---- places ---- */

static msd_status box(msdx_filter_place *p, const char *value, msd_error *err)
{
    double d[4];
    const char *s = value;
    for (int i = 0; i < 4; i++) {
        char *end;
        d[i] = strtod(s, &end);
        if (end == s || *end != (i < 3 ? ',' : 0) || !(d[i] >= -180 && d[i] <= 180))
            return msdx_err(err, MSD_EUSAGE, 0, "'%.60s' is no box of south,west,north,east", value);
        s = end + 1;
    }
    *p = (msdx_filter_place){.south = d[0], .west = d[1], .north = d[2], .east = d[3]};
    return MSD_OK;
}

msd_status msdx_filter_places(msdx_filter *f, const char *const *value, size_t n, msd_error *err)
{
    f->place = MSDX_NEW(&f->arena, msdx_filter_place, n + 1);
    if (!f->place) return msdx_err_nomem(err);
    for (size_t i = 0; i < n; i++) {
        msdx_filter_place *p = &f->place[f->n_place++];
        if (value[i][0] && !value[i][strspn(value[i], "0123456789+-., ")] && strchr(value[i], ',')) {
            MSD_TRY(box(p, value[i], err));
        } else if (value[i][0] && !value[i][strspn(value[i], "0123456789")]) {
            p->geonames = (uint32_t)strtoul(value[i], NULL, 10);
        } else {
            p->name = value[i];
        }
    }
    return MSD_OK;
}

/* ---- words ---- */

msd_status msdx_filter_text(msdx_filter *f, const char *const *value, size_t n, msd_error *err)
{
    msdx_buf all = MSDX_BUF_INIT((size_t)1 << 16), words = MSDX_BUF_INIT((size_t)1 << 16);
    msd_status st = MSD_OK;
    for (size_t i = 0; i < n; i++) {
        msdx_buf_adds(&all, value[i]);
        msdx_buf_addc(&all, ' ');
    }
    if (n && msdx_utf8_check(all.p ? all.p : "", all.n) < all.n)
        st = msdx_err(err, MSD_EUSAGE, 0, "the words of --text are not UTF-8");
    if (st == MSD_OK && n) {
        msdx_fold_words(&words, (msdx_str){all.p, all.n}, true);
        f->text = words.n ? msdx_arena_strndup(&f->arena, words.p, words.n) : NULL;
        if (words.failed || all.failed || f->arena.failed)
            st = msdx_err_nomem(err);
        else if (!words.n)
            st = msdx_err(err, MSD_EUSAGE, 0, "no word in '%.60s'", value[0]);
    }
    msdx_buf_clear(&all);
    msdx_buf_clear(&words);
    return st;
}

bool msdx_filter_is_open(const msdx_filter *f)
{
    return !f->n_event && !f->n_country && !f->status && !f->from && !f->to && !f->n_mode && !f->n_actor &&
           !f->n_recipient && !f->n_attribution && !f->n_place && !f->text;
}

void msdx_filter_clear(msdx_filter *f)
{
    msdx_arena_clear(&f->arena);
    *f = (msdx_filter){0};
}

static bool event_passes(const msdx_filter *f, const msd_claim *c)
{
    for (size_t i = 0; i < f->n_event; i++) {
        size_t n = strcspn(f->event[i], "-");
        if (strlen(c->event) != n || !same(c->event, f->event[i], n)) continue;
        if (!f->event[i][n] || (c->mode && strcmp(c->mode, f->event[i] + n + 1) == 0)) return true;
    }
    return f->n_event == 0;
}

static bool any_country(const msd_entity *e, size_t n, const char *country)
{
    for (size_t i = 0; i < n; i++)
        if (e[i].country && strlen(e[i].country) == 3 && same(e[i].country, country, 3)) return true;
    return false;
}

static bool country_passes(const msdx_filter *f, const msd_claim *c)
{
    for (size_t i = 0; i < f->n_country; i++) {
        const char *want = f->country[i], *place = c->where.present ? c->where.country : NULL;
        if (any_country(c->actors, c->n_actor, want) || any_country(c->recipients, c->n_recipient, want)) return true;
        if (place && strlen(place) == 3 && same(place, want, 3)) return true;
    }
    return f->n_country == 0;
}

/* The day of the event where the text says one, else of the document; a claim without either passes no date. */
static bool date_passes(const msdx_filter *f, const msd_doc *doc, const msd_claim *c)
{
    if (!f->from && !f->to) return true;
    const char *start = *c->when.start ? c->when.start : doc->date, *end = *c->when.end ? c->when.end : start;
    if (!start || !*start) return false;
    if (f->from && strncmp(end, f->from, strlen(f->from)) < 0) return false;
    return !f->to || strncmp(start, f->to, strlen(f->to)) <= 0;
}

static bool mode_passes(const msdx_filter *f, const msd_claim *c)
{
    for (size_t i = 0; i < f->n_mode; i++)
        if (c->mode && strcmp(c->mode, f->mode[i]) == 0) return true;
    return f->n_mode == 0;
}

static bool is_same(const char *have, const char *want)
{
    return have && strcmp(have, want) == 0;
}

static bool is_party(const msdx_filter_party *p, const msd_entity *e)
{
    switch (p->kind) {
    case MSDX_PARTY_COUNTRY: return is_same(e->country, p->value);
    case MSDX_PARTY_SECTOR: return is_same(e->sector, p->value);
    case MSDX_PARTY_NAME:
        return is_same(e->code, p->value) || is_same(e->entity, p->value) ||
               (e->name && msdx_fold_same(e->name, p->value));
    default: return false;
    }
}

static bool party_passes(const msdx_filter_party *p, size_t n, const msd_entity *e, size_t n_e)
{
    for (size_t i = 0; i < n; i++) {
        if (p[i].kind == MSDX_PARTY_NONE && n_e == 0) return true;
        for (size_t k = 0; k < n_e; k++)
            if (is_party(&p[i], &e[k])) return true;
    }
    return n == 0;
}

static bool attribution_passes(const msdx_filter *f, const msd_claim *c)
{
    for (size_t i = 0; i < f->n_attribution; i++) {
        const msdx_filter_party *p = &f->attribution[i];
        if (p->kind == MSDX_PARTY_NONE && c->n_attribution == 0) return true;
        for (size_t k = 0; k < c->n_attribution; k++) {
            const msd_source *s = &c->attribution[k];
            if (p->kind == MSDX_PARTY_KIND ? is_same(msd_source_kind_name(s->kind), p->value) : is_party(p, &s->who))
                return true;
        }
    }
    return f->n_attribution == 0;
}

static bool place_passes(const msdx_filter *f, const msd_where *w)
{
    for (size_t i = 0; i < f->n_place; i++) {
        const msdx_filter_place *p = &f->place[i];
        if (!w->present) continue;
        if (p->name) {
            if ((w->name && msdx_fold_same(w->name, p->name)) || (w->admin1 && msdx_fold_same(w->admin1, p->name)))
                return true;
        } else if (p->geonames ? w->geonames == p->geonames
                               : w->has_point && w->latitude >= p->south && w->latitude <= p->north &&
                                     w->longitude >= p->west && w->longitude <= p->east) {
            return true;
        }
    }
    return f->n_place == 0;
}

static bool text_passes(const msdx_filter *f, const msd_doc *doc, const msd_claim *c)
{
    if (!f->text) return true;
    msdx_buf words = MSDX_BUF_INIT((size_t)1 << 26);
    msd_span span = msdx_write_sentence(doc, c->sentence);
    msdx_fold_words(&words, msdx_write_words(msdx_write_unit(doc, c->sentence), &span, ""), false);
    bool pass = !words.failed && msdx_fold_match(msdx_str_of(f->text), (msdx_str){words.p, words.n});
    msdx_buf_clear(&words);
    return pass;
}

bool msdx_filter_pass(const msdx_filter *f, const msd_doc *doc, const msd_claim *claim)
{
    if (f->status && !(f->status >> claim->status & 1)) return false;
    return event_passes(f, claim) && mode_passes(f, claim) && country_passes(f, claim) && date_passes(f, doc, claim) &&
           party_passes(f->actor, f->n_actor, claim->actors, claim->n_actor) &&
           party_passes(f->recipient, f->n_recipient, claim->recipients, claim->n_recipient) &&
           attribution_passes(f, claim) && place_passes(f, &claim->where) && text_passes(f, doc, claim);
}

const msdx_filter_choice msdx_filter_choices[] = {{"event", msdx_filter_event},
                                                  {"mode", msdx_filter_mode},
                                                  {"status", msdx_filter_status},
                                                  {"country", msdx_filter_country},
                                                  {"actor", msdx_filter_actor},
                                                  {"recipient", msdx_filter_recipient},
                                                  {"attribution", msdx_filter_attribution},
                                                  {"place", msdx_filter_places},
                                                  {"text", msdx_filter_text},
                                                  {NULL, NULL}};
