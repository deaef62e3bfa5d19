/* field.c: what the contract's objects are made of. */
#include "write/field.h"

#include <string.h>

#define EVENTS \
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE " \
    "COERCE ASSAULT"
#define STATUSES \
    "actual historical planned considered threatened requested possible conditional attempted negated denied"
#define VIAS "name agent metonym pronoun nominal"

#define SPAN(at, unit) \
    {at "text", MSDX_STRING, false, NULL, "the words as they stand in the " unit}, \
        {at "start", MSDX_INTEGER, false, NULL, "code point of the " unit "'s start"}, \
    { \
        at "end", MSDX_INTEGER, false, NULL, "code point after it" \
    }
#define RESOLVED(at) \
    {at "name", MSDX_STRING, true, NULL, "canonical name"}, \
        {at "entity", MSDX_STRING, true, NULL, "id in the knowledge files"}, \
        {at "country", MSDX_STRING, true, NULL, "ISO 3166 alpha-3, or IGO UNO EUR NGO ISM IMG MNC"}, \
        {at "sector", MSDX_STRING, true, NULL, "PLOVER sector"}, \
        {at "sectors", MSDX_STRINGS, false, NULL, "further sectors"}, \
        {at "code", MSDX_STRING, true, NULL, "CAMEO actor code"}, \
        {at "aligned", MSDX_STRINGS, false, NULL, "countries or entities it is said to serve"}, \
    { \
        at "via", MSDX_STRING, false, VIAS, "how it was resolved" \
    }

