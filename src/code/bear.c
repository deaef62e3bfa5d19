/* bear.c: who does and who bears what a noun names, whatever verb governs the noun: 'endured shelling by the army', 'has
 * admitted the killing of students by gendarmes'. */
#include "code/code_impl.h"

static bool is_lemma_of(const msdx_unit *u, int32_t t, const char *const *list)
{
    for (; *list; list++)
        if (msdx_tok_lemma_is(u, t, *list)) return true;
    return false;
}

bool msdx_undergoes(const msdx_unit *u, int32_t v)
{
    static const char *const verb[] = {"endure",  "suffer",  "survive",    "face", "withstand", "undergo",
                                       "weather", "sustain", "experience", "flee", NULL};
    return is_lemma_of(u, v, verb) || msdx_tok_lower_is(u, v, "underwent"); /* which the lemmatizer misses */
}

/* Whom the nouns of such events befall; of talks and gifts nobody says that they are endured. */
static bool is_borne_event(const msdx_frame *frame)
{
    static const char *const event[] = {"ASSAULT", "COERCE", "THREATEN", "SANCTION", "ACCUSE", "PROTEST", NULL};
    return !frame->mutual && msdx_is_any(frame->event, event);
}

int32_t msdx_bearer(const struct msdx_coder *c, int32_t noun, const msdx_frame *frame)
{
    const msdx_unit *u = c->u;
    int32_t group = msdx_grouped_under(u, noun), first = msdx_first_conjunct(u, group >= 0 ? group : noun);
    int32_t v = first >= 0 ? u->tok[first].head : -1;
    if (v < 0 || u->tok[first].rel != MSDX_REL_OBJ || first < v || !msdx_undergoes(u, v)) return -1;
    if (!is_borne_event(frame) || msdx_is_passive(u, v)) return -1;
    return msdx_subject(c, v);
}

/* ---- by whom ---- */

/* 'launched an attack by drone', 'staged a rally by students': these verbs themselves say that their subject does it. */
static bool does_itself(const msdx_unit *u, int32_t v)
{
    static const char *const verb[] = {"carry", "launch", "conduct", "stage",      "mount", "make", "wage",
                                       "do",    "commit", "perform", "perpetrate", "have",  "hold", NULL};
    return is_lemma_of(u, v, verb);
}

/* 'begins the first visit by an opposition leader', 'the worst defeat by a party': what sort it is the first of. */
static bool is_one_of_its_sort(const msdx_unit *u, int32_t noun)
{
    MSDX_EACH_CHILD (u, noun, k)
        if (k < noun && (strcmp(u->tok[k].tag, "JJS") == 0 || msdx_tok_lower_is(u, k, "first"))) return true;
    return false;
}

int32_t msdx_done_by(struct msdx_coder *c, int32_t noun, int32_t light)
{
    const msdx_unit *u = c->u;
    if ((light >= 0 && does_itself(u, light)) || is_one_of_its_sort(u, noun)) return -1;
    MSDX_EACH_CHILD (u, noun, k) {
        if (k < noun || u->tok[k].rel != MSDX_REL_NMOD) continue;
        if (!msdx_tok_lower_is(u, msdx_child(u, k, MSDX_REL_CASE), "by")) continue;
        const struct msdx_np *np = msdx_mention(c, msdx_counted(u, k));
        bool party = np->is_agent ? np->kind <= MSDX_AGENT_BODY : np->known || np->is_person;
        if (party && !c->word[k].is_event_noun) return k;
    }
    return -1;
}
