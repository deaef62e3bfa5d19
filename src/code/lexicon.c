/* lexicon.c: what each word of a unit can mean, before any tree is looked at.
 * Names are matched as written, longest first, left to right; role nouns and
 * frames by dictionary form. */
#include "code/code_impl.h"

/* Append a word to a phrase key; typographic apostrophes count as plain ones. */
static bool key_add(char *key, size_t room, size_t *n, msdx_str w)
{
    if (*n + (*n > 0) + w.n + 1 > room) return false;
    char *to = key + *n;
    if (*n) *to++ = ' ';
    for (size_t i = 0; i < w.n; i++) { /* words are short: no call pays */
        bool curled = w.p[i] == '\xE2' && i + 2 < w.n && memcmp(w.p + i, "\xE2\x80\x99", 3) == 0;
        *to++ = curled ? '\'' : w.p[i];
        if (curled) i += 2;
    }
    *n = (size_t)(to - key);
    return true;
}

/* A copy with a capital in front and the rest in capitals or not. */
static msdx_str with_capitals(struct msdx_coder *c, msdx_str w, bool all)
{
    char *p = msdx_arena_strndup(c->scratch, w.p, w.n);
    if (!p) return w;
    for (size_t i = 0; i < w.n; i++) {
        bool letter = (p[i] | 32) >= 'a' && (p[i] | 32) <= 'z';
        if (letter) p[i] = (char)(i == 0 || all ? p[i] & ~32 : p[i] | 32);
    }
    return (msdx_str){p, w.n};
}

/* In a text without capitals: what was given one, or is taken for a name, as it would be written elsewhere, 'Nato' at
 * first and 'NATO' then. */
static msdx_str raised_form(struct msdx_coder *c, int32_t t, bool fold_caps)
{
    const msdx_tok *tk = &c->u->tok[t];
    msdx_str w = msdx_tok_text(c->u, t), seen = {c->u->parsed + tk->span.start_byte, w.n};
    bool is_raised = seen.p[0] != w.p[0];
    if (!is_raised && tk->upos != MSDX_PROPN) return w;
    if (fold_caps && c->u->sent[tk->sent].tok_start != (uint32_t)t) return with_capitals(c, w, true);
    return is_raised ? seen : with_capitals(c, w, false);
}

/* 'IRAQ' in a headline is looked up as 'Iraq'. */
static msdx_str name_form(struct msdx_coder *c, int32_t t, bool fold_caps)
{
    uint32_t at = c->u->tok[t].span.start_byte;
    if (c->u->raised_from <= at && at < c->u->raised_to) return raised_form(c, t, fold_caps);
    msdx_str w = msdx_tok_text(c->u, t);
    if (!fold_caps || w.n < 4) return w;
    for (size_t i = 0; i < w.n; i++)
        if (!(w.p[i] >= 'A' && w.p[i] <= 'Z')) return w;
    return with_capitals(c, w, false);
}

/* What words mean as names alone, asked of many at once: those of the tokens from `from` on. */
struct names_ahead {
    int32_t from, end;
    bool asked[MSDX_KNOW_MANY];
    msdx_alone found[MSDX_KNOW_MANY];
};

/* Words whose key is what is written; the others are asked for when they are looked at. */
static void look_ahead(const struct msdx_coder *c, int32_t t, struct names_ahead *a)
{
    enum { LONGEST = 254 }; /* of a key */
    const msdx_unit *u = c->u;
    msdx_str w[MSDX_KNOW_MANY] = {{NULL, 0}};
    msdx_alone found[MSDX_KNOW_MANY];
    size_t n = 0, k = 0;
    a->from = a->end = t;
    for (; a->end < (int32_t)u->n_tok && a->end < t + MSDX_KNOW_MANY; a->end++) {
        uint32_t at = u->tok[a->end].span.start_byte;
        msdx_str text = msdx_tok_text(u, a->end);
        bool plain = !u->tok[a->end].is_space && text.n && text.n <= LONGEST && !memchr(text.p, 0xE2, text.n);
        a->asked[a->end - t] = plain && !(u->raised_from <= at && at < u->raised_to);
        if (a->asked[a->end - t]) w[n++] = text;
    }
    msdx_know_alone_many(c->know, MSDX_SPACE_NAME, w, n, found);
    for (int32_t i = 0; i < a->end - t; i++)
        if (a->asked[i]) a->found[i] = found[k++];
}

