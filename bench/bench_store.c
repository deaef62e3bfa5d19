/* bench_store.c [CLAIMS [FILE]]: how fast a store takes claims in and answers.
 * First documents of five claims each go in as `code` puts them. Then CLAIMS rows
 * are made by SQL (default 200,000; 10000000 takes some minutes and 15 GB): pairs
 * of 200 countries, the frequent ones far more often, over twenty years; and the
 * store is asked for pairs of countries in a month, through the same calls as
 * `masudi db query`. One JSON line a measurement. The file is taken away
 * afterwards unless it was named; a named one that is there is only asked. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../test/store_doc.h"
#include "store/store.h"

enum { RUNS = 15, A_DOCUMENT = 5, BURST = 256, N_COUNTRY = 200, N_PUT = 50000 };

static char country[N_COUNTRY][4];

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static msd_status fill(msdx_store *s, size_t n_claim, msd_error *err)
{
    msdx_store_change change;
    for (size_t k = 0; k * A_DOCUMENT < n_claim;) {
        MSD_TRY(msdx_store_begin(s, err));
        for (size_t i = 0; i < BURST && k * A_DOCUMENT < n_claim; i++, k++) {
            msd_doc *doc = store_doc((unsigned)k, 0, A_DOCUMENT);
            if (!doc) return MSD_ENOMEM;
            msd_status st = msdx_store_put(s, doc, doc->n_claim, 0, &change, err);
            msdx_doc_free(doc);
            MSD_TRY(st);
        }
        MSD_TRY(msdx_store_commit(s, err));
    }
    return MSD_OK;
}

/* Rows as msdx_store_put makes them (`masudi db check` on the file agrees), without its looking up. The cube of an even
 * draw gives the first pair of two countries 0.7 % of all claims. */
