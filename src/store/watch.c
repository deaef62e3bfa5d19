/* watch.c: the tables of `masudi watch`. */
#include "store/watch.h"

#include <stdio.h>
#include <time.h>

#include "store/store_impl.h"
#include "write/json.h"

const char *const msdx_alert_state[4] = {"new", "seen", "acknowledged", "dismissed"};

/* A statement between begin and commit of its own. */
static msd_status alone(msdx_store *s, const char *sql, const msdx_sql_arg *arg, size_t n, int64_t *id, msd_error *err)
{
    MSD_TRY(msdx_store_begin(s, err));
    msd_status st = msdx_store_do(s, sql, arg, n, id, err);
    if (st == MSD_OK) st = msdx_store_commit(s, err);
    if (st != MSD_OK) msdx_store_rollback(s);
    return st;
}

/* The same of what must not be lost for another writer who takes longer than the store waits by itself. What fails at
 * once is no lock. */
static msd_status insist(msdx_store *s, const char *sql, const msdx_sql_arg *arg, size_t n, msd_error *err)
{
    enum { TRIES = 30, LOCKED_S = 5 };
    for (int i = 0;; i++) {
        time_t before = time(NULL);
        msd_status st = alone(s, sql, arg, n, NULL, err);
        if (st == MSD_OK || time(NULL) - before < LOCKED_S || i == TRIES) return st;
    }
}

static const char *copy(msdx_arena *arena, msdx_sql_stmt *row, int column)
{
    msdx_str s = row->db->driver->get_text(row, column);
    return s.p ? msdx_arena_strndup(arena, s.p, s.n) : NULL;
}

static int64_t number(msdx_sql_stmt *row, int column)
{
    return row->db->driver->get_int(row, column);
}

/* ---- feeds ---- */

struct feed_row {
    msdx_arena *arena;
    msdx_feed_state *state;
};

static msd_status take_feed(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct feed_row *to = ctx;
    *to->state = (msdx_feed_state){.url = copy(to->arena, row, 0),
                                   .etag = copy(to->arena, row, 1),
                                   .modified = copy(to->arena, row, 2),
                                   .body = copy(to->arena, row, 3),
                                   .polled = number(row, 4),
                                   .ok = number(row, 5),
                                   .next = number(row, 6),
                                   .n_fail = (uint32_t)number(row, 7),
                                   .error = copy(to->arena, row, 8)};
    return to->arena->failed ? msdx_err_nomem(err) : MSD_OK;
}

msd_status msdx_watch_feed_get(msdx_store *store, const char *feed, const char *url, msdx_arena *arena,
                               msdx_feed_state *state, msd_error *err)
{
    struct feed_row to = {arena, state};
    *state = (msdx_feed_state){.url = NULL};
    return msdx_store_rows(store,
                           "SELECT url, etag, modified, body, polled, ok, next, failed, error FROM feed WHERE name = "
                           "?1 AND url = ?2",
                           MSDX_SQL_ARGS(msdx_sql_text(feed), msdx_sql_text(url)), take_feed, &to, err);
}

/* Its number; made when it is not there. */
static msd_status feed_id(msdx_store *s, const char *feed, int64_t *id, msd_error *err)
{
    const msdx_sql_arg arg = msdx_sql_text(feed);
    MSD_TRY(msdx_store_do(s, "SELECT id FROM feed WHERE name = ?1", &arg, 1, id, err));
    if (*id) return MSD_OK;
    return msdx_store_do(s, "INSERT INTO feed (name, url, failed) VALUES (?1, '', 0) RETURNING id", &arg, 1, id, err);
}

msd_status msdx_watch_feed_set(msdx_store *store, const char *feed, const msdx_feed_state *state, msd_error *err)
{
    int64_t id;
    MSD_TRY(feed_id(store, feed, &id, err));
    return msdx_store_do(
        store,
        "UPDATE feed SET url = ?2, etag = ?3, modified = ?4, body = ?5, polled = ?6, ok = ?7, next = ?8, "
        "failed = ?9, error = ?10 WHERE id = ?1",
        MSDX_SQL_ARGS(msdx_sql_int(id), msdx_sql_str(msdx_str_of(state->url ? state->url : "")),
                      msdx_sql_text(state->etag), msdx_sql_text(state->modified), msdx_sql_text(state->body),
                      msdx_sql_int(state->polled), msdx_sql_int(state->ok), msdx_sql_int(state->next),
                      msdx_sql_int(state->n_fail), msdx_sql_text(state->error)),
        NULL, err);
}

