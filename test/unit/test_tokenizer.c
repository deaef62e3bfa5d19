#include <time.h>

#include "base/hash.h"
#include "tokenizer_package.h"

static msdx_pack *pack;
static void *pack_bytes;
static msdx_tokenizer *tokenizer;
static msdx_tokenizer_work *work;

/* Tokens of text joined by '|', the last space kept in sight: "a|b_" is b with a space behind it. */
static const char *cut(const char *text)
{
    static char out[4096];
    msdx_arena a = MSDX_ARENA_INIT, scratch = MSDX_ARENA_INIT;
    msdx_unit u = {.arena = &a, .text = text, .parsed = text, .n_byte = (uint32_t)strlen(text)};
    uint64_t *feat;
    size_t n = 0;
    out[0] = 0;
    CHECK_INT(msdx_tokenizer_run(tokenizer, work, &u, &scratch, &feat, NULL), MSD_OK);
    for (uint32_t i = 0; i < u.n_tok; i++) {
        msdx_str s = {text + u.tok[i].span.start_byte, u.tok[i].span.end_byte - u.tok[i].span.start_byte};
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%.*s%s", i ? "|" : "", (int)s.n, s.p,
                              u.tok[i].space ? "_" : "");
    }
    msdx_arena_clear(&a);
    msdx_arena_clear(&scratch);
    return out;
}

static void open_small(const char *json)
{
    msd_error err = {0};
    CHECK_INT(tokenizer_pack(json, &pack, &pack_bytes, &err), MSD_OK);
    if (!pack || msdx_tokenizer_open(&tokenizer, pack, &err) != MSD_OK ||
        msdx_tokenizer_work_new(&work, tokenizer, &err) != MSD_OK) {
        fprintf(stderr, "%s\n", err.msg);
        exit(1);
    }
}

static void close_small(void)
{
    msdx_tokenizer_work_free(work);
    msdx_tokenizer_close(tokenizer);
    msdx_pack_close(pack);
    msdx_free(pack_bytes);
}

static void test_tokenizer__spaces(void)
{
    CHECK_STR(cut(""), "");
    CHECK_STR(cut(" "), " ");
    CHECK_STR(cut("one two"), "one_|two");
    CHECK_STR(cut(" one  two "), " |one_| |two_");
    CHECK_STR(cut("one\ntwo \n three"), "one|\n|two_|\n |three");
    CHECK_STR(cut("a\xc2\xa0z"), "a|\xc2\xa0|z");
    CHECK_STR(cut("a\x1cz"), "a|\x1c|z");
}

static void test_tokenizer__affixes(void)
{
    CHECK_STR(cut("(one, two)"), "(|one|,_|two|)");
    CHECK_STR(cut("\"'one'\""), "\"|'|one|'|\"");
    CHECK_STR(cut("5km. 3m² 4+ +4 +x"), "5|km|._|3|m²_|4|+_|+4_|+|x");
    CHECK_STR(cut("well-known a,b 1-2 e.g..."), "well|-|known_|a|,|b_|1|-|2_|e.g|...");
    CHECK_STR(cut("-x: x:"), "-|x:_|x:");
    CHECK_STR(cut("...."), "....");
    CHECK_STR(cut("→x→"), "→|x|→");
}

static void test_tokenizer__rules(void)
{
    CHECK_STR(cut("don't (don't) don't."), "do|n't_|(|do|n't|)_|do|n't|.");
    CHECK_STR(cut("4a.m. a.m.,"), "4a.m|._|a.m.|,");
    CHECK_STR(cut("it's 's"), "it|'s_|'s");
    CHECK_STR(cut(":) (:) x:)"), ":)_|(|:)_|x:|)");
    CHECK_STR(cut("x y"), "x y");
    CHECK_STR(cut("(x y)"), "(|x y|)");
    CHECK_STR(cut("x  y"), "x_| |y");
    CHECK_STR(cut("(x)"), "(x|)");
    CHECK_STR(cut("((x))"), "(|(x|)|)");
    CHECK_STR(cut("a-b -b a-b."), "a|-|b_|-b_|a|-|b|.");
}

