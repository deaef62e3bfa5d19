/* audit.h: what marked sheets say of the claims: precision with its interval by slot and event, agreement between
 * markers, whether confidence is what it says. doc/proof.md has the formulas.
 *
 * Threads: an audit belongs to one thread at a time. */
#ifndef MSDX_AUDIT_H
#define MSDX_AUDIT_H
#include "read/csv.h"
#include "write/sheet.h"

typedef struct msdx_audit msdx_audit;
MSD_MUST_CHECK msd_status msdx_audit_new(msdx_audit **out, msd_error *err);
void msdx_audit_free(msdx_audit *a); /* NULL is fine */

/*
 * One sheet. `marker` stands for rows that name none; a row without a mark is passed over.
 * `refused` (may be NULL) gets a line for each row that cannot be taken: "NAME:LINE: why", *n_refused counts them.
 * Fails MSD_EFORMAT: no sheet at all.
 */
MSD_MUST_CHECK msd_status msdx_audit_sheet(msdx_audit *a, msdx_str bytes, const char *name, const char *marker,
                                           msdx_buf *refused, size_t *n_refused, msd_error *err);

/* A share of what was marked, and where it lies with 95 of 100 chances. */
typedef struct msdx_share {
    uint64_t n; /* claims with a mark that says yes or no */
    double right, low, high;
} msdx_share;

/* Krippendorff's alpha of a slot. */
typedef struct msdx_agreement {
    uint64_t n;              /* claims with two marks or more */
    bool has;                /* there is an alpha: not all marks are one */
    double alpha, low, high; /* the interval by bootstrap; -1 to 1 of fewer than ten claims */
    double same;             /* the share of pairs of marks that are the same */
    bool failed;             /* out of memory */
} msdx_agreement;

/* A column past the slots: all marked slots of the claim are right. */
enum { MSDX_AUDIT_WHOLE = MSDX_N_SLOT, MSDX_N_AUDIT_COLUMN };
const char *msdx_audit_column(int column); /* a slot's name, or "whole" */

size_t msdx_audit_n_claim(const msdx_audit *a);
size_t msdx_audit_n_marker(const msdx_audit *a);
const char *msdx_audit_marker(const msdx_audit *a, size_t i);
size_t msdx_audit_n_event(const msdx_audit *a); /* those that were marked, by name */
const char *msdx_audit_event(const msdx_audit *a, size_t i);
size_t msdx_audit_n_draw(const msdx_audit *a); /* the commands and versions that drew the sheets */
const char *msdx_audit_draw(const msdx_audit *a, size_t i);
/* `event` NULL: all. */
msdx_share msdx_audit_share(const msdx_audit *a, const char *event, int column);
msdx_agreement msdx_audit_agreement(const msdx_audit *a, int column);

/* How confidence stands to what the event's mark says. */
enum { MSDX_AUDIT_BINS = 10 };
typedef struct msdx_calibration {
    uint64_t n;
    struct {
        uint64_t n;
        double said, right; /* means */
    } bin[MSDX_AUDIT_BINS];
    double brier, error; /* error: expected calibration error over the bins */
    /* A correction: confidence p becomes 1 / (1 + exp(-(intercept + slope * log(p / (1 - p))))). */
    double slope, intercept;
    double brier_after, error_after; /* of claims that the correction was not fitted on (five folds) */
    bool failed;                     /* out of memory */
} msdx_calibration;
void msdx_audit_calibrate(const msdx_audit *a, msdx_calibration *out);

/* ---- as tables ---- */
typedef enum msdx_audit_form {
    MSDX_AUDIT_TABLE = 0,
    MSDX_AUDIT_MARKDOWN,
    MSDX_AUDIT_TEX,
    MSDX_AUDIT_CSV,
    MSDX_AUDIT_JSON
} msdx_audit_form;
void msdx_audit_write(const msdx_audit *a, msdx_audit_form form, msdx_buf *buf);

/* Wilson's interval of p of n. */
void msdx_wilson(double p, double n, double *low, double *high);
#endif
