/* resolve.h: a name or short description, by itself, to what it can mean.
 *
 * This works on words alone, without a tree: it serves `know find` and lists of
 * names. In running text the coder resolves mentions by their place in the tree. */
#ifndef MSDX_RESOLVE_H
#define MSDX_RESOLVE_H
#include "know/know.h"

typedef enum msdx_found_kind {
    MSDX_FOUND_ACTOR = 0,
    MSDX_FOUND_AGENT, /* a role noun, with the country found beside it */
    MSDX_FOUND_PLACE
} msdx_found_kind;

typedef struct msdx_found {
    msdx_found_kind kind;
    msd_entity who;          /* span set in the text given, `text` is not; strings are the knowledge's */
    char code[16];           /* who.code points here when it is composed; hence kept up to date by msdx_found_code */
    const msdx_actor *actor; /* of an actor */
    const msdx_place *place; /* of a place that our own files have; NULL for one of the gazetteer */
    bool has_point;          /* of a place */
    double latitude, longitude;
} msdx_found;
const char *msdx_found_code(const msdx_found *found); /* NULL: none */

/*
 * What the text can mean, best first; at most `room` of it.
 * Needs  text valid UTF-8; date ISO 8601 or NULL, which takes roles still open.
 * Fails  MSD_ENOMEM.
 */
MSD_MUST_CHECK msd_status msdx_know_resolve(const msdx_know *know, msdx_str text, const char *date, msdx_found *out,
                                            size_t room, size_t *n, msd_error *err);

/* The sector of an actor on a date (NULL: now, as far as roles are still open); *country is its country then. */
const char *msdx_actor_sector_on(const msdx_actor *actor, const char *date, const char **country);
#endif
