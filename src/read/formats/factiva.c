/* factiva.c: what Factiva exports as HTML or text (its XML is newsml.c's).
 *
 * The indexed layout has a code of two or three letters before each field: HD the
 * headline, PD the date, ET the time, SN the source, LP the lead, TD the rest, AN
 * the number. HTML is first brought into the text layout, a code alone on its line
 * with MARK before it, so that no text can be taken for one. */
#include "read/formats/export_impl.h"

#define MARK '\x1E'
#define END '\x1F' /* ends an article */

static const char *const code[] = {"SE",  "HD", "BY",  "CR", "WC",  "PD",  "ET",  "SN", "SC",  "ED", "PG",
                                   "LA",  "CY", "LP",  "TD", "CO",  "IN",  "NS",  "RE", "PUB", "AN", "VOL",
                                   "CLM", "RF", "ART", "CT", "IPC", "IPD", "NGC", "GC", "HLP", "RST"};

static bool is_code(msdx_str s)
{
    for (size_t i = 0; i < sizeof code / sizeof *code; i++)
        if (msdx_str_is(s, code[i])) return true;
    return false;
}

/* ---- HTML into the text layout ---- */

static bool has_class(const xmlNode *n, const char *part)
{
    const char *class = n->type == XML_ELEMENT_NODE ? msdx_attr(n, "class") : NULL;
    return class && strstr(class, part);
}

/* <td class="index"><b>HD</b></td><td>...</td> */
static bool put_row(msdx_buf *out, const xmlNode *row)
{
    const xmlNode *key = msdx_el(row, "td"), *value = key ? key->next : NULL;
    msdx_buf raw = MSDX_BUF_INIT(1 << 12), name = MSDX_BUF_INIT(1 << 12);
    while (value && !msdx_is(value, "td")) value = value->next;
    msdx_put_text(&raw, key);
    msdx_put_folded(&name, (msdx_str){raw.p, raw.n});
    bool good = value && is_code((msdx_str){name.p, name.n});
    if (good) {
        msdx_buf_addf(out, "\n%c%s\n", MARK, msdx_buf_cstr(&name));
        msdx_buf text = MSDX_BUF_INIT(SIZE_MAX / 2);
        msdx_blocks b = {.out = &text};
        msdx_put_blocks(&b, value);
        msdx_buf_add(out, text.p, text.n);
        msdx_buf_clear(&text);
    }
    msdx_buf_clear(&raw);
    msdx_buf_clear(&name);
    return good;
}

/* The layout without codes: <div> by <div>: headline, date, source, paragraphs. */
static void put_plain_article(msdx_buf *out, const xmlNode *article)
{
    char iso[MSDX_DATE_ROOM];
    bool dated = false, sourced = false;
    msdx_blocks body = {.out = out};
    for (xmlNode *c = article->children; c; c = c->next) {
        msdx_buf raw = MSDX_BUF_INIT(1 << 20), text = MSDX_BUF_INIT(1 << 20);
        if (c->type == XML_ELEMENT_NODE) msdx_put_text(&raw, c);
        msdx_put_folded(&text, (msdx_str){raw.p, raw.n});
        msdx_str s = {text.p, text.n};
        const char *key = NULL;
        if (!s.n || has_class(c, "articleParagraph"))
            key = NULL;
        else if (has_class(c, "eadline") || msdx_el_below(c, "h4") || msdx_el_below(c, "b"))
            key = "HD";
        else if (!dated && s.n < 40 && msdx_date_read(s, iso))
            key = "PD", dated = true;
        else if (dated && !sourced && s.n <= 5 && memchr(s.p, ':', s.n))
            key = "ET";
        else if (dated && !sourced && s.n < 100)
            key = "SN", sourced = true;
        else if (msdx_starts(s, "Document "))
            key = "AN";
        if (key) msdx_buf_addf(out, "\n%c%s\n%s", MARK, key, msdx_buf_cstr(&text));
        msdx_buf_clear(&raw);
        msdx_buf_clear(&text);
    }
    msdx_buf_addf(out, "\n%cTD\n", MARK);
    for (xmlNode *c = article->children; c; c = msdx_next_in(article, c)) {
        if (!has_class(c, "articleParagraph")) continue;
        msdx_put_blocks(&body, c);
        msdx_buf_adds(out, "\n\n");
        body.gap = 0;
    }
}

static void flatten(msdx_buf *out, const xmlNode *root)
{
    for (xmlNode *n = root->children; n;) {
        bool article = n->type == XML_ELEMENT_NODE && has_class(n, "Article") && has_class(n, "article ");
        if (article) {
            bool indexed = false;
            for (xmlNode *c = n->children; c; c = msdx_next_in(n, c))
                if (msdx_is(c, "tr")) indexed |= put_row(out, c);
            if (!indexed) put_plain_article(out, n);
            msdx_buf_addf(out, "\n%c\n", END);
        }
        n = article ? msdx_after_in(root, n) : msdx_next_in(root, n);
    }
}

/* ---- the text layout ---- */

