/* tree.c: makes nested columns of fields, and fills them. */
#include "write/tree_impl.h"

#include <assert.h>

static const msdx_node nothing = {
    .valid = MSDX_BUF_INIT(INT32_MAX), .end = MSDX_BUF_INIT(SIZE_MAX / 2), .data = MSDX_BUF_INIT(SIZE_MAX / 2)};

/* ---- what it is made of ---- */

static size_t count(const msdx_field *fields, const char *prefix)
{
    size_t n = 0;
    for (const msdx_field *f = fields; f->path; f++) n += msdx_field_below(f, prefix) != NULL;
    return n;
}

static void init(msdx_tree *t, msdx_node *k, const char *name, msdx_form form, bool nullable)
{
    *k = nothing;
    k->name = name;
    k->form = form;
    k->nullable = nullable;
    if (form == MSDX_STRING || msdx_node_is_list(k)) msdx_buf_add(&k->end, "\0\0\0", 4);
    if (!msdx_node_is_list(k)) return;
    k->child = MSDX_NEW(&t->arena, msdx_node, 1);
    if (!k->child) return;
    k->n_child = 1;
    init(t, k->child, "item", form == MSDX_STRINGS ? MSDX_STRING : MSDX_OBJECT, false);
}

static void grow(msdx_tree *t, msdx_node *k, const msdx_field *fields, const char *prefix, const msdx_graft *graft);

static void grow_field(msdx_tree *t, msdx_node *k, const msdx_field *fields, const msdx_field *f,
                       const msdx_graft *graft)
{
    char below[64];
    size_t n = strlen(f->path);
    bool list = f->form == MSDX_OBJECTS;
    if (list && graft && graft->path && strcmp(graft->path, f->path) == 0) {
        if (k->child) grow(t, k->child, graft->fields, "", NULL);
        return;
    }
    if ((f->form != MSDX_OBJECT && !list) || n + 4 >= sizeof below) return;
    memcpy(below, f->path, n);
    memcpy(below + n, list ? "[]." : ".", list ? 4 : 2);
    msdx_node *object = list ? k->child : k;
    if (object) grow(t, object, fields, below, graft);
}

static void grow(msdx_tree *t, msdx_node *k, const msdx_field *fields, const char *prefix, const msdx_graft *graft)
{
    const char *name;
    size_t n = 0;
    k->child = MSDX_NEW(&t->arena, msdx_node, count(fields, prefix));
    if (!k->child) return;
    for (const msdx_field *f = fields; f->path; f++) {
        if (!(name = msdx_field_below(f, prefix))) continue;
        msdx_node *field = &k->child[n++];
        init(t, field, name, f->form, f->nullable || !msdx_field_required(f));
        k->n_child = n;
        grow_field(t, field, fields, f, graft);
    }
}

/* ---- filling ---- */

static bool fits(msdx_tree *t, size_t n)
{
    if (n > INT32_MAX) t->too_big = true;
    return n <= INT32_MAX;
}

static void put_64(msdx_buf *b, uint64_t v, unsigned n_byte)
{
    char s[8];
    for (unsigned i = 0; i < n_byte; i++) s[i] = (char)(v >> 8 * i);
    msdx_buf_add(b, s, n_byte);
}

/* The row that has just been put. */
static void end_row(msdx_node *k, bool has)
{
    if (k->nullable) {
        if (k->n % 8 == 0) msdx_buf_addc(&k->valid, 0);
        if (has && !k->valid.failed) k->valid.p[k->n / 8] |= (char)(1 << k->n % 8);
        k->n_null += !has;
    }
    k->n++;
}

/* Null; or, where it may not be, nothing: an empty text or list, 0, an object of such. */
static void put_nothing(msdx_node *k)
{
    if (k->form == MSDX_OBJECT)
        for (size_t i = 0; i < k->n_child; i++) put_nothing(&k->child[i]);
    else if (msdx_node_is_list(k))
        put_64(&k->end, k->child->n, 4);
    else if (k->form == MSDX_STRING)
        put_64(&k->end, k->data.n, 4);
    else
        put_64(&k->data, 0, 8);
    end_row(k, false);
}

