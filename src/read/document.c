/* document.c: makes a document of an input. */
#include "base/hash.h"
#include "read/read.h"

enum { TITLE_MOST = 200 };

static msd_status check_text(msdx_str s, const char *what, msd_error *err)
{
    if (s.n > MSD_TEXT_MAX)
        return msdx_err(err, MSD_ETOOBIG, 0, "the %s has %zu bytes, over %zu", what, s.n, MSD_TEXT_MAX);
    size_t bad = msdx_utf8_check(s.p, s.n);
    const char *nul = s.n ? memchr(s.p, 0, s.n) : NULL;
    if (nul && (size_t)(nul - s.p) < bad) {
        bad = (size_t)(nul - s.p);
        return msdx_err(err, MSD_EUTF8, bad, "the %s has a NUL at byte %zu", what, bad);
    }
    if (bad < s.n) return msdx_err(err, MSD_EUTF8, bad, "the %s is not UTF-8 at byte %zu", what, bad);
    return MSD_OK;
}

static msd_status check_input(const msd_input *in, msd_error *err)
{
    MSD_TRY(check_text((msdx_str){in->text, in->n_byte}, "text", err));
    MSD_TRY(check_text(msdx_str_of(in->title), "title", err));
    MSD_TRY(check_text(msdx_str_of(in->id), "id", err));
    MSD_TRY(check_text(msdx_str_of(in->date), "date", err));
    MSD_TRY(check_text(msdx_str_of(in->url), "url", err));
    MSD_TRY(check_text(msdx_str_of(in->publisher), "publisher", err));
    return check_text(msdx_str_of(in->language), "language", err);
}

static const char *copy(msdx_arena *a, const char *s)
{
    return s && *s ? msdx_arena_strndup(a, s, strlen(s)) : NULL;
}

static void unit_init(msdx_unit *u, msdx_arena *a, msdx_str text, bool borrow)
{
    u->arena = a;
    u->text = u->parsed = borrow ? text.p : msdx_arena_strndup(a, text.p, text.n);
    u->n_byte = (uint32_t)text.n;
}

static void set_id(msd_doc *doc, const msd_input *in)
{
    char hex[33];
    if (in->id && *in->id) {
        doc->id = copy(&doc->arena, in->id);
        return;
    }
    msdx_str of = in->url && *in->url ? msdx_str_of(in->url) : (msdx_str){in->text, in->n_byte};
    msdx_hash_hex(of.n ? of.p : "", of.n, hex);
    doc->id = copy(&doc->arena, hex);
}

/* A headline may come broken over lines. */
static void set_title(msd_doc *doc, msdx_str title)
{
    unit_init(&doc->title, &doc->arena, title, false);
    doc->has_title = true;
    char *parsed = memchr(title.p, '\n', title.n) ? msdx_arena_strndup(&doc->arena, title.p, title.n) : NULL;
    if (!parsed) return;
    for (size_t i = 0; i < title.n; i++)
        if (parsed[i] == '\n' || parsed[i] == '\r') parsed[i] = ' ';
    doc->title.parsed = parsed;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Is there a blank line between the first two paragraphs? */
static bool stands_alone(const msdx_unit *u)
{
    uint32_t n_newline = 0;
    for (uint32_t i = u->para[0].end_byte; i < u->para[1].start_byte; i++) n_newline += u->text[i] == '\n';
    return n_newline > 1;
}

/* Plain text: a first paragraph of one line, which ends like no sentence and stands alone, is the title. Where every
 * line is a paragraph it must also be the only one of its kind. */
static void find_title(msd_doc *doc)
{
    const msdx_unit *u = &doc->body;
    if (u->n_para < 2) return;
    const msdx_para *p = &u->para[0];
    uint32_t n = p->end_byte - p->start_byte;
    if (n > TITLE_MOST || memchr(u->text + p->start_byte, '\n', n) || strchr(".:;,\")", u->text[p->end_byte - 1]))
        return;
    if (!stands_alone(u) && u->para[1].kind == MSDX_PARA_HEADING) return;
    set_title(doc, (msdx_str){u->text + p->start_byte, n});
}

/* Where the text goes on after its title, when that stands at its head again; else 0. White space and a full stop
 * at the end do not count. */
static uint32_t after_title(const msd_doc *doc)
{
    const msdx_unit *u = &doc->body, *t = &doc->title;
    uint32_t i = 0, k = 0;
    if (!doc->has_title) return 0;
    while (i < u->n_byte && is_blank(u->text[i])) i++;
    while (k < t->n_byte && i < u->n_byte) {
        bool blank = is_blank(t->text[k]);
        if (blank != is_blank(u->text[i]) || (!blank && t->text[k] != u->text[i])) break;
        while (blank && k < t->n_byte && is_blank(t->text[k])) k++;
        while (blank && i < u->n_byte && is_blank(u->text[i])) i++;
        if (!blank) k++, i++;
    }
    while (k < t->n_byte && is_blank(t->text[k])) k++;
    if (k < t->n_byte || t->n_byte == 0) return 0;
    if (i < u->n_byte && u->text[i] == '.') i++;
    uint32_t end = i;
    while (i < u->n_byte && is_blank(u->text[i]) && u->text[i] != '\n') i++;
    return i < u->n_byte && u->text[i] == '\n' ? end : 0;
}

static void look(msd_doc *doc, const msd_input *in, unsigned flags, msdx_dateline *dateline)
{
    msdx_dateline found = {0};
    doc->body.sent_max = doc->title.sent_max = MSDX_SENT_MAX;
    msdx_para_run(&doc->body);
    if (doc->arena.failed) return;
    msdx_dateline_run(doc, 0, &found);
    if ((flags & MSDX_DOC_PLAIN) && !doc->has_title && found.end_byte == 0) find_title(doc);
    uint32_t from = after_title(doc);
    if (from) {
        doc->body.skip_byte = from;
        msdx_dateline_run(doc, from, &found);
    }
    msdx_para_cut(&doc->body, doc->body.skip_byte);
    if (!doc->language) doc->language = msdx_language_guess((msdx_str){in->text, in->n_byte});
    if (dateline) *dateline = found;
}

msd_status msdx_doc_make(msd_doc **out, const msd_input *in, unsigned flags, msdx_dateline *dateline, msd_error *err)
{
    *out = NULL;
    if (dateline) *dateline = (msdx_dateline){0};
    MSD_TRY(check_input(in, err));
    msd_doc *doc = msdx_calloc(1, sizeof *doc);
    if (!doc) return msdx_err_nomem(err);
    unit_init(&doc->body, &doc->arena, (msdx_str){in->text, in->n_byte}, flags & MSDX_DOC_BORROW);
    unit_init(&doc->title, &doc->arena, (msdx_str){"", 0}, false);
    set_id(doc, in);
    doc->date = copy(&doc->arena, in->date);
    doc->url = copy(&doc->arena, in->url);
    doc->publisher = copy(&doc->arena, in->publisher);
    doc->language = copy(&doc->arena, in->language);
    if (in->title && *in->title) set_title(doc, msdx_str_of(in->title));
    if (!(flags & MSDX_DOC_EXACT) && !doc->arena.failed) look(doc, in, flags, dateline);
    if (doc->arena.failed) {
        msdx_doc_free(doc);
        return msdx_err_nomem(err);
    }
    *out = doc;
    return MSD_OK;
}

void msdx_doc_free(msd_doc *doc)
{
    if (!doc) return;
    msdx_arena_clear(&doc->arena);
    msdx_free(doc);
}
