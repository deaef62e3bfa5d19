/* test_nn_reference.c: the networks against what the published pipeline gives for
 * the same word ids. The stored words are few and must all agree; for a larger dump
 * (tools/dump_reference.py) name it in MASUDI_NETS_REFERENCE, and the shares that
 * agree are printed and held to the project's targets. */
#include <inttypes.h>

#include "parse/nn/nn.h"
#include "test.h"

typedef struct word {
    char tag[16], dep[40], type[24], iob;
    int head, start;
} word;

typedef struct text {
    msdx_arena arena;
    msdx_unit unit;
    uint64_t *feat;
    word *want;
} text;

static msdx_pack *pack;
static msdx_nets *nets;
static msdx_nets_work *work;

static const char *model_path(void)
{
    const char *path = getenv("MASUDI_MODEL");
    return path ? path : MSD_SOURCE_DIR "/build/share/masudi/en.model";
}

static void open_model(void)
{
    msd_error err = {0};
    FILE *f = fopen(model_path(), "rb");
    if (!f) SKIP("no model; set MASUDI_MODEL");
    fclose(f);
    if (msdx_pack_open(&pack, model_path(), MSDX_MODEL_KIND, MSDX_MODEL_VERSION, &err) ||
        msdx_nets_open(&nets, pack, false, &err) || msdx_nets_work_new(&work, nets, &err)) {
        fprintf(stderr, "%s\n", err.msg);
        exit(1);
    }
}

/* ---- reading a dump ---- */

static bool read_word(FILE *f, msdx_tok *tok, uint64_t *feat, word *w)
{
    int preset, space;
    for (int a = 0; a < MSDX_N_ATTR; a++)
        if (fscanf(f, "%" SCNx64, &feat[a]) != 1) return false;
    if (fscanf(f, "%d %d %15s %d %39s %c %23s %d%*[^\n]", &preset, &space, w->tag, &w->head, w->dep, &w->iob, w->type,
               &w->start) != 8)
        return false;
    tok->sent_start = preset;
    tok->is_space = space;
    return true;
}

static bool read_text(FILE *f, text *t)
{
    unsigned n;
    memset(t, 0, sizeof *t);
    if (fscanf(f, " text %u", &n) != 1) return false;
    t->unit = (msdx_unit){.arena = &t->arena, .text = "", .parsed = "", .n_tok = n};
    t->unit.tok = MSDX_NEW(&t->arena, msdx_tok, n);
    t->feat = MSDX_NEW(&t->arena, uint64_t, (size_t)n * MSDX_N_ATTR);
    t->want = MSDX_NEW(&t->arena, word, n);
    if (msdx_arena_failed(&t->arena)) return false;
    for (unsigned i = 0; i < n; i++)
        if (!read_word(f, &t->unit.tok[i], t->feat + (size_t)i * MSDX_N_ATTR, &t->want[i])) return false;
    return true;
}

/* ---- comparing ---- */

static struct {
    long word, tag, tree, start, name_want, name_got, name_same;
} count;

static bool name_starts(const msdx_unit *u, uint32_t i)
{
    return u->tok[i].ent_iob == MSDX_BEGIN;
}

static bool same_name(const text *t, uint32_t i)
{
    if (!name_starts(&t->unit, i) || t->want[i].iob != 'B' || strcmp(t->unit.tok[i].ent, t->want[i].type) != 0)
        return false;
    for (uint32_t j = i + 1; j < t->unit.n_tok; j++) {
        bool got = t->unit.tok[j].ent_iob == MSDX_IN, want = t->want[j].iob == 'I';
        if (got != want) return false;
        if (!got) break;
    }
    return true;
}

static void compare(const text *t, bool show)
{
    for (uint32_t i = 0; i < t->unit.n_tok; i++) {
        const msdx_tok *got = &t->unit.tok[i];
        const word *want = &t->want[i];
        bool tree = got->native_head == want->head && strcmp(got->native_dep, want->dep) == 0;
        count.word++;
        count.tag += strcmp(got->tag, want->tag) == 0;
        count.tree += tree;
        count.start += got->sent_start == (want->start != 0);
        count.name_want += want->iob == 'B';
        count.name_got += name_starts(&t->unit, i);
        count.name_same += same_name(t, i);
        if (show && (!tree || strcmp(got->tag, want->tag) != 0))
            fprintf(stderr, "word %u: %s %d %s, not %s %d %s\n", i, got->tag, got->native_head, got->native_dep,
                    want->tag, want->head, want->dep);
    }
}

static void agree_all(void)
{
    CHECK(count.word > 0);
    CHECK_INT(count.tag, count.word);
    CHECK_INT(count.tree, count.word);
    CHECK_INT(count.start, count.word);
    CHECK_INT(count.name_got, count.name_want);
    CHECK_INT(count.name_same, count.name_want);
}

static void run_file(const char *path, bool show)
{
    FILE *f = fopen(path, "r");
    text t;
    msd_error err = {0};
    CHECK(f != NULL);
    if (!f) return;
    memset(&count, 0, sizeof count);
    while (read_text(f, &t)) {
        msdx_unit *unit = &t.unit;
        CHECK_INT(msdx_nets_run(nets, work, &unit, &t.feat, 1, &err), MSD_OK);
        compare(&t, show);
        msdx_arena_clear(&t.arena);
    }
    CHECK(feof(f));
    msdx_arena_clear(&t.arena);
    fclose(f);
}

