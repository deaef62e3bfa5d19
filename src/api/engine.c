/* engine.c: the engine and its workers; one text in, its claims out. */
#include <pthread.h>
#include <stdio.h>

#include "api/api.h"
#include "api/correction.h"
#include "api/install.h"
#include "api/models.h"
#include "code/code.h"
#include "code/peer_code.h"
#include "parse/parse.h"
#include "read/read.h"
#include "write/write.h"

enum { EXPLAIN_BYTES = 64 << 20 };

struct msd_engine {
    msdx_models *models;
    msdx_know *know;
    msdx_peer *peer; /* NULL: ours */
    msd_without without;
    msdx_correction correction;
    bool corrects;
    char model[128], knowledge[32]; /* what they are, in words */
    pthread_mutex_t lock;           /* of idle */
    msd_worker *idle;               /* workers for calls that bring none */
};

struct msd_worker {
    const msd_engine *engine;
    msdx_readers *readers;
    msdx_code_work *code;
    msdx_reader *pick; /* of the batch at hand: which model reads each */
    size_t pick_room;
    msd_worker *next; /* of those that are idle */
};

static msd_status open_parts(msd_engine *engine, const msd_options *opt, msd_error *err)
{
    char path[MSDX_PATH_ROOM];
    MSD_TRY(msdx_install_find(MSDX_INSTALL_MODEL, opt->model, NULL, path, err));
    MSD_TRY(msdx_models_open(&engine->models, path, false, opt->exact ? MSDX_EXACT : MSDX_FASTEST, err));
    MSD_TRY(msdx_install_find(MSDX_INSTALL_KNOWLEDGE, opt->knowledge, NULL, path, err));
    engine->without = opt->without;
    MSD_TRY(msdx_know_open_with(&engine->know, path, opt->overrides, opt->n_override, err));
    engine->corrects = opt->calibration != NULL;
    if (opt->calibration) MSD_TRY(msdx_correction_read(&engine->correction, opt->calibration, err));
    return opt->dictionaries ? msdx_peer_open(&engine->peer, opt->dictionaries, NULL, err) : MSD_OK;
}

msd_status msd_engine_open(msd_engine **out, const msd_options *opt, msd_error *err)
{
    static const msd_options none = MSD_OPTIONS_INIT;
    *out = NULL;
    msd_engine *engine = msdx_calloc(1, sizeof *engine);
    if (!engine) return msdx_err_nomem(err);
    pthread_mutex_init(&engine->lock, NULL);
    msd_status st = open_parts(engine, opt ? opt : &none, err);
    if (st != MSD_OK) {
        msd_engine_close(engine);
        return st;
    }
    msdx_api_versions(engine, engine->model, engine->knowledge);
    *out = engine;
    return MSD_OK;
}

static void meta(const msdx_pack *pack, const char *name, msdx_str *out)
{
    msdx_section s;
    *out = (msdx_str){"", 0};
    if (!msdx_pack_find(pack, name, &s) || s.type != MSDX_PACK_BYTES || s.n_byte > 48) return;
    *out = (msdx_str){s.data, s.n_byte};
}

void msdx_api_versions(const msd_engine *engine, char model[128], char knowledge[32])
{
    const msdx_pack *pack = msdx_parser_pack(msdx_models_first(engine->models));
    msdx_str name, version;
    meta(pack, "meta/name", &name);
    meta(pack, "meta/version", &version);
    snprintf(model, 128, "%.*s %.*s %08x", (int)name.n, name.p, (int)version.n, version.p,
             (unsigned)msdx_pack_crc(pack));
    snprintf(knowledge, 32, "%s", msdx_know_version(engine->know));
}

const char *msdx_api_kernel(const msd_engine *engine)
{
    return msdx_parser_kernel(msdx_models_first(engine->models));
}

const msdx_know *msdx_api_know(const msd_engine *engine)
{
    return engine->know;
}

const char *msd_engine_model(const msd_engine *engine)
{
    return engine->model;
}

const char *msd_engine_knowledge(const msd_engine *engine)
{
    return engine->knowledge;
}

