/* sector.c: what a role noun is of: its own sector, that of whom it serves, or none. What a word is by itself ('unit',
 * 'officer', 'commander') is only a guess beside whose it is. */
#include "code/code_impl.h"

enum { NEAR_SENTENCES = 2, TEXT_SENTENCES = 8, BACK_TOKENS = 600 };

bool msdx_is_armed(const char *sector)
{
    return msdx_is_any(sector, (const char *const[]){"REB", "UAF", "PRM", "CRM", NULL});
}

static bool is_force(const char *sector)
{
    return msdx_is_armed(sector) || strcmp(sector, "MIL") == 0 || strcmp(sector, "COP") == 0;
}

static bool serves_no_state(const char *sector)
{
    return msdx_is_any(sector, (const char *const[]){"REB", "PRM", "PTY", "CRM", "BUS", "OPP", "REL", "LAB", "EDU",
                                                     "SOC", "UAF", NULL});
}

const msdx_actor *msdx_group_of(struct msdx_coder *c, int32_t head)
{
    MSDX_EACH_CHILD (c->u, head, k) {
        const msdx_sense *s = msdx_word_name(&c->word[k], MSDX_SENSE_NAME);
        const msdx_actor *a = s ? msdx_know_actor(c->know, s->index) : NULL;
        if (!a || a->type != MSDX_ACTOR_ARMED_GROUP) continue;
        if (k < head ? c->word[k].name_end <= head : msdx_tok_lower_is(c->u, msdx_child(c->u, k, MSDX_REL_CASE), "of"))
            return a;
    }
    return NULL;
}

/* 'A FARC commander' fights as the FARC does, and for no army; those who fight for a group that came to govern later
 * were no government. */
void msdx_take_group(struct msdx_coder *c, int32_t head, struct msdx_np *np)
{
    static const char *const fighting[] = {"REB", "UAF", "PRM", "CRM", "MIL", "SPY", NULL};
    const char *own = np->who.sector;
    if (own && !msdx_is_any(own, fighting)) return;
    const msdx_actor *a = msdx_group_of(c, head);
    if (!a) return;
    struct msdx_np group = *np;
    msdx_take_actor(c, &group, a);
    group.who.via = np->who.via;
    bool armed = group.who.sector && msdx_is_armed(group.who.sector);
    if (strcmp(c->u->tok[head].tag, "NNS") == 0 || np->kind == MSDX_AGENT_BODY) {
        *np = group;
        if (armed || !own || !msdx_is_armed(own)) return;
        np->who.sector = own;
        np->who.code = NULL;
    } else if (armed) {
        np->who.sector = group.who.sector;
        np->who.country = group.who.country;
    }
}

/* Who held an office once is of the elite; 'ex-soldiers', 'former rebels' are still what they fight as. */
static const char *past_sector(const struct msdx_coder *c, int32_t head, const char *sector)
{
    static const char *const ranks[] = {"MIL", "REB", "UAF", "PRM", "CRM", NULL};
    bool several = strcmp(c->u->tok[head].tag, "NNS") == 0;
    return several && sector && msdx_is_any(sector, ranks) ? sector : "ELI";
}

/* 'Gibraltar Savings unit', 'Acme Builders officers': of a name that is no country's, army's or group's, business. */
static bool is_of_a_firm(struct msdx_coder *c, int32_t head)
{
    const msdx_unit *u = c->u;
    bool named = false;
    if (c->word[head].agent_start != head) return false;
    MSDX_EACH_CHILD (u, head, k) {
        if (k > head || (u->tok[k].rel != MSDX_REL_COMPOUND && u->tok[k].rel != MSDX_REL_NMOD_POSS &&
                         u->tok[k].rel != MSDX_REL_NMOD_UNMARKED && u->tok[k].rel != MSDX_REL_NMOD_DESC))
            continue;
        const struct msdx_np *own = msdx_mention(c, k);
        if (own->who.sector && strcmp(own->who.sector, "BUS") == 0) return true;
        if (own->who.country || own->who.sector || own->is_agent) return false;
        named |= u->tok[k].upos == MSDX_PROPN;
    }
    return named;
}

/* ---- words whose own sector is only a guess ---- */

/* 'The 98th Division': what has a number is of an army. */
static bool is_numbered(const msdx_unit *u, int32_t head)
{
    MSDX_EACH_CHILD (u, head, k) {
        msdx_str w = u->tok[k].lower;
        bool ordinal = w.n > 2 && w.p[0] >= '0' && w.p[0] <= '9' && w.p[w.n - 1] >= 'a';
        if (k < head && ordinal) return true;
    }
    return false;
}

/* The sector of a force that token t speaks of, or NULL. */
static const char *force_at(const struct msdx_coder *c, int32_t t)
{
    static const char *const forces[] = {"MIL", "COP", NULL};
    const struct msdx_word *w = &c->word[t];
    const msdx_sense *s = msdx_word_name(w, MSDX_SENSE_NAME);
    const msdx_actor *a = s ? msdx_know_actor(c->know, s->index) : NULL;
    const char *sector = a && a->type != MSDX_ACTOR_PERSON ? a->sector : NULL;
    if (!a && w->agent && w->agent->kind <= MSDX_AGENT_BODY && !w->agent->yields) sector = w->agent->sector;
    return sector && msdx_is_any(sector, forces) ? sector : NULL;
}

