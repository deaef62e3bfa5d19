/* Names of relations, tags and statuses; words, spans and children of a unit. */
#include "doc/doc.h"
#include "test.h"

static void test_doc__names_round_trip(void)
{
    for (int r = 1; r < MSDX_N_REL; r++) CHECK_INT(msdx_rel_of(msdx_str_of(msdx_rel_name((msdx_rel)r))), r);
    for (int p = 1; p < MSDX_N_UPOS; p++) CHECK_INT(msdx_upos_of(msdx_str_of(msdx_upos_name((msdx_upos)p))), p);
    CHECK_STR(msdx_rel_name(MSDX_REL_NSUBJ_PASS), "nsubj:pass");
    CHECK_STR(msdx_rel_name(MSDX_REL_XCOMP), "xcomp");
    CHECK_STR(msdx_upos_name(MSDX_ADJ), "ADJ");
    CHECK_STR(msdx_upos_name(MSDX_SPACE), "SPACE");
    CHECK_INT(msdx_rel_of(MSDX_STR("no such")), MSDX_REL_NONE);
    CHECK_INT(msdx_rel_of(MSDX_STR("")), MSDX_REL_NONE);
    CHECK_STR(msdx_rel_name((msdx_rel)250), "");
}

static void test_doc__contract_words(void)
{
    CHECK_STR(msd_claim_status_name(MSD_ACTUAL), "actual");
    CHECK_STR(msd_claim_status_name(MSD_DENIED), "denied");
    CHECK_STR(msd_hedge_name(MSD_HEDGE_RUMOURED), "rumoured");
    CHECK_STR(msd_via_name(MSD_VIA_NOMINAL), "nominal");
    CHECK_STR(msd_source_kind_name(MSD_SOURCE_UNNAMED), "unnamed");
    CHECK_STR(msd_link_kind_name(MSD_LINK_RESPONSE), "response");
    CHECK_STR(msd_date_precision_name(MSD_DATE_YEAR), "year");
    CHECK_STR(msd_place_precision_name(MSD_PLACE_COUNTRY), "country");
    CHECK_STR(msd_hedge_name((msd_hedge)99), "");
}

static void test_doc__words_fold_white_space(void)
{
    msdx_arena arena = MSDX_ARENA_INIT;
    msdx_unit u = {.arena = &arena, .text = "  a \n b\xC2\xA0\xC3\xA9  c ", .n_byte = 15};
    CHECK_STR(msdx_unit_words(&u, 0, 15), "a b \xC3\xA9 c");
    CHECK_STR(msdx_unit_words(&u, 3, 3), "");
    msdx_arena_clear(&arena);
}

static void test_doc__children_in_order(void)
{
    msdx_arena arena = MSDX_ARENA_INIT;
    msdx_tok tok[5] = {{.head = 1}, {.head = -1}, {.head = 1}, {.head = 2}, {.head = 1}};
    for (uint32_t i = 0; i < 5; i++) tok[i].span = (msd_span){2 * i, 2 * i + 1, 2 * i, 2 * i + 1};
    msdx_unit u = {.arena = &arena, .text = "a b c d e", .n_byte = 9, .tok = tok, .n_tok = 5};
    msdx_unit_link_children(&u);
    CHECK_INT(tok[1].first_child, 0);
    CHECK_INT(tok[0].next_sib, 2);
    CHECK_INT(tok[2].next_sib, 4);
    CHECK_INT(tok[4].next_sib, -1);
    CHECK_INT(tok[2].first_child, 3);
    CHECK_INT(tok[0].first_child, -1);
    CHECK_INT(msdx_unit_span(&u, 1, 3).start_byte, 2);
    CHECK_INT(msdx_unit_span(&u, 1, 3).end_cp, 7);
    CHECK(msdx_str_is(msdx_tok_text(&u, 2), "c"));
    msdx_arena_clear(&arena);
}

int main(void)
{
    RUN(test_doc__names_round_trip);
    RUN(test_doc__contract_words);
    RUN(test_doc__words_fold_white_space);
    RUN(test_doc__children_in_order);
    return test_end();
}
