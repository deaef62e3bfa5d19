#include "know/wire.h"

#include "base/hash.h"

enum { FIRST_SLOTS = 1024 };

void msdx_pool_init(msdx_pool *pool)
{
    *pool = (msdx_pool){.text = MSDX_BUF_INIT((size_t)1 << 30)};
    msdx_buf_addc(&pool->text, 0);
}

void msdx_pool_clear(msdx_pool *pool)
{
    msdx_buf_clear(&pool->text);
    msdx_free(pool->slot);
    pool->slot = NULL;
    pool->n_slot = 0;
}

msdx_str msdx_pool_get(const msdx_pool *pool, uint32_t offset)
{
    return msdx_str_of(pool->text.p + offset);
}

static bool pool_grow(msdx_pool *pool)
{
    size_t n = pool->n_slot ? pool->n_slot * 2 : FIRST_SLOTS;
    uint32_t *slot = msdx_calloc(n, sizeof *slot);
    if (!slot) return false;
    for (size_t i = 0; i < pool->n_slot; i++) {
        if (!pool->slot[i]) continue;
        msdx_str s = msdx_pool_get(pool, pool->slot[i]);
        size_t at = msdx_murmur64a(s.p, s.n, 1) & (n - 1);
        while (slot[at]) at = (at + 1) & (n - 1);
        slot[at] = pool->slot[i];
    }
    msdx_free(pool->slot);
    pool->slot = slot;
    pool->n_slot = n;
    return true;
}

uint32_t msdx_pool_add(msdx_pool *pool, msdx_str s)
{
    if (pool->failed) return 0;
    if (pool->n_string * 2 >= pool->n_slot && !pool_grow(pool)) {
        pool->failed = true;
        return 0;
    }
    size_t at = msdx_murmur64a(s.p ? s.p : "", s.n, 1) & (pool->n_slot - 1);
    for (; pool->slot[at]; at = (at + 1) & (pool->n_slot - 1))
        if (msdx_str_eq(msdx_pool_get(pool, pool->slot[at]), s)) return pool->slot[at];
    uint32_t offset = (uint32_t)pool->text.n;
    msdx_buf_add(&pool->text, s.p, s.n);
    msdx_buf_addc(&pool->text, 0);
    if (pool->text.failed) {
        pool->failed = true;
        return 0;
    }
    pool->slot[at] = offset;
    pool->n_string++;
    return offset;
}

void msdx_put_u32(msdx_buf *b, uint32_t v)
{
    msdx_buf_add(b, &v, sizeof v);
}

void msdx_put_f64(msdx_buf *b, double v)
{
    msdx_buf_add(b, &v, sizeof v);
}

void msdx_put_str(msdx_buf *b, msdx_pool *pool, msdx_str s)
{
    msdx_put_u32(b, s.p ? msdx_pool_add(pool, s) : 0);
}

double msdx_get_f64(msdx_cursor *cur)
{
    uint32_t half[2];
    half[0] = msdx_get_u32(cur);
    half[1] = msdx_get_u32(cur);
    double v;
    memcpy(&v, half, sizeof v);
    if (v - v == 0) return v;
    cur->bad = true;
    return 0;
}

size_t msdx_get_list(msdx_cursor *cur, size_t size, void **room)
{
    *room = NULL;
    size_t n = msdx_get_u32(cur);
    if (n > cur->n - cur->at) cur->bad = true;
    if (cur->bad || n == 0) return 0;
    *room = cur->list ? cur->list + cur->n_list : msdx_arena_alloc(cur->arena, n, size);
    cur->n_list += (n * size + MSDX_LIST_ALIGN - 1) / MSDX_LIST_ALIGN * MSDX_LIST_ALIGN;
    if (!*room) cur->bad = true;
    return *room ? n : 0;
}

msd_strings msdx_get_strings(msdx_cursor *cur)
{
    void *room;
    size_t n = msdx_get_list(cur, sizeof(char *), &room);
    const char **item = room;
    for (size_t i = 0; i < n; i++) item[i] = msdx_get_text(cur);
    return (msd_strings){item, n};
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool msdx_is_date(const char *s)
{
    for (int i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? s[i] != '-' : !is_digit(s[i])) return false; /* stops at the NUL of a shorter one */
    int month = (s[5] - '0') * 10 + s[6] - '0', day = (s[8] - '0') * 10 + s[9] - '0';
    return !s[10] && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

void msdx_get_date(msdx_cursor *cur, char out[11])
{
    const char *s = msdx_get_str(cur);
    out[0] = 0;
    if (!s) return;
    if (msdx_is_date(s))
        memcpy(out, s, 11);
    else
        cur->bad = true;
}
