/* read.h: from bytes to documents.
 *
 * A reader cuts an input into records (a line of JSON, or a file of plain text)
 * without looking into them; a record is opened into a msd_input; a document is
 * made of that: checked, named, its paragraphs and dateline found.
 *
 * Threads: each of these objects belongs to one thread at a time. Cutting is one
 * thread's work; opening records and making documents can go on in many. */
#ifndef MSDX_READ_H
#define MSDX_READ_H
#include "doc/doc.h"

/* What a record is, or a whole input. The core reads text and JSON Lines; the rest is read/formats/. */
typedef enum msdx_read_kind {
    MSDX_READ_ANY = 0,
    MSDX_READ_TEXT,
    MSDX_READ_JSONL,
    MSDX_READ_FIELDS, /* records only: a document already made out, see MSDX_FIELD_ID */
    MSDX_READ_HTML,
    MSDX_READ_CSV,
    MSDX_READ_TSV,
    MSDX_READ_FEED,
    MSDX_READ_SITEMAP,
    MSDX_READ_NITF,
    MSDX_READ_NEWSML,
    MSDX_READ_NINJS,
    MSDX_READ_WIRE,
    MSDX_READ_WARC,
    MSDX_READ_LEXISNEXIS,
    MSDX_READ_FACTIVA,
    MSDX_READ_ZIP,
    MSDX_READ_TAR,
    MSDX_READ_XML, /* inputs only: its root element says which of these it is */
    MSDX_N_READ_KIND
} msdx_read_kind;

#define MSDX_MAX_DOCUMENT ((size_t)16 << 20)

/* ---- bytes, pulled ---- */

typedef struct msdx_stream msdx_stream;
struct msdx_stream {
    /* At most room bytes into to; *n is 0 at the end only. Fails MSD_EIO, MSD_EFORMAT, MSD_ENOMEM. */
    msd_status (*read)(msdx_stream *s, char *to, size_t room, size_t *n, msd_error *err);
    void (*close)(msdx_stream *s); /* and free */
};
static inline void msdx_stream_close(msdx_stream *s)
{
    if (s) s->close(s);
}

/* A file, or standard input as "-". Fails MSD_EIO (not there, a folder, not readable), MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_stream_open_file(msdx_stream **out, const char *path, msd_error *err);

/* ---- cutting ---- */

typedef struct msdx_record msdx_record;
struct msdx_opened;
struct msdx_record {
    char *bytes; /* NUL-terminated; msdx_malloc */
    size_t n_byte;
    msdx_read_kind kind; /* TEXT, JSONL, FIELDS or HTML */
    size_t line;         /* where it starts, from 1; in archives of records the record's number */
    char *name;          /* which part of the file it is, or NULL; msdx_malloc */
    /* How it is opened; NULL: as msdx_record_open does by itself. */
    msd_status (*open)(const msdx_record *rec, struct msdx_opened *out, msd_error *err);
};

/* A record of FIELDS: these strings, each with its NUL, then the text. */
enum {
    MSDX_FIELD_ID = 0,
    MSDX_FIELD_DATE,
    MSDX_FIELD_TITLE,
    MSDX_FIELD_URL,
    MSDX_FIELD_PUBLISHER,
    MSDX_FIELD_LANGUAGE,
    MSDX_N_FIELD
};

/* What a field's key may be in JSON, its own name first; NULL ends. MSDX_N_FIELD is the text. */
const char *const *msdx_field_keys(int field);

typedef struct msdx_reader msdx_reader;

/*
 * Open a file, or standard input as "-". The kind is guessed from the content when ANY.
 * Fails  MSD_EIO (not there, a folder, not readable), MSD_ENOMEM.
 */
MSD_MUST_CHECK msd_status msdx_reader_open(msdx_reader **out, const char *path, msdx_read_kind kind,
                                           size_t max_document, msd_error *err);
