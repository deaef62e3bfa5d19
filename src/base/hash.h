/* hash.h: the hashes the product needs, each with its source. */
#ifndef MSDX_HASH_H
#define MSDX_HASH_H
#include <stddef.h>
#include <stdint.h>

/* MurmurHash64A (Austin Appleby, public domain): spaCy's string ids use seed 1. */
uint64_t msdx_murmur64a(const void *p, size_t n, uint64_t seed);
/* CRC-32 (IEEE 802.3, reflected, 0xEDB88320), as zlib's crc32; crc starts at 0. */
uint32_t msdx_crc32(uint32_t crc, const void *p, size_t n);
/* 128 bits for stable ids: two murmur64a with different seeds, as 32 hex digits and a NUL. */
void msdx_hash_hex(const void *p, size_t n, char out[33]);
/* MD5 (RFC 1321) of a file's bytes, as lists of files name it, as 32 hex digits and a NUL; no protection against
 * anybody. */
void msdx_md5_hex(const void *p, size_t n, char out[33]);
#endif
