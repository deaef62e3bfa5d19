/* load.c: knowledge files from disk, in an order that does not depend on the
 * file system: by path, byte by byte. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "know/compile_impl.h"

enum { DEPTH_MAX = 16 };
static const size_t FILE_MAX_BYTE = (size_t)64 << 20;

typedef struct found {
    const char *path, *name;
} found;

typedef struct loader {
    msdx_compile *c;
    msdx_buf file; /* of found */
    msd_error *err;
    size_t n_root; /* bytes of the path that are the folder's own */
} loader;

static int by_name(const void *a, const void *b)
{
    return strcmp(((const found *)a)->name, ((const found *)b)->name);
}

static const char *join(msdx_arena *a, const char *dir, const char *name)
{
    size_t n = strlen(dir), m = strlen(name);
    char *s = MSDX_NEW(a, char, n + m + 2);
    if (!s) return NULL;
    memcpy(s, dir, n);
    if (n && dir[n - 1] != '/') s[n++] = '/';
    memcpy(s + n, name, m + 1);
    return s;
}

static bool ends_txt(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && strcmp(name + n - 4, ".txt") == 0;
}

static msd_status walk(loader *l, const char *dir, int depth);

static msd_status walk_one(loader *l, const char *dir, const char *name, int depth)
{
    struct stat st;
    const char *path = join(&l->c->arena, dir, name);
    if (!path) return msdx_err_nomem(l->err);
    if (stat(path, &st) != 0) return msdx_err(l->err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    if (S_ISDIR(st.st_mode)) return walk(l, path, depth + 1);
    if (!S_ISREG(st.st_mode) || !ends_txt(name)) return MSD_OK;
    found f = {path, path + l->n_root};
    while (*f.name == '/') f.name++;
    msdx_buf_add(&l->file, &f, sizeof f);
    return l->file.failed ? msdx_err_nomem(l->err) : MSD_OK;
}

static msd_status walk(loader *l, const char *dir, int depth)
{
    if (depth > DEPTH_MAX) return msdx_err(l->err, MSD_ETOOBIG, 0, "%s: folders nested over %d deep", dir, DEPTH_MAX);
    DIR *d = opendir(dir);
    if (!d) return msdx_err(l->err, MSD_EIO, 0, "%s: %s", dir, strerror(errno));
    msd_status st = MSD_OK;
    for (struct dirent *e; st == MSD_OK && (e = readdir(d));)
        if (e->d_name[0] != '.') st = walk_one(l, dir, e->d_name, depth);
    closedir(d);
    return st;
}

static msd_status read_all(int fd, const char *path, char *p, size_t n, msd_error *err)
{
    for (size_t got = 0; got < n;) {
        ssize_t more = read(fd, p + got, n - got);
        if (more < 0 && errno == EINTR) continue;
        if (more < 0) return msdx_err(err, MSD_EIO, got, "%s: %s", path, strerror(errno));
        if (more == 0) return msdx_err(err, MSD_EIO, got, "%s: became shorter while it was read", path);
        got += (size_t)more;
    }
    return MSD_OK;
}

static msd_status read_file(loader *l, const found *f, uint32_t layer)
{
    int fd = open(f->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return msdx_err(l->err, MSD_EIO, 0, "%s: %s", f->path, strerror(errno));
    struct stat info;
    msd_status st = MSD_OK;
    char *p = NULL;
    if (fstat(fd, &info) != 0)
        st = msdx_err(l->err, MSD_EIO, 0, "%s: %s", f->path, strerror(errno));
    else if ((size_t)info.st_size > FILE_MAX_BYTE)
        st = msdx_err(l->err, MSD_ETOOBIG, 0, "%s: over %zu bytes", f->path, FILE_MAX_BYTE);
    else if (!(p = msdx_malloc((size_t)info.st_size + 1)))
        st = msdx_err_nomem(l->err);
    if (st == MSD_OK) st = read_all(fd, f->path, p, (size_t)info.st_size, l->err);
    if (st == MSD_OK) msdx_compile_add(l->c, f->path, f->name, (msdx_str){p, (size_t)info.st_size}, layer);
    msdx_free(p);
    close(fd);
    return st;
}

msd_status msdx_compile_load(msdx_compile *c, const char *folder, uint32_t layer, msd_error *err)
{
    loader l = {.c = c, .file = MSDX_BUF_INIT((size_t)1 << 30), .err = err, .n_root = strlen(folder)};
    struct stat info;
    msd_status st = MSD_OK;
    if (stat(folder, &info) == 0 && S_ISREG(info.st_mode)) { /* one file in place of a folder */
        const char *slash = strrchr(folder, '/');
        found f = {folder, slash ? slash + 1 : folder};
        msdx_buf_add(&l.file, &f, sizeof f);
        if (l.file.failed) st = msdx_err_nomem(err);
    } else {
        st = walk(&l, folder, 0);
    }
    size_t n = l.file.n / sizeof(found);
    found *file = (found *)(void *)l.file.p;
    if (st == MSD_OK && n) qsort(file, n, sizeof *file, by_name);
    for (size_t i = 0; st == MSD_OK && i < n; i++) st = read_file(&l, &file[i], layer);
    msdx_buf_clear(&l.file);
    return st;
}
