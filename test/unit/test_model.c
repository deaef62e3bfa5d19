#include <unistd.h>

#include "parse/import.h"
#include "parse/parse.h"
#include "test.h"

static msdx_parser *parser;
static msdx_parse_work *work;
static char model_path[4096];

static void print_units(msdx_buf *out, const char *const *text, size_t n_text, bool together)
{
    msdx_arena a = MSDX_ARENA_INIT;
    msdx_unit u[8] = {0}, *list[8] = {NULL};
    for (size_t i = 0; i < n_text; i++) {
        u[i] = (msdx_unit){.arena = &a, .text = text[i], .parsed = text[i], .n_byte = (uint32_t)strlen(text[i])};
        list[i] = &u[i];
    }
    if (together) CHECK_INT(msdx_parse_run(parser, work, list, n_text, NULL), MSD_OK);
    for (size_t i = 0; i < n_text; i++) {
        if (!together) CHECK_INT(msdx_parse_run(parser, work, &list[i], 1, NULL), MSD_OK);
        msdx_conllu_write(out, &u[i], "x", true);
        msdx_conllu_write(out, &u[i], "x", false);
    }
    msdx_arena_clear(&a);
}

static void test_model__batch_is_one_by_one(void)
{
    static const char *const text[] = {"Iran threatened to close the strait.",
                                       "",
                                       " ",
                                       "\n\nMr. Obama didn't go to Paris, France.  ",
                                       "x",
                                       "The U.N. said on Monday that talks had failed. It blamed both."};
    msdx_buf a = MSDX_BUF_INIT(1 << 20), b = MSDX_BUF_INIT(1 << 20);
    print_units(&a, text, 6, true);
    print_units(&b, text, 6, false);
    CHECK(a.n > 500);
    CHECK_STR(msdx_buf_cstr(&a), msdx_buf_cstr(&b));
    msdx_buf_clear(&a);
    msdx_buf_clear(&b);
}

static void test_model__layers_are_there(void)
{
    static const char text[] = "Leaders condemned the attacks.";
    msdx_arena a = MSDX_ARENA_INIT;
    msdx_unit u = {.arena = &a, .text = text, .parsed = text, .n_byte = sizeof text - 1}, *list = &u;
    CHECK_INT(msdx_parse_run(parser, work, &list, 1, NULL), MSD_OK);
    CHECK_INT(u.n_tok, 5);
    CHECK_INT(u.n_sent, 1);
    CHECK_STR(u.tok[1].tag, "VBD");
    CHECK_INT(u.tok[1].upos, MSDX_VERB);
    CHECK(msdx_str_is(u.tok[1].lemma, "condemn"));
    CHECK_INT(u.tok[1].head, -1);
    CHECK_INT(u.tok[3].head, 1);
    CHECK_INT(u.tok[3].rel, MSDX_REL_OBJ);
    msdx_arena_clear(&a);
}

static void test_model__a_paragraph_starts_a_sentence(void)
{
    static const char text[] = "Talks between the two\n\nsides failed";
    msdx_para para[] = {{0, 21, MSDX_PARA_TEXT}, {23, 35, MSDX_PARA_TEXT}};
    msdx_arena a = MSDX_ARENA_INIT;
    msdx_unit u = {.arena = &a, .text = text, .parsed = text, .n_byte = sizeof text - 1, .para = para, .n_para = 2};
    msdx_unit *list = &u;
    CHECK_INT(msdx_parse_run(parser, work, &list, 1, NULL), MSD_OK);
    CHECK_INT(u.n_tok, 6); /* none for the white space between */
    CHECK_INT(u.n_sent, 2);
    CHECK_INT(u.tok[3].sent, 0);
    CHECK_INT(u.tok[4].sent, 1);
    CHECK_INT(u.tok[4].span.start_byte, 23);
    msdx_arena_clear(&a);
}

/* Everything of a token that parse sets, its places counted from its own paragraph. */
static void print_part(msdx_buf *out, const msdx_unit *u, int32_t from, int32_t to, msd_span at, int32_t sent)
{
    for (int32_t t = from; t < to; t++) {
        const msdx_tok *k = &u->tok[t];
        int32_t of[] = {k->head, k->first_child, k->next_sib};
        for (int i = 0; i < 3; i++) msdx_buf_addf(out, "%d ", of[i] < 0 ? -1 : of[i] - from);
        msdx_buf_addf(out, "%u-%u %u-%u %s %s %s %s %d %d %d %d\n", k->span.start_byte - at.start_byte,
                      k->span.end_byte - at.start_byte, k->span.start_cp - at.start_cp, k->span.end_cp - at.start_cp,
                      k->tag, k->morph, k->native_dep, k->ent ? k->ent : "-", k->native_head - from, k->rel,
                      k->sent - sent, k->ent_iob);
    }
}

