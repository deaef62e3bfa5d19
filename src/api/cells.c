/* cells.c: layouts of Apache Arrow's columnar format 1.5: variable-size texts, views, whole numbers, dates, times,
 * dictionaries. Pointers are the caller's word; what can be checked without them is checked. */
#include "api/cells.h"

#include <stdio.h>
#include <stdlib.h>

#include "code/times.h"

/* ---- types ---- */

static msd_status wrong_type(const char *name, const struct ArrowSchema *schema, msd_error *err)
{
    return msdx_err(err, MSD_EUSAGE, 0, "column '%.80s' has Arrow type '%.20s', which cannot be taken for that", name,
                    schema->format);
}

static bool is_text(msdx_cells *c, const char *format)
{
    static const struct {
        const char *format;
        unsigned width; /* 0: views */
    } type[] = {{"u", 4}, {"U", 8}, {"vu", 0}, {"z", 4}, {"Z", 8}, {"vz", 0}};
    for (size_t i = 0; i < sizeof type / sizeof *type; i++) {
        if (strcmp(format, type[i].format) != 0) continue;
        c->kind = type[i].width ? MSDX_CELL_TEXT : MSDX_CELL_VIEW;
        c->width = type[i].width ? type[i].width : 16;
        return true;
    }
    return false;
}

static bool is_whole(msdx_cells *c, const char *format)
{
    static const char letters[] = "cCsSiIlL"; /* of 1, 2, 4 and 8 bytes, with and without a sign */
    const char *at = format[0] && !format[1] ? strchr(letters, format[0]) : NULL;
    if (!at) return false;
    c->kind = MSDX_CELL_WHOLE;
    c->width = 1u << (at - letters) / 2;
    c->is_signed = (at - letters) % 2 == 0;
    return true;
}

static bool is_time(msdx_cells *c, const char *format)
{
    static const struct {
        const char *format;
        unsigned width;
        int64_t a_day;
    } type[] = {{"tdD", 4, 1},         {"tdm", 8, 86400000},     {"tss:", 8, 86400},
                {"tsm:", 8, 86400000}, {"tsu:", 8, 86400000000}, {"tsn:", 8, 86400000000000}};
    for (size_t i = 0; i < sizeof type / sizeof *type; i++) {
        size_t n = strlen(type[i].format);
        if (strncmp(format, type[i].format, n) != 0 || (n == 3 && format[3])) continue;
        c->kind = MSDX_CELL_TIME;
        c->width = type[i].width;
        c->is_signed = true;
        c->a_day = type[i].a_day;
        c->zone = format[n] != 0;
        return true;
    }
    return false;
}

static bool is_wanted(msdx_cells *c, const char *format, msdx_cells_want want)
{
    if (strcmp(format, "n") == 0) return true;
    if (want == MSDX_CELLS_NUMBER) return is_whole(c, format);
    if (is_text(c, format)) return true;
    return (want == MSDX_CELLS_ID && is_whole(c, format)) || (want == MSDX_CELLS_DATE && is_time(c, format));
}

/* ---- opening ---- */

static msd_status broken(const char *name, const char *what, msd_error *err)
{
    return msdx_err(err, MSD_EFORMAT, 0, "column '%.80s': %s", name, what);
}

static msd_status check_array(const msdx_cells *c, const struct ArrowArray *a, int64_t from, int64_t n, msd_error *err)
{
    static const int64_t n_buffer[] = {0, 3, 3, 2, 2};
    if (!a->release) return broken(c->name, "the array has been released", err);
    if (a->offset < 0 || a->length < 0 || a->offset > INT64_MAX - a->length)
        return broken(c->name, "the array has a length or an offset below 0", err);
    if (from < 0 || n < 0 || from > a->length || n > a->length - from)
        return broken(c->name, "the array is shorter than its parent", err);
    bool enough = c->kind == MSDX_CELL_VIEW ? a->n_buffers >= 3 : a->n_buffers == n_buffer[c->kind];
    if (!enough && c->kind != MSDX_CELL_NULL) return broken(c->name, "the array has not the buffers of its type", err);
    if (c->kind != MSDX_CELL_NULL && n && (!a->buffers || !a->buffers[1]))
        return broken(c->name, "the array has no values", err);
    if (c->kind == MSDX_CELL_VIEW && a->n_buffers > 3 && !a->buffers[a->n_buffers - 1])
        return broken(c->name, "the array does not say how long its buffers are", err);
    return MSD_OK;
}

