/* count.c: the numbers a text gives with an event: dead, injured, arrested,
 * displaced, participants. A number is the least that the words say: 'at least
 * 20' is 20, '8 to 10' is 8, 'dozens' is 24; several who are named or counted
 * together are summed; one person is one. */
#include "code/code_impl.h"

enum { NUMERALS = 8 };

/* ---- numbers ---- */

int64_t msdx_number_at(const msdx_unit *u, int32_t t)
{
    static const struct {
        const char *word;
        int64_t n;
    } table[] = {{"a", -1},        {"one", 1},         {"two", 2},           {"three", 3},
                 {"four", 4},      {"five", 5},        {"six", 6},           {"seven", 7},
                 {"eight", 8},     {"nine", 9},        {"ten", 10},          {"eleven", 11},
                 {"twelve", 12},   {"thirteen", 13},   {"fourteen", 14},     {"fifteen", 15},
                 {"sixteen", 16},  {"seventeen", 17},  {"eighteen", 18},     {"nineteen", 19},
                 {"twenty", 20},   {"thirty", 30},     {"forty", 40},        {"fifty", 50},
                 {"sixty", 60},    {"seventy", 70},    {"eighty", 80},       {"ninety", 90},
                 {"hundred", 100}, {"thousand", 1000}, {"million", 1000000}, {"dozen", 12}};
    msdx_str w = u->tok[t].lower;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (msdx_str_is(w, table[i].word)) return table[i].n;
    int64_t n = 0;
    bool digit = false;
    for (size_t i = 0; i < w.n; i++) {
        if (w.p[i] == ',' && digit) continue;
        if (w.p[i] < '0' || w.p[i] > '9' || n > 100000000000LL) return -1;
        n = n * 10 + (w.p[i] - '0');
        digit = true;
    }
    return digit ? n : -1;
}

