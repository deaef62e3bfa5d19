/* masudi_sqlite.c: a loadable extension of SQLite with the table-valued function
 *
 *     masudi_claims(text, date, document, title, url, publisher, language)
 *
 * which has a row for each claim: the columns of `masudi code --out csv`, and `json`, the claim as `--out jsonl` prints
 * it; and masudi_version(), what it codes with. An eponymous virtual table (sqlite.org/vtab.html, section 2.1.2) whose
 * hidden columns are the arguments. doc/sqlite.md is its manual.
 *
 * The engine is opened once a process, at the first use, and shared by its threads; each connection has a worker. */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1

#include "masudi.h"

#define EXPORT __attribute__((visibility("default")))

enum { TEXT, DATE, DOCUMENT, TITLE, URL, PUBLISHER, LANGUAGE, N_ARGUMENT };
static const char *const argument_names[N_ARGUMENT] = {"text", "date",      "document", "title",
                                                       "url",  "publisher", "language"};

/* ---- the engine ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static msd_engine *shared;

/* DIR/share/masudi/NAME, beside this file or up to two folders above it, as it lies when built and when installed. */
static const char *beside(const char *name, char path[4096])
{
    static const char *const up[] = {"", "/..", "/../.."};
    Dl_info me;
    if (!dladdr((const void *)&shared, &me) || !me.dli_fname || !strrchr(me.dli_fname, '/')) return NULL;
    int n = (int)(strrchr(me.dli_fname, '/') - me.dli_fname);
    for (size_t i = 0; i < sizeof up / sizeof *up; i++) {
        int used = snprintf(path, 4096, "%.*s%s/share/masudi/%s", n, me.dli_fname, up[i], name);
        if (used > 0 && used < 4096 && access(path, R_OK) == 0) return path;
    }
    return NULL;
}

static msd_status open_engine(msd_engine **out, msd_error *err)
{
    char model[4096], knowledge[4096];
    msd_options opt = MSD_OPTIONS_INIT;
    msd_status st = MSD_OK;
    if (!getenv("MASUDI_MODEL")) opt.model = beside("en.model", model);
    if (!getenv("MASUDI_KNOWLEDGE")) opt.knowledge = beside("knowledge.msd", knowledge);
    pthread_mutex_lock(&lock);
    if (!shared) st = msd_engine_open(&shared, &opt, err);
    *out = shared;
    pthread_mutex_unlock(&lock);
    return st;
}

/* ---- the table ---- */

struct table {
    sqlite3_vtab base; /* first: it is the table */
    msd_worker *worker;
    int n_column; /* of csv; then json, then the arguments */
};

struct cursor {
    sqlite3_vtab_cursor base;
    msd_doc *doc;
    size_t at;
    char *json, *line; /* all of them; the line of claim `line_at` */
    size_t line_at;
};

static int status_of(msd_status st)
{
    return st == MSD_ENOMEM ? SQLITE_NOMEM : SQLITE_ERROR;
}

static int declare(sqlite3 *db, int *n_column)
{
    static const char *const type[] = {"TEXT", "INTEGER", "REAL", "TEXT"};
    sqlite3_str *sql = sqlite3_str_new(db);
    msd_cell_type of;
    const char *name;
    sqlite3_str_appendall(sql, "CREATE TABLE x(");
    for (*n_column = 0; (name = msd_column_name((size_t)*n_column, &of)) != NULL; ++*n_column)
        sqlite3_str_appendf(sql, "\"%w\" %s, ", name, type[of]);
    sqlite3_str_appendall(sql, "json TEXT");
    for (int i = 0; i < N_ARGUMENT; i++) sqlite3_str_appendf(sql, ", %s HIDDEN", argument_names[i]);
    sqlite3_str_appendall(sql, ")");
    char *text = sqlite3_str_finish(sql);
    if (!text) return SQLITE_NOMEM;
    int rc = sqlite3_declare_vtab(db, text);
    sqlite3_free(text);
    return rc;
}