const msdx_field msdx_claim_fields[] = {
    {"schema", MSDX_INTEGER, false, NULL, "this contract's number"},
    {"id", MSDX_STRING, false, NULL, "stable: same document and span, same id"},
    {"doc", MSDX_OBJECT, false, NULL, "the document"},
    {"doc.id", MSDX_STRING, false, NULL, "the document's name"},
    {"doc.date", MSDX_STRING, true, NULL, "publication date, ISO 8601"},
    {"doc.title", MSDX_STRING, true, NULL, "headline"},
    {"doc.url", MSDX_STRING, true, NULL, "where it was published"},
    {"doc.publisher", MSDX_STRING, true, NULL, "who published it"},
    {"doc.language", MSDX_STRING, true, NULL, "its language"},
    {"sentence", MSDX_OBJECT, false, NULL, "the sentence that states the event"},
    {"sentence.index", MSDX_INTEGER, false, NULL, "its number in the document; -1 is the title"},
    {"sentence.start", MSDX_INTEGER, false, NULL, "code point in the text, or in the title"},
    {"sentence.end", MSDX_INTEGER, false, NULL, "code point after it"},
    {"sentence.text", MSDX_STRING, false, NULL, "the sentence"},
    {"trigger", MSDX_OBJECT, false, NULL, "the words that state the event"},
    SPAN("trigger.", "trigger"),
    {"trigger.lemma", MSDX_STRING, false, NULL, "its dictionary form"},
    {"event", MSDX_STRING, false, EVENTS, "PLOVER event"},
    {"mode", MSDX_STRING, true, NULL, "PLOVER mode"},
    {"contexts", MSDX_STRINGS, false, NULL, "PLOVER contexts"},
    {"cameo", MSDX_STRING, false, NULL, "CAMEO code, 2 to 4 digits"},
    {"quad", MSDX_STRING, false, "verbal-cooperation material-cooperation verbal-conflict material-conflict",
     "quad class"},
    {"goldstein", MSDX_NUMBER, false, NULL, "CAMEO conflict-cooperation scale, -10 to 10"},
    {"intensity", MSDX_NUMBER, false, NULL, "PLOVER conflict-cooperation score, -10 to 10"},
    {"actors", MSDX_OBJECTS, false, NULL, "who did it; empty when the text does not say"},
    SPAN("actors[].", "mention"),
    RESOLVED("actors[]."),
    {"recipients", MSDX_OBJECTS, false, NULL, "to whom; empty when there is none"},
    SPAN("recipients[].", "mention"),
    RESOLVED("recipients[]."),
    {"status", MSDX_STRING, false, STATUSES, "did it happen, as the text has it"},
    {"hedge", MSDX_STRING, false, "none reported alleged apparent suspected rumoured", "how sure the text is of it"},
    {"attribution", MSDX_OBJECTS, false, NULL, "who says so, outermost first; empty: the article itself"},
    SPAN("attribution[].", "mention"),
    {"attribution[].kind", MSDX_STRING, false, "quote statement document media official unnamed", "how it is said"},
    RESOLVED("attribution[]."),
    {"links", MSDX_OBJECTS, false, NULL, "other events of the document that this one is tied to"},
    {"links[].kind", MSDX_STRING, false, "content condition consequence purpose cause response",
     "what the other event is to this one"},
    {"links[].event", MSDX_STRING, false, NULL, "the other event's id"},
    {"when", MSDX_OBJECT, false, NULL, "when it happens"},
    {"when.start", MSDX_STRING, true, NULL, "ISO date; null where the text does not say"},
    {"when.end", MSDX_STRING, true, NULL, "ISO date; null where the text does not say"},
    {"when.precision", MSDX_STRING, false, "unknown day week month year", "how exact that is"},
    {"when.text", MSDX_STRING, true, NULL, "the words that say so"},
    {"where", MSDX_OBJECT, true, NULL, "where it happens; null where the text does not say"},
    SPAN("where.", "mention"),
    {"where.name", MSDX_STRING, true, NULL, "the place's name"},
    {"where.country", MSDX_STRING, true, NULL, "ISO 3166 alpha-3"},
    {"where.admin1", MSDX_STRING, true, NULL, "first-level region"},
    {"where.latitude", MSDX_NUMBER, true, NULL, "degrees north"},
    {"where.longitude", MSDX_NUMBER, true, NULL, "degrees east"},
    {"where.geonames", MSDX_INTEGER, true, NULL, "GeoNames id"},
    {"where.precision", MSDX_STRING, false, "point city admin1 country", "what the coordinates stand for"},
    {"mentions", MSDX_OBJECTS, false, NULL, "other places in the document that tell the same event"},
    {"mentions[].sentence", MSDX_INTEGER, false, NULL, "the sentence's number"},
    {"mentions[].start", MSDX_INTEGER, false, NULL, "code point in the text, or in the title"},
    {"mentions[].end", MSDX_INTEGER, false, NULL, "code point after it"},
    {"mentions[].text", MSDX_STRING, false, NULL, "the words"},
    {"magnitude", MSDX_OBJECT, false, NULL, "counts that the text gives; null where it gives none"},
    {"magnitude.dead", MSDX_INTEGER, true, NULL, "people killed"},
    {"magnitude.injured", MSDX_INTEGER, true, NULL, "people injured"},
    {"magnitude.arrested", MSDX_INTEGER, true, NULL, "people arrested"},
    {"magnitude.displaced", MSDX_INTEGER, true, NULL, "people displaced"},
    {"magnitude.participants", MSDX_INTEGER, true, NULL, "people taking part"},
    {"confidence", MSDX_NUMBER, false, NULL, "0 to 1, calibrated"},
    {"rule", MSDX_STRING, false, NULL, "what coded it: file:name, or model:name"},
    {0}};

const char *msdx_field_below(const msdx_field *f, const char *prefix)
{
    size_t n = strlen(prefix);
    if (strncmp(f->path, prefix, n) != 0 || strchr(f->path + n, '.')) return NULL;
    return f->path + n;
}

/* An attribution that was not resolved has none of an entity's fields. */
bool msdx_field_required(const msdx_field *f)
{
    return strncmp(f->path, "attribution[].", 14) != 0 || strcmp(f->path, "attribution[].text") == 0 ||
           strcmp(f->path, "attribution[].start") == 0 || strcmp(f->path, "attribution[].end") == 0 ||
           strcmp(f->path, "attribution[].kind") == 0;
}

