/* schema.c: the contract as JSON Schema, from one table of fields. A row's path
 * says where the field stands: "actors[].text" is in the objects of an array. */
#include "write/json.h"
#include "write/write.h"

typedef enum { STRING, INTEGER, NUMBER, OBJECT, STRINGS, OBJECTS } field_type;

struct field {
    const char *path;
    field_type type;
    bool nullable;
    const char *words; /* the values it may have, parted by spaces; NULL: any */
    const char *what;
};

#define EVENTS \
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE " \
    "COERCE ASSAULT"
#define STATUSES \
    "actual historical planned considered threatened requested possible conditional attempted negated denied"
#define VIAS "name agent metonym pronoun nominal"

#define SPAN(at, unit) \
    {at "text", STRING, false, NULL, "the words as they stand in the " unit}, \
        {at "start", INTEGER, false, NULL, "code point of the " unit "'s start"}, \
    { \
        at "end", INTEGER, false, NULL, "code point after it" \
    }
#define RESOLVED(at) \
    {at "name", STRING, true, NULL, "canonical name"}, {at "entity", STRING, true, NULL, "id in the knowledge files"}, \
        {at "country", STRING, true, NULL, "ISO 3166 alpha-3, or IGO UNO EUR NGO ISM IMG MNC"}, \
        {at "sector", STRING, true, NULL, "PLOVER sector"}, {at "sectors", STRINGS, false, NULL, "further sectors"}, \
        {at "code", STRING, true, NULL, "CAMEO actor code"}, \
        {at "aligned", STRINGS, false, NULL, "countries or entities it is said to serve"}, \
    { \
        at "via", STRING, false, VIAS, "how it was resolved" \
    }

static const struct field fields[] = {
    {"schema", INTEGER, false, NULL, "this contract's number"},
    {"id", STRING, false, NULL, "stable: same document and span, same id"},
    {"doc", OBJECT, false, NULL, "the document"},
    {"doc.id", STRING, false, NULL, "the document's name"},
    {"doc.date", STRING, true, NULL, "publication date, ISO 8601"},
    {"doc.title", STRING, true, NULL, "headline"},
    {"doc.url", STRING, true, NULL, "where it was published"},
    {"doc.publisher", STRING, true, NULL, "who published it"},
    {"doc.language", STRING, true, NULL, "its language"},
    {"sentence", OBJECT, false, NULL, "the sentence that states the event"},
    {"sentence.index", INTEGER, false, NULL, "its number in the document; -1 is the title"},
    {"sentence.start", INTEGER, false, NULL, "code point in the text, or in the title"},
    {"sentence.end", INTEGER, false, NULL, "code point after it"},
    {"sentence.text", STRING, false, NULL, "the sentence"},
    {"trigger", OBJECT, false, NULL, "the words that state the event"},
    SPAN("trigger.", "trigger"),
    {"trigger.lemma", STRING, false, NULL, "its dictionary form"},
    {"event", STRING, false, EVENTS, "PLOVER event"},
    {"mode", STRING, true, NULL, "PLOVER mode"},
    {"contexts", STRINGS, false, NULL, "PLOVER contexts"},
    {"cameo", STRING, false, NULL, "CAMEO code, 2 to 4 digits"},
    {"quad", STRING, false, "verbal-cooperation material-cooperation verbal-conflict material-conflict", "quad class"},
    {"goldstein", NUMBER, false, NULL, "CAMEO conflict-cooperation scale, -10 to 10"},
    {"intensity", NUMBER, false, NULL, "PLOVER conflict-cooperation score, -10 to 10"},
    {"actors", OBJECTS, false, NULL, "who did it; empty when the text does not say"},
    SPAN("actors[].", "mention"),
    RESOLVED("actors[]."),
    {"recipients", OBJECTS, false, NULL, "to whom; empty when there is none"},
    SPAN("recipients[].", "mention"),
    RESOLVED("recipients[]."),
    {"status", STRING, false, STATUSES, "did it happen, as the text has it"},
    {"hedge", STRING, false, "none reported alleged apparent suspected rumoured", "how sure the text is of it"},
    {"attribution", OBJECTS, false, NULL, "who says so, outermost first; empty: the article itself"},
    SPAN("attribution[].", "mention"),
    {"attribution[].kind", STRING, false, "quote statement document media official unnamed", "how it is said"},
    RESOLVED("attribution[]."),
    {"links", OBJECTS, false, NULL, "other events of the document that this one is tied to"},
    {"links[].kind", STRING, false, "content condition consequence purpose cause response",
     "what the other event is to this one"},
    {"links[].event", STRING, false, NULL, "the other event's id"},
    {"when", OBJECT, false, NULL, "when it happens"},
    {"when.start", STRING, true, NULL, "ISO date; null where the text does not say"},
    {"when.end", STRING, true, NULL, "ISO date; null where the text does not say"},
    {"when.precision", STRING, false, "unknown day week month year", "how exact that is"},
    {"when.text", STRING, true, NULL, "the words that say so"},
    {"where", OBJECT, true, NULL, "where it happens; null where the text does not say"},
    SPAN("where.", "mention"),
    {"where.name", STRING, true, NULL, "the place's name"},
    {"where.country", STRING, true, NULL, "ISO 3166 alpha-3"},
    {"where.admin1", STRING, true, NULL, "first-level region"},
    {"where.latitude", NUMBER, true, NULL, "degrees north"},
    {"where.longitude", NUMBER, true, NULL, "degrees east"},
    {"where.geonames", INTEGER, true, NULL, "GeoNames id"},
    {"where.precision", STRING, false, "point city admin1 country", "what the coordinates stand for"},
    {"mentions", OBJECTS, false, NULL, "other places in the document that tell the same event"},
    {"mentions[].sentence", INTEGER, false, NULL, "the sentence's number"},
    {"mentions[].start", INTEGER, false, NULL, "code point in the text, or in the title"},
    {"mentions[].end", INTEGER, false, NULL, "code point after it"},
    {"mentions[].text", STRING, false, NULL, "the words"},
    {"magnitude", OBJECT, false, NULL, "counts that the text gives; null where it gives none"},
    {"magnitude.dead", INTEGER, true, NULL, "people killed"},
    {"magnitude.injured", INTEGER, true, NULL, "people injured"},
    {"magnitude.arrested", INTEGER, true, NULL, "people arrested"},
    {"magnitude.displaced", INTEGER, true, NULL, "people displaced"},
    {"magnitude.participants", INTEGER, true, NULL, "people taking part"},
    {"confidence", NUMBER, false, NULL, "0 to 1, calibrated"},
    {"rule", STRING, false, NULL, "what coded it: file:name, or model:name"}};
