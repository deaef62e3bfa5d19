/* ud.c: from the model's own trees to Universal Dependencies v2.
 *
 * English pipelines of this family are trained on OntoNotes as converted by
 * ClearNLP (Choi and Palmer, "Guidelines for the CLEAR style constituent to
 * dependency conversion", 2012): prepositions head their objects, copulas their
 * predicates, conjuncts chain. UD (de Marneffe and others, "Universal
 * Dependencies", 2021; https://universaldependencies.org/en/) puts content words
 * first. A model whose labels are UD already is passed through.
 * Whatever the input, each sentence comes out as one tree with one root. */
#include "parse/ud_impl.h"

static const char *const dep_name[N_DEP] = {"",
#define DEP_NAME(id, name) name,
                                            UD_DEPS(DEP_NAME)
#undef DEP_NAME
};

static const char *const tag_name[N_TAG] = {"",
#define TAG_NAME(id, name) name,
                                            UD_TAGS(TAG_NAME)
#undef TAG_NAME
};

enum { N_CACHE = 128 };

/* The model hands out the same pointer for the same label: look a name up once. */
typedef struct name_cache {
    const char *key[N_CACHE];
    uint8_t value[N_CACHE];
} name_cache;

static uint8_t find_name(const char *const *sorted, size_t n, const char *want)
{
    size_t lo = 1, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int order = strcmp(sorted[mid], want);
        if (order == 0) return (uint8_t)mid;
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}

static uint8_t cached(name_cache *c, const char *const *sorted, size_t n, const char *want)
{
    if (!want) return 0;
    size_t slot = ((uintptr_t)want ^ (uintptr_t)want >> 7) % N_CACHE;
    if (c->key[slot] != want) {
        c->key[slot] = want;
        c->value[slot] = find_name(sorted, n, want);
    }
    return c->value[slot];
}

/* Labels that only one of the two schemes has tell which one the model speaks: 1 UD, -1 the other, 0 either. */
static int scheme_of(const char *dep)
{
    msdx_str s = msdx_str_of(dep);
    if (msdx_ud_in_list(s, " pobj prep dobj nsubjpass auxpass relcl attr acomp pcomp poss prt ")) return -1;
    return msdx_ud_in_list(s, " obj obl cop flat fixed nmod:poss nsubj:pass obl:agent acl:relcl iobj ");
}

bool msdx_ud_is_ud(const char *const *label, size_t n)
{
    bool ud = false;
    for (size_t i = 0; i < n; i++) {
        int scheme = scheme_of(label[i]);
        if (scheme < 0) return false;
        ud |= scheme > 0;
    }
    return ud;
}

static bool speaks_ud(const msdx_unit *u)
{
    bool ud = false;
    const char *last = NULL;
    for (uint32_t i = 0; i < u->n_tok; i++) {
        const char *dep = u->tok[i].native_dep;
        if (!dep || dep == last) continue;
        last = dep;
        int scheme = scheme_of(dep);
        if (scheme < 0) return false;
        ud |= scheme > 0;
    }
    return ud;
}

/* ---- in ---- */

/* The nearest head that is not white space, or -1. */
static int32_t real_head(const msdx_tok *tok, int32_t i, int32_t start, int32_t end)
{
    int32_t h = tok[i].native_head;
    for (int32_t steps = end - start; steps > 0; steps--) {
        if (h < start || h >= end || h == i) return -1;
        if (!tok[h].is_space) return h;
        if (tok[h].native_head == h) return -1;
        h = tok[h].native_head;
    }
    return -1;
}

enum { UNSEEN = 0, ON_PATH, SOUND };

/* Cut each loop of heads at one word. `mark` has a place for each token. */
static void break_loops(ud_sent *s, int32_t *mark)
{
    for (int32_t i = s->start; i < s->end; i++) mark[i] = UNSEEN;
    for (int32_t i = s->start; i < s->end; i++) {
        int32_t h = i;
        for (; h >= 0 && mark[h] == UNSEEN; h = s->node[h].head) mark[h] = ON_PATH;
        if (h >= 0 && mark[h] == ON_PATH) s->node[h].head = -1;
        for (h = i; h >= 0 && mark[h] == ON_PATH; h = s->node[h].head) mark[h] = SOUND;
    }
}

