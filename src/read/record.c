/* record.c: what a record says: the keys of a JSON object under their names and
 * aliases, or a plain text as it stands. */
#include <jansson.h>
#include <string.h>

#include "read/read.h"

/* Each field's own name first, then what other tools call it; NULL ends a row. */
static const char *const text_key[] = {"text", "event_text", "body", "content", "maintext", NULL};
static const char *const id_key[] = {"id", "doc_id", "story_id", "uid", NULL};
static const char *const date_key[] = {"date", "pub_date", "date_publish", "published", NULL};
static const char *const title_key[] = {"title", "headline", NULL};
static const char *const url_key[] = {"url", NULL};
static const char *const publisher_key[] = {"publisher", "source_domain", NULL};
static const char *const language_key[] = {"language", "lang", NULL};

const char *const *msdx_field_keys(int field)
{
    static const char *const *const of[] = {id_key,        date_key,     title_key, url_key,
                                            publisher_key, language_key, text_key};
    return of[field];
}

/* The first of these that is there with a value. */
static const json_t *find(const json_t *object, const char *const *key)
{
    for (; *key; key++) {
        const json_t *value = json_object_get(object, *key);
        if (value && !json_is_null(value)) return value;
    }
    return NULL;
}

static const char *find_string(const json_t *object, const char *const *key)
{
    const json_t *value = find(object, key);
    return value && json_string_length(value) ? json_string_value(value) : NULL;
}

/* An id may be a number. */
static const char *find_id(msdx_opened *out, const json_t *object)
{
    const json_t *value = find(object, id_key);
    if (!json_is_integer(value)) return find_string(object, id_key);
    msdx_buf_addf(&out->hold, "%lld", (long long)json_integer_value(value));
    return msdx_buf_cstr(&out->hold);
}

static msd_status check_bytes(const msdx_record *rec, msd_error *err)
{
    size_t bad = msdx_utf8_check(rec->bytes, rec->n_byte);
    const char *nul = memchr(rec->bytes, 0, rec->n_byte);
    if (nul && (size_t)(nul - rec->bytes) < bad) {
        bad = (size_t)(nul - rec->bytes);
        return msdx_err(err, MSD_EUTF8, bad, "a NUL at byte %zu", bad);
    }
    if (bad < rec->n_byte) return msdx_err(err, MSD_EUTF8, bad, "not UTF-8 at byte %zu", bad);
    return MSD_OK;
}

static msd_status bad_json(const json_error_t *je, msd_error *err)
{
    if (json_error_code(je) == json_error_out_of_memory) return msdx_err_nomem(err);
    /* jansson quotes the text after " near ": that may be anything, so it stays out of a one-line message */
    const char *near = strstr(je->text, " near ");
    int n = near ? (int)(near - je->text) : (int)strcspn(je->text, "\n");
    size_t at = je->position > 0 ? (size_t)je->position : 0;
    return msdx_err(err, MSD_EFORMAT, at, "not JSON: %.*s at byte %zu", n, je->text, at);
}

static msd_status open_json(const msdx_record *rec, msdx_opened *out, msd_error *err)
{
    json_error_t je;
    json_t *object = json_loadb(rec->bytes, rec->n_byte, JSON_DECODE_ANY, &je);
    out->json = object;
    if (!object) return bad_json(&je, err);
    if (!json_is_object(object)) return msdx_err(err, MSD_EFORMAT, 0, "not a JSON object");
    const json_t *text = find(object, text_key);
    if (!text) return msdx_err(err, MSD_EFORMAT, 0, "no text (text, event_text, body, content or maintext)");
    if (!json_is_string(text)) return msdx_err(err, MSD_EFORMAT, 0, "the text is not a string");
    out->in = (msd_input){.text = json_string_value(text),
                          .n_byte = json_string_length(text),
                          .id = find_id(out, object),
                          .date = find_string(object, date_key),
                          .title = find_string(object, title_key),
                          .url = find_string(object, url_key),
                          .publisher = find_string(object, publisher_key),
                          .language = find_string(object, language_key)};
    return out->hold.failed ? msdx_err_nomem(err) : MSD_OK;
}

/* The fields one after another; what follows the last of them is the text. */
static msd_status open_fields(const msdx_record *rec, msdx_opened *out, msd_error *err)
{
    const char *field[MSDX_N_FIELD], *at = rec->bytes, *end = rec->bytes + rec->n_byte;
    for (int i = 0; i < MSDX_N_FIELD; i++) {
        const char *nul = memchr(at, 0, (size_t)(end - at));
        if (!nul) return msdx_err(err, MSD_EFORMAT, 0, "a record of %d fields, not %d", i, MSDX_N_FIELD);
        field[i] = *at ? at : NULL;
        at = nul + 1;
    }
    out->in = (msd_input){.text = at,
                          .n_byte = (size_t)(end - at),
                          .id = field[MSDX_FIELD_ID],
                          .date = field[MSDX_FIELD_DATE],
                          .title = field[MSDX_FIELD_TITLE],
                          .url = field[MSDX_FIELD_URL],
                          .publisher = field[MSDX_FIELD_PUBLISHER],
                          .language = field[MSDX_FIELD_LANGUAGE]};
    return MSD_OK;
}

msd_status msdx_record_open(const msdx_record *rec, msdx_opened *out, msd_error *err)
{
    *out = (msdx_opened){.hold = MSDX_BUF_INIT(64)};
    if (rec->open) return rec->open(rec, out, err);
    if (rec->kind == MSDX_READ_FIELDS) return open_fields(rec, out, err);
    MSD_TRY(check_bytes(rec, err));
    if (rec->kind == MSDX_READ_TEXT) {
        out->in = (msd_input){.text = rec->bytes, .n_byte = rec->n_byte};
        return MSD_OK;
    }
    msd_status st = open_json(rec, out, err);
    if (st != MSD_OK) msdx_opened_close(out);
    return st;
}

void msdx_opened_close(msdx_opened *opened)
{
    json_decref(opened->json);
    msdx_buf_clear(&opened->hold);
    *opened = (msdx_opened){0};
}
