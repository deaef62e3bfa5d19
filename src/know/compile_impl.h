/* compile_impl.h: what the parts of the compiler share.
 *
 * sources (load.c) -> entries and fields (reader.c) -> checked against the table
 * of kinds (kinds.c) -> records and phrases (kind_*.c, phrase.c) -> pack
 * (compile.c). Faults are noted, with file and line, and the work goes on, so
 * that one run names them all. */
#ifndef MSDX_KNOW_COMPILE_IMPL_H
#define MSDX_KNOW_COMPILE_IMPL_H
#include "know/know.h"
#include "know/wire.h"

typedef enum msdx_kind {
    MSDX_KIND_SECTOR = 0,
    MSDX_KIND_CONTEXT,
    MSDX_KIND_CODE,
    MSDX_KIND_EVENT,
    MSDX_KIND_MODE,
    MSDX_KIND_STATUS,
    MSDX_KIND_HEDGE,
    MSDX_KIND_ACTOR,
    MSDX_KIND_AGENT,
    MSDX_KIND_PLACES,
    MSDX_KIND_FRAME,
    MSDX_KIND_CLASS,
    MSDX_KIND_NOTHING,
    MSDX_KIND_APART,
    MSDX_KIND_ACTORS,
    MSDX_KIND_LIST,
    MSDX_N_KIND
} msdx_kind;

/* The sections that hold records; the first are those of msdx_system, in its order. */
typedef enum msdx_table {
    MSDX_TABLE_SECTOR = 0,
    MSDX_TABLE_CONTEXT,
    MSDX_TABLE_CODE,
    MSDX_TABLE_EVENT,
    MSDX_TABLE_MODE,
    MSDX_TABLE_STATUS,
    MSDX_TABLE_HEDGE,
    MSDX_TABLE_ACTOR,
    MSDX_TABLE_AGENT,
    MSDX_TABLE_PLACE,
    MSDX_TABLE_FRAME,
    MSDX_TABLE_CLASS,
    MSDX_TABLE_EXAMPLE,
    MSDX_N_TABLE
} msdx_table;
extern const char *const msdx_table_name[MSDX_N_TABLE];

/* ---- sources ---- */
typedef struct msdx_source {
    const char *path; /* as messages name it */
    const char *name; /* inside its folder: what the pack keeps */
    msdx_str text;
    uint32_t layer; /* entries of a later layer replace those of an earlier one */
} msdx_source;

/* ---- what the reader gives: slices of the sources' text ---- */
typedef struct msdx_field {
    msdx_str key, raw; /* raw: all after the key, trimmed */
    uint32_t line;
} msdx_field;

typedef struct msdx_entry {
    msdx_str id;
    msdx_kind kind;
    uint32_t source, line;
    uint32_t field, n_field;
    bool replaced; /* by an entry of a later layer, or a list's actor by one with an entry of its own */
    bool of_list;  /* one line of an `actors` list */
} msdx_entry;

/* One phrase with one sense, before sorting. */
typedef struct msdx_phrase_item {
    uint32_t phrase; /* pool offset */
    uint32_t seq;
    msdx_sense sense; /* kind 0: says only that a phrase of `sub` words begins so */
} msdx_phrase_item;

typedef struct msdx_compile {
    msdx_arena arena;              /* texts, paths */
    msdx_buf source, entry, field; /* of msdx_source, msdx_entry, msdx_field */
    msdx_buf by_id;                /* uint32_t entries, sorted by kind and id */
    msdx_buf *report;
    size_t n_problem;
    msdx_pool pool;
    msdx_buf table[MSDX_N_TABLE];
    uint32_t n_record[MSDX_N_TABLE];
    uint32_t kind[MSDX_N_KIND][3]; /* entries; of general knowledge; of another source */
    msdx_buf phrase[MSDX_N_SPACE]; /* of msdx_phrase_item, by msdx_space */
    msdx_buf person;               /* uint32_t [n][2]: folded name's hash, pool offset of the name */
    msdx_buf scratch, scratch2;    /* through msdx_scratch_reset */
    bool failed;                   /* a scratch buffer ran out of memory */
} msdx_compile;

void msdx_compile_init(msdx_compile *c, msdx_buf *report);
void msdx_compile_clear(msdx_compile *c);
/* Add a text that is already in memory (copied). */
void msdx_compile_add(msdx_compile *c, const char *path, const char *name, msdx_str text, uint32_t layer);
/* Read, check and build; *out is to be written and freed. MSD_EFORMAT when there was a problem (see report). */
MSD_MUST_CHECK msd_status msdx_compile_run(msdx_compile *c, msdx_pack_writer **out, msd_error *err);

