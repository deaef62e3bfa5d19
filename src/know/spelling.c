/* spelling.c: full names under other spellings, through the index of folded names (section person of the pack). */
#include "know/spelling.h"

#include "know/know_impl.h"
#include "know/person.h"

typedef struct match {
    const msdx_sense *sense;
    size_t n_sense;
    uint32_t distance;
    bool torn; /* parts agree with several people */
} match;

static const msdx_sense *person(const msdx_know *know, msdx_str name, size_t *n)
{
    msdx_buf phrase = MSDX_BUF_INIT(1024);
    msdx_know_normal(name, MSDX_SPACE_NAME, &phrase);
    const msdx_sense *s = msdx_know_find(know, MSDX_SPACE_NAME, (msdx_str){phrase.p, phrase.failed ? 0 : phrase.n}, n);
    msdx_buf_clear(&phrase);
    for (size_t i = 0; s && i < *n; i++)
        if (s[i].kind == MSDX_SENSE_NAME && msdx_know_actor(know, s[i].index)->type == MSDX_ACTOR_PERSON) return s;
    return NULL;
}

/* The least distance of these words of the text to the known name, or to parts of it. */
static uint32_t distance(const msdx_person *asked, unsigned pick, msdx_str name, bool to_parts)
{
    msdx_person form[MSDX_PERSON_FORMS];
    unsigned of[MSDX_PERSON_PICKS];
    uint32_t least = UINT32_MAX;
    size_t n = msdx_person_read(name, false, form);
    for (size_t i = 0; i < n; i++) {
        size_t n_pick = msdx_person_picks(&form[i], of);
        for (size_t k = to_parts; k < (to_parts ? n_pick : 1); k++) {
            uint32_t d = msdx_person_distance(asked, pick, &form[i], of[k]);
            if (d < least) least = d;
        }
    }
    return least;
}

/* Every known name of this hash against these words. */
static void compare(const msdx_know *know, const msdx_person *asked, unsigned pick, bool to_parts, match *best)
{
    uint32_t hash = msdx_person_hash(asked, pick);
    size_t low = 0, high = know->n_person;
    while (low < high) { /* the first that is not less */
        size_t mid = low + (high - low) / 2;
        if (know->person[2 * mid] < hash)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < know->n_person && know->person[2 * low] == hash; low++) {
        msdx_str name = msdx_str_of(know->pool + know->person[2 * low + 1]);
        uint32_t d = distance(asked, pick, name, to_parts);
        size_t n = 0;
        const msdx_sense *s = d == UINT32_MAX ? NULL : person(know, name, &n);
        if (!s) continue;
        best->torn |= best->sense && best->sense[0].index != s[0].index;
        if (!best->sense || d < best->distance) *best = (match){s, n, d, best->torn};
    }
}

const msdx_sense *msdx_know_person(const msdx_know *know, msdx_str text, size_t *n)
{
    msdx_person form[MSDX_PERSON_FORMS];
    size_t n_form = msdx_person_read(text, true, form);
    /* All words of both; then all of one and a part of the other, where that is nobody else's too. */
    for (int part = 0; part < 2; part++) {
        match best = {NULL, 0, UINT32_MAX, false};
        for (size_t i = 0; i < n_form; i++) {
            unsigned pick[MSDX_PERSON_PICKS];
            size_t n_pick = msdx_person_picks(&form[i], pick);
            for (size_t k = 0; k < (part ? n_pick : 1); k++) compare(know, &form[i], pick[k], part && k == 0, &best);
        }
        if (best.sense && !(part && best.torn)) {
            *n = best.n_sense;
            return best.sense;
        }
    }
    *n = 0;
    return NULL;
}
