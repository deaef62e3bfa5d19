/* fuzz_lines.c: any bytes as lines of claims, which the store imports and every other form is written from. The first
 * byte chooses that form.
 * Laws: a line is taken or refused with a reason; what is taken is written as JSON lines in UTF-8, to the schema; those
 * are taken again, and give the same. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../test/schema_check.h"
#include "read/read.h"
#include "store/store.h"
#include "write/export.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MOST = 1 << 15, ROUNDS = 2 };

static const char *const form[] = {"gdelt1",  "gdelt2",  "gdelt2-mentions", "phoenix", "icews",
                                   "polecat", "plover",  "acled",           "geojson", "kml",
                                   "gexf",    "graphml", "arrow",           "parquet"};
static json_t *schema;
static msdx_know *know;

static void must(bool held, const char *what, const msdx_buf *b)
{
    if (held) return;
    fprintf(stderr, "broken law: %s\n%.*s\n", what, b ? (int)b->n : 0, b ? b->p : "");
    abort();
}

static void done(void)
{
    json_decref(schema);
    msdx_know_close(know);
}

static void open_ontology(void)
{
    static const char *const folder[] = {MSD_SOURCE_DIR "/knowledge/ontology"};
    char path[64];
    msdx_buf report = MSDX_BUF_INIT(1 << 20);
    snprintf(path, sizeof path, "%s/masudi-fuzz-lines.%d", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp",
             (int)getpid());
    if (msdx_know_compile(folder, 1, NULL, path, &report, NULL) != MSD_OK ||
        msdx_know_open(&know, path, NULL) != MSD_OK)
        abort();
    unlink(path);
    msdx_buf_clear(&report);
}

static void start(void)
{
    msdx_buf b = MSDX_BUF_INIT(1 << 20);
    msdx_write_schema(&b);
    schema = json_loadb(b.p, b.n, 0, NULL);
    msdx_buf_clear(&b);
    if (!schema) abort();
    open_ontology();
    atexit(done);
}

/* Every line of its own and all that are of one document together. NULL: nothing was taken. */
static msd_doc *take(const char *p, size_t n, uint32_t *n_claim, bool need)
{
    msdx_lines *l;
    msd_doc *doc;
    if (msdx_lines_new(&l, NULL) != MSD_OK) abort();
    for (size_t at = 0; at < n;) {
        const char *end = memchr(p + at, '\n', n - at);
        size_t len = end ? (size_t)(end - p) - at + 1 : n - at;
        bool taken;
        msd_error err = {0};
        msd_status st = msdx_lines_add(l, (msdx_str){p + at, len}, &taken, &err);
        must(st == MSD_OK || err.msg[0], "a refusal says why", NULL);
        must(!need || (st == MSD_OK && taken), err.msg[0] ? err.msg : "what was written is taken", NULL);
        at += len;
    }
    if (msdx_lines_take(l, &doc, n_claim, NULL) != MSD_OK) abort();
    msdx_lines_free(l);
    return doc;
}

static void write_lines(const msd_doc *doc, uint32_t n, msdx_buf *out)
{
    for (uint32_t i = 0; i < n; i++) {
        json_error_t why;
        size_t from = out->n;
        msdx_write_jsonl(out, doc, &doc->claim[i]);
        must(!out->failed && out->n > from && msdx_utf8_check(out->p + from, out->n - from) == out->n - from,
             "output is UTF-8", out);
        json_t *v = json_loadb(out->p + from, out->n - from, JSON_REJECT_DUPLICATES, &why);
        must(v != NULL, why.text, out);
        must(schema_check(schema, v, "claim"), "a claim is to the schema", out);
        json_decref(v);
    }
}

static void export_all(const msd_doc *doc, uint32_t n, const char *name)
{
    const msdx_export_about about = {.know = know, .command = "fuzz"};
    msdx_buf b = MSDX_BUF_INIT((size_t)1 << 28);
    msdx_export *x;
    if (msdx_export_new(&x, name, &about, true, NULL) != MSD_OK) abort();
    msdx_export_head(x, &b);
    for (uint32_t i = 0; i < n; i++) msdx_export_row(x, &b, doc, &doc->claim[i]);
    msdx_export_tail(x, &b);
    must(!b.failed, "there is memory", NULL);
    must(msdx_export_is_columnar(name) || b.n == 0 || msdx_utf8_check(b.p, b.n) == b.n, "a form in text is UTF-8", &b);
    msdx_buf_reset(&b);
    for (uint32_t i = 0; i < n; i++) msdx_write_csv(&b, doc, &doc->claim[i]);
    must(b.n == 0 || msdx_utf8_check(b.p, b.n) == b.n, "CSV is UTF-8", &b);
    msdx_export_free(x);
    msdx_buf_clear(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    msdx_buf round[ROUNDS] = {MSDX_BUF_INIT((size_t)1 << 26), MSDX_BUF_INIT((size_t)1 << 26)};
    uint32_t n_claim, n_again;
    if (!schema) start();
    if (n < 2 || n > MOST) return 0;
    msd_doc *doc = take((const char *)data + 1, n - 1, &n_claim, false);
    if (!doc) return 0;
    write_lines(doc, n_claim, &round[0]);
    export_all(doc, n_claim, form[data[0] % (sizeof form / sizeof *form)]);
    msdx_doc_free(doc);
    doc = take(round[0].p, round[0].n, &n_again, true);
    must((doc != NULL) == (n_claim > 0), "what was written is there", &round[0]);
    if (doc) write_lines(doc, n_again, &round[1]);
    must(round[0].n == round[1].n && (!round[0].n || memcmp(round[0].p, round[1].p, round[0].n) == 0),
         "read back, lines are as they were", &round[1]);
    msdx_doc_free(doc);
    for (int i = 0; i < ROUNDS; i++) msdx_buf_clear(&round[i]);
    return 0;
}
