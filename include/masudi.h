/* masudi.h: read news, keep what it claims.
 *
 * The whole public interface. An engine holds a model and a knowledge base, is
 * read-only once open, and may be shared by any number of threads. A worker
 * holds scratch memory and belongs to one thread at a time. A document is the
 * result of coding or parsing one text; it owns everything it points to except
 * strings that belong to the engine, so free documents before their engine.
 *
 * Strings are NUL-terminated UTF-8. Offsets come in bytes and in Unicode code
 * points, half-open. A function that can fail returns a msd_status; MSD_OK is 0.
 * The caller may pass a msd_error, or NULL. The library never prints or exits.
 */
#ifndef MASUDI_H
#define MASUDI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define MSD_API __attribute__((visibility("default")))
#define MSD_MUST_CHECK __attribute__((warn_unused_result))
#else
#define MSD_API
#define MSD_MUST_CHECK
#endif

#define MSD_VERSION "0.1.0"
/* The number of the output contract (`schema` in every JSON line). */
#define MSD_SCHEMA 1
/* The most bytes one text may have: offsets are 32-bit. */
#define MSD_TEXT_MAX ((size_t)1 << 30)

/* What went wrong. 0 is success. */
typedef enum msd_status {
    MSD_OK = 0,
    MSD_ENOMEM,       /* memory ran out */
    MSD_EUTF8,        /* text is not UTF-8, or holds a NUL; err->pos is the first bad byte */
    MSD_ETOOBIG,      /* over a stated limit */
    MSD_EIO,          /* a file could not be read or written */
    MSD_EFORMAT,      /* a model, knowledge or input file is broken; err says where */
    MSD_EUNSUPPORTED, /* well-formed, but not something this version does; named in err */
    MSD_EUSAGE        /* the caller asked for something that does not exist (an option, a name) */
} msd_status;

typedef struct msd_error {
    msd_status code;
    size_t pos;    /* byte or line the message speaks of; 0 if none */
    char msg[256]; /* one line, no full stop, naming the datum */
} msd_error;

/* The status's own name, such as "EUTF8". Never NULL. */
MSD_API const char *msd_status_name(msd_status st);

/* Half-open range in a text, counted both ways. */
typedef struct msd_span {
    uint32_t start_byte, end_byte;
    uint32_t start_cp, end_cp;
} msd_span;

/* ---- what a claim is made of (the fields are those of `masudi schema`) ---- */

typedef enum msd_claim_status {
    MSD_ACTUAL = 0,
    MSD_HISTORICAL,
    MSD_PLANNED,
    MSD_CONSIDERED,
    MSD_THREATENED,
    MSD_REQUESTED,
    MSD_POSSIBLE,
    MSD_CONDITIONAL,
    MSD_ATTEMPTED,
    MSD_NEGATED,
    MSD_DENIED,
    MSD_N_CLAIM_STATUS
} msd_claim_status;

typedef enum msd_hedge {
    MSD_HEDGE_NONE = 0,
    MSD_HEDGE_REPORTED,
    MSD_HEDGE_ALLEGED,
    MSD_HEDGE_APPARENT,
    MSD_HEDGE_SUSPECTED,
    MSD_HEDGE_RUMOURED,
    MSD_N_HEDGE
} msd_hedge;

typedef enum msd_via {
    MSD_VIA_NAME = 0,
    MSD_VIA_AGENT,
    MSD_VIA_METONYM,
    MSD_VIA_PRONOUN,
    MSD_VIA_NOMINAL,
    MSD_N_VIA
} msd_via;

typedef enum msd_source_kind {
    MSD_SOURCE_QUOTE = 0,
    MSD_SOURCE_STATEMENT,
    MSD_SOURCE_DOCUMENT,
    MSD_SOURCE_MEDIA,
    MSD_SOURCE_OFFICIAL,
    MSD_SOURCE_UNNAMED,
    MSD_N_SOURCE_KIND
} msd_source_kind;

typedef enum msd_link_kind {
    MSD_LINK_CONTENT = 0,
    MSD_LINK_CONDITION,
    MSD_LINK_CONSEQUENCE,
    MSD_LINK_PURPOSE,
    MSD_LINK_CAUSE,
    MSD_LINK_RESPONSE,
    MSD_N_LINK_KIND
} msd_link_kind;