static int disconnect(sqlite3_vtab *base)
{
    struct table *t = (struct table *)base;
    msd_worker_free(t->worker);
    sqlite3_free(t);
    return SQLITE_OK;
}

static int connect_table(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out, char **message)
{
    msd_engine *engine;
    msd_error err = {MSD_OK, 0, ""};
    struct table *t = sqlite3_malloc(sizeof *t);
    (void)aux, (void)argc, (void)argv;
    if (!t) return SQLITE_NOMEM;
    memset(t, 0, sizeof *t);
    int rc = declare(db, &t->n_column);
    msd_status st = rc == SQLITE_OK ? open_engine(&engine, &err) : MSD_OK;
    if (rc == SQLITE_OK && st == MSD_OK) st = msd_worker_new(&t->worker, engine, &err);
    if (st != MSD_OK) {
        *message = sqlite3_mprintf("masudi: %s", err.msg);
        rc = status_of(st);
    }
    *out = &t->base;
    if (rc == SQLITE_OK) return SQLITE_OK;
    *out = NULL;
    disconnect(&t->base);
    return rc;
}

/* Arguments are passed on in their order; bit i of idxNum says that there is an i-th. */
static int best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
    const struct table *t = (const struct table *)base;
    int at[N_ARGUMENT] = {0}, n = 0;
    for (int i = 0; i < info->nConstraint; i++) {
        int k = info->aConstraint[i].iColumn - t->n_column - 1;
        if (k < 0 || k >= N_ARGUMENT || info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
        if (!info->aConstraint[i].usable) return SQLITE_CONSTRAINT; /* another order of tables will know it */
        at[k] = i + 1;
    }
    for (int k = 0; k < N_ARGUMENT; k++) {
        if (!at[k]) continue;
        info->idxNum |= 1 << k;
        info->aConstraintUsage[at[k] - 1].argvIndex = ++n;
        info->aConstraintUsage[at[k] - 1].omit = 1;
    }
    info->estimatedCost = 1e6; /* a text is parsed */
    info->estimatedRows = 10;
    if (at[TEXT]) return SQLITE_OK;
    sqlite3_free(base->zErrMsg);
    base->zErrMsg = sqlite3_mprintf("masudi_claims needs a text: masudi_claims(text)");
    return SQLITE_ERROR;
}

/* ---- a document's claims ---- */

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    struct cursor *c = sqlite3_malloc(sizeof *c);
    (void)base;
    if (!c) return SQLITE_NOMEM;
    memset(c, 0, sizeof *c);
    *out = &c->base;
    return SQLITE_OK;
}

static void forget(struct cursor *c)
{
    msd_doc_free(c->doc);
    msd_free(c->json);
    c->doc = NULL;
    c->json = c->line = NULL;
    c->at = c->line_at = 0;
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
    forget((struct cursor *)base);
    sqlite3_free(base);
    return SQLITE_OK;
}

static int refuse(sqlite3_vtab *base, msd_status st, const msd_input *in, const msd_error *err)
{
    sqlite3_free(base->zErrMsg);
    base->zErrMsg = sqlite3_mprintf("masudi_claims: %s%s%s", in->id ? in->id : "", in->id ? ": " : "", err->msg);
    return status_of(st);
}

static int filter(sqlite3_vtab_cursor *base, int given, const char *plan, int argc, sqlite3_value **argv)
{
    struct cursor *c = (struct cursor *)base;
    struct table *t = (struct table *)base->pVtab;
    msd_input in = {NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL};
    const char **const to[N_ARGUMENT] = {&in.text, &in.date, &in.id, &in.title, &in.url, &in.publisher, &in.language};
    msd_error err = {MSD_OK, 0, ""};
    (void)plan, (void)argc;
    forget(c);
    for (int k = 0, n = 0; k < N_ARGUMENT; k++) {
        if (!(given >> k & 1)) continue;
        sqlite3_value *value = argv[n++];
        if (sqlite3_value_type(value) == SQLITE_NULL) continue;
        *to[k] = (const char *)sqlite3_value_text(value);
        if (!*to[k]) return SQLITE_NOMEM;
        if (k == TEXT) in.n_byte = (size_t)sqlite3_value_bytes(value);
    }
    if (!in.text) return SQLITE_OK; /* of nothing, nothing is claimed */
    msd_status st = msd_code(t->worker, &in, &c->doc, &err);
    return st == MSD_OK ? SQLITE_OK : refuse(base->pVtab, st, &in, &err);
}

