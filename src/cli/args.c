/* args.c: long options as --name VALUE or --name=VALUE, short ones as -j N or -jN;
 * `--` ends the options, `-` alone is standard input. */
#include "cli/args.h"

#include <assert.h>
#include <stdarg.h>

struct given {
    const msdx_cli_opt *opt;
    const char *value; /* NULL for a flag */
    uint64_t number;
};

struct msdx_cli_args {
    const msdx_cli_verb *verb;
    struct given *given;
    size_t n_given;
    const char **file;
    size_t n_file;
    const char **list; /* scratch for msdx_cli_list: n_given places an option, in table order */
    char *const *arg;  /* all that was given */
    int n_arg;
    bool help;
};

static const msdx_cli_opt *find(const msdx_cli_verb *verb, const char *name, size_t n)
{
    for (const msdx_cli_opt *o = verb->opt; o->name; o++)
        if (strlen(o->name) == n && memcmp(o->name, name, n) == 0) return o;
    return NULL;
}

static const msdx_cli_opt *find_letter(const msdx_cli_verb *verb, char letter)
{
    for (const msdx_cli_opt *o = verb->opt; o->name; o++)
        if (o->letter == letter) return o;
    return NULL;
}

static bool is_choice(const char *choices, const char *value)
{
    size_t n = strlen(value);
    for (const char *p = choices; *p; p += strcspn(p, "|"), p += *p == '|')
        if (strcspn(p, "|") == n && memcmp(p, value, n) == 0) return true;
    return false;
}

static bool to_number(const char *value, bool size, uint64_t *out)
{
    uint64_t u = 0;
    const char *p = value;
    if (*p < '0' || *p > '9') return false;
    for (; *p >= '0' && *p <= '9'; p++) {
        if (u > (UINT64_MAX - 9) / 10) return false;
        u = u * 10 + (uint64_t)(*p - '0');
    }
    if (size && *p) {
        int shift = *p == 'K' || *p == 'k' ? 10 : *p == 'M' || *p == 'm' ? 20 : *p == 'G' || *p == 'g' ? 30 : 0;
        if (!shift || u > UINT64_MAX >> shift) return false;
        u <<= shift;
        p++;
    }
    *out = u;
    return *p == 0;
}

static msd_status add(msdx_cli_args *args, const msdx_cli_opt *opt, const char *value, msd_error *err)
{
    uint64_t number = 0;
    bool size = opt->kind == MSDX_OPT_SIZE;
    if (opt->kind == MSDX_OPT_WORD && !is_choice(opt->value, value))
        return msdx_err(err, MSD_EUSAGE, 0, "--%s takes %s, not '%.60s'", opt->name, opt->value, value);
    if ((opt->kind == MSDX_OPT_NUMBER || size) && !to_number(value, size, &number))
        return msdx_err(err, MSD_EUSAGE, 0, "--%s takes a number, not '%.60s'", opt->name, value);
    args->given[args->n_given++] = (struct given){opt, value, number};
    return MSD_OK;
}

/* One option at argv[*i]; *i moves over its value. */
static msd_status take(msdx_cli_args *args, int argc, char **argv, int *i, msd_error *err)
{
    const char *arg = argv[*i], *value = NULL;
    const msdx_cli_opt *opt;
    if (arg[1] == '-') {
        size_t n = strcspn(arg + 2, "=");
        opt = find(args->verb, arg + 2, n);
        if (arg[2 + n]) value = arg + 3 + n;
    } else {
        opt = find_letter(args->verb, arg[1]);
        if (arg[2]) value = arg + 2;
    }
    if (!opt) return msdx_err(err, MSD_EUSAGE, 0, "unknown option '%.60s'", arg);
    if (opt->kind == MSDX_OPT_FLAG) {
        if (value) return msdx_err(err, MSD_EUSAGE, 0, "--%s takes no value", opt->name);
        return add(args, opt, NULL, err);
    }
    if (!value) {
        if (*i + 1 >= argc) return msdx_err(err, MSD_EUSAGE, 0, "--%s needs %s", opt->name, opt->value);
        value = argv[++*i];
    }
    return add(args, opt, value, err);
}

static msd_status take_all(msdx_cli_args *args, int argc, char **argv, msd_error *err)
{
    bool options = true;
    for (int i = 0; i < argc; i++) {
        const char *arg = argv[i];
        if (options && strcmp(arg, "--") == 0)
            options = false;
        else if (options && (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0))
            args->help = true;
        else if (options && arg[0] == '-' && arg[1])
            MSD_TRY(take(args, argc, argv, &i, err));
        else
            args->file[args->n_file++] = arg;
    }
    return MSD_OK;
}

