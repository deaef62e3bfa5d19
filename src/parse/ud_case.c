/* ud_case.c: prepositions become `case` of their object (or `mark` of a clause),
 * and multiword function words become `fixed`. */
#include "parse/ud_impl.h"

/* "much of it", "the most of them" where a noun phrase is due. */
static bool stands_for_noun(const ud_sent *s, int32_t i)
{
    switch (s->node[i].dep) {
    case D_NSUBJ:
    case D_NSUBJPASS:
    case D_DOBJ:
    case D_POBJ:
    case D_DATIVE: return !s->node[i].rel;
    default: return false;
    }
}

/* What a noun phrase is to the word that it hangs on. */
static msdx_rel oblique(const ud_sent *s, int32_t head, uint8_t dep)
{
    if (dep == D_AGENT) return MSDX_REL_OBL_AGENT;
    if (dep == D_DATIVE) return MSDX_REL_OBL;
    if (head < 0 || msdx_ud_is_clause(s, head)) return MSDX_REL_OBL;
    return msdx_ud_is_nominal(s, head) || stands_for_noun(s, head) ? MSDX_REL_NMOD : MSDX_REL_OBL;
}

/* Adverbs and the like that form one preposition with the next: "along with", "because of", "prior to". */
static bool opens_preposition(const ud_sent *s, int32_t word, int32_t prep)
{
    if (word < 0 || prep != word + 1 || msdx_ud_child(s, word, D_POBJ) >= 0) return false;
    if (s->node[word].dep == D_PREP || s->node[word].dep == D_AGENT) return true;
    if (ud_word(s, prep, "to"))
        return ud_any(s, word,
                      " next prior due according up down close thanks owing contrary subsequent as over back ") &&
               (s->node[word].dep != D_ACOMP || ud_word(s, word, "due"));
    if (ud_word(s, prep, "with")) return ud_any(s, word, " along together ");
    if (ud_word(s, prep, "for")) return ud_any(s, word, " except as ");
    if (ud_word(s, prep, "from")) return ud_any(s, word, " away apart aside far ");
    if (ud_word(s, prep, "as")) return ud_any(s, word, " such ");
    return ud_word(s, prep, "of") &&
           ud_any(s, word, " ahead instead because out outside inside regardless irrespective off as ");
}

/* Does the object take this label over as it stands, rather than becoming an oblique? */
static bool keeps_label(uint8_t dep)
{
    switch (dep) {
    case D_ROOT:
    case D_CONJ:
    case D_ACOMP:
    case D_ATTR:
    case D_OPRD:
    case D_CCOMP:
    case D_XCOMP:
    case D_APPOS:
    case D_PARATAXIS:
    case D_RELCL:
    case D_CSUBJ:
    case D_NSUBJ:
    case D_NSUBJPASS:
    case D_DOBJ:
    case D_POBJ: return true;
    default: return false;
    }
}

/* A verb form without anything that only nouns have: "by borrowing". */
static bool is_verbal(const ud_sent *s, int32_t i)
{
    if (s->node[i].tag != T_VBG && s->node[i].tag != T_VB) return false;
    for (int32_t c = s->node[i].first; c >= 0; c = s->node[c].next) switch (s->node[c].dep) {
        case D_DET:
        case D_POSS:
        case D_AMOD:
        case D_COMPOUND:
        case D_NUMMOD: return false;
        default: break;
        }
    return true;
}

static int32_t object_of(const ud_sent *s, int32_t prep)
{
    int32_t o = msdx_ud_child(s, prep, D_POBJ);
    if (o >= 0) return is_verbal(s, o) ? -1 : o;
    o = msdx_ud_child(s, prep, D_PCOMP);
    if (o >= 0) return msdx_ud_is_clause(s, o) ? -1 : o;
    if (s->node[prep].dep != D_PREP || s->node[prep].tag != T_IN) return -1;
    o = s->node[prep].last; /* "attacked it as shallow", "for certain" */
    return o > prep && (s->node[o].dep == D_AMOD || s->node[o].dep == D_ACOMP) ? o : -1;
}

static int32_t clause_of(const ud_sent *s, int32_t prep)
{
    int32_t c = msdx_ud_child(s, prep, D_PCOMP);
    return c >= 0 ? c : msdx_ud_child(s, prep, D_POBJ);
}

