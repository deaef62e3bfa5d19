/* package.h: a small pipeline package for tests: a folder with members written
 * from JSON as MessagePack, imported into a pack in memory. */
#ifndef MSDX_TEST_PACKAGE_H
#define MSDX_TEST_PACKAGE_H
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doc/doc.h"
#include "parse/import.h"
#include "test.h"

static void package_number(msdx_buf *b, unsigned char tag, uint64_t v, int n_byte)
{
    msdx_buf_addc(b, (char)tag);
    for (int i = n_byte - 1; i >= 0; i--) msdx_buf_addc(b, (char)(v >> (8 * i)));
}

/* Keys of the form "#123" become integers. */
static void package_string(msdx_buf *b, const char *s)
{
    if (s[0] == '#') {
        package_number(b, 0xcf, strtoull(s + 1, NULL, 10), 8);
        return;
    }
    package_number(b, 0xdb, strlen(s), 4);
    msdx_buf_adds(b, s);
}

static void package_encode(msdx_buf *b, json_t *j)
{
    const char *key;
    json_t *v;
    size_t i;
    switch (json_typeof(j)) {
    case JSON_OBJECT:
        package_number(b, 0xde, json_object_size(j), 2);
        json_object_foreach(j, key, v)
        {
            package_string(b, key);
            package_encode(b, v);
        }
        break;
    case JSON_ARRAY:
        package_number(b, 0xdc, json_array_size(j), 2);
        json_array_foreach(j, i, v) package_encode(b, v);
        break;
    case JSON_STRING: package_string(b, json_string_value(j)); break;
    case JSON_INTEGER: package_number(b, 0xd3, (uint64_t)json_integer_value(j), 8); break;
    case JSON_TRUE: msdx_buf_addc(b, (char)0xc3); break;
    case JSON_FALSE: msdx_buf_addc(b, (char)0xc2); break;
    default: msdx_buf_addc(b, (char)0xc0);
    }
}

static void package_write(const char *path, const void *p, size_t n)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(p, 1, n, f) != n || fclose(f) != 0) exit(1);
}

/* Import one component from a folder that holds config.cfg, meta.json and one member, given as JSON ('#' keys are
 * integers). Gives the status; *pack and its *bytes when MSD_OK. */
static msd_status package_import(const char *folder, const char *sub, const char *file, const char *json,
                                 const char *config,
                                 msd_status (*import)(msdx_import *, msdx_pack_writer *, msd_error *), msdx_pack **pack,
                                 void **bytes, msd_error *err)
{
    char top[128], path[300];
    snprintf(top, sizeof top, "/tmp/%s.%ld", folder, (long)getpid());
    mkdir(top, 0777);
    snprintf(path, sizeof path, "%s/meta.json", top);
    package_write(path, "{}", 2);
    snprintf(path, sizeof path, "%s/config.cfg", top);
    package_write(path, config, strlen(config));
    for (const char *p = sub; *p; p++)
        if (*p == '/') {
            snprintf(path, sizeof path, "%s/%.*s", top, (int)(p - sub), sub);
            mkdir(path, 0777);
        }
    snprintf(path, sizeof path, "%s/%s", top, sub);
    mkdir(path, 0777);
    json_error_t je;
    json_t *j = json_loads(json, 0, &je);
    if (!j) {
        fprintf(stderr, "test JSON: %s\n", je.text);
        exit(1);
    }
    msdx_buf b = MSDX_BUF_INIT(1 << 20);
    package_encode(&b, j);
    json_decref(j);
    snprintf(path, sizeof path, "%s/%s/%s", top, sub, file);
    package_write(path, b.p, b.n);
    msdx_buf_clear(&b);

    msdx_import *im = NULL;
    msdx_pack_writer *w = NULL;
    size_t n;
    *pack = NULL;
    *bytes = NULL;
    msd_status st = msdx_import_open(&im, top, err);
    if (st == MSD_OK) st = msdx_pack_writer_new(&w, "model", 1, err);
    if (st == MSD_OK) st = import(im, w, err);
    if (st == MSD_OK) st = msdx_pack_write_bytes(w, bytes, &n, err);
    if (st == MSD_OK) st = msdx_pack_open_bytes(pack, *bytes, n, "test", "model", 1, err);
    msdx_pack_writer_free(w);
    msdx_import_close(im);
    remove(path);
    for (size_t k = strlen(path); k > strlen(top); k--)
        if (path[k] == '/') {
            path[k] = 0;
            rmdir(path);
        }
    snprintf(path, sizeof path, "%s/meta.json", top);
    remove(path);
    snprintf(path, sizeof path, "%s/config.cfg", top);
    remove(path);
    rmdir(top);
    return st;
}

/* A unit of the words of `text`, parted by single spaces; "_" is a white space token. Tags and labels follow each
 * word after a slash: "word/TAG/label". */
enum { PACKAGE_MAX_TOK = 32 };
typedef struct package_unit {
    msdx_arena arena;
    msdx_unit unit;
    msdx_tok tok[PACKAGE_MAX_TOK];
    char text[512], spec[512];
} package_unit;

static inline void package_unit_make(package_unit *p, const char *spec)
{
    memset(p, 0, sizeof *p);
    snprintf(p->spec, sizeof p->spec, "%s", spec);
    uint32_t n = 0, at = 0;
    char *save = NULL, *inner = NULL;
    for (char *w = strtok_r(p->spec, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
        msdx_tok *t = &p->tok[n++];
        char *word = strtok_r(w, "/", &inner);
        t->tag = strtok_r(NULL, "/", &inner);
        t->native_dep = strtok_r(NULL, "/", &inner);
        t->is_space = strcmp(word, "_") == 0;
        size_t len = strlen(word);
        memcpy(p->text + at, word, len + 1);
        t->span = (msd_span){at, at + (uint32_t)len, at, at + (uint32_t)len};
        char *low = msdx_arena_strndup(&p->arena, word, len);
        for (char *c = low; *c; c++)
            if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
        t->lower = (msdx_str){low, len};
        t->morph = "";
        at += (uint32_t)len + 1;
        p->text[at - 1] = ' ';
    }
    p->unit =
        (msdx_unit){.arena = &p->arena, .text = p->text, .parsed = p->text, .n_byte = at, .tok = p->tok, .n_tok = n};
}
#endif