/* The longest name that starts at t; gives the token after it, or t when there is none. *most: words of the longest
 * that begins so. */
static int32_t match_name(struct msdx_coder *c, int32_t t, bool fold_caps, const struct names_ahead *ahead,
                          uint32_t *most, const msdx_sense **sense, size_t *n_sense)
{
    char key[256], first[256];
    size_t n_first = 0;
    msdx_alone alone;
    *most = 0;
    if (!fold_caps && ahead->from <= t && t < ahead->end && ahead->asked[t - ahead->from]) {
        alone = ahead->found[t - ahead->from];
    } else {
        if (!key_add(first, sizeof first, &n_first, name_form(c, t, fold_caps))) return t;
        alone = msdx_know_alone(c->know, MSDX_SPACE_NAME, (msdx_str){first, n_first});
    }
    *most = alone.most < MSDX_PHRASE_MAX ? alone.most : MSDX_PHRASE_MAX;
    for (uint32_t len = *most; len > 1; len--) {
        size_t n = 0;
        uint32_t got = 0;
        int32_t i = t;
        for (; i < (int32_t)c->u->n_tok && got < len && c->u->tok[i].sent == c->u->tok[t].sent; i++) {
            if (c->u->tok[i].is_space) continue;
            if (!key_add(key, sizeof key, &n, name_form(c, i, fold_caps))) break;
            got++;
        }
        if (got < len) continue;
        *sense = msdx_know_find(c->know, MSDX_SPACE_NAME, (msdx_str){key, n}, n_sense);
        if (*sense) return i;
    }
    if (!*most) return t;
    *sense = alone.sense;
    *n_sense = alone.n;
    return alone.sense ? t + 1 : t;
}

/* The ending of a firm's name belongs to it: 'Morgan Stanley and Co Inc', 'Canon Inc.'. Gives the token after it. */
static int32_t firm_end(const struct msdx_coder *c, const msdx_sense *sense, int32_t end)
{
    static const char *const tail[] = {"inc",  "inc.", "corp", "corp.", "co", "co.", "ltd",
                                       "ltd.", "plc",  "llc",  "ag",    "nv", "sa"};
    const msdx_actor *a = sense->kind == MSDX_SENSE_NAME ? msdx_know_actor(c->know, sense->index) : NULL;
    if (!a || a->type != MSDX_ACTOR_COMPANY) return end;
    for (int32_t t = end; t < (int32_t)c->u->n_tok && t < end + 4 && c->u->tok[t].sent == c->u->tok[end - 1].sent;
         t++) {
        bool is_tail = false;
        for (size_t i = 0; i < sizeof tail / sizeof *tail; i++) is_tail |= msdx_str_is(c->u->tok[t].lower, tail[i]);
        msdx_str w = msdx_tok_text(c->u, t);
        if (is_tail && w.p[0] >= 'A' && w.p[0] <= 'Z')
            end = t + 1;
        else if (!msdx_str_is(c->u->tok[t].lower, "and") && !msdx_str_is(c->u->tok[t].lower, "&"))
            break;
    }
    return end;
}

bool msdx_is_listed(const struct msdx_coder *c, msdx_list list, int32_t t, int32_t end)
{
    char key[64];
    size_t n = 0;
    for (int32_t i = t; i < end; i++)
        if (!key_add(key, sizeof key, &n, c->u->tok[i].lower)) return false;
    return msdx_know_lists(c->know, list, (msdx_str){key, n});
}

