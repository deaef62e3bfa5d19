/* kinds.c: which kinds of entries there are, which keys each has, and the checks
 * that follow from that alone: unknown and missing keys, repeated ones, ids used twice. */
#include <stdlib.h>

#include "know/compile_impl.h"

enum {
    NEED = 1,  /* must be there */
    ONCE = 2,  /* one value, one time */
    TEXT = 4,  /* a text: '|' parts nothing */
    EMPTY = 8, /* may have no value */
    KEYS_MAX = 32
};

typedef struct key_rule {
    const char *key;
    unsigned flags;
} key_rule;

typedef struct kind_rule {
    const char *name;
    void (*put)(msdx_compile *c, const msdx_entry *e);
    key_rule key[KEYS_MAX];
} kind_rule;

/* In the order of msdx_kind. */
static const kind_rule rules[MSDX_N_KIND] = {
    {"sector", msdx_put_sector, {{"cameo", ONCE}, {"definition", NEED | ONCE | TEXT}, {"not", TEXT}}},
    {"context", msdx_put_context, {{"definition", ONCE | TEXT}, {"not", TEXT}, {"words", 0}}},
    {"code",
     msdx_put_code,
     {{"name", NEED | ONCE | TEXT},
      {"goldstein", NEED | ONCE},
      {"event", ONCE},
      {"context", 0},
      {"variant", 0},
      {"of", 0},
      {"instead", ONCE},
      {"words", 0},
      {"definition", ONCE | TEXT},
      {"not", TEXT}}},
    {"event",
     msdx_put_event,
     {{"quad", NEED | ONCE},
      {"score", NEED | ONCE},
      {"cameo", NEED | ONCE},
      {"definition", NEED | ONCE | TEXT},
      {"not", TEXT}}},
    {"mode",
     msdx_put_mode,
     {{"score", NEED | ONCE}, {"cameo", ONCE}, {"definition", NEED | ONCE | TEXT}, {"not", TEXT}}},
    {"status", msdx_put_status, {{"definition", NEED | ONCE | TEXT}, {"not", TEXT}}},
    {"hedge", msdx_put_hedge, {{"definition", NEED | ONCE | TEXT}, {"not", TEXT}}},
    {"actor",
     msdx_put_actor,
     {{"type", NEED | ONCE},
      {"name", NEED | ONCE},
      {"alias", 0},
      {"country", ONCE | EMPTY},
      {"sector", ONCE | EMPTY},
      {"sectors", EMPTY},
      {"code", ONCE},
      {"adjective", 0},
      {"people", 0},
      {"capital", 0},
      {"seat", 0},
      {"role", 0},
      {"aligned", 0},
      {"parent", ONCE},
      {"from", ONCE},
      {"to", ONCE},
      {"iso2", ONCE},
      {"isonum", ONCE},
      {"cow", ONCE},
      {"gw", ONCE},
      {"fips", ONCE},
      {"cameo", ONCE},
      {"source", TEXT}}},
    {"agent",
     msdx_put_agent,
     {{"words", NEED},
      {"sector", ONCE | EMPTY},
      {"sectors", EMPTY},
      {"kind", ONCE},
      {"country", ONCE},
      {"head", ONCE},
      {"former", ONCE},
      {"yields", ONCE},
      {"keeps", ONCE},
      {"source", TEXT}}},
    {"places",
     msdx_put_places,
     {{"city", 0}, {"region", 0}, {"spot", 0}, {"area", 0}, {"country", 0}, {"source", TEXT}}},
    {"frame",
     msdx_put_frame,
     {{"event", NEED | ONCE},
      {"mode", ONCE},
      {"cameo", ONCE},
      {"context", EMPTY},
      {"verb", 0},
      {"noun", 0},
      {"adjective", 0},
      {"actor", 0},
      {"recipient", 0},
      {"mutual", ONCE},
      {"if", 0},
      {"unless", 0},
      {"needs", 0},
      {"priority", ONCE},
      {"example", TEXT},
      {"counter", TEXT}}},
    {"class",
     msdx_put_class,
     {{"effect", ONCE},  {"hedge", ONCE}, {"source", ONCE}, {"holder", 0},     {"content", 0},     {"control", ONCE},
      {"negated", ONCE}, {"past", ONCE},  {"light", ONCE},  {"occurs", ONCE},  {"verb", 0},        {"noun", 0},
      {"adjective", 0},  {"adverb", 0},   {"auxiliary", 0}, {"marker", 0},     {"preposition", 0}, {"determiner", 0},
      {"word", 0},       {"topic", ONCE}, {"text", ONCE},   {"example", TEXT}, {"counter", TEXT}}},
    {"nothing", msdx_put_nothing, {{"text", NEED | TEXT}}},
    {"apart", msdx_put_apart, {{"example", TEXT}, {"text", TEXT}}},
    {"actors",
     msdx_put_actors,
     {{"type", NEED | ONCE},
      {"each", NEED},
      {"country", ONCE | EMPTY},
      {"sector", ONCE | EMPTY},
      {"sectors", EMPTY},
      {"role", ONCE},
      {"source", TEXT}}},
    {"list", msdx_put_list, {{"words", NEED}}},
};

