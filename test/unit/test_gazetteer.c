/* test_gazetteer.c: the gazetteer's sections: keys, lookups, and that damaged ones give no places. */
#include "know/gazetteer.h"

#include <unistd.h>

#include "base/hash.h"
#include "test.h"

#define ONTOLOGY MSD_SOURCE_DIR "/knowledge/ontology"
#define GAZETTEER MSD_BUILD_DIR "/test_gazetteer.gaz"
#define PACK MSD_BUILD_DIR "/test_gazetteer.pack"

static const char pool[] = "\0paris\0Paris\0Texas"; /* 1: the key; 7, 13: names */
enum { USA = 'U' | 'S' << 8 | 'A' << 16, REGION = MSDX_GAZ_REGION << 24 };

struct sections {
    uint32_t place[2][MSDX_GAZ_PLACE_WIDTH], name[2][2], sense[2], slot[2];
};

static struct sections sound(void)
{
    struct sections s = {
        .place = {{13, USA | REGION, 0, 0, (uint32_t)MSDX_GAZ_NO_POINT, 0, 7, 102},
                  {7, USA, 1, 0, 3366000, (uint32_t)-9555000, 25000, 2}},
        .name = {{1, 0}, {0, 2}},
        .sense = {1 << 2, 0 << 2 | MSDX_GAZ_BESIDE},
    };
    s.slot[msdx_murmur64a("paris", 5, 1) & 1] = 1;
    return s;
}

/* Knowledge with these sections, to be closed; NULL where it was refused. */
static msdx_know *with(const struct sections *s, msd_status want)
{
    static const char *const folder[] = {ONTOLOGY};
    msdx_buf report = MSDX_BUF_INIT(1 << 20);
    msdx_pack_writer *w;
    msdx_know *know = NULL;
    msd_error err;
    CHECK_INT(msdx_pack_writer_new(&w, MSDX_GAZETTEER_KIND, MSDX_GAZETTEER_VERSION, &err), MSD_OK);
    msdx_pack_add(w, "gaz.place", MSDX_PACK_U32, 2, MSDX_GAZ_PLACE_WIDTH, s->place);
    msdx_pack_add(w, "gaz.name", MSDX_PACK_U32, 2, 2, s->name);
    msdx_pack_add(w, "gaz.sense", MSDX_PACK_U32, 2, 0, s->sense);
    msdx_pack_add(w, "gaz.slot", MSDX_PACK_U32, 2, 0, s->slot);
    msdx_pack_add(w, "gaz.pool", MSDX_PACK_BYTES, sizeof pool, 0, pool);
    CHECK_INT(msdx_pack_write(w, GAZETTEER, &err), MSD_OK);
    msdx_pack_writer_free(w);
    CHECK_INT(msdx_know_compile(folder, 1, GAZETTEER, PACK, &report, &err), MSD_OK);
    CHECK_INT(msdx_know_open(&know, PACK, &err), want);
    msdx_buf_clear(&report);
    return know;
}

static void test_gazetteer__finds_places(void)
{
    struct sections s = sound();
    msdx_know *know = with(&s, MSD_OK);
    msdx_gaz_place p;
    size_t n;
    const uint32_t *sense = msdx_gazetteer_find(know, MSDX_STR("paris"), &n);
    CHECK_INT(n, 2);
    CHECK(sense && sense[0] >> 2 == 1 && sense[1] == MSDX_GAZ_BESIDE);
    CHECK(!msdx_gazetteer_find(know, MSDX_STR("Paris"), &n));
    CHECK_INT(n, 0);
    CHECK(!msdx_gazetteer_find(know, MSDX_STR("pari"), &n));
    CHECK(!msdx_gazetteer_find(know, MSDX_STR(""), &n));
    CHECK(msdx_gazetteer_get(know, 1, &p));
    CHECK_STR(p.name, "Paris");
    CHECK_STR(p.country, "USA");
    CHECK(p.has_point && p.latitude == 33.66 && p.longitude == -95.55 && p.region == 1 && p.kind == MSDX_GAZ_CITY);
    CHECK(msdx_gazetteer_get(know, 0, &p));
    CHECK(!p.has_point && p.kind == MSDX_GAZ_REGION);
    CHECK(!msdx_gazetteer_get(know, 2, &p));
    CHECK_INT(msdx_gazetteer_n(know), 2);
    CHECK_INT(msdx_gazetteer_n_name(know), 1);
    msdx_know_close(know);
}

