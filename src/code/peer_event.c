/* peer_event.c: which verbs of a sentence state what, and between whom.
 *
 * A verb that gives an event covers what it governs, as in PETRARCH: what is said inside it is not told again. Source
 * and target that a pattern does not set are the subject, else the first somebody before the verb, and the first
 * somebody after it. A passive with 'by' turns them round. */
#include "code/peer_impl.h"

enum { ENTRIES_MAX = 6 };

struct verb {
    const msdx_peer_verb *entry[ENTRIES_MAX]; /* of one word, all as long */
    uint32_t n_entry;
    uint32_t at, start, end, low, high; /* words: the verb, its phrase, and what patterns may see */
    int32_t tok;
    bool passive;
};

/* ---- verbs ---- */

static bool is_verb(const msdx_unit *u, int32_t t)
{
    const char *tag = u->tok[t].tag;
    if (tag[0] != 'V' || tag[1] != 'B') return false;
    return u->tok[t].rel != MSDX_REL_AMOD && u->tok[t].rel != MSDX_REL_COMPOUND;
}

static bool agrees(const struct msdx_peer_run *r, int64_t w, const msdx_peer_item *item)
{
    return w >= 0 && w < (int64_t)r->n && msdx_peer_word_is(r->word[w], item->word, item->flags);
}

/* Do the other words of a verb in several words stand around word w? */
static bool stands(const struct msdx_peer_run *r, const msdx_peer_verb *v, uint32_t w, struct verb *out)
{
    for (uint32_t i = 0; i < v->phrase.n; i++)
        if (i != v->main && !agrees(r, (int64_t)w + i - v->main, &v->phrase.item[i])) return false;
    out->start = w - v->main;
    out->end = w + v->phrase.n - v->main;
    return true;
}

static void add_entries(const struct msdx_peer_run *r, const char *word, size_t n_byte, bool whole, uint32_t w,
                        struct verb *out)
{
    size_t n;
    const msdx_peer_verb *list = msdx_peer_verbs(r->peer, word, n_byte, &n);
    for (size_t i = 0; i < n && out->n_entry < ENTRIES_MAX; i++) {
        if (!whole && !(list[i].phrase.item[list[i].main].flags & MSDX_PEER_STEM)) continue;
        if (out->n_entry && list[i].phrase.n != out->entry[0]->phrase.n) break;
        if (stands(r, &list[i], w, out)) out->entry[out->n_entry++] = &list[i];
    }
}

/* The word as it stands; in TABARI's files its beginnings; in the others its dictionary form. */
static bool find_entries(const struct msdx_peer_run *r, uint32_t w, struct verb *v)
{
    size_t n = strlen(r->word[w]);
    v->at = w;
    v->tok = r->text[w].tok;
    v->n_entry = 0;
    add_entries(r, r->word[w], n, true, w, v);
    for (size_t k = n; !v->n_entry && msdx_peer_has_stems(r->peer) && --k >= 2;)
        add_entries(r, r->word[w], k, false, w, v);
    if (!v->n_entry) add_entries(r, r->text[w].lemma, strlen(r->text[w].lemma), true, w, v);
    return v->n_entry > 0;
}

static bool is_aux(msdx_rel rel)
{
    return rel == MSDX_REL_AUX || rel == MSDX_REL_AUX_PASS || rel == MSDX_REL_COP;
}

/* The last token that t governs, without what is coordinated with it or loosely added. */
static int32_t last_governed(const msdx_unit *u, int32_t t)
{
    int32_t last = t;
    MSDX_EACH_CHILD (u, t, k) {
        msdx_rel rel = u->tok[k].rel;
        if (k < t || rel == MSDX_REL_CONJ || rel == MSDX_REL_PARATAXIS || rel == MSDX_REL_PUNCT || rel == MSDX_REL_CC)
            continue;
        int32_t right = msdx_right_edge(u, k);
        if (right > last) last = right;
    }
    return last;
}

