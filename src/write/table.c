/* table.c: the table for people: date, actor, event-mode, recipient, status, who
 * says so, place, and the trigger in its sentence, in brackets.
 *
 * The first rows are held back until there are enough to see how wide each
 * column has to be. Widths are in terminal cells (utf8proc_charwidth). */
#include <utf8proc.h>

#include "write/write.h"

enum { DATE, ACTOR, EVENT, RECIPIENT, STATUS, SOURCE, PLACE, SENTENCE, N_COLUMN };
enum { ROWS_HELD = 200, CELL_MOST = 400, SENTENCE_LEAST = 28 };

static const struct {
    const char *name;
    unsigned least, most;
} column[N_COLUMN] = {{"date", 10, 10},   {"actor", 10, 24},  {"event", 12, 24}, {"recipient", 10, 24},
                      {"status", 10, 11}, {"says so", 8, 20}, {"place", 7, 18},  {"sentence", 1, CELL_MOST}};

struct row {
    const char *cell[N_COLUMN];
    uint32_t trigger_start, trigger_end; /* bytes in the sentence's cell */
};

struct msdx_table {
    msdx_arena arena; /* of the rows held, or of the one at hand */
    struct row held[ROWS_HELD];
    unsigned n_held, width, gap; /* gap: cells between columns */
    unsigned cells[N_COLUMN];    /* 0 until set */
    bool set;
};

msd_status msdx_table_new(msdx_table **out, unsigned width, msd_error *err)
{
    *out = msdx_calloc(1, sizeof **out);
    if (!*out) return msdx_err_nomem(err);
    (*out)->width = width < 60 ? 60 : width;
    (*out)->gap = width < 130 ? 1 : 2;
    return MSD_OK;
}

void msdx_table_free(msdx_table *table)
{
    if (!table) return;
    msdx_arena_clear(&table->arena);
    msdx_free(table);
}

/* ---- cells ---- */

static unsigned cell_width(int32_t cp)
{
    int w = utf8proc_charwidth(cp);
    return w < 0 ? 0 : (unsigned)w;
}

static unsigned width_of(const char *s, size_t n)
{
    unsigned width = 0;
    for (size_t i = 0, used; i < n; i += used) width += cell_width(msdx_utf8_get(s + i, n - i, &used));
    return width;
}

/* White space of any kind and control characters would break the lines of a table. */
static msdx_str tidy(msdx_arena *a, msdx_str s)
{
    char *p = MSDX_NEW(a, char, s.n + 1);
    size_t n = 0;
    for (size_t i = 0, used; p && i < s.n; i += used) {
        int32_t cp = msdx_utf8_get(s.p + i, s.n - i, &used);
        bool gap = cp <= ' ' || (cp >= 0x7F && cp <= 0xA0) || cp == 0x2028 || cp == 0x2029;
        if (gap && (n == 0 || p[n - 1] == ' ')) continue;
        memcpy(p + n, gap ? " " : s.p + i, gap ? 1 : used);
        n += gap ? 1 : used;
    }
    while (n && p[n - 1] == ' ') n--;
    if (p) p[n] = 0;
    return (msdx_str){p ? p : "", p ? n : 0};
}

static const char *finish(msdx_arena *a, msdx_buf *b)
{
    if (b->failed) a->failed = true;
    const char *s = tidy(a, (msdx_str){msdx_buf_cstr(b), b->failed ? 0 : b->n}).p;
    msdx_buf_clear(b);
    return s;
}

static const char *entities(msdx_arena *a, const msdx_unit *u, const msd_entity *e, size_t n)
{
    msdx_buf b = MSDX_BUF_INIT(SIZE_MAX / 2);
    for (size_t i = 0; i < n; i++) {
        msdx_str words = e[i].name ? msdx_str_of(e[i].name) : msdx_write_words(u, &e[i].span, e[i].text);
        if (i) msdx_buf_adds(&b, ", ");
        msdx_buf_add(&b, words.p, words.n);
    }
    return finish(a, &b);
}

