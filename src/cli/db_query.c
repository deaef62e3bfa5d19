/* db_query.c: `masudi db query` and `export`: claims out of a store, in every form. */
#include <errno.h>
#include <unistd.h>

#include "cli/choose.h"
#include "cli/cmd_db.h"
#include "cli/gdelt_files.h"
#include "read/read.h"
#include "store/layer.h"
#include "write/export.h"
#include "write/json.h"

struct out {
    enum { JSONL, CSV, TABLE, EXPORT } form;
    FILE *f;
    msdx_table *table;
    msdx_export *export;     /* of the form EXPORT */
    msdx_gdelt_files *files; /* in place of both: a folder */
    msdx_know *know;         /* for it */
    msdx_buf command, versions, sources;
    msdx_buf buf;
    msdx_lines *lines;
    msdx_daily *daily; /* NULL: all claims */
    uint64_t n, limit; /* limit: 0, none, unless it is counted here */
};

static msd_status write_buf(struct out *o, msd_error *err)
{
    if (o->buf.failed) return msdx_err_nomem(err);
    if (o->buf.n && fwrite(o->buf.p, 1, o->buf.n, o->f) != o->buf.n)
        return msdx_err(err, MSD_EIO, 0, "the output: %s", strerror(errno));
    msdx_buf_reset(&o->buf);
    return MSD_OK;
}

/* A claim's line in another form, by way of the document that it is of. */
static msd_status put_other(struct out *o, msdx_str line, msd_error *err)
{
    msd_doc *doc;
    uint32_t n_claim;
    bool taken, first = true;
    MSD_TRY(msdx_lines_add(o->lines, line, &taken, err));
    MSD_TRY(msdx_lines_take(o->lines, &doc, &n_claim, err));
    msd_status st = o->daily ? msdx_daily_first(o->daily, doc, doc->claim, &first, err) : MSD_OK;
    first = first && !(o->limit && o->n >= o->limit);
    o->n += st == MSD_OK && first;
    if (!first || st != MSD_OK) {
        msdx_doc_free(doc);
        return st;
    }
    if (o->form == JSONL)
        msdx_buf_add(&o->buf, line.p, line.n);
    else if (o->form == CSV)
        msdx_write_csv(&o->buf, doc, doc->claim);
    else if (o->files)
        st = msdx_gdelt_files_add(o->files, doc, doc->claim, err);
    else if (o->form == EXPORT)
        msdx_export_row(o->export, &o->buf, doc, doc->claim);
    else
        msdx_table_row(o->table, &o->buf, doc, doc->claim);
    msdx_doc_free(doc);
    return st == MSD_OK ? write_buf(o, err) : st;
}

static msd_status put_line(void *ctx, msdx_str line, msd_error *err)
{
    struct out *o = ctx;
    if (o->form != JSONL || o->daily) return put_other(o, line, err);
    o->n++;
    if (fwrite(line.p, 1, line.n, o->f) != line.n) return msdx_err(err, MSD_EIO, 0, "the output: %s", strerror(errno));
    return MSD_OK;
}

/* The versions that coded what the store holds, one after the other. */
static msd_status put_version(void *ctx, const msdx_store_cell *cell, size_t n, msd_error *err)
{
    msdx_buf *out = ctx;
    (void)err;
    for (size_t i = 0; i < n; i++) {
        if (cell[i].kind != MSDX_CELL_TEXT || !cell[i].s.n) continue;
        if (out->n) msdx_buf_adds(out, i ? ", " : "; ");
        msdx_buf_add(out, cell[i].s.p, cell[i].s.n);
    }
    return MSD_OK;
}

static msd_status skip_head(void *ctx, const char *const *name, size_t n, msd_error *err)
{
    (void)ctx;
    (void)name;
    (void)n;
    (void)err;
    return MSD_OK;
}

