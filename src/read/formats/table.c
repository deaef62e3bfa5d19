/* table.c: CSV and TSV, each row a document.
 *
 * CSV after RFC 4180: fields may stand in double quotes, in which a quote is
 * doubled and lines may end; parted by the comma, semicolon or bar that the first
 * line has most of. TSV: parted by tabs; quotes count only where they open a
 * field. Columns are known by their names, or by --columns: FIELD=COLUMN,... with
 * a column's name or its number from 1; where all are numbers, there is no line of
 * names. */
#include <stdio.h>
#include <stdlib.h>

#include "read/formats/formats_impl.h"

enum { COLUMNS_MOST = 512, CHUNK = 64 * 1024 };

struct table {
    msdx_frame base;
    msdx_stream *in;
    char part; /* what parts fields; 0: not known yet */
    bool begun, ended, eof;
    size_t line, n_column, n_row;
    int field_of[COLUMNS_MOST]; /* of a column: which field, MSDX_N_FIELD for the text, -1 for none */
    msdx_buf row;               /* the fields of a row, one after another */
    size_t end[COLUMNS_MOST];   /* where each of them ends in row */
    msdx_made made;
    size_t at, n;
    char chunk[CHUNK];
};

/* ---- rows ---- */

static msd_status get(struct table *t, int *c, msd_error *err)
{
    if (t->at == t->n && !t->eof) {
        t->at = t->n = 0;
        MSD_TRY(t->in->read(t->in, t->chunk, CHUNK, &t->n, err));
        t->eof = t->n == 0;
    }
    *c = t->at < t->n ? (unsigned char)t->chunk[t->at++] : -1;
    return MSD_OK;
}

/* The sign that the first line has most of, outside quotes. */
static char find_part(const char *p, size_t n)
{
    static const char sign[] = ",;\t|";
    size_t count[4] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < n && (quoted || p[i] != '\n'); i++) {
        quoted ^= p[i] == '"';
        const char *s = quoted || !p[i] ? NULL : strchr(sign, p[i]);
        if (s) count[s - sign]++;
    }
    for (size_t i = 1; i < 4; i++)
        if (count[i] > count[best]) best = i;
    return sign[best];
}

struct cursor {
    size_t n_field;
    bool quoted, was_quoted, over;
};

static void end_field(struct table *t, struct cursor *c)
{
    if (c->n_field < COLUMNS_MOST)
        t->end[c->n_field++] = t->row.n;
    else
        c->over = true;
    c->was_quoted = false;
}

/* One character that is no end of a row. */
static msd_status take(struct table *t, struct cursor *c, int ch, msd_error *err)
{
    size_t start = c->n_field ? t->end[c->n_field - 1] : 0;
    if (c->quoted && ch == '"') {
        int next;
        MSD_TRY(get(t, &next, err));
        if (next == '"')
            msdx_buf_addc(&t->row, '"');
        else
            c->quoted = false;
        if (next != '"' && next >= 0) t->at--;
    } else if (!c->quoted && ch == '"' && t->row.n == start && !c->was_quoted) {
        c->quoted = c->was_quoted = true;
    } else if (!c->quoted && ch == t->part) {
        end_field(t, c);
    } else {
        msdx_buf_addc(&t->row, (char)ch);
    }
    return MSD_OK;
}

/* One row; n_field 0 at the end. What is too big is read to its end and refused. */
static msd_status read_row(struct table *t, size_t *n_field, msd_error *err)
{
    struct cursor c = {0};
    size_t line = ++t->line;
    bool any = false;
    *n_field = 0;
    msdx_buf_reset(&t->row);
    for (;;) {
        int ch;
        MSD_TRY(get(t, &ch, err));
        if (ch < 0 && c.quoted)
            return t->ended = true, msdx_err(err, MSD_EFORMAT, line, "broken off: a quote is opened and never closed");
        if (ch < 0 && !any) return MSD_OK;
        if (ch < 0 || (ch == '\n' && !c.quoted)) break;
        any = true;
        t->line += ch == '\n';
        if (ch == '\r' && !c.quoted) continue;
        MSD_TRY(take(t, &c, ch, err));
    }
    end_field(t, &c);
    t->made.line = line;
    if (t->row.failed || c.over)
        return msdx_err(err, MSD_ETOOBIG, line, "a row over %zu bytes or %d columns", t->base.o->max_document,
                        (int)COLUMNS_MOST);
    *n_field = c.n_field;
    return MSD_OK;
}

static msdx_str cell(const struct table *t, size_t i)
{
    size_t start = i ? t->end[i - 1] : 0;
    return t->row.p ? (msdx_str){t->row.p + start, t->end[i] - start} : (msdx_str){"", 0};
}

static bool is_blank_row(const struct table *t, size_t n_field)
{
    return n_field == 1 && msdx_str_trim(cell(t, 0)).n == 0;
}

/* ---- columns ---- */

static size_t number_of(msdx_str s)
{
    size_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || v > COLUMNS_MOST) return 0;
        v = v * 10 + (size_t)(s.p[i] - '0');
    }
    return v;
}

static size_t column_of(const struct table *t, size_t n_field, msdx_str name)
{
    for (size_t i = 0; i < n_field; i++)
        if (msdx_str_eq(msdx_str_trim(cell(t, i)), name)) return i;
    size_t number = number_of(name);
    return number ? number - 1 : COLUMNS_MOST;
}

