/* bench_prepass.c: what a pass before the parser could leave out. Standard input: JSON lines with "text", "title" and
 * "date"; output: one JSON line with the share of texts, and of words, in which (1) no claim comes out, (2) no frame fits
 * anywhere, which is known only once trees and names are, and (3) no frame is tried at all, since no word begins one. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "code/code.h"
#include "parse/parse.h"
#include "read/read.h"

static msdx_parser *parser;
static msdx_parse_work *parse_work;
static msdx_know *know;
static msdx_code_work *code_work;

enum { ALL = 0, NO_CLAIM, NONE_FITS, NONE_TRIED, N_KIND };
static size_t n_text[N_KIND], n_word[N_KIND];

static msd_status one_text(const msd_input *in, msd_error *err)
{
    msd_doc *doc;
    msdx_buf trace = MSDX_BUF_INIT((size_t)1 << 30);
    MSD_TRY(msdx_doc_make(&doc, in, MSDX_DOC_CODE, NULL, err));
    msdx_unit *unit[2] = {&doc->body, &doc->title};
    msd_status st = msdx_parse_run(parser, parse_work, unit, doc->has_title ? 2 : 1, err);
    if (st == MSD_OK) st = msdx_code_explain(know, code_work, doc, &trace, err);
    const char *told = msdx_buf_cstr(&trace);
    bool is[N_KIND] = {true, doc->n_claim == 0, !strstr(told, ": fits, rank"), !strstr(told, "    frame ")};
    for (int k = 0; st == MSD_OK && k < N_KIND; k++) {
        n_text[k] += is[k];
        n_word[k] += is[k] ? doc->body.n_tok + doc->title.n_tok : 0;
    }
    msdx_buf_clear(&trace);
    msdx_doc_free(doc);
    return st;
}

static msd_status one_line(const char *line, msd_error *err)
{
    json_t *json = json_loads(line, 0, NULL);
    msd_input in = {.text = json_string_value(json_object_get(json, "text")),
                    .n_byte = json_string_length(json_object_get(json, "text")),
                    .title = json_string_value(json_object_get(json, "title")),
                    .date = json_string_value(json_object_get(json, "date")),
                    .language = "en"};
    msd_status st = in.text ? one_text(&in, err) : MSD_OK;
    json_decref(json);
    return st;
}

int main(int argc, char **argv)
{
    msd_error err = {0};
    char *line = NULL;
    size_t room = 0;
    if (argc != 3) {
        fprintf(stderr, "usage: bench_prepass MODEL KNOWLEDGE <lines\n");
        return 0; /* `make bench` runs every program bare */
    }
    msd_status st = msdx_parser_open(&parser, argv[1], &err);
    if (st == MSD_OK) st = msdx_parse_work_new(&parse_work, parser, &err);
    if (st == MSD_OK) st = msdx_know_open(&know, argv[2], &err);
    if (st == MSD_OK) st = msdx_code_work_new(&code_work, know, &err);
    while (st == MSD_OK && getline(&line, &room, stdin) > 0) st = one_line(line, &err);
    if (st != MSD_OK) fprintf(stderr, "bench_prepass: %s\n", err.msg);
    double t = n_text[ALL] ? (double)n_text[ALL] : 1, w = n_word[ALL] ? (double)n_word[ALL] : 1;
    printf("{\"bench\": \"prepass\", \"texts\": %zu, \"words\": %zu, \"no_claim\": [%.4f, %.4f], "
           "\"no_frame_fits\": [%.4f, %.4f], \"no_frame_tried\": [%.4f, %.4f]}\n",
           n_text[ALL], n_word[ALL], (double)n_text[NO_CLAIM] / t, (double)n_word[NO_CLAIM] / w,
           (double)n_text[NONE_FITS] / t, (double)n_word[NONE_FITS] / w, (double)n_text[NONE_TRIED] / t,
           (double)n_word[NONE_TRIED] / w);
    free(line);
    msdx_code_work_free(code_work);
    msdx_know_close(know);
    msdx_parse_work_free(parse_work);
    msdx_parser_close(parser);
    return st != MSD_OK;
}
