/* sheet.c: a claim as a row to be marked: the sentence with the claim's words in brackets, what stands before and
 * after it, what was coded, and why. Spreadsheets take a cell that begins with = + - or @ for a formula; such a cell
 * gets a blank before it (CWE-1236). */
#include "write/sheet.h"

#include <math.h>
#include <stdlib.h>

#include "write/json.h"

enum { AROUND_CP = 300, MARKS_MOST = 64, CELL_MOST = 1 << 26 };

const char *msdx_slot_name(msdx_slot slot)
{
    static const char *const name[MSDX_N_SLOT] = {"event", "actor", "recipient", "status", "source", "place", "date"};
    return slot < MSDX_N_SLOT ? name[slot] : "";
}

/* ---- cells ---- */

struct sheet {
    msdx_buf *out, cell;
    const msd_doc *doc;
    const msd_claim *c;
    const msdx_sheet_row *row;
    msdx_str sentence;
    msd_span span;
};

static void put(msdx_buf *out, msdx_str s)
{
    bool formula = s.n && strchr("=+-@\t\r", s.p[0]), quote = formula;
    for (size_t i = 0; i < s.n && !quote; i++) quote = strchr(",;\"\r\n", s.p[i]) != NULL;
    if (quote) msdx_buf_addc(out, '"');
    if (formula) msdx_buf_addc(out, ' ');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') msdx_buf_addc(out, '"');
        if (s.p[i]) msdx_buf_addc(out, s.p[i]);
    }
    if (quote) msdx_buf_addc(out, '"');
}

/* The cell that was gathered, and empty it. */
static void put_cell(struct sheet *s)
{
    if (s->cell.failed) s->out->failed = true;
    put(s->out, (msdx_str){s->cell.p, s->cell.n});
    msdx_buf_reset(&s->cell);
}

static void say(struct sheet *s, const char *words)
{
    if (words) msdx_buf_adds(&s->cell, words);
}

/* ---- the sentence ---- */

struct mark {
    uint32_t start, end; /* code points of the sentence */
    const char *name;
};

struct marks {
    struct mark at[MARKS_MOST];
    size_t n;
};

static void mark(const struct sheet *s, struct marks *m, const msd_span *span, const char *name)
{
    uint32_t from = s->span.start_cp;
    if (m->n == MARKS_MOST || span->start_cp < from || span->end_cp > s->span.end_cp || span->end_cp <= span->start_cp)
        return;
    m->at[m->n++] = (struct mark){span->start_cp - from, span->end_cp - from, name};
}

/* Outer ones first. */
static int compare(const void *a, const void *b)
{
    const struct mark *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    if (x->end != y->end) return x->end > y->end ? -1 : 1;
    return strcmp(x->name, y->name);
}

static void find_marks(const struct sheet *s, struct marks *m)
{
    const msd_claim *c = s->c;
    m->n = 0;
    mark(s, m, &c->trigger, "event");
    for (size_t i = 0; i < c->n_actor; i++) mark(s, m, &c->actors[i].span, "actor");
    for (size_t i = 0; i < c->n_recipient; i++) mark(s, m, &c->recipients[i].span, "recipient");
    for (size_t i = 0; i < c->n_attribution; i++) mark(s, m, &c->attribution[i].who.span, "source");
    if (c->where.present) mark(s, m, &c->where.span, "place");
    qsort(m->at, m->n, sizeof *m->at, compare);
}

/* "[[actor Iraqi troops]] [[event shelled]] ..." */
static void put_sentence(struct sheet *s)
{
    struct marks m;
    size_t next = 0, used;
    uint32_t cp = 0;
    find_marks(s, &m);
    for (size_t i = 0; i <= s->sentence.n; i += used, cp++) {
        for (size_t k = 0; k < next; k++)
            if (m.at[k].end == cp) say(s, "]]");
        for (; next < m.n && m.at[next].start == cp; next++) msdx_buf_addf(&s->cell, "[[%s ", m.at[next].name);
        if (i == s->sentence.n) break;
        (void)msdx_utf8_get(s->sentence.p + i, s->sentence.n - i, &used);
        msdx_buf_add(&s->cell, s->sentence.p + i, used);
    }
    put_cell(s);
}

/* What stands before the sentence in the text, or after it. */
static void put_around(struct sheet *s, bool after)
{
    msdx_str text = s->row->text;
    size_t byte = 0, used, from = 0;
    uint32_t cp = 0, start = s->span.start_cp > AROUND_CP ? s->span.start_cp - AROUND_CP : 0, end = s->span.start_cp;
    if (after) {
        start = s->span.end_cp;
        end = s->span.end_cp + AROUND_CP;
    }
    for (; s->c->sentence >= 0 && byte < text.n && cp < end; cp++, byte += used) {
        if (cp == start) from = byte;
        (void)msdx_utf8_get(text.p + byte, text.n - byte, &used);
    }
    if (cp > start) msdx_buf_add(&s->cell, text.p + from, byte - from);
    put_cell(s);
}

/* ---- what was coded ---- */

static void put_entity(struct sheet *s, const msd_entity *e)
{
    say(s, e->name ? e->name : e->text);
    if (e->code && *e->code) msdx_buf_addf(&s->cell, " (%s)", e->code);
}

static void put_entities(struct sheet *s, const msd_entity *e, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i) say(s, "; ");
        put_entity(s, &e[i]);
    }
    put_cell(s);
}

static void put_source(struct sheet *s)
{
    for (size_t i = 0; i < s->c->n_attribution; i++) {
        const msd_source *a = &s->c->attribution[i];
        if (i) say(s, "; ");
        put_entity(s, &a->who);
        msdx_buf_addf(&s->cell, ", %s", msd_source_kind_name(a->kind));
    }
    put_cell(s);
}

