/* peer_actor.c: actors with dated codes, and agents.
 *
 * Actors:  NAME [CODE] [CODE <DATE] ..., then '+SYNONYM' lines and lines of codes; a name without any code takes
 * the codes of the names that follow it. Agents: NAME {PLURALS} [~CODE] or [CODE~]; !SET! = A, B stands for any. */
#include "know/peer_impl.h"

enum { CODES_MAX = 24, SETS_MAX = 32, SET_WORDS_MAX = 16 };

/* ---- codes and dates ---- */

static bool is_code(msdx_str s)
{
    if (s.n == 0 || s.n > 40) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool ok = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr("/-+#~_", c);
        if (!ok) return false;
    }
    return true;
}

/* YYMMDD or YYYYMMDD; two-digit years over 30 are of the last century, as PETRARCH has it. */
static bool read_date(msdx_str s, uint32_t *out)
{
    uint32_t v = 0;
    s = msdx_str_trim(s);
    if (s.n != 6 && s.n != 8) return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        v = v * 10 + (uint32_t)(s.p[i] - '0');
    }
    if (s.n == 6) v += v / 10000 > 30 ? 19000000 : 20000000;
    *out = v;
    return v / 100 % 100 <= 12 && v % 100 <= 31;
}

static msdx_str take_code(msdx_str *rest)
{
    msdx_str code = {rest->p, 0};
    while (code.n < rest->n && !strchr(" \t<>", rest->p[code.n])) code.n++;
    rest->p += code.n;
    rest->n -= code.n;
    *rest = msdx_str_trim(*rest);
    return code;
}

static bool read_range(msdx_str when, msdx_peer_code *out)
{
    const char *dash = memchr(when.p, '-', when.n);
    if (!dash) return false;
    msdx_str from = {when.p, (size_t)(dash - when.p)}, to = {dash + 1, when.n - from.n - 1};
    return read_date(from, &out->from) && read_date(to, &out->to);
}

static bool read_code(msdx_peer *peer, msdx_str inside, msdx_peer_code *out)
{
    msdx_str rest = inside, code = take_code(&rest);
    *out = (msdx_peer_code){0};
    if (!is_code(code)) return msdx_peer_refuse(peer, "'%.*s' is no actor code", (int)inside.n, inside.p);
    if (rest.n) {
        char sign = rest.p[0];
        msdx_str date = {rest.p + 1, rest.n - 1};
        bool ok = sign == '<'   ? read_date(date, &out->to)
                  : sign == '>' ? read_date(date, &out->from)
                                : read_range(rest, out);
        if (!ok) return msdx_peer_refuse(peer, "'%.*s' is no date or range of dates", (int)rest.n, rest.p);
    }
    out->code = msdx_peer_copy(peer, code);
    return true;
}

/* ---- actors ---- */

struct actors {
    msdx_peer_code code[CODES_MAX];
    uint32_t n_code, actor; /* actor: index of the one being read */
    bool open;              /* an actor is being read */
};

static msdx_peer_actor *now(msdx_peer *peer, const struct actors *a)
{
    return (msdx_peer_actor *)(void *)peer->actor.p + a->actor;
}

static void close_actor(msdx_peer *peer, struct actors *a)
{
    if (!a->open || peer->actor.failed) return;
    a->open = false;
    msdx_peer_actor *actor = now(peer, a);
    if (a->n_code == 0) {
        msdx_peer_refuse(peer, "'%s' (%s) has no code", actor->name, actor->rule);
        return;
    }
    msdx_peer_code *code = MSDX_NEW(&peer->arena, msdx_peer_code, a->n_code);
    if (!code) return;
    memcpy(code, a->code, a->n_code * sizeof *code);
    actor->code = code;
    actor->n_code = a->n_code;
}

