/* cmd_parse.c: texts in, CoNLL-U out, each text exactly as given. Texts go through
 * a ring of jobs, each a batch for the parsers of its languages; what comes out is in
 * input order. */
#include "base/flow.h"
#include "cli/input.h"
#include "cli/models.h"

static const msdx_cli_opt opt[] = {
    MSDX_CLI_IN,
    {"out", 0, MSDX_OPT_WORD, "conllu", "form of the output"},
    {"native", 0, MSDX_OPT_FLAG, NULL, "keep the model's own labels, heads and white space tokens"},
    MSDX_CLI_JOBS,
    MSDX_CLI_MODEL,
    {"exact", 0, MSDX_OPT_FLAG, NULL, "the model's own float arithmetic"},
    {"truecase", 0, MSDX_OPT_FLAG, NULL,
     "read English set in capitals, or without any, in ordinary case, as code does"},
    {"flush", 0, MSDX_OPT_FLAG, NULL, "write each document at once"},
    {"quiet", 0, MSDX_OPT_FLAG, NULL, "no line about texts in a language without a model"},
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
    msdx_cli_models *models;
    unsigned n_worker;
    size_t batch;
    bool native, truecase, flush, no_memory, refused;
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

static void drop(struct job *job, size_t i)
{
    msdx_doc_free(job->doc[i]);
    job->doc[i] = NULL;
}

/* One by one and anew, so that only those fail that must. */
static void parse_alone(struct job *job, const msdx_cli_reader reader[BATCH_DOCS], const msdx_parser *parser,
                        bool truecase)
{
    for (size_t i = 0; i < job->n; i++) {
        msdx_cli_item *item = &job->item[i];
        if (!job->doc[i] || reader[i].parser != parser) continue;
        drop(job, i);
        item->st = make(item, &job->doc[i]);
        if (item->st != MSD_OK) continue;
        msdx_unit *unit = &job->doc[i]->body;
        if (truecase) item->st = msdx_parser_truecase(parser, unit, &item->err);
        if (item->st == MSD_OK) item->st = msdx_parse_run(parser, reader[i].work, &unit, 1, &item->err);
        if (item->st != MSD_OK) drop(job, i);
    }
}

/* All texts of one model at once. */
static void parse(const struct run *r, unsigned worker, struct job *job)
{
    msdx_cli_reader reader[BATCH_DOCS] = {{NULL, NULL}};
    msdx_unit *unit[BATCH_DOCS];
    for (size_t i = 0; i < job->n; i++) {
        msdx_cli_item *item = &job->item[i];
        if (job->doc[i]) item->st = msdx_cli_model_for(r->models, job->doc[i], worker, &reader[i], &item->err);
        if (job->doc[i] && item->st == MSD_OK && r->truecase)
            item->st = msdx_parser_truecase(reader[i].parser, &job->doc[i]->body, &item->err);
        if (job->doc[i] && item->st != MSD_OK) drop(job, i);
    }
    for (size_t i = 0; i < job->n; i++) {
        const msdx_parser *parser = reader[i].parser;
        bool first = job->doc[i] != NULL;
        size_t n = 0;
        msd_error err;
        for (size_t k = 0; k < i && first; k++) first = reader[k].parser != parser;
        for (size_t k = i; k < job->n && first; k++)
            if (job->doc[k] && reader[k].parser == parser) unit[n++] = &job->doc[k]->body;
        if (n && msdx_parse_run(parser, reader[i].work, unit, n, &err) != MSD_OK)
            parse_alone(job, reader, parser, r->truecase);
    }
}

static void work(void *ctx, unsigned worker, void *arg)
{
    const struct run *r = ctx;
    struct job *job = arg;
    msdx_buf_reset(&job->out);
    for (size_t i = 0; i < job->n; i++)
        if (job->item[i].st == MSD_OK) job->item[i].st = make(&job->item[i], &job->doc[i]);
    parse(r, worker, job);
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

static void run_close(struct run *r)
{
    msdx_cli_models_close(r->models);
    msdx_cli_input_close(&r->in);
}

static int run(const msdx_cli_args *args)
{
    struct run r = {.native = msdx_cli_flag(args, "native"),
                    .truecase = msdx_cli_flag(args, "truecase"),
                    .flush = msdx_cli_flag(args, "flush")};
    msd_error err = {0};
    int rc = msdx_cli_input_open(&r.in, args);
    if (rc != MSDX_EXIT_OK) return rc;
    r.batch = r.flush ? 1 : BATCH_DOCS;
    r.n_worker = msdx_flow_n_worker(msdx_cli_number(args, "jobs", 0));
    msd_status st = msdx_cli_models_open(&r.models, args, r.n_worker, &err);
    if (st == MSD_OK) st = parse_all(&r, &err);
    if (st == MSD_OK && !msdx_cli_flag(args, "quiet")) msdx_cli_models_tell(r.models, "parse");
    rc = st != MSD_OK ? msdx_cli_fail(args, &err) : r.refused ? MSDX_EXIT_REFUSED : MSDX_EXIT_OK;
    run_close(&r);
    return rc;
}

const msdx_cli_verb msdx_verb_parse = {
    "parse",
    "texts in, CoNLL-U out",
    "[OPTIONS] [FILE...|-]",
    "Each text is parsed exactly as given, as Universal Dependencies without its white\nspace tokens. MISC has start "
    "and end (code points) and ner. Without --model a text in\nanother language goes to the model LANGUAGE.model "
    "beside "
    "the English one, if it is\nthere (./run model es, fr); else the English one reads it, and a line says so.",
    opt,
    run};
