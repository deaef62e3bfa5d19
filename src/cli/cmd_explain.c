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
    {"in", 0, MSDX_OPT_WORD, "text|jsonl", "read files (or standard input) and not sentences; titles are passed over"},
    {"date", 0, MSDX_OPT_TEXT, "DATE", "publication date, YYYY-MM-DD, from which relative dates are counted"},
    {"knowledge", 0, MSDX_OPT_LIST, "DIR", "adds or overrides knowledge"},
    MSDX_CLI_MAX_DOCUMENT,
    MSDX_CLI_MODEL,
    MSDX_CLI_END};

struct explain {
    const msdx_cli_args *args;
    msdx_parser *parser;
    msdx_parse_work *parse_work;
    msdx_know *know;
    msdx_code_work *code_work;
    bool times; /* and not places */
};

/* Explain one text. */
typedef msd_status explain_fn(struct explain *x, const msd_input *in, msd_error *err);

static msd_status open_all(struct explain *x, msd_error *err)
{
    char path[4096];
    const char *const *folder;
    size_t n_folder = msdx_cli_list(x->args, "knowledge", &folder);
    MSD_TRY(msdx_cli_find_model(msdx_cli_get(x->args, "model"), path, err));
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

static msd_status claims_of(struct explain *x, const msd_input *in, msd_error *err)
{
    msdx_buf trace = MSDX_BUF_INIT((size_t)64 << 20);
    msd_input text = *in;
    msd_doc *doc;
    text.title = NULL;
    MSD_TRY(msdx_doc_make(&doc, &text, MSDX_DOC_CODE, NULL, err));
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

/* ---- what is given ---- */

static int in_files(struct explain *x, explain_fn *each)
{
    const char *date = msdx_cli_get(x->args, "date");
    msdx_cli_input in;
    msdx_cli_item item;
    int rc = msdx_cli_input_open(&in, x->args);
    while (rc != MSDX_EXIT_USAGE && msdx_cli_input_next(&in, &item)) {
        msdx_opened opened;
        if (item.st == MSD_OK) item.st = msdx_record_open(&item.rec, &opened, &item.err);
        if (item.st == MSD_OK) {
            if (!opened.in.date) opened.in.date = date;
            item.st = each(x, &opened.in, &item.err);
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

static msd_status sentences(struct explain *x, const char *const *text, size_t n, explain_fn *each, msd_error *err)
{
    for (size_t i = 0; i < n; i++) {
        const msd_input in = {.text = text[i], .n_byte = strlen(text[i]), .date = msdx_cli_get(x->args, "date")};
        MSD_TRY(each(x, &in, err));
    }
    return MSD_OK;
}

static int run(const msdx_cli_args *args)
{
    struct explain x = {.args = args, .times = msdx_cli_flag(args, "times")};
    const bool places = msdx_cli_flag(args, "places");
    const char *const *text;
    const size_t n = msdx_cli_files(args, &text);
    const bool files = msdx_cli_get(args, "in") || (n == 1 && strcmp(text[0], "-") == 0);
    explain_fn *each = places || x.times ? named_of : claims_of;
    msd_error err = {0};
    int rc = MSDX_EXIT_OK;
    if (places && x.times) return msdx_cli_usage(args, "either --places or --times");
    if (n == 0 && !files) return msdx_cli_usage(args, "no sentence given");
    msd_status st = open_all(&x, &err);
    if (st == MSD_OK && files) rc = in_files(&x, each);
    if (st == MSD_OK && !files) st = sentences(&x, text, n, each, &err);
    close_all(&x);
    return st == MSD_OK ? rc : msdx_cli_fail(args, &err);
}

const msdx_cli_verb msdx_verb_explain = {"explain",
                                         "why a sentence gives what it gives",
                                         "[OPTIONS] 'SENTENCE'... | --in text|jsonl [FILE...|-] | -",
                                         "Prints the tree, every frame tried, the mentions with why, and each claim. "
                                         "A lone - reads text from standard input.",
                                         opt,
                                         run};
