/* The rule lemmatizer: import and lookup. */
#include "package.h"
#include "parse/parse_impl.h"

static const char config[] = "[nlp]\nlang = \"en\"\n[components.lemmatizer]\nmode = \"rule\"\noverwrite = false\n";

/* The numbers are the ids of "noun", "verb", "adv"; punct is a symbol, 445. */
static const char tables[] =
    "{\"lemma_rules\": {\"#16833663260455505849\": [[\"s\", \"\"], [\"ses\", \"s\"], [\"men\", \"man\"]],"
    "                  \"#6360137228241296794\": [[\"ed\", \"e\"], [\"ed\", \"\"], [\"s\", \"\"]],"
    "                  \"#445\": [[\"\xE2\x80\x9C\", \"\\\"\"]], \"#10054248821341768113\": [[\"\", \"\"]]},"
    " \"lemma_exc\": {\"#16833663260455505849\": {\"axes\": [\"ax\", \"axis\", \"axe\"]}, \"#6360137228241296794\": "
    "{\"was\": [\"be\"], \"went\": [\"go\"]}},"
    " \"lemma_index\": {\"#16833663260455505849\": [\"axe\", \"bus\", \"man\", \"dog\"], \"#6360137228241296794\": "
    "[\"walk\", \"hope\"]}}";

static msd_status import(const char *json, const char *cfg, msdx_pack **pack, void **bytes, msd_error *err)
{
    return package_import("test_lemma", "lemmatizer/lookups", "lookups.bin", json, cfg, msdx_import_lemmatizer, pack,
                          bytes, err);
}

static void expect(const msdx_lemmatizer *l, const char *word, msdx_upos pos, const char *morph, const char *want)
{
    package_unit p;
    package_unit_make(&p, word);
    p.tok[0].upos = (uint8_t)pos;
    p.tok[0].morph = morph;
    CHECK_INT(msdx_lemmatizer_run(l, &p.unit, NULL), MSD_OK);
    char got[256];
    snprintf(got, sizeof got, "%.*s", (int)p.tok[0].lemma.n, p.tok[0].lemma.p);
    CHECK_STR(got, want);
    msdx_arena_clear(&p.arena);
}

static void test_lemma__rules_index_exceptions(void)
{
    msdx_pack *pack;
    void *bytes;
    msdx_lemmatizer *l;
    msd_error err = {0};
    CHECK_INT(import(tables, config, &pack, &bytes, &err), MSD_OK);
    CHECK_INT(msdx_lemmatizer_open(&l, pack, &err), MSD_OK);
    expect(l, "Dogs", MSDX_NOUN, "Number=Plur", "dog");
    expect(l, "Dogs", MSDX_NOUN, "Number=Sing", "dogs");
    expect(l, "busses", MSDX_NOUN, "Number=Plur", "busse");  /* neither form is known: the first rule */
    expect(l, "buses", MSDX_NOUN, "Number=Plur", "bus");     /* the second rule's form is known */
    expect(l, "axes", MSDX_NOUN, "Number=Plur", "axis");     /* last exception that the rules did not give */
    expect(l, "Police", MSDX_NOUN, "Number=Plur", "Police"); /* no rule: as written */
    expect(l, "walked", MSDX_VERB, "Tense=Past|VerbForm=Fin", "walk");
    expect(l, "hoped", MSDX_VERB, "Tense=Past|VerbForm=Fin", "hope");
    expect(l, "kill-ed", MSDX_VERB, "VerbForm=Part", "kill-e"); /* not all letters counts as known */
    expect(l, "WENT", MSDX_VERB, "Tense=Past|VerbForm=Fin", "go");
    expect(l, "Walked", MSDX_VERB, "VerbForm=Inf", "walked");
    expect(l, "Walks", MSDX_VERB, "Mood=Ind|Tense=Pres|VerbForm=Fin", "walks");
    expect(l, "Walks", MSDX_VERB, "Number=Sing|Tense=Pres|VerbForm=Fin", "walk");
    expect(l, "Obama", MSDX_PROPN, "Number=Sing", "Obama");
    expect(l, "The", MSDX_DET, "", "the");
    expect(l, "Soon", MSDX_ADV, "", "soon");
    expect(l, "Red", MSDX_ADJ, "Degree=Pos", "red");
    expect(l, "\xE2\x80\x9C", MSDX_PUNCT, "", "\"");
    expect(l, "Foo", MSDX_UPOS_NONE, "", "foo");
    char big[400];
    memset(big, 'x', 300);
    memcpy(big + 300, "s", 2);
    char stem[400];
    memcpy(stem, big, 300);
    stem[300] = 0;
    char got[400];
    package_unit p;
    package_unit_make(&p, big);
    p.tok[0].upos = MSDX_NOUN;
    CHECK_INT(msdx_lemmatizer_run(l, &p.unit, NULL), MSD_OK);
    snprintf(got, sizeof got, "%.*s", (int)p.tok[0].lemma.n, p.tok[0].lemma.p);
    CHECK_STR(got, stem);
    msdx_arena_clear(&p.arena);
    msdx_lemmatizer_close(l);
    msdx_pack_close(pack);
    msdx_free(bytes);
}

