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
    size_t n_thread, n_begun, n_heavy; /* n_heavy: threads that do heavy work now */
    const msdx_request **made;         /* by thread: what it does now */
    struct waiting light, heavy;
    msdx_job work;
    bool stop;
};

/* Is the same answer being made already? What is posted and what is streamed is each its own. */
static bool is_made(const struct msdx_jobs *jobs, const msdx_request *r)
{
    if (r->more || strcmp(r->route->method, "GET") != 0) return false;
    for (size_t i = 0; i < jobs->n_thread; i++)
        if (jobs->made[i] && strcmp(jobs->made[i]->key, r->key) == 0) return true;
    return false;
}

/* The first that may be done now: who asks for the same as another waits for its answer. */
static msdx_request *take(struct msdx_jobs *jobs, struct waiting *w)
{
    msdx_request **at = &w->first;
    while (*at && is_made(jobs, *at)) at = &(*at)->next;
    msdx_request *r = *at;
    if (!r) return NULL;
    *at = r->next;
    if (!*at) w->last = at;
    return r;
}

static void append(struct waiting *w, msdx_request *r)
{
    r->next = NULL;
    *w->last = r;
    w->last = &r->next;
}

static void *work(void *arg)
{
    msdx_jobs *jobs = arg;
    pthread_mutex_lock(&jobs->lock);
    size_t own = jobs->n_begun++;
    for (;;) {
        msdx_request *r = take(jobs, &jobs->light);
        bool heavy = !r && jobs->n_heavy < (jobs->n_thread + 1) / 2;
        if (heavy) r = take(jobs, &jobs->heavy);
        if (!r && jobs->stop && !jobs->heavy.first && !jobs->light.first) break;
        if (!r) {
            pthread_cond_wait(&jobs->wake, &jobs->lock);
            continue;
        }
        jobs->n_heavy += heavy;
        jobs->made[own] = r;
        pthread_mutex_unlock(&jobs->lock);
        struct MHD_Connection *conn = r->conn;
        jobs->work(r);
        pthread_mutex_lock(&jobs->lock);
        jobs->made[own] = NULL;
        jobs->n_heavy -= heavy;
        pthread_cond_broadcast(&jobs->wake);
        if (r->is_heavy)
            append(&jobs->heavy, r);
        else
            MHD_resume_connection(conn); /* r may be gone from here on */
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
    jobs->made = msdx_calloc(n_thread, sizeof *jobs->made);
    if (!jobs->thread || !jobs->made) return msdx_err_nomem(err);
    pthread_mutex_lock(&jobs->lock); /* until all are there */
    while (jobs->n_thread < n_thread && pthread_create(&jobs->thread[jobs->n_thread], NULL, work, jobs) == 0)
        jobs->n_thread++;
    pthread_mutex_unlock(&jobs->lock);
    return jobs->n_thread == n_thread ? MSD_OK : msdx_err(err, MSD_ENOMEM, 0, "no thread could be had");
}

bool msdx_jobs_add(msdx_jobs *jobs, msdx_request *r, bool heavy)
{
    struct waiting *w = heavy ? &jobs->heavy : &jobs->light;
    pthread_mutex_lock(&jobs->lock);
    bool taken = !jobs->stop;
    if (taken) {
        MHD_suspend_connection(r->conn);
        append(w, r);
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
    msdx_free(jobs->made);
    msdx_free(jobs);
}
