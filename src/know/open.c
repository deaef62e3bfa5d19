/* open.c: a compiled file into memory. Phrases are used where they lie; records
 * are decoded once, those of the large tables when they are first asked for (late.h). Every number is checked here. */
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "know/know_impl.h"

static const size_t GATHERED_MAX = (size_t)1 << 30;

static msd_status broken(const msdx_know *know, const char *what, msd_error *err)
{
    return msdx_err(err, MSD_EFORMAT, 0, "%s: %s is damaged", msdx_pack_path(know->pack), what);
}

static msd_status open_pool(msdx_know *know, msd_error *err)
{
    msdx_section s;
    MSD_TRY(msdx_pack_get(know->pack, "pool", MSDX_PACK_BYTES, 0, &s, err));
    know->pool = s.data;
    know->n_pool = s.n_byte;
    if (s.n_byte == 0 || know->pool[0] != 0 || know->pool[s.n_byte - 1] != 0 ||
        msdx_utf8_check(know->pool, s.n_byte) != s.n_byte)
        return broken(know, "section pool", err);
    return MSD_OK;
}

/* Decode all records of a table with one call; GET is type-safe, hence a macro. */
#define DECODE_RECORDS(FUNCTION, FIELD, TABLE, TYPE, GET) \
    static msd_status FUNCTION(msdx_know *know, msd_error *err) \
    { \
        msdx_section s; \
        uint32_t n = know->n[TABLE]; \
        MSD_TRY(msdx_pack_get(know->pack, msdx_table_name[TABLE], MSDX_PACK_U32, 1, &s, err)); \
        msdx_cursor cur = { \
            s.data, s.n_byte / 4, 0, know->pool, know->n_pool, &know->arena, NULL, 0, n > s.n_byte / 4}; \
        if (cur.bad) return broken(know, msdx_table_name[TABLE], err); \
        know->FIELD = MSDX_NEW(&know->arena, TYPE, (size_t)n + 1); \
        if (!know->FIELD) return msdx_err_nomem(err); \
        for (uint32_t i = 0; i < n && !cur.bad; i++) GET(&cur, &know->FIELD[i]); \
        if (msdx_arena_failed(&know->arena)) return msdx_err_nomem(err); \
        return cur.bad || cur.at != cur.n ? broken(know, msdx_table_name[TABLE], err) : MSD_OK; \
    }
DECODE_RECORDS(open_agents, agent, MSDX_TABLE_AGENT, msdx_agent, msdx_get_agent)
DECODE_RECORDS(open_classes, class_, MSDX_TABLE_CLASS, msdx_class, msdx_get_class)
#undef DECODE_RECORDS

/* What is gathered while records are gone over. */
typedef struct seat_count {
    uint32_t actor;
    size_t n;
} seat_count;

typedef struct gathered {
    msdx_buf state, land; /* of msdx_of_country */
    msdx_buf seat;        /* of seat_count, of actors that have seats, in their order */
} gathered;

#define LATE_GET(NAME, GET) \
    static void NAME(msdx_cursor *cur, void *record) \
    { \
        GET(cur, record); \
    }
LATE_GET(get_actor, msdx_get_actor)
LATE_GET(get_place, msdx_get_place)
LATE_GET(get_frame, msdx_get_frame)
LATE_GET(get_example, msdx_get_example)
#undef LATE_GET

static void see_actor(void *ctx, uint32_t i, const void *record)
{
    gathered *g = ctx;
    const msdx_actor *a = &((const msdx_actor_rec *)record)->actor;
    if (a->type == MSDX_ACTOR_STATE && a->country)
        msdx_buf_add(&g->state, &(msdx_of_country){a->country, i}, sizeof(msdx_of_country));
    if (a->n_seat) msdx_buf_add(&g->seat, &(seat_count){i, a->n_seat}, sizeof(seat_count));
}

static void see_place(void *ctx, uint32_t i, const void *record)
{
    const msdx_place *p = record;
    if (p->is_country)
        msdx_buf_add(&((gathered *)ctx)->land, &(msdx_of_country){p->country, i}, sizeof(msdx_of_country));
}

