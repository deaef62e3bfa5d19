/* test_transition.c: trees, sentences and names. Hand-made trees against what
 * spaCy 3.8.7 makes of them; random models against what must hold of any. */
#include "nets_pack.h"
#include "test.h"

/* ---- trees by hand ---- */

enum { N_MAX = 16 };

typedef struct tree {
    msdx_tree t;
    int32_t head[N_MAX], label[N_MAX], left[N_MAX], right[N_MAX], first[N_MAX], next[N_MAX], queue[N_MAX];
    uint8_t start[N_MAX];
    msdx_tok tok[N_MAX];
} tree;

static void make_tree(tree *t, const int32_t *head, const int32_t *label, size_t n)
{
    memset(t, 0, sizeof *t);
    memcpy(t->head, head, n * sizeof *head);
    memcpy(t->label, label, n * sizeof *label);
    t->t = (msdx_tree){n, t->head, t->label, t->left, t->right, t->first, t->next, t->queue, t->start};
    msdx_tree_settle(&t->t);
}

static void test_tree__sentences_start_at_left_edges_of_roots(void)
{
    static const int32_t head[] = {1, 1, 1, 5, 5, 5, 5}, label[7] = {0};
    tree t;
    make_tree(&t, head, label, 7);
    for (int i = 0; i < 7; i++) CHECK_INT(t.start[i], i == 0 || i == 3);
    CHECK_INT(t.left[5], 3);
    CHECK_INT(t.right[1], 2);
}

static void test_tree__crossing_arcs_need_several_passes(void)
{
    /* Word 2 hangs on 5, whose chain goes right and left again; the second root's edge reaches back over it. */
    static const int32_t head[] = {1, 1, 5, 1, 3, 6, 6, 6}, label[8] = {0};
    tree t;
    make_tree(&t, head, label, 8);
    CHECK_INT(t.left[6], 2);
    CHECK_INT(t.right[1], 4);
    CHECK(t.start[0] && t.start[2]);
}

/* labels: 0 a, 1 b, 2 "c||a", 3 ROOT, 4 c */
static const uint32_t parts[] = {0, MSDX_NO_LABEL, 1, MSDX_NO_LABEL, 4, 0, 3, MSDX_NO_LABEL, 4, MSDX_NO_LABEL};
static const msdx_moves moves = {.n_label = 5, .parts = parts};

static void test_deprojectivize__takes_the_first_breadth_first(void)
{
    /* 0 <- 1(ROOT): children 0, 3 (b), 5 (a); 3 has child 2 (a); 6 is c||a under 1: the shallow 5 wins over 2. */
    static const int32_t head[] = {1, 1, 3, 1, 3, 1, 1}, label[] = {1, 3, 0, 1, 1, 0, 2};
    tree t;
    make_tree(&t, head, label, 7);
    msdx_tree_deprojectivize(&t.t, &moves, t.tok);
    CHECK_INT(t.head[6], 5);
    CHECK_INT(t.label[6], 4);
}

static void test_deprojectivize__skips_spaces_and_the_word_itself(void)
{
    static const int32_t head[] = {1, 1, 1, 2, 1}, label[] = {0, 3, 1, 0, 2};
    tree t;
    make_tree(&t, head, label, 5);
    t.tok[0].is_space = true;
    msdx_tree_deprojectivize(&t.t, &moves, t.tok);
    CHECK_INT(t.head[4], 3);
}

static void test_deprojectivize__keeps_the_head_when_none_is_found(void)
{
    static const int32_t head[] = {1, 1, 1}, label[] = {1, 3, 2};
    tree t;
    make_tree(&t, head, label, 3);
    msdx_tree_deprojectivize(&t.t, &moves, t.tok);
    CHECK_INT(t.head[2], 1);
    CHECK_INT(t.label[2], 4);
}

