/* Bytes that claim to be a wheel (W), MessagePack (M) or a Python pattern (R), by their first byte. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "parse/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void try_wheel(const uint8_t *p, size_t n)
{
    static msd_status (*const import[])(msdx_import *, msdx_pack_writer *, msd_error *) = {
        msdx_import_meta,     msdx_import_vocab, msdx_import_tokenizer,
        msdx_import_networks, msdx_import_ruler, msdx_import_lemmatizer};
    msdx_import *im;
    if (msdx_import_open_bytes(&im, p, n, "fuzz", NULL) != MSD_OK) return;
    for (size_t i = 0; i < sizeof import / sizeof *import; i++) {
        msdx_pack_writer *w;
        msd_error err = {0};
        if (msdx_pack_writer_new(&w, "model", 1, NULL) != MSD_OK) break;
        msd_status st = import[i](im, w, &err);
        if (st != MSD_OK && !err.msg[0]) __builtin_trap();
        msdx_pack_writer_free(w);
    }
    msdx_import_close(im);
}

static void try_node(const uint8_t *p, size_t n)
{
    msdx_arena a = MSDX_ARENA_INIT;
    const msdx_node *node;
    if (msdx_node_read(&a, (msdx_str){(const char *)p, n}, "fuzz", &node, NULL) == MSD_OK) {
        msdx_node_find(node, "a");
        msdx_node_find_uint(node, 1);
    }
    msdx_arena_clear(&a);
}

/* What is translated must be a pattern for PCRE2, but for what only PCRE2 can judge. */
static void try_pattern(const uint8_t *p, size_t n)
{
    msdx_buf b = MSDX_BUF_INIT(1 << 16);
    size_t width, used;
    PCRE2_SIZE at;
    int code;
    for (size_t i = 0; i < n; i += used)
        if (msdx_utf8_get((const char *)p + i, n - i, &used) < 0) return;
    if (n < 200 && msdx_regex_translate((msdx_str){(const char *)p, n}, "fuzz", &b, &width, NULL) == MSD_OK)
        pcre2_code_free(pcre2_compile((PCRE2_SPTR)msdx_buf_cstr(&b), b.n, PCRE2_UTF | PCRE2_UCP, &code, &at, NULL));
    msdx_buf_clear(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n < 2 || n > 1 << 20) return 0;
    if (data[0] == 'W')
        try_wheel(data + 1, n - 1);
    else if (data[0] == 'M')
        try_node(data + 1, n - 1);
    else if (data[0] == 'R')
        try_pattern(data + 1, n - 1);
    return 0;
}
