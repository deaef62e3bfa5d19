/* query.c: a filter as SQL. Every condition is exact, so that `db query` gives
 * what `code` with the same options lets pass; conditions on countries and days
 * go through the index of pairs by month. */
#include <stdio.h>
#include <stdlib.h>

#include "store/store_impl.h"

enum { ARG_MOST = 512, MONTHS_LISTED = 240, NEAR = 2000 };

struct query {
    const msdx_sql_dialect *dialect;
    msdx_buf sql;
    msdx_arena arena;
    msdx_sql_arg arg[ARG_MOST];
    size_t n_arg;
    bool too_many;
    bool walk; /* claims are looked at one by one, so each condition asks about the claim at hand */
};

/* The number of a new place for this value. */
static int put_arg(struct query *q, msdx_sql_arg a)
{
    if (q->n_arg == ARG_MOST) {
        q->too_many = true;
        return ARG_MOST;
    }
    q->arg[q->n_arg++] = a;
    return (int)q->n_arg;
}

static void add_text(struct query *q, const char *s)
{
    msdx_buf_addf(&q->sql, "?%d", put_arg(q, msdx_sql_text(s)));
}

static const char *upper(struct query *q, const char *s, size_t n)
{
    char *u = msdx_arena_strndup(&q->arena, s, n);
    for (char *p = u; p && *p; p++)
        if (*p >= 'a' && *p <= 'z') *p = (char)(*p - 'a' + 'A');
    return u;
}

static void add_event(struct query *q, const msdx_filter *f)
{
    if (!f->n_event) return;
    msdx_buf_adds(&q->sql, " AND (");
    for (size_t i = 0; i < f->n_event; i++) {
        size_t n = strcspn(f->event[i], "-");
        msdx_buf_adds(&q->sql, i ? " OR (c.event = " : "(c.event = ");
        add_text(q, upper(q, f->event[i], n));
        if (f->event[i][n]) {
            msdx_buf_adds(&q->sql, " AND c.mode = ");
            add_text(q, f->event[i] + n + 1);
        }
        msdx_buf_addc(&q->sql, ')');
    }
    msdx_buf_addc(&q->sql, ')');
}

static void add_in(struct query *q, const char *what, const char *const *value, size_t n)
{
    if (!n) return;
    msdx_buf_addf(&q->sql, " AND %s IN (", what);
    for (size_t i = 0; i < n; i++) {
        if (i) msdx_buf_addc(&q->sql, ',');
        add_text(q, value[i]);
    }
    msdx_buf_addc(&q->sql, ')');
}

static void add_status(struct query *q, const msdx_filter *f)
{
    const char *name[MSD_N_CLAIM_STATUS];
    size_t n = 0;
    for (int i = 0; i < MSD_N_CLAIM_STATUS; i++)
        if (f->status >> i & 1) name[n++] = msd_claim_status_name((msd_claim_status)i);
    add_in(q, "c.status", name, n);
}

/* ---- days ---- */

/* "2020" or "2020-09..." as months since year 0; the last of the year when `last`. */
static int month(const char *day, bool last)
{
    int year = (int)strtol(day, NULL, 10);
    return year * 12 + (strlen(day) >= 7 ? (int)strtol(day + 5, NULL, 10) - 1 : last ? 11 : 0);
}

static bool has_months(const msdx_filter *f)
{
    return f->from || f->to;
}

/* A condition on dyad.month that holds for all the filter's days, and for those without a month. */
static void add_months(struct query *q, const msdx_filter *f)
{
    int from = f->from ? month(f->from, false) : 0, to = f->to ? month(f->to, true) : 9999 * 12;
    if (from < 0 || to > 9999 * 12 + 11) return;
    if (to - from > MONTHS_LISTED) {
        msdx_buf_addf(&q->sql, " AND (month = 0 OR month BETWEEN %d AND %d)", from / 12 * 100 + from % 12 + 1,
                      to / 12 * 100 + to % 12 + 1);
        return;
    }
    msdx_buf_adds(&q->sql, " AND month IN (0");
    for (int m = from; m <= to; m++) msdx_buf_addf(&q->sql, ",%d", m / 12 * 100 + m % 12 + 1);
    msdx_buf_addc(&q->sql, ')');
}

