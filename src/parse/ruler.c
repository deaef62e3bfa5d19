/* ruler.c: the attribute ruler (spacy/pipeline/attributeruler.py, release 3.8.7):
 * patterns over tags, words and labels give universal tags, features and some lemmas.
 *
 * All patterns are matched against what stood there before; then what they give is
 * set in the order of the rules, so that the later one wins. Patterns whose first
 * token names words are found by hashing the word, the others by its tag. The
 * tables' layout stands in import_ruler.c. */
#include "parse/ruler.h"

#include "base/hash.h"

enum { N_CACHE = 128, MAX_MATCH = 256, MAX_PATTERN = 1024, MAX_VALUE = 8192, NO_TAG = 0 };

/* Pattern numbers, ascending, of one tag or one word. */
typedef struct group {
    const char *name;
    uint32_t *pattern;
    uint32_t n;
} group;

struct msdx_ruler {
    const char *text;
    const uint32_t *pattern, *cond, *value;
    uint32_t n_pattern;
    msdx_arena arena;
    group *tag; /* [n_tag]: patterns that ask for no word; tag[0]: tags that no pattern names */
    uint32_t n_tag;
    group *word; /* open addressing, n_word buckets */
    uint32_t n_word;
};

static const uint32_t *pattern_row(const msdx_ruler *r, uint32_t p)
{
    return r->pattern + (size_t)p * MSDX_RULER_PATTERN;
}
static const uint32_t *cond_row(const msdx_ruler *r, uint32_t c)
{
    return r->cond + (size_t)c * MSDX_RULER_COND;
}

/* ---- matching ---- */

static bool among(const msdx_ruler *r, const uint32_t *cond, msdx_str s)
{
    for (uint32_t k = 0; k < cond[MSDX_RULER_N_VALUE]; k++)
        if (msdx_str_is(s, r->text + r->value[cond[MSDX_RULER_FIRST_VALUE] + k])) return true;
    return false;
}

static bool holds(const msdx_ruler *r, const uint32_t *cond, const msdx_unit *u, uint32_t i)
{
    const msdx_tok *t = &u->tok[i];
    msdx_str s;
    switch (cond[MSDX_RULER_ATTR]) {
    case MSDX_RULER_TAG: s = msdx_str_of(t->tag ? t->tag : ""); break;
    case MSDX_RULER_LOWER: s = t->lower; break;
    case MSDX_RULER_ORTH: s = msdx_tok_text(u, (int32_t)i); break;
    case MSDX_RULER_POS: s = msdx_str_of(msdx_upos_name((msdx_upos)t->upos)); break;
    case MSDX_RULER_DEP: s = msdx_str_of(t->native_dep ? t->native_dep : ""); break;
    default: return t->is_space == (r->value[cond[MSDX_RULER_FIRST_VALUE]] != 0);
    }
    return among(r, cond, s) != (cond[MSDX_RULER_NEGATE] != 0);
}

static bool matches(const msdx_ruler *r, const uint32_t *row, const msdx_unit *u, uint32_t i)
{
    if (row[MSDX_RULER_N_TOK] > u->n_tok - i) return false;
    for (uint32_t k = 0; k < row[MSDX_RULER_N_COND]; k++) {
        const uint32_t *cond = cond_row(r, row[MSDX_RULER_FIRST_COND] + k);
        if (!holds(r, cond, u, i + cond[MSDX_RULER_TOKEN])) return false;
    }
    return true;
}

static void set(const msdx_ruler *r, const uint32_t *row, msdx_tok *t)
{
    if (row[MSDX_RULER_UPOS]) t->upos = (uint8_t)row[MSDX_RULER_UPOS];
    if (row[MSDX_RULER_MORPH]) t->morph = r->text + row[MSDX_RULER_MORPH] - 1;
    if (row[MSDX_RULER_LEMMA]) t->lemma = msdx_str_of(r->text + row[MSDX_RULER_LEMMA] - 1);
    if (row[MSDX_RULER_NEW_TAG]) t->tag = r->text + row[MSDX_RULER_NEW_TAG] - 1;
    if (row[MSDX_RULER_NEW_DEP]) t->native_dep = r->text + row[MSDX_RULER_NEW_DEP] - 1;
}

