/* test_article.c: when, where and by whose word, across the sentences of a document. Needs the model and the knowledge. */
#include "engine.h"

static const msd_claim *claim_of(const msd_doc *doc, const char *trigger)
{
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++)
        if (strcmp(msd_doc_claim(doc, i)->trigger_text, trigger) == 0) return msd_doc_claim(doc, i);
    fprintf(stderr, "no claim is stated by '%s'\n", trigger);
    return NULL;
}

/* Documents are of 14 May 2024, a Tuesday. */
static void check_when(const char *text, const char *trigger, const char *start, const char *end)
{
    msd_doc *doc = coded(NULL, text);
    const msd_claim *c = claim_of(doc, trigger);
    CHECK(c != NULL);
    if (c && (strcmp(c->when.start, start) != 0 || strcmp(c->when.end, end) != 0)) {
        fprintf(stderr, "'%s' in '%s': %s to %s\n", trigger, text, c->when.start, c->when.end);
        CHECK(false);
    }
    msd_doc_free(doc);
}

static void check_where(const char *text, const char *trigger, const char *name)
{
    msd_doc *doc = coded(NULL, text);
    const msd_claim *c = claim_of(doc, trigger);
    CHECK(c != NULL);
    const char *got = c && c->where.present ? c->where.name : "nowhere";
    if (strcmp(got, name) != 0) fprintf(stderr, "'%s' in '%s': %s\n", trigger, text, got);
    CHECK(strcmp(got, name) == 0);
    msd_doc_free(doc);
}

static void check_source(const char *text, const char *trigger, const char *source)
{
    msd_doc *doc = coded(NULL, text);
    const msd_claim *c = claim_of(doc, trigger);
    CHECK(c != NULL);
    const char *got = c && c->n_attribution ? c->attribution[0].who.text : "nobody";
    if (strcmp(got, source) != 0) fprintf(stderr, "'%s' in '%s': %s\n", trigger, text, got);
    CHECK(strcmp(got, source) == 0);
    msd_doc_free(doc);
}

static void test_article__days_apart(void)
{
    check_when("Pakistan fired rockets at Iran on Thursday, two days after Iran attacked Panjgur.", "attacked",
               "2024-05-07", "2024-05-07");
    check_when("Pakistan fired rockets at Iran on Thursday, two days after Iran attacked Panjgur.", "fired",
               "2024-05-09", "2024-05-09");
    check_when("Chad recalled its envoy on Friday, a day after Libya imposed sanctions on it.", "imposed", "2024-05-09",
               "2024-05-09");
    check_when("Police arrested a colonel on Monday, three weeks after the bombing of the barracks.", "bombing",
               "2024-04-22", "2024-04-22");
    check_when("Soldiers shot at farmers days after rebels attacked Goma.", "attacked", "", "");
}

static void test_article__the_one_date_of_the_sentence(void)
{
    check_when("Washington froze the assets of two companies tied to the militia last June.", "froze", "2023-06-01",
               "2023-06-30");
}

static void test_article__places_that_are_described(void)
{
    check_where(
        "Soldiers seized the palace in Bissau on Saturday. Nigeria and Senegal closed their embassies in the city.",
        "closed", "Bissau");
    check_where("Kenya's president spoke in Mombasa. Police in the capital arrested twelve Kenyan miners.", "arrested",
                "Nairobi");
    check_where("Rebels fled Goma on Friday. The army shelled a market in the eastern city of Bukavu.", "shelled",
                "Bukavu");
    check_where("Benin weighs closing its mission in Niamey. Benin's foreign minister accused the Nigerien army of "
                "shelling the village.",
                "shelling", "nowhere");
    check_where("According to Police, the Maoists abducted two men from their home.", "abducted", "nowhere");
    check_where("The minister of Burkina Faso will travel to Niamey on Thursday.", "travel", "Niamey");
}

static void test_article__a_scene_goes_on(void)
{
    static const char one[] = "In Cusco, youths threw petrol bombs at a school. Police fired rubber bullets at them.";
    static const char two[] =
        "In Cusco, youths threw petrol bombs at a school.\n\nPolice fired rubber bullets at miners.";
    static const char three[] =
        "In Cusco, youths threw petrol bombs at a school. Elsewhere, police fired rubber bullets "
        "at miners.";
    check_where(one, "fired", "Cusco");
    check_where(two, "fired", "nowhere");
    check_where(three, "fired", "nowhere");
}

static int64_t dead_of(const char *text, const char *trigger)
{
    msd_doc *doc = coded(NULL, text);
    const msd_claim *c = claim_of(doc, trigger);
    int64_t dead = c ? c->magnitude.dead : -2;
    msd_doc_free(doc);
    return dead;
}

static void test_article__tolls_of_the_next_sentences(void)
{
    CHECK_INT(dead_of("A bomb exploded in Mosul on Monday. The death toll rose to 12 on Tuesday.", "exploded"), 12);
    CHECK_INT(
        dead_of("Rockets hit a hospital in Goma. Officials put the number of dead at three; they later corrected it "
                "to two.",
                "hit"),
        2);
    CHECK_INT(dead_of("A bomb exploded in Mosul on Monday.\n\nThe death toll rose to 12 on Tuesday.", "exploded"), -1);
    CHECK_INT(dead_of("Gunmen threw grenades into a bar in Bujumbura. Four people died.", "threw"), 4);
}

static void test_article__a_source_with_its_name(void)
{
    check_source("Rebels shelled a school, Chad's defence minister, Issa Moussa, said.", "shelled",
                 "Chad's defence minister, Issa Moussa");
    check_source("Rebels shelled a school, the defence minister said.", "shelled", "the defence minister");
}

int main(void)
{
    if (!engine_open()) SKIP("no model or no knowledge is installed");
    RUN(test_article__days_apart);
    RUN(test_article__the_one_date_of_the_sentence);
    RUN(test_article__places_that_are_described);
    RUN(test_article__a_scene_goes_on);
    RUN(test_article__tolls_of_the_next_sentences);
    RUN(test_article__a_source_with_its_name);
    engine_close();
    return test_end();
}
