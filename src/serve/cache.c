/* cache.c: answers that stand until the store changes. What makes room is what was asked for long ago and took little to
 * make: GreedyDual (Young, "The k-server dual and loose competitiveness for paging", Algorithmica 11, 1994), where an
 * answer is worth the seconds it took, over the worth of the last one that had to go. */
#include "serve/serve_impl.h"

#include "base/mem.h"

enum { N_KEPT = 256, KEY_MOST = 2048, ANSWER_MOST = 1 << 22, BYTES_MOST = 1 << 26 };

struct kept {
    char *key, *state;
    msdx_buf answer;
    double seconds, worth;
};

struct msdx_cache {
    pthread_mutex_t lock;
    struct kept kept[N_KEPT];
    size_t bytes; /* of all answers */
    double gone;  /* the worth of the last one that had to go */
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
        k->worth = c->gone + k->seconds;
        found = true;
    }
    pthread_mutex_unlock(&c->lock);
    return found;
}

static void drop_one(msdx_cache *c, struct kept *k)
{
    c->bytes -= k->answer.n;
    drop(k);
}

/* The one that is worth least makes room. */
static struct kept *drop_least(msdx_cache *c)
{
    struct kept *least = NULL;
    for (size_t i = 0; i < N_KEPT; i++)
        if (c->kept[i].key && (!least || c->kept[i].worth < least->worth)) least = &c->kept[i];
    if (!least) return NULL;
    c->gone = least->worth;
    drop_one(c, least);
    return least;
}

/* Where the new answer goes: the place of the old one of that key, a free one, or one that is made free. */
static struct kept *make_place(msdx_cache *c, const char *key)
{
    struct kept *at = NULL;
    for (size_t i = 0; i < N_KEPT; i++) {
        struct kept *k = &c->kept[i];
        if (k->key && strcmp(k->key, key) == 0) {
            drop_one(c, k);
            return k;
        }
        if (!k->key) at = k;
    }
    return at ? at : drop_least(c);
}

void msdx_cache_put(msdx_cache *c, const char *key, const char *state, const msdx_buf *answer, double seconds)
{
    struct kept new = {.key = msdx_strdup(key), .state = msdx_strdup(state), .answer = MSDX_BUF_INIT(ANSWER_MOST)};
    msdx_buf_add(&new.answer, answer->p, answer->n);
    if (!new.key || !new.state || new.answer.failed || strlen(key) > KEY_MOST) {
        drop(&new);
        return;
    }
    pthread_mutex_lock(&c->lock);
    struct kept *at = make_place(c, key);
    while (c->bytes + new.answer.n > BYTES_MOST && drop_least(c)) continue;
    new.seconds = seconds;
    new.worth = c->gone + seconds;
    c->bytes += new.answer.n;
    *at = new;
    pthread_mutex_unlock(&c->lock);
}
