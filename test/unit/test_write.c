/* test_write.c: claims as JSON Lines, CSV and a table; the schema; the filter. */
#include "write/json.h"
#include "write/write.h"

#include "fake_doc.h"
#include "schema_check.h"
#include "test.h"

static json_t *schema(void)
{
    msdx_buf buf = MSDX_BUF_INIT(1 << 20);
    json_error_t je;
    msdx_write_schema(&buf);
    json_t *s = json_loads(msdx_buf_cstr(&buf), 0, &je);
    msdx_buf_clear(&buf);
    if (!s) exit(2);
    return s;
}

static json_t *line(const msd_doc *doc, size_t i)
{
    msdx_buf buf = MSDX_BUF_INIT(1 << 20);
    json_error_t je;
    msdx_write_jsonl(&buf, doc, &doc->claim[i]);
    const char *s = msdx_buf_cstr(&buf);
    CHECK(buf.n > 0 && s[buf.n - 1] == '\n' && memchr(s, '\n', buf.n) == s + buf.n - 1);
    json_t *v = json_loads(s, JSON_REJECT_DUPLICATES, &je);
    CHECK(v != NULL);
    msdx_buf_clear(&buf);
    return v;
}

static void test_jsonl__holds_to_the_schema(void)
{
    msd_doc *doc = fake_doc();
    json_t *s = schema();
    for (size_t i = 0; i < doc->n_claim; i++) {
        json_t *v = line(doc, i);
        CHECK(schema_check(s, v, "claim"));
        json_decref(v);
    }
    json_decref(s);
    msdx_doc_free(doc);
}

/* The check itself must be able to fail. */
static void test_jsonl__schema_check_sees_faults(void)
{
    static const char *const fault[][2] = {
        {"status", "\"maybe\""}, {"cameo", "\"1\""},    {"cameo", "194"}, {"actors", "null"}, {"goldstein", "-11"},
        {"extra", "1"},          {"confidence", "1.5"}, {"when", "{}"},   {"schema", "2"},    {"contexts", "[1]"}};
    msd_doc *doc = fake_doc();
    json_t *s = schema(), *v = line(doc, 0);
    fprintf(stderr, "(faults follow that are meant to be there)\n");
    for (size_t i = 0; i < sizeof fault / sizeof *fault; i++) {
        json_t *bad = json_deep_copy(v);
        json_object_set_new(bad, fault[i][0], json_loads(fault[i][1], JSON_DECODE_ANY, NULL));
        CHECK(!schema_check(s, bad, "planted"));
        json_decref(bad);
    }
    json_object_del(v, "rule");
    CHECK(!schema_check(s, v, "planted"));
    json_decref(v);
    json_decref(s);
    msdx_doc_free(doc);
}

/* The contract's own list of fields, in its order. */
static void test_schema__has_the_fields_of_the_contract(void)
{
    static const char *const field[] = {"schema", "id",         "doc",      "sentence",  "trigger",     "event",
                                        "mode",   "contexts",   "cameo",    "quad",      "goldstein",   "intensity",
                                        "actors", "recipients", "status",   "hedge",     "attribution", "links",
                                        "when",   "where",      "mentions", "magnitude", "confidence",  "rule"};
    static const char *const entity[] = {"text",   "start",   "end",  "name",    "entity", "country",
                                         "sector", "sectors", "code", "aligned", "via"};
    json_t *s = schema(), *properties = json_object_get(s, "properties"), *value;
    size_t i = 0;
    const char *key;
    json_object_foreach(properties, key, value)
    {
        CHECK(i < sizeof field / sizeof *field);
        CHECK_STR(key, field[i]);
        i++;
    }
    CHECK_INT(i, sizeof field / sizeof *field);
    CHECK_INT(json_array_size(json_object_get(s, "required")), i);
    json_t *in_actor = json_object_get(json_object_get(json_object_get(properties, "actors"), "items"), "properties");
    CHECK_INT(json_object_size(in_actor), sizeof entity / sizeof *entity);
    for (i = 0; i < sizeof entity / sizeof *entity; i++) CHECK(json_object_get(in_actor, entity[i]) != NULL);
    json_t *status = json_object_get(json_object_get(properties, "status"), "enum");
    CHECK_INT(json_array_size(status), MSD_N_CLAIM_STATUS);
    for (i = 0; i < MSD_N_CLAIM_STATUS; i++)
        CHECK_STR(json_string_value(json_array_get(status, i)), msd_claim_status_name((msd_claim_status)i));
    json_decref(s);
}

