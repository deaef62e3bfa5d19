/* test_scene.c: when and where, of any word: time expressions with their values, places that no list has, the place of
 * an event among others, and counts. Needs the model and the compiled knowledge. */
#include <math.h>
#include <unistd.h>

#include "code/code.h"
#include "know/gazetteer.h"
#include "parse/parse.h"
#include "read/read.h"
#include "test.h"

static msdx_parser *parser;
static msdx_parse_work *parse_work;
static msdx_know *know;
static msdx_code_work *code_work;

static const char *installed(const char *variable, const char *name, char path[4096])
{
    const char *given = getenv(variable);
    snprintf(path, 4096, "%s/build/share/masudi/%s", MSD_SOURCE_DIR, name);
    return given ? given : path;
}

static msd_doc *parsed(const char *text, const char *date)
{
    msd_input in = {.text = text, .n_byte = strlen(text), .date = date, .language = "en"};
    msd_error err = {0};
    msd_doc *doc = NULL;
    CHECK_INT(msdx_doc_make(&doc, &in, MSDX_DOC_EXACT, NULL, &err), MSD_OK);
    msdx_unit *unit = &doc->body;
    CHECK_INT(msdx_parse_run(parser, parse_work, &unit, 1, &err), MSD_OK);
    return doc;
}

/* The first time expression of the text has these words, value and days. */
static void check_time(const char *date, const char *text, const char *words, const char *value, const char *start,
                       const char *end)
{
    msd_error err = {0};
    msdx_told_time *time;
    size_t n;
    msd_doc *doc = parsed(text, date);
    CHECK_INT(msdx_code_told_times(know, code_work, doc, &time, &n, &err), MSD_OK);
    CHECK(n > 0);
    if (n) {
        CHECK_STR(time[0].text, words);
        CHECK_STR(time[0].value, value);
        CHECK_STR(time[0].start, start);
        CHECK_STR(time[0].end, end);
        CHECK(memcmp(text + time[0].span.start_byte, words, strlen(words)) == 0);
    }
    msdx_doc_free(doc);
}

/* 2024-05-13 was a Monday. */
static void test_scene__days_and_weeks(void)
{
    static const char *const monday = "2024-05-13";
    check_time(monday, "Rebels took the town on Monday.", "Monday", "2024-05-13", "2024-05-13", "2024-05-13");
    check_time(monday, "Rebels took the town last Monday.", "last Monday", "2024-05-06", "2024-05-06", "2024-05-06");
    check_time(monday, "Rebels took the town on Friday.", "Friday", "2024-05-10", "2024-05-10", "2024-05-10");
    check_time(monday, "The envoys will meet on Friday.", "Friday", "2024-05-17", "2024-05-17", "2024-05-17");
    check_time(monday, "Shells fell overnight.", "overnight", "2024-05-12TNI", "2024-05-12", "2024-05-13");
    check_time(monday, "Shells fell last week.", "last week", "2024-W19", "2024-05-06", "2024-05-12");
    check_time(monday, "Shells fell this week.", "this week", "2024-W20", "2024-05-13", "2024-05-19");
    check_time(monday, "Shells fell three days ago.", "three days ago", "2024-05-10", "2024-05-10", "2024-05-10");
}

static void test_scene__dates(void)
{
    static const char *const day = "2024-05-13";
    check_time(day, "Shells fell on Sept. 28.", "Sept. 28", "2023-09-28", "2023-09-28", "2023-09-28");
    check_time(day, "The court will sit on Sept. 28.", "Sept. 28", "2024-09-28", "2024-09-28", "2024-09-28");
    check_time(day, "Shells fell on 28 September 2021.", "28 September 2021", "2021-09-28", "2021-09-28", "2021-09-28");
    check_time(day, "The war began in the early 1990s.", "the early 1990s", "199", "1990-01-01", "1999-12-31");
    check_time(day, "The camp closed in the summer of 2019.", "the summer of 2019", "2019-SU", "2019-06-01",
               "2019-08-31");
    check_time(day, "Arrests rose in the third quarter of 2022.", "the third quarter of 2022", "2022-Q3", "2022-07-01",
               "2022-09-30");
    check_time("", "Shells fell on Monday.", "Monday", "XXXX-WXX-1", "", "");
    check_time(day, "The fighting lasted two weeks.", "two weeks", "P2W", "", "");
    check_time(day, "Troops are now at the border.", "now", "PRESENT_REF", "", "");
}

static void check_place(const char *text, const char *word, const char *place, const char *country)
{
    msd_error err = {0};
    msdx_word_status w;
    msd_doc *doc = parsed(text, "2024-05-13");
    uint32_t at = (uint32_t)(strstr(text, word) - text);
    CHECK_INT(msdx_code_judge(know, code_work, doc, &at, NULL, 1, &w, &err), MSD_OK);
    CHECK_STR(w.n_place ? w.place[0].text : "", place);
    if (w.n_place && country) CHECK_STR(w.place[0].country, country);
    msdx_doc_free(doc);
}

static void test_scene__the_place_of_the_event(void)
{
    check_place("Officials in Geneva said that rebels had killed ten people near Goma.", "killed", "Goma", "COD");
    check_place("Ten people were killed in Goma, a minister said in Kinshasa.", "killed", "Goma", "COD");
    check_place("Gunmen shot two men in the village of Kilambo in North Kivu.", "shot", "Kilambo", "COD");
    check_place("The minister spoke for an hour.", "spoke", "", NULL);
}

