/* paths.c: the model and the knowledge as the program finds them: its own folder counts. */
#include <unistd.h>

#include "api/install.h"
#include "cli/cli.h"

/* The folder of the running program, without the slash at its end; "" when unknown. */
static void program_dir(char dir[MSDX_PATH_ROOM])
{
    ssize_t n = readlink("/proc/self/exe", dir, MSDX_PATH_ROOM - 1);
    dir[n < 0 ? 0 : n] = 0;
    char *slash = strrchr(dir, '/');
    *(slash ? slash : dir) = 0;
}

msd_status msdx_cli_find_model(const char *given, char path[4096], msd_error *err)
{
    char dir[MSDX_PATH_ROOM];
    program_dir(dir);
    return msdx_install_find(MSDX_INSTALL_MODEL, given, dir, path, err);
}

msd_status msdx_cli_find_knowledge(const char *given, char path[4096], msd_error *err)
{
    char dir[MSDX_PATH_ROOM];
    program_dir(dir);
    return msdx_install_find(MSDX_INSTALL_KNOWLEDGE, given, dir, path, err);
}

msd_status msdx_cli_open_engine(msd_engine **out, const msdx_cli_args *args, const msd_options *with, msd_error *err)
{
    char model[MSDX_PATH_ROOM], knowledge[MSDX_PATH_ROOM];
    msd_options o = *with;
    MSD_TRY(msdx_cli_find_model(msdx_cli_get(args, "model"), model, err));
    MSD_TRY(msdx_cli_find_knowledge(NULL, knowledge, err));
    o.model = model;
    o.knowledge = knowledge;
    o.n_override = msdx_cli_list(args, "knowledge", &o.overrides);
    return msd_engine_open(out, &o, err);
}
