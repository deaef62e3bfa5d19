/* kind_example.c: `example` and `counter` lines, `nothing` and `apart` entries. An example
 * is checked as far as that goes without a parser: its form, its codes, and that
 * the mentions it asks for stand in its text. */
#include "know/compile_impl.h"
#include "know/expect.h"

static void put_record(msdx_compile *c, const msdx_entry *e, const msdx_field *f, msdx_example_kind kind,
                       const char *rule, msdx_str text, msdx_str expect)
{
    msdx_buf *b = &c->table[MSDX_TABLE_EXAMPLE];
    c->n_record[MSDX_TABLE_EXAMPLE]++;
    msdx_put_u32(b, kind);
    msdx_put_str(b, &c->pool, msdx_str_of(msdx_sources(c)[e->source].name));
    msdx_put_u32(b, f->line);
    msdx_put_str(b, &c->pool, msdx_str_of(rule));
    msdx_put_str(b, &c->pool, text);
    msdx_put_str(b, &c->pool, expect.p ? expect : MSDX_STR(""));
}

static void check_part(msdx_at at, msdx_expect_part_kind kind, msdx_str words, msdx_str text)
{
    if (kind == MSDX_EXPECT_HEDGE) {
        for (int i = 0; i < MSD_N_HEDGE; i++)
            if (msdx_str_is(words, msd_hedge_name((msd_hedge)i))) return;
        msdx_problem(at.c, at.e->source, at.line,
                     "hedge '%.*s' is none of: none reported alleged apparent suspected rumoured", MSDX_ARG(words));
        return;
    }
    if (kind == MSDX_EXPECT_CAMEO) {
        if (!msdx_entry_find(at.c, MSDX_KIND_CODE, words))
            msdx_problem(at.c, at.e->source, at.line, "'%.*s' is no CAMEO code of the ontology", MSDX_ARG(words));
        return;
    }
    if (!msdx_str_is(words, "none") && !msdx_words_within(words, text))
        msdx_problem(at.c, at.e->source, at.line, "'%.*s' does not stand in the example's text", MSDX_ARG(words));
}

static void check_expect(msdx_at at, msdx_str text, msdx_str expect)
{
    msdx_expect x;
    const char *why;
    for (msdx_str rest = expect; msdx_expect_next(&rest, &x, &why);) {
        msdx_code_numbers num;
        if (why) {
            msdx_problem(at.c, at.e->source, at.line, "example: %s", why);
            continue;
        }
        if (!msdx_event_numbers(at.c, x.event, x.mode, &num))
            msdx_problem(at.c, at.e->source, at.line, "example: '%.*s%s%.*s' is no event or EVENT-mode",
                         MSDX_ARG(x.event), x.mode.p ? "-" : "", MSDX_ARG(x.mode));
        for (uint32_t i = 0; i < x.n_part; i++) check_part(at, x.part[i].kind, x.part[i].words, text);
    }
}

static void put_example(msdx_compile *c, const msdx_entry *e, const msdx_field *f, msdx_example_kind kind,
                        const char *rule)
{
    for (size_t i = 0; i + 1 < f->raw.n; i++) {
        if (f->raw.p[i] != '=' || f->raw.p[i + 1] != '>') continue;
        msdx_str text = msdx_str_trim((msdx_str){f->raw.p, i});
        msdx_str expect = msdx_str_trim((msdx_str){f->raw.p + i + 2, f->raw.n - i - 2});
        check_expect((msdx_at){c, e, f->line}, text, expect);
        put_record(c, e, f, kind, rule, text, expect);
        return;
    }
    msdx_problem(c, e->source, f->line, "an example is TEXT => EVENT STATUS; ...: '=>' is missing");
}

void msdx_put_examples(msdx_compile *c, const msdx_entry *e)
{
    const char *rule = msdx_arena_strndup(&c->arena, msdx_rule_name(c, e), strlen(msdx_rule_name(c, e)));
    if (!rule) return;
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, "example"));)
        if (f->raw.n) put_example(c, e, f, MSDX_EXAMPLE, rule);
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, "counter"));)
        if (f->raw.n) put_record(c, e, f, MSDX_COUNTER, rule, f->raw, (msdx_str){NULL, 0});
}

static void put_texts(msdx_compile *c, const msdx_entry *e, msdx_example_kind kind, const char *rule)
{
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, "text"));)
        if (f->raw.n) put_record(c, e, f, kind, rule, f->raw, (msdx_str){NULL, 0});
}

void msdx_put_nothing(msdx_compile *c, const msdx_entry *e)
{
    const char *rule = msdx_arena_strndup(&c->arena, e->id.p, e->id.n);
    if (rule) put_texts(c, e, MSDX_NOTHING, rule);
}

void msdx_put_apart(msdx_compile *c, const msdx_entry *e)
{
    const char *rule = msdx_arena_strndup(&c->arena, e->id.p, e->id.n);
    if (!rule) return;
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, "example"));)
        if (f->raw.n) put_example(c, e, f, MSDX_APART, rule);
    put_texts(c, e, MSDX_APART, rule);
}

void msdx_get_example(msdx_cursor *cur, msdx_example *out)
{
    out->kind = (msdx_example_kind)msdx_get_below(cur, MSDX_N_EXAMPLE_KIND);
    out->file = msdx_get_text(cur);
    out->line = msdx_get_u32(cur);
    out->rule = msdx_get_text(cur);
    out->text = msdx_get_text(cur);
    out->expect = msdx_get_text(cur);
}
