/* layer_table.c: rows of tables, by the numbers of their columns or by their names. */
#include <stdio.h>

#include "read/layer_impl.h"

static const char bom[] = "\xEF\xBB\xBF";

static bool begins(msdx_str s, const char *with)
{
    size_t n = strlen(with);
    return s.n >= n && memcmp(s.p, with, n) == 0;
}

static bool same_name(msdx_str s, const char *name)
{
    size_t n = strlen(name);
    if (s.n != n) return false;
    for (size_t i = 0; i < n; i++)
        if ((s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]) != name[i]) return false;
    return true;
}

/* Columns by the names of a head; false when one that must be there is not: where nothing but names tells the data set,
 * all. */
static bool find_columns(const msdx_layer_form *f, const msdx_csv_row *head, int column[MSDX_N_LAYER_FIELD])
{
    for (int i = 0; i < MSDX_N_LAYER_FIELD; i++) {
        int found = 0;
        for (const char *const *name = f->name_of[i]; name && *name && !found; name++)
            for (unsigned k = 0; k < head->n && k < MSDX_CSV_COLUMNS && !found; k++)
                if (same_name(msdx_str_trim(head->cell[k]), *name)) found = (int)k + 1;
        if (f->name_of[i] && !found && (!f->head || i <= MSDX_LAYER_DAY)) return false;
        column[i] = found;
    }
    return true;
}

static bool is_head(const msdx_layer_form *f, msdx_str line)
{
    if (begins(line, bom)) line.p += 3, line.n -= 3;
    return f->head && begins(line, f->head);
}

static msdx_str cell(const msdx_layer_reader *r, unsigned n, int field, const int *column)
{
    unsigned k = (unsigned)column[field];
    return k && k <= n && k <= MSDX_CSV_COLUMNS ? msdx_layer_text(msdx_str_trim(r->row->cell[k - 1])) : MSDX_STR("");
}

static msd_status refuse(msdx_str s, const char *what, msd_error *err)
{
    return msdx_err(err, MSD_EFORMAT, 0, "'%.*s' is no %s", (int)(s.n < 40 ? s.n : 40), s.p, what);
}

/* What all tables but PITF's have, out of the row at hand. */
static msd_status set_row(const msdx_layer_reader *r, unsigned n, const int *column, msdx_layer_row *row,
                          msd_error *err)
{
    bool has_y, has_x;
    msdx_str day = cell(r, n, MSDX_LAYER_DAY, column);
    row->number = cell(r, n, MSDX_LAYER_NUMBER, column);
    if (r->form->number_is_words ? row->number.n == 0 : !msdx_layer_is_digits(row->number))
        return refuse(row->number, "number of an event", err);
    if (!msdx_layer_day(day, row->day) && !(r->form->day_first && msdx_layer_day_first(day, row->day)))
        return refuse(day, "date", err);
    if (!msdx_layer_number(cell(r, n, MSDX_LAYER_GOLDSTEIN, column), &row->goldstein, &row->has_goldstein))
        return msdx_err(err, MSD_EFORMAT, 0, "column %d is no number", column[MSDX_LAYER_GOLDSTEIN]);
    if (!msdx_layer_number(cell(r, n, MSDX_LAYER_LATITUDE, column), &row->latitude, &has_y) ||
        !msdx_layer_number(cell(r, n, MSDX_LAYER_LONGITUDE, column), &row->longitude, &has_x))
        return msdx_err(err, MSD_EFORMAT, 0, "column %d or %d is no number", column[MSDX_LAYER_LATITUDE],
                        column[MSDX_LAYER_LONGITUDE]);
    row->actor = cell(r, n, MSDX_LAYER_ACTOR, column);
    row->recipient = cell(r, n, MSDX_LAYER_RECIPIENT, column);
    row->code = cell(r, n, MSDX_LAYER_CODE, column);
    row->country = cell(r, n, MSDX_LAYER_COUNTRY, column);
    row->place = cell(r, n, MSDX_LAYER_PLACE, column);
    row->address = cell(r, n, MSDX_LAYER_ADDRESS, column);
    row->has_point = has_y && has_x && row->place.n;
    return MSD_OK;
}

/* ---- the head ---- */

/* The columns of a file may be more in its head than in its rows, which then have those of the data set. */
static void name_columns(msdx_layer_reader *r)
{
    int column[MSDX_N_LAYER_FIELD];
    if (r->form->name_of[MSDX_LAYER_NUMBER] && find_columns(r->form, r->row, column))
        memcpy(r->column, column, sizeof column);
    r->n_head = r->row->n;
}

