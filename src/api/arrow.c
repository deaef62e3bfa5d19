/* arrow.c: a table of documents in, a table of what they say out. Rows go through a ring of jobs, each a batch for the
 * parser; what comes out is in the order of the rows. */
#include <stdatomic.h>

#include "api/api.h"
#include "api/batch.h"
#include "base/flow.h"
#include "parse/parse.h"
#include "read/read.h"
#include "write/tree.h"
#include "write/write.h"

/* As many as the command takes at once: the parser's answer must not depend on them, but its speed does. */
enum { BATCH_DOCS = 32, BATCH_BYTES = 16 * 1024, SLOTS_A_WORKER = 4, LINE_BYTES = INT32_MAX };

static const msd_arrow_options plain = {0};

struct row {
    msd_doc *doc;
    const char *id; /* as given */
    msd_relation rel;
    msd_status st;
    msd_error err;
};

struct job {
    msdx_arena arena;
    int64_t first;
    size_t n;
    struct row row[BATCH_DOCS];
};

struct run {
    msd_engine *engine;
    const msd_arrow_options *opt;
    msdx_batch in;
    int64_t next;
    msd_worker **worker;
    unsigned n_worker;
    msdx_tree *tree;
    msdx_buf line;
    atomic_bool failed;
    msd_status st; /* what befell the whole of it */
    msd_error err;
};

/* ---- in ---- */

static bool fill(void *ctx, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    size_t n_byte = 0;
    job->first = r->next;
    job->n = 0;
    if (atomic_load(&r->failed)) return false;
    while (job->n < BATCH_DOCS && n_byte < BATCH_BYTES && r->next < r->in.n) {
        n_byte += msdx_batch_bytes(&r->in, r->next++);
        job->row[job->n++] = (struct row){0};
    }
    return job->n > 0;
}

static msd_status make(const struct run *r, struct job *job, size_t i)
{
    struct row *row = &job->row[i];
    msd_input in;
    msd_status st = msdx_batch_input(&r->in, job->first + (int64_t)i, &job->arena, &in, &row->err);
    row->id = in.id;
    if (st != MSD_OK) return st;
    unsigned how = r->opt->kind == MSD_ARROW_PARSE ? MSDX_DOC_EXACT : MSDX_DOC_CODE;
    return msdx_doc_make(&row->doc, &in, how | MSDX_DOC_BORROW, NULL, &row->err);
}

/* ---- work ---- */

static msd_status put_through(const struct run *r, msd_worker *worker, msd_doc *const *doc, size_t n, msd_error *err)
{
    return r->opt->kind == MSD_ARROW_PARSE ? msdx_api_parse(worker, doc, n, err) : msdx_api_code(worker, doc, n, err);
}

/* All at once; if that fails, one by one and anew, so that only those fail that must. */
static void code(const struct run *r, msd_worker *worker, struct job *job)
{
    msd_doc *doc[BATCH_DOCS];
    msd_error err;
    size_t n = 0;
    for (size_t i = 0; i < job->n; i++) {
        job->row[i].st = make(r, job, i);
        if (job->row[i].st == MSD_OK) doc[n++] = job->row[i].doc;
    }
    if (n == 0 || put_through(r, worker, doc, n, &err) == MSD_OK) return;
    for (size_t i = 0; i < job->n; i++) {
        struct row *row = &job->row[i];
        if (row->st != MSD_OK) continue;
        msdx_doc_free(row->doc);
        row->doc = NULL;
        row->st = make(r, job, i);
        if (row->st == MSD_OK) row->st = put_through(r, worker, &row->doc, 1, &row->err);
    }
}

static void relate(const struct run *r, msd_worker *worker, struct job *job)
{
    for (size_t i = 0; i < job->n; i++) {
        struct row *row = &job->row[i];
        int64_t at = job->first + (int64_t)i;
        msd_input in;
        msd_pair pair;
        row->st = msdx_batch_input(&r->in, at, &job->arena, &in, &row->err);
        row->id = in.id;
        if (row->st == MSD_OK) row->st = msdx_batch_pair(&r->in, at, &job->arena, &pair, &row->err);
        if (row->st == MSD_OK) row->st = msd_relate(worker, &in, &pair, &row->rel, &row->err);
    }
}