msd_status msdx_watch_item_known(msdx_store *store, const char *feed, const char *item, const char *hash, bool *yes,
                                 msd_error *err)
{
    int64_t n;
    MSD_TRY(msdx_store_do(
        store,
        "SELECT count(*) FROM feed_item i JOIN feed f ON f.id = i.feed WHERE f.name = ?1 AND i.name = ?2 AND "
        "i.hash = ?3",
        MSDX_SQL_ARGS(msdx_sql_text(feed), msdx_sql_text(item), msdx_sql_text(hash)), &n, err));
    *yes = n > 0;
    return MSD_OK;
}

msd_status msdx_watch_item_set(msdx_store *store, const char *feed, const char *item, const char *hash, msd_error *err)
{
    int64_t id;
    MSD_TRY(feed_id(store, feed, &id, err));
    return msdx_store_do(
        store,
        "INSERT INTO feed_item (feed, name, hash) VALUES (?1, ?2, ?3) ON CONFLICT (feed, name) DO UPDATE SET "
        "hash = excluded.hash",
        MSDX_SQL_ARGS(msdx_sql_int(id), msdx_sql_text(item), msdx_sql_text(hash)), NULL, err);
}

/* ---- hits ---- */

msd_status msdx_watch_hit_add(msdx_store *store, const char *watch, const msdx_watch_hit *hit, bool *added,
                              msd_error *err)
{
    int64_t id;
    MSD_TRY(
        msdx_store_do(store,
                      "INSERT INTO hit (watch, key, document, day, arrived, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON "
                      "CONFLICT (watch, key) DO NOTHING RETURNING id",
                      MSDX_SQL_ARGS(msdx_sql_text(watch), msdx_sql_text(hit->key), msdx_sql_text(hit->document),
                                    msdx_sql_text(hit->day), msdx_sql_int(hit->arrived), msdx_sql_str(hit->line)),
                      &id, err));
    *added = id != 0;
    return MSD_OK;
}

struct hits {
    msdx_watch_each_hit each;
    void *ctx;
    msdx_arena arena;
};

static msd_status give_hit(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct hits *h = ctx;
    msdx_arena_reset(&h->arena);
    const char *line = copy(&h->arena, row, 5);
    msdx_watch_hit hit = {.id = number(row, 0),
                          .key = copy(&h->arena, row, 1),
                          .document = copy(&h->arena, row, 2),
                          .day = copy(&h->arena, row, 3),
                          .arrived = number(row, 4),
                          .line = msdx_str_of(line)};
    return h->arena.failed ? msdx_err_nomem(err) : h->each(h->ctx, &hit, err);
}

msd_status msdx_watch_hits(msdx_store *store, const char *watch, int64_t after, msdx_watch_each_hit each, void *ctx,
                           msd_error *err)
{
    struct hits h = {.each = each, .ctx = ctx};
    msd_status st = msdx_store_rows(store,
                                    "SELECT id, key, document, day, arrived, line FROM hit WHERE watch = ?1 AND alert "
                                    "IS NULL AND line IS NOT NULL AND arrived > ?2 ORDER BY id",
                                    MSDX_SQL_ARGS(msdx_sql_text(watch), msdx_sql_int(after)), give_hit, &h, err);
    msdx_arena_clear(&h.arena);
    return st;
}

msd_status msdx_watch_hits_drop(msdx_store *store, const char *watch, int64_t before, msd_error *err)
{
    return msdx_store_do(
        store, "UPDATE hit SET line = NULL WHERE watch = ?1 AND alert IS NULL AND line IS NOT NULL AND arrived <= ?2",
        MSDX_SQL_ARGS(msdx_sql_text(watch), msdx_sql_int(before)), NULL, err);
}

struct days {
    msdx_watch_each_day each;
    void *ctx;
};

static msd_status give_day(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct days *d = ctx;
    char day[11];
    msdx_str s = msdx_store_text(row, 0);
    (void)err;
    snprintf(day, sizeof day, "%.*s", (int)(s.n < 10 ? s.n : 10), s.p);
    d->each(d->ctx, day, (uint64_t)number(row, 1));
    return MSD_OK;
}

