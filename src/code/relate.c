/* relate.c: what a text says that the first of two given mentions did to the second. */
#include <math.h>

#include "code/relate.h"

/* ---- does a party of a claim name a mention? ---- */

static bool in_side(const struct msdx_side *s, int32_t t)
{
    return s->head >= 0 && t >= s->start && t < s->end;
}

/* 2: it is the mention; 1: of its country, or one phrase holds the other; 0: neither. */
static int names(struct msdx_coder *c, const struct msdx_side *s, int32_t t)
{
    if (s->head < 0 || t < 0) return 0;
    const struct msdx_np *np = msdx_mention(c, t);
    if (t == s->head || (np->antecedent >= 0 && in_side(s, np->antecedent))) return 2;
    if (in_side(s, t)) return 2;
    const struct msdx_np *own = msdx_mention(c, s->head);
    uint32_t start = c->u->tok[s->start].span.start_byte, end = c->u->tok[s->end - 1].span.end_byte;
    bool overlap = np->who.span.start_byte < end && start < np->who.span.end_byte && np->who.span.end_byte > 0;
    if (overlap && in_side(s, t)) return 2;
    if (own->antecedent >= 0 && (own->antecedent == t || np->antecedent == own->antecedent)) return 2;
    int32_t up = c->u->tok[s->head].head;
    if (overlap || up == t) return 1;
    return own->who.country && np->who.country && strcmp(own->who.country, np->who.country) == 0;
}

static int any_names(struct msdx_coder *c, const struct msdx_side *s, const int32_t *tok, uint32_t n)
{
    int best = 0;
    for (uint32_t i = 0; i < n; i++) {
        int fit = names(c, s, tok[i]);
        if (fit > best) best = fit;
    }
    return best;
}

static void see_claim(struct msdx_coder *c, const struct msdx_side side[2], struct msdx_candidate *x)
{
    const struct msdx_draft *d = x->draft;
    if (!d) return;
    int aa = any_names(c, &side[0], d->actor, d->n_actor), rr = any_names(c, &side[1], d->recipient, d->n_recipient);
    int ar = any_names(c, &side[0], d->recipient, d->n_recipient), ra = any_names(c, &side[1], d->actor, d->n_actor);
    bool together = d->frame->mutual || d->n_recipient == 0;
    if (together && ra > rr) rr = ra;
    if (d->frame->mutual && ar > aa) aa = ar;
    x->join[MSDX_JOIN_CLAIM] = 1;
    x->join[MSDX_JOIN_ACTOR] = aa == 2;
    x->join[MSDX_JOIN_RECIPIENT] = rr == 2;
    x->join[MSDX_JOIN_BOTH] = aa == 2 && rr == 2;
    x->join[MSDX_JOIN_ACTOR_NEAR] = aa == 1;
    x->join[MSDX_JOIN_RECIPIENT_NEAR] = rr == 1;
    x->join[MSDX_JOIN_REVERSED] = !d->frame->mutual && ar == 2 && ra == 2;
    x->join[MSDX_JOIN_DROPPED] = d->dropped || d->same_as >= 0;
    for (uint32_t i = 0; i < c->n_draft; i++) {
        if (d->how.operator_tok >= 0 && c->draft[i].trigger == d->how.operator_tok) x->join[MSDX_JOIN_CONTENT] = 1;
        if (c->draft[i].how.operator_tok == d->trigger) x->join[MSDX_JOIN_OPERATOR] = 1;
    }
}

/* ---- the path between the mentions ---- */

enum { PATH_MAX = 64 };
struct path {
    int32_t tok[2 * PATH_MAX + 1];
    uint32_t n;
    int32_t top; /* -1: they stand in different trees */
};

static uint32_t climb(const msdx_unit *u, int32_t t, int32_t *out)
{
    uint32_t n = 0;
    for (; t >= 0 && n < PATH_MAX; t = u->tok[t].head) out[n++] = t;
    return n;
}

