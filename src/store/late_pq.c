#ifdef MSDX_HAVE_LIBPQ
#include "store/late_pq.h"

static const char *const name[] = {MSDX_PQ(MSDX_DYNLIB_NAME)};
msdx_pq_table msdx_pq;
static msdx_dynlib lib = {MSDX_LIB_PQ, name, sizeof name / sizeof *name, &msdx_pq, false};
_Static_assert(sizeof msdx_pq == sizeof name / sizeof *name * sizeof(void *), "a pointer a function");

msd_status msdx_pq_open(msd_error *err)
{
    return msdx_dynlib_open(&lib, err);
}
#endif