/* Where a string stands in the text, counted in code points. */
static void check_offsets(const char *text, const json_t *v)
{
    const char *words = json_string_value(json_object_get(v, "text"));
    size_t start = (size_t)json_integer_value(json_object_get(v, "start")),
           end = (size_t)json_integer_value(json_object_get(v, "end"));
    size_t byte = 0, cp = 0;
    while (cp < start && text[byte]) {
        byte++;
        while (((unsigned char)text[byte] & 0xC0) == 0x80) byte++;
        cp++;
    }
    CHECK(words && strncmp(text + byte, words, strlen(words)) == 0);
    CHECK_INT(end - start, msdx_utf8_count(words, strlen(words)));
}

static void test_jsonl__offsets_are_code_points(void)
{
    msd_doc *doc = fake_doc();
    json_t *v = line(doc, 0), *t = line(doc, 2);
    check_offsets(doc->body.text, json_object_get(v, "sentence"));
    check_offsets(doc->body.text, json_object_get(v, "trigger"));
    check_offsets(doc->body.text, json_array_get(json_object_get(v, "actors"), 0));
    check_offsets(doc->body.text, json_array_get(json_object_get(v, "recipients"), 0));
    check_offsets(doc->body.text, json_array_get(json_object_get(v, "attribution"), 0));
    check_offsets(doc->body.text, json_object_get(v, "where"));
    check_offsets(doc->body.text, json_array_get(json_object_get(v, "mentions"), 0));
    check_offsets(doc->title.text, json_object_get(t, "sentence"));
    check_offsets(doc->title.text, json_object_get(t, "trigger"));
    CHECK_INT(json_integer_value(json_object_get(json_object_get(t, "sentence"), "index")), -1);
    json_decref(v);
    json_decref(t);
    msdx_doc_free(doc);
}

static void test_jsonl__null_and_empty(void)
{
    msd_doc *doc = fake_doc();
    json_t *v = line(doc, 1), *w = line(doc, 0);
    CHECK(json_is_null(json_object_get(v, "mode")));
    CHECK(json_is_null(json_object_get(v, "where")));
    CHECK_INT(json_array_size(json_object_get(v, "actors")), 0);
    CHECK_INT(json_array_size(json_object_get(v, "attribution")), 0);
    CHECK(json_is_array(json_object_get(v, "contexts")));
    CHECK(json_is_null(json_object_get(json_object_get(v, "when"), "start")));
    CHECK_STR(json_string_value(json_object_get(json_object_get(v, "when"), "precision")), "unknown");
    CHECK(json_is_null(json_object_get(json_object_get(v, "magnitude"), "dead")));
    json_t *nobody = json_array_get(json_object_get(w, "recipients"), 0);
    CHECK(json_is_null(json_object_get(nobody, "country")) && json_is_null(json_object_get(nobody, "code")));
    json_t *said = json_object_get(w, "attribution");
    CHECK(json_object_get(json_array_get(said, 0), "country") == NULL);
    CHECK_STR(json_string_value(json_object_get(json_array_get(said, 1), "country")), "IRQ");
    CHECK_STR(json_string_value(json_object_get(json_array_get(json_object_get(w, "links"), 0), "event")),
              doc->claim[1].id);
    CHECK_INT(json_integer_value(json_object_get(json_object_get(w, "magnitude"), "dead")), 12);
    json_decref(v);
    json_decref(w);
    msdx_doc_free(doc);
}

static const char *num(double d)
{
    static msdx_buf buf = MSDX_BUF_INIT(64);
    msdx_buf_reset(&buf);
    msdx_num_add(&buf, d);
    return msdx_buf_cstr(&buf);
}

static void test_json__numbers_and_strings(void)
{
    CHECK_STR(num(-6.4), "-6.4");
    CHECK_STR(num(0.1 + 0.2), "0.30000000000000004");
    CHECK_STR(num(-0.0), "0");
    CHECK_STR(num(10), "10");
    msdx_buf buf = MSDX_BUF_INIT(256);
    msdx_json j = {.buf = &buf};
    msdx_json_strn(&j, (msdx_str){"a\"\\\n\t\x01\x7F\xC3\xA9/", 10});
    CHECK_STR(msdx_buf_cstr(&buf), "\"a\\\"\\\\\\n\\t\\u0001\\u007f\xC3\xA9/\"");
    msdx_buf_clear(&buf);
}

/* ---- CSV ---- */

/* Read one RFC 4180 record; the fields, each NUL-terminated. */
static size_t csv_record(const char **at, char *hold, char *field[], size_t most)
{
    const char *p = *at;
    size_t n = 0;
    for (;;) {
        field[n++] = hold;
        if (*p == '"') {
            for (p++; *p && (*p != '"' || p[1] == '"'); p++) {
                if (*p == '"') p++;
                *hold++ = *p;
            }
            if (*p == '"') p++;
        } else {
            while (*p && !strchr(",\r\n", *p)) *hold++ = *p++;
        }
        *hold++ = 0;
        if (*p != ',' || n == most) break;
        p++;
    }
    if (p[0] == '\r' && p[1] == '\n') p += 2;
    *at = p;
    return n;
}

