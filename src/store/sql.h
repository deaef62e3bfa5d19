/* sql.h: the little that the store asks of a database. One file a database
 * (sqlite.c); the statements are the same for all, with ?1, ?2 ... as places.
 *
 * A connection and its statements belong to one thread at a time. */
#ifndef MSDX_SQL_H
#define MSDX_SQL_H
#include "base/err.h"
#include "base/str.h"

typedef struct msdx_sql_arg {
    enum { MSDX_SQL_NULL = 0, MSDX_SQL_INT, MSDX_SQL_REAL, MSDX_SQL_TEXT } kind;
    int64_t i;
    double d;
    msdx_str s;
} msdx_sql_arg;

static inline msdx_sql_arg msdx_sql_int(int64_t i)
{
    return (msdx_sql_arg){.kind = MSDX_SQL_INT, .i = i};
}
static inline msdx_sql_arg msdx_sql_real(double d)
{
    return (msdx_sql_arg){.kind = MSDX_SQL_REAL, .d = d};
}
static inline msdx_sql_arg msdx_sql_str(msdx_str s)
{
    return (msdx_sql_arg){.kind = s.p ? MSDX_SQL_TEXT : MSDX_SQL_NULL, .s = s};
}
/* NULL and "" give NULL. */
static inline msdx_sql_arg msdx_sql_text(const char *s)
{
    return msdx_sql_str((msdx_str){s && *s ? s : NULL, s ? strlen(s) : 0});
}

/* What differs between databases in a statement; the schema is written with these. */
typedef struct msdx_sql_dialect {
    const char *name;          /* "SQLite" */
    const char *key;           /* the column type of a row's own number */
    const char *integer;       /* 64 bits */
    const char *real;          /* a double */
    const char *cluster;       /* after a table whose rows lie in the order of their key */
    const char *match;         /* sentences whose words fit a text query: "... IN (SELECT ... ?%d)", one %d */
    const char *box;           /* places within a box, as a further condition: four %d (south north west east), or "" */
    const char *const *search; /* tables and indexes for text and places; NULL ends */
    const char *add_words;     /* INSERT of a sentence's id and its folded words */
    const char *add_place;     /* INSERT of a place's id, latitude, longitude into the index; NULL: none */
    void (*text_query)(msdx_buf *out, msdx_str words); /* folded words, with `*` for a beginning, as a query */
} msdx_sql_dialect;

typedef struct msdx_sql msdx_sql;
typedef struct msdx_sql_stmt msdx_sql_stmt;

typedef struct msdx_sql_driver {
    const msdx_sql_dialect *dialect;
    void (*close)(msdx_sql *db);
    msd_status (*script)(msdx_sql *db, const char *sql, msd_error *err); /* any number of statements, no places */
    /* large: it may have any number of rows, and is run once */
    msd_status (*prepare)(msdx_sql *db, const char *sql, bool large, msdx_sql_stmt **out, msd_error *err);
    void (*finish)(msdx_sql_stmt *stmt);
    /* Give the places their values, and forget rows of an earlier run. Text is borrowed until the next start. */
    msd_status (*start)(msdx_sql_stmt *stmt, const msdx_sql_arg *arg, size_t n, msd_error *err);
    msd_status (*step)(msdx_sql_stmt *stmt, bool *row, msd_error *err); /* *row false: there is no more */
    void (*stop)(msdx_sql_stmt *stmt);                                  /* done with its rows */
    int (*n_column)(const msdx_sql_stmt *stmt);
    const char *(*name)(const msdx_sql_stmt *stmt, int column);
    int (*kind)(msdx_sql_stmt *stmt, int column); /* MSDX_SQL_NULL ... */
    int64_t (*get_int)(msdx_sql_stmt *stmt, int column);
    double (*get_real)(msdx_sql_stmt *stmt, int column);
    msdx_str (*get_text)(msdx_sql_stmt *stmt, int column); /* p NULL for NULL; until the next step */
    msd_status (*begin)(msdx_sql *db, msd_error *err);     /* the one writer from here to commit or rollback */
    msd_status (*commit)(msdx_sql *db, msd_error *err);
    void (*rollback)(msdx_sql *db);
    msd_status (*get_version)(msdx_sql *db, int *version, bool *ours, msd_error *err); /* 0: empty */
    msd_status (*set_version)(msdx_sql *db, int version, msd_error *err);
    msd_status (*sound)(msdx_sql *db, msdx_buf *report, msd_error *err); /* one line for each fault of the file */
    uint64_t (*n_byte)(msdx_sql *db);                                    /* room that it takes; 0 unknown */
} msdx_sql_driver;

struct msdx_sql {
    const msdx_sql_driver *driver;
};
struct msdx_sql_stmt {
    msdx_sql *db;
};

enum { MSDX_SQL_CREATE = 1, MSDX_SQL_READ = 2 };

/* A database file. Fails MSD_EIO (not there, locked, read-only, full), MSD_EFORMAT (no database, broken), MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_sqlite_open(msdx_sql **out, const char *path, unsigned flags, msd_error *err);
/* A database of a PostgreSQL server, "postgresql://...". Without libpq there is none: MSD_EUNSUPPORTED. */
MSD_MUST_CHECK msd_status msdx_pgsql_open(msdx_sql **out, const char *where, unsigned flags, msd_error *err);

/* Start, and take the first row if there is one; stop afterwards. */
MSD_MUST_CHECK msd_status msdx_sql_first(msdx_sql_stmt *stmt, const msdx_sql_arg *arg, size_t n, bool *row,
                                         msd_error *err);
/* Run to the end; *id (may be NULL) becomes the first row's first number, 0 without a row. */
MSD_MUST_CHECK msd_status msdx_sql_run(msdx_sql_stmt *stmt, const msdx_sql_arg *arg, size_t n, int64_t *id,
                                       msd_error *err);
#define MSDX_SQL_ARGS(...) \
    (const msdx_sql_arg[]){__VA_ARGS__}, sizeof((msdx_sql_arg[]){__VA_ARGS__}) / sizeof(msdx_sql_arg)
#endif
