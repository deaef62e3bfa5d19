/* kind_actors.c: `actors` lists: every value of `each` becomes an `actor` entry
 * of its own, such as `Exxon = Exxon Corporation / ..1999`, with the list's other
 * fields. From there on nothing knows that it came from a list. */
#include "know/compile_impl.h"
#include "know/gazetteer.h"

/* The id of one that has none: its name in small letters without accents, words joined by '-'. */
static msdx_str id_of(msdx_compile *c, msdx_str name)
{
    char plain[MSDX_GAZ_KEY_ROOM], key[MSDX_GAZ_KEY_ROOM];
    if (name.n >= sizeof plain) return (msdx_str){NULL, 0};
    for (size_t i = 0; i < name.n; i++) plain[i] = strchr("&!+()@*\"", name.p[i]) ? ' ' : name.p[i];
    size_t n = msdx_gazetteer_key((msdx_str){plain, name.n}, key);
    for (size_t i = 0; i < n; i++)
        if (key[i] == ' ') key[i] = '-';
    const char *id = msdx_arena_strndup(&c->arena, key, n);
    return (msdx_str){id, id ? n : 0};
}

static void put_field(msdx_compile *c, const char *key, msdx_str raw, uint32_t line)
{
    msdx_field f = {.key = msdx_str_of(key), .raw = raw, .line = line};
    if (raw.n) msdx_buf_add(&c->field, &f, sizeof f);
}

/* FROM..TO; one without '..' is the whole of it, and a fault of the date it becomes. */
static void put_years(msdx_compile *c, msdx_str years, uint32_t line)
{
    size_t i = 0;
    while (i + 1 < years.n && !(years.p[i] == '.' && years.p[i + 1] == '.')) i++;
    bool range = i + 1 < years.n;
    put_field(c, "from", range ? msdx_str_trim((msdx_str){years.p, i}) : years, line);
    if (range) put_field(c, "to", msdx_str_trim((msdx_str){years.p + i + 2, years.n - i - 2}), line);
}

/* The list's role, held in these years: 'minister; GOV' and 1999..2004. */
static void put_role_years(msdx_compile *c, const msdx_entry *list, msdx_str role, msdx_str years, uint32_t line)
{
    char text[MSDX_GAZ_KEY_ROOM];
    if (!years.n) {
        put_field(c, "role", role, line);
        return;
    }
    if (role.n + years.n + 2 > sizeof text) {
        msdx_problem(c, list->source, line, "the role '%.*s' is too long for a list", MSDX_ARG(role));
        return;
    }
    memcpy(text, role.p, role.n);
    memcpy(text + role.n, "; ", 2);
    memcpy(text + role.n + 2, years.p, years.n);
    size_t n = role.n + 2 + years.n;
    put_field(c, "role", (msdx_str){msdx_arena_strndup(&c->arena, text, n), n}, line);
}

/* What the list says of all of them. */
static void copy_fields(msdx_compile *c, const msdx_entry *list, uint32_t line)
{
    for (uint32_t i = 0; i < list->n_field; i++) {
        msdx_field f = msdx_fields(c)[list->field + i];
        if (msdx_str_is(f.key, "each") || msdx_str_is(f.key, "role")) continue;
        f.line = line;
        msdx_buf_add(&c->field, &f, sizeof f);
    }
}

/* 'NAMES / YEARS': a '/' without blanks is part of a name (AC/DC). */
static void split_years(msdx_str text, msdx_str *names, msdx_str *years)
{
    *names = text;
    for (size_t i = 1; i + 1 < text.n; i++) {
        if (text.p[i] != '/' || text.p[i - 1] != ' ' || text.p[i + 1] != ' ') continue;
        *names = msdx_str_trim((msdx_str){text.p, i});
        *years = msdx_str_trim((msdx_str){text.p + i + 1, text.n - i - 1});
    }
}

static void expand_one(msdx_compile *c, const msdx_entry *list, msdx_str text, uint32_t line)
{
    msdx_str rest = text, names, years = {NULL, 0}, name;
    msdx_entry e = {.kind = MSDX_KIND_ACTOR, .source = list->source, .line = line, .of_list = true};
    split_years(text, &names, &years);
    e.field = (uint32_t)(c->field.n / sizeof(msdx_field));
    rest = names;
    while (msdx_piece_next(&rest, '=', &name)) {
        if (!name.n) {
            msdx_problem(c, list->source, line, "'%.*s': an empty name beside '='", MSDX_ARG(text));
            continue;
        }
        if (!e.id.n) e.id = id_of(c, name);
        put_field(c, e.field == c->field.n / sizeof(msdx_field) ? "name" : "alias", name, line);
    }
    msdx_str role = msdx_field_value(c, list, "role");
    if (role.n)
        put_role_years(c, list, role, years, line);
    else
        put_years(c, years, line);
    copy_fields(c, list, line);
    e.n_field = (uint32_t)(c->field.n / sizeof(msdx_field)) - e.field;
    if (e.id.n)
        msdx_buf_add(&c->entry, &e, sizeof e);
    else
        msdx_problem(c, list->source, line, "'%.*s' gives no id: a list takes names in Latin letters, up to %d bytes",
                     MSDX_ARG(text), MSDX_GAZ_KEY_ROOM);
}

void msdx_expand_actors(msdx_compile *c, const msdx_entry *list)
{
    msdx_entry own = *list; /* the array may move when it grows */
    for (uint32_t i = 0; i < own.n_field && !c->field.failed; i++) {
        msdx_field f = msdx_fields(c)[own.field + i];
        if (!msdx_str_is(f.key, "each")) continue;
        for (msdx_str rest = f.raw, v; f.raw.n && msdx_piece_next(&rest, '|', &v);)
            if (v.n) expand_one(c, &own, v, f.line);
    }
}

void msdx_put_actors(msdx_compile *c, const msdx_entry *e)
{
    (void)c; /* its actors are entries already */
    (void)e;
}