static msd_status put_versions(msdx_store *store, msdx_buf *out, msd_error *err)
{
    const msdx_store_sql_out versions = {.ctx = out, .head = skip_head, .row = put_version};
    return msdx_store_sql(store, "SELECT DISTINCT model, knowledge FROM run ORDER BY 1, 2", &versions, err);
}

msd_status msdx_db_made_by(const msdx_cli_args *args, msdx_store *store, msdx_buf *out, msd_error *err)
{
    msdx_buf versions = MSDX_BUF_INIT(1 << 20);
    msd_status st = put_versions(store, &versions, err);
    msdx_buf_addf(out, "Masudi " MSD_VERSION "%s%s: ", versions.n ? ", " : "", msdx_buf_cstr(&versions));
    msdx_cli_command(args, out);
    msdx_buf_clear(&versions);
    return st == MSD_OK && out->failed ? msdx_err_nomem(err) : st;
}

static msd_status open_export(struct out *o, const msdx_cli_args *args, const char *form, bool every, msdx_store *store,
                              msd_error *err)
{
    char path[4096];
    o->command = o->versions = (msdx_buf)MSDX_BUF_INIT(1 << 20);
    o->sources = (msdx_buf)MSDX_BUF_INIT(1 << 26);
    MSD_TRY(msdx_cli_find_knowledge(NULL, path, err));
    MSD_TRY(msdx_know_open(&o->know, path, err));
    msdx_cli_command(args, &o->command);
    MSD_TRY(put_versions(store, &o->versions, err));
    MSD_TRY(msdx_store_sources(store, &o->sources, err));
    const msdx_export_about about = {.know = o->know,
                                     .knowledge = msdx_buf_cstr(&o->versions),
                                     .command = msdx_buf_cstr(&o->command),
                                     .licence = msdx_buf_cstr(&o->sources)};
    every = every || msdx_cli_flag(args, "all-status");
    const char *to = msdx_cli_get(args, "output");
    if (msdx_gdelt_files_is(form, to))
        return msdx_gdelt_files_open(&o->files, form, to, msdx_cli_get(args, "base"), &about, every, err);
    return msdx_export_new(&o->export, form, &about, every, err);
}

