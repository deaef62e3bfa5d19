/* alert.c: claims against watches, and what becomes of those that match: an alert for each article; one for all that
 * came while the watch was mute; one when a threshold is reached; one when a count surprises. All of it stands in the
 * store, so that a restart goes on where the last run stopped. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>

#include "base/hash.h"
#include "watch/watch_impl.h"
#include "write/json.h"
#include "write/series.h"

enum { CLAIMS_MOST = 100, TITLE_MOST = 200, BEFORE_MOST = 28, BEFORE_LEAST = 4, COUNT_LEAST = 3 };

/* ---- claims ---- */

static void put_party(msdx_buf *out, const msd_entity *e, size_t n)
{
    for (size_t i = 0; i < n; i++) msdx_buf_addf(out, "%s\x1F", e[i].name ? e[i].name : e[i].text ? e[i].text : "");
    msdx_buf_addc(out, '\x1E');
}

/* What a claim says, without where it stands: an article that is edited, or says a thing twice, tells it once. */
static bool key_of(const msd_doc *doc, const msd_claim *c, char key[33])
{
    msdx_buf all = MSDX_BUF_INIT(1 << 20);
    msdx_buf_addf(&all, "%s\x1E%s\x1E%s\x1E%s\x1E", doc->id, c->event, c->mode ? c->mode : "",
                  msd_claim_status_name(c->status));
    put_party(&all, c->actors, c->n_actor);
    put_party(&all, c->recipients, c->n_recipient);
    if (c->where.present && c->where.name) msdx_buf_adds(&all, c->where.name);
    msdx_hash_hex(all.p ? all.p : "", all.n, key);
    bool good = !all.failed;
    msdx_buf_clear(&all);
    return good;
}

static bool is_of(const msdx_watch_rule *rule, const msdx_watched *from)
{
    for (size_t i = 0; i < rule->n_feed; i++)
        if (strcmp(rule->feed[i], from->feed->id) == 0) return true;
    return rule->n_feed == 0;
}

static msd_status add_hit(msdx_watch *w, msdx_rule_run *r, const msd_doc *doc, const msd_claim *c, msd_error *err)
{
    char key[33];
    bool added = false;
    msdx_buf line = MSDX_BUF_INIT(MSD_TEXT_MAX);
    msdx_write_jsonl(&line, doc, c);
    msdx_watch_hit hit = {.key = key, .document = doc->id, .arrived = msdx_clock_now(&w->clock)};
    hit.day = *c->when.start ? c->when.start : doc->date;
    hit.line = (msdx_str){line.p, line.n};
    msd_status st = !key_of(doc, c, key) || line.failed ? msdx_err_nomem(err) : MSD_OK;
    if (st == MSD_OK) st = msdx_watch_hit_add(w->store, r->rule->id, &hit, &added, err);
    if (added) r->pending = true;
    msdx_buf_clear(&line);
    return st;
}

msd_status msdx_alert_match(msdx_watch *w, const msdx_watched *from, const msd_doc *doc, msd_error *err)
{
    for (size_t i = 0; i < w->c->n_rule; i++) {
        const msdx_watch_rule *rule = &w->c->rule[i];
        if (!is_of(rule, from)) continue;
        for (uint32_t k = 0; k < doc->n_claim; k++)
            if (msdx_filter_pass(&rule->filter, doc, &doc->claim[k]))
                MSD_TRY(add_hit(w, &w->rule[i], doc, &doc->claim[k], err));
    }
    return MSD_OK;
}

/* ---- hits, as they wait ---- */

struct waiting {
    msdx_arena arena;
    msdx_buf hit; /* of msdx_watch_hit */
};

static msd_status take_hit(void *ctx, const msdx_watch_hit *hit, msd_error *err)
{
    struct waiting *to = ctx;
    size_t n = to->hit.n / sizeof *hit;
    msdx_watch_hit mine = {.id = hit->id, .arrived = hit->arrived};
    mine.key = msdx_arena_strndup(&to->arena, hit->key, strlen(hit->key));
    mine.document = msdx_arena_strndup(&to->arena, hit->document, strlen(hit->document));
    if (n < 4096) mine.line = (msdx_str){msdx_arena_strndup(&to->arena, hit->line.p, hit->line.n), hit->line.n};
    msdx_buf_add(&to->hit, &mine, sizeof mine);
    return to->arena.failed || to->hit.failed ? msdx_err_nomem(err) : MSD_OK;
}