/* 'A CAR BOMB' in a text all in capitals is not of the Central African Republic. */
static bool is_plain_word(const struct msdx_coder *c, int32_t t, int32_t end)
{
    const msdx_unit *u = c->u;
    if (end != t + 1 || !msdx_is_listed(c, MSDX_LIST_PLAIN_WORD, t, end)) return false;
    const msd_sentence *s = &u->sent[u->tok[t].sent];
    for (uint32_t k = s->tok_start; k < s->tok_end; k++) {
        msdx_str w = msdx_tok_text(u, (int32_t)k);
        for (size_t i = 0; i < w.n; i++)
            if (w.p[i] >= 'a' && w.p[i] <= 'z') return false;
    }
    return true;
}

/* 'U.S. dollar loans', 'the Uruguay Round': money and talks by the name of a state. */
static bool is_no_state(const struct msdx_coder *c, const msdx_sense *sense, int32_t t, int32_t end)
{
    if (end >= (int32_t)c->u->n_tok || sense->kind > MSDX_SENSE_SEAT || c->u->tok[end].sent != c->u->tok[t].sent)
        return false;
    if (msdx_know_actor(c->know, sense->index)->type != MSDX_ACTOR_STATE) return false;
    return msdx_is_listed(c, MSDX_LIST_NO_STATE, end, end + 1) || msdx_is_listed(c, MSDX_LIST_NO_STATE, t, end + 1);
}

/* 'the West Bank' is not 'the West': does the name that starts at t end behind `end`? */
static bool reaches_further(struct msdx_coder *c, int32_t t, int32_t end, const struct names_ahead *ahead)
{
    const msdx_sense *sense;
    size_t n_sense;
    uint32_t most;
    return t < (int32_t)c->u->n_tok && match_name(c, t, false, ahead, &most, &sense, &n_sense) > end;
}

static void find_names(struct msdx_coder *c)
{
    int32_t n_tok = (int32_t)c->u->n_tok;
    struct names_ahead ahead = {.end = 0};
    for (int32_t t = 0; t < n_tok;) {
        if (t >= ahead.end) look_ahead(c, t, &ahead);
        const msdx_sense *sense = NULL;
        size_t n_sense = 0;
        uint32_t most = 0;
        int32_t end = c->u->tok[t].is_space ? t : match_name(c, t, false, &ahead, &most, &sense, &n_sense);
        bool folds = most || name_form(c, t, true).p != msdx_tok_text(c->u, t).p;
        if (end == t && !c->u->tok[t].is_space && folds) end = match_name(c, t, true, &ahead, &most, &sense, &n_sense);
        if (end == t || is_plain_word(c, t, end) || is_no_state(c, sense, t, end) ||
            (msdx_tok_lower_is(c->u, t, "the") && reaches_further(c, t + 1, end, &ahead))) {
            t++;
            continue;
        }
        end = firm_end(c, sense, end);
        for (int32_t i = t; i < end; i++) {
            c->word[i].name = sense;
            c->word[i].n_name = (uint32_t)n_sense;
            c->word[i].name_start = t;
            c->word[i].name_end = end;
        }
        t = end;
    }
}

/* The form of one word of a phrase in each try: 0 the last by dictionary form, 1 all as written ('forces', 'police'), 2
 * all by dictionary form ('driven back'), 3 a plural that the tagger took for a name ('Rebels'). */
static msdx_str phrase_word(const msdx_tok *tk, bool last, int try)
{
    if (try == 3 && last && tk->upos == MSDX_PROPN && tk->lower.n > 4 && tk->lower.p[tk->lower.n - 1] == 's')
        return (msdx_str){tk->lower.p, tk->lower.n - 1};
    return try == 2 || (try == 0 && last) ? tk->lemma : tk->lower;
}

static void lower_ascii(char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] >= 'A' && s[i] <= 'Z') s[i] = (char)(s[i] | 32);
}

