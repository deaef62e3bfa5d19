/* test_oom_models.c: the n-th allocation fails while a folder of models is opened and a text goes to the one of its
 * language: the call says so, leaks nothing, and does it right the next time. */
#include "api/models.h"
#include "base/mem.h"
#include "read/read.h"
#include "two_models.h"

static const char folder[] = MSD_BUILD_DIR "/models_of_oom";

/* From n on, the step grows, so that calls with many allocations end too. */
static size_t next(size_t n)
{
    return n < 40 ? n + 1 : n + n / 10;
}

static msd_doc *document(void)
{
    msd_input in = {.text = TWO_SPANISH, .n_byte = strlen(TWO_SPANISH), .title = "La casa"};
    msd_doc *doc;
    CHECK_INT(msdx_doc_make(&doc, &in, MSDX_DOC_EXACT, NULL, NULL), MSD_OK);
    return doc;
}

static msd_status read_it(msdx_readers *readers, msd_doc *doc, msd_error *err)
{
    msdx_reader pick;
    MSD_TRY(msdx_readers_pick(readers, doc, &pick, err));
    return msdx_readers_run(readers, &pick, &doc, 1, err);
}

static void check_read(const msd_doc *doc)
{
    CHECK(doc->body.n_tok > 10 && doc->body.tok[0].tag[0] == 'x');
    CHECK_INT(doc->title.n_tok, 2);
}

static void test_oom__models_and_readers(void)
{
    size_t n = 0;
    for (bool hit = true; hit; n = next(n)) {
        msdx_models *models = NULL;
        msdx_readers *readers = NULL;
        msd_error err = {0};
        msdx_fail_after(n);
        msd_status st = msdx_models_open(&models, folder, false, MSDX_FASTEST, &err);
        if (st == MSD_OK) st = msdx_readers_new(&readers, models, &err);
        hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK(hit ? st == MSD_ENOMEM || st == MSD_OK : st == MSD_OK);
        CHECK(st != MSD_OK || (models && readers));
        msdx_readers_free(readers);
        msdx_models_close(models);
    }
    CHECK(n > 4);
}

/* The second model is opened, and its memory made, by the text that needs them. */
static void test_oom__another_language(void)
{
    size_t n = 0;
    for (bool hit = true; hit; n = next(n)) {
        msdx_models *models;
        msdx_readers *readers;
        msd_error err = {0};
        CHECK_INT(msdx_models_open(&models, folder, false, MSDX_FASTEST, &err), MSD_OK);
        CHECK_INT(msdx_readers_new(&readers, models, &err), MSD_OK);
        msd_doc *doc = document(), *again = document();
        msdx_fail_after(n);
        msd_status st = read_it(readers, doc, &err);
        hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK(hit ? st == MSD_ENOMEM || st == MSD_OK : st == MSD_OK);
        if (st == MSD_OK) check_read(doc);
        CHECK_INT(read_it(readers, again, &err), MSD_OK);
        check_read(again);
        msdx_doc_free(doc);
        msdx_doc_free(again);
        msdx_readers_free(readers);
        msdx_models_close(models);
    }
    CHECK(n > 10);
}

int main(void)
{
    char path[4096];
    const char *given = getenv("MASUDI_MODEL");
    snprintf(path, sizeof path, "%s/build/share/masudi/en.model", MSD_SOURCE_DIR);
    if (!given) given = path;
    if (access(given, R_OK) != 0) SKIP("no model; `make data` makes it");
    two_make(folder, given);
    RUN(test_oom__models_and_readers);
    RUN(test_oom__another_language);
    two_remove(folder);
    return test_end();
}
