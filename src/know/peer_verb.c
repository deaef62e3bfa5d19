/* peer_verb.c: verbs, their patterns and synonym sets, in the three ways they are written.
 *
 * PETRARCH: '--- NAME [CODE] ---' opens a block; verbs of the block, '+' marking the verb in one of several words,
 * other forms in { }, a code of their own in [ ]; '- PATTERN [CODE]'. A pattern has '*' for the verb, '$' source, '+'
 * target, '^' a noun phrase passed over, '%' a compound, &SET any of a synonym set; '_' joins what must stand
 * together. PETRARCH2 puts noun phrases into { } and prepositional ones into ( ). TABARI has one verb a block, with its
 * code on its line, and { A | B } for either. */
#include <stdlib.h>

#include "know/peer_impl.h"

enum { NAME_MAX_BYTE = 200 };

struct verbs {
    bool in_synset, in_block, skipping; /* skipping: a section that is not used */
    uint32_t synset;                    /* being filled */
    uint32_t first_verb;                /* of the block, in peer->verb */
    const char *code, *reverse, *name;
    msdx_peer_pattern *pattern;
    uint32_t n_pattern, room;
    msdx_peer_items *set_phrase;
    uint32_t n_set_phrase, set_room;
    struct msdx_peer_scan items; /* of the line at hand */
};

_Static_assert(sizeof(struct verbs) <= MSDX_PEER_STATE, "the state of a reader has room");

/* ---- growing lists in the arena ---- */

static bool grow(msdx_peer *peer, void *list, uint32_t n, uint32_t *room, size_t size)
{
    void **p = list, *more;
    if (n < *room) return true;
    uint32_t want = *room ? *room * 2 : 16;
    more = msdx_arena_alloc(&peer->arena, want, size);
    if (!more) return false;
    if (n) memcpy(more, *p, n * size);
    *p = more;
    *room = want;
    return true;
}

/* ---- codes ---- */

/* [032:033] is a code and the one of the other side; '---' is no code; a '?' or '!' at the end says nothing here. */
static void split_code(msdx_peer *peer, msdx_str inside, const char **code, const char **reverse)
{
    const char *colon = inside.n ? memchr(inside.p, ':', inside.n) : NULL;
    msdx_str first = {inside.p, colon ? (size_t)(colon - inside.p) : inside.n}, second = {NULL, 0};
    if (colon) second = msdx_str_trim((msdx_str){colon + 1, inside.n - first.n - 1});
    first = msdx_str_trim(first);
    while (first.n && (first.p[first.n - 1] == '?' || first.p[first.n - 1] == '!')) first.n--;
    bool none = first.n == 0 || first.p[0] == '-' || first.p[0] == '#' || first.p[0] == '+';
    *code = none ? "---" : msdx_peer_copy(peer, first);
    *reverse = second.n && second.p[0] != '-' ? msdx_peer_copy(peer, second) : NULL;
}

static bool is_event_code(msdx_str s)
{
    if (s.n == 0 || s.n > 24) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool ok = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr("-+#:?! ", c);
        if (!ok) return false;
    }
    return true;
}

/* ---- synonym sets ---- */

static msdx_peer_synset_entry *set_at(msdx_peer *peer, uint32_t i)
{
    return (msdx_peer_synset_entry *)(void *)peer->synset.p + i;
}

/* ---- patterns ---- */

static bool add_pattern(msdx_peer *peer, struct verbs *v, msdx_str text)
{
    msdx_str rest = text, inside;
    if (!v->in_block) return msdx_peer_refuse(peer, "a pattern before any verb");
    if (!msdx_peer_bracket(&rest, &inside)) return msdx_peer_refuse(peer, "no code in [ ]");
    if (!is_event_code(inside)) return msdx_peer_refuse(peer, "'%.*s' is no event code", (int)inside.n, inside.p);
    msdx_str body = {text.p, (size_t)(inside.p - text.p)};
    while (body.n && body.p[body.n - 1] != '[') body.n--;
    if (body.n) body.n--;
    struct msdx_peer_scan *items = &v->items;
    items->n = 0;
    items->two_stars = items->full = false;
    bool stems = peer->now->dialect == MSDX_PEER_TABARI;
    if (!msdx_peer_read_items(peer, body, stems, true, items))
        return msdx_peer_refuse(peer, "no pattern: '%.*s'", (int)body.n, body.p);
    if (items->star == MSDX_PEER_ITEMS_MAX)
        return msdx_peer_refuse(peer, "no '*' for the verb in '%.*s'", (int)body.n, body.p);
    msdx_peer_pattern p = {
        .before = msdx_peer_keep(peer, items->item, items->star), .rule = msdx_peer_rule(peer), .order = peer->line};
    p.after = msdx_peer_keep(peer, items->item + items->star, items->n - items->star);
    split_code(peer, inside, &p.code, &p.reverse);
    if (!grow(peer, &v->pattern, v->n_pattern, &v->room, sizeof p)) return false;
    v->pattern[v->n_pattern++] = p;
    return true;
}

