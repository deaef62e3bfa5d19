/* store.c: opening a store, and the statements that its files share. */
#include <stdio.h>

#include "store/store_impl.h"

static bool is_server(const char *where)
{
    return strncmp(where, "postgresql://", 13) == 0 || strncmp(where, "postgres://", 11) == 0;
}

static msd_status open_db(msdx_store *s, const char *where, unsigned mode, bool *current, msd_error *err)
{
    unsigned flags = mode == MSDX_STORE_READ ? MSDX_SQL_READ : mode == MSDX_STORE_CREATE ? MSDX_SQL_CREATE : 0;
    MSD_TRY(is_server(where) ? msdx_pgsql_open(&s->db, where, flags, err)
                             : msdx_sqlite_open(&s->db, where, flags, err));
    s->sql = s->db->driver;
    MSD_TRY(msdx_schema_check(s->db, s->where, current, err));
    if (*current || mode == MSDX_STORE_READ) return MSD_OK;
    return msdx_schema_migrate(s->db, s->where, err);
}

/* A reader of an older store, or of one whose maker was stopped before its first table, has it renewed first. */
static msd_status open_renewed(msdx_store *s, const char *where, unsigned mode, msd_error *err)
{
    bool current;
    MSD_TRY(open_db(s, where, mode, &current, err));
    if (current || mode != MSDX_STORE_READ) return MSD_OK;
    s->sql->close(s->db);
    s->db = NULL;
    MSD_TRY(open_db(s, where, MSDX_STORE_WRITE, &current, err));
    s->sql->close(s->db);
    s->db = NULL;
    return open_db(s, where, mode, &current, err);
}

msd_status msdx_store_open(msdx_store **out, const char *where, unsigned mode, msd_error *err)
{
    *out = NULL;
    msdx_store *s = msdx_calloc(1, sizeof *s);
    if (!s) return msdx_err_nomem(err);
    s->body = s->words = (msdx_buf)MSDX_BUF_INIT((size_t)1 << 30);
    const char *at = is_server(where) ? strchr(where, '@') : NULL; /* messages have no password */
    snprintf(s->where, sizeof s->where, "%s%s", at ? "postgresql://" : "", at ? at + 1 : where);
    msd_status st = open_renewed(s, where, mode, err);
    if (st != MSD_OK) {
        msdx_store_close(s);
        return st;
    }
    *out = s;
    return MSD_OK;
}

static void forget_run(msdx_store *s)
{
    char **text[] = {&s->coder, &s->model, &s->knowledge, &s->options, &s->licence, &s->attribution};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        msdx_free(*text[i]);
        *text[i] = NULL;
    }
    s->run = 0;
}

void msdx_store_close(msdx_store *store)
{
    if (!store) return;
    for (int i = 0; i < MSDX_N_STMT; i++)
        if (store->stmt[i]) store->sql->finish(store->stmt[i]);
    if (store->db) store->db->driver->close(store->db);
    forget_run(store);
    msdx_buf_clear(&store->body);
    msdx_buf_clear(&store->words);
    msdx_free(store);
}

msd_status msdx_store_set_run(msdx_store *store, const msdx_store_run *run, msd_error *err)
{
    forget_run(store);
    store->coder = msdx_strdup(run->coder ? run->coder : "");
    store->model = msdx_strdup(run->model ? run->model : "");
    store->knowledge = msdx_strdup(run->knowledge ? run->knowledge : "");
    store->options = msdx_strdup(run->options ? run->options : "");
    store->licence = run->licence ? msdx_strdup(run->licence) : NULL;
    store->attribution = run->attribution ? msdx_strdup(run->attribution) : NULL;
    if (!store->coder || !store->model || !store->knowledge || !store->options) return msdx_err_nomem(err);
    if ((run->licence && !store->licence) || (run->attribution && !store->attribution)) return msdx_err_nomem(err);
    return MSD_OK;
}

msd_status msdx_store_stmt(msdx_store *store, int which, msdx_sql_stmt **out, msd_error *err)
{
    const char *sql = msdx_store_sql_text[which];
    if (which == MSDX_WORDS_ADD) sql = store->sql->dialect->add_words;
    if (which == MSDX_BOX_ADD) sql = store->sql->dialect->add_place;
    if (!store->stmt[which]) MSD_TRY(store->sql->prepare(store->db, sql, false, &store->stmt[which], err));
    *out = store->stmt[which];
    return MSD_OK;
}

static msd_status rows(msdx_store *store, const char *sql, bool large, const msdx_sql_arg *arg, size_t n,
                       msdx_store_row each, void *ctx, msd_error *err)
{
    msdx_sql_stmt *stmt;
    bool row;
    MSD_TRY(store->sql->prepare(store->db, sql, large, &stmt, err));
    msd_status st = msdx_sql_first(stmt, arg, n, &row, err);
    while (st == MSD_OK && row) {
        st = each(ctx, stmt, err);
        if (st == MSD_OK) st = store->sql->step(stmt, &row, err);
    }
    store->sql->finish(stmt);
    return st;
}

msd_status msdx_store_rows(msdx_store *store, const char *sql, const msdx_sql_arg *arg, size_t n, msdx_store_row each,
                           void *ctx, msd_error *err)
{
    return rows(store, sql, true, arg, n, each, ctx, err);
}

msd_status msdx_store_few(msdx_store *store, const char *sql, const msdx_sql_arg *arg, size_t n, msdx_store_row each,
                          void *ctx, msd_error *err)
{
    return rows(store, sql, false, arg, n, each, ctx, err);
}

msd_status msdx_store_do(msdx_store *store, const char *sql, const msdx_sql_arg *arg, size_t n, int64_t *id,
                         msd_error *err)
{
    msdx_sql_stmt *stmt;
    MSD_TRY(store->sql->prepare(store->db, sql, true, &stmt, err));
    msd_status st = msdx_sql_run(stmt, arg, n, id, err);
    store->sql->finish(stmt);
    return st;
}

msdx_str msdx_store_text(msdx_sql_stmt *row, int column)
{
    msdx_str s = row->db->driver->get_text(row, column);
    return s.p ? s : (msdx_str){"", 0};
}

msd_status msdx_store_begin(msdx_store *store, msd_error *err)
{
    store->run = 0;
    store->ended = false;
    return store->sql->begin(store->db, err);
}

msd_status msdx_store_commit(msdx_store *store, msd_error *err)
{
    const msdx_sql_arg run = msdx_sql_int(store->run);
    if (store->ended) MSD_TRY(msdx_store_do(store, "INSERT INTO ending (run) VALUES (?1)", &run, 1, NULL, err));
    return store->sql->commit(store->db, err);
}

void msdx_store_rollback(msdx_store *store)
{
    store->sql->rollback(store->db);
    store->run = 0;
}
