#include "api/batch.h"

#include "read/read.h"

/* ---- columns by their names ---- */

static const char *const *keys_of(int column)
{
    static const char *const actor[] = {"actor", NULL}, *const recipient[] = {"recipient", NULL};
    switch (column) {
    case MSDX_BATCH_TEXT: return msdx_field_keys(MSDX_N_FIELD);
    case MSDX_BATCH_ID: return msdx_field_keys(MSDX_FIELD_ID);
    case MSDX_BATCH_DATE: return msdx_field_keys(MSDX_FIELD_DATE);
    case MSDX_BATCH_TITLE: return msdx_field_keys(MSDX_FIELD_TITLE);
    case MSDX_BATCH_URL: return msdx_field_keys(MSDX_FIELD_URL);
    case MSDX_BATCH_PUBLISHER: return msdx_field_keys(MSDX_FIELD_PUBLISHER);
    case MSDX_BATCH_LANGUAGE: return msdx_field_keys(MSDX_FIELD_LANGUAGE);
    case MSDX_BATCH_ACTOR: return actor;
    default: return recipient;
    }
}

/* The number of the column of that name, -1 when there is none. */
static int64_t find(const struct ArrowSchema *schema, const char *name)
{
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->name && strcmp(schema->children[i]->name, name) == 0) return i;
    return -1;
}

static bool must_be(int column, msd_arrow_kind kind)
{
    return column == MSDX_BATCH_TEXT ||
           (kind == MSD_ARROW_RELATE && (column == MSDX_BATCH_ACTOR || column == MSDX_BATCH_RECIPIENT));
}

/* *at: its number; -1: it is not there and need not be. */
static msd_status look_up(const struct ArrowSchema *schema, const msd_arrow_options *opt, int column, int64_t *at,
                          msd_error *err)
{
    const char *const asked[] = {opt->text,      opt->id,       opt->date,  opt->title,    opt->url,
                                 opt->publisher, opt->language, opt->actor, opt->recipient};
    const char *const *key = keys_of(column);
    *at = -1;
    if (column >= MSDX_BATCH_ACTOR && opt->kind != MSD_ARROW_RELATE) return MSD_OK;
    if (asked[column]) {
        *at = find(schema, asked[column]);
        if (*at >= 0) return MSD_OK;
        return msdx_err(err, MSD_EUSAGE, 0, "there is no column '%.80s'", asked[column]);
    }
    for (; *key && *at < 0; key++) *at = find(schema, *key);
    if (*at >= 0 || !must_be(column, opt->kind)) return MSD_OK;
    return msdx_err(err, MSD_EUSAGE, 0, "there is no column '%s'", keys_of(column)[0]);
}

/* ---- opening ---- */

static msd_status check_table(const struct ArrowSchema *schema, const struct ArrowArray *array, msd_error *err)
{
    if (!schema->release || !schema->format || !array->release)
        return msdx_err(err, MSD_EFORMAT, 0, "the batch has been released");
    if (array->length < 0 || array->offset < 0 || array->offset > INT64_MAX - array->length)
        return msdx_err(err, MSD_EFORMAT, 0, "the batch has a length or an offset below 0");
    return MSD_OK;
}

static msd_status open_struct(msdx_batch *b, const struct ArrowSchema *schema, const struct ArrowArray *array,
                              const msd_arrow_options *opt, msd_error *err)
{
    if (schema->n_children != array->n_children || schema->n_children < 0)
        return msdx_err(err, MSD_EFORMAT, 0, "the batch has %lld columns, its type %lld", (long long)array->n_children,
                        (long long)schema->n_children);
    if (array->null_count && array->n_buffers > 0 && array->buffers) b->valid = array->buffers[0];
    b->from = array->offset;
    for (int k = 0; k < MSDX_N_BATCH; k++) {
        int64_t at;
        MSD_TRY(look_up(schema, opt, k, &at, err));
        if (at < 0) continue;
        const struct ArrowSchema *type = schema->children[at];
        if (k >= MSDX_N_BATCH_FIELD) {
            msdx_mentions *mentions = k == MSDX_BATCH_ACTOR ? &b->actor : &b->recipient;
            MSD_TRY(
                msdx_mentions_open(mentions, type, array->children[at], array->offset, array->length, &b->arena, err));
            continue;
        }
        msdx_cells_want want = k == MSDX_BATCH_ID     ? MSDX_CELLS_ID
                               : k == MSDX_BATCH_DATE ? MSDX_CELLS_DATE
                                                      : MSDX_CELLS_TEXT;
        MSD_TRY(msdx_cells_open(&b->column[k], type->name, type, array->children[at], array->offset, array->length,
                                want, &b->arena, err));
    }
    return MSD_OK;
}

msd_status msdx_batch_open(msdx_batch *out, const struct ArrowSchema *schema, const struct ArrowArray *array,
                           const msd_arrow_options *opt, msd_error *err)
{
    *out = (msdx_batch){0};
    MSD_TRY(check_table(schema, array, err));
    out->n = array->length;
    if (strcmp(schema->format, "+s") == 0) return open_struct(out, schema, array, opt, err);
    if (opt->kind == MSD_ARROW_RELATE)
        return msdx_err(err, MSD_EUSAGE, 0, "the batch is no struct, and has no columns 'actor' and 'recipient'");
    return msdx_cells_open(&out->column[MSDX_BATCH_TEXT], "text", schema, array, 0, array->length, MSDX_CELLS_TEXT,
                           &out->arena, err);
}

void msdx_batch_clear(msdx_batch *batch)
{
    msdx_arena_clear(&batch->arena);
}

/* ---- rows ---- */

static bool is_there(const msdx_batch *b, int64_t i)
{
    int64_t at = b->from + i;
    return !b->valid || (b->valid[at / 8] >> at % 8 & 1);
}

msd_status msdx_batch_input(const msdx_batch *batch, int64_t i, msdx_arena *arena, msd_input *out, msd_error *err)
{
    msdx_str text;
    const char **const field[] = {&out->id, &out->date, &out->title, &out->url, &out->publisher, &out->language};
    *out = (msd_input){0};
    if (!is_there(batch, i)) return msdx_err(err, MSD_EFORMAT, 0, "the row is null");
    for (int k = 0; k < 6; k++) MSD_TRY(msdx_cells_cstr(&batch->column[MSDX_BATCH_ID + k], i, arena, field[k], err));
    MSD_TRY(msdx_cells_get(&batch->column[MSDX_BATCH_TEXT], i, arena, &text, err));
    if (!text.p) return msdx_err(err, MSD_EFORMAT, 0, "the text is null");
    out->text = text.p;
    out->n_byte = text.n;
    return MSD_OK;
}

msd_status msdx_batch_pair(const msdx_batch *batch, int64_t i, msdx_arena *arena, msd_pair *out, msd_error *err)
{
    MSD_TRY(msdx_mentions_get(&batch->actor, i, arena, &out->actor, err));
    return msdx_mentions_get(&batch->recipient, i, arena, &out->recipient, err);
}

size_t msdx_batch_bytes(const msdx_batch *batch, int64_t i)
{
    msdx_arena none = MSDX_ARENA_INIT; /* of texts nothing is put there */
    msdx_str text;
    if (!is_there(batch, i) || msdx_cells_get(&batch->column[MSDX_BATCH_TEXT], i, &none, &text, NULL) != MSD_OK)
        return 0;
    return text.n;
}