static const char *sources(msdx_arena *a, const msdx_unit *u, const msd_claim *c)
{
    msdx_buf b = MSDX_BUF_INIT(SIZE_MAX / 2);
    for (size_t i = 0; i < c->n_attribution; i++) {
        const msd_entity *who = &c->attribution[i].who;
        msdx_str words = who->name ? msdx_str_of(who->name) : msdx_write_words(u, &who->span, who->text);
        if (i) msdx_buf_adds(&b, ", ");
        msdx_buf_add(&b, words.p, words.n);
    }
    return finish(a, &b);
}

static const char *event(msdx_arena *a, const msd_claim *c)
{
    msdx_buf b = MSDX_BUF_INIT(256);
    msdx_buf_adds(&b, c->event);
    if (c->mode) msdx_buf_addf(&b, "-%s", c->mode);
    return finish(a, &b);
}

static void sentence(msdx_arena *a, const msd_doc *doc, const msd_claim *c, struct row *row)
{
    const msdx_unit *u = msdx_write_unit(doc, c->sentence);
    msd_span s = msdx_write_sentence(doc, c->sentence), t = c->trigger;
    if (t.start_byte < s.start_byte || t.end_byte > s.end_byte) s = t; /* the trigger goes on past its sentence */
    if (s.end_byte > u->n_byte || t.start_byte > t.end_byte) return;
    msdx_str before = tidy(a, (msdx_str){u->text + s.start_byte, t.start_byte - s.start_byte});
    msdx_str words = tidy(a, (msdx_str){u->text + t.start_byte, t.end_byte - t.start_byte});
    msdx_str after = tidy(a, (msdx_str){u->text + t.end_byte, s.end_byte - t.end_byte});
    bool gap = before.n && strchr(" \t\n\r", u->text[t.start_byte - 1]);
    bool gap_after = after.n && strchr(" \t\n\r", u->text[t.end_byte]);
    msdx_buf b = MSDX_BUF_INIT(SIZE_MAX / 2);
    msdx_buf_addf(&b, "%s%s[%s]%s%s", before.p, gap ? " " : "", words.p, gap_after ? " " : "", after.p);
    row->trigger_start = (uint32_t)(before.n + gap);
    row->trigger_end = row->trigger_start + (uint32_t)words.n + 2;
    if (b.failed) a->failed = true;
    row->cell[SENTENCE] = msdx_arena_strndup(a, msdx_buf_cstr(&b), b.failed ? 0 : b.n);
    msdx_buf_clear(&b);
}

static void fill(msdx_arena *a, const msd_doc *doc, const msd_claim *c, struct row *row)
{
    const msdx_unit *u = msdx_write_unit(doc, c->sentence);
    const char *date = *c->when.start ? c->when.start : doc->date ? doc->date : "";
    *row = (struct row){.cell = {tidy(a, (msdx_str){date, strnlen(date, 10)}).p, entities(a, u, c->actors, c->n_actor),
                                 event(a, c), entities(a, u, c->recipients, c->n_recipient),
                                 msd_claim_status_name(c->status), sources(a, u, c), "", ""}};
    if (c->where.present)
        row->cell[PLACE] =
            tidy(a, c->where.name ? msdx_str_of(c->where.name) : msdx_write_words(u, &c->where.span, c->where.text)).p;
    sentence(a, doc, c, row);
}

/* ---- widths ---- */

static unsigned sum(const msdx_table *t)
{
    unsigned all = 0;
    for (int k = 0; k < SENTENCE; k++) all += t->cells[k] + t->gap;
    return all;
}

