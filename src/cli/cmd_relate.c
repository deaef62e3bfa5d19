/* cmd_relate.c: the event of given pairs, one JSON line each, in the order of the input. */
#include "base/flow.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "write/write.h"

static const msdx_cli_opt opt[] = {
    {"in", 0, MSDX_OPT_WORD, "jsonl", "kind of input"},
    {"out", 0, MSDX_OPT_WORD, "jsonl", "form of the output"},
    MSDX_CLI_JOBS,
    MSDX_CLI_MODEL,
    {"knowledge", 0, MSDX_OPT_LIST, "DIR", "a folder of knowledge that adds to or overrides ours"},
    {"quiet", 0, MSDX_OPT_FLAG, NULL, "no summary"},
    MSDX_CLI_MAX_DOCUMENT,
    MSDX_CLI_END};

enum { BATCH = 32, SLOTS_A_WORKER = 4 };

struct job {
    msdx_cli_item item[BATCH];
    size_t n;
    msdx_buf out;
};

struct run {
    msdx_cli_input in;
    msd_engine *engine;
    msd_worker **worker;
    unsigned n_worker;
    bool no_memory;
    uint64_t n_pair, n_refused;
};

static bool fill(void *ctx, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    job->n = 0;
    while (job->n < BATCH && msdx_cli_input_next(&r->in, &job->item[job->n])) job->n++;
    return job->n > 0;
}

static msd_status relate(msd_worker *worker, const msdx_cli_item *item, msdx_buf *out, msd_error *err)
{
    msdx_opened opened;
    msd_pair pair;
    msd_relation rel;
    MSD_TRY(msdx_record_open(&item->rec, &opened, err));
    msd_status st = msdx_read_mention(opened.json, "actor", &pair.actor, err);
    if (st == MSD_OK) st = msdx_read_mention(opened.json, "recipient", &pair.recipient, err);
    if (st == MSD_OK) st = msd_relate(worker, &opened.in, &pair, &rel, err);
    if (st == MSD_OK) msdx_write_relation(out, opened.in.id, &rel);
    msdx_opened_close(&opened);
    return st;
}

static void work(void *ctx, unsigned worker, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    msdx_buf_reset(&job->out);
    for (size_t i = 0; i < job->n; i++) {
        msdx_cli_item *item = &job->item[i];
        if (item->st == MSD_OK) item->st = relate(r->worker[worker], item, &job->out, &item->err);
    }
}

static void drain(void *ctx, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    for (size_t i = 0; i < job->n; i++) {
        r->n_pair++;
        if (job->item[i].st != MSD_OK) {
            msdx_cli_refused(&job->item[i]);
            r->n_refused++;
        }
        msdx_record_clear(&job->item[i].rec);
    }
    r->no_memory |= job->out.failed;
    if (job->out.n) fwrite(job->out.p, 1, job->out.n, stdout);
}

static msd_status open_engine(struct run *r, const msdx_cli_args *args, msd_error *err)
{
    msd_options o = MSD_OPTIONS_INIT;
    MSD_TRY(msdx_cli_open_engine(&r->engine, args, &o, err));
    r->n_worker = msdx_flow_n_worker(msdx_cli_number(args, "jobs", 0));
    r->worker = msdx_calloc(r->n_worker, sizeof *r->worker);
    if (!r->worker) return msdx_err_nomem(err);
    for (unsigned i = 0; i < r->n_worker; i++) MSD_TRY(msd_worker_new(&r->worker[i], r->engine, err));
    return MSD_OK;
}

static msd_status relate_all(struct run *r, msd_error *err)
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
    for (unsigned i = 0; r->worker && i < r->n_worker; i++) msd_worker_free(r->worker[i]);
    msdx_free(r->worker);
    msd_engine_close(r->engine);
    msdx_cli_input_close(&r->in);
}

static int run(const msdx_cli_args *args)
{
    struct run r = {0};
    msd_error err = {0};
    int rc = msdx_cli_input_open(&r.in, args);
    if (rc != MSDX_EXIT_OK) return rc;
    r.in.kind = MSDX_READ_JSONL;
    msd_status st = open_engine(&r, args, &err);
    if (st == MSD_OK) st = relate_all(&r, &err);
    if (st != MSD_OK)
        rc = msdx_cli_fail(args, &err);
    else if (r.n_refused)
        rc = MSDX_EXIT_REFUSED;
    if (st == MSD_OK && !msdx_cli_flag(args, "quiet")) {
        fflush(stdout);
        fprintf(stderr, "masudi relate: %llu pairs, %llu refused\n", (unsigned long long)r.n_pair,
                (unsigned long long)r.n_refused);
    }
    run_close(&r);
    return rc;
}

const msdx_cli_verb msdx_verb_relate = {
    "relate",
    "the event of given pairs",
    "[OPTIONS] [FILE...|-]",
    "In: JSON lines with text, actor and recipient (words as in the text, or [start, end]\nin code points), and if "
    "wanted id and date. Out: a line each, in order: id, event,\nmode, cameo, status, confidence, scores of the 16 "
    "events, rule. There is always a best\nanswer; where the text states no relation its confidence is low.",
    opt,
    run};
