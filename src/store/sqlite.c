/* sqlite.c: the store in one file of SQLite 3, write-ahead log, full synchronisation:
 * what was committed stays, whatever befalls the process or the machine. */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/sql.h"

/* "masu": marks the file as ours (the application id of SQLite's header). */
enum { APPLICATION = 0x6D617375, WAIT_MS = 20 * 1000 };

struct sqlite {
    msdx_sql base;
    sqlite3 *db;
    bool reads;
    char path[1024];
};

struct statement {
    msdx_sql_stmt base;
    sqlite3_stmt *stmt;
};

static struct sqlite *of(msdx_sql *db)
{
    return (struct sqlite *)db;
}

static sqlite3_stmt *st_of(const msdx_sql_stmt *stmt)
{
    return ((const struct statement *)stmt)->stmt;
}

/* ---- errors: one line that says what to do ---- */

/* A file that may grow no more is told as a failed write, whose cause SQLite does not always keep. */
static bool is_full(int code, int extended, int system)
{
    if (code == SQLITE_FULL) return true;
    if (code == SQLITE_IOERR && (system == ENOSPC || system == EFBIG || system == EDQUOT)) return true;
    return system == 0 && (extended == SQLITE_IOERR_WRITE || extended == SQLITE_IOERR_SHMSIZE);
}

static msd_status fail(struct sqlite *s, int code, msd_error *err)
{
    int system = sqlite3_system_errno(s->db);
    const char *path = s->path;
    code &= 0xFF;
    if (is_full(code, sqlite3_extended_errcode(s->db), system))
        return msdx_err(err, MSD_EIO, 0, "%s: no room left for the store; what was committed is kept", path);
    switch (code) {
    case SQLITE_NOMEM: return msdx_err_nomem(err);
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return msdx_err(err, MSD_EIO, 0, "%s: the store is locked by another program", path);
    case SQLITE_READONLY: return msdx_err(err, MSD_EIO, 0, "%s: the store is read-only", path);
    case SQLITE_CANTOPEN: return msdx_err(err, MSD_EIO, 0, "%s: %s", path, strerror(system ? system : EACCES));
    case SQLITE_NOTADB: return msdx_err(err, MSD_EFORMAT, 0, "%s: not a store", path);
    case SQLITE_CORRUPT:
        return msdx_err(err, MSD_EFORMAT, 0, "%s: the store is damaged: %s", path, sqlite3_errmsg(s->db));
    case SQLITE_IOERR:
        return msdx_err(err, MSD_EIO, 0, "%s: %s", path, system ? strerror(system) : sqlite3_errmsg(s->db));
    case SQLITE_INTERRUPT: return msdx_err(err, MSD_EIO, 0, "%s: interrupted", path);
    default: return msdx_err(err, MSD_EFORMAT, 0, "%s: %s", path, sqlite3_errmsg(s->db));
    }
}

static msd_status script(msdx_sql *db, const char *sql, msd_error *err)
{
    int code = sqlite3_exec(of(db)->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? MSD_OK : fail(of(db), code, err);
}

/* ---- statements ---- */

static msd_status prepare(msdx_sql *db, const char *sql, bool large, msdx_sql_stmt **out, msd_error *err)
{
    const char *tail = NULL;
    struct statement *stmt = msdx_calloc(1, sizeof *stmt);
    *out = NULL;
    if (!stmt) return msdx_err_nomem(err);
    stmt->base.db = db;
    int code = sqlite3_prepare_v3(of(db)->db, sql, -1, large ? 0 : SQLITE_PREPARE_PERSISTENT, &stmt->stmt, &tail);
    msd_status st = MSD_OK;
    if (code == SQLITE_ERROR || code == SQLITE_AUTH)
        st = msdx_err(err, MSD_EUSAGE, 0, "SQL: %s", sqlite3_errmsg(of(db)->db));
    else if (code != SQLITE_OK)
        st = fail(of(db), code, err);
    else if (!stmt->stmt)
        st = msdx_err(err, MSD_EUSAGE, 0, "SQL: no statement");
    else if (tail && tail[strspn(tail, " \t\r\n;")])
        st = msdx_err(err, MSD_EUSAGE, 0, "SQL: one statement, not several");
    if (st != MSD_OK) {
        sqlite3_finalize(stmt->stmt);
        msdx_free(stmt);
        return st;
    }
    *out = &stmt->base;
    return MSD_OK;
}

static void finish(msdx_sql_stmt *stmt)
{
    if (!stmt) return;
    sqlite3_finalize(st_of(stmt));
    msdx_free(stmt);
}

static int bind(sqlite3_stmt *stmt, int i, const msdx_sql_arg *a)
{
    switch (a->kind) {
    case MSDX_SQL_INT: return sqlite3_bind_int64(stmt, i, a->i);
    case MSDX_SQL_REAL: return sqlite3_bind_double(stmt, i, a->d);
    case MSDX_SQL_TEXT: return sqlite3_bind_text64(stmt, i, a->s.p, a->s.n, SQLITE_STATIC, SQLITE_UTF8);
    default: return sqlite3_bind_null(stmt, i);
    }
}

static msd_status start(msdx_sql_stmt *stmt, const msdx_sql_arg *arg, size_t n, msd_error *err)
{
    sqlite3_reset(st_of(stmt));
    for (size_t i = 0; i < n; i++) {
        int code = bind(st_of(stmt), (int)i + 1, &arg[i]);
        if (code != SQLITE_OK) return fail(of(stmt->db), code, err);
    }
    return MSD_OK;
}

static msd_status step(msdx_sql_stmt *stmt, bool *row, msd_error *err)
{
    int code = sqlite3_step(st_of(stmt));
    *row = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE) return MSD_OK;
    msd_status st = fail(of(stmt->db), code, err);
    sqlite3_reset(st_of(stmt));
    return st;
}