static void test_reference__stored_texts_agree(void)
{
    run_file(MSD_SOURCE_DIR "/test/unit/data/nets.reference", true);
    agree_all();
}

/* Coarse kernels too, since a second look decides what is nearly a tie; the plain ones, which are slow, are left out. */
static void test_reference__coarse_kernels_agree(void)
{
    msdx_nets *was = nets;
    msdx_nets_work *was_work = work;
    const msdx_kernels *k;
    for (size_t i = 0; (k = msdx_kernels_nth(i)); i++) {
        if (!k->finer || k == &msdx_kernels_int8_ref) continue;
        CHECK_INT(msdx_nets_open_on(&nets, pack, k, NULL), MSD_OK);
        CHECK_INT(msdx_nets_work_new(&work, nets, NULL), MSD_OK);
        run_file(MSD_SOURCE_DIR "/test/unit/data/nets.reference", true);
        agree_all();
        msdx_nets_work_free(work);
        msdx_nets_close(nets);
    }
    nets = was;
    work = was_work;
}

/* ---- rows made again ---- */

typedef struct kept {
    float *row;
    size_t width;
} kept;

static void keep_rows(void *ctx, const float *row, size_t first_word, size_t n_word)
{
    const kept *to = ctx;
    memcpy(to->row + first_word * to->width, row, n_word * to->width * sizeof *row);
}

/* Of each table that has a finer one: made again, its rows are the finer one's, byte for byte; at first they are not. */
static void check_again(const char *prefix, const msdx_kernels *k, const text *some)
{
    msdx_tok2vec coarse, fine;
    msdx_tok2vec_work *work_of[2];
    CHECK_INT(msdx_tok2vec_open(&coarse, pack, prefix, k, NULL), MSD_OK);
    CHECK_INT(msdx_tok2vec_open(&fine, pack, prefix, k->finer, NULL), MSD_OK);
    CHECK_INT(msdx_tok2vec_work_new(&work_of[0], &coarse, NULL), MSD_OK);
    CHECK_INT(msdx_tok2vec_work_new(&work_of[1], &fine, NULL), MSD_OK);
    uint32_t n = some->unit.n_tok;
    size_t n_float = n * coarse.width;
    float *row = calloc(3 * n_float, sizeof *row);
    int32_t *tok = calloc(n, sizeof *tok);
    if (!row || !tok) exit(1);
    kept rough = {row, coarse.width}, want = {row + n_float, coarse.width};
    float *again = row + 2 * n_float;
    for (uint32_t i = 0; i < n; i++) tok[i] = (int32_t)i;
    msdx_tok2vec_run(&coarse, work_of[0], &some->feat, &n, 1, keep_rows, &rough);
    msdx_tok2vec_run(&fine, work_of[1], &some->feat, &n, 1, keep_rows, &want);
    msdx_tok2vec_again(&coarse, work_of[0], some->feat, n, tok, n, again);
    CHECK(memcmp(again, want.row, n_float * sizeof *row) == 0);
    CHECK(memcmp(rough.row, want.row, n_float * sizeof *row) != 0);
    free(row);
    free(tok);
    msdx_tok2vec_work_free(work_of[0]);
    msdx_tok2vec_work_free(work_of[1]);
    msdx_tok2vec_close(&coarse);
    msdx_tok2vec_close(&fine);
}

static void test_reference__rows_made_again_are_the_finer_ones(void)
{
    FILE *f = fopen(MSD_SOURCE_DIR "/test/unit/data/nets.reference", "r");
    text t;
    CHECK(f != NULL);
    if (!f) return;
    CHECK(read_text(f, &t));
    fclose(f);
    for (size_t i = 0; msdx_kernels_nth(i); i++) {
        if (!msdx_kernels_nth(i)->finer) continue;
        check_again("tok2vec", msdx_kernels_nth(i), &t);
        check_again("ner/tok2vec", msdx_kernels_nth(i), &t);
    }
    msdx_arena_clear(&t.arena);
}

static void test_reference__dump_agrees_within_targets(void)
{
    const char *path = getenv("MASUDI_NETS_REFERENCE");
    if (!path) return;
    run_file(path, getenv("MASUDI_NETS_SHOW") != NULL);
    double n = (double)count.word;
    printf("%ld words: tags %.4f%%, heads and labels %.4f%%, starts %.4f%%; names %ld of %ld (%ld found)\n", count.word,
           100 * (double)count.tag / n, 100 * (double)count.tree / n, 100 * (double)count.start / n, count.name_same,
           count.name_want, count.name_got);
    CHECK((double)count.tag >= 0.999 * n);
    CHECK((double)count.tree >= 0.998 * n);
    CHECK((double)count.name_same >= 0.998 * (double)count.name_want);
    CHECK((double)count.name_same >= 0.998 * (double)count.name_got);
}

int main(void)
{
    open_model();
    RUN(test_reference__stored_texts_agree);
    RUN(test_reference__coarse_kernels_agree);
    RUN(test_reference__rows_made_again_are_the_finer_ones);
    RUN(test_reference__dump_agrees_within_targets);
    msdx_nets_work_free(work);
    msdx_nets_close(nets);
    msdx_pack_close(pack);
    return test_end();
}