msdx_kind msdx_kind_of(msdx_str name)
{
    for (int i = 0; i < MSDX_N_KIND; i++)
        if (msdx_str_is(name, rules[i].name)) return (msdx_kind)i;
    return MSDX_N_KIND;
}

const char *msdx_kind_name(msdx_kind kind)
{
    return kind < MSDX_N_KIND ? rules[kind].name : "";
}

/* ---- one entry against its rule ---- */

static const key_rule *key_find(const kind_rule *rule, msdx_str key)
{
    for (const key_rule *k = rule->key; k < rule->key + KEYS_MAX && k->key; k++)
        if (msdx_str_is(key, k->key)) return k;
    return NULL;
}

static void unknown_key(msdx_compile *c, const msdx_entry *e, const msdx_field *f)
{
    const kind_rule *rule = &rules[e->kind];
    msdx_scratch_reset(c, &c->scratch);
    for (const key_rule *k = rule->key; k < rule->key + KEYS_MAX && k->key; k++)
        msdx_buf_addf(&c->scratch, "%s%s", k == rule->key ? "" : ", ", k->key);
    msdx_problem(c, e->source, f->line, "unknown key '%.*s'; a %s has: %s", MSDX_ARG(f->key), rule->name,
                 msdx_buf_cstr(&c->scratch));
}

static void check_values(msdx_compile *c, const msdx_entry *e, const msdx_field *f, const key_rule *k)
{
    if (!f->raw.n) {
        if (!(k->flags & EMPTY)) msdx_problem(c, e->source, f->line, "key '%s' without a value", k->key);
        return;
    }
    if (k->flags & TEXT) return;
    size_t n = 0;
    for (msdx_str rest = f->raw, v; msdx_piece_next(&rest, '|', &v); n++)
        if (!v.n) msdx_problem(c, e->source, f->line, "an empty value beside '|' in '%s'", k->key);
    if (n > 1 && (k->flags & ONCE)) msdx_problem(c, e->source, f->line, "key '%s' takes one value, not %zu", k->key, n);
}

static void check_entry(msdx_compile *c, const msdx_entry *e)
{
    const kind_rule *rule = &rules[e->kind];
    uint32_t seen[KEYS_MAX] = {0}; /* the line it was seen on */
    const msdx_field *f = msdx_fields(c) + e->field;
    for (uint32_t i = 0; i < e->n_field; i++, f++) {
        const key_rule *k = key_find(rule, f->key);
        if (!k) {
            unknown_key(c, e, f);
            continue;
        }
        size_t at = (size_t)(k - rule->key);
        if (seen[at] && (k->flags & ONCE))
            msdx_problem(c, e->source, f->line, "key '%s' a second time (first in line %u); it has one value", k->key,
                         seen[at]);
        seen[at] = f->line;
        check_values(c, e, f, k);
    }
    for (size_t i = 0; i < KEYS_MAX && rule->key[i].key; i++)
        if ((rule->key[i].flags & NEED) && !seen[i])
            msdx_problem(c, e->source, e->line, "%s '%.*s' lacks '%s'", rule->name, MSDX_ARG(e->id), rule->key[i].key);
}

