/* nets.c: the networks of a model in their order: shared rows, tags, trees, names.
 *
 * A component either listens to the shared tok2vec or brings its own. Rows come in
 * tiles and are used at once: a tag is picked, or the row goes through the first,
 * narrow layer of a transition scorer, whose output is all that is kept of a text. */
#include <stdio.h>

#include "base/mem.h"
#include "parse/transition.h"

enum { N_SOURCE_MAX = 4, NONE = N_SOURCE_MAX };

/* One linear layer over a word's row, of which the greatest output is taken: a tagger, or a morphologizer. */
typedef struct picker {
    size_t source; /* the rows it reads; NONE: the model has no such component */
    msdx_matrix output;
    const char **name;   /* of each output: a tag; or features */
    const uint8_t *upos; /* of each output of a morphologizer, in the pack; NULL: a tagger */
    float near;          /* as in msdx_statenet */
} picker;

struct msdx_nets {
    const msdx_kernels *k;
    msdx_tok2vec source[N_SOURCE_MAX];
    size_t n_source;
    size_t arc_source, name_source; /* which rows a component reads */
    picker tag, morph;
    msdx_scorer arc, name;
};

/* The rows that a scorer sees a second time: of the text at hand, by the finer kernels. */
typedef struct again {
    const msdx_tok2vec *source;
    msdx_tok2vec_work *work;
    const msdx_statenet *net;
    const uint64_t *feat;
    size_t n_tok;
    float *row; /* MSDX_AGAIN x width of source */
} again;

struct msdx_nets_work {
    msdx_tok2vec_work *source[N_SOURCE_MAX];
    msdx_arc_work arc;
    msdx_statenet_work *name;
    float *pick_score;          /* MSDX_TILE x outputs of the wider picker */
    float *arc_row, *name_row;  /* words x width; name_row stays NULL where names may use arc_row again */
    size_t arc_room, name_room; /* floats */
    uint32_t *n_tok;
    size_t n_tok_room;
    again arc_again, name_again;
    float *again_row;
};

/* ---- opening ---- */

/* The rows a component reads: its own where the pack has them, else the shared ones. */
static msd_status open_source(msdx_nets *n, const msdx_pack *pack, const char *component, size_t *shared,
                              size_t *source, msd_error *err)
{
    char own[32];
    snprintf(own, sizeof own, "%s/tok2vec", component);
    bool has_own = msdx_nn_has(pack, own, "shape");
    if (!has_own && *shared != NONE) {
        *source = *shared;
        return MSD_OK;
    }
    MSD_TRY(msdx_tok2vec_open(&n->source[n->n_source], pack, has_own ? own : "tok2vec", n->k, err));
    *source = n->n_source++;
    if (!has_own) *shared = *source;
    return MSD_OK;
}

static msd_status open_picker(msdx_nets *n, const msdx_pack *pack, const char *component, size_t *shared, picker *p,
                              msd_error *err)
{
    size_t n_out;
    char name[32];
    MSD_TRY(open_source(n, pack, component, shared, &p->source, err));
    p->near = msdx_near(n->k);
    snprintf(name, sizeof name, "%s/labels", component);
    MSD_TRY(msdx_strings_open(&p->name, &n_out, pack, name, err));
    return msdx_nn_matrix(pack, n->k, component, "output", n_out, 0, n->source[p->source].width, &p->output, err);
}

/* Features have a universal tag beside them. */
static msd_status open_morphologizer(msdx_nets *n, const msdx_pack *pack, size_t *shared, msd_error *err)
{
    const void *upos;
    MSD_TRY(open_picker(n, pack, "morphologizer", shared, &n->morph, err));
    MSD_TRY(msdx_nn_section(pack, "morphologizer", "pos", MSDX_PACK_U8, n->morph.output.n_out, 0, &upos, err));
    n->morph.upos = upos;
    for (size_t i = 0; i < n->morph.output.n_out; i++)
        if (n->morph.upos[i] >= MSDX_N_UPOS)
            return msdx_err(err, MSD_EFORMAT, 0, "%s: morphologizer/pos: entry %zu is no universal tag",
                            msdx_pack_path(pack), i);
    return MSD_OK;
}

static msd_status open_all(msdx_nets *n, const msdx_pack *pack, msd_error *err)
{
    size_t shared = NONE;
    bool morphs = msdx_nn_has(pack, "morphologizer", "labels");
    n->tag.source = n->morph.source = NONE;
    if (!morphs || msdx_nn_has(pack, "tagger", "labels"))
        MSD_TRY(open_picker(n, pack, "tagger", &shared, &n->tag, err));
    if (morphs) MSD_TRY(open_morphologizer(n, pack, &shared, err));
    MSD_TRY(open_source(n, pack, "parser", &shared, &n->arc_source, err));
    MSD_TRY(open_source(n, pack, "ner", &shared, &n->name_source, err));
    MSD_TRY(msdx_arc_open(&n->arc, pack, "parser", n->source[n->arc_source].width, n->k, err));
    return msdx_names_open(&n->name, pack, "ner", n->source[n->name_source].width, n->k, err);
}

