/* schema.c: the contract as JSON Schema, from the table of field.c. */
#include "write/field.h"
#include "write/json.h"
#include "write/write.h"

static void put_type(msdx_json *j, const msdx_field *f)
{
    static const char *const name[] = {"string", "integer", "number", "object", "array", "array"};
    msdx_json_key(j, "type");
    if (f->nullable) {
        msdx_json_open(j, '[');
        msdx_json_str(j, name[f->form]);
        msdx_json_str(j, "null");
        msdx_json_close(j, ']');
    } else {
        msdx_json_str(j, name[f->form]);
    }
}

static void put_enum(msdx_json *j, const char *words)
{
    msdx_json_key(j, "enum");
    msdx_json_open(j, '[');
    for (const char *p = words; *p; p += strcspn(p, " "), p += *p == ' ')
        msdx_json_strn(j, (msdx_str){p, strcspn(p, " ")});
    msdx_json_close(j, ']');
}

/* Bounds of the few numbers and strings that have them. */
static void put_bounds(msdx_json *j, const msdx_field *f)
{
    bool ten = strcmp(f->path, "goldstein") == 0 || strcmp(f->path, "intensity") == 0;
    if (ten || strcmp(f->path, "confidence") == 0) {
        msdx_json_put_int(j, "minimum", ten ? -10 : 0);
        msdx_json_put_int(j, "maximum", ten ? 10 : 1);
    }
    if (strcmp(f->path, "schema") == 0) msdx_json_put_int(j, "const", MSD_SCHEMA);
    if (strcmp(f->path, "cameo") == 0) msdx_json_put_str(j, "pattern", "^[0-9]{2,4}$");
}

static void put_object(msdx_json *j, const char *prefix, int depth);

static void put_field(msdx_json *j, const msdx_field *f, int depth)
{
    char below[64];
    msdx_json_open(j, '{');
    put_type(j, f);
    msdx_json_put_str(j, "description", f->what);
    if (f->words) put_enum(j, f->words);
    put_bounds(j, f);
    msdx_str path = msdx_str_of(f->path);
    bool list = f->form == MSDX_OBJECTS;
    if ((f->form == MSDX_OBJECT || list) && path.n + 4 < sizeof below) {
        memcpy(below, path.p, path.n);
        memcpy(below + path.n, list ? "[]." : ".", list ? 4 : 2);
        if (list) {
            msdx_json_key(j, "items");
            msdx_json_open(j, '{');
            msdx_json_put_str(j, "type", "object");
        }
        put_object(j, below, depth + 1);
        if (list) msdx_json_close(j, '}');
    }
    if (f->form == MSDX_STRINGS) {
        msdx_json_key(j, "items");
        msdx_json_open(j, '{');
        msdx_json_put_str(j, "type", "string");
        msdx_json_close(j, '}');
    }
    msdx_json_close(j, '}');
}

static void put_object(msdx_json *j, const char *prefix, int depth)
{
    const char *name;
    msdx_json_key(j, "properties");
    msdx_json_open(j, '{');
    for (const msdx_field *f = msdx_claim_fields; f->path; f++) {
        if (!(name = msdx_field_below(f, prefix))) continue;
        if (depth == 0) msdx_buf_adds(j->buf, j->comma ? "" : "\n");
        msdx_json_key(j, name);
        put_field(j, f, depth);
        if (depth == 0) msdx_buf_addc(j->buf, '\n');
    }
    msdx_json_close(j, '}');
    msdx_json_key(j, "required");
    msdx_json_open(j, '[');
    for (const msdx_field *f = msdx_claim_fields; f->path; f++)
        if ((name = msdx_field_below(f, prefix)) && msdx_field_required(f)) msdx_json_str(j, name);
    msdx_json_close(j, ']');
}

void msdx_write_schema(msdx_buf *buf)
{
    msdx_json j = {.buf = buf};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "$schema", "https://json-schema.org/draft/2020-12/schema");
    msdx_json_put_str(&j, "title", "A claimed event, one JSON object a line");
    msdx_json_put_str(
        &j, "description",
        "Offsets are Unicode code points into the document's text, end exclusive; into its title when "
        "sentence.index is -1. Fields may be added; none changes its name or meaning without a new number.");
    msdx_json_put_str(&j, "type", "object");
    put_object(&j, "", 0);
    msdx_json_close(&j, '}');
    msdx_buf_addc(buf, '\n');
}
