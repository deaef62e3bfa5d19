/* test_code.c: the claim engine over sentences of our own (test/golden/code/),
 * and laws that hold for every claim. Needs the model and the compiled knowledge. */
#include <glob.h>

#include "base/str.h"
#include "engine.h"
#include "know/expect.h"

static msd_doc *code(const char *text, size_t n)
{
    return coded_bytes(NULL, text, n);
}

static bool happened_now(const msd_claim *c)
{
    return c->status != MSD_HISTORICAL;
}

/* Every expectation is met by a claim; with 'only' every claim meets one; with 'nothing' there is none. */
static bool line_holds(msdx_str text, msdx_str rest)
{
    msd_doc *doc = code(text.p, text.n);
    size_t n = msd_doc_n_claim(doc);
    bool met[64] = {false}, ok = true, only = false;
    while (rest.n) {
        const char *cut = memmem(rest.p, rest.n, "=>", 2);
        msdx_str one = msdx_str_trim((msdx_str){rest.p, cut ? (size_t)(cut - rest.p) : rest.n});
        rest = cut ? (msdx_str){cut + 2, rest.n - (size_t)(cut - rest.p) - 2} : (msdx_str){"", 0};
        if (msdx_str_is(one, "only") || msdx_str_is(one, "nothing")) {
            only = true;
            continue;
        }
        msdx_expect expect;
        const char *why = NULL;
        msdx_str piece = one;
        bool found = false;
        if (!msdx_expect_next(&piece, &expect, &why) || why) {
            fprintf(stderr, "bad expectation '%.*s': %s\n", (int)one.n, one.p, why ? why : "");
            found = false;
        } else {
            for (size_t i = 0; i < n && i < 64; i++)
                if (msdx_expect_holds(&expect, msd_doc_claim(doc, i))) found = met[i] = true;
        }
        if (!found) fprintf(stderr, "not met: %.*s\n", (int)one.n, one.p);
        ok &= found;
    }
    for (size_t i = 0; only && i < n && i < 64; i++)
        if (!met[i] && happened_now(msd_doc_claim(doc, i))) {
            fprintf(stderr, "extra: %s %s by %s\n", msd_doc_claim(doc, i)->event,
                    msd_claim_status_name(msd_doc_claim(doc, i)->status), msd_doc_claim(doc, i)->rule);
            ok = false;
        }
    msd_doc_free(doc);
    return ok;
}

/* '\n' in a line parts the paragraphs of a short document. */
static msdx_str unescaped(msdx_str s, char *room)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool newline = s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == 'n';
        room[n++] = newline ? '\n' : s.p[i];
        i += newline;
    }
    return (msdx_str){room, n};
}

static void check_golden(const char *path)
{
    FILE *f = fopen(path, "r");
    char line[4096], room[4096];
    CHECK(f != NULL);
    while (f && fgets(line, sizeof line, f)) {
        msdx_str s = msdx_str_trim(msdx_str_of(line));
        const char *cut = memmem(s.p, s.n, "=>", 2);
        if (s.n == 0 || s.p[0] == '#' || !cut) continue;
        msdx_str text = unescaped(msdx_str_trim((msdx_str){s.p, (size_t)(cut - s.p)}), room);
        bool ok = line_holds(text, (msdx_str){cut + 2, s.n - (size_t)(cut - s.p) - 2});
        if (!ok) fprintf(stderr, "  in: %.*s\n", (int)text.n, text.p);
        CHECK(ok);
    }
    if (f) fclose(f);
}

static void test_code__golden(void)
{
    glob_t found;
    CHECK(glob(MSD_SOURCE_DIR "/test/golden/code/*.txt", 0, NULL, &found) == 0);
    for (size_t i = 0; i < found.gl_pathc; i++) check_golden(found.gl_pathv[i]);
    globfree(&found);
}

static const char article[] =
    "Iran threatened to close the Strait of Hormuz on Monday, and its navy seized a Greek tanker.\n\n"
    "President Masoud Pezeshkian said Tehran would attack American bases if Washington imposed new sanctions. "
    "\"We will never negotiate with them,\" he said.\n\n"
    "The navy seized the Greek tanker near Bandar Abbas, two officials said.";

static void check_span(const msd_doc *doc, msd_span s)
{
    size_t n;
    const char *text = msd_doc_text(doc, &n);
    CHECK(s.start_byte < s.end_byte && s.end_byte <= n);
    CHECK(msdx_utf8_count(text, s.start_byte) == s.start_cp);
    CHECK(msdx_utf8_count(text, s.end_byte) == s.end_cp);
}

