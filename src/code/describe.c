/* describe.c: whom a definite description means: 'these militias', 'the group', 'the
 * president'. The nearest earlier mention of the same word, or of somebody whom the
 * word may describe. Only definite phrases refer back. */
#include "code/code_impl.h"

enum { BACK_TOKENS = 1000, BACK_SENTENCES = 4, STATE_SENTENCES = 2 };

/* What a description may stand for, beside what has the same word. */
enum described { NOBODY = 0, ARMED, STATE, PARTY, COMPANY, BODY, PERSON };

static enum described kind_of(const struct msdx_coder *c, int32_t head)
{
    static const char *const armed[] = {
        "group",    "militia", "rebel",        "militant",     "insurgent",    "fighter",   "faction",
        "movement", "gunman",  "gang",         "guerrilla",    "jihadist",     "outfit",    "separatist",
        "network",  "cartel",  "organization", "organisation", "paramilitary", "extremist", NULL};
    static const char *const state[] = {"country", "nation", "kingdom", "republic", "government", "regime", NULL};
    static const char *const body[] = {"bloc",    "union",      "agency",    "court",    "tribunal", "body",
                                       "council", "commission", "committee", "alliance", "watchdog", NULL};
    static const struct {
        enum described kind;
        const char *const *word;
    } table[] = {{ARMED, armed}, {STATE, state}, {BODY, body}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (const char *const *w = table[i].word; *w; w++)
            if (msdx_tok_lemma_is(c->u, head, *w)) return table[i].kind;
    if (msdx_tok_lemma_is(c->u, head, "party")) return PARTY;
    if (msdx_tok_lemma_is(c->u, head, "company") || msdx_tok_lemma_is(c->u, head, "firm")) return COMPANY;
    return c->word[head].agent->kind == MSDX_AGENT_PERSON ? PERSON : NOBODY;
}

static bool sector_is(const msd_entity *e, const char *const *list)
{
    return e->sector && msdx_is_any(e->sector, list);
}

/* Does a title or an apposition of the named person use the word ('President Rouhani' for 'the president')? */
static bool titled(const struct msdx_coder *c, int32_t named, int32_t head)
{
    const msdx_unit *u = c->u;
    for (int32_t k = named; k >= 0 && named - k < 6 && u->tok[k].sent == u->tok[named].sent; k--)
        if (msdx_str_eq(u->tok[k].lower, u->tok[head].lower)) return true;
    MSDX_EACH_CHILD (u, named, k)
        if (u->tok[k].rel == MSDX_REL_APPOS && msdx_str_eq(u->tok[k].lemma, u->tok[head].lemma)) return true;
    return false;
}

static bool may_be_body(msdx_actor_type type)
{
    return type != MSDX_ACTOR_STATE && type != MSDX_ACTOR_PARTY && type != MSDX_ACTOR_MEDIA &&
           type != MSDX_ACTOR_COMPANY && type != MSDX_ACTOR_PEOPLE;
}

/* 'The kingdom' is no republic that was named last. */
static bool may_be_kingdom(const struct msdx_coder *c, int32_t head, const msdx_actor *state)
{
    static const char *const kingdom[] = {"SAU", "JOR", "BHR", "MAR", "THA", "KHM",
                                          "BTN", "NPL", "SWZ", "LSO", "TON", NULL};
    return !msdx_tok_lemma_is(c->u, head, "kingdom") || (state->country && msdx_is_any(state->country, kingdom));
}

static bool describes(struct msdx_coder *c, enum described kind, int32_t head, int32_t t)
{
    static const char *const fighters[] = {"REB", "UAF", "PRM", "CRM", NULL}, *const parties[] = {"PTY", "OPP", NULL},
                             *const firms[] = {"BUS", NULL};
    const struct msdx_np *b = &c->np[t];
    const msdx_sense *s = msdx_word_name(&c->word[t], MSDX_SENSE_NAME);
    const msdx_actor *actor = s ? msdx_know_actor(c->know, s->index) : NULL;
    bool many = !b->is_person && (actor || b->is_agent);
    switch (kind) {
    case ARMED: return many && (sector_is(&b->who, fighters) || (actor && actor->type == MSDX_ACTOR_ARMED_GROUP));
    case STATE: return actor && actor->type == MSDX_ACTOR_STATE && may_be_kingdom(c, head, actor);
    case PARTY: return actor && sector_is(&b->who, parties);
    case COMPANY: return actor && sector_is(&b->who, firms);
    case BODY: return actor && !b->is_person && may_be_body(actor->type) && !sector_is(&b->who, fighters);
    case PERSON: return b->is_person && (b->who.entity || b->is_named) && titled(c, t, head);
    default: return false;
    }
}

/* A phrase that says itself whose it is ('the Iraqi president', 'the group of protesters') needs nobody before. */
static bool is_definite(const msdx_unit *u, int32_t head, bool *pointing)
{
    int32_t det = msdx_child(u, head, MSDX_REL_DET);
    *pointing = det >= 0 && (msdx_tok_lower_is(u, det, "these") || msdx_tok_lower_is(u, det, "those") ||
                             msdx_tok_lower_is(u, det, "this"));
    return *pointing || (det >= 0 && msdx_tok_lower_is(u, det, "the"));
}

/* Of 'Portugal suspended its ties with the country' the country is not Portugal: who does what befalls the words at
 * head, or -1. */
static int32_t doer_to(struct msdx_coder *c, int32_t head)
{
    const msdx_unit *u = c->u;
    int32_t t = head;
    for (int i = 0; i < 3 && t >= 0 && !msdx_is_verb(u, t); i++) {
        msdx_rel rel = (msdx_rel)u->tok[t].rel;
        if (rel != MSDX_REL_OBJ && rel != MSDX_REL_IOBJ && rel != MSDX_REL_OBL && rel != MSDX_REL_NMOD) return -1;
        t = u->tok[t].head;
    }
    int32_t s = t >= 0 && msdx_is_verb(u, t) && !msdx_is_passive(u, t) ? msdx_subject(c, t) : -1;
    return s >= 0 && s < head ? s : -1;
}

static bool is_same_party(const struct msdx_np *a, const struct msdx_np *b)
{
    if (a->who.entity && b->who.entity) return strcmp(a->who.entity, b->who.entity) == 0;
    return a->who.country && b->who.country && a->is_agent && b->is_agent &&
           strcmp(a->who.country, b->who.country) == 0;
}

/* 'The government' is that of the state that acts in what was said last, or that the text is set in, rather than of one
 * that is only named: 'Russia and Iran back the winner in Caracas. Talks between the government and the opposition …'. */
static bool is_of_setting(struct msdx_coder *c, int32_t head, int32_t t)
{
    const char *home = msdx_context_country(c, c->u->tok[head].sent), *own = c->np[t].who.country;
    bool government = msdx_tok_lemma_is(c->u, head, "government") || msdx_tok_lemma_is(c->u, head, "regime");
    return !government || !home || (own && strcmp(own, home) == 0) || c->u->tok[t].rel == MSDX_REL_NSUBJ ||
           c->u->tok[t].rel == MSDX_REL_NSUBJ_PASS;
}

int32_t msdx_earlier_description(struct msdx_coder *c, int32_t head)
{
    const msdx_unit *u = c->u;
    const msdx_agent *agent = c->word[head].agent;
    bool pointing;
    if (!agent || agent->kind > MSDX_AGENT_BODY || !is_definite(u, head, &pointing)) return -1;
    enum described kind = kind_of(c, head);
    int32_t state = -1;
    int32_t doer = kind == STATE || kind == ARMED || kind == PARTY ? doer_to(c, head) : -1;
    for (int32_t t = head - 1; t >= 0 && head - t < BACK_TOKENS && u->tok[head].sent - u->tok[t].sent <= BACK_SENTENCES;
         t--) {
        if (!msdx_is_noun(u, t) || (!c->word[t].name && !c->word[t].agent && !c->np[t].done)) continue;
        if (u->tok[t].rel == MSDX_REL_COMPOUND || u->tok[t].rel == MSDX_REL_FLAT || u->tok[t].rel == MSDX_REL_AMOD)
            continue;
        const struct msdx_np *b = msdx_mention(c, t);
        if (!b->who.country && !b->who.entity) continue;
        if (state >= 0 && u->tok[head].sent - u->tok[t].sent > STATE_SENTENCES) break;
        if (doer >= 0 && is_same_party(msdx_mention(c, doer), b)) continue;
        bool same_word = msdx_str_eq(u->tok[t].lemma, u->tok[head].lemma);
        bool same_sector = agent->sector && b->who.sector && strcmp(agent->sector, b->who.sector) == 0 && b->is_agent;
        if (!same_word && !(pointing && same_sector) && !describes(c, kind, head, t)) continue;
        if (kind != STATE || same_word || is_of_setting(c, head, t)) return t;
        if (state < 0) state = t;
    }
    return state;
}
