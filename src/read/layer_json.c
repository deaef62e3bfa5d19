/* layer_json.c: PLOVER's JSON, records one a line or laid out over many, one after the other or in an array. The
 * manual's exchange format and the files that its makers gave out name their members differently; each is looked for
 * under all of its names. */
#include <jansson.h>
#include <stdio.h>

#include "read/layer_impl.h"

static bool is_between(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == '[' || c == ']';
}

static size_t skip_between(msdx_str s, size_t at)
{
    if (at == 0 && s.n >= 3 && memcmp(s.p, "\xEF\xBB\xBF", 3) == 0) at = 3;
    while (at < s.n && is_between(s.p[at])) at++;
    return at;
}

/* ---- members ---- */

static const char *const number_keys[] = {"id", "eventID", "event_id", "Event ID", NULL};
static const char *const day_keys[] = {"date", "eventDate", "event_date", "Event Date", NULL};
static const char *const code_keys[] = {"cameo", "event", "eventType", "event_type", "eventText", NULL};
static const char *const actor_keys[] = {"actor", "source", "actors", "protesteridentity", NULL};
static const char *const recipient_keys[] = {"recipient", "target", "recipients", NULL};
static const char *const scale_keys[] = {"event_scale", "goldstein", "intensity", NULL};
static const char *const where_keys[] = {"event_loc", "location", "event_location", NULL};
static const char *const country_keys[] = {"ccode", "country_code", "country", NULL};
static const char *const place_keys[] = {"resolved_place", "city", "extracted_place", "placename", "province", NULL};
static const char *const latitude_keys[] = {"lat", "latitude", NULL};
static const char *const longitude_keys[] = {"lon", "long", "lng", "longitude", NULL};
static const char *const name_keys[] = {"identifier_text", "entity_text", "actorText", "name", "text",
                                        "cameo_code",      "code",        NULL};
static const char *const address_keys[] = {"url", NULL};

/* The first of them that is there and not null. */
static const json_t *member(const json_t *object, const char *const *key)
{
    for (; *key; key++) {
        const json_t *v = json_object_get(object, *key);
        if (v && !json_is_null(v)) return v;
    }
    return NULL;
}

static const json_t *first(const json_t *v)
{
    return json_is_array(v) ? json_array_get(v, 0) : v;
}

static msdx_str kept(msdx_layer_reader *r, const char *s, size_t n)
{
    const char *copy = msdx_arena_strndup(&r->arena, s, n);
    return copy ? (msdx_str){copy, n} : MSDX_STR("");
}

/* A string, a number, or what names the first thing of a list. */
static msdx_str words(msdx_layer_reader *r, const json_t *v)
{
    char text[40];
    v = first(v);
    if (json_is_object(v)) v = first(member(v, name_keys));
    if (json_is_string(v)) return msdx_layer_text(kept(r, json_string_value(v), json_string_length(v)));
    if (!json_is_number(v)) return MSDX_STR("");
    int n = json_is_integer(v) ? snprintf(text, sizeof text, "%lld", (long long)json_integer_value(v))
                               : snprintf(text, sizeof text, "%.15g", json_real_value(v));
    return kept(r, text, (size_t)n);
}

static bool number(msdx_layer_reader *r, const json_t *object, const char *const *key, double *out, bool *has)
{
    return msdx_layer_number(words(r, member(object, key)), out, has);
}

/* ---- rows ---- */

static void set_place(msdx_layer_reader *r, const json_t *object, msdx_layer_row *row)
{
    bool has_y = false, has_x = false;
    const json_t *where = first(member(object, where_keys));
    if (!json_is_object(where)) where = object;
    row->place = words(r, member(where, place_keys));
    row->country = words(r, member(object, country_keys));
    if (!row->country.n) row->country = words(r, member(where, country_keys));
    row->has_point = number(r, where, latitude_keys, &row->latitude, &has_y) && has_y &&
                     number(r, where, longitude_keys, &row->longitude, &has_x) && has_x && row->place.n;
}

static msd_status set_row(msdx_layer_reader *r, const json_t *object, msdx_layer_row *row, msd_error *err)
{
    const json_t *id = member(object, number_keys), *date = member(object, day_keys),
                 *event = member(object, code_keys);
    if (!json_is_object(object)) return msdx_err(err, MSD_EFORMAT, 0, "no JSON object");
    if (!id && !date && !event) return msdx_err(err, MSD_EFORMAT, 0, "a record with neither id, date nor event");
    msdx_str day = words(r, date);
    if (day.n && !msdx_layer_day(day, row->day))
        return msdx_err(err, MSD_EFORMAT, 0, "'%.*s' is no date", (int)(day.n < 40 ? day.n : 40), day.p);
    if (!number(r, object, scale_keys, &row->goldstein, &row->has_goldstein))
        return msdx_err(err, MSD_EFORMAT, 0, "its scale is no number");
    row->number = words(r, id);
    row->code = words(r, event);
    row->actor = words(r, member(object, actor_keys));
    row->recipient = words(r, member(object, recipient_keys));
    row->address = words(r, member(object, address_keys));
    if (!row->address.n) row->address = words(r, member(json_object_get(object, "cite_info"), address_keys));
    set_place(r, object, row);
    return msdx_arena_failed(&r->arena) ? msdx_err_nomem(err) : MSD_OK;
}

/* What cannot be read ends where a line begins with a brace. */
static size_t next_object(msdx_str s, size_t at)
{
    for (at++; at < s.n; at++)
        if (s.p[at] == '{' && s.p[at - 1] == '\n') return at;
    return s.n;
}

msd_status msdx_layer_json_open(msdx_layer_reader *r, msd_error *err)
{
    (void)err;
    r->at = skip_between(r->bytes, 0);
    r->head = (msdx_str){r->bytes.p, r->at};
    for (size_t i = 0; i < r->at; i++) r->line += r->bytes.p[i] == '\n';
    return MSD_OK;
}

msd_status msdx_layer_json_next(msdx_layer_reader *r, msdx_layer_item *item, msd_error *err)
{
    json_error_t why;
    size_t n = r->bytes.n - r->at;
    json_t *object = json_loadb(r->bytes.p + r->at, n, JSON_DISABLE_EOF_CHECK, &why);
    if (!object && json_error_code(&why) == json_error_out_of_memory) return msdx_err_nomem(err);
    size_t end = object ? skip_between(r->bytes, r->at + (size_t)why.position) : next_object(r->bytes, r->at);
    msdx_layer_take(r, end - r->at, item);
    msd_status st = object ? set_row(r, object, &item->row, err) : msdx_err(err, MSD_EFORMAT, 0, "%s", why.text);
    json_decref(object);
    return st;
}

/* Not every JSON object is one of PLOVER: a claim of Masudi has an id and an event too. */
bool msdx_layer_json_is(const msdx_layer_form *f, msdx_str bytes)
{
    json_error_t why;
    size_t at = skip_between(bytes, 0);
    (void)f;
    if (at >= bytes.n || bytes.p[at] != '{') return false;
    json_t *object = json_loadb(bytes.p + at, bytes.n - at, JSON_DISABLE_EOF_CHECK, &why);
    bool yes = member(object, day_keys) && member(object, code_keys) && !json_object_get(object, "schema") &&
               (member(object, number_keys) || member(object, actor_keys)) && !json_object_get(object, "actors");
    json_decref(object);
    return yes;
}
