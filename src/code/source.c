/* source.c: who says so, by the word that says it: the subject of 'said', the possessor of 'the army's claim', the object
 * of 'according to', and what kind of source that is. */
#include "code/status_impl.h"

/* ---- kinds ---- */

/* 'who asked not to be named', 'speaking on condition of anonymity', 'familiar with the matter' */
static bool wants_no_name(struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    uint32_t i = 0;
    const msdx_class *cl;
    MSDX_EACH_CHILD (u, t, k) {
        if (u->tok[k].rel != MSDX_REL_AMOD && u->tok[k].rel != MSDX_REL_ACL && u->tok[k].rel != MSDX_REL_ACL_RELCL)
            continue;
        i = 0;
        while ((cl = msdx_class_of(c, k, MSDX_SENSE_CLASS_ADJECTIVE, &i)))
            if (cl->has_source && cl->source == MSD_SOURCE_UNNAMED) return true;
        if (u->tok[k].rel == MSDX_REL_AMOD) continue;
        for (int32_t d = k; d <= msdx_right_edge(u, k) && d < k + 8; d++)
            if (msdx_tok_lower_is(u, d, "anonymity") || msdx_tok_lower_is(u, d, "named") ||
                msdx_tok_lower_is(u, d, "identified"))
                return true;
    }
    /* 'said X, on condition of anonymity' hangs on the verb */
    int32_t g = u->tok[t].head;
    for (int32_t d = g; g >= 0 && u->tok[t].rel == MSDX_REL_NSUBJ && d <= msdx_right_edge(u, g); d++)
        if (msdx_tok_lower_is(u, d, "anonymity")) return true;
    return false;
}

/* 'sources', 'a report', 'officials' say themselves what kind they are. */
static msd_source_kind kind_of(struct msdx_coder *c, int32_t tok)
{
    uint32_t i = 0;
    const msdx_class *own;
    if (msdx_is_noun(c->u, tok) && c->u->tok[tok].upos != MSDX_PROPN && wants_no_name(c, tok))
        return MSD_SOURCE_UNNAMED;
    int32_t maker = msdx_child(c->u, tok, MSDX_REL_COMPOUND); /* 'media reports' */
    while (maker >= 0 && (own = msdx_class_of(c, maker, MSDX_SENSE_CLASS_NOUN, &i)))
        if (own->source == MSD_SOURCE_MEDIA && own->has_source) return MSD_SOURCE_MEDIA;
    if (maker < 0) maker = msdx_child(c->u, tok, MSDX_REL_AMOD);
    i = 0;
    if (msdx_tok_lemma_is(c->u, tok, "agency") && maker >= 0 && !msdx_tok_lower_is(c->u, maker, "news"))
        return MSD_SOURCE_STATEMENT; /* 'aid agencies' */
    while ((own = msdx_class_of(c, msdx_counted(c->u, tok), MSDX_SENSE_CLASS_NOUN, &i)))
        if (own->has_source && !own->has_effect && own->source != MSD_SOURCE_STATEMENT) return own->source;
    const struct msdx_np *np = msdx_mention(c, tok);
    if (np->who.sector && strcmp(np->who.sector, "JRN") == 0) return MSD_SOURCE_MEDIA;
    return MSD_SOURCE_STATEMENT;
}

