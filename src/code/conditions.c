/* conditions.c: whether the conditions of a frame hold of the words around it. */
#include "code/code_impl.h"

static bool kind_is(msdx_agent_kind kind, const char *word)
{
    static const char *const name[MSDX_N_AGENT_KIND] = {"person",     "body",   "place",   "thing",
                                                        "instrument", "nature", "abstract"};
    return kind < MSDX_N_AGENT_KIND && strcmp(name[kind], word) == 0;
}

static bool has_sector(const msd_entity *who, const char *sector)
{
    if (who->sector && strcmp(who->sector, sector) == 0) return true;
    for (size_t i = 0; i < who->sectors.n; i++)
        if (strcmp(who->sectors.item[i], sector) == 0) return true;
    return false;
}

/* Asked of every word of every condition: most differ in length or first letter. */
static bool spells(msdx_str s, const char *word, size_t n)
{
    return s.n == n && n && s.p[0] == word[0] && memcmp(s.p, word, n) == 0;
}

/* Do the last words of the phrase that ends at t, n bytes of `word`, spell this? */
static bool words_match(const msdx_unit *u, int32_t t, const char *word, size_t n)
{
    size_t last = n;
    while (last && word[last - 1] != ' ') last--;
    if (t < 0 || (!spells(u->tok[t].lemma, word + last, n - last) && !spells(u->tok[t].lower, word + last, n - last)))
        return false;
    return last == 0 || words_match(u, t - 1, word, last - 1);
}

/* 'that Russia withdraw', 'that Russia should withdraw': what is asked, where 'that Russia withdrew' is told. */
static bool is_subjunctive(const msdx_unit *u, int32_t t)
{
    static const char *const asking[] = {"should", "must", "ought", NULL};
    char word[16];
    MSDX_EACH_CHILD (u, t, k) {
        if (u->tok[k].rel != MSDX_REL_AUX || u->tok[k].lower.n >= sizeof word) continue;
        memcpy(word, u->tok[k].lower.p, u->tok[k].lower.n);
        word[u->tok[k].lower.n] = 0;
        return msdx_is_any(word, asking);
    }
    int32_t s = msdx_child(u, t, MSDX_REL_NSUBJ), be = msdx_child(u, t, MSDX_REL_AUX_PASS);
    if (be < 0) be = msdx_child(u, t, MSDX_REL_COP);
    if (be >= 0) return strcmp(u->tok[be].tag, "VB") == 0; /* 'that it be closed' */
    if (strcmp(u->tok[t].tag, "VBP") == 0) /* 'that Washington pay', which the tagger takes for a plural's verb */
        return s >= 0 && (strcmp(u->tok[s].tag, "NNP") == 0 || strcmp(u->tok[s].tag, "NN") == 0) &&
               msdx_child(u, s, MSDX_REL_CONJ) < 0;
    return strcmp(u->tok[t].tag, "VB") == 0;
}

/* By name, role or pronoun; whose name nobody knows is somebody's, as countries and armies are known. */
static bool is_one_person(const struct msdx_coder *c, int32_t t, const struct msdx_np *np)
{
    if (np->is_pronoun) return msdx_tok_lower_is(c->u, t, "his") || msdx_tok_lower_is(c->u, t, "her");
    if (np->is_plural || np->is_place) return false;
    return np->is_person || (np->is_named && !np->known);
}

/* What t counts ('dozens of mayors'), or whom it repeats ('seized him'). */
static int32_t what_it_means(struct msdx_coder *c, int32_t t)
{
    if (strncmp(c->u->tok[t].tag, "PRP", 3) != 0) return msdx_counted(c->u, t);
    const struct msdx_np *np = msdx_mention(c, t);
    return np->is_pronoun && np->antecedent >= 0 ? np->antecedent : t;
}

