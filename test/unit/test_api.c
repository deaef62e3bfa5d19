/* test_api.c: the public functions, over the installed model and knowledge. */
#include <stdlib.h>
#include <unistd.h>

#include "masudi.h"
#include "test.h"

static msd_engine *engine;
static msd_worker *worker;

static const char *file(const char *env, const char *name, char path[4096])
{
    const char *given = getenv(env);
    if (given && *given) return given;
    snprintf(path, 4096, "%s/build/share/masudi/%s", MSD_SOURCE_DIR, name);
    if (access(path, R_OK) != 0) SKIP("no model or knowledge file; `make data` makes them");
    return path;
}

static msd_doc *code(msd_input in)
{
    msd_doc *doc;
    msd_error err = {0};
    in.n_byte = strlen(in.text);
    msd_status st = msd_code(worker, &in, &doc, &err);
    if (st != MSD_OK) fprintf(stderr, "%s\n", err.msg);
    CHECK_INT(st, MSD_OK);
    if (!doc) exit(1);
    return doc;
}

static void test_api__open_says_what_is_missing(void)
{
    msd_engine *none;
    msd_error err = {0};
    msd_options o = MSD_OPTIONS_INIT;
    o.model = "/nowhere/en.model";
    CHECK_INT(msd_engine_open(&none, &o, &err), MSD_EIO);
    CHECK(none == NULL);
    CHECK(strstr(err.msg, "/nowhere/en.model") && strstr(err.msg, "masudi model import"));
    char path[4096];
    o.model = file("MASUDI_MODEL", "en.model", path);
    o.knowledge = o.model; /* a pack, but of another kind */
    CHECK_INT(msd_engine_open(&none, &o, &err), MSD_EFORMAT);
    CHECK(none == NULL);
    msd_engine_close(NULL);
    msd_worker_free(NULL);
    msd_doc_free(NULL);
}

static void test_api__codes(void)
{
    msd_doc *doc =
        code((msd_input){.text = "Troops shelled the town of Goma.", .title = "Army attacks", .date = "2020-09-28"});
    CHECK(msd_doc_n_claim(doc) > 0);
    bool found = false;
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++) {
        const msd_claim *c = msd_doc_claim(doc, i);
        found = found || (c->sentence == 0 && strcmp(c->event, "ASSAULT") == 0 && c->status == MSD_ACTUAL);
        CHECK(strlen(c->id) == 32);
    }
    CHECK(found);
    CHECK(msd_doc_claim(doc, msd_doc_n_claim(doc)) == NULL);
    msd_doc_free(doc);
}

static void test_api__sentences_leave_out_the_dateline(void)
{
    const char *text = "BAGHDAD, Sept 28 (Wire) - Troops left.\n\nThey did.\n";
    msd_doc *doc = code((msd_input){.text = text, .title = "Troops leave"});
    CHECK_INT(msd_doc_n_sentence(doc), 2);
    const msd_sentence *s = msd_doc_sentence(doc, 0);
    CHECK_INT(s->span.start_byte, 26);
    CHECK_INT(s->span.end_byte, 38);
    CHECK_INT(s->tok_start, 0);
    CHECK_INT(msd_doc_sentence(doc, -1)->span.end_byte, 12);
    CHECK(msd_doc_sentence(doc, 2) == NULL && msd_doc_sentence(doc, -2) == NULL);
    size_t n;
    CHECK_STR(msd_doc_text(doc, &n), text);
    CHECK_INT(n, strlen(text));
    msd_token tok;
    CHECK(msd_doc_token(doc, 0, &tok));
    CHECK_INT(tok.span.start_byte, 26);
    CHECK(msd_doc_token(doc, 1, &tok));
    CHECK_STR(tok.lemma, "leave");
    CHECK_INT(tok.head, -1);
    msd_doc_free(doc);
}

