/* Any text through a small tokenizer: tokens and single spaces tile it, and a second run gives the same. */
#include "../test/tokenizer_package.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static msdx_pack *pack;
static void *pack_bytes;
static msdx_tokenizer *tokenizer;
static msdx_tokenizer_work *work;

static void done(void)
{
    msdx_tokenizer_work_free(work);
    msdx_tokenizer_close(tokenizer);
    msdx_pack_close(pack);
    msdx_free(pack_bytes);
}

static void start(void)
{
    if (tokenizer_pack(tokenizer_json, &pack, &pack_bytes, NULL) != MSD_OK ||
        msdx_tokenizer_open(&tokenizer, pack, NULL) != MSD_OK ||
        msdx_tokenizer_work_new(&work, tokenizer, NULL) != MSD_OK)
        __builtin_trap();
    atexit(done);
}

static void check(const msdx_unit *u)
{
    uint32_t byte = 0, cp = 0;
    for (uint32_t i = 0; i < u->n_tok; i++) {
        const msdx_tok *t = &u->tok[i];
        if (t->span.start_byte != byte || t->span.start_cp != cp || t->span.end_byte <= byte) __builtin_trap();
        cp += (uint32_t)msdx_utf8_count(u->text + byte, t->span.end_byte - byte);
        if (t->span.end_cp != cp || msdx_utf8_check(t->lower.p, t->lower.n) != t->lower.n) __builtin_trap();
        byte = t->span.end_byte + t->space;
        cp += t->space;
        if (t->space && u->text[byte - 1] != ' ') __builtin_trap();
    }
    if (byte != u->n_byte) __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    msdx_arena a = MSDX_ARENA_INIT, scratch = MSDX_ARENA_INIT;
    uint64_t *feat, *again;
    if (!tokenizer) start();
    if (n > 20000) return 0;
    char *text = msdx_arena_strndup(&a, (const char *)data, n);
    msdx_unit u = {.arena = &a, .text = text, .parsed = text, .n_byte = (uint32_t)msdx_utf8_check(text, n)};
    text[u.n_byte] = 0;
    if (msdx_tokenizer_run(tokenizer, work, &u, &scratch, &feat, NULL) != MSD_OK) __builtin_trap();
    check(&u);
    const uint32_t n_tok = u.n_tok;
    if (msdx_tokenizer_run(tokenizer, work, &u, &scratch, &again, NULL) != MSD_OK || u.n_tok != n_tok ||
        (n_tok && memcmp(feat, again, n_tok * MSDX_N_ATTR * sizeof *feat) != 0))
        __builtin_trap();
    msdx_arena_clear(&a);
    msdx_arena_clear(&scratch);
    return 0;
}
