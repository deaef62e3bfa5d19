/* scene.c: where the event that a word states happened. Every place that its
 * sentence names is a candidate, weighed by the path between the two in the
 * tree, the words that join them, their distance, and the other places; the
 * weights are learned (bench/train_scene.py). A place that another one frames
 * ('the village, in the district, of the province') stands back for the finest. */
#include "code/places.h"
#include "code/scene.h"

enum { CANDIDATES = 24, STEPS = 12 };

struct candidate {
    int32_t a, b, head; /* tokens of the name, half-open, and its topmost one */
    int32_t top;        /* up from there past 'the village of', 'district' */
    int kind;           /* 0 country, 1 region, 2 town, 3 in no list */
    int32_t listed;     /* index of the candidate that it is listed after, or -1 */
    double score;
};

/* ---- candidates ---- */

static int32_t head_of_run(const msdx_unit *u, int32_t a, int32_t b)
{
    for (int32_t t = b - 1; t > a; t--)
        if (u->tok[t].head < a || u->tok[t].head >= b) return t;
    return a;
}

/* 'the Yemen city of Ibb': whose the city is, and not its name. */
static bool names_another(const struct msdx_coder *c, int32_t kind, int32_t t)
{
    MSDX_EACH_CHILD (c->u, kind, k)
        if (k > kind && k != t && c->u->tok[k].rel == MSDX_REL_NMOD && msdx_names_place(c, k) &&
            msdx_tok_lower_is(c->u, k - 1, "of"))
            return true;
    return false;
}

/* Past the noun that only says what kind of place it is. */
static int32_t above_kind(const struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    for (int i = 0; i < STEPS; i++) {
        int32_t g = u->tok[t].head;
        msdx_rel rel = u->tok[t].rel;
        bool joins = rel == MSDX_REL_NMOD || rel == MSDX_REL_COMPOUND || rel == MSDX_REL_APPOS ||
                     rel == MSDX_REL_FLAT || rel == MSDX_REL_NMOD_DESC;
        if (g < 0 || !joins || !msdx_is_site_noun(u, g)) return t;
        char prep[48];
        msdx_prep_of(u, t, prep, sizeof prep);
        if (rel == MSDX_REL_NMOD && strcmp(prep, "of") != 0) return t;
        if (rel == MSDX_REL_COMPOUND && t < g && names_another(c, g, t)) return t;
        t = g;
    }
    return t;
}

static int kind_of(const struct msdx_coder *c, int32_t t)
{
    const char *name = NULL, *country = NULL;
    msd_place_precision precision = MSD_PLACE_COUNTRY;
    msdx_place_at(c, t, &name, &country, &precision);
    return !name ? 3 : precision == MSD_PLACE_COUNTRY ? 0 : precision == MSD_PLACE_ADMIN1 ? 1 : 2;
}

/* 'U.S.-run', 'Tehran-backed' */
static bool qualifies(const msdx_unit *u, int32_t t)
{
    return t > 0 && t + 1 < (int32_t)u->n_tok && msdx_tok_lower_is(u, t, "-") && !u->tok[t - 1].space &&
           !u->tok[t].space && u->tok[t + 1].tag[0] == 'V';
}

int32_t msdx_next_place(const struct msdx_coder *c, int32_t t, int32_t end, int32_t *a, int32_t *b)
{
    const msdx_unit *u = c->u;
    while (t < end) {
        const struct msdx_word *word = &c->word[t];
        int32_t next = word->name ? word->name_end : word->site_end ? word->site_end : t + 1;
        bool goes_on = !word->name && !word->site_end && next < end && u->tok[next].ent_iob == MSDX_IN;
        next = next > t ? next : t + 1;
        if (!goes_on && msdx_names_place(c, t)) {
            *a = word->name ? word->name_start : word->site_end ? word->site_start : t;
            if (next < end && c->word[next].site_end && c->word[next].site_start <= *a) next = c->word[next].site_end;
            *b = next;
            if (!qualifies(u, next)) return next;
        }
        t = next;
    }
    return -1;
}

