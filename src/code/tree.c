/* tree.c: arguments of words in a Universal Dependencies tree. Logical subject
 * and object see through passives, relative clauses, control, coordination. */
#include <stdio.h>

#include "code/code_impl.h"

enum { DEPTH_MAX = 12 };

bool msdx_hangs_on(const msdx_unit *u, int32_t t, int32_t top)
{
    for (uint32_t i = 0; t >= 0 && i <= u->n_tok; t = u->tok[t].head, i++)
        if (t == top) return true;
    return false;
}

bool msdx_may_be_particle(const msdx_unit *u, int32_t t)
{
    static const char *const adverb[] = {"back", "out", "off", "away", "down", "up", "over", "aside", "apart", "in"};
    for (size_t i = 0; i < sizeof adverb / sizeof *adverb; i++)
        if (msdx_tok_lower_is(u, t, adverb[i])) return true;
    return false;
}

/* 'walked out of', 'gave in to': two prepositions before a noun, the first of them right behind its verb. */
static bool opens_phrase(const msdx_unit *u, int32_t v, int32_t k)
{
    int32_t p = v + 1, n = 0;
    if (u->tok[k].rel != MSDX_REL_OBL || k <= p || u->tok[p].head != k || u->tok[p].rel != MSDX_REL_CASE) return false;
    MSDX_EACH_CHILD (u, k, x) n += u->tok[x].rel == MSDX_REL_CASE;
    return n > 1 || msdx_child(u, p, MSDX_REL_FIXED) >= 0;
}

int32_t msdx_particle(const msdx_unit *u, int32_t v)
{
    int32_t prt = msdx_child(u, v, MSDX_REL_COMPOUND_PRT), next = v + 1;
    if (prt > v) return prt;
    if (next >= (int32_t)u->n_tok || !msdx_may_be_particle(u, next)) return -1;
    MSDX_EACH_CHILD (u, v, k) {
        /* adverbs that the tagger does not tell from particles when they follow at once */
        if (k == next && u->tok[k].rel == MSDX_REL_ADVMOD) return next;
        if (opens_phrase(u, v, k)) return next;
    }
    return -1;
}

static bool tag_is(const msdx_unit *u, int32_t t, const char *tag)
{
    return strcmp(u->tok[t].tag, tag) == 0;
}

bool msdx_is_clause_rel(msdx_rel rel)
{
    return rel == MSDX_REL_CCOMP || rel == MSDX_REL_XCOMP || rel == MSDX_REL_CSUBJ || rel == MSDX_REL_CSUBJ_PASS;
}

bool msdx_is_infinitive(const msdx_unit *u, int32_t v)
{
    bool to = false, bare = tag_is(u, v, "VB"), perfect = false;
    MSDX_EACH_CHILD (u, v, k) {
        to |= tag_is(u, k, "TO");
        bare |= u->tok[k].rel == MSDX_REL_AUX_PASS && tag_is(u, k, "VB"); /* 'to be shot' */
        bare |=
            u->tok[k].rel == MSDX_REL_AUX && tag_is(u, k, "VB") && msdx_tok_lemma_is(u, k, "be"); /* 'to be urging' */
        perfect |= u->tok[k].rel == MSDX_REL_AUX && msdx_tok_lemma_is(u, k, "have");
    }
    return to && bare && !perfect;
}

bool msdx_is_relative_pronoun(const msdx_unit *u, int32_t t)
{
    const char *tag = u->tok[t].tag;
    return strcmp(tag, "WDT") == 0 || strcmp(tag, "WP") == 0 || strcmp(tag, "WP$") == 0;
}

/* 'six people that were killed and 19 wounded': the auxiliary is said once, wherever the parser hung the second verb.
 * 'leaving ten wounded': who only suffers has no object. */
static bool shares_auxiliary(const msdx_unit *u, int32_t v)
{
    static const char *const suffered[] = {"kill", "wound", "injure", "hurt", "detain", "displace", "sentence", "jail"};
    bool shared = false; /* 'killed or wounded ten': the object is said once */
    MSDX_EACH_CHILD (u, v, k) shared |= u->tok[k].rel == MSDX_REL_CONJ && msdx_child(u, k, MSDX_REL_OBJ) >= 0;
    if (shared) return false;
    for (size_t i = 0; i < sizeof suffered / sizeof *suffered; i++)
        if (msdx_tok_lemma_is(u, v, suffered[i])) return true;
    for (int32_t k = v - 1; k >= (int32_t)u->sent[u->tok[v].sent].tok_start; k--)
        if (msdx_is_verb(u, k)) return msdx_child(u, k, MSDX_REL_AUX_PASS) >= 0;
    return false;
}

/* 'were taken hostage', 'was beaten a number of times': an object beside which a verb is passive all the same. */
static bool is_weak_object(const msdx_unit *u, int32_t t)
{
    static const char *const word[] = {"hostage", "captive", "prisoner", "time"};
    int32_t counted = msdx_counted(u, t);
    if (u->tok[t].upos == MSDX_ADJ) return true;
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (msdx_tok_lemma_is(u, counted, word[i])) return true;
    return false;
}

