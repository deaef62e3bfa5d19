/* sheet.h: claims as a sheet that people mark, and the words of its columns, which audit.h reads again.
 * doc/proof.md says how to mark. */
#ifndef MSDX_SHEET_H
#define MSDX_SHEET_H
#include "write/write.h"

/* What is judged of each claim. */
typedef enum msdx_slot {
    MSDX_SLOT_EVENT = 0, /* event and mode: does the sentence say that? */
    MSDX_SLOT_ACTOR,
    MSDX_SLOT_RECIPIENT,
    MSDX_SLOT_STATUS, /* with its hedge */
    MSDX_SLOT_SOURCE,
    MSDX_SLOT_PLACE,
    MSDX_SLOT_DATE,
    MSDX_N_SLOT
} msdx_slot;
const char *msdx_slot_name(msdx_slot slot); /* "event" */

/* What a row has beside its claim. NULL strings are empty cells. */
typedef struct msdx_sheet_row {
    const char *stratum;  /* of which draw it is */
    uint64_t n_stratum;   /* claims that the draw was made from */
    msdx_str text;        /* the document's whole text; n 0: not kept */
    const char *drawn_by; /* command and versions */
    const char *marker, *mark[MSDX_N_SLOT];
} msdx_sheet_row;

/* RFC 4180, a header of names and a row a claim. A cell never begins as a formula would. */
void msdx_sheet_head(msdx_buf *buf);
void msdx_sheet_put(msdx_buf *buf, const msd_doc *doc, const msd_claim *claim, const msdx_sheet_row *row);
#endif
