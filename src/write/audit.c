/* audit.c: marked sheets, read. Columns are known by their names, so that a spreadsheet may have moved them, parted
 * them by semicolons, or added its own. */
#include "write/audit_impl.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"

enum { FIRST_ROOM = 64 };

msd_status msdx_audit_new(msdx_audit **out, msd_error *err)
{
    *out = msdx_calloc(1, sizeof **out);
    return *out ? MSD_OK : msdx_err_nomem(err);
}

void msdx_audit_free(msdx_audit *a)
{
    if (!a) return;
    msdx_arena_clear(&a->arena);
    msdx_free(a->claim);
    msdx_free(a->judged);
    msdx_free(a->stratum);
    msdx_free(a->event);
    msdx_free(a->marker);
    msdx_free(a->draw);
    msdx_free(a->slot);
    msdx_free(a);
}

/* Room for one more; false without memory. */
static bool grow(void **list, size_t n, size_t *room, size_t size)
{
    if (n < *room) return true;
    size_t more = *room ? *room * 2 : FIRST_ROOM;
    void *p = msdx_realloc(*list, more, size);
    if (!p) return false;
    *list = p;
    *room = more;
    return true;
}

/* ---- names ---- */

static bool name_of(msdx_audit *a, const char ***list, size_t *n, size_t *room, msdx_str s, uint32_t *out)
{
    for (size_t i = 0; i < *n; i++)
        if (msdx_str_is(s, (*list)[i])) {
            *out = (uint32_t)i;
            return true;
        }
    const char *copy = msdx_arena_strndup(&a->arena, s.p, s.n);
    if (!copy || !grow((void **)list, *n, room, sizeof **list)) return false;
    (*list)[*n] = copy;
    *out = (uint32_t)(*n)++;
    return true;
}

static bool stratum_of(msdx_audit *a, msdx_str name, double n, uint32_t *out)
{
    for (size_t i = 0; i < a->n_stratum; i++)
        if (msdx_str_is(name, a->stratum[i].name) && (int64_t)a->stratum[i].n == (int64_t)n) {
            *out = (uint32_t)i;
            return true;
        }
    const char *copy = msdx_arena_strndup(&a->arena, name.p, name.n);
    if (!copy || !grow((void **)&a->stratum, a->n_stratum, &a->stratum_room, sizeof *a->stratum)) return false;
    a->stratum[a->n_stratum] = (msdx_stratum){.name = copy, .n = n};
    *out = (uint32_t)a->n_stratum++;
    return true;
}

/* ---- claims by id ---- */

static uint32_t *slot_at(const msdx_audit *a, msdx_str id)
{
    size_t i = msdx_murmur64a(id.p, id.n, 1) & (a->n_slot - 1);
    while (a->slot[i] && !msdx_str_is(id, a->claim[a->slot[i] - 1].id)) i = (i + 1) & (a->n_slot - 1);
    return &a->slot[i];
}

static bool more_slots(msdx_audit *a)
{
    if (a->n_slot > a->n_claim * 2) return true;
    size_t n = a->n_slot ? a->n_slot * 4 : FIRST_ROOM * 4;
    uint32_t *slot = msdx_calloc(n, sizeof *slot);
    if (!slot) return false;
    msdx_free(a->slot);
    a->slot = slot;
    a->n_slot = n;
    for (size_t i = 0; i < a->n_claim; i++) *slot_at(a, msdx_str_of(a->claim[i].id)) = (uint32_t)i + 1;
    return true;
}

static msdx_audited *claim_of(msdx_audit *a, msdx_str id, bool *fresh)
{
    if (!more_slots(a)) return NULL;
    uint32_t *slot = slot_at(a, id);
    *fresh = *slot == 0;
    if (*slot) return &a->claim[*slot - 1];
    const char *copy = msdx_arena_strndup(&a->arena, id.p, id.n);
    if (!copy || !grow((void **)&a->claim, a->n_claim, &a->claim_room, sizeof *a->claim)) return NULL;
    a->claim[a->n_claim] = (msdx_audited){.id = copy};
    *slot = (uint32_t)a->n_claim + 1;
    return &a->claim[a->n_claim++];
}

/* ---- a sheet ---- */

enum { ID, STRATUM, N_STRATUM, MARKER, EVENT, CONFIDENCE, DRAWN_BY, MARK, N_COLUMN = MARK + MSDX_N_SLOT };

struct reading {
    msdx_audit *a;
    const char *name, *marker;
    int column[N_COLUMN]; /* -1: the sheet has none */
    unsigned n;           /* columns */
    msdx_buf *refused;
    size_t *n_refused;
};

