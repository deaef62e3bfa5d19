/* fuzz_arrow.c: tables built from bytes: columns of every type that is taken and of some that are not, with offsets,
 * nulls, views, dictionaries, ends out of order and numbers out of range, in memory that is exactly as long as the
 * format asks for. What comes out keeps the format's rules and has a row for each row; nothing of what came in is
 * released; an engine is not needed, since the rows are read and their documents made, but not coded. */
#include <stdio.h>
#include <stdlib.h>

#include "api/batch.h"
#include "read/read.h"
#include "write/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { COLUMNS = 5, ROWS = 12, ALLOCATIONS = 128 };
enum { VALUES = 1, NUMBERS, WORDS }; /* depths: of a dictionary, of what is nested */

static const char *const formats[] = {
    "u", "U",   "vu",  "z",    "Z",       "vz",   "n",    "c", "C",  "s",  "S",  "i", "I",    "l",
    "L", "tdD", "tdm", "tss:", "tsm:UTC", "tsu:", "tsn:", "g", "+l", "+s", "+L", "",  "+w:2", "b"};
static const char *const names[] = {"text", "id", "date", "title", "body", "actor", "recipient", "other", NULL};

static struct input {
    const uint8_t *p;
    size_t n;
    void *own[ALLOCATIONS];
    size_t n_own;
} in;

static void must(int held)
{
    if (!held) abort();
}

static unsigned take(unsigned below)
{
    if (!in.n) return 0;
    in.n--;
    return *in.p++ % below;
}

/* n zeros in memory of their own. */
static void *room(size_t n)
{
    char *p = calloc(n ? n : 1, 1);
    if (!p || in.n_own == ALLOCATIONS) {
        free(p);
        return NULL;
    }
    return in.own[in.n_own++] = p;
}

/* n bytes of the input, then zeros. */
static void *bytes(size_t n)
{
    char *p = room(n);
    size_t have = n < in.n ? n : in.n;
    if (!p) return NULL;
    if (have) memcpy(p, in.p, have);
    in.p += have;
    in.n -= have;
    return p;
}

static void keep_schema(struct ArrowSchema *s)
{
    (void)s;
    abort(); /* what came in is the caller's */
}

static void keep_array(struct ArrowArray *a)
{
    (void)a;
    abort();
}

/* Ends that the bytes hold; most of the time in order and within the text. */
static void order(void *ends, unsigned width, size_t n, size_t most)
{
    int64_t last = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t v = 0;
        char *at = (char *)ends + i * width;
        memcpy(&v, at, 1);
        last = last + v % 9 > (int64_t)most ? (int64_t)most : last + v % 9;
        memcpy(at, &last, width);
    }
}

static void put_buffers(struct ArrowArray *a, const char *format, size_t n_cell)
{
    enum { TEXT = 64 };
    bool wide = format[0] == 'U' || format[0] == 'Z', view = format[0] == 'v';
    bool text = wide || format[0] == 'u' || format[0] == 'z';
    a->buffers = bytes(5 * sizeof *a->buffers);
    if (!a->buffers) return;
    memset(a->buffers, 0, 5 * sizeof *a->buffers);
    a->n_buffers = text ? 3 : view ? 4 : 2;
    if (take(4) == 0) a->n_buffers = take(6);
    a->buffers[0] = take(2) ? bytes((n_cell + 7) / 8) : NULL;
    a->null_count = a->buffers[0] ? -1 : 0;
    if (view) {
        int64_t *length = bytes(sizeof *length);
        a->buffers[1] = bytes(16 * n_cell);
        a->buffers[2] = bytes(TEXT);
        if (length) *length = TEXT;
        a->buffers[a->n_buffers == 4 ? 3 : 4] = length;
        a->n_buffers = 4;
    } else if (text) {
        void *ends = bytes((wide ? 8 : 4) * (n_cell + 1));
        if (ends) order(ends, wide ? 8 : 4, n_cell + 1, TEXT);
        if (ends && take(8) == 0) memset(ends, 0xFF, wide ? 8 : 4); /* the first end is below 0 */
        a->buffers[1] = ends;
        a->buffers[2] = bytes(TEXT);
    } else {
        a->buffers[1] = bytes(8 * n_cell);
    }
}

static void put_column(struct ArrowSchema *s, struct ArrowArray *a, size_t n_cell, int depth);

/* What mentions are: lists of numbers, structs of a text and numbers. */
static void put_nested(struct ArrowSchema *s, struct ArrowArray *a, size_t n_cell)
{
    static const char *const part[] = {"text", "start", "end"};
    bool list = s->format[1] != 's', fixed = s->format[1] == 'w';
    size_t n = list ? 1 : take(4), n_below = list ? 2 * n_cell : n_cell, width = s->format[1] == 'L' ? 8 : 4;
    struct ArrowSchema *type = room((n + 1) * sizeof *type), **types = room((n + 1) * sizeof *types);
    struct ArrowArray *below = room((n + 1) * sizeof *below), **belows = room((n + 1) * sizeof *belows);
    if (!type || !types || !below || !belows || !a->buffers) return;
    if (take(8)) a->n_buffers = list && !fixed ? 2 : 1;
    if (list && !fixed && take(8)) {
        void *ends = bytes(width * (n_cell + 1));
        if (ends) order(ends, (unsigned)width, n_cell + 1, n_below + take(2));
        a->buffers[1] = ends;
    }
    for (size_t i = 0; i < n; i++) {
        types[i] = &type[i];
        belows[i] = &below[i];
        put_column(&type[i], &below[i], n_below, list || i ? NUMBERS : WORDS);
        type[i].name = part[list ? 1 : i];
    }
    s->children = types;
    a->children = belows;
    s->n_children = a->n_children = (int64_t)n;
}

