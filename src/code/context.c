/* context.c: what an event is about, beside what it is: the contexts of the
 * frame, and those whose words stand in the clause that tells the event or
 * among its parties. */
#include "code/code_impl.h"

enum { CONTEXTS_MAX = 4, WORDS_MAX = 3 };

struct list {
    const char *id[CONTEXTS_MAX];
    size_t n;
};

static void add(struct list *list, const char *id)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->id[i], id) == 0) return;
    if (list->n < CONTEXTS_MAX) list->id[list->n++] = id;
}

static bool opens_clause(const msdx_unit *u, int32_t t)
{
    switch ((msdx_rel)u->tok[t].rel) {
    case MSDX_REL_ACL:
    case MSDX_REL_ACL_RELCL:
    case MSDX_REL_ADVCL:
    case MSDX_REL_PARATAXIS: return true;
    case MSDX_REL_CONJ: return msdx_is_verb(u, t);
    default: return msdx_is_clause_rel((msdx_rel)u->tok[t].rel);
    }
}

static bool is_party(const struct msdx_draft *d, int32_t t)
{
    for (uint32_t i = 0; i < d->n_actor; i++)
        if (d->actor[i] == t) return true;
    for (uint32_t i = 0; i < d->n_recipient; i++)
        if (d->recipient[i] == t) return true;
    return false;
}

/* Only such words begin a phrase of a context. */
static bool is_content_word(const msdx_unit *u, int32_t t)
{
    uint8_t pos = u->tok[t].upos;
    return pos == MSDX_NOUN || pos == MSDX_PROPN || pos == MSDX_ADJ || pos == MSDX_VERB;
}

/* Under the word that tells the event, or a party of it, with no other clause between. */
static bool belongs(const msdx_unit *u, const struct msdx_draft *d, int32_t root, int32_t t)
{
    for (; t >= 0; t = u->tok[t].head) {
        if (t == root || t == d->trigger || is_party(d, t)) return true;
        if (opens_clause(u, t)) return false;
    }
    return false;
}

/* A word in the name of a party, a newspaper, a person says nothing: 'Muslim Brotherhood', 'The Economist'. */
static bool is_in_mere_name(const struct msdx_coder *c, int32_t t)
{
    const struct msdx_word *w = &c->word[t];
    if (!w->n_name || w->name_end - w->name_start < 2 || w->name->kind > MSDX_SENSE_SEAT) return false;
    switch (msdx_know_actor(c->know, w->name->index)->type) {
    case MSDX_ACTOR_PERSON:
    case MSDX_ACTOR_PARTY:
    case MSDX_ACTOR_ARMED_GROUP:
    case MSDX_ACTOR_MEDIA:
    case MSDX_ACTOR_COMPANY: return true;
    default: return false;
    }
}

/* The most words to try from t on; 0 where no phrase begins so. */
static uint32_t phrase_length(const struct msdx_coder *c, int32_t t)
{
    const msdx_tok *tk = &c->u->tok[t];
    uint32_t n = msdx_know_max_words(c->know, MSDX_SPACE_CONTEXT, tk->lower);
    if (!n && !msdx_str_eq(tk->lower, tk->lemma)) n = msdx_know_max_words(c->know, MSDX_SPACE_CONTEXT, tk->lemma);
    if (!n && tk->upos == MSDX_PROPN) n = 1; /* a plural that the tagger took for a name */
    return n > WORDS_MAX ? WORDS_MAX : n;
}

/* The contexts of the longest phrase that starts at t; gives the token after it, or t + 1 when there is none. */
static int32_t add_phrase(const struct msdx_coder *c, int32_t t, struct list *list)
{
    const msdx_unit *u = c->u;
    const msdx_sense *sense = NULL;
    size_t n_sense = 0;
    int32_t end = t + 1;
    for (uint32_t len = phrase_length(c, t); len > 0 && !sense; len--) {
        int32_t tok[WORDS_MAX];
        uint32_t n = 0;
        for (int32_t i = t; i < (int32_t)u->n_tok && n < len && u->tok[i].sent == u->tok[t].sent; i++)
            if (!u->tok[i].is_space) tok[n++] = i;
        if (n == len) sense = msdx_phrase_senses(c, MSDX_SPACE_CONTEXT, tok, n, &n_sense);
        if (sense) end = tok[n - 1] + 1;
    }
    for (size_t i = 0; sense && i < n_sense; i++) {
        msdx_term term;
        if (msdx_know_term(c->know, MSDX_SYSTEM_CONTEXT, sense[i].index, &term)) add(list, term.id);
    }
    return end;
}

void msdx_code_contexts(struct msdx_coder *c, const struct msdx_draft *d, msd_strings *out)
{
    const msdx_unit *u = c->u;
    struct list list = {.n = 0};
    int32_t light = msdx_is_noun(u, d->trigger) ? msdx_light_verb(c, d->trigger) : -1;
    *out = d->frame->contexts;
    for (size_t i = 0; i < out->n; i++) add(&list, out->item[i]);
    int32_t end = (int32_t)u->sent[d->sent].tok_end;
    for (int32_t t = (int32_t)u->sent[d->sent].tok_start; t < end && list.n < CONTEXTS_MAX;) {
        bool counts = is_content_word(u, t) && belongs(u, d, light, t) && !is_in_mere_name(c, t);
        t = counts ? add_phrase(c, t, &list) : t + 1;
    }
    if (list.n == out->n) return;
    const char **item = MSDX_NEW(&c->doc->arena, const char *, list.n);
    if (!item) return;
    memcpy(item, list.id, list.n * sizeof *item);
    *out = (msd_strings){item, list.n};
}
