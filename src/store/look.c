/* look.c: what a page of a store shows: claims a stretch at a time, how many there are of what, places, pairs. */
#include <stdio.h>

#include "store/store_impl.h"
#include "write/json.h"

/* ---- counts ---- */

/* What can be counted: what is joined, and the expression that parts it. */
static const struct {
    const char *by, *from, *what;
} count_of[] = {
    {"event", "claim c", "c.event"},
    {"mode", "claim c", "c.mode"},
    {"status", "claim c", "c.status"},
    {"quad", "claim c", "c.quad"},
    {"month", "claim c", "substr(c.day_start, 1, 7)"},
    {"day", "claim c", "c.day_start"},
    {"place", "claim c JOIN place x ON x.id = c.place", "x.country"},
    {"actor", "claim c JOIN part x ON x.claim = c.id AND x.role = 'actor' JOIN entity y ON y.id = x.entity",
     "y.country"},
    {"recipient", "claim c JOIN part x ON x.claim = c.id AND x.role = 'recipient' JOIN entity y ON y.id = x.entity",
     "y.country"},
    {"claimant", "claim c JOIN part x ON x.claim = c.id AND x.role = 'attribution' JOIN entity y ON y.id = x.entity",
     "y.name"},
    {"attribution", "claim c LEFT JOIN part x ON x.claim = c.id AND x.role = 'attribution' AND x.n = 0",
     "coalesce(x.kind, 'none')"},
    {"publisher", "claim c JOIN revision x ON x.id = c.revision", "x.publisher"},
};
enum { N_COUNT = sizeof count_of / sizeof *count_of };

static int find_count(const char *by)
{
    for (int i = 0; i < N_COUNT; i++)
        if (strcmp(count_of[i].by, by) == 0) return i;
    return -1;
}

static msd_status put_count(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    msdx_json *j = ctx;
    (void)err;
    msdx_json_open(j, '{');
    msdx_str key = row->db->driver->get_text(row, 0);
    msdx_json_key(j, "key");
    if (key.p)
        msdx_json_strn(j, key);
    else
        msdx_json_null(j);
    msdx_json_put_int(j, "n", row->db->driver->get_int(row, 1));
    msdx_json_close(j, '}');
    return MSD_OK;
}

msd_status msdx_store_count(msdx_store *store, const msdx_filter *filter, const char *by, uint64_t limit, msdx_buf *out,
                            msd_error *err)
{
    int k = find_count(by);
    if (k < 0) return msdx_err(err, MSD_EUSAGE, 0, "nothing can be counted by '%.40s'", by);
    char before[512], after[96];
    /* Periods in their order, the rest by how many. */
    const char *order = strcmp(by, "month") == 0 || strcmp(by, "day") == 0 ? "1" : "2 DESC, 1";
    snprintf(before, sizeof before, "SELECT %s, count(DISTINCT c.id) FROM %s WHERE c.superseded IS NULL",
             count_of[k].what, count_of[k].from);
    snprintf(after, sizeof after, " GROUP BY 1 ORDER BY %s LIMIT %llu", order, (unsigned long long)limit);
    msdx_json j = {.buf = out};
    msdx_json_open(&j, '[');
    MSD_TRY(msdx_store_chosen(store, filter, before, after, put_count, &j, err));
    msdx_json_close(&j, ']');
    return out->failed ? msdx_err_nomem(err) : MSD_OK;
}

/* ---- the map ---- */

static msd_status put_feature(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    msdx_json *j = ctx;
    const msdx_sql_driver *sql = row->db->driver;
    static const char *const name[] = {"name", "country", "admin1", "precision"};
    static const char *const count[] = {"n", "material_conflict", "verbal_conflict", "material_cooperation",
                                        "verbal_cooperation"};
    (void)err;
    msdx_json_open(j, '{');
    msdx_json_put_str(j, "type", "Feature");
    msdx_json_key(j, "geometry");
    msdx_json_open(j, '{');
    msdx_json_put_str(j, "type", "Point");
    msdx_json_key(j, "coordinates");
    msdx_json_open(j, '[');
    msdx_json_num(j, sql->get_real(row, 0));
    msdx_json_num(j, sql->get_real(row, 1));
    msdx_json_close(j, ']');
    msdx_json_close(j, '}');
    msdx_json_key(j, "properties");
    msdx_json_open(j, '{');
    for (int i = 0; i < 4; i++) {
        msdx_str s = sql->get_text(row, 2 + i);
        msdx_json_key(j, name[i]);
        if (s.p)
            msdx_json_strn(j, s);
        else
            msdx_json_null(j);
    }
    for (int i = 0; i < 5; i++) msdx_json_put_int(j, count[i], sql->get_int(row, 6 + i));
    msdx_json_close(j, '}');
    msdx_json_close(j, '}');
    return MSD_OK;
}

