/* wire.h: how records lie in the compiled file, and the one writer and one
 * reader of them.
 *
 * A record is a run of u32: numbers as they are, doubles as two words (low
 * first), strings as offsets into the pool (0: none), lists with their length
 * in front. The pool holds every distinct string once, NUL-terminated.
 * The reader checks each step, keeps a sticky flag and answers with zeros after
 * the first fault, so that a decoder needs one check at its end. */
#ifndef MSDX_KNOW_WIRE_H
#define MSDX_KNOW_WIRE_H
#include "know/know.h"

/* ---- the pool ---- */
typedef struct msdx_pool {
    msdx_buf text;  /* begins with the NUL of "none" */
    uint32_t *slot; /* offsets; 0: free */
    size_t n_slot, n_string;
    bool failed;
} msdx_pool;
void msdx_pool_init(msdx_pool *pool);
void msdx_pool_clear(msdx_pool *pool);
/* The offset of this string, entered at its first use. 0 on failure (sticky). s must hold no NUL. */
uint32_t msdx_pool_add(msdx_pool *pool, msdx_str s);
msdx_str msdx_pool_get(const msdx_pool *pool, uint32_t offset);

/* ---- writing ---- */
void msdx_put_u32(msdx_buf *b, uint32_t v);
void msdx_put_f64(msdx_buf *b, double v);
void msdx_put_str(msdx_buf *b, msdx_pool *pool, msdx_str s); /* s.p NULL: none */

/* ---- reading ---- */
typedef struct msdx_cursor {
    const uint32_t *p;
    size_t n, at;
    const char *pool;
    size_t n_pool;
    msdx_arena *arena; /* lists come from here */
    char *list;        /* or, where this is not NULL, from here, in a row */
    size_t n_list;     /* bytes that lists have taken, each rounded up to MSDX_LIST_ALIGN */
    bool bad;
} msdx_cursor;
enum { MSDX_LIST_ALIGN = 16 };

/* Those that are called a million times at start-up stand here to be inlined. */
static inline uint32_t msdx_get_u32(msdx_cursor *cur)
{
    if (!cur->bad && cur->at < cur->n) return cur->p[cur->at++];
    cur->bad = true;
    return 0;
}

/* Bad unless < limit. */
static inline uint32_t msdx_get_below(msdx_cursor *cur, uint32_t limit)
{
    uint32_t v = msdx_get_u32(cur);
    if (v < limit) return v;
    cur->bad = true;
    return 0;
}

/* NULL where there is none. */
static inline const char *msdx_get_str(msdx_cursor *cur)
{
    uint32_t offset = msdx_get_u32(cur);
    if (offset == 0) return NULL;
    if (offset < cur->n_pool) return cur->pool + offset;
    cur->bad = true;
    return NULL;
}

/* Never NULL: "" and bad where there is none. */
static inline const char *msdx_get_text(msdx_cursor *cur)
{
    const char *s = msdx_get_str(cur);
    if (s) return s;
    cur->bad = true;
    return "";
}

double msdx_get_f64(msdx_cursor *cur); /* finite */
msd_strings msdx_get_strings(msdx_cursor *cur);
void msdx_get_date(msdx_cursor *cur, char out[11]);
/* A list's length, and zeroed room for it; 0 and bad when so many cannot stand in what is left. */
size_t msdx_get_list(msdx_cursor *cur, size_t size, void **room);

/* "YYYY-MM-DD" with a real month and day. */
bool msdx_is_date(const char *s);
#endif