static void work(void *ctx, unsigned worker, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    msdx_arena_reset(&job->arena);
    if (r->opt->kind == MSD_ARROW_RELATE)
        relate(r, r->worker[worker], job);
    else
        code(r, r->worker[worker], job);
}

/* ---- out ---- */

static void put_claims(struct run *r, msdx_json *j, const struct row *row)
{
    msdx_json_key(j, "claims");
    msdx_json_open(j, '[');
    for (uint32_t i = 0; row->st == MSD_OK && i < row->doc->n_claim; i++) {
        if (!r->opt->lines) {
            msdx_write_claim(j, row->doc, &row->doc->claim[i]);
            continue;
        }
        msdx_json line = {.buf = &r->line};
        msdx_buf_reset(&r->line);
        msdx_write_claim(&line, row->doc, &row->doc->claim[i]);
        msdx_json_strn(j, (msdx_str){msdx_buf_cstr(&r->line), r->line.failed ? 0 : r->line.n});
    }
    msdx_json_close(j, ']');
}

static void put_parse(struct run *r, msdx_json *j, const struct row *row)
{
    if (!r->opt->lines) {
        msdx_json_key(j, "tokens");
        msdx_json_open(j, '[');
        if (row->st == MSD_OK) msdx_write_tokens(j, row->doc);
        msdx_json_close(j, ']');
    } else if (row->st == MSD_OK) {
        msdx_buf_reset(&r->line);
        msdx_conllu_write(&r->line, &row->doc->body, row->doc->id, false);
        msdx_json_key(j, "conllu");
        msdx_json_strn(j, (msdx_str){msdx_buf_cstr(&r->line), r->line.failed ? 0 : r->line.n});
    }
}

static void put_relation(struct run *r, msdx_json *j, const struct row *row)
{
    if (row->st != MSD_OK) return;
    if (!r->opt->lines) {
        msdx_write_relation_fields(j, &row->rel);
        return;
    }
    msdx_buf_reset(&r->line);
    msdx_write_relation(&r->line, row->id, &row->rel);
    msdx_json_key(j, "line");
    msdx_json_strn(j, (msdx_str){msdx_buf_cstr(&r->line), r->line.failed ? 0 : r->line.n - 1});
}

static void put_row(struct run *r, const struct row *row)
{
    msdx_json j = {.sink = msdx_tree_sink(r->tree)};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "id", row->doc ? row->doc->id : row->id);
    msdx_json_put_str(&j, "error", row->st == MSD_OK ? NULL : row->err.msg);
    if (r->opt->kind == MSD_ARROW_CODE)
        put_claims(r, &j, row);
    else if (r->opt->kind == MSD_ARROW_PARSE)
        put_parse(r, &j, row);
    else
        put_relation(r, &j, row);
    msdx_json_close(&j, '}');
    if (!r->line.failed) return;
    r->line.failed = false;
    r->st = msdx_err_nomem(&r->err);
}

static void drain(void *ctx, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    for (size_t i = 0; i < job->n; i++) {
        struct row *row = &job->row[i];
        if (r->st == MSD_OK && row->st == MSD_ENOMEM) r->st = msdx_err_nomem(&r->err);
        if (r->st == MSD_OK) put_row(r, row);
        msdx_doc_free(row->doc);
    }
    if (r->st != MSD_OK) atomic_store(&r->failed, true);
}

/* ---- the whole ---- */

static const msd_arrow_options *check_options(const msd_arrow_options *opt, msd_error *err)
{
    if (!opt) return &plain;
    if ((unsigned)opt->kind <= MSD_ARROW_RELATE) return opt;
    (void)msdx_err(err, MSD_EUSAGE, 0, "there is no kind %d of table", (int)opt->kind);
    return NULL;
}

static msd_status new_tree(msdx_tree **out, const msd_arrow_options *opt, msd_error *err)
{
    static const msdx_field *const fields[][2] = {{msdx_coded_fields, msdx_coded_lines},
                                                  {msdx_parsed_fields, msdx_parsed_lines},
                                                  {msdx_related_fields, msdx_related_lines}};
    static const msdx_graft claims = {"claims", msdx_claim_fields};
    return msdx_tree_new(out, fields[opt->kind][opt->lines], &claims, err);
}

