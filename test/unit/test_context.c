/* test_context.c: what a claim is about: the frame's contexts, its code's where the frame says nothing, and those of the
 * words around. Needs the model and the compiled knowledge. */
#include "engine.h"

/* The contexts of the claim that this word tells, joined by a space; "no claim" where there is none. */
static const char *about(const char *text, const char *lemma)
{
    static char out[256];
    msd_doc *doc = coded(NULL, text);
    snprintf(out, sizeof out, "no claim");
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++) {
        const msd_claim *c = msd_doc_claim(doc, i);
        size_t n = 0;
        if (strcmp(c->trigger_lemma, lemma) != 0) continue;
        out[0] = 0;
        for (size_t k = 0; k < c->contexts.n && n < sizeof out; k++)
            n += (size_t)snprintf(out + n, sizeof out - n, "%s%s", k ? " " : "", c->contexts.item[k]);
        break;
    }
    msd_doc_free(doc);
    return out;
}

static void test_context__of_frame_and_code(void)
{
    CHECK_STR(about("Turkey expelled the ambassador of France.", "expel"), "diplomatic");
    CHECK_STR(about("Police arrested three men in Minsk.", "arrest"), "legal");
    CHECK_STR(about("Gunmen killed a farmer in Nigeria.", "kill"), "");
}

static void test_context__of_words_in_the_clause(void)
{
    CHECK_STR(about("Thousands of people protested over corruption in Sofia.", "protest"), "corruption");
    CHECK_STR(about("Police arrested three men in Minsk over drug trafficking.", "arrest"), "legal illegal_drugs");
    CHECK_STR(about("Refugees protested in Athens.", "protest"), "asylum"); /* a party */
}

static void test_context__not_of_another_clause(void)
{
    CHECK_STR(about("Nurses protested in Athens after hackers had killed a judge.", "protest"), "health");
    CHECK_STR(about("Police arrested a man who had studied climate change.", "arrest"), "legal");
}

static void test_context__not_of_a_mere_name(void)
{
    CHECK_STR(about("The Muslim Brotherhood condemned France.", "condemn"), "");
    CHECK_STR(about("Muslim leaders condemned France.", "condemn"), "religion_ethnicity");
}

static void test_context__at_most_four(void)
{
    CHECK_STR(
        about("Farmers protested in Paris over corruption, inflation, pollution, racism, asylum and crime.", "protest"),
        "corruption economic environment inequality");
}

int main(void)
{
    if (!engine_open()) SKIP("no model or knowledge; ./run setup makes them");
    RUN(test_context__of_frame_and_code);
    RUN(test_context__of_words_in_the_clause);
    RUN(test_context__not_of_another_clause);
    RUN(test_context__not_of_a_mere_name);
    RUN(test_context__at_most_four);
    engine_close();
    return test_end();
}
