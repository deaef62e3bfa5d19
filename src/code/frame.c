/* frame.c: which frame a word states. */
#include "code/code_impl.h"

/* ---- choosing ---- */

enum { LONGEST = 5 }; /* words of an event noun; a hyphen is one: 'six-party talks' */

struct choice {
    const msdx_frame *frame;
    int32_t start; /* first token of the phrase */
    uint32_t n_word;
    struct msdx_filled actor, recipient;
    int rank;
};

static int rank_of(const msdx_frame *f, uint32_t n_word, const struct msdx_filled *a, const struct msdx_filled *r)
{
    int positive = 0;
    for (size_t i = 0; i < f->n_cond; i++) positive += !f->cond[i].negated;
    return f->priority * 1000 + (int)n_word * 100 + positive * 10 + (a->n > 0) * 2 + (r->n > 0) * 3;
}

static void trace_cond(struct msdx_coder *c, const msdx_frame *f, const msdx_cond *cond)
{
    enum { SHOWN = 6 };
    if (!c->trace) return;
    msdx_trace(c, "    frame %s: fails '%s ", f->rule, cond->negated ? "unless" : "if");
    for (uint32_t s = 0; s < cond->path.n; s++)
        msdx_trace(c, "%s%s", s ? "." : "", msdx_step_name(&cond->path.step[s]));
    for (size_t w = 0; w < cond->words.n && w < SHOWN; w++) msdx_trace(c, "%s%s", w ? " | " : " ", cond->words.item[w]);
    msdx_trace(c, "%s'\n", cond->words.n > SHOWN ? " | ..." : "");
}

static void try_senses(struct msdx_coder *c, int32_t t, int32_t start, uint32_t n_word, const msdx_sense *s, size_t n,
                       msdx_sense_kind kind, struct choice *best)
{
    enum { AHEAD = 3 };
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD < n && s[i + AHEAD].kind == kind) msdx_know_frame_soon(c->know, s[i + AHEAD].index);
        if (s[i].kind != kind) continue;
        const msdx_frame *f = msdx_know_frame(c->know, s[i].index);
        if (!c->trace && c->without != MSD_WITHOUT_RULES && msdx_gate_shut(c, t, f)) continue;
        bool open = false; /* who did it is asked for and not said: a frame that asks for less goes before */
        const msdx_cond *fails = c->without == MSD_WITHOUT_RULES ? NULL : msdx_cond_that_fails(c, t, f, &open);
        if (fails) {
            trace_cond(c, f, fails);
            continue;
        }
        struct choice now = {.frame = f, .start = start, .n_word = n_word};
        const char *why = msdx_try_roles(c, t, f, kind == MSDX_SENSE_VERB, &now.actor, &now.recipient);
        if (why && c->without != MSD_WITHOUT_RULES) {
            msdx_trace(c, "    frame %s: %s\n", f->rule, why);
            continue;
        }
        now.rank = rank_of(f, n_word, &now.actor, &now.recipient);
        if (open && f->priority > 0) now.rank -= f->priority * 1000;
        msdx_trace(c, "    frame %s: fits, rank %d\n", f->rule, now.rank);
        if (!best->frame || now.rank > best->rank) *best = now;
    }
}

static bool inside_a_name(const struct msdx_coder *c, int32_t t)
{
    const struct msdx_word *w = &c->word[t];
    const char *ent = c->u->tok[t].ent;
    if (w->name && w->name_end - w->name_start > 1) return true;
    if (w->name && c->u->tok[t].upos == MSDX_PROPN) return true;
    /* 'Operation Desert Storm', 'The Strike (film)' */
    return ent && c->u->tok[t].upos == MSDX_PROPN &&
           (strcmp(ent, "WORK_OF_ART") == 0 || strcmp(ent, "PERSON") == 0 || strcmp(ent, "PRODUCT") == 0 ||
            strcmp(ent, "ORG") == 0);
}

static bool is_bare_modifier(const struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    msdx_rel rel = u->tok[t].rel;
    if (rel != MSDX_REL_COMPOUND && rel != MSDX_REL_AMOD && rel != MSDX_REL_NMOD_UNMARKED) return false;
    int32_t g = u->tok[t].head;
    uint32_t i = 0;
    if (rel == MSDX_REL_AMOD && msdx_described(c, t) >= 0) return false; /* 'villagers angry at the ministry' */
    /* 'withdrawal plan', 'attack threat': the head's class speaks of it */
    const msdx_class *cl;
    while (g >= 0 && (cl = msdx_class_of(c, g, MSDX_SENSE_CLASS_NOUN, &i)))
        if (cl->has_effect || cl->is_nothing) return false;
    return true;
}

