/* test_long.c: what long and hostile texts cost. A sentence is cut at MSDX_SENT_MAX words, so that every shape below
 * costs in proportion to its length, and no byte of it costs many times one of ordinary news. */
#include <time.h>

#include "doc/doc.h"
#include "engine.h"
#include "test.h"

/* Sanitizers make all of it ten times slower: less of it will do there. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SHORT = 700, ENDLESS = 10000, RUNS = 1 };
#else
enum { SHORT = 1500, ENDLESS = 100000, RUNS = 2 };
#endif

/* A text of this shape: open, then the parts in turn, then close. */
struct shape {
    const char *name, *open, *part[4], *close;
    unsigned words; /* of a part */
};

static const struct shape news = {
    "news", "", {"Rebels shelled a town. ", "Kenya recalled its envoy on Friday. ", "He met the king. "}, "", 4};

static const struct shape shapes[] = {
    {"one word", "", {"word "}, "", 1},
    {"nouns", "", {"army ", "attack ", "peace ", "protest "}, "", 1},
    {"marks", "", {"!?."}, "", 3},
    {"brackets", "", {"( ", ") "}, "", 1},
    {"actors joined", "", {"Iran, ", "Chad, ", "Kenya, ", "Peru, "}, "and Egypt attacked the rebels.", 2},
    {"verbs joined", "Rebels ", {"attacked the army, ", "praised the king, "}, "and fled.", 4},
    {"clauses joined", "", {"Iran attacked Chad and ", "Peru shelled Mali and "}, "Kenya fled.", 4},
    {"reports in reports", "", {"Iran said that ", "Chad denied that "}, "rebels attacked the army.", 3},
    {"conditions", "Rebels attacked the army ", {"if Chad arrested the rebels "}, ".", 5},
    {"quotes in quotes", "", {"Iran said \"", "Chad said '"}, "rebels attacked the army.", 3},
    {"pronouns", "The president left and ", {"he met them and ", "they arrested him and "}, "it ended.", 4},
    {"relative clauses", "", {"the army that attacked the rebels "}, "fled.", 6},
    {"owners", "Iran", {"'s leader"}, " attacked Iraq.", 2},
    {"genitives", "The army ", {"of the leader ", "of the state "}, "attacked Iran.", 3},
    {"purposes", "Iran wants ", {"to refuse ", "to agree "}, "to attack Iraq.", 2},
    {"other names", "Iran ", {"(also known as Chad) ", "(alias Peru) "}, "attacked Iraq.", 5},
    {"places", "Fighting in ", {"Lagos, ", "Basra, ", "Homs, ", "Kano, "}, "killed rebels.", 2},
    {"days", "Rebels attacked ", {"on Monday 3 March 2020 "}, ".", 5},
    {"hyphens", "", {"attack-", "army-"}, "", 2},
    {"an address", "http://", {"a.b/", "c?d=e&"}, "", 1},
    {"letters", "", {"attack"}, "", 1},
    {"stops", "", {"...."}, "", 1},
    {"lines", "", {"Army\n", "attack\n"}, "", 1},
};

static char *make_text(const struct shape *s, unsigned n_word)
{
    msdx_buf b = MSDX_BUF_INIT((size_t)1 << 30);
    msdx_buf_add(&b, s->open, strlen(s->open));
    for (unsigned i = 0, n_part = 4; i * s->words < n_word; i++) {
        while (!s->part[(n_part - 1) % 4]) n_part--;
        const char *part = s->part[i % n_part];
        msdx_buf_add(&b, part, strlen(part));
    }
    msdx_buf_add(&b, s->close, strlen(s->close) + 1);
    return b.p;
}

/* Seconds of this thread's processor, the least of RUNS. */
static double cost(const char *text)
{
    double least = 0;
    for (int run = 0; run < RUNS; run++) {
        struct timespec a, b;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a);
        msd_doc *doc = coded(NULL, text);
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &b);
        msd_doc_free(doc);
        double s = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) * 1e-9;
        if (run == 0 || s < least) least = s;
    }
    return least;
}

