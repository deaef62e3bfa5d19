/* test_models.c: an engine of a folder of models: which of them reads a text, and what is said where there is none. */
#include <pthread.h>

#include "arrow_table.h"
#include "engine.h"
#include "two_models.h"

static const char folder[] = MSD_BUILD_DIR "/models_of_test";

/* Who has read it: the English model, the one that passes for Spanish, or nobody. */
static const char *reader_of(const msd_doc *doc)
{
    msd_token t;
    if (!doc || !msd_doc_token(doc, 0, &t)) return "nobody";
    return t.xpos[0] == 'x' ? "es" : "en";
}

static msd_status parse(msd_worker *w, const char *text, const char *language, const char **by, msd_error *err)
{
    msd_input in = {.text = text, .n_byte = strlen(text), .language = language};
    msd_doc *doc;
    msd_status st = msd_parse(w, &in, &doc, err);
    CHECK((doc != NULL) == (st == MSD_OK));
    *by = reader_of(doc);
    msd_doc_free(doc);
    return st;
}

static const char *reads(const char *text, const char *language)
{
    const char *by;
    msd_error err = {0};
    CHECK_INT(parse(worker, text, language, &by, &err), MSD_OK);
    CHECK_STR(err.msg, "");
    return by;
}

static void test_models__words_tell(void)
{
    CHECK_STR(reads("The minister said that the house is not theirs.", NULL), "en");
    CHECK_STR(reads(TWO_SPANISH, NULL), "es");
    CHECK_STR(reads("Rain fell.", NULL), "en");
    CHECK_STR(reads("", NULL), "nobody");
}

static void test_models__what_is_said_counts_first(void)
{
    CHECK_STR(reads("Rain fell.", "es"), "es");
    CHECK_STR(reads("Rain fell.", "es-MX"), "es");
    CHECK_STR(reads("Rain fell.", "spa"), "es");
    CHECK_STR(reads("Rain fell.", "Spanish"), "es");
    CHECK_STR(reads(TWO_SPANISH, "en-GB"), "en");
    CHECK_STR(reads(TWO_SPANISH, ""), "es");
    CHECK_STR(reads(TWO_SPANISH, "?"), "es");
}

static void test_models__titles_go_with_their_text(void)
{
    msd_input in = {.text = TWO_SPANISH, .n_byte = strlen(TWO_SPANISH), .title = "Rain falls"};
    msd_doc *doc;
    CHECK_INT(msd_parse(worker, &in, &doc, NULL), MSD_OK);
    CHECK_STR(reader_of(doc), "es");
    CHECK_INT(msd_doc_sentence(doc, -1)->span.end_byte, 10);
    CHECK_INT(msd_doc_sentence(doc, -1)->tok_end, 2);
    msd_doc_free(doc);
}

static void test_models__what_is_missing_is_said(void)
{
    const char *by;
    msd_error err = {0};
    CHECK_INT(parse(worker, TWO_FRENCH, NULL, &by, &err), MSD_EUNSUPPORTED);
    CHECK_INT(err.code, MSD_EUNSUPPORTED);
    CHECK(strstr(err.msg, "no model for 'fr'") && strstr(err.msg, "/fr.model") &&
          strstr(err.msg, "masudi model import"));
    CHECK_INT(parse(worker, "Rain fell.", "de", &by, &err), MSD_EUNSUPPORTED);
    CHECK(strstr(err.msg, "no model for 'de'"));
    CHECK_INT(parse(worker, "Rain fell.", "und", &by, &err), MSD_EUNSUPPORTED);
    CHECK(strstr(err.msg, "what language"));
    CHECK_INT(parse(worker, "Rain fell.", "../x", &by, &err), MSD_OK); /* no code: its words tell */
    CHECK_STR(by, "en");
    CHECK_STR(reads(TWO_FRENCH, "en"), "en");
    CHECK_STR(reads(TWO_SPANISH, NULL), "es");
}

static void test_models__a_file_is_what_its_name_says(void)
{
    const char *by;
    msd_error err = {0};
    CHECK_INT(symlink("es.model", two_path(folder, "it.model")), 0);
    CHECK_INT(parse(worker, "Rain fell.", "it", &by, &err), MSD_EUNSUPPORTED);
    CHECK(strstr(err.msg, "no model for 'it'") && strstr(err.msg, "it.model is one for 'es'"));
    unlink(two_path(folder, "it.model"));
    FILE *f = fopen(two_path(folder, "it.model"), "w");
    CHECK(f && fputs("MASUDIPK", f) >= 0 && fclose(f) == 0);
    CHECK_INT(parse(worker, "Rain fell.", "it", &by, &err), MSD_EFORMAT);
    CHECK(strstr(err.msg, "it.model"));
    unlink(two_path(folder, "it.model"));
    CHECK_INT(parse(worker, "Rain fell.", "it", &by, &err), MSD_EUNSUPPORTED);
}

/* The frames are English: nothing else is coded, by whatever model. */
static void test_models__english_is_coded(void)
{
    msd_input in = {.text = "Troops shelled the town of Goma."};
    msd_doc *doc;
    in.n_byte = strlen(in.text);
    CHECK_INT(msd_code(worker, &in, &doc, NULL), MSD_OK);
    CHECK(msd_doc_n_claim(doc) > 0);
    CHECK_STR(reader_of(doc), "en");
    msd_doc_free(doc);
    in = (msd_input){.text = TWO_SPANISH, .n_byte = strlen(TWO_SPANISH)};
    CHECK_INT(msd_code(worker, &in, &doc, NULL), MSD_OK);
    CHECK_INT(msd_doc_n_claim(doc), 0);
    CHECK_STR(reader_of(doc), "nobody");
    msd_doc_free(doc);
    in = (msd_input){.text = TWO_FRENCH, .n_byte = strlen(TWO_FRENCH)};
    CHECK_INT(msd_code(worker, &in, &doc, NULL), MSD_OK);
    msd_doc_free(doc);
}