/* What begins with #, % or @. */
static bool is_such(struct msdx_coder *c, int32_t t, const char *word)
{
    const struct msdx_np *np;
    switch (word[0]) {
    case '#':
        np = msdx_mention(c, t);
        if (np->n_side) return has_sector(&msdx_mention(c, np->side[0])->who, word + 1);
        return has_sector(&np->who, word + 1);
    case '%':
        np = msdx_mention(c, t);
        return (np->is_agent && kind_is(np->kind, word + 1)) ||
               (strcmp(word, "%place") == 0 && np->is_place && !np->who.entity);
    default:
        if (strcmp(word, "@any") == 0) return true;
        if (strcmp(word, "@event") == 0) return c->word[t].is_event_noun;
        if (strcmp(word, "@infinitive") == 0) return msdx_is_asked(c->u, t);
        if (strcmp(word, "@subjunctive") == 0) return is_subjunctive(c->u, t);
        if (strcmp(word, "@number") == 0)
            return c->u->tok[t].upos == MSDX_NUM || msdx_child(c->u, t, MSDX_REL_NUMMOD) >= 0;
        np = msdx_mention(c, t);
        if (strcmp(word, "@place") == 0) return np->is_place || np->kind == MSDX_AGENT_PLACE;
        if (strcmp(word, "@person") == 0) return is_one_person(c, t, np);
        return np->known || np->is_person; /* @actor */
    }
}

static bool has_bit(const msdx_cond *cond, msdx_str s)
{
    uint32_t bit = s.n ? msdx_word_bit(s.p, s.n) : 0;
    return s.n && (cond->last[bit / 64] >> bit % 64 & 1);
}

/* Can t end one of the condition's plain words? That it cannot is told without looking at them. */
static bool may_end(const msdx_unit *u, int32_t t, const msdx_cond *cond)
{
    return has_bit(cond, u->tok[t].lemma) || has_bit(cond, u->tok[t].lower);
}

/* Is t, or what it counts or repeats (-1: nobody has asked yet; filled when somebody does), one of the condition's
 * words? spelt: those that are written out alone. */
static bool any_holds(struct msdx_coder *c, int32_t t, const msdx_cond *cond, bool spelt, int32_t *counted)
{
    bool own = may_end(c->u, t, cond);
    if (!own && (spelt || !cond->has_sign)) {
        if (!(cond->last[0] | cond->last[1] | cond->last[2] | cond->last[3])) return false;
        if (*counted < 0) *counted = what_it_means(c, t);
        if (*counted == t || !may_end(c->u, *counted, cond)) return false;
    }
    bool other = false, asked = false; /* other: what is meant may end one of the words */
    for (size_t w = 0; w < cond->words.n; w++) {
        const char *word = cond->words.item[w];
        if (word[0] == '#' || word[0] == '%' || word[0] == '@') {
            if (!spelt && is_such(c, t, word)) return true;
            continue;
        }
        if (own && words_match(c->u, t, word, strlen(word))) return true;
        if (!asked) {
            asked = true;
            if (*counted < 0) *counted = what_it_means(c, t);
            other = *counted != t && may_end(c->u, *counted, cond);
        }
        if (other && words_match(c->u, *counted, word, strlen(word))) return true;
    }
    return false;
}

static void add_bits(const msdx_tok *tk, uint64_t *last)
{
    const msdx_str form[] = {tk->lemma, tk->lower};
    for (size_t i = 0; i < 2; i++) {
        uint32_t bit = form[i].n ? msdx_word_bit(form[i].p, form[i].n) : 0;
        last[bit / 64] |= (uint64_t)(form[i].n != 0) << bit % 64;
    }
}

static bool share_bit(const uint64_t *a, const uint64_t *b)
{
    return (a[0] & b[0]) | (a[1] & b[1]) | (a[2] & b[2]) | (a[3] & b[3]);
}

/* Bits of the words of a sentence, of which many conditions are asked. */
struct msdx_said {
    bool done;
    uint64_t last[MSDX_WORD_BITS / 64];
};

static bool may_say(struct msdx_coder *c, int32_t s, const msdx_cond *cond)
{
    if (cond->has_sign) return true;
    if (!c->said && !(c->said = MSDX_NEW(c->scratch, struct msdx_said, c->u->n_sent))) return true;
    struct msdx_said *said = &c->said[s];
    for (uint32_t t = c->u->sent[s].tok_start; !said->done && t < c->u->sent[s].tok_end; t++)
        add_bits(&c->u->tok[t], said->last);
    said->done = true;
    return share_bit(said->last, cond->last);
}