static bool is_held(const msdx_unit *u, int32_t v)
{
    int32_t obj = msdx_child(u, v, MSDX_REL_OBJ);
    return msdx_tok_lower_is(u, obj, "captive") || msdx_tok_lower_is(u, obj, "hostage");
}

/* A noun, pronoun or clause that no preposition marks: 'arrested on Monday a colonel', wherever the parser hung it. */
static bool may_be_object(const msdx_unit *u, int32_t t)
{
    static const msdx_rel part[] = {MSDX_REL_COMPOUND, MSDX_REL_FLAT, MSDX_REL_CONJ, MSDX_REL_AMOD, MSDX_REL_NMOD_POSS};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        if ((msdx_rel)u->tok[t].rel == part[i]) return false;
    bool noun = msdx_is_noun(u, t) || u->tok[t].upos == MSDX_PRON || u->tok[t].rel == MSDX_REL_CCOMP;
    return noun && msdx_child(u, t, MSDX_REL_CASE) < 0;
}

/* 'the third American detained in Russia', which the tagger takes for a past tense: nobody detains without an object. */
static bool only_suffers(const msdx_unit *u, int32_t v)
{
    static const char *const suffered[] = {"abduct", "arrest", "behead",   "deport", "detain", "displace",
                                           "injure", "jail",   "imprison", "kidnap", "wound"};
    msdx_rel rel = u->tok[v].rel;
    bool listed = false;
    for (size_t i = 0; i < sizeof suffered / sizeof *suffered; i++) listed |= msdx_tok_lemma_is(u, v, suffered[i]);
    /* 'the man police arrested': the object stands before, and that of a conjunct behind it */
    if (!listed || rel == MSDX_REL_ACL_RELCL || rel == MSDX_REL_CONJ) return false;
    MSDX_EACH_CHILD (u, v, k) {
        bool relative = u->tok[k].rel == MSDX_REL_NSUBJ && msdx_is_relative_pronoun(u, k);
        if (u->tok[k].rel == MSDX_REL_CONJ || relative) return false;
    }
    for (int32_t k = v + 1; k < (int32_t)u->sent[u->tok[v].sent].tok_end; k++)
        if (may_be_object(u, k) && msdx_hangs_on(u, k, v)) return false;
    return true;
}

/* 1 yes, 0 no, -1 as the first of its conjuncts is. */
static int passive_form(const msdx_unit *u, int32_t v)
{
    bool own_aux = false, subject = false;
    MSDX_EACH_CHILD (u, v, k) {
        msdx_rel rel = u->tok[k].rel;
        if (rel == MSDX_REL_AUX_PASS || rel == MSDX_REL_NSUBJ_PASS || rel == MSDX_REL_CSUBJ_PASS ||
            rel == MSDX_REL_OBL_AGENT)
            return 1;
        subject |= rel == MSDX_REL_NSUBJ;
        own_aux |= rel == MSDX_REL_AUX || rel == MSDX_REL_COP || (rel == MSDX_REL_OBJ && !is_weak_object(u, k));
    }
    if (tag_is(u, v, "VBD") && u->tok[v].rel == MSDX_REL_ACL) return is_held(u, v); /* 'hostages held captive' */
    if (tag_is(u, v, "VBD") && subject && !own_aux && only_suffers(u, v)) return 1;
    if (!tag_is(u, v, "VBN") || own_aux) return 0;
    msdx_rel rel = u->tok[v].rel;
    if (rel == MSDX_REL_XCOMP) return 1; /* 'were confirmed killed', 'got arrested' */
    if (subject && shares_auxiliary(u, v)) return 1;
    /* 'nine were killed and dozens beaten' */
    if (subject) return rel == MSDX_REL_CONJ && u->tok[v].head >= 0 && msdx_is_verb(u, u->tok[v].head) ? -1 : 0;
    if (rel == MSDX_REL_ACL || rel == MSDX_REL_AMOD || rel == MSDX_REL_ADVCL) return 1;
    return rel == MSDX_REL_CONJ && u->tok[v].head >= 0 ? -1 : 0;
}

static int32_t own_subject(const msdx_unit *u, int32_t v)
{
    int32_t relative = -1, own = -1;
    MSDX_EACH_CHILD (u, v, k) {
        if (u->tok[k].rel != MSDX_REL_NSUBJ && u->tok[k].rel != MSDX_REL_NSUBJ_PASS) continue;
        if (msdx_is_relative_pronoun(u, k))
            relative = k; /* 'that soldiers shelled': the pronoun is the object, whatever the parser says */
        else if (own < 0 || own + 1 == k)
            own = k; /* 'Ex', '-' and 'soldiers' side by side: one name cut up, its last word the head */
    }
    return own >= 0 ? own : relative;
}