static void test_csv__reads_back(void)
{
    msd_doc *doc = fake_doc();
    msdx_buf buf = MSDX_BUF_INIT(1 << 20);
    char *name[128], *value[128], hold[2][16384];
    msdx_write_csv_header(&buf);
    for (size_t i = 0; i < doc->n_claim; i++) msdx_write_csv(&buf, doc, &doc->claim[i]);
    const char *at = msdx_buf_cstr(&buf);
    size_t n = csv_record(&at, hold[0], name, 128), row = 0;
    for (; *at; row++) {
        CHECK_INT(csv_record(&at, hold[1], value, 128), n);
        for (size_t i = 0; row == 0 && i < n; i++) {
            if (strcmp(name[i], "contexts") == 0) CHECK_STR(value[i], "military|a/b");
            if (strcmp(name[i], "actors_name") == 0) CHECK_STR(value[i], "Army/of Iraq");
            if (strcmp(name[i], "actors_sectors") == 0) CHECK_STR(value[i], "GOV;SPY");
            if (strcmp(name[i], "attribution_country") == 0) CHECK_STR(value[i], "|IRQ");
            if (strcmp(name[i], "attribution_kind") == 0) CHECK_STR(value[i], "official|statement");
            if (strcmp(name[i], "doc_title") == 0) CHECK_STR(value[i], "Army, town & \"more\"");
            if (strcmp(name[i], "where_latitude") == 0) CHECK_STR(value[i], "35.46806");
            if (strcmp(name[i], "magnitude_dead") == 0) CHECK_STR(value[i], "12");
            if (strcmp(name[i], "magnitude_injured") == 0) CHECK_STR(value[i], "");
            if (strcmp(name[i], "confidence") == 0) CHECK_STR(value[i], "0.8124");
        }
    }
    CHECK_INT(row, doc->n_claim);
    msdx_buf_clear(&buf);
    msdx_doc_free(doc);
}

/* Every leaf of the schema has its column, and every column its leaf. */
static void leaves(const json_t *properties, const char *prefix, const char *header, size_t *n)
{
    const char *key;
    json_t *value;
    char path[128], quoted[160];
    json_object_foreach((json_t *)(uintptr_t)properties, key, value)
    {
        const json_t *sub = json_object_get(value, "properties");
        if (!sub) sub = json_object_get(json_object_get(value, "items"), "properties");
        snprintf(path, sizeof path, "%s%s", prefix, key);
        if (sub) {
            char below[140];
            snprintf(below, sizeof below, "%s_", path);
            leaves(sub, below, header, n);
            continue;
        }
        ++*n;
        snprintf(quoted, sizeof quoted, ",%s,", path);
        if (!strstr(header, quoted)) fprintf(stderr, "no column %s\n", path);
        CHECK(strstr(header, quoted) != NULL);
    }
}

static void test_csv__has_every_field_of_the_schema(void)
{
    msdx_buf buf = MSDX_BUF_INIT(1 << 16);
    json_t *s = schema();
    size_t n = 0, n_column = 1;
    msdx_buf_addc(&buf, ',');
    msdx_write_csv_header(&buf);
    buf.n -= 2;
    for (size_t i = 1; i < buf.n; i++) n_column += buf.p[i] == ',';
    msdx_buf_addc(&buf, ',');
    leaves(json_object_get(s, "properties"), "", msdx_buf_cstr(&buf), &n);
    CHECK_INT(n, n_column);
    json_decref(s);
    msdx_buf_clear(&buf);
}

/* ---- the table ---- */

static void check_width(const char *s, unsigned width)
{
    for (const char *p = s; *p;) {
        size_t n = strcspn(p, "\n");
        CHECK(msdx_utf8_check(p, n) == n);
        CHECK(msdx_utf8_count(p, n) <= width);
        p += n + (p[n] == '\n');
    }
}

static const char *table(unsigned width, msdx_buf *buf)
{
    msd_doc *doc = fake_doc();
    msdx_table *t;
    CHECK_INT(msdx_table_new(&t, width, NULL), MSD_OK);
    msdx_buf_reset(buf);
    for (size_t i = 0; i < doc->n_claim; i++) msdx_table_row(t, buf, doc, &doc->claim[i]);
    CHECK_INT(buf->n, 0);
    msdx_table_flush(t, buf);
    msdx_table_free(t);
    msdx_doc_free(doc);
    return msdx_buf_cstr(buf);
}

