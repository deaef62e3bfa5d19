#include "watch/late_curl.h"

static const char *const name[] = {MSDX_CURL(MSDX_DYNLIB_NAME)};
msdx_curl_table msdx_curl;
static msdx_dynlib lib = {MSDX_LIB_CURL, name, sizeof name / sizeof *name, &msdx_curl, false};
_Static_assert(sizeof msdx_curl == sizeof name / sizeof *name * sizeof(void *), "a pointer a function");

msd_status msdx_curl_open(msd_error *err)
{
    return msdx_dynlib_open(&lib, err);
}
