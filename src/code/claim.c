/* claim.c: drafts made into the claims of the contract. */
#include <stdio.h>

#include "base/hash.h"
#include "code/code_impl.h"

/* ---- the country of those whom nobody placed ---- */

static bool is_domestic(const msd_entity *e)
{
    return !e->country && e->sector && strcmp(e->sector, "UNK") != 0;
}

/* 'The area', 'the site': of the place told of as well, if nobody's. */
static bool is_stretch_of_land(const struct msdx_np *np, const msd_entity *e)
{
    return np->is_agent && np->kind == MSDX_AGENT_PLACE && !e->country && !e->sector;
}

/* Police and courts are of the place that the sentences before tell of, as is who was told of there; anybody else is
 * not, one time in two. */
static bool is_local(const msd_entity *e)
{
    return e->via == MSD_VIA_PRONOUN ||
           (e->sector && msdx_is_any(e->sector, (const char *const[]){"COP", "JUD", NULL}));
}

/* Gunmen of whom nothing is known come from anywhere. */
static bool is_unknown_in_arms(const msd_entity *e)
{
    return e->sector && strcmp(e->sector, "UAF") == 0;
}

/* Crowds and rebels of a text that names few countries may be anybody's; its police, army and courts are its own. */
static bool may_be_abroad(const msd_entity *e)
{
    return !e->sector || msdx_is_any(e->sector, (const char *const[]){"CVL", "REB", "ELI", NULL});
}

/* A role noun is taken to be of the place told of; a name with a title ('Finance Minister Funaro') may be a foreigner's,
 * and only the country that the whole text is set in speaks for it. */
static void inherit_country(struct msdx_coder *c, int32_t sent, const msd_where *where, bool by_role, msd_entity *e)
{
    if (e->country || e->entity) return;
    const char *country = by_role && where->present ? where->country : NULL, *home = msdx_context_country(c, sent);
    if (!country && by_role && !is_unknown_in_arms(e)) country = msdx_sentence_country(c, sent, true, -1);
    /* 'Farmers blocked roads in Punjab. Police fired tear gas at them.' */
    if (!country && by_role && is_local(e))
        for (int32_t back = 1; back <= 2 && !country && sent >= back; back++) {
            if (home && msdx_begins_paragraph(c, sent - back + 1)) break;
            country = msdx_sentence_country(c, sent - back, true, -1);
        }
    if (!country && may_be_abroad(e)) home = msdx_home_country(c, sent);
    if (!country && !is_unknown_in_arms(e)) country = home;
    if (!country) return;
    char code[16];
    e->country = country;
    msdx_know_actor_code(c->know, country, e->sector, code);
    if (code[0]) e->code = msdx_arena_strndup(&c->doc->arena, code, strlen(code));
}

/* A person of whom only the name is told, and rebels of many countries ('the Maoists'), are of the country that the whole
 * text is set in: most private people in the news are at home there. */
static void settle_at_home(struct msdx_coder *c, int32_t sent, const struct msdx_np *np, msd_entity *e)
{
    char code[16];
    const char *home = msdx_home_country(c, sent);
    bool person = np->is_person && np->is_named && !np->is_plural && !e->entity && np->who.via == MSD_VIA_NAME;
    bool rebels = e->entity && e->sector && strcmp(e->sector, "REB") == 0;
    if (e->country || !home || !(person || rebels)) return;
    e->country = home;
    msdx_know_actor_code(c->know, e->country, e->sector, code);
    if (code[0]) e->code = msdx_arena_strndup(&c->doc->arena, code, strlen(code));
}

/* ---- parts of a claim ---- */

/* 'Chad says it will': the mention is 'Chad', and via says that a pronoun led there. */
static void take_words_of(msd_entity *e, const struct msdx_np *named)
{
    e->span = named->who.span;
    e->text = named->who.text;
}

