/* test_know_resolve.c: names and short descriptions by themselves. */
#include "know/resolve.h"
#include "test.h"

#define PACK MSD_BUILD_DIR "/test_know_resolve.pack"

static msdx_know *know;
static msdx_found found[8];
static size_t n_found;

/* The best of what the text can mean. */
static const msd_entity *best(const char *text, const char *date)
{
    static const msd_entity none;
    CHECK_INT(msdx_know_resolve(know, msdx_str_of(text), date, found, 8, &n_found, NULL), MSD_OK);
    return n_found ? &found[0].who : &none;
}

static const char *or_none(const char *s)
{
    return s ? s : "none";
}

static void test_resolve__names(void)
{
    CHECK_STR(or_none(best("Iraq", NULL)->entity), "IRQ");
    CHECK_STR(msdx_found_code(&found[0]), "IRQGOV");
    CHECK_STR(or_none(best("(Iraq),", NULL)->entity), "IRQ");
    CHECK_STR(or_none(best("Iraq's", NULL)->entity), "IRQ");
    CHECK_STR(or_none(best("the People\xE2\x80\x99s Party.", NULL)->entity), "peoples-party");
    (void)best("nobody we know", NULL);
    CHECK_INT(n_found, 0);
    (void)best("", NULL);
    CHECK_INT(n_found, 0);
}

static void test_resolve__stand_ins(void)
{
    const msd_entity *e = best("Ministry of Peace", NULL);
    CHECK_STR(or_none(e->sector), "MIL");
    CHECK_INT(e->via, MSD_VIA_METONYM);
    e = best("Baghdad", NULL);
    CHECK_INT(e->via, MSD_VIA_METONYM);
    CHECK_INT(n_found, 2);
    CHECK(found[1].kind == MSDX_FOUND_PLACE && found[1].place->latitude == 33.34);
    CHECK_INT(best("near Mawsil", NULL)->span.start_byte, 5);
    CHECK_STR(or_none(found[0].who.name), "Mosul");
}

static void test_resolve__roles_by_date(void)
{
    CHECK_STR(or_none(best("Mustafa al-Kadhimi", "2018-01-01")->sector), "SPY");
    CHECK_STR(or_none(best("al-Kadhimi", "2021-05-05")->sector), "GOV");
    CHECK_STR(or_none(best("al-Kadhimi", "2023-05-05")->country), "UNO");
    CHECK_STR(or_none(best("al-Kadhimi", "2025-05-05")->sector), "ELI");
    CHECK_STR(or_none(best("al-Kadhimi", NULL)->sector), "ELI");
    CHECK_STR(or_none(best("al-Kadhimi", "2025-05-05")->country), "IRQ");
}

static void test_resolve__compositions(void)
{
    const msd_entity *e = best("two Iraqi army officers", NULL);
    CHECK_STR(or_none(e->country), "IRQ");
    CHECK_STR(or_none(e->sector), "MIL");
    CHECK(e->entity == NULL);
    CHECK_INT(e->via, MSD_VIA_AGENT);
    CHECK_STR(msdx_found_code(&found[0]), "IRQMIL");
    CHECK_STR(or_none(best("a former Iraqi soldier", NULL)->sector), "ELI");
    CHECK_STR(or_none(best("soldier Mustafa al-Kadhimi of Iraq", "2021-05-05")->entity), "kadhimi");
}

static void test_resolve__spellings(void)
{
    CHECK_STR(or_none(best("Moustafa al Kadhimi", NULL)->entity), "kadhimi");
    CHECK_STR(or_none(best("al-Kadhimi, Mustafa", NULL)->entity), "kadhimi");
    CHECK_STR(or_none(best("al-Kadhimi Mostafa", NULL)->entity), "kadhimi");
    CHECK_STR(or_none(best("Maj. Gen. Mustapha al-Kadhimi", NULL)->entity), "kadhimi");
    CHECK_INT(found[0].who.span.start_byte, 0);
    CHECK_STR(or_none(best("MUSTAFA AL KADHIMI", NULL)->entity), "kadhimi");
    CHECK_STR(or_none(best("Mostafa Kadimi", NULL)->entity), "kadhimi");
    (void)best("Mustafa", NULL);
    CHECK_INT(n_found, 0);
    (void)best("Gen. Mustafa", NULL);
    CHECK(n_found == 0 || found[0].who.entity == NULL);
    (void)best("Mustafa Hussein", NULL);
    CHECK_INT(n_found, 0);
    (void)best("Mustafa,", NULL);
    CHECK_INT(n_found, 0);
    (void)best("Mustafa, al-Kadhimi, Hassan", NULL);
    CHECK(n_found == 0 || found[0].who.span.end_byte < 27);
}

static void test_resolve__rulers(void)
{
    CHECK_STR(or_none(best("Otho", "1995-05-05")->entity), "king-otho");
    (void)best("Otho", "2005-05-05");
    CHECK_INT(n_found, 0);
    (void)best("Otho", NULL);
    CHECK_INT(n_found, 0);
}

static void test_resolve__lists(void)
{
    static const char *const form[] = {"Ruritania, North", "Ruritania (North)", "RURITANIA (NORTH)"};
    for (size_t i = 0; i < 3; i++) {
        CHECK_STR(or_none(best(form[i], NULL)->entity), "north-ruritania");
        CHECK_INT(found[0].who.span.start_byte, 0);
    }
    (void)best("Ruritania, South", NULL);
    CHECK_INT(n_found, 0);
}

static void test_resolve__firms(void)
{
    CHECK_STR(or_none(best("Ridge Motor", NULL)->entity), "ridge-motor");
    (void)best("Valley Times", NULL); /* the paper, not who publishes it */
    CHECK_INT(n_found, 0);
}

static void test_resolve__long_texts(void)
{
    msdx_buf b = MSDX_BUF_INIT(1 << 20);
    for (int i = 0; i < 2000; i++) msdx_buf_adds(&b, i % 2 ? "Iraqi " : "soldier ");
    CHECK_STR(or_none(best(msdx_buf_cstr(&b), NULL)->country), "IRQ");
    msdx_buf_reset(&b);
    for (int i = 0; i < 5000; i++) msdx_buf_adds(&b, "Iraq");
    (void)best(msdx_buf_cstr(&b), NULL);
    CHECK_INT(n_found, 0);
    msdx_buf_clear(&b);
}

int main(void)
{
    static const char *const folder[] = {MSD_SOURCE_DIR "/knowledge/ontology", MSD_SOURCE_DIR "/test/fixtures/know"};
    msdx_buf report = MSDX_BUF_INIT(1 << 20);
    if (msdx_know_compile(folder, 2, NULL, PACK, &report, NULL) != MSD_OK ||
        msdx_know_open(&know, PACK, NULL) != MSD_OK) {
        fputs(msdx_buf_cstr(&report), stderr);
        return 1;
    }
    RUN(test_resolve__names);
    RUN(test_resolve__stand_ins);
    RUN(test_resolve__roles_by_date);
    RUN(test_resolve__compositions);
    RUN(test_resolve__spellings);
    RUN(test_resolve__rulers);
    RUN(test_resolve__lists);
    RUN(test_resolve__firms);
    RUN(test_resolve__long_texts);
    msdx_know_close(know);
    msdx_buf_clear(&report);
    return test_end();
}
