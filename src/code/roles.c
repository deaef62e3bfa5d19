/* roles.c: who fills the roles of a frame. */
#include "code/code_impl.h"

/* ---- roles ---- */

static bool is_measure(const msdx_unit *u, int32_t t)
{
    static const char *const type[] = {"DATE",     "TIME",    "MONEY",    "PERCENT",
                                       "CARDINAL", "ORDINAL", "QUANTITY", "LANGUAGE"};
    if (u->tok[t].ent && strcmp(u->tok[t].ent, "CARDINAL") == 0 && msdx_is_people_count(u, t)) return false;
    for (size_t i = 0; u->tok[t].ent && i < sizeof type / sizeof *type; i++)
        if (strcmp(u->tok[t].ent, type[i]) == 0) return true;
    return false;
}

static bool is_unknown_thing(struct msdx_coder *c, int32_t t, const struct msdx_np *np)
{
    return !np->known && !np->is_agent && !np->is_pronoun && !msdx_is_people_count(c->u, t) && !np->is_person &&
           c->u->tok[t].upos != MSDX_PROPN && !c->u->tok[t].ent;
}

void msdx_fill(struct msdx_filled *f, int32_t t)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->tok[i] == t) return;
    if (t >= 0 && f->n < MSDX_MEMBERS_MAX) f->tok[f->n++] = t;
}

static bool is_source_noun(struct msdx_coder *c, int32_t t)
{
    uint32_t i = 0;
    const msdx_class *cl;
    while ((cl = msdx_class_of(c, t, MSDX_SENSE_CLASS_NOUN, &i)))
        if (cl->has_source) return true;
    return false;
}

static bool event_stands_for_actor(struct msdx_coder *c, int32_t t, const struct msdx_np *np)
{
    return c->word[t].is_event_noun && !(np->is_agent && np->kind <= MSDX_AGENT_PLACE) && !c->word[t].name;
}

/* 'the Chamber of Commerce of El Salvador, which demanded': the body that has the state in its name. */
static int32_t body_of_state(struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    char prep[48];
    if (t < 0 || u->tok[t].rel != MSDX_REL_NMOD || !msdx_mention(c, t)->is_place) return t;
    int32_t of = u->tok[t].head;
    msdx_prep_of(u, t, prep, sizeof prep);
    if (strcmp(prep, "of") != 0 || !msdx_is_noun(u, of)) return t;
    const msdx_agent *agent = c->word[of].agent;
    bool body = agent && agent->is_head && agent->kind == MSDX_AGENT_BODY;
    return body || (u->tok[of].ent && strcmp(u->tok[of].ent, "ORG") == 0) ? of : t;
}

/* 'the rebels, who …': who the pronoun stands for, and past words that only count. */
static int32_t party_at(struct msdx_coder *c, int32_t t)
{
    int32_t noun = msdx_is_relative_pronoun(c->u, t) ? body_of_state(c, msdx_antecedent(c, t)) : -1;
    return msdx_counted(c->u, noun >= 0 ? noun : t);
}

static bool is_list(const msdx_unit *u, int32_t t)
{
    return strcmp(u->tok[t].tag, "NNS") != 0 && msdx_child(u, t, MSDX_REL_CONJ) >= 0;
}

/* 'the strike on the embassy, which killed ten': the strike did, whatever the parser hung 'which' on. */
static int32_t event_at_place(struct msdx_coder *c, int32_t t)
{
    enum { HOPS = 5 };
    static const char *const at[] = {"on", "at", "against", "in", "near", NULL}, *const on[] = {"for", "of", NULL};
    char prep[48];
    const struct msdx_np *np = msdx_mention(c, t);
    bool place = np->is_agent ? np->kind == MSDX_AGENT_PLACE : np->is_place;
    for (int i = 0; place && i < HOPS && c->u->tok[t].rel == MSDX_REL_NMOD && c->u->tok[t].head >= 0; i++) {
        msdx_prep_of(c->u, t, prep, sizeof prep);
        if (!msdx_is_any(prep, at) && (i == 0 || !msdx_is_any(prep, on))) return -1;
        t = c->u->tok[t].head; /* 'the strike on a camp for orphans in Gaza' */
        if (c->word[t].is_event_noun && msdx_is_noun(c->u, t)) return t;
    }
    return -1;
}

static bool is_assault(const struct msdx_coder *c, int32_t t)
{
    for (const msdx_sense *s = NULL; (s = msdx_word_sense(&c->word[t], MSDX_SENSE_NOUN, s));)
        if (strcmp(msdx_know_frame(c->know, s->index)->event, "ASSAULT") == 0) return true;
    return false;
}

/* 'the violence followed the stabbing of three girls', 'injured in a clash that …': a deed is not struck; a target or a
 * rebellion may be. */
static bool is_anothers_death(const struct msdx_coder *c, int32_t t)
{
    static const char *const word[] = {"target", "rebellion",  "uprising", "revolt",
                                       "victim", "insurgency", "mutiny",   "insurrection"};
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (msdx_tok_lemma_is(c->u, t, word[i])) return false;
    return is_assault(c, t);
}

/* 'an attack on the tribe that killed ten': the attack did, not those whom it struck, where 'who' would be they. */
static int32_t event_on_victims(const struct msdx_coder *c, int32_t v, int32_t t)
{
    static const char *const on[] = {"on", "against", "at", NULL};
    const msdx_unit *u = c->u;
    char prep[48];
    if (u->tok[v].rel != MSDX_REL_ACL_RELCL || u->tok[v].head != t || u->tok[t].rel != MSDX_REL_NMOD) return -1;
    bool which = false;
    MSDX_EACH_CHILD (u, v, k) which |= u->tok[k].rel == MSDX_REL_NSUBJ && strcmp(u->tok[k].tag, "WDT") == 0;
    msdx_prep_of(u, t, prep, sizeof prep);
    int32_t deed = u->tok[t].head;
    if (msdx_verb_number(u, v) > 0 && strcmp(u->tok[deed].tag, "NN") == 0) return -1; /* 'which have killed' */
    return which && is_assault(c, deed) && msdx_is_any(prep, on) && msdx_is_noun(u, deed) ? deed : -1;
}

