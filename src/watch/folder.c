/* folder.c: files that are put into a folder. The kernel says at once when one was written or moved there (inotify);
 * beside that the folder is looked through now and then, for file systems that do not say so. A file is read when it
 * was closed or moved, or has been as it is for a while; names that begin with a dot or end in .part or .tmp are not
 * meant yet, and links are never followed: who may put files there need not be let read what else is here. Files stay
 * where they are. */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "watch/watch_impl.h"

enum { SETTLED_S = 2, OPEN_MOST = 2, QUEUE_MOST = 1 << 20 };

static bool ends_in(const char *s, const char *with)
{
    size_t n = strlen(s), m = strlen(with);
    return n >= m && strcmp(s + n - m, with) == 0;
}

static bool is_meant(const msdx_watched *f, const char *name)
{
    if (!name[0] || name[0] == '.' || strlen(name) >= 1000 || ends_in(name, ".part") || ends_in(name, ".tmp"))
        return false;
    return !f->feed->name || fnmatch(f->feed->name, name, 0) == 0;
}

static bool look_at(const msdx_watched *f, const char *name, struct stat *st)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", f->feed->path, name);
    return lstat(path, st) == 0 && S_ISREG(st->st_mode);
}

bool msdx_folder_stamp(const msdx_watched *f, const char *name, char out[64])
{
    struct stat st;
    if (!look_at(f, name, &st)) return false;
    snprintf(out, 64, "%lld %lld.%09ld", (long long)st.st_size, (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
    return true;
}

static bool was_read(msdx_watched *f, const char *name)
{
    char item[1100], stamp[64];
    bool known = false;
    msd_error err;
    if (!msdx_folder_stamp(f, name, stamp)) return true;
    snprintf(item, sizeof item, "file %.1000s", name);
    msd_status st = msdx_watch_item_known(f->w->store, f->feed->id, item, stamp, &known, &err);
    if (st != MSD_OK) msdx_watch_fail(f->w, st, &err);
    return known;
}

static void enqueue(msdx_watched *f, const char *name)
{
    for (size_t i = 0; i < f->n_file; i++)
        if (strcmp(f->file[i], name) == 0) return;
    if (f->n_file == f->room) {
        size_t room = f->room ? f->room * 2 : 64;
        char **more = room <= QUEUE_MOST ? msdx_realloc(f->file, room, sizeof *more) : NULL;
        if (!more) return; /* the next look through the folder finds it again */
        f->file = more;
        f->room = room;
    }
    f->file[f->n_file] = msdx_strdup(name);
    if (f->file[f->n_file]) f->n_file++;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Everything in the folder that is not read yet, by name. */
static void look_through(msdx_watched *f)
{
    struct dirent *e;
    struct stat st;
    time_t now = time(NULL);
    DIR *dir = opendir(f->feed->path);
    const char *why = dir ? "" : strerror(errno);
    if (*why && strcmp(why, f->error) != 0) msdx_watch_say(f->w, "folder %s: %s: %s", f->feed->id, f->feed->path, why);
    snprintf(f->error, sizeof f->error, "%s", why);
    if (!dir) f->w->count->n_failed++;
    while (dir && (e = readdir(dir)) != NULL) {
        if (!is_meant(f, e->d_name) || !look_at(f, e->d_name, &st)) continue;
        if (st.st_mtime <= now - SETTLED_S || f->w->o->once)
            if (!was_read(f, e->d_name)) enqueue(f, e->d_name);
    }
    if (dir) closedir(dir);
    if (f->n_file) qsort(f->file, f->n_file, sizeof *f->file, by_name);
}

/* ---- what the kernel says ---- */

void msdx_folder_open(msdx_watch *w)
{
    w->notify_fd = -1;
    for (size_t i = 0; i < w->c->n_feed; i++) {
        msdx_watched *f = &w->watched[i];
        f->notify = -1;
        if (!f->feed->path) continue;
        if (w->notify_fd < 0) w->notify_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (w->notify_fd >= 0)
            f->notify = inotify_add_watch(w->notify_fd, f->feed->path, IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR);
    }
}

static void take_event(msdx_watch *w, const struct inotify_event *e)
{
    for (size_t i = 0; i < w->c->n_feed; i++) {
        msdx_watched *f = &w->watched[i];
        if (!f->feed->path) continue;
        if (e->mask & IN_Q_OVERFLOW) f->next = 0;
        if (f->notify != e->wd || !e->len || !is_meant(f, e->name)) continue;
        if (!was_read(f, e->name)) enqueue(f, e->name);
    }
}

void msdx_folder_notified(msdx_watch *w)
{
    char buf[8192] __attribute__((aligned(__alignof__(struct inotify_event))));
    ssize_t n;
    while (w->notify_fd >= 0 && (n = read(w->notify_fd, buf, sizeof buf)) > 0)
        for (ssize_t at = 0; at < n;) {
            const struct inotify_event *e = (const void *)(buf + at);
            take_event(w, e);
            at += (ssize_t)(sizeof *e + e->len);
        }
}

/* ---- turns ---- */

static bool is_open(const msdx_watched *f, const char *name)
{
    for (const msdx_job *j = f->w->job; j; j = j->next)
        if (j->from == f && j->name && strcmp(j->name, name) == 0) return true;
    return false;
}

/* The first file that waits becomes an input. */
static void begin_file(msdx_watched *f)
{
    char stamp[64], *name = f->file[0];
    memmove(f->file, f->file + 1, (f->n_file - 1) * sizeof *f->file);
    f->n_file--;
    msdx_job *job = NULL;
    if (!is_open(f, name) && msdx_folder_stamp(f, name, stamp)) job = msdx_calloc(1, sizeof *job);
    if (!job) {
        msdx_free(name);
        return;
    }
    job->from = f;
    job->name = name;
    job->hash = msdx_strdup(stamp);
    f->n_open++;
    msdx_intake_add(f->w, job);
}

void msdx_folder_start(msdx_watch *w, int64_t now)
{
    for (size_t i = 0; i < w->c->n_feed; i++) {
        msdx_watched *f = &w->watched[i];
        if (!f->feed->path) continue;
        if (now >= f->next && !(w->o->once && f->n_polled)) {
            look_through(f);
            f->n_polled++;
            f->next = now + f->feed->every_ms;
        }
        while (f->n_file && f->n_open < OPEN_MOST) begin_file(f);
    }
}

bool msdx_folder_waits(const msdx_watch *w)
{
    for (size_t i = 0; i < w->c->n_feed; i++)
        if (w->watched[i].n_file) return true;
    return false;
}

void msdx_folder_close(msdx_watch *w)
{
    for (size_t i = 0; w->watched && i < w->c->n_feed; i++) {
        msdx_watched *f = &w->watched[i];
        for (size_t k = 0; k < f->n_file; k++) msdx_free(f->file[k]);
        msdx_free(f->file);
    }
    if (w->notify_fd >= 0) close(w->notify_fd);
}