static void test_code__laws(void)
{
    msd_doc *doc = code(article, sizeof article - 1);
    CHECK(msd_doc_n_claim(doc) >= 4);
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++) {
        const msd_claim *c = msd_doc_claim(doc, i);
        check_span(doc, c->trigger);
        for (size_t k = 0; k < c->n_actor; k++) check_span(doc, c->actors[k].span);
        for (size_t k = 0; k < c->n_recipient; k++) check_span(doc, c->recipients[k].span);
        for (size_t k = 0; k < c->n_link; k++)
            CHECK(c->links[k].claim < msd_doc_n_claim(doc) && c->links[k].claim != i);
        CHECK(c->confidence > 0 && c->confidence <= 1);
        CHECK(strlen(c->id) == 32 && c->rule && c->quad && c->cameo);
        for (size_t k = 0; k < i; k++) CHECK(strcmp(msd_doc_claim(doc, k)->id, c->id) != 0);
    }
    msd_doc_free(doc);
}

static void test_code__same_event_is_one_claim(void)
{
    msd_doc *doc = code(article, sizeof article - 1);
    size_t seizures = 0, told = 0;
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++)
        if (strcmp(msd_doc_claim(doc, i)->trigger_lemma, "seize") == 0) {
            seizures++;
            told += msd_doc_claim(doc, i)->n_mention;
        }
    CHECK_INT(seizures, 1);
    CHECK_INT(told, 1);
    msd_doc_free(doc);
}

static msd_doc *code_titled(const char *title, const char *text)
{
    msd_input in = {
        .text = text, .n_byte = strlen(text), .title = title, .date = "2024-05-14", .id = "t", .language = "en"};
    msd_error err = {0};
    msd_doc *doc = NULL;
    CHECK_INT(msd_code(worker, &in, &doc, &err), MSD_OK);
    return doc;
}

/* A headline that the first sentences tell in full is a mention of their claim; another is a claim of its own. */
static void test_code__a_headline_is_told_once(void)
{
    static const char text[] = "Rebels stormed an army barracks in Goma on Monday, killing 12 soldiers.";
    msd_doc *doc = code_titled("Rebels storm barracks in Goma, kill 12", text);
    CHECK_INT(msd_doc_n_claim(doc), 1);
    size_t in_title = 0;
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++)
        for (size_t k = 0; k < msd_doc_claim(doc, i)->n_mention; k++)
            in_title += msd_doc_claim(doc, i)->mentions[k].sentence == -1;
    CHECK_INT(in_title, 2);
    msd_doc_free(doc);
    doc = code_titled("Turkey expels Greek envoy", text);
    CHECK_INT(msd_doc_n_claim(doc), 2);
    CHECK_INT(msd_doc_claim(doc, 0)->sentence, -1);
    CHECK_STR(msd_doc_claim(doc, 0)->event, "SANCTION");
    msd_doc_free(doc);
}

static void test_code__same_input_same_ids(void)
{
    msd_doc *a = code(article, sizeof article - 1), *b = code(article, sizeof article - 1);
    CHECK_INT(msd_doc_n_claim(a), msd_doc_n_claim(b));
    for (size_t i = 0; i < msd_doc_n_claim(a); i++) CHECK_STR(msd_doc_claim(a, i)->id, msd_doc_claim(b, i)->id);
    msd_doc_free(a);
    msd_doc_free(b);
}

/* 'will not' refuses once, though 'attend' and 'meeting' both tell what is refused. */
static void test_code__an_id_is_given_once(void)
{
    static const char text[] = "Peru's president made it known that he will not attend the meeting in protest.";
    msd_doc *doc = code(text, sizeof text - 1);
    CHECK(msd_doc_n_claim(doc) > 1);
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++)
        for (size_t k = 0; k < i; k++) CHECK(strcmp(msd_doc_claim(doc, i)->id, msd_doc_claim(doc, k)->id) != 0);
    msd_doc_free(doc);
}

/* The same verb two thousand times: what one word governs may not grow with the page, or the cost is its square. */
static void test_code__an_endless_sentence_is_cut_into_groups(void)
{
    enum { WORDS = 2000, CHILDREN = 200 };
    char *text = malloc(WORDS * 8 + 64);
    size_t n = (size_t)sprintf(text, "Iran promised to ");
    for (int i = 0; i < WORDS; i++) n += (size_t)sprintf(text + n, "attack, ");
    msd_doc *doc = code(text, n);
    size_t *children = calloc(msd_doc_n_token(doc) + 1, sizeof *children), most = 0;
    msd_token tok;
    for (size_t i = 0; msd_doc_token(doc, i, &tok); i++)
        if (tok.head >= 0 && ++children[tok.head] > most) most = children[tok.head];
    CHECK(most > 8 && most < CHILDREN);
    free(children);
    free(text);
    msd_doc_free(doc);
}

