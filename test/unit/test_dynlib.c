/* test_dynlib.c: a library is opened once, whole or not at all, and says what is missing. */
#include "base/dynlib.h"

#include <pthread.h>
#include <zlib.h>

#include "test.h"

#define Z(X) X(zlibVersion) X(crc32)
#define NO_SUCH(X) X(zlibVersion) X(zlib_has_no_such_function)
#define FIELD(function) void (*function)(void);

static const char *const name[] = {Z(MSDX_DYNLIB_NAME)}, *const no_such_name[] = {NO_SUCH(MSDX_DYNLIB_NAME)};
static struct {
    Z(MSDX_DYNLIB_FIELD)
} z;
static struct {
    NO_SUCH(FIELD)
} no_such;

static void test_dynlib__opens(void)
{
    msdx_dynlib lib = {"libz.so.1", name, 2, &z, false};
    msd_error err = {0};
    CHECK_INT(msdx_dynlib_open(&lib, &err), MSD_OK);
    CHECK(lib.is_open);
    CHECK_STR(z.zlibVersion(), zlibVersion());
    CHECK_INT(z.crc32(0, (const Bytef *)"masudi", 6), crc32(0, (const Bytef *)"masudi", 6));
    memset(&z, 0, sizeof z);
    CHECK_INT(msdx_dynlib_open(&lib, &err), MSD_OK);
    CHECK(z.crc32 == NULL); /* what is open is not opened again */
}

static void test_dynlib__says_what_is_missing(void)
{
    msdx_dynlib lib = {"libmasudi-none.so.7", name, 2, &z, false};
    msd_error err = {0};
    CHECK_INT(msdx_dynlib_open(&lib, &err), MSD_EUNSUPPORTED);
    CHECK(strstr(err.msg, "libmasudi-none.so.7") != NULL);
    CHECK(!lib.is_open);
    lib = (msdx_dynlib){"libz.so.1", no_such_name, 2, &no_such, false};
    CHECK_INT(msdx_dynlib_open(&lib, &err), MSD_EUNSUPPORTED);
    CHECK_STR(err.msg, "libz.so.1 has no zlib_has_no_such_function");
    CHECK(!lib.is_open);
}

static msdx_dynlib shared = {"libz.so.1", name, 2, &z, false};

static void *open_shared(void *st)
{
    *(msd_status *)st = msdx_dynlib_open(&shared, NULL);
    return NULL;
}

static void test_dynlib__is_opened_by_many(void)
{
    pthread_t thread[4];
    msd_status st[4];
    for (int i = 0; i < 4; i++) CHECK_INT(pthread_create(&thread[i], NULL, open_shared, &st[i]), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(thread[i], NULL);
        CHECK_INT(st[i], MSD_OK);
    }
    CHECK(z.crc32 != NULL);
}

int main(void)
{
    RUN(test_dynlib__opens);
    RUN(test_dynlib__says_what_is_missing);
    RUN(test_dynlib__is_opened_by_many);
    return test_end();
}
