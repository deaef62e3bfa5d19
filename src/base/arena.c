#include "base/arena.h"

#include <string.h>

enum { ALIGN = 16, CHUNK_MIN = 64 * 1024, BIG = 1 << 20 };

struct msdx_chunk {
    struct msdx_chunk *next;
    size_t size, used;
    _Alignas(16) unsigned char data[];
};

/* What is big comes from the system as zeros, page by page as it is touched. */
static struct msdx_chunk *chunk_new(size_t size, bool zeros)
{
    struct msdx_chunk *c = zeros ? msdx_calloc(1, sizeof *c + size) : msdx_malloc(sizeof *c + size);
    if (!c) return NULL;
    c->next = NULL;
    c->size = size;
    c->used = 0;
    return c;
}

void *msdx_arena_alloc(msdx_arena *a, size_t n, size_t size)
{
    size_t want;
    if (a->failed) return NULL;
    if (!msdx_mul(n, size, &want) || want > SIZE_MAX / 2) {
        a->failed = true;
        return NULL;
    }
    size_t step = (want + ALIGN - 1) / ALIGN * ALIGN;
    if (step == 0) step = ALIGN;
    struct msdx_chunk *c = a->chunk;
    bool zeros = false;
#ifdef MSDX_ARENA_DEBUG
    c = NULL;
    step = want ? want : 1;
#endif
    if (!c || c->size - c->used < step) {
        size_t room = step;
#ifndef MSDX_ARENA_DEBUG
        /* Grow with what is in use, so that a long document costs few chunks. */
        if (room < CHUNK_MIN) room = CHUNK_MIN;
        if (a->chunk && room < a->chunk->size * 2 && a->chunk->size < ((size_t)8 << 20)) room = a->chunk->size * 2;
#endif
        zeros = want >= BIG;
        c = chunk_new(room, zeros);
        if (!c) {
            a->failed = true;
            return NULL;
        }
        c->next = a->chunk;
        a->chunk = c;
    }
    void *p = c->data + c->used;
    c->used += step;
    a->n_used += step;
    if (!zeros) memset(p, 0, want);
    return p;
}

char *msdx_arena_strndup(msdx_arena *a, const char *s, size_t n)
{
    char *p = MSDX_NEW(a, char, n + 1);
    if (p && n) memcpy(p, s, n);
    return p;
}

void msdx_arena_clear(msdx_arena *a)
{
    while (a->chunk) {
        struct msdx_chunk *next = a->chunk->next;
        msdx_free(a->chunk);
        a->chunk = next;
    }
    a->n_used = 0;
    a->failed = false;
}

void msdx_arena_reset(msdx_arena *a)
{
#ifdef MSDX_ARENA_DEBUG
    msdx_arena_clear(a);
#else
    struct msdx_chunk *keep = a->chunk;
    for (struct msdx_chunk *c = a->chunk; c; c = c->next)
        if (c->size > keep->size) keep = c;
    while (a->chunk) {
        struct msdx_chunk *next = a->chunk->next;
        if (a->chunk != keep) msdx_free(a->chunk);
        a->chunk = next;
    }
    if (keep) {
        keep->next = NULL;
        keep->used = 0;
    }
    a->chunk = keep;
    a->n_used = 0;
    a->failed = false;
#endif
}