/* The same over a stream, which is then the reader's even when this fails; kind is not ANY. */
MSD_MUST_CHECK msd_status msdx_reader_over(msdx_reader **out, msdx_stream *stream, msdx_read_kind kind,
                                           size_t max_document, msd_error *err);
void msdx_reader_close(msdx_reader *reader);
/* JSONL when the bytes that a file begins with, or its name, say so; else TEXT. */
msdx_read_kind msdx_reader_guess(const char *s, size_t n, const char *name);

/*
 * The next record, which is then the caller's (msdx_record_clear); bytes NULL at the end.
 * Fails  MSD_ETOOBIG (over the limit: skipped, not kept in memory), MSD_EFORMAT (nothing in the file),
 *        err->pos being the line: reading can go on; MSD_EIO, MSD_ENOMEM: it cannot.
 */
MSD_MUST_CHECK msd_status msdx_reader_next(msdx_reader *reader, msdx_record *rec, msd_error *err);
void msdx_record_clear(msdx_record *rec);

/* ---- opening ---- */

typedef struct msdx_opened {
    msd_input in;  /* points into the record and into json */
    void *json;    /* the parsed line, or NULL */
    msdx_buf hold; /* strings that stand in neither */
} msdx_opened;

/* Look into a record, which must outlive it. Fails MSD_EUTF8 (err->pos: the byte), MSD_EFORMAT, MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_record_open(const msdx_record *rec, msdx_opened *out, msd_error *err);
void msdx_opened_close(msdx_opened *opened);
/* Of an opened record's json: words, or [start, end] in code points; borrowed. Fails MSD_EFORMAT. */
MSD_MUST_CHECK msd_status msdx_read_mention(const void *json, const char *key, msd_mention_ref *out, msd_error *err);

/* ---- documents ---- */

enum {
    MSDX_DOC_CODE =
        0, /* find paragraphs, dateline, language; pass over a title repeated in the text; cut long sentences */
    MSDX_DOC_EXACT = 1, /* the text as given, in one piece */
    MSDX_DOC_PLAIN = 2, /* plain text: without a title, a first line that stands alone is one */
    MSDX_DOC_BORROW = 4 /* the text stays where it is, without a NUL at its end, and has to outlive the document */
};

/* What the dateline said, beside what the document keeps of it. */
typedef struct msdx_dateline {
    uint32_t start_byte, end_byte; /* equal: there is none */
    char date[11];                 /* "2020-09-28"; "--09-28" where it gives no year; "" */
} msdx_dateline;

/* Make a document, to be freed with msdx_doc_free. Fails MSD_EUTF8, MSD_ETOOBIG, MSD_ENOMEM. dateline may be NULL. */
MSD_MUST_CHECK msd_status msdx_doc_make(msd_doc **out, const msd_input *in, unsigned flags, msdx_dateline *dateline,
                                        msd_error *err);
void msdx_doc_free(msd_doc *doc); /* NULL is fine */

/* Is this language one that the English model reads: "en", "en-GB", "eng", "English"? */
bool msdx_language_is_english(const char *language);
/* "en", another code, or "und": of these words and letters. Static string. */
const char *msdx_language_guess(msdx_str text);

/* How the lines of a text stand. */
typedef enum msdx_layout {
    MSDX_LAYOUT_ONE_LINE = 0,
    MSDX_LAYOUT_BLANK,
    MSDX_LAYOUT_LINES,
    MSDX_LAYOUT_WRAPPED
} msdx_layout;
const char *msdx_layout_name(msdx_layout layout);
/* Set unit->para and, when lines are wrapped, unit->parsed. Allocates in unit->arena; see its failed flag. */
msdx_layout msdx_para_run(msdx_unit *unit);
/* Make `byte` the start of a paragraph, what stands before it in its own a heading; once after msdx_para_run. */
void msdx_para_cut(msdx_unit *unit, uint32_t byte);

/* Find a dateline at `from` in the text and put what it says into the document where that has nothing. */
void msdx_dateline_run(msd_doc *doc, uint32_t from, msdx_dateline *out);
#endif
