/* review.c: what people say of claims, kept in the order in which they said it, and what holds because of it. */
#include "store/review.h"

#include <jansson.h>
#include <stdio.h>

#include "read/read.h"
#include "store/store_impl.h"

enum { ID_ROOM = 64, WHO_MOST = 255, NOTE_MOST = 4096 };
static const char coder[] = "review"; /* in place of a program's name, where a person has the say */

const char *msdx_review_kind_name(msdx_review_kind kind)
{
    static const char *const name[] = {"reject", "correct", "restore", "merge", "split"};
    return name[kind];
}

/* ---- what a claim is, as JSON ---- */

static msd_status take_line(void *ctx, msdx_str line, msd_error *err)
{
    json_error_t why;
    json_t **to = ctx;
    json_decref(*to);
    *to = json_loadb(line.p, line.n, 0, &why);
    return *to ? MSD_OK : msdx_err(err, MSD_EFORMAT, 0, "a claim of the store is no JSON: %s", why.text);
}

/* Keys of `change` take the place of those of the claim; of an object key by key. */
static bool overlay(json_t *line, const json_t *change)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)change, key, value)
    {
        json_t *own = json_object_get(line, key);
        bool both = json_is_object(own) && json_is_object(value);
        if (both ? json_object_update(own, value) : json_object_set(line, key, value)) return false;
    }
    return true;
}

/* ---- is the change one that can be made? ---- */

static msd_status bad(msd_error *err, const char *what, const char *value)
{
    return msdx_err(err, MSD_EUSAGE, 0, "%s '%.40s'", what, value);
}

static msd_status check_keys(const json_t *change, msd_error *err)
{
    static const char *const may[] = {"event",  "mode",       "status", "hedge", "cameo",    "contexts",
                                      "actors", "recipients", "where",  "when",  "magnitude"};
    const char *key;
    json_t *value;
    if (!json_is_object(change) || json_object_size(change) == 0)
        return msdx_err(err, MSD_EUSAGE, 0, "a correction is an object of what is to change");
    json_object_foreach((json_t *)(uintptr_t)change, key, value)
    {
        size_t i = 0;
        while (i < sizeof may / sizeof *may && strcmp(may[i], key) != 0) i++;
        if (i == sizeof may / sizeof *may) return bad(err, "this cannot be corrected:", key);
    }
    return MSD_OK;
}

static const char *word(const json_t *change, const json_t *line, const char *key)
{
    const json_t *v = json_object_get(change, key);
    return json_string_value(v ? v : json_object_get(line, key));
}

/* What follows from the event, the mode and the code. */
static msd_status fill_event(const msdx_know *know, json_t *change, const json_t *line, msd_error *err)
{
    msdx_event_info info;
    msdx_code_info code;
    bool event = json_object_get(change, "event"), mode = json_object_get(change, "mode");
    if (!event && !mode && !json_object_get(change, "cameo")) return MSD_OK;
    if (event && !mode) json_object_set_new(change, "mode", json_null());
    const char *e = word(change, line, "event"), *m = word(change, line, "mode"), *c = word(change, line, "cameo");
    if (!e || !msdx_know_event(know, e, NULL, &info)) return bad(err, "there is no event", e ? e : "");
    if (m && !msdx_know_event(know, e, m, &info)) return bad(err, "the event has no mode", m);
    if (!json_object_get(change, "cameo")) c = info.cameo;
    if (!c || !msdx_know_code(know, c, &code)) return bad(err, "there is no CAMEO code", c ? c : "");
    int failed = json_object_set_new(change, "cameo", json_string(c));
    failed |= json_object_set_new(change, "quad", json_string(info.quad));
    failed |= json_object_set_new(change, "intensity", json_real(info.intensity));
    failed |= json_object_set_new(change, "goldstein", json_real(code.goldstein));
    return failed ? msdx_err_nomem(err) : MSD_OK;
}

static void want(json_t *o, const char *key, json_t *otherwise)
{
    if (json_object_get(o, key))
        json_decref(otherwise);
    else
        (void)json_object_set_new(o, key, otherwise);
}

