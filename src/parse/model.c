/* model.c: the components of a model opened together and run in the order that
 * they were trained for: tokens, networks (tags, trees, names), attribute ruler,
 * lemmas; then trees in Universal Dependencies. */
#include "parse/nn/kernels/kernels.h"
#include "parse/transition.h"

struct msdx_parser {
    msdx_pack *pack;
    msdx_tokenizer *tokenizer;
    msdx_nets *nets;
    msdx_ruler *ruler;
    msdx_lemmatizer *lemmatizer;
    char language[8];
    bool is_ud; /* its labels are those of Universal Dependencies */
};

struct msdx_parse_work {
    const msdx_parser *parser;
    msdx_tokenizer_work *tokenizer;
    msdx_nets_work *nets;
    msdx_arena scratch; /* of one run */
    msdx_arena part;    /* of one run: the paragraphs */
};

/* A pack that does not say is English: the first ones were. */
static void read_language(msdx_parser *p)
{
    msdx_section s;
    bool said = msdx_pack_find(p->pack, "meta/lang", &s) && s.type == MSDX_PACK_BYTES && s.n_byte > 0 &&
                s.n_byte < sizeof p->language;
    memcpy(p->language, said ? s.data : "en", said ? s.n_byte : 2);
}

static msd_status read_scheme(msdx_parser *p, msd_error *err)
{
    const char **label;
    size_t n;
    MSD_TRY(msdx_strings_open(&label, &n, p->pack, "parser/labels", err));
    p->is_ud = msdx_ud_is_ud(label, n);
    msdx_free((void *)label);
    return MSD_OK;
}

static msd_status open_all(msdx_parser *p, const char *path, msdx_arithmetic arithmetic, msd_error *err)
{
    MSD_TRY(msdx_pack_open(&p->pack, path, MSDX_MODEL_KIND, MSDX_MODEL_VERSION, err));
    MSD_TRY(msdx_tokenizer_open(&p->tokenizer, p->pack, err));
    MSD_TRY(msdx_nets_open(&p->nets, p->pack, arithmetic == MSDX_EXACT, err));
    MSD_TRY(msdx_ruler_open(&p->ruler, p->pack, err));
    MSD_TRY(msdx_lemmatizer_open(&p->lemmatizer, p->pack, err));
    read_language(p);
    return read_scheme(p, err);
}

msd_status msdx_parser_open(msdx_parser **out, const char *path, msd_error *err)
{
    return msdx_parser_open_as(out, path, MSDX_FASTEST, err);
}

msd_status msdx_parser_open_as(msdx_parser **out, const char *path, msdx_arithmetic arithmetic, msd_error *err)
{
    msdx_parser *p = msdx_calloc(1, sizeof *p);
    *out = NULL;
    if (!p) return msdx_err_nomem(err);
    msd_status st = open_all(p, path, arithmetic, err);
    if (st != MSD_OK) {
        msdx_parser_close(p);
        return st;
    }
    *out = p;
    return MSD_OK;
}

void msdx_parser_close(msdx_parser *parser)
{
    if (!parser) return;
    msdx_lemmatizer_close(parser->lemmatizer);
    msdx_ruler_close(parser->ruler);
    msdx_nets_close(parser->nets);
    msdx_tokenizer_close(parser->tokenizer);
    msdx_pack_close(parser->pack);
    msdx_free(parser);
}

msd_status msdx_parser_truecase(const msdx_parser *parser, msdx_unit *unit, msd_error *err)
{
    /* Its lists of words are English. */
    return strcmp(parser->language, "en") == 0 ? msdx_truecase_run(parser->lemmatizer, unit, err) : MSD_OK;
}

const char *msdx_parser_language(const msdx_parser *parser)
{
    return parser->language;
}

const char *msdx_parser_kernel(const msdx_parser *parser)
{
    return msdx_nets_kernel(parser->nets);
}

msd_status msdx_parse_kernel(msdx_arithmetic arithmetic, const char **name, msd_error *err)
{
    const msdx_kernels *k;
    MSD_TRY(msdx_kernels_choose(&k, arithmetic == MSDX_EXACT, err));
    *name = k->name;
    return MSD_OK;
}

const msdx_pack *msdx_parser_pack(const msdx_parser *parser)
{
    return parser->pack;
}

msd_status msdx_parse_work_new(msdx_parse_work **out, const msdx_parser *parser, msd_error *err)
{
    msdx_parse_work *w = msdx_calloc(1, sizeof *w);
    *out = NULL;
    if (!w) return msdx_err_nomem(err);
    w->parser = parser;
    msd_status st = msdx_tokenizer_work_new(&w->tokenizer, parser->tokenizer, err);
    if (st == MSD_OK) st = msdx_nets_work_new(&w->nets, parser->nets, err);
    if (st != MSD_OK) {
        msdx_parse_work_free(w);
        return st;
    }
    *out = w;
    return MSD_OK;
}

void msdx_parse_work_free(msdx_parse_work *work)
{
    if (!work) return;
    msdx_tokenizer_work_free(work->tokenizer);
    msdx_nets_work_free(work->nets);
    msdx_arena_clear(&work->scratch);
    msdx_arena_clear(&work->part);
    msdx_free(work);
}

static msd_status finish_unit(const msdx_parser *p, msdx_unit *unit, msdx_arena *scratch, msd_error *err)
{
    MSD_TRY(msdx_ruler_run(p->ruler, unit, err));
    MSD_TRY(msdx_lemmatizer_run(p->lemmatizer, unit, err));
    return msdx_ud_run_as(unit, p->is_ud, scratch, err);
}

static msd_status run(const msdx_parser *p, msdx_parse_work *work, msdx_unit *const *unit, size_t n_unit,
                      msd_error *err)
{
    msdx_arena_reset(&work->scratch);
    uint64_t **feat = MSDX_NEW(&work->scratch, uint64_t *, n_unit);
    if (!feat) return msdx_err_nomem(err);
    for (size_t i = 0; i < n_unit; i++)
        MSD_TRY(msdx_tokenizer_run(p->tokenizer, work->tokenizer, unit[i], &work->scratch, &feat[i], err));
    MSD_TRY(msdx_nets_run(p->nets, work->nets, unit, feat, n_unit, err));
    for (size_t i = 0; i < n_unit; i++) {
        msdx_arena_reset(&work->scratch); /* the ids have been used */
        MSD_TRY(finish_unit(p, unit[i], &work->scratch, err));
    }
    return MSD_OK;
}

msd_status msdx_parse_run(const msdx_parser *parser, msdx_parse_work *work, msdx_unit *const *unit, size_t n_unit,
                          msd_error *err)
{
    msdx_parts parts;
    for (size_t i = 0; i < n_unit; i++)
        if (unit[i]->n_byte > MSD_TEXT_MAX)
            return msdx_err(err, MSD_ETOOBIG, 0, "text of %u bytes", (unsigned)unit[i]->n_byte);
    msdx_arena_reset(&work->part);
    MSD_TRY(msdx_parts_cut(&parts, unit, n_unit, &work->part, err));
    MSD_TRY(run(parser, work, parts.part, parts.n_part, err));
    return msdx_parts_join(&parts, err);
}
