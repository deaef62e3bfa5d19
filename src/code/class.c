/* class.c: the classes that a word belongs to (knowledge/classes), and what in a
 * tree each speaks of. */
#include "code/code_impl.h"

static const msdx_sense *verb_phrase(const struct msdx_coder *c, int32_t t, size_t *n)
{
    int32_t prt = msdx_particle(c->u, t);
    if (prt > t) {
        int32_t tok[2] = {t, prt};
        const msdx_sense *s = msdx_lemma_phrase(c, tok, 2, n);
        if (s) return s;
    }
    *n = c->word[t].n_lemma;
    return c->word[t].lemma;
}

static const msdx_class *class_of(const struct msdx_coder *c, int32_t t, msdx_sense_kind kind, bool occurs, uint32_t *i)
{
    size_t n;
    const msdx_sense *s = kind == MSDX_SENSE_CLASS_VERB ? verb_phrase(c, t, &n) : c->word[t].lemma;
    if (kind != MSDX_SENSE_CLASS_VERB) n = c->word[t].n_lemma;
    for (; s && *i < n; (*i)++) {
        const msdx_class *cl = s[*i].kind == kind ? msdx_know_class(c->know, s[*i].index) : NULL;
        if (!cl || cl->occurs != occurs) continue;
        ++*i;
        return cl;
    }
    return NULL;
}

/* Words that only say that a noun happens have no content, and are not among these. */
const msdx_class *msdx_class_of(const struct msdx_coder *c, int32_t t, msdx_sense_kind kind, uint32_t *i)
{
    return class_of(c, t, kind, false, i);
}

/* A preposition's or marker's class, by its whole text ('according to', 'in case of'). */
const msdx_class *msdx_phrase_class(const struct msdx_coder *c, const char *phrase, msdx_sense_kind kind)
{
    size_t n;
    const msdx_sense *s = phrase[0] ? msdx_know_find(c->know, MSDX_SPACE_LEMMA, msdx_str_of(phrase), &n) : NULL;
    for (size_t i = 0; s && i < n; i++)
        if (s[i].kind == kind) return msdx_know_class(c->know, s[i].index);
    return NULL;
}

static bool prep_is_default(const char *prep, bool verb)
{
    static const char *const verbs[] = {"of", "for", "about"}, *const nouns[] = {"of",   "for", "about",
                                                                                 "over", "to",  "on"};
    const char *const *list = verb ? verbs : nouns;
    size_t n = verb ? sizeof verbs / sizeof *verbs : sizeof nouns / sizeof *nouns;
    for (size_t i = 0; i < n; i++)
        if (strcmp(prep, list[i]) == 0) return true;
    return false;
}

/* 'no confirmation that Iran attacked': a clause that the noun speaks of, which the parser may take for a relative one. */
static bool opens_with_that(const msdx_unit *u, int32_t v)
{
    int32_t mark = msdx_child(u, v, MSDX_REL_MARK);
    return mark >= 0 && msdx_tok_lower_is(u, mark, "that");
}

static bool is_default_content(struct msdx_coder *c, int32_t g, int32_t content)
{
    const msdx_unit *u = c->u;
    msdx_rel rel = u->tok[content].rel;
    bool verb = msdx_is_verb(u, g), noun = msdx_is_noun(u, g);
    char prep[48];
    if (rel == MSDX_REL_CCOMP || rel == MSDX_REL_XCOMP) return true;
    if (rel == MSDX_REL_CSUBJ || rel == MSDX_REL_CSUBJ_PASS ||
        (rel == MSDX_REL_ACL && noun && !msdx_is_reduced(u, content)) ||
        (rel == MSDX_REL_ACL_RELCL && noun && (opens_with_that(u, content) || msdx_is_infinitive(u, content))))
        return true;
    if (rel == MSDX_REL_PARATAXIS && verb) return true;
    if (rel == MSDX_REL_COMPOUND || rel == MSDX_REL_NMOD_UNMARKED) return noun && content < g;
    if (verb && (rel == MSDX_REL_OBJ || rel == MSDX_REL_NSUBJ_PASS)) return true;
    if (rel == MSDX_REL_OBL || rel == MSDX_REL_NMOD || rel == MSDX_REL_ADVCL || rel == MSDX_REL_ACL) {
        if (rel == MSDX_REL_ADVCL && msdx_is_infinitive(u, content) && !verb) return true;
        msdx_prep_of(u, content, prep, sizeof prep);
        return prep_is_default(prep, verb);
    }
    return false;
}

bool msdx_says_it_occurs(struct msdx_coder *c, int32_t g)
{
    uint32_t i = 0;
    msdx_sense_kind kind = msdx_is_verb(c->u, g)           ? MSDX_SENSE_CLASS_VERB
                           : c->u->tok[g].upos == MSDX_ADJ ? MSDX_SENSE_CLASS_ADJECTIVE
                                                           : MSDX_SENSE_CLASS_NOUN;
    int32_t object = msdx_tok_lemma_is(c->u, g, "take") ? msdx_child(c->u, g, MSDX_REL_OBJ) : -1;
    if (object >= 0 && (msdx_tok_lower_is(c->u, object, "place") || msdx_tok_lower_is(c->u, object, "effect")))
        return true;
    return class_of(c, g, kind, true, &i) != NULL;
}

