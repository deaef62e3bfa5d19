/* mention.c: a noun phrase, given by its head, made an entity: by name, by role
 * noun and what modifies it, by metonym, by pronoun or description. */
#include <stdarg.h>
#include <stdio.h>

#include "code/code_impl.h"

enum { DEPTH_MAX = 10, SPAN_WORDS_MAX = 10 };

/* What the phrase around a head says about country and allegiance. */
struct around {
    const char *country;
    const char *sector; /* of a role noun or seat among the modifiers */
    bool nature;        /* 'Typhoon Hagibis' */
    const char *served; /* sector of whom it speaks or works for: 'White House spokesman' */
    const char *aligned[4];
    uint32_t n_aligned;
    bool former;
};

static bool is_any(const char *s, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(s, *list) == 0) return true;
    return false;
}

/* ---- spans ---- */

static bool keeps_right(const struct msdx_coder *c, int32_t head, int32_t k)
{
    static const char *const inside[] = {"of", "in", "from", "at", "for", NULL};
    char prep[32];
    if (c->u->tok[k].rel == MSDX_REL_FLAT || c->u->tok[k].rel == MSDX_REL_NUMMOD) return true;
    if (c->u->tok[k].rel == MSDX_REL_AMOD) return true; /* 'factions loyal to Tehran' */
    if (c->u->tok[k].rel != MSDX_REL_NMOD) return false;
    msdx_prep_of(c->u, k, prep, sizeof prep);
    if (strcmp(prep, "of") != 0 && !c->word[head].agent) return false;
    /* 'his counterpart of continued support': what a person is 'of' has a name or a role */
    if (c->word[head].agent && c->word[head].agent->kind == MSDX_AGENT_PERSON && !c->word[k].name && !c->word[k].agent)
        return false;
    return is_any(prep, inside) && msdx_right_edge(c->u, k) - head <= (strcmp(prep, "of") == 0 ? 5 : 3);
}

/* 'loyal to Tehran', and no clause that the parser hung there. */
static int32_t amod_edge(const msdx_unit *u, int32_t amod)
{
    int32_t edge = amod;
    MSDX_EACH_CHILD (u, amod, k)
        if (k > amod && u->tok[k].rel == MSDX_REL_OBL && msdx_right_edge(u, k) - amod <= 5)
            edge = msdx_right_edge(u, k);
    return edge;
}

static msd_span np_span(const struct msdx_coder *c, int32_t head)
{
    const msdx_unit *u = c->u;
    int32_t a = head, b = head;
    MSDX_EACH_CHILD (u, head, k) {
        msdx_rel rel = u->tok[k].rel;
        if (k < head) {
            if (rel == MSDX_REL_CASE || rel == MSDX_REL_MARK || rel == MSDX_REL_CC || rel == MSDX_REL_PUNCT ||
                rel == MSDX_REL_ADVMOD || rel == MSDX_REL_CC_PRECONJ || msdx_is_clause_rel(rel) ||
                rel == MSDX_REL_NSUBJ || rel == MSDX_REL_COP || rel == MSDX_REL_AUX || rel == MSDX_REL_ADVCL ||
                rel == MSDX_REL_PARATAXIS || rel == MSDX_REL_OBL || rel == MSDX_REL_EXPL || rel == MSDX_REL_DISCOURSE)
                continue;
            int32_t edge = msdx_left_edge(u, k);
            if (head - edge <= SPAN_WORDS_MAX && edge < a) a = edge;
        } else if (keeps_right(c, head, k)) {
            int32_t edge = rel == MSDX_REL_AMOD ? amod_edge(u, k) : msdx_right_edge(u, k);
            if (edge - head <= SPAN_WORDS_MAX && edge > b) b = edge;
        }
    }
    if (c->word[head].name && c->word[head].name_start < a) a = c->word[head].name_start;
    if (c->word[head].name && c->word[head].name_end - 1 > b && c->word[head].name_start <= head)
        b = c->word[head].name_end - 1;
    while (a < head && (u->tok[a].is_space || u->tok[a].upos == MSDX_PUNCT)) a++;
    while (b > head && (u->tok[b].is_space || u->tok[b].upos == MSDX_PUNCT || strcmp(u->tok[b].tag, "POS") == 0)) b--;
    return msdx_unit_span(u, a, b);
}