static const msd_claim *first_claim(msd_doc *doc, const char *event)
{
    msd_error err = {0};
    CHECK_INT(msdx_code_run(know, code_work, doc, &err), MSD_OK);
    for (uint32_t i = 0; i < doc->n_claim; i++)
        if (strcmp(doc->claim[i].event, event) == 0) return &doc->claim[i];
    return NULL;
}

static void check_count(const char *text, const char *event, int64_t dead, int64_t injured)
{
    msd_doc *doc = parsed(text, "2024-05-13");
    const msd_claim *c = first_claim(doc, event);
    CHECK(c != NULL);
    if (c) {
        CHECK_INT(c->magnitude.dead, dead);
        CHECK_INT(c->magnitude.injured, injured);
    }
    if (c && (c->magnitude.dead != dead || c->magnitude.injured != injured)) fprintf(stderr, "  in: %s\n", text);
    msdx_doc_free(doc);
}

static void test_scene__counts(void)
{
    check_count("Gunmen killed three soldiers and two civilians in Mosul.", "ASSAULT", 5, -1);
    check_count("Rebels killed at least twenty-two people and wounded dozens.", "ASSAULT", 22, 24);
    check_count("Gunmen shot and killed a journalist in Goma.", "ASSAULT", 1, -1);
    check_count("Soldiers attacked a village, killing a pastor and his wife.", "ASSAULT", 2, -1);
    check_count("A bomb attack by rebels left nine people dead and 30 injured.", "ASSAULT", 9, 30);
    check_count("Rebels attacked the town of Goma on Sunday.", "ASSAULT", -1, -1);
}

static void test_scene__told_further_down(void)
{
    msd_doc *doc =
        parsed("Gunmen killed ten villagers, police said. The attack took place in Goma on Friday.", "2024-05-13");
    const msd_claim *c = first_claim(doc, "ASSAULT");
    CHECK(c != NULL);
    if (c) {
        CHECK_STR(c->when.start, "2024-05-10");
        CHECK_STR(c->where.present ? c->where.text : "", "Goma");
    }
    msdx_doc_free(doc);
    doc = parsed("Gunmen killed ten villagers, police said on Friday.", "2024-05-13");
    c = first_claim(doc, "ASSAULT");
    CHECK(c != NULL && !*c->when.start); /* the day of the report is not the day of the event */
    msdx_doc_free(doc);
}

static void test_scene__given_names(void)
{
    static const char text[] = "Police in Paris, Texas, met farmers from Kilambo near Goma.";
    static const uint32_t span[][2] = {{10, 15}, {41, 48}};
    msd_where where[2];
    msd_error err = {0};
    msd_doc *doc = parsed(text, "2024-05-13");
    CHECK_INT(msdx_code_given_places(know, code_work, doc, span, 2, where, &err), MSD_OK);
    CHECK_STR(where[0].country, "USA");
    CHECK_STR(where[1].text, "Kilambo");
    CHECK_STR(where[1].country, "COD");
    CHECK(where[1].has_point && !where[1].geonames); /* the point of Goma, and no entry of its own */
    msdx_doc_free(doc);
}

/* The name in the text is told within two degrees of this point. */
static void check_given(const char *text, const char *name, double latitude, double longitude)
{
    msd_where where = {0};
    msd_error err = {0};
    msd_doc *doc = parsed(text, "2024-05-13");
    uint32_t at = (uint32_t)(strstr(text, name) - text);
    const uint32_t span[][2] = {{at, at + (uint32_t)strlen(name)}};
    CHECK_INT(msdx_code_given_places(know, code_work, doc, span, 1, &where, &err), MSD_OK);
    CHECK(where.has_point && fabs(where.latitude - latitude) < 2 && fabs(where.longitude - longitude) < 2);
    msdx_doc_free(doc);
}

static void test_scene__places_of_one_name(void)
{
    if (!msdx_gazetteer_n(know)) return; /* made without one */
    /* another town of the country than the one of that name in our own files */
    check_given("Police in Fort Worth, Texas, and in Tarrant County said that Arlington was calm.", "Arlington", 32.7,
                -97.1);
    check_given("The lawyer of the West Virginia Lottery Board resigned.", "West Virginia", 38.6, -80.6);
    check_given("Roads in Becker, Wilkin and Otter Tail counties in Minnesota were shut.", "Becker", 46.9, -95.7);
    check_given("The New York governor declared an emergency.", "New York", 42.5, -75.5);
    check_given("A fire broke out in Buffalo, New York, on Monday.", "Buffalo", 42.9, -78.9);
    check_given("Clinton, Illinois, has a new mayor.", "Clinton", 40.1, -89.0); /* a town, and nobody's name */
}

int main(void)
{
    char model[4096], knowledge[4096];
    msd_error err = {0};
    const char *m = installed("MASUDI_MODEL", "en.model", model);
    const char *k = installed("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge);
    if (access(m, R_OK) != 0 || access(k, R_OK) != 0) SKIP("no model or knowledge; ./run setup makes them");
    if (msdx_parser_open(&parser, m, &err) != MSD_OK || msdx_parse_work_new(&parse_work, parser, &err) != MSD_OK ||
        msdx_know_open(&know, k, &err) != MSD_OK || msdx_code_work_new(&code_work, know, &err) != MSD_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    RUN(test_scene__days_and_weeks);
    RUN(test_scene__dates);
    RUN(test_scene__the_place_of_the_event);
    RUN(test_scene__counts);
    RUN(test_scene__told_further_down);
    RUN(test_scene__given_names);
    RUN(test_scene__places_of_one_name);
    msdx_code_work_free(code_work);
    msdx_know_close(know);
    msdx_parse_work_free(parse_work);
    msdx_parser_close(parser);
    return test_end();
}
