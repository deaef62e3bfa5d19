/* jobs.c: what takes its time is done by threads of its own, so that the loops that speak HTTP stay free. Work waits in two
 * lines: what a store tells at once, and what counts or codes a lot; the heavy kind never has all the threads. */
#include "serve/serve_impl.h"

#include "base/mem.h"

struct waiting {
    msdx_request *first, **last;
};

struct msdx_jobs {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t *thread;
    size_t n_thread, n_heavy; /* n_heavy: threads that do heavy work now */
    struct waiting light, heavy;
    msdx_job work;
    bool stop;
};

static msdx_request *take(struct waiting *w)
{
    msdx_request *r = w->first;
    if (!r) return NULL;
    w->first = r->next;
    if (!w->first) w->last = &w->first;
    return r;
}

static void *work(void *arg)
{
    msdx_jobs *jobs = arg;
    pthread_mutex_lock(&jobs->lock);
    for (;;) {
        msdx_request *r = take(&jobs->light);
        bool heavy = !r && jobs->n_heavy < (jobs->n_thread + 1) / 2;
        if (heavy) r = take(&jobs->heavy);
        if (!r && jobs->stop && !jobs->heavy.first) break;
        if (!r) {
            pthread_cond_wait(&jobs->wake, &jobs->lock);
            continue;
        }
        jobs->n_heavy += heavy;
        pthread_mutex_unlock(&jobs->lock);
        jobs->work(r); /* r may be gone after this */
        pthread_mutex_lock(&jobs->lock);
        jobs->n_heavy -= heavy;
        if (heavy) pthread_cond_broadcast(&jobs->wake);
    }
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

msd_status msdx_jobs_new(msdx_jobs **out, size_t n_thread, msdx_job job, msd_error *err)
{
    msdx_jobs *jobs = *out = msdx_calloc(1, sizeof *jobs);
    if (!jobs) return msdx_err_nomem(err);
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->wake, NULL);
    jobs->work = job;
    jobs->light.last = &jobs->light.first;
    jobs->heavy.last = &jobs->heavy.first;
    jobs->thread = msdx_calloc(n_thread, sizeof *jobs->thread);
    if (!jobs->thread) return msdx_err_nomem(err);
    for (size_t i = 0; i < n_thread; i++, jobs->n_thread++)
        if (pthread_create(&jobs->thread[i], NULL, work, jobs) != 0)
            return msdx_err(err, MSD_ENOMEM, 0, "no thread could be had");
    return MSD_OK;
}

bool msdx_jobs_add(msdx_jobs *jobs, msdx_request *r, bool heavy)
{
    struct waiting *w = heavy ? &jobs->heavy : &jobs->light;
    pthread_mutex_lock(&jobs->lock);
    bool taken = !jobs->stop;
    if (taken) {
        MHD_suspend_connection(r->conn);
        r->next = NULL;
        *w->last = r;
        w->last = &r->next;
        pthread_cond_signal(&jobs->wake);
    }
    pthread_mutex_unlock(&jobs->lock);
    return taken;
}

void msdx_jobs_stop(msdx_jobs *jobs)
{
    if (!jobs) return;
    pthread_mutex_lock(&jobs->lock);
    jobs->stop = true;
    pthread_cond_broadcast(&jobs->wake);
    pthread_mutex_unlock(&jobs->lock);
    for (size_t i = 0; i < jobs->n_thread; i++) pthread_join(jobs->thread[i], NULL);
    jobs->n_thread = 0;
}

void msdx_jobs_free(msdx_jobs *jobs)
{
    if (!jobs) return;
    msdx_jobs_stop(jobs);
    pthread_cond_destroy(&jobs->wake);
    pthread_mutex_destroy(&jobs->lock);
    msdx_free(jobs->thread);
    msdx_free(jobs);
}