msd_status msdx_nets_open(msdx_nets **out, const msdx_pack *pack, bool exact, msd_error *err)
{
    const msdx_kernels *k;
    *out = NULL;
    MSD_TRY(msdx_kernels_choose(&k, exact, err));
    return msdx_nets_open_on(out, pack, k, err);
}

msd_status msdx_nets_open_on(msdx_nets **out, const msdx_pack *pack, const msdx_kernels *k, msd_error *err)
{
    *out = NULL;
    msdx_nets *n = msdx_calloc(1, sizeof *n);
    if (!n) return msdx_err_nomem(err);
    n->k = k;
    msd_status st = open_all(n, pack, err);
    if (st != MSD_OK)
        msdx_nets_close(n);
    else
        *out = n;
    return st;
}

const char *msdx_nets_kernel(const msdx_nets *n)
{
    return n->k->name;
}

void msdx_nets_close(msdx_nets *n)
{
    if (!n) return;
    for (size_t i = 0; i < n->n_source; i++) msdx_tok2vec_close(&n->source[i]);
    msdx_matrix_clear(&n->tag.output);
    msdx_free((void *)n->tag.name);
    msdx_matrix_clear(&n->morph.output);
    msdx_free((void *)n->morph.name);
    msdx_scorer_close(&n->arc);
    msdx_scorer_close(&n->name);
    msdx_free(n);
}

static void make_again(void *ctx, const int32_t *tok, size_t n, float *row)
{
    const again *a = ctx;
    msdx_tok2vec_again(a->source, a->work, a->feat, a->n_tok, tok, n, a->row);
    a->net->k->linear(&a->net->linear, a->row, a->net->n_in, n, row, a->net->n_token);
}

static void use_again(msdx_nets_work *w, again *a, const msdx_nets *n, const msdx_scorer *s, size_t source,
                      msdx_statenet_work *net)
{
    *a = (again){.source = &n->source[source], .work = w->source[source], .net = &s->net, .row = w->again_row};
    msdx_statenet_use(net, make_again, a);
}

static msd_status work_init(msdx_nets_work *w, const msdx_nets *n, msd_error *err)
{
    size_t widest = 0;
    for (size_t i = 0; i < n->n_source; i++) MSD_TRY(msdx_tok2vec_work_new(&w->source[i], &n->source[i], err));
    MSD_TRY(msdx_arc_work_init(&w->arc, &n->arc, err));
    MSD_TRY(msdx_statenet_work_new(&w->name, &n->name.net, err));
    size_t n_out = n->tag.output.n_out > n->morph.output.n_out ? n->tag.output.n_out : n->morph.output.n_out;
    for (size_t i = 0; i < n->n_source; i++) widest = n->source[i].width > widest ? n->source[i].width : widest;
    w->pick_score = msdx_calloc(n_out * MSDX_TILE, sizeof *w->pick_score);
    w->again_row = msdx_calloc(MSDX_AGAIN * widest, sizeof *w->again_row);
    if (!w->pick_score || !w->again_row) return msdx_err_nomem(err);
    use_again(w, &w->arc_again, n, &n->arc, n->arc_source, w->arc.net);
    use_again(w, &w->name_again, n, &n->name, n->name_source, w->name);
    return MSD_OK;
}

msd_status msdx_nets_work_new(msdx_nets_work **out, const msdx_nets *n, msd_error *err)
{
    *out = NULL;
    msdx_nets_work *w = msdx_calloc(1, sizeof *w);
    if (!w) return msdx_err_nomem(err);
    msd_status st = work_init(w, n, err);
    if (st != MSD_OK)
        msdx_nets_work_free(w);
    else
        *out = w;
    return st;
}

void msdx_nets_work_free(msdx_nets_work *w)
{
    if (!w) return;
    for (size_t i = 0; i < N_SOURCE_MAX; i++) msdx_tok2vec_work_free(w->source[i]);
    msdx_arc_work_clear(&w->arc);
    msdx_statenet_work_free(w->name);
    msdx_free(w->pick_score);
    msdx_free(w->again_row);
    msdx_free(w->arc_row);
    msdx_free(w->name_row);
    msdx_free(w->n_tok);
    msdx_free(w);
}

/* ---- running ---- */

/* The next token that a picker has something to say of. */
typedef struct place {
    size_t unit, tok;
} place;

typedef struct sink {
    const msdx_nets *nets;
    msdx_nets_work *w;
    msdx_unit *const *unit;
    uint64_t *const *feat;
    size_t source;
    place tag, morph;
    float *name_row;
} sink;

/* The best output of a word whose scores are nearly equal, from its row made again. */
static size_t pick_again(const sink *s, const picker *p, const place *at, float *score)
{
    const msdx_nets *n = s->nets;
    msdx_best best = msdx_best_none(0);
    int32_t tok = (int32_t)at->tok;
    msdx_tok2vec_again(&n->source[s->source], s->w->source[s->source], s->feat[at->unit], s->unit[at->unit]->n_tok,
                       &tok, 1, s->w->again_row);
    n->k->linear(&p->output, s->w->again_row, p->output.n_in, 1, score, p->output.n_out);
    for (size_t t = 0; t < p->output.n_out; t++) msdx_best_see(&best, t, score[t]);
    return best.at;
}

