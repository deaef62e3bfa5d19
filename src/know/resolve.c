#include "know/resolve.h"
#include "know/spelling.h"

#include "know/gazetteer.h"

enum { WORDS_MAX = 64, HITS_MAX = 64, PHRASE_BYTES = 512 };

typedef struct word {
    uint32_t start, end; /* bytes in the text */
} word;

typedef struct hit {
    uint32_t first, last; /* words, both included */
    msdx_space space;
    const msdx_sense *sense;
    size_t n_sense;
} hit;

typedef struct resolver {
    const msdx_know *know;
    msdx_str text;
    const char *date;
    word word[WORDS_MAX];
    uint32_t n_word;
    hit hit[HITS_MAX];
    uint32_t n_hit;
    msdx_buf phrase;
    msdx_found *out;
    size_t n, room;
} resolver;

/* ---- words ---- */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_edge(char c)
{
    return c && strchr("\"'()[],;:!?", c) != NULL;
}

static void split(resolver *r)
{
    msdx_str t = r->text;
    for (size_t i = 0; i < t.n && r->n_word < WORDS_MAX;) {
        while (i < t.n && (is_blank(t.p[i]) || is_edge(t.p[i]))) i++;
        size_t start = i;
        while (i < t.n && !is_blank(t.p[i])) i++;
        size_t end = i;
        while (end > start && is_edge(t.p[end - 1])) end--;
        if (end > start) r->word[r->n_word++] = (word){(uint32_t)start, (uint32_t)end};
    }
}

/* Words [a, b] in normal form, the last one without `cut` bytes and with `add` after it. */
static msdx_str phrase_of(resolver *r, uint32_t a, uint32_t b, msdx_space space, size_t cut, const char *add)
{
    size_t start = r->word[a].start, end = r->word[b].end;
    msdx_buf_reset(&r->phrase);
    if (end - start <= cut || end - start > PHRASE_BYTES) return (msdx_str){NULL, 0};
    msdx_know_normal((msdx_str){r->text.p + start, end - start - cut}, space, &r->phrase);
    msdx_buf_adds(&r->phrase, add);
    return (msdx_str){r->phrase.p, r->phrase.failed ? 0 : r->phrase.n};
}

/* ---- lookups ---- */

static bool ends_with(resolver *r, uint32_t b, const char *tail)
{
    size_t n = strlen(tail), have = r->word[b].end - r->word[b].start;
    return have > n && memcmp(r->text.p + r->word[b].end - n, tail, n) == 0;
}

static bool look_up(resolver *r, uint32_t a, uint32_t b, msdx_space space, size_t cut, const char *add, hit *h)
{
    msdx_str phrase = phrase_of(r, a, b, space, cut, add);
    if (!phrase.n) return false;
    *h = (hit){.first = a, .last = b, .space = space};
    h->sense = msdx_know_find(r->know, space, phrase, &h->n_sense);
    return h->sense != NULL;
}

static bool has_agent(const hit *h)
{
    for (size_t i = 0; i < h->n_sense; i++)
        if (h->sense[i].kind == MSDX_SENSE_AGENT) return true;
    return false;
}

/* As written, then without what hangs on the last word; role nouns also without a plural ending. */
static bool look_up_forms(resolver *r, uint32_t a, uint32_t b, hit *h)
{
    static const char *const tail[] = {"'s", "\xE2\x80\x99s", ".", "'"};
    static const struct {
        const char *tail, *add;
    } plural[] = {{"", ""}, {"s", ""}, {"es", ""}, {"ies", "y"}, {"men", "man"}, {"'s", ""}, {"\xE2\x80\x99s", ""}};
    if (look_up(r, a, b, MSDX_SPACE_NAME, 0, "", h)) return true;
    for (size_t i = 0; i < sizeof tail / sizeof *tail; i++)
        if (ends_with(r, b, tail[i]) && look_up(r, a, b, MSDX_SPACE_NAME, strlen(tail[i]), "", h)) return true;
    for (size_t i = 0; i < sizeof plural / sizeof *plural; i++)
        if (ends_with(r, b, plural[i].tail) &&
            look_up(r, a, b, MSDX_SPACE_LEMMA, strlen(plural[i].tail), plural[i].add, h) && has_agent(h))
            return true;
    return false;
}

