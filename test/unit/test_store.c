/* test_store.c: what a store keeps, what it does with the same document again, and its errors. */
#include "test.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/store.h"
#include "store_doc.h"
#include "write/fold.h"

static char dir[256], path[300];
static msd_error err;

static const char *fresh(const char *name)
{
    static const char *const tail[] = {"", "-wal", "-shm"};
    char one[320];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    for (int i = 0; i < 3; i++) {
        snprintf(one, sizeof one, "%s%s", path, tail[i]);
        unlink(one);
    }
    return path;
}

static msdx_store *open_as(const char *model, unsigned mode)
{
    msdx_store *s;
    const msdx_store_run run = {.coder = "test", .model = model, .knowledge = "k", .licence = "CC BY 4.0"};
    if (msdx_store_open(&s, path, mode, &err) != MSD_OK) return NULL;
    CHECK(msdx_store_set_run(s, &run, &err) == MSD_OK);
    return s;
}

static msdx_store_change put(msdx_store *s, msd_doc *doc, unsigned flags)
{
    msdx_store_change change = {0};
    CHECK_INT(msdx_store_begin(s, &err), MSD_OK);
    CHECK_INT(msdx_store_put(s, doc, doc->n_claim, flags, &change, &err), MSD_OK);
    CHECK_INT(msdx_store_commit(s, &err), MSD_OK);
    msdx_doc_free(doc);
    return change;
}

static msd_status add_line(void *ctx, msdx_str line, msd_error *e)
{
    (void)e;
    msdx_buf_add(ctx, line.p, line.n);
    return MSD_OK;
}

/* All claims of the store that pass, as one string. */
static size_t query(msdx_store *s, const msdx_filter *f, unsigned flags, msdx_buf *out)
{
    static const msdx_filter all;
    size_t n = 0;
    msdx_buf_reset(out);
    CHECK_INT(msdx_store_query(s, f ? f : &all, flags, 0, add_line, out, &err), MSD_OK);
    for (size_t i = 0; i < out->n; i++) n += out->p[i] == '\n';
    return n;
}

static void check_sound(msdx_store *s)
{
    msdx_buf report = MSDX_BUF_INIT(1 << 20);
    size_t n = 1;
    CHECK_INT(msdx_store_check(s, &report, &n, &err), MSD_OK);
    CHECK_INT(n, 0);
    if (n) fprintf(stderr, "%s", msdx_buf_cstr(&report));
    msdx_buf_clear(&report);
}

static void test_store__gives_back_the_bytes_of_code(void)
{
    msdx_buf want = MSDX_BUF_INIT(1 << 24), got = MSDX_BUF_INIT(1 << 24);
    fresh("bytes.db");
    msdx_store *s = open_as("m", MSDX_STORE_CREATE);
    for (unsigned k = 0; k < 40; k++) {
        msd_doc *doc = store_doc(k, 0, k % 5);
        for (uint32_t i = 0; i < doc->n_claim; i++) msdx_write_jsonl(&want, doc, &doc->claim[i]);
        CHECK_INT(put(s, doc, 0).did, MSDX_STORE_NEW);
    }
    CHECK_INT(query(s, NULL, 0, &got), 80);
    CHECK(want.n == got.n && memcmp(want.p, got.p, got.n) == 0);
    check_sound(s);
    msdx_store_close(s);
    msdx_buf_clear(&want);
    msdx_buf_clear(&got);
}

static void test_store__same_again_changes_nothing(void)
{
    fresh("same.db");
    msdx_store *s = open_as("m", MSDX_STORE_CREATE);
    bool yes = true;
    msd_doc *doc = store_doc(1, 0, 3);
    CHECK_INT(msdx_store_knows(s, doc, 0, &yes, &err), MSD_OK);
    CHECK(!yes);
    put(s, doc, 0);
    msdx_store_change c = put(s, store_doc(1, 0, 3), 0);
    CHECK_INT(c.did, MSDX_STORE_SAME);
    CHECK_INT(c.n_added + c.n_superseded, 0);
    doc = store_doc(1, 0, 3);
    CHECK_INT(msdx_store_knows(s, doc, 0, &yes, &err), MSD_OK);
    CHECK(yes);
    msdx_doc_free(doc);
    check_sound(s);
    msdx_store_close(s);
}

