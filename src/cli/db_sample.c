/* db_sample.c: `masudi db sample`: claims drawn at random, as a sheet to be marked.
 *
 * Each claim gets a number from a hash of the seed and its id; of each stratum those with the smallest are drawn, and
 * the sheet is in the order of these numbers. So the same seed draws the same claims whatever the order in the store,
 * a larger sample holds the smaller, and what is marked from the top down is itself a random sample. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "cli/choose.h"
#include "cli/cmd_db.h"
#include "read/read.h"
#include "write/sheet.h"

enum { SIZE_DEFAULT = 200, STRATUM_ROOM = 200 };

struct drawn { /* a claim, and once it is drawn its line */
    uint64_t number;
    uint32_t stratum;
    char *line;
    size_t n_line;
};

struct stratum {
    const char *name;
    uint64_t n, n_drawn, last; /* last: the largest number that is drawn */
};

struct sample {
    const char *by; /* NULL: one stratum */
    uint64_t seed;
    msdx_store *store;
    msdx_lines *lines;
    msdx_arena arena;
    struct drawn *claim;
    struct stratum *stratum;
    size_t n, room, n_stratum, stratum_room, n_kept;
    struct drawn *kept;
    size_t kept_room;
    msdx_buf drawn_by, text, out;
};

/* ---- which stratum ---- */

