/* made.c: a document made out by a reader of some format, on its way into a record. */
#include <time.h>

#include "read/formats/formats_impl.h"

void msdx_made_init(msdx_made *d, size_t max)
{
    for (int i = 0; i < MSDX_N_FIELD; i++) d->field[i] = (msdx_buf)MSDX_BUF_INIT(1 << 16);
    d->text = (msdx_buf)MSDX_BUF_INIT(max);
    d->line = 0;
}

void msdx_made_reset(msdx_made *d)
{
    for (int i = 0; i < MSDX_N_FIELD; i++) msdx_buf_reset(&d->field[i]);
    msdx_buf_reset(&d->text);
    d->line = 0;
}

void msdx_made_clear(msdx_made *d)
{
    for (int i = 0; i < MSDX_N_FIELD; i++) msdx_buf_clear(&d->field[i]);
    msdx_buf_clear(&d->text);
}

void msdx_made_set(msdx_made *d, int field, msdx_str value)
{
    char date[MSDX_DATE_ROOM];
    if (d->field[field].n || !value.n) return;
    if (field == MSDX_FIELD_DATE) {
        if (msdx_date_read(value, date)) msdx_buf_adds(&d->field[field], date);
        return;
    }
    msdx_put_folded(&d->field[field], value);
}

static msd_status too_big(const msdx_made *d, const msdx_source_options *o, msd_error *err)
{
    return msdx_err(err, MSD_ETOOBIG, d->line, "over %zu bytes, the most that --max-document allows", o->max_document);
}

/* A NUL parts the fields, so none may hold one. */
static void put(msdx_buf *out, const msdx_buf *field)
{
    for (size_t i = 0; i < field->n; i++) msdx_buf_addc(out, field->p[i] ? field->p[i] : ' ');
    msdx_buf_addc(out, 0);
}

msd_status msdx_made_give(msdx_made *d, msdx_record *rec, const msdx_source_options *o, msd_error *err)
{
    msdx_buf out = MSDX_BUF_INIT(SIZE_MAX / 2);
    if (d->text.failed) return too_big(d, o, err); /* or out of memory, which the next step will find as well */
    msdx_tidy(&d->text);
    if (!d->text.n && !d->field[MSDX_FIELD_TITLE].n)
        return msdx_err(err, MSD_EFORMAT, d->line, "neither a title nor a text");
    for (int i = 0; i < MSDX_N_FIELD; i++) put(&out, &d->field[i]);
    msdx_buf_add(&out, d->text.p, d->text.n);
    msdx_buf_addc(&out, 0);
    if (out.failed) {
        msdx_buf_clear(&out);
        return msdx_err_nomem(err);
    }
    *rec = (msdx_record){.bytes = out.p, .n_byte = out.n - 1, .kind = MSDX_READ_FIELDS, .line = d->line};
    return MSD_OK;
}

bool msdx_is_to_come(const char *iso, const msdx_source_options *o)
{
    int64_t now = o->now ? o->now : (int64_t)time(NULL);
    return msdx_date_seconds(iso) > now;
}

msd_status msdx_check_status(msdx_str status, size_t line, msd_error *err)
{
    static const char *const held[] = {"canceled", "cancelled", "withheld", "embargoed", "killed"};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        if (msdx_str_isi(status, held[i]))
            return msdx_err(err, MSD_EUNSUPPORTED, line, "not for publication: its status is %s", held[i]);
    return MSD_OK;
}

msd_status msdx_check_embargo(msdx_str until, size_t line, const msdx_source_options *o, msd_error *err)
{
    char iso[MSDX_DATE_ROOM];
    until = msdx_str_trim(until);
    if (!until.n) return msdx_err(err, MSD_EUNSUPPORTED, line, "not for publication: embargoed until further notice");
    if (!msdx_date_read(until, iso))
        return msdx_err(err, MSD_EUNSUPPORTED, line, "not for publication: embargoed until an unreadable date");
    if (!msdx_is_to_come(iso, o)) return MSD_OK;
    return msdx_err(err, MSD_EUNSUPPORTED, line, "not for publication: embargoed until %s", iso);
}