static void test_lemma__keeps_the_rulers(void)
{
    msdx_pack *pack;
    void *bytes;
    msdx_lemmatizer *l;
    CHECK_INT(import(tables, config, &pack, &bytes, NULL), MSD_OK);
    CHECK_INT(msdx_lemmatizer_open(&l, pack, NULL), MSD_OK);
    package_unit p;
    package_unit_make(&p, "n't");
    p.tok[0].lemma = MSDX_STR("not");
    CHECK_INT(msdx_lemmatizer_run(l, &p.unit, NULL), MSD_OK);
    CHECK(msdx_str_is(p.tok[0].lemma, "not"));
    msdx_arena_clear(&p.arena);
    msdx_lemmatizer_close(l);
    msdx_pack_close(pack);
    msdx_free(bytes);
}

static void test_lemma__refuses_by_name(void)
{
    static const struct {
        const char *json, *config, *word;
        msd_status st;
    } bad[] = {
        {tables, "[nlp]\nlang = \"es\"\n[components.lemmatizer]\nmode = \"rule\"\noverwrite = false\n", "lang",
         MSD_EUNSUPPORTED},
        {tables, "[nlp]\nlang = \"en\"\n[components.lemmatizer]\nmode = \"lookup\"\noverwrite = false\n", "mode",
         MSD_EUNSUPPORTED},
        {tables, "[nlp]\nlang = \"en\"\n[components.lemmatizer]\nmode = \"rule\"\noverwrite = true\n", "overwrite",
         MSD_EUNSUPPORTED},
        {"{}", config, "lemma_rules", MSD_EFORMAT},
        {"{\"lemma_rules\": {\"#6360137228241296794\": 3}}", config, "lemma_rules", MSD_EFORMAT},
        {"{\"lemma_rules\": {\"#6360137228241296794\": [[1, 2]]}}", config, "lemma_rules", MSD_EFORMAT},
        {"{\"lemma_rules\": {}, \"lemma_index\": {\"#6360137228241296794\": [3]}}", config, "lemma_index", MSD_EFORMAT},
        {"{\"lemma_rules\": {}, \"lemma_exc\": {\"#6360137228241296794\": {\"a\": 3}}}", config, "lemma_exc",
         MSD_EFORMAT},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        msdx_pack *pack;
        void *bytes;
        msd_error err = {0};
        CHECK_INT(import(bad[i].json, bad[i].config, &pack, &bytes, &err), bad[i].st);
        CHECK(strstr(err.msg, bad[i].word) != NULL);
        msdx_pack_close(pack);
        msdx_free(bytes);
    }
}

static void test_lemma__damaged_tables(void)
{
    msdx_pack *pack;
    void *bytes;
    CHECK_INT(import(tables, config, &pack, &bytes, NULL), MSD_OK);
    static const char *const name[] = {"lemmatizer/text",  "lemmatizer/pos", "lemmatizer/rule",
                                       "lemmatizer/index", "lemmatizer/exc", "lemmatizer/exc_form"};
    for (size_t k = 0; k < 6; k++) {
        msdx_section s;
        CHECK(msdx_pack_find(pack, name[k], &s));
        unsigned char *p = (unsigned char *)bytes + ((const unsigned char *)s.data - (const unsigned char *)bytes);
        for (size_t i = 0; i < s.n_byte; i++)
            for (int bit = 0; bit < 8; bit += 3) {
                msdx_lemmatizer *l;
                p[i] ^= (unsigned char)(1 << bit);
                if (msdx_lemmatizer_open(&l, pack, NULL) == MSD_OK) {
                    package_unit u;
                    package_unit_make(&u, "axes walked dogs went");
                    u.tok[0].upos = u.tok[2].upos = MSDX_NOUN;
                    u.tok[1].upos = u.tok[3].upos = MSDX_VERB;
                    CHECK_INT(msdx_lemmatizer_run(l, &u.unit, NULL), MSD_OK);
                    msdx_arena_clear(&u.arena);
                    msdx_lemmatizer_close(l);
                }
                p[i] ^= (unsigned char)(1 << bit);
            }
    }
    msdx_pack_close(pack);
    msdx_free(bytes);
}

static void test_lemma__out_of_memory(void)
{
    msdx_pack *pack;
    void *bytes;
    CHECK_INT(import(tables, config, &pack, &bytes, NULL), MSD_OK);
    for (size_t n = 0;; n++) {
        msdx_lemmatizer *x = NULL;
        package_unit p;
        package_unit_make(&p, "axes/NN/x walked/VBD/y");
        p.tok[0].upos = MSDX_NOUN;
        p.tok[1].upos = MSDX_VERB;
        msdx_fail_after(n);
        msd_status st = msdx_lemmatizer_open(&x, pack, NULL);
        if (st == MSD_OK) st = msdx_lemmatizer_run(x, &p.unit, NULL);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK_INT(st, hit ? MSD_ENOMEM : MSD_OK);
        msdx_lemmatizer_close(x);
        msdx_arena_clear(&p.arena);
        if (!hit) break;
    }
    msdx_pack_close(pack);
    msdx_free(bytes);
}

int main(void)
{
    RUN(test_lemma__rules_index_exceptions);
    RUN(test_lemma__keeps_the_rulers);
    RUN(test_lemma__refuses_by_name);
    RUN(test_lemma__damaged_tables);
    RUN(test_lemma__out_of_memory);
    return test_end();
}