/* A party may be given by what is known of it. */
static msd_status fill_party(const msdx_know *know, json_t *o, msd_error *err)
{
    char code[16];
    if (!json_is_object(o)) return msdx_err(err, MSD_EUSAGE, 0, "a party is an object");
    want(o, "text", json_string(""));
    want(o, "start", json_integer(0));
    want(o, "end", json_integer(0));
    want(o, "name", json_null());
    want(o, "entity", json_null());
    want(o, "country", json_null());
    want(o, "sector", json_null());
    want(o, "aligned", json_array());
    want(o, "via", json_string("name"));
    const char *country = json_string_value(json_object_get(o, "country"));
    const char *sector = json_string_value(json_object_get(o, "sector"));
    want(o, "sectors", sector ? json_pack("[s]", sector) : json_array());
    msdx_know_actor_code(know, country, sector, code);
    (void)json_object_set_new(o, "code", *code ? json_string(code) : json_null());
    return MSD_OK;
}

static msd_status fill_parties(const msdx_know *know, json_t *change, const char *key, msd_error *err)
{
    json_t *list = json_object_get(change, key);
    if (list && !json_is_array(list)) return msdx_err(err, MSD_EUSAGE, 0, "%s is a list", key);
    for (size_t i = 0; i < json_array_size(list); i++) MSD_TRY(fill_party(know, json_array_get(list, i), err));
    return MSD_OK;
}

static msd_status fill(const msdx_know *know, json_t *change, const json_t *line, msd_error *err)
{
    MSD_TRY(check_keys(change, err));
    MSD_TRY(fill_event(know, change, line, err));
    MSD_TRY(fill_parties(know, change, "actors", err));
    return fill_parties(know, change, "recipients", err);
}

/* ---- what holds ---- */

/* A claim: as the coder had it, what of it holds, and what all reviews make of it. */
struct standing {
    msdx_store *store;
    int64_t own, own_place, live, live_run; /* rows of claims; 0: none */
    bool ended;                             /* the coder itself no longer says so */
    json_t *line;                           /* as it is to be */
    bool rejected, corrected;
    bool refused; /* as corrected it can be no claim */
    int64_t run;  /* of the last review */
};

static msd_status take_own(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct standing *s = ctx;
    const msdx_sql_driver *sql = row->db->driver;
    msdx_str by = sql->get_text(row, 2);
    (void)err;
    s->own = sql->get_int(row, 0);
    s->own_place = sql->get_int(row, 1);
    s->ended = by.p && !msdx_str_is(by, coder);
    return MSD_OK;
}

static msd_status take_live(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct standing *s = ctx;
    (void)err;
    s->live = row->db->driver->get_int(row, 0);
    s->live_run = row->db->driver->get_int(row, 1);
    return MSD_OK;
}

static msd_status take_review(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct standing *s = ctx;
    msdx_str kind = msdx_store_text(row, 0), change = msdx_store_text(row, 2);
    s->run = row->db->driver->get_int(row, 1);
    if (msdx_str_is(kind, "reject")) s->rejected = true;
    if (msdx_str_is(kind, "restore")) {
        s->rejected = s->corrected = false;
        return msdx_store_claim_line(s->store, s->own, take_line, &s->line, err);
    }
    if (!msdx_str_is(kind, "correct")) return MSD_OK;
    json_t *to = json_loadb(change.p, change.n, 0, NULL);
    bool ok = to && overlay(s->line, to);
    json_decref(to);
    s->rejected = false;
    s->corrected = true;
    return ok ? MSD_OK : msdx_err(err, MSD_EFORMAT, 0, "%s: a review is no JSON", s->store->where);
}

/* To be cleared with json_decref(s->line), whatever comes back. */
static msd_status find_standing(msdx_store *store, const char *claim, struct standing *s, msd_error *err)
{
    const msdx_sql_arg arg = msdx_sql_str(msdx_str_of(claim));
    *s = (struct standing){.store = store};
    MSD_TRY(msdx_store_rows(store,
                            "SELECT c.id, c.n, e.coder FROM claim c JOIN run u ON u.id = c.run JOIN revision r ON r.id "
                            "= c.revision LEFT JOIN run e ON e.id = c.superseded WHERE c.uid = ?1 AND u.coder <> "
                            "'review' AND r.superseded IS NULL ORDER BY c.id",
                            &arg, 1, take_own, s, err));
    MSD_TRY(msdx_store_rows(store, "SELECT id, run FROM claim WHERE uid = ?1 AND superseded IS NULL", &arg, 1,
                            take_live, s, err));
    if (s->live == s->own) s->ended = false;
    if (!s->own) return MSD_OK;
    MSD_TRY(msdx_store_claim_line(store, s->own, take_line, &s->line, err));
    return msdx_store_few(store, "SELECT kind, run, change FROM review WHERE claim = ?1 ORDER BY id", &arg, 1,
                          take_review, s, err);
}