enum { N_FIELD = sizeof fields / sizeof *fields };

static void put_type(msdx_json *j, const struct field *f)
{
    static const char *const name[] = {"string", "integer", "number", "object", "array", "array"};
    msdx_json_key(j, "type");
    if (f->nullable) {
        msdx_json_open(j, '[');
        msdx_json_str(j, name[f->type]);
        msdx_json_str(j, "null");
        msdx_json_close(j, ']');
    } else {
        msdx_json_str(j, name[f->type]);
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

/* The field's own name, when its path is `prefix` and one name; else NULL. */
static const char *name_below(const struct field *f, const char *prefix)
{
    size_t n = strlen(prefix);
    if (strncmp(f->path, prefix, n) != 0 || strchr(f->path + n, '.')) return NULL;
    return f->path + n;
}

/* An attribution that was not resolved has none of an entity's fields. */
static bool is_required(const struct field *f)
{
    return strncmp(f->path, "attribution[].", 14) != 0 || strcmp(f->path, "attribution[].text") == 0 ||
           strcmp(f->path, "attribution[].start") == 0 || strcmp(f->path, "attribution[].end") == 0 ||
           strcmp(f->path, "attribution[].kind") == 0;
}

/* Bounds of the few numbers and strings that have them. */
static void put_bounds(msdx_json *j, const struct field *f)
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

static void put_field(msdx_json *j, const struct field *f, int depth)
{
    char below[64];
    msdx_json_open(j, '{');
    put_type(j, f);
    msdx_json_put_str(j, "description", f->what);
    if (f->words) put_enum(j, f->words);
    put_bounds(j, f);
    msdx_str path = msdx_str_of(f->path);
    bool list = f->type == OBJECTS;
    if ((f->type == OBJECT || list) && path.n + 4 < sizeof below) {
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
    if (f->type == STRINGS) {
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
    for (size_t i = 0; i < N_FIELD; i++) {
        if (!(name = name_below(&fields[i], prefix))) continue;
        if (depth == 0) msdx_buf_adds(j->buf, j->comma ? "" : "\n");
        msdx_json_key(j, name);
        put_field(j, &fields[i], depth);
        if (depth == 0) msdx_buf_addc(j->buf, '\n');
    }
    msdx_json_close(j, '}');
    msdx_json_key(j, "required");
    msdx_json_open(j, '[');
    for (size_t i = 0; i < N_FIELD; i++)
        if ((name = name_below(&fields[i], prefix)) && is_required(&fields[i])) msdx_json_str(j, name);
    msdx_json_close(j, ']');
}

void msdx_write_schema(msdx_buf *buf)
{
    msdx_json j = {buf, false};
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
