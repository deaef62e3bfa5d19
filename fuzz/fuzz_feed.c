/* fuzz_feed.c: any bytes as a feed, a sitemap or JSON Feed. */
#include "read_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    return fuzz_source(data, n, MSDX_READ_FEED, "");
}