static bool same_words(const msd_entity *a, const msd_entity *b)
{
    return a->span.start_byte == b->span.start_byte && a->span.end_byte == b->span.end_byte;
}

/* Nobody stands twice in a claim, and no claim is a mention of itself. */
static void check_parties(const char *text)
{
    msd_doc *doc = code(text, strlen(text));
    CHECK(msd_doc_n_claim(doc) > 0);
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++) {
        const msd_claim *c = msd_doc_claim(doc, i);
        for (size_t k = 0; k < c->n_actor; k++) {
            for (size_t m = 0; m < k; m++) CHECK(!same_words(&c->actors[k], &c->actors[m]));
            for (size_t m = 0; m < c->n_recipient; m++) CHECK(!same_words(&c->actors[k], &c->recipients[m]));
        }
        for (size_t k = 0; k < c->n_mention; k++) CHECK(c->mentions[k].span.start_byte != c->trigger.start_byte);
    }
    msd_doc_free(doc);
}

static void test_code__parties_stand_once(void)
{
    check_parties(
        "The Israeli Air Force launches a new wave of airstrikes across Tehran, targeting Islamic Revolutionary "
        "Guard Corps (IRGC) and Basij facilities with multiple explosions reported.");
    check_parties(
        "Secretary of State Tony Blinken announced on Sunday that the U.S. had received reports that Americans "
        "had been killed or taken hostage in the Hamas assault.");
    check_parties("Since the Kursk incursion, however, Russia has signalled it will not engage in any peace talks with "
                  "Ukraine.");
}

static void test_code__a_dateline_says_whose_police(void)
{
    static const char text[] = "NAIROBI, Sept 28 (Reuters) - Police arrested 12 protesters on Monday.";
    msd_doc *doc = code(text, sizeof text - 1);
    CHECK_INT(msd_doc_n_claim(doc), 1);
    if (msd_doc_n_claim(doc)) CHECK_STR(msd_doc_claim(doc, 0)->actors[0].code, "KENCOP");
    msd_doc_free(doc);
}

/* The first claim's actor: its code, "" for none. */
static void check_actor(const char *text, const char *code_of_actor, const char *words)
{
    msd_doc *doc = code(text, strlen(text));
    CHECK(msd_doc_n_claim(doc) > 0);
    if (msd_doc_n_claim(doc)) {
        const msd_entity *e = &msd_doc_claim(doc, 0)->actors[0];
        CHECK_STR(e->code ? e->code : "", code_of_actor);
        CHECK_STR(e->text, words);
    }
    msd_doc_free(doc);
}

static void test_code__names_alone_are_of_the_place_of_the_news(void)
{
    check_actor("NAIROBI, Sept 28 (Reuters) - John Wilson accused Peter Miller of fraud on Monday.", "KEN",
                "John Wilson");
    check_actor("John Wilson accused Peter Miller of fraud on Monday.", "", "John Wilson");
}

/* Is there a claim of this event, with this mode ("" for none)? */
static bool gives(const char *text, const char *event, const char *mode)
{
    msd_doc *doc = code(text, strlen(text));
    bool found = false;
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++) {
        const msd_claim *cl = msd_doc_claim(doc, i);
        found |= strcmp(cl->event, event) == 0 && strcmp(cl->mode ? cl->mode : "", mode) == 0;
    }
    msd_doc_free(doc);
    return found;
}

/* The first claim's recipient: its code, "" for none. */
static void check_recipient(const char *text, const char *code_of_recipient)
{
    msd_doc *doc = code(text, strlen(text));
    CHECK(msd_doc_n_claim(doc) > 0 && msd_doc_claim(doc, 0)->n_recipient > 0);
    if (msd_doc_n_claim(doc) && msd_doc_claim(doc, 0)->n_recipient) {
        const char *got = msd_doc_claim(doc, 0)->recipients[0].code;
        CHECK_STR(got ? got : "", code_of_recipient);
    }
    msd_doc_free(doc);
}

