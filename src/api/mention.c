/* mention.c: columns of mentions, in the layouts of lists and structs of Apache Arrow's columnar format 1.5. */
#include "api/mention.h"

/* ---- opening ---- */

static msd_status broken(const char *name, const char *what, msd_error *err)
{
    return msdx_err(err, MSD_EFORMAT, 0, "column '%.80s': %s", name, what);
}

static msd_status wrong_type(const char *name, msd_error *err)
{
    return msdx_err(err, MSD_EUSAGE, 0,
                    "column '%.80s' holds neither words, nor [start, end] as whole numbers, nor structs of text, start "
                    "and end",
                    name);
}

/* What cells.c sees to in columns without children. */
static msd_status check_nested(const char *name, const struct ArrowSchema *schema, const struct ArrowArray *a,
                               int64_t from, int64_t n, int64_t n_buffer, msd_error *err)
{
    if (!a->release) return broken(name, "the array has been released", err);
    if (a->offset < 0 || a->length < 0 || a->offset > INT64_MAX - a->length)
        return broken(name, "the array has a length or an offset below 0", err);
    if (from < 0 || n < 0 || from > a->length || n > a->length - from)
        return broken(name, "the array is shorter than its parent", err);
    if (a->n_buffers != n_buffer || !a->buffers) return broken(name, "the array has not the buffers of its type", err);
    if (schema->n_children != a->n_children || schema->n_children < 0 ||
        (schema->n_children && (!schema->children || !a->children)))
        return broken(name, "the array has not the children of its type", err);
    return MSD_OK;
}

/* *width: of an end, 0 for lists of two. */
static bool is_list(const char *format, unsigned *width)
{
    *width = strcmp(format, "+l") == 0 ? 4 : strcmp(format, "+L") == 0 ? 8 : 0;
    return *width || strcmp(format, "+w:2") == 0;
}

static msd_status open_list(msdx_mentions *m, const struct ArrowSchema *schema, const struct ArrowArray *array,
                            int64_t from, int64_t n, msdx_arena *arena, msd_error *err)
{
    MSD_TRY(check_nested(m->name, schema, array, from, n, m->list_width ? 2 : 1, err));
    if (schema->n_children != 1) return broken(m->name, "a list has one child", err);
    if (m->list_width && n && !array->buffers[1]) return broken(m->name, "the array has no ends", err);
    m->is_list = true;
    m->list_end = m->list_width ? array->buffers[1] : NULL;
    return msdx_cells_open(&m->start, m->name, schema->children[0], array->children[0], 0, array->children[0]->length,
                           MSDX_CELLS_NUMBER, arena, err);
}

static msd_status open_struct(msdx_mentions *m, const struct ArrowSchema *schema, const struct ArrowArray *array,
                              int64_t from, int64_t n, msdx_arena *arena, msd_error *err)
{
    MSD_TRY(check_nested(m->name, schema, array, from, n, 1, err));
    m->is_struct = true;
    for (int64_t k = 0; k < schema->n_children; k++) {
        const struct ArrowSchema *type = schema->children[k];
        const char *name = type->name ? type->name : "";
        msdx_cells *cells = strcmp(name, "text") == 0    ? &m->text
                            : strcmp(name, "start") == 0 ? &m->start
                            : strcmp(name, "end") == 0   ? &m->end
                                                         : NULL;
        if (!cells) continue;
        MSD_TRY(msdx_cells_open(cells, m->name, type, array->children[k], array->offset + from, n,
                                cells == &m->text ? MSDX_CELLS_TEXT : MSDX_CELLS_NUMBER, arena, err));
    }
    bool place = m->start.name && m->end.name;
    return m->text.name || place ? MSD_OK : wrong_type(m->name, err);
}

msd_status msdx_mentions_open(msdx_mentions *out, const struct ArrowSchema *schema, const struct ArrowArray *array,
                              int64_t from, int64_t n, msdx_arena *arena, msd_error *err)
{
    *out = (msdx_mentions){.name = schema->name ? schema->name : ""};
    if (!schema->release || !schema->format) return broken(out->name, "the type has been released", err);
    bool list = is_list(schema->format, &out->list_width);
    if (!list && strcmp(schema->format, "+s") != 0)
        return msdx_cells_open(&out->text, out->name, schema, array, from, n, MSDX_CELLS_TEXT, arena, err);
    MSD_TRY(list ? open_list(out, schema, array, from, n, arena, err)
                 : open_struct(out, schema, array, from, n, arena, err));
    out->valid = array->null_count && n ? array->buffers[0] : NULL;
    out->from = array->offset + from;
    return MSD_OK;
}

/* ---- cells ---- */

static msd_status nothing(const msdx_mentions *m, msd_error *err)
{
    return msdx_err(err, MSD_EFORMAT, 0, "the %.80s is null or empty", m->name);
}

static msd_status words(const msdx_mentions *m, int64_t i, msdx_arena *arena, msd_mention_ref *out, msd_error *err)
{
    MSD_TRY(msdx_cells_cstr(&m->text, i, arena, &out->text, err));
    return out->text ? MSD_OK : nothing(m, err);
}

static msd_status place(const msdx_mentions *m, int64_t start, int64_t end, msd_mention_ref *out, msd_error *err)
{
    if (start < 0 || end <= start || end > UINT32_MAX)
        return msdx_err(err, MSD_EFORMAT, 0, "the %.80s [%lld, %lld] is no place in a text", m->name, (long long)start,
                        (long long)end);
    out->start_cp = (uint32_t)start;
    out->end_cp = (uint32_t)end;
    return MSD_OK;
}

static int64_t end_at(const msdx_mentions *m, int64_t at)
{
    int32_t narrow;
    int64_t wide;
    if (m->list_width == 8) {
        memcpy(&wide, (const char *)m->list_end + (size_t)at * 8, 8);
        return wide;
    }
    memcpy(&narrow, (const char *)m->list_end + (size_t)at * 4, 4);
    return narrow;
}

static msd_status list_at(const msdx_mentions *m, int64_t i, msd_mention_ref *out, msd_error *err)
{
    int64_t at = m->from + i, v[2];
    int64_t first = m->list_width ? end_at(m, at) : at * 2, last = m->list_width ? end_at(m, at + 1) : at * 2 + 2;
    if (first < 0 || last < first || last > m->start.n) return broken(m->name, "a list goes past its numbers", err);
    if (last == first) return nothing(m, err);
    if (last - first != 2)
        return msdx_err(err, MSD_EFORMAT, 0, "the %.80s has %lld numbers: [start, end] has two", m->name,
                        (long long)(last - first));
    for (int k = 0; k < 2; k++)
        if (!msdx_cells_number(&m->start, first + k, &v[k])) return nothing(m, err);
    return place(m, v[0], v[1], out, err);
}

msd_status msdx_mentions_get(const msdx_mentions *mentions, int64_t i, msdx_arena *arena, msd_mention_ref *out,
                             msd_error *err)
{
    int64_t at = mentions->from + i, start, end;
    *out = (msd_mention_ref){0};
    if (mentions->valid && !(mentions->valid[at / 8] >> at % 8 & 1)) return nothing(mentions, err);
    if (mentions->is_list) return list_at(mentions, i, out, err);
    if (mentions->is_struct && msdx_cells_number(&mentions->start, i, &start) &&
        msdx_cells_number(&mentions->end, i, &end))
        return place(mentions, start, end, out, err);
    return words(mentions, i, arena, out, err);
}
