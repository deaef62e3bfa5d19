/* cmd_model.c: make a model file from a published package, and look into one. */
#include "cli/cli.h"
#include "parse/import.h"
#include "parse/parse.h"

static const msdx_cli_opt opt[] = {
    {"output", 'o', MSDX_OPT_TEXT, "FILE", "import: the model file to write"}, MSDX_CLI_MODEL, MSDX_CLI_END};

static int import(const msdx_cli_args *args, const char *const *file, size_t n_file)
{
    const char *out = msdx_cli_get(args, "output");
    msd_error err = {0};
    if (n_file != 1) return msdx_cli_usage(args, "import takes one package, a wheel or a folder");
    if (!out) return msdx_cli_usage(args, "import needs -o FILE");
    if (msdx_model_import(file[0], out, &err) != MSD_OK) return msdx_cli_fail(args, &err);
    fprintf(stderr, "wrote %s\n", out);
    return MSDX_EXIT_OK;
}

static msd_status open_pack(const msdx_cli_args *args, const char *const *file, size_t n_file, msdx_pack **pack,
                            msd_error *err)
{
    char path[4096];
    *pack = NULL;
    MSD_TRY(msdx_cli_find_model(n_file ? file[0] : msdx_cli_get(args, "model"), path, err));
    return msdx_pack_open(pack, path, MSDX_MODEL_KIND, MSDX_MODEL_VERSION, err);
}

static const char *type_name(msdx_pack_type type)
{
    static const char *const name[] = {"bytes", "f32", "u8", "u32", "i32", "u64", "f64"};
    return (size_t)type < sizeof name / sizeof *name ? name[type] : "?";
}

static int info(const msdx_cli_args *args, const char *const *file, size_t n_file)
{
    msdx_pack *pack;
    msd_error err = {0};
    if (open_pack(args, file, n_file, &pack, &err) != MSD_OK) return msdx_cli_fail(args, &err);
    const char *fast = "", *exact = "";
    msd_status st = msdx_parse_kernel(MSDX_FASTEST, &fast, &err);
    if (st == MSD_OK && msdx_parse_kernel(MSDX_EXACT, &exact, NULL) != MSD_OK) exact = fast;
    if (st != MSD_OK) {
        msdx_pack_close(pack);
        return msdx_cli_fail(args, &err);
    }
    printf("file\t%s\nbytes\t%zu\nchecksum\t%08x\n", msdx_pack_path(pack), msdx_pack_n_byte(pack), msdx_pack_crc(pack));
    printf("kernels\t%s\nkernels --exact\t%s\n", fast, exact);
    for (size_t i = 0; i < msdx_pack_n_section(pack); i++) {
        msdx_section s;
        msdx_pack_section(pack, i, &s);
        printf("%s\t%s", s.name, type_name(s.type));
        if (strncmp(s.name, "meta/", 5) == 0 && s.type == MSDX_PACK_BYTES && s.n_byte < 400)
            printf("\t%.*s\n", (int)s.n_byte, (const char *)s.data);
        else if (s.n_dim == 2)
            printf("\t%llu x %llu\n", (unsigned long long)s.dim[0], (unsigned long long)s.dim[1]);
        else
            printf("\t%llu\n", (unsigned long long)(s.n_dim ? s.dim[0] : s.n_byte));
    }
    msdx_pack_close(pack);
    return MSDX_EXIT_OK;
}

/* The checksum, then every size and index, as opening for use checks them. */
static int check(const msdx_cli_args *args, const char *const *file, size_t n_file)
{
    msdx_pack *pack;
    msdx_parser *parser = NULL;
    msd_error err = {0};
    if (open_pack(args, file, n_file, &pack, &err) != MSD_OK) return msdx_cli_fail(args, &err);
    msd_status st = msdx_pack_check(pack, &err);
    if (st == MSD_OK) st = msdx_parser_open(&parser, msdx_pack_path(pack), &err);
    if (st == MSD_OK) printf("%s: sound\n", msdx_pack_path(pack));
    msdx_parser_close(parser);
    msdx_pack_close(pack);
    return st == MSD_OK ? MSDX_EXIT_OK : msdx_cli_fail(args, &err);
}

static int run(const msdx_cli_args *args)
{
    const char *const *file;
    size_t n = msdx_cli_files(args, &file);
    if (n == 0) return msdx_cli_usage(args, "say import, info or check");
    if (strcmp(file[0], "import") == 0) return import(args, file + 1, n - 1);
    if (strcmp(file[0], "info") == 0) return info(args, file + 1, n - 1);
    if (strcmp(file[0], "check") == 0) return check(args, file + 1, n - 1);
    return msdx_cli_usage(args, "there is no 'model %.40s'", file[0]);
}

const msdx_cli_verb msdx_verb_model = {
    "model",
    "make a model from a published pipeline package, show or check one",
    "import PACKAGE -o FILE | info [FILE] | check [FILE]",
    "PACKAGE is a wheel or its unpacked folder. What a package has that is not\nsupported is refused by name.",
    opt,
    run};
