/* frame.c: which frame a word states, and who fills its roles. */
#include <stdio.h>

#include "code/code_impl.h"

/* How one role was filled. */
struct filled {
    int32_t tok[MSDX_MEMBERS_MAX];
    uint32_t n;
    bool refused;   /* somebody stands there who can be no party to this event */
    const char *why;
};

/* ---- conditions ---- */

static bool kind_is(msdx_agent_kind kind, const char *word)
{
    static const char *const name[MSDX_N_AGENT_KIND] = {"person", "body", "place", "thing", "instrument", "nature", "abstract"};
    return kind < MSDX_N_AGENT_KIND && strcmp(name[kind], word) == 0;
}

static bool has_sector(const msd_entity *who, const char *sector)
{
    if (who->sector && strcmp(who->sector, sector) == 0) return true;
    for (size_t i = 0; i < who->sectors.n; i++)
        if (strcmp(who->sectors.item[i], sector) == 0) return true;
    return false;
}

/* Do the last words of the phrase that ends at t spell this? */
static bool words_match(const msdx_unit *u, int32_t t, const char *word)
{
    const char *space = strrchr(word, ' ');
    const char *last = space ? space + 1 : word;
    if (!msdx_str_is(u->tok[t].lemma, last) && !msdx_str_is(u->tok[t].lower, last)) return false;
    if (!space) return true;
    if (t == 0) return false;
    char before[64];
    size_t n = (size_t)(space - word);
    if (n >= sizeof before) return false;
    memcpy(before, word, n);
    before[n] = 0;
    return words_match(u, t - 1, before);
}

static bool word_holds(struct msdx_coder *c, int32_t t, const char *word)
{
    const struct msdx_np *np;
    switch (word[0]) {
    case '#':
        return has_sector(&msdx_mention(c, t)->who, word + 1);
    case '%':
        np = msdx_mention(c, t);
        return (np->is_agent && kind_is(np->kind, word + 1)) || (strcmp(word, "%place") == 0 && np->is_place && !np->who.entity);
    case '@':
        if (strcmp(word, "@any") == 0) return true;
        if (strcmp(word, "@event") == 0) return c->word[t].is_event_noun;
        if (strcmp(word, "@number") == 0) return c->u->tok[t].upos == MSDX_NUM || msdx_child(c->u, t, MSDX_REL_NUMMOD) >= 0;
        np = msdx_mention(c, t);
        if (strcmp(word, "@place") == 0) return np->is_place || np->kind == MSDX_AGENT_PLACE;
        return np->known; /* @actor */
    default:
        return words_match(c->u, t, word) || words_match(c->u, msdx_counted(c->u, t), word);
    }
}

static bool cond_holds(struct msdx_coder *c, int32_t t, const msdx_cond *cond)
{
    int32_t got[MSDX_MEMBERS_MAX];
    uint32_t n = msdx_path_eval(c, t, &cond->path, got, MSDX_MEMBERS_MAX);
    for (uint32_t i = 0; i < n; i++) {
        int32_t member[MSDX_MEMBERS_MAX];
        uint32_t n_member = msdx_members(c->u, got[i], member, MSDX_MEMBERS_MAX);
        for (uint32_t m = 0; m < n_member; m++)
            for (size_t w = 0; w < cond->words.n; w++)
                if (word_holds(c, member[m], cond->words.item[w])) return true;
    }
    return false;
}

static bool conds_hold(struct msdx_coder *c, int32_t t, const msdx_frame *f)
{
    for (size_t i = 0; i < f->n_cond; i++)
        if (cond_holds(c, t, &f->cond[i]) == f->cond[i].negated) return false;
    return true;
}

/* ---- roles ---- */

static bool is_physical(const char *event)
{
    static const char *const list[] = {"ASSAULT", "COERCE", "MOBILIZE", "PROTEST"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strcmp(event, list[i]) == 0) return true;
    return false;
}


