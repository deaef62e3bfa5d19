/* formats.h: everything that news comes in, through one interface.
 *
 * A source is one input: a file or standard input. It peels off gzip and zstd,
 * finds out by content what the input is, opens what lies inside archives, and
 * gives records one by one: plain text and JSON Lines as the core's reader cuts
 * them, pages to be opened later (in any thread), everything else already made
 * out. What is no document is refused, each by itself, with place and reason.
 *
 * This part of read/ needs libxml2, zlib, zstd and libzip (the first and the last are
 * opened when they are needed) and is linked into the program, not into libmasudi.
 *
 * Threads: a source belongs to one thread at a time. */
#ifndef MSDX_FORMATS_H
#define MSDX_FORMATS_H
#include "read/read.h"

typedef struct msdx_source msdx_source;

typedef struct msdx_source_options {
    msdx_read_kind kind; /* ANY: by content. In an archive it speaks of what lies inside */
    size_t max_document; /* bytes */
    const char *columns; /* CSV and TSV: "text=Body,date=Published"; NULL: columns are known by their names */
    int64_t now;         /* seconds since 1970; embargoes end by it. 0: the clock's */
    const char *file;    /* for this folder's own use: leave it NULL */
} msdx_source_options;

/* The name of a kind as --in has it, or NULL; the kind of a name, or ANY. */
const char *msdx_read_kind_name(msdx_read_kind kind);
msdx_read_kind msdx_read_kind_of(const char *name);
/* All names that --in takes, as "text|html|...". */
#define MSDX_READ_KINDS "text|html|jsonl|csv|tsv|feed|sitemap|nitf|newsml|ninjs|wire|warc|lexisnexis|factiva|zip|tar"

/* What is said of a feed in which all is well but that there is nothing in it. */
#define MSDX_NO_ITEM "no item in it"

/*
 * Open a file, or standard input as "-". columns is borrowed until close.
 * Fails  MSD_EIO (not there, a folder, not readable), MSD_EFORMAT, MSD_EUNSUPPORTED (of no kind that is known),
 *        MSD_EUSAGE (columns), MSD_ENOMEM; err->pos is the line.
 */
MSD_MUST_CHECK msd_status msdx_source_open(msdx_source **out, const char *path, const msdx_source_options *o,
                                           msd_error *err);
/* The same over a stream, which is then the source's even when this fails; name is how a file of it would be called. */
MSD_MUST_CHECK msd_status msdx_source_over(msdx_source **out, msdx_stream *stream, const char *name,
                                           const msdx_source_options *o, msd_error *err);
void msdx_source_close(msdx_source *source);

/*
 * The next record, which is then the caller's (msdx_record_clear); bytes NULL at the end.
 * Fails  with one refusal: err->pos the line (or the number of the record), rec->name the part of the file (or NULL;
 *        clear rec also then). Reading can always go on: after what cannot be read further comes what follows it, or
 *        the end.
 */
MSD_MUST_CHECK msd_status msdx_source_next(msdx_source *source, msdx_record *rec, msd_error *err);

/* ---- single steps, for tests and fuzzing ---- */

/* A stream over bytes that outlive it. */
MSD_MUST_CHECK msd_status msdx_stream_open_bytes(msdx_stream **out, const void *p, size_t n, msd_error *err);

/*
 * A date as feeds, pages and exports write it into ISO 8601: with a zone as UTC, "2020-09-28T10:15:00Z"; without
 * one "2020-09-28T10:15:00"; a day alone "2020-09-28". False, and "" in out, when it cannot be read for sure.
 */
enum { MSDX_DATE_ROOM = 24 };
bool msdx_date_read(msdx_str s, char out[MSDX_DATE_ROOM]);
/* Seconds since 1970 of what msdx_date_read gave; a day is its midnight, no zone is UTC. */
int64_t msdx_date_seconds(const char *iso);
#endif
