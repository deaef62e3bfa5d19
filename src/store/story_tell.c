/* story_tell.c: stories out of the store: the list, and one with its accounts side by side. */
#include <stdio.h>

#include "store/store_impl.h"
#include "write/json.h"

static const char columns[] =
    "y.uid AS story, c.event, c.mode, y.first_day, y.last_day, y.first_seen, y.last_seen, y.n_claim AS claims, "
    "y.n_document AS documents, y.n_copy AS copies, y.sources, y.statuses, s.text FROM story y JOIN claim c ON c.id = "
    "y.anchor JOIN sentence s ON s.id = c.sentence";
enum { SOURCES = 10, STATUSES = 11, TEXT = 12, N_COLUMN = 13 };

struct tell {
    msdx_store *store;
    const msdx_sql_driver *sql;
    msdx_buf *out;
    bool json;
    uint64_t n;
};

static void put_list(msdx_json *j, const char *key, msdx_str s)
{
    msdx_json_key(j, key);
    msdx_json_open(j, '[');
    for (size_t i = 0; i < s.n;) {
        const char *end = memchr(s.p + i, '|', s.n - i);
        size_t n = end ? (size_t)(end - s.p) - i : s.n - i;
        msdx_json_strn(j, (msdx_str){s.p + i, n});
        i += n + 1;
    }
    msdx_json_close(j, ']');
}

static void put_story_json(struct tell *t, msdx_json *j, msdx_sql_stmt *row)
{
    for (int i = 0; i < N_COLUMN; i++) {
        const char *key = t->sql->name(row, i);
        msdx_str s = t->sql->get_text(row, i);
        if (i == SOURCES || i == STATUSES) {
            put_list(j, key, msdx_store_text(row, i));
        } else if (i > 6 && i < SOURCES) {
            msdx_json_put_int(j, key, t->sql->get_int(row, i));
        } else {
            msdx_json_key(j, key);
            if (s.p)
                msdx_json_strn(j, s);
            else
                msdx_json_null(j);
        }
    }
}

/* A line for people: when, what, how often told, by whom, in what words. */
static void put_story_line(struct tell *t, msdx_sql_stmt *row)
{
    msdx_str v[N_COLUMN];
    char words[160];
    size_t n = 0;
    for (int i = 0; i < N_COLUMN; i++) {
        msdx_str s = msdx_store_text(row, i);
        v[i] = s;
        if (i < TEXT) msdx_buf_addf(t->out, "%s%.*s", i ? "\t" : "", (int)(s.n < 400 ? s.n : 400), s.p);
    }
    while (n < v[TEXT].n && n < sizeof words - 1) {
        size_t used;
        (void)msdx_utf8_get(v[TEXT].p + n, v[TEXT].n - n, &used);
        if (n + used > sizeof words - 1) break;
        for (size_t k = 0; k < used; k++) words[n + k] = (unsigned char)v[TEXT].p[n + k] < ' ' ? ' ' : v[TEXT].p[n + k];
        n += used;
    }
    msdx_buf_addf(t->out, "\t%.*s\n", (int)n, words);
}

static msd_status put_story(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct tell *t = ctx;
    msdx_json j = {.buf = t->out};
    t->n++;
    if (t->json) {
        msdx_json_open(&j, '{');
        put_story_json(t, &j, row);
        msdx_json_close(&j, '}');
        msdx_buf_addc(t->out, '\n');
    } else {
        put_story_line(t, row);
    }
    return t->out->failed ? msdx_err_nomem(err) : MSD_OK;
}

msd_status msdx_store_list_stories(msdx_store *store, const msdx_filter *filter, uint64_t least, uint64_t limit,
                                   bool json, msdx_buf *out, msd_error *err)
{
    struct tell t = {store, store->sql, out, json, 0};
    char before[1024], after[160];
    snprintf(
        before, sizeof before,
        "SELECT %s WHERE y.n_document >= %llu AND y.id IN (SELECT z.story FROM story_claim z JOIN claim c ON c.id = "
        "z.claim WHERE 1 = 1",
        columns, (unsigned long long)least);
    int n = snprintf(after, sizeof after, ") ORDER BY y.n_document DESC, y.n_claim DESC, y.uid");
    if (limit) snprintf(after + n, sizeof after - (size_t)n, " LIMIT %llu", (unsigned long long)limit);
    if (!json)
        msdx_buf_adds(out, "story\tevent\tmode\tfirst day\tlast day\tfirst seen\tlast seen\tclaims\tdocuments\tcopies\t"
                           "sources\tstatuses\ttext\n");
    return msdx_store_chosen(store, filter, before, after, put_story, &t, err);
}

/* ---- one story ---- */