static void test_store__another_text_is_a_revision(void)
{
    msdx_buf got = MSDX_BUF_INIT(1 << 24);
    fresh("revision.db");
    msdx_store *s = open_as("m", MSDX_STORE_CREATE);
    put(s, store_doc(1, 0, 3), 0);
    msdx_store_change c = put(s, store_doc(1, 1, 2), 0);
    CHECK_INT(c.did, MSDX_STORE_REVISED);
    CHECK_INT(c.n_added, 2);
    CHECK_INT(c.n_superseded, 3);
    CHECK_INT(query(s, NULL, 0, &got), 2);
    CHECK(strstr(msdx_buf_cstr(&got), "of text 1 says") != NULL);
    CHECK_INT(query(s, NULL, MSDX_STORE_SUPERSEDED, &got), 5);
    msdx_buf_reset(&got);
    CHECK_INT(msdx_store_history(s, "doc-1", &got, &err), MSD_OK);
    CHECK(strstr(msdx_buf_cstr(&got), "\"revision\":2") != NULL);
    CHECK(strstr(msdx_buf_cstr(&got), "\"superseded\":1") != NULL);
    CHECK_INT(msdx_store_history(s, "nobody", &got, &err), MSD_EUSAGE);
    check_sound(s);
    msdx_store_close(s);
    msdx_buf_clear(&got);
}

/* Other versions: what they say too stays, with its row; the rest is superseded. */
static void test_store__other_versions_change_what_differs(void)
{
    msdx_buf got = MSDX_BUF_INIT(1 << 24);
    fresh("recode.db");
    msdx_store *s = open_as("m1", MSDX_STORE_CREATE);
    uint64_t n = 9, n_no_text = 9;
    put(s, store_doc(1, 0, 3), 0);
    put(s, store_doc(2, 0, 3), 0);
    msdx_store_close(s);
    s = open_as("m2", MSDX_STORE_WRITE);
    CHECK_INT(msdx_store_count_stale(s, &n, &n_no_text, &err), MSD_OK);
    CHECK_INT(n, 2);
    CHECK_INT(n_no_text, 0);
    msd_doc *doc = store_doc(1, 0, 3);
    doc->claim[1].status = MSD_DENIED;
    msdx_store_change c = put(s, doc, 0);
    CHECK_INT(c.did, MSDX_STORE_RECODED);
    CHECK_INT(c.n_added, 1);
    CHECK_INT(c.n_superseded, 1);
    CHECK_INT(query(s, NULL, 0, &got), 6);
    CHECK_INT(msdx_store_count_stale(s, &n, &n_no_text, &err), MSD_OK);
    CHECK_INT(n, 1);
    doc = store_doc(1, 0, 3);
    doc->claim[1].status = MSD_DENIED;
    CHECK_INT(put(s, doc, 0).did, MSDX_STORE_SAME);
    check_sound(s);
    msdx_store_close(s);
    msdx_buf_clear(&got);
}

/* A run that is known already, and takes a claim away: nothing is new but that. */
static void test_store__state_tells_what_only_goes(void)
{
    char before[96], after[96];
    fresh("state.db");
    msdx_store *s = open_as("m1", MSDX_STORE_CREATE);
    put(s, store_doc(1, 0, 3), 0);
    put(s, store_doc(2, 0, 3), 0);
    msdx_store_close(s);
    s = open_as("m2", MSDX_STORE_WRITE);
    put(s, store_doc(2, 0, 3), 0);
    CHECK_INT(msdx_store_state(s, before, &err), MSD_OK);
    msd_doc *doc = store_doc(1, 0, 3);
    doc->n_claim--;
    msdx_store_change c = put(s, doc, 0);
    CHECK_INT(c.n_added, 0);
    CHECK_INT(c.n_superseded, 1);
    CHECK_INT(msdx_store_state(s, after, &err), MSD_OK);
    CHECK(strcmp(before, after) != 0);
    put(s, store_doc(2, 0, 3), 0);
    CHECK_INT(msdx_store_state(s, before, &err), MSD_OK);
    CHECK_STR(before, after); /* the same again is no change */
    check_sound(s);
    msdx_store_close(s);
}