static msd_status open_out(struct out *o, const msdx_cli_args *args, const msdx_filter *filter, msdx_store *store,
                           msd_error *err)
{
    const char *form = msdx_cli_get(args, "out"), *path = msdx_cli_get(args, "output");
    if (!form) form = !path && isatty(STDOUT_FILENO) ? "table" : "jsonl";
    o->form = strcmp(form, "csv") == 0     ? CSV
              : strcmp(form, "table") == 0 ? TABLE
              : msdx_export_is(form)       ? EXPORT
                                           : JSONL;
    if (!path) MSD_TRY(msdx_cli_no_terminal(form, err));
    o->buf = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    bool folder = msdx_gdelt_files_is(form, path);
    o->f = folder ? NULL : path ? fopen(path, "w") : stdout;
    if (!o->f && !folder) return msdx_err(err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    if (o->form == EXPORT) MSD_TRY(open_export(o, args, form, filter->status != 0, store, err));
    if (msdx_cli_flag(args, "one-a-day")) {
        MSD_TRY(msdx_daily_new(&o->daily, err));
        o->limit = msdx_cli_number(args, "limit", 0);
    }
    if (o->form == TABLE) MSD_TRY(msdx_table_new(&o->table, msdx_cli_width(args), err));
    return msdx_lines_new(&o->lines, err);
}

static msd_status close_out(struct out *o, msd_status st, msd_error *err)
{
    if (st == MSD_OK && o->table) {
        msdx_table_flush(o->table, &o->buf);
        st = write_buf(o, err);
    }
    if (st == MSD_OK && o->export) {
        msdx_export_tail(o->export, &o->buf);
        st = write_buf(o, err);
    }
    if (st == MSD_OK && o->files) st = msdx_gdelt_files_end(o->files, err);
    if (o->f && o->f != stdout && fclose(o->f) != 0 && st == MSD_OK)
        st = msdx_err(err, MSD_EIO, 0, "the output: %s", strerror(errno));
    msdx_table_free(o->table);
    msdx_lines_free(o->lines);
    msdx_export_free(o->export);
    msdx_gdelt_files_close(o->files);
    msdx_know_close(o->know);
    msdx_buf_clear(&o->command);
    msdx_buf_clear(&o->versions);
    msdx_buf_clear(&o->sources);
    msdx_daily_free(o->daily);
    msdx_buf_clear(&o->buf);
    return st;
}

static msd_status put_claims(struct out *o, msdx_store *store, const msdx_filter *filter, const msdx_cli_args *args,
                             msd_error *err)
{
    unsigned flags = msdx_cli_flag(args, "superseded") ? MSDX_STORE_SUPERSEDED : 0;
    if (o->form == CSV) msdx_write_csv_header(&o->buf);
    if (o->export) msdx_export_head(o->export, &o->buf);
    MSD_TRY(write_buf(o, err));
    uint64_t limit = o->daily ? 0 : msdx_cli_number(args, "limit", 0);
    return msdx_store_query(store, filter, flags, limit, put_line, o, err);
}

/* ---- a reader's own SQL ---- */

struct sql {
    struct out *out;
    const char *const *name;
};

static void put_cell_csv(msdx_buf *buf, msdx_str s)
{
    size_t i = 0;
    while (i < s.n && !strchr(",\"\r\n", s.p[i])) i++;
    if (i == s.n) {
        msdx_buf_add(buf, s.p, s.n);
        return;
    }
    msdx_buf_addc(buf, '"');
    for (i = 0; i < s.n; i++) {
        if (s.p[i] == '"') msdx_buf_addc(buf, '"');
        msdx_buf_addc(buf, s.p[i]);
    }
    msdx_buf_addc(buf, '"');
}

static void put_field(struct out *o, size_t i, msdx_str s)
{
    if (i) msdx_buf_addc(&o->buf, o->form == CSV ? ',' : '\t');
    if (o->form == CSV)
        put_cell_csv(&o->buf, s);
    else
        for (size_t k = 0; k < s.n; k++) msdx_buf_addc(&o->buf, (unsigned char)s.p[k] < ' ' ? ' ' : s.p[k]);
}

static msd_status put_sql_head(void *ctx, const char *const *name, size_t n, msd_error *err)
{
    struct sql *s = ctx;
    s->name = name;
    if (s->out->form == JSONL) return MSD_OK;
    for (size_t i = 0; i < n; i++) put_field(s->out, i, msdx_str_of(name[i]));
    msdx_buf_adds(&s->out->buf, s->out->form == CSV ? "\r\n" : "\n");
    return write_buf(s->out, err);
}

static void put_sql_object(struct sql *s, const msdx_store_cell *cell, size_t n)
{
    msdx_json j = {.buf = &s->out->buf};
    msdx_json_open(&j, '{');
    for (size_t i = 0; i < n; i++) {
        msdx_json_key(&j, s->name[i]);
        switch (cell[i].kind) {
        case MSDX_CELL_NULL: msdx_json_null(&j); break;
        case MSDX_CELL_INT: msdx_json_int(&j, cell[i].i); break;
        case MSDX_CELL_REAL: msdx_json_num(&j, cell[i].d); break;
        case MSDX_CELL_TEXT: msdx_json_strn(&j, cell[i].s); break;
        }
    }
    msdx_json_close(&j, '}');
    msdx_buf_addc(&s->out->buf, '\n');
}

static msd_status put_sql_row(void *ctx, const msdx_store_cell *cell, size_t n, msd_error *err)
{
    struct sql *s = ctx;
    if (s->out->form == JSONL) {
        put_sql_object(s, cell, n);
    } else {
        for (size_t i = 0; i < n; i++) put_field(s->out, i, cell[i].s);
        msdx_buf_adds(&s->out->buf, s->out->form == CSV ? "\r\n" : "\n");
    }
    return write_buf(s->out, err);
}

static msd_status put_sql(struct out *o, msdx_store *store, const char *text, msd_error *err)
{
    struct sql s = {.out = o};
    const msdx_store_sql_out out = {.ctx = &s, .head = put_sql_head, .row = put_sql_row};
    return msdx_store_sql(store, text, &out, err);
}

/* ---- documents, as `code` reads them ---- */

static msd_status put_document(void *ctx, const msdx_store_doc *doc, msd_error *err)
{
    struct out *o = ctx;
    msdx_json j = {.buf = &o->buf};
    o->n++;
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "id", doc->in.id);
    const char *const field[][2] = {{"date", doc->in.date},
                                    {"title", doc->plain ? NULL : doc->in.title},
                                    {"url", doc->in.url},
                                    {"publisher", doc->in.publisher},
                                    {"language", doc->in.language},
                                    {"licence", doc->licence},
                                    {"attribution", doc->attribution}};
    for (size_t i = 0; i < sizeof field / sizeof *field; i++)
        if (field[i][1]) msdx_json_put_str(&j, field[i][0], field[i][1]);
    if (doc->in.text) {
        msdx_json_key(&j, "text");
        msdx_json_strn(&j, (msdx_str){doc->in.text, doc->in.n_byte});
    }
    msdx_json_close(&j, '}');
    msdx_buf_addc(&o->buf, '\n');
    return write_buf(o, err);
}

