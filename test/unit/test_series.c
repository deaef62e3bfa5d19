/* test_series.c: counts over time: periods, means, pairs, and bursts planted in noise. */
#include "test.h"

#include "fake_doc.h"
#include "write/series.h"

static void add(msdx_series *s, msd_doc *doc, const char *day)
{
    bool dated;
    msd_claim c = doc->claim[0];
    snprintf(c.when.start, sizeof c.when.start, "%s", day);
    CHECK(msdx_series_add(s, doc, &c, &dated, NULL) == MSD_OK && dated);
}

static void check_csv(msdx_series_by by, msdx_period period, const char *const *day, size_t n, const char *want)
{
    msdx_series *s;
    msd_doc *doc = fake_doc();
    msdx_buf out = MSDX_BUF_INIT(1 << 20);
    ((msd_entity *)doc->claim[0].recipients)[0].country = "IRN";
    CHECK(msdx_series_new(&s, by, period, NULL) == MSD_OK);
    for (size_t i = 0; i < n; i++) add(s, doc, day[i]);
    msdx_series_csv(s, &out);
    CHECK_STR(msdx_buf_cstr(&out), want);
    msdx_buf_clear(&out);
    msdx_series_free(s);
    msd_doc_free(doc);
}

#define HEAD "series,start,count,intensity,goldstein,baseline,surprise\r\n"

static void test_series__periods(void)
{
    static const char *const day[] = {"2020-03-01", "2020-02-28", "2020-03-01"};
    check_csv(MSDX_BY_DYAD, MSDX_DAY, day, 3,
              HEAD
              "IRQ>IRN,2020-02-28,1,-9.2,-10,,\r\nIRQ>IRN,2020-02-29,0,,,,\r\nIRQ>IRN,2020-03-01,2,-9.2,-10,,\r\n");
    check_csv(MSDX_BY_PLACE, MSDX_WEEK, day, 3, HEAD "Kirkuk (IRQ),2020-02-24,3,-9.2,-10,,\r\n");
    check_csv(MSDX_BY_COUNTRY, MSDX_MONTH, day, 3,
              HEAD "IRQ,2020-02-01,1,-9.2,-10,,\r\nIRQ,2020-03-01,2,-9.2,-10,,\r\n");
    static const char *const year[] = {"2019-12-30", "2020-01-05", "2020-01-06"};
    check_csv(MSDX_BY_EVENT, MSDX_WEEK, year, 3,
              HEAD "ASSAULT,2019-12-30,2,-9.2,-10,,\r\nASSAULT,2020-01-06,1,-9.2,-10,,\r\n");
}

/* The chances of all counts are one; the mean over m periods of S is near S / m. */
static void test_series__tail(void)
{
    CHECK(msdx_series_tail(0, 10, 5) == 1);
    double mean = 0;
    for (unsigned n = 1; n < 200; n++) mean += msdx_series_tail(n, 10, 5);
    CHECK(fabs(mean - 10.5 / 5) < 1e-6);
    for (unsigned n = 1; n < 50; n++) CHECK(msdx_series_tail(n, 10, 5) <= msdx_series_tail(n - 1, 10, 5));
    double many = msdx_series_tail(1100, 28000, 28);
    CHECK(many > 1e-4 && many < 1e-2);
}

/* A Poisson number by its products of uniform ones (Knuth), from a fixed seed. */
static unsigned poisson(uint64_t *seed, double mean)
{
    unsigned n = 0;
    for (double p = 1, least = exp(-mean);; n++) {
        *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        p *= (double)(*seed >> 11) / 9007199254740992.0;
        if (p < least) return n;
    }
}

/* 2,000 quiet days of 2 events a day on average, a burst of 14 a day for 2 days every 100. At a
 * surprise of 3 every burst is found within its two days, and fewer than 2 in 1,000 quiet days are told. */
static void test_series__bursts(void)
{
    enum { DAYS = 2000, EVERY = 100 };
    msdx_series *s;
    msd_doc *doc = fake_doc();
    msdx_buf out = MSDX_BUF_INIT(1 << 22);
    uint64_t seed = 7;
    int quiet_told = 0, found[DAYS / EVERY] = {0}, n_burst = 0;
    CHECK(msdx_series_new(&s, MSDX_BY_EVENT, MSDX_DAY, NULL) == MSD_OK);
    for (int d = 0; d < DAYS; d++) {
        char day[16];
        snprintf(day, sizeof day, "%04d-%02d-%02d", 2000 + d / 336, d / 28 % 12 + 1, d % 28 + 1);
        for (unsigned i = poisson(&seed, d % EVERY >= EVERY - 2 ? 14 : 2); i > 0; i--) add(s, doc, day);
    }
    msdx_series_csv(s, &out);
    /* months have 28 days here: what lies between is empty, and so never told */
    const char *line = strchr(msdx_buf_cstr(&out), '\n');
    for (; line && line[1]; line = strchr(line + 1, '\n')) {
        int y, m, d;
        if (sscanf(line + 1, "ASSAULT,%4d-%2d-%2d", &y, &m, &d) != 3 || d > 28) continue;
        int at = (y - 2000) * 336 + (m - 1) * 28 + d - 1;
        const char *end = strchr(line + 1, '\r'), *cell = end;
        while (cell && cell[-1] != ',') cell--;
        bool told = cell && cell < end && strtod(cell, NULL) >= 3;
        if (at % EVERY >= EVERY - 2)
            found[at / EVERY] |= told;
        else
            quiet_told += told;
    }
    for (int i = 0; i < DAYS / EVERY; i++) n_burst += found[i];
    CHECK_INT(n_burst, DAYS / EVERY);
    CHECK(quiet_told < DAYS * 2 / 1000);
    msdx_buf_clear(&out);
    msdx_series_free(s);
    msd_doc_free(doc);
}

int main(void)
{
    RUN(test_series__periods);
    RUN(test_series__tail);
    RUN(test_series__bursts);
    return test_end();
}