typedef enum msd_date_precision {
    MSD_DATE_UNKNOWN = 0,
    MSD_DATE_DAY,
    MSD_DATE_WEEK,
    MSD_DATE_MONTH,
    MSD_DATE_YEAR
} msd_date_precision;

typedef enum msd_place_precision {
    MSD_PLACE_POINT = 0,
    MSD_PLACE_CITY,
    MSD_PLACE_ADMIN1,
    MSD_PLACE_COUNTRY
} msd_place_precision;

/* The words the contract uses for these ("actual", "reported", ...). Never NULL. */
MSD_API const char *msd_claim_status_name(msd_claim_status s);
MSD_API const char *msd_hedge_name(msd_hedge h);
MSD_API const char *msd_via_name(msd_via v);
MSD_API const char *msd_source_kind_name(msd_source_kind k);
MSD_API const char *msd_link_kind_name(msd_link_kind k);
MSD_API const char *msd_date_precision_name(msd_date_precision p);
MSD_API const char *msd_place_precision_name(msd_place_precision p);

/* A list of strings; item[n] is not there. */
typedef struct msd_strings {
    const char *const *item;
    size_t n;
} msd_strings;

/* Somebody who acts, receives or speaks. NULL strings mean "the text does not say". */
typedef struct msd_entity {
    msd_span span;       /* the mention */
    const char *text;    /* the mention's words, white space folded */
    const char *name;    /* canonical name */
    const char *entity;  /* id in the knowledge files */
    const char *country; /* ISO 3166 alpha-3, or IGO UNO EUR NGO ISM IMG MNC */
    const char *sector;  /* PLOVER sector */
    msd_strings sectors; /* further ones */
    const char *code;    /* CAMEO actor code */
    msd_strings aligned; /* whom it is said to serve */
    msd_via via;
} msd_entity;

/* Who says so. `who` has no country, entity or sector when it was not resolved. */
typedef struct msd_source {
    msd_entity who;
    msd_source_kind kind;
    bool resolved;
} msd_source;

typedef struct msd_link {
    msd_link_kind kind;
    uint32_t claim; /* index in the same document */
} msd_link;

typedef struct msd_when {
    char start[11], end[11]; /* ISO dates; empty where the text does not say */
    msd_date_precision precision;
    const char *text; /* words in the text, or NULL */
} msd_when;

typedef struct msd_where {
    bool present;
    msd_span span;
    const char *text, *name, *country, *admin1;
    bool has_point;
    double latitude, longitude;
    uint32_t geonames; /* 0: none */
    msd_place_precision precision;
} msd_where;

typedef struct msd_mention {
    int32_t sentence;
    msd_span span;
    const char *text;
} msd_mention;

/* Counts the text gives; -1 where it gives none. */
typedef struct msd_magnitude {
    int64_t dead, injured, arrested, displaced, participants;
} msd_magnitude;

typedef struct msd_claim {
    char id[33];      /* stable, hexadecimal */
    int32_t sentence; /* index into the document's sentences; -1 is the title */
    msd_span trigger;
    const char *trigger_text, *trigger_lemma;
    const char *event;
    const char *mode; /* NULL: none */
    msd_strings contexts;
    const char *cameo;
    const char *quad;
    double goldstein, intensity;
    const msd_entity *actors;
    size_t n_actor;
    const msd_entity *recipients;
    size_t n_recipient;
    msd_claim_status status;
    msd_hedge hedge;
    const msd_source *attribution; /* outermost first */
    size_t n_attribution;
    const msd_link *links;
    size_t n_link;
    msd_when when;
    msd_where where;
    const msd_mention *mentions;
    size_t n_mention;
    msd_magnitude magnitude;
    double confidence;
    const char *rule; /* "file:name" */
} msd_claim;

typedef struct msd_sentence {
    msd_span span;
    uint32_t tok_start, tok_end; /* half-open, into the unit's tokens */
} msd_sentence;

/* ---- documents in ---- */

typedef struct msd_input {
    const char *text; /* UTF-8, need not end in NUL */
    size_t n_byte;
    const char *id;    /* all that follow: NUL-terminated, or NULL where unknown */
    const char *date;  /* ISO 8601; anchors relative dates */
    const char *title; /* coded like a sentence, index -1 */
    const char *url, *publisher, *language;
} msd_input;

