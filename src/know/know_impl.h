/* know_impl.h: the opened knowledge. Everything was checked at open. */
#ifndef MSDX_KNOW_IMPL_H
#define MSDX_KNOW_IMPL_H
#include "know/compile_impl.h"
#include "know/late.h"

/* Used in place in the mapped file; see phrase.c. */
typedef struct msdx_lexicon {
    const uint32_t *phrase; /* [n_phrase][5] */
    const msdx_sense *sense;
    const uint32_t *slot; /* [n_slot][2], n_slot a power of two, at least one free */
    size_t n_phrase, n_sense, n_slot;
    uint64_t
        *tag; /* a bit for each phrase's tag, n_slot * MSDX_TAG_PER_SLOT bits: most that is asked for is not there, and
                      this is small enough to stay in a cache that the slots do not fit */
} msdx_lexicon;
enum { MSDX_TAG_PER_SLOT = 4 };

/* Where the bit of a tag stands. */
static inline size_t msdx_tag_at(const msdx_lexicon *lex, uint32_t tag)
{
    return tag & (lex->n_slot * MSDX_TAG_PER_SLOT - 1);
}

/* Sections used in place, sizes checked; see gazetteer.h. All zero without a gazetteer. */
typedef struct msdx_gazetteer {
    const uint32_t *place, *name, *sense, *slot;
    const char *pool;
    size_t n_place, n_name, n_sense, n_slot, n_pool;
    const uint64_t *bits; /* NULL: the file has none */
} msdx_gazetteer;
MSD_MUST_CHECK msd_status msdx_gazetteer_open(msdx_gazetteer *gaz, const msdx_pack *pack, msd_error *err);
/* The gazetteer's sections of a pack, if it has them, into one that is being written. */
MSD_MUST_CHECK msd_status msdx_gazetteer_copy(const msdx_pack *from, msdx_pack_writer *to, msd_error *err);

/* A record by the alpha-3 code of its country. */
typedef struct msdx_of_country {
    const char *country;
    uint32_t index;
} msdx_of_country;

struct msdx_know {
    msdx_arena arena; /* records but those that are late */
    msdx_pack *pack;
    void *bytes; /* the pack's own memory, when it was compiled here */
    const char *pool;
    size_t n_pool;
    char version[9];
    msdx_lexicon lexicon[MSDX_N_SPACE];
    msdx_gazetteer gaz;
    pthread_mutex_t lock; /* of those that decode a late record */
    msdx_late actor, place, frame, example;
    msdx_agent *agent;
    msdx_class *class_;
    msdx_term *term[MSDX_N_SYSTEM]; /* codes sorted */
    const uint32_t *kind;           /* [MSDX_N_KIND][3], in the mapped file */
    uint32_t n[MSDX_N_TABLE];
    msdx_of_country *state, *land; /* actors that are states, places that are countries; sorted */
    size_t n_state, n_land;
    const uint32_t *person; /* [n_person][2], hash and pool offset, sorted; in the mapped file */
    size_t n_person;
};

static inline const msdx_actor_rec *msdx_actor_at(const msdx_know *know, uint32_t i)
{
    return msdx_late_at(&know->actor, i);
}

static inline const msdx_frame *msdx_frame_at(const msdx_know *know, uint32_t i)
{
    return msdx_late_at(&know->frame, i);
}

static inline const msdx_example *msdx_example_at(const msdx_know *know, uint32_t i)
{
    return msdx_late_at(&know->example, i);
}
#endif
