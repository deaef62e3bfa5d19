/* test_know.c: the knowledge files: what is compiled comes back, faults are named by file and line, damaged files are
 * refused. */
#include "know/know.h"

#include <stdio.h>
#include <unistd.h>

#include "know/compile_impl.h"
#include "know/expect.h"
#include "test.h"

#define ONTOLOGY MSD_SOURCE_DIR "/knowledge/ontology"
#define FIXTURE MSD_SOURCE_DIR "/test/fixtures/know"
#define PACK MSD_BUILD_DIR "/test_know.pack"

static msdx_know *know;

static void open_fixture(void)
{
    static const char *const folder[] = {ONTOLOGY, FIXTURE};
    msdx_buf report = MSDX_BUF_INIT(1 << 20);
    msd_error err;
    CHECK_INT(msdx_know_compile(folder, 2, NULL, PACK, &report, &err), MSD_OK);
    CHECK_STR(msdx_buf_cstr(&report), "");
    msdx_buf_clear(&report);
    CHECK_INT(msdx_know_open(&know, PACK, &err), MSD_OK);
    if (!know) exit(1);
    CHECK_INT(msdx_know_verify(know, &err), MSD_OK);
}

/* ---- lookups ---- */

static const msdx_sense *find(msdx_space space, const char *phrase, size_t n)
{
    static const msdx_sense none;
    size_t got;
    const msdx_sense *s = msdx_know_find(know, space, msdx_str_of(phrase), &got);
    if (got != n) fprintf(stderr, "%s: %zu senses, not %zu\n", phrase, got, n);
    CHECK_INT(got, n);
    return s ? s : &none;
}

static void test_know__finds_phrases(void)
{
    CHECK_INT(find(MSDX_SPACE_NAME, "Iraq", 1)->kind, MSDX_SENSE_NAME);
    CHECK_INT(find(MSDX_SPACE_NAME, "Republic of Iraq", 1)->kind, MSDX_SENSE_NAME);
    find(MSDX_SPACE_NAME, "iraq", 0);
    find(MSDX_SPACE_NAME, "Republic", 0);
    find(MSDX_SPACE_NAME, "Republic of", 0);
    find(MSDX_SPACE_NAME, "", 0);
    const msdx_sense *s = find(MSDX_SPACE_NAME, "Iraqi", 2);
    CHECK_INT(s[0].kind, MSDX_SENSE_ADJECTIVE);
    CHECK_INT(s[1].kind, MSDX_SENSE_PEOPLE);
    s = find(MSDX_SPACE_NAME, "Baghdad", 2);
    CHECK_INT(s[0].kind, MSDX_SENSE_CAPITAL);
    CHECK_INT(s[1].kind, MSDX_SENSE_PLACE);
    CHECK_STR(msdx_know_place(know, s[1].index)->name, "Baghdad");
    CHECK_INT(find(MSDX_SPACE_LEMMA, "army officer", 1)->kind, MSDX_SENSE_AGENT);
    CHECK_INT(find(MSDX_SPACE_LEMMA, "carry out", 1)->kind, MSDX_SENSE_VERB);
    s = find(MSDX_SPACE_LEMMA, "raid", 2);
    CHECK_INT(s[0].kind, MSDX_SENSE_VERB);
    CHECK_INT(s[1].kind, MSDX_SENSE_NOUN);
    CHECK_INT(find(MSDX_SPACE_LEMMA, "rehearsal", 1)->kind, MSDX_SENSE_CLASS_WORD);
}

static void test_know__keeps_words_of_contexts_apart(void)
{
    const msdx_sense *s = find(MSDX_SPACE_CONTEXT, "nuclear weapon", 1);
    msdx_term t = {0};
    CHECK_INT(s->kind, MSDX_SENSE_CONTEXT);
    CHECK(msdx_know_term(know, MSDX_SYSTEM_CONTEXT, s->index, &t));
    CHECK_STR(t.id, "cbrn");
    CHECK(t.words.n > 10);
    CHECK_INT(msdx_know_max_words(know, MSDX_SPACE_CONTEXT, MSDX_STR("nuclear")), 2);
    find(MSDX_SPACE_LEMMA, "nuclear weapon", 0);
    find(MSDX_SPACE_CONTEXT, "army officer", 0);
}

static void test_know__counts_words_of_the_longest_phrase(void)
{
    CHECK_INT(msdx_know_max_words(know, MSDX_SPACE_NAME, MSDX_STR("Republic")), 3);
    CHECK_INT(msdx_know_max_words(know, MSDX_SPACE_NAME, MSDX_STR("Iraq")), 1);
    CHECK_INT(msdx_know_max_words(know, MSDX_SPACE_NAME, MSDX_STR("of")), 0);
    CHECK_INT(msdx_know_max_words(know, MSDX_SPACE_LEMMA, MSDX_STR("army")), 2);
}

