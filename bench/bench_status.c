/* bench_status.c: the status of given words. Standard input: JSON lines with "text" and "at", code points; output: one
 * line each with the status, hedge and sources of the word at each. bench/status.py makes and scores them. */
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

static msd_status judge(const char *text, const uint32_t *at, size_t n, msdx_word_status *out, msd_error *err)
{
    msd_input in = {.text = text, .n_byte = strlen(text), .language = "en"};
    msd_doc *doc;
    MSD_TRY(msdx_doc_make(&doc, &in, MSDX_DOC_EXACT, NULL, err));
    msdx_unit *unit = &doc->body;
    msd_status st = msdx_parse_run(parser, parse_work, &unit, 1, err);
    if (st == MSD_OK) st = msdx_code_judge(know, code_work, doc, at, n, out, err);
    msdx_doc_free(doc);
    return st;
}

static void print_words(const msdx_word_status *w, size_t n)
{
    printf("[");
    for (size_t i = 0; i < n; i++) {
        printf("%s{\"status\":\"%s\",\"hedge\":\"%s\",\"nothing\":%s,\"rule\":\"%s\",\"source\":[", i ? "," : "",
               msd_claim_status_name(w[i].status), msd_hedge_name(w[i].hedge), w[i].reports_nothing ? "true" : "false",
               w[i].rule ? w[i].rule : "");
        for (uint32_t s = 0; s < w[i].n_source; s++)
            printf("%s[%u,%u]", s ? "," : "", w[i].source[s].start_cp, w[i].source[s].end_cp);
        printf("]}");
    }
    printf("]\n");
}

static bool one_line(const char *line)
{
    uint32_t at[AT_MAX];
    msdx_word_status out[AT_MAX];
    msd_error err = {0};
    json_t *json = json_loads(line, 0, NULL);
    const json_t *list = json_object_get(json, "at");
    const char *text = json_string_value(json_object_get(json, "text"));
    size_t n = json_array_size(list);
    bool ok = text && n <= AT_MAX;
    for (size_t i = 0; ok && i < n; i++) at[i] = (uint32_t)json_integer_value(json_array_get(list, i));
    ok = ok && judge(text, at, n, out, &err) == MSD_OK;
    if (ok) print_words(out, n);
    json_decref(json);
    return ok;
}

int main(int argc, char **argv)
{
    msd_error err = {0};
    char *line = NULL;
    size_t room = 0;
    if (argc != 3) {
        fprintf(stderr, "usage: bench_status MODEL KNOWLEDGE <lines\n");
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
