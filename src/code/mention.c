/* mention.c: a noun phrase, given by its head, made an entity: by name, by role
 * noun and what modifies it, by metonym, by pronoun or description. */
#include <stdarg.h>
#include <stdio.h>

#include "code/code_impl.h"

enum { DEPTH_MAX = 10 };

/* ---- actors by name ---- */

void msdx_take_actor(struct msdx_coder *c, struct msdx_np *np, const msdx_actor *a)
{
    const char *country = a->country;
    np->who.sector = msdx_sector_on(a, c->doc->date, &country);
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

/* 'Melania Trump' is not whom 'Trump' means: a surname beside other names than the known person has. */
static bool is_another_person(const struct msdx_coder *c, int32_t head, const msdx_actor *a)
{
    const msdx_unit *u = c->u;
    const struct msdx_word *w = &c->word[head];
    int32_t from = w->name_start, to = w->name_end;
    if (a->type != MSDX_ACTOR_PERSON || to - from != 1) return false;
    if (!u->tok[from].ent || strcmp(u->tok[from].ent, "PERSON") != 0) return false;
    while (from > 0 && u->tok[from].ent_iob == MSDX_IN) from--;
    while (to < (int32_t)u->n_tok && u->tok[to].ent_iob == MSDX_IN) to++;
    if (to - from < 2) return false;
    for (int32_t t = from; t < to; t++) {
        msdx_str word = msdx_tok_text(u, t);
        if (t == head || word.n < 2 || u->tok[t].upos == MSDX_PUNCT) continue;
        if (u->tok[t].upos != MSDX_PROPN || c->word[t].agent || word.p[word.n - 1] == '.') return false; /* a title */
        for (const char *p = a->name; *p; p++) /* 'Joseph' for 'Joe' */
            if ((p == a->name || p[-1] == ' ') && strncasecmp(p, word.p, 2) == 0) return false;
    }
    return true;
}

/* 'The Paris Agreement' is no government's. */
static bool names_agreement(const msdx_unit *u, int32_t head)
{
    static const char *const what[] = {"agreement", "accord", "accords", "pact", "treaty", "protocol", "convention"};
    if ((size_t)head + 1 >= u->n_tok || u->tok[head].head != head + 1) return false;
    for (size_t i = 0; i < sizeof what / sizeof *what; i++)
        if (msdx_tok_lower_is(u, head + 1, what[i])) return true;
    return false;
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
        if (!(person_tag && a->type == MSDX_ACTOR_STATE) && !is_another_person(c, head, a)) {
            msdx_take_actor(c, np, a);
            np->who.via = MSD_VIA_NAME;
            np->is_place = a->type == MSDX_ACTOR_STATE;
            np->why = "a name we know";
            return true;
        }
    }
    if ((s = msdx_word_name(w, MSDX_SENSE_SEAT))) {
        const msdx_actor *a = msdx_know_actor(c->know, s->index);
        msdx_take_actor(c, np, a);
        if (a->seat_sector && a->seat_sector[s->sub]) np->who.sector = a->seat_sector[s->sub];
        np->who.via = MSD_VIA_METONYM;
        np->why = "a seat that stands for who sits there";
        return true;
    }
    if ((s = msdx_word_name(w, MSDX_SENSE_CAPITAL)) && !person_tag && !names_agreement(c->u, head)) {
        msdx_take_actor(c, np, msdx_know_actor(c->know, s->index));
        np->who.via = MSD_VIA_METONYM;
        np->is_capital = np->is_place = true;
        np->why = "a capital that stands for its government";
        return true;
    }
    if ((s = msdx_word_name(w, MSDX_SENSE_PEOPLE)) || (s = msdx_word_name(w, MSDX_SENSE_ADJECTIVE))) {
        const msdx_actor *a = msdx_know_actor(c->know, s->index);
        msdx_take_actor(c, np, a);
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

/* 'Hezbollah leader Hassan Nasrallah' is no government's, and 'Post columnist Jamal Khashoggi' is still a Saudi: of whom
 * one thing is known all along, or who leads an armed group, a title changes nothing. */
static bool keeps_own_sector(const msdx_actor *a, const char *own, const char *title)
{
    static const char *const work[] = {"MED", "JRN", "BUS", "EDU", "PTY", "SOC", NULL}, *const leads[] = {"GOV", "MIL",
                                                                                                          "PTY", NULL};
    if (!own || strcmp(own, "ELI") == 0) return false;
    return (a->n_role == 0 && msdx_is_any(title, work)) || (msdx_is_any(title, leads) && msdx_is_armed(own));
}

/* What stands beside a person's name goes before the date: 'President Salih', 'former minister'. Without a date and a
 * title it is the latest role. */
static void settle_role(struct msdx_coder *c, int32_t head, struct msdx_np *np)
{
    const msdx_sense *s = msdx_word_name(&c->word[head], MSDX_SENSE_NAME);
    const msdx_actor *a = s ? msdx_know_actor(c->know, s->index) : NULL;
    if (!a || a->type != MSDX_ACTOR_PERSON) return;
    struct msdx_around at = {0};
    msdx_look_around(c, head, &at);
    /* NATO's secretary general is no soldier */
    if (at.title && !at.title->sector && at.sector && strcmp(at.sector, "GOV") != 0) at.sector = NULL;
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
    } else if (at.sector && !keeps_own_sector(a, np->who.sector, at.sector)) {
        np->who.sector = at.sector;
        if (at.country) np->who.country = at.country;
    }
}

static void put_aligned(struct msdx_coder *c, struct msdx_np *np, const struct msdx_around *a)
{
    if (!a->n_aligned || np->who.aligned.n) return;
    const char **list = MSDX_NEW(&c->doc->arena, const char *, a->n_aligned);
    if (!list) return;
    for (uint32_t i = 0; i < a->n_aligned; i++) list[i] = a->aligned[i];
    np->who.aligned = (msd_strings){list, a->n_aligned};
}

/* ---- role nouns ---- */

/* 'the ruling party, ZANU-PF', 'his counterpart, Wang Yi': the name says who it is. */
static void take_apposition(struct msdx_coder *c, int32_t head, struct msdx_np *np)
{
    int32_t k = msdx_child(c->u, head, MSDX_REL_APPOS);
    if (k <= head || !c->word[k].name || msdx_child(c->u, k, MSDX_REL_CONJ) >= 0) return;
    const struct msdx_np *b = msdx_mention(c, k);
    if (!b->who.entity || b->is_place ||
        (b->who.country && np->who.country && strcmp(b->who.country, np->who.country) != 0))
        return;
    np->who.name = b->who.name;
    np->who.entity = b->who.entity;
    if (!np->who.country) np->who.country = b->who.country;
    if (!np->who.sector || (b->is_person && b->who.sector && strcmp(b->who.sector, "ELI") != 0))
        np->who.sector = b->who.sector; /* a chief executive who is no businessman */
}

/* 'Iran's neighbours', 'its allies' are other states; 'the richer countries' are no single one, whatever the text is of. */
static bool are_abroad(const struct msdx_coder *c, int32_t head, const struct msdx_around *a)
{
    static const char *const others[] = {"ally",  "friend",    "partner",    "neighbour", "neighbor", "rival",
                                         "enemy", "adversary", "competitor", "creditor",  "foe",      "backer"};
    static const char *const several[] = {"country", "nation", "participant", "signatory", "power"};
    const msdx_unit *u = c->u;
    static const char *const anybodys[] = {"ally", "enemy", "adversary", "foe", "backer"};
    for (size_t i = 0; a->of_state && i < sizeof others / sizeof *others; i++)
        if (msdx_tok_lemma_is(u, head, others[i])) return true;
    /* 'a fickle ally', 'allies and enemies': of whom is not said */
    bool unsaid = !a->country && !a->served && !msdx_tok_lower_is(u, msdx_child(u, head, MSDX_REL_DET), "the");
    for (size_t i = 0; unsaid && i < sizeof anybodys / sizeof *anybodys; i++)
        if (msdx_tok_lemma_is(u, head, anybodys[i])) return true;
    if (a->country || strcmp(u->tok[head].tag, "NNS") != 0) return false;
    MSDX_EACH_CHILD (u, head, k) /* 'both countries', 'the two countries', 'these countries' have been named */
        if (u->tok[k].rel == MSDX_REL_NUMMOD || msdx_tok_lower_is(u, k, "both") || msdx_tok_lower_is(u, k, "these"))
            return false;
    for (size_t i = 0; i < sizeof several / sizeof *several; i++)
        if (msdx_tok_lemma_is(u, head, several[i])) return true;
    return false;
}

/* 'Hamas's hostages', 'prisoners of the Taliban' are not of the country of those who hold them; and 'the hostages' may be
 * of any, whatever the text is of. */
static bool are_held(struct msdx_coder *c, int32_t head, const struct msdx_around *a)
{
    static const char *const held[] = {"prisoner", "detainee", "victim"}, *const taken[] = {"hostage", "captive",
                                                                                            "abductee"};
    bool of_a_group = false, unsaid = false;
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) of_a_group |= msdx_tok_lemma_is(c->u, head, held[i]);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) unsaid |= msdx_tok_lemma_is(c->u, head, taken[i]);
    return (unsaid && !a->country) || ((of_a_group || unsaid) && msdx_group_of(c, head));
}

