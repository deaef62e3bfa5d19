/* headline.c: the verb of a headline, which the tagger takes for a noun ('Rebels
 * storm barracks', 'Israel strikes Gaza'): who stands before it acts, what stands
 * after it is acted upon. */
#include "code/code_impl.h"

static bool has_tag(const msdx_unit *u, int32_t t, const char *const *list)
{
    return msdx_is_any(u->tok[t].tag, list);
}

/* A headline ends without a full stop. */
static bool is_headline(const struct msdx_coder *c, int32_t sent)
{
    const msdx_unit *u = c->u;
    int32_t last = (int32_t)u->sent[sent].tok_end - 1;
    while (last > (int32_t)u->sent[sent].tok_start && u->tok[last].is_space) last--;
    if (u->sent[sent].tok_end - u->sent[sent].tok_start > 24) return false;
    return c->is_title || u->tok[last].upos != MSDX_PUNCT;
}

static bool is_verb_form(const struct msdx_coder *c, int32_t t, bool plural_subject)
{
    const msdx_tok *tk = &c->u->tok[t];
    bool s_form = tk->lower.n > 2 && tk->lower.p[tk->lower.n - 1] == 's';
    /* a verb that the parser hung before a noun as a part of its name */
    if (tk->rel == MSDX_REL_COMPOUND && (strcmp(tk->tag, "VBZ") == 0 || strcmp(tk->tag, "VBP") == 0)) return true;
    if (!msdx_is_noun(c->u, t) && !(tk->upos == MSDX_ADJ && plural_subject)) return false; /* 'Rebels free hostages' */
    if (s_form == plural_subject) return false;
    return msdx_word_sense(&c->word[t], MSDX_SENSE_VERB, NULL) != NULL;
}

/* 'Students in Dhaka demand reform': the role noun before the place that stands right before t, or -1. */
static int32_t role_at_place(const struct msdx_coder *c, int32_t t, int32_t start, bool *plural)
{
    static const char *const at[] = {"in", "at", "near", "from", NULL};
    const msdx_unit *u = c->u;
    int32_t k = t - 1;
    if (k <= start || !c->word[k].name || c->word[k].name_end != t) return -1;
    while (k > start && u->tok[k].upos == MSDX_PROPN) k--;
    for (int i = 0; at[i]; i++) {
        if (!msdx_tok_lower_is(u, k, at[i]) || k - 1 < start) continue;
        const msdx_agent *agent = c->word[k - 1].agent;
        *plural = strcmp(u->tok[k - 1].tag, "NNS") == 0;
        return *plural && agent && agent->is_head && agent->kind <= MSDX_AGENT_BODY ? k - 1 : -1;
    }
    return -1;
}

/* Whoever may act stands right before t: the last word of a name or of a plural role noun. */
static int32_t subject_before(const struct msdx_coder *c, int32_t t, int32_t start, bool *plural)
{
    const struct msdx_word *w = &c->word[t - 1];
    if (t - 1 < start) return -1;
    bool name = w->name && w->name_end == t && msdx_is_noun(c->u, t - 1);
    bool role = w->agent && w->agent->is_head && w->agent->kind <= MSDX_AGENT_BODY;
    const char *tag = c->u->tok[t - 1].tag;
    *plural = strcmp(tag, "NNS") == 0 || strcmp(tag, "NNPS") == 0 || msdx_tok_lower_is(c->u, t - 1, "police") ||
              msdx_tok_lower_is(c->u, t - 1, "taliban") ||
              (role && !name && tag[0] == 'N' && c->u->tok[t - 1].lower.p[c->u->tok[t - 1].lower.n - 1] == 's');
    /* 'Putin, Xi meet' */
    bool listed = t - 3 == start && msdx_tok_lower_is(c->u, t - 2, ",") &&
                  (c->u->tok[start].upos == MSDX_PROPN || msdx_may_act(c, start)); /* 'Rebels, army trade fire' */
    name |= listed && c->u->tok[t - 1].upos == MSDX_PROPN;
    *plural |= listed;
    return name || (role && (*plural || t - 1 == start || t - 2 == start)) ? t - 1 : -1;
}

