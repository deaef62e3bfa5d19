/* kind_actor.c: `actor` entries, checked, written and decoded. */
#include "know/compile_impl.h"

static const char *const type_name[] = {"other",  "state",   "igo",   "ngo",    "armed-group", "party",
                                        "person", "company", "media", "agency", "people"};
enum { N_TYPE = sizeof type_name / sizeof *type_name };

/* The sector of one who is given none (doc/knowledge-format.md); "" none. */
static const char *const type_sector[N_TYPE] = {"", "GOV", "", "", "UAF", "PTY", "ELI", "BUS", "JRN", "GOV", "CVL"};

/* ---- dates ---- */

/* YYYY, YYYY-MM or YYYY-MM-DD, widened to the first or last day of it. */
static bool widen_date(msdx_str s, bool last, char out[11])
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (s.n != 4 && s.n != 7 && s.n != 10) return false;
    memcpy(out, last ? "0000-12-31" : "0000-01-01", 11);
    memcpy(out, s.p, s.n);
    if (s.n > 4 && s.p[4] != '-') return false;
    if (!msdx_is_date(out)) return false;
    if (s.n == 7 && last) {
        int year = (out[0] - '0') * 1000 + (out[1] - '0') * 100 + (out[2] - '0') * 10 + out[3] - '0';
        int month = (out[5] - '0') * 10 + out[6] - '0';
        bool leap = month == 2 && (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
        int day = days[month - 1] + leap;
        out[8] = (char)('0' + day / 10);
        out[9] = (char)('0' + day % 10);
    }
    return true;
}

static void put_date(msdx_at at, msdx_buf *b, msdx_str s, bool last)
{
    char date[11];
    if (!s.n) {
        msdx_put_u32(b, 0);
        return;
    }
    if (widen_date(s, last, date)) {
        msdx_put_str(b, &at.c->pool, (msdx_str){date, 10});
        return;
    }
    msdx_problem(at.c, at.e->source, at.line, "'%.*s' is no date: YYYY, YYYY-MM or YYYY-MM-DD", MSDX_ARG(s));
}

/* FROM..TO into two dates. */
static void put_range(msdx_at at, msdx_buf *b, msdx_str range)
{
    for (size_t i = 0; i + 1 < range.n; i++) {
        if (range.p[i] != '.' || range.p[i + 1] != '.') continue;
        msdx_str from = msdx_str_trim((msdx_str){range.p, i});
        msdx_str to = msdx_str_trim((msdx_str){range.p + i + 2, range.n - i - 2});
        char first[11], last[11];
        put_date(at, b, from, false);
        put_date(at, b, to, true);
        if (from.n && to.n && widen_date(from, false, first) && widen_date(to, true, last) && strcmp(first, last) > 0)
            msdx_problem(at.c, at.e->source, at.line, "'%.*s' ends before it begins", MSDX_ARG(range));
        return;
    }
    msdx_problem(at.c, at.e->source, at.line, "'%.*s' is no range of dates: write FROM..TO, an open end left empty",
                 MSDX_ARG(range));
}

/* ---- roles and seats ---- */

static void put_role(msdx_at at, msdx_buf *b, msdx_str text)
{
    msdx_str piece[4] = {{NULL, 0}}, rest = text, v;
    size_t n = 0;
    while (n < 4 && msdx_piece_next(&rest, ';', &v)) piece[n++] = v;
    if (n < 2 || rest.p || !piece[0].n || !piece[1].n) {
        msdx_problem(at.c, at.e->source, at.line,
                     "role '%.*s': write TITLE; SECTOR; FROM..TO or TITLE; SECTOR; FROM..TO; COUNTRY", MSDX_ARG(text));
        return;
    }
    msdx_put_str(b, &at.c->pool, piece[0]);
    if (msdx_check_sector(at, piece[1])) msdx_put_str(b, &at.c->pool, piece[1]);
    if (piece[3].n) msdx_check_country(at, piece[3]);
    msdx_put_str(b, &at.c->pool, piece[3].n ? piece[3] : (msdx_str){NULL, 0});
    if (piece[2].n)
        put_range(at, b, piece[2]);
    else
        msdx_put_u32(b, 0), msdx_put_u32(b, 0);
}

