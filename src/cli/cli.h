/* cli.h: what the verbs of the program share.
 *
 * A verb is one file, cmd_<name>.c, that defines a msdx_cli_verb and lists its
 * options in one table; parsing, usage and help all come from that table.
 * Results go to standard output, everything else to standard error. */
#ifndef MSDX_CLI_H
#define MSDX_CLI_H
#include <stdio.h>

#include "base/err.h"
#include "base/str.h"
#include "masudi.h"

/* Exit status, as the contract has it. */
enum { MSDX_EXIT_OK = 0, MSDX_EXIT_REFUSED = 1, MSDX_EXIT_USAGE = 2, MSDX_EXIT_MISSING = 3 };

typedef enum msdx_cli_kind {
    MSDX_OPT_FLAG = 0, /* no value */
    MSDX_OPT_TEXT,     /* any value */
    MSDX_OPT_WORD,     /* one of `choices` */
    MSDX_OPT_NUMBER,   /* a whole number, not negative */
    MSDX_OPT_SIZE,     /* the same, with K, M or G (powers of 1024) after it */
    MSDX_OPT_LIST      /* any value, may be repeated */
} msdx_cli_kind;

typedef struct msdx_cli_opt {
    const char *name; /* without the dashes; NULL ends a table */
    char letter;      /* short form, or 0 */
    msdx_cli_kind kind;
    const char *value; /* what help calls the value, such as "FILE"; for a word, the choices: "text|jsonl" */
    const char *help;
} msdx_cli_opt;

typedef struct msdx_cli_args msdx_cli_args;

typedef struct msdx_cli_verb {
    const char *name;
    const char *what;  /* one line, no full stop */
    const char *usage; /* what follows the name, such as "[OPTIONS] [FILE...|-]" */
    const char *more;  /* further lines of help, or NULL */
    const msdx_cli_opt *opt;
    int (*run)(const msdx_cli_args *args); /* gives the exit status */
} msdx_cli_verb;

/* ---- what was given; a name that the verb's table does not have is a programming mistake ---- */

/* Does the verb know this option? The other calls ask only for those it does. */
bool msdx_cli_has(const msdx_cli_args *args, const char *name);
const char *msdx_cli_verb_name(const msdx_cli_args *args);
bool msdx_cli_flag(const msdx_cli_args *args, const char *name);
const char *msdx_cli_get(const msdx_cli_args *args, const char *name); /* NULL: not given; the last one wins */
uint64_t msdx_cli_number(const msdx_cli_args *args, const char *name, uint64_t otherwise);
size_t msdx_cli_list(const msdx_cli_args *args, const char *name, const char *const **value); /* borrowed */
size_t msdx_cli_files(const msdx_cli_args *args, const char *const **file); /* the arguments that are no options */

/* The command as it was given, for a shell; what may hold a password, an address of PostgreSQL, is left out. */
void msdx_cli_command(const msdx_cli_args *args, msdx_buf *out);

/* `masudi VERB: message` on standard error; gives MSDX_EXIT_USAGE. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
int msdx_cli_usage(const msdx_cli_args *args, const char *fmt, ...);
/* The same for an error that a library call gave; its exit status. */
int msdx_cli_fail(const msdx_cli_args *args, const msd_error *err);

/* ---- files that set-up installs ---- */

/*
 * Where the model or the knowledge is: `given` when not NULL, else the environment
 * variable, else share/masudi/NAME next to the program, beside its folder, or
 * under the prefix. Fails MSD_EIO with one line that says which command makes it.
 */
MSD_MUST_CHECK msd_status msdx_cli_find_model(const char *given, char path[4096], msd_error *err);
MSD_MUST_CHECK msd_status msdx_cli_find_knowledge(const char *given, char path[4096], msd_error *err);
/* An engine of these, with the --model and the --knowledge folders given; `with`: the verb's further options. */
MSD_MUST_CHECK msd_status msdx_cli_open_engine(msd_engine **out, const msdx_cli_args *args, const msd_options *with,
                                               msd_error *err);

/* Options that several verbs share; one wording for all. */
#define MSDX_CLI_IN \
    {"in", 0, MSDX_OPT_WORD, \
     "text|html|jsonl|csv|tsv|feed|sitemap|nitf|newsml|ninjs|wire|warc|lexisnexis|factiva|zip|tar", \
     "kind of input; guessed from the content when not given"}, \
    { \
        "columns", 0, MSDX_OPT_TEXT, "FIELD=COLUMN,...", \
            "CSV and TSV: which column is text, date, title, ... by its name or number" \
    }
#define MSDX_CLI_ALL_STATUS \
    { \
        "all-status", 0, MSDX_OPT_FLAG, NULL, \
            "forms of other data sets, maps and networks: every status, not what is actual alone" \
    }
#define MSDX_CLI_MODEL \
    { \
        "model", 0, MSDX_OPT_TEXT, "FILE", \
            "the model, its name (es) or a folder of them; else MASUDI_MODEL, else what set-up installed" \
    }
#define MSDX_CLI_MAX_DOCUMENT \
    { \
        "max-document", 0, MSDX_OPT_SIZE, "SIZE", "refuse documents over this many bytes (default 16M)" \
    }
#define MSDX_CLI_JOBS \
    { \
        "jobs", 'j', MSDX_OPT_NUMBER, "N", "workers; 0, the default, is one a core" \
    }
#define MSDX_CLI_END \
    { \
        NULL, 0, MSDX_OPT_FLAG, NULL, NULL \
    }
#endif