/* PITF's files have lines of their own before the names of the columns. */
enum { LINES_BEFORE = 6 };

msd_status msdx_layer_table_open(msdx_layer_reader *r, msd_error *err)
{
    const msdx_layer_form *f = r->form;
    bool more = true, named = !f->head && f->name_of[MSDX_LAYER_NUMBER];
    r->row = msdx_malloc(sizeof *r->row);
    if (!r->row) return msdx_err_nomem(err);
    char part = named ? msdx_csv_part(r->bytes) : f->part;
    for (int i = 0; i < (f->next == msdx_layer_pitf_next ? LINES_BEFORE : 1); i++) {
        if (i == 0) msdx_csv_open(&r->csv, r->bytes, part, f->quoted ? MSDX_CSV_QUOTED : MSDX_CSV_PLAIN);
        MSD_TRY(msdx_csv_next(&r->csv, r->row, &more, err));
        if (!more) break;
        if (named ? find_columns(f, r->row, r->column) : is_head(f, r->row->raw)) {
            r->head = (msdx_str){r->bytes.p, r->csv.at};
            r->at = r->csv.at;
            r->line = r->csv.line + 1;
            name_columns(r);
            return MSD_OK;
        }
    }
    if (named && (!f->n_least || r->row->n != f->n_least))
        return msdx_err(err, MSD_EFORMAT, 1, "its first line does not name the columns of %s", f->name);
    msdx_csv_close(&r->csv);
    msdx_csv_open(&r->csv, r->bytes, part, f->quoted ? MSDX_CSV_QUOTED : MSDX_CSV_PLAIN);
    return MSD_OK;
}

/* ---- rows ---- */

/* The next row; the fields that count. Some files have empty columns to spare. */
static msd_status cut(msdx_layer_reader *r, msdx_layer_item *item, unsigned *n, bool *named, msd_error *err)
{
    const msdx_layer_form *f = r->form;
    bool more;
    msd_status st = msdx_csv_next(&r->csv, r->row, &more, err);
    if (st == MSD_ENOMEM) return st;
    msdx_layer_take(r, r->row->raw.n, item);
    if (st != MSD_OK) return st;
    *n = r->row->n;
    *named = r->n_head && *n == r->n_head;
    item->row.stray = is_head(f, item->raw) || msdx_str_trim(item->raw).n == 0;
    if (item->row.stray || *named) return MSD_OK;
    if (f->number_is_words && f->n)
        while (*n > f->n && *n <= MSDX_CSV_COLUMNS && r->row->cell[*n - 1].n == 0) --*n;
    bool by_head = f->n == 0 && r->n_head;
    unsigned least = by_head ? r->n_head : f->n_least, most = by_head ? r->n_head : f->n ? f->n : f->n_least;
    if (*n >= least && *n <= most) return MSD_OK;
    return msdx_err(err, MSD_EFORMAT, 0, "%u columns; %s has %u", *n, by_head ? "its first line" : f->name, most);
}

msd_status msdx_layer_table_next(msdx_layer_reader *r, msdx_layer_item *item, msd_error *err)
{
    unsigned n = 0;
    bool named = false;
    MSD_TRY(cut(r, item, &n, &named, err));
    if (item->row.stray) return MSD_OK;
    return set_row(r, n, named ? r->column : r->form->column, &item->row, err);
}

/* ---- PITF ---- */

enum {
    START_DAY = 3,
    COUNTRY = 9,
    LOCALITY = 12,
    LATITUDE = 13,
    LONGITUDE = 17,
    PERPETRATOR = 23,
    VICTIM = 35,
    VICTIM_END = 41,
    ORGANISATION = 47,
    LINK = 63,
    PITF_COLUMNS = 73
};

/* The first of these columns that says something. */
static msdx_str first_of(const msdx_layer_reader *r, int from, int to)
{
    for (int i = from; i < to; i++) {
        msdx_str s = msdx_str_trim(r->row->cell[i]);
        if (s.n) return s;
    }
    return MSDX_STR("");
}

/* Degrees, minutes, seconds and N, S, E or W. False: not told. */
static bool point(const msdx_layer_reader *r, int from, double *out)
{
    double part[3] = {0, 0, 0};
    bool has = true;
    for (int i = 0; i < 3; i++)
        if (!msdx_layer_number(msdx_str_trim(r->row->cell[from + i]), &part[i], &has) || (i == 0 && !has)) return false;
    msdx_str side = msdx_str_trim(r->row->cell[from + 3]);
    *out = part[0] + part[1] / 60 + part[2] / 3600;
    if (side.n && strchr("SWsw", side.p[0])) *out = -*out;
    return *out >= -180 && *out <= 180;
}

