/* arc_eager.c: the arc-eager system, non-monotonic, with sentence boundaries
 * (spacy/pipeline/_parser_internals/arc_eager.pyx and _state.pxd; Nivre 2003,
 * Honnibal and others 2013, Honnibal and Johnson 2015). An arc may replace an
 * earlier head; a word reduced without a head goes back on the buffer and may not
 * be shifted again until it has been the head of a left arc. */
#include "base/mem.h"
#include "parse/transition.h"

enum { UNSHIFTABLE = 1, START = 2 };

typedef struct state {
    msdx_arc_work *w;
    int32_t n, front;            /* words; the first that has never left the buffer */
    int32_t n_stack, n_rebuffer; /* the rebuffer, a stack, comes before front */
    int32_t sent;                /* first word of the sentence that front is in */
    const msdx_unit *unit;
    uint32_t n_cut;
} state;

msd_status msdx_arc_open(msdx_scorer *s, const msdx_pack *pack, const char *prefix, size_t n_in, const msdx_kernels *k,
                         msd_error *err)
{
    *s = (msdx_scorer){0};
    MSD_TRY(msdx_statenet_open(&s->net, pack, prefix, n_in, k, err));
    msd_status st = msdx_moves_open(&s->moves, pack, prefix, s->net.n_class, MSDX_N_ARC, err);
    if (st == MSD_OK && s->net.n_slot != 8 && s->net.n_slot != 13)
        st = msdx_err(err, MSD_EFORMAT, 0, "%s: %s/shape: %zu slots, not 8 or 13", msdx_pack_path(pack), prefix,
                      s->net.n_slot);
    if (st == MSD_OK && s->moves.root == MSDX_NO_LABEL)
        st = msdx_err(err, MSD_EFORMAT, 0, "%s: %s/labels: no ROOT", msdx_pack_path(pack), prefix);
    for (size_t i = 0; st == MSD_OK && i < s->moves.n_class; i++) {
        uint32_t action = s->moves.class[2 * i], label = s->moves.class[2 * i + 1];
        if ((action == MSDX_ARC_LEFT || action == MSDX_ARC_RIGHT) && label == MSDX_NO_LABEL)
            st = msdx_err(err, MSD_EFORMAT, 0, "%s: %s/classes: arc %zu has no label", msdx_pack_path(pack), prefix, i);
    }
    if (st != MSD_OK) msdx_scorer_close(s);
    return st;
}

msd_status msdx_arc_work_init(msdx_arc_work *w, const msdx_scorer *s, msd_error *err)
{
    *w = (msdx_arc_work){0};
    return msdx_statenet_work_new(&w->net, &s->net, err);
}

void msdx_arc_work_clear(msdx_arc_work *w)
{
    msdx_statenet_work_free(w->net);
    msdx_free(w->block);
    *w = (msdx_arc_work){0};
}

static msd_status make_room(msdx_arc_work *w, size_t n, msd_error *err)
{
    enum { N_ARRAY = 8 }; /* seven of int32_t, one of bytes with room to spare */
    if (n <= w->room) return MSD_OK;
    size_t room = n + n / 4 + 256;
    msdx_free(w->block);
    w->room = 0;
    w->block = msdx_calloc(room, N_ARRAY * sizeof *w->block);
    if (!w->block) return msdx_err_nomem(err);
    int32_t **array[] = {&w->stack, &w->rebuffer, &w->head, &w->label, &w->last_left, &w->last_right, &w->prev};
    for (size_t i = 0; i < sizeof array / sizeof array[0]; i++) *array[i] = w->block + i * room;
    w->flag = (uint8_t *)(w->block + (N_ARRAY - 1) * room);
    w->room = room;
    return MSD_OK;
}

/* ---- the state ---- */

static int32_t buffer_length(const state *st)
{
    return st->n - st->front + st->n_rebuffer;
}
static int32_t stack_at(const state *st, int32_t i)
{
    return i < st->n_stack ? st->w->stack[st->n_stack - 1 - i] : -1;
}

static int32_t buffer_at(const state *st, int32_t i)
{
    if (i < st->n_rebuffer) return st->w->rebuffer[st->n_rebuffer - 1 - i];
    int32_t at = st->front + i - st->n_rebuffer;
    return at < st->n ? at : -1;
}

/* The child most recently attached on one side, and the one attached there before it. */
static int32_t left_of(const state *st, int32_t tok)
{
    return tok < 0 ? -1 : st->w->last_left[tok];
}
static int32_t right_of(const state *st, int32_t tok)
{
    return tok < 0 ? -1 : st->w->last_right[tok];
}
static int32_t before(const state *st, int32_t child)
{
    return child < 0 ? -1 : st->w->prev[child];
}