static const char *const bulk[] = {
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA temp_store = FILE;"
    "DROP INDEX claim_document; DROP INDEX claim_uid; DROP INDEX claim_sentence; DROP INDEX claim_place;"
    "DROP INDEX part_claim; DROP INDEX dyad_recipient; DROP INDEX dyad_month; BEGIN",
    "INSERT INTO run VALUES (1, '2020', 'bench', '', '', ''); INSERT INTO source VALUES (1, 'Bench', NULL, NULL)",
    "CREATE TEMP TABLE land AS WITH RECURSIVE i(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < 199)"
    " SELECT n, char(65 + n / 26, 65 + n % 26, 81 + n % 7) AS code FROM i; CREATE INDEX temp.land_n ON land(n)",
    "INSERT INTO entity SELECT n + 1, 'entity' || n, code, code, code, 'GOV', NULL, code || 'GOV', NULL FROM land",
    "CREATE TEMP TABLE t AS WITH RECURSIVE i(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < %zu - 1), d AS ("
    "SELECT n, (n * 2654435761 >> 7) & 65535 AS a, (n * 2246822519 >> 9) & 65535 AS r, (n / 5 * 3266489917 >> 5) % 6720"
    " AS day FROM i) SELECT n, a * a * a * 200 >> 48 AS a, r * r * r * 200 >> 48 AS r, 2000 + day / 336 AS y, day / 28 "
    "% 12 + 1 AS m, day % 28 + 1 AS d FROM d",
    "INSERT INTO document SELECT n / 5 + 1, 'doc-' || (n / 5), '2020' FROM t WHERE n % 5 = 0",
    "INSERT INTO revision SELECT n / 5 + 1, n / 5 + 1, 1, 'h', NULL, 1, 0, '2020-05-06', 'A title of some words', "
    "NULL, 'Bench', 'en', 1, 1, '2020', NULL FROM t WHERE n % 5 = 0",
    "INSERT INTO sentence SELECT n + 1, n / 5 + 1, n % 5, n % 5 * 130, n % 5 * 130 + 129, 'Sentence ' || n || ' of a "
    "document, as long as those of the news are, with a clause or two and the names of those who act in it.' FROM t",
    "INSERT INTO claim SELECT t.n + 1, printf('%%032x', t.n), t.n / 5 + 1, t.n / 5 + 1, t.n % 5, t.n + 1, 1, NULL, "
    "CASE t.n % 3 WHEN "
    "0 THEN 'CONSULT' WHEN 1 THEN 'ASSAULT' ELSE 'SANCTION' END, 'visit', 'actual', 'none', '042', "
    "'verbal-cooperation', 1.9, 2, printf('%%04d-%%02d-%%02d', y, m, d), printf('%%04d-%%02d-%%02d', y, m, d), "
    "printf('%%04d-%%02d-%%02d', y, m, d), printf('%%04d-%%02d-%%02d', y, m, d), NULL, NULL, NULL, NULL, NULL, NULL, "
    "0.75, 'bench.txt:made', printf('\"trigger\":{\"text\":\"met\",\"start\":5,\"end\":8,\"lemma\":\"meet\"},\"event\":"
    "\"CONSULT\",\"mode\":\"visit\",\"contexts\":[\"diplomatic\"],\"cameo\":\"042\",\"quad\":\"verbal-cooperation\","
    "\"goldstein\":1.9,\"intensity\":2,\"actors\":[{\"text\":\"%%s\",\"start\":0,\"end\":3,\"name\":\"%%s\",\"entity\":"
    "\"%%s\",\"country\":\"%%s\",\"sector\":\"GOV\",\"sectors\":[],\"code\":\"%%sGOV\",\"aligned\":[],\"via\":\"name\"}"
    "],"
    "\"recipients\":[{\"text\":\"%%s\",\"start\":9,\"end\":12,\"name\":\"%%s\",\"entity\":\"%%s\",\"country\":\"%%s\","
    "\"sector\":\"GOV\",\"sectors\":[],\"code\":\"%%sGOV\",\"aligned\":[],\"via\":\"name\"}],\"status\":\"actual\","
    "\"hedge\":"
    "\"none\",\"attribution\":[],\"links\":[],\"when\":{\"start\":\"%%04d-%%02d-%%02d\",\"end\":\"%%04d-%%02d-%%02d\","
    "\"precision\":\"day\",\"text\":\"that "
    "day\"},\"where\":null,\"mentions\":[],\"magnitude\":{\"dead\":null,\"injured\":"
    "null,\"arrested\":null,\"displaced\":null,\"participants\":null},\"confidence\":0.75,\"rule\":\"bench.txt:made\"}'"
    ", "
    "a.code, a.code, a.code, a.code, a.code, r.code, r.code, r.code, r.code, r.code, y, m, d, y, m, d) FROM t JOIN "
    "land "
    "a ON a.n = t.a JOIN land r ON r.n = t.r ORDER BY t.rowid",
    "INSERT INTO part SELECT a + 1, 'actor', n + 1, 0, 'name', 'x' FROM t ORDER BY a, n",
    "INSERT INTO part SELECT r + 1, 'recipient', n + 1, 0, 'name', 'x' FROM t ORDER BY r, n",
    "INSERT INTO dyad SELECT a.code, r.code, y * 100 + m, t.n + 1 FROM t JOIN land a ON a.n = t.a JOIN land r ON r.n = "
    "t.r ORDER BY 1, 2, 3, 4",
    "DROP TABLE temp.t; COMMIT; CREATE INDEX claim_document ON claim (document, n); CREATE INDEX claim_uid ON claim "
    "(uid); CREATE INDEX claim_sentence ON claim (sentence); CREATE INDEX claim_place ON claim (place); CREATE INDEX "
    "part_claim ON part (claim); CREATE INDEX dyad_recipient ON dyad (recipient, month); CREATE INDEX dyad_month ON "
    "dyad (month); PRAGMA journal_mode = WAL"};

static msd_status make_rows(const char *path, size_t n, msd_error *err)
{
    sqlite3 *db;
    msdx_buf sql = MSDX_BUF_INIT(1 << 20);
    int code = sqlite3_open(path, &db);
    for (size_t i = 0; code == SQLITE_OK && i < sizeof bulk / sizeof *bulk; i++) {
        msdx_buf_reset(&sql);
        for (const char *p = bulk[i]; *p; p++) {
            if (strncmp(p, "%zu", 3) == 0) {
                msdx_buf_addf(&sql, "%zu", n);
                p += 2;
            } else {
                msdx_buf_addc(&sql, *p);
                if (*p == '%' && p[1] == '%') p++;
            }
        }
        code = sqlite3_exec(db, msdx_buf_cstr(&sql), NULL, NULL, NULL);
    }
    if (code != SQLITE_OK) (void)msdx_err(err, MSD_EIO, 0, "%s: %s", path, sqlite3_errmsg(db));
    msdx_buf_clear(&sql);
    sqlite3_close(db);
    return code == SQLITE_OK ? MSD_OK : MSD_EIO;
}

