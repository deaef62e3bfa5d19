/* person.h: a person's name folded, so that one may be found under the spellings of others. */
#ifndef MSDX_PERSON_H
#define MSDX_PERSON_H
#include "base/str.h"

enum { MSDX_PERSON_WORDS = 7, MSDX_PERSON_BYTES = 32, MSDX_PERSON_FORMS = 4, MSDX_PERSON_PICKS = 7 };

/* The words that tell: no titles, articles, 'bin', 'de' or initials; Latin small letters, what transliterations mix up
 * written one way. */
typedef struct msdx_person {
    char word[MSDX_PERSON_WORDS][MSDX_PERSON_BYTES];
    bool joins[MSDX_PERSON_WORDS]; /* a hyphen stood before it */
    size_t n;
} msdx_person;

/* The forms of a name, at most MSDX_PERSON_FORMS: its words, and with the two sides of a hyphen as one word; of a text
 * to be looked up (`asked`) also with two of three words as one. Their count; 0 where it can be no full name. */
size_t msdx_person_read(msdx_str text, bool asked, msdx_person *form);

/* The sets of words that may stand for all of them, as bits, all of them first: given name and one or two others. */
size_t msdx_person_picks(const msdx_person *m, unsigned *pick);
/* Of the consonants of these words, in no order. */
uint32_t msdx_person_hash(const msdx_person *m, unsigned pick);
/* How unlike the words are, 0: alike; UINT32_MAX: two names. */
uint32_t msdx_person_distance(const msdx_person *a, unsigned pick_a, const msdx_person *b, unsigned pick_b);
#endif
