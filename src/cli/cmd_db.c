/* cmd_db.c: `masudi db`: look into a store and after it. */
#include "cli/cmd_db.h"

#include "cli/choose.h"
#include "read/layer.h"
#include "write/export.h"

static const msdx_cli_opt opt[] = {
    {"store", 0, MSDX_OPT_TEXT, "WHERE", "the store: a file, or postgresql://..."},
    {"out", 0, MSDX_OPT_WORD, "jsonl|csv|table|json|md|tex|" MSDX_EXPORT_NAMES,
     "query, export: form of the output, table on a terminal, jsonl in "
     "a pipe; stats: table or json; stories: table or jsonl; audit: table, md, tex, csv or json"},
    {"output", 'o', MSDX_OPT_TEXT, "FILE",
     "query, export: the file to write; of gdelt1 and gdelt2 a folder too, for files named and listed as GDELT's are"},
    {"base", 0, MSDX_OPT_TEXT, "URL", "query, export: what stands before the files' names in the lists of that folder"},
    MSDX_CLI_CHOOSE,
    MSDX_CLI_ALL_STATUS,
    {"document", 0, MSDX_OPT_TEXT, "ID", "query, export: keep what this document claims"},
    {"story", 0, MSDX_OPT_TEXT, "ID", "query, export: keep the claims of this story"},
    {"one-a-day", 0, MSDX_OPT_FLAG, NULL,
     "query, export: of claims with the same actors, recipients, event, place and day only the first"},
    {"least", 0, MSDX_OPT_NUMBER, "N", "stories: those that so many documents tell, or more"},
    {"limit", 0, MSDX_OPT_NUMBER, "N", "query, stories, review: at most so many"},
    {"superseded", 0, MSDX_OPT_FLAG, NULL, "query, export: also what no longer holds"},
    {"sql", 0, MSDX_OPT_TEXT, "SELECT", "query: one statement of your own, which can only read"},
    {"in", 0, MSDX_OPT_WORD, MSDX_LAYER_NAMES, "import: rows of this data set, kept beside the claims as a layer"},
    {"layer", 0, MSDX_OPT_TEXT, "NAME",
     "import: the layer's name, else the form's; export: the rows of this layer as they came"},
    {"by", 0, MSDX_OPT_WORD, "dyad|place|country|event|status|month|year",
     "series: what is counted apart, dyad (of countries, the default), place, country or event; sample: what is drawn "
     "from in equal shares, all but dyad"},
    {"size", 0, MSDX_OPT_NUMBER, "N", "sample: so many claims (default 200)"},
    {"seed", 0, MSDX_OPT_NUMBER, "N", "sample: the same number draws the same claims (default 1)"},
    {"calibration", 0, MSDX_OPT_TEXT, "FILE",
     "audit: write what corrects confidence there, for `masudi code`; recode: use it"},
    {"who", 0, MSDX_OPT_TEXT, "NAME", "review: who says so; else the user's name"},
    {"note", 0, MSDX_OPT_TEXT, "TEXT", "review: why"},
    {"change", 0, MSDX_OPT_TEXT, "JSON", "review correct: keys of the claim that are to be otherwise"},
    {"each", 0, MSDX_OPT_WORD, "day|week|month", "series: the period; a month when not given"},
    {"documents", 0, MSDX_OPT_FLAG, NULL, "export: the documents, as `masudi code` reads them, not their claims"},
    MSDX_CLI_JOBS,
    MSDX_CLI_MODEL,
    {"knowledge", 0, MSDX_OPT_LIST, "DIR", "recode: a folder of knowledge that adds to or overrides ours"},
    {"dictionaries", 0, MSDX_OPT_TEXT, "DIR", "recode: PETRARCH's or TABARI's dictionaries in place of ours"},
    {"exact", 0, MSDX_OPT_FLAG, NULL, "recode: the model's own float arithmetic"},
    {"width", 0, MSDX_OPT_NUMBER, "N", "columns of the table; else those of the terminal"},
    {"quiet", 0, MSDX_OPT_FLAG, NULL, "no progress line and no summary"},
    {"progress", 0, MSDX_OPT_FLAG, NULL, "a progress line even in a pipe"},
    MSDX_CLI_END};

int msdx_db_open(msdx_store **out, const msdx_cli_args *args, unsigned mode)
{
    const char *where = msdx_cli_get(args, "store");
    msd_error err = {0};
    *out = NULL;
    if (!where) return msdx_cli_usage(args, "which store? give --store FILE");
    return msdx_store_open(out, where, mode, &err) == MSD_OK ? MSDX_EXIT_OK : msdx_cli_fail(args, &err);
}

/* Open for reading; an older store is brought up to date first. */
static int end(const msdx_cli_args *args, msdx_store *store, msdx_buf *out, msd_status st, msd_error *err)
{
    if (st == MSD_OK && out->n) fwrite(out->p, 1, out->n, stdout);
    msdx_buf_clear(out);
    msdx_store_close(store);
    return st == MSD_OK ? MSDX_EXIT_OK : msdx_cli_fail(args, err);
}