static void test_store__no_text_keeps_no_words(void)
{
    msdx_buf got = MSDX_BUF_INIT(1 << 24);
    fresh("notext.db");
    msdx_store *s = open_as("m", MSDX_STORE_CREATE);
    put(s, store_doc(1, 0, 3), MSDX_STORE_NO_TEXT);
    CHECK_INT(query(s, NULL, 0, &got), 3);
    CHECK(strstr(msdx_buf_cstr(&got), "caf") == NULL);
    CHECK(strstr(msdx_buf_cstr(&got), "A title") == NULL);
    CHECK_INT(put(s, store_doc(1, 0, 3), MSDX_STORE_NO_TEXT).did, MSDX_STORE_SAME);
    check_sound(s);
    msdx_store_close(s);
    FILE *f = fopen(path, "rb"); /* not in any page of the file either */
    static char bytes[1 << 20];
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    CHECK(n > 4096 && memmem(bytes, n, "caf\xC3\xA9", 5) == NULL);
    CHECK(memmem(bytes, n, "number1", 7) == NULL);
    msdx_buf_clear(&got);
}

static void test_store__rollback_leaves_nothing(void)
{
    msdx_buf got = MSDX_BUF_INIT(1 << 24);
    msdx_store_change change;
    fresh("rollback.db");
    msdx_store *s = open_as("m", MSDX_STORE_CREATE);
    msd_doc *doc = store_doc(1, 0, 3);
    CHECK_INT(msdx_store_begin(s, &err), MSD_OK);
    CHECK_INT(msdx_store_put(s, doc, 3, 0, &change, &err), MSD_OK);
    msdx_store_rollback(s);
    CHECK_INT(query(s, NULL, 0, &got), 0);
    CHECK_INT(put(s, doc, 0).did, MSDX_STORE_NEW);
    CHECK_INT(query(s, NULL, 0, &got), 3);
    check_sound(s);
    msdx_store_close(s);
    msdx_buf_clear(&got);
}

/* ---- queries: the same claims as the filter lets pass ---- */

static bool set(msdx_filter *f, const char *option, const char *value)
{
    const char *const v[] = {value};
    msd_status st = strcmp(option, "event") == 0         ? msdx_filter_event(f, v, 1, &err)
                    : strcmp(option, "mode") == 0        ? msdx_filter_mode(f, v, 1, &err)
                    : strcmp(option, "status") == 0      ? msdx_filter_status(f, v, 1, &err)
                    : strcmp(option, "country") == 0     ? msdx_filter_country(f, v, 1, &err)
                    : strcmp(option, "actor") == 0       ? msdx_filter_actor(f, v, 1, &err)
                    : strcmp(option, "recipient") == 0   ? msdx_filter_recipient(f, v, 1, &err)
                    : strcmp(option, "attribution") == 0 ? msdx_filter_attribution(f, v, 1, &err)
                    : strcmp(option, "place") == 0       ? msdx_filter_places(f, v, 1, &err)
                    : strcmp(option, "text") == 0        ? msdx_filter_text(f, v, 1, &err)
                    : strcmp(option, "from") == 0        ? msdx_filter_dates(f, value, f->to, &err)
                                                         : msdx_filter_dates(f, f->from, value, &err);
    return st == MSD_OK;
}

