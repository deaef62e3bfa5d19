/* reader.c: cuts files into records. A line of JSON is one record, and so is a
 * whole file of plain text. At most one record is held, never more than the limit. */
#include <string.h>

#include "read/read.h"

enum { CHUNK = 256 * 1024 };

struct msdx_reader {
    msdx_stream *from;
    msdx_read_kind kind;
    bool eof, done;
    size_t max, line;  /* line: the one that is read next, from 1 */
    uint64_t n_seen;   /* records and refusals so far */
    size_t start, end; /* what of chunk is not used yet */
    char chunk[CHUNK];
};

static msd_status fill(msdx_reader *r, msd_error *err)
{
    if (r->start < r->end || r->eof) return MSD_OK;
    size_t n;
    msd_status st = r->from->read(r->from, r->chunk, CHUNK, &n, err);
    if (st != MSD_OK) {
        if (err) err->pos = r->line;
        r->done = true; /* what stands before is broken off, too */
        return st;
    }
    r->start = 0;
    r->end = n;
    r->eof = n == 0;
    return MSD_OK;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* JSON Lines when the first thing is an object, or a line begins with one that has a key: a file of objects may
 * well begin with a broken line. */
static msdx_read_kind guess(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n && is_blank(s[i])) i++;
    if (i < n && s[i] == '{') return MSDX_READ_JSONL;
    for (; i + 1 < n; i++) {
        if (s[i] != '\n' || s[i + 1] != '{') continue;
        size_t k = i + 2;
        while (k < n && (s[k] == ' ' || s[k] == '\t')) k++;
        if (k < n && s[k] == '"') return MSDX_READ_JSONL;
    }
    return MSDX_READ_TEXT;
}

static bool named_jsonl(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && (strcmp(dot, ".jsonl") == 0 || strcmp(dot, ".ndjson") == 0);
}

msdx_read_kind msdx_reader_guess(const char *s, size_t n, const char *name)
{
    return name && named_jsonl(name) ? MSDX_READ_JSONL : guess(s, n);
}

static msd_status begin(msdx_reader *r, const char *path, msd_error *err)
{
    MSD_TRY(fill(r, err));
    if (r->end >= 3 && memcmp(r->chunk, "\xEF\xBB\xBF", 3) == 0) r->start = 3;
    if (r->kind == MSDX_READ_ANY) r->kind = msdx_reader_guess(r->chunk + r->start, r->end - r->start, path);
    return MSD_OK;
}

static msd_status open_over(msdx_reader **out, msdx_stream *stream, const char *path, msdx_read_kind kind, size_t max,
                            msd_error *err)
{
    *out = NULL;
    msdx_reader *r = msdx_malloc(sizeof *r);
    if (!r) {
        msdx_stream_close(stream);
        return msdx_err_nomem(err);
    }
    r->from = stream;
    r->kind = kind;
    r->eof = r->done = false;
    r->max = max;
    r->line = 1;
    r->n_seen = 0;
    r->start = r->end = 0;
    msd_status st = begin(r, path, err);
    if (st != MSD_OK) {
        msdx_reader_close(r);
        return st;
    }
    *out = r;
    return MSD_OK;
}

msd_status msdx_reader_over(msdx_reader **out, msdx_stream *stream, msdx_read_kind kind, size_t max_document,
                            msd_error *err)
{
    return open_over(out, stream, "", kind, max_document, err);
}

msd_status msdx_reader_open(msdx_reader **out, const char *path, msdx_read_kind kind, size_t max_document,
                            msd_error *err)
{
    msdx_stream *stream;
    *out = NULL;
    MSD_TRY(msdx_stream_open_file(&stream, path, err));
    return open_over(out, stream, path, kind, max_document, err);
}

void msdx_reader_close(msdx_reader *reader)
{
    if (!reader) return;
    msdx_stream_close(reader->from);
    msdx_free(reader);
}

