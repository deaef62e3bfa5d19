#include "parse/import.h"

#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "test.h"

static const char config[] =
    "[paths]\ntrain = null\n\n[nlp]\nlang = \"en\"\npipeline = [\"a\",\n  \"b\"]\n# no\n"
    "[components.parser.model]\nwidth = ${encode:width}\nloop = ${components.parser.model.loop}\n"
    "[encode]\nwidth = 96\n";
static const char meta[] = "{\"name\": \"core\", \"version\": \"3.8.0\", \"license\": \"MIT\", \"lang\": \"en\"}";

static void add(zip_t *z, const char *name, const char *text)
{
    zip_source_t *s = zip_source_buffer(z, text, strlen(text), 0);
    if (!s || zip_file_add(z, name, s, ZIP_FL_ENC_UTF_8) < 0) exit(1);
}

/* A wheel whose data folder is two levels down, beside a meta.json that is not it. */
static unsigned char *wheel(size_t *n)
{
    char path[64];
    snprintf(path, sizeof path, "/tmp/test_import.%ld.whl", (long)getpid());
    zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    if (!z) exit(1);
    add(z, "pkg/meta.json", meta);
    add(z, "pkg/pkg-1/config.cfg", config);
    add(z, "pkg/pkg-1/meta.json", meta);
    add(z, "pkg/pkg-1/cfg",
        "\x81\xa1"
        "a\x01");
    if (zip_close(z) != 0) exit(1);
    FILE *f = fopen(path, "rb");
    fseek(f, 0, SEEK_END);
    *n = (size_t)ftell(f);
    rewind(f);
    unsigned char *p = malloc(*n);
    if (!p || fread(p, 1, *n, f) != *n) exit(1);
    fclose(f);
    unlink(path);
    return p;
}

static void check_members(msdx_import *im)
{
    msdx_str s;
    msd_error err;
    const msdx_node *node;
    bool ok;
    CHECK(msdx_import_has(im, "cfg") && !msdx_import_has(im, "nix"));
    CHECK_INT(msdx_import_bytes(im, "cfg", &s, &err), MSD_OK);
    CHECK_INT(s.n, 4);
    CHECK_INT(msdx_import_bytes(im, "nix", &s, &err), MSD_EFORMAT);
    CHECK(strstr(err.msg, "nix") != NULL);
    CHECK_INT(msdx_import_node(im, "cfg", &node, &err), MSD_OK);
    CHECK_INT(msdx_node_int(msdx_node_find(node, "a"), &ok), 1);
    CHECK(ok && !msdx_node_find(node, "b"));
}

static void test_import__wheel(void)
{
    size_t n;
    unsigned char *p = wheel(&n);
    msdx_import *im;
    msd_error err;
    CHECK_INT(msdx_import_open_bytes(&im, p, n, "w", &err), MSD_OK);
    check_members(im);
    CHECK_STR(msdx_import_config(im, "nlp", "lang"), "\"en\"");
    CHECK_STR(msdx_import_config(im, "nlp", "pipeline"), "[\"a\",\n  \"b\"]");
    CHECK_STR(msdx_import_config(im, "components.parser.model", "width"), "96");
    CHECK(msdx_import_config(im, "components.parser.model", "loop") == NULL);
    CHECK(msdx_import_config(im, "nlp", "train") == NULL);
    CHECK(msdx_import_config(im, "nix", "train") == NULL);
    msdx_pack_writer *w;
    msdx_section s;
    void *q;
    msdx_pack *pk;
    CHECK_INT(msdx_pack_writer_new(&w, "model", 1, NULL), MSD_OK);
    CHECK_INT(msdx_import_meta(im, w, &err), MSD_OK);
    CHECK_INT(msdx_pack_write_bytes(w, &q, &n, &err), MSD_OK);
    CHECK_INT(msdx_pack_open_bytes(&pk, q, n, "m", "model", 1, &err), MSD_OK);
    CHECK(msdx_pack_find(pk, "meta/license", &s) && msdx_str_is((msdx_str){s.data, s.n_byte}, "MIT"));
    msdx_pack_close(pk);
    msdx_pack_writer_free(w);
    msdx_free(q);
    msdx_import_close(im);
    free(p);
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    if (!f || fputs(text, f) < 0 || fclose(f) != 0) exit(1);
}

static void test_import__folder(void)
{
    char top[64], sub[80], path[256];
    snprintf(top, sizeof top, "/tmp/test_import.%ld", (long)getpid());
    snprintf(sub, sizeof sub, "%s/pkg-1", top);
    if (mkdir(top, 0777) || mkdir(sub, 0777)) exit(1);
    write_file(top, "meta.json", meta);
    msdx_import *im;
    msd_error err;
    CHECK_INT(msdx_import_open(&im, top, &err), MSD_EFORMAT);
    CHECK(im == NULL && strstr(err.msg, "config.cfg") != NULL);
    write_file(sub, "meta.json", meta);
    write_file(sub, "config.cfg", config);
    write_file(sub, "cfg",
               "\x81\xa1"
               "a\x01");
    CHECK_INT(msdx_import_open(&im, top, &err), MSD_OK);
    check_members(im);
    msdx_import_close(im);
    static const char *const all[] = {"pkg-1/meta.json", "pkg-1/config.cfg", "pkg-1/cfg", "meta.json", "pkg-1", ""};
    for (size_t i = 0; i < 6; i++) {
        snprintf(path, sizeof path, "%s/%s", top, all[i]);
        remove(path);
    }
    CHECK_INT(msdx_import_open(&im, top, &err), MSD_EIO);
}