/* ---- the two verbs ---- */

/* Forms that only an audit has. */
static bool is_for_audit(const char *form)
{
    return form && (strcmp(form, "md") == 0 || strcmp(form, "tex") == 0);
}

int msdx_db_query(const msdx_cli_args *args)
{
    struct out o = {0};
    msdx_filter filter = {0};
    msdx_store *store = NULL;
    msd_error err = {0};
    const char *sql = msdx_cli_get(args, "sql"), *form = msdx_cli_get(args, "out");
    if (is_for_audit(form)) return msdx_cli_usage(args, "claims have no form %s: that is for audit", form);
    msd_status st = msdx_cli_choose(&filter, args, &err);
    int rc = MSDX_EXIT_OK;
    filter.doc = msdx_cli_get(args, "document");
    filter.story = msdx_cli_get(args, "story");
    if (st == MSD_OK && sql && (!msdx_filter_is_open(&filter) || filter.doc || filter.story))
        rc = msdx_cli_usage(args, "--sql says all: no other choice goes with it");
    else if (st == MSD_OK && sql && form && msdx_export_is(form))
        rc = msdx_cli_usage(args, "--sql gives rows of its own: --out %.20s is for claims", form);
    else if (st == MSD_OK)
        rc = msdx_db_open(&store, args, MSDX_STORE_READ);
    if (st == MSD_OK && rc == MSDX_EXIT_OK) {
        st = open_out(&o, args, &filter, store, &err);
        if (st == MSD_OK) st = sql ? put_sql(&o, store, sql, &err) : put_claims(&o, store, &filter, args, &err);
        st = close_out(&o, st, &err);
    }
    msdx_store_close(store);
    msdx_filter_clear(&filter);
    return st == MSD_OK ? rc : msdx_cli_fail(args, &err);
}

/* What was exported may be used as its sources allow: who made it and who they are goes with it, on standard error, and
 * beside a file whose form has no place for it. */