static bool add_codes(msdx_peer *peer, struct actors *a, msdx_str rest)
{
    msdx_str inside;
    bool any = false, good = true;
    while (msdx_peer_bracket(&rest, &inside)) {
        msdx_peer_code code;
        any = true;
        if (!read_code(peer, inside, &code)) {
            good = false;
            continue;
        }
        if (a->n_code == CODES_MAX) return msdx_peer_refuse(peer, "over %d codes for one actor", CODES_MAX);
        a->code[a->n_code++] = code;
    }
    if (!any) return msdx_peer_refuse(peer, "no code in [ ]");
    return good;
}

static bool has_text(msdx_str s)
{
    return s.n && memchr(s.p, '[', s.n);
}

static msdx_str name_of(msdx_str line)
{
    const char *open = memchr(line.p, '[', line.n);
    return msdx_str_trim((msdx_str){line.p, open ? (size_t)(open - line.p) : line.n});
}

static const char *spaced(msdx_peer *peer, msdx_str name)
{
    char *s = msdx_arena_strndup(&peer->arena, name.p, name.n);
    if (!s) return "";
    for (size_t i = 0; i < name.n; i++)
        if (s[i] == '_') s[i] = ' ';
    for (size_t i = name.n; i > 0 && s[i - 1] == ' '; i--) s[i - 1] = 0;
    return s;
}

static bool add_name(msdx_peer *peer, struct actors *a, msdx_str name)
{
    struct msdx_peer_words w;
    bool stems = peer->now->dialect == MSDX_PEER_TABARI;
    if (!msdx_peer_cut(peer, name, stems, &w))
        return msdx_peer_refuse(peer, "no name, or over %d words", MSDX_PEER_WORDS_MAX);
    msdx_peer_add_phrase(peer, MSDX_PEER_ACTOR, &w, a->actor);
    return true;
}

static bool new_actor(msdx_peer *peer, struct actors *a, msdx_str name)
{
    /* a name still without a code shares what follows */
    if (!a->open || a->n_code) {
        close_actor(peer, a);
        msdx_peer_actor actor = {.name = spaced(peer, name), .rule = msdx_peer_rule(peer)};
        a->actor = (uint32_t)(peer->actor.n / sizeof actor);
        msdx_peer_push(&peer->actor, &actor, sizeof actor);
        if (peer->actor.failed) return false;
        a->n_code = 0;
        a->open = true;
    }
    return add_name(peer, a, name);
}

bool msdx_peer_read_actors(msdx_peer *peer, void *state, msdx_peer_line line)
{
    struct actors *a = state;
    msdx_str text = line.text;
    if (!text.p) {
        close_actor(peer, a);
        return true;
    }
    if (text.p[0] == '[') {
        if (!a->open) return msdx_peer_refuse(peer, "a code before any actor");
        return add_codes(peer, a, text);
    }
    bool synonym = text.p[0] == '+';
    msdx_str name = name_of(text);
    if (memchr(text.p, ']', text.n) && !has_text(text)) return msdx_peer_refuse(peer, "']' without '['");
    if (has_text(text) && !memchr(text.p, ']', text.n)) return msdx_peer_refuse(peer, "'[' without ']'");
    if (synonym) {
        if (!a->open) return msdx_peer_refuse(peer, "a synonym before any actor");
        name = msdx_str_trim((msdx_str){name.p + 1, name.n - 1});
        if (!add_name(peer, a, name)) return false;
    } else if (!new_actor(peer, a, name)) {
        return false;
    }
    return !has_text(text) || add_codes(peer, a, text);
}

const msdx_peer_actor *msdx_peer_actor_at(const msdx_peer *peer, uint32_t index)
{
    return (const msdx_peer_actor *)(const void *)peer->actor.p + index;
}

/* The order of PETRARCH's get_actor_code: the first dated code that holds, else the last one without dates. */
const char *msdx_peer_actor_code(const msdx_peer_actor *actor, uint32_t day)
{
    const char *undated = NULL;
    for (uint32_t i = 0; i < actor->n_code; i++) {
        const msdx_peer_code *c = &actor->code[i];
        if (!c->from && !c->to)
            undated = c->code;
        else if (day && (!c->from || c->from <= day) && (!c->to || day <= c->to))
            return c->code;
    }
    return undated;
}