static void test_deprojectivize__leaves_a_root_where_it_is(void)
{
    /* 1 is a root with the label c||a, and 2 (a) hangs on it. */
    static const int32_t head[] = {1, 1, 1}, label[] = {1, 2, 0};
    tree t;
    make_tree(&t, head, label, 3);
    msdx_tree_deprojectivize(&t.t, &moves, t.tok);
    CHECK_INT(t.head[1], 1);
    CHECK_INT(t.head[2], 1);
    CHECK_INT(t.label[1], 4);
}

static void test_deprojectivize__sees_earlier_changes(void)
{
    /* 0 and 4 are both c||a under 2. 0 goes to 3 (a). 4 then also finds 3; the stripped label of 0 is c, no match. */
    static const int32_t head[] = {2, 2, 2, 2, 2}, label[] = {2, 1, 3, 0, 2};
    tree t;
    make_tree(&t, head, label, 5);
    msdx_tree_deprojectivize(&t.t, &moves, t.tok);
    CHECK_INT(t.head[0], 3);
    CHECK_INT(t.head[4], 3);
    CHECK_INT(t.left[3], 0);
}

/* ---- random models ---- */

static msdx_pack *pack;
static msdx_nets *nets;
static msdx_nets_work *work;
static void *bytes;

static void open_random(uint32_t seed, bool decorated)
{
    size_t n;
    bytes = nets_bytes(seed, decorated, &n);
    CHECK_INT(msdx_pack_open_bytes(&pack, bytes, n, "random", MSDX_MODEL_KIND, MSDX_MODEL_VERSION, NULL), MSD_OK);
    CHECK_INT(msdx_nets_open(&nets, pack, false, NULL), MSD_OK);
    CHECK_INT(msdx_nets_work_new(&work, nets, NULL), MSD_OK);
}

static void close_random(void)
{
    msdx_nets_work_free(work);
    msdx_nets_close(nets);
    msdx_pack_close(pack);
    msdx_free(bytes);
}

/* From every word the heads lead to a root. */
static bool is_forest(const msdx_unit *u)
{
    for (uint32_t i = 0; i < u->n_tok; i++) {
        int32_t at = (int32_t)i;
        for (uint32_t step = 0; u->tok[at].native_head != at; step++) {
            if (at < 0 || (uint32_t)at >= u->n_tok || step > u->n_tok) return false;
            at = u->tok[at].native_head;
        }
        if ((u->tok[i].native_head == (int32_t)i) != (strcmp(u->tok[i].native_dep, "ROOT") == 0)) return false;
    }
    return true;
}

static bool sentences_tile(const msdx_unit *u)
{
    uint32_t at = 0;
    for (uint32_t s = 0; s < u->n_sent; s++) {
        if (u->sent[s].tok_start != at || u->sent[s].tok_end <= at) return false;
        for (; at < u->sent[s].tok_end; at++)
            if (u->tok[at].sent != (int32_t)s || (at > u->sent[s].tok_start && u->tok[at].sent_start)) return false;
    }
    return at == u->n_tok;
}

static bool names_are_whole(const msdx_unit *u)
{
    uint32_t in = 0;
    for (uint32_t i = 0; i < u->n_tok; i++) in += u->tok[i].ent_iob != MSDX_OUT;
    for (uint32_t e = 0; e < u->n_ent; e++) {
        const msdx_ent *ent = &u->ent[e];
        if (ent->start >= ent->end || u->tok[ent->start].is_space || u->tok[ent->start].ent_iob != MSDX_BEGIN)
            return false;
        for (int32_t i = ent->start; i < ent->end; i++, in--)
            if (u->tok[i].ent != ent->type ||
                (i > ent->start && (u->tok[i].sent_start || u->tok[i].ent_iob != MSDX_IN)))
                return false;
    }
    return in == 0;
}

/* No arc crosses a start that the caller has set (projective trees only). */
static bool starts_are_kept(const msdx_unit *u, const bool *preset)
{
    for (uint32_t i = 1; i < u->n_tok; i++) {
        if (!preset[i]) continue;
        if (!u->tok[i].sent_start) return false;
        for (uint32_t j = 0; j < u->n_tok; j++)
            if ((j < i) != ((uint32_t)u->tok[j].native_head < i)) return false;
    }
    return true;
}

