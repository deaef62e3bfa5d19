/* field.h: the contract's fields, in one table that JSON Schema and nested columns are made from. A row's path says where
 * the field stands: "actors[].text" is in the objects of an array. */
#ifndef MSDX_FIELD_H
#define MSDX_FIELD_H
#include <stdbool.h>

typedef enum msdx_form {
    MSDX_STRING = 0,
    MSDX_INTEGER,
    MSDX_NUMBER,
    MSDX_OBJECT,
    MSDX_STRINGS, /* a list of them */
    MSDX_OBJECTS
} msdx_form;

typedef struct msdx_field {
    const char *path; /* NULL ends a table */
    msdx_form form;
    bool nullable;
    const char *words; /* the values it may have, parted by spaces; NULL: any */
    const char *what;
} msdx_field;

extern const msdx_field msdx_claim_fields[];
/* Of a table with a row a document: coded (its claims' fields are those above), parsed, related; the `lines` have what
 * the command prints. */
extern const msdx_field msdx_coded_fields[], msdx_coded_lines[], msdx_parsed_fields[], msdx_parsed_lines[],
    msdx_related_fields[], msdx_related_lines[];

/* The field's own name, when its path is `prefix` and one name; else NULL. */
const char *msdx_field_below(const msdx_field *f, const char *prefix);
/* Is it in every object of its kind? */
bool msdx_field_required(const msdx_field *f);
#endif
