/* lemma_impl.h: the lemmatizers' tables, opened once (lemma_tables.c), and one file a language that reads them as the
 * trainer's class for that language does. Their layout stands in import_lemmatizer.c. */
#ifndef MSDX_LEMMA_IMPL_H
#define MSDX_LEMMA_IMPL_H
#include "parse/lex.h"

#define MSDX_LEMMA_NONE 0xFFFFFFFFu
enum { MSDX_LEMMA_COLUMN = 7, MSDX_LEMMA_RULE_MAX = 128, MSDX_LEMMA_SELECT = 4 };

/* Of one universal tag. */
typedef struct msdx_lemma_pos {
    const uint32_t *rule; /* [n_rule, 4] */
    const uint32_t *index, *exc;
    uint32_t n_rule, n_index, n_exc; /* the last two are buckets: a power of two, or 0 */
    bool present;
} msdx_lemma_pos;

/* Named lists of rules (Spanish). The names that the program asks for come first, in the order of this list. */
enum {
    MSDX_LEMMA_ACCENTS = 0,
    MSDX_LEMMA_ADVERBS,
    MSDX_LEMMA_DET,
    MSDX_LEMMA_FIXED,
    MSDX_LEMMA_GENERAL,
    MSDX_LEMMA_NUM,
    MSDX_LEMMA_PRON,
    MSDX_LEMMA_VOWEL_1,
    MSDX_LEMMA_VOWEL_2,
    MSDX_LEMMA_N_NAMED
};
extern const char *const msdx_lemma_named[MSDX_LEMMA_N_NAMED];
typedef struct msdx_lemma_group {
    const uint32_t *rule; /* [n_rule, 4] */
    uint32_t n_rule;
} msdx_lemma_group;

struct msdx_lemmatizer {
    const char *text;
    const uint32_t *exc_form;
    msdx_lemma_pos pos[MSDX_N_UPOS];
    msd_status (*run)(const msdx_lemmatizer *l, msdx_unit *unit, msd_error *err);
    /* French: the last resort, by the id of a word */
    const uint64_t *lookup_key;
    const uint32_t *lookup_form;
    size_t n_lookup;
    /* Spanish */
    const uint32_t *group;  /* [n_group, 2]: first rule, how many */
    const uint32_t *rule;   /* [., 4] */
    const uint32_t *select; /* [n_select, 4]: universal tag, group, first feature, how many */
    const uint32_t *feature;
    size_t n_group, n_select;
};

msdx_str msdx_lemma_find(const msdx_lemmatizer *l, const msdx_lemma_pos *t, msdx_str form); /* p NULL: not there */
/* A count and that many offsets, or NULL. */
const uint32_t *msdx_lemma_exceptions(const msdx_lemmatizer *l, const msdx_lemma_pos *t, msdx_str word);
/* The first exception of a word; p NULL: it has none. */
msdx_str msdx_lemma_exception(const msdx_lemmatizer *l, const msdx_lemma_pos *t, msdx_str word);
bool msdx_lemma_all_letters(msdx_str s);
/* Put into `made` (room bytes) the word with its old ending taken off and the new one put on; 0: it does not end so, or
 * there is no room. */
size_t msdx_lemma_apply(const msdx_lemmatizer *l, const uint32_t *rule, msdx_str word, char *made, size_t room);

MSD_MUST_CHECK msd_status msdx_lemma_english(const msdx_lemmatizer *l, msdx_unit *unit, msd_error *err);
MSD_MUST_CHECK msd_status msdx_lemma_french(const msdx_lemmatizer *l, msdx_unit *unit, msd_error *err);
MSD_MUST_CHECK msd_status msdx_lemma_spanish(const msdx_lemmatizer *l, msdx_unit *unit, msd_error *err);
#endif
