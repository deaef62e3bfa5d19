/* cmd_parse.c: texts in, CoNLL-U out, each text exactly as given. */
#include "cli/input.h"
#include "parse/parse.h"

static const msdx_cli_opt opt[] = {MSDX_CLI_IN,
                                   {"out", 0, MSDX_OPT_WORD, "conllu", "form of the output"},
                                   {"native", 0, MSDX_OPT_FLAG, NULL, "keep the model's own labels and heads"},
                                   MSDX_CLI_MODEL,
                                   MSDX_CLI_MAX_DOCUMENT,
                                   MSDX_CLI_END};

struct parse {
    msdx_parser *parser;
    msdx_parse_work *work;
    msdx_buf buf;
    bool native;
};

static msd_status put_item(struct parse *p, msdx_cli_item *item)
{
    msdx_opened opened;
    msd_doc *doc;
    MSD_TRY(msdx_record_open(&item->rec, &opened, &item->err));
    msd_status st = msdx_doc_make(&doc, &opened.in, MSDX_DOC_EXACT, NULL, &item->err);
    msdx_opened_close(&opened);
    MSD_TRY(st);
    msdx_unit *unit = &doc->body;
    st = msdx_parse_run(p->parser, p->work, &unit, 1, &item->err);
    msdx_buf_reset(&p->buf);
    if (st == MSD_OK) msdx_conllu_write(&p->buf, unit, doc->id, p->native);
    msdx_doc_free(doc);
    return st == MSD_OK && p->buf.failed ? msdx_err_nomem(&item->err) : st;
}

static int parse_all(struct parse *p, msdx_cli_input *in)
{
    msdx_cli_item item;
    int rc = MSDX_EXIT_OK;
    while (msdx_cli_input_next(in, &item)) {
        if (item.st == MSD_OK) item.st = put_item(p, &item);
        if (item.st == MSD_OK) {
            fwrite(p->buf.p, 1, p->buf.n, stdout);
        } else {
            msdx_cli_refused(&item);
            rc = MSDX_EXIT_REFUSED;
        }
        msdx_record_clear(&item.rec);
    }
    return rc;
}

static int run(const msdx_cli_args *args)
{
    struct parse p = {.buf = MSDX_BUF_INIT(SIZE_MAX / 2), .native = msdx_cli_flag(args, "native")};
    msdx_cli_input in;
    char path[4096];
    msd_error err = {0};
    int rc = msdx_cli_input_open(&in, args);
    if (rc != MSDX_EXIT_OK) return rc;
    msd_status st = msdx_cli_find_model(msdx_cli_get(args, "model"), path, &err);
    if (st == MSD_OK) st = msdx_parser_open(&p.parser, path, &err);
    if (st == MSD_OK) st = msdx_parse_work_new(&p.work, p.parser, &err);
    rc = st == MSD_OK ? parse_all(&p, &in) : msdx_cli_fail(args, &err);
    msdx_cli_input_close(&in);
    msdx_parse_work_free(p.work);
    msdx_parser_close(p.parser);
    msdx_buf_clear(&p.buf);
    return rc;
}

const msdx_cli_verb msdx_verb_parse = {
    "parse",
    "texts in, CoNLL-U out",
    "[OPTIONS] [FILE...|-]",
    "Each text is parsed exactly as given. MISC has start, end (code points) and ner.",
    opt,
    run};