/* Does somebody with power or arms do it to somebody, or to a place? */
static bool is_deed_of_power(struct msdx_coder *c, int32_t t, const struct choice *now)
{
    static const char *const list[] = {"GOV", "MIL", "COP", "SPY", "REB", "UAF", "PRM", "JUD", NULL};
    int32_t o = msdx_object(c, t);
    if (o < 0 || now->actor.n == 0 || now->recipient.n == 0) return false;
    const struct msdx_np *who = msdx_mention(c, now->actor.tok[0]), *whom = msdx_mention(c, msdx_counted(c->u, o));
    if (!who->known || !who->who.sector || !msdx_is_any(who->who.sector, list) || whom->is_pronoun) return false;
    if (who->is_agent && who->kind > MSDX_AGENT_BODY) return false;
    if (who->who.entity && who->is_place && whom->is_place && strcmp(now->frame->event, "ASSAULT") == 0)
        return false; /* 'Brazil beat Argentina' */
    return whom->known && (whom->is_agent ? whom->kind <= MSDX_AGENT_PLACE : whom->who.entity != NULL);
}

/* A verb nearly all frames of which tell one event tells it of objects too that none of them lists. */
static void try_kin(struct msdx_coder *c, int32_t t, int32_t start, uint32_t n_word, const msdx_sense *s, size_t n,
                    struct choice *best)
{
    size_t all = 0, same = 0;
    const char *event = NULL;
    /* an ambassador, a team, 'warned residents' (of what?), and what is done with anything at all */
    static const char *const no_kin[] = {"fire", "beat", "warn",   "use", "do",    "make", "give",
                                         "deal", "fall", "suffer", "pit", "drive", "go",   NULL};
    for (const char *const *w = no_kin; *w; w++)
        if (msdx_tok_lemma_is(c->u, t, *w)) return;
    for (size_t i = 0; i < n && !event; i++) { /* the event of the first that would fit */
        if (s[i].kind != MSDX_SENSE_VERB) continue;
        const msdx_frame *f = msdx_know_frame(c->know, s[i].index);
        if (msdx_fits_but_for_object(c, t, f)) event = f->event;
    }
    for (size_t i = 0; i < n && event; i++) {
        if (s[i].kind != MSDX_SENSE_VERB) continue;
        all++;
        same += strcmp(msdx_know_frame(c->know, s[i].index)->event, event) == 0;
    }
    if (!event || same * 5 < all * 4) return;
    for (size_t i = 0; i < n; i++) {
        if (s[i].kind != MSDX_SENSE_VERB) continue;
        const msdx_frame *f = msdx_know_frame(c->know, s[i].index);
        if (strcmp(f->event, event) != 0 || !msdx_fits_but_for_object(c, t, f)) continue;
        struct choice now = {.frame = f, .start = start, .n_word = n_word};
        if (msdx_try_roles(c, t, f, true, &now.actor, &now.recipient) || !is_deed_of_power(c, t, &now)) continue;
        now.rank = rank_of(f, n_word, &now.actor, &now.recipient);
        msdx_trace(c, "    frame %s: fits but for its object, rank %d\n", f->rule, now.rank);
        if (!best->frame || now.rank < best->rank) *best = now; /* the one that asks least */
    }
}

static void choose(struct msdx_coder *c, int32_t t, struct choice *best)
{
    const msdx_unit *u = c->u;
    size_t n;
    const msdx_sense *s;
    if (msdx_is_verb(u, t) ||
        (u->tok[t].upos == MSDX_AUX && u->tok[t].rel != MSDX_REL_AUX && u->tok[t].rel != MSDX_REL_AUX_PASS)) {
        int32_t prt = msdx_particle(u, t);
        if (prt > t) {
            int32_t tok[2] = {t, prt};
            s = msdx_lemma_phrase(c, tok, 2, &n);
            try_senses(c, t, t, 2, s, n, MSDX_SENSE_VERB, best);
        }
        if (t > 1 && msdx_tok_lower_is(u, t - 1, "-") && u->tok[t - 2].sent == u->tok[t].sent) {
            int32_t tok[3] = {t - 2, t - 1, t}; /* 're-arrest' */
            s = msdx_lemma_phrase(c, tok, 3, &n);
            try_senses(c, t, t - 2, 3, s, n, MSDX_SENSE_VERB, best);
        }
        try_senses(c, t, t, 1, c->word[t].lemma, c->word[t].n_lemma, MSDX_SENSE_VERB, best);
        if (!best->frame && prt > t) {
            int32_t tok[2] = {t, prt};
            s = msdx_lemma_phrase(c, tok, 2, &n);
            try_kin(c, t, t, 2, s, n, best);
        } else if (!best->frame) {
            try_kin(c, t, t, 1, c->word[t].lemma, c->word[t].n_lemma, best);
        }
    }
    if (msdx_is_noun(u, t) && !inside_a_name(c, t)) {
        if (t + 2 < (int32_t)u->n_tok && u->tok[t + 2].sent == u->tok[t].sent && msdx_tok_lower_is(u, t + 1, "of")) {
            int32_t tok[3] = {t, t + 1, t + 2}; /* 'exchange of fire': its first word is the head */
            s = msdx_lemma_phrase(c, tok, 3, &n);
            try_senses(c, t, t, 3, s, n, MSDX_SENSE_NOUN, best);
        }
        for (int32_t len = LONGEST; len >= 1; len--) {
            int32_t tok[LONGEST];
            if (t - len + 1 < 0 || u->tok[t - len + 1].sent != u->tok[t].sent) continue;
            for (int32_t i = 0; i < len; i++) tok[i] = t - len + 1 + i;
            s = msdx_lemma_phrase(c, tok, (uint32_t)len, &n);
            try_senses(c, t, tok[0], (uint32_t)len, s, n, MSDX_SENSE_NOUN, best);
        }
    }
    if (u->tok[t].upos == MSDX_ADJ &&
        (msdx_child(u, t, MSDX_REL_COP) >= 0 || u->tok[t].rel == MSDX_REL_XCOMP || msdx_described(c, t) >= 0))
        try_senses(c, t, t, 1, c->word[t].lemma, c->word[t].n_lemma, MSDX_SENSE_ADJ_FRAME, best);
}