/* The longest phrase at each word, left to right. */
static void find_hits(resolver *r)
{
    enum { LONGEST = 10 };
    for (uint32_t a = 0; a < r->n_word;) {
        uint32_t n = r->n_word - a < LONGEST ? r->n_word - a : LONGEST;
        hit h = {0};
        while (n > 0 && !look_up_forms(r, a, a + n - 1, &h)) n--;
        if (n > 0 && r->n_hit < HITS_MAX) r->hit[r->n_hit++] = h;
        a += n > 0 ? n : 1;
    }
}

static bool only_places(const hit *h)
{
    for (size_t i = 0; i < h->n_sense; i++)
        if (h->sense[i].kind != MSDX_SENSE_PLACE) return false;
    return true;
}

static bool has_person(const resolver *r, const hit *h)
{
    for (size_t i = 0; i < h->n_sense; i++)
        if (h->sense[i].kind == MSDX_SENSE_NAME &&
            msdx_know_actor(r->know, h->sense[i].index)->type == MSDX_ACTOR_PERSON)
            return true;
    return false;
}

/* First word and word b as one name. */
static bool look_up_ends(resolver *r, uint32_t b, hit *h)
{
    msdx_str first = {r->text.p + r->word[0].start, r->word[0].end - r->word[0].start};
    msdx_str last = {r->text.p + r->word[b].start, r->word[b].end - r->word[b].start};
    if (first.n + last.n > PHRASE_BYTES) return false;
    msdx_buf both = MSDX_BUF_INIT(PHRASE_BYTES * 4);
    msdx_buf_add(&both, first.p, first.n);
    msdx_buf_addc(&both, ' ');
    msdx_buf_add(&both, last.p, last.n);
    msdx_buf_reset(&r->phrase);
    if (!both.failed) msdx_know_normal((msdx_str){both.p, both.n}, MSDX_SPACE_NAME, &r->phrase);
    *h = (hit){.first = 0, .last = b, .space = MSDX_SPACE_NAME};
    if (!both.failed)
        h->sense = msdx_know_find(r->know, MSDX_SPACE_NAME, (msdx_str){r->phrase.p, r->phrase.n}, &h->n_sense);
    msdx_buf_clear(&both);
    return h->sense && has_person(r, h);
}

/* 'Rafael Leonardo Callejas' is Rafael Callejas: a full name of which nothing longer than a word is known. */
static void find_middle(resolver *r)
{
    enum { FULL_NAME = 5 };
    hit h;
    if (r->n_word < 3 || r->n_word > FULL_NAME) return;
    for (uint32_t i = 0; i < r->n_hit; i++)
        if (r->hit[i].space == MSDX_SPACE_LEMMA || r->hit[i].last > r->hit[i].first) return;
    for (uint32_t b = r->n_word - 1; b >= 2; b--)
        if (look_up_ends(r, b, &h)) {
            r->hit[0] = h;
            r->n_hit = 1;
            return;
        }
}

/* A full name that is known under another spelling only: nothing has been found but words of it, or somebody whose name
 * is its beginning. */
static void find_spelling(resolver *r)
{
    enum { WITH_TITLES = 8 };
    hit h = {.first = 0, .space = MSDX_SPACE_NAME};
    bool role = false;
    if (r->n_word < 2 || r->n_word > WITH_TITLES) return;
    for (uint32_t i = 0; i < r->n_hit; i++) role |= r->hit[i].space == MSDX_SPACE_LEMMA;
    for (uint32_t i = 0; i < r->n_hit; i++)
        if (r->hit[i].last > r->hit[i].first && r->hit[i].space == MSDX_SPACE_NAME &&
            (role || r->hit[i].last - r->hit[i].first + 1 == r->n_word || !has_person(r, &r->hit[i])))
            return;
    h.last = r->n_word - 1;
    h.sense = msdx_know_person(r->know, r->text, &h.n_sense);
    if (!h.sense) return;
    r->hit[0] = h;
    r->n_hit = 1;
}

/* ---- entities ---- */

