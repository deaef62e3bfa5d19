/* schema_check.h: holds a JSON value to a JSON Schema, in the few keywords that
 * `masudi schema` uses; a keyword that it does not know is a failure too. */
#ifndef MSDX_SCHEMA_CHECK_H
#define MSDX_SCHEMA_CHECK_H
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static bool schema_type_is(const json_t *v, const char *type)
{
    return strcmp(type, "string") == 0    ? json_is_string(v)
           : strcmp(type, "integer") == 0 ? json_is_integer(v)
           : strcmp(type, "number") == 0  ? json_is_number(v)
           : strcmp(type, "object") == 0  ? json_is_object(v)
           : strcmp(type, "array") == 0   ? json_is_array(v)
           : strcmp(type, "null") == 0    ? json_is_null(v)
                                          : false;
}

static bool schema_bad(const char *at, const char *why)
{
    fprintf(stderr, "schema: %s: %s\n", at, why);
    return false;
}

/* "^[0-9]{A,B}$", the one form of pattern that is used. */
static bool schema_pattern(const char *s, const char *pattern)
{
    unsigned least, most;
    if (sscanf(pattern, "^[0-9]{%u,%u}$", &least, &most) != 2) return false;
    size_t n = strspn(s, "0123456789");
    return s[n] == 0 && n >= least && n <= most;
}

static bool schema_check(const json_t *schema, const json_t *v, const char *at);

static bool schema_check_object(const json_t *schema, const json_t *v, const char *at)
{
    const json_t *properties = json_object_get(schema, "properties"), *required = json_object_get(schema, "required"),
                 *item;
    const char *key;
    size_t i;
    char below[256];
    json_array_foreach((json_t *)(uintptr_t)required, i, item)
    {
        snprintf(below, sizeof below, "%s.%s", at, json_string_value(item));
        if (!json_object_get(v, json_string_value(item))) return schema_bad(below, "is not there");
    }
    json_object_foreach((json_t *)(uintptr_t)v, key, item)
    {
        snprintf(below, sizeof below, "%s.%s", at, key);
        const json_t *sub = json_object_get(properties, key);
        if (!sub) return schema_bad(below, "is not in the schema");
        if (!schema_check(sub, item, below)) return false;
    }
    return true;
}

static bool schema_keyword(const char *key, const json_t *rule, const json_t *v, const char *at)
{
    const json_t *item;
    size_t i;
    bool ok = false;
    if (strcmp(key, "description") == 0 || strcmp(key, "title") == 0 || strcmp(key, "$schema") == 0) return true;
    if (strcmp(key, "properties") == 0 || strcmp(key, "required") == 0) return true; /* schema_check_object */
    if (strcmp(key, "type") == 0) {
        if (json_is_string(rule))
            return schema_type_is(v, json_string_value(rule)) || schema_bad(at, "has the wrong type");
        json_array_foreach((json_t *)(uintptr_t)rule, i, item) ok = ok || schema_type_is(v, json_string_value(item));
        return ok || schema_bad(at, "has the wrong type");
    }
    if (strcmp(key, "enum") == 0) {
        json_array_foreach((json_t *)(uintptr_t)rule, i, item) ok = ok || json_equal(item, v);
        return ok || schema_bad(at, "is none of the values allowed");
    }
    if (strcmp(key, "const") == 0) return json_equal(rule, v) || schema_bad(at, "is not the constant");
    if (strcmp(key, "minimum") == 0)
        return json_number_value(v) >= json_number_value(rule) || schema_bad(at, "is too small");
    if (strcmp(key, "maximum") == 0)
        return json_number_value(v) <= json_number_value(rule) || schema_bad(at, "is too large");
    if (strcmp(key, "pattern") == 0)
        return schema_pattern(json_string_value(v), json_string_value(rule)) || schema_bad(at, "has another form");
    if (strcmp(key, "items") == 0) {
        json_array_foreach((json_t *)(uintptr_t)v, i, item) if (!schema_check(rule, item, at)) return false;
        return true;
    }
    return schema_bad(key, "is a keyword that the check does not know");
}

static bool schema_check(const json_t *schema, const json_t *v, const char *at)
{
    const char *key;
    json_t *rule;
    json_object_foreach((json_t *)(uintptr_t)schema, key, rule) if (!schema_keyword(key, rule, v, at)) return false;
    return !json_is_object(v) || schema_check_object(schema, v, at);
}
#endif