static void put_place(struct sheet *s)
{
    const msd_where *w = &s->c->where;
    if (w->present) {
        say(s, w->name ? w->name : w->text);
        if (w->admin1 && (!w->name || strcmp(w->admin1, w->name) != 0)) msdx_buf_addf(&s->cell, ", %s", w->admin1);
        if (w->country) msdx_buf_addf(&s->cell, ", %s", w->country);
    }
    put_cell(s);
}

static void put_when(struct sheet *s)
{
    const msd_when *w = &s->c->when;
    say(s, w->start);
    if (*w->end && strcmp(w->start, w->end) != 0) msdx_buf_addf(&s->cell, " to %s", w->end);
    if (w->text) msdx_buf_addf(&s->cell, " (%s)", w->text);
    put_cell(s);
}

/* ---- why ---- */

static void reason(struct sheet *s, const char *role, const msd_entity *e)
{
    msdx_buf_addf(&s->cell, "; %s '%s' by %s", role, e->text, msd_via_name(e->via));
    if (e->entity) msdx_buf_addf(&s->cell, " is %s", e->entity);
}

static void put_reasons(struct sheet *s)
{
    const msd_claim *c = s->c;
    msdx_buf_addf(&s->cell, "%s on '%s' (%s)", c->rule, c->trigger_text, c->trigger_lemma);
    for (size_t i = 0; i < c->n_actor; i++) reason(s, "actor", &c->actors[i]);
    for (size_t i = 0; i < c->n_recipient; i++) reason(s, "recipient", &c->recipients[i]);
    for (size_t i = 0; i < c->n_attribution; i++)
        msdx_buf_addf(&s->cell, "; source '%s' by %s", c->attribution[i].who.text,
                      msd_source_kind_name(c->attribution[i].kind));
    if (c->where.present)
        msdx_buf_addf(&s->cell, "; place '%s' as %s", c->where.text, msd_place_precision_name(c->where.precision));
    if (c->when.text)
        msdx_buf_addf(&s->cell, "; date '%s' as %s", c->when.text, msd_date_precision_name(c->when.precision));
    put_cell(s);
}

/* ---- the row ---- */

static void put_word(struct sheet *s, const char *word)
{
    say(s, word);
    put_cell(s);
}

static void put_number(struct sheet *s, double d)
{
    msdx_num_add(&s->cell, round(d * 1e4) / 1e4);
    put_cell(s);
}

static const char *const column[] = {"id",        "stratum", "stratum_claims", "marker",     "document", "date",
                                     "publisher", "url",     "title",          "before",     "sentence", "after",
                                     "event",     "mode",    "actor",          "recipient",  "status",   "hedge",
                                     "source",    "place",   "when",           "confidence", "reasons"};

void msdx_sheet_head(msdx_buf *buf)
{
    for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
        if (i) msdx_buf_addc(buf, ',');
        msdx_buf_adds(buf, column[i]);
    }
    for (int i = 0; i < MSDX_N_SLOT; i++) msdx_buf_addf(buf, ",mark_%s", msdx_slot_name((msdx_slot)i));
    msdx_buf_adds(buf, ",note,drawn_by\r\n");
}

static void put_column(struct sheet *s, size_t i)
{
    const msd_claim *c = s->c;
    const msd_doc *d = s->doc;
    switch (i) {
    case 0: put_word(s, c->id); break;
    case 1: put_word(s, s->row->stratum); break;
    case 2:
        msdx_buf_addf(&s->cell, "%llu", (unsigned long long)s->row->n_stratum);
        put_cell(s);
        break;
    case 3: put_word(s, s->row->marker); break;
    case 4: put_word(s, d->id); break;
    case 5: put_word(s, d->date); break;
    case 6: put_word(s, d->publisher); break;
    case 7: put_word(s, d->url); break;
    case 8: put_word(s, d->has_title ? d->title.text : NULL); break;
    case 9: put_around(s, false); break;
    case 10: put_sentence(s); break;
    case 11: put_around(s, true); break;
    case 12: put_word(s, c->event); break;
    case 13: put_word(s, c->mode); break;
    case 14: put_entities(s, c->actors, c->n_actor); break;
    case 15: put_entities(s, c->recipients, c->n_recipient); break;
    case 16: put_word(s, msd_claim_status_name(c->status)); break;
    case 17: put_word(s, msd_hedge_name(c->hedge)); break;
    case 18: put_source(s); break;
    case 19: put_place(s); break;
    case 20: put_when(s); break;
    case 21: put_number(s, c->confidence); break;
    case 22: put_reasons(s); break;
    default: break; /* the marker's own */
    }
}

void msdx_sheet_put(msdx_buf *buf, const msd_doc *doc, const msd_claim *claim, const msdx_sheet_row *row)
{
    struct sheet s = {.out = buf, .doc = doc, .c = claim, .row = row, .cell = MSDX_BUF_INIT(CELL_MOST)};
    s.span = msdx_write_sentence(doc, claim->sentence);
    s.sentence = msdx_write_words(msdx_write_unit(doc, claim->sentence), &s.span, "");
    for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
        if (i) msdx_buf_addc(buf, ',');
        put_column(&s, i);
    }
    for (int i = 0; i < MSDX_N_SLOT; i++) {
        msdx_buf_addc(buf, ',');
        put_word(&s, row->mark[i]);
    }
    msdx_buf_adds(buf, ",,");
    put_word(&s, row->drawn_by);
    msdx_buf_adds(buf, "\r\n");
    msdx_buf_clear(&s.cell);
}