static void add_days(struct query *q, const msdx_filter *f)
{
    if (f->from) {
        msdx_buf_adds(&q->sql, " AND c.day_end >= ");
        add_text(q, f->from);
    }
    if (f->to) {
        msdx_buf_addf(&q->sql, " AND substr(c.day_start, 1, %d) <= ", (int)strlen(f->to));
        add_text(q, f->to);
    }
    if (f->from || f->to) msdx_buf_adds(&q->sql, " AND c.day_start IS NOT NULL");
}

/* ---- parties ---- */

static bool countries_only(const msdx_filter_party *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i].kind != MSDX_PARTY_COUNTRY) return false;
    return n > 0;
}

static void add_countries(struct query *q, const char *column, const msdx_filter_party *p, size_t n)
{
    msdx_buf_addf(&q->sql, " AND %s IN (", column);
    for (size_t i = 0; i < n; i++) {
        if (i) msdx_buf_addc(&q->sql, ',');
        add_text(q, p[i].value);
    }
    msdx_buf_addc(&q->sql, ')');
}

/* The same of the claim at hand. */
static void ask_countries(struct query *q, const char *role, const msdx_filter_party *p, size_t n)
{
    msdx_buf_addf(
        &q->sql,
        " AND EXISTS (SELECT 1 FROM part x JOIN entity e ON e.id = x.entity WHERE x.claim = c.id AND x.role = "
        "'%s'",
        role);
    add_countries(q, "e.country", p, n);
    msdx_buf_addc(&q->sql, ')');
}

/* Countries on both sides, on one, or the days alone: one walk through the index of pairs. */
static void add_dyad(struct query *q, const msdx_filter *f, bool actor, bool recipient)
{
    if (q->walk) {
        if (actor) ask_countries(q, "actor", f->actor, f->n_actor);
        if (recipient) ask_countries(q, "recipient", f->recipient, f->n_recipient);
        return;
    }
    if (!actor && !recipient && !has_months(f)) return;
    msdx_buf_adds(&q->sql, " AND c.id IN (SELECT claim FROM dyad WHERE 1 = 1");
    if (actor) add_countries(q, "actor", f->actor, f->n_actor);
    if (recipient) add_countries(q, "recipient", f->recipient, f->n_recipient);
    if (has_months(f)) add_months(q, f);
    msdx_buf_addc(&q->sql, ')');
}

static void add_party(struct query *q, const char *role, const msdx_filter_party *p)
{
    if (p->kind == MSDX_PARTY_NONE) {
        msdx_buf_addf(&q->sql, "NOT EXISTS (SELECT 1 FROM part x WHERE x.claim = c.id AND x.role = '%s')", role);
        return;
    }
    int k = put_arg(q, msdx_sql_text(p->value));
    if (p->kind == MSDX_PARTY_KIND) {
        msdx_buf_addf(&q->sql, "EXISTS (SELECT 1 FROM part x WHERE x.claim = c.id AND x.role = '%s' AND x.kind = ?%d)",
                      role, k);
        return;
    }
    if (q->walk)
        msdx_buf_addf(
            &q->sql,
            "EXISTS (SELECT 1 FROM part x JOIN entity ON entity.id = x.entity WHERE x.claim = c.id AND x.role = "
            "'%s' AND (",
            role);
    else
        msdx_buf_addf(&q->sql,
                      "c.id IN (SELECT x.claim FROM part x WHERE x.role = '%s' AND x.entity IN (SELECT id FROM entity "
                      "WHERE ",
                      role);
    if (p->kind == MSDX_PARTY_COUNTRY)
        msdx_buf_addf(&q->sql, "country = ?%d))", k);
    else if (p->kind == MSDX_PARTY_SECTOR)
        msdx_buf_addf(&q->sql, "sector = ?%d))", k);
    else
        msdx_buf_addf(&q->sql, "code = ?%d OR entity.entity = ?%d OR lower(name) = lower(?%d)))", k, k, k);
}

static void add_parties(struct query *q, const char *role, const msdx_filter_party *p, size_t n)
{
    if (!n) return;
    msdx_buf_adds(&q->sql, " AND (");
    for (size_t i = 0; i < n; i++) {
        if (i) msdx_buf_adds(&q->sql, " OR ");
        add_party(q, role, &p[i]);
    }
    msdx_buf_addc(&q->sql, ')');
}

/* ---- places and words ---- */

