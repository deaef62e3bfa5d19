/* sample.c: claims drawn at random, to be marked.
 *
 * Each claim gets a number from a hash of the seed and its id; of each stratum those with the smallest are drawn, and
 * they come in the order of these numbers. So the same seed draws the same claims whatever the order in the store,
 * a larger sample holds the smaller, and what is marked from the top down is itself a random sample. */
#include "store/sample.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "read/read.h"
#include "store/store_impl.h"

enum { STRATUM_ROOM = 200 };

struct drawn { /* a claim, by its row */
    uint64_t number;
    int64_t row;
    uint32_t stratum;
};

struct stratum {
    const char *name;
    uint64_t n, n_drawn;
};

struct sample {
    uint64_t seed;
    msdx_store *store;
    msdx_lines *lines;
    msdx_arena arena;
    struct drawn *claim;
    struct stratum *stratum;
    size_t n, room, n_stratum, stratum_room;
    uint32_t at; /* the stratum of the claim that is given */
    msdx_buf text, line;
    msdx_each_drawn each;
    void *ctx;
};

/* ---- which stratum: a column of the claim ---- */

static const struct {
    const char *by, *column;
} strata[] = {{"event", "c.event"},
              {"status", "c.status"},
              {"country", "coalesce(p.country, 'none')"},
              {"place", "CASE WHEN c.place IS NULL THEN 'none' ELSE coalesce(p.name, 'unnamed') END"},
              {"month", "coalesce(substr(c.day_start, 1, 7), 'none')"},
              {"year", "coalesce(substr(c.day_start, 1, 4), 'none')"}};

static const char *column_of(const char *by)
{
    for (size_t i = 0; by && i < sizeof strata / sizeof *strata; i++)
        if (strcmp(strata[i].by, by) == 0) return strata[i].column;
    return by ? NULL : "'all'";
}

static msd_status stratum_of(struct sample *s, const char *name, uint32_t *out, msd_error *err)
{
    for (size_t i = s->n_stratum; i-- > 0;) {
        if (strcmp(s->stratum[i].name, name) != 0) continue;
        *out = (uint32_t)i;
        return MSD_OK;
    }
    if (s->n_stratum == s->stratum_room) {
        size_t room = s->stratum_room ? s->stratum_room * 2 : 64;
        struct stratum *more = msdx_realloc(s->stratum, room, sizeof *more);
        if (!more) return msdx_err_nomem(err);
        s->stratum = more;
        s->stratum_room = room;
    }
    const char *copy = msdx_arena_strndup(&s->arena, name, strlen(name));
    if (!copy) return msdx_err_nomem(err);
    *out = (uint32_t)s->n_stratum;
    s->stratum[s->n_stratum++] = (struct stratum){.name = copy};
    return MSD_OK;
}

/* ---- the walk ---- */

static msd_status count_claim(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct sample *s = ctx;
    char name[STRATUM_ROOM];
    msdx_str uid = msdx_store_text(row, 0), stratum = msdx_store_text(row, 1);
    struct drawn d = {.row = s->store->sql->get_int(row, 2)};
    d.number = msdx_murmur64a(uid.p, uid.n, s->seed * UINT64_C(0x9E3779B97F4A7C15) + 1);
    snprintf(name, sizeof name, "%.*s", (int)(stratum.n < sizeof name ? stratum.n : sizeof name - 1), stratum.p);
    MSD_TRY(stratum_of(s, name, &d.stratum, err));
    if (s->n == s->room) {
        size_t room = s->room ? s->room * 2 : 1024;
        struct drawn *more = msdx_realloc(s->claim, room, sizeof *more);
        if (!more) return msdx_err_nomem(err);
        s->claim = more;
        s->room = room;
    }
    s->stratum[d.stratum].n++;
    s->claim[s->n++] = d;
    return MSD_OK;
}

static msd_status count_all(struct sample *s, const msdx_filter *filter, const char *column, msd_error *err)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "SELECT c.uid, %s, c.id FROM claim c LEFT JOIN place p ON p.id = c.place WHERE c.superseded IS NULL",
             column);
    return msdx_store_chosen(s->store, filter, sql, " ORDER BY c.document, c.n", count_claim, s, err);
}

/* ---- the draw ---- */

