#include "api/install.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct wanted {
    const char *env, *file, *what, *made_by;
};

static const struct wanted wanted[] = {
    {"MASUDI_MODEL", "en.model", "model", "`masudi model import PACKAGE -o en.model` (or ./run setup)"},
    {"MASUDI_KNOWLEDGE", "knowledge.msd", "knowledge file",
     "`masudi know compile knowledge -o knowledge.msd` (or ./run setup)"}};

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

/* DIR/FILE, when it is there. */
static bool try_dir(const char *dir, const char *below, const char *file, char path[MSDX_PATH_ROOM])
{
    int n = snprintf(path, MSDX_PATH_ROOM, "%s%s/%s", dir, below, file);
    return n > 0 && n < MSDX_PATH_ROOM && exists(path);
}

/* The file in or beside the program's folder, or under a prefix. */
static bool search(const char *program_dir, const char *file, char path[MSDX_PATH_ROOM])
{
    static const char *const prefix[] = {MSDX_DATADIR, "/usr/local/share/masudi", "/usr/share/masudi"};
    if (program_dir && *program_dir &&
        (try_dir(program_dir, "/share/masudi", file, path) || try_dir(program_dir, "/../share/masudi", file, path)))
        return true;
    for (size_t i = 0; i < sizeof prefix / sizeof *prefix; i++)
        if (try_dir(prefix[i], "", file, path)) return true;
    return false;
}

msd_status msdx_install_find(msdx_install which, const char *given, const char *program_dir, char path[MSDX_PATH_ROOM],
                             msd_error *err)
{
    const struct wanted *w = &wanted[which];
    if (!given || !*given) given = getenv(w->env);
    if (given && *given) {
        if (snprintf(path, MSDX_PATH_ROOM, "%s", given) >= MSDX_PATH_ROOM)
            return msdx_err(err, MSD_EIO, 0, "the path of the %s is over %d bytes", w->what, MSDX_PATH_ROOM - 1);
        if (exists(path)) return MSD_OK;
        if (which == MSDX_INSTALL_MODEL && !strchr(given, '/')) {
            char name[80];
            snprintf(name, sizeof name, "%.60s.model", given);
            if (search(program_dir, name, path)) return MSD_OK;
        }
        return msdx_err(err, MSD_EIO, 0, "%.120s: no such %s; %s makes it", given, w->what, w->made_by);
    }
    if (search(program_dir, w->file, path)) return MSD_OK;
    path[0] = 0;
    return msdx_err(err, MSD_EIO, 0, "no %s is installed; %s makes it", w->what, w->made_by);
}
