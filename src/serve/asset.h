/* asset.h: the files of the page, as they were built into the program (tools/embed.c). */
#ifndef MSDX_ASSET_H
#define MSDX_ASSET_H
#include <stddef.h>

typedef struct msdx_asset {
    const char *path, *type;
    const unsigned char *gzip; /* its bytes, as gzip has them */
    size_t n_gzip;
} msdx_asset;

extern const msdx_asset msdx_assets[];
extern const size_t msdx_n_asset;
#endif
