/* bench_words.c: what a text says of given words. Standard input: JSON lines with "text", "date" (or not) and "at", code
 * points ("whole", true where all that the word's clause states is meant); output: a line each, a list with, for each word, its status, hedge, source spans, places, time, subject and
 * object; or, with "names", spans of names of places in place of "at", the place that each means. The rows of bench/quality that have labels at words read it (quality_rows/common.py: words). */
#include <jansson.h>
#include <stdio.h>

#include "code/code.h"
#include "parse/parse.h"
#include "read/read.h"

enum { AT_MAX = 256 };

static msdx_parser *parser;
static msdx_parse_work *parse_work;
static msdx_know *know;
static msdx_code_work *code_work;
static bool scenes; /* print what scene.c weighs places by, for bench/train_scene.py */

static msd_doc *doc;

static msd_status parsed(const msd_input *in, msd_error *err)
{
    MSD_TRY(msdx_doc_make(&doc, in, MSDX_DOC_EXACT, NULL, err));
    msdx_unit *unit = &doc->body;
    return msdx_parse_run(parser, parse_work, &unit, 1, err);
}

static msd_status judge(const msd_input *in, const uint32_t *at, const bool *whole, size_t n, msdx_word_status *out,
                        msd_error *err)
{
    MSD_TRY(parsed(in, err));
    if (!scenes) return msdx_code_judge(know, code_work, doc, at, whole, n, out, err);
    msdx_buf buf = MSDX_BUF_INIT(1 << 24);
    msd_status st = msdx_code_scene(know, code_work, doc, at[0], &buf, err);
    if (st == MSD_OK) printf("%s\n", msdx_buf_cstr(&buf));
    msdx_buf_clear(&buf);
    return st;
}

static json_t *span(msd_span at)
{
    return at.end_cp > at.start_cp ? json_pack("[i,i]", (int)at.start_cp, (int)at.end_cp) : json_null();
}

static json_t *place(const msd_where *w)
{
    json_t *out = json_pack("{s:o,s:s?,s:s?,s:s?}", "span", span(w->span), "text", w->text, "name", w->name, "country",
                            w->country);
    if (w->has_point)
        json_object_update_new(out, json_pack("{s:f,s:f}", "latitude", w->latitude, "longitude", w->longitude));
    return out;
}

static json_t *word(const msdx_word_status *w)
{
    json_t *source = json_array(), *places = json_array();
    for (uint32_t i = 0; i < w->n_source; i++) json_array_append_new(source, span(w->source[i]));
    for (uint32_t i = 0; i < w->n_place; i++) json_array_append_new(places, place(&w->place[i]));
    return json_pack("{s:s,s:s,s:b,s:s,s:o,s:o,s:{s:s,s:s,s:i,s:s?},s:o,s:o}", "status",
                     msd_claim_status_name(w->status), "hedge", msd_hedge_name(w->hedge), "nothing", w->reports_nothing,
                     "rule", w->rule ? w->rule : "", "source", source, "places", places, "when", "start", w->when.start,
                     "end", w->when.end, "precision", (int)w->when.precision, "text", w->when.text, "subject",
                     span(w->subject), "object", span(w->object));
}

static void print_words(const msdx_word_status *w, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(list, word(&w[i]));
    json_dumpf(list, stdout, JSON_COMPACT);
    printf("\n");
    json_decref(list);
}

/* Which places the names of "names" mean. */
static bool names_line(const msd_input *in, const json_t *names)
{
    size_t n = json_array_size(names);
    uint32_t(*at)[2] = calloc(n + 1, sizeof *at);
    msd_where *out = calloc(n + 1, sizeof *out);
    msd_error err = {0};
    json_t *list = json_array();
    bool ok = at && out;
    for (size_t i = 0; ok && i < n; i++)
        for (size_t k = 0; k < 2; k++)
            at[i][k] = (uint32_t)json_integer_value(json_array_get(json_array_get(names, i), k));
    ok = ok && parsed(in, &err) == MSD_OK &&
         msdx_code_given_places(know, code_work, doc, (const uint32_t(*)[2])at, n, out, &err) == MSD_OK;
    for (size_t i = 0; ok && i < n; i++) json_array_append_new(list, place(&out[i]));
    if (ok) json_dumpf(list, stdout, JSON_COMPACT);
    if (ok) printf("\n");
    json_decref(list);
    free(at);
    free(out);
    return ok;
}

static bool one_line(const char *line)
{
    uint32_t at[AT_MAX];
    bool whole[AT_MAX];
    msdx_word_status out[AT_MAX];
    msd_error err = {0};
    json_t *json = json_loads(line, 0, NULL);
    const json_t *list = json_object_get(json, "at");
    msd_input in = {.text = json_string_value(json_object_get(json, "text")),
                    .n_byte = json_string_length(json_object_get(json, "text")),
                    .date = json_string_value(json_object_get(json, "date")),
                    .language = "en"};
    size_t n = json_array_size(list);
    bool ok = in.text && n <= AT_MAX;
    const json_t *clause = json_object_get(json, "whole");
    for (size_t i = 0; ok && i < n; i++) {
        at[i] = (uint32_t)json_integer_value(json_array_get(list, i));
        whole[i] = json_is_true(json_array_get(clause, i));
    }
    const json_t *names = json_object_get(json, "names");
    if (names)
        ok = ok && names_line(&in, names);
    else
        ok = ok && judge(&in, at, whole, n, out, &err) == MSD_OK;
    if (ok && !scenes && !names) print_words(out, n);
    msdx_doc_free(doc);
    doc = NULL;
    json_decref(json);
    return ok;
}

int main(int argc, char **argv)
{
    msd_error err = {0};
    char *line = NULL;
    size_t room = 0;
    scenes = argc == 4 && strcmp(argv[3], "scenes") == 0;
    if (argc != 3 && !scenes) {
        fprintf(stderr, "usage: bench_words MODEL KNOWLEDGE [scenes] <lines\n");
        return 0; /* `make bench` runs every program bare */
    }
    if (msdx_parser_open(&parser, argv[1], &err) != MSD_OK ||
        msdx_parse_work_new(&parse_work, parser, &err) != MSD_OK || msdx_know_open(&know, argv[2], &err) != MSD_OK ||
        msdx_code_work_new(&code_work, know, &err) != MSD_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    while (getline(&line, &room, stdin) > 0)
        if (!one_line(line)) {
            fprintf(stderr, "a line could not be judged\n");
            return 1;
        }
    free(line);
    msdx_code_work_free(code_work);
    msdx_know_close(know);
    msdx_parse_work_free(parse_work);
    msdx_parser_close(parser);
    return 0;
}
