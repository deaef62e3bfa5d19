#include "base/hash.h"

#include <stdio.h>
#include <string.h>

uint64_t msdx_murmur64a(const void *p, size_t n, uint64_t seed)
{
    const uint64_t m = 0xc6a4a7935bd1e995ULL;
    const unsigned char *u = p;
    uint64_t h = seed ^ (n * m);
    for (; n >= 8; n -= 8, u += 8) {
        uint64_t k;
        memcpy(&k, u, 8);
        k *= m;
        k ^= k >> 47;
        k *= m;
        h ^= k;
        h *= m;
    }
    if (n) {
        uint64_t tail = 0;
        for (size_t i = 0; i < n; i++) tail |= (uint64_t)u[i] << (8 * i);
        h ^= tail;
        h *= m;
    }
    h ^= h >> 47;
    h *= m;
    h ^= h >> 47;
    return h;
}

uint32_t msdx_crc32(uint32_t crc, const void *p, size_t n)
{
    /* Four bits at a time: a 64-byte table, quick enough for a check on demand. */
    static const uint32_t table[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
                                       0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                       0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    const unsigned char *u = p;
    crc = ~crc;
    for (size_t i = 0; i < n; i++) {
        crc = table[(crc ^ u[i]) & 15] ^ crc >> 4;
        crc = table[(crc ^ (u[i] >> 4)) & 15] ^ crc >> 4;
    }
    return ~crc;
}

void msdx_hash_hex(const void *p, size_t n, char out[33])
{
    snprintf(out, 33, "%016llx%016llx", (unsigned long long)msdx_murmur64a(p, n, 0x6d61737564690001ULL),
             (unsigned long long)msdx_murmur64a(p, n, 0x6d61737564690002ULL));
}
