/* repair.c: attachments that a greedy parser gets wrong and that a word's class
 * shows to be wrong: 'suspects factions loyal to Tehran of being behind it',
 * where 'of being' was hung on 'loyal' and not on 'suspects'. */
#include "code/code_impl.h"
#include "code/status_impl.h"

enum { CLIMB_MAX = 4, CHILDREN_MAX = 96 };

static bool wants_prep(struct msdx_coder *c, int32_t v, const char *prep)
{
    uint32_t i = 0;
    const msdx_class *cl;
    while ((cl = msdx_class_of(c, v, MSDX_SENSE_CLASS_VERB, &i)))
        for (size_t p = 0; p < cl->content.n; p++) {
            const msdx_path *path = &cl->content.item[p];
            if (path->n == 1 && path->step[0].kind == MSDX_STEP_PREP && strcmp(path->step[0].prep, prep) == 0)
                return true;
        }
    return false;
}

/* 'an attack on the union calling it corrupt', where 'on' was taken to open a clause of its own. */
static bool repair_gerund(msdx_unit *u, int32_t t)
{
    static const char *const list[] = {"on", "against", "at", "into", "with", NULL};
    int32_t g = u->tok[t].head, mark = msdx_child(u, t, MSDX_REL_MARK), s = msdx_child(u, t, MSDX_REL_NSUBJ);
    char word[16];
    if (strcmp(u->tok[t].tag, "VBG") != 0 || mark < 0 || s < mark || s > t || g < 0 || !msdx_is_noun(u, g))
        return false;
    msdx_prep_of(u, t, word, sizeof word);
    if (!msdx_is_any(word, list)) return false;
    u->tok[s].head = g;
    u->tok[s].rel = MSDX_REL_NMOD;
    u->tok[mark].head = u->tok[t].head = s;
    u->tok[mark].rel = MSDX_REL_CASE;
    return true;
}

/* 'vowed to avenge the raid that killed his aide, blaming Paris': who speaks in a participle behind a comma is whom the
 * sentence is about, not a raid in a relative clause. */
static bool repair_speaker(struct msdx_coder *c, int32_t t)
{
    msdx_unit *u = c->u;
    int32_t v = u->tok[t].head, n = v >= 0 && u->tok[v].rel == MSDX_REL_ACL_RELCL ? u->tok[v].head : -1;
    if (n < 0 || v > t || strcmp(u->tok[t].tag, "VBG") != 0 || !msdx_tok_lower_is(u, t - 1, ",")) return false;
    if (!msdx_says(c, t) && !msdx_tok_lemma_is(u, t, "blame")) return false;
    if (u->tok[n].rel == MSDX_REL_NSUBJ || c->word[n].agent) return false;
    int32_t up = u->tok[n].head;
    for (int i = 0; i < CLIMB_MAX && up >= 0 && !msdx_is_verb(u, up); i++) up = u->tok[up].head;
    while (up >= 0 && u->tok[up].rel == MSDX_REL_XCOMP && u->tok[up].head >= 0) up = u->tok[up].head;
    if (up < 0 || !msdx_is_verb(u, up)) return false;
    u->tok[t].head = up;
    return true;
}

static void repair_clause(struct msdx_coder *c, int32_t t)
{
    msdx_unit *u = c->u;
    if (repair_gerund(u, t) || repair_speaker(c, t)) return;
    char prep[48];
    msdx_prep_of(u, t, prep, sizeof prep);
    int32_t g = u->tok[t].head;
    if (!prep[0] || g < 0 || msdx_is_verb(u, g)) return;
    for (int32_t up = u->tok[g].head, i = 0; up >= 0 && i < CLIMB_MAX; up = u->tok[up].head, i++) {
        if (!msdx_is_verb(u, up)) continue;
        if (up < t && wants_prep(c, up, prep)) {
            u->tok[t].head = up;
            u->tok[t].rel = MSDX_REL_ADVCL;
        }
        return;
    }
}

/* 'urged them to stop and offered talks': a finite verb is no conjunct of an infinitive, but of what governs it. */
static void repair_conjunct(msdx_unit *u, int32_t t)
{
    const char *tag = u->tok[t].tag;
    int32_t g = u->tok[t].head;
    if (strcmp(tag, "VBD") != 0 && strcmp(tag, "VBZ") != 0) return;
    if (g < 0 || !msdx_is_infinitive(u, g)) return;
    for (int32_t up = u->tok[g].head, i = 0; up >= 0 && i < CLIMB_MAX; up = u->tok[up].head, i++)
        if (strcmp(u->tok[up].tag, "VBD") == 0 || strcmp(u->tok[up].tag, "VBZ") == 0 ||
            strcmp(u->tok[up].tag, "VBP") == 0) {
            u->tok[t].head = up;
            return;
        }
}

/* No word of a language has a hundred dependents, but a page of commas has. What is over hangs in a chain of groups, so
 * that looking at a word's children costs no more than a page of them, and a text its length and not its square. */
