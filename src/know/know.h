/* know.h: what is known, looked up in one compiled, mapped file.
 *
 * In: the text files of doc/knowledge-format.md, compiled into a pack of kind
 * "knowledge". Threads: a msdx_know is read-only after open and may be shared.
 * Strings are borrowed from it. */
#ifndef MSDX_KNOW_H
#define MSDX_KNOW_H
#include "base/err.h"
#include "base/pack.h"
#include "base/str.h"

#define MSDX_KNOW_KIND "knowledge"
#define MSDX_KNOW_VERSION 14

typedef struct msdx_know msdx_know;

MSD_MUST_CHECK msd_status msdx_know_open(msdx_know **out, const char *path, msd_error *err);
/* The same with folders of a user's own entries that add to the file or, by the same kind and id, replace entries. */
MSD_MUST_CHECK msd_status msdx_know_open_with(msdx_know **out, const char *path, const char *const *folder,
                                              size_t n_folder, msd_error *err);
/* Over memory that the caller keeps alive, aligned to 64 (tests, fuzzing); `name` is for messages. */
MSD_MUST_CHECK msd_status msdx_know_open_bytes(msdx_know **out, const void *p, size_t n, const char *name,
                                               msd_error *err);
/* Compare the file's checksum: open checks every size, offset and number, this the rest. */
MSD_MUST_CHECK msd_status msdx_know_verify(const msdx_know *know, msd_error *err);
void msdx_know_close(msdx_know *know); /* NULL is fine */
/* A short name of this content (its checksum in hexadecimal), for stored rows. */
const char *msdx_know_version(const msdx_know *know);

/* ---- the lexicon: phrases and what they can mean ---- */

typedef enum msdx_sense_kind {
    MSDX_SENSE_NAME = 1,  /* index: actor; a name or alias */
    MSDX_SENSE_ADJECTIVE, /* actor: 'Iraqi' */
    MSDX_SENSE_PEOPLE,    /* actor: 'Iraqis' */
    MSDX_SENSE_CAPITAL,   /* actor (state): 'Baghdad' */
    MSDX_SENSE_SEAT,      /* actor; sub: index into its seats */
    MSDX_SENSE_PLACE,     /* place */
    MSDX_SENSE_AGENT,     /* agent */
    MSDX_SENSE_VERB,      /* frame */
    MSDX_SENSE_NOUN,      /* frame */
    MSDX_SENSE_ADJ_FRAME, /* frame */
    MSDX_SENSE_CLASS_VERB,
    MSDX_SENSE_CLASS_NOUN,
    MSDX_SENSE_CLASS_ADJECTIVE,
    MSDX_SENSE_CLASS_ADVERB,
    MSDX_SENSE_CLASS_AUXILIARY,
    MSDX_SENSE_CLASS_MARKER,
    MSDX_SENSE_CLASS_PREPOSITION,
    MSDX_SENSE_CLASS_DETERMINER,
    MSDX_SENSE_CLASS_WORD, /* class, a topic's word */
    MSDX_SENSE_CONTEXT,    /* context, by its place among those of MSDX_SYSTEM_CONTEXT */
    MSDX_SENSE_LISTED,     /* msdx_list */
    MSDX_SENSE_GAZETTEER   /* never in the lexicon: code/ marks with it what it found in the gazetteer */
} msdx_sense_kind;

typedef struct msdx_sense {
    uint32_t index;
    uint16_t kind; /* msdx_sense_kind */
    uint16_t sub;
} msdx_sense;

/* Spaces of phrases: names as written (case kept; words joined by one space; no tokenizing, so "U.S.-led" is one
 * word), dictionary forms (lower case), and the words of contexts, dictionary forms too, but apart: to be a context's
 * word must change nothing else about a word.
 *
 * What is entered is normal (msdx_know_normal), and what is looked up must be: white space folded to single spaces,
 * the typographic apostrophes (U+2018, U+2019) as ', lower case in the spaces of dictionary forms. A phrase that a
 * tokenizer may cut is entered cut as well: "al-Kadhimi" also as "al - Kadhimi" (every hyphen inside a word a word of
 * its own, and once more with only those between letters), "People's Party" also as "People 's Party". */