/* What is asked at once is what is asked one by one, whatever stands beside it. */
static void test_know__answers_many_at_once(void)
{
    msdx_str phrase[MSDX_KNOW_MANY];
    msdx_alone many[MSDX_KNOW_MANY];
    for (int space = 0; space < MSDX_N_SPACE; space++)
        for (size_t i = 0, n = 0, more = 1; more; i++) {
            const msdx_sense *sense;
            size_t n_sense;
            more = msdx_know_phrase(know, space, i, &phrase[n], &sense, &n_sense);
            if (more && ++n < MSDX_KNOW_MANY) phrase[n++] = MSDX_STR("no such phrase");
            if (more && n < MSDX_KNOW_MANY) continue;
            msdx_know_alone_many(know, space, phrase, n, many);
            for (; n; n--) {
                msdx_alone one = msdx_know_alone(know, space, phrase[n - 1]);
                CHECK(one.sense == many[n - 1].sense && one.n == many[n - 1].n && one.most == many[n - 1].most);
            }
        }
}

static void test_know__enters_phrases_as_a_tokenizer_cuts_them(void)
{
    find(MSDX_SPACE_NAME, "al-Kadhimi", 1);
    find(MSDX_SPACE_NAME, "Al-Kadhimi", 1); /* an Arabic article in either case */
    find(MSDX_SPACE_NAME, "al - Kadhimi", 1);
    find(MSDX_SPACE_NAME, "Mustafa al - Kadhimi", 1);
    find(MSDX_SPACE_NAME, "People's Party", 1);
    find(MSDX_SPACE_NAME, "People 's Party", 1);
    find(MSDX_SPACE_LEMMA, "air - strike", 1);
    CHECK_INT(msdx_know_max_words(know, MSDX_SPACE_NAME, MSDX_STR("Mustafa")), 4);
    CHECK_INT(find(MSDX_SPACE_LEMMA, "ex-", 1)->kind, MSDX_SENSE_AGENT);
}

static void normal(const char *in, msdx_space space, const char *want)
{
    msdx_buf out = MSDX_BUF_INIT(1 << 10);
    msdx_know_normal(msdx_str_of(in), space, &out);
    CHECK_STR(msdx_buf_cstr(&out), want);
    msdx_buf_clear(&out);
}

static void test_know__normalises(void)
{
    normal("  People\xE2\x80\x99s \t Party ", MSDX_SPACE_NAME, "People's Party");
    normal("\xC3\x89lys\xC3\xA9"
           "e PALACE",
           MSDX_SPACE_LEMMA,
           "\xC3\xA9lys\xC3\xA9"
           "e palace");
    normal("", MSDX_SPACE_LEMMA, "");
}

/* ---- records ---- */

static const msdx_actor *actor(const char *name)
{
    return msdx_know_actor(know, find(MSDX_SPACE_NAME, name, 1)->index);
}

static void test_know__keeps_actors(void)
{
    const msdx_actor *a = actor("Iraq");
    CHECK_STR(a->id, "IRQ");
    CHECK_STR(a->sector, "GOV");
    CHECK(a == msdx_know_state(know, "IRQ"));
    CHECK(msdx_know_state(know, "FRA") == NULL);
    CHECK_INT(a->n_seat, 2);
    CHECK(a->seat_sector[0] == NULL);
    CHECK_STR(a->seat_sector[1], "MIL");
    CHECK_INT(find(MSDX_SPACE_NAME, "Ministry of Peace", 1)->sub, 1);
    a = actor("People's Party");
    CHECK_STR(a->parent, "IRQ");
    CHECK_STR(a->sector, "PTY");
    CHECK_INT(a->aligned.n, 2);
    CHECK_STR(a->aligned.item[1], "kadhimi");
    CHECK_STR(a->from, "1990-01-01");
    CHECK_STR(a->to, "2011-02-28");
}

static void test_know__makes_actors_of_lists(void)
{
    const msdx_actor *a = actor("TigrisAir");
    CHECK_STR(a->id, "tigrisair");
    CHECK_STR(a->country, "IRQ");
    CHECK_STR(a->sector, "BUS");
    CHECK_STR(a->from, "1990-01-01");
    CHECK_STR(a->to, "2011-02-28");
    CHECK(actor("Tigris & Sons") == a);
    CHECK_STR(actor("ZAB Cement")->id, "zab-cement");
    CHECK_STR(actor("Caf\xC3\xA9 Babil")->id, "cafe-babil");
    CHECK(actor("ZAB Cement")->to[0] == 0);
    /* as others spell them */
    CHECK(actor("Tigrisair") == a);
    CHECK(actor("Tigris and Sons") == a);
    CHECK_STR(actor("Zab Cement")->id, "zab-cement");
}

static void test_know__dates_roles(void)
{
    const msdx_actor *a = actor("al-Kadhimi");
    CHECK_INT(a->n_role, 3);
    CHECK_STR(a->sector, "ELI");
    CHECK_STR(a->role[0].sector, "SPY");
    CHECK_STR(a->role[0].from, "2016-06-01");
    CHECK_STR(a->role[0].to, "2020-04-30");
    CHECK(a->role[0].country == NULL);
    CHECK_STR(a->role[1].title, "prime minister");
    CHECK_STR(a->role[2].country, "UNO");
    CHECK_STR(a->role[2].to, "2024-02-29");
}