static void repair_width(struct msdx_coder *c)
{
    struct group {
        int32_t holder, last; /* whom the children hang on now, the last of them */
        uint32_t n;
    };
    msdx_unit *u = c->u;
    struct group *group = MSDX_NEW(c->scratch, struct group, u->n_tok);
    if (!group) return;
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++) {
        int32_t h = u->tok[t].head;
        if (h < 0) continue;
        struct group *g = &group[h];
        if (g->n == 0) g->holder = h;
        if (g->n && g->n % CHILDREN_MAX == 0) g->holder = g->last;
        if (g->holder != h) {
            u->tok[t].head = g->holder;
            u->tok[t].rel = MSDX_REL_DEP;
        }
        g->last = t;
        g->n++;
    }
}

/* ---- lists without 'and' ---- */

static bool is_place_or_people(const msdx_unit *u, int32_t t)
{
    const char *ent = u->tok[t].ent;
    return ent && u->tok[t].upos == MSDX_PROPN &&
           (strcmp(ent, "GPE") == 0 || strcmp(ent, "NORP") == 0 || strcmp(ent, "PERSON") == 0);
}

/* 'Germany, France agree': two names with a comma between and a verb after are one subject. */
static void repair_list(msdx_unit *u, int32_t t)
{
    int32_t next = t + 2, v;
    if (next >= (int32_t)u->n_tok || u->tok[next].sent != u->tok[t].sent || !msdx_tok_lower_is(u, t + 1, ",")) return;
    if (!is_place_or_people(u, t) || !is_place_or_people(u, next)) return;
    v = u->tok[next].head;
    if (u->tok[next].rel != MSDX_REL_NSUBJ || v != next + 1 || u->tok[t].head == t) return;
    if (u->tok[t].head != next && u->tok[t].head != v) return;
    if (t > 0 && u->tok[t - 1].sent == u->tok[t].sent) return; /* 'in Paris, France agreed' */
    u->tok[t].head = v;
    u->tok[t].rel = MSDX_REL_NSUBJ;
    u->tok[next].head = t;
    u->tok[next].rel = MSDX_REL_CONJ;
}

/* 'Biden, Lula discuss climate': two names before a plural's verb, where the one was taken for the other's description. */
static void repair_pair(struct msdx_coder *c, int32_t t)
{
    msdx_unit *u = c->u;
    int32_t first = u->tok[t].head, v = t + 1;
    if (u->tok[t].rel != MSDX_REL_APPOS || first != t - 2 || u->tok[first].rel != MSDX_REL_NSUBJ ||
        u->tok[first].head != v || !msdx_tok_lower_is(u, t - 1, ","))
        return;
    if (strcmp(u->tok[v].tag, "VBP") != 0 && strcmp(u->tok[v].tag, "VB") != 0) return;
    if (c->word[first].n_name && c->word[t].n_name) u->tok[t].rel = MSDX_REL_CONJ;
}

/* 'Talks between the rebels and the army collapsed', where 'the army' was taken for a second subject. */
static void repair_between(msdx_unit *u, int32_t t)
{
    int32_t v = u->tok[t].head, with = -1;
    if (v < 0 || t > v) return;
    MSDX_EACH_CHILD (u, v, k) {
        if (k >= t || u->tok[k].rel != MSDX_REL_NSUBJ) continue;
        MSDX_EACH_CHILD (u, k, x)
            if (x > k && x < t && msdx_tok_lower_is(u, msdx_child(u, x, MSDX_REL_CASE), "between") &&
                msdx_child(u, x, MSDX_REL_CONJ) < 0 &&
                (msdx_child(u, t, MSDX_REL_CC) >= 0 || msdx_child(u, x, MSDX_REL_CC) >= 0))
                with = x;
    }
    if (with < 0) return;
    u->tok[t].head = with;
    u->tok[t].rel = MSDX_REL_CONJ;
}

/* 'Mali's army and Russian mercenaries attacked', where 'army' was hung on 'mercenaries' as a part of their name. */
static void repair_compound(struct msdx_coder *c, int32_t t)
{
    msdx_unit *u = c->u;
    int32_t h = u->tok[t].head, cc = msdx_child(u, t, MSDX_REL_CC);
    const msdx_agent *agent = c->word[t].agent;
    if (h <= t || cc < t || cc > h || msdx_child(u, t, MSDX_REL_CONJ) >= 0 || !msdx_is_noun(u, h)) return;
    if (!agent || !agent->is_head || agent->kind > MSDX_AGENT_BODY || !c->word[h].agent) return;
    MSDX_EACH_CHILD (u, h, k)
        if (k < t) u->tok[k].head = t;
    u->tok[t].head = u->tok[h].head;
    u->tok[t].rel = u->tok[h].rel;
    u->tok[h].head = t;
    u->tok[h].rel = MSDX_REL_CONJ;
    u->tok[cc].head = h;
}

