/* From the model's trees to Universal Dependencies: one sentence a rule, and a law over random trees. */
#include "parse/parse_impl.h"
#include "test.h"

enum { MAX_TOK = 64 };

typedef struct sentence {
    msdx_arena arena;
    msdx_unit unit;
    msdx_tok tok[MAX_TOK];
    msd_sentence sent;
    char text[1024], spec[1024];
} sentence;

/* spec: "word/TAG/label/head ..." with heads counted from 1, 0 for the root; a fifth field is a name's type. */
static void make(sentence *s, const char *spec)
{
    memset(s, 0, sizeof *s);
    snprintf(s->spec, sizeof s->spec, "%s", spec);
    uint32_t n = 0, at = 0;
    char *save = NULL, *inner = NULL;
    for (char *w = strtok_r(s->spec, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
        msdx_tok *t = &s->tok[n];
        char *word = strtok_r(w, "/", &inner);
        t->tag = strtok_r(NULL, "/", &inner);
        t->native_dep = strtok_r(NULL, "/", &inner);
        int head = atoi(strtok_r(NULL, "/", &inner));
        t->native_head = head ? head - 1 : (int32_t)n;
        t->ent = strtok_r(NULL, "/", &inner);
        t->ent_iob = !t->ent ? MSDX_OUT : n && t[-1].ent ? MSDX_IN : MSDX_BEGIN;
        t->is_space = strcmp(word, "_") == 0;
        uint32_t end = at + (uint32_t)strlen(word);
        t->span = (msd_span){at, end, at, end};
        memcpy(s->text + at, word, end - at);
        s->text[end] = ' ';
        char *low = msdx_arena_strndup(&s->arena, word, end - at);
        for (char *p = low; *p; p++)
            if (*p >= 'A' && *p <= 'Z') *p = (char)(*p + 32);
        t->lower = msdx_str_of(low);
        t->lemma = strcmp(low, "said") == 0 ? MSDX_STR("say") : t->lower;
        t->morph = "";
        at = end + 1;
        n++;
    }
    s->sent = (msd_sentence){{0, at - 1, 0, at - 1}, 0, n};
    s->unit = (msdx_unit){.arena = &s->arena,
                          .text = s->text,
                          .parsed = s->text,
                          .n_byte = at - 1,
                          .tok = s->tok,
                          .n_tok = n,
                          .sent = &s->sent,
                          .n_sent = 1};
}

static msd_status convert(msdx_unit *unit)
{
    msdx_arena scratch = MSDX_ARENA_INIT;
    msd_status st = msdx_ud_run(unit, &scratch, NULL);
    msdx_arena_clear(&scratch);
    return st;
}

/* "head:rel head:rel ..." with heads counted from 1. */
static void expect(const char *spec, const char *want)
{
    sentence s;
    char got[1024] = "";
    make(&s, spec);
    CHECK_INT(convert(&s.unit), MSD_OK);
    for (uint32_t i = 0; i < s.unit.n_tok; i++) {
        size_t n = strlen(got);
        snprintf(got + n, sizeof got - n, "%s%d:%s", i ? " " : "", s.tok[i].head + 1,
                 msdx_rel_name((msdx_rel)s.tok[i].rel));
    }
    CHECK_STR(got, want);
    msdx_arena_clear(&s.arena);
}

static void test_ud__object_of_preposition_heads_it(void)
{
    expect(
        "Troops/NNS/nsubj/2 marched/VBD/ROOT/0 into/IN/prep/2 the/DT/det/5 city/NN/pobj/3 of/IN/prep/5 Homs/NNP/pobj/6",
        "2:nsubj 0:root 5:case 5:det 2:obl 7:case 5:nmod");
}

static void test_ud__agent_and_passive(void)
{
    expect("Two/CD/nummod/2 men/NNS/nsubjpass/4 were/VBD/auxpass/4 shot/VBN/ROOT/0 by/IN/agent/4 police/NN/pobj/5",
           "2:nummod 4:nsubj:pass 4:aux:pass 0:root 6:case 4:obl:agent");
}

static void test_ud__copula_gives_way(void)
{
    expect("He/PRP/nsubj/2 is/VBZ/ROOT/0 not/RB/neg/2 the/DT/det/5 leader/NN/attr/2",
           "5:nsubj 5:cop 5:advmod 5:det 0:root");
    expect("It/PRP/nsubj/2 was/VBD/ROOT/0 in/IN/prep/2 Paris/NNP/pobj/3", "4:nsubj 4:cop 4:case 0:root");
    expect("There/EX/expl/2 were/VBD/ROOT/0 clashes/NNS/attr/2", "2:expl 0:root 2:nsubj");
}

static void test_ud__conjuncts_hang_on_the_first(void)
{
    expect("A/NNP/nsubj/6 ,/,/punct/1 B/NNP/conj/1 and/CC/cc/3 C/NNP/conj/3 met/VBD/ROOT/0",
           "6:nsubj 3:punct 1:conj 5:cc 1:conj 0:root");
}

static void test_ud__object_raised_out_of_complement(void)
{
    expect("They/PRP/nsubj/2 urged/VBD/ROOT/0 Iran/NNP/nsubj/5 to/TO/aux/5 withdraw/VB/ccomp/2",
           "2:nsubj 0:root 2:obj 5:mark 2:xcomp");
    expect("They/PRP/nsubj/2 said/VBD/ROOT/0 Iran/NNP/nsubj/5 would/MD/aux/5 withdraw/VB/ccomp/2",
           "2:nsubj 0:root 5:nsubj 5:aux 2:ccomp");
}

static void test_ud__main_clauses(void)
{
    expect("They/PRP/nsubj/2 came/VBD/ccomp/5 ,/,/punct/5 they/PRP/nsubj/5 saw/VBD/ROOT/0",
           "2:nsubj 0:root 5:punct 5:nsubj 2:parataxis");
    expect("Troops/NNS/nsubj/2 left/VBD/ccomp/5 ,/,/punct/5 he/PRP/nsubj/5 said/VBD/ROOT/0",
           "2:nsubj 5:ccomp 2:punct 5:nsubj 0:root");
    /* "linked" is no main verb */
    expect("Men/NNS/nsubj/2 linked/VBN/ROOT/0 to/IN/prep/2 Iran/NNP/pobj/3 struck/VBD/dep/2 ships/NNS/dobj/5",
           "5:nsubj 1:acl 4:case 2:obl 0:root 5:obj");
    /* a copula inside what hangs on a preposition */
    expect("He/PRP/nsubj/2 left/VBD/ROOT/0 without/IN/prep/2 being/VBG/pcomp/3 able/JJ/acomp/4",
           "2:nsubj 0:root 5:mark 5:cop 2:advcl");
}

static void test_ud__names_titles_money_dates(void)
{
    expect("President/NNP/compound/3 Vladimir/NNP/compound/3/PERSON Putin/NNP/nsubj/4/PERSON spoke/VBD/ROOT/0",
           "2:nmod:desc 4:nsubj 2:flat 0:root");
    expect("It/PRP/nsubj/2 gave/VBD/ROOT/0 $/$/quantmod/5 5/CD/compound/5 million/CD/dobj/2",
           "2:nsubj 0:root 2:obj 5:compound 3:nummod");
    expect("On/IN/prep/6 Sept./NNP/pobj/1 10/CD/nummod/2 ,/,/punct/2 2002/CD/nummod/2 fell/VBD/ROOT/0",
           "3:case 3:nmod:unmarked 6:obl 5:punct 3:nmod:unmarked 0:root");
}

static void test_ud__fixed_words(void)
{
    expect("such/JJ/amod/2 as/IN/prep/4 Homs/NNP/pobj/2 towns/NNS/ROOT/0", "3:case 1:fixed 4:nmod 0:root");
    expect("It/PRP/nsubj/2 fell/VBD/ROOT/0 because/IN/prep/2 of/IN/pcomp/3 rain/NN/pobj/4",
           "2:nsubj 0:root 5:case 3:fixed 2:obl");
}

static void test_ud__space_tokens_hang_nowhere(void)
{
    expect("He/PRP/nsubj/3 _/_SP/dep/1 ran/VBD/ROOT/0 fast/RB/advmod/2", "3:nsubj 0: 0:root 1:advmod");
}

static void test_ud__labels_of_ud_pass_through(void)
{
    expect("He/PRP/nsubj/2 saw/VBD/ROOT/0 it/PRP/obj/2 in/IN/case/5 Homs/NNP/obl:lmod/2",
           "2:nsubj 0:root 2:obj 5:case 2:obl");
}

/* Any labels on any heads: one tree with one root, every token labelled. */
static void test_ud__always_a_tree(void)
{
    static const char *const dep[] = {"ROOT",     "prep",     "pobj",  "pcomp", "conj",  "cc",     "attr",
                                      "nsubj",    "compound", "ccomp", "aux",   "punct", "nummod", "quantmod",
                                      "npadvmod", "relcl",    "agent", "acomp", "dobj",  "weird"};
    static const char *const word[] = {"in", "order", "to",   "as", "well",    "is", "was", "$", "May",
                                       "5",  "2004",  "such", "of", "because", ",",  "Ann", "x"};
    static const char *const tag[] = {"IN", "NN", "NNP", "VBZ", "VB", "CD", "$", "JJ", "TO", "RB", ",", "DT"};
    unsigned seed = 7;
    for (int round = 0; round < 20000; round++) {
        sentence s;
        char spec[1024] = "";
        seed = seed * 1103515245u + 12345u;
        int n = 1 + (int)(seed >> 16) % 14;
        for (int i = 0; i < n; i++) {
            unsigned r[5];
            for (int k = 0; k < 5; k++) r[k] = (seed = seed * 1103515245u + 12345u) >> 16;
            size_t used = strlen(spec);
            snprintf(spec + used, sizeof spec - used, "%s%s/%s/%s/%u%s", i ? " " : "",
                     r[4] % 9 == 0 ? "_" : word[r[0] % 17], tag[r[1] % 12], dep[r[2] % 20], r[3] % (unsigned)(n + 1),
                     r[4] % 3 ? "" : "/PERSON");
        }
        make(&s, spec);
        CHECK_INT(convert(&s.unit), MSD_OK);
        int n_root = 0, n_word = 0, bad = 0;
        for (int i = 0; i < n; i++) {
            if (s.tok[i].is_space) {
                bad += s.tok[i].head != -1 || s.tok[i].rel != MSDX_REL_NONE;
                continue;
            }
            n_word++;
            int h = i, steps = 0;
            while (s.tok[h].head >= 0 && steps++ <= n) h = s.tok[h].head;
            bad += steps > n || s.tok[h].rel != MSDX_REL_ROOT || !s.tok[i].rel || s.tok[h].is_space;
            n_root += s.tok[i].head < 0;
        }
        CHECK(!bad && n_root == (n_word > 0));
        if (bad) fprintf(stderr, "%s\n", spec);
        msdx_arena_clear(&s.arena);
    }
}

static void test_ud__out_of_memory(void)
{
    for (size_t n = 0;; n++) {
        sentence s;
        make(&s, "He/PRP/nsubj/2 was/VBD/ROOT/0 in/IN/prep/2 Paris/NNP/pobj/3");
        msdx_fail_after(n);
        msd_status st = convert(&s.unit);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK_INT(st, hit ? MSD_ENOMEM : MSD_OK);
        msdx_arena_clear(&s.arena);
        if (!hit) break;
    }
}

int main(void)
{
    RUN(test_ud__object_of_preposition_heads_it);
    RUN(test_ud__agent_and_passive);
    RUN(test_ud__copula_gives_way);
    RUN(test_ud__conjuncts_hang_on_the_first);
    RUN(test_ud__object_raised_out_of_complement);
    RUN(test_ud__main_clauses);
    RUN(test_ud__names_titles_money_dates);
    RUN(test_ud__fixed_words);
    RUN(test_ud__space_tokens_hang_nowhere);
    RUN(test_ud__labels_of_ud_pass_through);
    RUN(test_ud__always_a_tree);
    RUN(test_ud__out_of_memory);
    return test_end();
}