static void test_tokenizer__url_before_infix(void)
{
    CHECK_STR(cut("http://a.example/x,y-z"), "http://a.example/x,y-z");
    CHECK_STR(cut("(me@a-b.org)"), "(|me@a-b.org|)");
    CHECK_STR(cut("a/b"), "a|/|b");
}

static void test_tokenizer__features(void)
{
    static const char text[] = "Don't stop.\n\nIt 's é ok";
    msdx_arena a = MSDX_ARENA_INIT, scratch = MSDX_ARENA_INIT;
    msdx_unit u = {.arena = &a, .text = text, .parsed = text, .n_byte = sizeof text - 1};
    uint64_t *feat;
    CHECK_INT(msdx_tokenizer_run(tokenizer, work, &u, &scratch, &feat, NULL), MSD_OK);
    CHECK_INT(u.n_tok, 8); /* Don't stop . \n\n It 's é ok */
    CHECK(u.tok[0].sent_start && !u.tok[1].sent_start && !u.tok[4].sent_start);
    CHECK(u.tok[3].is_space && !u.tok[4].is_space);
    CHECK_INT(u.tok[7].span.start_cp, 21);
    CHECK_INT(u.tok[7].span.start_byte, 22);
    CHECK(msdx_str_is(u.tok[0].lower, "don't") && msdx_str_is(u.tok[4].lower, "it"));
    CHECK(u.tok[1].lower.p == text + 6);
    CHECK(feat[5 * MSDX_N_ATTR + MSDX_ATTR_NORM] == msdx_string_id(MSDX_STR("is")));
    CHECK(feat[5 * MSDX_N_ATTR + MSDX_ATTR_SPACY] == 1 && feat[3 * MSDX_N_ATTR + MSDX_ATTR_SPACY] == 0);
    CHECK(feat[3 * MSDX_N_ATTR + MSDX_ATTR_IS_SPACE] == 1);
    msdx_arena_clear(&a);
    msdx_arena_clear(&scratch);
}

/* One chunk of two million bytes, of every kind that could make a search start over at each byte. */
static void test_tokenizer__long_chunks_end(void)
{
    static const char *const unit[] = {"a", "(", ".", "a:", "a@", "'s", ":)", "1-", "→", "a.b@"};
    enum { N = 2000000 };
    char *text = malloc(N + 1);
    for (size_t k = 0; text && k < sizeof unit / sizeof *unit; k++) {
        msdx_arena a = MSDX_ARENA_INIT, scratch = MSDX_ARENA_INIT;
        size_t len = strlen(unit[k]), n = N / len * len;
        for (size_t i = 0; i < n; i++) text[i] = unit[k][i % len];
        text[n] = 0;
        /* The debugging arena gives each token its own allocation. */
        if (k > 0) n = n / 10 / len * len, text[n] = 0;
        msdx_unit u = {.arena = &a, .text = text, .parsed = text, .n_byte = (uint32_t)n};
        uint64_t *feat;
        clock_t begin = clock();
        CHECK_INT(msdx_tokenizer_run(tokenizer, work, &u, &scratch, &feat, NULL), MSD_OK);
        CHECK((clock() - begin) / CLOCKS_PER_SEC < 20);
        CHECK(u.n_tok > 0 && u.tok[u.n_tok - 1].span.end_byte == n);
        msdx_arena_clear(&a);
        msdx_arena_clear(&scratch);
    }
    free(text);
}

