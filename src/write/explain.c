/* explain.c: claims in words, under the trace of how they came about. */
#include "write/write.h"

static void put_entities(msdx_buf *buf, const char *what, const msd_entity *e, size_t n)
{
    for (size_t i = 0; i < n; i++)
        msdx_buf_addf(buf, "  %-10s %s [%s %s%s%s]\n", what, e[i].text, e[i].country ? e[i].country : "-",
                      e[i].sector ? e[i].sector : "-", e[i].entity ? ", " : "", e[i].entity ? e[i].entity : "");
}

static void put_claim(msdx_buf *buf, const msd_doc *doc, const msd_claim *c)
{
    msdx_buf_addf(buf, "claim %td: %s%s%s, %s%s%s, '%s', by %s\n", c - doc->claim, c->event, c->mode ? "-" : "",
                  c->mode ? c->mode : "", msd_claim_status_name(c->status), c->hedge ? ", " : "",
                  c->hedge ? msd_hedge_name(c->hedge) : "", c->trigger_text, c->rule);
    put_entities(buf, "actor", c->actors, c->n_actor);
    put_entities(buf, "recipient", c->recipients, c->n_recipient);
    for (size_t i = 0; i < c->n_attribution; i++) put_entities(buf, "says", &c->attribution[i].who, 1);
    if (c->when.text) msdx_buf_addf(buf, "  %-10s %s (%s to %s)\n", "when", c->when.text, c->when.start, c->when.end);
    if (c->where.present)
        msdx_buf_addf(buf, "  %-10s %s [%s]\n", "where", c->where.text, c->where.country ? c->where.country : "-");
    for (size_t i = 0; i < c->n_link; i++)
        msdx_buf_addf(buf, "  %-10s claim %u\n", msd_link_kind_name(c->links[i].kind), c->links[i].claim);
}

void msdx_write_explained(msdx_buf *buf, const msd_doc *doc)
{
    for (uint32_t i = 0; i < doc->n_claim; i++) put_claim(buf, doc, &doc->claim[i]);
    if (!doc->n_claim) msdx_buf_adds(buf, "no claim: see above for what was tried\n");
}
