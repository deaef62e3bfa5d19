/* path.c: paths through a tree (`object.in`) and the conditions that stand on
 * them: read, checked, written and decoded. */
#include "know/compile_impl.h"

/* In the order of msdx_step_kind from 1; PREP has no word of its own. */
static const char *const step_word[] = {"", "subject", "object", "iobject", "poss",     "adj",
                                        "", "clause",  "self",   "adverb",  "sentence", "infinitive"};
enum { N_STEP = sizeof step_word / sizeof *step_word };

/* What may stand as a preposition or clause opener in a path: a misspelt `subject` must not pass for one. */
static const char *const prepositions[] = {
    "about",     "above",     "across",  "after",   "against",    "ahead",      "along",     "alongside",  "amid",
    "amidst",    "among",     "amongst", "apart",   "around",     "as",         "ashore",    "aside",      "at",
    "away",      "back",      "because", "before",  "behind",     "below",      "beneath",   "beside",     "besides",
    "between",   "beyond",    "but",     "by",      "concerning", "despite",    "down",      "due",        "during",
    "except",    "following", "for",     "forward", "from",       "given",      "if",        "in",         "including",
    "inside",    "instead",   "into",    "like",    "near",       "next",       "of",        "off",        "on",
    "onto",      "opposite",  "out",     "outside", "over",       "past",       "pending",   "per",        "prior",
    "regarding", "round",     "since",   "so",      "than",       "that",       "through",   "throughout", "till",
    "to",        "together",  "toward",  "towards", "under",      "underneath", "unless",    "unlike",     "until",
    "up",        "upon",      "versus",  "via",     "when",       "where",      "whether",   "while",      "with",
    "within",    "without",   "worth",   "ago",     "aboard",     "atop",       "according", "owing",      "thanks",
    "using"};
enum { PREP_MAX_BYTE = 48 };
enum { N_PREPOSITION = sizeof prepositions / sizeof *prepositions };

static bool step_parse(msdx_at at, msdx_str s, msdx_step *step, msdx_str *prep)
{
    uint32_t i = s.n ? msdx_find_word(step_word, N_STEP, s) : N_STEP;
    *prep = (msdx_str){NULL, 0};
    if (i < N_STEP) {
        *step = (msdx_step){(msdx_step_kind)i, NULL};
        return true;
    }
    msdx_str first = {s.p, 0};
    while (first.n < s.n && s.p[first.n] != '_' && s.p[first.n] != ' ') first.n++;
    if (msdx_find_word(prepositions, N_PREPOSITION, first) == N_PREPOSITION) {
        msdx_problem(
            at.c, at.e->source, at.line,
            "'%.*s' is no step of a path: subject object iobject poss adj clause infinitive self adverb sentence, "
            "or a preposition such as on, in_front_of",
            MSDX_ARG(s));
        return false;
    }
    if (s.n > PREP_MAX_BYTE) {
        msdx_problem(at.c, at.e->source, at.line, "'%.*s' is too long for a preposition", MSDX_ARG(s));
        return false;
    }
    *step = (msdx_step){MSDX_STEP_PREP, NULL};
    *prep = s;
    return true;
}

const char *msdx_step_name(const msdx_step *step)
{
    return step->kind == MSDX_STEP_PREP ? step->prep : step_word[step->kind];
}

bool msdx_path_parse(msdx_at at, msdx_str text, msdx_path *path, msdx_str prep[MSDX_PATH_MAX])
{
    *path = (msdx_path){0};
    msdx_str rest = text, piece;
    while (msdx_piece_next(&rest, '.', &piece)) {
        if (path->n == MSDX_PATH_MAX) {
            msdx_problem(at.c, at.e->source, at.line, "path '%.*s' has over %d steps", MSDX_ARG(text), MSDX_PATH_MAX);
            return false;
        }
        if (!step_parse(at, piece, &path->step[path->n], &prep[path->n])) return false;
        path->n++;
    }
    return true;
}

/* A preposition of several words is written with '_' and kept with spaces. */
static void put_prep(msdx_compile *c, msdx_buf *b, msdx_str prep)
{
    char text[PREP_MAX_BYTE];
    if (!prep.p) {
        msdx_put_u32(b, 0);
        return;
    }
    for (size_t i = 0; i < prep.n; i++) text[i] = prep.p[i] == '_' ? ' ' : prep.p[i];
    msdx_put_str(b, &c->pool, (msdx_str){text, prep.n});
}