static void set_range(const struct msdx_peer_run *r, struct verb *v)
{
    const msdx_unit *u = r->c->u;
    int32_t head = is_aux(u->tok[v->tok].rel) && u->tok[v->tok].head >= 0 ? u->tok[v->tok].head : v->tok;
    int32_t last = last_governed(u, head);
    v->high = v->end;
    while (v->high < r->n && r->text[v->high].tok <= last) v->high++;
    v->low = v->start;
    while (v->low > 0 && !r->text[v->low - 1].comma) v->low--;
    v->passive = false;
    MSDX_EACH_CHILD (u, v->tok, k) v->passive |= u->tok[k].rel == MSDX_REL_OBL_AGENT;
    if (v->entry[0]->dialect == MSDX_PEER_PETRARCH2) v->passive = msdx_is_passive(u, v->tok);
}

/* ---- who ---- */

static bool visible(const struct msdx_peer_run *r, int32_t k)
{
    int32_t w = k >= 0 ? r->at[r->np[k].head - (int32_t)r->tok_start] : -1;
    return w >= 0 && !r->text[w].hidden;
}

/* Have a and b the same code throughout? Coordinations are never the same. */
static bool same(const struct msdx_peer_run *r, int32_t a, int32_t b)
{
    if (a < 0 || b < 0) return false;
    if (a == b) return true;
    const struct msdx_peer_np *x = &r->np[a], *y = &r->np[b];
    if (x->n_group > 1 || y->n_group > 1) return x->first == y->first;
    return x->n_who == 1 && y->n_who == 1 && strcmp(x->who[0].code, y->who[0].code) == 0;
}

static bool group_coded(const struct msdx_peer_run *r, int32_t k)
{
    if (r->np[k].coded) return true;
    for (int32_t g = 0; g < r->n_np; g++)
        if (r->np[g].first == r->np[k].first && r->np[g].coded) return true;
    return false;
}

/* The first somebody in words [from, to) who is not `not`. */
static int32_t first_coded(const struct msdx_peer_run *r, uint32_t from, uint32_t to, int32_t not_np)
{
    int32_t seen = -1;
    for (uint32_t w = from; w < to && w < r->n; w++) {
        int32_t k = r->text[w].np;
        if (k < 0 || k == seen) continue;
        seen = k;
        if (r->np[k].taken || !visible(r, k) || !group_coded(r, k) || same(r, k, not_np)) continue;
        return k;
    }
    return -1;
}

static int32_t subject_at(const struct msdx_peer_run *r, int32_t verb)
{
    int32_t s = msdx_surface_subject(r->c, verb);
    if (s < (int32_t)r->tok_start || s > r->text[r->n - 1].tok) return -1;
    int32_t k = msdx_peer_np_of(r, s);
    return k >= 0 && group_coded(r, k) ? k : -1;
}

static int32_t subject(const struct msdx_peer_run *r, const struct verb *v)
{
    const msdx_unit *u = r->c->u;
    return subject_at(r, is_aux(u->tok[v->tok].rel) && u->tok[v->tok].head >= 0 ? u->tok[v->tok].head : v->tok);
}

static int32_t object_of(const struct msdx_peer_run *r, const struct verb *v)
{
    int32_t o = msdx_child(r->c->u, v->tok, MSDX_REL_OBJ);
    int32_t w = o >= (int32_t)r->tok_start && o <= r->text[r->n - 1].tok ? r->at[o - (int32_t)r->tok_start] : -1;
    int32_t k = w >= 0 ? r->text[w].np : -1;
    return k >= 0 && r->np[k].head == o && group_coded(r, k) ? k : -1;
}

static int32_t agent_of(const struct msdx_peer_run *r, const struct verb *v)
{
    int32_t o = msdx_child(r->c->u, v->tok, MSDX_REL_OBL_AGENT);
    int32_t k = o >= 0 ? msdx_peer_np_of(r, o) : -1;
    return k >= 0 && group_coded(r, k) ? k : -1;
}

