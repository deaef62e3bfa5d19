/* The attribute ruler: import and matching. */
#include "package.h"
#include "parse/parse_impl.h"

static const char rules[] =
    "[{\"patterns\": [[{\"TAG\": \"NN\"}]], \"attrs\": {\"POS\": \"NOUN\", \"MORPH\": \"Number=Sing\"}, \"index\": 0},"
    " {\"patterns\": [[{\"TAG\": \"VBZ\"}], [{\"TAG\": \"VBD\"}]], \"attrs\": {\"POS\": \"VERB\", \"MORPH\": "
    "\"VerbForm=Fin|Mood=Ind\"}, \"index\": 0},"
    " {\"patterns\": [[{\"TAG\": \"NN\", \"LOWER\": {\"IN\": [\"anyone\", \"nothing\"]}}]], \"attrs\": {\"POS\": "
    "\"PRON\"}, \"index\": 0},"
    " {\"patterns\": [[{\"LOWER\": {\"REGEX\": \"^n'?[ou]t$\"}}]], \"attrs\": {\"LEMMA\": \"not\"}, \"index\": 0},"
    " {\"patterns\": [[{\"DEP\": \"expl\"}, {\"LOWER\": \"is\"}]], \"attrs\": {\"POS\": \"AUX\", \"MORPH\": \"_\"}, "
    "\"index\": -1},"
    " {\"patterns\": [[{\"TAG\": {\"NOT_IN\": [\"TO\", \"\"]}, \"DEP\": {\"IN\": [\"aux\"]}}]], \"attrs\": {\"POS\": "
    "\"AUX\"}, \"index\": 0},"
    " {\"patterns\": [[{\"IS_SPACE\": true}]], \"attrs\": {\"TAG\": \"_SP\", \"DEP\": \"dep\", \"POS\": \"SPACE\"}, "
    "\"index\": 0},"
    " {\"patterns\": [[{\"TAG\": \"_SP\", \"IS_SPACE\": false}]], \"attrs\": {\"POS\": \"X\"}, \"index\": 0}]";

static msd_status import(const char *json, msdx_pack **pack, void **bytes, msd_error *err)
{
    return package_import("test_ruler", "attribute_ruler", "patterns", json, "[nlp]\nlang = \"en\"\n",
                          msdx_import_ruler, pack, bytes, err);
}

static void test_ruler__matches_in_order(void)
{
    msdx_pack *pack;
    void *bytes;
    msdx_ruler *r;
    msd_error err = {0};
    CHECK_INT(import(rules, &pack, &bytes, &err), MSD_OK);
    CHECK_INT(msdx_ruler_open(&r, pack, &err), MSD_OK);
    package_unit p;
    package_unit_make(&p, "Anyone/NN/nsubj dog/NN/dobj barks/VBZ/ROOT There/EX/expl is/VBZ/ROOT n'ut/RB/neg _/NN/x "
                          "has/VBZ/aux to/TO/aux There/EX/expl x/_SP/y");
    CHECK_INT(msdx_ruler_run(r, &p.unit, &err), MSD_OK);
    CHECK_INT(p.tok[0].upos, MSDX_PRON);
    CHECK_STR(p.tok[0].morph, "Number=Sing");
    CHECK_INT(p.tok[1].upos, MSDX_NOUN);
    CHECK_STR(p.tok[2].morph, "Mood=Ind|VerbForm=Fin");
    CHECK_INT(p.tok[3].upos, MSDX_UPOS_NONE);
    CHECK_INT(p.tok[4].upos, MSDX_AUX);
    CHECK_STR(p.tok[4].morph, "");
    CHECK(msdx_str_is(p.tok[5].lemma, "not"));
    CHECK_INT(p.tok[6].upos, MSDX_SPACE);
    CHECK_STR(p.tok[6].tag, "_SP");
    CHECK_STR(p.tok[6].native_dep, "dep");
    CHECK_INT(p.tok[7].upos, MSDX_AUX);
    CHECK_STR(p.tok[7].morph, "Mood=Ind|VerbForm=Fin");
    CHECK_INT(p.tok[8].upos, MSDX_UPOS_NONE);
    CHECK_INT(p.tok[10].upos, MSDX_X);
    msdx_arena_clear(&p.arena);
    msdx_ruler_close(r);
    msdx_pack_close(pack);
    msdx_free(bytes);
}

