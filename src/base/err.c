#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

msd_status msdx_err(msd_error *err, msd_status code, size_t pos, const char *fmt, ...)
{
    if (err) {
        va_list ap;
        err->code = code;
        err->pos = pos;
        va_start(ap, fmt);
        vsnprintf(err->msg, sizeof err->msg, fmt, ap);
        va_end(ap);
    }
    return code;
}

msd_status msdx_err_nomem(msd_error *err)
{
    return msdx_err(err, MSD_ENOMEM, 0, "out of memory");
}

const char *msd_status_name(msd_status st)
{
    static const char *const name[] = {"OK", "ENOMEM", "EUTF8", "ETOOBIG", "EIO", "EFORMAT", "EUNSUPPORTED", "EUSAGE"};
    return (size_t)st < sizeof name / sizeof *name ? name[st] : "?";
}