static bool any_np(const struct msdx_peer_run *r, uint32_t from, uint32_t to)
{
    for (uint32_t w = from; w < to; w++)
        if (r->text[w].np >= 0) return true;
    return false;
}

static void fill_plain(const struct msdx_peer_run *r, const struct verb *v, struct msdx_peer_found *f)
{
    bool source_set = f->source >= 0;
    if (f->target < 0) f->target = first_coded(r, v->end, v->high, f->source >= 0 ? f->source : subject(r, v));
    if (f->source < 0) f->source = subject(r, v);
    if (f->source < 0 || same(r, f->source, f->target)) f->source = first_coded(r, v->low, v->start, f->target);
    if (f->target < 0 && !source_set && !any_np(r, v->end, v->high))
        f->target = first_coded(r, v->low, v->start, f->source);
}

static uint32_t members(const struct msdx_peer_run *r, int32_t k, struct msdx_peer_who *who, int32_t *np)
{
    uint32_t n = 0;
    for (int32_t g = 0; k >= 0 && g < r->n_np; g++) {
        const struct msdx_peer_np *p = &r->np[g];
        if (p->first != r->np[k].first || !visible(r, g)) continue;
        for (uint32_t i = 0; i < p->n_who && n < MSDX_PEER_WHO_MAX; i++) {
            bool twice = false;
            for (uint32_t j = 0; j < n; j++) twice |= strcmp(who[j].code, p->who[i].code) == 0;
            if (twice) continue;
            np[n] = g;
            who[n++] = p->who[i];
        }
    }
    return n;
}

/* ---- events ---- */

/* What a verb's dictionary entries make of it. */
struct coded {
    const char *code, *reverse, *rule;
    struct msdx_peer_found found;
    bool turned; /* [:030]: what stands as source is the target */
};

static void turn(struct msdx_peer_event *e)
{
    struct msdx_peer_event old = *e;
    memcpy(e->source, old.target, sizeof e->source);
    memcpy(e->source_np, old.target_np, sizeof e->source_np);
    memcpy(e->target, old.source, sizeof e->target);
    memcpy(e->target_np, old.source_np, sizeof e->target_np);
    e->n_source = old.n_target;
    e->n_target = old.n_source;
}

static void drop_uncoded(struct msdx_peer_who *who, int32_t *np, uint32_t *n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *n; i++) {
        if (strcmp(who[i].code, "---") == 0) continue;
        np[kept] = np[i];
        who[kept++] = who[i];
    }
    *n = kept;
}

static uint32_t emit(struct msdx_peer_run *r, const struct verb *v, const struct coded *got,
                     struct msdx_peer_event *out, uint32_t room)
{
    const struct msdx_peer_found *f = &got->found;
    const char *reverse = got->reverse;
    struct msdx_peer_event e = {.verb = v->at, .verb_end = v->end, .code = got->code, .rule = got->rule};
    e.n_source = members(r, f->source, e.source, e.source_np);
    drop_uncoded(e.source, e.source_np, &e.n_source);
    bool mutual = f->mutual || (f->source >= 0 && f->target >= 0 && r->np[f->source].first == r->np[f->target].first);
    if (!mutual) e.n_target = members(r, f->target, e.target, e.target_np);
    drop_uncoded(e.target, e.target_np, &e.n_target);
    if (mutual && e.n_source < 2) return 0;
    if (!mutual && msdx_peer_needs_dyad(r->peer) && (!e.n_source || !e.n_target)) return 0;
    if (!e.n_source && !e.n_target) return 0;
    if (!mutual && e.n_source == 1 && e.n_target == 1 && strcmp(e.source[0].code, e.target[0].code) == 0) return 0;
    if (room == 0) return 0;
    out[0] = e;
    if (mutual || !reverse || room < 2) return 1;
    e.code = reverse;
    turn(&e);
    out[1] = e;
    return 2;
}

static bool has_code(const char *code)
{
    return code && strcmp(code, "---") != 0;
}

