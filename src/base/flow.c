#include "base/flow.h"

#include <pthread.h>
#include <sched.h>

#include "base/mem.h"

struct state {
    const msdx_flow *flow;
    pthread_mutex_t lock;
    pthread_cond_t work, space;
    size_t n_filled, n_taken, n_drained; /* jobs so far; job k is in slot k % n_slot */
    bool *done;                          /* by slot */
    bool end, draining;
};

struct thread {
    struct state *s;
    unsigned index;
    pthread_t id;
};

unsigned msdx_flow_n_worker(uint64_t jobs)
{
    cpu_set_t set;
    int n = jobs ? (int)(jobs > 256 ? 256 : jobs) : sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n < 1 ? 1 : n > 256 ? 256 : (unsigned)n;
}

static void *slot(const msdx_flow *flow, size_t k)
{
    return (char *)flow->jobs + k % flow->n_slot * flow->job_byte;
}

/* With the lock held: whoever finishes a job drains what is ready, unless somebody is at it already. */
static void drain_ready(struct state *s)
{
    if (s->draining) return;
    s->draining = true;
    while (s->n_drained < s->n_taken && s->done[s->n_drained % s->flow->n_slot]) {
        size_t k = s->n_drained;
        pthread_mutex_unlock(&s->lock);
        s->flow->drain(s->flow->ctx, slot(s->flow, k));
        pthread_mutex_lock(&s->lock);
        s->done[k % s->flow->n_slot] = false;
        s->n_drained++;
        pthread_cond_signal(&s->space);
    }
    s->draining = false;
}

static void *worker(void *arg)
{
    struct thread *t = arg;
    struct state *s = t->s;
    pthread_mutex_lock(&s->lock);
    for (;;) {
        while (s->n_taken == s->n_filled && !s->end) pthread_cond_wait(&s->work, &s->lock);
        if (s->n_taken == s->n_filled) break;
        size_t k = s->n_taken++;
        pthread_mutex_unlock(&s->lock);
        s->flow->work(s->flow->ctx, t->index, slot(s->flow, k));
        pthread_mutex_lock(&s->lock);
        s->done[k % s->flow->n_slot] = true;
        drain_ready(s);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

static void fill_all(struct state *s)
{
    const msdx_flow *flow = s->flow;
    for (;;) {
        pthread_mutex_lock(&s->lock);
        while (s->n_filled - s->n_drained == flow->n_slot) pthread_cond_wait(&s->space, &s->lock);
        size_t k = s->n_filled;
        pthread_mutex_unlock(&s->lock);
        bool more = flow->fill(flow->ctx, slot(flow, k));
        pthread_mutex_lock(&s->lock);
        if (more)
            s->n_filled++;
        else
            s->end = true;
        pthread_cond_broadcast(&s->work);
        pthread_mutex_unlock(&s->lock);
        if (!more) return;
    }
}

static void run_inline(const msdx_flow *flow)
{
    while (flow->fill(flow->ctx, flow->jobs)) {
        flow->work(flow->ctx, 0, flow->jobs);
        flow->drain(flow->ctx, flow->jobs);
    }
}

static msd_status run_threads(struct state *s, struct thread *thread, unsigned n_worker, msd_error *err)
{
    unsigned n = 0;
    for (; n < n_worker; n++) {
        thread[n] = (struct thread){.s = s, .index = n};
        if (pthread_create(&thread[n].id, NULL, worker, &thread[n]) != 0) break;
    }
    if (n) fill_all(s);
    for (unsigned i = 0; i < n; i++) pthread_join(thread[i].id, NULL);
    return n ? MSD_OK : msdx_err(err, MSD_ENOMEM, 0, "no thread to be had");
}

msd_status msdx_flow_run(const msdx_flow *flow, unsigned n_worker, msd_error *err)
{
    if (n_worker <= 1) {
        run_inline(flow);
        return MSD_OK;
    }
    struct state s = {.flow = flow, .done = msdx_calloc(flow->n_slot, sizeof *s.done)};
    struct thread *thread = msdx_calloc(n_worker, sizeof *thread);
    msd_status st = MSD_OK;
    if (!s.done || !thread) {
        st = msdx_err_nomem(err);
    } else {
        pthread_mutex_init(&s.lock, NULL);
        pthread_cond_init(&s.work, NULL);
        pthread_cond_init(&s.space, NULL);
        st = run_threads(&s, thread, n_worker, err);
        pthread_cond_destroy(&s.space);
        pthread_cond_destroy(&s.work);
        pthread_mutex_destroy(&s.lock);
    }
    msdx_free(thread);
    msdx_free(s.done);
    return st;
}
