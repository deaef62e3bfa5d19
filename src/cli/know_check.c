/* know_check.c: `masudi know check`: does every example give what it says, and
 * every counter and nothing text nothing? */
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/api.h"
#include "base/flow.h"
#include "cli/cmd_know.h"
#include "know/expect.h"
#include "read/read.h"
#include "write/json.h"

enum { BATCH = 32, EVENTS_MAX = 64 };

struct job {
    size_t first, n;
    bool pass[BATCH];
    uint32_t shape[BATCH];
    msdx_buf came[BATCH]; /* the claims, for what failed */
};

struct tally {
    const char *name;
    uint32_t n, n_pass;
};

struct run {
    const msdx_know *know;
    msd_engine *engine;
    msd_worker **worker;
    unsigned n_worker;
    const char *const *folder;
    size_t n_folder;
    bool is_own; /* --knowledge: only the texts of those folders are tried */
    const msdx_example **text;
    size_t next, n_example, n_fail; /* without those written apart */
    size_t n_all;
    msdx_know_look look;
    size_t n_thin;
    msdx_shapes shapes;
    bool no_memory, json, list;
    struct tally kind[MSDX_N_EXAMPLE_KIND], event[EVENTS_MAX];
    size_t n_event;
    msdx_buf failed; /* JSON objects of the failures */
    msdx_json j;
};

static const char *const kind_name[] = {"example", "counter", "nothing", "apart"};

/* ---- one text ---- */

static void put_entities(msdx_buf *b, const char *what, const msd_entity *e, size_t n)
{
    for (size_t i = 0; i < n; i++) msdx_buf_addf(b, "; %s %s", what, e[i].text ? e[i].text : "?");
}

/* In the form of an expectation, with the rule at its end. */
static void put_claim(msdx_buf *b, const msd_claim *c)
{
    msdx_buf_addf(b, "%s%s%s %s", c->event, c->mode ? "-" : "", c->mode ? c->mode : "",
                  msd_claim_status_name(c->status));
    put_entities(b, "actor", c->actors, c->n_actor);
    put_entities(b, "recipient", c->recipients, c->n_recipient);
    for (size_t i = 0; i < c->n_attribution; i++)
        msdx_buf_addf(b, "; by %s", c->attribution[i].who.text ? c->attribution[i].who.text : "?");
    if (c->hedge) msdx_buf_addf(b, "; hedge %s", msd_hedge_name(c->hedge));
    msdx_buf_addf(b, " (%s)", c->rule ? c->rule : "");
}

static bool example_passes(const msdx_example *x, const msd_doc *doc)
{
    msdx_expect expect;
    const char *why;
    for (msdx_str rest = msdx_str_of(x->expect); msdx_expect_next(&rest, &expect, &why);) {
        bool any = false;
        for (size_t i = 0; !why && i < msd_doc_n_claim(doc); i++)
            any = any || msdx_expect_holds(&expect, msd_doc_claim(doc, i));
        if (!any) return false;
    }
    return true;
}

static const msdx_class *class_of(const msdx_know *know, const char *rule)
{
    const msdx_class *c;
    for (uint32_t i = 0; (c = msdx_know_class(know, i)); i++)
        if (strcmp(c->rule, rule) == 0) return c;
    return NULL;
}

/* Of a frame: no claim by it; of a class: no claim of its status; of one that silences: no claim. Historical ones are
 * allowed everywhere. */
static bool counter_passes(const msdx_know *know, const msdx_example *x, const msd_doc *doc)
{
    const msdx_class *class_ = class_of(know, x->rule);
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++) {
        const msd_claim *c = msd_doc_claim(doc, i);
        if (c->status == MSD_HISTORICAL) continue;
        if (!class_ && c->rule && strcmp(c->rule, x->rule) == 0) return false;
        if (class_ && (!class_->has_effect || class_->effect == c->status)) return false;
    }
    return true;
}

static bool nothing_passes(const msd_doc *doc)
{
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++)
        if (msd_doc_claim(doc, i)->status != MSD_HISTORICAL) return false;
    return true;
}

/* All that it should, and nothing else that is told as having happened. */
static bool apart_passes(const msdx_example *x, const msd_doc *doc)
{
    msdx_expect expect;
    const char *why;
    if (!*x->expect) return nothing_passes(doc);
    if (!example_passes(x, doc)) return false;
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++) {
        bool wanted = msd_doc_claim(doc, i)->status != MSD_ACTUAL;
        for (msdx_str rest = msdx_str_of(x->expect); !wanted && msdx_expect_next(&rest, &expect, &why);)
            wanted = msdx_expect_holds(&expect, msd_doc_claim(doc, i));
        if (!wanted) return false;
    }
    return true;
}

