/* test_know_states.c: the states of the shipped files in other lists: each is in one of states or is known here as a
 * territory, and no code stands for two at one time. */
#include "know/know.h"

#include <unistd.h>

#include "test.h"

#define KNOWLEDGE MSD_SOURCE_DIR "/knowledge"
#define PACK MSD_BUILD_DIR "/test_know_states.pack"

enum { STATES_MAX = 400, N_LIST = 6 };

/* What the lists of states leave out: dependent territories, and those whose statehood they do not count. */
static const char territories[] =
    " ABW AIA ALA ASM ATA BMU COK CUW CXR CYM ESH FLK FRO GGY GIB GLP GRL GUF GUM HKG IMN IOT JEY MAC MAF MNP MSR MTQ"
    " MYT NCL NFK NIU PCN PRI PSE PYF REU SHN SJM SPM SXM TCA TKL VAT VGB VIR WLF ";

static const msdx_actor *state[STATES_MAX];
static size_t n_state;

static const char *code_of(const msdx_actor *a, int list)
{
    const char *const code[N_LIST] = {a->iso2, a->isonum, a->cow, a->gw, a->fips, a->cameo};
    return code[list];
}

static bool is_territory(const msdx_actor *a)
{
    char word[8];
    snprintf(word, sizeof word, " %.3s ", a->id);
    return strstr(territories, word) != NULL;
}

static void test_know_states__are_in_a_list_of_states(void)
{
    CHECK(n_state > 240);
    for (size_t i = 0; i < n_state; i++) {
        const msdx_actor *a = state[i];
        bool listed = a->cow && a->gw;
        if (listed == is_territory(a)) fprintf(stderr, "%s: neither state nor territory, or both\n", a->id);
        CHECK(listed != is_territory(a));
        CHECK(!a->cow == !a->gw);
        CHECK(a->iso2 != NULL);
        CHECK(a->isonum || strcmp(a->id, "XKX") == 0); /* ISO 3166 has given Kosovo none */
    }
}

/* Two states may have one code when one had ended before the other began. */
static bool apart(const msdx_actor *a, const msdx_actor *b)
{
    return (a->to[0] && b->from[0] && strcmp(a->to, b->from) <= 0) ||
           (b->to[0] && a->from[0] && strcmp(b->to, a->from) <= 0);
}

static void test_know_states__have_codes_of_their_own(void)
{
    for (size_t i = 0; i < n_state; i++)
        for (size_t k = i + 1; k < n_state; k++)
            for (int list = 0; list < N_LIST; list++) {
                const char *x = code_of(state[i], list), *y = code_of(state[k], list);
                bool same = x && y && strcmp(x, y) == 0 && !apart(state[i], state[k]);
                if (same) fprintf(stderr, "%s and %s: both %s\n", state[i]->id, state[k]->id, x);
                CHECK(!same);
            }
}

static const msdx_actor *by_id(const char *id)
{
    static const msdx_actor none;
    for (size_t i = 0; i < n_state; i++)
        if (strcmp(state[i]->id, id) == 0) return state[i];
    return &none;
}

static void test_know_states__keep_known_codes(void)
{
    CHECK_STR(by_id("AFG")->isonum, "004");
    CHECK_STR(by_id("DEU")->cow, "255");
    CHECK_STR(by_id("DEU")->gw, "260");
    CHECK_STR(by_id("DEU")->fips, "GM");
    CHECK_STR(by_id("YEM")->cow, "679");
    CHECK_STR(by_id("YEM")->gw, "678");
    CHECK_STR(by_id("SUN")->cow, "365");
    CHECK_STR(by_id("VDR")->gw, "817");
    CHECK_STR(by_id("GBR")->iso2, "GB");
    CHECK_STR(by_id("ROU")->cameo, "ROM");
    CHECK_STR(by_id("SSD")->from, "2011-07-09");
    CHECK_STR(by_id("DDR")->to, "1990-10-03");
}

int main(void)
{
    static const char *const folder[] = {KNOWLEDGE};
    msdx_buf report = MSDX_BUF_INIT(1 << 20);
    msdx_know *know = NULL;
    msd_error err;
    const msdx_actor *a;
    CHECK_INT(msdx_know_compile(folder, 1, NULL, PACK, &report, &err), MSD_OK);
    CHECK_STR(msdx_buf_cstr(&report), "");
    msdx_buf_clear(&report);
    CHECK_INT(msdx_know_open(&know, PACK, &err), MSD_OK);
    if (!know) return 1;
    for (uint32_t i = 0; (a = msdx_know_actor(know, i)) && n_state < STATES_MAX; i++)
        if (a->type == MSDX_ACTOR_STATE) state[n_state++] = a;
    RUN(test_know_states__are_in_a_list_of_states);
    RUN(test_know_states__have_codes_of_their_own);
    RUN(test_know_states__keep_known_codes);
    msdx_know_close(know);
    unlink(PACK);
    return test_end();
}
