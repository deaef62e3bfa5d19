/* route.c: what can be asked for. doc/openapi.yaml says the same for people; a test holds them together. */
#include <errno.h>
#include <stdlib.h>

#include "serve/serve_impl.h"

const char *const msdx_choosing[] = {"event", "mode", "status", "country", "actor",    "recipient", "attribution",
                                     "place", "text", "from",   "to",      "document", "story",     NULL};

static const char *const claims_query[] = {"limit", "after", "order", NULL};
static const char *const stories_query[] = {"least", "limit", NULL};
static const char *const counts_query[] = {"by", "limit", NULL};
static const char *const limit_query[] = {"limit", NULL};
static const char *const reviews_query[] = {"after", "limit", NULL};
static const char *const alerts_query[] = {"watch", "state", "limit", NULL};
static const char *const sample_query[] = {"seed", "size", "by", "marker", NULL};
static const char *const audit_query[] = {"seed", "size", "by", "form", NULL};
static const char *const series_query[] = {"by", "each", NULL};

const msdx_route msdx_routes[] = {
    {"GET", "/api/health", 0, msdx_get_health, NULL, MSDX_HEAVY, NULL},
    {"GET", "/api/schema", 0, msdx_get_schema, NULL, MSDX_AT_ONCE, "application/schema+json"},
    {"POST", "/api/code", MSDX_SCOPE_CODE, msdx_post_code, NULL, MSDX_HEAVY, NULL},
    {"POST", "/api/relate", MSDX_SCOPE_CODE, msdx_post_relate, NULL, MSDX_HEAVY, NULL},
    {"GET", "/api/claims", MSDX_SCOPE_READ, msdx_get_claims, claims_query, MSDX_CHOOSES | MSDX_CACHED, NULL},
    {"GET", "/api/claims/*", MSDX_SCOPE_READ, msdx_get_claim, NULL, MSDX_CACHED, NULL},
    {"GET", "/api/documents/*", MSDX_SCOPE_READ, msdx_get_document, NULL, MSDX_CACHED, NULL},
    {"GET", "/api/stories", MSDX_SCOPE_READ, msdx_get_stories, stories_query, MSDX_CHOOSES | MSDX_CACHED | MSDX_HEAVY,
     NULL},
    {"GET", "/api/stories/*", MSDX_SCOPE_READ, msdx_get_story, NULL, MSDX_CACHED, NULL},
    {"GET", "/api/counts", MSDX_SCOPE_READ, msdx_get_counts, counts_query, MSDX_CHOOSES | MSDX_CACHED | MSDX_HEAVY,
     NULL},
    {"GET", "/api/places", MSDX_SCOPE_READ, msdx_get_places, limit_query, MSDX_CHOOSES | MSDX_CACHED | MSDX_HEAVY,
     "application/geo+json"},
    {"GET", "/api/network", MSDX_SCOPE_READ, msdx_get_network, limit_query, MSDX_CHOOSES | MSDX_CACHED | MSDX_HEAVY,
     NULL},
    {"GET", "/api/series", MSDX_SCOPE_READ, msdx_get_series, series_query, MSDX_CHOOSES | MSDX_CACHED | MSDX_HEAVY,
     NULL},
    {"GET", "/api/reviews", MSDX_SCOPE_READ, msdx_get_reviews, reviews_query, 0, NULL},
    {"POST", "/api/reviews", MSDX_SCOPE_REVIEW, msdx_post_review, NULL, MSDX_HEAVY, NULL},
    {"GET", "/api/sample", MSDX_SCOPE_READ, msdx_get_sample, sample_query, MSDX_CHOOSES | MSDX_HEAVY, NULL},
    {"POST", "/api/marks", MSDX_SCOPE_REVIEW, msdx_post_mark, NULL, MSDX_HEAVY, NULL},
    {"GET", "/api/audit", MSDX_SCOPE_READ, msdx_get_audit, audit_query, MSDX_CHOOSES | MSDX_HEAVY, NULL},
    {"GET", "/api/watches", MSDX_SCOPE_READ, msdx_get_watches, NULL, 0, NULL},
    {"GET", "/api/alerts", MSDX_SCOPE_READ, msdx_get_alerts, alerts_query, 0, NULL},
    {"POST", "/api/alerts/*", MSDX_SCOPE_REVIEW, msdx_post_alert, NULL, MSDX_HEAVY, NULL},
    {"GET", "/", 0, msdx_get_asset, NULL, MSDX_CHOOSES | MSDX_AT_ONCE, NULL},
    {"GET", "/assets/*", 0, msdx_get_asset, NULL, MSDX_AT_ONCE, NULL},
};
const size_t msdx_n_route = sizeof msdx_routes / sizeof *msdx_routes;

msd_status msdx_query_number(const msdx_request *r, const char *name, uint64_t otherwise, uint64_t most, uint64_t *out,
                             msd_error *err)
{
    const char *v = msdx_query(r, name);
    char *end;
    *out = otherwise;
    if (!v) return MSD_OK;
    errno = 0;
    unsigned long long n = strtoull(v, &end, 10);
    if (*v < '0' || *v > '9' || *end || errno || n == 0 || n > most)
        return msdx_err(err, MSD_EUSAGE, 0, "%s is a whole number from 1 to %llu", name, (unsigned long long)most);
    *out = n;
    return MSD_OK;
}

msd_status msdx_query_one_of(const msdx_request *r, const char *name, const char *const *word, int n, int *out,
                             msd_error *err)
{
    const char *given = msdx_query(r, name);
    *out = 0;
    while (given && *out < n && strcmp(word[*out], given) != 0) ++*out;
    return *out < n ? MSD_OK : msdx_err(err, MSD_EUSAGE, 0, "%s is not '%.20s'", name, given);
}

/* ---- which claims ---- */

enum { VALUES_MOST = 64 };

struct values {
    const char *name, *value[VALUES_MOST];
    size_t n; /* over VALUES_MOST: so many were given, the rest is not there */
};

static enum MHD_Result take_value(void *ctx, enum MHD_ValueKind kind, const char *key, const char *value)
{
    struct values *v = ctx;
    (void)kind;
    if (strcmp(key, v->name) != 0 || !value || !*value) return MHD_YES;
    if (v->n < VALUES_MOST) v->value[v->n] = value;
    v->n++;
    return MHD_YES;
}

msd_status msdx_query_filter(const msdx_request *r, msdx_filter *f, msd_error *err)
{
    for (const msdx_filter_choice *c = msdx_filter_choices; c->name; c++) {
        struct values v = {.name = c->name};
        MHD_get_connection_values(r->conn, MHD_GET_ARGUMENT_KIND, take_value, &v);
        if (v.n > VALUES_MOST) return msdx_err(err, MSD_EUSAGE, 0, "%s: at most %d values", v.name, VALUES_MOST);
        MSD_TRY(c->set(f, v.value, v.n, err));
    }
    f->doc = msdx_query(r, "document");
    f->story = msdx_query(r, "story");
    return msdx_filter_dates(f, msdx_query(r, "from"), msdx_query(r, "to"), err);
}
