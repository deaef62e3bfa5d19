/* map.h: a whole file, mapped read-only. */
#ifndef MSDX_MAP_H
#define MSDX_MAP_H
#include "base/err.h"

typedef struct msdx_map {
    const void *p; /* page-aligned; NULL when n is 0 */
    size_t n;
} msdx_map;

/* Map the file at path. Fails MSD_EIO, naming it (missing, unreadable, not a plain file). */
MSD_MUST_CHECK msd_status msdx_map_file(msdx_map *out, const char *path, msd_error *err);
void msdx_map_close(msdx_map *map); /* an unmapped or empty map is fine */
#endif
