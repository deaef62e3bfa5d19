/* cmd_know.c: `masudi know`: compile the knowledge files, check them, count them, look names up. */
#include "cli/cmd_know.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "write/codebook.h"

static const msdx_cli_opt opt[] = {
    {"output", 'o', MSDX_OPT_TEXT, "FILE", "compile, gazetteer, codebook: the file to write"},
    {"gazetteer", 0, MSDX_OPT_TEXT, "FILE",
     "compile, check: take in the towns and regions that `know gazetteer` wrote"},
    {"out", 0, MSDX_OPT_WORD, "table|json|jsonl|md|html",
     "check, import, stats: table (the default) or json; find: jsonl (the default); codebook: md (the default) or "
     "html"},
    {"min", 0, MSDX_OPT_TEXT, "SHARE",
     "check: succeed when at least this share of the texts passes (0 to 1; default 1)"},
    {"min-apart", 0, MSDX_OPT_TEXT, "SHARE", "check: and this share of those written apart (default 0)"},
    {"list", 0, MSDX_OPT_FLAG, NULL, "check: list shared names, frames without example, codes that nothing reaches"},
    {"date", 0, MSDX_OPT_TEXT, "DATE", "find: roles as of this ISO date"},
    {"in", 0, MSDX_OPT_WORD, "text|jsonl",
     "find: names on standard input or in files, one a line, or {\"text\",\"date\"}"},
    {"knowledge", 0, MSDX_OPT_LIST, "DIR",
     "check, find, stats, codebook: a folder of knowledge that adds to or overrides ours"},
    MSDX_CLI_JOBS,
    MSDX_CLI_MODEL,
    MSDX_CLI_END};

/* ---- folders and files ---- */

size_t msdx_know_folders(const char *const *given, size_t n_given, const char *const **folder)
{
    static char path[4096];
    static const char *one[1];
    if (n_given) {
        *folder = given;
        return n_given;
    }
    one[0] = "knowledge";
    *folder = one;
    if (access(one[0], R_OK) == 0) return 1;
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 32); /* build/masudi -> knowledge */
    if (n <= 0) return 0;
    path[n] = 0;
    char *slash = strrchr(path, '/');
    if (!slash) return 0;
    memcpy(slash, "/../knowledge", sizeof "/../knowledge");
    one[0] = path;
    return access(path, R_OK) == 0;
}

msd_status msdx_know_make(const char *base, const char *const *folder, size_t n_folder, const char *gazetteer,
                          const char *out, msd_error *err)
{
    msdx_buf report = MSDX_BUF_INIT((size_t)1 << 26);
    msd_status st = base ? msdx_know_compile_with(base, folder, n_folder, out, &report, err)
                         : msdx_know_compile(folder, n_folder, gazetteer, out, &report, err);
    fputs(msdx_buf_cstr(&report), stderr);
    msdx_buf_clear(&report);
    return st;
}

msd_status msdx_know_open_installed(msdx_know **out, const msdx_cli_args *args, msd_error *err)
{
    char path[4096];
    const char *const *folder;
    size_t n = msdx_cli_list(args, "knowledge", &folder);
    *out = NULL;
    MSD_TRY(msdx_cli_find_knowledge(NULL, path, err));
    return msdx_know_open_with(out, path, folder, n, err);
}

/* ---- compile ---- */

static int compile(const msdx_cli_args *args, const char *const *given, size_t n_given)
{
    const char *out = msdx_cli_get(args, "output");
    const char *const *folder;
    msd_error err = {0};
    if (!out) return msdx_cli_usage(args, "compile needs -o FILE");
    size_t n = msdx_know_folders(given, n_given, &folder);
    if (n == 0) return msdx_cli_usage(args, "there is no folder 'knowledge' here: name one");
    msd_status st = msdx_know_make(NULL, folder, n, msdx_cli_get(args, "gazetteer"), out, &err);
    if (st != MSD_OK) {
        (void)msdx_cli_fail(args, &err);
        return st == MSD_EFORMAT ? MSDX_EXIT_REFUSED : MSDX_EXIT_MISSING;
    }
    fprintf(stderr, "wrote %s\n", out);
    return MSDX_EXIT_OK;
}

/* ---- codebook ---- */

static int codebook(const msdx_cli_args *args)
{
    const char *path = msdx_cli_get(args, "output"), *out = msdx_cli_get(args, "out");
    bool html = out && strcmp(out, "html") == 0;
    if (out && !html && strcmp(out, "md") != 0) return msdx_cli_usage(args, "codebook: --out takes md or html");
    msdx_know *know;
    msd_error err = {0};
    if (msdx_know_open_installed(&know, args, &err) != MSD_OK) return msdx_cli_fail(args, &err);
    msdx_buf buf = MSDX_BUF_INIT((size_t)1 << 26);
    msdx_write_codebook(&buf, know, html);
    msdx_know_close(know);
    msd_status st = buf.failed ? msdx_err_nomem(&err) : MSD_OK;
    FILE *f = st != MSD_OK ? NULL : path ? fopen(path, "w") : stdout;
    if (st == MSD_OK && (!f || fwrite(buf.p, 1, buf.n, f) != buf.n || fflush(f) != 0))
        st = msdx_err(&err, MSD_EIO, 0, "%s: %s", path ? path : "standard output", strerror(errno));
    if (path && f && fclose(f) != 0 && st == MSD_OK) st = msdx_err(&err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    msdx_buf_clear(&buf);
    return st == MSD_OK ? MSDX_EXIT_OK : msdx_cli_fail(args, &err);
}

static int run(const msdx_cli_args *args)
{
    const char *const *file;
    size_t n = msdx_cli_files(args, &file);
    if (n == 0) return msdx_cli_usage(args, "say compile, check, find, import, stats, codebook or gazetteer");
    if (strcmp(file[0], "compile") == 0) return compile(args, file + 1, n - 1);
    if (strcmp(file[0], "check") == 0) return msdx_know_check_run(args, file + 1, n - 1);
    if (strcmp(file[0], "find") == 0) return msdx_know_find_run(args, file + 1, n - 1);
    if (strcmp(file[0], "import") == 0) return msdx_know_import_run(args, file + 1, n - 1);
    if (strcmp(file[0], "stats") == 0) return msdx_know_stats_run(args);
    if (strcmp(file[0], "codebook") == 0) return codebook(args);
    if (strcmp(file[0], "gazetteer") == 0) return msdx_know_gazetteer_run(args, file + 1, n - 1);
    return msdx_cli_usage(args, "there is no 'know %.40s'", file[0]);
}

const msdx_cli_verb msdx_verb_know = {
    "know",
    "compile, check and count the knowledge files; look names up; write the codebook",
    "compile [DIR...] -o FILE | check [DIR...] | find NAME... | find --in jsonl [FILE...|-] | import DIR... | stats | "
    "codebook | "
    "gazetteer PACKAGE... -o FILE",
    "Without DIR: the folder 'knowledge' here; check --knowledge: what set-up installed, and the texts of DIR. What is "
    "wrong "
    "with the files is told as FILE:LINE: what.\n"
    "check runs every example, counter and nothing text through model and coder.\n"
    "import reads dictionaries of PETRARCH, PETRARCH2 and TABARI and tells what each file gave; lines refused are\n"
    "told as FILE:LINE: why, and the exit status is then 1.\n"
    "codebook writes every event, mode, context, sector, status, hedge and CAMEO code: what it is, examples, what it "
    "is not.\n"
    "gazetteer makes a file of the world's towns and regions from packages of GeoNames data (CC BY 4.0), for\n"
    "compile --gazetteer.",
    opt,
    run};
