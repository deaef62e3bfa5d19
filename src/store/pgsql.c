/* pgsql.c: the store in a PostgreSQL database, by libpq. The statements are those
 * of SQLite; a team's writers take turns by an advisory lock that each transaction
 * holds to its end, so two of them lose nothing and put nothing in twice. */
#include "store/sql.h"

#ifdef MSDX_HAVE_LIBPQ

#include <stdio.h>
#include <stdlib.h>

#include "store/late_pq.h"

enum {
    LOCK = 0x6D617375, /* "masu", as SQLite's application id */
    WAIT_MS = 20 * 1000,
    ARG_MOST = 600
};

struct pg {
    msdx_sql base;
    PGconn *conn;
    struct statement *streaming; /* whose rows are still on their way; NULL: none */
    unsigned n_prepared;
    char where[256];
};

struct statement {
    msdx_sql_stmt base;
    char name[24];
    bool large;     /* rows one by one as they come */
    PGresult **all; /* results that have come, n of them; `at` is the one being read */
    size_t n, at, room;
    int row; /* in all[at]; -1 before the first */
};

static struct pg *of(msdx_sql *db)
{
    return (struct pg *)db;
}

static struct statement *st_of(const msdx_sql_stmt *stmt)
{
    return (struct statement *)(uintptr_t)stmt;
}

/* ---- errors ---- */

static msd_status fail(struct pg *p, const PGresult *res, msd_error *err)
{
    const char *code = res ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
    const char *words = res ? PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    char line[160];
    if (!code) code = "";
    snprintf(line, sizeof line, "%s", words ? words : PQerrorMessage(p->conn));
    line[strcspn(line, "\r\n")] = 0;
    if (strcmp(code, "53100") == 0)
        return msdx_err(err, MSD_EIO, 0, "%s: no room left for the store; what was committed is kept", p->where);
    if (strcmp(code, "53200") == 0) return msdx_err_nomem(err);
    if (strcmp(code, "55P03") == 0)
        return msdx_err(err, MSD_EIO, 0, "%s: the store is locked by another program", p->where);
    if (strcmp(code, "25006") == 0 || strcmp(code, "42501") == 0)
        return msdx_err(err, MSD_EIO, 0, "%s: the store is read-only: %s", p->where, line);
    if (strncmp(code, "XX", 2) == 0)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: the store is damaged: %s", p->where, line);
    return msdx_err(err, MSD_EIO, 0, "%s: %s", p->where, line);
}

static bool is_good(const PGresult *res)
{
    ExecStatusType s = PQresultStatus(res);
    return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || s == PGRES_SINGLE_TUPLE;
}

/* ---- results ---- */

static msd_status keep(struct statement *s, PGresult *res, msd_error *err)
{
    if (s->n == s->room) {
        size_t room = s->room ? s->room * 2 : 4;
        PGresult **more = msdx_realloc(s->all, room, sizeof *more);
        if (!more) {
            PQclear(res);
            return msdx_err_nomem(err);
        }
        s->all = more;
        s->room = room;
    }
    s->all[s->n++] = res;
    return MSD_OK;
}

static void forget(struct statement *s)
{
    for (size_t i = 0; i < s->n; i++) PQclear(s->all[i]);
    s->n = s->at = 0;
    s->row = -1;
}

/* The next result of the statement whose rows are coming; false: that was all. */
static bool receive(struct statement *s, msd_status *st, msd_error *err)
{
    struct pg *p = of(s->base.db);
    PGresult *res = PQgetResult(p->conn);
    if (!res) {
        p->streaming = NULL;
        return false;
    }
    if (!is_good(res)) {
        if (*st == MSD_OK) *st = fail(p, res, err);
        PQclear(res);
        return true;
    }
    msd_status kept = keep(s, res, err);
    if (*st == MSD_OK) *st = kept;
    return true;
}

/* Only one statement can have rows on their way: take in those that another still has. */
static msd_status settle(struct pg *p, msd_error *err)
{
    msd_status st = MSD_OK;
    while (p->streaming && receive(p->streaming, &st, err)) {
    }
    return st;
}

static msd_status script(msdx_sql *db, const char *sql, msd_error *err)
{
    struct pg *p = of(db);
    MSD_TRY(settle(p, err));
    PGresult *res = PQexec(p->conn, sql);
    msd_status st = is_good(res) ? MSD_OK : fail(p, res, err);
    PQclear(res);
    return st;
}

/* ---- statements ---- */

/* ?1 as $1; a statement has no question mark in its words. */
static char *numbered(const char *sql)
{
    char *out = msdx_strdup(sql);
    for (char *c = out; c && *c; c++)
        if (*c == '?' && c[1] >= '1' && c[1] <= '9') *c = '$';
    return out;
}