static bool passes(const msdx_know *know, const msdx_example *x, const msd_doc *doc)
{
    if (x->kind == MSDX_EXAMPLE) return example_passes(x, doc);
    if (x->kind == MSDX_APART) return apart_passes(x, doc);
    return x->kind == MSDX_COUNTER ? counter_passes(know, x, doc) : nothing_passes(doc);
}

/* ---- jobs ---- */

static bool fill(void *ctx, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    job->first = r->next;
    job->n = r->n_all - r->next < BATCH ? r->n_all - r->next : BATCH;
    r->next += job->n;
    return job->n > 0;
}

static void judge(const struct run *r, struct job *job, size_t i, const msd_doc *doc)
{
    msdx_buf *came = &job->came[i];
    const msdx_example *x = r->text[job->first + i];
    msdx_buf_reset(came);
    job->pass[i] = doc && passes(r->know, x, doc);
    job->shape[i] = doc && x->kind == MSDX_EXAMPLE ? msdx_shape_of(x, doc) : 0;
    if (job->pass[i]) return;
    if (!doc) msdx_buf_adds(came, "an error\n");
    for (size_t k = 0; doc && k < msd_doc_n_claim(doc); k++) {
        put_claim(came, msd_doc_claim(doc, k));
        msdx_buf_addc(came, '\n');
    }
}

static void work(void *ctx, unsigned worker, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    msd_doc *doc[BATCH];
    msd_error err;
    msd_status st = MSD_OK;
    size_t n = 0;
    for (; st == MSD_OK && n < job->n; n++) {
        const msdx_example *x = r->text[job->first + n];
        msd_input in = {.text = x->text, .n_byte = strlen(x->text), .language = "en"};
        st = msdx_doc_make(&doc[n], &in, MSDX_DOC_CODE, NULL, &err);
        if (st != MSD_OK) break;
    }
    if (st == MSD_OK) st = msdx_api_code(r->worker[worker], doc, n, &err);
    for (size_t i = 0; i < job->n; i++) judge(r, job, i, st == MSD_OK ? doc[i] : NULL);
    for (size_t i = 0; i < n; i++) msdx_doc_free(doc[i]);
}

/* ---- telling ---- */

static const char *event_of(const struct run *r, const msdx_example *x, char room[32])
{
    msdx_expect expect;
    const char *why;
    msdx_str rest = msdx_str_of(x->expect);
    room[0] = 0;
    if ((x->kind == MSDX_EXAMPLE || x->kind == MSDX_APART) && *x->expect && msdx_expect_next(&rest, &expect, &why) &&
        expect.event.n < 32) {
        memcpy(room, expect.event.p, expect.event.n);
        room[expect.event.n] = 0;
        return room;
    }
    const msdx_frame *f;
    for (uint32_t i = 0; x->kind == MSDX_COUNTER && (f = msdx_know_frame(r->know, i)); i++)
        if (strcmp(f->rule, x->rule) == 0) return f->event;
    return x->kind == MSDX_COUNTER ? "(class)" : "(nothing)";
}

static void count(struct run *r, const msdx_example *x, bool pass)
{
    char room[32];
    const char *event = event_of(r, x, room);
    size_t i = 0;
    r->n_example += x->kind != MSDX_APART;
    r->kind[x->kind].n++;
    r->kind[x->kind].n_pass += pass;
    while (i < r->n_event && strcmp(r->event[i].name, event) != 0) i++;
    if (i == EVENTS_MAX) return;
    if (i == r->n_event) {
        r->event[i].name = msdx_strdup(event);
        if (!r->event[i].name) {
            r->no_memory = true;
            return;
        }
        r->n_event++;
    }
    r->event[i].n++;
    r->event[i].n_pass += pass;
}

/* The file as it can be opened from here. */
static const char *path_of(const struct run *r, const char *file, char room[4096])
{
    for (size_t i = 0; i < r->n_folder; i++) {
        snprintf(room, 4096, "%s/%s", r->folder[i], file);
        if (access(room, F_OK) == 0) return room;
    }
    return file;
}

