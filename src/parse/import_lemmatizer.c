/* import_lemmatizer.c: the rule lemmatizers' tables, laid out to be used in place.
 *
 *   lemmatizer/text      bytes: every string once, each with a NUL
 *   lemmatizer/pos       u32 [n_pos, 7]: universal tag; first rule, how many; first bucket of the index, how many
 *                        (a power of two, or 0); first bucket of the exceptions, how many
 *   lemmatizer/rule      u32 [n, 4]: offset and length of the old ending, offset and length of the new one
 *   lemmatizer/index     u32 [n]: offset of a form, or 2^32-1; open addressing by msdx_murmur64a, seed 0
 *   lemmatizer/exc       u32 [n, 2]: offset of a form or 2^32-1, place in exc_form
 *   lemmatizer/exc_form  u32 [n]: how many lemmas, then their offsets
 *
 * French, for words that nothing else knows:
 *   lemmatizer/lookup_key   u64 [n]: ids of words, ascending
 *   lemmatizer/lookup_form  u32 [n]: offsets of their lemmas
 * Spanish, whose rules stand in groups of which a word's features pick one:
 *   lemmatizer/group        u32 [n, 2]: first rule, how many; the groups of msdx_lemma_named first
 *   lemmatizer/select       u32 [n, 4]: universal tag, group, first feature, how many; in the order of trial
 *   lemmatizer/feature      u32 [n]: offsets of "Field=Value"
 *
 * The tables of the package (spacy/lookups.py) are keyed by the ids of lower-cased tags. */
#include <stdlib.h>

#include "base/hash.h"
#include "parse/import.h"
#include "parse/lemma_impl.h"

enum { NONE = -1, N_POS_COLUMN = MSDX_LEMMA_COLUMN, MAX_RULE = MSDX_LEMMA_RULE_MAX, MAX_TEXT = 1 << 28 };

/* Byte buffers that hold 32-bit numbers, but for text. */
typedef struct tables {
    msdx_buf text, pos, rule, index, exc, exc_form;
    msdx_buf key, form;              /* French: lookup_key, lookup_form */
    msdx_buf group, select, feature; /* Spanish */
    bool spanish;
} tables;

static void add_u32(msdx_buf *b, uint32_t v)
{
    msdx_buf_add(b, &v, sizeof v);
}

static uint32_t n_u32(const msdx_buf *b)
{
    return (uint32_t)(b->n / sizeof(uint32_t));
}

static uint32_t add_text(tables *t, msdx_str s)
{
    uint32_t at = (uint32_t)t->text.n;
    msdx_buf_add(&t->text, s.p, s.n);
    msdx_buf_addc(&t->text, '\0');
    return at;
}

static msd_status bad(msd_error *err, const char *table, const char *what)
{
    return msdx_err(err, MSD_EFORMAT, 0, "lemmatizer/lookups/lookups.bin: %s: %s", table, what);
}

static bool is_text(const msdx_node *n)
{
    return n->type == MSDX_N_STR && !memchr(n->v.s.p ? n->v.s.p : "", 0, n->v.s.n);
}

static uint32_t n_bucket_for(size_t n)
{
    uint32_t n_bucket = 4;
    while (n_bucket < 2 * n) n_bucket *= 2;
    return n ? n_bucket : 0;
}

/* Room for n_bucket rows of `width` numbers, all NONE. */
static uint32_t add_buckets(msdx_buf *b, uint32_t n_bucket, size_t width)
{
    uint32_t first = (uint32_t)(n_u32(b) / width);
    for (size_t i = 0; i < n_bucket * width; i++) add_u32(b, (uint32_t)NONE);
    return first;
}

/* The row where key goes: the first free one from its hash on. */
static uint32_t *free_row(msdx_buf *b, uint32_t first, uint32_t n_bucket, size_t width, msdx_str key)
{
    uint32_t *row = (uint32_t *)(void *)b->p + first * width;
    size_t at = msdx_murmur64a(key.p, key.n, 0) & (n_bucket - 1);
    while (row[at * width] != (uint32_t)NONE) at = (at + 1) & (n_bucket - 1);
    return row + at * width;
}

