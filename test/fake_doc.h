/* fake_doc.h: a document with claims made by hand, for tests of what writes them. */
#ifndef MSDX_FAKE_DOC_H
#define MSDX_FAKE_DOC_H
#include "read/read.h"

#define FAKE_TEXT \
    "Caf\xC3\xA9 \"Royal\", 5 May.\nIraq\xE2\x80\x99s army shelled the town, killing 12 people, a governor said. " \
    "Iran threatened to close " \
    "its embassy,\nthe ministry said."

/* The span of the first `words` in u at or after byte `from`. */
static inline msd_span fake_span(const msdx_unit *u, const char *words, size_t from)
{
    const char *at = strstr(u->text + from, words);
    if (!at) return (msd_span){0};
    uint32_t start = (uint32_t)(at - u->text), end = start + (uint32_t)strlen(words);
    return (msd_span){start, end, (uint32_t)msdx_utf8_count(u->text, start), (uint32_t)msdx_utf8_count(u->text, end)};
}

static inline void fake_sentences(msd_doc *doc)
{
    msdx_unit *u = &doc->body;
    uint32_t second = (uint32_t)(strstr(u->text, "Iraq") - u->text),
             third = (uint32_t)(strstr(u->text, "Iran ") - u->text);
    u->sent = MSDX_NEW(&doc->arena, msd_sentence, 3);
    u->n_sent = 3;
    u->sent[0].span = fake_span(u, "Caf\xC3\xA9 \"Royal\", 5 May.", 0);
    u->sent[1].span = (msd_span){second, third - 1, (uint32_t)msdx_utf8_count(u->text, second),
                                 (uint32_t)msdx_utf8_count(u->text, third - 1)};
    u->sent[2].span = (msd_span){third, u->n_byte, (uint32_t)msdx_utf8_count(u->text, third),
                                 (uint32_t)msdx_utf8_count(u->text, u->n_byte)};
    doc->title_sentence.span =
        (msd_span){0, doc->title.n_byte, 0, (uint32_t)msdx_utf8_count(doc->title.text, doc->title.n_byte)};
}

/* A claim with everything in it. */
static inline void fake_full_claim(msd_doc *doc)
{
    static const char *const contexts[] = {"military", "a|b"};
    static const char *const sectors[] = {"GOV", "SPY"};
    static const char *const aligned[] = {"IRN"};
    const msdx_unit *u = &doc->body;
    msd_entity *army = MSDX_NEW(&doc->arena, msd_entity, 2);
    army[0] = (msd_entity){.span = fake_span(u, "Iraq\xE2\x80\x99s army", 0),
                           .text = "Iraq\xE2\x80\x99s army",
                           .name = "Army|of Iraq",
                           .entity = "iraq-army",
                           .country = "IRQ",
                           .sector = "MIL",
                           .sectors = {sectors, 2},
                           .code = "IRQMIL",
                           .aligned = {aligned, 1},
                           .via = MSD_VIA_AGENT};
    army[1] = (msd_entity){.span = fake_span(u, "town", 0), .text = "town", .via = MSD_VIA_NOMINAL};
    msd_source *said = MSDX_NEW(&doc->arena, msd_source, 2);
    said[0] =
        (msd_source){.who = {.span = fake_span(u, "a governor", 0), .text = "a governor"}, .kind = MSD_SOURCE_OFFICIAL};
    said[1] = (msd_source){.who = army[0], .kind = MSD_SOURCE_STATEMENT, .resolved = true};
    msd_link *link = MSDX_NEW(&doc->arena, msd_link, 1);
    *link = (msd_link){MSD_LINK_CONTENT, 1};
    msd_mention *mention = MSDX_NEW(&doc->arena, msd_mention, 1);
    *mention = (msd_mention){0, fake_span(u, "5 May", 0), "5 May"};
    doc->claim[0] = (msd_claim){.id = "00112233445566778899aabbccddeeff",
                                .sentence = 1,
                                .trigger = fake_span(u, "shelled", 0),
                                .trigger_text = "shelled",
                                .trigger_lemma = "shell",
                                .event = "ASSAULT",
                                .mode = "explosives",
                                .contexts = {contexts, 2},
                                .cameo = "194",
                                .quad = "material-conflict",
                                .goldstein = -10,
                                .intensity = -9.2,
                                .actors = army,
                                .n_actor = 1,
                                .recipients = army + 1,
                                .n_recipient = 1,
                                .status = MSD_ACTUAL,
                                .hedge = MSD_HEDGE_REPORTED,
                                .attribution = said,
                                .n_attribution = 2,
                                .links = link,
                                .n_link = 1,
                                .when = {"2020-09-27", "2020-09-27", MSD_DATE_DAY, "on Sunday"},
                                .where = {.present = true,
                                          .span = fake_span(u, "the town", 0),
                                          .text = "the town",
                                          .name = "Kirkuk",
                                          .country = "IRQ",
                                          .admin1 = NULL,
                                          .has_point = true,
                                          .latitude = 35.46806,
                                          .longitude = 44.39222,
                                          .geonames = 94787,
                                          .precision = MSD_PLACE_CITY},
                                .mentions = mention,
                                .n_mention = 1,
                                .magnitude = {12, -1, -1, -1, -1},
                                .confidence = 0.81239999,
                                .rule = "attack.txt:shell"};
}

static inline void fake_bare_claims(msd_doc *doc)
{
    const msdx_unit *u = &doc->body;
    const msd_magnitude none = {-1, -1, -1, -1, -1};
    doc->claim[1] = (msd_claim){.id = "0123456789abcdef0123456789abcdef",
                                .sentence = 2,
                                .trigger = fake_span(u, "threatened to close its embassy", 0),
                                .trigger_lemma = "threaten",
                                .event = "THREATEN",
                                .cameo = "1311",
                                .quad = "verbal-conflict",
                                .goldstein = -6.4,
                                .intensity = -4,
                                .status = MSD_THREATENED,
                                .magnitude = none,
                                .confidence = 1,
                                .rule = "model:name"};
    doc->claim[2] = (msd_claim){.id = "ffffffffffffffffffffffffffffffff",
                                .sentence = -1,
                                .trigger = fake_span(&doc->title, "Army", 0),
                                .trigger_text = "Army",
                                .trigger_lemma = "army",
                                .event = "AID",
                                .cameo = "07",
                                .quad = "material-cooperation",
                                .status = MSD_PLANNED,
                                .magnitude = none,
                                .rule = "aid.txt:x"};
}

/* To be freed with msdx_doc_free; NULL when memory ran out. */
static inline msd_doc *fake_doc(void)
{
    msd_input in = {
        .text = FAKE_TEXT, .id = "doc-1", .date = "2020-09-28", .title = "Army, town & \"more\"", .publisher = "Wire"};
    in.n_byte = strlen(in.text);
    msd_doc *doc;
    if (msdx_doc_make(&doc, &in, MSDX_DOC_CODE, NULL, NULL) != MSD_OK) return NULL;
    fake_sentences(doc);
    doc->claim = MSDX_NEW(&doc->arena, msd_claim, 3);
    doc->n_claim = 3;
    fake_full_claim(doc);
    fake_bare_claims(doc);
    return doc->arena.failed ? NULL : doc;
}
#endif