/* 'The two leaders' after 'Greece and Turkey': each of them, in the office that the words name. */
static void take_side(struct msdx_coder *c, const struct msdx_np *np, uint32_t side, msd_entity *e)
{
    const struct msdx_np *named = msdx_mention(c, np->side[side]);
    bool once = np->who.sector && strcmp(np->who.sector, "ELI") == 0; /* 'the two former Soviet republics' */
    const char *sector = np->is_agent && !named->is_person && !once ? np->who.sector : NULL;
    char code[16] = "";
    *e = named->who;
    e->via = MSD_VIA_NOMINAL;
    e->span = np->who.span;
    e->text = np->who.text;
    if (!sector || (e->sector && strcmp(e->sector, sector) == 0)) return;
    e->sector = sector;
    e->entity = NULL;
    msdx_know_actor_code(c->know, e->country, e->sector, code);
    e->code = code[0] ? msdx_arena_strndup(&c->doc->arena, code, strlen(code)) : NULL;
}

/* A state that fights is its army (SCHEMA.md: a state acting in its own name is GOV, or MIL where it fights). */
static void arm_state(struct msdx_coder *c, const struct msdx_np *np, msd_entity *e)
{
    char code[16];
    if (!e->country || !msdx_know_state(c->know, e->country)) return;
    bool jets = e->sector && strcmp(e->sector, "CVL") == 0 && (!np->is_agent || np->kind == MSDX_AGENT_THING) &&
                !(e->entity && strcmp(e->entity, e->country) != 0); /* a people by name: 'Israeli settlers' */
    bool state = e->entity && !np->is_plural && !np->is_agent && (!e->sector || strcmp(e->sector, "GOV") == 0);
    if (state && !np->is_place && e->sector) return; /* a ministry, a court, a president */
    if (!jets && !state) return;
    e->sector = "MIL";
    msdx_know_actor_code(c->know, e->country, e->sector, code);
    if (code[0]) e->code = msdx_arena_strndup(&c->doc->arena, code, strlen(code));
}

/* 'Unidentified motorcyclists shot him': whoever attacks unknown, armed or masked is a gunman. */
static void arm_unknown(const struct msdx_coder *c, int32_t t, const struct msdx_np *np, msd_entity *e)
{
    static const char *const how[] = {"unidentified", "unknown", "armed", "masked", "hooded"};
    if (!np->is_agent || !np->is_person || e->entity || !e->sector || strcmp(e->sector, "CVL") != 0) return;
    MSDX_EACH_CHILD (c->u, t, k)
        for (size_t i = 0; i < sizeof how / sizeof *how; i++)
            if (c->u->tok[k].rel == MSDX_REL_AMOD && msdx_tok_lower_is(c->u, k, how[i])) {
                char code[16];
                e->sector = "UAF";
                msdx_know_actor_code(c->know, e->country, e->sector, code);
                if (code[0]) e->code = msdx_arena_strndup(&c->doc->arena, code, strlen(code));
                return;
            }
}

/* 'Carborundum Inc' is not of the country whose bank it buys: a firm's name is no role noun. */
static bool is_named_firm(const struct msdx_coder *c, int32_t t, const struct msdx_np *np)
{
    return c->u->tok[t].upos == MSDX_PROPN && np->who.sector && strcmp(np->who.sector, "BUS") == 0;
}

/* Who is first told of by the words that a pronoun or a short name repeats. */
static int32_t first_told(struct msdx_coder *c, int32_t t)
{
    for (int i = 0; i < 4; i++) {
        const struct msdx_np *np = msdx_mention(c, t);
        if (np->antecedent < 0 || np->is_agent) break;
        t = np->antecedent;
    }
    return t;
}

