/* tokenizer.c: the tokenizer's data from the pack (sections: import_tokenizer.c),
 * a worker's scratch, and pieces into tokens. The splitting is in tokenizer_split.c. */
#include <assert.h>
#include <stdlib.h>

#include "parse/tokenizer_impl.h"

/* What one match may take, with and without PCRE2's compiler; a pattern that wants more has not matched. */
enum { JIT_STACK_MAX = 1 << 20, MATCH_LIMIT = 1000000, DEPTH_LIMIT = 100000, HEAP_LIMIT_KIB = 1 << 14 };
enum { RULE_TOKENS_MAX = 64 };

/* ---- patterns ---- */

static void *re_malloc(PCRE2_SIZE n, void *unused)
{
    (void)unused;
    return msdx_malloc(n);
}

static void re_free(void *p, void *unused)
{
    (void)unused;
    msdx_free(p);
}

static msd_status compile(pcre2_code **out, const msdx_pack *pack, const char *section, uint32_t option, msd_error *err)
{
    msdx_section s;
    int code;
    PCRE2_SIZE at;
    if (!msdx_pack_find(pack, section, NULL)) return MSD_OK;
    MSD_TRY(msdx_pack_get(pack, section, MSDX_PACK_BYTES, 0, &s, err));
    pcre2_general_context *memory = pcre2_general_context_create(re_malloc, re_free, NULL);
    pcre2_compile_context *context = memory ? pcre2_compile_context_create(memory) : NULL;
    if (context) {
        pcre2_set_newline(context, PCRE2_NEWLINE_LF);
        *out = pcre2_compile((PCRE2_SPTR)s.data, s.n_byte, PCRE2_UTF | PCRE2_UCP | option, &code, &at, context);
    }
    bool nomem = !context || (!*out && code == PCRE2_ERROR_HEAP_FAILED);
    pcre2_compile_context_free(context);
    pcre2_general_context_free(memory);
    if (nomem) return msdx_err_nomem(err);
    if (!*out)
        return msdx_err(err, MSD_EFORMAT, at, "%s: %s: byte %zu of the pattern: PCRE2 error %d", msdx_pack_path(pack),
                        section, (size_t)at, code);
    pcre2_jit_compile(*out, PCRE2_JIT_COMPLETE); /* where there is none, matching is slower */
    return MSD_OK;
}

static msd_status open_patterns(msdx_tokenizer *t, const msdx_pack *pack, msd_error *err)
{
    msdx_section s;
    MSD_TRY(compile(&t->re[MSDX_RE_PREFIX], pack, "tokenizer/prefix", 0, err));
    MSD_TRY(compile(&t->re[MSDX_RE_SUFFIX], pack, "tokenizer/suffix", 0, err));
    MSD_TRY(compile(&t->re[MSDX_RE_INFIX], pack, "tokenizer/infix", 0, err));
    /* re.match, not re.search */
    MSD_TRY(compile(&t->re[MSDX_RE_TOKEN], pack, "tokenizer/token_match", PCRE2_ANCHORED, err));
    MSD_TRY(compile(&t->re[MSDX_RE_URL], pack, "tokenizer/url_match", PCRE2_ANCHORED, err));
    if (msdx_pack_find(pack, "tokenizer/suffix_window", &s) && s.type == MSDX_PACK_U32 && s.dim[0] == 1)
        t->suffix_window = *(const uint32_t *)s.data;
    MSD_TRY(msdx_pack_get(pack, "tokenizer/heuristics", MSDX_PACK_U8, 1, &s, err));
    t->heuristics = s.dim[0] == 1 && *(const uint8_t *)s.data != 0;
    return MSD_OK;
}

/* ---- rules ---- */

struct rule_sections {
    msdx_section text, rule, token, norm;
    size_t text_done, token_done;
};

static msd_status bad_rules(const msdx_pack *pack, msd_error *err)
{
    return msdx_err(err, MSD_EFORMAT, 0, "%s: tokenizer: its exceptions do not fit together", msdx_pack_path(pack));
}

static msdx_str rule_text(const struct rule_sections *r, size_t i)
{
    return (msdx_str){(const char *)r->text.data + r->text_done, ((const uint32_t *)r->rule.data)[2 * i]};
}

