/* cmd_code.c: texts in, claims out. Documents go through a ring of jobs, each a
 * batch for the parser; what comes out is in input order. */
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "api/api.h"
#include "cli/flow.h"
#include "cli/input.h"
#include "write/write.h"

static const msdx_cli_opt opt[] = {
    MSDX_CLI_IN,
    {"out", 0, MSDX_OPT_WORD, "jsonl|csv|table", "form of the output; table on a terminal, jsonl in a pipe"},
    MSDX_CLI_JOBS,
    MSDX_CLI_MODEL,
    {"knowledge", 0, MSDX_OPT_LIST, "DIR", "a folder of knowledge that adds to or overrides ours"},
    {"dictionaries", 0, MSDX_OPT_TEXT, "DIR", "PETRARCH's or TABARI's dictionaries in place of our frames and actors"},
    {"event", 0, MSDX_OPT_LIST, "EVENT",
     "keep only these: ASSAULT, or SANCTION-expel with a mode; commas part several"},
    {"status", 0, MSDX_OPT_LIST, "STATUS", "keep only these: actual, threatened ...; commas part several"},
    {"country", 0, MSDX_OPT_LIST, "CODE", "keep what one of these acts in, receives or is the place of (alpha-3)"},
    {"from", 0, MSDX_OPT_TEXT, "DATE", "keep what happened on this ISO date or later"},
    {"to", 0, MSDX_OPT_TEXT, "DATE", "keep what happened on this ISO date or earlier"},
    {"exact", 0, MSDX_OPT_FLAG, NULL, "the model's own float arithmetic"},
    {"flush", 0, MSDX_OPT_FLAG, NULL, "write each document's claims at once"},
    {"width", 0, MSDX_OPT_NUMBER, "N", "columns of the table; else those of the terminal"},
    {"quiet", 0, MSDX_OPT_FLAG, NULL, "no progress line and no summary"},
    {"progress", 0, MSDX_OPT_FLAG, NULL, "a progress line even in a pipe"},
    MSDX_CLI_MAX_DOCUMENT,
    MSDX_CLI_END};

enum { BATCH_DOCS = 32, BATCH_BYTES = 16 * 1024, SLOTS_A_WORKER = 4, WIDTH_DEFAULT = 120 };

struct job {
    msdx_cli_item item[BATCH_DOCS];
    msd_doc *doc[BATCH_DOCS]; /* NULL: refused */
    size_t n;
    msdx_buf out;
};

struct counts {
    uint64_t n_doc, n_claim, n_refused, n_other;
};

struct run {
    msdx_cli_input in;
    msd_engine *engine;
    msd_worker **worker;
    unsigned n_worker;
    msdx_filter filter;
    enum { JSONL, CSV, TABLE } form;
    msdx_table *table;
    msdx_buf table_out;
    size_t batch;
    bool flush, quiet, progress, no_memory;
    struct counts count;
    struct timespec begun, told;
};

/* ---- one job ---- */

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
    unsigned flags = item->rec.kind == MSDX_READ_TEXT ? MSDX_DOC_PLAIN : MSDX_DOC_CODE;
    msd_status st = msdx_doc_make(doc, &opened.in, flags, NULL, &item->err);
    msdx_opened_close(&opened);
    return st;
}

/* All at once; if that fails, one by one, so that only those fail that must. */
static void code(msd_worker *worker, struct job *job)
{
    msd_doc *doc[BATCH_DOCS];
    msd_error err;
    size_t n = 0;
    for (size_t i = 0; i < job->n; i++)
        if (job->doc[i]) doc[n++] = job->doc[i];
    if (n == 0 || msdx_api_code(worker, doc, n, &err) == MSD_OK) return;
    for (size_t i = 0; i < job->n; i++) {
        msdx_cli_item *item = &job->item[i];
        if (!job->doc[i]) continue;
        msdx_doc_free(job->doc[i]);
        job->doc[i] = NULL;
        item->st = make(item, &job->doc[i]);
        if (item->st == MSD_OK) item->st = msdx_api_code(worker, &job->doc[i], 1, &item->err);
        if (item->st == MSD_OK) continue;
        msdx_doc_free(job->doc[i]);
        job->doc[i] = NULL;
    }
}

static void put_claims(const struct run *r, struct job *job, const msd_doc *doc)
{
    for (uint32_t i = 0; i < doc->n_claim; i++) {
        if (!msdx_filter_pass(&r->filter, doc, &doc->claim[i])) continue;
        if (r->form == CSV)
            msdx_write_csv(&job->out, doc, &doc->claim[i]);
        else
            msdx_write_jsonl(&job->out, doc, &doc->claim[i]);
    }
}

