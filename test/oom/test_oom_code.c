/* test_oom_code.c: when the n-th allocation fails, every public call says so, leaks
 * nothing and leaves nothing half made; the same worker then codes as before. */
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "read/read.h"
#include "write/tree.h"
#include "write/write.h"

#include "arrow_table.h"
#include "fake_doc.h"
#include "test.h"

static const char *const text =
    "BAGHDAD, Sept 28 (Wire) - Troops shelled the town of Goma on Monday, killing 12 people, officials\n"
    "said. Chile threatened to close its embassy in Caracas.\n\nIt denied the report. Westland attacked "
    "Eastland.";
static msd_options options;

static const char *file(const char *env, const char *name, char path[4096])
{
    const char *given = getenv(env);
    if (given && *given) return given;
    snprintf(path, 4096, "%s/build/share/masudi/%s", MSD_SOURCE_DIR, name);
    if (access(path, R_OK) != 0) SKIP("no model or knowledge file; `make data` makes them");
    return path;
}

/* From n on, the step grows, so that calls with many allocations end too. */
static size_t next(size_t n)
{
    return n < 300 ? n + 1 : n + n / 60;
}

static void test_oom__engine_and_worker(void)
{
    for (size_t n = 0;; n = next(n)) {
        msd_engine *engine;
        msd_worker *worker = NULL;
        msd_error err = {0};
        msdx_fail_after(n);
        msd_status st = msd_engine_open(&engine, &options, &err);
        if (st == MSD_OK) st = msd_worker_new(&worker, engine, &err);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK(hit ? st == MSD_ENOMEM || st == MSD_OK : st == MSD_OK);
        if (st == MSD_ENOMEM) CHECK_STR(err.msg, "out of memory");
        CHECK((worker != NULL) == (st == MSD_OK));
        msd_worker_free(worker);
        msd_engine_close(engine);
        if (!hit) break;
    }
}

static msd_status code(msd_worker *worker, msd_doc **doc, msd_error *err)
{
    msd_input in = {.text = text, .n_byte = strlen(text), .title = "Troops shell town", .date = "2020-09-28"};
    return msd_code(worker, &in, doc, err);
}

static void code_all(const char *dictionaries)
{
    msd_engine *engine;
    msd_worker *worker;
    msd_doc *doc;
    msd_error err = {0};
    msd_options own = options;
    own.dictionaries = dictionaries;
    CHECK_INT(msd_engine_open(&engine, &own, &err), MSD_OK);
    CHECK_INT(msd_worker_new(&worker, engine, &err), MSD_OK);
    CHECK_INT(code(worker, &doc, &err), MSD_OK);
    size_t n_claim = msd_doc_n_claim(doc), n_failed = 0;
    CHECK(n_claim > 0);
    msd_doc_free(doc);
    for (size_t n = 0;; n = next(n)) {
        err = (msd_error){0};
        msdx_fail_after(n);
        msd_status st = code(worker, &doc, &err);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK(hit ? st == MSD_ENOMEM || st == MSD_OK : st == MSD_OK);
        CHECK((doc != NULL) == (st == MSD_OK));
        if (doc && msd_doc_n_claim(doc) != n_claim)
            fprintf(stderr, "allocation %zu: %zu claims\n", n, msd_doc_n_claim(doc));
        if (doc) CHECK_INT(msd_doc_n_claim(doc), n_claim);
        n_failed += st == MSD_ENOMEM;
        msd_doc_free(doc);
        if (!hit) break;
    }
    CHECK(n_failed > 0); /* few where the arenas allocate in chunks */
    CHECK_INT(code(worker, &doc, &err), MSD_OK);
    CHECK_INT(msd_doc_n_claim(doc), n_claim);
    msd_doc_free(doc);
    msd_worker_free(worker);
    msd_engine_close(engine);
}

static void test_oom__code(void)
{
    code_all(NULL);
}

