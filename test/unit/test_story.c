/* test_story.c: which texts and claims are put together, whatever order they come in. */
#include "test.h"

#include "base/mem.h"
#include "store/story.h"

static msd_error err;

static const char *const copy_text[] = {
    "The harbour of Lomas was closed on Monday after a freighter lost forty barrels of paint near the northern pier. "
    "Divers found most of them by nightfall, the port captain said, and boats may sail again on Wednesday morning.",
    "LOMAS (Wire) - The harbour of Lomas was closed on Monday after a freighter lost forty barrels of paint near the "
    "northern pier. Divers found most of them by nightfall, the port captain told reporters, and boats may sail again "
    "on Wednesday morning.",
    "The harbour of Lomas was closed on Monday after a freighter lost forty barrels of paint near the northern pier. "
    "Divers found most of them by nightfall.",
    "A choir of two hundred children sang in the old market of Velden on Sunday, the first concert there since the "
    "roof was mended. The mayor promised another in spring.",
    "",
    ""};
enum { N_COPY = sizeof copy_text / sizeof *copy_text };

static void fill(msdx_story_text *t, const char *const *text, size_t n, size_t turn, char (*key)[8])
{
    for (size_t i = 0; i < n; i++) {
        size_t k = (i * 5 + turn) % n; /* another order for each turn: n has no factor in common with 5 */
        snprintf(key[i], 8, "k%zu", k);
        t[i] = (msdx_story_text){key[i], {"", 0}, msdx_str_of(text[k])};
    }
}

static void test_story__copies_in_any_order(void)
{
    for (size_t turn = 0; turn < N_COPY; turn++) {
        msdx_story_text t[N_COPY];
        char key[N_COPY][8];
        uint32_t group[N_COPY];
        fill(t, copy_text, N_COPY, turn, key);
        CHECK_INT(msdx_story_copies(t, N_COPY, group, &err), MSD_OK);
        for (size_t i = 0; i < N_COPY; i++) {
            int k = key[i][1] - '0';
            char want[8];
            snprintf(want, sizeof want, "k%d", k < 3 ? 0 : k); /* empty texts are no copies of each other */
            CHECK_STR(key[group[i]], want);
        }
    }
}

static const char *const report_text[] = {
    "Rebels of the Amar Front seized the bridge at Tolu before dawn, and the garrison of Tolu fled across the river.",
    "The garrison of Tolu fled on Tuesday as the Amar Front took the bridge, an officer said.",
    "Parliament in Velden passed a budget with new taxes on sugar, after a debate of nine hours.",
    "A tax on sugar is part of the budget that Velden's parliament passed last night.",
    "Heavy snow closed the mountain roads of Karsk, where drivers spent the night in a school.",
    "The team from Ostia beat Marino by three goals in the cup final.",
    "Prices of copper climbed to a record on fears of a strike in the mines."};
enum { N_REPORT = sizeof report_text / sizeof *report_text };

static void test_story__reports_in_any_order(void)
{
    for (size_t turn = 0; turn < N_REPORT; turn++) {
        msdx_story_text t[N_REPORT];
        char key[N_REPORT][8];
        uint32_t group[N_REPORT];
        msdx_story_words *words;
        fill(t, report_text, N_REPORT, turn, key);
        CHECK_INT(msdx_story_words_new(&words, t, N_REPORT, &err), MSD_OK);
        CHECK_INT(msdx_story_reports(words, group, &err), MSD_OK);
        for (size_t i = 0; i < N_REPORT; i++) {
            int k = key[i][1] - '0';
            char want[8];
            snprintf(want, sizeof want, "k%d", k < 4 ? k / 2 * 2 : k);
            CHECK_STR(key[group[i]], want);
        }
        msdx_story_words_free(words);
    }
}

