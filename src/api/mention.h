/* mention.h: a column that says who is meant in each row's text: words of it, or a place in it. */
#ifndef MSDX_MENTION_H
#define MSDX_MENTION_H
#include "api/cells.h"

/* Texts; lists of two whole numbers, [start, end]; or structs that have `text`, or `start` and `end`, or all three, as the
 * entities of a claim have them: there the place counts where there is one. */
typedef struct msdx_mentions {
    const char *name;      /* NULL: there is no such column */
    msdx_cells text;       /* words */
    msdx_cells start, end; /* of structs; of lists `start` has all numbers */
    const uint8_t *valid;  /* of lists and structs; NULL: all of them are there */
    const void *list_end;  /* of lists whose length is not in their type */
    unsigned list_width;   /* bytes of such an end; 0: two numbers each */
    bool is_list, is_struct;
    int64_t from;
} msdx_mentions;

/*
 * The cells from + 0 ... from + n - 1 of the array. Borrows it.
 * Fails  MSD_EUSAGE (of another type than is wanted), MSD_EFORMAT (breaks the interface's rules), MSD_ENOMEM.
 */
MSD_MUST_CHECK msd_status msdx_mentions_open(msdx_mentions *out, const struct ArrowSchema *schema,
                                             const struct ArrowArray *array, int64_t from, int64_t n, msdx_arena *arena,
                                             msd_error *err);
/*
 * Who is meant in row i, 0 <= i < n; words are in the arena.
 * Fails  MSD_EFORMAT (null, empty, no place), MSD_EUTF8, MSD_ETOOBIG, MSD_ENOMEM.
 */
MSD_MUST_CHECK msd_status msdx_mentions_get(const msdx_mentions *mentions, int64_t i, msdx_arena *arena,
                                            msd_mention_ref *out, msd_error *err);
#endif
