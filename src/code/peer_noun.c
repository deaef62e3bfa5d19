/* peer_noun.c: noun phrases of a sentence and who stands in them, by a peer's actors and agents.
 *
 * As in PETRARCH, the first actor of a phrase gives its code and every agent in it adds its own, but agents that are
 * already there in steps of three letters; 'XXX/YYY' is two. A phrase with agents and no actor takes in the phrases
 * that hang on it ('activists in Arnor'); a coordination gives each member what its members share. */
#include "code/peer_impl.h"

enum { LIST_MAX = 96, WAYS_MAX = 8, CODE_ROOM = 64, ABSORB_MAX = 4 };

/* Words of one reading of a phrase. */
struct way {
    uint32_t word[LIST_MAX];
    uint32_t n;
};

static bool is_nominal(const msdx_unit *u, int32_t t)
{
    uint8_t p = u->tok[t].upos;
    return p == MSDX_NOUN || p == MSDX_PROPN || p == MSDX_PRON || p == MSDX_NUM || p == MSDX_SYM || p == MSDX_X;
}

static bool is_modifier(msdx_rel rel)
{
    return rel == MSDX_REL_COMPOUND || rel == MSDX_REL_AMOD || rel == MSDX_REL_NMOD_POSS || rel == MSDX_REL_FLAT ||
           rel == MSDX_REL_DET || rel == MSDX_REL_NUMMOD || rel == MSDX_REL_NMOD_DESC || rel == MSDX_REL_DET_PREDET ||
           rel == MSDX_REL_ADVMOD || rel == MSDX_REL_NMOD_UNMARKED || rel == MSDX_REL_FIXED || rel == MSDX_REL_GOESWITH;
}

/* Does t stand inside another word's phrase as a modifier, itself or the word it is coordinated with? */
static bool is_inside(const msdx_unit *u, int32_t t)
{
    for (int i = 0; i < 12 && t >= 0; i++) {
        msdx_rel rel = u->tok[t].rel;
        if (rel == MSDX_REL_CONJ || rel == MSDX_REL_DEP) {
            if (u->tok[t].head < 0 || !is_nominal(u, u->tok[t].head)) return false;
            t = u->tok[t].head;
            continue;
        }
        if (!is_modifier(rel)) return false;
        int32_t head = u->tok[t].head;
        return head >= 0 && (is_nominal(u, head) || u->tok[head].upos == MSDX_ADJ);
    }
    return false;
}

static int32_t word_at(const struct msdx_peer_run *r, int32_t tok)
{
    return r->at[tok - (int32_t)r->tok_start];
}

static bool has_comma(const struct msdx_peer_run *r, int32_t a, int32_t b)
{
    for (int32_t t = a; t < b; t++)
        if (msdx_tok_lower_is(r->c->u, t, ",")) return true;
    return false;
}

static void range(struct msdx_peer_run *r, struct msdx_peer_np *np)
{
    const msdx_unit *u = r->c->u;
    int32_t a = np->head, b = np->head;
    MSDX_EACH_CHILD (u, np->head, k) {
        msdx_rel rel = u->tok[k].rel;
        if (k < np->head && (is_modifier(rel) || (rel == MSDX_REL_ACL && k + 1 == np->head) || rel == MSDX_REL_APPOS)) {
            int32_t left = msdx_left_edge(u, k);
            if (left < a && !(rel == MSDX_REL_APPOS && has_comma(r, left, np->head))) a = left;
        }
        if (k > np->head && (rel == MSDX_REL_FLAT || rel == MSDX_REL_COMPOUND || rel == MSDX_REL_NMOD_DESC ||
                             rel == MSDX_REL_NUMMOD || rel == MSDX_REL_APPOS)) {
            int32_t right = rel == MSDX_REL_APPOS ? k : msdx_right_edge(u, k);
            if (right > b && !has_comma(r, np->head, right)) b = right;
        }
    }
    for (int32_t t = a; t <= b; t++) {
        if (t < (int32_t)r->tok_start || word_at(r, t) < 0) continue;
        uint32_t w = (uint32_t)word_at(r, t);
        if (np->end == 0) np->start = w;
        np->end = w + 1;
    }
}