/* 'Syrian army shelling': the army is Syrian, whatever word the parser hung both on. */
static void repair_modifier(struct msdx_coder *c, int32_t t)
{
    msdx_unit *u = c->u;
    int32_t next = t + 1, g = u->tok[t].head;
    if (next >= (int32_t)u->n_tok || g <= next || u->tok[next].head != g || u->tok[next].rel != MSDX_REL_COMPOUND)
        return;
    const msdx_agent *agent = c->word[next].agent;
    if (!msdx_word_name(&c->word[t], MSDX_SENSE_ADJECTIVE) || !agent || !agent->is_head ||
        agent->kind > MSDX_AGENT_BODY)
        return;
    u->tok[t].head = next;
}

/* 'Tehran, March 15 - The speaker condemned': a dateline in the text is nobody, when somebody else is the subject. */
static void repair_dateline(struct msdx_coder *c, int32_t t)
{
    msdx_unit *u = c->u;
    int32_t v = u->tok[t].head;
    bool place = c->word[t].place || msdx_word_name(&c->word[t], MSDX_SENSE_CAPITAL) ||
                 msdx_word_name(&c->word[t], MSDX_SENSE_PLACE) || (u->tok[t].ent && strcmp(u->tok[t].ent, "GPE") == 0);
    if (u->tok[t].rel != MSDX_REL_NSUBJ || v < 0 || !place) return;
    for (int32_t k = t + 1; k < v; k++) {
        if (u->tok[k].head != v || u->tok[k].rel != MSDX_REL_NSUBJ) continue;
        for (int32_t p = t + 1; p < k; p++) {
            const char *tag = u->tok[p].tag;
            if (strcmp(tag, ":") == 0 || strcmp(tag, "-RRB-") == 0) u->tok[t].rel = MSDX_REL_DEP;
        }
        return;
    }
}

/* 'may yield to demands', 'did not buckle to pressure': a noun after 'to' that was taken for an infinitive. */
static void repair_to_noun(msdx_unit *u, int32_t t)
{
    int32_t to = t - 1;
    bool court = msdx_tok_lower_is(u, t, "court") && msdx_child(u, t, MSDX_REL_OBJ) < 0; /* 'took Apple to court' */
    if (court && to >= 0 && u->tok[to].head == t && msdx_tok_lower_is(u, to, "to") && u->tok[t].head < to) {
        u->tok[t].rel = MSDX_REL_OBL;
        u->tok[t].upos = MSDX_NOUN;
        u->tok[t].tag = "NN";
        u->tok[to].rel = MSDX_REL_CASE;
        return;
    }
    if (strncmp(u->tok[t].tag, "NN", 2) != 0 || to < 0 || u->tok[to].head != t || !msdx_tok_lower_is(u, to, "to"))
        return;
    if (u->tok[t].head >= to || u->tok[t].head != to - 1 || msdx_child(u, t, MSDX_REL_OBJ) >= 0) return;
    u->tok[t].rel = MSDX_REL_OBL;
    u->tok[to].rel = MSDX_REL_CASE;
    for (int32_t k = t + 1; k < (int32_t)u->n_tok && u->tok[k].sent == u->tok[t].sent; k++)
        if (u->tok[k].head == t && u->tok[k].rel == MSDX_REL_OBL) u->tok[k].rel = MSDX_REL_NMOD;
}

static bool may_act(const struct msdx_coder *c, int32_t t)
{
    const struct msdx_word *w = &c->word[t];
    const char *ent = c->u->tok[t].ent;
    if (w->agent && w->agent->kind <= MSDX_AGENT_BODY) return true;
    return w->n_name || (ent && (strcmp(ent, "ORG") == 0 || strcmp(ent, "GPE") == 0 || strcmp(ent, "PERSON") == 0));
}

/* 'was destroyed during the night by coalition jets' */
static bool may_strike(const struct msdx_coder *c, int32_t t)
{
    const msdx_agent *agent = c->word[t].agent;
    return may_act(c, t) || (agent && agent->kind == MSDX_AGENT_INSTRUMENT);
}

/* 'was stopped from boarding by agents': the agent of the passive was hung on the last verb. */
static bool hangs_on_passive(const msdx_unit *u, int32_t v)
{
    for (int32_t i = 0; i < CLIMB_MAX && msdx_child(u, v, MSDX_REL_NSUBJ) < 0; i++) {
        v = u->tok[v].head;
        if (v < 0 || !msdx_is_verb(u, v)) return false;
        if (msdx_is_passive(u, v)) return true;
    }
    return false;
}

/* 'listed as a terrorist group by Canada', 'tried in absentia by a court': of a passive that names nobody, the first that
 * can act and stands behind 'by' is the agent, whatever noun between the parser hung it on; but 'a visit by ministers'. */
