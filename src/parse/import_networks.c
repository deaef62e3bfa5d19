/* import_networks.c: the networks of tok2vec, tagger, morphologizer, parser and ner.
 *
 * A component's `model` file holds parallel lists, nodes, attrs and params, in the
 * model's walk order (thinc/model.py, to_dict): breadth first. Combinators have
 * names that join their children's ("a>>b", "a|b", "with_array(a)"); the leaves do
 * the work and are read in that order. A leaf of a kind that we do not run is
 * refused by name. Attributes are MessagePack inside MessagePack. */
#include <jansson.h>
#include <stdio.h>

#include "base/mem.h"
#include "parse/import_networks.h"
#include "parse/parse_impl.h"

enum { SECTION_NAME = 64, LEAF_MAX = 64 };

typedef struct model {
    msdx_import *im;
    msdx_pack_writer *w;
    msd_error *err;
    const char *component;
    char member[SECTION_NAME];
    const msdx_node *node, *attr, *param; /* n of each */
    size_t n;
} model;

static msd_status fail(const model *m, msd_status code, const char *what, msdx_str name)
{
    return msdx_err(m->err, code, 0, "%s: %s: %s '%.*s'", msdx_import_name(m->im), m->member, what, (int)name.n,
                    name.p ? name.p : "");
}

static msdx_str name_of(const model *m, size_t i)
{
    const msdx_node *name = msdx_node_find(&m->node[i], "name");
    return name && name->type == MSDX_N_STR ? name->v.s : (msdx_str){"", 0};
}

static bool is_leaf(msdx_str name)
{
    return !memmem(name.p, name.n, ">>", 2) && !memchr(name.p, '|', name.n) && !memchr(name.p, '(', name.n);
}

static msd_status check_leaves(const model *m)
{
    static const char *const known[] = {"extract_features", "list2ragged",
                                        "ragged2list",      "list2array",
                                        "ints-getitem",     "hashembed",
                                        "static_vectors",   "maxout",
                                        "layernorm",        "dropout",
                                        "expand_window",    "linear",
                                        "softmax",          "precomputable_affine",
                                        "parser_model",     "tok2vec-listener"};
    for (size_t i = 0; i < m->n; i++) {
        msdx_str name = name_of(m, i);
        bool ok = !is_leaf(name);
        for (size_t k = 0; !ok && k < sizeof known / sizeof *known; k++) ok = msdx_str_is(name, known[k]);
        if (!ok) return fail(m, MSD_EUNSUPPORTED, "we do not run layer", name);
    }
    return MSD_OK;
}

static msd_status open_model(model *m, msdx_import *im, msdx_pack_writer *w, const char *component, msd_error *err)
{
    const msdx_node *root;
    *m = (model){.im = im, .w = w, .err = err, .component = component};
    snprintf(m->member, sizeof m->member, "%s/model", component);
    MSD_TRY(msdx_import_node(im, m->member, &root, err));
    const msdx_node *node = msdx_node_find(root, "nodes"), *attr = msdx_node_find(root, "attrs");
    const msdx_node *param = msdx_node_find(root, "params");
    if (!node || node->type != MSDX_N_ARRAY || !attr || attr->type != MSDX_N_ARRAY || !param ||
        param->type != MSDX_N_ARRAY || attr->v.a.n != node->v.a.n || param->v.a.n != node->v.a.n)
        return fail(m, MSD_EFORMAT, "no list of", MSDX_STR("nodes"));
    m->node = node->v.a.item;
    m->attr = attr->v.a.item;
    m->param = param->v.a.item;
    m->n = node->v.a.n;
    return check_leaves(m);
}

/* The leaves of this name, in walk order; the number of them, at most LEAF_MAX. */
static size_t find_leaves(const model *m, const char *name, size_t leaf[LEAF_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < m->n && n < LEAF_MAX; i++)
        if (msdx_str_is(name_of(m, i), name)) leaf[n++] = i;
    return n;
}