/* Leave one root, the first that is no punctuation. The parser gives trees; other models' may not. */
static void force_tree(ud_sent *s)
{
    int32_t root = -1;
    break_loops(s, s->order);
    for (int32_t pass = 0; pass < 2 && root < 0; pass++)
        for (int32_t i = s->start; i < s->end && root < 0; i++)
            if (!s->tok[i].is_space && s->node[i].head < 0 && (pass || s->node[i].dep != D_PUNCT)) root = i;
    for (int32_t i = s->start; i < s->end; i++)
        if (!s->tok[i].is_space && s->node[i].head < 0 && i != root) s->node[i].head = root;
}

static void load(ud_sent *s, name_cache *deps, name_cache *tags)
{
    for (int32_t i = s->start; i < s->end; i++) {
        const msdx_tok *t = &s->tok[i];
        s->node[i] = (ud_node){-1, -1, -1, -1, -1, 0, 0, 0};
        if (t->is_space) continue;
        s->node[i].head = real_head(s->tok, i, s->start, s->end);
        s->node[i].dep = cached(deps, dep_name, N_DEP, t->native_dep);
        s->node[i].tag = cached(tags, tag_name, N_TAG, t->tag);
    }
    force_tree(s);
    for (int32_t i = s->start; i < s->end; i++) {
        int32_t head = s->node[i].head;
        s->node[i].head = -1;
        if (head >= 0) msdx_ud_attach(s, i, head);
    }
}

/* ---- out ---- */

static void store(const ud_sent *s, msdx_unit *u)
{
    for (int32_t i = s->start; i < s->end; i++) {
        msdx_tok *t = &u->tok[i];
        t->head = s->node[i].head;
        t->rel = t->is_space ? MSDX_REL_NONE : t->head < 0 ? MSDX_REL_ROOT : s->node[i].rel;
    }
}

static void convert(ud_sent *s, msdx_unit *u, name_cache *deps, name_cache *tags)
{
    load(s, deps, tags);
    msdx_ud_numbers(s);
    msdx_ud_names(s);
    msdx_ud_prepositions(s);
    msdx_ud_clauses(s);
    msdx_ud_copulas(s);
    msdx_ud_coordination(s);
    msdx_ud_fixed(s);
    msdx_ud_labels(s);
    msdx_ud_punctuation(s);
    store(s, u);
}

/* The model's labels are UD: only white space goes, and every sentence becomes one tree. */
static void pass_through(ud_sent *s, msdx_unit *u, name_cache *deps, name_cache *tags)
{
    load(s, deps, tags);
    for (int32_t i = s->start; i < s->end; i++) {
        msdx_str name = msdx_str_of(u->tok[i].native_dep ? u->tok[i].native_dep : "");
        msdx_rel rel = msdx_rel_of(name);
        for (size_t k = 0; !rel && k < name.n; k++)
            if (name.p[k] == ':') rel = msdx_rel_of((msdx_str){name.p, k});
        s->node[i].rel = (uint8_t)(rel == MSDX_REL_ROOT ? MSDX_REL_PARATAXIS : rel ? rel : MSDX_REL_DEP);
    }
    store(s, u);
}

msd_status msdx_ud_run(msdx_unit *unit, msdx_arena *scratch, msd_error *err)
{
    return msdx_ud_run_as(unit, speaks_ud(unit), scratch, err);
}

msd_status msdx_ud_run_as(msdx_unit *unit, bool is_ud, msdx_arena *scratch, msd_error *err)
{
    name_cache deps = {{0}, {0}}, tags = {{0}, {0}};
    ud_sent s = {.unit = unit, .tok = unit->tok};
    s.node = MSDX_NEW(scratch, ud_node, unit->n_tok);
    s.order = MSDX_NEW(scratch, int32_t, 3 * (size_t)unit->n_tok);
    if (!s.node || !s.order) return msdx_err_nomem(err);
    s.left = s.order + unit->n_tok;
    s.right = s.left + unit->n_tok;
    for (uint32_t k = 0; k < unit->n_sent; k++) {
        s.start = (int32_t)unit->sent[k].tok_start;
        s.end = (int32_t)unit->sent[k].tok_end;
        if (is_ud)
            pass_through(&s, unit, &deps, &tags);
        else
            convert(&s, unit, &deps, &tags);
    }
    msdx_unit_link_children(unit);
    return MSD_OK;
}
