/* fuzz_args.c: any bytes as a command line. The first byte chooses the verb, the rest are its arguments, parted by NULs
 * or new lines. They are read or refused with one line that says why; what was read can be asked for by every option of
 * the verb's table; the command told for a shell gives the same arguments again; values that choose claims are taken
 * or refused. */
#include <stdlib.h>

#include "cli/args.h"
#include "cli/choose.h"
#include "cli/verbs.h"
#include "read/formats/formats.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MOST = 1 << 12, ARGS_MOST = 64 };

static const msdx_cli_verb *const verb[] = {
#define ROW(name) &msdx_verb_##name,
    MSDX_VERBS(ROW)
#undef ROW
};

static void must(bool held)
{
    if (!held) abort();
}

/* What a shell makes of the command. */
static size_t unquote(char *s, char **word)
{
    size_t n = 0;
    for (char *p = s; *p && n < ARGS_MOST + 2; n++) {
        char *to = word[n] = p;
        bool quoted = false;
        for (; *p && (quoted || *p != ' '); p++) {
            if (*p == '\'')
                quoted = !quoted;
            else
                *to++ = !quoted && *p == '\\' ? *++p : *p;
        }
        must(!quoted);
        p += *p == ' ';
        *to = 0;
    }
    return n;
}

static void check_command(const msdx_cli_args *args, int argc, char **argv)
{
    char *word[ARGS_MOST + 2];
    msdx_buf b = MSDX_BUF_INIT(1 << 20);
    msdx_cli_command(args, &b);
    size_t n = unquote((char *)(uintptr_t)msdx_buf_cstr(&b), word);
    must(n == (size_t)argc + 2 && strcmp(word[0], "masudi") == 0 && strcmp(word[1], msdx_cli_verb_name(args)) == 0);
    for (int i = 0; i < argc; i++) must(strstr(argv[i], "postgres") || strcmp(word[i + 2], argv[i]) == 0);
    msdx_buf_clear(&b);
}

static void ask(const msdx_cli_args *args, const msdx_cli_verb *v)
{
    const char *const *value;
    size_t n_file = msdx_cli_files(args, &value);
    for (size_t i = 0; i < n_file; i++) must(value[i] != NULL);
    for (const msdx_cli_opt *o = v->opt; o->name; o++) {
        bool given = msdx_cli_flag(args, o->name);
        if (o->kind == MSDX_OPT_FLAG) continue;
        const char *last = msdx_cli_get(args, o->name);
        size_t n = msdx_cli_list(args, o->name, &value);
        must((last != NULL) == given && (n > 0) == given && (!given || strcmp(value[n - 1], last) == 0));
        if (o->kind == MSDX_OPT_NUMBER || o->kind == MSDX_OPT_SIZE) (void)msdx_cli_number(args, o->name, 0);
        if (strcmp(o->name, "in") == 0 && last) must(msdx_read_kind_of(last) != MSDX_READ_ANY);
    }
}

/* Those that choose claims. */
static void choose(const msdx_cli_args *args)
{
    msdx_filter f = {0};
    msd_error err = {0};
    for (const msdx_filter_choice *c = msdx_filter_choices; c->name; c++)
        if (!msdx_cli_has(args, c->name)) return;
    if (!msdx_cli_has(args, "from") || !msdx_cli_has(args, "to")) return;
    msd_status st = msdx_cli_choose(&f, args, &err);
    must(st == MSD_OK || (st == MSD_EUSAGE && err.msg[0]));
    msdx_filter_clear(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char *argv[ARGS_MOST + 1], *bytes;
    int argc = 0;
    if (n < 1 || n > MOST || !(bytes = malloc(n + 1))) return 0;
    const msdx_cli_verb *v = verb[data[0] % (sizeof verb / sizeof *verb)];
    memcpy(bytes, data + 1, n - 1);
    bytes[n - 1] = 0;
    for (size_t at = 0; at < n - 1 && argc < ARGS_MOST; at += strlen(bytes + at) + 1) {
        char *end = strchr(bytes + at, '\n');
        if (end) *end = 0;
        argv[argc++] = bytes + at;
    }
    argv[argc] = NULL;
    msdx_cli_args *args;
    msd_error err = {0};
    msd_status st = msdx_cli_parse(&args, v, argc, argv, &err);
    must(st == MSD_OK ? args != NULL : st == MSD_EUSAGE && !args && err.msg[0] && !strchr(err.msg, '\n'));
    if (args) {
        ask(args, v);
        check_command(args, argc, argv);
        choose(args);
        msdx_cli_args_free(args);
    }
    free(bytes);
    return 0;
}