/* What the form of a word means alone, asked once. A dictionary form is mostly the form as written. */
static const struct msdx_form *form_of(const struct msdx_coder *c, int32_t t, bool lemma)
{
    msdx_str w = lemma ? c->u->tok[t].lemma : c->u->tok[t].lower;
    struct msdx_form *f = &c->word[t].form[lemma], *other = &c->word[t].form[!lemma];
    char key[256];
    size_t n = 0;
    if (f->p == w.p && f->n == w.n && w.n) return f;
    if (other->p && msdx_str_eq((msdx_str){other->p, other->n}, w)) {
        *f = *other;
        f->p = w.p;
        return f;
    }
    *f = (struct msdx_form){.p = w.p, .n = (uint32_t)w.n, .too_long = !key_add(key, sizeof key, &n, w)};
    if (f->too_long) return f;
    f->spaced = memchr(key, ' ', n) != NULL;
    lower_ascii(key, n);
    f->as_it_is = msdx_str_eq((msdx_str){key, n}, w);
    msdx_alone found = msdx_know_alone(c->know, MSDX_SPACE_LEMMA, (msdx_str){key, n});
    f->sense = found.sense;
    f->n_sense = found.n;
    f->most = found.most;
    return f;
}

/* Letter for letter as in the lists of dictionary forms: a form that needs no other key. */
static bool is_normal(msdx_str w)
{
    enum { LONGEST = 254 }; /* of a key */
    if (!w.n || w.n > LONGEST) return false;
    for (size_t i = 0; i < w.n; i++)
        if (w.p[i] == '\xE2' || w.p[i] == ' ' || (w.p[i] >= 'A' && w.p[i] <= 'Z')) return false;
    return true;
}

/* Ask what the forms of [t, end) mean alone, all at once; form_of asks for the rest when they are wanted. */
static void ask_forms(const struct msdx_coder *c, int32_t t, int32_t end)
{
    msdx_str w[MSDX_KNOW_MANY] = {{NULL, 0}};
    msdx_alone found[MSDX_KNOW_MANY];
    struct msdx_form *form[MSDX_KNOW_MANY];
    size_t n = 0;
    for (; t < end; t++)
        for (int lemma = 0; lemma < 2 && n < MSDX_KNOW_MANY; lemma++) {
            const msdx_tok *tk = &c->u->tok[t];
            w[n] = lemma ? tk->lemma : tk->lower;
            if (tk->is_space || !is_normal(w[n]) || (lemma && msdx_str_eq(tk->lemma, tk->lower))) continue;
            form[n++] = &c->word[t].form[lemma];
        }
    msdx_know_alone_many(c->know, MSDX_SPACE_LEMMA, w, n, found);
    for (size_t i = 0; i < n; i++)
        *form[i] = (struct msdx_form){.p = w[i].p,
                                      .n = (uint32_t)w[i].n,
                                      .as_it_is = true,
                                      .sense = found[i].sense,
                                      .n_sense = found[i].n,
                                      .most = found[i].most};
}

/* Words of the longest phrase that begins with this form of t. Most phrases that are tried begin like none that is known. */
static uint32_t longest_from(const struct msdx_coder *c, msdx_space space, int32_t t, bool lemma)
{
    const msdx_tok *tk = &c->u->tok[t];
    msdx_str w = lemma ? tk->lemma : tk->lower;
    char key[256];
    size_t n = 0;
    if (w.n && space == MSDX_SPACE_LEMMA) {
        const struct msdx_form *f = form_of(c, t, lemma);
        return f->too_long || f->spaced ? UINT32_MAX : f->most;
    }
    if (!w.n || memchr(w.p, ' ', w.n)) return UINT32_MAX; /* it is not the first word alone */
    if (!key_add(key, sizeof key, &n, w)) return UINT32_MAX;
    lower_ascii(key, n);
    return msdx_know_max_words(c->know, space, (msdx_str){key, n});
}