static msd_status add_rules(tables *t, const msdx_node *rules, uint32_t row[N_POS_COLUMN], msd_error *err)
{
    row[1] = n_u32(&t->rule) / 4;
    if (!rules) return MSD_OK;
    if (rules->type != MSDX_N_ARRAY || rules->v.a.n > MAX_RULE)
        return bad(err, "lemma_rules", "not a list, or too many rules");
    for (size_t i = 0; i < rules->v.a.n; i++) {
        const msdx_node *pair = &rules->v.a.item[i];
        if (pair->type != MSDX_N_ARRAY || pair->v.a.n != 2 || !is_text(&pair->v.a.item[0]) ||
            !is_text(&pair->v.a.item[1]))
            return bad(err, "lemma_rules", "a rule is not two strings");
        for (int k = 0; k < 2; k++) {
            msdx_str s = pair->v.a.item[k].v.s;
            add_u32(&t->rule, add_text(t, s));
            add_u32(&t->rule, (uint32_t)s.n);
        }
    }
    row[2] = (uint32_t)rules->v.a.n;
    return MSD_OK;
}

static msd_status add_index(tables *t, const msdx_node *forms, uint32_t row[N_POS_COLUMN], msd_error *err)
{
    if (!forms) return MSD_OK;
    if (forms->type != MSDX_N_ARRAY || forms->v.a.n > MAX_TEXT / 64)
        return bad(err, "lemma_index", "not a list of forms");
    row[4] = n_bucket_for(forms->v.a.n);
    row[3] = add_buckets(&t->index, row[4], 1);
    if (t->index.failed) return msdx_err_nomem(err);
    for (size_t i = 0; i < forms->v.a.n; i++) {
        const msdx_node *form = &forms->v.a.item[i];
        if (!is_text(form)) return bad(err, "lemma_index", "a form is not a string");
        *free_row(&t->index, row[3], row[4], 1, form->v.s) = add_text(t, form->v.s);
    }
    return MSD_OK;
}

static msd_status add_exceptions(tables *t, const msdx_node *map, uint32_t row[N_POS_COLUMN], msd_error *err)
{
    if (!map) return MSD_OK;
    if (map->type != MSDX_N_MAP || map->v.a.n > MAX_TEXT / 64) return bad(err, "lemma_exc", "not a map");
    row[6] = n_bucket_for(map->v.a.n);
    row[5] = add_buckets(&t->exc, row[6], 2);
    if (t->exc.failed) return msdx_err_nomem(err);
    for (size_t i = 0; i < map->v.a.n; i++) {
        const msdx_node *key = &map->v.a.item[2 * i], *lemmas = key + 1;
        if (!is_text(key) || lemmas->type != MSDX_N_ARRAY) return bad(err, "lemma_exc", "a form has no list of lemmas");
        uint32_t *bucket = free_row(&t->exc, row[5], row[6], 2, key->v.s);
        bucket[0] = add_text(t, key->v.s);
        bucket[1] = n_u32(&t->exc_form);
        add_u32(&t->exc_form, (uint32_t)lemmas->v.a.n);
        for (size_t k = 0; k < lemmas->v.a.n; k++) {
            if (!is_text(&lemmas->v.a.item[k])) return bad(err, "lemma_exc", "a lemma is not a string");
            add_u32(&t->exc_form, add_text(t, lemmas->v.a.item[k].v.s));
        }
    }
    return MSD_OK;
}

static msd_status add_all(tables *t, const msdx_node *lookups, msd_error *err)
{
    static const char *const table[3] = {"lemma_rules", "lemma_index", "lemma_exc"};
    for (int pos = 1; pos < MSDX_N_UPOS; pos++) {
        char lower[16] = "";
        const char *name = msdx_upos_name((msdx_upos)pos);
        size_t n = strlen(name);
        for (size_t i = 0; i < n; i++) lower[i] = (char)(name[i] + ('a' - 'A'));
        uint64_t id = msdx_string_id((msdx_str){lower, n});
        const msdx_node *part[3];
        for (int k = 0; k < 3; k++) part[k] = msdx_node_find_uint(msdx_node_find(lookups, table[k]), id);
        if (!part[0] && !part[1] && !part[2]) continue;
        uint32_t row[N_POS_COLUMN] = {(uint32_t)pos, 0, 0, 0, 0, 0, 0};
        if (!t->spanish) MSD_TRY(add_rules(t, part[0], row, err));
        MSD_TRY(add_index(t, part[1], row, err));
        MSD_TRY(add_exceptions(t, part[2], row, err));
        msdx_buf_add(&t->pos, row, sizeof row);
    }
    return MSD_OK;
}

/* ---- French ---- */

struct word {
    uint64_t key;
    uint32_t form;
};

