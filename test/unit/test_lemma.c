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

/* A word with these features, then what the lemmatizer makes of it; `starts`: it begins a sentence. */
struct lemma_case {
    const char *word;
    msdx_upos pos;
    const char *morph, *want;
    bool starts;
};

static void expect_all(const char *json, const char *cfg, const struct lemma_case *c, size_t n)
{
    msdx_pack *pack;
    void *bytes;
    msdx_lemmatizer *l;
    msd_error err = {0};
    CHECK_INT(import(json, cfg, &pack, &bytes, &err), MSD_OK);
    CHECK_STR(err.msg, "");
    CHECK_INT(msdx_lemmatizer_open(&l, pack, &err), MSD_OK);
    for (size_t i = 0; i < n; i++) {
        package_unit p;
        msd_sentence sent = {.tok_start = c[i].starts ? 0 : 1};
        package_unit_make(&p, c[i].word);
        p.unit.sent = &sent;
        p.unit.n_sent = 1;
        p.tok[0].sent = 0;
        p.tok[0].upos = (uint8_t)c[i].pos;
        p.tok[0].morph = c[i].morph;
        CHECK_INT(msdx_lemmatizer_run(l, &p.unit, NULL), MSD_OK);
        char got[256];
        snprintf(got, sizeof got, "%.*s", (int)p.tok[0].lemma.n, p.tok[0].lemma.p);
        CHECK_STR(got, c[i].want);
        msdx_arena_clear(&p.arena);
    }
    msdx_lemmatizer_close(l);
    msdx_pack_close(pack);
    msdx_free(bytes);
}

static const char config_fr[] = "[nlp]\nlang = \"fr\"\n[components.lemmatizer]\nmode = \"rule\"\noverwrite = false\n";
static const char tables_fr[] =
    "{\"lemma_rules\": {\"#16833663260455505849\": [[\"s\", \"\"], [\"aux\", \"al\"]], "
    "\"#6360137228241296794\": [[\"ais\", \"er\"], [\"ent\", \"er\"], [\"-t\", \"\"]]}, "
    "\"lemma_exc\": {\"#6360137228241296794\": {\"suis\": [\"être\", \"suivre\"]}, "
    "\"#2426044792470416390\": {\"du\": [\"de\"]}}, \"lemma_index\": {\"#16833663260455505849\": "
    "[\"ville\", \"fils\", \"cheval\"], \"#6360137228241296794\": [\"parler\"]}, \"lemma_lookup\": "
    "{\"#1306841160317876961\": [\"Alpe\"], \"#13795287872352806545\": [\"onzième\"], "
    "\"#11334962332053205890\": [\"deux\"]}} ";

static void test_lemma__french(void)
{
    static const struct lemma_case c[] = {
        {"Fils", MSDX_NOUN, "Number=Plur", "fils", false}, /* a known form, though a rule fits */
        {"villes", MSDX_NOUN, "", "ville", false},         /* the rule gives a known form */
        {"tribunaux", MSDX_NOUN, "", "tribunal", false},   /* no form is known: the first */
        {"chevaux", MSDX_NOUN, "", "cheval", false},
        {"Suis", MSDX_VERB, "", "être", false}, /* the first exception */
        {"parlent", MSDX_VERB, "", "parler", false},
        {"dit-on-t", MSDX_VERB, "", "dit-on", false}, /* not all letters counts as known */
        {"du", MSDX_ADP, "", "de", false},
        {"Alpes", MSDX_PROPN, "", "Alpe", false}, /* a tag without rules: the table, by the exact string */
        {"alpes", MSDX_PROPN, "", "alpes", false},
        {"Onze", MSDX_NUM, "", "Onze", false},
        {"Onze", MSDX_ADV, "", "onzième", false}, /* nothing else knew it: the table, in lower case */
        {"Ici", MSDX_ADV, "", "ici", false},
        {"Quoi", MSDX_UPOS_NONE, "", "quoi", false},
    };
    expect_all(tables_fr, config_fr, c, sizeof c / sizeof *c);
}