/* A number of two or four digits; 0 when it is none. */
static unsigned whole(msdx_str s)
{
    unsigned n = 0;
    s = msdx_str_trim(s);
    if (s.n > 4 || !msdx_layer_is_digits(s)) return 0;
    for (size_t i = 0; i < s.n; i++) n = n * 10 + (unsigned)(s.p[i] - '0');
    return n;
}

/* 99 and 9999 are not known. */
static bool pitf_day(const msdx_layer_reader *r, char day[11])
{
    char text[40];
    const msdx_str *c = &r->row->cell[START_DAY];
    unsigned d = whole(c[0]), m = whole(c[1]), y = whole(c[2]);
    if (!d || !m || !y) return false;
    snprintf(text, sizeof text, "%04u-%02u-%02u", y, m, d);
    if (y == 9999 || !msdx_layer_day(msdx_str_of(text), day)) day[0] = 0;
    return true;
}

static bool begins_incident(msdx_str bytes, size_t at)
{
    msdx_str s = {bytes.p + at, bytes.n - at};
    return begins(s, "Incident\t") || begins(s, "Campaign\t");
}

/* A row is a line, or several where a description has line breaks of its own: as many as have all columns together. */
static size_t pitf_extent(const msdx_layer_reader *r)
{
    msdx_str s = r->bytes;
    size_t end = r->at, first = 0;
    for (unsigned tabs = 0; end < s.n && tabs < PITF_COLUMNS;) {
        if (first && begins_incident(s, end)) break;
        do tabs += s.p[end] == '\t';
        while (s.p[end++] != '\n' && end < s.n);
        if (tabs == PITF_COLUMNS - 1) return end - r->at;
        if (!first) first = end - r->at;
    }
    return first;
}

static void pitf_cut(msdx_layer_reader *r, msdx_str raw)
{
    msdx_csv_row *row = r->row;
    size_t start = 0;
    row->n = 0;
    for (size_t i = 0; i <= raw.n; i++) {
        if (i < raw.n && raw.p[i] != '\t') continue;
        if (row->n < MSDX_CSV_COLUMNS) row->cell[row->n] = (msdx_str){raw.p + start, i - start};
        row->n++;
        start = i + 1;
    }
}

msd_status msdx_layer_pitf_next(msdx_layer_reader *r, msdx_layer_item *item, msd_error *err)
{
    msdx_layer_row *row = &item->row;
    msdx_layer_take(r, pitf_extent(r), item);
    row->stray = is_head(r->form, item->raw) || msdx_str_trim(item->raw).n == 0;
    if (row->stray) return MSD_OK;
    pitf_cut(r, item->raw);
    if (r->row->n != PITF_COLUMNS)
        return msdx_err(err, MSD_EFORMAT, 0, "%u columns; pitf has %u", r->row->n, PITF_COLUMNS);
    if (!pitf_day(r, row->day)) return refuse(r->row->cell[START_DAY], "date", err);
    row->country = msdx_str_trim(r->row->cell[COUNTRY]);
    row->place = msdx_str_trim(r->row->cell[LOCALITY]);
    row->actor = first_of(r, PERPETRATOR, PERPETRATOR + 10);
    row->recipient = first_of(r, VICTIM, VICTIM_END);
    row->code = msdx_str_trim(r->row->cell[ORGANISATION]);
    row->address = msdx_str_trim(r->row->cell[LINK]);
    row->has_point = point(r, LATITUDE, &row->latitude) && point(r, LONGITUDE, &row->longitude) && row->place.n;
    return MSD_OK;
}

/* ---- which it is ---- */

bool msdx_layer_table_is(const msdx_layer_form *f, msdx_str bytes)
{
    static const size_t most = (size_t)1 << 16;
    msdx_layer_reader *r;
    msdx_layer_item item;
    msd_error err;
    bool yes = false;
    if (bytes.n > most) bytes.n = most;
    if (msdx_layer_reader_new(&r, f->name, bytes, &err) != MSD_OK) return false;
    if (r->head.n)
        yes = true;
    else
        yes = msdx_layer_reader_next(r, &item, &err) == MSD_OK && item.raw.n && !item.row.stray;
    msdx_layer_reader_free(r);
    return yes;
}
