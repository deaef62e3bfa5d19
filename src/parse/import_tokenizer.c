/* import_tokenizer.c: the package's `tokenizer` file: patterns and exceptions.
 *
 * Sections under "tokenizer/":
 *   prefix suffix infix token_match url_match   BYTES, PCRE2 patterns; absent: there is none
 *   suffix_window  U32 [1]     the most code points a suffix can have; 0: no bound
 *   rule_text      BYTES       the exceptions' strings, one after the other, sorted
 *   rule           U32 [n][2]  bytes of the string, number of tokens
 *   rule_token     U32 [m]     bytes of each token; those of a rule add up to its string
 *   rule_norm      U64 [m]     id of the norm it sets; 0: none
 *   heuristics     U8 [1]      only rules that an affix can cut are matched again */
#include <stdio.h>
#include <stdlib.h>

#include "parse/import.h"
#include "parse/lex.h"

enum { ATTR_ORTH = 65, ATTR_NORM = 67, RULE_TOKENS_MAX = 64 }; /* numbers of spacy/attrs.pyx */
static const size_t pattern_max = (size_t)4 << 20, window_max = 1000;

static msd_status add_pattern(msdx_import *im, msdx_pack_writer *w, const msdx_node *file, const char *key,
                              const char *section, msd_error *err)
{
    const msdx_node *node = msdx_node_find(file, key);
    msdx_buf buf = MSDX_BUF_INIT(pattern_max);
    char name[64];
    size_t width = 0;
    snprintf(name, sizeof name, "tokenizer: %s", key);
    if (!node || node->type == MSDX_N_NIL) return MSD_OK;
    if (node->type != MSDX_N_STR)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: tokenizer: %s is not text", msdx_import_name(im), key);
    msd_status st = msdx_regex_translate(node->v.s, name, &buf, &width, err);
    if (st == MSD_OK) {
        msdx_pack_add(w, section, MSDX_PACK_BYTES, buf.n, 0, buf.p);
        const uint32_t window = width > window_max ? 0 : (uint32_t)width;
        if (strcmp(key, "suffix_search") == 0)
            msdx_pack_add(w, "tokenizer/suffix_window", MSDX_PACK_U32, 1, 0, &window);
    }
    msdx_buf_clear(&buf);
    return st;
}

struct rules {
    const msdx_node **item; /* key, value */
    size_t n, n_token;
    uint32_t *size, *token; /* "rule", "rule_token" */
    uint64_t *norm;
    msdx_buf text;
};

static int by_text(const void *a, const void *b)
{
    const msdx_str x = (*(const msdx_node *const *)a)->v.s, y = (*(const msdx_node *const *)b)->v.s;
    int c = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);
    return c ? c : (x.n > y.n) - (x.n < y.n);
}

static msd_status bad_rule(msdx_import *im, const msdx_node *key, const char *what, msd_error *err)
{
    int n = key->type == MSDX_N_STR && key->v.s.n < 60 ? (int)key->v.s.n : 0;
    return msdx_err(err, MSD_EFORMAT, 0, "%s: tokenizer: exception '%.*s': %s", msdx_import_name(im), n,
                    n ? key->v.s.p : "", what);
}

static msd_status check_rules(msdx_import *im, const msdx_node *map, struct rules *r, msd_error *err)
{
    r->item = MSDX_NEW(msdx_import_arena(im), const msdx_node *, map->v.a.n);
    if (!r->item) return msdx_err_nomem(err);
    for (size_t i = 0; i < map->v.a.n; i++) {
        const msdx_node *key = &map->v.a.item[2 * i], *value = key + 1;
        if (key->type != MSDX_N_STR || key->v.s.n == 0 || msdx_utf8_check(key->v.s.p, key->v.s.n) != key->v.s.n)
            return bad_rule(im, key, "not a word", err);
        if (value->type != MSDX_N_ARRAY || value->v.a.n == 0 || value->v.a.n > RULE_TOKENS_MAX)
            return bad_rule(im, key, "not a list of tokens", err);
        r->item[r->n++] = key;
        r->n_token += value->v.a.n;
    }
    qsort(r->item, r->n, sizeof *r->item, by_text);
    for (size_t i = 1; i < r->n; i++)
        if (by_text(&r->item[i - 1], &r->item[i]) == 0) return bad_rule(im, r->item[i], "there twice", err);
    return MSD_OK;
}

