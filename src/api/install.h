/* install.h: where set-up puts the model and the knowledge file. */
#ifndef MSDX_INSTALL_H
#define MSDX_INSTALL_H
#include "base/err.h"

typedef enum msdx_install { MSDX_INSTALL_MODEL = 0, MSDX_INSTALL_KNOWLEDGE } msdx_install;
enum { MSDX_PATH_ROOM = 4096 };

/*
 * `given` when not NULL (a file, or, of a model, its name where set-up puts it: "es" is es.model), else the environment variable (MASUDI_MODEL, MASUDI_KNOWLEDGE),
 * else share/masudi in or beside `program_dir` (NULL: unknown), else under the prefix.
 * Fails  MSD_EIO, with one line that says which command makes the file.
 */
MSD_MUST_CHECK msd_status msdx_install_find(msdx_install which, const char *given, const char *program_dir,
                                            char path[MSDX_PATH_ROOM], msd_error *err);
#endif