/* ---- codes of a list of words ---- */

static bool adds(const char *code, const char *agent)
{
    size_t n = strlen(code), k = strlen(agent);
    for (size_t i = 0; i + k <= n; i += 3)
        if (memcmp(code + i, agent, k) == 0) return false;
    return true;
}

static void join(char *code, size_t room, const char *agent, bool prefix)
{
    size_t n = strlen(code), k = strlen(agent);
    if (n + k + 1 > room || !adds(code, agent)) return;
    if (prefix) {
        memmove(code + k, code, n + 1);
        memcpy(code, agent, k);
    } else {
        memcpy(code + n, agent, k + 1);
    }
}

/* 'us' is a country only in capitals. */
static bool may_name(const struct msdx_peer_run *r, uint32_t w)
{
    const msdx_unit *u = r->c->u;
    msdx_str s = msdx_tok_text(u, r->text[w].tok);
    if (u->tok[r->text[w].tok].upos != MSDX_PRON) return true;
    return s.n > 1 && s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] >= 'A' && s.p[1] <= 'Z';
}

/* A part of a hyphened word is nobody by itself: 'military-ruled', 'Qaeda-linked'. */
static bool cuts_word(const struct msdx_peer_run *r, const struct way *way, size_t from, size_t to)
{
    uint32_t first = way->word[from], last = way->word[(to <= way->n ? to : way->n) - 1];
    return r->text[last].joined || (first > 0 && r->text[first - 1].joined);
}

struct reading {
    char code[CODE_ROOM];
    const msdx_peer_actor *actor;
    bool has_agent; /* the phrase's own head is one */
    uint32_t end;   /* past the last word, where a name goes on after the phrase */
};

enum { BEYOND = 8 };

/* The longest phrase from word[i]: inside the first n words, or on into those after them without a gap ('the Prince of
 * Dol Amroth', 'Ministry of Defence'). */
static const msdx_peer_phrase *find_on(const struct msdx_peer_run *r, msdx_peer_table table, const char *const *word,
                                       uint32_t n, uint32_t more, size_t i, size_t *end)
{
    const msdx_peer_phrase *p = msdx_peer_find(r->peer, table, word, more, i, end);
    if (!p || *end <= n || *end - i == p->n) return p;
    return msdx_peer_find(r->peer, table, word, n, i, end);
}

static void read_way(const struct msdx_peer_run *r, const struct way *way, int32_t head, struct reading *out)
{
    const char *word[LIST_MAX + BEYOND];
    size_t from = 0, to = 0, end;
    uint32_t n = way->n, more = n, last = n ? way->word[n - 1] : 0;
    *out = (struct reading){.end = last + 1};
    for (uint32_t i = 0; i < n; i++) word[i] = r->word[way->word[i]];
    for (uint32_t w = last + 1; w < r->n && more < n + BEYOND; w++) word[more++] = r->word[w];
    for (uint32_t i = 0; i < n && !out->actor; i++) {
        const msdx_peer_phrase *p = find_on(r, MSDX_PEER_ACTOR, word, n, more, i, &end);
        if (!p || !may_name(r, way->word[i]) || cuts_word(r, way, i, end)) continue;
        const msdx_peer_actor *actor = msdx_peer_actor_at(r->peer, p->index);
        const char *code = msdx_peer_actor_code(actor, r->day);
        if (!code) continue;
        out->actor = actor;
        from = i;
        to = end;
        if (end > n) out->end = last + 1 + (uint32_t)(end - n);
        if (strlen(code) < sizeof out->code && strcmp(code, "---") != 0) memcpy(out->code, code, strlen(code) + 1);
    }
    if (!out->code[0]) memcpy(out->code, "---", 4);
    for (size_t i = 0; i < n; i++) {
        if (i >= from && i < to) continue;
        const msdx_peer_phrase *p = find_on(r, MSDX_PEER_AGENT, word, n, more, i, &end);
        if (!p || cuts_word(r, way, i, end)) continue;
        const msdx_peer_agent *agent = msdx_peer_agent_at(r->peer, p->index);
        for (size_t k = i; k < end && k < n; k++) out->has_agent |= r->text[way->word[k]].tok == head;
        if (end > n && last + 1 + end - n > out->end) out->end = last + 1 + (uint32_t)(end - n);
        join(out->code, sizeof out->code, agent->code, agent->is_prefix);
        i = end - 1;
    }
}

