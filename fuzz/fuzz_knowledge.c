/* fuzz_knowledge.c: the text form of knowledge. Whatever comes, it compiles or is refused with a problem by line; what
 * compiles opens. */
#include <stdlib.h>

#include "know/compile_impl.h"
#include "small_know.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_open(msdx_pack_writer *w)
{
    void *p;
    size_t n_byte, n_sense;
    msdx_know *know;
    msd_error err;
    if (msdx_pack_write_bytes(w, &p, &n_byte, &err) != MSD_OK) abort();
    if (msdx_know_open_bytes(&know, p, n_byte, "fuzz", &err) != MSD_OK) abort();
    if (!msdx_know_state(know, "XXX")) (void)msdx_know_find(know, MSDX_SPACE_NAME, MSDX_STR("x"), &n_sense);
    msdx_know_close(know);
    msdx_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n > 1 << 16) return 0;
    msdx_compile c;
    msdx_buf report = MSDX_BUF_INIT((size_t)1 << 24);
    msdx_pack_writer *w;
    msdx_compile_init(&c, &report);
    msdx_compile_add(&c, "o.txt", "o.txt", msdx_str_of(small_ontology), 0);
    msdx_compile_add(&c, "dir/t.txt", "t.txt", (msdx_str){(const char *)data, n}, 0);
    msd_status st = msdx_compile_run(&c, &w, NULL);
    if (st == MSD_OK) check_open(w);
    if ((st == MSD_EFORMAT) != (report.n > 0)) abort(); /* refused, and only then, with a reason */
    msdx_pack_writer_free(w);
    msdx_compile_clear(&c);
    msdx_buf_clear(&report);
    return 0;
}