typedef enum msdx_space {
    MSDX_SPACE_NAME = 0,
    MSDX_SPACE_LEMMA,
    MSDX_SPACE_CONTEXT,
    MSDX_SPACE_LIST, /* what the lists hold: words as written, in small letters */
    MSDX_N_SPACE
} msdx_space;

/* Words that names are told by and that mean nothing more (`list` entries). */
typedef enum msdx_list {
    MSDX_LIST_PLAIN_WORD = 0, /* a name's letters that a text in capitals has as a word: 'A CAR BOMB' */
    MSDX_LIST_NO_STATE,       /* what makes a state's name before it another's: 'U.S. dollar' */
    MSDX_LIST_PLACE_END,      /* a role noun that ends names of places: 'the West Bank' */
    MSDX_LIST_PARTY_WORD,     /* says what a party is for, and not where */
    MSDX_N_LIST
} msdx_list;
extern const char *const msdx_list_id[MSDX_N_LIST];
/* Is the phrase, in small letters, in the list? */
bool msdx_know_lists(const msdx_know *know, msdx_list list, msdx_str phrase);
/* Append the normal form of `in` to an empty buffer. */
void msdx_know_normal(msdx_str in, msdx_space space, msdx_buf *out);

/* Senses of exactly this phrase, in the order of the files; NULL and *n 0 when there is none. */
const msdx_sense *msdx_know_find(const msdx_know *know, msdx_space space, msdx_str phrase, size_t *n);
/* The same, with the most words that any phrase has that begins with this one; all 0 when there is none. */
typedef struct msdx_alone {
    const msdx_sense *sense;
    uint32_t n, most;
} msdx_alone;
msdx_alone msdx_know_alone(const msdx_know *know, msdx_space space, msdx_str phrase);
/* The same of n phrases at once, at most MSDX_KNOW_MANY, none of them empty. */
enum { MSDX_KNOW_MANY = 32 };
void msdx_know_alone_many(const msdx_know *know, msdx_space space, const msdx_str *phrase, size_t n, msdx_alone *out);
/* The most words any phrase has that begins with this word; 0: none begins so. */
uint32_t msdx_know_max_words(const msdx_know *know, msdx_space space, msdx_str first_word);

/* The i-th phrase of a space, for listings; false past the end. */
bool msdx_know_phrase(const msdx_know *know, msdx_space space, size_t i, msdx_str *phrase, const msdx_sense **sense,
                      size_t *n_sense);

/* ---- actors ---- */
typedef enum msdx_actor_type {
    MSDX_ACTOR_OTHER = 0,
    MSDX_ACTOR_STATE,
    MSDX_ACTOR_IGO,
    MSDX_ACTOR_NGO,
    MSDX_ACTOR_ARMED_GROUP,
    MSDX_ACTOR_PARTY,
    MSDX_ACTOR_PERSON,
    MSDX_ACTOR_COMPANY,
    MSDX_ACTOR_MEDIA,
    MSDX_ACTOR_AGENCY,
    MSDX_ACTOR_PEOPLE
} msdx_actor_type;

typedef struct msdx_role {
    const char *title, *sector, *country; /* country NULL: the person's own */
    char from[11], to[11];                /* ISO dates widened to days; "" open */
} msdx_role;

typedef struct msdx_actor {
    const char *id, *name, *country, *code, *parent; /* NULL where there is none */
    const char *sector; /* the entry's, else its type's (state and agency GOV, person ELI, party PTY, company BUS, media
                         * JRN, armed-group UAF, people CVL, an ngo of a country SOC; NULL for the others). Of a person: outside any role */
    msdx_actor_type type;
    msd_strings sectors, aligned;
    const msdx_role *role;
    size_t n_role;
    const char *const *seat_sector; /* by seat; NULL entry: the actor's own */
    size_t n_seat;
    char from[11], to[11];
    /* States, in other lists: ISO 3166-1 alpha-2 and numeric (three digits), Correlates of War, Gleditsch and Ward,
     * FIPS 10-4, CAMEO. NULL where a list does not have it, and for all others. */
    const char *iso2, *isonum, *cow, *gw, *fips, *cameo;
} msdx_actor;
const msdx_actor *msdx_know_actor(const msdx_know *know, uint32_t index);
/* The state with this alpha-3 code, or NULL. */
const msdx_actor *msdx_know_state(const msdx_know *know, const char *country);