static bool put_path(msdx_at at, msdx_buf *b, msdx_str text)
{
    msdx_path path;
    msdx_str prep[MSDX_PATH_MAX];
    if (!msdx_path_parse(at, text, &path, prep)) return false;
    msdx_put_u32(b, path.n);
    for (uint32_t i = 0; i < path.n; i++) {
        msdx_put_u32(b, path.step[i].kind);
        put_prep(at.c, b, prep[i]);
    }
    return true;
}

void msdx_put_paths(msdx_compile *c, const msdx_entry *e, msdx_buf *b, const char *key)
{
    uint32_t n = 0;
    msdx_scratch_reset(c, &c->scratch2);
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, key));)
        for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v);)
            if (v.n) n += put_path((msdx_at){c, e, f->line}, &c->scratch2, v);
    msdx_put_u32(b, n);
    msdx_buf_add(b, c->scratch2.p, c->scratch2.n);
}

/* ---- conditions ---- */

static const char *const agent_kinds[MSDX_N_AGENT_KIND] = {"person",     "body",   "place",   "thing",
                                                           "instrument", "nature", "abstract"};
static const char *const specials[] = {"@actor",  "@place",      "@event",  "@any",
                                       "@number", "@infinitive", "@person", "@subjunctive"};
enum { N_SPECIAL = sizeof specials / sizeof *specials };

static bool check_word(msdx_at at, msdx_str w)
{
    if (w.p[0] == '#') return msdx_check_sector(at, (msdx_str){w.p + 1, w.n - 1});
    if (w.p[0] == '%') {
        if (msdx_find_word(agent_kinds, MSDX_N_AGENT_KIND, (msdx_str){w.p + 1, w.n - 1}) < MSDX_N_AGENT_KIND)
            return true;
        msdx_problem(at.c, at.e->source, at.line,
                     "'%.*s': after '%%' stands person, body, place, thing, instrument, nature or abstract",
                     MSDX_ARG(w));
        return false;
    }
    if (w.p[0] == '@') {
        if (msdx_find_word(specials, N_SPECIAL, w) < N_SPECIAL) return true;
        msdx_problem(at.c, at.e->source, at.line,
                     "'%.*s' is none of @actor @place @event @any @number @infinitive @person @subjunctive",
                     MSDX_ARG(w));
        return false;
    }
    for (size_t i = 1; i < w.n; i++) {
        if (w.p[i - 1] != ' ' || !memchr("#%@", w.p[i], 3)) continue;
        msdx_problem(
            at.c, at.e->source, at.line,
            "'%.*s': a condition has one path, then words parted by '|'; write a second line for a second path",
            MSDX_ARG(w));
        return false;
    }
    return true;
}

/* 'self-rule' is three tokens to the pipeline, and 'e-mail' one. */
static void put_parted(msdx_at at, msdx_buf *b, msdx_str w)
{
    bool parted = false;
    msdx_scratch_reset(at.c, &at.c->scratch);
    for (size_t i = 0; i < w.n; i++) {
        bool inside = w.p[i] == '-' && i > 0 && i + 1 < w.n && w.p[i - 1] != ' ' && w.p[i + 1] != ' ';
        if (inside)
            msdx_buf_adds(&at.c->scratch, " - ");
        else
            msdx_buf_addc(&at.c->scratch, w.p[i]);
        parted |= inside;
    }
    if (parted) msdx_put_str(b, &at.c->pool, (msdx_str){at.c->scratch.p, at.c->scratch.n});
}

static void put_word(msdx_at at, msdx_buf *b, msdx_str w)
{
    char word[128];
    if (!check_word(at, w)) return;
    msdx_scratch_reset(at.c, &at.c->scratch);
    msdx_know_normal(w, w.p[0] == '#' ? MSDX_SPACE_NAME : MSDX_SPACE_LEMMA, &at.c->scratch);
    size_t n = at.c->scratch.n;
    msdx_put_str(b, &at.c->pool, (msdx_str){at.c->scratch.p, n});
    if (w.p[0] == '#' || n > sizeof word || !memchr(at.c->scratch.p, '-', n)) return;
    memcpy(word, at.c->scratch.p, n);
    put_parted(at, b, (msdx_str){word, n});
}

