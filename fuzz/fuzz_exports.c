/* fuzz_exports.c: any bytes as an export or a table; the first byte says which. */
#include "read_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const msdx_read_kind kind[] = {MSDX_READ_LEXISNEXIS, MSDX_READ_FACTIVA, MSDX_READ_CSV,
                                          MSDX_READ_TSV,        MSDX_READ_WIRE,    MSDX_READ_NINJS};
    if (n == 0) return 0;
    return fuzz_source(data + 1, n - 1, kind[data[0] % (sizeof kind / sizeof *kind)], "");
}
