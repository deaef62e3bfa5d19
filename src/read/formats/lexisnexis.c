/* lexisnexis.c: what LexisNexis exports, as text, HTML or (by zip.c) DOCX.
 *
 *   classic    "3 of 10 DOCUMENTS" | source | date | title | KEY: value ... LENGTH: | body | KEY: value ... | copyright
 *   Nexis Uni  title | source | date | copyright | Key: value ... | Body | body | Key: value ... Load-Date: | End of Document
 *
 * each part a block, parted by blank lines. */
#include "read/formats/export_impl.h"

enum { BLOCKS_MOST = 4096 };

/* "LENGTH: 355 words", "Load-Date: ...": the key; n 0: it is none. */
static msdx_str key_of(msdx_str block)
{
    size_t i = 0;
    while (i < block.n && ((block.p[i] >= 'A' && block.p[i] <= 'Z') || (block.p[i] >= 'a' && block.p[i] <= 'z') ||
                           (unsigned char)block.p[i] >= 0x80 || block.p[i] == '-' || block.p[i] == ' '))
        i++;
    bool key = i >= 3 && i <= 24 && i < block.n && block.p[i] == ':';
    return (msdx_str){block.p, key ? i : 0};
}

static bool is_key(msdx_str block, const char *const *known)
{
    msdx_str key = msdx_str_trim(key_of(block));
    for (; key.n && *known; known++)
        if (msdx_str_isi(key, *known)) return true;
    return false;
}

static const char *const head_key[] = {
    "BYLINE",  "SECTION", "LENGTH",       "DATELINE", "HIGHLIGHT", "SERIES",   "SOURCE",    "COLUMN",   "EDITION",
    "AUTHOR",  "TYPE",    "DISTRIBUTION", "GUESTS",   "HOST",      "ANCHORS",  "LONGUEUR",  "RUBRIQUE", "AUTEUR",
    "ENCART",  "ORIGINE", "L\xC3\x84NGE", "RUBRIK",   "AUTOR",     "LONGITUD", "LUNGHEZZA", "AUTORE",   "LENGTE",
    "RUBRIEK", "AUTEURS", "REPORTERS",    "SHOW",     "CONTENT",   "WC",       NULL};
static const char *const tail_key[] = {"DATE-CHARGEMENT",
                                       "LANGUE",
                                       "TYPE-PUBLICATION",
                                       "CODE-REVUE",
                                       "GRAPHIQUE",
                                       "SUJET",
                                       "ENTREPRISE",
                                       "SPRACHE",
                                       "ZEITUNGS-CODE",
                                       "GRAFIK",
                                       "IDIOMA",
                                       "FECHA-CARGA",
                                       "LINGUA",
                                       "TAAL",
                                       "LOAD-DATE",
                                       "LANGUAGE",
                                       "GRAPHIC",
                                       "PUBLICATION-TYPE",
                                       "JOURNAL-CODE",
                                       "SUBJECT",
                                       "CORRECTION-DATE",
                                       "CORRECTION",
                                       "ORGANIZATION",
                                       "PERSON",
                                       "GEOGRAPHIC",
                                       "COMPANY",
                                       "INDUSTRY",
                                       "TICKER",
                                       "STATE",
                                       "CITY",
                                       "COUNTRY",
                                       "CLASSIFICATION",
                                       "NOTES",
                                       "COPYRIGHT",
                                       "DOCUMENT-TYPE",
                                       "PUB-TYPE",
                                       "URL",
                                       "ISSN",
                                       "UPDATE",
                                       "DISCLAIMER",
                                       NULL};

static msdx_str value_of(msdx_str block)
{
    msdx_str key = key_of(block);
    return msdx_str_trim((msdx_str){block.p + key.n + 1, block.n - key.n - 1});
}

/* ---- blocks ---- */

struct blocks {
    msdx_str at[BLOCKS_MOST];
    size_t n;
};

