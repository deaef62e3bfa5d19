#include "watch/sign.h"

/* ---- SHA-256, FIPS 180-4, sections 4.1.2, 5 and 6.2 ---- */

static const uint32_t k256[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

struct sha {
    uint32_t h[8];
    uint8_t block[64];
    uint64_t n; /* bytes so far */
};

static uint32_t turn(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

static void mix(uint32_t h[8], const uint8_t block[64])
{
    uint32_t w[64], v[8];
    for (size_t t = 0; t < 16; t++)
        w[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 | (uint32_t)block[4 * t + 2] << 8 |
               block[4 * t + 3];
    for (size_t t = 16; t < 64; t++) {
        uint32_t s0 = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ w[t - 15] >> 3;
        uint32_t s1 = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ w[t - 2] >> 10;
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    memcpy(v, h, sizeof v);
    for (size_t t = 0; t < 64; t++) {
        uint32_t s1 = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25), ch = (v[4] & v[5]) ^ (~v[4] & v[6]);
        uint32_t t1 = v[7] + s1 + ch + k256[t] + w[t];
        uint32_t s0 = turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22);
        uint32_t t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += t1;
        v[0] = t1 + t2;
    }
    for (size_t i = 0; i < 8; i++) h[i] += v[i];
}

static void sha_init(struct sha *s)
{
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(s->h, start, sizeof start);
    s->n = 0;
}

static void sha_add(struct sha *s, const void *p, size_t n)
{
    const uint8_t *from = p;
    while (n) {
        size_t at = s->n % 64, take = n < 64 - at ? n : 64 - at;
        memcpy(s->block + at, from, take);
        s->n += take;
        from += take;
        n -= take;
        if (s->n % 64 == 0) mix(s->h, s->block);
    }
}

static void sha_end(struct sha *s, uint8_t out[32])
{
    uint64_t bits = s->n * 8;
    uint8_t pad[72] = {0x80}, length[8];
    for (size_t i = 0; i < 8; i++) length[i] = (uint8_t)(bits >> (56 - 8 * i));
    sha_add(s, pad, (s->n % 64 < 56 ? 56 : 120) - s->n % 64);
    sha_add(s, length, sizeof length);
    for (size_t i = 0; i < 32; i++) out[i] = (uint8_t)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}

void msdx_sha256(msdx_str data, uint8_t out[32])
{
    struct sha s;
    sha_init(&s);
    if (data.n) sha_add(&s, data.p, data.n);
    sha_end(&s, out);
}

/* H(key ^ opad, H(key ^ ipad, data)) */
void msdx_hmac_sha256(msdx_str key, msdx_str data, uint8_t out[32])
{
    uint8_t pad[64] = {0}, inner[32];
    struct sha s;
    if (key.n > sizeof pad)
        msdx_sha256(key, pad);
    else if (key.n)
        memcpy(pad, key.p, key.n);
    for (size_t i = 0; i < sizeof pad; i++) pad[i] ^= 0x36;
    sha_init(&s);
    sha_add(&s, pad, sizeof pad);
    if (data.n) sha_add(&s, data.p, data.n);
    sha_end(&s, inner);
    for (size_t i = 0; i < sizeof pad; i++) pad[i] ^= 0x36 ^ 0x5C;
    sha_init(&s);
    sha_add(&s, pad, sizeof pad);
    sha_add(&s, inner, sizeof inner);
    sha_end(&s, out);
}

/* ---- base64 ---- */

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void msdx_base64_add(msdx_buf *out, const void *p, size_t n, size_t line)
{
    const uint8_t *s = p;
    size_t column = 0;
    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)s[i] << 16 | (i + 1 < n ? (uint32_t)s[i + 1] << 8 : 0) | (i + 2 < n ? s[i + 2] : 0);
        char four[4] = {digits[v >> 18], digits[v >> 12 & 63], i + 1 < n ? digits[v >> 6 & 63] : '=',
                        i + 2 < n ? digits[v & 63] : '='};
        if (line && column + 4 > line) {
            msdx_buf_adds(out, "\r\n");
            column = 0;
        }
        msdx_buf_add(out, four, 4);
        column += 4;
    }
}

bool msdx_base64_read(msdx_buf *out, msdx_str s)
{
    uint32_t v = 0;
    unsigned n = 0;
    while (s.n && s.p[s.n - 1] == '=') s.n--;
    for (size_t i = 0; i < s.n; i++) {
        const char *at = s.p[i] ? strchr(digits, s.p[i]) : NULL;
        if (!at) return false;
        v = v << 6 | (uint32_t)(at - digits);
        if (++n < 4) continue;
        const char three[3] = {(char)(v >> 16), (char)(v >> 8), (char)v};
        msdx_buf_add(out, three, 3);
        v = n = 0;
    }
    if (n == 1) return false;
    if (n >= 2) msdx_buf_addc(out, (char)(v >> (n == 3 ? 10 : 4)));
    if (n == 3) msdx_buf_addc(out, (char)(v >> 2));
    return true;
}

void msdx_sign(msdx_buf *out, msdx_str secret, const char *id, int64_t seconds, msdx_str body)
{
    msdx_buf key = MSDX_BUF_INIT((size_t)1 << 20), data = MSDX_BUF_INIT(SIZE_MAX / 2);
    uint8_t mac[32];
    if (secret.n > 6 && memcmp(secret.p, "whsec_", 6) == 0 &&
        msdx_base64_read(&key, (msdx_str){secret.p + 6, secret.n - 6}))
        secret = (msdx_str){key.p, key.n};
    msdx_buf_addf(&data, "%s.%lld.", id, (long long)seconds);
    msdx_buf_add(&data, body.p, body.n);
    msdx_hmac_sha256(secret, (msdx_str){data.p, data.n}, mac);
    msdx_buf_adds(out, "v1,");
    msdx_base64_add(out, mac, sizeof mac, 0);
    if (key.failed || data.failed) out->failed = true;
    msdx_buf_clear(&key);
    msdx_buf_clear(&data);
}