static msd_status open_late(msdx_know *know, msdx_late *late, msdx_table table, size_t size, msdx_late_get_fn *get,
                            msdx_late_see_fn *see, gathered *g, msd_error *err)
{
    msdx_section s;
    MSD_TRY(msdx_pack_get(know->pack, msdx_table_name[table], MSDX_PACK_U32, 1, &s, err));
    msdx_cursor words = {.p = s.data, .n = s.n_byte / 4, .pool = know->pool, .n_pool = know->n_pool};
    msd_status st = msdx_late_open(late, &words, know->n[table], size, get, see, g, &know->lock);
    return st == MSD_ENOMEM ? msdx_err_nomem(err) : st == MSD_OK ? MSD_OK : broken(know, msdx_table_name[table], err);
}

static msd_status open_terms(msdx_know *know, msdx_system system, msd_error *err)
{
    msdx_section s;
    uint32_t n = know->n[system];
    MSD_TRY(msdx_pack_get(know->pack, msdx_table_name[system], MSDX_PACK_U32, 1, &s, err));
    msdx_cursor cur = {s.data, s.n_byte / 4, 0, know->pool, know->n_pool, &know->arena, NULL, 0, n > s.n_byte / 4};
    if (cur.bad) return broken(know, msdx_table_name[system], err);
    msdx_term *term = MSDX_NEW(&know->arena, msdx_term, (size_t)n + 1);
    if (!term) return msdx_err_nomem(err);
    know->term[system] = term;
    for (uint32_t i = 0; i < n && !cur.bad; i++) msdx_get_term(&cur, system, &term[i]);
    if (msdx_arena_failed(&know->arena)) return msdx_err_nomem(err);
    return cur.bad || cur.at != cur.n ? broken(know, msdx_table_name[system], err) : MSD_OK;
}

static msd_status open_kinds(msdx_know *know, msd_error *err)
{
    msdx_section s;
    MSD_TRY(msdx_pack_get(know->pack, "kind", MSDX_PACK_U32, 2, &s, err));
    if (s.dim[0] != MSDX_N_KIND || s.dim[1] != 3) return broken(know, "section kind", err);
    know->kind = s.data;
    return MSD_OK;
}

static msd_status open_records(msdx_know *know, gathered *g, msd_error *err)
{
    msdx_section s;
    MSD_TRY(msdx_pack_get(know->pack, "count", MSDX_PACK_U32, 1, &s, err));
    if (s.n_byte != sizeof know->n) return broken(know, "section count", err);
    memcpy(know->n, s.data, s.n_byte);
    MSD_TRY(open_kinds(know, err));
    for (int i = 0; i < MSDX_N_SYSTEM; i++) MSD_TRY(open_terms(know, (msdx_system)i, err));
    MSD_TRY(open_agents(know, err));
    MSD_TRY(open_classes(know, err));
    MSD_TRY(open_late(know, &know->actor, MSDX_TABLE_ACTOR, sizeof(msdx_actor_rec), get_actor, see_actor, g, err));
    MSD_TRY(open_late(know, &know->place, MSDX_TABLE_PLACE, sizeof(msdx_place), get_place, see_place, g, err));
    MSD_TRY(open_late(know, &know->frame, MSDX_TABLE_FRAME, sizeof(msdx_frame), get_frame, NULL, NULL, err));
    return open_late(know, &know->example, MSDX_TABLE_EXAMPLE, sizeof(msdx_example), get_example, NULL, NULL, err);
}

/* ---- phrases ---- */

/* How many records there are of what a sense points to, by kind; 0: no such kind in a lexicon. */
static void count_targets(const msdx_know *know, uint32_t most[MSDX_SENSE_GAZETTEER])
{
    most[0] = 0;
    for (int k = MSDX_SENSE_NAME; k <= MSDX_SENSE_SEAT; k++) most[k] = know->n[MSDX_TABLE_ACTOR];
    most[MSDX_SENSE_PLACE] = know->n[MSDX_TABLE_PLACE];
    most[MSDX_SENSE_AGENT] = know->n[MSDX_TABLE_AGENT];
    for (int k = MSDX_SENSE_VERB; k <= MSDX_SENSE_ADJ_FRAME; k++) most[k] = know->n[MSDX_TABLE_FRAME];
    for (int k = MSDX_SENSE_CLASS_VERB; k <= MSDX_SENSE_CLASS_WORD; k++) most[k] = know->n[MSDX_TABLE_CLASS];
    most[MSDX_SENSE_CONTEXT] = know->n[MSDX_TABLE_CONTEXT];
    most[MSDX_SENSE_LISTED] = MSDX_N_LIST;
}

