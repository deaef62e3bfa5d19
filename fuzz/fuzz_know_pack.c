/* fuzz_know_pack.c: the compiled file. Whatever comes, it opens or is refused; what opens can be walked to its end. */
#include <stdlib.h>

#include "know/know.h"
#include "know/resolve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static size_t sum; /* so that every string is read to its end */

static void use(const char *s)
{
    if (s) sum += strlen(s);
}

static void use_list(const msd_strings *list)
{
    for (size_t i = 0; i < list->n; i++) use(list->item[i]);
}

static void use_paths(const msdx_paths *paths)
{
    for (size_t i = 0; i < paths->n; i++)
        for (uint32_t k = 0; k < paths->item[i].n; k++) use(paths->item[i].step[k].prep);
}

static void walk_actors(const msdx_know *know)
{
    const msdx_actor *a;
    for (uint32_t i = 0; (a = msdx_know_actor(know, i)); i++) {
        const char *country;
        use(a->id), use(a->name), use(a->code), use(a->parent);
        use(a->iso2), use(a->isonum), use(a->cow), use(a->gw), use(a->fips), use(a->cameo);
        use_list(&a->sectors), use_list(&a->aligned);
        for (size_t k = 0; k < a->n_seat; k++) use(a->seat_sector[k]);
        for (size_t k = 0; k < a->n_role; k++) use(a->role[k].title);
        use(msdx_actor_sector_on(a, "2020-01-01", &country)), use(country);
    }
}

static void walk_rules(const msdx_know *know)
{
    const msdx_frame *f;
    const msdx_class *c;
    const msdx_example *x;
    for (uint32_t i = 0; (f = msdx_know_frame(know, i)); i++) {
        use(f->rule), use(f->event), use(f->mode), use(f->cameo), use(f->quad), use_list(&f->contexts);
        use_paths(&f->actor), use_paths(&f->recipient);
        for (size_t k = 0; k < f->n_cond; k++) use_list(&f->cond[k].words);
    }
    for (uint32_t i = 0; (c = msdx_know_class(know, i)); i++)
        use(c->rule), use_paths(&c->holder), use_paths(&c->content);
    for (size_t i = 0; (x = msdx_know_example(know, i)); i++) use(x->file), use(x->text), use(x->expect), use(x->rule);
}

static void walk_terms(const msdx_know *know)
{
    msdx_term t;
    for (int s = 0; s < MSDX_N_SYSTEM; s++)
        for (uint32_t i = 0; msdx_know_term(know, (msdx_system)s, i, &t); i++) {
            use(t.id), use(t.event), use(t.mode), use(t.name), use(t.cameo), use(t.quad), use(t.definition);
            use_list(&t.excludes), use_list(&t.contexts), use_list(&t.variants), use_list(&t.words);
            sum += msdx_know_reached(know, (msdx_system)s, i);
            if (s == MSDX_SYSTEM_CODE) use(msdx_know_code_on(know, t.id, "icews"));
        }
}

static void walk_phrases(const msdx_know *know, msdx_space space)
{
    msdx_str phrase;
    const msdx_sense *sense, *found;
    size_t n, m;
    for (size_t i = 0; msdx_know_phrase(know, space, i, &phrase, &sense, &n); i++) {
        found = msdx_know_find(know, space, phrase, &m);
        for (size_t k = 0; k < m; k++) sum += found[k].index;
        sum += msdx_know_max_words(know, space, phrase);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    msdx_know *know;
    msdx_found found[8];
    char code[16];
    size_t n_found;
    void *copy = aligned_alloc(64, (n / 64 + 1) * 64);
    if (!copy || n > 1 << 20) {
        free(copy);
        return 0;
    }
    if (n) memcpy(copy, data, n);
    if (msdx_know_open_bytes(&know, copy, n, "fuzz", NULL) == MSD_OK) {
        walk_actors(know);
        walk_rules(know);
        walk_terms(know);
        for (int i = 0; i < MSDX_N_SPACE; i++) walk_phrases(know, (msdx_space)i);
        msdx_know_actor_code(know, "IRQ", "MIL", code);
        (void)msdx_know_state(know, "IRQ");
        if (msdx_know_resolve(know, MSDX_STR("Iraqi soldier al-Kadhimi's"), NULL, found, 8, &n_found, NULL) == MSD_OK)
            sum += n_found;
        msdx_know_close(know);
    }
    free(copy);
    return 0;
}