static int compare(const void *a, const void *b)
{
    const struct drawn *x = a, *y = b;
    if (x->stratum != y->stratum) return x->stratum < y->stratum ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* Equal shares; what a small stratum does not have goes to the others. */
static void share_out(struct sample *s, uint64_t size)
{
    uint64_t left = size < s->n ? size : s->n;
    for (uint64_t share = 1; left && share;) {
        uint64_t n_open = 0;
        for (size_t i = 0; i < s->n_stratum; i++) n_open += s->stratum[i].n_drawn < s->stratum[i].n;
        share = n_open ? left / n_open : 0;
        for (size_t i = 0; i < s->n_stratum && left; i++) {
            struct stratum *t = &s->stratum[i];
            uint64_t want = share ? share : 1, room = t->n - t->n_drawn;
            if (want > room) want = room;
            if (want > left) want = left;
            t->n_drawn += want;
            left -= want;
        }
    }
}

static int compare_numbers(const void *a, const void *b)
{
    const struct drawn *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

/* What is drawn is kept, in its order; the rest forgotten. */
static void draw(struct sample *s, uint64_t size)
{
    uint64_t taken = 0;
    size_t n_kept = 0;
    share_out(s, size);
    if (s->n) qsort(s->claim, s->n, sizeof *s->claim, compare);
    for (size_t i = 0; i < s->n; i++) {
        if (i && s->claim[i - 1].stratum != s->claim[i].stratum) taken = 0;
        if (taken++ < s->stratum[s->claim[i].stratum].n_drawn) s->claim[n_kept++] = s->claim[i];
    }
    s->n = n_kept;
    if (s->n) qsort(s->claim, s->n, sizeof *s->claim, compare_numbers);
}

/* ---- what is drawn ---- */

static msd_status give_doc(struct sample *s, msdx_str line, const msd_doc *doc, msd_error *err)
{
    const struct stratum *t = &s->stratum[s->at];
    msdx_buf_reset(&s->text);
    MSD_TRY(msdx_store_body(s->store, doc->id, &s->text, err));
    const msdx_drawn d = {
        .doc = doc, .line = line, .stratum = t->name, .n_stratum = t->n, .text = {s->text.p, s->text.n}};
    return s->each(s->ctx, &d, err);
}

/* The store may be asked for other things while the claim is given, so its line is copied first. */
static msd_status take_line(void *ctx, msdx_str line, msd_error *err)
{
    struct sample *s = ctx;
    msdx_buf_reset(&s->line);
    msdx_buf_add(&s->line, line.p, line.n);
    return s->line.failed ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status give_line(struct sample *s, msdx_str line, msd_error *err)
{
    msd_doc *doc;
    uint32_t n_claim;
    bool taken;
    MSD_TRY(msdx_lines_add(s->lines, line, &taken, err));
    MSD_TRY(msdx_lines_take(s->lines, &doc, &n_claim, err));
    msd_status st = give_doc(s, line, doc, err);
    msdx_doc_free(doc);
    return st;
}

static msd_status give_all(struct sample *s, msd_error *err)
{
    MSD_TRY(msdx_lines_new(&s->lines, err));
    for (size_t i = 0; i < s->n; i++) {
        s->at = s->claim[i].stratum;
        MSD_TRY(msdx_store_claim_line(s->store, s->claim[i].row, take_line, s, err));
        MSD_TRY(give_line(s, (msdx_str){s->line.p, s->line.n}, err));
    }
    return MSD_OK;
}

msd_status msdx_store_sample(msdx_store *store, const msdx_filter *filter, const msdx_sample *how, msdx_each_drawn each,
                             void *ctx, uint64_t *n_of, msd_error *err)
{
    struct sample s = {.seed = how->seed, .store = store, .each = each, .ctx = ctx};
    const char *column = column_of(how->by);
    if (!column)
        return msdx_err(err, MSD_EUSAGE, 0, "a sample is drawn by event, status, country, place, month or year");
    s.text = s.line = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    msd_status st = count_all(&s, filter, column, err);
    *n_of = s.n;
    draw(&s, how->size);
    if (st == MSD_OK) st = give_all(&s, err);
    msdx_lines_free(s.lines);
    msdx_arena_clear(&s.arena);
    msdx_free(s.claim);
    msdx_free(s.stratum);
    msdx_buf_clear(&s.text);
    msdx_buf_clear(&s.line);
    return st;
}
