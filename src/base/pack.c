/* pack.c: reading and writing packs; the layout stands in pack.h. Reading never
 * trusts the file: open checks every entry, so that use needs no checks. */
#include "base/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/map.h"

enum {
    HEAD = 48,  /* bytes before the entries */
    ENTRY = 88, /* bytes of one entry */
    NAME = 48,  /* of which the name */
    KIND = 16,
    ALIGN = 64, /* sections begin at multiples of this */
    FORMAT = 1,
    SECTION_MAX = 4096
};
static const char magic[8] = {'M', 'A', 'S', 'U', 'D', 'I', 'P', 'K'};

struct msdx_pack {
    char *path;
    msdx_map map; /* empty when the bytes are borrowed */
    const unsigned char *p;
    size_t n;
    uint32_t n_section;
};

static size_t type_size(uint32_t type)
{
    static const size_t size[] = {1, 4, 1, 4, 4, 8, 8};
    return type < sizeof size / sizeof *size ? size[type] : 0;
}

static uint32_t get32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint64_t get64(const unsigned char *p)
{
    return get32(p) | (uint64_t)get32(p + 4) << 32;
}

static void put32(unsigned char *p, uint32_t v)
{
    for (int i = 0; i < 4; i++) p[i] = (unsigned char)(v >> (8 * i));
}

static void put64(unsigned char *p, uint64_t v)
{
    put32(p, (uint32_t)v);
    put32(p + 4, (uint32_t)(v >> 32));
}

static bool little_endian(void)
{
    const uint16_t one = 1;
    return *(const unsigned char *)&one == 1;
}

static size_t round_up(size_t n)
{
    return (n + ALIGN - 1) / ALIGN * ALIGN;
}

/* ---- reading ---- */

static msd_status check_header(struct msdx_pack *pk, const char *kind, uint32_t version, msd_error *err)
{
    char want[KIND] = {0};
    memcpy(want, kind, strnlen(kind, KIND - 1));
    if (!little_endian()) return msdx_err(err, MSD_EUNSUPPORTED, 0, "packs need a little-endian machine");
    if (pk->n < HEAD || memcmp(pk->p, magic, sizeof magic) != 0)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: not a masudi pack", pk->path);
    if (get32(pk->p + 8) != FORMAT)
        return msdx_err(err, MSD_EFORMAT, 8, "%s: pack format %u, this program reads %d", pk->path,
                        (unsigned)get32(pk->p + 8), FORMAT);
    if (memcmp(pk->p + 16, want, KIND) != 0)
        return msdx_err(err, MSD_EFORMAT, 16, "%s: not a pack of kind %s", pk->path, kind);
    if (get32(pk->p + 12) != version)
        return msdx_err(err, MSD_EFORMAT, 12, "%s: %s version %u, this program reads %u: make it anew", pk->path, kind,
                        (unsigned)get32(pk->p + 12), (unsigned)version);
    if (get64(pk->p + 32) != pk->n)
        return msdx_err(err, MSD_EFORMAT, 32, "%s: %zu bytes, but its header says %llu: truncated?", pk->path, pk->n,
                        (unsigned long long)get64(pk->p + 32));
    pk->n_section = get32(pk->p + 40);
    if (pk->n_section > SECTION_MAX || HEAD + (size_t)pk->n_section * ENTRY > pk->n)
        return msdx_err(err, MSD_EFORMAT, 40, "%s: %u sections do not fit", pk->path, (unsigned)pk->n_section);
    return MSD_OK;
}

/* Do type, dimensions and byte count agree? */
static bool shape_ok(uint32_t type, uint32_t n_dim, uint64_t d0, uint64_t d1, uint64_t n_byte)
{
    size_t size = type_size(type), total;
    if (size == 0) return false;
    if (type == MSDX_PACK_BYTES) return n_dim == 0 && d0 == n_byte;
    if (n_dim != 1 && n_dim != 2) return false;
    return msdx_mul(d0, n_dim == 2 ? d1 : 1, &total) && msdx_mul(total, size, &total) && total == n_byte;
}

