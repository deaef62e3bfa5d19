/* names.c: names as a BILUO walk over the words (spacy/pipeline/_parser_internals/ner.pyx).
 * No entity is ever preset here, so the rules about preset ones are left out: the
 * class "U-" without a label, which stands for such a word, is never valid. */
#include "parse/transition.h"

typedef struct state {
    const msdx_unit *unit;
    int32_t at, n;  /* the word at the buffer's front; words */
    int32_t open;   /* first word of the open name, or -1 */
    uint32_t label; /* of the open name */
} state;

msd_status msdx_names_open(msdx_scorer *s, const msdx_pack *pack, const char *prefix, size_t n_in,
                           const msdx_kernels *k, msd_error *err)
{
    *s = (msdx_scorer){0};
    MSD_TRY(msdx_statenet_open(&s->net, pack, prefix, n_in, k, err));
    msd_status st = msdx_moves_open(&s->moves, pack, prefix, s->net.n_class, MSDX_N_NAME, err);
    if (st == MSD_OK && s->net.n_slot != 3 && s->net.n_slot != 6)
        st = msdx_err(err, MSD_EFORMAT, 0, "%s: %s/shape: %zu slots, not 3 or 6", msdx_pack_path(pack), prefix,
                      s->net.n_slot);
    if (st != MSD_OK) msdx_scorer_close(s);
    return st;
}

static void context(const state *st, size_t n_slot, int32_t *id)
{
    for (size_t i = 0; i < n_slot; i++) id[i] = -1;
    id[0] = st->at;
    if (st->open < 0) return;
    if (n_slot == 3) {
        id[1] = st->open;
        id[2] = st->at - 1;
        return;
    }
    for (size_t i = 1; i < n_slot && st->open + (int32_t)i - 1 < st->at; i++) id[i] = st->open + (int32_t)i - 1;
}

static void find_valid(const state *st, bool ok[MSDX_N_NAME])
{
    bool open = st->open >= 0, last = st->at + 1 >= st->n, space = st->unit->tok[st->at].is_space;
    bool on = !last && !st->unit->tok[st->at + 1].sent_start; /* may a name go on into the next word? */
    ok[MSDX_NAME_MISSING] = false;
    ok[MSDX_NAME_BEGIN] = !open && on && !space;
    ok[MSDX_NAME_IN] = open && on;
    ok[MSDX_NAME_LAST] = open;
    ok[MSDX_NAME_UNIT] = !open && !space;
    ok[MSDX_NAME_OUT] = !open;
}

/* The best valid class, and by how much. */
static size_t best_class(const msdx_moves *m, const float *score, const state *st, float *margin)
{
    bool ok[MSDX_N_NAME];
    msdx_best best = msdx_best_none(m->n_class);
    find_valid(st, ok);
    for (size_t c = 0; c < m->n_class; c++) {
        uint32_t action = m->class[2 * c], label = m->class[2 * c + 1];
        if (!ok[action]) continue;
        if (action != MSDX_NAME_OUT && label == MSDX_NO_LABEL) continue;
        if (st->open >= 0 && label != st->label) continue;
        msdx_best_see(&best, c, score[c]);
    }
    *margin = best.first - best.second;
    return best.at;
}

/* Take the words of a finished name. */
static void close_name(const msdx_scorer *s, msdx_unit *unit, int32_t start, int32_t end, uint32_t label)
{
    for (int32_t i = start; i < end; i++) {
        unit->tok[i].ent = s->moves.label[label];
        unit->tok[i].ent_iob = i == start ? MSDX_BEGIN : MSDX_IN;
    }
    unit->n_ent++;
}

static msd_status list_names(msdx_unit *unit, msd_error *err)
{
    size_t n = 0;
    unit->ent = MSDX_NEW(unit->arena, msdx_ent, unit->n_ent);
    if (!unit->ent) return msdx_err_nomem(err);
    for (uint32_t i = 0; i < unit->n_tok; i++) {
        if (unit->tok[i].ent_iob == MSDX_BEGIN)
            unit->ent[n++] = (msdx_ent){.start = (int32_t)i, .end = (int32_t)i + 1, .type = unit->tok[i].ent};
        else if (unit->tok[i].ent_iob == MSDX_IN)
            unit->ent[n - 1].end = (int32_t)i + 1;
    }
    return MSD_OK;
}

msd_status msdx_names_run(const msdx_scorer *s, msdx_statenet_work *w, const float *row, msdx_unit *unit,
                          msd_error *err)
{
    int32_t id[16];
    state st = {.unit = unit, .n = (int32_t)unit->n_tok, .open = -1};
    unit->n_ent = 0;
    for (int32_t i = 0; i < st.n; i++) {
        unit->tok[i].ent = NULL;
        unit->tok[i].ent_iob = MSDX_OUT;
    }
    msdx_statenet_start(w, row, unit->n_tok);
    for (; st.at < st.n; st.at++) {
        context(&st, s->net.n_slot, id);
        float margin;
        size_t c = best_class(&s->moves, msdx_statenet_score(&s->net, w, id), &st, &margin);
        if (margin < s->net.near) c = best_class(&s->moves, msdx_statenet_score_again(&s->net, w, id), &st, &margin);
        if (c == s->moves.n_class) break; /* a package without O or L, or whose scores are no numbers: no more names */
        uint32_t action = s->moves.class[2 * c], label = s->moves.class[2 * c + 1];
        if (action == MSDX_NAME_BEGIN || action == MSDX_NAME_UNIT) {
            st.open = st.at;
            st.label = label;
        }
        if (action == MSDX_NAME_LAST || action == MSDX_NAME_UNIT) {
            close_name(s, unit, st.open, st.at + 1, label);
            st.open = -1;
        }
    }
    return list_names(unit, err);
}