static bool holds(const msdx_role *role, const char *date)
{
    if (!date) return !role->to[0];
    return !(role->from[0] && strncmp(role->from, date, 10) > 0) && !(role->to[0] && strncmp(role->to, date, 10) < 0);
}

/* The first that holds; but an office of government comes before the seat, the party or the opposition in which its
 * holder was or soon is: where years bound them, both hold in the year of the change. */
const char *msdx_actor_sector_on(const msdx_actor *actor, const char *date, const char **country)
{
    static const char *const gives_way[] = {"LEG", "PTY", "OPP", "ELI"};
    const msdx_role *best = NULL;
    bool weak = true;
    for (size_t i = 0; i < actor->n_role; i++) {
        const msdx_role *role = &actor->role[i];
        if (!holds(role, date) || (best && !(weak && strcmp(role->sector, "GOV") == 0))) continue;
        best = role;
        weak = false;
        for (size_t k = 0; k < sizeof gives_way / sizeof *gives_way; k++)
            weak |= strcmp(role->sector, gives_way[k]) == 0;
    }
    *country = best && best->country ? best->country : actor->country;
    return best ? best->sector : actor->sector;
}

static msd_span span_of(const resolver *r, uint32_t a, uint32_t b)
{
    uint32_t start = r->word[a].start, end = r->word[b].end;
    return (msd_span){start, end, (uint32_t)msdx_utf8_count(r->text.p, start),
                      (uint32_t)msdx_utf8_count(r->text.p, end)};
}

static bool same(const msdx_found *a, const msdx_found *b)
{
    return a->kind == b->kind && a->who.entity == b->who.entity && a->who.name == b->who.name &&
           a->who.sector == b->who.sector && a->place == b->place && a->who.country == b->who.country;
}

static void add(resolver *r, msdx_found found)
{
    for (size_t i = 0; i < r->n; i++)
        if (same(&r->out[i], &found)) return;
    if (r->n < r->room) r->out[r->n++] = found;
}

static void code(const resolver *r, msdx_found *found)
{
    if (!found->who.code) msdx_know_actor_code(r->know, found->who.country, found->who.sector, found->code);
}

const char *msdx_found_code(const msdx_found *found)
{
    if (found->who.code) return found->who.code;
    return found->code[0] ? found->code : NULL;
}

static void add_actor(resolver *r, const hit *h, const msdx_sense *s)
{
    const msdx_actor *a = msdx_know_actor(r->know, s->index);
    msdx_found f = {.kind = MSDX_FOUND_ACTOR, .actor = a};
    f.who = (msd_entity){.span = span_of(r, h->first, h->last),
                         .name = a->name,
                         .entity = a->id,
                         .sectors = a->sectors,
                         .aligned = a->aligned,
                         .code = a->code};
    f.who.sector = msdx_actor_sector_on(a, r->date, &f.who.country);
    f.who.via = s->kind == MSDX_SENSE_CAPITAL || s->kind == MSDX_SENSE_SEAT ? MSD_VIA_METONYM : MSD_VIA_NAME;
    if (s->kind == MSDX_SENSE_SEAT && a->seat_sector[s->sub]) f.who.sector = a->seat_sector[s->sub];
    if ((s->kind == MSDX_SENSE_ADJECTIVE || s->kind == MSDX_SENSE_PEOPLE) && a->type == MSDX_ACTOR_STATE)
        f.who.sector = s->kind == MSDX_SENSE_PEOPLE ? "CVL" : NULL;
    code(r, &f);
    add(r, f);
}

static void add_place(resolver *r, const hit *h, const msdx_sense *s)
{
    const msdx_place *p = msdx_know_place(r->know, s->index);
    msdx_found f = {.kind = MSDX_FOUND_PLACE, .place = p};
    f.has_point = p->has_point;
    f.latitude = p->latitude;
    f.longitude = p->longitude;
    f.who = (msd_entity){.span = span_of(r, h->first, h->last), .name = p->name, .country = p->country};
    code(r, &f);
    add(r, f);
}

/* ---- composition ---- */

