/* fuzz_json.c: a line of JSON into a document. */
#include <stdlib.h>

#include "read/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n > 1 << 16) return 0;
    char *bytes = malloc(n + 1);
    if (!bytes) return 0;
    if (n) memcpy(bytes, data, n);
    bytes[n] = 0;
    msdx_record rec = {.bytes = bytes, .n_byte = n, .kind = MSDX_READ_JSONL, .line = 1};
    msdx_opened opened;
    msd_doc *doc = NULL;
    if (msdx_record_open(&rec, &opened, NULL) == MSD_OK) {
        if (msdx_doc_make(&doc, &opened.in, MSDX_DOC_CODE, NULL, NULL) == MSD_OK && !doc->id) abort();
        msdx_opened_close(&opened);
        msdx_doc_free(doc);
    }
    free(bytes);
    return 0;
}
