/* claim_laws.h: what holds of every claim, whatever the text: its offsets slice to its words, its numbers lie within
 * bounds, its links lead to claims. For tests and fuzzing. */
#ifndef MSD_TEST_CLAIM_LAWS_H
#define MSD_TEST_CLAIM_LAWS_H
#include <ctype.h>

#include "base/str.h"
#include "masudi.h"

/* Bytes of white space at p: ASCII, or what Unicode 15 has as White_Space; 0 for none. */
static inline size_t claim_space(const char *p, size_t n)
{
    static const char *const wide[] = {"\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\xA8",
                                       "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"};
    if (n && isspace((unsigned char)*p)) return 1;
    if (n >= 3 && memcmp(p, "\xE2\x80", 2) == 0 && (unsigned char)p[2] >= 0x80 && (unsigned char)p[2] <= 0x8A) return 3;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (n >= strlen(wide[i]) && memcmp(p, wide[i], strlen(wide[i])) == 0) return strlen(wide[i]);
    return 0;
}

/* The text between two bytes says the words, white space folded; code points agree with bytes. */
static inline bool slices_to(const char *whole, size_t n, msd_span s, const char *words)
{
    if (s.start_byte >= s.end_byte || s.end_byte > n || !words) return false;
    const char *p = whole + s.start_byte, *end = whole + s.end_byte;
    for (; *words; words++) {
        if (*words == ' ') {
            size_t space = claim_space(p, (size_t)(end - p));
            if (!space) return false;
            for (; space; space = claim_space(p, (size_t)(end - p))) p += space;
        } else if (p == end || *p++ != *words) {
            return false;
        }
    }
    return p == end && msdx_utf8_count(whole, s.start_byte) == s.start_cp &&
           msdx_utf8_count(whole, s.end_byte) == s.end_cp;
}

static inline bool claim_entities_slice(const char *whole, size_t n, const msd_entity *e, size_t n_entity)
{
    for (size_t k = 0; k < n_entity; k++)
        if (!slices_to(whole, n, e[k].span, e[k].text)) return false;
    return true;
}

/* NULL, or which law the claim breaks. `title` may be NULL. */
static inline const char *claim_fault(const msd_doc *doc, const msd_claim *c, const char *title)
{
    size_t n_body, n_title = title ? strlen(title) : 0;
    const char *body = msd_doc_text(doc, &n_body), *whole = c->sentence == -1 ? title : body;
    size_t n = c->sentence == -1 ? n_title : n_body;
    if (!whole || !msd_doc_sentence(doc, c->sentence)) return "its sentence is not there";
    if (!slices_to(whole, n, c->trigger, c->trigger_text)) return "trigger";
    if (!claim_entities_slice(whole, n, c->actors, c->n_actor)) return "actors";
    if (!claim_entities_slice(whole, n, c->recipients, c->n_recipient)) return "recipients";
    for (size_t k = 0; k < c->n_attribution; k++)
        if (!slices_to(whole, n, c->attribution[k].who.span, c->attribution[k].who.text)) return "attribution";
    if (c->where.present && !slices_to(whole, n, c->where.span, c->where.text)) return "where";
    for (size_t k = 0; k < c->n_mention; k++) {
        bool there = c->mentions[k].sentence == -1;
        if ((there && !title) ||
            !slices_to(there ? title : body, there ? n_title : n_body, c->mentions[k].span, c->mentions[k].text))
            return "mentions";
    }
    for (size_t k = 0; k < c->n_link; k++)
        if (c->links[k].claim >= msd_doc_n_claim(doc)) return "links";
    if (!(c->confidence >= 0 && c->confidence <= 1)) return "confidence";
    return c->event && c->rule && *c->id ? NULL : "event, rule or id";
}
#endif