static void test_know__keeps_agents_and_places(void)
{
    const msdx_agent *g = msdx_know_agent(know, find(MSDX_SPACE_LEMMA, "soldier", 1)->index);
    CHECK_STR(g->sector, "MIL");
    CHECK(g->is_head && !g->is_former);
    g = msdx_know_agent(know, find(MSDX_SPACE_LEMMA, "former", 1)->index);
    CHECK(!g->is_head && g->is_former && g->sector == NULL);
    const msdx_place *p = msdx_know_place(know, find(MSDX_SPACE_NAME, "Mawsil", 1)->index);
    CHECK_STR(p->name, "Mosul");
    CHECK_STR(p->admin1, "Nineveh");
    CHECK_STR(p->country, "IRQ");
    CHECK(p->has_point && p->latitude == 36.34 && p->longitude == 43.13);
    CHECK_INT(p->population, 1739800);
    CHECK_INT(p->geonames, 99072);
    CHECK_INT(p->precision, MSD_PLACE_CITY);
    p = msdx_know_place(know, find(MSDX_SPACE_NAME, "Sahel", 1)->index);
    CHECK(p->country == NULL && !p->has_point);
    CHECK(msdx_know_place(know, 1000) == NULL);
}

static void test_know__keeps_frames(void)
{
    const msdx_frame *f = msdx_know_frame(know, find(MSDX_SPACE_LEMMA, "carry out", 1)->index);
    CHECK_STR(f->rule, "words.txt:raid");
    CHECK_STR(f->event, "ASSAULT");
    CHECK_STR(f->mode, "firearms");
    CHECK_STR(f->cameo, "193");
    CHECK_STR(f->quad, "material-conflict");
    CHECK(f->goldstein == -10 && f->intensity == -9);
    CHECK_INT(f->contexts.n, 2);
    CHECK_INT(f->actor.n, 2);
    CHECK_INT(f->recipient.item[0].n, 2);
    CHECK_INT(f->recipient.item[0].step[0].kind, MSDX_STEP_OBJECT);
    CHECK_STR(f->recipient.item[0].step[1].prep, "in");
    CHECK_STR(f->recipient.item[1].step[0].prep, "in front of");
    CHECK_INT(f->n_cond, 2);
    CHECK(!f->cond[0].negated && f->cond[1].negated);
    CHECK_INT(f->cond[0].words.n, 3);
    CHECK_STR(f->cond[0].words.item[0], "#MIL");
    CHECK_STR(f->cond[1].words.item[0], "novel");
    CHECK_INT(f->cond[1].words.n, 3); /* as written, and as the tokenizer cuts it */
    CHECK_STR(f->cond[1].words.item[1], "photo-op");
    CHECK_STR(f->cond[1].words.item[2], "photo - op");
    CHECK(f->needs_recipient && !f->needs_actor && !f->mutual);
    CHECK_INT(f->priority, 3);
}

static void test_know__keeps_classes(void)
{
    const msdx_class *c = msdx_know_class(know, find(MSDX_SPACE_LEMMA, "consider", 1)->index);
    CHECK(c->has_effect && !c->is_nothing && c->effect == MSD_CONSIDERED);
    CHECK_INT(c->hedge, MSD_HEDGE_REPORTED);
    CHECK(c->has_source && c->source == MSD_SOURCE_OFFICIAL);
    CHECK_STR(c->holder.item[1].step[0].prep, "in favour of");
    CHECK_INT(c->control, 2);
    c = msdx_know_class(know, find(MSDX_SPACE_LEMMA, "drill", 1)->index);
    CHECK(c->is_nothing && !c->has_effect);
    CHECK_INT(c->topic, 2);
}

static void test_know__keeps_examples(void)
{
    CHECK_INT(msdx_know_n_example(know), 4);
    const msdx_example *x = msdx_know_example(know, 0);
    CHECK_STR(x->file, "words.txt");
    CHECK_INT(x->line, 13);
    CHECK_STR(x->text, "Rebels raided the base.");
    CHECK_STR(x->expect, "ASSAULT actual; actor Rebels; recipient the base");
    CHECK_INT(msdx_know_example(know, 1)->kind, MSDX_COUNTER);
    CHECK_INT(msdx_know_example(know, 3)->kind, MSDX_NOTHING);
    CHECK_STR(msdx_know_example(know, 3)->rule, "sport");
    CHECK(msdx_know_example(know, 4) == NULL);
}

static void test_know__knows_codes(void)
{
    msdx_event_info info;
    msdx_code_info code;
    char out[16];
    CHECK(msdx_know_event(know, "ACCUSE", NULL, &info) && info.intensity == -2);
    CHECK_STR(info.quad, "verbal-conflict");
    CHECK(msdx_know_event(know, "SANCTION", NULL, &info));
    CHECK_STR(info.quad, "material-conflict");
    CHECK(msdx_know_event(know, "ASSAULT", "abduct", &info) && info.goldstein == -9);
    CHECK_STR(info.cameo, "181");
    CHECK(!msdx_know_event(know, "ASSAULT", "visit", &info));
    CHECK(!msdx_know_event(know, "FIGHT", NULL, &info));
    CHECK(msdx_know_code(know, "0871", &code) && code.goldstein == 9);
    CHECK_STR(code.event, "RETREAT");
    CHECK_STR(code.mode, "ceasefire");
    CHECK(msdx_know_code(know, "010", &code) && code.event == NULL);
    CHECK(!msdx_know_code(know, "999", &code));
    msdx_know_actor_code(know, "USA", "GOV", out);
    CHECK_STR(out, "USAGOV");
    msdx_know_actor_code(know, "UNO", NULL, out);
    CHECK_STR(out, "IGOUNO");
    msdx_know_actor_code(know, NULL, "MED", out);
    CHECK_STR(out, "HLH");
    msdx_know_actor_code(know, NULL, NULL, out);
    CHECK_STR(out, "");
}

