/* topic.c: sentences whose words say that they are of sport, markets, weather. */
#include "code/code_impl.h"

enum { TOPICS_MAX = 32 };
struct tally {
    uint32_t topic[TOPICS_MAX], count[TOPICS_MAX], n;
};

static void tally_word(struct tally *y, uint32_t topic)
{
    uint32_t i = 0;
    while (i < y->n && y->topic[i] != topic) i++;
    if (i == y->n && y->n < TOPICS_MAX) {
        y->topic[i] = topic;
        y->count[i] = 0;
        y->n++;
    }
    if (i < y->n) y->count[i]++;
}

static bool said_before(const msdx_unit *u, uint32_t from, uint32_t t)
{
    for (uint32_t k = from; k < t; k++)
        if (msdx_str_eq(u->tok[k].lemma, u->tok[t].lemma)) return true;
    return false;
}

void msdx_code_topics(struct msdx_coder *c)
{
    const msdx_unit *u = c->u;
    for (uint32_t s = 0; s < u->n_sent; s++) {
        struct tally y = {.n = 0};
        for (uint32_t t = u->sent[s].tok_start; t < u->sent[s].tok_end; t++) {
            if (u->tok[t].is_space || said_before(u, u->sent[s].tok_start, t)) continue;
            for (int len = 2; len >= 1; len--) { /* 'home run' is one word of its topic */
                int32_t tok[2] = {(int32_t)t, (int32_t)t + 1};
                size_t n = 0;
                if (t + (uint32_t)len > u->sent[s].tok_end) continue;
                const msdx_sense *sense = len == 1 ? c->word[t].lemma : msdx_lemma_phrase(c, tok, 2, &n);
                if (len == 1) n = c->word[t].n_lemma;
                for (size_t i = 0; sense && i < n; i++)
                    if (sense[i].kind == MSDX_SENSE_CLASS_WORD) tally_word(&y, sense[i].index);
            }
        }
        for (uint32_t i = 0; i < y.n && !c->topic[s]; i++) {
            const msdx_class *cl = msdx_know_class(c->know, y.topic[i]);
            if (cl->topic && y.count[i] >= cl->topic && cl->is_nothing) c->topic[s] = cl;
        }
    }
}
