/* import_ruler.c: the attribute ruler's patterns as flat tables.
 *
 *   ruler/text     bytes: every string, each with a NUL
 *   ruler/pattern  u32 [n, 10]: number of the rule (ascending), first condition, how many, how many tokens, which of
 *                  them is changed; then what it gets: universal tag, offsets plus one (0: none) of features, lemma,
 *                  tag, label -- see the columns in ruler.h
 *   ruler/cond     u32 [n, 5]: token of the pattern, attribute, 1 when it must *not* be among the values, first
 *                  value, how many
 *   ruler/value    u32 [n]: offsets into text; 0 or 1 for IS_SPACE
 *
 * A regular expression that stands for a few words ("^n[ou]thin'$") is written out as those words. What else
 * spaCy's matcher can do (spacy/matcher/matcher.pyx) and this cannot is refused by name. */
#include "parse/import.h"
#include "parse/ruler.h"

enum { MAX_EXPANSION = 64, MAX_WORD = 32, CEILING = 1 << 24 };

typedef struct tables {
    msdx_buf text, pattern, cond, value;
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

static msd_status refuse(msd_error *err, size_t rule, const char *what, msdx_str datum)
{
    return msdx_err(err, MSD_EUNSUPPORTED, rule, "attribute_ruler/patterns: pattern %zu: %s '%.*s' is not supported",
                    rule, what, (int)(datum.n < 60 ? datum.n : 60), datum.p ? datum.p : "");
}

static msd_status broken(msd_error *err, size_t rule, const char *what)
{
    return msdx_err(err, MSD_EFORMAT, rule, "attribute_ruler/patterns: pattern %zu: %s", rule, what);
}

static bool is_text(const msdx_node *n)
{
    return n && n->type == MSDX_N_STR && (n->v.s.n == 0 || !memchr(n->v.s.p, 0, n->v.s.n));
}

/* ---- regular expressions that are a list of words ---- */

typedef struct words {
    char word[MAX_EXPANSION][MAX_WORD];
    size_t n;
} words;

/* Each word so far, followed by each of the n letters, and by nothing when optional. */
static bool extend(words *w, const char *letters, size_t n, bool optional)
{
    size_t before = w->n;
    if (before * (n + optional) > MAX_EXPANSION) return false;
    words old = *w;
    w->n = 0;
    for (size_t i = 0; i < before; i++) {
        size_t len = strlen(old.word[i]);
        if (len + 2 > MAX_WORD) return false;
        if (optional) memcpy(w->word[w->n++], old.word[i], MAX_WORD);
        for (size_t k = 0; k < n; k++) {
            memcpy(w->word[w->n], old.word[i], MAX_WORD);
            w->word[w->n][len] = letters[k];
            w->word[w->n++][len + 1] = 0;
        }
    }
    return true;
}

/* ^ letters, [sets], each perhaps with ?, $ -- anything else is no list of words. */
static bool expand(words *w, msdx_str re)
{
    memset(w, 0, sizeof *w);
    w->n = 1;
    if (re.n < 2 || re.p[0] != '^' || re.p[re.n - 1] != '$') return false;
    for (size_t i = 1; i + 1 < re.n; i++) {
        const char *letters = re.p + i;
        size_t n = 1;
        if (*letters == '[') {
            const char *close = memchr(letters, ']', re.n - i);
            if (!close || close == letters + 1 || letters[1] == '^' || memchr(letters, '-', (size_t)(close - letters)))
                return false;
            letters++;
            n = (size_t)(close - letters);
            i += n + 1;
        } else if (strchr("\\^$.|*+?(){}", *letters) || (unsigned char)*letters >= 0x80) {
            return false;
        }
        bool optional = re.p[i + 1] == '?';
        if (!extend(w, letters, n, optional)) return false;
        i += optional;
    }
    return true;
}

/* ---- conditions ---- */

static msd_status add_condition(tables *t, uint32_t token, uint32_t attr, uint32_t negate, const msdx_node *list,
                                size_t n, size_t rule, msd_error *err)
{
    uint32_t row[MSDX_RULER_COND] = {token, attr, negate, n_u32(&t->value), (uint32_t)n};
    for (size_t i = 0; i < n; i++) {
        if (!is_text(&list[i])) return broken(err, rule, "a value is not a string");
        add_u32(&t->value, add_text(t, list[i].v.s));
    }
    msdx_buf_add(&t->cond, row, sizeof row);
    return MSD_OK;
}

static msd_status add_regex(tables *t, uint32_t token, uint32_t attr, msdx_str re, size_t rule, msd_error *err)
{
    words w;
    if (!expand(&w, re)) return refuse(err, rule, "REGEX", re);
    uint32_t row[MSDX_RULER_COND] = {token, attr, 0, n_u32(&t->value), (uint32_t)w.n};
    for (size_t i = 0; i < w.n; i++) add_u32(&t->value, add_text(t, msdx_str_of(w.word[i])));
    msdx_buf_add(&t->cond, row, sizeof row);
    return MSD_OK;
}

static msd_status add_predicate(tables *t, uint32_t token, uint32_t attr, const msdx_node *map, size_t rule,
                                msd_error *err)
{
    for (size_t i = 0; i < map->v.a.n; i++) {
        const msdx_node *key = &map->v.a.item[2 * i], *value = key + 1;
        if (!is_text(key)) return broken(err, rule, "a predicate has no name");
        bool in = msdx_str_is(key->v.s, "IN"), not_in = msdx_str_is(key->v.s, "NOT_IN");
        if ((in || not_in) && value->type == MSDX_N_ARRAY)
            MSD_TRY(add_condition(t, token, attr, not_in, value->v.a.item, value->v.a.n, rule, err));
        else if (msdx_str_is(key->v.s, "REGEX") && is_text(value))
            MSD_TRY(add_regex(t, token, attr, value->v.s, rule, err));
        else
            return refuse(err, rule, "predicate", key->v.s);
    }
    return MSD_OK;
}

static msd_status add_token(tables *t, uint32_t token, const msdx_node *map, size_t rule, msd_error *err)
{
    static const char *const attr_name[MSDX_RULER_N_ATTR] = {"TAG", "LOWER", "ORTH", "DEP", "IS_SPACE", "POS"};
    if (map->type != MSDX_N_MAP) return broken(err, rule, "a token is not a map");
    for (size_t i = 0; i < map->v.a.n; i++) {
        const msdx_node *key = &map->v.a.item[2 * i], *value = key + 1;
        uint32_t attr = 0;
        if (!is_text(key)) return broken(err, rule, "an attribute has no name");
        while (attr < MSDX_RULER_N_ATTR && !msdx_str_is(key->v.s, attr_name[attr])) attr++;
        if (msdx_str_is(key->v.s, "TEXT")) attr = MSDX_RULER_ORTH;
        if (attr == MSDX_RULER_N_ATTR) return refuse(err, rule, "attribute", key->v.s);
        if ((attr == MSDX_RULER_IS_SPACE) != (value->type == MSDX_N_BOOL))
            return refuse(err, rule, "value of", key->v.s);
        if (value->type == MSDX_N_BOOL) {
            uint32_t row[MSDX_RULER_COND] = {token, attr, 0, n_u32(&t->value), 1};
            add_u32(&t->value, value->v.b);
            msdx_buf_add(&t->cond, row, sizeof row);
        } else if (value->type == MSDX_N_MAP) {
            MSD_TRY(add_predicate(t, token, attr, value, rule, err));
        } else {
            MSD_TRY(add_condition(t, token, attr, 0, value, 1, rule, err));
        }
    }
    return MSD_OK;
}

/* ---- what a pattern gives ---- */

/* Features sorted by name, as the trainer normalizes them (spacy/morphology.pyx); "_" is none. */
static uint32_t add_features(tables *t, msdx_str s)
{
    msdx_str part[32];
    size_t n = 0;
    for (size_t a = 0; a < s.n && n < 32 && !msdx_str_is(s, "_");) {
        const char *bar = memchr(s.p + a, '|', s.n - a);
        size_t len = bar ? (size_t)(bar - (s.p + a)) : s.n - a;
        part[n++] = (msdx_str){s.p + a, len};
        a += len + 1;
    }
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0; k--) {
            size_t least = part[k].n < part[k - 1].n ? part[k].n : part[k - 1].n;
            int order = memcmp(part[k].p, part[k - 1].p, least);
            if (order > 0 || (order == 0 && part[k].n >= part[k - 1].n)) break;
            msdx_str swap = part[k];
            part[k] = part[k - 1];
            part[k - 1] = swap;
        }
    uint32_t at = (uint32_t)t->text.n;
    for (size_t i = 0; i < n; i++) {
        if (i) msdx_buf_addc(&t->text, '|');
        msdx_buf_add(&t->text, part[i].p, part[i].n);
    }
    msdx_buf_addc(&t->text, '\0');
    return at;
}