static const char *const choice[][4] = {
    {"event", "assault"},
    {"event", "SANCTION-expel,AID"},
    {"mode", "demo,visit"},
    {"status", "actual,denied"},
    {"country", "per"},
    {"actor", "PER"},
    {"actor", "PERGOV"},
    {"actor", "government of per,COL"},
    {"actor", "GOV"},
    {"actor", "none"},
    {"recipient", "none"},
    {"recipient", "ECU,BRA"},
    {"attribution", "official"},
    {"attribution", "none"},
    {"attribution", "CHL"},
    {"place", "loja"},
    {"place", "3654665"},
    {"place", "-2,-80,1.5,-79"},
    {"text", "CAF\xC3\x89 number7"},
    {"text", "cafe number2*"},
    {"text", "number1*"},
    {"from", "2001-03"},
    {"to", "2000-06-07"},
    {"from", "2000-03-05", "to", "2000-05"},
    {"actor", "ECU", "recipient", "PER"},
    {"actor", "ECU", "from", "2001"},
    {"country", "ECU", "from", "2000-04-05"},
    {"text", "text", "place", "Loja"},
};

static void test_store__queries_are_the_filters(void)
{
    enum { N = 700 };
    msdx_buf want = MSDX_BUF_INIT(1 << 26), got = MSDX_BUF_INIT(1 << 26);
    static msd_doc *doc[N];
    fresh("query.db");
    msdx_store *s = open_as("m", MSDX_STORE_CREATE);
    msdx_store_change change;
    CHECK_INT(msdx_store_begin(s, &err), MSD_OK);
    for (unsigned k = 0; k < N; k++) {
        doc[k] = store_doc(k, 0, 1 + k % 3);
        CHECK_INT(msdx_store_put(s, doc[k], doc[k]->n_claim, 0, &change, &err), MSD_OK);
    }
    CHECK_INT(msdx_store_commit(s, &err), MSD_OK);
    for (size_t c = 0; c < sizeof choice / sizeof *choice; c++) {
        msdx_filter f = {0};
        size_t n = 0, all = 0;
        CHECK(set(&f, choice[c][0], choice[c][1]));
        if (choice[c][2]) CHECK(set(&f, choice[c][2], choice[c][3]));
        msdx_buf_reset(&want);
        for (unsigned k = 0; k < N; k++)
            for (uint32_t i = 0; i < doc[k]->n_claim; i++, all++)
                if (msdx_filter_pass(&f, doc[k], &doc[k]->claim[i])) {
                    msdx_write_jsonl(&want, doc[k], &doc[k]->claim[i]);
                    n++;
                }
        size_t n_got = query(s, &f, 0, &got);
        if (n_got != n) fprintf(stderr, "%s %s\n", choice[c][0], choice[c][1]);
        CHECK_INT(n_got, n);
        CHECK(n < all || strcmp(choice[c][1], "GOV") == 0);
        CHECK(n > 0 || strcmp(choice[c][1], "none") == 0);
        if (n == 0) printf("none: %s %s\n", choice[c][0], choice[c][1]);
        CHECK(want.n == got.n && (got.n == 0 || memcmp(want.p, got.p, got.n) == 0));
        msdx_filter_clear(&f);
    }
    for (unsigned k = 0; k < N; k++) msdx_doc_free(doc[k]);
    check_sound(s);
    msdx_store_close(s);
    msdx_buf_clear(&want);
    msdx_buf_clear(&got);
}

static void test_store__filters_refuse_nonsense(void)
{
    msdx_filter f = {0};
    CHECK(!set(&f, "event", "WAR"));
    CHECK(!set(&f, "status", "true"));
    CHECK(!set(&f, "place", "1,2,3"));
    CHECK(!set(&f, "place", "1,2,3,400"));
    CHECK(!set(&f, "text", "..."));
    CHECK(!set(&f, "from", "yesterday"));
    msdx_filter_clear(&f);
}