static bool sentence_holds(struct msdx_coder *c, int32_t t, const msdx_cond *cond)
{
    const msd_sentence *sent = &c->u->sent[c->u->tok[t].sent];
    if (!may_say(c, c->u->tok[t].sent, cond)) return false;
    for (int32_t k = (int32_t)sent->tok_start; k < (int32_t)sent->tok_end; k++) {
        /* what stands in other sentences is not asked */
        int32_t counted = strncmp(c->u->tok[k].tag, "PRP", 3) == 0 ? k : -1;
        if (any_holds(c, k, cond, false, &counted)) return true;
    }
    return false;
}

/* ---- where a path leads from a word: many frames of the word ask for the same ---- */

enum { REACH_SLOTS = 64, REACH_MOST = 8 };
struct msdx_reach {
    uint64_t key; /* of the path */
    int32_t from; /* the word, + 1; 0: empty */
    uint32_t n;
    int32_t tok[REACH_MOST];            /* who stands at its end, each member */
    int32_t meant[REACH_MOST];          /* what each counts or repeats; -1: nobody has asked */
    bool has_words;                     /* the rest is filled: somebody has asked of all */
    uint64_t last[MSDX_WORD_BITS / 64]; /* bits of the words of all these */
};

static struct msdx_reach *reach_slot(struct msdx_coder *c, int32_t t, uint64_t key)
{
    if (!c->reach && !(c->reach = MSDX_NEW(c->scratch, struct msdx_reach, REACH_SLOTS))) return NULL;
    uint64_t mixed = (key ^ (uint64_t)t) * 0x9E3779B97F4A7C15u;
    return &c->reach[mixed >> 58];
}

/* NULL: it is not remembered, and must be walked. */
static struct msdx_reach *reach_of(struct msdx_coder *c, int32_t t, const msdx_cond *cond)
{
    int32_t got[MSDX_MEMBERS_MAX], member[MSDX_MEMBERS_MAX];
    struct msdx_reach *r = cond->key ? reach_slot(c, t, cond->key) : NULL;
    if (!r || (r->key == cond->key && r->from == t + 1)) return r;
    uint32_t n = msdx_path_eval(c, t, &cond->path, got, MSDX_MEMBERS_MAX), n_all = 0;
    int32_t all[REACH_MOST];
    for (uint32_t i = 0; i < n; i++) {
        uint32_t n_member = msdx_members(c->u, got[i], member, MSDX_MEMBERS_MAX);
        if (n_all + n_member > REACH_MOST) return NULL;
        memcpy(all + n_all, member, n_member * sizeof *all);
        n_all += n_member;
    }
    *r = (struct msdx_reach){.key = cond->key, .from = t + 1, .n = n_all};
    memcpy(r->tok, all, n_all * sizeof *all);
    for (uint32_t i = 0; i < n_all; i++) r->meant[i] = -1;
    return r;
}

static void note_reached(const msdx_unit *u, struct msdx_reach *r)
{
    for (uint32_t i = 0; i < r->n; i++)
        if (r->meant[i] < 0) return;
    for (uint32_t i = 0; i < r->n; i++) {
        add_bits(&u->tok[r->tok[i]], r->last);
        if (r->meant[i] != r->tok[i]) add_bits(&u->tok[r->meant[i]], r->last);
    }
    r->has_words = true;
}

bool msdx_gate_shut(struct msdx_coder *c, int32_t t, const msdx_frame *f)
{
    struct msdx_reach *r = f->gate.key ? reach_slot(c, t, f->gate.key) : NULL;
    if (!r || r->key != f->gate.key || r->from != t + 1) return false;
    return r->n == 0 || (!f->gate.anybody && r->has_words && !share_bit(r->last, f->gate.last));
}

