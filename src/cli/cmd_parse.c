/* cmd_parse.c: texts in, CoNLL-U out, each text exactly as given. Texts go through
 * a ring of jobs, each a batch for the parsers of its languages; what comes out is in
 * input order. */
#include <pthread.h>

#include "api/models.h"
#include "base/flow.h"
#include "cli/input.h"

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

enum { BATCH_DOCS = 32, BATCH_BYTES = 16 * 1024, SLOTS_A_WORKER = 4, N_MISSING = 32 };

struct job {
    msdx_cli_item item[BATCH_DOCS];
    msd_doc *doc[BATCH_DOCS]; /* NULL: refused */
    msdx_reader pick[BATCH_DOCS];
    size_t n;
    msdx_buf out;
};

/* Texts in a language without a model, which the first one reads all the same. */
struct missing {
    char language[MSDX_LANGUAGE_ROOM];
    uint64_t n_doc;
};

struct run {
    msdx_cli_input in;
    msdx_models *models;
    msdx_readers **readers; /* one a worker */
    unsigned n_worker;
    pthread_mutex_t lock; /* of what is missing */
    struct missing missing[N_MISSING];
    size_t n_missing;
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

static void count_missing(struct run *r, const msd_doc *doc)
{
    char language[MSDX_LANGUAGE_ROOM];
    size_t at = 0;
    msdx_models_language(doc, language);
    pthread_mutex_lock(&r->lock);
    while (at < r->n_missing && strcmp(r->missing[at].language, language) != 0) at++;
    if (at == r->n_missing && at < N_MISSING)
        memcpy(r->missing[r->n_missing++].language, language, sizeof r->missing[at].language);
    if (at < r->n_missing) r->missing[at].n_doc++;
    pthread_mutex_unlock(&r->lock);
}

static void tell_missing(const struct run *r)
{
    uint64_t n_doc = 0;
    for (size_t i = 0; i < r->n_missing; i++) n_doc += r->missing[i].n_doc;
    if (n_doc == 0) return;
    fprintf(stderr,
            "masudi parse: %llu in a language without a model, read by the one for '%s':", (unsigned long long)n_doc,
            msdx_parser_language(msdx_models_first(r->models)));
    for (size_t i = 0; i < r->n_missing; i++)
        fprintf(stderr, "%s %s %llu", i ? "," : "", r->missing[i].language, (unsigned long long)r->missing[i].n_doc);
    fprintf(stderr, "; ./run model es or fr adds one\n");
}

static msd_status pick(struct run *r, unsigned worker, struct job *job, size_t i)
{
    msdx_cli_item *item = &job->item[i];
    msd_status st = msdx_readers_pick(r->readers[worker], job->doc[i], &job->pick[i], &item->err);
    if (st == MSD_EUNSUPPORTED) {
        count_missing(r, job->doc[i]);
        job->pick[i] = msdx_readers_first(r->readers[worker]);
        st = MSD_OK;
    }
    if (st != MSD_OK || !r->truecase) return st;
    return msdx_parser_truecase(job->pick[i].parser, &job->doc[i]->body, &item->err);
}

/* One by one and anew, so that only those fail that must. */
static void parse_alone(struct run *r, unsigned worker, struct job *job)
{
    for (size_t i = 0; i < job->n; i++) {
        msdx_cli_item *item = &job->item[i];
        const msdx_parser *parser = job->pick[i].parser;
        if (!job->doc[i]) continue;
        drop(job, i);
        item->st = make(item, &job->doc[i]);
        if (item->st == MSD_OK && r->truecase) item->st = msdx_parser_truecase(parser, &job->doc[i]->body, &item->err);
        if (item->st == MSD_OK)
            item->st = msdx_readers_run(r->readers[worker], &job->pick[i], &job->doc[i], 1, &item->err);
        if (item->st != MSD_OK) drop(job, i);
    }
}

static void parse(struct run *r, unsigned worker, struct job *job)
{
    msd_error err;
    for (size_t i = 0; i < job->n; i++) {
        msdx_cli_item *item = &job->item[i];
        job->pick[i] = (msdx_reader){NULL, NULL};
        if (item->st == MSD_OK) item->st = make(item, &job->doc[i]);
        if (item->st == MSD_OK) item->st = pick(r, worker, job, i);
        if (item->st == MSD_OK) continue;
        drop(job, i);
        job->pick[i].parser = NULL;
    }
    if (msdx_readers_run(r->readers[worker], job->pick, job->doc, job->n, &err) != MSD_OK) parse_alone(r, worker, job);
}

static void work(void *ctx, unsigned worker, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    msdx_buf_reset(&job->out);
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

/* Without --model the others that lie beside the one found count too. */
static msd_status open_models(struct run *r, const msdx_cli_args *args, msd_error *err)
{
    char path[4096];
    const char *given = msdx_cli_get(args, "model");
    MSD_TRY(msdx_cli_find_model(given, path, err));
    MSD_TRY(msdx_models_open(&r->models, path, !given, msdx_cli_flag(args, "exact") ? MSDX_EXACT : MSDX_FASTEST, err));
    r->readers = msdx_calloc(r->n_worker, sizeof *r->readers);
    if (!r->readers) return msdx_err_nomem(err);
    for (unsigned i = 0; i < r->n_worker; i++) MSD_TRY(msdx_readers_new(&r->readers[i], r->models, err));
    return MSD_OK;
}

static void run_close(struct run *r)
{
    for (unsigned i = 0; r->readers && i < r->n_worker; i++) msdx_readers_free(r->readers[i]);
    msdx_free(r->readers);
    msdx_models_close(r->models);
    msdx_cli_input_close(&r->in);
    pthread_mutex_destroy(&r->lock);
}

static int run(const msdx_cli_args *args)
{
    struct run r = {.native = msdx_cli_flag(args, "native"),
                    .truecase = msdx_cli_flag(args, "truecase"),
                    .flush = msdx_cli_flag(args, "flush")};
    msd_error err = {0};
    int rc = msdx_cli_input_open(&r.in, args);
    if (rc != MSDX_EXIT_OK) return rc;
    pthread_mutex_init(&r.lock, NULL);
    r.batch = r.flush ? 1 : BATCH_DOCS;
    r.n_worker = msdx_flow_n_worker(msdx_cli_number(args, "jobs", 0));
    msd_status st = open_models(&r, args, &err);
    if (st == MSD_OK) st = parse_all(&r, &err);
    if (st == MSD_OK && !msdx_cli_flag(args, "quiet")) tell_missing(&r);
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
