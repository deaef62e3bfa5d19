/* stories.c: the stories of a store: its documents and claims go to the rules of story.h, and what comes out goes into
 * the tables. A story's id is made of its anchor, the claim of the earliest document; so the same claims give the same
 * ids whatever happened before, and later news does not change them. What changes all the same is recorded. */
#include <stdio.h>
#include <stdlib.h>

#include "store/story.h"
#include "store/store_impl.h"

struct text {
    int64_t document;
    const char *name, *date, *source;
};

struct claim {
    int64_t id;
    const char *uid, *status, *day_start, *day_end;
    msdx_str sentence;
    uint32_t n; /* place in its document */
};

struct stories {
    msdx_store *store;
    const msdx_sql_driver *sql;
    msdx_arena arena;
    struct text *text;
    msdx_story_text *words_of;
    struct claim *claim;
    msdx_story_item *item;
    size_t n_text, n_claim;
    uint32_t *copy, *reports; /* by text */
    uint32_t *group;          /* by claim */
    uint32_t *anchor;         /* by claim: the claim that names its story */
    char (*id)[33];           /* by claim that is an anchor */
    msdx_store_stories *did;
};

static const char *kept(struct stories *s, msdx_sql_stmt *row, int column)
{
    msdx_str t = msdx_store_text(row, column);
    const char *p = msdx_arena_strndup(&s->arena, t.p, t.n);
    return p ? p : "";
}

static msdx_str kept_str(struct stories *s, msdx_sql_stmt *row, int column)
{
    msdx_str t = msdx_store_text(row, column);
    return (msdx_str){kept(s, row, column), s->arena.failed ? 0 : t.n};
}

static msd_status get_numbers(msdx_store *store, const char *sql, int64_t *out, int n, msd_error *err)
{
    msdx_sql_stmt *stmt;
    bool row;
    MSD_TRY(store->sql->prepare(store->db, sql, true, &stmt, err));
    msd_status st = msdx_sql_first(stmt, NULL, 0, &row, err);
    for (int i = 0; st == MSD_OK && i < n; i++) out[i] = row ? store->sql->get_int(stmt, i) : -1;
    store->sql->finish(stmt);
    return st;
}

static const char state_now[] = "SELECT coalesce(max(id), 0), coalesce(sum(CASE WHEN superseded IS NULL THEN 1 ELSE 0 "
                                "END), 0), (SELECT count(*) FROM revision), (SELECT coalesce(max(id), 0) FROM "
                                "review) FROM claim";

msd_status msdx_store_stories_current(msdx_store *store, bool *yes, msd_error *err)
{
    int64_t now[4], then[5];
    MSD_TRY(get_numbers(store, state_now, now, 4, err));
    MSD_TRY(get_numbers(store, "SELECT last_claim, claims, revisions, reviews, rules FROM story_state", then, 5, err));
    *yes = memcmp(now, then, sizeof now) == 0 && then[4] == MSDX_STORY_RULES;
    return MSD_OK;
}

/* ---- in ---- */

static msd_status take_text(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct stories *s = ctx;
    size_t i = s->n_text++;
    s->text[i] = (struct text){s->sql->get_int(row, 0), kept(s, row, 1), kept(s, row, 2), kept(s, row, 3)};
    s->words_of[i] = (msdx_story_text){s->text[i].name, kept_str(s, row, 4), kept_str(s, row, 5)};
    return s->arena.failed ? msdx_err_nomem(err) : MSD_OK;
}

static int by_document(const void *key, const void *at)
{
    int64_t a = *(const int64_t *)key, b = ((const struct text *)at)->document;
    return a < b ? -1 : a > b;
}

/* The lemma in a claim's JSON: `"trigger":{...,"lemma":"..."`. */
static const char *lemma_of(struct stories *s, msdx_str body)
{
    static const char key[] = "\"lemma\":\"";
    for (size_t i = 0; i + sizeof key < body.n && i < 4096; i++) {
        if (memcmp(body.p + i, key, sizeof key - 1) != 0) continue;
        const char *p = body.p + i + sizeof key - 1, *end = memchr(p, '"', body.n - i - sizeof key + 1);
        const char *word = end ? msdx_arena_strndup(&s->arena, p, (size_t)(end - p)) : "";
        return word ? word : "";
    }
    return "";
}

