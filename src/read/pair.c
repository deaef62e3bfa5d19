/* pair.c: the mentions of a pair, out of a JSON record. */
#include <jansson.h>

#include "read/read.h"

msd_status msdx_read_mention(const void *json, const char *key, msd_mention_ref *out, msd_error *err)
{
    const json_t *v = json_object_get(json, key);
    *out = (msd_mention_ref){0};
    if (json_is_string(v)) {
        out->text = json_string_value(v);
        return MSD_OK;
    }
    const json_t *a = json_array_get(v, 0), *b = json_array_get(v, 1);
    if (json_array_size(v) != 2 || !json_is_integer(a) || !json_is_integer(b))
        return msdx_err(err, MSD_EFORMAT, 0, "'%s' is neither words nor [start, end]", key);
    json_int_t start = json_integer_value(a), end = json_integer_value(b);
    if (start < 0 || end <= start || end > UINT32_MAX)
        return msdx_err(err, MSD_EFORMAT, 0, "'%s' is no place in a text", key);
    out->start_cp = (uint32_t)start;
    out->end_cp = (uint32_t)end;
    return MSD_OK;
}