/* 'Mali blamed Niger, but Niger has not confirmed or denied it': the parser hangs all on the first verb, and the subject is
 * that of the nearest before. */
static int32_t joined_to(const msdx_unit *u, int32_t v)
{
    int32_t first = u->tok[v].head, near = first;
    MSDX_EACH_CHILD (u, first, k)
        if (u->tok[k].rel == MSDX_REL_CONJ && k < v && msdx_is_verb(u, k) && own_subject(u, k) >= 0) near = k;
    return near;
}

bool msdx_is_passive(const msdx_unit *u, int32_t v)
{
    int form = passive_form(u, v);
    for (int i = 0; form < 0 && i < DEPTH_MAX; i++) form = passive_form(u, v = joined_to(u, v));
    return form > 0;
}

int32_t msdx_first_conjunct(const msdx_unit *u, int32_t t)
{
    for (int i = 0; i < DEPTH_MAX && t >= 0 && u->tok[t].rel == MSDX_REL_CONJ && u->tok[t].head >= 0; i++)
        t = u->tok[t].head;
    return t;
}

/* The class of a governing verb may say who acts in its infinitive. */
static int control_of(const struct msdx_coder *c, int32_t g)
{
    const struct msdx_word *w = &c->word[g];
    for (const msdx_sense *s = NULL; (s = msdx_word_sense(w, MSDX_SENSE_CLASS_VERB, s));) {
        int control = msdx_know_class(c->know, s->index)->control;
        if (control) return control;
    }
    return 0;
}

static int32_t surface_subject(const struct msdx_coder *c, int32_t v, int depth);
static int32_t by_phrase(const msdx_unit *u, int32_t v);

/* 'The depot is used by X to supply them': what is used does nothing. */
static bool is_put_to_use(const msdx_unit *u, int32_t g)
{
    return msdx_tok_lemma_is(u, g, "use") && msdx_is_passive(u, g);
}

/* Who does the infinitive or participle that g governs. */
static int32_t controller(const struct msdx_coder *c, int32_t g, int depth)
{
    const msdx_unit *u = c->u;
    if (is_put_to_use(u, g)) return by_phrase(u, g);
    if (msdx_is_verb(u, g) && control_of(c, g) != 1) {
        int32_t obj = msdx_child(u, g, MSDX_REL_OBJ);
        if (obj < 0) obj = msdx_child(u, g, MSDX_REL_IOBJ);
        const msdx_agent *thing = obj >= 0 && !c->word[obj].name ? c->word[obj].agent : NULL;
        bool tool = thing && thing->kind >= MSDX_AGENT_PLACE && /* 'parked lorries to block the road' */
                    !msdx_word_sense(&c->word[g], MSDX_SENSE_CLASS_VERB, NULL);
        if (obj >= 0 && !tool) return obj;
        /* 'called on Iraq to …', 'appealed to them to …' */
        if (control_of(c, g) == 2)
            MSDX_EACH_CHILD (u, g, k)
                if (u->tok[k].rel == MSDX_REL_OBL) return k;
    }
    return surface_subject(c, g, depth + 1);
}

static bool is_party_name(const struct msdx_word *w)
{
    const msdx_sense *s = msdx_word_name(w, MSDX_SENSE_NAME);
    return s || msdx_word_name(w, MSDX_SENSE_ADJECTIVE) || msdx_word_name(w, MSDX_SENSE_SEAT);
}

/* Whose a noun is by what stands before it: 'their decision', 'the Chadian plan'; of a thing that is made also a body:
 * 'a lower court decision'. */
static int32_t holder_before(const struct msdx_coder *c, int32_t n, bool body)
{
    const msdx_unit *u = c->u;
    int32_t poss = msdx_child(u, n, MSDX_REL_NMOD_POSS);
    if (poss >= 0) return poss;
    MSDX_EACH_CHILD (u, n, k) {
        const msdx_agent *agent = c->word[k].agent;
        bool is_body = body && agent && agent->is_head && agent->kind == MSDX_AGENT_BODY && k < n;
        if (u->tok[k].rel == MSDX_REL_COMPOUND && is_body) return k;
        if (body && c->word[k].name && !is_party_name(&c->word[k]))
            continue; /* 'opened a Rochester rally blasting him' */
        if ((u->tok[k].rel == MSDX_REL_AMOD || u->tok[k].rel == MSDX_REL_COMPOUND) && c->word[k].name) return k;
    }
    return -1;
}

static bool is_leave(const msdx_unit *u, int32_t n)
{
    static const char *const leave[] = {"permission", "right",   "order",   "mandate", "chance",
                                        "authority",  "licence", "license", "leave",   "power"};
    for (size_t i = 0; i < sizeof leave / sizeof *leave; i++)
        if (msdx_tok_lemma_is(u, n, leave[i])) return true;
    return false;
}