static void repair_agent(struct msdx_coder *c, int32_t t)
{
    msdx_unit *u = c->u;
    int32_t g = u->tok[t].head;
    if (g < 0 || g > t || !msdx_tok_lower_is(u, msdx_child(u, t, MSDX_REL_CASE), "by") || !may_strike(c, t)) return;
    for (int32_t i = 0; g >= 0 && i < CLIMB_MAX && !msdx_is_verb(u, g); g = u->tok[g].head, i++)
        if (g > t || c->word[g].is_event_noun) return;
    if (g >= 0 && g < t && g != u->tok[t].head && msdx_is_verb(u, g) && hangs_on_passive(u, g))
        g = u->tok[g].head; /* 'barred from taking a seat by' */
    if (g < 0 || g > t || !msdx_is_verb(u, g) || strcmp(u->tok[g].tag, "VBN") != 0) return;
    if (!msdx_is_passive(u, g) && u->tok[g].rel != MSDX_REL_ADVCL && u->tok[g].rel != MSDX_REL_ACL) return;
    if (msdx_child(u, g, MSDX_REL_OBL_AGENT) >= 0) return;
    u->tok[t].head = g;
    u->tok[t].rel = MSDX_REL_OBL_AGENT;
}

/* 'denounced vote rigging by the party', 'will look into beatings by police': nothing is done by anybody in the passive,
 * and the phrase belongs to the event that the verb speaks of, or to its object. */
static void repair_active_by(struct msdx_coder *c, int32_t t)
{
    msdx_unit *u = c->u;
    int32_t v = u->tok[t].head, best = -1;
    if (v < 0 || v > t || !msdx_is_verb(u, v) || !msdx_tok_lower_is(u, msdx_child(u, t, MSDX_REL_CASE), "by")) return;
    if (hangs_on_passive(u, v) || msdx_child(u, v, MSDX_REL_AUX_PASS) >= 0 || !may_act(c, t)) return;
    int32_t aux = msdx_child(u, v, MSDX_REL_AUX);
    if (strcmp(u->tok[v].tag, "VBN") == 0 && !msdx_tok_lemma_is(u, aux, "have")) return; /* a reduced relative */
    for (int32_t k = v + 1; k < t; k++)
        if (msdx_is_noun(u, k) && u->tok[k].rel != MSDX_REL_COMPOUND && !msdx_hangs_on(u, k, t) &&
            (c->word[k].is_event_noun || (best < 0 && u->tok[k].rel == MSDX_REL_OBJ && u->tok[k].head == v)))
            best = k;
    if (best < 0) return;
    u->tok[t].head = best;
    u->tok[t].rel = MSDX_REL_NMOD;
}

/* 'seven persons were on Monday killed': what the parser hung on the auxiliary belongs to the verb. */
static void repair_auxiliary(msdx_unit *u, int32_t t)
{
    int32_t aux = u->tok[t].head, v = aux >= 0 ? u->tok[aux].head : -1;
    if (v < 0 || (u->tok[aux].rel != MSDX_REL_AUX && u->tok[aux].rel != MSDX_REL_AUX_PASS)) return;
    msdx_rel rel = (msdx_rel)u->tok[t].rel;
    if (rel != MSDX_REL_NSUBJ && rel != MSDX_REL_OBL && rel != MSDX_REL_OBL_UNMARKED && rel != MSDX_REL_NSUBJ_PASS)
        return;
    u->tok[t].head = v;
    if (rel == MSDX_REL_NSUBJ && u->tok[aux].rel == MSDX_REL_AUX_PASS) u->tok[t].rel = MSDX_REL_NSUBJ_PASS;
}

/* 'freed Israelis held hostage by militants', where 'held' was taken for what somebody did. */
static void repair_hostages(msdx_unit *u, int32_t t)
{
    static const char *const how[] = {"hostage", "captive", "prisoner"};
    bool so = false;
    int32_t n = t - 1, g = u->tok[t].head;
    for (size_t i = 0; i < sizeof how / sizeof *how; i++)
        so |= t + 1 < (int32_t)u->n_tok && msdx_tok_lemma_is(u, t + 1, how[i]);
    if (!so || g < 0 || n < (int32_t)u->sent[u->tok[t].sent].tok_start || !msdx_is_noun(u, n)) return;
    for (int32_t up = u->tok[n].head; up >= 0 && up != g; up = u->tok[up].head) /* no word hangs under itself */
        if (up == t && u->tok[n].head != t) return;
    if (!msdx_tok_lower_is(u, t, "held") && !msdx_tok_lower_is(u, t, "taken") && !msdx_tok_lower_is(u, t, "kept"))
        return;
    if (msdx_child(u, t, MSDX_REL_AUX) >= 0 || msdx_child(u, t, MSDX_REL_AUX_PASS) >= 0 || g == n) return;
    if (u->tok[n].head == t) { /* 'freed [Israelis held hostage]' */
        if (!msdx_is_clause_rel((msdx_rel)u->tok[t].rel) || !msdx_is_verb(u, g)) return;
        u->tok[n].head = g;
        u->tok[n].rel = MSDX_REL_OBJ;
    } else if (u->tok[t].rel != MSDX_REL_ADVCL && u->tok[t].rel != MSDX_REL_ACL) {
        return;
    }
    u->tok[t].head = n;
    u->tok[t].rel = MSDX_REL_ACL;
    u->tok[t].tag = "VBN";
}

/* 'holds the rebels responsible for it', 'found the general guilty of murder': what somebody is held to be was hung on
 * him as his adjective, or he on it as its own. */