static void to_case(ud_sent *s, int32_t prep, int32_t object)
{
    uint8_t dep = s->node[prep].dep;
    int32_t head = s->node[prep].head;
    msdx_ud_replace(s, prep, object);
    for (int32_t c = s->node[prep].first, next; c >= 0; c = next) {
        next = s->node[c].next;
        /* "in and around X": the second preposition stays with the first */
        if (c < object && (s->node[c].dep == D_CC || (s->node[c].dep == D_CONJ && s->node[c].tag == T_IN))) continue;
        msdx_ud_attach(s, c, object);
    }
    msdx_ud_attach(s, prep, object);
    s->node[prep].dep = D_CASE;
    s->node[prep].rel = MSDX_REL_CASE;
    if (opens_preposition(s, head, prep) || dep == D_PCOMP) {
        s->node[object].dep = D_POBJ;
        s->node[object].rel = 0;
    } else if (!keeps_label(dep)) {
        s->node[object].rel = (uint8_t)oblique(s, head, dep);
    }
}

static void to_mark(ud_sent *s, int32_t prep, int32_t clause)
{
    uint8_t dep = s->node[prep].dep;
    int32_t head = s->node[prep].head;
    msdx_ud_replace(s, prep, clause);
    msdx_ud_move_children(s, prep, clause);
    msdx_ud_attach(s, prep, clause);
    s->node[prep].dep = D_MARK;
    s->node[prep].rel = MSDX_REL_MARK;
    if (opens_preposition(s, head, prep)) {
        s->node[clause].dep = D_PCOMP;
        s->node[clause].rel = 0;
    } else if (!keeps_label(dep)) {
        bool nominal = head >= 0 && msdx_ud_is_nominal(s, head) && !msdx_ud_is_clause(s, head);
        s->node[clause].rel = nominal ? MSDX_REL_ACL : MSDX_REL_ADVCL;
    }
}

void msdx_ud_prepositions(ud_sent *s)
{
    int32_t n = msdx_ud_post_order(s);
    for (int32_t k = 0; k < n; k++) {
        int32_t prep = s->order[k];
        int32_t object = object_of(s, prep);
        if (object >= 0) {
            to_case(s, prep, object);
            continue;
        }
        int32_t clause = clause_of(s, prep);
        if (clause >= 0) to_mark(s, prep, clause);
    }
}

/* ---- multiword function words ---- */

typedef struct fixed_entry {
    const char *word[3];
    uint8_t rel; /* of the first word; 0: what the whole had */
} fixed_entry;

/* Those of EWT and PUD that are `fixed` in nearly every place where the words meet. */
// clang-format off
static const fixed_entry fixed_table[] = {
    {{"as", "well", "as"}, MSDX_REL_CC},     {{"as", "opposed", "to"}, 0},
    {{"according", "to", NULL}, 0},          {{"as", "of", NULL}, 0},
    {{"as", "to", NULL}, 0},                 {{"as", "if", NULL}, MSDX_REL_MARK},
    {{"as", "though", NULL}, MSDX_REL_MARK}, {{"as", "for", NULL}, 0},
    {{"as", "well", NULL}, MSDX_REL_ADVMOD}, {{"because", "of", NULL}, 0},
    {{"due", "to", NULL}, 0},                {{"each", "other", NULL}, 0},
    {{"instead", "of", NULL}, 0},            {{"kind", "of", NULL}, MSDX_REL_ADVMOD},
    {{"less", "than", NULL}, MSDX_REL_ADVMOD}, {{"let", "alone", NULL}, MSDX_REL_CC},
    {{"more", "than", NULL}, MSDX_REL_ADVMOD}, {{"of", "course", NULL}, MSDX_REL_ADVMOD},
    {{"one", "another", NULL}, 0},           {{"out", "of", NULL}, 0},
    {{"prior", "to", NULL}, 0},              {{"rather", "than", NULL}, 0},
    {{"so", "that", NULL}, MSDX_REL_MARK},   {{"sort", "of", NULL}, MSDX_REL_ADVMOD},
    {{"such", "as", NULL}, 0},               {{"up", "to", NULL}, MSDX_REL_ADVMOD},
    {{"whether", "or", "not"}, MSDX_REL_MARK},
};
// clang-format on

