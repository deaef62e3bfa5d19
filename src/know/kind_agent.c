/* kind_agent.c: `agent` entries (role nouns), checked, written and decoded. */
#include "know/compile_impl.h"

static const char *const kind_name[MSDX_N_AGENT_KIND] = {"person",     "body",   "place",   "thing",
                                                         "instrument", "nature", "abstract"};

static uint32_t kind_of(msdx_compile *c, const msdx_entry *e)
{
    msdx_str kind = msdx_field_value(c, e, "kind");
    if (!kind.p) return MSDX_AGENT_PERSON;
    uint32_t i = msdx_find_word(kind_name, MSDX_N_AGENT_KIND, kind);
    if (i < MSDX_N_AGENT_KIND) return i;
    msdx_problem(c, e->source, msdx_field_line(c, e, "kind"),
                 "kind '%.*s' is none of: person body place thing instrument nature abstract", MSDX_ARG(kind));
    return MSDX_AGENT_PERSON;
}

void msdx_put_agent(msdx_compile *c, const msdx_entry *e)
{
    msdx_buf *b = &c->table[MSDX_TABLE_AGENT];
    uint32_t index = c->n_record[MSDX_TABLE_AGENT]++;
    msdx_str head = msdx_field_value(c, e, "head");
    msdx_check_sector((msdx_at){c, e, msdx_field_line(c, e, "sector")}, msdx_field_value(c, e, "sector"));
    msdx_check_country((msdx_at){c, e, msdx_field_line(c, e, "country")}, msdx_field_value(c, e, "country"));
    msdx_put_str(b, &c->pool, e->id);
    msdx_put_opt(c, e, b, "sector");
    msdx_put_opt(c, e, b, "country");
    msdx_put_sectors(c, e, b, "sectors");
    msdx_put_u32(b, kind_of(c, e));
    msdx_put_u32(b, !head.p || msdx_field_yes(c, e, "head"));
    msdx_put_u32(b, msdx_field_yes(c, e, "former"));
    msdx_put_u32(b, msdx_field_yes(c, e, "yields"));
    msdx_put_u32(b, msdx_field_yes(c, e, "keeps"));
    msdx_put_phrases(c, e, "words", MSDX_SPACE_LEMMA, (msdx_sense){index, MSDX_SENSE_AGENT, 0});
}

void msdx_get_agent(msdx_cursor *cur, msdx_agent *out)
{
    out->id = msdx_get_text(cur);
    out->sector = msdx_get_str(cur);
    out->country = msdx_get_str(cur);
    out->sectors = msdx_get_strings(cur);
    out->kind = (msdx_agent_kind)msdx_get_below(cur, MSDX_N_AGENT_KIND);
    out->is_head = msdx_get_below(cur, 2);
    out->is_former = msdx_get_below(cur, 2);
    out->yields = msdx_get_below(cur, 2);
    out->keeps = msdx_get_below(cur, 2);
}