/* The senses of one word in try 0 and 1; *fits false: it is too long. */
static const msdx_sense *word_senses(const struct msdx_coder *c, int32_t t, bool *fits, size_t *n_sense)
{
    const struct msdx_form *f = form_of(c, t, true);
    if (!f->too_long && !f->sense) f = form_of(c, t, false);
    *fits = !f->too_long;
    *n_sense = f->n_sense;
    return f->sense;
}

const msdx_sense *msdx_phrase_senses(const struct msdx_coder *c, msdx_space space, const int32_t *tok, uint32_t n,
                                     size_t *n_sense)
{
    char room[2][256];
    size_t last_len = 0;
    const msdx_sense *sense = NULL;
    bool fits = true, one = n == 1 && space == MSDX_SPACE_LEMMA;
    *n_sense = 0;
    uint32_t written = UINT32_MAX, lemma = UINT32_MAX;
    if (n > 1) {
        written = longest_from(c, space, tok[0], false);
        lemma = longest_from(c, space, tok[0], true);
        if (written < n && lemma < n) return NULL;
    }
    if (one) sense = word_senses(c, tok[0], &fits, n_sense);
    for (int try = one ? 3 : 0; try < 4 && !sense && fits; try++) {
        char *key = room[try % 2];
        size_t len = 0;
        if (try == 2 && n == 1) continue;
        if (try == 3 && c->u->tok[tok[n - 1]].upos != MSDX_PROPN) break;
        if ((try == 2 ? lemma : written) < n) continue;
        for (uint32_t i = 0; i < n && fits; i++)
            fits = key_add(key, sizeof room[0], &len, phrase_word(&c->u->tok[tok[i]], i + 1 == n, try));
        *n_sense = 0;
        if (!fits) return NULL;
        lower_ascii(key, len);
        bool again = len == last_len && memcmp(key, room[(try + 1) % 2], len) == 0; /* what the try before asked for */
        last_len = len;
        if (!again) sense = msdx_know_find(c->know, space, (msdx_str){key, len}, n_sense);
    }
    return sense;
}

const msdx_sense *msdx_lemma_phrase(const struct msdx_coder *c, const int32_t *tok, uint32_t n, size_t *n_sense)
{
    return msdx_phrase_senses(c, MSDX_SPACE_LEMMA, tok, n, n_sense);
}

/* A word that is a rank before a role and a role alone ('deputy') is the role where it is the noun itself, and the rank
 * before another. */
static const msdx_agent *agent_in(const struct msdx_coder *c, const msdx_sense *sense, size_t n, bool noun)
{
    const msdx_agent *first = NULL;
    for (size_t i = 0; i < n; i++) {
        const msdx_agent *agent = sense[i].kind == MSDX_SENSE_AGENT ? msdx_know_agent(c->know, sense[i].index) : NULL;
        if (agent && (noun ? agent->is_head : !agent->is_head && !agent->sector)) return agent;
        if (!first) first = agent;
    }
    return first;
}

static bool is_noun_itself(const msdx_unit *u, int32_t t)
{
    bool before_name = t + 1 < (int32_t)u->n_tok && u->tok[t + 1].ent_iob == MSDX_BEGIN && u->tok[t + 1].ent &&
                       strcmp(u->tok[t + 1].ent, "PERSON") == 0; /* 'Deputy Luis Zamora' */
    msdx_rel rel = (msdx_rel)u->tok[t].rel;
    return msdx_is_noun(u, t) && (before_name || (rel != MSDX_REL_COMPOUND && rel != MSDX_REL_AMOD));
}

