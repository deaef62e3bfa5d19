/* admin.c: what a store holds, whether it is sound, and what became of a thing. */
#include <stdio.h>

#include "store/store_impl.h"
#include "write/json.h"

/* ---- documents ---- */

struct documents {
    msdx_store_each_doc each;
    void *ctx;
    const msdx_sql_driver *sql;
    msdx_arena arena;
};

static const char *kept(struct documents *d, msdx_sql_stmt *row, int column)
{
    msdx_str s = d->sql->get_text(row, column);
    return s.p ? msdx_arena_strndup(&d->arena, s.p, s.n) : NULL;
}

static msd_status give_doc(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct documents *d = ctx;
    msdx_arena_reset(&d->arena);
    msdx_store_doc doc = {.in = {.id = kept(d, row, 0)}};
    msdx_str text = d->sql->get_text(row, 1);
    doc.in.text = kept(d, row, 1);
    doc.in.n_byte = text.n;
    doc.in.date = kept(d, row, 2);
    doc.in.title = kept(d, row, 3);
    doc.in.url = kept(d, row, 4);
    doc.in.publisher = kept(d, row, 5);
    doc.in.language = kept(d, row, 6);
    doc.plain = d->sql->get_int(row, 7) != 0;
    doc.licence = kept(d, row, 8);
    doc.attribution = kept(d, row, 9);
    doc.coder = kept(d, row, 10);
    doc.model = kept(d, row, 11);
    doc.knowledge = kept(d, row, 12);
    doc.options = kept(d, row, 13);
    doc.key = d->sql->get_int(row, 14);
    if (d->arena.failed) return msdx_err_nomem(err);
    return d->each(d->ctx, &doc, err);
}

static const char stale_only[] =
    " AND NOT (u.coder = ?2 AND u.model = ?3 AND u.knowledge = ?4 AND u.options = ?5) AND b.text IS NOT NULL";

#define RUN_ARGS(s) \
    msdx_sql_str(msdx_str_of((s)->coder)), msdx_sql_str(msdx_str_of((s)->model)), \
        msdx_sql_str(msdx_str_of((s)->knowledge)), msdx_sql_str(msdx_str_of((s)->options))

#define DOCUMENTS \
    "SELECT d.name, b.text, r.date, r.title, r.url, r.publisher, r.language, r.plain, s.licence, s.attribution, " \
    "u.coder, u.model, u.knowledge, u.options, d.id FROM document d JOIN revision r ON d.id = r.document JOIN source " \
    "s " \
    "ON s.id = r.source JOIN run u ON u.id = r.coded LEFT JOIN body b ON b.id = r.body WHERE r.superseded IS NULL"

msd_status msdx_store_documents(msdx_store *store, unsigned flags, int64_t after, uint64_t limit,
                                msdx_store_each_doc each, void *ctx, msd_error *err)
{
    struct documents d = {.each = each, .ctx = ctx, .sql = store->sql};
    bool stale = flags & MSDX_STORE_STALE;
    msdx_buf sql = MSDX_BUF_INIT(4096);
    msdx_buf_adds(&sql, DOCUMENTS " AND d.id > ?1");
    if (stale) msdx_buf_adds(&sql, stale_only);
    msdx_buf_adds(&sql, " ORDER BY d.id");
    if (limit) msdx_buf_addf(&sql, " LIMIT %llu", (unsigned long long)limit);
    const msdx_sql_arg arg[] = {msdx_sql_int(after), RUN_ARGS(store)};
    msd_status st = sql.failed ? msdx_err_nomem(err)
                               : msdx_store_rows(store, msdx_buf_cstr(&sql), arg, stale ? 5 : 1, give_doc, &d, err);
    msdx_buf_clear(&sql);
    msdx_arena_clear(&d.arena);
    return st;
}

static msd_status take_body(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    msdx_buf *out = ctx;
    msdx_str text = msdx_store_text(row, 0);
    msdx_buf_add(out, text.p, text.n);
    return out->failed ? msdx_err_nomem(err) : MSD_OK;
}