/* ---- verbs ---- */

static bool add_form(msdx_peer *peer, struct verbs *v, msdx_str text, uint32_t main, const char *code,
                     const char *reverse)
{
    struct msdx_peer_words w;
    uint32_t at = 0, n = 0;
    bool stems = peer->now->dialect == MSDX_PEER_TABARI;
    const char *plus = memchr(text.p, '+', text.n);
    msdx_str head = {text.p, plus ? (size_t)(plus - text.p) : 0};
    if (plus && head.n) {
        if (msdx_peer_cut(peer, head, false, &w)) at = w.n;
    } else if (!plus) {
        at = main;
    }
    char clean[NAME_MAX_BYTE];
    if (text.n >= sizeof clean) return msdx_peer_refuse(peer, "a verb of over %d bytes", NAME_MAX_BYTE);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '+') clean[n++] = text.p[i];
    if (!msdx_peer_cut(peer, (msdx_str){clean, n}, stems, &w)) return msdx_peer_refuse(peer, "no verb in the line");
    if (w.n == 0 || at >= w.n) at = 0;
    msdx_peer_item item[MSDX_PEER_WORDS_MAX];
    for (uint32_t i = 0; i < w.n; i++) item[i] = (msdx_peer_item){MSDX_PEER_WORD, w.flags[i], w.word[i], 0};
    msdx_peer_verb verb = {.phrase = msdx_peer_keep(peer, item, w.n),
                           .main = at,
                           .code = code,
                           .reverse = reverse,
                           .name = v->name,
                           .rule = msdx_peer_rule(peer),
                           .dialect = peer->now->dialect};
    if (!verb.phrase.n) return false;
    if (item[at].flags & MSDX_PEER_STEM) peer->has_stems = true;
    msdx_peer_push(&peer->verb, &verb, sizeof verb);
    return true;
}

/* PETRARCH makes -S, -ED and -ING of verbs that give no forms; irregular ones are found by their dictionary form. */
static void add_regular(msdx_peer *peer, struct verbs *v, msdx_str word, const char *code, const char *reverse)
{
    char text[NAME_MAX_BYTE];
    size_t n = word.n;
    while (n && word.p[n - 1] == '_') n--;
    if (n < 2 || n + 4 > sizeof text) return;
    for (size_t i = 0; i < n; i++)
        if (strchr("_ +", word.p[i])) return;
    char last = (char)(word.p[n - 1] | 0x20), before = (char)(word.p[n - 2] | 0x20);
    bool y = last == 'y' && !strchr("aeiou", before), e = last == 'e';
    const char *ending[3] = {y                                                              ? "IES"
                             : strchr("sxz", last) || (last == 'h' && strchr("cs", before)) ? "ES"
                                                                                            : "S",
                             y   ? "IED"
                             : e ? "D"
                                 : "ED",
                             "ING"};
    for (int i = 0; i < 3; i++) {
        size_t k = n - (i < 2 ? y : e);
        memcpy(text, word.p, k);
        memcpy(text + k, ending[i], strlen(ending[i]));
        add_form(peer, v, (msdx_str){text, k + strlen(ending[i])}, 0, code, reverse);
    }
}

static bool add_forms(msdx_peer *peer, struct verbs *v, msdx_str list, uint32_t main, const char *code,
                      const char *reverse)
{
    list = msdx_str_trim(list);
    while (list.n) {
        msdx_str one = {list.p, 0};
        while (one.n < list.n && one.p[one.n] != ' ' && one.p[one.n] != '\t' && one.p[one.n] != ',') one.n++;
        if (one.n && !add_form(peer, v, one, main, code, reverse)) return false;
        size_t used = one.n < list.n ? one.n + 1 : one.n;
        list.p += used;
        list.n -= used;
    }
    return true;
}

static void close_block(msdx_peer *peer, struct verbs *v);

