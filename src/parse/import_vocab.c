/* import_vocab.c: the norms. Two tables answer by a word's id: the package's
 * lexeme_norm and, where that is silent, the base norms of the library the
 * package was trained with, which are not in the package. */
#include <stdlib.h>

#include "parse/import.h"
#include "parse/lex.h"

/* spacy/lang/norm_exceptions.py, BASE_NORMS (v3.8). */
/* clang-format off */
static const char *const base_norm[][2] = {
    {"'s", "'s"}, {"'S", "'s"}, {"’s", "'s"}, {"’S", "'s"}, {"’", "'"}, {"‘", "'"}, {"´", "'"}, {"`", "'"},
    {"”", "\""}, {"“", "\""}, {"''", "\""}, {"``", "\""}, {"´´", "\""}, {"„", "\""}, {"»", "\""}, {"«", "\""},
    {"‘‘", "\""}, {"’’", "\""}, {"？", "?"}, {"！", "!"}, {"，", ","}, {"；", ";"}, {"：", ":"}, {"。", "."},
    {"।", "."}, {"…", "..."}, {"—", "-"}, {"–", "-"}, {"--", "-"}, {"---", "-"}, {"——", "-"}, {"€", "$"},
    {"£", "$"}, {"¥", "$"}, {"฿", "$"}, {"US$", "$"}, {"C$", "$"}, {"A$", "$"}, {"₺", "$"}, {"₹", "$"},
    {"৳", "$"}, {"₩", "$"}, {"Mex$", "$"}, {"₣", "$"}, {"E£", "$"}};
/* clang-format on */
enum { N_BASE = sizeof base_norm / sizeof *base_norm };

struct pair {
    uint64_t key, id;
    size_t rank; /* the earlier table wins */
};

static int by_key(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

static bool node_id(const msdx_node *n, uint64_t *out)
{
    if (n->type == MSDX_N_UINT)
        *out = n->v.u;
    else if (n->type == MSDX_N_STR)
        *out = msdx_string_id(n->v.s);
    else
        return false;
    return true;
}

static msd_status collect(msdx_import *im, const msdx_node *table, struct pair *pair, msd_error *err)
{
    size_t n_table = table ? table->v.a.n : 0;
    for (size_t i = 0; i < n_table; i++) {
        const msdx_node *item = &table->v.a.item[2 * i];
        pair[i].rank = i;
        if (!node_id(&item[0], &pair[i].key) || item[1].type != MSDX_N_STR)
            return msdx_err(err, MSD_EFORMAT, 0,
                            "%s: vocab/lookups.bin: lexeme_norm: entry %zu is not an id and a word",
                            msdx_import_name(im), i);
        pair[i].id = msdx_string_id(item[1].v.s);
    }
    for (size_t i = 0; i < N_BASE; i++)
        pair[n_table + i] = (struct pair){msdx_string_id(msdx_str_of(base_norm[i][0])),
                                          msdx_string_id(msdx_str_of(base_norm[i][1])), n_table + i};
    return MSD_OK;
}

msd_status msdx_import_vocab(msdx_import *im, msdx_pack_writer *w, msd_error *err)
{
    const msdx_node *lookups = NULL, *table = NULL;
    if (msdx_import_has(im, "vocab/lookups.bin")) {
        MSD_TRY(msdx_import_node(im, "vocab/lookups.bin", &lookups, err));
        table = msdx_node_find(lookups, "lexeme_norm");
        if (table && table->type != MSDX_N_MAP)
            return msdx_err(err, MSD_EFORMAT, 0, "%s: vocab/lookups.bin: lexeme_norm is not a table",
                            msdx_import_name(im));
    }
    size_t n = (table ? table->v.a.n : 0) + N_BASE, kept = 0;
    struct pair *pair = MSDX_NEW(msdx_import_arena(im), struct pair, n);
    uint64_t *key = MSDX_NEW(msdx_import_arena(im), uint64_t, n), *id = MSDX_NEW(msdx_import_arena(im), uint64_t, n);
    if (msdx_arena_failed(msdx_import_arena(im))) return msdx_err_nomem(err);
    MSD_TRY(collect(im, table, pair, err));
    qsort(pair, n, sizeof *pair, by_key);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && pair[i].key == pair[i - 1].key) continue;
        key[kept] = pair[i].key;
        id[kept++] = pair[i].id;
    }
    msdx_pack_add(w, "vocab/norm_key", MSDX_PACK_U64, kept, 0, key);
    msdx_pack_add(w, "vocab/norm_id", MSDX_PACK_U64, kept, 0, id);
    return MSD_OK;
}