/* ---- actors by name ---- */

/* A sector that an actor has on a date: the last role that holds then. */
static const char *sector_on(const msdx_actor *a, const char *date, const char **country)
{
    const char *sector = a->sector;
    for (size_t i = 0; i < a->n_role; i++) {
        const msdx_role *r = &a->role[i];
        bool begun = !date || !r->from[0] || strncmp(r->from, date, 10) <= 0;
        bool over = date && r->to[0] && strncmp(r->to, date, 10) < 0;
        if (!date && r->to[0]) over = true; /* without a date: roles still open */
        if (begun && !over) {
            if (r->country) *country = r->country;
            return r->sector;
        }
    }
    if (sector) return sector;
    if (a->type == MSDX_ACTOR_STATE) return "GOV";
    if (a->type == MSDX_ACTOR_PERSON && a->n_role) return "ELI";
    return NULL;
}

static void take_actor(struct msdx_coder *c, struct msdx_np *np, const msdx_actor *a)
{
    const char *country = a->country;
    np->who.sector = sector_on(a, c->doc->date, &country);
    np->who.country = country;
    np->who.name = a->name;
    np->who.entity = a->id;
    np->who.sectors = a->sectors;
    np->who.aligned = a->aligned;
    np->who.code = a->code;
    np->known = true;
    np->is_person = a->type == MSDX_ACTOR_PERSON;
}

static void take_place(struct msdx_np *np, const char *name, const char *country, const char *why)
{
    np->is_place = true;
    np->kind = MSDX_AGENT_PLACE;
    np->who.name = name;
    np->who.country = country;
    np->who.via = MSD_VIA_NAME;
    np->known = country != NULL;
    np->why = why;
}

/* Does a known name stand inside a longer person's name ('Michael Jordan'), or repeat one's last word ('Jordan' after
 * it)? A bare 'Goma' or 'Kyiv' that the tagger takes for a person is still the place. */
static bool is_persons_name(struct msdx_coder *c, int32_t head)
{
    const msdx_unit *u = c->u;
    const struct msdx_word *w = &c->word[head];
    if (!u->tok[head].ent || strcmp(u->tok[head].ent, "PERSON") != 0) return false;
    bool begins = u->tok[w->name_start].ent_iob == MSDX_BEGIN;
    bool ends = w->name_end >= (int32_t)u->n_tok || u->tok[w->name_end].ent_iob != MSDX_IN;
    if (!begins || !ends) return true;
    return w->name_end - w->name_start == 1 && msdx_earlier_name(c, head) >= 0;
}

