/* html.c: a page as a record, and the record opened into a document. */
#include "read/formats/html_impl.h"

/* ---- records: url, charset and id, each with its NUL, then the page ---- */

static msd_status open_page(const msdx_record *rec, msdx_opened *out, msd_error *err);

msd_status msdx_html_record(msdx_record *rec, msdx_str page, const char *url, const char *charset, const char *id,
                            size_t line, msd_error *err)
{
    const char *given[3] = {url, charset, id};
    msdx_buf b = MSDX_BUF_INIT(SIZE_MAX / 2);
    for (int i = 0; i < 3; i++) msdx_buf_add(&b, given[i] ? given[i] : "", (given[i] ? strlen(given[i]) : 0) + 1);
    msdx_buf_add(&b, page.p, page.n);
    msdx_buf_addc(&b, 0);
    if (b.failed) {
        msdx_buf_clear(&b);
        return msdx_err_nomem(err);
    }
    *rec = (msdx_record){.bytes = b.p, .n_byte = b.n - 1, .kind = MSDX_READ_HTML, .line = line, .open = open_page};
    return MSD_OK;
}

/* ---- opening ---- */

/* Invisible hyphens and joiners, and controls, that no reader sees. */
static void drop_invisible(msdx_buf *b)
{
    size_t to = 0;
    for (size_t i = 0; i < b->n; i++) {
        const unsigned char *p = (const unsigned char *)b->p + i;
        size_t left = b->n - i;
        bool shy = left >= 2 && p[0] == 0xC2 && p[1] == 0xAD;
        bool joiner = left >= 3 && ((p[0] == 0xE2 && p[1] == 0x80 && (p[2] == 0x8B || p[2] == 0x8C || p[2] == 0x8D)) ||
                                    (p[0] == 0xE2 && p[1] == 0x81 && p[2] == 0xA0) ||
                                    (p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF));
        if (shy || joiner)
            i += shy ? 1 : 2;
        else
            b->p[to++] = b->p[i] || !b->n ? b->p[i] : ' ';
    }
    b->n = to;
}

/* Is one word in thirty "the"? In English it is one in twenty, in other languages none. */
static bool is_english(msdx_str s)
{
    size_t n_word = 0, n_the = 0;
    for (size_t i = 0; i + 4 < s.n; i++) {
        n_word += s.p[i] == ' ';
        n_the += s.p[i] == ' ' && (s.p[i + 1] | 0x20) == 't' && memcmp(s.p + i + 2, "he ", 3) == 0;
    }
    return n_word > 0 && n_the * 30 >= n_word;
}

/* Many a page has the language of its template: where the words of the text say otherwise, English or not, they are
 * believed. */
static void check_language(msdx_made *d)
{
    enum { TEXT_LEAST = 200 };
    msdx_buf *said = &d->field[MSDX_FIELD_LANGUAGE];
    if (!said->n || d->text.n < TEXT_LEAST) return;
    const char *found = msdx_language_guess((msdx_str){d->text.p, d->text.n});
    if (strcmp(found, "und") == 0) return;
    bool english = msdx_language_is_english(found);
    if (msdx_language_is_english(msdx_buf_cstr(said)) == english) return;
    if (english && !is_english((msdx_str){d->text.p, d->text.n})) return; /* the guess falls back on English */
    msdx_buf_reset(said);
    msdx_buf_adds(said, found);
}

static void read_page(const xmlNode *root, msdx_made *d)
{
    msdx_buf ld = MSDX_BUF_INIT(d->text.ceiling);
    msdx_html_meta(root, d, &ld);
    msdx_html_main(root, &d->field[MSDX_FIELD_TITLE], &ld, &d->text);
    drop_invisible(&d->text);
    msdx_buf_clear(&ld);
    check_language(d);
}

static msd_status make_page(const msdx_record *rec, msdx_made *d, msdx_record *made, msd_error *err)
{
    const char *url = rec->bytes, *charset = url + strlen(url) + 1, *id = charset + strlen(charset) + 1;
    const char *page = id + strlen(id) + 1;
    msdx_source_options o = {.max_document = rec->n_byte * 4 + 4096};
    msdx_buf utf8 = MSDX_BUF_INIT(SIZE_MAX / 2);
    msdx_decode(&utf8, page, rec->n_byte - (size_t)(page - rec->bytes), *charset ? charset : NULL);
    for (size_t i = 0; i < utf8.n; i++)
        if (!utf8.p[i]) utf8.p[i] = ' ';
    xmlDoc *doc = utf8.failed ? NULL : msdx_html_tree(utf8.p, utf8.n);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    msdx_made_set(d, MSDX_FIELD_URL, msdx_str_of(url));
    msdx_made_set(d, MSDX_FIELD_ID, msdx_str_of(id));
    d->line = rec->line;
    if (root) read_page(root, d);
    xmlFreeDoc(doc);
    msdx_buf_clear(&utf8);
    if (!root) return msdx_err(err, MSD_EFORMAT, 0, "no HTML in it");
    return msdx_made_give(d, made, &o, err);
}

static msd_status open_page(const msdx_record *rec, msdx_opened *out, msd_error *err)
{
    msdx_made d;
    msdx_record made = {0};
    msdx_made_init(&d, rec->n_byte * 4 + 4096);
    msd_status st = make_page(rec, &d, &made, err);
    msdx_made_clear(&d);
    if (st == MSD_OK) st = msdx_record_open(&made, out, err);
    if (st != MSD_OK) {
        msdx_record_clear(&made);
        return st;
    }
    out->hold = (msdx_buf){made.bytes, made.n_byte, made.n_byte, made.n_byte, false};
    return MSD_OK;
}

/* ---- a file that is one page ---- */

struct page_frame {
    msdx_frame base;
    msdx_stream *in;
    bool given;
};

static msd_status next_page(msdx_frame *base, msdx_record *rec, msdx_member *member, msd_error *err)
{
    struct page_frame *f = (struct page_frame *)base;
    msdx_buf page = MSDX_BUF_INIT(SIZE_MAX / 2);
    (void)member;
    if (f->given) return MSD_OK;
    f->given = true;
    msd_status st = msdx_stream_all(f->in, base->o->max_document, &page, err);
    if (st == MSD_OK && !msdx_str_trim((msdx_str){page.p, page.n}).n)
        st = msdx_err(err, MSD_EFORMAT, 1, "nothing in it");
    if (st == MSD_OK) st = msdx_html_record(rec, (msdx_str){page.p, page.n}, NULL, NULL, NULL, 1, err);
    msdx_buf_clear(&page);
    return st;
}

static void close_page(msdx_frame *base)
{
    msdx_stream_close(((struct page_frame *)base)->in);
    msdx_free(base);
}

msd_status msdx_open_html(msdx_frame **out, msdx_stream *in, const msdx_source_options *o, msd_error *err)
{
    struct page_frame *f = msdx_calloc(1, sizeof *f);
    *out = NULL;
    if (!f) {
        msdx_stream_close(in);
        return msdx_err_nomem(err);
    }
    f->base = (msdx_frame){next_page, close_page, o};
    f->in = in;
    *out = &f->base;
    return MSD_OK;
}