/* Every number of every section, made too large, gives no place or another one, and nothing worse. */
static void test_gazetteer__survives_damage(void)
{
    for (size_t i = 0; i < sizeof(struct sections) / sizeof(uint32_t); i++) {
        struct sections s = sound();
        ((uint32_t *)(void *)&s)[i] = i % 2 ? UINT32_MAX : 1000;
        msdx_know *know = with(&s, MSD_OK);
        msdx_gaz_place p;
        size_t n;
        const uint32_t *sense = msdx_gazetteer_find(know, MSDX_STR("paris"), &n);
        for (size_t k = 0; sense && k < n; k++)
            if (msdx_gazetteer_get(know, sense[k] >> 2, &p)) CHECK(strlen(p.name) > 0 || p.name[0] == 0);
        msdx_know_close(know);
    }
}

static void test_gazetteer__folds_names(void)
{
    static const struct {
        const char *text, *key;
    } list[] = {{"Paris", "paris"},
                {"BAGHDAD", "baghdad"},
                {"Winston-Salem", "winston salem"},
                {"Saint Louis", "st louis"},
                {"St. Louis", "st louis"},
                {"Sainte-Foy", "ste foy"},
                {"Fort  Worth", "ft worth"},
                {"Mount Vernon", "mt vernon"},
                {"Saint", "saint"},
                {"The Hague", "hague"},
                {"São João", "sao joao"},
                {"Łódź", "lodz"},
                {"Tromsø", "tromso"},
                {"Weißenburg", "weissenburg"},
                {"Sana\xE2\x80\x99"
                 "a",
                 "sanaa"},
                {"D.C.", "dc"},
                {"Washington, D.C.", "washington dc"},
                {"Москва", ""},
                {"北京", ""},
                {"A (B)", ""},
                {"", ""}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char key[MSDX_GAZ_KEY_ROOM] = "";
        size_t n = msdx_gazetteer_key(msdx_str_of(list[i].text), key);
        key[n] = 0;
        CHECK_STR(key, list[i].key);
    }
    char key[MSDX_GAZ_KEY_ROOM], text[200];
    memset(text, 'a', sizeof text);
    CHECK_INT(msdx_gazetteer_key((msdx_str){text, sizeof text}, key), 0);
    CHECK_INT(msdx_gazetteer_key((msdx_str){text, MSDX_GAZ_KEY_ROOM - 1}, key), MSDX_GAZ_KEY_ROOM - 1);
}

/* Without a gazetteer there are no places in it, and nothing else is missing. */
static void test_gazetteer__may_be_absent(void)
{
    static const char *const folder[] = {ONTOLOGY, MSD_SOURCE_DIR "/test/fixtures/countries"};
    msdx_buf report = MSDX_BUF_INIT(1 << 20);
    msdx_know *know = NULL;
    msd_error err;
    size_t n;
    CHECK_INT(msdx_know_compile(folder, 2, NULL, PACK, &report, &err), MSD_OK);
    CHECK_INT(msdx_know_open(&know, PACK, &err), MSD_OK);
    CHECK_INT(msdx_gazetteer_n(know), 0);
    CHECK(!msdx_gazetteer_find(know, MSDX_STR("paris"), &n));
    const msdx_place *irq = msdx_know_country(know, "IRQ");
    CHECK(irq && irq->is_country && irq->has_point && irq->geonames == 99237 && irq->precision == MSD_PLACE_COUNTRY);
    CHECK(!msdx_know_country(know, "QQQ"));
    CHECK(!msdx_know_country(know, NULL));
    CHECK_INT(msdx_know_compile(folder, 2, PACK, PACK ".2", &report, &err), MSD_EFORMAT); /* not of the kind */
    msdx_know_close(know);
    msdx_buf_clear(&report);
}

int main(void)
{
    RUN(test_gazetteer__folds_names);
    RUN(test_gazetteer__finds_places);
    RUN(test_gazetteer__survives_damage);
    RUN(test_gazetteer__may_be_absent);
    unlink(GAZETTEER);
    unlink(PACK);
    return test_end();
}
