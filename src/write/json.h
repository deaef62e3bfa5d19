/* json.h: a small JSON emitter over a buffer, or over whatever else takes values by their keys. Failure is the buffer's
 * sticky flag. */
#ifndef MSDX_JSON_H
#define MSDX_JSON_H
#include "base/str.h"

/* Takes what would be written, so that one walk of a thing gives its JSON and its columns. */
typedef struct msdx_sink msdx_sink;
struct msdx_sink {
    void (*open)(msdx_sink *sink, char bracket);
    void (*close)(msdx_sink *sink, char bracket);
    void (*key)(msdx_sink *sink, const char *key);
    void (*text)(msdx_sink *sink, msdx_str s);
    void (*whole)(msdx_sink *sink, int64_t i);
    void (*real)(msdx_sink *sink, double d); /* finite */
    void (*none)(msdx_sink *sink);
};

typedef struct msdx_json {
    msdx_buf *buf;
    bool comma;      /* something stands before in this object or array */
    msdx_sink *sink; /* NULL: buf; else buf is not used */
} msdx_json;

void msdx_json_open(msdx_json *j, char bracket);  /* '{' or '[' */
void msdx_json_close(msdx_json *j, char bracket); /* '}' or ']' */
void msdx_json_key(msdx_json *j, const char *key);
void msdx_json_str(msdx_json *j, const char *s); /* NULL gives null */
void msdx_json_strn(msdx_json *j, msdx_str s);
void msdx_json_int(msdx_json *j, int64_t i);
void msdx_json_num(msdx_json *j, double d); /* the shortest form that reads back the same; null for what is no number */
void msdx_json_null(msdx_json *j);

/* Key and value in one. */
void msdx_json_put_str(msdx_json *j, const char *key, const char *s);
void msdx_json_put_int(msdx_json *j, const char *key, int64_t i);
void msdx_json_put_num(msdx_json *j, const char *key, double d);

/* The shortest decimal form of d that reads back the same, with a point whatever the locale. */
void msdx_num_add(msdx_buf *buf, double d);
#endif
