#include "base/map.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static msd_status map_fd(msdx_map *out, int fd, const char *path, msd_error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0) return msdx_err(err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode)) return msdx_err(err, MSD_EIO, 0, "%s: not a plain file", path);
    if (st.st_size == 0) return MSD_OK;
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED) return msdx_err(err, MSD_EIO, 0, "%s: cannot be mapped: %s", path, strerror(errno));
    out->p = p;
    out->n = (size_t)st.st_size;
    return MSD_OK;
}

msd_status msdx_map_file(msdx_map *out, const char *path, msd_error *err)
{
    *out = (msdx_map){NULL, 0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return msdx_err(err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    msd_status st = map_fd(out, fd, path, err);
    close(fd);
    return st;
}

void msdx_map_close(msdx_map *map)
{
    if (map->p) munmap((void *)(uintptr_t)map->p, map->n);
    *map = (msdx_map){NULL, 0};
}