msd_status msdx_watch_count_days(msdx_store *store, const msdx_filter *filter, const char *from, const char *to,
                                 msdx_watch_each_day each, void *ctx, msd_error *err)
{
    struct days d = {each, ctx};
    char before[256];
    /* days are digits and dashes: nothing to escape */
    snprintf(before, sizeof before,
             "SELECT c.day_start, count(*) FROM claim c WHERE c.superseded IS NULL AND c.day_start >= '%.10s' AND "
             "c.day_start < '%.10s'",
             from, to);
    return msdx_store_chosen(store, filter, before, " GROUP BY c.day_start", give_day, &d, err);
}

/* ---- alerts ---- */

static msd_status add_outbox(msdx_store *s, const msdx_alert *alert, int64_t id, const char *sink, msd_error *err)
{
    char key[33];
    msdx_buf both = MSDX_BUF_INIT(4096);
    msdx_buf_addf(&both, "%s %s", alert->key, sink);
    msdx_hash_hex(both.p ? both.p : "", both.n, key);
    bool failed = both.failed;
    msdx_buf_clear(&both);
    if (failed) return msdx_err_nomem(err);
    return msdx_store_do(
        s,
        "INSERT INTO outbox (alert, sink, key, tries, next, state) VALUES (?1, ?2, ?3, 0, ?4, 'open') ON "
        "CONFLICT (alert, sink) DO NOTHING",
        MSDX_SQL_ARGS(msdx_sql_int(id), msdx_sql_text(sink), msdx_sql_text(key), msdx_sql_int(alert->made)), NULL, err);
}

msd_status msdx_watch_alert_add(msdx_store *store, const msdx_alert *alert, const int64_t *hit, size_t n_hit,
                                const char *const *sink, size_t n_sink, bool *added, msd_error *err)
{
    int64_t id;
    MSD_TRY(msdx_store_do(
        store,
        "INSERT INTO alert (key, watch, kind, made, state, changed, title, body) VALUES (?1, ?2, ?3, ?4, "
        "'new', ?4, ?5, ?6) ON CONFLICT (key) DO NOTHING RETURNING id",
        MSDX_SQL_ARGS(msdx_sql_text(alert->key), msdx_sql_text(alert->watch), msdx_sql_text(alert->kind),
                      msdx_sql_int(alert->made), msdx_sql_str(msdx_str_of(alert->title)), msdx_sql_str(alert->body)),
        &id, err));
    *added = id != 0;
    for (size_t i = 0; id && i < n_sink; i++) MSD_TRY(add_outbox(store, alert, id, sink[i], err));
    for (size_t i = 0; id && i < n_hit; i++)
        MSD_TRY(msdx_store_do(store, "UPDATE hit SET alert = ?2, line = NULL WHERE id = ?1",
                              MSDX_SQL_ARGS(msdx_sql_int(hit[i]), msdx_sql_int(id)), NULL, err));
    return MSD_OK;
}

msd_status msdx_watch_alert_last(msdx_store *store, const char *watch, int64_t *made, msd_error *err)
{
    const msdx_sql_arg arg = msdx_sql_text(watch);
    return msdx_store_do(store, "SELECT max(made) FROM alert WHERE watch = ?1", &arg, 1, made, err);
}

static void take_alert(msdx_alert *a, msdx_arena *arena, msdx_sql_stmt *row, int from)
{
    *a = (msdx_alert){.id = number(row, from),
                      .key = copy(arena, row, from + 1),
                      .watch = copy(arena, row, from + 2),
                      .kind = copy(arena, row, from + 3),
                      .made = number(row, from + 4),
                      .state = copy(arena, row, from + 5),
                      .changed = number(row, from + 6),
                      .title = copy(arena, row, from + 7),
                      .body = msdx_str_of(copy(arena, row, from + 8))};
}

struct alerts {
    msdx_watch_each_alert each;
    void *ctx;
    msdx_arena arena;
};

static msd_status give_alert(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct alerts *l = ctx;
    msdx_alert alert;
    msdx_arena_reset(&l->arena);
    take_alert(&alert, &l->arena, row, 0);
    return l->arena.failed ? msdx_err_nomem(err) : l->each(l->ctx, &alert, err);
}

#define ALERT_COLUMNS "a.id, a.key, a.watch, a.kind, a.made, a.state, a.changed, a.title, a.body"

