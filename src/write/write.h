/* write.h: claims as bytes, one file a format. All write into a buffer, whose
 * sticky flag tells of failure. */
#ifndef MSDX_WRITE_H
#define MSDX_WRITE_H
#include "code/code.h"
#include "doc/doc.h"
#include "write/json.h"

/* The contract's own form, as JSON or to whatever takes it. */
void msdx_write_claim(msdx_json *j, const msd_doc *doc, const msd_claim *claim);
/* One JSON object and a newline. */
void msdx_write_jsonl(msdx_buf *buf, const msd_doc *doc, const msd_claim *claim);
/* The same in two, without the newline: what says where the claim stands, up to a comma; and the claim. */
void msdx_write_jsonl_head(msdx_buf *buf, const msd_doc *doc, const char *id, int32_t sentence, const msd_span *span,
                           msdx_str text);
void msdx_write_jsonl_rest(msdx_buf *buf, const msd_doc *doc, const msd_claim *claim);

/* The same flat: RFC 4180, lists joined with "|". The header is a row of names. */
void msdx_write_csv_header(msdx_buf *buf);
void msdx_write_csv(msdx_buf *buf, const msd_doc *doc, const msd_claim *claim);

/* ---- the same columns as values ---- */

typedef enum msdx_value_type {
    MSDX_VALUE_TEXT = 0,
    MSDX_VALUE_INT,
    MSDX_VALUE_REAL,
    MSDX_VALUE_DATE /* days since 1970-01-01 */
} msdx_value_type;
typedef struct msdx_value {
    msdx_str text; /* until the buffer is used again */
    int64_t whole; /* of INT and DATE */
    double real;
} msdx_value;
/* The name of column i; NULL after the last. */
const char *msdx_write_column(size_t i, msdx_value_type *type);
/* False: it has none. `text` is overwritten. */
bool msdx_write_value(msdx_buf *text, const msd_doc *doc, const msd_claim *claim, size_t i, msdx_value *out);

/* One JSON object and a newline: the id, and places of the body as `where` has them. */
void msdx_write_places(msdx_buf *buf, const msd_doc *doc, const msd_where *place, size_t n);
/* The same of time expressions: type and value as in TIMEX3, start, end and precision as `when` has them. */
void msdx_write_times(msdx_buf *buf, const msd_doc *doc, const msdx_told_time *time, size_t n);

/* The claims in words, for people, as they stand under the trace of `masudi explain`. */
void msdx_write_explained(msdx_buf *buf, const msd_doc *doc);

/* One JSON object and a newline: what `masudi relate` says of a pair. */
void msdx_write_relation(msdx_buf *buf, const char *id, const msd_relation *rel);
void msdx_write_relation_fields(msdx_json *j, const msd_relation *rel); /* all but the id */

/* An object for each word of the body: the fields of msdx_parsed_fields. */
void msdx_write_tokens(msdx_json *j, const msd_doc *doc);

/* The contract as JSON Schema (draft 2020-12). */
void msdx_write_schema(msdx_buf *buf);

/* ---- the table for people ---- */

/* Columns are as wide as the rows seen at first ask for, within `width`; later rows are cut to them. */
typedef struct msdx_table msdx_table;
MSD_MUST_CHECK msd_status msdx_table_new(msdx_table **out, unsigned width, msd_error *err);
void msdx_table_free(msdx_table *table);
/* Rows come out in buf, some of them later than they go in. */
void msdx_table_row(msdx_table *table, msdx_buf *buf, const msd_doc *doc, const msd_claim *claim);
void msdx_table_flush(msdx_table *table, msdx_buf *buf); /* everything that went in comes out now */

/* ---- which claims to write ---- */

/* Whom a value means, by its form. */
typedef struct msdx_filter_party {
    enum {
        MSDX_PARTY_COUNTRY = 0, /* "IRN": three capitals that are no sector */
        MSDX_PARTY_SECTOR,      /* "GOV" */
        MSDX_PARTY_NAME,        /* anything else: a code (IRNGOV), an id of the knowledge files, or a whole name */
        MSDX_PARTY_KIND,        /* attribution only: "quote", "official" ... */
        MSDX_PARTY_NONE         /* "none": there is none */
    } kind;
    const char *value; /* a country or sector in capitals; else as given */
} msdx_filter_party;