static msd_status count(void *ctx, msdx_str line, msd_error *err)
{
    (void)line, (void)err;
    ++*(size_t *)ctx;
    return MSD_OK;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static msd_status ask(msdx_store *s, const char *what, int first, size_t n_stored, msd_error *err)
{
    double ms[RUNS];
    size_t n = 0;
    for (int i = 0; i < RUNS; i++) { /* another month each time: nothing is warm */
        char day[16];
        msdx_filter f = {0};
        const char *actor = country[first], *recipient = country[first + 1];
        snprintf(day, sizeof day, "%04d-%02d", 2001 + i, i % 12 + 1);
        n = 0;
        msd_status st = msdx_filter_actor(&f, &actor, 1, err);
        if (st == MSD_OK && strcmp(what, "actor and month") != 0) st = msdx_filter_recipient(&f, &recipient, 1, err);
        if (st == MSD_OK) st = msdx_filter_dates(&f, day, day, err);
        double begun = now();
        if (st == MSD_OK) st = msdx_store_query(s, &f, 0, 0, count, &n, err);
        ms[i] = (now() - begun) * 1e3;
        msdx_filter_clear(&f);
        MSD_TRY(st);
    }
    qsort(ms, RUNS, sizeof *ms, by_size);
    printf(
        "{\"bench\":\"store\",\"what\":\"%s\",\"rank\":%d,\"claims\":%zu,\"found\":%zu,\"ms\":%.1f,\"quickest\":%.1f,"
        "\"slowest\":%.1f}\n",
        what, first, n_stored, n, ms[RUNS / 2], ms[0], ms[RUNS - 1]);
    fflush(stdout);
    return MSD_OK;
}

/* As `code` does it: documents, one by one, in bursts. */
static msd_status time_put(const char *path, msd_error *err)
{
    msdx_store *s;
    const msdx_store_run who = {.coder = "bench"};
    MSD_TRY(msdx_store_open(&s, path, MSDX_STORE_CREATE, err));
    double begun = now();
    msd_status st = msdx_store_set_run(s, &who, err);
    if (st == MSD_OK) st = fill(s, N_PUT, err);
    double took = now() - begun;
    msdx_store_close(s);
    FILE *f = st == MSD_OK ? fopen(path, "rb") : NULL;
    if (f && fseek(f, 0, SEEK_END) == 0)
        printf("{\"bench\":\"store\",\"what\":\"insert\",\"claims\":%d,\"seconds\":%.1f,\"claims_a_second\":%.0f,"
               "\"bytes_a_claim\":%.0f}\n",
               N_PUT, took, N_PUT / took, (double)ftell(f) / N_PUT);
    if (f) fclose(f);
    fflush(stdout);
    return st;
}

static msd_status time_queries(const char *path, size_t n, msd_error *err)
{
    msdx_store *s;
    MSD_TRY(msdx_store_open(&s, path, MSDX_STORE_READ, err));
    msd_status st = ask(s, "pair and month", 0, n, err);
    if (st == MSD_OK) st = ask(s, "pair and month", 40, n, err);
    if (st == MSD_OK) st = ask(s, "actor and month", 40, n, err);
    msdx_store_close(s);
    return st;
}

static msd_status make_store(const char *path, size_t n, msd_error *err)
{
    msdx_store *s;
    double begun = now();
    MSD_TRY(msdx_store_open(&s, path, MSDX_STORE_CREATE, err));
    msdx_store_close(s);
    MSD_TRY(make_rows(path, n, err));
    fprintf(stderr, "made %zu claims in %.0f s\n", n, now() - begun);
    return MSD_OK;
}

static void sweep(const char *path)
{
    static const char *const tail[] = {"", "-wal", "-shm"};
    char one[300];
    for (int i = 0; i < 3; i++) {
        snprintf(one, sizeof one, "%s%s", path, tail[i]);
        unlink(one);
    }
}

int main(int argc, char **argv)
{
    char own[256];
    msd_error err = {0};
    size_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 200000;
    const char *path = argc > 2 ? argv[2] : own;
    for (int i = 0; i < N_COUNTRY; i++)
        snprintf(country[i], sizeof country[i], "%c%c%c", 'A' + i / 26, 'A' + i % 26, 'Q' + i % 7);
    snprintf(own, sizeof own, "%s/bench_store.%d.db", MSD_BUILD_DIR, (int)getpid());
    msd_status st = time_put(own, &err);
    sweep(own);
    if (st == MSD_OK && access(path, R_OK) != 0) st = make_store(path, n, &err);
    if (st == MSD_OK) st = time_queries(path, n, &err);
    if (st != MSD_OK) fprintf(stderr, "bench_store: %s\n", err.msg);
    sweep(own);
    return st != MSD_OK;
}