static void test_oom__relate(void)
{
    msd_engine *engine;
    msd_worker *worker;
    msd_relation rel;
    msd_error err = {0};
    msd_input in = {.text = text, .n_byte = strlen(text)};
    msd_pair pair = {{"Chile", 0, 0}, {"its embassy in Caracas", 0, 0}};
    CHECK_INT(msd_engine_open(&engine, &options, &err), MSD_OK);
    CHECK_INT(msd_worker_new(&worker, engine, &err), MSD_OK);
    for (size_t n = 0;; n = next(n)) {
        msdx_fail_after(n);
        msd_status st = msd_relate(worker, &in, &pair, &rel, &err);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK(hit ? st == MSD_ENOMEM || st == MSD_OK : st == MSD_OK);
        CHECK((rel.event != NULL) == (st == MSD_OK));
        if (!hit) break;
    }
    CHECK_STR(rel.event, "THREATEN");
    msd_worker_free(worker);
    msd_engine_close(engine);
}

/* What a table gives, or nothing that is to be released. The engine's own worker is made on the way. */
static void tables(msd_engine *engine, const arrow_table *t, const msd_arrow_options *opt)
{
    size_t n_failed = 0;
    for (size_t n = 0;; n = next(n)) {
        struct ArrowSchema type;
        struct ArrowArray out;
        msd_error err = {0};
        msdx_fail_after(n);
        msd_status st = msd_arrow_run(engine, &t->schema, &t->array, opt, &type, &out, &err);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK(hit ? st == MSD_ENOMEM || st == MSD_OK : st == MSD_OK);
        if (st == MSD_ENOMEM) CHECK_STR(err.msg, "out of memory");
        CHECK((type.release != NULL) == (st == MSD_OK) && (out.release != NULL) == (st == MSD_OK));
        if (st == MSD_OK) CHECK(arrow_holds(&type, &out, t->array.length));
        if (st == MSD_OK) CHECK_STR(arrow_text(out.children[1], 0), "(null)");
        if (type.release) type.release(&type);
        if (out.release) out.release(&out);
        n_failed += st == MSD_ENOMEM;
        if (!hit) break;
    }
    CHECK(n_failed > 0);
}

static void test_oom__tables(void)
{
    const char *const texts[] = {text, "Rain fell."}, *const who[] = {"Chile", "x"},
                      *const date[] = {"2020-09-28", NULL};
    msd_engine *engine;
    arrow_table t;
    CHECK_INT(msd_engine_open(&engine, &options, NULL), MSD_OK);
    table_init(&t, 2);
    table_add(&t, "text", texts);
    table_add(&t, "date", date);
    table_add(&t, "actor", who);
    table_add(&t, "recipient", who);
    for (int kind = 0; kind <= MSD_ARROW_RELATE; kind++)
        for (int lines = 0; lines < 2; lines++) {
            const msd_arrow_options opt = {.kind = (msd_arrow_kind)kind, .lines = lines, .jobs = 1};
            tables(engine, &t, &opt);
        }
    table_clear(&t);
    msd_engine_close(engine);
}

static void test_oom__explain(void)
{
    msd_engine *engine;
    msd_worker *worker;
    msd_input in = {.text = text, .n_byte = strlen(text), .title = "Troops shell town"};
    CHECK_INT(msd_engine_open(&engine, &options, NULL), MSD_OK);
    CHECK_INT(msd_worker_new(&worker, engine, NULL), MSD_OK);
    for (size_t n = 0;; n = next(n)) {
        char *out;
        msdx_fail_after(n);
        msd_status st = msd_explain(worker, &in, &out, NULL, NULL);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK(hit ? st == MSD_ENOMEM || st == MSD_OK : st == MSD_OK);
        CHECK((out != NULL) == (st == MSD_OK));
        msd_free(out);
        if (!hit) break;
    }
    msd_worker_free(worker);
    msd_engine_close(engine);
}

static void test_oom__dictionaries(void)
{
    code_all(MSD_SOURCE_DIR "/test/fixtures/peer/petrarch");
    code_all(MSD_SOURCE_DIR "/test/fixtures/peer/petrarch2");
}

static void test_oom__read(void)
{
    static char line[] = "{\"text\":\"ROME (Wire) - It rained.\\n\\nTwo.\",\"id\":17,\"title\":\"a\\nb\"}";
    for (size_t n = 0;; n++) {
        msdx_record rec = {.bytes = line, .n_byte = sizeof line - 1, .kind = MSDX_READ_JSONL, .line = 1};
        msdx_opened opened;
        msd_doc *doc = NULL;
        msdx_fail_after(n);
        msd_status st = msdx_record_open(&rec, &opened, NULL);
        if (st == MSD_OK) {
            st = msdx_doc_make(&doc, &opened.in, MSDX_DOC_PLAIN, NULL, NULL);
            msdx_opened_close(&opened);
        }
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK_INT(st, hit ? MSD_ENOMEM : MSD_OK);
        CHECK((doc != NULL) == (st == MSD_OK));
        msdx_doc_free(doc);
        if (!hit) break;
    }
}

