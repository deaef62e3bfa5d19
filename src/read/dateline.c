/* dateline.c: `BAGHDAD, Sept 28 (Wire) -` and its kin at the head of a report.
 *
 *   dateline  place [region] [date] [(agency)] dash [bracket...]   | agency dash | `place:` all in small letters
 *   region    ", Words" or "(WORDS)"
 *   bracket   "[TEXT]", as monitoring services have it
 *
 * A first line that is a date and nothing else is read here as well. */
#include "read/read.h"

#include <stdio.h>

enum { HEAD_MOST = 140, PLACE_WORDS = 5 };

struct scan {
    const char *s;
    uint32_t i, start, end; /* bytes; the head of the text, one paragraph at most */
};

struct found {
    msdx_str place, region, agency;
    char date[11];
    bool has_date;
};

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void skip_space(struct scan *in)
{
    while (in->i < in->end) {
        if (in->s[in->i] == ' ' || (in->s[in->i] >= '\t' && in->s[in->i] <= '\r'))
            in->i++;
        else if (in->i + 1 < in->end && !memcmp(in->s + in->i, "\xC2\xA0", 2))
            in->i += 2;
        else
            break;
    }
}

static bool has_at(const struct scan *in, const char *what)
{
    size_t n = strlen(what);
    return in->end - in->i >= n && memcmp(in->s + in->i, what, n) == 0;
}

/* ---- dates ---- */

/* Letters in a row, and a full stop after them. */
static msdx_str word_at(const struct scan *in)
{
    uint32_t k = in->i;
    while (k < in->end && (is_upper(in->s[k]) || is_lower(in->s[k]))) k++;
    return (msdx_str){in->s + in->i, k - in->i};
}

static void skip_word(struct scan *in, msdx_str w)
{
    in->i += (uint32_t)w.n;
    if (in->i < in->end && in->s[in->i] == '.') in->i++;
}

/* Is w the name or an abbreviation, of three letters at least, of one of the full names? Its number from 1, or 0. */
static int name_number(msdx_str w, const char *const *name, int n)
{
    if (w.n < 3) return 0;
    for (int k = 0; k < n; k++) {
        size_t i = 0;
        while (i < w.n && name[k][i] && (w.p[i] | 0x20) == name[k][i]) i++;
        if (i == w.n && (i <= 4 || !name[k][i])) return k + 1;
    }
    return 0;
}

static int month_number(msdx_str w)
{
    static const char *const name[] = {"january", "february", "march",     "april",   "may",      "june",
                                       "july",    "august",   "september", "october", "november", "december"};
    return name_number(w, name, 12);
}