/* A paragraph of a text is parsed as if it were a text, wherever it stands. */
static void test_model__a_paragraph_is_a_text(void)
{
    static const char text[] = "  \n\xC3\x89lan said on Monday that\n\nPolice in Lima held ten. They were\n\n\n"
                               "freed, Ana Torres of the U.N. said. ";
    enum { N = 3 };
    msdx_para para[N] = {{3, 28, MSDX_PARA_TEXT}, {29, 65, MSDX_PARA_TEXT}, {67, sizeof text - 1, MSDX_PARA_TEXT}};
    msdx_arena a = MSDX_ARENA_INIT;
    msdx_buf whole = MSDX_BUF_INIT(1 << 16), alone = MSDX_BUF_INIT(1 << 16);
    msdx_unit u = {.arena = &a, .text = text, .parsed = text, .n_byte = sizeof text - 1, .para = para, .n_para = N};
    msdx_unit *list = &u;
    CHECK_INT(msdx_parse_run(parser, work, &list, 1, NULL), MSD_OK);
    int32_t from = 0, sent = 0;
    uint32_t n_ent = 0;
    for (int p = 0; p < N; p++) {
        uint32_t start = para[p].start_byte, end = para[p].end_byte;
        while (text[start] == '\n') start++;
        while (strchr(" \n", text[end - 1])) end--;
        msdx_unit v = {.arena = &a, .text = text + start, .parsed = text + start, .n_byte = end - start};
        msdx_unit *one = &v;
        CHECK_INT(msdx_parse_run(parser, work, &one, 1, NULL), MSD_OK);
        CHECK(v.n_tok > 0 && from + (int32_t)v.n_tok <= (int32_t)u.n_tok);
        print_part(&alone, &v, 0, (int32_t)v.n_tok, (msd_span){0, 0, 0, 0}, 0);
        print_part(&whole, &u, from, from + (int32_t)v.n_tok, u.tok[from].span, sent);
        for (uint32_t e = 0; e < v.n_ent; e++, n_ent++) {
            CHECK_INT(u.ent[n_ent].start, v.ent[e].start + from);
            CHECK_INT(u.ent[n_ent].end, v.ent[e].end + from);
        }
        for (uint32_t s = 0; s < v.n_sent; s++) CHECK_INT(u.sent[sent + (int32_t)s].tok_end, v.sent[s].tok_end + from);
        CHECK_INT(u.tok[from].span.start_byte, start);
        CHECK_INT(u.tok[from].span.start_cp, msdx_utf8_count(text, start));
        from += (int32_t)v.n_tok;
        sent += (int32_t)v.n_sent;
    }
    CHECK_INT(from, u.n_tok);
    CHECK_INT(sent, u.n_sent);
    CHECK_INT(n_ent, u.n_ent);
    CHECK_STR(msdx_buf_cstr(&whole), msdx_buf_cstr(&alone));
    msdx_buf_clear(&whole);
    msdx_buf_clear(&alone);
    msdx_arena_clear(&a);
}

/* Once it is warm, parsing into an arena that is used again takes no memory: the arenas of a debug build take some for
 * each request, so that there it is not counted. */
static void test_model__no_allocation_once_warm(void)
{
#ifndef MSDX_ARENA_DEBUG
    static const char *const text[] = {
        "The minister said on Tuesday that talks with the rebels in Aleppo had failed.",
        "Police arrested 40 people. Nobody's been charged, lawyers in St. Petersburg said.",
        "He can't leave, won't leave and didn't say why; see http://example.org/a?b=c."};
    enum { N_TEXT = 3, N_WARM = 3, N_ROUND = 20 };
    msdx_arena a = MSDX_ARENA_INIT;
    size_t before = 0;
    for (int round = 0; round < N_WARM + N_ROUND; round++) {
        msdx_unit u[N_TEXT], *list[N_TEXT];
        if (round == N_WARM) before = msdx_n_alloc();
        for (size_t i = 0; i < N_TEXT; i++) {
            u[i] = (msdx_unit){.arena = &a, .text = text[i], .parsed = text[i], .n_byte = (uint32_t)strlen(text[i])};
            list[i] = &u[i];
        }
        CHECK_INT(msdx_parse_run(parser, work, list, N_TEXT, NULL), MSD_OK);
        CHECK_INT(msdx_parse_run(parser, work, list, 1, NULL), MSD_OK);
        msdx_arena_reset(&a);
    }
    CHECK(before > 0);
    CHECK_INT(msdx_n_alloc(), before);
    msdx_arena_clear(&a);
#endif
}

