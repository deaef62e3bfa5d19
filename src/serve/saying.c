/* saying.c: what people say: reviews of claims, and where they stand with alerts. Each opens the store for writing by
 * itself: such requests are few. */
#include <jansson.h>
#include <stdlib.h>

#include "api/api.h"
#include "base/mem.h"
#include "serve/serve_impl.h"
#include "store/review.h"
#include "store/watch.h"

enum {
    REVIEWS = 100,
    REVIEWS_MOST = 1000,
    ALERTS = 100,
    ALERTS_MOST = 1000,
    STORIES_AT_ONCE = 20000,
    WITH_MOST = 1000
};

/* ---- what was said ---- */

struct listed {
    msdx_json j;
    int64_t last;
    uint64_t n;
};

static msd_status add_review(void *ctx, msdx_str line, msd_error *err)
{
    struct listed *l = ctx;
    (void)err;
    if (l->j.comma) msdx_buf_addc(l->j.buf, ',');
    msdx_buf_add(l->j.buf, line.p, line.n - 1);
    l->j.comma = true;
    l->n++;
    l->last = strtoll(line.p + sizeof "{\"review\":" - 1, NULL, 10);
    return MSD_OK;
}

static msd_status reviews(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    uint64_t limit, after;
    struct listed l = {.j = {.buf = &r->out}};
    (void)f;
    MSD_TRY(msdx_query_number(r, "limit", REVIEWS, REVIEWS_MOST, &limit, err));
    MSD_TRY(msdx_query_number(r, "after", 0, INT64_MAX, &after, err));
    msdx_json_open(&l.j, '{');
    msdx_json_key(&l.j, "reviews");
    msdx_json_open(&l.j, '[');
    MSD_TRY(msdx_review_list(store, (int64_t)after, limit, add_review, &l, err));
    msdx_json_close(&l.j, ']');
    msdx_json_key(&l.j, "next");
    if (l.n == limit)
        msdx_json_int(&l.j, l.last);
    else
        msdx_json_null(&l.j);
    msdx_json_close(&l.j, '}');
    return MSD_OK;
}

msd_status msdx_get_reviews(msdx_request *r, msd_error *err)
{
    return msdx_with_store(r, reviews, err);
}

/* ---- one more ---- */

msd_status msdx_read_object(msdx_request *r, json_t **out, msd_error *err)
{
    json_error_t why;
    *out = NULL;
    if (!msdx_is_type(r, "application/json")) return msdx_serve_problem(r, 415, err, "the body is application/json");
    *out = json_loadb(r->body.p ? r->body.p : "", r->body.n, JSON_REJECT_DUPLICATES, &why);
    if (json_is_object(*out)) return MSD_OK;
    json_decref(*out);
    *out = NULL;
    return msdx_serve_problem(r, 422, err, "the body is no JSON object");
}

static bool kind_of(const json_t *o, msdx_review_kind *kind)
{
    const char *word = json_string_value(json_object_get(o, "kind"));
    for (int i = 0; word && i < MSDX_N_REVIEW_KIND; i++) {
        *kind = (msdx_review_kind)i;
        if (strcmp(word, msdx_review_kind_name(*kind)) == 0) return true;
    }
    return false;
}

/* Stories of a small store are made anew at once; a large one's are by `masudi db stories`. */
static msd_status make_stories(msdx_store *store, bool *current, msd_error *err)
{
    msdx_store_stories did;
    uint64_t n;
    *current = false;
    MSD_TRY(msdx_store_size(store, &n, err));
    if (n > STORIES_AT_ONCE) return MSD_OK;
    *current = true;
    return msdx_store_make_stories(store, &did, err);
}

static msd_status add_one(msdx_request *r, const msdx_review *review, msd_error *err)
{
    msdx_store *store;
    int64_t id;
    bool current = false;
    MSD_TRY(msdx_store_open(&store, r->serve->o.store, MSDX_STORE_WRITE, err));
    msd_status st = msdx_review_add(store, msdx_api_know(r->serve->o.engine), review, &id, err);
    if (st == MSD_EUSAGE) r->status = 422;
    if (st == MSD_OK && review->kind >= MSDX_REVIEW_MERGE) st = make_stories(store, &current, err);
    struct listed l = {.j = {.buf = &r->out}};
    msdx_json_open(&l.j, '{');
    msdx_json_key(&l.j, "review");
    if (st == MSD_OK) st = msdx_review_list(store, id - 1, 1, add_review, &l, err);
    msdx_buf_addf(&r->out, ",\"stories\":%s}\n", current ? "true" : "false");
    msdx_store_close(store);
    return st;
}

static msd_status take_with(const json_t *o, const char *with[WITH_MOST], msdx_review *review, msd_error *err)
{
    const json_t *list = json_object_get(o, "with");
    if (list && (!json_is_array(list) || json_array_size(list) > WITH_MOST))
        return msdx_err(err, MSD_EUSAGE, 0, "with: ids of at most %d claims", WITH_MOST);
    for (size_t i = 0; i < json_array_size(list); i++) {
        with[i] = json_string_value(json_array_get(list, i));
        if (!with[i]) return msdx_err(err, MSD_EUSAGE, 0, "with: ids of claims");
    }
    review->with = with;
    review->n_with = json_array_size(list);
    return MSD_OK;
}

