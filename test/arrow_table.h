/* arrow_table.h: small tables for the Arrow C Data Interface, made by hand, and readers of what comes out. */
#ifndef MSD_ARROW_TABLE_H
#define MSD_ARROW_TABLE_H
#include "masudi.h"
#include "test.h"

enum { TABLE_COLUMNS = 6, TABLE_ROWS = 64 };

/* Columns of texts with 32-bit ends; everything lies in the table itself. */
typedef struct arrow_table {
    struct ArrowSchema schema, type[TABLE_COLUMNS], *types[TABLE_COLUMNS];
    struct ArrowArray array, column[TABLE_COLUMNS], *columns[TABLE_COLUMNS];
    uint8_t valid[TABLE_COLUMNS][TABLE_ROWS / 8];
    int32_t end[TABLE_COLUMNS][TABLE_ROWS + 1];
    char *bytes[TABLE_COLUMNS];
    const void *buffers[TABLE_COLUMNS][3], *none[1];
    int n_released; /* what was released: never by the library */
} arrow_table;

static inline void table_release_schema(struct ArrowSchema *s)
{
    ++*(int *)s->private_data;
    s->release = NULL;
}

static inline void table_release_array(struct ArrowArray *a)
{
    ++*(int *)a->private_data;
    a->release = NULL;
}

static inline void table_init(arrow_table *t, int64_t n_row)
{
    *t = (arrow_table){0};
    t->schema = (struct ArrowSchema){.format = "+s",
                                     .name = "",
                                     .children = t->types,
                                     .release = table_release_schema,
                                     .private_data = &t->n_released};
    t->array = (struct ArrowArray){.length = n_row,
                                   .n_buffers = 1,
                                   .buffers = t->none,
                                   .children = t->columns,
                                   .release = table_release_array,
                                   .private_data = &t->n_released};
}

/* One more column; a NULL is null. The bytes end where their memory does, so that a reader past them is seen. */
static inline void table_add(arrow_table *t, const char *name, const char *const *text)
{
    int64_t k = t->schema.n_children, n_row = t->array.length, n_null = 0;
    size_t n = 0;
    for (int64_t i = 0; i < n_row; i++) n += text[i] ? strlen(text[i]) : 0;
    t->bytes[k] = malloc(n ? n : 1);
    n = 0;
    for (int64_t i = 0; t->bytes[k] && i < n_row; i++) {
        size_t m = text[i] ? strlen(text[i]) : 0;
        if (m) memcpy(t->bytes[k] + n, text[i], m);
        n += m;
        t->end[k][i + 1] = (int32_t)n;
        if (text[i]) t->valid[k][i / 8] |= (uint8_t)(1 << i % 8);
        n_null += !text[i];
    }
    t->type[k] = (struct ArrowSchema){
        .format = "u", .name = name, .release = table_release_schema, .private_data = &t->n_released};
    t->buffers[k][0] = n_null ? t->valid[k] : NULL;
    t->buffers[k][1] = t->end[k];
    t->buffers[k][2] = t->bytes[k];
    t->column[k] = (struct ArrowArray){.length = n_row,
                                       .null_count = n_null,
                                       .n_buffers = 3,
                                       .buffers = t->buffers[k],
                                       .release = table_release_array,
                                       .private_data = &t->n_released};
    t->types[k] = &t->type[k];
    t->columns[k] = &t->column[k];
    t->schema.n_children = t->array.n_children = k + 1;
}

static inline void table_clear(arrow_table *t)
{
    for (int i = 0; i < TABLE_COLUMNS; i++) free(t->bytes[i]);
}

/* ---- of what came out ---- */

static inline bool arrow_is_null(const struct ArrowArray *a, int64_t i)
{
    i += a->offset;
    return a->null_count && a->buffers[0] && !(((const uint8_t *)a->buffers[0])[i / 8] >> i % 8 & 1);
}

/* A text, copied into a place of its own that the next but three overwrites; "(null)". */
static inline const char *arrow_text(const struct ArrowArray *a, int64_t i)
{
    static char place[4][8192];
    static unsigned next;
    char *to = place[next++ % 4];
    const int32_t *end = a->buffers[1];
    i += a->offset;
    if (arrow_is_null(a, i - a->offset)) return "(null)";
    snprintf(to, sizeof place[0], "%.*s", (int)(end[i + 1] - end[i]), (const char *)a->buffers[2] + end[i]);
    return to;
}

static inline int64_t arrow_list_start(const struct ArrowArray *a, int64_t i)
{
    return ((const int32_t *)a->buffers[1])[a->offset + i];
}

/* The child of that name; NULL: there is none. */
static inline const struct ArrowArray *arrow_child(const struct ArrowSchema *s, const struct ArrowArray *a,
                                                   const char *name, const struct ArrowSchema **type)
{
    for (int64_t i = 0; i < s->n_children; i++)
        if (strcmp(s->children[i]->name, name) == 0) {
            if (type) *type = s->children[i];
            return a->children[i];
        }
    return NULL;
}

/* ---- rules of the format ---- */

/* Does the array have what its type says, with ends in order and no null where none may be? The n rows of its parent. */
static inline bool arrow_holds(const struct ArrowSchema *s, const struct ArrowArray *a, int64_t n)
{
    bool list = strcmp(s->format, "+l") == 0, text = strcmp(s->format, "u") == 0;
    int64_t want = list ? 2 : text ? 3 : strcmp(s->format, "+s") == 0 ? 1 : 2, n_null = 0, below = a->length;
    if (!s->release || !a->release || !s->name || a->length != n || a->offset != 0) return false;
    if (a->n_buffers != want || a->n_children != s->n_children || s->dictionary || a->dictionary) return false;
    for (int64_t i = 1; i < want; i++)
        if (!a->buffers[i] || (uintptr_t)a->buffers[i] % 8) return false;
    for (int64_t i = 0; i < n; i++) n_null += arrow_is_null(a, i);
    if (n_null != a->null_count || (n_null && !(s->flags & ARROW_FLAG_NULLABLE))) return false;
    const int32_t *end = a->n_buffers > 1 ? a->buffers[1] : NULL;
    for (int64_t i = 0; (list || text) && i < n; i++)
        if (end[0] != 0 || end[i + 1] < end[i]) return false;
    if (list) below = end[n];
    for (int64_t i = 0; i < s->n_children; i++)
        if (!arrow_holds(s->children[i], a->children[i], below)) return false;
    return true;
}
#endif
