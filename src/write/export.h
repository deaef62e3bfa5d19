/* export.h: claims in the formats of other data sets, of maps, of networks and of data frames.
 *
 * One export writes one file: head, a row for each claim, tail, all into buffers
 * whose sticky flag tells of failure. Rows may depend on those before them.
 * doc/formats.md says what maps to what, and what is lost.
 *
 * Threads: an export belongs to one thread at a time. */
#ifndef MSDX_EXPORT_H
#define MSDX_EXPORT_H
#include "know/know.h"
#include "write/write.h"

typedef struct msdx_export msdx_export;

/* The choices of `--out`, parted as an option's choices are. */
#define MSDX_EXPORT_NAMES \
    "gdelt1|gdelt2|gdelt2-mentions|phoenix|icews|polecat|plover|acled|geojson|kml|gexf|graphml|arrow|parquet"

/* What made the file, told in it where the format has a place for that. NULL or "": not known. */
typedef struct msdx_export_about {
    const msdx_know *know; /* never NULL; must outlive the export */
    const char *model, *knowledge, *command, *licence, *credit;
} msdx_export_about;

/* Is there such a format? */
bool msdx_export_is(const char *form);
/* Does it hold every status, whatever is asked for? Is it no text? Those of data frames. */
bool msdx_export_is_columnar(const char *form);
/* Does the file itself say what made it? */
bool msdx_export_tells_origin(const char *form);
/* Strings of `about` are borrowed. `every_status`: not only what has the status `actual`. `form`: one of the names. */
MSD_MUST_CHECK msd_status msdx_export_new(msdx_export **out, const char *form, const msdx_export_about *about,
                                          bool every_status, msd_error *err);
void msdx_export_free(msdx_export *x); /* NULL is fine */

void msdx_export_head(msdx_export *x, msdx_buf *buf);
void msdx_export_row(msdx_export *x, msdx_buf *buf, const msd_doc *doc, const msd_claim *claim);
void msdx_export_tail(msdx_export *x, msdx_buf *buf);

/* DATEADDED of GDELT: the quarter of an hour in which the document was published, as 14 digits, or its day as 8; the
 * event's day where that is not known; "" where neither is. */
void msdx_gdelt_added(const msd_doc *doc, const msd_claim *claim, unsigned n_digit, char out[16]);
#endif