static void test_long__time_grows_with_length(void)
{
    enum { TIMES = 4, NEARLY = 9, DEARER = 40 }; /* the square would be 16 times */
    char *text = make_text(&news, SHORT);
    double a_byte = cost(text) / (double)strlen(text);
    free(text);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        char *small = make_text(&shapes[i], SHORT), *large = make_text(&shapes[i], SHORT * TIMES);
        double x = cost(small), y = cost(large), least = a_byte * (double)strlen(news.part[0]);
        bool linear = y < NEARLY * (x + least), cheap = y < DEARER * a_byte * (double)(strlen(large) + 64);
        if (!linear || !cheap)
            fprintf(stderr, "%s: %.4f s, four times as long %.4f s, %.1f times news a byte\n", shapes[i].name, x, y,
                    y / (double)strlen(large) / a_byte);
        CHECK(linear);
        CHECK(cheap);
        free(small);
        free(large);
    }
}

static void test_long__a_sentence_without_end_is_cut(void)
{
    char *text = make_text(&shapes[6], ENDLESS);
    msd_doc *doc = coded(NULL, text);
    CHECK(doc->body.n_cut > ENDLESS / MSDX_SENT_MAX - 2);
    CHECK_INT(doc->body.n_sent, msd_doc_n_sentence(doc));
    for (uint32_t i = 0; i < doc->body.n_sent; i++)
        CHECK(doc->body.sent[i].tok_end - doc->body.sent[i].tok_start <= MSDX_SENT_MAX);
    CHECK(msd_doc_n_claim(doc) > 0);
    msd_doc_free(doc);
    free(text);
}

/* Behind a mark where there is one near the end; a sentence of as many words as may be stays whole. */
static void test_long__cut_where_it_reads_best(void)
{
    struct shape line = {"", "", {"word "}, "", 1};
    char *text = make_text(&line, MSDX_SENT_MAX), *longer = make_text(&line, MSDX_SENT_MAX + 1);
    msd_doc *doc = coded(NULL, text), *two = coded(NULL, longer);
    CHECK_INT(doc->body.n_cut, 0);
    CHECK(two->body.n_cut + two->body.n_sent >= 2);
    msd_doc_free(two);
    free(longer);
    msd_doc_free(doc);
    free(text);
    doc = coded(NULL, text = make_text(&shapes[4], 3 * MSDX_SENT_MAX));
    for (uint32_t i = 0; i + 1 < doc->body.n_sent; i++) {
        const msd_sentence *at = &doc->body.sent[i];
        uint32_t n = at->tok_end - at->tok_start, end = at->span.end_byte;
        if (n >= MSDX_SENT_MAX * 3 / 4) CHECK_STR(msdx_unit_words(&doc->body, end - 1, end), ",");
    }
    CHECK(doc->body.n_cut >= 2);
    msd_doc_free(doc);
    free(text);
}

static void test_long__trees_of_parse_stay_whole(void)
{
    msd_doc *doc = NULL;
    msd_error err = {0};
    char *text = make_text(&shapes[6], 2 * MSDX_SENT_MAX);
    msd_input in = {.text = text, .n_byte = strlen(text), .language = "en"};
    CHECK_INT(msd_parse(worker, &in, &doc, &err), MSD_OK);
    CHECK_INT(doc->body.n_cut, 0);
    msd_doc_free(doc);
    free(text);
}

int main(void)
{
    if (!engine_open()) SKIP("no model or knowledge file; `make data` makes them");
    RUN(test_long__a_sentence_without_end_is_cut);
    RUN(test_long__cut_where_it_reads_best);
    RUN(test_long__trees_of_parse_stay_whole);
    RUN(test_long__time_grows_with_length);
    engine_close();
    return test_end();
}