static msd_status put_change(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct tell *t = ctx;
    msdx_json j = {.buf = t->out};
    t->n++;
    if (!t->json) {
        for (int i = 0; i < 4; i++) {
            msdx_str s = msdx_store_text(row, i);
            msdx_buf_addf(t->out, "%s%.*s", i ? "\t" : "change\t", (int)s.n, s.p);
        }
        msdx_buf_addc(t->out, '\n');
        return t->out->failed ? msdx_err_nomem(err) : MSD_OK;
    }
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "is", "change");
    for (int i = 0; i < 4; i++) {
        msdx_str s = t->sql->get_text(row, i);
        msdx_json_key(&j, t->sql->name(row, i));
        if (s.p)
            msdx_json_strn(&j, s);
        else
            msdx_json_null(&j);
    }
    msdx_json_close(&j, '}');
    msdx_buf_addc(t->out, '\n');
    return t->out->failed ? msdx_err_nomem(err) : MSD_OK;
}

/* How accounts differ: for each thing that they say, each value, and who has it. Rows come by thing and value. */
struct differ {
    struct tell *tell;
    msdx_json *json;
    msdx_buf values; /* of the thing at hand */
    msdx_json j;
    char what[24];
    msdx_buf value; /* the one at hand */
    size_t n_value;
};

static void end_value(struct differ *d)
{
    if (!d->n_value) return;
    if (d->tell->json) {
        msdx_json_close(&d->j, ']');
        msdx_json_close(&d->j, '}');
    } else {
        msdx_buf_addc(&d->values, '\n');
    }
}

static void end_what(struct differ *d)
{
    end_value(d);
    if (d->n_value > 1 && d->tell->json) {
        msdx_json_key(d->json, d->what);
        msdx_buf_addc(d->json->buf, '[');
        msdx_buf_add(d->json->buf, d->values.p, d->values.n);
        msdx_buf_addc(d->json->buf, ']');
        d->json->comma = true;
    } else if (d->n_value > 1) {
        msdx_buf_add(d->tell->out, d->values.p, d->values.n);
    }
    msdx_buf_reset(&d->values);
    d->j = (msdx_json){.buf = &d->values};
    d->n_value = 0;
}

static void begin_value(struct differ *d, msdx_str what, msdx_str value)
{
    if (!msdx_str_is(what, d->what)) {
        end_what(d);
        snprintf(d->what, sizeof d->what, "%.*s", (int)what.n, what.p);
    } else {
        end_value(d);
    }
    d->n_value++;
    msdx_buf_reset(&d->value);
    msdx_buf_add(&d->value, value.p, value.n);
    if (!d->tell->json) {
        msdx_buf_addf(&d->values, "differ\t%s\t%.*s\t", d->what, (int)value.n, value.p);
        return;
    }
    msdx_json_open(&d->j, '{');
    msdx_json_key(&d->j, "value");
    msdx_json_strn(&d->j, value);
    msdx_json_key(&d->j, "told");
    msdx_json_open(&d->j, '[');
}

static msd_status put_differ(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct differ *d = ctx;
    msdx_str what = msdx_store_text(row, 0), value = msdx_store_text(row, 1);
    bool same = d->n_value && msdx_str_is(what, d->what) && msdx_str_eq(value, (msdx_str){d->value.p, d->value.n});
    if (!same) begin_value(d, what, value);
    msdx_str source = msdx_store_text(row, 3);
    if (d->tell->json) {
        static const char *const key[] = {"claim", "source", "doc"};
        msdx_json_open(&d->j, '{');
        for (int i = 0; i < 3; i++) {
            msdx_json_key(&d->j, key[i]);
            msdx_json_strn(&d->j, msdx_store_text(row, i + 2));
        }
        msdx_json_close(&d->j, '}');
    } else {
        msdx_buf_addf(&d->values, "%s%.*s", same ? ", " : "", (int)source.n, source.p);
    }
    return d->values.failed || d->value.failed ? msdx_err_nomem(err) : MSD_OK;
}

#define TOLD \
    ", c.uid, so.name, d.name FROM story y JOIN story_claim x ON x.story = y.id JOIN claim c ON c.id = x.claim JOIN " \
    "revision r ON r.id = c.revision JOIN source so ON so.id = r.source JOIN document d ON d.id = c.document"
#define OF_STORY " WHERE y.uid = ?1"
#define COUNT(name) \
    "SELECT '" name "' AS what, CAST(c." name " AS TEXT)" TOLD OF_STORY " AND c." name " IS NOT NULL UNION ALL "

