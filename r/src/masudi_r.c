/* masudi_r.c: R's calls into libmasudi. One call does one batch, so that between batches interrupts are seen to.
 *
 * R jumps out of C when it has no memory or a conversion fails. What is R's own is cleared away by it (protected values,
 * R_alloc); what libmasudi gave hangs on an external pointer with a finalizer before any R value is made of it. */
#include "masudi_r.h"

#include <R_ext/Rdynload.h>
#include <stdlib.h>
#include <string.h>

#ifndef MASUDI_DATADIR
#define MASUDI_DATADIR ""
#endif

enum { N_COLUMN = 9 };
static const char *const column_name[N_COLUMN] = {"text", "id",       "date",  "title",    "url",
                                                  "publisher", "language", "actor", "recipient"};

/* ---- the engine ---- */

static void close_engine(SEXP ptr)
{
    msd_engine_close(R_ExternalPtrAddr(ptr));
    R_ClearExternalPtr(ptr);
}

static msd_engine *engine_of(SEXP ptr)
{
    msd_engine *engine = TYPEOF(ptr) == EXTPTRSXP ? R_ExternalPtrAddr(ptr) : NULL;
    if (!engine) Rf_error("this engine is closed: it cannot be kept over sessions; open one with masudi_engine()");
    return engine;
}

/* NULL, or the one string. */
static const char *word(SEXP x)
{
    return x == R_NilValue ? NULL : Rf_translateChar(STRING_ELT(x, 0));
}

static SEXP open_engine(SEXP model, SEXP knowledge, SEXP overrides, SEXP dictionaries, SEXP calibration)
{
    msd_options o = MSD_OPTIONS_INIT;
    msd_error err = {0};
    msd_engine *engine;
    size_t n = (size_t)Rf_xlength(overrides);
    const char **folder = (const char **)R_alloc(n + 1, sizeof *folder);
    for (size_t i = 0; i < n; i++) folder[i] = Rf_translateChar(STRING_ELT(overrides, (R_xlen_t)i));
    o.model = word(model);
    o.knowledge = word(knowledge);
    o.overrides = folder;
    o.n_override = n;
    o.dictionaries = word(dictionaries);
    o.calibration = word(calibration);
    SEXP ptr = PROTECT(R_MakeExternalPtr(NULL, R_NilValue, R_NilValue));
    R_RegisterCFinalizerEx(ptr, close_engine, TRUE);
    if (msd_engine_open(&engine, &o, &err) != MSD_OK) Rf_error("%s", err.msg);
    R_SetExternalPtrAddr(ptr, engine);
    UNPROTECT(1);
    return ptr;
}

static SEXP datadir(void)
{
    return Rf_mkString(MASUDI_DATADIR);
}

static SEXP versions(SEXP ptr)
{
    static const char *names[] = {"library", "schema", "model", "knowledge", ""};
    const msd_engine *engine = engine_of(ptr);
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(out, 0, Rf_mkString(MSD_VERSION));
    SET_VECTOR_ELT(out, 1, Rf_ScalarInteger(MSD_SCHEMA));
    SET_VECTOR_ELT(out, 2, Rf_mkString(msd_engine_model(engine)));
    SET_VECTOR_ELT(out, 3, Rf_mkString(msd_engine_knowledge(engine)));
    UNPROTECT(1);
    return out;
}

/* ---- a batch in ---- */

struct column {
    struct ArrowSchema schema;
    struct ArrowArray array;
    const void *buffer[3];
    struct ArrowSchema *types[3]; /* of a struct */
    struct ArrowArray *parts[3];
};

static int is_bytes(SEXP s)
{
    return Rf_getCharCE(s) == CE_BYTES;
}

/* In UTF-8; bytes of no known encoding as they are, for the library to judge. */
static const char *utf8(SEXP s)
{
    return is_bytes(s) ? CHAR(s) : Rf_translateCharUTF8(s);
}

static void release_schema(struct ArrowSchema *s)
{
    s->release = NULL;
}

static void release_array(struct ArrowArray *a)
{
    a->release = NULL;
}

