/* series.c: counts over time. What a period lets expect is a Poisson rate of which the periods
 * before it are told: with a Gamma(1/2, 0) prior (Jeffreys) and a sum S over m periods the
 * rate is Gamma(S + 1/2, m), and the count of the next period negative binomial
 * (Gelman and others, Bayesian Data Analysis, 2.6). */
#include "write/series.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "write/json.h"

enum { LEAST_COUNT = 3, LEAST_BEFORE = 4, LINES_MOST = 40 };
static const unsigned window[] = {[MSDX_DAY] = 28, [MSDX_WEEK] = 12, [MSDX_MONTH] = 12};

struct item {
    const char *key;
    int64_t period;
    double intensity, goldstein;
};

struct msdx_series {
    msdx_arena arena;
    msdx_series_by by;
    msdx_period period;
    struct item *item;
    size_t n, room;
    bool sorted;
};

msd_status msdx_series_new(msdx_series **out, msdx_series_by by, msdx_period period, msd_error *err)
{
    *out = msdx_calloc(1, sizeof **out);
    if (!*out) return msdx_err_nomem(err);
    (*out)->by = by;
    (*out)->period = period;
    return MSD_OK;
}

void msdx_series_free(msdx_series *s)
{
    if (!s) return;
    msdx_arena_clear(&s->arena);
    msdx_free(s->item);
    msdx_free(s);
}

/* ---- days (Howard Hinnant, days_from_civil and civil_from_days) ---- */

static int64_t day_number(int64_t y, unsigned m, unsigned d)
{
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    unsigned yoe = (unsigned)(y - era * 400), doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    return era * 146097 + (int64_t)(yoe * 365 + yoe / 4 - yoe / 100 + doy) - 719468;
}

static void day_text(int64_t z, char out[11])
{
    z += 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    unsigned doe = (unsigned)(z - era * 146097), yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    unsigned d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9;
    unsigned y = (unsigned)((int64_t)yoe + era * 400 + (m <= 2)) % 10000;
    snprintf(out, 11, "%04u-%02u-%02u", y, m % 100, d % 100);
}

static bool period_of(const msdx_series *s, const char *day, int64_t *out)
{
    unsigned part[3] = {0, 0, 0}, k = 0;
    if (!day || strnlen(day, 10) < 10) return false;
    for (int i = 0; i < 10; i++) {
        if (i == 4 || i == 7) {
            k++;
            if (day[i] != '-') return false;
        } else if (day[i] < '0' || day[i] > '9') {
            return false;
        } else {
            part[k] = part[k] * 10 + (unsigned)(day[i] - '0');
        }
    }
    int64_t n = day_number(part[0], part[1], part[2]);
    /* weeks begin on Monday (ISO 8601); 1970-01-01 was a Thursday */
    *out = s->period == MSDX_DAY    ? n
           : s->period == MSDX_WEEK ? (n + 3 + 7 * 200000) / 7 - 200000
                                    : part[0] * 12 + part[1] - 1;
    return true;
}

static void start_of(const msdx_series *s, int64_t period, char out[11])
{
    day_text(s->period == MSDX_DAY    ? period
             : s->period == MSDX_WEEK ? period * 7 - 3
                                      : day_number(period / 12, (unsigned)(period % 12) + 1, 1),
             out);
}

/* ---- in ---- */

static msd_status add(msdx_series *s, const char *key, int64_t period, const msd_claim *c, msd_error *err)
{
    if (s->n == s->room) {
        size_t room = s->room ? s->room * 2 : 1024;
        struct item *more = msdx_realloc(s->item, room, sizeof *more);
        if (!more) return msdx_err_nomem(err);
        s->item = more;
        s->room = room;
    }
    const char *copy = msdx_arena_strndup(&s->arena, key, strlen(key));
    if (!copy) return msdx_err_nomem(err);
    s->item[s->n++] = (struct item){copy, period, c->intensity, c->goldstein};
    s->sorted = false;
    return MSD_OK;
}

/* Is the country of e[i] one of those before it? */
static bool seen(const msd_entity *e, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (e[k].country && e[i].country && strcmp(e[k].country, e[i].country) == 0) return true;
    return false;
}

/* Each pair of countries once; of a mutual act, which has no recipient, each two of its actors both ways round. */
static msd_status add_dyads(msdx_series *s, int64_t period, const msd_claim *c, msd_error *err)
{
    const msd_entity *to = c->n_recipient ? c->recipients : c->actors;
    size_t n_to = c->n_recipient ? c->n_recipient : c->n_actor;
    char key[64];
    for (size_t i = 0; i < c->n_actor; i++)
        for (size_t k = 0; k < n_to; k++) {
            const char *a = c->actors[i].country, *b = to[k].country;
            if (!a || !b || seen(c->actors, i) || seen(to, k) || (!c->n_recipient && strcmp(a, b) == 0)) continue;
            snprintf(key, sizeof key, "%.30s>%.30s", a, b);
            MSD_TRY(add(s, key, period, c, err));
        }
    return MSD_OK;
}