bool msdx_is_told_of(struct msdx_coder *c, int32_t noun)
{
    const msdx_unit *u = c->u;
    int32_t g = u->tok[noun].head;
    if (msdx_is_verb(u, noun)) return false;
    MSDX_EACH_CHILD (u, noun, k) /* 'Violence flared', read as 'violence that was flared' */
        if (u->tok[k].rel == MSDX_REL_ACL && u->tok[noun].rel == MSDX_REL_ROOT && msdx_says_it_occurs(c, k))
            return true;
    if (g < 0 || (u->tok[noun].rel != MSDX_REL_NSUBJ && u->tok[noun].rel != MSDX_REL_NSUBJ_PASS)) return false;
    /* 'in force', 'under way': the noun with its 'in', not 'the force is' */
    if (msdx_is_noun(u, g) && !msdx_tok_lower_is(u, msdx_child(u, g, MSDX_REL_CASE), "in")) return false;
    return msdx_says_it_occurs(c, g);
}

/* 'claims', 'reports', 'the rumour': a noun that stands for what somebody says. */
static bool is_report(struct msdx_coder *c, int32_t noun)
{
    uint32_t i = 0;
    const msdx_class *cl;
    while ((cl = msdx_class_of(c, noun, MSDX_SENSE_CLASS_NOUN, &i)))
        if (cl->hedge || (cl->has_source && !cl->has_effect && cl->source == MSD_SOURCE_STATEMENT)) return true;
    return false;
}

bool msdx_is_content(struct msdx_coder *c, const msdx_class *cl, int32_t g, int32_t content)
{
    if (c->u->tok[content].rel == MSDX_REL_NSUBJ && c->u->tok[g].upos == MSDX_ADJ) {
        if (c->word[content].is_event_noun) return cl->has_effect || cl->hedge;        /* 'an attack is likely' */
        if (is_report(c, content)) return cl->has_effect && cl->effect == MSD_NEGATED; /* 'the claims are false' */
    }
    /* 'called the attack a disgrace': a noun that says what the object is, no content */
    if (c->u->tok[content].rel == MSDX_REL_XCOMP && msdx_is_noun(c->u, content) &&
        msdx_child(c->u, content, MSDX_REL_COP) < 0 && msdx_child(c->u, g, MSDX_REL_OBJ) >= 0)
        return false;
    if (cl->content.n == 0) return is_default_content(c, g, content);
    for (size_t p = 0; p < cl->content.n; p++) {
        int32_t got[MSDX_MEMBERS_MAX];
        const msdx_path *path = &cl->content.item[p];
        uint32_t n = msdx_path_eval(c, g, path, got, MSDX_MEMBERS_MAX);
        /* 'blocked roads to demand': what is done for a purpose is not the content of the deed */
        bool clause = path->step[0].kind == MSDX_STEP_CLAUSE || path->step[0].kind == MSDX_STEP_INFINITIVE;
        bool purpose = clause && c->u->tok[content].rel == MSDX_REL_ADVCL && msdx_child(c->u, g, MSDX_REL_OBJ) >= 0;
        for (uint32_t i = 0; i < n && !purpose; i++)
            if (got[i] == content) return true;
    }
    return false;
}

/* 'rejected the demand', 'a request was turned down': who undoes what was asked did not ask. */
bool msdx_undoes(const struct msdx_coder *c, int32_t v)
{
    int32_t prt = msdx_particle(c->u, v), tok[2] = {v, prt};
    size_t n;
    const msdx_sense *s = msdx_lemma_phrase(c, tok, prt >= 0 ? 2 : 1, &n);
    for (size_t i = 0; i < n; i++) {
        const msdx_class *cl = s[i].kind == MSDX_SENSE_CLASS_VERB ? msdx_know_class(c->know, s[i].index) : NULL;
        if (cl && cl->has_effect && cl->effect == MSD_NEGATED) return true;
    }
    return false;
}

static bool takes_object(const msdx_class *cl)
{
    for (size_t i = 0; i < cl->content.n; i++)
        if (cl->content.item[i].step[0].kind == MSDX_STEP_OBJECT) return true;
    return false;
}

/* 'ruled out talks', 'called off a visit', 'rejected mediation', 'mediation was refused': what would have been done together, or for the other,
 * is not. An attack or a deal that is rejected took place. */
bool msdx_refuses(const struct msdx_coder *c, int32_t v, int32_t noun)
{
    static const char *const kind[] = {"CONSULT", "COOPERATE", "AID", "RETREAT", "CONCEDE", NULL};
    msdx_rel rel = c->u->tok[noun].rel;
    bool refuses = false, together = false;
    if (!msdx_is_verb(c->u, v) || (rel != MSDX_REL_OBJ && rel != MSDX_REL_NSUBJ_PASS)) return false;
    if (msdx_tok_lower_is(c->u, noun, "talk")) return false; /* 'dismissed talk of a coup' */
    const msdx_class *cl;
    for (uint32_t i = 0; (cl = msdx_class_of(c, v, MSDX_SENSE_CLASS_VERB, &i));)
        refuses |= cl->has_effect && cl->effect == MSD_NEGATED && (cl->has_source || takes_object(cl));
    for (size_t i = 0; refuses && i < c->word[noun].n_lemma; i++) {
        if (c->word[noun].lemma[i].kind != MSDX_SENSE_NOUN) continue;
        if (!msdx_is_any(msdx_know_frame(c->know, c->word[noun].lemma[i].index)->event, kind)) return false;
        together = true;
    }
    return together;
}
