/* model_info.c: what `masudi model info` says first. The facts are the package's
 * own (its meta.json is kept in the pack), the sizes those of the sections. */
#include <jansson.h>

#include "parse/parse.h"

static void add_text(const msdx_pack *pack, msdx_buf *out, const char *label, const char *section)
{
    msdx_section s;
    if (!msdx_pack_find(pack, section, &s) || s.type != MSDX_PACK_BYTES || s.n_byte == 0) return;
    msdx_buf_addf(out, "%-10s", label);
    for (size_t i = 0; i < s.n_byte; i++) { /* on one line */
        char c = ((const char *)s.data)[i];
        msdx_buf_addc(out, c == '\n' || c == '\t' || c == '\r' ? ' ' : c);
    }
    msdx_buf_addc(out, '\n');
}

static void add_labels(const json_t *meta, msdx_buf *out)
{
    const char *name;
    json_t *list, *label;
    size_t i;
    json_object_foreach(json_object_get(meta, "labels"), name, list)
    {
        if (json_array_size(list) == 0) continue;
        msdx_buf_addf(out, "labels    %s (%zu):", name, json_array_size(list));
        json_array_foreach(list, i, label)
        {
            if (json_is_string(label)) msdx_buf_addf(out, " %s", json_string_value(label));
        }
        msdx_buf_addc(out, '\n');
    }
}

/* Sections sort by name: what stands before the slash is the component. */
static void add_sizes(const msdx_pack *pack, msdx_buf *out)
{
    size_t n = msdx_pack_n_section(pack), bytes = 0;
    for (size_t i = 0; i < n; i++) {
        msdx_section s, next = {.name = ""};
        msdx_pack_section(pack, i, &s);
        if (i + 1 < n) msdx_pack_section(pack, i + 1, &next);
        size_t len = strcspn(s.name, "/");
        bytes += s.n_byte;
        if (strncmp(s.name, next.name, len) == 0 && (next.name[len] == '/' || next.name[len] == 0)) continue;
        msdx_buf_addf(out, "part      %.*s %zu bytes\n", (int)len, s.name, bytes);
        bytes = 0;
    }
}

msd_status msdx_model_info(const msdx_pack *pack, msdx_buf *out, msd_error *err)
{
    msdx_section s;
    json_error_t je;
    MSD_TRY(msdx_pack_get(pack, "meta/json", MSDX_PACK_BYTES, 0, &s, err));
    msdx_buf_addf(out, "%-10s%s\n", "file", msdx_pack_path(pack));
    msdx_buf_addf(out, "%-10s%zu bytes, checksum %08x\n", "size", msdx_pack_n_byte(pack),
                  (unsigned)msdx_pack_crc(pack));
    add_text(pack, out, "name", "meta/name");
    add_text(pack, out, "version", "meta/version");
    add_text(pack, out, "language", "meta/lang");
    add_text(pack, out, "licence", "meta/license");
    add_text(pack, out, "about", "meta/description");
    json_t *meta = json_loadb(s.data, s.n_byte, 0, &je);
    if (!json_is_object(meta)) {
        json_decref(meta);
        return msdx_err(err, MSD_EFORMAT, 0, "%s: meta/json is not a JSON object", msdx_pack_path(pack));
    }
    add_labels(meta, out);
    json_decref(meta);
    add_sizes(pack, out);
    return out->failed ? msdx_err_nomem(err) : MSD_OK;
}