static bool same_word(msdx_str s, const char *word)
{
    size_t n = strlen(word);
    if (s.n != n) return false;
    for (size_t i = 0; i < n; i++)
        if ((s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]) != word[i]) return false;
    return true;
}

static msd_status find_columns(struct reading *r, const msdx_csv_row *head, msd_error *err)
{
    static const char *const name[MARK] = {"id",    "stratum",    "stratum_claims", "marker",
                                           "event", "confidence", "drawn_by"};
    char mark[32];
    bool any = false;
    for (int i = 0; i < N_COLUMN; i++) {
        const char *want = i < MARK ? name[i] : mark;
        if (i >= MARK) snprintf(mark, sizeof mark, "mark_%s", msdx_slot_name((msdx_slot)(i - MARK)));
        r->column[i] = -1;
        for (unsigned k = 0; k < head->n && k < MSDX_CSV_COLUMNS; k++)
            if (same_word(msdx_str_trim(head->cell[k]), want)) r->column[i] = (int)k;
        any |= i >= MARK && r->column[i] >= 0;
    }
    r->n = head->n;
    if (r->column[ID] >= 0 && r->column[EVENT] >= 0 && any) return MSD_OK;
    return msdx_err(err, MSD_EFORMAT, 1, "%s: no marking sheet: it has no columns id, event and mark_event", r->name);
}

static msdx_str cell(const struct reading *r, const msdx_csv_row *row, int which)
{
    int k = r->column[which];
    return k >= 0 && (unsigned)k < row->n ? msdx_str_trim(row->cell[k]) : MSDX_STR("");
}

/* A number of a spreadsheet, which may have put a comma where a point was; `otherwise` when it is none. */
static double number(msdx_str s, double otherwise)
{
    char text[32], *end;
    if (s.n == 0 || s.n >= sizeof text) return otherwise;
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    char *comma = strchr(text, ',');
    if (comma) *comma = '.';
    double d = strtod(text, &end);
    return *end || !(d >= 0 && d < 1e15) ? otherwise : d;
}

static bool mark_of(msdx_str s, unsigned char *out)
{
    static const char *const right[] = {"1", "y", "yes", "right", "true", "x", "ok"};
    static const char *const wrong[] = {"0", "n", "no", "wrong", "false"};
    *out = MSDX_MARK_NONE;
    if (s.n == 0) return true;
    *out = MSDX_MARK_UNSURE;
    if (s.n == 1 && s.p[0] == '?') return true;
    *out = MSDX_MARK_RIGHT;
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        if (same_word(s, right[i])) return true;
    *out = MSDX_MARK_WRONG;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (same_word(s, wrong[i])) return true;
    return false;
}

static msd_status add(struct reading *r, const msdx_csv_row *row, const msdx_judged *given, const char **why)
{
    msdx_audit *a = r->a;
    bool fresh = false;
    uint32_t drawn;
    msdx_judged j = *given;
    msdx_str id = cell(r, row, ID), draw = cell(r, row, DRAWN_BY), marker = cell(r, row, MARKER),
             event = cell(r, row, EVENT);
    if (marker.n == 0) marker = msdx_str_of(r->marker);
    if (id.n == 0 || event.n == 0) return *why = "no id, or no event", MSD_OK;
    msdx_audited *c = claim_of(a, id, &fresh);
    if (!c || !name_of(a, &a->marker, &a->n_marker, &a->marker_room, marker, &j.marker) ||
        !grow((void **)&a->judged, a->n_judged, &a->judged_room, sizeof *a->judged))
        return MSD_ENOMEM;
    if (fresh) {
        c->confidence = number(cell(r, row, CONFIDENCE), -1);
        if (c->confidence > 1) c->confidence = -1;
        if (!name_of(a, &a->event, &a->n_event, &a->event_room, event, &c->event) ||
            !stratum_of(a, cell(r, row, STRATUM), number(cell(r, row, N_STRATUM), 0), &c->stratum))
            return MSD_ENOMEM;
        if (draw.n && !name_of(a, &a->draw, &a->n_draw, &a->draw_room, draw, &drawn)) return MSD_ENOMEM;
        a->stratum[c->stratum].n_mark++;
    }
    for (uint32_t k = c->first; k; k = a->judged[k - 1].next)
        if (a->judged[k - 1].marker == j.marker) return *why = "this marker has marked the claim already", MSD_OK;
    j.claim = (uint32_t)(c - a->claim);
    j.next = c->first;
    a->judged[a->n_judged++] = j;
    c->first = (uint32_t)a->n_judged;
    return MSD_OK;
}