static void test_fold__words(void)
{
    msdx_buf out = MSDX_BUF_INIT(1 << 16);
    const char *text = "Erdo\xC4\x9F"
                       "an's  2nd caf\xC3\xA9-BAR*, \xE2\x80\x9C*x";
    msdx_fold_words(&out, msdx_str_of(text), true);
    CHECK_STR(msdx_buf_cstr(&out), "erdogan s 2nd cafe bar* x");
    CHECK(msdx_fold_match(MSDX_STR("cafe x"), MSDX_STR("x y cafe")));
    CHECK(msdx_fold_match(MSDX_STR("ca*"), MSDX_STR("x y cafe")));
    CHECK(!msdx_fold_match(MSDX_STR("ca"), MSDX_STR("x y cafe")));
    CHECK(!msdx_fold_match(MSDX_STR("cafe z"), MSDX_STR("x y cafe")));
    msdx_buf_clear(&out);
}

/* ---- lines back into documents ---- */

static void test_lines__come_back_the_same(void)
{
    msdx_buf a = MSDX_BUF_INIT(1 << 20), b = MSDX_BUF_INIT(1 << 20), csv_a = MSDX_BUF_INIT(1 << 20),
             csv_b = MSDX_BUF_INIT(1 << 20);
    msdx_lines *lines;
    msd_doc *doc = store_doc(3, 0, 5), *back;
    uint32_t n;
    bool taken;
    CHECK_INT(msdx_lines_new(&lines, &err), MSD_OK);
    for (uint32_t i = 0; i < 5; i++) {
        size_t from = a.n;
        msdx_write_jsonl(&a, doc, &doc->claim[i]);
        msdx_write_csv(&csv_a, doc, &doc->claim[i]);
        CHECK_INT(msdx_lines_add(lines, (msdx_str){a.p + from, a.n - from}, &taken, &err), MSD_OK);
        CHECK(taken);
    }
    CHECK_INT(msdx_lines_take(lines, &back, &n, &err), MSD_OK);
    CHECK_INT(n, 5);
    for (uint32_t i = 0; i < n; i++) {
        msdx_write_jsonl(&b, back, &back->claim[i]);
        msdx_write_csv(&csv_b, back, &back->claim[i]);
    }
    CHECK_STR(msdx_buf_cstr(&b), msdx_buf_cstr(&a));
    CHECK_STR(msdx_buf_cstr(&csv_b), msdx_buf_cstr(&csv_a));
    msdx_doc_free(back);
    msdx_doc_free(doc);
    static const char *const bad[] = {"", "[]", "{}", "{\"doc\":{\"id\":\"x\"}}", "{\"doc\":{\"id\":1}}", "{\"doc\":"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CHECK_INT(msdx_lines_add(lines, msdx_str_of(bad[i]), &taken, &err), MSD_EFORMAT);
        CHECK_INT(msdx_lines_take(lines, &back, &n, &err), MSD_OK);
        msdx_doc_free(back);
    }
    msdx_lines_free(lines);
    msdx_buf_clear(&a);
    msdx_buf_clear(&b);
    msdx_buf_clear(&csv_a);
    msdx_buf_clear(&csv_b);
}

/* The line of a claim with one of its values put otherwise: taken or refused? */
static msd_status with(const char *line, const char *was, const char *becomes)
{
    msdx_buf b = MSDX_BUF_INIT(1 << 20);
    msdx_lines *lines;
    bool taken;
    const char *at = strstr(line, was);
    CHECK(at != NULL);
    if (at) msdx_buf_add(&b, line, (size_t)(at - line));
    msdx_buf_adds(&b, becomes);
    if (at) msdx_buf_adds(&b, at + strlen(was));
    CHECK_INT(msdx_lines_new(&lines, &err), MSD_OK);
    msd_status st = msdx_lines_add(lines, (msdx_str){b.p, b.n}, &taken, &err);
    msdx_lines_free(lines);
    msdx_buf_clear(&b);
    return st;
}

