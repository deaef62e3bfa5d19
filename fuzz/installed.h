/* installed.h: the engine that `make data` made, for targets that code texts; without it they end with 77, skipped. */
#ifndef MSDX_FUZZ_INSTALLED_H
#define MSDX_FUZZ_INSTALLED_H
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "masudi.h"

static inline const char *installed(const char *variable, const char *name, char path[4096])
{
    const char *given = getenv(variable);
    if (given && *given) return given;
    snprintf(path, 4096, "%s/build/share/masudi/%s", MSD_SOURCE_DIR, name);
    return path;
}

static inline msd_engine *installed_engine(void)
{
    char model[4096], knowledge[4096];
    msd_options o = MSD_OPTIONS_INIT;
    msd_engine *engine;
    msd_error err = {0};
    o.model = installed("MASUDI_MODEL", "en.model", model);
    o.knowledge = installed("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge);
    if (access(o.model, R_OK) != 0 || access(o.knowledge, R_OK) != 0) {
        fprintf(stderr, "skipped: no model or knowledge; `make data` makes them\n");
        exit(77);
    }
    if (msd_engine_open(&engine, &o, &err) == MSD_OK) return engine;
    fprintf(stderr, "%s\n", err.msg);
    abort();
}
#endif