msd_status msdx_store_body(msdx_store *store, const char *id, msdx_buf *out, msd_error *err)
{
    const msdx_sql_arg arg = msdx_sql_str(msdx_str_of(id));
    return msdx_store_rows(store,
                           "SELECT b.text FROM document d JOIN revision r ON r.document = d.id JOIN body b ON b.id = "
                           "r.body WHERE d.name = ?1 AND r.superseded IS NULL",
                           &arg, 1, take_body, out, err);
}

struct found {
    msdx_store_each_doc each;
    void *ctx;
    bool yes;
};

static msd_status give_found(void *ctx, const msdx_store_doc *doc, msd_error *err)
{
    struct found *f = ctx;
    f->yes = true;
    return f->each(f->ctx, doc, err);
}

msd_status msdx_store_document(msdx_store *store, const char *name, bool *found, msdx_store_each_doc each, void *ctx,
                               msd_error *err)
{
    struct found f = {each, ctx, false};
    struct documents d = {.each = give_found, .ctx = &f, .sql = store->sql};
    static const char sql[] = DOCUMENTS " AND d.name = ?1";
    msd_status st = msdx_store_rows(store, sql, MSDX_SQL_ARGS(msdx_sql_text(name)), give_doc, &d, err);
    msdx_arena_clear(&d.arena);
    *found = f.yes;
    return st;
}

static msd_status take_counts(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    uint64_t *n = ctx;
    (void)err;
    n[0] = (uint64_t)row->db->driver->get_int(row, 0);
    n[1] = (uint64_t)row->db->driver->get_int(row, 1);
    return MSD_OK;
}

msd_status msdx_store_count_stale(msdx_store *store, uint64_t *n, uint64_t *n_no_text, msd_error *err)
{
    uint64_t count[2] = {0, 0};
    const msdx_sql_arg arg[] = {RUN_ARGS(store)};
    MSD_TRY(msdx_store_rows(store,
                            "SELECT count(b.text), count(*) - count(b.text) FROM revision r JOIN run u ON u.id = "
                            "r.coded LEFT JOIN body b ON b.id = r.body WHERE r.superseded IS NULL AND NOT (u.coder = "
                            "?1 AND u.model = ?2 AND u.knowledge = ?3 AND u.options = ?4)",
                            arg, 4, take_counts, count, err));
    *n = count[0];
    *n_no_text = count[1];
    return MSD_OK;
}

/* ---- lists as JSON or lines ---- */

/* One row as an object, or as words parted by tabs. */
struct list {
    msdx_buf *out;
    const msdx_sql_driver *sql;
    msdx_json *json;  /* NULL: lines for people */
    const char *what; /* a line's first word, or NULL */
    int64_t *count;
    bool lines; /* each object a line of its own */
};

static void put_cell(struct list *l, msdx_sql_stmt *row, int i)
{
    int kind = l->sql->kind(row, i);
    msdx_str s = msdx_store_text(row, i);
    if (!l->json) {
        msdx_buf_addf(l->out, "%s%.*s", i ? "\t" : "", (int)s.n, s.p);
        return;
    }
    msdx_json_key(l->json, l->sql->name(row, i));
    if (kind == MSDX_SQL_NULL)
        msdx_json_null(l->json);
    else if (kind == MSDX_SQL_INT)
        msdx_json_int(l->json, l->sql->get_int(row, i));
    else if (kind == MSDX_SQL_REAL)
        msdx_json_num(l->json, l->sql->get_real(row, i));
    else
        msdx_json_strn(l->json, s);
}

static msd_status put_row(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct list *l = ctx;
    msdx_json own = {.buf = l->out};
    if (l->lines) l->json = &own;
    if (l->json) msdx_json_open(l->json, '{');
    if (l->json && l->what) msdx_json_put_str(l->json, "is", l->what);
    if (!l->json && l->what) msdx_buf_addf(l->out, "%s\t", l->what);
    for (int i = 0; i < l->sql->n_column(row); i++) put_cell(l, row, i);
    if (l->json) msdx_json_close(l->json, '}');
    if (!l->json || l->lines) msdx_buf_addc(l->out, '\n');
    if (l->count) ++*l->count;
    return l->out->failed ? msdx_err_nomem(err) : MSD_OK;
}