static msd_status read_result(tables *t, const msdx_node *attrs, uint32_t row[MSDX_RULER_PATTERN], size_t rule,
                              msd_error *err)
{
    if (!attrs || attrs->type != MSDX_N_MAP) return broken(err, rule, "no attributes");
    for (size_t i = 0; i < attrs->v.a.n; i++) {
        const msdx_node *key = &attrs->v.a.item[2 * i], *value = key + 1;
        if (!is_text(key) || !is_text(value)) return broken(err, rule, "an attribute is not a string");
        if (msdx_str_is(key->v.s, "POS")) {
            msdx_upos pos = msdx_upos_of(value->v.s);
            if (!pos) return refuse(err, rule, "POS", value->v.s);
            row[MSDX_RULER_UPOS] = pos;
        } else if (msdx_str_is(key->v.s, "MORPH")) {
            row[MSDX_RULER_MORPH] = add_features(t, value->v.s) + 1;
        } else if (msdx_str_is(key->v.s, "LEMMA")) {
            row[MSDX_RULER_LEMMA] = add_text(t, value->v.s) + 1;
        } else if (msdx_str_is(key->v.s, "TAG")) {
            row[MSDX_RULER_NEW_TAG] = add_text(t, value->v.s) + 1;
        } else if (msdx_str_is(key->v.s, "DEP")) {
            row[MSDX_RULER_NEW_DEP] = add_text(t, value->v.s) + 1;
        } else {
            return refuse(err, rule, "attribute to set", key->v.s);
        }
    }
    return MSD_OK;
}

