/* cmd_code.c: texts in, claims out. Documents go through a ring of jobs, each a
 * batch for the parser; what comes out is in input order. */
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/api.h"
#include "base/flow.h"
#include "cli/choose.h"
#include "cli/coding.h"
#include "cli/from_kafka.h"
#include "cli/keep.h"
#include "cli/progress.h"
#include "write/export.h"

const msdx_cli_opt msdx_coding_opt[] = {
    MSDX_CLI_IN,
    {"out", 0, MSDX_OPT_WORD, "jsonl|csv|table|none|" MSDX_EXPORT_NAMES,
     "form of the output; table on a terminal, jsonl in a pipe"},
    MSDX_CLI_JOBS,
    MSDX_CLI_MODEL,
    {"knowledge", 0, MSDX_OPT_LIST, "DIR", "a folder of knowledge that adds to or overrides ours"},
    {"dictionaries", 0, MSDX_OPT_TEXT, "DIR", "PETRARCH's or TABARI's dictionaries in place of our frames and actors"},
    {"calibration", 0, MSDX_OPT_TEXT, "FILE", "correct confidence by what `masudi db audit --calibration` wrote"},
    MSDX_CLI_CHOOSE,
    MSDX_CLI_ALL_STATUS,
    {"exact", 0, MSDX_OPT_FLAG, NULL, "the model's own float arithmetic"},
    {"store", 0, MSDX_OPT_TEXT, "WHERE",
     "keep documents and all their claims in this store: a file, or postgresql://..."},
    {"no-text", 0, MSDX_OPT_FLAG, NULL, "of texts and titles keep offsets and a hash alone (licensed archives)"},
    {"licence", 0, MSDX_OPT_TEXT, "TEXT", "the licence of these documents' publishers, kept with them"},
    {"credit", 0, MSDX_OPT_TEXT, "TEXT", "how they want to be named"},
    {"resume", 0, MSDX_OPT_FLAG, NULL, "pass over what the store has, coded by the same versions: go on after a stop"},
    {"without", 0, MSDX_OPT_WORD, "score|rules",
     "for measuring: without the score's rejections, or without all that rejects what a frame's word says"},
    {"flush", 0, MSDX_OPT_FLAG, NULL, "write each document's claims at once"},
    {"width", 0, MSDX_OPT_NUMBER, "N", "columns of the table; else those of the terminal"},
    {"quiet", 0, MSDX_OPT_FLAG, NULL, "no progress line and no summary"},
    {"progress", 0, MSDX_OPT_FLAG, NULL, "a progress line even in a pipe"},
    MSDX_CLI_MAX_DOCUMENT,
    MSDX_CLI_KAFKA,
    MSDX_CLI_END};

enum { BATCH_DOCS = 32, BATCH_BYTES = 16 * 1024, SLOTS_A_WORKER = 4, BURST = 128 };

struct job {
    msdx_cli_item item[BATCH_DOCS];
    bool plain[BATCH_DOCS];   /* plain text: its title is found in it */
    bool known[BATCH_DOCS];   /* the store has it: not coded again */
    msd_doc *doc[BATCH_DOCS]; /* NULL: refused, or known */
    size_t n;
    msdx_buf out;
    msd_status st; /* what befell the whole run while at this */
    msd_error err;
};

struct counts {
    uint64_t n_doc, n_claim, n_refused, n_other;
};

struct run {
    msdx_cli_input in;
    const msdx_coding_source *source; /* NULL: in */
    msd_engine *engine;
    msd_worker **worker;
    unsigned n_worker;
    msdx_filter filter;
    enum { JSONL, CSV, TABLE, NONE, EXPORT } form;
    msdx_table *table;
    msdx_export *export; /* of the form EXPORT */
    msdx_buf command;    /* that made it */
    char model[128], knowledge[32];
    msdx_buf out;    /* what may be written only after the next commit, and the table's rows */
    msdx_keep *keep; /* NULL: no store */
    size_t batch;
    bool flush, quiet, no_memory, skip;
    struct counts count;
    msdx_progress progress;
    double n_total;          /* bytes of files, or documents; 0: not known */
    _Atomic double n_done;   /* of these; set while filling, told while draining */
    atomic_bool failed;      /* st is set: no more is read */
    double n_before, n_file; /* bytes of the files before this one; of this one so far */
    size_t file;             /* which this is */
    msd_status st;           /* the run has failed */
    msd_error err;
};

/* ---- how far it is ---- */