static size_t collect(const struct msdx_coder *c, int32_t sent, struct candidate *list)
{
    const msdx_unit *u = c->u;
    size_t n = 0;
    int32_t end = (int32_t)u->sent[sent].tok_end, a = 0, b = 0;
    for (int32_t t = (int32_t)u->sent[sent].tok_start;
         n < CANDIDATES && (t = msdx_next_place(c, t, end, &a, &b)) >= 0;) {
        if (c->word[b - 1].is_there) continue; /* told.c takes it where no name will do */
        struct candidate *k = &list[n++];
        *k = (struct candidate){.a = a, .b = b, .listed = -1};
        k->head = head_of_run(u, a, b);
        k->kind = kind_of(c, k->head);
        k->top = above_kind(c, k->head);
        int32_t first = msdx_first_conjunct(u, k->top);
        for (size_t i = 0; i + 1 < n && first != k->top; i++)
            if (list[i].top == first || msdx_first_conjunct(u, list[i].head) == msdx_first_conjunct(u, k->head))
                k->listed = (int32_t)i;
        if (k->listed >= 0) k->top = list[k->listed].top;
    }
    return n;
}

/* ---- features ---- */

static int prep_class(const char *prep)
{
    static const char *const list[][12] = {{"in", "inside", "within", "throughout", "across", NULL},
                                           {"at", "on", "over", NULL},
                                           {"near", "outside", "around", "along", "by", "off", "outside of", "close to",
                                            "north of", "south of", "beside", NULL},
                                           {"from", "out of", NULL},
                                           {"to", "into", "toward", "towards", "onto", "for", NULL},
                                           {"of", NULL}};
    for (int i = 0; i < 6; i++)
        for (int k = 0; list[i][k]; k++)
            if (strcmp(prep, list[i][k]) == 0) return i;
    return *prep ? 6 : 7;
}

/* How a word hangs on the one above it, as one of N_STEP classes. */
static int step_of(const msdx_unit *u, int32_t t)
{
    char prep[48];
    switch ((msdx_rel)u->tok[t].rel) {
    case MSDX_REL_OBL:
    case MSDX_REL_OBL_UNMARKED:
    case MSDX_REL_OBL_AGENT: msdx_prep_of(u, t, prep, sizeof prep); return prep_class(prep);
    case MSDX_REL_NMOD:
    case MSDX_REL_NMOD_UNMARKED: msdx_prep_of(u, t, prep, sizeof prep); return 8 + prep_class(prep);
    case MSDX_REL_OBJ:
    case MSDX_REL_IOBJ: return 16;
    case MSDX_REL_NSUBJ: return 17;
    case MSDX_REL_NSUBJ_PASS: return 18;
    case MSDX_REL_COMPOUND: return 19;
    case MSDX_REL_NMOD_POSS: return 20;
    case MSDX_REL_AMOD: return 21;
    case MSDX_REL_APPOS: return 22;
    case MSDX_REL_CONJ: return msdx_is_verb(u, t) ? 23 : 24;
    case MSDX_REL_ADVCL: return 25;
    case MSDX_REL_ACL: return 26;
    case MSDX_REL_ACL_RELCL: return 27;
    case MSDX_REL_CCOMP: return 28;
    case MSDX_REL_XCOMP: return 29;
    case MSDX_REL_PARATAXIS: return 30;
    case MSDX_REL_ADVMOD: return 31;
    case MSDX_REL_ROOT: return 32;
    default: return 33;
    }
}

static int chain(const msdx_unit *u, int32_t t, int32_t *out)
{
    int n = 0;
    for (; t >= 0 && n < STEPS; t = u->tok[t].head) out[n++] = t;
    return n;
}

static int bucket(int32_t d)
{
    return d < 4 ? 0 : d < 8 ? 1 : d < 15 ? 2 : d < 25 ? 3 : 4;
}

struct features {
    uint16_t id[MSDX_SCENE_ROOM];
    uint32_t n;
};