static void work(void *ctx, unsigned worker, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    msdx_buf_reset(&job->out);
    for (size_t i = 0; i < job->n; i++)
        if (job->item[i].st == MSD_OK) job->item[i].st = make(&job->item[i], &job->doc[i]);
    code(r->worker[worker], job);
    for (size_t i = 0; i < job->n && r->form != TABLE; i++)
        if (job->doc[i]) put_claims(r, job, job->doc[i]);
}

static double seconds(const struct timespec *from, const struct timespec *to)
{
    return (double)(to->tv_sec - from->tv_sec) + (double)(to->tv_nsec - from->tv_nsec) / 1e9;
}

static void tell(struct run *r)
{
    struct timespec now;
    bool terminal = isatty(STDERR_FILENO);
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (seconds(&r->told, &now) < (terminal ? 0.3 : 5.0)) return;
    r->told = now;
    double all = seconds(&r->begun, &now);
    fprintf(stderr, "%s%llu documents, %llu claims, %.0f documents a second%s", terminal ? "\r\033[K" : "",
            (unsigned long long)r->count.n_doc, (unsigned long long)r->count.n_claim, (double)r->count.n_doc / all,
            terminal ? "" : "\n");
    fflush(stderr);
}

static void put_table(struct run *r, const msd_doc *doc)
{
    for (uint32_t i = 0; i < doc->n_claim; i++)
        if (msdx_filter_pass(&r->filter, doc, &doc->claim[i]))
            msdx_table_row(r->table, &r->table_out, doc, &doc->claim[i]);
}

static void count(struct run *r, struct job *job, size_t i)
{
    const msd_doc *doc = job->doc[i];
    if (!doc) {
        msdx_cli_refused(&job->item[i]);
        r->count.n_refused++;
        return;
    }
    r->count.n_doc++;
    if (!msdx_api_can_code(doc)) r->count.n_other++;
    for (uint32_t k = 0; k < doc->n_claim; k++) r->count.n_claim += msdx_filter_pass(&r->filter, doc, &doc->claim[k]);
}

static void write_out(struct run *r, msdx_buf *buf)
{
    if (buf->failed) r->no_memory = true;
    if (buf->n) fwrite(buf->p, 1, buf->n, stdout);
    msdx_buf_reset(buf);
    if (r->flush) fflush(stdout);
}

static void drain(void *ctx, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    for (size_t i = 0; i < job->n; i++) {
        count(r, job, i);
        if (job->doc[i] && r->form == TABLE) put_table(r, job->doc[i]);
        msdx_doc_free(job->doc[i]);
        msdx_record_clear(&job->item[i].rec);
    }
    if (r->form == TABLE && r->flush) msdx_table_flush(r->table, &r->table_out);
    write_out(r, r->form == TABLE ? &r->table_out : &job->out);
    if (r->progress) tell(r);
}

/* ---- the run ---- */

static unsigned table_width(const msdx_cli_args *args)
{
    struct winsize ws;
    const char *columns = getenv("COLUMNS");
    uint64_t given = msdx_cli_number(args, "width", 0);
    if (given) return given > 10000 ? 10000 : (unsigned)given;
    if (columns && strtoul(columns, NULL, 10) >= 20) return (unsigned)strtoul(columns, NULL, 10) % 10000;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col >= 20) return ws.ws_col;
    return WIDTH_DEFAULT;
}

static msd_status set_filter(struct run *r, const msdx_cli_args *args, msd_error *err)
{
    const char *const *value;
    size_t n = msdx_cli_list(args, "event", &value);
    MSD_TRY(msdx_filter_event(&r->filter, value, n, err));
    n = msdx_cli_list(args, "status", &value);
    MSD_TRY(msdx_filter_status(&r->filter, value, n, err));
    n = msdx_cli_list(args, "country", &value);
    MSD_TRY(msdx_filter_country(&r->filter, value, n, err));
    return msdx_filter_dates(&r->filter, msdx_cli_get(args, "from"), msdx_cli_get(args, "to"), err);
}