static void repair_predicate(msdx_unit *u, int32_t a)
{
    static const char *const said[] = {"responsible", "guilty", "accountable", "liable", "culpable", "answerable"};
    static const char *const says[] = {"hold", "find", "deem", "declare", "consider", "call", "judge"};
    bool so = false, held = false;
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) so |= msdx_tok_lower_is(u, a, said[i]);
    int32_t n = u->tok[a].head;
    if (!so || n < 0) return;
    bool behind = u->tok[a].rel == MSDX_REL_AMOD && n == a - 1 && u->tok[n].rel == MSDX_REL_OBJ;
    int32_t v = behind ? u->tok[n].head : n, who = behind ? n : a - 1;
    for (size_t i = 0; v >= 0 && i < sizeof says / sizeof *says; i++) held |= msdx_tok_lemma_is(u, v, says[i]);
    if (!held || v >= a) return;
    if (!behind) { /* 'the general' was read as an adjective of 'guilty' */
        int32_t det = msdx_child(u, a, MSDX_REL_DET);
        if (det < 0 || det >= who || u->tok[who].head != a || u->tok[who].rel != MSDX_REL_AMOD) return;
        for (int32_t k = det; k < who; k++)
            if (u->tok[k].head == a) u->tok[k].head = who;
        u->tok[who].upos = MSDX_NOUN;
        u->tok[who].tag = "NN";
    }
    u->tok[who].head = u->tok[a].head = v;
    u->tok[who].rel = MSDX_REL_OBJ;
    u->tok[a].rel = MSDX_REL_XCOMP;
}

