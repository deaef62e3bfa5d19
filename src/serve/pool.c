/* pool.c: stores and workers, made when first wanted, kept for the next. */
#include "serve/serve_impl.h"

#include "base/mem.h"

struct msdx_pool {
    pthread_mutex_t lock;
    const msdx_serve_options *o;
    msdx_store **store;
    msd_worker **worker;
    size_t n_store, n_worker, room;
};

msd_status msdx_pool_new(msdx_pool **out, const msdx_serve_options *o, msd_error *err)
{
    msdx_pool *p = msdx_calloc(1, sizeof *p);
    *out = NULL;
    if (!p) return msdx_err_nomem(err);
    pthread_mutex_init(&p->lock, NULL);
    p->o = o;
    p->room = o->n_thread + 1;
    p->store = msdx_calloc(p->room, sizeof *p->store);
    p->worker = msdx_calloc(p->room, sizeof *p->worker);
    *out = p;
    return p->store && p->worker ? MSD_OK : msdx_err_nomem(err);
}

void msdx_pool_free(msdx_pool *p)
{
    if (!p) return;
    while (p->n_store) msdx_store_close(p->store[--p->n_store]);
    while (p->n_worker) msd_worker_free(p->worker[--p->n_worker]);
    msdx_free(p->store);
    msdx_free(p->worker);
    pthread_mutex_destroy(&p->lock);
    msdx_free(p);
}

msd_status msdx_pool_store(msdx_pool *p, msdx_store **out, msd_error *err)
{
    pthread_mutex_lock(&p->lock);
    *out = p->n_store ? p->store[--p->n_store] : NULL;
    pthread_mutex_unlock(&p->lock);
    if (*out) return MSD_OK;
    return msdx_store_open(out, p->o->store, MSDX_STORE_READ, err);
}

void msdx_pool_store_back(msdx_pool *p, msdx_store *store, bool sound)
{
    if (!store) return;
    pthread_mutex_lock(&p->lock);
    /* What ails one ails the others: a database's server that was started again knows none of them. */
    while (!sound && p->n_store) msdx_store_close(p->store[--p->n_store]);
    bool keep = sound && p->n_store < p->room;
    if (keep) p->store[p->n_store++] = store;
    pthread_mutex_unlock(&p->lock);
    if (!keep) msdx_store_close(store);
}

msd_status msdx_pool_worker(msdx_pool *p, msd_worker **out, msd_error *err)
{
    pthread_mutex_lock(&p->lock);
    *out = p->n_worker ? p->worker[--p->n_worker] : NULL;
    pthread_mutex_unlock(&p->lock);
    if (*out) return MSD_OK;
    return msd_worker_new(out, p->o->engine, err);
}

void msdx_pool_worker_back(msdx_pool *p, msd_worker *worker)
{
    if (!worker) return;
    pthread_mutex_lock(&p->lock);
    bool keep = p->n_worker < p->room;
    if (keep) p->worker[p->n_worker++] = worker;
    pthread_mutex_unlock(&p->lock);
    if (!keep) msd_worker_free(worker);
}
