/* db_import.c: `masudi db import`: claims from JSON lines, or all that another store holds. */
#include <string.h>

#include "cli/cmd_db.h"
#include "cli/input.h"
#include "read/read.h"
#include "store/layer.h"

enum { BURST = 500 };

struct import {
    msdx_store *to, *from;
    msdx_lines *lines;
    size_t n_open; /* puts since the last begin */
    bool begun;
    uint64_t n_doc, n_changed, n_claim, n_superseded, n_refused, n_row;
    char run[512]; /* whose claims these are, as one string */
};

static msd_status put(struct import *im, const msd_doc *doc, uint32_t n_claim, unsigned flags, msd_error *err)
{
    msdx_store_change change;
    if (!im->begun) MSD_TRY(msdx_store_begin(im->to, err));
    im->begun = true;
    MSD_TRY(msdx_store_put(im->to, doc, n_claim, flags, &change, err));
    im->n_doc++;
    im->n_changed += change.did != MSDX_STORE_SAME;
    im->n_claim += change.n_added;
    im->n_superseded += change.n_superseded;
    if (++im->n_open < BURST) return MSD_OK;
    im->n_open = 0;
    im->begun = false;
    return msdx_store_commit(im->to, err);
}

/* ---- JSON lines ---- */

static msd_status put_group(struct import *im, msd_error *err)
{
    msd_doc *doc;
    uint32_t n_claim;
    MSD_TRY(msdx_lines_take(im->lines, &doc, &n_claim, err));
    if (!doc) return MSD_OK;
    msd_status st = put(im, doc, n_claim, MSDX_STORE_CLAIMS, err);
    msdx_doc_free(doc);
    return st;
}

static msd_status take_line(struct import *im, msdx_cli_item *item, msd_error *err)
{
    msdx_str line = {item->rec.bytes, item->rec.n_byte};
    bool taken = false;
    if (item->st == MSD_OK) item->st = msdx_lines_add(im->lines, line, &taken, &item->err);
    if (item->st == MSD_OK && !taken) {
        MSD_TRY(put_group(im, err));
        item->st = msdx_lines_add(im->lines, line, &taken, &item->err);
    }
    if (item->st == MSD_OK) return MSD_OK;
    msdx_cli_refused(item);
    im->n_refused++;
    return MSD_OK;
}

static msd_status import_lines(struct import *im, const char *path, msd_error *err)
{
    msdx_reader *reader;
    msd_status st = MSD_OK;
    const msdx_store_run run = {.coder = "import"};
    MSD_TRY(msdx_store_set_run(im->to, &run, err));
    MSD_TRY(msdx_reader_open(&reader, path, MSDX_READ_JSONL, MSDX_MAX_DOCUMENT, err));
    while (st == MSD_OK) {
        msdx_cli_item item = {.path = path};
        item.st = msdx_reader_next(reader, &item.rec, &item.err);
        if (item.st != MSD_OK) item.rec.line = item.err.pos;
        if (item.st == MSD_OK && !item.rec.bytes) break;
        bool broken = item.st == MSD_EIO || item.st == MSD_ENOMEM;
        st = take_line(im, &item, err);
        msdx_record_clear(&item.rec);
        if (broken) break;
    }
    msdx_reader_close(reader);
    return st == MSD_OK ? put_group(im, err) : st;
}

/* ---- another store ---- */

/* Byte offsets of the sentences in the whole text; a cursor, as they mostly come in order. */
static void place_sentences(msd_doc *doc)
{
    const msdx_unit *u = &doc->body;
    uint32_t cp = 0;
    size_t byte = 0, used;
    for (uint32_t i = 0; i < 2 * u->n_sent; i++) {
        msd_span *s = &u->sent[i / 2].span;
        uint32_t want = i % 2 ? s->end_cp : s->start_cp;
        if (want < cp) cp = 0, byte = 0;
        for (; cp < want && byte < u->n_byte; cp++, byte += used)
            (void)msdx_utf8_get(u->text + byte, u->n_byte - byte, &used);
        *(i % 2 ? &s->end_byte : &s->start_byte) = (uint32_t)byte;
    }
}

static msd_status put_whole(struct import *im, const msdx_store_doc *from, msd_doc *claims, uint32_t n_claim,
                            msd_error *err)
{
    msd_doc *doc;
    MSD_TRY(msdx_doc_make(&doc, &from->in, MSDX_DOC_EXACT, NULL, err));
    if (claims) {
        doc->claim = claims->claim;
        doc->n_claim = claims->n_claim;
        doc->body.sent = claims->body.sent;
        doc->body.n_sent = claims->body.n_sent;
        doc->title_sentence = claims->title_sentence;
        place_sentences(doc);
        /* the parts' words stand in the claims; their bytes are those of the claims' own text */
        for (uint32_t i = 0; i < n_claim; i++) doc->claim[i].trigger.start_byte = doc->claim[i].trigger.end_byte = 0;
    }
    msd_status st = put(im, doc, n_claim, from->plain ? MSDX_STORE_PLAIN : 0, err);
    msdx_doc_free(doc);
    return st;
}