/* Never more workers than there can be jobs for. */
static msd_status borrow_workers(struct run *r, msd_error *err)
{
    unsigned n = msdx_flow_n_worker(r->opt->jobs);
    if ((int64_t)n > r->in.n) n = r->in.n > 1 ? (unsigned)r->in.n : 1;
    r->worker = msdx_calloc(n, sizeof *r->worker);
    if (!r->worker) return msdx_err_nomem(err);
    for (; r->n_worker < n; r->n_worker++) MSD_TRY(msdx_api_borrow(r->engine, &r->worker[r->n_worker], err));
    return MSD_OK;
}

static msd_status run_jobs(struct run *r, msd_error *err)
{
    msdx_flow flow = {.ctx = r, .job_byte = sizeof(struct job), .fill = fill, .work = work, .drain = drain};
    flow.n_slot = r->n_worker == 1 ? 1 : (size_t)r->n_worker * SLOTS_A_WORKER;
    struct job *jobs = msdx_calloc(flow.n_slot, sizeof *jobs);
    if (!jobs) return msdx_err_nomem(err);
    flow.jobs = jobs;
    msd_status st = msdx_flow_run(&flow, r->n_worker, err);
    for (size_t i = 0; i < flow.n_slot; i++) msdx_arena_clear(&jobs[i].arena);
    msdx_free(jobs);
    if (st != MSD_OK || r->st == MSD_OK) return st;
    if (err) *err = r->err;
    return r->st;
}

static msd_status hand_out(struct run *r, struct ArrowSchema *out_schema, struct ArrowArray *out, msd_error *err)
{
    MSD_TRY(msdx_tree_schema(r->tree, out_schema, err));
    msd_status st = msdx_tree_take(r->tree, out, err);
    if (st != MSD_OK) out_schema->release(out_schema);
    return st;
}

msd_status msd_arrow_run(msd_engine *engine, const struct ArrowSchema *schema, const struct ArrowArray *batch,
                         const msd_arrow_options *opt, struct ArrowSchema *out_schema, struct ArrowArray *out,
                         msd_error *err)
{
    struct run r = {.engine = engine, .opt = check_options(opt, err), .line = MSDX_BUF_INIT(LINE_BYTES)};
    *out_schema = (struct ArrowSchema){0};
    *out = (struct ArrowArray){0};
    if (!r.opt) return MSD_EUSAGE;
    msd_status st = msdx_batch_open(&r.in, schema, batch, r.opt, err);
    if (st == MSD_OK) st = new_tree(&r.tree, r.opt, err);
    if (st == MSD_OK) st = borrow_workers(&r, err);
    if (st == MSD_OK) st = run_jobs(&r, err);
    if (st == MSD_OK) st = hand_out(&r, out_schema, out, err);
    for (unsigned i = 0; i < r.n_worker; i++) msdx_api_give_back(engine, r.worker[i]);
    msdx_free(r.worker);
    msdx_tree_free(r.tree);
    msdx_batch_clear(&r.in);
    msdx_buf_clear(&r.line);
    return st;
}

msd_status msd_code_arrow(msd_engine *engine, const struct ArrowSchema *schema, const struct ArrowArray *batch,
                          const msd_arrow_options *opt, struct ArrowSchema *out_schema, struct ArrowArray *out,
                          msd_error *err)
{
    msd_arrow_options own = opt ? *opt : plain;
    own.kind = MSD_ARROW_CODE;
    return msd_arrow_run(engine, schema, batch, &own, out_schema, out, err);
}

msd_status msd_arrow_schema(const msd_arrow_options *opt, struct ArrowSchema *out, msd_error *err)
{
    msdx_tree *tree;
    *out = (struct ArrowSchema){0};
    opt = check_options(opt, err);
    if (!opt) return MSD_EUSAGE;
    MSD_TRY(new_tree(&tree, opt, err));
    msd_status st = msdx_tree_schema(tree, out, err);
    msdx_tree_free(tree);
    return st;
}
