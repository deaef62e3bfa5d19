/* cmd_db.h: what the files of `masudi db` share. */
#ifndef MSDX_CMD_DB_H
#define MSDX_CMD_DB_H
#include "cli/cli.h"
#include "store/store.h"

/* The store of --store. Not MSDX_EXIT_OK: already said why. */
int msdx_db_open(msdx_store **out, const msdx_cli_args *args, unsigned mode);

int msdx_db_query(const msdx_cli_args *args);
int msdx_db_export(const msdx_cli_args *args);
int msdx_db_import(const msdx_cli_args *args, const char *const *file, size_t n_file);
/* Rows of other data sets: --in, --layer. */
int msdx_db_import_layer(const msdx_cli_args *args, const char *const *file, size_t n_file);
bool msdx_db_is_layer(const char *path); /* does the file begin with such a row? */
int msdx_db_export_layer(const msdx_cli_args *args, msdx_store *store);
int msdx_db_series(const msdx_cli_args *args);
int msdx_db_stories(const msdx_cli_args *args, const char *const *id, size_t n);
int msdx_db_review(const msdx_cli_args *args, const char *const *word, size_t n);
int msdx_db_sample(const msdx_cli_args *args);
int msdx_db_audit(const msdx_cli_args *args, const char *const *file, size_t n_file);
/* "Masudi 0.1.0, MODEL, KNOWLEDGE; ...: masudi db sample ..." */
MSD_MUST_CHECK msd_status msdx_db_made_by(const msdx_cli_args *args, msdx_store *store, msdx_buf *out, msd_error *err);
int msdx_db_recode(const msdx_cli_args *args);
#endif