/* ---- stats ---- */

static const struct {
    const char *name, *sql;
} number[] = {{"documents", "SELECT count(*) FROM document"},
              {"revisions", "SELECT count(*) FROM revision"},
              {"texts", "SELECT count(*) FROM body WHERE text IS NOT NULL"},
              {"claims", "SELECT count(*) FROM claim WHERE superseded IS NULL"},
              {"superseded", "SELECT count(*) FROM claim WHERE superseded IS NOT NULL"},
              {"entities", "SELECT count(*) FROM entity"},
              {"places", "SELECT count(*) FROM place"},
              {"stories", "SELECT count(*) FROM story"},
              {"told_again", "SELECT count(*) FROM story WHERE n_document > 1"},
              {"copies", "SELECT count(*) FROM story_document WHERE copy_of IS NOT NULL"}};

static const struct {
    const char *name, *sql;
} table[] = {
    {"events",
     "SELECT event, count(*) AS claims FROM claim WHERE superseded IS NULL GROUP BY event ORDER BY 2 DESC, 1"},
    {"statuses", "SELECT status, count(*) AS claims FROM claim WHERE superseded IS NULL GROUP BY status ORDER BY 2 "
                 "DESC, 1"},
    {"days", "SELECT min(substr(day_start, 1, 10)) AS first, max(substr(day_start, 1, 10)) AS last FROM claim WHERE "
             "superseded IS NULL"},
    {"runs", "SELECT u.coder, u.model, u.knowledge, u.options, u.begun, (SELECT count(*) FROM revision r WHERE r.coded "
             "= u.id AND r.superseded IS NULL) AS documents FROM run u ORDER BY u.id"},
    {"sources", "SELECT s.name, (SELECT count(*) FROM revision r WHERE r.source = s.id AND r.superseded IS NULL) AS "
                "documents, s.licence, s.attribution FROM source s ORDER BY 2 DESC, 1"},
    {"layers", "SELECT f.layer, f.form, count(DISTINCT f.id) AS files, count(r.file) AS n, min(r.day) AS first, "
               "max(r.day) AS last FROM layer_file f LEFT JOIN layer_row r ON r.file = f.id GROUP BY f.layer, f.form "
               "ORDER BY 1, 2"}};

static msd_status get_number(msdx_store *store, const char *sql, int64_t *n, msd_error *err)
{
    msdx_sql_stmt *stmt;
    MSD_TRY(store->sql->prepare(store->db, sql, true, &stmt, err));
    msd_status st = msdx_sql_run(stmt, NULL, 0, n, err);
    store->sql->finish(stmt);
    return st;
}

static void put_number(msdx_json *j, bool json, const char *name, int64_t n)
{
    if (json)
        msdx_json_put_int(j, name, n);
    else
        msdx_buf_addf(j->buf, "%-12s%lld\n", name, (long long)n);
}

msd_status msdx_store_stats(msdx_store *store, bool json, msdx_buf *out, msd_error *err)
{
    msdx_json j = {.buf = out};
    int version;
    bool ours;
    MSD_TRY(store->sql->get_version(store->db, &version, &ours, err));
    if (json) msdx_json_open(&j, '{');
    if (json)
        msdx_json_put_str(&j, "store", store->where);
    else
        msdx_buf_addf(out, "%-12s%s\n", "store", store->where);
    put_number(&j, json, "version", version);
    put_number(&j, json, "bytes", (int64_t)store->sql->n_byte(store->db));
    for (size_t i = 0; i < sizeof number / sizeof *number; i++) {
        int64_t n;
        MSD_TRY(get_number(store, number[i].sql, &n, err));
        put_number(&j, json, number[i].name, n);
    }
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct list l = {.out = out, .sql = store->sql, .json = json ? &j : NULL};
        if (json) {
            msdx_json_key(&j, table[i].name);
            msdx_json_open(&j, '[');
        } else {
            msdx_buf_addf(out, "\n%s\n", table[i].name);
        }
        MSD_TRY(msdx_store_rows(store, table[i].sql, NULL, 0, put_row, &l, err));
        if (json) msdx_json_close(&j, ']');
    }
    if (json) {
        msdx_json_close(&j, '}');
        msdx_buf_addc(out, '\n');
    }
    return out->failed ? msdx_err_nomem(err) : MSD_OK;
}