/* ---- an alert ---- */

/* The title of the claim's article, else its sentence. */
static void put_headline(msdx_buf *out, msdx_str line)
{
    json_t *claim = line.n ? json_loadb(line.p, line.n, 0, NULL) : NULL;
    const char *title = json_string_value(json_object_get(json_object_get(claim, "doc"), "title"));
    if (!title || !*title) title = json_string_value(json_object_get(json_object_get(claim, "sentence"), "text"));
    size_t n = title ? strlen(title) : 0;
    if (n > TITLE_MOST) n = TITLE_MOST;
    while (title && n && ((unsigned char)title[n] & 0xC0) == 0x80) n--;
    for (size_t i = 0; i < n; i++) msdx_buf_addc(out, (unsigned char)title[i] < ' ' ? ' ' : title[i]);
    json_decref(claim);
}

struct making {
    const char *kind, *detail; /* detail: what a threshold or a surprise says of itself; "" */
    const char *about;         /* the watch's title; NULL */
    const char *seed;          /* makes the key, beside the watch; NULL: the hits do */
    const msdx_watch_hit *hit;
    size_t n;
};

static size_t n_documents(const struct making *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++) {
        size_t k = 0;
        while (k < i && strcmp(m->hit[k].document, m->hit[i].document) != 0) k++;
        n += k == i;
        if (n > 1000) break;
    }
    return n;
}

static void put_title(msdx_buf *out, const struct making *m)
{
    if (*m->detail)
        msdx_buf_addf(out, "%s%s%s: ", m->about ? m->about : "", m->about ? ": " : "", m->detail);
    else if (m->n > 1 && n_documents(m) > 1)
        msdx_buf_addf(out, "%zu claims: ", m->n);
    if (m->n) put_headline(out, m->hit[*m->detail ? m->n - 1 : 0].line);
}

static void put_body(msdx_buf *out, const msdx_alert *a, const struct making *m)
{
    char made[24];
    msdx_json j = {.buf = out};
    msdx_time_iso(a->made, made);
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "alert", a->key);
    msdx_json_put_str(&j, "watch", a->watch);
    if (m->about) msdx_json_put_str(&j, "about", m->about);
    msdx_json_put_str(&j, "kind", a->kind);
    msdx_json_put_str(&j, "made", made);
    msdx_json_put_str(&j, "title", a->title);
    msdx_json_put_int(&j, "count", (int64_t)m->n);
    msdx_json_key(&j, "claims");
    msdx_json_open(&j, '[');
    for (size_t i = 0, n = 0; i < m->n && n < CLAIMS_MOST; i++) {
        msdx_str line = m->hit[i].line;
        if (!line.n) continue;
        if (n++) msdx_buf_addc(out, ',');
        msdx_buf_add(out, line.p, line.n - (line.p[line.n - 1] == '\n'));
    }
    msdx_json_close(&j, ']');
    msdx_json_close(&j, '}');
}

static void key_of_alert(const msdx_rule_run *r, const struct making *m, char key[33])
{
    msdx_buf all = MSDX_BUF_INIT((size_t)1 << 28);
    msdx_buf_addf(&all, "%s\x1E%s\x1E%s\x1E", r->rule->id, m->kind, m->seed ? m->seed : "");
    for (size_t i = 0; !m->seed && i < m->n; i++) msdx_buf_adds(&all, m->hit[i].key);
    msdx_hash_hex(all.p ? all.p : "", all.n, key);
    msdx_buf_clear(&all);
}