typedef struct msd_engine msd_engine;
typedef struct msd_worker msd_worker;
typedef struct msd_doc msd_doc;

/* What a run leaves out: the score's rejections; or all that rejects (the frames' conditions, who can take part, words
 * and topics that report nothing, the score), so that every frame whose word stands there makes a claim. */
typedef enum msd_without { MSD_WITHOUT_NOTHING = 0, MSD_WITHOUT_SCORE, MSD_WITHOUT_RULES } msd_without;

typedef struct msd_options {
    const char *model;            /* file or folder (below); NULL: MASUDI_MODEL, else what set-up installed */
    const char *knowledge;        /* compiled file; NULL: what set-up installed */
    const char *const *overrides; /* folders of knowledge that add to or override it */
    size_t n_override;
    const char *dictionaries; /* PETRARCH or TABARI files in place of our frames and actors; NULL: ours */
    msd_without without;      /* for measuring what a part is worth */
    const char *calibration;  /* a file that corrects claims' confidence (doc/proof.md); NULL: none */
    bool exact;               /* the model's own float arithmetic, no integer kernel (doc/kernels.md) */
} msd_options;
/* clang-format off */
#define MSD_OPTIONS_INIT {0}
/* clang-format on */

/*
 * Open an engine. Threads: the engine may be shared once this returns.
 * A model that is a file reads all texts. Of a folder, en.model codes, and msd_parse takes LANGUAGE.model by what
 * msd_input.language says ("es", "es-MX", "spa", "Spanish"), else by the text's commonest words; it is opened when the
 * first such text comes.
 * Fails  MSD_EIO (a file is not there), MSD_EFORMAT (broken), MSD_ENOMEM; *out is then NULL.
 */
MSD_API MSD_MUST_CHECK msd_status msd_engine_open(msd_engine **out, const msd_options *opt, msd_error *err);
MSD_API void msd_engine_close(msd_engine *engine); /* NULL is fine; after its workers and documents */

/* A worker: scratch memory for one thread at a time. Borrows the engine. */
MSD_API MSD_MUST_CHECK msd_status msd_worker_new(msd_worker **out, const msd_engine *engine, msd_error *err);
MSD_API void msd_worker_free(msd_worker *worker);

/*
 * Code one text: its claims. `in` is borrowed for the call and copied as needed.
 * Gives  *out, yours, to be freed with msd_doc_free.
 * Fails  MSD_EUTF8, MSD_ETOOBIG, MSD_ENOMEM; *out is then NULL.
 */
MSD_API MSD_MUST_CHECK msd_status msd_code(msd_worker *worker, const msd_input *in, msd_doc **out, msd_error *err);

/*
 * The same without coding: tokens, sentences, trees, names of `text` exactly as given.
 * Fails  MSD_EUNSUPPORTED too where the models are a folder that has none for the text's language: err names the file that
 *        is missing and what makes it, and language = "en" has en.model read the text; MSD_EFORMAT, MSD_EIO (that one is
 *        broken).
 */
MSD_API MSD_MUST_CHECK msd_status msd_parse(msd_worker *worker, const msd_input *in, msd_doc **out, msd_error *err);

MSD_API void msd_doc_free(msd_doc *doc); /* NULL is fine */

/* ---- the event of a given pair ---- */

/* A mention: its words, looked for in the text, loosely if they do not stand there; or its place. */
typedef struct msd_mention_ref {
    const char *text;          /* NULL: the place counts */
    uint32_t start_cp, end_cp; /* half-open; used when text is NULL */
} msd_mention_ref;

typedef struct msd_pair {
    msd_mention_ref actor, recipient;
} msd_pair;

enum { MSD_N_EVENT = 16 };

/* The i-th PLOVER event in the order of msd_relation.scores; NULL past the end. */
MSD_API const char *msd_event_name(size_t i);

/* What the text says the first did to the second. Strings are borrowed from the engine. */
typedef struct msd_relation {
    const char *event; /* always one, be it only the best guess */
    const char *mode;  /* NULL: none */
    const char *cameo;
    msd_claim_status status;
    double confidence;          /* 0 to 1: of the answers given 0.8, about 80 in 100 are right */
    double scores[MSD_N_EVENT]; /* by msd_event_name; their sum is 1 */
    const char *rule;           /* "file:name", or "model:relate" where no frame says so */
} msd_relation;