/* A name that ends at or covers the head. */
static bool by_name(struct msdx_coder *c, int32_t head, struct msdx_np *np)
{
    const struct msdx_word *w = &c->word[head];
    if (!w->name) return false;
    const msdx_sense *s;
    bool person_tag = is_persons_name(c, head);
    if ((s = msdx_word_name(w, MSDX_SENSE_NAME))) {
        const msdx_actor *a = msdx_know_actor(c->know, s->index);
        if (!(person_tag && a->type == MSDX_ACTOR_STATE)) {
            take_actor(c, np, a);
            np->who.via = MSD_VIA_NAME;
            np->is_place = a->type == MSDX_ACTOR_STATE;
            np->why = "a name we know";
            return true;
        }
    }
    if ((s = msdx_word_name(w, MSDX_SENSE_SEAT))) {
        const msdx_actor *a = msdx_know_actor(c->know, s->index);
        take_actor(c, np, a);
        if (a->seat_sector && a->seat_sector[s->sub]) np->who.sector = a->seat_sector[s->sub];
        np->who.via = MSD_VIA_METONYM;
        np->why = "a seat that stands for who sits there";
        return true;
    }
    if ((s = msdx_word_name(w, MSDX_SENSE_CAPITAL)) && !person_tag) {
        take_actor(c, np, msdx_know_actor(c->know, s->index));
        np->who.via = MSD_VIA_METONYM;
        np->is_capital = np->is_place = true;
        np->why = "a capital that stands for its government";
        return true;
    }
    if ((s = msdx_word_name(w, MSDX_SENSE_PEOPLE)) || (s = msdx_word_name(w, MSDX_SENSE_ADJECTIVE))) {
        const msdx_actor *a = msdx_know_actor(c->know, s->index);
        take_actor(c, np, a);
        if (a->type == MSDX_ACTOR_STATE) np->who.sector = NULL;
        np->who.via = MSD_VIA_NAME;
        np->is_plural = strcmp(c->u->tok[head].tag, "NNS") == 0 || strcmp(c->u->tok[head].tag, "NNPS") == 0;
        np->is_person = !np->is_plural && a->type == MSDX_ACTOR_STATE;
        np->why = "a people's name";
        return true;
    }
    if (w->name->kind == MSDX_SENSE_GAZETTEER) {
        take_place(np, w->place->name, w->place->country, "a place of the gazetteer");
        return true;
    }
    if ((s = msdx_word_name(w, MSDX_SENSE_PLACE)) && !person_tag) {
        const msdx_place *p = msdx_know_place(c->know, s->index);
        take_place(np, p->name, p->country, "a place we know");
        return true;
    }
    return false;
}

/* ---- what modifies a head ---- */

static void country_of_tok(struct msdx_coder *c, int32_t t, const char **country)
{
    const struct msdx_word *w = &c->word[t];
    if (*country || !w->name) return;
    if (w->name->kind == MSDX_SENSE_GAZETTEER) *country = w->place->country;
    for (uint32_t i = 0; i < w->n_name && !*country; i++) {
        if (w->name[i].kind == MSDX_SENSE_PLACE)
            *country = msdx_know_place(c->know, w->name[i].index)->country;
        else if (w->name[i].kind <= MSDX_SENSE_SEAT)
            *country = msdx_know_actor(c->know, w->name[i].index)->country;
    }
}

static void add_aligned(struct around *a, const char *country)
{
    if (!country || a->n_aligned == 4) return;
    for (uint32_t i = 0; i < a->n_aligned; i++)
        if (strcmp(a->aligned[i], country) == 0) return;
    a->aligned[a->n_aligned++] = country;
}

/* 'Iran-backed', 'pro-Iranian', 'Saudi-led': three tokens, one modifier. True when t is part of such. */
static bool compound_alignment(struct msdx_coder *c, int32_t t, struct around *a)
{
    static const char *const after[] = {"backed", "aligned", "led",       "linked", "supported",
                                        "funded", "allied",  "sponsored", NULL};
    const msdx_unit *u = c->u;
    char word[32];
    const char *country = NULL;
    if (t + 2 < (int32_t)u->n_tok && msdx_tok_lower_is(u, t + 1, "-") && u->tok[t + 2].lower.n < sizeof word) {
        memcpy(word, u->tok[t + 2].lower.p, u->tok[t + 2].lower.n);
        word[u->tok[t + 2].lower.n] = 0;
        if (is_any(word, after)) {
            country_of_tok(c, t, &country);
            add_aligned(a, country);
            return true;
        }
    }
    if (t >= 2 && msdx_tok_lower_is(u, t - 1, "-")) {
        if (msdx_tok_lower_is(u, t - 2, "pro")) {
            country_of_tok(c, t, &country);
            add_aligned(a, country);
            return true;
        }
        return msdx_tok_lower_is(u, t - 2, "anti");
    }
    return false;
}