/* 'Peacekeepers were wounded in Lebanon', 'foreign workers': whoever is from elsewhere is not of the place told of. */
static bool is_from_elsewhere(const struct msdx_coder *c, int32_t t, const struct msdx_np *np)
{
    const msdx_unit *u = c->u;
    int32_t start = c->word[t].agent ? c->word[t].agent_start : t; /* a foreign minister is no foreigner */
    static const char *const who[] = {"peacekeeper", "foreigner", "tourist",   "migrant",    "expatriate",
                                      "mercenary",   "diplomat",  "envoy",     "ambassador", "expat",
                                      "immigrant",   "alliance",  "coalition", "bloc"};
    static const char *const how[] = {"foreign",  "overseas", "international", "expatriate", "migrant",
                                      "western",  "european", "african",       "asian",      "arab",
                                      "regional", "global",   "multinational", "allied"};
    /* 'Five presidents', '197 countries', 'the allies': more than one state has. */
    static const char *const many[] = {"country", "nation", "ally", "president", "premier", "king"};
    for (size_t i = 0; i < sizeof who / sizeof *who; i++)
        if (msdx_tok_lemma_is(u, t, who[i])) return true;
    for (size_t i = 0; np->is_plural && i < sizeof many / sizeof *many; i++)
        if (msdx_tok_lemma_is(u, t, many[i])) return true;
    MSDX_EACH_CHILD (u, t, k) {
        if (strcmp(u->tok[k].tag, "PRP$") == 0) return true; /* 'her husband': of her people */
        if (msdx_tok_lower_is(u, k, "world")) return true;   /* a role of its own: 'world leaders' */
        for (size_t i = 0; k < start && i < sizeof how / sizeof *how; i++)
            if (msdx_tok_lower_is(u, k, how[i])) return true;
    }
    return false;
}

/* The country of whoever no words place: by the place of the event, its sentence, what the text is set in. */
static void place_entity(struct msdx_coder *c, const struct msdx_draft *d, const msd_claim *claim, int32_t t,
                         msd_entity *e)
{
    static const msd_where nowhere;
    int32_t first = first_told(c, t), sent = first == t ? d->sent : c->u->tok[first].sent;
    const struct msdx_np *np = msdx_mention(c, first);
    if ((np->is_agent || np->who.via == MSD_VIA_AGENT) && !np->is_abroad && !is_from_elsewhere(c, first, np) &&
        (is_domestic(e) || is_stretch_of_land(np, e))) {
        bool by_role = np->is_agent && !is_named_firm(c, first, np);
        inherit_country(c, sent, first == t ? &claim->where : &nowhere, by_role, e);
        if (first != t) inherit_country(c, d->sent, &nowhere, false, e);
    }
    settle_at_home(c, d->sent, np, e);
}

/* 'Germany's foreign minister, Heiko Maas': somebody is told with the name beside him. */
static void take_name_beside(struct msdx_coder *c, int32_t t, msd_entity *who)
{
    enum { SPACES = 8 };
    const msdx_unit *u = c->u;
    int32_t k = msdx_child(u, t, MSDX_REL_APPOS), spaces = 0;
    if (k <= t || !(u->tok[k].upos == MSDX_PROPN || u->tok[t].upos == MSDX_PROPN)) return;
    msd_span beside = msdx_mention(c, k)->who.span;
    bool next = u->text[who->span.end_byte] == ',' && beside.start_byte > who->span.end_byte &&
                beside.start_byte - who->span.end_byte <= 3;
    if (!next) return;
    for (uint32_t i = who->span.start_byte; i < beside.end_byte; i++) spaces += u->text[i] == ' ';
    if (spaces > SPACES) return;
    who->span.end_byte = beside.end_byte;
    who->span.end_cp = beside.end_cp;
    who->text = msdx_unit_words(u, who->span.start_byte, who->span.end_byte);
}

