/* gazetteer.c: lookups in the gazetteer's sections, where they lie. */
#include "know/gazetteer.h"

#include <utf8proc.h>

#include "base/hash.h"
#include "know/know_impl.h"

enum { BITS_PER_SLOT = 8 };

/* ---- sections ---- */

static msd_status take_section(const msdx_pack *pack, const char *name, uint32_t n_dim, size_t width, msdx_section *out,
                               msd_error *err)
{
    MSD_TRY(msdx_pack_get(pack, name, MSDX_PACK_U32, n_dim, out, err));
    if (n_dim == 2 && out->dim[1] != width)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: section %s is damaged", msdx_pack_path(pack), name);
    return MSD_OK;
}

/* Where the bit of a name stands, among bits other than its slot hangs on. */
static size_t bit_of(const msdx_gazetteer *gaz, uint64_t hash)
{
    return (size_t)(hash >> 32) & (gaz->n_slot * BITS_PER_SLOT - 1);
}

/* Files compiled before there were bits are as good, and slower. */
static msd_status open_bits(msdx_gazetteer *gaz, const msdx_pack *pack, msd_error *err)
{
    msdx_section s;
    if (!msdx_pack_find(pack, "gaz.bits", NULL)) return MSD_OK;
    MSD_TRY(msdx_pack_get(pack, "gaz.bits", MSDX_PACK_U64, 1, &s, err));
    if (s.dim[0] != gaz->n_slot * BITS_PER_SLOT / 64 + 1)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: section gaz.bits is damaged", msdx_pack_path(pack));
    gaz->bits = s.data;
    return MSD_OK;
}

msd_status msdx_gazetteer_open(msdx_gazetteer *gaz, const msdx_pack *pack, msd_error *err)
{
    msdx_section place, name, sense, slot, pool;
    *gaz = (msdx_gazetteer){0};
    if (!msdx_pack_find(pack, "gaz.place", NULL)) return MSD_OK;
    MSD_TRY(take_section(pack, "gaz.place", 2, MSDX_GAZ_PLACE_WIDTH, &place, err));
    MSD_TRY(take_section(pack, "gaz.name", 2, 2, &name, err));
    MSD_TRY(take_section(pack, "gaz.sense", 1, 0, &sense, err));
    MSD_TRY(take_section(pack, "gaz.slot", 1, 0, &slot, err));
    MSD_TRY(msdx_pack_get(pack, "gaz.pool", MSDX_PACK_BYTES, 0, &pool, err));
    const char *text = pool.data;
    if (name.dim[0] == 0 || slot.dim[0] == 0 || (slot.dim[0] & (slot.dim[0] - 1)) || pool.n_byte == 0 ||
        text[pool.n_byte - 1] != 0 || place.dim[0] >= UINT32_MAX / 4 || name.dim[0] >= UINT32_MAX)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: the gazetteer is damaged", msdx_pack_path(pack));
    *gaz = (msdx_gazetteer){place.data,      name.data,    sense.data,  slot.data,   text, place.dim[0],
                            name.dim[0] - 1, sense.dim[0], slot.dim[0], pool.n_byte, NULL};
    return open_bits(gaz, pack, err);
}

/* A bit for each name, for a pack that is written. */
static msd_status add_bits(const msdx_gazetteer *gaz, msdx_pack_writer *to, msd_error *err)
{
    size_t n = gaz->n_slot * BITS_PER_SLOT / 64 + 1;
    uint64_t *bits = msdx_calloc(n, sizeof *bits);
    if (!bits) return msdx_err_nomem(err);
    for (size_t i = 0; i < gaz->n_name; i++) {
        uint32_t at = gaz->name[2 * i];
        if (at >= gaz->n_pool) continue;
        size_t bit = bit_of(gaz, msdx_murmur64a(gaz->pool + at, strlen(gaz->pool + at), 1));
        bits[bit / 64] |= (uint64_t)1 << bit % 64;
    }
    msdx_pack_add(to, "gaz.bits", MSDX_PACK_U64, n, 0, bits);
    msdx_free(bits);
    return MSD_OK;
}