static size_t n_seat(const gathered *g, uint32_t actor)
{
    const seat_count *list = (const seat_count *)(const void *)g->seat.p;
    size_t low = 0, high = g->seat.n / sizeof *list;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (list[mid].actor == actor) return list[mid].n;
        if (list[mid].actor < actor)
            low = mid + 1;
        else
            high = mid;
    }
    return 0;
}

static bool senses_ok(const msdx_know *know, const msdx_lexicon *lex, const gathered *g)
{
    uint32_t most[MSDX_SENSE_GAZETTEER];
    count_targets(know, most);
    for (size_t i = 0; i < lex->n_sense; i++) {
        const msdx_sense *s = &lex->sense[i];
        if (s->kind >= MSDX_SENSE_GAZETTEER || s->index >= most[s->kind]) return false;
        if (s->kind == MSDX_SENSE_SEAT && s->sub >= n_seat(g, s->index)) return false;
    }
    return true;
}

/* That a phrase ends with a NUL is not looked at, which would read all of the pool: the pool itself does. */
static bool phrases_ok(const msdx_know *know, const msdx_lexicon *lex, const gathered *g)
{
    const uint32_t *row = lex->phrase;
    bool good = true;
    for (size_t i = 0; i < lex->n_phrase; i++, row += 5) {
        good &= (uint64_t)row[0] + row[1] < know->n_pool;
        good &= (uint64_t)row[2] + row[3] <= lex->n_sense;
    }
    if (!good || !senses_ok(know, lex, g)) return false;
    size_t n_free = 0;
    uint32_t last = 0;
    for (size_t i = 0; i < lex->n_slot; i++) { /* without branches, which no processor could guess here */
        uint32_t at = lex->slot[2 * i + 1];
        size_t bit = msdx_tag_at(lex, lex->slot[2 * i]);
        lex->tag[bit / 64] |= (uint64_t)(at != 0) << bit % 64;
        last = at > last ? at : last;
        n_free += at == 0;
    }
    return last <= lex->n_phrase && n_free > 0; /* so that every search ends */
}

static msd_status open_lexicon(msdx_know *know, msdx_space space, const gathered *g, msd_error *err)
{
    const char *const *name = msdx_space_section[space];
    static const size_t width[3] = {5, 2, 2};
    msdx_section s[3];
    for (int i = 0; i < 3; i++) {
        MSD_TRY(msdx_pack_get(know->pack, name[i], MSDX_PACK_U32, 2, &s[i], err));
        if (s[i].dim[1] != width[i]) return broken(know, name[i], err);
    }
    msdx_lexicon *lex = &know->lexicon[space];
    *lex = (msdx_lexicon){s[0].data, s[1].data, s[2].data, s[0].dim[0], s[1].dim[0], s[2].dim[0], NULL};
    if (lex->n_slot == 0 || (lex->n_slot & (lex->n_slot - 1))) return broken(know, name[2], err);
    lex->tag = MSDX_NEW(&know->arena, uint64_t, lex->n_slot * MSDX_TAG_PER_SLOT / 64 + 1);
    if (!lex->tag) return msdx_err_nomem(err);
    return phrases_ok(know, lex, g) ? MSD_OK : broken(know, name[0], err);
}

static msd_status open_people(msdx_know *know, msd_error *err)
{
    msdx_section s;
    MSD_TRY(msdx_pack_get(know->pack, "person", MSDX_PACK_U32, 2, &s, err));
    know->person = s.data;
    know->n_person = s.dim[0];
    if (s.dim[1] != 2) return broken(know, "section person", err);
    for (size_t i = 0; i < know->n_person; i++)
        if (know->person[2 * i + 1] >= know->n_pool || (i && know->person[2 * i] < know->person[2 * i - 2]))
            return broken(know, "section person", err);
    return MSD_OK;
}

/* ---- what is computed once ---- */

static int by_code(const void *a, const void *b)
{
    return strcmp(((const msdx_term *)a)->id, ((const msdx_term *)b)->id);
}

static int by_country(const void *a, const void *b)
{
    const msdx_of_country *x = a, *y = b;
    int d = strcmp(x->country, y->country);
    return d ? d : (x->index > y->index) - (x->index < y->index); /* of two of one code the first of the files */
}