static void check_random(uint32_t seed, bool decorated)
{
    enum { N_TEXT = 6 };
    msdx_arena a = MSDX_ARENA_INIT;
    msdx_unit unit[N_TEXT], *ref[N_TEXT];
    uint64_t *feat[N_TEXT];
    bool *preset[N_TEXT];
    open_random(seed, decorated);
    for (size_t i = 0; i < N_TEXT; i++) {
        feat[i] = nets_unit(&unit[i], &a, i == 3 ? 0 : nets_random() % (i == 5 ? 1500 : 60), 40);
        preset[i] = MSDX_NEW(&a, bool, unit[i].n_tok + 1);
        for (uint32_t j = 0; j < unit[i].n_tok; j++) preset[i][j] = unit[i].tok[j].sent_start;
        ref[i] = &unit[i];
    }
    CHECK_INT(msdx_nets_run(nets, work, ref, feat, N_TEXT, NULL), MSD_OK);
    for (size_t i = 0; i < N_TEXT; i++) {
        CHECK(is_forest(&unit[i]));
        CHECK(sentences_tile(&unit[i]));
        CHECK(names_are_whole(&unit[i]));
        CHECK(decorated || starts_are_kept(&unit[i], preset[i]));
    }
    close_random();
    msdx_arena_clear(&a);
}

static void test_decode__any_model_gives_trees_that_tile(void)
{
    for (uint32_t seed = 1; seed <= 60; seed++) check_random(seed, seed % 3 == 0);
}

/* A batch, its texts one by one, and a second worker give the same. */
static void test_decode__batches_do_not_matter(void)
{
    enum { N_TEXT = 9 };
    msdx_arena a = MSDX_ARENA_INIT;
    msdx_unit batch[N_TEXT], alone[N_TEXT], *ref[N_TEXT];
    uint64_t *feat[N_TEXT];
    open_random(5, true);
    for (size_t i = 0; i < N_TEXT; i++) {
        feat[i] = nets_unit(&batch[i], &a, nets_random() % 400, 60);
        alone[i] = batch[i];
        alone[i].tok = MSDX_NEW(&a, msdx_tok, batch[i].n_tok);
        memcpy(alone[i].tok, batch[i].tok, batch[i].n_tok * sizeof *batch[i].tok);
        ref[i] = &batch[i];
    }
    msdx_unit none = {.arena = &a, .text = "", .parsed = ""}, *empty = &none;
    CHECK_INT(msdx_nets_run(nets, work, &empty, feat, 1, NULL), MSD_OK); /* by a worker that has seen nothing yet */
    CHECK_INT(msdx_nets_run(nets, work, ref, feat, N_TEXT, NULL), MSD_OK);
    msdx_nets_work_free(work);
    CHECK_INT(msdx_nets_work_new(&work, nets, NULL), MSD_OK);
    for (size_t i = N_TEXT; i-- > 0;) {
        msdx_unit *unit = &alone[i];
        CHECK_INT(msdx_nets_run(nets, work, &unit, &feat[i], 1, NULL), MSD_OK);
        CHECK(memcmp(alone[i].tok, batch[i].tok, batch[i].n_tok * sizeof *batch[i].tok) == 0);
        CHECK_INT(alone[i].n_sent, batch[i].n_sent);
        CHECK_INT(alone[i].n_ent, batch[i].n_ent);
    }
    close_random();
    msdx_arena_clear(&a);
}

int main(void)
{
    RUN(test_tree__sentences_start_at_left_edges_of_roots);
    RUN(test_tree__crossing_arcs_need_several_passes);
    RUN(test_deprojectivize__takes_the_first_breadth_first);
    RUN(test_deprojectivize__skips_spaces_and_the_word_itself);
    RUN(test_deprojectivize__keeps_the_head_when_none_is_found);
    RUN(test_deprojectivize__leaves_a_root_where_it_is);
    RUN(test_deprojectivize__sees_earlier_changes);
    RUN(test_decode__any_model_gives_trees_that_tile);
    RUN(test_decode__batches_do_not_matter);
    return test_end();
}