static void context(const state *st, size_t n_slot, int32_t *id)
{
    int32_t b0 = buffer_at(st, 0), s0 = stack_at(st, 0), s1 = stack_at(st, 1);
    id[0] = b0;
    id[1] = buffer_at(st, 1);
    id[2] = s0;
    id[3] = s1;
    id[4] = stack_at(st, 2);
    if (n_slot == 8) {
        id[5] = left_of(st, b0);
        id[6] = left_of(st, s0);
        id[7] = right_of(st, s0);
        return;
    }
    id[5] = left_of(st, s0);
    id[6] = right_of(st, s0);
    id[7] = left_of(st, b0);
    id[8] = before(st, right_of(st, s0));
    id[9] = left_of(st, s1);
    id[10] = before(st, left_of(st, s1));
    id[11] = right_of(st, s1);
    id[12] = before(st, right_of(st, s1));
}

/* The best place near the end of what a sentence may have is behind a mark. */
static bool must_cut(const state *st)
{
    int32_t n = st->front - st->sent, most = (int32_t)st->unit->sent_max;
    msdx_str before = st->unit->tok[st->front - 1].lower;
    return n >= most || (n >= most - most / 4 && before.n == 1 && strchr(",;:-", before.p[0]));
}

/* front has moved on: a new sentence begins where one is known to, or where this one has grown too long. No arc has
 * touched front yet, so that it is as if the caller had set its start. */
static void watch_length(state *st)
{
    if (st->front >= st->n) return;
    uint8_t *flag = &st->w->flag[st->front];
    if (!(*flag & START) && must_cut(st)) {
        *flag |= START;
        st->n_cut++;
    }
    if (*flag & START) st->sent = st->front;
}

static void push(state *st)
{
    if (st->n_rebuffer) {
        st->w->stack[st->n_stack++] = st->w->rebuffer[--st->n_rebuffer];
        return;
    }
    st->w->stack[st->n_stack++] = st->front++;
    if (st->unit->sent_max) watch_length(st);
}

static void add_arc(state *st, int32_t head, int32_t child, int32_t label)
{
    msdx_arc_work *w = st->w;
    int32_t was = w->head[child];
    if (was >= 0) {
        /* Only the top of the stack loses a head, to a left arc, and it is then its head's last right child. */
        int32_t *last = was > child ? w->last_left : w->last_right;
        if (last[was] == child) last[was] = w->prev[child];
    }
    int32_t *last = head > child ? w->last_left : w->last_right;
    w->prev[child] = last[head];
    last[head] = child;
    w->head[child] = head;
    w->label[child] = label;
}

/* ---- the moves ---- */

static bool is_start(const state *st, int32_t tok)
{
    return tok >= 0 && (st->w->flag[tok] & START);
}

static void find_valid(const state *st, bool ok[MSDX_N_ARC])
{
    int32_t n_buffer = buffer_length(st), b0 = buffer_at(st, 0), b1 = buffer_at(st, 1);
    bool arc = st->n_stack && n_buffer && !is_start(st, b0);
    ok[MSDX_ARC_SHIFT] = !st->n_stack || (n_buffer >= 2 && !is_start(st, b0) && !(st->w->flag[b0] & UNSHIFTABLE));
    ok[MSDX_ARC_REDUCE] = st->n_stack > 0;
    ok[MSDX_ARC_LEFT] = ok[MSDX_ARC_RIGHT] = arc;
    ok[MSDX_ARC_BREAK] = n_buffer >= 2 && b1 == b0 + 1 && !is_start(st, b1);
}

static void apply(state *st, uint32_t action, uint32_t label)
{
    msdx_arc_work *w = st->w;
    int32_t b0 = buffer_at(st, 0), s0 = stack_at(st, 0);
    switch (action) {
    case MSDX_ARC_SHIFT: push(st); break;
    case MSDX_ARC_REDUCE:
        st->n_stack--;
        if (w->head[s0] < 0 && st->n_stack) {
            w->flag[s0] |= UNSHIFTABLE;
            w->rebuffer[st->n_rebuffer++] = s0;
        }
        break;
    case MSDX_ARC_LEFT:
        add_arc(st, b0, s0, (int32_t)label);
        w->flag[b0] &= (uint8_t)~UNSHIFTABLE;
        st->n_stack--;
        break;
    case MSDX_ARC_RIGHT:
        add_arc(st, s0, b0, (int32_t)label);
        push(st);
        break;
    default: w->flag[buffer_at(st, 1)] |= START;
    }
}