/* ---- ways of reading a phrase with a coordination among its modifiers: 'US and British activists' ---- */

static bool covers(const struct msdx_peer_np *np, int32_t w)
{
    return w >= (int32_t)np->start && w < (int32_t)np->end;
}

static uint32_t split(const struct msdx_peer_run *r, const struct msdx_peer_np *np, struct way *out)
{
    const msdx_unit *u = r->c->u;
    int32_t member[WAYS_MAX];
    uint32_t n = 0;
    for (uint32_t w = np->start; w < np->end && !n; w++) {
        int32_t t = r->text[w].tok;
        if (t == np->head) continue;
        MSDX_EACH_CHILD (u, t, k) {
            if (u->tok[k].rel != MSDX_REL_CONJ || k < (int32_t)r->tok_start || !covers(np, word_at(r, k))) continue;
            if (!n) member[n++] = t;
            if (n < WAYS_MAX) member[n++] = k;
        }
    }
    for (uint32_t i = 0; i < (n ? n : 1); i++) {
        out[i].n = 0;
        for (uint32_t w = np->start; w < np->end && out[i].n < LIST_MAX; w++) {
            /* a word under another member than the i-th is left out */
            int32_t t = r->text[w].tok;
            bool mine = true;
            for (int d = 0; n && d < 12 && t >= 0 && t != np->head; d++) {
                uint32_t k = 0;
                while (k < n && member[k] != t) k++;
                if (k < n) {
                    mine = k == i;
                    break;
                }
                t = u->tok[t].head;
            }
            if (mine) out[i].word[out[i].n++] = w;
        }
    }
    return n ? n : 1;
}

/* ---- who ---- */

static void add_who(struct msdx_peer_run *r, struct msdx_peer_np *np, const struct reading *read)
{
    const char *rest = read->code;
    np->coded |= strcmp(rest, "---") != 0;
    if (read->end > np->whole_end) np->whole_end = read->end;
    np->agent_only |= !read->actor && read->has_agent;
    while (rest && np->n_who < MSDX_PEER_WHO_MAX) { /* 'ELR/GAL' is two */
        const char *slash = strchr(rest, '/');
        size_t n = slash ? (size_t)(slash - rest) : strlen(rest);
        const char *code = msdx_arena_strndup(&r->c->doc->arena, rest, n);
        bool twice = !code;
        for (uint32_t i = 0; i < np->n_who && !twice; i++) twice = strcmp(np->who[i].code, code) == 0;
        if (!twice) np->who[np->n_who++] = (struct msdx_peer_who){code, read->actor};
        rest = slash ? slash + 1 : NULL;
    }
}

static void code_alone(struct msdx_peer_run *r, struct msdx_peer_np *np)
{
    struct way way[WAYS_MAX];
    struct reading read;
    uint32_t n = split(r, np, way);
    np->n_who = 0;
    np->coded = np->agent_only = false;
    np->whole_end = np->end;
    for (uint32_t i = 0; i < n; i++) {
        read_way(r, &way[i], np->head, &read);
        add_who(r, np, &read);
    }
}