static uint32_t term(msdx_system system, const char *id, msdx_term *out)
{
    for (uint32_t i = 0; msdx_know_term(know, system, i, out); i++)
        if (strcmp(out->id, id) == 0) return i;
    fprintf(stderr, "no term %s\n", id);
    exit(1);
}

static void test_know__lists_the_ontology(void)
{
    msdx_term t;
    uint32_t n = 0;
    (void)term(MSDX_SYSTEM_MODE, "abduct", &t);
    CHECK_STR(t.event, "ASSAULT");
    CHECK_STR(t.cameo, "181");
    CHECK(t.definition && t.excludes.n == 1 && strstr(t.excludes.item[0], "COERCE"));
    (void)term(MSDX_SYSTEM_CODE, "0871", &t);
    CHECK_STR(t.event, "RETREAT");
    CHECK_STR(t.mode, "ceasefire");
    CHECK_INT(t.contexts.n, 1);
    CHECK_STR(t.contexts.item[0], "military");
    CHECK_INT(t.variants.n, 0);
    (void)term(MSDX_SYSTEM_CODE, "1213", &t);
    CHECK_INT(t.variants.n, 2);
    for (int s = 0; s < MSDX_N_SYSTEM; s++) /* nothing without a definition, or, of a code, a name */
        for (uint32_t i = 0; msdx_know_term(know, (msdx_system)s, i, &t); i++, n++) CHECK(t.definition || t.name);
    CHECK(n > 450);
    for (n = 0; msdx_know_term(know, MSDX_SYSTEM_STATUS, n, &t);) n++;
    CHECK_INT(n, MSD_N_CLAIM_STATUS);
    for (n = 0; msdx_know_term(know, MSDX_SYSTEM_HEDGE, n, &t);) n++;
    CHECK_INT(n, MSD_N_HEDGE);
}

static bool reached(msdx_system system, const char *id)
{
    msdx_term t;
    return msdx_know_reached(know, system, term(system, id, &t));
}

static void test_know__knows_what_is_reached(void)
{
    CHECK(reached(MSDX_SYSTEM_EVENT, "ASSAULT") && !reached(MSDX_SYSTEM_EVENT, "AID"));
    CHECK(reached(MSDX_SYSTEM_MODE, "firearms") && !reached(MSDX_SYSTEM_MODE, "abduct"));
    CHECK(reached(MSDX_SYSTEM_CONTEXT, "given_by_a_frame") && !reached(MSDX_SYSTEM_CONTEXT, "given_by_nothing"));
    CHECK(reached(MSDX_SYSTEM_CONTEXT, "gender")); /* by its words */
    CHECK(reached(MSDX_SYSTEM_CODE, "193") && !reached(MSDX_SYSTEM_CODE, "190"));
    CHECK(reached(MSDX_SYSTEM_STATUS, "considered") && reached(MSDX_SYSTEM_STATUS, "actual"));
    CHECK(!reached(MSDX_SYSTEM_STATUS, "denied"));
    CHECK(reached(MSDX_SYSTEM_HEDGE, "reported") && !reached(MSDX_SYSTEM_HEDGE, "alleged"));
    CHECK(reached(MSDX_SYSTEM_SECTOR, "SPY") && !reached(MSDX_SYSTEM_SECTOR, "PRE"));
    CHECK(!msdx_know_reached(know, MSDX_SYSTEM_EVENT, 1000));
}

static void test_know__counts_kinds(void)
{
    msdx_kind_count k;
    uint32_t n = 0;
    for (uint32_t i = 0; msdx_know_kind_count(know, i, &k); i++) {
        n++;
        if (strcmp(k.kind, "actor") == 0) CHECK(k.n == 10 && k.n_general == 9 && k.n_sourced == 0);
        if (strcmp(k.kind, "frame") == 0) CHECK(k.n == 1 && k.n_general == 0);
        if (strcmp(k.kind, "class") == 0) CHECK(k.n == 2 && k.n_sourced == 0); /* 'source official' is no source */
    }
    CHECK_INT(n, MSDX_N_KIND);
}

static void test_know__writes_codes_for_other_lists(void)
{
    CHECK_STR(msdx_know_code_on(know, "1952", "1.1b3"), "1952");
    CHECK_STR(msdx_know_code_on(know, "1952", "icews"), "195");
    CHECK_STR(msdx_know_code_on(know, "176", "icews"), "170");
    CHECK_STR(msdx_know_code_on(know, "1213", "icews"), "1213");
    CHECK_STR(msdx_know_code_on(know, "1214", "icews"), "121");
    CHECK_STR(msdx_know_code_on(know, "1214", "0.7b5"), "1214");
    CHECK_STR(msdx_know_code_on(know, "190", "icews"), "190");
    CHECK(msdx_know_code_on(know, "999", "icews") == NULL);
}

/* ---- faults ---- */

static const char small_ontology[] =
    "sector MIL\n definition d\nsector GOV\n definition d\nsector ELI\n definition d\ncontext legal\n"
    "code 190\n name n\n goldstein -10\nevent ASSAULT\n quad material-conflict\n score -9\n cameo 190\n definition d\n"
    "mode ASSAULT.beat\n score -8\n definition d\n";