/* A time, a sum, 'what': nobody who could say anything. */
static bool is_no_one(const msdx_unit *u, int32_t t)
{
    static const char *const type[] = {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"};
    for (size_t i = 0; u->tok[t].ent && i < sizeof type / sizeof *type; i++)
        if (strcmp(u->tok[t].ent, type[i]) == 0) return true;
    return msdx_tok_lower_is(u, t, "what") || msdx_tok_lower_is(u, t, "p.m.") || msdx_tok_lower_is(u, t, "a.m.");
}

void msdx_add_source(struct msdx_coder *c, struct msdx_judgement *j, int32_t tok, msd_source_kind kind,
                     const char *rule)
{
    if (tok < 0 || j->n_source == MSDX_SOURCES_MAX || is_no_one(c->u, tok)) return;
    for (uint32_t i = 0; i < j->n_source; i++)
        if (j->source[i].tok == tok) return;
    if (kind == MSD_SOURCE_STATEMENT) kind = kind_of(c, tok);
    j->source[j->n_source++] = (struct msdx_teller){.tok = tok, .kind = kind};
    if (!c->trace || !j->told) return;
    msdx_str w = msdx_tok_text(c->u, tok);
    msdx_trace(c, "    source '%.*s', %s: %s\n", (int)w.n, w.p, msd_source_kind_name(kind), rule ? rule : "");
}

/* ---- holders ---- */

static bool is_dummy(const msdx_unit *u, int32_t s)
{
    return u->tok[s].rel == MSDX_REL_EXPL || msdx_tok_lower_is(u, s, "it") || msdx_tok_lower_is(u, s, "there");
}

static int32_t holder_of_verb(struct msdx_coder *c, int32_t g)
{
    int32_t s = msdx_subject(c, g), up = c->u->tok[g].head;
    char mark[48];
    msdx_prep_of(c->u, g, mark, sizeof mark);
    if (up >= 0 && strcmp(mark, "as") == 0 &&
        (msdx_tok_lemma_is(c->u, up, "quote") || msdx_tok_lemma_is(c->u, up, "cite")))
        s = msdx_object(c, up); /* 'quoted X as saying' */
    if (s < 0) return -1;
    if (msdx_tok_lower_is(c->u, s, "it") && c->u->tok[s].rel != MSDX_REL_EXPL && !msdx_is_passive(c->u, g) &&
        msdx_is_verb(c->u, g))
        return s;
    int32_t det = msdx_child(c->u, s, MSDX_REL_DET);
    if (det >= 0 && msdx_tok_lower_is(c->u, det, "no")) return -1;
    if (msdx_tok_lower_is(c->u, s, "nobody") || msdx_tok_lower_is(c->u, s, "none")) return -1;
    return is_dummy(c->u, s) ? -1 : s;
}

/* 'told them in a speech that': whoever says it in it; -1. */
static int32_t who_said_it_in(struct msdx_coder *c, int32_t noun)
{
    const msdx_unit *u = c->u;
    int32_t v = u->tok[noun].head;
    char prep[16];
    if (v < 0 || u->tok[noun].rel != MSDX_REL_OBL || !msdx_is_verb(u, v) || !msdx_says(c, v)) return -1;
    msdx_prep_of(u, noun, prep, sizeof prep);
    return strcmp(prep, "in") == 0 ? msdx_subject(c, v) : -1;
}

int32_t msdx_holder_of(struct msdx_coder *c, const msdx_class *cl, int32_t g)
{
    int32_t got[MSDX_MEMBERS_MAX];
    for (size_t p = 0; p < cl->holder.n; p++)
        if (msdx_path_eval(c, g, &cl->holder.item[p], got, MSDX_MEMBERS_MAX)) return got[0];
    if (cl->holder.n) return -1;
    if (msdx_is_verb(c->u, g) || (msdx_child(c->u, g, MSDX_REL_COP) >= 0 && !msdx_is_noun(c->u, g)))
        return holder_of_verb(c, g);
    static const msdx_step by = {MSDX_STEP_PREP, "by"}, from = {MSDX_STEP_PREP, "from"}, poss = {MSDX_STEP_POSS, NULL},
                           adj = {MSDX_STEP_ADJ, NULL}, among = {MSDX_STEP_PREP, "among"};
    const msdx_path path[] = {{1, {poss}}, {1, {by}}, {1, {from}}, {1, {among}}, {1, {adj}}};
    for (size_t p = 0; p < sizeof path / sizeof *path; p++)
        if (msdx_path_eval(c, g, &path[p], got, MSDX_MEMBERS_MAX)) return got[0];
    int32_t who = who_said_it_in(c, g);
    if (who >= 0) return who;
    if (cl->source != MSD_SOURCE_STATEMENT) return g; /* 'a report', 'the newspaper' speak themselves */
    /* 'claimed responsibility for': who does what the noun is the object of */
    int32_t v = c->u->tok[g].head;
    if (v < 0 || c->u->tok[g].rel != MSDX_REL_OBJ || !msdx_is_verb(c->u, v)) return -1;
    int32_t s = msdx_subject(c, v), det = s >= 0 ? msdx_child(c->u, s, MSDX_REL_DET) : -1;
    return det >= 0 && msdx_tok_lower_is(c->u, det, "no") ? -1 : s;
}

/* 'Evidence suggests': a thing that points somewhere, and tells nothing. */
bool msdx_is_no_teller(struct msdx_coder *c, int32_t t)
{
    uint32_t i = 0;
    const msdx_class *cl;
    while ((cl = msdx_class_of(c, t, MSDX_SENSE_CLASS_NOUN, &i)))
        if (cl->hedge && !cl->has_source && cl->hedge == MSD_HEDGE_APPARENT) return true;
    return false;
}

const msdx_class *msdx_says(struct msdx_coder *c, int32_t g)
{
    uint32_t i = 0;
    const msdx_class *cl;
    if (!msdx_is_verb(c->u, g)) return NULL;
    while ((cl = msdx_class_of(c, g, MSDX_SENSE_CLASS_VERB, &i)))
        if (cl->has_source && !cl->light) return cl;
    return NULL;
}

/* ---- beside the clause ---- */

/* 'citing officials' names a source, 'citing security concerns' a reason. */
static bool can_tell(struct msdx_coder *c, int32_t t)
{
    static const char *const type[] = {"PERSON", "ORG", "GPE", "NORP"};
    const msdx_unit *u = c->u;
    uint32_t i = 0;
    const msdx_class *cl;
    for (size_t k = 0; u->tok[t].ent && k < sizeof type / sizeof *type; k++)
        if (strcmp(u->tok[t].ent, type[k]) == 0) return true;
    while ((cl = msdx_class_of(c, msdx_counted(u, t), MSDX_SENSE_CLASS_NOUN, &i)))
        if (cl->has_source && (!cl->has_effect || cl->source != MSD_SOURCE_STATEMENT)) return true;
    const msdx_agent *agent = c->word[t].agent;
    return agent && agent->kind <= MSDX_AGENT_BODY;
}

static bool cites(const char *phrase)
{
    return strcmp(phrase, "citing") == 0 || strcmp(phrase, "quoting") == 0;
}

/* 'in the words of X', 'by X's own account': X; -1: no such phrase. */
static int32_t whose_account(struct msdx_coder *c, int32_t k, const char *prep)
{
    static const char *const noun[] = {"word", "view", "opinion", "account", "telling", "admission", "reckoning"};
    bool account = false;
    for (size_t i = 0; i < sizeof noun / sizeof *noun; i++) account |= msdx_tok_lemma_is(c->u, k, noun[i]);
    if (!account || (strcmp(prep, "in") != 0 && strcmp(prep, "by") != 0)) return -1;
    int32_t who = msdx_child(c->u, k, MSDX_REL_NMOD_POSS);
    MSDX_EACH_CHILD (c->u, k, kk) {
        char of[48];
        if (who >= 0 || c->u->tok[kk].rel != MSDX_REL_NMOD) continue;
        msdx_prep_of(c->u, kk, of, sizeof of);
        if (strcmp(of, "of") == 0) who = kk;
    }
    return who;
}

static void source_of_phrase(struct msdx_coder *c, int32_t k, struct msdx_judgement *j)
{
    char prep[48];
    msdx_prep_of(c->u, k, prep, sizeof prep);
    int32_t who = whose_account(c, k, prep);
    if (who >= 0) msdx_add_source(c, j, who, MSD_SOURCE_STATEMENT, "attribution:account");
    const msdx_class *cl = msdx_phrase_class(c, prep, MSDX_SENSE_CLASS_PREPOSITION);
    if (cl && cl->has_source && (!cites(prep) || can_tell(c, k))) msdx_add_source(c, j, k, cl->source, cl->rule);
}

/* 'according', with its 'to' hung on the noun; 'citing'. inner: the last source is the one who cites. */
static void source_of_participle(struct msdx_coder *c, int32_t k, struct msdx_judgement *j, bool inner)
{
    const msdx_unit *u = c->u;
    msdx_str word = u->tok[k].lower;
    char phrase[48];
    if (word.n + 4 > sizeof phrase) return;
    memcpy(phrase, word.p, word.n);
    phrase[word.n] = 0;
    const msdx_class *cl = msdx_phrase_class(c, phrase, MSDX_SENSE_CLASS_PREPOSITION);
    int32_t object = msdx_child(u, k, MSDX_REL_OBJ);
    if (!cl) {
        memcpy(phrase + word.n, " to", 4);
        cl = msdx_phrase_class(c, phrase, MSDX_SENSE_CLASS_PREPOSITION);
        object = msdx_child(u, k, MSDX_REL_OBL);
    }
    if (!cl || !cl->has_source || object < 0 || (cites(phrase) && !can_tell(c, object))) return;
    uint32_t n = j->n_source;
    msdx_add_source(c, j, object, cl->source, cl->rule);
    if (j->n_source == n || n == 0 || !inner) return;
    struct msdx_teller told = j->source[n]; /* what X told the paper, the paper tells */
    j->source[n] = j->source[n - 1];
    j->source[n - 1] = told;
}

void msdx_sources_quoted(struct msdx_coder *c, int32_t holder, struct msdx_judgement *j)
{
    MSDX_EACH_CHILD (c->u, holder, k)
        if (c->u->tok[k].rel == MSDX_REL_ACL || c->u->tok[k].rel == MSDX_REL_ADVCL) source_of_participle(c, k, j, true);
}

/* 'X said', 'it is said', 'it seems', set beside the clause of t. */
static void said_beside(struct msdx_coder *c, int32_t t, int32_t k, struct msdx_judgement *j)
{
    uint32_t i = 0;
    const msdx_class *cl;
    while ((cl = msdx_class_of(c, k, MSDX_SENSE_CLASS_VERB, &i))) {
        if ((!cl->has_source && !cl->hedge) || cl->has_effect || cl->light || msdx_child(c->u, k, MSDX_REL_CCOMP) >= 0)
            continue;
        int32_t holder = cl->has_source ? msdx_holder_of(c, cl, k) : -1;
        if (holder >= 0) msdx_add_source(c, j, holder, msdx_in_quotes(c, t) ? MSD_SOURCE_QUOTE : cl->source, cl->rule);
        if (!j->hedge) j->hedge = cl->hedge;
        if (!j->hedge && holder < 0) j->hedge = MSD_HEDGE_REPORTED;
        return;
    }
}

/* '…; both sides called it useful': another statement, and nobody's word for the first. */
static bool is_set_apart(const msdx_unit *u, int32_t t, int32_t k)
{
    int32_t a = t < k ? t : k, b = t < k ? k : t;
    for (int32_t i = a + 1; i < b; i++)
        if (msdx_tok_lower_is(u, i, ";")) return true;
    return false;
}

void msdx_sources_beside(struct msdx_coder *c, int32_t t, struct msdx_judgement *j)
{
    const msdx_unit *u = c->u;
    MSDX_EACH_CHILD (u, t, k) {
        msdx_rel rel = u->tok[k].rel;
        if (rel == MSDX_REL_OBL || rel == MSDX_REL_NMOD) {
            source_of_phrase(c, k, j);
            continue;
        }
        if (rel == MSDX_REL_CONJ && msdx_is_verb(u, k) && msdx_child(u, k, MSDX_REL_NSUBJ) < 0)
            MSDX_EACH_CHILD (u, k, kk) /* 'killed nine and wounded two, according to' */
                if (u->tok[kk].rel == MSDX_REL_OBL) source_of_phrase(c, kk, j);
        if (rel != MSDX_REL_PARATAXIS && rel != MSDX_REL_ADVCL && rel != MSDX_REL_ACL) continue;
        source_of_participle(c, k, j, msdx_says(c, t) != NULL);
        char mark[48];
        msdx_prep_of(u, k, mark, sizeof mark);
        if (rel == MSDX_REL_PARATAXIS && is_set_apart(u, t, k)) continue;
        if (rel == MSDX_REL_ACL || (rel == MSDX_REL_ADVCL && strcmp(mark, "as") != 0)) continue;
        said_beside(c, t, k, j);
    }
}

/* ---- sources of a claim ---- */

static bool is_actor(struct msdx_coder *c, const struct msdx_draft *d, int32_t tok)
{
    const msd_entity *who = &msdx_mention(c, tok)->who;
    for (uint32_t i = 0; i < d->n_actor; i++) {
        const struct msdx_np *np = msdx_mention(c, d->actor[i]);
        if (d->actor[i] == tok || np->antecedent == tok) return true;
        if (who->name && np->who.name && strcmp(who->name, np->who.name) == 0) return true;
    }
    return false;
}

void msdx_settle_sources(struct msdx_coder *c, struct msdx_draft *d)
{
    struct msdx_judgement *j = &d->how;
    uint32_t n = 0;
    bool intended = j->status == MSD_PLANNED || j->status == MSD_CONSIDERED || j->status == MSD_THREATENED ||
                    j->status == MSD_CONDITIONAL || j->status == MSD_POSSIBLE || j->will_not;
    for (uint32_t i = 0; i < j->n_source; i++) {
        const struct msdx_teller *s = &j->source[i];
        bool warns = s->as == MSDX_THREATENS && j->status == MSD_POSSIBLE; /* of what others may do */
        bool announces = intended && s->kind != MSD_SOURCE_QUOTE && i + 1 == j->n_source && is_actor(c, d, s->tok);
        if ((s->as == MSDX_TELLS || warns) && !announces) j->source[n++] = *s;
    }
    j->n_source = n;
}
