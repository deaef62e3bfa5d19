/* gaz_build.h: the gazetteer's sections, put together place by place. */
#ifndef MSDX_GAZ_BUILD_H
#define MSDX_GAZ_BUILD_H
#include "know/gazetteer.h"
#include "know/wire.h"

/* What a package says of one place. */
struct msdx_gaz_row {
    msdx_str name;
    char country[4]; /* alpha-3 */
    msdx_gaz_kind kind;
    uint32_t region, district; /* index + 1; 0: none */
    bool has_point;
    double latitude, longitude;
    uint32_t population, geonames;
};

/* The towns of a region: its point is the middle of their extent, its population their sum. */
struct msdx_gaz_extent {
    double south, north, west, east;
    uint64_t population;
    uint32_t n;
};

struct msdx_gaz_build {
    msdx_pool pool;
    msdx_buf place;  /* rows of MSDX_GAZ_PLACE_WIDTH u32 */
    msdx_buf name;   /* names and their senses, unsorted */
    msdx_buf extent; /* msdx_gaz_extent by place */
    uint32_t n_place;
    size_t n_name_before; /* names of places before the newest */
};

void msdx_gaz_build_init(struct msdx_gaz_build *b);
void msdx_gaz_build_clear(struct msdx_gaz_build *b);
/* Gives its index. It has no name to be found by yet. */
uint32_t msdx_gaz_build_place(struct msdx_gaz_build *b, const struct msdx_gaz_row *row);
/* A name of the newest place; false when it can be none or is one already. */
bool msdx_gaz_build_name(struct msdx_gaz_build *b, msdx_str name, uint32_t flags);
/* Take population and points from extents, sort, hash and write. */
MSD_MUST_CHECK msd_status msdx_gaz_build_write(struct msdx_gaz_build *b, const char *path, msd_error *err);
#endif