/* The same claims as text and as nested columns. */
static void test_oom__doc_json(void)
{
    msd_doc *doc = fake_doc();
    for (size_t n = 0;; n++) {
        char *out;
        size_t n_byte;
        msdx_fail_after(n);
        msd_status st = msd_doc_json(doc, &out, &n_byte, NULL);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK_INT(st, hit ? MSD_ENOMEM : MSD_OK);
        CHECK((out != NULL) == (st == MSD_OK) && (n_byte > 0) == (st == MSD_OK));
        msd_free(out);
        if (!hit) break;
    }
    msdx_doc_free(doc);
}

/* Every cell of every claim. */
static void test_oom__cells(void)
{
    for (size_t n = 0;; n++) {
        msd_doc *doc = fake_doc();
        msd_status st = MSD_OK;
        msdx_fail_after(n);
        for (size_t i = 0; i < doc->n_claim; i++) {
            const char *name;
            msd_cell_type type;
            msd_cell cell;
            for (size_t k = 0; st == MSD_OK && (name = msd_column_name(k, &type)) != NULL; k++) {
                st = msd_doc_cell(doc, i, k, &cell, NULL);
                CHECK(*name && (st == MSD_OK || !cell.text));
            }
        }
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK_INT(st, hit ? MSD_ENOMEM : MSD_OK);
        msdx_doc_free(doc);
        if (!hit) break;
    }
}

static void test_oom__tree(void)
{
    msd_doc *doc = fake_doc();
    for (size_t n = 0;; n++) {
        msdx_tree *tree;
        struct ArrowSchema type = {0};
        struct ArrowArray out = {0};
        msdx_fail_after(n);
        msd_status st = msdx_tree_new(&tree, msdx_claim_fields, NULL, NULL);
        msdx_json j = {.sink = tree ? msdx_tree_sink(tree) : NULL};
        for (size_t i = 0; tree && i < doc->n_claim; i++) msdx_write_claim(&j, doc, &doc->claim[i]);
        if (st == MSD_OK) st = msdx_tree_schema(tree, &type, NULL);
        if (st == MSD_OK) st = msdx_tree_take(tree, &out, NULL);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK_INT(st, hit ? MSD_ENOMEM : MSD_OK);
        CHECK((out.release != NULL) == (st == MSD_OK));
        if (out.release) CHECK(arrow_holds(&type, &out, (int64_t)doc->n_claim));
        if (type.release) type.release(&type);
        if (out.release) out.release(&out);
        msdx_tree_free(tree);
        if (!hit) break;
    }
    msdx_doc_free(doc);
}

static void test_oom__write(void)
{
    msd_doc *doc = fake_doc();
    for (size_t n = 0;; n++) {
        msdx_buf buf = MSDX_BUF_INIT(1 << 20);
        msdx_table *table;
        msdx_fail_after(n);
        msd_status st = msdx_table_new(&table, 120, NULL);
        for (size_t i = 0; i < doc->n_claim; i++) {
            if (table) msdx_table_row(table, &buf, doc, &doc->claim[i]);
            msdx_write_csv(&buf, doc, &doc->claim[i]);
            msdx_write_jsonl(&buf, doc, &doc->claim[i]);
        }
        if (table) msdx_table_flush(table, &buf);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK_INT(st != MSD_OK || buf.failed, hit);
        msdx_table_free(table);
        msdx_buf_clear(&buf);
        if (!hit) break;
    }
    msdx_doc_free(doc);
}

int main(void)
{
    static char model[4096], knowledge[4096];
    RUN(test_oom__read);
    RUN(test_oom__write);
    RUN(test_oom__doc_json);
    RUN(test_oom__cells);
    RUN(test_oom__tree);
    options.model = file("MASUDI_MODEL", "en.model", model);
    options.knowledge = file("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge);
    RUN(test_oom__engine_and_worker);
    RUN(test_oom__code);
    RUN(test_oom__relate);
    RUN(test_oom__tables);
    RUN(test_oom__explain);
    RUN(test_oom__dictionaries);
    return test_end();
}