msd_status msdx_gazetteer_copy(const msdx_pack *from, msdx_pack_writer *to, msd_error *err)
{
    static const char *const name[] = {"gaz.place", "gaz.name", "gaz.sense", "gaz.slot", "gaz.pool"};
    msdx_gazetteer gaz;
    msdx_section s;
    MSD_TRY(msdx_gazetteer_open(&gaz, from, err));
    for (size_t i = 0; i < sizeof name / sizeof *name; i++)
        if (msdx_pack_find(from, name[i], &s))
            msdx_pack_add(to, name[i], s.type, s.n_dim ? s.dim[0] : s.n_byte, s.n_dim == 2 ? s.dim[1] : 0, s.data);
    return gaz.n_slot ? add_bits(&gaz, to, err) : MSD_OK;
}

uint32_t msdx_gazetteer_n(const msdx_know *know)
{
    return (uint32_t)know->gaz.n_place;
}

uint32_t msdx_gazetteer_n_name(const msdx_know *know)
{
    return (uint32_t)know->gaz.n_name;
}

/* ---- keys ---- */

struct key {
    char *p;
    size_t n;
    bool bad;
};

static void key_char(struct key *k, char c)
{
    if (c == ' ' && (k->n == 0 || k->p[k->n - 1] == ' ')) return;
    if (k->n + 1 >= MSDX_GAZ_KEY_ROOM) {
        k->bad = true;
        return;
    }
    k->p[k->n++] = c;
}

static void key_ascii(struct key *k, unsigned char c)
{
    if (c >= 'A' && c <= 'Z')
        key_char(k, (char)(c | 32));
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        key_char(k, (char)c);
    else if (strchr(" \t\r\n-/,", c))
        key_char(k, ' ');
    else if (!strchr(".'`", c))
        k->bad = true;
}

