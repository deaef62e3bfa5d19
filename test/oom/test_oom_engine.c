/* test_oom_engine.c: the n-th allocation fails while an engine with folders and a calibration is opened, a text parsed,
 * and claims told as JSON: the call says so, leaks nothing, and what comes out in spite of it is whole. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "masudi.h"
#include "test.h"

static const char *const text =
    "BAGHDAD, Sept 28 (Wire) - Troops shelled the town of Goma on Monday, officials said. Chile threatened to close "
    "its embassy in Caracas.";
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
    return n < 60 ? n + 1 : n + n / 20;
}

static msd_status code(msd_worker *worker, msd_doc **doc, msd_error *err)
{
    msd_input in = {.text = text, .n_byte = strlen(text), .title = "Troops shell town", .date = "2020-09-28"};
    return msd_code(worker, &in, doc, err);
}

/* Everything else that may be asked of an engine: folders of knowledge, a calibration. */
static void test_oom__engine_with_options(void)
{
    static const char *const folder[] = {MSD_BUILD_DIR "/test_oom_know"};
    static const char calibration[] = MSD_BUILD_DIR "/test_oom_calibration.json";
    char name[4096];
    snprintf(name, sizeof name, "%s/more.txt", folder[0]);
    mkdir(folder[0], 0777);
    FILE *f = fopen(name, "w"), *c = fopen(calibration, "w");
    CHECK(f && c);
    if (!f || !c) return;
    fputs("actor oom-test\n  type other\n  name Umlandia\n  source general\n", f);
    fputs("{\"calibration\":1,\"slope\":1.5,\"intercept\":0.25}\n", c);
    fclose(f);
    fclose(c);
    msd_options own = options;
    own.overrides = folder;
    own.n_override = 1;
    own.calibration = calibration;
    for (size_t n = 0;; n = n < 6 ? n + 1 : n * 2) { /* each compiles the knowledge anew */
        msd_engine *engine;
        msd_error err = {0};
        msdx_fail_after(n);
        msd_status st = msd_engine_open(&engine, &own, &err);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        if (st != MSD_OK && st != MSD_ENOMEM) fprintf(stderr, "allocation %zu: %s\n", n, err.msg);
        CHECK(hit ? st == MSD_ENOMEM || st == MSD_OK : st == MSD_OK);
        CHECK((engine != NULL) == (st == MSD_OK));
        msd_engine_close(engine);
        if (!hit) break;
    }
    unlink(name);
    unlink(calibration);
    rmdir(folder[0]);
}

static void walk(const msd_doc *doc)
{
    msd_token t;
    size_t n_byte;
    CHECK(msd_doc_text(doc, &n_byte) && n_byte == strlen(text));
    for (size_t i = 0; i < msd_doc_n_token(doc); i++) CHECK(msd_doc_token(doc, i, &t) && t.lemma && t.relation);
    CHECK(!msd_doc_token(doc, msd_doc_n_token(doc), &t));
    CHECK(msd_doc_sentence(doc, (int32_t)msd_doc_n_sentence(doc)) == NULL);
}

/* What nothing was left out of is whole. */
static void test_oom__parse(void)
{
    msd_engine *engine;
    msd_worker *worker;
    msd_error err = {0};
    msd_input in = {.text = text, .n_byte = strlen(text)};
    size_t n_tok = 0;
    CHECK_INT(msd_engine_open(&engine, &options, &err), MSD_OK);
    for (size_t n = SIZE_MAX;; n = n == SIZE_MAX ? 0 : next(n)) {
        msd_doc *doc = NULL;
        /* a new worker each time: one that has seen the text has room for it */
        msdx_fail_after(n);
        msd_status st = msd_worker_new(&worker, engine, &err);
        if (st == MSD_OK) st = msd_parse(worker, &in, &doc, &err);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK(hit ? st == MSD_ENOMEM || st == MSD_OK : st == MSD_OK);
        CHECK((doc != NULL) == (st == MSD_OK));
        if (n == SIZE_MAX && doc) n_tok = msd_doc_n_token(doc);
        if (doc) walk(doc);
        if (doc) CHECK_INT(msd_doc_n_token(doc), n_tok);
        msd_doc_free(doc);
        msd_worker_free(worker);
        if (!hit && n != SIZE_MAX) break;
    }
    CHECK(n_tok > 20);
    msd_engine_close(engine);
}

static void test_oom__json(void)
{
    msd_engine *engine;
    msd_worker *worker;
    msd_doc *doc;
    msd_error err = {0};
    char *whole, *out;
    size_t n_whole, n_out, n = 0;
    CHECK_INT(msd_engine_open(&engine, &options, &err), MSD_OK);
    CHECK_INT(msd_worker_new(&worker, engine, &err), MSD_OK);
    CHECK_INT(code(worker, &doc, &err), MSD_OK);
    CHECK_INT(msd_doc_json(doc, &whole, &n_whole, &err), MSD_OK);
    for (;; n++) {
        msdx_fail_after(n);
        msd_status st = msd_doc_json(doc, &out, &n_out, &err);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK_INT(st, hit ? MSD_ENOMEM : MSD_OK);
        CHECK((out != NULL) == (st == MSD_OK));
        if (out) CHECK(n_out == n_whole && memcmp(out, whole, n_out) == 0);
        msd_free(out);
        if (!hit) break;
    }
    CHECK(n > 0);
    msd_free(whole);
    msd_doc_free(doc);
    msd_worker_free(worker);
    msd_engine_close(engine);
}

int main(void)
{
    static char model[4096], knowledge[4096];
    options.model = file("MASUDI_MODEL", "en.model", model);
    options.knowledge = file("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge);
    RUN(test_oom__engine_with_options);
    RUN(test_oom__parse);
    RUN(test_oom__json);
    return test_end();
}
