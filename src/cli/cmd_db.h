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
int msdx_db_recode(const msdx_cli_args *args);
#endif