static void take_picks(sink *s, const picker *p, place *at, const float *row, size_t n_word)
{
    size_t n_out = p->output.n_out;
    s->nets->k->linear(&p->output, row, p->output.n_in, n_word, s->w->pick_score, n_out);
    for (size_t i = 0; i < n_word; i++) {
        float *score = s->w->pick_score + i * n_out;
        msdx_best found = msdx_best_none(0);
        for (size_t t = 0; t < n_out; t++) msdx_best_see(&found, t, score[t]);
        while (at->tok == s->unit[at->unit]->n_tok) {
            at->unit++;
            at->tok = 0;
        }
        size_t best = found.first - found.second < p->near ? pick_again(s, p, at, score) : found.at;
        msdx_tok *tok = &s->unit[at->unit]->tok[at->tok++];
        if (p->upos) {
            tok->morph = p->name[best];
            tok->upos = p->upos[best];
        } else {
            tok->tag = p->name[best];
        }
    }
}

static void take_rows(void *ctx, const float *row, size_t first_word, size_t n_word)
{
    sink *s = ctx;
    const msdx_nets *n = s->nets;
    const msdx_statenet *arc = &n->arc.net, *name = &n->name.net;
    if (n->tag.source == s->source) take_picks(s, &n->tag, &s->tag, row, n_word);
    if (n->morph.source == s->source) take_picks(s, &n->morph, &s->morph, row, n_word);
    if (n->arc_source == s->source)
        n->k->linear(&arc->linear, row, arc->n_in, n_word, s->w->arc_row + first_word * arc->n_token, arc->n_token);
    if (n->name_source == s->source)
        n->k->linear(&name->linear, row, name->n_in, n_word, s->name_row + first_word * name->n_token, name->n_token);
}

/* Room for n things of this size in a buffer whose content is not kept. */
static msd_status grow(void *buffer, size_t *room, size_t n, size_t size, msd_error *err)
{
    void *p;
    if (n <= *room) return MSD_OK;
    memcpy(&p, buffer, sizeof p);
    msdx_free(p);
    *room = 0;
    p = msdx_calloc(n + n / 8, size);
    memcpy(buffer, &p, sizeof p);
    if (!p) return msdx_err_nomem(err);
    *room = n + n / 8;
    return MSD_OK;
}

static msd_status make_room(const msdx_nets *n, msdx_nets_work *w, size_t n_word, float **name_row, msd_error *err)
{
    size_t arc = n->arc.net.n_token * n_word, name = n->name.net.n_token * n_word;
    /* Trees are built as soon as their rows are there: names whose rows come later use the same room. */
    if (n->name_source > n->arc_source) {
        MSD_TRY(grow(&w->arc_row, &w->arc_room, arc > name ? arc : name, sizeof(float), err));
        *name_row = w->arc_row;
        return MSD_OK;
    }
    MSD_TRY(grow(&w->arc_row, &w->arc_room, arc, sizeof(float), err));
    MSD_TRY(grow(&w->name_row, &w->name_room, name, sizeof(float), err));
    *name_row = w->name_row;
    return MSD_OK;
}

msd_status msdx_nets_run(const msdx_nets *n, msdx_nets_work *w, msdx_unit *const *unit, uint64_t *const *feat,
                         size_t n_unit, msd_error *err)
{
    size_t n_word = 0, at = 0;
    sink s = {.nets = n, .w = w, .unit = unit, .feat = feat};
    MSD_TRY(grow(&w->n_tok, &w->n_tok_room, n_unit, sizeof *w->n_tok, err));
    for (size_t u = 0; u < n_unit; u++) n_word += w->n_tok[u] = unit[u]->n_tok;
    if (n_word == 0) return MSD_OK; /* there are no rows to point into */
    MSD_TRY(make_room(n, w, n_word, &s.name_row, err));
    for (size_t i = 0; i < n->n_source; i++) {
        s.source = i;
        msdx_tok2vec_run(&n->source[i], w->source[i], feat, w->n_tok, n_unit, take_rows, &s);
        if (i != n->arc_source) continue;
        for (size_t u = at = 0; u < n_unit; at += unit[u++]->n_tok) {
            w->arc_again.feat = feat[u];
            w->arc_again.n_tok = unit[u]->n_tok;
            MSD_TRY(msdx_arc_run(&n->arc, &w->arc, w->arc_row + at * n->arc.net.n_token, unit[u], err));
        }
    }
    for (size_t u = at = 0; u < n_unit; at += unit[u++]->n_tok) {
        w->name_again.feat = feat[u];
        w->name_again.n_tok = unit[u]->n_tok;
        MSD_TRY(msdx_names_run(&n->name, w->name, s.name_row + at * n->name.net.n_token, unit[u], err));
    }
    return MSD_OK;
}