static void test_story__links_by_the_mean(void)
{
    /* 0-1 and 2-3 are close; one pair between them is too, but not on average */
    const msdx_story_edge edge[] = {{0, 1, 900000}, {2, 3, 800000}, {1, 2, 700000}};
    const uint32_t rank[] = {3, 2, 1, 0};
    uint32_t group[4];
    CHECK_INT(msdx_story_link(edge, 3, rank, 4, 200000, group, &err), MSD_OK);
    CHECK_INT(group[0], 1);
    CHECK_INT(group[1], 1);
    CHECK_INT(group[2], 3);
    CHECK_INT(group[3], 3);
    CHECK_INT(msdx_story_link(edge, 3, rank, 4, 100000, group, &err), MSD_OK);
    CHECK_INT(group[0], 3);
    CHECK_INT(group[2], 3);
    CHECK_INT(msdx_story_link(NULL, 0, NULL, 0, 1, group, &err), MSD_OK);
}

static const char *const iran[] = {"IRN", "IRQ"}, *const peru[] = {"PER"};
static const msdx_story_item code_item[] = {{.key = "a",
                                             .code = "ASSAULT",
                                             .word = "",
                                             .text = 0,
                                             .sentence = 0,
                                             .day_from = 10,
                                             .day_to = 10,
                                             .party = iran,
                                             .n_party = 2,
                                             .place = ""},
                                            {.key = "b",
                                             .code = "ASSAULT",
                                             .word = "",
                                             .text = 1,
                                             .sentence = 4,
                                             .day_from = 11,
                                             .day_to = 11,
                                             .party = iran,
                                             .n_party = 2,
                                             .place = ""},
                                            {.key = "c",
                                             .code = "ASSAULT",
                                             .word = "",
                                             .text = 2,
                                             .sentence = 0,
                                             .day_from = 30,
                                             .day_to = 30,
                                             .party = iran,
                                             .n_party = 2,
                                             .place = ""},
                                            {.key = "d",
                                             .code = "CONSULT",
                                             .word = "",
                                             .text = 0,
                                             .sentence = 0,
                                             .day_from = 10,
                                             .day_to = 10,
                                             .party = iran,
                                             .n_party = 2,
                                             .place = ""},
                                            {.key = "e",
                                             .code = "ASSAULT",
                                             .word = "",
                                             .text = 3,
                                             .sentence = 0,
                                             .day_from = 10,
                                             .day_to = 10,
                                             .party = peru,
                                             .n_party = 1,
                                             .place = ""}};

static void test_story__same_parties_days_and_code_are_one(void)
{
    uint32_t group[5];
    CHECK_INT(msdx_story_events(code_item, 5, NULL, group, &err), MSD_OK);
    CHECK_INT(group[1], 0); /* the day after */
    CHECK_INT(group[2], 2); /* weeks after */
    CHECK_INT(group[3], 3); /* something else */
    CHECK_INT(group[4], 4); /* others */
}

/* Groups of claims of many kinds over texts that are alike: each is of one event, on which streams rely (kafka/key.c);
 * of one set of parties or one day they are not. */
