/* formats_impl.h: what the readers of formats share; seen only inside this folder. */
#ifndef MSDX_FORMATS_IMPL_H
#define MSDX_FORMATS_IMPL_H
#include "read/formats/formats.h"

/* ---- frames: what is open at the moment, one inside the other ---- */

typedef struct msdx_frame msdx_frame;

/* Something that an archive holds, to be opened as a source of its own. */
typedef struct msdx_member {
    msdx_stream *stream; /* NULL: there is none */
    char *name;          /* msdx_malloc */
} msdx_member;

struct msdx_frame {
    /* One record, one member or one refusal; none of them at the end. rec->line and err->pos are lines in this frame. */
    msd_status (*next)(msdx_frame *f, msdx_record *rec, msdx_member *member, msd_error *err);
    void (*close)(msdx_frame *f); /* and free */
    const msdx_source_options *o;
};

/* Readers: each takes the stream, also when it fails. */
#define MSDX_OPENER(name) \
    MSD_MUST_CHECK msd_status name(msdx_frame **out, msdx_stream *in, const msdx_source_options *o, msd_error *err)
MSDX_OPENER(msdx_open_lines); /* text, JSON Lines */
MSDX_OPENER(msdx_open_html);
MSDX_OPENER(msdx_open_table);
MSDX_OPENER(msdx_open_xml);  /* feeds, sitemaps, NITF, NewsML, Factiva's */
MSDX_OPENER(msdx_open_json); /* JSON Feed, ninjs */
MSDX_OPENER(msdx_open_wire);
MSDX_OPENER(msdx_open_warc);
MSDX_OPENER(msdx_open_lexisnexis);
MSDX_OPENER(msdx_open_factiva);
MSDX_OPENER(msdx_open_zip);
MSDX_OPENER(msdx_open_tar);

/* By the bytes that an input begins with, and how it is called; never ANY. */
msdx_read_kind msdx_detect(const char *p, size_t n, const char *name);
/* "12 of 345 DOCUMENTS", alone on its line, in the languages that LexisNexis has. */
bool msdx_is_lexis_count(msdx_str line);
/* A column's or key's name as ours: which field, MSDX_N_FIELD for the text, -1 for none. */
int msdx_field_of(msdx_str name);

/* A page as a record that is opened later; url, charset and id may be NULL. page: taken over, also on failure. */
MSD_MUST_CHECK msd_status msdx_html_record(msdx_record *rec, msdx_str page, const char *url, const char *charset,
                                           const char *id, size_t line, msd_error *err);

/* ---- streams ---- */

enum { MSDX_PEEK = 64 * 1024 };

/* A stream that lets its first bytes be seen: *head, *n are valid until it is read from. Takes in. */
MSD_MUST_CHECK msd_status msdx_stream_peek(msdx_stream **out, msdx_stream *in, const char **head, size_t *n,
                                           msd_error *err);
/* Peel gzip (all members) or zstd (all frames) off; expanding beyond measure is an error. Takes in. */
MSD_MUST_CHECK msd_status msdx_stream_gunzip(msdx_stream **out, msdx_stream *in, msd_error *err);
MSD_MUST_CHECK msd_status msdx_stream_unzstd(msdx_stream **out, msdx_stream *in, msd_error *err);
/* As UTF-8 whatever it was: charset is a name or NULL (by its byte order mark, what the head declares, or bytes).
 * Characters that XML may not hold become spaces. Takes in. */
MSD_MUST_CHECK msd_status msdx_stream_decode(msdx_stream **out, msdx_stream *in, const char *charset, msd_error *err);
/* All of it, NUL-terminated. Fails MSD_ETOOBIG over max. */
MSD_MUST_CHECK msd_status msdx_stream_all(msdx_stream *in, size_t max, msdx_buf *out, msd_error *err);

/* A stream over a buffer, which is then the stream's. */
MSD_MUST_CHECK msd_status msdx_stream_open_buf(msdx_stream **out, msdx_buf *buf, msd_error *err);

/* Bytes as UTF-8, into out. charset NULL: mark, `declared` (may be NULL), UTF-8, else windows-1252. */
void msdx_decode(msdx_buf *out, const char *p, size_t n, const char *charset);
/* The charset that the head of an HTML page or an XML file declares, into name; false: none. */
bool msdx_charset_declared(const char *p, size_t n, char name[40]);

/* An arc of bomb protection: out bytes from in bytes is too much. */
bool msdx_is_bomb(uint64_t n_in, uint64_t n_out);

/* ---- documents made out ---- */

typedef struct msdx_made {
    msdx_buf field[MSDX_N_FIELD], text;
    size_t line;
} msdx_made;

void msdx_made_init(msdx_made *d, size_t max);
void msdx_made_reset(msdx_made *d);
void msdx_made_clear(msdx_made *d);
/* Set a field unless it has a value already: white space folded; dates through msdx_date_read. */
void msdx_made_set(msdx_made *d, int field, msdx_str value);
/* Into a record of FIELDS. Fails MSD_EFORMAT (neither title nor text), MSD_ETOOBIG, MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_made_give(msdx_made *d, msdx_record *rec, const msdx_source_options *o, msd_error *err);

/* Is that time (as msdx_date_read gives it) still to come? */
bool msdx_is_to_come(const char *iso, const msdx_source_options *o);
/* The refusal of an item that is not for publication: status is "canceled", "withheld", "embargoed" ... or "usable".
 * MSD_OK for what may be used. */
MSD_MUST_CHECK msd_status msdx_check_status(msdx_str status, size_t line, msd_error *err);
/* embargoed: the words of an embargo's end, or "" for one without. */
MSD_MUST_CHECK msd_status msdx_check_embargo(msdx_str until, size_t line, const msdx_source_options *o, msd_error *err);

/* ---- strings ---- */

void msdx_put_folded(msdx_buf *out, msdx_str s); /* white space runs as one space, none at the ends */
bool msdx_str_isi(msdx_str a, const char *b);    /* ASCII letters in either case */
bool msdx_starts(msdx_str s, const char *with);
bool msdx_startsi(msdx_str s, const char *with);
const char *msdx_find(const char *p, size_t n, const char *what);  /* NULL: not in it */
const char *msdx_findi(const char *p, size_t n, const char *what); /* what in small letters */
msdx_str msdx_line(msdx_str *rest); /* the next line without its end; rest->p NULL after the last */
char *msdx_name_copy(msdx_str s);   /* msdx_malloc */
/* Text of ours without blank lines at its ends, lines without spaces at theirs, at most one blank line in a row. */
void msdx_tidy(msdx_buf *b);
#endif
