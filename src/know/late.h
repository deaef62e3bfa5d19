/* late.h: tables of which few records are wanted, each decoded when it is first asked for.
 *
 * Opening goes over all records, one after the other into the same scratch: what is damaged is refused there, and use
 * can neither fail nor ask for memory. Room for all of them is set aside then, which the system gives page by page as
 * it is touched. Threads: msdx_late_at may be called by many. */
#ifndef MSDX_KNOW_LATE_H
#define MSDX_KNOW_LATE_H
#include <pthread.h>
#include <stdatomic.h>

#include "know/wire.h"

enum { MSDX_LATE_BLOCK = 16 }; /* records decoded at once: of the larger ones about a page */

typedef struct msdx_late_block {
    uint32_t at;   /* its first record, in words of the section */
    uint32_t list; /* its lists, in steps of MSDX_LIST_ALIGN bytes */
    atomic_bool done;
} msdx_late_block;

typedef void msdx_late_get_fn(msdx_cursor *cur, void *record);
/* Shown each record while its table is opened; what it points to is gone afterwards but for strings. */
typedef void msdx_late_see_fn(void *ctx, uint32_t i, const void *record);

typedef struct msdx_late {
    msdx_late_get_fn *get;
    size_t size; /* of a record */
    uint32_t n;
    msdx_cursor from; /* the section; no arena */
    char *record, *list;
    msdx_late_block *block;
    pthread_mutex_t *lock; /* of those that decode; the knowledge's */
} msdx_late;

/* Over `words`, a cursor at the section's start, which must hold n records and no more. see NULL: nobody looks.
 * Fails MSD_ENOMEM, MSD_EFORMAT (without a message). On failure, too, to be cleared. */
MSD_MUST_CHECK msd_status msdx_late_open(msdx_late *late, const msdx_cursor *words, uint32_t n, size_t size,
                                         msdx_late_get_fn *get, msdx_late_see_fn *see, void *ctx,
                                         pthread_mutex_t *lock);
void msdx_late_clear(msdx_late *late);
void msdx_late_decode(const msdx_late *late, uint32_t block);

/* Record i, below n. */
static inline const void *msdx_late_at(const msdx_late *late, uint32_t i)
{
    if (!atomic_load_explicit(&late->block[i / MSDX_LATE_BLOCK].done, memory_order_acquire))
        msdx_late_decode(late, i / MSDX_LATE_BLOCK);
    return late->record + (size_t)i * late->size;
}
#endif