static msd_status prepare(msdx_sql *db, const char *sql, bool large, msdx_sql_stmt **out, msd_error *err)
{
    struct pg *p = of(db);
    *out = NULL;
    MSD_TRY(settle(p, err));
    struct statement *s = msdx_calloc(1, sizeof *s);
    char *text = numbered(sql);
    if (!s || !text) {
        msdx_free(s);
        msdx_free(text);
        return msdx_err_nomem(err);
    }
    s->base.db = db;
    s->large = large;
    s->row = -1;
    snprintf(s->name, sizeof s->name, "masudi%u", ++p->n_prepared);
    PGresult *res = PQprepare(p->conn, s->name, text, 0, NULL);
    msd_status st = MSD_OK;
    if (!is_good(res)) {
        const char *code = PQresultErrorField(res, PG_DIAG_SQLSTATE);
        if (code && strncmp(code, "42", 2) == 0 && strcmp(code, "42501") != 0)
            st = msdx_err(err, MSD_EUSAGE, 0, "SQL: %.200s", PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY));
        else
            st = fail(p, res, err);
    }
    PQclear(res);
    msdx_free(text);
    if (st != MSD_OK) {
        msdx_free(s);
        return st;
    }
    *out = &s->base;
    return MSD_OK;
}

static void stop(msdx_sql_stmt *stmt)
{
    struct pg *p = of(stmt->db);
    if (p->streaming == st_of(stmt)) {
        PGcancel *cancel = PQgetCancel(p->conn);
        char why[64];
        if (cancel) PQcancel(cancel, why, sizeof why);
        PQfreeCancel(cancel);
        (void)!settle(p, NULL);
    }
    forget(st_of(stmt));
}

static void finish(msdx_sql_stmt *stmt)
{
    char sql[48];
    if (!stmt) return;
    stop(stmt);
    snprintf(sql, sizeof sql, "DEALLOCATE %s", st_of(stmt)->name);
    if (PQtransactionStatus(of(stmt->db)->conn) != PQTRANS_INERROR) (void)!script(stmt->db, sql, NULL);
    msdx_free(st_of(stmt)->all);
    msdx_free(stmt);
}

/* Values as the protocol takes them: text as its bytes, numbers in words. */
struct values {
    const char *value[ARG_MOST];
    int length[ARG_MOST], format[ARG_MOST];
    char number[ARG_MOST][32];
};

static void set_value(struct values *v, size_t i, const msdx_sql_arg *a)
{
    v->value[i] = v->number[i];
    v->format[i] = 0;
    switch (a->kind) {
    case MSDX_SQL_INT: snprintf(v->number[i], sizeof v->number[i], "%lld", (long long)a->i); break;
    case MSDX_SQL_REAL: snprintf(v->number[i], sizeof v->number[i], "%.17g", a->d); break;
    case MSDX_SQL_TEXT:
        v->value[i] = a->s.p;
        v->length[i] = (int)a->s.n;
        v->format[i] = 1;
        break;
    default: v->value[i] = NULL;
    }
}

static msd_status start(msdx_sql_stmt *stmt, const msdx_sql_arg *arg, size_t n, msd_error *err)
{
    struct statement *s = st_of(stmt);
    struct pg *p = of(stmt->db);
    MSD_TRY(settle(p, err));
    forget(s);
    struct values *v = msdx_malloc(sizeof *v);
    if (!v || n > ARG_MOST) {
        msdx_free(v);
        return msdx_err_nomem(err);
    }
    for (size_t i = 0; i < n; i++) set_value(v, i, &arg[i]);
    msd_status st = MSD_OK;
    if (s->large) {
        if (PQsendQueryPrepared(p->conn, s->name, (int)n, v->value, v->length, v->format, 0) &&
            PQsetSingleRowMode(p->conn))
            p->streaming = s;
        else
            st = fail(p, NULL, err);
    } else {
        PGresult *res = PQexecPrepared(p->conn, s->name, (int)n, v->value, v->length, v->format, 0);
        if (is_good(res)) {
            st = keep(s, res, err);
        } else {
            st = fail(p, res, err);
            PQclear(res);
        }
    }
    msdx_free(v);
    return st;
}