static bool names_town(const struct msdx_word *w)
{
    return w->name && (w->name->kind == MSDX_SENSE_GAZETTEER || w->name->kind == MSDX_SENSE_PLACE);
}

/* 'a roof in Novi Sad, Serbia, which killed ten': the town did not. */
static bool is_where_it_was(struct msdx_coder *c, int32_t v, int32_t t)
{
    static const char *const at[] = {"in", "at", "near", NULL};
    const msdx_unit *u = c->u;
    char prep[48];
    if (u->tok[v].rel != MSDX_REL_ACL_RELCL || !msdx_mention(c, t)->is_place) return false;
    bool town = false;
    for (int i = 0; i < 4; i++) {
        town |= names_town(&c->word[t]);
        if (u->tok[t].rel != MSDX_REL_APPOS && u->tok[t].rel != MSDX_REL_CONJ && u->tok[t].rel != MSDX_REL_NMOD) break;
        if (u->tok[t].rel == MSDX_REL_NMOD && !names_town(&c->word[u->tok[t].head])) break;
        t = u->tok[t].head;
    }
    msdx_prep_of(u, t, prep, sizeof prep);
    return town && msdx_is_any(prep, at);
}

/* 'the country's deadliest attack in years': where it was. */
static bool is_worst_of(struct msdx_coder *c, int32_t t, int32_t k, const msdx_frame *frame)
{
    const msdx_unit *u = c->u;
    if (strcmp(frame->event, "ASSAULT") != 0 || u->tok[k].head != t || u->tok[k].rel != MSDX_REL_NMOD_POSS)
        return false;
    const struct msdx_np *np = msdx_mention(c, k);
    bool country = np->is_place || msdx_tok_lemma_is(u, k, "country") || msdx_tok_lemma_is(u, k, "nation");
    bool worst = false;
    MSDX_EACH_CHILD (u, t, a) {
        if (a > t && u->tok[a].rel == MSDX_REL_NMOD) return false; /* 'Iran's worst attack on the town' is Iran's */
        worst |= msdx_tok_lower_is(u, a, "deadliest") || msdx_tok_lower_is(u, a, "worst") ||
                 msdx_tok_lower_is(u, a, "bloodiest");
    }
    return country && worst;
}

/* 'This is the third attack', 'it was the worst raid': the pronoun is the deed itself. */
static bool is_the_deed(const msdx_unit *u, int32_t t, int32_t k)
{
    static const char *const word[] = {"it", "this", "that", "these", "those"};
    if (u->tok[k].head != t || !msdx_is_noun(u, t) || msdx_child(u, t, MSDX_REL_COP) < 0) return false;
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (msdx_tok_lower_is(u, k, word[i])) return true;
    return false;
}

/* 'shelled it in support of the rebels': for whom it is done, who do nothing. */
static bool is_done_for(const msdx_unit *u, int32_t t, const msdx_path *path)
{
    if (path->n != 1 || path->step[0].kind != MSDX_STEP_PREP || strcmp(path->step[0].prep, "of") != 0) return false;
    return msdx_is_noun(u, t) && msdx_child(u, t, MSDX_REL_DET) < 0 &&
           msdx_tok_lower_is(u, msdx_child(u, t, MSDX_REL_CASE), "in");
}

/* 'coalition jets', 'rebel rockets': a role without a country whose weapons they are, or -1. */
static int32_t wielder(const struct msdx_coder *c, int32_t t)
{
    MSDX_EACH_CHILD (c->u, t, k) {
        const msdx_agent *agent = k < t && c->u->tok[k].rel == MSDX_REL_COMPOUND ? c->word[k].agent : NULL;
        if (msdx_tok_lemma_is(c->u, k, "fighter")) continue; /* 'fighter jets': what sort of thing it is */
        if (agent && agent->is_head && agent->kind <= MSDX_AGENT_BODY && agent->sector) return k;
    }
    return -1;
}

void msdx_add_actor(struct msdx_coder *c, int32_t t, struct msdx_filled *f)
{
    t = party_at(c, t);
    int32_t deed = event_at_place(c, t);
    if (deed >= 0) {
        msdx_fill(f, msdx_owner(c, deed));
        return;
    }
    const struct msdx_np *np = msdx_mention(c, t);
    int32_t first = msdx_first_conjunct(c->u, t), det = msdx_child(c->u, first, MSDX_REL_DET);
    if (np->is_pronoun && np->is_event) return;
    if (det >= 0 && msdx_tok_lower_is(c->u, det, "no") && (!np->is_plural || first != t || is_list(c->u, t)))
        return; /* 'no outfit has', 'no group or person has' */
    bool tool =
        np->is_agent && (np->kind == MSDX_AGENT_INSTRUMENT || (np->kind == MSDX_AGENT_THING && !np->who.country));
    /* 'border shelling': a border, a village does nothing; an embassy or a court may */
    tool |= np->is_agent && np->kind == MSDX_AGENT_PLACE && !np->who.country &&
            (!np->who.sector || strcmp(np->who.sector, "CVL") == 0);
    /* 'Israeli missiles hit': whose they are is said beside them */
    bool armed = np->is_agent && np->kind == MSDX_AGENT_INSTRUMENT && np->who.country && np->who.sector;
    if (armed && msdx_child(c->u, t, MSDX_REL_NMOD_POSS) < 0) tool = false;
    if (event_stands_for_actor(c, t, np) || tool || (is_source_noun(c, t) && !np->known)) {
        /* 'the attack by rebels killed', 'Israeli missiles hit', 'a UN report accused', 'coalition jets destroyed' */
        int32_t owner = msdx_owner(c, t);
        msdx_fill(f, owner >= 0 || !tool ? owner : wielder(c, t));
        return;
    }
    if ((is_measure(c->u, t) && !np->known) || msdx_is_deed(c, t)) return;
    if ((np->is_agent && np->kind >= MSDX_AGENT_NATURE) || is_unknown_thing(c, t, np)) {
        f->refused = true;
        f->why = np->is_agent ? "its subject can do no such thing" : "its subject is nobody we know";
        return;
    }
    msdx_fill(f, t);
}

