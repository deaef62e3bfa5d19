/* test_export.c: claims made by hand in the formats of other data sets: what breaks a line of a
 * table or a tag of XML, columns, pairs, and memory that runs out. */
#include "test.h"

#include "base/mem.h"
#include "fake_doc.h"
#include "write/export.h"

static msdx_know *know;
static const char *const forms[] = {"gdelt1",  "gdelt2",  "gdelt2-mentions", "phoenix", "icews",
                                    "polecat", "plover",  "acled",           "geojson", "kml",
                                    "gexf",    "graphml", "arrow",           "parquet"};
enum { N_FORM = sizeof forms / sizeof *forms };

static msd_status use(const char *form, const msd_doc *doc, bool every, msdx_buf *out, msd_error *err)
{
    msdx_export *x;
    const msdx_export_about about = {.know = know, .command = "masudi code <&>", .licence = "none"};
    MSD_TRY(msdx_export_new(&x, form, &about, every, err));
    msdx_export_head(x, out);
    for (uint32_t i = 0; i < doc->n_claim; i++) msdx_export_row(x, out, doc, &doc->claim[i]);
    msdx_export_tail(x, out);
    msdx_export_free(x);
    return out->failed ? msdx_err_nomem(err) : MSD_OK;
}

static msdx_buf text_of(const char *form, const msd_doc *doc, bool every)
{
    msdx_buf out = MSDX_BUF_INIT(1 << 20);
    CHECK(use(form, doc, every, &out, NULL) == MSD_OK);
    return out;
}

static int count(const char *s, const char *what)
{
    int n = 0;
    for (; (s = strstr(s, what)) != NULL; s += strlen(what)) n++;
    return n;
}

static void test_export__unknown_form(void)
{
    msd_error err = {0};
    msdx_export *x;
    const msdx_export_about about = {.know = know};
    CHECK(msdx_export_new(&x, "gdelt3", &about, false, &err) == MSD_EUSAGE && !x);
    CHECK(strstr(err.msg, "gdelt3"));
    CHECK(!msdx_export_is("jsonl") && msdx_export_is("icews"));
}

/* Every line of a table has its columns, whatever stands in names and titles. */
static void test_export__columns(void)
{
    static const struct {
        const char *form;
        int n, n_actual, n_every;
    } table[] = {{"gdelt1", 58, 1, 3},  {"gdelt2", 61, 1, 3}, {"gdelt2-mentions", 16, 2, 4},
                 {"phoenix", 26, 1, 3}, {"icews", 20, 2, 4},  {"polecat", 40, 2, 4}};
    msd_doc *doc = fake_doc();
    ((msd_entity *)doc->claim[0].actors)[0].name = "Army\tof\r\nIraq";
    doc->publisher = "Wire\tService\n";
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (int every = 0; every < 2; every++) {
            msdx_buf out = text_of(table[i].form, doc, every);
            const char *s = msdx_buf_cstr(&out);
            int lines = every ? table[i].n_every : table[i].n_actual;
            CHECK_INT(count(s, "\n"), lines);
            CHECK_INT(count(s, "\t"), lines * (table[i].n - 1));
            CHECK(!strchr(s, '\r'));
            msdx_buf_clear(&out);
        }
    msd_doc_free(doc);
}

static void test_export__gdelt_row(void)
{
    msd_doc *doc = fake_doc();
    msdx_buf out = text_of("gdelt2", doc, false);
    const char *s = msdx_buf_cstr(&out);
    CHECK(strstr(s, "\t20200927\t202009\t2020\t2020.7315\tIRQMIL\tARMY|OF IRAQ\tIRQ\t\t\t\t\tMIL\t\t\t"));
    CHECK(strstr(s, "\t194\t194\t19\t4\t-10.0\t2\t1\t1\t0\t0\t"));
    CHECK(strstr(s, "\t4\tKirkuk, Iraq\tIZ\tIZ00\t\t35.4681\t44.3922\t\t20200928000000\tWire\n"));
    msdx_buf again = text_of("gdelt2", doc, false);
    CHECK_STR(msdx_buf_cstr(&again), s);
    msdx_buf_clear(&again);
    msdx_buf_clear(&out);
    msd_doc_free(doc);
}

/* CAMEO has no code of two digits in these files; a date that is not known is no date. */
static void test_export__short_code_and_no_date(void)
{
    msd_doc *doc = fake_doc();
    doc->date = NULL;
    doc->claim[2].status = MSD_ACTUAL;
    doc->claim[0].status = MSD_PLANNED;
    msdx_buf out = text_of("gdelt1", doc, false);
    CHECK(strstr(msdx_buf_cstr(&out), "\t\t\t\t\t") && strstr(msdx_buf_cstr(&out), "\t070\t070\t07\t2\t0.0\t"));
    msdx_buf_clear(&out);
    msd_doc_free(doc);
}

/* The five characters, and what XML cannot hold at all. */
static void test_export__xml(void)
{
    msd_doc *doc = fake_doc();
    ((msd_entity *)doc->claim[0].actors)[0].name = "<A&B>\"'\x01";
    for (int i = 9; i < 12; i++) {
        msdx_buf out = text_of(forms[i], doc, true);
        CHECK(strstr(msdx_buf_cstr(&out), "&lt;A&amp;B&gt;&quot;&apos;"));
        CHECK(strstr(msdx_buf_cstr(&out), "masudi code &lt;&amp;&gt;"));
        CHECK(!strchr(msdx_buf_cstr(&out), 1));
        msdx_buf_clear(&out);
    }
    msd_doc_free(doc);
}