/* 'Brenda King', 'Ms. Mills': the last word of a person's name is no role. */
static bool is_surname(const struct msdx_coder *c, int32_t head)
{
    static const char *const title[] = {"mr", "mr.", "mrs", "mrs.", "ms", "ms."};
    const msdx_unit *u = c->u;
    const msdx_tok *tk = &u->tok[head];
    if (head == 0 || tk->upos != MSDX_PROPN || c->word[head].agent_start != head) return false;
    if (u->tok[head - 1].sent != tk->sent) return false;
    for (size_t i = 0; i < sizeof title / sizeof *title; i++)
        if (msdx_tok_lower_is(u, head - 1, title[i])) return true;
    bool ends = head + 1 >= (int32_t)u->n_tok || u->tok[head + 1].ent_iob != MSDX_IN;
    return ends && tk->ent && strcmp(tk->ent, "PERSON") == 0 && tk->ent_iob == MSDX_IN &&
           u->tok[head - 1].upos == MSDX_PROPN && !c->word[head - 1].agent && !c->word[head - 1].name;
}

/* 'Time-Life Video', 'the Uncommitted movement': a body of which nothing says that it governs. */
static bool is_unknown_body(const struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    const struct msdx_word *w = &c->word[t];
    bool named = u->tok[t].upos == MSDX_PROPN && !w->name && u->tok[t].ent && strcmp(u->tok[t].ent, "ORG") == 0;
    bool plain = !w->agent || (named && w->agent->kind > MSDX_AGENT_BODY); /* 'Sand Technology' has a role's word */
    return plain ? named : w->agent->kind == MSDX_AGENT_BODY && !w->agent->sector && !w->agent->country;
}

