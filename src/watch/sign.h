/* sign.h: what says that a message is from us: SHA-256, HMAC, base64.
 *
 * Threads: pure functions. */
#ifndef MSDX_WATCH_SIGN_H
#define MSDX_WATCH_SIGN_H
#include "base/str.h"

/* FIPS 180-4. */
void msdx_sha256(msdx_str data, uint8_t out[32]);
/* RFC 2104 over it. */
void msdx_hmac_sha256(msdx_str key, msdx_str data, uint8_t out[32]);
/* RFC 4648, section 4, in lines of `line` characters parted by CRLF; 0: one line. */
void msdx_base64_add(msdx_buf *out, const void *p, size_t n, size_t line);
/* False when it is none; out then holds what was read before the fault. */
bool msdx_base64_read(msdx_buf *out, msdx_str s);

/*
 * The signature of a message to a webhook, "v1,BASE64", as Standard Webhooks (version 1.0.0) has it: over
 * ID.SECONDS.BODY. A secret that begins with whsec_ is base64 after it; any other is taken as it stands.
 */
void msdx_sign(msdx_buf *out, msdx_str secret, const char *id, int64_t seconds, msdx_str body);
#endif