/* The noun phrase that begins at t: its last noun, or -1. */
static int32_t object_at(const struct msdx_coder *c, int32_t t, int32_t end)
{
    const msdx_unit *u = c->u;
    static const char *const inside[] = {"NN",  "NNS", "NNP", "NNPS", "JJ", "CD",   "DT",  "PRP$",
                                         "POS", "JJS", "VBN", "VBG",  "$",  "HYPH", "JJR", NULL};
    int32_t head = -1;
    for (; t < end && (has_tag(u, t, inside) || c->word[t].name); t++)
        if (msdx_is_noun(u, t)) head = t;
    /* 'fires missile toward': a role noun without an article is taken for a verb as well */
    if (head < 0 && t < end && msdx_is_verb(u, t) && msdx_word_sense(&c->word[t], MSDX_SENSE_AGENT, NULL) &&
        !msdx_word_sense(&c->word[t], MSDX_SENSE_VERB, NULL))
        head = t;
    return head;
}

static int32_t phrase_start(const struct msdx_coder *c, int32_t last, int32_t start)
{
    static const char *const inside[] = {"NN", "NNS", "NNP", "NNPS", "JJ", "CD", "DT", "PRP$", "POS", "HYPH", NULL};
    while (last > start && has_tag(c->u, last - 1, inside)) last--;
    return last;
}

static bool has_verb(const msdx_unit *u, int32_t start, int32_t end)
{
    for (int32_t t = start; t < end; t++)
        if (msdx_is_verb(u, t) || u->tok[t].upos == MSDX_AUX) return true;
    return false;
}

static bool find_clause(const struct msdx_coder *c, int32_t start, int32_t end, struct msdx_clause *out)
{
    bool verbless = !has_verb(c->u, start, end);
    for (int32_t t = start + 1; t + 1 < end; t++) {
        bool plural;
        if (msdx_is_verb(c->u, t - 1) || c->u->tok[t - 1].upos == MSDX_AUX) return false; /* it has a verb already */
        int32_t s = verbless ? role_at_place(c, t, start, &plural) : -1;
        if (s < 0) s = subject_before(c, t, start, &plural);
        if (s < 0 || !is_verb_form(c, t, plural)) continue;
        int32_t o = object_at(c, t + 1, end);
        if (o < 0 && verbless && strcmp(c->u->tok[t + 1].tag, "IN") == 0 && !msdx_tok_lower_is(c->u, t + 1, "of")) {
            *out = (struct msdx_clause){s, t, -1, phrase_start(c, s, start), t + 1}; /* 'Putin, Xi meet in Beijing' */
            return true;
        }
        if (o < 0 || (o != t + 1 && msdx_is_verb(c->u, t + 1) && !c->word[t + 1].name)) continue;
        *out = (struct msdx_clause){s, t, o, phrase_start(c, s, start), o + 1};
        return true;
    }
    return false;
}

/* Hang the words of a phrase [from, to) whose head stands outside it on its last noun. */
static void gather(msdx_unit *u, int32_t from, int32_t to, int32_t head)
{
    for (int32_t t = from; t < to; t++) {
        if (t == head || u->tok[t].is_space || (u->tok[t].head >= from && u->tok[t].head < to && u->tok[t].head != t))
            continue;
        u->tok[t].head = head;
        if (u->tok[t].rel == MSDX_REL_ROOT || msdx_is_noun(u, t)) u->tok[t].rel = MSDX_REL_COMPOUND;
    }
}

/* Is the word a, or anything it hangs on, inside the clause? */
static bool hangs_inside(const msdx_unit *u, int32_t a, const struct msdx_clause *cl)
{
    for (uint32_t i = 0; a >= 0 && i <= u->n_tok; a = u->tok[a].head, i++)
        if (a >= cl->from && a < cl->to) return true;
    return false;
}