/* A plural that is a role of its own: 'strikers' are no footballers. NULL unless some role has the word in this form. */
static const msdx_sense *as_written(const struct msdx_coder *c, int32_t t, uint32_t n, size_t *n_sense)
{
    if (n > 1 || strcmp(c->u->tok[t].tag, "NNS") != 0) return NULL;
    const struct msdx_form *f = form_of(c, t, false);
    const msdx_sense *s = f->sense;
    *n_sense = f->n_sense;
    if (!f->as_it_is) s = msdx_know_find(c->know, MSDX_SPACE_LEMMA, c->u->tok[t].lower, n_sense);
    return agent_in(c, s, s ? *n_sense : 0, true) ? s : NULL;
}

/* 'Policemen', with a capital: the lemmatizer leaves names as they are. */
static const msdx_sense *as_one_man(const struct msdx_coder *c, int32_t t, uint32_t n, size_t *n_sense)
{
    char word[32];
    msdx_str lower = c->u->tok[t].lower;
    if (n > 1 || c->u->tok[t].upos != MSDX_PROPN || lower.n < 6 || lower.n >= sizeof word) return NULL;
    memcpy(word, lower.p, lower.n);
    if (memcmp(word + lower.n - 3, "men", 3) != 0) return NULL;
    word[lower.n - 2] = 'a';
    return msdx_know_find(c->know, MSDX_SPACE_LEMMA, (msdx_str){word, lower.n}, n_sense);
}

/* 'the Tigers', with a capital inside a sentence, are no animals. */
static bool is_beasts_name(const msdx_unit *u, int32_t t, const msdx_agent *agent)
{
    const char *ent = u->tok[t].ent;
    bool place = ent && (strcmp(ent, "LOC") == 0 || strcmp(ent, "GPE") == 0 || strcmp(ent, "FAC") == 0);
    return agent->kind == MSDX_AGENT_NATURE && !place && strcmp(u->tok[t].tag, "NNPS") == 0;
}

/* 'general trends', 'major firms', 'private schools' are of no army. */
static bool is_plain_adjective(const msdx_unit *u, int32_t t, const msdx_agent *agent)
{
    return u->tok[t].upos == MSDX_ADJ && u->tok[t].rel == MSDX_REL_AMOD && agent->kind == MSDX_AGENT_PERSON &&
           agent->sector && strcmp(agent->sector, "MIL") == 0;
}

/* The longest role noun that ends at t ('deputy prime minister'), over at most four words. */
static void find_agent(struct msdx_coder *c, int32_t t)
{
    int32_t tok[4];
    uint32_t n = 0;
    for (int32_t i = t; i >= 0 && n < 4 && c->u->tok[i].sent == c->u->tok[t].sent; i--) {
        if (c->u->tok[i].is_space) continue;
        n++;
        for (uint32_t k = n - 1; k > 0; k--) tok[k] = tok[k - 1];
        tok[0] = i;
        size_t n_sense;
        const msdx_sense *sense = as_written(c, t, n, &n_sense);
        if (!sense) sense = as_one_man(c, t, n, &n_sense);
        if (!sense) sense = msdx_lemma_phrase(c, tok, n, &n_sense);
        const msdx_agent *agent = agent_in(c, sense, n_sense, is_noun_itself(c->u, t));
        if (agent && !is_beasts_name(c->u, t, agent) && !is_plain_adjective(c->u, t, agent)) {
            c->word[t].agent = agent;
            c->word[t].agent_start = i;
        }
    }
    if (c->word[t].agent)
        for (int32_t i = c->word[t].agent_start; i < t; i++) c->word[i].is_modifier_agent = true;
}

/* Role nouns whose head comes first: 'secretary of state', 'chief of staff'. */
static void find_agent_of(struct msdx_coder *c, int32_t t)
{
    int32_t tok[3] = {t, t + 1, t + 2};
    size_t n_sense;
    if (t + 2 >= (int32_t)c->u->n_tok || !msdx_tok_lower_is(c->u, t + 1, "of")) return;
    const msdx_sense *sense = msdx_lemma_phrase(c, tok, 3, &n_sense);
    const msdx_agent *agent = agent_in(c, sense, n_sense, true);
    if (!agent) return;
    c->word[t].agent = agent;
    c->word[t].agent_start = t;
}