static void test_table__fits(void)
{
    msdx_buf buf = MSDX_BUF_INIT(1 << 20);
    static const unsigned width[] = {100, 120, 140, 160, 200};
    for (size_t i = 0; i < sizeof width / sizeof *width; i++) check_width(table(width[i], &buf), width[i]);
    CHECK(strstr(table(160, &buf), "ASSAULT-explosives") != NULL);
    CHECK(strstr(buf.p, "[shelled]") != NULL);
    CHECK(strstr(buf.p, "[Army], town") != NULL);
    CHECK(strncmp(buf.p, "date        actor ", 18) == 0);
    table(1, &buf); /* as narrow as it gets, and no fault */
    msdx_buf_clear(&buf);
}

static void test_table__holds_back_only_the_first_rows(void)
{
    msd_doc *doc = fake_doc();
    msdx_table *t;
    msdx_buf buf = MSDX_BUF_INIT(1 << 20);
    CHECK_INT(msdx_table_new(&t, 120, NULL), MSD_OK);
    size_t n = 0;
    while (buf.n == 0 && n < 1000) {
        msdx_table_row(t, &buf, doc, &doc->claim[0]);
        n++;
    }
    CHECK(n > 1 && n < 1000);
    size_t before = buf.n;
    msdx_table_row(t, &buf, doc, &doc->claim[0]);
    CHECK(buf.n > before);
    msdx_table_free(t);
    msdx_buf_clear(&buf);
    msdx_doc_free(doc);
}

/* ---- the filter ---- */

static int passed(msdx_filter *f)
{
    msd_doc *doc = fake_doc();
    int bits = 0;
    for (size_t i = 0; i < doc->n_claim; i++) bits |= msdx_filter_pass(f, doc, &doc->claim[i]) << i;
    msdx_doc_free(doc);
    msdx_filter_clear(f);
    return bits;
}

static void test_filter__keeps_what_is_asked_for(void)
{
    static const char *const event[] = {"assault,AID"}, *const mode[] = {"ASSAULT-explosives"},
                             *const other[] = {"ASSAULT-beat"};
    static const char *const status[] = {"planned", "threatened"}, *const country[] = {"irq,USA"};
    msdx_filter f = {0};
    CHECK_INT(passed(&f), 7);
    CHECK_INT(msdx_filter_event(&f, event, 1, NULL), MSD_OK);
    CHECK_INT(passed(&f), 5);
    CHECK_INT(msdx_filter_event(&f, mode, 1, NULL), MSD_OK);
    CHECK_INT(passed(&f), 1);
    CHECK_INT(msdx_filter_event(&f, other, 1, NULL), MSD_OK);
    CHECK_INT(passed(&f), 0);
    CHECK_INT(msdx_filter_status(&f, status, 2, NULL), MSD_OK);
    CHECK_INT(passed(&f), 6);
    CHECK_INT(msdx_filter_country(&f, country, 1, NULL), MSD_OK);
    CHECK_INT(passed(&f), 1);
    CHECK_INT(msdx_filter_dates(&f, NULL, "2020-09-27", NULL), MSD_OK);
    CHECK_INT(passed(&f), 1);
    CHECK_INT(msdx_filter_dates(&f, "2020-09-28", NULL, NULL), MSD_OK);
    CHECK_INT(passed(&f), 6);
    CHECK_INT(msdx_filter_dates(&f, "2020-09", "2020", NULL), MSD_OK);
    CHECK_INT(passed(&f), 7);
}

static void test_filter__refuses_what_is_not_there(void)
{
    static const char *const bad[] = {"FIGHT"}, *const long_country[] = {"IRAQ"};
    msdx_filter f = {0};
    CHECK_INT(msdx_filter_event(&f, bad, 1, NULL), MSD_EUSAGE);
    CHECK_INT(msdx_filter_status(&f, bad, 1, NULL), MSD_EUSAGE);
    CHECK_INT(msdx_filter_country(&f, long_country, 1, NULL), MSD_EUSAGE);
    CHECK_INT(msdx_filter_dates(&f, "yesterday", NULL, NULL), MSD_EUSAGE);
    CHECK_INT(msdx_filter_dates(&f, NULL, "2020-9-1", NULL), MSD_EUSAGE);
    msdx_filter_clear(&f);
}

int main(void)
{
    RUN(test_jsonl__holds_to_the_schema);
    RUN(test_jsonl__schema_check_sees_faults);
    RUN(test_schema__has_the_fields_of_the_contract);
    RUN(test_jsonl__offsets_are_code_points);
    RUN(test_jsonl__null_and_empty);
    RUN(test_json__numbers_and_strings);
    RUN(test_csv__reads_back);
    RUN(test_csv__has_every_field_of_the_schema);
    RUN(test_table__fits);
    RUN(test_table__holds_back_only_the_first_rows);
    RUN(test_filter__keeps_what_is_asked_for);
    RUN(test_filter__refuses_what_is_not_there);
    return test_end();
}