static void stop(msdx_sql_stmt *stmt)
{
    sqlite3_reset(st_of(stmt));
}

static int n_column(const msdx_sql_stmt *stmt)
{
    return sqlite3_column_count(st_of(stmt));
}

static const char *name(const msdx_sql_stmt *stmt, int column)
{
    const char *s = sqlite3_column_name(st_of(stmt), column);
    return s ? s : "";
}

static int kind(msdx_sql_stmt *stmt, int column)
{
    int type = sqlite3_column_type(st_of(stmt), column);
    return type == SQLITE_NULL      ? MSDX_SQL_NULL
           : type == SQLITE_INTEGER ? MSDX_SQL_INT
           : type == SQLITE_FLOAT   ? MSDX_SQL_REAL
                                    : MSDX_SQL_TEXT;
}

static int64_t get_int(msdx_sql_stmt *stmt, int column)
{
    return sqlite3_column_int64(st_of(stmt), column);
}

static double get_real(msdx_sql_stmt *stmt, int column)
{
    return sqlite3_column_double(st_of(stmt), column);
}

static msdx_str get_text(msdx_sql_stmt *stmt, int column)
{
    const char *p = (const char *)sqlite3_column_text(st_of(stmt), column);
    return (msdx_str){p, p ? (size_t)sqlite3_column_bytes(st_of(stmt), column) : 0};
}

/* ---- transactions ---- */

static msd_status begin(msdx_sql *db, msd_error *err)
{
    return script(db, "BEGIN IMMEDIATE", err);
}

static msd_status commit(msdx_sql *db, msd_error *err)
{
    return script(db, "COMMIT", err);
}

static void rollback(msdx_sql *db)
{
    if (!sqlite3_get_autocommit(of(db)->db)) (void)script(db, "ROLLBACK", NULL);
}

/* ---- the file ---- */

static msd_status pragma(msdx_sql *db, const char *sql, int64_t *out, msd_error *err)
{
    msdx_sql_stmt *stmt;
    MSD_TRY(prepare(db, sql, false, &stmt, err));
    msd_status st = msdx_sql_run(stmt, NULL, 0, out, err);
    finish(stmt);
    return st;
}

static msd_status get_version(msdx_sql *db, int *version, bool *ours, msd_error *err)
{
    int64_t id, v, n;
    MSD_TRY(pragma(db, "PRAGMA application_id", &id, err));
    MSD_TRY(pragma(db, "PRAGMA user_version", &v, err));
    MSD_TRY(pragma(db, "SELECT count(*) FROM sqlite_schema", &n, err));
    *version = (int)v;
    *ours = id == APPLICATION || (id == 0 && v == 0 && n == 0);
    return MSD_OK;
}

static msd_status set_version(msdx_sql *db, int version, msd_error *err)
{
    char sql[96];
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION, version);
    return script(db, sql, err);
}

static msd_status sound(msdx_sql *db, msdx_buf *report, msd_error *err)
{
    static const char *const look[] = {"PRAGMA integrity_check(20)", "PRAGMA foreign_key_check"};
    for (size_t i = 0; i < sizeof look / sizeof *look; i++) {
        msdx_sql_stmt *stmt;
        bool row;
        MSD_TRY(prepare(db, look[i], true, &stmt, err));
        msd_status st = msdx_sql_first(stmt, NULL, 0, &row, err);
        for (; st == MSD_OK && row; st = step(stmt, &row, err)) {
            msdx_str s = get_text(stmt, 0);
            if (i == 1)
                msdx_buf_addf(report, "a row of %.*s points at nothing\n", (int)s.n, s.p);
            else if (!msdx_str_is(s, "ok"))
                msdx_buf_addf(report, "%.*s\n", (int)s.n, s.p);
        }
        finish(stmt);
        MSD_TRY(st);
    }
    return of(db)->reads ? MSD_OK : script(db, "INSERT INTO evidence(evidence) VALUES ('integrity-check')", err);
}

