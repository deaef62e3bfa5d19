/* score_feature.c: what is to be seen at one word of a tree, for the model of score.c.
 *
 * A feature is a short text ("O:embassy": its object is an embassy) of which only the hash is kept (FNV-1a, 32 bits):
 * the table of weights is sorted by it. Texts are made of lemmas, relations and sectors alone, never of names, so that
 * the model learns words and not who is at war. */
#include "code/score.h"

const char *const msdx_event_name[MSDX_N_EVENT] = {"AGREE",    "CONSULT",  "SUPPORT", "CONCEDE", "COOPERATE", "AID",
                                                   "RETREAT",  "REQUEST",  "ACCUSE",  "REJECT",  "THREATEN",  "PROTEST",
                                                   "SANCTION", "MOBILIZE", "COERCE",  "ASSAULT"};

int msdx_event_index(const char *event)
{
    for (int i = 0; event && i < MSDX_N_EVENT; i++)
        if (strcmp(event, msdx_event_name[i]) == 0) return i;
    return -1;
}

const char *msd_event_name(size_t i)
{
    return i < MSDX_N_EVENT ? msdx_event_name[i] : NULL;
}

/* ---- feature texts ---- */

static uint32_t hash_more(uint32_t h, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char ch = (unsigned char)p[i];
        if (ch >= 'A' && ch <= 'Z') ch = (unsigned char)(ch | 32);
        h = (h ^ ch) * 16777619u;
    }
    return h;
}

static bool has(const struct msdx_features *f, msdx_feature_group group, uint32_t h)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->hash[i] == h && f->group[i] == group) return true;
    return false;
}

static void add(struct msdx_features *f, msdx_feature_group group, uint32_t h)
{
    if (f->n == MSDX_FEATURES_MAX || has(f, group, h)) return;
    f->hash[f->n] = h;
    f->group[f->n++] = (uint8_t)group;
}

struct text {
    uint32_t h;
};
static struct text key(const char *prefix)
{
    return (struct text){hash_more(2166136261u, prefix, strlen(prefix))};
}
static struct text with(struct text x, msdx_str s)
{
    return (struct text){hash_more(hash_more(x.h, "|", 1), s.p, s.n)};
}
static struct text with_s(struct text x, const char *s)
{
    return with(x, msdx_str_of(s));
}

static void tree(struct msdx_features *f, struct text x)
{
    add(f, MSDX_GROUP_TREE, x.h);
}

/* ---- what sort of thing a nominal is ---- */

static const char *const agent_sort[MSDX_N_AGENT_KIND] = {"person",     "body",   "place",   "thing",
                                                          "instrument", "nature", "abstract"};

static const char *sort_of(struct msdx_coder *c, int32_t t)
{
    if (t < 0) return "none";
    const struct msdx_np *np = msdx_mention(c, t);
    if (np->who.sector) return np->who.sector;
    if (np->is_agent && np->kind < MSDX_N_AGENT_KIND) return agent_sort[np->kind];
    if (c->word[t].is_event_noun) return "event";
    if (np->who.country) return np->is_place ? "land" : "state";
    if (np->is_person) return "person";
    if (np->is_pronoun) return "pronoun";
    if (np->is_place) return "place";
    if (c->u->tok[t].ent) return c->u->tok[t].ent;
    return msdx_is_noun(c->u, t) ? "noun" : "other";
}

/* The dictionary form of a common word; nothing for names. */
static msdx_str lemma_of(const struct msdx_coder *c, int32_t t)
{
    const msdx_tok *tok = &c->u->tok[t];
    bool name = c->word[t].name || tok->upos == MSDX_PROPN;
    return name ? MSDX_STR("@name") : tok->upos == MSDX_NUM ? MSDX_STR("@number") : tok->lemma;
}

static const char *pos_of(const struct msdx_coder *c, int32_t t)
{
    return msdx_is_verb(c->u, t) ? "v" : msdx_is_noun(c->u, t) ? "n" : "a";
}

/* ---- the word and its tree ---- */

static void see_party(struct msdx_coder *c, int32_t t, const char *role, int32_t party, struct msdx_features *f)
{
    msdx_str own = lemma_of(c, t);
    const char *sort = sort_of(c, party);
    struct text k = key(role);
    tree(f, with_s(k, sort));
    tree(f, with(with_s(k, sort), own));
    if (party < 0) return;
    tree(f, with(with_s(k, "l"), lemma_of(c, party)));
    tree(f, with(with(with_s(k, "l"), lemma_of(c, party)), own));
}