/* load.c: every .txt under a folder (or one file), sorted by path. Fails MSD_EIO, MSD_ETOOBIG, MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_compile_load(msdx_compile *c, const char *folder, uint32_t layer, msd_error *err);

/* reader.c: all sources into entries and fields; kinds.c: against the table of kinds. */
void msdx_compile_read(msdx_compile *c);
void msdx_compile_check(msdx_compile *c);
msdx_kind msdx_kind_of(msdx_str name); /* MSDX_N_KIND when there is no such kind */
const char *msdx_kind_name(msdx_kind kind);

static inline msdx_source *msdx_sources(const msdx_compile *c)
{
    return (msdx_source *)(void *)c->source.p;
}
static inline msdx_entry *msdx_entries(const msdx_compile *c)
{
    return (msdx_entry *)(void *)c->entry.p;
}
static inline msdx_field *msdx_fields(const msdx_compile *c)
{
    return (msdx_field *)(void *)c->field.p;
}
static inline size_t msdx_n_entry(const msdx_compile *c)
{
    return c->entry.n / sizeof(msdx_entry);
}

/* Empty a scratch buffer, remembering a failure (msdx_buf_reset would forget it). */
static inline void msdx_scratch_reset(msdx_compile *c, msdx_buf *scratch)
{
    c->failed = c->failed || scratch->failed;
    msdx_buf_reset(scratch);
}

#if defined(__GNUC__)
__attribute__((format(printf, 4, 5)))
#endif
void msdx_problem(msdx_compile *c, uint32_t source, uint32_t line, const char *fmt, ...);
/* For "%.*s". */
#define MSDX_ARG(s) (int)((s).n > 200 ? 200 : (s).n), (s).p ? (s).p : ""

/* ---- walking entries ---- */
/* The field of this key after `prev` (NULL: the first); NULL when there is none. */
const msdx_field *msdx_field_next(const msdx_compile *c, const msdx_entry *e, const msdx_field *prev, const char *key);
/* The one value of a key, or {NULL, 0}. */
msdx_str msdx_field_value(const msdx_compile *c, const msdx_entry *e, const char *key);
/* The line of a key's first field, or the entry's. */
uint32_t msdx_field_line(const msdx_compile *c, const msdx_entry *e, const char *key);
/* Cut the next piece off *rest at `stop`; false at the end. */
bool msdx_piece_next(msdx_str *rest, char stop, msdx_str *piece);
const msdx_entry *msdx_entry_find(const msdx_compile *c, msdx_kind kind, msdx_str id);
bool msdx_number_of(msdx_str s, double *out);
/* A key's number, checked to be in [low, high]; `otherwise` when the key is not there. */
double msdx_field_number(msdx_compile *c, const msdx_entry *e, const char *key, double low, double high,
                         double otherwise);
bool msdx_field_yes(msdx_compile *c, const msdx_entry *e, const char *key);

/* ---- checks that several kinds share (check.c) ---- */
typedef struct msdx_at {
    msdx_compile *c;
    const msdx_entry *e;
    uint32_t line;
} msdx_at; /* where a message points */
bool msdx_check_sector(msdx_at at, msdx_str sector);
bool msdx_check_country(msdx_at at, msdx_str country); /* ISO 3166 alpha-3 or PLOVER's non-states */
bool msdx_is_country(msdx_str country);                /* the same, in silence */
void msdx_put_opt(msdx_compile *c, const msdx_entry *e, msdx_buf *b, const char *key);
void msdx_put_sectors(msdx_compile *c, const msdx_entry *e, msdx_buf *b, const char *key);
uint32_t msdx_find_word(const char *const *list, uint32_t n, msdx_str word); /* n: not there */
const char *msdx_rule_name(msdx_compile *c, const msdx_entry *e);
/* Every value of `key` as phrases of this space. */
void msdx_put_phrases(msdx_compile *c, const msdx_entry *e, const char *key, msdx_space space, msdx_sense sense);

/* ---- phrases (phrase.c) ---- */
void msdx_phrase_add(msdx_compile *c, msdx_space space, msdx_str phrase, msdx_sense sense);
/* Sort, group and hash one space: sections phrase.S, sense.S, slot.S. */
extern const char *const msdx_space_section[MSDX_N_SPACE][3];
void msdx_phrase_write(msdx_compile *c, msdx_space space, msdx_pack_writer *w);

