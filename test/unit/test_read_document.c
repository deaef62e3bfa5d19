/* test_read_document.c: titles, datelines, languages, ids. */
#include "base/hash.h"
#include "read/read.h"
#include "test.h"

static msdx_dateline dl;

static msd_doc *make(const char *text, const char *title, unsigned flags)
{
    msd_input in = {.text = text, .n_byte = strlen(text), .title = title};
    msd_doc *doc;
    msd_error err;
    CHECK_INT(msdx_doc_make(&doc, &in, flags, &dl, &err), MSD_OK);
    return doc;
}

/* "place/date/publisher/first words after it", "" for what is not there. */
static const char *head(const char *text)
{
    static char out[256];
    msd_doc *doc = make(text, NULL, MSDX_DOC_CODE);
    snprintf(out, sizeof out, "%s/%s/%s/%.8s", doc->dateline_place ? doc->dateline_place : "", dl.date,
             doc->publisher ? doc->publisher : "", doc->body.text + doc->body.skip_byte);
    msdx_doc_free(doc);
    return out;
}

static void test_dateline__is_read(void)
{
    CHECK_STR(head("BAGHDAD, Sept 28 (Wire) - Troops left."), "BAGHDAD/--09-28/Wire/Troops l");
    CHECK_STR(head("BAGHDAD, Sept. 28, 2020 (Wire) \xE2\x80\x94 Troops left."), "BAGHDAD/2020-09-28/Wire/Troops l");
    CHECK_STR(head("KABUL, Afghanistan -- Troops left."), "KABUL, Afghanistan///Troops l");
    CHECK_STR(head("MANAGUA (NICARAGUA), 26 MAR 89 (ACAN-EFE) -- [TEXT] TROOPS LEFT."),
              "MANAGUA, NICARAGUA/1989-03-26/ACAN-EFE/TROOPS L");
    CHECK_STR(head("NO CITY (EL SALVADOR), NO DATE (FBIS) -- [EDITORIAL REPORT] [TEXT] TROOPS LEFT."),
              "EL SALVADOR//FBIS/TROOPS L");
    CHECK_STR(head("ADDIS ABABA (Reuters) - Troops left."), "ADDIS ABABA//Reuters/Troops l");
    CHECK_STR(head("Geneva (AFP) - Troops left."), "Geneva//AFP/Troops l");
    CHECK_STR(head("DES MOINES, Iowa, Jan. 3 -- Troops left."), "DES MOINES, Iowa/--01-03//Troops l");
    CHECK_STR(head("AFP - Troops left."), "//AFP/Troops l");
    CHECK_STR(head("CNN \xE2\x80\x94 Troops left."), "//CNN/Troops l");
    CHECK_STR(head("new delhi: the troops left."), "new delhi///the troo");
    CHECK_STR(head("GAZA, Tuesday -- Troops left."), "GAZA///Troops l");
    CHECK_STR(head("S\xC3\x83O PAULO, 2024-05-14 (Wire) - Troops left."), "S\xC3\x83O PAULO/2024-05-14/Wire/Troops l");
}

static void test_dateline__date_line(void)
{
    CHECK_STR(head("Monday, February 11, 2019 \n\nTroops left the town."), "/2019-02-11// \n\nTroop");
    CHECK_STR(head("This story is from March 16, 2002 patna: the troops left."), "patna/2002-03-16//the troo");
}

static void test_dateline__is_not_seen_where_there_is_none(void)
{
    CHECK_STR(head("Troops left the town - and came back."), "///Troops l");
    CHECK_STR(head("PARIS-based firms rose."), "///PARIS-ba");
    CHECK_STR(head("SDF\xE2\x80\x93Syrian clashes go on."), "///SDF\xE2\x80\x93Sy");
    CHECK_STR(head("NATO - which met on Monday - agreed."), "///NATO - w");
    CHECK_STR(head("EXCLUSIVE \xE2\x80\x93 Troops left."), "///EXCLUSIV");
    CHECK_STR(head("WATCH: Troops leave."), "///WATCH: T");
    CHECK_STR(head("The U.S. (with others) - Troops left."), "///The U.S.");
    CHECK_STR(head("Monday, 1 March"), "///Monday, ");
    CHECK_STR(head("-"), "///-");
    CHECK_STR(head("ROME -"), "///ROME -");
}

