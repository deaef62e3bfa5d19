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

struct coding {
    msd_engine *engine;
    msd_worker *worker;
    msd_doc *doc;
};

static size_t code(struct coding *k, msd_without without, const char *text)
{
    char model[4096], knowledge[4096];
    msd_options o = MSD_OPTIONS_INIT;
    msd_error err = {0};
    msd_input in = {.text = text, .n_byte = strlen(text), .language = "en"};
    o.model = installed("MASUDI_MODEL", "en.model", model);
    o.knowledge = installed("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge);
    o.without = without;
    CHECK_INT(msd_engine_open(&k->engine, &o, &err), MSD_OK);
    CHECK_INT(msd_worker_new(&k->worker, k->engine, &err), MSD_OK);
    CHECK_INT(msd_code(k->worker, &in, &k->doc, &err), MSD_OK);
    return msd_doc_n_claim(k->doc);
}

static void put_away(struct coding *k)
{
    msd_doc_free(k->doc);
    msd_worker_free(k->worker);
    msd_engine_close(k->engine);
}

static size_t n_claim(msd_without without, const char *text, double *least)
{
    struct coding k;
    size_t n = code(&k, without, text);
    *least = 1;
    for (size_t i = 0; i < n; i++) {
        double p = msd_doc_claim(k.doc, i)->confidence;
        CHECK(p >= 0 && p <= 1);
        if (p < *least) *least = p;
    }
    put_away(&k);
    return n;
}

static void test_score__plain_claims_are_sure(void)
{
    double plain, murky;
    CHECK_INT(n_claim(MSD_WITHOUT_NOTHING, "Chad attacked Sudan on Monday.", &plain), 1);
    CHECK(plain > 0.85);
    CHECK(n_claim(MSD_WITHOUT_RULES, "The goalkeeper attacked the ball and the striker shot wide.", &murky) > 0);
    CHECK(murky < plain - 0.1);
}

static void test_score__rules_and_score_reject(void)
{
    double least;
    const char *text = "The batsman attacked the bowling and the pitcher struck out nine batters in the final.";
    size_t all = n_claim(MSD_WITHOUT_RULES, text, &least);
    CHECK(all >= n_claim(MSD_WITHOUT_SCORE, text, &least));
    CHECK(all > n_claim(MSD_WITHOUT_NOTHING, text, &least));
}

/* Nothing else is taken away, and nothing else stays. */
static void test_score__doubtful_claims_are_not_told(void)
{
    const char *text =
        "We all know villages where some of the widows are alone and where others help them to eat.\n\n"
        "Chad attacked Sudan on Monday.\n\nThere are days when some of us fall ill and others help us to get up.";
    struct coding all, told;
    size_t n = code(&all, MSD_WITHOUT_SCORE, text), n_told = code(&told, MSD_WITHOUT_NOTHING, text), n_doubted = 0;
    for (size_t i = 0; i < n; i++) {
        const msd_claim *c = msd_doc_claim(all.doc, i);
        bool there = false;
        for (size_t k = 0; k < n_told; k++) there |= strcmp(msd_doc_claim(told.doc, k)->id, c->id) == 0;
        bool doubted = c->status == MSD_ACTUAL && c->confidence < msdx_reject_below;
        CHECK_INT(there, !doubted);
        n_doubted += doubted;
    }
    CHECK(n_doubted > 0 && n_told > 0);
    put_away(&all);
    put_away(&told);
}

static void test_score__doubts_are_sorted(void)
{
    for (uint32_t i = 1; i < msdx_doubt_n_feature; i++) CHECK(msdx_doubt_feature[i - 1] < msdx_doubt_feature[i]);
    CHECK_INT(strlen(msdx_doubt_weight), msdx_doubt_n_feature);
    CHECK(msdx_doubt_scale > 0 && msdx_reject_below > 0 && msdx_reject_below < 1);
}

int main(void)
{
    char model[4096], knowledge[4096];
    RUN(test_score__tables_are_sorted);
    RUN(test_score__doubts_are_sorted);
    RUN(test_score__events_have_their_index);
    RUN(test_score__words_of_one_meaning_are_near);
    if (access(installed("MASUDI_MODEL", "en.model", model), R_OK) != 0 ||
        access(installed("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge), R_OK) != 0)
        SKIP("no model or knowledge; `make data` makes them");
    RUN(test_score__plain_claims_are_sure);
    RUN(test_score__rules_and_score_reject);
    RUN(test_score__doubtful_claims_are_not_told);
    return test_end();
}
