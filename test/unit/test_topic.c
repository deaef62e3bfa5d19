/* test_topic.c: texts that are of sport as a whole give nothing, but for what police and governments do. Needs the model
 * and the compiled knowledge. */
#include "engine.h"

static size_t n_claim(const char *title, const char *text)
{
    msd_doc *doc = coded(title, text);
    size_t n = msd_doc_n_claim(doc);
    msd_doc_free(doc);
    return n;
}

#define MATCH \
    "Iran met Qatar in Doha in the first round of the cup on Friday. The home side had the better of the first half, " \
    "and a penalty settled the game. Their manager praised the young goalkeeper after the match. Iran attacked from " \
    "the start of the second half and hit the bar twice. "

static void test_topic__a_match_report_gives_nothing(void)
{
    CHECK_INT(n_claim(NULL, MATCH "Qatar held on for a victory that nobody at the club had hoped for."), 0);
    CHECK_INT(n_claim("Qatar beat Iran", MATCH "The final is on Sunday."), 0);
}

static void test_topic__police_in_it_are_news(void)
{
    CHECK_INT(n_claim(NULL, MATCH "Police arrested nine men outside the ground."), 1);
}

static void test_topic__one_sentence_makes_no_sports_page(void)
{
    CHECK_INT(n_claim(NULL,
                      "Iran attacked Qatar on Friday. Troops crossed the border at dawn. Qatar closed its embassy. "
                      "A football match in Doha was called off.") >= 2,
              true);
}

int main(void)
{
    if (!engine_open()) SKIP("no model or knowledge; ./run setup makes them");
    RUN(test_topic__a_match_report_gives_nothing);
    RUN(test_topic__police_in_it_are_news);
    RUN(test_topic__one_sentence_makes_no_sports_page);
    engine_close();
    return test_end();
}