static void put_roles(msdx_compile *c, const msdx_entry *e, msdx_buf *b)
{
    uint32_t n = 0;
    msdx_scratch_reset(c, &c->scratch2);
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, "role"));)
        for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v); n++)
            put_role((msdx_at){c, e, f->line}, &c->scratch2, v);
    msdx_put_u32(b, n);
    msdx_buf_add(b, c->scratch2.p, c->scratch2.n);
}

static void put_seat_sector(msdx_at at, msdx_buf *b, msdx_str text, uint32_t index, uint32_t seat)
{
    msdx_str rest = text, name, sector = {NULL, 0};
    if (!msdx_piece_next(&rest, ';', &name) || !name.n) return;
    if (msdx_piece_next(&rest, ';', &sector)) msdx_check_sector(at, sector);
    msdx_phrase_add(at.c, MSDX_SPACE_NAME, name, (msdx_sense){index, MSDX_SENSE_SEAT, (uint16_t)seat});
    msdx_put_str(b, &at.c->pool, sector.n ? sector : (msdx_str){NULL, 0});
}

/* Phrases use both scratch buffers: the sectors are gathered in one of their own. */
static void put_seats(msdx_compile *c, const msdx_entry *e, msdx_buf *b, uint32_t index)
{
    msdx_buf sector = MSDX_BUF_INIT((size_t)1 << 20);
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, "seat"));)
        for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v);)
            put_seat_sector((msdx_at){c, e, f->line}, &sector, v, index, (uint32_t)(sector.n / 4));
    if (sector.n / 4 > UINT16_MAX) msdx_problem(c, e->source, e->line, "over %d seats", UINT16_MAX);
    msdx_put_u32(b, (uint32_t)(sector.n / 4));
    msdx_buf_add(b, sector.p, sector.n);
    if (sector.failed) b->failed = true;
    msdx_buf_clear(&sector);
}

/* ---- whom it belongs to ---- */

static void put_aligned(msdx_compile *c, const msdx_entry *e, msdx_buf *b)
{
    uint32_t n = 0;
    msdx_scratch_reset(c, &c->scratch2);
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, "aligned"));) {
        for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v); n++) {
            if (!msdx_is_country(v) && !msdx_entry_find(c, MSDX_KIND_ACTOR, v))
                msdx_problem(c, e->source, f->line, "aligned '%.*s' is neither a country's code nor an actor's id",
                             MSDX_ARG(v));
            msdx_put_str(&c->scratch2, &c->pool, v);
        }
    }
    msdx_put_u32(b, n);
    msdx_buf_add(b, c->scratch2.p, c->scratch2.n);
}

static void check_parent(msdx_compile *c, const msdx_entry *e)
{
    msdx_str parent = msdx_field_value(c, e, "parent");
    if (!parent.p) return;
    uint32_t line = msdx_field_line(c, e, "parent");
    if (msdx_str_eq(parent, e->id))
        msdx_problem(c, e->source, line, "an actor is not its own parent");
    else if (!msdx_entry_find(c, MSDX_KIND_ACTOR, parent))
        msdx_problem(c, e->source, line, "parent '%.*s' is no actor's id", MSDX_ARG(parent));
}

/* ---- states in other lists ---- */

static bool all_of(msdx_str s, char low, char high)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < low || s.p[i] > high) return false;
    return true;
}

static bool is_letters(msdx_str s, size_t n)
{
    return s.n == n && all_of(s, 'A', 'Z');
}

/* 2, 20, 200: no list writes these with zeros before them. */
static bool is_number(msdx_str s)
{
    return s.n >= 1 && s.n <= 3 && s.p[0] != '0' && all_of(s, '0', '9');
}

static bool is_two_letters(msdx_str s)
{
    return is_letters(s, 2);
}

