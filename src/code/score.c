/* score.c: a log-linear model over what is to be seen at a word: how likely it states which event, or none. */
#include <math.h>

#include "code/relate.h"

/* Hashes are spread evenly, so that the place of one in a sorted list is known nearly: NEARLY is two standard deviations
 * of a list of 4,000. */
static const uint32_t *find(const uint32_t *list, uint32_t n, uint32_t h)
{
    enum { NEARLY = 64 };
    uint32_t at = (uint32_t)((uint64_t)h * n >> 32), low = 0, high = n;
    for (uint32_t off = NEARLY; off < n; off *= 2) {
        uint32_t from = at > off ? at - off : 0, to = at + off < n ? at + off : n;
        if ((from && list[from - 1] >= h) || (to < n && list[to] < h)) continue;
        low = from;
        high = to;
        break;
    }
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (list[mid] < h)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && list[low] == h ? &list[low] : NULL;
}

const char *msdx_word_vector(msdx_str lemma)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < lemma.n; i++) {
        unsigned char ch = (unsigned char)lemma.p[i];
        if (ch >= 'A' && ch <= 'Z') ch = (unsigned char)(ch | 32);
        h = (h ^ ch) * 16777619u;
    }
    const uint32_t *at = find(msdx_score_word, msdx_score_n_word, h);
    return at ? msdx_score_vector + (size_t)(at - msdx_score_word) * MSDX_VECTOR_DIM : NULL;
}

static void add_weights(double z[MSDX_N_ANSWER], const char *w)
{
    for (int e = 0; e < MSDX_N_ANSWER; e++) z[e] += (w[e] - MSDX_SCORE_ZERO) * msdx_score_scale;
}

static void softmax(const double z[MSDX_N_ANSWER], double p[MSDX_N_ANSWER])
{
    double most = -INFINITY, sum = 0;
    for (int e = 0; e < MSDX_N_ANSWER; e++)
        if (z[e] > most) most = z[e];
    for (int e = 0; e < MSDX_N_ANSWER; e++) sum += p[e] = exp(z[e] - most);
    for (int e = 0; e < MSDX_N_ANSWER; e++) p[e] /= sum;
}

void msdx_score_answer(const struct msdx_coder *c, const struct msdx_features *f, double p[MSDX_N_ANSWER],
                       double bare[MSDX_N_ANSWER])
{
    double all[MSDX_N_ANSWER] = {0}, words[MSDX_N_ANSWER] = {0};
    for (uint32_t i = 0; i < f->n; i++) {
        const uint32_t *at = find(msdx_score_feature, msdx_score_n_feature, f->hash[i]);
        if (!at) continue;
        const char *w = msdx_score_weight + (size_t)(at - msdx_score_feature) * MSDX_N_ANSWER;
        add_weights(all, w);
        if (f->group[i] == MSDX_GROUP_TREE) add_weights(words, w);
    }
    for (int s = 0; s < MSDX_N_SLOT; s++) {
        const char *v = f->slot[s] >= 0 ? msdx_word_vector(c->u->tok[f->slot[s]].lemma) : NULL;
        for (int d = 0; v && d < MSDX_VECTOR_DIM; d++) {
            const float *w = msdx_score_meaning + (size_t)(s * MSDX_VECTOR_DIM + d) * MSDX_N_ANSWER;
            for (int e = 0; e < MSDX_N_ANSWER; e++) {
                double more = (v[d] - MSDX_SCORE_ZERO) * (double)w[e];
                all[e] += more;
                words[e] += more;
            }
        }
    }
    softmax(all, p);
    if (bare) softmax(words, bare);
}

/* ---- confidence ---- */

static double clipped(double x, double most)
{
    return x > most ? most : x < -most ? -most : x;
}

static double log_odds(double p)
{
    return clipped(log((p + 1e-9) / (1 - p + 1e-9)), 8);
}

static double length_of(const struct msdx_coder *c, int32_t sent)
{
    return (double)(c->u->sent[sent].tok_end - c->u->sent[sent].tok_start);
}

/* How many steps below its sentence's root a word stands. */
static int depth_of(const msdx_unit *u, int32_t t)
{
    int n = 0;
    while (n < 12 && u->tok[t].head >= 0) t = u->tok[t].head, n++;
    return n;
}

static bool all_known(struct msdx_coder *c, const int32_t *tok, uint32_t n)
{
    struct msdx_filled f = {.n = n};
    memcpy(f.tok, tok, n * sizeof *tok);
    return msdx_any_known(c, &f);
}

void msdx_claim_signs(struct msdx_coder *c, const struct msdx_draft *d, const struct msdx_features *seen,
                      double out[MSDX_N_CONFIDENCE])
{
    double p[MSDX_N_ANSWER], bare[MSDX_N_ANSWER];
    uint32_t from, to;
    int event = msdx_event_index(d->frame->event);
    msdx_score_answer(c, seen, p, bare);
    msdx_drafts_near(c, (uint32_t)(d - c->draft), &from, &to);
    const double sign[MSDX_N_CONFIDENCE] = {
        1,
        log_odds(event >= 0 ? bare[event] : 0),
        log_odds(bare[MSDX_NO_EVENT]),
        log_odds(event >= 0 ? p[event] : 0),
        log_odds(p[MSDX_NO_EVENT]),
        msdx_is_verb(c->u, d->trigger),
        all_known(c, d->actor, d->n_actor),
        all_known(c, d->recipient, d->n_recipient),
        d->n_actor == 0,
        d->n_recipient == 0,
        d->frame->n_cond > 0,
        d->how.hedge != MSD_HEDGE_NONE,
        d->how.status != MSD_ACTUAL,
        clipped(log(length_of(c, d->sent) / 12), 2),
        clipped((double)(to - from - 1), 5) / 5,
        depth_of(c->u, d->trigger) / 4.0,
    };
    memcpy(out, sign, sizeof sign);
}

