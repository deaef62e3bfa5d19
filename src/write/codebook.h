/* codebook.h: the codebook: every word of the ontology with its definition, its
 * examples and what it is not, from the knowledge alone. The same knowledge
 * gives the same bytes; no date stands in it. */
#ifndef MSDX_CODEBOOK_H
#define MSDX_CODEBOOK_H
#include "know/know.h"

/* As Markdown, or as one self-contained HTML page made to be printed. */
void msdx_write_codebook(msdx_buf *buf, const msdx_know *know, bool html);

/* ---- the form (codebook_form.c): both forms from one sequence of calls ---- */
typedef struct msdx_book {
    msdx_buf *buf;
    bool html;
    uint32_t n_cell; /* of the row that is open */
} msdx_book;

void msdx_book_begin(msdx_book *b, const char *title);
void msdx_book_end(msdx_book *b);
/* Level 1 to 4; `anchor` (may be NULL) of letters, digits and hyphens. */
void msdx_book_heading(msdx_book *b, int level, const char *anchor, const char *text);
void msdx_book_open(msdx_book *b, char what);  /* 'p' paragraph, 'u' list, 'i' item of one, 't' table, 'r' row */
void msdx_book_close(msdx_book *b, char what); /* the same */
void msdx_book_head(msdx_book *b, const char *const *cell, uint32_t n); /* a table's first row */
void msdx_book_cell(msdx_book *b);                                      /* the next cell of a row begins */
void msdx_book_text(msdx_book *b, const char *text);
void msdx_book_textn(msdx_book *b, msdx_str text);
void msdx_book_code(msdx_book *b, const char *text);
void msdx_book_strong(msdx_book *b, const char *text);
void msdx_book_label(msdx_book *b, const char *text); /* what introduces the rest of a line: "Not" */
void msdx_book_quote(msdx_book *b, const char *text); /* an example's words */
void msdx_book_link(msdx_book *b, const char *anchor, const char *text);
void msdx_book_number(msdx_book *b, double v);
#endif
