/* test_sqlite.c: the loadable extension, as SQLite's own library loads it. */
#include <pthread.h>
#include <sqlite3.h>

#include "engine.h"

static const char *const text = "Iran threatened to close its embassy in Baghdad on Monday. Troops shelled Goma.";

static sqlite3 *open_db(void)
{
    sqlite3 *db;
    char *message = NULL;
    CHECK_INT(sqlite3_open(":memory:", &db), SQLITE_OK);
    CHECK_INT(sqlite3_enable_load_extension(db, 1), SQLITE_OK);
    CHECK_INT(sqlite3_load_extension(db, MSD_BUILD_DIR "/masudi_sqlite", NULL, &message), SQLITE_OK);
    if (message) fprintf(stderr, "%s\n", message);
    sqlite3_free(message);
    return db;
}

/* The first column of every row, a line each, or the message of what went wrong; for sqlite3_free. */
static char *ask(sqlite3 *db, const char *sql)
{
    sqlite3_str *out = sqlite3_str_new(db);
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &st, NULL);
    while (rc == SQLITE_OK || rc == SQLITE_ROW) {
        rc = sqlite3_step(st);
        const char *s = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(st, 0) : NULL;
        if (rc == SQLITE_ROW) sqlite3_str_appendf(out, "%s\n", s ? s : "NULL");
    }
    if (rc != SQLITE_DONE) sqlite3_str_appendf(out, "%s", sqlite3_errmsg(db));
    sqlite3_finalize(st);
    sqlite3_str_appendall(out, "");
    return sqlite3_str_finish(out);
}

static void check(sqlite3 *db, const char *sql, const char *want)
{
    char *got = ask(db, sql);
    CHECK_STR(got ? got : "", want);
    sqlite3_free(got);
}

static msd_doc *code(void)
{
    msd_input in = {.text = text, .n_byte = strlen(text), .date = "2024-05-14", .id = "d", .title = "Iran"};
    msd_doc *doc;
    CHECK_INT(msd_code(worker, &in, &doc, NULL), MSD_OK);
    return doc;
}

static void test_sqlite__claims_as_the_library_gives_them(void)
{
    sqlite3 *db = open_db();
    msd_doc *doc = code();
    char *json;
    CHECK_INT(msd_doc_json(doc, &json, NULL, NULL), MSD_OK);
    check(db,
          "SELECT json FROM masudi_claims('Iran threatened to close its embassy in Baghdad on Monday. Troops shelled "
          "Goma.', '2024-05-14', 'd', 'Iran')",
          json);
    msd_free(json);
    msd_doc_free(doc);
    sqlite3_close(db);
}

/* Every column of every claim, with its type, against msd_doc_cell. */
static void test_sqlite__columns(void)
{
    sqlite3 *db = open_db();
    sqlite3_stmt *st;
    msd_doc *doc = code();
    size_t n = 0;
    CHECK_INT(sqlite3_prepare_v2(db, "SELECT * FROM masudi_claims(:text, '2024-05-14', 'd', 'Iran')", -1, &st, NULL),
              SQLITE_OK);
    CHECK_INT(sqlite3_bind_text(st, 1, text, -1, SQLITE_STATIC), SQLITE_OK);
    for (; sqlite3_step(st) == SQLITE_ROW; n++) {
        const char *name;
        msd_cell_type type;
        msd_cell cell;
        int k = 0;
        for (; (name = msd_column_name((size_t)k, &type)) != NULL; k++) {
            CHECK_STR(sqlite3_column_name(st, k), name);
            CHECK_INT(msd_doc_cell(doc, n, (size_t)k, &cell, NULL), MSD_OK);
            if (!cell.text)
                CHECK_INT(sqlite3_column_type(st, k), SQLITE_NULL);
            else if (type == MSD_CELL_INT)
                CHECK_INT(sqlite3_column_int64(st, k), cell.whole);
            else if (type == MSD_CELL_REAL)
                CHECK(sqlite3_column_double(st, k) == cell.real);
            else
                CHECK_STR((const char *)sqlite3_column_text(st, k), cell.text);
        }
        CHECK_INT(sqlite3_column_count(st), k + 1); /* json; the arguments are hidden */
    }
    CHECK_INT(n, msd_doc_n_claim(doc));
    CHECK(n > 2);
    sqlite3_finalize(st);
    msd_doc_free(doc);
    sqlite3_close(db);
}