static double file_size(const char *path)
{
    struct stat st;
    int rc = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &st) : stat(path, &st);
    return rc == 0 && S_ISREG(st.st_mode) ? (double)st.st_size : -1;
}

/* Bytes over all files; 0 when one of them does not tell. */
static void measure(struct run *r)
{
    double total = 0;
    for (size_t i = 0; i < r->in.n_file; i++) {
        double n = file_size(r->in.file[i]);
        if (n < 0) return;
        total += n;
    }
    r->n_total = total;
}

/* A record was read: how far that is in the files. A packed file gives more bytes than it has. */
static void advance(struct run *r, size_t n_byte)
{
    if (r->n_total <= 0) return;
    if (r->source) {
        atomic_store(&r->n_done, atomic_load(&r->n_done) + 1);
        return;
    }
    for (; r->file < r->in.at && r->file < r->in.n_file; r->file++) {
        r->n_before += file_size(r->in.file[r->file]);
        r->n_file = 0;
    }
    r->n_file += (double)n_byte + 1;
    double size = r->file < r->in.n_file ? file_size(r->in.file[r->file]) : 0;
    atomic_store(&r->n_done, r->n_before + (r->n_file < size ? r->n_file : size));
}

/* ---- one job ---- */

/* Does what comes from the source go back into it? */
static bool streams(const struct run *r)
{
    return r->source && r->source->put;
}

/* Another document for a job that has some: one that has to be waited for would keep these waiting. */
static bool goes_on(struct run *r, const struct job *job)
{
    return job->n == 0 || !streams(r) || r->source->ready(r->source->ctx);
}

static bool next(struct run *r, struct job *job)
{
    size_t i = job->n;
    job->doc[i] = NULL;
    job->known[i] = false;
    if (r->source) return r->source->next(r->source->ctx, &job->item[i], &job->plain[i]);
    bool more = msdx_cli_input_next(&r->in, &job->item[i]);
    job->plain[i] = job->item[i].rec.kind == MSDX_READ_TEXT;
    return more;
}

static bool fill(void *ctx, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    size_t n_byte = 0;
    job->n = 0;
    job->st = MSD_OK;
    if (atomic_load(&r->failed)) return false;
    while (job->n < r->batch && n_byte < BATCH_BYTES && goes_on(r, job) && next(r, job)) {
        n_byte += job->item[job->n].rec.n_byte;
        advance(r, job->item[job->n].rec.n_byte);
        job->n++;
    }
    return job->n > 0;
}

