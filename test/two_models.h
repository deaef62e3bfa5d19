/* two_models.h: a folder of models for tests, that needs no other package: en.model is the installed one, es.model the
 * same with "es" for its language and an x before each of its tags, which tells what it has read. */
#ifndef MSD_TEST_TWO_MODELS_H
#define MSD_TEST_TWO_MODELS_H
#include <sys/stat.h>
#include <unistd.h>

#include "base/pack.h"
#include "parse/parse.h"
#include "test.h"

#define TWO_SPANISH "El ministro dijo que la casa no es de los vecinos del pueblo."
#define TWO_FRENCH "Le ministre dit que la maison n'est pas dans le village, mais sur une colline."

static inline void two_add(msdx_pack_writer *w, const msdx_section *s)
{
    msdx_buf tags = MSDX_BUF_INIT(1 << 16);
    if (strcmp(s->name, "meta/lang") == 0) {
        msdx_pack_add(w, s->name, s->type, 2, 0, "es");
    } else if (strcmp(s->name, "tagger/labels") == 0) {
        const char *label = s->data, *end = label + s->n_byte;
        for (; label < end; label += strlen(label) + 1) {
            msdx_buf_addc(&tags, 'x');
            msdx_buf_add(&tags, label, strlen(label) + 1);
        }
        msdx_pack_add(w, s->name, s->type, tags.n, 0, tags.p);
    } else {
        bool bytes = s->type == MSDX_PACK_BYTES;
        msdx_pack_add(w, s->name, s->type, bytes ? s->n_byte : s->dim[0], s->n_dim == 2 ? s->dim[1] : 0, s->data);
    }
    msdx_buf_clear(&tags);
}

static inline msd_status two_write(const char *from, const char *to, msd_error *err)
{
    msdx_pack *pack;
    msdx_pack_writer *w;
    MSD_TRY(msdx_pack_open(&pack, from, MSDX_MODEL_KIND, MSDX_MODEL_VERSION, err));
    msd_status st = msdx_pack_writer_new(&w, MSDX_MODEL_KIND, MSDX_MODEL_VERSION, err);
    for (size_t i = 0; st == MSD_OK && i < msdx_pack_n_section(pack); i++) {
        msdx_section s;
        msdx_pack_section(pack, i, &s);
        two_add(w, &s);
    }
    if (st == MSD_OK) st = msdx_pack_write(w, to, err);
    msdx_pack_writer_free(w);
    msdx_pack_close(pack);
    return st;
}

static inline const char *two_path(const char *folder, const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* Makes the folder; installed: the model. */
static inline void two_make(const char *folder, const char *installed)
{
    char whole[4096];
    msd_error err = {0};
    mkdir(folder, 0777);
    unlink(two_path(folder, "en.model"));
    if (!realpath(installed, whole) || symlink(whole, two_path(folder, "en.model")) != 0 ||
        two_write(whole, two_path(folder, "es.model"), &err) != MSD_OK) {
        fprintf(stderr, "%s: %s\n", folder, err.msg);
        exit(1);
    }
}

static inline void two_remove(const char *folder)
{
    unlink(two_path(folder, "en.model"));
    unlink(two_path(folder, "es.model"));
    rmdir(folder);
}
#endif