/* Up from both mentions to where they meet; to the roots where they do not. */
static void find_path(const msdx_unit *u, const struct msdx_side side[2], struct path *p)
{
    int32_t up[2][PATH_MAX];
    uint32_t n[2], same = 0;
    p->n = 0;
    p->top = -1;
    for (int i = 0; i < 2; i++) n[i] = side[i].head >= 0 ? climb(u, side[i].head, up[i]) : 0;
    while (same < n[0] && same < n[1] && up[0][n[0] - 1 - same] == up[1][n[1] - 1 - same]) same++;
    if (same) p->tok[p->n++] = p->top = up[0][n[0] - same];
    for (int i = 0; i < 2; i++)
        for (uint32_t k = 0; k + same < n[i]; k++) p->tok[p->n++] = up[i][k];
}

static bool on_path(const struct path *p, int32_t t)
{
    for (uint32_t i = 0; i < p->n; i++)
        if (p->tok[i] == t) return true;
    return false;
}

static int steps_below(const msdx_unit *u, int32_t t, int32_t top)
{
    int n = 0;
    for (; t >= 0 && t != top && n < 8; t = u->tok[t].head) n++;
    return t == top ? n : 8;
}

static bool hangs_on(const msdx_unit *u, int32_t t, int32_t from)
{
    for (int i = 0; i < 3 && t >= 0; i++, t = u->tok[t].head) {
        if (u->tok[t].head == from && (u->tok[t].rel == MSDX_REL_OBL || u->tok[t].rel == MSDX_REL_NMOD)) return true;
        if (msdx_is_verb(u, t)) return false;
    }
    return false;
}

static void see_tree(struct msdx_coder *c, const struct msdx_side side[2], const struct path *p,
                     struct msdx_candidate *x)
{
    const msdx_unit *u = c->u;
    int32_t t = x->tok, verb = msdx_is_verb(u, t) ? t : msdx_light_verb(c, t);
    int32_t left = side[0].head, right = side[1].head;
    if (left > right) left = right, right = side[0].head;
    x->join[MSDX_JOIN_PATH] = on_path(p, t) || (verb >= 0 && on_path(p, verb));
    x->join[MSDX_JOIN_TOP] = t == p->top || (verb >= 0 && verb == p->top);
    x->join[MSDX_JOIN_STEPS] = p->top < 0 ? 1 : steps_below(u, t, p->top) / 4.0;
    x->join[MSDX_JOIN_SUBJECT] = verb >= 0 && names(c, &side[0], msdx_subject(c, verb)) == 2;
    x->join[MSDX_JOIN_OBJECT] = msdx_is_verb(u, t) && names(c, &side[1], msdx_object(c, t)) == 2;
    x->join[MSDX_JOIN_OBLIQUE] = side[1].head >= 0 && hangs_on(u, side[1].head, t);
    x->join[MSDX_JOIN_VERB] = msdx_is_verb(u, t);
    x->join[MSDX_JOIN_BETWEEN] = left >= 0 && t > left && t < right;
    x->join[MSDX_JOIN_INSIDE] = in_side(&side[0], t) || in_side(&side[1], t);
    x->join[MSDX_JOIN_ROOT] = u->tok[t].head < 0;
    uint32_t i = 0;
    const msdx_class *cl;
    while ((cl = msdx_class_of(c, t, MSDX_SENSE_CLASS_VERB, &i)))
        if (cl->has_source && !cl->has_effect) x->join[MSDX_JOIN_REPORTS] = 1;
}

/* ---- candidates ---- */

static bool may_state(struct msdx_coder *c, const struct path *p, int32_t t)
{
    const struct msdx_word *w = &c->word[t];
    const msdx_tok *tok = &c->u->tok[t];
    if (tok->is_space || tok->upos == MSDX_PUNCT || tok->upos == MSDX_PROPN) return false;
    bool verb = msdx_is_verb(c->u, t) && tok->rel != MSDX_REL_AUX && tok->rel != MSDX_REL_AUX_PASS;
    if (on_path(p, t)) return verb || tok->upos == MSDX_NOUN || tok->upos == MSDX_ADJ;
    if (verb) return true;
    for (uint32_t i = 0; i < w->n_lemma; i++)
        if (w->lemma[i].kind == MSDX_SENSE_NOUN || w->lemma[i].kind == MSDX_SENSE_ADJ_FRAME) return true;
    return false;
}

