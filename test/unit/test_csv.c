/* test_csv.c: separated values: quotes, line ends within them, bytes as they stand. */
#include "test.h"

#include "read/csv.h"

static void check(const char *bytes, char part, unsigned flags, const char *want)
{
    msdx_csv csv;
    msdx_csv_row *row = malloc(sizeof *row);
    bool more = true;
    size_t n_raw = 0;
    msd_error err = {0};
    msdx_buf out = MSDX_BUF_INIT(1 << 16);
    msdx_csv_open(&csv, msdx_str_of(bytes), part, flags);
    for (;;) {
        msd_status st = msdx_csv_next(&csv, row, &more, &err);
        if (!more) break;
        n_raw += row->raw.n;
        msdx_buf_addf(&out, "%zu:", row->line);
        for (unsigned i = 0; i < row->n; i++)
            msdx_buf_addf(&out, "%s%.*s", i ? "^" : "", (int)row->cell[i].n, row->cell[i].p);
        msdx_buf_adds(&out, st == MSD_OK ? ";" : "!");
    }
    CHECK_STR(msdx_buf_cstr(&out), want);
    CHECK_INT(n_raw, strlen(bytes));
    msdx_buf_clear(&out);
    msdx_csv_close(&csv);
    free(row);
}

static void test_csv__rows(void)
{
    check("", 0, MSDX_CSV_QUOTED, "");
    check("a,b\r\n1,2\r\n", 0, MSDX_CSV_QUOTED, "1:a^b;2:1^2;");
    check("\xEF\xBB\xBF\"a\",b\n", 0, MSDX_CSV_QUOTED, "1:a^b;");
    check("\"a\nb\",\"c \"\"d\"\"\"\n,x", ',', MSDX_CSV_QUOTED, "1:a\nb^c \"d\";3:^x;");
    check("a \"b\" c,\"d\"e\"\n", ',', MSDX_CSV_QUOTED, "1:a \"b\" c^de\";");
    check("a;\"b;c\"\n", 0, MSDX_CSV_QUOTED, "1:a^b;c;");
    check("a\t\"b\nc\t\"\n", '\t', MSDX_CSV_PLAIN, "1:a^\"b;2:c^\";");
    check("a,\"b\nc", ',', MSDX_CSV_QUOTED, "1:a^b\nc!");
    check("a\rb,c\n\n", ',', MSDX_CSV_QUOTED, "1:a\rb^c;2:;");
}

static void test_csv__many_columns(void)
{
    char bytes[400];
    msdx_csv csv;
    msdx_csv_row *row = malloc(sizeof *row);
    bool more;
    memset(bytes, ',', sizeof bytes);
    msdx_csv_open(&csv, (msdx_str){bytes, sizeof bytes}, ',', MSDX_CSV_QUOTED);
    CHECK(msdx_csv_next(&csv, row, &more, NULL) == MSD_OK && more);
    CHECK_INT(row->n, sizeof bytes + 1);
    msdx_csv_close(&csv);
    free(row);
}

int main(void)
{
    RUN(test_csv__rows);
    RUN(test_csv__many_columns);
    return test_end();
}