/* Patterns that will change a token ahead, or this one: sorted by pattern, few. */
typedef struct pending {
    struct {
        uint32_t tok, pattern;
    } item[MAX_MATCH];
    uint32_t n;
} pending;

static void match_group(const msdx_ruler *r, const group *g, const msdx_unit *u, uint32_t i, pending *p)
{
    for (uint32_t k = 0; k < g->n; k++) {
        const uint32_t *row = pattern_row(r, g->pattern[k]);
        if (!matches(r, row, u, i)) continue;
        uint32_t at = p->n++;
        for (; at > 0 && p->item[at - 1].pattern > g->pattern[k]; at--) p->item[at] = p->item[at - 1];
        p->item[at].tok = i + row[MSDX_RULER_TARGET];
        p->item[at].pattern = g->pattern[k];
    }
}

static const group *word_group(const msdx_ruler *r, msdx_str word)
{
    size_t at = msdx_murmur64a(word.p, word.n, 0) & (r->n_word - 1);
    while (r->word[at].name && !msdx_str_is(word, r->word[at].name)) at = (at + 1) & (r->n_word - 1);
    return &r->word[at];
}

static uint32_t tag_group(const msdx_ruler *r, const char *tag)
{
    for (uint32_t i = 1; tag && i < r->n_tag; i++)
        if (strcmp(r->tag[i].name, tag) == 0) return i;
    return NO_TAG;
}

/* A pattern of several tokens looks ahead and may change a token ahead: what it gives waits until that token's
 * own patterns were matched. */
msd_status msdx_ruler_run(const msdx_ruler *r, msdx_unit *unit, msd_error *err)
{
    (void)err;
    const char *key[N_CACHE] = {NULL};
    uint32_t found[N_CACHE];
    pending wait = {.n = 0};
    if (!r->n_pattern) return MSD_OK;
    for (uint32_t i = 0; i < unit->n_tok; i++) {
        msdx_tok *t = &unit->tok[i];
        size_t slot = ((uintptr_t)t->tag ^ (uintptr_t)t->tag >> 7) % N_CACHE;
        if (!t->tag || key[slot] != t->tag) {
            key[slot] = t->tag;
            found[slot] = tag_group(r, t->tag);
        }
        match_group(r, &r->tag[found[slot]], unit, i, &wait);
        match_group(r, word_group(r, t->lower), unit, i, &wait);
        uint32_t n = 0;
        for (uint32_t k = 0; k < wait.n; k++) {
            if (wait.item[k].tok == i)
                set(r, pattern_row(r, wait.item[k].pattern), t);
            else
                wait.item[n++] = wait.item[k];
        }
        wait.n = n;
    }
    return MSD_OK;
}

/* ---- opening ---- */

static msd_status broken(const msdx_pack *pack, const char *section, msd_error *err)
{
    return msdx_err(err, MSD_EFORMAT, 0, "%s: section ruler/%s: a number in it points outside", msdx_pack_path(pack),
                    section);
}