msd_status msdx_store_sources(msdx_store *store, msdx_buf *out, msd_error *err)
{
    struct list l = {.out = out, .sql = store->sql, .what = "source"};
    return msdx_store_rows(store,
                           "SELECT CASE s.name WHEN '' THEN 'unnamed' ELSE s.name END, (SELECT count(*) FROM revision "
                           "r WHERE r.source = s.id AND r.superseded IS NULL), coalesce(s.licence, 'licence not "
                           "stated'), coalesce(s.attribution, '') FROM source s ORDER BY 1",
                           NULL, 0, put_row, &l, err);
}

/* ---- check: laws that the tables keep beyond those of the database ---- */

static const struct {
    const char *law, *sql; /* rows that break it, as words */
} laws[] = {
    {"a document has not exactly one revision that holds",
     "SELECT d.name FROM document d WHERE (SELECT count(*) FROM revision r WHERE r.document = d.id AND r.superseded IS "
     "NULL) <> 1"},
    {"a claim holds whose revision does not",
     "SELECT c.uid FROM claim c JOIN revision r ON r.id = c.revision WHERE c.superseded IS NULL AND r.superseded IS "
     "NOT NULL"},
    {"a claim's document is not its revision's",
     "SELECT c.uid FROM claim c JOIN revision r ON r.id = c.revision WHERE r.document <> c.document"},
    {"two claims of one document stand in one place",
     "SELECT min(uid) FROM claim WHERE superseded IS NULL GROUP BY document, n HAVING count(*) > 1"},
    {"a claim is not in the index of pairs", "SELECT c.uid FROM claim c WHERE c.id NOT IN (SELECT claim FROM dyad)"},
    {"a claim's row points at nothing",
     "SELECT c.uid FROM claim c LEFT JOIN document d ON d.id = c.document LEFT JOIN revision r ON r.id = c.revision "
     "LEFT JOIN sentence s ON s.id = c.sentence LEFT JOIN run u ON u.id = c.run WHERE d.id IS NULL OR r.id IS NULL OR "
     "s.id IS NULL OR u.id IS NULL"},
    {"a story does not hold its anchor",
     "SELECT y.uid FROM story y LEFT JOIN story_claim x ON x.claim = y.anchor WHERE x.story IS NULL OR x.story <> "
     "y.id"},
    {"a story's claims are not as many as it says",
     "SELECT y.uid FROM story y WHERE y.n_claim <> (SELECT count(*) FROM story_claim x WHERE x.story = y.id)"},
    {"a story's row points at nothing",
     "SELECT CAST(x.claim AS TEXT) FROM story_claim x LEFT JOIN claim c ON c.id = x.claim LEFT JOIN story y ON y.id = "
     "x.story WHERE c.id IS NULL OR y.id IS NULL"},
    {"a sentence is not its claim's revision's",
     "SELECT c.uid FROM claim c JOIN sentence s ON s.id = c.sentence WHERE s.revision <> c.revision"}};

struct faults {
    msdx_buf *report;
    const char *law;
    int n;
};

static msd_status add_fault(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct faults *f = ctx;
    msdx_str s = msdx_store_text(row, 0);
    (void)err;
    if (f->n++ < 20) msdx_buf_addf(f->report, "%s: %.*s\n", f->law, (int)(s.n < 200 ? s.n : 200), s.p);
    return MSD_OK;
}

/* A text whose hash is not the one it was stored under. */
static msd_status check_body(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct faults *f = ctx;
    char hex[33];
    msdx_str hash = msdx_store_text(row, 0), text = msdx_store_text(row, 1);
    (void)err;
    msdx_hash_hex(text.p, text.n, hex);
    if (!msdx_str_is(hash, hex)) msdx_buf_addf(f->report, "a text is not what it was: %.*s\n", (int)hash.n, hash.p);
    return MSD_OK;
}

