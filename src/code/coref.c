/* coref.c: whom a pronoun, a short name or 'both sides' means. Plain and
 * explainable: subjects of governing clauses first, then earlier ones, nearest
 * first, agreeing in number and kind. */
#include "code/status_impl.h"

enum { BACK_SENTENCES = 3, BACK_NAMES = 2000, BACK_TOKENS = 1000 };

enum need { NEED_ANY = 0, NEED_WOMAN, NEED_MAN, NEED_THING, NEED_PLURAL };

static enum need need_of(const msdx_unit *u, int32_t t)
{
    static const struct {
        const char *word;
        enum need need;
    } table[] = {{"he", NEED_MAN},      {"him", NEED_MAN},      {"his", NEED_MAN},           {"himself", NEED_MAN},
                 {"she", NEED_WOMAN},   {"her", NEED_WOMAN},    {"hers", NEED_WOMAN},        {"herself", NEED_WOMAN},
                 {"it", NEED_THING},    {"its", NEED_THING},    {"itself", NEED_THING},      {"they", NEED_PLURAL},
                 {"them", NEED_PLURAL}, {"their", NEED_PLURAL}, {"themselves", NEED_PLURAL}, {"theirs", NEED_PLURAL}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (msdx_tok_lower_is(u, t, table[i].word)) return table[i].need;
    return NEED_ANY;
}

static bool is_speaker_pronoun(const msdx_unit *u, int32_t t)
{
    static const char *const word[] = {"i", "we", "me", "us", "my", "our", "ourselves", "ours"};
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (msdx_tok_lower_is(u, t, word[i])) return true;
    return false;
}

/* Of 'he urged him' the second is not the first: the word that a pronoun's own subject means, or -1. */
static int32_t cannot_be(struct msdx_coder *c, int32_t pronoun)
{
    const msdx_unit *u = c->u;
    msdx_rel rel = u->tok[pronoun].rel;
    int32_t v = u->tok[pronoun].head;
    if (rel == MSDX_REL_NMOD && v >= 0 && msdx_counted(u, v) == pronoun) { /* 'beat one of them' */
        rel = u->tok[v].rel;
        v = u->tok[v].head;
    }
    if (rel != MSDX_REL_OBJ && rel != MSDX_REL_IOBJ && rel != MSDX_REL_OBL) return -1;
    if (v < 0 || strncmp(u->tok[pronoun].tag, "PRP", 3) != 0 || u->tok[pronoun].lower.n > 4) return -1; /* 'himself' */
    int32_t s = msdx_subject(c, v);
    if (s < 0 || s >= pronoun) return -1;
    for (int i = 0; i < 4; i++) {
        const struct msdx_np *np = msdx_mention(c, s);
        if (!np->is_pronoun || np->antecedent < 0) break;
        s = np->antecedent;
    }
    return s;
}

/* 1 a woman, 2 a man, by the word or the title before a name; 0 not said. */
static int sex_of(const msdx_unit *u, int32_t t)
{
    static const char *const women[] = {"wife",          "woman",       "mother",        "daughter", "sister",
                                        "girl",          "widow",       "queen",         "princess", "actress",
                                        "congresswoman", "mrs.",        "mrs",           "ms.",      "ms",
                                        "madam",         "spokeswoman", "chairwoman",    "aunt",     "policewoman",
                                        "grandmother",   "nun",         "businesswoman", NULL},
                             *const men[] = {"husband",     "man",      "father",      "son",       "brother",
                                             "boy",         "king",     "prince",      "mr.",       "mr",
                                             "spokesman",   "chairman", "congressman", "uncle",     "policeman",
                                             "grandfather", "monk",     "businessman", "gentleman", NULL};
    for (int32_t k = t; k >= 0 && t - k < 5 && u->tok[k].sent == u->tok[t].sent; k--) {
        char word[16];
        if (k < t && u->tok[k].rel != MSDX_REL_COMPOUND && u->tok[k].rel != MSDX_REL_FLAT) break;
        if (u->tok[k].lemma.n >= sizeof word) continue;
        for (size_t i = 0; i <= u->tok[k].lemma.n; i++) {
            char ch = i < u->tok[k].lemma.n ? u->tok[k].lemma.p[i] : 0;
            word[i] = ch >= 'A' && ch <= 'Z' ? (char)(ch | 32) : ch;
        }
        if (msdx_is_any(word, women)) return 1;
        if (msdx_is_any(word, men)) return 2;
    }
    return 0;
}

/* 'The first stop in Georgia' is known by a country alone, and no party. */
static bool is_party_known(const struct msdx_np *np)
{
    return np->known && (np->who.sector || np->who.entity || np->is_place || np->is_agent || np->is_named);
}

/* Could this noun be what the pronoun means? */
static bool agrees(struct msdx_coder *c, int32_t t, enum need need, int32_t barred)
{
    if (!msdx_is_noun(c->u, t) || t == barred) return false;
    if (barred >= 0 && c->u->tok[t].rel == MSDX_REL_APPOS && c->u->tok[t].head == barred) return false; /* the same */
    int sex = need == NEED_WOMAN || need == NEED_MAN ? sex_of(c->u, t) : 0;
    if (sex && (sex == 1) != (need == NEED_WOMAN)) return false;
    const struct msdx_np *np = msdx_mention(c, t);
    if (np->kind == MSDX_AGENT_NATURE || np->kind == MSDX_AGENT_ABSTRACT) return false;
    switch (need) {
    case NEED_WOMAN:
    case NEED_MAN: return np->is_person && !np->is_plural;
    case NEED_THING:
        return is_party_known(np) && !np->is_plural && !(np->is_person && !np->who.sector) &&
               !(np->is_person && (c->u->tok[t].ent && strcmp(c->u->tok[t].ent, "PERSON") == 0)) &&
               (np->is_place || np->kind != MSDX_AGENT_PERSON || !np->is_agent);
    case NEED_PLURAL: return np->is_plural || (is_party_known(np) && !np->is_person && np->who.via != MSD_VIA_METONYM);
    default: return np->known;
    }
}

static int32_t subject_candidate(struct msdx_coder *c, int32_t verb, int32_t pronoun, enum need need, int32_t barred)
{
    int32_t s = msdx_surface_subject(c, verb);
    if (s < 0 || s == pronoun || s > pronoun) return -1;
    s = msdx_counted(c->u, s);
    if (s == pronoun || !agrees(c, s, need, barred)) return -1;
    return s;
}

/* 'His lawyer said that he had refused': those who speak for somebody speak of him. The possessor's possessive, or -1. */
static int32_t spoken_for(const msdx_unit *u, int32_t s, enum need need)
{
    static const char *const near[] = {
        "lawyer",   "attorney", "spokesman", "spokeswoman", "spokesperson", "wife",   "husband", "brother",
        "sister",   "son",      "daughter",  "mother",      "father",       "aide",   "adviser", "advisor",
        "relative", "doctor",   "employer",  "deputy",      "cousin",       "friend", NULL};
    int32_t own = need == NEED_MAN || need == NEED_WOMAN ? msdx_child(u, s, MSDX_REL_NMOD_POSS) : -1;
    if (own < 0 || need_of(u, own) != need) return -1;
    for (size_t i = 0; near[i]; i++)
        if (msdx_tok_lemma_is(u, s, near[i])) return own;
    return -1;
}

/* Subjects of the clauses that the pronoun stands in, innermost first. */
static int32_t from_clauses(struct msdx_coder *c, int32_t pronoun, enum need need, int32_t barred)
{
    const msdx_unit *u = c->u;
    int32_t t = u->tok[pronoun].head, inner = pronoun;
    for (int depth = 0; t >= 0 && depth < 16; inner = t, t = u->tok[t].head, depth++) {
        if (!msdx_is_verb(u, t) && msdx_child(u, t, MSDX_REL_COP) < 0) continue;
        int32_t s = subject_candidate(c, t, pronoun, need, barred);
        bool told = s >= 0 && (u->tok[inner].rel == MSDX_REL_CCOMP || u->tok[t].rel == MSDX_REL_PARATAXIS);
        int32_t own = told ? spoken_for(u, s, need) : -1, of = own >= 0 ? msdx_antecedent(c, own) : -1;
        if (of >= 0 && of != s) return of;
        if (s >= 0) return s;
    }
    return -1;
}

/* 'The Defence Forces said it had', 'Computerland, the largest chain in the country, said it': the body with a name that
 * says it, or -1. */
static int32_t named_teller(struct msdx_coder *c, int32_t pronoun)
{
    const msdx_unit *u = c->u;
    int32_t v = u->tok[pronoun].head, g = v >= 0 ? u->tok[v].head : -1;
    if (v < 0 || g < 0 || u->tok[v].rel != MSDX_REL_CCOMP || u->tok[pronoun].rel != MSDX_REL_NSUBJ) return -1;
    int32_t s = msdx_says(c, g) ? msdx_surface_subject(c, g) : -1;
    return s >= 0 && s < pronoun && u->tok[s].upos == MSDX_PROPN && !msdx_mention(c, s)->is_person ? s : -1;
}

/* 'Sen. Bernie Sanders, I-Vt.': the town or region that somebody is of is not spoken of. */
static bool is_told_beside(struct msdx_coder *c, int32_t t)
{
    if (c->u->tok[t].rel != MSDX_REL_APPOS) return false;
    const struct msdx_np *np = msdx_mention(c, t);
    return np->is_place && !np->who.entity;
}

/* 'in Benghazi', 'across Mexico': who acts is not spoken of as where something is. */
static bool is_only_where(struct msdx_coder *c, int32_t t)
{
    static const char *const at[] = {"in", "near", "across", "inside", "outside", "around", "throughout", NULL};
    char prep[48];
    if (c->u->tok[t].rel != MSDX_REL_OBL && c->u->tok[t].rel != MSDX_REL_NMOD) return false;
    if (!msdx_mention(c, t)->is_place) return false;
    msdx_prep_of(c->u, t, prep, sizeof prep);
    return msdx_is_any(prep, at);
}

/* 'The republics fought … Armenia won. They clashed again': several who did something go before a state named since. */
static int32_t several_before(struct msdx_coder *c, int32_t pronoun)
{
    const msdx_unit *u = c->u;
    int32_t sent = u->tok[pronoun].sent;
    for (int32_t s = sent; s >= 0 && sent - s <= BACK_SENTENCES; s--)
        for (int32_t t = (int32_t)u->sent[s].tok_start; t < (int32_t)u->sent[s].tok_end && t < pronoun; t++)
            if ((u->tok[t].rel == MSDX_REL_NSUBJ || u->tok[t].rel == MSDX_REL_NSUBJ_PASS) &&
                msdx_mention(c, t)->n_side == 2 && !msdx_mention(c, t)->is_pronoun)
                return t;
    return -1;
}

/* 'CNN reported …': who only passes on the news is not whom later sentences speak of. */
static bool is_medium(struct msdx_coder *c, int32_t t)
{
    const struct msdx_np *np = msdx_mention(c, t);
    return np->who.entity && np->who.sector && strcmp(np->who.sector, "JRN") == 0;
}

/* 'told the BBC it was': the BBC is told of somebody else. */
static bool is_listener(struct msdx_coder *c, int32_t t)
{
    msdx_rel rel = c->u->tok[t].rel;
    return (rel == MSDX_REL_OBJ || rel == MSDX_REL_IOBJ || rel == MSDX_REL_OBL) && msdx_says(c, c->u->tok[t].head);
}

/* 'The report recommends … It also asks': a paper that speaks, which is no party. */
static bool is_paper(const msdx_unit *u, int32_t t)
{
    static const char *const paper[] = {"report", "study", "survey", "paper",  "resolution", "letter",
                                        "memo",   "audit", "bill",   "review", "document",   "book"};
    if (u->tok[t].rel != MSDX_REL_NSUBJ || strcmp(u->tok[t].tag, "NN") != 0) return false;
    for (size_t i = 0; i < sizeof paper / sizeof *paper; i++)
        if (msdx_tok_lemma_is(u, t, paper[i])) return true;
    return false;
}

/* 'a reshuffle of Johnson's government': whose government it is is not spoken of. */
static bool is_ruler_of(const msdx_unit *u, int32_t t)
{
    static const char *const rule[] = {"government", "administration", "cabinet"};
    if (u->tok[t].rel != MSDX_REL_NMOD_POSS) return false;
    for (size_t i = 0; i < sizeof rule / sizeof *rule; i++)
        if (msdx_tok_lemma_is(u, u->tok[t].head, rule[i])) return true;
    return false;
}

static int32_t from_before(struct msdx_coder *c, int32_t pronoun, enum need need, int32_t barred)
{
    const msdx_unit *u = c->u;
    int32_t sent = u->tok[pronoun].sent;
    bool thing = need >= NEED_THING;
    for (int32_t back = 0; back <= BACK_SENTENCES && sent - back >= 0; back++) {
        const msd_sentence *s = &u->sent[sent - back];
        int32_t last = back == 0 ? pronoun : (int32_t)s->tok_end;
        /* subjects of the sentence first, left to right; then any other noun, nearest first */
        int32_t first = pronoun - (int32_t)s->tok_start > BACK_TOKENS ? pronoun - BACK_TOKENS : (int32_t)s->tok_start;
        for (int32_t t = first; t < last; t++) {
            if (need == NEED_THING && back <= 1 && is_paper(u, t)) return -1;
            if ((u->tok[t].rel == MSDX_REL_NSUBJ || u->tok[t].rel == MSDX_REL_NSUBJ_PASS) &&
                agrees(c, msdx_counted(u, t), need, barred) && !(back > 0 && thing && is_medium(c, t)))
                return msdx_counted(u, t);
        }
        /* 'stripped two bishops of their nationality and put them on a plane': several before one that has a name */
        for (int32_t t = last - 1; t >= first && need == NEED_PLURAL && back == 0; t--)
            if (u->tok[t].rel == MSDX_REL_OBJ && agrees(c, t, need, barred) && msdx_mention(c, t)->is_plural) return t;
        for (int32_t t = last - 1; t >= first; t--)
            if (u->tok[t].rel != MSDX_REL_COMPOUND && u->tok[t].rel != MSDX_REL_AMOD &&
                u->tok[t].rel != MSDX_REL_FLAT && agrees(c, t, need, barred) && !is_told_beside(c, t) &&
                !(thing ? is_only_where(c, t) || (is_medium(c, t) && (back > 0 || is_listener(c, t)))
                        : is_ruler_of(u, t)))
                return t;
    }
    return -1;
}

/* 'After his arrest by the army, the premier was flown out': of a phrase before the main clause, who acts in that. */
static int32_t from_behind(struct msdx_coder *c, int32_t pronoun, enum need need)
{
    const msdx_unit *u = c->u;
    int32_t v = u->tok[pronoun].head, comma = -1;
    if (strcmp(u->tok[pronoun].tag, "PRP$") != 0) return -1;
    for (int depth = 0; v >= 0 && depth < 16 && !(v > pronoun && msdx_is_verb(u, v)); depth++) v = u->tok[v].head;
    int32_t s = v > pronoun && msdx_is_verb(u, v) ? msdx_surface_subject(c, v) : -1;
    if (s <= pronoun || u->tok[s].sent != u->tok[pronoun].sent) return -1;
    for (int32_t k = pronoun; k < s; k++)
        if (msdx_tok_lower_is(u, k, ",")) comma = k;
    s = msdx_counted(u, s);
    return comma >= 0 && s > pronoun && agrees(c, s, need, -1) ? s : -1;
}

/* 'During her trip to Oslo, Ms Lund said', 'In remarks when he landed, Mr Rama said': he or she of a phrase before the
 * main clause, in whose sentence nobody else has acted yet, is the person who acts in that. */
static int32_t from_ahead(struct msdx_coder *c, int32_t pronoun, enum need need)
{
    const msdx_unit *u = c->u;
    if (need != NEED_MAN && need != NEED_WOMAN) return -1;
    int32_t first = (int32_t)u->sent[u->tok[pronoun].sent].tok_start, v = u->tok[pronoun].head;
    for (int32_t k = first; k < pronoun; k++)
        if (u->tok[k].upos == MSDX_PROPN || u->tok[k].rel == MSDX_REL_NSUBJ || u->tok[k].upos == MSDX_PRON) return -1;
    while (v >= 0 && u->tok[v].head >= 0) v = u->tok[v].head;
    int32_t s = v > pronoun && msdx_is_verb(u, v) ? msdx_surface_subject(c, v) : -1;
    if (s <= pronoun || u->tok[s].sent != u->tok[pronoun].sent || u->tok[s].upos != MSDX_PROPN) return -1;
    int sex = sex_of(u, s); /* 'Ms Lund', whom nobody knows, is a person by her title */
    return agrees(c, s, need, -1) || (sex && (sex == 1) == (need == NEED_WOMAN)) ? s : -1;
}

/* 'arrested 18 fishermen and impounded their boats', 'killing two herders and taking their cattle': nobody takes or burns
 * what is his own, so the owner is whom the verb before struck. */
static int32_t from_struck(struct msdx_coder *c, int32_t pronoun, enum need need)
{
    static const char *const takes[] = {"seize",   "impound", "confiscate", "burn",   "destroy",  "torch",  "loot",
                                        "ransack", "raid",    "search",     "steal",  "demolish", "rob",    "pillage",
                                        "plunder", "freeze",  "bulldoze",   "revoke", "smash",    "strip",  "bomb",
                                        "shell",   "raze",    "block",      "close",  "shut",     "shutter"};
    const msdx_unit *u = c->u;
    int32_t thing = u->tok[pronoun].head, v = thing >= 0 ? u->tok[thing].head : -1, before;
    if (v < 0 || strcmp(u->tok[pronoun].tag, "PRP$") != 0 || u->tok[thing].rel != MSDX_REL_OBJ) return -1;
    bool taken = false;
    for (size_t i = 0; i < sizeof takes / sizeof *takes; i++) taken |= msdx_tok_lemma_is(u, v, takes[i]);
    bool also =
        u->tok[v].rel == MSDX_REL_CONJ || (u->tok[v].rel == MSDX_REL_ADVCL && strcmp(u->tok[v].tag, "VBG") == 0);
    before = u->tok[v].head;
    if (!taken || !also || before < 0 || before > v || msdx_child(u, v, MSDX_REL_NSUBJ) >= 0) return -1;
    int32_t o = msdx_child(u, before, MSDX_REL_OBJ);
    o = o >= 0 ? msdx_counted(u, o) : -1;
    return o >= 0 && o < pronoun && agrees(c, o, need, -1) ? o : -1;
}

int32_t msdx_antecedent(struct msdx_coder *c, int32_t pronoun)
{
    const msdx_unit *u = c->u;
    if (is_speaker_pronoun(u, pronoun)) {
        int32_t s = msdx_speaker(c, pronoun);
        return s != pronoun ? s : -1;
    }
    if (msdx_is_relative_pronoun(u, pronoun) || msdx_tok_lower_is(u, pronoun, "that")) {
        /* the noun that the relative clause modifies */
        for (int32_t t = u->tok[pronoun].head, depth = 0; t >= 0 && depth < 6; t = u->tok[t].head, depth++)
            if (u->tok[t].rel == MSDX_REL_ACL_RELCL) return u->tok[t].head;
        return -1;
    }
    enum need need = need_of(u, pronoun);
    if (need == NEED_ANY) return -1;
    int32_t barred = cannot_be(c, pronoun), t = from_struck(c, pronoun, need);
    if (t < 0) t = from_clauses(c, pronoun, need, barred);
    if (t < 0) t = from_ahead(c, pronoun, need);
    int32_t teller = t < 0 && need == NEED_THING ? named_teller(c, pronoun) : -1;
    if (teller >= 0 && msdx_mention(c, teller)->known) return teller;
    if (t < 0) {
        t = from_before(c, pronoun, need, barred);
        /* what stands beside its name, 'the country' of 'the largest chain in the country', is not it */
        if (teller >= 0 && t > teller && t <= msdx_right_edge(u, teller)) return -1;
        const struct msdx_np *near = t >= 0 ? msdx_mention(c, t) : NULL;
        int32_t many = near && need == NEED_PLURAL && !near->is_plural ? several_before(c, pronoun) : -1;
        if (many >= 0) t = many;
    }
    return t >= 0 ? t : from_behind(c, pronoun, need);
}

/* How many names end at or before a token. */
static uint32_t names_before(const msdx_unit *u, int32_t head)
{
    uint32_t low = 0, high = u->n_ent;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (u->ent[mid].end <= head)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

int32_t msdx_earlier_name(struct msdx_coder *c, int32_t head)
{
    const msdx_unit *u = c->u;
    msdx_str text = msdx_tok_text(u, head);
    if (text.n < 3 || u->tok[head].ent_iob == MSDX_IN) return -1;
    uint32_t n = names_before(u, head);
    for (uint32_t i = n; i > 0 && n - i < BACK_NAMES; i--) {
        const msdx_ent *e = &u->ent[i - 1];
        if (e->end - e->start < 2 || strcmp(e->type, "PERSON") != 0) continue;
        if (!msdx_str_eq(msdx_tok_text(u, e->end - 1), text)) continue;
        int32_t t = e->start; /* the word that governs the name from outside it */
        for (int32_t k = e->start; k < e->end; k++)
            if (u->tok[k].head < e->start || u->tok[k].head >= e->end) t = k;
        if (t != head) return t;
    }
    return -1;
}

/* ---- both sides, the two countries ---- */

static bool is_either_kind(const msdx_unit *u, int32_t head)
{
    static const char *const list[] = {"side",   "country", "nation",   "state",     "government", "party",
                                       "leader", "rival",   "minister", "neighbour", "enemy",      "president",
                                       "ally",   "army",    "foe",      "neighbor",  "delegation", "capital",
                                       "power",  "group",   "faction",  "premier",   "diplomat",   "negotiator",
                                       "two",    "both",    "man",      "militia",   "republic"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (msdx_tok_lemma_is(u, head, list[i])) return true;
    return false;
}

static bool speaks_of_two(const msdx_unit *u, int32_t head)
{
    static const char *const of_two[] = {"either", "neither", "each"};
    bool both = msdx_tok_lower_is(u, head, "both"), definite = false, two = msdx_tok_lower_is(u, head, "two");
    MSDX_EACH_CHILD (u, head, k) {
        if (u->tok[k].rel == MSDX_REL_CASE || u->tok[k].rel == MSDX_REL_PUNCT) continue;
        char prep[16];
        msdx_prep_of(u, k, prep, sizeof prep);
        bool beside = strcmp(prep, "in") == 0 || strcmp(prep, "to") == 0 || strcmp(prep, "at") == 0;
        if (k > head && !beside)
            return false; /* 'the two sides in the war', 'both countries of the region' name their own */
        both |= msdx_tok_lower_is(u, k, "both");
        for (size_t i = 0; i < sizeof of_two / sizeof *of_two; i++)
            both |= msdx_tok_lower_is(u, k, of_two[i]) && strcmp(u->tok[head].tag, "NN") == 0;
        definite |= msdx_tok_lower_is(u, k, "the") || msdx_tok_lower_is(u, k, "these");
        two |= msdx_tok_lower_is(u, k, "two");
    }
    return (both || (definite && two)) && is_either_kind(u, head);
}

static bool may_be_side(struct msdx_coder *c, int32_t t)
{
    const struct msdx_np *np = msdx_mention(c, t);
    return np->known && np->n_side == 0 && np->kind <= MSDX_AGENT_BODY && (np->who.country || np->who.entity);
}

/* 'Both governments' are those of two states; 'both sides' may be anybody. */
static bool are_of_states(const struct msdx_coder *c, int32_t head)
{
    static const char *const list[] = {"country", "nation",    "state",    "government", "capital",
                                       "army",    "neighbour", "neighbor", "republic"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (msdx_tok_lemma_is(c->u, head, list[i])) return true;
    return false;
}

static bool may_be_two(struct msdx_coder *c, int32_t head, const int32_t side[2])
{
    if (!may_be_side(c, side[0]) || !may_be_side(c, side[1])) return false;
    const char *a = msdx_mention(c, side[0])->who.country, *b = msdx_mention(c, side[1])->who.country;
    return !are_of_states(c, head) ||
           (a && b && strcmp(a, b) != 0 && msdx_know_state(c->know, a) && msdx_know_state(c->know, b));
}

/* The nearest claim before that has just two parties. */
static int32_t sides_of_claim(struct msdx_coder *c, int32_t head, int32_t side[2])
{
    for (uint32_t i = c->n_draft; i > 0; i--) {
        const struct msdx_draft *d = &c->draft[i - 1];
        if (d->trigger >= head) continue;
        if (c->u->tok[head].sent - d->sent > BACK_SENTENCES) break;
        if (d->n_actor + d->n_recipient != 2 || d->n_actor == 0) continue;
        side[0] = d->actor[0];
        side[1] = d->n_actor == 2 ? d->actor[1] : d->recipient[0];
        if (side[0] < head && side[1] < head && may_be_two(c, head, side)) return d->trigger;
    }
    return -1;
}

/* The nearest 'X and Y' before, so many sentences back at most. */
static int32_t sides_of_list(struct msdx_coder *c, int32_t head, int32_t sentences, int32_t side[2])
{
    const msdx_unit *u = c->u;
    for (int32_t t = head - 1; t >= 0 && head - t < BACK_TOKENS; t--) {
        if (u->tok[head].sent - u->tok[t].sent > sentences) break;
        int32_t member[3];
        if (!msdx_is_noun(u, t) || u->tok[t].rel == MSDX_REL_CONJ || msdx_members(u, t, member, 3) != 2) continue;
        if (member[1] >= head || !may_be_two(c, head, member)) continue;
        memcpy(side, member, 2 * sizeof *side);
        return t;
    }
    return -1;
}

struct named_state {
    const char *country;
    int32_t last; /* a token that names it as somebody */
    uint32_t count;
};

/* The state that the name ending at t is of, its capital or its people; *as: does it name the state itself? */
static const char *state_at(const struct msdx_coder *c, int32_t t, bool *as)
{
    const struct msdx_word *w = &c->word[t];
    static const msdx_sense_kind kind[] = {MSDX_SENSE_NAME, MSDX_SENSE_CAPITAL, MSDX_SENSE_ADJECTIVE,
                                           MSDX_SENSE_PEOPLE};
    if (!w->name || w->name_end != t + 1) return NULL;
    for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) {
        const msdx_sense *s = msdx_word_name(w, kind[i]);
        const msdx_actor *actor = s ? msdx_know_actor(c->know, s->index) : NULL;
        *as = i < 2;
        if (actor && actor->type == MSDX_ACTOR_STATE && actor->country) return actor->country;
    }
    return NULL;
}

/* The two states that the text has named most before, each at least once outright. */
static bool sides_of_text(struct msdx_coder *c, int32_t head, int32_t side[2])
{
    enum { MOST = 32 };
    struct named_state named[MOST], *first = NULL, *second = NULL;
    uint32_t n = 0;
    for (int32_t t = 0; t < head; t++) {
        bool as = false;
        const char *country = state_at(c, t, &as);
        uint32_t i = 0;
        while (country && i < n && strcmp(named[i].country, country) != 0) i++;
        if (!country || i == MOST) continue;
        if (i == n) named[n++] = (struct named_state){country, -1, 0};
        named[i].count++;
        if (as) named[i].last = t;
    }
    for (uint32_t i = 0; i < n; i++)
        if (named[i].last >= 0 && (!first || named[i].count > first->count)) first = &named[i];
    for (uint32_t i = 0; i < n; i++)
        if (&named[i] != first && named[i].last >= 0 && (!second || named[i].count > second->count)) second = &named[i];
    if (!second || second->count < 2) return false;
    side[0] = first->last;
    side[1] = second->last;
    return may_be_two(c, head, side);
}

/* 'Iran and Pakistan' by their first, when they are two. */
bool msdx_listed_two(struct msdx_coder *c, int32_t t, int32_t side[2])
{
    int32_t member[3];
    if (msdx_child(c->u, t, MSDX_REL_CONJ) < 0 || msdx_members(c->u, t, member, 3) != 2) return false;
    if (!may_be_side(c, member[0]) || !may_be_side(c, member[1])) return false;
    memcpy(side, member, 2 * sizeof *side);
    return true;
}

/* 'Their foreign ministers', 'the two countries' leaders', 'the armies of both': one of each. */
static bool sides_of_owner(struct msdx_coder *c, int32_t head, int32_t side[2])
{
    const msdx_unit *u = c->u;
    const msdx_agent *agent = c->word[head].agent;
    const char *tag = u->tok[head].tag;
    if (!agent || agent->kind > MSDX_AGENT_BODY || (strcmp(tag, "NNS") != 0 && strcmp(tag, "NNPS") != 0)) return false;
    MSDX_EACH_CHILD (u, head, k) {
        char prep[16] = "";
        if (u->tok[k].rel == MSDX_REL_NMOD) msdx_prep_of(u, k, prep, sizeof prep);
        if (u->tok[k].rel != MSDX_REL_NMOD_POSS && strcmp(prep, "of") != 0) continue;
        const struct msdx_np *np = msdx_mention(c, k);
        if (np->n_side != 2) continue;
        memcpy(side, np->side, sizeof np->side);
        const char *a = msdx_mention(c, side[0])->who.country, *b = msdx_mention(c, side[1])->who.country;
        return a && b && strcmp(a, b) != 0;
    }
    return false;
}

bool msdx_two_sides(struct msdx_coder *c, int32_t head, int32_t side[2])
{
    if (sides_of_owner(c, head, side)) return true;
    int32_t claim[2] = {-1, -1}, list[2] = {-1, -1};
    if (!speaks_of_two(c->u, head)) return false;
    int32_t a = sides_of_claim(c, head, claim), b = sides_of_list(c, head, BACK_SENTENCES, list);
    if (a < 0 && b < 0) /* two states named together anywhere, else those named most */
        return are_of_states(c, head) && (sides_of_list(c, head, INT32_MAX, side) >= 0 || sides_of_text(c, head, side));
    memcpy(side, a > b ? claim : list, sizeof claim);
    return true;
}
