/* tree_arrow.c: a tree of columns as ArrowSchema and ArrowArray. What is handed out holds memory of its own for each
 * column, because the interface lets a reader move children out and release them apart. */
#include "write/tree_impl.h"

/* Of one schema or array: it, and its children after it. */
struct schema_hold {
    struct ArrowSchema *child, **children;
    size_t n_child;
};
struct array_hold {
    struct ArrowArray *child, **children;
    size_t n_child;
    void *own[3];
    const void *buffer[3];
};

/* ---- types ---- */

static void release_schema(struct ArrowSchema *s)
{
    struct schema_hold *hold = s->private_data;
    for (size_t i = 0; i < hold->n_child; i++)
        if (hold->child[i].release) hold->child[i].release(&hold->child[i]);
    msdx_free(hold->child);
    msdx_free(hold->children);
    msdx_free(hold);
    s->release = NULL;
}

static bool put_schema(const msdx_node *k, struct ArrowSchema *out)
{
    static const char *const format[] = {"u", "l", "g", "+s", "+l", "+l"};
    struct schema_hold *hold = msdx_calloc(1, sizeof *hold);
    *out = (struct ArrowSchema){.format = format[k->form], .name = k->name, .private_data = hold};
    if (!hold) return false;
    out->flags = k->nullable ? ARROW_FLAG_NULLABLE : 0;
    out->release = release_schema;
    if (k->n_child == 0) return true;
    hold->child = msdx_calloc(k->n_child, sizeof *hold->child);
    hold->children = msdx_calloc(k->n_child, sizeof *hold->children);
    if (!hold->child || !hold->children) return false;
    hold->n_child = k->n_child;
    out->children = hold->children;
    out->n_children = (int64_t)k->n_child;
    for (size_t i = 0; i < k->n_child; i++) {
        hold->children[i] = &hold->child[i];
        if (!put_schema(&k->child[i], &hold->child[i])) return false;
    }
    return true;
}

msd_status msdx_tree_schema(const msdx_tree *tree, struct ArrowSchema *out, msd_error *err)
{
    if (put_schema(&tree->root, out)) return MSD_OK;
    if (out->release) out->release(out);
    return msdx_err_nomem(err);
}

/* ---- rows ---- */

static void release_array(struct ArrowArray *a)
{
    struct array_hold *hold = a->private_data;
    for (size_t i = 0; i < hold->n_child; i++)
        if (hold->child[i].release) hold->child[i].release(&hold->child[i]);
    for (int i = 0; i < 3; i++) msdx_free(hold->own[i]);
    msdx_free(hold->child);
    msdx_free(hold->children);
    msdx_free(hold);
    a->release = NULL;
}

static void *take(msdx_buf *b)
{
    void *p = b->p;
    *b = (msdx_buf)MSDX_BUF_INIT(b->ceiling);
    return p;
}

/* The buffers of the format's layout; one that is empty is not NULL, since some readers want none that is. */
static void take_buffers(msdx_node *k, struct ArrowArray *out, struct array_hold *hold)
{
    static const uint64_t empty[8];
    int n = 1;
    hold->own[0] = take(&k->valid);
    hold->buffer[0] = k->n_null ? hold->own[0] : NULL;
    if (k->form == MSDX_STRING || msdx_node_is_list(k)) hold->own[n++] = take(&k->end);
    if (k->form == MSDX_STRING || k->form == MSDX_INTEGER || k->form == MSDX_NUMBER) hold->own[n++] = take(&k->data);
    for (int i = 1; i < n; i++) hold->buffer[i] = hold->own[i] ? hold->own[i] : empty;
    out->buffers = hold->buffer;
    out->n_buffers = n;
}

static bool take_array(msdx_node *k, struct ArrowArray *out)
{
    struct array_hold *hold = msdx_calloc(1, sizeof *hold);
    *out = (struct ArrowArray){.length = (int64_t)k->n, .null_count = (int64_t)k->n_null, .private_data = hold};
    if (!hold) return false;
    out->release = release_array;
    take_buffers(k, out, hold);
    if (k->n_child == 0) return true;
    hold->child = msdx_calloc(k->n_child, sizeof *hold->child);
    hold->children = msdx_calloc(k->n_child, sizeof *hold->children);
    if (!hold->child || !hold->children) return false;
    hold->n_child = k->n_child;
    out->children = hold->children;
    out->n_children = (int64_t)k->n_child;
    for (size_t i = 0; i < k->n_child; i++) {
        hold->children[i] = &hold->child[i];
        if (!take_array(&k->child[i], &hold->child[i])) return false;
    }
    return true;
}

static bool failed(const msdx_node *k)
{
    bool any = k->valid.failed || k->end.failed || k->data.failed;
    for (size_t i = 0; i < k->n_child; i++) any |= failed(&k->child[i]);
    return any;
}

msd_status msdx_tree_take(msdx_tree *tree, struct ArrowArray *out, msd_error *err)
{
    *out = (struct ArrowArray){0};
    if (tree->too_big)
        return msdx_err(err, MSD_ETOOBIG, 0, "what the batch gives has over 2 GiB in one column; give it fewer rows");
    if (failed(&tree->root)) return msdx_err_nomem(err);
    if (take_array(&tree->root, out)) return MSD_OK;
    if (out->release) out->release(out);
    return msdx_err_nomem(err);
}