/* What a longer name before it has taken in is nobody by itself. */
static void take_covered(struct msdx_peer_run *r, const struct msdx_peer_np *np)
{
    for (int32_t i = 0; i < r->n_np; i++)
        if (r->np[i].start >= np->end && r->np[i].end <= np->whole_end) r->np[i].taken = true;
}

static struct msdx_peer_np *np_headed(const struct msdx_peer_run *r, int32_t head)
{
    int32_t last = r->n ? r->text[r->n - 1].tok : -1;
    int32_t w = head >= (int32_t)r->tok_start && head <= last ? word_at(r, head) : -1;
    int32_t k = w >= 0 ? r->text[w].np : -1;
    return k >= 0 && r->np[k].head == head ? &r->np[k] : NULL;
}

/* The phrase that hangs on np as a nominal with a preposition, or comes right after it with 'of', 'in', 'from'. */
static struct msdx_peer_np *hanging(const struct msdx_peer_run *r, const struct msdx_peer_np *np, uint32_t nth)
{
    const msdx_unit *u = r->c->u;
    MSDX_EACH_CHILD (u, np->head, k) {
        if (u->tok[k].rel != MSDX_REL_NMOD || k < np->head) continue;
        struct msdx_peer_np *found = np_headed(r, k);
        if (found && nth-- == 0) return found;
    }
    if (nth > 0 || np->end + 1 >= r->n) return NULL;
    const char *next = r->word[np->end];
    if (strcmp(next, "of") != 0 && strcmp(next, "in") != 0 && strcmp(next, "from") != 0) return NULL;
    int32_t k = r->text[np->end + 1].np;
    return k >= 0 && r->np[k].start == np->end + 1 ? &r->np[k] : NULL;
}

/* np's words with those of other, coded as one list. */
static void add_joined(struct msdx_peer_run *r, struct msdx_peer_np *np, struct msdx_peer_np *other,
                       const struct msdx_peer_np *sharer)
{
    struct way own[WAYS_MAX], theirs[WAYS_MAX];
    struct reading read;
    uint32_t n = split(r, np, own), k = split(r, other, theirs);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < k; j++) {
            struct way both = own[i];
            for (uint32_t w = 0; w < theirs[j].n && both.n < LIST_MAX; w++) both.word[both.n++] = theirs[j].word[w];
            read_way(r, &both, np->head, &read);
            add_who(r, np, &read);
        }
    if (sharer == np) other->taken = true;
    if (other->end > np->whole_end) np->whole_end = other->end;
}

static bool lacks_actor(const struct msdx_peer_np *np)
{
    return np->agent_only && np->n_who == 1 && !np->who[0].actor;
}

/* 'activists in Arnor', 'the mayor of the city of Nablus': look along the chain for somebody named. */
static void take_in(struct msdx_peer_run *r, struct msdx_peer_np *np, struct msdx_peer_np *from)
{
    struct msdx_peer_np *chain = from;
    for (int depth = 0; depth < ABSORB_MAX && chain; depth++) {
        struct msdx_peer_np *next = NULL;
        for (uint32_t i = 0; (next = hanging(r, chain, i)) && next->start >= chain->end; i++) {
            bool named = false;
            for (uint32_t w = 0; w < next->n_who; w++) named |= next->who[w].actor != NULL;
            if (!named) continue;
            np->n_who = 0;
            np->agent_only = false;
            for (int32_t g = next->first; g < r->n_np; g++)
                if (r->np[g].first == next->first) add_joined(r, np, &r->np[g], from == np ? np : NULL);
            return;
        }
        chain = hanging(r, chain, 0);
    }
}

/* ---- coordination ---- */

static bool has_left(const msdx_unit *u, const struct msdx_peer_np *np)
{
    MSDX_EACH_CHILD (u, np->head, k)
        if (k < np->head && is_modifier(u->tok[k].rel) && u->tok[k].rel != MSDX_REL_ADVMOD) return true;
    return false;
}