/* The first pattern that fits; of one without a code the verb's own code holds, as in PETRARCH. */
static bool by_pattern(const struct msdx_peer_run *r, const struct verb *v, const msdx_peer_verb *entry,
                       struct coded *out)
{
    bool tree = entry->dialect == MSDX_PEER_PETRARCH2;
    for (uint32_t i = 0; i < entry->n_pattern; i++) {
        const msdx_peer_pattern *p = &entry->pattern[i];
        struct msdx_peer_found found;
        bool fits = tree ? msdx_peer_tree_match(r, p, v->tok, &found)
                         : msdx_peer_match(r, p, false, v->low, v->start, v->end, v->high, &found);
        if (!fits) continue;
        bool turned = !has_code(p->code) && has_code(p->reverse);
        if (!has_code(p->code) && !turned) return false;
        *out = (struct coded){turned ? p->reverse : p->code, turned ? NULL : p->reverse, p->rule, found, turned};
        return true;
    }
    return false;
}

static bool read_verb(const struct msdx_peer_run *r, const struct verb *v, struct coded *out)
{
    for (uint32_t i = 0; i < v->n_entry; i++)
        if (by_pattern(r, v, v->entry[i], out)) return true;
    for (uint32_t i = 0; i < v->n_entry; i++) {
        const msdx_peer_verb *e = v->entry[i];
        bool turned = !has_code(e->code) && has_code(e->reverse);
        if (!has_code(e->code) && !turned) continue;
        *out = (struct coded){turned ? e->reverse : e->code, turned ? NULL : e->reverse, e->rule, MSDX_PEER_FOUND_NONE,
                              turned};
        return true;
    }
    return false;
}

static uint32_t code_verb(struct msdx_peer_run *r, struct verb *v, bool *covers, struct msdx_peer_event *out,
                          uint32_t room)
{
    struct coded got;
    *covers = read_verb(r, v, &got);
    if (!*covers) return 0;
    bool set = got.found.source >= 0 && got.found.target >= 0;
    if (!set) fill_plain(r, v, &got.found);
    uint32_t n = emit(r, v, &got, out, room);
    for (uint32_t i = 0; i < n && (v->passive || got.turned) && !set; i++) turn(&out[i]);
    return n;
}

/* ---- PETRARCH2: what a verb says with what stands in it ---- */

static bool is_clause(msdx_rel rel)
{
    return msdx_is_clause_rel(rel) || rel == MSDX_REL_ADVCL || rel == MSDX_REL_ACL || rel == MSDX_REL_ACL_RELCL ||
           rel == MSDX_REL_PARATAXIS;
}

/* Does the word hang on verb v without another clause between? */
static bool is_own(const msdx_unit *u, int32_t tok, int32_t v)
{
    for (int i = 0; i < 16 && tok >= 0; i++) {
        if (tok == v) return true;
        if (is_clause(u->tok[tok].rel) || (u->tok[tok].rel == MSDX_REL_CONJ && msdx_is_verb(u, tok))) return false;
        tok = u->tok[tok].head;
    }
    return false;
}

static int32_t first_own(const struct msdx_peer_run *r, const struct verb *v, int32_t not_np, int32_t used)
{
    for (int32_t k = 0; k < r->n_np; k++) {
        const struct msdx_peer_np *np = &r->np[k];
        if (np->head < v->tok || np->taken || k == used || !group_coded(r, k) || same(r, k, not_np)) continue;
        if (is_own(r->c->u, np->head, v->tok)) return k;
    }
    return -1;
}

/* What a verb means: the code it gives with what stands in it, and between whom. */
struct meaning {
    struct verb v;
    struct coded got;
    bool any;
};