static void add_country(struct query *q, const msdx_filter *f)
{
    static const char *const from[] = {"SELECT claim FROM dyad WHERE actor", "SELECT claim FROM dyad WHERE recipient",
                                       "SELECT x.id FROM claim x JOIN place p ON p.id = x.place WHERE p.country"};
    static const char *const ask[] = {"EXISTS (SELECT 1 FROM part x JOIN entity e ON e.id = x.entity WHERE x.claim = "
                                      "c.id AND x.role IN ('actor', 'recipient') AND e.country",
                                      "EXISTS (SELECT 1 FROM place p WHERE p.id = c.place AND p.country"};
    if (!f->n_country) return;
    int first = 0;
    for (size_t i = 0; i < f->n_country; i++) {
        int k = put_arg(q, msdx_sql_text(upper(q, f->country[i], 3)));
        if (i == 0) first = k;
    }
    msdx_buf_adds(&q->sql, q->walk ? " AND (" : " AND c.id IN (");
    for (int s = 0; s < (q->walk ? 2 : 3); s++) {
        msdx_buf_addf(&q->sql, "%s%s IN (", !s ? "" : q->walk ? " OR " : " UNION ", q->walk ? ask[s] : from[s]);
        for (size_t i = 0; i < f->n_country; i++) msdx_buf_addf(&q->sql, "%s?%d", i ? "," : "", first + (int)i);
        msdx_buf_addc(&q->sql, ')');
        if (q->walk)
            msdx_buf_addc(&q->sql, ')');
        else if (s < 2 && has_months(f))
            add_months(q, f);
    }
    msdx_buf_addc(&q->sql, ')');
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void add_box(struct query *q, const msdx_filter_place *p)
{
    int s = put_arg(q, msdx_sql_real(p->south)), n = put_arg(q, msdx_sql_real(p->north));
    int w = put_arg(q, msdx_sql_real(p->west)), e = put_arg(q, msdx_sql_real(p->east));
    msdx_buf_addf(&q->sql, "(p.latitude BETWEEN ?%d AND ?%d AND p.longitude BETWEEN ?%d AND ?%d", s, n, w, e);
    if (*q->dialect->box) msdx_buf_addf(&q->sql, q->dialect->box, s, n, w, e);
    msdx_buf_addc(&q->sql, ')');
}

static void add_text_query(struct query *q, const msdx_filter *f)
{
    if (!f->text) return;
    msdx_buf words = MSDX_BUF_INIT((size_t)1 << 20);
    q->dialect->text_query(&words, msdx_str_of(f->text));
    const char *s = msdx_arena_strndup(&q->arena, words.p ? words.p : "", words.n);
    if (words.failed) q->sql.failed = true;
    msdx_buf_clear(&words);
    msdx_buf_adds(&q->sql, " AND c.sentence ");
    msdx_buf_addf(&q->sql, q->dialect->match, put_arg(q, msdx_sql_text(s)));
}
#pragma GCC diagnostic pop

static void add_place(struct query *q, const msdx_filter_place *p)
{
    if (p->name) {
        int k = put_arg(q, msdx_sql_text(p->name));
        msdx_buf_addf(&q->sql, "lower(p.name) = lower(?%d) OR lower(p.admin1) = lower(?%d)", k, k);
    } else if (p->geonames) {
        msdx_buf_addf(&q->sql, "p.geonames = ?%d", put_arg(q, msdx_sql_int(p->geonames)));
    } else {
        add_box(q, p);
    }
}

static void add_places(struct query *q, const msdx_filter *f)
{
    if (!f->n_place) return;
    msdx_buf_adds(&q->sql, " AND c.place IN (SELECT p.id FROM place p WHERE ");
    for (size_t i = 0; i < f->n_place; i++) {
        if (i) msdx_buf_adds(&q->sql, " OR ");
        add_place(q, &f->place[i]);
    }
    msdx_buf_addc(&q->sql, ')');
}

static void add_filter(struct query *q, const msdx_filter *f)
{
    bool actor = countries_only(f->actor, f->n_actor), recipient = countries_only(f->recipient, f->n_recipient);
    if (f->doc) {
        msdx_buf_adds(&q->sql, " AND c.document = (SELECT id FROM document WHERE name = ");
        add_text(q, f->doc);
        msdx_buf_addc(&q->sql, ')');
    }
    if (f->story) {
        msdx_buf_adds(&q->sql, " AND c.id IN (SELECT x.claim FROM story_claim x JOIN story y ON y.id = x.story WHERE "
                               "y.uid = ");
        add_text(q, f->story);
        msdx_buf_addc(&q->sql, ')');
    }
    add_dyad(q, f, actor, recipient);
    if (!actor) add_parties(q, "actor", f->actor, f->n_actor);
    if (!recipient) add_parties(q, "recipient", f->recipient, f->n_recipient);
    add_parties(q, "attribution", f->attribution, f->n_attribution);
    add_country(q, f);
    add_days(q, f);
    add_event(q, f);
    add_in(q, "c.mode", f->mode, f->n_mode);
    add_status(q, f);
    add_places(q, f);
    add_text_query(q, f);
}

/* ---- rows ---- */

struct give {
    msdx_store_line each;
    void *ctx;
    const msdx_sql_driver *sql;
    msdx_buf line, name[6];
    bool walk;
    int64_t document, place; /* of the row at hand */
    msdx_store_page *page;   /* with page_each and page_ctx: NULL, or what take_page counts */
    msdx_store_line page_each;
    void *page_ctx;
};

/* A column as a string of our own; NULL for NULL. */
static const char *keep(struct give *g, msdx_sql_stmt *row, int column, int k)
{
    msdx_str s = g->sql->get_text(row, column);
    if (!s.p) return NULL;
    msdx_buf_reset(&g->name[k]);
    msdx_buf_add(&g->name[k], s.p, s.n);
    (void)msdx_buf_cstr(&g->name[k]);
    if (g->name[k].failed) g->line.failed = true;
    return g->name[k].failed ? NULL : g->name[k].p;
}

static uint32_t cp_of(struct give *g, msdx_sql_stmt *row, int column)
{
    int64_t i = g->sql->get_int(row, column);
    return i < 0 || i > UINT32_MAX ? 0 : (uint32_t)i;
}

static msd_status give_row(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct give *g = ctx;
    msd_doc doc = {.id = keep(g, row, 1, 0), .date = keep(g, row, 2, 1)};
    const char *title = keep(g, row, 3, 2);
    doc.url = keep(g, row, 4, 3);
    doc.publisher = keep(g, row, 5, 4);
    doc.language = keep(g, row, 6, 5);
    doc.has_title = title != NULL;
    doc.title.text = title;
    doc.title.n_byte = title ? (uint32_t)g->name[2].n : 0;
    msd_span span = {.start_cp = cp_of(g, row, 8), .end_cp = cp_of(g, row, 9)};
    char id[64];
    msdx_str uid = msdx_store_text(row, 0);
    snprintf(id, sizeof id, "%.*s", (int)(uid.n < sizeof id ? uid.n : sizeof id - 1), uid.p);
    if (g->line.failed) return msdx_err_nomem(err);
    msdx_buf_reset(&g->line);
    msdx_write_jsonl_head(&g->line, &doc, id, (int32_t)g->sql->get_int(row, 7), &span, msdx_store_text(row, 10));
    msdx_str body = msdx_store_text(row, 11);
    msdx_buf_add(&g->line, body.p, body.n);
    msdx_buf_addc(&g->line, '\n');
    g->document = g->sql->get_int(row, 12);
    g->place = g->sql->get_int(row, 13);
    if (g->line.failed) return msdx_err_nomem(err);
    return g->each(g->ctx, (msdx_str){g->line.p, g->line.n}, err);
}

static msd_status choose(msdx_store *store, const msdx_filter *filter, bool walk, const char *before, const char *after,
                         msdx_store_row each, void *ctx, msd_error *err)
{
    struct query *q = msdx_calloc(1, sizeof *q);
    if (!q) return msdx_err_nomem(err);
    q->dialect = store->sql->dialect;
    q->walk = walk;
    q->sql = (msdx_buf)MSDX_BUF_INIT((size_t)1 << 22);
    msdx_buf_adds(&q->sql, before);
    add_filter(q, filter);
    msdx_buf_adds(&q->sql, after);
    msd_status st = q->sql.failed || q->arena.failed ? msdx_err_nomem(err) : MSD_OK;
    if (st == MSD_OK && q->too_many) st = msdx_err(err, MSD_EUSAGE, 0, "over %d values to look for", ARG_MOST);
    if (st == MSD_OK) st = msdx_store_rows(store, msdx_buf_cstr(&q->sql), q->arg, q->n_arg, each, ctx, err);
    msdx_buf_clear(&q->sql);
    msdx_arena_clear(&q->arena);
    msdx_free(q);
    return st;
}

msd_status msdx_store_chosen(msdx_store *store, const msdx_filter *filter, const char *before, const char *after,
                             msdx_store_row each, void *ctx, msd_error *err)
{
    return choose(store, filter, false, before, after, each, ctx, err);
}

/* What ends in claims as lines: `where` further conditions, `after` their order. */
static msd_status give_lines(msdx_store *store, const msdx_filter *filter, const char *where, const char *after,
                             struct give *g, msd_error *err)
{
    for (size_t i = 0; i < 6; i++) g->name[i] = (msdx_buf)MSDX_BUF_INIT(MSD_TEXT_MAX);
    g->line = (msdx_buf)MSDX_BUF_INIT((size_t)1 << 30);
    g->sql = store->sql;
    msdx_buf sql = MSDX_BUF_INIT(4096);
    msdx_buf_adds(&sql, "SELECT c.uid, d.name, r.date, r.title, r.url, r.publisher, r.language, s.n, s.start_cp, "
                        "s.end_cp, s.text, c.body, c.document, c.n FROM claim c JOIN document d ON d.id = c.document "
                        "JOIN revision r ON r.id = c.revision JOIN sentence s ON s.id = c.sentence WHERE 1 = 1");
    msdx_buf_adds(&sql, where);
    msd_status st =
        sql.failed ? msdx_err_nomem(err) : choose(store, filter, g->walk, msdx_buf_cstr(&sql), after, give_row, g, err);
    msdx_buf_clear(&sql);
    for (size_t i = 0; i < 6; i++) msdx_buf_clear(&g->name[i]);
    msdx_buf_clear(&g->line);
    return st;
}

msd_status msdx_store_query(msdx_store *store, const msdx_filter *filter, unsigned flags, uint64_t limit,
                            msdx_store_line each, void *ctx, msd_error *err)
{
    struct give g = {.each = each, .ctx = ctx};
    bool old = flags & MSDX_STORE_SUPERSEDED;
    char after[64];
    int n = snprintf(after, sizeof after, " ORDER BY c.document, c.n%s", old ? ", c.id" : "");
    if (limit) snprintf(after + n, sizeof after - (size_t)n, " LIMIT %llu", (unsigned long long)limit);
    return give_lines(store, filter, old ? "" : " AND c.superseded IS NULL", after, &g, err);
}

msd_status msdx_store_claim_line(msdx_store *store, int64_t claim, msdx_store_line each, void *ctx, msd_error *err)
{
    struct give g = {.each = each, .ctx = ctx};
    msdx_filter all = {0};
    char where[48];
    snprintf(where, sizeof where, " AND c.id = %lld", (long long)claim);
    return give_lines(store, &all, where, "", &g, err);
}

/* One more than asked for is fetched, to know whether there is more. */
static msd_status take_page(void *ctx, msdx_str line, msd_error *err)
{
    struct give *g = ctx;
    msdx_store_page *page = g->page;
    page->more = page->n == page->limit;
    if (page->more) return MSD_OK;
    page->n++;
    page->document = g->document;
    page->place = g->place;
    return g->page_each(g->page_ctx, line, err);
}

/* From the page's place on, up to and with document `edge` (0: to the end). */
static msd_status query_stretch(msdx_store *store, const msdx_filter *filter, struct give *g, int64_t edge,
                                msd_error *err)
{
    msdx_store_page *page = g->page;
    const char *down = page->newest ? " DESC" : "", *past = page->newest ? "<" : ">";
    char where[256] = " AND c.superseded IS NULL", after[96];
    size_t n = strlen(where);
    if (page->document)
        n += (size_t)snprintf(where + n, sizeof where - n,
                              " AND c.document %s= %lld AND (c.document %s %lld OR c.n %s %lld)", past,
                              (long long)page->document, past, (long long)page->document, past, (long long)page->place);
    if (edge)
        snprintf(where + n, sizeof where - n, " AND c.document %s= %lld", page->newest ? ">" : "<", (long long)edge);
    snprintf(after, sizeof after, " ORDER BY c.document%s, c.n%s LIMIT %llu", down, down,
             (unsigned long long)(page->limit - page->n) + 1);
    g->walk = edge != 0;
    return give_lines(store, filter, where, after, g, err);
}

/* Where what is asked for is frequent a look at the documents at hand finds enough of it; through an index, all there is of
 * it would be put in order first. */
static msd_status query_near(msdx_store *store, const msdx_filter *filter, struct give *g, msd_error *err)
{
    msdx_store_page *page = g->page;
    int64_t first = page->document, edge, last;
    MSD_TRY(msdx_store_do(store, "SELECT max(id) FROM document", NULL, 0, &last, err));
    if (!first) first = page->newest ? last : 1;
    if (first > last) return MSD_OK;
    edge = page->newest ? first - NEAR : first + NEAR;
    if (edge < 1 || edge > last) return MSD_OK;
    MSD_TRY(query_stretch(store, filter, g, edge, err));
    if (page->more) return MSD_OK;
    page->document = edge; /* the rest begins behind it */
    page->place = page->newest ? 0 : INT64_MAX;
    return MSD_OK;
}

msd_status msdx_store_query_page(msdx_store *store, const msdx_filter *f, msdx_store_page *page, msdx_store_line each,
                                 void *ctx, msd_error *err)
{
    struct give g = {.each = take_page, .page = page, .page_each = each, .page_ctx = ctx};
    bool parties = f->n_country || f->n_actor || f->n_recipient || f->n_attribution;
    g.ctx = &g;
    page->n = 0;
    page->more = false;
    if (parties && !has_months(f) && !f->doc && !f->story) MSD_TRY(query_near(store, f, &g, err));
    return page->more ? MSD_OK : query_stretch(store, f, &g, 0, err);
}

/* ---- a reader's own SQL ---- */

struct own {
    const msdx_store_sql_out *out;
    const msdx_sql_driver *sql;
    bool told;
    msdx_store_cell *cell;
    const char **name; /* copies: a driver's own may go with the row */
    msdx_arena arena;
    size_t n;
};

static msd_status give_head(struct own *o, msdx_sql_stmt *stmt, msd_error *err)
{
    o->told = true;
    o->n = (size_t)o->sql->n_column(stmt);
    o->cell = msdx_calloc(o->n + 1, sizeof *o->cell);
    o->name = msdx_calloc(o->n + 1, sizeof *o->name);
    if (!o->cell || !o->name) return msdx_err_nomem(err);
    for (size_t i = 0; i < o->n; i++) {
        const char *name = o->sql->name(stmt, (int)i);
        o->name[i] = msdx_arena_strndup(&o->arena, name, strlen(name));
    }
    if (msdx_arena_failed(&o->arena)) return msdx_err_nomem(err);
    return o->out->head(o->out->ctx, o->name, o->n, err);
}

static msd_status give_cells(struct own *o, msdx_sql_stmt *row, msd_error *err)
{
    for (size_t i = 0; i < o->n; i++) {
        msdx_store_cell *c = &o->cell[i];
        *c = (msdx_store_cell){.kind = (unsigned)o->sql->kind(row, (int)i)};
        if (c->kind == MSDX_CELL_INT) c->i = o->sql->get_int(row, (int)i);
        if (c->kind == MSDX_CELL_REAL) c->d = o->sql->get_real(row, (int)i);
        c->s = o->sql->get_text(row, (int)i);
    }
    return o->out->row(o->out->ctx, o->cell, o->n, err);
}

msd_status msdx_store_sql(msdx_store *store, const char *sql, const msdx_store_sql_out *out, msd_error *err)
{
    struct own o = {.out = out, .sql = store->sql};
    msdx_sql_stmt *stmt;
    bool row;
    MSD_TRY(store->sql->prepare(store->db, sql, true, &stmt, err));
    msd_status st = msdx_sql_first(stmt, NULL, 0, &row, err);
    if (st == MSD_OK) st = give_head(&o, stmt, err);
    while (st == MSD_OK && row) {
        st = give_cells(&o, stmt, err);
        if (st == MSD_OK) st = store->sql->step(stmt, &row, err);
    }
    store->sql->finish(stmt);
    msdx_free(o.cell);
    msdx_free(o.name);
    msdx_arena_clear(&o.arena);
    return st;
}
