#include "serve/late_mhd.h"

static const char *const name[] = {MSDX_MHD(MSDX_DYNLIB_NAME)};
msdx_mhd_table msdx_mhd;
static msdx_dynlib lib = {MSDX_LIB_MHD, name, sizeof name / sizeof *name, &msdx_mhd, false};
_Static_assert(sizeof msdx_mhd == sizeof name / sizeof *name * sizeof(void *), "a pointer a function");

msd_status msdx_mhd_open(msd_error *err)
{
    return msdx_dynlib_open(&lib, err);
}