/* Compile the small ontology and this text; the report must begin with `want` ("" for none). */
static void report_is(const char *text, const char *want)
{
    msdx_compile c;
    msdx_buf report = MSDX_BUF_INIT(1 << 20);
    msdx_pack_writer *w;
    msdx_compile_init(&c, &report);
    msdx_compile_add(&c, "o.txt", "o.txt", msdx_str_of(small_ontology), 0);
    msdx_compile_add(&c, "t.txt", "t.txt", msdx_str_of(text), 0);
    msd_status st = msdx_compile_run(&c, &w, NULL);
    const char *got = msdx_buf_cstr(&report);
    bool same = want[0] ? strncmp(got, want, strlen(want)) == 0 : !got[0];
    if (!same) fprintf(stderr, "for:\n%s\ngot: %swant: %s\n", text, got, want);
    CHECK(same);
    CHECK_INT(st, want[0] ? MSD_EFORMAT : MSD_OK);
    msdx_pack_writer_free(w);
    msdx_compile_clear(&c);
    msdx_buf_clear(&report);
}

static void test_know__names_faults_of_form(void)
{
    report_is("", "");
    report_is("\xEF\xBB\xBF# only a comment\r\n\r\n  # and another\r\n", "");
    report_is("actr x\n  type state\n", "t.txt:1: unknown kind 'actr'");
    report_is("\n  name x\n", "t.txt:2: field 'name' before any entry");
    report_is("actor\n", "t.txt:1: 'actor' without an id");
    report_is("actor a b\n", "t.txt:1: 'b' after the id 'a'");
    report_is("actor a/b\n", "t.txt:1: id 'a/b' may hold only");
    report_is("actor a\n  type other\n  nme x\n  name x\n", "t.txt:3: unknown key 'nme'; a actor has: type, name");
    report_is("actor a\n  type other\n", "t.txt:1: actor 'a' lacks 'name'");
    report_is("actor a\n  type other\n  name\n", "t.txt:3: key 'name' without a value");
    report_is("actor a\n  type other\n  name x | y\n", "t.txt:3: key 'name' takes one value, not 2");
    report_is("actor a\n  type other\n  name x\n  name y\n", "t.txt:4: key 'name' a second time (first in line 3)");
    report_is("actor a\n  type other\n  name x\n  alias y || z\n", "t.txt:4: an empty value beside '|' in 'alias'");
    report_is("actor a\n  type other\n  name x\nactor a\n  type other\n  name x\n",
              "t.txt:4: actor 'a' a second time (first in t.txt:1)");
    report_is("actors a\n  type company\n", "t.txt:1: actors 'a' lacks 'each'");
    report_is("actors a\n  type company\n  each X Co = \n", "t.txt:3: 'X Co =': an empty name beside '='");
    report_is("actors a\n  type company\n  each X Co\n  each Y | X Co\n",
              "t.txt:4: actor 'x-co' a second time (first in t.txt:3)");
    report_is("actors a\n  type company\n  each X Co\nactor x-co\n  type other\n  name X\n", "");
    report_is("actors a\n  type company\n  each X Co / soon\n", "t.txt:3: 'soon' is no date");
    report_is("actors a\n  type person\n  role minister; GOV\n  each Ana Bo / 1999..2004 | Cy Do\n", "");
    report_is("actors a\n  type person\n  role minister; GOV\n  each Ana Bo / soon\n",
              "t.txt:4: 'soon' is no range of dates");
    report_is("actors a\n  type company\n  each \xE4\xB8\xAD\n", "t.txt:3: '\xE4\xB8\xAD' gives no id");
    report_is("actor a\n  type other\n  name \xFFx\n", "t.txt:3: not UTF-8 text (byte 28");
}