static bool is_three_letters(msdx_str s)
{
    return is_letters(s, 3);
}

static bool is_three_digits(msdx_str s)
{
    return s.n == 3 && all_of(s, '0', '9');
}

/* In the order of the record. */
static const struct list_code {
    const char *key, *form;
    bool (*is)(msdx_str s);
} list_code[] = {{"iso2", "two capital letters", is_two_letters}, {"isonum", "three digits", is_three_digits},
                 {"cow", "a number below 1000", is_number},       {"gw", "a number below 1000", is_number},
                 {"fips", "two capital letters", is_two_letters}, {"cameo", "three capital letters", is_three_letters}};

static void put_list_codes(msdx_compile *c, const msdx_entry *e, msdx_buf *b, uint32_t type)
{
    for (const struct list_code *l = list_code; l < list_code + sizeof list_code / sizeof *list_code; l++) {
        msdx_str v = msdx_field_value(c, e, l->key);
        uint32_t line = msdx_field_line(c, e, l->key);
        if (v.p && type != MSDX_ACTOR_STATE)
            msdx_problem(c, e->source, line, "only a state has '%s'", l->key);
        else if (v.p && !l->is(v))
            msdx_problem(c, e->source, line, "%s '%.*s' is not %s", l->key, MSDX_ARG(v), l->form);
        msdx_put_str(b, &c->pool, v);
    }
}

/* ---- the entry ---- */

static uint32_t type_of(msdx_compile *c, const msdx_entry *e)
{
    msdx_str type = msdx_field_value(c, e, "type");
    uint32_t i = msdx_find_word(type_name, N_TYPE, type);
    if (i < N_TYPE || !type.p) return i % N_TYPE;
    msdx_problem(c, e->source, msdx_field_line(c, e, "type"),
                 "type '%.*s' is none of: state igo ngo armed-group party person company media agency people other",
                 MSDX_ARG(type));
    return 0;
}

/* Names of bodies as headlines and other papers spell them. */
static void put_variants(msdx_compile *c, const msdx_entry *e, const char *key, msdx_sense sense, int n_form)
{
    msdx_buf other = MSDX_BUF_INIT((size_t)1 << 20);
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, key));)
        for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v);)
            for (int form = 0; form < n_form; form++) {
                msdx_buf_reset(&other);
                if (msdx_name_form((msdx_name_variant)form, v, &other))
                    msdx_phrase_add(c, MSDX_SPACE_NAME, (msdx_str){other.p, other.n}, sense);
                c->failed |= other.failed;
            }
    msdx_buf_clear(&other);
}

/* A person may be asked for under other spellings of the whole name. */
static void put_people(msdx_compile *c, const msdx_entry *e)
{
    static const char *const key[] = {"name", "alias"};
    for (size_t i = 0; i < 2; i++)
        for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, key[i]));)
            for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v);) msdx_people_add(c, v);
}

static void put_phrases(msdx_compile *c, const msdx_entry *e, uint32_t index, uint32_t type)
{
    static const struct {
        const char *key;
        msdx_sense_kind kind;
    } as[] = {{"name", MSDX_SENSE_NAME},
              {"alias", MSDX_SENSE_NAME},
              {"adjective", MSDX_SENSE_ADJECTIVE},
              {"people", MSDX_SENSE_PEOPLE},
              {"capital", MSDX_SENSE_CAPITAL}};
    for (size_t i = 0; i < sizeof as / sizeof *as; i++)
        msdx_put_phrases(c, e, as[i].key, MSDX_SPACE_NAME, (msdx_sense){index, (uint16_t)as[i].kind, 0});
    if (type == MSDX_ACTOR_PERSON) put_people(c, e);
    if (type == MSDX_ACTOR_PERSON || type == MSDX_ACTOR_STATE || type == MSDX_ACTOR_PEOPLE) return;
    int n_form = type == MSDX_ACTOR_COMPANY ? MSDX_N_NAME_FORM : MSDX_NAME_BARE;
    put_variants(c, e, "name", (msdx_sense){index, MSDX_SENSE_NAME, 0}, n_form);
    put_variants(c, e, "alias", (msdx_sense){index, MSDX_SENSE_NAME, 0}, n_form);
}