static void own_roles(const struct msdx_peer_run *r, struct meaning *m)
{
    struct msdx_peer_found *f = &m->got.found;
    int32_t s = subject(r, &m->v);
    if (m->v.passive || m->got.turned) {
        if (f->target < 0) f->target = s;
        if (f->source < 0) f->source = agent_of(r, &m->v);
        if (f->source < 0) f->source = first_own(r, &m->v, f->target, f->used);
        return;
    }
    if (f->source < 0) f->source = s;
    if (f->target < 0) f->target = object_of(r, &m->v);
    if (f->target < 0 || f->target == f->used || same(r, f->target, f->source))
        f->target = first_own(r, &m->v, f->source, f->used);
}

static void negate(const struct msdx_peer_run *r, struct meaning *m)
{
    if (!msdx_peer_is_negated(r, m->v.tok)) return;
    int32_t number = msdx_peer_number(r->peer, m->got.code);
    const char *not_code = NULL;
    if (number <= 0) return;
    for (int32_t mask = 1; !not_code && mask <= 0x10000; mask *= 16) /* the nearest that has an opposite */
        not_code = msdx_peer_code_of(r->peer, number - number % mask - MSDX_PEER_NOT);
    if (!not_code) return;
    m->got.code = not_code;
    m->got.reverse = NULL;
}

static int32_t inner_verb(const msdx_unit *u, int32_t t)
{
    MSDX_EACH_CHILD (u, t, k) {
        if (k < t || (u->tok[k].rel != MSDX_REL_XCOMP && u->tok[k].rel != MSDX_REL_CCOMP)) continue;
        return k;
    }
    return -1;
}

static enum msdx_peer_inner who_acts(const struct msdx_peer_run *r, const struct meaning *outer, int32_t inner)
{
    const msdx_unit *u = r->c->u;
    int32_t own = msdx_child(u, inner, MSDX_REL_NSUBJ);
    if (own < 0) own = msdx_child(u, inner, MSDX_REL_NSUBJ_PASS);
    if (own >= 0) return u->tok[own].upos == MSDX_PRON ? MSDX_PEER_INNER_SAME : MSDX_PEER_INNER_OTHER;
    return object_of(r, &outer->v) >= 0 ? MSDX_PEER_INNER_OTHER : MSDX_PEER_INNER_NONE;
}

static void mean(const struct msdx_peer_run *r, int32_t t, int depth, struct meaning *out);

/* The outer verb's meaning and the inner one's made one. */
static void add_inner(const struct msdx_peer_run *r, struct meaning *m, const struct meaning *in, int32_t inner)
{
    enum msdx_peer_inner who = who_acts(r, m, inner);
    struct msdx_peer_found *f = &m->got.found;
    struct msdx_peer_sum sum;
    if (!m->any) { /* the outer one says nothing: the inner one, by the outer subject */
        int32_t s = subject(r, &m->v);
        *m = *in;
        if (who != MSDX_PEER_INNER_OTHER && s >= 0 && !in->v.passive) f->source = s;
        return;
    }
    bool spoken = r->c->u->tok[inner].rel == MSDX_REL_CCOMP;
    if (spoken && f->target >= 0) return; /* somebody else is meant: 'told Iran that ...' */
    if (!msdx_peer_sum(r, m->got.code, in->got.code, false, who, &sum)) return;
    m->got.code = sum.code;
    m->got.reverse = NULL;
    if (sum.rule) m->got.rule = sum.rule;
    f->mutual = false;
    if (!sum.inner_is_target)
        f->target = in->got.found.target;
    else if (spoken || f->target < 0)
        f->target = in->got.found.source;
}

static void mean(const struct msdx_peer_run *r, int32_t t, int depth, struct meaning *out)
{
    int32_t w = t - (int32_t)r->tok_start;
    *out = (struct meaning){.got.found = MSDX_PEER_FOUND_NONE};
    w = w >= 0 && t <= r->text[r->n - 1].tok ? r->at[w] : -1;
    if (w < 0 || depth > 8) return;
    out->v.tok = t;
    out->v.at = out->v.start = (uint32_t)w;
    out->v.end = (uint32_t)w + 1;
    if (find_entries(r, (uint32_t)w, &out->v)) {
        set_range(r, &out->v);
        out->any = read_verb(r, &out->v, &out->got);
    }
    if (out->any) {
        own_roles(r, out);
        negate(r, out);
        if (out->v.passive) return;
    }
    int32_t inner = inner_verb(r->c->u, t);
    struct meaning in;
    if (inner < 0) return;
    mean(r, inner, depth + 1, &in);
    if (in.any)
        add_inner(r, out, &in, inner);
    else if (out->any && out->got.found.target < 0 && who_acts(r, out, inner) == MSDX_PEER_INNER_OTHER)
        out->got.found.target = subject_at(r, inner); /* 'alleged that France was aware' */
}