static bool is_measure(const msdx_unit *u, int32_t t)
{
    static const char *const type[] = {"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "LANGUAGE"};
    for (size_t i = 0; u->tok[t].ent && i < sizeof type / sizeof *type; i++)
        if (strcmp(u->tok[t].ent, type[i]) == 0) return true;
    return false;
}

static bool is_unknown_thing(struct msdx_coder *c, int32_t t, const struct msdx_np *np)
{
    return !np->known && !np->is_agent && !np->is_pronoun && !np->is_person && c->u->tok[t].upos != MSDX_PROPN &&
           !c->u->tok[t].ent;
}

/* Whose is it? 'Iran's proposal', 'the Iranian plan', 'the government of Chad': a known possessor, or -1. */
static int32_t owner_of(struct msdx_coder *c, int32_t t)
{
    static const msdx_step poss = {MSDX_STEP_POSS, NULL}, adj = {MSDX_STEP_ADJ, NULL}, by = {MSDX_STEP_PREP, "by"},
                           of = {MSDX_STEP_PREP, "of"}, in = {MSDX_STEP_PREP, "in"};
    const msdx_path path[] = {{1, {by}}, {1, {poss}}, {1, {adj}}, {1, {of}}};
    (void)in;
    for (size_t p = 0; p < sizeof path / sizeof *path; p++) {
        int32_t got[MSDX_MEMBERS_MAX];
        uint32_t n = msdx_path_eval(c, t, &path[p], got, MSDX_MEMBERS_MAX);
        for (uint32_t i = 0; i < n; i++) {
            int32_t counted = msdx_counted(c->u, got[i]);
            const struct msdx_np *np = msdx_mention(c, counted);
            bool somebody = np->who.country || np->who.entity || np->is_named || np->is_person;
            if (np->known && somebody && np->kind <= MSDX_AGENT_BODY && !c->word[counted].is_event_noun) return counted;
        }
    }
    return -1;
}

static void fill(struct filled *f, int32_t t)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->tok[i] == t) return;
    if (t >= 0 && f->n < MSDX_MEMBERS_MAX) f->tok[f->n++] = t;
}

static bool is_source_noun(struct msdx_coder *c, int32_t t)
{
    uint32_t i = 0;
    const msdx_class *cl;
    while ((cl = msdx_class_of(c, t, MSDX_SENSE_CLASS_NOUN, &i)))
        if (cl->has_source) return true;
    return false;
}

static bool event_stands_for_actor(struct msdx_coder *c, int32_t t, const struct msdx_np *np)
{
    return c->word[t].is_event_noun && !(np->is_agent && np->kind <= MSDX_AGENT_PLACE) && !c->word[t].name;
}

static void add_actor(struct msdx_coder *c, int32_t t, struct filled *f)
{
    t = msdx_counted(c->u, t);
    const struct msdx_np *np = msdx_mention(c, t);
    if (np->is_pronoun && np->is_event) return;
    if (event_stands_for_actor(c, t, np) || (np->is_agent && np->kind == MSDX_AGENT_INSTRUMENT) || (is_source_noun(c, t) && !np->known)) {
        fill(f, owner_of(c, t)); /* 'the attack by rebels killed', 'Israeli missiles hit', 'a UN report accused' */
        return;
    }
    if (is_measure(c->u, t) && !np->known) return;
    if ((np->is_agent && np->kind >= MSDX_AGENT_NATURE) || is_unknown_thing(c, t, np)) {
        f->refused = true;
        f->why = np->is_agent ? "its subject can do no such thing" : "its subject is nobody we know";
        return;
    }
    fill(f, t);
}

