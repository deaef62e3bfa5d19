/* cmd_schema.c: the output contract as JSON Schema. */
#include "cli/cli.h"
#include "write/write.h"

static const msdx_cli_opt opt[] = {MSDX_CLI_END};

static int run(const msdx_cli_args *args)
{
    const char *const *file;
    msdx_buf buf = MSDX_BUF_INIT(1 << 20);
    msd_error err = {0};
    if (msdx_cli_files(args, &file)) return msdx_cli_usage(args, "takes no file");
    msdx_write_schema(&buf);
    bool failed = buf.failed;
    if (failed)
        (void)msdx_err_nomem(&err);
    else
        fwrite(buf.p, 1, buf.n, stdout);
    msdx_buf_clear(&buf);
    return failed ? msdx_cli_fail(args, &err) : MSDX_EXIT_OK;
}

const msdx_cli_verb msdx_verb_schema = {"schema", "the contract of --out jsonl as JSON Schema", "", NULL, opt, run};