static msd_status find_attr(const model *m, size_t i, const char *key, const msdx_node **out)
{
    const msdx_node *v = msdx_node_find(&m->attr[i], key);
    if (!v || (v->type != MSDX_N_BIN && v->type != MSDX_N_STR))
        return fail(m, MSD_EFORMAT, "a node lacks attribute", msdx_str_of(key));
    return msdx_node_read(msdx_import_arena(m->im), v->v.s, m->member, out, m->err);
}

static msd_status find_int(const model *m, size_t i, const char *key, uint32_t *out)
{
    const msdx_node *v;
    bool ok;
    MSD_TRY(find_attr(m, i, key, &v));
    int64_t n = msdx_node_int(v, &ok);
    if (!ok || n < 0 || n > UINT32_MAX) return fail(m, MSD_EFORMAT, "not a number: attribute", msdx_str_of(key));
    *out = (uint32_t)n;
    return MSD_OK;
}

static msd_status find_param(const model *m, size_t i, const char *key, uint32_t n_dim, const msdx_node **out)
{
    const msdx_node *v = msdx_node_find(&m->param[i], key);
    if (!v || v->type != MSDX_N_NDARRAY || v->v.nd.n_dim != n_dim || strcmp(v->v.nd.dtype, "<f4") != 0)
        return fail(m, MSD_EFORMAT, "a node lacks, or has in another shape, parameter", msdx_str_of(key));
    *out = v;
    return MSD_OK;
}

/* Add a parameter as PREFIX/NAME, its dimensions from `split` on taken as one; split 0: one-dimensional. */
static void add_param(const model *m, const char *prefix, const char *name, const msdx_node *p, uint32_t split)
{
    char full[SECTION_NAME];
    size_t rows = 1, cols = 1;
    for (uint32_t i = 0; i < p->v.nd.n_dim; i++) *(i < split ? &rows : &cols) *= p->v.nd.dim[i];
    snprintf(full, sizeof full, "%s/%s", prefix, name);
    msdx_pack_add(m->w, full, MSDX_PACK_F32, split ? rows : cols, split ? cols : 0, p->v.nd.data.p);
}

static void add_numbers(const model *m, const char *prefix, const char *name, const uint32_t *number, size_t n)
{
    char full[SECTION_NAME];
    snprintf(full, sizeof full, "%s/%s", prefix, name);
    msdx_pack_add(m->w, full, MSDX_PACK_U32, n, 0, number);
}

/* ---- tok2vec ---- */

static msd_status add_embeds(const model *m, const char *prefix, uint32_t *n_embed, uint32_t *width)
{
    size_t leaf[LEAF_MAX], extract[LEAF_MAX], n = find_leaves(m, "hashembed", leaf);
    uint32_t seed[LEAF_MAX];
    const msdx_node *columns, *table;
    char name[SECTION_NAME];
    msdx_buf attrs = MSDX_BUF_INIT(4096);
    if (find_leaves(m, "extract_features", extract) != 1 || !n || n == LEAF_MAX)
        return fail(m, MSD_EUNSUPPORTED, "not one set of", MSDX_STR("hashembed"));
    MSD_TRY(find_attr(m, extract[0], "columns", &columns));
    msd_status st = MSD_OK;
    for (size_t i = 0; st == MSD_OK && i < n; i++) {
        uint32_t column = 0;
        st = find_int(m, leaf[i], "seed", &seed[i]);
        if (st == MSD_OK) st = find_int(m, leaf[i], "column", &column);
        if (st == MSD_OK) st = find_param(m, leaf[i], "E", 2, &table);
        if (st != MSD_OK) break;
        if (columns->type != MSDX_N_ARRAY || column >= columns->v.a.n || columns->v.a.item[column].type != MSDX_N_STR) {
            st = fail(m, MSD_EFORMAT, "not a list of names:", MSDX_STR("columns"));
            break;
        }
        msdx_str attr = columns->v.a.item[column].v.s;
        msdx_buf_add(&attrs, attr.p, attr.n);
        msdx_buf_add(&attrs, "", 1);
        *width = (uint32_t)table->v.nd.dim[1];
        snprintf(name, sizeof name, "embed/%zu", i);
        add_param(m, prefix, name, table, 1);
    }
    snprintf(name, sizeof name, "%s/attrs", prefix);
    if (st == MSD_OK) msdx_pack_add(m->w, name, MSDX_PACK_BYTES, attrs.n, 0, attrs.p);
    if (st == MSD_OK) add_numbers(m, prefix, "seeds", seed, n);
    msdx_buf_clear(&attrs);
    *n_embed = (uint32_t)n;
    return st;
}