/* Do these tokens hang together, and on one word outside? Gives the one through which they do, else -1. */
static int32_t outer_of(const ud_sent *s, int32_t a, int32_t b)
{
    int32_t outer = -1;
    for (int32_t i = a; i < b; i++) {
        int32_t h = s->node[i].head;
        if (h < 0) return -1;
        if (h >= a && h < b) continue;
        if (outer >= 0 && s->node[outer].head != h) return -1;
        if (outer < 0) outer = i;
    }
    return outer;
}

/* "kind of" before what it weakens, "more than" before a number; anything else is no single word. */
static bool fits(const ud_sent *s, int32_t a, int32_t outer, const fixed_entry *f)
{
    int32_t h = s->node[outer].head;
    if (f->rel == MSDX_REL_ADVMOD && f->word[1][0] == 't') return s->node[h].tag == T_CD || s->node[h].tag == T_MONEY;
    if (strcmp(f->word[1], "of") == 0 && f->rel == MSDX_REL_ADVMOD && f->word[0][0] != 'o')
        return s->node[a].dep == D_ADVMOD || s->node[a].tag == T_RB;
    return true;
}

static size_t n_word(const fixed_entry *f)
{
    return f->word[2] ? 3 : 2;
}

static bool matches(const ud_sent *s, int32_t i, const fixed_entry *f)
{
    if (!s->tok[i].lower.n || s->tok[i].lower.p[0] != f->word[0][0]) return false;
    for (size_t k = 0; k < n_word(f); k++) {
        int32_t t = i + (int32_t)k;
        if (t >= s->end || s->tok[t].is_space || !ud_word(s, t, f->word[k])) return false;
    }
    return true;
}

static void make_fixed(ud_sent *s, int32_t a, int32_t b, int32_t outer, uint8_t rel)
{
    int32_t head = s->node[outer].head;
    uint8_t dep = s->node[outer].dep;
    if (!rel) rel = s->node[outer].rel;
    for (int32_t i = a; i < b; i++) /* "such as": what "as" is to the object, all of it is */
        if (rel == s->node[outer].rel && (s->node[i].rel == MSDX_REL_CASE || s->node[i].rel == MSDX_REL_MARK))
            rel = s->node[i].rel;
    for (int32_t i = a; i < b; i++) {
        for (int32_t c = s->node[i].first, next; c >= 0; c = next) {
            next = s->node[c].next;
            if (c < a || c >= b) msdx_ud_attach(s, c, head);
        }
    }
    msdx_ud_attach(s, a, head);
    s->node[a].rel = rel;
    s->node[a].dep = dep;
    for (int32_t i = a + 1; i < b; i++) {
        msdx_ud_attach(s, i, a);
        s->node[i].rel = MSDX_REL_FIXED;
    }
}

/* "in order to leave": the clause hangs where "in" or "order" did. */
static void in_order(ud_sent *s, int32_t in)
{
    int32_t order = in + 1, outer;
    if (order + 1 >= s->end || !ud_word(s, in, "in") || !ud_word(s, order, "order")) return;
    outer = outer_of(s, in, in + 2);
    if (outer < 0 || s->node[outer].head < 0) return;
    int32_t clause = -1;
    for (int32_t i = in; i <= order; i++)
        for (int32_t c = s->node[i].first; c >= 0; c = s->node[c].next)
            if (c > order && msdx_ud_is_clause(s, c)) clause = c;
    if (clause < 0) return;
    msdx_ud_attach(s, clause, s->node[outer].head);
    s->node[clause].rel = MSDX_REL_ADVCL;
    msdx_ud_move_children(s, order, clause);
    msdx_ud_attach(s, in, clause);
    msdx_ud_attach(s, order, in);
    s->node[in].rel = MSDX_REL_MARK;
    s->node[order].rel = MSDX_REL_FIXED;
}

void msdx_ud_fixed(ud_sent *s)
{
    for (int32_t i = s->start; i < s->end; i++) {
        if (s->tok[i].is_space) continue;
        in_order(s, i);
        for (size_t k = 0; k < sizeof fixed_table / sizeof fixed_table[0]; k++) {
            const fixed_entry *f = &fixed_table[k];
            if (!matches(s, i, f)) continue;
            int32_t b = i + (int32_t)n_word(f), outer = outer_of(s, i, b);
            if (outer < 0 || !fits(s, i, outer, f)) continue;
            make_fixed(s, i, b, outer, f->rel);
            break;
        }
    }
}
