/* sql.c: what every database does the same way. */
#include "store/sql.h"

msd_status msdx_sql_first(msdx_sql_stmt *stmt, const msdx_sql_arg *arg, size_t n, bool *row, msd_error *err)
{
    const msdx_sql_driver *d = stmt->db->driver;
    *row = false;
    MSD_TRY(d->start(stmt, arg, n, err));
    return d->step(stmt, row, err);
}

msd_status msdx_sql_run(msdx_sql_stmt *stmt, const msdx_sql_arg *arg, size_t n, int64_t *id, msd_error *err)
{
    const msdx_sql_driver *d = stmt->db->driver;
    bool row;
    if (id) *id = 0;
    msd_status st = msdx_sql_first(stmt, arg, n, &row, err);
    if (st == MSD_OK && row && id) *id = d->get_int(stmt, 0);
    while (st == MSD_OK && row) st = d->step(stmt, &row, err);
    d->stop(stmt);
    return st;
}