/* 'The Lane Telecommunications president' is of no government that we know of. */
static bool heads_unknown_body(const struct msdx_coder *c, int32_t head)
{
    static const char *const heads[] = {"president", "vice-president", "director", "leader", "leadership"};
    const msdx_unit *u = c->u;
    bool leads = false;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) leads |= msdx_tok_lemma_is(u, head, heads[i]);
    if (!leads) return false;
    MSDX_EACH_CHILD (u, head, k) {
        int rel = u->tok[k].rel;
        bool before = k < c->word[head].agent_start && rel == MSDX_REL_COMPOUND;
        if ((before || (k > head && rel == MSDX_REL_NMOD)) && is_unknown_body(c, k)) return true;
    }
    return false;
}

static bool by_agent(struct msdx_coder *c, int32_t head, struct msdx_np *np)
{
    const msdx_agent *agent = c->word[head].agent;
    if (!agent || !agent->is_head || is_surname(c, head)) return false;
    struct msdx_around a = {0};
    msdx_look_around(c, head, &a);
    np->is_agent = true;
    np->kind = agent->kind;
    np->is_person = agent->kind == MSDX_AGENT_PERSON;
    np->who.sector = msdx_agent_sector(c, head, &a);
    np->who.sectors = agent->sectors;
    if (np->who.sector && heads_unknown_body(c, head)) np->who.sector = NULL;
    if (agent->kind == MSDX_AGENT_INSTRUMENT && !np->who.sector && a.country && msdx_know_state(c->know, a.country))
        np->who.sector = "MIL"; /* 'Russian drones' */
    np->is_abroad = !agent->country && are_abroad(c, head, &a);
    if (np->is_abroad && a.of_state) np->who.sector = "GOV";
    np->is_abroad |= are_held(c, head, &a);
    if (np->is_abroad) a.country = NULL;
    np->who.country = agent->country ? agent->country : a.country;
    np->who.via = MSD_VIA_AGENT;
    np->why = "a role noun";
    put_aligned(c, np, &a);
    if (agent->kind <= MSDX_AGENT_BODY) {
        msdx_take_group(c, head, np);
        take_apposition(c, head, np);
    }
    np->known = agent->kind <= MSDX_AGENT_THING && (np->who.sector || np->who.country);
    if (!np->who.country && !np->is_abroad) {
        int32_t before = msdx_earlier_description(c, head);
        if (before >= 0) {
            const struct msdx_np *b = &c->np[before];
            np->who.country = b->who.country;
            if (!np->who.aligned.n) np->who.aligned = b->who.aligned;
            if (b->who.entity || b->is_named) { /* 'the group' that has a name */
                np->who.name = b->who.name;
                np->who.entity = b->who.entity;
                np->who.sector = b->who.sector ? b->who.sector : np->who.sector;
                np->who.sectors = b->who.sectors;
                np->who.code = b->who.code;
            }
            np->known |= np->who.country || np->who.entity;
            np->who.via = MSD_VIA_NOMINAL;
            np->antecedent = before;
            np->why = "a description of somebody named before";
        }
    }
    return true;
}