msd_status msdx_watch_alerts(msdx_store *store, const char *watch, const char *state, const char *sink, uint64_t limit,
                             msdx_watch_each_alert each, void *ctx, msd_error *err)
{
    struct alerts l = {.each = each, .ctx = ctx};
    const char *value[] = {watch, state, sink};
    static const char *const condition[] = {" AND a.watch = ?%d", " AND a.state = ?%d",
                                            " AND a.id IN (SELECT alert FROM outbox WHERE sink = ?%d)"};
    msdx_sql_arg arg[3];
    int n = 0;
    msdx_buf sql = MSDX_BUF_INIT(4096);
    msdx_buf_adds(&sql, "SELECT " ALERT_COLUMNS " FROM alert a WHERE 1 = 1");
    for (size_t i = 0; i < 3; i++) {
        if (!value[i]) continue;
        arg[n++] = msdx_sql_text(value[i]);
        const char *mark = strstr(condition[i], "%d");
        msdx_buf_add(&sql, condition[i], (size_t)(mark - condition[i]));
        msdx_buf_addf(&sql, "%d%s", n, mark + 2);
    }
    msdx_buf_adds(&sql, " ORDER BY a.id DESC");
    if (limit) msdx_buf_addf(&sql, " LIMIT %llu", (unsigned long long)limit);
    msd_status st = sql.failed ? msdx_err_nomem(err)
                               : msdx_store_rows(store, msdx_buf_cstr(&sql), arg, (size_t)n, give_alert, &l, err);
    msdx_buf_clear(&sql);
    msdx_arena_clear(&l.arena);
    return st;
}

msd_status msdx_watch_alert_mark(msdx_store *store, const char *key, const char *state, int64_t now, bool *found,
                                 msd_error *err)
{
    int64_t id;
    MSD_TRY(alone(store, "UPDATE alert SET state = ?2, changed = ?3 WHERE key = ?1 RETURNING id",
                  MSDX_SQL_ARGS(msdx_sql_text(key), msdx_sql_text(state), msdx_sql_int(now)), &id, err));
    *found = id != 0;
    return MSD_OK;
}

/* ---- outbox ---- */

struct outbox_row {
    msdx_arena *arena;
    msdx_outbox *out;
    bool found;
};

static msd_status take_outbox(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct outbox_row *to = ctx;
    to->found = true;
    *to->out = (msdx_outbox){.id = number(row, 0),
                             .key = copy(to->arena, row, 1),
                             .tries = (uint32_t)number(row, 2),
                             .next = number(row, 3)};
    take_alert(&to->out->alert, to->arena, row, 4);
    return to->arena->failed ? msdx_err_nomem(err) : MSD_OK;
}

msd_status msdx_watch_outbox_first(msdx_store *store, const char *sink, msdx_arena *arena, msdx_outbox *out,
                                   bool *found, msd_error *err)
{
    struct outbox_row to = {arena, out, false};
    const msdx_sql_arg arg = msdx_sql_text(sink);
    msd_status st = msdx_store_rows(store,
                                    "SELECT o.id, o.key, o.tries, o.next, " ALERT_COLUMNS
                                    " FROM outbox o JOIN alert a ON a.id = o.alert WHERE o.sink = ?1 AND o.state = "
                                    "'open' ORDER BY o.next, o.id LIMIT 1",
                                    &arg, 1, take_outbox, &to, err);
    *found = to.found;
    return st;
}

msd_status msdx_watch_outbox_done(msdx_store *store, int64_t id, int64_t now, msd_error *err)
{
    return insist(store, "UPDATE outbox SET state = 'done', done = ?2, tries = tries + 1, error = NULL WHERE id = ?1",
                  MSDX_SQL_ARGS(msdx_sql_int(id), msdx_sql_int(now)), err);
}

msd_status msdx_watch_outbox_all_done(msdx_store *store, const char *sink, int64_t alert, int64_t now, uint64_t *n,
                                      msd_error *err)
{
    const msdx_sql_arg arg[] = {msdx_sql_text(sink), msdx_sql_int(alert), msdx_sql_int(now)};
    int64_t count;
    MSD_TRY(msdx_store_do(store, "SELECT count(*) FROM outbox WHERE sink = ?1 AND alert <= ?2 AND state = 'open'", arg,
                          2, &count, err));
    *n = (uint64_t)count;
    return insist(store,
                  "UPDATE outbox SET state = 'done', done = ?3, tries = tries + 1, error = NULL WHERE sink = ?1 AND "
                  "alert <= ?2 AND state = 'open'",
                  arg, 3, err);
}