/* 'signed in Havana': a city after in or at is where it happened, not to whom. */
static bool is_mere_place(const struct msdx_coder *c, int32_t t, const struct msdx_np *np, const msdx_frame *frame)
{
    char prep[48];
    if (!np->is_capital && !(np->is_place && np->who.via == MSD_VIA_NAME && !np->who.entity)) return false;
    if (frame->mode && strcmp(frame->mode, "visit") == 0) return false; /* 'arrived in Harare': whom they visit */
    msdx_prep_of(c->u, t, prep, sizeof prep);
    int32_t up = c->u->tok[t].head;
    bool aimed = msdx_is_physical(frame->event); /* 'fired missiles at Odesa' */
    aimed |= np->is_capital;                     /* 'anger at Berlin': nothing happens 'at' a capital */
    if ((strcmp(prep, "in") != 0 && (aimed || strcmp(prep, "at") != 0)) || up < 0) return false;
    return msdx_is_verb(c->u, up) || c->word[up].is_event_noun; /* but 'its embassy in Baghdad' */
}

/* 'deployed in strength', 'banned in the wake of the riots': how and when, not whom. */
static bool is_manner(const msdx_unit *u, int32_t t)
{
    static const char *const word[] = {
        "wake",    "strength", "response", "force",        "number",  "view",       "order",      "retaliation",
        "protest", "addition", "advance",  "anticipation", "light",   "place",      "connection", "bid",
        "effort",  "case",     "cost",     "mind",         "run-up",  "aftermath",  "turn",       "line",
        "attempt", "revenge",  "night",    "name",         "support", "solidarity", "defence",    "defense",
        "memory",  "honour",   "honor",    "favour",       "favor"};
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (msdx_tok_lemma_is(u, t, word[i])) return true;
    return false;
}

/* 'a curfew in force', 'waged a guerrilla war': how it is, not against whom. */
static bool is_way(const msdx_unit *u, int32_t t)
{
    if (u->tok[t].rel == MSDX_REL_COMPOUND && msdx_tok_lemma_is(u, t, "guerrilla")) return true;
    if (msdx_tok_lemma_is(u, t, "position") && msdx_tok_lower_is(u, msdx_child(u, t, MSDX_REL_CASE), "into"))
        return true;
    return msdx_tok_lower_is(u, msdx_child(u, t, MSDX_REL_CASE), "in") && is_manner(u, t);
}

/* 'Vargas was murdered': a town of that name was not. */
static void take_for_person(struct msdx_coder *c, int32_t t, const msdx_frame *frame)
{
    static const char *const mode[] = {"abduct", "arrest", "release", "targeted", "torture", "beat", NULL};
    struct msdx_np *np = &c->np[t];
    size_t n = strlen(frame->rule);
    bool killed = n > 5 && strcmp(frame->rule + n - 5, ":kill") == 0;
    if (!killed && !(frame->mode && msdx_is_any(frame->mode, mode))) return;
    if (!np->is_place || np->is_agent || np->who.entity || np->who.sector || np->is_capital) return;
    np->who.country = np->who.code = NULL;
    np->is_place = np->known = false;
    np->is_person = np->is_named = true;
}

/* 'a ban on carrying guns': what one does is nobody; but 'the shooting', 'Britain's remaining'. */
static bool is_bare_gerund(const msdx_unit *u, int32_t t)
{
    return strcmp(u->tok[t].tag, "VBG") == 0 && msdx_child(u, t, MSDX_REL_DET) < 0 &&
           msdx_child(u, t, MSDX_REL_NMOD_POSS) < 0;
}

/* 'ten were taken hostage', 'miners held captive': those who are, where the verb has but that word. */
static int32_t who_is_held(const struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    int32_t v = u->tok[t].head;
    if (!msdx_tok_lemma_is(u, t, "hostage") && !msdx_tok_lemma_is(u, t, "captive")) return t;
    if (v < 0 || u->tok[t].rel != MSDX_REL_OBJ || !msdx_is_passive(u, v)) return t;
    int32_t s = msdx_surface_subject(c, v);
    return s >= 0 ? msdx_counted(u, s) : t;
}

