/* test_claims.c: laws of every claim, over all sentences of our own (test/golden/code) made into documents: each offset
 * slices to its text; the order of documents changes nothing; and trees of every shape, with words, tags and relations
 * dealt at random, crash nothing and keep offsets in range.
 * Needs the model and the compiled knowledge. */
#include <unistd.h>

#include "claim_laws.h"
#include "code/code.h"
#include "masudi.h"
#include "parse/parse.h"
#include "read/read.h"
#include "test.h"

enum { TEXTS = 600, SENTENCES = 6, SHAPES = 4 };

static char *text[TEXTS]; /* one sentence or two each, of the golden files */
static size_t n_text;
static msd_engine *engine;
static msd_worker *worker;
static const char *model_path, *knowledge_path;

static const char *installed(const char *variable, const char *name, char path[4096])
{
    const char *given = getenv(variable);
    snprintf(path, 4096, "%s/build/share/masudi/%s", MSD_SOURCE_DIR, name);
    return given ? given : path;
}

static void read_texts(const char *path)
{
    char line[4096];
    FILE *f = fopen(path, "r");
    CHECK(f != NULL);
    while (f && n_text < TEXTS && fgets(line, sizeof line, f)) {
        char *cut = strstr(line, "=>");
        if (line[0] == '#' || !cut || cut == line) continue;
        *cut = 0;
        for (char *at; (at = strstr(line, "\\n"));) at[0] = at[1] = '\n';
        text[n_text++] = strdup(line);
    }
    if (f) fclose(f);
}

/* `n` texts from `from` on as one document, a paragraph each. */
static char *document(size_t from, size_t n)
{
    size_t room = 1;
    for (size_t i = 0; i < n; i++) room += strlen(text[(from + i) % n_text]) + 2;
    char *out = calloc(room, 1);
    for (size_t i = 0; out && i < n; i++) {
        if (i) strncat(out, "\n\n", room - strlen(out) - 1);
        strncat(out, text[(from + i) % n_text], room - strlen(out) - 1);
    }
    return out;
}

static msd_doc *coded(const char *body, const char *title)
{
    msd_input in = {
        .text = body, .n_byte = strlen(body), .title = title, .date = "2024-05-14", .id = "t", .language = "en"};
    msd_error err = {0};
    msd_doc *doc = NULL;
    if (msd_code(worker, &in, &doc, &err) != MSD_OK) {
        fprintf(stderr, "%s\n", err.msg);
        exit(1);
    }
    return doc;
}

static void check_offsets(const msd_doc *doc, const char *title)
{
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++) {
        const char *fault = claim_fault(doc, msd_doc_claim(doc, i), title);
        if (fault) fprintf(stderr, "claim %zu: %s\n", i, fault);
        CHECK(!fault);
    }
}

static void test_claims__every_offset_slices_to_its_text(void)
{
    for (size_t i = 0; i < n_text; i += SENTENCES) {
        char *body = document(i, SENTENCES);
        msd_doc *doc = coded(body, text[i]);
        check_offsets(doc, text[i]);
        msd_doc_free(doc);
        free(body);
    }
}

/* Everything of a claim that a reader would miss, as one string. */
static char *print(const msd_claim *c)
{
    msdx_buf b = MSDX_BUF_INIT(1 << 20);
    msdx_buf_addf(&b, "%s %s %s %d %d %s %s", c->id, c->event, c->mode ? c->mode : "-", (int)c->status, (int)c->hedge,
                  c->when.start, c->where.present ? c->where.text : "-");
    for (size_t k = 0; k < c->n_actor; k++)
        msdx_buf_addf(&b, " <%s %s", c->actors[k].text, c->actors[k].code ? c->actors[k].code : "-");
    for (size_t k = 0; k < c->n_recipient; k++)
        msdx_buf_addf(&b, " >%s %s", c->recipients[k].text, c->recipients[k].code ? c->recipients[k].code : "-");
    for (size_t k = 0; k < c->n_attribution; k++) msdx_buf_addf(&b, " @%s", c->attribution[k].who.text);
    char *out = strdup(msdx_buf_cstr(&b));
    msdx_buf_clear(&b);
    return out;
}

static void test_claims__the_order_of_documents_changes_nothing(void)
{
    enum { DOCS = 12 };
    char *forward[DOCS][64];
    size_t n[DOCS];
    for (size_t i = 0; i < DOCS; i++) {
        char *body = document(i * SENTENCES, SENTENCES);
        msd_doc *doc = coded(body, NULL);
        n[i] = msd_doc_n_claim(doc) < 64 ? msd_doc_n_claim(doc) : 64;
        for (size_t k = 0; k < n[i]; k++) forward[i][k] = print(msd_doc_claim(doc, k));
        msd_doc_free(doc);
        free(body);
    }
    for (size_t i = DOCS; i-- > 0;) {
        char *body = document(i * SENTENCES, SENTENCES);
        msd_doc *doc = coded(body, NULL);
        CHECK(msd_doc_n_claim(doc) >= n[i]);
        for (size_t k = 0; k < n[i] && k < msd_doc_n_claim(doc); k++) {
            char *again = print(msd_doc_claim(doc, k));
            CHECK_STR(again, forward[i][k]);
            free(again);
            free(forward[i][k]);
        }
        msd_doc_free(doc);
        free(body);
    }
}