static const char differences[] =
    "SELECT 'status' AS what, c.status AS value" TOLD OF_STORY " UNION ALL SELECT 'hedge', c.hedge" TOLD OF_STORY
    " UNION ALL " COUNT("dead") COUNT("injured") COUNT("arrested") COUNT("displaced")
        COUNT("participants") "SELECT 'day', coalesce(c.when_start, '')" TOLD OF_STORY
                              " UNION ALL SELECT 'place', p.name" TOLD " JOIN place p ON p.id = c.place" OF_STORY
                              " UNION ALL SELECT t.role, coalesce(e.name, t.text, '')" TOLD
                              " JOIN part t ON t.claim = c.id JOIN entity e ON e.id = t.entity" OF_STORY
                              " UNION ALL SELECT 'attribution', ''" TOLD OF_STORY
                              " AND NOT EXISTS (SELECT 1 FROM part t WHERE t.claim = c.id AND t.role = 'attribution') "
                              "ORDER BY 1, 2, 3";

static msd_status put_account(void *ctx, msdx_str line, msd_error *err)
{
    struct tell *t = ctx;
    if (t->n++) msdx_buf_addc(t->out, ',');
    msdx_buf_add(t->out, line.p, line.n - 1);
    return t->out->failed ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status put_differences(struct tell *t, msdx_json *j, const msdx_sql_arg *id, msd_error *err)
{
    struct differ d = {.tell = t, .json = j};
    d.values = d.value = (msdx_buf)MSDX_BUF_INIT((size_t)1 << 28);
    d.j.buf = &d.values;
    msd_status st = msdx_store_rows(t->store, differences, id, 1, put_differ, &d, err);
    if (st == MSD_OK) end_what(&d);
    msdx_buf_clear(&d.values);
    msdx_buf_clear(&d.value);
    return st;
}

/* The story's row, left open: its accounts follow. */
static msd_status put_head(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct tell *t = ctx;
    msdx_json j = {.buf = t->out};
    t->n++;
    if (t->json) {
        msdx_json_open(&j, '{');
        put_story_json(t, &j, row);
    } else {
        put_story_line(t, row);
    }
    return t->out->failed ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status put_accounts(struct tell *t, const char *uid, msd_error *err)
{
    const msdx_sql_arg id = msdx_sql_text(uid);
    const msdx_filter filter = {.story = uid};
    msdx_json j = {.buf = t->out, .comma = true};
    if (!t->json) return put_differences(t, &j, &id, err);
    msdx_json_key(&j, "differ");
    msdx_json_open(&j, '{');
    MSD_TRY(put_differences(t, &j, &id, err));
    msdx_json_close(&j, '}');
    msdx_json_key(&j, "accounts");
    msdx_buf_addc(t->out, '[');
    t->n = 0;
    MSD_TRY(msdx_store_query(t->store, &filter, 0, 0, put_account, t, err));
    msdx_buf_adds(t->out, "]}\n");
    return t->out->failed ? msdx_err_nomem(err) : MSD_OK;
}

/* What a story that is no more became, last. */
static msd_status follow(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    char *next = ctx;
    msdx_str s = msdx_store_text(row, 0);
    (void)err;
    snprintf(next, 64, "%.*s", (int)(s.n < 64 ? s.n : 63), s.p);
    return MSD_OK;
}

msd_status msdx_store_story(msdx_store *store, const char *id, bool json, msdx_buf *out, msd_error *err)
{
    enum { STEPS = 64 };
    struct tell t = {store, store->sql, out, json, 0};
    char sql[1024], at[64];
    uint64_t n_change = 0;
    snprintf(at, sizeof at, "%.63s", id);
    snprintf(sql, sizeof sql, "SELECT %s WHERE y.uid = ?1", columns);
    for (int i = 0; i < STEPS && *at; i++) {
        char next[64] = "";
        const msdx_sql_arg arg = msdx_sql_text(at);
        t.n = 0;
        MSD_TRY(msdx_store_rows(store,
                                "SELECT at, story, kind, other FROM story_change WHERE story = ?1 OR other = ?1 ORDER "
                                "BY id",
                                &arg, 1, put_change, &t, err));
        n_change += t.n;
        t.n = 0;
        MSD_TRY(msdx_store_rows(store, sql, &arg, 1, put_head, &t, err));
        if (t.n) return put_accounts(&t, at, err);
        MSD_TRY(msdx_store_rows(store,
                                "SELECT other FROM story_change WHERE story = ?1 AND other IS NOT NULL ORDER BY id "
                                "DESC LIMIT 1",
                                &arg, 1, follow, next, err));
        memcpy(at, next, sizeof at);
    }
    if (n_change) return MSD_OK;
    return msdx_err(err, MSD_EUSAGE, 0, "no story '%.60s' in %.120s", id, store->where);
}
