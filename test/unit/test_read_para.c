/* test_read_para.c: paragraphs, one miniature for each way in which sources set
 * their lines. What is expected is written as the paragraphs parted by "|",
 * a heading with "#" before it. */
#include "read/read.h"
#include "test.h"

static msdx_layout layout;

static const char *paras(const char *text)
{
    static char out[4096];
    msdx_arena arena = MSDX_ARENA_INIT;
    msdx_unit u = {.arena = &arena, .text = text, .parsed = text, .n_byte = (uint32_t)strlen(text)};
    size_t n = 0;
    layout = msdx_para_run(&u);
    CHECK_INT(strlen(u.parsed), u.n_byte);
    out[0] = 0;
    for (uint32_t i = 0; i < u.n_para; i++) {
        const msdx_para *p = &u.para[i];
        CHECK(p->start_byte < p->end_byte && p->end_byte <= u.n_byte);
        CHECK(i == 0 || u.para[i - 1].end_byte <= p->start_byte);
        n +=
            (size_t)snprintf(out + n, sizeof out - n, "%s%s%.*s", n ? "|" : "", p->kind == MSDX_PARA_HEADING ? "#" : "",
                             (int)(p->end_byte - p->start_byte), u.parsed + p->start_byte);
    }
    msdx_arena_clear(&arena);
    return out;
}

static void test_para__one_line(void)
{
    CHECK_STR(paras("Troops left the town. They will not return."), "Troops left the town. They will not return.");
    CHECK_INT(layout, MSDX_LAYOUT_ONE_LINE);
    CHECK_STR(paras("\n  Troops left.  \n"), "Troops left.");
    CHECK_STR(paras("x"), "x");
    CHECK_STR(paras(""), "");
    CHECK_STR(paras(" \n \n"), "");
}

static void test_para__blank_lines(void)
{
    CHECK_STR(paras("The army left.\n\nLosing support\n\nIt said so on Monday.\n"),
              "The army left.|#Losing support|It said so on Monday.");
    CHECK_INT(layout, MSDX_LAYOUT_BLANK);
    CHECK_STR(paras("One.\r\n\r\nTwo.\r\n"), "One.|Two.");
    CHECK_STR(paras("One.\n \xC2\xA0 \nTwo."), "One.|Two.");
    CHECK_STR(paras("First of it. \n\n\nSecond of it.\n\n\n"), "First of it.|Second of it.");
}

/* Monitoring services indent paragraphs, and magazines put white space on the blank lines. */
static void test_para__indented(void)
{
    CHECK_STR(
        paras("LIMA, 2 MAY 90 -- A BOMB WENT OFF.\n\n   POLICE BLAMED NO ONE.  NONE WAS HURT.\n\n   IT WAS LATE."),
        "LIMA, 2 MAY 90 -- A BOMB WENT OFF.|POLICE BLAMED NO ONE.  NONE WAS HURT.|IT WAS LATE.");
    CHECK_STR(paras("Markets \n\n\n Hot Stocks \n\n\n            Exports rose.\n     \n            Imports fell."),
              "#Markets|#Hot Stocks|Exports rose.|Imports fell.");
}

static void test_para__single_newlines(void)
{
    CHECK_STR(
        paras("The company said it bought a mill for five million dollars.\nIt makes paper.\nIts shares rose by two "
              "dollars to forty in the morning and fell again after noon."),
        "The company said it bought a mill for five million dollars.|It makes paper.|Its shares rose by two dollars to "
        "forty in the morning and fell again after noon.");
    CHECK_INT(layout, MSDX_LAYOUT_LINES);
}

static void test_para__tables_are_not_wrapped(void)
{
    CHECK_STR(paras("Shr 99 cts vs 82 cts\nNet 7,784,000 vs 6,357,000\nRevs 3.25 billion vs 2.74 billion\nNine "
                    "months\nShr 2.40 "
                    "dlrs vs 2.10 dlrs\n"),
              "#Shr 99 cts vs 82 cts|#Net 7,784,000 vs 6,357,000|#Revs 3.25 billion vs 2.74 billion|#Nine months|#Shr "
              "2.40 dlrs "
              "vs 2.10 dlrs");
    CHECK_INT(layout, MSDX_LAYOUT_LINES);
}

static void test_para__event_lists(void)
{
    CHECK_STR(
        paras(
            "War in the north\nThe army says that it took two villages near the river.\nA drone hits a depot, killing "
            "three.\nStorm season\nAt least nine people drown in floods in the capital and the districts around it."),
        "#War in the north|The army says that it took two villages near the river.|A drone hits a depot, killing "
        "three.|"
        "#Storm season|At least nine people drown in floods in the capital and the districts around it.");
}

static const char wrapped[] = "The government said on Monday that it would close two of its\n"
                              "embassies in the region after a series of attacks on convoys,\n"
                              "and that staff would leave within a week.\n"
                              "\n"
                              "A spokesman told reporters that no decision had been made on\n"
                              "the consulate in the north, which has been shelled twice since\n"
                              "the summer.\n";

