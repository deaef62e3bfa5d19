#include "read/formats/late_zip.h"

static const char *const name[] = {MSDX_ZIP(MSDX_DYNLIB_NAME)};
msdx_zip_table msdx_zip_late;
static msdx_dynlib lib = {MSDX_LIB_ZIP, name, sizeof name / sizeof *name, &msdx_zip_late, false};
_Static_assert(sizeof msdx_zip_late == sizeof name / sizeof *name * sizeof(void *), "a pointer a function");

msd_status msdx_zip_library(msd_error *err)
{
    return msdx_dynlib_open(&lib, err);
}