/* 'signed in Havana': a city after in or at is where it happened, not to whom. */
static bool is_mere_place(const struct msdx_coder *c, int32_t t, const struct msdx_np *np)
{
    char prep[48];
    if (!np->is_capital && !(np->is_place && np->who.via == MSD_VIA_NAME && !np->who.entity)) return false;
    msdx_prep_of(c->u, t, prep, sizeof prep);
    int32_t up = c->u->tok[t].head;
    if ((strcmp(prep, "in") != 0 && strcmp(prep, "at") != 0) || up < 0) return false;
    return msdx_is_verb(c->u, up) || c->word[up].is_event_noun; /* but 'its embassy in Baghdad' */
}

static void add_recipient(struct msdx_coder *c, int32_t t, const msdx_frame *frame, bool direct, struct filled *f)
{
    t = msdx_counted(c->u, t);
    const struct msdx_np *np = msdx_mention(c, t);
    if ((is_measure(c->u, t) && !np->known) || is_mere_place(c, t, np)) return;
    if (np->is_agent && np->kind == MSDX_AGENT_THING && !is_physical(frame->event)) {
        fill(f, owner_of(c, t)); /* what is sent or promised is no party to it */
        return;
    }
    if (np->is_pronoun && !np->known && !np->is_person) {
        if (!np->is_event) fill(f, t);
        return;
    }
    if (event_stands_for_actor(c, t, np) || (np->is_agent && np->kind >= MSDX_AGENT_INSTRUMENT) || is_unknown_thing(c, t, np)) {
        int32_t owner = owner_of(c, t);
        bool harmless = np->is_agent && np->kind >= MSDX_AGENT_NATURE;
        if (owner >= 0 && !(direct && harmless && is_physical(frame->event)))
            fill(f, owner);
        else if (direct && harmless && is_physical(frame->event)) {
            f->refused = true;
            f->why = "its object can suffer no such thing";
        } else if (is_physical(frame->event) && !np->is_agent && !c->word[t].is_event_noun) {
            fill(f, t); /* a thing without a name: the mention is kept */
        }
        return;
    }
    fill(f, t);
}

static bool path_is_object(const msdx_path *p)
{
    return p->n == 1 && p->step[0].kind == MSDX_STEP_OBJECT;
}

static void fill_role(struct msdx_coder *c, int32_t t, const msdx_paths *paths, const msdx_frame *frame, bool actor, struct filled *f)
{
    for (size_t p = 0; p < paths->n && f->n == 0; p++) {
        int32_t got[MSDX_MEMBERS_MAX];
        uint32_t n = msdx_path_eval(c, t, &paths->item[p], got, MSDX_MEMBERS_MAX);
        for (uint32_t i = 0; i < n; i++) {
            int32_t member[MSDX_MEMBERS_MAX];
            uint32_t n_member = msdx_members(c->u, got[i], member, MSDX_MEMBERS_MAX);
            for (uint32_t m = 0; m < n_member; m++) {
                if (member[m] == t) continue;
                if (actor)
                    add_actor(c, member[m], f);
                else
                    add_recipient(c, member[m], frame, path_is_object(&paths->item[p]), f);
            }
        }
        if (f->n) f->refused = false; /* one party that will do is enough */
        if (f->refused) return;
    }
}

static const msdx_paths *default_paths(bool verb, bool actor)
{
    static const msdx_path va[] = {{1, {{MSDX_STEP_SUBJECT, NULL}}}};
    static const msdx_path vr[] = {{1, {{MSDX_STEP_OBJECT, NULL}}}};
    static const msdx_path na[] = {{1, {{MSDX_STEP_PREP, "by"}}}, {1, {{MSDX_STEP_POSS, NULL}}}, {1, {{MSDX_STEP_ADJ, NULL}}}};
    static const msdx_path nr[] = {{1, {{MSDX_STEP_PREP, "on"}}}, {1, {{MSDX_STEP_PREP, "against"}}}};
    static const msdx_paths list[] = {{na, 3}, {nr, 2}, {va, 1}, {vr, 1}};
    return &list[(verb ? 2 : 0) + (actor ? 0 : 1)];
}