/* A noun with a clause ('a plan to attack', 'their decision to close'): whose is it? */
static int32_t holder_of_noun(const struct msdx_coder *c, int32_t n, int depth)
{
    const msdx_unit *u = c->u;
    const msdx_agent *agent = c->word[n].agent;
    if (agent && agent->is_head && agent->kind == MSDX_AGENT_PERSON)
        return -1; /* 'a critic of sending arms' sends none */
    int32_t before = holder_before(c, n, false);
    if (before >= 0) return before;
    MSDX_EACH_CHILD (u, n, k) {
        char prep[32];
        if (u->tok[k].rel != MSDX_REL_NMOD) continue;
        msdx_prep_of(u, k, prep, sizeof prep);
        if (strcmp(prep, "by") == 0 || strcmp(prep, "from") == 0) return k;
    }
    int32_t g = u->tok[n].head;
    if (g >= 0 && u->tok[n].rel == MSDX_REL_OBJ && is_leave(u, n)) { /* 'gave the guards permission to shoot' */
        int32_t to = msdx_child(u, g, MSDX_REL_IOBJ);
        if (to >= 0) return to;
    }
    if (g >= 0 && msdx_is_verb(u, g) && (u->tok[n].rel == MSDX_REL_OBJ || u->tok[n].rel == MSDX_REL_OBL))
        return surface_subject(c, g, depth + 1);
    return -1;
}

/* 'thanked Poland for accepting', 'stopped them from voting': after for, of, from it is the object who did. */
static bool done_by_object(const msdx_unit *u, int32_t v)
{
    static const char *const list[] = {"for", "of", "from", "with", "into"};
    char mark[32];
    msdx_prep_of(u, v, mark, sizeof mark);
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strcmp(mark, list[i]) == 0) return true;
    return false;
}

/* 'issued a statement condemning', 'signed a decree granting': what is made does nothing by itself. */
static bool is_made(const struct msdx_coder *c, int32_t noun)
{
    const msdx_agent *agent = c->word[noun].agent;
    int32_t v = c->u->tok[noun].head;
    if (c->u->tok[noun].rel != MSDX_REL_OBJ || v < 0 || !msdx_is_verb(c->u, v) || c->word[noun].name) return false;
    return c->u->tok[noun].upos == MSDX_NOUN && (!agent || agent->kind >= MSDX_AGENT_INSTRUMENT);
}

int msdx_verb_number(const msdx_unit *u, int32_t v)
{
    int32_t finite = v;
    MSDX_EACH_CHILD (u, v, k) {
        msdx_rel rel = u->tok[k].rel;
        if (rel != MSDX_REL_AUX && rel != MSDX_REL_AUX_PASS && rel != MSDX_REL_COP) continue;
        finite = k;
        break;
    }
    if (tag_is(u, finite, "VBZ") || msdx_tok_lower_is(u, finite, "was")) return -1;
    return tag_is(u, finite, "VBP") || msdx_tok_lower_is(u, finite, "were") ? 1 : 0;
}

/* 'the chair of the Conservatives who has pushed for it': the noun whose number is the verb's, where the parser took the
 * nearer one. */
static int32_t relative_head(const msdx_unit *u, int32_t v, int32_t pronoun, int32_t g)
{
    if (g < 0 || u->tok[g].rel != MSDX_REL_NMOD || !msdx_tok_lower_is(u, pronoun, "who")) return g;
    int32_t far = u->tok[g].head;
    bool many = tag_is(u, g, "NNS") || tag_is(u, g, "NNPS"), many_far = tag_is(u, far, "NNS") || tag_is(u, far, "NNPS");
    int number = msdx_verb_number(u, v);
    bool joined = msdx_child(u, g, MSDX_REL_CONJ) >= 0 || msdx_child(u, far, MSDX_REL_CONJ) >= 0;
    if (!number || joined || !msdx_is_noun(u, far) || many == many_far) return g;
    return (number > 0) == many ? g : far;
}