/* ---- agents ---- */
typedef enum msdx_agent_kind {
    MSDX_AGENT_PERSON = 0,
    MSDX_AGENT_BODY,
    MSDX_AGENT_PLACE,
    MSDX_AGENT_THING,
    MSDX_AGENT_INSTRUMENT,
    MSDX_AGENT_NATURE,
    MSDX_AGENT_ABSTRACT,
    MSDX_N_AGENT_KIND
} msdx_agent_kind;
typedef struct msdx_agent {
    const char *id, *sector, *country; /* sector, country: NULL where there is none */
    msd_strings sectors;
    msdx_agent_kind kind;
    bool is_head, is_former;
    bool yields, keeps; /* its sector gives way to that of whom it serves; never does ('the Labour government') */
} msdx_agent;
const msdx_agent *msdx_know_agent(const msdx_know *know, uint32_t index);

/* ---- places ---- */
typedef struct msdx_place {
    const char *name, *country, *admin1; /* country, admin1: NULL where there is none */
    bool has_point;
    bool is_country; /* the whole of it */
    double latitude, longitude;
    uint32_t geonames, population; /* 0: unknown */
    msd_place_precision precision;
} msdx_place;
const msdx_place *msdx_know_place(const msdx_know *know, uint32_t index);
/* The country with this alpha-3 code as a place, or NULL. */
const msdx_place *msdx_know_country(const msdx_know *know, const char *country);

/* ---- frames ---- */
enum { MSDX_PATH_MAX = 4 };
typedef enum msdx_step_kind {
    MSDX_STEP_SUBJECT = 1,
    MSDX_STEP_OBJECT,
    MSDX_STEP_IOBJECT,
    MSDX_STEP_POSS,
    MSDX_STEP_ADJ,
    MSDX_STEP_PREP,
    MSDX_STEP_CLAUSE,
    MSDX_STEP_SELF,
    MSDX_STEP_ADVERB,
    MSDX_STEP_SENTENCE,  /* in conditions: any word of the sentence */
    MSDX_STEP_INFINITIVE /* the clauses that are infinitives: 'forgot to', not 'forgot that' */
} msdx_step_kind;
typedef struct msdx_step {
    msdx_step_kind kind;
    const char *prep; /* MSDX_STEP_PREP: lower case, words joined by one space */
} msdx_step;
typedef struct msdx_path {
    uint32_t n;
    msdx_step step[MSDX_PATH_MAX];
} msdx_path;
/* As a path is written: "object", "in front of". */
const char *msdx_step_name(const msdx_step *step);
typedef struct msdx_paths {
    const msdx_path *item;
    size_t n;
} msdx_paths;
/* A word's place in a set of words by its ends and length: two words may share one. n is not 0. */
enum { MSDX_WORD_BITS = 256 };
static inline uint32_t msdx_word_bit(const char *p, size_t n)
{
    return ((unsigned char)p[0] * 37u + (unsigned char)p[n - 1] * 11u + (unsigned char)p[n / 2] * 101u +
            (uint32_t)n * 57u) %
           MSDX_WORD_BITS;
}

typedef struct msdx_cond {
    bool negated;
    msdx_path path;
    msd_strings words; /* as written: "embassy", "#MIL", "%place", "@actor" */
    bool has_sign;     /* among them one that begins with #, % or @ */
    uint64_t key;      /* of the path: two with the same are the same; 0: it has none, being long */
    uint64_t
        last[MSDX_WORD_BITS /
             64]; /* bits of the last words (msdx_word_bit) of the others: most ask for none that has its bit here */
} msdx_cond;
/* The first condition of a frame, where it can be told not to hold by a few bits, at the record's front: most frames that are tried of a word
 * fall by it, and nothing else of them need be read. */