void msdx_build_clause(struct msdx_coder *c, const struct msdx_clause *cl)
{
    msdx_unit *u = c->u;
    int32_t above = -1;
    msdx_rel rel = MSDX_REL_ROOT;
    for (int32_t t = cl->from; t < cl->to; t++) { /* where the whole hung */
        int32_t h = u->tok[t].head;
        if (h < 0 || (h >= cl->from && h < cl->to) || hangs_inside(u, h, cl)) continue;
        above = h;
        rel = u->tok[t].rel;
    }
    msdx_tok *v = &u->tok[cl->verb];
    v->head = above;
    v->rel = above >= 0 ? rel : MSDX_REL_ROOT;
    v->upos = MSDX_VERB;
    v->tag = v->lower.p[v->lower.n - 1] == 's' ? "VBZ" : "VBP";
    if (cl->object >= 0 && msdx_is_verb(u, cl->object)) {
        u->tok[cl->object].upos = MSDX_NOUN;
        u->tok[cl->object].tag = "NN";
        const msdx_sense *role = msdx_word_sense(&c->word[cl->object], MSDX_SENSE_AGENT, NULL);
        c->word[cl->object].agent = msdx_know_agent(c->know, role->index);
        c->word[cl->object].agent_start = cl->object;
    }
    u->tok[cl->subject].head = cl->verb;
    u->tok[cl->subject].rel = MSDX_REL_NSUBJ;
    gather(u, cl->from, cl->subject, cl->subject);
    if (cl->object >= 0) {
        u->tok[cl->object].head = cl->verb;
        u->tok[cl->object].rel = MSDX_REL_OBJ;
        gather(u, cl->verb + 1, cl->to, cl->object);
    }
    for (int32_t t = cl->to; t < (int32_t)u->n_tok && u->tok[t].sent == v->sent; t++)
        if (u->tok[t].head == cl->verb && u->tok[t].rel == MSDX_REL_NMOD) u->tok[t].rel = MSDX_REL_OBL;
    /* 'storm parliament in Tbilisi, burn cars': the rest hangs on the verb where it hung on one of the words before */
    for (uint32_t t = (uint32_t)cl->to; t < u->n_tok && u->tok[t].sent == u->tok[cl->verb].sent; t++)
        if (u->tok[t].head == cl->subject) u->tok[t].head = cl->verb;
    if (above < 0) return;
    for (int32_t t = cl->to; t < (int32_t)u->n_tok && u->tok[t].sent == v->sent; t++)
        if (t == above && u->tok[t].head < 0) { /* a later verb was taken for the main one */
            u->tok[t].head = cl->verb;
            u->tok[t].rel = MSDX_REL_CONJ;
            v->head = -1;
            v->rel = MSDX_REL_ROOT;
        }
}

/* 'EU to impose sanctions': the infinitive is what will be done. */
static void repair_future(struct msdx_coder *c, int32_t start, int32_t end)
{
    msdx_unit *u = c->u;
    bool plural;
    size_t n = 0;
    for (int32_t t = start + 1; t + 1 < end; t++) {
        if (msdx_is_verb(u, t - 1) || u->tok[t - 1].upos == MSDX_AUX) return;
        if (strcmp(u->tok[t].tag, "TO") != 0 || strcmp(u->tok[t + 1].tag, "VB") != 0) continue;
        int32_t s = subject_before(c, t, start, &plural), v = t + 1;
        if (s < 0 || msdx_child(u, v, MSDX_REL_NSUBJ) >= 0) return;
        for (int32_t up = v, i = 0; up >= 0 && i < (int32_t)u->n_tok; up = u->tok[up].head, i++)
            if (up == s && u->tok[s].head >= 0) return; /* 'Iran threat to attack Israel worries' */
        int32_t last = s, from = phrase_start(c, s, start);
        if (u->tok[s].rel == MSDX_REL_CONJ) { /* 'Merkel, Hollande to meet' */
            s = msdx_first_conjunct(u, s);
            from = phrase_start(c, s, start);
        }
        for (int32_t k = start; k < end; k++)
            if (k != v && u->tok[k].head == s && (k < from || k > last)) u->tok[k].head = v;
        u->tok[v].head = -1;
        u->tok[v].rel = MSDX_REL_ROOT;
        u->tok[s].head = v;
        u->tok[s].rel = MSDX_REL_NSUBJ;
        gather(u, from, s, s);
        u->tok[t].head = v;
        u->tok[t].rel = MSDX_REL_AUX;
        u->tok[t].tag = "MD";
        u->tok[t].lemma = MSDX_STR("will");
        c->word[t].lemma = msdx_lemma_phrase(c, &t, 1, &n);
        c->word[t].n_lemma = (uint32_t)n;
        return;
    }
}

void msdx_relink(msdx_unit *u, int32_t start, int32_t end)
{
    for (int32_t t = start; t < end; t++) u->tok[t].first_child = u->tok[t].next_sib = -1;
    for (int32_t t = end - 1; t >= start; t--) {
        int32_t h = u->tok[t].head;
        if (h < start || h >= end || h == t) continue;
        u->tok[t].next_sib = u->tok[h].first_child;
        u->tok[h].first_child = t;
    }
}

/* 'demanded that the government resign', where 'resign' was taken for a noun that 'government' is a part of. */
void msdx_repair_subjunctive(struct msdx_coder *c, int32_t t)
{
    msdx_unit *u = c->u;
    int32_t mark = msdx_child(u, t, MSDX_REL_MARK), s = t - 1, g = u->tok[t].head;
    if (u->tok[t].rel != MSDX_REL_CCOMP || !msdx_is_noun(u, t) || g < 0 || !msdx_is_verb(u, g)) return;
    if (mark < 0 || mark >= s || !msdx_tok_lower_is(u, mark, "that") || msdx_child(u, t, MSDX_REL_COP) >= 0) return;
    if (!msdx_is_noun(u, s) || u->tok[s].head != t || !msdx_word_sense(&c->word[t], MSDX_SENSE_VERB, NULL)) return;
    u->tok[t].upos = MSDX_VERB;
    u->tok[t].tag = "VB";
    u->tok[s].rel = MSDX_REL_NSUBJ;
    for (int32_t k = mark + 1; k < s; k++)
        if (u->tok[k].head == t) u->tok[k].head = s;
}

