/* fuzz_code.c: any text through the whole of it. The first byte says what is done: it is coded and written in one of
 * the forms, parsed, or asked for the event of a pair. A first line after it is the title.
 * Laws: offsets slice to their words; JSON lines are UTF-8, to the schema, and the same again after they were read
 * back; other forms in text are UTF-8; tokens tile the text and heads make trees. */
#include "../test/claim_laws.h"
#include "../test/schema_check.h"
#include "api/api.h"
#include "installed.h"
#include "read/read.h"
#include "store/store.h"
#include "write/export.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MOST = 3000, N_FORM = 15 };

static const char *const form[N_FORM] = {"jsonl", "gdelt1",  "gdelt2",  "gdelt2-mentions", "phoenix",
                                         "icews", "polecat", "plover",  "acled",           "geojson",
                                         "kml",   "gexf",    "graphml", "arrow",           "parquet"};
static msd_engine *engine;
static msd_worker *worker;
static json_t *schema;

static void done(void)
{
    json_decref(schema);
    msd_worker_free(worker);
    msd_engine_close(engine);
}

static void start(void)
{
    msdx_buf b = MSDX_BUF_INIT(1 << 20);
    engine = installed_engine();
    if (msd_worker_new(&worker, engine, NULL) != MSD_OK) abort();
    msdx_write_schema(&b);
    schema = json_loadb(b.p, b.n, 0, NULL);
    if (!schema) abort();
    msdx_buf_clear(&b);
    atexit(done);
}

static void must(bool held, const char *what)
{
    if (held) return;
    fprintf(stderr, "broken law: %s\n", what);
    abort();
}

/* ---- claims ---- */

static void check_line(const char *p, size_t n)
{
    must(n > 1 && p[n - 1] == '\n' && !memchr(p, '\n', n - 1), "a claim is one line");
    must(msdx_utf8_check(p, n) == n, "output is UTF-8");
    json_error_t why;
    json_t *v = json_loadb(p, n, JSON_REJECT_DUPLICATES, &why);
    must(v != NULL, why.text);
    must(schema_check(schema, v, "claim"), "a claim is to the schema");
    json_decref(v);
}

static void check_round(const msdx_buf *lines, const size_t *end, size_t n_line)
{
    msdx_lines *l;
    msd_doc *doc;
    uint32_t n;
    msdx_buf again = MSDX_BUF_INIT((size_t)1 << 26);
    if (msdx_lines_new(&l, NULL) != MSD_OK) abort();
    for (size_t i = 0; i < n_line; i++) {
        bool taken;
        size_t from = i ? end[i - 1] : 0;
        msd_error err = {0};
        must(msdx_lines_add(l, (msdx_str){lines->p + from, end[i] - from}, &taken, &err) == MSD_OK && taken,
             err.msg[0] ? err.msg : "lines of one document are read back");
    }
    if (msdx_lines_take(l, &doc, &n, NULL) != MSD_OK) abort();
    for (uint32_t i = 0; doc && i < n; i++) msdx_write_jsonl(&again, doc, &doc->claim[i]);
    if (again.n != lines->n || (again.n && memcmp(again.p, lines->p, again.n) != 0))
        fprintf(stderr, "written:\n%.*s\nread back:\n%.*s\n", (int)lines->n, lines->p, (int)again.n, again.p);
    must(again.n == lines->n && (again.n == 0 || memcmp(again.p, lines->p, again.n) == 0),
         "lines read back are written as they were");
    msdx_doc_free(doc);
    msdx_buf_clear(&again);
    msdx_lines_free(l);
}

static void write_lines(const msd_doc *doc)
{
    msdx_buf b = MSDX_BUF_INIT((size_t)1 << 26);
    size_t n = msd_doc_n_claim(doc), *end = calloc(n + 1, sizeof *end);
    if (!end) abort();
    for (size_t i = 0; i < n; i++) {
        msdx_write_jsonl(&b, doc, msd_doc_claim(doc, i));
        end[i] = b.n;
        check_line(b.p + (i ? end[i - 1] : 0), end[i] - (i ? end[i - 1] : 0));
    }
    check_round(&b, end, n);
    msdx_buf_reset(&b);
    for (size_t i = 0; i < n; i++) msdx_write_csv(&b, doc, msd_doc_claim(doc, i));
    must(b.n == 0 || msdx_utf8_check(b.p, b.n) == b.n, "CSV is UTF-8");
    msdx_buf_clear(&b);
    free(end);
}

static void write_as(const msd_doc *doc, const char *name)
{
    const msdx_export_about about = {.know = msdx_api_know(engine), .command = "fuzz"};
    msdx_buf b = MSDX_BUF_INIT((size_t)1 << 26);
    msdx_export *x;
    if (msdx_export_new(&x, name, &about, true, NULL) != MSD_OK) abort();
    msdx_export_head(x, &b);
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++) msdx_export_row(x, &b, doc, msd_doc_claim(doc, i));
    msdx_export_tail(x, &b);
    must(!b.failed, "there is memory");
    must(msdx_export_is_columnar(name) || b.n == 0 || msdx_utf8_check(b.p, b.n) == b.n, "a form in text is UTF-8");
    msdx_export_free(x);
    msdx_buf_clear(&b);
}