typedef struct msdx_gate {
    uint64_t key;                       /* of its path; 0: no condition serves */
    uint64_t last[MSDX_WORD_BITS / 64]; /* of its words; not looked at where somebody at the path's end is enough */
    bool anybody, of_object;            /* of_object: the path is the object alone */
    bool asks_object, takes_two;        /* some condition asks for what the object is; a role is an indirect object's */
} msdx_gate;
typedef struct msdx_frame {
    msdx_gate gate;
    const char *rule;                        /* "attack.txt:attack" */
    const char *event, *mode, *cameo, *quad; /* mode: NULL where there is none */
    double goldstein, intensity;
    msd_strings contexts;
    msdx_paths actor, recipient; /* n 0: the defaults of the trigger's part of speech */
    const msdx_cond *cond;
    size_t n_cond;
    bool mutual, needs_actor, needs_recipient, needs_public;
    int priority; /* 0 without one */
} msdx_frame;
const msdx_frame *msdx_know_frame(const msdx_know *know, uint32_t index);
/* That this frame's gate and conditions will be looked at soon. */
void msdx_know_frame_soon(const msdx_know *know, uint32_t index);

/* ---- classes ---- */
typedef struct msdx_class {
    const char *rule;
    bool has_effect; /* effect says what the content becomes; false where is_nothing */
    msd_claim_status effect;
    bool is_nothing; /* effect nothing: the content is no event */
    bool has_negated, has_past;
    msd_claim_status
        negated;           /* what the content becomes when the word is negated: 'did not think that', 'did not fail' */
    msd_claim_status past; /* when it is said of what has been: 'allowed them to' */
    msd_hedge hedge;
    bool has_source;
    msd_source_kind source;
    msdx_paths holder, content; /* n 0: the defaults */
    int control;                /* 0 default, 1 subject, 2 object */
    bool light;
    bool occurs;      /* says of the event noun in its subject that it happens */
    uint32_t topic;   /* 0: not a topic */
    const char *text; /* the topic that a whole text can be of by these words ("sport"), or NULL */
} msdx_class;
const msdx_class *msdx_know_class(const msdx_know *know, uint32_t index);

/* ---- numbers of a code; false when there is no such event or mode ---- */
typedef struct msdx_event_info {
    const char *quad, *cameo;
    double intensity, goldstein;
} msdx_event_info;
bool msdx_know_event(const msdx_know *know, const char *event, const char *mode, msdx_event_info *out);
/* A CAMEO code: its name, Goldstein value, and PLOVER event and mode (NULL where PLOVER has none). */
typedef struct msdx_code_info {
    const char *name, *event, *mode;
    double goldstein;
} msdx_code_info;
bool msdx_know_code(const msdx_know *know, const char *cameo, msdx_code_info *out);
/* This code on another list ("0.7b5", "1.1b3", "icews"): itself, or, where that list lacks it, the code above it (1952
 * to 195, 176 to 170). NULL when there is no such code. */
const char *msdx_know_code_on(const msdx_know *know, const char *cameo, const char *list);
/* The code for the same act told by this word: of 1053 (demands release) told by "urge" 0253 (appeals for it). `cameo`
 * itself where it makes no difference. */
const char *msdx_know_code_by_word(const msdx_know *know, const char *cameo, msdx_str lemma);
/* The code for words of code `cameo` (an appeal, 020) about what has code `content` (economic aid, 071): 0231. `cameo`
 * itself where there is none that says more. */
const char *msdx_know_code_about(const msdx_know *know, const char *cameo, const char *content);
/* The content that a code of such words is about: of 0231 071. NULL where it is about none. */
const char *msdx_know_code_content(const msdx_know *know, const char *cameo);
/* The CAMEO actor code of country and sector (either may be NULL), such as "USAGOV"; "" when there is neither. */
void msdx_know_actor_code(const msdx_know *know, const char *country, const char *sector, char out[16]);