/* A maxout and the layer norm that follows it. */
static msd_status add_maxout(const model *m, const char *prefix, const char *name, size_t maxout, size_t norm,
                             uint32_t *n_piece, uint64_t *n_in)
{
    char own[2 * SECTION_NAME];
    const msdx_node *w, *b, *gain, *bias;
    MSD_TRY(find_param(m, maxout, "W", 3, &w));
    MSD_TRY(find_param(m, maxout, "b", 2, &b));
    MSD_TRY(find_param(m, norm, "G", 1, &gain));
    MSD_TRY(find_param(m, norm, "b", 1, &bias));
    snprintf(own, sizeof own, "%s/%s", prefix, name);
    add_param(m, own, "W", w, 2);
    add_param(m, own, "b", b, 0);
    add_param(m, own, "G", gain, 0);
    add_param(m, own, "B", bias, 0);
    *n_piece = (uint32_t)w->v.nd.dim[1];
    *n_in = w->v.nd.dim[2];
    return MSD_OK;
}

/* Static vectors, where a network has them, come last in the row that is mixed. */
static msd_status add_static(const model *m, const char *prefix, uint32_t *n_static)
{
    static const char last[] = "|static_vectors";
    size_t leaf[LEAF_MAX], n = find_leaves(m, "static_vectors", leaf);
    const msdx_node *w;
    bool is_last = false;
    *n_static = (uint32_t)n;
    if (n == 0) return MSD_OK;
    for (size_t i = 0; i < m->n && !is_last; i++) {
        msdx_str name = name_of(m, i);
        is_last = name.n >= sizeof last - 1 && memcmp(name.p + name.n + 1 - sizeof last, last, sizeof last - 1) == 0;
    }
    if (n > 1 || !is_last) return fail(m, MSD_EUNSUPPORTED, "not one, or not the last, of", MSDX_STR("static_vectors"));
    MSD_TRY(find_param(m, leaf[0], "W", 2, &w));
    return msdx_import_vectors(m->im, m->w, prefix, w, m->err);
}

/* The blocks' padding must be what they reach: then no text sees another (MaxoutWindowEncoder). */
static msd_status check_pad(const model *m, uint32_t reach)
{
    for (size_t i = 0; i < m->n; i++) {
        msdx_str name = name_of(m, i);
        uint32_t pad;
        if (name.n < 20 || memcmp(name.p, "with_array(residual(", 20) != 0) continue;
        MSD_TRY(find_int(m, i, "pad", &pad));
        return pad == reach ? MSD_OK : fail(m, MSD_EUNSUPPORTED, "padding differs from reach in", name);
    }
    return fail(m, MSD_EUNSUPPORTED, "no", MSDX_STR("with_array(residual(...))"));
}