static msd_status end_live(struct standing *s, msd_error *err)
{
    if (!s->live) return MSD_OK;
    return msdx_store_do(s->store, "UPDATE claim SET superseded = ?2 WHERE id = ?1",
                         MSDX_SQL_ARGS(msdx_sql_int(s->live), msdx_sql_int(s->run)), NULL, err);
}

/* As a claim that every writer takes; what is wrong with it is said here. */
static msd_status read_claim(const json_t *line, msd_doc **doc, msd_error *err)
{
    msdx_lines *lines;
    bool taken;
    uint32_t n;
    *doc = NULL;
    char *text = json_dumps(line, JSON_COMPACT | JSON_REAL_PRECISION(17));
    if (!text) return msdx_err_nomem(err);
    msd_status st = msdx_lines_new(&lines, err);
    if (st == MSD_OK) {
        st = msdx_lines_add(lines, msdx_str_of(text), &taken, err);
        if (st == MSD_OK) st = msdx_lines_take(lines, doc, &n, err);
        msdx_lines_free(lines);
    }
    free(text);
    return st;
}

/* The corrected claim in the place of what holds, unless it is there already. */
static msd_status put_corrected(struct standing *s, msd_error *err)
{
    msd_doc *doc;
    json_t *now = NULL;
    msd_status st = MSD_OK;
    if (s->live) st = msdx_store_claim_line(s->store, s->live, take_line, &now, err);
    bool there = st == MSD_OK && now && json_equal(now, s->line);
    json_decref(now);
    if (st != MSD_OK || there) return st;
    st = read_claim(s->line, &doc, err);
    s->refused = st == MSD_EFORMAT;
    if (st == MSD_OK) st = end_live(s, err);
    if (st == MSD_OK) st = msdx_store_put_claim(s->store, doc, s->own_place, s->run, err);
    msdx_doc_free(doc);
    return st;
}

static msd_status apply(struct standing *s, msd_error *err)
{
    if (!s->own || s->ended || !s->run) return MSD_OK;
    if (s->rejected) return end_live(s, err);
    if (s->corrected) return put_corrected(s, err);
    if (s->live == s->own) return MSD_OK;
    MSD_TRY(end_live(s, err));
    return msdx_store_do(s->store, "UPDATE claim SET superseded = NULL WHERE id = ?1",
                         MSDX_SQL_ARGS(msdx_sql_int(s->own)), NULL, err);
}

static msd_status apply_to(msdx_store *store, const char *claim, bool *refused, msd_error *err)
{
    struct standing s;
    msd_status st = find_standing(store, claim, &s, err);
    if (st == MSD_OK) st = apply(&s, err);
    *refused = s.refused;
    json_decref(s.line);
    return st;
}

struct names {
    char (*name)[ID_ROOM];
    size_t n, room;
};

static msd_status take_name(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct names *l = ctx;
    msdx_str s = msdx_store_text(row, 0);
    if (l->n == l->room) {
        size_t room = l->room ? l->room * 2 : 64;
        char(*more)[ID_ROOM] = msdx_realloc(l->name, room, sizeof *more);
        if (!more) return msdx_err_nomem(err);
        l->name = more;
        l->room = room;
    }
    snprintf(l->name[l->n++], ID_ROOM, "%.*s", (int)(s.n < ID_ROOM ? s.n : ID_ROOM - 1), s.p);
    return MSD_OK;
}

msd_status msdx_review_apply(msdx_store *store, int64_t document, msd_error *err)
{
    struct names l = {0};
    bool refused;
    msd_status st = msdx_store_rows(store, "SELECT DISTINCT claim FROM review WHERE document = ?1 ORDER BY claim",
                                    MSDX_SQL_ARGS(msdx_sql_int(document)), take_name, &l, err);
    for (size_t i = 0; st == MSD_OK && i < l.n; i++) st = apply_to(store, l.name[i], &refused, err);
    msdx_free(l.name);
    return st;
}

