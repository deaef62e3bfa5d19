/* source.c: one input, whatever it is: what is open inside what, and in which order it is read. */
#include "read/formats/formats_impl.h"
#include "read/formats/late_xml.h"

enum { DEPTH_MOST = 8, LAYERS_MOST = 4 }; /* archives in archives; gzip in gzip */

struct level {
    msdx_frame *frame;
    char *name; /* inside the file, or NULL */
};

struct msdx_source {
    msdx_source_options top, inner; /* inner: for what lies in archives */
    struct level level[DEPTH_MOST];
    int n;
};

static const char *const kind_name[MSDX_N_READ_KIND] = {
    [MSDX_READ_TEXT] = "text",       [MSDX_READ_JSONL] = "jsonl",
    [MSDX_READ_HTML] = "html",       [MSDX_READ_CSV] = "csv",
    [MSDX_READ_TSV] = "tsv",         [MSDX_READ_FEED] = "feed",
    [MSDX_READ_SITEMAP] = "sitemap", [MSDX_READ_NITF] = "nitf",
    [MSDX_READ_NEWSML] = "newsml",   [MSDX_READ_NINJS] = "ninjs",
    [MSDX_READ_WIRE] = "wire",       [MSDX_READ_WARC] = "warc",
    [MSDX_READ_ZIP] = "zip",         [MSDX_READ_LEXISNEXIS] = "lexisnexis",
    [MSDX_READ_FACTIVA] = "factiva", [MSDX_READ_TAR] = "tar"};

const char *msdx_read_kind_name(msdx_read_kind kind)
{
    return (size_t)kind < MSDX_N_READ_KIND ? kind_name[kind] : NULL;
}

msdx_read_kind msdx_read_kind_of(const char *name)
{
    for (int i = 0; i < MSDX_N_READ_KIND; i++)
        if (kind_name[i] && strcmp(name, kind_name[i]) == 0) return (msdx_read_kind)i;
    return MSDX_READ_ANY;
}

/* ---- what the core reads ---- */

struct lines {
    msdx_frame base;
    msdx_reader *reader;
};

static msd_status next_lines(msdx_frame *f, msdx_record *rec, msdx_member *member, msd_error *err)
{
    (void)member;
    return msdx_reader_next(((struct lines *)f)->reader, rec, err);
}

static void close_lines(msdx_frame *f)
{
    msdx_reader_close(((struct lines *)f)->reader);
    msdx_free(f);
}

msd_status msdx_open_lines(msdx_frame **out, msdx_stream *in, const msdx_source_options *o, msd_error *err)
{
    struct lines *f = msdx_calloc(1, sizeof *f);
    *out = NULL;
    if (!f) {
        msdx_stream_close(in);
        return msdx_err_nomem(err);
    }
    f->base = (msdx_frame){next_lines, close_lines, o};
    msd_status st = msdx_reader_over(&f->reader, in, o->kind, o->max_document, err);
    if (st != MSD_OK) {
        msdx_free(f);
        return st;
    }
    *out = &f->base;
    return MSD_OK;
}

/* ---- opening ---- */

/* May there be XML or HTML in it? What lies in a TAR is asked again. */
static bool is_marked_up(msdx_read_kind kind)
{
    switch (kind) {
    case MSDX_READ_ANY:
    case MSDX_READ_TEXT:
    case MSDX_READ_JSONL:
    case MSDX_READ_CSV:
    case MSDX_READ_TSV:
    case MSDX_READ_WIRE:
    case MSDX_READ_TAR: return false;
    default: return true;
    }
}