/* Latin letters that have no decomposition. */
static const char *latin(int32_t cp)
{
    static const struct {
        int32_t cp;
        const char *as;
    } list[] = {{0xC6, "ae"},  {0xD0, "d"},   {0xD8, "o"},  {0xDE, "th"},  {0xDF, "ss"},  {0xE6, "ae"},  {0xF0, "d"},
                {0xF8, "o"},   {0xFE, "th"},  {0x110, "d"}, {0x111, "d"},  {0x131, "i"},  {0x141, "l"},  {0x142, "l"},
                {0x152, "oe"}, {0x153, "oe"}, {0x18F, "a"}, {0x259, "a"},  {0x2018, ""},  {0x2019, ""},  {0x2BB, ""},
                {0x2BC, ""},   {0x2BE, ""},   {0x2BF, ""},  {0x2010, " "}, {0x2011, " "}, {0x2013, " "}, {0xA0, " "}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (list[i].cp == cp) return list[i].as;
    return NULL;
}

static void key_other(struct key *k, int32_t cp)
{
    utf8proc_int32_t part[8];
    int boundary = 0;
    const char *as = latin(cp);
    if (as) {
        for (; *as; as++) key_char(k, *as);
        return;
    }
    utf8proc_ssize_t n = utf8proc_decompose_char(
        cp, part, 8, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD, &boundary);
    if (n < 0 || n > 8) k->bad = true;
    for (utf8proc_ssize_t i = 0; !k->bad && i < n; i++) {
        if (part[i] >= 128)
            k->bad = true;
        else
            key_ascii(k, (unsigned char)part[i]);
    }
}

/* 'saint' and the like shortened, in place. */
static void shorten(struct key *k)
{
    static const char *const list[][2] = {{"saint", "st"}, {"sainte", "ste"}, {"mount", "mt"}, {"fort", "ft"}};
    size_t out = 0;
    for (size_t a = 0, b; a < k->n; a = b) {
        for (b = a; b < k->n && k->p[b] != ' '; b++) {
        }
        msdx_str w = {k->p + a, b - a};
        bool only = a == 0 && b == k->n;
        for (size_t i = 0; !only && i < sizeof list / sizeof *list; i++)
            if (msdx_str_is(w, list[i][0])) w = msdx_str_of(list[i][1]);
        memmove(k->p + out, w.p, w.n);
        out += w.n;
        for (; b < k->n && k->p[b] == ' '; b++) k->p[out++] = ' ';
    }
    k->n = out;
}

size_t msdx_gazetteer_key(msdx_str text, char key[MSDX_GAZ_KEY_ROOM])
{
    struct key k = {key, 0, text.n == 0};
    for (size_t i = 0, used; !k.bad && i < text.n; i += used) {
        int32_t cp = msdx_utf8_get(text.p + i, text.n - i, &used);
        if (cp < 0)
            k.bad = true;
        else if (cp < 128)
            key_ascii(&k, (unsigned char)cp);
        else
            key_other(&k, cp);
    }
    if (k.bad) return 0;
    if (k.n && k.p[k.n - 1] == ' ') k.n--;
    if (k.n > 4 && memcmp(k.p, "the ", 4) == 0) memmove(k.p, k.p + 4, k.n -= 4);
    shorten(&k);
    k.p[k.n] = 0;
    return k.n;
}

/* ---- lookups ---- */

static const char *pool_text(const msdx_gazetteer *gaz, uint32_t at)
{
    return at < gaz->n_pool ? gaz->pool + at : NULL;
}

const uint32_t *msdx_gazetteer_find(const msdx_know *know, msdx_str key, size_t *n)
{
    const msdx_gazetteer *gaz = &know->gaz;
    *n = 0;
    if (!gaz->n_place || !key.n) return NULL;
    uint64_t hash = msdx_murmur64a(key.p, key.n, 1);
    size_t at = hash & (gaz->n_slot - 1), bit = bit_of(gaz, hash);
    if (gaz->bits && !(gaz->bits[bit / 64] >> bit % 64 & 1)) return NULL; /* most of what is asked for is no name */
    for (size_t tried = 0; tried < gaz->n_slot && gaz->slot[at]; tried++, at = (at + 1) & (gaz->n_slot - 1)) {
        uint32_t i = gaz->slot[at] - 1;
        if (i >= gaz->n_name) return NULL;
        const uint32_t *row = gaz->name + 2 * (size_t)i;
        if (row[0] >= gaz->n_pool || gaz->n_pool - row[0] <= key.n || gaz->pool[row[0] + key.n] != 0 ||
            memcmp(gaz->pool + row[0], key.p, key.n) != 0)
            continue;
        if (row[1] >= row[3] || row[3] > gaz->n_sense) return NULL;
        *n = row[3] - row[1];
        return gaz->sense + row[1];
    }
    return NULL;
}

bool msdx_gazetteer_get(const msdx_know *know, uint32_t index, msdx_gaz_place *out)
{
    const msdx_gazetteer *gaz = &know->gaz;
    *out = (msdx_gaz_place){0};
    if (index >= gaz->n_place) return false;
    const uint32_t *row = gaz->place + (size_t)MSDX_GAZ_PLACE_WIDTH * index;
    uint32_t kind = row[1] >> 24;
    int32_t lat = (int32_t)row[4], lon = (int32_t)row[5];
    out->name = pool_text(gaz, row[0]);
    if (!out->name || kind >= MSDX_N_GAZ_KIND || row[2] > gaz->n_place || row[3] > gaz->n_place) return false;
    for (int i = 0; i < 3; i++) {
        out->country[i] = (char)(row[1] >> (8 * i) & 0xFF);
        if (out->country[i] < 'A' || out->country[i] > 'Z') return false;
    }
    if (msdx_utf8_check(out->name, strlen(out->name)) != strlen(out->name)) return false;
    out->kind = (msdx_gaz_kind)kind;
    out->region = row[2];
    out->district = row[3];
    out->population = row[6];
    out->geonames = row[7];
    if (lat == MSDX_GAZ_NO_POINT) return true;
    if (lat < -9000000 || lat > 9000000 || lon < -18000000 || lon > 18000000) return false;
    out->has_point = true;
    out->latitude = lat / 1e5;
    out->longitude = lon / 1e5;
    return true;
}