/*
 * The event of a pair in `in->text` (the title is not read).
 * Fails  as msd_code does; MSD_EUSAGE when a place is not in the text. *out is all zero then.
 */
MSD_API MSD_MUST_CHECK msd_status msd_relate(msd_worker *worker, const msd_input *in, const msd_pair *pair,
                                             msd_relation *out, msd_error *err);

/* ---- walking the result; everything is borrowed from the document ---- */

MSD_API size_t msd_doc_n_claim(const msd_doc *doc);
MSD_API const msd_claim *msd_doc_claim(const msd_doc *doc, size_t i);        /* NULL past the end */
MSD_API size_t msd_doc_n_sentence(const msd_doc *doc);                       /* of the text; the title is not counted */
MSD_API const msd_sentence *msd_doc_sentence(const msd_doc *doc, int32_t i); /* -1: the title; NULL past the end */
MSD_API const char *msd_doc_text(const msd_doc *doc, size_t *n_byte);

/* One token. Strings live as long as document and engine. */
typedef struct msd_token {
    msd_span span;
    const char *lemma, *upos, *xpos, *morph;
    const char *relation;        /* Universal Dependencies */
    int32_t head;                /* token index; -1 for a root */
    const char *native_relation; /* the model's own label and head */
    int32_t native_head;
    const char *name_type; /* such as "GPE"; NULL outside names */
    bool name_begins;
    bool is_space;
} msd_token;

MSD_API size_t msd_doc_n_token(const msd_doc *doc);
MSD_API bool msd_doc_token(const msd_doc *doc, size_t i, msd_token *out); /* false past the end */

/* ---- flat: the columns of `masudi code --out csv` ---- */

typedef enum msd_cell_type { MSD_CELL_TEXT = 0, MSD_CELL_INT, MSD_CELL_REAL, MSD_CELL_DATE } msd_cell_type;
typedef struct msd_cell {
    msd_cell_type type;
    const char *text; /* as it is printed, a date as YYYY-MM-DD, lists joined with '|'; NULL: there is none */
    size_t n_byte;
    int64_t whole; /* of INT; of DATE days since 1970-01-01 */
    double real;   /* of REAL */
} msd_cell;

/* The name of column i, and its type; NULL past the end. */
MSD_API const char *msd_column_name(size_t i, msd_cell_type *type);
/* Column i of a claim. The text is the document's. Fails MSD_ENOMEM, MSD_EUSAGE (no such claim or column). */
MSD_API MSD_MUST_CHECK msd_status msd_doc_cell(msd_doc *doc, size_t claim, size_t i, msd_cell *out, msd_error *err);

/* ---- as text ---- */

/* The claims as `masudi code --out jsonl` prints them, a line each, NUL-terminated; *n_byte may be NULL. Gives *out, for
 * msd_free. Fails MSD_ENOMEM; *out is then NULL. */
MSD_API MSD_MUST_CHECK msd_status msd_doc_json(const msd_doc *doc, char **out, size_t *n_byte, msd_error *err);
MSD_API void msd_free(void *p); /* NULL is fine */

/* What `masudi explain` prints of `in->text`: trees, frames tried, mentions with why, claims; NUL-terminated. The title is
 * not read. Gives *out, for msd_free. Fails as msd_code does; *out is then NULL. */
MSD_API MSD_MUST_CHECK msd_status msd_explain(msd_worker *worker, const msd_input *in, char **out, size_t *n_byte,
                                              msd_error *err);

/* What it codes with: name, version and checksum. The engine's strings; they change whenever its answers may. */
MSD_API const char *msd_engine_model(const msd_engine *engine);
MSD_API const char *msd_engine_knowledge(const msd_engine *engine);

/* ---- tables: the Arrow C Data Interface (arrow.apache.org/docs/format/CDataInterface.html) ---- */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4
struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    struct ArrowSchema **children, *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};
struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct ArrowArray **children, *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
#endif

