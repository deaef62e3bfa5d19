/* input.h: the documents that a verb was given, one after another over all its files. */
#ifndef MSDX_INPUT_H
#define MSDX_INPUT_H
#include "cli/cli.h"
#include "read/formats/formats.h"

typedef struct msdx_cli_input {
    const char *const *file;
    size_t n_file, at;
    msdx_source *source;
    msdx_read_kind kind;
    size_t max;
    const char *columns;
} msdx_cli_input;

typedef struct msdx_cli_item {
    const char *path;
    msdx_record rec; /* empty when refused */
    msd_status st;   /* MSD_OK, or why it was refused */
    msd_error err;
} msdx_cli_item;

/* Options --in, --columns and --max-document, the files, or a pipe on standard input. Not MSDX_EXIT_OK: already said why. */
int msdx_cli_input_open(msdx_cli_input *in, const msdx_cli_args *args);
/* The next document or refusal; false at the end. Clear item->rec. */
bool msdx_cli_input_next(msdx_cli_input *in, msdx_cli_item *item);
void msdx_cli_input_close(msdx_cli_input *in);

/* `FILE:LINE: what is wrong` on standard error; FILE/PART:LINE inside an archive. */
void msdx_cli_refused(const msdx_cli_item *item);
/* Tell, in the same form, of something short of that. */
void msdx_cli_note(const msdx_cli_item *item, const char *note);
#endif