static const struct msdx_draft *draft_of(const struct msdx_coder *c, int32_t t)
{
    const struct msdx_draft *best = NULL;
    for (uint32_t i = 0; i < c->n_draft; i++)
        if (c->draft[i].trigger == t && (!best || best->dropped)) best = &c->draft[i];
    return best;
}

static bool in_sentences(const struct msdx_coder *c, const struct msdx_side side[2], int32_t t)
{
    bool none = side[0].head < 0 && side[1].head < 0;
    for (int i = 0; i < 2; i++)
        if (side[i].head >= 0 && c->u->tok[side[i].head].sent == c->u->tok[t].sent) return true;
    return none;
}

uint32_t msdx_candidates(struct msdx_coder *c, const struct msdx_side side[2], struct msdx_candidate *list,
                         uint32_t room)
{
    struct path path;
    uint32_t n = 0;
    find_path(c->u, side, &path);
    for (int32_t t = 0; t < (int32_t)c->u->n_tok && n < room; t++) {
        const struct msdx_draft *d = draft_of(c, t);
        if (!in_sentences(c, side, t) || (!d && !may_state(c, &path, t))) continue;
        struct msdx_candidate *x = &list[n++];
        memset(x, 0, sizeof *x);
        x->tok = t;
        x->draft = d;
        struct msdx_judgement j;
        if (!d) msdx_judge(c, t, &j);
        x->status = d ? d->how.status : j.status;
        x->is_purpose = (d ? d->how.purpose_of : j.purpose_of) >= 0;
        msdx_score_features(c, t, d ? d->frame : NULL, &x->seen);
        msdx_score_answer(c, &x->seen, x->answer, NULL);
        see_claim(c, side, x);
        see_tree(c, side, &path, x);
        x->join[MSDX_JOIN_EVENT] = 1 - x->answer[MSDX_NO_EVENT];
        for (int e = 0; e < MSDX_N_EVENT; e++) {
            double sure = x->answer[e] / (1e-6 + 1 - x->answer[MSDX_NO_EVENT]);
            if (sure > x->join[MSDX_JOIN_SURE]) x->join[MSDX_JOIN_SURE] = sure;
        }
    }
    return n;
}

/* ---- the answer ---- */

static void weigh(const struct msdx_candidate *list, uint32_t n, double *weight)
{
    double most = -INFINITY, sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        weight[i] = 0;
        for (int k = 0; k < MSDX_N_JOIN; k++) weight[i] += msdx_join_weight[k] * list[i].join[k];
        if (weight[i] > most) most = weight[i];
    }
    for (uint32_t i = 0; i < n; i++) sum += weight[i] = exp(weight[i] - most);
    for (uint32_t i = 0; i < n; i++) weight[i] /= sum;
}

/* What a pair's event is called when the act itself has not come about: PLOVER files what somebody will do for another
 * as AGREE and against him as THREATEN, what he will not do for him as REJECT. `part`: how much of the act's own share
 * goes over; the rest is left for readings of the status that are wrong. */
static const struct {
    msd_claim_status status;
    bool friendly;
    const char *event;
    double part;
} called[] = {
    {MSD_PLANNED, true, "AGREE", 0.8},        {MSD_PLANNED, false, "THREATEN", 0.8},
    {MSD_THREATENED, false, "THREATEN", 0.8}, {MSD_NEGATED, true, "REJECT", 0.8},
    {MSD_DENIED, true, "REJECT", 0.8},        {MSD_DENIED, false, "REJECT", 0.8},
    {MSD_ATTEMPTED, true, "REJECT", 0.8},
};

