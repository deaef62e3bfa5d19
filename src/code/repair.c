/* repair.c: attachments that a greedy parser gets wrong and that a word's class
 * shows to be wrong: 'suspects factions loyal to Tehran of being behind it',
 * where 'of being' was hung on 'loyal' and not on 'suspects'. */
#include "code/code_impl.h"

enum { CLIMB_MAX = 4 };

static bool wants_prep(struct msdx_coder *c, int32_t v, const char *prep)
{
    uint32_t i = 0;
    const msdx_class *cl;
    while ((cl = msdx_class_of(c, v, MSDX_SENSE_CLASS_VERB, &i)))
        for (size_t p = 0; p < cl->content.n; p++) {
            const msdx_path *path = &cl->content.item[p];
            if (path->n == 1 && path->step[0].kind == MSDX_STEP_PREP && strcmp(path->step[0].prep, prep) == 0)
                return true;
        }
    return false;
}

static void repair_clause(struct msdx_coder *c, int32_t t)
{
    msdx_unit *u = c->u;
    char prep[48];
    msdx_prep_of(u, t, prep, sizeof prep);
    int32_t g = u->tok[t].head;
    if (!prep[0] || g < 0 || msdx_is_verb(u, g)) return;
    for (int32_t up = u->tok[g].head, i = 0; up >= 0 && i < CLIMB_MAX; up = u->tok[up].head, i++) {
        if (!msdx_is_verb(u, up)) continue;
        if (up < t && wants_prep(c, up, prep)) {
            u->tok[t].head = up;
            u->tok[t].rel = MSDX_REL_ADVCL;
        }
        return;
    }
}

/* 'urged them to stop and offered talks': a finite verb is no conjunct of an infinitive, but of what governs it. */
static void repair_conjunct(msdx_unit *u, int32_t t)
{
    const char *tag = u->tok[t].tag;
    int32_t g = u->tok[t].head;
    if (strcmp(tag, "VBD") != 0 && strcmp(tag, "VBZ") != 0) return;
    if (g < 0 || !msdx_is_infinitive(u, g)) return;
    for (int32_t up = u->tok[g].head, i = 0; up >= 0 && i < CLIMB_MAX; up = u->tok[up].head, i++)
        if (strcmp(u->tok[up].tag, "VBD") == 0 || strcmp(u->tok[up].tag, "VBZ") == 0 ||
            strcmp(u->tok[up].tag, "VBP") == 0) {
            u->tok[t].head = up;
            return;
        }
}

void msdx_code_repair(struct msdx_coder *c)
{
    msdx_unit *u = c->u;
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++)
        if (u->tok[t].rel == MSDX_REL_ADVCL || u->tok[t].rel == MSDX_REL_ACL) repair_clause(c, t);
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++)
        if (u->tok[t].rel == MSDX_REL_CONJ) repair_conjunct(u, t);
    msdx_unit_link_children(u);
}