/* Tokens in order and inside the text, heads in range; the same text as `parse` sees it keeps its dateline. */
static void test_api__tokens(void)
{
    const char *text = "BAGHDAD (Wire) - Caf\xC3\xA9 owners  in Iraq\nsaid that they had left.";
    msd_input in = {.text = text, .n_byte = strlen(text)};
    msd_doc *doc;
    CHECK_INT(msd_parse(worker, &in, &doc, NULL), MSD_OK);
    CHECK_INT(msd_doc_n_claim(doc), 0);
    size_t n = msd_doc_n_token(doc);
    uint32_t at = 0;
    msd_token tok;
    CHECK(n > 10);
    for (size_t i = 0; i < n; i++) {
        CHECK(msd_doc_token(doc, i, &tok));
        CHECK(tok.span.start_byte >= at && tok.span.start_byte < tok.span.end_byte && tok.span.end_byte <= in.n_byte);
        CHECK(tok.head >= -1 && tok.head < (int32_t)n && tok.native_head >= 0 && tok.native_head < (int32_t)n);
        CHECK(tok.lemma && tok.upos && tok.xpos && tok.morph && tok.relation && tok.native_relation);
        at = tok.span.end_byte;
    }
    CHECK(!msd_doc_token(doc, n, &tok));
    CHECK(msd_doc_token(doc, 0, &tok));
    CHECK_INT(tok.span.start_byte, 0);
    CHECK(msd_doc_sentence(doc, -1) == NULL);
    msd_doc_free(doc);
}

static void test_api__another_language_gives_no_claims(void)
{
    msd_doc *doc = code((msd_input){.text = "Troops shelled the town of Goma.", .language = "fr"});
    CHECK_INT(msd_doc_n_claim(doc), 0);
    CHECK_INT(msd_doc_n_sentence(doc), 0);
    msd_doc_free(doc);
}

static void test_api__bad_text_is_refused(void)
{
    msd_input in = {.text = "ab\xFFyz", .n_byte = 5};
    msd_doc *doc;
    msd_error err = {0};
    CHECK_INT(msd_code(worker, &in, &doc, &err), MSD_EUTF8);
    CHECK(doc == NULL);
    CHECK_INT(err.pos, 2);
    in = (msd_input){.text = NULL, .n_byte = 0};
    CHECK_INT(msd_code(worker, &in, &doc, &err), MSD_OK);
    CHECK_INT(msd_doc_n_claim(doc), 0);
    msd_doc_free(doc);
}

/* What a document gives does not depend on what the worker did before. */
static void test_api__the_same_again(void)
{
    msd_input in = {.text = "Iran threatened to close its consulate in Basra. Police arrested four activists in Lima."};
    msd_doc *one = code(in), *between = code((msd_input){.text = "Rain fell."}), *two = code(in);
    CHECK_INT(msd_doc_n_claim(one), msd_doc_n_claim(two));
    for (size_t i = 0; i < msd_doc_n_claim(one) && i < msd_doc_n_claim(two); i++) {
        CHECK_STR(msd_doc_claim(one, i)->id, msd_doc_claim(two, i)->id);
        CHECK_STR(msd_doc_claim(one, i)->event, msd_doc_claim(two, i)->event);
    }
    msd_doc_free(two);
    msd_doc_free(between);
    msd_doc_free(one);
}

int main(void)
{
    static char model[4096], knowledge[4096];
    msd_options o = MSD_OPTIONS_INIT;
    msd_error err = {0};
    o.model = file("MASUDI_MODEL", "en.model", model);
    o.knowledge = file("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge);
    if (msd_engine_open(&engine, &o, &err) != MSD_OK || msd_worker_new(&worker, engine, &err) != MSD_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    RUN(test_api__open_says_what_is_missing);
    RUN(test_api__codes);
    RUN(test_api__sentences_leave_out_the_dateline);
    RUN(test_api__tokens);
    RUN(test_api__another_language_gives_no_claims);
    RUN(test_api__bad_text_is_refused);
    RUN(test_api__the_same_again);
    msd_worker_free(worker);
    msd_engine_close(engine);
    return test_end();
}