static int32_t surface_subject(const struct msdx_coder *c, int32_t v, int depth)
{
    const msdx_unit *u = c->u;
    if (depth > DEPTH_MAX || v < 0) return -1;
    int32_t s = own_subject(u, v), g = u->tok[v].head;
    if (s >= 0) {
        if (u->tok[v].rel == MSDX_REL_ACL_RELCL && msdx_is_relative_pronoun(u, s)) return relative_head(u, v, s, g);
        return s;
    }
    if (g < 0) return -1;
    switch (u->tok[v].rel) {
    case MSDX_REL_XCOMP: return controller(c, g, depth);
    case MSDX_REL_CCOMP: return tag_is(u, v, "VB") || tag_is(u, v, "VBG") ? controller(c, g, depth) : -1;
    case MSDX_REL_CONJ:
        if (msdx_is_deed_in_list(u, v)) return by_phrase(u, v);
        return surface_subject(c, joined_to(u, v), depth + 1);
    case MSDX_REL_PARATAXIS:
    case MSDX_REL_DEP: /* 'Hackers linked to Iran breached the network' with 'linked' taken for the main verb */
        return surface_subject(c, g, depth + 1);
    case MSDX_REL_ADVCL:
        /* 'accused X of doing': the one accused; 'attacked, killing': the one who attacked */
        if (msdx_is_means(u, v)) return by_phrase(u, v);
        if (is_put_to_use(u, g)) return by_phrase(u, g);
        if (done_by_object(u, v) || (control_of(c, g) == 2 && msdx_is_infinitive(u, v))) return controller(c, g, depth);
        return surface_subject(c, g, depth + 1);
    case MSDX_REL_ACL:
        if (tag_is(u, v, "VBD"))
            return msdx_subject_of_finite(u, v); /* no participle: the clause's own verb hung on a noun */
        if (tag_is(u, v, "VBG") || tag_is(u, v, "VBN")) {
            char mark[32];
            msdx_prep_of(u, v, mark, sizeof mark);
            if (mark[0]) return holder_of_noun(c, g, depth);
            if (!tag_is(u, v, "VBG") || !is_made(c, g)) return g;
            int32_t maker = holder_before(c, g, true); /* 'upheld a lower court decision stripping him of it' */
            return maker >= 0 ? maker : surface_subject(c, u->tok[g].head, depth + 1);
        }
        return holder_of_noun(c, g, depth);
    case MSDX_REL_ACL_RELCL:
        /* 'cartels, which have killed': the pronoun may have been attached elsewhere */
        return msdx_child(u, v, MSDX_REL_OBJ) >= 0 ? g : -1;
    default: return -1;
    }
}

int32_t msdx_surface_subject(const struct msdx_coder *c, int32_t v)
{
    return surface_subject(c, v, 0);
}

static int32_t by_phrase(const msdx_unit *u, int32_t v)
{
    int32_t by = msdx_child(u, v, MSDX_REL_OBL_AGENT);
    if (by >= 0) return by;
    MSDX_EACH_CHILD (u, v, k) {
        char prep[32];
        if (u->tok[k].rel != MSDX_REL_OBL) continue;
        msdx_prep_of(u, k, prep, sizeof prep);
        if (strcmp(prep, "by") == 0) return k;
    }
    return -1;
}

static int32_t agent_of(const msdx_unit *u, int32_t v)
{
    int32_t by = by_phrase(u, v);
    if (by >= 0) return by;
    /* 'were urged to leave by the bishop': hung on the last verb, which is not passive itself */
    MSDX_EACH_CHILD (u, v, k) {
        if (u->tok[k].rel != MSDX_REL_XCOMP && u->tok[k].rel != MSDX_REL_ADVCL) continue;
        by = k > v && !msdx_is_passive(u, k) ? by_phrase(u, k) : -1;
        if (by >= 0 && !(u->tok[by].ent && strcmp(u->tok[by].ent, "DATE") == 0) && msdx_is_noun(u, by)) return by;
    }
    return -1;
}

int32_t msdx_subject(const struct msdx_coder *c, int32_t v)
{
    if (msdx_is_passive(c->u, v)) return agent_of(c->u, v);
    return surface_subject(c, v, 0);
}

/* The object of the last of the verbs joined to v, when it stands near and none between has one of its own. */
static int32_t shared_object(const msdx_unit *u, int32_t v, int depth)
{
    enum { NEAR = 8, DEEP = 4 };
    int32_t first = u->tok[v].rel == MSDX_REL_CONJ && u->tok[v].head >= 0 ? u->tok[v].head : v, last = -1;
    MSDX_EACH_CHILD (u, first, k) {
        if (u->tok[k].rel != MSDX_REL_CONJ || k <= v || !msdx_is_verb(u, k)) continue;
        if (own_subject(u, k) >= 0 || k - v > NEAR || msdx_child(u, last >= 0 ? last : v, MSDX_REL_OBL) >= 0) break;
        last = k;
        if (msdx_child(u, k, MSDX_REL_OBJ) >= 0) break;
    }
    if (last < 0) return -1;
    int32_t obj = msdx_child(u, last, MSDX_REL_OBJ);
    return obj >= 0 || depth >= DEEP ? obj : shared_object(u, last, depth + 1);
}

int32_t msdx_object(const struct msdx_coder *c, int32_t v)
{
    const msdx_unit *u = c->u;
    int32_t obj = msdx_child(u, v, MSDX_REL_OBJ);
    if (msdx_is_passive(u, v)) return obj >= 0 ? obj : surface_subject(c, v, 0);
    if (obj >= 0) {
        if (u->tok[v].rel == MSDX_REL_ACL_RELCL && msdx_is_relative_pronoun(u, obj)) return u->tok[v].head;
        return obj;
    }
    /* 'the village (that) they shelled' */
    if (u->tok[v].rel == MSDX_REL_ACL_RELCL && own_subject(u, v) >= 0 &&
        !msdx_is_relative_pronoun(u, own_subject(u, v)))
        return u->tok[v].head;
    /* 'arrested, beat and deported the students': a shared object stands with the last verb */
    return shared_object(u, v, 0);
}