static void tell_text(const struct run *r, const msdx_example *x, msdx_buf *came)
{
    char room[4096];
    printf("%s:%u: %s %s: %s\n", path_of(r, x->file, room), (unsigned)x->line, kind_name[x->kind], x->rule, x->text);
    if (x->kind == MSDX_EXAMPLE) printf("  wanted  %s\n", x->expect);
    if (!came->n) printf("  came    nothing\n");
    const char *p = came->p, *end;
    for (size_t n = came->n; n && (end = memchr(p, '\n', n)); p = end + 1) {
        printf("  came    %.*s\n", (int)(end - p), p);
        n -= (size_t)(end - p) + 1;
    }
}

static void tell_json(struct run *r, const msdx_example *x, const msdx_buf *came)
{
    msdx_json *j = &r->j;
    msdx_json_open(j, '{');
    msdx_json_put_str(j, "file", x->file);
    msdx_json_put_int(j, "line", x->line);
    msdx_json_put_str(j, "kind", kind_name[x->kind]);
    msdx_json_put_str(j, "rule", x->rule);
    msdx_json_put_str(j, "text", x->text);
    msdx_json_put_str(j, "expect", x->kind == MSDX_EXAMPLE ? x->expect : NULL);
    msdx_json_key(j, "came");
    msdx_json_open(j, '[');
    const char *p = came->p, *end;
    for (size_t n = came->n; n && (end = memchr(p, '\n', n)); p = end + 1) {
        msdx_json_strn(j, (msdx_str){p, (size_t)(end - p)});
        n -= (size_t)(end - p) + 1;
    }
    msdx_json_close(j, ']');
    msdx_json_close(j, '}');
}

static void drain(void *ctx, void *arg)
{
    struct run *r = ctx;
    struct job *job = arg;
    for (size_t i = 0; i < job->n; i++) {
        const msdx_example *x = r->text[job->first + i];
        count(r, x, job->pass[i]);
        if (x->kind == MSDX_EXAMPLE && !strstr(x->file, "classes/")) /* a class shows itself by the claims of frames */
            r->shapes.item[r->shapes.n++] = (msdx_shape){x->rule, job->shape[i]};
        if (job->came[i].failed) r->no_memory = true;
        if (job->pass[i]) continue;
        r->n_fail += x->kind != MSDX_APART;
        if (x->kind == MSDX_APART && !r->list) continue; /* they are not there to be mended */
        if (r->json)
            tell_json(r, x, &job->came[i]);
        else
            tell_text(r, x, &job->came[i]);
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct tally *)a)->name, ((const struct tally *)b)->name);
}

static void put_tally(msdx_json *j, const char *key, const char *what, const struct tally *t, size_t n)
{
    msdx_json_key(j, key);
    msdx_json_open(j, '[');
    for (size_t i = 0; i < n; i++) {
        msdx_json_open(j, '{');
        msdx_json_put_str(j, what, t[i].name);
        msdx_json_put_int(j, "n", t[i].n);
        msdx_json_put_int(j, "passed", t[i].n_pass);
        msdx_json_close(j, '}');
    }
    msdx_json_close(j, ']');
}

static double share(const struct run *r)
{
    return r->n_example ? (double)(r->n_example - r->n_fail) / (double)r->n_example : 1;
}

static double apart_share(const struct run *r)
{
    const struct tally *t = &r->kind[MSDX_APART];
    return t->n ? (double)t->n_pass / t->n : 1;
}

static void summary_json(struct run *r)
{
    msdx_buf buf = MSDX_BUF_INIT(SIZE_MAX / 2);
    msdx_json j = {.buf = &buf};
    msdx_json_open(&j, '{');
    msdx_json_put_int(&j, "n", (int64_t)r->n_example);
    msdx_json_put_int(&j, "passed", (int64_t)(r->n_example - r->n_fail));
    msdx_json_put_num(&j, "share", share(r));
    msdx_json_put_int(&j, "shared_names", (int64_t)r->look.n_shared);
    msdx_json_put_int(&j, "frames_without_example", (int64_t)r->look.n_unproven);
    msdx_json_key(&j, "not_reached");
    msdx_json_open(&j, '{');
    for (int i = 0; i < MSDX_N_REACH; i++)
        msdx_json_put_int(&j, msdx_reach_of[i].many, (int64_t)r->look.n_unreached[i]);
    msdx_json_close(&j, '}');
    msdx_json_put_int(&j, "nearly_the_same", (int64_t)r->look.n_alike);
    msdx_json_put_int(&j, "frames_of_few_shapes", (int64_t)r->n_thin);
    put_tally(&j, "by_kind", "kind", r->kind, MSDX_N_EXAMPLE_KIND);
    put_tally(&j, "by_event", "event", r->event, r->n_event);
    msdx_json_key(&j, "failed");
    fwrite(buf.p, 1, buf.n, stdout);
    fwrite(r->failed.p, 1, r->failed.n, stdout);
    fputs("}\n", stdout);
    if (buf.failed || r->failed.failed) r->no_memory = true;
    msdx_buf_clear(&buf);
}

