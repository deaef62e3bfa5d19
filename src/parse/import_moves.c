/* import_moves.c: the classes of a transition system from a component's `moves`.
 *
 * The file is MessagePack around a JSON text: for each action its labels with
 * counts. Class numbers are not stored; they follow from initialize_actions in
 * spacy/pipeline/_parser_internals/transition_system.pyx: by action, in it by
 * (count, label) descending; labels of negative count, which were added after
 * training began, last, each under all actions that it was added to. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "parse/import_networks.h"
#include "parse/transition.h"

enum { N_CLASS_MAX = 65536, SECTION_NAME = 48 };

typedef struct entry {
    json_int_t count;
    const char *label;
    uint32_t action;
} entry;

typedef struct builder {
    entry *entry; /* all labels of all actions */
    size_t n_entry;
    uint32_t *class; /* pairs: action, label */
    size_t n_class;
    msdx_str *label; /* different ones */
    size_t n_label;
    msdx_arena *arena;
    bool names;
} builder;

/* Descending by count, then label. */
static int by_rank(const void *va, const void *vb)
{
    const entry *a = va, *b = vb;
    if (a->count != b->count) return a->count < b->count ? 1 : -1;
    int order = strcmp(b->label, a->label);
    return order ? order : (a->action > b->action) - (a->action < b->action);
}

static uint32_t intern(builder *b, msdx_str s)
{
    for (size_t i = 0; i < b->n_label; i++)
        if (msdx_str_eq(b->label[i], s)) return (uint32_t)i;
    b->label[b->n_label] = s;
    return (uint32_t)b->n_label++;
}

static void add_class(builder *b, uint32_t action, const char *label)
{
    uint32_t id = *label ? intern(b, msdx_str_of(label)) : MSDX_NO_LABEL;
    if (b->names && (action == MSDX_NAME_MISSING || (action == MSDX_NAME_OUT && *label))) return;
    for (size_t i = 0; i < b->n_class; i++)
        if (b->class[2 * i] == action && b->class[2 * i + 1] == id) return;
    b->class[2 * b->n_class] = action;
    b->class[2 * b->n_class++ + 1] = id;
}

static void add_classes(builder *b, uint32_t n_action)
{
    qsort(b->entry, b->n_entry, sizeof *b->entry, by_rank);
    for (uint32_t action = 0; action < n_action; action++)
        for (size_t i = 0; i < b->n_entry; i++)
            if (b->entry[i].action == action && b->entry[i].count >= 0) add_class(b, action, b->entry[i].label);
    for (size_t i = 0; i < b->n_entry; i++)
        for (uint32_t action = 0; b->entry[i].count < 0 && action < n_action; action++)
            for (size_t j = 0; j < b->n_entry; j++)
                if (b->entry[j].count < 0 && b->entry[j].action == action &&
                    strcmp(b->entry[j].label, b->entry[i].label) == 0)
                    add_class(b, action, b->entry[j].label);
}

/* Read {"0": {"label": count, ...}, ...}; false when it is not of that form. */
static bool read_actions(builder *b, json_t *moves, uint32_t n_action)
{
    const char *key, *label;
    json_t *labels, *count;
    json_object_foreach(moves, key, labels)
    {
        char *end;
        unsigned long action = strtoul(key, &end, 10);
        if (*end || end == key || action >= n_action || !json_is_object(labels)) return false;
        json_object_foreach(labels, label, count)
        {
            if (!json_is_integer(count) || b->n_entry == N_CLASS_MAX) return false;
            b->entry[b->n_entry++] = (entry){json_integer_value(count), label, (uint32_t)action};
        }
    }
    return true;
}

static size_t count_entries(json_t *moves)
{
    const char *key;
    json_t *labels;
    size_t n = 0;
    json_object_foreach(moves, key, labels) n += json_object_size(labels);
    return n;
}