static const char *tag_of(const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t row)
{
    const struct ArrowSchema *type;
    const struct ArrowArray *tokens = arrow_child(schema, array, "tokens", &type);
    if (!tokens || arrow_list_start(tokens, row) == arrow_list_start(tokens, row + 1)) return "nobody";
    const struct ArrowArray *xpos = arrow_child(type->children[0], tokens->children[0], "xpos", NULL);
    return xpos && arrow_text(xpos, arrow_list_start(tokens, row))[0] == 'x' ? "es" : "en";
}

static void test_models__rows_of_a_table(void)
{
    static const char *const text[] = {"Rain fell.", TWO_SPANISH, TWO_FRENCH, "Snow fell."};
    static const char *const language[] = {"en", NULL, NULL, "es"};
    const msd_arrow_options opt = {.kind = MSD_ARROW_PARSE, .jobs = 2};
    struct ArrowSchema schema;
    struct ArrowArray array;
    arrow_table t;
    msd_error err = {0};
    table_init(&t, 4);
    table_add(&t, "text", text);
    table_add(&t, "language", language);
    CHECK_INT(msd_arrow_run(engine, &t.schema, &t.array, &opt, &schema, &array, &err), MSD_OK);
    CHECK_STR(tag_of(&schema, &array, 0), "en");
    CHECK_STR(tag_of(&schema, &array, 1), "es");
    CHECK_STR(tag_of(&schema, &array, 2), "nobody");
    CHECK_STR(tag_of(&schema, &array, 3), "es");
    const struct ArrowArray *error = arrow_child(&schema, &array, "error", NULL);
    CHECK_STR(arrow_text(error, 1), "(null)");
    CHECK(strstr(arrow_text(error, 2), "no model for 'fr'"));
    schema.release(&schema);
    array.release(&array);
    table_clear(&t);
}

static void *parse_both(void *with)
{
    msd_worker *own;
    const char *by;
    size_t *n_bad = with;
    if (msd_worker_new(&own, engine, NULL) != MSD_OK) return NULL;
    for (int i = 0; i < 4; i++) {
        msd_input in = {.text = i % 2 ? "Rain fell." : TWO_SPANISH};
        msd_doc *doc;
        in.n_byte = strlen(in.text);
        by = msd_parse(own, &in, &doc, NULL) == MSD_OK ? reader_of(doc) : "nobody";
        *n_bad -= strcmp(by, i % 2 ? "en" : "es") == 0;
        msd_doc_free(doc);
    }
    msd_worker_free(own);
    return NULL;
}

/* The first text in another language may come to several threads at once. */
static void test_models__threads(void)
{
    enum { N_THREAD = 4 };
    pthread_t thread[N_THREAD];
    size_t n_bad[N_THREAD];
    for (int i = 0; i < N_THREAD; i++) {
        n_bad[i] = 4;
        CHECK_INT(pthread_create(&thread[i], NULL, parse_both, &n_bad[i]), 0);
    }
    for (int i = 0; i < N_THREAD; i++) {
        pthread_join(thread[i], NULL);
        CHECK_INT(n_bad[i], 0);
    }
}

static void test_models__one_model_reads_all(void)
{
    char path[4096], knowledge[4096];
    msd_options opt = MSD_OPTIONS_INIT;
    msd_engine *one;
    msd_worker *own;
    msd_error err = {0};
    const char *by;
    snprintf(path, sizeof path, "%s", two_path(folder, "es.model"));
    opt.model = path;
    opt.knowledge = installed("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge);
    CHECK_INT(msd_engine_open(&one, &opt, &err), MSD_OK);
    CHECK_INT(msd_worker_new(&own, one, &err), MSD_OK);
    CHECK_INT(parse(own, "The house is theirs.", NULL, &by, &err), MSD_OK);
    CHECK_STR(by, "es");
    CHECK_INT(parse(own, TWO_FRENCH, "fr", &by, &err), MSD_OK);
    CHECK_STR(by, "es");
    msd_worker_free(own);
    msd_engine_close(one);
    opt.model = MSD_BUILD_DIR;
    CHECK_INT(msd_engine_open(&one, &opt, &err), MSD_EIO);
    CHECK(one == NULL && strstr(err.msg, "no en.model in this folder"));
}

int main(void)
{
    char model[4096], knowledge[4096];
    msd_options opt = MSD_OPTIONS_INIT;
    msd_error err = {0};
    opt.knowledge = installed("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge);
    const char *en = installed("MASUDI_MODEL", "en.model", model);
    if (access(en, R_OK) != 0 || access(opt.knowledge, R_OK) != 0) SKIP("no model or knowledge file; `make data`");
    two_make(folder, en);
    opt.model = folder;
    if (msd_engine_open(&engine, &opt, &err) != MSD_OK || msd_worker_new(&worker, engine, &err) != MSD_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    RUN(test_models__threads); /* first: nothing else is open yet */
    RUN(test_models__words_tell);
    RUN(test_models__what_is_said_counts_first);
    RUN(test_models__titles_go_with_their_text);
    RUN(test_models__what_is_missing_is_said);
    RUN(test_models__a_file_is_what_its_name_says);
    RUN(test_models__english_is_coded);
    RUN(test_models__rows_of_a_table);
    RUN(test_models__one_model_reads_all);
    engine_close();
    two_remove(folder);
    return test_end();
}