static void stratum_name(const struct sample *s, const msd_doc *doc, const msd_claim *c, char out[STRATUM_ROOM])
{
    const char *day = *c->when.start ? c->when.start : doc->date ? doc->date : "";
    const char *name = "all";
    int n = STRATUM_ROOM - 1;
    if (s->by && strcmp(s->by, "event") == 0) name = c->event;
    if (s->by && strcmp(s->by, "status") == 0) name = msd_claim_status_name(c->status);
    if (s->by && strcmp(s->by, "country") == 0) name = c->where.present && c->where.country ? c->where.country : "none";
    if (s->by && strcmp(s->by, "place") == 0)
        name = !c->where.present ? "none" : c->where.name ? c->where.name : c->where.text;
    if (s->by && strcmp(s->by, "month") == 0) name = day, n = 7;
    if (s->by && strcmp(s->by, "year") == 0) name = day, n = 4;
    snprintf(out, STRATUM_ROOM, "%.*s", n, *name ? name : "none");
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

/* ---- first walk: the numbers ---- */

typedef msd_status (*with_claim)(struct sample *s, msdx_str line, const msd_doc *doc, msd_error *err);

static msd_status open_claim(struct sample *s, msdx_str line, with_claim each, msd_error *err)
{
    msd_doc *doc;
    uint32_t n_claim;
    bool taken;
    MSD_TRY(msdx_lines_add(s->lines, line, &taken, err));
    MSD_TRY(msdx_lines_take(s->lines, &doc, &n_claim, err));
    msd_status st = each(s, line, doc, err);
    msdx_doc_free(doc);
    return st;
}

static uint64_t number_of(const struct sample *s, const msd_claim *c)
{
    return msdx_murmur64a(c->id, strlen(c->id), s->seed * UINT64_C(0x9E3779B97F4A7C15) + 1);
}

static bool more_room(struct drawn **list, size_t n, size_t *room)
{
    if (n < *room) return true;
    size_t more = *room ? *room * 2 : 1024;
    struct drawn *p = msdx_realloc(*list, more, sizeof *p);
    if (!p) return false;
    *list = p;
    *room = more;
    return true;
}

static msd_status count_claim(struct sample *s, msdx_str line, const msd_doc *doc, msd_error *err)
{
    char name[STRATUM_ROOM];
    struct drawn d = {.number = number_of(s, doc->claim)};
    (void)line;
    stratum_name(s, doc, doc->claim, name);
    MSD_TRY(stratum_of(s, name, &d.stratum, err));
    if (!more_room(&s->claim, s->n, &s->room)) return msdx_err_nomem(err);
    s->stratum[d.stratum].n++;
    s->claim[s->n++] = d;
    return MSD_OK;
}

static msd_status count_line(void *ctx, msdx_str line, msd_error *err)
{
    return open_claim(ctx, line, count_claim, err);
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

static void draw(struct sample *s, uint64_t size)
{
    share_out(s, size);
    if (s->n) qsort(s->claim, s->n, sizeof *s->claim, compare);
    for (size_t i = 0; i < s->n; i++) {
        struct stratum *t = &s->stratum[s->claim[i].stratum];
        if (i == 0 || s->claim[i - 1].stratum != s->claim[i].stratum)
            t->last = t->n_drawn ? s->claim[i + t->n_drawn - 1].number : 0;
    }
}

/* ---- second walk: the lines of those that are drawn ---- */

static msd_status keep_claim(struct sample *s, msdx_str line, const msd_doc *doc, msd_error *err)
{
    char name[STRATUM_ROOM];
    struct drawn d = {.number = number_of(s, doc->claim), .n_line = line.n};
    stratum_name(s, doc, doc->claim, name);
    MSD_TRY(stratum_of(s, name, &d.stratum, err));
    const struct stratum *t = &s->stratum[d.stratum];
    if (!t->n_drawn || d.number > t->last) return MSD_OK;
    d.line = msdx_arena_strndup(&s->arena, line.p, line.n);
    if (!d.line || !more_room(&s->kept, s->n_kept, &s->kept_room)) return msdx_err_nomem(err);
    s->kept[s->n_kept++] = d;
    return MSD_OK;
}

static msd_status keep_line(void *ctx, msdx_str line, msd_error *err)
{
    return open_claim(ctx, line, keep_claim, err);
}

static int compare_numbers(const void *a, const void *b)
{
    const struct drawn *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

static msd_status put_claim(struct sample *s, msdx_str line, const msd_doc *doc, msd_error *err)
{
    char name[STRATUM_ROOM];
    uint32_t k;
    (void)line;
    stratum_name(s, doc, doc->claim, name);
    MSD_TRY(stratum_of(s, name, &k, err));
    msdx_buf_reset(&s->text);
    MSD_TRY(msdx_store_body(s->store, doc->id, &s->text, err));
    const msdx_sheet_row row = {.stratum = s->stratum[k].name,
                                .n_stratum = s->stratum[k].n,
                                .text = {s->text.p, s->text.n},
                                .drawn_by = msdx_buf_cstr(&s->drawn_by)};
    msdx_sheet_put(&s->out, doc, doc->claim, &row);
    return s->out.failed ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status make_sheet(struct sample *s, const msdx_filter *filter, uint64_t size, msd_error *err)
{
    MSD_TRY(msdx_lines_new(&s->lines, err));
    MSD_TRY(msdx_store_query(s->store, filter, 0, 0, count_line, s, err));
    draw(s, size);
    MSD_TRY(msdx_store_query(s->store, filter, 0, 0, keep_line, s, err));
    if (s->n_kept) qsort(s->kept, s->n_kept, sizeof *s->kept, compare_numbers);
    msdx_sheet_head(&s->out);
    for (size_t i = 0; i < s->n_kept; i++)
        MSD_TRY(open_claim(s, (msdx_str){s->kept[i].line, s->kept[i].n_line}, put_claim, err));
    return MSD_OK;
}

/* ---- the verb ---- */

static msd_status write_sheet(struct sample *s, const char *path, msd_error *err)
{
    FILE *f = path ? fopen(path, "wx") : stdout;
    if (!f && errno == EEXIST) return msdx_err(err, MSD_EUSAGE, 0, "%s is there already: a sheet may hold marks", path);
    if (!f) return msdx_err(err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    bool good = fwrite(s->out.p, 1, s->out.n, f) == s->out.n;
    if (path ? fclose(f) != 0 : fflush(f) != 0) good = false;
    return good ? MSD_OK : msdx_err(err, MSD_EIO, 0, "%s: %s", path ? path : "the output", strerror(errno));
}

static void clear(struct sample *s)
{
    msdx_lines_free(s->lines);
    msdx_arena_clear(&s->arena);
    msdx_free(s->claim);
    msdx_free(s->kept);
    msdx_free(s->stratum);
    msdx_buf_clear(&s->drawn_by);
    msdx_buf_clear(&s->text);
    msdx_buf_clear(&s->out);
    msdx_store_close(s->store);
}

static bool may_be_by(const char *by)
{
    static const char *const list[] = {"event", "status", "country", "place", "month", "year"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strcmp(by, list[i]) == 0) return true;
    return false;
}

int msdx_db_sample(const msdx_cli_args *args)
{
    const char *by = msdx_cli_get(args, "by"), *path = msdx_cli_get(args, "output"), *form = msdx_cli_get(args, "out");
    uint64_t seed = msdx_cli_number(args, "seed", 1), size = msdx_cli_number(args, "size", SIZE_DEFAULT);
    struct sample s = {.by = by, .seed = seed, .drawn_by = MSDX_BUF_INIT(1 << 20)};
    msdx_filter filter = {0};
    msd_error err = {0};
    if (by && !may_be_by(by))
        return msdx_cli_usage(args, "a sample is drawn by event, status, country, place, month or year");
    if (form && strcmp(form, "csv") != 0) return msdx_cli_usage(args, "a sheet is csv, not %.20s", form);
    s.text = s.out = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    msd_status st = msdx_cli_choose(&filter, args, &err);
    int rc = st == MSD_OK ? msdx_db_open(&s.store, args, MSDX_STORE_READ) : MSDX_EXIT_OK;
    filter.doc = msdx_cli_get(args, "document");
    if (st == MSD_OK && rc == MSDX_EXIT_OK) {
        st = msdx_db_made_by(args, s.store, &s.drawn_by, &err);
        if (st == MSD_OK) st = make_sheet(&s, &filter, size, &err);
        if (st == MSD_OK) st = write_sheet(&s, path, &err);
        if (st == MSD_OK && !msdx_cli_flag(args, "quiet"))
            fprintf(stderr, "masudi db: %zu of %zu claims drawn with seed %llu\n", s.n_kept, s.n,
                    (unsigned long long)seed);
    }
    clear(&s);
    msdx_filter_clear(&filter);
    return st == MSD_OK ? rc : msdx_cli_fail(args, &err);
}