static msd_status open_engine(struct run *r, const msdx_cli_args *args, msd_error *err)
{
    char model[4096], knowledge[4096];
    msd_options o = MSD_OPTIONS_INIT;
    MSD_TRY(msdx_cli_find_model(msdx_cli_get(args, "model"), model, err));
    MSD_TRY(msdx_cli_find_knowledge(NULL, knowledge, err));
    o.model = model;
    o.knowledge = knowledge;
    o.n_override = msdx_cli_list(args, "knowledge", &o.overrides);
    o.dictionaries = msdx_cli_get(args, "dictionaries");
    MSD_TRY(msd_engine_open(&r->engine, &o, err));
    r->n_worker = msdx_flow_n_worker(msdx_cli_number(args, "jobs", 0));
    r->worker = msdx_calloc(r->n_worker, sizeof *r->worker);
    if (!r->worker) return msdx_err_nomem(err);
    for (unsigned i = 0; i < r->n_worker; i++) MSD_TRY(msd_worker_new(&r->worker[i], r->engine, err));
    return MSD_OK;
}

static msd_status set_output(struct run *r, const msdx_cli_args *args, msd_error *err)
{
    const char *out = msdx_cli_get(args, "out");
    if (!out) out = isatty(STDOUT_FILENO) ? "table" : "jsonl";
    r->form = strcmp(out, "csv") == 0 ? CSV : strcmp(out, "table") == 0 ? TABLE : JSONL;
    r->table_out = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    r->flush = msdx_cli_flag(args, "flush");
    r->quiet = msdx_cli_flag(args, "quiet");
    r->progress = msdx_cli_flag(args, "progress") || (!r->quiet && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO));
    r->batch = r->flush ? 1 : BATCH_DOCS;
    clock_gettime(CLOCK_MONOTONIC, &r->begun);
    r->told = r->begun;
    return r->form == TABLE ? msdx_table_new(&r->table, table_width(args), err) : MSD_OK;
}

static void end_output(struct run *r)
{
    if (r->form == TABLE) {
        msdx_table_flush(r->table, &r->table_out);
        write_out(r, &r->table_out);
    }
    if (r->progress && isatty(STDERR_FILENO)) fprintf(stderr, "\r\033[K");
    if (r->quiet) return;
    fflush(stdout);
    fprintf(stderr, "masudi code: %llu documents, %llu claims, %llu refused, %llu in a language without a model\n",
            (unsigned long long)r->count.n_doc, (unsigned long long)r->count.n_claim,
            (unsigned long long)r->count.n_refused, (unsigned long long)r->count.n_other);
}

static msd_status code_all(struct run *r, msd_error *err)
{
    msdx_flow flow = {.ctx = r, .job_byte = sizeof(struct job), .fill = fill, .work = work, .drain = drain};
    flow.n_slot = r->n_worker == 1 ? 1 : (size_t)r->n_worker * SLOTS_A_WORKER;
    struct job *jobs = msdx_calloc(flow.n_slot, sizeof *jobs);
    if (!jobs) return msdx_err_nomem(err);
    for (size_t i = 0; i < flow.n_slot; i++) jobs[i].out = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    flow.jobs = jobs;
    if (r->form == CSV) {
        msdx_write_csv_header(&jobs[0].out);
        write_out(r, &jobs[0].out);
    }
    msd_status st = msdx_flow_run(&flow, r->n_worker, err);
    for (size_t i = 0; i < flow.n_slot; i++) msdx_buf_clear(&jobs[i].out);
    msdx_free(jobs);
    return st == MSD_OK && r->no_memory ? msdx_err_nomem(err) : st;
}

static void run_close(struct run *r)
{
    for (unsigned i = 0; r->worker && i < r->n_worker; i++) msd_worker_free(r->worker[i]);
    msdx_free(r->worker);
    msd_engine_close(r->engine);
    msdx_cli_input_close(&r->in);
    msdx_table_free(r->table);
    msdx_buf_clear(&r->table_out);
    msdx_filter_clear(&r->filter);
}

static int run(const msdx_cli_args *args)
{
    struct run r = {0};
    msd_error err = {0};
    int rc = msdx_cli_input_open(&r.in, args);
    if (rc != MSDX_EXIT_OK) return rc;
    msd_status st = set_filter(&r, args, &err);
    if (st == MSD_OK) st = open_engine(&r, args, &err);
    if (st == MSD_OK) st = set_output(&r, args, &err);
    if (st == MSD_OK) st = code_all(&r, &err);
    if (st == MSD_OK) {
        end_output(&r);
        rc = r.count.n_refused ? MSDX_EXIT_REFUSED : MSDX_EXIT_OK;
    } else {
        rc = msdx_cli_fail(args, &err);
    }
    run_close(&r);
    return rc;
}

const msdx_cli_verb msdx_verb_code = {
    "code",
    "texts in, claims out",
    "[OPTIONS] [FILE...|-]",
    "Without a file, standard input is read. What cannot be read is told on standard\nerror as FILE:LINE: what is "
    "wrong; the rest is coded, and the exit status is 1.",
    opt,
    run};