msd_status msdx_cli_parse(msdx_cli_args **out, const msdx_cli_verb *verb, int argc, char **argv, msd_error *err)
{
    size_t n = (size_t)argc + 1, n_opt = 0;
    *out = NULL;
    while (verb->opt[n_opt].name) n_opt++;
    msdx_cli_args *args = msdx_calloc(1, sizeof *args);
    if (!args) return msdx_err_nomem(err);
    args->verb = verb;
    args->arg = argv;
    args->n_arg = argc;
    args->given = msdx_calloc(n, sizeof *args->given);
    args->file = msdx_calloc(n, sizeof *args->file);
    args->list = msdx_calloc(n * (n_opt + 1), sizeof *args->list);
    msd_status st = args->given && args->file && args->list ? MSD_OK : msdx_err_nomem(err);
    if (st == MSD_OK) st = take_all(args, argc, argv, err);
    if (st != MSD_OK) {
        msdx_cli_args_free(args);
        return st;
    }
    *out = args;
    return MSD_OK;
}

void msdx_cli_args_free(msdx_cli_args *args)
{
    if (!args) return;
    msdx_free(args->given);
    msdx_free(args->file);
    msdx_free(args->list);
    msdx_free(args);
}

bool msdx_cli_wants_help(const msdx_cli_args *args)
{
    return args->help;
}

bool msdx_cli_has(const msdx_cli_args *args, const char *name)
{
    return find(args->verb, name, strlen(name)) != NULL;
}

static const struct given *last(const msdx_cli_args *args, const char *name)
{
    const msdx_cli_opt *opt = find(args->verb, name, strlen(name));
    assert(opt);
    for (size_t i = args->n_given; i-- > 0;)
        if (args->given[i].opt == opt) return &args->given[i];
    return NULL;
}

const char *msdx_cli_verb_name(const msdx_cli_args *args)
{
    return args->verb->name;
}

bool msdx_cli_flag(const msdx_cli_args *args, const char *name)
{
    return last(args, name) != NULL;
}

const char *msdx_cli_get(const msdx_cli_args *args, const char *name)
{
    const struct given *g = last(args, name);
    return g ? g->value : NULL;
}

uint64_t msdx_cli_number(const msdx_cli_args *args, const char *name, uint64_t otherwise)
{
    const struct given *g = last(args, name);
    return g ? g->number : otherwise;
}

size_t msdx_cli_list(const msdx_cli_args *args, const char *name, const char *const **value)
{
    const msdx_cli_opt *opt = find(args->verb, name, strlen(name));
    assert(opt);
    const char **list = args->list + (size_t)(opt - args->verb->opt) * args->n_given;
    size_t n = 0;
    for (size_t i = 0; i < args->n_given; i++)
        if (args->given[i].opt == opt) list[n++] = args->given[i].value;
    *value = list;
    return n;
}

size_t msdx_cli_files(const msdx_cli_args *args, const char *const **file)
{
    *file = args->file;
    return args->n_file;
}

/* As a shell takes it, quoted where it must be. */
static void put_arg(msdx_buf *out, const char *arg)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%";
    if (*arg && arg[strspn(arg, plain)] == 0) {
        msdx_buf_adds(out, arg);
        return;
    }
    msdx_buf_addc(out, '\'');
    for (; *arg; arg++) {
        if (*arg == '\'')
            msdx_buf_adds(out, "'\\''");
        else
            msdx_buf_addc(out, *arg);
    }
    msdx_buf_addc(out, '\'');
}

void msdx_cli_command(const msdx_cli_args *args, msdx_buf *out)
{
    msdx_buf_addf(out, "masudi %s", args->verb->name);
    for (int i = 0; i < args->n_arg; i++) {
        const char *secret = strstr(args->arg[i], "postgres");
        msdx_buf_addc(out, ' ');
        put_arg(out, secret && strstr(secret, "://") ? "postgresql:..." : args->arg[i]);
    }
}

int msdx_cli_usage(const msdx_cli_args *args, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "masudi %s: ", args->verb->name);
    vfprintf(stderr, fmt, ap);
    fprintf(stderr, " (masudi help %s)\n", args->verb->name);
    va_end(ap);
    return MSDX_EXIT_USAGE;
}

int msdx_cli_fail(const msdx_cli_args *args, const msd_error *err)
{
    fprintf(stderr, "masudi %s: %s\n", args->verb->name, err->msg);
    return err->code == MSD_EUSAGE ? MSDX_EXIT_USAGE : MSDX_EXIT_MISSING;
}

void msdx_cli_help(FILE *f, const msdx_cli_verb *verb)
{
    enum { LEFT = 28 };
    fprintf(f, "masudi %s: %s\n\nusage: masudi %s %s\n", verb->name, verb->what, verb->name, verb->usage);
    if (verb->more) fprintf(f, "\n%s\n", verb->more);
    if (verb->opt->name) fprintf(f, "\noptions:\n");
    for (const msdx_cli_opt *o = verb->opt; o->name; o++) {
        int n = fprintf(f, "  --%s", o->name);
        if (o->kind != MSDX_OPT_FLAG) n += fprintf(f, " %s", o->value);
        if (o->letter) n += fprintf(f, ", -%c", o->letter);
        if (n > LEFT) n = fprintf(f, "\n") - 1;
        fprintf(f, "%*s %s%s\n", LEFT - n, "", o->help, o->kind == MSDX_OPT_LIST ? "; may be repeated" : "");
    }
}