/* ---- one more review ---- */

static msd_status check_with(msdx_store *store, const msdx_review *r, msd_error *err)
{
    if (r->kind == MSDX_REVIEW_MERGE && !r->n_with)
        return msdx_err(err, MSD_EUSAGE, 0, "with which claims is it to be merged?");
    for (size_t i = 0; i < r->n_with; i++) {
        int64_t id;
        const msdx_sql_arg arg = msdx_sql_str(msdx_str_of(r->with[i]));
        MSD_TRY(msdx_store_do(store, "SELECT id FROM claim WHERE uid = ?1 AND superseded IS NULL", &arg, 1, &id, err));
        if (!id) return bad(err, "there is no claim", r->with[i]);
    }
    return MSD_OK;
}

static json_t *with_json(const msdx_review *r)
{
    json_t *o = json_object(), *list = json_array();
    for (size_t i = 0; i < r->n_with; i++) json_array_append_new(list, json_string(r->with[i]));
    json_object_set_new(o, "with", list);
    return o;
}

/* *out: what is kept of the change; NULL: nothing. */
static msd_status make_change(msdx_store *store, const msdx_know *know, const msdx_review *r, json_t **out,
                              msd_error *err)
{
    struct standing s = {0};
    json_error_t why;
    *out = NULL;
    if (r->kind == MSDX_REVIEW_MERGE || r->kind == MSDX_REVIEW_SPLIT) {
        MSD_TRY(check_with(store, r, err));
        *out = with_json(r);
        return *out ? MSD_OK : msdx_err_nomem(err);
    }
    if (r->kind != MSDX_REVIEW_CORRECT) return MSD_OK;
    *out = json_loadb(r->change.p ? r->change.p : "", r->change.n, JSON_REJECT_DUPLICATES, &why);
    if (!*out) return msdx_err(err, MSD_EUSAGE, 0, "the correction is no JSON: %.100s", why.text);
    msd_status st = find_standing(store, r->claim, &s, err);
    if (st == MSD_OK && s.line) st = fill(know, *out, s.line, err);
    json_decref(s.line);
    return st;
}

static msd_status insert(msdx_store *store, const msdx_review *r, int64_t document, const json_t *change, int64_t *id,
                         msd_error *err)
{
    char now[24], *text = change ? json_dumps(change, JSON_COMPACT | JSON_REAL_PRECISION(17)) : NULL;
    if (change && !text) return msdx_err_nomem(err);
    msdx_store_now(now);
    msd_status st = msdx_store_do(
        store,
        "INSERT INTO review (claim, document, kind, run, at, note, change) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
        "RETURNING id",
        MSDX_SQL_ARGS(msdx_sql_text(r->claim), msdx_sql_int(document), msdx_sql_text(msdx_review_kind_name(r->kind)),
                      msdx_sql_int(store->run), msdx_sql_text(now), msdx_sql_text(r->note), msdx_sql_text(text)),
        id, err);
    free(text);
    return st;
}

static msd_status add(msdx_store *store, const msdx_know *know, const msdx_review *r, int64_t *id, msd_error *err)
{
    struct standing s;
    int64_t document;
    bool refused = false;
    json_t *change = NULL;
    const msdx_sql_arg arg = msdx_sql_str(msdx_str_of(r->claim));
    MSD_TRY(msdx_store_do(store, "SELECT document FROM claim WHERE uid = ?1", &arg, 1, &document, err));
    if (!document) return bad(err, "there is no claim", r->claim);
    msd_status st = find_standing(store, r->claim, &s, err);
    json_decref(s.line);
    MSD_TRY(st);
    if (!s.own || s.ended) return bad(err, "the coder itself no longer makes the claim", r->claim);
    st = make_change(store, know, r, &change, err);
    if (st == MSD_OK) st = msdx_store_need_run(store, err);
    if (st == MSD_OK) st = insert(store, r, document, change, id, err);
    json_decref(change);
    if (st == MSD_OK) st = apply_to(store, r->claim, &refused, err);
    if (!refused) return st;
    if (err) err->code = MSD_EUSAGE; /* what can be no claim was found out when it was read as one */
    return MSD_EUSAGE;
}

