/* conns.c: connections that dawdle are cut: a header, a body and the taking of an answer each have their time,
 * however slowly the bytes come. The library's own time-out only counts silence. */
#include "serve/serve_impl.h"

#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

static const double seconds[] = {[MSDX_WAITS_HEADER] = 15, [MSDX_WAITS_BODY] = 60, [MSDX_WAITS_ANSWER] = 600};

struct line {
    struct line *next, **back;
    int fd;
    msdx_waits waits;
    double since;
};

struct msdx_conns {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    struct line *line;
    bool stop, running;
};

double msdx_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *look(void *arg)
{
    msdx_conns *w = arg;
    pthread_mutex_lock(&w->lock);
    while (!w->stop) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += 1;
        pthread_cond_timedwait(&w->wake, &w->lock, &until);
        double now = msdx_now();
        /* Shut, not closed: the library closes it once it sees that. */
        for (struct line *l = w->line; l; l = l->next)
            if (now - l->since > seconds[l->waits]) shutdown(l->fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

msd_status msdx_conns_new(msdx_conns **out, msd_error *err)
{
    pthread_condattr_t steady;
    msdx_conns *w = *out = msdx_calloc(1, sizeof *w);
    if (!w) return msdx_err_nomem(err);
    pthread_mutex_init(&w->lock, NULL);
    /* By a clock that nobody sets: with the time of day put back by an hour it would look away for that long. */
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&w->wake, &steady);
    pthread_condattr_destroy(&steady);
    w->running = pthread_create(&w->thread, NULL, look, w) == 0;
    return w->running ? MSD_OK : msdx_err(err, MSD_ENOMEM, 0, "no thread could be had");
}

void msdx_conns_free(msdx_conns *w)
{
    if (!w) return;
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    if (w->running) pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
    msdx_free(w);
}

void msdx_conns_notify(void *conns, struct MHD_Connection *conn, void **slot, enum MHD_ConnectionNotificationCode code)
{
    msdx_conns *w = conns;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CONNECTION_FD);
        struct line *l = info ? msdx_calloc(1, sizeof *l) : NULL;
        *slot = l;
        if (!l) return;
        l->fd = info->connect_fd;
        l->since = msdx_now();
        pthread_mutex_lock(&w->lock);
        l->next = w->line;
        l->back = &w->line;
        if (l->next) l->next->back = &l->next;
        w->line = l;
        pthread_mutex_unlock(&w->lock);
    } else if (*slot) {
        struct line *l = *slot;
        pthread_mutex_lock(&w->lock);
        *l->back = l->next;
        if (l->next) l->next->back = l->back;
        pthread_mutex_unlock(&w->lock);
        msdx_free(l);
        *slot = NULL;
    }
}

void msdx_conns_mark(msdx_conns *w, struct MHD_Connection *conn, msdx_waits waits)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(conn, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct line *l = info ? info->socket_context : NULL;
    if (!l) return;
    pthread_mutex_lock(&w->lock);
    l->waits = waits;
    l->since = msdx_now();
    pthread_mutex_unlock(&w->lock);
}