static void test_code__nobody_is_lent_a_country_at_a_guess(void)
{
    check_recipient("Greek shops closed. Turkish shops closed. A mob killed three doctors on Monday.", "HLH");
    check_recipient("Israel's army bombed the gunmen on Monday.", "UAF");
    check_actor("Farmers blocked roads in Punjab. Police fired tear gas at them.", "PAKAGR", "Farmers");
}

static void test_code__a_name_takes_its_role_from_its_own_words(void)
{
    check_recipient("Unidentified gunmen killed Gul Nawab in Karachi.", "PAK");
    check_recipient("Militants killed two Policemen in Quetta.", "PAKCOP");
    check_actor("Unidentified motorcyclists shot a clerk in Karachi.", "PAKUAF", "Unidentified motorcyclists");
    check_recipient("Mr Leake is at least the third American detained in Russia in recent years.", "USA");
    CHECK(!gives("Lane Telecommunications president resigned.", "RETREAT", "resign"));
    CHECK(!gives("Sand Technology president Jerry Shattner resigned.", "RETREAT", "resign"));
    check_recipient("Gunmen wounded leaders of the Uncommitted movement in Oslo.", "NOR");
    check_recipient("Pirates abducted a marine biologist off Yemen.", "YEMCVL");
    check_actor("World leaders met in New York City on Monday.", "GOV", "World leaders");
    check_actor("62 Labour rebels condemned the plan in London.", "GBRPTY", "62 Labour rebels");
}

static void test_code__a_state_is_of_the_noun_beside_it(void)
{
    check_actor("Chilean miners, on strike for a month, voted on Friday.", "CHLLAB", "Chilean miners");
    check_actor("On strike since May, Bolivian teachers slept in tents.", "BOLEDU", "Bolivian teachers");
    check_recipient("Two Vietnamese pastors, in custody since May, wrote a letter.", "VNMREL");
    check_recipient("The Omani editor in police custody in Muscat sleeps badly.", "OMNMED");
}

static void test_code__a_firms_ending_is_of_its_name(void)
{
    check_actor("Canon Inc. accused Nikon of fraud on Monday.", "JPNBUS", "Canon Inc.");
}

static void test_code__an_order_that_is_quoted_asks(void)
{
    CHECK(gives("\"Stop the war,\" the pope told Putin.", "REQUEST", "yield"));
    CHECK(gives("Sit down with the rebels, the African Union urged Khartoum.", "REQUEST", "meet"));
    CHECK(!gives("\"Stop the recession,\" the bank told Bloomberg.", "REQUEST", "yield"));
}

static void check_when(const char *text, const char *start, msd_date_precision precision)
{
    msd_doc *doc = code(text, strlen(text));
    CHECK_INT(msd_doc_n_claim(doc), 1);
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++) {
        CHECK_STR(msd_doc_claim(doc, i)->when.start, start);
        CHECK_INT(msd_doc_claim(doc, i)->when.precision, precision);
    }
    msd_doc_free(doc);
}

static void test_code__dates_that_no_calendar_has(void)
{
    check_when("Israel attacked Iran 4000 years ago.", "", MSD_DATE_UNKNOWN);
    check_when("Israel attacked Iran 2147483649 months ago.", "", MSD_DATE_UNKNOWN);
    check_when("Israel attacked Iran on February 30.", "2024-02-01", MSD_DATE_MONTH);
    check_when("Israel attacked Iran on February 29.", "2024-02-29", MSD_DATE_DAY);
    check_when("Israel attacked Iran two months ago.", "2024-03-01", MSD_DATE_MONTH);
}

int main(void)
{
    if (!engine_open()) SKIP("no model or knowledge; ./run setup makes them");
    RUN(test_code__golden);
    RUN(test_code__laws);
    RUN(test_code__same_event_is_one_claim);
    RUN(test_code__a_headline_is_told_once);
    RUN(test_code__same_input_same_ids);
    RUN(test_code__an_id_is_given_once);
    RUN(test_code__an_endless_sentence_is_cut_into_groups);
    RUN(test_code__parties_stand_once);
    RUN(test_code__a_dateline_says_whose_police);
    RUN(test_code__names_alone_are_of_the_place_of_the_news);
    RUN(test_code__nobody_is_lent_a_country_at_a_guess);
    RUN(test_code__a_name_takes_its_role_from_its_own_words);
    RUN(test_code__a_state_is_of_the_noun_beside_it);
    RUN(test_code__a_firms_ending_is_of_its_name);
    RUN(test_code__an_order_that_is_quoted_asks);
    RUN(test_code__dates_that_no_calendar_has);
    engine_close();
    return test_end();
}
