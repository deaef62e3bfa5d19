/* zip.c: ZIP member by member, and DOCX, of which the paragraphs are read.
 *
 * ZIP keeps its table of contents at the end, so a file is opened in place; what comes
 * through a pipe or lies in another archive is put into a temporary file first. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "read/formats/late_zip.h"
#include "read/formats/xml_impl.h"

#define SPOOL_MOST ((uint64_t)2 << 30)

struct zip_frame {
    msdx_frame base;
    zip_t *zip;
    zip_int64_t at, n;
    size_t n_member;
    bool ended;
};

struct zip_stream {
    msdx_stream base;
    zip_file_t *file;
    uint64_t n_in, n_out, size;
};

static msd_status read_entry(msdx_stream *base, char *to, size_t room, size_t *n, msd_error *err)
{
    struct zip_stream *s = (struct zip_stream *)base;
    zip_int64_t got = zip_fread(s->file, to, room);
    *n = got > 0 ? (size_t)got : 0;
    if (got < 0) return msdx_err(err, MSD_EFORMAT, 1, "broken: %.150s", zip_file_strerror(s->file));
    s->n_out += *n;
    if (*n == 0 && s->n_out < s->size) return msdx_err(err, MSD_EFORMAT, 1, "broken off in the ZIP file");
    if (msdx_is_bomb(s->n_in, s->n_out))
        return msdx_err(err, MSD_EFORMAT, 1, "an archive bomb: %llu bytes expand to over %llu",
                        (unsigned long long)s->n_in, (unsigned long long)s->n_out);
    return MSD_OK;
}

static void close_entry(msdx_stream *base)
{
    struct zip_stream *s = (struct zip_stream *)base;
    zip_fclose(s->file);
    msdx_free(s);
}

static msd_status open_entry(struct zip_frame *z, zip_uint64_t i, msdx_stream **out, msd_error *err)
{
    zip_stat_t st;
    struct zip_stream *s = msdx_calloc(1, sizeof *s);
    *out = NULL;
    if (!s) return msdx_err_nomem(err);
    zip_stat_init(&st);
    s->file = zip_stat_index(z->zip, i, 0, &st) == 0 ? zip_fopen_index(z->zip, i, 0) : NULL;
    if (!s->file) {
        msdx_free(s);
        if (st.valid & ZIP_STAT_ENCRYPTION_METHOD && st.encryption_method != ZIP_EM_NONE)
            return msdx_err(err, MSD_EUNSUPPORTED, 1, "locked with a password");
        return msdx_err(err, MSD_EFORMAT, 1, "broken: %.150s", zip_strerror(z->zip));
    }
    s->base = (msdx_stream){read_entry, close_entry};
    s->n_in = st.comp_size;
    s->size = st.size;
    *out = &s->base;
    return MSD_OK;
}

/* ---- DOCX (ECMA-376): word/document.xml, <w:p> by <w:p> ---- */

/* One paragraph: runs of <w:t>, <w:br> and <w:tab>; what stands in text boxes and the like is left out. */
static void put_paragraph(msdx_buf *out, const xmlNode *p)
{
    for (xmlNode *c = p->children; c;) {
        bool pass = msdx_is(c, "pict") || msdx_is(c, "drawing") || msdx_is(c, "instrText") || msdx_is(c, "pPr");
        if (msdx_is(c, "t")) msdx_put_text(out, c);
        if (msdx_is(c, "br") || msdx_is(c, "cr")) msdx_buf_addc(out, '\n');
        if (msdx_is(c, "tab")) msdx_buf_addc(out, '\t');
        c = pass ? msdx_after_in(p, c) : msdx_next_in(p, c);
    }
    msdx_buf_adds(out, "\n\n");
}

/* A paragraph that is in no other: text boxes hold their own. */
static bool is_paragraph(const xmlNode *n, void *ctx)
{
    (void)ctx;
    for (const xmlNode *up = n->parent; msdx_is(n, "p") && up; up = up->parent)
        if (msdx_is(up, "p")) return false;
    return msdx_is(n, "p");
}

static msd_status docx_text(struct zip_frame *z, zip_uint64_t i, msdx_buf *out, msd_error *err)
{
    msdx_stream *in;
    msdx_xml x;
    MSD_TRY(open_entry(z, i, &in, err));
    MSD_TRY(msdx_xml_open(&x, in, out->ceiling, is_paragraph, NULL, err));
    for (const xmlNode *p = msdx_xml_next(&x); p; p = msdx_xml_next(&x)) put_paragraph(out, p);
    msd_status st = x.broken.code;
    if (st != MSD_OK && err) *err = x.broken;
    msdx_xml_close(&x);
    if (st == MSD_OK && out->failed)
        st = msdx_err(err, MSD_ETOOBIG, 1, "over %zu bytes, the most that --max-document allows", out->ceiling);
    return st;
}

static msd_status give_docx(struct zip_frame *z, zip_int64_t i, msdx_member *member, msd_error *err)
{
    msdx_buf text = MSDX_BUF_INIT(z->base.o->max_document);
    z->ended = true;
    msd_status st = docx_text(z, (zip_uint64_t)i, &text, err);
    if (st == MSD_OK) msdx_tidy(&text);
    if (st == MSD_OK) return msdx_stream_open_buf(&member->stream, &text, err);
    msdx_buf_clear(&text);
    return st;
}