static msd_status open_dictionary(msdx_cells *c, const struct ArrowSchema *schema, const struct ArrowArray *array,
                                  msdx_cells_want want, msdx_arena *arena, msd_error *err)
{
    if (!array->dictionary) return broken(c->name, "the array has no dictionary", err);
    if (!is_whole(c, schema->format)) return broken(c->name, "a dictionary is not looked up by whole numbers", err);
    if (schema->dictionary->dictionary) return wrong_type(c->name, schema, err);
    msdx_cells *values = MSDX_NEW(arena, msdx_cells, 1);
    if (!values) return msdx_err_nomem(err);
    c->values = values;
    return msdx_cells_open(values, c->name, schema->dictionary, array->dictionary, 0, array->dictionary->length, want,
                           arena, err);
}

msd_status msdx_cells_open(msdx_cells *out, const char *name, const struct ArrowSchema *schema,
                           const struct ArrowArray *array, int64_t from, int64_t n, msdx_cells_want want,
                           msdx_arena *arena, msd_error *err)
{
    *out = (msdx_cells){.name = name};
    if (!schema->release || !schema->format) return broken(name, "the type has been released", err);
    if (schema->dictionary && want == MSDX_CELLS_NUMBER) return wrong_type(name, schema, err);
    if (schema->dictionary)
        MSD_TRY(open_dictionary(out, schema, array, want, arena, err));
    else if (!is_wanted(out, schema->format, want))
        return wrong_type(name, schema, err);
    MSD_TRY(check_array(out, array, from, n, err));
    out->from = array->offset + from;
    out->n = n;
    if (out->kind == MSDX_CELL_NULL) return MSD_OK;
    out->buffer = (const void *const *)array->buffers;
    out->n_buffer = array->n_buffers;
    out->valid = array->null_count && n ? array->buffers[0] : NULL;
    return MSD_OK;
}

/* ---- cells ---- */

/* In the machine's own order, as the interface has it. */
static int64_t whole_at(const void *buffer, unsigned width, bool is_signed, int64_t i)
{
    const char *at = (const char *)buffer + (size_t)i * width;
    union {
        uint8_t c;
        uint16_t s;
        uint32_t i;
        uint64_t l;
    } v;
    memcpy(&v, at, width);
    switch (width) {
    case 1: return is_signed ? (int8_t)v.c : (int64_t)v.c;
    case 2: return is_signed ? (int16_t)v.s : (int64_t)v.s;
    case 4: return is_signed ? (int32_t)v.i : (int64_t)v.i;
    default: return (int64_t)v.l;
    }
}

static msd_status text_at(const msdx_cells *c, int64_t i, msdx_str *out, msd_error *err)
{
    int64_t start = whole_at(c->buffer[1], c->width, true, i), end = whole_at(c->buffer[1], c->width, true, i + 1);
    if (start < 0 || end < start) return broken(c->name, "a text ends before it starts", err);
    if ((uint64_t)(end - start) > MSD_TEXT_MAX)
        return msdx_err(err, MSD_ETOOBIG, 0, "the %.80s has %lld bytes, over %zu", c->name, (long long)(end - start),
                        MSD_TEXT_MAX);
    if (end > start && !c->buffer[2]) return broken(c->name, "the array has no bytes", err);
    *out = end > start ? (msdx_str){(const char *)c->buffer[2] + start, (size_t)(end - start)} : MSDX_STR("");
    return MSD_OK;
}

/* Of up to 12 bytes the view holds the text; else four of its bytes, the number of a buffer and where it starts there. */
static msd_status view_at(const msdx_cells *c, int64_t i, msdx_str *out, msd_error *err)
{
    const char *view = (const char *)c->buffer[1] + (size_t)i * 16;
    int32_t part[4]; /* length, first bytes, buffer, start */
    memcpy(part, view, sizeof part);
    if (part[0] < 0) return broken(c->name, "a text has a length below 0", err);
    *out = (msdx_str){view + 4, (size_t)part[0]};
    if (part[0] <= 12) return MSD_OK;
    if ((uint32_t)part[0] > MSD_TEXT_MAX)
        return msdx_err(err, MSD_ETOOBIG, 0, "the %.80s has %d bytes, over %zu", c->name, (int)part[0], MSD_TEXT_MAX);
    if (part[2] < 0 || part[2] >= c->n_buffer - 3) return broken(c->name, "a text is in no buffer", err);
    const int64_t *n_byte = c->buffer[c->n_buffer - 1];
    if (part[3] < 0 || (int64_t)part[3] + part[0] > n_byte[part[2]] || !c->buffer[2 + part[2]])
        return broken(c->name, "a text goes past its buffer", err);
    out->p = (const char *)c->buffer[2 + part[2]] + part[3];
    return MSD_OK;
}