static msd_status step(msdx_sql_stmt *stmt, bool *row, msd_error *err)
{
    struct statement *s = st_of(stmt);
    struct pg *p = of(stmt->db);
    *row = false;
    for (;;) {
        if (s->at < s->n) {
            if (++s->row < PQntuples(s->all[s->at])) {
                *row = true;
                return MSD_OK;
            }
            if (p->streaming != s && s->at + 1 == s->n) return MSD_OK; /* the last is kept: it knows the columns */
            PQclear(s->all[s->at]);
            s->all[s->at++] = NULL;
            s->row = -1;
            continue;
        }
        if (p->streaming != s) return MSD_OK;
        s->at = s->n = 0;
        msd_status st = MSD_OK;
        if (!receive(s, &st, err)) return MSD_OK;
        if (st != MSD_OK) {
            (void)!settle(p, NULL);
            return st;
        }
    }
}

static const PGresult *current(const msdx_sql_stmt *stmt)
{
    const struct statement *s = st_of(stmt);
    return s->at < s->n ? s->all[s->at] : NULL;
}

static int n_column(const msdx_sql_stmt *stmt)
{
    return current(stmt) ? PQnfields(current(stmt)) : 0;
}

static const char *name(const msdx_sql_stmt *stmt, int column)
{
    const char *s = current(stmt) ? PQfname(current(stmt), column) : NULL;
    return s ? s : "";
}

/* Type numbers of the server's pg_type.dat. */
static int kind(msdx_sql_stmt *stmt, int column)
{
    const PGresult *res = current(stmt);
    if (!res || PQgetisnull(res, st_of(stmt)->row, column)) return MSDX_SQL_NULL;
    switch (PQftype(res, column)) {
    case 16: /* bool */
    case 20: /* int8 */
    case 21: /* int2 */
    case 23: /* int4 */ return MSDX_SQL_INT;
    case 700: /* float4 */
    case 701: /* float8 */
    case 1700: /* numeric */ return MSDX_SQL_REAL;
    default: return MSDX_SQL_TEXT;
    }
}

static msdx_str get_text(msdx_sql_stmt *stmt, int column)
{
    const PGresult *res = current(stmt);
    int row = st_of(stmt)->row;
    if (!res || PQgetisnull(res, row, column)) return (msdx_str){NULL, 0};
    return (msdx_str){PQgetvalue(res, row, column), (size_t)PQgetlength(res, row, column)};
}

static int64_t get_int(msdx_sql_stmt *stmt, int column)
{
    msdx_str s = get_text(stmt, column);
    return !s.p ? 0 : *s.p == 't' ? 1 : strtoll(s.p, NULL, 10);
}

static double get_real(msdx_sql_stmt *stmt, int column)
{
    msdx_str s = get_text(stmt, column);
    return s.p ? strtod(s.p, NULL) : 0;
}

/* ---- transactions ---- */

static msd_status begin(msdx_sql *db, msd_error *err)
{
    char sql[96];
    snprintf(sql, sizeof sql, "BEGIN; SELECT pg_advisory_xact_lock(%d)", LOCK);
    return script(db, sql, err);
}

/* A transaction that failed is rolled back by COMMIT, which then says so. */
static msd_status commit(msdx_sql *db, msd_error *err)
{
    struct pg *p = of(db);
    MSD_TRY(settle(p, err));
    PGresult *res = PQexec(p->conn, "COMMIT");
    msd_status st = is_good(res) ? MSD_OK : fail(p, res, err);
    if (st == MSD_OK && strcmp(PQcmdStatus(res), "COMMIT") != 0)
        st = msdx_err(err, MSD_EIO, 0, "%s: the transaction was rolled back", p->where);
    PQclear(res);
    return st;
}

static void rollback(msdx_sql *db)
{
    if (PQtransactionStatus(of(db)->conn) != PQTRANS_IDLE) (void)!script(db, "ROLLBACK", NULL);
}

/* ---- the database ---- */

static msd_status number(msdx_sql *db, const char *sql, int64_t *out, msd_error *err)
{
    msdx_sql_stmt *stmt;
    MSD_TRY(prepare(db, sql, false, &stmt, err));
    msd_status st = msdx_sql_run(stmt, NULL, 0, out, err);
    finish(stmt);
    return st;
}

static msd_status get_version(msdx_sql *db, int *version, bool *ours, msd_error *err)
{
    int64_t there, other, v = 0;
    MSD_TRY(number(db, "SELECT to_regclass('masudi_store') IS NOT NULL", &there, err));
    MSD_TRY(number(db, "SELECT to_regclass('claim') IS NOT NULL OR to_regclass('document') IS NOT NULL", &other, err));
    if (there) MSD_TRY(number(db, "SELECT version FROM masudi_store", &v, err));
    *version = (int)v;
    *ours = there || !other;
    return MSD_OK;
}