void msdx_add_recipient(struct msdx_coder *c, int32_t t, const msdx_frame *frame, bool direct, struct msdx_filled *f)
{
    t = party_at(c, t);
    if (is_bare_gerund(c->u, t)) return;
    if (direct) t = who_is_held(c, t);
    if (direct && (strcmp(frame->event, "COERCE") == 0 || strcmp(frame->event, "REJECT") == 0)) t = msdx_aboard(c, t);
    const struct msdx_np *np = msdx_mention(c, t);
    if (direct) take_for_person(c, t, frame);
    if ((is_measure(c->u, t) && !np->known) || is_mere_place(c, t, np, frame) || is_way(c->u, t)) return;
    if (np->is_agent && np->kind == MSDX_AGENT_THING && !msdx_is_physical(frame->event)) {
        msdx_fill(f, msdx_owner(c, t)); /* what is sent or promised is no party to it */
        return;
    }
    if (np->is_pronoun && !np->known && !np->is_person) {
        if (!np->is_event) msdx_fill(f, t);
        return;
    }
    if (event_stands_for_actor(c, t, np) || (np->is_agent && np->kind >= MSDX_AGENT_INSTRUMENT) ||
        is_unknown_thing(c, t, np)) {
        int32_t owner = msdx_owner(c, t);
        bool theirs = np->is_agent && np->kind == MSDX_AGENT_THING && np->who.country && !np->who.entity;
        if (direct && theirs && msdx_is_physical(frame->event)) owner = t; /* 'seized a Russian tanker' */
        bool harmless = np->is_agent && np->kind >= MSDX_AGENT_NATURE;
        if (owner >= 0 && !(direct && harmless && msdx_is_physical(frame->event)))
            msdx_fill(f, owner);
        else if (direct && harmless && strcmp(frame->event, "ASSAULT") == 0) {
            f->refused = true;
            f->why = "its object can suffer no such thing";
        } else if (msdx_is_physical(frame->event) && !np->is_agent && (direct || !c->word[t].is_event_noun) &&
                   !is_anothers_death(c, t) && !is_manner(c->u, t)) {
            msdx_fill(f, t); /* a thing without a name, or a rally that was broken up: the mention is kept */
        }
        return;
    }
    msdx_fill(f, t);
}

static bool path_is_object(const msdx_path *p)
{
    return p->n == 1 && p->step[0].kind == MSDX_STEP_OBJECT;
}

/* 'agreed to set up a station': the object of what is agreed, asked or refused. */
static bool is_inner_object(const msdx_path *p)
{
    return p->n == 2 && p->step[0].kind == MSDX_STEP_CLAUSE && p->step[1].kind == MSDX_STEP_OBJECT;
}

/* It is promised to somebody, not to a station. */
static bool is_somebody(struct msdx_coder *c, int32_t t)
{
    const struct msdx_np *np = msdx_mention(c, party_at(c, t));
    int32_t poss = msdx_child(c->u, party_at(c, t), MSDX_REL_NMOD_POSS);
    if (poss >= 0 && c->u->tok[poss].upos == MSDX_PRON && (!np->is_person || np->is_plural))
        return false; /* 'its troops' */
    if (np->who.entity || np->is_place || np->is_pronoun || np->is_named) return true;
    return np->is_agent && np->kind <= MSDX_AGENT_BODY && (np->is_person || np->who.country) &&
           !(np->who.sector && strcmp(np->who.sector, "MIL") == 0 && !np->who.country);
}

/* 'the Ukraine war' was there; 'the US war on drugs' is of who wages it, and 'a US-Iran war' of both. */
static bool is_war_there(const msdx_unit *u, int32_t t, int32_t a)
{
    if (a + 1 != t || !(msdx_tok_lemma_is(u, t, "war") || msdx_tok_lemma_is(u, t, "conflict"))) return false;
    if (a > 0 && msdx_tok_lower_is(u, a - 1, "-")) return false;
    MSDX_EACH_CHILD (u, t, k)
        if (k > t && u->tok[k].rel == MSDX_REL_NMOD) return false;
    return u->tok[a].upos == MSDX_PROPN && u->tok[a].rel == MSDX_REL_COMPOUND;
}

/* 'the school attack', 'the Haniyeh assassination', 'the Southport riots': what a noun right before names was struck, or is
 * where it was; a state or those who bear arms struck. */
static bool is_struck(struct msdx_coder *c, int32_t t, int32_t a, const msdx_frame *frame)
{
    static const char *const unarmed[] = {"CVL", "EDU", "HLH", "MED", "REL", "BUS", "JRN", "REF", NULL};
    const msdx_tok *tk = &c->u->tok[a];
    bool protest = strcmp(frame->event, "PROTEST") == 0;
    bool before = tk->head == t && a < t &&
                  (tk->rel == MSDX_REL_COMPOUND || tk->rel == MSDX_REL_NMOD_UNMARKED ||
                   (tk->rel == MSDX_REL_AMOD && names_town(&c->word[a]))); /* 'the Benghazi terrorist attacks' */
    if (protest && tk->head == t && tk->rel == MSDX_REL_NMOD_POSS && msdx_is_noun(c->u, t))
        return msdx_mention(c, a)->is_place; /* 'Israel's mass protests' are those in Israel */
    if (msdx_is_verb(c->u, t) || !before || !msdx_is_noun(c->u, a)) return false;
    if (strcmp(frame->event, "CONSULT") == 0 && a + 1 == t) { /* 'the Bali summit' */
        const struct msdx_np *where = msdx_mention(c, a);
        return where->is_capital || (where->is_place && !(where->who.country && where->who.entity));
    }
    if (!protest && strcmp(frame->event, "ASSAULT") != 0) return false;
    const struct msdx_np *np = msdx_mention(c, a);
    bool state = np->who.country && np->who.entity && np->is_place && !is_war_there(c->u, t, a);
    if (np->is_agent) {
        bool place = np->kind == MSDX_AGENT_PLACE;
        return protest ? place : place || (np->who.sector && msdx_is_any(np->who.sector, unarmed));
    }
    return (np->is_place && !state) || np->is_capital || (np->is_person && !np->is_plural && !state);
}

/* 'killed in a school shooting': the school did not shoot. */
static bool is_struck_there(struct msdx_coder *c, int32_t t, int32_t a, const msdx_frame *frame)
{
    int32_t deed = c->u->tok[a].head;
    return deed >= 0 && deed != t && is_assault(c, deed) && is_struck(c, deed, a, frame);
}

/* Whom the nearest noun before names; 'car' in 'car bomb' is with what, 'hostage' in 'hostage crisis' about whom. */
static void fill_struck(struct msdx_coder *c, int32_t t, const msdx_frame *frame, struct msdx_filled *f)
{
    int32_t nearest = -1;
    MSDX_EACH_CHILD (c->u, t, k)
        if (k < t && is_struck(c, t, k, frame)) nearest = k;
    if (nearest < 0) return;
    const struct msdx_np *np = msdx_mention(c, nearest);
    if (!np->is_agent || np->kind == MSDX_AGENT_PLACE) msdx_add_recipient(c, nearest, frame, true, f);
}

