/* paths.c: where the model and the knowledge are. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"

#ifndef MSDX_DATADIR
#define MSDX_DATADIR "/usr/local/share/masudi"
#endif

struct wanted {
    const char *env, *file, *what, *made_by;
};

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

/* The folder of the running program, without the slash at its end; "" when unknown. */
static void program_dir(char dir[4096])
{
    ssize_t n = readlink("/proc/self/exe", dir, 4095);
    dir[n < 0 ? 0 : n] = 0;
    char *slash = strrchr(dir, '/');
    *(slash ? slash : dir) = 0;
}

static msd_status find(const struct wanted *w, const char *given, char path[4096], msd_error *err)
{
    static const char *const beside[] = {"share/masudi", "../share/masudi"};
    static const char *const prefix[] = {MSDX_DATADIR, "/usr/local/share/masudi", "/usr/share/masudi"};
    if (!given || !*given) given = getenv(w->env);
    if (given && *given) {
        if (snprintf(path, 4096, "%s", given) >= 4096)
            return msdx_err(err, MSD_EUSAGE, 0, "the path of the %s is over 4095 bytes", w->what);
        if (exists(path)) return MSD_OK;
        return msdx_err(err, MSD_EIO, 0, "%.120s: no such %s; %s makes it", given, w->what, w->made_by);
    }
    char dir[4096];
    program_dir(dir);
    for (size_t i = 0; *dir && i < sizeof beside / sizeof *beside; i++)
        if (snprintf(path, 4096, "%s/%s/%s", dir, beside[i], w->file) < 4096 && exists(path)) return MSD_OK;
    for (size_t i = 0; i < sizeof prefix / sizeof *prefix; i++)
        if (snprintf(path, 4096, "%s/%s", prefix[i], w->file) < 4096 && exists(path)) return MSD_OK;
    path[0] = 0;
    return msdx_err(err, MSD_EIO, 0, "no %s is installed; %s makes it", w->what, w->made_by);
}

msd_status msdx_cli_find_model(const char *given, char path[4096], msd_error *err)
{
    static const struct wanted w = {"MASUDI_MODEL", "en.model", "model",
                                    "`masudi model import PACKAGE -o en.model` (./run setup)"};
    return find(&w, given, path, err);
}

msd_status msdx_cli_find_knowledge(const char *given, char path[4096], msd_error *err)
{
    static const struct wanted w = {"MASUDI_KNOWLEDGE", "knowledge.msd", "knowledge file",
                                    "`masudi know compile knowledge -o knowledge.msd` (./run setup)"};
    return find(&w, given, path, err);
}