static int next(sqlite3_vtab_cursor *base)
{
    ((struct cursor *)base)->at++;
    return SQLITE_OK;
}

static int eof(sqlite3_vtab_cursor *base)
{
    const struct cursor *c = (const struct cursor *)base;
    return !c->doc || c->at >= msd_doc_n_claim(c->doc);
}

static int rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
    *out = (sqlite3_int64)((const struct cursor *)base)->at + 1;
    return SQLITE_OK;
}

/* Rows come in order, and lines do. */
static int put_json(struct cursor *c, sqlite3_context *to)
{
    if (!c->json) {
        if (msd_doc_json(c->doc, &c->json, NULL, NULL) != MSD_OK) return SQLITE_NOMEM;
        c->line = c->json;
    }
    for (; c->line_at < c->at; c->line_at++) c->line = strchr(c->line, '\n') + 1;
    sqlite3_result_text(to, c->line, (int)strcspn(c->line, "\n"), SQLITE_TRANSIENT);
    return SQLITE_OK;
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *to, int k)
{
    struct cursor *c = (struct cursor *)base;
    const struct table *t = (const struct table *)base->pVtab;
    msd_cell cell;
    if (k == t->n_column) return put_json(c, to);
    if (k > t->n_column) return SQLITE_OK;
    if (msd_doc_cell(c->doc, c->at, (size_t)k, &cell, NULL) != MSD_OK) return SQLITE_NOMEM;
    if (!cell.text)
        sqlite3_result_null(to);
    else if (cell.type == MSD_CELL_INT)
        sqlite3_result_int64(to, cell.whole);
    else if (cell.type == MSD_CELL_REAL)
        sqlite3_result_double(to, cell.real);
    else
        sqlite3_result_text(to, cell.text, (int)cell.n_byte, SQLITE_TRANSIENT);
    return SQLITE_OK;
}

static sqlite3_module module = {.xConnect = connect_table,
                                .xBestIndex = best_index,
                                .xDisconnect = disconnect,
                                .xOpen = open_cursor,
                                .xClose = close_cursor,
                                .xFilter = filter,
                                .xNext = next,
                                .xEof = eof,
                                .xColumn = column,
                                .xRowid = rowid};

/* ---- the extension ---- */

static void version(sqlite3_context *to, int argc, sqlite3_value **argv)
{
    msd_engine *engine;
    msd_error err = {MSD_OK, 0, ""};
    (void)argc, (void)argv;
    if (open_engine(&engine, &err) != MSD_OK) {
        sqlite3_result_error(to, err.msg, -1);
        return;
    }
    char *text = sqlite3_mprintf("%s, %s, %s", MSD_VERSION, msd_engine_model(engine), msd_engine_knowledge(engine));
    if (text)
        sqlite3_result_text(to, text, -1, sqlite3_free);
    else
        sqlite3_result_error_nomem(to);
}

/* Its name is the file's without what is no letter. It stays loaded, since the engine outlives connections. */
EXPORT int sqlite3_masudisqlite_init(sqlite3 *db, char **message, const sqlite3_api_routines *api);

int sqlite3_masudisqlite_init(sqlite3 *db, char **message, const sqlite3_api_routines *api)
{
    (void)message;
    SQLITE_EXTENSION_INIT2(api);
    int rc = sqlite3_create_module(db, "masudi_claims", &module, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_create_function(db, "masudi_version", 0, SQLITE_UTF8, NULL, version, NULL, NULL);
    return rc == SQLITE_OK ? SQLITE_OK_LOAD_PERMANENTLY : rc;
}
