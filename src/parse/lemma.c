/* lemma.c: the rule lemmatizer (spacy/pipeline/lemmatizer.py, rule_lemmatize, and
 * spacy/lang/en/lemmatizer.py, is_base_form, release 3.8.7). Its tables are used
 * in place from the pack; their layout stands in import_lemmatizer.c.
 *
 * A lemma that the attribute ruler gave is kept. A word in its base form is its
 * own lemma; a tag without tables lowers the word (a name keeps its case). Else
 * each rule is tried: the first that gives a known form, or one that is not all
 * letters, wins over any unknown one; an exception wins over both. */
#include "base/hash.h"
#include "parse/lex.h"

#define NONE 0xFFFFFFFFu
enum { N_COLUMN = 7, MAX_RULE = 32, N_CACHE = 64 };

typedef struct pos_tables {
    const uint32_t *rule; /* [n_rule, 4] */
    const uint32_t *index, *exc;
    uint32_t n_rule, n_index, n_exc; /* the last two are buckets: a power of two, or 0 */
    bool present;
} pos_tables;

struct msdx_lemmatizer {
    const char *text;
    const uint32_t *exc_form;
    pos_tables pos[MSDX_N_UPOS];
};

/* ---- opening: every offset is checked here ---- */

typedef struct sections {
    msdx_section text, pos, rule, index, exc, exc_form;
} sections;

static msd_status broken(const msdx_pack *pack, const char *section, msd_error *err)
{
    return msdx_err(err, MSD_EFORMAT, 0, "%s: section lemmatizer/%s: a number in it points outside",
                    msdx_pack_path(pack), section);
}

static bool text_ok(const sections *s, uint32_t offset, uint32_t n)
{
    return offset < s->text.n_byte && n < s->text.n_byte - offset;
}

static bool exception_ok(const sections *s, const uint32_t *row)
{
    if (row[0] == NONE) return true;
    const uint32_t *form = s->exc_form.data;
    if (!text_ok(s, row[0], 0) || row[1] >= s->exc_form.dim[0]) return false;
    uint32_t n = form[row[1]];
    if (n >= s->exc_form.dim[0] - row[1]) return false;
    for (uint32_t i = 1; i <= n; i++)
        if (!text_ok(s, form[row[1] + i], 0)) return false;
    return true;
}

static msd_status check_tables(const msdx_pack *pack, const sections *s, msd_error *err)
{
    const uint32_t *rule = s->rule.data, *index = s->index.data, *exc = s->exc.data;
    if (s->text.n_byte && ((const char *)s->text.data)[s->text.n_byte - 1]) return broken(pack, "text", err);
    for (uint64_t i = 0; i < s->rule.dim[0]; i++)
        if (!text_ok(s, rule[4 * i], rule[4 * i + 1]) || !text_ok(s, rule[4 * i + 2], rule[4 * i + 3]))
            return broken(pack, "rule", err);
    for (uint64_t i = 0; i < s->index.dim[0]; i++)
        if (index[i] != NONE && !text_ok(s, index[i], 0)) return broken(pack, "index", err);
    for (uint64_t i = 0; i < s->exc.dim[0]; i++)
        if (!exception_ok(s, exc + 2 * i)) return broken(pack, "exc", err);
    return MSD_OK;
}

static bool buckets_ok(uint32_t first, uint32_t n, uint64_t n_all)
{
    return (n & (n - 1)) == 0 && first <= n_all && n <= n_all - first;
}

static msd_status open_pos(msdx_lemmatizer *l, const msdx_pack *pack, const sections *s, msd_error *err)
{
    const uint32_t *row = s->pos.data;
    if (s->pos.dim[1] != N_COLUMN || s->rule.dim[1] != 4 || s->exc.dim[1] != 2) return broken(pack, "pos", err);
    for (uint64_t i = 0; i < s->pos.dim[0]; i++, row += N_COLUMN) {
        if (row[0] >= MSDX_N_UPOS || row[2] > MAX_RULE || row[1] > s->rule.dim[0] || row[2] > s->rule.dim[0] - row[1] ||
            !buckets_ok(row[3], row[4], s->index.dim[0]) || !buckets_ok(row[5], row[6], s->exc.dim[0]))
            return broken(pack, "pos", err);
        l->pos[row[0]] = (pos_tables){.rule = (const uint32_t *)s->rule.data + 4 * (size_t)row[1],
                                      .n_rule = row[2],
                                      .index = (const uint32_t *)s->index.data + row[3],
                                      .n_index = row[4],
                                      .exc = (const uint32_t *)s->exc.data + 2 * (size_t)row[5],
                                      .n_exc = row[6],
                                      .present = true};
    }
    return MSD_OK;
}

static msd_status open_sections(msdx_lemmatizer *l, const msdx_pack *pack, msd_error *err)
{
    sections s;
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/text", MSDX_PACK_BYTES, 0, &s.text, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/pos", MSDX_PACK_U32, 2, &s.pos, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/rule", MSDX_PACK_U32, 2, &s.rule, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/index", MSDX_PACK_U32, 1, &s.index, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/exc", MSDX_PACK_U32, 2, &s.exc, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/exc_form", MSDX_PACK_U32, 1, &s.exc_form, err));
    MSD_TRY(check_tables(pack, &s, err));
    l->text = s.text.data;
    l->exc_form = s.exc_form.data;
    return open_pos(l, pack, &s, err);
}

