/* fuzz_archives.c: any bytes as what they look like, packed or not. */
#include "read_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    return fuzz_source(data, n, MSDX_READ_ANY, "x.zip");
}