/* Cut short or with a byte changed: an answer or one line, never a crash. */
static void test_import__damage(void)
{
    size_t n;
    unsigned char *p = wheel(&n);
    for (size_t k = 0; k < n; k++) {
        msdx_import *im;
        msd_error err = {0};
        CHECK_INT(msdx_import_open_bytes(&im, p, k, "cut", &err), MSD_EFORMAT);
        CHECK(im == NULL && err.msg[0]);
    }
    for (size_t k = 0; k < n; k++) {
        msdx_import *im;
        msdx_str s;
        p[k] ^= 0x55;
        if (msdx_import_open_bytes(&im, p, n, "flip", NULL) == MSD_OK) {
            msd_status st = msdx_import_bytes(im, "config.cfg", &s, NULL);
            CHECK(st == MSD_EFORMAT || (st == MSD_OK && msdx_str_is(s, config)));
            msdx_import_close(im);
        }
        p[k] ^= 0x55;
    }
    free(p);
}

static msd_status read_msgpack(msdx_arena *a, const char *bytes, size_t n, const msdx_node **out)
{
    return msdx_node_read(a, (msdx_str){bytes, n}, "test", out, NULL);
}
#define READ(lit) read_msgpack(&a, lit, sizeof(lit) - 1, &node)

static void test_import__node_values(void)
{
    msdx_arena a = MSDX_ARENA_INIT;
    const msdx_node *node;
    bool ok;
    CHECK_INT(READ("\xc0"), MSD_OK);
    CHECK_INT(node->type, MSDX_N_NIL);
    CHECK_INT(READ("\xd3\xff\xff\xff\xff\xff\xff\xff\xfe"), MSD_OK);
    CHECK_INT(msdx_node_int(node, &ok), -2);
    CHECK_INT(READ("\xd0\x80"), MSD_OK);
    CHECK_INT(msdx_node_int(node, &ok), -128);
    CHECK_INT(READ("\xcf\xff\xff\xff\xff\xff\xff\xff\xff"), MSD_OK);
    CHECK(node->v.u == UINT64_MAX && msdx_node_int(node, &ok) == 0 && !ok);
    CHECK_INT(READ("\xcb\x3f\xf8\0\0\0\0\0\0"), MSD_OK);
    CHECK(node->type == MSDX_N_FLOAT && node->v.f == 1.5);
    CHECK_INT(READ("\xca\xbf\x80\0\0"), MSD_OK);
    CHECK(node->type == MSDX_N_FLOAT && node->v.f == -1.0);
    CHECK_INT(READ("\x82\xc4\x01k\xa1v\xcd\x01\x00\xc3"), MSD_OK);
    CHECK(msdx_node_find(node, "k") && msdx_str_is(msdx_node_find(node, "k")->v.s, "v"));
    CHECK(msdx_node_find_uint(node, 256) && msdx_node_find_uint(node, 256)->v.b);
    CHECK_INT(READ("\x84\xc4\x02nd\xc3\xc4\x04type\xa3<f4\xc4\x05shape\x92\x01\x02\xc4\x04"
                   "data\xc4\x08"
                   "abcdefgh"),
              MSD_OK);
    CHECK_INT(node->type, MSDX_N_NDARRAY);
    CHECK(node->v.nd.dim[0] == 1 && node->v.nd.dim[1] == 2 && strcmp(node->v.nd.dtype, "<f4") == 0);
    msdx_arena_clear(&a);
}

static void test_import__node_refuses(void)
{
    msdx_arena a = MSDX_ARENA_INIT;
    const msdx_node *node;
    char deep[100];
    CHECK_INT(READ(""), MSD_EFORMAT);
    CHECK_INT(READ("\xdd\xff\xff\xff\xff"), MSD_EFORMAT);
    CHECK_INT(READ("\xdf\xff\xff\xff\xff\xc0"), MSD_EFORMAT);
    CHECK_INT(READ("\xdb\xff\xff\xff\xff\xc0"), MSD_EFORMAT);
    CHECK_INT(READ("\xc1"), MSD_EFORMAT);
    CHECK_INT(READ("\xc7\x01\x01\x01"), MSD_EFORMAT);
    CHECK_INT(READ("\xc0\xc0"), MSD_EFORMAT);
    CHECK_INT(READ("\x84\xc4\x02nd\xc3\xc4\x04type\xa3<f4\xc4\x05shape\x92\x01\x03\xc4\x04"
                   "data\xc4\x08"
                   "abcdefgh"),
              MSD_EFORMAT);
    CHECK_INT(READ("\x84\xc4\x02nd\xc3\xc4\x04type\xa3>f4\xc4\x05shape\x92\x01\x02\xc4\x04"
                   "data\xc4\x08"
                   "abcdefgh"),
              MSD_EFORMAT);
    memset(deep, '\x91', sizeof deep);
    CHECK_INT(read_msgpack(&a, deep, sizeof deep, &node), MSD_EFORMAT);
    CHECK(node == NULL);
    msdx_arena_clear(&a);
}

static void test_import__not_a_package(void)
{
    msdx_import *im;
    msd_error err;
    CHECK_INT(msdx_import_open(&im, "/nonexistent", &err), MSD_EIO);
    CHECK_INT(msdx_import_open(&im, "/proc/self/exe", &err), MSD_EFORMAT);
    CHECK_INT(msdx_model_import("/nonexistent", "/tmp/never", &err), MSD_EIO);
}

int main(void)
{
    RUN(test_import__wheel);
    RUN(test_import__folder);
    RUN(test_import__damage);
    RUN(test_import__node_values);
    RUN(test_import__node_refuses);
    RUN(test_import__not_a_package);
    return test_end();
}
