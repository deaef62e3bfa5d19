/* term.c: the words of the ontology for listings, what leads to them, and how
 * many entries of which kind there are. */
#include "know/know_impl.h"

bool msdx_know_term(const msdx_know *know, msdx_system system, uint32_t i, msdx_term *out)
{
    if (i >= know->n[system]) return false;
    *out = know->term[system][i];
    return true;
}

bool msdx_know_kind_count(const msdx_know *know, uint32_t i, msdx_kind_count *out)
{
    if (i >= MSDX_N_KIND) return false;
    const uint32_t *row = know->kind + (size_t)3 * i;
    *out = (msdx_kind_count){msdx_kind_name((msdx_kind)i), row[0], row[1], row[2]};
    return true;
}

static bool is_in(const char *word, const msd_strings *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->item[i], word) == 0) return true;
    return false;
}

static bool is_same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static bool frame_gives(const msdx_frame *f, msdx_system system, const msdx_term *t)
{
    switch (system) {
    case MSDX_SYSTEM_EVENT: return is_same(f->event, t->id);
    case MSDX_SYSTEM_MODE: return is_same(f->event, t->event) && is_same(f->mode, t->id);
    case MSDX_SYSTEM_CONTEXT: return is_in(t->id, &f->contexts);
    default: return is_same(f->cameo, t->id);
    }
}

static bool by_frame(const msdx_know *know, msdx_system system, const msdx_term *t)
{
    for (uint32_t i = 0; i < know->n[MSDX_TABLE_FRAME]; i++)
        if (frame_gives(msdx_frame_at(know, i), system, t)) return true;
    return false;
}

static bool any_frame_begins(const msdx_know *know, const char *code, size_t n)
{
    for (uint32_t i = 0; i < know->n[MSDX_TABLE_FRAME]; i++) {
        const char *cameo = msdx_frame_at(know, i)->cameo;
        if (cameo && strncmp(cameo, code, n) == 0) return true;
    }
    return false;
}

/* A heading, by any code below it; a softer code, by the one it stands for; a code about what has another code, by a frame
 * that gives the words and one that gives their content. */
static bool by_other_code(const msdx_know *know, const msdx_term *t)
{
    if (strlen(t->id) == 2 && any_frame_begins(know, t->id, 2)) return true;
    if (t->instead && any_frame_begins(know, t->instead, strlen(t->instead))) return true;
    for (size_t i = 0; i < t->of.n; i++)
        if (any_frame_begins(know, t->id, 2) && any_frame_begins(know, t->of.item[i], strlen(t->of.item[i])))
            return true;
    return false;
}

static bool by_class(const msdx_know *know, msdx_system system, const msdx_term *t)
{
    for (uint32_t i = 0; i < know->n[MSDX_TABLE_CLASS]; i++) {
        const msdx_class *c = &know->class_[i];
        if (system == MSDX_SYSTEM_HEDGE && is_same(msd_hedge_name(c->hedge), t->id)) return true;
        if (system == MSDX_SYSTEM_STATUS && c->has_effect && is_same(msd_claim_status_name(c->effect), t->id))
            return true;
    }
    return is_same(t->id, "actual") || is_same(t->id, "none");
}

static bool by_entity(const msdx_know *know, const char *sector)
{
    for (uint32_t i = 0; i < know->n[MSDX_TABLE_ACTOR]; i++) {
        const msdx_actor *a = &msdx_actor_at(know, i)->actor;
        if (is_same(a->sector, sector) || is_in(sector, &a->sectors)) return true;
        for (size_t k = 0; k < a->n_role; k++)
            if (is_same(a->role[k].sector, sector)) return true;
        for (size_t k = 0; k < a->n_seat; k++)
            if (is_same(a->seat_sector[k], sector)) return true;
    }
    for (uint32_t i = 0; i < know->n[MSDX_TABLE_AGENT]; i++)
        if (is_same(know->agent[i].sector, sector) || is_in(sector, &know->agent[i].sectors)) return true;
    return false;
}

bool msdx_know_reached(const msdx_know *know, msdx_system system, uint32_t i)
{
    msdx_term t;
    if (!msdx_know_term(know, system, i, &t)) return false;
    if (system == MSDX_SYSTEM_SECTOR) return by_entity(know, t.id);
    if (system == MSDX_SYSTEM_STATUS || system == MSDX_SYSTEM_HEDGE) return by_class(know, system, &t);
    if (system == MSDX_SYSTEM_CODE && by_other_code(know, &t)) return true;
    return by_frame(know, system, &t) || (system == MSDX_SYSTEM_CONTEXT && t.words.n > 0);
}
