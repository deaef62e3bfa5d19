/* peer_gz.c: gzip (RFC 1952, any number of members) of a dictionary, in memory. */
#include <zlib.h>

#include "know/peer_impl.h"

enum { BLOCK = 1 << 16, MEMBER = 16 + MAX_WBITS };

static const char *unpack(z_stream *z, msdx_buf *out)
{
    unsigned char block[BLOCK];
    for (;;) {
        z->next_out = block;
        z->avail_out = BLOCK;
        int rc = inflate(z, Z_NO_FLUSH);
        msdx_buf_add(out, block, BLOCK - z->avail_out);
        if (out->failed) return "too large once unpacked";
        if (rc == Z_STREAM_END) {
            if (z->avail_in == 0) return NULL;
            if (inflateReset2(z, MEMBER) != Z_OK) return "damaged gzip";
        } else if (rc == Z_BUF_ERROR || (rc == Z_OK && z->avail_in == 0 && z->avail_out)) {
            return "gzip that ends early";
        } else if (rc != Z_OK) {
            return "damaged gzip";
        }
    }
}

const char *msdx_peer_unpack(msdx_str in, msdx_buf *out)
{
    z_stream z = {.next_in = (Bytef *)(uintptr_t)in.p, .avail_in = (uInt)in.n};
    if (in.n > UINT32_MAX / 2) return "too large";
    if (inflateInit2(&z, MEMBER) != Z_OK) return "no memory to unpack it";
    const char *why = unpack(&z, out);
    inflateEnd(&z);
    return why;
}
