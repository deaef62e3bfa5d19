#include "base/pack.h"

#include <unistd.h>

#include "test.h"

static const float weights[6] = {1, 2, 3, 4, 5, 6};
static const uint64_t ids[2] = {7, 1ULL << 40};

static msdx_pack_writer *sample(void)
{
    msdx_pack_writer *w;
    if (msdx_pack_writer_new(&w, "model", 3, NULL) != MSD_OK) exit(1);
    msdx_pack_add(w, "net/w", MSDX_PACK_F32, 2, 3, weights);
    msdx_pack_add(w, "meta/name", MSDX_PACK_BYTES, 5, 0, "hello");
    msdx_pack_add(w, "ids", MSDX_PACK_U64, 2, 0, ids);
    msdx_pack_add(w, "empty", MSDX_PACK_I32, 0, 0, NULL);
    return w;
}

static unsigned char *sample_bytes(size_t *n)
{
    void *p;
    msdx_pack_writer *w = sample();
    if (msdx_pack_write_bytes(w, &p, n, NULL) != MSD_OK) exit(1);
    msdx_pack_writer_free(w);
    return p;
}

static void test_pack__round_trip(void)
{
    char path[64];
    snprintf(path, sizeof path, "/tmp/test_pack.%ld", (long)getpid());
    msdx_pack_writer *w = sample();
    CHECK_INT(msdx_pack_write(w, path, NULL), MSD_OK);
    msdx_pack_writer_free(w);
    msdx_pack *pk;
    msd_error err;
    CHECK_INT(msdx_pack_open(&pk, path, "model", 3, &err), MSD_OK);
    CHECK_INT(msdx_pack_check(pk, &err), MSD_OK);
    CHECK_INT(msdx_pack_n_section(pk), 4);
    msdx_section s;
    CHECK_INT(msdx_pack_get(pk, "net/w", MSDX_PACK_F32, 2, &s, &err), MSD_OK);
    CHECK_INT(s.dim[1], 3);
    CHECK((uintptr_t)s.data % 64 == 0);
    CHECK(memcmp(s.data, weights, sizeof weights) == 0);
    CHECK_INT(msdx_pack_get(pk, "ids", MSDX_PACK_U64, 1, &s, &err), MSD_OK);
    CHECK(memcmp(s.data, ids, sizeof ids) == 0);
    CHECK(msdx_pack_find(pk, "empty", &s) && s.n_byte == 0);
    CHECK(!msdx_pack_find(pk, "net", NULL));
    CHECK(!msdx_pack_find(pk, "", NULL));
    CHECK_INT(msdx_pack_get(pk, "nix", MSDX_PACK_F32, 2, &s, &err), MSD_EFORMAT);
    CHECK(strstr(err.msg, "no section nix") != NULL);
    CHECK_INT(msdx_pack_get(pk, "ids", MSDX_PACK_F32, 1, &s, &err), MSD_EFORMAT);
    CHECK_INT(msdx_pack_get(pk, "net/w", MSDX_PACK_F32, 1, &s, &err), MSD_EFORMAT);
    for (size_t i = 1; i < msdx_pack_n_section(pk); i++) {
        msdx_section a, b;
        msdx_pack_section(pk, i - 1, &a);
        msdx_pack_section(pk, i, &b);
        CHECK(strcmp(a.name, b.name) < 0);
    }
    msdx_pack_close(pk);
    CHECK_INT(msdx_pack_open(&pk, path, "knowledge", 3, &err), MSD_EFORMAT);
    CHECK(pk == NULL);
    CHECK_INT(msdx_pack_open(&pk, path, "model", 4, &err), MSD_EFORMAT);
    unlink(path);
    CHECK_INT(msdx_pack_open(&pk, path, "model", 3, &err), MSD_EIO);
    CHECK_INT(msdx_pack_open(&pk, "/tmp", "model", 3, &err), MSD_EIO);
}

static void test_pack__every_truncation_is_refused(void)
{
    size_t n;
    unsigned char *p = sample_bytes(&n);
    for (size_t k = 0; k < n; k++) {
        unsigned char *cut = msdx_malloc_aligned(k);
        msdx_pack *pk;
        memcpy(cut, p, k);
        CHECK_INT(msdx_pack_open_bytes(&pk, cut, k, "cut", "model", 3, NULL), MSD_EFORMAT);
        CHECK(pk == NULL);
        msdx_free(cut);
    }
    msdx_free(p);
}

/* A flipped byte is refused at open, or found by the checksum, wherever it is past the header. */
static void test_pack__every_flip_is_found(void)
{
    size_t n;
    unsigned char *p = sample_bytes(&n);
    for (size_t k = 0; k < n; k++) {
        msdx_pack *pk;
        p[k] ^= 0x81;
        msd_status st = msdx_pack_open_bytes(&pk, p, n, "flip", "model", 3, NULL);
        if (st == MSD_OK) st = msdx_pack_check(pk, NULL);
        CHECK_INT(st, MSD_EFORMAT);
        msdx_pack_close(pk);
        p[k] ^= 0x81;
    }
    msdx_free(p);
}

static void test_pack__writer_refuses(void)
{
    msd_error err;
    void *p;
    size_t n;
    msdx_pack_writer *w = sample();
    msdx_pack_add(w, "ids", MSDX_PACK_U64, 2, 0, ids);
    CHECK_INT(msdx_pack_write_bytes(w, &p, &n, &err), MSD_EFORMAT);
    CHECK(strstr(err.msg, "ids") != NULL);
    msdx_pack_writer_free(w);
    w = sample();
    msdx_pack_add(w, "a-name-that-is-longer-than-the-forty-seven-bytes-there-are", MSDX_PACK_U64, 2, 0, ids);
    CHECK_INT(msdx_pack_write_bytes(w, &p, &n, &err), MSD_EFORMAT);
    CHECK_INT(msdx_pack_write(w, "/nonexistent/x", &err), MSD_EFORMAT);
    msdx_pack_writer_free(w);
    w = sample();
    CHECK_INT(msdx_pack_write(w, "/nonexistent/x", &err), MSD_EIO);
    msdx_pack_writer_free(w);
}

static msd_status oom_case(void)
{
    msdx_pack_writer *w = NULL;
    msdx_pack *pk = NULL;
    void *p = NULL;
    size_t n = 0;
    msd_status st = msdx_pack_writer_new(&w, "model", 3, NULL);
    if (st == MSD_OK) {
        msdx_pack_add(w, "net/w", MSDX_PACK_F32, 2, 3, weights);
        st = msdx_pack_write_bytes(w, &p, &n, NULL);
    }
    if (st == MSD_OK) st = msdx_pack_open_bytes(&pk, p, n, "mem", "model", 3, NULL);
    msdx_pack_close(pk);
    msdx_pack_writer_free(w);
    msdx_free(p);
    return st;
}

static void test_pack__out_of_memory(void)
{
    for (size_t n = 0;; n++) {
        msdx_fail_after(n);
        msd_status st = oom_case();
        if (!msdx_fail_hit()) {
            CHECK_INT(st, MSD_OK);
            break;
        }
        CHECK_INT(st, MSD_ENOMEM);
    }
    msdx_fail_after(SIZE_MAX);
}

int main(void)
{
    RUN(test_pack__round_trip);
    RUN(test_pack__every_truncation_is_refused);
    RUN(test_pack__every_flip_is_found);
    RUN(test_pack__writer_refuses);
    RUN(test_pack__out_of_memory);
    return test_end();
}
