/* gaz_build.c: rows, names and slots of the gazetteer, as gazetteer.h lays them out. */
#include "cli/gaz_build.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"

static const size_t BUF_MAX = (size_t)1 << 30;

struct name_item {
    uint32_t key; /* pool offset: equal for equal keys */
    uint32_t place, flags, population;
};

void msdx_gaz_build_init(struct msdx_gaz_build *b)
{
    *b = (struct msdx_gaz_build){0};
    b->place.ceiling = b->name.ceiling = b->extent.ceiling = BUF_MAX;
    msdx_pool_init(&b->pool);
}

void msdx_gaz_build_clear(struct msdx_gaz_build *b)
{
    msdx_pool_clear(&b->pool);
    msdx_buf_clear(&b->place);
    msdx_buf_clear(&b->name);
    msdx_buf_clear(&b->extent);
}

static uint32_t *row_of(struct msdx_gaz_build *b, uint32_t place)
{
    return (uint32_t *)(void *)b->place.p + (size_t)MSDX_GAZ_PLACE_WIDTH * place;
}

static struct msdx_gaz_extent *extent_of(struct msdx_gaz_build *b, uint32_t place)
{
    return (struct msdx_gaz_extent *)(void *)b->extent.p + place;
}

static void grow(struct msdx_gaz_extent *x, const struct msdx_gaz_row *row)
{
    double lat = row->latitude, lon = row->longitude;
    /* Across the date line eastwards; only Alaska, Chukotka and Pacific islands come near it. */
    if (x->n && lon - x->west > 180) lon -= 360;
    if (x->n && x->east - lon > 180) lon += 360;
    if (!x->n || lat < x->south) x->south = lat;
    if (!x->n || lat > x->north) x->north = lat;
    if (!x->n || lon < x->west) x->west = lon;
    if (!x->n || lon > x->east) x->east = lon;
    x->population += row->population;
    x->n++;
}

static void put_point(uint32_t *to, double lat, double lon)
{
    to[4] = (uint32_t)(int32_t)lround(lat * 1e5);
    to[5] = (uint32_t)(int32_t)lround((lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon) * 1e5);
}

uint32_t msdx_gaz_build_place(struct msdx_gaz_build *b, const struct msdx_gaz_row *row)
{
    uint32_t out[MSDX_GAZ_PLACE_WIDTH] = {msdx_pool_add(&b->pool, row->name),
                                          (uint32_t)row->kind << 24,
                                          row->region,
                                          row->district,
                                          (uint32_t)MSDX_GAZ_NO_POINT,
                                          0,
                                          row->population,
                                          row->geonames};
    for (int i = 0; i < 3; i++) out[1] |= (uint32_t)(unsigned char)row->country[i] << (8 * i);
    if (row->has_point) put_point(out, row->latitude, row->longitude);
    static const struct msdx_gaz_extent none = {0};
    msdx_buf_add(&b->place, out, sizeof out);
    msdx_buf_add(&b->extent, &none, sizeof none);
    b->n_name_before = b->name.n / sizeof(struct name_item);
    if (row->has_point && !b->extent.failed) {
        if (row->region) grow(extent_of(b, row->region - 1), row);
        if (row->district) grow(extent_of(b, row->district - 1), row);
    }
    return b->n_place++;
}

bool msdx_gaz_build_name(struct msdx_gaz_build *b, msdx_str name, uint32_t flags)
{
    char key[MSDX_GAZ_KEY_ROOM];
    size_t n = msdx_gazetteer_key(name, key);
    if (n == 0) return false;
    struct name_item item = {msdx_pool_add(&b->pool, (msdx_str){key, n}), b->n_place - 1, flags, 0};
    const struct name_item *have = (const struct name_item *)(const void *)b->name.p;
    for (size_t i = b->n_name_before; !b->name.failed && i < b->name.n / sizeof item; i++)
        if (have[i].key == item.key) return false;
    msdx_buf_add(&b->name, &item, sizeof item);
    return true;
}

/* ---- writing ---- */

static void settle_extents(struct msdx_gaz_build *b)
{
    for (uint32_t i = 0; i < b->n_place; i++) {
        const struct msdx_gaz_extent *x = extent_of(b, i);
        uint32_t *row = row_of(b, i);
        if (!x->n || (int32_t)row[4] != MSDX_GAZ_NO_POINT) continue;
        put_point(row, (x->south + x->north) / 2, (x->west + x->east) / 2);
        row[6] = x->population > UINT32_MAX ? UINT32_MAX : (uint32_t)x->population;
    }
}