static int by_key(const void *a, const void *b)
{
    const struct word *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

/* Each word by its id, with the first of its lemmas; many share one. */
static msd_status add_lookup(msdx_import *im, tables *t, const msdx_node *lookups, msd_error *err)
{
    const msdx_node *map = msdx_node_find(lookups, "lemma_lookup");
    if (!map || map->type != MSDX_N_MAP || map->v.a.n > MAX_TEXT / 64) return bad(err, "lemma_lookup", "not a table");
    struct word *word = MSDX_NEW(msdx_import_arena(im), struct word, map->v.a.n);
    if (!word) return msdx_err_nomem(err);
    for (size_t i = 0; i < map->v.a.n; i++) {
        const msdx_node *key = &map->v.a.item[2 * i], *lemma = key + 1;
        if (lemma->type == MSDX_N_ARRAY && lemma->v.a.n) lemma = lemma->v.a.item;
        if (t->text.failed) return msdx_err_nomem(err);
        if (key->type != MSDX_N_UINT || !is_text(lemma)) return bad(err, "lemma_lookup", "an id has no lemma");
        size_t last = i > 0 ? word[i - 1].form : 0;
        bool again = i > 0 && lemma->v.s.n < t->text.n - last &&
                     memcmp(t->text.p + last, lemma->v.s.p, lemma->v.s.n) == 0 && !t->text.p[last + lemma->v.s.n];
        word[i] = (struct word){key->v.u, again ? (uint32_t)last : add_text(t, lemma->v.s)};
    }
    qsort(word, map->v.a.n, sizeof *word, by_key);
    for (size_t i = 0; i < map->v.a.n; i++) {
        if (i > 0 && word[i].key == word[i - 1].key) return bad(err, "lemma_lookup", "an id is there twice");
        msdx_buf_add(&t->key, &word[i].key, sizeof word[i].key);
        add_u32(&t->form, word[i].form);
    }
    return MSD_OK;
}

/* ---- Spanish ---- */

/* A group of rules by its name; one that is not there is empty. */
static msd_status add_group(tables *t, const msdx_node *lookups, msdx_str name, msd_error *err)
{
    uint32_t row[N_POS_COLUMN] = {0};
    const msdx_node *rules = msdx_node_find_uint(msdx_node_find(lookups, "lemma_rules"), msdx_string_id(name));
    MSD_TRY(add_rules(t, rules, row, err));
    msdx_buf_add(&t->group, row + 1, 2 * sizeof *row);
    return MSD_OK;
}

/* One [name, [feature, ...]] of a tag. */
static msd_status add_select(tables *t, const msdx_node *lookups, uint32_t pos, const msdx_node *pair, msd_error *err)
{
    const msdx_node *item = pair->v.a.item;
    if (pair->type != MSDX_N_ARRAY || pair->v.a.n != 2 || !is_text(&item[0]) || item[1].type != MSDX_N_ARRAY)
        return bad(err, "lemma_rules_groups", "not a name with features");
    uint32_t row[MSDX_LEMMA_SELECT] = {pos, n_u32(&t->group) / 2, n_u32(&t->feature), (uint32_t)item[1].v.a.n};
    for (size_t i = 0; i < item[1].v.a.n; i++) {
        if (!is_text(&item[1].v.a.item[i])) return bad(err, "lemma_rules_groups", "a feature is not a string");
        add_u32(&t->feature, add_text(t, item[1].v.a.item[i].v.s));
    }
    msdx_buf_add(&t->select, row, sizeof row);
    return add_group(t, lookups, item[0].v.s, err);
}

static msd_status add_groups(tables *t, const msdx_node *lookups, msd_error *err)
{
    static const struct {
        uint32_t pos;
        const char *name;
    } tag[] = {{MSDX_ADJ, "adj"}, {MSDX_NOUN, "noun"}, {MSDX_VERB, "verb"}};
    for (size_t i = 0; i < MSDX_LEMMA_N_NAMED; i++)
        MSD_TRY(add_group(t, lookups, msdx_str_of(msdx_lemma_named[i]), err));
    for (size_t i = 0; i < sizeof tag / sizeof *tag; i++) {
        const msdx_node *list = msdx_node_find_uint(msdx_node_find(lookups, "lemma_rules_groups"),
                                                    msdx_string_id(msdx_str_of(tag[i].name)));
        if (!list || list->type != MSDX_N_ARRAY) return bad(err, "lemma_rules_groups", "a tag has no list of groups");
        for (size_t k = 0; k < list->v.a.n; k++) MSD_TRY(add_select(t, lookups, tag[i].pos, &list->v.a.item[k], err));
    }
    return MSD_OK;
}

/* ---- all ---- */

enum { N_BUFFER = 11 };
static void list_buffers(tables *t, msdx_buf *all[N_BUFFER])
{
    msdx_buf *list[N_BUFFER] = {&t->text, &t->pos,  &t->rule,  &t->index,  &t->exc,    &t->exc_form,
                                &t->key,  &t->form, &t->group, &t->select, &t->feature};
    memcpy(all, list, sizeof list);
}

static void add_numbers(msdx_pack_writer *w, const char *name, const msdx_buf *b, size_t width)
{
    if (width)
        msdx_pack_add(w, name, MSDX_PACK_U32, n_u32(b) / width, width, b->p);
    else
        msdx_pack_add(w, name, MSDX_PACK_U32, n_u32(b), 0, b->p);
}

static void add_sections(const tables *t, msdx_pack_writer *w)
{
    msdx_pack_add(w, "lemmatizer/text", MSDX_PACK_BYTES, t->text.n, 0, t->text.p);
    add_numbers(w, "lemmatizer/pos", &t->pos, N_POS_COLUMN);
    add_numbers(w, "lemmatizer/rule", &t->rule, 4);
    add_numbers(w, "lemmatizer/index", &t->index, 0);
    add_numbers(w, "lemmatizer/exc", &t->exc, 2);
    add_numbers(w, "lemmatizer/exc_form", &t->exc_form, 0);
    if (t->key.n) {
        msdx_pack_add(w, "lemmatizer/lookup_key", MSDX_PACK_U64, t->key.n / sizeof(uint64_t), 0, t->key.p);
        add_numbers(w, "lemmatizer/lookup_form", &t->form, 0);
    }
    if (t->spanish) {
        add_numbers(w, "lemmatizer/group", &t->group, 2);
        add_numbers(w, "lemmatizer/select", &t->select, MSDX_LEMMA_SELECT);
        add_numbers(w, "lemmatizer/feature", &t->feature, 0);
    }
}

static bool is_config(msdx_import *im, const char *section, const char *key, const char *want)
{
    const char *value = msdx_import_config(im, section, key);
    return value && strcmp(value, want) == 0;
}

/* Each language has a lemmatizer class of its own; without overwriting. */
static msd_status check_config(msdx_import *im, msd_error *err)
{
    static const struct {
        const char *key, *want;
    } need[] = {{"mode", "\"rule\""}, {"overwrite", "false"}};
    for (size_t i = 0; i < sizeof need / sizeof *need; i++) {
        const char *value = msdx_import_config(im, "components.lemmatizer", need[i].key);
        if (!value || strcmp(value, need[i].want) != 0)
            return msdx_err(err, MSD_EUNSUPPORTED, 0, "config.cfg: lemmatizer: %s is %s; only %s is supported",
                            need[i].key, value ? value : "missing", need[i].want);
    }
    if (is_config(im, "nlp", "lang", "\"en\"") || is_config(im, "nlp", "lang", "\"fr\"") ||
        is_config(im, "nlp", "lang", "\"es\""))
        return MSD_OK;
    const char *lang = msdx_import_config(im, "nlp", "lang");
    return msdx_err(err, MSD_EUNSUPPORTED, 0, "config.cfg: the lemmatizer of [nlp] lang %s; we have en, es and fr",
                    lang ? lang : "(missing)");
}

msd_status msdx_import_lemmatizer(msdx_import *im, msdx_pack_writer *w, msd_error *err)
{
    static const char member[] = "lemmatizer/lookups/lookups.bin";
    const msdx_node *lookups;
    if (!msdx_import_has(im, member)) return MSD_OK;
    MSD_TRY(check_config(im, err));
    MSD_TRY(msdx_import_node(im, member, &lookups, err));
    if (!msdx_node_find(lookups, "lemma_rules")) return bad(err, "lemma_rules", "not there");
    msdx_buf empty = MSDX_BUF_INIT(MAX_TEXT), *all[N_BUFFER];
    tables t = {.spanish = is_config(im, "nlp", "lang", "\"es\"")};
    list_buffers(&t, all);
    for (size_t i = 0; i < N_BUFFER; i++) *all[i] = empty;
    msd_status st = add_all(&t, lookups, err);
    if (st == MSD_OK && is_config(im, "nlp", "lang", "\"fr\"")) st = add_lookup(im, &t, lookups, err);
    if (st == MSD_OK && t.spanish) st = add_groups(&t, lookups, err);
    for (size_t i = 0; st == MSD_OK && i < N_BUFFER; i++)
        if (all[i]->failed) st = msdx_err_nomem(err);
    if (st == MSD_OK) add_sections(&t, w);
    for (size_t i = 0; i < N_BUFFER; i++) msdx_buf_clear(all[i]);
    return st;
}
