/* correction.h: what marked claims have taught about confidence: `masudi db audit --calibration` writes it. */
#ifndef MSDX_CORRECTION_H
#define MSDX_CORRECTION_H
#include "base/err.h"

typedef struct msdx_correction {
    double slope, intercept; /* of the log-odds */
} msdx_correction;

/* Fails MSD_EIO, MSD_EFORMAT (none, or one that would turn the order round), MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_correction_read(msdx_correction *out, const char *path, msd_error *err);
double msdx_correction_apply(const msdx_correction *c, double confidence);
#endif
