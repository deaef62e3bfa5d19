/* correction.c: confidence corrected on its log-odds (Platt 1999); doc/proof.md says how it is fitted. */
#include "api/correction.h"

#include <jansson.h>
#include <math.h>

#include "base/map.h"

static msd_status read_json(msdx_correction *out, const msdx_map *map, const char *path, msd_error *err)
{
    json_error_t je;
    json_t *json = json_loadb(map->p ? map->p : "", map->n, 0, &je);
    if (!json && json_error_code(&je) == json_error_out_of_memory) return msdx_err_nomem(err);
    const json_t *slope = json_object_get(json, "slope"), *intercept = json_object_get(json, "intercept");
    bool good = json_integer_value(json_object_get(json, "calibration")) == 1 && json_is_number(slope) &&
                json_is_number(intercept);
    *out = (msdx_correction){json_number_value(slope), json_number_value(intercept)};
    json_decref(json);
    if (good && out->slope > 0 && out->slope < 100 && fabs(out->intercept) < 100) return MSD_OK;
    return msdx_err(err, MSD_EFORMAT, 0, "%s: no calibration, as `masudi db audit --calibration` writes it", path);
}

msd_status msdx_correction_read(msdx_correction *out, const char *path, msd_error *err)
{
    msdx_map map;
    MSD_TRY(msdx_map_file(&map, path, err));
    msd_status st = read_json(out, &map, path, err);
    msdx_map_close(&map);
    return st;
}

double msdx_correction_apply(const msdx_correction *c, double confidence)
{
    double p = confidence < 1e-4 ? 1e-4 : confidence > 1 - 1e-4 ? 1 - 1e-4 : confidence;
    return 1 / (1 + exp(-(c->intercept + c->slope * log(p / (1 - p)))));
}
