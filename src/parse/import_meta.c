/* import_meta.c: what the package says of itself, for `masudi model info`. */
#include <jansson.h>

#include "parse/import.h"

msd_status msdx_import_meta(msdx_import *im, msdx_pack_writer *w, msd_error *err)
{
    static const char *const field[][2] = {{"name", "meta/name"},
                                           {"version", "meta/version"},
                                           {"license", "meta/license"},
                                           {"lang", "meta/lang"},
                                           {"description", "meta/description"}};
    msdx_str text;
    json_error_t je;
    MSD_TRY(msdx_import_bytes(im, "meta.json", &text, err));
    json_t *meta = json_loadb(text.p, text.n, 0, &je);
    if (!json_is_object(meta)) {
        json_decref(meta);
        return msdx_err(err, MSD_EFORMAT, 0, "%s: meta.json: line %d: %s", msdx_import_name(im), meta ? 1 : je.line,
                        meta ? "not an object" : je.text);
    }
    for (size_t i = 0; i < sizeof field / sizeof *field; i++) {
        const char *value = json_string_value(json_object_get(meta, field[i][0]));
        msdx_pack_add(w, field[i][1], MSDX_PACK_BYTES, value ? strlen(value) : 0, 0, value);
    }
    msdx_pack_add(w, "meta/json", MSDX_PACK_BYTES, text.n, 0, text.p);
    json_decref(meta);
    return MSD_OK;
}