static bool put_condition(msdx_at at, msdx_buf *b, const msdx_field *f, bool negated)
{
    msdx_str rest = f->raw, path = {f->raw.p, 0};
    while (path.n < rest.n && rest.p[path.n] != ' ' && rest.p[path.n] != '\t') path.n++;
    rest = msdx_str_trim((msdx_str){rest.p + path.n, rest.n - path.n});
    if (!rest.n) {
        msdx_problem(at.c, at.e->source, at.line, "a condition is a path and words: '%.*s' has no words",
                     MSDX_ARG(path));
        return false;
    }
    msdx_put_u32(b, negated);
    if (!put_path(at, b, path)) return false;
    uint32_t n = 0;
    msdx_buf word = MSDX_BUF_INIT((size_t)1 << 20);
    for (msdx_str v; msdx_piece_next(&rest, '|', &v);)
        if (v.n) put_word(at, &word, v), n = (uint32_t)(word.n / 4);
    msdx_put_u32(b, n);
    msdx_buf_add(b, word.p, word.n);
    if (word.failed) b->failed = true;
    msdx_buf_clear(&word);
    return true;
}

void msdx_put_conditions(msdx_compile *c, const msdx_entry *e, msdx_buf *b)
{
    uint32_t n = 0;
    msdx_scratch_reset(c, &c->scratch2);
    for (int negated = 0; negated < 2; negated++)
        for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, negated ? "unless" : "if"));)
            if (f->raw.n) n += put_condition((msdx_at){c, e, f->line}, &c->scratch2, f, negated);
    msdx_put_u32(b, n);
    msdx_buf_add(b, c->scratch2.p, c->scratch2.n);
}

/* ---- back ---- */

static void get_path(msdx_cursor *cur, msdx_path *path)
{
    path->n = msdx_get_below(cur, MSDX_PATH_MAX + 1);
    if (path->n == 0) cur->bad = true;
    for (uint32_t i = 0; i < path->n; i++) {
        uint32_t kind = msdx_get_below(cur, N_STEP);
        path->step[i].kind = (msdx_step_kind)kind;
        path->step[i].prep = msdx_get_str(cur);
        if (kind == 0 || (kind == MSDX_STEP_PREP) != (path->step[i].prep != NULL)) cur->bad = true;
    }
}

msdx_paths msdx_get_paths(msdx_cursor *cur)
{
    void *room;
    size_t n = msdx_get_list(cur, sizeof(msdx_path), &room);
    for (size_t i = 0; i < n; i++) get_path(cur, (msdx_path *)room + i);
    return (msdx_paths){room, n};
}

/* Steps of a path in 64 bits: what kind, and whose preposition, by its place among the strings. */
static uint64_t key_of(const msdx_cursor *cur, const msdx_path *path)
{
    enum { KIND_BITS = 4, STEP_BITS = 32, LONGEST = 64 / STEP_BITS };
    uint64_t key = 0;
    if (path->n > LONGEST || cur->n_pool >> (STEP_BITS - KIND_BITS)) return 0;
    for (uint32_t i = 0; i < path->n; i++) {
        uint64_t prep = path->step[i].prep ? (uint64_t)(path->step[i].prep - cur->pool) : 0;
        key = key << STEP_BITS | prep << KIND_BITS | (uint64_t)path->step[i].kind;
    }
    return key;
}

/* What its words can be known by; only of a condition that is kept, since it reads them. */
static void note_words(msdx_cond *cond)
{
    for (size_t i = 0; i < cond->words.n; i++) {
        const char *word = cond->words.item[i], *space = strrchr(word, ' '), *last = space ? space + 1 : word;
        if (strchr("#%@", word[0])) {
            cond->has_sign = true;
        } else if (last[0]) {
            uint32_t bit = msdx_word_bit(last, strlen(last));
            cond->last[bit / 64] |= (uint64_t)1 << bit % 64;
        }
    }
}

size_t msdx_get_conditions(msdx_cursor *cur, const msdx_cond **out)
{
    void *room;
    size_t n = msdx_get_list(cur, sizeof(msdx_cond), &room);
    msdx_cond *cond = room;
    for (size_t i = 0; i < n; i++) {
        cond[i].negated = msdx_get_below(cur, 2);
        get_path(cur, &cond[i].path);
        cond[i].words = msdx_get_strings(cur);
        if (!cur->list || cur->bad) continue;
        note_words(&cond[i]);
        cond[i].key = key_of(cur, &cond[i].path);
    }
    *out = cond;
    return n;
}