/* 'a hack targeting the ministry': at whom it is aimed. */
static void fill_targeted(struct msdx_coder *c, int32_t t, const msdx_frame *frame, struct msdx_filled *f)
{
    MSDX_EACH_CHILD (c->u, t, k) {
        if (c->u->tok[k].rel != MSDX_REL_ACL || !msdx_tok_lower_is(c->u, k, "targeting")) continue;
        int32_t obj = msdx_child(c->u, k, MSDX_REL_OBJ), member[MSDX_MEMBERS_MAX];
        uint32_t n = obj >= 0 ? msdx_members(c->u, obj, member, MSDX_MEMBERS_MAX) : 0;
        for (uint32_t i = 0; i < n; i++) msdx_add_recipient(c, member[i], frame, true, f);
    }
}

/* 'is under bombardment', 'came under attack': who bears it. */
static bool is_borne(const msdx_unit *u, int32_t t)
{
    return msdx_is_noun(u, t) && msdx_tok_lower_is(u, msdx_child(u, t, MSDX_REL_CASE), "under");
}

/* 'a state visit', 'intelligence sharing', 'a prisoner swap': what kind of deed it is, not whose. */
static bool is_kind_of_deed(const msdx_unit *u, int32_t t, int32_t who)
{
    static const char *const kind[] = {"state", "intelligence", "prisoner", "hostage"};
    bool is = false;
    for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) is |= msdx_tok_lemma_is(u, who, kind[i]);
    return is && who + 1 == t && u->tok[who].head == t && !msdx_is_verb(u, t);
}

/* 'reiterated China's commitment': whose promise it is, is who promises. */
static bool is_promise(const msdx_unit *u, int32_t obj)
{
    static const char *const promise[] = {"commitment", "pledge", "promise",       "readiness",   "willingness",
                                          "intention",  "desire", "determination", "preparedness"};
    for (size_t i = 0; i < sizeof promise / sizeof *promise; i++)
        if (msdx_tok_lemma_is(u, obj, promise[i])) return true;
    return false;
}

static void fill_role(struct msdx_coder *c, int32_t t, const msdx_paths *paths, const msdx_frame *frame, bool actor,
                      struct msdx_filled *f)
{
    bool borne = actor && is_borne(c->u, t) && msdx_is_physical(frame->event);
    for (size_t p = 0; p < paths->n && f->n == 0; p++) {
        int32_t got[MSDX_MEMBERS_MAX];
        if (borne && paths->item[p].n == 1 && paths->item[p].step[0].kind == MSDX_STEP_SUBJECT) continue;
        if (actor && is_done_for(c->u, t, &paths->item[p])) continue;
        uint32_t n = msdx_path_eval(c, t, &paths->item[p], got, MSDX_MEMBERS_MAX);
        for (uint32_t i = 0; i < n; i++) {
            int32_t member[MSDX_MEMBERS_MAX];
            uint32_t n_member = msdx_members(c->u, got[i], member, MSDX_MEMBERS_MAX);
            for (uint32_t m = 0; m < n_member; m++) {
                if (member[m] == t || (actor && is_struck(c, t, member[m], frame))) continue;
                if (actor && is_kind_of_deed(c->u, t, member[m])) continue;
                if (actor && (member[m] == msdx_whose_death(c, t) || is_struck_there(c, t, member[m], frame))) continue;
                if (!actor && strcmp(frame->event, "AGREE") == 0 && is_inner_object(&paths->item[p]) &&
                    !is_somebody(c, member[m]))
                    continue;
                int32_t deed = actor ? event_on_victims(c, t, member[m]) : -1, over = c->u->tok[member[m]].head;
                if (actor && (is_where_it_was(c, t, member[m]) || is_worst_of(c, t, member[m], frame) ||
                              (over >= 0 && is_war_there(c->u, over, member[m]))))
                    continue;
                if (deed >= 0)
                    msdx_fill(f, msdx_owner(c, deed));
                else if (actor && is_the_deed(c->u, t, member[m]))
                    continue;
                else if (actor || frame->mutual)
                    msdx_add_actor(c, member[m], f);
                else
                    msdx_add_recipient(c, member[m], frame, path_is_object(&paths->item[p]), f);
            }
        }
        /* One party that will do is enough; what is talked about together need not be a party. */
        if (f->n || (!actor && frame->mutual && strcmp(frame->event, "ASSAULT") != 0)) f->refused = false;
        if (f->refused) return;
    }
}

static const msdx_paths *default_paths(bool verb, bool actor)
{
    static const msdx_path va[] = {{1, {{MSDX_STEP_SUBJECT, NULL}}}};
    static const msdx_path vr[] = {{1, {{MSDX_STEP_OBJECT, NULL}}}};
    static const msdx_path na[] = {
        {1, {{MSDX_STEP_PREP, "by"}}}, {1, {{MSDX_STEP_POSS, NULL}}}, {1, {{MSDX_STEP_ADJ, NULL}}}};
    static const msdx_path nr[] = {{1, {{MSDX_STEP_PREP, "on"}}}, {1, {{MSDX_STEP_PREP, "against"}}}};
    static const msdx_paths list[] = {{na, 3}, {nr, 2}, {va, 1}, {vr, 1}};
    return &list[(verb ? 2 : 0) + (actor ? 0 : 1)];
}

