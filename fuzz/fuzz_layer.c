/* fuzz_layer.c: a file of any data set. Law: its head and its rows are the file again, byte for byte, and lines are
 * counted in order. */
#include <stdint.h>
#include <stdlib.h>

#include "read/layer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void read_as(const char *form, msdx_str bytes)
{
    msdx_layer_reader *r;
    msd_error err;
    size_t line = 0;
    if (msdx_layer_reader_new(&r, form, bytes, &err) != MSD_OK) return;
    msdx_str head = msdx_layer_reader_head(r);
    size_t at = head.n;
    if (!(!head.n || head.p == bytes.p)) abort();
    for (;;) {
        msdx_layer_item item;
        msd_status st = msdx_layer_reader_next(r, &item, &err);
        if (!(st == MSD_OK || st == MSD_EFORMAT)) abort();
        if (!item.raw.n) break;
        if (!(item.raw.p == bytes.p + at && item.line >= line)) abort();
        at += item.raw.n;
        line = item.line;
        if (!(st != MSD_OK || !*item.row.day || strlen(item.row.day) == 10)) abort();
    }
    if (!(at == bytes.n)) abort();
    msdx_layer_reader_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const form[] = {"gdelt1",   "gdelt2", "gdelt2-mentions", "icews", "polecat", "phoenix", "acled",
                                       "ucdp-ged", "pitf",   "cameoxml",        "plover"};
    msdx_str bytes = {(const char *)data, n};
    if (n > 1 << 16) return 0;
    for (size_t i = 0; i < sizeof form / sizeof *form; i++) read_as(form[i], bytes);
    (void)msdx_layer_guess(bytes);
    return 0;
}