static int stats(const msdx_cli_args *args)
{
    const char *form = msdx_cli_get(args, "out");
    msdx_store *store;
    msd_error err = {0};
    msdx_buf out = MSDX_BUF_INIT((size_t)1 << 28);
    int rc = msdx_db_open(&store, args, MSDX_STORE_READ);
    if (rc != MSDX_EXIT_OK) return rc;
    msd_status st = msdx_store_stats(store, form && strncmp(form, "json", 4) == 0, &out, &err);
    return end(args, store, &out, st, &err);
}

static int history(const msdx_cli_args *args, const char *const *id, size_t n)
{
    msdx_store *store;
    msd_error err = {0};
    msdx_buf out = MSDX_BUF_INIT((size_t)1 << 28);
    if (n != 1) return msdx_cli_usage(args, "history takes the id of one document or claim");
    int rc = msdx_db_open(&store, args, MSDX_STORE_READ);
    if (rc != MSDX_EXIT_OK) return rc;
    msd_status st = msdx_store_history(store, id[0], &out, &err);
    rc = end(args, store, &out, st, &err);
    return st == MSD_EUSAGE ? MSDX_EXIT_REFUSED : rc;
}

/* 0: sound; 1: something is wrong with what it holds; 3: it cannot be read. */
static int check(const msdx_cli_args *args)
{
    msdx_store *store;
    msd_error err = {0};
    size_t n = 0;
    msdx_buf out = MSDX_BUF_INIT((size_t)1 << 28);
    const char *where = msdx_cli_get(args, "store");
    if (!where) return msdx_cli_usage(args, "which store? give --store FILE");
    msd_status st = msdx_store_open(&store, where, MSDX_STORE_WRITE, &err);
    if (st == MSD_EIO) st = msdx_store_open(&store, where, MSDX_STORE_READ, &err);
    if (st != MSD_OK) return msdx_cli_fail(args, &err);
    st = msdx_store_check(store, &out, &n, &err);
    if (st == MSD_OK && n == 0) msdx_buf_addf(&out, "%s: sound\n", where);
    int rc = end(args, store, &out, st, &err);
    return rc == MSDX_EXIT_OK && n ? MSDX_EXIT_REFUSED : rc;
}

static int run(const msdx_cli_args *args)
{
    const char *const *file;
    size_t n = msdx_cli_files(args, &file);
    if (n == 0)
        return msdx_cli_usage(
            args, "say stats, query, stories, export, import, series, review, sample, audit, recode, check or history");
    if (strcmp(file[0], "import") == 0 && (msdx_cli_get(args, "in") || (n > 1 && msdx_db_is_layer(file[1]))))
        return msdx_db_import_layer(args, file + 1, n - 1);
    if (strcmp(file[0], "import") == 0) return msdx_db_import(args, file + 1, n - 1);
    if (strcmp(file[0], "audit") == 0) return msdx_db_audit(args, file + 1, n - 1);
    if (strcmp(file[0], "review") == 0) return msdx_db_review(args, file + 1, n - 1);
    if (strcmp(file[0], "history") == 0) return history(args, file + 1, n - 1);
    if (strcmp(file[0], "stories") == 0) return msdx_db_stories(args, file + 1, n - 1);
    if (n > 1) return msdx_cli_usage(args, "'%.60s' after %.20s: it takes options alone", file[1], file[0]);
    if (strcmp(file[0], "stats") == 0) return stats(args);
    if (strcmp(file[0], "query") == 0) return msdx_db_query(args);
    if (strcmp(file[0], "export") == 0) return msdx_db_export(args);
    if (strcmp(file[0], "series") == 0) return msdx_db_series(args);
    if (strcmp(file[0], "sample") == 0) return msdx_db_sample(args);
    if (strcmp(file[0], "recode") == 0) return msdx_db_recode(args);
    if (strcmp(file[0], "check") == 0) return check(args);
    return msdx_cli_usage(args, "there is no 'db %.40s'", file[0]);
}

const msdx_cli_verb msdx_verb_db = {
    "db",
    "look into a store and after it",
    "stats | query | stories [ID] | export | import FILE... | series | review [KIND ID...] | sample | audit SHEET... | "
    "recode | check | history ID, each but audit with --store FILE",
    "query prints claims that the options choose, as `masudi code` printed them; export all of them, and the licences\n"
    "of their sources on standard error. import takes claims (JSON lines), a whole store, or rows of other data sets\n"
    "into this one. recode codes again what an older model or knowledge coded, and changes what differs. series counts "
    "events and their mean\n"
    "intensity a day, week or month (doc/series.md). sample draws claims at random into a sheet to be marked, and "
    "audit\n"
    "tells what marked sheets say of the claims (doc/proof.md). review says of a claim what a reader finds: reject ID, "
    "correct ID --change JSON, restore ID, merge "
    "ID\n"
    "ID..., split ID...; alone it prints all that was said, each with the claim as coded and as it holds. check tells "
    "what is wrong (exit status 1). history "
    "tells what became of a document or a claim. stories puts together what tells of one occurrence, most told first; "
    "with an ID,\n"
    "how the accounts of one story differ (doc/stories.md). doc/store.md has the tables,\n"
    "for --sql; doc/formats.md the forms of other data sets, for --out.",
    opt,
    run};