static bool class_is_light(const struct msdx_coder *c, int32_t v, int32_t noun)
{
    if (!msdx_is_verb(c->u, v)) return false; /* a path from a noun would look for a light verb again, without end */
    int32_t prt = msdx_particle(c->u, v);
    int32_t tok[2] = {v, prt};
    size_t n;
    const msdx_sense *s = msdx_lemma_phrase(c, tok, prt >= 0 ? 2 : 1, &n);
    for (size_t i = 0; i < n; i++) {
        const msdx_class *cl = s[i].kind == MSDX_SENSE_CLASS_VERB ? msdx_know_class(c->know, s[i].index) : NULL;
        if (!cl || !cl->light) continue;
        if (cl->content.n == 0 && msdx_object(c, v) == noun) return true;
        for (size_t p = 0; p < cl->content.n; p++) {
            int32_t got[MSDX_MEMBERS_MAX];
            uint32_t n_got = msdx_path_eval((struct msdx_coder *)c, v, &cl->content.item[p], got, MSDX_MEMBERS_MAX);
            for (uint32_t k = 0; k < n_got; k++)
                if (got[k] == noun) return true;
        }
    }
    return false;
}

int32_t msdx_light_verb(const struct msdx_coder *c, int32_t noun)
{
    const msdx_unit *u = c->u;
    int32_t first = msdx_first_conjunct(u, noun), v = first >= 0 ? u->tok[first].head : -1;
    if (v < 0) return -1;
    if (u->tok[first].rel == MSDX_REL_ACL_RELCL) return -1;
    if (msdx_is_verb(u, v) && class_is_light(c, v, first)) return v;
    /* 'claimed responsibility for the attack' */
    int32_t up = u->tok[v].head;
    if (up >= 0 && !msdx_is_verb(u, v) && u->tok[v].rel == MSDX_REL_OBJ && class_is_light(c, up, first)) return up;
    /* 'the attack carried out by', 'attacks that X launched' */
    MSDX_EACH_CHILD (u, noun, k)
        if ((u->tok[k].rel == MSDX_REL_ACL || u->tok[k].rel == MSDX_REL_ACL_RELCL) && class_is_light(c, k, noun))
            return k;
    return -1;
}

/* 'a pro-Palestinian march', 'anti-Israel chants': for or against whom it is, not whose. */
static bool takes_side(const msdx_unit *u, int32_t t)
{
    return t >= 2 && msdx_tok_lower_is(u, t - 1, "-") &&
           (msdx_tok_lower_is(u, t - 2, "pro") || msdx_tok_lower_is(u, t - 2, "anti"));
}

/* 'fighter jets': what sort of thing it is, not whose. */
static bool is_sort_of(const msdx_unit *u, int32_t k)
{
    static const char *const thing[] = {"jet", "plane", "aircraft", "squadron", "bomber", "pilot", "wing"};
    if (!msdx_tok_lemma_is(u, k, "fighter") || k + 1 >= (int32_t)u->n_tok) return false;
    for (size_t i = 0; i < sizeof thing / sizeof *thing; i++)
        if (msdx_tok_lemma_is(u, k + 1, thing[i])) return true;
    return false;
}

static uint32_t step_adj(const struct msdx_coder *c, int32_t t, int32_t *out, uint32_t room)
{
    static const char *const fighting[] = {"REB", "UAF", "PRM", "CRM", NULL};
    const msdx_unit *u = c->u;
    uint32_t n = 0;
    MSDX_EACH_CHILD (u, t, k) {
        msdx_rel rel = u->tok[k].rel;
        if (k > t || (rel != MSDX_REL_AMOD && rel != MSDX_REL_COMPOUND && rel != MSDX_REL_NMOD &&
                      rel != MSDX_REL_NMOD_UNMARKED && rel != MSDX_REL_NMOD_DESC))
            continue;
        if (takes_side(u, k) || is_sort_of(u, k)) continue;
        const msdx_agent *agent = c->word[k].agent;
        bool role = agent && agent->is_head && agent->kind <= MSDX_AGENT_BODY;
        if (role && !msdx_is_noun(u, k))
            role = agent->sector && msdx_is_any(agent->sector, fighting); /* 'rebel attack' */
        if (c->word[k].name || role) n = msdx_put_tok(out, n, room, k);
    }
    /* 'a US drone strike', where 'US' was hung on 'drone' */
    MSDX_EACH_CHILD (u, t, k)
        if (n == 0 && k < t && u->tok[k].rel == MSDX_REL_COMPOUND)
            MSDX_EACH_CHILD (u, k, kk)
                if (c->word[kk].name && (u->tok[kk].rel == MSDX_REL_COMPOUND || u->tok[kk].rel == MSDX_REL_AMOD))
                    n = msdx_put_tok(out, n, room, kk);
    return n;
}

