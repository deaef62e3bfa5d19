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
    if (kind) in->kind = msdx_read_kind_of(kind);
    in->columns = msdx_cli_has(args, "columns") ? msdx_cli_get(args, "columns") : NULL;
    if (in->n_file) return MSDX_EXIT_OK;
    if (isatty(STDIN_FILENO)) return msdx_cli_usage(args, "no file given and nothing on standard input");
    in->file = standard;
    in->n_file = 1;
    return MSDX_EXIT_OK;
}

static msd_status open_source(msdx_cli_input *in, msdx_cli_item *item)
{
    msdx_source_options o = {.kind = in->kind, .max_document = in->max, .columns = in->columns};
    return msdx_source_open(&in->source, item->path, &o, &item->err);
}

bool msdx_cli_input_next(msdx_cli_input *in, msdx_cli_item *item)
{
    *item = (msdx_cli_item){0};
    for (; in->at < in->n_file; in->at++) {
        item->path = in->file[in->at];
        if (!in->source) {
            item->st = open_source(in, item);
            if (item->st != MSD_OK) {
                in->at++;
                item->rec.line = item->err.pos;
                return true;
            }
        }
        item->st = msdx_source_next(in->source, &item->rec, &item->err);
        if (item->st != MSD_OK) item->rec.line = item->err.pos;
        if (item->st != MSD_OK || item->rec.bytes) return true;
        msdx_source_close(in->source);
        in->source = NULL;
    }
    return false;
}

void msdx_cli_input_close(msdx_cli_input *in)
{
    msdx_source_close(in->source);
    in->source = NULL;
}

void msdx_cli_note(const msdx_cli_item *item, const char *note)
{
    const char *part = item->rec.name;
    fprintf(stderr, "%s%s%s:%zu: %s\n", item->path, part ? "/" : "", part ? part : "",
            item->rec.line ? item->rec.line : 1, note);
}

void msdx_cli_refused(const msdx_cli_item *item)
{
    msdx_cli_note(item, item->err.msg);
}