static bool add_verb(msdx_peer *peer, struct verbs *v, msdx_str text)
{
    msdx_str rest = text, inside = {NULL, 0}, name = text;
    const char *code = v->code, *reverse = v->reverse;
    bool tabari = peer->now->dialect == MSDX_PEER_TABARI;
    if (memchr(text.p, '[', text.n)) {
        if (!msdx_peer_bracket(&rest, &inside)) return msdx_peer_refuse(peer, "'[' without ']'");
        if (!is_event_code(inside)) return msdx_peer_refuse(peer, "'%.*s' is no event code", (int)inside.n, inside.p);
        name.n = (size_t)((const char *)memchr(text.p, '[', text.n) - text.p);
    } else if (memchr(text.p, ']', text.n)) {
        return msdx_peer_refuse(peer, "']' without '['");
    }
    if (tabari) {
        if (!inside.p) return msdx_peer_refuse(peer, "a verb without a code in [ ]");
        close_block(peer, v);
        v->in_block = true;
        v->name = "";
        v->first_verb = (uint32_t)(peer->verb.n / sizeof(msdx_peer_verb));
    } else if (!v->in_block) {
        return msdx_peer_refuse(peer, "a verb before any '---' block");
    }
    if (inside.p) split_code(peer, inside, &code, &reverse);
    const char *brace = memchr(name.p, '{', name.n),
               *end = brace ? memchr(brace, '}', name.n - (size_t)(brace - name.p)) : NULL;
    if (brace && !end) return msdx_peer_refuse(peer, "'{' without '}'");
    msdx_str only = msdx_str_trim((msdx_str){name.p, brace ? (size_t)(brace - name.p) : name.n});
    if (!only.n || strchr("*$%", only.p[0])) return msdx_peer_refuse(peer, "no verb: a pattern begins with '- '");
    if (!add_form(peer, v, only, 0, code, reverse)) return false;
    if (!tabari && !brace) add_regular(peer, v, only, code, reverse);
    return !brace || add_forms(peer, v, (msdx_str){brace + 1, (size_t)(end - brace) - 1}, 0, code, reverse);
}

/* ---- blocks ---- */

static uint32_t weight(const msdx_peer_items *items)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < items->n; i++) n += items->item[i].kind ? 1 : 0;
    return n;
}

static size_t letters(const msdx_peer_items *items)
{
    size_t n = 0;
    for (uint32_t i = 0; i < items->n; i++)
        if (items->item[i].kind == MSDX_PEER_WORD) n += strlen(items->item[i].word);
    return n;
}

static int by_weight(const void *a, const void *b)
{
    const msdx_peer_pattern *x = a, *y = b;
    uint32_t nx = weight(&x->before) + weight(&x->after), ny = weight(&y->before) + weight(&y->after);
    if (nx != ny) return nx > ny ? -1 : 1;
    size_t lx = letters(&x->before) + letters(&x->after), ly = letters(&y->before) + letters(&y->after);
    if (lx != ly) return lx > ly ? -1 : 1;
    return (x->order < y->order) - (x->order > y->order); /* of two the same the later one holds */
}

static void close_block(msdx_peer *peer, struct verbs *v)
{
    if (!v->in_block || peer->verb.failed) return;
    if (v->n_pattern) qsort(v->pattern, v->n_pattern, sizeof *v->pattern, by_weight);
    msdx_peer_verb *verb = (msdx_peer_verb *)(void *)peer->verb.p;
    for (size_t i = v->first_verb; i < peer->verb.n / sizeof *verb; i++) {
        verb[i].pattern = v->pattern;
        verb[i].n_pattern = v->n_pattern;
    }
    v->in_block = false;
    v->pattern = NULL;
    v->n_pattern = v->room = 0;
    v->code = v->reverse = NULL;
}

static void close_set(msdx_peer *peer, struct verbs *v)
{
    if (!v->in_synset || peer->synset.failed) return;
    msdx_peer_synset_entry *e = set_at(peer, v->synset);
    if (e->defined && e->n) { /* once more: the words add up */
        msdx_peer_items *all = MSDX_NEW(&peer->arena, msdx_peer_items, e->n + v->n_set_phrase);
        if (all) {
            memcpy(all, e->phrase, e->n * sizeof *all);
            if (v->n_set_phrase) memcpy(all + e->n, v->set_phrase, v->n_set_phrase * sizeof *all);
            e->phrase = all;
            e->n += v->n_set_phrase;
        }
    } else {
        e->phrase = v->set_phrase;
        e->n = v->n_set_phrase;
    }
    e->defined = true;
    v->in_synset = false;
    v->set_phrase = NULL;
    v->n_set_phrase = v->set_room = 0;
}