static const msd_entity *entities(struct msdx_coder *c, const struct msdx_draft *d, const msd_claim *claim,
                                  const int32_t *tok, uint32_t n, size_t *n_out)
{
    bool fights = tok == d->actor && strcmp(d->frame->event, "ASSAULT") == 0;
    size_t room = n;
    for (uint32_t i = 0; i < n; i++) room += msdx_mention(c, tok[i])->n_side;
    msd_entity *list = MSDX_NEW(&c->doc->arena, msd_entity, room);
    *n_out = 0;
    for (uint32_t i = 0; list && i < n; i++) {
        const struct msdx_np *np = msdx_mention(c, tok[i]);
        for (uint32_t side = 0; side < (np->n_side ? np->n_side : 1); side++) {
            msd_entity *e = &list[(*n_out)++];
            *e = np->who;
            if (np->n_side) take_side(c, np, side, e);
            int32_t outright = msdx_said_outright(c, tok[i]);
            take_words_of(e, msdx_mention(c, outright));
            if (!np->n_side && c->u->tok[outright].upos != MSDX_PROPN) take_name_beside(c, outright, e);
            bool somebody = np->is_person && msdx_child(c->u, tok[i], MSDX_REL_DET) >= 0; /* 'the first American to' */
            if (fights && !somebody) arm_state(c, np, e);
            if (fights) arm_unknown(c, tok[i], np, e);
            place_entity(c, d, claim, tok[i], e);
        }
    }
    return list;
}

static void put_sources(struct msdx_coder *c, const struct msdx_draft *d, msd_claim *claim)
{
    if (!d->how.n_source) return;
    msd_source *list = MSDX_NEW(&c->doc->arena, msd_source, d->how.n_source);
    for (uint32_t i = 0; list && i < d->how.n_source; i++) {
        const struct msdx_np *np = msdx_mention(c, d->how.source[i].tok);
        list[i].who = np->who;
        take_name_beside(c, d->how.source[i].tok, &list[i].who);
        list[i].kind = d->how.source[i].kind;
        list[i].resolved = np->known;
    }
    claim->attribution = list;
    claim->n_attribution = list ? d->how.n_source : 0;
}

static void put_trigger(struct msdx_coder *c, const struct msdx_draft *d, msd_claim *claim)
{
    const msdx_unit *u = c->u;
    int32_t end = d->trigger, prt = msdx_particle(u, d->trigger);
    if (msdx_is_verb(u, d->trigger) && prt == d->trigger + 1) end = prt;
    claim->trigger = msdx_unit_span(u, d->trigger_start, end);
    claim->trigger_text = msdx_unit_words(u, claim->trigger.start_byte, claim->trigger.end_byte);
    claim->trigger_lemma = msdx_arena_strndup(&c->doc->arena, u->tok[d->trigger].lemma.p, u->tok[d->trigger].lemma.n);
}

static void put_id(struct msdx_coder *c, msd_claim *claim)
{
    const char *doc = c->doc->id ? c->doc->id : "";
    size_t room = strlen(doc) + strlen(claim->event) + 64;
    char *key = MSDX_NEW(c->scratch, char, room);
    if (!key) return;
    int n = snprintf(key, room, "%s\n%d\n%u\n%u\n%s", doc, c->is_title, claim->trigger.start_cp, claim->trigger.end_cp,
                     claim->event);
    if (n > 0) msdx_hash_hex(key, (size_t)n, claim->id);
}

/* Each party once, by its words: a name found by two of its tokens is one party, and whom an act befalls did not do it
 * ('Americans killed in the assault', of two words of one claim). */
static uint32_t distinct(struct msdx_coder *c, int32_t *tok, uint32_t n, const int32_t *other, uint32_t n_other)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        const msd_span *own = &msdx_mention(c, msdx_said_outright(c, tok[i]))->who.span;
        bool there = false;
        for (uint32_t k = 0; k < kept + n_other; k++) {
            int32_t at = msdx_said_outright(c, k < kept ? tok[k] : other[k - kept]);
            const msd_span *s = &msdx_mention(c, at)->who.span;
            there |= s->start_byte == own->start_byte && s->end_byte == own->end_byte;
        }
        if (!there) tok[kept++] = tok[i];
    }
    return kept;
}