/* Rule i, its tokens checked against its string. */
static msd_status open_rule(msdx_tokenizer *t, struct rule_sections *r, size_t i, const msdx_pack *pack, msd_error *err)
{
    msdx_str text = rule_text(r, i);
    size_t n = ((const uint32_t *)r->rule.data)[2 * i + 1], done = 0;
    if (text.n == 0 || text.n > r->text.n_byte - r->text_done || n == 0 || n > RULE_TOKENS_MAX ||
        n > r->token.dim[0] - r->token_done)
        return bad_rules(pack, err);
    msdx_split *split = MSDX_NEW(&t->arena, msdx_split, 1);
    msdx_piece *piece = MSDX_NEW(&t->arena, msdx_piece, n);
    if (msdx_arena_failed(&t->arena)) return msdx_err_nomem(err);
    for (size_t k = 0; k < n; k++) {
        size_t at = r->token_done + k, n_byte = ((const uint32_t *)r->token.data)[at];
        if (n_byte == 0 || n_byte > text.n - done || msdx_utf8_check(text.p + done, n_byte) != n_byte)
            return bad_rules(pack, err);
        msdx_lexeme *lex = &t->rule_lexeme[at];
        if (!msdx_lexeme_make(lex, (msdx_str){text.p + done, n_byte}, &t->norms, &t->arena)) return msdx_err_nomem(err);
        piece[k] = (msdx_piece){.lex = lex, .norm = ((const uint64_t *)r->norm.data)[at]};
        done += n_byte;
    }
    if (done != text.n || msdx_table_find(&t->rule, text, msdx_table_hash(text))) return bad_rules(pack, err);
    *split = (msdx_split){piece, n};
    if (!msdx_table_add(&t->rule, text, msdx_table_hash(text), split)) return msdx_err_nomem(err);
    if (text.n > t->rule_max) t->rule_max = text.n;
    r->text_done += text.n;
    r->token_done += n;
    return MSD_OK;
}

static msd_status open_rules(msdx_tokenizer *t, struct rule_sections *r, const msdx_pack *pack, msd_error *err)
{
    MSD_TRY(msdx_pack_get(pack, "tokenizer/rule_text", MSDX_PACK_BYTES, 0, &r->text, err));
    MSD_TRY(msdx_pack_get(pack, "tokenizer/rule", MSDX_PACK_U32, 0, &r->rule, err));
    MSD_TRY(msdx_pack_get(pack, "tokenizer/rule_token", MSDX_PACK_U32, 1, &r->token, err));
    MSD_TRY(msdx_pack_get(pack, "tokenizer/rule_norm", MSDX_PACK_U64, 1, &r->norm, err));
    if (r->norm.dim[0] != r->token.dim[0] || (r->rule.dim[0] && (r->rule.n_dim != 2 || r->rule.dim[1] != 2)))
        return bad_rules(pack, err);
    t->n_rule_lexeme = (size_t)r->token.dim[0];
    t->rule_lexeme = MSDX_NEW(&t->arena, msdx_lexeme, t->n_rule_lexeme);
    if (!t->rule_lexeme) return msdx_err_nomem(err);
    for (size_t i = 0; i < r->rule.dim[0]; i++) MSD_TRY(open_rule(t, r, i, pack, err));
    if (r->text_done != r->text.n_byte || r->token_done != r->token.dim[0]) return bad_rules(pack, err);
    return MSD_OK;
}

/* ---- rules that affixes can cut ---- */

static bool can_be_cut(const msdx_tokenizer *t, msdx_tokenizer_work *w, msdx_str s)
{
    size_t a, b;
    if (!t->heuristics || memchr(s.p, ' ', s.n)) return true;
    return (msdx_re_search(w, MSDX_RE_PREFIX, s, 0, 0, &a, &b) && a < b) ||
           msdx_re_search(w, MSDX_RE_INFIX, s, 0, 0, &a, &b) ||
           (msdx_re_search(w, MSDX_RE_SUFFIX, s, 0, 0, &a, &b) && a < b);
}

static int by_orth(const void *a, const void *b)
{
    const msdx_phrase *x = a, *y = b;
    for (size_t i = 0; i < x->n && i < y->n; i++)
        if (x->orth[i] != y->orth[i]) return x->orth[i] < y->orth[i] ? -1 : 1;
    return (x->n > y->n) - (x->n < y->n);
}