/* 'loyal to Tehran', 'backed by Iran', 'linked to Iran', 'allied with' after the head. */
static void phrase_alignment(struct msdx_coder *c, int32_t k, struct around *a)
{
    static const char *const words[] = {"loyal",      "backed",      "linked", "allied", "aligned",
                                        "affiliated", "supported",   "close",  "funded", "sponsored",
                                        "tied",       "subordinate", NULL};
    static const char *const preps[] = {"to", "by", "with", NULL};
    const msdx_unit *u = c->u;
    char word[32], prep[32];
    if (u->tok[k].lower.n >= sizeof word) return;
    memcpy(word, u->tok[k].lower.p, u->tok[k].lower.n);
    word[u->tok[k].lower.n] = 0;
    if (!is_any(word, words)) return;
    MSDX_EACH_CHILD (u, k, o) {
        if (u->tok[o].rel != MSDX_REL_OBL && u->tok[o].rel != MSDX_REL_OBL_AGENT && u->tok[o].rel != MSDX_REL_NMOD)
            continue;
        msdx_prep_of(u, o, prep, sizeof prep);
        if (u->tok[o].rel != MSDX_REL_OBL_AGENT && !is_any(prep, preps)) continue;
        const struct msdx_np *np = msdx_mention(c, o);
        add_aligned(a, np->who.country ? np->who.country : np->who.entity);
    }
}

/* The sector of a named body, for its spokesmen and members. */
static const char *sector_of_name(struct msdx_coder *c, int32_t t)
{
    const msdx_sense *s = msdx_word_name(&c->word[t], MSDX_SENSE_SEAT);
    if (!s) s = msdx_word_name(&c->word[t], MSDX_SENSE_NAME);
    if (!s) return c->word[t].agent && c->word[t].agent->is_head ? c->word[t].agent->sector : NULL;
    const msdx_actor *a = msdx_know_actor(c->know, s->index);
    const char *country = NULL;
    if (s->kind == MSDX_SENSE_SEAT && a->seat_sector && a->seat_sector[s->sub]) return a->seat_sector[s->sub];
    return sector_on(a, c->doc->date, &country);
}

/* A role noun before a name: 'Secretary of State Mike Pompeo'. */
static void take_title(const msdx_agent *agent, struct around *a)
{
    if (!agent || !agent->is_head || !agent->sector || agent->kind > MSDX_AGENT_BODY) return;
    if (!a->sector) a->sector = agent->sector;
    if (!a->country) a->country = agent->country;
}

static void look_left(struct msdx_coder *c, int32_t head, int32_t k, struct around *a, int depth)
{
    const msdx_unit *u = c->u;
    msdx_rel rel = u->tok[k].rel;
    if (rel == MSDX_REL_NMOD_POSS) {
        const struct msdx_np *np = msdx_mention(c, k);
        if (!a->country) a->country = np->who.country;
        if (!a->served) a->served = np->who.sector;
        return;
    }
    if (rel != MSDX_REL_AMOD && rel != MSDX_REL_COMPOUND && rel != MSDX_REL_NMOD && rel != MSDX_REL_NMOD_UNMARKED &&
        rel != MSDX_REL_NMOD_DESC && rel != MSDX_REL_FLAT && rel != MSDX_REL_DEP)
        return;
    if (compound_alignment(c, k, a)) return;
    bool inside_name = c->word[head].name && k >= c->word[head].name_start && k < c->word[head].name_end;
    if (!inside_name) country_of_tok(c, k, &a->country);
    const msdx_agent *agent = c->word[k].agent;
    if (agent && agent->is_former) a->former = true;
    a->nature |= agent && agent->kind == MSDX_AGENT_NATURE;
    take_title(agent, a);
    if (!a->served && !inside_name) a->served = sector_of_name(c, k);
    if (depth < 3)
        MSDX_EACH_CHILD (u, k, kk)
            if (kk < head) look_left(c, head, kk, a, depth + 1);
}