static bool alive(const resolver *r, const msdx_actor *a)
{
    if (!r->date) return true;
    bool in_office = a->n_role == 0;
    for (size_t i = 0; i < a->n_role && !in_office; i++)
        in_office = !(a->role[i].from[0] && strncmp(a->role[i].from, r->date, 10) > 0) &&
                    !(a->role[i].to[0] && strncmp(a->role[i].to, r->date, 10) < 0);
    if (a->type == MSDX_ACTOR_PERSON && !in_office) return false;
    return !(a->from[0] && strncmp(a->from, r->date, 10) > 0) && !(a->to[0] && strncmp(a->to, r->date, 10) < 0);
}

/* Names of this kind of hit: whole names before stand-ins, those of the time, in office then, before others. */
static void add_hit(resolver *r, const hit *h)
{
    static const msdx_sense_kind order[] = {MSDX_SENSE_NAME, MSDX_SENSE_SEAT, MSDX_SENSE_CAPITAL, MSDX_SENSE_PEOPLE,
                                            MSDX_SENSE_ADJECTIVE};
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (int living = 1; living >= 0; living--)
            for (size_t i = 0; h->space == MSDX_SPACE_NAME && i < h->n_sense; i++)
                if (h->sense[i].kind == order[k] && alive(r, msdx_know_actor(r->know, h->sense[i].index)) == living)
                    add_actor(r, h, &h->sense[i]);
    for (size_t i = 0; i < h->n_sense; i++)
        if (h->sense[i].kind == MSDX_SENSE_PLACE) add_place(r, h, &h->sense[i]);
}

static const msdx_actor *actor_of(const resolver *r, const hit *h, msdx_sense_kind kind)
{
    for (size_t i = 0; h->space == MSDX_SPACE_NAME && i < h->n_sense; i++)
        if (h->sense[i].kind == kind) return msdx_know_actor(r->know, h->sense[i].index);
    return NULL;
}

static const char *country_of(const resolver *r, const hit *h)
{
    for (size_t i = 0; h->space == MSDX_SPACE_NAME && i < h->n_sense; i++) {
        const msdx_sense *s = &h->sense[i];
        const char *country = s->kind == MSDX_SENSE_PLACE ? msdx_know_place(r->know, s->index)->country
                                                          : msdx_know_actor(r->know, s->index)->country;
        if (country) return country;
    }
    return NULL;
}

/* 'Iraqi army officers', 'a former Lebanese minister': the last role noun, with the country beside it. */
static void add_agent(resolver *r)
{
    const msdx_agent *head = NULL;
    const char *country = NULL;
    bool former = false;
    for (uint32_t i = 0; i < r->n_hit; i++) {
        const hit *h = &r->hit[i];
        if (!country) country = country_of(r, h);
        for (size_t k = 0; h->space == MSDX_SPACE_LEMMA && k < h->n_sense; k++) {
            if (h->sense[k].kind != MSDX_SENSE_AGENT) continue;
            const msdx_agent *a = msdx_know_agent(r->know, h->sense[k].index);
            former |= a->is_former;
            if (a->is_head && a->kind <= MSDX_AGENT_BODY && (a->sector || !head)) head = a;
        }
    }
    if (!head || r->n_word == 0) return;
    msdx_found f = {.kind = MSDX_FOUND_AGENT};
    f.who = (msd_entity){.span = span_of(r, 0, r->n_word - 1),
                         .sector = former ? "ELI" : head->sector,
                         .sectors = head->sectors,
                         .country = head->country ? head->country : country,
                         .via = MSD_VIA_AGENT};
    code(r, &f);
    add(r, f);
}

/* A person or a body with a name says more than its role; a state beside a role noun is only whose it is. */
static bool is_own(const msdx_actor *a)
{
    return a && a->type != MSDX_ACTOR_STATE && a->type != MSDX_ACTOR_PEOPLE;
}

static void compose(resolver *r)
{
    for (int person = 1; person >= 0; person--) {
        for (uint32_t i = 0; i < r->n_hit; i++) {
            const msdx_actor *a = actor_of(r, &r->hit[i], MSDX_SENSE_NAME);
            if (is_own(a) && (a->type == MSDX_ACTOR_PERSON) == person) add_hit(r, &r->hit[i]);
        }
    }
    add_agent(r);
    for (uint32_t i = 0; i < r->n_hit; i++) add_hit(r, &r->hit[i]);
}