static msd_status take_claim(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct stories *s = ctx;
    int64_t document = s->sql->get_int(row, 2);
    const struct text *t = bsearch(&document, s->text, s->n_text, sizeof *s->text, by_document);
    if (!t) return msdx_err(err, MSD_EFORMAT, 0, "%s: a claim without its document", s->store->where);
    size_t i = s->n_claim++;
    struct claim *c = &s->claim[i];
    *c = (struct claim){.id = s->sql->get_int(row, 0), .uid = kept(s, row, 1), .status = kept(s, row, 5)};
    c->day_start = kept(s, row, 6);
    c->day_end = kept(s, row, 7);
    c->sentence = kept_str(s, row, 8);
    c->n = (uint32_t)s->sql->get_int(row, 11);
    msdx_story_item *it = &s->item[i];
    *it = (msdx_story_item){.key = c->uid, .code = kept(s, row, 4), .text = (uint32_t)(t - s->text)};
    it->sentence = (int32_t)s->sql->get_int(row, 3);
    it->place = kept(s, row, 9);
    it->word = lemma_of(s, msdx_store_text(row, 10));
    msdx_story_set_days(it, c->day_start, c->day_end);
    return s->arena.failed ? msdx_err_nomem(err) : MSD_OK;
}

static int by_id(const void *key, const void *at)
{
    int64_t a = *(const int64_t *)key, b = ((const struct claim *)at)->id;
    return a < b ? -1 : a > b;
}

