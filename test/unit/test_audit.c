/* test_audit.c: sheets of claims, and what is made of their marks. */
#include "test.h"

#include "fake_doc.h"
#include "write/audit.h"

#define HEAD "id,stratum,stratum_claims,marker,event,confidence,mark_event,mark_actor,drawn_by\r\n"

static msdx_audit *audit_of(const char *bytes, size_t *n_refused, const char *refused)
{
    msdx_audit *a;
    msd_error err = {0};
    msdx_buf out = MSDX_BUF_INIT(1 << 16);
    *n_refused = 0;
    CHECK(msdx_audit_new(&a, &err) == MSD_OK);
    CHECK(msdx_audit_sheet(a, msdx_str_of(bytes), "s.csv", "somebody", &out, n_refused, &err) == MSD_OK);
    if (refused) CHECK_STR(msdx_buf_cstr(&out), refused);
    msdx_buf_clear(&out);
    return a;
}

static bool near(double a, double b, double within)
{
    return fabs(a - b) <= within;
}

/* Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662, 15 of 148 is 0.0624 to 0.1605, 0 of 20 is 0 to 0.1611. */
static void test_audit__wilson(void)
{
    static const double known[][4] = {{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}};
    double low, high;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        msdx_wilson(known[i][0] / known[i][1], known[i][1], &low, &high);
        CHECK(near(low, known[i][2], 5e-5) && near(high, known[i][3], 5e-5));
    }
    msdx_wilson(0, 0, &low, &high);
    CHECK(low == 0 && high == 1);
}

/* The example of Krippendorff's "Computing Krippendorff's Alpha-Reliability" (2011), section A: 0.095. */
static void test_audit__alpha(void)
{
    static const char one[] = "0100000010", two[] = "1110010000";
    char bytes[2048];
    size_t n = (size_t)snprintf(bytes, sizeof bytes, "id,event,marker,mark_event\n"), n_refused;
    for (int i = 0; i < 10; i++)
        n += (size_t)snprintf(bytes + n, sizeof bytes - n, "c%d,AID,a,%c\nc%d,AID,b,%c\n", i, one[i], i, two[i]);
    msdx_audit *a = audit_of(bytes, &n_refused, "");
    msdx_agreement g = msdx_audit_agreement(a, MSDX_SLOT_EVENT);
    CHECK_INT(g.n, 10);
    CHECK(g.has && near(g.alpha, 0.095, 5e-4) && near(g.same, 0.6, 1e-12));
    CHECK(g.low < g.alpha && g.alpha < g.high && g.high <= 1);
    CHECK_INT(msdx_audit_n_marker(a), 2);
    CHECK(!msdx_audit_agreement(a, MSDX_SLOT_PLACE).has);
    /* two markers who differ count a claim as half right */
    msdx_share s = msdx_audit_share(a, "AID", MSDX_SLOT_EVENT);
    CHECK(s.n == 10 && near(s.right, 0.3, 1e-12));
    msdx_audit_free(a);
}

/* Of two draws each claim stands for as many as its draw had to a marked one. */
static void test_audit__strata(void)
{
    size_t n_refused;
    msdx_audit *a =
        audit_of(HEAD "1,AID,90,,AID,0.9,1,1,made\r\n2,AID,90,,AID,0.9,1,,made\r\n3,AID,90,,AID,0.9,1,0,\r\n"
                      "4,COERCE,10,,COERCE,0.5,0,,\r\n5,COERCE,10,,COERCE,\"0,5\",0,1,\r\n",
                 &n_refused, "");
    msdx_share s = msdx_audit_share(a, NULL, MSDX_SLOT_EVENT);
    CHECK(s.n == 5 && near(s.right, 0.9, 1e-12) && s.low < 0.9 && s.high > 0.9);
    CHECK(near(msdx_audit_share(a, "COERCE", MSDX_SLOT_EVENT).right, 0, 0));
    s = msdx_audit_share(a, NULL, MSDX_AUDIT_WHOLE);
    CHECK(s.n == 5 && near(s.right, 0.6, 1e-12));
    CHECK_STR(msdx_audit_marker(a, 0), "somebody");
    CHECK_STR(msdx_audit_draw(a, 0), "made");
    msdx_calibration c;
    msdx_audit_calibrate(a, &c);
    CHECK(c.n == 5 && c.bin[5].n == 2 && c.bin[9].n == 3 && near(c.error, 0.9 * 0.1 + 0.1 * 0.5, 1e-12));
    msdx_audit_free(a);
}