/* 'Danish media and government': a bare second noun has the first one's modifiers. */
static void share_left(struct msdx_peer_run *r, struct msdx_peer_np *first, struct msdx_peer_np *np)
{
    const msdx_unit *u = r->c->u;
    if (u->tok[np->head].upos != MSDX_NOUN || u->tok[first->head].upos != MSDX_NOUN || !lacks_actor(np) ||
        has_left(u, np))
        return;
    if (!first->n_who || !first->who[0].actor) return;
    struct way way = {.n = 0};
    struct reading read;
    for (uint32_t w = first->start; w < first->end && way.n < LIST_MAX; w++)
        if (r->text[w].tok != first->head) way.word[way.n++] = w;
    for (uint32_t w = np->start; w < np->end && way.n < LIST_MAX; w++) way.word[way.n++] = w;
    read_way(r, &way, np->head, &read);
    if (!read.actor) return;
    np->n_who = 0;
    np->agent_only = false;
    add_who(r, np, &read);
}

static bool has_conjunct(const msdx_unit *u, int32_t t, int32_t after)
{
    MSDX_EACH_CHILD (u, t, k)
        if (u->tok[k].rel == MSDX_REL_CONJ && k > after) return true;
    return false;
}

/* In 'Mordor, the Shire, Fornost and Bree' a parser may take the second name for an apposition. */
static int32_t first_member(const msdx_unit *u, int32_t t)
{
    for (int i = 0; i < 12 && u->tok[t].head >= 0; i++) {
        int32_t head = u->tok[t].head;
        bool listed = u->tok[t].rel == MSDX_REL_APPOS && (u->tok[t].upos == MSDX_PROPN || u->tok[t].tag[0] == 'N') &&
                      u->tok[head].upos == MSDX_PROPN && (has_conjunct(u, t, t) || has_conjunct(u, head, t));
        if (u->tok[t].rel != MSDX_REL_CONJ && !listed) break;
        t = head;
    }
    return t;
}

static void count_groups(struct msdx_peer_run *r)
{
    for (int32_t i = 0; i < r->n_np; i++) r->np[i].n_group = 0;
    for (int32_t i = 0; i < r->n_np; i++) r->np[r->np[i].first].n_group++;
    for (int32_t i = 0; i < r->n_np; i++) r->np[i].n_group = r->np[r->np[i].first].n_group;
}

static void coordinate(struct msdx_peer_run *r)
{
    for (int32_t i = 0; i < r->n_np; i++) {
        struct msdx_peer_np *np = &r->np[i];
        struct msdx_peer_np *first = np_headed(r, first_member(r->c->u, np->head));
        np->first = first && first <= np ? (int32_t)(first - r->np) : i;
    }
    count_groups(r);
}

static bool is_named(const struct msdx_peer_np *np)
{
    return np->n_who && np->who[0].actor;
}

/* 'lawmakers in Fornost and Gondor': a name after a role noun and its place belongs to the place. */
static void rejoin(struct msdx_peer_run *r, struct msdx_peer_np *np)
{
    const msdx_unit *u = r->c->u;
    int32_t head = u->tok[np->head].rel == MSDX_REL_CONJ ? u->tok[np->head].head : -1;
    struct msdx_peer_np *before = head >= 0 ? np_headed(r, head) : NULL;
    if (!before || !is_named(np) || np->agent_only || u->tok[np->head].upos != MSDX_PROPN || is_named(before)) return;
    MSDX_EACH_CHILD (u, head, k) {
        struct msdx_peer_np *place =
            u->tok[k].rel == MSDX_REL_NMOD && k > head && k < np->head ? np_headed(r, k) : NULL;
        if (!place || !is_named(place) || place->end + 1 != np->start) continue;
        np->first = place->first;
        count_groups(r);
    }
}

