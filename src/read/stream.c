/* stream.c: a file as a stream of bytes. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "read/read.h"

struct file {
    msdx_stream base;
    int fd;
};

static msd_status read_file(msdx_stream *s, char *to, size_t room, size_t *n, msd_error *err)
{
    const struct file *f = (const struct file *)s;
    ssize_t got;
    do got = read(f->fd, to, room);
    while (got < 0 && errno == EINTR);
    *n = got > 0 ? (size_t)got : 0;
    return got < 0 ? msdx_err(err, MSD_EIO, 1, "%s", strerror(errno)) : MSD_OK;
}

static void close_file(msdx_stream *s)
{
    struct file *f = (struct file *)s;
    if (f->fd >= 0) close(f->fd);
    msdx_free(f);
}

msd_status msdx_stream_open_file(msdx_stream **out, const char *path, msd_error *err)
{
    struct stat st;
    *out = NULL;
    struct file *f = msdx_malloc(sizeof *f);
    if (!f) return msdx_err_nomem(err);
    f->base = (msdx_stream){read_file, close_file};
    f->fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    int code = f->fd < 0 ? errno : fstat(f->fd, &st) == 0 && S_ISDIR(st.st_mode) ? EISDIR : 0;
    if (code) {
        close_file(&f->base);
        return msdx_err(err, MSD_EIO, 1, "%s", strerror(code));
    }
    *out = &f->base;
    return MSD_OK;
}
