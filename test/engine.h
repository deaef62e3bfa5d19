/* engine.h: the installed model and knowledge, for tests that code texts; they are skipped where those are absent. */
#ifndef MSD_TEST_ENGINE_H
#define MSD_TEST_ENGINE_H
#include <unistd.h>

#include "masudi.h"
#include "test.h"

static msd_engine *engine;
static msd_worker *worker;

static inline const char *installed(const char *variable, const char *name, char path[4096])
{
    const char *given = getenv(variable);
    snprintf(path, 4096, "%s/build/share/masudi/%s", MSD_SOURCE_DIR, name);
    return given ? given : path;
}

/* Sets engine and worker; false: nothing is installed. */
static inline bool engine_open(void)
{
    char model[4096], knowledge[4096];
    msd_options opt = MSD_OPTIONS_INIT;
    msd_error err = {0};
    opt.model = installed("MASUDI_MODEL", "en.model", model);
    opt.knowledge = installed("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge);
    if (access(opt.model, R_OK) != 0 || access(opt.knowledge, R_OK) != 0) return false;
    if (msd_engine_open(&engine, &opt, &err) == MSD_OK && msd_worker_new(&worker, engine, &err) == MSD_OK) return true;
    fprintf(stderr, "%s\n", err.msg);
    exit(1);
}

static inline void engine_close(void)
{
    msd_worker_free(worker);
    msd_engine_close(engine);
}

/* The text of n bytes coded, for msd_doc_free. */
static inline msd_doc *coded_bytes(const char *title, const char *text, size_t n)
{
    msd_input in = {.text = text, .n_byte = n, .title = title, .date = "2024-05-14", .id = "t", .language = "en"};
    msd_error err = {0};
    msd_doc *doc;
    if (msd_code(worker, &in, &doc, &err) == MSD_OK) return doc;
    fprintf(stderr, "%s\n", err.msg);
    exit(1);
}

static inline msd_doc *coded(const char *title, const char *text)
{
    return coded_bytes(title, text, strlen(text));
}
#endif