static void test_export__many_nodes(void)
{
    enum { N = 3000 };
    static char name[N][16];
    msd_doc *doc = fake_doc();
    doc->n_claim = 1;
    msd_entity *e = MSDX_NEW(&doc->arena, msd_entity, N);
    for (int i = 0; i < N; i++) {
        snprintf(name[i], sizeof name[i], "who %d", i / 2);
        e[i] = (msd_entity){.text = name[i], .name = name[i]};
    }
    doc->claim[0].recipients = e;
    doc->claim[0].n_recipient = N;
    msdx_buf out = text_of("graphml", doc, false);
    CHECK_INT(count(msdx_buf_cstr(&out), "<node "), N / 2 + 1);
    CHECK_INT(count(msdx_buf_cstr(&out), "<edge "), N / 2);
    CHECK_INT(count(msdx_buf_cstr(&out), "<data key=\"edge_weight\">2</data>"), N / 2);
    msdx_buf_clear(&out);
    msd_doc_free(doc);
}

/* Each allocation fails once: the call says so, and nothing leaks. */
/* What a reader looks at first and last, every status, and the values between as the columns have them. */
static void test_export__columnar(void)
{
    msd_doc *doc = fake_doc();
    CHECK(msdx_export_is_columnar("arrow") && msdx_export_is_columnar("parquet"));
    CHECK(!msdx_export_is_columnar("kml") && !msdx_export_is_columnar("csv"));
    msdx_buf out = text_of("arrow", doc, false);
    CHECK(out.n > 16 && out.n % 8 == 0);
    CHECK(memcmp(out.p, "\xFF\xFF\xFF\xFF", 4) == 0 && memcmp(out.p + out.n - 8, "\xFF\xFF\xFF\xFF\0\0\0\0", 8) == 0);
    for (uint32_t i = 0; i < doc->n_claim; i++) CHECK(memmem(out.p, out.n, doc->claim[i].id, strlen(doc->claim[i].id)));
    CHECK(memmem(out.p, out.n, "masudi code <&>", 15));
    msdx_buf_clear(&out);
    out = text_of("parquet", doc, false);
    CHECK(out.n > 16 && memcmp(out.p, "PAR1", 4) == 0 && memcmp(out.p + out.n - 4, "PAR1", 4) == 0);
    CHECK(memmem(out.p, out.n, "masudi.command", 14));
    msdx_buf_clear(&out);
    msd_doc_free(doc);
}

static void test_export__values(void)
{
    msd_doc *doc = fake_doc();
    msd_claim *c = &doc->claim[0];
    msdx_buf text = MSDX_BUF_INIT(1 << 16);
    msdx_value_type type;
    msdx_value v;
    const char *name;
    doc->publisher = "The \"Wire\"";
    memcpy(c->when.start, "2020-02-29", 11);
    memcpy(c->when.end, "1969-12-31", 11);
    for (size_t i = 0; (name = msdx_write_column(i, &type)) != NULL; i++) {
        bool has = msdx_write_value(&text, doc, c, i, &v);
        if (strcmp(name, "when_start") == 0) CHECK(has && type == MSDX_VALUE_DATE && v.whole == 18321);
        if (strcmp(name, "when_end") == 0) CHECK(has && v.whole == -1);
        if (strcmp(name, "doc_publisher") == 0)
            CHECK(has && v.text.n == 10 && memcmp(v.text.p, "The \"Wire\"", 10) == 0);
        if (strcmp(name, "schema") == 0) CHECK(has && type == MSDX_VALUE_INT && v.whole == MSD_SCHEMA);
        if (strcmp(name, "goldstein") == 0) CHECK(has && type == MSDX_VALUE_REAL && v.real == c->goldstein);
        if (strcmp(name, "magnitude_arrested") == 0) CHECK(has == (c->magnitude.arrested >= 0));
        if (strcmp(name, "sentence_index") == 0) CHECK(has && v.whole == c->sentence);
    }
    c->sentence = -1;
    CHECK(msdx_write_value(&text, doc, c, 8, &v) && v.whole == -1);
    msdx_buf_clear(&text);
    msd_doc_free(doc);
}

static void test_export__out_of_memory(void)
{
    msd_doc *doc = fake_doc();
    for (int i = 0; i < N_FORM; i++)
        for (size_t n = 0;; n++) {
            msdx_buf out = MSDX_BUF_INIT(1 << 20);
            msd_error err;
            msdx_fail_after(n);
            msd_status st = use(forms[i], doc, true, &out, &err);
            bool hit = msdx_fail_hit();
            msdx_fail_after(SIZE_MAX);
            msdx_buf_clear(&out);
            CHECK(st == (hit ? MSD_ENOMEM : MSD_OK));
            if (st != (hit ? MSD_ENOMEM : MSD_OK)) fprintf(stderr, "%s: allocation %zu\n", forms[i], n);
            if (!hit || st != MSD_ENOMEM) break;
        }
    msd_doc_free(doc);
}

int main(void)
{
    const char *path = getenv("MASUDI_KNOWLEDGE");
    char installed[1024];
    snprintf(installed, sizeof installed, "%s/build/share/masudi/knowledge.msd", MSD_SOURCE_DIR);
    if (msdx_know_open(&know, path ? path : installed, NULL) != MSD_OK) SKIP("no knowledge");
    RUN(test_export__unknown_form);
    RUN(test_export__columns);
    RUN(test_export__gdelt_row);
    RUN(test_export__short_code_and_no_date);
    RUN(test_export__xml);
    RUN(test_export__many_nodes);
    RUN(test_export__columnar);
    RUN(test_export__values);
    RUN(test_export__out_of_memory);
    msdx_know_close(know);
    return test_end();
}
