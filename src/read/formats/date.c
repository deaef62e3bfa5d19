/* date.c: dates as feeds, pages, wire services and exports write them.
 *
 *   ISO 8601 and its loose kin   2020-09-28T10:15:00+02:00, 2020/09/28 10:15, 20200928T101500Z, 20200928101500
 *   RFC 822 and its loose kin    Mon, 28 Sep 2020 10:15 GMT, lun, 28 sept 2020 10:15:00 +0200
 *   in words                     September 28, 2020 Monday, 29 décembre 2011, Sept. 28, 2020 5:15 p.m.
 *   in figures                   28.09.2020 (the day first); 28/09/2020 only where no other reading is left
 *   a count of seconds           1601280900, or of milliseconds
 *
 * What could mean two days is not read: an unknown date is better than a wrong one. */
#include <stdio.h>

#include "read/formats/formats_impl.h"

struct when {
    int year, month, day, hour, minute, second; /* hour -1: no time */
    int zone;                                   /* minutes east of Greenwich */
    bool has_zone;
};

struct scan {
    const char *p, *end;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* ---- words ---- */

/* A row a month, January first: the names in the languages that feeds are written in. */
static const char *const month_names[12] = {
    "january janvier januar enero gennaio janeiro januari stycznia января ocak jänner tammikuuta",
    "february février fevrier februar febrero febbraio fevereiro februari lutego февраля şubat subat helmikuuta",
    "march mars märz maerz marzo março marco maart marts marca марта mart mrt maaliskuuta",
    "april avril abril aprile kwietnia апреля nisan huhtikuuta",
    "may mai mayo maggio maio mei maj maja мая mayıs mayis toukokuuta",
    "june juin juni junio giugno junho czerwca июня haziran kesäkuuta",
    "july juillet juli julio luglio julho lipca июля temmuz heinäkuuta",
    "august août aout agosto augustus augusti sierpnia августа ağustos agustos elokuuta",
    "september septembre septiembre setiembre settembre setembro września wrzesnia сентября eylül eylul syyskuuta",
    "october octobre oktober octubre ottobre outubro października pazdziernika октября ekim lokakuuta",
    "november novembre noviembre novembro listopada ноября kasım kasim marraskuuta",
    "december décembre decembre dezember diciembre dicembre dezembro desember grudnia декабря aralık joulukuuta"};

/* The month that the word names or shortens to three letters or more; 0: none. */
static int month_of(msdx_str w)
{
    if (w.n < 3 || w.n > 24) return 0;
    for (int m = 0; m < 12; m++) {
        const char *name = month_names[m];
        while (*name) {
            size_t n = strcspn(name, " "), i = 0;
            while (i < w.n && i < n && ((w.p[i] >= 'A' && w.p[i] <= 'Z') ? (w.p[i] | 0x20) : w.p[i]) == name[i]) i++;
            if (i == w.n) return m + 1;
            name += n + (name[n] == ' ');
        }
    }
    return 0;
}

/* Minutes east of Greenwich of a zone's name; those that mean several places are not in it. */
static bool zone_of(msdx_str w, int *zone)
{
    static const struct {
        const char *name;
        int zone;
    } known[] = {{"Z", 0},      {"UT", 0},     {"UTC", 0},     {"GMT", 0},     {"WET", 0},    {"EST", -300},
                 {"EDT", -240}, {"CDT", -300}, {"MST", -420},  {"MDT", -360},  {"PST", -480}, {"PDT", -420},
                 {"CET", 60},   {"MEZ", 60},   {"CEST", 120},  {"MESZ", 120},  {"EET", 120},  {"EEST", 180},
                 {"MSK", 180},  {"JST", 540},  {"KST", 540},   {"HKT", 480},   {"AEST", 600}, {"AEDT", 660},
                 {"NZST", 720}, {"NZDT", 780}, {"AKST", -540}, {"AKDT", -480}, {"HST", -600}, {"WAT", 60},
                 {"SAST", 120}, {"EAT", 180},  {"PKT", 300},   {"WIB", 420}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (msdx_str_isi(w, known[i].name)) {
            *zone = known[i].zone;
            return true;
        }
    /* These two mean other places elsewhere, but in English news these. */
    if (msdx_str_is(w, "CST")) return *zone = -360, true;
    if (msdx_str_is(w, "BST")) return *zone = 60, true;
    return false;
}

static msdx_str word(struct scan *s)
{
    const char *start = s->p;
    while (s->p < s->end && is_letter(*s->p)) s->p++;
    return (msdx_str){start, (size_t)(s->p - start)};
}

/* ---- figures ---- */

/* Exactly n digits at p; -1. */
static int digits(struct scan *s, int n)
{
    int v = 0;
    if (s->end - s->p < n) return -1;
    for (int i = 0; i < n; i++) {
        if (!is_digit(s->p[i])) return -1;
        v = v * 10 + (s->p[i] - '0');
    }
    s->p += n;
    return v;
}

static int run_of_digits(const struct scan *s)
{
    int n = 0;
    while (s->p + n < s->end && is_digit(s->p[n])) n++;
    return n;
}

/* One or two digits. */
static int small(struct scan *s)
{
    int n = run_of_digits(s);
    return n == 1 || n == 2 ? digits(s, n) : -1;
}

static bool take(struct scan *s, const char *any)
{
    if (s->p >= s->end || !strchr(any, *s->p)) return false;
    s->p++;
    return true;
}

static void skip(struct scan *s, const char *any)
{
    while (s->p < s->end && *s->p && strchr(any, *s->p)) s->p++;
}

/* "+02:00", "-0500", "+1", "Z", "GMT", "GMT+1". */
static void read_zone(struct scan *s, struct when *w)
{
    struct scan at = *s;
    skip(&at, " \t(");
    struct scan after = at;
    msdx_str name = word(&after);
    int zone = 0;
    if (name.n && !zone_of(name, &zone)) return;
    if (name.n) {
        w->zone = zone;
        w->has_zone = true;
        *s = at = after;
    }
    if (at.p >= at.end || (*at.p != '+' && *at.p != '-')) return;
    int sign = *at.p++ == '-' ? -1 : 1, n = run_of_digits(&at);
    int hour = n == 4 || n == 2 ? digits(&at, 2) : n == 1 || n == 3 ? digits(&at, 1) : -1, minute = 0;
    if (hour < 0 || hour > 14) return;
    if (n >= 3 || (n <= 2 && at.p < at.end && *at.p == ':' && at.p++)) minute = digits(&at, 2);
    if (minute < 0 || minute > 59) return;
    w->zone = sign * (hour * 60 + minute);
    w->has_zone = true;
    *s = at;
}

/* "p.m.", "PM". */
static void read_half(struct scan *s, struct when *w)
{
    struct scan at = *s;
    skip(&at, " \t");
    if (at.end - at.p < 2) return;
    char half = (char)(*at.p | 0x20);
    if (half != 'a' && half != 'p') return;
    at.p++;
    take(&at, ".");
    if (at.p >= at.end || (*at.p | 0x20) != 'm') return;
    at.p++;
    take(&at, ".");
    if (at.p < at.end && is_letter(*at.p)) return;
    if (w->hour > 12 || w->hour < 1) return;
    w->hour = w->hour % 12 + (half == 'p' ? 12 : 0);
    *s = at;
}

/* At the digits of an hour: "10:15", "10:15:00.000", "10h15", with what follows. */
static bool read_time(struct scan *s, struct when *w)
{
    struct scan at = *s;
    int hour = small(&at), minute, second = 0;
    if (hour < 0 || !take(&at, ":hH")) return false;
    minute = digits(&at, 2);
    if (minute < 0 || hour > 24 || minute > 59) return false;
    if (at.p + 1 < at.end && *at.p == ':' && is_digit(at.p[1])) {
        at.p++;
        second = small(&at);
        if (second < 0 || second > 60) return false;
        if (at.p + 1 < at.end && (*at.p == '.' || *at.p == ',') && is_digit(at.p[1])) {
            at.p++;
            while (at.p < at.end && is_digit(*at.p)) at.p++;
        }
    }
    w->hour = hour;
    w->minute = minute;
    w->second = second;
    read_half(&at, w);
    read_zone(&at, w);
    *s = at;
    return true;
}

/* ---- forms ---- */

/* "20200928", then "T101500Z", "1015", "101500". */
static bool read_compact(struct scan s, struct when *w)
{
    int n = run_of_digits(&s);
    if (n != 8 && n != 12 && n != 14) return false;
    w->year = digits(&s, 4);
    w->month = digits(&s, 2);
    w->day = digits(&s, 2);
    if (n == 8 && (!take(&s, "T ") || run_of_digits(&s) < 4)) return s.p == s.end || n == 8;
    w->hour = digits(&s, 2);
    w->minute = digits(&s, 2);
    w->second = run_of_digits(&s) >= 2 ? digits(&s, 2) : 0;
    if (s.p < s.end && *s.p == '.') {
        s.p++;
        while (s.p < s.end && is_digit(*s.p)) s.p++;
    }
    read_zone(&s, w);
    return true;
}

static bool read_iso(struct scan s, struct when *w)
{
    w->year = digits(&s, 4);
    if (w->year < 0 || s.p >= s.end || !strchr("-/.", *s.p)) return false;
    char part = *s.p++;
    w->month = small(&s);
    if (w->month < 0 || s.p >= s.end || *s.p != part) return false;
    s.p++;
    w->day = small(&s);
    if (w->day < 0) return false;
    skip(&s, "T \t,");
    if (s.p < s.end && is_digit(*s.p) && !read_time(&s, w)) {
        w->hour = -1;
        if (run_of_digits(&s) == 6 || run_of_digits(&s) == 4) { /* 2020-09-28T101500 */
            w->hour = digits(&s, 2);
            w->minute = digits(&s, 2);
            w->second = run_of_digits(&s) == 2 ? digits(&s, 2) : 0;
            read_zone(&s, w);
        }
    }
    return true;
}

static bool civil_of(int64_t seconds, struct when *w);

static bool read_count(struct scan s, struct when *w)
{
    int n = run_of_digits(&s);
    if ((n != 10 && n != 13) || s.end - s.p != n || *s.p != '1') return false;
    int64_t v = 0;
    for (int i = 0; i < 10; i++) v = v * 10 + (s.p[i] - '0');
    return civil_of(v, w);
}

struct parts {
    int number[3], width[3], n;
    char after[3]; /* the character that follows it */
    int month;
};

static bool add_number(struct parts *p, struct scan *s)
{
    int n = run_of_digits(s);
    if (p->n == 3 || (n > 2 && n != 4)) return false;
    p->width[p->n] = n;
    p->number[p->n] = digits(s, n);
    p->after[p->n++] = s->p < s->end ? *s->p : 0;
    return true;
}

static int full_year(int year, int width)
{
    return width == 4 ? year : year < 50 ? 2000 + year : 1900 + year;
}

/* A day and a year beside a month's name. */
static bool settle_words(const struct parts *p, struct when *w)
{
    int year = -1, day = -1;
    for (int i = 0; i < p->n; i++)
        if (p->width[i] == 4 && year < 0) year = i;
    for (int i = 0; i < p->n; i++)
        if (i != year && day < 0 && p->number[i] >= 1 && p->number[i] <= 31) day = i;
    for (int i = 0; i < p->n && year < 0; i++)
        if (i != day && i > day) year = i;
    if (year < 0 || day < 0) return false;
    w->month = p->month;
    w->day = p->number[day];
    w->year = full_year(p->number[year], p->width[year]);
    return true;
}

/* Three numbers: the day first where dots part them or nothing else fits. */
static bool settle_figures(const struct parts *p, struct when *w)
{
    if (p->n < 3 || p->after[0] != p->after[1] || !strchr("./-", p->after[0]) || p->width[2] == 1) return false;
    int a = p->number[0], b = p->number[1];
    bool day_first = p->after[0] == '.' || a > 12 || a == b;
    if (!day_first && b <= 12) return false;
    if (p->width[0] > 2 || p->width[1] > 2) return false;
    w->day = day_first ? a : b;
    w->month = day_first ? b : a;
    w->year = full_year(p->number[2], p->width[2]);
    return true;
}

static bool read_loose(struct scan s, struct when *w)
{
    enum { WORDS_MOST = 8 };
    struct parts p = {.n = 0};
    for (int n_word = 0; s.p < s.end && n_word <= WORDS_MOST;) {
        if (is_digit(*s.p)) {
            if (w->hour < 0 && read_time(&s, w)) continue;
            if (!add_number(&p, &s)) break;
        } else if (is_letter(*s.p)) {
            msdx_str name = word(&s);
            int month = month_of(name);
            /* "mar" may be Tuesday: the last name is the month, unless the date is complete */
            if (month && !(p.month && p.n >= 2)) p.month = month;
            n_word++;
        } else {
            s.p++;
        }
    }
    return p.month ? settle_words(&p, w) : settle_figures(&p, w);
}

/* ---- days ---- */

/* Days since 1970-01-01 (proleptic Gregorian; after H. Hinnant, days_from_civil). */
static int64_t days_of(int64_t y, int m, int d)
{
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static bool civil_of(int64_t seconds, struct when *w)
{
    int64_t z = seconds / 86400 - (seconds % 86400 < 0), rest = seconds - z * 86400;
    z += 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    w->day = (int)(doy - (153 * mp + 2) / 5 + 1);
    w->month = (int)(mp < 10 ? mp + 3 : mp - 9);
    w->year = (int)(yoe + era * 400 + (w->month <= 2));
    w->hour = (int)(rest / 3600);
    w->minute = (int)(rest / 60 % 60);
    w->second = (int)(rest % 60);
    w->zone = 0;
    w->has_zone = true;
    return true;
}

static bool is_real(const struct when *w)
{
    static const int length[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (w->year < 1400 || w->year > 2999 || w->month < 1 || w->month > 12 || w->day < 1) return false;
    bool leap = (w->year % 4 == 0 && w->year % 100 != 0) || w->year % 400 == 0;
    if (w->day > length[w->month - 1] + (w->month == 2 && leap)) return false;
    return w->hour < 0 || (w->hour <= 24 && w->minute >= 0 && w->minute <= 59 && w->second >= 0 && w->second <= 60);
}

static int64_t seconds_of(const struct when *w)
{
    int64_t s = days_of(w->year, w->month, w->day) * 86400;
    if (w->hour >= 0) s += w->hour * 3600 + w->minute * 60 + w->second;
    return s - (w->has_zone ? w->zone * 60 : 0);
}

static bool parse(msdx_str text, struct when *w)
{
    static const struct when none = {.hour = -1};
    text = msdx_str_trim(text);
    struct scan s = {text.p, text.p + text.n};
    if (text.n < 6 || text.n > 120) return false;
    bool (*const form[])(struct scan, struct when *) = {read_iso, read_compact, read_count, read_loose};
    for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
        *w = none;
        if (form[i](s, w) && is_real(w)) return true;
    }
    return false;
}

bool msdx_date_read(msdx_str s, char out[MSDX_DATE_ROOM])
{
    struct when w;
    out[0] = 0;
    if (!parse(s, &w)) return false;
    if (w.hour < 0) {
        snprintf(out, MSDX_DATE_ROOM, "%04u-%02u-%02u", (unsigned)w.year % 10000, (unsigned)w.month % 100,
                 (unsigned)w.day % 100);
        return true;
    }
    bool zone = w.has_zone;
    civil_of(seconds_of(&w), &w);
    snprintf(out, MSDX_DATE_ROOM, "%04u-%02u-%02uT%02u:%02u:%02u%s", (unsigned)w.year % 10000, (unsigned)w.month % 100,
             (unsigned)w.day % 100, (unsigned)w.hour % 100, (unsigned)w.minute % 100, (unsigned)w.second % 100,
             zone ? "Z" : "");
    return true;
}

int64_t msdx_date_seconds(const char *iso)
{
    struct when w;
    return parse(msdx_str_of(iso), &w) ? seconds_of(&w) : 0;
}