static void test_know__names_faults_of_actors(void)
{
#define ACTOR "actor a\n  type other\n  name x\n"
    report_is("actor a\n  type nation\n  name x\n", "t.txt:2: type 'nation' is none of");
    report_is("actor a\n  type state\n  name x\n", "t.txt:1: a state needs 'country'");
    report_is(ACTOR "  country IRAQ\n", "t.txt:4: 'IRAQ' is no country");
    report_is(ACTOR "  country IRQ # ISO\n", "");
    report_is(ACTOR "  sector ARM\n", "t.txt:4: 'ARM' is no sector");
    report_is(ACTOR "  sectors MIL | ARM\n", "t.txt:4: 'ARM' is no sector");
    report_is(ACTOR "  parent b\n", "t.txt:4: parent 'b' is no actor's id");
    report_is(ACTOR "  parent a\n", "t.txt:4: an actor is not its own parent");
    report_is(ACTOR "  aligned IRN | b\n", "t.txt:4: aligned 'b' is neither");
    report_is(ACTOR "  role king\n", "t.txt:4: role 'king': write TITLE; SECTOR");
    report_is(ACTOR "  role king; GOV; 2001\n", "t.txt:4: '2001' is no range of dates");
    report_is(ACTOR "  role king; GOV; 2001-13..\n", "t.txt:4: '2001-13' is no date");
    report_is(ACTOR "  role king; GOV; 2002..2001\n", "t.txt:4: '2002..2001' ends before it begins");
    report_is(ACTOR "  role king; ARM; ..\n", "t.txt:4: 'ARM' is no sector");
    report_is(ACTOR "  role king; GOV; ..; XX\n", "t.txt:4: 'XX' is no country");
    report_is(ACTOR "  role king; GOV; ..2001\n", "");
    report_is(ACTOR "  from yesterday\n", "t.txt:4: 'yesterday' is no date");
    report_is(ACTOR "  seat Fort; ARM\n", "t.txt:4: 'ARM' is no sector");
    report_is(ACTOR "  cow 645\n", "t.txt:4: only a state has 'cow'");
#undef ACTOR
#define STATE "actor a\n  type state\n  name x\n  country IRQ\n"
    report_is(STATE "  iso2 IQ\n  isonum 004\n  cow 2\n  gw 645\n  fips IZ\n  cameo IRQ\n", "");
    report_is(STATE "  iso2 IRQ\n", "t.txt:5: iso2 'IRQ' is not two capital letters");
    report_is(STATE "  isonum 4\n", "t.txt:5: isonum '4' is not three digits");
    report_is(STATE "  cow 045\n", "t.txt:5: cow '045' is not a number below 1000");
    report_is(STATE "  gw 6450\n", "t.txt:5: gw '6450' is not a number below 1000");
    report_is(STATE "  fips iz\n", "t.txt:5: fips 'iz' is not two capital letters");
    report_is(STATE "  cameo IR\n", "t.txt:5: cameo 'IR' is not three capital letters");
#undef STATE
    report_is("agent a\n  words x\n  kind animal\n", "t.txt:3: kind 'animal' is none of");
    report_is("agent a\n  words x\n  former maybe\n", "t.txt:3: former is 'yes' or 'no'");
    report_is("list capes\n  words horn\n", "t.txt:1: list 'capes' is none of: plain-word");
    report_is("places XX\n  city A\n", "t.txt:1: places 'XX': the id is a country's");
    report_is("places IRQ.two\n  city A @91,0\n", "t.txt:2: '@91,0' is no point");
    report_is("places IRQ\n  city A @1,2 | = B\n", "t.txt:2: place '= B' without a name");
}

static void test_know__names_faults_of_frames(void)
{
#define FRAME "frame f\n  event ASSAULT\n  verb hit\n"
    report_is("frame f\n  event FIGHT\n  verb hit\n", "t.txt:2: 'FIGHT' is no event");
    report_is("frame f\n  event ASSAULT\n", "t.txt:1: frame 'f' has no words");
    report_is(FRAME "  mode kick\n", "t.txt:4: ASSAULT has no mode 'kick'");
    report_is(FRAME "  cameo 191\n", "t.txt:4: '191' is no CAMEO code");
    report_is(FRAME "  context law\n", "t.txt:4: 'law' is no context");
    report_is(FRAME "  actor subjct\n", "t.txt:4: 'subjct' is no step of a path");
    report_is(FRAME "  actor subject.of.of.of.of\n", "t.txt:4: path 'subject.of.of.of.of' has over 4 steps");
    report_is(FRAME "  actor in_the_house_of_the_man_who_sold_the_world_to_the_moon\n",
              "t.txt:4: 'in_the_house_of_the_man_who_sold_the_world_to_the_moon' is too long");
    report_is(FRAME "  if object\n", "t.txt:4: a condition is a path and words");
    report_is(FRAME "  if object #ARM\n", "t.txt:4: 'ARM' is no sector");
    report_is(FRAME "  if object %animal\n", "t.txt:4: '%animal': after '%' stands");
    report_is(FRAME "  if object @someone\n", "t.txt:4: '@someone' is none of");
    report_is(FRAME "  if on @any | against @any\n", "t.txt:4: 'against @any': a condition has one path");
    report_is(FRAME "  needs both\n  priority 2\n  mutual yes\n", "");
    report_is(FRAME "  needs object\n", "t.txt:4: needs 'actor', 'recipient', 'both' or 'public'");
    report_is(FRAME "  priority high\n", "t.txt:4: priority 'high' is no number");
    report_is(FRAME "  priority 1.5\n", "t.txt:4: priority is a whole number");
    report_is(FRAME "  mutual perhaps\n", "t.txt:4: mutual is 'yes' or 'no'");
    report_is(FRAME "  example He hit her.\n", "t.txt:4: an example is TEXT => EVENT STATUS");
    report_is(FRAME "  example He hit her. => ASSAULT\n", "t.txt:4: example: an expectation begins with");
    report_is(FRAME "  example He hit her. => ASSAULT happened\n", "t.txt:4: example: the status is none of");
    report_is(FRAME "  example He hit her. => HIT actual\n", "t.txt:4: example: 'HIT' is no event");
    report_is(FRAME "  example He hit her. => ASSAULT-kick actual\n", "t.txt:4: example: 'ASSAULT-kick' is no event");
    report_is(FRAME "  example He hit her. => ASSAULT actual; who He\n", "t.txt:4: example: after ';' stands");
    report_is(FRAME "  example He hit her. => ASSAULT actual; actor Joe\n", "t.txt:4: 'Joe' does not stand in");
    report_is(FRAME "  example He hit her. => ASSAULT actual; hedge maybe\n", "t.txt:4: hedge 'maybe' is none of");
    report_is(FRAME "  example He hit her. => ASSAULT-beat actual; actor none; recipient her\n", "");
#undef FRAME
}