static void see_prep(struct msdx_coder *c, int32_t t, int32_t k, struct msdx_features *f)
{
    char prep[48];
    msdx_prep_of(c->u, k, prep, sizeof prep);
    if (!prep[0]) return;
    struct text x = with_s(key("p"), prep);
    tree(f, x);
    tree(f, with(x, lemma_of(c, t)));
    tree(f, with_s(with_s(x, "s"), sort_of(c, k)));
    tree(f, with(with_s(x, "l"), lemma_of(c, k)));
    if (f->slot[MSDX_SLOT_OBLIQUE] < 0 && c->u->tok[k].upos == MSDX_NOUN) f->slot[MSDX_SLOT_OBLIQUE] = k;
}

static void see_child(struct msdx_coder *c, int32_t t, int32_t k, struct msdx_features *f)
{
    switch (c->u->tok[k].rel) {
    case MSDX_REL_OBL:
    case MSDX_REL_NMOD: see_prep(c, t, k, f); break;
    case MSDX_REL_AMOD:
    case MSDX_REL_COMPOUND:
    case MSDX_REL_ADVMOD:
        tree(f, with(key("m"), lemma_of(c, k)));
        tree(f, with(with(key("m"), lemma_of(c, k)), lemma_of(c, t)));
        break;
    case MSDX_REL_XCOMP:
    case MSDX_REL_CCOMP:
    case MSDX_REL_ACL:
    case MSDX_REL_ADVCL:
        if (c->u->tok[k].rel != MSDX_REL_XCOMP && c->u->tok[k].rel != MSDX_REL_CCOMP && !msdx_is_infinitive(c->u, k))
            break;
        tree(f, with(key("x"), c->u->tok[k].lemma));
        tree(f, with(with(key("x"), c->u->tok[k].lemma), lemma_of(c, t)));
        tree(f, with_s(key("xr"), msdx_rel_name((msdx_rel)c->u->tok[k].rel)));
        if (f->slot[MSDX_SLOT_CARRIER] < 0) f->slot[MSDX_SLOT_CARRIER] = k;
        break;
    default: break;
    }
}

static void see_head(struct msdx_coder *c, int32_t t, struct msdx_features *f)
{
    const msdx_unit *u = c->u;
    int32_t g = u->tok[t].head;
    tree(f, with_s(key("r"), msdx_rel_name((msdx_rel)u->tok[t].rel)));
    if (g < 0) return;
    struct text x = with_s(key("h"), msdx_rel_name((msdx_rel)u->tok[t].rel));
    tree(f, with(x, lemma_of(c, g)));
    tree(f, with(with(x, lemma_of(c, g)), lemma_of(c, t)));
    uint32_t i = 0;
    const msdx_class *cl;
    while ((cl = msdx_class_of(c, g, msdx_is_verb(u, g) ? MSDX_SENSE_CLASS_VERB : MSDX_SENSE_CLASS_NOUN, &i)))
        tree(f, with_s(key("g"), cl->rule));
}

static void see_word(struct msdx_coder *c, int32_t t, struct msdx_features *f)
{
    const msdx_unit *u = c->u;
    msdx_str own = lemma_of(c, t);
    int32_t prt = msdx_particle(u, t);
    tree(f, key("bias"));
    tree(f, with_s(key("pos"), pos_of(c, t)));
    tree(f, with_s(key("tag"), u->tok[t].tag));
    add(f, MSDX_GROUP_TREE, msdx_score_word_feature(c, t));
    tree(f, with(with_s(key("l"), pos_of(c, t)), own));
    if (prt >= 0) tree(f, with(with(key("prt"), own), u->tok[prt].lower));
    if (t > 0 && u->tok[t].rel != MSDX_REL_ROOT && msdx_is_noun(u, t))
        tree(f, with(with(key("b"), u->tok[t - 1].lower), own));
    uint32_t i = 0;
    const msdx_class *cl;
    while ((cl = msdx_class_of(c, t, msdx_is_verb(u, t) ? MSDX_SENSE_CLASS_VERB : MSDX_SENSE_CLASS_NOUN, &i)))
        tree(f, with_s(key("k"), cl->rule));
}

uint32_t msdx_score_word_feature(const struct msdx_coder *c, int32_t t)
{
    return with(key("l"), lemma_of(c, t)).h;
}

/* ---- frames ---- */