static msd_status check_entry(const struct msdx_pack *pk, uint32_t i, msd_error *err)
{
    size_t at = HEAD + (size_t)i * ENTRY, table_end = HEAD + (size_t)pk->n_section * ENTRY;
    const unsigned char *e = pk->p + at;
    if (e[0] == 0 || e[NAME - 1] != 0)
        return msdx_err(err, MSD_EFORMAT, at, "%s: section %u has no proper name", pk->path, (unsigned)i);
    const char *name = (const char *)e;
    for (size_t k = strlen(name); k < NAME; k++)
        if (e[k]) return msdx_err(err, MSD_EFORMAT, at, "%s: section %u has no proper name", pk->path, (unsigned)i);
    if (i > 0 && memcmp(e - ENTRY, e, NAME) >= 0)
        return msdx_err(err, MSD_EFORMAT, at, "%s: section %s is out of order", pk->path, name);
    uint64_t offset = get64(e + 72), n_byte = get64(e + 80);
    if (offset % ALIGN != 0 || offset < table_end || offset > pk->n || n_byte > pk->n - offset)
        return msdx_err(err, MSD_EFORMAT, at, "%s: section %s lies outside the file", pk->path, name);
    if (!shape_ok(get32(e + 48), get32(e + 52), get64(e + 56), get64(e + 64), n_byte))
        return msdx_err(err, MSD_EFORMAT, at, "%s: section %s: type, shape and size disagree", pk->path, name);
    return MSD_OK;
}

/* Takes over map, also on failure. */
static msd_status open_over(msdx_pack **out, msdx_map map, const void *p, size_t n, const char *name, const char *kind,
                            uint32_t version, msd_error *err)
{
    struct msdx_pack *pk = msdx_calloc(1, sizeof *pk);
    *out = NULL;
    if (!pk) {
        msdx_map_close(&map);
        return msdx_err_nomem(err);
    }
    pk->map = map;
    pk->p = p;
    pk->n = n;
    pk->path = msdx_strdup(name);
    msd_status st = pk->path ? check_header(pk, kind, version, err) : msdx_err_nomem(err);
    for (uint32_t i = 0; st == MSD_OK && i < pk->n_section; i++) st = check_entry(pk, i, err);
    if (st != MSD_OK) {
        msdx_pack_close(pk);
        return st;
    }
    *out = pk;
    return MSD_OK;
}

msd_status msdx_pack_open(msdx_pack **out, const char *path, const char *kind, uint32_t version, msd_error *err)
{
    msdx_map map;
    *out = NULL;
    MSD_TRY(msdx_map_file(&map, path, err));
    return open_over(out, map, map.p, map.n, path, kind, version, err);
}

msd_status msdx_pack_open_bytes(msdx_pack **out, const void *p, size_t n, const char *name, const char *kind,
                                uint32_t version, msd_error *err)
{
    return open_over(out, (msdx_map){NULL, 0}, p, n, name, kind, version, err);
}

msd_status msdx_pack_check(const msdx_pack *pack, msd_error *err)
{
    uint32_t got = msdx_crc32(0, pack->p + HEAD, pack->n - HEAD), want = msdx_pack_crc(pack);
    if (got == want) return MSD_OK;
    return msdx_err(err, MSD_EFORMAT, 44, "%s: checksum %08x, not %08x: the file is damaged", pack->path, (unsigned)got,
                    (unsigned)want);
}

void msdx_pack_close(msdx_pack *pack)
{
    if (!pack) return;
    msdx_map_close(&pack->map);
    msdx_free(pack->path);
    msdx_free(pack);
}

const char *msdx_pack_path(const msdx_pack *pack)
{
    return pack->path;
}

size_t msdx_pack_n_byte(const msdx_pack *pack)
{
    return pack->n;
}

uint32_t msdx_pack_crc(const msdx_pack *pack)
{
    return get32(pack->p + 44);
}

size_t msdx_pack_n_section(const msdx_pack *pack)
{
    return pack->n_section;
}