/* A name of a place or its region, a GeoNames number, or a box "south,west,north,east" in degrees. */
typedef struct msdx_filter_place {
    const char *name; /* NULL for the others */
    uint32_t geonames;
    double south, west, north, east;
} msdx_filter_place;

typedef struct msdx_filter {
    msdx_arena arena;
    const char **event; /* "ASSAULT" or "SANCTION-expel" */
    size_t n_event;
    const char **country;
    size_t n_country;
    uint32_t status;       /* bit by msd_claim_status; 0: all */
    const char *from, *to; /* ISO dates or their beginnings, both included; NULL: open */
    const char **mode;
    size_t n_mode;
    msdx_filter_party *actor, *recipient, *attribution;
    size_t n_actor, n_recipient, n_attribution;
    msdx_filter_place *place;
    size_t n_place;
    const char *doc;   /* a document's id; NULL: any; the store's queries only */
    const char *story; /* a story's id; NULL: any; the store's queries only */
    const char *text;  /* folded words, parted by spaces, `*` after a beginning; NULL: any text */
} msdx_filter;

/* Lists of values parted by commas; a name that the contract does not have fails MSD_EUSAGE. */
MSD_MUST_CHECK msd_status msdx_filter_event(msdx_filter *f, const char *const *value, size_t n, msd_error *err);
MSD_MUST_CHECK msd_status msdx_filter_status(msdx_filter *f, const char *const *value, size_t n, msd_error *err);
MSD_MUST_CHECK msd_status msdx_filter_country(msdx_filter *f, const char *const *value, size_t n, msd_error *err);
MSD_MUST_CHECK msd_status msdx_filter_dates(msdx_filter *f, const char *from, const char *to, msd_error *err);
MSD_MUST_CHECK msd_status msdx_filter_mode(msdx_filter *f, const char *const *value, size_t n, msd_error *err);
/* These are cut at commas too, but for a place's box. */
MSD_MUST_CHECK msd_status msdx_filter_actor(msdx_filter *f, const char *const *value, size_t n, msd_error *err);
MSD_MUST_CHECK msd_status msdx_filter_recipient(msdx_filter *f, const char *const *value, size_t n, msd_error *err);
MSD_MUST_CHECK msd_status msdx_filter_attribution(msdx_filter *f, const char *const *value, size_t n, msd_error *err);
MSD_MUST_CHECK msd_status msdx_filter_places(msdx_filter *f, const char *const *value, size_t n, msd_error *err);
/* Words that must all stand in the sentence, whatever their case and accents; `word*` for a beginning. */
MSD_MUST_CHECK msd_status msdx_filter_text(msdx_filter *f, const char *const *value, size_t n, msd_error *err);
/* All of these but the dates by their names, which options and parameters share; NULL ends. */
typedef struct msdx_filter_choice {
    const char *name;
    msd_status (*set)(msdx_filter *f, const char *const *value, size_t n, msd_error *err);
} msdx_filter_choice;
extern const msdx_filter_choice msdx_filter_choices[];
/* Does nothing narrow the choice? */
bool msdx_filter_is_open(const msdx_filter *f);
void msdx_filter_clear(msdx_filter *f);
bool msdx_filter_pass(const msdx_filter *f, const msd_doc *doc, const msd_claim *claim);

/* ---- one a day: the classical filter of event data ---- */

/* Remembers what has been seen. */
typedef struct msdx_daily msdx_daily;
MSD_MUST_CHECK msd_status msdx_daily_new(msdx_daily **out, msd_error *err);
void msdx_daily_free(msdx_daily *daily);
/* Is it the first claim with its actors, recipients, event, place and day? Parties are known by their code, else by
 * their name; the day is the claim's, else its document's. */
MSD_MUST_CHECK msd_status msdx_daily_first(msdx_daily *daily, const msd_doc *doc, const msd_claim *claim, bool *first,
                                           msd_error *err);

/* ---- what the formats share ---- */

/* The unit that a sentence index belongs to. */
static inline const msdx_unit *msdx_write_unit(const msd_doc *doc, int32_t sentence)
{
    return sentence < 0 ? &doc->title : &doc->body;
}
/* The words at a span, as they stand; `otherwise` (may be NULL) when the span is empty or not in the text. */
msdx_str msdx_write_words(const msdx_unit *u, const msd_span *span, const char *otherwise);
/* The span of a sentence; all zero when there is none such. */
msd_span msdx_write_sentence(const msd_doc *doc, int32_t sentence);
#endif