/* ---- names nobody listed ---- */

/* 'Kadhimi' after 'Mustafa al-Kadhimi, the prime minister': the office is said once. */
static bool by_earlier_name(struct msdx_coder *c, int32_t head, struct msdx_np *np)
{
    const msdx_tok *tk = &c->u->tok[head];
    if (tk->upos != MSDX_PROPN && !tk->ent) return false;
    int32_t before = msdx_earlier_name(c, head);
    if (before < 0 || !msdx_mention(c, before)->known) return false;
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
    return true;
}

/* 'an American journalist, Micah Garen': the name is of whom it is set beside. */
static void of_role_beside(struct msdx_coder *c, int32_t name, struct msdx_around *a)
{
    int32_t role = c->u->tok[name].head;
    const msdx_agent *agent = role >= 0 && role < name ? c->word[role].agent : NULL;
    struct msdx_around at = {0};
    if (!agent || !agent->is_head || agent->kind != MSDX_AGENT_PERSON) return;
    msdx_look_around(c, role, &at);
    if (!a->country) a->country = agent->country ? agent->country : at.country;
    if (!a->sector) a->sector = msdx_agent_sector(c, role, &at);
}

static void by_modifiers(struct msdx_coder *c, int32_t head, struct msdx_np *np)
{
    const msdx_tok *tk = &c->u->tok[head];
    if (by_earlier_name(c, head, np)) return;
    struct msdx_around a = {0};
    msdx_look_around(c, head, &a);
    np->is_person = tk->ent && strcmp(tk->ent, "PERSON") == 0;
    if (np->is_person && tk->rel == MSDX_REL_APPOS) of_role_beside(c, head, &a);
    MSDX_EACH_CHILD (c->u, head, k) /* 'Sand Technology president Jerry Shattner' */
        if (k < head && a.sector && strcmp(a.sector, "GOV") == 0 && heads_unknown_body(c, k)) a.sector = NULL;
    if (a.nature && tk->upos == MSDX_PROPN) {
        np->is_agent = true;
        np->kind = MSDX_AGENT_NATURE;
    }
    bool named = tk->upos == MSDX_PROPN || tk->ent;
    if (!named) a.sector = NULL; /* 'intelligence sharing' is no service */
    np->who.sector = a.former ? "ELI" : a.sector;
    np->who.country = a.country;
    np->who.via = a.sector ? MSD_VIA_AGENT : MSD_VIA_NOMINAL;
    put_aligned(c, np, &a);
    np->known = a.country || a.sector;
    np->why = np->known ? "what modifies it" : "not known";
    if (tk->ent && msdx_is_any(tk->ent, (const char *const[]){"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", NULL}))
        np->who.name = np->who.text;
    bool bare = tk->upos == MSDX_PROPN && !tk->ent && msdx_left_edge(c->u, head) == head;
    np->is_named = np->who.name != NULL || bare;
    if (!a.sector && (np->is_named || tk->upos == MSDX_PROPN)) np->who.via = MSD_VIA_NAME;
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
    bool many = msdx_tok_lower_is(c->u, head, "they") || msdx_tok_lower_is(c->u, head, "them") ||
                msdx_tok_lower_is(c->u, head, "their");
    if (many && b->n_side == 2)
        memcpy(np->side, b->side, sizeof np->side), np->n_side = 2;
    else if (many && !b->is_pronoun && msdx_listed_two(c, t, np->side))
        np->n_side = 2;
    np->is_plural |= np->n_side == 2;
    return true;
}

