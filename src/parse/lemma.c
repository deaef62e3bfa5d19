/* lemma.c: the rule lemmatizer of English (spacy/pipeline/lemmatizer.py, rule_lemmatize, and
 * spacy/lang/en/lemmatizer.py, is_base_form, release 3.8.7).
 *
 * A lemma that the attribute ruler gave is kept. A word in its base form is its
 * own lemma; a tag without tables lowers the word (a name keeps its case). Else
 * each rule is tried: the first that gives a known form, or one that is not all
 * letters, wins over any unknown one; an exception wins over both. */
#include "parse/lemma_impl.h"

enum { N_CACHE = 64 };

/* ---- one word ---- */

typedef struct forms {
    msdx_str good[MSDX_LEMMA_RULE_MAX]; /* known, or not all letters; in the order of the rules */
    uint32_t n_good;
    msdx_str unknown; /* the first that is neither; empty: none */
} forms;

static msd_status apply_rule(const msdx_lemmatizer *l, const msdx_lemma_pos *t, const uint32_t *rule, msdx_str word,
                             msdx_arena *arena, forms *f, msd_error *err)
{
    msdx_str old = {l->text + rule[0], rule[1]}, young = {l->text + rule[2], rule[3]};
    char room[128], *p = room;
    if (word.n < old.n || (old.n && memcmp(word.p + word.n - old.n, old.p, old.n) != 0)) return MSD_OK;
    size_t stem = word.n - old.n, n = stem + young.n;
    if (n == 0) return MSD_OK;
    if (n > sizeof room && !(p = MSDX_NEW(arena, char, n))) return msdx_err_nomem(err);
    memcpy(p, word.p, stem);
    memcpy(p + stem, young.p, young.n);
    msdx_str made = {p, n}, known = msdx_lemma_find(l, t, made);
    bool good = known.p || !msdx_lemma_all_letters(made);
    if (!good && f->unknown.n) return MSD_OK;
    if (!known.p && p == room) {
        known = (msdx_str){msdx_arena_strndup(arena, p, n), n};
        if (!known.p) return msdx_err_nomem(err);
    } else if (!known.p) {
        known = made;
    }
    if (good)
        f->good[f->n_good++] = known;
    else
        f->unknown = known;
    return MSD_OK;
}

/* The last exception that neither the rules nor an earlier exception gave comes first. */
static msdx_str choose(const msdx_lemmatizer *l, const msdx_lemma_pos *t, const forms *f, msdx_str word,
                       msdx_str as_written)
{
    const uint32_t *exc = msdx_lemma_exceptions(l, t, word);
    for (uint32_t i = exc ? exc[0] : 0; i > 0; i--) {
        msdx_str form = msdx_str_of(l->text + exc[i]);
        bool seen = false;
        for (uint32_t k = 0; k < f->n_good && !seen; k++) seen = msdx_str_eq(form, f->good[k]);
        for (uint32_t k = 1; k < i && !seen; k++) seen = strcmp(form.p, l->text + exc[k]) == 0;
        if (!seen) return form;
    }
    if (f->n_good) return f->good[0];
    return f->unknown.n ? f->unknown : as_written;
}

static msd_status by_rules(const msdx_lemmatizer *l, const msdx_lemma_pos *t, msdx_unit *u, uint32_t i, msd_error *err)
{
    forms f = {.n_good = 0, .unknown = {NULL, 0}};
    msdx_tok *tok = &u->tok[i];
    for (uint32_t k = 0; k < t->n_rule; k++)
        MSD_TRY(apply_rule(l, t, t->rule + 4 * (size_t)k, tok->lower, u->arena, &f, err));
    tok->lemma = choose(l, t, &f, tok->lower, msdx_tok_text(u, (int32_t)i));
    return MSD_OK;
}

/* ---- base forms ---- */

enum { SINGULAR = 1, INFINITIVE = 2, PRESENT = 4, POSITIVE = 8 };

static bool rule_gives_known(const msdx_lemmatizer *l, const msdx_lemma_pos *t, const uint32_t *rule, msdx_str word)
{
    char made[64];
    size_t n = msdx_lemma_apply(l, rule, word, made, sizeof made);
    return n && msdx_lemma_find(l, t, (msdx_str){made, n}).p != NULL;
}

bool msdx_lemmatizer_knows(const msdx_lemmatizer *l, msdx_str word)
{
    for (size_t pos = 0; pos < sizeof l->pos / sizeof *l->pos; pos++) {
        const msdx_lemma_pos *t = &l->pos[pos];
        if (!t->present) continue;
        if (msdx_lemma_find(l, t, word).p || msdx_lemma_exceptions(l, t, word)) return true;
        for (uint32_t k = 0; k < t->n_rule; k++)
            if (rule_gives_known(l, t, t->rule + 4 * (size_t)k, word)) return true;
    }
    return false;
}

/* Is "Field=Value" one of the features? */
static bool has(const char *morph, const char *feature)
{
    size_t n = strlen(feature);
    for (const char *p = morph; p; p = strchr(p, '|')) {
        p += *p == '|';
        if (strncmp(p, feature, n) == 0 && (p[n] == 0 || p[n] == '|')) return true;
    }
    return false;
}

static uint8_t morph_flags(const char *morph)
{
    uint8_t flags = 0;
    if (has(morph, "Number=Sing")) flags |= SINGULAR;
    if (has(morph, "VerbForm=Inf") || has(morph, "VerbForm=None")) flags |= INFINITIVE;
    if (has(morph, "VerbForm=Fin") && has(morph, "Tense=Pres") && !strstr(morph, "Number=")) flags |= PRESENT;
    if (has(morph, "Degree=Pos")) flags |= POSITIVE;
    return flags;
}

/* The ruler hands out the same pointer for the same features: look each up once a run. */
typedef struct morph_cache {
    const char *key[N_CACHE];
    uint8_t flags[N_CACHE];
} morph_cache;

static bool is_base_form(morph_cache *c, const msdx_tok *t)
{
    if (!t->morph || !*t->morph) return false;
    size_t slot = ((uintptr_t)t->morph ^ (uintptr_t)t->morph >> 6) % N_CACHE;
    if (c->key[slot] != t->morph) {
        c->key[slot] = t->morph;
        c->flags[slot] = morph_flags(t->morph);
    }
    uint8_t flags = c->flags[slot];
    return flags & (INFINITIVE | POSITIVE) || (t->upos == MSDX_NOUN && flags & SINGULAR) ||
           (t->upos == MSDX_VERB && flags & PRESENT);
}

msd_status msdx_lemma_english(const msdx_lemmatizer *l, msdx_unit *unit, msd_error *err)
{
    morph_cache cache = {{0}, {0}};
    for (uint32_t i = 0; i < unit->n_tok; i++) {
        msdx_tok *t = &unit->tok[i];
        if (t->lemma.n) continue;
        const msdx_lemma_pos *tables = &l->pos[t->upos];
        t->lemma = t->lower;
        if (t->upos == MSDX_UPOS_NONE || t->upos == MSDX_SPACE || is_base_form(&cache, t)) continue;
        if (tables->present)
            MSD_TRY(by_rules(l, tables, unit, i, err));
        else if (t->upos == MSDX_PROPN)
            t->lemma = msdx_tok_text(unit, (int32_t)i);
    }
    return MSD_OK;
}

msd_status msdx_lemmatizer_run(const msdx_lemmatizer *l, msdx_unit *unit, msd_error *err)
{
    return l->run(l, unit, err);
}