static bool open_block(msdx_peer *peer, struct verbs *v, msdx_str text)
{
    msdx_str rest = text, inside, name = text;
    close_set(peer, v);
    close_block(peer, v);
    const char *end = memchr(text.p, '[', text.n);
    bool coded = msdx_peer_bracket(&rest, &inside);
    if (end) name.n = (size_t)(end - text.p);
    while (name.n && name.p[0] == '-') name.p++, name.n--;
    while (name.n && name.p[name.n - 1] == '-') name.n--;
    name = msdx_str_trim(name);
    coded = coded && is_event_code(inside);
    if (!coded) inside = MSDX_STR("---"); /* the block still holds */
    msdx_str lower;
    if (!msdx_peer_lower(peer, name, &lower)) return false;
    v->name = msdx_peer_copy(peer, lower);
    split_code(peer, inside, &v->code, &v->reverse);
    v->first_verb = (uint32_t)(peer->verb.n / sizeof(msdx_peer_verb));
    v->in_block = true;
    return coded ||
           msdx_peer_refuse(peer, "a block is written --- NAME [CODE] ---; without a code its verbs have none");
}

static bool add_set_phrase(msdx_peer *peer, struct verbs *v, msdx_str text)
{
    struct msdx_peer_scan *items = &v->items;
    items->n = 0;
    items->two_stars = items->full = false;
    text = msdx_str_trim((msdx_str){text.p + 1, text.n - 1});
    if (!text.n) return msdx_peer_refuse(peer, "a '+' without a word");
    if (!msdx_peer_read_items(peer, text, peer->now->dialect == MSDX_PEER_TABARI, false, items) || !items->n)
        return msdx_peer_refuse(peer, "no phrase: '%.*s'", (int)text.n, text.p);
    for (uint32_t i = 0; i < items->n && peer->now->dialect != MSDX_PEER_TABARI; i++)
        items->item[i].flags |= MSDX_PEER_TIGHT;
    if (!grow(peer, &v->set_phrase, v->n_set_phrase, &v->set_room, sizeof *v->set_phrase)) return false;
    v->set_phrase[v->n_set_phrase++] = msdx_peer_keep(peer, items->item, items->n);
    return true;
}

static bool open_set(msdx_peer *peer, struct verbs *v, msdx_str text)
{
    close_set(peer, v);
    msdx_str name = {text.p + 1, 0};
    while (name.n + 1 < text.n && !strchr(" \t", name.p[name.n])) name.n++;
    if (name.n == 0) return msdx_peer_refuse(peer, "a synonym set without a name");
    v->synset = msdx_peer_set_index(peer, name);
    v->in_synset = v->synset < peer->synset.n / sizeof(msdx_peer_synset_entry);
    return v->in_synset;
}

/* ---- ~ a (a b ATTACK) SAY = a b 015 ---- */

static const char *word_lower(msdx_peer *peer, msdx_str *rest)
{
    msdx_str word, s;
    *rest = msdx_str_trim(*rest);
    word = (msdx_str){rest->p, 0};
    while (word.n < rest->n && !strchr(" \t)(", rest->p[word.n])) word.n++;
    rest->p += word.n;
    rest->n -= word.n;
    return word.n && msdx_peer_lower(peer, word, &s) ? msdx_peer_copy(peer, s) : NULL;
}

static bool skip_char(msdx_str *rest, char c)
{
    *rest = msdx_str_trim(*rest);
    if (!rest->n || rest->p[0] != c) return false;
    rest->p++;
    rest->n--;
    return true;
}

static bool add_rewrite(msdx_peer *peer, msdx_str text)
{
    msdx_str rest = {text.p + 1, text.n - 1};
    const char *part[7] = {0};
    part[0] = word_lower(peer, &rest);
    bool ok = part[0] && skip_char(&rest, '(');
    for (int i = 1; ok && i < 4; i++) ok = (part[i] = word_lower(peer, &rest)) != NULL;
    ok = ok && skip_char(&rest, ')') && (part[4] = word_lower(peer, &rest)) && skip_char(&rest, '=');
    for (int i = 5; ok && i < 7; i++) ok = (part[i] = word_lower(peer, &rest)) != NULL;
    const char *code = ok ? word_lower(peer, &rest) : NULL;
    if (!code) return msdx_peer_refuse(peer, "a rule over two verbs is written ~ a (a b VERB) VERB = a b CODE");
    msdx_peer_rewrite r = {part[0][0], part[1][0], part[2][0],          part[3], part[4], part[5][0],
                           part[6][0], code,       msdx_peer_rule(peer)};
    msdx_peer_push(&peer->rewrite, &r, sizeof r);
    return true;
}