/* What a batch is put through. Each gives a struct a row, in the order of the rows:
 *   CODE    id, error, claims: a list of structs with the fields of `masudi schema`
 *   PARSE   id, error, tokens: a list of structs with text, start, end, sentence, lemma, upos, xpos, morph, head,
 *           relation, native_head, native_relation, ner
 *   RELATE  id, error, event, mode, cameo, status, confidence, scores (a struct by event), rule
 * `error` is null, or says why there is nothing else of this row: no text, not UTF-8, too big. */
typedef enum msd_arrow_kind { MSD_ARROW_CODE = 0, MSD_ARROW_PARSE, MSD_ARROW_RELATE } msd_arrow_kind;

typedef struct msd_arrow_options {
    msd_arrow_kind kind;
    /* Names of columns. NULL: the first that is there of the names that `masudi code` takes in JSON Lines ("text",
     * "event_text", "body" ...); of these only the text must be there, for RELATE "actor" and "recipient" too: texts,
     * lists of two whole numbers [start, end] in code points, or structs with "text", or "start" and "end", or all. */
    const char *text, *id, *date, *title, *url, *publisher, *language, *actor, *recipient;
    unsigned jobs; /* threads; 0: one a core that the process may use; 1: the caller's */
    bool lines;    /* what the command prints in place of structs: `claims` a list of JSON texts, without line ends;
                    * for PARSE a text `conllu`, for RELATE a text `line`, in place of all but id and error */
} msd_arrow_options;

/*
 * Put a batch of documents through the engine.
 *
 * Needs  a struct array (a record batch), or an array of texts alone. Texts are utf8, large utf8, utf8 view (or binary
 *        of each kind), as dictionaries too; ids may be whole numbers, dates may be date32, date64 and timestamps.
 *        The batch stays the caller's; texts are read where they lie.
 * Gives  *out_schema and *out, to be released by their callbacks. What comes out does not depend on `jobs`.
 * Fails  MSD_EUSAGE (a column that is asked for is not there, or is of no such type), MSD_EFORMAT (an array that breaks
 *        the interface's rules), MSD_ETOOBIG (over 2 GiB in one column of what comes out), MSD_ENOMEM; nothing is
 *        to be released then. A document that cannot be coded fails its row alone.
 * Threads: any number at a time on one engine.
 */
MSD_API MSD_MUST_CHECK msd_status msd_arrow_run(msd_engine *engine, const struct ArrowSchema *schema,
                                                const struct ArrowArray *batch, const msd_arrow_options *opt,
                                                struct ArrowSchema *out_schema, struct ArrowArray *out, msd_error *err);

/* The type of what comes out, without an engine. opt: kind and lines count; NULL: claims as structs. */
MSD_API MSD_MUST_CHECK msd_status msd_arrow_schema(const msd_arrow_options *opt, struct ArrowSchema *out,
                                                   msd_error *err);

/* msd_arrow_run of the kind CODE. opt may be NULL. */
MSD_API MSD_MUST_CHECK msd_status msd_code_arrow(msd_engine *engine, const struct ArrowSchema *schema,
                                                 const struct ArrowArray *batch, const msd_arrow_options *opt,
                                                 struct ArrowSchema *out_schema, struct ArrowArray *out,
                                                 msd_error *err);

/* ---- stories over many machines (doc/spark.md) ----
 *
 * The rules of `masudi db stories` in steps that each see a part of the documents; between them, something like Spark
 * counts, sorts and brings together. What comes out depends on what came in, not on its order nor on how it was
 * parted. Numbers in bytes are in the machine's order. Threads: any, each call by itself. */

/* n strings, one after the other: the i-th is byte[at[i]] up to byte[at[i + 1]] (as Arrow has them). */
typedef struct msd_column {
    const char *byte;
    const int32_t *at; /* n + 1 of them */
    size_t n;
} msd_column;

/* Bytes that are the caller's, to be freed with msd_bytes_free. */
typedef struct msd_bytes {
    void *byte; /* NULL: none */
    size_t n;
} msd_bytes;
MSD_API void msd_bytes_free(msd_bytes *bytes); /* NULL is fine; it is empty then */

/* Documents: ids, titles ("" for none) and texts, as many of each, and the lines of their claims as `code` prints them. */
typedef struct msd_story_docs {
    msd_column id, title, text;
    msd_column claim;        /* of all documents */
    const int32_t *claim_at; /* the i-th document's are claim_at[i] up to claim_at[i + 1]; NULL: there are none */
} msd_story_docs;