static msd_status add_alert(msdx_watch *w, msdx_rule_run *r, const struct making *m, int64_t now, msd_error *err)
{
    char key[33];
    bool added = false;
    const msdx_watch_rule *rule = r->rule;
    msdx_buf title = MSDX_BUF_INIT(1 << 16), body = MSDX_BUF_INIT((size_t)1 << 28);
    key_of_alert(r, m, key);
    put_title(&title, m);
    msdx_alert a = {.key = key, .watch = rule->id, .kind = m->kind, .made = now, .title = msdx_buf_cstr(&title)};
    put_body(&body, &a, m);
    a.body = (msdx_str){body.p, body.n};
    int64_t *id = msdx_calloc(m->n + 1, sizeof *id);
    const char **sink = msdx_calloc(rule->n_sink + 1, sizeof *sink);
    msd_status st = !id || !sink || title.failed || body.failed ? msdx_err_nomem(err) : MSD_OK;
    for (size_t i = 0; st == MSD_OK && i < m->n; i++) id[i] = m->hit[i].id;
    for (size_t i = 0; st == MSD_OK && i < rule->n_sink; i++) sink[i] = w->c->sink[rule->sink[i]].id;
    if (st == MSD_OK) st = msdx_watch_alert_add(w->store, &a, id, m->n, sink, rule->n_sink, &added, err);
    if (st == MSD_OK && added) {
        w->count->n_alert++;
        r->last = now;
        for (size_t i = 0; i < rule->n_sink; i++) {
            msdx_sink_run *s = &w->sink[rule->sink[i]];
            s->look = true;
            if (!s->n_fail) s->next = 0; /* what one alert waits for does not hold up another */
        }
    }
    msdx_free(id);
    msdx_free(sink);
    msdx_buf_clear(&title);
    msdx_buf_clear(&body);
    return st;
}

/* ---- when ---- */

static msd_status fire_plain(msdx_watch *w, msdx_rule_run *r, struct waiting *wait, int64_t now, msd_error *err)
{
    msdx_watch_hit *hit = (void *)wait->hit.p;
    size_t n = wait->hit.n / sizeof *hit;
    r->pending = false;
    if (r->rule->mute_ms || n == 0) {
        const struct making all = {.kind = "match", .detail = "", .about = r->rule->title, .hit = hit, .n = n};
        return n ? add_alert(w, r, &all, now, err) : MSD_OK;
    }
    /* in the order in which they came: an article's stand together */
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from; to < n && strcmp(hit[to].document, hit[from].document) == 0;) to++;
        const struct making one = {
            .kind = "match", .detail = "", .about = r->rule->title, .hit = hit + from, .n = to - from};
        MSD_TRY(add_alert(w, r, &one, now, err));
    }
    return MSD_OK;
}

static msd_status fire_threshold(msdx_watch *w, msdx_rule_run *r, struct waiting *wait, int64_t now, msd_error *err)
{
    char detail[64], window[24];
    size_t n = wait->hit.n / sizeof(msdx_watch_hit);
    r->pending = false;
    MSD_TRY(msdx_watch_hits_drop(w->store, r->rule->id, now - r->rule->window_ms, err));
    if (n < r->rule->threshold) return MSD_OK;
    msdx_duration_write(r->rule->window_ms, window);
    snprintf(detail, sizeof detail, "%zu claims in %s", n, window);
    const struct making m = {
        .kind = "threshold", .detail = detail, .about = r->rule->title, .hit = (void *)wait->hit.p, .n = n};
    return add_alert(w, r, &m, now, err);
}

double msdx_watch_surprise(uint64_t n, const uint64_t *before, size_t n_before, double *expected)
{
    uint64_t sum = 0;
    while (n_before && before[n_before - 1] == 0) n_before--; /* the series begins with its first claim */
    for (size_t i = 0; i < n_before; i++) sum += before[i];
    *expected = n_before ? (double)sum / (double)n_before : 0;
    if (n_before < BEFORE_LEAST || n < COUNT_LEAST || (double)n <= *expected) return 0;
    double tail = msdx_series_tail(n, sum, (unsigned)n_before);
    return tail > 1e-15 ? -log10(tail) : 15;
}