static msd_status add_tok2vec(const model *m, const char *prefix)
{
    enum { WIDTH, N_EMBED, MIX_PIECE, N_BLOCK, WINDOW, BLOCK_PIECE, N_SHAPE };
    size_t maxout[LEAF_MAX], norm[LEAF_MAX], window[LEAF_MAX], n_block = find_leaves(m, "expand_window", window);
    uint32_t shape[N_SHAPE] = {0}, piece, n_static;
    uint64_t n_in;
    if (!n_block || n_block + 1 >= LEAF_MAX || find_leaves(m, "maxout", maxout) != n_block + 1 ||
        find_leaves(m, "layernorm", norm) != n_block + 1)
        return fail(m, MSD_EUNSUPPORTED, "not a tower of", MSDX_STR("expand_window >> maxout >> layernorm"));
    MSD_TRY(add_embeds(m, prefix, &shape[N_EMBED], &shape[WIDTH]));
    MSD_TRY(add_static(m, prefix, &n_static));
    MSD_TRY(add_maxout(m, prefix, "mix", maxout[0], norm[0], &shape[MIX_PIECE], &n_in));
    if (n_in != ((uint64_t)shape[N_EMBED] + n_static) * shape[WIDTH])
        return fail(m, MSD_EFORMAT, "inputs of", MSDX_STR("maxout"));
    shape[N_BLOCK] = (uint32_t)n_block;
    for (size_t i = 0; i < n_block; i++) {
        char name[SECTION_NAME];
        uint32_t size;
        MSD_TRY(find_int(m, window[i], "window_size", &size));
        snprintf(name, sizeof name, "block/%zu", i);
        MSD_TRY(add_maxout(m, prefix, name, maxout[i + 1], norm[i + 1], &piece, &n_in));
        if (i == 0) shape[WINDOW] = size, shape[BLOCK_PIECE] = piece;
        if (size != shape[WINDOW] || piece != shape[BLOCK_PIECE] || n_in != (2 * (uint64_t)size + 1) * shape[WIDTH])
            return fail(m, MSD_EUNSUPPORTED, "blocks differ in", MSDX_STR("expand_window"));
    }
    add_numbers(m, prefix, "shape", shape, N_SHAPE);
    return check_pad(m, (uint32_t)n_block * shape[WINDOW]);
}

/* A component's own tok2vec, if it does not listen to the shared one. */
static msd_status add_own_tok2vec(const model *m)
{
    size_t leaf[LEAF_MAX];
    char prefix[SECTION_NAME];
    if (find_leaves(m, "tok2vec-listener", leaf) == 1) return MSD_OK;
    snprintf(prefix, sizeof prefix, "%s/tok2vec", m->component);
    return add_tok2vec(m, prefix);
}

/* ---- tagger ---- */

static msd_status add_tags(const model *m, uint64_t n_tag)
{
    msdx_str text;
    json_error_t je;
    msdx_buf names = MSDX_BUF_INIT((size_t)1 << 20);
    MSD_TRY(msdx_import_bytes(m->im, "tagger/cfg", &text, m->err));
    json_t *cfg = json_loadb(text.p, text.n, 0, &je), *labels = json_object_get(cfg, "labels");
    size_t n = json_array_size(labels), n_ok = 0;
    for (size_t i = 0; i < n; i++) {
        const char *s = json_string_value(json_array_get(labels, i));
        if (s) msdx_buf_add(&names, s, strlen(s) + 1), n_ok++;
    }
    json_decref(cfg);
    msdx_pack_add(m->w, "tagger/labels", MSDX_PACK_BYTES, names.n, 0, names.p);
    msdx_buf_clear(&names);
    if (n != n_tag || n_ok != n)
        return msdx_err(m->err, MSD_EFORMAT, 0, "%s: tagger/cfg: %zu labels, but the network has %llu",
                        msdx_import_name(m->im), n_ok, (unsigned long long)n_tag);
    return MSD_OK;
}