/* The text is as a whole the name of a town or region, and of nobody that we know: the first that has it. */
static void add_town(resolver *r)
{
    char key[MSDX_GAZ_KEY_ROOM];
    msdx_gaz_place p;
    if (r->n_word == 0) return;
    const char *s = r->text.p + r->word[0].start;
    size_t n = msdx_gazetteer_key((msdx_str){s, r->word[r->n_word - 1].end - r->word[0].start}, key), n_sense;
    const uint32_t *sense =
        s[0] >= 'a' && s[0] <= 'z' ? NULL : msdx_gazetteer_find(r->know, (msdx_str){key, n}, &n_sense);
    for (size_t i = 0; sense && i < n_sense; i++) {
        const msdx_actor *state = NULL;
        if ((sense[i] & MSDX_GAZ_BESIDE) || !msdx_gazetteer_get(r->know, sense[i] >> 2, &p)) continue;
        state = msdx_know_state(r->know, p.country);
        msdx_found f = {
            .kind = MSDX_FOUND_PLACE, .has_point = p.has_point, .latitude = p.latitude, .longitude = p.longitude};
        f.who = (msd_entity){.span = span_of(r, 0, r->n_word - 1), .name = p.name};
        f.who.country = state ? state->country : NULL;
        code(r, &f);
        add(r, f);
        return;
    }
}

/* Does one hit cover all of the text, as a name, or all but an article? */
static bool is_one_name(const resolver *r)
{
    const char *s = r->n_word ? r->text.p + r->word[0].start : "";
    uint32_t n = r->n_word ? r->word[0].end - r->word[0].start : 0;
    bool the = n == 3 && (s[0] | 32) == 't' && (s[1] | 32) == 'h' && (s[2] | 32) == 'e';
    const hit *h = &r->hit[r->n_hit ? r->n_hit - 1 : 0];
    return r->n_hit >= 1 && h->first <= the && h->last + 1 == r->n_word && h->space == MSDX_SPACE_NAME;
}

/* One who reigns is known by one name: 'Hussein' was King Hussein while he did. */
static void find_ruler(resolver *r)
{
    static const char *const title[] = {"King", "Queen", "Crown Prince", "Prince", "Emir", "Sultan", "Sheikh"};
    if (!r->date || r->n_word != 1) return;
    if (r->n_hit && (r->hit[0].space != MSDX_SPACE_NAME || !only_places(&r->hit[0]))) return;
    msdx_str name = {r->text.p + r->word[0].start, r->word[0].end - r->word[0].start};
    for (size_t i = 0; i < sizeof title / sizeof *title && name.n < PHRASE_BYTES; i++) {
        hit h = {.space = MSDX_SPACE_NAME};
        msdx_buf_reset(&r->phrase);
        msdx_buf_adds(&r->phrase, title[i]);
        msdx_buf_addc(&r->phrase, ' ');
        msdx_buf_add(&r->phrase, name.p, name.n);
        h.sense = msdx_know_find(r->know, MSDX_SPACE_NAME, (msdx_str){r->phrase.p, r->phrase.n}, &h.n_sense);
        for (size_t k = 0; h.sense && k < h.n_sense; k++) {
            const msdx_actor *a =
                h.sense[k].kind == MSDX_SENSE_NAME ? msdx_know_actor(r->know, h.sense[k].index) : NULL;
            if (!a || a->type != MSDX_ACTOR_PERSON || !a->n_role || !alive(r, a)) continue;
            r->hit[0] = h;
            r->n_hit = 1;
            return;
        }
    }
}

static void resolve(resolver *r)
{
    split(r);
    find_hits(r);
    find_spelling(r);
    find_middle(r);
    find_ruler(r);
    bool agent = r->n_hit > 0 && r->hit[r->n_hit - 1].space == MSDX_SPACE_LEMMA;
    if (!is_one_name(r) && !agent) add_town(r);
    compose(r);
    if (agent) add_town(r);
}