static msd_status make(msdx_cli_item *item, bool plain, msd_doc **doc)
{
    msdx_opened opened;
    MSD_TRY(msdx_record_open(&item->rec, &opened, &item->err));
    msd_status st = msdx_doc_make(doc, &opened.in, plain ? MSDX_DOC_PLAIN : MSDX_DOC_CODE, NULL, &item->err);
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
        item->st = make(item, job->plain[i], &job->doc[i]);
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

/* What the store has, coded by these versions, need not be coded again. */
static void pass_over_known(struct run *r, struct job *job)
{
    for (size_t i = 0; i < job->n && job->st == MSD_OK; i++) {
        if (!job->doc[i]) continue;
        job->st = msdx_keep_knows(r->keep, job->doc[i], &job->known[i], &job->err);
        if (!job->known[i]) continue;
        msdx_doc_free(job->doc[i]);
        job->doc[i] = NULL;
    }
}

static void work(void *ctx, unsigned worker, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    msdx_buf_reset(&job->out);
    for (size_t i = 0; i < job->n; i++)
        if (job->item[i].st == MSD_OK) job->item[i].st = make(&job->item[i], job->plain[i], &job->doc[i]);
    if (r->skip) pass_over_known(r, job);
    code(r->worker[worker], job);
    for (size_t i = 0; i < job->n && r->form < TABLE; i++)
        if (job->doc[i]) put_claims(r, job, job->doc[i]);
}

/* Forms in which a row depends on those before it: in order, by one thread. */
static void put_rows(struct run *r, const msd_doc *doc)
{
    for (uint32_t i = 0; i < doc->n_claim; i++) {
        if (!msdx_filter_pass(&r->filter, doc, &doc->claim[i])) continue;
        if (r->form == TABLE)
            msdx_table_row(r->table, &r->out, doc, &doc->claim[i]);
        else
            msdx_export_row(r->export, &r->out, doc, &doc->claim[i]);
    }
}

static void note_cuts(const struct run *r, const msdx_cli_item *item, const msd_doc *doc)
{
    char note[96];
    uint32_t n = doc->body.n_cut + doc->title.n_cut;
    if (!n || r->quiet) return;
    snprintf(note, sizeof note, "note: a sentence of over %d words was cut (%u cuts)", MSDX_SENT_MAX, (unsigned)n);
    msdx_cli_note(item, note);
}

static void count(struct run *r, struct job *job, size_t i)
{
    const msd_doc *doc = job->doc[i];
    if (job->known[i]) {
        r->count.n_doc++;
        msdx_keep_count_known(r->keep);
        return;
    }
    if (!doc) {
        msdx_cli_refused(&job->item[i]);
        r->count.n_refused++;
        return;
    }
    r->count.n_doc++;
    note_cuts(r, &job->item[i], doc);
    if (!msdx_api_can_code(r->engine, doc)) r->count.n_other++;
    for (uint32_t k = 0; k < doc->n_claim; k++) r->count.n_claim += msdx_filter_pass(&r->filter, doc, &doc->claim[k]);
}

static void write_out(struct run *r, msdx_buf *buf)
{
    if (buf->failed) r->no_memory = true;
    if (buf->n) fwrite(buf->p, 1, buf->n, stdout);
    msdx_buf_reset(buf);
    if (r->flush) fflush(stdout);
}

/* What is in the store for good may be told. */
static void commit(struct run *r)
{
    if (r->keep && r->st == MSD_OK) r->st = msdx_keep_commit(r->keep, &r->err);
    if (r->st == MSD_OK) write_out(r, &r->out);
}

/* Back to where it came from; a document with a claim that is too big for that is refused. */
static void put_back(struct run *r, struct job *job, size_t i)
{
    msdx_cli_item *item = &job->item[i];
    const msdx_coding_source *to = r->source;
    if (job->doc[i]) r->st = item->st = to->put(to->ctx, item, job->doc[i], &r->filter, &item->err);
    if (item->st == MSD_ETOOBIG) {
        msdx_doc_free(job->doc[i]);
        job->doc[i] = NULL;
    }
    if (!job->doc[i]) r->st = to->put(to->ctx, item, NULL, &r->filter, &r->err);
    if (job->doc[i] && r->st != MSD_OK) r->err = item->err;
}

/* The document is this function's. */
static void settle(struct run *r, struct job *job, size_t i, bool *due)
{
    if (streams(r)) put_back(r, job, i);
    msd_doc *doc = job->doc[i];
    count(r, job, i);
    if (doc && (r->form == TABLE || r->form == EXPORT)) put_rows(r, doc);
    if (doc && r->keep && r->st == MSD_OK)
        r->st = msdx_keep_add(r->keep, doc, job->plain[i], due, &r->err);
    else
        msdx_doc_free(doc);
}

static void tell_done(struct run *r, size_t n)
{
    msd_error err;
    msd_status st = r->source->done(r->source->ctx, n, r->st == MSD_OK, &err);
    if (r->st != MSD_OK || st == MSD_OK) return;
    r->st = st;
    r->err = err;
}

static void drain(void *ctx, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    bool due = false;
    if (r->st == MSD_OK && job->st != MSD_OK) {
        r->st = job->st;
        r->err = job->err;
    }
    for (size_t i = 0; i < job->n; i++) {
        if (r->st == MSD_OK)
            settle(r, job, i, &due);
        else
            msdx_doc_free(job->doc[i]);
        msdx_record_clear(&job->item[i].rec);
    }
    if (r->form == TABLE && r->flush) msdx_table_flush(r->table, &r->out);
    msdx_buf_add(&r->out, job->out.p, job->out.n);
    if (job->out.failed) r->out.failed = true;
    if (!r->keep || due || streams(r)) commit(r);
    if (streams(r)) tell_done(r, job->n);
    if (r->st != MSD_OK) atomic_store(&r->failed, true);
    msdx_progress_tell(&r->progress, atomic_load(&r->n_done), r->n_total, r->count.n_doc, r->count.n_claim);
}

/* ---- the run ---- */

static msd_status open_engine(struct run *r, const msdx_cli_args *args, msd_error *err)
{
    msd_options o = MSD_OPTIONS_INIT;
    o.dictionaries = msdx_cli_get(args, "dictionaries");
    o.calibration = msdx_cli_get(args, "calibration");
    o.exact = msdx_cli_flag(args, "exact");
    const char *without = msdx_cli_get(args, "without");
    if (without) o.without = strcmp(without, "rules") == 0 ? MSD_WITHOUT_RULES : MSD_WITHOUT_SCORE;
    MSD_TRY(msdx_cli_open_engine(&r->engine, args, &o, err));
    r->n_worker = msdx_flow_n_worker(msdx_cli_number(args, "jobs", 0));
    r->worker = msdx_calloc(r->n_worker, sizeof *r->worker);
    if (!r->worker) return msdx_err_nomem(err);
    for (unsigned i = 0; i < r->n_worker; i++) MSD_TRY(msd_worker_new(&r->worker[i], r->engine, err));
    return MSD_OK;
}

static msd_status open_export(struct run *r, const msdx_cli_args *args, const char *form, msd_error *err)
{
    r->command = (msdx_buf)MSDX_BUF_INIT(1 << 20);
    msdx_cli_command(args, &r->command);
    msdx_api_versions(r->engine, r->model, r->knowledge);
    const msdx_export_about about = {.know = msdx_api_know(r->engine),
                                     .model = r->model,
                                     .knowledge = r->knowledge,
                                     .command = msdx_buf_cstr(&r->command),
                                     .licence = msdx_cli_get(args, "licence"),
                                     .credit = msdx_cli_get(args, "credit")};
    bool every = msdx_cli_flag(args, "all-status") || r->filter.status;
    return msdx_export_new(&r->export, form, &about, every, err);
}

static msd_status set_output(struct run *r, const msdx_cli_args *args, msd_error *err)
{
    const char *out = streams(r) ? "none" : msdx_cli_get(args, "out");
    if (!out) out = isatty(STDOUT_FILENO) ? "table" : "jsonl";
    r->form = strcmp(out, "csv") == 0     ? CSV
              : strcmp(out, "table") == 0 ? TABLE
              : strcmp(out, "none") == 0  ? NONE
              : msdx_export_is(out)       ? EXPORT
                                          : JSONL;
    MSD_TRY(msdx_cli_no_terminal(out, err));
    r->out = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    r->flush = msdx_cli_flag(args, "flush");
    r->quiet = msdx_cli_flag(args, "quiet");
    r->batch = r->flush ? 1 : BATCH_DOCS;
    msdx_progress_begin(&r->progress, args, r->form == NONE);
    if (r->form == EXPORT) MSD_TRY(open_export(r, args, out, err));
    return r->form == TABLE ? msdx_table_new(&r->table, msdx_cli_width(args), err) : MSD_OK;
}

static msd_status open_store(struct run *r, const msdx_cli_args *args, msd_error *err)
{
    uint64_t total = 0;
    MSD_TRY(msdx_keep_open(&r->keep, args, r->engine, r->flush ? 1 : BURST, err));
    r->skip = r->keep && (r->form == NONE || msdx_cli_flag(args, "resume")) && !r->source;
    if (!r->source) {
        measure(r);
        return MSD_OK;
    }
    MSD_TRY(r->source->open(r->source->ctx, args, r->engine, &total, err));
    r->n_total = (double)total;
    return MSD_OK;
}

static void tell_kept(const struct run *r)
{
    const msdx_keep_counts *c = msdx_keep_count(r->keep);
    fprintf(stderr,
            "; stored %llu new, %llu revised, %llu recoded, %llu there already, %llu claims added, %llu superseded",
            (unsigned long long)c->n_new, (unsigned long long)c->n_revised, (unsigned long long)c->n_recoded,
            (unsigned long long)c->n_same, (unsigned long long)c->n_added, (unsigned long long)c->n_superseded);
}

static void end_output(struct run *r, const msdx_cli_args *args)
{
    if (r->quiet) return;
    fflush(stdout);
    fprintf(stderr, "masudi %s: %llu documents, %llu claims, %llu refused, %llu in a language without a model",
            msdx_cli_verb_name(args), (unsigned long long)r->count.n_doc, (unsigned long long)r->count.n_claim,
            (unsigned long long)r->count.n_refused, (unsigned long long)r->count.n_other);
    if (!msdx_api_is_english(r->engine)) fprintf(stderr, " (the model is not of English, in which the frames are)");
    if (r->keep) tell_kept(r);
    fprintf(stderr, "; kernels %s\n", msdx_api_kernel(r->engine));
    if (r->export && !msdx_export_tells_origin(msdx_cli_get(args, "out")))
        fprintf(stderr, "made by Masudi " MSD_VERSION ", %s, %s: %s\n", r->model, r->knowledge,
                msdx_buf_cstr(&r->command));
}

/* What is still held; and why the run failed, if it did. */
static msd_status end_all(struct run *r, msd_error *err)
{
    if (r->st == MSD_OK && r->source) r->st = r->source->end(r->source->ctx, &r->err);
    if (r->form == TABLE) msdx_table_flush(r->table, &r->out);
    if (r->form == EXPORT && r->st == MSD_OK) msdx_export_tail(r->export, &r->out);
    commit(r);
    if (err && r->st != MSD_OK) *err = r->err;
    return r->st;
}

static msd_status code_all(struct run *r, msd_error *err)
{
    msdx_flow flow = {.ctx = r, .job_byte = sizeof(struct job), .fill = fill, .work = work, .drain = drain};
    flow.n_slot = r->n_worker == 1 ? 1 : (size_t)r->n_worker * SLOTS_A_WORKER;
    struct job *jobs = msdx_calloc(flow.n_slot, sizeof *jobs);
    if (!jobs) return msdx_err_nomem(err);
    for (size_t i = 0; i < flow.n_slot; i++) jobs[i].out = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    flow.jobs = jobs;
    if (r->form == CSV) msdx_write_csv_header(&r->out);
    if (r->form == EXPORT) msdx_export_head(r->export, &r->out);
    if (r->flush) write_out(r, &r->out);
    msd_status st = msdx_flow_run(&flow, r->n_worker, err);
    if (st == MSD_OK) st = end_all(r, err);
    for (size_t i = 0; i < flow.n_slot; i++) msdx_buf_clear(&jobs[i].out);
    msdx_free(jobs);
    return st == MSD_OK && r->no_memory ? msdx_err_nomem(err) : st;
}

static void run_close(struct run *r)
{
    for (unsigned i = 0; r->worker && i < r->n_worker; i++) msd_worker_free(r->worker[i]);
    msdx_free(r->worker);
    msd_engine_close(r->engine);
    msdx_keep_close(r->keep);
    msdx_cli_input_close(&r->in);
    msdx_table_free(r->table);
    msdx_export_free(r->export);
    msdx_buf_clear(&r->command);
    msdx_buf_clear(&r->out);
    msdx_filter_clear(&r->filter);
}

static int check_options(const msdx_cli_args *args)
{
    static const char *const flag[] = {"no-text", "resume"};
    static const char *const text[] = {"licence", "credit"};
    const char *out = msdx_cli_get(args, "out");
    if (msdx_cli_get(args, "store")) return MSDX_EXIT_OK;
    for (size_t i = 0; i < 2; i++)
        if (msdx_cli_flag(args, flag[i])) return msdx_cli_usage(args, "--%s needs --store", flag[i]);
    for (size_t i = 0; i < 2 && !(out && msdx_export_is(out)); i++)
        if (msdx_cli_get(args, text[i])) return msdx_cli_usage(args, "--%s needs --store", text[i]);
    return MSDX_EXIT_OK;
}

int msdx_coding_run(const msdx_cli_args *args, const msdx_coding_source *source)
{
    struct run r = {.source = source};
    msd_error err = {0};
    int rc = check_options(args);
    if (rc == MSDX_EXIT_OK && !source) rc = msdx_cli_input_open(&r.in, args);
    if (rc != MSDX_EXIT_OK) return rc;
    msd_status st = msdx_cli_choose(&r.filter, args, &err);
    if (st == MSD_OK) st = open_engine(&r, args, &err);
    if (st == MSD_OK) st = set_output(&r, args, &err);
    if (st == MSD_OK) st = open_store(&r, args, &err);
    if (st == MSD_OK) st = code_all(&r, &err);
    msdx_progress_end(&r.progress);
    if (st == MSD_OK) {
        end_output(&r, args);
        rc = r.count.n_refused ? MSDX_EXIT_REFUSED : MSDX_EXIT_OK;
    } else {
        rc = msdx_cli_fail(args, &err);
    }
    run_close(&r);
    return rc;
}

static int run(const msdx_cli_args *args)
{
    return msdx_from_kafka_asked(args) ? msdx_from_kafka_run(args) : msdx_coding_run(args, NULL);
}

const msdx_cli_verb msdx_verb_code = {
    "code",
    "texts in, claims out",
    "[OPTIONS] [FILE...|-]",
    "Without a file, standard input is read. What cannot be read is told on standard\nerror as FILE:LINE: what is "
    "wrong; the rest is coded, and the exit status is 1.\n"
    "With --store every claim is kept, whatever the options that choose what is printed;\nthe same document again "
    "changes nothing, another text under its id is a new revision.\nWith --out none, or --resume, what the store has "
    "already is not coded again.",
    msdx_coding_opt,
    run};