static void summary_text(const struct run *r)
{
    for (size_t i = 0; i < r->n_event; i++)
        printf("%-12s %5u of %5u\n", r->event[i].name, r->event[i].n_pass, r->event[i].n);
    for (int i = 0; i < MSDX_N_EXAMPLE_KIND; i++)
        printf("%-12s %5u of %5u\n", r->kind[i].name, r->kind[i].n_pass, r->kind[i].n);
    if (r->look.n_shared) printf("%zu names are shared by several actors (--list)\n", r->look.n_shared);
    if (r->look.n_unproven) printf("%zu frames have no example (--list)\n", r->look.n_unproven);
    for (int i = 0; i < MSDX_N_REACH; i++)
        if (r->look.n_unreached[i])
            printf("%zu %s are given by no %s (--list)\n", r->look.n_unreached[i], msdx_reach_of[i].many,
                   msdx_reach_of[i].by);
    if (r->n_thin) printf("%zu frames show fewer than three shapes (--list)\n", r->n_thin);
    if (r->look.n_alike) printf("%zu texts are nearly the same as others\n", r->look.n_alike);
    const struct tally *apart = &r->kind[MSDX_APART];
    if (apart->n)
        printf("written apart: %u of %u pass (%.1f %%)\n", (unsigned)apart->n_pass, (unsigned)apart->n,
               100.0 * apart->n_pass / apart->n);
    printf("%zu of %zu texts pass (%.1f %%)\n", r->n_example - r->n_fail, r->n_example, 100 * share(r));
}

/* ---- the run ---- */

static unsigned n_core(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n < 1 ? 1 : (unsigned)n;
}

static msd_status open_engine(struct run *r, const msdx_cli_args *args, const char *pack, msd_error *err)
{
    char model[4096];
    msd_options o = MSD_OPTIONS_INIT;
    MSD_TRY(msdx_cli_find_model(msdx_cli_get(args, "model"), model, err));
    o.model = model;
    o.knowledge = pack;
    MSD_TRY(msd_engine_open(&r->engine, &o, err));
    uint64_t jobs = msdx_cli_number(args, "jobs", 0);
    r->n_worker = jobs == 0 ? n_core() : jobs > 256 ? 256 : (unsigned)jobs;
    r->worker = msdx_calloc(r->n_worker, sizeof *r->worker);
    if (!r->worker) return msdx_err_nomem(err);
    for (unsigned i = 0; i < r->n_worker; i++) MSD_TRY(msd_worker_new(&r->worker[i], r->engine, err));
    return MSD_OK;
}

static msd_status check_all(struct run *r, msd_error *err)
{
    msdx_flow flow = {.ctx = r, .job_byte = sizeof(struct job), .fill = fill, .work = work, .drain = drain};
    flow.n_slot = r->n_worker * 4;
    struct job *jobs = msdx_calloc(flow.n_slot, sizeof *jobs);
    if (!jobs) return msdx_err_nomem(err);
    for (size_t i = 0; i < flow.n_slot; i++)
        for (size_t k = 0; k < BATCH; k++) jobs[i].came[k] = (msdx_buf)MSDX_BUF_INIT(1 << 20);
    flow.jobs = jobs;
    msd_status st = msdx_flow_run(&flow, r->n_worker, err);
    for (size_t i = 0; i < flow.n_slot; i++)
        for (size_t k = 0; k < BATCH; k++) msdx_buf_clear(&jobs[i].came[k]);
    msdx_free(jobs);
    return st == MSD_OK && r->no_memory ? msdx_err_nomem(err) : st;
}

static msd_status gather_texts(struct run *r, const msdx_know *know, msd_error *err)
{
    char room[4096];
    size_t n = msdx_know_n_example(know);
    r->text = msdx_calloc(n + 1, sizeof(msdx_example *));
    r->shapes.item = msdx_calloc(n + 1, sizeof *r->shapes.item);
    if (!r->text || !r->shapes.item) return msdx_err_nomem(err);
    for (size_t i = 0; i < n; i++) {
        const msdx_example *x = msdx_know_example(know, i);
        if (!r->is_own || path_of(r, x->file, room) == room) r->text[r->n_all++] = x;
    }
    return MSD_OK;
}

