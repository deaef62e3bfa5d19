/* pack.h: one flat, versioned, checksummed file of named sections, made to be
 * mapped and used in place. The model and the compiled knowledge are both packs.
 *
 * Layout, all little-endian:
 *   0   8  magic "MASUDIPK"
 *   8   4  format version of the pack itself (1)
 *   12  4  content version, the writer's own
 *   16  16 kind, NUL-padded ("model", "knowledge")
 *   32  8  file size in bytes
 *   40  4  n_section
 *   44  4  CRC-32 of everything from byte 48 on
 *   48     n_section entries of 88 bytes:
 *          name[48] NUL-padded, u32 type, u32 n_dim, u64 dim[2], u64 offset, u64 n_byte
 *          then the sections, each at a multiple of 64 bytes, zero-padded between.
 * Every size and offset is checked at open; the checksum by msdx_pack_check.
 * Sections are sorted by name (memcmp) and found by binary search.
 * Only little-endian machines are supported; open refuses elsewhere. */
#ifndef MSDX_PACK_H
#define MSDX_PACK_H
#include "base/err.h"
#include "base/str.h"

typedef enum msdx_pack_type {
    MSDX_PACK_BYTES = 0,
    MSDX_PACK_F32,
    MSDX_PACK_U8,
    MSDX_PACK_U32,
    MSDX_PACK_I32,
    MSDX_PACK_U64,
    MSDX_PACK_F64
} msdx_pack_type;

typedef struct msdx_section {
    const char *name; /* borrowed from the pack */
    msdx_pack_type type;
    uint32_t n_dim; /* 0 for BYTES, else 1 or 2 */
    uint64_t dim[2];
    const void *data; /* 64-byte aligned when the file is mapped */
    size_t n_byte;
} msdx_section;

typedef struct msdx_pack msdx_pack;

/* Map a pack of this kind. Fails MSD_EIO, MSD_EFORMAT (not a pack, truncated, another version or kind), MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_pack_open(msdx_pack **out, const char *path, const char *kind, uint32_t version,
                                         msd_error *err);
/* The same over memory that the caller keeps alive (tests, fuzzing); p aligned to 64. */
MSD_MUST_CHECK msd_status msdx_pack_open_bytes(msdx_pack **out, const void *p, size_t n, const char *name,
                                               const char *kind, uint32_t version, msd_error *err);
MSD_MUST_CHECK msd_status msdx_pack_check(const msdx_pack *pack, msd_error *err); /* the checksum */
void msdx_pack_close(msdx_pack *pack);
const char *msdx_pack_path(const msdx_pack *pack);
size_t msdx_pack_n_byte(const msdx_pack *pack);
uint32_t msdx_pack_crc(const msdx_pack *pack);
size_t msdx_pack_n_section(const msdx_pack *pack);
void msdx_pack_section(const msdx_pack *pack, size_t i, msdx_section *out);

/* Is there such a section? out may be NULL. */
bool msdx_pack_find(const msdx_pack *pack, const char *name, msdx_section *out);
/* It must be there, of this type; n_dim 0 means any shape. Fails MSD_EFORMAT naming file and section. */
MSD_MUST_CHECK msd_status msdx_pack_get(const msdx_pack *pack, const char *name, msdx_pack_type type, uint32_t n_dim,
                                        msdx_section *out, msd_error *err);

/* ---- writing ---- */
typedef struct msdx_pack_writer msdx_pack_writer;
MSD_MUST_CHECK msd_status msdx_pack_writer_new(msdx_pack_writer **out, const char *kind, uint32_t version,
                                               msd_error *err);
/* Copies data. dim1 0 makes it one-dimensional; BYTES takes dim0 bytes. Failure is sticky and comes out at write.
 * A second section of the same name is a failure too. */
void msdx_pack_add(msdx_pack_writer *w, const char *name, msdx_pack_type type, size_t dim0, size_t dim1,
                   const void *data);
/* Write to path through a temporary file and rename: a half-written pack is never seen. */
MSD_MUST_CHECK msd_status msdx_pack_write(msdx_pack_writer *w, const char *path, msd_error *err);
/* Or into memory, 64-byte aligned, to be freed with msdx_free. */
MSD_MUST_CHECK msd_status msdx_pack_write_bytes(msdx_pack_writer *w, void **p, size_t *n, msd_error *err);
void msdx_pack_writer_free(msdx_pack_writer *w);
#endif