/* Bytes up to `stop` (or the end of the file) into buf. Once over the limit, the rest is passed over unkept. */
static msd_status collect(msdx_reader *r, msdx_buf *buf, bool by_line, bool *over, msd_error *err)
{
    *over = false;
    for (;;) {
        MSD_TRY(fill(r, err));
        if (r->start == r->end) return MSD_OK;
        size_t n = r->end - r->start;
        const char *from = r->chunk + r->start, *newline = by_line ? memchr(from, '\n', n) : NULL;
        if (newline) n = (size_t)(newline - from);
        if (!*over && n > r->max - buf->n) {
            *over = true;
            msdx_buf_clear(buf);
        }
        if (!*over) {
            msdx_buf_add(buf, from, n);
            if (buf->failed) return msdx_err_nomem(err);
        }
        r->start += n + (newline != NULL);
        if (newline || (*over && !by_line)) return MSD_OK;
    }
}

static bool all_blank(const msdx_buf *buf)
{
    for (size_t i = 0; i < buf->n; i++)
        if (!is_blank(buf->p[i])) return false;
    return true;
}

static msd_status too_big(const msdx_reader *r, size_t line, msd_error *err)
{
    return msdx_err(err, MSD_ETOOBIG, line, "over %zu bytes, the most that --max-document allows", r->max);
}

static msd_status give(msdx_reader *r, msdx_buf *buf, size_t line, msdx_record *rec, msd_error *err)
{
    if (msdx_buf_cstr(buf), !buf->p) msdx_buf_adds(buf, "");
    if (!buf->p) return msdx_err_nomem(err);
    *rec = (msdx_record){.bytes = buf->p, .n_byte = buf->n, .kind = r->kind, .line = line};
    r->n_seen++;
    return MSD_OK;
}

static msd_status next_text(msdx_reader *r, msdx_record *rec, msd_error *err)
{
    msdx_buf buf = MSDX_BUF_INIT(r->max);
    bool over;
    r->done = true;
    msd_status st = collect(r, &buf, false, &over, err);
    if (st == MSD_OK && over) st = too_big(r, 1, err);
    if (st == MSD_OK && all_blank(&buf)) st = msdx_err(err, MSD_EFORMAT, 1, "nothing in it");
    if (st == MSD_OK) st = give(r, &buf, 1, rec, err);
    if (st != MSD_OK) msdx_buf_clear(&buf);
    return st;
}

static msd_status next_line(msdx_reader *r, msdx_record *rec, msd_error *err)
{
    msdx_buf buf = MSDX_BUF_INIT(r->max);
    msd_status st = MSD_OK;
    for (;;) {
        bool over;
        size_t line = r->line;
        st = collect(r, &buf, true, &over, err);
        if (st != MSD_OK) break;
        r->line++;
        if (over) {
            r->n_seen++;
            st = too_big(r, line, err);
            break;
        }
        if (!all_blank(&buf)) {
            st = give(r, &buf, line, rec, err);
            break;
        }
        msdx_buf_reset(&buf);
        if (r->start == r->end && r->eof) {
            r->done = true;
            if (r->n_seen == 0) st = msdx_err(err, MSD_EFORMAT, 1, "nothing in it");
            msdx_buf_clear(&buf);
            return st;
        }
    }
    if (st != MSD_OK) msdx_buf_clear(&buf);
    if (st == MSD_EIO || st == MSD_ENOMEM) r->done = true;
    return st;
}

msd_status msdx_reader_next(msdx_reader *reader, msdx_record *rec, msd_error *err)
{
    *rec = (msdx_record){0};
    if (reader->done) return MSD_OK;
    return reader->kind == MSDX_READ_TEXT ? next_text(reader, rec, err) : next_line(reader, rec, err);
}

void msdx_record_clear(msdx_record *rec)
{
    msdx_free(rec->bytes);
    msdx_free(rec->name);
    *rec = (msdx_record){0};
}
