/* arena.h: memory that dies together. Allocation fails softly: a sticky flag,
 * one check at the end. Under MSDX_ARENA_DEBUG (sanitizer builds) each call is
 * a malloc of its own, so that sanitizers see bounds again. */
#ifndef MSDX_ARENA_H
#define MSDX_ARENA_H
#include "base/mem.h"

struct msdx_chunk;
typedef struct msdx_arena {
    struct msdx_chunk *chunk; /* newest first */
    size_t n_used;            /* bytes handed out since reset */
    bool failed;
} msdx_arena;
#define MSDX_ARENA_INIT \
    { \
        0 \
    }

void *msdx_arena_alloc(msdx_arena *a, size_t n, size_t size); /* zeroed, aligned to 16; NULL and sticky on failure */
char *msdx_arena_strndup(msdx_arena *a, const char *s, size_t n); /* NUL-terminated copy */
void msdx_arena_reset(msdx_arena *a); /* keep the largest chunk, forget content, clear the flag */
void msdx_arena_clear(msdx_arena *a); /* free all */
static inline bool msdx_arena_failed(const msdx_arena *a)
{
    return a->failed;
}

/* An array of n things; n in size_t. */
#define MSDX_NEW(a, type, n) ((type *)msdx_arena_alloc((a), (n), sizeof(type)))
#endif
