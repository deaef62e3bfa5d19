/* kind_class.c: `class` entries (words that decide status and source), checked,
 * written and decoded. */
#include "know/compile_impl.h"

enum { EFFECT_NONE = 0, EFFECT_NOTHING = 1, EFFECT_STATUS = 2 }; /* STATUS + msd_claim_status */

/* Effects are the contract's statuses; all names in one line of a message. */
static uint32_t effect_of(msdx_compile *c, const msdx_entry *e, const char *key)
{
    msdx_str s = msdx_field_value(c, e, key);
    if (!s.p) return EFFECT_NONE;
    if (msdx_str_is(s, "nothing")) return EFFECT_NOTHING;
    for (uint32_t i = 0; i < MSD_N_CLAIM_STATUS; i++)
        if (msdx_str_is(s, msd_claim_status_name((msd_claim_status)i))) return EFFECT_STATUS + i;
    msdx_problem(c, e->source, msdx_field_line(c, e, key),
                 "%s '%.*s' is none of: actual historical planned considered threatened requested possible "
                 "conditional attempted negated denied nothing",
                 key, MSDX_ARG(s));
    return EFFECT_NONE;
}

static uint32_t hedge_of(msdx_compile *c, const msdx_entry *e)
{
    msdx_str s = msdx_field_value(c, e, "hedge");
    if (!s.p) return MSD_HEDGE_NONE;
    for (uint32_t i = 0; i < MSD_N_HEDGE; i++)
        if (msdx_str_is(s, msd_hedge_name((msd_hedge)i))) return i;
    msdx_problem(c, e->source, msdx_field_line(c, e, "hedge"),
                 "hedge '%.*s' is none of: reported alleged apparent suspected rumoured", MSDX_ARG(s));
    return MSD_HEDGE_NONE;
}

/* 0: none, else msd_source_kind + 1. */
static uint32_t source_of(msdx_compile *c, const msdx_entry *e)
{
    msdx_str s = msdx_field_value(c, e, "source");
    if (!s.p) return 0;
    for (uint32_t i = 0; i < MSD_N_SOURCE_KIND; i++)
        if (msdx_str_is(s, msd_source_kind_name((msd_source_kind)i))) return i + 1;
    msdx_problem(c, e->source, msdx_field_line(c, e, "source"),
                 "source '%.*s' is none of: statement quote document media official unnamed", MSDX_ARG(s));
    return 0;
}

static uint32_t control_of(msdx_compile *c, const msdx_entry *e)
{
    msdx_str s = msdx_field_value(c, e, "control");
    if (!s.p) return 0;
    if (msdx_str_is(s, "subject")) return 1;
    if (!msdx_str_is(s, "object"))
        msdx_problem(c, e->source, msdx_field_line(c, e, "control"), "control is 'subject' or 'object', not '%.*s'",
                     MSDX_ARG(s));
    return 2;
}

static const struct {
    const char *key;
    msdx_sense_kind kind;
} lists[] = {{"verb", MSDX_SENSE_CLASS_VERB},
             {"noun", MSDX_SENSE_CLASS_NOUN},
             {"adjective", MSDX_SENSE_CLASS_ADJECTIVE},
             {"adverb", MSDX_SENSE_CLASS_ADVERB},
             {"auxiliary", MSDX_SENSE_CLASS_AUXILIARY},
             {"marker", MSDX_SENSE_CLASS_MARKER},
             {"preposition", MSDX_SENSE_CLASS_PREPOSITION},
             {"determiner", MSDX_SENSE_CLASS_DETERMINER},
             {"word", MSDX_SENSE_CLASS_WORD}};
enum { N_LIST = sizeof lists / sizeof *lists };

static void check_words(msdx_compile *c, const msdx_entry *e)
{
    bool any = false;
    for (size_t i = 0; i < N_LIST; i++) any = any || msdx_field_next(c, e, NULL, lists[i].key);
    if (!any)
        msdx_problem(c, e->source, e->line,
                     "class '%.*s' has no words: verb noun adjective adverb auxiliary marker preposition determiner "
                     "or word",
                     MSDX_ARG(e->id));
    bool word = msdx_field_next(c, e, NULL, "word"), topic = msdx_field_next(c, e, NULL, "topic");
    if (word != topic)
        msdx_problem(c, e->source, e->line, "class '%.*s': 'word' and 'topic' go together", MSDX_ARG(e->id));
}

void msdx_put_class(msdx_compile *c, const msdx_entry *e)
{
    msdx_buf *b = &c->table[MSDX_TABLE_CLASS];
    uint32_t index = c->n_record[MSDX_TABLE_CLASS]++;
    check_words(c, e);
    msdx_put_str(b, &c->pool, msdx_str_of(msdx_rule_name(c, e)));
    msdx_put_u32(b, effect_of(c, e, "effect"));
    msdx_put_u32(b, effect_of(c, e, "negated"));
    msdx_put_u32(b, effect_of(c, e, "past"));
    msdx_put_u32(b, hedge_of(c, e));
    msdx_put_u32(b, source_of(c, e));
    msdx_put_paths(c, e, b, "holder");
    msdx_put_paths(c, e, b, "content");
    msdx_put_u32(b, control_of(c, e));
    msdx_put_u32(b, msdx_field_yes(c, e, "light"));
    msdx_put_u32(b, msdx_field_yes(c, e, "occurs"));
    msdx_put_u32(b, (uint32_t)msdx_field_number(c, e, "topic", 1, 100, 0));
    msdx_put_opt(c, e, b, "text");
    for (size_t i = 0; i < N_LIST; i++)
        msdx_put_phrases(c, e, lists[i].key, MSDX_SPACE_LEMMA, (msdx_sense){index, (uint16_t)lists[i].kind, 0});
    msdx_put_examples(c, e);
}

/* The status that an effect names; false where there is none or the content is nothing. */
static bool get_effect(msdx_cursor *cur, msd_claim_status *out, bool *is_nothing)
{
    uint32_t effect = msdx_get_below(cur, EFFECT_STATUS + MSD_N_CLAIM_STATUS);
    *is_nothing = effect == EFFECT_NOTHING;
    *out = effect >= EFFECT_STATUS ? (msd_claim_status)(effect - EFFECT_STATUS) : MSD_ACTUAL;
    return effect >= EFFECT_STATUS;
}

void msdx_get_class(msdx_cursor *cur, msdx_class *out)
{
    out->rule = msdx_get_text(cur);
    bool nothing;
    out->has_effect = get_effect(cur, &out->effect, &out->is_nothing);
    out->has_negated = get_effect(cur, &out->negated, &nothing);
    out->has_past = get_effect(cur, &out->past, &nothing);
    out->hedge = (msd_hedge)msdx_get_below(cur, MSD_N_HEDGE);
    uint32_t source = msdx_get_below(cur, MSD_N_SOURCE_KIND + 1);
    out->has_source = source > 0;
    out->source = source ? (msd_source_kind)(source - 1) : (msd_source_kind)0;
    out->holder = msdx_get_paths(cur);
    out->content = msdx_get_paths(cur);
    out->control = (int)msdx_get_below(cur, 3);
    out->light = msdx_get_below(cur, 2);
    out->occurs = msdx_get_below(cur, 2);
    out->topic = msdx_get_u32(cur);
    out->text = msdx_get_str(cur);
}