static bool is_weekday(msdx_str w)
{
    static const char *const name[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    return name_number(w, name, 7) != 0;
}

/* A number of at most `most` digits; -1 and nothing read when there is none. */
static int number_at(struct scan *in, uint32_t most)
{
    uint32_t k = in->i;
    int v = 0;
    while (k < in->end && is_digit(in->s[k]) && k - in->i <= most) v = v * 10 + (in->s[k++] - '0');
    if (k == in->i || k - in->i > most || (k < in->end && is_digit(in->s[k]))) return -1;
    in->i = k;
    return v;
}

static void date_put(char out[11], int year, int month, int day)
{
    if (year < 0)
        snprintf(out, 11, "--%02u-%02u", (unsigned)month % 100, (unsigned)day % 100);
    else
        snprintf(out, 11, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100, (unsigned)day % 100);
}

/* ", 2020" or " 90": a year, if one follows. Two digits are of the twentieth century from 50 on. */
static int year_after(struct scan *in)
{
    struct scan at = *in;
    skip_space(&at);
    if (at.i < at.end && at.s[at.i] == ',') at.i++;
    skip_space(&at);
    uint32_t start = at.i;
    int year = number_at(&at, 4);
    if (year < 0 || (at.i - start != 2 && (at.i - start != 4 || year < 1500))) return -1;
    *in = at;
    return at.i - start == 4 ? year : year + (year < 50 ? 2000 : 1900);
}

/* "2020-09-28". */
static bool iso_date(struct scan *in, char out[11])
{
    struct scan at = *in;
    int year = number_at(&at, 4);
    if (year < 1500 || !has_at(&at, "-")) return false;
    at.i++;
    int month = number_at(&at, 2);
    if (month < 1 || month > 12 || !has_at(&at, "-")) return false;
    at.i++;
    int day = number_at(&at, 2);
    if (day < 1 || day > 31) return false;
    date_put(out, year, month, day);
    *in = at;
    return true;
}

/* "Sept. 28", "28 SEP 90", "Monday, September 28, 2020", "NO DATE", a weekday alone. */
static bool date_at(struct scan *in, char out[11])
{
    struct scan at = *in;
    out[0] = 0;
    if (has_at(&at, "NO DATE")) {
        in->i += 7;
        return true;
    }
    if (iso_date(in, out)) return true;
    bool weekday = is_weekday(word_at(&at));
    if (weekday) {
        skip_word(&at, word_at(&at));
        *in = at;
        if (has_at(&at, ",")) at.i++;
        skip_space(&at);
    }
    int day = number_at(&at, 2);
    if (day >= 0) skip_space(&at);
    msdx_str w = word_at(&at);
    int month = month_number(w);
    if (!month) return weekday;
    skip_word(&at, w);
    if (day < 0) {
        skip_space(&at);
        day = number_at(&at, 2);
    }
    if (day < 1 || day > 31) return weekday;
    date_put(out, year_after(&at), month, day);
    *in = at;
    return true;
}

/* ---- the dateline ---- */

static bool dash_at(struct scan *in)
{
    static const char *const dash[] = {"--", "\xE2\x80\x94", "\xE2\x80\x93", "_", "-", ":"};
    uint32_t start = in->i;
    skip_space(in);
    for (size_t k = 0; k < sizeof dash / sizeof *dash; k++) {
        if (!has_at(in, dash[k])) continue;
        bool free_before = in->i > start;
        in->i += (uint32_t)strlen(dash[k]);
        bool free_after = in->i < in->end && strchr(" \t\r\n", in->s[in->i]);
        /* "PARIS-based", or a pair of parties, is no dateline: only the long dashes need no space at all */
        return k < 2 || free_after || (k == 2 && free_before);
    }
    return false;
}

static bool is_agency(msdx_str w)
{
    static const char *const known[] = {
        "AFP",      "AP",     "Reuters", "REUTERS",   "UPI",  "CNN", "Xinhua", "XINHUA", "TASS",   "dpa",
        "DPA",      "ANSA",   "EFE",     "PTI",       "IANS", "ANI", "IRNA",   "SANA",   "WAFA",   "KUNA",
        "Interfax", "Yonhap", "Kyodo",   "Bloomberg", "AAP",  "BBC", "FBIS",   "VOA",    "Anadolu"};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        if (msdx_str_is(w, known[k])) return true;
    return false;
}

/* Words that open a line in capitals before a dash and are no place. */
static bool is_label(msdx_str w)
{
    static const char *const label[] = {"WATCH",     "EXCLUSIVE", "BREAKING", "WARNING",  "UPDATE",    "VIDEO",
                                        "ANALYSIS",  "OPINION",   "PHOTOS",   "LIVE",     "FACTBOX",   "CORRECTION",
                                        "CORRECTED", "UPDATED",   "COMMENT",  "NOTE",     "BYLINE",    "ABSTRACT",
                                        "LOOK",      "BOOM",      "POLL",     "TIMELINE", "EXPLAINER", "FEATURE"};
    for (size_t k = 0; k < sizeof label / sizeof *label; k++)
        if (w.n >= strlen(label[k]) && memcmp(w.p, label[k], strlen(label[k])) == 0) return true;
    return false;
}

static bool is_place_byte(char c)
{
    return (unsigned char)c >= 0x80 || is_upper(c) || is_lower(c) || c == '.' || c == '\'' || c == '/' || c == '-';
}

/* Up to PLACE_WORDS words that begin in capitals; stops before , ( and a dash that stands free. */
static msdx_str words_at(struct scan *in)
{
    uint32_t start = in->i, end = in->i;
    for (int k = 0; k < PLACE_WORDS && in->i < in->end; k++) {
        struct scan probe = *in;
        if (dash_at(&probe) || !is_place_byte(in->s[in->i])) break;
        if (is_lower(in->s[in->i]) && k == 0) break;
        while (in->i < in->end && is_place_byte(in->s[in->i])) {
            probe = *in;
            if (in->s[in->i] != ' ' && (unsigned char)in->s[in->i] == 0xE2 && dash_at(&probe)) break;
            if (has_at(in, "--")) break;
            in->i++;
        }
        end = in->i;
        skip_space(in);
    }
    in->i = end;
    return (msdx_str){in->s + start, end - start};
}

/* "(Wire)": what stands between the brackets. */
static bool brackets_at(struct scan *in, char open, char close, msdx_str *out)
{
    if (in->i >= in->end || in->s[in->i] != open) return false;
    for (uint32_t k = in->i + 1; k < in->end && in->s[k] != '\n' && in->s[k] != open; k++)
        if (in->s[k] == close) {
            *out = msdx_str_trim((msdx_str){in->s + in->i + 1, k - in->i - 1});
            in->i = k + 1;
            return out->n > 0;
        }
    return false;
}

static bool in_capitals(msdx_str w)
{
    size_t n_upper = 0;
    for (size_t i = 0; i < w.n; i++) {
        if (is_lower(w.p[i])) return false;
        n_upper += is_upper(w.p[i]);
    }
    return n_upper >= 2;
}

/* What stands between the place and the dash. */
static bool rest_of_head(struct scan *in, struct found *f)
{
    for (int part = 0; part < 5; part++) {
        struct scan at;
        msdx_str w;
        skip_space(in);
        at = *in;
        if (dash_at(&at)) return true;
        if (brackets_at(in, '(', ')', &w)) {
            /* the first of two brackets, or one before the date, is the country */
            at = *in;
            skip_space(&at);
            bool more = has_at(&at, ",") || has_at(&at, "(");
            if (more && !f->region.n && !f->has_date)
                f->region = w;
            else
                f->agency = w;
            continue;
        }
        if (has_at(in, ",") || has_at(in, ".")) in->i++;
        skip_space(in);
        if (date_at(in, f->date)) {
            f->has_date = true;
            continue;
        }
        w = words_at(in);
        if (!w.n) return false;
        if (!f->region.n) f->region = w;
    }
    return false;
}

/* After the dash: brackets of a monitoring service, then the first word of the report. */
static bool report_follows(struct scan *in, bool capitals)
{
    msdx_str tag;
    skip_space(in);
    for (int k = 0; k < 4 && brackets_at(in, '[', ']', &tag); k++) skip_space(in);
    if (in->i >= in->end) return in->end - in->start < HEAD_MOST; /* a paragraph of its own, or too long for one */
    return !capitals || !is_lower(in->s[in->i]);
}

/* "new delhi: the reported move ...", from a source that has lost its capitals. */
static bool small_letters(struct scan *in, struct found *f)
{
    uint32_t start = in->i, n_word = 1;
    while (in->i < in->end && (is_lower(in->s[in->i]) || in->s[in->i] == ' ')) n_word += in->s[in->i++] == ' ';
    if (in->i == start || n_word > 3 || !has_at(in, ": ")) return false;
    f->place = (msdx_str){in->s + start, in->i - start};
    in->i += 2;
    skip_space(in);
    return f->place.n >= 4 && in->i < in->end && (is_lower(in->s[in->i]) || is_digit(in->s[in->i]));
}

static bool head(struct scan *in, struct found *f)
{
    skip_space(in);
    struct scan at = *in;
    if (small_letters(&at, f)) {
        *in = at;
        return true;
    }
    *f = (struct found){0};
    f->place = words_at(in);
    if (!f->place.n || is_label(f->place)) return false;
    if (!rest_of_head(in, f)) return false;
    bool colon = has_at(in, ":");
    dash_at(in);
    if (is_agency(f->place) && !f->region.n && !f->has_date) {
        f->agency = f->place;
        f->place = (msdx_str){0};
        return !colon && report_follows(in, true);
    }
    /* A place in capitals carries itself; another needs a known agency, or a date and an agency, beside it. */
    bool sure = in_capitals(f->place) || is_agency(f->agency) || (f->has_date && f->agency.n);
    return sure && (!colon || f->agency.n || f->has_date) && report_follows(in, true);
}

/* "This story is from March 1, 2002", "Monday, February 11, 2019": a paragraph or its head that is only a date. */
static bool date_line(struct scan *in, char date[11])
{
    static const char *const before[] = {"This story is from ", "Published: ", "Published ",
                                         "Updated: ",           "Posted on ",  "Date: "};
    bool said = false;
    for (size_t k = 0; !said && k < sizeof before / sizeof *before; k++)
        if (has_at(in, before[k])) {
            in->i += (uint32_t)strlen(before[k]);
            said = true;
        }
    if (!date_at(in, date) || !date[0] || date[0] == '-') return false;
    uint32_t end = in->i;
    skip_space(in);
    if (in->i >= in->end) return true;
    return said && strcmp(date, "") != 0 && in->i > end;
}

static uint32_t paragraph_end(const msdx_unit *u, uint32_t from, uint32_t *start)
{
    for (uint32_t k = 0; k < u->n_para; k++)
        if (u->para[k].end_byte > from) {
            *start = u->para[k].start_byte > from ? u->para[k].start_byte : from;
            return u->para[k].end_byte;
        }
    *start = from;
    return from;
}

static const char *keep(msdx_arena *a, msdx_str s)
{
    return s.n ? msdx_arena_strndup(a, s.p, s.n) : NULL;
}

/* City and region, as one would write them: "MANAGUA, NICARAGUA". */
static const char *place_words(msdx_arena *a, const struct found *f)
{
    msdx_str city = f->place, region = f->region;
    if (msdx_str_is(city, "NO CITY") || msdx_str_is(city, "CLANDESTINE")) city.n = 0;
    if (!city.n || !region.n) return keep(a, city.n ? city : region);
    char *p = MSDX_NEW(a, char, city.n + region.n + 3);
    if (!p) return NULL;
    memcpy(p, city.p, city.n);
    memcpy(p + city.n, ", ", 2);
    memcpy(p + city.n + 2, region.p, region.n);
    return p;
}

static void set_span(const msdx_unit *u, const struct found *f, msd_span *span)
{
    const msdx_str *first = f->place.n ? &f->place : &f->region, *last = f->region.n ? &f->region : &f->place;
    if (first->n == 0) return;
    span->start_byte = (uint32_t)(first->p - u->parsed);
    span->end_byte = (uint32_t)(last->p + last->n - u->parsed);
    span->start_cp = (uint32_t)msdx_utf8_count(u->parsed, span->start_byte);
    span->end_cp = span->start_cp + (uint32_t)msdx_utf8_count(first->p, span->end_byte - span->start_byte);
}

static void take_date(msd_doc *doc, const char *date)
{
    if (!date[0] || date[0] == '-') return;
    if (!doc->date) doc->date = keep(doc->body.arena, msdx_str_of(date));
}

void msdx_dateline_run(msd_doc *doc, uint32_t from, msdx_dateline *out)
{
    msdx_unit *u = &doc->body;
    struct found f = {0};
    struct scan in = {u->parsed, 0, 0, 0};
    *out = (msdx_dateline){0};
    for (int line = 0; line < 2; line++) { /* a line that is only a date may stand before the dateline */
        uint32_t start, end = paragraph_end(u, from, &start);
        in.i = in.start = start;
        in.end = end - start > HEAD_MOST ? start + HEAD_MOST : end;
        char date[11];
        if (!date_line(&in, date)) break;
        memcpy(out->date, date, sizeof date);
        if (out->end_byte == 0) out->start_byte = start;
        u->skip_byte = out->end_byte = from = in.i;
        take_date(doc, out->date);
    }
    uint32_t start, end = paragraph_end(u, from, &start);
    in = (struct scan){u->parsed, start, start, end - start > HEAD_MOST ? start + HEAD_MOST : end};
    if (!head(&in, &f)) return;
    if (out->end_byte == 0) out->start_byte = start;
    u->skip_byte = out->end_byte = in.i;
    if (f.date[0]) memcpy(out->date, f.date, sizeof out->date);
    take_date(doc, out->date);
    if (!doc->publisher) doc->publisher = keep(u->arena, f.agency);
    doc->dateline_place = place_words(u->arena, &f);
    set_span(u, &f, &doc->dateline_span);
}