/* Every nominal that is no other's modifier, with its words; one whose head stands inside a longer one is part of it. */
static void find(struct msdx_peer_run *r)
{
    const msdx_unit *u = r->c->u;
    int32_t last = r->n ? r->text[r->n - 1].tok : -1, n = 0;
    for (int32_t t = (int32_t)r->tok_start; t <= last; t++) {
        if (word_at(r, t) < 0 || !is_nominal(u, t) || is_inside(u, t)) continue;
        r->np[n] = (struct msdx_peer_np){.head = t};
        range(r, &r->np[n]);
        if (r->np[n].end) n++;
    }
    for (int32_t i = 0; i < n; i++) {
        bool inside = false;
        int32_t w = word_at(r, r->np[i].head);
        for (int32_t k = 0; k < n && !inside; k++)
            inside = k != i && covers(&r->np[k], w) && r->np[k].end - r->np[k].start > r->np[i].end - r->np[i].start;
        if (!inside) r->np[r->n_np++] = r->np[i];
    }
    for (int32_t i = 0; i < r->n_np; i++) {
        struct msdx_peer_np *np = &r->np[i];
        while (np->start < np->end && r->text[np->start].np >= 0) np->start++;
        for (uint32_t w = np->start; w < np->end; w++)
            if (r->text[w].np < 0) r->text[w].np = i;
    }
}

void msdx_peer_nouns(struct msdx_peer_run *r)
{
    r->np = MSDX_NEW(r->c->scratch, struct msdx_peer_np, r->n + 1);
    if (!r->np) return;
    find(r);
    coordinate(r);
    for (int32_t i = 0; i < r->n_np; i++) code_alone(r, &r->np[i]);
    for (int32_t i = 0; i < r->n_np; i++)
        if (r->np[i].whole_end > r->np[i].end) take_covered(r, &r->np[i]);
    for (int32_t i = 0; i < r->n_np; i++) rejoin(r, &r->np[i]);
    for (int32_t i = 0; i < r->n_np; i++) {
        struct msdx_peer_np *np = &r->np[i];
        if (lacks_actor(np) && !np->taken) take_in(r, np, np);
    }
    for (int32_t i = 0; i < r->n_np; i++) {
        struct msdx_peer_np *np = &r->np[i];
        if (np->first == i) continue;
        share_left(r, &r->np[np->first], np);
        /* 'lawmakers and officials in Fornost': the place hangs on one of them */
        if (lacks_actor(&r->np[np->first])) take_in(r, &r->np[np->first], np);
        if (lacks_actor(np) && r->np[np->first].agent_only) take_in(r, np, &r->np[np->first]);
    }
}

/* The first somebody among all that hangs on a nominal: 'a report released in the Rwandan capital'. */
static int32_t anybody_under(const struct msdx_peer_run *r, int32_t head)
{
    int32_t left = msdx_left_edge(r->c->u, head), right = msdx_right_edge(r->c->u, head);
    const struct msdx_peer_np *own = np_headed(r, head);
    for (int32_t i = 0; i < r->n_np; i++)
        if (r->np[i].coded && !r->np[i].taken && r->np[i].head >= left && r->np[i].head <= right) return i;
    return own ? (int32_t)(own - r->np) : -1;
}

int32_t msdx_peer_np_of(const struct msdx_peer_run *r, int32_t head)
{
    const msdx_unit *u = r->c->u;
    int32_t first = head;
    if (head < 0) return -1;
    for (int depth = 0; depth < 6 && head >= 0; depth++) {
        const struct msdx_peer_np *np = np_headed(r, head);
        if (np && np->coded) return (int32_t)(np - r->np);
        int32_t next = -1;
        MSDX_EACH_CHILD (u, head, k) {
            const struct msdx_peer_np *under = np_headed(r, k);
            if (u->tok[k].rel != MSDX_REL_NMOD || !under) continue;
            if (under->coded) return (int32_t)(under - r->np);
            if (next < 0) next = k;
        }
        if (next < 0) break;
        head = next;
    }
    return anybody_under(r, first);
}