void msd_engine_close(msd_engine *engine)
{
    if (!engine) return;
    while (engine->idle) {
        msd_worker *worker = engine->idle;
        engine->idle = worker->next;
        msd_worker_free(worker);
    }
    pthread_mutex_destroy(&engine->lock);
    msdx_peer_close(engine->peer);
    msdx_know_close(engine->know);
    msdx_models_close(engine->models);
    msdx_free(engine);
}

msd_status msd_worker_new(msd_worker **out, const msd_engine *engine, msd_error *err)
{
    *out = NULL;
    msd_worker *worker = msdx_calloc(1, sizeof *worker);
    if (!worker) return msdx_err_nomem(err);
    worker->engine = engine;
    msd_status st = msdx_readers_new(&worker->readers, engine->models, err);
    if (st == MSD_OK) st = msdx_code_work_new(&worker->code, engine->know, err);
    if (st == MSD_OK) msdx_code_work_without(worker->code, engine->without);
    if (st != MSD_OK) {
        msd_worker_free(worker);
        return st;
    }
    *out = worker;
    return MSD_OK;
}

void msd_worker_free(msd_worker *worker)
{
    if (!worker) return;
    msdx_code_work_free(worker->code);
    msdx_readers_free(worker->readers);
    msdx_free(worker->pick);
    msdx_free(worker);
}

msd_status msdx_api_borrow(msd_engine *engine, msd_worker **out, msd_error *err)
{
    pthread_mutex_lock(&engine->lock);
    *out = engine->idle;
    if (*out) engine->idle = (*out)->next;
    pthread_mutex_unlock(&engine->lock);
    return *out ? MSD_OK : msd_worker_new(out, engine, err);
}

void msdx_api_give_back(msd_engine *engine, msd_worker *worker)
{
    if (!worker) return;
    pthread_mutex_lock(&engine->lock);
    worker->next = engine->idle;
    engine->idle = worker;
    pthread_mutex_unlock(&engine->lock);
}

/* Shift what refers to tokens and sentences, when the first n_tok and n_sent are taken out. */
static void shift_tok(msdx_tok *tok, int32_t n_tok, int32_t n_sent)
{
    tok->head = tok->head >= n_tok ? tok->head - n_tok : -1;
    tok->native_head = tok->native_head >= n_tok ? tok->native_head - n_tok : 0;
    tok->first_child = tok->first_child >= n_tok ? tok->first_child - n_tok : -1;
    tok->next_sib = tok->next_sib >= n_tok ? tok->next_sib - n_tok : -1;
    tok->sent = tok->sent >= n_sent ? tok->sent - n_sent : 0;
}

static void take_ents(msdx_unit *u, int32_t n_tok)
{
    uint32_t k = 0;
    while (k < u->n_ent && u->ent[k].end <= n_tok) k++;
    u->ent += k;
    u->n_ent -= k;
    for (uint32_t i = 0; i < u->n_ent; i++) {
        u->ent[i].start = u->ent[i].start > n_tok ? u->ent[i].start - n_tok : 0;
        u->ent[i].end -= n_tok;
    }
}

static void take_sents(msdx_unit *u, uint32_t n_tok, uint32_t n_sent)
{
    u->sent += n_sent;
    u->n_sent -= n_sent;
    for (uint32_t i = 0; i < u->n_sent; i++) {
        u->sent[i].tok_start = u->sent[i].tok_start > n_tok ? u->sent[i].tok_start - n_tok : 0;
        u->sent[i].tok_end -= n_tok;
    }
}

/* Take a title's or dateline's words out: they are no sentence, and nothing is to be found in them. */
static void take_head(msdx_unit *u)
{
    uint32_t n_tok = 0, n_sent = 0;
    while (n_tok < u->n_tok && u->tok[n_tok].span.end_byte <= u->skip_byte) n_tok++;
    while (n_tok && n_tok < u->n_tok && u->tok[n_tok].is_space) n_tok++;
    if (n_tok == 0) return;
    while (n_sent < u->n_sent && u->sent[n_sent].tok_end <= n_tok) n_sent++;
    u->tok += n_tok;
    u->n_tok -= n_tok;
    for (uint32_t i = 0; i < u->n_tok; i++) shift_tok(&u->tok[i], (int32_t)n_tok, (int32_t)n_sent);
    take_sents(u, n_tok, n_sent);
    take_ents(u, (int32_t)n_tok);
}