/* Names by key; of one name the usual before the alternate, then the larger, then as they came. */
static int by_name(const void *a, const void *b)
{
    const struct name_item *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    if (x->flags != y->flags) return x->flags < y->flags ? -1 : 1;
    if (x->population != y->population) return x->population > y->population ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

struct tables {
    msdx_buf name, sense;
    uint32_t *slot, n_name;
    size_t n_slot;
};

static void add_row(struct tables *t, uint32_t key)
{
    uint32_t row[2] = {key, (uint32_t)(t->sense.n / sizeof(uint32_t))};
    msdx_buf_add(&t->name, row, sizeof row);
}

static void make_names(struct msdx_gaz_build *b, struct tables *t)
{
    struct name_item *item = (struct name_item *)(void *)b->name.p;
    size_t n = b->name.n / sizeof *item;
    for (size_t i = 0; i < n; i++) item[i].population = row_of(b, item[i].place)[6];
    if (n) qsort(item, n, sizeof *item, by_name);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || item[i].key != item[i - 1].key) {
            add_row(t, item[i].key);
            t->n_name++;
        }
        uint32_t sense = item[i].place << 2 | item[i].flags;
        msdx_buf_add(&t->sense, &sense, sizeof sense);
    }
    add_row(t, 0);
}

static bool make_slots(struct msdx_gaz_build *b, struct tables *t)
{
    t->n_slot = 16;
    /* At most three of four slots are taken: probes stay short, and the table of the world's towns is half as large. */
    while (t->n_slot * 3 < (size_t)t->n_name * 4) t->n_slot *= 2;
    t->slot = msdx_calloc(t->n_slot, sizeof *t->slot);
    if (!t->slot) return false;
    const uint32_t *row = (const uint32_t *)(const void *)t->name.p;
    for (uint32_t i = 0; i < t->n_name; i++, row += 2) {
        msdx_str key = msdx_pool_get(&b->pool, row[0]);
        size_t at = msdx_murmur64a(key.p, key.n, 1) & (t->n_slot - 1);
        while (t->slot[at]) at = (at + 1) & (t->n_slot - 1);
        t->slot[at] = i + 1;
    }
    return true;
}

static bool out_of_memory(const struct msdx_gaz_build *b, const struct tables *t)
{
    return b->pool.failed || b->pool.text.failed || b->place.failed || b->name.failed || b->extent.failed ||
           t->name.failed || t->sense.failed;
}

msd_status msdx_gaz_build_write(struct msdx_gaz_build *b, const char *path, msd_error *err)
{
    struct tables t = {MSDX_BUF_INIT(BUF_MAX), MSDX_BUF_INIT(BUF_MAX), NULL, 0, 0};
    msdx_pack_writer *w = NULL;
    msd_status st = MSD_OK;
    bool ok = !out_of_memory(b, &t);
    if (ok) {
        settle_extents(b);
        make_names(b, &t);
        ok = !out_of_memory(b, &t) && make_slots(b, &t);
    }
    st = ok ? msdx_pack_writer_new(&w, MSDX_GAZETTEER_KIND, MSDX_GAZETTEER_VERSION, err) : msdx_err_nomem(err);
    if (st == MSD_OK) {
        msdx_pack_add(w, "gaz.place", MSDX_PACK_U32, b->n_place, MSDX_GAZ_PLACE_WIDTH, b->place.p);
        msdx_pack_add(w, "gaz.name", MSDX_PACK_U32, (size_t)t.n_name + 1, 2, t.name.p);
        msdx_pack_add(w, "gaz.sense", MSDX_PACK_U32, t.sense.n / sizeof(uint32_t), 0, t.sense.p);
        msdx_pack_add(w, "gaz.slot", MSDX_PACK_U32, t.n_slot, 0, t.slot);
        msdx_pack_add(w, "gaz.pool", MSDX_PACK_BYTES, b->pool.text.n, 0, b->pool.text.p);
        st = msdx_pack_write(w, path, err);
    }
    msdx_pack_writer_free(w);
    msdx_buf_clear(&t.name);
    msdx_buf_clear(&t.sense);
    msdx_free(t.slot);
    return st;
}