static void test_model__info(void)
{
    msdx_buf b = MSDX_BUF_INIT(1 << 20);
    msd_error err;
    CHECK_INT(msdx_model_info(msdx_parser_pack(parser), &b, &err), MSD_OK);
    const char *s = msdx_buf_cstr(&b);
    CHECK(strstr(s, "licence   MIT\n") && strstr(s, "labels    tagger (") && strstr(s, " nsubjpass ") &&
          strstr(s, "part      tokenizer "));
    msdx_buf_clear(&b);
}

static msd_status oom_case(void)
{
    static const char text[] = "Mr. Obama didn't go to Paris, France.";
    msdx_arena a = MSDX_ARENA_INIT;
    msdx_unit u = {.arena = &a, .text = text, .parsed = text, .n_byte = sizeof text - 1}, *list = &u;
    msdx_parser *p = NULL;
    msdx_parse_work *w = NULL;
    msd_status st = msdx_parser_open(&p, model_path, NULL);
    if (st == MSD_OK) st = msdx_parse_work_new(&w, p, NULL);
    if (st == MSD_OK) st = msdx_parse_run(p, w, &list, 1, NULL);
    msdx_parse_work_free(w);
    msdx_parser_close(p);
    msdx_arena_clear(&a);
    return st;
}

/* Opening takes thousands of allocations, most of them alike: every one of the first and the last few hundred, and a
 * spread of those between. */
static void test_model__out_of_memory(void)
{
    size_t before = msdx_n_alloc();
    CHECK_INT(oom_case(), MSD_OK);
    size_t total = msdx_n_alloc() - before;
    for (size_t n = 0; n < total; n += n < 100 || n + 200 > total ? 1 : 61) {
        msdx_fail_after(n);
        msd_status st = oom_case();
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        /* Matching goes on without just-in-time code. */
        CHECK(st == MSD_ENOMEM || (st == MSD_OK && (!hit || n < 200)));
    }
}

static void test_model__refuses(void)
{
    msdx_parser *p;
    msd_error err;
    char path[64];
    CHECK_INT(msdx_parser_open(&p, "/nonexistent", &err), MSD_EIO);
    CHECK(p == NULL);
    CHECK_INT(msdx_parser_open(&p, "/proc/self/exe", &err), MSD_EFORMAT);
    snprintf(path, sizeof path, "/tmp/test_model.%ld", (long)getpid());
    msdx_pack_writer *w;
    CHECK_INT(msdx_pack_writer_new(&w, MSDX_MODEL_KIND, MSDX_MODEL_VERSION, NULL), MSD_OK);
    CHECK_INT(msdx_pack_write(w, path, NULL), MSD_OK);
    msdx_pack_writer_free(w);
    CHECK_INT(msdx_parser_open(&p, path, &err), MSD_EFORMAT);
    CHECK(p == NULL && strstr(err.msg, "no section") != NULL);
    unlink(path);
}

int main(void)
{
    const char *path = getenv("MASUDI_MODEL");
    msd_error err = {0};
    RUN(test_model__refuses);
    snprintf(model_path, sizeof model_path, "%s", path ? path : MSD_SOURCE_DIR "/build/share/masudi/en.model");
    if (access(model_path, R_OK) != 0) SKIP("no model; set MASUDI_MODEL");
    if (msdx_parser_open(&parser, model_path, &err) != MSD_OK || msdx_parse_work_new(&work, parser, &err) != MSD_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    RUN(test_model__batch_is_one_by_one);
    RUN(test_model__layers_are_there);
    RUN(test_model__a_paragraph_starts_a_sentence);
    RUN(test_model__a_paragraph_is_a_text);
    RUN(test_model__no_allocation_once_warm);
    RUN(test_model__info);
    RUN(test_model__out_of_memory);
    msdx_parse_work_free(work);
    msdx_parser_close(parser);
    return test_end();
}
