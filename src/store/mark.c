/* mark.c: what markers say of drawn claims. */
#include "store/sample.h"

#include <stdio.h>

#include "store/store_impl.h"

enum { MARKER_ROOM = 256 };

static msd_status insert(msdx_store *store, const char *claim, const msdx_marks *m, msd_error *err)
{
    char now[24];
    int64_t id;
    const msdx_sql_arg arg = msdx_sql_str(msdx_str_of(claim));
    MSD_TRY(msdx_store_do(store, "SELECT id FROM claim WHERE uid = ?1", &arg, 1, &id, err));
    if (!id) return msdx_err(err, MSD_EUSAGE, 0, "there is no claim '%.40s'", claim);
    msdx_store_now(now);
    for (int i = 0; i < MSDX_N_SLOT; i++) {
        if (!m->mark[i]) continue;
        MSD_TRY(msdx_store_do(store, "INSERT INTO mark (claim, marker, slot, value, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                              MSDX_SQL_ARGS(arg, msdx_sql_text(m->marker), msdx_sql_text(msdx_slot_name((msdx_slot)i)),
                                            msdx_sql_str(msdx_str_of(m->mark[i])), msdx_sql_text(now)),
                              NULL, err));
    }
    return MSD_OK;
}

msd_status msdx_store_mark(msdx_store *store, const char *claim, const msdx_marks *marks, msd_error *err)
{
    if (!marks->marker || !*marks->marker) return msdx_err(err, MSD_EUSAGE, 0, "a mark needs a name: who says so?");
    if (strlen(marks->marker) >= MARKER_ROOM)
        return msdx_err(err, MSD_EUSAGE, 0, "the name of who marks is over %d bytes", MARKER_ROOM - 1);
    for (int i = 0; i < MSDX_N_SLOT; i++) {
        const char *m = marks->mark[i];
        if (m && *m && strcmp(m, "1") != 0 && strcmp(m, "0") != 0 && strcmp(m, "?") != 0)
            return msdx_err(err, MSD_EUSAGE, 0, "a mark is 1, 0 or ?, not '%.20s'", m);
    }
    MSD_TRY(msdx_store_begin(store, err));
    msd_status st = insert(store, claim, marks, err);
    if (st == MSD_OK) st = msdx_store_commit(store, err);
    if (st != MSD_OK) msdx_store_rollback(store);
    return st;
}

struct taking {
    char marker[MARKER_ROOM];
    msdx_marks marks;
    msdx_each_marks each;
    void *ctx;
};

static msd_status give(struct taking *t, msd_error *err)
{
    t->marks.marker = t->marker;
    return *t->marker ? t->each(t->ctx, &t->marks, err) : MSD_OK;
}

static msd_status take_mark(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct taking *t = ctx;
    msdx_str marker = msdx_store_text(row, 0), slot = msdx_store_text(row, 1), value = msdx_store_text(row, 2);
    if (!msdx_str_is(marker, t->marker)) {
        MSD_TRY(give(t, err));
        t->marks = (msdx_marks){0};
        snprintf(t->marker, sizeof t->marker, "%.*s", (int)(marker.n < MARKER_ROOM ? marker.n : MARKER_ROOM - 1),
                 marker.p);
    }
    for (int i = 0; i < MSDX_N_SLOT; i++)
        if (msdx_str_is(slot, msdx_slot_name((msdx_slot)i)))
            t->marks.mark[i] = !value.n ? NULL : *value.p == '1' ? "1" : *value.p == '0' ? "0" : "?";
    return MSD_OK;
}

msd_status msdx_store_marks(msdx_store *store, const char *claim, msdx_each_marks each, void *ctx, msd_error *err)
{
    struct taking t = {.each = each, .ctx = ctx};
    const msdx_sql_arg arg = msdx_sql_str(msdx_str_of(claim));
    MSD_TRY(msdx_store_few(store, "SELECT marker, slot, value FROM mark WHERE claim = ?1 ORDER BY marker, slot, id",
                           &arg, 1, take_mark, &t, err));
    return give(&t, err);
}