/* Does a field begin here? Its code, and what stands behind it. In running text only what cannot be text. */
static bool field_at(msdx_str line, bool marked, bool in_text, msdx_str *key, msdx_str *rest)
{
    if (marked && (!line.n || line.p[0] != MARK)) return false;
    if (marked) line = (msdx_str){line.p + 1, line.n - 1};
    size_t n = 0;
    while (n < line.n && line.p[n] >= 'A' && line.p[n] <= 'Z' && n < 4) n++;
    *key = (msdx_str){line.p, n};
    *rest = msdx_str_trim((msdx_str){line.p + n, line.n - n});
    if (n < 2 || n > 3 || !is_code(*key)) return false;
    if (n == line.n || !rest->n) return true;
    bool wide = line.p[n] == '\t' || (n + 1 < line.n && line.p[n] == ' ' && line.p[n + 1] == ' ');
    bool sure = msdx_str_is(*key, "AN") ? msdx_starts(*rest, "Document ") : msdx_find(rest->p, rest->n, " : ") != NULL;
    return wide || (line.p[n] == ' ' && (!in_text || sure || msdx_str_is(*key, "TD") || msdx_str_is(*key, "PUB")));
}

static bool is_marked(msdx_str all)
{
    return all.n && memchr(all.p, MARK, all.n) != NULL;
}

static int flavour_of(msdx_str all)
{
    return is_marked(all);
}

/* One article: up to its number, or to the END that HTML gave. */
static msdx_str next_piece(const msdx_export *e, msdx_str *rest, size_t *line)
{
    msdx_str piece = {NULL, 0};
    (void)line;
    bool any = false;
    piece.p = rest->p;
    while (rest->p) {
        msdx_str key, value, at = msdx_line(rest);
        if (at.n && at.p[0] == END) break;
        piece.n = (size_t)(at.p + at.n - piece.p);
        any |= msdx_str_trim(at).n > 0;
        if (!e->flavour && field_at(at, false, true, &key, &value) && msdx_str_is(key, "AN")) {
            if (!value.n && rest->p) {
                at = msdx_line(rest);
                piece.n = (size_t)(at.p + at.n - piece.p);
            }
            break;
        }
        if (!e->flavour && msdx_starts(at, "Document ") && at.n < 60 && !memchr(at.p + 9, ' ', at.n - 9)) break;
    }
    return any ? piece : (msdx_str){NULL, 0};
}

static void set_field(msdx_made *d, msdx_str key, msdx_str value, msdx_buf *time)
{
    if (msdx_str_is(key, "HD")) msdx_made_set(d, MSDX_FIELD_TITLE, value);
    if (msdx_str_is(key, "SN")) msdx_made_set(d, MSDX_FIELD_PUBLISHER, value);
    if (msdx_str_is(key, "PD") && !time->n) msdx_buf_add(time, value.p, value.n);
    if (msdx_str_is(key, "ET")) msdx_buf_addc(time, ' '), msdx_buf_add(time, value.p, value.n);
    if (msdx_str_is(key, "LA")) msdx_set_language(d, value);
    if (msdx_str_is(key, "AN"))
        msdx_made_set(d, MSDX_FIELD_ID, msdx_starts(value, "Document ") ? (msdx_str){value.p + 9, value.n - 9} : value);
    if (msdx_str_is(key, "LP") || msdx_str_is(key, "TD")) {
        if (d->text.n) msdx_buf_adds(&d->text, "\n\n");
        msdx_buf_add(&d->text, value.p, value.n);
    }
}

static msd_status make(const msdx_export *e, msdx_str piece, msdx_made *d, msd_error *err)
{
    msdx_buf value = MSDX_BUF_INIT(SIZE_MAX / 2), date = MSDX_BUF_INIT(256);
    msdx_str key = {NULL, 0};
    bool any = false;
    while (piece.p) {
        msdx_str next, rest, line = msdx_line(&piece);
        bool in_text = key.p && (msdx_str_is(key, "LP") || msdx_str_is(key, "TD"));
        if (field_at(line, e->flavour, in_text, &next, &rest)) {
            if (key.p) set_field(d, key, msdx_str_trim((msdx_str){value.p, value.n}), &date);
            msdx_buf_reset(&value);
            msdx_buf_add(&value, rest.p, rest.n);
            key = next;
            any = true;
        } else if (msdx_starts(line, "Document ") && !e->flavour && line.n < 60 && !in_text) {
            msdx_made_set(d, MSDX_FIELD_ID, msdx_str_trim((msdx_str){line.p + 9, line.n - 9}));
        } else {
            msdx_buf_addc(&value, '\n');
            msdx_buf_add(&value, line.p, line.n);
        }
    }
    if (key.p) set_field(d, key, msdx_str_trim((msdx_str){value.p, value.n}), &date);
    msdx_made_set(d, MSDX_FIELD_DATE, (msdx_str){date.p, date.n});
    msdx_buf_clear(&value);
    msdx_buf_clear(&date);
    return any ? MSD_OK : msdx_err(err, MSD_EFORMAT, d->line, "no field of Factiva's where an article should begin");
}

msd_status msdx_open_factiva(msdx_frame **out, msdx_stream *in, const msdx_source_options *o, msd_error *err)
{
    static const msdx_export_kind kind = {flavour_of, next_piece, make, flatten, "no article of Factiva in it"};
    const char *head;
    size_t n;
    *out = NULL;
    MSD_TRY(msdx_stream_peek(&in, in, &head, &n, err));
    msdx_str s = msdx_str_trim((msdx_str){head, n});
    if (msdx_starts(s, "\xEF\xBB\xBF")) s = (msdx_str){s.p + 3, s.n - 3};
    if (msdx_starts(s, "<?xml") && !msdx_findi(s.p, s.n, "<html")) return msdx_open_xml(out, in, o, err);
    return msdx_export_open(out, in, o, &kind, err);
}
