/* read_source.h: any bytes as an input of some kind, read to its end. What comes out must be UTF-8, and the end must
 * come: no more records and refusals than bytes. */
#ifndef MSDX_FUZZ_READ_SOURCE_H
#define MSDX_FUZZ_READ_SOURCE_H
#include <stdlib.h>

#include "base/err.h"
#include "read/formats/formats.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void fuzz_must(int held)
{
    if (!held) abort();
}

static void fuzz_open(const msdx_record *rec)
{
    msdx_opened opened;
    msd_doc *doc = NULL;
    if (msdx_record_open(rec, &opened, NULL) != MSD_OK) return;
    if (msdx_doc_make(&doc, &opened.in, MSDX_DOC_CODE, NULL, NULL) == MSD_OK)
        fuzz_must(msdx_utf8_check(doc->body.text, doc->body.n_byte) == doc->body.n_byte && doc->id != NULL);
    msdx_opened_close(&opened);
    msdx_doc_free(doc);
}

static inline int fuzz_source(const uint8_t *data, size_t n, msdx_read_kind kind, const char *name)
{
    enum { MOST = 1 << 16, DOCUMENT = 1 << 18 };
    const msdx_source_options o = {.kind = kind, .max_document = DOCUMENT, .now = 1600000000};
    msdx_source *source;
    msdx_stream *stream;
    if (n > MOST) return 0;
    uint8_t *exact = malloc(n ? n : 1); /* so that an over-read is seen */
    if (!exact) return 0;
    if (n) memcpy(exact, data, n);
    msdx_formats_init();
    if (msdx_stream_open_bytes(&stream, exact, n, NULL) == MSD_OK &&
        msdx_source_over(&source, stream, name, &o, NULL) == MSD_OK) {
        for (size_t i = 0;; i++) {
            msdx_record rec;
            msd_error err = {0};
            msd_status st = msdx_source_next(source, &rec, &err);
            if (st == MSD_OK && rec.bytes) fuzz_open(&rec);
            if (st != MSD_OK) fuzz_must(err.code == st && err.msg[0]);
            bool end = st == MSD_OK && !rec.bytes;
            msdx_record_clear(&rec);
            if (end) break;
            fuzz_must(i < ((size_t)1 << 20)); /* packed bytes may hold many */
        }
        msdx_source_close(source);
    }
    free(exact);
    return 0;
}
#endif