static void test_ruler__refuses_by_name(void)
{
    static const struct {
        const char *json, *word;
        msd_status st;
    } bad[] = {
        {"[{\"patterns\": [[{\"SHAPE\": \"Xx\"}]], \"attrs\": {}, \"index\": 0}]", "SHAPE", MSD_EUNSUPPORTED},
        {"[{\"patterns\": [[{\"LOWER\": {\"REGEX\": \"a+\"}}]], \"attrs\": {}, \"index\": 0}]", "REGEX 'a+'",
         MSD_EUNSUPPORTED},
        {"[{\"patterns\": [[{\"LOWER\": {\"FUZZY\": \"a\"}}]], \"attrs\": {}, \"index\": 0}]", "FUZZY",
         MSD_EUNSUPPORTED},
        {"[{\"patterns\": [[{\"LOWER\": \"a\"}]], \"attrs\": {\"NORM\": \"x\"}, \"index\": 0}]", "NORM",
         MSD_EUNSUPPORTED},
        {"[{\"patterns\": [[{\"LOWER\": \"a\"}]], \"attrs\": {\"POS\": \"FOO\"}, \"index\": 0}]", "FOO",
         MSD_EUNSUPPORTED},
        {"[{\"patterns\": [[{\"LOWER\": \"a\"}]], \"attrs\": {}, \"index\": 1}]", "index", MSD_EFORMAT},
        {"[{\"patterns\": [[]], \"attrs\": {}, \"index\": 0}]", "index", MSD_EFORMAT},
        {"[{\"attrs\": {}}]", "pattern 0", MSD_EFORMAT},
        {"{\"a\": 1}", "not a list", MSD_EFORMAT},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        msdx_pack *pack;
        void *bytes;
        msd_error err = {0};
        CHECK_INT(import(bad[i].json, &pack, &bytes, &err), bad[i].st);
        CHECK(strstr(err.msg, bad[i].word) != NULL);
        msdx_pack_close(pack);
        msdx_free(bytes);
    }
}

/* Any byte of the tables changed: open says so, or matching stays inside them (the sanitizer watches). */
static void test_ruler__damaged_tables(void)
{
    msdx_pack *pack;
    void *bytes;
    CHECK_INT(import(rules, &pack, &bytes, NULL), MSD_OK);
    static const char *const name[] = {"ruler/text", "ruler/pattern", "ruler/cond", "ruler/value"};
    for (size_t k = 0; k < 4; k++) {
        msdx_section s;
        CHECK(msdx_pack_find(pack, name[k], &s));
        unsigned char *p = (unsigned char *)bytes + ((const unsigned char *)s.data - (const unsigned char *)bytes);
        for (size_t i = 0; i < s.n_byte; i++)
            for (int bit = 0; bit < 8; bit += 3) {
                msdx_ruler *r;
                p[i] ^= (unsigned char)(1 << bit);
                if (msdx_ruler_open(&r, pack, NULL) == MSD_OK) {
                    package_unit u;
                    package_unit_make(&u, "anyone/NN/nsubj There/EX/expl is/VBZ/aux nt/RB/neg");
                    CHECK_INT(msdx_ruler_run(r, &u.unit, NULL), MSD_OK);
                    msdx_arena_clear(&u.arena);
                    msdx_ruler_close(r);
                }
                p[i] ^= (unsigned char)(1 << bit);
            }
    }
    msdx_pack_close(pack);
    msdx_free(bytes);
}

static void test_ruler__out_of_memory(void)
{
    msdx_pack *pack;
    void *bytes;
    CHECK_INT(import(rules, &pack, &bytes, NULL), MSD_OK);
    for (size_t n = 0;; n++) {
        msdx_ruler *x = NULL;
        package_unit p;
        package_unit_make(&p, "axes/NN/x walked/VBD/y");
        p.tok[0].upos = MSDX_NOUN;
        p.tok[1].upos = MSDX_VERB;
        msdx_fail_after(n);
        msd_status st = msdx_ruler_open(&x, pack, NULL);
        if (st == MSD_OK) st = msdx_ruler_run(x, &p.unit, NULL);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        CHECK_INT(st, hit ? MSD_ENOMEM : MSD_OK);
        msdx_ruler_close(x);
        msdx_arena_clear(&p.arena);
        if (!hit) break;
    }
    msdx_pack_close(pack);
    msdx_free(bytes);
}

int main(void)
{
    RUN(test_ruler__matches_in_order);
    RUN(test_ruler__refuses_by_name);
    RUN(test_ruler__damaged_tables);
    RUN(test_ruler__out_of_memory);
    return test_end();
}