/* A package's pattern may try each way to cut what it reads: it is stopped, and has then not matched. */
static void test_tokenizer__patterns_are_stopped(void)
{
    static const char json[] = "{\"prefix_search\": null, \"suffix_search\": null, \"infix_finditer\": null,"
                               "\"token_match\": null, \"url_match\": \"(?:(?:a+)+b?)+!\","
                               "\"faster_heuristics\": true, \"exceptions\": {}}";
    enum { N = 4000 };
    msdx_arena a = MSDX_ARENA_INIT, scratch = MSDX_ARENA_INIT;
    msdx_pack *evil;
    void *bytes;
    msdx_tokenizer *t = NULL;
    msdx_tokenizer_work *w = NULL;
    static char text[N + 1];
    memset(text, 'a', N);
    for (size_t i = 39; i < N; i += 1000) text[i] = ' ';
    msdx_unit u = {.arena = &a, .text = text, .parsed = text, .n_byte = N};
    uint64_t *feat;
    CHECK_INT(tokenizer_pack(json, &evil, &bytes, NULL), MSD_OK);
    CHECK_INT(msdx_tokenizer_open(&t, evil, NULL), MSD_OK);
    CHECK_INT(msdx_tokenizer_work_new(&w, t, NULL), MSD_OK);
    clock_t begin = clock();
    CHECK_INT(msdx_tokenizer_run(t, w, &u, &scratch, &feat, NULL), MSD_OK);
    CHECK((clock() - begin) / CLOCKS_PER_SEC < 10);
    CHECK_INT(u.n_tok, 5);
    msdx_tokenizer_work_free(w);
    msdx_tokenizer_close(t);
    msdx_pack_close(evil);
    msdx_free(bytes);
    msdx_arena_clear(&a);
    msdx_arena_clear(&scratch);
}

static void test_tokenizer__out_of_memory(void)
{
    static const char text[] = "Don't (x y) STOP, http://a.example/x OR else :)";
    for (size_t n = 0;; n++) {
        msdx_arena a = MSDX_ARENA_INIT, scratch = MSDX_ARENA_INIT;
        msdx_unit u = {.arena = &a, .text = text, .parsed = text, .n_byte = sizeof text - 1};
        msdx_tokenizer *t = NULL;
        msdx_tokenizer_work *w = NULL;
        uint64_t *feat;
        msdx_fail_after(n);
        msd_status st = msdx_tokenizer_open(&t, pack, NULL);
        if (st == MSD_OK) st = msdx_tokenizer_work_new(&w, t, NULL);
        if (st == MSD_OK) st = msdx_tokenizer_run(t, w, &u, &scratch, &feat, NULL);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        /* Without memory for just-in-time code matching goes on, only slower. */
        CHECK(st == MSD_OK || (hit && st == MSD_ENOMEM));
        msdx_tokenizer_work_free(w);
        msdx_tokenizer_close(t);
        msdx_arena_clear(&a);
        msdx_arena_clear(&scratch);
        if (!hit) break;
    }
}

static void refuse(const char *json, const char *why)
{
    msdx_pack *p = NULL;
    void *bytes = NULL;
    msdx_tokenizer *t = NULL;
    msd_error err = {0};
    msd_status st = tokenizer_pack(json, &p, &bytes, &err);
    if (st == MSD_OK) st = msdx_tokenizer_open(&t, p, &err);
    CHECK(st == MSD_EFORMAT || st == MSD_EUNSUPPORTED);
    CHECK(strstr(err.msg, why) != NULL);
    msdx_tokenizer_close(t);
    msdx_pack_close(p);
    msdx_free(bytes);
}

static void test_tokenizer__refuses(void)
{
    refuse("[]", "not a table");
    refuse("{\"prefix_search\": 3}", "prefix_search");
    refuse("{\"prefix_search\": \"(\"}", "group");
    refuse("{\"prefix_search\": \"[a\"}", "class");
    refuse("{\"prefix_search\": \"a)\"}", "parenthesis");
    refuse("{\"prefix_search\": \"(?P<x>a)\"}", "kind");
    refuse("{\"prefix_search\": \"(?<=a+)b\"}", "PCRE2");
    refuse("{\"prefix_search\": \"\\\\uD800\"}", "code point");
    refuse("{\"exceptions\": {\"ab\": [{\"#65\": \"a\"}]}}", "'ab'");
    refuse("{\"exceptions\": {\"ab\": [{\"#65\": \"ab\", \"#74\": \"NOUN\"}]}}", "more than a norm");
    refuse("{\"exceptions\": {\"ab\": []}}", "'ab'");
}