/* Words that count by themselves, with the least that they say. */
static int64_t vague_number(const msdx_unit *u, int32_t t)
{
    static const struct {
        const char *word;
        int64_t n;
    } table[] = {{"dozens", 24}, {"scores", 40}, {"hundreds", 200}, {"thousands", 2000}, {"millions", 2000000},
                 {"couple", 2},  {"pair", 2},    {"half-dozen", 6}, {"trio", 3},         {"duo", 2}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (msdx_tok_lower_is(u, t, table[i].word)) return table[i].n;
    return -1;
}

static bool is_joint(const msdx_unit *u, int32_t t)
{
    return msdx_tok_lower_is(u, t, "-") || msdx_tok_lower_is(u, t, "to") || msdx_tok_lower_is(u, t, "or") ||
           msdx_tok_lower_is(u, t, "\xE2\x80\x93") || msdx_tok_lower_is(u, t, "and");
}

/* Fold the next numeral into what was read: 'twenty' 'two', 'two' 'hundred'. */
static int64_t fold(int64_t sum, int64_t n)
{
    if (n == 100 || n == 1000 || n == 1000000 || n == 12) return sum > 0 && sum <= INT64_MAX / n ? sum * n : n;
    if (sum >= 20 && (sum % 100 == 0 || (sum < 100 && sum % 10 == 0 && n < 10)) && n < 100) return sum + n;
    return -1;
}

/* The number of which t is a numeral, as it stands in the text: 'twenty-two', 'two hundred', '8 to 30' (the least). */
static int64_t numeral(const msdx_unit *u, int32_t t)
{
    int32_t from = t, sent = u->tok[t].sent;
    for (int i = 0; i < NUMERALS && from > 0 && u->tok[from - 1].sent == sent; i++) {
        int32_t p = from - 1;
        if (is_joint(u, p) && p > 0 && msdx_number_at(u, p - 1) >= 0 && u->tok[p - 1].upos == MSDX_NUM) p--;
        if (msdx_number_at(u, p) < 0 || u->tok[p].upos != MSDX_NUM) break;
        from = p;
    }
    int64_t sum = msdx_number_at(u, from);
    for (int32_t k = from + 1; k <= t + 2 && k < (int32_t)u->n_tok && u->tok[k].sent == sent && sum >= 0; k++) {
        int64_t n = is_joint(u, k) ? -2 : msdx_number_at(u, k);
        if (n == -1) break;
        if (n == -2 && !msdx_tok_lower_is(u, k, "-")) break; /* a range: the first of it */
        int64_t folded = n >= 0 ? fold(sum, n) : sum;
        if (folded < 0) break;
        sum = folded;
    }
    return sum;
}

/* The number of a counted noun: '2,000 troops', 'two hundred people'; a noun that is itself a numeral. -1: none. */
static int64_t number_of(const msdx_unit *u, int32_t t)
{
    int32_t num = u->tok[t].upos == MSDX_NUM ? t : msdx_child(u, t, MSDX_REL_NUMMOD);
    int64_t n = vague_number(u, t);
    if (n >= 0) return n;
    if (num < 0)
        MSDX_EACH_CHILD (u, t, k)
            if (num < 0 && u->tok[k].upos == MSDX_NUM && k < t && u->tok[k].rel != MSDX_REL_CONJ) num = k;
    if (num >= 0 && (n = numeral(u, num)) >= 0) return n;
    MSDX_EACH_CHILD (u, t, k) {
        bool of = u->tok[k].rel == MSDX_REL_NMOD && u->tok[k].upos == MSDX_NUM; /* 'a family of five' */
        if (of && msdx_tok_lemma_is(u, t, "family")) return numeral(u, k);
        if (u->tok[k].rel == MSDX_REL_AMOD && (n = vague_number(u, k)) >= 0) return n;
    }
    return -1;
}

static bool lemma_in(const msdx_unit *u, int32_t t, const char *const *list)
{
    for (; *list; list++)
        if (msdx_tok_lemma_is(u, t, *list)) return true;
    return false;
}

/* ---- people ---- */

static bool is_no_person(const struct msdx_coder *c, int32_t t)
{
    static const char *const list[] = {"cow",   "cattle",  "camel",    "goat",      "sheep",  "horse",  "dog",
                                       "house", "home",    "building", "vehicle",   "car",    "shop",   "tank",
                                       "truck", "village", "animal",   "livestock", "year",   "day",    "round",
                                       "shot",  "percent", "%",        "bullet",    "school", "church", "time",
                                       "month", "week",    "hour",     "town",      NULL};
    const char *ent = c->u->tok[t].ent;
    return lemma_in(c->u, t, list) || (ent && (strcmp(ent, "DATE") == 0 || strcmp(ent, "MONEY") == 0));
}

/* One person and no more: by name, by role, or what only people are. `sure`: what was done is done to nobody else. */
static bool is_one_person(struct msdx_coder *c, int32_t t, bool sure)
{
    static const char *const person[] = {"man",    "woman",  "boy",     "girl",    "child",    "person", "civilian",
                                         "baby",   "wife",   "husband", "son",     "daughter", "he",     "she",
                                         "mother", "father", "driver",  "soldier", "him",      "her",    NULL};
    static const char *const many[] = {"family", "group", "crowd", "couple", "number",   "dozen", "people",
                                       "police", "team",  "army",  "force",  "majority", "unit",  "party",
                                       "crew",   "total", "it",    "who",    "which",    "that",  NULL};
    const msdx_unit *u = c->u;
    const char *tag = u->tok[t].tag, *ent = u->tok[t].ent;
    bool one = strcmp(tag, "NN") == 0 || strcmp(tag, "NNP") == 0 || strcmp(tag, "PRP") == 0;
    if (!one || lemma_in(u, t, many) || msdx_tok_lower_is(u, t, "they") || msdx_tok_lower_is(u, t, "them"))
        return false;
    if (ent && strcmp(ent, "PERSON") == 0) return true;
    if (lemma_in(u, t, person)) return true;
    const struct msdx_np *np = msdx_mention(c, t);
    if (np->is_place || np->is_event || np->is_pronoun) return false; /* is_plural may be of all that are listed */
    bool body = ent && (strcmp(ent, "ORG") == 0 || strcmp(ent, "GPE") == 0 || strcmp(ent, "NORP") == 0);
    if (!np->is_agent) return sure && !body;
    return np->kind == MSDX_AGENT_PERSON || (sure && np->kind == MSDX_AGENT_BODY && !body); /* 'a clan chief' */
}

static int64_t people_of(struct msdx_coder *c, int32_t t, bool sure)
{
    const msdx_unit *u = c->u;
    int64_t n = number_of(u, t);
    int32_t counted = msdx_counted(u, t);
    if (is_no_person(c, counted)) return -1;
    if (n < 0 && msdx_tok_lemma_is(u, t, "total"))
        MSDX_EACH_CHILD (u, t, k)
            if (n < 0 && u->tok[k].rel == MSDX_REL_NMOD) n = number_of(u, k);
    return n >= 0 ? n : is_one_person(c, t, sure) ? 1 : -1;
}

/* 'A woman, a child and two men': the parser has the second as another word for the first. -1: no such list. */
static int32_t listed_after(const msdx_unit *u, int32_t t)
{
    MSDX_EACH_CHILD (u, t, k) {
        bool counted = msdx_child(u, k, MSDX_REL_DET) >= 0 || msdx_child(u, k, MSDX_REL_NUMMOD) >= 0 ||
                       msdx_child(u, k, MSDX_REL_NMOD_POSS) >= 0;
        if (u->tok[k].rel == MSDX_REL_APPOS && k > t && counted && u->tok[k].upos == MSDX_NOUN &&
            msdx_child(u, k, MSDX_REL_CC) < 0 && msdx_child(u, k, MSDX_REL_CONJ) > k)
            return k;
    }
    return -1;
}

/* 'people' with its own number, and after it those that are counted beside it: 'five soldiers and two civilians'. */
static int64_t people(struct msdx_coder *c, int32_t t, bool sure)
{
    int32_t member[MSDX_MEMBERS_MAX];
    uint32_t n = msdx_members(c->u, t, member, MSDX_MEMBERS_MAX);
    int64_t sum = -1;
    for (uint32_t i = 0; i < n; i++) {
        int64_t k = people_of(c, member[i], sure);
        if (k >= 0 && k < 1000000000) sum = (sum < 0 ? 0 : sum) + k;
    }
    int32_t more = n == 1 && sum >= 0 ? listed_after(c->u, t) : -1;
    int64_t rest = more >= 0 ? people(c, more, sure) : -1;
    return rest > 0 && rest < 1000000000 ? sum + rest : sum;
}

/* ---- words that say what became of people ---- */

struct count_words {
    const char *verb[24]; /* done to their object */
    const char *self[4];  /* done by their subject */
    const char *state[6]; /* 'left five dead' */
    const char *noun[6];  /* 'five deaths' */
    const char *fall[4];  /* 'lost their lives', 'sustained injuries' */
    const char *done[8];  /* 'the killing of five' */
};

enum { DEAD, INJURED, ARRESTED, DISPLACED, N_COUNT };

static const struct count_words words_of[N_COUNT] = {
    {{"kill", "execute", "behead", "murder", "assassinate", "massacre", "slaughter", "slay", "lynch", "gun",
      "decapitate", "butcher", "hang", "electrocute", "drown", "strangle", "suffocate"},
     {"die", "perish"},
     {"dead", "death"},
     {"death", "fatality", "killing", "execution", "fatalities"},
     {"life"},
     {"death", "killing", "murder", "life", "execution", "massacre", "beheading", "assassination"}},
    {{"wound", "injure", "hurt", "maim"},
     {NULL},
     {"wounded", "injured", "hurt"},
     {"injury", "injured", "wounded"},
     {"injury", "wound"},
     {"wounding", "injuring"}},
    {{"arrest", "detain", "imprison", "jail", "apprehend", "capture"},
     {NULL},
     {NULL},
     {"arrest"},
     {NULL},
     {"arrest", "detention", "imprisonment"}},
    {{"displace", "evacuate", "uproot"},
     {"flee"},
     {"homeless", "displaced"},
     {NULL},
     {NULL},
     {"displacement", "evacuation"}},
};

static bool listed(const msdx_unit *u, int32_t t, const char *const *list, size_t room)
{
    for (size_t i = 0; i < room && list[i]; i++)
        if (msdx_tok_lemma_is(u, t, list[i]) || msdx_tok_lower_is(u, t, list[i])) return true;
    return false;
}
#define LISTED(u, t, list) listed(u, t, list, sizeof(list) / sizeof *(list))

/* 'shot dead', 'hacked to death', 'burned alive' */
static bool ends_dead(const msdx_unit *u, int32_t v)
{
    static const char *const fatal[] = {"dead", "death", NULL};
    MSDX_EACH_CHILD (u, v, k)
        if (msdx_tok_lower_is(u, k, "fatally") ||
            (lemma_in(u, k, fatal) && u->tok[k].rel != MSDX_REL_NSUBJ && u->tok[k].rel != MSDX_REL_OBJ))
            return true;
    return v + 1 < (int32_t)u->n_tok && msdx_tok_lower_is(u, v + 1, "dead"); /* 'shot dead four doctors' */
}

/* The logical object, and that of 'were reported killed'. */
static int32_t patient(struct msdx_coder *c, int32_t v)
{
    const msdx_unit *u = c->u;
    int32_t obj = msdx_object(c, v), g = u->tok[v].head;
    bool reported = obj < 0 && g >= 0 && u->tok[v].rel == MSDX_REL_XCOMP && strcmp(u->tok[v].tag, "VBN") == 0;
    return reported ? msdx_child(u, g, MSDX_REL_NSUBJ_PASS) : obj;
}

/* Is it worth the walk to its object? */
static bool may_tell(const msdx_unit *u, int32_t v, int kind)
{
    static const char *const open[] = {"leave", "find",    "discover", "recover", "collect",
                                       "lose",  "sustain", "suffer",   "claim",   NULL};
    return LISTED(u, v, words_of[kind].verb) || LISTED(u, v, words_of[kind].self) || lemma_in(u, v, open) ||
           (kind == DEAD && ends_dead(u, v));
}

/* Whom a verb of this kind was done to; -1: it is none, or tells nobody. */
static int32_t sufferer(struct msdx_coder *c, int32_t v, int kind)
{
    static const char *const leave[] = {"leave", NULL}, *const find[] = {"find", "discover", "recover", "collect",
                                                                         NULL};
    static const char *const body[] = {"body", "corpse", NULL}, *const lose[] = {"lose", "sustain", "suffer", NULL};
    const struct count_words *w = &words_of[kind];
    const msdx_unit *u = c->u;
    if (!may_tell(u, v, kind)) return -1;
    int32_t obj = patient(c, v);
    if (LISTED(u, v, w->verb)) return obj;
    if (LISTED(u, v, w->self)) return msdx_subject(c, v);
    if (kind == DEAD && ends_dead(u, v) && !lemma_in(u, v, leave)) return obj;
    if (kind == DEAD && lemma_in(u, v, find) && obj >= 0 && lemma_in(u, obj, body)) return obj;
    if (lemma_in(u, v, lose) && obj >= 0 && LISTED(u, obj, w->fall)) return msdx_subject(c, v);
    if (kind == DEAD && msdx_tok_lemma_is(u, v, "claim") && obj >= 0 && msdx_tok_lemma_is(u, obj, "life")) return obj;
    if (!lemma_in(u, v, leave)) return -1;
    MSDX_EACH_CHILD (u, v, k)
        if (LISTED(u, k, w->state)) {
            int32_t s = msdx_child(u, k, MSDX_REL_NSUBJ); /* 'left [five people dead]' */
            return s >= 0 ? s : obj;
        }
    if (obj >= 0)
        MSDX_EACH_CHILD (u, obj, k)
            if (LISTED(u, k, w->state)) return obj;
    return -1;
}

/* 'twelve deaths', 'a death toll of 20', '30 wounded', 'the toll rose to 40' */
static int64_t counted_noun(struct msdx_coder *c, int32_t t, int kind)
{
    const msdx_unit *u = c->u;
    if (kind == DEAD && msdx_tok_lemma_is(u, t, "toll")) {
        int32_t g = u->tok[t].head;
        for (int32_t at = t; at >= 0; at = at == t ? g : -1)
            MSDX_EACH_CHILD (u, at, k)
                if (k > t &&
                    (u->tok[k].rel == MSDX_REL_NMOD || u->tok[k].rel == MSDX_REL_OBL ||
                     u->tok[k].rel == MSDX_REL_OBJ) &&
                    number_of(u, k) >= 0)
                    return number_of(u, k);
        return -1;
    }
    if (msdx_is_noun(u, t) && LISTED(u, t, words_of[kind].done))
        MSDX_EACH_CHILD (u, t, k) { /* 'the killing of ten people', 'claimed the lives of seven' */
            int64_t n = u->tok[k].rel == MSDX_REL_NMOD ? people(c, k, false) : -1;
            if (n >= 0 && msdx_tok_lower_is(u, msdx_child(u, k, MSDX_REL_CASE), "of")) return n;
        }
    int32_t who = LISTED(u, t, words_of[kind].state) ? msdx_child(u, t, MSDX_REL_NSUBJ) : -1;
    if (who >= 0) return people(c, who, true); /* 'fifteen residents were dead' */
    int32_t of = u->tok[t].head;               /* 'confirmed ten people dead' */
    if (of >= 0 && of < t && u->tok[t].upos == MSDX_ADJ && LISTED(u, t, words_of[kind].state) && msdx_is_noun(u, of))
        return number_of(u, of);
    bool state = LISTED(u, t, words_of[kind].state) && msdx_child(u, t, MSDX_REL_NUMMOD) >= 0;
    if (!state && (!msdx_is_noun(u, t) || !LISTED(u, t, words_of[kind].noun))) return -1;
    return number_of(u, t);
}

static int64_t count_at(struct msdx_coder *c, int32_t t, int kind)
{
    uint8_t pos = c->u->tok[t].upos;
    if (pos != MSDX_VERB && pos != MSDX_NOUN && pos != MSDX_ADJ && pos != MSDX_PROPN) return -1;
    if (!msdx_is_verb(c->u, t)) return counted_noun(c, t, kind);
    int32_t who = sufferer(c, t, kind);
    return who >= 0 ? people(c, who, kind == DEAD) : -1;
}

/* ---- which of them belong to the event ---- */

static bool is_violent(const char *event)
{
    static const char *const list[] = {"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strcmp(event, list[i]) == 0) return true;
    return false;
}

static void put_counts(struct msdx_coder *c, int32_t t, int64_t count[N_COUNT])
{
    for (int kind = 0; kind < N_COUNT; kind++)
        if (count[kind] < 0) count[kind] = count_at(c, t, kind);
}

void msdx_code_count(struct msdx_coder *c, const struct msdx_draft *d, msd_magnitude *out)
{
    const msdx_unit *u = c->u;
    int64_t count[N_COUNT] = {-1, -1, -1, -1};
    put_counts(c, d->trigger, count);
    if (is_violent(d->frame->event)) {
        int32_t top = msdx_telling(u, d->trigger);
        int32_t from = (int32_t)u->sent[d->sent].tok_start, to = (int32_t)u->sent[d->sent].tok_end;
        for (int pass = 0; pass < 2; pass++) /* what follows the word first */
            for (int32_t t = pass ? from : d->trigger + 1; t < (pass ? d->trigger : to); t++)
                if (!u->tok[t].is_space && msdx_telling(u, t) == top) put_counts(c, t, count);
    }
    *out = (msd_magnitude){count[DEAD], count[INJURED], count[ARRESTED], count[DISPLACED], -1};
    if (d->n_actor && strcmp(d->frame->event, "PROTEST") == 0) {
        int64_t n = people(c, d->actor[0], false);
        out->participants = n > 1 ? n : -1;
    }
}