/* A sentence's span is that of its words: white space at its ends is the text's, not its own. */
static void trim_sentences(msdx_unit *u)
{
    for (uint32_t i = 0; i < u->n_sent; i++) {
        msd_sentence *s = &u->sent[i];
        uint32_t a = s->tok_start, b = s->tok_end;
        while (a + 1 < b && u->tok[a].is_space) a++;
        while (b > a + 1 && u->tok[b - 1].is_space) b--;
        if (a < b) s->span = msdx_unit_span(u, (int32_t)a, (int32_t)b - 1);
    }
}

static void finish_parse(msd_doc *doc, bool code)
{
    msdx_unit *t = &doc->title;
    if (code) {
        take_head(&doc->body);
        trim_sentences(&doc->body);
    }
    if (!doc->has_title) return;
    doc->title_sentence = (msd_sentence){{0, t->n_byte, 0, (uint32_t)msdx_utf8_count(t->text, t->n_byte)}, 0, t->n_tok};
}

static msd_status pick_room(msd_worker *worker, size_t n, msd_error *err)
{
    if (n <= worker->pick_room) return MSD_OK;
    msdx_reader *pick = msdx_realloc(worker->pick, n, sizeof *pick);
    if (!pick) return msdx_err_nomem(err);
    worker->pick = pick;
    worker->pick_room = n;
    return MSD_OK;
}

/* What the trees are for: to be shown, of the text exactly as given; to tell of a pair; to be coded. */
typedef enum { TO_SHOW, TO_RELATE, TO_CODE } purpose;

/* Frames are English, so that only what is to be shown is read by the model of its language. */
static msd_status pick(msd_worker *worker, msd_doc *doc, purpose to, msdx_reader *out, msd_error *err)
{
    *out = (msdx_reader){NULL, NULL};
    if (to == TO_SHOW) return msdx_readers_pick(worker->readers, doc, out, err);
    if (to == TO_CODE && !msdx_api_can_code(worker->engine, doc)) return MSD_OK;
    *out = msdx_readers_first(worker->readers);
    MSD_TRY(msdx_parser_truecase(out->parser, &doc->body, err));
    return doc->has_title ? msdx_parser_truecase(out->parser, &doc->title, err) : MSD_OK;
}

static msd_status parse(msd_worker *worker, msd_doc *const *doc, size_t n, purpose to, msd_error *err)
{
    MSD_TRY(pick_room(worker, n, err));
    for (size_t i = 0; i < n; i++) MSD_TRY(pick(worker, doc[i], to, &worker->pick[i], err));
    MSD_TRY(msdx_readers_run(worker->readers, worker->pick, doc, n, err));
    for (size_t i = 0; i < n; i++)
        if (worker->pick[i].parser) finish_parse(doc[i], to == TO_CODE);
    return MSD_OK;
}

bool msdx_api_is_english(const msd_engine *engine)
{
    return msdx_language_is_english(msdx_parser_language(msdx_models_first(engine->models)));
}

bool msdx_api_can_code(const msd_engine *engine, const msd_doc *doc)
{
    return msdx_language_is_english(doc->language) && msdx_api_is_english(engine);
}

static msd_status code_one(msd_worker *worker, msd_doc *doc, msd_error *err)
{
    const msd_engine *e = worker->engine;
    if (e->peer) return msdx_peer_code_run(e->peer, e->know, worker->code, doc, err);
    MSD_TRY(msdx_code_run(e->know, worker->code, doc, err));
    for (uint32_t i = 0; e->corrects && i < doc->n_claim; i++)
        doc->claim[i].confidence = msdx_correction_apply(&e->correction, doc->claim[i].confidence);
    return MSD_OK;
}

msd_status msdx_api_code(msd_worker *worker, msd_doc *const *doc, size_t n, msd_error *err)
{
    MSD_TRY(parse(worker, doc, n, TO_CODE, err));
    for (size_t i = 0; i < n; i++)
        if (msdx_api_can_code(worker->engine, doc[i])) MSD_TRY(code_one(worker, doc[i], err));
    return MSD_OK;
}

msd_status msdx_api_parse(msd_worker *worker, msd_doc *const *doc, size_t n, msd_error *err)
{
    return parse(worker, doc, n, TO_SHOW, err);
}