/* A claim's JSON that is no claim. */
static msd_status check_line(void *ctx, msdx_str line, msd_error *err)
{
    struct faults *f = ctx;
    msdx_lines *lines;
    bool taken;
    msd_error own;
    MSD_TRY(msdx_lines_new(&lines, err));
    msd_status st = msdx_lines_add(lines, line, &taken, &own);
    msdx_lines_free(lines);
    if (st == MSD_ENOMEM) return msdx_err_nomem(err);
    if (st != MSD_OK && f->n++ < 20) msdx_buf_addf(f->report, "%s\n", own.msg);
    return MSD_OK;
}

msd_status msdx_store_check(msdx_store *store, msdx_buf *report, size_t *n_fault, msd_error *err)
{
    struct faults f = {.report = report};
    msdx_filter all = {0};
    *n_fault = 0;
    MSD_TRY(store->sql->sound(store->db, report, err));
    for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
        f.law = laws[i].law;
        f.n = 0;
        MSD_TRY(msdx_store_rows(store, laws[i].sql, NULL, 0, add_fault, &f, err));
    }
    MSD_TRY(msdx_store_rows(store, "SELECT hash, text FROM body WHERE text IS NOT NULL", NULL, 0, check_body, &f, err));
    f.n = 0;
    MSD_TRY(msdx_store_query(store, &all, MSDX_STORE_SUPERSEDED, 0, check_line, &f, err));
    for (size_t i = 0; i < report->n; i++) *n_fault += report->p[i] == '\n';
    return report->failed ? msdx_err_nomem(err) : MSD_OK;
}

/* ---- history ---- */

static const char revisions[] =
    "SELECT d.name AS document, r.n AS revision, r.added, r.hash, r.date, r.title, u.coder, u.model, u.knowledge, "
    "(SELECT count(*) FROM claim c WHERE c.revision = r.id) AS claims, (SELECT count(*) FROM claim c WHERE c.revision "
    "= r.id AND c.superseded IS NULL) AS hold, r.superseded IS NOT NULL AS superseded, e.begun AS superseded_by FROM "
    "revision r JOIN document d ON d.id = r.document JOIN run u ON u.id = r.coded LEFT JOIN run e ON e.id = "
    "r.superseded WHERE d.name = ?1 ORDER BY r.n";
static const char claims[] =
    "SELECT c.uid AS claim, d.name AS document, r.n AS revision, c.event, c.mode, c.status, u.coder, u.model, "
    "u.knowledge, r.added, c.superseded IS NOT NULL AS superseded, e.coder AS superseded_coder, e.model AS "
    "superseded_model, e.knowledge AS superseded_knowledge FROM claim c JOIN document d ON d.id = c.document JOIN "
    "revision r ON r.id = c.revision JOIN run u ON u.id = c.run LEFT JOIN run e ON e.id = c.superseded WHERE ";

msd_status msdx_store_history(msdx_store *store, const char *id, msdx_buf *out, msd_error *err)
{
    int64_t n = 0;
    char sql[1024];
    struct list l = {.out = out, .sql = store->sql, .lines = true, .count = &n, .what = "revision"};
    const msdx_sql_arg arg = msdx_sql_str(msdx_str_of(id));
    MSD_TRY(msdx_store_rows(store, revisions, &arg, 1, put_row, &l, err));
    l.what = "claim";
    snprintf(sql, sizeof sql, "%s%s", claims, n ? "d.name = ?1 ORDER BY c.n, c.id" : "c.uid = ?1 ORDER BY c.id");
    MSD_TRY(msdx_store_rows(store, sql, &arg, 1, put_row, &l, err));
    l.what = "review";
    MSD_TRY(
        msdx_store_rows(store,
                        "SELECT v.id AS review, v.claim, v.kind, u.options AS who, v.at, v.note, v.change FROM review "
                        "v JOIN run u ON u.id = v.run JOIN document d ON d.id = v.document WHERE v.claim = ?1 OR "
                        "d.name = ?1 ORDER BY v.id",
                        &arg, 1, put_row, &l, err));
    if (n == 0) return msdx_err(err, MSD_EUSAGE, 0, "no document and no claim '%.60s' in %.120s", id, store->where);
    return MSD_OK;
}