static bool has_frame_sense(const struct msdx_coder *c, int32_t t)
{
    const struct msdx_word *w = &c->word[t];
    for (uint32_t i = 0; i < w->n_lemma; i++)
        if (w->lemma[i].kind == MSDX_SENSE_VERB || w->lemma[i].kind == MSDX_SENSE_NOUN ||
            w->lemma[i].kind == MSDX_SENSE_ADJ_FRAME)
            return true;
    /* phrases whose last word alone is no frame ('hunger strike'), verbs with a particle ('break off') */
    return msdx_is_noun(c->u, t) || msdx_particle(c->u, t) > t;
}

/* 'The curfew in Jos was eased', 'the truce is holding': news of a place, whoever did it. */
static bool ends_for_place(const msdx_frame *frame)
{
    static const char *const list[] = {"0813", "0814", "0871"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strcmp(frame->event, "RETREAT") == 0 && strcmp(frame->cameo, list[i]) == 0) return true;
    return false;
}

/* What is said of nobody by a noun alone is kept only when it is the news itself: feared, planned, asked for. */
static const char *too_thin(struct msdx_coder *c, int32_t t, const struct choice *ch, const struct msdx_judgement *j)
{
    bool someone = msdx_any_known(c, &ch->actor) || msdx_any_known(c, &ch->recipient);
    if (someone) return NULL;
    if (!msdx_is_verb(c->u, t) && j->direct) return NULL;
    if (msdx_is_physical(ch->frame->event) && (ch->recipient.n || ch->actor.n) && msdx_is_verb(c->u, t)) return NULL;
    if (strcmp(ch->frame->event, "PROTEST") == 0) return NULL; /* 'during the strike': a crowd need not be named */
    struct msdx_draft d = {.trigger = t};
    msd_where where;
    msdx_code_where(c, &d, &where);
    d.frame = ch->frame;
    bool ends = msdx_is_verb(c->u, t) && ends_for_place(ch->frame);
    if (!where.present && (ends || (msdx_is_physical(d.frame->event) && msdx_is_told_of(c, t))))
        msdx_code_where(c, &d, &where);
    if (where.present && (ends || msdx_is_physical(ch->frame->event) || msdx_is_told_of(c, t))) return NULL;
    return "nobody known takes part";
}

/* Is this somebody of private life? A name that nobody knows may be a minister's, and 'Afghan elders' speak for a people. */
static bool is_private(struct msdx_coder *c, int32_t t, bool crowds)
{
    static const char *const list[] = {"CVL", "EDU", "JRN", "AGR", "HLH", "MED", NULL};
    const struct msdx_np *np = msdx_mention(c, t);
    bool many = np->is_plural || (np->is_pronoun && msdx_tok_lemma_is(c->u, t, "they"));
    if (np->who.entity || np->n_side || np->is_named || np->who.country || (many && !crowds)) return false;
    return np->who.sector ? msdx_is_any(np->who.sector, list) : !np->is_agent;
}

/* A private person with a name that nobody knows: 'Mrs Hrebeniuk met her host'. */
static bool is_nobody(struct msdx_coder *c, int32_t t)
{
    const struct msdx_np *np = msdx_mention(c, t);
    return np->is_named && !np->who.entity && !np->who.sector && !np->who.country && !np->n_side && !np->is_place;
}

