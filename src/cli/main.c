/* main.c: `masudi VERB [OPTIONS] [FILE...|-]`. */
#include <signal.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "cli/args.h"
#include "cli/verbs.h"
#include "parse/parse.h"

static const msdx_cli_verb *const verbs[] = {
#define MSDX_VERB_ROW(name) &msdx_verb_##name,
    MSDX_VERBS(MSDX_VERB_ROW)
#undef MSDX_VERB_ROW
};
enum { N_VERB = sizeof verbs / sizeof *verbs };

static const msdx_cli_verb *verb_of(const char *name)
{
    for (size_t i = 0; i < N_VERB; i++)
        if (strcmp(verbs[i]->name, name) == 0) return verbs[i];
    return NULL;
}

static void usage(FILE *f)
{
    fprintf(f, "masudi: read news, keep what it claims\n\nusage: masudi VERB [OPTIONS] [FILE...|-]\n\nverbs:\n");
    for (size_t i = 0; i < N_VERB; i++) fprintf(f, "  %-10s %s\n", verbs[i]->name, verbs[i]->what);
    fprintf(f, "  %-10s %s\n  %-10s %s\n", "help", "this list; `masudi help VERB` tells of one verb", "version",
            "the version");
}

static int unknown(const char *name)
{
    fprintf(stderr, "masudi: '%.60s' is no verb of this version (masudi help)\n", name);
    return MSDX_EXIT_USAGE;
}

static int help(int argc, char **argv)
{
    if (argc == 0) {
        usage(stdout);
        return MSDX_EXIT_OK;
    }
    const msdx_cli_verb *verb = verb_of(argv[0]);
    if (!verb) return unknown(argv[0]);
    msdx_cli_help(stdout, verb);
    return MSDX_EXIT_OK;
}

static int run(const msdx_cli_verb *verb, int argc, char **argv)
{
    msdx_cli_args *args;
    msd_error err = {0};
    if (msdx_cli_parse(&args, verb, argc, argv, &err) != MSD_OK) {
        fprintf(stderr, "masudi %s: %s (masudi help %s)\n", verb->name, err.msg, verb->name);
        return err.code == MSD_EUSAGE ? MSDX_EXIT_USAGE : MSDX_EXIT_MISSING;
    }
    int rc = MSDX_EXIT_OK;
    if (msdx_cli_wants_help(args))
        msdx_cli_help(stdout, verb);
    else
        rc = verb->run(args);
    msdx_cli_args_free(args);
    return rc;
}

/* And what the networks multiply on this machine. */
static int version(void)
{
    const char *fast, *exact;
    msd_error err = {0};
    printf("masudi %s\n", MSD_VERSION);
    if (msdx_parse_kernel(MSDX_FASTEST, &fast, &err) != MSD_OK) {
        fprintf(stderr, "masudi: %s\n", err.msg);
        return MSDX_EXIT_USAGE;
    }
    printf("kernels %s", fast);
    if (msdx_parse_kernel(MSDX_EXACT, &exact, &err) == MSD_OK && strcmp(exact, fast) != 0)
        printf(" (with --exact: %s)", exact);
    printf("\n");
    return MSDX_EXIT_OK;
}

/* A full disk must not look like success. A reader that went away (`| head`) has had what it wanted. */
static int flushed(int rc)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) return rc;
    perror("masudi: standard output");
    return rc == MSDX_EXIT_OK ? MSDX_EXIT_MISSING : rc;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_IGN); /* a file that may grow no more is told as a full disk is */
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 18); /* else it rises, and each thread keeps what long documents once needed */
#endif
    if (argc < 2) {
        usage(stderr);
        return MSDX_EXIT_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--version") == 0 || strcmp(name, "version") == 0) {
        return flushed(version());
    }
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return flushed(help(argc - 2, argv + 2));
    const msdx_cli_verb *verb = verb_of(name);
    if (!verb) return unknown(name);
    return flushed(run(verb, argc - 2, argv + 2));
}
