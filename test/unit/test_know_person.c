/* test_know_person.c: which spellings are one person's. */
#include "know/person.h"
#include "test.h"

static bool alike(const char *a, const char *b)
{
    msdx_person x[MSDX_PERSON_FORMS], y[MSDX_PERSON_FORMS];
    size_t n = msdx_person_read(msdx_str_of(a), true, x), k = msdx_person_read(msdx_str_of(b), false, y);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < k; j++) {
            unsigned all_x = (1u << x[i].n) - 1, all_y = (1u << y[j].n) - 1;
            if (msdx_person_hash(&x[i], all_x) == msdx_person_hash(&y[j], all_y) &&
                msdx_person_distance(&x[i], all_x, &y[j], all_y) != UINT32_MAX)
                return true;
        }
    return false;
}

static void test_person__spellings(void)
{
    CHECK(alike("Moussa Kadafi", "Musa al-Qaddafi"));
    CHECK(alike("HERMAN VAN DER LAAN", "Herman van der Laan"));
    CHECK(alike("Abd al-Aziz Rahmani", "Abdelaziz Rahmani"));
    CHECK(alike("Abdurrahman Wafi", "Abdul Rahman Wafi"));
    CHECK(alike("Muhammad Husayn Karimi", "Mohamed Hussein Karimi"));
    CHECK(alike("Lars L\xC3\xB8ken", "Lars Loeken"));
    CHECK(alike("Jo\xC3\xA3o Gon\xC3\xA7"
                "alves",
                "Joao Goncalves"));
    CHECK(alike("Yevgeniy Sokolovskiy", "Evgeny Sokolovsky"));
    CHECK(alike("Chung Hae Won", "Chung Hae-won"));
    CHECK(alike("Liu Jia Ming", "Liu Jiaming"));
    CHECK(alike("Maj. Gen. Dr Felix T. Okorie", "Felix Okorie"));
    CHECK(alike("Okorie, Felix", "Felix Okorie"));
    CHECK(alike("Bertrand Lemaitre", "Lemaitre Bertrand"));
    CHECK(alike("Ng'ang'a Kiprono", "Nganga Kiprono"));
}

static void test_person__others(void)
{
    CHECK(!alike("Hassan Ali", "Hussein Ali"));
    CHECK(!alike("Hassan Ali", "Ali Hassan")); /* short: two men */
    CHECK(!alike("Bertrand Lemaitre", "Bernard Lemaitre"));
    CHECK(!alike("Karim Salehi", "Karim Solhi Ahmadi"));
    CHECK(!alike("Abdullah Rahmani", "Abdel Rahmani"));
}

static void test_person__no_names(void)
{
    msdx_person form[MSDX_PERSON_FORMS];
    static const char *const none[] = {"",
                                       "Mustafa",
                                       "Gen. Mustafa",
                                       "J. K.",
                                       "al",
                                       "One, Two, Three",
                                       "A/B Corp",
                                       "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD \xD0\x9F",
                                       "a b c d e f g h i j k l m n o p"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        CHECK_INT(msdx_person_read(msdx_str_of(none[i]), true, form), 0);
    CHECK_INT(msdx_person_read(MSDX_STR("one two three four five six seven eight"), true, form), 0);
    CHECK_INT(msdx_person_read(MSDX_STR("Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa Bbbb"), true, form), 0);
}

static void test_person__picks(void)
{
    msdx_person form[MSDX_PERSON_FORMS];
    unsigned pick[MSDX_PERSON_PICKS];
    CHECK_INT(msdx_person_read(MSDX_STR("Ramiro Ledesma Quiroga"), true, form), 3);
    CHECK_INT(msdx_person_picks(&form[0], pick), 3);
    CHECK_INT(pick[0], 7);
    CHECK_INT(pick[1], 5);
    CHECK_INT(pick[2], 3);
    CHECK_INT(msdx_person_read(MSDX_STR("Ali Omar Seif"), true, form), 3);
    CHECK_INT(msdx_person_picks(&form[0], pick), 1); /* Ali Seif is many people's name */
}

int main(void)
{
    RUN(test_person__spellings);
    RUN(test_person__others);
    RUN(test_person__no_names);
    RUN(test_person__picks);
    return test_end();
}
