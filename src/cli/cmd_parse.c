/* cmd_parse.c: texts in, CoNLL-U out, each text exactly as given. Texts go through
 * a ring of jobs, each a batch for the parser; what comes out is in input order. */
#include "base/flow.h"
#include "cli/input.h"
#include "parse/parse.h"

static const msdx_cli_opt opt[] = {
    MSDX_CLI_IN,
    {"out", 0, MSDX_OPT_WORD, "conllu", "form of the output"},
    {"native", 0, MSDX_OPT_FLAG, NULL, "keep the model's own labels, heads and white space tokens"},
    MSDX_CLI_JOBS,
    MSDX_CLI_MODEL,
    {"exact", 0, MSDX_OPT_FLAG, NULL, "the model's own float arithmetic"},
    {"flush", 0, MSDX_OPT_FLAG, NULL, "write each document at once"},
    {"quiet", 0, MSDX_OPT_FLAG, NULL, "no progress line; there is none anyway"},
    MSDX_CLI_MAX_DOCUMENT,
    MSDX_CLI_END};

enum { BATCH_DOCS = 32, BATCH_BYTES = 16 * 1024, SLOTS_A_WORKER = 4 };

struct job {
    msdx_cli_item item[BATCH_DOCS];
    msd_doc *doc[BATCH_DOCS]; /* NULL: refused */
    size_t n;
    msdx_buf out;
};

struct run {
    msdx_cli_input in;
    msdx_parser *parser;
    msdx_parse_work **work;
    unsigned n_worker;
    size_t batch;
    bool native, flush, no_memory, refused;
};

static bool fill(void *ctx, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    size_t n_byte = 0;
    job->n = 0;
    while (job->n < r->batch && n_byte < BATCH_BYTES && msdx_cli_input_next(&r->in, &job->item[job->n])) {
        n_byte += job->item[job->n].rec.n_byte;
        job->doc[job->n++] = NULL;
    }
    return job->n > 0;
}

static msd_status make(msdx_cli_item *item, msd_doc **doc)
{
    msdx_opened opened;
    MSD_TRY(msdx_record_open(&item->rec, &opened, &item->err));
    msd_status st = msdx_doc_make(doc, &opened.in, MSDX_DOC_EXACT, NULL, &item->err);
    msdx_opened_close(&opened);
    return st;
}

/* All at once; if that fails, one by one and anew, so that only those fail that must. */
static void parse(const struct run *r, msdx_parse_work *work, struct job *job)
{
    msdx_unit *unit[BATCH_DOCS];
    msd_error err;
    size_t n = 0;
    for (size_t i = 0; i < job->n; i++)
        if (job->doc[i]) unit[n++] = &job->doc[i]->body;
    if (n == 0 || msdx_parse_run(r->parser, work, unit, n, &err) == MSD_OK) return;
    for (size_t i = 0; i < job->n; i++) {
        msdx_cli_item *item = &job->item[i];
        if (!job->doc[i]) continue;
        msdx_doc_free(job->doc[i]);
        job->doc[i] = NULL;
        item->st = make(item, &job->doc[i]);
        if (item->st != MSD_OK) continue;
        unit[0] = &job->doc[i]->body;
        item->st = msdx_parse_run(r->parser, work, unit, 1, &item->err);
        if (item->st == MSD_OK) continue;
        msdx_doc_free(job->doc[i]);
        job->doc[i] = NULL;
    }
}

static void work(void *ctx, unsigned worker, void *arg)
{
    const struct run *r = ctx;
    struct job *job = arg;
    msdx_buf_reset(&job->out);
    for (size_t i = 0; i < job->n; i++)
        if (job->item[i].st == MSD_OK) job->item[i].st = make(&job->item[i], &job->doc[i]);
    parse(r, r->work[worker], job);
    for (size_t i = 0; i < job->n; i++)
        if (job->doc[i]) msdx_conllu_write(&job->out, &job->doc[i]->body, job->doc[i]->id, r->native);
}

static void drain(void *ctx, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    for (size_t i = 0; i < job->n; i++) {
        if (!job->doc[i]) {
            msdx_cli_refused(&job->item[i]);
            r->refused = true;
        }
        msdx_doc_free(job->doc[i]);
        msdx_record_clear(&job->item[i].rec);
    }
    if (job->out.failed) r->no_memory = true;
    if (job->out.n) fwrite(job->out.p, 1, job->out.n, stdout);
    if (r->flush) fflush(stdout);
}

static msd_status parse_all(struct run *r, msd_error *err)
{
    msdx_flow flow = {.ctx = r, .job_byte = sizeof(struct job), .fill = fill, .work = work, .drain = drain};
    flow.n_slot = r->n_worker == 1 ? 1 : (size_t)r->n_worker * SLOTS_A_WORKER;
    struct job *jobs = msdx_calloc(flow.n_slot, sizeof *jobs);
    if (!jobs) return msdx_err_nomem(err);
    for (size_t i = 0; i < flow.n_slot; i++) jobs[i].out = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    flow.jobs = jobs;
    msd_status st = msdx_flow_run(&flow, r->n_worker, err);
    for (size_t i = 0; i < flow.n_slot; i++) msdx_buf_clear(&jobs[i].out);
    msdx_free(jobs);
    return st == MSD_OK && r->no_memory ? msdx_err_nomem(err) : st;
}

static msd_status open_parser(struct run *r, const msdx_cli_args *args, msd_error *err)
{
    char path[4096];
    MSD_TRY(msdx_cli_find_model(msdx_cli_get(args, "model"), path, err));
    MSD_TRY(msdx_parser_open_as(&r->parser, path, msdx_cli_flag(args, "exact") ? MSDX_EXACT : MSDX_FASTEST, err));
    r->n_worker = msdx_flow_n_worker(msdx_cli_number(args, "jobs", 0));
    r->work = msdx_calloc(r->n_worker, sizeof *r->work);
    if (!r->work) return msdx_err_nomem(err);
    for (unsigned i = 0; i < r->n_worker; i++) MSD_TRY(msdx_parse_work_new(&r->work[i], r->parser, err));
    return MSD_OK;
}

static void run_close(struct run *r)
{
    for (unsigned i = 0; r->work && i < r->n_worker; i++) msdx_parse_work_free(r->work[i]);
    msdx_free(r->work);
    msdx_parser_close(r->parser);
    msdx_cli_input_close(&r->in);
}

static int run(const msdx_cli_args *args)
{
    struct run r = {.native = msdx_cli_flag(args, "native"), .flush = msdx_cli_flag(args, "flush")};
    msd_error err = {0};
    int rc = msdx_cli_input_open(&r.in, args);
    if (rc != MSDX_EXIT_OK) return rc;
    r.batch = r.flush ? 1 : BATCH_DOCS;
    msd_status st = open_parser(&r, args, &err);
    if (st == MSD_OK) st = parse_all(&r, &err);
    rc = st != MSD_OK ? msdx_cli_fail(args, &err) : r.refused ? MSDX_EXIT_REFUSED : MSDX_EXIT_OK;
    run_close(&r);
    return rc;
}

const msdx_cli_verb msdx_verb_parse = {
    "parse",
    "texts in, CoNLL-U out",
    "[OPTIONS] [FILE...|-]",
    "Each text is parsed exactly as given, as Universal Dependencies without its white\nspace tokens. MISC has start "
    "and end (code points) and ner.",
    opt,
    run};