/* ---- members ---- */

static bool is_litter(const char *name)
{
    const char *slash = strrchr(name, '/'), *last = slash ? slash + 1 : name;
    return strncmp(name, "__MACOSX/", 9) == 0 || strncmp(last, "._", 2) == 0 || strcmp(last, ".DS_Store") == 0 ||
           !*last;
}

static msd_status next_zip(msdx_frame *base, msdx_record *rec, msdx_member *member, msd_error *err)
{
    struct zip_frame *z = (struct zip_frame *)base;
    (void)rec;
    while (!z->ended && z->at < z->n) {
        zip_uint64_t i = (zip_uint64_t)z->at++;
        const char *name = zip_get_name(z->zip, i, 0);
        if (!name || is_litter(name)) continue;
        z->n_member++;
        member->name = msdx_strdup(name);
        if (!member->name) return msdx_err_nomem(err);
        return open_entry(z, i, &member->stream, err);
    }
    if (z->ended || z->n_member) return MSD_OK;
    z->ended = true;
    return msdx_err(err, MSD_EFORMAT, 1, "no file in it");
}

static msd_status next_docx(msdx_frame *base, msdx_record *rec, msdx_member *member, msd_error *err)
{
    struct zip_frame *z = (struct zip_frame *)base;
    (void)rec;
    return z->ended ? MSD_OK : give_docx(z, z->at, member, err);
}

static void close_zip(msdx_frame *base)
{
    struct zip_frame *z = (struct zip_frame *)base;
    zip_discard(z->zip);
    msdx_free(z);
}

/* A file of its own for what cannot be sought in. */
static msd_status spool(msdx_stream *in, int *fd, msd_error *err)
{
    char chunk[32 * 1024];
    uint64_t total = 0;
    FILE *f = tmpfile();
    *fd = f ? dup(fileno(f)) : -1;
    if (f) fclose(f);
    if (*fd < 0) return msdx_err(err, MSD_EIO, 1, "no temporary file: %s", strerror(errno));
    for (;;) {
        size_t n, done = 0;
        MSD_TRY(in->read(in, chunk, sizeof chunk, &n, err));
        if (n == 0) break;
        if ((total += n) > SPOOL_MOST) return msdx_err(err, MSD_ETOOBIG, 1, "a ZIP file of over 2 GiB inside another");
        while (done < n) {
            ssize_t w = write(*fd, chunk + done, n - done);
            if (w < 0 && errno != EINTR) return msdx_err(err, MSD_EIO, 1, "temporary file: %s", strerror(errno));
            if (w > 0) done += (size_t)w;
        }
    }
    return lseek(*fd, 0, SEEK_SET) == 0 ? MSD_OK : msdx_err(err, MSD_EIO, 1, "%s", strerror(errno));
}

static msd_status open_zip_fd(struct zip_frame *z, int fd, msd_error *err)
{
    int code = 0;
    zip_error_t e;
    z->zip = zip_fdopen(fd, 0, &code);
    if (z->zip) {
        z->n = zip_get_num_entries(z->zip, 0);
        return MSD_OK;
    }
    zip_error_init_with_code(&e, code);
    msd_status st = msdx_err(err, MSD_EFORMAT, 1, "no good ZIP file: %.150s", zip_error_strerror(&e));
    zip_error_fini(&e);
    close(fd);
    return st;
}

/* Office files are ZIP files, too. */
static msd_status look_inside(struct zip_frame *z, msd_error *err)
{
    zip_int64_t word = zip_name_locate(z->zip, "word/document.xml", 0);
    if (word >= 0) {
        z->at = word;
        z->base.next = next_docx;
        return MSD_OK;
    }
    if (zip_name_locate(z->zip, "xl/workbook.xml", 0) >= 0)
        return msdx_err(err, MSD_EUNSUPPORTED, 1, "an Excel workbook: save it as CSV");
    return MSD_OK;
}

msd_status msdx_open_zip(msdx_frame **out, msdx_stream *in, const msdx_source_options *o, msd_error *err)
{
    struct zip_frame *z = msdx_calloc(1, sizeof *z);
    int fd = -1;
    *out = NULL;
    msd_status st = z ? msdx_zip_library(err) : msdx_err_nomem(err);
    if (st == MSD_OK) z->base = (msdx_frame){next_zip, close_zip, o};
    if (st == MSD_OK && o->file) fd = open(o->file, O_RDONLY | O_CLOEXEC);
    if (st == MSD_OK && fd < 0) st = spool(in, &fd, err);
    msdx_stream_close(in);
    if (st != MSD_OK && fd >= 0) close(fd);
    if (st == MSD_OK) st = open_zip_fd(z, fd, err);
    if (st == MSD_OK) st = look_inside(z, err);
    if (st != MSD_OK) {
        if (z && z->zip) zip_discard(z->zip);
        msdx_free(z);
        return st;
    }
    *out = &z->base;
    return MSD_OK;
}
