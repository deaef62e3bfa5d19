/* coding.c: texts that come in are coded and told back; nothing of them is kept. */
#include <jansson.h>
#include <stdio.h>

#include "api/api.h"
#include "base/mem.h"
#include "code/relate.h"
#include "read/read.h"
#include "serve/serve_impl.h"

/* ---- what came ---- */

static msd_status no_type(msdx_request *r, msd_error *err, const char *what)
{
    return msdx_serve_problem(r, 415, err, what);
}

/* ---- one document ---- */

static void put_sentences(msdx_json *j, const msd_doc *doc)
{
    msdx_json_key(j, "sentences");
    msdx_json_open(j, '[');
    for (size_t i = 0; i < msd_doc_n_sentence(doc); i++) {
        const msd_sentence *s = msd_doc_sentence(doc, (int32_t)i);
        msdx_json_open(j, '[');
        msdx_json_int(j, s->span.start_cp);
        msdx_json_int(j, s->span.end_cp);
        msdx_json_close(j, ']');
    }
    msdx_json_close(j, ']');
}

/* Each claim as `masudi code` tells it, without its newline. */
static void put_claims(msdx_json *j, const msd_doc *doc)
{
    msdx_json_key(j, "claims");
    msdx_json_open(j, '[');
    for (uint32_t i = 0; i < doc->n_claim; i++) {
        if (i) msdx_buf_addc(j->buf, ',');
        msdx_write_jsonl(j->buf, doc, &doc->claim[i]);
        if (!j->buf->failed) j->buf->n--;
    }
    j->comma = true;
    msdx_json_close(j, ']');
}

static void put_document(msdx_buf *out, const msd_doc *doc)
{
    msdx_json j = {.buf = out};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "id", doc->id);
    msdx_json_put_str(&j, "title", doc->has_title ? doc->title.text : NULL);
    msdx_json_put_str(&j, "date", doc->date);
    msdx_json_put_str(&j, "language", doc->language);
    msdx_json_put_str(&j, "text", doc->body.text);
    put_sentences(&j, doc);
    put_claims(&j, doc);
    msdx_json_close(&j, '}');
    msdx_buf_addc(out, '\n');
}

static msd_status make_doc(const msdx_record *rec, bool plain, msd_doc **doc, msd_error *err)
{
    msdx_opened opened;
    MSD_TRY(msdx_record_open(rec, &opened, err));
    msd_status st = msdx_doc_make(doc, &opened.in, plain ? MSDX_DOC_PLAIN : MSDX_DOC_CODE, NULL, err);
    msdx_opened_close(&opened);
    return st;
}

static msd_status code_record(msdx_request *r, const msdx_record *rec, bool plain, msd_doc **doc, msd_error *err)
{
    msd_worker *worker;
    *doc = NULL;
    MSD_TRY(make_doc(rec, plain, doc, err));
    msd_status st = msdx_pool_worker(r->serve->pool, &worker, err);
    if (st == MSD_OK) st = msdx_api_code(worker, doc, 1, err);
    msdx_pool_worker_back(r->serve->pool, worker);
    if (st == MSD_OK) return MSD_OK;
    msdx_doc_free(*doc);
    *doc = NULL;
    return st;
}

/* ---- a line a document, answered as it goes ---- */

struct lines {
    size_t at, n_line;
};

static void put_refusal(msdx_buf *out, size_t n_line, const char *why)
{
    msdx_json j = {.buf = out};
    msdx_json_open(&j, '{');
    msdx_json_put_int(&j, "line", (int64_t)n_line);
    msdx_put_why(&j, "error", why);
    msdx_json_close(&j, '}');
    msdx_buf_addc(out, '\n');
}

/* The claims of the next document that has any, or why it could not be coded. */
static msd_status more_lines(void *state, msdx_request *r, msdx_buf *out, msd_error *err)
{
    struct lines *l = state;
    (void)err;
    while (out->n == 0 && !out->failed && l->at < r->body.n) {
        char *start = r->body.p + l->at, *end = memchr(start, '\n', r->body.n - l->at);
        size_t n = end ? (size_t)(end - start) : r->body.n - l->at;
        msd_error why = {0};
        msd_doc *doc;
        if (end) *end = 0;
        msdx_record rec = {.bytes = start, .n_byte = n, .kind = MSDX_READ_JSONL, .line = ++l->n_line};
        l->at += n + 1;
        if (msdx_str_trim((msdx_str){start, n}).n == 0) continue;
        if (code_record(r, &rec, false, &doc, &why) != MSD_OK) {
            put_refusal(out, l->n_line, why.msg);
            continue;
        }
        for (uint32_t i = 0; i < doc->n_claim; i++) msdx_write_jsonl(out, doc, &doc->claim[i]);
        msdx_doc_free(doc);
    }
    return MSD_OK;
}

static msd_status start_lines(msdx_request *r, msd_error *err)
{
    struct lines *l = msdx_calloc(1, sizeof *l);
    if (!l) return msdx_err_nomem(err);
    (void)msdx_buf_cstr(&r->body);
    r->type = "application/x-ndjson";
    r->more = more_lines;
    r->more_state = l;
    r->more_free = msdx_free;
    return MSD_OK;
}

msd_status msdx_post_code(msdx_request *r, msd_error *err)
{
    bool plain = msdx_is_type(r, "text/plain");
    if (msdx_is_type(r, "application/x-ndjson")) return start_lines(r, err);
    if (!plain && !msdx_is_type(r, "application/json"))
        return no_type(r, err, "the body is application/json, text/plain or application/x-ndjson");
    (void)msdx_buf_cstr(&r->body);
    if (r->body.failed || !r->body.p) return msdx_serve_problem(r, 422, err, "there is no text");
    msdx_record rec = {
        .bytes = r->body.p, .n_byte = r->body.n, .kind = plain ? MSDX_READ_TEXT : MSDX_READ_JSONL, .line = 1};
    msd_doc *doc;
    MSD_TRY(code_record(r, &rec, plain, &doc, err));
    put_document(&r->out, doc);
    msdx_doc_free(doc);
    return MSD_OK;
}

/* ---- the event of a pair ---- */

static msd_status relate(msdx_request *r, const msdx_opened *opened, msd_error *err)
{
    msd_pair pair;
    msd_relation rel;
    msd_worker *worker;
    MSD_TRY(msdx_read_mention(opened->json, "actor", &pair.actor, err));
    MSD_TRY(msdx_read_mention(opened->json, "recipient", &pair.recipient, err));
    MSD_TRY(msdx_pool_worker(r->serve->pool, &worker, err));
    msd_status st = msd_relate(worker, &opened->in, &pair, &rel, err);
    msdx_pool_worker_back(r->serve->pool, worker);
    if (st == MSD_EUSAGE) r->status = 422;
    if (st == MSD_OK) msdx_write_relation(&r->out, opened->in.id, &rel);
    return st;
}

msd_status msdx_post_relate(msdx_request *r, msd_error *err)
{
    msdx_opened opened;
    if (!msdx_is_type(r, "application/json")) return no_type(r, err, "the body is application/json");
    (void)msdx_buf_cstr(&r->body);
    if (r->body.failed || !r->body.p) return msdx_serve_problem(r, 422, err, "there is no text");
    msdx_record rec = {.bytes = r->body.p, .n_byte = r->body.n, .kind = MSDX_READ_JSONL, .line = 1};
    MSD_TRY(msdx_record_open(&rec, &opened, err));
    msd_status st = relate(r, &opened, err);
    msdx_opened_close(&opened);
    return st;
}