/* 'voted down the accord', 'called off the vote': what stands behind a verb of this kind belongs to it. */
static bool is_particle_of(const msdx_unit *u, int32_t p, int32_t v)
{
    static const struct {
        const char *particle, *verb[24];
    } list[] = {
        {"down",
         {"vote", "gun", "shoot", "mow", "strike", "turn", "shut", "hunt", "tear", "pull", "burn", "cut", "bring",
          "knock", "take", "put", "track"}},
        {"up", {"blow", "round", "lock", "tear", "rip", "pick", "beat"}},
        {"off", {"call", "seal", "choke",  "block", "close", "cordon", "break", "cut",   "fence", "shut",
                 "wall", "turn", "switch", "drag",  "lead",  "cart",   "haul",  "whisk", "carry", "bundle"}},
        {"out", {"kick", "throw", "boot", "carry", "wipe", "turf", "drive", "force"}},
        {"over", {"hand", "take"}},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        for (size_t k = 0; msdx_tok_lower_is(u, p, list[i].particle) && k < 24 && list[i].verb[k]; k++)
            if (msdx_tok_lemma_is(u, v, list[i].verb[k]))
                return i == 0 || strcmp(list[i].verb[k], "blow") == 0 || strcmp(u->tok[p].tag, "RP") == 0;
    return false;
}

/* 'gunned down the judge', 'blew up the bridge', 'sealed off the enclave': a particle that was taken for a preposition. */
static void repair_particle(msdx_unit *u, int32_t t)
{
    int32_t v = u->tok[t].head, p = msdx_child(u, t, MSDX_REL_CASE);
    if (v < 0 || p != v + 1 || u->tok[t].rel != MSDX_REL_OBL || !msdx_is_verb(u, v)) return;
    if (msdx_child(u, v, MSDX_REL_OBJ) >= 0 || msdx_is_passive(u, v) || !is_particle_of(u, p, v)) return;
    u->tok[p].head = v;
    u->tok[p].rel = MSDX_REL_COMPOUND_PRT;
    u->tok[t].rel = MSDX_REL_OBJ;
}

/* 'were kept off the ballot by': what stands behind a passive verb and its 'off' is no object of it. */
static void repair_kept_off(msdx_unit *u, int32_t t)
{
    int32_t v = u->tok[t].head, p = v + 1;
    if (v < 0 || u->tok[t].rel != MSDX_REL_OBJ || p >= t || !msdx_is_verb(u, v)) return;
    if (u->tok[p].head != v || u->tok[p].rel != MSDX_REL_COMPOUND_PRT || !msdx_tok_lower_is(u, p, "off")) return;
    if (msdx_child(u, v, MSDX_REL_NSUBJ_PASS) < 0) return;
    u->tok[p].head = t;
    u->tok[p].rel = MSDX_REL_CASE;
    u->tok[t].rel = MSDX_REL_OBL;
}

/* 'had the mayor detained', read as 'had (that) the mayor detained': who has it done does it. */
static void repair_causative(msdx_unit *u, int32_t t)
{
    static const char *const done[] = {"arrest", "detain", "jail",  "imprison", "deport",     "expel",
                                       "remove", "close",  "seize", "evict",    "confiscate", "ban"};
    int32_t have = u->tok[t].head, who = msdx_child(u, t, MSDX_REL_NSUBJ);
    if (u->tok[t].rel != MSDX_REL_CCOMP || have < 0 || !msdx_tok_lemma_is(u, have, "have") || who < have || who > t)
        return;
    bool so = false;
    for (size_t i = 0; i < sizeof done / sizeof *done; i++) so |= msdx_tok_lemma_is(u, t, done[i]);
    if (!so || msdx_child(u, have, MSDX_REL_NSUBJ) < 0 || msdx_child(u, t, MSDX_REL_OBJ) >= 0) return;
    if (msdx_child(u, t, MSDX_REL_MARK) >= 0 || msdx_child(u, t, MSDX_REL_AUX) >= 0) return;
    MSDX_EACH_CHILD (u, have, k)
        if (k != t) u->tok[k].head = t;
    u->tok[t].head = u->tok[have].head;
    u->tok[t].rel = u->tok[have].rel;
    u->tok[have].head = t;
    u->tok[have].rel = MSDX_REL_AUX;
    u->tok[who].rel = MSDX_REL_OBJ;
}

/* 'A cyberattack crippled the bank', where the one noun before the verb was taken for a time. */
static void repair_subject(msdx_unit *u, int32_t t)
{
    int32_t v = u->tok[t].head;
    if (u->tok[t].rel != MSDX_REL_OBL_UNMARKED || v < t || !msdx_is_noun(u, t) || strcmp(u->tok[v].tag, "VBD") != 0)
        return;
    if (u->tok[v].rel != MSDX_REL_ROOT || msdx_child(u, v, MSDX_REL_OBJ) < 0) return;
    const char *ent = u->tok[t].ent;
    if (ent && (strcmp(ent, "DATE") == 0 || strcmp(ent, "TIME") == 0)) return;
    MSDX_EACH_CHILD (u, v, k)
        if ((k < v && k != t && u->tok[k].rel != MSDX_REL_ADVMOD && u->tok[k].rel != MSDX_REL_PUNCT) ||
            u->tok[k].rel == MSDX_REL_NSUBJ)
            return;
    u->tok[t].rel = MSDX_REL_NSUBJ;
}

/* 'Closing the border would hurt traders, the minister said', read as what the minister does, closing, with the verb
 * after it for content: it is the gerund that would hurt, and what he said. */
static void repair_clause_subject(msdx_unit *u, int32_t t)
{
    static const char *const finite[] = {"MD", "VBD", "VBZ", NULL};
    int32_t said = u->tok[t].head, v = msdx_child(u, t, MSDX_REL_CCOMP);
    if (strcmp(u->tok[t].tag, "VBG") != 0 || u->tok[t].rel != MSDX_REL_ADVCL || said < t || v < t || said < v) return;
    if (msdx_child(u, t, MSDX_REL_MARK) >= 0 || msdx_child(u, v, MSDX_REL_NSUBJ) >= 0) return;
    int32_t aux = msdx_child(u, v, MSDX_REL_AUX);
    if (!msdx_is_any(u->tok[aux > t ? aux : v].tag, finite)) return;
    u->tok[v].head = said;
    u->tok[v].rel = MSDX_REL_CCOMP;
    u->tok[t].head = v;
    u->tok[t].rel = MSDX_REL_CSUBJ;
}

/* 'signed an agreement easing visa rules', read as rules of that easing: the noun between is what was signed. */
static void repair_easing(msdx_unit *u, int32_t t)
{
    int32_t n = u->tok[t].head, mid = msdx_child(u, t, MSDX_REL_OBL_UNMARKED);
    if (strcmp(u->tok[t].tag, "VBG") != 0 || u->tok[t].rel != MSDX_REL_AMOD || n < t || mid < 0 || mid > t) return;
    int32_t v = u->tok[n].head;
    if (u->tok[n].rel != MSDX_REL_OBJ || v < 0 || v > mid || !msdx_is_noun(u, mid) || mid + 1 != t) return;
    u->tok[mid].head = v;
    u->tok[mid].rel = u->tok[n].rel;
    u->tok[t].head = mid;
    u->tok[t].rel = MSDX_REL_ACL;
    u->tok[n].head = t;
    for (int32_t k = mid - 1; k > v; k--)
        if (u->tok[k].head == n || u->tok[k].head == t) u->tok[k].head = mid;
}

/* 'Sit down with them, Cairo told Khartoum', where what is asked was hung on as a purpose. */
static void repair_order(msdx_unit *u, int32_t t)
{
    static const char *const asks[] = {"tell", "urge", "ask", "beg", "order", "implore", "advise"};
    int32_t v = u->tok[t].head;
    if ((u->tok[t].rel != MSDX_REL_ADVCL && u->tok[t].rel != MSDX_REL_CCOMP) || v < t) return;
    if (strcmp(u->tok[t].tag, "VB") != 0 && strcmp(u->tok[t].tag, "VBP") != 0) return;
    MSDX_EACH_CHILD (u, t, k)
        if (k < t && u->tok[k].upos != MSDX_PUNCT) return;
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
        if (msdx_tok_lemma_is(u, v, asks[i])) {
            u->tok[t].rel = MSDX_REL_CCOMP;
            u->tok[t].tag = "VB";
        }
}

/* 'ordered Baku to release them', where what is ordered was hung on as a purpose. */
static void repair_ordered(msdx_unit *u, int32_t t)
{
    static const char *const asks[] = {"order",  "urge",     "ask",    "tell",    "press",  "compel",    "force",
                                       "allow",  "persuade", "beg",    "command", "oblige", "instruct",  "direct",
                                       "enable", "permit",   "advise", "request", "invite", "authorise", "authorize"};
    int32_t v = u->tok[t].head, o = v >= 0 ? msdx_child(u, v, MSDX_REL_OBJ) : -1;
    if (u->tok[t].rel != MSDX_REL_ADVCL || v < 0 || o < v || o > t || !msdx_is_infinitive(u, t)) return;
    if (msdx_child(u, v, MSDX_REL_XCOMP) >= 0 || msdx_child(u, t, MSDX_REL_NSUBJ) >= 0) return;
    for (int32_t k = o + 1; k < t; k++)
        if (msdx_tok_lower_is(u, k, ",") || msdx_tok_lower_is(u, k, "order")) return;
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
        if (msdx_tok_lemma_is(u, v, asks[i])) u->tok[t].rel = MSDX_REL_XCOMP;
}

/* 'the blockade of Gaza imposed by Israel': imposed is the blockade, not Gaza. */
static void repair_carried_out(struct msdx_coder *c, int32_t t)
{
    static const char *const does[] = {"impose", "launch", "carry",   "conduct", "stage",     "mount",
                                       "commit", "wage",   "declare", "order",   "perpetrate"};
    msdx_unit *u = c->u;
    int32_t n = u->tok[t].head, e = n >= 0 && u->tok[n].rel == MSDX_REL_NMOD ? u->tok[n].head : -1;
    if (u->tok[t].rel != MSDX_REL_ACL || strcmp(u->tok[t].tag, "VBN") != 0 || e < 0 || e > n) return;
    if (!c->word[e].is_event_noun || c->word[n].is_event_noun || msdx_child(u, t, MSDX_REL_OBL_AGENT) < 0) return;
    for (size_t i = 0; i < sizeof does / sizeof *does; i++)
        if (msdx_tok_lemma_is(u, t, does[i])) u->tok[t].head = e;
}

/* 'Riyadh and Tehran, rivals for decades, will reopen embassies', where the apposition was taken for the subject. */
static void repair_apposed(msdx_unit *u, int32_t t)
{
    int32_t g = u->tok[t].head, v = g >= 0 ? u->tok[g].head : -1;
    if (u->tok[t].rel != MSDX_REL_NSUBJ || v < g || g < t || !msdx_is_noun(u, g) || msdx_is_verb(u, g)) return;
    if (u->tok[g].rel != MSDX_REL_NSUBJ || msdx_child(u, g, MSDX_REL_COP) >= 0 || !msdx_is_verb(u, v)) return;
    bool comma = false;
    for (int32_t k = t + 1; k < g; k++) comma |= msdx_tok_lower_is(u, k, ",");
    if (!comma) return;
    u->tok[t].head = v;
    u->tok[g].head = t;
    u->tok[g].rel = MSDX_REL_APPOS;
}

/* 'designated the cartel a terrorist group': of two objects the second is what the first is said to be. */
static void repair_named(msdx_unit *u, int32_t t)
{
    static const char *const names[] = {"designate", "declare", "label", "brand", "name", "proclaim", "term", "call"};
    int32_t o = u->tok[t].head, v = o;
    if (u->tok[t].rel == MSDX_REL_APPOS && o >= 0 && u->tok[o].rel == MSDX_REL_OBJ && o < t) {
        v = u->tok[o].head; /* 'declared the network a terror group' */
        for (int32_t k = o + 1; k < t; k++)
            if (msdx_tok_lower_is(u, k, ",")) return;
    } else {
        o = v >= 0 ? msdx_child(u, v, MSDX_REL_OBJ) : -1;
        if (u->tok[t].rel != MSDX_REL_OBJ || o < v || o >= t) return;
    }
    if (v < 0 || !msdx_is_verb(u, v)) return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (msdx_tok_lemma_is(u, v, names[i])) {
            u->tok[t].rel = MSDX_REL_XCOMP;
            u->tok[t].head = v;
        }
}

struct link {
    int32_t head;
    msdx_rel rel;
};

/* Words that hang under themselves, by two repairs of the same words, get back what the parser said. */
static void mend_circles(msdx_unit *u, int32_t s, const struct link *was)
{
    int32_t start = (int32_t)u->sent[s].tok_start, end = (int32_t)u->sent[s].tok_end;
    bool same = true; /* a tree, then */
    for (int32_t t = start; same && t < end; t++) same = u->tok[t].head == was[t].head;
    for (int32_t t = start; !same && t < end; t++) {
        int32_t up = t, steps = 0;
        while (up >= 0 && steps++ <= end - start) up = u->tok[up].head;
        if (up < 0) continue;
        for (int32_t k = start; k < end; k++) {
            u->tok[k].head = was[k].head;
            u->tok[k].rel = was[k].rel;
        }
        msdx_relink(u, start, end);
        return;
    }
}

/* 'in a speech that his forces had retaken the town': what is said, and no relative clause. */
static bool is_what_is_said(const struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    int32_t mark = msdx_child(u, t, MSDX_REL_MARK), who = msdx_child(u, t, MSDX_REL_NSUBJ);
    uint32_t i = 0;
    const msdx_class *cl;
    if (mark < 0 || who < mark || !msdx_tok_lower_is(u, mark, "that")) return false;
    while ((cl = msdx_class_of(c, u->tok[t].head, MSDX_SENSE_CLASS_NOUN, &i)))
        if (cl->has_source) return true;
    return false;
}

/* 'in front of the embassy': one preposition, of whose middle the parser makes a noun. */
static void repair_in_front(msdx_unit *u, int32_t t)
{
    int32_t in = t - 1, of = t + 1, k = -1;
    if (!msdx_tok_lower_is(u, t, "front") || t + 1 >= (int32_t)u->n_tok || u->tok[in].head != t) return;
    if (!msdx_tok_lower_is(u, in, "in") || !msdx_tok_lower_is(u, of, "of")) return;
    MSDX_EACH_CHILD (u, t, n)
        if (u->tok[n].rel == MSDX_REL_NMOD && u->tok[of].head == n) k = n;
    if (k < 0 || u->tok[t].head < 0) return;
    u->tok[k].head = u->tok[t].head;
    u->tok[k].rel = u->tok[t].rel;
    u->tok[in].head = k;
    u->tok[t].head = in;
    u->tok[of].head = t;
    u->tok[t].rel = u->tok[of].rel = MSDX_REL_FIXED;
}

static void repair_words(struct msdx_coder *c)
{
    msdx_unit *u = c->u;
    for (int32_t t = 1; t < (int32_t)u->n_tok; t++) repair_in_front(u, t);
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++) repair_list(u, t);
    for (int32_t t = 2; t + 1 < (int32_t)u->n_tok; t++) repair_pair(c, t);
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++) repair_order(u, t);
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++) repair_hostages(u, t);
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++) repair_auxiliary(u, t);
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++) repair_clause_subject(u, t);
    for (int32_t t = 1; t < (int32_t)u->n_tok; t++) {
        repair_predicate(u, t);
        repair_particle(u, t);
        repair_kept_off(u, t);
        repair_causative(u, t);
        repair_subject(u, t);
        repair_easing(u, t);
        repair_ordered(u, t);
        repair_carried_out(c, t);
        repair_named(u, t);
    }
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++) repair_apposed(u, t);
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++) msdx_repair_cleft(u, t);
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++)
        if (u->tok[t].rel == MSDX_REL_ADVCL || u->tok[t].rel == MSDX_REL_ACL) repair_clause(c, t);
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++)
        if (u->tok[t].rel == MSDX_REL_ACL_RELCL && is_what_is_said(c, t))
            u->tok[t].rel = MSDX_REL_ACL;
        else if (u->tok[t].rel == MSDX_REL_CONJ)
            repair_conjunct(u, t);
        else if (u->tok[t].rel == MSDX_REL_NSUBJ)
            repair_between(u, t);
        else if (u->tok[t].rel == MSDX_REL_AMOD)
            repair_modifier(c, t);
        else if (u->tok[t].rel == MSDX_REL_NMOD || u->tok[t].rel == MSDX_REL_OBL)
            repair_agent(c, t), repair_active_by(c, t);
        else if (u->tok[t].rel == MSDX_REL_OBL_AGENT)
            repair_active_by(c, t);
        else if (u->tok[t].rel == MSDX_REL_COMPOUND)
            repair_compound(c, t);
        else if (u->tok[t].rel == MSDX_REL_XCOMP)
            repair_to_noun(u, t);
        else if (u->tok[t].rel == MSDX_REL_CCOMP)
            msdx_repair_subjunctive(c, t);
}

void msdx_code_repair(struct msdx_coder *c)
{
    msdx_unit *u = c->u;
    struct link *was = MSDX_NEW(&c->doc->arena, struct link, u->n_tok);
    if (!was) return;
    for (size_t t = 0; t < u->n_tok; t++) was[t] = (struct link){u->tok[t].head, (msdx_rel)u->tok[t].rel};
    for (int32_t s = 0; s < (int32_t)u->n_sent; s++) {
        msdx_repair_hyphens(c, s);
        msdx_repair_headline(c, s);
        msdx_repair_verbless(c, s);
        msdx_repair_fronted(c, s);
        mend_circles(u, s, was);
        if (u->sent[s].tok_start >= u->sent[s].tok_end) continue;
        repair_dateline(c, (int32_t)u->sent[s].tok_start);
    }
    repair_words(c);
    for (int32_t s = 0; s < (int32_t)u->n_sent; s++) mend_circles(u, s, was);
    msdx_unit_link_children(u);
    msdx_repair_participles(c);
    msdx_unit_link_children(u);
    msdx_repair_objects(c);
    for (int32_t s = 0; s < (int32_t)u->n_sent; s++) mend_circles(u, s, was);
    repair_width(c);
    msdx_unit_link_children(u);
}