/* ---- ids ---- */

static int str_cmp(msdx_str a, msdx_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int d = n ? memcmp(a.p, b.p, n) : 0;
    return d ? d : (a.n > b.n) - (a.n < b.n);
}

static int id_cmp(const msdx_entry *a, msdx_kind kind, msdx_str id)
{
    if (a->kind != kind) return a->kind < kind ? -1 : 1;
    return str_cmp(a->id, id);
}

/* qsort has no context: sort pointers, and turn them into indexes after. Entries stand in one array, in reading order. */
static int by_id(const void *a, const void *b)
{
    const msdx_entry *x = *(const msdx_entry *const *)a, *y = *(const msdx_entry *const *)b;
    int d = id_cmp(x, y->kind, y->id);
    return d ? d : (x > y) - (x < y);
}

static void resolve_same_id(msdx_compile *c, msdx_entry *older, msdx_entry *newer)
{
    const msdx_source *source = msdx_sources(c);
    if (source[older->source].layer < source[newer->source].layer) {
        older->replaced = true;
        return;
    }
    if (older->of_list != newer->of_list) { /* an entry of its own says more than a line of a list */
        (older->of_list ? older : newer)->replaced = true;
        return;
    }
    msdx_problem(c, newer->source, newer->line, "%s '%.*s' a second time (first in %s:%u)", msdx_kind_name(newer->kind),
                 MSDX_ARG(newer->id), source[older->source].path, older->line);
}

static void index_ids(msdx_compile *c)
{
    size_t n = msdx_n_entry(c);
    msdx_entry *entry = msdx_entries(c);
    msdx_entry **order = msdx_malloc((n + 1) * sizeof *order);
    if (!order) {
        c->by_id.failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++) order[i] = &entry[i];
    if (n) qsort(order, n, sizeof *order, by_id);
    for (size_t i = 0; i < n; i++) {
        if (i + 1 < n && id_cmp(order[i], order[i + 1]->kind, order[i + 1]->id) == 0)
            resolve_same_id(c, order[i], order[i + 1]);
        msdx_put_u32(&c->by_id, (uint32_t)(order[i] - entry));
    }
    msdx_free(order);
}

const msdx_entry *msdx_entry_find(const msdx_compile *c, msdx_kind kind, msdx_str id)
{
    const uint32_t *order = (const uint32_t *)(const void *)c->by_id.p;
    size_t low = 0, n = c->by_id.n / sizeof *order, high = n;
    while (low < high) { /* past the last of this id: the newest one */
        size_t mid = low + (high - low) / 2;
        if (id_cmp(&msdx_entries(c)[order[mid]], kind, id) <= 0)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == 0) return NULL;
    const msdx_entry *e = &msdx_entries(c)[order[low - 1]];
    return id_cmp(e, kind, id) == 0 ? e : NULL;
}

static void count_entry(msdx_compile *c, const msdx_entry *e)
{
    msdx_str source = msdx_field_value(c, e, "source");
    c->kind[e->kind][0]++;
    if (e->kind == MSDX_KIND_CLASS || !source.n) return; /* a class's source is what its holder is */
    c->kind[e->kind][msdx_str_is(source, "general") ? 1 : 2]++;
}

void msdx_compile_check(msdx_compile *c)
{
    index_ids(c);
    if (c->by_id.failed || c->entry.failed || c->field.failed) return;
    size_t n = msdx_n_entry(c);
    for (size_t i = 0; i < n; i++) {
        const msdx_entry *e = &msdx_entries(c)[i];
        if (e->replaced) continue;
        check_entry(c, e);
        count_entry(c, e);
        rules[e->kind].put(c, e);
    }
    msdx_check_contract_words(c);
}
