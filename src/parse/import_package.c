/* import_package.c: one package into one model pack, component by component. */
#include "parse/import.h"
#include "parse/parse.h"

typedef msd_status (*importer)(msdx_import *, msdx_pack_writer *, msd_error *);

static msd_status import_all(msdx_import *im, msdx_pack_writer *w, msd_error *err)
{
    static const importer all[] = {msdx_import_meta,     msdx_import_vocab, msdx_import_tokenizer,
                                   msdx_import_networks, msdx_import_ruler, msdx_import_lemmatizer};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) MSD_TRY(all[i](im, w, err));
    return MSD_OK;
}

msd_status msdx_model_import(const char *path, const char *out_path, msd_error *err)
{
    msdx_import *im;
    msdx_pack_writer *w = NULL;
    MSD_TRY(msdx_import_open(&im, path, err));
    msd_status st = msdx_pack_writer_new(&w, MSDX_MODEL_KIND, MSDX_MODEL_VERSION, err);
    if (st == MSD_OK) st = import_all(im, w, err);
    if (st == MSD_OK) st = msdx_pack_write(w, out_path, err);
    msdx_pack_writer_free(w);
    msdx_import_close(im);
    return st;
}