static void test_lines__hold_to_the_contract(void)
{
    static const char *const bad[][2] = {{"\"confidence\":0.75", "\"confidence\":1.75"},
                                         {"\"intensity\":-8", "\"intensity\":-80"},
                                         {"\"goldstein\":-9.5", "\"goldstein\":1e300"},
                                         {"\"cameo\":\"190\"", "\"cameo\":\"19x\""},
                                         {"\"quad\":\"material-conflict\"", "\"quad\":\"conflict\""},
                                         {"\"index\":0", "\"index\":4000000"}};
    msdx_buf b = MSDX_BUF_INIT(1 << 20);
    msd_doc *doc = store_doc(3, 0, 1);
    msdx_write_jsonl(&b, doc, doc->claim);
    const char *line = msdx_buf_cstr(&b), *event = doc->claim->event;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK_INT(with(line, bad[i][0], bad[i][1]), MSD_EFORMAT);
    CHECK_INT(with(line, event, "NOTHING"), MSD_EFORMAT);
    CHECK_INT(with(line, event, "AID"), MSD_OK);
    msdx_doc_free(doc);
    msdx_buf_clear(&b);
}

/* A line may lead to any number of claims, here or elsewhere; what that costs grows with their number alone. */
static void test_lines__lead_to_many_claims(void)
{
    enum { MANY = 100000 };
    msdx_buf b = MSDX_BUF_INIT(1 << 24), links = MSDX_BUF_INIT(1 << 24);
    msd_doc *doc = store_doc(3, 0, 1), *back;
    msdx_lines *lines;
    uint32_t n;
    bool taken;
    msdx_write_jsonl(&b, doc, doc->claim);
    for (int i = 0; i < MANY; i++)
        msdx_buf_addf(&links, "%s{\"kind\":\"cause\",\"event\":\"%d\"}", i ? "," : "\"links\":[", i / 2);
    msdx_buf_adds(&links, "]");
    const char *line = msdx_buf_cstr(&b), *at = strstr(line, "\"links\":[]");
    CHECK(at != NULL);
    msdx_buf whole = MSDX_BUF_INIT(1 << 24);
    msdx_buf_add(&whole, line, (size_t)(at - line));
    msdx_buf_add(&whole, links.p, links.n);
    msdx_buf_adds(&whole, at + strlen("\"links\":[]"));
    CHECK_INT(msdx_lines_new(&lines, &err), MSD_OK);
    CHECK_INT(msdx_lines_add(lines, (msdx_str){whole.p, whole.n}, &taken, &err), MSD_OK);
    clock_t began = clock();
    CHECK_INT(msdx_lines_take(lines, &back, &n, &err), MSD_OK);
    CHECK((double)(clock() - began) / CLOCKS_PER_SEC < 5);
    CHECK_INT(n, 1);
    CHECK_INT(back->n_claim, 1 + MANY / 2);
    CHECK_INT(back->claim[0].links[MANY - 1].claim, MANY / 2);
    CHECK_STR(back->claim[MANY / 2].id, "49999");
    msdx_doc_free(back);
    msdx_doc_free(doc);
    msdx_lines_free(lines);
    msdx_buf_clear(&b);
    msdx_buf_clear(&links);
    msdx_buf_clear(&whole);
}

/* Claims from elsewhere: the same again changes nothing, and so does what was coded here. */
static void test_store__imported_claims(void)
{
    fresh("import.db");
    msdx_store *s = open_as("m", MSDX_STORE_CREATE);
    put(s, store_doc(1, 0, 3), 0);
    CHECK_INT(put(s, store_doc(1, 0, 3), MSDX_STORE_CLAIMS).did, MSDX_STORE_SAME);
    CHECK_INT(put(s, store_doc(2, 0, 3), MSDX_STORE_CLAIMS).did, MSDX_STORE_NEW);
    CHECK_INT(put(s, store_doc(2, 0, 3), MSDX_STORE_CLAIMS).did, MSDX_STORE_SAME);
    msdx_store_change c = put(s, store_doc(2, 0, 2), MSDX_STORE_CLAIMS);
    CHECK_INT(c.did, MSDX_STORE_REVISED);
    CHECK_INT(c.n_superseded, 3);
    check_sound(s);
    msdx_store_close(s);
}

/* ---- errors ---- */