static void split(msdx_str s, struct blocks *b)
{
    b->n = 0;
    while (s.p && b->n < BLOCKS_MOST) {
        msdx_str first = msdx_line(&s), block = first;
        if (!msdx_str_trim(first).n) continue;
        while (s.p) {
            msdx_str save = s, line = msdx_line(&s);
            if (!msdx_str_trim(line).n) break;
            /* a key begins a block of its own even without a blank line before it */
            if (is_key(msdx_str_trim(line), head_key) || is_key(msdx_str_trim(line), tail_key)) {
                s = save;
                break;
            }
            block.n = (size_t)(line.p + line.n - block.p);
        }
        b->at[b->n++] = msdx_str_trim(block);
    }
    if (s.p && b->n) b->at[b->n - 1].n = (size_t)(s.p + s.n - b->at[b->n - 1].p); /* more than anyone writes: as one */
}

static bool is_date(msdx_str block)
{
    char iso[MSDX_DATE_ROOM];
    msdx_str rest = block, line = msdx_line(&rest);
    bool digit = false;
    for (size_t i = 0; i < line.n; i++) digit |= line.p[i] >= '0' && line.p[i] <= '9';
    return digit && line.n < 90 && msdx_date_read(line, iso);
}

static bool is_word(msdx_str block, const char *word)
{
    return msdx_str_isi(msdx_str_trim(block), word);
}

static void put_body(msdx_made *d, const struct blocks *b, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (i + 1 == to && msdx_startsi(b->at[i], "Copyright ")) break;
        if (d->text.n) msdx_buf_adds(&d->text, "\n\n");
        msdx_buf_add(&d->text, b->at[i].p, b->at[i].n);
    }
}

static void take_keys(msdx_made *d, const struct blocks *b, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        msdx_str key = msdx_str_trim(key_of(b->at[i]));
        if (key.n && (msdx_str_isi(key, "LANGUAGE") || msdx_str_isi(key, "LANGUE") || msdx_str_isi(key, "SPRACHE")))
            msdx_set_language(d, value_of(b->at[i]));
        if (key.n && msdx_str_isi(key, "URL")) msdx_made_set(d, MSDX_FIELD_URL, value_of(b->at[i]));
    }
}

static size_t find_tail(const struct blocks *b, size_t from)
{
    while (from < b->n && !is_key(b->at[from], tail_key) && !is_word(b->at[from], "Classification") &&
           !is_word(b->at[from], "End of Document"))
        from++;
    return from;
}

/* ---- the two layouts ---- */

static msd_status classic(const struct blocks *b, msdx_made *d, msd_error *err)
{
    size_t date = 0, i = 0;
    while (date < b->n && date < 6 && !is_date(b->at[date])) date++;
    bool dated = date < b->n && date < 6;
    if (b->n < 2) return msdx_err(err, MSD_EFORMAT, d->line, "broken off: a count of documents and no document");
    msdx_made_set(d, MSDX_FIELD_PUBLISHER, b->at[0]);
    msdx_str rest = dated ? b->at[date] : (msdx_str){NULL, 0};
    if (dated) msdx_made_set(d, MSDX_FIELD_DATE, msdx_line(&rest));
    i = dated ? date + 1 : 1;
    while (i < b->n && !is_key(b->at[i], head_key) && !d->field[MSDX_FIELD_TITLE].n) {
        bool edition = b->at[i].n < 60 && msdx_findi(b->at[i].p, b->at[i].n, "edition") && i + 1 < b->n &&
                       !is_key(b->at[i + 1], head_key);
        if (!edition) msdx_made_set(d, MSDX_FIELD_TITLE, b->at[i]);
        i++;
    }
    while (i < b->n && !is_key(b->at[i], head_key) && !is_key(b->at[i], tail_key)) i++; /* below the title */
    if (i == b->n || is_key(b->at[i], tail_key)) i = dated ? date + 2 : 2;              /* no key at all */
    while (i < b->n && is_key(b->at[i], head_key)) i++;
    size_t tail = find_tail(b, i);
    put_body(d, b, i, tail);
    take_keys(d, b, tail, b->n);
    return MSD_OK;
}