/* 'rejected the American offer': the offer is America's, whoever the subject is. 'launched a Gaza offensive' is not. */
static bool is_anothers(struct msdx_coder *c, int32_t t, int32_t subject, const msdx_frame *frame)
{
    if (msdx_is_physical(frame->event) || frame->mutual) return false;
    int32_t owner = msdx_child(c->u, t, MSDX_REL_NMOD_POSS);
    MSDX_EACH_CHILD (c->u, t, k)
        if (owner < 0 && k < t && (c->u->tok[k].rel == MSDX_REL_AMOD || c->u->tok[k].rel == MSDX_REL_COMPOUND) &&
            c->word[k].name)
            owner = k;
    if (owner < 0 || !msdx_mention(c, owner)->who.country) return false;
    const char *own = msdx_mention(c, subject)->who.country;
    return own && strcmp(own, msdx_mention(c, owner)->who.country) != 0;
}

/* 'the chancellor, on a visit to Ankara', 'miners on strike': who is on it does it; -1: nobody. */
static int32_t who_is_on(struct msdx_coder *c, int32_t noun)
{
    const msdx_unit *u = c->u;
    int32_t h = u->tok[noun].head, det = msdx_child(u, noun, MSDX_REL_DET);
    if (h < 0 || h > noun || u->tok[noun].rel != MSDX_REL_NMOD || !msdx_is_noun(u, h)) return -1;
    if (!msdx_tok_lower_is(u, msdx_child(u, noun, MSDX_REL_CASE), "on") || strcmp(u->tok[noun].tag, "NN") != 0)
        return -1;
    if (det >= 0 && !msdx_tok_lower_is(u, det, "a") && !msdx_tok_lower_is(u, det, "an")) return -1;
    const msdx_agent *agent = c->word[h].agent;
    const struct msdx_np *np = msdx_mention(c, h);
    if (agent ? !agent->is_head || agent->kind != MSDX_AGENT_PERSON : !np->is_person) return -1;
    return h;
}

/* 'The unions called off the strike after talks with the minister': who acted had talked; -1: nobody who could. */
static int32_t who_talked(struct msdx_coder *c, int32_t noun, const msdx_frame *frame)
{
    static const char *const when[] = {"after", "following", "during"};
    const msdx_unit *u = c->u;
    int32_t v = u->tok[noun].head, with = -1;
    if (!frame->mutual || strcmp(frame->event, "CONSULT") != 0 || v < 0 || v > noun || !msdx_is_verb(u, v)) return -1;
    bool then = false;
    for (size_t i = 0; i < sizeof when / sizeof *when; i++)
        then |= msdx_tok_lower_is(u, msdx_child(u, noun, MSDX_REL_CASE), when[i]);
    MSDX_EACH_CHILD (u, noun, k) {
        if (u->tok[k].rel == MSDX_REL_NMOD_POSS || u->tok[k].rel == MSDX_REL_AMOD) return -1;
        if (msdx_tok_lower_is(u, msdx_child(u, k, MSDX_REL_CASE), "with")) with = k;
    }
    int32_t s = then && with >= 0 && !msdx_is_passive(u, v) ? msdx_subject(c, v) : -1;
    if (s < 0) return -1;
    const struct msdx_np *np = msdx_mention(c, s);
    return np->known && np->kind <= MSDX_AGENT_BODY ? s : -1;
}

/* 'blamed the rebels for the attack': whom it is laid to; -1. */
static int32_t who_is_blamed(struct msdx_coder *c, int32_t noun)
{
    static const char *const verb[] = {"blame", "accuse", "suspect", "condemn", "criticise", "criticize", "denounce"};
    const msdx_unit *u = c->u;
    int32_t h = u->tok[noun].head, prep = msdx_child(u, noun, MSDX_REL_CASE);
    if (h < 0 || prep < 0 || (!msdx_tok_lower_is(u, prep, "for") && !msdx_tok_lower_is(u, prep, "of"))) return -1;
    if (!msdx_is_verb(u, h) && (u->tok[h].rel == MSDX_REL_OBJ || u->tok[h].rel == MSDX_REL_NSUBJ_PASS))
        h = u->tok[h].head;
    bool blames = false;
    for (size_t i = 0; h >= 0 && i < sizeof verb / sizeof *verb; i++) blames |= msdx_tok_lemma_is(u, h, verb[i]);
    int32_t who = blames && msdx_is_verb(u, h) ? msdx_object(c, h) : -1;
    return who >= 0 && who < noun ? who : -1;
}

/* 'demanded the release of', 'seeks the withdrawal of': another is to do it. */
static bool is_anothers_to_do(const struct msdx_coder *c, int32_t v, const msdx_frame *frame)
{
    static const char *const yields[] = {"RETREAT", "CONCEDE", "AID", "SANCTION", "COERCE", NULL};
    bool asks = msdx_tok_lemma_is(c->u, v, "demand") || msdx_tok_lemma_is(c->u, v, "seek");
    return asks && !frame->mutual && msdx_is_any(frame->event, yields);
}

/* 'took the riots seriously', 'rejected the boycott', 'police stopped the march', 'the firm ended the strike': it was others
 * who protested. */
static bool is_others_protest(struct msdx_coder *c, int32_t t, int32_t v, int32_t subject, const msdx_frame *frame)
{
    static const char *const rule[] = {"GOV", "COP", "MIL", "JUD", "BUS", NULL};
    static const char *const ends[] = {"stop", "halt", "end", "suspend", "cancel", "ban", "postpone", "finish"};
    if (strcmp(frame->event, "PROTEST") != 0) return false;
    bool taken = c->u->tok[t].rel == MSDX_REL_OBJ && msdx_tok_lemma_is(c->u, v, "take") &&
                 !msdx_tok_lemma_is(c->u, t, "action"); /* but took strike action, took part in a march */
    if (taken || msdx_tok_lemma_is(c->u, v, "reject")) return true;
    const char *sector = subject >= 0 ? msdx_mention(c, subject)->who.sector : NULL;
    bool over = false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) over |= msdx_tok_lemma_is(c->u, v, ends[i]);
    return over && sector && msdx_is_any(sector, rule);
}