/* Of each label its features and its universal tag; the order of labels_morph is that of the network's outputs. */
static msd_status add_features(const model *m, const json_t *cfg, uint64_t n_label)
{
    const json_t *morph = json_object_get(cfg, "labels_morph"), *pos = json_object_get(cfg, "labels_pos");
    const char *label;
    json_t *value;
    msdx_buf names = MSDX_BUF_INIT((size_t)1 << 20), tags = MSDX_BUF_INIT((size_t)1 << 20);
    size_t n_ok = 0;
    json_object_foreach((json_t *)morph, label, value)
    {
        const char *s = json_string_value(value);
        uint64_t id = (uint64_t)json_integer_value(json_object_get(pos, label));
        uint8_t upos = 0;
        for (int k = 1; id && k < MSDX_N_UPOS; k++)
            if (msdx_string_id(msdx_str_of(msdx_upos_name((msdx_upos)k))) == id) upos = (uint8_t)k;
        if (s && (upos || !id)) msdx_buf_add(&names, s, strlen(s) + 1), n_ok++;
        msdx_buf_add(&tags, &upos, 1);
    }
    msdx_pack_add(m->w, "morphologizer/labels", MSDX_PACK_BYTES, names.n, 0, names.p);
    msdx_pack_add(m->w, "morphologizer/pos", MSDX_PACK_U8, tags.n, 0, tags.p);
    msdx_buf_clear(&names);
    msdx_buf_clear(&tags);
    if (n_ok != n_label)
        return msdx_err(m->err, MSD_EFORMAT, 0, "%s: morphologizer/cfg: %zu sound labels, but the network has %llu",
                        msdx_import_name(m->im), n_ok, (unsigned long long)n_label);
    return MSD_OK;
}

static msd_status add_morph_labels(const model *m, uint64_t n_label)
{
    msdx_str text;
    json_error_t je;
    MSD_TRY(msdx_import_bytes(m->im, "morphologizer/cfg", &text, m->err));
    json_t *cfg = json_loadb(text.p, text.n, 0, &je);
    msd_status st = add_features(m, cfg, n_label);
    json_decref(cfg);
    return st;
}

/* A tagger or a morphologizer: one linear layer and the names of its outputs. */
static msd_status import_tagger(msdx_import *im, msdx_pack_writer *w, const char *component,
                                msd_status (*add_labels)(const model *, uint64_t), msd_error *err)
{
    model m;
    size_t leaf[LEAF_MAX];
    const msdx_node *weight, *bias;
    MSD_TRY(open_model(&m, im, w, component, err));
    if (find_leaves(&m, "softmax", leaf) != 1) return fail(&m, MSD_EUNSUPPORTED, "not one", MSDX_STR("softmax"));
    MSD_TRY(find_param(&m, leaf[0], "W", 2, &weight));
    MSD_TRY(find_param(&m, leaf[0], "b", 1, &bias));
    add_param(&m, component, "output/W", weight, 1);
    add_param(&m, component, "output/b", bias, 0);
    MSD_TRY(add_labels(&m, weight->v.nd.dim[0]));
    return add_own_tok2vec(&m);
}

/* ---- parser and names ---- */

static msd_status add_linear(const model *m, const char *name, size_t i, uint64_t *n_out)
{
    char own[SECTION_NAME];
    const msdx_node *w, *b;
    MSD_TRY(find_param(m, i, "W", 2, &w));
    MSD_TRY(find_param(m, i, "b", 1, &b));
    snprintf(own, sizeof own, "%s/%s", m->component, name);
    add_param(m, own, "W", w, 1);
    add_param(m, own, "b", b, 0);
    *n_out = w->v.nd.dim[0];
    return MSD_OK;
}

static msd_status add_lower(const model *m, uint32_t shape[4])
{
    size_t leaf[LEAF_MAX];
    char own[SECTION_NAME];
    const msdx_node *w, *b, *pad;
    if (find_leaves(m, "precomputable_affine", leaf) != 1)
        return fail(m, MSD_EUNSUPPORTED, "not one", MSDX_STR("precomputable_affine"));
    MSD_TRY(find_param(m, leaf[0], "W", 4, &w));
    MSD_TRY(find_param(m, leaf[0], "b", 2, &b));
    MSD_TRY(find_param(m, leaf[0], "pad", 4, &pad));
    snprintf(own, sizeof own, "%s/lower", m->component);
    add_param(m, own, "W", w, 3);
    add_param(m, own, "b", b, 0);
    add_param(m, own, "pad", pad, 2);
    for (size_t i = 0; i < 4; i++) shape[i] = (uint32_t)w->v.nd.dim[i];
    return MSD_OK;
}