static void test_story__a_story_is_of_one_event(void)
{
    enum { N = 300, TEXTS = 6 };
    static const char *const code[] = {"ASSAULT", "CONSULT", "PROTEST"}, *const word[] = {"raid", "meet", "march"};
    static const char *const party[] = {"CHL", "PER"}, *const place[] = {"", "Lima"};
    static const char body[] = "Police and traders met at the harbour of Lomas, where a march had ended in a raid.";
    static msdx_story_item item[N];
    static msdx_story_vec vec[N];
    static char key[N][16], text_key[TEXTS][16];
    msdx_story_text text[TEXTS];
    msdx_story_words *words = NULL;
    uint32_t group[N], random = 7, n_parties = 0, n_days = 0, n_group = 0;
    for (int i = 0; i < TEXTS; i++) {
        snprintf(text_key[i], sizeof text_key[i], "t%d", i);
        text[i] = (msdx_story_text){text_key[i], MSDX_STR(""), msdx_str_of(i < TEXTS - 1 ? body : copy_text[3])};
    }
    CHECK_INT(msdx_story_words_new(&words, text, TEXTS, &err), MSD_OK);
    for (int i = 0; i < N; i++) {
        random = random * 1103515245u + 12345u;
        uint32_t r = random >> 8;
        const char *said = i % 4 ? body : copy_text[3];
        CHECK_INT(msdx_story_words_of(words, msdx_str_of(said), MSDX_STR(""), &vec[i], &err), MSD_OK);
        snprintf(key[i], sizeof key[i], "c%d", i);
        item[i] = (msdx_story_item){.key = key[i], .code = code[r % 3], .word = word[r / 3 % 3]};
        item[i].text = r / 9 % TEXTS;
        item[i].day_from = item[i].day_to = 100 + (int32_t)(r / 54 % 4);
        item[i].party = party + (r / 216 % 3 == 2);
        item[i].n_party = r / 648 % 3 % (item[i].party == party ? 3 : 2);
        item[i].place = place[r / 1944 % 2];
        item[i].vec = &vec[i];
    }
    CHECK_INT(msdx_story_events(item, N, words, group, &err), MSD_OK);
    for (int i = 0; i < N; i++) {
        const msdx_story_item *first = &item[group[i]];
        CHECK_STR(item[i].code, first->code);
        n_group += group[i] == (uint32_t)i;
        n_parties += item[i].n_party != first->n_party;
        n_days += item[i].day_from != first->day_from;
    }
    CHECK(n_group < N / 2 && n_parties > 0 && n_days > 0);
    for (int i = 0; i < N; i++) msdx_story_vec_clear(&vec[i]);
    msdx_story_words_free(words);
}

static void test_story__words_of_one_happening(void)
{
    static const char *const same[][2] = {
        {"killed", "slaying"}, {"quake", "earthquakes"},   {"plane crash", "accident"}, {"shot", "Shooting"},
        {"storms", "storm"},   {"checked into", "enters"}, {"was arrested", "captured"}};
    static const char *const apart[][2] = {{"killed", "wounded"}, {"won", "lost"}, {"visit", "protest"}, {"", "said"}};
    char a[32], b[32];
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        msdx_story_kind(same[i][0], a);
        msdx_story_kind(same[i][1], b);
        CHECK_STR(a, b);
    }
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
        msdx_story_kind(apart[i][0], a);
        msdx_story_kind(apart[i][1], b);
        CHECK(strcmp(a, b) != 0);
    }
}

static msd_status all(void)
{
    msdx_story_text t[N_REPORT];
    char key[N_REPORT][8];
    uint32_t group[N_REPORT];
    msdx_story_words *words = NULL;
    fill(t, report_text, N_REPORT, 0, key);
    msd_status st = msdx_story_copies(t, N_REPORT, group, &err);
    if (st == MSD_OK) st = msdx_story_words_new(&words, t, N_REPORT, &err);
    if (st == MSD_OK) st = msdx_story_reports(words, group, &err);
    if (st == MSD_OK) st = msdx_story_events(code_item, 5, words, group, &err);
    msdx_story_words_free(words);
    return st;
}

static void test_story__each_allocation_may_fail(void)
{
    for (size_t n = 0;; n++) {
        msdx_fail_after(n);
        msd_status st = all();
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK_INT(st, hit ? MSD_ENOMEM : MSD_OK);
        if (!hit || n > 5000) break;
    }
}

int main(void)
{
    RUN(test_story__copies_in_any_order);
    RUN(test_story__reports_in_any_order);
    RUN(test_story__links_by_the_mean);
    RUN(test_story__same_parties_days_and_code_are_one);
    RUN(test_story__a_story_is_of_one_event);
    RUN(test_story__words_of_one_happening);
    RUN(test_story__each_allocation_may_fail);
    return test_end();
}