/* 'accusations made by', 'troops attacking': a relative clause, not what the noun says. */
bool msdx_is_reduced(const msdx_unit *u, int32_t v)
{
    char mark[32];
    msdx_prep_of(u, v, mark, sizeof mark);
    return !mark[0] && (tag_is(u, v, "VBN") || tag_is(u, v, "VBG"));
}

/* 'an appeal by elders to negotiate', 'rejected calls to resign', 'a plea to free them was ignored': the infinitive of an
 * event noun, which the parser may hang on its by-phrase or on the verb over both, or take for a relative clause. */
static int32_t infinitive_of(const msdx_unit *u, int32_t t)
{
    MSDX_EACH_CHILD (u, t, k)
        if (k > t && u->tok[k].rel == MSDX_REL_ACL_RELCL && msdx_is_infinitive(u, k)) return k;
    MSDX_EACH_CHILD (u, t, k)
        if (k > t && u->tok[k].rel == MSDX_REL_NMOD)
            MSDX_EACH_CHILD (u, k, x)
                if ((u->tok[x].rel == MSDX_REL_ACL || u->tok[x].rel == MSDX_REL_ACL_RELCL) && msdx_is_infinitive(u, x))
                    return x;
    int32_t v = u->tok[t].head;
    if (u->tok[t].rel != MSDX_REL_OBJ || v > t) return -1;
    MSDX_EACH_CHILD (u, v, k)
        if (k > t && (u->tok[k].rel == MSDX_REL_XCOMP || u->tok[k].rel == MSDX_REL_ADVCL) && msdx_is_infinitive(u, k))
            return k;
    return -1;
}

/* 'troops loyal to the general', 'hold the army responsible': which troops they are, and what somebody thinks of it. */
static bool only_tells_which(const msdx_unit *u, int32_t a, int32_t noun)
{
    static const char *const sort[] = {"loyal", "faithful", "sympathetic", "supportive"};
    static const char *const thinks[] = {"hold", "find",  "deem", "declare", "consider",
                                         "call", "judge", "make", "believe"};
    int32_t v = u->tok[msdx_first_conjunct(u, noun)].head;
    for (size_t i = 0; !msdx_tok_lower_is(u, a - 1, ",") && i < sizeof sort / sizeof *sort; i++)
        if (msdx_tok_lower_is(u, a, sort[i])) return true;
    for (size_t i = 0; v >= 0 && v < noun && i < sizeof thinks / sizeof *thinks; i++)
        if (msdx_tok_lemma_is(u, v, thinks[i])) return true;
    return false;
}

int32_t msdx_described(const struct msdx_coder *c, int32_t a)
{
    const msdx_unit *u = c->u;
    int32_t g = u->tok[a].head;
    if (u->tok[a].upos != MSDX_ADJ || g < 0 || msdx_child(u, a, MSDX_REL_COP) >= 0) return -1;
    msdx_rel rel = (msdx_rel)u->tok[a].rel;
    if (rel == MSDX_REL_AMOD || rel == MSDX_REL_APPOS || rel == MSDX_REL_ACL)
        return a > g && msdx_is_noun(u, g) && !only_tells_which(u, a, g) ? g : -1;
    return rel == MSDX_REL_ADVCL && msdx_is_verb(u, g) && msdx_child(u, a, MSDX_REL_MARK) < 0 ? surface_subject(c, g, 0)
                                                                                              : -1;
}

/* 'Miners, on strike since May, …', 'on strike, the miners …', 'the pastors in custody': whose state a bare noun tells,
 * beside the noun that it hangs on or set off from the verb. */
static int32_t whose_state(const struct msdx_coder *c, int32_t t)
{
    static const char *const state[][2] = {{"on", "strike"}, {"in", "custody"}, {"in", "detention"}};
    const msdx_unit *u = c->u;
    char prep[32];
    bool is_state = false;
    msdx_prep_of(u, t, prep, sizeof prep);
    for (size_t i = 0; i < sizeof state / sizeof *state; i++)
        is_state |= strcmp(prep, state[i][0]) == 0 && msdx_tok_lemma_is(u, t, state[i][1]);
    int32_t g = u->tok[t].head, left = is_state ? msdx_left_edge(u, t) : -1;
    if (!is_state || g < 0 || msdx_child(u, t, MSDX_REL_DET) >= 0) return -1;
    if (u->tok[t].rel == MSDX_REL_NMOD && msdx_is_noun(u, g) && g < t) return g;
    bool set_off =
        left == (int32_t)u->sent[u->tok[t].sent].tok_start || (left > 0 && msdx_tok_lower_is(u, left - 1, ","));
    return u->tok[t].rel == MSDX_REL_OBL && set_off && t < g ? surface_subject(c, g, 0) : -1;
}

