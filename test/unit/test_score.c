/* test_score.c: the table of weights is well made, and what the model sees and says holds together. Needs the model and
 * the compiled knowledge for the last two. */
#include <math.h>
#include <unistd.h>

#include "code/score.h"
#include "masudi.h"
#include "test.h"

static void test_score__tables_are_sorted(void)
{
    CHECK(msdx_score_n_feature > 1000 && msdx_score_n_word > 1000);
    for (uint32_t i = 1; i < msdx_score_n_feature; i++) CHECK(msdx_score_feature[i - 1] < msdx_score_feature[i]);
    for (uint32_t i = 1; i < msdx_score_n_word; i++) CHECK(msdx_score_word[i - 1] < msdx_score_word[i]);
    CHECK_INT(strlen(msdx_score_weight), (size_t)msdx_score_n_feature * MSDX_N_ANSWER);
    CHECK_INT(strlen(msdx_score_vector), (size_t)msdx_score_n_word * MSDX_VECTOR_DIM);
    CHECK(msdx_score_scale > 0);
}

static void test_score__events_have_their_index(void)
{
    for (int e = 0; e < MSDX_N_EVENT; e++) CHECK_INT(msdx_event_index(msdx_event_name[e]), e);
    CHECK_INT(msdx_event_index("RAIN"), -1);
    CHECK_INT(msdx_event_index(NULL), -1);
}

static double likeness(const char *a, const char *b)
{
    const char *x = msdx_word_vector(msdx_str_of(a)), *y = msdx_word_vector(msdx_str_of(b));
    double xy = 0, xx = 0, yy = 0;
    CHECK(x != NULL && y != NULL);
    for (int d = 0; x && y && d < MSDX_VECTOR_DIM; d++) {
        double p = x[d] - MSDX_SCORE_ZERO, q = y[d] - MSDX_SCORE_ZERO;
        xy += p * q;
        xx += p * p;
        yy += q * q;
    }
    return xy / sqrt(xx * yy + 1e-9);
}

static void test_score__words_of_one_meaning_are_near(void)
{
    CHECK(likeness("attack", "bombing") > likeness("attack", "agreement") + 0.2);
    CHECK(likeness("Condemn", "denounce") > likeness("condemn", "deliver") + 0.2);
    CHECK(msdx_word_vector(MSDX_STR("zzyzx")) == NULL);
    CHECK(msdx_word_vector(MSDX_STR("")) == NULL);
}

static const char *installed(const char *variable, const char *name, char path[4096])
{
    const char *given = getenv(variable);
    snprintf(path, 4096, "%s/build/share/masudi/%s", MSD_SOURCE_DIR, name);
    return given ? given : path;
}

static size_t n_claim(msd_without without, const char *text, double *least)
{
    char model[4096], knowledge[4096];
    msd_options o = MSD_OPTIONS_INIT;
    msd_engine *engine;
    msd_worker *worker;
    msd_error err = {0};
    msd_doc *doc;
    msd_input in = {.text = text, .n_byte = strlen(text), .language = "en"};
    o.model = installed("MASUDI_MODEL", "en.model", model);
    o.knowledge = installed("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge);
    o.without = without;
    CHECK_INT(msd_engine_open(&engine, &o, &err), MSD_OK);
    CHECK_INT(msd_worker_new(&worker, engine, &err), MSD_OK);
    CHECK_INT(msd_code(worker, &in, &doc, &err), MSD_OK);
    size_t n = msd_doc_n_claim(doc);
    *least = 1;
    for (size_t i = 0; i < n; i++) {
        double p = msd_doc_claim(doc, i)->confidence;
        CHECK(p >= 0 && p <= 1);
        if (p < *least) *least = p;
    }
    msd_doc_free(doc);
    msd_worker_free(worker);
    msd_engine_close(engine);
    return n;
}

static void test_score__plain_claims_are_sure(void)
{
    double plain, murky;
    CHECK_INT(n_claim(MSD_WITHOUT_NOTHING, "Chad attacked Sudan on Monday.", &plain), 1);
    CHECK(plain > 0.85);
    CHECK(n_claim(MSD_WITHOUT_RULES, "The goalkeeper attacked the ball and the striker shot wide.", &murky) > 0);
    CHECK(murky < plain - 0.2);
}

static void test_score__rules_and_score_reject(void)
{
    double least;
    const char *text = "The batsman attacked the bowling and the pitcher struck out nine batters in the final.";
    size_t all = n_claim(MSD_WITHOUT_RULES, text, &least);
    CHECK(all >= n_claim(MSD_WITHOUT_SCORE, text, &least));
    CHECK(all > n_claim(MSD_WITHOUT_NOTHING, text, &least));
}

int main(void)
{
    char model[4096], knowledge[4096];
    RUN(test_score__tables_are_sorted);
    RUN(test_score__events_have_their_index);
    RUN(test_score__words_of_one_meaning_are_near);
    if (access(installed("MASUDI_MODEL", "en.model", model), R_OK) != 0 ||
        access(installed("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge), R_OK) != 0)
        SKIP("no model or knowledge; `make data` makes them");
    RUN(test_score__plain_claims_are_sure);
    RUN(test_score__rules_and_score_reject);
    return test_end();
}