void msdx_pack_section(const msdx_pack *pack, size_t i, msdx_section *out)
{
    const unsigned char *e = pack->p + HEAD + i * ENTRY;
    out->name = (const char *)e;
    out->type = (msdx_pack_type)get32(e + 48);
    out->n_dim = get32(e + 52);
    out->dim[0] = get64(e + 56);
    out->dim[1] = get64(e + 64);
    out->data = pack->p + get64(e + 72);
    out->n_byte = (size_t)get64(e + 80);
}

bool msdx_pack_find(const msdx_pack *pack, const char *name, msdx_section *out)
{
    size_t lo = 0, hi = pack->n_section, n = strlen(name);
    char key[NAME] = {0};
    if (n >= NAME) return false;
    memcpy(key, name, n);
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = memcmp(pack->p + HEAD + mid * ENTRY, key, NAME);
        if (c == 0) {
            if (out) msdx_pack_section(pack, mid, out);
            return true;
        }
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

msd_status msdx_pack_get(const msdx_pack *pack, const char *name, msdx_pack_type type, uint32_t n_dim,
                         msdx_section *out, msd_error *err)
{
    if (!msdx_pack_find(pack, name, out)) return msdx_err(err, MSD_EFORMAT, 0, "%s: no section %s", pack->path, name);
    if (out->type != type || (n_dim != 0 && out->n_dim != n_dim))
        return msdx_err(err, MSD_EFORMAT, 0, "%s: section %s has type %d and %u dimensions, not %d and %u", pack->path,
                        name, (int)out->type, (unsigned)out->n_dim, (int)type, (unsigned)n_dim);
    return MSD_OK;
}

/* ---- writing ---- */

struct item {
    char name[NAME];
    uint32_t type, n_dim;
    uint64_t dim[2];
    void *data;
    size_t n_byte;
};

struct msdx_pack_writer {
    char kind[KIND];
    uint32_t version;
    struct item *item;
    size_t n, room;
    msd_status failed;
    msd_error why;
};

msd_status msdx_pack_writer_new(msdx_pack_writer **out, const char *kind, uint32_t version, msd_error *err)
{
    *out = msdx_calloc(1, sizeof **out);
    if (!*out) return msdx_err_nomem(err);
    memcpy((*out)->kind, kind, strnlen(kind, KIND - 1));
    (*out)->version = version;
    return MSD_OK;
}

void msdx_pack_writer_free(msdx_pack_writer *w)
{
    if (!w) return;
    for (size_t i = 0; i < w->n; i++) msdx_free(w->item[i].data);
    msdx_free(w->item);
    msdx_free(w);
}

static bool writer_room(msdx_pack_writer *w)
{
    if (w->n < w->room) return true;
    size_t room = w->room ? w->room * 2 : 64;
    struct item *grown = msdx_realloc(w->item, room, sizeof *grown);
    if (!grown) return false;
    w->item = grown;
    w->room = room;
    return true;
}

static void writer_add(msdx_pack_writer *w, const char *name, msdx_pack_type type, size_t dim0, size_t dim1,
                       const void *data)
{
    size_t n_byte, len = strlen(name);
    if (len == 0 || len >= NAME || w->n >= SECTION_MAX || type_size(type) == 0 ||
        !msdx_mul(dim0, dim1 ? dim1 : 1, &n_byte) || !msdx_mul(n_byte, type_size(type), &n_byte)) {
        w->failed = msdx_err(&w->why, MSD_EFORMAT, 0, "section %s cannot be written: name, count or size", name);
        return;
    }
    void *copy = msdx_malloc(n_byte);
    if (!copy || !writer_room(w)) {
        msdx_free(copy);
        w->failed = msdx_err_nomem(&w->why);
        return;
    }
    if (n_byte) memcpy(copy, data, n_byte);
    struct item *it = &w->item[w->n++];
    *it = (struct item){.type = type, .data = copy, .n_byte = n_byte, .dim = {dim0, dim1}};
    it->n_dim = type == MSDX_PACK_BYTES ? 0 : dim1 ? 2 : 1;
    memcpy(it->name, name, len);
}

void msdx_pack_add(msdx_pack_writer *w, const char *name, msdx_pack_type type, size_t dim0, size_t dim1,
                   const void *data)
{
    if (w->failed == MSD_OK) writer_add(w, name, type, dim0, dim1, data);
}

static int by_name(const void *a, const void *b)
{
    return memcmp(((const struct item *)a)->name, ((const struct item *)b)->name, NAME);
}

static msd_status writer_ready(msdx_pack_writer *w, msd_error *err)
{
    if (w->failed != MSD_OK) {
        if (err) *err = w->why;
        return w->failed;
    }
    if (w->n) qsort(w->item, w->n, sizeof *w->item, by_name);
    for (size_t i = 1; i < w->n; i++)
        if (by_name(&w->item[i - 1], &w->item[i]) == 0)
            return msdx_err(err, MSD_EFORMAT, 0, "two sections are named %s", w->item[i].name);
    return MSD_OK;
}

static void put_entry(unsigned char *e, const struct item *it, size_t offset)
{
    memcpy(e, it->name, NAME);
    put32(e + 48, it->type);
    put32(e + 52, it->n_dim);
    put64(e + 56, it->dim[0]);
    put64(e + 64, it->dim[1]);
    put64(e + 72, offset);
    put64(e + 80, it->n_byte);
}

msd_status msdx_pack_write_bytes(msdx_pack_writer *w, void **p, size_t *n, msd_error *err)
{
    *p = NULL;
    *n = 0;
    MSD_TRY(writer_ready(w, err));
    size_t total = round_up(HEAD + w->n * ENTRY);
    for (size_t i = 0; i < w->n; i++) {
        if (w->item[i].n_byte > SIZE_MAX / 4 - total) return msdx_err_nomem(err);
        total += round_up(w->item[i].n_byte);
    }
    unsigned char *u = msdx_malloc_aligned(total);
    if (!u) return msdx_err_nomem(err);
    size_t offset = round_up(HEAD + w->n * ENTRY);
    for (size_t i = 0; i < w->n; i++) {
        put_entry(u + HEAD + i * ENTRY, &w->item[i], offset);
        if (w->item[i].n_byte) memcpy(u + offset, w->item[i].data, w->item[i].n_byte);
        offset += round_up(w->item[i].n_byte);
    }
    memcpy(u, magic, sizeof magic);
    put32(u + 8, FORMAT);
    put32(u + 12, w->version);
    memcpy(u + 16, w->kind, KIND);
    put64(u + 32, total);
    put32(u + 40, (uint32_t)w->n);
    put32(u + 44, msdx_crc32(0, u + HEAD, total - HEAD));
    *p = u;
    *n = total;
    return MSD_OK;
}

static bool write_all(int fd, const unsigned char *p, size_t n)
{
    while (n) {
        ssize_t got = write(fd, p, n);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        p += got;
        n -= (size_t)got;
    }
    return fsync(fd) == 0;
}

static msd_status write_file(const char *path, const void *p, size_t n, msd_error *err)
{
    char temp[4096];
    int len = snprintf(temp, sizeof temp, "%s.%ld.tmp", path, (long)getpid());
    if (len < 0 || (size_t)len >= sizeof temp) return msdx_err(err, MSD_EIO, 0, "%s: name too long", path);
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) return msdx_err(err, MSD_EIO, 0, "%s: %s", temp, strerror(errno));
    bool ok = write_all(fd, p, n);
    int why = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        why = errno;
    }
    if (ok && rename(temp, path) != 0) {
        ok = false;
        why = errno;
    }
    if (ok) return MSD_OK;
    unlink(temp);
    return msdx_err(err, MSD_EIO, 0, "%s: %s", path, strerror(why));
}

msd_status msdx_pack_write(msdx_pack_writer *w, const char *path, msd_error *err)
{
    void *p;
    size_t n;
    MSD_TRY(msdx_pack_write_bytes(w, &p, &n, err));
    msd_status st = write_file(path, p, n, err);
    msdx_free(p);
    return st;
}