/* Talks, promises, support, demands and refusals among private people are no events of politics. What many ask for is. */
static const char *too_private(struct msdx_coder *c, const struct choice *ch)
{
    static const char *const kind[] = {"CONSULT", "SUPPORT", "COOPERATE", "AID", NULL};
    static const char *const voice[] = {"AGREE", "CONCEDE", "REQUEST", "REJECT", "ACCUSE", "THREATEN", NULL};
    bool crowds = msdx_is_any(ch->frame->event, kind), someone = false;
    if ((!crowds && !msdx_is_any(ch->frame->event, voice)) || ch->actor.n == 0) return NULL;
    for (uint32_t side = 0; side < 2; side++) {
        const struct msdx_filled *f = side ? &ch->recipient : &ch->actor;
        for (uint32_t i = 0; i < f->n; i++) {
            bool is = is_private(c, f->tok[i], crowds);
            if (!is && !(crowds && is_nobody(c, f->tok[i]))) return NULL;
            someone |= is;
        }
    }
    return someone ? "it is between private people" : NULL;
}

struct msdx_draft *msdx_new_draft(struct msdx_coder *c)
{
    if (c->n_draft == c->draft_room) {
        uint32_t room = c->draft_room ? c->draft_room * 2 : 32;
        struct msdx_draft *d = MSDX_NEW(c->scratch, struct msdx_draft, room);
        if (!d) return NULL;
        if (c->n_draft) memcpy(d, c->draft, c->n_draft * sizeof *d);
        c->draft = d;
        c->draft_room = room;
    }
    struct msdx_draft *d = &c->draft[c->n_draft++];
    memset(d, 0, sizeof *d);
    return d;
}

/* 'the anniversary of the surrender' tells nothing; what historians describe is history. */
static bool is_anniversary(const struct msdx_coder *c, int32_t t)
{
    static const char *const day[] = {"anniversary", "commemoration", "centenary",
                                      "bicentenary", "centennial",    "jubilee"};
    for (int i = 0; i < 4 && t >= 0; i++, t = c->u->tok[t].head)
        for (size_t k = 0; k < sizeof day / sizeof *day; k++)
            if (msdx_tok_lemma_is(c->u, t, day[k])) return true;
    return false;
}

static void code_trigger(struct msdx_coder *c, int32_t t)
{
    struct choice best = {0};
    msdx_str text = msdx_tok_text(c->u, t);
    if (is_bare_modifier(c, t)) return;
    size_t mark = c->trace ? c->trace->n : 0;
    msdx_trace(c, "  '%.*s':\n", (int)text.n, text.p);
    size_t after = c->trace ? c->trace->n : 0;
    choose(c, t, &best);
    if (!best.frame) {
        if (c->trace && c->trace->n == after) c->trace->n = mark;
        return;
    }
    struct msdx_judgement j;
    msdx_judge(c, t, &j);
    const char *why =
        j.drop && (j.status != MSD_HISTORICAL || is_anniversary(c, t)) ? j.drop_why : too_thin(c, t, &best, &j);
    if (!why) why = too_private(c, &best);
    if (why && c->without != MSD_WITHOUT_RULES) {
        msdx_trace(c, "    no claim: %s\n", why);
        return;
    }
    bool among_them = best.frame->mutual && best.actor.n > 1; /* 'clashes between herders drove thousands out' */
    if (best.recipient.n == 0 && !among_them) {
        msdx_aim(c, t, best.frame, msdx_is_verb(c->u, t), &best.actor, &best.recipient);
        msdx_remove_shared(c, &best.recipient, &best.actor);
    }
    struct msdx_draft *d = msdx_new_draft(c);
    if (!d) return;
    d->trigger = t;
    d->trigger_start = best.start;
    d->sent = c->u->tok[t].sent;
    d->frame = best.frame;
    memcpy(d->actor, best.actor.tok, sizeof d->actor);
    memcpy(d->recipient, best.recipient.tok, sizeof d->recipient);
    d->n_actor = best.actor.n;
    d->n_recipient = best.recipient.n;
    d->how = j;
    d->same_as = -1;
    d->coder = c;
    msdx_trace(c, "    claim: %s %s by %s\n", best.frame->event, msd_claim_status_name(j.status), best.frame->rule);
    msdx_code_will_not(c, d);
}

void msdx_code_frames(struct msdx_coder *c)
{
    for (int32_t t = 0; t < (int32_t)c->u->n_tok; t++) {
        const msdx_tok *tk = &c->u->tok[t];
        if (tk->is_space) continue;
        msdx_code_behind(c, t);
        msdx_code_must(c, t);
        if (has_frame_sense(c, t)) code_trigger(c, t);
    }
}