static void test_dateline__is_a_paragraph_of_its_own(void)
{
    msd_doc *doc = make("ROME (Wire) - It rained.\n\nTwo.", NULL, MSDX_DOC_CODE);
    CHECK_INT(doc->body.n_para, 3);
    CHECK_INT(doc->body.para[1].start_byte, 14);
    CHECK_INT(doc->dateline_span.start_cp, 0);
    CHECK_INT(doc->dateline_span.end_cp, 4);
    msdx_doc_free(doc);
}

static void test_dateline__gives_way_to_what_is_known(void)
{
    msd_input in = {.text = "ROME, May 3, 2020 (Wire) - It rained.", .date = "2020-05-04", .publisher = "Paper"};
    in.n_byte = strlen(in.text);
    msd_doc *doc;
    msd_error err;
    CHECK_INT(msdx_doc_make(&doc, &in, MSDX_DOC_CODE, NULL, &err), MSD_OK);
    CHECK_STR(doc->date, "2020-05-04");
    CHECK_STR(doc->publisher, "Paper");
    msdx_doc_free(doc);
}

static const char *title_of(const char *text)
{
    static char out[256];
    msd_doc *doc = make(text, NULL, MSDX_DOC_PLAIN);
    snprintf(out, sizeof out, "%s/%.6s", doc->has_title ? doc->title.text : "", doc->body.text + doc->body.skip_byte);
    msdx_doc_free(doc);
    return out;
}

static void test_title__of_plain_text(void)
{
    CHECK_STR(title_of("Troops leave town\n\nThey left on Monday."), "Troops leave town/\n\nThey");
    CHECK_STR(title_of("Troops leave town\nROME (Wire) - They left on Monday."), "Troops leave town/They l");
    CHECK_STR(title_of("Will troops leave?\n\nThey left on Monday."), "Will troops leave?/\n\nThey");
    CHECK_STR(title_of("Troops left town.\n\nThey left on Monday."), "/Troops");
    CHECK_STR(title_of("Troops leave town"), "/Troops");
    CHECK_STR(title_of("Net 5 vs 4\nRevs 7 vs 8\nNine months"), "/Net 5 ");
}

static void test_title__said_again_is_passed_over(void)
{
    msd_doc *doc = make("Troops leave\ntown.\n\nROME - They left.", "Troops  leave town", MSDX_DOC_CODE);
    CHECK_STR(doc->body.text + doc->body.skip_byte, "They left.");
    CHECK_STR(doc->dateline_place, "ROME");
    msdx_doc_free(doc);
    doc = make("Troops leave town, and then more.", "Troops leave town", MSDX_DOC_CODE);
    CHECK_INT(doc->body.skip_byte, 0);
    msdx_doc_free(doc);
}

static void test_doc__exact_is_left_alone(void)
{
    msd_doc *doc = make("ROME (Wire) - It\nrained.", NULL, MSDX_DOC_EXACT);
    CHECK(doc->body.para == NULL);
    CHECK_INT(doc->body.skip_byte, 0);
    CHECK(doc->publisher == NULL);
    msdx_doc_free(doc);
}

static void test_doc__id_is_a_hash_of_url_or_text(void)
{
    char hex[33];
    msd_doc *doc = make("abc", NULL, MSDX_DOC_CODE);
    msdx_hash_hex("abc", 3, hex);
    CHECK_STR(doc->id, hex);
    msdx_doc_free(doc);
    msd_input in = {.text = "abc", .n_byte = 3, .url = "http://a/b"};
    msd_error err;
    CHECK_INT(msdx_doc_make(&doc, &in, MSDX_DOC_CODE, NULL, &err), MSD_OK);
    msdx_hash_hex("http://a/b", 10, hex);
    CHECK_STR(doc->id, hex);
    msdx_doc_free(doc);
}