static void code(const msd_input *in, const char *name)
{
    msd_doc *doc;
    msd_error err = {0};
    msd_status st = msd_code(worker, in, &doc, &err);
    must(st == MSD_OK || st == MSD_EUTF8, "a text is coded, or is no text");
    must((doc != NULL) == (st == MSD_OK) && (st == MSD_OK || err.msg[0]), "a refusal says why");
    if (!doc) return;
    size_t n;
    const char *text = msd_doc_text(doc, &n);
    must(n == in->n_byte && (n == 0 || memcmp(text, in->text, n) == 0), "the text is as it was given");
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++) {
        const char *fault = claim_fault(doc, msd_doc_claim(doc, i), in->title);
        must(!fault, fault);
    }
    if (strcmp(name, "jsonl") == 0)
        write_lines(doc);
    else
        write_as(doc, name);
    msd_doc_free(doc);
}

/* ---- trees ---- */

static void check_tokens(const msd_doc *doc)
{
    size_t n = msd_doc_n_token(doc), n_text, byte = 0;
    const char *text = msd_doc_text(doc, &n_text);
    msd_token t, up;
    for (size_t i = 0; i < n; i++) {
        must(msd_doc_token(doc, i, &t), "a token is there");
        must(t.span.start_byte >= byte && t.span.start_byte < t.span.end_byte && t.span.end_byte <= n_text,
             "tokens stand in their order");
        for (; byte < t.span.start_byte; byte++) must(text[byte] == ' ', "tokens and spaces tile the text");
        byte = t.span.end_byte;
        must(t.lemma && t.upos && t.xpos && t.morph && t.relation && t.native_relation, "a token is whole");
        size_t steps = 0;
        for (up = t; up.head >= 0 && steps <= n; steps++)
            must(msd_doc_token(doc, (size_t)up.head, &up), "a head is a token");
        must(steps <= n, "heads make a tree");
        must(t.native_head >= 0 && (size_t)t.native_head < n, "the model's head is a token");
    }
    for (; byte < n_text; byte++) must(text[byte] == ' ', "tokens and spaces tile the text to its end");
    for (size_t i = 0; i < msd_doc_n_sentence(doc); i++) {
        const msd_sentence *s = msd_doc_sentence(doc, (int32_t)i);
        must(s->tok_start < s->tok_end && s->tok_end <= n && s->span.end_byte <= n_text, "a sentence has its tokens");
    }
}

static void parse(const msd_input *in)
{
    msd_doc *doc;
    if (msd_parse(worker, in, &doc, NULL) != MSD_OK) return;
    check_tokens(doc);
    msd_doc_free(doc);
}

/* The title's two ends as mentions; places by numbers when there is none. */
static void relate(const msd_input *in, uint8_t how)
{
    msd_relation rel;
    char actor[64] = "";
    const char *space = in->title ? strrchr(in->title, ' ') : NULL;
    if (space) snprintf(actor, sizeof actor, "%.*s", (int)(space - in->title < 63 ? space - in->title : 63), in->title);
    msd_pair pair = {{space ? actor : NULL, how, how + 3u}, {space ? space + 1 : NULL, how / 2u, how / 2u + 9u}};
    msd_status st = msd_relate(worker, in, &pair, &rel, NULL);
    must((st == MSD_OK) == (rel.event != NULL), "a relation has an event");
    if (st != MSD_OK) return;
    double sum = 0;
    for (int i = 0; i < MSD_N_EVENT; i++) {
        must(rel.scores[i] >= 0 && rel.scores[i] <= 1, "a score lies within bounds");
        sum += rel.scores[i];
    }
    must(sum > 0.999 && sum < 1.001 && rel.confidence >= 0 && rel.confidence <= 1, "scores sum to 1");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (!engine) start();
    if (n < 2 || n > MOST) return 0;
    const char *text = (const char *)data + 1, *line = memchr(text, '\n', n - 1);
    char *title = line && line > text ? strndup(text, (size_t)(line - text)) : NULL;
    size_t n_text = line ? (size_t)((const char *)data + n - line - 1) : n - 1;
    char *exact = malloc(n_text ? n_text : 1); /* without a NUL: an over-read is seen */
    if (!exact) abort();
    if (n_text) memcpy(exact, (const char *)data + n - n_text, n_text);
    msd_input in = {.text = exact, .n_byte = n_text, .title = title, .date = "2024-05-14", .id = "f"};
    if (data[0] < 200)
        code(&in, form[data[0] % N_FORM]);
    else if (data[0] < 230)
        parse(&in);
    else
        relate(&in, data[0]);
    free(exact);
    free(title);
    return 0;
}
