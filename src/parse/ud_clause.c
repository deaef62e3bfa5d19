/* ud_clause.c: clauses. Complements with a subject of their own but no tense
 * become object and xcomp; the predicate of a copula becomes the head. */
#include "parse/ud_impl.h"

static bool is_finite(const ud_sent *s, int32_t i)
{
    uint8_t tag = s->node[i].tag;
    if (tag == T_VBD || tag == T_VBZ || tag == T_VBP || tag == T_MD) return true;
    for (int32_t c = s->node[i].first; c >= 0; c = s->node[c].next) {
        if (s->node[c].dep != D_AUX && s->node[c].dep != D_AUXPASS) continue;
        uint8_t t = s->node[c].tag;
        if (t == T_MD || t == T_VBD || t == T_VBZ || t == T_VBP) return true;
    }
    return false;
}

static int32_t subject_of(const ud_sent *s, int32_t i)
{
    int32_t c = msdx_ud_child(s, i, D_NSUBJ);
    return c >= 0 ? c : msdx_ud_child(s, i, D_NSUBJPASS);
}

/* "want him to go", "saw him leave", "made him happy": him is the object, the rest an xcomp. */
static void raise_object(ud_sent *s, int32_t clause)
{
    int32_t verb = s->node[clause].head, subject = subject_of(s, clause);
    if (verb < 0 || subject < 0 || subject < verb || subject > clause || is_finite(s, clause)) return;
    if (msdx_ud_child(s, clause, D_MARK) >= 0 || msdx_ud_child(s, verb, D_DOBJ) >= 0) return;
    if (!ud_is_verb_tag(s->node[verb].tag) || msdx_ud_is_be(s, verb)) return;
    msdx_ud_attach(s, subject, verb);
    s->node[subject].dep = D_DOBJ;
    s->node[subject].rel = MSDX_REL_OBJ;
    s->node[clause].rel = MSDX_REL_XCOMP;
}

// clang-format off
#define REPORTING                                                                                                      \
    " say tell ask add note announce report think believe claim warn argue explain insist write declare suggest "     \
    "suppose know hope guess fear state reply respond recall conclude continue comment cry shout whisper joke observe " \
    "predict promise testify acknowledge admit agree complain confirm deny describe estimate vow pledge stress urge "  \
    "read feel mean wonder answer assert allege accuse charge quote find show swear remark go remember bet figure see "
// clang-format on

static bool only_punctuation(const ud_sent *s, int32_t i, const char *marks)
{
    return s->node[i].dep == D_PUNCT && (!marks || ud_any(s, i, marks));
}

/* "They came, they saw": two main clauses side by side come as ccomp of the last. The first is the head in UD, the
 * other its parataxis; with a verb of saying it is what was said, and stays. */
static void split_main_clauses(ud_sent *s, int32_t first)
{
    int32_t second = s->node[first].head;
    if (second < first || !msdx_ud_is_clause(s, first) || !is_finite(s, second)) return;
    int32_t mark = msdx_ud_right_edge(s, first) + 1, subject = subject_of(s, second);
    if (subject < 0) subject = msdx_ud_child(s, second, D_EXPL);
    while (mark < second && s->tok[mark].is_space) mark++;
    if (subject < mark || subject > second || mark >= second) return;
    bool strong = only_punctuation(s, mark, " ; ");
    if (!strong && !only_punctuation(s, mark, " , : - -- . ? ! ... \xE2\x80\x93 \xE2\x80\x94 ")) return;
    if (!strong && msdx_ud_in_list(s->tok[second].lemma, REPORTING)) return;
    msdx_ud_replace(s, second, first);
    for (int32_t c = s->node[second].first, next; c >= 0 && c < first; c = next) {
        next = s->node[c].next;
        msdx_ud_attach(s, c, first);
    }
    msdx_ud_attach(s, second, first);
    s->node[second].rel = MSDX_REL_PARATAXIS;
}

/* "used to make it", "too good to miss", "big enough to cross": why or how far, no complement. */
static void purpose(ud_sent *s, int32_t i)
{
    int32_t h = s->node[i].head, to = msdx_ud_child(s, i, D_AUX);
    if (h < 0 || i < h || to < 0 || s->node[to].tag != T_TO) return;
    bool is_purpose = ud_word(s, h, "used") && msdx_ud_child(s, h, D_AUXPASS) >= 0;
    for (int32_t c = s->node[h].first; c >= 0 && !is_purpose; c = s->node[c].next)
        is_purpose = s->node[c].dep == D_ADVMOD && ud_any(s, c, " too enough ");
    if (is_purpose || ud_word(s, h, "enough")) s->node[i].rel = MSDX_REL_ADVCL;
}

/* "Hackers linked to Iran breached the network", misread with "linked" as the main verb and "breached" as some dep of
 * it: the second verb is the main one, the first says which hackers. */
static void garden_path(ud_sent *s, int32_t second)
{
    int32_t first = s->node[second].head, subject;
    uint8_t tag = s->node[second].tag;
    if (first < 0 || first > second || (tag != T_VBD && tag != T_VBZ && tag != T_VBP)) return;
    if ((s->node[first].tag != T_VBN && s->node[first].tag != T_VBD) || subject_of(s, second) >= 0) return;
    subject = subject_of(s, first);
    if (subject < 0 || subject > first || msdx_ud_child(s, first, D_DOBJ) >= 0 || msdx_ud_child(s, first, D_CC) >= 0)
        return;
    if (msdx_ud_child(s, first, D_AUX) >= 0 || msdx_ud_child(s, first, D_AUXPASS) >= 0) return;
    msdx_ud_replace(s, first, second);
    for (int32_t c = s->node[first].first, next; c >= 0; c = next) {
        next = s->node[c].next;
        if (c < first || c > second) msdx_ud_attach(s, c, second);
    }
    s->node[subject].dep = D_NSUBJ;
    msdx_ud_attach(s, first, subject);
    s->node[first].rel = MSDX_REL_ACL;
}