/* One token of a rule at `done` bytes of its string. */
static msd_status put_token(msdx_import *im, const msdx_node *key, const msdx_node *spec, size_t *done,
                            uint32_t *n_byte, uint64_t *norm, msd_error *err)
{
    const msdx_node *orth = msdx_node_find_uint(spec, ATTR_ORTH), *set = msdx_node_find_uint(spec, ATTR_NORM);
    if (!orth) orth = msdx_node_find(spec, "ORTH");
    if (!set) set = msdx_node_find(spec, "NORM");
    if (!orth || orth->type != MSDX_N_STR || orth->v.s.n == 0 || orth->v.s.n > key->v.s.n - *done ||
        memcmp(orth->v.s.p, key->v.s.p + *done, orth->v.s.n) != 0)
        return bad_rule(im, key, "its tokens do not make up the word", err);
    if (spec->v.a.n != (set ? 2u : 1u)) return bad_rule(im, key, "sets more than a norm", err);
    if (set && set->type != MSDX_N_STR) return bad_rule(im, key, "a norm that is not text", err);
    if (msdx_utf8_check(orth->v.s.p, orth->v.s.n) != orth->v.s.n) return bad_rule(im, key, "a token is not UTF-8", err);
    *n_byte = (uint32_t)orth->v.s.n;
    *norm = set ? msdx_string_id(set->v.s) : 0;
    *done += orth->v.s.n;
    return MSD_OK;
}

static msd_status put_rules(msdx_import *im, struct rules *r, msd_error *err)
{
    msdx_arena *a = msdx_import_arena(im);
    r->size = MSDX_NEW(a, uint32_t, 2 * r->n);
    r->token = MSDX_NEW(a, uint32_t, r->n_token);
    r->norm = MSDX_NEW(a, uint64_t, r->n_token);
    if (msdx_arena_failed(a)) return msdx_err_nomem(err);
    for (size_t i = 0, t = 0; i < r->n; i++) {
        const msdx_node *key = r->item[i], *value = key + 1;
        size_t done = 0;
        for (size_t k = 0; k < value->v.a.n; k++, t++)
            MSD_TRY(put_token(im, key, &value->v.a.item[k], &done, &r->token[t], &r->norm[t], err));
        if (done != key->v.s.n) return bad_rule(im, key, "its tokens do not make up the word", err);
        r->size[2 * i] = (uint32_t)key->v.s.n;
        r->size[2 * i + 1] = (uint32_t)value->v.a.n;
        msdx_buf_add(&r->text, key->v.s.p, key->v.s.n);
    }
    return r->text.failed ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status add_rules(msdx_import *im, msdx_pack_writer *w, const msdx_node *file, msd_error *err)
{
    const msdx_node *map = msdx_node_find(file, "exceptions");
    struct rules r = {.text = MSDX_BUF_INIT(SIZE_MAX / 4)};
    const msdx_node none = {.type = MSDX_N_MAP};
    if (!map) map = &none;
    if (map->type != MSDX_N_MAP)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: tokenizer: exceptions are not a table", msdx_import_name(im));
    msd_status st = check_rules(im, map, &r, err);
    if (st == MSD_OK) st = put_rules(im, &r, err);
    if (st == MSD_OK) {
        msdx_pack_add(w, "tokenizer/rule_text", MSDX_PACK_BYTES, r.text.n, 0, r.text.p);
        msdx_pack_add(w, "tokenizer/rule", MSDX_PACK_U32, r.n, 2, r.size);
        msdx_pack_add(w, "tokenizer/rule_token", MSDX_PACK_U32, r.n_token, 0, r.token);
        msdx_pack_add(w, "tokenizer/rule_norm", MSDX_PACK_U64, r.n_token, 0, r.norm);
    }
    msdx_buf_clear(&r.text);
    return st;
}

msd_status msdx_import_tokenizer(msdx_import *im, msdx_pack_writer *w, msd_error *err)
{
    static const char *const pattern[][2] = {{"prefix_search", "tokenizer/prefix"},
                                             {"suffix_search", "tokenizer/suffix"},
                                             {"infix_finditer", "tokenizer/infix"},
                                             {"token_match", "tokenizer/token_match"},
                                             {"url_match", "tokenizer/url_match"}};
    const msdx_node *file;
    MSD_TRY(msdx_import_node(im, "tokenizer", &file, err));
    if (file->type != MSDX_N_MAP)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: tokenizer: not a table", msdx_import_name(im));
    for (size_t i = 0; i < sizeof pattern / sizeof *pattern; i++)
        MSD_TRY(add_pattern(im, w, file, pattern[i][0], pattern[i][1], err));
    const msdx_node *h = msdx_node_find(file, "faster_heuristics");
    const uint8_t heuristics = !(h && h->type == MSDX_N_BOOL && !h->v.b);
    msdx_pack_add(w, "tokenizer/heuristics", MSDX_PACK_U8, 1, 0, &heuristics);
    return add_rules(im, w, file, err);
}