static const char *translate(const char *re, size_t *width)
{
    static char out[512];
    msdx_buf b = MSDX_BUF_INIT(sizeof out);
    CHECK_INT(msdx_regex_translate(msdx_str_of(re), "re", &b, width, NULL), MSD_OK);
    snprintf(out, sizeof out, "%s", msdx_buf_cstr(&b));
    msdx_buf_clear(&b);
    return out;
}

static void test_tokenizer__pattern_syntax(void)
{
    size_t width;
    CHECK_STR(translate("a|bc|d{2,5}$", &width), "a|bc|d{2,5}$");
    CHECK_INT(width, 5);
    CHECK_STR(translate("(?<=[0-9])(a|b)+?", &width), "(?<=[0-9])(?:a|b)+?");
    CHECK(width == SIZE_MAX);
    CHECK_STR(translate("\\u00e9\\U0001F600[^]\\]a-z[:]", &width), "é😀[^\\]\\]a-z\\[\\:]");
    CHECK_INT(width, 3);
    CHECK_STR(translate("x{,3}{", &width), "x{0,3}\\{");
    CHECK_STR(translate("\\v\\n.", &width), "\\x{b}\\x{a}.");
    CHECK_STR(translate("(?iu)a|[b]", &width), "(?i)a|[b]");
    CHECK_STR(translate("(?u)a", &width), "a");
    CHECK_STR(translate("x|\\.\\.+$", &width), "x|\\.\\.+$");
    CHECK_INT(width, 2);
}

/* A pattern too large for PCRE2's links: the class that it says again and again is written once, and means the same. */
static void test_tokenizer__a_large_pattern(void)
{
    enum { N_WORD = 500 };
    msdx_buf json = MSDX_BUF_INIT((size_t)1 << 20);
    msdx_section s;
    msdx_buf_adds(&json, "{\"infix_finditer\": \"-\", \"token_match\": \"(?iu)");
    for (int i = 0; i < N_WORD; i++)
        msdx_buf_addf(
            &json,
            "%s(?:^word%d-[a-"
            "b\\\\u00e0\\\\u00e2\\\\u00e4\\\\u00e6\\\\u00e8\\\\u00ea\\\\u00ec\\\\u00ee\\\\u00f0\\\\u00f2\\\\u00f4"
            "\\\\u00f6\\\\u00f8\\\\u00fa\\\\u00fc\\\\u00fe\\\\u0101\\\\u0103\\\\u0105\\\\u0107\\\\u0109\\\\u010b]+$)",
            i ? "|" : "", i);
    msdx_buf_adds(&json, "\"}");
    open_small(msdx_buf_cstr(&json));
    CHECK_STR(cut("word7-ab Word499-ÀB word7-ac word500-ab"), "word7-ab_|Word499-ÀB_|word7|-|ac_|word500|-|ab");
    CHECK(msdx_pack_find(pack, "tokenizer/token_match", &s) && s.n_byte < (size_t)40 * N_WORD);
    close_small();
    msdx_buf_clear(&json);
}

struct parity_case {
    const char *text, *tokens;
    uint32_t crc; /* of all feature ids, row by row */
};

