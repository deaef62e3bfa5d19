/* score_features.c: what the score sees, one JSON line a text, for bench/train_score.py.
 *
 * usage: score_features MODEL KNOWLEDGE [claims] < TEXTS.jsonl
 * In: {"text", and if they are to be related "actor", "recipient"}. Out: every word that may state an event, with its
 * features by group, its words of meaning, the claim that the coder made there; and what joins the pair.
 *
 * With `claims`, in: {"text", "title", "date"}. Out: the claims, each with where its trigger starts, its event and status,
 * its signs and what may make a reader doubt it. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "code/relate.h"
#include "parse/parse.h"
#include "read/read.h"
#include "write/json.h"

struct program {
    msdx_parser *parser;
    msdx_parse_work *parse;
    msdx_know *know;
    msdx_code_work *code;
};

static void put_features(msdx_json *j, const struct msdx_features *f, msdx_feature_group group, const char *key)
{
    msdx_json_key(j, key);
    msdx_json_open(j, '[');
    for (uint32_t i = 0; i < f->n; i++)
        if (f->group[i] == group) msdx_json_int(j, f->hash[i]);
    msdx_json_close(j, ']');
}

static void put_entities(struct msdx_coder *c, msdx_json *j, const char *key, const int32_t *tok, uint32_t n)
{
    msdx_json_key(j, key);
    msdx_json_open(j, '[');
    for (uint32_t i = 0; i < n; i++) msdx_json_str(j, msdx_mention(c, tok[i])->who.text);
    msdx_json_close(j, ']');
}

static void put_draft(struct msdx_coder *c, msdx_json *j, const struct msdx_draft *d, const struct msdx_features *seen)
{
    double sign[MSDX_N_CONFIDENCE];
    msdx_json_key(j, "claim");
    msdx_json_open(j, '{');
    msdx_json_put_str(j, "event", d->frame->event);
    msdx_json_put_str(j, "rule", d->frame->rule);
    msdx_json_put_str(j, "status", msd_claim_status_name(d->how.status));
    msdx_json_put_int(j, "dropped", d->dropped);
    msdx_json_put_int(j, "same_as", d->same_as);
    put_entities(c, j, "actors", d->actor, d->n_actor);
    put_entities(c, j, "recipients", d->recipient, d->n_recipient);
    msdx_claim_signs(c, d, seen, sign);
    msdx_json_key(j, "signs");
    msdx_json_open(j, '[');
    for (int i = 0; i < MSDX_N_CONFIDENCE; i++) msdx_json_num(j, sign[i]);
    msdx_json_close(j, ']');
    msdx_json_close(j, '}');
}

static void put_candidate(struct msdx_coder *c, msdx_json *j, const struct msdx_candidate *x, bool pair)
{
    static const char *const group[MSDX_N_GROUP] = {"tree", "frame", "sense"};
    msdx_json_open(j, '{');
    msdx_json_put_int(j, "tok", x->tok);
    msdx_json_put_int(j, "length",
                      c->u->sent[c->u->tok[x->tok].sent].tok_end - c->u->sent[c->u->tok[x->tok].sent].tok_start);
    msdx_json_key(j, "lemma");
    msdx_json_strn(j, c->u->tok[x->tok].lemma);
    for (int g = 0; g < MSDX_N_GROUP; g++) put_features(j, &x->seen, (msdx_feature_group)g, group[g]);
    msdx_json_key(j, "words");
    msdx_json_open(j, '[');
    for (int s = 0; s < MSDX_N_SLOT; s++) {
        if (x->seen.slot[s] < 0)
            msdx_json_null(j);
        else
            msdx_json_strn(j, c->u->tok[x->seen.slot[s]].lemma);
    }
    msdx_json_close(j, ']');
    if (pair) {
        msdx_json_key(j, "join");
        msdx_json_open(j, '[');
        for (int k = 0; k < MSDX_N_JOIN; k++) msdx_json_num(j, x->join[k]);
        msdx_json_close(j, ']');
    }
    if (x->draft) {
        struct msdx_features seen;
        msdx_score_features(c, x->draft->trigger, x->draft->frame, &seen);
        put_draft(c, j, x->draft, &seen);
    }
    msdx_json_close(j, '}');
}

static msd_status describe(struct program *g, const char *text, const char *actor, const char *recipient, msdx_buf *out,
                           msd_error *err)
{
    msd_input in = {.text = text, .n_byte = strlen(text)};
    msd_pair pair = {{actor, 0, 0}, {recipient, 0, 0}};
    struct msdx_side side[2] = {{-1, -1, -1}, {-1, -1, -1}};
    static struct msdx_candidate list[4 * MSDX_CANDIDATES_MAX];
    struct msdx_coder *coder[2];
    uint32_t n;
    msd_doc *doc;
    MSD_TRY(msdx_doc_make(&doc, &in, MSDX_DOC_CODE, NULL, err));
    msdx_unit *unit = &doc->body;
    msd_status st = msdx_parser_truecase(g->parser, unit, err);
    if (st == MSD_OK) st = msdx_parse_run(g->parser, g->parse, &unit, 1, err);
    if (st == MSD_OK) st = msdx_coder_open(g->know, g->code, doc, coder, &n, err);
    if (st == MSD_OK) {
        struct msdx_coder *c = coder[n - 1];
        msdx_code_frames(c);
        msdx_merge_sentences(c);
        if (actor && recipient) msdx_find_pair(c, &pair, side);
        n = msdx_candidates(c, side, list, sizeof list / sizeof *list);
        msdx_json j = {.buf = out};
        msdx_json_open(&j, '[');
        for (uint32_t i = 0; i < n; i++) put_candidate(c, &j, &list[i], actor && recipient);
        msdx_json_close(&j, ']');
        msdx_buf_addc(out, '\n');
    }
    msdx_doc_free(doc);
    return st;
}

static void put_claim(struct msdx_coder *c, msdx_json *j, const struct msdx_draft *d)
{
    static struct msdx_doubts doubt;
    struct msdx_features seen;
    msdx_score_features(c, d->trigger, d->frame, &seen);
    msdx_doubt_features(c, d, &seen, &doubt);
    msdx_json_open(j, '{');
    msdx_json_put_int(j, "start", msdx_unit_span(c->u, d->trigger_start, d->trigger).start_cp);
    msdx_json_put_int(j, "title", c->is_title);
    put_draft(c, j, d, &seen);
    msdx_json_key(j, "doubts");
    msdx_json_open(j, '[');
    for (uint32_t i = 0; i < doubt.n; i++) msdx_json_int(j, doubt.hash[i]);
    msdx_json_close(j, ']');
    msdx_json_close(j, '}');
}

static msd_status describe_claims(struct program *g, const msd_input *in, msdx_buf *out, msd_error *err)
{
    struct msdx_coder *coder[2];
    uint32_t n = 0;
    msd_doc *doc;
    MSD_TRY(msdx_doc_make(&doc, in, MSDX_DOC_CODE, NULL, err));
    msdx_unit *unit[2] = {&doc->body, &doc->title};
    msd_status st = MSD_OK;
    for (int i = 0; st == MSD_OK && i < 1 + doc->has_title; i++) st = msdx_parser_truecase(g->parser, unit[i], err);
    if (st == MSD_OK) st = msdx_parse_run(g->parser, g->parse, unit, 1 + doc->has_title, err);
    if (st == MSD_OK) st = msdx_coder_open(g->know, g->code, doc, coder, &n, err);
    msdx_json j = {.buf = out};
    msdx_json_open(&j, '[');
    for (uint32_t i = 0; i < n; i++) {
        msdx_code_frames(coder[i]);
        msdx_merge_sentences(coder[i]);
        for (uint32_t k = 0; k < coder[i]->n_draft; k++) {
            const struct msdx_draft *d = &coder[i]->draft[k];
            if (!d->dropped && d->same_as < 0) put_claim(coder[i], &j, d);
        }
    }
    msdx_json_close(&j, ']');
    msdx_buf_addc(out, '\n');
    msdx_doc_free(doc);
    return st;
}

static msd_status run(struct program *g, char **argv, msd_error *err)
{
    char *line = NULL;
    size_t room = 0;
    msd_status st = MSD_OK;
    MSD_TRY(msdx_parser_open(&g->parser, argv[1], err));
    MSD_TRY(msdx_parse_work_new(&g->parse, g->parser, err));
    MSD_TRY(msdx_know_open(&g->know, argv[2], err));
    MSD_TRY(msdx_code_work_new(&g->code, g->know, err));
    bool claims = argv[3] && strcmp(argv[3], "claims") == 0;
    while (st == MSD_OK && getline(&line, &room, stdin) > 0) {
        msdx_buf out = MSDX_BUF_INIT((size_t)64 << 20);
        json_t *in = json_loads(line, 0, NULL);
        const char *text = json_string_value(json_object_get(in, "text"));
        msd_input in_full = {.text = text,
                             .n_byte = text ? strlen(text) : 0,
                             .title = json_string_value(json_object_get(in, "title")),
                             .date = json_string_value(json_object_get(in, "date"))};
        if (text && claims)
            st = describe_claims(g, &in_full, &out, err);
        else if (text)
            st = describe(g, text, json_string_value(json_object_get(in, "actor")),
                          json_string_value(json_object_get(in, "recipient")), &out, err);
        fwrite(out.p, 1, out.n, stdout);
        msdx_buf_clear(&out);
        json_decref(in);
    }
    free(line);
    return st;
}

int main(int argc, char **argv)
{
    struct program g = {0};
    msd_error err = {0};
    if (argc < 3) return 2;
    msd_status st = run(&g, argv, &err);
    if (st != MSD_OK) fprintf(stderr, "score_features: %s\n", err.msg);
    msdx_code_work_free(g.code);
    msdx_know_close(g.know);
    msdx_parse_work_free(g.parse);
    msdx_parser_close(g.parser);
    return st == MSD_OK ? 0 : 1;
}