static void see_frame(struct msdx_coder *c, int32_t t, const msdx_frame *frame, bool verb, struct msdx_features *f)
{
    struct msdx_filled actor, recipient;
    uint32_t fits = with_s(key("ff"), frame->event).h;
    add(f, MSDX_GROUP_SENSE, with_s(key("fs"), frame->event).h);
    if (!f->best) f->best = frame;
    if (f->fits && has(f, MSDX_GROUP_FRAME, fits)) return; /* that another of the event fits adds nothing */
    bool open;
    if (msdx_gate_shut(c, t, frame) || msdx_cond_that_fails(c, t, frame, &open) ||
        msdx_try_roles(c, t, frame, verb, &actor, &recipient))
        return;
    add(f, MSDX_GROUP_FRAME, fits);
    if (!f->fits) f->best = frame;
    f->fits = true;
}

static void see_senses(struct msdx_coder *c, int32_t t, const int32_t *tok, uint32_t n_tok, msdx_sense_kind kind,
                       struct msdx_features *f)
{
    size_t n;
    const msdx_sense *s = msdx_lemma_phrase(c, tok, n_tok, &n);
    for (size_t i = 0; s && i < n; i++)
        if (s[i].kind == kind) see_frame(c, t, msdx_know_frame(c->know, s[i].index), kind == MSDX_SENSE_VERB, f);
}

static void see_frames(struct msdx_coder *c, int32_t t, struct msdx_features *f)
{
    const msdx_unit *u = c->u;
    if (msdx_is_verb(u, t)) {
        int32_t tok[2] = {t, msdx_particle(u, t)};
        if (tok[1] > t) see_senses(c, t, tok, 2, MSDX_SENSE_VERB, f);
        see_senses(c, t, tok, 1, MSDX_SENSE_VERB, f);
    }
    if (msdx_is_noun(u, t))
        for (int32_t len = 3; len >= 1; len--) {
            int32_t tok[3];
            if (t - len + 1 < 0 || u->tok[t - len + 1].sent != u->tok[t].sent) continue;
            for (int32_t i = 0; i < len; i++) tok[i] = t - len + 1 + i;
            see_senses(c, t, tok, (uint32_t)len, MSDX_SENSE_NOUN, f);
        }
    if (u->tok[t].upos == MSDX_ADJ) see_senses(c, t, &t, 1, MSDX_SENSE_ADJ_FRAME, f);
}

static bool has_meaning(const struct msdx_coder *c, int32_t t)
{
    return t >= 0 && !c->word[t].name && c->u->tok[t].upos != MSDX_PROPN && c->u->tok[t].upos != MSDX_PRON;
}

void msdx_score_features(struct msdx_coder *c, int32_t t, const msdx_frame *chosen, struct msdx_features *f)
{
    const msdx_unit *u = c->u;
    bool verb = msdx_is_verb(u, t);
    memset(f, 0, sizeof *f);
    for (int i = 0; i < MSDX_N_SLOT; i++) f->slot[i] = -1;
    int32_t light = verb ? -1 : msdx_light_verb(c, t), act = verb ? t : light;
    int32_t subject = act >= 0 ? msdx_subject(c, act) : msdx_child(u, t, MSDX_REL_NMOD_POSS);
    int32_t object = verb ? msdx_object(c, t) : -1;
    if (light >= 0) {
        tree(f, with(key("v"), u->tok[light].lemma));
        tree(f, with(with(key("v"), u->tok[light].lemma), lemma_of(c, t)));
        f->slot[MSDX_SLOT_CARRIER] = light;
    }
    see_word(c, t, f);
    see_head(c, t, f);
    MSDX_EACH_CHILD (u, t, k) see_child(c, t, k, f);
    see_party(c, t, "s", subject >= 0 ? msdx_counted(u, subject) : -1, f);
    if (verb) see_party(c, t, "o", object >= 0 ? msdx_counted(u, object) : -1, f);
    if (verb && msdx_is_passive(u, t)) tree(f, key("passive"));
    f->slot[MSDX_SLOT_SELF] = t;
    f->slot[MSDX_SLOT_OBJECT] = object;
    f->slot[MSDX_SLOT_SUBJECT] = subject;
    if (f->slot[MSDX_SLOT_CARRIER] < 0 && u->tok[t].head >= 0) f->slot[MSDX_SLOT_CARRIER] = u->tok[t].head;
    for (int i = 0; i < MSDX_N_SLOT; i++)
        if (!has_meaning(c, f->slot[i])) f->slot[i] = -1;
    see_frames(c, t, f);
    if (chosen) {
        add(f, MSDX_GROUP_FRAME, with_s(key("fb"), chosen->event).h);
        f->best = chosen;
        f->fits = true;
    }
}
