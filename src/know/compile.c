/* compile.c: sources in, pack out. The order of everything in the pack follows
 * the order of sources and lines, so the same input gives the same bytes. */
#include "know/gazetteer.h"
#include "know/know_impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <zlib.h>

const char *const msdx_table_name[MSDX_N_TABLE] = {"sector", "context", "code",  "event", "mode",  "status", "hedge",
                                                   "actor",  "agent",   "place", "frame", "class", "example"};

enum { PROBLEM_MAX = 1000 }; /* after that only the count goes on */
static const size_t BUF_MAX = (size_t)1 << 30;

void msdx_compile_init(msdx_compile *c, msdx_buf *report)
{
    *c = (msdx_compile){.report = report};
    msdx_buf *all[] = {&c->source,    &c->entry,     &c->field,  &c->by_id,   &c->phrase[0], &c->phrase[1],
                       &c->phrase[2], &c->phrase[3], &c->person, &c->scratch, &c->scratch2};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) all[i]->ceiling = BUF_MAX;
    for (int i = 0; i < MSDX_N_TABLE; i++) c->table[i].ceiling = BUF_MAX;
    msdx_pool_init(&c->pool);
}

void msdx_compile_clear(msdx_compile *c)
{
    msdx_buf *all[] = {&c->source,    &c->entry,     &c->field,  &c->by_id,   &c->phrase[0], &c->phrase[1],
                       &c->phrase[2], &c->phrase[3], &c->person, &c->scratch, &c->scratch2};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) msdx_buf_clear(all[i]);
    for (int i = 0; i < MSDX_N_TABLE; i++) msdx_buf_clear(&c->table[i]);
    msdx_pool_clear(&c->pool);
    msdx_arena_clear(&c->arena);
}

void msdx_compile_add(msdx_compile *c, const char *path, const char *name, msdx_str text, uint32_t layer)
{
    msdx_source s = {.path = msdx_arena_strndup(&c->arena, path, strlen(path)),
                     .name = msdx_arena_strndup(&c->arena, name, strlen(name)),
                     .text = {msdx_arena_strndup(&c->arena, text.p, text.n), text.n},
                     .layer = layer};
    if (!msdx_arena_failed(&c->arena)) msdx_buf_add(&c->source, &s, sizeof s);
}

void msdx_problem(msdx_compile *c, uint32_t source, uint32_t line, const char *fmt, ...)
{
    char text[1024];
    if (c->n_problem++ >= PROBLEM_MAX) return;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    msdx_buf_addf(c->report, "%s:%u: %s\n", msdx_sources(c)[source].path, line, text);
}

static bool out_of_memory(const msdx_compile *c)
{
    bool bad = c->failed || c->source.failed || c->entry.failed || c->field.failed || c->by_id.failed ||
               c->phrase[0].failed || c->phrase[1].failed || c->phrase[2].failed || c->phrase[3].failed ||
               c->scratch.failed || c->scratch2.failed || c->person.failed || c->pool.failed || c->pool.text.failed ||
               msdx_arena_failed(&c->arena);
    for (int i = 0; i < MSDX_N_TABLE; i++) bad = bad || c->table[i].failed;
    return bad;
}

/* They are needed only where a user adds to them, and packed they take a fourth of the room (zlib, RFC 1950). */
static void write_texts(msdx_compile *c, msdx_pack_writer *w)
{
    uLongf n = compressBound((uLong)c->scratch2.n);
    Bytef *packed = msdx_malloc(n);
    uint32_t size = (uint32_t)c->scratch2.n;
    if (!packed || compress2(packed, &n, (const Bytef *)(c->scratch2.n ? c->scratch2.p : ""), (uLong)c->scratch2.n,
                             Z_DEFAULT_COMPRESSION) != Z_OK) {
        c->failed = true;
        n = 0;
    }
    msdx_pack_add(w, "source.size", MSDX_PACK_U32, 1, 0, &size);
    msdx_pack_add(w, "source.text", MSDX_PACK_BYTES, n, 0, packed);
    msdx_free(packed);
}