/* A noun that a light verb carries is done by the verb's subject. */
static void fill_from_light(struct msdx_coder *c, int32_t t, const msdx_frame *frame, struct msdx_filled *f)
{
    bool verb = msdx_is_verb(c->u, t);
    int32_t v = verb ? -1 : msdx_light_verb(c, t), s = v >= 0 ? msdx_subject(c, v) : verb ? -1 : who_is_on(c, t);
    if (s < 0 && v < 0 && !verb) s = who_talked(c, t, frame);
    if (s < 0 && v < 0 && !verb && msdx_is_physical(frame->event)) s = who_is_blamed(c, t);
    int32_t by = v >= 0 && !frame->mutual ? msdx_done_by(c, t, v) : -1;
    if (by >= 0) s = by; /* 'admitted the killing of students by gendarmes' */
    if (s == t || (s >= 0 && is_anothers(c, t, s, frame))) return;
    if (v >= 0 && strcmp(frame->event, "REQUEST") == 0 && msdx_undoes(c, v)) return;
    if (v >= 0 && (is_anothers_to_do(c, v, frame) || is_others_protest(c, t, v, s, frame))) return;
    int32_t det = s >= 0 ? msdx_child(c->u, s, MSDX_REL_DET) : -1;
    if (s < 0 || (det >= 0 && msdx_tok_lower_is(c->u, det, "no"))) return; /* 'no group has claimed' names nobody */
    int32_t member[MSDX_MEMBERS_MAX];
    uint32_t n = msdx_members(c->u, s, member, MSDX_MEMBERS_MAX);
    for (uint32_t i = 0; i < n; i++) msdx_add_actor(c, member[i], f);
}

static int32_t meant(struct msdx_coder *c, int32_t t)
{
    for (int i = 0; i < 4 && msdx_mention(c, t)->antecedent >= 0; i++) {
        if (!c->np[t].is_pronoun && !(c->np[t].is_person && !c->np[t].is_agent)) break; /* 'Rocha' after 'Ana Rocha' */
        t = c->np[t].antecedent;
    }
    return t;
}

/* 'Chadian' of 'the Chadian troops'; or 'its borders' of him whose they are. */
static bool is_part_of(struct msdx_coder *c, int32_t t, int32_t whole)
{
    const msdx_tok *tk = &c->u->tok[t];
    if (tk->head == whole && t < whole && (tk->rel == MSDX_REL_AMOD || tk->rel == MSDX_REL_COMPOUND)) return true;
    const struct msdx_np *np = msdx_mention(c, t);
    int32_t poss = msdx_child(c->u, t, MSDX_REL_NMOD_POSS);
    if (poss < 0 || meant(c, poss) != meant(c, whole) || np->is_person) return false;
    return np->is_agent ? np->kind >= MSDX_AGENT_PLACE : !np->is_named;
}

/* Nobody acts on himself: 'withdrew his bid' has no recipient. */
void msdx_remove_shared(struct msdx_coder *c, struct msdx_filled *from, const struct msdx_filled *other)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < from->n; i++) {
        bool shared = false;
        for (uint32_t k = 0; k < other->n; k++)
            shared |= meant(c, from->tok[i]) == meant(c, other->tok[k]) || is_part_of(c, from->tok[i], other->tok[k]);
        if (!shared) from->tok[n++] = from->tok[i];
    }
    from->n = n;
}

bool msdx_any_known(struct msdx_coder *c, const struct msdx_filled *f)
{
    for (uint32_t i = 0; i < f->n; i++) {
        const struct msdx_np *np = msdx_mention(c, f->tok[i]);
        if (np->known || np->is_person || np->is_named || (np->is_agent && np->kind <= MSDX_AGENT_BODY)) return true;
    }
    return false;
}

static bool are_words(const msdx_unit *u, int32_t t, const char *first, const char *second)
{
    return t >= 0 && t + 1 < (int32_t)u->n_tok && msdx_tok_lower_is(u, t, first) && msdx_tok_lower_is(u, t + 1, second);
}

bool msdx_is_each_other(const msdx_unit *u, int32_t t)
{
    return are_words(u, t, "each", "other") || are_words(u, t - 1, "each", "other") ||
           are_words(u, t, "one", "another") || are_words(u, t - 1, "one", "another");
}

/* Several who do it to each other are all actors, and the recipients with them. */
static bool is_reciprocal(struct msdx_coder *c, int32_t t, const struct msdx_filled *actor)
{
    if (actor->n == 0 || (actor->n == 1 && !msdx_mention(c, actor->tok[0])->is_plural)) return false;
    if (msdx_is_each_other(c->u, msdx_object(c, t))) return true;
    MSDX_EACH_CHILD (c->u, t, k)
        if (msdx_is_each_other(c->u, k)) return true;
    return false;
}

/* '“Stop the war,” he told Putin', but not '“Show me one,” he told the station': an order is for those who can obey. */
static bool is_told_to_rulers(struct msdx_coder *c, int32_t t, int32_t order)
{
    static const char *const list[] = {"GOV", "MIL", "REB", "OPP", "PTY", "LEG",
                                       "COP", "UAF", "PRM", "JUD", "SPY", NULL};
    int32_t obj = msdx_object(c, t);
    if (obj < 0 || msdx_tok_lower_is(c->u, order + 1, "me")) return false;
    const char *sector = msdx_mention(c, obj)->who.sector;
    return sector && msdx_is_any(sector, list);
}