static void add(struct features *f, enum msdx_scene_group group, int value)
{
    if (f->n < MSDX_SCENE_ROOM) f->id[f->n++] = (uint16_t)((int)group + value);
}

static void add_path(const msdx_unit *u, int32_t t, int32_t top, struct features *f)
{
    int32_t up[STEPS], down[STEPS];
    int n_up = chain(u, top, up), n_down = chain(u, t, down), i = n_up, k = n_down;
    while (i > 0 && k > 0 && up[i - 1] == down[k - 1]) i--, k--;
    /* up[0..i) is below the common word, so is down[0..k) */
    if (i == n_up && k == n_down && n_up > 0) add(f, SCENE_APART, 0);
    add(f, SCENE_N_UP, i > 4 ? 4 : i);
    add(f, SCENE_N_DOWN, k > 3 ? 3 : k);
    int first = i > 0 ? step_of(u, up[0]) : 34, last = i > 0 ? step_of(u, up[i - 1]) : 34;
    add(f, k == 0 ? SCENE_FIRST_AT : SCENE_FIRST_OFF, first);
    if (i > 1) add(f, SCENE_SECOND, step_of(u, up[1]));
    if (i > 1) add(f, k == 0 ? SCENE_LAST_AT : SCENE_LAST_OFF, last);
    if (k > 0) add(f, i > 0 ? SCENE_DOWN : SCENE_DOWN_ITSELF, step_of(u, down[k - 1]));
    if (k > 1) add(f, SCENE_DOWN_LOW, step_of(u, down[0]));
    for (int s = 0; s < i; s++)
        if (msdx_is_verb(u, up[s])) {
            add(f, SCENE_OTHER_VERB, 0); /* it is told of another act */
            break;
        }
}

static bool is_under(const msdx_unit *u, int32_t t, int32_t above)
{
    for (int i = 0; t >= 0 && i < STEPS; i++, t = u->tok[t].head)
        if (t == above) return true;
    return false;
}

static int verbs_between(const msdx_unit *u, int32_t a, int32_t b)
{
    int n = 0;
    for (int32_t t = (a < b ? a : b) + 1; t < (a < b ? b : a); t++) n += msdx_is_verb(u, t);
    return n > 3 ? 3 : n;
}

/* 'Rapyem Village, Fan District, Plateau State': 1 begins such a chain, 2 goes on in one. */
static int chain_place(const struct msdx_coder *c, const struct candidate *list, size_t n, size_t i)
{
    const msdx_unit *u = c->u;
    int begins = 0, goes_on = 0;
    if (i + 1 < n) {
        int32_t t = list[i].b;
        while (t < list[i + 1].a && msdx_is_site_noun(u, t)) t++;
        begins = t + 1 == list[i + 1].a && msdx_tok_lower_is(u, t, ",") && list[i + 1].listed < 0;
    }
    if (i > 0 && list[i].listed < 0) {
        int32_t t = list[i - 1].b;
        while (t < list[i].a && msdx_is_site_noun(u, t)) t++;
        goes_on = t + 1 == list[i].a && msdx_tok_lower_is(u, t, ",");
    }
    return goes_on ? 2 : begins;
}