/* 'TUPAC AMARU', all in capitals, as 'Tupac Amaru' in `out`; short words may be abbreviations and stay. */
static bool from_capitals(msdx_str text, char *out, size_t room)
{
    enum { ABBREVIATION = 3 };
    size_t run = 0;
    if (text.n >= room) return false;
    for (size_t i = 0; i <= text.n; i++) {
        char ch = i < text.n ? text.p[i] : ' ';
        if (ch >= 'a' && ch <= 'z') return false;
        bool in_word = (ch >= 'A' && ch <= 'Z') || (unsigned char)ch >= 0x80 || (ch == '\'' && run > 0);
        out[i] = ch;
        run = in_word ? run + 1 : 0;
        bool ends = i + 1 >= text.n || !((text.p[i + 1] >= 'A' && text.p[i + 1] <= 'Z') || text.p[i + 1] == '\'');
        for (size_t k = 1; in_word && ends && run > ABBREVIATION && k < run; k++)
            if (out[i - run + 1 + k] >= 'A' && out[i - run + 1 + k] <= 'Z') out[i - run + 1 + k] |= 0x20;
    }
    return true;
}

/* 'Korea, North' and 'Korea (North)', as lists have it, as 'North Korea' in `out`. */
static bool from_list(msdx_str text, char *out, size_t room, size_t *n)
{
    const char *at = memchr(text.p, ',', text.n);
    if (!at) at = memchr(text.p, '(', text.n);
    if (!at || text.n + 2 > room) return false;
    msdx_str head = msdx_str_trim((msdx_str){text.p, (size_t)(at - text.p)});
    msdx_str rest = msdx_str_trim((msdx_str){at + 1, text.n - (size_t)(at - text.p) - 1});
    if (*at == '(' && rest.n && rest.p[rest.n - 1] == ')') rest.n--;
    if (!head.n || !rest.n || memchr(rest.p, ',', rest.n) || memchr(rest.p, '(', rest.n)) return false;
    memcpy(out, rest.p, rest.n);
    out[rest.n] = ' ';
    memcpy(out + rest.n + 1, head.p, head.n);
    *n = rest.n + 1 + head.n;
    if (out[0] >= 'a' && out[0] <= 'z') out[0] &= ~0x20;
    return true;
}

static void resolve_as(resolver *r, msdx_str text)
{
    resolver again = {.know = r->know, .text = text, .date = r->date, .out = r->out, .room = r->room};
    again.phrase = r->phrase;
    resolve(&again);
    r->phrase = again.phrase;
    r->n = again.n;
}

/* Turned about, the text is a name: found as that. */
static bool resolve_turned(resolver *r)
{
    char out[PHRASE_BYTES], small[PHRASE_BYTES];
    size_t n, n_sense;
    if (!from_list(r->text, out, sizeof out, &n)) return false;
    const char *p = from_capitals((msdx_str){out, n}, small, sizeof small) ? small : out;
    msdx_buf_reset(&r->phrase);
    msdx_know_normal((msdx_str){p, n}, MSDX_SPACE_NAME, &r->phrase);
    if (r->phrase.failed || !msdx_know_find(r->know, MSDX_SPACE_NAME, (msdx_str){r->phrase.p, r->phrase.n}, &n_sense))
        return false;
    resolve_as(r, (msdx_str){p, n});
    for (size_t i = 0; i < r->n; i++) r->out[i].who.span = span_of(r, 0, r->n_word - 1);
    return true;
}

msd_status msdx_know_resolve(const msdx_know *know, msdx_str text, const char *date, msdx_found *out, size_t room,
                             size_t *n, msd_error *err)
{
    resolver r = {.know = know, .text = text, .date = date && date[0] ? date : NULL, .out = out, .room = room};
    r.phrase = (msdx_buf)MSDX_BUF_INIT(PHRASE_BYTES * 4);
    char small[PHRASE_BYTES];
    resolve(&r);
    if (!is_one_name(&r) && !(r.n_word > 1 && resolve_turned(&r)) && from_capitals(text, small, sizeof small))
        resolve_as(&r, (msdx_str){small, text.n});
    bool failed = r.phrase.failed && !r.phrase.p; /* over its ceiling is no failure: no phrase is so long */
    msdx_buf_clear(&r.phrase);
    *n = r.n;
    return failed ? msdx_err_nomem(err) : MSD_OK;
}