static void test_know__names_faults_of_classes_and_codes(void)
{
    report_is("class c\n  verb say\n  effect maybe\n", "t.txt:3: effect 'maybe' is none of");
    report_is("class c\n  verb say\n  hedge maybe\n", "t.txt:3: hedge 'maybe' is none of");
    report_is("class c\n  verb say\n  source him\n", "t.txt:3: source 'him' is none of");
    report_is("class c\n  verb say\n  control verb\n", "t.txt:3: control is 'subject' or 'object'");
    report_is("class c\n  effect nothing\n", "t.txt:1: class 'c' has no words");
    report_is("class c\n  word goal\n", "t.txt:1: class 'c': 'word' and 'topic' go together");
    report_is("code 1x\n  name n\n  goldstein 0\n", "t.txt:1: code '1x' is not of 2 to 4 digits");
    report_is("code 10\n  name n\n  goldstein 11\n", "t.txt:3: goldstein '11' is no number from -10 to 10");
    report_is("code 10\n  name n\n  goldstein 1\n  event HIT\n", "t.txt:4: 'HIT' is no event");
    report_is("code 10\n  name n\n  goldstein 1\n  context law\n", "t.txt:4: 'law' is no context");
    report_is("event HIT\n  quad war\n  score 1\n  cameo 190\n  definition d\n", "t.txt:2: quad 'war' is none of");
    report_is("mode beat\n  score 1\n  definition d\n", "t.txt:1: mode 'beat': its id is EVENT.mode");
    report_is("mode HIT.beat\n  score 1\n  definition d\n", "t.txt:1: mode 'HIT.beat': its id is EVENT.mode, and");
    report_is("nothing n\n", "t.txt:1: nothing 'n' lacks 'text'");
    report_is("code 191\n  name n\n  goldstein 1\n  variant 1.1b3 | 2.0\n", "t.txt:4: variant '2.0' is none of");
    report_is("status done\n  definition d\n", "t.txt:1: 'done' is no status of the contract");
    report_is("hedge maybe\n  definition d\n", "t.txt:1: 'maybe' is no hedge of the contract");
    report_is(
        "status actual\n  definition d\n",
        "t.txt:1: there are status entries, but none for 'historical'\nt.txt:1: there are status entries, but none "
        "for 'planned'");
    report_is("hedge none\n", "t.txt:1: hedge 'none' lacks 'definition'");
    report_is("context war\n  definition d\n  not\n", "t.txt:3: key 'not' without a value");
}

/* ---- the file ---- */

static void *read_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    void *p = NULL;
    *n = 0;
    if (!f) return NULL;
    if (fseek(f, 0, SEEK_END) == 0 && ftell(f) > 0) {
        *n = (size_t)ftell(f);
        rewind(f);
        p = aligned_alloc(64, (*n + 63) / 64 * 64);
        if (p && fread(p, 1, *n, f) != *n) *n = 0;
    }
    fclose(f);
    return p;
}

static void test_know__same_input_same_bytes(void)
{
    static const char *const folder[] = {ONTOLOGY, FIXTURE};
    msdx_buf report = MSDX_BUF_INIT(1 << 20);
    size_t n, m;
    CHECK_INT(msdx_know_compile(folder, 2, NULL, PACK ".2", &report, NULL), MSD_OK);
    void *a = read_file(PACK, &n), *b = read_file(PACK ".2", &m);
    CHECK(a && b && n == m && memcmp(a, b, n) == 0);
    free(a);
    free(b);
    unlink(PACK ".2");
    msdx_buf_clear(&report);
}

static void open_damaged(const unsigned char *p, size_t n, msd_status want)
{
    msdx_know *k;
    msd_error err;
    msd_status st = msdx_know_open_bytes(&k, p, n, "damaged", &err);
    if (want != MSD_OK) CHECK_INT(st, want);
    CHECK((st == MSD_OK) == (k != NULL));
    CHECK(st == MSD_OK || st == MSD_EFORMAT);
    for (uint32_t i = 0; k && i < 100; i++) (void)msdx_know_actor(k, i);
    size_t n_sense;
    if (k) (void)msdx_know_find(k, MSDX_SPACE_NAME, MSDX_STR("Iraq"), &n_sense);
    msdx_know_close(k);
}

static void test_know__refuses_damaged_files(void)
{
    size_t n;
    unsigned char *p = read_file(PACK, &n);
    CHECK(p != NULL);
    if (!p) return;
    for (size_t k = 0; k < n; k += 509) open_damaged(p, k, MSD_EFORMAT);
    for (size_t at = 0; at < n; at += 37) { /* one byte changed: refused, or at least harmless */
        unsigned char old = p[at];
        p[at] = (unsigned char)(old ^ 0xFF);
        open_damaged(p, n, MSD_OK);
        p[at] = old;
    }
    open_damaged(p, n, MSD_OK);
    free(p);
    msdx_know *k;
    CHECK_INT(msdx_know_open(&k, MSD_BUILD_DIR "/no-such-file", NULL), MSD_EIO);
    CHECK(k == NULL);
}

/* ---- a user's own folder ---- */

static void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    if (!f) exit(1);
    fputs(text, f);
    fclose(f);
}