/* Words, sorted, each once (*word, uint64_t), and how many of the documents have each (*in, uint32_t). Fails MSD_ENOMEM. */
MSD_API MSD_MUST_CHECK msd_status msd_story_words(const msd_story_docs *docs, msd_bytes *word, msd_bytes *in,
                                                  msd_error *err);

/* What weighs words: the sums of the above over all documents; borrowed. */
typedef struct msd_story_scale {
    const uint64_t *word; /* sorted, each once */
    const uint32_t *in;
    size_t n_word, n_document;
} msd_story_scale;

/* Words under which documents are found: their places in the scale, sorted, each once (*word, uint32_t), and how many of
 * the documents each finds (*in, uint32_t). Fails MSD_ENOMEM. */
MSD_API MSD_MUST_CHECK msd_status msd_story_telling(const msd_story_scale *scale, const msd_story_docs *docs,
                                                    msd_bytes *word, msd_bytes *in, msd_error *err);
/* A word that finds so many documents, all told: does it bring them together? Not if it is one, or too many. */
MSD_API bool msd_story_brings(uint32_t in);

/* Pairs of claims that are alike, each pair once: ids as 16 bytes (their 32 digits), and how much (uint32_t). */
typedef struct msd_story_edges {
    msd_bytes a, b, like;
} msd_story_edges;

/* Days of what is compared as a whole document; and how many days after its own a claim is still compared. */
enum { MSD_STORY_TEXT = INT32_MIN, MSD_STORY_DAYS = 2 };

/* What has to meet: rows, and under which keys each does. */
typedef struct msd_story_parts {
    msd_bytes key, key_at; /* int64_t; the i-th row's are key_at[i] up to key_at[i + 1] (int32_t) */
    msd_bytes day;         /* int32_t: MSD_STORY_TEXT, or the day of the one claim that it is */
    msd_bytes part, part_at;
    msd_story_edges within; /* not of these rows: what is alike within documents */
} msd_story_parts;
MSD_API void msd_story_parts_free(msd_story_parts *parts); /* NULL is fine */

/*
 * The rows of those documents that have claims. brings[i]: does the i-th word of the scale bring documents together?
 * Fails  MSD_EFORMAT (a claim's line is broken; err->pos is its number), MSD_ENOMEM; *out is empty then.
 */
MSD_API MSD_MUST_CHECK msd_status msd_story_split(const msd_story_scale *scale, const uint8_t *brings,
                                                  const msd_story_docs *docs, msd_story_parts *out, msd_error *err);

/* Rows that met, n of them, by key and then by day: all of a key, or of a key and a day, have to be in one call. A claim is
 * there on its own day and (`late`) on the MSD_STORY_DAYS days before. */
typedef struct msd_story_met {
    const int64_t *key;
    const int32_t *day;
    const uint8_t *late;
    msd_column part;
} msd_story_met;

/* What is alike among those. Fails MSD_EFORMAT (not what msd_story_split gave), MSD_ENOMEM; *out is empty then. */
MSD_API MSD_MUST_CHECK msd_status msd_story_pairs(const msd_story_met *met, msd_story_edges *out, msd_error *err);
MSD_API void msd_story_edges_free(msd_story_edges *edges); /* NULL is fine */

/*
 * Which claims have to be seen together to be grouped: *root, for each of *claim, is the smallest that can be in a group
 * with it (ids as 16 bytes). What comes out can go in again, with what comes out of others, like NULL.
 * Fails  MSD_ENOMEM.
 */
MSD_API MSD_MUST_CHECK msd_status msd_story_roots(const void *a, const void *b, const uint32_t *like, size_t n,
                                                  msd_bytes *claim, msd_bytes *root, msd_error *err);

/* The groups: for each of *claim the smallest of its group. Needs all edges of each root in one call. Fails MSD_ENOMEM. */
MSD_API MSD_MUST_CHECK msd_status msd_story_group(const void *a, const void *b, const uint32_t *like, size_t n,
                                                  msd_bytes *claim, msd_bytes *group, msd_error *err);

/* A story's id, from that of the claim that names it: the first of its earliest document. */
MSD_API void msd_story_id(const char *claim, char out[33]);

#ifdef __cplusplus
}
#endif
#endif