/* Of which force the text speaks there: in the same sentence, else nearest before. NULL: of none. */
static const char *force_near(const struct msdx_coder *c, int32_t head, int32_t sentences)
{
    const msdx_unit *u = c->u;
    const msd_sentence *own = &u->sent[u->tok[head].sent];
    const char *sector = NULL;
    for (int32_t t = head - 1; t >= (int32_t)own->tok_start && !sector; t--) sector = force_at(c, t);
    for (int32_t t = head + 1; t < (int32_t)own->tok_end && !sector; t++) sector = force_at(c, t);
    for (int32_t t = (int32_t)own->tok_start - 1; t >= 0 && head - t < BACK_TOKENS && !sector; t--) {
        if (u->tok[head].sent - u->tok[t].sent > sentences) break;
        sector = force_at(c, t);
    }
    return sector;
}

/* Is it a state's, by an adjective or as its own: 'Ukrainian units', 'the division of Israel's south'? */
static bool is_of_state(struct msdx_coder *c, int32_t head, const struct msdx_around *a)
{
    int32_t own = msdx_child(c->u, head, MSDX_REL_NMOD_POSS);
    if (!a->country || !msdx_know_state(c->know, a->country)) return false;
    return own < 0 || !msdx_mention(c, own)->is_person;
}

static const char *yielded_sector(struct msdx_coder *c, int32_t head, const struct msdx_around *a)
{
    const msdx_agent *agent = c->word[head].agent;
    if (agent->kind <= MSDX_AGENT_BODY && is_of_a_firm(c, head)) return "BUS";
    if (a->owner && (!agent->keeps || is_force(a->owner))) return a->owner;
    if (is_numbered(c->u, head)) return agent->sector;
    if (strcmp(agent->sector, "MIL") != 0) return agent->sector;
    if (agent->kind == MSDX_AGENT_PERSON) {
        const char *force = force_near(c, head, TEXT_SENTENCES);
        return force ? force : agent->sector;
    }
    if (is_of_state(c, head, a)) return agent->sector;
    return agent->kind == MSDX_AGENT_BODY ? force_near(c, head, NEAR_SENTENCES) : NULL;
}

/* ---- whose it is ---- */

/* 'Hezbollah's infrastructure', 'its top commanders', 'the railway police's captain': of whom it is before what it is. */
static const char *owned_sector(const struct msdx_coder *c, int32_t head, const char *sector, const char *owner)
{
    static const char *const forces[] = {"MIL", "SPY", NULL}, *const plain[] = {"CVL", "BUS", NULL};
    const struct msdx_word *w = &c->word[head];
    bool fights = sector && msdx_is_any(sector, forces), cop = strcmp(owner, "COP") == 0;
    bool thing = w->agent->kind == MSDX_AGENT_PLACE || w->agent->kind == MSDX_AGENT_THING;
    if (fights && (msdx_is_armed(owner) || (cop && w->agent_start == head))) return owner;
    return thing && sector && msdx_is_any(sector, plain) && is_force(owner) ? owner : sector;
}

/* 'His office', 'the minister's headquarters': of the person who sits there. */
static const char *sector_of_holder(struct msdx_coder *c, int32_t head)
{
    int32_t own = msdx_child(c->u, head, MSDX_REL_NMOD_POSS);
    const struct msdx_np *np = own >= 0 ? msdx_mention(c, own) : NULL;
    return np && np->is_person ? np->who.sector : NULL;
}

const char *msdx_title_sector(const struct msdx_around *a)
{
    const msdx_agent *title = a->title;
    if (!a->owner || !title->sector) return a->sector ? a->sector : a->owner;
    bool armed = msdx_is_armed(a->owner), of_state = strcmp(title->sector, "GOV") == 0;
    if (a->by_rank && armed) return a->owner; /* 'Hezbollah commander Ali Rida' */
    if (of_state && serves_no_state(a->owner) && (!title->keeps || armed)) return a->owner;
    return title->yields ? a->owner : title->sector;
}

const char *msdx_agent_sector(struct msdx_coder *c, int32_t head, const struct msdx_around *a)
{
    const msdx_agent *agent = c->word[head].agent;
    const char *sector = agent->sector;
    if (!sector && agent->keeps) {
        sector = a->owner && is_force(a->owner) ? a->owner : NULL; /* 'Hezbollah's territory', but 'our region' */
    } else if (!sector && agent->kind == MSDX_AGENT_PLACE) {
        sector = a->owner ? a->owner : sector_of_holder(c, head);
    } else if (!sector) {
        sector = a->served;
    } else if (agent->yields) {
        sector = yielded_sector(c, head, a);
    } else if (strcmp(sector, "GOV") == 0 && a->served && serves_no_state(a->served)) {
        /* 'Hezbollah's leader' serves no government, whatever leaders mostly do. */
        if (!agent->keeps || msdx_is_armed(a->served)) sector = a->served;
    }
    if (a->owner) sector = owned_sector(c, head, sector, a->owner);
    return a->former ? past_sector(c, head, sector) : sector;
}