/* A day; with the time of day where there is one. */
static msd_status time_at(const msdx_cells *c, int64_t v, msdx_arena *arena, msdx_str *out, msd_error *err)
{
    int64_t days = v / c->a_day, rest = v % c->a_day;
    if (rest < 0) {
        rest += c->a_day;
        days--;
    }
    char s[40];
    if (!msdx_put_iso(days, s))
        return msdx_err(err, MSD_EFORMAT, 0, "the %.80s is not in the years 0 to 9999", c->name);
    long long second = rest ? rest / (c->a_day / 86400) : 0;
    if (rest)
        snprintf(s + 10, sizeof s - 10, "T%02lld:%02lld:%02lld%s", second / 3600, second / 60 % 60, second % 60,
                 c->zone ? "Z" : "");
    const char *copy = msdx_arena_strndup(arena, s, strlen(s));
    *out = msdx_str_of(copy);
    return copy ? MSD_OK : msdx_err_nomem(err);
}

static msd_status number_at(const msdx_cells *c, int64_t v, msdx_arena *arena, msdx_str *out, msd_error *err)
{
    char s[24];
    if (c->is_signed)
        snprintf(s, sizeof s, "%lld", (long long)v);
    else
        snprintf(s, sizeof s, "%llu", (unsigned long long)v);
    const char *copy = msdx_arena_strndup(arena, s, strlen(s));
    *out = msdx_str_of(copy);
    return copy ? MSD_OK : msdx_err_nomem(err);
}

msd_status msdx_cells_get(const msdx_cells *cells, int64_t i, msdx_arena *arena, msdx_str *out, msd_error *err)
{
    int64_t at = cells->from + i;
    *out = (msdx_str){0};
    if (!cells->name || cells->kind == MSDX_CELL_NULL) return MSD_OK;
    if (cells->valid && !(cells->valid[at / 8] >> at % 8 & 1)) return MSD_OK;
    if (cells->kind == MSDX_CELL_TEXT) return text_at(cells, at, out, err);
    if (cells->kind == MSDX_CELL_VIEW) return view_at(cells, at, out, err);
    int64_t v = whole_at(cells->buffer[1], cells->width, cells->is_signed, at);
    if (cells->values) {
        if (v < 0 || v >= cells->values->n)
            return broken(cells->name, "a number that the dictionary does not have", err);
        return msdx_cells_get(cells->values, v, arena, out, err);
    }
    return cells->kind == MSDX_CELL_TIME ? time_at(cells, v, arena, out, err) : number_at(cells, v, arena, out, err);
}

msd_status msdx_cells_cstr(const msdx_cells *cells, int64_t i, msdx_arena *arena, const char **out, msd_error *err)
{
    msdx_str s;
    *out = NULL;
    MSD_TRY(msdx_cells_get(cells, i, arena, &s, err));
    if (!s.n) return MSD_OK;
    const char *nul = memchr(s.p, 0, s.n);
    if (nul)
        return msdx_err(err, MSD_EUTF8, (size_t)(nul - s.p), "the %.80s has a NUL at byte %zu", cells->name,
                        (size_t)(nul - s.p));
    *out = msdx_arena_strndup(arena, s.p, s.n);
    return *out ? MSD_OK : msdx_err_nomem(err);
}

bool msdx_cells_number(const msdx_cells *cells, int64_t i, int64_t *out)
{
    int64_t at = cells->from + i;
    *out = 0;
    if (!cells->name || cells->kind != MSDX_CELL_WHOLE || cells->values) return false;
    if (cells->valid && !(cells->valid[at / 8] >> at % 8 & 1)) return false;
    *out = whole_at(cells->buffer[1], cells->width, cells->is_signed, at);
    return cells->is_signed || *out >= 0;
}