static void features_of(const struct msdx_coder *c, int32_t t, const struct candidate *list, size_t n, size_t i,
                        struct features *f)
{
    const msdx_unit *u = c->u;
    const struct candidate *k = &list[i];
    int frames = 0, framed = 0, nearer = 0, nearer_after = 0;
    int32_t away = k->head > t ? k->head - t : t - k->head;
    f->n = 0;
    add(f, SCENE_BIAS, 0);
    add_path(u, t, k->top, f);
    add(f, k->head > t ? SCENE_AFTER : SCENE_BEFORE, bucket(away));
    add(f, SCENE_VERBS, verbs_between(u, t, k->head));
    add(f, SCENE_KIND, k->kind);
    for (size_t o = 0; o < n; o++) {
        if (o == i || (int32_t)o == k->listed || list[o].listed == (int32_t)i) continue;
        int32_t d = list[o].head > t ? list[o].head - t : t - list[o].head;
        if (list[o].top != k->top && is_under(u, list[o].head, k->top)) frames = 1;
        if (list[o].top != k->top && is_under(u, k->head, list[o].top)) framed = 1;
        nearer |= d < away;
        nearer_after |= list[o].head > t && (k->head < t || d < away);
    }
    add(f, SCENE_FRAME, frames + 2 * framed);
    add(f, SCENE_NEARER, nearer + 2 * nearer_after);
    add(f, SCENE_NUMBER, n > 4 ? 3 : (int)n - 1);
    add(f, SCENE_LISTED, k->listed >= 0);
    add(f, SCENE_CHAIN, chain_place(c, list, n, i));
    add(f, SCENE_WORD, msdx_is_passive(u, t) ? 2 : msdx_is_verb(u, t));
    int32_t before = k->a - 1;
    while (before >= 0 && (msdx_tok_lower_is(u, before, "the") || u->tok[before].upos == MSDX_ADJ)) before--;
    msdx_str w = before >= 0 && u->tok[before].sent == u->tok[k->a].sent ? u->tok[before].lower : MSDX_STR("");
    char prep[16] = "";
    if (w.n < sizeof prep) memcpy(prep, w.p, w.n);
    if (before >= 0 && u->tok[before].upos == MSDX_ADP)
        add(f, SCENE_PREP, prep_class(prep));
    else
        add(f, SCENE_PREP, 8 + (k->b < (int32_t)u->n_tok && msdx_is_site_noun(u, k->b)) + 2 * (w.n && *w.p == ','));
}

/* ---- the answer ---- */

static double score(const struct features *f)
{
    double v = 0;
    for (uint32_t i = 0; i < f->n; i++) v += msdx_scene_weight[f->id[i]];
    return v;
}

/* For the training: a list with [start, end, [features]] of each candidate. */
static void dump_one(const msdx_unit *u, const struct candidate *k, const struct features *f, bool first, msdx_buf *out)
{
    msd_span at = msdx_unit_span(u, k->a, k->b - 1);
    msdx_buf_addf(out, "%s[%u,%u,[", first ? "" : ",", at.start_cp, at.end_cp);
    for (uint32_t i = 0; i < f->n; i++) msdx_buf_addf(out, i ? ",%u" : "%u", f->id[i]);
    msdx_buf_addf(out, "],%d]", (int)k->top);
}

int32_t msdx_scene_likely(const struct msdx_coder *c, int32_t t, double least)
{
    struct candidate list[CANDIDATES];
    struct features f;
    size_t n = collect(c, c->u->tok[t].sent, list);
    int32_t best = -1;
    for (size_t i = 0; i < n; i++) {
        features_of(c, t, list, n, i, &f);
        double v = score(&f);
        if (v < least || msdx_telling(c->u, list[i].head) != msdx_telling(c->u, t)) continue;
        least = v;
        best = list[i].head;
    }
    return best;
}

uint32_t msdx_scene(const struct msdx_coder *c, int32_t t, int32_t *out, uint32_t room, msdx_buf *dump)
{
    struct candidate list[CANDIDATES];
    struct features f;
    size_t n = collect(c, c->u->tok[t].sent, list), best = 0;
    uint32_t n_out = 0;
    if (dump) msdx_buf_addc(dump, '[');
    for (size_t i = 0; i < n; i++) {
        features_of(c, t, list, n, i, &f);
        list[i].score = score(&f);
        if (list[i].score > list[best].score) best = i;
        if (dump) dump_one(c->u, &list[i], &f, i == 0, dump);
    }
    if (dump) msdx_buf_addc(dump, ']');
    if (!n || list[best].score < 0) return 0;
    out[n_out++] = list[best].head;
    for (size_t i = 0; i < n && n_out < room; i++)
        if (i != best && list[i].score >= 0 && list[i].top == list[best].top) out[n_out++] = list[i].head;
    return n_out;
}
