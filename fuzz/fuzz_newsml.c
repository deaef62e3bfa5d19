/* fuzz_newsml.c: any bytes as what agencies send: NITF, NewsML, ninjs, or whatever they look like. */
#include "read_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    return fuzz_source(data, n, MSDX_READ_ANY, "");
}
