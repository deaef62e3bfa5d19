#include "base/mem.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static atomic_size_t fail_left = SIZE_MAX;
static atomic_bool fail_done;
static atomic_size_t n_alloc;

static bool must_fail(void)
{
    atomic_fetch_add_explicit(&n_alloc, 1, memory_order_relaxed);
    if (atomic_load_explicit(&fail_left, memory_order_relaxed) == SIZE_MAX) return false;
    if (atomic_fetch_sub(&fail_left, 1) != 0) return false;
    atomic_store(&fail_left, SIZE_MAX);
    atomic_store(&fail_done, true);
    return true;
}

bool msdx_mul(size_t a, size_t b, size_t *out)
{
    return !__builtin_mul_overflow(a, b, out);
}

void *msdx_malloc(size_t n_byte)
{
    return must_fail() ? NULL : malloc(n_byte ? n_byte : 1);
}

void *msdx_calloc(size_t n, size_t size)
{
    return must_fail() ? NULL : calloc(n ? n : 1, size ? size : 1);
}

void *msdx_realloc(void *p, size_t n, size_t size)
{
    size_t total;
    if (!msdx_mul(n, size, &total) || must_fail()) return NULL;
    return realloc(p, total ? total : 1);
}

void *msdx_malloc_aligned(size_t n_byte)
{
    if (n_byte > SIZE_MAX - 64 || must_fail()) return NULL;
    size_t n = (n_byte / 64 + 1) * 64;
    void *p = aligned_alloc(64, n);
    if (p) memset(p, 0, n);
    return p;
}

void msdx_free(void *p)
{
    free(p);
}

char *msdx_strdup(const char *s)
{
    size_t n = strlen(s) + 1;
    char *p = msdx_malloc(n);
    if (p) memcpy(p, s, n);
    return p;
}

void msdx_fail_after(size_t n)
{
    atomic_store(&fail_done, false);
    atomic_store(&fail_left, n);
}

bool msdx_fail_hit(void)
{
    return atomic_load(&fail_done);
}

size_t msdx_n_alloc(void)
{
    return atomic_load_explicit(&n_alloc, memory_order_relaxed);
}
