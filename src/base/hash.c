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

/* ---- MD5 ---- */

static uint32_t turn(uint32_t x, unsigned n)
{
    return x << n | x >> (32 - n);
}

/* RFC 1321, 3.4: k[i] is the whole part of 2^32 times |sin(i + 1)|, i in radians. */
static void md5_block(uint32_t state[4], const unsigned char block[64])
{
    static const unsigned char by[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    static const uint32_t k[64] = {
        0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
        0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
        0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
        0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
        0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
        0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
        0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
        0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], x[16];
    for (unsigned i = 0; i < 16; i++)
        x[i] = block[4 * i] | (uint32_t)block[4 * i + 1] << 8 | (uint32_t)block[4 * i + 2] << 16 |
               (uint32_t)block[4 * i + 3] << 24;
    for (unsigned i = 0; i < 64; i++) {
        unsigned round = i / 16;
        uint32_t f = round == 0   ? (b & c) | (~b & d)
                     : round == 1 ? (d & b) | (~d & c)
                     : round == 2 ? b ^ c ^ d
                                  : c ^ (b | ~d);
        unsigned from = (round == 0 ? i : round == 1 ? 5 * i + 1 : round == 2 ? 3 * i + 5 : 7 * i) % 16;
        uint32_t next = b + turn(a + f + k[i] + x[from], by[round][i % 4]);
        a = d;
        d = c;
        c = b;
        b = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

void msdx_md5_hex(const void *p, size_t n, char out[33])
{
    uint32_t state[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    unsigned char tail[128] = {0};
    const unsigned char *u = p;
    size_t whole = n / 64 * 64, rest = n - whole, n_tail = rest < 56 ? 64 : 128;
    for (size_t i = 0; i < whole; i += 64) md5_block(state, u + i);
    if (rest) memcpy(tail, u + whole, rest);
    tail[rest] = 0x80;
    for (unsigned i = 0; i < 8; i++) tail[n_tail - 8 + i] = (unsigned char)((uint64_t)n * 8 >> 8 * i);
    for (size_t i = 0; i < n_tail; i += 64) md5_block(state, tail + i);
    for (unsigned i = 0; i < 16; i++) snprintf(out + 2 * i, 3, "%02x", state[i / 4] >> i % 4 * 8 & 0xFF);
}