static void refused(msd_input in, msd_status want, size_t pos)
{
    msd_doc *doc = NULL;
    msd_error err = {0};
    CHECK_INT(msdx_doc_make(&doc, &in, MSDX_DOC_CODE, NULL, &err), want);
    CHECK(doc == NULL);
    CHECK_INT(err.pos, pos);
}

static void test_doc__refuses_bytes_that_are_no_text(void)
{
    refused((msd_input){.text = "ab\xFF", .n_byte = 3}, MSD_EUTF8, 2);
    refused((msd_input){.text = "a\0b", .n_byte = 3}, MSD_EUTF8, 1);
    refused((msd_input){.text = "ab", .n_byte = 2, .title = "\xC0\x80"}, MSD_EUTF8, 0);
    refused((msd_input){.text = "ab", .n_byte = 2, .url = "x\xFE"}, MSD_EUTF8, 1);
    refused((msd_input){.text = "a", .n_byte = MSD_TEXT_MAX + 1}, MSD_ETOOBIG, 0);
}

static const char *guess(const char *text)
{
    return msdx_language_guess(msdx_str_of(text));
}

static void test_language__guess(void)
{
    CHECK_STR(guess("The government said that troops had left the town after the attack."), "en");
    CHECK_STR(guess("TROOPS LEFT THE TOWN"), "en");
    CHECK_STR(guess("Net 5 vs 4 no quote no change no comparison"), "en");
    CHECK_STR(guess("Iran"), "en");
    CHECK_STR(guess(""), "en");
    CHECK_STR(
        guess("El gobierno dijo que las tropas se retiraron de la ciudad por el ataque de los rebeldes en el norte."),
        "es");
    CHECK_STR(
        guess(
            "Le gouvernement a dit que les troupes ont quitt\xC3\xA9 la ville apr\xC3\xA8s une attaque dans le nord."),
        "fr");
    CHECK_STR(
        guess(
            "Die Regierung sagte, dass die Truppen nach dem Angriff die Stadt verlassen haben und nicht wiederkommen."),
        "de");
    CHECK_STR(guess("\xD0\x92\xD0\xBE\xD0\xB9\xD1\x81\xD0\xBA\xD0\xB0 \xD1\x83\xD1\x88\xD0\xBB\xD0\xB8"), "ru");
    CHECK_STR(guess("\xD8\xBA\xD8\xA7\xD8\xAF\xD8\xB1\xD8\xAA \xD8\xA7\xD9\x84\xD9\x82\xD9\x88\xD8\xA7\xD8\xAA"), "ar");
    CHECK_STR(guess("\xE5\x86\x9B\xE9\x98\x9F\xE7\xA6\xBB\xE5\xBC\x80"), "zh");
}

static void test_language__names_of_english(void)
{
    CHECK(msdx_language_is_english("en") && msdx_language_is_english("EN-gb") && msdx_language_is_english("eng"));
    CHECK(msdx_language_is_english("English") && msdx_language_is_english("en_US"));
    CHECK(!msdx_language_is_english("es") && !msdx_language_is_english("enm") && !msdx_language_is_english(""));
}

int main(void)
{
    RUN(test_dateline__is_read);
    RUN(test_dateline__date_line);
    RUN(test_dateline__is_not_seen_where_there_is_none);
    RUN(test_dateline__is_a_paragraph_of_its_own);
    RUN(test_dateline__gives_way_to_what_is_known);
    RUN(test_title__of_plain_text);
    RUN(test_title__said_again_is_passed_over);
    RUN(test_doc__exact_is_left_alone);
    RUN(test_doc__id_is_a_hash_of_url_or_text);
    RUN(test_doc__refuses_bytes_that_are_no_text);
    RUN(test_language__guess);
    RUN(test_language__names_of_english);
    return test_end();
}