static uint32_t step_one(struct msdx_coder *c, int32_t t, const msdx_step *s, bool first, int32_t *out, uint32_t room)
{
    const msdx_unit *u = c->u;
    int32_t v = t;
    uint32_t n = 0;
    bool verb = msdx_is_verb(u, t);
    switch (s->kind) {
    case MSDX_STEP_SUBJECT:
        if (u->tok[t].upos == MSDX_ADJ && msdx_described(c, t) >= 0)
            return msdx_put_tok(out, n, room, msdx_described(c, t));
        if (u->tok[t].rel == MSDX_REL_COP && u->tok[t].head >= 0)
            v = u->tok[t].head;
        else if (!verb && msdx_child(u, t, MSDX_REL_COP) < 0)
            v = msdx_light_verb(c, t);
        return msdx_put_tok(out, n, room, v >= 0 ? msdx_subject(c, v) : whose_state(c, t));
    case MSDX_STEP_OBJECT:
        return msdx_put_tok(out, n, room, verb && !msdx_is_stranded(c, t, NULL) ? msdx_object(c, t) : -1);
    case MSDX_STEP_IOBJECT:
        if (verb && msdx_is_passive(u, t) && msdx_child(u, t, MSDX_REL_OBJ) >= 0)
            return msdx_put_tok(out, n, room, msdx_surface_subject(c, t));
        return msdx_put_tok(out, n, room, msdx_child(u, t, MSDX_REL_IOBJ));
    case MSDX_STEP_POSS: return msdx_put_tok(out, n, room, msdx_child(u, t, MSDX_REL_NMOD_POSS));
    case MSDX_STEP_ADJ: return step_adj(c, t, out, room);
    case MSDX_STEP_PREP: return msdx_step_prep(c, t, s->prep, first, out, room);
    case MSDX_STEP_CLAUSE:
    case MSDX_STEP_INFINITIVE:
        MSDX_EACH_CHILD (u, t, k)
            if ((msdx_is_clause_rel(u->tok[k].rel) ||
                 (u->tok[k].rel == MSDX_REL_ACL && !verb && !msdx_is_reduced(u, k)) ||
                 (u->tok[k].rel == MSDX_REL_ADVCL && msdx_is_infinitive(u, k))) &&
                (s->kind == MSDX_STEP_CLAUSE || msdx_is_infinitive(u, k)))
                n = msdx_put_tok(out, n, room, k);
        return n || verb || !c->word[t].is_event_noun ? n : msdx_put_tok(out, n, room, infinitive_of(u, t));
    case MSDX_STEP_SELF: return msdx_put_tok(out, n, room, t);
    case MSDX_STEP_ADVERB:
        MSDX_EACH_CHILD (u, t, k)
            if (u->tok[k].rel == MSDX_REL_ADVMOD) n = msdx_put_tok(out, n, room, k);
        return n;
    case MSDX_STEP_SENTENCE: return 0; /* no word's, and only for conditions */
    }
    return 0;
}

uint32_t msdx_path_eval(struct msdx_coder *c, int32_t t, const msdx_path *path, int32_t *out, uint32_t room)
{
    int32_t from[MSDX_MEMBERS_MAX], to[MSDX_MEMBERS_MAX];
    uint32_t n_from = 1;
    from[0] = t;
    for (uint32_t s = 0; s < path->n; s++) {
        uint32_t n_to = 0;
        for (uint32_t i = 0; i < n_from; i++) {
            int32_t got[MSDX_MEMBERS_MAX];
            uint32_t n = step_one(c, from[i], &path->step[s], s == 0, got, MSDX_MEMBERS_MAX);
            for (uint32_t k = 0; k < n; k++) n_to = msdx_put_tok(to, n_to, MSDX_MEMBERS_MAX, got[k]);
        }
        memcpy(from, to, sizeof from);
        n_from = n_to;
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_from; i++) n = msdx_put_tok(out, n, room, from[i]);
    return n;
}

bool msdx_begins_paragraph(const struct msdx_coder *c, int32_t sent)
{
    const msdx_unit *u = c->u;
    const char *text = u->parsed ? u->parsed : u->text;
    int32_t first = (int32_t)u->sent[sent].tok_start, last = first - 1;
    while (last >= 0 && u->tok[last].is_space) last--;
    while (first + 1 < (int32_t)u->n_tok && u->tok[first].is_space) first++;
    if (last < 0) return true;
    return memchr(text + u->tok[last].span.end_byte, '\n',
                  u->tok[first].span.start_byte - u->tok[last].span.end_byte) != NULL;
}

bool msdx_is_known_at(const struct msdx_coder *c, int32_t said, int32_t t)
{
    return c->para[c->u->tok[said].sent] <= c->para[c->u->tok[t].sent];
}

int32_t msdx_left_edge(const msdx_unit *u, int32_t t)
{
    for (int depth = 0; depth < 64; depth++) {
        int32_t k = u->tok[t].first_child;
        if (k < 0 || k > t) return t;
        t = k;
    }
    return t;
}

int32_t msdx_right_edge(const msdx_unit *u, int32_t t)
{
    for (int depth = 0; depth < 64; depth++) {
        int32_t last = -1;
        MSDX_EACH_CHILD (u, t, k)
            if (k > t) last = k;
        if (last < 0) return t;
        t = last;
    }
    return t;
}