/* One "FIELD=COLUMN"; names in the row at hand. */
static msd_status map_one(struct table *t, msdx_str entry, size_t n_field, msd_error *err)
{
    const char *is = entry.n ? memchr(entry.p, '=', entry.n) : NULL;
    msdx_str field = {entry.p, is ? (size_t)(is - entry.p) : 0};
    int number = is ? msdx_field_of(field) : -1;
    if (number < 0) return msdx_err(err, MSD_EUSAGE, 1, "--columns: '%.*s' is no FIELD=COLUMN", (int)entry.n, entry.p);
    msdx_str name = msdx_str_trim((msdx_str){is + 1, entry.n - field.n - 1});
    size_t column = column_of(t, n_field, name);
    if (column >= COLUMNS_MOST)
        return msdx_err(err, MSD_EFORMAT, t->made.line, "no column is called '%.*s'", (int)(name.n > 80 ? 80 : name.n),
                        name.p);
    t->field_of[column] = number;
    if (column >= t->n_column) t->n_column = column + 1;
    return MSD_OK;
}

static msdx_str entry_at(const char **p)
{
    size_t n = strcspn(*p, ",");
    msdx_str entry = msdx_str_trim((msdx_str){*p, n});
    *p += n + ((*p)[n] == ',');
    return entry;
}

/* Are all columns of the map given by number? */
static bool by_numbers(const char *columns)
{
    while (*columns) {
        msdx_str entry = entry_at(&columns);
        const char *is = entry.n ? memchr(entry.p, '=', entry.n) : NULL;
        if (!is || !number_of(msdx_str_trim((msdx_str){is + 1, entry.n - (size_t)(is - entry.p) - 1}))) return false;
    }
    return true;
}

static msd_status map_columns(struct table *t, size_t n_field, msd_error *err)
{
    const char *columns = t->base.o->columns;
    bool text = false, any = false;
    for (size_t i = 0; i < n_field && !columns; i++) t->field_of[i] = msdx_field_of(cell(t, i));
    t->n_column = n_field;
    while (columns && *columns) MSD_TRY(map_one(t, entry_at(&columns), n_field, err));
    for (size_t i = 0; i < t->n_column; i++) {
        text |= t->field_of[i] == MSDX_N_FIELD;
        any |= t->field_of[i] >= 0;
    }
    if (text) return MSD_OK;
    return msdx_err(err, MSD_EFORMAT, t->made.line,
                    any ? "no column is the text: say which, --columns text=NAME"
                        : "no column has a name that is known: say which is what, --columns text=NAME,date=NAME");
}

/* ---- documents ---- */

static msd_status make(struct table *t, size_t n_field, msdx_record *rec, msd_error *err)
{
    size_t line = t->made.line;
    msdx_made_reset(&t->made);
    t->made.line = line;
    if (n_field < t->n_column && t->base.o->columns == NULL)
        return msdx_err(err, MSD_EFORMAT, line, "%zu columns, not %zu", n_field, t->n_column);
    for (size_t i = 0; i < n_field && i < t->n_column; i++) {
        msdx_str s = cell(t, i);
        if (t->field_of[i] == MSDX_N_FIELD) {
            if (t->made.text.n) msdx_buf_adds(&t->made.text, "\n\n");
            msdx_buf_add(&t->made.text, s.p, s.n);
        } else if (t->field_of[i] >= 0) {
            msdx_made_set(&t->made, t->field_of[i], s);
        }
    }
    return msdx_made_give(&t->made, rec, t->base.o, err);
}

static msd_status begin(struct table *t, msd_error *err)
{
    int c;
    size_t n_field;
    t->begun = true;
    for (size_t i = 0; i < COLUMNS_MOST; i++) t->field_of[i] = -1;
    MSD_TRY(get(t, &c, err));
    if (c >= 0) t->at--;
    t->part = t->base.o->kind == MSDX_READ_TSV ? '\t' : find_part(t->chunk, t->n);
    if (t->base.o->columns && by_numbers(t->base.o->columns)) return map_columns(t, 0, err);
    do MSD_TRY(read_row(t, &n_field, err));
    while (n_field && is_blank_row(t, n_field));
    if (n_field == 0) return msdx_err(err, MSD_EFORMAT, 1, "nothing in it");
    return map_columns(t, n_field, err);
}

static msd_status next_row(msdx_frame *base, msdx_record *rec, msdx_member *member, msd_error *err)
{
    struct table *t = (struct table *)base;
    size_t n_field = 0;
    (void)member;
    if (!t->begun) {
        msd_status st = begin(t, err);
        t->ended = st != MSD_OK;
        MSD_TRY(st);
    }
    if (t->ended) return MSD_OK;
    do {
        msd_status st = read_row(t, &n_field, err);
        if (st != MSD_OK && st != MSD_ETOOBIG) t->ended = true;
        if (st != MSD_OK) {
            msdx_buf_clear(&t->row);
            t->row = (msdx_buf)MSDX_BUF_INIT(base->o->max_document);
            return st;
        }
    } while (n_field && is_blank_row(t, n_field));
    if (n_field) return make(t, n_field, rec, err);
    t->ended = true;
    return MSD_OK;
}

static void close_table(msdx_frame *base)
{
    struct table *t = (struct table *)base;
    msdx_stream_close(t->in);
    msdx_buf_clear(&t->row);
    msdx_made_clear(&t->made);
    msdx_free(t);
}

msd_status msdx_open_table(msdx_frame **out, msdx_stream *in, const msdx_source_options *o, msd_error *err)
{
    struct table *t = msdx_calloc(1, sizeof *t);
    *out = NULL;
    if (!t) {
        msdx_stream_close(in);
        return msdx_err_nomem(err);
    }
    t->base = (msdx_frame){next_row, close_table, o};
    t->row = (msdx_buf)MSDX_BUF_INIT(o->max_document);
    msdx_made_init(&t->made, o->max_document);
    msd_status st = msdx_stream_decode(&t->in, in, NULL, err);
    if (st != MSD_OK) {
        msdx_free(t);
        return st;
    }
    *out = &t->base;
    return MSD_OK;
}