/* 'There were ten soldiers killed' */
static bool exists(const msdx_unit *u, int32_t t, int32_t k)
{
    return msdx_child(u, t, MSDX_REL_EXPL) >= 0 && (u->tok[k].rel == MSDX_REL_NSUBJ || u->tok[k].rel == MSDX_REL_OBJ);
}

static uint32_t code_clause(struct msdx_peer_run *r, int32_t t, int depth, struct msdx_peer_event *out, uint32_t room)
{
    const msdx_unit *u = r->c->u;
    struct meaning m;
    uint32_t n = 0;
    if (depth > 12) return 0;
    mean(r, t, 0, &m);
    if (m.any) {
        struct msdx_peer_found *f = &m.got.found;
        if (f->source >= 0 && f->target < 0 && r->np[f->source].n_group > 1) f->mutual = true;
        n = emit(r, &m.v, &m.got, out, room);
    }
    MSDX_EACH_CHILD (u, t, k) {
        bool joined = u->tok[k].rel == MSDX_REL_CONJ, below = !n && is_clause(u->tok[k].rel);
        if ((joined || below) && u->tok[k].rel != MSDX_REL_ACL && u->tok[k].rel != MSDX_REL_ACL_RELCL)
            n += code_clause(r, k, depth + 1, out + n, room - n);
        if (!n && exists(u, t, k) && msdx_child(u, k, MSDX_REL_ACL) >= 0)
            n += code_clause(r, msdx_child(u, k, MSDX_REL_ACL), depth + 1, out + n, room - n);
    }
    int32_t inner = m.any ? inner_verb(u, t) : -1; /* what is coordinated inside: 'scheduled to speak and meet' */
    if (n && inner >= 0)
        MSDX_EACH_CHILD (u, inner, k)
            if (u->tok[k].rel == MSDX_REL_CONJ && msdx_is_verb(u, k))
                n += code_clause(r, k, depth + 1, out + n, room - n);
    return n;
}

bool msdx_peer_reads_trees(const msdx_peer *peer)
{
    for (size_t i = 0; i < msdx_peer_n_file(peer); i++) {
        const msdx_peer_file *f = msdx_peer_file_at(peer, i);
        if (f->kind == MSDX_PEER_VERBS && f->dialect == MSDX_PEER_PETRARCH2) return true;
    }
    return false;
}

static uint32_t code_trees(struct msdx_peer_run *r, struct msdx_peer_event *out, uint32_t room)
{
    uint32_t n = 0;
    for (uint32_t w = 0; w < r->n; w++) {
        int32_t t = r->text[w].tok;
        if (r->c->u->tok[t].head < 0) n += code_clause(r, t, 0, out + n, room - n);
    }
    return n;
}

uint32_t msdx_peer_events(struct msdx_peer_run *r, struct msdx_peer_event *out, uint32_t room)
{
    uint32_t n = 0, past = 0;
    if (msdx_peer_reads_trees(r->peer)) return code_trees(r, out, room);
    for (uint32_t w = 0; w < r->n; w++) {
        struct verb v;
        bool covers;
        if (w < past || r->text[w].hidden || !is_verb(r->c->u, r->text[w].tok) || !find_entries(r, w, &v)) continue;
        set_range(r, &v);
        n += code_verb(r, &v, &covers, out + n, room - n);
        if (covers && v.high > past) past = v.high;
    }
    return n;
}