static msd_status open_kind(msdx_frame **out, msdx_stream *in, msdx_read_kind kind, const msdx_source_options *o,
                            const char *head, size_t n, msd_error *err)
{
    msdx_str begin = msdx_str_trim((msdx_str){head, n});
    if (msdx_starts(begin, "\xEF\xBB\xBF")) begin = msdx_str_trim((msdx_str){begin.p + 3, begin.n - 3});
    bool json = begin.n && (*begin.p == '{' || *begin.p == '[');
    switch (kind) {
    case MSDX_READ_HTML: return msdx_open_html(out, in, o, err);
    case MSDX_READ_CSV:
    case MSDX_READ_TSV: return msdx_open_table(out, in, o, err);
    case MSDX_READ_NINJS: return msdx_open_json(out, in, o, err);
    case MSDX_READ_FEED: return json ? msdx_open_json(out, in, o, err) : msdx_open_xml(out, in, o, err);
    case MSDX_READ_XML:
    case MSDX_READ_SITEMAP:
    case MSDX_READ_NITF:
    case MSDX_READ_NEWSML: return msdx_open_xml(out, in, o, err);
    case MSDX_READ_WIRE: return msdx_open_wire(out, in, o, err);
    case MSDX_READ_WARC: return msdx_open_warc(out, in, o, err);
    case MSDX_READ_LEXISNEXIS: return msdx_open_lexisnexis(out, in, o, err);
    case MSDX_READ_FACTIVA: return msdx_open_factiva(out, in, o, err);
    case MSDX_READ_ZIP: return msdx_open_zip(out, in, o, err);
    case MSDX_READ_TAR: return msdx_open_tar(out, in, o, err);
    default: return msdx_open_lines(out, in, o, err);
    }
}

static bool is_gzip(const char *p, size_t n)
{
    return n >= 3 && memcmp(p, "\x1F\x8B\x08", 3) == 0;
}

/* A frame, or a skippable frame. */
static bool is_zstd(const char *p, size_t n)
{
    return n >= 4 && (memcmp(p, "\x28\xB5\x2F\xFD", 4) == 0 ||
                      (((unsigned char)p[0] & 0xF0) == 0x50 && memcmp(p + 1, "\x2A\x4D\x18", 3) == 0));
}

/* Until what lies open is neither gzip nor zstd. */
static msd_status peel(msdx_stream **in, const char **head, size_t *n, const char **file, msd_error *err)
{
    for (int i = 0; i < LAYERS_MOST; i++) {
        MSD_TRY(msdx_stream_peek(in, *in, head, n, err));
        bool gzip = is_gzip(*head, *n);
        if (!gzip && !is_zstd(*head, *n)) return MSD_OK;
        *file = NULL;
        MSD_TRY(gzip ? msdx_stream_gunzip(in, *in, err) : msdx_stream_unzstd(in, *in, err));
    }
    msdx_stream_close(*in);
    return msdx_err(err, MSD_EFORMAT, 1, "packed more than %d times over", (int)LAYERS_MOST - 1);
}

static bool is_archive(const char *p, size_t n, msdx_read_kind *kind)
{
    bool zip = n >= 4 && (memcmp(p, "PK\3\4", 4) == 0 || memcmp(p, "PK\5\6", 4) == 0);
    bool tar = n >= 262 && memcmp(p + 257, "ustar", 5) == 0;
    if (zip) *kind = MSDX_READ_ZIP;
    if (tar) *kind = MSDX_READ_TAR;
    return zip || tar;
}

/* Make the stream a level of its own. Takes it; name too, when it succeeds. */
static msd_status push(msdx_source *s, msdx_stream *in, char *name, const char *called, const char *file,
                       msd_error *err)
{
    const char *head = "";
    size_t n = 0;
    struct level *level = &s->level[s->n];
    msdx_source_options *o = s->n ? &s->inner : &s->top;
    if (s->n == DEPTH_MOST) {
        msdx_stream_close(in);
        return msdx_err(err, MSD_EFORMAT, 1, "archives inside archives, more than %d", (int)DEPTH_MOST);
    }
    MSD_TRY(peel(&in, &head, &n, &file, err));
    msdx_read_kind kind = s->n == 0 ? s->top.kind : s->inner.kind;
    bool named = kind != MSDX_READ_ANY;
    if (!is_archive(head, n, &kind) && !named) kind = msdx_detect(head, n, called);
    /* frames keep the options: each level its own kind, all else the same */
    msdx_source_options *mine = msdx_malloc(sizeof *mine);
    if (!mine) {
        msdx_stream_close(in);
        return msdx_err_nomem(err);
    }
    *mine = *o;
    mine->kind = kind;
    mine->file = file;
    msd_status st = is_marked_up(kind) ? msdx_xml_library(err) : MSD_OK;
    if (st != MSD_OK)
        msdx_stream_close(in);
    else
        st = open_kind(&level->frame, in, kind, mine, head, n, err);
    if (st != MSD_OK) {
        msdx_free(mine);
        return st;
    }
    level->name = name;
    s->n++;
    return MSD_OK;
}

