#include "write/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void value(msdx_json *j)
{
    if (j->comma) msdx_buf_addc(j->buf, ',');
    j->comma = true;
}

void msdx_json_open(msdx_json *j, char bracket)
{
    if (j->sink) {
        j->sink->open(j->sink, bracket);
        return;
    }
    value(j);
    msdx_buf_addc(j->buf, bracket);
    j->comma = false;
}

void msdx_json_close(msdx_json *j, char bracket)
{
    if (j->sink) {
        j->sink->close(j->sink, bracket);
        return;
    }
    msdx_buf_addc(j->buf, bracket);
    j->comma = true;
}

void msdx_json_key(msdx_json *j, const char *key)
{
    if (j->sink) {
        j->sink->key(j->sink, key);
        return;
    }
    value(j);
    msdx_buf_addc(j->buf, '"');
    msdx_buf_adds(j->buf, key);
    msdx_buf_add(j->buf, "\":", 2);
    j->comma = false;
}

static void escape(msdx_buf *buf, char c)
{
    const char *from = "\"\\\b\f\n\r\t", *to = "\"\\bfnrt", *at = c ? strchr(from, c) : NULL;
    if (!at) {
        msdx_buf_addf(buf, "\\u%04x", (unsigned)(unsigned char)c);
        return;
    }
    msdx_buf_addc(buf, '\\');
    msdx_buf_addc(buf, to[at - from]);
}

void msdx_json_strn(msdx_json *j, msdx_str s)
{
    if (j->sink) {
        j->sink->text(j->sink, s);
        return;
    }
    value(j);
    msdx_buf_addc(j->buf, '"');
    size_t start = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) continue;
        msdx_buf_add(j->buf, s.p + start, i - start);
        escape(j->buf, s.p[i]);
        start = i + 1;
    }
    msdx_buf_add(j->buf, s.p + start, s.n - start);
    msdx_buf_addc(j->buf, '"');
}

void msdx_json_str(msdx_json *j, const char *s)
{
    if (s)
        msdx_json_strn(j, msdx_str_of(s));
    else
        msdx_json_null(j);
}

void msdx_json_int(msdx_json *j, int64_t i)
{
    if (j->sink) {
        j->sink->whole(j->sink, i);
        return;
    }
    value(j);
    msdx_buf_addf(j->buf, "%lld", (long long)i);
}

void msdx_num_add(msdx_buf *buf, double d)
{
    char s[40];
    if (d == 0) d = 0; /* no minus zero */
    for (int digits = 15; digits <= 17; digits += 2) {
        snprintf(s, sizeof s, "%.*g", digits, d);
        if (strtod(s, NULL) == d) break;
    }
    char *comma = strchr(s, ',');
    if (comma) *comma = '.';
    msdx_buf_adds(buf, s);
}

void msdx_json_num(msdx_json *j, double d)
{
    if (!isfinite(d)) {
        msdx_json_null(j);
        return;
    }
    if (j->sink) {
        j->sink->real(j->sink, d);
        return;
    }
    value(j);
    msdx_num_add(j->buf, d);
}

void msdx_json_null(msdx_json *j)
{
    if (j->sink) {
        j->sink->none(j->sink);
        return;
    }
    value(j);
    msdx_buf_add(j->buf, "null", 4);
}

void msdx_json_put_str(msdx_json *j, const char *key, const char *s)
{
    msdx_json_key(j, key);
    msdx_json_str(j, s);
}

void msdx_json_put_int(msdx_json *j, const char *key, int64_t i)
{
    msdx_json_key(j, key);
    msdx_json_int(j, i);
}

void msdx_json_put_num(msdx_json *j, const char *key, double d)
{
    msdx_json_key(j, key);
    msdx_json_num(j, d);
}
