/* audit_stat.c: shares with Wilson's interval (Wilson 1927), with what unequal chances of being drawn cost by Kish's
 * effective number (Kish 1965, section 11.7); agreement by Krippendorff's alpha for nominal marks (Krippendorff 2011,
 * "Computing Krippendorff's Alpha-Reliability"), its interval by bootstrap over claims; confidence by its error over
 * bins, and a correction by logistic regression on its log-odds (Platt 1999), held near no correction by a normal prior
 * so that a few marks change little. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/hash.h"
#include "write/audit_impl.h"

enum { RESAMPLES = 1000, LEAST_CLAIMS = 10, NEWTON_STEPS = 50, FOLDS = 5 };
static const double Z95 = 1.959963984540054;
static const double INTERCEPT_SD = 1, SLOPE_SD = 0.5, SLOPE_LEAST = 0.05;

void msdx_wilson(double p, double n, double *low, double *high)
{
    *low = 0;
    *high = 1;
    if (!(n > 0)) return;
    double z2 = Z95 * Z95, mid = (p + z2 / (2 * n)) / (1 + z2 / n);
    double half = Z95 / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    /* at both ends the interval begins or ends with p itself, but for rounding */
    *low = fmax(0, fmin(p, mid - half));
    *high = fmin(1, fmax(p, mid + half));
}

msdx_share msdx_audit_share(const msdx_audit *a, const char *event, int column)
{
    msdx_share s = {0};
    double sum = 0, sum2 = 0, right = 0;
    for (size_t i = 0; i < a->n_claim; i++) {
        const msdx_audited *c = &a->claim[i];
        double mean = msdx_audited_mean(a, c, column), w = msdx_audited_weight(a, c);
        if (mean < 0 || (event && strcmp(event, a->event[c->event]) != 0)) continue;
        s.n++;
        sum += w;
        sum2 += w * w;
        right += w * mean;
    }
    s.right = sum > 0 ? fmin(1, right / sum) : 0;
    msdx_wilson(s.right, sum2 > 0 ? sum * sum / sum2 : 0, &s.low, &s.high);
    return s;
}

/* ---- agreement ---- */

/* Of a claim with two marks or more: how many say right, how many wrong. */
struct votes {
    unsigned right, wrong;
};

/* alpha = 1 - (n - 1) * o / (n_right * n_wrong), o the sum of right * wrong / (m - 1) over claims with m marks. */
static bool alpha_of(const struct votes *v, const uint32_t *pick, size_t n, double *alpha)
{
    double right = 0, wrong = 0, o = 0;
    for (size_t i = 0; i < n; i++) {
        const struct votes *u = &v[pick ? pick[i] : i];
        right += u->right;
        wrong += u->wrong;
        o += (double)u->right * u->wrong / (u->right + u->wrong - 1);
    }
    if (right * wrong <= 0) return false;
    *alpha = 1 - (right + wrong - 1) * o / (right * wrong);
    return true;
}

