/* Any bytes opened as a pack: refused, or every section lies inside them. A tokenizer is then opened from it. */
#include <stdint.h>

#include "base/pack.h"
#include "parse/parse_impl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    unsigned char *p = msdx_malloc_aligned(n);
    msdx_pack *pk;
    if (!p) return 0;
    if (n) memcpy(p, data, n);
    if (msdx_pack_open_bytes(&pk, p, n, "fuzz", "model", 1, NULL) == MSD_OK) {
        uint32_t sum = 0;
        for (size_t i = 0; i < msdx_pack_n_section(pk); i++) {
            msdx_section s, again;
            msdx_pack_section(pk, i, &s);
            const unsigned char *d = s.data;
            if (d < p || d > p + n || s.n_byte > (size_t)(p + n - d)) __builtin_trap();
            if (!msdx_pack_find(pk, s.name, &again) || again.data != s.data) __builtin_trap();
            for (size_t k = 0; k < s.n_byte; k++) sum += d[k];
        }
        msd_status st = msdx_pack_check(pk, NULL);
        if (st != MSD_OK && st != MSD_EFORMAT && sum == 0) __builtin_trap();
        msdx_tokenizer *t;
        if (msdx_tokenizer_open(&t, pk, NULL) == MSD_OK) msdx_tokenizer_close(t);
        msdx_pack_close(pk);
    }
    msdx_free(p);
    return 0;
}
