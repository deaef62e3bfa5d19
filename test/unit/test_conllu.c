/* CoNLL-U: columns, offsets, white space tokens, what must be escaped. */
#include "parse/parse.h"
#include "test.h"

/* "Él ran.\n\nBye" with a token for the blank line, which ends the first sentence. */
static void make(msdx_unit *u, msdx_tok *tok, msd_sentence *sent, msdx_arena *arena)
{
    static const char text[] = "\xC3\x89l ran.\n\nBye";
    static const struct {
        uint32_t start, end;
        const char *lemma, *tag, *dep;
        int32_t native, head;
        msdx_rel rel;
        msdx_upos pos;
        bool space;
    } row[] = {{0, 3, "\xC3\xA9l", "PRP", "nsubj", 1, 1, MSDX_REL_NSUBJ, MSDX_PRON, false},
               {4, 7, "run", "VBD", "ROOT", 1, -1, MSDX_REL_ROOT, MSDX_VERB, false},
               {7, 8, ".", ".", "punct", 1, 1, MSDX_REL_PUNCT, MSDX_PUNCT, false},
               {8, 10, "\n\n", "_SP", "dep", 2, -1, MSDX_REL_NONE, MSDX_SPACE, true},
               {10, 13, "Bye", "UH", "ROOT", 4, -1, MSDX_REL_ROOT, MSDX_INTJ, false}};
    memset(tok, 0, 5 * sizeof *tok);
    for (int i = 0; i < 5; i++) {
        uint32_t less = row[i].end > 1; /* one two-byte character in front */
        tok[i] = (msdx_tok){.span = {row[i].start, row[i].end, row[i].start ? row[i].start - 1 : 0, row[i].end - less},
                            .lemma = msdx_str_of(row[i].lemma),
                            .tag = row[i].tag,
                            .morph = "",
                            .native_dep = row[i].dep,
                            .native_head = row[i].native,
                            .head = row[i].head,
                            .rel = (uint8_t)row[i].rel,
                            .upos = (uint8_t)row[i].pos,
                            .is_space = row[i].space};
    }
    tok[0].ent = "PERSON";
    tok[0].ent_iob = MSDX_BEGIN;
    tok[0].morph = "Case=Nom|Number=Sing";
    sent[0] = (msd_sentence){{0, 10, 0, 9}, 0, 4};
    sent[1] = (msd_sentence){{10, 13, 9, 12}, 4, 5};
    *u = (msdx_unit){
        .arena = arena, .text = text, .parsed = text, .n_byte = 13, .tok = tok, .n_tok = 5, .sent = sent, .n_sent = 2};
}

static void check(bool native, const char *doc_id, const char *want)
{
    msdx_arena arena = MSDX_ARENA_INIT;
    msdx_unit u;
    msdx_tok tok[5];
    msd_sentence sent[2];
    msdx_buf buf = MSDX_BUF_INIT(1 << 16);
    make(&u, tok, sent, &arena);
    msdx_conllu_write(&buf, &u, doc_id, native);
    CHECK_STR(msdx_buf_cstr(&buf), want);
    msdx_buf_clear(&buf);
    msdx_arena_clear(&arena);
}

static void test_conllu__ud_drops_white_space(void)
{
    check(false, "a\tb",
          "# newdoc id = a b\n# sent_id = a b-1\n# text = \xC3\x89l ran.\n"
          "1\t\xC3\x89l\t\xC3\xA9l\tPRON\tPRP\tCase=Nom|Number=Sing\t2\tnsubj\t_\tstart=0|end=2|ner=B-PERSON\n"
          "2\tran\trun\tVERB\tVBD\t_\t0\troot\t_\tstart=3|end=6|SpaceAfter=No\n"
          "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\tstart=6|end=7\n\n"
          "# sent_id = a b-2\n# text = Bye\n"
          "1\tBye\tBye\tINTJ\tUH\t_\t0\troot\t_\tstart=9|end=12\n\n");
}

static void test_conllu__native_keeps_it(void)
{
    check(true, NULL,
          "# newdoc\n# sent_id = 1\n# text = \xC3\x89l ran.\n"
          "1\t\xC3\x89l\t\xC3\xA9l\tPRON\tPRP\tCase=Nom|Number=Sing\t2\tnsubj\t_\tstart=0|end=2|ner=B-PERSON\n"
          "2\tran\trun\tVERB\tVBD\t_\t0\tROOT\t_\tstart=3|end=6|SpaceAfter=No\n"
          "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\tstart=6|end=7|SpaceAfter=No\n"
          "4\t\\n\\n\t\\n\\n\tSPACE\t_SP\t_\t3\tdep\t_\tstart=7|end=9|SpaceAfter=No\n\n"
          "# sent_id = 2\n# text = Bye\n"
          "1\tBye\tBye\tINTJ\tUH\t_\t0\tROOT\t_\tstart=9|end=12\n\n");
}

/* A sentence of white space alone is no sentence. */
static void test_conllu__blank_sentence(void)
{
    msdx_arena arena = MSDX_ARENA_INIT;
    msdx_tok tok[1] = {{.span = {0, 2, 0, 2},
                        .is_space = true,
                        .head = -1,
                        .tag = "_SP",
                        .native_dep = "dep",
                        .morph = "",
                        .lemma = MSDX_STR("\n\n")}};
    msd_sentence sent[1] = {{{0, 2, 0, 2}, 0, 1}};
    msdx_unit u = {.arena = &arena,
                   .text = "\n\n",
                   .parsed = "\n\n",
                   .n_byte = 2,
                   .tok = tok,
                   .n_tok = 1,
                   .sent = sent,
                   .n_sent = 1};
    msdx_buf buf = MSDX_BUF_INIT(1 << 16);
    msdx_conllu_write(&buf, &u, "x", false);
    CHECK_STR(msdx_buf_cstr(&buf), "# newdoc id = x\n");
    msdx_buf_clear(&buf);
    msdx_arena_clear(&arena);
}

int main(void)
{
    RUN(test_conllu__ud_drops_white_space);
    RUN(test_conllu__native_keeps_it);
    RUN(test_conllu__blank_sentence);
    return test_end();
}
