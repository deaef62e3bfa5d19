/* layer.c: GDELT 1.0 events (57 columns to March 2013, 58 with SOURCEURL after), GDELT 2.0
 * events (61) and mentions (16), ICEWS (20, with a head), POLECAT (40, with a head; some of its files have empty
 * columns to spare), Phoenix (26). Only what tells a row of the
 * data set from another line is asked for: numbers where it has numbers, dates where dates. */
#include "read/layer.h"

#include <math.h>
#include <stdlib.h>

enum { COLUMNS_MOST = 64, NONE = -1 };

static const struct form {
    const char *name;
    unsigned n, n_least; /* columns */
    const char *head;    /* how its head begins; NULL: it has none */
    int number, day, actor, recipient, code, goldstein, country, place, latitude, longitude, address;
} forms[] = {
    {"gdelt1", 58, 57, NULL, 0, 1, 5, 15, 26, 30, 51, 50, 53, 54, 57},
    {"gdelt2", 61, 61, NULL, 0, 1, 5, 15, 26, 30, 53, 52, 56, 57, 60},
    {"gdelt2-mentions", 16, 16, NULL, 0, 1, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, 5},
    {"icews", 20, 20, "Event ID\tEvent Date\tSource Name", 0, 1, 2, 8, 6, 7, 17, 14, 18, 19, NONE},
    {"polecat", 40, 40, "Event ID\tEvent Date\tEvent Type", 0, 1, 7, 15, 2, NONE, 27, 23, 28, 29, NONE},
    {"phoenix", 26, 26, NULL, 0, 1, 5, 9, 13, 16, 22, 20, 18, 19, 24},
};

static const struct form *form_of(const char *name)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(forms[i].name, name) == 0) return &forms[i];
    return NULL;
}

bool msdx_layer_is(const char *form)
{
    return form_of(form) != NULL;
}

const char *msdx_layer_guess(msdx_str line)
{
    msdx_layer_row row;
    msd_error err;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (msdx_layer_head(forms[i].name, line) || msdx_layer_read(forms[i].name, line, &row, &err) == MSD_OK)
            return forms[i].name;
    return NULL;
}

bool msdx_layer_head(const char *form, msdx_str line)
{
    const struct form *f = form_of(form);
    size_t n = f && f->head ? strlen(f->head) : 0;
    return n && line.n >= n && memcmp(line.p, f->head, n) == 0;
}

static unsigned cut(msdx_str line, msdx_str cell[COLUMNS_MOST])
{
    unsigned n = 0;
    size_t start = 0;
    for (size_t i = 0; i <= line.n; i++) {
        if (i < line.n && line.p[i] != '\t') continue;
        if (n < COLUMNS_MOST) cell[n] = (msdx_str){line.p + start, i - start};
        n++;
        start = i + 1;
    }
    return n;
}

static bool is_digits(msdx_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n > 0;
}

/* "20150218", with a time or without, or "2015-02-18" as ISO. */
static bool set_day(msdx_str s, char day[11])
{
    char d[9];
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < 8; i++)
        if (!(s.p[i] == '-' && (i == 4 || i == 7))) d[n++] = s.p[i];
    if (n < 8 || !is_digits((msdx_str){d, 8})) return false;
    const char iso[] = {d[0], d[1], d[2], d[3], '-', d[4], d[5], '-', d[6], d[7], 0};
    memcpy(day, iso, sizeof iso);
    return memcmp(d + 4, "01", 2) >= 0 && memcmp(d + 4, "12", 2) <= 0 && memcmp(d + 6, "01", 2) >= 0 &&
           memcmp(d + 6, "31", 2) <= 0;
}

/* A number, or nothing (R writes NA). */
static bool set_number(msdx_str s, double *out, bool *has)
{
    char text[40], *end;
    *has = false;
    if (s.n == 0 || msdx_str_is(s, "NA")) return true;
    if (s.n >= sizeof text) return false;
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    *out = strtod(text, &end);
    *has = *end == 0 && isfinite(*out);
    return *has;
}

static msdx_str at(const msdx_str *cell, unsigned n, int column)
{
    msdx_str none = {"", 0};
    if (column < 0 || (unsigned)column >= n || msdx_str_is(cell[column], "NA")) return none;
    return cell[column];
}

msd_status msdx_layer_read(const char *form, msdx_str line, msdx_layer_row *out, msd_error *err)
{
    const struct form *f = form_of(form);
    msdx_str cell[COLUMNS_MOST];
    bool has_y, has_x;
    *out = (msdx_layer_row){0};
    if (!f) return msdx_err(err, MSD_EUSAGE, 0, "'%.40s' is none of %s", form, MSDX_LAYER_NAMES);
    unsigned n = cut(line, cell);
    bool words = strcmp(f->name, "polecat") == 0; /* its numbers of events are words */
    while (words && n > f->n && n <= COLUMNS_MOST && cell[n - 1].n == 0) n--;
    if (n < f->n_least || n > f->n) return msdx_err(err, MSD_EFORMAT, 0, "%u columns; %s has %u", n, f->name, f->n);
    if (words ? cell[f->number].n == 0 : !is_digits(cell[f->number]))
        return msdx_err(err, MSD_EFORMAT, 0, "'%.*s' is no number of an event", (int)(cell[f->number].n % 40),
                        cell[f->number].p);
    if (!set_day(cell[f->day], out->day))
        return msdx_err(err, MSD_EFORMAT, 0, "'%.*s' is no date", (int)(cell[f->day].n % 40), cell[f->day].p);
    if (!set_number(at(cell, n, f->goldstein), &out->goldstein, &out->has_goldstein))
        return msdx_err(err, MSD_EFORMAT, 0, "column %d is no number", f->goldstein + 1);
    if (!set_number(at(cell, n, f->latitude), &out->latitude, &has_y) ||
        !set_number(at(cell, n, f->longitude), &out->longitude, &has_x))
        return msdx_err(err, MSD_EFORMAT, 0, "column %d or %d is no number", f->latitude + 1, f->longitude + 1);
    out->number = cell[f->number];
    out->actor = at(cell, n, f->actor);
    out->recipient = at(cell, n, f->recipient);
    out->code = at(cell, n, f->code);
    out->country = at(cell, n, f->country);
    out->place = at(cell, n, f->place);
    out->address = at(cell, n, f->address);
    out->has_point = has_y && has_x && out->place.n;
    return MSD_OK;
}