/* 'The blast killed nine' further down says how many, where the first telling did not. */
static void count_retold(struct msdx_coder *c, const struct msdx_draft *d, msd_magnitude *out)
{
    uint32_t own = (uint32_t)(d - c->draft);
    for (uint32_t i = own + 1; i < c->n_draft && c->draft[i].sent - d->sent <= 3; i++) {
        msd_magnitude more;
        if (c->draft[i].same_as != (int32_t)own || c->draft[i].sent == d->sent) continue;
        msdx_code_count(c, &c->draft[i], &more);
        if (out->dead < 0) out->dead = more.dead;
        if (out->injured < 0) out->injured = more.injured;
        if (out->arrested < 0) out->arrested = more.arrested;
        if (out->displaced < 0) out->displaced = more.displaced;
        if (out->participants < 0) out->participants = more.participants;
    }
}

/* 'The strike on Tuesday killed two' further down says when. */
static void when_retold(struct msdx_coder *c, const struct msdx_draft *d, msd_when *out)
{
    uint32_t own = (uint32_t)(d - c->draft);
    for (uint32_t i = own + 1; i < c->n_draft && c->draft[i].sent - d->sent <= 3; i++)
        if (out->precision == MSD_DATE_UNKNOWN && c->draft[i].same_as == (int32_t)own && c->draft[i].sent != d->sent) {
            msd_when later;
            msdx_code_when(c, c->draft[i].trigger, &later);
            if (later.precision <= MSD_DATE_WEEK) *out = later; /* not 'the third attack this year' */
        }
}

/* Does the sentence name a place, or say that it is of another ('Elsewhere')? */
static bool is_elsewhere(const struct msdx_coder *c, int32_t sent)
{
    static const char *const turn[] = {"elsewhere", "meanwhile", "separately", "earlier", "later"};
    const msdx_unit *u = c->u;
    for (uint32_t t = u->sent[sent].tok_start; t < u->sent[sent].tok_end; t++) {
        if (msdx_names_place(c, (int32_t)t)) return true;
        for (size_t i = 0; i < sizeof turn / sizeof *turn; i++)
            if (msdx_tok_lower_is(u, (int32_t)t, turn[i])) return true;
    }
    return false;
}

static bool is_of_country(const msd_entity *list, size_t n, const char *country)
{
    bool other = false;
    for (size_t i = 0; i < n; i++) {
        if (list[i].country && strcmp(list[i].country, country) == 0) return true;
        other |= list[i].country != NULL;
    }
    return !other;
}

/* 'In Cusco, youths threw stones. Police answered with tear gas.': the scene goes on within a paragraph, from one act on
 * the ground to the next, while no other place is named. */
static void where_carried(struct msdx_coder *c, const struct msdx_draft *d, msd_claim *claim)
{
    static const char *const acts[] = {"ASSAULT", "COERCE", "PROTEST", NULL};
    if (claim->where.present || claim->status != MSD_ACTUAL || !msdx_is_any(claim->event, acts)) return;
    if (c->is_title || msdx_begins_paragraph(c, d->sent) || is_elsewhere(c, d->sent)) return;
    for (uint32_t i = (uint32_t)(d - c->draft); i > 0 && d->sent - c->draft[i - 1].sent <= 1; i--) {
        const struct msdx_draft *b = &c->draft[i - 1];
        if (b->dropped || b->same_as >= 0 || b->in_body || b->sent == d->sent) continue;
        const msd_claim *before = &c->doc->claim[b->claim];
        if (before->status != MSD_ACTUAL || !msdx_is_any(before->event, acts) || !before->where.present) continue;
        if (before->where.precision == MSD_PLACE_COUNTRY || !before->where.country) continue;
        if (!is_of_country(claim->actors, claim->n_actor, before->where.country)) continue;
        claim->where = before->where;
        return;
    }
}

