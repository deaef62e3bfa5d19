/* fuzz_html.c: any bytes as a page. */
#include "read_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    return fuzz_source(data, n, MSDX_READ_HTML, "x.html");
}
