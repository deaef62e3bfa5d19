/* public.c: whether a party acts in public matters, as states, forces, courts and parties do, or for itself. */
#include "code/code_impl.h"

static bool is_public(const msd_entity *who)
{
    static const char *const office[] = {"GOV", "MIL", "COP", "SPY", "JUD", "LEG", "PTY", "OPP",
                                         "REB", "PRM", "UAF", "LAB", "REL", "SOC", NULL};
    static const char *const trade[] = {"BUS", "JRN", "MED", "EDU", "AGR", NULL};
    if (who->sector && msdx_is_any(who->sector, office)) return true;
    if (who->entity) return !who->sector || !msdx_is_any(who->sector, trade);
    return who->country && (strcmp(who->country, "IGO") == 0 || strcmp(who->country, "UNO") == 0);
}

bool msdx_any_public(struct msdx_coder *c, const struct msdx_filled *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (is_public(&msdx_mention(c, f->tok[i])->who)) return true;
    return false;
}