static msd_status import_transitions(msdx_import *im, msdx_pack_writer *w, const char *component, bool names,
                                     msd_error *err)
{
    enum { N_TOKEN, N_SLOT, N_HIDDEN, N_PIECE, N_CLASS, HAS_UPPER, N_SHAPE };
    model m;
    size_t root[LEAF_MAX], leaf[LEAF_MAX];
    uint32_t shape[N_SHAPE], lower[4];
    uint64_t n_out;
    const msdx_node *has_upper, *refs;
    bool ok;
    MSD_TRY(open_model(&m, im, w, component, err));
    if (find_leaves(&m, "parser_model", root) != 1) return fail(&m, MSD_EFORMAT, "not one", MSDX_STR("parser_model"));
    MSD_TRY(find_attr(&m, root[0], "has_upper", &has_upper));
    shape[HAS_UPPER] = has_upper->type == MSDX_N_BOOL && has_upper->v.b;
    MSD_TRY(add_lower(&m, lower));
    shape[N_SLOT] = lower[0], shape[N_HIDDEN] = lower[1], shape[N_PIECE] = lower[2], shape[N_TOKEN] = lower[3];
    shape[N_CLASS] = shape[N_HIDDEN];
    refs = msdx_node_find(&m.node[root[0]], "refs");
    int64_t upper = msdx_node_int(refs ? msdx_node_find(refs, "upper") : NULL, &ok);
    size_t n_linear = find_leaves(&m, "linear", leaf);
    if (n_linear != 1U + shape[HAS_UPPER])
        return fail(&m, MSD_EUNSUPPORTED, "layers missing or too many:", MSDX_STR("linear"));
    for (size_t i = 0; i < n_linear; i++) {
        bool is_upper = shape[HAS_UPPER] && ok && (int64_t)leaf[i] == upper;
        MSD_TRY(add_linear(&m, is_upper ? "upper" : "linear", leaf[i], &n_out));
        if (is_upper) shape[N_CLASS] = (uint32_t)n_out;
    }
    add_numbers(&m, component, "shape", shape, N_SHAPE);
    MSD_TRY(msdx_import_moves(im, w, component, shape[N_CLASS], names, err));
    return add_own_tok2vec(&m);
}

/* ---- all of them ---- */

static msd_status check_config(msdx_import *im, msd_error *err)
{
    const char *learn = msdx_import_config(im, "components.parser", "learn_tokens");
    if (learn && strcmp(learn, "true") == 0)
        return msdx_err(err, MSD_EUNSUPPORTED, 0, "%s: config.cfg: components.parser.learn_tokens",
                        msdx_import_name(im));
    return MSD_OK;
}

msd_status msdx_import_networks(msdx_import *im, msdx_pack_writer *w, msd_error *err)
{
    MSD_TRY(check_config(im, err));
    if (msdx_import_has(im, "tok2vec/model")) {
        model m;
        MSD_TRY(open_model(&m, im, w, "tok2vec", err));
        MSD_TRY(add_tok2vec(&m, "tok2vec"));
    }
    MSD_TRY(msdx_import_vector_keys(im, w, err));
    bool morphs = msdx_import_has(im, "morphologizer/model");
    if (morphs) MSD_TRY(import_tagger(im, w, "morphologizer", add_morph_labels, err));
    if (!morphs || msdx_import_has(im, "tagger/model")) MSD_TRY(import_tagger(im, w, "tagger", add_tags, err));
    MSD_TRY(import_transitions(im, w, "parser", false, err));
    return import_transitions(im, w, "ner", true, err);
}
