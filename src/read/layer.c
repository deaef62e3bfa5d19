/* layer.c: the forms of other data sets, and what their readers share: GDELT 1.0 events (57 columns to March 2013, 58
 * with SOURCEURL after), GDELT 2.0 events (61) and mentions (16), ICEWS (20, with a head), POLECAT (40, with a head; some
 * of its files name further columns there, or have empty ones to spare), Phoenix (26), PLOVER's JSON, ACLED and UCDP GED
 * (CSV whose columns changed over the years, known by their names), PITF's Worldwide Atrocities (73, after lines of its
 * own), BBN's CAMEOXML. Only what tells a row of the data set from another line is asked for: numbers where it has
 * numbers, dates where dates. */
#include "read/layer_impl.h"

#include <math.h>
#include <stdlib.h>

#define NAMES(...) \
    (const char *const[]) \
    { \
        __VA_ARGS__, NULL \
    }
#define TABLE .is = msdx_layer_table_is, .open = msdx_layer_table_open, .next = msdx_layer_table_next
/* columns in the order of msdx_layer_field */
static const msdx_layer_form forms[] = {
    {.name = "gdelt1",
     TABLE,
     .part = '\t',
     .n = 58,
     .n_least = 57,
     .column = {1, 2, 6, 16, 27, 31, 52, 51, 54, 55, 58}},
    {.name = "gdelt2",
     TABLE,
     .part = '\t',
     .n = 61,
     .n_least = 61,
     .column = {1, 2, 6, 16, 27, 31, 54, 53, 57, 58, 61}},
    {.name = "gdelt2-mentions",
     TABLE,
     .part = '\t',
     .n = 16,
     .n_least = 16,
     .column = {1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 6}},
    {.name = "icews",
     TABLE,
     .part = '\t',
     .n = 20,
     .n_least = 20,
     .head = "Event ID\tEvent Date\tSource Name",
     .name_of = {NAMES("event id"), NAMES("event date"), NAMES("source name"), NAMES("target name"),
                 NAMES("cameo code", "event text"), NAMES("intensity"), NAMES("country"), NAMES("city"),
                 NAMES("latitude"), NAMES("longitude"), NULL},
     .column = {1, 2, 3, 9, 7, 8, 18, 15, 19, 20, 0}},
    {.name = "polecat",
     TABLE,
     .part = '\t',
     .number_is_words = true,
     .n = 40,
     .n_least = 40,
     .head = "Event ID\tEvent Date\tEvent Type",
     .name_of = {NAMES("event id"), NAMES("event date"), NAMES("actor name"), NAMES("recipient name"),
                 NAMES("event type"), NULL, NAMES("country"), NAMES("placename"), NAMES("latitude"), NAMES("longitude"),
                 NULL},
     .column = {1, 2, 8, 16, 3, 0, 28, 24, 29, 30, 0}},
    {.name = "phoenix",
     TABLE,
     .part = '\t',
     .n = 26,
     .n_least = 26,
     .column = {1, 2, 6, 10, 14, 17, 23, 21, 19, 20, 25}},
    {.name = "pitf",
     .is = msdx_layer_table_is,
     .open = msdx_layer_table_open,
     .next = msdx_layer_pitf_next,
     .part = '\t',
     .head = "Event Type\tCampaign Identifier\tEvent Reporting"},
    {.name = "acled",
     TABLE,
     .part = ',',
     .quoted = true,
     .number_is_words = true,
     .day_first = true,
     .n_least = 25, /* before 2016, which had no head in places */
     .name_of = {NAMES("event_id_cnty", "data_id", "event_id_no_cnty"), NAMES("event_date"), NAMES("actor1"),
                 NAMES("actor2"), NAMES("sub_event_type", "event_type"), NULL, NAMES("country"), NAMES("location"),
                 NAMES("latitude"), NAMES("longitude"), NULL},
     .column = {2, 4, 8, 11, 7, 0, 15, 19, 20, 21, 0}},
    {.name = "ucdp-ged",
     TABLE,
     .part = ',',
     .quoted = true,
     .name_of = {NAMES("id"), NAMES("date_start"), NAMES("side_a"), NAMES("side_b"), NAMES("type_of_violence"), NULL,
                 NAMES("country"), NAMES("where_coordinates"), NAMES("latitude"), NAMES("longitude"), NULL}},
    {.name = "cameoxml", .is = msdx_layer_xml_is, .open = msdx_layer_xml_open, .next = msdx_layer_xml_next},
    {.name = "plover", .is = msdx_layer_json_is, .open = msdx_layer_json_open, .next = msdx_layer_json_next},
};

static const msdx_layer_form *form_of(const char *name)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(forms[i].name, name) == 0) return &forms[i];
    return NULL;
}

bool msdx_layer_is(const char *form)
{
    return form_of(form) != NULL;
}

const char *msdx_layer_guess(msdx_str bytes)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].is(&forms[i], bytes)) return forms[i].name;
    return NULL;
}

