/* mem.h: every allocation of the library goes through here, so that a test can
 * make the n-th one fail (test/oom). Sizes multiply with an overflow check. */
#ifndef MSDX_MEM_H
#define MSDX_MEM_H
#include "masudi.h"

void *msdx_malloc(size_t n_byte);                   /* NULL when out of memory */
void *msdx_calloc(size_t n, size_t size);           /* zeroed */
void *msdx_realloc(void *p, size_t n, size_t size); /* n*size checked; p stays valid on failure */
void *msdx_malloc_aligned(size_t n_byte);           /* at a multiple of 64; zeroed; msdx_free as usual */
void msdx_free(void *p);
char *msdx_strdup(const char *s);

/* a*b into *out; false on overflow. */
bool msdx_mul(size_t a, size_t b, size_t *out);

/* Tests only: the n-th allocation from now fails, once; SIZE_MAX switches it off. */
void msdx_fail_after(size_t n);
bool msdx_fail_hit(void);  /* did it? */
size_t msdx_n_alloc(void); /* allocations since start, all threads, for allocation budgets */
#endif