static msd_status add_line(void *ctx, msdx_str line, msd_error *err)
{
    struct import *im = ctx;
    bool taken;
    return msdx_lines_add(im->lines, line, &taken, err);
}

static msd_status set_run(struct import *im, const msdx_store_doc *doc, msd_error *err)
{
    char name[sizeof im->run];
    const msdx_store_run run = {doc->coder, doc->model, doc->knowledge, doc->options, doc->licence, doc->attribution};
    snprintf(name, sizeof name, "%s\n%s\n%s\n%s\n%s\n%s", run.coder, run.model, run.knowledge, run.options,
             run.licence ? run.licence : "", run.attribution ? run.attribution : "");
    if (strcmp(name, im->run) == 0) return MSD_OK;
    memcpy(im->run, name, sizeof name);
    return msdx_store_set_run(im->to, &run, err);
}

static msd_status copy_doc(void *ctx, const msdx_store_doc *from, msd_error *err)
{
    struct import *im = ctx;
    msdx_filter filter = {.doc = from->in.id};
    msd_doc *claims;
    uint32_t n_claim;
    MSD_TRY(set_run(im, from, err));
    MSD_TRY(msdx_store_query(im->from, &filter, 0, 0, add_line, im, err));
    MSD_TRY(msdx_lines_take(im->lines, &claims, &n_claim, err));
    msd_status st = MSD_OK;
    if (from->in.text)
        st = put_whole(im, from, claims, n_claim, err);
    else if (claims)
        st = put(im, claims, n_claim, MSDX_STORE_CLAIMS, err);
    msdx_doc_free(claims);
    return st;
}

static msd_status copy_layers(struct import *im, msd_error *err)
{
    if (!im->begun) MSD_TRY(msdx_store_begin(im->to, err));
    im->begun = true;
    return msdx_layer_copy(im->to, im->from, &im->n_row, err);
}

static msd_status import_store(struct import *im, const char *where, msd_error *err)
{
    MSD_TRY(msdx_store_open(&im->from, where, MSDX_STORE_READ, err));
    msd_status st = msdx_store_documents(im->from, 0, 0, 0, copy_doc, im, err);
    if (st == MSD_OK) st = copy_layers(im, err);
    msdx_store_close(im->from);
    im->from = NULL;
    return st;
}

static bool is_store(const char *path)
{
    char head[16];
    FILE *f = strncmp(path, "postgres", 8) == 0 || strcmp(path, "-") == 0 ? NULL : fopen(path, "rb");
    if (!f) return strncmp(path, "postgres", 8) == 0;
    bool yes = fread(head, 1, sizeof head, f) == sizeof head && memcmp(head, "SQLite format 3", 16) == 0;
    fclose(f);
    return yes;
}

static void tell(const struct import *im)
{
    fprintf(stderr,
            "masudi db: %llu documents, %llu of them new or changed, %llu claims added, %llu superseded, %llu refused",
            (unsigned long long)im->n_doc, (unsigned long long)im->n_changed, (unsigned long long)im->n_claim,
            (unsigned long long)im->n_superseded, (unsigned long long)im->n_refused);
    if (im->n_row) fprintf(stderr, ", %llu rows of layers", (unsigned long long)im->n_row);
    fputc('\n', stderr);
}

int msdx_db_import(const msdx_cli_args *args, const char *const *file, size_t n_file)
{
    const char *where = msdx_cli_get(args, "store");
    struct import im = {0};
    msd_error err = {0};
    if (!where) return msdx_cli_usage(args, "which store? give --store FILE");
    if (n_file == 0) return msdx_cli_usage(args, "import takes files of claims, or stores");
    msd_status st = msdx_store_open(&im.to, where, MSDX_STORE_CREATE, &err);
    if (st == MSD_OK) st = msdx_lines_new(&im.lines, &err);
    for (size_t i = 0; st == MSD_OK && i < n_file; i++)
        st = is_store(file[i]) ? import_store(&im, file[i], &err) : import_lines(&im, file[i], &err);
    if (st == MSD_OK && im.begun) st = msdx_store_commit(im.to, &err);
    if (st != MSD_OK && im.to) msdx_store_rollback(im.to);
    msdx_lines_free(im.lines);
    msdx_store_close(im.to);
    if (st != MSD_OK) return msdx_cli_fail(args, &err);
    if (!msdx_cli_flag(args, "quiet")) tell(&im);
    return im.n_refused ? MSDX_EXIT_REFUSED : MSDX_EXIT_OK;
}