/* From spaCy 3.8.7 with en_core_web_sm 3.8.0. */
static const struct parity_case parity[] = {
    {"", "", 0x00000000},
    {"Iran's foreign minister said on Monday that the U.S. don't want peace.",
     "Iran|'s|foreign|minister|said|on|Monday|that|the|U.S.|do|n't|want|peace|.", 0x64418554},
    {"  Leading space,  two spaces \012\012and a new paragraph.\012",
     "  |Leading|space|,| |two|spaces|\012\012|and|a|new|paragraph|.|\012", 0x801bd758},
    {"\042We can't,\042 he said (in 1990's-style English) -- it's 10:30a.m. already...",
     "\042|We|ca|n't|,|\042|he|said|(|in|1990's|-|style|English|)|--|it|'s|10:30a.m|.|already|...", 0x6d233e51},
    {"Visit http://www.example.com/a\077b=c, or mail foo.bar@example.org!",
     "Visit|http://www.example.com/a\077b=c|,|or|mail|foo.bar@example.org|!", 0xae3f9f92},
    {"The $1,000.50 bill; US$5m, 3.5%, 20km/h, 10\302\260C. and -5",
     "The|$|1,000.50|bill|;|US$|5|m|,|3.5|%|,|20|km/h|,|10|\302\260|C|.|and|-5", 0x9a3ce1b0},
    {"\316\237\316\224\316\237\316\243 \304\260stanbul stra\303\237e \307\205 \302\275 \302\262 \331\243 "
     "\346\235\261\344\272\254\343\200\202\343\200\214\343\201\257\343\201\204\343\200\215",
     "\316\237\316\224\316\237\316\243|\304\260stanbul|stra\303\237e|\307\205|\302\275|\302\262|\331\243|"
     "\346\235\261\344\272\254\343\200\202\343\200\214\343\201\257\343\201\204|\343\200\215",
     0xc9c25b17},
    {"and/or well-known 1990-95 rock'n'roll O'Neil's C++ a.b.C x=y",
     "and/or|well|-|known|1990|-|95|rock'n'roll|O'Neil|'s|C++|a.b|.|C|x|=|y", 0x99b28c34},
    {"I'm gonna y'all'd've shouldn't've :) :-( <3 ^_^ (o:", "I|'m|gon|na|y'all'd've|should|n't|'ve|:)|:-(|<3|^_^|(o:",
     0x20feae4a},
    {"A U.N.-backed plan (U.N.). Mr. Smith Jr.'s e.g. i.e. etc.",
     "A|U.N.-backed|plan|(|U.N.|)|.|Mr.|Smith|Jr.|'s|e.g.|i.e.|etc|.", 0xc35ed620},
    {"non\302\240break\342\200\203em\343\200\200wide\034fs\302\205nel\342\200\213zw",
     "non|\302\240|break|\342\200\203|em|\343\200\200|wide|\034|fs|\302\205|nel\342\200\213zw", 0xaa01b0ac},
    {"\342\200\234Smart quotes\342\200\235 \342\200\230single\342\200\231 \342\200\224 dash \342\200\223 "
     "en\342\200\246 \342\200\246\342\200\246",
     "\342\200\234|Smart|quotes|\342\200\235|\342\200\230|single|\342\200\231|\342\200\224|dash|\342\200\223|en|"
     "\342\200\246|\342\200\246|\342\200\246",
     0x3f553cd5},
    {"#tag @user \360\237\230\200\360\237\221\215\360\237\217\275 \360\237\207\272\360\237\207\270 \342\204\242 "
     "\302\251 \342\202\254 \302\2435 \302\245 5\342\202\254",
     "#|tag|@user|\360\237\230\200|\360\237\221\215|\360\237\217\275|\360\237\207\272|\360\237\207\270|\342\204\242|"
     "\302\251|\342\202\254|\302\243|5|\302\245|5|\342\202\254",
     0x9bc8fadf},
    {"X I A _ LAW root PERSON agent mark det", "X|I|A|_|LAW|root|PERSON|agent|mark|det", 0x1f43faca},
    {"a....b '''' \042\042\042 ))) ((( 's 'S \342\200\231s n't '",
     "a|....|b|'|''|'|\042|\042|\042|)|)|)|(|(|(|'s|'S|\342\200\231s|n't|'", 0x2934a653},
    {"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx "
     "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx|"
     "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
     0xe398a95a},
    {"AB. aB. Ab. 9. ). %. \342\200\235 .", "AB|.|aB.|Ab|.|9|.|)|.|%|.|\342\200\235|.", 0x647d51df},
    {"\011\011tabs\011in \011 between \015\012 crlf\015\012",
     "\011\011|tabs|\011|in|\011 |between|\015\012 |crlf|\015\012", 0x05eea8a7},
    {" ", " ", 0x5cdadab1},
    {"\012", "\012", 0xf6d7ce64},
    {". 'em 'Cause o'clock ma'am c'mon 9am 10p.m. 5 a.m.", ".|'em|'Cause|o'clock|ma'am|c'm|on|9|am|10|p.m.|5|a.m.",
     0x29553944},
    {"192.168.1.1 10.0.0.1 8.8.8.8:53 ftp://x.y/z a@b a:b@c.de",
     "192.168.1.1|10.0.0.1|8.8.8.8:53|ftp://x.y|/|z|a@b|a:b@c.de", 0x2f6e347e},
};

