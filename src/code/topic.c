/* topic.c: sentences whose words say that they are of sport, markets, weather; and texts that are.
 *
 * A sentence falls silent when enough different words of a topic stand in it. A text of four sentences or more is at the end
 * of a paragraph of a topic when words of its classes (those with the same `text`) stand in at least six of ten sentences so
 * far; then all of the paragraph falls silent, and from four of ten on those of its sentences that have such a word, but for
 * sentences that tell of police, soldiers, ministers or judges. */
#include "code/code_impl.h"

enum { TOPICS_MAX = 32, SENT_MIN = 4, HITS_MIN = 8 };
struct tally {
    uint32_t topic[TOPICS_MAX], count[TOPICS_MAX], n;
};

static void tally_word(struct tally *y, uint32_t topic, uint32_t by)
{
    uint32_t i = 0;
    while (i < y->n && y->topic[i] != topic) i++;
    if (i == y->n && y->n < TOPICS_MAX) {
        y->topic[i] = topic;
        y->count[i] = 0;
        y->n++;
    }
    if (i < y->n) y->count[i] += by;
}

static bool said_before(const msdx_unit *u, uint32_t from, uint32_t t)
{
    for (uint32_t k = from; k < t; k++)
        if (msdx_str_eq(u->tok[k].lemma, u->tok[t].lemma)) return true;
    return false;
}

static void tally_sentence(struct msdx_coder *c, uint32_t s, struct tally *y)
{
    const msdx_unit *u = c->u;
    y->n = 0;
    for (uint32_t t = u->sent[s].tok_start; t < u->sent[s].tok_end; t++) {
        if (u->tok[t].is_space) continue;
        bool asked = false, said = false;
        for (int len = 2; len >= 1; len--) { /* 'home run' is one word of its topic */
            int32_t tok[2] = {(int32_t)t, (int32_t)t + 1};
            size_t n = 0;
            if (t + (uint32_t)len > u->sent[s].tok_end) continue;
            const msdx_sense *sense = len == 1 ? c->word[t].lemma : msdx_lemma_phrase(c, tok, 2, &n);
            if (len == 1) n = c->word[t].n_lemma;
            for (size_t i = 0; sense && i < n; i++) {
                if (sense[i].kind != MSDX_SENSE_CLASS_WORD) continue;
                if (!asked) said = said_before(u, u->sent[s].tok_start, t); /* few words are of a topic */
                asked = true;
                if (!said) tally_word(y, sense[i].index, 1);
            }
        }
    }
}

/* Classes that say the same topic of a text: the first of them stands for all. UINT32_MAX: it says none. */
static uint32_t family_of(const struct msdx_coder *c, uint32_t topic)
{
    const char *text = msdx_know_class(c->know, topic)->text;
    const msdx_class *cl;
    for (uint32_t i = 0; text && i < topic && (cl = msdx_know_class(c->know, i)); i++)
        if (cl->text && strcmp(cl->text, text) == 0) return i;
    return text ? topic : UINT32_MAX;
}

/* The sentences of each family, and its words in them. */
static void tally_families(const struct msdx_coder *c, const struct tally *y, struct tally *sents, struct tally *hits)
{
    struct tally own = {.n = 0};
    for (uint32_t i = 0; i < y->n; i++)
        if (msdx_know_class(c->know, y->topic[i])->is_nothing) tally_word(&own, family_of(c, y->topic[i]), y->count[i]);
    for (uint32_t i = 0; i < own.n; i++) {
        tally_word(sents, own.topic[i], 1);
        tally_word(hits, own.topic[i], own.count[i]);
    }
}

static bool has_family(const struct msdx_coder *c, const struct tally *y, uint32_t family)
{
    for (uint32_t i = 0; i < y->n; i++)
        if (family_of(c, y->topic[i]) == family) return true;
    return false;
}

/* A sentence of a sports page that tells of police, soldiers, ministers or judges is news after all. */
static bool tells_of_power(const struct msdx_coder *c, uint32_t s)
{
    static const char *const power[] = {"GOV", "MIL", "COP", "JUD", "REB", "UAF", "CRM", "PRM", "SPY", NULL};
    for (uint32_t t = c->u->sent[s].tok_start; t < c->u->sent[s].tok_end; t++) {
        const msdx_agent *agent = c->word[t].agent;
        if (agent && agent->sector && msdx_is_any(agent->sector, power)) return true;
    }
    return false;
}

/* By what the text was about up to the end of a paragraph, the sentences [from, to), silence that paragraph: what follows
 * it is not asked, so that a text may grow. */
static void silence_paragraph(struct msdx_coder *c, const struct tally *sents, const struct tally *hits, uint32_t from,
                              uint32_t to)
{
    struct tally y;
    bool opens = from < SENT_MIN; /* no paragraph before was asked */
    for (uint32_t i = 0; i < sents->n; i++) {
        bool all = 10 * sents->count[i] >= 6 * to;
        if (hits->count[i] < HITS_MIN || 10 * sents->count[i] < 4 * to) continue;
        const msdx_class *cl = msdx_know_class(c->know, sents->topic[i]);
        if (all && opens) c->text_topic = cl;
        for (uint32_t s = from; s < to; s++) {
            if (c->topic[s] || tells_of_power(c, s)) continue;
            if (!all) tally_sentence(c, s, &y);
            if (all || has_family(c, &y, sents->topic[i])) c->topic[s] = cl;
        }
    }
}

void msdx_code_topics(struct msdx_coder *c)
{
    struct tally sents = {.n = 0}, hits = {.n = 0};
    uint32_t from = 0; /* of the paragraph */
    for (uint32_t s = 0; s < c->u->n_sent; s++) {
        struct tally y;
        tally_sentence(c, s, &y);
        tally_families(c, &y, &sents, &hits);
        if (c->body && c->body->text_topic && !tells_of_power(c, s)) c->topic[s] = c->body->text_topic;
        for (uint32_t i = 0; i < y.n && !c->topic[s]; i++) {
            const msdx_class *cl = msdx_know_class(c->know, y.topic[i]);
            if (cl->topic && y.count[i] >= cl->topic && cl->is_nothing) c->topic[s] = cl;
        }
        if (s + 1 < c->u->n_sent && !msdx_begins_paragraph(c, (int32_t)s + 1)) continue;
        if (s + 1 >= SENT_MIN) silence_paragraph(c, &sents, &hits, from, s + 1);
        from = s + 1;
    }
}
