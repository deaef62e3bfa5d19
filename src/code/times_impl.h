/* times_impl.h: between the files that read time expressions: timewords.c (what each word can be, numbers, tense),
 * timevalues.c (values of TIMEX3 and days), times.c (the patterns). */
#ifndef MSDX_CODE_TIMES_IMPL_H
#define MSDX_CODE_TIMES_IMPL_H
#include "code/times.h"

enum word_class {
    W_NONE,
    W_WORD, /* begins an expression by its letters alone: 'christmas', 'these days' */
    W_WEEKDAY,
    W_MONTH,
    W_SEASON,
    W_PART,  /* of a day */
    W_UNIT,  /* n: enum unit */
    W_UNITS, /* the same, plural */
    W_NUMBER,
    W_ORDINAL,
    W_SHIFT, /* last, this, next */
    W_EDGE,  /* early, mid, late */
    W_BACK,  /* ago, earlier */
    W_ON,    /* later, after */
    W_VAGUE, /* several, few */
    W_DAY,   /* today */
    W_EACH,
    W_SET, /* daily */
    W_REF, /* now */
    W_ARTICLE
};
enum unit { U_SECOND, U_MINUTE, U_HOUR, U_DAY, U_WEEK, U_WEEKEND, U_MONTH, U_QUARTER, U_YEAR, U_DECADE, U_CENTURY };

struct word {
    msdx_str s; /* lower case */
    int32_t tok;
    uint8_t cls;
    int16_t n;
    bool glued; /* a hyphen before it */
};

struct finder {
    struct msdx_coder *c;
    const msdx_unit *u;
    struct word *w; /* of one sentence, then an empty one */
    int n;
    int64_t now, told;          /* document's date; the date last told */
    msd_date_precision told_as; /* MSD_DATE_UNKNOWN: none yet */
    bool dated, in_sentence;    /* a day was told in this sentence */
    int quarter;                /* the one that the text reports, 1 to 4; 0: none */
    int64_t quarter_year;
    msdx_buf found; /* of struct msdx_time */
};

static inline bool is(const struct finder *f, int i, const char *word)
{
    return i >= 0 && i < f->n && msdx_str_is(f->w[i].s, word);
}

static inline int cls(const struct finder *f, int i)
{
    return i >= 0 && i < f->n ? f->w[i].cls : W_NONE;
}

static inline bool any(const struct finder *f, int i, const char *const *list)
{
    for (; *list; list++)
        if (is(f, i, *list)) return true;
    return false;
}

/* ---- timewords.c ---- */
void msdx_time_classify(const msdx_unit *u, struct word *w);
size_t msdx_time_digits(msdx_str s, int64_t *n);
bool msdx_time_is_number(const struct finder *f, int i, int64_t *n);
int msdx_time_day_number(const struct finder *f, int i);
int msdx_time_year_at(const struct finder *f, int i, int64_t *year);
int msdx_time_number_at(const struct finder *f, int i, int64_t *n);
int msdx_time_tense(const struct finder *f, int i);

/* ---- timevalues.c ---- */
struct msdx_time msdx_time_none(void);
void msdx_time_put_day(struct msdx_time *t, int64_t day);
bool msdx_time_sane(int64_t y);
void msdx_time_put_month(struct msdx_time *t, int64_t y, int m);
void msdx_time_put_quarter(struct msdx_time *t, int64_t y, int q);
void msdx_time_put_years(struct msdx_time *t, int64_t from, int64_t to);
void msdx_time_put_week(struct msdx_time *t, int64_t day, bool weekend);
void msdx_time_put_season(struct msdx_time *t, int64_t y, int season);
void msdx_time_put_decade(struct msdx_time *t, int64_t first_year);
void msdx_time_put_ref(struct msdx_time *t, int ref);
void msdx_time_put_duration(struct msdx_time *t, int64_t n, int unit);
int64_t msdx_time_year_of(int64_t day);
void msdx_time_put_away(struct msdx_time *t, int64_t at, int64_t n, int unit);
int64_t msdx_time_anchor(const struct finder *f, int unit);
void msdx_time_put_part(struct msdx_time *t, int part);
#endif