static void check_parity(const struct parity_case *c)
{
    static char out[4096];
    msdx_arena a = MSDX_ARENA_INIT, scratch = MSDX_ARENA_INIT;
    msdx_unit u = {.arena = &a, .text = c->text, .parsed = c->text, .n_byte = (uint32_t)strlen(c->text)};
    uint64_t *feat;
    size_t n = 0;
    out[0] = 0;
    CHECK_INT(msdx_tokenizer_run(tokenizer, work, &u, &scratch, &feat, NULL), MSD_OK);
    for (uint32_t i = 0; i < u.n_tok; i++)
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%.*s", i ? "|" : "",
                              (int)(u.tok[i].span.end_byte - u.tok[i].span.start_byte),
                              c->text + u.tok[i].span.start_byte);
    CHECK_STR(out, c->tokens);
    CHECK_INT(msdx_crc32(0, feat, u.n_tok * sizeof(uint64_t) * MSDX_N_ATTR), c->crc);
    msdx_arena_clear(&a);
    msdx_arena_clear(&scratch);
}

/* Twice: the second time from the cache. */
static void test_tokenizer__parity(void)
{
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < sizeof parity / sizeof *parity; i++) check_parity(&parity[i]);
}

static void run_parity(void)
{
    const char *path = getenv("MASUDI_MODEL");
    msd_error err = {0};
    if (!path) path = MSD_SOURCE_DIR "/build/share/masudi/en.model";
    if (msdx_pack_open(&pack, path, MSDX_MODEL_KIND, MSDX_MODEL_VERSION, &err) != MSD_OK) {
        printf("skip test_tokenizer__parity: %s\n", err.msg);
        return;
    }
    pack_bytes = NULL;
    CHECK_INT(msdx_tokenizer_open(&tokenizer, pack, &err), MSD_OK);
    CHECK_INT(msdx_tokenizer_work_new(&work, tokenizer, &err), MSD_OK);
    RUN(test_tokenizer__parity);
    close_small();
}

int main(void)
{
    open_small(tokenizer_json);
    RUN(test_tokenizer__spaces);
    RUN(test_tokenizer__affixes);
    RUN(test_tokenizer__rules);
    RUN(test_tokenizer__url_before_infix);
    RUN(test_tokenizer__features);
    RUN(test_tokenizer__long_chunks_end);
    RUN(test_tokenizer__patterns_are_stopped);
    RUN(test_tokenizer__out_of_memory);
    close_small();
    RUN(test_tokenizer__refuses);
    RUN(test_tokenizer__pattern_syntax);
    RUN(test_tokenizer__a_large_pattern);
    run_parity();
    return test_end();
}