/* A noun that a light verb carries is done by the verb's subject. */
static void fill_from_light(struct msdx_coder *c, int32_t t, struct filled *f)
{
    int32_t v = msdx_is_verb(c->u, t) ? -1 : msdx_light_verb(c, t);
    int32_t s = v >= 0 ? msdx_subject(c, v) : -1;
    if (s < 0) return;
    int32_t member[MSDX_MEMBERS_MAX];
    uint32_t n = msdx_members(c->u, s, member, MSDX_MEMBERS_MAX);
    for (uint32_t i = 0; i < n; i++) add_actor(c, member[i], f);
}

static void remove_shared(struct filled *from, const struct filled *other)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < from->n; i++) {
        bool shared = false;
        for (uint32_t k = 0; k < other->n; k++) shared |= from->tok[i] == other->tok[k];
        if (!shared) from->tok[n++] = from->tok[i];
    }
    from->n = n;
}

static bool any_known(struct msdx_coder *c, const struct filled *f)
{
    for (uint32_t i = 0; i < f->n; i++) {
        const struct msdx_np *np = msdx_mention(c, f->tok[i]);
        if (np->known || np->is_person || np->is_named) return true;
    }
    return false;
}

static const char *try_roles(struct msdx_coder *c, int32_t t, const msdx_frame *frame, bool verb, struct filled *actor, struct filled *recipient)
{
    memset(actor, 0, sizeof *actor);
    memset(recipient, 0, sizeof *recipient);
    fill_from_light(c, t, actor);
    if (actor->refused) return actor->why;
    fill_role(c, t, frame->actor.n ? &frame->actor : default_paths(verb, true), frame, true, actor);
    if (actor->refused) return actor->why;
    fill_role(c, t, frame->recipient.n ? &frame->recipient : default_paths(verb, false), frame, false, recipient);
    if (recipient->refused) return recipient->why;
    remove_shared(recipient, actor);
    if (recipient->n == 0 && verb && !frame->mutual) {
        /* 'ratified Sweden's accession', 'rejected the Iranian plan': whose it is */
        int32_t obj = msdx_object(c, t), owner = obj >= 0 ? owner_of(c, obj) : -1;
        if (owner >= 0) add_recipient(c, owner, frame, false, recipient);
        remove_shared(recipient, actor);
    }
    if (frame->needs_actor && !any_known(c, actor)) return "nobody known acts";
    if (frame->needs_recipient && !any_known(c, recipient)) return "nobody known receives";
    if (frame->mutual) {
        for (uint32_t i = 0; i < recipient->n; i++) fill(actor, recipient->tok[i]);
        recipient->n = 0;
    }
    return NULL;
}

/* ---- choosing ---- */

struct choice {
    const msdx_frame *frame;
    int32_t start; /* first token of the phrase */
    uint32_t n_word;
    struct filled actor, recipient;
    int rank;
};

static int rank_of(const msdx_frame *f, uint32_t n_word, const struct filled *a, const struct filled *r)
{
    int positive = 0;
    for (size_t i = 0; i < f->n_cond; i++) positive += !f->cond[i].negated;
    return f->priority * 1000 + (int)n_word * 100 + positive * 10 + (a->n > 0) * 2 + (r->n > 0) * 3;
}

static void try_senses(struct msdx_coder *c, int32_t t, int32_t start, uint32_t n_word, const msdx_sense *s, size_t n, msdx_sense_kind kind,
                       struct choice *best)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i].kind != kind) continue;
        const msdx_frame *f = msdx_know_frame(c->know, s[i].index);
        if (!conds_hold(c, t, f)) {
            msdx_trace(c, "    frame %s: its conditions do not hold\n", f->rule);
            continue;
        }
        struct choice now = {.frame = f, .start = start, .n_word = n_word};
        const char *why = try_roles(c, t, f, kind == MSDX_SENSE_VERB, &now.actor, &now.recipient);
        if (why) {
            msdx_trace(c, "    frame %s: %s\n", f->rule, why);
            continue;
        }
        now.rank = rank_of(f, n_word, &now.actor, &now.recipient);
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
           (strcmp(ent, "WORK_OF_ART") == 0 || strcmp(ent, "PERSON") == 0 || strcmp(ent, "PRODUCT") == 0 || strcmp(ent, "ORG") == 0);
}

