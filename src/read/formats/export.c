/* export.c: what the exports of LexisNexis and Factiva share. */
#include "read/formats/export_impl.h"

void msdx_set_language(msdx_made *d, msdx_str name)
{
    static const struct {
        const char *name, *code;
    } known[] = {{"english", "en"},   {"anglais", "en"},    {"englisch", "en"},   {"inglés", "en"},  {"inglese", "en"},
                 {"french", "fr"},    {"français", "fr"},   {"francais", "fr"},   {"german", "de"},  {"deutsch", "de"},
                 {"allemand", "de"},  {"spanish", "es"},    {"español", "es"},    {"italian", "it"}, {"italiano", "it"},
                 {"dutch", "nl"},     {"portuguese", "pt"}, {"russian", "ru"},    {"arabic", "ar"},  {"chinese", "zh"},
                 {"japanese", "ja"},  {"turkish", "tr"},    {"polish", "pl"},     {"swedish", "sv"}, {"danish", "da"},
                 {"norwegian", "no"}, {"finnish", "fi"},    {"indonesian", "id"}, {"korean", "ko"},  {"czech", "cs"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (msdx_startsi(name, known[i].name)) {
            msdx_made_set(d, MSDX_FIELD_LANGUAGE, msdx_str_of(known[i].code));
            return;
        }
    msdx_made_set(d, MSDX_FIELD_LANGUAGE, name);
}

/* The line that `at` stands in; counted on from the last, so that many documents cost no more than few. */
static size_t line_at(msdx_export *e, const char *at)
{
    if (!e->counted || at < e->counted) {
        e->counted = e->all.p;
        e->n_line = 0;
    }
    for (; e->counted < at; e->counted++) e->n_line += *e->counted == '\n';
    return e->n_line + 1;
}

static msd_status next_export(msdx_frame *base, msdx_record *rec, msdx_member *member, msd_error *err)
{
    msdx_export *e = (msdx_export *)base;
    size_t line = 0;
    (void)member;
    msdx_str piece = e->rest.p ? e->kind->next(e, &e->rest, &line) : (msdx_str){NULL, 0};
    if (!piece.p) {
        e->rest.p = NULL;
        return e->n_piece++ ? MSD_OK : msdx_err(err, MSD_EFORMAT, 1, "%s", e->kind->none);
    }
    e->n_piece++;
    msdx_made_reset(&e->made);
    e->made.line = line_at(e, piece.p);
    MSD_TRY(e->kind->make(e, piece, &e->made, err));
    return msdx_made_give(&e->made, rec, base->o, err);
}

static void close_export(msdx_frame *base)
{
    msdx_export *e = (msdx_export *)base;
    msdx_buf_clear(&e->all);
    msdx_made_clear(&e->made);
    msdx_free(e);
}

/* HTML as text; NULs, and the form feeds that part pages, are spaces. */
static void flatten(msdx_export *e, const msdx_buf *raw)
{
    msdx_buf utf8 = MSDX_BUF_INIT(SIZE_MAX / 2);
    msdx_decode(&utf8, raw->p, raw->n, NULL);
    msdx_str s = msdx_str_trim((msdx_str){utf8.p, utf8.n});
    for (size_t i = 0; i < utf8.n; i++) {
        bool nbsp = i + 1 < utf8.n && (unsigned char)utf8.p[i] == 0xC2 && (unsigned char)utf8.p[i + 1] == 0xA0;
        if (nbsp) utf8.p[i + 1] = ' ';
        if (nbsp || !utf8.p[i] || utf8.p[i] == '\f') utf8.p[i] = ' ';
    }
    if (!msdx_starts(s, "<")) {
        e->all = utf8;
        return;
    }
    xmlDoc *doc = msdx_html_tree(utf8.p, utf8.n);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (root && e->kind->flatten) {
        e->kind->flatten(&e->all, root);
    } else if (root) {
        msdx_blocks b = {.out = &e->all};
        msdx_put_blocks(&b, root);
    }
    xmlFreeDoc(doc);
    msdx_buf_clear(&utf8);
}

msd_status msdx_export_open(msdx_frame **out, msdx_stream *in, const msdx_source_options *o,
                            const msdx_export_kind *kind, msd_error *err)
{
    enum { MANY = 16 }; /* an export holds up to 500 documents: the limit is on each */
    msdx_export *e = msdx_calloc(1, sizeof *e);
    msdx_buf raw = MSDX_BUF_INIT(SIZE_MAX / 2);
    *out = NULL;
    if (!e) {
        msdx_stream_close(in);
        return msdx_err_nomem(err);
    }
    e->base = (msdx_frame){next_export, close_export, o};
    e->kind = kind;
    e->all = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    msdx_made_init(&e->made, o->max_document);
    msd_status st = msdx_stream_all(in, o->max_document * MANY, &raw, err);
    msdx_stream_close(in);
    if (st == MSD_OK) flatten(e, &raw);
    if (st == MSD_OK && e->all.failed) st = msdx_err_nomem(err);
    msdx_buf_clear(&raw);
    if (st != MSD_OK) {
        close_export(&e->base);
        return st;
    }
    e->rest = (msdx_str){e->all.p ? e->all.p : "", e->all.n};
    if (kind->flavour) e->flavour = kind->flavour(e->rest);
    *out = &e->base;
    return MSD_OK;
}
