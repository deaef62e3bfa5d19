/* around.c: what stands around the head of a noun phrase: how far the phrase goes,
 * and what its modifiers say of country, office and allegiance. */
#include "code/code_impl.h"
#include "know/resolve.h"

enum { DEPTH_MAX = 10, SPAN_WORDS_MAX = 10 };

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
    if (c->word[head].agent && c->word[head].agent->kind == MSDX_AGENT_PERSON && !c->word[k].name &&
        !(c->word[k].agent && c->word[k].agent->kind <= MSDX_AGENT_PLACE))
        return false; /* 'accused the rebels of war crimes' */
    if (strcmp(prep, "for") == 0 && !c->word[k].name &&
        !(c->word[k].agent && c->word[k].agent->kind <= MSDX_AGENT_BODY))
        return false; /* 'police for the fire' */
    return msdx_is_any(prep, inside) && msdx_right_edge(c->u, k) - head <= (strcmp(prep, "of") == 0 ? 5 : 3);
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

msd_span msdx_np_span(const struct msdx_coder *c, int32_t head)
{
    const msdx_unit *u = c->u;
    int32_t a = head, b = head, shared = msdx_shared_by(u, head);
    MSDX_EACH_CHILD (u, head, k) {
        msdx_rel rel = u->tok[k].rel;
        if (k < head) {
            if (rel == MSDX_REL_CASE || rel == MSDX_REL_MARK || rel == MSDX_REL_CC || rel == MSDX_REL_PUNCT ||
                rel == MSDX_REL_ADVMOD || rel == MSDX_REL_CC_PRECONJ || msdx_is_clause_rel(rel) ||
                rel == MSDX_REL_NSUBJ || rel == MSDX_REL_COP || rel == MSDX_REL_AUX || rel == MSDX_REL_ADVCL ||
                rel == MSDX_REL_PARATAXIS || rel == MSDX_REL_OBL || rel == MSDX_REL_EXPL || rel == MSDX_REL_DISCOURSE)
                continue;
            int32_t edge = msdx_left_edge(u, k == shared ? msdx_shared_last(u, k) : k);
            while (edge < head && k == shared &&
                   (u->tok[edge].rel == MSDX_REL_CC || u->tok[edge].rel == MSDX_REL_PUNCT))
                edge++;
            if (head - edge <= SPAN_WORDS_MAX && edge < a) a = edge;
        } else if (keeps_right(c, head, k)) {
            int32_t edge = k == shared ? k : rel == MSDX_REL_AMOD ? amod_edge(u, k) : msdx_right_edge(u, k);
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

/* ---- offices ---- */

/* A sector that an actor has on a date: that of a role, else its own. */
const char *msdx_sector_on(const msdx_actor *a, const char *date, const char **country)
{
    const char *whose, *sector = msdx_actor_sector_on(a, date, &whose);
    if (whose) *country = whose;
    if (sector) return sector;
    if (a->type == MSDX_ACTOR_STATE) return "GOV";
    if (a->type == MSDX_ACTOR_PERSON && a->n_role) return "ELI";
    return NULL;
}

/* ---- what modifies a head ---- */

static void country_of_tok(struct msdx_coder *c, int32_t t, const char **country)
{
    const struct msdx_word *w = &c->word[t];
    if (*country || !w->name || msdx_is_anothers_party(c, t) || msdx_is_of_another_state(c, t)) return;
    if (w->name->kind == MSDX_SENSE_GAZETTEER) *country = w->place->country;
    /* 'the Brussels airport', 'a Brussels underground station': a place is where the town is, not of who has a seat there */
    const msdx_sense *seat = msdx_word_name(w, MSDX_SENSE_SEAT), *place = msdx_word_name(w, MSDX_SENSE_PLACE);
    const msdx_agent *of = c->u->tok[t].head >= 0 ? c->word[c->u->tok[t].head].agent : NULL;
    if (seat && of && of->kind == MSDX_AGENT_PLACE) {
        const msdx_sense *capital = msdx_word_name(w, MSDX_SENSE_CAPITAL);
        if (place) *country = msdx_know_place(c->know, place->index)->country;
        if (!place && capital) *country = msdx_know_actor(c->know, capital->index)->country;
    }
    for (uint32_t i = 0; i < w->n_name && !*country; i++) {
        if (w->name[i].kind == MSDX_SENSE_PLACE)
            *country = msdx_know_place(c->know, w->name[i].index)->country;
        else if (w->name[i].kind <= MSDX_SENSE_SEAT)
            *country = msdx_know_actor(c->know, w->name[i].index)->country;
    }
}

static void add_aligned(struct msdx_around *a, const char *country)
{
    if (!country || a->n_aligned == 4) return;
    for (uint32_t i = 0; i < a->n_aligned; i++)
        if (strcmp(a->aligned[i], country) == 0) return;
    a->aligned[a->n_aligned++] = country;
}

/* 'Iran-backed', 'pro-Iranian', 'Saudi-led': three tokens, one modifier. True when t is part of such. */
static bool compound_alignment(struct msdx_coder *c, int32_t t, struct msdx_around *a)
{
    static const char *const after[] = {"backed", "aligned", "led",       "linked", "supported",
                                        "funded", "allied",  "sponsored", NULL};
    const msdx_unit *u = c->u;
    char word[32];
    const char *country = NULL;
    if (t + 2 < (int32_t)u->n_tok && msdx_tok_lower_is(u, t + 1, "-") && u->tok[t + 2].lower.n < sizeof word) {
        memcpy(word, u->tok[t + 2].lower.p, u->tok[t + 2].lower.n);
        word[u->tok[t + 2].lower.n] = 0;
        if (msdx_is_any(word, after)) {
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
static void phrase_alignment(struct msdx_coder *c, int32_t k, struct msdx_around *a)
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
    if (!msdx_is_any(word, words)) return;
    MSDX_EACH_CHILD (u, k, o) {
        if (u->tok[o].rel != MSDX_REL_OBL && u->tok[o].rel != MSDX_REL_OBL_AGENT && u->tok[o].rel != MSDX_REL_NMOD)
            continue;
        msdx_prep_of(u, o, prep, sizeof prep);
        if (u->tok[o].rel != MSDX_REL_OBL_AGENT && !msdx_is_any(prep, preps)) continue;
        const struct msdx_np *np = msdx_mention(c, o);
        add_aligned(a, np->who.country ? np->who.country : np->who.entity);
    }
}

/* The sector of a named body, for its spokesmen and members. */
static const char *sector_of_name(struct msdx_coder *c, int32_t t)
{
    const msdx_sense *s = msdx_word_name(&c->word[t], MSDX_SENSE_SEAT);
    if (!s) s = msdx_word_name(&c->word[t], MSDX_SENSE_NAME);
    const msdx_agent *agent = c->word[t].agent;
    if (!s && agent && agent->kind > MSDX_AGENT_BODY && agent->sector && strcmp(agent->sector, "CVL") == 0)
        return NULL; /* 'the city committee' */
    if (!s) return agent && agent->is_head && !agent->yields ? agent->sector : NULL;
    const msdx_actor *a = msdx_know_actor(c->know, s->index);
    const char *country = NULL;
    if (s->kind == MSDX_SENSE_SEAT && a->seat_sector && a->seat_sector[s->sub]) return a->seat_sector[s->sub];
    return msdx_sector_on(a, c->doc->date, &country);
}

/* 'the United States Southern Command' is of a state, and of no office of it. */
static bool is_state_name(const struct msdx_coder *c, int32_t t)
{
    const msdx_sense *s = msdx_word_name(&c->word[t], MSDX_SENSE_NAME);
    return s && msdx_know_actor(c->know, s->index)->type == MSDX_ACTOR_STATE;
}

/* A role noun before a name: 'Secretary of State Mike Pompeo'. */
static void take_title(const msdx_agent *agent, struct msdx_around *a)
{
    if (!agent || !agent->is_head || agent->kind > MSDX_AGENT_BODY) return;
    if (!agent->sector) { /* 'White House spokesman' */
        if (!a->title && agent->kind == MSDX_AGENT_PERSON) a->title = agent;
        return;
    }
    if (!a->sector) {
        a->sector = agent->sector;
        a->title = agent;
        a->by_rank = agent->kind == MSDX_AGENT_PERSON && strcmp(agent->sector, "MIL") == 0;
    }
    if (!a->country) a->country = agent->country;
}

/* 'Lara Bonilla, the Colombian minister': a word before a surname that is a town's name as well. */
static bool is_given_name(const struct msdx_coder *c, int32_t head, int32_t k)
{
    const msdx_unit *u = c->u;
    const struct msdx_word *w = &c->word[k];
    if (!w->name || (w->name->kind != MSDX_SENSE_GAZETTEER && w->name->kind != MSDX_SENSE_PLACE)) return false;
    if (u->tok[head].upos != MSDX_PROPN || w->name_end != head || c->word[head].agent) return false;
    bool person = u->tok[head].ent && strcmp(u->tok[head].ent, "PERSON") == 0 && u->tok[k].ent &&
                  strcmp(u->tok[k].ent, "PERSON") == 0 && u->tok[head].ent_iob == MSDX_IN;
    int32_t appos = msdx_child(u, head, MSDX_REL_APPOS);
    const msdx_agent *agent = appos > head ? c->word[appos].agent : NULL;
    return person || (agent && agent->is_head && agent->kind == MSDX_AGENT_PERSON);
}

/* 'attorney general', 'general secretary': a word of the role itself that is a role elsewhere says nothing more. */
static bool is_of_the_role(const struct msdx_coder *c, int32_t head, int32_t k)
{
    const struct msdx_word *w = &c->word[head];
    if (!w->agent || k < w->agent_start) return false;
    const msdx_agent *inner = c->word[k].agent;
    bool rank = inner && inner->kind == MSDX_AGENT_PERSON && inner->sector && strcmp(inner->sector, "MIL") == 0;
    return w->agent->sector || rank;
}

/* 'its top commanders', 'the militia's tunnels': whose somebody or something is, if not one person's. */
static void take_owner(const struct msdx_np *np, struct msdx_around *a)
{
    if (!a->owner && !(np->is_person && !np->is_plural) && !np->is_place && !np->is_capital) a->owner = np->who.sector;
}

/* Are these words a body that the head is of? 'Reform leader Ada Voss' is of Reform, 'Republican president' of no party. */
static bool may_own(const struct msdx_coder *c, int32_t head, int32_t k, int depth)
{
    bool named = !c->word[head].agent && c->u->tok[head].upos == MSDX_PROPN;
    const struct msdx_word *w = &c->word[k];
    bool body = msdx_word_name(w, MSDX_SENSE_NAME) || msdx_word_name(w, MSDX_SENSE_SEAT);
    const msdx_agent *agent = body ? NULL : w->agent;
    if (depth > (named ? 1 : 0) || is_state_name(c, k)) return false;
    return !named || !agent || agent->kind != MSDX_AGENT_PERSON;
}

/* 'the latest figures' are not late. */
static bool is_former(const struct msdx_coder *c, int32_t k)
{
    const msdx_agent *agent = c->word[k].agent;
    return agent && agent->is_former && strncmp(c->u->tok[k].tag, "JJS", 3) != 0 &&
           strncmp(c->u->tok[k].tag, "JJR", 3) != 0;
}

static void look_left(struct msdx_coder *c, int32_t head, int32_t k, struct msdx_around *a, int depth)
{
    const msdx_unit *u = c->u;
    msdx_rel rel = u->tok[msdx_first_conjunct(u, k)].rel;
    if (rel == MSDX_REL_NMOD_POSS) {
        const struct msdx_np *np = msdx_mention(c, k);
        if (!a->country) {
            a->country = np->who.country;
            a->of_state = a->country && np->who.entity && strcmp(np->who.entity, a->country) == 0;
        }
        if (!a->served) a->served = np->who.sector;
        take_owner(np, a);
        return;
    }
    if (rel != MSDX_REL_AMOD && rel != MSDX_REL_COMPOUND && rel != MSDX_REL_NMOD && rel != MSDX_REL_NMOD_UNMARKED &&
        rel != MSDX_REL_NMOD_DESC && rel != MSDX_REL_FLAT && rel != MSDX_REL_DEP)
        return;
    if (compound_alignment(c, k, a)) return;
    bool inside_name = c->word[head].name && k >= c->word[head].name_start && k < c->word[head].name_end;
    inside_name |= is_given_name(c, head, k);
    if (!inside_name) country_of_tok(c, k, &a->country);
    const msdx_agent *agent = c->word[k].agent;
    a->former |= is_former(c, k);
    a->nature |= agent && agent->kind == MSDX_AGENT_NATURE;
    if (!is_of_the_role(c, head, k)) {
        take_title(agent, a);
        const char *sector = inside_name ? NULL : sector_of_name(c, k);
        if (!a->served) a->served = sector;
        if (!a->owner && may_own(c, head, k, depth)) a->owner = sector;
    }
    if (depth < 3)
        MSDX_EACH_CHILD (u, k, kk)
            if (kk < head) look_left(c, head, kk, a, depth + 1);
}

/* 'who leads the army's delegation': whoever heads a body is of it. */
static void look_at_office(struct msdx_coder *c, int32_t v, struct msdx_around *a)
{
    static const char *const heads[] = {"lead", "head", "command", "chair", "represent"};
    bool office = false;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) office |= msdx_tok_lemma_is(c->u, v, heads[i]);
    int32_t who = msdx_child(c->u, v, MSDX_REL_NSUBJ), body = msdx_child(c->u, v, MSDX_REL_OBJ);
    if (!office || who < 0 || !msdx_tok_lower_is(c->u, who, "who") || body < 0 || c->depth > DEPTH_MAX) return;
    const struct msdx_np *np = msdx_mention(c, body);
    if (!a->country) a->country = np->who.country;
    if (!a->sector && np->who.country) a->sector = np->who.sector;
}

static void look_right(struct msdx_coder *c, int32_t k, struct msdx_around *a)
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
        /* 'Colonel Ferreira, the chief of police' */
        bool office = a->by_rank && np->is_person && np->is_agent && np->who.sector;
        if ((!a->sector && np->is_agent) || office) {
            a->sector = np->who.sector;
            a->title = NULL;
        }
        return;
    }
    if (rel == MSDX_REL_ACL_RELCL) look_at_office(c, k, a);
    if (rel != MSDX_REL_NMOD && rel != MSDX_REL_OBL) return;
    msdx_prep_of(u, k, prep, sizeof prep);
    if (!msdx_is_any(prep, where)) return;
    int32_t counted = msdx_counted(u, k);
    country_of_tok(c, counted, &a->country);
    if (!a->served) a->served = sector_of_name(c, counted);
    if (!a->owner && strcmp(prep, "of") == 0 && !is_state_name(c, counted)) a->owner = sector_of_name(c, counted);
    if (!a->country && c->depth <= DEPTH_MAX &&
        (strcmp(prep, "of") == 0 || strcmp(prep, "at") == 0 || strcmp(prep, "in") == 0 || strcmp(prep, "for") == 0)) {
        const struct msdx_np *np = msdx_mention(c, counted); /* 'a spokesman for the group' */
        a->country = np->who.country;
        if (!a->served && np->who.country) a->served = np->who.sector;
    }
}

void msdx_look_around(struct msdx_coder *c, int32_t head, struct msdx_around *a)
{
    /* 'Indian and Pakistani troops': the noun is the last one's. */
    int32_t shared = msdx_shared_by(c->u, head);
    if (shared >= 0 && shared < head) look_left(c, head, msdx_shared_last(c->u, shared), a, 3);
    /* An adjective goes before a possessor: 'his American counterpart'. */
    for (int pass = 0; pass < 2; pass++)
        MSDX_EACH_CHILD (c->u, head, k)
            if (k < head && (c->u->tok[k].rel == MSDX_REL_NMOD_POSS) == (pass == 1)) look_left(c, head, k, a, 0);
    MSDX_EACH_CHILD (c->u, head, k)
        if (k > head) look_right(c, k, a);
    /* Words before the head inside a role noun of several words, and hyphenated modifiers the tree hides. */
    bool past_verb = false; /* 'Armed youths killed Peter Moss': he is none of them */
    for (int32_t k = head - 1; k >= 0 && head - k <= 6 && c->u->tok[k].sent == c->u->tok[head].sent; k--) {
        const msdx_tok *tk = &c->u->tok[k];
        past_verb |= tk->upos == MSDX_VERB;
        if (tk->upos != MSDX_ADJ && tk->upos != MSDX_PROPN && tk->upos != MSDX_NOUN && tk->upos != MSDX_PUNCT &&
            tk->upos != MSDX_VERB && tk->upos != MSDX_ADP)
            break;
        compound_alignment(c, k, a);
        if (!past_verb && c->u->tok[head].upos == MSDX_PROPN && c->word[k].agent && c->word[k].agent_start < k)
            take_title(c->word[k].agent, a);
    }
    if (a->title) a->sector = msdx_title_sector(a);
}