static bool holds_of_reached(struct msdx_coder *c, struct msdx_reach *r, const msdx_cond *cond, bool spelt)
{
    if (r->has_words && (spelt || !cond->has_sign) && !share_bit(r->last, cond->last)) return false;
    for (uint32_t i = 0; i < r->n; i++)
        if (any_holds(c, r->tok[i], cond, spelt, &r->meant[i])) return true;
    if (!r->has_words) note_reached(c->u, r);
    return false;
}

static bool stands_there(struct msdx_coder *c, int32_t t, const msdx_cond *cond, bool spelt)
{
    struct msdx_reach *r = reach_of(c, t, cond);
    if (r) return holds_of_reached(c, r, cond, spelt);
    int32_t got[MSDX_MEMBERS_MAX];
    uint32_t n = msdx_path_eval(c, t, &cond->path, got, MSDX_MEMBERS_MAX);
    for (uint32_t i = 0; i < n; i++) {
        int32_t member[MSDX_MEMBERS_MAX];
        uint32_t n_member = msdx_members(c->u, got[i], member, MSDX_MEMBERS_MAX);
        for (uint32_t m = 0; m < n_member; m++) {
            int32_t counted = -1;
            if (any_holds(c, member[m], cond, spelt, &counted)) return true;
        }
    }
    return false;
}

static bool cond_holds(struct msdx_coder *c, int32_t t, const msdx_cond *cond)
{
    if (cond->path.n == 1 && cond->path.step[0].kind == MSDX_STEP_SENTENCE) return sentence_holds(c, t, cond);
    return stands_there(c, t, cond, false);
}

bool msdx_is_physical(const char *event)
{
    static const char *const list[] = {"ASSAULT", "COERCE", "MOBILIZE", "PROTEST"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strcmp(event, list[i]) == 0) return true;
    return false;
}

static bool asks_for(const msdx_cond *cond, msdx_step_kind what)
{
    return !cond->negated && cond->path.n == 1 && cond->path.step[0].kind == what;
}

/* Is it asked who, not by what means? A police that acts is a sector, a bomb a word. */
static bool asks_who(const msdx_cond *cond)
{
    if (!asks_for(cond, MSDX_STEP_SUBJECT)) return false;
    for (size_t w = 0; w < cond->words.n; w++)
        if (cond->words.item[w][0] == '#' || strcmp(cond->words.item[w], "@actor") == 0) return true;
    return false;
}

/* 'Riot police were deployed', 'the border has been shut': a passive need not say who did it. Where the frame knows
   its object by word that is enough to know the event by. */
bool msdx_leaves_out_actor(struct msdx_coder *c, int32_t t, const msdx_frame *f)
{
    static const char *const list[] = {"COERCE", "MOBILIZE", "RETREAT", "SANCTION"};
    bool of_power = false;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) of_power |= strcmp(f->event, list[i]) == 0;
    if (!of_power || !msdx_is_passive(c->u, t) || msdx_subject(c, t) >= 0) return false;
    for (size_t i = 0; i < f->n_cond; i++)
        if (asks_for(&f->cond[i], MSDX_STEP_OBJECT) && stands_there(c, t, &f->cond[i], true)) return true;
    return false;
}

const msdx_cond *msdx_cond_that_fails(struct msdx_coder *c, int32_t t, const msdx_frame *f, bool *open)
{
    *open = false;
    for (size_t i = 0; i < f->n_cond; i++) {
        if (cond_holds(c, t, &f->cond[i]) != f->cond[i].negated) continue;
        if (!asks_who(&f->cond[i]) || !msdx_leaves_out_actor(c, t, f)) return &f->cond[i];
        *open = true;
    }
    return NULL;
}

bool msdx_fits_but_for_object(struct msdx_coder *c, int32_t t, const msdx_frame *f)
{
    bool listed = false;
    if (!f->gate.asks_object || (!f->gate.of_object && msdx_gate_shut(c, t, f))) return false;
    for (size_t i = 0; i < f->n_cond; i++) {
        if (cond_holds(c, t, &f->cond[i]) != f->cond[i].negated) continue;
        if (!asks_for(&f->cond[i], MSDX_STEP_OBJECT)) return false;
        listed = true;
    }
    return listed;
}
