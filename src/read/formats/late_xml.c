#include "read/formats/late_xml.h"

#include <pthread.h>

static const char *const name[] = {MSDX_XML(MSDX_DYNLIB_NAME)};
msdx_xml_table msdx_xml_late;
static msdx_dynlib lib = {MSDX_LIB_XML2, name, sizeof name / sizeof *name, &msdx_xml_late, false};
static pthread_once_t begun = PTHREAD_ONCE_INIT;
_Static_assert(sizeof msdx_xml_late == sizeof name / sizeof *name * sizeof(void *), "a pointer a function");

static void begin(void)
{
    xmlInitParser();
}

msd_status msdx_xml_library(msd_error *err)
{
    MSD_TRY(msdx_dynlib_open(&lib, err));
    pthread_once(&begun, begin);
    return MSD_OK;
}
