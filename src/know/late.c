#include "know/late.h"

#include "base/arena.h"

/* Into scratch, which a record's lists take from an arena of their own. */
static msd_status go_over(msdx_late *late, size_t *n_list, msdx_late_see_fn *see, void *ctx)
{
    msdx_arena arena = MSDX_ARENA_INIT;
    msdx_cursor cur = late->from;
    char *scratch = msdx_calloc(1, late->size);
    cur.arena = &arena;
    for (uint32_t i = 0; scratch && i < late->n && !cur.bad; i++) {
        if (i % MSDX_LATE_BLOCK == 0) {
            late->block[i / MSDX_LATE_BLOCK].at = (uint32_t)cur.at;
            late->block[i / MSDX_LATE_BLOCK].list = (uint32_t)(cur.n_list / MSDX_LIST_ALIGN);
        }
        memset(scratch, 0, late->size);
        late->get(&cur, scratch);
        if (see && !cur.bad) see(ctx, i, scratch);
        if (arena.n_used && !arena.failed) msdx_arena_reset(&arena);
    }
    bool nomem = !scratch || arena.failed;
    msdx_free(scratch);
    msdx_arena_clear(&arena);
    *n_list = cur.n_list;
    return nomem ? MSD_ENOMEM : cur.bad || cur.at != cur.n ? MSD_EFORMAT : MSD_OK;
}

msd_status msdx_late_open(msdx_late *late, const msdx_cursor *words, uint32_t n, size_t size, msdx_late_get_fn *get,
                          msdx_late_see_fn *see, void *ctx, pthread_mutex_t *lock)
{
    size_t n_list;
    *late = (msdx_late){.get = get, .size = size, .n = n, .from = *words, .lock = lock};
    if (n > words->n) return MSD_EFORMAT;
    late->block = msdx_calloc((size_t)n / MSDX_LATE_BLOCK + 1, sizeof *late->block);
    late->record = msdx_calloc((size_t)n + 1, size);
    if (!late->block || !late->record) return MSD_ENOMEM;
    MSD_TRY(go_over(late, &n_list, see, ctx));
    if (n_list / MSDX_LIST_ALIGN > UINT32_MAX) return MSD_EFORMAT;
    late->list = msdx_calloc(1, n_list);
    return late->list ? MSD_OK : MSD_ENOMEM;
}

void msdx_late_clear(msdx_late *late)
{
    msdx_free(late->block);
    msdx_free(late->record);
    msdx_free(late->list);
    *late = (msdx_late){0};
}

/* The same decoder over the same words as at the opening, hence without a way to fail. */
void msdx_late_decode(const msdx_late *late, uint32_t block)
{
    msdx_late_block *b = &late->block[block];
    pthread_mutex_lock(late->lock);
    if (!atomic_load_explicit(&b->done, memory_order_relaxed)) {
        msdx_cursor cur = late->from;
        uint32_t first = block * MSDX_LATE_BLOCK,
                 end = first + MSDX_LATE_BLOCK < late->n ? first + MSDX_LATE_BLOCK : late->n;
        cur.at = b->at;
        cur.list = late->list + (size_t)b->list * MSDX_LIST_ALIGN;
        for (uint32_t i = first; i < end; i++) late->get(&cur, late->record + (size_t)i * late->size);
        atomic_store_explicit(&b->done, true, memory_order_release);
    }
    pthread_mutex_unlock(late->lock);
}
