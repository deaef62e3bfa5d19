/* lemma_fr.c: the French lemmatizer (spacy/lang/fr/lemmatizer.py, release 3.8.7): a known form is its own lemma; else
 * the first exception; else the rules, of which the first that gives a known form, or one that is not all letters, wins
 * over the first other one; else a table of single words, which is all that tags without rules have. */
#include "parse/lemma_impl.h"

enum { ROOM = 256 };

/* The lemma of exactly this string; the string itself where there is none. */
static msdx_str look_up(const msdx_lemmatizer *l, msdx_str word)
{
    uint64_t id = msdx_string_id(word);
    size_t lo = 0, hi = l->n_lookup;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (l->lookup_key[mid] < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < l->n_lookup && l->lookup_key[lo] == id ? msdx_str_of(l->text + l->lookup_form[lo]) : word;
}

/* What the rules give, in `made` or among the tables; empty: nothing. */
static msdx_str by_rules(const msdx_lemmatizer *l, const msdx_lemma_pos *t, msdx_str word, char made[ROOM])
{
    msdx_str unknown = {NULL, 0};
    char other[ROOM];
    for (uint32_t k = 0; k < t->n_rule; k++) {
        char *room = unknown.n ? other : made;
        size_t n = msdx_lemma_apply(l, t->rule + 4 * (size_t)k, word, room, ROOM);
        msdx_str form = {room, n}, known = n ? msdx_lemma_find(l, t, form) : form;
        if (n == 0) continue;
        if (known.p) return known;
        if (!msdx_lemma_all_letters(form)) {
            memmove(made, room, n);
            return (msdx_str){made, n};
        }
        if (!unknown.n) unknown = form;
    }
    return unknown;
}

static bool has_rules(uint8_t upos)
{
    static const uint8_t with[] = {MSDX_NOUN,  MSDX_VERB, MSDX_ADJ,  MSDX_ADP,   MSDX_ADV,  MSDX_AUX,
                                   MSDX_CCONJ, MSDX_DET,  MSDX_PRON, MSDX_PUNCT, MSDX_SCONJ};
    return memchr(with, upos, sizeof with) != NULL;
}

static msd_status lemmatize(const msdx_lemmatizer *l, msdx_unit *unit, uint32_t i, msd_error *err)
{
    msdx_tok *tok = &unit->tok[i];
    const msdx_lemma_pos *t = &l->pos[tok->upos];
    char made[ROOM];
    tok->lemma = tok->lower;
    if (tok->upos == MSDX_UPOS_NONE || tok->upos == MSDX_SPACE) return MSD_OK;
    if (!has_rules(tok->upos)) {
        tok->lemma = look_up(l, msdx_tok_text(unit, (int32_t)i));
        return MSD_OK;
    }
    if (msdx_lemma_find(l, t, tok->lower).p) return MSD_OK;
    msdx_str form = msdx_lemma_exception(l, t, tok->lower);
    if (form.p) {
        tok->lemma = form;
        return MSD_OK;
    }
    form = by_rules(l, t, tok->lower, made);
    if (!form.n) {
        tok->lemma = look_up(l, tok->lower);
        return MSD_OK;
    }
    if (form.p == made) form.p = msdx_arena_strndup(unit->arena, form.p, form.n);
    if (!form.p) return msdx_err_nomem(err);
    tok->lemma = form;
    return MSD_OK;
}

msd_status msdx_lemma_french(const msdx_lemmatizer *l, msdx_unit *unit, msd_error *err)
{
    for (uint32_t i = 0; i < unit->n_tok; i++)
        if (!unit->tok[i].lemma.n) MSD_TRY(lemmatize(l, unit, i, err));
    return MSD_OK;
}