static bool is_text(const msdx_csv_row *row)
{
    for (unsigned i = 0; i < row->n && i < MSDX_CSV_COLUMNS; i++)
        if (msdx_utf8_check(row->cell[i].p, row->cell[i].n) < row->cell[i].n) return false;
    return true;
}

static msd_status take_row(struct reading *r, const msdx_csv_row *row, msd_error *err)
{
    msdx_judged j = {0};
    const char *why = NULL;
    char text[80];
    bool any = false;
    if (row->n == 1 && msdx_str_trim(row->cell[0]).n == 0) return MSD_OK;
    if (row->n > r->n) why = "more columns than names";
    if (!why && !is_text(row)) why = "not UTF-8: save the sheet as CSV in UTF-8";
    for (int i = 0; i < MSDX_N_SLOT && !why; i++) {
        msdx_str s = cell(r, row, MARK + i);
        if (!mark_of(s, &j.mark[i])) {
            size_t n = s.n < 30 ? s.n : 30;
            snprintf(text, sizeof text, "mark_%s '%.*s' is none of 1, 0 and ?", msdx_slot_name((msdx_slot)i),
                     (int)msdx_utf8_check(s.p, n), s.p);
            why = text;
        }
        any |= j.mark[i] != MSDX_MARK_NONE;
    }
    if (!why && !any) return MSD_OK;
    if (!why && add(r, row, &j, &why) != MSD_OK) return msdx_err_nomem(err);
    if (!why) return MSD_OK;
    ++*r->n_refused;
    if (r->refused) msdx_buf_addf(r->refused, "%s:%zu: %s\n", r->name, row->line, why);
    return MSD_OK;
}

msd_status msdx_audit_sheet(msdx_audit *a, msdx_str bytes, const char *name, const char *marker, msdx_buf *refused,
                            size_t *n_refused, msd_error *err)
{
    struct reading r = {.a = a, .name = name, .marker = marker, .refused = refused, .n_refused = n_refused};
    msdx_csv csv;
    bool more;
    msdx_csv_row *row = msdx_malloc(sizeof *row);
    if (!row) return msdx_err_nomem(err);
    msdx_csv_open(&csv, bytes, 0, MSDX_CSV_QUOTED);
    msd_status st = msdx_csv_next(&csv, row, &more, err);
    if (st == MSD_OK && !more) row->n = 0;
    if (st == MSD_OK) st = find_columns(&r, row, err);
    while (st == MSD_OK && more) {
        st = msdx_csv_next(&csv, row, &more, err);
        if (st == MSD_OK && more) st = take_row(&r, row, err);
    }
    msdx_csv_close(&csv);
    msdx_free(row);
    return st;
}

/* ---- what was read ---- */

size_t msdx_audit_n_claim(const msdx_audit *a)
{
    return a->n_claim;
}

size_t msdx_audit_n_marker(const msdx_audit *a)
{
    return a->n_marker;
}

const char *msdx_audit_marker(const msdx_audit *a, size_t i)
{
    return a->marker[i];
}

size_t msdx_audit_n_event(const msdx_audit *a)
{
    return a->n_event;
}

const char *msdx_audit_event(const msdx_audit *a, size_t i)
{
    return a->event[i];
}

size_t msdx_audit_n_draw(const msdx_audit *a)
{
    return a->n_draw;
}

const char *msdx_audit_draw(const msdx_audit *a, size_t i)
{
    return a->draw[i];
}

const char *msdx_audit_column(int column)
{
    return column == MSDX_AUDIT_WHOLE ? "whole" : msdx_slot_name((msdx_slot)column);
}

int msdx_judged_mark(const msdx_judged *j, int column)
{
    if (column < MSDX_N_SLOT) return j->mark[column];
    int mark = j->mark[MSDX_SLOT_EVENT];
    for (int i = 0; i < MSDX_N_SLOT && mark == MSDX_MARK_RIGHT; i++)
        if (j->mark[i] == MSDX_MARK_WRONG) mark = MSDX_MARK_WRONG;
    return mark;
}

double msdx_audited_mean(const msdx_audit *a, const msdx_audited *c, int column)
{
    unsigned n = 0, right = 0;
    for (uint32_t k = c->first; k; k = a->judged[k - 1].next) {
        int mark = msdx_judged_mark(&a->judged[k - 1], column);
        n += mark == MSDX_MARK_RIGHT || mark == MSDX_MARK_WRONG;
        right += mark == MSDX_MARK_RIGHT;
    }
    return n ? (double)right / n : -1;
}

double msdx_audited_weight(const msdx_audit *a, const msdx_audited *c)
{
    const msdx_stratum *s = &a->stratum[c->stratum];
    return s->n > 0 ? s->n / s->n_mark : 1;
}
