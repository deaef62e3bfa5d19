/* cache.c: answers that stand until the store changes; the one asked for longest ago makes room. */
#include "serve/serve_impl.h"

#include "base/mem.h"

enum { N_KEPT = 256, KEY_MOST = 2048, ANSWER_MOST = 1 << 22, BYTES_MOST = 1 << 26 };

struct kept {
    char *key, *state;
    msdx_buf answer;
    uint64_t used;
};

struct msdx_cache {
    pthread_mutex_t lock;
    struct kept kept[N_KEPT];
    size_t bytes; /* of all answers */
    uint64_t clock;
};

msd_status msdx_cache_new(msdx_cache **out, msd_error *err)
{
    *out = msdx_calloc(1, sizeof **out);
    if (!*out) return msdx_err_nomem(err);
    pthread_mutex_init(&(*out)->lock, NULL);
    return MSD_OK;
}

static void drop(struct kept *k)
{
    msdx_free(k->key);
    msdx_free(k->state);
    msdx_buf_clear(&k->answer);
    *k = (struct kept){0};
}

void msdx_cache_free(msdx_cache *c)
{
    if (!c) return;
    for (size_t i = 0; i < N_KEPT; i++) drop(&c->kept[i]);
    pthread_mutex_destroy(&c->lock);
    msdx_free(c);
}

bool msdx_cache_get(msdx_cache *c, const char *key, const char *state, msdx_buf *out)
{
    bool found = false;
    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; i < N_KEPT && !found; i++) {
        struct kept *k = &c->kept[i];
        if (!k->key || strcmp(k->key, key) != 0) continue;
        if (strcmp(k->state, state) != 0) {
            c->bytes -= k->answer.n;
            drop(k);
            break;
        }
        msdx_buf_add(out, k->answer.p, k->answer.n);
        k->used = ++c->clock;
        found = true;
    }
    pthread_mutex_unlock(&c->lock);
    return found;
}

/* Where the new answer goes: the old one of that key, a free place, or the place of the one asked for longest ago; that
 * is dropped. */
static struct kept *make_place(msdx_cache *c, const char *key)
{
    struct kept *at = &c->kept[0];
    for (size_t i = 0; i < N_KEPT; i++) {
        struct kept *k = &c->kept[i];
        if (k->key && strcmp(k->key, key) == 0) {
            at = k;
            break;
        }
        if (k->used < at->used) at = k;
    }
    c->bytes -= at->answer.n;
    drop(at);
    return at;
}

/* Drops the one asked for longest ago. */
static void drop_oldest(msdx_cache *c)
{
    struct kept *oldest = NULL;
    for (size_t i = 0; i < N_KEPT; i++)
        if (c->kept[i].key && (!oldest || c->kept[i].used < oldest->used)) oldest = &c->kept[i];
    if (!oldest) return;
    c->bytes -= oldest->answer.n;
    drop(oldest);
}

void msdx_cache_put(msdx_cache *c, const char *key, const char *state, const msdx_buf *answer)
{
    struct kept new = {.key = msdx_strdup(key), .state = msdx_strdup(state), .answer = MSDX_BUF_INIT(ANSWER_MOST)};
    msdx_buf_add(&new.answer, answer->p, answer->n);
    if (!new.key || !new.state || new.answer.failed || strlen(key) > KEY_MOST) {
        drop(&new);
        return;
    }
    pthread_mutex_lock(&c->lock);
    struct kept *at = make_place(c, key);
    while (c->bytes + new.answer.n > BYTES_MOST) drop_oldest(c);
    new.used = ++c->clock;
    c->bytes += new.answer.n;
    *at = new;
    pthread_mutex_unlock(&c->lock);
}
