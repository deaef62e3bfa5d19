#include "cli/input.h"

#include <unistd.h>

int msdx_cli_input_open(msdx_cli_input *in, const msdx_cli_args *args)
{
    static const char *const standard[] = {"-"};
    const char *kind = msdx_cli_get(args, "in");
    *in = (msdx_cli_input){0};
    in->n_file = msdx_cli_files(args, &in->file);
    in->max = msdx_cli_number(args, "max-document", MSDX_MAX_DOCUMENT);
    if (in->max > MSD_TEXT_MAX) return msdx_cli_usage(args, "--max-document is at most %zu", MSD_TEXT_MAX);
    if (kind) in->kind = strcmp(kind, "text") == 0 ? MSDX_READ_TEXT : MSDX_READ_JSONL;
    if (in->n_file) return MSDX_EXIT_OK;
    if (isatty(STDIN_FILENO)) return msdx_cli_usage(args, "no file given and nothing on standard input");
    in->file = standard;
    in->n_file = 1;
    return MSDX_EXIT_OK;
}

bool msdx_cli_input_next(msdx_cli_input *in, msdx_cli_item *item)
{
    *item = (msdx_cli_item){0};
    for (; in->at < in->n_file; in->at++) {
        item->path = in->file[in->at];
        if (!in->reader) {
            item->st = msdx_reader_open(&in->reader, item->path, in->kind, in->max, &item->err);
            if (item->st != MSD_OK) {
                in->at++;
                return true;
            }
        }
        item->st = msdx_reader_next(in->reader, &item->rec, &item->err);
        if (item->st != MSD_OK) item->rec.line = item->err.pos;
        if (item->st != MSD_OK || item->rec.bytes) return true;
        msdx_reader_close(in->reader);
        in->reader = NULL;
    }
    return false;
}

void msdx_cli_input_close(msdx_cli_input *in)
{
    msdx_reader_close(in->reader);
    in->reader = NULL;
}

void msdx_cli_refused(const msdx_cli_item *item)
{
    fprintf(stderr, "%s:%zu: %s\n", item->path, item->rec.line ? item->rec.line : 1, item->err.msg);
}
