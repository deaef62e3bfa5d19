/* cmd_explain.c: why a sentence gives what it gives. */
#include "cli/cli.h"
#include "cli/input.h"
#include "code/code.h"
#include "parse/parse.h"
#include "read/read.h"
#include "write/write.h"

static const msdx_cli_opt opt[] = {
    {"places", 0, MSDX_OPT_FLAG, NULL,
     "only the places that the text names, as JSON, and which ones they are taken for"},
    {"times", 0, MSDX_OPT_FLAG, NULL,
     "only the time expressions, as JSON, with the values that TIMEX3 gives them and their first and last day"},
    {"in", 0, MSDX_OPT_WORD, "text|jsonl",
     "read files (or standard input) and not sentences; with --places or --times"},
    {"date", 0, MSDX_OPT_TEXT, "DATE", "publication date, YYYY-MM-DD, from which relative dates are counted"},
    {"knowledge", 0, MSDX_OPT_LIST, "DIR", "adds or overrides knowledge"},
    MSDX_CLI_MAX_DOCUMENT,
    MSDX_CLI_MODEL,
    MSDX_CLI_END};

struct explain {
    msdx_parser *parser;
    msdx_parse_work *parse_work;
    msdx_know *know;
    msdx_code_work *code_work;
    bool times; /* and not places */
};

static msd_status open_all(struct explain *x, const msdx_cli_args *args, msd_error *err)
{
    char path[4096];
    const char *const *folder;
    size_t n_folder = msdx_cli_list(args, "knowledge", &folder);
    MSD_TRY(msdx_cli_find_model(msdx_cli_get(args, "model"), path, err));
    MSD_TRY(msdx_parser_open(&x->parser, path, err));
    MSD_TRY(msdx_parse_work_new(&x->parse_work, x->parser, err));
    MSD_TRY(msdx_cli_find_knowledge(NULL, path, err));
    MSD_TRY(msdx_know_open_with(&x->know, path, folder, n_folder, err));
    return msdx_code_work_new(&x->code_work, x->know, err);
}

static void close_all(struct explain *x)
{
    msdx_code_work_free(x->code_work);
    msdx_know_close(x->know);
    msdx_parse_work_free(x->parse_work);
    msdx_parser_close(x->parser);
}

static msd_status explain_text(struct explain *x, const msdx_cli_args *args, const char *text, msd_error *err)
{
    msd_input in = {.text = text, .n_byte = strlen(text), .date = msdx_cli_get(args, "date")};
    msdx_buf trace = MSDX_BUF_INIT((size_t)64 << 20);
    msd_doc *doc;
    MSD_TRY(msdx_doc_make(&doc, &in, MSDX_DOC_CODE, NULL, err));
    msdx_unit *unit = &doc->body;
    msd_status st = msdx_parser_truecase(x->parser, unit, err);
    if (st == MSD_OK) st = msdx_parse_run(x->parser, x->parse_work, &unit, 1, err);
    if (st == MSD_OK) st = msdx_code_explain(x->know, x->code_work, doc, &trace, err);
    if (st == MSD_OK) {
        msdx_write_explained(&trace, doc);
        fputs(msdx_buf_cstr(&trace), stdout);
    }
    msdx_buf_clear(&trace);
    msdx_doc_free(doc);
    return st;
}

/* ---- places, times ---- */

static msd_status write_named(struct explain *x, msd_doc *doc, msdx_buf *out, msd_error *err)
{
    msd_where *place;
    msdx_told_time *time;
    size_t n;
    if (x->times) {
        MSD_TRY(msdx_code_told_times(x->know, x->code_work, doc, &time, &n, err));
        msdx_write_times(out, doc, time, n);
    } else {
        MSD_TRY(msdx_code_places(x->know, x->code_work, doc, &place, &n, err));
        msdx_write_places(out, doc, place, n);
    }
    return out->failed ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status named_of(struct explain *x, const msd_input *in, msd_error *err)
{
    msdx_buf out = MSDX_BUF_INIT((size_t)1 << 30);
    msd_doc *doc;
    MSD_TRY(msdx_doc_make(&doc, in, MSDX_DOC_CODE, NULL, err));
    msdx_unit *unit = &doc->body;
    if (x->times) unit->skip_byte = 0; /* a dateline has a date */
    msd_status st = msdx_parser_truecase(x->parser, unit, err);
    if (st == MSD_OK) st = msdx_parse_run(x->parser, x->parse_work, &unit, 1, err);
    if (st == MSD_OK) st = write_named(x, doc, &out, err);
    if (st == MSD_OK) fwrite(out.p, 1, out.n, stdout);
    msdx_buf_clear(&out);
    msdx_doc_free(doc);
    return st;
}

static int named_in_files(struct explain *x, const msdx_cli_args *args)
{
    msdx_cli_input in;
    msdx_cli_item item;
    int rc = msdx_cli_input_open(&in, args);
    while (rc != MSDX_EXIT_USAGE && msdx_cli_input_next(&in, &item)) {
        msdx_opened opened;
        if (item.st == MSD_OK) item.st = msdx_record_open(&item.rec, &opened, &item.err);
        if (item.st == MSD_OK) {
            item.st = named_of(x, &opened.in, &item.err);
            msdx_opened_close(&opened);
        }
        if (item.st != MSD_OK) {
            msdx_cli_refused(&item);
            rc = MSDX_EXIT_REFUSED;
        }
        msdx_record_clear(&item.rec);
    }
    msdx_cli_input_close(&in);
    return rc;
}

static int run_named(struct explain *x, const msdx_cli_args *args, const char *const *text, size_t n)
{
    msd_error err = {0};
    msd_status st = open_all(x, args, &err);
    int rc = MSDX_EXIT_OK;
    if (st == MSD_OK && msdx_cli_get(args, "in")) rc = named_in_files(x, args);
    for (size_t i = 0; st == MSD_OK && !msdx_cli_get(args, "in") && i < n; i++) {
        msd_input in = {.text = text[i], .n_byte = strlen(text[i]), .date = msdx_cli_get(args, "date")};
        st = named_of(x, &in, &err);
    }
    close_all(x);
    return st == MSD_OK ? rc : msdx_cli_fail(args, &err);
}

static int run(const msdx_cli_args *args)
{
    struct explain x = {0};
    const char *const *text;
    size_t n = msdx_cli_files(args, &text);
    msd_error err = {0};
    bool named = msdx_cli_flag(args, "places");
    x.times = msdx_cli_flag(args, "times");
    if (named && x.times) return msdx_cli_usage(args, "either --places or --times");
    named |= x.times;
    if (msdx_cli_get(args, "in") && !named) return msdx_cli_usage(args, "--in goes with --places or --times");
    if (n == 0 && !msdx_cli_get(args, "in")) return msdx_cli_usage(args, "no sentence given");
    if (named) return run_named(&x, args, text, n);
    msd_status st = open_all(&x, args, &err);
    for (size_t i = 0; st == MSD_OK && i < n; i++) st = explain_text(&x, args, text[i], &err);
    close_all(&x);
    return st == MSD_OK ? MSDX_EXIT_OK : msdx_cli_fail(args, &err);
}

const msdx_cli_verb msdx_verb_explain = {"explain",
                                         "why a sentence gives what it gives",
                                         "[OPTIONS] 'SENTENCE'... | --places|--times --in text|jsonl [FILE...|-]",
                                         "Prints the tree, every frame tried, the mentions with why, and each claim.",
                                         opt,
                                         run};
