/* proving.c: claims drawn at random, marked on the page by whoever has a name, and what the marks say (doc/proof.md). */
#include <jansson.h>
#include <stdlib.h>

#include "api/api.h"
#include "serve/serve_impl.h"
#include "store/sample.h"
#include "write/audit.h"

enum { SIZE = 200, SIZE_MOST = 5000, SEED_MOST = 1000000000 };

static msd_status how_of(const msdx_request *r, msdx_sample *how, msd_error *err)
{
    MSD_TRY(msdx_query_number(r, "seed", 1, SEED_MOST, &how->seed, err));
    MSD_TRY(msdx_query_number(r, "size", SIZE, SIZE_MOST, &how->size, err));
    how->by = msdx_query(r, "by");
    return MSD_OK;
}

/* ---- the drawn claims ---- */

struct drawing {
    msdx_request *r;
    msdx_store *store;
    msdx_json j;
    const char *marker; /* whose marks are told; NULL: nobody's */
};

static msd_status put_own_marks(void *ctx, const msdx_marks *marks, msd_error *err)
{
    struct drawing *d = ctx;
    (void)err;
    if (strcmp(marks->marker, d->marker) != 0) return MSD_OK;
    for (int i = 0; i < MSDX_N_SLOT; i++)
        if (marks->mark[i]) msdx_json_put_str(&d->j, msdx_slot_name((msdx_slot)i), marks->mark[i]);
    return MSD_OK;
}

static msd_status put_drawn(void *ctx, const msdx_drawn *drawn, msd_error *err)
{
    struct drawing *d = ctx;
    msdx_json_open(&d->j, '{');
    msdx_json_put_str(&d->j, "stratum", drawn->stratum);
    msdx_json_put_int(&d->j, "of", (int64_t)drawn->n_stratum);
    msdx_json_key(&d->j, "claim");
    msdx_buf_add(d->j.buf, drawn->line.p, drawn->line.n - 1);
    d->j.comma = true;
    msdx_json_key(&d->j, "marks");
    msdx_json_open(&d->j, '{');
    if (d->marker) MSD_TRY(msdx_store_marks(d->store, drawn->doc->claim->id, put_own_marks, d, err));
    msdx_json_close(&d->j, '}');
    msdx_json_close(&d->j, '}');
    return MSD_OK;
}

static msd_status sample(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    msdx_sample how;
    uint64_t n_of;
    struct drawing d = {.r = r, .store = store, .j = {.buf = &r->out}, .marker = msdx_query(r, "marker")};
    MSD_TRY(how_of(r, &how, err));
    msdx_json_open(&d.j, '{');
    msdx_json_key(&d.j, "drawn");
    msdx_json_open(&d.j, '[');
    MSD_TRY(msdx_store_sample(store, f, &how, put_drawn, &d, &n_of, err));
    msdx_json_close(&d.j, ']');
    msdx_json_put_int(&d.j, "of", (int64_t)n_of);
    msdx_json_close(&d.j, '}');
    return MSD_OK;
}

msd_status msdx_get_sample(msdx_request *r, msd_error *err)
{
    return msdx_with_store(r, sample, err);
}

/* ---- a mark ---- */

static msd_status add_mark(msdx_request *r, const json_t *o, msd_error *err)
{
    const char *claim = json_string_value(json_object_get(o, "claim"));
    const json_t *given = json_object_get(o, "marks");
    msdx_marks marks = {.marker = json_string_value(json_object_get(o, "marker"))};
    size_t n = 0;
    msdx_store *store;
    for (int i = 0; i < MSDX_N_SLOT; i++) {
        const json_t *v = json_object_get(given, msdx_slot_name((msdx_slot)i));
        if (v && !json_is_string(v)) return msdx_serve_problem(r, 422, err, "a mark is \"1\", \"0\", \"?\" or \"\"");
        marks.mark[i] = json_string_value(v);
        n += v != NULL;
    }
    if (!claim || !n || n != json_object_size(given))
        return msdx_serve_problem(r, 422, err,
                                  "say claim, marker and marks: event, actor, recipient, status, source, place, date");
    MSD_TRY(msdx_store_open(&store, r->serve->o.store, MSDX_STORE_WRITE, err));
    msd_status st = msdx_store_mark(store, claim, &marks, err);
    msdx_store_close(store);
    if (st == MSD_EUSAGE) r->status = 422;
    if (st != MSD_OK) return st;
    r->status = 201;
    msdx_buf_adds(&r->out, "{\"marked\":true}\n");
    return MSD_OK;
}