/* With the write-ahead log, which counts until it is taken in. */
static uint64_t n_byte(msdx_sql *db)
{
    char path[1040];
    struct stat st;
    uint64_t n = stat(of(db)->path, &st) == 0 ? (uint64_t)st.st_size : 0;
    snprintf(path, sizeof path, "%s-wal", of(db)->path);
    return n + (stat(path, &st) == 0 ? (uint64_t)st.st_size : 0);
}

static void close_db(msdx_sql *db)
{
    if (!db) return;
    sqlite3_close_v2(of(db)->db);
    msdx_free(db);
}

/* ---- dialect ---- */

static void text_query(msdx_buf *out, msdx_str words)
{
    for (size_t i = 0; i < words.n;) {
        size_t end = i;
        while (end < words.n && words.p[end] != ' ') end++;
        bool begins = end > i && words.p[end - 1] == '*';
        if (out->n) msdx_buf_addc(out, ' ');
        msdx_buf_addc(out, '"');
        msdx_buf_add(out, words.p + i, end - i - begins);
        msdx_buf_adds(out, begins ? "\"*" : "\"");
        i = end + (end < words.n);
    }
}

/* The words come folded and parted by spaces, so the plainest tokenizer does. */
static const char *const search[] = {
    "CREATE VIRTUAL TABLE evidence USING fts5(words, content='', detail=none, columnsize=0, tokenize='ascii')",
    "CREATE VIRTUAL TABLE place_box USING rtree(id, south, north, west, east)", NULL};

static const msdx_sql_dialect dialect = {
    .name = "SQLite",
    .key = "INTEGER PRIMARY KEY",
    .integer = "INTEGER",
    .real = "REAL",
    .cluster = " WITHOUT ROWID",
    .match = "IN (SELECT rowid FROM evidence WHERE evidence MATCH ?%d)",
    .box = " AND p.id IN (SELECT id FROM place_box WHERE north >= ?%d AND south <= ?%d AND east >= ?%d AND west <= "
           "?%d)",
    .search = search,
    .add_words = "INSERT INTO evidence(rowid, words) VALUES (?1, ?2)",
    .add_place = "INSERT INTO place_box VALUES (?1, ?2, ?2, ?3, ?3)",
    .text_query = text_query};

static const msdx_sql_driver driver = {&dialect, close_db, script,   prepare,     finish,      start,    step,
                                       stop,     n_column, name,     kind,        get_int,     get_real, get_text,
                                       begin,    commit,   rollback, get_version, set_version, sound,    n_byte};

/* ---- opening ---- */

static int open_flags(unsigned flags)
{
    if (flags & MSDX_SQL_READ) return SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_READONLY;
    return SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_READWRITE | (flags & MSDX_SQL_CREATE ? SQLITE_OPEN_CREATE : 0);
}

static msd_status check_path(const char *path, unsigned flags, msd_error *err)
{
    struct stat st;
    if (strlen(path) >= sizeof((struct sqlite *)0)->path - 16)
        return msdx_err(err, MSD_EUSAGE, 0, "the name of the store is too long");
    if (stat(path, &st) != 0) {
        if (errno == ENOENT && (flags & MSDX_SQL_CREATE)) return MSD_OK;
        return msdx_err(err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    }
    if (S_ISDIR(st.st_mode)) return msdx_err(err, MSD_EIO, 0, "%s: %s", path, strerror(EISDIR));
    if (!(flags & MSDX_SQL_READ) && access(path, W_OK) != 0)
        return msdx_err(err, MSD_EIO, 0, "%s: the store is read-only: %s", path, strerror(errno));
    return MSD_OK;
}

/* A file may come from anywhere: what its schema could call is switched off, and every page read is looked at. */
static msd_status set_up(struct sqlite *s, msd_error *err)
{
    sqlite3_extended_result_codes(s->db, 0);
    sqlite3_busy_timeout(s->db, WAIT_MS);
    sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    MSD_TRY(script(&s->base, "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY", err));
    if (s->reads) return script(&s->base, "PRAGMA query_only = ON; PRAGMA cache_size = -32768", err);
    return script(
        &s->base,
        "PRAGMA cache_size = -65536; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
        "PRAGMA wal_autocheckpoint = 4000",
        err);
}

msd_status msdx_sqlite_open(msdx_sql **out, const char *path, unsigned flags, msd_error *err)
{
    *out = NULL;
    MSD_TRY(check_path(path, flags, err));
    struct sqlite *s = msdx_calloc(1, sizeof *s);
    if (!s) return msdx_err_nomem(err);
    s->base.driver = &driver;
    s->reads = flags & MSDX_SQL_READ;
    memcpy(s->path, path, strlen(path) + 1);
    int code = sqlite3_open_v2(path, &s->db, open_flags(flags), NULL);
    msd_status st = code == SQLITE_OK ? set_up(s, err) : s->db ? fail(s, code, err) : msdx_err_nomem(err);
    if (st != MSD_OK) {
        close_db(&s->base);
        return st;
    }
    *out = &s->base;
    return MSD_OK;
}