static msd_status check(const msdx_pack *pack, const msdx_section *text, const msdx_section *pattern,
                        const msdx_section *cond, const msdx_section *value, msd_error *err)
{
    const uint32_t *p = pattern->data, *c = cond->data, *v = value->data;
    if (text->n_byte && ((const char *)text->data)[text->n_byte - 1]) return broken(pack, "text", err);
    if (pattern->dim[1] != MSDX_RULER_PATTERN || cond->dim[1] != MSDX_RULER_COND) return broken(pack, "pattern", err);
    for (uint64_t i = 0; i < pattern->dim[0]; i++, p += MSDX_RULER_PATTERN) {
        if (p[MSDX_RULER_N_TOK] < 1 || p[MSDX_RULER_N_TOK] > MSDX_RULER_MAX_TOK ||
            p[MSDX_RULER_TARGET] >= p[MSDX_RULER_N_TOK] || p[MSDX_RULER_FIRST_COND] > cond->dim[0] ||
            p[MSDX_RULER_N_COND] > cond->dim[0] - p[MSDX_RULER_FIRST_COND] || p[MSDX_RULER_UPOS] >= MSDX_N_UPOS)
            return broken(pack, "pattern", err);
        for (int k = MSDX_RULER_MORPH; k < MSDX_RULER_PATTERN; k++)
            if (p[k] > text->n_byte) return broken(pack, "pattern", err);
        for (uint32_t k = 0; k < p[MSDX_RULER_N_COND]; k++)
            if (c[(size_t)(p[MSDX_RULER_FIRST_COND] + k) * MSDX_RULER_COND] >= p[MSDX_RULER_N_TOK])
                return broken(pack, "cond", err);
    }
    for (uint64_t i = 0; i < cond->dim[0]; i++, c += MSDX_RULER_COND) {
        uint32_t first = c[MSDX_RULER_FIRST_VALUE], n = c[MSDX_RULER_N_VALUE];
        if (c[MSDX_RULER_ATTR] >= MSDX_RULER_N_ATTR || first > value->dim[0] || n > value->dim[0] - first ||
            (c[MSDX_RULER_ATTR] == MSDX_RULER_IS_SPACE && n != 1))
            return broken(pack, "cond", err);
        for (uint32_t k = 0; k < n; k++)
            if (c[MSDX_RULER_ATTR] != MSDX_RULER_IS_SPACE && v[first + k] >= text->n_byte)
                return broken(pack, "value", err);
    }
    return MSD_OK;
}

/* The words that a pattern's first token must be one of, as a condition; NULL: it asks for none. */
static const uint32_t *first_words(const msdx_ruler *r, const uint32_t *row)
{
    for (uint32_t k = 0; k < row[MSDX_RULER_N_COND]; k++) {
        const uint32_t *c = cond_row(r, row[MSDX_RULER_FIRST_COND] + k);
        if (c[MSDX_RULER_TOKEN] == 0 && c[MSDX_RULER_ATTR] == MSDX_RULER_LOWER && !c[MSDX_RULER_NEGATE]) return c;
    }
    return NULL;
}

static bool tag_fits(const msdx_ruler *r, const uint32_t *row, const char *tag)
{
    for (uint32_t k = 0; k < row[MSDX_RULER_N_COND]; k++) {
        const uint32_t *c = cond_row(r, row[MSDX_RULER_FIRST_COND] + k);
        if (c[MSDX_RULER_TOKEN] == 0 && c[MSDX_RULER_ATTR] == MSDX_RULER_TAG &&
            among(r, c, msdx_str_of(tag)) == (c[MSDX_RULER_NEGATE] != 0))
            return false;
    }
    return true;
}

static void add_pattern(group *g, uint32_t p)
{
    if (!g->n || g->pattern[g->n - 1] != p) g->pattern[g->n++] = p;
}

static bool index_tags(msdx_ruler *r, uint32_t n_cond, uint32_t n_value)
{
    r->tag = MSDX_NEW(&r->arena, group, (size_t)n_value + 1);
    if (!r->tag) return false;
    r->tag[r->n_tag++].name = "";
    for (uint32_t i = 0; i < n_cond; i++) {
        const uint32_t *c = cond_row(r, i);
        if (c[MSDX_RULER_TOKEN] || c[MSDX_RULER_ATTR] != MSDX_RULER_TAG) continue;
        for (uint32_t k = 0; k < c[MSDX_RULER_N_VALUE]; k++) {
            const char *name = r->text + r->value[c[MSDX_RULER_FIRST_VALUE] + k];
            if (tag_group(r, name) == NO_TAG) r->tag[r->n_tag++].name = name;
        }
    }
    for (uint32_t g = 0; g < r->n_tag; g++) {
        r->tag[g].pattern = MSDX_NEW(&r->arena, uint32_t, r->n_pattern);
        if (!r->tag[g].pattern) return false;
        for (uint32_t p = 0; p < r->n_pattern; p++)
            if (!first_words(r, pattern_row(r, p)) && tag_fits(r, pattern_row(r, p), r->tag[g].name))
                add_pattern(&r->tag[g], p);
    }
    return true;
}