static const char config_es[] = "[nlp]\nlang = \"es\"\n[components.lemmatizer]\nmode = \"rule\"\noverwrite = false\n";
static const char tables_es[] =
    "{\"lemma_rules\": {\"#3411112042748727848\": [[\"ó\", \"o\"], [\"í\", \"i\"], [\"á\", "
    "\"a\"]], \"#9445119882813673256\": [[\"muy\", \"mucho\"]], \"#415\": [[\"las\", \"el\"]], "
    "\"#17354369376887303800\": [[\"conmigo\", \"yo\"]], \"#13699602443043047926\": [[\"tales\", "
    "\"tal\"]], \"#1514644680304835260\": [[\"as\", \"o\"], [\"s\", \"\"]], \"#431\": [[\"dos\", "
    "\"dos\"], [\"segunda\", \"segundo\"]], \"#17915964929124738432\": [[\"u\", \"o\"], [\"i\", "
    "\"e\"]], \"#15904785274442606329\": [[\"ue\", \"o\"], [\"ie\", \"e\"]], "
    "\"#11508006791530550541\": [[\"es\", \"\"], [\"s\", \"\"]], \"#14512947984786236900\": "
    "[[\"ó\", \"ar\"], [\"ió\", \"ir\"]], \"#2565866240618721036\": [[\"e\", \"er\"], [\"a\", "
    "\"ar\"]], \"#12835022759316255171\": [[\"\", \"\"]]}, \"lemma_rules_groups\": "
    "{\"#16833663260455505849\": [[\"noun_plur\", [\"Number=Plur\"]]], \"#12401032943472870168\": "
    "[], \"#6360137228241296794\": [[\"verb_past\", [\"Tense=Past\", \"Person=3\"]], [\"verb_pres\", "
    "[\"Tense=Pres\"]]]}, \"lemma_index\": {\"#16833663260455505849\": [\"casa\", \"examen\", "
    "\"flor\"], \"#6360137228241296794\": [\"poder\", \"hablar\", \"pedir\", \"pensar\"], \"#415\": "
    "[\"mucho\"], \"#17354369376887303800\": [\"otro\"]}, \"lemma_exc\": {\"#415\": {\"lo\": "
    "[\"el\"]}, \"#17354369376887303800\": {\"lo\": [\"él\"], \"se\": [\"él\"]}}} ";

static void test_lemma__spanish(void)
{
    static const char past[] = "Mood=Ind|Person=3|Tense=Past", pres[] = "Person=3|Tense=Pres";
    static const struct lemma_case c[] = {
        {"Flores", MSDX_NOUN, "Gender=Fem|Number=Plur", "flor", false}, /* known */
        {"casas", MSDX_NOUN, "Number=Plur", "casa", false},
        {"perros", MSDX_NOUN, "Number=Plur", "perro", false}, /* unknown: the first that a rule makes */
        {"casas", MSDX_NOUN, "Number=Sing", "casas", false},  /* no rules for these features */
        {"habló", MSDX_VERB, past, "hablar", false},
        {"habló", MSDX_VERB, "Person=1,3|Tense=Past", "hablar", false}, /* one of two values */
        {"puede", MSDX_VERB, pres, "poder", false},                     /* a pair of vowels turned back */
        {"pidió", MSDX_VERB, past, "pedir", false},                     /* a vowel turned back */
        {"piensa", MSDX_AUX, pres, "pensar", false},                    /* auxiliaries go by the tables of verbs */
        {"zumba", MSDX_VERB, pres, "zumbar", false},
        {"Darlo", MSDX_VERB, "PronType=Prs", "dar él", false},
        {"dárselo", MSDX_VERB, "PronType=Prs", "dar él él", false},
        {"ver", MSDX_VERB, "PronType=Prs", "ver ", false}, /* a pronoun promised, none there */
        {"las", MSDX_DET, "", "el", false},
        {"lo", MSDX_DET, "", "el", false}, /* an exception */
        {"tales", MSDX_PRON, "", "tal", false},
        {"muchas", MSDX_DET, "", "mucho", false},
        {"otros", MSDX_PRON, "", "otro", false},
        {"conmigo", MSDX_PRON, "", "yo", false},
        {"Muy", MSDX_ADV, "", "mucho", false},
        {"hoy", MSDX_ADV, "", "hoy", false},
        {"segunda", MSDX_NUM, "", "segundo", false},
        {"1.234,5", MSDX_NUM, "", "1234.5", false},
        {"12.34", MSDX_NUM, "", "12.34", false},
        {"Con", MSDX_ADP, "", "Con", false},
        {"Con", MSDX_ADP, "", "con", true}, /* it is written so because it begins the sentence */
        {"Ana", MSDX_PROPN, "", "Ana", true},
    };
    expect_all(tables_es, config_es, c, sizeof c / sizeof *c);
}

/* A text without a capital is given them; one that has a capital, or is too short to tell, is left. */
static void test_lemma__gives_capitals(void)
{
    static const char low[] = "dogs walked to lima because the bbc and nato hoped for buses. men walked to the u.s. "
                              "and i hoped for \xC3\xA9vora";
    static const char want[] = "Dogs walked to Lima because the BBC and Nato hoped for buses. Men walked to the U.S. "
                               "and I hoped for \xC3\x89vora";
    static const char *const left[] = {"dogs walked to lima", "dogs walked to lima because the bbc and nato hoped for "
                                                              "buses. men walked to the u.s. and i hoped for Axes"};
    msdx_pack *pack;
    void *bytes;
    msdx_lemmatizer *l;
    msdx_arena arena = MSDX_ARENA_INIT;
    CHECK_INT(import(tables, config, &pack, &bytes, NULL), MSD_OK);
    CHECK_INT(msdx_lemmatizer_open(&l, pack, NULL), MSD_OK);
    msdx_unit u = {.arena = &arena, .text = low, .parsed = low, .n_byte = sizeof low - 1};
    CHECK_INT(msdx_truecase_run(l, &u, NULL), MSD_OK);
    CHECK_STR(u.parsed, want);
    CHECK(u.raised_from == 0 && u.raised_to == u.n_byte && u.text == low);
    for (size_t i = 0; i < 2; i++) {
        u = (msdx_unit){.arena = &arena, .text = left[i], .parsed = left[i], .n_byte = (uint32_t)strlen(left[i])};
        CHECK_INT(msdx_truecase_run(l, &u, NULL), MSD_OK);
        CHECK(!u.raised_to && u.parsed == left[i]);
    }
    msdx_arena_clear(&arena);
    msdx_lemmatizer_close(l);
    msdx_pack_close(pack);
    msdx_free(bytes);
}