/* 'Iraq's National Conference', 'the Kenyan Democratic Party': no party or office of another country of that name. */
bool msdx_is_of_another_state(const struct msdx_coder *c, int32_t head)
{
    const struct msdx_word *w = &c->word[head];
    const msdx_sense *s = msdx_word_name(w, MSDX_SENSE_NAME);
    const msdx_actor *a = s ? msdx_know_actor(c->know, s->index) : NULL;
    if (!a || !a->country || (a->type != MSDX_ACTOR_PARTY && a->type != MSDX_ACTOR_AGENCY)) return false;
    MSDX_EACH_CHILD (c->u, head, k) {
        msdx_rel rel = c->u->tok[k].rel;
        if (k >= w->name_start || msdx_child(c->u, k, MSDX_REL_CONJ) >= 0) continue; /* 'Turkish and American forces' */
        if (!c->word[k].name || (rel != MSDX_REL_NMOD_POSS && rel != MSDX_REL_AMOD)) continue;
        if (c->word[k].name->kind == MSDX_SENSE_PLACE || c->word[k].name->kind == MSDX_SENSE_GAZETTEER) continue;
        const msdx_actor *b = msdx_know_actor(c->know, c->word[k].name->index);
        if (b->type == MSDX_ACTOR_STATE && b->country && strcmp(b->country, a->country) != 0) return true;
    }
    return false;
}

/* 'Congress' is America's unless the sentence is of another country: then it is a role noun like any other. */
static bool is_anothers_body(struct msdx_coder *c, int32_t head)
{
    const struct msdx_word *w = &c->word[head];
    if (msdx_is_of_another_state(c, head) || (w->agent && msdx_is_anothers_party(c, head))) return true;
    const msdx_sense *s = msdx_word_name(w, MSDX_SENSE_NAME);
    if (!s || !w->agent || w->agent_start != w->name_start || w->agent->kind != MSDX_AGENT_BODY) return false;
    const msdx_actor *a = msdx_know_actor(c->know, s->index);
    const char *country = msdx_sentence_country(c, c->u->tok[head].sent, false, head);
    return a->type == MSDX_ACTOR_AGENCY && a->country && country && strcmp(country, a->country) != 0;
}

/* 'the West Bank' is no bank. */
static bool is_west_bank(const struct msdx_coder *c, int32_t head)
{
    const struct msdx_word *w = &c->word[head];
    bool place = w->name->kind == MSDX_SENSE_PLACE || w->name->kind == MSDX_SENSE_GAZETTEER;
    return place && w->name_start < head && msdx_is_listed(c, MSDX_LIST_PLACE_END, head, head + 1);
}