/* The best valid class, and by how much. */
static size_t best_class(const msdx_moves *m, const float *score, const bool ok[MSDX_N_ARC], float *margin)
{
    msdx_best best = msdx_best_none(m->n_class);
    for (size_t c = 0; c < m->n_class; c++)
        if (ok[m->class[2 * c]]) msdx_best_see(&best, c, score[c]);
    *margin = best.first - best.second;
    return best.at;
}

static void decode(const msdx_scorer *s, state *st)
{
    int32_t id[16];
    while (st->n_stack || buffer_length(st)) {
        bool ok[MSDX_N_ARC];
        find_valid(st, ok);
        int n_ok = 0, only = 0;
        for (int a = 0; a < MSDX_N_ARC; a++)
            if (ok[a]) n_ok++, only = a;
        /* With one action left there is nothing to score: arcs, which have labels, come in pairs. */
        if (n_ok == 1) {
            apply(st, (uint32_t)only, MSDX_NO_LABEL);
            continue;
        }
        context(st, s->net.n_slot, id);
        const float *score = msdx_statenet_score(&s->net, st->w->net, id);
        float margin;
        size_t c = best_class(&s->moves, score, ok, &margin);
        if (margin < s->net.near)
            c = best_class(&s->moves, msdx_statenet_score_again(&s->net, st->w->net, id), ok, &margin);
        if (c == s->moves.n_class)
            break; /* a package without Shift or Reduce, or whose scores are no numbers: leave the rest headless */
        apply(st, s->moves.class[2 * c], s -> moves.class[2 * c + 1]);
    }
}

/* ---- a unit ---- */

static msd_status set_sentences(msdx_unit *unit, const uint8_t *start, msd_error *err)
{
    uint32_t n = unit->n_tok, n_sent = 1;
    for (uint32_t i = 1; i < n; i++) n_sent += start[i];
    unit->sent = MSDX_NEW(unit->arena, msd_sentence, n_sent);
    if (!unit->sent) return msdx_err_nomem(err);
    unit->n_sent = n_sent;
    int32_t at = -1;
    for (uint32_t i = 0; i < n; i++) {
        unit->tok[i].sent_start = start[i];
        if (i == 0 || start[i]) unit->sent[++at].tok_start = i;
        unit->tok[i].sent = at;
        unit->sent[at].tok_end = i + 1;
    }
    for (uint32_t i = 0; i < n_sent; i++)
        unit->sent[i].span = msdx_unit_span(unit, (int32_t)unit->sent[i].tok_start, (int32_t)unit->sent[i].tok_end - 1);
    return MSD_OK;
}

static msd_status set_tree(const msdx_scorer *s, msdx_arc_work *w, msdx_unit *unit, msd_error *err)
{
    size_t n = unit->n_tok;
    msdx_tree tree = {.n = n,
                      .head = w->head,
                      .label = w->label,
                      .left = w->last_left,
                      .right = w->last_right,
                      .first = w->stack,
                      .next = w->rebuffer,
                      .queue = w->prev,
                      .start = w->flag};
    for (size_t i = 0; i < n; i++)
        if (w->head[i] < 0) {
            w->head[i] = (int32_t)i;
            w->label[i] = (int32_t)s->moves.root;
        }
    msdx_tree_settle(&tree);
    msdx_tree_deprojectivize(&tree, &s->moves, unit->tok);
    for (size_t i = 0; i < n; i++) {
        unit->tok[i].native_head = w->head[i];
        unit->tok[i].native_dep = s->moves.label[w->label[i]];
    }
    return set_sentences(unit, w->flag, err);
}

msd_status msdx_arc_run(const msdx_scorer *s, msdx_arc_work *w, const float *row, msdx_unit *unit, msd_error *err)
{
    state st = {.w = w, .n = (int32_t)unit->n_tok, .unit = unit};
    unit->sent = NULL;
    unit->n_sent = unit->n_cut = 0;
    if (!unit->n_tok) return MSD_OK;
    MSD_TRY(make_room(w, unit->n_tok, err));
    for (size_t i = 0; i < unit->n_tok; i++) {
        w->head[i] = w->last_left[i] = w->last_right[i] = w->prev[i] = -1;
        w->flag[i] = unit->tok[i].sent_start ? START : 0;
    }
    msdx_statenet_start(w->net, row, unit->n_tok);
    decode(s, &st);
    unit->n_cut = st.n_cut;
    return set_tree(s, w, unit, err);
}