void msdx_put_actor(msdx_compile *c, const msdx_entry *e)
{
    msdx_buf *b = &c->table[MSDX_TABLE_ACTOR];
    uint32_t index = c->n_record[MSDX_TABLE_ACTOR]++, type = type_of(c, e);
    msdx_str sector = msdx_field_value(c, e, "sector"), country = msdx_field_value(c, e, "country");
    msdx_check_country((msdx_at){c, e, msdx_field_line(c, e, "country")}, country);
    msdx_check_sector((msdx_at){c, e, msdx_field_line(c, e, "sector")}, sector);
    check_parent(c, e);
    if (type == MSDX_ACTOR_STATE && !country.p) msdx_problem(c, e->source, e->line, "a state needs 'country'");
    if (!sector.p && type_sector[type][0]) sector = msdx_str_of(type_sector[type]);
    /* Without one its code would be that of the state; the code NGO says it already. */
    if (!sector.p && type == MSDX_ACTOR_NGO && country.p && !msdx_str_is(country, "NGO")) sector = MSDX_STR("SOC");
    msdx_put_str(b, &c->pool, e->id);
    msdx_put_opt(c, e, b, "name");
    msdx_put_u32(b, type);
    msdx_put_str(b, &c->pool, country);
    msdx_put_str(b, &c->pool, sector);
    msdx_put_opt(c, e, b, "code");
    msdx_put_opt(c, e, b, "parent");
    msdx_put_sectors(c, e, b, "sectors");
    put_aligned(c, e, b);
    put_roles(c, e, b);
    put_seats(c, e, b, index);
    put_date((msdx_at){c, e, msdx_field_line(c, e, "from")}, b, msdx_field_value(c, e, "from"), false);
    put_date((msdx_at){c, e, msdx_field_line(c, e, "to")}, b, msdx_field_value(c, e, "to"), true);
    msdx_put_u32(b, msdx_str_is(msdx_field_value(c, e, "source"), "general"));
    put_list_codes(c, e, b, type);
    put_phrases(c, e, index, type);
}

/* ---- back ---- */

static size_t get_roles(msdx_cursor *cur, const msdx_role **out)
{
    void *room;
    size_t n = msdx_get_list(cur, sizeof(msdx_role), &room);
    msdx_role *role = room;
    for (size_t i = 0; i < n; i++) {
        role[i].title = msdx_get_text(cur);
        role[i].sector = msdx_get_text(cur);
        role[i].country = msdx_get_str(cur);
        msdx_get_date(cur, role[i].from);
        msdx_get_date(cur, role[i].to);
    }
    *out = role;
    return n;
}

void msdx_get_actor(msdx_cursor *cur, msdx_actor_rec *out)
{
    msdx_actor *a = &out->actor;
    void *room;
    a->id = msdx_get_text(cur);
    a->name = msdx_get_text(cur);
    a->type = (msdx_actor_type)msdx_get_below(cur, N_TYPE);
    a->country = msdx_get_str(cur);
    a->sector = msdx_get_str(cur);
    a->code = msdx_get_str(cur);
    a->parent = msdx_get_str(cur);
    a->sectors = msdx_get_strings(cur);
    a->aligned = msdx_get_strings(cur);
    a->n_role = get_roles(cur, &a->role);
    a->n_seat = msdx_get_list(cur, sizeof(char *), &room);
    const char **seat = room;
    for (size_t i = 0; i < a->n_seat; i++) seat[i] = msdx_get_str(cur);
    a->seat_sector = seat;
    msdx_get_date(cur, a->from);
    msdx_get_date(cur, a->to);
    out->is_general = msdx_get_below(cur, 2);
    const char **list[] = {&a->iso2, &a->isonum, &a->cow, &a->gw, &a->fips, &a->cameo};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) *list[i] = msdx_get_str(cur);
}
