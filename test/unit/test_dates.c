/* test_dates.c: dates as feeds, pages and exports write them. */
#include "read/formats/formats.h"
#include "test.h"

/* What is read of it; "-" when nothing is. */
static const char *date(const char *text)
{
    static char out[MSDX_DATE_ROOM];
    return msdx_date_read(msdx_str_of(text), out) ? out : "-";
}

static void test_date__iso(void)
{
    CHECK_STR(date("2020-09-28"), "2020-09-28");
    CHECK_STR(date("2020-09-28T10:15:00Z"), "2020-09-28T10:15:00Z");
    CHECK_STR(date("2020-09-28T10:15:00.123+02:00"), "2020-09-28T08:15:00Z");
    CHECK_STR(date("2020-09-28T10:15:00+0200"), "2020-09-28T08:15:00Z");
    CHECK_STR(date("2020-09-28 10:15"), "2020-09-28T10:15:00");
    CHECK_STR(date("2020-09-28T10:15 -0330"), "2020-09-28T13:45:00Z");
    CHECK_STR(date("2020/09/28"), "2020-09-28");
    CHECK_STR(date("2020.09.28 10:15:01"), "2020-09-28T10:15:01");
    CHECK_STR(date("20200928"), "2020-09-28");
    CHECK_STR(date("20200928T101500Z"), "2020-09-28T10:15:00Z");
    CHECK_STR(date("20200928T101500+1100"), "2020-09-27T23:15:00Z");
    CHECK_STR(date("20200928101500"), "2020-09-28T10:15:00");
    CHECK_STR(date("  2020-9-8  "), "2020-09-08");
}

static void test_date__rfc822_and_its_kin(void)
{
    CHECK_STR(date("Mon, 28 Sep 2020 10:15:00 GMT"), "2020-09-28T10:15:00Z");
    CHECK_STR(date("Mon, 28 Sep 2020 10:15:00 Z"), "2020-09-28T10:15:00Z");
    CHECK_STR(date("28 Sep 20 10:15 EST"), "2020-09-28T15:15:00Z");
    CHECK_STR(date("Mon, 28 Sep 2020 10:15:00 -0500"), "2020-09-28T15:15:00Z");
    CHECK_STR(date("lun, 28 set 2020 10:15:00 +0200"), "2020-09-28T08:15:00Z");
    CHECK_STR(date("mar, 29 set 2020 10:15:00 +0200"), "2020-09-29T08:15:00Z");
    CHECK_STR(date("Mon Sep 28 10:15:00 2020"), "2020-09-28T10:15:00");
    CHECK_STR(date("Mon, Sep 28 2020 02:15:33 PM"), "2020-09-28T14:15:33");
    CHECK_STR(date("Mon, 28 Sep 2020 24:00:00 GMT"), "2020-09-29T00:00:00Z");
    CHECK_STR(date("Mon, 28 Sep 2020 10:15:00 NOWHERE"), "2020-09-28T10:15:00");
}

static void test_date__in_words(void)
{
    CHECK_STR(date("September 28, 2020 Monday"), "2020-09-28");
    CHECK_STR(date("December 19, 1991, Sunday, An Edition"), "1991-12-19");
    CHECK_STR(date("28 d\xC3\xA9"
                   "cembre 2011"),
              "2011-12-28");
    CHECK_STR(date("28. M\xC3\xA4rz 2011"), "2011-03-28");
    CHECK_STR(date("28 \xD0\xBD\xD0\xBE\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F 2019"), "2019-11-28");
    CHECK_STR(date("Sept. 28th, 2020 5:15 p.m."), "2020-09-28T17:15:00");
    CHECK_STR(date("12:05 a.m., May 1, 2020"), "2020-05-01T00:05:00");
}

static void test_date__in_figures(void)
{
    CHECK_STR(date("28.09.2020"), "2020-09-28");
    CHECK_STR(date("3.4.2020"), "2020-04-03");
    CHECK_STR(date("28/09/2020 10:15"), "2020-09-28T10:15:00");
    CHECK_STR(date("09/28/2020"), "2020-09-28");
    CHECK_STR(date("03/03/2020"), "2020-03-03");
    CHECK_STR(date("1601280900"), "2020-09-28T08:15:00Z");
    CHECK_STR(date("1601280900000"), "2020-09-28T08:15:00Z");
}

static void test_date__unknown_is_unknown(void)
{
    static const char *const bad[] = {"",
                                      "yesterday",
                                      "03/04/2020",
                                      "2020-02-30",
                                      "0001-01-01T00:00:00Z",
                                      "2020-13-01",
                                      "2020-09",
                                      "Sep 2020",
                                      "28 Sep",
                                      "12:30",
                                      "Monday",
                                      "99/99/9999",
                                      "2020",
                                      "31 Feb 2020",
                                      "28 Foo 2020",
                                      "one two three four five six seven eight nine ten 1 May 2020"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK_STR(date(bad[i]), "-");
}

static void test_date__seconds(void)
{
    CHECK_INT(msdx_date_seconds("1970-01-02"), 86400);
    CHECK_INT(msdx_date_seconds("2020-09-28T08:15:00Z"), 1601280900);
    CHECK_INT(msdx_date_seconds("no date"), 0);
}

int main(void)
{
    RUN(test_date__iso);
    RUN(test_date__rfc822_and_its_kin);
    RUN(test_date__in_words);
    RUN(test_date__in_figures);
    RUN(test_date__unknown_is_unknown);
    RUN(test_date__seconds);
    return test_end();
}