static void look_right(struct msdx_coder *c, int32_t k, struct around *a)
{
    static const char *const where[] = {"of", "in", "from", "at", "for", "to", "based in", NULL};
    const msdx_unit *u = c->u;
    char prep[32];
    msdx_rel rel = u->tok[k].rel;
    if (rel == MSDX_REL_AMOD || rel == MSDX_REL_ACL) {
        phrase_alignment(c, k, a);
        return;
    }
    if (rel == MSDX_REL_APPOS) {
        if (c->depth > DEPTH_MAX) return;
        const struct msdx_np *np = msdx_mention(c, k);
        if (!a->country) a->country = np->who.country;
        if (!a->sector && np->is_agent) a->sector = np->who.sector;
        return;
    }
    if (rel != MSDX_REL_NMOD && rel != MSDX_REL_OBL) return;
    msdx_prep_of(u, k, prep, sizeof prep);
    if (!is_any(prep, where)) return;
    int32_t counted = msdx_counted(u, k);
    country_of_tok(c, counted, &a->country);
    if (!a->served) a->served = sector_of_name(c, counted);
    if (!a->country && c->depth <= DEPTH_MAX &&
        (strcmp(prep, "of") == 0 || strcmp(prep, "at") == 0 || strcmp(prep, "in") == 0)) {
        const struct msdx_np *np = msdx_mention(c, counted);
        a->country = np->who.country;
    }
}

static void look_around(struct msdx_coder *c, int32_t head, struct around *a)
{
    /* An adjective goes before a possessor: 'his American counterpart'. */
    for (int pass = 0; pass < 2; pass++)
        MSDX_EACH_CHILD (c->u, head, k)
            if (k < head && (c->u->tok[k].rel == MSDX_REL_NMOD_POSS) == (pass == 1)) look_left(c, head, k, a, 0);
    MSDX_EACH_CHILD (c->u, head, k)
        if (k > head) look_right(c, k, a);
    /* Words before the head inside a role noun of several words, and hyphenated modifiers the tree hides. */
    for (int32_t k = head - 1; k >= 0 && head - k <= 6 && c->u->tok[k].sent == c->u->tok[head].sent; k--) {
        const msdx_tok *tk = &c->u->tok[k];
        if (tk->upos != MSDX_ADJ && tk->upos != MSDX_PROPN && tk->upos != MSDX_NOUN && tk->upos != MSDX_PUNCT &&
            tk->upos != MSDX_VERB && tk->upos != MSDX_ADP)
            break;
        compound_alignment(c, k, a);
        if (c->u->tok[head].upos == MSDX_PROPN && c->word[k].agent && c->word[k].agent_start < k)
            take_title(c->word[k].agent, a);
    }
}

/* What stands beside a person's name goes before the date: 'President Salih', 'former minister'. Without a date and a
 * title it is the latest role. */
static void settle_role(struct msdx_coder *c, int32_t head, struct msdx_np *np)
{
    const msdx_sense *s = msdx_word_name(&c->word[head], MSDX_SENSE_NAME);
    const msdx_actor *a = s ? msdx_know_actor(c->know, s->index) : NULL;
    if (!a || a->type != MSDX_ACTOR_PERSON) return;
    struct around at = {0};
    look_around(c, head, &at);
    const msdx_role *role = NULL;
    for (size_t i = 0; i < a->n_role; i++) {
        const msdx_role *r = &a->role[i];
        const char *country = r->country ? r->country : a->country;
        bool fits = at.sector ? strcmp(r->sector, at.sector) == 0 &&
                                    (!at.country || (country && strcmp(country, at.country) == 0))
                              : !c->doc->date;
        if (fits && (!role || strncmp(r->from, role->from, 10) >= 0)) role = r;
    }
    if (at.former) {
        np->who.sector = "ELI";
    } else if (role) {
        np->who.sector = role->sector;
        np->who.country = role->country ? role->country : a->country;
    } else if (at.sector) {
        np->who.sector = at.sector;
        if (at.country) np->who.country = at.country;
    }
}