/* Where the next value goes. */
static msdx_node *target(const msdx_tree *t)
{
    if (t->depth == 0) return (msdx_node *)&t->root;
    msdx_node *top = t->at[t->depth - 1];
    return msdx_node_is_list(top) ? top->child : t->target;
}

static void take_open(msdx_sink *sink, char bracket)
{
    msdx_tree *t = (msdx_tree *)sink;
    msdx_node *k = target(t);
    assert(t->depth < MSDX_TREE_DEPTH && k && (bracket == '[') == msdx_node_is_list(k));
    (void)bracket;
    t->at[t->depth++] = k;
    t->target = NULL;
    k->next = 0;
}

static void take_close(msdx_sink *sink, char bracket)
{
    msdx_tree *t = (msdx_tree *)sink;
    msdx_node *k = t->at[--t->depth];
    if (bracket == ']') {
        if (fits(t, k->child->n)) put_64(&k->end, k->child->n, 4);
    } else {
        for (size_t i = 0; i < k->n_child; i++)
            if (k->child[i].n <= k->n) put_nothing(&k->child[i]);
    }
    end_row(k, true);
    t->target = NULL;
}

static void take_key(msdx_sink *sink, const char *key)
{
    msdx_tree *t = (msdx_tree *)sink;
    msdx_node *k = t->at[t->depth - 1];
    t->target = NULL;
    for (size_t i = 0; i < k->n_child && !t->target; i++) {
        size_t at = (k->next + i) % k->n_child;
        if (strcmp(k->child[at].name, key) != 0) continue;
        t->target = &k->child[at];
        k->next = at + 1;
    }
    assert(t->target && t->target->n == k->n);
}

static void take_text(msdx_sink *sink, msdx_str s)
{
    msdx_tree *t = (msdx_tree *)sink;
    msdx_node *k = target(t);
    assert(k->form == MSDX_STRING);
    if (fits(t, k->data.n + s.n)) {
        msdx_buf_add(&k->data, s.p, s.n);
        put_64(&k->end, k->data.n, 4);
    }
    end_row(k, true);
}

static void take_whole(msdx_sink *sink, int64_t i)
{
    msdx_node *k = target((msdx_tree *)sink);
    assert(k->form == MSDX_INTEGER);
    put_64(&k->data, (uint64_t)i, 8);
    end_row(k, true);
}

static void take_real(msdx_sink *sink, double d)
{
    msdx_node *k = target((msdx_tree *)sink);
    uint64_t bits;
    assert(k->form == MSDX_NUMBER);
    if (d == 0) d = 0; /* no minus zero, as in JSON */
    memcpy(&bits, &d, sizeof bits);
    put_64(&k->data, bits, 8);
    end_row(k, true);
}

static void take_none(msdx_sink *sink)
{
    put_nothing(target((msdx_tree *)sink));
}

/* ---- the whole ---- */

msd_status msdx_tree_new(msdx_tree **out, const msdx_field *fields, const msdx_graft *graft, msd_error *err)
{
    *out = NULL;
    msdx_tree *t = msdx_calloc(1, sizeof *t);
    if (!t) return msdx_err_nomem(err);
    t->sink = (msdx_sink){take_open, take_close, take_key, take_text, take_whole, take_real, take_none};
    init(t, &t->root, "", MSDX_OBJECT, false);
    grow(t, &t->root, fields, "", graft);
    if (t->arena.failed) {
        msdx_tree_free(t);
        return msdx_err_nomem(err);
    }
    *out = t;
    return MSD_OK;
}

static void clear(msdx_node *k)
{
    for (size_t i = 0; i < k->n_child; i++) clear(&k->child[i]);
    msdx_buf_clear(&k->valid);
    msdx_buf_clear(&k->end);
    msdx_buf_clear(&k->data);
}

void msdx_tree_free(msdx_tree *tree)
{
    if (!tree) return;
    clear(&tree->root);
    msdx_arena_clear(&tree->arena);
    msdx_free(tree);
}

msdx_sink *msdx_tree_sink(msdx_tree *tree)
{
    return &tree->sink;
}
