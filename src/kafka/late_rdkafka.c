#include "kafka/late_rdkafka.h"

static const char *const name[] = {MSDX_RDKAFKA(MSDX_DYNLIB_NAME)};
msdx_rdkafka_table msdx_rdkafka;
static msdx_dynlib lib = {MSDX_LIB_RDKAFKA, name, sizeof name / sizeof *name, &msdx_rdkafka, false};
_Static_assert(sizeof msdx_rdkafka == sizeof name / sizeof *name * sizeof(void *), "a pointer a function");

msd_status msdx_rdkafka_open(msd_error *err)
{
    return msdx_dynlib_open(&lib, err);
}
