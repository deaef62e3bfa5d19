/* test_relate.c: msd_relate finds the event of a given pair. Needs the model and the compiled knowledge. */
#include <math.h>
#include <unistd.h>

#include "masudi.h"
#include "test.h"

static msd_worker *worker;

static const char *installed(const char *variable, const char *name, char path[4096])
{
    const char *given = getenv(variable);
    snprintf(path, 4096, "%s/build/share/masudi/%s", MSD_SOURCE_DIR, name);
    return given ? given : path;
}

static msd_relation related(const char *text, const char *actor, const char *recipient)
{
    msd_input in = {.text = text, .n_byte = strlen(text)};
    msd_pair pair = {{actor, 0, 0}, {recipient, 0, 0}};
    msd_relation out;
    msd_error err = {0};
    CHECK_INT(msd_relate(worker, &in, &pair, &out, &err), MSD_OK);
    return out;
}

static void test_relate__the_coders_claim(void)
{
    msd_relation r = related("Troops from Chad shelled Sudan on Monday.", "Chad", "Sudan");
    CHECK_STR(r.event, "ASSAULT");
    CHECK_INT(r.status, MSD_ACTUAL);
    CHECK(r.rule != NULL && strncmp(r.rule, "assault", 7) == 0);
    CHECK(r.cameo != NULL && r.cameo[0] == '1');
    r = related("Kenya did not attack Uganda.", "Kenya", "Uganda");
    CHECK_STR(r.event, "ASSAULT");
    CHECK_INT(r.status, MSD_NEGATED);
    /* PLOVER files what will not be done for somebody as a refusal. */
    CHECK_STR(related("Kenya will not send aid to Uganda.", "Kenya", "Uganda").event, "REJECT");
}

static void test_relate__of_two_acts_the_pairs_own(void)
{
    const char *text = "Peru accused Chile of lying, and Brazil sent food aid to Bolivia.";
    CHECK_STR(related(text, "Peru", "Chile").event, "ACCUSE");
    CHECK_STR(related(text, "Brazil", "Bolivia").event, "AID");
}

static void test_relate__always_an_answer(void)
{
    static const char *const odd[][3] = {
        {"It rained in Rome.", "Rome", "Rome"},
        {"", "a", "b"},
        {"Hello", "nobody", "nothing"},
        {"Das Wetter in Berlin ist heute sehr gut.", "Berlin", "Wetter"},
        {"Iran and the UK met.", "the Iran", "U.K"},
        {"...", "", " "},
    };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        msd_relation r = related(odd[i][0], odd[i][1], odd[i][2]);
        double sum = 0;
        CHECK(r.event != NULL && r.cameo != NULL && r.rule != NULL);
        for (size_t e = 0; e < MSD_N_EVENT; e++) sum += r.scores[e];
        CHECK(fabs(sum - 1) < 1e-9);
        CHECK(r.confidence >= 0 && r.confidence <= 1);
        for (size_t e = 0; e < MSD_N_EVENT; e++)
            if (strcmp(msd_event_name(e), r.event) == 0)
                for (size_t k = 0; k < MSD_N_EVENT; k++) CHECK(r.scores[k] <= r.scores[e]);
    }
    CHECK(msd_event_name(MSD_N_EVENT) == NULL);
}

static void test_relate__looks_loosely(void)
{
    const char *text = "Ecuador's foreign minister condemned the government of Colombia.";
    CHECK_STR(related(text, "the Ecuadorean foreign Minister", "Colombian Government").event, "ACCUSE");
    CHECK_STR(related(text, "FOREIGN MINISTER", "colombia").event, "ACCUSE");
}

static void test_relate__places(void)
{
    static const char text[] = "Südland accused Chile of theft.";
    msd_input in = {.text = text, .n_byte = sizeof text - 1};
    msd_pair pair = {{NULL, 0, 7}, {NULL, 16, 21}};
    msd_relation r;
    msd_error err = {0};
    CHECK_INT(msd_relate(worker, &in, &pair, &r, &err), MSD_OK);
    CHECK_STR(r.event, "ACCUSE");
    pair.recipient.end_cp = 99;
    CHECK_INT(msd_relate(worker, &in, &pair, &r, &err), MSD_EUSAGE);
    CHECK_STR(err.msg, "the recipient's place is not in the text");
    CHECK(r.event == NULL);
}

static void test_relate__words_of_no_frame(void)
{
    /* No frame has these verbs; their neighbours in meaning do. */
    msd_relation r = related("The minister lambasted the union on Friday.", "minister", "union");
    CHECK_STR(r.event, "ACCUSE");
}

int main(void)
{
    char model[4096], knowledge[4096];
    msd_options o = MSD_OPTIONS_INIT;
    msd_engine *engine;
    msd_error err = {0};
    o.model = installed("MASUDI_MODEL", "en.model", model);
    o.knowledge = installed("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge);
    if (access(o.model, R_OK) != 0 || access(o.knowledge, R_OK) != 0)
        SKIP("no model or knowledge; `make data` makes them");
    if (msd_engine_open(&engine, &o, &err) != MSD_OK || msd_worker_new(&worker, engine, &err) != MSD_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    RUN(test_relate__the_coders_claim);
    RUN(test_relate__of_two_acts_the_pairs_own);
    RUN(test_relate__always_an_answer);
    RUN(test_relate__looks_loosely);
    RUN(test_relate__places);
    RUN(test_relate__words_of_no_frame);
    msd_worker_free(worker);
    msd_engine_close(engine);
    return test_end();
}