msd_status msdx_post_mark(msdx_request *r, msd_error *err)
{
    json_t *o;
    MSD_TRY(msdx_read_object(r, &o, err));
    msd_status st = add_mark(r, o, err);
    json_decref(o);
    return st;
}

/* ---- what the marks say: each marker's as a sheet, and the sheets audited as those of files are ---- */

struct auditing {
    msdx_store *store;
    msdx_buf sheet, drawn_by;
    const msdx_drawn *drawn;
};

static msd_status put_row(void *ctx, const msdx_marks *marks, msd_error *err)
{
    struct auditing *a = ctx;
    msdx_sheet_row row = {.stratum = a->drawn->stratum,
                          .n_stratum = a->drawn->n_stratum,
                          .drawn_by = msdx_buf_cstr(&a->drawn_by),
                          .marker = marks->marker};
    memcpy(row.mark, marks->mark, sizeof row.mark);
    msdx_sheet_put(&a->sheet, a->drawn->doc, a->drawn->doc->claim, &row);
    return a->sheet.failed ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status put_rows(void *ctx, const msdx_drawn *drawn, msd_error *err)
{
    struct auditing *a = ctx;
    a->drawn = drawn;
    return msdx_store_marks(a->store, drawn->doc->claim->id, put_row, a, err);
}

/* "Masudi 0.1.0, MODEL, KNOWLEDGE: seed 7, 200 claims, by event". */
static void say_how(const msdx_request *r, const msdx_sample *how, msdx_buf *out)
{
    char model[128], knowledge[32];
    msdx_api_versions(r->serve->o.engine, model, knowledge);
    msdx_buf_addf(out, "Masudi %s, %s, %s: seed %llu, %llu claims%s%s", MSD_VERSION, model, knowledge,
                  (unsigned long long)how->seed, (unsigned long long)how->size, how->by ? ", by " : "",
                  how->by ? how->by : "");
}

static msd_status tell(msdx_request *r, const msdx_buf *sheet, msdx_audit_form form, msd_error *err)
{
    msdx_audit *audit = NULL;
    size_t n_refused = 0;
    MSD_TRY(msdx_audit_new(&audit, err));
    msd_status st = msdx_audit_sheet(audit, (msdx_str){sheet->p, sheet->n}, "marks", "", NULL, &n_refused, err);
    if (st == MSD_OK && msdx_audit_n_claim(audit) == 0)
        st = msdx_serve_problem(r, 404, err, "none of these is marked yet");
    if (st == MSD_OK) msdx_audit_write(audit, form, &r->out);
    msdx_audit_free(audit);
    return st;
}

static msd_status audit(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    static const char *const name[] = {"json", "md", "tex", "csv"};
    static const char *const type[] = {NULL, "text/markdown; charset=utf-8", "application/x-tex",
                                       "text/csv; charset=utf-8"};
    static const msdx_audit_form form[] = {MSDX_AUDIT_JSON, MSDX_AUDIT_MARKDOWN, MSDX_AUDIT_TEX, MSDX_AUDIT_CSV};
    struct auditing a = {.store = store, .sheet = MSDX_BUF_INIT((size_t)1 << 28), .drawn_by = MSDX_BUF_INIT(1 << 12)};
    msdx_sample how;
    uint64_t n_of;
    int k;
    MSD_TRY(how_of(r, &how, err));
    MSD_TRY(msdx_query_one_of(r, "form", name, 4, &k, err));
    say_how(r, &how, &a.drawn_by);
    msdx_sheet_head(&a.sheet);
    msd_status st = msdx_store_sample(store, f, &how, put_rows, &a, &n_of, err);
    if (st == MSD_OK) st = tell(r, &a.sheet, form[k], err);
    if (st == MSD_OK && type[k]) r->type = type[k];
    msdx_buf_clear(&a.sheet);
    msdx_buf_clear(&a.drawn_by);
    return st;
}

msd_status msdx_get_audit(msdx_request *r, msd_error *err)
{
    return msdx_with_store(r, audit, err);
}