static msd_status review_of(msdx_request *r, const json_t *o, msd_error *err)
{
    const char *with[WITH_MOST];
    const json_t *change = json_object_get(o, "change");
    msdx_review review = {.claim = json_string_value(json_object_get(o, "claim")),
                          .who = json_string_value(json_object_get(o, "who")),
                          .note = json_string_value(json_object_get(o, "note"))};
    r->status = 422;
    if (!kind_of(o, &review.kind))
        return msdx_err(err, MSD_EUSAGE, 0, "kind: reject, correct, restore, merge or split");
    if (!review.claim) return msdx_err(err, MSD_EUSAGE, 0, "claim: the id of a claim");
    MSD_TRY(take_with(o, with, &review, err));
    char *text = change ? json_dumps(change, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
    if (change && !text) return msdx_err_nomem(err);
    if (text) review.change = msdx_str_of(text);
    r->status = 0;
    msd_status st = add_one(r, &review, err);
    free(text);
    if (st == MSD_OK) r->status = 201;
    return st;
}

msd_status msdx_post_review(msdx_request *r, msd_error *err)
{
    json_t *o;
    MSD_TRY(msdx_read_object(r, &o, err));
    msd_status st = review_of(r, o, err);
    json_decref(o);
    return st;
}

/* ---- alerts ---- */

static msd_status add_alert(void *ctx, const msdx_alert *alert, msd_error *err)
{
    msdx_json *j = ctx;
    (void)err;
    msdx_json_open(j, '{');
    msdx_json_put_str(j, "key", alert->key);
    msdx_json_put_str(j, "watch", alert->watch);
    msdx_json_put_str(j, "kind", alert->kind);
    msdx_json_put_str(j, "state", alert->state);
    msdx_json_put_str(j, "title", alert->title);
    msdx_json_put_int(j, "made", alert->made);
    msdx_json_put_int(j, "changed", alert->changed);
    msdx_json_key(j, "alert");
    msdx_buf_add(j->buf, alert->body.p, alert->body.n);
    j->comma = true;
    msdx_json_close(j, '}');
    return MSD_OK;
}

static bool is_state(const char *word)
{
    for (size_t i = 0; word && i < sizeof msdx_alert_state / sizeof *msdx_alert_state; i++)
        if (strcmp(word, msdx_alert_state[i]) == 0) return true;
    return false;
}

static msd_status alerts(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    uint64_t limit;
    const char *state = msdx_query(r, "state");
    msdx_json j = {.buf = &r->out};
    (void)f;
    MSD_TRY(msdx_query_number(r, "limit", ALERTS, ALERTS_MOST, &limit, err));
    if (state && !is_state(state)) return msdx_err(err, MSD_EUSAGE, 0, "state is new, seen, acknowledged or dismissed");
    msdx_json_open(&j, '{');
    msdx_json_key(&j, "alerts");
    msdx_json_open(&j, '[');
    MSD_TRY(msdx_watch_alerts(store, msdx_query(r, "watch"), state, NULL, limit, add_alert, &j, err));
    msdx_json_close(&j, ']');
    msdx_json_close(&j, '}');
    return MSD_OK;
}

msd_status msdx_get_alerts(msdx_request *r, msd_error *err)
{
    return msdx_with_store(r, alerts, err);
}

static msd_status mark(msdx_request *r, const char *state, msd_error *err)
{
    msdx_store *store;
    struct timespec t;
    bool found = false;
    if (!is_state(state)) return msdx_serve_problem(r, 422, err, "state is new, seen, acknowledged or dismissed");
    clock_gettime(CLOCK_REALTIME, &t);
    MSD_TRY(msdx_store_open(&store, r->serve->o.store, MSDX_STORE_WRITE, err));
    msd_status st =
        msdx_watch_alert_mark(store, r->rest, state, (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000, &found, err);
    msdx_store_close(store);
    MSD_TRY(st);
    if (!found) return msdx_serve_problem(r, 404, err, "there is no alert of that key");
    msdx_json j = {.buf = &r->out};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "key", r->rest);
    msdx_json_put_str(&j, "state", state);
    msdx_json_close(&j, '}');
    return MSD_OK;
}

msd_status msdx_post_alert(msdx_request *r, msd_error *err)
{
    json_t *o;
    MSD_TRY(msdx_read_object(r, &o, err));
    msd_status st = mark(r, json_string_value(json_object_get(o, "state")), err);
    json_decref(o);
    return st;
}

/* ---- how feeds, watches and deliveries stand ---- */

static msd_status watches(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    msdx_buf lines = MSDX_BUF_INIT((size_t)1 << 26);
    (void)f;
    msd_status st = msdx_watch_status(store, true, &lines, err);
    msdx_buf_adds(&r->out, "{\"standing\":[");
    if (st == MSD_OK) msdx_put_lines(r, &lines);
    msdx_buf_adds(&r->out, "]}");
    msdx_buf_clear(&lines);
    return st;
}

msd_status msdx_get_watches(msdx_request *r, msd_error *err)
{
    return msdx_with_store(r, watches, err);
}