static void put_aligned(struct msdx_coder *c, struct msdx_np *np, const struct around *a)
{
    if (!a->n_aligned || np->who.aligned.n) return;
    const char **list = MSDX_NEW(&c->doc->arena, const char *, a->n_aligned);
    if (!list) return;
    for (uint32_t i = 0; i < a->n_aligned; i++) list[i] = a->aligned[i];
    np->who.aligned = (msd_strings){list, a->n_aligned};
}

/* ---- role nouns ---- */

static bool serves_no_state(const char *sector)
{
    return is_any(sector, (const char *const[]){"REB", "PRM", "PTY", "CRM", "BUS", "OPP", "REL", "LAB", "EDU", "SOC",
                                                "UAF", NULL});
}

static bool by_agent(struct msdx_coder *c, int32_t head, struct msdx_np *np)
{
    const msdx_agent *agent = c->word[head].agent;
    if (!agent || !agent->is_head) return false;
    struct around a = {0};
    look_around(c, head, &a);
    np->is_agent = true;
    np->kind = agent->kind;
    np->is_person = agent->kind == MSDX_AGENT_PERSON;
    /* 'Hezbollah's leader' serves no government, whatever leaders mostly do. */
    bool of_others = a.served && agent->sector && strcmp(agent->sector, "GOV") == 0 && serves_no_state(a.served);
    np->who.sector = a.former ? "ELI" : agent->sector && !of_others ? agent->sector : a.served;
    np->who.sectors = agent->sectors;
    np->who.country = agent->country ? agent->country : a.country;
    np->who.via = MSD_VIA_AGENT;
    np->why = "a role noun";
    put_aligned(c, np, &a);
    np->known = agent->kind <= MSDX_AGENT_THING && (np->who.sector || np->who.country);
    if (!np->who.country) {
        int32_t before = msdx_earlier_description(c, head);
        if (before >= 0) {
            const struct msdx_np *b = &c->np[before];
            np->who.country = b->who.country;
            if (!np->who.aligned.n) np->who.aligned = b->who.aligned;
            np->who.via = MSD_VIA_NOMINAL;
            np->antecedent = before;
            np->why = "a description of somebody named before";
        }
    }
    return true;
}

/* ---- names nobody listed ---- */

static void by_modifiers(struct msdx_coder *c, int32_t head, struct msdx_np *np)
{
    const msdx_tok *tk = &c->u->tok[head];
    struct around a = {0};
    look_around(c, head, &a);
    np->is_person = tk->ent && strcmp(tk->ent, "PERSON") == 0;
    if (tk->upos == MSDX_PROPN || tk->ent) {
        int32_t before = msdx_earlier_name(c, head);
        if (before >= 0 && msdx_mention(c, before)->known) {
            const struct msdx_np *b = &c->np[before];
            msd_entity own = np->who;
            np->who = b->who;
            np->who.span = own.span;
            np->who.text = own.text;
            np->who.via = MSD_VIA_NOMINAL;
            np->known = b->known;
            np->is_person = b->is_person;
            np->antecedent = before;
            np->why = "a short form of a name before";
            return;
        }
    }
    if (a.nature && tk->upos == MSDX_PROPN) {
        np->is_agent = true;
        np->kind = MSDX_AGENT_NATURE;
    }
    bool named = tk->upos == MSDX_PROPN || tk->ent;
    if (!named) a.sector = NULL; /* 'intelligence sharing' is no service */
    np->who.sector = a.former ? "ELI" : a.sector;
    np->who.country = a.country;
    np->who.via = a.sector ? MSD_VIA_AGENT : MSD_VIA_NAME;
    put_aligned(c, np, &a);
    np->known = a.country || a.sector;
    np->why = np->known ? "what modifies it" : "not known";
    if (tk->ent && is_any(tk->ent, (const char *const[]){"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", NULL}))
        np->who.name = np->who.text;
    np->is_named = np->who.name != NULL;
}