/* Give each token's dictionary form a NUL at its end, for callers that walk the tokens. */
static msd_status end_lemmas(msdx_unit *u, msd_error *err)
{
    for (uint32_t i = 0; i < u->n_tok; i++) {
        msdx_str *lemma = &u->tok[i].lemma;
        lemma->p = msdx_arena_strndup(u->arena, lemma->p, lemma->n);
    }
    return u->arena->failed ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status run(msd_worker *worker, const msd_input *in, bool code, msd_doc **out, msd_error *err)
{
    msd_doc *doc;
    *out = NULL;
    MSD_TRY(msdx_doc_make(&doc, in, code ? MSDX_DOC_CODE : MSDX_DOC_EXACT, NULL, err));
    msd_status st = code ? msdx_api_code(worker, &doc, 1, err) : msdx_api_parse(worker, &doc, 1, err);
    if (st == MSD_OK) st = end_lemmas(&doc->body, err);
    if (st != MSD_OK) {
        msdx_doc_free(doc);
        return st;
    }
    *out = doc;
    return MSD_OK;
}

msd_status msd_code(msd_worker *worker, const msd_input *in, msd_doc **out, msd_error *err)
{
    return run(worker, in, true, out, err);
}

msd_status msd_parse(msd_worker *worker, const msd_input *in, msd_doc **out, msd_error *err)
{
    return run(worker, in, false, out, err);
}

static msd_status explain(msd_worker *worker, msd_doc *doc, msdx_buf *out, msd_error *err)
{
    MSD_TRY(parse(worker, &doc, 1, TO_RELATE, err));
    MSD_TRY(msdx_code_explain(worker->engine->know, worker->code, doc, out, err));
    msdx_write_explained(out, doc);
    msdx_buf_cstr(out);
    return out->failed ? msdx_err_nomem(err) : MSD_OK;
}

msd_status msd_explain(msd_worker *worker, const msd_input *in, char **out, size_t *n_byte, msd_error *err)
{
    msdx_buf b = MSDX_BUF_INIT(EXPLAIN_BYTES);
    msd_doc *doc;
    msd_input text = *in;
    *out = NULL;
    if (n_byte) *n_byte = 0;
    text.title = NULL;
    MSD_TRY(msdx_doc_make(&doc, &text, MSDX_DOC_CODE, NULL, err));
    msd_status st = explain(worker, doc, &b, err);
    msdx_doc_free(doc);
    if (st != MSD_OK) {
        msdx_buf_clear(&b);
        return st;
    }
    *out = b.p;
    if (n_byte) *n_byte = b.n;
    return MSD_OK;
}

static bool is_place(const msd_doc *doc, const msd_mention_ref *ref)
{
    const msdx_unit *u = &doc->body;
    return ref->text || (ref->start_cp < ref->end_cp && ref->end_cp <= msdx_utf8_count(u->text, u->n_byte));
}

static msd_status relate(msd_worker *worker, msd_doc *doc, const msd_pair *pair, msd_relation *out, msd_error *err)
{
    if (!is_place(doc, &pair->actor)) return msdx_err(err, MSD_EUSAGE, 0, "the actor's place is not in the text");
    if (!is_place(doc, &pair->recipient))
        return msdx_err(err, MSD_EUSAGE, 0, "the recipient's place is not in the text");
    MSD_TRY(parse(worker, &doc, 1, TO_RELATE, err));
    take_head(&doc->body);
    trim_sentences(&doc->body);
    return msdx_code_relate(worker->engine->know, worker->code, doc, pair, out, err);
}

msd_status msd_relate(msd_worker *worker, const msd_input *in, const msd_pair *pair, msd_relation *out, msd_error *err)
{
    msd_doc *doc;
    msd_input text = *in;
    *out = (msd_relation){0};
    text.title = NULL;
    MSD_TRY(msdx_doc_make(&doc, &text, MSDX_DOC_CODE, NULL, err));
    msd_status st = relate(worker, doc, pair, out, err);
    if (st != MSD_OK) *out = (msd_relation){0};
    msdx_doc_free(doc);
    return st;
}

void msd_doc_free(msd_doc *doc)
{
    msdx_doc_free(doc);
}