static msd_status put_origin(msdx_store *store, const msdx_cli_args *args, msdx_buf *buf, msd_error *err)
{
    msdx_buf_adds(buf, "made by ");
    MSD_TRY(msdx_db_made_by(args, store, buf, err));
    msdx_buf_addc(buf, '\n');
    MSD_TRY(msdx_store_sources(store, buf, err));
    return buf->failed ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status write_origin(const msdx_cli_args *args, const msdx_buf *buf, msd_error *err)
{
    char beside[4096];
    const char *path = msdx_cli_get(args, "output"), *form = msdx_cli_get(args, "out");
    if (!path || (form && msdx_export_tells_origin(form)) || msdx_cli_flag(args, "documents")) return MSD_OK;
    if (msdx_gdelt_files_is(form, path))
        snprintf(beside, sizeof beside, "%.4000s/citation.txt", path);
    else
        snprintf(beside, sizeof beside, "%.4000s.citation.txt", path);
    if (strncmp(path, "/dev/", 5) == 0) return MSD_OK;
    FILE *f = fopen(beside, "w");
    bool good = f && fwrite(buf->p, 1, buf->n, f) == buf->n;
    if (!f || fclose(f) != 0 || !good) return msdx_err(err, MSD_EIO, 0, "%.200s: %s", beside, strerror(errno));
    return MSD_OK;
}

static msd_status tell_origin(msdx_store *store, const msdx_cli_args *args, uint64_t n, msd_error *err)
{
    msdx_buf buf = MSDX_BUF_INIT((size_t)1 << 26);
    msd_status st = put_origin(store, args, &buf, err);
    if (st == MSD_OK) st = write_origin(args, &buf, err);
    if (st == MSD_OK && !msdx_cli_flag(args, "quiet")) {
        fflush(stdout);
        fprintf(stderr, "masudi db: exported %llu %s\n%s", (unsigned long long)n,
                msdx_cli_flag(args, "documents") ? "documents" : "claims", msdx_buf_cstr(&buf));
    }
    msdx_buf_clear(&buf);
    return st;
}

/* Rows of another data set: asked for by their layer, or the form of the only ones that the store holds. */
static msd_status wants_layer(const msdx_cli_args *args, msdx_store *store, bool *yes, msd_error *err)
{
    const char *form = msdx_cli_get(args, "out");
    *yes = msdx_cli_get(args, "layer") != NULL;
    if (*yes || !form || !msdx_layer_is(form)) return MSD_OK;
    return msdx_layer_alone(store, form, yes, err);
}

int msdx_db_export(const msdx_cli_args *args)
{
    struct out o = {0};
    msdx_filter filter = {0};
    msdx_store *store = NULL;
    msd_error err = {0};
    bool documents = msdx_cli_flag(args, "documents"), layer = false;
    if (is_for_audit(msdx_cli_get(args, "out")))
        return msdx_cli_usage(args, "claims have no form %s: that is for audit", msdx_cli_get(args, "out"));
    msd_status st = msdx_cli_choose(&filter, args, &err);
    int rc = st == MSD_OK ? msdx_db_open(&store, args, MSDX_STORE_READ) : MSDX_EXIT_OK;
    const char *form = msdx_cli_get(args, "out");
    if (rc == MSDX_EXIT_OK && documents && form && msdx_export_is(form))
        rc = msdx_cli_usage(args, "--documents are JSON lines: --out %.20s is for claims", form);
    filter.doc = msdx_cli_get(args, "document");
    filter.story = msdx_cli_get(args, "story");
    if (st == MSD_OK && rc == MSDX_EXIT_OK) st = wants_layer(args, store, &layer, &err);
    if (st == MSD_OK && rc == MSDX_EXIT_OK && layer) {
        rc = msdx_db_export_layer(args, store);
    } else if (st == MSD_OK && rc == MSDX_EXIT_OK) {
        st = open_out(&o, args, &filter, store, &err);
        if (st == MSD_OK)
            st = documents ? msdx_store_documents(store, 0, 0, 0, put_document, &o, &err)
                           : put_claims(&o, store, &filter, args, &err);
        st = close_out(&o, st, &err);
        if (st == MSD_OK) st = tell_origin(store, args, o.n, &err);
    }
    msdx_store_close(store);
    msdx_filter_clear(&filter);
    return st == MSD_OK ? rc : msdx_cli_fail(args, &err);
}