const msdx_peer_rewrite *msdx_peer_rewrites(const msdx_peer *peer, size_t *n)
{
    *n = peer->rewrite.n / sizeof(msdx_peer_rewrite);
    return (const void *)peer->rewrite.p;
}

/* ---- lines ---- */

static bool section(msdx_peer *peer, struct verbs *v, msdx_str text)
{
    bool end = text.n > 1 && text.p[1] == '/';
    bool synsets = text.n >= 9 && memcmp(text.p + 1 + end, "SYNSETS", 7) == 0;
    close_set(peer, v);
    v->skipping = !end && !synsets;
    return synsets || end || msdx_peer_refuse(peer, "the section %.*s is not used", (int)text.n, text.p);
}

bool msdx_peer_read_verbs(msdx_peer *peer, void *state, msdx_peer_line line)
{
    struct verbs *v = state;
    msdx_str text = line.text;
    if (!text.p) {
        close_set(peer, v);
        close_block(peer, v);
        return true;
    }
    bool dashes = text.n >= 3 && memcmp(text.p, "---", 3) == 0;
    if (text.p[0] == '<') return section(peer, v, text);
    if (v->skipping) return msdx_peer_refuse(peer, "in a section that is not used");
    if (dashes) return open_block(peer, v, text);
    if (text.p[0] == '&') return open_set(peer, v, text);
    if (text.p[0] == '~') return add_rewrite(peer, text);
    if (text.p[0] == '+' && v->in_synset) return add_set_phrase(peer, v, text);
    if (text.p[0] == '-' && text.n > 1 && text.p[1] != '-')
        return add_pattern(peer, v, (msdx_str){text.p + 1, text.n - 1});
    if (text.p[0] == '-') return msdx_peer_refuse(peer, "neither a block ('---') nor a pattern ('- ')");
    close_set(peer, v);
    return add_verb(peer, v, text);
}

/* ---- order and lookups ---- */

static const char *main_word(const msdx_peer_verb *v)
{
    return v->phrase.item[v->main].word;
}

static int by_main(const void *a, const void *b)
{
    const msdx_peer_verb *x = a, *y = b;
    int c = strcmp(main_word(x), main_word(y));
    if (c) return c;
    if (x->phrase.n != y->phrase.n) return x->phrase.n > y->phrase.n ? -1 : 1;
    if (x->n_pattern != y->n_pattern) return x->n_pattern > y->n_pattern ? -1 : 1;
    return strcmp(x->rule, y->rule);
}

/* No line is at fault alone; what names the set just never fits. */
static void tell_undefined(msdx_peer *peer)
{
    const msdx_peer_synset_entry *e = (const void *)peer->synset.p;
    for (size_t i = 0; peer->report && i < peer->synset.n / sizeof *e; i++)
        if (!e[i].defined)
            msdx_buf_addf(peer->report, "%s%s%s: no synonym set is called '%s'\n", peer->dir_name,
                          peer->dir_name[0] ? "/" : "", e[i].rule, e[i].name);
}

void msdx_peer_finish_verbs(msdx_peer *peer)
{
    tell_undefined(peer);
    if (peer->verb.n) qsort(peer->verb.p, peer->verb.n / sizeof(msdx_peer_verb), sizeof(msdx_peer_verb), by_main);
}

const msdx_peer_verb *msdx_peer_verbs(const msdx_peer *peer, const char *word, size_t n_byte, size_t *n)
{
    const msdx_peer_verb *list = (const void *)peer->verb.p;
    size_t lo = 0, hi = peer->verb.n / sizeof *list, all = hi;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = strncmp(main_word(&list[mid]), word, n_byte);
        if (c == 0 && main_word(&list[mid])[n_byte]) c = 1;
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    *n = 0;
    while (lo + *n < all && strncmp(main_word(&list[lo + *n]), word, n_byte) == 0 && !main_word(&list[lo + *n])[n_byte])
        ++*n;
    return *n ? list + lo : NULL;
}

bool msdx_peer_has_stems(const msdx_peer *peer)
{
    return peer->has_stems;
}

const msdx_peer_items *msdx_peer_synset(const msdx_peer *peer, uint32_t synset, size_t *n)
{
    const msdx_peer_synset_entry *e = (const msdx_peer_synset_entry *)(const void *)peer->synset.p + synset;
    *n = e->n;
    return e->phrase;
}
