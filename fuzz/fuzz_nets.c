/* fuzz_nets.c: a model's networks from any bytes. What opens must run: every head
 * and sentence in range, whatever the weights are. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "parse/parse_impl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { N_TOK = 30, SIZE_MAX_FUZZ = 1 << 18 };

static void run(const msdx_nets *nets)
{
    static const char text[N_TOK + 1] = "abcdefghijklmnopqrstuvwxyzabcd";
    msdx_arena a = MSDX_ARENA_INIT;
    msdx_unit unit = {.arena = &a, .text = text, .parsed = text, .n_byte = N_TOK, .n_tok = N_TOK}, *ref = &unit;
    uint64_t *feat = MSDX_NEW(&a, uint64_t, N_TOK * MSDX_N_ATTR);
    msdx_nets_work *work;
    unit.tok = MSDX_NEW(&a, msdx_tok, N_TOK);
    if (msdx_arena_failed(&a) || msdx_nets_work_new(&work, nets, NULL) != MSD_OK) {
        msdx_arena_clear(&a);
        return;
    }
    for (uint32_t i = 0; i < N_TOK; i++) {
        for (uint32_t f = 0; f < MSDX_N_ATTR; f++) feat[i * MSDX_N_ATTR + f] = (uint64_t)(i % 11) << (4 * f);
        unit.tok[i].span = (msd_span){i, i + 1, i, i + 1};
        unit.tok[i].is_space = i % 9 == 8;
        unit.tok[i].sent_start = i % 13 == 12;
    }
    if (msdx_nets_run(nets, work, &ref, &feat, 1, NULL) == MSD_OK)
        for (uint32_t i = 0; i < N_TOK; i++) {
            const msdx_tok *t = &unit.tok[i];
            if (t->native_head < 0 || t->native_head >= N_TOK || (uint32_t)t->sent >= unit.n_sent || !t->native_dep ||
                !t->tag)
                abort();
        }
    msdx_nets_work_free(work);
    msdx_arena_clear(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    msdx_pack *pack;
    msdx_nets *nets;
    if (size > SIZE_MAX_FUZZ) return 0;
    void *p = msdx_malloc_aligned(size + 1);
    if (!p) return 0;
    if (size) memcpy(p, data, size);
    if (msdx_pack_open_bytes(&pack, p, size, "fuzz", MSDX_MODEL_KIND, MSDX_MODEL_VERSION, NULL) == MSD_OK) {
        if (msdx_nets_open(&nets, pack, false, NULL) == MSD_OK) {
            run(nets);
            msdx_nets_close(nets);
        }
        msdx_pack_close(pack);
    }
    msdx_free(p);
    return 0;
}
