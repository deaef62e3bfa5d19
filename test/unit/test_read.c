/* test_read.c: cutting files into records and opening them. */
#include "read/read.h"
#include "test.h"

#include <stdio.h>
#include <unistd.h>

static char path[256];

static const char *file_of(const char *bytes, size_t n)
{
    snprintf(path, sizeof path, "/tmp/msd_test_read.%d", (int)getpid());
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(bytes, 1, n, f) != n || fclose(f) != 0) exit(2);
    return path;
}

static msdx_reader *open_bytes(const char *bytes, size_t n, msdx_read_kind kind, size_t max)
{
    msdx_reader *r;
    msd_error err;
    CHECK_INT(msdx_reader_open(&r, file_of(bytes, n), kind, max, &err), MSD_OK);
    return r;
}

/* The kinds and lines that come out, as "J1 J3 T1", refusals in small letters with their line. */
static const char *cut(const char *text, msdx_read_kind kind, size_t max)
{
    static char out[256];
    msdx_reader *r = open_bytes(text, strlen(text), kind, max);
    msdx_record rec;
    msd_error err = {0};
    size_t n = 0;
    out[0] = 0;
    for (int i = 0; i < 20; i++) {
        msd_status st = msdx_reader_next(r, &rec, &err);
        if (st == MSD_OK && !rec.bytes) break;
        char what = st != MSD_OK ? (st == MSD_ETOOBIG ? 'b' : 'f') : rec.kind == MSDX_READ_JSONL ? 'J' : 'T';
        n +=
            (size_t)snprintf(out + n, sizeof out - n, "%s%c%zu", n ? " " : "", what, st == MSD_OK ? rec.line : err.pos);
        msdx_record_clear(&rec);
    }
    msdx_reader_close(r);
    return out;
}

static void test_reader__guesses_the_kind(void)
{
    CHECK_STR(cut("A text.\nOf two lines.\n", MSDX_READ_ANY, 100), "T1");
    CHECK_STR(cut("{\"text\":\"a\"}\n{\"text\":\"b\"}", MSDX_READ_ANY, 100), "J1 J2");
    CHECK_STR(cut("\xEF\xBB\xBF{\"text\":\"a\"}\n", MSDX_READ_ANY, 100), "J1");
    CHECK_STR(cut("broken\n{\"text\":\"b\"}\n", MSDX_READ_ANY, 100), "J1 J2");
    CHECK_STR(cut("[TEXT] brackets are no JSON\n", MSDX_READ_ANY, 100), "T1");
    CHECK_STR(cut("{\"text\":\"a\"}\n", MSDX_READ_TEXT, 100), "T1");
    CHECK_STR(cut("some words\n", MSDX_READ_JSONL, 100), "J1");
}

static void test_reader__counts_lines(void)
{
    CHECK_STR(cut("\n\n{\"text\":\"a\"}\r\n  \n{}\n\n", MSDX_READ_ANY, 100), "J3 J5");
}

static void test_reader__refuses_what_is_too_big_and_goes_on(void)
{
    CHECK_STR(cut("{\"text\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}\n{\"t\":1}\n", MSDX_READ_ANY, 20), "b1 J2");
    CHECK_STR(cut("A long text that is over.\n", MSDX_READ_ANY, 10), "b1");
    CHECK_STR(cut("0123456789", MSDX_READ_ANY, 10), "T1");
}

static void test_reader__refuses_nothing(void)
{
    CHECK_STR(cut("", MSDX_READ_ANY, 10), "f1");
    CHECK_STR(cut(" \n\n", MSDX_READ_ANY, 10), "f1");
    CHECK_STR(cut("", MSDX_READ_JSONL, 10), "f1");
}

static void test_reader__refuses_folders_and_what_is_not_there(void)
{
    msdx_reader *r;
    msd_error err = {0};
    CHECK_INT(msdx_reader_open(&r, "/tmp", MSDX_READ_ANY, 10, &err), MSD_EIO);
    CHECK(r == NULL);
    CHECK_INT(msdx_reader_open(&r, "/tmp/there is no such file", MSDX_READ_ANY, 10, &err), MSD_EIO);
    CHECK(r == NULL);
}

