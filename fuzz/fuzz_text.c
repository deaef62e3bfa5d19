/* fuzz_text.c: any bytes as a plain text: paragraphs in order and inside the
 * text, the same length and code points for the parser, heads that fit. */
#include <stdlib.h>

#include "read/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(int held)
{
    if (!held) abort();
}

static void check_unit(const msdx_unit *u)
{
    must(memchr(u->text, 0, u->n_byte) == NULL && memchr(u->parsed, 0, u->n_byte) == NULL);
    must(msdx_utf8_count(u->text, u->n_byte) == msdx_utf8_count(u->parsed, u->n_byte));
    must(u->skip_byte <= u->n_byte);
    for (uint32_t i = 0; i < u->n_para; i++) {
        const msdx_para *p = &u->para[i];
        must(p->start_byte < p->end_byte && p->end_byte <= u->n_byte);
        must(i == 0 || u->para[i - 1].end_byte <= p->start_byte);
        must(msdx_utf8_check(u->text + p->start_byte, p->end_byte - p->start_byte) == p->end_byte - p->start_byte);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n > 1 << 16) return 0;
    char *text = malloc(n ? n : 1); /* exact, without a NUL: an over-read is seen */
    if (!text) return 0;
    if (n) memcpy(text, data, n);
    msd_input in = {.text = text, .n_byte = n};
    msd_doc *doc;
    msdx_dateline dl;
    /* borrowed, so that nothing may look for a NUL */
    if (msdx_doc_make(&doc, &in, MSDX_DOC_PLAIN | MSDX_DOC_BORROW, &dl, NULL) == MSD_OK) {
        check_unit(&doc->body);
        must(dl.start_byte <= dl.end_byte && dl.end_byte <= doc->body.n_byte);
        must(doc->dateline_span.end_byte <= doc->body.n_byte &&
             doc->dateline_span.start_byte <= doc->dateline_span.end_byte);
        must(!doc->has_title || doc->title.n_byte > 0);
        msdx_doc_free(doc);
    }
    free(text);
    return 0;
}
