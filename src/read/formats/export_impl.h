/* export_impl.h: exports of news archives: a file of many documents, read whole and cut. */
#ifndef MSDX_EXPORT_IMPL_H
#define MSDX_EXPORT_IMPL_H
#include "read/formats/xml_impl.h"

typedef struct msdx_export msdx_export;

typedef struct msdx_export_kind {
    int (*flavour)(msdx_str all); /* which of its layouts; may be NULL */
    /* The next document's text, p NULL after the last; counts the lines before it. */
    msdx_str (*next)(const msdx_export *e, msdx_str *rest, size_t *line);
    msd_status (*make)(const msdx_export *e, msdx_str piece, msdx_made *d, msd_error *err);
    /* HTML into the text that next cuts; NULL: as blocks. */
    void (*flatten)(msdx_buf *out, const xmlNode *root);
    const char *none; /* what is said when there is no document */
} msdx_export_kind;

struct msdx_export {
    msdx_frame base;
    const msdx_export_kind *kind;
    int flavour;
    msdx_buf all;
    msdx_str rest;
    size_t n_piece;
    const char *counted; /* up to here there are n_line new lines */
    size_t n_line;
    msdx_made made;
};

MSD_MUST_CHECK msd_status msdx_export_open(msdx_frame **out, msdx_stream *in, const msdx_source_options *o,
                                           const msdx_export_kind *kind, msd_error *err);
/* "ENGLISH", "Français": as a code where the name is known, else as it stands. */
void msdx_set_language(msdx_made *d, msdx_str name);
#endif
