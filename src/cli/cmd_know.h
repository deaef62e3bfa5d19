/* cmd_know.h: what the parts of `masudi know` share. */
#ifndef MSDX_CMD_KNOW_H
#define MSDX_CMD_KNOW_H
#include "cli/cli.h"
#include "know/know.h"

/* The folders given, or `knowledge` here or beside the program's folder. Gives how many; 0: none was found. */
size_t msdx_know_folders(const char *const *given, size_t n_given, const char *const **folder);
/* Compile to `out`; problems go to standard error. */
MSD_MUST_CHECK msd_status msdx_know_make(const char *const *folder, size_t n_folder, const char *out, msd_error *err);
/* The installed knowledge, with the folders of --knowledge. */
MSD_MUST_CHECK msd_status msdx_know_open_installed(msdx_know **out, const msdx_cli_args *args, msd_error *err);

int msdx_know_check_run(const msdx_cli_args *args, const char *const *folder, size_t n_folder);
int msdx_know_find_run(const msdx_cli_args *args, const char *const *name, size_t n_name);
#endif
