/* fuzz_sheet.c: any bytes as a sheet of marked claims. It is taken row by row, or refused; what it says comes out in
 * every form as UTF-8, as JSON well-formed, with shares within their intervals. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "write/audit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool held, const char *what)
{
    if (held) return;
    fprintf(stderr, "broken law: %s\n", what);
    abort();
}

static void check_shares(const msdx_audit *a)
{
    for (int column = 0; column < MSDX_N_AUDIT_COLUMN; column++)
        for (size_t i = 0; i <= msdx_audit_n_event(a); i++) {
            msdx_share s = msdx_audit_share(a, i ? msdx_audit_event(a, i - 1) : NULL, column);
            must(s.n == 0 || (0 <= s.low && s.low <= s.right && s.right <= s.high && s.high <= 1),
                 "a share lies within its interval");
        }
}

static void write_all(const msdx_audit *a)
{
    static const msdx_audit_form form[] = {MSDX_AUDIT_TABLE, MSDX_AUDIT_MARKDOWN, MSDX_AUDIT_TEX, MSDX_AUDIT_CSV,
                                           MSDX_AUDIT_JSON};
    for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
        msdx_buf b = MSDX_BUF_INIT((size_t)1 << 26);
        msdx_audit_write(a, form[i], &b);
        must(!b.failed && (b.n == 0 || msdx_utf8_check(b.p, b.n) == b.n), "output is UTF-8");
        if (form[i] == MSDX_AUDIT_JSON) {
            json_t *v = json_loadb(b.p, b.n, JSON_REJECT_DUPLICATES, NULL);
            must(v != NULL, "JSON is well-formed");
            json_decref(v);
        }
        msdx_buf_clear(&b);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    msdx_audit *a;
    msdx_buf refused = MSDX_BUF_INIT((size_t)1 << 24);
    msd_error err = {0};
    size_t n_refused = 0;
    if (n > 1 << 14 || msdx_audit_new(&a, NULL) != MSD_OK) return 0;
    msd_status st = msdx_audit_sheet(a, (msdx_str){(const char *)data, n}, "s.csv", "m", &refused, &n_refused, &err);
    must(st == MSD_OK || (st == MSD_EFORMAT && err.msg[0]), "a refusal says why");
    must((n_refused > 0) == (refused.n > 0), "a row that is refused is told");
    if (st == MSD_OK) {
        check_shares(a);
        write_all(a);
    }
    msdx_audit_free(a);
    msdx_buf_clear(&refused);
    return 0;
}
