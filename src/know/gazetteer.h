/* gazetteer.h: the world's towns and regions by name, in the compiled knowledge.
 *
 * Sections of the pack, all absent when the knowledge was compiled without a gazetteer:
 *
 *   gaz.place [n][8]  name (pool offset), country (three letters and the kind), region + 1, district + 1,
 *                     latitude, longitude (1e-5 degrees), population, GeoNames id
 *   gaz.name  [m+1][2] folded name (pool offset), first sense; the last row only ends the one before
 *   gaz.sense [k]     place << 2 | flags; per name the better first
 *   gaz.slot  [s]     open addressing by MurmurHash64A of the name (seed 1): name + 1; s a power of two
 *   gaz.pool          strings, each with its NUL
 *   gaz.bits [s/8+1]  64 bits each: eight for a slot, of which each name's hash sets one; made when knowledge is
 *                     compiled, and small enough for a cache that the slots and names do not fit
 *
 * It is large, so nothing of it is read at open but the sections' sizes. Every lookup checks what it follows, and a
 * damaged section gives no places. Threads: read-only after open. */
#ifndef MSDX_GAZETTEER_H
#define MSDX_GAZETTEER_H
#include "know/know.h"

#define MSDX_GAZETTEER_KIND "gazetteer"
#define MSDX_GAZETTEER_VERSION 1

enum { MSDX_GAZ_KEY_ROOM = 96, MSDX_GAZ_NONE = UINT16_MAX };
enum { MSDX_GAZ_PLACE_WIDTH = 8, MSDX_GAZ_NO_POINT = INT32_MIN };

typedef enum msdx_gaz_kind { MSDX_GAZ_CITY = 0, MSDX_GAZ_REGION, MSDX_GAZ_DISTRICT, MSDX_N_GAZ_KIND } msdx_gaz_kind;

/* Flags of a sense. */
enum {
    MSDX_GAZ_ALTERNATE = 1, /* a name beside its usual one */
    MSDX_GAZ_BESIDE = 2     /* an abbreviation, good only beside another place: 'Alexandria, La.' */
};

typedef struct msdx_gaz_place {
    const char *name;
    char country[4]; /* alpha-3 */
    msdx_gaz_kind kind;
    bool has_point;
    uint32_t region, district; /* index + 1 of the place that it lies in; 0: none */
    double latitude, longitude;
    uint32_t population, geonames;
} msdx_gaz_place;

/* How many places; 0 without a gazetteer. */
uint32_t msdx_gazetteer_n(const msdx_know *know);
/* How many names, for listings. */
uint32_t msdx_gazetteer_n_name(const msdx_know *know);
/* The form in which names are entered and looked up: lower case without accents, hyphens as spaces, no full stops or
 * apostrophes, no leading 'the', and 'saint', 'mount', 'fort' shortened. Gives its length; 0 where the text is no
 * name in Latin letters or too long. Put a NUL behind. */
size_t msdx_gazetteer_key(msdx_str text, char key[MSDX_GAZ_KEY_ROOM]);
/* Senses of exactly this key; NULL and *n 0 when there is none. */
const uint32_t *msdx_gazetteer_find(const msdx_know *know, msdx_str key, size_t *n);
/* False when there is no such place, or its row is damaged. */
bool msdx_gazetteer_get(const msdx_know *know, uint32_t index, msdx_gaz_place *out);
#endif