/* Verbal acts stay what they are: who will accuse does accuse. */
static int temper_of(int e)
{
    static const char *const friendly[] = {"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "REQUEST"};
    static const char *const hostile[] = {"REJECT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"};
    for (size_t i = 0; i < sizeof friendly / sizeof *friendly; i++)
        if (strcmp(msdx_event_name[e], friendly[i]) == 0) return 1;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
        if (strcmp(msdx_event_name[e], hostile[i]) == 0) return -1;
    return msdx_event_index("AGREE") == e ? 2 : 0;
}

/* One candidate's answer over the 16 events, none left aside, by how its status has them called. */
static void shares(const struct msdx_candidate *x, double out[MSDX_N_EVENT])
{
    double sum = 0, own[MSDX_N_EVENT];
    int concede = msdx_event_index("CONCEDE");
    for (int e = 0; e < MSDX_N_EVENT; e++) sum += x->answer[e];
    for (int e = 0; e < MSDX_N_EVENT; e++) out[e] = own[e] = sum > 0 ? x->answer[e] / sum : 1.0 / MSDX_N_EVENT;
    for (size_t i = 0; i < sizeof called / sizeof *called; i++) {
        if (called[i].status != x->status || x->is_purpose) continue;
        int to = msdx_event_index(called[i].event);
        for (int e = 0; e < MSDX_N_EVENT; e++) {
            int temper = temper_of(e);
            bool goes = called[i].friendly ? temper > 0 : temper < 0;
            /* who decides to give way gives way; who will not, refuses */
            goes |= e == concede && called[i].friendly && x->status != MSD_PLANNED;
            if (!goes || e == to) continue;
            out[e] -= own[e] * called[i].part;
            out[to] += own[e] * called[i].part;
        }
    }
}

static void name_answer(struct msdx_coder *c, const struct msdx_candidate *x, int event, msd_relation *out)
{
    const msdx_frame *f = x ? x->draft ? x->draft->frame : x->seen.best : NULL;
    msdx_event_info info;
    out->event = msdx_event_name[event];
    out->rule = "model:relate";
    if (f && strcmp(f->event, out->event) == 0) {
        out->mode = f->mode;
        out->cameo = f->cameo;
        out->status = x->status;
        if (x->draft || x->seen.fits) out->rule = f->rule;
    } else if (msdx_know_event(c->know, out->event, NULL, &info)) {
        out->cameo = info.cameo;
    }
    /* 'will send aid' is an agreement that stands; what nobody's frame says is judged by its word. */
    if (x && !f) out->status = x->status;
}

static void answer(struct msdx_coder *c, const struct msdx_candidate *list, uint32_t n, msd_relation *out)
{
    double weight[MSDX_CANDIDATES_MAX], share[MSDX_N_EVENT];
    const struct msdx_candidate *by = NULL;
    double most = 0;
    int event = 0;
    weigh(list, n, weight);
    for (int e = 0; n == 0 && e < MSDX_N_EVENT; e++) out->scores[e] = 1.0 / MSDX_N_EVENT;
    for (uint32_t i = 0; i < n; i++) {
        shares(&list[i], share);
        for (int e = 0; e < MSDX_N_EVENT; e++) out->scores[e] += weight[i] * share[e];
    }
    for (int e = 1; e < MSDX_N_EVENT; e++)
        if (out->scores[e] > out->scores[event]) event = e;
    for (uint32_t i = 0; i < n; i++) {
        shares(&list[i], share);
        if (weight[i] * share[event] > most) {
            most = weight[i] * share[event];
            by = &list[i];
        }
    }
    name_answer(c, by, event, out);
    out->confidence = msdx_relate_confidence(c, list, n, weight, by, out->scores);
}

msd_status msdx_code_relate(const msdx_know *know, msdx_code_work *work, msd_doc *doc, const msd_pair *pair,
                            msd_relation *out, msd_error *err)
{
    struct msdx_coder *list[2];
    struct msdx_side side[2];
    uint32_t n;
    *out = (msd_relation){0};
    MSD_TRY(msdx_coder_open(know, work, doc, list, &n, err));
    struct msdx_coder *c = list[n - 1];
    struct msdx_candidate *found = MSDX_NEW(c->scratch, struct msdx_candidate, MSDX_CANDIDATES_MAX);
    if (!found) return msdx_err_nomem(err);
    msdx_code_frames(c);
    msdx_merge_sentences(c);
    msdx_find_pair(c, pair, side);
    n = msdx_candidates(c, side, found, MSDX_CANDIDATES_MAX);
    answer(c, found, n, out);
    return msdx_arena_failed(c->scratch) || msdx_arena_failed(&doc->arena) ? msdx_err_nomem(err) : MSD_OK;
}