void msdx_ud_clauses(ud_sent *s)
{
    for (int32_t i = s->start; i < s->end; i++)
        if (!s->tok[i].is_space && s->node[i].dep == D_DEP && !s->node[i].rel) garden_path(s, i);
    for (int32_t i = s->start; i < s->end; i++) {
        if (!s->tok[i].is_space && s->node[i].dep == D_XCOMP && !s->node[i].rel) purpose(s, i);
        if (s->tok[i].is_space || s->node[i].dep != D_CCOMP || s->node[i].rel) continue;
        raise_object(s, i);
        if (!s->node[i].rel) split_main_clauses(s, i);
    }
}

/* ---- copulas ---- */

// clang-format off
#define PLACE_ADVERBS                                                                                                   \
    " here there where home how away back out up down over off on in abroad around inside outside nearby elsewhere "   \
    "somewhere everywhere nowhere anywhere so why when ahead apart behind together underway online overseas upstairs " \
    "downstairs alone aboard ago "
// clang-format on

static bool has_there(const ud_sent *s, int32_t be)
{
    int32_t e = msdx_ud_child(s, be, D_EXPL);
    return e >= 0 && ud_word(s, e, "there");
}

static bool comma_between(const ud_sent *s, int32_t a, int32_t b)
{
    for (int32_t i = a + 1; i < b; i++)
        if (s->node[i].dep == D_PUNCT && ud_word(s, i, ",")) return true;
    return false;
}

static bool is_place_adverb(const ud_sent *s, int32_t i)
{
    uint8_t dep = s->node[i].dep;
    return !s->node[i].rel && (dep == D_ADVMOD || dep == D_PRT || dep == D_PREP) && ud_any(s, i, PLACE_ADVERBS);
}

static int32_t predicate_of(const ud_sent *s, int32_t be)
{
    int32_t p = msdx_ud_child(s, be, D_ACOMP);
    if (p < 0) p = msdx_ud_child(s, be, D_ATTR);
    if (p < 0) p = msdx_ud_child(s, be, D_OPRD);
    if (p >= 0) return p;
    if (msdx_ud_child(s, be, D_CCOMP) >= 0 || msdx_ud_child(s, be, D_XCOMP) >= 0) return -1;
    for (int32_t c = s->node[be].first; c >= 0; c = s->node[c].next)
        if (c > be && !comma_between(s, be, c) && (s->node[c].rel == MSDX_REL_OBL || is_place_adverb(s, c))) return c;
    for (int32_t c = s->node[be].first; c >= 0 && c < be; c = s->node[c].next)
        if (is_place_adverb(s, c)) return c;
    for (int32_t c = s->node[be].first; c >= 0; c = s->node[c].next)
        if (!s->node[c].rel && s->node[c].dep == D_NPADVMOD && c > be && !comma_between(s, be, c)) return c;
    return -1;
}

static void to_copula(ud_sent *s, int32_t be)
{
    if (!msdx_ud_is_be(s, be) || s->node[be].dep == D_AUX || s->node[be].dep == D_AUXPASS) return;
    if (s->node[be].rel == MSDX_REL_COP || s->node[be].rel == MSDX_REL_AUX || s->node[be].rel == MSDX_REL_AUX_PASS)
        return;
    if (has_there(s, be)) {
        int32_t what = msdx_ud_child(s, be, D_ATTR);
        if (what >= 0) s->node[what].rel = MSDX_REL_NSUBJ;
        return;
    }
    int32_t p = predicate_of(s, be);
    if (p < 0) return;
    msdx_ud_replace(s, be, p);
    msdx_ud_move_children(s, be, p);
    msdx_ud_attach(s, be, p);
    s->node[be].rel = MSDX_REL_COP;
}

/* "It is clear that ...", "It is hard to ...": it is expletive, the clause the subject. */
static void expletive(ud_sent *s, int32_t be)
{
    int32_t it = msdx_ud_child(s, be, D_NSUBJ), pred = msdx_ud_child(s, be, D_ACOMP);
    if (pred < 0) pred = msdx_ud_child(s, be, D_ATTR);
    bool linking =
        msdx_ud_is_be(s, be) || ud_any(s, be, " seems seem seemed appears appeared became becomes remains remained ");
    if (!linking || it < 0 || pred < 0 || !ud_word(s, it, "it")) return;
    if (ud_any(s, pred, " likely unlikely able unable ready set due bound sure certain willing about going ") &&
        msdx_ud_child(s, be, D_CCOMP) < 0)
        return;
    for (int32_t k = 0; k < 2; k++) {
        int32_t h = k ? pred : be;
        for (int32_t c = s->node[h].first; c >= 0; c = s->node[c].next) {
            if (s->node[c].rel || c < pred || (s->node[c].dep != D_CCOMP && s->node[c].dep != D_XCOMP)) continue;
            s->node[c].rel = MSDX_REL_CSUBJ;
            s->node[it].rel = MSDX_REL_EXPL;
            return;
        }
    }
}

void msdx_ud_copulas(ud_sent *s)
{
    for (int32_t i = s->start; i < s->end; i++)
        if (!s->tok[i].is_space) expletive(s, i);
    for (int32_t i = s->start; i < s->end; i++)
        if (!s->tok[i].is_space) to_copula(s, i);
}
