/* err.h: the line that first sees a fault writes the message; callers pass it up. */
#ifndef MSDX_ERR_H
#define MSDX_ERR_H
#include "masudi.h"

#define MSD_TRY(call) \
    do { \
        msd_status try_st_ = (call); \
        if (try_st_ != MSD_OK) return try_st_; \
    } while (0)

#if defined(__GNUC__)
__attribute__((format(printf, 4, 5)))
#endif
/* Fill err (may be NULL) and return code, so that `return msdx_err(...)` reads well. */
msd_status
msdx_err(msd_error *err, msd_status code, size_t pos, const char *fmt, ...);

/* Out of memory, with its one message. */
msd_status msdx_err_nomem(msd_error *err);
#endif