static msd_status nexis_uni(const struct blocks *b, msdx_made *d, msd_error *err)
{
    size_t body = 0, date = 0;
    while (body < b->n && !is_word(b->at[body], "Body")) body++;
    size_t head_end = body < b->n ? body : b->n;
    /* the last date before the keys: a cover page may stand before the document */
    for (size_t i = 0; i < head_end; i++)
        if (is_date(b->at[i]) && !key_of(b->at[i]).n) date = i;
    if (date < 2 && (head_end == 0 || !is_date(b->at[date])))
        return msdx_err(err, MSD_EFORMAT, d->line, "no date where a document should have one");
    msdx_str rest = b->at[date];
    msdx_made_set(d, MSDX_FIELD_DATE, msdx_line(&rest));
    if (date >= 1) msdx_made_set(d, MSDX_FIELD_PUBLISHER, b->at[date - 1]);
    if (date >= 2) msdx_made_set(d, MSDX_FIELD_TITLE, b->at[date - 2]);
    size_t from = body < b->n ? body + 1 : date + 1;
    while (from < b->n && (is_key(b->at[from], head_key) || msdx_startsi(b->at[from], "Copyright "))) from++;
    size_t tail = find_tail(b, from);
    put_body(d, b, from, tail);
    take_keys(d, b, tail, b->n);
    return MSD_OK;
}

/* ---- cutting ---- */

static msdx_str next_classic(msdx_str *s, size_t *line)
{
    while (s->p) { /* to the count, and past it */
        ++*line;
        if (msdx_is_lexis_count(msdx_line(s))) break;
    }
    msdx_str piece = {s->p, 0};
    while (s->p) {
        msdx_str save = *s;
        if (msdx_is_lexis_count(msdx_line(s))) {
            *s = save;
            break;
        }
        piece.n = s->p ? (size_t)(s->p - piece.p) : save.n + (size_t)(save.p - piece.p);
    }
    return piece;
}

/* Up to "End of Document", or, where that is missing, past "Load-Date:". */
static msdx_str next_uni(msdx_str *s, size_t *line)
{
    msdx_str piece = {NULL, 0};
    (void)line;
    while (s->p && !msdx_str_trim((msdx_str){s->p, s->n < 1 ? 0 : 1}).n && s->n) msdx_line(s);
    piece.p = s->p;
    while (s->p) {
        msdx_str at = msdx_str_trim(msdx_line(s));
        piece.n = at.p ? (size_t)(at.p + at.n - piece.p) : piece.n;
        if (is_word(at, "End of Document")) break;
        if (!msdx_startsi(at, "Load-Date:")) continue;
        msdx_str look = *s; /* the end may follow */
        msdx_str after = {NULL, 0};
        while (look.p && !(after = msdx_str_trim(msdx_line(&look))).n) continue;
        if (is_word(after, "End of Document")) *s = look;
        break;
    }
    return msdx_str_trim(piece).n ? piece : (msdx_str){NULL, 0};
}

static msdx_str next_piece(const msdx_export *e, msdx_str *rest, size_t *line)
{
    return e->flavour ? next_uni(rest, line) : next_classic(rest, line);
}

static msd_status make(const msdx_export *e, msdx_str piece, msdx_made *d, msd_error *err)
{
    struct blocks *b = msdx_malloc(sizeof *b);
    if (!b) return msdx_err_nomem(err);
    split(piece, b);
    msd_status st = e->flavour ? nexis_uni(b, d, err) : classic(b, d, err);
    msdx_free(b);
    return st;
}

static int flavour_of(msdx_str all)
{
    while (all.p)
        if (msdx_is_lexis_count(msdx_line(&all))) return 0;
    return 1;
}

msd_status msdx_open_lexisnexis(msdx_frame **out, msdx_stream *in, const msdx_source_options *o, msd_error *err)
{
    static const msdx_export_kind kind = {flavour_of, next_piece, make, NULL, "no document of LexisNexis in it"};
    return msdx_export_open(out, in, o, &kind, err);
}