static void test_para__hard_wrapped(void)
{
    CHECK_STR(paras(wrapped),
              "The government said on Monday that it would close two of its embassies in the region after a "
              "series of attacks on convoys, and that staff would leave within a week.|A spokesman told "
              "reporters that no decision had been made on the consulate in the north, which has been shelled "
              "twice since the summer.");
    CHECK_INT(layout, MSDX_LAYOUT_WRAPPED);
}

static void test_para__hard_wrapped_with_carriage_returns(void)
{
    char text[sizeof wrapped * 2];
    size_t n = 0;
    for (const char *p = wrapped; *p; p++) {
        if (*p == '\n') text[n++] = '\r';
        text[n++] = *p;
    }
    text[n] = 0;
    const char *got = paras(text);
    CHECK_INT(layout, MSDX_LAYOUT_WRAPPED);
    CHECK(strstr(got, "two of its  embassies") != NULL);
    CHECK(strchr(got, '\r') == NULL);
}

/* No blank line between paragraphs: a short line ends one, an indent begins one. */
static void test_para__hard_wrapped_by_short_lines_and_indents(void)
{
    CHECK_STR(
        paras("Rebels attacked a police post in the east of the country, and\n"
              "four officers were killed, a governor said on Tuesday night.\n"
              "No one said that they had done it.\n"
              "The army sent two helicopters, which searched the hills until\n"
              "the morning and found nobody there.\n"
              "    Villagers said that they had seen men with rifles and heard\n"
              "shots after dark.\n"),
        "Rebels attacked a police post in the east of the country, and four officers were killed, a governor said on "
        "Tuesday night. No one said that they had done it.|The army sent two helicopters, which searched the hills "
        "until "
        "the morning and found nobody there.|Villagers said that they had seen men with rifles and heard shots after "
        "dark.");
    CHECK_INT(layout, MSDX_LAYOUT_WRAPPED);
}

static void test_para__hard_wrapped_capitals(void)
{
    paras("THE GOVERNMENT SAID ON MONDAY THAT IT WOULD CLOSE TWO OF ITS\n"
          "EMBASSIES IN THE REGION AFTER A SERIES OF ATTACKS ON CONVOYS,\n"
          "AND THAT STAFF WOULD LEAVE WITHIN A WEEK, THE MINISTER ADDED\n"
          "IN THE EVENING.\n");
    CHECK_INT(layout, MSDX_LAYOUT_WRAPPED);
}

static void test_para__one_wrapped_line(void)
{
    CHECK_STR(paras("The two ministers met in Vienna on Sunday and agreed to hold\nfurther talks in May.\n"),
              "The two ministers met in Vienna on Sunday and agreed to hold further talks in May.");
    CHECK_INT(layout, MSDX_LAYOUT_WRAPPED);
}

static void test_para__lists_stay_apart_in_wrapped_text(void)
{
    CHECK_STR(paras("The accord that the two sides signed in the capital last night\n"
                    "asks three things of the northern army and of the government:\n"
                    "- that the guns be drawn back from the line within ten days\n"
                    "- that prisoners be freed\n"
                    "and it sets up a commission of five, which is to meet in the\n"
                    "spring in a city that both accept.\n"),
              "The accord that the two sides signed in the capital last night asks three things of the northern army "
              "and of the "
              "government:|- that the guns be drawn back from the line within ten days|- that prisoners be freed and "
              "it sets up "
              "a commission of five, which is to meet in the spring in a city that both accept.");
}

static void test_para__cut(void)
{
    msdx_arena arena = MSDX_ARENA_INIT;
    msdx_unit u = {.arena = &arena, .text = "ROME - It rained.\n\nTwo.", .n_byte = 23};
    msdx_para_run(&u);
    msdx_para_cut(&u, 7);
    CHECK_INT(u.n_para, 3);
    CHECK_INT(u.para[0].end_byte, 7);
    CHECK_INT(u.para[0].kind, MSDX_PARA_HEADING);
    CHECK_INT(u.para[1].start_byte, 7);
    CHECK_INT(u.para[1].end_byte, 17);
    CHECK_INT(u.para[2].start_byte, 19);
    msdx_arena_clear(&arena);
}

int main(void)
{
    RUN(test_para__one_line);
    RUN(test_para__blank_lines);
    RUN(test_para__indented);
    RUN(test_para__single_newlines);
    RUN(test_para__tables_are_not_wrapped);
    RUN(test_para__event_lists);
    RUN(test_para__hard_wrapped);
    RUN(test_para__hard_wrapped_with_carriage_returns);
    RUN(test_para__hard_wrapped_by_short_lines_and_indents);
    RUN(test_para__hard_wrapped_capitals);
    RUN(test_para__one_wrapped_line);
    RUN(test_para__lists_stay_apart_in_wrapped_text);
    RUN(test_para__cut);
    return test_end();
}
