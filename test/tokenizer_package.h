/* tokenizer_package.h: a small tokenizer for tests, in Python's pattern syntax as a package has it. */
#ifndef MSDX_TEST_TOKENIZER_PACKAGE_H
#define MSDX_TEST_TOKENIZER_PACKAGE_H
#include "package.h"
#include "parse/tokenizer_impl.h"

static const char tokenizer_json[] =
    "{\"prefix_search\": \"^\\\\(|^\\\\[|^\\\"|^'|^\\\\$|^\\\\.\\\\.+|^[\\\\u2190-\\\\u21FF]|^-|^\\\\+(?![0-9])\","
    "\"suffix_search\": \"\\\\)$|\\\\]$|\\\"$|'$|,$|;$|\\\\.\\\\.+$|'s$|(?<=[0-9])\\\\+$|(?<=[0-9])(?:km|m²|%)$"
    "|(?<=[a-z0-9%\\\\)])\\\\.$|(?<=[A-Z][A-Z])\\\\.$|[\\\\u2190-\\\\u21FF]$\","
    "\"infix_finditer\": \"\\\\.\\\\.+|(?<=[0-9])[+\\\\-\\\\*^](?=[0-9-])|(?<=[a-z])\\\\.(?=[A-Z])"
    "|(?<=[a-zA-Z0-9]),(?=[a-zA-Z])|(?<=[A-Za-z])(?:-|--)(?=[A-Za-z])|(?<=[a-zA-Z0-9])[:<>=/](?=[a-zA-Z])\","
    "\"token_match\": null,"
    "\"url_match\": \"(?u)^(?:(?:[\\\\w\\\\+\\\\-\\\\.]{2,})://)?(?:\\\\S+(?::\\\\S*)?@)?"
    "(?:[A-Za-z0-9\\\\u00a1-\\\\uffff_-]+\\\\.)+(?:[a-z]{2,63})(?::\\\\d{2,5})?(?:[/?#]\\\\S*)?$\","
    "\"faster_heuristics\": true,"
    "\"exceptions\": {\"don't\": [{\"#65\": \"do\"}, {\"#65\": \"n't\", \"#67\": \"not\"}],"
    "\"a.m.\": [{\"#65\": \"a.m.\"}], \":)\": [{\"#65\": \":)\"}], \"'s\": [{\"#65\": \"'s\", \"#67\": \"is\"}],"
    "\" \": [{\"#65\": \" \"}], \"x y\": [{\"#65\": \"x y\"}], \"(x)\": [{\"#65\": \"(x\"}, {\"#65\": \")\"}],"
    "\"a-b\": [{\"#65\": \"a\"}, {\"#65\": \"-\"}, {\"#65\": \"b\", \"#67\": \"B\"}], \"-b\": [{\"#65\": \"-b\"}],"
    "\"b.\": [{\"#65\": \"b.\"}]}}";

static msd_status tokenizer_import(msdx_import *im, msdx_pack_writer *w, msd_error *err)
{
    MSD_TRY(msdx_import_vocab(im, w, err));
    return msdx_import_tokenizer(im, w, err);
}

static msd_status tokenizer_pack(const char *json, msdx_pack **pack, void **bytes, msd_error *err)
{
    return package_import("test_tokenizer", ".", "tokenizer", json, "", tokenizer_import, pack, bytes, err);
}
#endif