/* For each label: itself and no head; or, for "label||head", the two. Adds parts that are no labels themselves. */
static uint32_t *split_labels(builder *b, size_t room)
{
    uint32_t *parts = MSDX_NEW(b->arena, uint32_t, 2 * room);
    for (size_t i = 0; parts && i < b->n_label; i++) {
        msdx_str s = b->label[i];
        const char *cut = b->names ? NULL : memmem(s.p, s.n, "||", 2);
        parts[2 * i] = cut ? intern(b, (msdx_str){s.p, (size_t)(cut - s.p)}) : (uint32_t)i;
        parts[2 * i + 1] = cut ? intern(b, (msdx_str){cut + 2, (size_t)(s.p + s.n - cut - 2)}) : MSDX_NO_LABEL;
    }
    return parts;
}

static void write_labels(const builder *b, msdx_pack_writer *w, const char *prefix, const uint32_t *parts)
{
    char name[SECTION_NAME];
    msdx_buf text = MSDX_BUF_INIT((size_t)1 << 24);
    for (size_t i = 0; i < b->n_label; i++) {
        msdx_buf_add(&text, b->label[i].p, b->label[i].n);
        msdx_buf_add(&text, "", 1);
    }
    snprintf(name, sizeof name, "%s/labels", prefix);
    msdx_pack_add(w, name, MSDX_PACK_BYTES, text.n, 0, text.p);
    msdx_buf_clear(&text);
    snprintf(name, sizeof name, "%s/classes", prefix);
    msdx_pack_add(w, name, MSDX_PACK_U32, b->n_class, 2, b->class);
    snprintf(name, sizeof name, "%s/parts", prefix);
    msdx_pack_add(w, name, MSDX_PACK_U32, b->n_label, 2, parts);
}

static msd_status build(msdx_import *im, msdx_pack_writer *w, const char *prefix, size_t n_class, bool names,
                        json_t *moves, msd_error *err)
{
    uint32_t n_action = names ? MSDX_N_NAME : MSDX_N_ARC;
    size_t n = count_entries(moves);
    builder b = {.arena = msdx_import_arena(im), .names = names};
    b.entry = MSDX_NEW(b.arena, entry, n + 1);
    b.class = MSDX_NEW(b.arena, uint32_t, 2 * (n + 1));
    b.label = MSDX_NEW(b.arena, msdx_str, 3 * (n + 1));
    if (!b.entry || !b.class || !b.label) return msdx_err_nomem(err);
    if (n > N_CLASS_MAX || !read_actions(&b, moves, n_action))
        return msdx_err(err, MSD_EFORMAT, 0, "%s: %s/moves: not actions with counted labels", msdx_import_name(im),
                        prefix);
    add_classes(&b, n_action);
    if (b.n_class != n_class)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: %s/moves: %zu classes, but the network has %zu", msdx_import_name(im),
                        prefix, b.n_class, n_class);
    if (!names) intern(&b, MSDX_STR("ROOT"));
    uint32_t *parts = split_labels(&b, 3 * (n + 1));
    if (!parts) return msdx_err_nomem(err);
    write_labels(&b, w, prefix, parts);
    return MSD_OK;
}

msd_status msdx_import_moves(msdx_import *im, msdx_pack_writer *w, const char *prefix, size_t n_class, bool names,
                             msd_error *err)
{
    char member[SECTION_NAME];
    const msdx_node *root;
    json_error_t je;
    snprintf(member, sizeof member, "%s/moves", prefix);
    MSD_TRY(msdx_import_node(im, member, &root, err));
    const msdx_node *text = msdx_node_find(root, "moves");
    if (!text || (text->type != MSDX_N_STR && text->type != MSDX_N_BIN))
        return msdx_err(err, MSD_EFORMAT, 0, "%s: %s: no moves", msdx_import_name(im), member);
    json_t *moves = json_loadb(text->v.s.p, text->v.s.n, 0, &je);
    msd_status st = json_is_object(moves) ? build(im, w, prefix, n_class, names, moves, err)
                                          : msdx_err(err, MSD_EFORMAT, 0, "%s: %s: %s", msdx_import_name(im), member,
                                                     moves ? "not an object" : je.text);
    json_decref(moves);
    return st;
}