msd_status msdx_layer_reader_new(msdx_layer_reader **out, const char *form, msdx_str bytes, msd_error *err)
{
    const msdx_layer_form *f = form_of(form);
    *out = NULL;
    if (!f) return msdx_err(err, MSD_EUSAGE, 0, "'%.40s' is none of %s", form, MSDX_LAYER_NAMES);
    msdx_layer_reader *r = msdx_calloc(1, sizeof *r);
    if (!r) return msdx_err_nomem(err);
    r->form = f;
    r->bytes = bytes;
    r->head = MSDX_STR("");
    r->line = 1;
    memcpy(r->column, f->column, sizeof r->column);
    msd_status st = f->open ? f->open(r, err) : MSD_OK;
    if (st != MSD_OK) {
        msdx_layer_reader_free(r);
        return st;
    }
    *out = r;
    return MSD_OK;
}

void msdx_layer_reader_free(msdx_layer_reader *reader)
{
    if (!reader) return;
    msdx_csv_close(&reader->csv);
    msdx_arena_clear(&reader->arena);
    msdx_free(reader->row);
    msdx_free(reader);
}

msdx_str msdx_layer_reader_head(const msdx_layer_reader *reader)
{
    return reader->head;
}

msd_status msdx_layer_reader_next(msdx_layer_reader *reader, msdx_layer_item *item, msd_error *err)
{
    *item = (msdx_layer_item){.line = reader->line};
    msdx_arena_reset(&reader->arena);
    if (reader->at >= reader->bytes.n) return MSD_OK;
    return reader->form->next(reader, item, err);
}

void msdx_layer_take(msdx_layer_reader *r, size_t n, msdx_layer_item *item)
{
    item->raw = (msdx_str){r->bytes.p + r->at, n};
    item->line = r->line;
    for (size_t i = 0; i < n; i++) r->line += r->bytes.p[r->at + i] == '\n';
    r->at += n;
}

/* ---- values ---- */

bool msdx_layer_is_digits(msdx_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n > 0;
}

static bool set_day(const char *year, const char *month, const char *day, char out[11])
{
    const char iso[] = {year[0], year[1], year[2], year[3], '-', month[0], month[1], '-', day[0], day[1], 0};
    for (int i = 0; i < 10; i++)
        if (i != 4 && i != 7 && (iso[i] < '0' || iso[i] > '9')) return false;
    memcpy(out, iso, sizeof iso);
    return memcmp(month, "01", 2) >= 0 && memcmp(month, "12", 2) <= 0 && memcmp(day, "01", 2) >= 0 &&
           memcmp(day, "31", 2) <= 0;
}

/* "08-May-2015", "8 May 2015", "08 May 2015" */
static bool day_by_name(msdx_str s, char day[11])
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    size_t n = s.n > 1 && s.p[1] >= '0' && s.p[1] <= '9' ? 2 : 1, at = n + 1, end = at;
    while (end < s.n && s.p[end] != s.p[n]) end++;
    if (s.n < n + 9 || (s.p[n] != '-' && s.p[n] != ' ') || end < at + 3 || s.n != end + 5) return false;
    char number[] = {n == 2 ? s.p[0] : '0', s.p[n - 1], 0}, month[3] = "";
    for (unsigned m = 0; m < 12; m++) {
        int k = 0;
        while (k < 3 && (s.p[at + (size_t)k] | 32) == names[m * 3 + (unsigned)k]) k++;
        if (k == 3) month[0] = (char)('0' + (m + 1) / 10), month[1] = (char)('0' + (m + 1) % 10);
    }
    return *month && set_day(s.p + end + 1, month, number, day);
}

bool msdx_layer_day(msdx_str s, char day[11])
{
    char d[8];
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < 8; i++)
        if (!(s.p[i] == '-' && (i == 4 || i == 7))) d[n++] = s.p[i];
    if (n == 8 && set_day(d, d + 4, d + 6, day)) return true;
    return day_by_name(s, day);
}

bool msdx_layer_day_first(msdx_str s, char day[11])
{
    char part[2][2];
    size_t at = 0;
    for (int i = 0; i < 2; i++) {
        const char *slash = at < s.n ? memchr(s.p + at, '/', s.n - at) : NULL;
        size_t n = slash ? (size_t)(slash - s.p) - at : 0;
        if (n != 1 && n != 2) return false;
        part[i][0] = n == 2 ? s.p[at] : '0';
        part[i][1] = s.p[at + n - 1];
        at += n + 1;
    }
    return s.n == at + 4 && set_day(s.p + at, part[1], part[0], day);
}

bool msdx_layer_number(msdx_str s, double *out, bool *has)
{
    char text[40], *end;
    *has = false;
    s = msdx_layer_text(s);
    if (s.n == 0) return true;
    if (s.n >= sizeof text) return false;
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    *out = strtod(text, &end);
    *has = *end == 0 && isfinite(*out);
    return *has;
}

msdx_str msdx_layer_text(msdx_str s)
{
    return msdx_str_is(s, "NA") || msdx_str_is(s, "NULL") || msdx_str_is(s, "None") ? MSDX_STR("") : s;
}
