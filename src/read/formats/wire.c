/* wire.c: the header of IPTC 7901, as agencies sent it over the wire.
 *
 *   SOH  service number priority category words [keyword] ...   CR LF
 *        slug lines                                              CR LF
 *   STX  headline lines, the last ends in " ="                   CR LF
 *        text, paragraphs parted by blank lines or indents       CR LF
 *   ETX  time and place of sending
 *
 * Several messages may follow one another. Charsets are what the agency had; the
 * bytes are read as UTF-8 or windows-1252. */
#include "read/formats/formats_impl.h"

enum { SOH = 1, STX = 2, ETX = 3, EOT = 4 };

struct wire {
    msdx_frame base;
    msdx_buf all;
    size_t at, line;
    size_t any; /* messages so far */
    msdx_made made;
};

/* Lines that agencies put after the story: from there on nothing is for publication. */
static bool is_note(msdx_str line)
{
    line = msdx_str_trim(line);
    return msdx_str_is(line, "* * * *") || msdx_startsi(line, "# dpa notebook") ||
           msdx_findi(line.p, line.n, "information is not for publication");
}

/* "Germany-politics/": a slug and no headline. */
static bool is_label(msdx_str line)
{
    static const char *const label[] = {"REFILE", "1ST LEAD", "2ND LEAD", "3RD LEAD", "4TH LEAD",  "LEAD",
                                        "UPDATE", "URGENT",   "FLASH",    "BULLETIN", "CORRECTION"};
    for (size_t i = 0; i < sizeof label / sizeof *label; i++)
        if (msdx_str_isi(line, label[i])) return true;
    return msdx_startsi(line, "By ") && line.n < 60;
}

/* Headline lines up to the blank one that ends them; the last may end in "=". */
static void take_headline(msdx_made *d, msdx_str *rest)
{
    msdx_buf title = MSDX_BUF_INIT(1 << 14);
    while (rest->p) {
        msdx_str line = msdx_str_trim(msdx_line(rest));
        if (!line.n && title.n) break;
        bool last = line.n && line.p[line.n - 1] == '=';
        if (last) line = msdx_str_trim((msdx_str){line.p, line.n - 1});
        if (line.n && !is_label(line)) {
            if (title.n) msdx_buf_addc(&title, ' ');
            msdx_buf_add(&title, line.p, line.n);
        }
        if (last) break;
    }
    msdx_made_set(d, MSDX_FIELD_TITLE, (msdx_str){title.p, title.n});
    msdx_buf_clear(&title);
}

static void take_body(msdx_made *d, msdx_str rest)
{
    while (rest.p) {
        msdx_str line = msdx_line(&rest);
        if (is_note(line)) break;
        bool indent = line.n > 2 && memcmp(line.p, "  ", 2) == 0;
        if (indent && d->text.n) msdx_buf_addc(&d->text, '\n');
        for (size_t i = 0; i < line.n; i++) msdx_buf_addc(&d->text, (unsigned char)line.p[i] < ' ' ? ' ' : line.p[i]);
        msdx_buf_addc(&d->text, '\n');
    }
}

/* The service and number of the first line name the message; its agency may stand in it. */
static void take_header(msdx_made *d, msdx_str head)
{
    msdx_str line = msdx_str_trim(msdx_line(&head));
    const char *space = line.n ? memchr(line.p, ' ', line.n) : NULL;
    size_t n = space ? (size_t)(space - line.p) : line.n;
    if (n >= 4 && n <= 12) msdx_made_set(d, MSDX_FIELD_ID, (msdx_str){line.p, n});
    static const char *const agency[] = {"dpa", "afp",    "apa", "ansa", "efe",     "belga",
                                         "anp", "ritzau", "ntb", "tt",   "keystone"};
    for (size_t i = 0; i < sizeof agency / sizeof *agency; i++) {
        const char *at = msdx_find(line.p, line.n, agency[i]);
        size_t m = strlen(agency[i]);
        if (at && at > line.p && at[-1] == ' ' && (at + m == line.p + line.n || at[m] == ' '))
            msdx_made_set(d, MSDX_FIELD_PUBLISHER, msdx_str_of(agency[i]));
    }
}

static msdx_str message(struct wire *w)
{
    const char *p = w->all.p + w->at, *end = w->all.p + w->all.n;
    const char *next = p < end ? memchr(p + 1, SOH, (size_t)(end - p - 1)) : NULL;
    return (msdx_str){p, next ? (size_t)(next - p) : (size_t)(end - p)};
}

static msd_status make(struct wire *w, msdx_str m, msdx_record *rec, msd_error *err)
{
    size_t line = w->line;
    const char *stx = memchr(m.p, STX, m.n), *etx = memchr(m.p, ETX, m.n);
    for (size_t i = 0; i < m.n; i++) w->line += m.p[i] == '\n';
    msdx_made_reset(&w->made);
    w->made.line = line;
    if (!stx) return msdx_err(err, MSD_EFORMAT, line, "broken off: a wire header without its text");
    if (etx && etx > stx) m.n = (size_t)(etx - m.p);
    size_t head = (size_t)(stx - m.p);
    msdx_str rest = {stx + 1, m.n - head - 1};
    take_header(&w->made, (msdx_str){m.p + 1, head ? head - 1 : 0});
    take_headline(&w->made, &rest);
    take_body(&w->made, rest);
    return msdx_made_give(&w->made, rec, w->base.o, err);
}

static msd_status next_wire(msdx_frame *base, msdx_record *rec, msdx_member *member, msd_error *err)
{
    struct wire *w = (struct wire *)base;
    (void)member;
    while (w->at < w->all.n && strchr(" \r\n\t\x16\x04\x03", w->all.p[w->at])) w->line += w->all.p[w->at++] == '\n';
    if (w->at >= w->all.n) return w->any++ ? MSD_OK : msdx_err(err, MSD_EFORMAT, 1, "nothing in it");
    w->any++;
    msdx_str m = message(w);
    w->at += m.n;
    return make(w, m, rec, err);
}

static void close_wire(msdx_frame *base)
{
    struct wire *w = (struct wire *)base;
    msdx_buf_clear(&w->all);
    msdx_made_clear(&w->made);
    msdx_free(w);
}

msd_status msdx_open_wire(msdx_frame **out, msdx_stream *in, const msdx_source_options *o, msd_error *err)
{
    struct wire *w = msdx_calloc(1, sizeof *w);
    msdx_buf raw = MSDX_BUF_INIT(SIZE_MAX / 2);
    *out = NULL;
    if (!w) {
        msdx_stream_close(in);
        return msdx_err_nomem(err);
    }
    w->base = (msdx_frame){next_wire, close_wire, o};
    w->line = 1;
    w->all = (msdx_buf)MSDX_BUF_INIT(SIZE_MAX / 2);
    msdx_made_init(&w->made, o->max_document);
    msd_status st = msdx_stream_all(in, o->max_document, &raw, err);
    msdx_stream_close(in);
    if (st == MSD_OK) msdx_decode(&w->all, raw.p, raw.n, NULL);
    if (st == MSD_OK && w->all.failed) st = msdx_err_nomem(err);
    msdx_buf_clear(&raw);
    if (st != MSD_OK) {
        close_wire(&w->base);
        return st;
    }
    *out = &w->base;
    return MSD_OK;
}