/* The texts themselves, so that a user's entries can be compiled together with ours. */
static void write_sources(msdx_compile *c, msdx_pack_writer *w)
{
    size_t n = c->source.n / sizeof(msdx_source);
    msdx_scratch_reset(c, &c->scratch);
    msdx_scratch_reset(c, &c->scratch2);
    for (size_t i = 0; i < n; i++) {
        const msdx_source *s = &msdx_sources(c)[i];
        msdx_put_str(&c->scratch, &c->pool, msdx_str_of(s->name));
        msdx_put_u32(&c->scratch, (uint32_t)c->scratch2.n);
        msdx_put_u32(&c->scratch, (uint32_t)s->text.n);
        msdx_buf_add(&c->scratch2, s->text.p, s->text.n);
    }
    msdx_pack_add(w, "source", MSDX_PACK_U32, n, 3, c->scratch.p);
    write_texts(c, w);
}

static void write_pack(msdx_compile *c, msdx_pack_writer *w)
{
    for (int i = 0; i < MSDX_N_TABLE; i++)
        msdx_pack_add(w, msdx_table_name[i], MSDX_PACK_U32, c->table[i].n / 4, 0, c->table[i].p);
    msdx_pack_add(w, "count", MSDX_PACK_U32, MSDX_N_TABLE, 0, c->n_record);
    msdx_pack_add(w, "kind", MSDX_PACK_U32, MSDX_N_KIND, 3, c->kind);
    for (int i = 0; i < MSDX_N_SPACE; i++) msdx_phrase_write(c, (msdx_space)i, w);
    msdx_people_write(c, w);
    write_sources(c, w);
    msdx_pack_add(w, "pool", MSDX_PACK_BYTES, c->pool.text.n, 0, c->pool.text.p);
}

msd_status msdx_compile_run(msdx_compile *c, msdx_pack_writer **out, msd_error *err)
{
    *out = NULL;
    if (out_of_memory(c)) return msdx_err_nomem(err);
    msdx_compile_read(c);
    if (!out_of_memory(c)) msdx_compile_check(c);
    if (out_of_memory(c)) return msdx_err_nomem(err);
    if (c->n_problem > PROBLEM_MAX) msdx_buf_addf(c->report, "and %zu more\n", c->n_problem - PROBLEM_MAX);
    if (c->n_problem) return msdx_err(err, MSD_EFORMAT, 0, "%zu problems in the knowledge files", c->n_problem);
    MSD_TRY(msdx_pack_writer_new(out, MSDX_KNOW_KIND, MSDX_KNOW_VERSION, err));
    write_pack(c, *out);
    if (!out_of_memory(c)) return MSD_OK;
    msdx_pack_writer_free(*out);
    *out = NULL;
    return msdx_err_nomem(err);
}

msd_status msdx_know_compile(const char *const *folder, size_t n_folder, const char *gazetteer, const char *out_path,
                             msdx_buf *report, msd_error *err)
{
    msdx_compile c;
    msdx_pack_writer *w = NULL;
    msdx_pack *gaz = NULL;
    msd_status st = MSD_OK;
    if (gazetteer) MSD_TRY(msdx_pack_open(&gaz, gazetteer, MSDX_GAZETTEER_KIND, MSDX_GAZETTEER_VERSION, err));
    msdx_compile_init(&c, report);
    for (size_t i = 0; st == MSD_OK && i < n_folder; i++) st = msdx_compile_load(&c, folder[i], 0, err);
    if (st == MSD_OK) st = msdx_compile_run(&c, &w, err);
    if (st == MSD_OK && gaz) st = msdx_gazetteer_copy(gaz, w, err);
    if (st == MSD_OK) st = msdx_pack_write(w, out_path, err);
    msdx_pack_writer_free(w);
    msdx_compile_clear(&c);
    msdx_pack_close(gaz);
    return st;
}