/* ---- the code systems, for listings: every word of the ontology with its definition ---- */
typedef enum msdx_system {
    MSDX_SYSTEM_SECTOR = 0,
    MSDX_SYSTEM_CONTEXT,
    MSDX_SYSTEM_CODE, /* sorted by code */
    MSDX_SYSTEM_EVENT,
    MSDX_SYSTEM_MODE,
    MSDX_SYSTEM_STATUS,
    MSDX_SYSTEM_HEDGE,
    MSDX_N_SYSTEM
} msdx_system;
typedef struct msdx_term {
    const char *id;                 /* "MIL", "military", "190", "ASSAULT", "abduct", "actual", "reported" */
    const char *event, *mode;       /* a mode: its event; a code: PLOVER's event and mode, or NULL; else NULL */
    const char *name;               /* codes; else NULL */
    const char *cameo, *quad;       /* events and modes; cameo also of sectors, may be NULL there */
    const char *definition;         /* NULL where there is none */
    double intensity, goldstein;    /* 0 where it has none */
    msd_strings excludes;           /* what it is not */
    msd_strings contexts, variants; /* codes; no variants: on every list */
    msd_strings words;              /* contexts: words that give it; codes: those that soften */
    msd_strings of;                 /* codes: what the content of such words begins with ("071" of 0231) */
    const char *instead;            /* codes: which code this stands for when a word of the root tells it; NULL: none */
} msdx_term;
/* The i-th of a system, in the order of the files; false past the end. */
bool msdx_know_term(const msdx_know *know, msdx_system system, uint32_t i, msdx_term *out);
/* Does anything in the files lead to it? A frame to an event, mode, context or code (also one about what has another
 * code), words to a context, a class to a status or hedge
 * (`actual` and `none` need none), an actor or agent to a sector. */
bool msdx_know_reached(const msdx_know *know, msdx_system system, uint32_t i);

/* ---- examples, for `masudi know check` ---- */
/* MSDX_APART: written by one who had not seen the frames; `expect` is "" where it must give nothing. */
typedef enum msdx_example_kind {
    MSDX_EXAMPLE = 0,
    MSDX_COUNTER,
    MSDX_NOTHING,
    MSDX_APART,
    MSDX_N_EXAMPLE_KIND
} msdx_example_kind;
typedef struct msdx_example {
    msdx_example_kind kind;
    const char *file;
    uint32_t line;
    const char *rule; /* of the frame or class it stands in; the id for `nothing` */
    const char *text;
    const char *expect; /* what follows the first "=>"; "" for the others */
} msdx_example;
size_t msdx_know_n_example(const msdx_know *know);
const msdx_example *msdx_know_example(const msdx_know *know, size_t i);

/* ---- counting ---- */
typedef struct msdx_know_stats {
    uint32_t n_actor, n_agent, n_agent_word, n_place, n_frame, n_class, n_example, n_counter, n_nothing, n_apart,
        n_role, n_phrase, n_code, n_mode, n_general, n_gazetteer,
        n_gazetteer_name; /* n_phrase: distinct, in all spaces; n_general: actors whose source is `general` */
} msdx_know_stats;
void msdx_know_count(const msdx_know *know, msdx_know_stats *out);
/* Entries of the i-th kind ("actor", "frame", ...); false past the last. */
typedef struct msdx_kind_count {
    const char *kind;
    uint32_t n, n_general, n_sourced; /* those whose source is `general`, and those that name another */
} msdx_kind_count;
bool msdx_know_kind_count(const msdx_know *know, uint32_t i, msdx_kind_count *out);

/* ---- compiling (compile.c) ---- */
/* Read every .txt under the folders, check, and write the pack, with the sections of a gazetteer (gazetteer.h; a pack
 * that `masudi know gazetteer` wrote) unless that is NULL. Problems go to `report`, one line each,
 * "file:line: what is wrong"; MSD_EFORMAT when there was any. The same input gives the same bytes. */
MSD_MUST_CHECK msd_status msdx_know_compile(const char *const *folder, size_t n_folder, const char *gazetteer,
                                            const char *out_path, msdx_buf *report, msd_error *err);
/* The same of a compiled file and folders that add to it or replace its entries, as msdx_know_open_with has them. */
MSD_MUST_CHECK msd_status msdx_know_compile_with(const char *base, const char *const *folder, size_t n_folder,
                                                 const char *out_path, msdx_buf *report, msd_error *err);
#endif