static bool is_bare_modifier(const struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    msdx_rel rel = u->tok[t].rel;
    if (rel != MSDX_REL_COMPOUND && rel != MSDX_REL_AMOD && rel != MSDX_REL_NMOD_UNMARKED) return false;
    int32_t g = u->tok[t].head;
    uint32_t i = 0;
    /* 'withdrawal plan', 'attack threat': the head's class speaks of it */
    const msdx_class *cl;
    while (g >= 0 && (cl = msdx_class_of(c, g, MSDX_SENSE_CLASS_NOUN, &i)))
        if (cl->has_effect || cl->is_nothing) return false;
    return true;
}

static void choose(struct msdx_coder *c, int32_t t, struct choice *best)
{
    const msdx_unit *u = c->u;
    size_t n;
    const msdx_sense *s;
    if (msdx_is_verb(u, t) || (u->tok[t].upos == MSDX_AUX && u->tok[t].rel != MSDX_REL_AUX && u->tok[t].rel != MSDX_REL_AUX_PASS)) {
        int32_t prt = msdx_child(u, t, MSDX_REL_COMPOUND_PRT);
        if (prt > t) {
            int32_t tok[2] = {t, prt};
            s = msdx_lemma_phrase(c, tok, 2, &n);
            try_senses(c, t, t, 2, s, n, MSDX_SENSE_VERB, best);
        }
        try_senses(c, t, t, 1, c->word[t].lemma, c->word[t].n_lemma, MSDX_SENSE_VERB, best);
    }
    if (msdx_is_noun(u, t) && !inside_a_name(c, t)) {
        for (int32_t len = 3; len >= 1; len--) {
            int32_t tok[3];
            if (t - len + 1 < 0 || u->tok[t - len + 1].sent != u->tok[t].sent) continue;
            for (int32_t i = 0; i < len; i++) tok[i] = t - len + 1 + i;
            s = msdx_lemma_phrase(c, tok, (uint32_t)len, &n);
            try_senses(c, t, tok[0], (uint32_t)len, s, n, MSDX_SENSE_NOUN, best);
        }
    }
    if (u->tok[t].upos == MSDX_ADJ && (msdx_child(u, t, MSDX_REL_COP) >= 0 || u->tok[t].rel == MSDX_REL_XCOMP))
        try_senses(c, t, t, 1, c->word[t].lemma, c->word[t].n_lemma, MSDX_SENSE_ADJ_FRAME, best);
}

static bool has_frame_sense(const struct msdx_coder *c, int32_t t)
{
    const struct msdx_word *w = &c->word[t];
    for (uint32_t i = 0; i < w->n_lemma; i++)
        if (w->lemma[i].kind == MSDX_SENSE_VERB || w->lemma[i].kind == MSDX_SENSE_NOUN || w->lemma[i].kind == MSDX_SENSE_ADJ_FRAME) return true;
    /* phrases whose last word alone is no frame ('hunger strike'), verbs with a particle ('break off') */
    return msdx_is_noun(c->u, t) || msdx_child(c->u, t, MSDX_REL_COMPOUND_PRT) > t;
}

static double confidence_of(struct msdx_coder *c, int32_t t, const struct choice *ch, const struct msdx_judgement *j)
{
    /* Hand-set until the ranking model: a verb with both roles known is the surest. */
    double p = msdx_is_verb(c->u, t) ? 0.62 : 0.48;
    p += any_known(c, &ch->actor) ? 0.14 : 0.0;
    p += any_known(c, &ch->recipient) ? 0.12 : 0.0;
    p += ch->frame->n_cond ? 0.04 : 0.0;
    p -= j->hedge ? 0.03 : 0.0;
    return p;
}

