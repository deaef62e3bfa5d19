/* fuzz_robots.c: any bytes as a robots.txt, and its last line as a path to ask about. */
#include <stdlib.h>

#include "watch/robots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n > 1 << 14) return 0;
    msdx_robots *r;
    msdx_str text = {(const char *)data, n}, path = text;
    for (size_t i = 0; i < n; i++)
        if (data[i] == '\n') path = (msdx_str){text.p + i + 1, n - i - 1};
    if (msdx_robots_read(&r, text, "masudi", NULL) != MSD_OK) return 0;
    if (!msdx_robots_allow(r, MSDX_STR("/robots.txt"))) abort();
    bool may = msdx_robots_allow(r, path);
    if (may != msdx_robots_allow(r, path)) abort();
    (void)msdx_robots_delay(r);
    msdx_robots_free(r);
    return 0;
}