/* ---- people's names, folded (people.c; see person.h) ---- */
void msdx_people_add(msdx_compile *c, msdx_str name);
void msdx_people_write(msdx_compile *c, msdx_pack_writer *w); /* section person, sorted by hash */

/* ---- other spellings of bodies' names (variant.c) ---- */
typedef enum msdx_name_variant {
    MSDX_NAME_TITLED = 0, /* 'Jetblue', 'Ing Group' */
    MSDX_NAME_AND,        /* 'Procter and Gamble' */
    MSDX_NAME_AMPERSAND,  /* 'Marks & Spencer' */
    MSDX_NAME_BARE,       /* 'Ford Motor'; of companies */
    MSDX_N_NAME_FORM
} msdx_name_variant;
/* False when the name has no such form, or it is the name. */
bool msdx_name_form(msdx_name_variant form, msdx_str name, msdx_buf *out);

/* ---- paths and conditions (path.c) ---- */
bool msdx_path_parse(msdx_at at, msdx_str text, msdx_path *path, msdx_str prep[MSDX_PATH_MAX]);
void msdx_put_paths(msdx_compile *c, const msdx_entry *e, msdx_buf *b, const char *key);
void msdx_put_conditions(msdx_compile *c, const msdx_entry *e, msdx_buf *b);
msdx_paths msdx_get_paths(msdx_cursor *cur);
size_t msdx_get_conditions(msdx_cursor *cur, const msdx_cond **out);

/* ---- the kinds: check an entry and write its record ---- */
void msdx_put_sector(msdx_compile *c, const msdx_entry *e);
void msdx_put_context(msdx_compile *c, const msdx_entry *e);
void msdx_put_code(msdx_compile *c, const msdx_entry *e);
void msdx_put_event(msdx_compile *c, const msdx_entry *e);
void msdx_put_mode(msdx_compile *c, const msdx_entry *e);
void msdx_put_status(msdx_compile *c, const msdx_entry *e);
void msdx_put_hedge(msdx_compile *c, const msdx_entry *e);
/* Once statuses or hedges are defined, all of the contract's must be. */
void msdx_check_contract_words(msdx_compile *c);
void msdx_put_actor(msdx_compile *c, const msdx_entry *e);
/* `actors` lists: their actors as entries, behind the list itself. */
void msdx_expand_actors(msdx_compile *c, const msdx_entry *list);
void msdx_put_actors(msdx_compile *c, const msdx_entry *e);
void msdx_put_agent(msdx_compile *c, const msdx_entry *e);
void msdx_put_list(msdx_compile *c, const msdx_entry *e);
void msdx_put_places(msdx_compile *c, const msdx_entry *e);
void msdx_put_frame(msdx_compile *c, const msdx_entry *e);
void msdx_put_class(msdx_compile *c, const msdx_entry *e);
void msdx_put_nothing(msdx_compile *c, const msdx_entry *e);
void msdx_put_apart(msdx_compile *c, const msdx_entry *e);
/* `example` and `counter` lines of a frame or class. */
void msdx_put_examples(msdx_compile *c, const msdx_entry *e);

/* What the ontology says of event and mode (mode.p NULL: none); false when there is no such event or mode. */
typedef struct msdx_code_numbers {
    msdx_str quad, cameo;
    double score, goldstein;
} msdx_code_numbers;
bool msdx_event_numbers(const msdx_compile *c, msdx_str event, msdx_str mode, msdx_code_numbers *out);
double msdx_goldstein_of(const msdx_compile *c, msdx_str code);

/* ---- and back: decode one record ---- */
typedef struct msdx_actor_rec {
    msdx_actor actor;
    bool is_general;
} msdx_actor_rec;
void msdx_get_actor(msdx_cursor *cur, msdx_actor_rec *out);
void msdx_get_agent(msdx_cursor *cur, msdx_agent *out);
void msdx_get_place(msdx_cursor *cur, msdx_place *out);
void msdx_get_frame(msdx_cursor *cur, msdx_frame *out);
void msdx_get_class(msdx_cursor *cur, msdx_class *out);
void msdx_get_example(msdx_cursor *cur, msdx_example *out);
void msdx_get_term(msdx_cursor *cur, msdx_system system, msdx_term *out);
#endif
