/* cmd_read.c: the documents that `code` would see, as JSON Lines that read back the same. */
#include "cli/input.h"
#include "write/json.h"

static const msdx_cli_opt opt[] = {
    MSDX_CLI_IN,
    {"paragraphs", 0, MSDX_OPT_FLAG, NULL, "tell how the lines stand, where paragraphs are, and the dateline"},
    MSDX_CLI_MAX_DOCUMENT,
    MSDX_CLI_END};

static size_t count_cp(const msdx_unit *u, size_t byte)
{
    return msdx_utf8_count(u->text, byte);
}

static void put_paragraphs(msdx_json *j, const msdx_unit *u)
{
    size_t cp = 0, byte = 0;
    msdx_json_key(j, "paragraphs");
    msdx_json_open(j, '[');
    for (uint32_t i = 0; i < u->n_para; i++) {
        const msdx_para *p = &u->para[i];
        msdx_json_open(j, '{');
        cp += msdx_utf8_count(u->text + byte, p->start_byte - byte);
        msdx_json_put_int(j, "start", (int64_t)cp);
        cp += msdx_utf8_count(u->text + p->start_byte, p->end_byte - p->start_byte);
        msdx_json_put_int(j, "end", (int64_t)cp);
        byte = p->end_byte;
        msdx_json_put_str(j, "kind", p->kind == MSDX_PARA_HEADING ? "heading" : "text");
        msdx_json_close(j, '}');
    }
    msdx_json_close(j, ']');
}

static void put_layout(msdx_json *j, msd_doc *doc, const msdx_dateline *dl)
{
    msdx_unit again = doc->body;
    msdx_json_put_str(j, "layout", msdx_layout_name(msdx_para_run(&again)));
    put_paragraphs(j, &doc->body);
    msdx_json_put_int(j, "skip", (int64_t)count_cp(&doc->body, doc->body.skip_byte));
    msdx_json_key(j, "dateline");
    if (dl->start_byte == dl->end_byte) {
        msdx_json_null(j);
        return;
    }
    msdx_json_open(j, '{');
    msdx_json_put_int(j, "start", (int64_t)count_cp(&doc->body, dl->start_byte));
    msdx_json_put_int(j, "end", (int64_t)count_cp(&doc->body, dl->end_byte));
    msdx_json_put_str(j, "place", doc->dateline_place);
    msdx_json_put_str(j, "date", dl->date[0] ? dl->date : NULL);
    msdx_json_close(j, '}');
}

static void put_document(msdx_buf *buf, msd_doc *doc, const msdx_dateline *dl, bool layout)
{
    msdx_json j = {.buf = buf};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "id", doc->id);
    msdx_json_put_str(&j, "date", doc->date);
    msdx_json_key(&j, "title");
    if (doc->has_title)
        msdx_json_strn(&j, (msdx_str){doc->title.text, doc->title.n_byte});
    else
        msdx_json_null(&j);
    msdx_json_put_str(&j, "url", doc->url);
    msdx_json_put_str(&j, "publisher", doc->publisher);
    msdx_json_put_str(&j, "language", doc->language);
    msdx_json_key(&j, "text");
    msdx_json_strn(&j, (msdx_str){doc->body.text, doc->body.n_byte});
    if (layout) put_layout(&j, doc, dl);
    msdx_json_close(&j, '}');
    msdx_buf_addc(buf, '\n');
}

static msd_status put_item(msdx_buf *buf, msdx_cli_item *item, bool layout)
{
    msdx_opened opened;
    msdx_dateline dl;
    msd_doc *doc;
    MSD_TRY(msdx_record_open(&item->rec, &opened, &item->err));
    unsigned flags = item->rec.kind == MSDX_READ_TEXT ? MSDX_DOC_PLAIN : MSDX_DOC_CODE;
    msd_status st = msdx_doc_make(&doc, &opened.in, flags, &dl, &item->err);
    msdx_opened_close(&opened);
    MSD_TRY(st);
    msdx_buf_reset(buf);
    put_document(buf, doc, &dl, layout);
    msdx_doc_free(doc);
    return buf->failed ? msdx_err_nomem(&item->err) : MSD_OK;
}

static int run(const msdx_cli_args *args)
{
    msdx_cli_input in;
    msdx_cli_item item;
    msdx_buf buf = MSDX_BUF_INIT(SIZE_MAX / 2);
    int rc = msdx_cli_input_open(&in, args);
    if (rc != MSDX_EXIT_OK) return rc;
    while (msdx_cli_input_next(&in, &item)) {
        if (item.st == MSD_OK) item.st = put_item(&buf, &item, msdx_cli_flag(args, "paragraphs"));
        if (item.st == MSD_OK) {
            fwrite(buf.p, 1, buf.n, stdout);
        } else {
            msdx_cli_refused(&item);
            rc = MSDX_EXIT_REFUSED;
        }
        msdx_record_clear(&item.rec);
    }
    msdx_cli_input_close(&in);
    msdx_buf_clear(&buf);
    return rc;
}

const msdx_cli_verb msdx_verb_read = {
    "read",
    "any input in, documents out, one JSON line each: what `code` would see",
    "[OPTIONS] [FILE...|-]",
    "Without a file, standard input is read. What cannot be read is told on standard\nerror as FILE:LINE: what is "
    "wrong. doc/reading.md says what is read, and how.",
    opt,
    run};