/* SplitMix64 (Steele, Lea and Flood 2014). */
static uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int compare_reals(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void resample(const struct votes *v, size_t n, msdx_agreement *out)
{
    uint64_t state = 1;
    size_t n_got = 0;
    double *got = msdx_calloc(RESAMPLES, sizeof *got);
    uint32_t *pick = msdx_calloc(n + 1, sizeof *pick);
    out->low = -1;
    out->high = 1;
    for (int r = 0; got && pick && r < RESAMPLES; r++) {
        for (size_t i = 0; i < n; i++) pick[i] = (uint32_t)(random_next(&state) % n);
        if (alpha_of(v, pick, n, &got[n_got])) n_got++;
    }
    if (n >= LEAST_CLAIMS && n_got > RESAMPLES / 2) {
        qsort(got, n_got, sizeof *got, compare_reals);
        out->low = got[n_got / 40];
        out->high = got[n_got - 1 - n_got / 40];
    }
    out->failed = !got || !pick;
    msdx_free(got);
    msdx_free(pick);
}

static struct votes votes_of(const msdx_audit *a, const msdx_audited *c, int column)
{
    struct votes v = {0};
    for (uint32_t k = c->first; k; k = a->judged[k - 1].next) {
        int mark = msdx_judged_mark(&a->judged[k - 1], column);
        v.right += mark == MSDX_MARK_RIGHT;
        v.wrong += mark == MSDX_MARK_WRONG;
    }
    return v;
}

msdx_agreement msdx_audit_agreement(const msdx_audit *a, int column)
{
    msdx_agreement out = {0};
    double same = 0, pairs = 0;
    struct votes *v = msdx_calloc(a->n_claim + 1, sizeof *v);
    for (size_t i = 0; v && i < a->n_claim; i++) {
        struct votes u = votes_of(a, &a->claim[i], column);
        double m = u.right + u.wrong;
        if (m < 2) continue;
        v[out.n++] = u;
        pairs += m * (m - 1) / 2;
        same += u.right * (u.right - 1.0) / 2 + u.wrong * (u.wrong - 1.0) / 2;
    }
    out.same = pairs > 0 ? same / pairs : 0;
    out.failed = !v;
    out.has = v && alpha_of(v, NULL, out.n, &out.alpha);
    if (out.has) resample(v, out.n, &out);
    msdx_free(v);
    return out;
}

/* ---- confidence ---- */

struct point {
    double logit, said, right, weight;
    unsigned fold;
};

static double corrected(double intercept, double slope, double logit)
{
    return 1 / (1 + exp(-(intercept + slope * logit)));
}

/* Newton's method on the log-likelihood of all but one fold (FOLDS: of all). */
static void fit(const struct point *p, size_t n, unsigned but, double *intercept, double *slope)
{
    double a = 0, b = 1;
    for (int step = 0; step < NEWTON_STEPS; step++) {
        double ga = -a / (INTERCEPT_SD * INTERCEPT_SD), gb = (1 - b) / (SLOPE_SD * SLOPE_SD);
        double haa = 1 / (INTERCEPT_SD * INTERCEPT_SD), hbb = 1 / (SLOPE_SD * SLOPE_SD), hab = 0;
        for (size_t i = 0; i < n; i++) {
            if (p[i].fold == but) continue;
            double q = corrected(a, b, p[i].logit), w = p[i].weight, v = w * q * (1 - q), x = p[i].logit;
            ga += w * (p[i].right - q);
            gb += w * (p[i].right - q) * x;
            haa += v;
            hab += v * x;
            hbb += v * x * x;
        }
        double det = haa * hbb - hab * hab, da = (hbb * ga - hab * gb) / det, db = (haa * gb - hab * ga) / det;
        a += da;
        b += db;
        if (fabs(da) + fabs(db) < 1e-10) break;
    }
    *intercept = a;
    *slope = b > SLOPE_LEAST ? b : SLOPE_LEAST;
}

/* Brier's score, and the expected calibration error over ten bins of equal width. */
static void errors(const struct point *p, size_t n, const double *said, double *brier, double *error)
{
    double off[MSDX_AUDIT_BINS] = {0}, sum = 0;
    *brier = *error = 0;
    for (size_t i = 0; i < n; i++) {
        int bin = (int)(said[i] * MSDX_AUDIT_BINS);
        sum += p[i].weight;
        *brier += p[i].weight * (said[i] - p[i].right) * (said[i] - p[i].right);
        off[bin < MSDX_AUDIT_BINS ? bin : MSDX_AUDIT_BINS - 1] += p[i].weight * (said[i] - p[i].right);
    }
    for (int k = 0; k < MSDX_AUDIT_BINS; k++) *error += fabs(off[k]);
    if (sum > 0) *brier /= sum, *error /= sum;
}

static size_t points_of(const msdx_audit *a, struct point *p)
{
    size_t n = 0;
    double sum = 0;
    for (size_t i = 0; i < a->n_claim; i++) {
        const msdx_audited *c = &a->claim[i];
        double right = msdx_audited_mean(a, c, MSDX_SLOT_EVENT);
        if (right < 0 || c->confidence < 0) continue;
        double q = c->confidence < 0.001 ? 0.001 : c->confidence > 0.999 ? 0.999 : c->confidence;
        p[n] = (struct point){log(q / (1 - q)), c->confidence, right, msdx_audited_weight(a, c), 0};
        p[n].fold = (unsigned)(msdx_murmur64a(c->id, strlen(c->id), 2) % FOLDS);
        sum += p[n++].weight;
    }
    for (size_t i = 0; i < n; i++) p[i].weight *= (double)n / sum;
    return n;
}

static void fill_bins(const struct point *p, size_t n, msdx_calibration *out)
{
    double weight[MSDX_AUDIT_BINS] = {0};
    for (size_t i = 0; i < n; i++) {
        int k = (int)(p[i].said * MSDX_AUDIT_BINS);
        if (k >= MSDX_AUDIT_BINS) k = MSDX_AUDIT_BINS - 1;
        out->bin[k].n++;
        out->bin[k].said += p[i].weight * p[i].said;
        out->bin[k].right += p[i].weight * p[i].right;
        weight[k] += p[i].weight;
    }
    for (int k = 0; k < MSDX_AUDIT_BINS; k++) {
        if (!out->bin[k].n) continue;
        out->bin[k].said /= weight[k];
        out->bin[k].right /= weight[k];
    }
}

void msdx_audit_calibrate(const msdx_audit *a, msdx_calibration *out)
{
    double intercept[FOLDS + 1], slope[FOLDS + 1];
    *out = (msdx_calibration){.slope = 1};
    struct point *p = msdx_calloc(a->n_claim + 1, sizeof *p);
    double *said = msdx_calloc(a->n_claim + 1, sizeof *said);
    size_t n = p && said ? points_of(a, p) : 0;
    out->n = n;
    out->failed = !p || !said;
    if (n) {
        fill_bins(p, n, out);
        for (unsigned k = 0; k <= FOLDS; k++) fit(p, n, k, &intercept[k], &slope[k]);
        out->intercept = intercept[FOLDS];
        out->slope = slope[FOLDS];
        for (size_t i = 0; i < n; i++) said[i] = p[i].said;
        errors(p, n, said, &out->brier, &out->error);
        for (size_t i = 0; i < n; i++) said[i] = corrected(intercept[p[i].fold], slope[p[i].fold], p[i].logit);
        errors(p, n, said, &out->brier_after, &out->error_after);
    }
    msdx_free(p);
    msdx_free(said);
}