/* ---- verbs and nouns whose dictionary form the lemmatizer missed ---- */

static bool try_form(struct msdx_coder *c, int32_t t, const char *stem, size_t n, bool any)
{
    size_t n_sense = 0;
    const msdx_sense *s = msdx_know_find(c->know, MSDX_SPACE_LEMMA, (msdx_str){stem, n}, &n_sense);
    bool found = any && s;
    for (size_t i = 0; s && i < n_sense; i++)
        found |= s[i].kind == MSDX_SENSE_VERB || s[i].kind == MSDX_SENSE_CLASS_VERB;
    char *copy = found ? msdx_arena_strndup(c->u->arena, stem, n) : NULL;
    if (!copy) return false;
    c->u->tok[t].lemma = (msdx_str){copy, n};
    c->word[t].lemma = s;
    c->word[t].n_lemma = (uint32_t)n_sense;
    return true;
}

static bool try_verb(struct msdx_coder *c, int32_t t, const char *stem, size_t n)
{
    return try_form(c, t, stem, n, false);
}

static bool has_sense(const struct msdx_coder *c, const char *form, size_t n, msdx_sense_kind kind)
{
    size_t n_sense = 0;
    const msdx_sense *s = msdx_know_find(c->know, MSDX_SPACE_LEMMA, (msdx_str){form, n}, &n_sense);
    for (size_t i = 0; s && i < n_sense; i++)
        if (s[i].kind == kind) return true;
    return false;
}

/* 'Mobs looted shops', 'Riot in Papua': the first word of a sentence, with a capital for that alone, taken for a name. */
static void take_first_word(struct msdx_coder *c, int32_t t)
{
    msdx_tok *w = &c->u->tok[t];
    bool follows = t + 1 < (int32_t)c->u->n_tok && c->u->tok[t + 1].upos == MSDX_PROPN;
    bool first = t == (int32_t)c->u->sent[w->sent].tok_start && w->upos == MSDX_PROPN && !follows;
    if (!first || c->word[t].name || w->rel == MSDX_REL_FLAT || w->rel == MSDX_REL_COMPOUND || w->lower.n < 4) return;
    bool many = w->lower.p[w->lower.n - 1] == 's' && has_sense(c, w->lower.p, w->lower.n - 1, MSDX_SENSE_AGENT);
    if (!many && !has_sense(c, w->lower.p, w->lower.n, MSDX_SENSE_NOUN)) return;
    w->upos = MSDX_NOUN;
    w->tag = many ? "NNS" : "NN";
    w->lemma = (msdx_str){w->lower.p, w->lower.n - many};
}

/* 'marches', which the lemmatizer takes for several of the region of that name */
static bool take_noun(struct msdx_coder *c, int32_t t)
{
    msdx_str w = c->u->tok[t].lower;
    return strcmp(c->u->tok[t].tag, "NNS") == 0 && w.n > 4 && memcmp(w.p + w.n - 3, "hes", 3) == 0 &&
           try_form(c, t, w.p, w.n - 2, true);
}

bool msdx_take_verb(struct msdx_coder *c, int32_t t)
{
    enum { STEM_MAX = 40 };
    msdx_str w = c->u->tok[t].lower;
    char stem[STEM_MAX];
    size_t cut = w.n > 5 && memcmp(w.p + w.n - 3, "ing", 3) == 0  ? 3
                 : w.n > 4 && memcmp(w.p + w.n - 2, "ed", 2) == 0 ? 2
                                                                  : 0;
    size_t n = w.n - cut;
    if (!cut || n + 2 > sizeof stem) return false;
    memcpy(stem, w.p, n);
    stem[n] = 'e';
    return try_verb(c, t, stem, n) || try_verb(c, t, stem, n + 1) ||
           (stem[n - 1] == stem[n - 2] && try_verb(c, t, stem, n - 1)); /* 'rebuk', 'rebuke', 'readmit' */
}