msd_status msdx_series_add(msdx_series *s, const msd_doc *doc, const msd_claim *c, bool *dated, msd_error *err)
{
    int64_t period;
    char key[256];
    const msd_where *w = &c->where;
    *dated = period_of(s, *c->when.start ? c->when.start : doc->date, &period);
    if (!*dated) return MSD_OK;
    if (s->by == MSDX_BY_DYAD) return add_dyads(s, period, c, err);
    if (s->by == MSDX_BY_EVENT) return add(s, c->event, period, c, err);
    if (!w->present || (s->by == MSDX_BY_COUNTRY && !w->country)) return MSD_OK;
    if (s->by == MSDX_BY_COUNTRY) return add(s, w->country, period, c, err);
    snprintf(key, sizeof key, "%.200s (%.30s)", w->name ? w->name : w->text, w->country ? w->country : "");
    return add(s, key, period, c, err);
}

/* ---- out ---- */

static int compare(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    int by_key = strcmp(x->key, y->key);
    return by_key ? by_key : (x->period > y->period) - (x->period < y->period);
}

double msdx_series_tail(uint64_t n, uint64_t sum, unsigned periods)
{
    double r = (double)sum + 0.5, p = periods / (periods + 1.0), below = 0;
    double term = exp(r * log(p));
    if (term <= 0) { /* so many before that the sum would underflow: the normal tail of the same mean and variance */
        double mean = r / periods, sd = sqrt(mean * (1 + 1.0 / periods));
        return 0.5 * erfc(((double)n - 0.5 - mean) / sd / sqrt(2));
    }
    for (uint64_t k = 0; k < n; k++) {
        below += term;
        term *= (r + (double)k) / ((double)k + 1) * (1 - p);
    }
    return below < 1 ? 1 - below : 0;
}

static double surprise(uint64_t n, uint64_t sum, unsigned periods)
{
    if (n < LEAST_COUNT || (double)n <= (double)sum / periods) return 0;
    double tail = msdx_series_tail(n, sum, periods);
    return tail > 1e-15 ? -log10(tail) : 15;
}

typedef void (*each_point)(void *ctx, const msdx_series_point *p);

/* The points of the series of items [from, to), up to period `last`. */
static void give(msdx_series *s, size_t from, size_t to, int64_t last, each_point each, void *ctx)
{
    uint64_t before[32] = {0}, sum = 0; /* counts of the window's periods, in a ring */
    unsigned most = window[s->period], n_before = 0, at = 0;
    size_t i = from;
    for (int64_t period = s->item[from].period; period <= last; period++) {
        msdx_series_point p = {.key = s->item[from].key};
        start_of(s, period, p.start);
        for (; i < to && s->item[i].period == period; i++, p.n++) {
            p.intensity += s->item[i].intensity;
            p.goldstein += s->item[i].goldstein;
        }
        if (p.n) {
            p.intensity /= (double)p.n;
            p.goldstein /= (double)p.n;
        }
        p.has_baseline = n_before >= LEAST_BEFORE;
        if (p.has_baseline) {
            p.baseline = (double)sum / n_before;
            p.surprise = surprise(p.n, sum, n_before);
        }
        each(ctx, &p);
        sum += p.n - (n_before == most ? before[at] : 0);
        before[at] = p.n;
        at = (at + 1) % most;
        if (n_before < most) n_before++;
    }
}

static int64_t sort(msdx_series *s)
{
    int64_t last = INT64_MIN;
    if (!s->sorted && s->n) qsort(s->item, s->n, sizeof *s->item, compare);
    s->sorted = true;
    for (size_t i = 0; i < s->n; i++)
        if (s->item[i].period > last) last = s->item[i].period;
    return last;
}

static size_t end_of(const msdx_series *s, size_t from)
{
    size_t to = from;
    while (to < s->n && strcmp(s->item[to].key, s->item[from].key) == 0) to++;
    return to;
}

static void walk(msdx_series *s, each_point each, void *ctx)
{
    int64_t last = sort(s);
    for (size_t from = 0, to; from < s->n; from = to) {
        to = end_of(s, from);
        give(s, from, to, last, each, ctx);
    }
}

static double rounded(double d)
{
    return round(d * 1e4) / 1e4;
}

static void csv_key(msdx_buf *buf, const char *key)
{
    bool quote = strpbrk(key, ",\"\r\n") != NULL;
    if (quote) msdx_buf_addc(buf, '"');
    for (; *key; key++) {
        if (*key == '"') msdx_buf_addc(buf, '"');
        msdx_buf_addc(buf, *key);
    }
    if (quote) msdx_buf_addc(buf, '"');
}

static void csv_point(void *ctx, const msdx_series_point *p)
{
    msdx_buf *buf = ctx;
    csv_key(buf, p->key);
    msdx_buf_addf(buf, ",%s,%llu,", p->start, (unsigned long long)p->n);
    if (p->n) msdx_num_add(buf, rounded(p->intensity));
    msdx_buf_addc(buf, ',');
    if (p->n) msdx_num_add(buf, rounded(p->goldstein));
    msdx_buf_addc(buf, ',');
    if (p->has_baseline) msdx_num_add(buf, rounded(p->baseline));
    msdx_buf_addc(buf, ',');
    if (p->has_baseline) msdx_num_add(buf, rounded(p->surprise));
    msdx_buf_adds(buf, "\r\n");
}