/* 'wants to leave', 'told them that it rained': a wish for oneself and a thing told ask nothing of anybody. */
static bool asks_nothing(struct msdx_coder *c, int32_t t, const msdx_frame *frame)
{
    const msdx_unit *u = c->u;
    bool wants = msdx_tok_lemma_is(u, t, "want"), tells = msdx_tok_lemma_is(u, t, "tell");
    if (strcmp(frame->event, "REQUEST") != 0 || !(wants || tells) || msdx_is_passive(u, t)) return false;
    bool told_to = false, own = false;
    MSDX_EACH_CHILD (u, t, k) {
        if (!msdx_is_clause_rel((msdx_rel)u->tok[k].rel) && u->tok[k].rel != MSDX_REL_ADVCL) continue;
        if (!msdx_is_asked(u, k) || (!msdx_is_infinitive(u, k) && !is_told_to_rulers(c, t, k))) continue;
        told_to = true;
        own |= u->tok[k].rel == MSDX_REL_XCOMP && msdx_child(u, k, MSDX_REL_NSUBJ) < 0;
    }
    if (tells) return !told_to && msdx_child(u, t, MSDX_REL_XCOMP) < 0;
    return own && msdx_child(u, t, MSDX_REL_OBJ) < 0;
}

/* 'The Iranian director was barred from leaving': who did it is not said, and whom it befell is somebody of a country. */
static bool is_borne_by_known(struct msdx_coder *c, int32_t t, const msdx_frame *frame, const struct msdx_filled *f)
{
    static const char *const list[] = {"COERCE", "SANCTION", "RETREAT", "CONCEDE", NULL};
    if (!msdx_is_any(frame->event, list) || !msdx_is_passive(c->u, t) || msdx_subject(c, t) >= 0) return false;
    for (uint32_t i = 0; i < f->n; i++) {
        const struct msdx_np *np = msdx_mention(c, f->tok[i]);
        if (np->who.country && (np->is_person || (np->is_agent && np->kind <= MSDX_AGENT_BODY))) return true;
    }
    return false;
}

static bool is_force(struct msdx_coder *c, int32_t obj)
{
    const struct msdx_np *np = msdx_mention(c, msdx_counted(c->u, obj));
    return np->who.country && np->who.sector && strcmp(np->who.sector, "MIL") == 0;
}

const char *msdx_try_roles(struct msdx_coder *c, int32_t t, const msdx_frame *frame, bool verb,
                           struct msdx_filled *actor, struct msdx_filled *recipient)
{
    memset(actor, 0, sizeof *actor);
    memset(recipient, 0, sizeof *recipient);
    if (verb && asks_nothing(c, t, frame)) return "it asks nothing of anybody";
    fill_from_light(c, t, frame, actor);
    if (actor->refused) return actor->why;
    fill_role(c, t, frame->actor.n ? &frame->actor : default_paths(verb, true), frame, true, actor);
    if (actor->refused) return actor->why;
    fill_role(c, t, frame->recipient.n ? &frame->recipient : default_paths(verb, false), frame, false, recipient);
    if (recipient->refused) return recipient->why;
    if (recipient->n == 0 && !verb && !frame->mutual && strcmp(frame->event, "ASSAULT") == 0) {
        int32_t s = is_borne(c->u, t) ? msdx_subject(c, t) : msdx_whose_death(c, t);
        if (s >= 0) msdx_add_recipient(c, s, frame, true, recipient);
        fill_struck(c, t, frame, recipient);
    }
    int32_t bearer = recipient->n == 0 && !verb ? msdx_bearer(c, t, frame) : -1;
    if (bearer >= 0) msdx_add_recipient(c, bearer, frame, true, recipient);
    if (recipient->n == 0 && !verb && strcmp(frame->event, "COERCE") == 0) fill_targeted(c, t, frame, recipient);
    msdx_remove_shared(c, recipient, actor);
    if (recipient->n == 0 && verb && !frame->mutual) {
        /* 'ratified Sweden's accession', 'rejected the Iranian plan': whose it is */
        int32_t obj = msdx_object(c, t), owner = obj >= 0 ? msdx_owner(c, obj) : -1;
        /* 'Libyan army troops were deployed' is not done to Libya */
        bool own = actor->n == 0 && owner >= 0 && strcmp(frame->event, "MOBILIZE") == 0 && is_force(c, obj);
        if (own) msdx_add_actor(c, msdx_counted(c->u, obj), actor);
        if (owner >= 0 && !own && !is_promise(c->u, obj)) msdx_add_recipient(c, owner, frame, false, recipient);
        msdx_remove_shared(c, recipient, actor);
    }
    bool by_both = frame->mutual && recipient->n > 1 &&
                   msdx_any_known(c, recipient); /* 'relations between the two were restored' */
    bool told = msdx_is_told_of(c, t);
    bool open =
        actor->n == 0 && verb && (msdx_leaves_out_actor(c, t, frame) || is_borne_by_known(c, t, frame, recipient));
    if (frame->needs_actor && !told && !by_both && !open && !msdx_any_known(c, actor)) return "nobody known acts";
    bool each_other = verb && is_reciprocal(c, t, actor);
    if (each_other) recipient->n = 0;
    bool arms = strncmp(frame->cameo, "072", 3) == 0; /* warships sent around an island are no aid to it */
    if (frame->needs_recipient && recipient->n == 0 && strcmp(frame->event, "AID") == 0 && !arms)
        msdx_aim(c, t, frame, verb, actor, recipient); /* 'gave millions for schools in Chad' */
    bool among_them = frame->mutual && actor->n > 1;   /* 'Jordan and Iraq linked their grids' */
    if (frame->needs_recipient && !told && !each_other && !among_them && !msdx_any_known(c, recipient))
        return "nobody known receives";
    if (frame->needs_public && !msdx_any_public(c, actor) && !msdx_any_public(c, recipient))
        return "it is between private persons";
    if (frame->mutual) {
        for (uint32_t i = 0; i < recipient->n; i++) msdx_fill(actor, recipient->tok[i]);
        recipient->n = 0;
    }
    return NULL;
}
