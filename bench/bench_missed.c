/* bench_missed.c: verbs between two political parties of which no claim came. Standard input: documents as JSON lines with
 * "id", "text", "date"; output: one JSON line for each such verb: lemma with particle, preposition of the second party,
 * both parties, the sentence. bench/frames_report.py counts them. */
#include <jansson.h>
#include <stdio.h>

#include "code/code_impl.h"
#include "parse/parse.h"
#include "read/read.h"

static msdx_parser *parser;
static msdx_parse_work *parse_work;
static msdx_know *know;
static msdx_code_work *code_work;

static bool is_party(struct msdx_coder *c, int32_t t)
{
    const struct msdx_np *np = t >= 0 ? msdx_mention(c, t) : NULL;
    return np && np->known && !np->is_place && !np->is_event && (np->who.country || np->who.sector);
}

/* The other party of verb v, no pronoun: its object, else the first party in a prepositional phrase of its own. */
static int32_t other_party(struct msdx_coder *c, int32_t v, char prep[32])
{
    int32_t object = msdx_object(c, v);
    prep[0] = 0;
    if (is_party(c, object)) return msdx_mention(c, object)->is_pronoun ? -1 : object;
    MSDX_EACH_CHILD (c->u, v, kid) {
        if (kid < v || !msdx_is_noun(c->u, kid) || kid == object || !is_party(c, kid)) continue;
        msdx_prep_of(c->u, kid, prep, 32);
        if (prep[0]) return kid;
    }
    return -1;
}

static bool has_claim(const msd_doc *doc, const msdx_tok *tok)
{
    for (size_t i = 0; i < doc->n_claim; i++) {
        const msd_span *at = &doc->claim[i].trigger;
        if (doc->claim[i].sentence >= 0 && at->start_byte <= tok->span.start_byte &&
            tok->span.start_byte < at->end_byte)
            return true;
        for (size_t k = 0; k < doc->claim[i].n_mention; k++)
            if (doc->claim[i].mentions[k].span.start_byte == tok->span.start_byte) return true;
    }
    return false;
}

static void print_verb(struct msdx_coder *c, const char *id, int32_t v, int32_t subject, int32_t object,
                       const char *prep)
{
    const msdx_unit *u = c->u;
    const msdx_tok *tok = &u->tok[v];
    int32_t prt = msdx_particle(u, v);
    char lemma[96];
    snprintf(lemma, sizeof lemma, "%.*s%s%.*s", (int)tok->lemma.n, tok->lemma.p, prt >= 0 ? " " : "",
             prt >= 0 ? (int)u->tok[prt].lower.n : 0, prt >= 0 ? u->tok[prt].lower.p : "");
    uint32_t from = u->tok[u->sent[tok->sent].tok_start].span.start_byte;
    uint32_t to = u->tok[u->sent[tok->sent].tok_end - 1].span.end_byte;
    json_t *line = json_pack("{s:s,s:s,s:s,s:s?,s:s?,s:s%}", "id", id ? id : "", "verb", lemma, "prep", prep, "actor",
                             msdx_mention(c, subject)->who.text, "recipient", msdx_mention(c, object)->who.text,
                             "sentence", u->text + from, (size_t)(to - from));
    if (line) json_dumpf(line, stdout, JSON_COMPACT | JSON_ENSURE_ASCII);
    if (line) printf("\n");
    json_decref(line);
}

static msd_status one_document(msd_doc *doc, msd_error *err)
{
    struct msdx_coder *list[2];
    uint32_t n = 0;
    msdx_unit *unit = &doc->body;
    char prep[32];
    MSD_TRY(msdx_parse_run(parser, parse_work, &unit, 1, err));
    MSD_TRY(msdx_code_run(know, code_work, doc, err));
    MSD_TRY(msdx_coder_open(know, code_work, doc, list, &n, err));
    struct msdx_coder *c = list[n - 1];
    for (int32_t v = 0; v < (int32_t)c->u->n_tok; v++) {
        if (!msdx_is_verb(c->u, v) || has_claim(doc, &c->u->tok[v])) continue;
        int32_t subject = msdx_subject(c, v), object = is_party(c, subject) ? other_party(c, v, prep) : -1;
        if (object >= 0 && object != subject) print_verb(c, doc->id, v, subject, object, prep);
    }
    return MSD_OK;
}

static bool one_line(const char *line)
{
    msd_error err = {0};
    msd_doc *doc = NULL;
    json_t *json = json_loads(line, 0, NULL);
    msd_input in = {.text = json_string_value(json_object_get(json, "text")),
                    .n_byte = json_string_length(json_object_get(json, "text")),
                    .id = json_string_value(json_object_get(json, "id")),
                    .date = json_string_value(json_object_get(json, "date")),
                    .language = "en"};
    bool ok =
        in.text && msdx_doc_make(&doc, &in, MSDX_DOC_CODE, NULL, &err) == MSD_OK && one_document(doc, &err) == MSD_OK;
    if (!ok) fprintf(stderr, "a document could not be coded: %s\n", err.msg);
    msdx_doc_free(doc);
    json_decref(json);
    return ok;
}

int main(int argc, char **argv)
{
    msd_error err = {0};
    char *line = NULL;
    size_t room = 0;
    if (argc != 3) {
        fprintf(stderr, "usage: bench_missed MODEL KNOWLEDGE <documents\n");
        return 0; /* `make bench` runs every program bare */
    }
    if (msdx_parser_open(&parser, argv[1], &err) != MSD_OK ||
        msdx_parse_work_new(&parse_work, parser, &err) != MSD_OK || msdx_know_open(&know, argv[2], &err) != MSD_OK ||
        msdx_code_work_new(&code_work, know, &err) != MSD_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    while (getline(&line, &room, stdin) > 0) one_line(line);
    free(line);
    msdx_code_work_free(code_work);
    msdx_know_close(know);
    msdx_parse_work_free(parse_work);
    msdx_parser_close(parser);
    return 0;
}
