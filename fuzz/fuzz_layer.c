/* fuzz_layer.c: a line of any data set. Law: what is told of it lies within it. */
#include <assert.h>

#include "read/layer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const form[] = {"gdelt1", "gdelt2", "gdelt2-mentions", "icews", "polecat", "phoenix"};
    msdx_str line = {(const char *)data, n};
    if (n > 1 << 16) return 0;
    for (size_t i = 0; i < 6; i++) {
        msdx_layer_row row;
        msd_error err;
        if (msdx_layer_read(form[i], line, &row, &err) != MSD_OK) continue;
        assert(row.number.p >= line.p && row.number.p + row.number.n <= line.p + n);
        assert(strlen(row.day) == 10);
        assert(row.actor.n <= n && row.address.n <= n);
    }
    return 0;
}
