/* filter.c: which claims are wanted; the same names in `code` and in the store's queries. */
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

bool msdx_filter_pass(const msdx_filter *f, const msd_doc *doc, const msd_claim *claim)
{
    if (f->status && !(f->status >> claim->status & 1)) return false;
    return event_passes(f, claim) && country_passes(f, claim) && date_passes(f, doc, claim);
}