static msd_status set_version(msdx_sql *db, int version, msd_error *err)
{
    char sql[160];
    snprintf(
        sql, sizeof sql,
        "CREATE TABLE IF NOT EXISTS masudi_store (version INTEGER NOT NULL); DELETE FROM masudi_store; INSERT INTO "
        "masudi_store VALUES (%d)",
        version);
    return script(db, sql, err);
}

/* The server looks after its files; the laws between the tables are checked for all databases. */
static msd_status sound(msdx_sql *db, msdx_buf *report, msd_error *err)
{
    (void)db, (void)report, (void)err;
    return MSD_OK;
}

static uint64_t n_byte(msdx_sql *db)
{
    int64_t n = 0;
    return number(db, "SELECT pg_database_size(current_database())", &n, NULL) == MSD_OK ? (uint64_t)n : 0;
}

static void close_db(msdx_sql *db)
{
    if (!db) return;
    PQfinish(of(db)->conn);
    msdx_free(db);
}

/* ---- dialect ---- */

static void text_query(msdx_buf *out, msdx_str words)
{
    for (size_t i = 0; i < words.n;) {
        size_t end = i;
        while (end < words.n && words.p[end] != ' ') end++;
        bool begins = end > i && words.p[end - 1] == '*';
        if (out->n) msdx_buf_adds(out, " & ");
        msdx_buf_addc(out, '\'');
        msdx_buf_add(out, words.p + i, end - i - begins);
        msdx_buf_adds(out, begins ? "':*" : "'");
        i = end + (end < words.n);
    }
}

static const char *const search[] = {
    "CREATE TABLE evidence (sentence BIGINT PRIMARY KEY REFERENCES sentence, words TSVECTOR NOT NULL)",
    "CREATE INDEX evidence_words ON evidence USING gin (words)",
    "CREATE INDEX place_point ON place (latitude, longitude)", NULL};

static const msdx_sql_dialect dialect = {
    .name = "PostgreSQL",
    .key = "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
    .integer = "BIGINT",
    .real = "DOUBLE PRECISION",
    .cluster = "",
    .match = "IN (SELECT sentence FROM evidence WHERE words @@ CAST(CAST(?%d AS TEXT) AS TSQUERY))",
    .box = "",
    .search = search,
    .add_words = "INSERT INTO evidence VALUES (?1, array_to_tsvector(string_to_array(CAST(?2 AS TEXT), ' ')))",
    .add_place = NULL,
    .text_query = text_query};

static const msdx_sql_driver driver = {&dialect, close_db, script,   prepare,     finish,      start,    step,
                                       stop,     n_column, name,     kind,        get_int,     get_real, get_text,
                                       begin,    commit,   rollback, get_version, set_version, sound,    n_byte};

static void be_quiet(void *arg, const PGresult *res)
{
    (void)arg, (void)res;
}

/* The address without the user's name and password, for messages. */
static void name_store(struct pg *p, const char *where)
{
    const char *slashes = strstr(where, "://"), *at = slashes ? strchr(slashes, '@') : NULL;
    const char *rest = at ? at + 1 : slashes ? slashes + 3 : where;
    snprintf(p->where, sizeof p->where, "postgresql://%.*s", (int)strcspn(rest, "?"), rest);
}

static msd_status connect_to(struct pg *p, const char *where, unsigned flags, msd_error *err)
{
    char set[96];
    MSD_TRY(msdx_pq_open(err));
    p->conn = PQconnectdb(where);
    if (!p->conn) return msdx_err_nomem(err);
    if (PQstatus(p->conn) != CONNECTION_OK) return fail(p, NULL, err);
    PQsetNoticeReceiver(p->conn, be_quiet, NULL);
    if (PQsetClientEncoding(p->conn, "UTF8") != 0) return fail(p, NULL, err);
    snprintf(set, sizeof set, "SET lock_timeout = %d; SET default_transaction_read_only = %s", WAIT_MS,
             flags & MSDX_SQL_READ ? "on" : "off");
    return script(&p->base, set, err);
}

msd_status msdx_pgsql_open(msdx_sql **out, const char *where, unsigned flags, msd_error *err)
{
    struct pg *p = msdx_calloc(1, sizeof *p);
    *out = NULL;
    if (!p) return msdx_err_nomem(err);
    p->base.driver = &driver;
    name_store(p, where);
    msd_status st = connect_to(p, where, flags, err);
    if (st != MSD_OK) {
        close_db(&p->base);
        return st;
    }
    *out = &p->base;
    return MSD_OK;
}

#else

msd_status msdx_pgsql_open(msdx_sql **out, const char *where, unsigned flags, msd_error *err)
{
    (void)where, (void)flags;
    *out = NULL;
    return msdx_err(err, MSD_EUNSUPPORTED, 0, "this program was built without PostgreSQL (libpq)");
}

#endif
