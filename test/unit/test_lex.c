#include "parse/lex.h"

#include "base/hash.h"
#include "test.h"

static const char *lower(const char *s)
{
    static char out[200];
    out[msdx_py_lower(msdx_str_of(s), out)] = 0;
    return out;
}

/* Flags and lower() of every code point, against the value that tools/gen_unicode.py prints. */
static void test_lex__all_code_points(void)
{
    uint32_t crc = 0;
    for (int32_t cp = 0; cp < 0x110000; cp++) {
        char in[4], out[MSDX_LOWER_ROOM(4) + 2];
        if (cp >= 0xD800 && cp <= 0xDFFF) continue;
        unsigned f = msdx_uc_flags(cp);
        out[0] = (char)(f & 255);
        out[1] = (char)(f >> 8);
        msdx_str s = {in, msdx_utf8_put(cp, in)};
        size_t n = msdx_py_lower(s, out + 2);
        CHECK(n <= MSDX_LOWER_ROOM(s.n));
        crc = msdx_crc32(crc, out, n + 2);
    }
    CHECK_INT(crc, 0x9f345524);
}

static void test_lex__lower(void)
{
    CHECK_STR(lower("ABC xyz 12"), "abc xyz 12");
    CHECK_STR(lower("İstanbul"), "i̇stanbul");
    CHECK_STR(lower("ΟΔΟΣ"), "οδος");
    CHECK_STR(lower("ΟΔΟΣ."), "οδος.");
    CHECK_STR(lower("ΣΑΣ'"), "σας'");
    CHECK_STR(lower("ΑΣ'Α"), "ασ'α");
    CHECK_STR(lower("Σ"), "σ");
    CHECK_STR(lower("1Σ"), "1σ");
    CHECK_STR(lower("ÄÖÜẞ"), "äöüß");
    CHECK_STR(lower(""), "");
}

static void test_lex__str_methods(void)
{
    CHECK(msdx_py_isupper(MSDX_STR("NATO-2")) && !msdx_py_isupper(MSDX_STR("12")) &&
          !msdx_py_isupper(MSDX_STR("NaTO")));
    CHECK(msdx_py_islower(MSDX_STR("nato-2")) && !msdx_py_islower(MSDX_STR("")) && !msdx_py_islower(MSDX_STR("nAto")));
    CHECK(msdx_py_istitle(MSDX_STR("New York-State")) && !msdx_py_istitle(MSDX_STR("New york")));
    CHECK(!msdx_py_istitle(MSDX_STR("NEW")) && msdx_py_istitle(MSDX_STR("N")));
    CHECK(msdx_py_all(MSDX_STR("x²"), MSDX_UC_ALPHA) == false && msdx_py_all(MSDX_STR("²"), MSDX_UC_DIGIT));
    CHECK(msdx_py_all(MSDX_STR("\xc2\xa0\x1c\xc2\x85"), MSDX_UC_SPACE) && !msdx_py_all(MSDX_STR(""), MSDX_UC_SPACE));
    CHECK(!msdx_py_all(MSDX_STR("\xe2\x80\x8b"), MSDX_UC_SPACE));
}

/* Values from spacy.strings.get_string_id. */
static void test_lex__string_ids(void)
{
    CHECK(msdx_string_id(MSDX_STR("")) == 0);
    CHECK(msdx_string_id(MSDX_STR("X")) == 101);
    CHECK(msdx_string_id(MSDX_STR("_")) == 456);
    CHECK(msdx_string_id(MSDX_STR("apple")) == 8566208034543834098u);
    CHECK(msdx_string_id(MSDX_STR("Straße")) == 982213701778560299u);
    for (unsigned i = 0; i < msdx_n_symbol; i++) {
        CHECK(i == 0 || strcmp(msdx_symbols[i - 1].name, msdx_symbols[i].name) < 0);
        CHECK(msdx_string_id(msdx_str_of(msdx_symbols[i].name)) == msdx_symbols[i].id);
    }
}

static void check_word(const char *text, const char *lower_want, const char *prefix, const char *suffix,
                       const char *shape)
{
    static const uint64_t key[] = {5};
    const msdx_norms norms = {key, key, 1};
    msdx_arena a = MSDX_ARENA_INIT;
    msdx_lexeme l;
    CHECK(msdx_lexeme_make(&l, msdx_str_of(text), &norms, &a));
    CHECK(msdx_str_is(l.lower, lower_want));
    CHECK(l.feat[MSDX_ATTR_NORM] == msdx_string_id(msdx_str_of(lower_want)));
    CHECK(l.feat[MSDX_ATTR_PREFIX] == msdx_string_id(msdx_str_of(prefix)));
    CHECK(l.feat[MSDX_ATTR_SUFFIX] == msdx_string_id(msdx_str_of(suffix)));
    CHECK(l.feat[MSDX_ATTR_SHAPE] == msdx_string_id(msdx_str_of(shape)));
    msdx_arena_clear(&a);
}

static void test_lex__features(void)
{
    char words[101] = {0}, lows[101] = {0};
    check_word("Apple", "apple", "A", "ple", "Xxxxx");
    check_word("Application", "application", "A", "ion", "Xxxxx");
    check_word("I", "i", "I", "I", "X");
    check_word("12,345.6789", "12,345.6789", "1", "789", "dd,ddd.dddd");
    check_word("100000", "100000", "1", "000", "dddd");
    check_word("m²", "m²", "m", "m²", "xd");
    check_word("Überfälle", "überfälle", "Ü", "lle", "Xxxxx");
    check_word("------", "------", "-", "---", "----");
    check_word("東京", "東京", "東", "東京", "xx");
    memset(words, 'Q', 99);
    memset(lows, 'q', 99);
    check_word(words, lows, "Q", "QQQ", "XXXX");
    words[99] = 'Q';
    lows[99] = 'q';
    check_word(words, lows, "Q", "QQQ", "LONG");
}

static void test_lex__norms(void)
{
    const uint64_t orth = msdx_string_id(MSDX_STR("€")), id = msdx_string_id(MSDX_STR("$"));
    const msdx_norms norms = {&orth, &id, 1};
    msdx_arena a = MSDX_ARENA_INIT;
    msdx_lexeme l;
    CHECK(msdx_lexeme_make(&l, MSDX_STR("€"), &norms, &a));
    CHECK(l.feat[MSDX_ATTR_NORM] == id && l.n_cp == 1);
    CHECK(msdx_lexeme_make(&l, MSDX_STR("\n \n"), &norms, &a));
    CHECK(l.feat[MSDX_ATTR_IS_SPACE] == 1 && msdx_lexeme_is_space(&l));
    msdx_arena_clear(&a);
}

static void test_lex__attr_names(void)
{
    msdx_attr a;
    CHECK(msdx_attr_of("IS_SPACE", &a) && a == MSDX_ATTR_IS_SPACE);
    CHECK(msdx_attr_of("NORM", &a) && a == MSDX_ATTR_NORM);
    CHECK(!msdx_attr_of("LEMMA", &a));
}

int main(void)
{
    RUN(test_lex__all_code_points);
    RUN(test_lex__lower);
    RUN(test_lex__str_methods);
    RUN(test_lex__string_ids);
    RUN(test_lex__features);
    RUN(test_lex__norms);
    RUN(test_lex__attr_names);
    return test_end();
}