static void test_audit__refused(void)
{
    size_t n_refused;
    /* columns moved, semicolons, words for marks, rows without a mark */
    msdx_audit *a = audit_of("Mark_Event;event;id;note\nYES;AID;a;\nx;AID;b;\"c\n\"\n ;AID;c;\nno;AID;d;\n?;AID;e;\n"
                             "perhaps;AID;f;\n1;AID;a;\n1;;g;\n1;AID;h;i;j\n\n",
                             &n_refused,
                             "s.csv:8: mark_event 'perhaps' is none of 1, 0 and ?\n"
                             "s.csv:9: this marker has marked the claim already\n"
                             "s.csv:10: no id, or no event\ns.csv:11: more columns than names\n");
    CHECK_INT(n_refused, 4);
    msdx_share s = msdx_audit_share(a, NULL, MSDX_SLOT_EVENT);
    CHECK(s.n == 3 && near(s.right, 2.0 / 3, 1e-12));
    msd_error err = {0};
    msdx_audit_free(a);
    /* as a spreadsheet may save it */
    a = audit_of("id,event,mark_event,note\na,AID,1,caf\xE9\nb,AID,1,caf\xC3\xA9\nc,AID,\xC3\xA9\xE9,\n", &n_refused,
                 "s.csv:2: not UTF-8: save the sheet as CSV in UTF-8\n"
                 "s.csv:4: not UTF-8: save the sheet as CSV in UTF-8\n");
    CHECK_INT(msdx_audit_n_claim(a), 1);
    CHECK(msdx_audit_sheet(a, MSDX_STR("a,b\n1,2\n"), "x", "m", NULL, &n_refused, &err) == MSD_EFORMAT);
    CHECK(msdx_audit_sheet(a, MSDX_STR(""), "x", "m", NULL, &n_refused, &err) == MSD_EFORMAT);
    CHECK(msdx_audit_sheet(a, MSDX_STR("id,event,mark_event\n\"1,2\n"), "x", "m", NULL, &n_refused, &err) ==
          MSD_EFORMAT);
    msdx_audit_free(a);
}

/* Confidence that is too sure by a known rule is set right; a handful of marks changes little. */
static void test_audit__calibration(void)
{
    size_t room = 1 << 18, n, n_refused;
    char *bytes = malloc(room);
    uint64_t state = 7;
    n = (size_t)snprintf(bytes, room, HEAD);
    for (int i = 0; i < 4000; i++) {
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
        double p = 0.02 + 0.96 * (double)(state >> 40) / (1 << 24), q = 1 / (1 + exp(-(-0.5 + 0.6 * log(p / (1 - p)))));
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
        bool right = (double)(state >> 40) / (1 << 24) < q;
        n += (size_t)snprintf(bytes + n, room - n, "%d,,,,AID,%.4f,%d,,\r\n", i, p, right);
    }
    msdx_audit *a = audit_of(bytes, &n_refused, "");
    msdx_calibration c;
    msdx_audit_calibrate(a, &c);
    CHECK(c.n == 4000 && near(c.slope, 0.6, 0.06) && near(c.intercept, -0.5, 0.1));
    CHECK(c.error > 0.08 && c.error_after < 0.03 && c.brier_after < c.brier);
    msdx_audit_free(a);
    a = audit_of(HEAD "1,,,,AID,0.9,0,,\r\n2,,,,AID,0.8,0,,\r\n", &n_refused, "");
    msdx_audit_calibrate(a, &c);
    CHECK(c.slope > 0.3 && c.slope < 1 && c.intercept > -2);
    msdx_audit_free(a);
    free(bytes);
}

static void check_form(const msdx_audit *a, msdx_audit_form form, const char *want)
{
    msdx_buf out = MSDX_BUF_INIT(1 << 20);
    msdx_audit_write(a, form, &out);
    if (!strstr(msdx_buf_cstr(&out), want)) fprintf(stderr, "%s", msdx_buf_cstr(&out));
    CHECK(strstr(msdx_buf_cstr(&out), want) != NULL);
    msdx_buf_clear(&out);
}