/* 'The death toll rose to twelve', 'put the number of dead at three': the last number that the sentence gives, or -1. */
static int64_t toll_in(const struct msdx_coder *c, int32_t sent)
{
    static const char *const up_to[] = {"to", "at", "stands", "reached", "was", "is"};
    const msdx_unit *u = c->u;
    bool toll = false;
    int64_t got = -1;
    for (int32_t t = (int32_t)u->sent[sent].tok_start + 1; t < (int32_t)u->sent[sent].tok_end; t++) {
        toll |= msdx_tok_lower_is(u, t, "toll");
        toll |= msdx_tok_lower_is(u, t, "dead") && msdx_tok_lower_is(u, t - 1, "of") && t > 1 &&
                msdx_tok_lower_is(u, t - 2, "number");
        int64_t n = toll && !c->word[t].time ? msdx_number_at(u, t) : -1;
        for (size_t i = 0; n >= 0 && i < sizeof up_to / sizeof *up_to; i++)
            if (msdx_tok_lower_is(u, t - 1, up_to[i])) got = n;
    }
    return got;
}

/* 'Four people died.': how many the main verb of the sentence says, or -1. */
static int64_t died_in(const struct msdx_coder *c, int32_t sent)
{
    const msdx_unit *u = c->u;
    for (int32_t t = (int32_t)u->sent[sent].tok_start; t < (int32_t)u->sent[sent].tok_end; t++) {
        if (c->word[t].time) return -1;
        if (u->tok[t].rel != MSDX_REL_ROOT || strcmp(u->tok[t].tag, "VBD") != 0) continue;
        int32_t who = msdx_tok_lemma_is(u, t, "die") ? msdx_child(u, t, MSDX_REL_NSUBJ) : -1;
        int32_t n = who >= 0 ? msdx_child(u, who, MSDX_REL_NUMMOD) : -1;
        return n >= 0 ? msdx_number_at(u, n) : who >= 0 && u->tok[who].upos == MSDX_NUM ? msdx_number_at(u, who) : -1;
    }
    return -1;
}

/* The next two sentences of the paragraph may give or correct the toll of the last attack told. */
static void count_toll(struct msdx_coder *c, const struct msdx_draft *d, msd_magnitude *out)
{
    if (strcmp(d->frame->event, "ASSAULT") != 0 || d->how.status != MSD_ACTUAL || c->is_title) return;
    for (int32_t s = d->sent + 1; s <= d->sent + 2 && s < (int32_t)c->u->n_sent; s++) {
        if (msdx_begins_paragraph(c, s)) return;
        for (const struct msdx_draft *b = d + 1; b < c->draft + c->n_draft && b->sent <= s; b++)
            if (!b->dropped && b->same_as < 0 && strcmp(b->frame->event, "ASSAULT") == 0) return;
        int64_t toll = toll_in(c, s);
        if (toll < 0 && out->dead < 0 && s == d->sent + 1) toll = died_in(c, s);
        if (toll >= 0) out->dead = toll;
    }
}

static void put_claim(struct msdx_coder *c, struct msdx_draft *d, msd_claim *claim)
{
    const msdx_frame *f = d->frame;
    claim->sentence = c->is_title ? -1 : d->sent;
    put_trigger(c, d, claim);
    claim->event = f->event;
    claim->mode = f->mode;
    msdx_code_contexts(c, d, &claim->contexts);
    claim->cameo = f->cameo;
    claim->quad = f->quad;
    claim->goldstein = f->goldstein;
    claim->intensity = f->intensity;
    claim->status = d->how.status;
    claim->hedge = d->how.hedge;
    claim->rule = f->rule;
    claim->confidence = d->confidence;
    msdx_code_when(c, d->trigger, &claim->when);
    msdx_code_where(c, d, &claim->where);
    msdx_code_count(c, d, &claim->magnitude);
    count_retold(c, d, &claim->magnitude);
    count_toll(c, d, &claim->magnitude);
    d->n_recipient = distinct(c, d->recipient, d->n_recipient, NULL, 0);
    d->n_actor = distinct(c, d->actor, d->n_actor, d->recipient, d->n_recipient);
    claim->actors = entities(c, d, claim, d->actor, d->n_actor, &claim->n_actor);
    claim->recipients = entities(c, d, claim, d->recipient, d->n_recipient, &claim->n_recipient);
    msdx_settle_sources(c, d);
    put_sources(c, d, claim);
    when_retold(c, d, &claim->when);
    msdx_code_told(c, d, &claim->when, &claim->where); /* after the parties, whose country it must not settle */
    where_carried(c, d, claim);
    put_id(c, claim);
}

