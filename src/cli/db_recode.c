/* db_recode.c: `masudi db recode`: the documents that another program, model or
 * knowledge coded go through `code` again, a page of them at a time, so that the
 * store is never held open for reading while it is written. */
#include "cli/args.h"
#include "cli/cmd_db.h"
#include "cli/coding.h"
#include "cli/keep.h"
#include "write/json.h"

enum { PAGE = 256, ARG_MOST = 256 };

struct recode {
    msdx_store *store;
    int64_t after;
    size_t n, at;
    struct {
        char *line;
        size_t n_byte;
        bool plain;
    } page[PAGE];
    uint64_t n_no_text;
    msd_status st;
    msd_error err;
};

static msd_status open_source(void *ctx, const msdx_cli_args *args, const msd_engine *engine, uint64_t *total,
                              msd_error *err)
{
    struct recode *r = ctx;
    MSD_TRY(msdx_store_open(&r->store, msdx_cli_get(args, "store"), MSDX_STORE_READ, err));
    MSD_TRY(msdx_keep_set_run(r->store, args, engine, err));
    return msdx_store_count_stale(r->store, total, &r->n_no_text, err);
}

/* As a line of JSON: what `code` reads. A title that was found in the text is found again. */
static msd_status add_page(void *ctx, const msdx_store_doc *doc, msd_error *err)
{
    struct recode *r = ctx;
    msdx_buf buf = MSDX_BUF_INIT((size_t)6 * MSD_TEXT_MAX);
    msdx_json j = {.buf = &buf};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "id", doc->in.id);
    msdx_json_put_str(&j, "date", doc->in.date);
    msdx_json_put_str(&j, "title", doc->plain ? NULL : doc->in.title);
    msdx_json_put_str(&j, "url", doc->in.url);
    msdx_json_put_str(&j, "publisher", doc->in.publisher);
    msdx_json_put_str(&j, "language", doc->in.language);
    msdx_json_key(&j, "text");
    msdx_json_strn(&j, (msdx_str){doc->in.text, doc->in.n_byte});
    msdx_json_close(&j, '}');
    (void)msdx_buf_cstr(&buf);
    if (buf.failed) {
        msdx_buf_clear(&buf);
        return msdx_err_nomem(err);
    }
    r->page[r->n].line = buf.p;
    r->page[r->n].n_byte = buf.n;
    r->page[r->n++].plain = doc->plain;
    r->after = doc->key;
    return MSD_OK;
}

static bool next(void *ctx, msdx_cli_item *item, bool *plain)
{
    struct recode *r = ctx;
    if (r->at == r->n && r->st == MSD_OK) {
        r->at = r->n = 0;
        r->st = msdx_store_documents(r->store, MSDX_STORE_STALE, r->after, PAGE, add_page, r, &r->err);
    }
    if (r->at == r->n || r->st != MSD_OK) return false;
    *item = (msdx_cli_item){.path = "store"};
    item->rec.bytes = r->page[r->at].line;
    item->rec.n_byte = r->page[r->at].n_byte;
    item->rec.kind = MSDX_READ_JSONL;
    *plain = r->page[r->at++].plain;
    return true;
}

static msd_status end(void *ctx, msd_error *err)
{
    struct recode *r = ctx;
    if (err && r->st != MSD_OK) *err = r->err;
    return r->st;
}

static int run(const msdx_cli_args *args)
{
    struct recode *r = msdx_calloc(1, sizeof *r);
    msd_error err = {0};
    if (!r) {
        (void)msdx_err_nomem(&err);
        return msdx_cli_fail(args, &err);
    }
    const msdx_coding_source source = {.ctx = r, .open = open_source, .next = next, .end = end};
    int rc = msdx_coding_run(args, &source);
    if (rc <= MSDX_EXIT_REFUSED && r->n_no_text && !msdx_cli_flag(args, "quiet"))
        fprintf(stderr,
                "masudi db recode: %llu documents have no text here: give them to `masudi code --store` again\n",
                (unsigned long long)r->n_no_text);
    while (r->at < r->n) msdx_free(r->page[r->at++].line);
    msdx_store_close(r->store);
    msdx_free(r);
    return rc;
}

static const msdx_cli_verb verb = {"db recode", "", "", NULL, msdx_coding_opt, run};

/* `code` is run with its own options: those given that it shares. */
int msdx_db_recode(const msdx_cli_args *args)
{
    static const char *const text[] = {"store", "model", "dictionaries", "calibration", "jobs"};
    static const char *const flag[] = {"quiet", "progress", "exact"};
    char *argv[ARG_MOST], out[] = "--out=none";
    msdx_buf word[ARG_MOST];
    int argc = 0, rc = MSDX_EXIT_USAGE;
    msdx_store *store;
    msdx_cli_args *own;
    msd_error err = {0};
    const char *const *folder;
    size_t n = msdx_cli_list(args, "knowledge", &folder);
    rc = msdx_db_open(&store, args, MSDX_STORE_WRITE); /* there, and up to date */
    if (rc != MSDX_EXIT_OK) return rc;
    msdx_store_close(store);
    if (n > ARG_MOST - 16) return msdx_cli_usage(args, "too many folders of knowledge");
    for (size_t i = 0; i < ARG_MOST; i++) word[i] = (msdx_buf)MSDX_BUF_INIT(1 << 16);
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        if (msdx_cli_get(args, text[i])) msdx_buf_addf(&word[argc++], "--%s=%s", text[i], msdx_cli_get(args, text[i]));
    for (size_t i = 0; i < sizeof flag / sizeof *flag; i++)
        if (msdx_cli_flag(args, flag[i])) msdx_buf_addf(&word[argc++], "--%s", flag[i]);
    for (size_t i = 0; i < n; i++) msdx_buf_addf(&word[argc++], "--knowledge=%s", folder[i]);
    for (int i = 0; i < argc; i++) argv[i] = (char *)(uintptr_t)msdx_buf_cstr(&word[i]);
    argv[argc++] = out;
    if (msdx_cli_parse(&own, &verb, argc, argv, &err) == MSD_OK) {
        rc = run(own);
        msdx_cli_args_free(own);
    } else {
        rc = msdx_cli_fail(args, &err);
    }
    for (size_t i = 0; i < ARG_MOST; i++) msdx_buf_clear(&word[i]);
    return rc;
}