static msd_status add_rule(tables *t, const msdx_node *rule_node, size_t rule, msd_error *err)
{
    uint32_t row[MSDX_RULER_PATTERN] = {(uint32_t)rule};
    const msdx_node *patterns = msdx_node_find(rule_node, "patterns");
    const msdx_node *index_node = msdx_node_find(rule_node, "index");
    bool ok = true;
    int64_t index = index_node ? msdx_node_int(index_node, &ok) : 0;
    if (!patterns || patterns->type != MSDX_N_ARRAY || !ok)
        return broken(err, rule, "no list of patterns, or a bad index");
    MSD_TRY(read_result(t, msdx_node_find(rule_node, "attrs"), row, rule, err));
    for (size_t i = 0; i < patterns->v.a.n; i++) {
        const msdx_node *tokens = &patterns->v.a.item[i];
        if (tokens->type != MSDX_N_ARRAY) return broken(err, rule, "a pattern is not a list");
        int64_t n = (int64_t)tokens->v.a.n, target = index < 0 ? n + index : index;
        if (n < 1 || n > MSDX_RULER_MAX_TOK || target < 0 || target >= n)
            return broken(err, rule, "its index is outside the pattern");
        row[MSDX_RULER_FIRST_COND] = n_u32(&t->cond) / MSDX_RULER_COND;
        for (int64_t k = 0; k < n; k++) MSD_TRY(add_token(t, (uint32_t)k, &tokens->v.a.item[k], rule, err));
        row[MSDX_RULER_N_COND] = n_u32(&t->cond) / MSDX_RULER_COND - row[MSDX_RULER_FIRST_COND];
        row[MSDX_RULER_N_TOK] = (uint32_t)n;
        row[MSDX_RULER_TARGET] = (uint32_t)target;
        msdx_buf_add(&t->pattern, row, sizeof row);
    }
    return MSD_OK;
}

msd_status msdx_import_ruler(msdx_import *im, msdx_pack_writer *w, msd_error *err)
{
    static const char member[] = "attribute_ruler/patterns";
    const msdx_node *rules;
    if (!msdx_import_has(im, member)) return MSD_OK;
    MSD_TRY(msdx_import_node(im, member, &rules, err));
    if (rules->type != MSDX_N_ARRAY) return broken(err, 0, "not a list");
    msdx_buf empty = MSDX_BUF_INIT(CEILING);
    tables t = {empty, empty, empty, empty};
    msd_status st = MSD_OK;
    for (size_t i = 0; i < rules->v.a.n && st == MSD_OK; i++) st = add_rule(&t, &rules->v.a.item[i], i, err);
    if (st == MSD_OK && (t.text.failed || t.pattern.failed || t.cond.failed || t.value.failed))
        st = msdx_err_nomem(err);
    if (st == MSD_OK) {
        msdx_pack_add(w, "ruler/text", MSDX_PACK_BYTES, t.text.n, 0, t.text.p);
        msdx_pack_add(w, "ruler/pattern", MSDX_PACK_U32, n_u32(&t.pattern) / MSDX_RULER_PATTERN, MSDX_RULER_PATTERN,
                      t.pattern.p);
        msdx_pack_add(w, "ruler/cond", MSDX_PACK_U32, n_u32(&t.cond) / MSDX_RULER_COND, MSDX_RULER_COND, t.cond.p);
        msdx_pack_add(w, "ruler/value", MSDX_PACK_U32, n_u32(&t.value), 0, t.value.p);
    }
    msdx_buf *all[] = {&t.text, &t.pattern, &t.cond, &t.value};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) msdx_buf_clear(all[i]);
    return st;
}