/* Coders who read the same news differ, and the more the longer the sentence: what was learned on plain examples is
 * held under a ceiling, CEILING_SHORT for up to 10 words and CEILING_LONG from 30 on. Both are set by hand. */
static const double CEILING_SHORT = 0.99, CEILING_LONG = 0.89;

static double ceiling(double n_tok)
{
    double part = log(n_tok / 10) / log(3);
    return CEILING_SHORT + (CEILING_LONG - CEILING_SHORT) * (part < 0 ? 0 : part > 1 ? 1 : part);
}

static double sigmoid_of(const double sign[MSDX_N_CONFIDENCE], const double weight[MSDX_N_CONFIDENCE])
{
    double z = 0;
    for (int i = 0; i < MSDX_N_CONFIDENCE; i++) z += sign[i] * weight[i];
    return 1 / (1 + exp(-z));
}

/* How likely readers of news call it right, all of it: what happened, and who did it to whom. */
double msdx_claim_confidence(struct msdx_coder *c, const struct msdx_draft *d)
{
    double sign[MSDX_N_CONFIDENCE], z = 0;
    struct msdx_features seen;
    struct msdx_doubts doubt;
    msdx_score_features(c, d->trigger, d->frame, &seen);
    msdx_claim_signs(c, d, &seen, sign);
    msdx_doubt_features(c, d, &seen, &doubt);
    for (int i = 0; i < MSDX_N_CONFIDENCE; i++) z += sign[i] * msdx_doubt_sign[i];
    for (uint32_t i = 0; i < doubt.n; i++) {
        const uint32_t *at = find(msdx_doubt_feature, msdx_doubt_n_feature, doubt.hash[i]);
        if (at) z += (msdx_doubt_weight[at - msdx_doubt_feature] - MSDX_SCORE_ZERO) * msdx_doubt_scale;
    }
    return 1 / (1 + exp(-z));
}

/* What is told as having happened is dropped where readers call it wrong as often as right (doc/score.md). What is feared
 * or planned is left alone. */
const double msdx_reject_below = 0.58;

static bool may_reject(const struct msdx_coder *c, const struct msdx_draft *d)
{
    if (c->without != MSD_WITHOUT_NOTHING || d->how.status != MSD_ACTUAL) return false;
    return !d->of_modal; /* 'will not … or release': the refusal is not in the verb that it is told by */
}

/* Draft i and what was taken into it. */
static void reject(struct msdx_coder *c, uint32_t i)
{
    uint32_t from, to;
    msdx_str word = msdx_tok_text(c->u, c->draft[i].trigger);
    msdx_drafts_near(c, i, &from, &to);
    msdx_trace(c, "  '%.*s': no claim: the score takes it for no event (%.2f)\n", (int)word.n, word.p,
               c->draft[i].confidence);
    for (uint32_t k = from; k < to; k++) c->draft[k].dropped |= k == i || c->draft[k].same_as == (int32_t)i;
}

void msdx_score_claims(struct msdx_coder *c)
{
    for (uint32_t i = 0; i < c->n_draft; i++) {
        struct msdx_draft *d = &c->draft[i];
        if (d->same_as >= 0 || d->dropped) continue;
        d->confidence = msdx_claim_confidence(c, d);
        if (d->confidence < msdx_reject_below && may_reject(c, d)) reject(c, i);
    }
}

/* What a pair's answer is worth was learned where the frames of the text were hidden; where they are known the model may be
 * surer of what it is sure of. The slope of the log odds is set by hand. */
static double sharpened(double p)
{
    static const double SLOPE = 1.2;
    return 1 / (1 + pow(1 / p - 1, SLOPE));
}

double msdx_relate_confidence(const struct msdx_coder *c, const struct msdx_candidate *list, uint32_t n,
                              const double *weight, const struct msdx_candidate *by, const double scores[MSDX_N_EVENT])
{
    double best = 0, second = 0, most = 0;
    if (!by) return 1.0 / MSDX_N_EVENT;
    for (int e = 0; e < MSDX_N_EVENT; e++) {
        double s = scores[e];
        if (s > best)
            second = best, best = s;
        else if (s > second)
            second = s;
    }
    for (uint32_t i = 0; i < n; i++)
        if (weight[i] > most) most = weight[i];
    const double sign[MSDX_N_CONFIDENCE] = {
        1,
        log_odds(best),
        log_odds(second),
        by->join[MSDX_JOIN_BOTH],
        by->join[MSDX_JOIN_CLAIM],
        by->join[MSDX_JOIN_PATH],
        by->join[MSDX_JOIN_EVENT],
        by->join[MSDX_JOIN_SURE],
        most,
        by->join[MSDX_JOIN_ACTOR],
        by->join[MSDX_JOIN_RECIPIENT],
    };
    return sharpened(ceiling(length_of(c, c->u->tok[list[0].tok].sent)) *
                     sigmoid_of(sign, msdx_relate_confidence_weight));
}