static bool index_words(msdx_ruler *r, uint32_t n_value)
{
    r->n_word = 4;
    while (r->n_word < 2 * n_value) r->n_word *= 2;
    r->word = MSDX_NEW(&r->arena, group, r->n_word);
    if (!r->word) return false;
    for (uint32_t p = 0; p < r->n_pattern; p++) {
        const uint32_t *c = first_words(r, pattern_row(r, p));
        for (uint32_t k = 0; c && k < c[MSDX_RULER_N_VALUE]; k++) {
            const char *name = r->text + r->value[c[MSDX_RULER_FIRST_VALUE] + k];
            group *g = &r->word[word_group(r, msdx_str_of(name)) - r->word];
            if (!g->name) {
                g->name = name;
                g->pattern = MSDX_NEW(&r->arena, uint32_t, r->n_pattern);
                if (!g->pattern) return false;
            }
            add_pattern(g, p);
        }
    }
    return true;
}

/* How many matches can wait at once. */
static uint32_t most_matches(const msdx_ruler *r)
{
    uint32_t by_tag = 0, by_word = 0, n_tok = 1;
    for (uint32_t i = 0; i < r->n_tag; i++)
        if (r->tag[i].n > by_tag) by_tag = r->tag[i].n;
    for (uint32_t i = 0; i < r->n_word; i++)
        if (r->word[i].n > by_word) by_word = r->word[i].n;
    for (uint32_t p = 0; p < r->n_pattern; p++)
        if (pattern_row(r, p)[MSDX_RULER_N_TOK] > n_tok) n_tok = pattern_row(r, p)[MSDX_RULER_N_TOK];
    return (by_tag + by_word) * n_tok;
}

static msd_status open_sections(msdx_ruler *r, const msdx_pack *pack, msd_error *err)
{
    msdx_section text, pattern, cond, value;
    MSD_TRY(msdx_pack_get(pack, "ruler/text", MSDX_PACK_BYTES, 0, &text, err));
    MSD_TRY(msdx_pack_get(pack, "ruler/pattern", MSDX_PACK_U32, 2, &pattern, err));
    MSD_TRY(msdx_pack_get(pack, "ruler/cond", MSDX_PACK_U32, 2, &cond, err));
    MSD_TRY(msdx_pack_get(pack, "ruler/value", MSDX_PACK_U32, 1, &value, err));
    if (pattern.dim[0] > MAX_PATTERN || value.dim[0] > MAX_VALUE)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: section ruler/pattern: too long", msdx_pack_path(pack));
    MSD_TRY(check(pack, &text, &pattern, &cond, &value, err));
    r->text = text.data;
    r->pattern = pattern.data;
    r->cond = cond.data;
    r->value = value.data;
    r->n_pattern = (uint32_t)pattern.dim[0];
    if (!index_tags(r, (uint32_t)cond.dim[0], (uint32_t)value.dim[0]) || !index_words(r, (uint32_t)value.dim[0]))
        return msdx_err_nomem(err);
    if (most_matches(r) > MAX_MATCH)
        return msdx_err(err, MSD_EUNSUPPORTED, 0, "%s: section ruler/pattern: too many patterns for one word",
                        msdx_pack_path(pack));
    return MSD_OK;
}

msd_status msdx_ruler_open(msdx_ruler **out, const msdx_pack *pack, msd_error *err)
{
    *out = NULL;
    msdx_ruler *r = msdx_calloc(1, sizeof *r);
    if (!r) return msdx_err_nomem(err);
    /* A model without a ruler sets nothing. */
    msd_status st = msdx_pack_find(pack, "ruler/pattern", NULL) ? open_sections(r, pack, err) : MSD_OK;
    if (st != MSD_OK)
        msdx_ruler_close(r);
    else
        *out = r;
    return st;
}

void msdx_ruler_close(msdx_ruler *r)
{
    if (!r) return;
    msdx_arena_clear(&r->arena);
    msdx_free(r);
}