static void expect_open(unsigned mode, msd_status want, const char *words)
{
    msdx_store *s = (msdx_store *)&err;
    memset(&err, 0, sizeof err);
    CHECK_INT(msdx_store_open(&s, path, mode, &err), want);
    CHECK(s == NULL);
    CHECK(strstr(err.msg, words) != NULL && strstr(err.msg, path) != NULL && !strchr(err.msg, '\n'));
    if (!strstr(err.msg, words)) fprintf(stderr, "%s\n", err.msg);
}

static void run_sql(const char *sql)
{
    sqlite3 *db;
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    CHECK(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
}

static void write_file(const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    fwrite(bytes, 1, n, f);
    fclose(f);
}

static void test_store__errors_name_the_file(void)
{
    fresh("missing.db");
    expect_open(MSDX_STORE_READ, MSD_EIO, "No such file");
    expect_open(MSDX_STORE_WRITE, MSD_EIO, "No such file");
    snprintf(path, sizeof path, "%s", dir);
    expect_open(MSDX_STORE_CREATE, MSD_EIO, "Is a directory");
    fresh("text.db");
    write_file("This is a text and no store, and it is longer than a header of one hundred bytes would be, is it not?",
               101);
    expect_open(MSDX_STORE_READ, MSD_EFORMAT, "not a store");
    expect_open(MSDX_STORE_CREATE, MSD_EFORMAT, "not a store");
    fresh("newer.db");
    msdx_store_close(open_as("m", MSDX_STORE_CREATE));
    run_sql("PRAGMA user_version = 99");
    expect_open(MSDX_STORE_READ, MSD_EUNSUPPORTED, "version 99");
    expect_open(MSDX_STORE_WRITE, MSD_EUNSUPPORTED, "version 99");
    fresh("other.db");
    run_sql("CREATE TABLE other (x)");
    expect_open(MSDX_STORE_CREATE, MSD_EFORMAT, "not a store");
}

static void test_store__damage_is_told(void)
{
    fresh("damage.db");
    msdx_store *s = open_as("m", MSDX_STORE_CREATE);
    msdx_buf report = MSDX_BUF_INIT(1 << 20);
    size_t n = 0;
    for (unsigned k = 0; k < 50; k++) put(s, store_doc(k, 0, 4), 0);
    msdx_store_close(s);
    int fd = open(path, O_RDWR); /* every page from the eighth on */
    static char junk[4096];
    memset(junk, 0x5A, sizeof junk);
    struct stat st;
    CHECK(fstat(fd, &st) == 0);
    for (off_t at = 8 * 4096; at < st.st_size; at += 4096) CHECK(pwrite(fd, junk, sizeof junk, at) == sizeof junk);
    close(fd);
    msd_status rc = msdx_store_open(&s, path, MSDX_STORE_READ, &err);
    if (rc == MSD_OK) rc = msdx_store_check(s, &report, &n, &err);
    CHECK(rc == MSD_EFORMAT || (rc == MSD_OK && n > 0));
    if (rc == MSD_EFORMAT) CHECK(strstr(err.msg, "damaged") != NULL);
    msdx_store_close(s);
    msdx_buf_clear(&report);
}

static void test_store__laws_are_checked(void)
{
    static const char *const fault[] = {
        "UPDATE claim SET revision = 2 WHERE id = 1", "DELETE FROM dyad WHERE claim = 2",
        "UPDATE body SET text = 'other' WHERE id = 1", "UPDATE claim SET body = '}' WHERE id = 1",
        "DELETE FROM revision WHERE id = 1"};
    for (size_t i = 0; i < sizeof fault / sizeof *fault; i++) {
        msdx_buf report = MSDX_BUF_INIT(1 << 20);
        size_t n = 0;
        fresh("laws.db");
        msdx_store *s = open_as("m", MSDX_STORE_CREATE);
        put(s, store_doc(1, 0, 2), 0);
        put(s, store_doc(2, 0, 2), 0);
        msdx_store_close(s);
        run_sql(fault[i]);
        s = open_as("m", MSDX_STORE_READ);
        CHECK_INT(msdx_store_check(s, &report, &n, &err), MSD_OK);
        CHECK(n > 0);
        msdx_store_close(s);
        msdx_buf_clear(&report);
    }
}

static msd_status no_head(void *ctx, const char *const *name, size_t n, msd_error *e)
{
    (void)ctx, (void)name, (void)n, (void)e;
    return MSD_OK;
}

static msd_status count_row(void *ctx, const msdx_store_cell *cell, size_t n, msd_error *e)
{
    (void)n, (void)e;
    *(int64_t *)ctx = cell[0].i;
    return MSD_OK;
}

static void test_store__own_sql_only_reads(void)
{
    int64_t n = 0;
    const msdx_store_sql_out out = {&n, no_head, count_row};
    fresh("sql.db");
    msdx_store *s = open_as("m", MSDX_STORE_CREATE);
    put(s, store_doc(1, 0, 2), 0);
    msdx_store_close(s);
    s = open_as("m", MSDX_STORE_READ);
    CHECK_INT(msdx_store_sql(s, "SELECT count(*) FROM claim;", &out, &err), MSD_OK);
    CHECK_INT(n, 2);
    static const char *const bad[] = {"DELETE FROM claim",
                                      "DROP TABLE claim",
                                      "SELEC 1",
                                      "",
                                      "SELECT 1; SELECT 2",
                                      "PRAGMA journal_mode = DELETE",
                                      "ATTACH '/tmp/x.db' AS x",
                                      "UPDATE claim SET n = 9"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        msd_status st = msdx_store_sql(s, bad[i], &out, &err);
        if (st == MSD_OK) fprintf(stderr, "allowed: %s\n", bad[i]);
        CHECK(st != MSD_OK);
    }
    CHECK_INT(msdx_store_sql(s, "SELECT count(*) FROM claim", &out, &err), MSD_OK);
    CHECK_INT(n, 2);
    msdx_store_close(s);
}

static void test_store__two_handles_take_turns(void)
{
    fresh("two.db");
    msdx_store *a = open_as("m", MSDX_STORE_CREATE), *b = open_as("m", MSDX_STORE_WRITE);
    CHECK(a && b);
    for (unsigned k = 0; k < 20; k++) {
        CHECK_INT(put(a, store_doc(k, 0, 2), 0).did, MSDX_STORE_NEW);
        CHECK_INT(put(b, store_doc(k, 0, 2), 0).did, MSDX_STORE_SAME);
        CHECK_INT(put(b, store_doc(100 + k, 0, 2), 0).did, MSDX_STORE_NEW);
    }
    check_sound(a);
    msdx_store_close(a);
    msdx_store_close(b);
}

int main(void)
{
    snprintf(dir, sizeof dir, "%s/test_store.%d", MSD_BUILD_DIR, (int)getpid());
    CHECK(mkdir(dir, 0777) == 0);
    RUN(test_store__gives_back_the_bytes_of_code);
    RUN(test_store__same_again_changes_nothing);
    RUN(test_store__another_text_is_a_revision);
    RUN(test_store__other_versions_change_what_differs);
    RUN(test_store__state_tells_what_only_goes);
    RUN(test_store__no_text_keeps_no_words);
    RUN(test_store__rollback_leaves_nothing);
    RUN(test_store__queries_are_the_filters);
    RUN(test_store__filters_refuse_nonsense);
    RUN(test_fold__words);
    RUN(test_lines__come_back_the_same);
    RUN(test_lines__hold_to_the_contract);
    RUN(test_lines__lead_to_many_claims);
    RUN(test_store__imported_claims);
    RUN(test_store__errors_name_the_file);
    RUN(test_store__damage_is_told);
    RUN(test_store__laws_are_checked);
    RUN(test_store__own_sql_only_reads);
    RUN(test_store__two_handles_take_turns);
    char sweep[300];
    snprintf(sweep, sizeof sweep, "rm -rf '%s'", dir);
    CHECK(system(sweep) == 0);
    return test_end();
}