/* ---- agents ---- */

struct set {
    msdx_str name;
    msdx_str word[SET_WORDS_MAX];
    uint32_t n;
};
struct agents {
    struct set *set;
    uint32_t n_set;
};

static bool read_set(msdx_peer *peer, struct agents *a, msdx_str text)
{
    const char *end = memchr(text.p + 1, '!', text.n - 1), *equals = memchr(text.p, '=', text.n);
    if (!end || !equals || equals < end) return msdx_peer_refuse(peer, "a set is written !NAME! = WORD, WORD");
    if (!a->set) a->set = MSDX_NEW(&peer->arena, struct set, SETS_MAX);
    if (!a->set) return false;
    if (a->n_set == SETS_MAX) return msdx_peer_refuse(peer, "over %d sets", SETS_MAX);
    struct set *set = &a->set[a->n_set];
    set->name.n = (size_t)(end + 1 - text.p);
    set->name.p = msdx_peer_copy(peer, (msdx_str){text.p, set->name.n});
    for (msdx_str rest = {equals + 1, text.n - (size_t)(equals + 1 - text.p)}; rest.n;) {
        const char *comma = memchr(rest.p, ',', rest.n);
        size_t n = comma ? (size_t)(comma - rest.p) : rest.n;
        msdx_str word = msdx_str_trim((msdx_str){rest.p, n});
        while (word.n && word.p[0] == '_') word.p++, word.n--;
        while (word.n && word.p[word.n - 1] == '_') word.n--;
        if (set->n == SET_WORDS_MAX) return msdx_peer_refuse(peer, "over %d words in a set", SET_WORDS_MAX);
        if (word.n) set->word[set->n++] = (msdx_str){msdx_peer_copy(peer, word), word.n};
        if (peer->arena.failed) return false;
        n += comma != NULL;
        rest.p += n;
        rest.n -= n;
    }
    if (peer->arena.failed) return false;
    a->n_set++;
    return true;
}

static bool add_agent_phrase(msdx_peer *peer, msdx_str name, uint32_t index, bool stems)
{
    struct msdx_peer_words w;
    if (!msdx_peer_cut(peer, name, stems, &w)) return false;
    msdx_peer_add_phrase(peer, MSDX_PEER_AGENT, &w, index);
    return true;
}

/* PETRARCH makes regular plurals of agents that give none: -S, -ES, -IES on the last word. */
static void add_plural(msdx_peer *peer, msdx_str name, uint32_t index)
{
    char text[512];
    size_t n = name.n;
    while (n && name.p[n - 1] == '_') n--;
    if (n == 0 || n + 4 > sizeof text) return;
    memcpy(text, name.p, n);
    char last = (char)(text[n - 1] | 0x20), before = n > 1 ? (char)(text[n - 2] | 0x20) : ' ';
    const char *ending = "S";
    if (last == 'y' && !strchr("aeiou", before)) {
        n--;
        ending = "IES";
    } else if (last == 's' || last == 'x' || last == 'z' || (last == 'h' && (before == 'c' || before == 's'))) {
        ending = "ES";
    }
    memcpy(text + n, ending, strlen(ending));
    add_agent_phrase(peer, (msdx_str){text, n + strlen(ending)}, index, false);
}