/* ---- codes that depend on what a claim is about ---- */

static const msd_claim *content_of(const msd_doc *doc, const msd_claim *claim)
{
    for (size_t k = 0; k < claim->n_link; k++)
        if (claim->links[k].kind == MSD_LINK_CONTENT) return &doc->claim[claim->links[k].claim];
    return NULL;
}

/* What a claim is about: its content, or what is demanded by it ('marched to demand that he resign'). */
static const msd_claim *about(const msd_doc *doc, const msd_claim *claim)
{
    const msd_claim *content = content_of(doc, claim);
    for (size_t k = 0; !content && k < claim->n_link; k++)
        if (claim->links[k].kind == MSD_LINK_PURPOSE) content = content_of(doc, &doc->claim[claim->links[k].claim]);
    return content;
}

/* Words about an act are of that act's kind: urged to resign, a demand for change. A protest's mode says how, not why. */
static void specify_mode(const msdx_know *know, msd_claim *claim, const msdx_code_info *code)
{
    msdx_event_info info;
    if (claim->mode || !code->mode || !code->event || strcmp(code->event, claim->event) != 0) return;
    if (strcmp(claim->event, "PROTEST") == 0 || !msdx_know_event(know, code->event, code->mode, &info)) return;
    claim->mode = code->mode;
    claim->intensity = info.intensity;
}

/* A refusal of a demand is about what was demanded: 'turned down the call for mediation'. */
static void specify_answers(const msdx_know *know, msd_doc *doc, const msd_claim *request)
{
    const char *what = request->cameo ? msdx_know_code_content(know, request->cameo) : NULL;
    for (size_t k = 0; what && k < request->n_link; k++) {
        msd_claim *answer = &doc->claim[request->links[k].claim];
        msdx_code_info info;
        if (request->links[k].kind != MSD_LINK_RESPONSE || !answer->cameo || answer->mode) continue;
        const char *code = msdx_know_code_about(know, answer->cameo, what);
        if (code == answer->cameo || !msdx_know_code(know, code, &info)) continue;
        answer->cameo = code;
        answer->goldstein = info.goldstein;
        specify_mode(know, answer, &info);
    }
}

/* CAMEO parts appeals from demands, by the word, and has codes of their own for words about an act: an appeal for
 * economic aid, a threat of sanctions. */
static void specify_codes(const msdx_know *know, msd_doc *doc)
{
    for (size_t i = 0; i < doc->n_claim; i++) {
        msd_claim *claim = &doc->claim[i];
        const msd_claim *content = about(doc, claim);
        msdx_code_info info;
        if (!claim->cameo) continue;
        const char *code = msdx_know_code_by_word(know, claim->cameo, msdx_str_of(claim->trigger_lemma));
        if (content && content->cameo) code = msdx_know_code_about(know, code, content->cameo);
        if (code == claim->cameo || !msdx_know_code(know, code, &info)) continue;
        claim->cameo = code;
        claim->goldstein = info.goldstein;
        specify_mode(know, claim, &info);
    }
    for (size_t i = 0; i < doc->n_claim; i++) specify_answers(know, doc, &doc->claim[i]);
}

/* ---- mentions of the same event elsewhere ---- */

static void add_mention(struct msdx_coder *c, const struct msdx_draft *d, uint32_t claim_index)
{
    msd_claim *claim = &c->doc->claim[claim_index];
    msd_claim told = {.sentence = c->is_title ? -1 : d->sent};
    put_trigger(c, d, &told);
    if (told.sentence == claim->sentence && told.trigger.start_byte == claim->trigger.start_byte) return; /* itself */
    const struct msdx_draft *main = d->same_as >= 0 ? &c->draft[d->same_as] : NULL;
    if (main && c->u->tok[d->trigger].head == main->trigger && c->u->tok[d->trigger].rel == MSDX_REL_OBJ)
        return; /* 'impose sanctions' tells it once */
    msd_mention *list = msdx_grown(&c->doc->arena, claim->mentions, claim->n_mention, sizeof *list);
    if (!list) return;
    list[claim->n_mention].sentence = told.sentence;
    list[claim->n_mention].span = told.trigger;
    list[claim->n_mention].text = told.trigger_text;
    claim->mentions = list;
    claim->n_mention++;
}