/* 'Saudi Arabia lifts ban': the verb was taken for the auxiliary of the noun. */
static void repair_taken_auxiliary(struct msdx_coder *c, int32_t start, int32_t end)
{
    msdx_unit *u = c->u;
    for (int32_t t = start + 1; t < end; t++) {
        msdx_tok *v = &u->tok[t];
        int32_t noun = v->head, subject;
        size_t n;
        if (v->rel != MSDX_REL_AUX || strcmp(v->tag, "VBZ") != 0 || v->lower.n < 5 || noun <= t) continue;
        subject = msdx_child(u, msdx_child(u, t, MSDX_REL_NSUBJ) >= 0 ? t : noun, MSDX_REL_NSUBJ);
        if (!msdx_is_noun(u, noun) || subject < 0 || subject > t) continue;
        v->lemma = (msdx_str){v->lower.p, v->lower.n - 1};
        v->upos = MSDX_VERB;
        v->head = u->tok[noun].head;
        v->rel = u->tok[noun].rel;
        c->word[t].lemma = msdx_lemma_phrase(c, &t, 1, &n);
        c->word[t].n_lemma = (uint32_t)n;
        u->tok[noun].head = u->tok[subject].head = t;
        u->tok[noun].rel = MSDX_REL_OBJ;
        return;
    }
}

/* 'Hamas rejects Israel truce offer': the name is part of the object, unless the verb gives it a name or an office. */
static void repair_object(struct msdx_coder *c, int32_t start, int32_t end)
{
    static const char *const naming[] = {"call",    "name",     "brand", "label", "dub",      "declare",   "elect",
                                         "appoint", "choose",   "crown", "make",  "consider", "term",      "deem",
                                         "find",    "proclaim", "vote",  "pick",  "nominate", "designate", NULL};
    msdx_unit *u = c->u;
    for (int32_t t = start; t < end; t++) {
        int32_t v = u->tok[t].head, name;
        if (u->tok[t].rel != MSDX_REL_XCOMP || !msdx_is_noun(u, t) || v < 0 || v >= t || !msdx_is_verb(u, v)) continue;
        name = msdx_child(u, v, MSDX_REL_OBJ);
        if (name <= v || name >= t || !c->word[name].name || msdx_child(u, t, MSDX_REL_DET) >= 0) continue;
        bool close = true, names = false;
        for (int32_t k = name + 1; k < t; k++) close &= msdx_is_noun(u, k);
        for (int i = 0; naming[i]; i++) names |= msdx_tok_lemma_is(u, v, naming[i]);
        if (!close || names) continue;
        u->tok[name].head = t;
        u->tok[name].rel = MSDX_REL_COMPOUND;
        u->tok[t].rel = MSDX_REL_OBJ;
    }
}

void msdx_repair_headline(struct msdx_coder *c, int32_t sent)
{
    msdx_unit *u = c->u;
    struct msdx_clause cl;
    int32_t start = (int32_t)u->sent[sent].tok_start, end = (int32_t)u->sent[sent].tok_end;
    while (start < end && u->tok[start].is_space) start++;
    if (start >= end) return; /* nothing but white space */
    int32_t from = msdx_repair_dateline(c, start, end);
    if (from > start) msdx_relink(u, (int32_t)u->sent[sent].tok_start, end);
    if (!is_headline(c, sent)) return;
    start = from;
    msdx_repair_heading(c, start, end);
    repair_taken_auxiliary(c, start, end);
    repair_object(c, start, end);
    if (find_clause(c, start, end, &cl)) {
        msdx_build_clause(c, &cl);
        msdx_join_actors(c, cl.verb, start);
        for (int32_t t = (int32_t)u->sent[sent].tok_start; t < start; t++) /* the place before the colon */
            if (u->tok[t].head >= cl.from && u->tok[t].head < cl.to) u->tok[t].head = cl.verb;
    } else
        repair_future(c, start, end);
    msdx_relink(u, (int32_t)u->sent[sent].tok_start, end);
    for (int32_t t = start + 1; t < end; t++) msdx_repair_second_verb(c, t, end);
    msdx_relink(u, (int32_t)u->sent[sent].tok_start, end);
}