/* As large utf8, in memory that R frees when the call ends. */
static void put_column(struct column *c, const char *name, SEXP strings)
{
    R_xlen_t n = Rf_xlength(strings);
    const char **p = (const char **)R_alloc((size_t)n + 1, sizeof *p);
    int64_t *at = (int64_t *)R_alloc((size_t)n + 1, sizeof *at), n_null = 0;
    uint8_t *valid = (uint8_t *)R_alloc((size_t)n / 8 + 1, 1);
    memset(valid, 0, (size_t)n / 8 + 1);
    at[0] = 0;
    for (R_xlen_t i = 0; i < n; i++) {
        SEXP s = STRING_ELT(strings, i);
        p[i] = s == NA_STRING ? "" : utf8(s);
        at[i + 1] = at[i] + (int64_t)strlen(p[i]);
        if (s == NA_STRING)
            n_null++;
        else
            valid[i / 8] |= (uint8_t)(1 << (i % 8));
    }
    char *bytes = R_alloc((size_t)at[n] + 1, 1);
    for (R_xlen_t i = 0; i < n; i++) memcpy(bytes + at[i], p[i], (size_t)(at[i + 1] - at[i]));
    c->buffer[0] = valid;
    c->buffer[1] = at;
    c->buffer[2] = bytes;
    c->schema = (struct ArrowSchema){
        .format = "U", .name = name, .flags = ARROW_FLAG_NULLABLE, .release = release_schema};
    c->array = (struct ArrowArray){
        .length = n, .null_count = n_null, .n_buffers = 3, .buffers = c->buffer, .release = release_array};
}

/* NA is null; what is no whole number becomes one that no text has. */
static void put_numbers(struct column *c, const char *name, SEXP numbers)
{
    R_xlen_t n = Rf_xlength(numbers);
    const double *x = REAL(numbers);
    int64_t *v = (int64_t *)R_alloc((size_t)n + 1, sizeof *v), n_null = 0;
    uint8_t *valid = (uint8_t *)R_alloc((size_t)n / 8 + 1, 1);
    memset(valid, 0, (size_t)n / 8 + 1);
    for (R_xlen_t i = 0; i < n; i++) {
        v[i] = !ISNAN(x[i]) && x[i] >= 0 && x[i] <= UINT32_MAX && x[i] == (double)(int64_t)x[i] ? (int64_t)x[i] : -1;
        if (ISNAN(x[i]))
            n_null++;
        else
            valid[i / 8] |= (uint8_t)(1 << (i % 8));
    }
    c->buffer[0] = valid;
    c->buffer[1] = v;
    c->schema = (struct ArrowSchema){
        .format = "l", .name = name, .flags = ARROW_FLAG_NULLABLE, .release = release_schema};
    c->array = (struct ArrowArray){
        .length = n, .null_count = n_null, .n_buffers = 2, .buffers = c->buffer, .release = release_array};
}

/* list(text = , start = , end = ) as a struct. */
static void put_mentions(struct column *c, const char *name, SEXP mentions)
{
    struct column *part = (struct column *)R_alloc(3, sizeof *part);
    put_column(&part[0], "text", VECTOR_ELT(mentions, 0));
    put_numbers(&part[1], "start", VECTOR_ELT(mentions, 1));
    put_numbers(&part[2], "end", VECTOR_ELT(mentions, 2));
    for (int i = 0; i < 3; i++) {
        c->types[i] = &part[i].schema;
        c->parts[i] = &part[i].array;
    }
    c->buffer[0] = NULL;
    c->schema = (struct ArrowSchema){
        .format = "+s", .name = name, .n_children = 3, .children = c->types, .release = release_schema};
    c->array = (struct ArrowArray){.length = part[0].array.length, .n_buffers = 1, .n_children = 3,
                                   .buffers = c->buffer, .children = c->parts, .release = release_array};
}

/* The column of that name, or NULL. */
static SEXP column_of(SEXP columns, const char *name)
{
    SEXP names = Rf_getAttrib(columns, R_NamesSymbol);
    for (R_xlen_t i = 0; i < Rf_xlength(columns); i++)
        if (strcmp(CHAR(STRING_ELT(names, i)), name) == 0) return VECTOR_ELT(columns, i);
    return R_NilValue;
}

/* ---- a batch out ---- */

struct result {
    struct ArrowSchema schema;
    struct ArrowArray array;
};

static void free_result(SEXP ptr)
{
    struct result *r = R_ExternalPtrAddr(ptr);
    if (!r) return;
    if (r->schema.release) r->schema.release(&r->schema);
    if (r->array.release) r->array.release(&r->array);
    free(r);
    R_ClearExternalPtr(ptr);
}