/* The words that a rule's string falls into without rules; nothing where affixes cannot cut it. */
static msd_status make_phrase(msdx_tokenizer *t, msdx_tokenizer_work *w, msdx_str text, msdx_phrase *out,
                              msd_error *err)
{
    *out = (msdx_phrase){NULL, 0};
    if (!can_be_cut(t, w, text)) return MSD_OK;
    msdx_split_text(w, text);
    uint64_t *orth = MSDX_NEW(&t->arena, uint64_t, w->n_piece);
    if (w->failed || !orth) return msdx_err_nomem(err);
    for (size_t i = 0; i < w->n_piece; i++) orth[i] = w->piece[i].lex->feat[MSDX_ATTR_ORTH];
    *out = (msdx_phrase){orth, w->n_piece};
    return MSD_OK;
}

static msd_status make_phrases(msdx_tokenizer *t, msdx_tokenizer_work *w, const struct rule_sections *r, msd_error *err)
{
    struct rule_sections at = {.text = r->text, .rule = r->rule};
    size_t n = (size_t)r->rule.dim[0], n_phrase = 0;
    msdx_phrase *phrase = MSDX_NEW(&t->arena, msdx_phrase, n);
    if (!phrase) return msdx_err_nomem(err);
    for (size_t i = 0; i < n; i++) {
        msdx_str text = rule_text(&at, i);
        at.text_done += text.n;
        MSD_TRY(make_phrase(t, w, text, &phrase[n_phrase], err));
        n_phrase += phrase[n_phrase].n > 0;
    }
    if (n_phrase) qsort(phrase, n_phrase, sizeof *phrase, by_orth);
    t->phrase = phrase;
    t->n_phrase = n_phrase;
    for (size_t i = 0; i < t->n_rule_lexeme; i++)
        t->rule_lexeme[i].rule = msdx_phrase_first(t, t->rule_lexeme[i].feat[MSDX_ATTR_ORTH]);
    return MSD_OK;
}

static msd_status open_phrases(msdx_tokenizer *t, const struct rule_sections *r, msd_error *err)
{
    msdx_tokenizer_work *w;
    msdx_arena scratch = MSDX_ARENA_INIT;
    MSD_TRY(msdx_tokenizer_work_new(&w, t, err));
    w->use_rules = false;
    w->scratch = &scratch;
    msd_status st = make_phrases(t, w, r, err);
    msdx_tokenizer_work_free(w);
    msdx_arena_clear(&scratch);
    return st;
}

msd_status msdx_tokenizer_open(msdx_tokenizer **out, const msdx_pack *pack, msd_error *err)
{
    struct rule_sections r = {0};
    msdx_tokenizer *t = msdx_calloc(1, sizeof *t);
    *out = NULL;
    if (!t) return msdx_err_nomem(err);
    msd_status st = msdx_norms_open(&t->norms, pack, err);
    if (st == MSD_OK) st = open_patterns(t, pack, err);
    if (st == MSD_OK) st = open_rules(t, &r, pack, err);
    if (st == MSD_OK) st = open_phrases(t, &r, err);
    if (st != MSD_OK) {
        msdx_tokenizer_close(t);
        return st;
    }
    *out = t;
    return MSD_OK;
}

void msdx_tokenizer_close(msdx_tokenizer *t)
{
    if (!t) return;
    for (int i = 0; i < MSDX_N_RE; i++) pcre2_code_free(t->re[i]);
    msdx_free(t->rule.slot);
    msdx_arena_clear(&t->arena);
    msdx_free(t);
}

/* ---- a worker ---- */