static bool by_pronoun(struct msdx_coder *c, int32_t head, struct msdx_np *np)
{
    const msdx_tok *tk = &c->u->tok[head];
    if (tk->upos != MSDX_PRON && strncmp(tk->tag, "PRP", 3) != 0) return false;
    np->is_pronoun = true;
    np->who.via = MSD_VIA_PRONOUN;
    np->why = "a pronoun without an antecedent";
    int32_t t = msdx_antecedent(c, head);
    if (t < 0) return true;
    const struct msdx_np *b = msdx_mention(c, t);
    msd_entity own = np->who;
    np->who = b->who;
    np->who.span = own.span;
    np->who.text = own.text;
    np->who.via = MSD_VIA_PRONOUN;
    np->known = b->known;
    np->is_person = b->is_person;
    np->is_agent = b->is_agent;
    np->is_named = b->is_named;
    np->kind = b->kind;
    np->is_event = b->is_event;
    np->antecedent = t;
    np->why = "a pronoun";
    return true;
}

/* 'Congress' is America's unless the sentence is of another country: then it is a role noun like any other. */
static bool is_anothers_body(const struct msdx_coder *c, int32_t head)
{
    const struct msdx_word *w = &c->word[head];
    const msdx_sense *s = msdx_word_name(w, MSDX_SENSE_NAME);
    if (!s || !w->agent || w->agent_start != w->name_start || w->agent->kind != MSDX_AGENT_BODY) return false;
    const msdx_actor *a = msdx_know_actor(c->know, s->index);
    const char *country = msdx_sentence_country(c, c->u->tok[head].sent, false, head);
    return a->type == MSDX_ACTOR_AGENCY && a->country && country && strcmp(country, a->country) != 0;
}

const struct msdx_np *msdx_mention(struct msdx_coder *c, int32_t head)
{
    struct msdx_np *np = &c->np[head];
    if (np->done) return np;
    np->done = true; /* first, so that a cycle of mentions ends */
    np->antecedent = -1;
    np->who.span = np_span(c, head);
    np->who.text = msdx_unit_words(c->u, np->who.span.start_byte, np->who.span.end_byte);
    if (c->depth > DEPTH_MAX) return np;
    c->depth++;
    const char *tag = c->u->tok[head].tag;
    np->is_plural = strcmp(tag, "NNS") == 0 || strcmp(tag, "NNPS") == 0 || msdx_child(c->u, head, MSDX_REL_CONJ) >= 0;
    np->is_event = c->word[head].is_event_noun;
    /* 'the Iraqi government': the role noun decides; 'Mike Pompeo', 'Hamas': the name */
    bool name_is_head = c->word[head].name && c->word[head].name_end - 1 >= head &&
                        !(c->word[head].agent && !msdx_word_name(&c->word[head], MSDX_SENSE_NAME) &&
                          !msdx_word_name(&c->word[head], MSDX_SENSE_SEAT));
    if (is_anothers_body(c, head)) name_is_head = false;
    if (!by_pronoun(c, head, np) && !(name_is_head && by_name(c, head, np)) && !by_agent(c, head, np))
        by_modifiers(c, head, np);
    if (name_is_head && !np->is_pronoun) settle_role(c, head, np);
    if (!np->is_pronoun && np->known && !np->who.country && np->is_person && !np->is_agent) {
        struct around a = {0};
        look_around(c, head, &a);
        np->who.country = a.country;
    }
    c->depth--;
    if (!np->who.code && (np->who.country || np->who.sector)) {
        char code[16];
        msdx_know_actor_code(c->know, np->who.country, np->who.sector, code);
        if (code[0]) np->who.code = msdx_arena_strndup(&c->doc->arena, code, strlen(code));
    }
    return np;
}

void msdx_trace(struct msdx_coder *c, const char *fmt, ...)
{
    if (!c->trace) return;
    char line[512];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    if (n > 0) msdx_buf_add(c->trace, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
}