static msd_status index_countries(msdx_know *know, const msdx_buf *list, msdx_of_country **out, size_t *n,
                                  msd_error *err)
{
    *n = list->n / sizeof **out;
    *out = MSDX_NEW(&know->arena, msdx_of_country, *n + 1);
    if (!*out || list->failed) return msdx_err_nomem(err);
    if (*n) memcpy(*out, list->p, list->n);
    if (*n) qsort(*out, *n, sizeof **out, by_country);
    return MSD_OK;
}

static msd_status open_all(msdx_know *know, gathered *g, msd_error *err)
{
    MSD_TRY(open_pool(know, err));
    MSD_TRY(open_records(know, g, err));
    if (g->seat.failed) return msdx_err_nomem(err);
    for (int i = 0; i < MSDX_N_SPACE; i++) MSD_TRY(open_lexicon(know, (msdx_space)i, g, err));
    MSD_TRY(open_people(know, err));
    MSD_TRY(index_countries(know, &g->state, &know->state, &know->n_state, err));
    MSD_TRY(index_countries(know, &g->land, &know->land, &know->n_land, err));
    uint32_t n_code = know->n[MSDX_TABLE_CODE];
    if (n_code) qsort(know->term[MSDX_SYSTEM_CODE], n_code, sizeof **know->term, by_code);
    return msdx_gazetteer_open(&know->gaz, know->pack, err);
}

/* Takes over pack and bytes, also on failure. */
static msd_status open_over(msdx_know **out, msdx_pack *pack, void *bytes, msd_error *err)
{
    msdx_know *know = msdx_calloc(1, sizeof *know);
    *out = NULL;
    if (!know) {
        msdx_pack_close(pack);
        msdx_free(bytes);
        return msdx_err_nomem(err);
    }
    know->pack = pack;
    know->bytes = bytes;
    snprintf(know->version, sizeof know->version, "%08x", (unsigned)msdx_pack_crc(pack));
    pthread_mutex_init(&know->lock, NULL);
    gathered g = {MSDX_BUF_INIT(GATHERED_MAX), MSDX_BUF_INIT(GATHERED_MAX), MSDX_BUF_INIT(GATHERED_MAX)};
    msd_status st = open_all(know, &g, err);
    msdx_buf_clear(&g.state);
    msdx_buf_clear(&g.land);
    msdx_buf_clear(&g.seat);
    if (st != MSD_OK) {
        msdx_know_close(know);
        return st;
    }
    *out = know;
    return MSD_OK;
}

msd_status msdx_know_open(msdx_know **out, const char *path, msd_error *err)
{
    msdx_pack *pack;
    *out = NULL;
    MSD_TRY(msdx_pack_open(&pack, path, MSDX_KNOW_KIND, MSDX_KNOW_VERSION, err));
    return open_over(out, pack, NULL, err);
}

msd_status msdx_know_open_bytes(msdx_know **out, const void *p, size_t n, const char *name, msd_error *err)
{
    msdx_pack *pack;
    *out = NULL;
    MSD_TRY(msdx_pack_open_bytes(&pack, p, n, name, MSDX_KNOW_KIND, MSDX_KNOW_VERSION, err));
    return open_over(out, pack, NULL, err);
}

/* ---- with a user's own folders: compile the sources that the pack carries anew, and theirs ---- */

static msd_status add_texts(msdx_compile *c, const msdx_know *know, const msdx_section *list, msdx_str text,
                            msd_error *err)
{
    const uint32_t *row = list->data;
    for (uint64_t i = 0; i < list->dim[0]; i++, row += 3) {
        if (row[0] >= know->n_pool || row[1] > text.n || row[2] > text.n - row[1])
            return broken(know, "section source", err);
        const char *name = know->pool + row[0];
        msdx_compile_add(c, name, name, (msdx_str){text.p + row[1], row[2]}, 0);
    }
    return MSD_OK;
}