static void test_know__replaces_entries(void)
{
    static const char path[] = MSD_BUILD_DIR "/test_know_user.txt";
    const char *const folder[] = {path};
    msdx_know *k;
    msd_error err;
    size_t n;
    write_text(path, "actor IRQ\n  type state\n  name Irak\n  country IRQ\nactor new\n  type other\n  name Newcomer\n");
    CHECK_INT(msdx_know_open_with(&k, PACK, folder, 1, &err), MSD_OK);
    if (!k) return;
    CHECK_STR(msdx_know_state(k, "IRQ")->name, "Irak");
    CHECK(msdx_know_find(k, MSDX_SPACE_NAME, MSDX_STR("Iraq"), &n) == NULL);
    CHECK(msdx_know_find(k, MSDX_SPACE_NAME, MSDX_STR("Newcomer"), &n) != NULL);
    CHECK(msdx_know_find(k, MSDX_SPACE_NAME, MSDX_STR("Mosul"), &n) != NULL);
    CHECK(strcmp(msdx_know_version(k), msdx_know_version(know)) != 0);
    msdx_know_close(k);
    write_text(path, "actor IRQ\n  type planet\n  name x\n  country IRQ\n");
    CHECK_INT(msdx_know_open_with(&k, PACK, folder, 1, &err), MSD_EFORMAT);
    CHECK(k == NULL && strstr(err.msg, "test_know_user.txt:2: type 'planet'") != NULL);
    unlink(path);
    CHECK_INT(msdx_know_open_with(&k, PACK, folder, 1, &err), MSD_EIO);
    CHECK_INT(msdx_know_open_with(&k, PACK, NULL, 0, &err), MSD_OK);
    msdx_know_close(k);
}

static void test_know__survives_lack_of_memory(void)
{
    static const char path[] = MSD_BUILD_DIR "/test_know_oom.txt";
    const char *const folder[] = {path};
    write_text(path, "actor new\n  type other\n  name Newcomer\n");
    for (size_t n = 0;; n += n < 200 ? 1 : n / 8) {
        msdx_know *k;
        msdx_fail_after(n);
        msd_status st = msdx_know_open_with(&k, PACK, folder, 1, NULL);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        msdx_know_close(k);
        if (!hit) {
            CHECK_INT(st, MSD_OK);
            break;
        }
        CHECK_INT(st, MSD_ENOMEM);
        CHECK(k == NULL);
    }
    unlink(path);
}

/* ---- expectations against claims ---- */

static bool holds(const char *text, const msd_claim *claim)
{
    msdx_str rest = msdx_str_of(text);
    msdx_expect x;
    const char *why;
    return msdx_expect_next(&rest, &x, &why) && !why && msdx_expect_holds(&x, claim);
}

static void test_know__holds_claims_against_examples(void)
{
    msd_entity who = {.text = "the Iraqi army"}, whom = {.text = "Rebels"};
    msd_source by = {.who = {.text = "Reuters"}};
    msd_claim c = {.event = "ASSAULT",
                   .mode = "beat",
                   .status = MSD_PLANNED,
                   .actors = &who,
                   .n_actor = 1,
                   .recipients = &whom,
                   .n_recipient = 1,
                   .attribution = &by,
                   .n_attribution = 1,
                   .hedge = MSD_HEDGE_ALLEGED};
    CHECK(holds("ASSAULT planned", &c));
    CHECK(holds("ASSAULT-beat planned; actor Iraqi Army; recipient the rebels; by reuters; hedge alleged", &c));
    CHECK(!holds("ASSAULT-abduct planned", &c));
    CHECK(!holds("ASSAULT actual", &c));
    CHECK(!holds("AID planned", &c));
    CHECK(!holds("ASSAULT planned; actor none", &c));
    CHECK(!holds("ASSAULT planned; actor my", &c));
    CHECK(!holds("ASSAULT planned; hedge none", &c));
    c.n_actor = 0;
    CHECK(holds("ASSAULT planned; actor none", &c));
    CHECK(msdx_words_within(MSDX_STR("people's"), MSDX_STR("the People\xE2\x80\x99s Party")));
    CHECK(!msdx_words_within(MSDX_STR("arm"), MSDX_STR("the army")));
}

int main(void)
{
    open_fixture();
    RUN(test_know__finds_phrases);
    RUN(test_know__keeps_words_of_contexts_apart);
    RUN(test_know__counts_words_of_the_longest_phrase);
    RUN(test_know__answers_many_at_once);
    RUN(test_know__enters_phrases_as_a_tokenizer_cuts_them);
    RUN(test_know__normalises);
    RUN(test_know__keeps_actors);
    RUN(test_know__makes_actors_of_lists);
    RUN(test_know__dates_roles);
    RUN(test_know__keeps_agents_and_places);
    RUN(test_know__keeps_frames);
    RUN(test_know__keeps_classes);
    RUN(test_know__keeps_examples);
    RUN(test_know__knows_codes);
    RUN(test_know__lists_the_ontology);
    RUN(test_know__knows_what_is_reached);
    RUN(test_know__counts_kinds);
    RUN(test_know__writes_codes_for_other_lists);
    RUN(test_know__names_faults_of_form);
    RUN(test_know__names_faults_of_actors);
    RUN(test_know__names_faults_of_frames);
    RUN(test_know__names_faults_of_classes_and_codes);
    RUN(test_know__same_input_same_bytes);
    RUN(test_know__refuses_damaged_files);
    RUN(test_know__replaces_entries);
    RUN(test_know__survives_lack_of_memory);
    RUN(test_know__holds_claims_against_examples);
    msdx_know_close(know);
    unlink(PACK);
    return test_end();
}
