/* test_hash.c: the hashes against what their sources give. */
#include "base/hash.h"

#include "test.h"

/* RFC 1321, A.5; lengths about the padding's edges against md5sum. */
static void test_hash__md5(void)
{
    static const struct {
        const char *text, *hash;
    } known[] = {{"", "d41d8cd98f00b204e9800998ecf8427e"},
                 {"a", "0cc175b9c0f1b6a831c399e269772661"},
                 {"abc", "900150983cd24fb0d6963f7d28e17f72"},
                 {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
                 {"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                  "57edf4a22be3c955ac49da2e2107b67a"}};
    static const struct {
        size_t n;
        const char *hash;
    } as[] = {{55, "ef1772b6dff9a122358552954ad0df65"},
              {56, "3b0c8ac703f828b04c6c197006d17218"},
              {63, "b06521f39153d618550606be297466d5"},
              {64, "014842d480b571495a4a0363793f7367"},
              {65, "c743a45e0d2e6a95cb859adae0248435"}};
    char out[33], many[80];
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        msdx_md5_hex(known[i].text, strlen(known[i].text), out);
        CHECK_STR(out, known[i].hash);
    }
    memset(many, 'a', sizeof many);
    for (size_t i = 0; i < sizeof as / sizeof *as; i++) {
        msdx_md5_hex(many, as[i].n, out);
        CHECK_STR(out, as[i].hash);
    }
}

static void test_hash__crc32(void)
{
    CHECK_INT(msdx_crc32(0, "123456789", 9), 0xCBF43926);
    CHECK_INT(msdx_crc32(msdx_crc32(0, "1234", 4), "56789", 5), 0xCBF43926);
}

int main(void)
{
    RUN(test_hash__md5);
    RUN(test_hash__crc32);
    return test_end();
}