static void put_column(struct ArrowSchema *s, struct ArrowArray *a, size_t n_cell, int depth)
{
    int64_t offset = take(4), length = (int64_t)n_cell;
    *s = (struct ArrowSchema){.format = formats[take(sizeof formats / sizeof *formats)],
                              .name = names[take(sizeof names / sizeof *names)],
                              .release = take(32) == 31 ? NULL : keep_schema};
    if (depth >= NUMBERS && take(4)) s->format = depth == WORDS ? "u" : "l";
    *a = (struct ArrowArray){
        .length = length, .offset = take(16) == 15 ? -offset : offset, .release = take(32) == 31 ? NULL : keep_array};
    put_buffers(a, s->format, n_cell + (size_t)offset);
    if (*s->format == '+' && !depth) put_nested(s, a, n_cell + (size_t)offset);
    if (take(4) != 3 || depth) return;
    struct ArrowSchema *type = bytes(sizeof *type);
    struct ArrowArray *values = bytes(sizeof *values);
    if (!type || !values) return;
    put_column(type, values, take(5), VALUES);
    s->dictionary = type;
    if (take(8)) a->dictionary = values;
}

/* A row, as `masudi code` would see it, becomes a row of what comes out. */
static void put_row(const msdx_batch *batch, int64_t i, const msd_arrow_options *opt, msdx_json *j)
{
    msdx_arena arena = MSDX_ARENA_INIT;
    msd_error err = {0};
    msd_input doc_in;
    msd_pair pair;
    msd_doc *doc = NULL;
    msd_status st = msdx_batch_input(batch, i, &arena, &doc_in, &err);
    if (st == MSD_OK && opt->kind == MSD_ARROW_RELATE) st = msdx_batch_pair(batch, i, &arena, &pair, &err);
    if (st == MSD_OK) st = msdx_doc_make(&doc, &doc_in, MSDX_DOC_CODE | MSDX_DOC_BORROW, NULL, &err);
    must((doc != NULL) == (st == MSD_OK) && (st == MSD_OK || (st == err.code && *err.msg)));
    must(st != MSD_OK || doc_in.text);
    msdx_json_open(j, '{');
    if (take(4)) msdx_json_put_str(j, "id", doc ? doc->id : doc_in.id);
    msdx_json_put_str(j, "error", st == MSD_OK ? NULL : err.msg);
    msdx_json_key(j, "claims");
    msdx_json_open(j, '[');
    for (unsigned k = take(3); doc && k; k--) msdx_json_strn(j, (msdx_str){doc->body.text, doc->body.n_byte});
    msdx_json_close(j, ']');
    msdx_json_close(j, '}');
    msdx_doc_free(doc);
    msdx_arena_clear(&arena);
}

static void check_out(msdx_tree *tree, int64_t n_row)
{
    struct ArrowSchema type;
    struct ArrowArray out;
    must(msdx_tree_schema(tree, &type, NULL) == MSD_OK && msdx_tree_take(tree, &out, NULL) == MSD_OK);
    must(out.length == n_row && out.n_children == 3 && type.n_children == 3);
    const int32_t *end = out.children[2]->buffers[1];
    for (int64_t i = 0; i < 3; i++) must(out.children[i]->length == n_row);
    for (int64_t i = 0; i < n_row; i++) must(end[i] <= end[i + 1]);
    must(out.children[2]->children[0]->length == end[n_row]);
    type.release(&type);
    out.release(&out);
    must(!type.release && !out.release);
}

static void run(const struct ArrowSchema *schema, const struct ArrowArray *array)
{
    msd_arrow_options opt = {.kind = take(4) ? MSD_ARROW_CODE : MSD_ARROW_RELATE, .lines = true};
    msdx_batch batch;
    msdx_tree *tree;
    msd_error err = {0};
    if (take(4) == 3) opt.date = names[take(8)];
    msd_status st = msdx_batch_open(&batch, schema, array, &opt, &err);
    must(st == MSD_OK || st == MSD_EUSAGE || st == MSD_EFORMAT);
    must(st == MSD_OK || *err.msg);
    if (st == MSD_OK) {
        must(msdx_tree_new(&tree, msdx_coded_lines, NULL, NULL) == MSD_OK);
        msdx_json j = {.sink = msdx_tree_sink(tree)};
        for (int64_t i = 0; i < batch.n; i++) put_row(&batch, i, &opt, &j);
        check_out(tree, batch.n);
        msdx_tree_free(tree);
    }
    msdx_batch_clear(&batch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ArrowSchema type[COLUMNS], *types[COLUMNS];
    struct ArrowArray column[COLUMNS], *columns[COLUMNS];
    in = (struct input){.p = data, .n = n};
    unsigned n_column = take(COLUMNS + 1), n_row = take(ROWS + 1), offset = take(3);
    const void *none[] = {take(4) ? NULL : bytes((n_row + offset + 7) / 8)};
    struct ArrowSchema schema = {.format = "+s", .n_children = n_column, .children = types, .release = keep_schema};
    struct ArrowArray array = {.length = n_row,
                               .offset = offset,
                               .null_count = none[0] ? -1 : 0,
                               .n_buffers = 1,
                               .buffers = none,
                               .n_children = n_column,
                               .children = columns,
                               .release = keep_array};
    for (unsigned i = 0; i < n_column; i++) {
        put_column(&type[i], &column[i], take(8) ? n_row + offset : take(ROWS), 0);
        types[i] = &type[i];
        columns[i] = &column[i];
    }
    if (n_column && take(4) == 3)
        run(&type[0], &column[0]);
    else
        run(&schema, &array);
    for (size_t i = 0; i < in.n_own; i++) free(in.own[i]);
    return 0;
}