static msd_status add_sources(msdx_compile *c, const msdx_know *know, msd_error *err)
{
    enum { EXPANDS_MOST = 1100 }; /* DEFLATE's limit is 1032 to 1 */
    msdx_section list, size, packed;
    MSD_TRY(msdx_pack_get(know->pack, "source", MSDX_PACK_U32, 2, &list, err));
    MSD_TRY(msdx_pack_get(know->pack, "source.size", MSDX_PACK_U32, 1, &size, err));
    MSD_TRY(msdx_pack_get(know->pack, "source.text", MSDX_PACK_BYTES, 0, &packed, err));
    if (list.dim[1] != 3 || size.dim[0] != 1) return broken(know, "section source", err);
    uint32_t want = *(const uint32_t *)size.data;
    if (want / EXPANDS_MOST > packed.n_byte) return broken(know, "section source.size", err);
    uLongf n = want;
    char *text = msdx_malloc((size_t)want + 1);
    if (!text) return msdx_err_nomem(err);
    msd_status st = uncompress((Bytef *)text, &n, packed.data, (uLong)packed.n_byte) == Z_OK && n == want
                        ? add_texts(c, know, &list, (msdx_str){text, want}, err)
                        : broken(know, "section source.text", err);
    msdx_free(text);
    return st;
}

/* The first line of the report is the message. */
static msd_status first_problem(msd_status st, msdx_buf *report, msd_error *err)
{
    if (st != MSD_EFORMAT || !report->n) return st;
    const char *text = msdx_buf_cstr(report), *end = strchr(text, '\n');
    return msdx_err(err, st, 0, "%.*s", (int)(end ? end - text : (ptrdiff_t)strlen(text)), text);
}

/* *out is yours to free, also on failure. */
static msd_status compile_with(msdx_pack_writer **out, const msdx_know *know, const char *const *folder,
                               size_t n_folder, msdx_buf *report, msd_error *err)
{
    msdx_compile c;
    *out = NULL;
    msdx_compile_init(&c, report);
    msd_status st = add_sources(&c, know, err);
    for (size_t i = 0; st == MSD_OK && i < n_folder; i++) st = msdx_compile_load(&c, folder[i], (uint32_t)i + 1, err);
    if (st == MSD_OK) st = msdx_compile_run(&c, out, err);
    if (st == MSD_OK) st = msdx_gazetteer_copy(know->pack, *out, err);
    msdx_compile_clear(&c);
    return st;
}

msd_status msdx_know_compile_with(const char *base, const char *const *folder, size_t n_folder, const char *out_path,
                                  msdx_buf *report, msd_error *err)
{
    msdx_know *know;
    msdx_pack_writer *w;
    MSD_TRY(msdx_know_open(&know, base, err));
    msd_status st = compile_with(&w, know, folder, n_folder, report, err);
    if (st == MSD_OK) st = msdx_pack_write(w, out_path, err);
    msdx_pack_writer_free(w);
    msdx_know_close(know);
    return st;
}

msd_status msdx_know_open_with(msdx_know **out, const char *path, const char *const *folder, size_t n_folder,
                               msd_error *err)
{
    msdx_know *base;
    void *p = NULL;
    size_t n = 0;
    msdx_pack *pack = NULL;
    MSD_TRY(msdx_know_open(out, path, err));
    if (n_folder == 0) return MSD_OK;
    base = *out;
    *out = NULL;
    msdx_buf report = MSDX_BUF_INIT((size_t)1 << 24);
    msdx_pack_writer *w;
    msd_status st = first_problem(compile_with(&w, base, folder, n_folder, &report, err), &report, err);
    if (st == MSD_OK) st = msdx_pack_write_bytes(w, &p, &n, err);
    msdx_pack_writer_free(w);
    msdx_buf_clear(&report);
    msdx_know_close(base);
    if (st != MSD_OK) return st;
    st = msdx_pack_open_bytes(&pack, p, n, path, MSDX_KNOW_KIND, MSDX_KNOW_VERSION, err);
    if (st == MSD_OK) return open_over(out, pack, p, err);
    msdx_free(p);
    return st;
}

msd_status msdx_know_verify(const msdx_know *know, msd_error *err)
{
    return msdx_pack_check(know->pack, err);
}

void msdx_know_close(msdx_know *know)
{
    if (!know) return;
    msdx_arena_clear(&know->arena);
    msdx_late_clear(&know->actor);
    msdx_late_clear(&know->place);
    msdx_late_clear(&know->frame);
    msdx_late_clear(&know->example);
    pthread_mutex_destroy(&know->lock);
    msdx_pack_close(know->pack);
    msdx_free(know->bytes);
    msdx_free(know);
}