/* ---- trees of every shape ---- */

static uint32_t seed = 20240514;
static uint32_t dealt(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return n ? (seed >> 8) % n : 0;
}

/* Heads within each sentence so that it stays one tree: shape 0 a chain, 1 a star, 2 and 3 at random. */
static void reshape(msdx_unit *u, int shape)
{
    for (uint32_t s = 0; s < u->n_sent; s++) {
        int32_t from = (int32_t)u->sent[s].tok_start, to = (int32_t)u->sent[s].tok_end, root = -1, last = -1;
        for (int32_t t = from; t < to; t++) {
            msdx_tok *tk = &u->tok[t];
            if (tk->is_space) continue;
            int32_t head = shape == 0   ? last
                           : shape == 1 ? root
                           : root < 0   ? -1
                                        : from + (int32_t)dealt((uint32_t)(t - from));
            while (head >= 0 && u->tok[head].is_space) head--;
            if (head < from) head = root;
            tk->head = head;
            tk->rel = (uint8_t)(head < 0 ? MSDX_REL_ROOT : 1 + dealt(MSDX_N_REL - 1));
            if (root < 0) root = t;
            last = t;
        }
    }
    msdx_unit_link_children(u);
}

/* Other words' tags and parts of speech. */
static void retag(msdx_unit *u)
{
    for (uint32_t t = 0; t < u->n_tok; t++) {
        const msdx_tok *other = &u->tok[dealt(u->n_tok)];
        if (u->tok[t].is_space || other->is_space || dealt(3)) continue;
        u->tok[t].tag = other->tag;
        u->tok[t].upos = other->upos;
        u->tok[t].morph = other->morph;
    }
}

static void check_ranges(const msd_doc *doc)
{
    for (uint32_t i = 0; i < doc->n_claim; i++) {
        const msd_claim *c = &doc->claim[i];
        CHECK(c->trigger.start_byte < c->trigger.end_byte && c->trigger.end_byte <= doc->body.n_byte);
        for (size_t k = 0; k < c->n_actor; k++) CHECK(c->actors[k].span.end_byte <= doc->body.n_byte);
        for (size_t k = 0; k < c->n_recipient; k++) CHECK(c->recipients[k].span.end_byte <= doc->body.n_byte);
        CHECK(c->confidence >= 0 && c->confidence <= 1);
    }
}

static void test_claims__trees_of_every_shape(void)
{
    msd_error err = {0};
    msdx_parser *parser;
    msdx_parse_work *parse_work;
    msdx_know *know;
    msdx_code_work *code_work;
    CHECK_INT(msdx_parser_open(&parser, model_path, &err), MSD_OK);
    CHECK_INT(msdx_parse_work_new(&parse_work, parser, &err), MSD_OK);
    CHECK_INT(msdx_know_open(&know, knowledge_path, &err), MSD_OK);
    CHECK_INT(msdx_code_work_new(&code_work, know, &err), MSD_OK);
    for (size_t i = 0; i < n_text; i += 2)
        for (int shape = 0; shape < SHAPES; shape++) {
            char *body = document(i, 2);
            msd_input in = {.text = body, .n_byte = strlen(body), .date = "2024-05-14", .language = "en"};
            msd_doc *doc;
            CHECK_INT(msdx_doc_make(&doc, &in, MSDX_DOC_EXACT, NULL, &err), MSD_OK);
            msdx_unit *unit = &doc->body;
            CHECK_INT(msdx_parse_run(parser, parse_work, &unit, 1, &err), MSD_OK);
            reshape(unit, shape);
            if (shape == 3) retag(unit);
            CHECK_INT(msdx_code_run(know, code_work, doc, &err), MSD_OK);
            check_ranges(doc);
            msdx_doc_free(doc);
            free(body);
        }
    msdx_code_work_free(code_work);
    msdx_know_close(know);
    msdx_parse_work_free(parse_work);
    msdx_parser_close(parser);
}

int main(void)
{
    char model[4096], knowledge[4096];
    msd_options opt = MSD_OPTIONS_INIT;
    msd_error err = {0};
    opt.model = model_path = installed("MASUDI_MODEL", "en.model", model);
    opt.knowledge = knowledge_path = installed("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge);
    if (access(opt.model, R_OK) != 0 || access(opt.knowledge, R_OK) != 0)
        SKIP("no model or knowledge; ./run setup makes them");
    if (msd_engine_open(&engine, &opt, &err) != MSD_OK || msd_worker_new(&worker, engine, &err) != MSD_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    read_texts(MSD_SOURCE_DIR "/test/golden/code/claims.txt");
    read_texts(MSD_SOURCE_DIR "/test/golden/code/roles.txt");
    RUN(test_claims__every_offset_slices_to_its_text);
    RUN(test_claims__the_order_of_documents_changes_nothing);
    RUN(test_claims__trees_of_every_shape);
    for (size_t i = 0; i < n_text; i++) free(text[i]);
    msd_worker_free(worker);
    msd_engine_close(engine);
    return test_end();
}