msd_status msdx_review_add(msdx_store *store, const msdx_know *know, const msdx_review *review, int64_t *id,
                           msd_error *err)
{
    const msdx_store_run run = {.coder = coder, .options = review->who};
    if (!review->who || !*review->who) return msdx_err(err, MSD_EUSAGE, 0, "a review needs a name: who says so?");
    if (strlen(review->who) > WHO_MOST)
        return msdx_err(err, MSD_EUSAGE, 0, "who: a name of at most %d bytes", WHO_MOST);
    if (review->note && strlen(review->note) > NOTE_MOST)
        return msdx_err(err, MSD_EUSAGE, 0, "note: at most %d bytes", NOTE_MOST);
    MSD_TRY(msdx_store_set_run(store, &run, err));
    MSD_TRY(msdx_store_begin(store, err));
    msd_status st = add(store, know, review, id, err);
    if (st == MSD_OK) st = msdx_store_commit(store, err);
    if (st != MSD_OK) msdx_store_rollback(store);
    return st;
}

/* ---- all of them ---- */

struct listing {
    msdx_store *store;
    msdx_store_line each;
    void *ctx;
};

static json_t *text_of(msdx_sql_stmt *row, int column)
{
    msdx_str s = row->db->driver->get_text(row, column);
    return s.p ? json_stringn(s.p, s.n) : json_null();
}

/* The claim's line, or null. */
static msd_status claim_json(msdx_store *store, int64_t row, json_t **out, msd_error *err)
{
    *out = NULL;
    if (row) return msdx_store_claim_line(store, row, take_line, out, err);
    *out = json_null();
    return MSD_OK;
}

static msd_status give_review(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct listing *l = ctx;
    struct standing s;
    json_t *coded = NULL, *holds = NULL, *o = json_object();
    msdx_str name = msdx_store_text(row, 1), change = msdx_store_text(row, 6);
    char claim[ID_ROOM];
    snprintf(claim, sizeof claim, "%.*s", (int)(name.n < ID_ROOM ? name.n : ID_ROOM - 1), name.p);
    msd_status st = find_standing(l->store, claim, &s, err);
    json_decref(s.line);
    if (st == MSD_OK) st = claim_json(l->store, s.own, &coded, err);
    if (st == MSD_OK) st = claim_json(l->store, s.live, &holds, err);
    json_object_set_new(o, "review", json_integer(row->db->driver->get_int(row, 0)));
    json_object_set_new(o, "kind", text_of(row, 2));
    json_object_set_new(o, "claim", text_of(row, 1));
    json_object_set_new(o, "who", text_of(row, 3));
    json_object_set_new(o, "at", text_of(row, 4));
    json_object_set_new(o, "note", text_of(row, 5));
    json_object_set_new(o, "change", change.n ? json_loadb(change.p, change.n, 0, NULL) : json_null());
    json_object_set_new(o, "coded", coded);
    json_object_set_new(o, "holds", holds);
    char *text = st == MSD_OK ? json_dumps(o, JSON_COMPACT | JSON_REAL_PRECISION(15)) : NULL;
    json_decref(o);
    if (st != MSD_OK) return st;
    if (!text) return msdx_err_nomem(err);
    size_t n = strlen(text);
    text[n] = '\n'; /* over its end: the line is given with its length */
    st = l->each(l->ctx, (msdx_str){text, n + 1}, err);
    free(text);
    return st;
}

msd_status msdx_review_list(msdx_store *store, int64_t after, uint64_t limit, msdx_store_line each, void *ctx,
                            msd_error *err)
{
    struct listing l = {store, each, ctx};
    char sql[256];
    int n =
        snprintf(sql, sizeof sql,
                 "SELECT r.id, r.claim, r.kind, u.options, r.at, r.note, r.change FROM review r JOIN run u ON u.id = "
                 "r.run WHERE r.id > ?1 ORDER BY r.id");
    if (limit) snprintf(sql + n, sizeof sql - (size_t)n, " LIMIT %llu", (unsigned long long)limit);
    return msdx_store_few(store, sql, MSDX_SQL_ARGS(msdx_sql_int(after)), give_review, &l, err);
}
