/* store_doc.h: documents with claims, made without a model, for what tests the store. */
#ifndef MSDX_STORE_DOC_H
#define MSDX_STORE_DOC_H
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "read/read.h"

static const char *const store_country[] = {"ECU", "PER", "COL", "BRA", "CHL"};
static const char *const store_event[][2] = {
    {"ASSAULT", "beat"}, {"CONSULT", "visit"}, {"SANCTION", "expel"}, {"PROTEST", "demo"}, {"AID", NULL}};

static inline msd_entity store_party(msdx_arena *a, unsigned k)
{
    const char *country = store_country[k % 5];
    char code[16], name[48];
    snprintf(code, sizeof code, "%sGOV", country);
    snprintf(name, sizeof name, "Government of %s", country);
    msd_entity e = {.span = {.start_cp = 0, .end_cp = 3}, .text = country, .country = country, .sector = "GOV"};
    e.code = msdx_arena_strndup(a, code, strlen(code));
    e.entity = country;
    e.name = msdx_arena_strndup(a, name, strlen(name));
    return e;
}

static inline void store_claim(msd_doc *doc, msd_claim *c, unsigned k, unsigned i)
{
    msdx_arena *a = &doc->arena;
    msd_entity *e = MSDX_NEW(a, msd_entity, 3);
    e[0] = store_party(a, k + i);
    e[1] = store_party(a, k + i + 1 + k % 3);
    snprintf(c->id, sizeof c->id, "%08x%08x%08x%08x", k, i, 7u, 9u);
    c->sentence = (int32_t)i;
    c->trigger = doc->body.sent[i].span;
    c->trigger.end_byte = c->trigger.start_byte + 8;
    c->trigger.end_cp = c->trigger.start_cp + 8;
    c->trigger_text = "Sentence";
    c->trigger_lemma = "sentence";
    c->event = store_event[(k + i) % 5][0];
    c->mode = store_event[(k + i) % 5][1];
    c->cameo = "190";
    c->quad = "material-conflict";
    c->goldstein = -9.5;
    c->intensity = -8;
    c->actors = e;
    c->n_actor = 1;
    c->recipients = e + 1;
    c->n_recipient = k % 4 != 0;
    c->status = (msd_claim_status)(k % MSD_N_CLAIM_STATUS);
    snprintf(c->when.start, sizeof c->when.start, "20%02u-%02u-%02u", k / 300 % 30, k / 25 % 12 + 1, k % 25 + 1);
    memcpy(c->when.end, c->when.start, sizeof c->when.end);
    c->when.precision = MSD_DATE_DAY;
    c->magnitude = (msd_magnitude){k % 5, -1, -1, -1, -1};
    c->confidence = 0.75;
    c->rule = "test.txt:made";
    if (k % 3 == 0) {
        c->where = (msd_where){.present = true,
                               .text = "Loja",
                               .name = "Loja",
                               .country = "ECU",
                               .admin1 = "Loja",
                               .has_point = true,
                               .latitude = -4 + (int)(k % 7),
                               .longitude = -79.2,
                               .geonames = 3654665};
        c->where.precision = MSD_PLACE_CITY;
    }
    if (i) {
        msd_link *link = MSDX_NEW(a, msd_link, 1);
        *link = (msd_link){MSD_LINK_RESPONSE, i - 1};
        c->links = link;
        c->n_link = 1;
        msd_source *s = MSDX_NEW(a, msd_source, 1);
        *s = (msd_source){.who = e[0], .kind = MSD_SOURCE_OFFICIAL, .resolved = true};
        c->attribution = s;
        c->n_attribution = 1;
    }
}

/* Document k, its text of version v, with n claims, one a sentence. To be freed with msdx_doc_free; NULL: no memory. */
static inline msd_doc *store_doc(unsigned k, unsigned v, unsigned n)
{
    char text[8192], id[32];
    size_t at = 0, start[64];
    if (n > 60) n = 60;
    for (unsigned i = 0; i < n; i++) {
        start[i] = at;
        at += (size_t)snprintf(text + at, sizeof text - at,
                               "Sentence %u of text %u says, in words like caf\xC3\xA9 number%u. ", i, v, k);
    }
    snprintf(id, sizeof id, "doc-%u", k);
    msd_input in = {.text = text, .n_byte = at, .id = id, .date = "2020-05-06", .title = "A title", .language = "en"};
    in.publisher = k % 2 ? "Example Wire" : "Other Wire";
    msd_doc *doc;
    if (msdx_doc_make(&doc, &in, MSDX_DOC_EXACT, NULL, NULL) != MSD_OK) return NULL;
    doc->body.sent = MSDX_NEW(&doc->arena, msd_sentence, n + 1);
    doc->body.n_sent = n;
    doc->claim = MSDX_NEW(&doc->arena, msd_claim, n + 1);
    doc->n_claim = n;
    for (unsigned i = 0; i < n; i++) {
        uint32_t end = (uint32_t)(i + 1 < n ? start[i + 1] : at) - 1;
        doc->body.sent[i].span = (msd_span){(uint32_t)start[i], end, (uint32_t)start[i] - i, end - i - 1};
        store_claim(doc, &doc->claim[i], k, i);
    }
    return doc;
}
#endif
