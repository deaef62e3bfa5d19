/* read_source.h: any bytes as an input of some kind, read to its end. Laws: what comes out is UTF-8; the end comes; it
 * does not matter in what pieces the bytes come, which a network chooses; what is not packed does not grow. */
#ifndef MSDX_FUZZ_READ_SOURCE_H
#define MSDX_FUZZ_READ_SOURCE_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/hash.h"
#include "read/formats/formats.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void fuzz_must(int held)
{
    if (!held) abort();
}

/* What has been read: how much, and its hash. */
struct fuzz_sum {
    size_t n_record, n_refused, n_byte;
    uint64_t hash;
};

static void fuzz_add(struct fuzz_sum *sum, const void *p, size_t n)
{
    sum->hash = msdx_murmur64a(p, n, sum->hash + n);
}

static void fuzz_open(const msdx_record *rec, struct fuzz_sum *sum)
{
    msdx_opened opened;
    msd_doc *doc = NULL;
    fuzz_add(sum, rec->bytes, rec->n_byte);
    sum->n_byte += rec->n_byte;
    if (msdx_record_open(rec, &opened, NULL) != MSD_OK) return;
    if (msdx_doc_make(&doc, &opened.in, MSDX_DOC_CODE, NULL, NULL) == MSD_OK)
        fuzz_must(msdx_utf8_check(doc->body.text, doc->body.n_byte) == doc->body.n_byte && doc->id != NULL);
    msdx_opened_close(&opened);
    msdx_doc_free(doc);
}

/* A stream of a few bytes at a time. */
struct fuzz_dribble {
    msdx_stream base;
    const uint8_t *p;
    size_t n, step;
};

static msd_status fuzz_dribble_read(msdx_stream *s, char *to, size_t room, size_t *n, msd_error *err)
{
    struct fuzz_dribble *d = (struct fuzz_dribble *)s;
    (void)err;
    d->step = d->step % 7 + 1;
    *n = d->step < d->n ? d->step : d->n;
    if (*n > room) *n = room;
    if (*n) memcpy(to, d->p, *n);
    d->p += *n;
    d->n -= *n;
    return MSD_OK;
}

static void fuzz_dribble_close(msdx_stream *s)
{
    free(s);
}

static struct fuzz_sum fuzz_read(msdx_stream *stream, msdx_read_kind kind, const char *name)
{
    enum { DOCUMENT = 1 << 18 };
    const msdx_source_options o = {.kind = kind, .max_document = DOCUMENT, .now = 1600000000};
    struct fuzz_sum sum = {0};
    msdx_source *source;
    if (msdx_source_over(&source, stream, name, &o, NULL) != MSD_OK) return sum;
    for (size_t i = 0;; i++) {
        msdx_record rec;
        msd_error err = {0};
        msd_status st = msdx_source_next(source, &rec, &err);
        if (st == MSD_OK && rec.bytes) fuzz_open(&rec, &sum);
        if (st != MSD_OK) {
            fuzz_must(err.code == st && err.msg[0]);
            fuzz_add(&sum, err.msg, strlen(err.msg));
        }
        sum.n_record += st == MSD_OK && rec.bytes;
        sum.n_refused += st != MSD_OK;
        bool end = st == MSD_OK && !rec.bytes;
        msdx_record_clear(&rec);
        if (end) break;
        fuzz_must(i < ((size_t)1 << 20)); /* packed bytes may hold many */
    }
    msdx_source_close(source);
    return sum;
}

static inline int fuzz_source(const uint8_t *data, size_t n, msdx_read_kind kind, const char *name)
{
    enum { MOST = 1 << 16, PIECES_MOST = 1 << 13, GROWTH = 64 };
    msdx_stream *stream;
    if (n > MOST) return 0;
    uint8_t *exact = calloc(n ? n : 1, 1); /* so that an over-read is seen */
    if (!exact) return 0;
    if (n) memcpy(exact, data, n);
    if (msdx_stream_open_bytes(&stream, exact, n, NULL) != MSD_OK) abort();
    struct fuzz_sum whole = fuzz_read(stream, kind, name);
    if (kind != MSDX_READ_ANY && kind != MSDX_READ_WARC) /* those may be packed */
        fuzz_must(whole.n_byte <= GROWTH * n + MOST);
    struct fuzz_dribble *slow = n <= PIECES_MOST ? malloc(sizeof *slow) : NULL;
    if (slow) {
        *slow = (struct fuzz_dribble){{fuzz_dribble_read, fuzz_dribble_close}, exact, n, 0};
        struct fuzz_sum pieces = fuzz_read(&slow->base, kind, name);
        if (memcmp(&whole, &pieces, sizeof whole) != 0)
            fprintf(stderr, "whole: %zu records, %zu refused, %zu bytes; in pieces: %zu, %zu, %zu\n", whole.n_record,
                    whole.n_refused, whole.n_byte, pieces.n_record, pieces.n_refused, pieces.n_byte);
        fuzz_must(memcmp(&whole, &pieces, sizeof whole) == 0);
    }
    free(exact);
    return 0;
}
#endif