/* The same act told of two days is two. */
static bool are_of_two_days(const struct msdx_draft *a, const struct msdx_draft *b)
{
    msd_when x, y;
    msdx_code_when((struct msdx_coder *)a->coder, a->trigger, &x);
    msdx_code_when((struct msdx_coder *)b->coder, b->trigger, &y);
    if (x.precision == MSD_DATE_UNKNOWN || y.precision == MSD_DATE_UNKNOWN) return false;
    return strcmp(x.end, y.start) < 0 || strcmp(y.end, x.start) < 0;
}

enum { TOLD_MAX = 512 }; /* an event is looked for among so many before it: a book must not cost its square */

static int32_t told_before(struct msdx_coder **coder, uint32_t upto, const struct msdx_draft *d, uint32_t index)
{
    for (uint32_t k = 0; k <= upto; k++) {
        uint32_t end = k == upto ? index : coder[k]->n_draft;
        for (uint32_t i = end > TOLD_MAX ? end - TOLD_MAX : 0; i < end; i++) {
            const struct msdx_draft *b = &coder[k]->draft[i];
            if (b->same_as < 0 && !b->dropped && !b->in_body && msdx_same_event(b, d) && !are_of_two_days(b, d))
                return (int32_t)b->claim;
        }
    }
    return -1;
}

/* A headline is a mention of the claim that the first sentences tell in full. */
static void mention_title(struct msdx_coder *title, const struct msdx_coder *body)
{
    for (uint32_t i = 0; i < title->n_draft; i++) {
        struct msdx_draft *d = &title->draft[i];
        if (!d->in_body || d->dropped) continue;
        d->claim = body->draft[d->in_body - 1].claim;
        add_mention(title, d, d->claim);
    }
}

static void mention_merged(struct msdx_coder *c)
{
    for (uint32_t i = 0; i < c->n_draft; i++)
        if (c->draft[i].same_as >= 0 && !c->draft[i].dropped)
            add_mention(c, &c->draft[i], c->draft[msdx_root_draft(c, i)].claim);
}

void msdx_code_claims(struct msdx_coder **coder, uint32_t n_coder)
{
    msd_doc *doc = coder[0]->doc;
    uint32_t total = 0, n = 0;
    for (uint32_t k = 0; k < n_coder; k++) total += coder[k]->n_draft;
    doc->claim = MSDX_NEW(&doc->arena, msd_claim, total);
    doc->n_claim = 0;
    if (!doc->claim) return;
    if (n_coder == 2) msdx_retell_title(coder[0], coder[1]);
    for (uint32_t k = 0; k < n_coder; k++) {
        struct msdx_coder *c = coder[k];
        for (uint32_t i = 0; i < c->n_draft; i++) {
            struct msdx_draft *d = &c->draft[i];
            if (d->same_as >= 0 || d->dropped || d->in_body) continue;
            int32_t before = told_before(coder, k, d, i);
            if (before >= 0) {
                d->claim = (uint32_t)before;
                add_mention(c, d, d->claim);
                msdx_trace(c, "  '%s' in sentence %d tells an earlier claim again\n", doc->claim[before].trigger_text,
                           d->sent);
                continue;
            }
            d->claim = n;
            put_claim(c, d, &doc->claim[n++]);
        }
        if (k + 1 == n_coder && k) mention_title(coder[0], c);
        for (uint32_t m = 0; m <= k && k + 1 == n_coder; m++) mention_merged(coder[m]);
    }
    doc->n_claim = n;
    for (uint32_t k = 0; k < n_coder; k++) msdx_link_drafts(coder[k]);
    specify_codes(coder[0]->know, doc);
}
