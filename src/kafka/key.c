/* key.c: under which key a claim goes out: what the rules of stories (store/stories.c) take for the same sides. */
#include <stdio.h>

#include "kafka/kafka.h"

enum { PARTIES = 6, PARTY_ROOM = 96 };

struct parties {
    char at[PARTIES][PARTY_ROOM];
    size_t n;
};

/* The country, with the sector when it is not the government; else who it is, as accounts name it. */
static void name_of(const msd_entity *who, char out[PARTY_ROOM])
{
    bool rules = who->sector && strcmp(who->sector, "GOV") == 0;
    const char *name = who->entity ? who->entity : who->name ? who->name : "";
    if (who->country)
        snprintf(out, PARTY_ROOM, "%s%s", who->country, who->sector && !rules ? who->sector : "");
    else
        snprintf(out, PARTY_ROOM, "%s", name);
}

/* In order, each once. Of many the first by name count. */
static void add(struct parties *p, const char *name)
{
    size_t at = 0;
    while (at < p->n && strcmp(p->at[at], name) < 0) at++;
    if (!*name || at == PARTIES || (at < p->n && strcmp(p->at[at], name) == 0)) return;
    size_t n = p->n < PARTIES ? p->n : PARTIES - 1;
    memmove(p->at + at + 1, p->at + at, (n - at) * sizeof p->at[0]);
    memcpy(p->at[at], name, strlen(name) + 1);
    p->n = n + 1;
}

static void add_all(struct parties *p, const msd_entity *who, size_t n)
{
    char name[PARTY_ROOM];
    for (size_t i = 0; i < n; i++) {
        name_of(&who[i], name);
        add(p, name);
    }
}

void msdx_kafka_key(msdx_buf *out, const msd_doc *doc, const msd_claim *claim)
{
    struct parties p = {.n = 0};
    const msd_where *where = &claim->where;
    add_all(&p, claim->actors, claim->n_actor);
    add_all(&p, claim->recipients, claim->n_recipient);
    msdx_buf_adds(out, claim->event);
    for (size_t i = 0; i < p.n; i++) msdx_buf_addf(out, "|%s", p.at[i]);
    if (p.n) return;
    if (where->present && (where->name || where->country))
        msdx_buf_addf(out, "||%s", where->name ? where->name : where->country);
    else
        msdx_buf_addf(out, "||%s", doc->id);
}