static void test_sqlite__a_table_of_articles(void)
{
    sqlite3 *db = open_db();
    CHECK_INT(sqlite3_exec(db,
                           "CREATE TABLE news(id, day, body);"
                           "INSERT INTO news VALUES('a', '2024-05-14', 'Troops shelled Goma on Monday.'),"
                           "('b', NULL, NULL), ('c', '2024-05-15', ''), ('d', NULL, 'Peru expelled two diplomats.')",
                           NULL, NULL, NULL),
              SQLITE_OK);
    check(db, "SELECT n.id || ' ' || c.event FROM news n, masudi_claims(n.body, n.day, n.id) c ORDER BY n.id",
          "a ASSAULT\nd SANCTION\n");
    check(db, "SELECT when_start FROM news n JOIN masudi_claims c ON c.text = n.body AND c.date = n.day",
          "2024-05-13\nNULL\n"); /* an argument that is null is one that is not given */
    check(db, "SELECT count(*) FROM masudi_claims c WHERE c.text IN (SELECT body FROM news)", "2\n");
    check(db, "SELECT doc_id FROM masudi_claims((SELECT body FROM news WHERE id = 'a'), NULL, 7)", "7\n");
    check(db, "SELECT doc_publisher || doc_url FROM masudi_claims('Troops shelled Goma.', NULL, NULL, NULL, 'u', 'p')",
          "pu\n");
    check(db, "SELECT event FROM masudi_claims('Troops shelled Goma.', NULL, NULL, NULL, NULL, NULL, 'fr')", "");
    sqlite3_close(db);
}

static void test_sqlite__what_is_refused(void)
{
    sqlite3 *db = open_db();
    check(db, "SELECT event FROM masudi_claims(CAST(x'61FF' AS TEXT), NULL, 'one')",
          "masudi_claims: one: the text is not UTF-8 at byte 1");
    check(db, "SELECT event FROM masudi_claims", "masudi_claims needs a text: masudi_claims(text)");
    check(db, "SELECT event FROM masudi_claims('Rain fell.')", "");
    char *version = ask(db, "SELECT masudi_version()");
    CHECK(version && strstr(version, MSD_VERSION) && strstr(version, msd_engine_knowledge(engine)));
    sqlite3_free(version);
    sqlite3_close(db);
}

struct asker {
    pthread_t id;
    sqlite3 *db;
    int n_right;
};

static void *ask_often(void *arg)
{
    struct asker *a = arg;
    for (int i = 0; i < 4; i++) {
        char *got = ask(a->db, "SELECT event FROM masudi_claims('Troops shelled Goma.')");
        a->n_right += got && strcmp(got, "ASSAULT\n") == 0;
        sqlite3_free(got);
    }
    return NULL;
}

static void test_sqlite__connections_share_the_engine(void)
{
    struct asker a[4] = {0};
    for (int i = 0; i < 4; i++) a[i].db = open_db();
    for (int i = 0; i < 4; i++) CHECK_INT(pthread_create(&a[i].id, NULL, ask_often, &a[i]), 0);
    for (int i = 0; i < 4; i++) {
        CHECK_INT(pthread_join(a[i].id, NULL), 0);
        CHECK_INT(a[i].n_right, 4);
        sqlite3_close(a[i].db);
    }
}

int main(void)
{
    char model[4096], knowledge[4096];
    if (!engine_open()) SKIP("no model or knowledge file; `make data` makes them");
    setenv("MASUDI_MODEL", installed("MASUDI_MODEL", "en.model", model), 1);
    setenv("MASUDI_KNOWLEDGE", installed("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge), 1);
    RUN(test_sqlite__claims_as_the_library_gives_them);
    RUN(test_sqlite__columns);
    RUN(test_sqlite__a_table_of_articles);
    RUN(test_sqlite__what_is_refused);
    RUN(test_sqlite__connections_share_the_engine);
    engine_close();
    return test_end();
}