static msd_status take_party(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct stories *s = ctx;
    int64_t id = s->sql->get_int(row, 0);
    const struct claim *c = bsearch(&id, s->claim, s->n_claim, sizeof *s->claim, by_id);
    if (!c) return MSD_OK;
    msdx_story_add_party(&s->arena, &s->item[c - s->claim], kept(s, row, 1), kept(s, row, 2), kept(s, row, 3));
    return s->arena.failed ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status read_all(struct stories *s, msd_error *err)
{
    int64_t n[2];
    MSD_TRY(get_numbers(s->store,
                        "SELECT (SELECT count(*) FROM revision WHERE superseded IS NULL), (SELECT count(*) FROM claim "
                        "WHERE superseded IS NULL)",
                        n, 2, err));
    s->text = MSDX_NEW(&s->arena, struct text, (size_t)n[0] + 1);
    s->words_of = MSDX_NEW(&s->arena, msdx_story_text, (size_t)n[0] + 1);
    s->copy = MSDX_NEW(&s->arena, uint32_t, (size_t)n[0] + 1);
    s->reports = MSDX_NEW(&s->arena, uint32_t, (size_t)n[0] + 1);
    s->claim = MSDX_NEW(&s->arena, struct claim, (size_t)n[1] + 1);
    s->item = MSDX_NEW(&s->arena, msdx_story_item, (size_t)n[1] + 1);
    s->group = MSDX_NEW(&s->arena, uint32_t, (size_t)n[1] + 1);
    s->anchor = MSDX_NEW(&s->arena, uint32_t, (size_t)n[1] + 1);
    s->id = msdx_arena_alloc(&s->arena, (size_t)n[1] + 1, sizeof *s->id);
    if (s->arena.failed) return msdx_err_nomem(err);
    MSD_TRY(msdx_store_rows(s->store,
                            "SELECT d.id, d.name, r.date, so.name, r.title, b.text FROM document d JOIN revision r ON "
                            "r.document = d.id AND r.superseded IS NULL JOIN source so ON so.id = r.source LEFT JOIN "
                            "body b ON b.id = r.body ORDER BY d.id",
                            NULL, 0, take_text, s, err));
    MSD_TRY(msdx_store_rows(s->store,
                            "SELECT c.id, c.uid, c.document, s.n, c.event, c.status, c.day_start, c.day_end, s.text, "
                            "p.name, c.body, c.n FROM claim c JOIN sentence s ON s.id = c.sentence LEFT JOIN place p "
                            "ON p.id = c.place WHERE c.superseded IS NULL ORDER BY c.id",
                            NULL, 0, take_claim, s, err));
    return msdx_store_rows(s->store,
                           "SELECT p.claim, e.country, e.sector, coalesce(e.entity, e.name) FROM part p JOIN entity e "
                           "ON e.id = p.entity WHERE p.role <> 'attribution'",
                           NULL, 0, take_party, s, err);
}

/* ---- the rules ---- */

static bool earlier(const struct stories *s, uint32_t a, uint32_t b)
{
    const struct text *x = &s->text[s->item[a].text], *y = &s->text[s->item[b].text];
    int c = strcmp(*x->date ? x->date : "~", *y->date ? y->date : "~");
    if (c == 0) c = strcmp(x->name, y->name);
    return c ? c < 0 : s->claim[a].n < s->claim[b].n;
}

static void name_stories(struct stories *s)
{
    uint32_t *first = s->anchor;
    for (uint32_t i = 0; i < s->n_claim; i++) first[i] = UINT32_MAX;
    for (uint32_t i = 0; i < s->n_claim; i++) {
        uint32_t g = s->group[i];
        if (first[g] == UINT32_MAX || earlier(s, i, first[g])) first[g] = i;
    }
    for (uint32_t i = 0; i < s->n_claim; i++) s->group[i] = first[s->group[i]]; /* a group is its anchor from here on */
    for (uint32_t i = 0; i < s->n_claim; i++) {
        s->anchor[i] = s->group[i];
        if (s->anchor[i] == i) msdx_story_id(s->claim[i].uid, s->id[i]);
    }
}

/* Merges and splits that people said. */
static msd_status review(struct stories *s, msd_error *err)
{
    const char **uid = MSDX_NEW(&s->arena, const char *, s->n_claim + 1);
    if (!uid) return msdx_err_nomem(err);
    for (size_t i = 0; i < s->n_claim; i++) uid[i] = s->claim[i].uid;
    return msdx_story_review(s->store, uid, s->n_claim, s->group, err);
}

static msd_status group_all(struct stories *s, msd_error *err)
{
    msdx_story_words *words = NULL;
    msdx_story_vec *vec = msdx_calloc(s->n_claim + 1, sizeof *vec);
    msd_status st = vec ? msdx_story_copies(s->words_of, s->n_text, s->copy, err) : msdx_err_nomem(err);
    if (st == MSD_OK) st = msdx_story_words_new(&words, s->words_of, s->n_text, err);
    if (st == MSD_OK) st = msdx_story_reports(words, s->reports, err);
    for (size_t i = 0; st == MSD_OK && i < s->n_claim; i++) {
        st = msdx_story_words_of(words, s->claim[i].sentence, msdx_str_of(s->item[i].word), &vec[i], err);
        if (s->words_of[s->item[i].text].body.n && s->claim[i].sentence.n) s->item[i].vec = &vec[i];
    }
    if (st == MSD_OK) st = msdx_story_events(s->item, s->n_claim, words, s->group, err);
    for (size_t i = 0; vec && i < s->n_claim; i++) msdx_story_vec_clear(&vec[i]);
    msdx_free(vec);
    msdx_story_words_free(words);
    if (st == MSD_OK) st = review(s, err);
    if (st == MSD_OK) name_stories(s);
    return st;
}

/* ---- what became of the stories before ---- */

/* A string and what goes with it, to be found by it. */
struct named {
    const char *name, *value;
};

static int by_name(const void *x, const void *y)
{
    return strcmp(((const struct named *)x)->name, ((const struct named *)y)->name);
}

static const char *look_up(const struct named *at, size_t n, const char *name)
{
    const struct named key = {name, NULL}, *found = n ? bsearch(&key, at, n, sizeof *at, by_name) : NULL;
    return found ? found->value : NULL;
}

struct change {
    const char *story, *kind, *other;
    struct change *next;
};

struct past {
    struct stories *s;
    struct named *old, *now, *at; /* stories before, with when they were added; now; claims' ids with their story now */
    size_t n_old, n_now, n_at;
    const char *story; /* the one whose claims come */
    const char **to;   /* where they are now */
    size_t n_to, room_to;
    struct change *changes;
    size_t n_change;
};

static msd_status take_old(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct past *p = ctx;
    p->old[p->n_old++] = (struct named){kept(p->s, row, 0), kept(p->s, row, 1)};
    return p->s->arena.failed ? msdx_err_nomem(err) : MSD_OK;
}

static bool record(struct past *p, const char *kind, const char *other)
{
    struct change *c = MSDX_NEW(&p->s->arena, struct change, 1);
    if (!c) return false;
    *c = (struct change){p->story, kind, other, p->changes};
    p->changes = c;
    p->n_change++;
    return true;
}

/* All claims of a story have been seen: say what became of it. */
static bool end_story(struct past *p)
{
    bool ok = true, stays = p->story && look_up(p->now, p->n_now, p->story);
    if (!p->story) return true;
    if (p->n_to == 0) ok = record(p, "ended", NULL);
    for (size_t i = 0; ok && i < p->n_to; i++) {
        if (strcmp(p->to[i], p->story) == 0) continue;
        bool was = look_up(p->old, p->n_old, p->to[i]) != NULL;
        ok = record(p, stays || p->n_to > 1 ? "split" : was ? "merged" : "renamed", p->to[i]);
    }
    p->n_to = 0;
    return ok;
}

static bool add_to(struct past *p, const char *story)
{
    for (size_t i = 0; i < p->n_to; i++)
        if (strcmp(p->to[i], story) == 0) return true;
    if (p->n_to == p->room_to) {
        size_t room = p->room_to ? p->room_to * 2 : 16;
        const char **more = msdx_realloc(p->to, room, sizeof *more);
        if (!more) return false;
        p->to = more;
        p->room_to = room;
    }
    p->to[p->n_to++] = story;
    return true;
}

static msd_status take_moved(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct past *p = ctx;
    if (!p->story || !msdx_str_is(msdx_store_text(row, 0), p->story)) {
        if (!end_story(p)) return msdx_err_nomem(err);
        p->story = kept(p->s, row, 0);
    }
    const char *to = look_up(p->at, p->n_at, kept(p->s, row, 1));
    return p->s->arena.failed || (to && !add_to(p, to)) ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status compare(struct past *p, msd_error *err)
{
    struct stories *s = p->s;
    int64_t n;
    MSD_TRY(get_numbers(s->store, "SELECT count(*) FROM story", &n, 1, err));
    p->old = MSDX_NEW(&s->arena, struct named, (size_t)n + 1);
    p->now = MSDX_NEW(&s->arena, struct named, s->n_claim + 1);
    p->at = MSDX_NEW(&s->arena, struct named, s->n_claim + 1);
    if (s->arena.failed) return msdx_err_nomem(err);
    MSD_TRY(msdx_store_rows(s->store, "SELECT uid, added FROM story", NULL, 0, take_old, p, err));
    for (size_t i = 0; i < s->n_claim; i++) {
        p->at[p->n_at++] = (struct named){s->claim[i].uid, s->id[s->anchor[i]]};
        if (s->anchor[i] == i) p->now[p->n_now++] = (struct named){s->id[i], ""};
    }
    if (p->n_old) qsort(p->old, p->n_old, sizeof *p->old, by_name);
    if (p->n_now) qsort(p->now, p->n_now, sizeof *p->now, by_name);
    if (p->n_at) qsort(p->at, p->n_at, sizeof *p->at, by_name);
    MSD_TRY(msdx_store_rows(s->store,
                            "SELECT y.uid, c.uid FROM story y JOIN story_claim x ON x.story = y.id JOIN claim c ON "
                            "c.id = x.claim ORDER BY y.uid, c.uid",
                            NULL, 0, take_moved, p, err));
    return end_story(p) ? MSD_OK : msdx_err_nomem(err);
}

/* ---- out ---- */

/* A story as its row says it. */
struct row {
    const char *first_day, *last_day, *first_seen, *last_seen;
    int64_t n_claim, n_document, n_copy;
    size_t n_source;
};

static int by_string(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Sort, and keep each once. */
static size_t once(const char **at, size_t n)
{
    size_t k = 0;
    if (n) qsort(at, n, sizeof *at, by_string);
    for (size_t i = 0; i < n; i++)
        if (*at[i] && (!k || strcmp(at[k - 1], at[i]) != 0)) at[k++] = at[i];
    return k;
}

static void join(msdx_buf *out, const char *const *at, size_t n)
{
    msdx_buf_reset(out);
    for (size_t i = 0; i < n; i++) {
        if (i) msdx_buf_addc(out, '|');
        for (const char *p = at[i]; *p; p++) msdx_buf_addc(out, *p == '|' ? '/' : *p);
    }
}

static void widen(const char **from, const char **to, const char *a, const char *b)
{
    if (*a && (!*from || strcmp(a, *from) < 0)) *from = a;
    if (*b && (!*to || strcmp(b, *to) > 0)) *to = b;
}

struct writer {
    struct stories *s;
    struct past *past;
    msdx_sql_stmt *story, *claim, *document, *change;
    uint32_t *member; /* claims, by anchor and then by place */
    const char **list;
    msdx_buf sources, statuses;
    char now[24];
};

/* Members are in the order of their documents. */
static void sum_up(struct writer *w, const uint32_t *m, size_t n, struct row *r)
{
    struct stories *s = w->s;
    uint32_t last = UINT32_MAX;
    *r = (struct row){.n_claim = (int64_t)n};
    for (size_t i = 0; i < n; i++) {
        const struct claim *c = &s->claim[m[i]];
        uint32_t t = s->item[m[i]].text;
        const char *end = *c->day_end ? c->day_end : c->day_start;
        widen(&r->first_day, &r->last_day, c->day_start, end);
        widen(&r->first_seen, &r->last_seen, s->text[t].date, s->text[t].date);
        if (t != last) r->n_document++, r->n_copy += s->copy[t] != t;
        last = t;
    }
    for (size_t i = 0; i < n; i++) w->list[i] = s->text[s->item[m[i]].text].source;
    r->n_source = once(w->list, n);
    join(&w->sources, w->list, r->n_source);
    for (size_t i = 0; i < n; i++) w->list[i] = s->claim[m[i]].status;
    join(&w->statuses, w->list, once(w->list, n));
}

static msd_status write_story(struct writer *w, uint32_t *m, size_t n, msd_error *err)
{
    struct stories *s = w->s;
    struct row r;
    int64_t id;
    const char *uid = s->id[s->anchor[m[0]]], *added = look_up(w->past->old, w->past->n_old, uid);
    sum_up(w, m, n, &r);
    if (w->sources.failed || w->statuses.failed) return msdx_err_nomem(err);
    MSD_TRY(
        msdx_sql_run(w->story,
                     MSDX_SQL_ARGS(msdx_sql_text(uid), msdx_sql_int(s->claim[s->anchor[m[0]]].id),
                                   msdx_sql_text(r.first_day), msdx_sql_text(r.last_day), msdx_sql_text(r.first_seen),
                                   msdx_sql_text(r.last_seen), msdx_sql_int(r.n_claim), msdx_sql_int(r.n_document),
                                   msdx_sql_int(r.n_copy), msdx_sql_int((int64_t)r.n_source),
                                   msdx_sql_str((msdx_str){w->sources.n ? w->sources.p : NULL, w->sources.n}),
                                   msdx_sql_str((msdx_str){w->statuses.n ? w->statuses.p : NULL, w->statuses.n}),
                                   msdx_sql_text(added ? added : w->now)),
                     &id, err));
    for (size_t i = 0; i < n; i++)
        MSD_TRY(msdx_sql_run(w->claim, MSDX_SQL_ARGS(msdx_sql_int(s->claim[m[i]].id), msdx_sql_int(id)), NULL, err));
    s->did->n_story++;
    return MSD_OK;
}

/* Claims by story, in the order of their documents: a counting sort, twice. */
static bool order(struct stories *s, uint32_t *out)
{
    size_t most = s->n_claim > s->n_text ? s->n_claim : s->n_text;
    size_t *start = msdx_calloc(most + 2, sizeof *start);
    uint32_t *by_text = msdx_malloc((s->n_claim + 1) * sizeof *by_text);
    bool ok = start && by_text;
    for (size_t i = 0; ok && i < s->n_claim; i++) start[s->item[i].text + 1]++;
    for (size_t i = 0; ok && i < s->n_text; i++) start[i + 1] += start[i];
    for (uint32_t i = 0; ok && i < s->n_claim; i++) by_text[start[s->item[i].text]++] = i;
    if (ok) memset(start, 0, (most + 2) * sizeof *start);
    for (size_t i = 0; ok && i < s->n_claim; i++) start[s->anchor[i] + 1]++;
    for (size_t i = 0; ok && i < s->n_claim; i++) start[i + 1] += start[i];
    for (size_t i = 0; ok && i < s->n_claim; i++) out[start[s->anchor[by_text[i]]]++] = by_text[i];
    msdx_free(start);
    msdx_free(by_text);
    return ok;
}

static msd_status write_rows(struct writer *w, msd_error *err)
{
    struct stories *s = w->s;
    for (size_t i = 0, n; i < s->n_claim; i += n) {
        for (n = 1; i + n < s->n_claim && s->anchor[w->member[i + n]] == s->anchor[w->member[i]];) n++;
        MSD_TRY(write_story(w, w->member + i, n, err));
    }
    for (size_t i = 0; i < s->n_text; i++) {
        msdx_sql_arg copy = {0};
        if (s->copy[i] != i) copy = msdx_sql_int(s->text[s->copy[i]].document), s->did->n_copy++;
        MSD_TRY(msdx_sql_run(
            w->document,
            MSDX_SQL_ARGS(msdx_sql_int(s->text[i].document), copy, msdx_sql_int(s->text[s->reports[i]].document)), NULL,
            err));
    }
    for (struct change *c = w->past->changes; c; c = c->next)
        MSD_TRY(msdx_sql_run(w->change,
                             MSDX_SQL_ARGS(msdx_sql_text(w->now), msdx_sql_text(c->story), msdx_sql_text(c->kind),
                                           msdx_sql_text(c->other)),
                             NULL, err));
    return MSD_OK;
}

static msd_status write_state(struct writer *w, msd_error *err)
{
    msdx_sql_stmt *stmt;
    int64_t now[4];
    MSD_TRY(get_numbers(w->s->store, state_now, now, 4, err));
    MSD_TRY(w->s->sql->prepare(w->s->store->db,
                               "INSERT INTO story_state (id, rules, last_claim, claims, revisions, at, reviews) "
                               "VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
                               false, &stmt, err));
    msd_status st =
        msdx_sql_run(stmt,
                     MSDX_SQL_ARGS(msdx_sql_int(MSDX_STORY_RULES), msdx_sql_int(now[0]), msdx_sql_int(now[1]),
                                   msdx_sql_int(now[2]), msdx_sql_text(w->now), msdx_sql_int(now[3])),
                     NULL, err);
    w->s->sql->finish(stmt);
    return st;
}

static msd_status write_all(struct stories *s, struct past *past, msd_error *err)
{
    struct writer w = {.s = s, .past = past};
    const struct {
        msdx_sql_stmt **stmt;
        const char *sql;
    } text[] = {{&w.story,
                 "INSERT INTO story (uid, anchor, first_day, last_day, first_seen, last_seen, n_claim, n_document, "
                 "n_copy, n_source, sources, statuses, added) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
                 "?12, ?13) RETURNING id"},
                {&w.claim, "INSERT INTO story_claim (claim, story) VALUES (?1, ?2)"},
                {&w.document, "INSERT INTO story_document (document, copy_of, reports) VALUES (?1, ?2, ?3)"},
                {&w.change, "INSERT INTO story_change (at, story, kind, other) VALUES (?1, ?2, ?3, ?4)"}};
    enum { N = sizeof text / sizeof *text };
    w.sources = w.statuses = (msdx_buf)MSDX_BUF_INIT((size_t)1 << 28);
    w.member = MSDX_NEW(&s->arena, uint32_t, s->n_claim + 1);
    w.list = MSDX_NEW(&s->arena, const char *, s->n_claim + 1);
    msdx_store_now(w.now);
    msd_status st = s->arena.failed || !order(s, w.member) ? msdx_err_nomem(err) : MSD_OK;
    if (st == MSD_OK)
        st = s->sql->script(s->store->db,
                            "DELETE FROM story_claim; DELETE FROM story; DELETE FROM story_document; DELETE FROM "
                            "story_state",
                            err);
    for (int i = 0; st == MSD_OK && i < N; i++)
        st = s->sql->prepare(s->store->db, text[i].sql, false, text[i].stmt, err);
    if (st == MSD_OK) st = write_rows(&w, err);
    for (int i = 0; i < N; i++)
        if (*text[i].stmt) s->sql->finish(*text[i].stmt);
    if (st == MSD_OK) st = write_state(&w, err);
    msdx_buf_clear(&w.sources);
    msdx_buf_clear(&w.statuses);
    return st;
}

static msd_status make(struct stories *s, msd_error *err)
{
    struct past past = {.s = s};
    MSD_TRY(read_all(s, err));
    MSD_TRY(group_all(s, err));
    msd_status st = compare(&past, err);
    if (st == MSD_OK) st = write_all(s, &past, err);
    msdx_free(past.to);
    s->did->n_claim = s->n_claim;
    s->did->n_document = s->n_text;
    s->did->n_change = past.n_change;
    return st;
}

msd_status msdx_store_make_stories(msdx_store *store, msdx_store_stories *did, msd_error *err)
{
    struct stories s = {.store = store, .sql = store->sql, .did = did};
    *did = (msdx_store_stories){0};
    MSD_TRY(msdx_store_stories_current(store, &did->current, err));
    if (did->current) return MSD_OK;
    MSD_TRY(msdx_store_begin(store, err));
    msd_status st = make(&s, err);
    if (st == MSD_OK) st = msdx_store_commit(store, err);
    if (st != MSD_OK) msdx_store_rollback(store);
    msdx_arena_clear(&s.arena);
    return st;
}
