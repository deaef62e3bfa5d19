/* fuzz_warc.c: any bytes as a crawl. */
#include "read_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    return fuzz_source(data, n, MSDX_READ_WARC, "x.warc");
}