static bool make_matcher(msdx_tokenizer_work *w)
{
    w->memory = pcre2_general_context_create(re_malloc, re_free, NULL);
    if (!w->memory) return false;
    w->match = pcre2_match_data_create(1, w->memory);
    w->context = pcre2_match_context_create(w->memory);
    if (!w->match || !w->context) return false;
    pcre2_set_match_limit(w->context, MATCH_LIMIT);
    pcre2_set_depth_limit(w->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(w->context, HEAP_LIMIT_KIB);
    uint32_t jit = 0;
    if (pcre2_config(PCRE2_CONFIG_JIT, &jit) != 0 || !jit) return true;
    w->stack = pcre2_jit_stack_create(1 << 15, JIT_STACK_MAX, w->memory);
    if (w->stack) pcre2_jit_stack_assign(w->context, NULL, w->stack);
    return w->stack != NULL;
}

msd_status msdx_tokenizer_work_new(msdx_tokenizer_work **out, const msdx_tokenizer *t, msd_error *err)
{
    msdx_tokenizer_work *w = msdx_calloc(1, sizeof *w);
    *out = NULL;
    if (!w) return msdx_err_nomem(err);
    w->t = t;
    w->use_rules = true;
    if (!make_matcher(w)) {
        msdx_tokenizer_work_free(w);
        return msdx_err_nomem(err);
    }
    *out = w;
    return MSD_OK;
}

static void forget(msdx_tokenizer_work *w)
{
    msdx_free(w->chunk.slot);
    msdx_free(w->lexeme.slot);
    w->chunk = w->lexeme = (msdx_table){NULL, 0, 0};
    msdx_arena_clear(&w->cache);
}

void msdx_tokenizer_work_free(msdx_tokenizer_work *w)
{
    if (!w) return;
    forget(w);
    msdx_free(w->piece);
    msdx_free(w->suffix);
    msdx_free(w->spare);
    pcre2_match_data_free(w->match);
    pcre2_match_context_free(w->context);
    pcre2_jit_stack_free(w->stack);
    pcre2_general_context_free(w->memory);
    msdx_free(w);
}

/* ---- pieces into tokens ---- */

/* The lexeme's lower case may be forgotten; a token's must live as long as its unit. */
static msdx_str lower_for(msdx_unit *u, const msdx_piece *p)
{
    if (p->lex->lower.p == p->lex->text.p) return (msdx_str){u->parsed + p->start, p->lex->text.n};
    return (msdx_str){msdx_arena_strndup(u->arena, p->lex->lower.p, p->lex->lower.n), p->lex->lower.n};
}

static void fill_token(msdx_unit *u, msdx_tok *tok, const msdx_piece *p, int32_t i, uint32_t start_cp, uint64_t *feat)
{
    uint32_t end_byte = p->start + (uint32_t)p->lex->text.n;
    *tok = (msdx_tok){.span = {p->start, end_byte, start_cp, start_cp + p->lex->n_cp},
                      .lemma = {"", 0},
                      .lower = lower_for(u, p),
                      .tag = "",
                      .morph = "",
                      .native_dep = "",
                      .native_head = i,
                      .head = -1,
                      .first_child = -1,
                      .next_sib = -1,
                      .space = p->space,
                      .is_space = msdx_lexeme_is_space(p->lex)};
    memcpy(feat, p->lex->feat, sizeof p->lex->feat);
    feat[MSDX_ATTR_SPACY] = p->space;
    if (p->norm) feat[MSDX_ATTR_NORM] = p->norm;
}

static msd_status make_tokens(msdx_tokenizer_work *w, msdx_unit *u, uint64_t **feat, msd_error *err)
{
    uint32_t cp = 0, byte = 0;
    u->n_tok = 0;
    u->tok = MSDX_NEW(u->arena, msdx_tok, w->n_piece);
    *feat = MSDX_NEW(w->scratch, uint64_t, w->n_piece * MSDX_N_ATTR);
    if (!u->tok || !*feat) return msdx_err_nomem(err);
    for (size_t i = 0; i < w->n_piece; i++) {
        const msdx_piece *p = &w->piece[i];
        assert(p->start == byte);
        fill_token(u, &u->tok[i], p, (int32_t)i, cp, *feat + i * MSDX_N_ATTR);
        cp += p->lex->n_cp + p->space;
        byte += (uint32_t)p->lex->text.n + p->space;
    }
    assert(byte == u->n_byte);
    (void)byte;
    u->n_tok = (uint32_t)w->n_piece;
    if (u->n_tok) u->tok[0].sent_start = true;
    return msdx_arena_failed(u->arena) ? msdx_err_nomem(err) : MSD_OK;
}

msd_status msdx_tokenizer_run(const msdx_tokenizer *t, msdx_tokenizer_work *w, msdx_unit *unit, msdx_arena *scratch,
                              uint64_t **feat, msd_error *err)
{
    *feat = NULL;
    unit->tok = NULL;
    unit->n_tok = 0;
    (void)t; /* the worker knows it */
    assert(w->t == t);
    if (unit->n_byte > MSD_TEXT_MAX) return msdx_err(err, MSD_ETOOBIG, 0, "text of %u bytes", (unsigned)unit->n_byte);
    if (w->failed || w->cache_full) forget(w);
    w->failed = w->cache_full = false;
    w->scratch = scratch;
    w->text = unit->parsed;
    msdx_split_text(w, (msdx_str){unit->parsed, unit->n_byte});
    msdx_split_phrases(w);
    return w->failed ? msdx_err_nomem(err) : make_tokens(w, unit, feat, err);
}