static void test_reader__keeps_long_lines_whole(void)
{
    size_t n = 1000000;
    char *text = malloc(n);
    memset(text, 'x', n);
    memcpy(text, "{\"text\":\"", 9);
    memcpy(text + n - 3, "\"}\n", 3);
    msdx_reader *r = open_bytes(text, n, MSDX_READ_ANY, n);
    msdx_record rec;
    msd_error err;
    CHECK_INT(msdx_reader_next(r, &rec, &err), MSD_OK);
    CHECK_INT(rec.n_byte, n - 1);
    CHECK(rec.bytes && memcmp(rec.bytes, text, n - 1) == 0);
    msdx_record_clear(&rec);
    msdx_reader_close(r);
    free(text);
}

/* ---- opening ---- */

static msd_status open_line(const char *bytes, size_t n, msdx_opened *out, msd_error *err)
{
    msdx_record rec = {.bytes = (char *)(uintptr_t)bytes, .n_byte = n, .kind = MSDX_READ_JSONL, .line = 1};
    *err = (msd_error){0};
    return msdx_record_open(&rec, out, err);
}

static void refused(const char *bytes, size_t n, msd_status want, const char *words)
{
    msdx_opened o;
    msd_error err;
    CHECK_INT(open_line(bytes, n, &o, &err), want);
    CHECK(strstr(err.msg, words) != NULL);
    CHECK(strchr(err.msg, '\n') == NULL);
}

static void test_record__names_what_is_wrong(void)
{
    refused("{\"text\": \"a", 11, MSD_EFORMAT, "not JSON");
    refused("{\"text\": \"a\"", 12, MSD_EFORMAT, "not JSON");
    refused("{\"text\": \"a\"} x", 15, MSD_EFORMAT, "not JSON");
    refused("[1]", 3, MSD_EFORMAT, "not a JSON object");
    refused("7", 1, MSD_EFORMAT, "not a JSON object");
    refused("{\"id\": \"a\"}", 11, MSD_EFORMAT, "no text");
    refused("{\"text\": null}", 14, MSD_EFORMAT, "no text");
    refused("{\"text\": [\"a\"]}", 15, MSD_EFORMAT, "not a string");
    refused("{\"text\": \"\\u0000\"}", 18, MSD_EFORMAT, "not JSON");
    refused("{\"text\": \"\\ud800\"}", 18, MSD_EFORMAT, "not JSON");
    refused("{\"text\": \"a\0b\"}", 15, MSD_EUTF8, "a NUL at byte 11");
    refused("{\"text\": \"\xE9t\xE9\"}", 15, MSD_EUTF8, "not UTF-8 at byte 10");
    refused("{\"text\": \"ab\xE2\x82\"}", 16, MSD_EUTF8, "not UTF-8 at byte 12");
}

static void test_record__knows_names_and_aliases(void)
{
    static const char line[] =
        "{\"maintext\":\"T\\u00e9\",\"doc_id\":17,\"date_publish\":\"2020-09-28\",\"headline\":\"H\","
        "\"url\":\"u\",\"source_domain\":\"p\",\"lang\":\"en\",\"more\":[1]}";
    msdx_opened o;
    msd_error err;
    CHECK_INT(open_line(line, sizeof line - 1, &o, &err), MSD_OK);
    CHECK_INT(o.in.n_byte, 3);
    CHECK(memcmp(o.in.text, "T\xC3\xA9", 3) == 0);
    CHECK_STR(o.in.id, "17");
    CHECK_STR(o.in.date, "2020-09-28");
    CHECK_STR(o.in.title, "H");
    CHECK_STR(o.in.url, "u");
    CHECK_STR(o.in.publisher, "p");
    CHECK_STR(o.in.language, "en");
    msdx_opened_close(&o);
}

static void test_record__prefers_the_native_name(void)
{
    static const char line[] = "{\"body\":\"b\",\"text\":\"t\",\"content\":3,\"id\":null,\"uid\":\"x\",\"title\":\"\"}";
    msdx_opened o;
    msd_error err;
    CHECK_INT(open_line(line, sizeof line - 1, &o, &err), MSD_OK);
    CHECK(o.in.n_byte == 1 && o.in.text[0] == 't');
    CHECK_STR(o.in.id, "x");
    CHECK(o.in.title == NULL);
    msdx_opened_close(&o);
}

int main(void)
{
    RUN(test_reader__guesses_the_kind);
    RUN(test_reader__counts_lines);
    RUN(test_reader__refuses_what_is_too_big_and_goes_on);
    RUN(test_reader__refuses_nothing);
    RUN(test_reader__refuses_folders_and_what_is_not_there);
    RUN(test_reader__keeps_long_lines_whole);
    RUN(test_record__names_what_is_wrong);
    RUN(test_record__knows_names_and_aliases);
    RUN(test_record__prefers_the_native_name);
    unlink(path);
    return test_end();
}