msd_status msdx_lemmatizer_open(msdx_lemmatizer **out, const msdx_pack *pack, msd_error *err)
{
    *out = NULL;
    msdx_lemmatizer *l = msdx_calloc(1, sizeof *l);
    if (!l) return msdx_err_nomem(err);
    /* A model without a lemmatizer: every word is lowered. */
    msd_status st = msdx_pack_find(pack, "lemmatizer/pos", NULL) ? open_sections(l, pack, err) : MSD_OK;
    if (st != MSD_OK)
        msdx_lemmatizer_close(l);
    else
        *out = l;
    return st;
}

void msdx_lemmatizer_close(msdx_lemmatizer *l)
{
    msdx_free(l);
}

/* ---- lookups ---- */

static msdx_str find_form(const msdx_lemmatizer *l, const pos_tables *t, msdx_str form)
{
    if (!t->n_index) return (msdx_str){NULL, 0};
    size_t at = msdx_murmur64a(form.p, form.n, 0) & (t->n_index - 1);
    for (uint32_t probe = 0; probe < t->n_index; probe++, at = (at + 1) & (t->n_index - 1)) {
        if (t->index[at] == NONE) break;
        const char *known = l->text + t->index[at];
        if (strncmp(known, form.p, form.n) == 0 && !known[form.n]) return (msdx_str){known, form.n};
    }
    return (msdx_str){NULL, 0};
}

/* A count and that many offsets, or NULL. */
static const uint32_t *find_exceptions(const msdx_lemmatizer *l, const pos_tables *t, msdx_str word)
{
    if (!t->n_exc) return NULL;
    size_t at = msdx_murmur64a(word.p, word.n, 0) & (t->n_exc - 1);
    for (uint32_t probe = 0; probe < t->n_exc; probe++, at = (at + 1) & (t->n_exc - 1)) {
        const uint32_t *row = t->exc + 2 * at;
        if (row[0] == NONE) break;
        const char *known = l->text + row[0];
        if (strncmp(known, word.p, word.n) == 0 && !known[word.n]) return l->exc_form + row[1];
    }
    return NULL;
}

/* ---- one word ---- */

typedef struct forms {
    msdx_str good[MAX_RULE]; /* known, or not all letters; in the order of the rules */
    uint32_t n_good;
    msdx_str unknown; /* the first that is neither; empty: none */
} forms;

static bool all_letters(msdx_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x80) return msdx_py_all(s, MSDX_UC_ALPHA);
        if ((unsigned char)((c | 0x20) - 'a') > 'z' - 'a') return false;
    }
    return true;
}

static msd_status apply_rule(const msdx_lemmatizer *l, const pos_tables *t, const uint32_t *rule, msdx_str word,
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
    msdx_str made = {p, n}, known = find_form(l, t, made);
    bool good = known.p || !all_letters(made);
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
static msdx_str choose(const msdx_lemmatizer *l, const pos_tables *t, const forms *f, msdx_str word,
                       msdx_str as_written)
{
    const uint32_t *exc = find_exceptions(l, t, word);
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

static msd_status by_rules(const msdx_lemmatizer *l, const pos_tables *t, msdx_unit *u, uint32_t i, msd_error *err)
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

/* Is "Field=Value" one of the features? */
static bool rule_gives_known(const msdx_lemmatizer *l, const pos_tables *t, const uint32_t *rule, msdx_str word)
{
    msdx_str old = {l->text + rule[0], rule[1]}, young = {l->text + rule[2], rule[3]};
    char made[64];
    if (word.n < old.n || (old.n && memcmp(word.p + word.n - old.n, old.p, old.n) != 0)) return false;
    size_t stem = word.n - old.n, n = stem + young.n;
    if (n == 0 || n > sizeof made) return false;
    memcpy(made, word.p, stem);
    memcpy(made + stem, young.p, young.n);
    return find_form(l, t, (msdx_str){made, n}).p != NULL;
}

bool msdx_lemmatizer_knows(const msdx_lemmatizer *l, msdx_str word)
{
    for (size_t pos = 0; pos < sizeof l->pos / sizeof *l->pos; pos++) {
        const pos_tables *t = &l->pos[pos];
        if (!t->present) continue;
        if (find_form(l, t, word).p || find_exceptions(l, t, word)) return true;
        for (uint32_t k = 0; k < t->n_rule; k++)
            if (rule_gives_known(l, t, t->rule + 4 * (size_t)k, word)) return true;
    }
    return false;
}

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

msd_status msdx_lemmatizer_run(const msdx_lemmatizer *l, msdx_unit *unit, msd_error *err)
{
    morph_cache cache = {{0}, {0}};
    for (uint32_t i = 0; i < unit->n_tok; i++) {
        msdx_tok *t = &unit->tok[i];
        if (t->lemma.n) continue;
        const pos_tables *tables = &l->pos[t->upos];
        t->lemma = t->lower;
        if (t->upos == MSDX_UPOS_NONE || t->upos == MSDX_SPACE || is_base_form(&cache, t)) continue;
        if (tables->present)
            MSD_TRY(by_rules(l, tables, unit, i, err));
        else if (t->upos == MSDX_PROPN)
            t->lemma = msdx_tok_text(unit, (int32_t)i);
    }
    return MSD_OK;
}