static msd_status check_pack(struct run *r, const msdx_cli_args *args, const char *pack, msd_error *err)
{
    msdx_know *know;
    const char *out = msdx_cli_get(args, "out");
    MSD_TRY(msdx_know_open(&know, pack, err));
    r->know = know;
    r->json = out && strcmp(out, "table") != 0;
    r->list = msdx_cli_flag(args, "list");
    r->failed = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    r->j = (msdx_json){.buf = &r->failed};
    for (int i = 0; i < MSDX_N_EXAMPLE_KIND; i++) r->kind[i].name = kind_name[i];
    if (r->json) msdx_json_open(&r->j, '[');
    msd_status st = gather_texts(r, know, err);
    /* Of one's own folders only on demand, as it would be ours for the most part. */
    if (st == MSD_OK && (!r->is_own || r->list)) st = msdx_know_look_at(know, r->list, &r->look, err);
    if (st == MSD_OK) st = open_engine(r, args, pack, err);
    if (st == MSD_OK) st = check_all(r, err);
    if (st == MSD_OK) {
        r->n_thin = msdx_shapes_thin(&r->shapes, r->list);
        if (r->n_event) qsort(r->event, r->n_event, sizeof *r->event, by_name);
        if (r->json) msdx_json_close(&r->j, ']');
        if (r->json)
            summary_json(r);
        else
            summary_text(r);
    }
    for (size_t i = 0; i < r->n_event; i++) msdx_free((char *)r->event[i].name);
    for (unsigned i = 0; r->worker && i < r->n_worker; i++) msd_worker_free(r->worker[i]);
    msdx_free(r->worker);
    msdx_free(r->text);
    msdx_free(r->shapes.item);
    msd_engine_close(r->engine);
    msdx_buf_clear(&r->failed);
    msdx_know_close(know);
    return st;
}

static bool wanted_share(const msdx_cli_args *args, const char *option, double otherwise, double *out)
{
    const char *text = msdx_cli_get(args, option);
    char *end = NULL;
    *out = text ? strtod(text, &end) : otherwise;
    return !text || (end != text && *end == 0 && *out >= 0 && *out <= 1);
}

/* The folders named, or `knowledge`; or, for --knowledge, what is installed with those folders. */
static msd_status make_pack(const struct run *r, const char *gazetteer, const char *pack, msd_error *err)
{
    char base[4096];
    if (r->is_own) MSD_TRY(msdx_cli_find_knowledge(NULL, base, err));
    return msdx_know_make(r->is_own ? base : NULL, r->folder, r->n_folder, gazetteer, pack, err);
}

int msdx_know_check_run(const msdx_cli_args *args, const char *const *given, size_t n_given)
{
    struct run r = {0};
    msd_error err = {0};
    double least, least_apart;
    if (!wanted_share(args, "min", 1, &least) || !wanted_share(args, "min-apart", 0, &least_apart))
        return msdx_cli_usage(args, "--min and --min-apart take a share from 0 to 1");
    r.n_folder = msdx_cli_list(args, "knowledge", &r.folder);
    r.is_own = r.n_folder > 0;
    if (n_given && r.n_folder) return msdx_cli_usage(args, "check: folders, or --knowledge, not both");
    if (!r.n_folder) r.n_folder = msdx_know_folders(given, n_given, &r.folder);
    if (r.n_folder == 0) return msdx_cli_usage(args, "there is no folder 'knowledge' here: name one");
    const char *tmp = getenv("TMPDIR");
    char pack[4096];
    snprintf(pack, sizeof pack, "%.4000s/masudi-know-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    int fd = mkstemp(pack);
    if (fd < 0) {
        perror(pack);
        return MSDX_EXIT_MISSING;
    }
    close(fd);
    msd_status st = make_pack(&r, msdx_cli_get(args, "gazetteer"), pack, &err);
    bool compiled = st == MSD_OK;
    if (st == MSD_OK) st = check_pack(&r, args, pack, &err);
    unlink(pack);
    if (st != MSD_OK) {
        int rc = msdx_cli_fail(args, &err);
        return !compiled && st == MSD_EFORMAT ? MSDX_EXIT_REFUSED : rc;
    }
    return share(&r) >= least && apart_share(&r) >= least_apart && !r.look.n_alike ? MSDX_EXIT_OK : MSDX_EXIT_REFUSED;
}