/* 'Indian and Pakistani troops', 'the armies of Chad and Niger': troops and armies of each. */
static void share_noun(const struct msdx_coder *c, int32_t head, struct msdx_np *np)
{
    int32_t noun = msdx_noun_shared(c->u, head);
    const msdx_agent *agent = noun >= 0 ? c->word[noun].agent : NULL;
    if (!agent || !agent->is_head || agent->kind > MSDX_AGENT_THING || !agent->sector || !np->known) return;
    if (np->who.sector && strcmp(np->who.sector, "GOV") != 0) return;
    np->who.sector = agent->sector;
    np->who.code = NULL;
}

const struct msdx_np *msdx_mention(struct msdx_coder *c, int32_t head)
{
    struct msdx_np *np = &c->np[head];
    if (np->done) return np;
    np->done = true; /* first, so that a cycle of mentions ends */
    np->antecedent = -1;
    np->who.span = msdx_np_span(c, head);
    np->who.text = msdx_unit_words(c->u, np->who.span.start_byte, np->who.span.end_byte);
    if (c->depth > DEPTH_MAX) return np;
    c->depth++;
    const char *tag = c->u->tok[head].tag;
    np->is_plural = strcmp(tag, "NNS") == 0 || strcmp(tag, "NNPS") == 0 || msdx_child(c->u, head, MSDX_REL_CONJ) >= 0;
    np->is_event = c->word[head].is_event_noun;
    /* 'the Iraqi government': the role noun decides; 'Mike Pompeo', 'Hamas': the name */
    bool name_is_head = c->word[head].name && c->word[head].name_end - 1 >= head &&
                        !(c->word[head].agent && !msdx_word_name(&c->word[head], MSDX_SENSE_NAME) &&
                          !msdx_word_name(&c->word[head], MSDX_SENSE_SEAT) && !is_west_bank(c, head));
    if (is_anothers_body(c, head)) name_is_head = false;
    /* a surname alone, with no title of its own */
    bool alone = name_is_head && c->word[head].name_end - c->word[head].name_start == 1 &&
                 msdx_word_name(&c->word[head], MSDX_SENSE_NAME) && msdx_left_edge(c->u, head) == head;
    /* 'Baker' after 'James Baker' bakes nothing */
    const msdx_tok *tk = &c->u->tok[head];
    alone |= !c->word[head].name && c->word[head].agent && tk->upos == MSDX_PROPN &&
             msdx_left_edge(c->u, head) == head && c->word[head].agent_start == head && tk->ent &&
             strcmp(tk->ent, "PERSON") == 0;
    if (alone && by_earlier_name(c, head, np)) name_is_head = false;
    if (np->antecedent < 0 && !by_pronoun(c, head, np) && !(name_is_head && by_name(c, head, np)) &&
        !by_agent(c, head, np))
        by_modifiers(c, head, np);
    if (name_is_head && !np->is_pronoun) settle_role(c, head, np);
    if (!np->known && !np->is_agent && msdx_is_people_count(c->u, head) && msdx_counted(c->u, head) == head)
        np->is_person = np->is_plural = true; /* 'dozens were arrested' */
    share_noun(c, head, np);
    bool both = msdx_tok_lower_is(c->u, head, "both");
    if ((!np->is_pronoun || both) && msdx_two_sides(c, head, np->side)) {
        np->n_side = 2;
        np->known = np->is_plural = true;
        np->who.via = MSD_VIA_NOMINAL;
        np->why = "two who were named before";
    }
    if (!np->is_pronoun && np->known && !np->who.country && np->is_person && !np->is_agent) {
        struct msdx_around a = {0};
        msdx_look_around(c, head, &a);
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

int32_t msdx_said_outright(struct msdx_coder *c, int32_t t)
{
    int32_t sent = c->u->tok[t].sent;
    for (int i = 0; i < 4; i++) {
        const struct msdx_np *np = msdx_mention(c, t);
        if (!np->is_pronoun || np->antecedent < 0 || c->u->tok[np->antecedent].sent != sent) break;
        t = np->antecedent;
    }
    return t;
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