msd_status msdx_store_places(msdx_store *store, const msdx_filter *filter, uint64_t limit, msdx_buf *out,
                             msd_error *err)
{
    static const char before[] =
        "SELECT x.longitude, x.latitude, x.name, x.country, x.admin1, x.precision, count(*), sum(CASE c.quad WHEN "
        "'material-conflict' THEN 1 ELSE 0 END), sum(CASE c.quad WHEN 'verbal-conflict' THEN 1 ELSE 0 END), sum(CASE "
        "c.quad WHEN 'material-cooperation' THEN 1 ELSE 0 END), sum(CASE c.quad WHEN 'verbal-cooperation' THEN 1 ELSE "
        "0 END) FROM claim c JOIN place x ON x.id = c.place WHERE c.superseded IS NULL AND x.latitude IS NOT NULL";
    char after[128];
    snprintf(after, sizeof after, " GROUP BY x.id, 1, 2, 3, 4, 5, 6 ORDER BY 7 DESC, 3 LIMIT %llu",
             (unsigned long long)limit);
    msdx_json j = {.buf = out};
    msdx_json_open(&j, '[');
    MSD_TRY(msdx_store_chosen(store, filter, before, after, put_feature, &j, err));
    msdx_json_close(&j, ']');
    return out->failed ? msdx_err_nomem(err) : MSD_OK;
}

/* ---- who with whom ---- */

static msd_status put_pair(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    msdx_json *j = ctx;
    const msdx_sql_driver *sql = row->db->driver;
    (void)err;
    msdx_json_open(j, '{');
    msdx_json_key(j, "actor");
    msdx_json_strn(j, msdx_store_text(row, 0));
    msdx_json_key(j, "recipient");
    msdx_json_strn(j, msdx_store_text(row, 1));
    msdx_json_put_int(j, "n", sql->get_int(row, 2));
    msdx_json_put_num(j, "intensity", sql->get_real(row, 3));
    msdx_json_put_int(j, "conflict", sql->get_int(row, 4));
    msdx_json_close(j, '}');
    return MSD_OK;
}

msd_status msdx_store_pairs(msdx_store *store, const msdx_filter *filter, uint64_t limit, msdx_buf *out, msd_error *err)
{
    static const char before[] =
        "SELECT x.actor, x.recipient, count(DISTINCT c.id), avg(c.intensity), count(DISTINCT CASE WHEN c.quad LIKE "
        "'%conflict' THEN c.id END) FROM claim c JOIN dyad x ON x.claim = c.id WHERE c.superseded IS NULL AND x.actor "
        "<> '' AND x.recipient <> ''";
    char after[96];
    snprintf(after, sizeof after, " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT %llu", (unsigned long long)limit);
    msdx_json j = {.buf = out};
    msdx_json_open(&j, '[');
    MSD_TRY(msdx_store_chosen(store, filter, before, after, put_pair, &j, err));
    msdx_json_close(&j, ']');
    return out->failed ? msdx_err_nomem(err) : MSD_OK;
}

/* ---- has anything changed? ---- */

msd_status msdx_store_size(msdx_store *store, uint64_t *n, msd_error *err)
{
    int64_t last;
    MSD_TRY(msdx_store_do(store, "SELECT max(id) FROM claim", NULL, 0, &last, err));
    *n = (uint64_t)last;
    return MSD_OK;
}

struct version {
    char *out;
    size_t room;
};

static msd_status put_version(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct version *v = ctx;
    const msdx_sql_driver *sql = row->db->driver;
    (void)err;
    msdx_str at = msdx_store_text(row, 3);
    snprintf(v->out, v->room, "%lld-%lld-%lld-%lld-%lld-%.*s", (long long)sql->get_int(row, 0),
             (long long)sql->get_int(row, 1), (long long)sql->get_int(row, 2), (long long)sql->get_int(row, 4),
             (long long)sql->get_int(row, 5), at.n < 24 ? (int)at.n : 24, at.p);
    return MSD_OK;
}

msd_status msdx_store_state(msdx_store *store, char out[96], msd_error *err)
{
    struct version v = {out, 96};
    return msdx_store_rows(
        store,
        "SELECT (SELECT max(id) FROM claim), (SELECT max(id) FROM revision), (SELECT max(id) FROM "
        "run), (SELECT max(at) FROM story_state), (SELECT max(id) FROM review), (SELECT max(id) FROM ending)",
        NULL, 0, put_version, &v, err);
}
