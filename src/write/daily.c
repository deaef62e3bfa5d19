/* daily.c: one event a day for each actor, recipient, event and place, as event data sets have been filtered since KEDS
 * (Schrodt and Gerner 1994). */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "write/write.h"

struct msdx_daily {
    uint64_t *seen; /* open addressing; 0: free */
    size_t n, room; /* room: a power of 2 */
    msdx_buf key;
};

msd_status msdx_daily_new(msdx_daily **out, msd_error *err)
{
    *out = msdx_calloc(1, sizeof **out);
    if (!*out) return msdx_err_nomem(err);
    (*out)->key = (msdx_buf)MSDX_BUF_INIT((size_t)1 << 26);
    return MSD_OK;
}

void msdx_daily_free(msdx_daily *daily)
{
    if (!daily) return;
    msdx_buf_clear(&daily->key);
    msdx_free(daily->seen);
    msdx_free(daily);
}

static bool put(uint64_t *seen, size_t room, uint64_t hash)
{
    size_t i = (size_t)hash & (room - 1);
    for (; seen[i]; i = (i + 1) & (room - 1))
        if (seen[i] == hash) return false;
    seen[i] = hash;
    return true;
}

static bool grow(msdx_daily *d)
{
    size_t room = d->room ? d->room * 2 : 1024;
    uint64_t *seen = msdx_calloc(room, sizeof *seen);
    if (!seen) return false;
    for (size_t i = 0; i < d->room; i++)
        if (d->seen[i]) (void)put(seen, room, d->seen[i]);
    msdx_free(d->seen);
    d->seen = seen;
    d->room = room;
    return true;
}

static void add(msdx_buf *key, const char *s)
{
    msdx_buf_adds(key, s ? s : "");
    msdx_buf_addc(key, 0);
}

/* A list of parties as one number, whatever their order. */
static uint64_t parties(const msd_entity *e, size_t n)
{
    uint64_t sum = n;
    for (size_t i = 0; i < n; i++) {
        const char *who = e[i].code && *e[i].code ? e[i].code : e[i].name && *e[i].name ? e[i].name : e[i].text;
        sum += msdx_murmur64a(who ? who : "", who ? strlen(who) : 0, 11);
    }
    return sum;
}

msd_status msdx_daily_first(msdx_daily *daily, const msd_doc *doc, const msd_claim *claim, bool *first, msd_error *err)
{
    msdx_buf *key = &daily->key;
    const char *day = *claim->when.start ? claim->when.start : doc->date ? doc->date : "";
    uint64_t who[2] = {parties(claim->actors, claim->n_actor), parties(claim->recipients, claim->n_recipient)};
    *first = true;
    msdx_buf_reset(key);
    msdx_buf_add(key, who, sizeof who);
    msdx_buf_add(key, day, strnlen(day, 10));
    add(key, "");
    add(key, claim->event);
    if (claim->where.present) add(key, claim->where.name ? claim->where.name : claim->where.text);
    if (key->failed || (daily->n * 2 >= daily->room && !grow(daily))) return msdx_err_nomem(err);
    uint64_t hash = msdx_murmur64a(key->p, key->n, 1);
    *first = put(daily->seen, daily->room, hash ? hash : 1);
    daily->n += *first;
    return MSD_OK;
}