static void pop(msdx_source *s)
{
    struct level *level = &s->level[--s->n];
    const msdx_source_options *o = level->frame->o;
    level->frame->close(level->frame);
    msdx_free((void *)(uintptr_t)o);
    msdx_free(level->name);
}

static msd_status open_over(msdx_source **out, msdx_stream *stream, const char *name, const char *file,
                            const msdx_source_options *o, msd_error *err)
{
    *out = NULL;
    msdx_source *s = msdx_calloc(1, sizeof *s);
    if (!s) {
        msdx_stream_close(stream);
        return msdx_err_nomem(err);
    }
    s->top = s->inner = *o;
    if (o->kind == MSDX_READ_ZIP || o->kind == MSDX_READ_TAR) s->inner.kind = MSDX_READ_ANY;
    msd_status st = push(s, stream, NULL, name, file, err);
    if (st != MSD_OK) {
        msdx_free(s);
        return st;
    }
    *out = s;
    return MSD_OK;
}

msd_status msdx_source_open(msdx_source **out, const char *path, const msdx_source_options *o, msd_error *err)
{
    msdx_stream *stream;
    *out = NULL;
    MSD_TRY(msdx_stream_open_file(&stream, path, err));
    return open_over(out, stream, path, strcmp(path, "-") == 0 ? NULL : path, o, err);
}

msd_status msdx_source_over(msdx_source **out, msdx_stream *stream, const char *name, const msdx_source_options *o,
                            msd_error *err)
{
    return open_over(out, stream, name, NULL, o, err);
}

void msdx_source_close(msdx_source *source)
{
    while (source && source->n) pop(source);
    msdx_free(source);
}

/* ---- reading ---- */

/* "archive/member": where inside the file the top level is, and a part of that. */
static char *path_of(const msdx_source *s, const char *part)
{
    const char *top = s->n ? s->level[s->n - 1].name : NULL;
    if (!top && !part) return NULL;
    if (!top || !part) return msdx_strdup(top ? top : part);
    msdx_buf b = MSDX_BUF_INIT(1 << 16);
    msdx_buf_addf(&b, "%s/%s", top, part);
    char *path = msdx_strdup(msdx_buf_cstr(&b));
    msdx_buf_clear(&b);
    return path;
}

/* Opens what an archive gave. */
static msd_status enter(msdx_source *s, msdx_member *member, msdx_record *rec, msd_error *err)
{
    char *path = path_of(s, member->name);
    msd_status st = push(s, member->stream, path, member->name ? member->name : "", NULL, err);
    msdx_free(member->name);
    if (st != MSD_OK) rec->name = path;
    return st;
}

msd_status msdx_source_next(msdx_source *s, msdx_record *rec, msd_error *err)
{
    *rec = (msdx_record){0};
    while (s->n) {
        msdx_member member = {0};
        msdx_frame *f = s->level[s->n - 1].frame;
        msd_status st = f->next(f, rec, &member, err);
        if (st != MSD_OK || rec->bytes) {
            rec->name = path_of(s, member.name);
            msdx_free(member.name);
            return st;
        }
        if (!member.stream)
            pop(s);
        else
            MSD_TRY(enter(s, &member, rec, err));
    }
    return MSD_OK;
}