void msdx_code_lexicon(struct msdx_coder *c)
{
    enum { AT_ONCE = MSDX_KNOW_MANY / 2 };
    int32_t n_tok = (int32_t)c->u->n_tok;
    find_names(c);
    msdx_code_defined(c);
    for (int32_t t = 0; t < n_tok; t++) {
        struct msdx_word *w = &c->word[t];
        if (t % AT_ONCE == 0) ask_forms(c, t, t + AT_ONCE < n_tok ? t + AT_ONCE : n_tok);
        if (c->u->tok[t].is_space || c->u->tok[t].upos == MSDX_PUNCT) continue;
        take_first_word(c, t);
        size_t n = 0;
        w->lemma = msdx_lemma_phrase(c, &t, 1, &n);
        w->n_lemma = (uint32_t)n;
        if (!w->lemma && c->u->tok[t].tag[0] == 'V' && msdx_take_verb(c, t)) n = w->n_lemma;
        if (!w->lemma && take_noun(c, t)) n = w->n_lemma;
        for (size_t i = 0; i < n; i++) w->is_event_noun |= w->lemma[i].kind == MSDX_SENSE_NOUN;
        if (msdx_is_noun(c->u, t) || c->u->tok[t].upos == MSDX_ADJ) find_agent(c, t);
        if (msdx_is_noun(c->u, t)) find_agent_of(c, t);
    }
}

const msdx_sense *msdx_word_sense(const struct msdx_word *w, msdx_sense_kind kind, const msdx_sense *after)
{
    for (const msdx_sense *s = after ? after + 1 : w->lemma; s && s < w->lemma + w->n_lemma; s++)
        if (s->kind == kind) return s;
    return NULL;
}

const msdx_sense *msdx_word_name(const struct msdx_word *w, msdx_sense_kind kind)
{
    for (uint32_t i = 0; i < w->n_name; i++)
        if (w->name[i].kind == kind) return &w->name[i];
    return NULL;
}

const char *msdx_sentence_country(const struct msdx_coder *c, int32_t sent, bool placed_only, int32_t but)
{
    const char *only = NULL;
    bool placed = !placed_only;
    for (uint32_t t = c->u->sent[sent].tok_start; t < c->u->sent[sent].tok_end; t++) {
        const struct msdx_word *w = &c->word[t];
        const char *country = w->place ? w->place->country : NULL;
        if (but >= 0 && w->name && w->name_start <= but && but < w->name_end) continue;
        for (uint32_t i = 0; i < w->n_name && !country; i++) {
            if (w->name[i].kind == MSDX_SENSE_PLACE)
                country = msdx_know_place(c->know, w->name[i].index)->country;
            else if (w->name[i].kind <= MSDX_SENSE_SEAT)
                country = msdx_know_actor(c->know, w->name[i].index)->country;
        }
        if (!country || !msdx_know_state(c->know, country)) continue;
        if (only && strcmp(only, country) != 0) return NULL;
        only = country;
        msdx_rel rel = c->u->tok[t].rel;
        int32_t prep = msdx_child(c->u, (int32_t)t, MSDX_REL_CASE), of = c->u->tok[t].head;
        bool felt = rel == MSDX_REL_OBL && of >= 0 && c->u->tok[of].upos == MSDX_ADJ &&
                    (msdx_tok_lower_is(c->u, prep, "with") || msdx_tok_lower_is(c->u, prep, "at") ||
                     msdx_tok_lower_is(c->u, prep, "of")); /* 'ministers furious with Berlin' are not of it */
        placed |= (rel == MSDX_REL_OBL && !felt) || rel == MSDX_REL_NMOD_POSS ||
                  (rel == MSDX_REL_NMOD && msdx_tok_lower_is(c->u, msdx_child(c->u, (int32_t)t, MSDX_REL_CASE), "in"));
    }
    return placed ? only : NULL;
}