struct counting {
    int64_t today; /* days since 1970 */
    unsigned days;
    uint64_t n[BEFORE_MOST + 1]; /* of this period, then of those before it */
};

static void take_day(void *ctx, const char *day, uint64_t n)
{
    struct counting *c = ctx;
    int64_t back = c->today - msdx_date_seconds(day) / 86400;
    if (strlen(day) == 10 && back >= 0 && back / c->days <= BEFORE_MOST) c->n[back / c->days] += n;
}

static msd_status fire_surprise(msdx_watch *w, msdx_rule_run *r, struct waiting *wait, int64_t now, msd_error *err)
{
    char from[11], today[11], tomorrow[11], detail[96];
    const msdx_watch_rule *rule = r->rule;
    size_t n_before = rule->days == 1 ? 28 : 12;
    double expected;
    struct counting c = {.today = now / MSDX_ONE_DAY, .days = rule->days};
    r->pending = false;
    msdx_day_iso(now, today);
    msdx_day_iso(now - (int64_t)rule->days * (int64_t)(n_before + 1) * MSDX_ONE_DAY + MSDX_ONE_DAY, from);
    msdx_day_iso(now + MSDX_ONE_DAY, tomorrow);
    MSD_TRY(msdx_watch_count_days(w->store, &rule->filter, from, tomorrow, take_day, &c, err));
    MSD_TRY(msdx_watch_hits_drop(w->store, rule->id, now - (int64_t)rule->days * MSDX_ONE_DAY, err));
    if (msdx_watch_surprise(c.n[0], c.n + 1, n_before, &expected) < rule->surprise) return MSD_OK;
    snprintf(detail, sizeof detail, "%llu claims in %u day%s, where %.1f were to be expected",
             (unsigned long long)c.n[0], rule->days, rule->days == 1 ? "" : "s", expected);
    const struct making m = {.kind = "surprise",
                             .detail = detail,
                             .about = rule->title,
                             .seed = today, /* once a day */
                             .hit = (void *)wait->hit.p,
                             .n = wait->hit.n / sizeof(msdx_watch_hit)};
    return add_alert(w, r, &m, now, err);
}

static msd_status fire(msdx_watch *w, msdx_rule_run *r, int64_t now, msd_error *err)
{
    const msdx_watch_rule *rule = r->rule;
    int64_t window = rule->threshold ? rule->window_ms : rule->days ? (int64_t)rule->days * MSDX_ONE_DAY : 0;
    struct waiting wait = {.hit = MSDX_BUF_INIT((size_t)1 << 28)};
    msd_status st = msdx_watch_hits(w->store, rule->id, window ? now - window : INT64_MIN, take_hit, &wait, err);
    if (st == MSD_OK && rule->threshold)
        st = fire_threshold(w, r, &wait, now, err);
    else if (st == MSD_OK && rule->days)
        st = fire_surprise(w, r, &wait, now, err);
    else if (st == MSD_OK)
        st = fire_plain(w, r, &wait, now, err);
    msdx_arena_clear(&wait.arena);
    msdx_buf_clear(&wait.hit);
    return st;
}

/* A surprise is told once in its period whatever its mute. */
static int64_t mute(const msdx_watch_rule *rule)
{
    int64_t period = (int64_t)rule->days * MSDX_ONE_DAY;
    return rule->mute_ms > period ? rule->mute_ms : period;
}

msd_status msdx_alert_fire(msdx_watch *w, int64_t now, msd_error *err)
{
    for (size_t i = 0; i < w->c->n_rule; i++) {
        msdx_rule_run *r = &w->rule[i];
        if (!r->pending || (r->last && now < r->last + mute(r->rule))) continue;
        MSD_TRY(fire(w, r, now, err));
    }
    return MSD_OK;
}

int64_t msdx_alert_next(const msdx_watch *w)
{
    int64_t next = INT64_MAX;
    for (size_t i = 0; i < w->c->n_rule; i++) {
        const msdx_rule_run *r = &w->rule[i];
        int64_t at = r->last ? r->last + mute(r->rule) : 0;
        if (r->pending && at < next) next = at;
    }
    return next;
}