static SEXP run(SEXP ptr, SEXP columns, SEXP kind, SEXP jobs, SEXP lines)
{
    msd_engine *engine = engine_of(ptr);
    struct column *column = (struct column *)R_alloc(N_COLUMN, sizeof *column);
    struct ArrowSchema *field[N_COLUMN];
    struct ArrowArray *child[N_COLUMN];
    const void *no_nulls[1] = {NULL};
    msd_error err = {0};
    int64_t n = 0;
    R_CheckUserInterrupt(); /* nothing is held yet; R's own loops look too rarely */
    for (int i = 0; i < N_COLUMN; i++) {
        SEXP values = column_of(columns, column_name[i]);
        if (values == R_NilValue) continue;
        if (TYPEOF(values) == VECSXP)
            put_mentions(&column[n], column_name[i], values);
        else
            put_column(&column[n], column_name[i], values);
        field[n] = &column[n].schema;
        child[n] = &column[n].array;
        n++;
    }
    struct ArrowSchema schema = {.format = "+s", .name = "", .n_children = n, .children = field,
                                 .release = release_schema};
    struct ArrowArray batch = {.length = n ? child[0]->length : 0, .n_buffers = 1, .n_children = n,
                               .buffers = no_nulls, .children = child, .release = release_array};
    const msd_arrow_options o = {.kind = (msd_arrow_kind)Rf_asInteger(kind),
                                 .jobs = (unsigned)Rf_asInteger(jobs),
                                 .lines = Rf_asLogical(lines) == TRUE};
    SEXP hold = PROTECT(R_MakeExternalPtr(NULL, R_NilValue, R_NilValue));
    R_RegisterCFinalizerEx(hold, free_result, TRUE);
    struct result *r = calloc(1, sizeof *r);
    if (!r) Rf_error("out of memory");
    R_SetExternalPtrAddr(hold, r);
    if (msd_arrow_run(engine, &schema, &batch, &o, &r->schema, &r->array, &err) != MSD_OK) {
        free_result(hold);
        Rf_error("%s", err.msg);
    }
    SEXP out = PROTECT(masudi_r_batch(&r->schema, &r->array));
    free_result(hold);
    UNPROTECT(2);
    return out;
}

/* ---- why ---- */

static void free_worker(SEXP ptr)
{
    msd_worker_free(R_ExternalPtrAddr(ptr));
    R_ClearExternalPtr(ptr);
}

static void free_text(SEXP ptr)
{
    msd_free(R_ExternalPtrAddr(ptr));
    R_ClearExternalPtr(ptr);
}

static SEXP explain(SEXP ptr, SEXP text, SEXP date)
{
    const msd_engine *engine = engine_of(ptr);
    msd_error err = {0};
    msd_worker *worker;
    size_t n = 0;
    char *words = NULL;
    msd_input in = {.text = utf8(STRING_ELT(text, 0)), .date = word(date)};
    in.n_byte = strlen(in.text);
    SEXP worker_ptr = PROTECT(R_MakeExternalPtr(NULL, R_NilValue, ptr));
    SEXP hold = PROTECT(R_MakeExternalPtr(NULL, R_NilValue, R_NilValue));
    R_RegisterCFinalizerEx(worker_ptr, free_worker, TRUE);
    R_RegisterCFinalizerEx(hold, free_text, TRUE);
    if (msd_worker_new(&worker, engine, &err) != MSD_OK) Rf_error("%s", err.msg);
    R_SetExternalPtrAddr(worker_ptr, worker);
    msd_status st = msd_explain(worker, &in, &words, &n, &err);
    free_worker(worker_ptr);
    if (st != MSD_OK) Rf_error("%s", err.msg);
    R_SetExternalPtrAddr(hold, words);
    SEXP out = PROTECT(Rf_ScalarString(PROTECT(Rf_mkCharLenCE(words, (int)n, CE_UTF8))));
    free_text(hold);
    UNPROTECT(4);
    return out;
}

static const R_CallMethodDef calls[] = {{"open_engine", (DL_FUNC)&open_engine, 5},
                                        {"datadir", (DL_FUNC)&datadir, 0},
                                        {"versions", (DL_FUNC)&versions, 1},
                                        {"run", (DL_FUNC)&run, 5},
                                        {"explain", (DL_FUNC)&explain, 3},
                                        {NULL, NULL, 0}};

void R_init_masudi(DllInfo *dll)
{
    R_registerRoutines(dll, NULL, calls, NULL, NULL);
    R_useDynamicSymbols(dll, FALSE);
    R_forceSymbols(dll, TRUE);
}