msd_status msdx_watch_outbox_failed(msdx_store *store, int64_t id, int64_t next, const char *error, msd_error *err)
{
    return insist(store, "UPDATE outbox SET state = ?4, next = ?2, tries = tries + 1, error = ?3 WHERE id = ?1",
                  MSDX_SQL_ARGS(msdx_sql_int(id), msdx_sql_int(next), msdx_sql_text(error),
                                msdx_sql_text(next ? "open" : "given up")),
                  err);
}

msd_status msdx_watch_outbox_retry(msdx_store *store, uint64_t *n, msd_error *err)
{
    int64_t count;
    MSD_TRY(msdx_store_do(store, "SELECT count(*) FROM outbox WHERE state = 'given up'", NULL, 0, &count, err));
    *n = (uint64_t)count;
    return alone(store, "UPDATE outbox SET state = 'open', next = 0 WHERE state = 'given up'", NULL, 0, NULL, err);
}

/* ---- how it stands ---- */

static const struct {
    const char *what, *sql;
} standing[] = {
    {"feed", "SELECT name, url, (SELECT count(*) FROM feed_item i WHERE i.feed = f.id) AS items, ok, next, failed, "
             "error FROM feed f ORDER BY name"},
    {"watch", "SELECT watch AS name, count(*) AS alerts, sum(CASE WHEN state = 'new' THEN 1 ELSE 0 END) AS fresh, "
              "max(made) AS last FROM alert GROUP BY watch ORDER BY watch"},
    {"sink", "SELECT sink AS name, sum(CASE WHEN state = 'done' THEN 1 ELSE 0 END) AS done, sum(CASE WHEN state = "
             "'open' THEN 1 ELSE 0 END) AS open, sum(CASE WHEN state = 'given up' THEN 1 ELSE 0 END) AS given_up, "
             "max(tries) AS tries, max(error) AS error FROM outbox GROUP BY sink ORDER BY sink"}};

struct lines {
    msdx_buf *out;
    const char *what;
    bool json;
};

static void put_json(struct lines *l, msdx_sql_stmt *row)
{
    const msdx_sql_driver *d = row->db->driver;
    msdx_json j = {.buf = l->out};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "is", l->what);
    for (int i = 0; i < d->n_column(row); i++) {
        msdx_json_key(&j, d->name(row, i));
        if (d->kind(row, i) == MSDX_SQL_NULL)
            msdx_json_null(&j);
        else if (d->kind(row, i) == MSDX_SQL_TEXT)
            msdx_json_strn(&j, msdx_store_text(row, i));
        else
            msdx_json_int(&j, number(row, i));
    }
    msdx_json_close(&j, '}');
    msdx_buf_addc(l->out, '\n');
}

static void put_time(msdx_buf *out, int64_t ms)
{
    struct tm tm;
    char at[24];
    time_t t = (time_t)(ms / 1000);
    if (gmtime_r(&t, &tm) && strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", &tm)) msdx_buf_adds(out, at);
}

static void put_cell(struct lines *l, msdx_sql_stmt *row, int i)
{
    const msdx_sql_driver *d = row->db->driver;
    msdx_str s = msdx_store_text(row, i);
    bool is_time = strcmp(d->name(row, i), "ok") == 0 || strcmp(d->name(row, i), "next") == 0 ||
                   strcmp(d->name(row, i), "last") == 0;
    if (is_time && number(row, i) > 0) {
        msdx_buf_addf(l->out, "  %s ", d->name(row, i));
        put_time(l->out, number(row, i));
    } else if (i == 0) {
        msdx_buf_addf(l->out, "%-6s %.*s", l->what, (int)s.n, s.p);
    } else if (s.n && !is_time && !msdx_str_is(s, "0")) {
        msdx_buf_addf(l->out, "  %s %.*s", d->name(row, i), (int)s.n, s.p);
    }
}

static msd_status put_standing(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct lines *l = ctx;
    if (l->json) {
        put_json(l, row);
    } else {
        for (int i = 0; i < row->db->driver->n_column(row); i++) put_cell(l, row, i);
        msdx_buf_addc(l->out, '\n');
    }
    return l->out->failed ? msdx_err_nomem(err) : MSD_OK;
}

msd_status msdx_watch_status(msdx_store *store, bool json, msdx_buf *out, msd_error *err)
{
    for (size_t i = 0; i < sizeof standing / sizeof *standing; i++) {
        struct lines l = {out, standing[i].what, json};
        MSD_TRY(msdx_store_rows(store, standing[i].sql, NULL, 0, put_standing, &l, err));
    }
    return MSD_OK;
}