static bool add_expanded(msdx_peer *peer, const struct agents *a, msdx_str name, uint32_t index, bool plural)
{
    const char *mark = memchr(name.p, '!', name.n);
    if (!mark) {
        bool stems = peer->now->dialect == MSDX_PEER_TABARI;
        if (!add_agent_phrase(peer, name, index, stems)) return msdx_peer_refuse(peer, "no name, or too many words");
        if (plural && !stems) add_plural(peer, name, index);
        return true;
    }
    msdx_str rest = {mark, name.n - (size_t)(mark - name.p)};
    for (uint32_t i = 0; i < a->n_set; i++) {
        const struct set *set = &a->set[i];
        if (rest.n < set->name.n || memcmp(rest.p, set->name.p, set->name.n) != 0) continue;
        for (uint32_t k = 0; k < set->n; k++) {
            msdx_buf full = MSDX_BUF_INIT(1 << 16);
            msdx_buf_add(&full, name.p, (size_t)(mark - name.p));
            msdx_buf_add(&full, set->word[k].p, set->word[k].n);
            msdx_buf_add(&full, rest.p + set->name.n, rest.n - set->name.n);
            peer->failed |= full.failed;
            if (!full.failed) add_agent_phrase(peer, (msdx_str){full.p, full.n}, index, false);
            msdx_buf_clear(&full);
        }
        return true;
    }
    return msdx_peer_refuse(peer, "no set of the name in '%.*s'", (int)name.n, name.p);
}

static bool read_agent_code(msdx_peer *peer, msdx_str inside, msdx_peer_agent *out)
{
    msdx_str code = inside;
    out->is_prefix = code.n && code.p[code.n - 1] == '~';
    if (out->is_prefix) {
        code.n--;
    } else if (code.n && code.p[0] == '~') {
        code.p++;
        code.n--;
    } else {
        return msdx_peer_refuse(peer, "'[%.*s]' has no '~'", (int)inside.n, inside.p);
    }
    code = msdx_str_trim(code);
    if (!is_code(code)) return msdx_peer_refuse(peer, "'%.*s' is no agent code", (int)inside.n, inside.p);
    out->code = msdx_peer_copy(peer, code);
    return true;
}

static bool add_plurals(msdx_peer *peer, msdx_str list, uint32_t index)
{
    list = msdx_str_trim(list);
    while (list.n) {
        msdx_str one = {list.p, 0};
        while (one.n < list.n && one.p[one.n] != ' ' && one.p[one.n] != '\t' && one.p[one.n] != ',') one.n++;
        if (one.n && !add_agent_phrase(peer, one, index, false))
            return msdx_peer_refuse(peer, "a plural without a word");
        size_t used = one.n < list.n ? one.n + 1 : one.n;
        list.p += used;
        list.n -= used;
    }
    return true;
}

bool msdx_peer_read_agents(msdx_peer *peer, void *state, msdx_peer_line line)
{
    struct agents *a = state;
    msdx_str text = line.text, rest = text, inside;
    if (!text.p) return true;
    if (text.p[0] == '!' && memchr(text.p, '=', text.n)) return read_set(peer, a, text);
    if (!msdx_peer_bracket(&rest, &inside)) return msdx_peer_refuse(peer, "no code in [ ]");
    msdx_peer_agent agent;
    if (!read_agent_code(peer, inside, &agent)) return false;
    uint32_t index = (uint32_t)(peer->agent.n / sizeof agent);
    msdx_peer_push(&peer->agent, &agent, sizeof agent);
    msdx_str name = name_of(text);
    const char *brace = memchr(name.p, '{', name.n),
               *end = brace ? memchr(brace, '}', name.n - (size_t)(brace - name.p)) : NULL;
    if (brace && !end) return msdx_peer_refuse(peer, "'{' without '}'");
    msdx_str only = brace ? msdx_str_trim((msdx_str){name.p, (size_t)(brace - name.p)}) : name;
    if (!add_expanded(peer, a, only, index, !brace)) return false;
    return !brace || add_plurals(peer, (msdx_str){brace + 1, (size_t)(end - brace) - 1}, index);
}

const msdx_peer_agent *msdx_peer_agent_at(const msdx_peer *peer, uint32_t index)
{
    return (const msdx_peer_agent *)(const void *)peer->agent.p + index;
}