void msdx_series_csv(msdx_series *s, msdx_buf *buf)
{
    msdx_buf_adds(buf, "series,start,count,intensity,goldstein,baseline,surprise\r\n");
    walk(s, csv_point, buf);
}

static void number_or_null(msdx_json *j, const char *key, bool has, double d)
{
    msdx_json_key(j, key);
    if (has)
        msdx_json_num(j, rounded(d));
    else
        msdx_json_null(j);
}

struct points {
    msdx_buf *buf;
    bool lines, some;
};

static void json_point(void *ctx, const msdx_series_point *p)
{
    struct points *to = ctx;
    msdx_json j = {.buf = to->buf};
    if (to->some) msdx_buf_adds(to->buf, to->lines ? "\n" : ",\n");
    to->some = true;
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "series", p->key);
    msdx_json_put_str(&j, "start", p->start);
    msdx_json_put_int(&j, "count", (int64_t)p->n);
    number_or_null(&j, "intensity", p->n > 0, p->intensity);
    number_or_null(&j, "goldstein", p->n > 0, p->goldstein);
    number_or_null(&j, "baseline", p->has_baseline, p->baseline);
    number_or_null(&j, "surprise", p->has_baseline, p->surprise);
    msdx_json_close(&j, '}');
}

void msdx_series_json(msdx_series *s, msdx_buf *buf, bool lines)
{
    struct points to = {buf, lines, false};
    if (!lines) msdx_buf_adds(buf, "[");
    walk(s, json_point, &to);
    msdx_buf_adds(buf, !lines ? "]\n" : to.some ? "\n" : "");
}

/* ---- for people ---- */

enum { COURSE_MOST = 200 };
struct course {
    uint64_t n[COURSE_MOST];
    size_t n_point;
    double intensity, peak;
    char peak_start[11];
    uint64_t sum;
};

static void take_point(void *ctx, const msdx_series_point *p)
{
    struct course *c = ctx;
    c->n[c->n_point++ % COURSE_MOST] = p->n;
    c->sum += p->n;
    c->intensity += p->intensity * (double)p->n;
    if (p->surprise <= c->peak) return;
    c->peak = p->surprise;
    memcpy(c->peak_start, p->start, sizeof c->peak_start);
}

/* The last `cells` periods as blocks, the highest full. */
static void put_course(msdx_buf *buf, const struct course *c, size_t cells)
{
    size_t n = c->n_point < cells ? c->n_point : cells;
    uint64_t most = 1;
    for (size_t i = 0; i < n; i++) {
        uint64_t v = c->n[(c->n_point - n + i) % COURSE_MOST];
        if (v > most) most = v;
    }
    for (size_t i = 0; i < n; i++) {
        uint64_t v = c->n[(c->n_point - n + i) % COURSE_MOST];
        const char block[] = {'\xE2', '\x96', (char)(0x80 + (v ? 1 + v * 7 / most : 1)), 0};
        msdx_buf_adds(buf, v ? block : "\xC2\xB7");
    }
}

static int by_count(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    size_t m = x[1] - x[0], n = y[1] - y[0];
    return m != n ? (m < n) - (m > n) : (x[0] > y[0]) - (x[0] < y[0]);
}

void msdx_series_table(msdx_series *s, msdx_buf *buf, unsigned width)
{
    int64_t last = sort(s);
    size_t n = 0, (*range)[2] = msdx_calloc(s->n + 1, sizeof *range), cells = width > 90 ? width - 62 : 28;
    if (!range) {
        buf->failed = true;
        return;
    }
    for (size_t from = 0; from < s->n; from = range[n++][1]) {
        range[n][0] = from;
        range[n][1] = end_of(s, from);
    }
    qsort(range, n, sizeof *range, by_count);
    msdx_buf_addf(buf, "%-24s %7s %9s  %-21s  %s\n", "series", "events", "intensity", "most surprising", "course");
    for (size_t i = 0; i < n && i < LINES_MOST; i++) {
        struct course c = {.n_point = 0};
        give(s, range[i][0], range[i][1], last, take_point, &c);
        msdx_buf_addf(buf, "%-24.24s %7llu %9.1f  ", s->item[range[i][0]].key, (unsigned long long)c.sum,
                      c.intensity / (double)c.sum);
        if (c.peak > 0)
            msdx_buf_addf(buf, "%s (%6.1f)  ", c.peak_start, c.peak);
        else
            msdx_buf_addf(buf, "%-21s", "");
        put_course(buf, &c, cells < COURSE_MOST ? cells : COURSE_MOST);
        msdx_buf_addc(buf, '\n');
    }
    if (n > LINES_MOST) msdx_buf_addf(buf, "... and %zu more: --out csv has all\n", n - LINES_MOST);
    msdx_free(range);
}