/* Each column as wide as its cells ask for; then the widest give way until the sentence has room. */
static void set_widths(msdx_table *t)
{
    for (int k = 0; k < SENTENCE; k++) {
        unsigned want = (unsigned)strlen(column[k].name);
        for (unsigned i = 0; i < t->n_held; i++) {
            unsigned w = width_of(t->held[i].cell[k], strlen(t->held[i].cell[k]));
            if (w > want) want = w;
        }
        t->cells[k] = want > column[k].most ? column[k].most : want;
    }
    unsigned least = t->width / 4 > SENTENCE_LEAST ? t->width / 4 : SENTENCE_LEAST;
    while (sum(t) + least > t->width) {
        int widest = -1;
        for (int k = 0; k < SENTENCE; k++)
            if (t->cells[k] > column[k].least && (widest < 0 || t->cells[k] > t->cells[widest])) widest = k;
        if (widest < 0) break;
        t->cells[widest]--;
    }
    unsigned rest = sum(t) + 12 < t->width ? t->width - sum(t) : 12;
    t->cells[SENTENCE] = rest > CELL_MOST ? CELL_MOST : rest;
    t->set = true;
}

/* ---- lines ---- */

/* As much of s as `cells` hold, an ellipsis where it is cut; padded when `pad`. */
static void put_cut(msdx_buf *buf, const char *s, unsigned cells, bool pad)
{
    size_t n = strlen(s), i = 0, used;
    unsigned width = 0;
    bool cut = width_of(s, n) > cells;
    unsigned room = cut ? cells - 1 : cells;
    for (; i < n; i += used) {
        unsigned w = cell_width(msdx_utf8_get(s + i, n - i, &used));
        if (width + w > room) break;
        width += w;
    }
    msdx_buf_add(buf, s, i);
    if (cut) {
        msdx_buf_adds(buf, "\xE2\x80\xA6");
        width++;
    }
    for (; pad && width < cells; width++) msdx_buf_addc(buf, ' ');
}

static void put_cell(const msdx_table *t, msdx_buf *buf, const char *s, int k)
{
    put_cut(buf, s, t->cells[k], true);
    msdx_buf_add(buf, "  ", t->gap);
}

/* The start of the word at or before byte i. */
static size_t word_start(const char *s, size_t i)
{
    while (i > 0 && s[i - 1] != ' ') i--;
    return i;
}

/* The sentence from a few words before its trigger on, or from its start when all up to the trigger has room. */
static void put_sentence(msdx_buf *buf, const struct row *row, unsigned cells)
{
    const char *s = row->cell[SENTENCE];
    size_t from = 0;
    if (width_of(s, row->trigger_end) + 8 > cells && width_of(s, strlen(s)) > cells) {
        unsigned budget = cells / 3;
        size_t at = row->trigger_start;
        for (size_t next; at > 0; at = next) {
            next = word_start(s, at - 1);
            if (width_of(s + next, row->trigger_start - next) > budget) break;
        }
        from = at;
    }
    if (from) {
        msdx_buf_adds(buf, "\xE2\x80\xA6");
        cells--;
    }
    put_cut(buf, s + from, cells, false);
}

static void put_row(const msdx_table *t, msdx_buf *buf, const struct row *row)
{
    for (int k = 0; k < SENTENCE; k++) {
        put_cell(t, buf, row->cell[k], k);
    }
    put_sentence(buf, row, t->cells[SENTENCE]);
    msdx_buf_addc(buf, '\n');
}

static void put_header(const msdx_table *t, msdx_buf *buf)
{
    for (int k = 0; k < SENTENCE; k++) {
        put_cell(t, buf, column[k].name, k);
    }
    msdx_buf_adds(buf, column[SENTENCE].name);
    msdx_buf_addc(buf, '\n');
}

void msdx_table_flush(msdx_table *table, msdx_buf *buf)
{
    if (table->n_held == 0) return;
    if (!table->set) {
        set_widths(table);
        put_header(table, buf);
    }
    for (unsigned i = 0; i < table->n_held; i++) put_row(table, buf, &table->held[i]);
    if (table->arena.failed) buf->failed = true;
    table->n_held = 0;
    msdx_arena_reset(&table->arena);
}

void msdx_table_row(msdx_table *table, msdx_buf *buf, const msd_doc *doc, const msd_claim *claim)
{
    fill(&table->arena, doc, claim, &table->held[table->n_held++]);
    if (table->arena.failed) { /* a row with holes in it is not to be written */
        buf->failed = true;
        table->n_held--;
        return;
    }
    if (table->set || table->n_held == ROWS_HELD) msdx_table_flush(table, buf);
}