/* What is said of nobody by a noun alone is kept only when it is the news itself: feared, planned, asked for. */
static const char *too_thin(struct msdx_coder *c, int32_t t, const struct choice *ch, const struct msdx_judgement *j)
{
    bool someone = any_known(c, &ch->actor) || any_known(c, &ch->recipient);
    if (someone) return NULL;
    if (!msdx_is_verb(c->u, t) && j->direct) return NULL;
    if (is_physical(ch->frame->event) && (ch->recipient.n || ch->actor.n) && msdx_is_verb(c->u, t)) return NULL;
    struct msdx_draft d = {.trigger = t};
    msd_where where;
    msdx_code_where(c, &d, &where);
    if (where.present && is_physical(ch->frame->event)) return NULL;
    return "nobody known takes part";
}

static struct msdx_draft *new_draft(struct msdx_coder *c)
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
    const char *why = j.drop && j.status != MSD_HISTORICAL ? j.drop_why : too_thin(c, t, &best, &j);
    if (why) {
        msdx_trace(c, "    no claim: %s\n", why);
        return;
    }
    struct msdx_draft *d = new_draft(c);
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
    d->confidence = confidence_of(c, t, &best, &j);
    msdx_trace(c, "    claim: %s %s by %s\n", best.frame->event, msd_claim_status_name(j.status), best.frame->rule);
}

/* The event that 'it', 'them' means in 'is behind them': the nearest one told before. */
static const struct msdx_draft *event_before(const struct msdx_coder *c, int32_t t)
{
    for (uint32_t i = c->n_draft; i > 0; i--) {
        const struct msdx_draft *d = &c->draft[i - 1];
        if (d->trigger < t && !msdx_is_verb(c->u, d->trigger) && is_physical(d->frame->event)) return d;
        if (c->u->tok[t].sent - d->sent > 2) break;
    }
    return NULL;
}

/* 'X is behind the attacks', 'suspected of being behind them': X did it. */
static void code_behind(struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    char prep[48];
    if (u->tok[t].upos != MSDX_PRON) return;
    msdx_prep_of(u, t, prep, sizeof prep);
    int32_t be = u->tok[t].rel == MSDX_REL_OBL ? u->tok[t].head : t;
    if (strcmp(prep, "behind") != 0 || be < 0 || !(msdx_tok_lemma_is(u, be, "be") || msdx_child(u, t, MSDX_REL_COP) >= 0)) return;
    const struct msdx_draft *told = event_before(c, t);
    int32_t who = msdx_surface_subject(c, be);
    if (!told || who < 0) return;
    struct msdx_draft copy = *told;
    struct filled actor = {0};
    int32_t member[MSDX_MEMBERS_MAX];
    uint32_t n = msdx_members(u, who, member, MSDX_MEMBERS_MAX);
    for (uint32_t i = 0; i < n; i++) add_actor(c, member[i], &actor);
    struct msdx_draft *d = actor.n ? new_draft(c) : NULL;
    if (!d) return;
    *d = copy;
    d->trigger = d->trigger_start = t;
    d->sent = u->tok[t].sent;
    memcpy(d->actor, actor.tok, sizeof d->actor);
    d->n_actor = actor.n;
    msdx_judge(c, be, &d->how);
    d->same_as = -1;
    msdx_trace(c, "    claim: %s %s, whose actor is said to be behind it\n", d->frame->event, msd_claim_status_name(d->how.status));
}

void msdx_code_frames(struct msdx_coder *c)
{
    for (int32_t t = 0; t < (int32_t)c->u->n_tok; t++) {
        const msdx_tok *tk = &c->u->tok[t];
        if (tk->is_space || tk->span.end_byte <= c->u->skip_byte) continue;
        code_behind(c, t);
        if (has_frame_sense(c, t)) code_trigger(c, t);
    }
}