/* What follows a paragraph changes nothing in it: the first has no capital, the second has, the third again has none. */
static void test_lemma__gives_capitals_as_far_as_there_are_none(void)
{
    static const char text[] =
        "dogs walked to lima because the bbc and nato hoped for buses and walked to the buses\n\n"
        "Men walked on.\n\n"
        "dogs walked to lima because the bbc and nato hoped for buses and walked to the buses";
    static const char want[] =
        "Dogs walked to Lima because the BBC and Nato hoped for buses and walked to the buses\n\n"
        "Men walked on.\n\n"
        "dogs walked to lima because the bbc and nato hoped for buses and walked to the buses";
    msdx_para para[] = {{0, 84, MSDX_PARA_TEXT}, {86, 100, MSDX_PARA_TEXT}, {102, sizeof text - 1, MSDX_PARA_TEXT}};
    msdx_pack *pack;
    void *bytes;
    msdx_lemmatizer *l;
    msdx_arena arena = MSDX_ARENA_INIT;
    CHECK_INT(import(tables, config, &pack, &bytes, NULL), MSD_OK);
    CHECK_INT(msdx_lemmatizer_open(&l, pack, NULL), MSD_OK);
    for (uint32_t n = 1; n <= 3; n++) {
        msdx_unit u = {.arena = &arena, .text = text, .parsed = text, .n_byte = sizeof text - 1, .para = para};
        u.n_para = n;
        CHECK_INT(msdx_truecase_run(l, &u, NULL), MSD_OK);
        CHECK_STR(u.parsed, want);
        CHECK_INT(u.raised_from, 0);
        CHECK_INT(u.raised_to, 84);
    }
    msdx_arena_clear(&arena);
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
        {tables, "[nlp]\nlang = \"de\"\n[components.lemmatizer]\nmode = \"rule\"\noverwrite = false\n", "lang",
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

static void damage(const char *json, const char *cfg, size_t n_section)
{
    msdx_pack *pack;
    void *bytes;
    size_t n_found = 0;
    CHECK_INT(import(json, cfg, &pack, &bytes, NULL), MSD_OK);
    static const char *const name[] = {"lemmatizer/text",        "lemmatizer/pos",    "lemmatizer/rule",
                                       "lemmatizer/index",       "lemmatizer/exc",    "lemmatizer/exc_form",
                                       "lemmatizer/lookup_key",  "lemmatizer/group",  "lemmatizer/select",
                                       "lemmatizer/lookup_form", "lemmatizer/feature"};
    for (size_t k = 0; k < sizeof name / sizeof *name; k++) {
        msdx_section s;
        if (!msdx_pack_find(pack, name[k], &s)) continue;
        n_found++;
        unsigned char *p = (unsigned char *)bytes + ((const unsigned char *)s.data - (const unsigned char *)bytes);
        for (size_t i = 0; i < s.n_byte; i++)
            for (int bit = 0; bit < 8; bit += 3) {
                msdx_lemmatizer *l;
                p[i] ^= (unsigned char)(1 << bit);
                if (msdx_lemmatizer_open(&l, pack, NULL) == MSD_OK) {
                    package_unit u;
                    package_unit_make(&u, "axes piensa dogs pidió");
                    u.tok[0].upos = u.tok[2].upos = MSDX_NOUN;
                    u.tok[1].upos = u.tok[3].upos = MSDX_VERB;
                    CHECK_INT(msdx_lemmatizer_run(l, &u.unit, NULL), MSD_OK);
                    msdx_arena_clear(&u.arena);
                    msdx_lemmatizer_close(l);
                }
                p[i] ^= (unsigned char)(1 << bit);
            }
    }
    CHECK_INT(n_found, n_section);
    msdx_pack_close(pack);
    msdx_free(bytes);
}

static void test_lemma__damaged_tables(void)
{
    damage(tables, config, 6);
    damage(tables_fr, config_fr, 8);
    damage(tables_es, config_es, 9);
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
    RUN(test_lemma__french);
    RUN(test_lemma__spanish);
    RUN(test_lemma__gives_capitals);
    RUN(test_lemma__gives_capitals_as_far_as_there_are_none);
    RUN(test_lemma__refuses_by_name);
    RUN(test_lemma__damaged_tables);
    RUN(test_lemma__out_of_memory);
    return test_end();
}