/* ---- tables: a row a document ---- */

#define ROW \
    {"id", MSDX_STRING, true, NULL, "the document's name; null where one that was refused had none"}, \
    { \
        "error", MSDX_STRING, true, NULL, "why it was refused; null where it was not" \
    }

const msdx_field msdx_coded_fields[] = {ROW, {"claims", MSDX_OBJECTS, false, NULL, "what it claims"}, {0}};
const msdx_field msdx_coded_lines[] = {ROW, {"claims", MSDX_STRINGS, false, NULL, "what it claims, as JSON"}, {0}};
const msdx_field msdx_parsed_fields[] = {
    ROW,
    {"tokens", MSDX_OBJECTS, false, NULL, "its words"},
    {"tokens[].text", MSDX_STRING, false, NULL, "as it stands in the text"},
    {"tokens[].start", MSDX_INTEGER, false, NULL, "code point in the text"},
    {"tokens[].end", MSDX_INTEGER, false, NULL, "code point after it"},
    {"tokens[].sentence", MSDX_INTEGER, false, NULL, "its sentence's number"},
    {"tokens[].lemma", MSDX_STRING, false, NULL, "dictionary form"},
    {"tokens[].upos", MSDX_STRING, false, NULL, "part of speech, as Universal Dependencies have it"},
    {"tokens[].xpos", MSDX_STRING, false, NULL, "the model's own tag"},
    {"tokens[].morph", MSDX_STRING, false, NULL, "features, such as Number=Sing"},
    {"tokens[].head", MSDX_INTEGER, false, NULL, "number of the word that it depends on; -1 for a root"},
    {"tokens[].relation", MSDX_STRING, false, NULL, "to its head, as Universal Dependencies have it"},
    {"tokens[].native_head", MSDX_INTEGER, false, NULL, "the same as the model has it; itself for a root"},
    {"tokens[].native_relation", MSDX_STRING, false, NULL, "the model's own label"},
    {"tokens[].ner", MSDX_STRING, true, NULL, "B-GPE, I-GPE ...; null outside names"},
    {0}};
const msdx_field msdx_parsed_lines[] = {ROW, {"conllu", MSDX_STRING, true, NULL, "its sentences in CoNLL-U"}, {0}};

#define SCORE(event) \
    { \
        "scores." event, MSDX_NUMBER, false, NULL, "how likely it is" \
    }
const msdx_field msdx_related_fields[] = {
    ROW,
    {"event", MSDX_STRING, true, EVENTS, "PLOVER event; the best guess where the text says nothing"},
    {"mode", MSDX_STRING, true, NULL, "PLOVER mode"},
    {"cameo", MSDX_STRING, true, NULL, "CAMEO code"},
    {"status", MSDX_STRING, true, STATUSES, "did it happen, as the text has it"},
    {"confidence", MSDX_NUMBER, true, NULL, "0 to 1, calibrated"},
    {"scores", MSDX_OBJECT, true, NULL, "of each event"},
    SCORE("AGREE"),
    SCORE("CONSULT"),
    SCORE("SUPPORT"),
    SCORE("CONCEDE"),
    SCORE("COOPERATE"),
    SCORE("AID"),
    SCORE("RETREAT"),
    SCORE("REQUEST"),
    SCORE("ACCUSE"),
    SCORE("REJECT"),
    SCORE("THREATEN"),
    SCORE("PROTEST"),
    SCORE("SANCTION"),
    SCORE("MOBILIZE"),
    SCORE("COERCE"),
    SCORE("ASSAULT"),
    {"rule", MSDX_STRING, true, NULL, "what coded it: file:name, or model:relate"},
    {0}};
const msdx_field msdx_related_lines[] = {ROW, {"line", MSDX_STRING, true, NULL, "the answer as JSON"}, {0}};