static void test_audit__forms(void)
{
    size_t n_refused;
    msdx_audit *a =
        audit_of(HEAD "1,,,a_b,AID,0.9,1,1,made by \"50 %\"\r\n1,,,b,AID,0.9,1,0,\r\n2,,,b,\"A_I|D\",0.9,0,,\r\n",
                 &n_refused, "");
    check_form(a, MSDX_AUDIT_TABLE, "event           2  0.50 [0.09, 0.91]             1                   -  1.00");
    check_form(a, MSDX_AUDIT_MARKDOWN, "\n| A_I\\|D | 1 | 0.00 [0.00, 0.79] | 0.00 [0.00, 0.79] |\n");
    check_form(a, MSDX_AUDIT_TEX, "\nA\\_I|D & 1 & 0.00 [0.00, 0.79] & 0.00 [0.00, 0.79] \\\\\n");
    check_form(a, MSDX_AUDIT_CSV, "\r\nprecision,AID,actor,1,0.5000,0.0546,0.9454\r\n");
    check_form(a, MSDX_AUDIT_JSON, "\"drawn_by\":[\"made by \\\"50 %\\\"\"]");
    check_form(a, MSDX_AUDIT_JSON, "{\"slot\":\"actor\",\"claims\":1,\"alpha\":0,\"low\":-1,\"high\":1,\"same\":0}");
    msdx_audit_free(a);
}

/* The n-th allocation fails: told, nothing lost. */
static void test_audit__memory(void)
{
    static const char bytes[] = HEAD "1,a,5,x,AID,0.9,1,1,made\r\n1,a,5,y,AID,0.9,1,0,\r\n2,b,7,x,COERCE,0.2,0,1,\r\n";
    for (size_t n = 0;; n++) {
        msdx_audit *a;
        size_t n_refused = 0;
        msdx_buf out = MSDX_BUF_INIT(1 << 20);
        msdx_fail_after(n);
        msd_status st = msdx_audit_new(&a, NULL);
        if (st == MSD_OK) st = msdx_audit_sheet(a, msdx_str_of(bytes), "s", "m", NULL, &n_refused, NULL);
        if (st == MSD_OK) msdx_audit_write(a, MSDX_AUDIT_MARKDOWN, &out);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK(hit ? st == MSD_ENOMEM || (st == MSD_OK && out.failed) : st == MSD_OK && !out.failed);
        msdx_buf_clear(&out);
        msdx_audit_free(a);
        if (!hit) break;
    }
}

/* ---- the sheet ---- */

static void test_audit__sheet(void)
{
    msd_doc *doc = fake_doc();
    msdx_csv csv;
    msdx_csv_row *row = malloc(sizeof *row);
    bool more;
    msdx_buf out = MSDX_BUF_INIT(1 << 20);
    const msdx_sheet_row about = {.stratum = "=1+1", .n_stratum = 12, .text = MSDX_STR(FAKE_TEXT), .drawn_by = "made"};
    msdx_sheet_head(&out);
    msdx_sheet_put(&out, doc, doc->claim, &about);
    msdx_csv_open(&csv, (msdx_str){out.p, out.n}, 0, MSDX_CSV_QUOTED);
    CHECK(msdx_csv_next(&csv, row, &more, NULL) == MSD_OK);
    unsigned n = row->n;
    CHECK(msdx_csv_next(&csv, row, &more, NULL) == MSD_OK && more);
    CHECK_INT(row->n, n);
    const char *const want[] = {"00112233445566778899aabbccddeeff", " =1+1", "12", ""};
    for (unsigned i = 0; i < 4; i++) CHECK(msdx_str_is(row->cell[i], want[i]));
    CHECK(msdx_str_is(row->cell[9], "Caf\xC3\xA9 \"Royal\", 5 May.\n"));
    CHECK(msdx_str_is(row->cell[10],
                      "[[actor [[source Iraq\xE2\x80\x99s army]]]] [[event shelled]] [[place the [[recipient town]]]], "
                      "killing 12 people, [[source a governor]] said."));
    CHECK(row->cell[11].n > 20 && memcmp(row->cell[11].p, " Iran threatened", 16) == 0);
    CHECK(msdx_str_is(row->cell[14], "Army|of Iraq (IRQMIL)"));
    CHECK(msdx_str_is(row->cell[n - 1], "made"));
    msdx_csv_close(&csv);
    msdx_buf_clear(&out);
    msd_doc_free(doc);
    free(row);
}

int main(void)
{
    RUN(test_audit__wilson);
    RUN(test_audit__alpha);
    RUN(test_audit__strata);
    RUN(test_audit__refused);
    RUN(test_audit__calibration);
    RUN(test_audit__forms);
    RUN(test_audit__memory);
    RUN(test_audit__sheet);
    return test_end();
}
